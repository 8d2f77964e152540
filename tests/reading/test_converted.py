"""Files of old office programs are read as LibreOffice saves them; here a program of its name stands for it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

import cnbudget
from cnbudget.errors import UnreadableError
from tests.documents import corpus
from tests.reading import making

_DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
_RTF = b"{\\rtf1\\ansi 1}"


def _office(folder: Path, monkeypatch: pytest.MonkeyPatch, lines: str) -> None:
    """Let a script be found as LibreOffice, and nothing else."""
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nimport pathlib, shutil, sys\n{lines}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))


@pytest.mark.parametrize(("data", "ending"), [(_DOC, "doc"), (_DOC, "wps"), (_RTF, "rtf")])
def test_what_it_saves_is_read(
    data: bytes, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = tmp_path / "saved.docx"
    saved.write_bytes(making.word(corpus.document("artux")))
    _office(
        tmp_path,
        monkeypatch,
        f"""source = pathlib.Path(sys.argv[-1])
assert source.read_bytes() == {data!r}
into = sys.argv[sys.argv.index("--convert-to") + 1]
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
out.mkdir()
shutil.copy({str(saved)!r}, out / f"{{source.stem}}.{{into}}")""",
    )
    file = tmp_path / f"预算.{ending}"
    file.write_bytes(data)
    budget = cnbudget.read(file)
    assert budget.figures == cnbudget.read(saved).figures
    assert budget.content == data  # the digest is that of the file that was published
    assert any("LibreOffice" in problem.zh for problem in budget.problems)
    assert "LibreOffice" in cnbudget.check(budget).text()


@pytest.mark.parametrize("lines", ["sys.exit(1)", "pass"])
def test_what_it_cannot_read_is_said(
    lines: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _office(tmp_path, monkeypatch, lines)
    file = tmp_path / "预算.doc"
    file.write_bytes(_DOC)
    with pytest.raises(UnreadableError) as caught:
        cnbudget.read(file)
    assert "LibreOffice" in caught.value.zh
    assert caught.value.hint


def test_a_program_that_hangs_is_ended_with_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    _office(
        tmp_path,
        monkeypatch,
        f"""import subprocess, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path({str(begun)!r}).write_text(str(child.pid))
time.sleep(600)""",
    )
    real = subprocess.Popen.wait

    def waited(process: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        """It takes too long, once all that it starts is there."""
        if timeout is None:
            return real(process)
        while not begun.exists() or not begun.read_text():
            time.sleep(0.02)
        raise subprocess.TimeoutExpired(process.args, timeout)

    monkeypatch.setattr(subprocess.Popen, "wait", waited)
    file = tmp_path / "预算.doc"
    file.write_bytes(_DOC)
    with pytest.raises(UnreadableError, match="LibreOffice"):
        cnbudget.read(file)
    for _ in range(500):
        if not _lives(int(begun.read_text())):
            return
        time.sleep(0.02)
    raise AssertionError("what it started goes on")


def _lives(number: int) -> bool:
    """Whether a process still runs, and has not only not been taken note of."""
    state = Path(f"/proc/{number}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"
