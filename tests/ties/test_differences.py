"""Columns of differences: silent on what is right, whatever was rounded; and a wrong one is found in its cell."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cnbudget import Disclosure, Finding, check, read_text
from cnbudget.ties.differences import compared_columns, differences

Cells = list[list[str]]

HEAD = """国家青山局2026年度部门预算

部门公开表5

一般公共预算支出表

单位：万元

"""
ROWS = [
    ("201", "一般公共服务支出"), ("204", "公共安全支出"), ("205", "教育支出"), ("208", "社会保障和就业支出"),
    ("210", "卫生健康支出"), ("213", "农林水支出"),
]  # fmt: skip
PLAIN = "| 科目编码 | 科目名称 | 2025年执行数 | 2026年预算数 | 2026年预算数 | 2026年预算数 | 增减额 | 增减% |\n"
PLAIN += "|---|---|---|---|---|---|---|---|\n| | | | 小计 | 基本支出 | 项目支出 | | |\n"


def document(rows: list[tuple[str, str, str, str]], header: str = PLAIN) -> Disclosure:
    """A table of a form that a layout knows: of each row last year's, this year's, the difference and the rate."""
    lines = [
        f"| {code} | {name} | {before} | {now} | {now} | | {change} | {rate} |\n"
        for (code, name), (before, now, change, rate) in zip(ROWS, rows, strict=False)
    ]
    return read_text(HEAD + header + "".join(lines))


def wan(yuan: int) -> int:
    """Whole hundreds of yuan (0.01 万元) that print an amount, half away from zero."""
    return (abs(yuan) + 50) // 100 * (1 if yuan >= 0 else -1)


def shown(hundredths: int) -> str:
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"


def rate_of(change: int, before: int, *, cut: bool = False) -> str:
    ratio = Fraction(10_000 * change, before)
    part = abs(ratio) if cut else abs(ratio) + Fraction(1, 2)
    return shown(int(part) * (1 if ratio >= 0 else -1)) + "%"


def wrong(read: Disclosure) -> list[Finding]:
    report = check(read)
    return [
        each for each in report.wrong if each.caused_by is None and each.law in ("change", "growth")
    ]


AMOUNTS = st.integers(200, 900_000_000)  # yuan


@example(rows=[(1_619_550, 134_099)], cut=True)  # cut off from amounts that are printed rounded
@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6), st.booleans())
def test_differences_of_what_was_rounded_are_no_faults(
    rows: list[tuple[int, int]], cut: bool
) -> None:
    cells = [
        (
            shown(wan(before)),
            shown(wan(now)),
            shown(wan(now - before)),
            rate_of(now - before, before, cut=cut),
        )
        for before, now in rows
    ]
    read = document(cells)
    assert len(differences(read).held) == 2 * len(rows)
    assert wrong(read) == []


@given(
    st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=3, max_size=6),
    st.data(),
    st.booleans(),
)
def test_a_wrong_difference_is_found_in_its_cell(
    rows: list[tuple[int, int]], data: st.DataObject, of_rate: bool
) -> None:
    cells = [
        [
            shown(wan(before)),
            shown(wan(now)),
            shown(wan(now) - wan(before)),
            rate_of(wan(now) - wan(before), wan(before)),
        ]
        for before, now in rows
    ]
    at = data.draw(st.integers(0, len(rows) - 1))
    more = data.draw(st.integers(1000, 99_999))
    column = 3 if of_rate else 2
    right = cells[at][column].rstrip("%")
    assume(of_rate or wan(rows[at][0]) >= 100)
    cells[at][column] = shown(int(right.replace(".", "")) + more) + "%" * of_rate
    assume(not of_rate or wan(rows[at][0]) >= 100_000)
    found = wrong(document([tuple(each) for each in cells]))  # type: ignore[misc]
    assert [(each.law, each.figures[0].row.row) for each in found] == [
        ("growth" if of_rate else "change", ROWS[at][0])
    ]
    assert f"{found[0].suspects[0].suggestion:f}" == right
    assert cells[at][column].rstrip("%") in found[0].zh.replace(",", "")


@pytest.mark.parametrize("rate", ["100.00%", "", "—", "0.00%", "100%", "23.00%"])
def test_on_a_base_of_zero_there_is_no_rate(rate: str) -> None:
    read = document([("", "5.00", "5.00", rate), ("2.00", "3.00", "1.00", "50.00%")])
    assert wrong(read) == []
    said = [each.zh for each in check(read).findings if each.law == "growth"]
    assert ["基数为零" in each for each in said] == [True] * ("%" in rate)


def test_of_nothing_and_nothing_the_difference_is_nothing() -> None:
    assert wrong(document([("", "", "", "0.00%"), ("2.00", "3.00", "1.00", "50.00%")])) == []


def test_a_wrong_change_and_the_rate_that_follows_from_it_are_one_finding() -> None:
    rows = [
        ("100.00", "150.00", "50.00", "50.00%"),
        ("200.00", "240.00", "40.00", "20.00%"),
        ("10.00", "11.00", "3.00", "30.00%"),
    ]
    (found,) = wrong(document(rows))
    assert (found.law, found.figures[0].row.row) == ("change", "205")


BY_WORDS = """2026年青山市审计局部门预算

