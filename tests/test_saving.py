"""Files are written whole or not at all: on a full disk, under a kill, over links, to devices."""

from __future__ import annotations

import errno
import os
import re
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import layouts, pictures
from cnbudget.composing import blanks_of, save_reasons
from cnbudget.examples import example_ledger
from cnbudget.outputs import keep_apart, same_file, save

BUDGET = cnbudget.example("akto")
LEDGER = example_ledger("akto")
BLANKS = blanks_of(BUDGET)
FORM = cnbudget.layout_of(BUDGET)


def _report(folder: Path, ending: str) -> Callable[[Path], object]:
    source = folder / f"读.{ending}"
    wrong = BUDGET.expenditure.figures[0]
    cnbudget.write(BUDGET.with_figures([(wrong, wrong.evolve(value=wrong.value))]), source)
    report = cnbudget.check(cnbudget.read(source))
    return lambda path: cnbudget.annotate(report, path)


def _writers(folder: Path) -> dict[str, tuple[str, Callable[[Path], object]]]:
    """Every function that writes a file, with the ending of its files."""
    return {
        **{
            ending: (ending, lambda path: cnbudget.write(BUDGET, path))
            for ending in ("md", "html", "xlsx", "docx", "json", "csv")
        },
        "annotate xlsx": ("xlsx", _report(folder, "xlsx")),
        "annotate docx": ("docx", _report(folder, "docx")),
        "layout": ("toml", lambda path: layouts.save(FORM, path)),
        "ledger": ("csv", lambda path: cnbudget.save_ledger(LEDGER, path)),
        "reasons": ("csv", lambda path: save_reasons(BLANKS, path)),
        "picture": ("svg", lambda path: pictures.shares(BUDGET).save(path)),
        "parquet": ("parquet", lambda path: cnbudget.records(BUDGET).to_parquet(path)),
    }


class System:
    """The system's calls, some of them replaced, for the one module that writes files."""

    def __init__(self, **calls: Callable[..., Any]) -> None:
        self.calls = calls

    def __getattr__(self, name: str) -> Any:
        return self.calls.get(name) or getattr(os, name)


NAMES = [
    "md", "html", "xlsx", "docx", "json", "csv", "annotate xlsx", "annotate docx", "layout", "ledger", "reasons",
    "picture", "parquet",
]  # fmt: skip


@pytest.fixture(scope="module")
def writers(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, tuple[str, Callable[[Path], object]]]:
    found = _writers(tmp_path_factory.mktemp("读"))
    assert list(found) == NAMES
    return found


def test_no_module_but_one_writes_files() -> None:
    source = Path(cnbudget.__file__).parent
    writes = re.compile(
        r"""\.write_(?:bytes|text)\(|mkstemp|NamedTemporaryFile|os\.open\(|\bopen\([^)\n]*["'][wax]b?["']"""
    )
    found = {
        str(path.relative_to(source)) for path in source.rglob("*.py")
        if any(
            writes.search(line)
            for line in path.read_text(encoding="utf-8").splitlines()
            if not line.lstrip().startswith((">>>", "..."))  # examples make files to read
        )
    }  # fmt: skip
    # the others open what is read without waiting, and what goes nowhere
    # and what LibreOffice is given stands in a folder of its own that is gone afterwards
    assert found == {
        "outputs.py",
        "cli/console.py",
        "files.py",
        "reading/files.py",
        "reading/converted.py",
        "batch/worker.py",  # reads nothing from then on
    }


