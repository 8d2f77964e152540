"""One wrong number changes what no other cell means: at the most it leaves open what only laws could tell."""

from __future__ import annotations

from decimal import Decimal

import pytest

import cnbudget
from cnbudget import Disclosure
from tests.reading.worded.printing import Form, form

#: Forms that do not say whether money carried over is in some of their tables, or whose whole a row is.
SILENT = ("court", "henan", "liaoning", "shaanxi_county", "zhejiang")
LARGEST = 8  # totals are


def read(filled: Form) -> Disclosure:
    """A form, read by its words."""
    return cnbudget.read_text(filled.html(), layouts=())


@pytest.mark.parametrize("name", SILENT)
def test_one_wrong_total_changes_what_no_other_cell_means(name: str) -> None:
    filled = form(name)
    amounts = [Decimal(each.text.replace(",", "")) for each in filled.amounts]
    right = [figure.scope for figure in read(filled).figures]
    for number in sorted(range(len(amounts)), key=lambda n: -amounts[n])[:LARGEST]:
        budget = read(filled.planted(number))
        scopes = [figure.scope for figure in budget.figures]
        assert len(scopes) == len(right)
        changed = [
            f"{figure.where()}: {was} → {scope}"
            for was, scope, figure in zip(right, scopes, budget.figures, strict=True)
            if scope not in (was, None)
        ]
        assert changed == []
        assert not cnbudget.check(budget).ok
