"""Lost cells: what can have stood in them, and never anything else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, Figure, NotInBudgetError, State, deduce
from cnbudget.amounts import exact
from cnbudget.consistency import Consistent, decide
from cnbudget.deduction import Weights, figure_system
from cnbudget.invariants import derived_of
from cnbudget.strategies import disclosures, ledgers
from tests.checks.test_prose import GOOD
from tests.deduction.losing import Lost, cells_lost, lose
from tests.narrative.documents import budget as small
from tests.profiles import tries


@given(cells_lost(disclosures(ledgers(max_entries=5))))
@settings(max_examples=tries(6))
def test_a_lost_cell_is_never_given_a_wrong_value(given_: Lost) -> None:
    lost_budget, was = given_.disclosure, given_.was
    place = {id(figure): i for i, figure in enumerate(lost_budget.figures)}
    for found in deduce(lost_budget):
        value = was[place[id(found.figure)]]
        assert not found.contradicted
        assert found.complete
        if found.value is not None:
            assert found.value == value
        if found.candidates:
            assert value in found.candidates


@given(disclosures(ledgers(max_entries=3)), st.integers(0, 1000))
@settings(max_examples=tries(6))
def test_the_candidates_are_all_that_can_be_and_no_others(budget: Disclosure, seed: int) -> None:
    lost_budget = lose(budget, seed, 0.05).disclosure
    framed = figure_system(derived_of(lost_budget))
    place = {id(figure): i for i, figure in enumerate(framed.derived.figures)}
    for found in deduce(lost_budget)[:6]:
        name = framed.cell(place[id(found.figure)])
        if name is None or not found.candidates:
            continue
        low, high = found.candidates[0], found.candidates[-1]
        last = Decimal(1).scaleb(-found.figure.places)
        for value in {low - last, *found.candidates, high + last}:
            if value >= 0:
                yuan = value.scaleb(found.figure.unit.exponent, exact)
                trial = framed.system.with_figures({name: yuan})
                assert isinstance(decide(trial), Consistent) == (value in found.candidates)


def test_any_figure_can_be_asked_for_and_its_own_value_is_disregarded() -> None:
    budget = cnbudget.example("akto")
    right = budget[3, "208", "合计"]
    wrong = budget.with_figures([(right, right.evolve(value=Decimal("74.01")))])
    [found] = deduce(wrong, [wrong[3, "208", "合计"]])
    assert found.value == Decimal("70.41")
    assert str(found.interval) == "[704050, 704150)"
    assert "只能是 70.41 万元" in found.text("zh")


def test_what_depends_on_the_ledger_s_precision_is_labelled_so() -> None:
    budget = cnbudget.example("akto")
    [found] = deduce(budget, [budget[1, "本年收入", "预算数"]])
    assert found.value is None
    assert found.candidates == (Decimal("656.46"), Decimal("656.47"), Decimal("656.48"))
    assert found.conditional == Decimal("656.47")
    assert "if the ledger is kept at the printed places" in found.text("en")
    assert "若账目只记到公布的位数" in found.text("zh")


def test_from_figures_that_contradict_each_other_nothing_follows() -> None:
    budget = cnbudget.example("akto")
    right, other = budget[3, "208", "合计"], budget[3, "210", "合计"]
    wrong = budget.with_figures([(right, right.evolve(value=Decimal("74.01")))])
    [found] = deduce(wrong, [next(f for f in wrong.figures if f is other)])
    assert found.contradicted
    assert found.value is None
    assert "互相矛盾" in found.text("zh")


def test_time_that_is_too_short_gives_intervals_that_are_marked() -> None:
    budget = cnbudget.example("akto")
    [found] = deduce(budget, [budget[3, "208", "合计"]], time_limit=0)
    assert not found.complete
    assert found.value is None


def test_a_figure_of_another_budget_is_refused() -> None:
    with pytest.raises(NotInBudgetError):
        deduce(cnbudget.example("akto"), [cnbudget.example("artux").figures[0]])


def test_weights_say_what_is_trusted_and_what_counts_as_lost() -> None:
    derived = derived_of(cnbudget.example("akto"))
    system = figure_system(derived, Weights(printed=None, blank=0)).system
    blank = next(
        i
        for i, f in enumerate(derived.figures)
        if f.state is State.BLANK and f"f{i}" in system.by_id
    )
    printed = next(
        i
        for i, f in enumerate(derived.figures)
        if f.state is State.VALUE and f"f{i}" in system.by_id
    )
    assert system[f"f{blank}"].value is None
    assert system[f"f{printed}"].trusted


def test_every_lost_column_is_found_again() -> None:
    budget = cnbudget.example("akto")
    cells = [row.total for row in budget.expenditure.rows]
    worn_ = budget.with_figures([(f, f.evolve(value=None, state=State.MISSING)) for f in cells])
    found = deduce(worn_)
    assert len(found) == len(cells)
    for each, cell in zip(found, cells, strict=True):
        assert each.value in (None, cell.value)
        assert cell.value in each.candidates
        assert each.conditional in (None, cell.value)


def _lost(prose: str) -> tuple[Disclosure, Figure]:
    budget = small(prose)
    gone = [budget[3, "210", "项目支出"], budget[3, "21011", "项目支出"],
            budget[3, "2101101", "项目支出"], budget[3, "总计", "项目支出"]]  # fmt: skip
    rest = [budget[3, row, "基本支出"] for row in ("210", "21011", "2101101", "总计")]
    gone += rest
    lost = budget.with_figures([(f, f.evolve(value=None, state=State.MISSING)) for f in gone])
    return lost, lost[3, "总计", "项目支出"]


def test_a_lost_cell_is_found_by_what_the_text_says_of_it_if_asked() -> None:
    lost, cell = _lost(GOOD)
    [alone] = deduce(lost, [cell])
    [both] = deduce(lost, [cell], prose=True)
    assert (alone.value, alone.from_prose) == (None, False)
    assert (both.value, both.from_prose) == (Decimal("20.00"), True)
    assert "依据表外的数" in both.text("zh")
    assert "outside the tables" in both.text("en")


def test_a_text_that_contradicts_is_not_used() -> None:
    lost, cell = _lost(GOOD.replace("支出预算100.00", "支出预算110.00"))
    [alone], [both] = deduce(lost, [cell]), deduce(lost, [cell], prose=True)
    assert both.interval == alone.interval
    assert (both.from_prose, both.prose_denied) == (False, True)
    assert "没有采用" in both.text("zh")


def test_what_the_tables_tell_is_not_laid_to_the_text() -> None:
    budget = small(GOOD)
    [found] = deduce(budget, [budget[3, "2080505", "合计"]], prose=True)
    assert (found.value, found.from_prose) == (Decimal("30.00"), False)
