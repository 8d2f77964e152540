"""From a ledger to its disclosure: what is printed is the ledger, and nothing that was published is found wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import attrs
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import (
    Amount,
    Disclosure,
    Entry,
    Figure,
    FundingSource,
    Ledger,
    Nature,
    Scope,
    Unit,
    Verdict,
)
from cnbudget.figures import TRUNCATION, State
from cnbudget.layouts import Layout, build
from cnbudget.strategies import (
    Corruption,
    amounts,
    corrupted,
    disclosures,
    entries,
    ledgers,
    scopes,
)
from cnbudget.tables import Panel
from tests.profiles import tries
from tests.properties.test_forms import FLOWS, printed
from tests.properties.test_forms import ledgers as balanced

Rounding = Literal["independent", "additive"]
layouts = st.sampled_from(["xinjiang-2026", "xinjiang-2026", "xinjiang-2024"])
roundings: st.SearchStrategy[Rounding] = st.sampled_from(["independent", "additive"])
several = ledgers(subordinates=2)


def scope_of(figure: Figure) -> Scope:
    assert figure.scope is not None
    return figure.scope


# Ledgers --------------------------------------------------------------------------------------


@given(ledgers(), scopes(), scopes())
def test_a_total_is_monotone_and_adds_up_over_what_is_inside_and_outside(
    ledger: Ledger, one: Scope, other: Scope
) -> None:
    met = one.meet(other)
    if met is not None:
        assert ledger.total(met) <= ledger.total(one)
    inside = ledger.select(one)
    assert inside.total() == ledger.total(one) <= ledger.total()
    rest = [entry for entry in ledger if not one.contains(entry)]
    assert inside.total() + Ledger(rest).total() == ledger.total()


@given(ledgers(), scopes())
def test_a_total_adds_up_over_a_partition(ledger: Ledger, scope: Scope) -> None:
    natures = [scope.meet(Scope(nature=nature)) for nature in Nature.ALL]
    parts = [part for part in natures if part is not None]
    assert scope.is_partition(parts)
    assert sum((ledger.total(part) for part in parts), Amount(0)) == ledger.total(scope)


@given(several, several)
def test_adding_ledgers_adds_their_totals_and_merging_changes_none(a: Ledger, b: Ledger) -> None:
    both = a + b
    assert both.total() == a.total() + b.total()
    merged = both.merged()
    assert len(merged) <= len(both)
    assert merged.group("function", "source") == both.group("function", "source")
    assert Ledger.of(both.records(), both.agency) == attrs.evolve(
        both,
        entries=[attrs.evolve(e, agency=e.agency or both.agency) for e in both],
    )


# Publishing -----------------------------------------------------------------------------------


@given(several, layouts)
def test_every_figure_is_the_rounded_total_of_its_scope(ledger: Ledger, layout: str) -> None:
    budget = cnbudget.publish(ledger, layout)
    for figure in budget.figures:
        inside = ledger.select(scope_of(figure))
        assert figure.state is (State.VALUE if len(inside) else State.BLANK), figure.where()
        if len(inside):
            assert figure.amount == inside.total().round_to("万元", 2), figure.where()
            assert inside.total() in figure.interval()
    assert budget.deviation is not None
    assert budget.deviation.largest <= Amount(50)


@given(several, layouts, roundings)
def test_a_published_ledger_breaks_no_law(ledger: Ledger, layout: str, rounding: Rounding) -> None:
    budget = cnbudget.publish(ledger, layout, rounding=rounding)
    report = cnbudget.check(budget)
    event(f"{rounding}, rounding: {min(report.checked.rounding, 10) // 5 * 5}+")
    assert report.ok
    severe = [f.zh for f in report.findings if f.severity != "note"]
    assert [zh for zh in severe if rounding == "additive"] == []
    assert {f.verdict for f in report.findings if f.severity != "note"} <= {Verdict.ROUNDING}
    assert report.checked.violated == report.checked.undecided == 0
    assert [figure.where() for figure, _ in report.untied if figure.value] == []
    if rounding == "additive":
        assert report.checked.rounding == 0


@given(several, layouts)
def test_controlled_rounding_stays_near_the_truth(ledger: Ledger, layout: str) -> None:
    budget = cnbudget.publish(ledger, layout, rounding="additive")
    deviation = budget.deviation
    assert deviation is not None
    worst = max(
        (
            abs(figure.amount - ledger.total(scope_of(figure)))
            for figure in budget.figures
            if figure.state is State.VALUE
        ),
        default=Amount(0),
    )
    assert worst == deviation.largest
    assert deviation.bound <= deviation.largest
    assert deviation.within_one_place


@given(ledgers(), st.integers(2, 4), layouts)
def test_what_rounds_to_nothing_is_printed_and_what_is_not_there_is_blank(
    ledger: Ledger, places: int, layout: str
) -> None:
    small = [attrs.evolve(entry, amount=Amount("0.01")) for entry in ledger]
    budget = cnbudget.publish(attrs.evolve(ledger, entries=small), layout, places=places)
    total = budget.expenditure["总计"].total
    assert total.state is State.VALUE
    assert total.places == places
    assert {figure.places for figure in budget.figures} == {places}
    blank = [figure for figure in budget.figures if figure.state is State.BLANK]
    assert all(not ledger.select(scope_of(figure)).entries for figure in blank)


@given(ledgers(secret=False), ledgers(secret=False), layouts)
def test_publishing_is_additive_up_to_rounding(a: Ledger, b: Ledger, layout: str) -> None:
    one, other, both = (cnbudget.publish(each, layout) for each in (a, b, a + b))

    def values(budget: Disclosure) -> dict[Scope, Amount]:
        return {
            scope_of(figure): figure.amount
            for figure in budget.figures
            if figure.state is State.VALUE
        }

    left, right, whole = values(one), values(other), values(both)
    assert left.keys() | right.keys() == whole.keys()
    nothing = Amount(0)
    for scope, amount in whole.items():
        parts = left.get(scope, nothing) + right.get(scope, nothing)
        # three roundings of half a last place
        assert abs(amount - parts) <= Amount(150)


@given(ledgers(), layouts, roundings)
def test_the_order_of_entries_and_how_they_are_split_do_not_matter(
    ledger: Ledger, layout: str, rounding: Rounding
) -> None:
    halves = []
    for entry in ledger:
        first, second = entry.amount.allocate([1, 2])
        halves += [attrs.evolve(entry, amount=second), attrs.evolve(entry, amount=first)]
    # streamed, in another order and in pieces
    streamed = cnbudget.publish(
        reversed(halves), layout, rounding="independent", agency=ledger.agency, year=ledger.year
    )
    assert streamed == cnbudget.publish(ledger, layout)
    assert cnbudget.publish(ledger, layout, rounding=rounding) == cnbudget.publish(
        ledger.merged(), layout, rounding=rounding
    )


def test_an_agency_without_money_publishes_empty_tables() -> None:
    for layout in ("xinjiang-2026", "xinjiang-2024"):
        budget = cnbudget.publish(Ledger([], "甲局", year=2026), layout, rounding="additive")
        assert {table.status for table in budget} == {"empty"}
        report = cnbudget.check(budget)
        assert (report.wrong, report.nothing) == ((), True)  # nothing to check is not passed


def test_codes_at_which_an_entry_stops_are_not_told_further() -> None:
    def entry(function: str, project: str | None = None) -> Entry:
        nature = Nature.PROJECT if project else Nature.PERSONNEL
        return Entry(
            function,
            "30201" if project else "30101",
            source=FundingSource.GENERAL_OWN,
            nature=nature,
            amount="10000",
            project=project,
        )

    secret = [entry("204"), entry("2040201"), entry("20402", "专项"), entry("2080501")]
    budget = cnbudget.publish(Ledger(secret, "甲局", year=2026))
    rows = [row.address.row for row in budget.expenditure]
    assert rows == ["204", "208", "20805", "2080501", "总计"]
    assert [row.address.row for row in budget.projects] == ["甲局", "204", "204", "总计"]
    assert cnbudget.check(budget).ok


# Every form that ships ------------------------------------------------------------------------

NAMES = cnbudget.layouts.names()
UNITS = st.sampled_from([None, "元", "万元"])


def accounts(name: str) -> st.SearchStrategy[Ledger]:
    """Ledgers with the flows that a form tells apart; they balance."""
    return balanced(FLOWS.get(name, False))


@pytest.mark.parametrize("name", NAMES)
@given(st.data(), UNITS, st.none() | st.integers(0, 3))
def test_every_form_prints_totals_rounded_in_its_own_way(
    name: str, data: st.DataObject, unit: str | None, places: int | None
) -> None:
    ledger = data.draw(accounts(name))
    budget = cnbudget.publish(ledger, name, unit=unit, places=places)
    form = cnbudget.layouts.load(name)
    largest: dict[int, Amount] = {}
    for table in budget.tables:
        own = form[table.key]
        assert table.unit == (own.unit if unit is None else Unit.of(unit))
        printed = own.places if places is None and unit is None else places
        for figure in table.figures:
            assert figure.unit is table.unit
            assert figure.places == (form.places if printed is None else printed)
            true = ledger.total(scope_of(figure))
            if figure.state is State.VALUE:
                assert figure.amount == true.round_to(figure.unit, figure.places), figure.where()
                last = figure.unit.exponent - figure.places
                largest[last] = max(largest.get(last, Amount(0)), abs(figure.amount - true))
            elif figure.state is State.BLANK:
                assert not true
            else:  # of another stage, or of a part of the agency: a ledger does not say
                scope = scope_of(figure)
                assert scope.agency or scope.stage not in (None, budget.stage)
    assert budget.deviation is not None
    if largest:
        last = min(form_table.unit.exponent - form_table.places for form_table in form.tables)
        if unit is None and places is None:
            assert budget.deviation.largest == largest.get(last, Amount(0))
        assert budget.deviation.largest.yuan * 2 <= budget.deviation.place.yuan


@pytest.mark.parametrize("name", NAMES)
@given(st.data(), UNITS)
def test_controlled_rounding_breaks_no_law_of_any_form(
    name: str, data: st.DataObject, unit: str | None
) -> None:
    ledger = data.draw(accounts(name))
    budget = cnbudget.publish(ledger, name, unit=unit, rounding="additive", time_limit=1)
    report = cnbudget.check(budget)
    assert [finding.en for finding in report.wrong] == []
    grids = {(figure.unit, figure.places) for figure in budget.figures}
    if len(grids) == 1:
        assert report.checked.rounding == 0
    assert budget.deviation is not None
    assert budget.deviation.bound <= budget.deviation.largest


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=tries(2))
@given(st.data(), roundings)
def test_every_form_is_read_back_equal(name: str, data: st.DataObject, rounding: Rounding) -> None:
    budget = cnbudget.publish(data.draw(accounts(name)), name, rounding=rounding, time_limit=1)
    assert cnbudget.read_text(cnbudget.to_text(budget, "json")) == budget
    for ending, form in (("md", name), ("json", None)):
        again = cnbudget.read_text(cnbudget.to_text(budget, ending), layout=form)
        assert printed(again) == budget
        assert _panels(again) == _panels(budget)  # which are not compared where tables are


def _panels(budget: Disclosure) -> list[list[tuple[Panel, ...]]]:
    return [[side.panels for side in table.sides] for table in budget.tables]


@given(st.data())
def test_a_form_of_panels_has_one_for_each_nature_under_its_name(data: st.DataObject) -> None:
    budget = cnbudget.publish(data.draw(accounts("final-accounts")), "final-accounts")
    (side,) = budget.table("basic").sides
    assert [panel.heading for panel in side.panels] == ["人员经费", "公用经费"]
    left, right = side.panels
    assert {row.code.digits[:3] for row in side.rows[: right.start] if row.code} <= {"301", "303"}
    assert not {"301", "303"} & {
        row.code.digits[:3] for row in side.rows[right.start :] if row.code
    }
    assert [side.rows[n - 1].label for n in (right.start, 0)] == ["人员经费合计", "公用经费合计"]
    assert left.start == 0
    report = cnbudget.check(budget)
    assert not any("顺序" in finding.zh for finding in report.findings)
    if budget.table("basic").status == "present":
        assert "| 人员经费 |  |  |  | 公用经费 |" in cnbudget.to_text(budget)


def yearly() -> Layout:
    """A form with a column of the year before that no document may leave out."""
    column = {"heading": ["合计"], "key": "total"}
    before = {"heading": ["上年预算数"], "key": "before", "year": -1}
    side = {"labels": ["科目编码", "科目名称"], "rows": "function", "columns": [column, before]}
    table = {"key": "expenditure", "number": 1, "title": "部门支出总表", "sides": [side]}
    return build({"name": "yearly", "tables": [table]}, "yearly.toml", base=lambda _: {})


@given(ledgers(secret=False))
def test_what_is_of_another_year_is_missing_and_not_held_against_this_year(ledger: Ledger) -> None:
    budget = cnbudget.publish(ledger, yearly())
    assert ledger.year is not None
    for row in budget.tables[0].sides[0].rows:
        now, before = row.figures
        assert now.state is State.VALUE
        assert before.state is State.MISSING
        assert scope_of(before).year == ledger.year - 1
    assert cnbudget.check(budget).ok
    again = cnbudget.read_text(cnbudget.to_text(budget, layout=yearly()), layout=yearly())
    assert printed(again) == budget
    assert all(not f.value for f in again.figures if scope_of(f).year is not None)
    unknown = cnbudget.publish(list(ledger), yearly())
    assert {row.figures[1].scope for row in unknown.tables[0].sides[0].rows} == {None}


def cutting() -> Layout:
    """A form that cuts all amounts off."""
    data = {"name": "cut", "extends": "xinjiang-2026", "rounding": TRUNCATION}
    return build(data, "cut.toml", base=cnbudget.layouts._base)


@given(ledgers(), roundings)
def test_a_form_that_cuts_off_prints_what_is_cut_off_or_adds_up(
    ledger: Ledger, rounding: Rounding
) -> None:
    budget = cnbudget.publish(ledger, cutting(), rounding=rounding)
    report = cnbudget.check(budget)
    assert report.ok
    for figure in budget.figures:
        if figure.state is State.VALUE and rounding == "independent":
            assert ledger.total(scope_of(figure)) in figure.interval()
    if rounding == "additive":
        assert report.checked.rounding == 0


# Strategies -----------------------------------------------------------------------------------


@given(st.from_type(Ledger), st.from_type(Amount), st.from_type(Disclosure), st.from_type(Scope))
def test_types_are_registered(
    ledger: Ledger, amount: Amount, budget: Disclosure, scope: Scope
) -> None:
    assert len(ledger)
    assert amount
    assert budget.tables
    assert scope <= Scope()


@given(entries(), amounts(negative=True))
def test_entries_are_of_the_year(entry: Entry, amount: Amount) -> None:
    lists = cnbudget.classification.for_year(2026)
    assert str(entry.function) in lists.functional
    assert str(entry.economic) in lists.economic
    assert amount.yuan.as_tuple().exponent in (0, -1, -2) or amount.yuan == int(amount.yuan)


@given(corrupted(disclosures(rounding="independent")))
def test_what_is_broken_is_found_and_named(broken: Corruption) -> None:
    event(broken.kind)
    report = cnbudget.check(broken.disclosure)
    assert not report.ok, broken
    named = {id(f) for finding in report.wrong for f in finding.figures}
    assert any(id(figure) in named for figure in broken.after), broken


@pytest.mark.parametrize("law", ["agree", "add-up", "contain", "negative"])
def test_each_kind_of_law_catches_its_own_fault_and_blames_the_cell(law: str) -> None:
    def entry(function: str, economic: str, nature: Nature, amount: int) -> Entry:
        return Entry(
            function, economic, source=FundingSource.GENERAL_OWN, nature=nature, amount=amount
        )

    budget = cnbudget.publish(
        Ledger(
            [
                entry("2080501", "30101", Nature.PERSONNEL, 1_234_500),
                entry("2080501", "30217", Nature.OPERATING, 23_400),
                entry("2101101", "30201", Nature.OPERATING, 345_600),
                entry("2101101", "30227", Nature.PROJECT, 567_800),
            ],
            "甲局",
            year=2026,
        )
    )
    assert cnbudget.check(budget).ok
    figure, value = {
        "agree": (budget.expenditure["208"].total, Decimal("135.79")),
        "add-up": (budget.basic["30101"].total, Decimal("132.45")),
        # less is spent on receptions than basic expenditure alone says
        "contain": (budget.three_public["公务接待费"].general, Decimal("1.11")),
        "negative": (budget.projects["总计"].goods, Decimal("-56.78")),
    }[law]
    assert figure.state is State.VALUE
    broken = budget.with_figures([(figure, figure.evolve(value=value))])
    report = cnbudget.check(broken)
    assert report.tallies[law].violated
    blamed = [suspect.figure for finding in report.wrong for suspect in finding.suspects[:1]]
    assert any(each.value == value and each.scope == figure.scope for each in blamed)
