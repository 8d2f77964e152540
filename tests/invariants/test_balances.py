"""Balances: how they come out, against a search for true amounts; where they come from; and cut-off amounts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import product
from types import SimpleNamespace

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, Figure, Flow, FundingSource, Unit, Verdict, layouts
from cnbudget.deduction.bounds import STEP, Bounds
from cnbudget.figures import TRUNCATION, ColumnAddress
from cnbudget.invariants import ADD_UP, AGREE, BALANCE, CONTAIN, Compiled, compiled, derive
from cnbudget.invariants.balances import balances_of, printed_balances
from cnbudget.invariants.kinds import FLOWS, kind_of
from cnbudget.invariants.law import Flows
from cnbudget.scope import Scope
from tests.invariants.test_evaluation import BLANK, MISSING, Printed, system_of, true_amounts

_FEW = [BLANK, MISSING, *(Printed(number) for number in (-1, 0, 1, 2, 5)), Printed(1, 1)]


def system(left: Sequence[Printed], right: Sequence[Printed]) -> Compiled:
    figures = [one.figure() for one in (*left, *right)]
    return system_of(figures, [(BALANCE, tuple(range(len(figures))), Flows(len(left)))])


def wanted(left: Sequence[Printed], right: Sequence[Printed]) -> Verdict:
    """By trying: missing amounts are any that are not negative."""
    sides = []
    for side in (left, right):
        ranges = [true_amounts(one) for one in side if one.mark != "missing"]
        lost = len(ranges) < len(side)
        sides.append((sum(r[0] for r in ranges), sum(r[1] for r in ranges), lost))
    (low, high, lost), (least, most, other_lost) = sides
    if len(left) == 1 and lost:
        return Verdict.UNDECIDED
    if not ((lost or least <= high) and (other_lost or low <= most)):
        return Verdict.VIOLATED
    if lost or other_lost:
        return Verdict.UNDECIDED
    total = [sum((one.number or 0) * 10 ** (2 - one.places) for one in s) for s in (left, right)]
    return Verdict.EXACT if total[0] == total[1] else Verdict.ROUNDING


@pytest.mark.parametrize(("left", "right"), [(1, 1), (2, 1), (1, 2), (2, 2)])
def test_the_verdict_on_all_small_balances(left: int, right: int) -> None:
    seen = set()
    for printed in product(_FEW, repeat=left + right):
        come, go = printed[:left], printed[left:]
        (verdict,) = system(come, go).verdicts()
        assert verdict is wanted(come, go), printed
        seen.add(verdict)
    assert seen == set(Verdict)


def test_a_balance_says_what_comes_in_and_what_goes_out() -> None:
    outcome_system = system([Printed(11288), Printed(974650)], [Printed(975938), Printed(10000)])
    (verdict,) = outcome_system.verdicts()
    assert verdict is Verdict.EXACT
    outcome_system = system([Printed(11288), Printed(974650)], [Printed(975938), Printed(10010)])
    outcome = outcome_system.outcome(0, outcome_system.verdicts()[0])
    assert (outcome.found, outcome.expected) == (Decimal("9859.38"), Decimal("9859.48"))
    assert (outcome.difference, outcome.minor) == (Decimal("-0.10"), False)
    assert (outcome.law.left, outcome.law.reason, len(outcome.law.parts)) == (2, "flows", 2)


def test_what_is_lost_is_narrowed_by_the_balance() -> None:
    lost = system([Printed(1000), Printed(None, mark="missing")], [Printed(1500), BLANK])
    bounds = Bounds(lost)
    assert bounds.narrow(bounds.laws) == {}
    last = 2 * lost.halves[0]
    low, high = bounds.low[1], bounds.high[1]
    assert low is not None
    assert high is not None
    assert 499 * last * STEP < low < 500 * last * STEP < high < 501 * last * STEP
    # and a balance that nothing can satisfy is broken
    broken = system([Printed(1000), Printed(2000), MISSING], [Printed(1500)])
    bounds = Bounds(broken)
    assert list(bounds.narrow(bounds.laws)) == [0]


# Where balances come from ---------------------------------------------------------------------


def kinds(*flows: Flow, source: FundingSource = FundingSource.CURRENT) -> list[int]:
    return [kind_of(Scope(source=source, flow=flow)) for flow in flows]


def test_totals_balance_where_there_are_totals_and_parts_where_there_are_none() -> None:
    every = kinds(*Flow, Flow.IN, Flow.OUT)
    assert printed_balances(every, FLOWS) == [((every[-2],), (every[-1],))]
    parts = kinds(Flow.OPENING, Flow.INCOME, Flow.SURPLUS_USED, Flow.OUT)
    ((come, go),) = printed_balances(parts, FLOWS)
    assert (set(come), go) == (set(parts[:3]), (parts[3],))


def test_appropriations_have_no_surplus_to_use_or_to_distribute() -> None:
    flows = (Flow.OPENING, Flow.INCOME, Flow.EXPENDITURE, Flow.CLOSING)
    fund = kinds(*flows, source=FundingSource.FUND)
    ((come, go),) = printed_balances(fund, FLOWS)
    assert (set(come), set(go)) == (set(fund[:2]), set(fund[2:]))
    # of other money nobody says that there is none
    assert printed_balances(kinds(*flows), FLOWS) == []


def test_flows_that_the_form_does_not_know_are_not_asked_for() -> None:
    known = Flow.OPENING | Flow.INCOME | Flow.EXPENDITURE | Flow.CLOSING
    bits = kind_of(Scope(flow=known)) & FLOWS
    assert len(printed_balances(kinds(*known), bits)) == 1


def test_sources_that_no_column_tells_apart_balance_together() -> None:
    """And at each function if a table lists all their flows by function: those of funds and state capital."""
    found = balances_of(layouts.load("final-accounts"))
    by_function = {source for source, (_, each) in found.items() if each}
    assert by_function == {FundingSource.FUND_OWN, FundingSource.STATE_CAPITAL_OWN}
    assert [whole for whole, _ in found.values()] == [
        FundingSource.GENERAL,
        FundingSource.FUND,
        FundingSource.STATE_CAPITAL,
        FundingSource.SPECIAL_ACCOUNT | FundingSource.BUSINESS,
        FundingSource.SUPERIOR_SUBSIDY,
        FundingSource.AFFILIATE_REMITTANCE,
        FundingSource.OPERATIONS,
        FundingSource.OTHER,
    ]
    assert balances_of(layouts.load("xinjiang-2026")) == {}


def final(text: str) -> Disclosure:
    return cnbudget.read_text(f"某局2024年度部门决算\n\n{text}", layout="final-accounts")


FUND = """政府性基金预算财政拨款收入支出决算表
单位：万元
| 科目编码 | 科目名称 | 年初结转和结余 | 本年收入 | 本年支出 | | | 年末结转和结余 |
| | | | | 合计 | 基本支出 | 项目支出 | |
| 合计 | | 1.00 | 9.00 | 8.00 | | 8.00 | 2.00 |
| 212 | 城乡社区支出 | 1.00 | 9.00 | {0} | | {0} | 2.00 |
| 21208 | 国有土地使用权出让收入安排的支出 | 1.00 | 9.00 | {0} | | {0} | 2.00 |
"""


def test_each_function_balances_where_the_form_lists_its_flows() -> None:
    good = final(FUND.format("8.00"))
    tally = cnbudget.check(good).tallies["balance"]
    assert (tally.exact, tally.total) == (3, 3)
    wrong = final(FUND.format("8.50"))
    found = {f.figures[0].row.row for f in cnbudget.check(wrong).wrong if f.law == "balance"}
    assert found == {"212", "21208"}


def test_a_balance_in_a_conflict_keeps_what_comes_in_apart() -> None:
    wrong = final(FUND.format("8.50"))
    laws = [law for conflict in cnbudget.reconcile(wrong).conflicts for law in conflict.laws]
    assert {(law.left, law.reason) for law in laws if law.kind == BALANCE} == {(2, "flows")}


def test_natures_that_appropriations_never_have_need_no_column() -> None:
    """合计 = 基本支出 + 项目支出 in the tables of appropriations, although the form knows four natures more."""
    laws = [
        law
        for law in cnbudget.laws(final(FUND.format("8.00")))
        if law.kind == "add-up" and law.reason == "columns"
    ]
    keys = {tuple(sorted(figure.column.key for figure in law.parts)) for law in laws}
    assert keys == {("basic", "project")}


def test_a_budget_and_a_final_figure_are_two_things() -> None:
    side = layouts.load("final-accounts")["three_public"].sides[0]
    one, other = side.column("total_budget").scope, side.column("total").scope
    assert one != other
    assert one.stage == "预算"
    assert one <= Scope(flow=Flow.ALL)
    text = """财政拨款“三公”经费支出决算表
