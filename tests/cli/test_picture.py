"""``cnbudget picture``: each kind of picture from files."""

from __future__ import annotations

from pathlib import Path

import pytest

import cnbudget
from cnbudget.cli import main


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Two years of an agency."""
    names = []
    for year in (2025, 2026):
        names.append(str(tmp_path / f"{year}.md"))
        cnbudget.write(
            cnbudget.publish(cnbudget.read_ledger(f"examples/qingshan-{year}.csv")), names[-1]
        )
    return names


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "钱从哪里来，用到哪里去"),
        (["--kind", "shares", "--by", "nature"], "基本支出与项目支出"),
        (["--kind", "findings"], "勾稽关系的结果，落在哪些格里"),
    ],
)
def test_of_one_file(
    words: list[str],
    said: str,
    files: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "a.svg"
    assert main(["picture", files[1], "-o", str(out), *words]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "图已写入" in told.err
    assert said in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "by functional category"),
        (["--kind", "waterfall"], "what changed from the one to the other"),
    ],
)
def test_of_two_files(
    words: list[str],
    said: str,
    files: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "a.html"
    assert main(["picture", *files, "-o", str(out), "--lang", "en", "--dark", *words]) == 0
    assert "wrote the picture to" in capsys.readouterr().err
    assert said in out.read_text(encoding="utf-8")


def test_what_is_not_known_is_said_beside(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.svg"
    assert main(["picture", *files, "-o", str(out)]) == 0
    assert "四舍五入可以解释" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["1", "-o", "a.pdf"], "图不能写成这种格式"),
        (["1", "-o", "a.svg", "--kind", "years"], "文件的份数与这种图不合"),
        (["1", "2", "-o", "a.svg", "--kind", "flows"], "文件的份数与这种图不合"),
        (["1", "-o", "a.svg", "--kind", "shares", "--table", "goods"], "没有画这张图所要的表"),
    ],
)
def test_what_cannot_be_drawn(
    words: list[str],
    said: str,
    files: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    named = [files[int(word) - 1] if word in "12" else word for word in words]
    assert main(["picture", *named]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.glob("a.*"))
