"""The checklist before publication: each table and section in the form's order, with its verdict and what was found."""

from __future__ import annotations

from cnbudget import check, read_text
from cnbudget.checks.checklist import ChecklistItem, checklist, checklist_text
from tests.checks.test_once import TABLES
from tests.documents import corpus

TEXT = """
第三部分 2026年部门预算情况说明
一、主要职能
负责全市发展和改革工作。
三、支出预算情况说明
2026年支出预算1010.00万元。
五、一般公共预算支出预算情况说明
2026年一般公共预算支出预算920.00万元。其中：基本支出700.00万元，占77.90%。1. 行政运行（项）2026年预算数为XX万元。
九、政府采购情况
本部门没有政府采购预算。。
十、名词解释
财政拨款：指财政部门拨付的资金。

青山市发展和改革局
2026年2月10日
"""


def seen(items: tuple[ChecklistItem, ...]) -> list[tuple[str, str, str, list[str]]]:
    """What each item is, its verdict and reason, and the laws of what was found."""
    return [
        (each.what[1].split(" (line")[0], each.verdict, each.why[1], [f.law for f in each.findings])
        for each in items
        if each.why[1] != "the document has no such section"
    ]


def test_each_table_and_section_has_its_verdict_and_what_was_found() -> None:
    items = checklist(check(read_text(TABLES + TEXT)))
    assert seen(items) == [
        ("contents and headings", "unchecked", "the document has no contents list", []),
        ("duties 主要职能", "passed", "it is there", []),
        ("table 1 部门收支总表", "wrong", "12 figures", ["agree"]),
        ("table 2 部门收入总表", "passed", "42 figures", []),
        ("table 3 部门支出总表", "passed", "33 figures", []),
        ("table 4 财政拨款收支总表", "passed", "17 figures", []),
        ("table 5 一般公共预算支出表", "passed", "51 figures", []),
        ("table 6 一般公共预算基本支出表", "passed", "37 figures", []),
        ("table 7 一般公共预算“三公”经费支出表", "passed", "5 figures", []),
        ("table 8 政府性基金预算支出表", "passed", "empty", []),
        ("table 9 国有资本经营预算支出表", "passed", "empty", []),
        ("expenditure 支出预算情况说明", "wrong", "1 claims", ["agree"]),
        ("general 一般公共预算支出预算情况说明", "wrong", "3 claims", ["share", "slip"]),
        ("procurement 政府采购情况", "noted", "1 claims", ["slip"]),
        ("glossary 名词解释", "passed", "it is there", []),
        ("signature and date", "passed", "2026年2月10日", []),
        ("wording", "noted", "2", ["slip", "slip"]),
    ]
    lacking = [each.what[1] for each in items if each.verdict == "missing"]
    assert lacking[:4] == ["structure", "total", "income", "appropriation"]
    assert "commissioned" not in lacking  # another region's form need not have it


def test_no_finding_is_left_out_of_the_checklist() -> None:
    text = corpus.text("artux")
    start, end = (text.index(f"表 {number}\n") for number in (5, 6))
    report = check(read_text(f"{text[:start]}{text[end:]}"))
    items = checklist(report)
    (gone,) = [each for each in items if "一般公共预算支出情况表" in each.what[0]]
    assert (gone.verdict, gone.why, gone.findings) == ("missing", ("", ""), ())
    assert seen(items)[-1] == ("other findings", "wrong", "1", ["form"])
    assert {f.id for each in items for f in each.findings} == {f.id for f in report.findings}
    assert "[WRONG] other findings (1)\n        F1 table 5" in checklist_text(report, "en")
