"""The one lightest set of figures, where sums of laws force each of its figures: no tableau is needed for that.

A sum of laws in which nothing stands that may be anything, and which the printed amounts refute, is a conflict: one of
its figures is wrong. Where each figure of a set has conflicts with no other figure of the set, and its weight can be
shared out among them so that no figure outside gets all of its own, whatever has a figure of each conflict is heavier
than the set, or is the set itself. If amounts exist with which all laws hold, it is then the only lightest one. Here
each law is looked at by itself; `cnbudget.checks.located` asks of all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import attrs

from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.invariants import AGREE, CONTAIN, Compiled, Verdict, left_of

_MOST_SETS = 8  # that are tried
_TURNS = 3  # in which weights are shared out anew
_SHARES = 6  # that a weight is shared out in
_MOST_PAIRS = 4  # figures that one of an agreement is held to

#: Figures, each so often: together they are nothing, or not less than nothing.
Form = dict[int, int]
#: A form, and whether it is nothing.
_Held = tuple[Form, bool]


class Conflicts:
    """Laws as forms, and the figures of which one must be wrong.

    Args:
        system: The laws.
        laws_of: The numbers of each figure's laws.
        weights: What it costs to change each figure; nothing for what may be anything.
        clock: The steps that all this may take.
    """

    def __init__(
        self,
        system: Compiled,
        laws_of: Sequence[list[int]],
        weights: Mapping[int, int],
        clock: Clock,
    ) -> None:
        self.system, self.laws_of, self.weights, self.clock = system, laws_of, weights, clock

    def of(self, form: Form, equal: bool) -> frozenset[int] | None:
        """The figures of which one is wrong, if the printed amounts refute a form; None if they do not.

        Those are left out without which none could be: amounts that are printed as not negative are nothing at least.

        Args:
            form: The form.
            equal: Whether it is nothing; else it is not less than nothing.
        """
        values, halves = self.system.values, self.system.halves
        off = slack = 0
        for i, times in form.items():
            value = values[i]
            if value is None or not self.weights[i]:
                return None
            off += times * value
            slack += abs(times) * halves[i]
        gap = abs(off) - slack
        if gap <= 0 or (off > 0 and not equal):
            return None
        kept: list[int] = []
        falling: list[tuple[int, int]] = []  # what mends it by being less, and by how much at most
        for i, times in form.items():
            value = values[i] or 0
            if times and (times < 0) == (off < 0) and value >= 0:
                falling.append((abs(times) * max(value - halves[i], 0), i))
            elif times:
                kept.append(i)
        falling.sort()
        for number, (room, _) in enumerate(falling):
            gap -= room
            if gap <= 0:
                kept += [i for _, i in falling[number:]]
                break
        return frozenset(kept)

    def forms(self, number: int, about: Iterable[int]) -> Iterator[_Held]:
        """A law as forms with some figures: each in an agreement is held to a few others."""
        kind, indices, reason = self.system.laws[number]
        if kind != AGREE:
            left = left_of(reason)
            form: Form = {}
            for n, i in enumerate(indices):
                form[i] = form.get(i, 0) + (1 if n < left else -1)
            yield form, kind != CONTAIN
            return
        inside = [i for i in dict.fromkeys(indices) if i in about]
        others = [i for i in dict.fromkeys(indices) if i not in about] or inside[:1]
        for i in inside:
            for j in others[:_MOST_PAIRS]:
                if i != j:
                    yield {i: 1, j: -1}, True

    def printed(self, violated: Iterable[int]) -> Iterator[frozenset[int]]:
        """The conflicts that violated laws are by themselves."""
        laws = self.system.laws
        for number in violated:
            indices = laws[number][1]
            self.clock.check(2 * _MOST_PAIRS * len(indices))
            some: Sequence[Iterable[int]] = [()]
            if laws[number][0] == AGREE:
                some = [[i] for i in indices[: 2 * _MOST_PAIRS]]
            for about in some:
                for form, equal in self.forms(number, about):
                    found = self.of(form, equal)
                    if found is not None:
                        yield found


class _LinkedChanges:
    """Figures that are changed, linked by laws: what they then are by these, and what forces them.

    Attributes:
        freed: The figures, with what is lost near them.
        chosen: The figures that are changed.
        is_: What each is, as a form of others.
        other: Conflicts in which none of them stands.
        alone: For each of them, the conflicts with it and none of the others.
        amounts: What each can be, where the laws settle it; None for what one law alone tells.
        mends: Whether the laws settle what they are, and each law with one of them holds.
    """

    def __init__(self, freed: frozenset[int], conflicts: Conflicts) -> None:
        weights = conflicts.weights
        self.freed, self.conflicts = freed, conflicts
        self.chosen = chosen = frozenset([i for i in freed if weights[i]])
        self.is_: dict[int, Form] = {}
        self.amounts: dict[int, int | None] = {}
        self.other: set[frozenset[int]] = set()
        self.alone: dict[int, set[frozenset[int]]] = {i: set() for i in chosen}
        numbers = sorted({n for i in freed for n in conflicts.laws_of[i]})
        self.held = [each for n in numbers for each in conflicts.forms(n, freed)]
        self.held.sort(key=lambda each: len(each[0]))
        # each is looked at for each of the figures in it, and once for all
        conflicts.clock.check(
            sum([(2 + len(chosen.intersection(form))) * len(form) for form, _ in self.held])
        )
        self.settled = self._settle()
        if self.settled:
            self._confront()
        self.mends = self.settled and not self.other and self._mends(numbers)

    def _settle(self) -> bool:
        """Find out what the figures are; whether that is known of all but what is lost and in one law alone."""
        left, is_ = set(self.freed), self.is_
        waiting = [form for form, equal in self.held if equal]
        while left:
            later = []
            for form in waiting:
                unknown = [i for i in form if i in left]
                if len(unknown) == 1 and abs(form[unknown[0]]) == 1:
                    i = unknown[0]
                    times = -form[i]
                    is_[i] = {j: times * n for j, n in self._put(form, i).items() if j != i}
                    left.discard(i)
                elif unknown:
                    later.append(form)
            if len(later) == len(waiting):
                break
            waiting = later
        return left.isdisjoint(self.chosen) and all(
            len(self.conflicts.laws_of[i]) == 1 for i in left
        )

    def _put(self, form: Form, but: int | None = None) -> Form:
        """A form with what its figures are in their places, except one of them."""
        is_ = self.is_
        if not any(i in is_ and i != but for i in form):
            return form
        found: Form = {}
        for i, times in form.items():
            if i != but and i in is_:
                self.conflicts.clock.check(len(is_[i]))
                for j, n in is_[i].items():
                    found[j] = found.get(j, 0) + times * n
            else:
                found[i] = found.get(i, 0) + times
        return found

    def _confront(self) -> None:
        """Find the conflicts with one of the figures, and with none."""
        values = self.conflicts.system.values
        for form, equal in self.held:
            for i in form:
                if i in self.chosen:
                    self._note(i, self._put(form, i), equal)
            self._note(None, self._put(form), equal)
        for i, form in self.is_.items():
            if (values[i] or 0) >= 0:
                self._note(None, form, False)

    def _note(self, i: int | None, form: Form, equal: bool) -> None:
        found = self.conflicts.of(form, equal)
        if found is not None:
            if i is not None and i in found:
                self.alone[i].add(found)
            else:
                self.other.add(found)

    def _mends(self, numbers: Sequence[int]) -> bool:
        """Whether laws hold with what the figures are."""
        amounts = self.amounts = dict[int, int | None].fromkeys(self.freed)
        changed: dict[int, int] = {}
        for i, form in self.is_.items():
            amounts[i] = changed[i] = self._amount(i, form, changed)
        trial = self.conflicts.system.with_amounts(amounts)  # what was inferred is not known here
        return Verdict.VIOLATED not in trial.verdicts(numbers)

    def _amount(self, i: int, is_: Form, changed: dict[int, int]) -> int:
        """What a figure is by its form, or in the middle of what laws with nothing else unknown in them leave it."""
        values, halves = self.conflicts.system.values, self.conflicts.system.halves
        found = sum([n * (values[j] or 0) for j, n in is_.items()])
        lows, highs = list[int](), list[int]()
        for form, equal in self.held:
            if i in form and abs(form[i]) == 1:
                self.conflicts.clock.check(len(form))
                rest = slack = 0
                for j, n in form.items():
                    if j not in self.freed:
                        rest += n * (values[j] or 0)
                        slack += abs(n) * halves[j]
                    elif j in changed:
                        rest += n * changed[j]
                    elif j != i:
                        break
                else:
                    rest *= -form[i]
                    if equal or form[i] > 0:
                        lows.append(rest - slack)
                    if equal or form[i] < 0:
                        highs.append(rest + slack)
        low, high = max(lows, default=None), min(highs, default=None)
        if low is not None and high is not None and not low < found < high:
            found = (low + high) // 2
        return max(found, 0) if (values[i] or 0) >= 0 else found


@attrs.frozen
class Forced:
    """The one lightest set of figures that mends all violated laws, each looked at by itself.

    Attributes:
        figures: The figures.
        amounts: What each of them and of what is lost near them can be, in grid steps; None where it is not known.
    """

    figures: frozenset[int]
    amounts: Mapping[int, int | None]


def forced(conflicts: Conflicts, violated: Sequence[int], likely: Iterable[int]) -> Forced | None:
    """The one lightest set of figures that mends all violated laws; None where that is not seen so easily.

    Nothing lighter mends them. Whether amounts exist with which all hold at once is not asked here.

    Args:
        conflicts: The laws.
        violated: The numbers of those that are violated.
        likely: The figures to try first.
    """
    if conflicts.system.rules is not None:
        return None
    try:
        first = frozenset([i for i in likely if conflicts.weights[i]])
        return _ForcedSearch(conflicts, violated).found(first)
    except OutOfTimeError:
        return None


class _ForcedSearch:
    """The search for the one lightest set.

    Attributes:
        parts: What was found of figures that are linked.
        known: The conflicts that came to light.
    """

    def __init__(self, conflicts: Conflicts, violated: Sequence[int]) -> None:
        self.conflicts, self.violated = conflicts, violated
        self.parts: dict[frozenset[int], _LinkedChanges] = {}
        self.known: dict[frozenset[int], None] = {}
        self._covers: dict[frozenset[frozenset[int]], list[frozenset[int]]] = {}

    def found(self, chosen: frozenset[int]) -> Forced | None:
        """The set; None if there are several, or it is not seen which it is.

        Args:
            chosen: The figures to try first.
        """
        laws = self.conflicts.system.laws
        tried: set[frozenset[int]] = set()
        for _ in range(_MOST_SETS):
            before = len(self.known)
            parts = self._parted(chosen)
            if not all(part.settled for part in parts):
                return None
            mends = all(part.mends for part in parts) and not any(
                chosen.isdisjoint(laws[number][1]) for number in self.violated
            )
            alone = {i: [*each] for part in parts for i, each in part.alone.items()}
            full = self._full(alone)
            amounts = {i: each for part in parts for i, each in part.amounts.items()}
            if mends and not full:
                return Forced(chosen, amounts)
            if not tried:
                self.known.update(dict.fromkeys(self.conflicts.printed(self.violated)))
            better, only = self._lighter(chosen, full)
            if only and better == chosen:
                return Forced(chosen, amounts) if mends else None
            tried.add(chosen)
            if better in tried and len(self.known) == before:
                return None
            chosen = better
        return None

    def _parted(self, chosen: frozenset[int]) -> list[_LinkedChanges]:
        """A set in parts that no law links, with what they teach; what is lost near them is as free as they are."""
        weights, clock = self.conflicts.weights, self.conflicts.clock
        laws, laws_of = self.conflicts.system.laws, self.conflicts.laws_of
        near = dict.fromkeys([n for i in chosen for n in laws_of[i]])
        queue, linked = [*near], dict[tuple[int, ...], None]()
        clock.check(sum([len(laws[number][1]) for number in queue]))
        for number in queue:
            free = tuple([i for i in laws[number][1] if i in chosen or not weights[i]])
            if free in linked:
                continue
            linked[free] = None
            more = [n for i in free if i not in chosen for n in laws_of[i] if n not in near]
            if more:
                more = [*dict.fromkeys(more)]
                clock.check(sum([len(laws[n][1]) for n in more]))
                near.update(dict.fromkeys(more))
                queue += more
        found = []
        for mine in map(frozenset, _linked(linked)):
            part = self.parts.get(mine)
            if part is None:
                part = self.parts[mine] = _LinkedChanges(mine, self.conflicts)
                for each in (part.other, *part.alone.values()):
                    self.known.update(dict.fromkeys(each))
            found.append(part)
        return found

    def _lighter(self, chosen: frozenset[int], full: set[int]) -> tuple[frozenset[int], bool]:
        """A lightest set with a figure of each conflict, rather another than this; and whether it is the only one."""
        found: set[int] = set()
        only = True
        groups: dict[int, list[frozenset[int]]] = {}
        number = {i: n for n, some in enumerate(_linked(self.known)) for i in some}
        for each in self.known:
            for i in each:
                groups.setdefault(number[i], []).append(each)
                break
            else:
                return chosen, False  # what is refuted has no figure
        for some in groups.values():
            mine = chosen.intersection(all_ := frozenset().union(*some))
            if full.isdisjoint(all_) and not any(map(mine.isdisjoint, some)):
                found |= mine
                continue
            lightest = self._cheapest(some)
            only &= len(lightest) == 1
            found |= next((each for each in lightest if each != mine), lightest[0])
        return frozenset(found), only

    def _cheapest(self, some: list[frozenset[int]]) -> list[frozenset[int]]:
        """One or two of the lightest sets with a figure of each of some conflicts; one if there is no other."""
        from cnbudget.consistency.hitting import all_cheapest

        found = self._covers.get(frozenset(some))
        if found is None:
            names = sorted(frozenset().union(*some))
            bit = {i: 1 << n for n, i in enumerate(names)}
            masks = [sum([bit[i] for i in each]) for each in some]
            weights = [self.conflicts.weights[i] for i in names]
            sets = islice(all_cheapest(masks, weights, self.conflicts.clock), 2)
            found = [frozenset([i for i in names if mask & bit[i]]) for mask in sets]
            self._covers[frozenset(some)] = found
        return found

    def _full(self, alone: dict[int, list[frozenset[int]]]) -> set[int]:
        """Who gets all of its weight when those of a set are shared out among conflicts; nobody if these force it.

        Args:
            alone: For each figure of the set, conflicts with it and none of the others.
        """
        shares = _SharedOut(self.conflicts, alone)
        again = [i for i in alone if not shares.apart(i)]
        again.sort(key=lambda i: len(alone[i]))
        full: set[int] = set()
        for _ in range(_TURNS):
            for i in again:
                shares.share_out(i)
            full = shares.full
            if not full:
                break
            again = [i for i, some in alone.items() if not all(map(full.isdisjoint, some))]
        return full.union([i for i, some in alone.items() if not some])


class _SharedOut:
    """Weights of figures, shared out among conflicts with them: each other figure in one gets as much."""

    def __init__(self, conflicts: Conflicts, alone: dict[int, list[frozenset[int]]]) -> None:
        self.weights, self.clock = conflicts.weights, conflicts.clock
        self.loads: dict[int, int] = {}
        self.ways = {i: [each.difference((i,)) for each in some] for i, some in alone.items()}
        self.given: dict[int, dict[int, int]] = {}

    def apart(self, i: int) -> bool:
        """Give halves to two conflicts that share nothing with each other nor with what has any; whether there are."""
        weights, loads = self.weights, self.loads
        ways = self.ways[i]
        self.clock.check(sum([len(way) + 1 for way in ways]))
        half = _SHARES * weights[i] // 2
        free = [
            n
            for n, way in enumerate(ways)
            if loads.keys().isdisjoint(way)
            and half < _SHARES * min(map(weights.__getitem__, way), default=half + 1)
        ]
        for n in free:
            for m in free:
                if not ways[n] or (m > n and ways[n].isdisjoint(ways[m])):
                    self._give(i, n, half)
                    self._give(i, m, half)
                    return True
        return False

    def _give(self, i: int, way: int, amount: int) -> None:
        given = self.given.setdefault(i, {})
        given[way] = given.get(way, 0) + amount
        for j in self.ways[i][way]:
            self.loads[j] = self.loads.get(j, 0) + amount

    def share_out(self, i: int) -> None:
        """Share out a figure's weight anew, so that those who get most get little."""
        weights, loads, ways = self.weights, self.loads, self.ways[i]
        self.clock.check(_SHARES * sum([len(way) + 1 for way in ways]))
        for way, amount in self.given.pop(i, {}).items():
            for j in ways[way]:
                loads[j] -= amount
        part = weights[i]
        if not ways:
            return
        heights = [self._height(way, part) for way in ways]
        for _ in range(_SHARES):
            best = heights.index(min(heights))
            self._give(i, best, part)
            if not ways[best]:
                continue
            mine = ways[best]
            heights = [
                old if mine.isdisjoint(way) else self._height(way, part)
                for old, way in zip(heights, ways, strict=True)
            ]

    def _height(self, way: frozenset[int], more: int) -> float:
        """How much of its weight one of some figures gets at most, if all get more."""
        weights, loads = self.weights, self.loads
        return max([(loads.get(j, 0) + more) / weights[j] for j in way], default=0)

    @property
    def full(self) -> set[int]:
        """The figures that get all of their weight."""
        return {j for j, load in self.loads.items() if load >= _SHARES * self.weights[j]}


def _linked(some: Iterable[Iterable[int]]) -> list[list[int]]:
    """Figures in groups, so that no set has some of two.

    >>> _linked([{1, 2}, {3}, {2, 4}])
    [[1, 2, 4], [3]]
    """
    group_of: dict[int, list[int]] = {}
    for each in some:
        group: list[int] | None = None
        for i in each:
            mine = group_of.get(i)
            if mine is None:
                if group is None:
                    group = []
                group.append(i)
                group_of[i] = group
            elif group is None:
                group = mine
            elif mine is not group:
                group, less = (group, mine) if len(group) >= len(mine) else (mine, group)
                group += less
                group_of.update(dict.fromkeys(less, group))
    found: dict[int, list[int]] = {}
    for i, group in group_of.items():
        found.setdefault(group[0], []).append(i)
    return [*found.values()]
