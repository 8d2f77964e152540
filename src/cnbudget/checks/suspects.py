"""Which figure is most likely wrong: the one whose change would settle all, or one of the fewest that together do.

Where no single figure explains all violated laws, the engine of `cnbudget.reconcile` says which sets of figures would,
changed, make these laws hold at once, with all laws of the figures that are changed; which of them explains which law,
and which set is the likeliest if there are several, the laws say one by one. For each figure in a violated law every
law that it takes part in says between which values it would come out. The value that satisfies most of them is what
the figure would have to be; what it settles, less what it breaks, is its score. The best figure explains the laws it
settles, and what is left is looked at again.
"""

from __future__ import annotations

from decimal import Decimal

import attrs

from cnbudget.amounts import exact
from cnbudget.arithmetic import last_place
from cnbudget.checks.findings import Suspect
from cnbudget.checks.located import Violations, located
from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.invariants import AGREE, BALANCE, CONTAIN, Compiled, left_of

__all__ = ["Blame", "Blamed", "explain_violations"]

#: The share of the steps for looking at the laws one by one, before they are taken together.
_FIRST = 0.25
#: The share of the rest for taking them together; then they are looked at again.
_TOGETHER = 0.9


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


class _SuspectSearch:
    def __init__(
        self,
        of: Violations,
        sets: list[frozenset[int]],
        scores: dict[int, _Score],
        clock: Clock,
    ) -> None:
        self.system, self.clock = of.system, clock
        clock.check(len(of.system.laws))
        #: the figures of all the lightest sets
        self.possible = frozenset().union(*sets)
        self.values = list(of.system.values)
        self.violated = set(of.violated)
        self.laws_of, self.first_scores = of.laws_of, scores
        self.scores = dict(scores)
        self.changed: set[int] = set()  # the figures whose laws are not as they were
        #: of each law: what its parts come to, half the last places of all, and whether a part is lost
        self._sums: dict[int, tuple[int, int, bool]] = {}

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
            return _Score(0, 0, None)
        self.clock.check(10 * len(self.laws_of[i]))
        ranges = []
        for number in self.laws_of[i]:
            wanted = self._range(number, i)
            if wanted is not None:
                ranges.append((number, *wanted))
        wrong = [entry for entry in ranges if entry[0] in self.violated]
        if not wrong:
            return _Score(0, 0, None)
        best: _Score | None = None
        values = {centre for _, centre, _, _ in wrong}
        self.clock.check(4 * len(values) * len(ranges))
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
        return best or _Score(0, 0, None)

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

    def ranked(self, indices: tuple[int, ...], first: int | None) -> list[int]:
        """The figures of a law, the most likely wrong first."""
        live = [
            i
            for i in indices
            if self.values[i] is not None and (self.system.halves[i] or i == first)
        ]
        live = live or [i for i in indices if self.values[i] is not None]
        order = sorted(
            live,
            key=lambda i: (
                i != first,
                i not in self.possible,
                *(-x for x in self.score(i).rank),
                len(self.laws_of[i]),
            ),
        )
        return order[:8]

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
    groups, mended, complete = _grouped(of, [], scores, clock.part(_FIRST))
    if len(groups) <= 1:
        return Blame(groups, complete)
    # more than one figure is wrong: which they are is no matter of one law after another
    likely = {group.figure: group.laws for group in groups if group.figure is not None}
    found = located(of, likely, mended if complete else None, clock.part(_TOGETHER))
    if found is None:
        return Blame(groups, complete=False, least=False)
    again, _, whole = _grouped(of, found.sets, scores, clock)
    if whole or not complete:
        groups = again
    return Blame(groups, whole, found.least)


def _grouped(
    of: Violations, sets: list[frozenset[int]], scores: dict[int, _Score], clock: Clock
) -> tuple[list[Blamed], list[int | None], bool]:
    """The groups, the figures as they should be, and whether the steps were enough for all groups."""
    groups: list[Blamed] = []
    try:
        search = _SuspectSearch(of, sets, scores, clock)
        _group(search, sets, groups)
    except OutOfTimeError:
        done = {number for group in groups for number in group.laws}
        groups += [Blamed([number], {number: ()}) for number in of.violated if number not in done]
        return groups, of.system.values, False
    return groups, search.values, True


def _group(search: _SuspectSearch, sets: list[frozenset[int]], groups: list[Blamed]) -> None:
    system, clock = search.system, search.clock
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
        candidates = sorted({i for number in search.violated for i in system.laws[number][1]})
        clock.check(4 * len(candidates))
        mine = [i for i in candidates if i in likeliest and search.score(i).settles]
        candidates = mine or candidates
        best = max(
            candidates,
            key=lambda i: (*search.score(i).rank, -len(search.laws_of[i])),
            default=None,
        )
        score = search.score(best) if best is not None else None
        if best is None or score is None or score.value is None or score.settles == 0:
            for number in sorted(search.violated):
                ranked = search.ranked(system.laws[number][1], None)
                groups.append(Blamed([number], {number: _suspects(search, ranked)}))
            break
        laws = search.settled(best, score.value)
        laws.sort(key=lambda n: (_TELLING[system.laws[n][0]], len(system.laws[n][1]), n))
        suspects = {
            number: _suspects(search, search.ranked(system.laws[number][1], best))
            for number in laws
        }
        groups.append(Blamed(laws, suspects, best))
        search.take(best, score.value, laws)


_TELLING = {AGREE: 0, "add-up": 1, BALANCE: 1, CONTAIN: 2}


def _suspects(search: _SuspectSearch, order: list[int]) -> tuple[Suspect, ...]:
    found = []
    for i in order:
        score = search.score(i)
        figure = search.system.figures[i]
        suggestion = None
        if score.value is not None:
            scaled = Decimal(score.value).scaleb(
                search.system.exponent - figure.unit.exponent, exact
            )
            try:
                suggestion = scaled.quantize(last_place(figure.places), context=exact)
            except ArithmeticError:  # finer than the figure is printed
                suggestion = scaled.normalize(exact)
        found.append(
            Suspect(
                figure,
                suggestion,
                settles=score.settles,
                breaks=score.breaks,
                score=score.rank,
            )
        )
    return tuple(found)
