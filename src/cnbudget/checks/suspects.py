"""Which figure is most likely wrong: the one whose change would settle all, or one of the fewest that together do.

Where no single figure explains all violated laws, the engine of `cnbudget.reconcile` says which sets of figures would,
changed, make these laws hold at once, with all laws of the figures that are changed; which of them explains which law,
and which set is the likeliest if there are several, the laws say one by one. For each figure in a violated law every
law that it takes part in says between which values it would come out. The value that satisfies most of them is what
the figure would have to be; what it settles, less what it breaks, is its score. The best figure explains the laws it
settles, and what is left is looked at again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

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
        #: of each figure in a violated law: how likely it is wrong
        self._keys: dict[int, tuple[int, ...]] = {}

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
        ranges = []
        for number in mine:
            wanted = self._range(number, i)
            if wanted is not None:
                ranges.append((number, *wanted))
        wrong = [entry for entry in ranges if entry[0] in self.violated]
        if not wrong:
            return _NOTHING
        best: _Score | None = None
        values = {centre for _, centre, _, _ in wrong}
        for value in values:
            if value < 0 <= now:
                continue
            settles = breaks = gained = 0
            for number, centre, low, high in ranges:
                gained += (centre == value) - (centre == now)
                good = (low is None or value > low) and (high is None or value < high)
                bad_now = number in self.violated
                settles += good and bad_now
                breaks += not good and not bad_now and self._holds(number)
            score = _Score(settles, breaks, value, gained, bool(now))
            if best is None or score.rank > best.rank:
                best = score
        return best or _NOTHING

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

        None if these laws have no figure.
        """
        laws, keys = self.system.laws, self._keys
        candidates = {i for number in self.violated for i in laws[number][1]}
        self.clock.check(4 * len(candidates))
        for some in (candidates.intersection(among), candidates):
            for i in some - keys.keys():
                keys[i] = (*self.score(i).rank, -len(self.laws_of[i]), -i)
            mine = [keys[i] for i in some if some is candidates or self.score(i).settles]
            if mine:
                return -max(mine)[-1]
        return None

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
        self.violated.difference_update(laws)
        near = {j for number in self.laws_of[i] for j in self.system.laws[number][1]}
        self.changed |= near
        for j in near:
            self.scores.pop(j, None)
            self._keys.pop(j, None)


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
