"""Strategies for rules of one's own: of every relation, about the tables that the forms have."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from cnbudget.rules import RELATIONS, Rule

_COLUMNS = {
    "expenditure": ("total", "basic", "project"),
    "general": ("total", "basic", "project"),
    "basic": ("total", "personnel", "operating"),
}
_ROWS = ("合计", "208", "210", "301", "302", "*", "*类", "*款")
_BOUNDS = st.integers(0, 200).map(Decimal)


@st.composite
def _cells(draw: st.DrawFn) -> str:
    table = draw(st.sampled_from(sorted(_COLUMNS)))
    row, column = draw(st.sampled_from(_ROWS)), draw(st.sampled_from(_COLUMNS[table]))
    return f"{table}[{row}].{column}"


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Rules about cells of the usual tables; a budget need not have all of these, nor obey the rule."""
    relation: Any = draw(st.sampled_from(RELATIONS))
    bounded = relation in ("ratio", "count")
    several = relation in ("balance", "ratio")
    whole = draw(st.lists(_cells(), min_size=1, max_size=2 if several else 1))
    bounds: dict[str, Any] = {}
    if bounded:
        low, high = sorted((draw(_BOUNDS), draw(_BOUNDS)))
        bounds = draw(
            st.sampled_from(({"least": low}, {"most": high}, {"least": low, "most": high}))
        )
    return Rule(
        draw(st.text("甲乙丙abc", min_size=1, max_size=6)),
        relation,
        whole=() if relation == "count" else whole,
        parts=draw(st.lists(_cells(), min_size=1, max_size=3)),
        severity=draw(st.sampled_from(("error", "note"))),
        absent=draw(st.sampled_from(("unknown", "zero"))),
        **bounds,
    )
