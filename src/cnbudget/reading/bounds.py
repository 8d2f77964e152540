"""What the laws leave possible for figures that are not known: intervals, narrowed law by law.

Ends are integers that carry an infinitesimal, so that open and closed ends are told apart: an
amount of n grid steps is n·2²⁰, an end just inside it is one more or one less. Narrowing is sound
(it never excludes what is possible), and bounded in time.
"""

from __future__ import annotations

from collections.abc import Iterable

from cnbudget.figures import State
from cnbudget.invariants import AGREE, CONTAIN, Compiled

__all__ = ["STEP", "Bounds"]

STEP = 1 << 20
_HALF_STEP = STEP >> 1
_MOST_TURNS = 40  # how often a law may be looked at again

End = int | None


def _clean(end: int) -> int:
    """An end with an infinitesimal of one step at most, whatever was added up."""
    whole, rest = divmod(end + _HALF_STEP, STEP)
    rest -= _HALF_STEP
    return whole * STEP + (rest > 0) - (rest < 0)


class Bounds:
    """Intervals of all figures of a compiled system, and the laws that narrow them.

    Args:
        system: The laws and figures. What is missing starts at "not negative".
        precise: Whether printed figures count as exact: the assumption that the ledger is kept at the
            printed places.
    """

    def __init__(self, system: Compiled, *, precise: bool = False) -> None:
        self.system = system
        self.precise = precise
        self.low: list[End] = []
        self.high: list[End] = []
        #: laws that nothing can satisfy any more, and by how many grid steps they fail
        self.broken: dict[int, int] = {}
        for i, figure in enumerate(system.figures):
            value = system.values[i]
            if value is None or figure.state is State.MISSING:
                self.low.append(0)
                self.high.append(None)
            else:
                low, high = self.ends(value, system.halves[i])
                self.low.append(low)
                self.high.append(high)
        self.laws_of: dict[int, list[int]] = {}
        for number, (_, indices, _) in enumerate(system.laws):
            for i in indices:
                self.laws_of.setdefault(i, []).append(number)

    def ends(self, value: int, half: int) -> tuple[int, int]:
        """The ends of the amounts that print as ``value``: half away from zero, no sign changed."""
        if not half or self.precise:
            return value * STEP, value * STEP
        if value > 0:
            return (value - half) * STEP, (value + half) * STEP - 1
        if value < 0:
            return (value - half) * STEP + 1, (value + half) * STEP
        return 0, half * STEP - 1

    def set(self, index: int, value: int, half: int) -> None:
        """Take a figure to be printed as ``value``."""
        self.low[index], self.high[index] = self.ends(value, half)

    def narrow(self, laws: Iterable[int], limit: int | None = None) -> dict[int, int]:
        """Narrow by these laws and what follows from them; give the laws that broke, and by how much.

        Args:
            laws: Where to begin.
            limit: How many laws to look at, at the most.
        """
        queue = dict.fromkeys(laws)
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
            changed = self._apply(number)
            if isinstance(changed, int):
                self.broken[number] = newly[number] = changed // STEP
                continue
            for i in changed:
                for other in self.laws_of[i]:
                    if other != number:
                        queue[other] = None
        return newly

    def _apply(self, number: int) -> list[int] | int:
        """Narrow the figures of one law, and give them; or by how much nothing satisfies it."""
        kind, indices, _ = self.system.laws[number]
        low, high = self.low, self.high
        if kind == AGREE:
            floor = max((x for x in (low[i] for i in indices) if x is not None), default=None)
            ceiling = min((x for x in (high[i] for i in indices) if x is not None), default=None)
            if floor is not None and ceiling is not None and floor > ceiling:
                return floor - ceiling
            return [i for i in indices if self._tighten(i, floor, ceiling)]
        whole, parts = indices[0], indices[1:]
        floors = sum(x for x in (low[i] for i in parts) if x is not None)
        open_low = [i for i in parts if low[i] is None]
        ceilings = sum(x for x in (high[i] for i in parts) if x is not None)
        open_high = [i for i in parts if high[i] is None]
        top, bottom = high[whole], low[whole]
        least = None if open_low else _clean(floors)
        most = None if open_high or kind == CONTAIN else _clean(ceilings)
        if least is not None and top is not None and least > top:
            return least - top
        if most is not None and bottom is not None and most < bottom:
            return bottom - most
        changed = []
        if self._tighten(whole, least, most):
            changed.append(whole)
        top, bottom = high[whole], low[whole]
        for i in parts:
            ceiling = floor = None
            if top is not None and (not open_low or open_low == [i]):
                ceiling = _clean(top - (floors - (low[i] or 0)))
            if kind != CONTAIN and bottom is not None and (not open_high or open_high == [i]):
                floor = _clean(bottom - (ceilings - (high[i] or 0)))
            now_low, now_high = low[i], high[i]
            if ceiling is not None and now_low is not None and ceiling < now_low:
                return now_low - ceiling
            if floor is not None and now_high is not None and floor > now_high:
                return floor - now_high
            if self._tighten(i, floor, ceiling):
                changed.append(i)
        return changed

    def _tighten(self, i: int, floor: End, ceiling: End) -> bool:
        changed = False
        now = self.low[i]
        if floor is not None and (now is None or floor > now):
            self.low[i] = floor
            changed = True
        now = self.high[i]
        if ceiling is not None and (now is None or ceiling < now):
            self.high[i] = ceiling
            changed = True
        return changed

    def printable(self, i: int, half: int, most: int = 1000) -> list[int] | None:
        """The values that could have been printed, in grid steps; None if there are too many to say.

        Args:
            i: The figure.
            half: Half a last place.
            most: More than so many are not listed.
        """
        low, high = self.low[i], self.high[i]
        if low is None or high is None or high - low > 2 * half * STEP * most:
            return None
        place = 2 * half
        first = (low // STEP - half) // place * place
        found = []
        value = first
        while value * STEP <= high + half * STEP:
            ends = self.ends(value, half)
            if ends[0] <= high and low <= ends[1]:
                found.append(value)
            value += place
        return found
