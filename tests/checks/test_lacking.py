"""A row that a table lacks: what is told of it, and which figure of another table is the same money."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from cnbudget import Finding, Verdict, check, read_text
from cnbudget.examples import example_path
from tests.checks.test_once import TABLES
from tests.documents import corpus
from tests.invariants.documents import budget

LINES = TABLES.split("\n")
#: The rows with codes of the tables 2, 3, 5 and 6.
CODED = [n for n, line in enumerate(LINES) if line[:3].isdigit() and line[3:4] != "."]
#: The only uses of their kind: without them nothing is said of what the money is for.
ALONE = ("30302", "31002")


def told(text: str) -> list[Finding]:
    return [each for each in check(read_text(text)).causes if each.verdict is Verdict.VIOLATED]


def without(place: int) -> list[Finding]:
    return told("\n".join([*LINES[:place], *LINES[place + 1 :]]))


@pytest.mark.parametrize("places", [CODED[::4], CODED[1::4], CODED[2::4], CODED[3::4]])
def test_each_row_that_is_lacking_is_told_with_all_its_amounts(places: list[int]) -> None:
    for place in places:
        code, _, *cells = LINES[place].split("\t")
        found = without(place)
        if code in ALONE:
            assert not found
            continue
        (finding,) = found
        assert finding.key in ("checks.row_is_lacking", "checks.row_is_lacking_under")
        assert code in finding.zh or (finding.key.endswith("_under") and len(code) == 5)
        amounts = {cell for cell in cells if cell}
        listed, _, other = finding.zh.partition("）")
        assert set(re.findall(r"\d+\.\d\d", listed)) == amounts
        if "是同一笔钱" in other:
            (same,) = re.findall(r"([\d,.]+) 万元是同一笔钱", other)
            assert same in amounts


def test_what_other_tables_print_beside_it_is_not_the_same_money() -> None:
    (place,) = [n for n in CODED if LINES[n].startswith("2010402\t一般行政管理事务\t300.00\t\t300")]
    (finding,) = without(place)  # of the 300.00 table 5 prints 220.00
    assert "2010402 一般行政管理事务" in finding.zh
    assert "同一笔钱" not in finding.zh


@pytest.mark.parametrize("number", [2, 3])
@pytest.mark.parametrize(
    "gone",
    [
        {"2080501": "3.55", "2080502": "3.37"},
        {"2101501": "79.17", "2101550": "224.52"},
        {"2101501": "79.17", "2080505": "40.29"},
        {"2080505": "40.29"},
    ],
)
def test_rows_that_are_lacking_are_known_by_what_another_table_prints(
    number: int, gone: dict[str, str]
) -> None:
    parts = corpus.document("artux")
    rows = parts.sheet(number).rows
    rows[:] = [row for row in rows if "".join(row[:3]) not in gone]
    found = told(corpus.put_together(parts))
    assert {code for each in found for code in gone if code in each.zh} == set(gone)
    for finding in found:
        (code,) = [each for each in gone if each in finding.zh]
        assert f"应有 {gone[code]} 万元" in finding.zh
        assert finding.zh.endswith(f"」 {gone[code]} 万元是同一笔钱")
        if finding.law == "agree":  # nothing else is printed of it
            assert (finding.found, str(finding.expected)) == (Decimal(0), gone[code])
    # a sum that fails is told with the first row that it lacks
    assert found[0].law == "add-up"


@pytest.mark.parametrize(
    ("use", "printed", "wrong", "key"),
    [
        ("30201\t办公费", "30.00", "26.00", "checks.row_is_lacking_under"),
        ("30211\t差旅费", "35.00", "31.00", "checks.row_is_lacking_under"),
        ("30201\t办公费", "30.00", "3.00", "laws.parts_differ"),  # a point moved, in both columns
        ("30211\t差旅费", "35.00", "0.35", "laws.parts_differ"),
        ("30102\t津贴补贴", "160.00", "106.00", "laws.parts_differ"),  # digits exchanged
        ("30211\t差旅费", "35.00", "-35.00", "checks.negative"),
    ],
)
def test_what_a_slip_in_a_number_that_is_typed_twice_explains_is_no_row_that_is_lacking(
    use: str, printed: str, wrong: str, key: str
) -> None:
    (row,) = [line for line in LINES if line.startswith(f"{use}\t{printed}")]
    found = told(TABLES.replace(row, row.replace(printed, wrong)))
    assert found[0].key == key
    assert ("checks.row_is_lacking_under" in [each.key for each in found]) == ("row" in key)


def lacking(number: int, *gone: str) -> list[Finding]:
    """What is told of a budget of which a table lacks rows."""
    parts = corpus.document("artux")
    rows = parts.sheet(number).rows
    rows[:] = [row for row in rows if "".join(row[:3]) not in gone]
    return told(corpus.put_together(parts))


@pytest.mark.parametrize(
    ("gone", "amount"),
    [
        (("20805", "2080505"), "67.36"),
        (("21015", "2101501"), "375.69"),
        (("21015", "2101501", "2101550"), "375.69"),
        (("208", "2080505"), "67.36"),
    ],
)
@pytest.mark.parametrize("number", [2, 3])
def test_a_row_that_is_lacking_with_some_of_its_parts_has_what_they_have_too(
    number: int, gone: tuple[str, ...], amount: str
) -> None:
    (upper,) = [each for each in lacking(number, *gone) if f"缺“{gone[0]} " in each.zh]
    assert f"应有 {amount} 万元" in upper.zh
    assert ("同级各行都在" in upper.zh) == (gone[0] == "208")  # only there are all below it


def test_what_a_row_has_that_is_lacking_with_parts_that_nothing_names_is_left_open() -> None:
    (under, upper) = lacking(5, "21015", "2101501", "2101550")
    assert "之下缺一行，应有 303.69 万元" in under.zh
    assert "缺“21015 医疗保障管理事务”一行：" in upper.zh
    assert upper.expected is upper.found is None
    assert upper.suspects == ()


def test_rounding_makes_no_other_amount_of_what_another_table_prints() -> None:
    for number in (2, 3, 5):
        lower = next(each for each in lacking(number, "210", "21015", "2101501"))
        assert set(re.findall(r"”?(\d+\.\d\d)", lower.zh)) == {"79.17"}


def test_a_row_that_no_other_table_names_has_its_name_from_the_lists() -> None:
    text = "\n".join(line for line in LINES if not line.startswith("20104\t"))
    assert "缺“20104 发展与改革事务”一行" in told(text)[0].zh


def test_a_side_with_codes_of_two_lists_may_lack_a_row() -> None:
    lines = example_path("artux").read_text("utf-8").split("\n")
    (one,) = [n for n, line in enumerate(lines) if "| 20.15 | 20.15 | 20.15 |" in line and n < 80]
    (other,) = [n for n, line in enumerate(lines) if line.startswith("| 301 | 01 | 基本工资 |")]
    lines[one], lines[other] = lines[other], lines[one]
    lines[other + 1] = lines[other + 1].replace("| 301 | 02 |", "| 301 | |")
    assert told("\n".join(lines))


@pytest.mark.parametrize(
    ("total", "told"),
    [
        ("6.37 | 5.37 | 1.00", 1),
        ("6.37 | 4.37 | 2.00", 1),
        ("6.37 | 3.00 | 1.00", 0),  # in one column alone
        ("4.00 | 5.37 | 1.00", 0),
    ],
)
def test_sums_fail_alike_in_two_columns_before_a_row_is_called_lacking(
    total: str, told: int
) -> None:
    rows = ["208 | 3.00 | 2.00 | 1.00", "210 | 1.00 | 1.00 | ", f"总计 | {total}"]
    found = [each.key for each in check(budget(expenditure=rows)).findings]
    assert found.count("checks.row_is_lacking_under") == told
    # nor where nobody knows what a row is of
    rows[1] = "某事项 | 1.00 | 1.00 | "
    found = [each.key for each in check(budget(expenditure=rows)).findings]
    assert "checks.row_is_lacking_under" not in found
