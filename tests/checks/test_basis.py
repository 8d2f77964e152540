"""What a finding rests on: the figures and sums that say so, each named as briefly as its place allows."""

from __future__ import annotations

import pytest

from cnbudget import Report, check, read_text
from cnbudget.checks.basis import basis, follows
from cnbudget.checks.contract import report_dict
from cnbudget.checks.details import detailed
from tests.checks.test_once import TABLES


def changed(*pairs: tuple[str, str], text: str = "") -> Report:
    """The tables, in which what stands there once is something else, and a text below them."""
    tables = TABLES
    for old, new in pairs:
        assert tables.count(old) == 1, old
        tables = tables.replace(old, new)
    return check(read_text(tables + text))


def told(report: Report, number: int = 0) -> list[str]:
    return [each.text("en") for each in basis(report, report.findings[number])]


PENSIONS = "20805\t行政事业单位养老支出\t{0}\t{0}\t{0}\t"
CLINIC = "2101101\t行政单位医疗\t{0}\t\t{0}\t\t"
ALIKE = "is wrong in the same way"


@pytest.mark.parametrize(
    ("old", "new", "expected", "others"),
    [
        ("支出总计\t1000.00", "支出总计\t1010.00", ["its parts come to 1,000.00"], 1),
        ("合计\t1000.00\t700.00", "合计\t1000.00\t750.00", ["its parts come to 700.00"], 0),
        (
            "收入总计\t1000.00",
            "收入总计\t1010.00",
            ["table 2 (income), line 19 is 1,000.00 万元"],
            1,
        ),
        (
            PENSIONS.format("120.00"),
            PENSIONS.format("130.00"),
            ["its parts come to 120.00", f"table 5 (general budget), line 76 {ALIKE}"],
            7,
        ),
        (CLINIC.format("60.00"), CLINIC.format("66.00"), [f"table 2 (income), line 30 {ALIKE}"], 1),
    ],
)
def test_a_wrong_figure_is_borne_out(old: str, new: str, expected: list[str], others: int) -> None:
    report = changed((old, new))
    assert told(report) == expected
    count = follows(report, report.findings[0])
    assert (count.text("en").split()[0] if count else "0") == str(others)


OFFICE = "30201\t办公费\t{0}\t\t{0}"


def test_a_sum_in_which_any_part_may_be_wrong_has_its_parts_told_the_largest_first() -> None:
    parts = "“30211 差旅费·合计” 35.00, “30201 办公费·合计” 31.00, “30231 公务用车运行维护费·合计” 10.00"
    report = changed((OFFICE.format("30.00"), OFFICE.format("31.00")))
    assert told(report) == [
        f"its parts are {parts}, and 3 more",
        "any of 4 figures may be wrong: see the sources",
    ]
    assert told(report, 1) == []


def test_another_column_with_another_number_is_not_wrong_in_the_same_way() -> None:
    report = changed((CLINIC.format("60.00"), CLINIC.format("66.00").replace("66", "67", 1)))
    assert ALIKE not in " ".join(told(report))


SENTENCES = """
第三部分 2026年部门预算情况说明
五、一般公共预算支出预算情况说明
2026年一般公共预算支出预算920.00万元。{}其中：基本支出700.00万元，占77.90%。
"""


def test_what_a_rate_is_worked_out_from_is_named_with_its_line_where_that_is_another() -> None:
    own, whole = "“基本支出” 700.00 万元", "“一般公共预算支出预算” 920.00 万元"
    assert told(changed(text=SENTENCES.format(""))) == [f"{own}, {whole}"]
    above = SENTENCES.format("\n\n")
    assert told(changed(text=above)) == [f"{own}, line 129 {whole}"]


@pytest.mark.parametrize(
    ("printed", "says"), [("9999万元", "9,999.00"), ("99990000元", "99,990,000 元")]
)
def test_parts_in_another_unit_than_their_whole_say_theirs(printed: str, says: str) -> None:
    text = f"第三部分 2026年部门预算情况说明\n八、机关运行经费情况说明\n2026年机关运行经费财政拨款预算{printed}。\n"
    assert f"its parts are “机关运行经费” {says}" in told(changed(text=text))


def test_what_follows_stands_under_its_cause_and_says_no_more_of_what_it_rests_on() -> None:
    report = changed(("支出总计\t1000.00", "支出总计\t1010.00"))
    cause, effect = report.findings
    assert effect.caused_by == cause.id
    told = [each["basis"]["en"] for each in report_dict(report)["findings"]]
    assert told == ["its parts come to 1,000.00", ""]
    lines = detailed(report, "en")
    at = next(n for n, line in enumerate(lines) if effect.en in line)
    assert any(cause.en in line for line in lines[:at])
    assert sum(effect.en in line for line in lines) == 1
