"""Tightest intervals of percentages."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import pytest

from cnbudget.consistency import Cell, Equality, Proportion, Rounding, System, ranges


@pytest.mark.parametrize(
    ("parts", "den", "kind"),
    [
        (("20", "12", "4730908", "14"), "2100", "share"),
        (("420610", "8", "4", "19"), "2100", "growth"),
        (("10", "814292", "13", "15"), "17766800", "share"),
    ],
)
def test_a_percentage_of_amounts_of_very_different_size(
    parts: tuple[str, ...], den: str, kind: Literal["share", "growth"]
) -> None:
    """The steps that stand for open ends are too coarse at first, and amounts at the end lean on them."""
    names = [f"a{i}" for i in range(len(parts))]
    total = sum(map(int, parts))
    cells = [
        *(
            Cell(name, part, decimals=0, nonneg=True)
            for name, part in zip(names, parts, strict=True)
        ),
        Cell("t", str(total), decimals=0, nonneg=True),
        Cell("d", den, decimals=-2, nonneg=True),
        Cell("s", nonneg=True),
        Cell("w"),
        Cell("e", "0", decimals=0, rounding=Rounding.CLOSED, trusted=True),
        Cell("pct", decimals=2),
    ]
    system = System(
        cells,
        [
            Equality("sum", [("t", 1), *((name, -1) for name in names)]),
            Equality("left", [("t", 1), ("a0", -1), ("s", -1)]),
            Equality("near", [("w", 1), ("t", -1), ("e", -1)]),
        ],
        ratios=[Proportion("rate", kind, num="w", den="d", pct="pct")],
    )
    found = ranges(system, ["pct"])
    assert isinstance(found, dict)
    within = found["pct"].interval
    low, high = Fraction(int(den) - 50), Fraction(int(den) + 50)
    offset = 100 if kind == "growth" else 0
    assert within.low == 100 * Fraction(total - 1) / high - offset
    assert within.high == 100 * Fraction(total + 1) / low - offset
