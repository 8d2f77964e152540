"""``cnbudget solve``: what is said of a file that is no problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnbudget.cli import main


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, ("没有这个文件", "No such file")),
        ("{", ("不是 JSON", "not JSON")),
        ('{"cells": 3}', ("须为列表", "must be a list")),
    ],
)
def test_a_file_that_is_no_problem(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str | None, said: tuple[str, str]
) -> None:
    file = tmp_path / "problem.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert main(["solve", str(file)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert all(words in err for words in said)


def test_a_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["solve", str(tmp_path)]) == 2
    assert "这是文件夹" in capsys.readouterr().err
