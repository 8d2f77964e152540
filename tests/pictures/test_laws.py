"""What is drawn is what the tables print: nothing is counted twice, lost, or made up on the way into a picture."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import Amount, Disclosure, Ledger, State, pictures
from cnbudget.errors import NotInBudgetError, UnknownNameError, UsageError
from cnbudget.pictures import Picture
from cnbudget.pictures.elements import Bar, Caption, Shape, text_width
from cnbudget.pictures.sums import MoneyForm, sums
from cnbudget.pictures.waterfall import steps_of
from cnbudget.strategies import disclosures, ledgers
from tests.documents import corpus
from tests.profiles import tries

PLAIN = ("xinjiang-2026", "xinjiang-2024")  # forms in which all income is spent


def added(amounts: Iterable[Amount | None]) -> Amount:
    return sum((each for each in amounts if each is not None), Amount(0))


def leaves(budget: Disclosure, table: str) -> Amount:
    """The leaves of a table that are not below zero, added up by their records."""
    rows = cnbudget.records(budget, "figures")
    return added(Amount(row["amount"]) for row in rows if row["table"] == table and row["leaf"] and row["amount"] and row["amount"] > 0)  # fmt: skip # noqa: E501


def columns(picture: Picture) -> list[list[Bar]]:
    """The nodes of a picture of flows, by the columns they stand in."""
    found: dict[Fraction | int, list[Bar]] = {}
    for bar in picture.bars:
        found.setdefault(bar.x, []).append(bar)
    return [found[x] for x in sorted(found)]


def drawn(budget: Disclosure) -> Picture | None:
    """A picture of the flows of a budget that has any."""
    try:
        return pictures.flows(budget)
    except NotInBudgetError:
        assert not leaves(budget, "expenditure")
        return None


# Flows --------------------------------------------------------------------------------------------


def fits(picture: Picture) -> None:
    """Ribbons leave and reach nodes, each as long as its amount, one beside the other and none outside."""
    nodes = {(bar.x, bar.name): bar for bar in picture.bars}
    scale = {Fraction(bar.height) / Fraction(bar.amount.yuan) for bar in picture.bars if bar.amount}
    assert len(scale) == 1
    (unit,) = scale
    out: dict[tuple[Fraction | int, str], list[tuple[Fraction | int, Fraction | int]]] = {}
    into: dict[tuple[Fraction | int, str], list[tuple[Fraction | int, Fraction | int]]] = {}
    for ribbon in picture.ribbons:
        assert ribbon.height == unit * Fraction(ribbon.amount.yuan)
        (x, y), (x2, y2) = ribbon.start, ribbon.end
        out.setdefault((x - 16, ribbon.source), []).append((y, y + ribbon.height))
        into.setdefault((x2, ribbon.target), []).append((y2, y2 + ribbon.height))
    for ends in (out, into):
        for key, spans in ends.items():
            bar = nodes[key]
            spans.sort()
            assert spans[0][0] == bar.y
            assert all(one[1] == other[0] for one, other in pairwise(spans))
            assert spans[-1][1] <= bar.y + bar.height
    for key, bar in nodes.items():
        ends_of = [spans[key][-1][1] for spans in (out, into) if key in spans]
        assert max(ends_of) == bar.y + bar.height


@settings(max_examples=tries(2))
@given(disclosures())
def test_ribbons_are_what_the_tables_print(budget: Disclosure) -> None:
    picture = drawn(budget)
    if picture is None:
        return
    fits(picture)
    places = sorted({ribbon.start[0] for ribbon in picture.ribbons})
    by_place = [added(r.amount for r in picture.ribbons if r.start[0] == x) for x in places]
    assert by_place[-1] == leaves(budget, "expenditure")
    if len(places) == 2:
        assert by_place[0] == leaves(budget, "income")


@settings(max_examples=tries(2))
@given(st.sampled_from(PLAIN), st.data())
def test_what_comes_to_a_function_goes_from_it(layout: str, data: st.DataObject) -> None:
    ledger = data.draw(ledgers(layout=layout))
    budget = cnbudget.publish(ledger, layout, unit="元", places=2)
    picture = drawn(budget)
    if picture is None:
        return
    whole = budget.expenditure.total
    assert whole is not None
    for column in columns(picture):
        assert added(bar.amount for bar in column) == whole.figures[0].amount
    for bar in (bar for column in columns(picture)[1:-1] for bar in column):
        come = added(r.amount for r in picture.ribbons if r.target == bar.name)
        go = added(r.amount for r in picture.ribbons if r.source == bar.name)
        assert come == go == bar.amount, (bar.name, come, go, bar.amount)
    assert picture.notes == ()


@settings(max_examples=tries(3))
@given(disclosures())
def test_what_comes_and_does_not_go_is_said_and_nothing_else(budget: Disclosure) -> None:
    picture = drawn(budget)
    if picture is None:
        return
    said = {note.partition("：")[0] for note in picture.notes if "：收入 " in note}
    uneven = set()
    for bar in (bar for column in columns(picture)[1:-1] for bar in column):
        come = added(r.amount for r in picture.ribbons if r.target == bar.name)
        go = added(r.amount for r in picture.ribbons if r.source == bar.name)
        assert bar.amount == max(come, go)
        if come != go:
            uneven.add(bar.name)
    assert said == uneven


def test_what_does_not_go_where_it_came_from_is_said() -> None:
    budget = cnbudget.example("artux")
    cell = budget.expenditure["2101501"].basic
    assert cell.value is not None
    found = pictures.flows(budget.with_figures([(cell, cell.evolve(value=cell.value + 1))]))
    assert any(
        note.startswith("卫生健康支出：收入 398.94，支出 399.94，相差 -1.00")
        for note in found.notes
    )
    assert any(
        "支出各项相加为 499.73，表中印出的合计为 498.73，相差 -1.00" in each for each in found.notes
    )
    assert not any("四舍五入" in each for each in found.notes)


# What is not known ----------------------------------------------------------------------------------


def without(budget: Disclosure, table: str, number: int) -> tuple[Disclosure, Amount]:
    """A budget that lost a leaf of a table, and what stood there."""
    rows = cnbudget.records(budget, "figures")
    figures = [f for row, f in zip(rows, budget.figures, strict=True) if row["table"] == table and row["leaf"] and row["amount"]]  # fmt: skip # noqa: E501
    cell = figures[number % len(figures)]
    lost = cell.evolve(value=None, state=State.MISSING)
    return budget.with_figures([(cell, lost)]), cell.amount


@pytest.mark.parametrize("name", corpus.NAMES)
@settings(max_examples=tries(4))
@given(number=st.integers(0, 20))
def test_a_cell_that_was_lost_is_said_and_is_not_zero(name: str, number: int) -> None:
    whole = cnbudget.example(name)
    for by, table in (("function", "expenditure"), ("source", "income")):
        budget, amount = without(whole, table, number)
        picture = pictures.shares(budget, by)
        total = sums(whole, (by,), lang="zh").total
        assert added(bar.amount for bar in picture.bars) == total
        hollow = [bar for bar in picture.bars if bar.hollow]
        assert [bar.amount for bar in hollow] == [amount]
        assert any("1 格未能读出" in note and "并不是零" in note for note in picture.notes)
        flow = pictures.flows(budget)
        assert any("1 格未能读出" in note for note in flow.notes)
    years = pictures.years([whole, without(whole, "expenditure", number)[0]])
    first, second = (added(b.amount for b in years.bars if b.amount is not None and b.x == x) for x in sorted({b.x for b in years.bars if b.amount is not None}))  # fmt: skip # noqa: E501
    assert first == second


def test_a_total_that_was_lost_is_said() -> None:
    budget = cnbudget.example("artux")
    assert budget.expenditure.total is not None
    cell = budget.expenditure.total.figures[0]
    lost = budget.with_figures([(cell, cell.evolve(value=None, state=State.MISSING))])
    picture = pictures.shares(lost)
    assert any("合计未能读出" in note for note in picture.notes)
    assert "合计" not in picture.subtitle.replace("总体", "")
    assert "?" in [label.text for label in pictures.years([lost, budget]).labels]


# Shares and years -----------------------------------------------------------------------------------


@settings(max_examples=tries(2))
@given(disclosures(), st.sampled_from(["function", "item", "nature"]), st.integers(2, 6))
def test_bars_are_the_parts_of_a_table(budget: Disclosure, by: str, most: int) -> None:
    if not leaves(budget, "expenditure"):
        return
    picture = pictures.shares(budget, by, most=most)
    bars = picture.bars
    assert len(bars) <= most
    assert added(bar.amount for bar in bars) == leaves(budget, "expenditure")
    assert len({Fraction(bar.width) / Fraction(bar.amount.yuan) for bar in bars if bar.amount}) == 1
    found = sums(budget, (by,), lang="zh")
    assert found.total is not None
    assert found.rounded
    assert bool(picture.notes) == bool(found.rest)


@settings(max_examples=tries(3))
@given(st.lists(disclosures(layouts=["xinjiang-2026"]), min_size=2, max_size=4))
def test_columns_are_the_parts_of_each_budget(budgets: list[Disclosure]) -> None:
    expected = [leaves(budget, "expenditure") for budget in budgets]
    if not any(expected):
        return
    picture = pictures.years(budgets, "section")
    bars = [bar for bar in picture.bars if bar.amount is not None]
    assert added(bar.amount for bar in bars) == added(expected)
    assert (
        len({Fraction(bar.height) / Fraction(bar.amount.yuan) for bar in bars if bar.amount}) == 1
    )
    by_column = [added(b.amount for b in bars if b.x == x) for x in sorted({b.x for b in bars})]
    assert by_column == [each for each in expected if each]
    for x in {bar.x for bar in bars}:
        column = sorted((b for b in bars if b.x == x), key=lambda bar: bar.y)
        assert all(one.y + one.height == other.y for one, other in pairwise(column))


def test_parts_below_zero_go_to_the_other_side() -> None:
    text = (
        "2026年青山市水务局部门预算\n\n部门支出总表\n\n单位：万元\n\n"
        "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n|---|---|---|---|---|\n"
        "| 213 | 农林水支出 | 30.00 | 30.00 | 0.00 |\n| 221 | 住房保障支出 | -5.00 | -5.00 | 0.00 |\n"
        "| | 合计 | 25.00 | 25.00 | 0.00 |\n"
    )
    budget = cnbudget.read_text(text)
    up, down = pictures.shares(budget).bars
    assert (up.amount, down.amount) == (Amount("30", "万元"), Amount("-5", "万元"))
    assert down.x + down.width == up.x
    assert up.width == 6 * Fraction(down.width)
    notes = pictures.years([budget, budget]).notes
    assert "负数没有画：住房保障支出，共 -5.00" in notes


# Waterfalls -----------------------------------------------------------------------------------------


@settings(max_examples=tries(3))
@given(ledgers(layout="xinjiang-2026"), ledgers(layout="xinjiang-2026"), st.booleans())
def test_a_waterfall_goes_from_one_printed_total_to_the_other(
    one: Ledger, other: Ledger, fine: bool
) -> None:
    unit, places = ("元", 2) if fine else ("万元", 2)
    last, this = (
        attrs.evolve(cnbudget.publish(each, unit=unit, places=places), agency="某局", year=year)
        for each, year in ((one, 2025), (other, 2026))
    )
    comparison = cnbudget.compare(last, this)
    steps, unknown = steps_of(comparison, "expenditure", "zh")
    totals = []
    for budget in (last, this):
        assert budget.expenditure.total is not None
        totals.append(budget.expenditure.total.figures[0].amount)
    first, *between, end = steps
    assert unknown == []
    assert [first.amount, end.amount] == totals
    assert [first.kind, end.kind] == ["total", "total"]
    at = first.end
    for step in between:
        assert step.start == at
        at = step.end
    assert at == end.end
    rest = added(step.amount for step in between if step.kind == "rest")
    assert not fine or not rest
    picture = pictures.waterfall(comparison)
    assert [bar.amount for bar in picture.bars] == [step.amount for step in steps]
    lengths = {
        Fraction(bar.width) / abs(Fraction(bar.amount.yuan))
        for bar in picture.bars[1:-1]
        if bar.amount
    }
    assert len(lengths) <= 1
    assert any("其余变动" in note for note in picture.notes) == bool(rest)


def test_what_became_of_a_lost_cell_is_no_step() -> None:
    ledger = cnbudget.read_ledger("examples/qingshan-2026.csv")
    last = cnbudget.publish(cnbudget.read_ledger("examples/qingshan-2025.csv"))
    this = cnbudget.publish(ledger)
    cells = [
        f for f in this.figures if f.scope is not None and f.scope.function[0].startswith("212")
    ]
    lost = this.with_figures([(f, f.evolve(value=None, state=State.MISSING)) for f in cells])
    picture = pictures.waterfall(cnbudget.compare(last, lost))
    assert not any("城乡社区" in bar.name for bar in picture.bars)
    assert any("变动不详" in note and "212 城乡社区支出" in note for note in picture.notes)
    (rest,) = (bar for bar in picture.bars if bar.hollow)
    assert rest.amount == Amount("-14.99", "万元")  # and what was rounded


def test_the_scale_is_cut_only_where_that_is_said() -> None:
    budgets = [
        cnbudget.publish(cnbudget.read_ledger(f"examples/qingshan-{y}.csv")) for y in (2025, 2026)
    ]
    picture = pictures.waterfall(cnbudget.compare(*budgets))
    assert any("不从零起" in note for note in picture.notes)
    doubled = cnbudget.publish(
        Ledger(
            [attrs.evolve(each, amount=each.amount * 2) for each in cnbudget.read_ledger("examples/qingshan-2026.csv")],
            "青山县农业农村局", year=2026,
        )
    )  # fmt: skip
    picture = pictures.waterfall(cnbudget.compare(budgets[0], doubled))
    assert not any("不从零起" in note for note in picture.notes)
    first, *_, last = picture.bars
    assert first.amount is not None
    assert last.amount is not None
    assert first.x == last.x
    assert first.width * Fraction(last.amount.yuan) == last.width * Fraction(first.amount.yuan)


# The map of findings --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", corpus.NAMES)
def test_each_cell_of_each_table_stands_on_the_map(name: str) -> None:
    budget = cnbudget.example(name)
    cell = budget.expenditure.figures[0]
    assert cell.value is not None
    wrong = budget.with_figures([(cell, cell.evolve(value=cell.value + 7))])
    for each, expected in ((budget, 0), (wrong, 1)):
        report = cnbudget.check(each)
        picture = pictures.findings(report)
        cells = [bar for bar in picture.bars if bar.tip]
        assert len(cells) == len(each.figures)
        assert len([bar for bar in cells if bar.name == "wrong"]) == expected
        violated = [bar for bar in cells if bar.name == "violated"]
        assert bool(violated) == (not report.ok)
        assert [label.text for label in picture.labels if label.color == "wrong"] == [
            "1"
        ] * expected
        assert sum(note.startswith("1　") for note in picture.notes) == expected


def test_cells_that_were_not_read_are_outlines_on_the_map() -> None:
    budget = cnbudget.example("artux")
    cell = budget.expenditure["2101501"].basic
    lost = budget.with_figures([(cell, cell.evolve(value=None, state=State.MISSING))])
    cells = [bar for bar in pictures.findings(cnbudget.check(lost)).bars if bar.tip]
    assert [bar.name for bar in cells if bar.hollow] == ["missing"]


# Words ----------------------------------------------------------------------------------------------


def box(label: Caption) -> tuple[Fraction, Fraction]:
    width = text_width(label.text, label.size)
    shift = {"left": Fraction(0), "center": width / 2, "right": width}[label.align]
    return label.x - shift, label.x - shift + width


def crossing(marks: Iterable[Shape], width: int) -> list[tuple[str, str]]:
    """The lines of text that run into one another, or out of the picture."""
    labels = [each for each in marks if isinstance(each, Caption)]
    found = []
    for number, one in enumerate(labels):
        left, right = box(one)
        if left < 0 or right > width:
            found.append((one.text, ""))
        for other in labels[:number]:
            start, end = box(other)
            if abs(Fraction(one.y) - Fraction(other.y)) < 11 and left < end and start < right:
                found.append((one.text, other.text))
    return found


@settings(max_examples=tries(3))
@given(disclosures(), st.sampled_from(["zh", "en"]))
def test_no_label_runs_into_another(budget: Disclosure, lang: str) -> None:
    if not leaves(budget, "expenditure"):
        return
    for picture in (
        pictures.flows(budget, lang=lang),
        pictures.shares(budget, "item", lang=lang),
        pictures.years([budget, budget, budget], lang=lang),
        pictures.findings(cnbudget.check(budget), lang=lang),
    ):
        assert crossing(picture.marks, picture.width) == []
        assert all(label.y < picture.height for label in picture.labels)


def test_a_label_that_runs_into_another_is_seen() -> None:
    one, other = Caption(0, 0, text="预算总计"), Caption(30, 4, text="支出")
    assert crossing([one, other], 960) == [("支出", "预算总计")]
    assert crossing([one, attrs.evolve(other, x=60)], 960) == []
    assert crossing([one], 40) == [("预算总计", "")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_picture_says_whose_and_when_and_of_what(lang: str) -> None:
    picture = pictures.flows(cnbudget.example("artux"), lang=lang)
    assert "阿图什市医疗保障局" in picture.title
    assert "2026" in picture.title
    assert "部门支出总体情况表" in picture.subtitle
    assert "498.73" in picture.subtitle
    assert "artux-2026.md" in picture.source
    assert f"{picture!r}".startswith("<Picture flows 960×")


@given(st.integers(0, 10**14), st.integers(0, 2))
def test_amounts_lose_no_digit(value: int, places: int) -> None:
    amount = Amount(Decimal(value).scaleb(-places))
    for unit in cnbudget.Unit:
        money = MoneyForm.of(unit, (), [amount])
        assert Amount(money.number(amount), money.unit) == amount
        assert money.unit in (cnbudget.Unit.WAN, cnbudget.Unit.YI)


def test_what_cannot_be_drawn_is_refused() -> None:
    budget = cnbudget.example("artux")
    with pytest.raises(UnknownNameError, match="not told apart so"):
        pictures.shares(budget, "colour")
    with pytest.raises(NotInBudgetError, match="no table that the picture needs"):
        pictures.shares(budget, table="procurement")
    with pytest.raises(NotInBudgetError, match="does not tell its amounts apart so"):
        pictures.shares(budget, "economic", table="expenditure")
    with pytest.raises(UsageError, match="two budgets at least"):
        pictures.years([budget])
    peers = cnbudget.compare(budget, attrs.evolve(budget, agency="另一局"), relation="peers")
    with pytest.raises(UsageError, match="no before and after"):
        pictures.waterfall(peers)
    years = cnbudget.compare(attrs.evolve(budget, year=2025), budget)
    with pytest.raises(NotInBudgetError, match="totals of this table are not known"):
        pictures.waterfall(years, "procurement")