# A disk that is full ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("there", [True, False])
def test_a_disk_that_fails_at_any_call_leaves_what_was_there(
    name: str,
    number: int,
    there: bool,
    writers: dict[str, tuple[str, Callable[[Path], object]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ending, writer = writers[name]
    file = tmp_path / f"旧.{ending}"
    writer(file)
    whole = file.read_bytes()
    file.unlink()
    for call in ("open", "write", "fsync", "chmod", "replace"):
        if there:
            file.write_bytes(b"old")
        elif call == "chmod":  # only of a file that was there before
            continue
        before = sorted(os.listdir(tmp_path))

        def fails(*_: Any, **__: Any) -> Any:
            raise OSError(number, os.strerror(number))

        with monkeypatch.context() as patch:
            patch.setattr("cnbudget.outputs.os", System(**{call: fails}))
            with pytest.raises(cnbudget.CnbudgetError) as caught:
                writer(file)
        assert isinstance(caught.value, cnbudget.UnwritableError | cnbudget.AnnotationError)
        assert file.name in caught.value.text("zh")
        assert ("磁盘已满" in caught.value.text("zh")) == (number == errno.ENOSPC)
        assert sorted(os.listdir(tmp_path)) == before  # nothing is left beside it
        assert not there or file.read_bytes() == b"old"
    writer(file)
    assert file.read_bytes() == whole


@given(
    sizes=st.lists(st.integers(1, 7), max_size=20),
    data=st.binary(max_size=60),
    old=st.none() | st.binary(max_size=20),
    stop=st.booleans(),
)
def test_a_disk_that_takes_little_at_a_time(
    sizes: list[int], data: bytes, old: bytes | None, stop: bool, tmp_path_factory: Any
) -> None:
    file = tmp_path_factory.mktemp("x") / "a"
    if old is not None:
        file.write_bytes(old)
    left = list(sizes)
    real = os.write

    def little(target: int, part: Any) -> int:
        if not left and stop:
            raise OSError(errno.ENOSPC, "")
        return real(target, part[: left.pop() if left else None])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cnbudget.outputs.os", System(write=little))
        try:
            save(file, data)
            expected: bytes | None = data
        except cnbudget.UnwritableError:
            expected = old
    assert (file.read_bytes() if file.exists() else None) == expected
    assert len(os.listdir(file.parent)) == (expected is not None)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no such device here")
@pytest.mark.parametrize("name", NAMES)
def test_a_device_that_is_full(
    name: str, writers: dict[str, tuple[str, Callable[[Path], object]]], tmp_path: Path
) -> None:
    ending, writer = writers[name]
    link = tmp_path / f"a.{ending}"
    link.symlink_to("/dev/full")
    with pytest.raises(cnbudget.CnbudgetError, match="the disk is full"):
        writer(link)
    assert link.is_symlink()


def test_a_full_folder_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tempfile.mkstemp", fails)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", fails)
    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", fails, raising=False)
    for ending in ("xlsx", "docx"):
        file = tmp_path / f"a.{ending}"
        try:
            cnbudget.write(BUDGET, file)
        except cnbudget.UnwritableError as error:
            assert "磁盘已满" in error.text("zh")  # noqa: PT017  (whether it needs one is the library's matter)
            assert not file.exists()


# A kill in the middle -----------------------------------------------------------------------------

_KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests import test_saving
import cnbudget.outputs

writers = test_saving._writers(Path(sys.argv[2]))
for name, (ending, writer) in writers.items():
    for call in ("open", "write", "half", "fsync", "replace", "after"):
        child = os.fork()
        if child:
            assert os.waitpid(child, 0)[1] == signal.SIGKILL, (name, call)
            continue
        def die(*args, **kwargs):
            if call == "half":
                os.write(args[0], args[1][: len(args[1]) // 2])
            elif call == "after":
                os.replace(*args)
            os.kill(os.getpid(), signal.SIGKILL)
        dies = {"half": "write", "after": "replace"}.get(call, call)
        cnbudget.outputs.os = test_saving.System(**{dies: die})
        writer(Path(sys.argv[3], f"{name} {call}.{ending}"))
"""


def test_a_kill_in_the_middle_of_each_writer(
    writers: dict[str, tuple[str, Callable[[Path], object]]], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name, (ending, _) in writers.items():
        for call in ("open", "write", "half", "fsync", "replace", "after"):
            (out / f"{name} {call}.{ending}").write_bytes(b"old")
    root = Path(__file__).parents[1]
    subprocess.run(  # noqa: S603
        [sys.executable, "-c", _KILLED, str(root), str(tmp_path), str(out)], check=True, cwd=root
    )
    for name, (ending, writer) in writers.items():
        for call in ("open", "write", "half", "fsync", "replace", "after"):
            file = out / f"{name} {call}.{ending}"
            got = file.read_bytes()
            if call == "after":
                writer(file)
                assert got == file.read_bytes()
            else:
                assert got == b"old", file.name


# What stays as it is ------------------------------------------------------------------------------


def test_a_link_stays_one_and_permissions_stay(tmp_path: Path) -> None:
    target = tmp_path / "真" / "b.md"
    target.parent.mkdir()
    for link, leads in (("a.md", target), ("c.md", Path("真/b.md"))):
        (tmp_path / link).symlink_to(leads)
        save(tmp_path / link, b"1")  # also where it leads to nothing yet
        target.chmod(0o640)
        save(tmp_path / link, b"2")
        assert (tmp_path / link).is_symlink()
        assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (b"2", 0o640)
        assert os.listdir(target.parent) == ["b.md"]
        target.unlink()


def test_a_new_file_has_the_permissions_that_new_files_have(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    save(tmp_path / "b", b"")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_another_name_of_the_same_file_keeps_the_old_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    save(tmp_path / "a", b"new")
    assert (tmp_path / "b").read_bytes() == b"old"


def test_a_file_that_may_not_be_written_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr("cnbudget.outputs.os", System(access=lambda *_: False))
    with pytest.raises(cnbudget.UnwritableError, match="no permission"):
        save(tmp_path / "a", b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a", b"old")]


def test_pipes_and_devices_are_written_to(tmp_path: Path) -> None:
    save("/dev/null", b"x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    cnbudget.write(BUDGET, pipe)
    reader.join()
    assert got == [cnbudget.to_text(BUDGET).encode()]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("没有/a.md", "没有这个文件夹"),
        ("a\0.md", "文件写不了"),
        ("", "这是文件夹"),
        ("字" * 200, "文件名过长"),
        ("圈", "文件写不了"),
    ],
)
def test_what_cannot_be_written_is_said(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("圈").symlink_to("圈")
    with pytest.raises(cnbudget.UnwritableError) as caught:
        save(name, b"x")
    assert said in caught.value.text("zh")
    assert os.listdir() == ["圈"]


@given(
    name=st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=20)
)
def test_any_name_is_one_file_with_itself_alone(name: str, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("x")
    one, other = folder / name, folder / f"{name}-"
    assert same_file(one, f"{folder}//./{name}") or name in (".", "..")
    assert not same_file(one, other)
    keep_apart([other, None], [one, None])
