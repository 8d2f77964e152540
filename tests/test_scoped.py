"""The figures of a document by their scopes: one index, which says what looking at each figure would."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, FundingSource, Scope
from cnbudget.figures import Figure, State
from cnbudget.tables import Scoped

EXAMPLES = {name: cnbudget.example(name) for name in ("artux", "akto")}


def holed(budget: Disclosure, lost: set[int]) -> Disclosure:
    """The document without some of its figures."""
    number = -1
    tables = []
    for table in budget.tables:
        sides = []
        for side in table.sides:
            rows = []
            for row in side.rows:
                figures = []
                for figure in row.figures:
                    number += 1
                    gone = number in lost
                    figures.append(
                        figure.evolve(value=None, state=State.MISSING) if gone else figure
                    )
                rows.append(attrs.evolve(row, figures=tuple(figures)))
            sides.append(attrs.evolve(side, rows=tuple(rows)))
        tables.append(attrs.evolve(table, sides=tuple(sides)))
    return attrs.evolve(budget, tables=tuple(tables))


@given(st.sampled_from(sorted(EXAMPLES)), st.sets(st.integers(0, 600), max_size=40))
def test_the_index_is_what_each_figure_says(name: str, lost: set[int]) -> None:
    budget = holed(EXAMPLES[name], lost)
    scoped = Scoped(budget.tables)
    there: dict[Scope, list[Figure]] = {}
    for figure in budget.figures:
        if (scope := figure.scope) is not None:
            there.setdefault(scope, []).append(figure)
    found = [(scope, f.address) for scope, each in scoped.every.items() for f in each]
    assert found == [(scope, f.address) for scope, each in there.items() for f in each]
    for index, gone in ((scoped.figures, False), (scoped.lost_figures, True)):
        mine = {
            scope: [f for f in each if (f.value is None) is gone] for scope, each in there.items()
        }
        assert index == {scope: each for scope, each in mine.items() if each}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_nothing_is_found_of_money_that_the_form_does_not_have(name: str) -> None:
    """Not even figures whose scope is not known."""
    budget = EXAMPLES[name]
    rows = [
        attrs.evolve(row, address=attrs.evolve(row.address, scope=None))
        for row in budget.expenditure.rows
    ]
    side = attrs.evolve(budget.expenditure.sides[0], rows=tuple(rows))
    table = attrs.evolve(budget.expenditure, sides=(side,))
    strange = attrs.evolve(budget, tables=(table,), sources=FundingSource.GENERAL)
    assert strange.find(Scope(source=FundingSource.FUND)) == ()
