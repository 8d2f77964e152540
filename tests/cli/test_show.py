"""``cnbudget show``: the tables as they were read."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from cnbudget.cli import main
from tests.documents import corpus


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main(["show", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out.splitlines()


def test_all_tables_with_all_their_amounts(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, str(corpus.path("artux")))
    assert lines[0] == "阿图什市医疗保障局 2026年预算（xinjiang-2026）"
    titles = [line for line in lines if "单位：万元" in line]
    assert len(titles) == 12
    assert titles[7] == "表8 政府性基金预算支出情况表 [fund]（空表） 单位：万元"
    cells = [cell for line in lines for cell in line.split("\t") if corpus.is_amount(cell)]
    assert len(cells) == len(corpus.printed(corpus.text("artux")))


@pytest.mark.parametrize("table", ["3", "expenditure"])
def test_one_table(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, str(corpus.path("artux")), "--table", table)
    assert lines[1] == "表3 部门支出总体情况表 [expenditure] 单位：万元"
    assert "2101599\t其他医疗保障管理事务支出\t72.00\t\t72.00" in lines
    assert len([line for line in lines if "单位：" in line]) == 1


def test_what_was_inferred_stands_in_brackets_and_what_is_lost_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = corpus.document("akto")
    file = tmp_path / "akto.txt"
    file.write_text(corpus.put_together(parts), encoding="utf-8")
    lines = shown(capsys, str(file), "--table", "3")
    assert "210\t卫生健康支出\t543.51\t521.39\t[22.12]" in lines
    sixth = parts.sheet(6)
    for _ in range(2):
        corpus.drop_column(sixth, sixth.values[-1])
    file.write_text(corpus.put_together(parts), encoding="utf-8")
    arguments = (str(file), "--table", "6")
    assert "30201\t办公费\t2.47\t缺失\t缺失" in shown(capsys, *arguments)
    assert "30201\t办公费\t2.47\tmissing\tmissing" in shown(capsys, *arguments, "--lang", "en")


@pytest.mark.parametrize("table", ["13", "0", "nothing", "-1", "³"])
def test_a_table_that_there_is_not_is_2(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(corpus.path("artux")), f"--table={table}"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "没有这张表（各表：表1 部门收支总体情况表、表2" in err
    assert len(err.splitlines()) == 1


def test_an_unreadable_file_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(tmp_path)]) == 2
    assert "这是文件夹，不是文件" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["show", str(corpus.path("artux"))], ["show", "nothing.txt"], ["no"]]
)
@pytest.mark.parametrize("enabled", [True, False])
def test_what_a_command_does_to_the_collector_of_garbage_is_undone(
    words: list[str], enabled: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    (gc.enable if enabled else gc.disable)()
    try:
        main(words)
        assert gc.isenabled() is enabled
    finally:
        gc.enable()
    capsys.readouterr()
