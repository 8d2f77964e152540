"""Which figure is most likely wrong: the one whose change would settle all, or one of the fewest that together do.

Where no single figure explains all violated laws, the engine of `cnbudget.reconcile` says which sets of figures would,
changed, make these laws hold at once, with all laws of the figures that are changed; which of them explains which law,
and which set is the likeliest if there are several, the laws say one by one. For each figure in a violated law every
law that it takes part in says between which values it would come out. The value that satisfies most of them is what
the figure would have to be; what it settles, less what it breaks, is its score. The best figure explains the laws it
settles, and what is left is looked at again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from heapq import heappop, heappush

import attrs

from cnbudget.amounts import exact
from cnbudget.arithmetic import last_place
from cnbudget.checks.findings import Suspect
from cnbudget.checks.located import Violations, located
from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.invariants import AGREE, BALANCE, CONTAIN, Compiled, left_of

#: The share of the steps for looking at the laws one by one, before they are taken together.
_FIRST = 0.25
#: The share of the rest for taking them together; then they are looked at again.
_TOGETHER = 0.9
_MOST_SUSPECTS = 8  # of a law


@attrs.define(eq=False)
class Blamed:
    """Violated laws that one figure explains.

    Attributes:
        laws: The laws' numbers, the most telling first.
        suspects: For each law, its figures ranked.
        figure: The number of the figure that explains them, if one does.
    """

    laws: list[int]
    suspects: dict[int, tuple[Suspect, ...]]
    figure: int | None = None


@attrs.frozen(eq=False)
class Blame:
    """What explains violated laws.

    Attributes:
        groups: The laws in groups, the largest first; each law is in one of them.
        complete: Whether all laws were explained; where the steps were used up first, the last groups have a law
            each and no suspects, or figures are ranked by the laws one by one alone.
        least: Whether it is proven that no lighter figures than those named would, changed, make all laws hold; None
            where a single figure explains all, or nothing is violated.
    """

    groups: list[Blamed] = attrs.field(factory=list)
    complete: bool = True
    least: bool | None = None


@attrs.frozen
class _Score:
    settles: int
    breaks: int
    value: int | None
    exact: int = 0  # how many more laws would come out exactly, and not only by rounding
    printed: bool = False  # whether a number is printed; that one was left out is less likely
    rank: tuple[int, int, int, int] = attrs.field(init=False)

    @rank.default
    def _ranked(self) -> tuple[int, int, int, int]:
        return self.settles - self.breaks, self.exact, -self.breaks, int(self.printed)


_NOTHING = _Score(0, 0, None)


#: A sum: its whole, what that has more than its parts, and what rounding explains. Or, without a whole, amounts that
#: are the same: the least half of a last place among them, and the next.
_Gap = tuple[int | None, int, int, int, int]
#: The figures of a law by how likely they are wrong.
_Ranked = list[tuple[int, _Score]]


class _SuspectSearch:
    def __init__(
        self,
        of: Violations,
        scores: dict[int, _Score],
        clock: Clock,
    ) -> None:
        self.system, self.clock = of.system, clock
        clock.check(len(of.system.laws))
        self.values = list(of.system.values)
        self.violated = set(of.violated)
        self.laws_of, self.first_scores = of.laws_of, scores
        self.scores = dict(scores)
        self.changed: set[int] = set()  # the figures whose laws are not as they were
        #: of each law: what its parts come to, half the last places of all, and whether a part is lost
        self._sums: dict[int, tuple[int, int, bool]] = {}
        #: of each law what it says of all its figures alike; None where it has to be asked for each
        self._gaps: dict[int, _Gap | None] = {}
        #: of each figure in a violated law: how likely it is wrong, or can be at most
        self._places: dict[int, tuple[int, ...]] = {}
        self._waiting: list[
            tuple[int, ...]
        ] = []  # these, the likeliest on top, and some that no longer are
        self._among: Collection[int] | None = None

    def score(self, i: int) -> _Score:
        found = self.scores.get(i)
        if found is None:
            found = self.scores[i] = self._score(i)
            if i not in self.changed:
                self.first_scores[i] = found
        return found

    def _score(self, i: int) -> _Score:
        now = self.values[i]
        if now is None:
            return _NOTHING
        mine = self.laws_of[i]
        doubted = len(self.violated.intersection(mine))
        if not doubted:
            return _NOTHING
        self.clock.check((10 + 4 * doubted) * len(mine))
        held, ranges = self._ranges(i, now, mine)
        best: _Score | None = None
        for value in {centre for centre, _, _, bad, _ in ranges if bad}:
            if value < 0 <= now:
                continue
            off = abs(value - now)
            settles, breaks, gained = 0, sum([slack <= off for slack in held]), -len(held)
            if not off:
                gained = 0
            for centre, low, high, bad, number in ranges:
                gained += (centre == value) - (centre == now)
                good = (low is None or value > low) and (high is None or value < high)
                if good:
                    settles += bad
                elif not bad:
                    breaks += self._holds(number)
            score = _Score(settles, breaks, value, gained, bool(now))
            if best is None or score.rank > best.rank:
                best = score
        return best or _NOTHING

    def _ranges(
        self, i: int, now: int, laws: Sequence[int]
    ) -> tuple[list[int], list[tuple[int, int | None, int | None, bool, int]]]:
        """What laws say of a figure: for those that it meets exactly, how far it may be off; and all others.

        Of the others where it would have to be, with the ends, whether the law is violated, and its number.
        """
        gaps, violated, half = self._gaps, self.violated, self.system.halves[i]
        held: list[int] = []
        ranges: list[tuple[int, int | None, int | None, bool, int]] = []
        for number in laws:
            gap = gaps[number] if number in gaps else self._gap(number)
            if gap is None:
                wanted = self._range(number, i)
                if wanted is not None:
                    ranges.append((*wanted, number in violated, number))
                continue
            whole, off, slack, least, next_least = gap
            if whole is None:
                held.append(max(half + (next_least if half == least else least), 1))
            elif off:
                centre = now - off if i == whole else now + off
                ranges.append((centre, centre - slack, centre + slack, number in violated, number))
            else:
                held.append(slack)
        return held, ranges

    def _gap(self, number: int) -> _Gap | None:
        """What a law says of all its figures alike, as far as nothing of it is lost; None where it has to be asked."""
        kind, indices, _ = self.system.laws[number]
        values, halves = self.values, self.system.halves
        found: _Gap | None = None
        if kind == AGREE:
            first = values[indices[0]]
            if first is not None and not any(values[j] != first for j in indices):
                least, next_least = sorted([halves[j] for j in indices])[:2]
                if len({*indices}) == len(indices):
                    found = None, 0, 0, least, next_least
        elif kind not in (BALANCE, CONTAIN) and (whole := values[indices[0]]) is not None:
            total, slack, lost = self._sum(number)
            if not lost:
                found = indices[0], whole - total, slack, 0, 0
        self._gaps[number] = found
        return found

    def _holds(self, number: int) -> bool:
        """Whether a law that is not violated holds, and is not just undecided."""
        return all(self.values[i] is not None for i in self.system.laws[number][1])

    def _range(self, number: int, i: int) -> tuple[int, int | None, int | None] | None:
        """Where a figure would have to be for a law: the centre, and ends that do not belong."""
        kind, indices, reason = self.system.laws[number]
        values, halves = self.values, self.system.halves
        if kind == BALANCE:
            return self._balance(number, i, left_of(reason))
        low: int | None
        high: int | None
        if kind == AGREE:
            others = [
                (value, halves[j]) for j in indices if j != i and (value := values[j]) is not None
            ]
            if not others:
                return None
            amounts = [value for value, _ in others]
            centre = max(sorted(set(amounts)), key=amounts.count)
            slack = max(halves[i] + min(half for _, half in others), 1)
            return centre, max(amounts) - slack, min(amounts) + slack
        whole = values[indices[0]]
        if whole is None:
            return None
        total, slack, lost = self._sum(number)
        # lost parts are not negative: the known ones can only be too much
        one_sided = kind == CONTAIN or lost
        if i == indices[0]:
            centre = total
            low, high = centre - slack, None if one_sided else centre + slack
        else:
            centre = whole - total + (values[i] or 0)
            low, high = None if one_sided else centre - slack, centre + slack
        return centre, low, high

    def _balance(self, number: int, i: int, left: int) -> tuple[int, int | None, int | None] | None:
        """Where a figure would have to be for what comes in to be what goes out."""
        indices, values, halves = self.system.laws[number][1], self.values, self.system.halves
        mine = indices[:left] if i in indices[:left] else indices[left:]
        theirs = indices[left:] if i in indices[:left] else indices[:left]
        known = [values[j] for j in theirs]
        rest = [values[j] for j in mine if j != i]
        if None in known and None in rest:
            return None
        centre = sum(x or 0 for x in known) - sum(x or 0 for x in rest)
        slack = max(sum(halves[j] for j in indices), 1)
        # what is lost is not negative
        return (
            centre,
            None if None in rest else centre - slack,
            None if None in known else centre + slack,
        )

    def _sum(self, number: int) -> tuple[int, int, bool]:
        found = self._sums.get(number)
        if found is None:
            indices, values, halves = self.system.laws[number][1], self.values, self.system.halves
            self.clock.check(len(indices))
            parts = [values[j] for j in indices[1:]]
            total = sum(value for value in parts if value is not None)
            slack = max(sum(halves[j] for j in indices), 1)
            found = self._sums[number] = (total, slack, None in parts)
        return found

    def likeliest(self, among: Collection[int]) -> int | None:
        """The figure of the violated laws that is most likely wrong: of some, if one of these settles any.

        None if these laws have no figure. Who can be no likelier than the one that is found is not looked at.
        """
        if self._among is not among:
            self._among, self._waiting = among, []
            self._wait({i for number in self.violated for i in self.system.laws[number][1]})
        waiting, places = self._waiting, self._places
        while waiting:
            top = heappop(waiting)
            i = top[-1]
            if places.get(i) is not top:
                continue  # it was put elsewhere
            score = self.score(i)
            first, *rank = score.rank
            first_of_all = i in among and score.settles > 0
            place = (-first_of_all, -first, *[-each for each in rank], len(self.laws_of[i]), i)
            if place == top:
                heappush(waiting, top)
                return i
            places[i] = place
            heappush(waiting, place)
        return None

    def _wait(self, some: Iterable[int]) -> None:
        """Let figures of violated laws wait to be looked at, each where it can be at most."""
        laws_of, violated, among = self.laws_of, self.violated, self._among or ()
        places, waiting = self._places, self._waiting
        for i in some:
            mine = laws_of[i]
            doubted = sum([number in violated for number in mine])
            if doubted:
                place = (-(i in among), -doubted, -len(mine), 0, -1, len(mine), i)
                places[i] = place
                heappush(waiting, place)

    def settled(self, i: int, value: int) -> list[int]:
        """The violated laws that a value of a figure would settle."""
        found = []
        for number in self.laws_of[i]:
            if number in self.violated:
                wanted = self._range(number, i)
                if wanted is not None:
                    _, low, high = wanted
                    if (low is None or value > low) and (high is None or value < high):
                        found.append(number)
        return found

    def ranked(self, indices: Sequence[int], first: int | None) -> _Ranked:
        """The figures of a law, the most likely wrong first."""
        values, halves, laws_of = self.values, self.system.halves, self.laws_of
        known = [i for i in indices if values[i] is not None]
        live = [i for i in known if halves[i] or i == first] or known
        found = []
        for place, i in enumerate(live):
            score = self.score(i)
            a, b, c, d = score.rank
            found.append((i != first, -a, -b, -c, -d, len(laws_of[i]), place, score, i))
        found.sort()
        return [(i, score) for *_, score, i in found]

    def take(self, i: int, value: int, laws: list[int]) -> None:
        """Go on as if the figure had that value."""
        self.values[i] = value
        for number in self.laws_of[i]:
            self._sums.pop(number, None)
            self._gaps.pop(number, None)
        self.violated.difference_update(laws)
        near = {j for number in self.laws_of[i] for j in self.system.laws[number][1]}
        self.changed |= near
        for j in near:
            self.scores.pop(j, None)
            self._places.pop(j, None)
        self._wait(near)


def explain_violations(system: Compiled, violated: list[int], clock: Clock) -> Blame:
    """Violated laws grouped by the figure that explains most of them, the largest group first.

    Args:
        system: The laws.
        violated: The numbers of those that are violated.
        clock: The steps that this may take.
    """
    try:
        clock.check(len(system.laws))
    except OutOfTimeError:
        groups = [Blamed([number], {number: ()}) for number in violated]
        return Blame(groups, complete=False, least=False if len(groups) > 1 else None)
    of, scores = Violations(system, violated), dict[int, _Score]()
    first = _grouped(of, [], scores, clock.part(_FIRST))
    if len(first.groups) <= 1:
        return Blame(first.blamed(system), first.complete)
    # more than one figure is wrong: which they are is no matter of one law after another
    likely = {group.figure: group.laws for group in first.groups if group.figure is not None}
    found = located(of, likely, clock.part(_TOGETHER))
    if found is None:
        return Blame(first.blamed(system), complete=False, least=False)
    if first.complete and found.sets == [frozenset(likely)]:
        # looked at again, they would be taken in the same order
        return Blame(first.blamed(system, likely), least=found.least)
    again = _grouped(of, found.sets, scores, clock)
    if again.complete or not first.complete:
        possible = frozenset().union(*found.sets)
        return Blame(again.blamed(system, possible), again.complete, found.least)
    return Blame(first.blamed(system), again.complete, found.least)


@attrs.frozen(eq=False)
class _RankedGroup:
    """Violated laws that a figure explains, if one does, and the figures of each, the most likely wrong first."""

    laws: list[int]
    ranked: list[_Ranked]
    figure: int | None = None


@attrs.define(eq=False)
class _RankedGroups:
    """Groups, and whether the steps were enough for all."""

    groups: list[_RankedGroup] = attrs.field(factory=list)
    complete: bool = True

    def blamed(self, system: Compiled, possible: Collection[int] = ()) -> list[Blamed]:
        """The groups with suspects: first what explains the law, then the figures of all lightest sets."""
        known: dict[int, tuple[_Score, Suspect]] = {}

        def suspect(i: int, score: _Score) -> Suspect:
            found = known.get(i)
            if found is None or found[0] is not score:
                found = known[i] = score, _suspect(system, i, score)
            return found[1]

        made = []
        for group in self.groups:
            suspects: dict[int, tuple[Suspect, ...]] = {}
            for number, ranked in zip(group.laws, group.ranked, strict=True):
                order = ranked
                if possible:
                    order = [each for each in ranked if each[0] in possible]
                    order += [each for each in ranked if each[0] not in possible]
                    order.sort(key=lambda each: each[0] != group.figure)
                suspects[number] = tuple([suspect(*each) for each in order[:_MOST_SUSPECTS]])
            made.append(Blamed(group.laws, suspects, group.figure))
        return made


def _grouped(
    of: Violations, sets: list[frozenset[int]], scores: dict[int, _Score], clock: Clock
) -> _RankedGroups:
    """The violated laws in groups."""
    found = _RankedGroups()
    try:
        _group(_SuspectSearch(of, scores, clock), sets, found.groups)
    except OutOfTimeError:
        done = {number for group in found.groups for number in group.laws}
        found.groups += [
            _RankedGroup([number], [[]]) for number in of.violated if number not in done
        ]
        found.complete = False
    return found


def _group(search: _SuspectSearch, sets: list[frozenset[int]], groups: list[_RankedGroup]) -> None:
    laws = search.system.laws
    likeliest = max(
        sets,
        key=lambda found: (
            sum(search.score(i).rank[0] for i in found),
            sum(search.score(i).printed for i in found),
            [-i for i in sorted(found)],
        ),
        default=frozenset[int](),
    )
    while search.violated:
        best = search.likeliest(likeliest)
        score = search.score(best) if best is not None else None
        if best is None or score is None or score.value is None or score.settles == 0:
            groups += [
                _RankedGroup([number], [search.ranked(laws[number][1], None)])
                for number in sorted(search.violated)
            ]
            break
        mine = search.settled(best, score.value)
        mine.sort(key=lambda n: (_TELLING[laws[n][0]], len(laws[n][1]), n))
        groups.append(_RankedGroup(mine, [search.ranked(laws[n][1], best) for n in mine], best))
        search.take(best, score.value, mine)


_TELLING = {AGREE: 0, "add-up": 1, BALANCE: 1, CONTAIN: 2}


def _suspect(system: Compiled, i: int, score: _Score) -> Suspect:
    figure = system.figures[i]
    suggestion = None
    if score.value is not None:
        scaled = Decimal(score.value).scaleb(system.exponent - figure.unit.exponent, exact)
        try:
            suggestion = scaled.quantize(last_place(figure.places), context=exact)
        except ArithmeticError:  # finer than the figure is printed
            suggestion = scaled.normalize(exact)
    return Suspect(figure, suggestion, settles=score.settles, breaks=score.breaks, score=score.rank)
