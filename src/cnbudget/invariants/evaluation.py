"""How laws come out: exact, rounding, violated or undecided; and by how much.

Amounts are compared as integers on a grid fine enough for half a last place of every figure. A law whose
figures do not come out exactly is *rounding* if true amounts exist that print as its figures and obey
it, *violated* if none do, *undecided* if a figure it needs is missing. See docs/consistency.md for the
arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any

import attrs

from cnbudget.amounts import Unit, exact
from cnbudget.figures import HALF_UP, Figure, State
from cnbudget.invariants.derivation import Derived, Raw
from cnbudget.invariants.law import AGREE, BALANCE, CONTAIN, Law, law_among, left_of
from cnbudget.rounding import Rounding, Verdict, reaches_zero
from cnbudget.tables import Table
from cnbudget.values import Value

__all__ = ["Compiled", "Outcome", "Prepared", "Verdict", "compiled"]

_PLACES = 2  # of an outcome's numbers, at least


@attrs.frozen(eq=False, repr=False)
class Outcome(Value):
    """A law and how it came out.

    Attributes:
        law: The law.
        verdict: How it came out.
        minor: Violated, but not if every printed figure could be off by one whole last place (尾差).
        expected: What the parts or the other side come to, in ``unit``; None where there is no sum.
        found: What is printed, in ``unit``.
        allowance: The largest difference that rounding could explain, in ``unit``.
        unit: The unit of ``expected``, ``found`` and ``allowance``.

    >>> import cnbudget
    >>> outcome = cnbudget.outcomes(cnbudget.example("artux"))[0]
    >>> outcome.law.kind, outcome.verdict.value, outcome.difference
    ('add-up', 'rounding', Decimal('0.01'))
    """

    law: Law
    verdict: Verdict
    minor: bool = attrs.field(default=False, kw_only=True)
    expected: Decimal | None = attrs.field(default=None, kw_only=True)
    found: Decimal | None = attrs.field(default=None, kw_only=True)
    allowance: Decimal | None = attrs.field(default=None, kw_only=True)
    unit: Unit = attrs.field(default=Unit.WAN, kw_only=True)

    @property
    def difference(self) -> Decimal | None:
        """What is printed, less what is expected."""
        if self.expected is None or self.found is None:
            return None
        return exact.subtract(self.found, self.expected)


class Compiled:
    """Laws ready to be evaluated: integers on a common grid.

    Attributes:
        figures: The figures.
        laws: The laws as (kind, indices, reason).
        values: For each figure its amount in grid steps, or None if missing.
        halves: For each figure half its last place in grid steps; 0 for what is exact.
        rules: For each figure how it was rounded; None if all were half away from zero.
        exponent: A grid step is 10 to this power, in 元.
        used: Indices of laws that were spent on inferring a figure, and so check nothing.
        lost: Indices of figures that were lost on the way here, filled or not.
        printed: How many figures are printed as numbers.
    """

    __slots__ = (
        "_judged",
        "_untied",
        "exponent",
        "figures",
        "halves",
        "laws",
        "lost",
        "printed",
        "rules",
        "used",
        "values",
    )

    def __init__(self, derived: Derived, used: frozenset[int] = frozenset()) -> None:
        self.figures = figures = derived.figures
        self.laws = derived.laws
        self.used = used
        self._untied: tuple[int, ...] | None = None
        #: the amounts that all laws were judged by, and how these came out if none were spent
        self._judged: tuple[list[int | None], list[Verdict]] | None = None
        lowest = 0
        scales: dict[tuple[Unit, int], tuple[int, int]] = {}
        seen: list[tuple[Unit, int]] = []
        unit, places = None, -1
        for figure in figures:
            if figure.unit is not unit or figure.places != places:
                unit, places = figure.unit, figure.places
                if (unit, places) not in seen:
                    seen.append((unit, places))
        for one, decimals in seen:
            lowest = min(lowest, one.exponent - decimals)
        self.exponent = lowest - 1
        for one, decimals in seen:
            last = one.exponent - decimals - self.exponent  # at least 1
            scales[one, decimals] = (one.exponent - self.exponent, 5 * 10 ** (last - 1))
        self.values: list[int | None] = []
        self.halves: list[int] = []
        add_value, add_half = self.values.append, self.halves.append
        unit, places, shift, half = None, -1, 0, 0
        blank, missing, value = State.BLANK, State.MISSING, State.VALUE
        self.lost: list[int] = []
        self.printed = 0
        for figure in figures:
            state = figure.state
            if state is blank:
                add_value(0)
                add_half(0)
                continue
            if state is value:
                self.printed += 1
            else:
                self.lost.append(len(self.values))
            if state is missing or figure.value is None:
                add_value(None)
                add_half(0)
            else:
                if figure.unit is not unit or figure.places != places:
                    unit, places = figure.unit, figure.places
                    shift, half = scales[unit, places]
                add_value(int(figure.value.scaleb(shift, exact)))
                add_half(half if state is value or figure.candidates else 0)
        self.rules: list[Rounding] | None = None
        if any(
            column.rounding != HALF_UP
            for table in derived.tables
            for side in table.sides
            for column in side.columns
        ):
            self.rules = [figure.rule for figure in figures]

    def take(self, figures: list[Figure], changed: Iterable[int]) -> None:
        """Go on with figures of which some are no longer missing; none may be finer than those before."""
        changed = set(changed)
        self.printed += sum([figures[i].state is State.VALUE for i in changed])
        self.printed -= sum([self.figures[i].state is State.VALUE for i in changed])
        self.lost = [i for i in self.lost if figures[i].state not in (State.VALUE, State.BLANK)]
        self.figures = figures
        for index in changed:
            figure = figures[index]
            if figure.value is not None:
                shift = figure.unit.exponent - self.exponent
                self.values[index] = int(figure.value.scaleb(shift, exact))
                rounded = figure.state is State.VALUE or figure.candidates
                self.halves[index] = 5 * 10 ** (shift - figure.places - 1) if rounded else 0
                if self.rules is not None:
                    self.rules[index] = figure.rule
        if self._judged is not None:
            again = [n for n, law in enumerate(self.laws) if not changed.isdisjoint(law[1])]
            found = self._judged[1].copy()
            for number, verdict in zip(again, self._come_out(again), strict=True):
                found[number] = verdict
            self._judged = self.values, found

    def spending(self, used: frozenset[int]) -> Compiled:
        """The same laws with some of them spent on inferring figures; the numbers are shared."""
        other = Compiled.__new__(Compiled)
        other.figures, other.laws = self.figures, self.laws
        other.values, other.halves, other.exponent = self.values, self.halves, self.exponent
        other.rules, other.lost, other.printed = self.rules, self.lost, self.printed
        other.used = used
        other._untied, other._judged = self._untied, self._judged
        return other

    def with_amounts(self, amounts: Mapping[int, int | None]) -> Compiled:
        """The same laws, none of them spent, with other amounts of some figures, in grid steps and exact.

        Args:
            amounts: The amounts by the figures' numbers; None for what is lost.
        """
        other = self.spending(frozenset())
        other.values, other.halves = list(self.values), list(self.halves)
        for i, amount in amounts.items():
            other.values[i], other.halves[i] = amount, 0
        return other

    @property
    def untied(self) -> tuple[int, ...]:
        """The figures that no law ties, by their numbers."""
        if self._untied is None:
            every = set(range(len(self.figures)))
            self._untied = tuple(sorted(every.difference(*map(itemgetter(1), self.laws))))
        return self._untied

    @property
    def judged(self) -> list[Verdict]:
        """The verdict on every law, in order, as reading found it if reading asked; nobody may change it."""
        if (
            self._judged is None or self._judged[0] is not self.values
        ):  # a trial has amounts of its own
            self._judged = self.values, self._come_out(range(len(self.laws)))
        found = self._judged[1]
        if self.used:
            found = found.copy()
            for number in self.used:  # what was spent on inferring a figure decides nothing
                found[number] = Verdict.UNDECIDED
        return found

    def verdicts(self, some: Sequence[int] | None = None) -> list[Verdict]:
        """The verdict on every law, in order; or on those of some numbers."""
        numbers = range(len(self.laws)) if some is None else some
        found = self._come_out(numbers)
        return self._but_spent(found, numbers) if self.used else found

    def _but_spent(self, found: list[Verdict], numbers: Sequence[int]) -> list[Verdict]:
        """Verdicts on laws of some numbers; what was spent on inferring a figure decides nothing."""
        used = self.used
        for place, number in enumerate(numbers):
            if number in used:
                found[place] = Verdict.UNDECIDED
        return found

    def _come_out(self, numbers: Sequence[int]) -> list[Verdict]:
        """How laws come out, spent or not."""
        laws, exact_ = self.laws, Verdict.EXACT
        found: list[Verdict] = []
        get, half = self.values.__getitem__, self.halves.__getitem__
        plain = self.rules is None
        for number in numbers:
            kind, indices, reason = laws[number]
            try:
                if kind == AGREE:
                    amounts = [*map(get, indices)]
                    if amounts[0] is not None and amounts.count(amounts[0]) == len(amounts):
                        found.append(exact_)
                        continue
                elif kind != BALANCE:
                    # the sum of all is twice the whole if the parts make it up
                    more = sum(map(get, indices)) - 2 * get(indices[0])  # type: ignore[arg-type,operator]
                    if not more or (more < 0 and kind == CONTAIN):
                        found.append(exact_)
                        continue
                    if plain and (slack := sum(map(half, indices))) != abs(more):
                        found.append(Verdict.ROUNDING if abs(more) < slack else Verdict.VIOLATED)
                        continue
            except TypeError:  # a missing figure
                pass
            found.append(self._verdict(kind, indices, left_of(reason)))
        return found

    def _verdict(self, kind: str, indices: Sequence[int], left: int = 1) -> Verdict:
        values = self.values
        if kind == AGREE:
            known = [i for i in indices if values[i] is not None]
            if not self.agree(known):
                return Verdict.VIOLATED
            if len(known) < len(indices):
                return Verdict.UNDECIDED
            same = len({values[i] for i in known}) == 1
            return Verdict.EXACT if same else Verdict.ROUNDING
        wholes = [i for i in indices[:left] if values[i] is not None]
        parts = [i for i in indices[left:] if values[i] is not None]
        lost = len(parts) < len(indices) - left
        lost_whole = len(wholes) < left
        if lost_whole and (lost or left == 1):
            return Verdict.UNDECIDED
        residual = sum(values[i] for i in wholes) - sum(values[i] for i in parts)  # type: ignore[misc]
        if lost_whole:
            # what is lost on the left is not negative: what is left of it can be too much already
            if residual > 0 and not self._explained(residual, wholes, parts):
                return Verdict.VIOLATED
            return Verdict.UNDECIDED
        if kind == CONTAIN or lost:
            # the lost parts are not negative: what is left can be too much already, never too little
            if residual < 0 and not self._explained(residual, wholes, parts):
                return Verdict.VIOLATED
            if lost:
                return Verdict.UNDECIDED
            return Verdict.EXACT if residual >= 0 else Verdict.ROUNDING
        if residual == 0:
            return Verdict.EXACT
        return Verdict.ROUNDING if self._explained(residual, wholes, parts) else Verdict.VIOLATED

    def _explained(self, residual: int, wholes: Sequence[int], parts: Sequence[int]) -> bool:
        """Whether rounding can explain wholes − parts = residual.

        Below the slack of what is rounded half away from zero it can; else the ends decide.
        """
        values, halves, rules = self.values, self.halves, self.rules
        if rules is None:
            slack = sum([halves[i] for i in wholes]) + sum([halves[i] for i in parts])
            if abs(residual) != slack:
                return abs(residual) < slack
        rule = Rounding.HALF_AWAY
        return reaches_zero(
            (sign, values[i] or 0, halves[i], rule if rules is None else rules[i])
            for sign, side in ((1, wholes), (-1, parts))
            for i in side
        )

    def agree(self, indices: Sequence[int]) -> bool:
        """Whether one true amount prints as all of these: each two of their intervals meet."""
        values = self.values
        if len({values[i] for i in indices}) < 2:
            return True
        for position, i in enumerate(indices):
            for j in indices[position + 1 :]:
                if values[i] != values[j] and not self._explained(
                    (values[i] or 0) - (values[j] or 0), [i], [j]
                ):
                    return False
        return True

    def law(self, number: int) -> Law:
        """A law as a value."""
        return law_among(self.figures, *self.laws[number])

    def outcome(self, number: int, verdict: Verdict) -> Outcome:
        """A law with its numbers."""
        expected, found, allowance = self.sizes(number, verdict)
        return Outcome(
            self.law(number),
            verdict,
            minor=verdict is Verdict.VIOLATED and self.minor(number),
            expected=expected,
            found=found,
            allowance=allowance,
            unit=self.figures[self.laws[number][1][0]].unit,
        )

    def sizes(
        self, number: int, verdict: Verdict
    ) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """What the parts of a law come to, what is printed, and what rounding could explain, in its unit."""
        kind, indices, reason = self.laws[number]
        places = self.figures[indices[0]].unit.exponent - self.exponent
        get, half = self.values.__getitem__, self.halves.__getitem__
        expected: int | None
        if kind == AGREE:
            expected, found, known = self._sides([i for i in indices if get(i) is not None])
            slack = sum(map(half, known))
        else:
            amounts = [*map(get, indices)]
            left = left_of(reason)
            if left == 1 and None not in amounts:
                found = amounts[0]
                expected = sum(amounts[1:])  # type: ignore[arg-type]
            else:
                found, expected = self._partly(kind, amounts, left, verdict)
            slack = sum(map(half, indices))  # of what is missing there is none
        return _amount(expected, places), _amount(found, places), _amount(slack, places)

    @staticmethod
    def _partly(
        kind: str, amounts: list[int | None], left: int, verdict: Verdict
    ) -> tuple[int | None, int | None]:
        """What is printed on the left of a law, and what the rest comes to, where some may be missing."""
        found = amounts[0]
        if left > 1:
            found = sum([each for each in amounts[:left] if each is not None])
        if (kind == BALANCE and None in amounts) or (
            verdict is Verdict.UNDECIDED and None in amounts[left:]
        ):
            return found, None
        return found, sum([each for each in amounts[left:] if each is not None])

    def minor(self, number: int) -> bool:
        """Whether a violated law would hold if every printed non-zero figure could be a last place off."""
        kind, indices, reason = self.laws[number]
        return self._minor(kind, indices, left_of(reason))

    def _minor(self, kind: str, indices: Sequence[int], left: int = 1) -> bool:
        """Whether a violation would vanish if every printed non-zero figure could be a last place off."""
        values, halves = self.values, self.halves
        ends = [
            (value - 2 * halves[i], value + 2 * halves[i]) if (value := values[i]) else (0, 0)
            for i in indices
            if values[i] is not None
        ]
        if kind == AGREE:
            return max(low for low, _ in ends) <= min(high for _, high in ends)
        known = sum(values[i] is not None for i in indices[:left])
        low, high = sum(low for low, _ in ends[:known]), sum(high for _, high in ends[:known])
        least, most = sum(low for low, _ in ends[known:]), sum(high for _, high in ends[known:])
        if known < left:  # what is known on the left is too much already
            return low <= most
        # violated with a lost part means that the known ones are too much already
        return least <= high and (most >= low or kind == CONTAIN or len(ends) < len(indices))

    def _sides(self, known: Sequence[int]) -> tuple[int | None, int | None, list[int]]:
        """What most of the figures that should agree say, and what one that differs says."""
        if not known:
            return None, None, []
        counts: dict[int | None, list[int]] = {}
        for i in known:
            counts.setdefault(self.values[i], []).append(i)
        ranked = sorted(counts.values(), key=len, reverse=True)
        if len(ranked) == 1:
            value = self.values[known[0]]
            return value, value, [known[0], known[-1]]
        most = ranked[0][0]
        other = max((group[0] for group in ranked[1:]), key=lambda i: self._apart(i, most))
        return self.values[most], self.values[other], [most, other]

    def _apart(self, i: int, j: int) -> int:
        return abs((self.values[i] or 0) - (self.values[j] or 0))


def _amount(steps: int | None, places: int) -> Decimal | None:
    """Grid steps in a unit: at least two places, and no more zeros behind them than needed."""
    if steps is None:
        return None
    if places > _PLACES:
        whole, rest = divmod(steps, 10 ** (places - _PLACES))
        if not rest:
            return exact.scaleb(whole, -_PLACES)
    while places > _PLACES and not steps % 10:
        steps, places = steps // 10, places - 1
    if places < _PLACES:
        steps, places = steps * 10 ** (_PLACES - places), _PLACES
    return exact.scaleb(steps, -places)


class Prepared(Derived):
    """Figures and laws that were made ready to be evaluated already.

    What comes of a pickle is made ready again where it is needed.
    """

    __slots__ = ("_compiled", "_used")

    def __init__(
        self,
        figures: list[Figure],
        laws: list[Raw],
        tables: tuple[Table[Any], ...],
        compiled: Compiled | None,
        used: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(figures, laws, tables)
        self._compiled = compiled
        self._used = used if compiled is None else compiled.used

    @property
    def compiled(self) -> Compiled:
        """The same, ready to be evaluated, without those that were spent on inferring figures; nobody may change it."""
        if self._compiled is None:
            self._compiled = Compiled(self, self._used)
        return self._compiled

    def __reduce__(self) -> tuple[Any, ...]:
        return Prepared, (self.figures, self.laws, self.tables, None, self._used)


def compiled(derived: Derived, used: frozenset[int] = frozenset()) -> Compiled:
    """Laws made ready to be evaluated: those that reading evaluated, where they are the same."""
    if not isinstance(derived, Prepared):
        return Compiled(derived, used)
    known = derived.compiled
    return known.spending(used) if used != known.used else known
