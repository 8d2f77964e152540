"""Controlled rounding (additive): printed figures that add up exactly, each as near the truth as can be.

Not the figures are rounded but the atoms of the ledger: every figure is then the sum of whole last places, so that
every equality between figures, and every containment, holds as printed, whatever the form. What is left to choose
is which atoms go up and which down, and it is chosen so that the largest deviation of a printed figure from its
true amount is as small as can be found. That no choice is better is known only where the bound is
reached: in two and more dimensions the best controlled rounding is a hard problem.
"""

from __future__ import annotations

import random
import time
from decimal import Decimal
from fractions import Fraction

import attrs

__all__ = ["Controlled", "controlled"]

_KICKS = 40  # restarts from a disturbed solution once all cells are within one last place
_MORE_KICKS = 2000  # and as long as some are not


@attrs.frozen(eq=False)
class Controlled:
    """What controlled rounding came to.

    Attributes:
        amounts: Each atom in last places.
        largest: The largest deviation of a cell, in last places.
        bound: No choice has a smaller one than this.
    """

    amounts: list[int]
    largest: Fraction
    bound: Fraction


def controlled(
    amounts: list[Decimal], place: Decimal, cells: list[list[int]], time_limit: float
) -> Controlled:
    """Round atoms to whole last places so that all sums of cells stay near the truth.

    Args:
        amounts: The true amounts of the atoms.
        place: A last place, in the same unit.
        cells: For each printed cell the atoms that it totals.
        time_limit: Seconds after which the best found so far is taken.
    """
    exact = [Fraction(amount) / Fraction(place) for amount in amounts]
    scale = 1
    for value in exact:
        if scale % value.denominator:
            scale = scale * value.denominator // _gcd(scale, value.denominator)
    wholes = [int(value * scale) for value in exact]
    sets = list(dict.fromkeys(tuple(cell) for cell in cells if cell))
    search = _Search(wholes, scale, sets, time.monotonic() + time_limit)
    search.run()
    return Controlled(
        search.best, Fraction(search.worst, scale), Fraction(search.least_possible(), scale)
    )


def _gcd(a: int, b: int) -> int:
    from math import gcd

    return gcd(a, b)


class _Search:
    """A local search over the roundings of the atoms, in integers."""

    def __init__(
        self, wholes: list[int], scale: int, cells: list[tuple[int, ...]], deadline: float
    ) -> None:
        self.wholes = wholes
        self.scale = scale
        self.cells = cells
        self.deadline = deadline
        self.of: list[list[int]] = [[] for _ in wholes]
        for number, cell in enumerate(cells):
            for atom in cell:
                self.of[atom].append(number)
        self.truth = [sum(wholes[atom] for atom in cell) for cell in cells]
        self.values = self._in_turn()
        self.off = self._offs(self.values)
        self.best = self.values.copy()
        self.worst = self._largest()

    def _in_turn(self) -> list[int]:
        """Each atom as the difference of rounded running totals: any run of them is off by less than one."""
        values, running, printed = [], 0, 0
        for whole in self.wholes:
            running += whole
            rounded = (2 * running + self.scale) // (2 * self.scale)
            value = rounded - printed
            if whole >= 0:
                value = max(value, 0)
            values.append(value)
            printed += value
        return values

    def _offs(self, values: list[int]) -> list[int]:
        return [
            self.scale * sum(values[atom] for atom in cell) - truth
            for cell, truth in zip(self.cells, self.truth, strict=True)
        ]

    def _largest(self) -> int:
        return max(map(abs, self.off), default=0)

    def least_possible(self) -> int:
        """A bound: every printed cell is a whole number of last places."""
        rests = [truth % self.scale for truth in self.truth]
        return max((min(rest, self.scale - rest) for rest in rests), default=0)

    def run(self) -> None:
        bound = self.least_possible()
        dice = random.Random(0)  # noqa: S311  (the same ledger is published the same way every time)
        self._descend()
        self._keep()
        for kick in range(_MORE_KICKS):
            if self.worst <= bound or time.monotonic() > self.deadline:
                break
            if kick >= _KICKS and self.worst <= self.scale:
                break
            self.values = self.best.copy()
            self.off = self._offs(self.values)
            for _ in range(2 + kick % 4):
                self._move(dice.randrange(len(self.values)), dice.choice((-1, 1)))
            self._descend()
            self._keep()

    def _keep(self) -> None:
        largest = self._largest()
        if largest < self.worst:
            self.worst, self.best = largest, self.values.copy()

    def _allowed(self, atom: int, step: int) -> bool:
        # an amount is not printed as negative for rounding's sake, nor far from itself
        value = self.values[atom] + step
        if self.wholes[atom] >= 0 and value < 0:
            return False
        return abs(self.scale * value - self.wholes[atom]) < 2 * self.scale

    def _move(self, atom: int, step: int) -> None:
        if not self._allowed(atom, step):
            return
        self.values[atom] += step
        for cell in self.of[atom]:
            self.off[cell] += step * self.scale

    def _gain(self, atom: int, step: int) -> int:
        """How much less the fourth powers of the deviations would be; they lead to a small maximum."""
        gain, change, off = 0, step * self.scale, self.off
        for cell in self.of[atom]:
            here = off[cell]
            gain += here**4 - (here + change) ** 4
        return gain

    def _descend(self) -> None:
        """Move single atoms, then two against one another, as long as that helps the worst cell."""
        for _ in range(20 * len(self.values) + 20):
            if time.monotonic() > self.deadline:
                return
            if not self._step():
                return

    def _step(self) -> bool:
        worst = max(range(len(self.off)), key=lambda cell: abs(self.off[cell]), default=-1)
        if worst < 0 or not self.off[worst]:
            return False
        step = -1 if self.off[worst] > 0 else 1
        ranked = []
        for atom in self.cells[worst]:
            if self._allowed(atom, step):
                ranked.append((self._gain(atom, step), atom))
        ranked.sort(reverse=True)
        if ranked and ranked[0][0] > 0:
            self._move(ranked[0][1], step)
            return True
        inside = set(self.cells[worst])
        for _, atom in ranked[:8]:
            self._move(atom, step)
            lost = self._gain(atom, -step)  # what taking it back would win
            partners = {other for cell in self.of[atom] for other in self.cells[cell]}
            best, chosen = lost, -1
            for other in partners:
                if other not in inside and self._allowed(other, -step):
                    gain = self._gain(other, -step)
                    if gain > best:
                        best, chosen = gain, other
            if chosen >= 0:
                self._move(chosen, -step)
                return True
            self._move(atom, -step)
        return False