单位：万元
| 合计 | | 公务接待费 | |
| 预算数 | 决算数 | 预算数 | 决算数 |
| 2.85 | 0.39 | 2.85 | 0.39 |
"""
    budget = final(text)
    for law in cnbudget.laws(budget):
        stages = {figure.scope.stage for figure in law.figures if figure.scope is not None}
        assert len(stages) == 1
    assert cnbudget.check(budget).tallies.get("agree") is None


# Amounts that are cut off -----------------------------------------------------------------------


def cut_system(kind: str, numbers: Sequence[int]) -> Compiled:
    column = ColumnAddress("", rounding=TRUNCATION)
    figures = [Figure.of(Decimal(n).scaleb(-2)).evolve(column=column) for n in numbers]
    derived = derive(())
    derived.figures, derived.laws = figures, [(kind, tuple(range(len(numbers))), "scopes")]
    derived.tables = (SimpleNamespace(sides=[SimpleNamespace(columns=[column])]),)  # type: ignore[assignment]
    return compiled(derived)


def cut(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """The least and greatest amounts, in thousandths of a last place, that are cut off to these."""
    fine = 1000
    return [
        (n * fine, n * fine + fine - 1)
        if n > 0
        else (n * fine - fine + 1, n * fine)
        if n < 0
        else (1 - fine, fine - 1)
        for n in numbers
    ]


@given(
    st.sampled_from([AGREE, ADD_UP, CONTAIN]),
    st.lists(st.integers(-3, 40), min_size=1, max_size=4),
    st.integers(-4, 4),
)
def test_cut_off_amounts_are_judged_by_what_is_cut_off(
    kind: str, parts: list[int], off: int
) -> None:
    numbers = [(parts[0] if kind == AGREE else sum(parts)) + off, *parts]
    ranges = cut(numbers)
    if kind == AGREE:
        good = max(low for low, _ in ranges) <= min(high for _, high in ranges)
        same = len(set(numbers)) == 1
    else:
        (low, high), rest = ranges[0], ranges[1:]
        least, most = sum(r[0] for r in rest), sum(r[1] for r in rest)
        good = least <= high and (kind == CONTAIN or low <= most)
        total = numbers[0] - sum(parts)
        same = total == 0 or (kind == CONTAIN and total > 0)
    verdict = Verdict.VIOLATED if not good else Verdict.EXACT if same else Verdict.ROUNDING
    assert cut_system(kind, numbers).verdicts() == [verdict]


def test_what_is_cut_off_adds_up_to_too_little_and_never_to_too_much() -> None:
    assert cut_system(ADD_UP, [101, 50, 50]).verdicts() == [Verdict.ROUNDING]
    assert cut_system(ADD_UP, [99, 50, 50]).verdicts() == [Verdict.VIOLATED]
    figure = Figure.of("1.00", Unit.WAN).evolve(column=ColumnAddress("", rounding=TRUNCATION))
    assert str(figure.interval()) == "[10000, 10100)"
    zero = attrs.evolve(figure, value=Decimal(0))
    assert str(zero.interval()) == "(-100, 100)"
