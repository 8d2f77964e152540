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
_DISTURBED = (2, 15, 5, 8)  # how many atoms are moved at random before a new descent
_LOOKED_AT = 120  # of the atoms of a large cell as many are weighed at a time


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
    """A local search over the roundings of the atoms, in integers.

    The deviations are weighed by their fourth powers: what lowers their sum lowers the largest before the others.
    """

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
        # the same ledger is published the same way every time
        self.dice = random.Random(0)  # noqa: S311
        self.off = [0] * len(cells)
        self.values = self._one_by_one()
        self.best = self.values.copy()
        self.worst = self._largest()

    def _one_by_one(self) -> list[int]:
        """Each atom up or down as it suits what has been rounded before it."""
        values, scale, off = [], self.scale, self.off
        for atom, whole in enumerate(self.wholes):
            low = whole // scale
            down, up = low * scale - whole, (low + 1) * scale - whole
            if down:
                loss = 0
                for cell in self.of[atom]:
                    here = off[cell]
                    below, above = (here + down) ** 2, (here + up) ** 2
                    loss += below * below - above * above
                if loss > 0:
                    low, down = low + 1, up
                for cell in self.of[atom]:
                    off[cell] += down
            values.append(low)
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
        self._descend()
        self._keep()
        for kick in range(_MORE_KICKS):
            if self.worst <= bound or time.monotonic() > self.deadline:
                break
            if kick >= _KICKS and self.worst <= self.scale:
                break
            self.values = self.best.copy()
            self.off = self._offs(self.values)
            for _ in range(_DISTURBED[kick % len(_DISTURBED)]):
                self._move(self.dice.randrange(len(self.values)), self.dice.choice((-1, 1)))
            self._descend()
            self._keep()

    def _keep(self) -> None:
        largest = self._largest()
        if largest <= self.worst:  # another of the same size may lead on
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
        """How much less the fourth powers of the deviations would be."""
        gain, change, off = 0, step * self.scale, self.off
        for cell in self.of[atom]:
            here = off[cell]
            before, after = here * here, (here + change) ** 2
            gain += before * before - after * after
        return gain

    def _some(self, atoms: tuple[int, ...]) -> list[int]:
        """All of a few atoms, some of many."""
        if len(atoms) <= _LOOKED_AT:
            return list(atoms)
        return self.dice.sample(atoms, _LOOKED_AT)

    def _descend(self) -> None:
        """Move single atoms, then two against one another, as long as that helps the worst cell."""
        failed = 0
        for _ in range(20 * len(self.values) + 20):
            if time.monotonic() > self.deadline:
                return
            worst = self._largest()
            if not worst:
                return
            where = [cell for cell, off in enumerate(self.off) if abs(off) == worst]
            cell = where[0] if len(where) == 1 else self.dice.choice(where)
            if self._step(cell):
                failed = 0
                continue
            failed += 1
            # of many atoms only some were looked at
            if failed > (0 if len(self.cells[cell]) <= _LOOKED_AT else 3):
                return

    def _step(self, worst: int) -> bool:
        step = -1 if self.off[worst] > 0 else 1
        ranked = []
        for atom in self._some(self.cells[worst]):
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
            # the cells that suffer most from the first move are those that a second can help
            hurt = sorted(self.of[atom], key=lambda c: -abs(self.off[c]))[:12]
            partners = {other for cell in hurt for other in self._some(self.cells[cell])}
            best, chosen = lost, -1
            for other in sorted(partners):
                if other not in inside and self._allowed(other, -step):
                    gain = self._gain(other, -step)
                    if gain > best:
                        best, chosen = gain, other
            if chosen >= 0:
                self._move(chosen, -step)
                return True
            self._move(atom, -step)
        return False
