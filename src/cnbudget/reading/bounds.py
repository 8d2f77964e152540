"""What the laws leave possible for figures that are not known: intervals, narrowed law by law.

Ends are integers that carry an infinitesimal, so that open and closed ends are told apart: an
amount of n grid steps is n·2²⁰, an end just inside it is one more or one less. Narrowing is sound
(it never excludes what is possible), and bounded in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cnbudget.figures import TRUNCATION
from cnbudget.invariants import AGREE, BALANCE, CONTAIN, Compiled, left_of

__all__ = ["STEP", "Bounds"]

STEP = 1 << 20
_HALF_STEP = STEP >> 1
_INFINITESIMAL = STEP - 1
_CLEAN = (0, 1, _INFINITESIMAL)  # none, one up, one down
_MOST_TURNS = 40  # how often a law may be looked at again

End = int | None


def _clean(end: int) -> int:
    """An end with an infinitesimal of one step at most, whatever was added up."""
    if end & _INFINITESIMAL in _CLEAN:
        return end
    whole, rest = divmod(end + _HALF_STEP, STEP)
    rest -= _HALF_STEP
    return whole * STEP + (rest > 0) - (rest < 0)


def _total(ends: list[End]) -> End:
    """The sum of ends; None if one of them is open."""
    known = [end for end in ends if end is not None]
    return sum(known) if len(known) == len(ends) else None


class Bounds:
    """Intervals of all figures of a compiled system, and the laws that narrow them.

    Only the laws in which something is missing take part: the others could at most narrow what is printed.

    Args:
        system: The laws and figures. What is missing starts at "not negative".
        precise: Whether printed figures count as exact: the assumption that the ledger is kept at the
            printed places.
    """

    def __init__(self, system: Compiled, *, precise: bool = False) -> None:
        self.system = system
        self.precise = precise
        self.low: dict[int, End] = {}
        self.high: dict[int, End] = {}
        #: laws that nothing can satisfy any more, and by how many grid steps they fail
        self.broken: dict[int, int] = {}
        #: figures looked at so far: a measure of the work done that is the same on every machine
        self.work = 0
        #: what to put back to undo an attempt: figures with their ends as they were
        self._trail: list[tuple[int, End, End]] | None = None
        self.laws_of: dict[int, list[int]] = {}
        self.laws: list[int] = []
        values, halves = system.values, system.halves
        #: what can be narrowed; what is printed is as wide as it is printed
        self.lost = lost = {i for i, value in enumerate(values) if value is None}
        for number, (_, indices, _) in enumerate(system.laws):
            if lost.isdisjoint(indices):
                continue
            self.laws.append(number)
            for i in indices:
                if i not in self.laws_of:
                    self.laws_of[i] = [number]
                    value = values[i]
                    self.low[i], self.high[i] = (
                        (0, None) if value is None else self.ends(value, halves[i], i)
                    )
                else:
                    self.laws_of[i].append(number)

    def ends(self, value: int, half: int, index: int | None = None) -> tuple[int, int]:
        """The ends of the amounts that print as ``value`` in a figure: rounded or cut off, no sign changed."""
        if not half or self.precise:
            return value * STEP, value * STEP
        if self.system.shifts is not None and index is not None:
            return self._cut(value, half, index)
        if value > 0:
            return (value - half) * STEP, (value + half) * STEP - 1
        if value < 0:
            return (value - half) * STEP + 1, (value + half) * STEP
        return 0, half * STEP - 1

    def _cut(self, value: int, half: int, index: int) -> tuple[int, int]:
        if self.system.figures[index].column.rounding != TRUNCATION:
            return self.ends(value, half)
        if value:
            return self.ends(value + half if value > 0 else value - half, half)
        # the width of 0.00 is known already where it was printed
        return 0, (half if half == self.system.halves[index] else 2 * half) * STEP - 1

    def set(self, index: int, value: int, half: int) -> None:
        """Take a figure to be printed as ``value``."""
        if self._trail is not None:
            self._trail.append((index, self.low.get(index), self.high.get(index)))
        self.low[index], self.high[index] = self.ends(value, half, index)

    def attempt(
        self,
        values: Iterable[tuple[int, int, int]],
        laws: Iterable[int],
        limit: int,
        *,
        near: bool = False,
        first: bool = False,
    ) -> dict[int, int]:
        """What would break if figures were printed so; nothing is changed.

        Args:
            values: Figures with their values and halves, as `set` takes them.
            laws: Where to begin.
            limit: How many laws to look at, at the most.
            near: Whether to stay within these laws.
            first: Whether to stop at the first law that breaks.
        """
        kept, self._trail = dict(self.broken), []
        for index, value, half in values:
            self.set(index, value, half)
        broken = self.narrow(laws, limit, near=near, first=first)
        for index, low, high in reversed(self._trail):
            self.low[index], self.high[index] = low, high
        self.broken, self._trail = kept, None
        return broken

    def narrow(
        self,
        laws: Iterable[int],
        limit: int | None = None,
        *,
        near: bool = False,
        first: bool = False,
    ) -> dict[int, int]:
        """Narrow by these laws and what follows from them; give the laws that broke, and by how much.

        Args:
            laws: Where to begin.
            limit: How many laws to look at, at the most.
            near: Whether to stay within these laws.
            first: Whether to stop at the first law that breaks.
        """
        queue = dict.fromkeys(laws)
        within = frozenset(queue) if near else None
        turns: dict[int, int] = {}
        newly: dict[int, int] = {}
        looked = 0
        while queue:
            number = next(iter(queue))
            del queue[number]
            if number in self.broken or turns.get(number, 0) >= _MOST_TURNS:
                continue
            turns[number] = turns.get(number, 0) + 1
            looked += 1
            if limit is not None and looked > limit:
                break
            self.work += len(self.system.laws[number][1])
            changed = self._apply(number)
            if isinstance(changed, int):
                self.broken[number] = newly[number] = changed // STEP
                if first:
                    break
                continue
            for i in changed:
                for other in self.laws_of[i]:
                    if other != number and (within is None or other in within):
                        queue[other] = None
        return newly

    def _apply(self, number: int) -> list[int] | int:
        """Narrow the figures of one law, and give them; or by how much nothing satisfies it."""
        kind, indices, reason = self.system.laws[number]
        low, high = self.low, self.high
        if kind == BALANCE:
            return self._balance(indices, left_of(reason))
        if kind == AGREE:
            floor = max((x for x in (low[i] for i in indices) if x is not None), default=None)
            ceiling = min((x for x in (high[i] for i in indices) if x is not None), default=None)
            if floor is not None and ceiling is not None and floor > ceiling:
                return floor - ceiling
            lost = self.lost
            return [i for i in indices if i in lost and self._tighten(i, floor, ceiling)]
        whole, parts = indices[0], indices[1:]
        floors = ceilings = open_low = open_high = 0
        for i in parts:
            end = low[i]
            if end is None:
                open_low += 1
            else:
                floors += end
            end = high[i]
            if end is None:
                open_high += 1
            else:
                ceilings += end
        contains = kind == CONTAIN
        top, bottom = high[whole], low[whole]
        least = None if open_low else _clean(floors)
        most = None if open_high or contains else _clean(ceilings)
        if least is not None and top is not None and least > top:
            return least - top
        if most is not None and bottom is not None and most < bottom:
            return bottom - most
        changed = []
        if whole in self.lost and self._tighten(whole, least, most):
            changed.append(whole)
            top, bottom = high[whole], low[whole]
        if open_low > 1:
            top = None
        if open_high > 1 or contains:
            bottom = None
        if top is None and bottom is None:
            return changed
        lost = self.lost
        for i in parts:
            if i not in lost:
                continue
            now_low, now_high = low[i], high[i]
            ceiling = floor = None
            if top is not None and (not open_low or now_low is None):
                ceiling = top - floors + (now_low or 0)
                if now_high is not None and ceiling >= now_high:
                    ceiling = None
                elif now_low is not None and ceiling < now_low:
                    return now_low - ceiling
            if bottom is not None and (not open_high or now_high is None):
                floor = bottom - ceilings + (now_high or 0)
                if now_low is not None and floor <= now_low:
                    floor = None
                elif now_high is not None and floor > now_high:
                    return floor - now_high
            if (ceiling is not None or floor is not None) and self._tighten(
                i,
                None if floor is None else _clean(floor),
                None if ceiling is None else _clean(ceiling),
            ):
                changed.append(i)
        return changed

    def _balance(self, indices: Sequence[int], left: int) -> list[int] | int:
        """Narrow by a law whose first figures come to as much as the others."""
        low, high = self.low, self.high
        come, go = indices[:left], indices[left:]
        changed = []
        for mine, theirs in ((come, go), (go, come)):
            least, most = _total([low[i] for i in theirs]), _total([high[i] for i in theirs])
            for i in mine:
                rest_low = _total([low[j] for j in mine if j != i])
                rest_high = _total([high[j] for j in mine if j != i])
                ceiling = None if most is None or rest_low is None else _clean(most - rest_low)
                floor = None if least is None or rest_high is None else _clean(least - rest_high)
                now_low, now_high = low[i], high[i]
                if ceiling is not None and now_low is not None and ceiling < now_low:
                    return now_low - ceiling
                if floor is not None and now_high is not None and floor > now_high:
                    return floor - now_high
                if i in self.lost and self._tighten(i, floor, ceiling):
                    changed.append(i)
        return changed

    def _tighten(self, i: int, floor: End, ceiling: End) -> bool:
        low, high = self.low[i], self.high[i]
        higher = floor is not None and (low is None or floor > low)
        lower = ceiling is not None and (high is None or ceiling < high)
        if not (higher or lower):
            return False
        if self._trail is not None:
            self._trail.append((i, low, high))
        if higher:
            self.low[i] = floor
        if lower:
            self.high[i] = ceiling
        return True

    def printable(self, i: int, half: int, most: int = 1000) -> list[int] | None:
        """The values that could have been printed, in grid steps; None if there are too many to say.

        Args:
            i: The figure.
            half: Half a last place.
            most: More than so many are not listed.
        """
        low, high = self.low.get(i), self.high.get(i)
        if low is None or high is None or high - low > 2 * half * STEP * most:
            return None
        place = 2 * half
        first = (low // STEP - half) // place * place
        found = []
        value = first
        while value * STEP <= high + half * STEP:
            ends = self.ends(value, half, i)
            if ends[0] <= high and low <= ends[1]:
                found.append(value)
            value += place
        return found
