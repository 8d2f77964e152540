"""Files given by their names: bounded in memory and time, or refused with the reason."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnbudget import CnbudgetError, read, read_ledger
from cnbudget.cli import main
from cnbudget.composing import read_reasons
from cnbudget.files import bytes_of, refusal
from cnbudget.layouts import load

READERS: dict[str, Callable[[Any], object]] = {
    "read": read,
    "read_ledger": read_ledger,
    "read_reasons": read_reasons,
    "load": lambda path: load(Path(path)),
}
posix = pytest.mark.skipif(sys.platform == "win32", reason="devices and named pipes by their names")


@posix
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/urandom"])
@pytest.mark.parametrize("reader", READERS)
def test_a_device_is_refused(reader: str, device: str) -> None:
    with pytest.raises(CnbudgetError) as caught:
        READERS[reader](device)
    assert "设备" in caught.value.text("zh")
    assert "device" in caught.value.text("en")


@posix
@pytest.mark.parametrize("command", ["check", "show", "reconcile", "solve", "publish"])
def test_no_command_reads_a_device(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "/dev/zero"]) == 2
    assert "设备" in capsys.readouterr().err


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), most=st.integers(0, 300))
def test_what_is_within_the_limit_is_read_whole_and_nothing_more_is(
    tmp_path: Path, content: bytes, most: int
) -> None:
    """The same for a file on the disk and for a pipe."""
    file = tmp_path / "file"
    file.write_bytes(content)
    end, begin = os.pipe()
    os.write(begin, content)
    os.close(begin)
    names: list[str | Path] = [file]
    if Path("/dev/fd").exists():
        names.append(f"/dev/fd/{end}")
    try:
        for name in names:
            if len(content) <= most:
                assert bytes_of(name, most) == content
            else:
                with pytest.raises(OSError, match="too large") as caught:
                    bytes_of(name, most)
                assert refusal(caught.value).zh == "文件过大"
    finally:
        os.close(end)


@posix
def test_a_named_pipe_without_a_writer_does_not_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert bytes_of(tmp_path / "pipe") == b""


def test_a_folder_and_a_name_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"[Dd]irectory|[Pp]ermission") as caught:
        bytes_of(tmp_path)
    if sys.platform != "win32":
        assert refusal(caught.value).zh == "这是文件夹，不是文件"
    with pytest.raises(ValueError, match="null"):
        bytes_of("a\0b")
