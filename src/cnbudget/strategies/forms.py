"""Strategies for layouts: the forms that ship as other regions could print them."""

from __future__ import annotations

import attrs
from hypothesis import strategies as st

from cnbudget.amounts import Unit
from cnbudget.layouts import Layout, load
from cnbudget.rounding import HALF_UP, TRUNCATION


@st.composite
def _invented(draw: st.DrawFn, names: tuple[str, ...]) -> Layout:
    form = load(draw(st.sampled_from(names)))
    unit = draw(st.sampled_from((form.unit, Unit.WAN, Unit.YUAN)))
    places = draw(st.integers(0, 2)) if unit is Unit.YUAN else draw(st.sampled_from((2, 4, 6)))
    rounding = draw(st.sampled_from((HALF_UP, TRUNCATION)))
    kept = draw(st.lists(st.booleans(), min_size=len(form.tables), max_size=len(form.tables)))
    tables = tuple(
        attrs.evolve(table, unit=unit, places=places, rounding=rounding)
        for table, left_out in zip(form.tables, kept, strict=True)
        if not left_out
    )
    return attrs.evolve(
        form,
        name=f"{form.name}-invented",
        unit=unit,
        places=places,
        tables=tables or tuple(form.tables[:1]),
    )


def invented_layouts(*names: str) -> st.SearchStrategy[Layout]:
    """Layouts that no region has: those that ship in other units and decimals, cut or rounded, with tables left out.

    What is published in one holds, as in any other.

    Args:
        *names: The names of the layouts that they are made from; all plain budgets' if not given.

    >>> from hypothesis import find, settings
    >>> form = find(invented_layouts(), lambda form: True, settings=settings(database=None))
    >>> len(form.tables) > 0
    True
    """
    return _invented(names or ("xinjiang-2026", "xinjiang-2024", "central"))
