"""Adding agencies up and setting them beside each other by shares: held to sums made by other means."""

from __future__ import annotations

import json
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import cnbudget
from cnbudget import (
    Amount,
    Comparison,
    ComparisonError,
    Disclosure,
    Entry,
    FundingSource,
    Ledger,
    Nature,
    Scope,
    compare,
    publish,
)
from cnbudget.comparison.record import SCHEMA, schema
from cnbudget.comparison.shares import persons_of
from cnbudget.errors import UsageError
from cnbudget.strategies import ledgers
from cnbudget.strategies.results import comparisons
from tests.comparison.budgets import BY_YEAR, UNITS, ledger_of, published, summed, third_year
from tests.profiles import tries

WAN = Decimal(10000)
DEPARTMENT, OWN = "某市某某局", "某市某某局本级"


def _units() -> list[Disclosure]:
    return [published(items, name, 2026, "单位") for name, items in UNITS.items()]


def _everything() -> dict[str, str]:
    """What all units spend on each item."""
    codes = sorted({code for items in UNITS.values() for code in items})
    return {code: str(summed(_pairs(), code)) for code in codes}


def _pairs() -> list[tuple[str, str]]:
    return [pair for items in UNITS.values() for pair in items.items()]


# Added up ----------------------------------------------------------------------------------------


def test_units_add_up_to_what_plain_sums_say() -> None:
    found = compare(*_units(), relation="sum")
    assert (found.kind, found.names) == ("sum", tuple(UNITS))
    for code in sorted({code[:n] for code, _ in _pairs() for n in (3, 5, 7)}):
        row = found.row("expenditure", code)
        assert row.total is not None
        assert row.total.amount == Amount(summed(_pairs(), code) * WAN), code
        assert len(row.amounts) == 3
    whole = next(row for row in found.table("expenditure") if row.scope.function == ("",))
    assert whole.total is not None
    assert whole.total.amount == Amount(summed(_pairs(), "") * WAN)
    assert found.units == found.transfers == ()


@given(ledgers(), ledgers())
def test_a_sum_is_what_the_ledgers_have_together(one: Ledger, other: Ledger) -> None:
    books = [attrs.evolve(one, agency="甲局"), attrs.evolve(other, agency="乙局")]
    found = compare(*(publish(each, unit="元", places=2) for each in books), relation="sum")
    compared = 0
    for row in found.table("general"):
        if row.total is not None and row.total.number is not None:
            compared += 1
            assert row.total.amount == sum((each.total(row.scope) for each in books), Amount(0))
            assert row.total.interval.low == sum(each.interval.low or 0 for each in row.amounts)
    assert compared


def test_what_one_does_not_print_is_missing_in_the_sum_and_said() -> None:
    first, second = _units()[:2]
    figure = second.expenditure["2080501"].total
    lost = second.with_figures([(figure, figure.evolve(value=None, state=cnbudget.State.MISSING))])
    without = attrs.evolve(lost, tables=(lost.table("expenditure"),))
    row = compare(first, without, relation="sum").row("expenditure", "2080501")
    assert row.total is not None
    assert row.total.number is None
    found = compare(first, without, relation="sum")
    assert any("2080501" in label for each in found.not_compared for label in each.labels)


def test_rows_of_projects_are_each_agencys_own() -> None:
    found = compare(*_units(), relation="sum")
    assert not any(row.scope.project for row in found.rows)
    own = [each for each in found.not_compared if each.reason.text("zh").startswith("项目")]
    assert {each.budget for each in own} == {0, 1, 2}


def test_a_department_holds_its_units_and_is_counted_once() -> None:
    department = published(_everything(), DEPARTMENT, 2026)
    unit = published(UNITS["甲中心"], OWN, 2026, "单位")
    other = published({"2080501": "1.00"}, "另一局", 2026)
    found = compare(unit, department, other, relation="sum")
    assert found.names == (DEPARTMENT, "另一局")
    (within,) = found.units
    assert (within.department.agency, [each.agency for each in within.units]) == (DEPARTMENT, [OWN])
    assert within.beyond == ()
    row = found.row("expenditure", "2080501")
    assert row.total is not None
    assert row.total.amount == Amount((summed(_pairs(), "2080501") + 1) * WAN)
    assert f"{OWN}的预算已包含在{DEPARTMENT}的预算中，没有重复相加" in found.text("zh")


def test_a_unit_that_has_more_than_its_department_is_said() -> None:
    department = published({"2080501": "10.00", "2101101": "4.00"}, DEPARTMENT, 2026)
    unit = published({"2080501": "10.10", "2101101": "4.00"}, OWN, 2026, "单位")
    (within,) = compare(department, unit, relation="sum").units
    scopes = [row.scope for row in within.beyond if row.table == "expenditure"]
    assert any(scope.function == ("2080501",) for scope in scopes)
    assert not any(scope.function == ("2101101",) for scope in scopes)
    assert "所属单位合计多于" in compare(department, unit, relation="sum").text("zh")