财政拨款“三公”经费支出预算表

部门：青山市审计局 单位：万元

| 单位 | 上年 | 上年 | 当年 | 当年 | 增减变化情况 | 增减变化情况 |
|---|---|---|---|---|---|---|
| | 因公出国（境）费 | 公务接待费 | 因公出国（境）费 | 公务接待费 | 因公出国（境）费 | 公务接待费 |
| 合计 | 3.00 | 2.00 | 4.00 | 1.50 | {abroad} | {reception} |
| 青山市审计局 | 3.00 | 2.00 | 4.00 | 1.50 | {abroad} | {reception} |
"""


def test_by_words_each_difference_is_that_of_its_own_matter() -> None:
    assert wrong(read_text(BY_WORDS.format(abroad="1.00", reception="-0.50"))) == []
    found = wrong(read_text(BY_WORDS.format(abroad="1.00", reception="0.50")))
    assert {each.figures[0].column.path for each in found} == {("增减变化情况", "公务接待费")}
    assert {figure.text for figure in found[0].figures} == {"0.50", "1.50", "2.00"}


THAN = "2026年预算数比2025年执行数"
AFTER = """2026年青山市审计局部门预算

一般公共预算支出表

部门：青山市审计局 单位：万元

| 科目编码 | 科目名称 | {last} | {last} | 2026年预算数 | 2026年预算数 | {than} | {than}（扣除中央基建投资） |
|---|---|---|---|---|---|---|---|
| | | 执行数 | 扣除中央基建投资后执行数 | 小计 | 扣除中央基建投资后预算数 | 增减（%） | 增减（%） |
| 201 | 一般公共服务支出 | 10.00 | 8.00 | 12.00 | 11.00 | 20.00% | {rate} |
| 208 | 社会保障和就业支出 | 10.00 | 5.00 | 12.00 | 6.00 | 20.00% | 20.00% |
"""


def test_a_heading_says_of_which_amounts_its_column_is_the_difference() -> None:
    assert wrong(read_text(AFTER.format(last="2025年执行数", than=THAN, rate="37.50%"))) == []
    (found,) = wrong(read_text(AFTER.format(last="2025年执行数", than=THAN, rate="20.00%")))
    assert [figure.text for figure in found.figures] == ["20.00", "11.00", "8.00"]


def test_a_column_that_is_the_difference_of_nothing_printed_is_said_to_be_held_to_nothing() -> None:
    text = BY_WORDS.format(abroad="1.00", reception="-0.50").replace(
        "| 上年 | 上年 |", "| 合计 | 会议费 |"
    )
    report = check(read_text(text))
    assert not report.tallies.get("change")
    assert [each.what for each in report.not_checked if "增减" in each.what] == [
        "“增减变化情况/因公出国（境）费”一列",
        "“增减变化情况/公务接待费”一列",
    ]


def test_a_column_with_which_few_rows_come_out_accuses_nobody() -> None:
    rows = [
        ("100.00", "150.00", "1.00", ""),
        ("200.00", "240.00", "2.00", ""),
        ("10.00", "11.00", "3.00", ""),
    ]
    read = document(rows)
    assert wrong(read) == []
    assert len(differences(read).loose) == 1


def yearly_text(before: int, now: int, change: int) -> str:
    """Three public expenses of two years in rows, with a row of their differences, as forms of Shenzhen have them."""
    cells = [f"{each / 100:.2f}" for each in (before, now, change)]
    rows = "".join(
        f"| {'青山市审计局' if not n else ''} | {when} | {cell} | {cell} |\n"
        for n, (when, cell) in enumerate(zip(("2025年", "2026年", "增减变化"), cells, strict=True))
    )
    return (
        "青山市审计局2026年部门预算\n\n财政拨款“三公”经费支出表\n\n单位：万元\n\n"
        f"| 单位名称 | 年度 | 总计 | 公务接待费 |\n|---|---|---|---|\n{rows}"
    )


@given(st.integers(1, 9_999_999), st.integers(1, 9_999_999), st.integers(-2_000, 2_000))
@example(33_18, 94_38, 0)
def test_rows_of_differences_are_held_to_the_rows_of_years_above_them(
    before: int, now: int, off: int
) -> None:
    budget = read_text(yearly_text(before, now, now - before + off), layouts=())
    assert len(differences(budget).held) == 2
    assert differences(budget).loose == ()
    found = [each for each in check(budget).wrong if each.law == "change"]
    assert len(found) == (2 if abs(off) > 1 else 0)


def test_rows_of_differences_without_two_years_above_them_are_held_to_nothing() -> None:
    """One number of such a row is said to be, and it is the first."""
    text = yearly_text(3_00, 5_00, 2_00)
    lines = [line for line in text.splitlines() if "2025年" not in line]
    found = differences(read_text("\n".join(lines), layouts=()))
    assert found.held == ()
    assert [figure.column.column for figure in found.loose] == ["总计"]


EITHER = "| 科目编码 | 科目名称 | 2025年预算数 | 2025年执行数 | 2026年预算数 | 增减额 |\n|---|---|---|---|---|---|\n"


@pytest.mark.parametrize(("right", "others", "held"), [(1, 0, 0), (2, 0, 2), (2, 1, 0), (3, 1, 4)])
def test_of_several_pairs_one_is_taken_where_most_rows_come_out_with_it(
    right: int, others: int, held: int
) -> None:
    """The heading does not say whether the difference is that from the budget or from what was spent."""
    rows = [(100 * n + 91, 100 * n + 100, 100 * n + 150, 50) for n in range(right)]
    rows += [(9, 10, 11, 3)] * others
    lines = [
        f"| {code} | {name} | {' | '.join(f'{each}.00' for each in row)} |\n"
        for (code, name), row in zip(ROWS, rows, strict=False)
    ]
    read = read_text(HEAD + EITHER + "".join(lines))
    found = differences(read)
    assert (len(found.held), len(found.loose)) == (held, 0 if held else 1)
    # by words alone it is neither
    side = next(each for table in read.tables for each in table.sides if each.differences)
    assert compared_columns(side, read, ("增减额",)) is None


def test_a_column_of_differences_is_that_of_two_columns_by_its_heading() -> None:
    read = document([("2.00", "3.00", "1.00", "50.00%")])
    side = next(each for table in read.tables for each in table.sides if each.differences)
    assert compared_columns(side, read, ("增减额",)) == (1, 0)
    assert compared_columns(side, read, ("比2024年增减额",)) is None


@pytest.mark.parametrize(
    ("change", "rate", "printed", "right"),
    [("1.00", "60.00%", "60.00", "50.00"), ("1.10", "50.00%", "1.10", "1.00")],
)
def test_a_wrong_difference_is_told_with_what_it_should_be(
    change: str, rate: str, printed: str, right: str
) -> None:
    found = wrong(document([("2.00", "3.00", change, rate)]))
    (suspect,) = [each for f in found if f.caused_by is None for each in f.suspects]
    assert (f"{suspect.figure.value:.2f}", f"{suspect.suggestion:.2f}") == (printed, right)


def test_a_difference_that_rounding_explains_accuses_nothing() -> None:
    report = check(document([("2.00", "3.00", "1.01", "50.00%")]))
    noted = [each for each in report.findings if each.law == "change"]
    assert [each.verdict.value for each in noted] == ["rounding"]
    assert not noted[0].suspects
