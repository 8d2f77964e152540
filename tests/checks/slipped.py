"""Slips planted in printed amounts, for tests and benchmarks."""

from __future__ import annotations

import random
from decimal import Decimal

from cnbudget import Disclosure

__all__ = ["slipped"]


def slipped(budget: Disclosure, slips: int, seed: int = 0) -> Disclosure:
    """A budget in which the first digit of so many printed amounts is another one."""
    cells = [
        figure
        for table in budget.tables
        for figure in table.figures
        if figure.value and figure.scope is not None
    ]
    new = []
    for figure in random.Random(seed).sample(cells, slips):
        text = str(figure.value)
        at = next(i for i, digit in enumerate(text) if digit in "123456789")
        other = f"{text[:at]}{int(text[at]) % 9 + 1}{text[at + 1 :]}"
        new.append((figure, figure.evolve(value=Decimal(other))))
    return budget.with_figures(new)
