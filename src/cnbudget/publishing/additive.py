"""Controlled rounding (additive): printed figures that add up exactly, each as near the truth as can be.

Not the figures are rounded but the atoms of the ledger: every figure is then the sum of whole last places, so that
every equality between figures, and every containment, holds as printed, whatever the form. What is left to choose
is which atoms go up and which down, and it is chosen so that the largest deviation of a printed figure from its
true amount is as small as can be found. That no choice is better is known only where the bound is
reached: in two and more dimensions the best controlled rounding is a hard problem.

Where a form prints balances (opening + income = expenditure + closing), atoms of different flows have to come to the
same: of each group that balances in truth, one atom is not chosen but follows from the others.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import attrs

from cnbudget.clock import Clock, OutOfTimeError

_KICKS = 40  # restarts from a disturbed solution once all cells are within one last place
_MORE_KICKS = 2000  # and as long as some are not
_DISTURBED = (2, 15, 5, 8)  # how many atoms are moved at random before a new descent
_LOOKED_AT = 120  # of the atoms of a large cell as many are weighed at a time

#: A cell: its atoms, and how many times each counts.
Terms: TypeAlias = tuple[tuple[int, int], ...]


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
    amounts: list[Decimal],
    place: Decimal,
    cells: list[list[int]],
    clock: Clock,
    balances: Sequence[tuple[list[int], list[int]]] = (),
) -> Controlled:
    """Round atoms to whole last places so that all sums of cells stay near the truth.

    Args:
        amounts: The true amounts of the atoms.
        place: A last place, in the same unit.
        cells: For each printed cell the atoms that it totals.
        clock: The work allowed; when it is spent, the best found so far is taken.
        balances: Groups of atoms, apart from one another, that come in and that go out; they balance in truth,
            and will as rounded.
    """
    exact = [Fraction(amount) / Fraction(place) for amount in amounts]
    scale = 1
    for value in exact:
        if scale % value.denominator:
            scale = scale * value.denominator // _gcd(scale, value.denominator)
    wholes = [int(value * scale) for value in exact]
    following = _following(wholes, balances)
    sets = dict.fromkeys(_terms(cell, following) for cell in cells if cell)
    printed = len(sets)
    # those that follow are kept near the truth as if each were printed
    sets |= dict.fromkeys(tuple(sorted(terms.items())) for terms in following.values())
    search = _RoundingSearch(wholes, scale, list(sets), clock)
    search.run()
    found = search.best
    for (come, go), (last, terms) in zip(balances, following.items(), strict=True):
        found[last] = sum([times * found[other] for other, times in terms.items()])
        if found[last] < 0 <= wholes[last]:
            _settle(found, wholes, scale, (come, go))
    return Controlled(
        found, Fraction(search.worst, scale), Fraction(search.least_possible(printed), scale)
    )


def _following(
    wholes: list[int], balances: Sequence[tuple[list[int], list[int]]]
) -> dict[int, dict[int, int]]:
    """Of each group the largest atom, and what it is of the others: how many times each."""
    found = {}
    for come, go in balances:
        signs = dict.fromkeys(come, 1) | dict.fromkeys(go, -1)
        last = max(signs, key=lambda atom: abs(wholes[atom]))
        found[last] = {atom: -sign * signs[last] for atom, sign in signs.items() if atom != last}
    return found


def _settle(
    found: list[int], wholes: list[int], scale: int, balance: tuple[list[int], list[int]]
) -> None:
    """Round a group so that it balances and each atom goes down or up to the next last place."""
    come, go = balance
    for atom in (*come, *go):
        found[atom] = wholes[atom] // scale
    lacking = sum([found[atom] for atom in come]) - sum([found[atom] for atom in go])
    side = go if lacking > 0 else come
    # those that lose most by going down go up; there are enough of them, since the true amounts balance
    for atom in sorted(side, key=lambda atom: wholes[atom] % scale, reverse=True)[: abs(lacking)]:
        found[atom] += 1


def _terms(cell: list[int], following: dict[int, dict[int, int]]) -> Terms:
    """A cell in atoms that are free: which, and how many times."""
    if following.keys().isdisjoint(cell):
        return tuple([(atom, 1) for atom in cell])
    terms: dict[int, int] = {}
    for atom in cell:
        for other, times in following.get(atom, {atom: 1}).items():
            terms[other] = terms.get(other, 0) + times
    return tuple(sorted((atom, times) for atom, times in terms.items() if times))


def _gcd(a: int, b: int) -> int:
    from math import gcd

    return gcd(a, b)


class _RoundingSearch:
    """A local search over the roundings of the atoms, in integers.

    The deviations are weighed by their fourth powers: what lowers their sum lowers the largest before the others.
    """

    def __init__(self, wholes: list[int], scale: int, cells: list[Terms], clock: Clock) -> None:
        self.wholes = wholes
        self.scale = scale
        self.cells = cells
        self.clock = clock
        #: entries of cells looked at since the clock was last asked
        self.work = 0
        #: whether an atom counts otherwise than once anywhere
        self.signed = any(times != 1 for cell in cells for _, times in cell)
        #: the cells of each atom, and how many times it counts there
        self.of: list[list[tuple[int, int]]] = [[] for _ in wholes]
        for number, cell in enumerate(cells):
            for atom, times in cell:
                self.of[atom].append((number, times))
        self.truth = [sum([wholes[atom] * times for atom, times in cell]) for cell in cells]
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
                for cell, times in self.of[atom]:
                    here = off[cell]
                    below, above = (here + times * down) ** 2, (here + times * up) ** 2
                    loss += below * below - above * above
                if loss > 0:
                    low, down = low + 1, up
                for cell, times in self.of[atom]:
                    off[cell] += times * down
            values.append(low)
        return values

    def _offs(self, values: list[int]) -> list[int]:
        return [
            self.scale * sum([values[atom] * times for atom, times in cell]) - truth
            for cell, truth in zip(self.cells, self.truth, strict=True)
        ]

    def _largest(self) -> int:
        return max(map(abs, self.off), default=0)

    def least_possible(self, count: int | None = None) -> int:
        """A bound: every printed cell (of the first ``count``) is a whole number of last places."""
        rests = [truth % self.scale for truth in self.truth[:count]]
        return max((min(rest, self.scale - rest) for rest in rests), default=0)

    def run(self) -> None:
        bound = self.least_possible()
        self._descend()
        self._keep()
        for kick in range(_MORE_KICKS):
            if self.worst <= bound or self.clock.ended:
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
        for cell, times in self.of[atom]:
            self.off[cell] += times * step * self.scale

    def _gain(self, atom: int, step: int) -> int:
        """How much less the fourth powers of the deviations would be."""
        gain, change, off = 0, step * self.scale, self.off
        self.work += len(self.of[atom])
        for cell, times in self.of[atom]:
            here = off[cell]
            before, after = here * here, (here + times * change) ** 2
            gain += before * before - after * after
        return gain

    def _some(self, cell: Terms) -> Sequence[tuple[int, int]]:
        """All of the atoms of a cell, or some of many."""
        return cell if len(cell) <= _LOOKED_AT else self.dice.sample(cell, _LOOKED_AT)

    def _ways(self, step: int) -> tuple[int, ...]:
        """The steps that may take back what another atom's step does."""
        return (step, -step) if self.signed else (step,)

    def _descend(self) -> None:
        """Move single atoms, then two against one another, as long as that helps the worst cell."""
        failed = 0
        for _ in range(20 * len(self.values) + 20):
            try:
                self.clock.check(len(self.off) + self.work)
            except OutOfTimeError:
                return
            self.work = 0
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
        way = -1 if self.off[worst] > 0 else 1
        ranked = []
        for atom, times in self._some(self.cells[worst]):
            step = way if times > 0 else -way
            if self._allowed(atom, step):
                ranked.append((self._gain(atom, step), atom, step))
        ranked.sort(reverse=True)
        if ranked and ranked[0][0] > 0:
            self._move(ranked[0][1], ranked[0][2])
            return True
        inside = {atom for atom, _ in self.cells[worst]}
        for _, atom, step in ranked[:8]:
            self._move(atom, step)
            lost = self._gain(atom, -step)  # what taking it back would win
            # the cells that suffer most from the first move are those that a second can help
            hurt = sorted([cell for cell, _ in self.of[atom]], key=lambda c: -abs(self.off[c]))
            partners = {other for cell in hurt[:12] for other, _ in self._some(self.cells[cell])}
            best, chosen, back = lost, -1, -step
            for other in sorted(partners):
                if other in inside:
                    continue
                for way in self._ways(-step):
                    if self._allowed(other, way):
                        gain = self._gain(other, way)
                        if gain > best:
                            best, chosen, back = gain, other, way
            if chosen >= 0:
                self._move(chosen, back)
                return True
            self._move(atom, -step)
        return False
