"""What the laws leave possible for figures that are not known: intervals, narrowed law by law.

Ends are integers that carry an infinitesimal, so that open and closed ends are told apart: an
amount of n grid steps is n·2²⁰, an end just inside it is one more or one less. Narrowing is sound
(it never excludes what is possible), and bounded in time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from cnbudget.invariants import AGREE, BALANCE, CONTAIN, Compiled, left_of
from cnbudget.rounding import Rounding, ends

STEP = 1 << 20
_HALF_STEP = STEP >> 1
_INFINITESIMAL = STEP - 1
_MOST_TURNS = 40  # how often a law may be looked at again

Bound = int | None
#: A law: its kind; the whole, and its ends if it is printed; what its printed parts come to at least and at most
#: (of figures that agree: their narrowest ends); the parts that are lost.
_Parted = tuple[str, int, tuple[int, int] | None, Bound, Bound, list[int]]


def _clean(end: int) -> int:
    """An end with an infinitesimal of one step at most, whatever was added up."""
    rest = ((end + _HALF_STEP) & _INFINITESIMAL) - _HALF_STEP
    if rest > 1:
        return end - rest + 1
    return end - rest - 1 if rest < -1 else end


def _total(ends: list[Bound]) -> Bound:
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
        #: the ends of what is lost; of other figures there are none
        self.low: list[Bound] = [None] * len(system.values)
        self.high: list[Bound] = [None] * len(system.values)
        #: laws that nothing can satisfy any more, and by how many grid steps they fail
        self.broken: dict[int, int] = {}
        #: figures looked at so far: a measure of the work done that is the same on every machine
        self.work = 0
        #: what to put back to undo an attempt: figures with their ends as they were
        self._trail: list[tuple[int, Bound, Bound]] | None = None
        values = system.values
        #: what can be narrowed; what is printed is as wide as it is printed
        self.lost = {i for i, value in enumerate(values) if value is None}
        self.laws_of: dict[int, list[int]] = {i: [] for i in self.lost}
        self.laws: list[int] = []
        #: laws that have nothing new to say since they were last looked at
        self._settled: set[int] = set()
        #: the laws as they are narrowed by
        self._parted: dict[int, _Parted] = {}
        for i in self.lost:
            self.low[i] = 0
        lost = self.lost
        for number, (_, indices, _) in enumerate(system.laws):
            if not lost.isdisjoint(indices):
                self.laws.append(number)
                for i in lost.intersection(indices):
                    self.laws_of[i].append(number)

    def ends(self, value: int, half: int, index: int | None = None) -> tuple[int, int]:
        """The ends of the amounts that print as ``value`` in a figure, no sign changed."""
        if not half or self.precise:
            return value * STEP, value * STEP
        rules = self.system.rules
        rule = Rounding.HALF_AWAY if rules is None or index is None else rules[index]
        even = value // (2 * half) % 2 == 0
        low, low_open, high, high_open = ends(value, half, rule, even=even)
        least = low * STEP + low_open
        return (least if value else max(0, least)), high * STEP - high_open

    def set(self, index: int, value: int, half: int) -> None:
        """Take a figure, one of the lost, to be printed as ``value``."""
        if self._trail is not None:
            self._trail.append((index, self.low[index], self.high[index]))
        else:
            self._settled.difference_update(self.laws_of.get(index, ()))
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
        kept, self._trail = self.broken, []
        self.broken = dict(kept)
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
        settled = self._settled if self._trail is None else set[int]()
        queue = deque(n for n in dict.fromkeys(laws) if n not in settled)
        waiting = set(queue)
        within = frozenset(waiting) if near else None
        broken, laws_of, all_laws = self.broken, self.laws_of, self.system.laws
        turns: dict[int, int] = {}
        newly: dict[int, int] = {}
        looked = 0
        while queue:
            number = queue.popleft()
            waiting.discard(number)
            turn = turns.get(number, 0)
            if number in broken or turn >= _MOST_TURNS:
                continue
            turns[number] = turn + 1
            looked += 1
            if limit is not None and looked > limit:
                break
            self.work += len(all_laws[number][1])
            changed = self._apply(number)
            if isinstance(changed, int):
                broken[number] = newly[number] = changed // STEP
                if first:
                    break
                continue
            settled.add(number)
            for i in changed:
                for other in laws_of[i]:
                    if other != number:
                        settled.discard(other)
                    if (
                        other != number
                        and other not in waiting
                        and (within is None or other in within)
                    ):
                        queue.append(other)
                        waiting.add(other)
        return newly

    def _part(self, number: int) -> _Parted:
        """A law with what it says of printed figures worked out; only what is lost can change."""
        kind, indices, _ = self.system.laws[number]
        lost, values, halves = self.lost, self.system.values, self.system.halves
        whole = indices[0]
        floor: Bound
        ceiling: Bound
        if kind == AGREE:
            open_parts = [i for i in indices if i in lost]
            ends = [
                self.ends(value, halves[i], i)
                for i in indices
                if i not in lost and (value := values[i]) is not None
            ]
            floor = max((low for low, _ in ends), default=None)
            ceiling = min((high for _, high in ends), default=None)
        else:
            open_parts = []
            floor = ceiling = 0
            for i in indices[1:]:
                if i in lost:
                    open_parts.append(i)
                elif value := values[i]:
                    low, high = self.ends(value, halves[i], i)
                    floor += low
                    ceiling += high
                elif halves[i]:  # blanks add nothing
                    ceiling += self.ends(0, halves[i], i)[1]
        value = None if whole in lost else values[whole]
        ends_of_whole = None if value is None else self.ends(value, halves[whole], whole)
        found = self._parted[number] = (kind, whole, ends_of_whole, floor, ceiling, open_parts)
        return found

    def _apply(self, number: int) -> list[int] | int:
        """Narrow the figures of one law, and give them; or by how much nothing satisfies it."""
        law = self._parted.get(number)
        kind, whole, ends, floor, ceiling, parts = self._part(number) if law is None else law
        if kind == BALANCE:
            return self._balance(number)
        if floor is None or ceiling is None or kind == AGREE:
            return self._agree(parts, floor, ceiling)
        low, high = self.low, self.high
        changed: list[int] = []
        lows, highs = [low[i] for i in parts], [high[i] for i in parts]
        open_low, open_high = lows.count(None), highs.count(None)
        floor += sum([end for end in lows if end is not None])
        if open_high < len(highs):
            ceiling += sum([end for end in highs if end is not None])
        contains = kind == CONTAIN
        bottom, top = (low[whole], high[whole]) if ends is None else ends
        # most ends carry no more than they may, and need no cleaning
        least = most = None
        if not open_low:
            least = floor if (floor + 1) & _INFINITESIMAL < 3 else _clean(floor)
            if top is not None and least > top:
                return least - top
        if not (open_high or contains):
            most = ceiling if (ceiling + 1) & _INFINITESIMAL < 3 else _clean(ceiling)
            if bottom is not None and most < bottom:
                return bottom - most
        if ends is None and self._tighten(whole, least, most):
            changed.append(whole)
            bottom, top = low[whole], high[whole]
        if open_low > 1:
            top = None
        if open_high > 1 or contains:
            bottom = None
        if top is None and bottom is None:
            return changed
        failed = self._share(
            parts,
            lows,
            highs,
            None if top is None else (top - floor, open_low > 0),
            None if bottom is None else (bottom - ceiling, open_high > 0),
            changed,
        )
        return changed if failed is None else failed

    def _agree(self, parts: list[int], floor: Bound, ceiling: Bound) -> list[int] | int:
        """Narrow figures that are as much as one another, from what the printed ones leave."""
        low, high = self.low, self.high
        for i in parts:
            end = low[i]
            if end is not None and (floor is None or end > floor):
                floor = end
            end = high[i]
            if end is not None and (ceiling is None or end < ceiling):
                ceiling = end
        if floor is not None and ceiling is not None and floor > ceiling:
            return floor - ceiling
        return [i for i in parts if self._tighten(i, floor, ceiling)]

    def _share(
        self,
        parts: list[int],
        lows: list[Bound],
        highs: list[Bound],
        most: tuple[int, bool] | None,
        least: tuple[int, bool] | None,
        changed: list[int],
    ) -> int | None:
        """Narrow the lost parts of a sum by what the whole leaves to each.

        Args:
            parts: The parts.
            lows: Their low ends.
            highs: Their high ends.
            most: What the whole leaves when all known low ends are taken off, and whether one of them is open.
            least: Likewise with the high ends.
            changed: The figures that were narrowed are added to it.

        Returns:
            By how much a part cannot be what is left to it; None if all can.
        """
        for i, now_low, now_high in zip(parts, lows, highs, strict=True):
            up = down = None
            if most is not None and (not most[1] or now_low is None):
                up = most[0] + (now_low or 0)
                if now_high is not None and up >= now_high:
                    up = None
                elif now_low is not None and up < now_low:
                    return now_low - up
            if least is not None and (not least[1] or now_high is None):
                down = least[0] + (now_high or 0)
                if now_low is not None and down <= now_low:
                    down = None
                elif now_high is not None and down > now_high:
                    return down - now_high
            if (up is not None or down is not None) and self._tighten(
                i, None if down is None else _clean(down), None if up is None else _clean(up)
            ):
                changed.append(i)
        return None

    def _balance(self, number: int) -> list[int] | int:
        """Narrow by a law whose first figures come to as much as the others."""
        _, indices, reason = self.system.laws[number]
        come, go = indices[: left_of(reason)], indices[left_of(reason) :]
        low: dict[int, Bound] = {}
        high: dict[int, Bound] = {}
        for i in indices:
            value = self.system.values[i]
            if i in self.lost or value is None:
                low[i], high[i] = self.low[i], self.high[i]
            else:
                low[i], high[i] = self.ends(value, self.system.halves[i], i)
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
                    low[i], high[i] = self.low[i], self.high[i]
                    changed.append(i)
        return changed

    def _tighten(self, i: int, floor: Bound, ceiling: Bound) -> bool:
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
        low, high = self.low[i], self.high[i]
        if low is None or high is None or high - low > 2 * half * STEP * most:
            return None
        place = 2 * half
        first = (low // STEP - half) // place * place
        found = []
        value = first
        while value * STEP <= high + place * STEP:
            ends = self.ends(value, half, i)
            if ends[0] <= high and low <= ends[1]:
                found.append(value)
            value += place
        return found
