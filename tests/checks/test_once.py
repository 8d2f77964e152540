"""One thing that is wrong is one finding: what else it makes seem wrong stands under it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

import cnbudget
from cnbudget import Finding, Report, Verdict
from tests.documents import corpus


def told(report: Report) -> list[Finding]:
    """What is violated and no consequence, notes too."""
    return [each for each in report.causes if each.verdict is Verdict.VIOLATED]


@lru_cache
def before(name: str) -> frozenset[str]:
    return frozenset(
        each.zh for each in told(cnbudget.check(cnbudget.read_text(corpus.text(name))))
    )


def planted(name: str, old: str, new: str) -> tuple[list[Finding], Report]:
    """What is new among it after a change of a text that stands there once, and the whole report."""
    text = corpus.text(name)
    assert text.count(old) == 1, text.count(old)
    report = cnbudget.check(cnbudget.read_text(text.replace(old, new)))
    return [each for each in told(report) if each.zh not in before(name)], report


def test_a_code_of_no_list_is_not_told_as_out_of_order_too() -> None:
    (finding,), _ = planted("akto", "302\t01\t办公费", "302\t93\t办公费")
    assert finding.law == "code"
    assert "30293" in finding.zh


def test_another_row_out_of_order_is_told_beside_a_code_of_no_list() -> None:
    water, power = "302\t05\t水费\t0.20\t\t0.20\n", "302\t06\t电费\t0.50\t\t0.50\n"
    text = corpus.text("akto").replace("302\t01\t办公费", "302\t93\t办公费")
    assert water + power in text
    report = cnbudget.check(cnbudget.read_text(text.replace(water + power, power + water)))
    assert [each.law for each in told(report) if each.zh not in before("akto")] == ["code", "form"]


INCOME = "210\t15\t01\t行政运行\t254.72\t254.72\t254.72"


@pytest.mark.parametrize("code", ["210\t15\t31", "210\t15\t02", "210\t15\t51"])
def test_what_the_text_says_by_the_right_code_stands_under_the_wrong_one(code: str) -> None:
    new, report = planted("akto", INCOME, INCOME.replace("210\t15\t01", code))
    (finding,) = new
    assert "应为 2101501" in finding.zh
    assert finding.suspects[0].figure.row.row == code.replace("\t", "")
    assert all(each.severity != "error" or each.caused_by for each in report.findings[1:])


TABLES = (Path(__file__).parent / "wordings" / "tables.txt").read_text(encoding="utf-8")
ITEMS = """
第三部分 2026年部门预算情况说明
五、一般公共预算支出预算情况说明
1. 一般公共服务支出（类）发展与改革事务（款）行政运行（项）2026年预算数为440.00万元。
2. 一般公共服务支出（类）发展与改革事务（款）一般行政管理事务（项）2026年预算数为220.00万元。
3. 社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）2026年预算数为80.00万元。
4. 社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）2026年预算数为{stated}万元。
5. 卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）2026年预算数为60.00万元。
6. 住房保障支出（类）住房改革支出（款）住房公积金（项）2026年预算数为80.00万元。
"""
ROW = "2080506\t机关事业单位职业年金缴费支出\t40.00\t40.00\t40.00\t\t\n"


def without_a_row(stated: str) -> list[Finding]:
    """What is told of tables of which one lacks a row of 40.00, beside a text that states an amount for it."""
    assert TABLES.count(ROW) == 1
    assert told(cnbudget.check(cnbudget.read_text(TABLES + ITEMS.format(stated="40.00")))) == []
    text = TABLES.replace(ROW, "") + ITEMS.format(stated=stated)
    return told(cnbudget.check(cnbudget.read_text(text)))


def test_what_the_text_says_of_a_row_that_is_lacking_stands_under_it() -> None:
    (finding,) = without_a_row("40.00")
    assert finding.key == "checks.row_is_lacking"
    assert "2080506" in finding.zh


#: An item whose 款 is named wrongly: that is told, whatever else is.
OTHERWISE = ITEMS.replace("住房改革支出（款）", "住房保障支出（款）")


@pytest.mark.parametrize("table", [2, 3, 5])
@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("2080506", "2080531"),
        ("2080506", "2080502"),
        ("2210201", "2210202"),
        ("2210201", "2210203"),
        ("2101101", "2101102"),
        ("2010402", "2010403"),
    ],
)
@pytest.mark.parametrize("items", [ITEMS, OTHERWISE])
def test_a_wrong_code_is_one_finding_beside_a_text_that_has_the_right_one(
    table: int, code: str, printed: str, items: str
) -> None:
    stated = items.format(stated="40.00")
    known = {each.zh for each in told(cnbudget.check(cnbudget.read_text(TABLES + stated)))}
    assert len(known) == (items is OTHERWISE)
    parts = TABLES.split("\n\n表")
    assert code in parts[table]
    parts[table] = parts[table].replace(code, printed)
    report = cnbudget.check(cnbudget.read_text("\n\n表".join(parts) + stated))
    found = {each.zh for each in told(report)}
    assert known < found
    (new,) = found - known
    assert f"印 {printed}，应为 {code}" in new


@pytest.mark.parametrize("stated", ["41.00", "39.99", "120.00"])
def test_another_amount_in_the_text_is_told_beside_a_row_that_is_lacking(stated: str) -> None:
    first, second = sorted(without_a_row(stated), key=lambda each: each.key)
    assert (first.key, second.key) == ("checks.no_row_of_item", "checks.row_is_lacking")
    assert stated in first.zh


def test_an_amount_that_is_wrong_in_the_text_is_told_beside_a_wrong_code() -> None:
    text = corpus.text("akto").replace(INCOME, INCOME.replace("210\t15\t01", "210\t15\t31"))
    old = "行政运行(项):2024年预算数为254.72万元"
    assert text.count(old) == 1
    report = cnbudget.check(cnbudget.read_text(text.replace(old, old.replace("254.72", "245.72"))))
    new = [
        each for each in told(report) if each.zh not in before("akto") and each.severity == "error"
    ]
    assert ["应为 2101501" in each.zh for each in new].count(True) == 1
    assert any(each.suspects[0].figure.text == "245.72" for each in new)


@pytest.mark.parametrize(
    "row",
    [
        "210\t11\t01\t行政单位医疗\t7.05\t7.05\t7.05",
        "210\t11\t01\t行政单位医疗\t7.05\t7.05\t\n210\t11\t02\t事业单位医疗\t16.20\t16.20",
    ],
)
def test_a_sign_is_one_finding_where_the_sums_hold_by_rounding_alone(row: str) -> None:
    text = corpus.text("artux")
    assert row in text
    at = text.index(row) + row.rindex("\t") + 1
    report = cnbudget.check(cnbudget.read_text(f"{text[:at]}-{text[at:]}"))
    (finding,) = [each for each in told(report) if each.zh not in before("artux")]
    assert (finding.law, finding.found) == ("negative", None)
    assert finding.figures[0].text == f"-{row.rpartition(chr(9))[2]}"
