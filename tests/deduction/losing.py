"""Documents that have lost cells."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import strategies as st

from cnbudget import Disclosure, State


@attrs.frozen(eq=False)
class Lost:
    """A document that lost cells, and what stood in them, by their places among the figures."""

    disclosure: Disclosure
    was: dict[int, Decimal]

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(f"<{self.disclosure!r} without {len(self.was)} cells>")


def lose(budget: Disclosure, seed: float, share: float) -> Lost:
    """A document that has lost about such a share of its cells."""
    rng, figures = random.Random(seed), budget.figures
    lost = [i for i in range(len(figures)) if rng.random() < share]
    worn = budget.with_figures(
        [(figures[i], figures[i].evolve(value=None, state=State.MISSING)) for i in lost]
    )
    return Lost(worn, {i: figures[i].value or Decimal(0) for i in lost})


SHARES = (0.05, 0.2, 0.5)


def cells_lost(budgets: st.SearchStrategy[Disclosure]) -> st.SearchStrategy[Lost]:
    """Documents that have lost 5, 20 or 50 % of their cells."""
    return st.builds(lose, budgets, st.integers(0, 1000), st.sampled_from(SHARES))
