"""Prose alone is read as such; what is no department's budget is refused as what it seems to be."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

import cnbudget
from cnbudget import UnreadableError, check, read, read_text
from cnbudget.cli import main

PROSE = """2026年度青山市综合事务局部门预算信息公开

第一部分 部门预算情况说明

一、收入预算情况说明

2026年收入预算500.00万元，比2025年年初预算数480.00万元增加20.00万元，增长4.17%。

二、支出预算情况说明

2026年支出预算500.00万元。其中：基本支出预算400.00万元，占80.00%；项目支出预算100.00万元，占20.00%。

三、财政拨款“三公”经费预算情况说明

2026年财政拨款“三公”经费预算20.00万元，其中：因公出国（境）费用0万元；公务接待费2.00万元；公务用车购置和运行维护费18.00万元。
"""


def test_prose_alone_is_read_and_checked() -> None:
    budget = read_text(PROSE)
    assert (budget.agency, budget.year, budget.level) == ("青山市综合事务局", 2026, "部门")
    assert budget.tables == ()
    report = check(budget)
    assert report.ok
    assert not report.nothing
    assert report.tallies["share"].exact == 2
    assert report.tallies["growth"].exact == 1
    (finding,) = [each for each in report.findings if each.law == "form"]
    assert "只有文字" in finding.zh
    assert "--together" in finding.zh
    assert report.to_dict()["tables"] == []


@pytest.mark.parametrize(
    ("right", "wrong", "law"),
    [
        ("占80.00%", "占85.00%", "share"),
        ("增长4.17%", "增长4.71%", "growth"),
        ("数480.00万元", "数408.00万元", "change"),
    ],
)
def test_what_prose_alone_says_wrong_is_found(right: str, wrong: str, law: str) -> None:
    text = PROSE.replace(right, wrong)
    assert text != PROSE
    assert law in {each.law for each in check(read_text(text)).wrong}


@pytest.mark.parametrize("layouts", [None, ()])
def test_prose_and_tables_together_are_held_to_each_other(
    tmp_path: Path, layouts: tuple[str, ...] | None
) -> None:
    table = (
        "收支总表\n\n单位：万元\n\n收入\t预算数\t支出\t预算数\n"
        "一般公共预算拨款收入\t505.00\t基本支出\t400.00\n\t\t项目支出\t105.00\n"
        "收入总计\t505.00\t支出总计\t505.00\n"
    )
    paths = [tmp_path / "说明.md", tmp_path / "报表.md"]
    for path, text in zip(paths, (PROSE, table), strict=True):
        path.write_text(text, encoding="utf-8")
    report = check(read(paths, layouts=layouts))
    assert report.wrong
    assert {f.place.file for each in report.wrong for f in each.figures} == {"说明.md", "报表.md"}


REFUSED = {
    "notice": "关于做好2026年部门预算公开工作的通知\n\n各部门、各单位：\n\n请公开本部门预算。\n",
    "report_of_a_government": (
        "关于青山县2025年预算执行情况和2026年预算草案的报告\n\n"
        "2026年全县一般公共预算收入80.00亿元，增长5.00%。一般公共预算支出90.00亿元。\n"
    ),
    "page_of_links": (
        "2026年部门预算\n\n附件1：青山市审计局.pdf\n\n附件2：青山市水务局.pdf\n\n附件3：民政局.pdf\n"
    ),
    "no_table": "今天天气很好。\n",
    "no_standard_table": "青山省政府一般债务余额情况表\n\n项目\t金额\n余额\t5.00\n",
}


@pytest.mark.parametrize("key", REFUSED)
def test_what_is_no_budget_is_refused_as_what_it_seems_to_be(
    key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UnreadableError) as told:
        read_text(REFUSED[key])
    assert told.value.key == f"reading.{key}"
    path = tmp_path / "预算.pdf"  # by its content, whatever it is called
    path.write_text(REFUSED[key], encoding="utf-8")
    assert main(["check", str(path)]) == 2
    assert told.value.zh in capsys.readouterr().err


def test_a_form_that_is_not_filled_in_is_nothing_to_check() -> None:
    text = cnbudget.to_text(cnbudget.example("artux"))
    blank = re.sub(r"(?<=[|\t])[ 0-9.,]*\.[0-9]{2} *(?=[|\t\n])", "", text)
    report = check(read_text(blank), prose=False)
    assert report.nothing
    assert "没有填写" in report.to_dict()["error"]["message"]["zh"]


def test_a_cover_may_name_what_the_name_of_the_file_does_not(tmp_path: Path) -> None:
    path = tmp_path / "青山市水务局2019年部门决算.md"
    path.write_text(cnbudget.to_text(cnbudget.example("artux")), encoding="utf-8")
    budget = read(path)
    assert (budget.agency, budget.year, budget.stage) == ("阿图什市医疗保障局", 2026, "预算")
    assert check(budget).ok


def _workbook(path: Path, name: str, title: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in (
        (title,),
        ("单位：万元",),
        ("科目编码", "科目名称", "合计"),
        ("201", "一般公共服务支出", 5),
    ):
        sheet.append(row)
    book.save(path)
    return path


def test_a_printed_title_outranks_the_name_of_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    own = read(_workbook(path, "支出总表", "青山市审计局支出预算总表"))
    assert [table.key for table in own.tables if table.status == "present"] == ["expenditure"]
    with pytest.raises(UnreadableError, match="债务余额情况表"):
        read(_workbook(path, "国有资本经营预算支出表", "青山市地方政府债务余额情况表"))


def test_a_table_that_the_list_of_tables_calls_empty_is_empty_and_not_missing() -> None:
    text = cnbudget.to_text(cnbudget.example("artux"))
    start, end = text.index("表 9"), text.index("表 10")
    without = text[:start] + text[end:]
    missing = read_text(without)
    (title,) = [table.title for table in missing.tables if table.status == "missing"]
    listed = f"2026年部门预算公开\n\n序号\t报表名称\t是否空表\n表9\t{title}\t是\n\n{without}"
    budget = read_text(listed)
    assert [table.title for table in budget.tables if table.status == "missing"] == []
    assert [table.status for table in budget.tables if table.title == title] == ["empty"]
    assert [each.law for each in check(missing).wrong] == ["form"]
    assert check(budget).ok


@pytest.mark.parametrize("between", [" ", "　", "\n"])
def test_a_text_whose_cells_are_not_apart_is_refused_as_such(between: str) -> None:
    rows = (("项目", "预算数"), ("一、拨款收入", "5.00"), ("收入总计", "5.00"))
    table = "\n".join(between.join(row) for row in rows)
    with pytest.raises(UnreadableError, match=r"收支总表.*not apart") as refused:
        read_text(f"2026年青山市审计局部门预算\n\n收支总表\n单位：万元\n{table}\n")
    assert "tabs" in str(refused.value)
