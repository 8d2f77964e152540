"""Comparing: years with codes that moved, stages, units and peers, each beside sums made by other means."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import (
    Amount,
    Comparison,
    ComparisonError,
    Disclosure,
    Entry,
    Ledger,
    State,
    compare,
    publish,
)
from cnbudget.classification import Kind, default
from cnbudget.classification.history import successor
from cnbudget.comparison import ComparedRow
from cnbudget.strategies import disclosures, ledgers
from tests.comparison.budgets import (
    BY_YEAR,
    CODE_NOW,
    UNITS,
    published,
    summed,
    third_year,
)
from tests.profiles import tries

AGENCY = "某市某某局"
WAN = Decimal(10000)


def _years() -> Comparison:
    """Three years: two from ledgers, the third as another form prints it, in any order."""
    first, second = (published(BY_YEAR[year], AGENCY, year) for year in (2018, 2019))
    return compare(second, third_year(), first)


def _amounts(row: ComparedRow) -> list[Decimal | None]:
    return [None if each.amount is None else each.amount.yuan for each in row.amounts]


def _code(entry: Entry) -> str:
    return "" if entry.function is None else entry.function.digits


# Years -------------------------------------------------------------------------------------------


def test_three_years_with_moved_and_renamed_codes_are_what_plain_sums_say() -> None:
    found = _years()
    assert (found.kind, [each.year for each in found.budgets]) == ("years", [2018, 2019, 2020])
    now = {
        year: [(CODE_NOW.get(code, code), amount) for code, amount in items.items()]
        for year, items in BY_YEAR.items()
    }
    codes = sorted({code[:n] for items in now.values() for code, _ in items for n in (3, 5, 7)})
    compared = 0
    for code in codes:
        row = found.row("expenditure", code)
        expected = [summed(items, code) * WAN for items in now.values()]
        if code == "20828":  # the lists know of no such section in 2018
            assert row.amounts[0].why is not None
            assert "20828" in row.amounts[0].why.text("zh")
            assert _amounts(row)[1:] == expected[1:]
            continue
        assert _amounts(row) == expected, code
        for number, change in enumerate(row.changes):
            assert change is not None
            assert change.amount.yuan == expected[number + 1] - expected[number]
            whole = [summed(items, "") * WAN for items in now.values()]
            moved = whole[number + 1] - whole[number]
            assert change.contribution is not None
            assert change.contribution.percent(4) == Amount(change.amount.yuan).share_of(
                Amount(moved)
            ).percent(4)
            if expected[number]:
                assert change.rate is not None
                assert change.rate.percent(2) == (
                    Amount(expected[number + 1]).growth_from(Amount(expected[number])).percent(2)
                )
            compared += 1
    assert compared == 2 * (len(codes) - 1)
    assert [each.share.percent(2) for each in found.row("expenditure", "2080501").amounts if each.share] == [
        Decimal("10.44"), Decimal("10.35"), Decimal("10.47")
    ]  # fmt: skip


def test_figures_of_a_section_that_lost_an_item_are_put_right_and_named() -> None:
    row = _years().row("expenditure", "20802")
    assert [figure.row.row for figure in row.amounts[0].figures] == ["20802", "2080204"]
    moved = _years().row("expenditure", "2082804")
    assert [each.figures[0].row.row for each in moved.amounts] == ["2080204", "2082804", "2082804"]
    assert moved.scope.function == ("2082804",)


def test_units_of_money_may_differ_and_rounding_is_an_interval() -> None:
    row = _years().row("expenditure", "2082101")
    old, new = row.amounts[1], row.amounts[2]
    assert (old.figures[0].unit.zh, new.figures[0].unit.zh) == ("万元", "元")
    assert str(old.interval) == "[79950, 80050)"
    assert str(new.interval) == "[83999.995, 84000.005)"
    change = row.changes[1]
    assert change is not None
    assert str(change.interval) == "(3949.995, 4050.005)"
    assert change.sure


def test_the_reasons_of_the_text_stand_beside_the_change_that_they_are_given_for() -> None:
    row = _years().row("expenditure", "合计")
    change = row.changes[1]
    assert change is not None
    assert [each.text for each in change.reasons] == ["主要原因是退役军人管理事务划入后标准提高"]
    assert row.changes[0] is not None
    assert row.changes[0].reasons == ()
    assert row.changes[0].contribution is None  # it is the whole


@settings(max_examples=tries(2))
@given(st.integers(2019, 2026).flatmap(lambda y: st.tuples(ledgers(year=y - 1), ledgers(year=y))))
def test_what_the_ledgers_have_lies_in_the_intervals(both: tuple[Ledger, Ledger]) -> None:
    """Amounts and changes by code hold the true ones, last year's entries taken in this year's codes."""
    earlier, later = both
    found = compare(publish(earlier), publish(later))
    table = default().table(Kind.FUNCTIONAL)
    years = earlier.year or 0, later.year or 0
    heirs = {code: successor(table, code, *years) for code in map(_code, earlier)}
    untraced = {code for code, heir in heirs.items() if not heir}
    for row in found.table("expenditure"):
        if len(row.scope.function) > 1 or row.scope.economic != ("",) or row.scope.agency:
            continue
        (code,) = row.scope.function
        bare = attrs.evolve(row.scope, function=None)
        true = [
            sum(
                (e.amount.yuan for e in ledger if bare.contains(e) and names(e).startswith(code)),
                Decimal(0),
            )
            for ledger, names in (
                (earlier, lambda e: heirs[_code(e)]),
                (later, _code),
            )
        ]
        for each, amount in zip(row.amounts, true, strict=True):
            if each.number is not None and not each.notes and not (code and untraced):
                assert amount in each.interval, (row.label, amount)
        (change,) = row.changes
        if change is not None and not any(each.notes for each in row.amounts) and not untraced:
            assert true[1] - true[0] in change.interval


@given(disclosures(), st.data())
def test_a_budget_beside_itself_a_year_later_has_not_changed(
    budget: Disclosure, data: st.DataObject
) -> None:
    other = attrs.evolve(budget, year=(budget.year or 0) - 1)
    found = compare(*data.draw(st.permutations([budget, other])))
    assert [each.year for each in found.budgets] == [other.year, budget.year]
    for row in found.rows:
        for change in row.changes:
            assert change is None or (not change.amount and not change.sure)
        assert row.complete or any(each.why for each in row.amounts)


# Stages ------------------------------------------------------------------------------------------


def test_the_budget_and_the_final_accounts_of_a_year() -> None:
    budget = published(BY_YEAR[2020], AGENCY, 2020)
    spent = {**BY_YEAR[2020], "2080501": "15.50"}
    final = attrs.evolve(published(spent, AGENCY, 2020), stage="决算")
    found = compare(final, budget)
    assert (found.kind, found.names) == ("stages", ("2020年预算", "2020年决算"))
    row = found.row("expenditure", "2080501")
    assert _amounts(row) == [Decimal(140000), Decimal(155000)]
    assert row.changes[0] is not None
    assert row.changes[0].amount == Amount("1.5", "万元")


# A department and its units ------------------------------------------------------------------------


def _department() -> Disclosure:
    items: dict[str, str] = {}
    for unit in UNITS.values():
        for code, amount in unit.items():
            items[code] = str(Decimal(items.get(code, "0")) + Decimal(amount))
    return published(items, AGENCY, 2026)


def test_a_department_is_the_sum_of_its_units_as_plain_sums_say() -> None:
    units = [published(items, name, 2026, "单位") for name, items in UNITS.items()]
    found = compare(_department(), *units, relation="units")
    assert (found.kind, found.names) == ("units", (AGENCY, *UNITS))
    every = [pair for items in UNITS.values() for pair in items.items()]
    for code in sorted({code[:n] for code, _ in every for n in (3, 5, 7)}):
        row = found.row("expenditure", code)
        expected = [summed(items.items(), code) * WAN for items in UNITS.values()]
        assert _amounts(row) == [sum(expected), *expected], code
        assert row.total is not None
        assert row.total.amount == Amount(sum(expected))
        (beyond,) = row.changes
        assert beyond is not None
        assert not beyond.amount
        assert not beyond.sure
    nothing = found.row("expenditure", "2130106").amounts[1]
    assert (nothing.amount, nothing.figures) == (
        Amount(0),
        (),
    )  # its table lists all items but this


def test_what_a_department_has_beyond_its_units_is_told() -> None:
    items = dict(UNITS["甲中心"])
    mine = published({**items, "2080501": "30.10"}, AGENCY, 2026)
    own = published(items, f"{AGENCY}本级", 2026, "单位")
    found = compare(own, mine)  # its name says that it is the department's own level
    assert found.kind == "units"
    (beyond,) = found.row("expenditure", "2080501").changes
    assert beyond is not None
    assert beyond.amount == Amount("20", "万元")
    assert beyond.sure


# Peers -------------------------------------------------------------------------------------------


def test_peers_stand_side_by_side_by_their_shares_when_asked_for() -> None:
    one, other = (published(UNITS[name], name, 2026) for name in ("甲中心", "乙中心"))
    with pytest.raises(ComparisonError) as caught:
        compare(one, other)
    assert "甲中心" in caught.value.zh
    assert "peers" in caught.value.hint
    found = compare(one, other, relation="peers")
    row = found.row("expenditure", "2080501")
    shares = [each.share.percent(2) for each in row.amounts if each.share is not None]
    assert shares == [Decimal("71.63"), Decimal("6.31")]
    assert row.changes == ()


# What cannot be compared ---------------------------------------------------------------------------

BUDGET = cnbudget.example("artux")


@pytest.mark.parametrize(
    ("budgets", "says"),
    [
        ((BUDGET,), "只有一份预算"),
        ((BUDGET, BUDGET), "2026年预算给了两次"),
        ((BUDGET, attrs.evolve(BUDGET, year=2025, stage="决算"), attrs.evolve(BUDGET, year=2024)), "年度和阶段都不同"),
        ((BUDGET, attrs.evolve(BUDGET, year=None)), "没有写明年度"),
        ((BUDGET, attrs.evolve(BUDGET, agency="乙局")), "没有说明是部门与所属单位"),
        ((BUDGET, attrs.evolve(BUDGET, agency="乙局", year=2025)), "不同部门只比同一年度"),
        ((attrs.evolve(BUDGET, level="部门"), attrs.evolve(BUDGET, level="单位", year=2025)), "范围不一样"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused_and_why(
    budgets: tuple[Disclosure, ...], says: str
) -> None:
    with pytest.raises(ComparisonError) as caught:
        compare(*budgets)
    assert says in caught.value.zh
    assert caught.value.hint_zh


def test_scopes_of_which_only_one_budget_speaks_are_said_and_not_guessed() -> None:
    whole = published(BY_YEAR[2019], AGENCY, 2019)
    totals = third_year()
    found = compare(whole, totals)
    lacking = {(each.table, each.budget) for each in found.not_compared}
    assert ("部门支出总体情况表", 1) not in lacking  # what stands in both is compared
    assert any("一般公共预算" in table and budget == 1 for table, budget in lacking)
    for each in found.not_compared:
        assert each.labels
        assert each.reason.text("en")


# What it was before --------------------------------------------------------------------------------


def test_the_former_meaning_works_for_one_version_with_a_warning() -> None:
    ledger = [cnbudget.read_ledger(f"examples/qingshan-{year}.csv") for year in (2025, 2026)]
    last = publish(ledger[0])
    this = cnbudget.compose(publish(ledger[1]), last)
    old = compare(this, last)
    values: dict[str, Any] = {}
    for name in ("this", "last", "compared", "unmatched", "differing", "ok"):
        with pytest.warns(
            DeprecationWarning, match=rf"{name} is what check\(this, previous=last\)"
        ):
            values[name] = getattr(old, name)
    assert (values["this"], values["last"], values["ok"]) == (this, last, True)
    assert (len(values["compared"]), values["differing"]) == (31, ())
    assert values["compared"][0].text().startswith("【相符】")
    assert [each.text for each in values["unmatched"]] == ["57.41"]
    with pytest.warns(DeprecationWarning, match="compare\\(last, this\\)"):
        assert compare(this=this, last=last).budgets == (last, this)


def test_a_code_whose_cells_were_lost_is_not_nothing() -> None:
    last, this = (published(BY_YEAR[year], "某市某某局", year) for year in (2019, 2020))
    code = "2082101"
    cells = [f for f in this.figures if f.scope is not None and f.scope.function == (code,)]
    assert cells
    lost = this.with_figures([(f, f.evolve(value=None, state=State.MISSING)) for f in cells])
    row = cnbudget.compare(last, lost).row("expenditure", code)
    assert row.amounts[-1].number is None
    assert row.changes == (None,)
    assert cnbudget.compare(last, this).row("expenditure", code).changes[-1] is not None
