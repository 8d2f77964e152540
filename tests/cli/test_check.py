"""``cnbudget check``: exit statuses, languages, layouts; never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cnbudget.cli import main
from cnbudget.examples import example_path
from tests.documents import corpus


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Artux's document with one amount off by 0.05 (the total of table 3)."""
    text = corpus.text("artux")
    total = corpus.budget("artux")[3, "总计", "项目支出"]
    (cell,) = [
        each
        for each in corpus.printed(text)
        if each.line == total.place.line and each.value == total.value
    ]
    file = tmp_path / "wrong.txt"
    file.write_text(corpus.with_cell(text, cell, "72.05"), encoding="utf-8")
    return file


def test_nothing_violated_is_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *map(str, map(corpus.path, corpus.NAMES))]) == 0
    out, err = capsys.readouterr()
    assert out.count("结论：已核对的部分没有不符") == 2
    assert err == ""


def test_something_violated_is_1(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(wrong)]) == 1
    out = capsys.readouterr().out
    assert "结论：有 1 处不符" in out
    assert "「总计·项目支出」印 72.05，应为 72.00（" in out


def test_something_violated_in_english(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(wrong), "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "Conclusion: 1 violated" in out
    assert "“总计·项目支出” is 72.05, should be 72.00 (" in out
    assert "【" not in out


def test_unreadable_is_2_and_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "没有表.txt"
    file.write_text("没有表\n", encoding="utf-8")
    assert main(["check", str(file)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"cnbudget: {file}：没有找到部门预算公开表"
        "（各表之前须有表名（如“部门收支总体情况表”）；其他地区的表式请用 --layout 指定）\n"
    )
    assert main(["check", str(file), "--lang", "en"]) == 2
    assert "no table of a published budget was found" in capsys.readouterr().err


def test_the_worst_status_of_several_files(
    wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fine = str(corpus.path("akto"))
    gone = str(tmp_path / "gone.txt")
    assert main(["check", fine, str(wrong), fine]) == 1
    assert main(["check", gone, str(wrong), fine]) == 2
    assert capsys.readouterr().out.count("结论：") == 5


def test_a_layout_by_name_and_by_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fine = str(corpus.path("akto"))
    assert main(["check", fine, "--layout", "xinjiang-2024"]) == 0
    # the later form has a table more: the document lacks it
    assert main(["check", fine, "--layout", "xinjiang-2026"]) == 1
    assert "缺少表式中的第 11 张表《财政拨款委托业务费支出情况表》" in capsys.readouterr().out
    own = tmp_path / "own.toml"
    own.write_text('name = "own"\nextends = "xinjiang-2024"\n', encoding="utf-8")
    assert main(["check", fine, "--layout", str(own)]) == 0
    assert "own" in capsys.readouterr().out


def test_an_unknown_layout_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(corpus.path("akto")), "--layout", "mars"]) == 2
    assert capsys.readouterr().err.startswith(
        "cnbudget: “mars”：没有这种表式（已有：central, final-accounts"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["cheque", "x"],
        ["check", "x", "--format", "xml"],
        ["check", "x", "--lang", "fr"],
        ["show"],
        ["show", "a", "b"],
        ["check", "x", "--nope"],
    ],
)
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1].startswith("cnbudget: ")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["check", "--help"], ["show", "--help"], ["--version"]]
)
def test_help_is_0(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert "cnbudget" in capsys.readouterr().out


# As a process ------------------------------------------------------------------------------------


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603  (our own interpreter)
        [sys.executable, "-m", "cnbudget", *arguments],
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )


def test_a_process_ends_with_the_status(wrong: Path) -> None:
    assert run("check", str(corpus.path("artux"))).returncode == 0
    assert run("check", str(wrong)).returncode == 1
    done = run("check", "/no/such/file")
    assert done.returncode == 2
    assert done.stderr.decode().startswith("cnbudget: /no/such/file：没有这个文件")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8"])
@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_terminal_of_another_encoding_is_no_traceback(encoding: str, format_: str) -> None:
    done = run("check", str(corpus.path("akto")), "--format", format_, PYTHONIOENCODING=encoding)
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0


def test_a_closed_pipe_is_no_traceback() -> None:
    command = f'"{sys.executable}" -m cnbudget check {" ".join([str(corpus.path("artux"))] * 20)} | head -1'
    done = subprocess.run(command, shell=True, capture_output=True, check=False, timeout=60)  # noqa: S602
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


def test_names_that_are_not_text_are_no_traceback(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "cnbudget", "check", name, "--format", "json"],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_wrong_usage_is_said_in_chinese_too(capsys: pytest.CaptureFixture[str]) -> None:
    for words, said in (
        (["check"], "缺少参数"),
        (["check", "--format", "xml", "x"], "没有这个选项"),
        (["check", "x", "--nothing"], "不认识的参数"),
        (["publish", "x", "--year", "one"], "应为整数"),
    ):
        assert main(words) == 2
        assert said in capsys.readouterr().err


def test_a_picture_needs_ocr(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "page.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert main(["check", str(file)]) == 2
    assert "OCR" in capsys.readouterr().err


def test_notes_are_in_the_conclusion_and_have_their_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = example_path("artux").read_text(encoding="utf-8") + "\n本部门无此项预算安排。。\n"
    file = tmp_path / "budget.md"
    file.write_text(text, encoding="utf-8")
    line = len(text.splitlines())
    for lang, conclusion, place in (
        ("zh", "没有不符，另有 1 条提示", f"第{line}行："),
        ("en", "is violated; 1 note", f"] line {line}: "),
    ):
        assert main(["check", str(file), "--lang", lang]) == 0
        out = capsys.readouterr().out
        assert conclusion in out
        assert place in out
