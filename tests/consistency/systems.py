"""Random small systems, for tests."""

from __future__ import annotations

from hypothesis import strategies as st

from cnbudget.consistency import Cell, Equality, Proportion, Rounding, System
from cnbudget.consistency.rounding import printed
from cnbudget.consistency.system import RatioKind

coefficients = st.sampled_from(["1", "-1", "1", "-1", "1", "-1", "2", "-3", "1/2"])
SUMS = st.sampled_from(["1", "-1"])


@st.composite
def cells(draw: st.DrawFn, name: str, *, lost: bool = True, high: int = 9) -> Cell:
    rule = draw(st.sampled_from([Rounding.HALF_AWAY, Rounding.HALF_AWAY, *Rounding]))
    decimals = draw(st.sampled_from([0, 0, 0, 1, None, -1]))
    value: str | None = printed(draw(st.integers(-2, high)), decimals or 0)
    if lost and draw(st.integers(0, 4)) == 0:
        value = None
    return Cell(
        name,
        value,
        decimals=decimals,
        rounding=rule,
        nonneg=draw(st.integers(0, 3)) == 0,
        weight=draw(st.sampled_from([1, 1, 1, 2, 3])),
        trusted=draw(st.integers(0, 9)) == 0,
    )


@st.composite
def systems(
    draw: st.DrawFn, *, most_cells: int = 6, most_equalities: int = 4, ratios: bool = True
) -> System:
    names = "ABCDEFGH"[: draw(st.integers(2, most_cells))]
    made = [draw(cells(name)) for name in names]
    equalities = []
    for i in range(draw(st.integers(0, most_equalities))):
        chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
        kind = draw(st.sampled_from([SUMS, coefficients]))
        terms = [(name, draw(kind)) for name in chosen]
        const = draw(st.sampled_from(["0", "0", "0", "1", "-5/2"]))
        equalities.append(Equality(f"e{i}", terms, const=const))
    made_ratios = []
    for i in range(draw(st.integers(0, 2)) if ratios else 0):
        num, den = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        made.append(draw(cells(f"p{i}", high=120)))
        kind_: RatioKind = "share" if draw(st.booleans()) else "growth"
        made_ratios.append(Proportion(f"r{i}", kind_, num=num, den=den, pct=f"p{i}"))
    return System(made, equalities, ratios=made_ratios)