def test_money_that_passes_between_agencies_is_said() -> None:
    ledger = ledger_of(UNITS["甲中心"], "甲中心", 2026)
    subsidy = Entry(
        "2080501",
        "30201",
        source=FundingSource.SUPERIOR_SUBSIDY,
        nature=Nature.PROJECT,
        amount=Amount("3", "万元"),
        project="补助",
    )
    budgets = [
        publish(attrs.evolve(ledger, entries=(*ledger.entries, subsidy))),
        published(UNITS["乙中心"], "乙中心", 2026),
    ]
    found = compare(*budgets, relation="sum")
    assert {(each.budget, each.kind.text("zh")) for each in found.transfers} >= {
        (0, FundingSource.SUPERIOR_SUBSIDY.zh)
    }
    assert all(each.amount.value == 3 * WAN for each in found.transfers)
    assert "重复计算" in found.text("zh")
    assert "counts it twice" in found.text("en") or "may count it twice" in found.text("en")


def test_other_years_and_one_twice_are_refused() -> None:
    first = _units()[0]
    with pytest.raises(ComparisonError):
        compare(first, attrs.evolve(_units()[1], year=2025), relation="sum")
    with pytest.raises(ComparisonError, match="given twice"):
        compare(first, first, relation="sum")


# Shares ------------------------------------------------------------------------------------------


def test_shares_by_function_are_what_plain_sums_say() -> None:
    found = compare(*_units(), relation="peers")
    rows = {row.scope.function[0]: row for row in found.shares("function")}
    for code in ("208", "210", "213"):
        for place, items in enumerate(UNITS.values()):
            each = rows[code].amounts[place]
            mine, whole = summed(items.items(), code), summed(items.items(), "")
            assert each.amount == Amount(mine * WAN)
            assert each.share is not None
            assert each.share == Amount(mine).share_of(Amount(whole))


@given(ledgers(), st.sampled_from(["source", "nature"]))
def test_shares_are_those_of_the_ledger(ledger: Ledger, by: str) -> None:
    one = publish(attrs.evolve(ledger, agency="甲局"), unit="元", places=2)
    other = attrs.evolve(one, agency="乙局")
    for row in compare(one, other, relation="peers").shares(by):  # type: ignore[arg-type]
        for each in row.amounts:
            if each.amount is not None:
                assert each.amount == ledger.total(row.scope), row.label.text("zh")


def test_what_each_person_costs_where_persons_are_told() -> None:
    text = "2020年某市乙局部门预算公开\n第一部分 概况\n人员情况：编制数20，实有人数18人，其中：在职15人，退休3人。\n"
    told = cnbudget.read_text(
        cnbudget.to_text(third_year(), "md").replace("2020年某市某某局部门预算公开", text, 1)
    )
    assert persons_of(third_year()) is None
    assert persons_of(told) == 15
    row = compare(third_year(), attrs.evolve(told, agency="乙局"), relation="peers").shares()[0]
    assert row.per_head[0] is None
    assert row.amounts[1].amount is not None
    assert row.per_head[1] == round(row.amounts[1].amount.allocate([1] * 15)[-1], 2)


def test_other_shares_are_refused() -> None:
    with pytest.raises(UsageError):
        compare(*_units(), relation="peers").shares("agency")  # type: ignore[arg-type]


# As data -----------------------------------------------------------------------------------------


def _valid(found: Comparison) -> dict[str, object]:
    through: dict[str, object] = json.loads(json.dumps(found.to_dict(), ensure_ascii=False))
    Draft202012Validator(schema()).validate(through)
    return through


def test_every_kind_holds_to_the_schema() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["properties"]["schema"]["const"] == SCHEMA
    years = [published(BY_YEAR[year], DEPARTMENT, year) for year in (2018, 2019)]
    department = published(_everything(), DEPARTMENT, 2026)
    unit = published({"2080501": "999.00"}, OWN, 2026, "单位")
    for found in (
        compare(*years, third_year()),
        compare(*_units(), relation="peers"),
        compare(department, *_units(), relation="units"),
        compare(department, unit, _units()[0], relation="sum"),
    ):
        data = _valid(found)
        assert data["kind"] == found.kind
        assert isinstance(data["rows"], list)
        for row, each in zip(data["rows"], found.rows, strict=True):
            amounts = [None if a.amount is None else a.amount.yuan for a in each.amounts]
            assert [a["amount"] and Decimal(a["amount"]) for a in row["amounts"]] == amounts


@settings(max_examples=tries(2))
@given(comparisons())
def test_whatever_is_compared_holds_to_the_schema(found: Comparison) -> None:
    _valid(found)


def test_a_scope_of_the_sum_can_be_asked_for() -> None:
    found = compare(*_units(), relation="sum")
    row = found.row("expenditure", "2080501")
    assert isinstance(row.scope, Scope)
    assert found.row("expenditure", row.scope) is row
