"""The checker of tightest intervals: verifies their ends by substitution.

Like the rest of the checker it imports no solving module and trusts nothing that it is given.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from fractions import Fraction

from cnbudget.consistency.evidence import End, Range
from cnbudget.consistency.rounding import Interval, Rounding, printable
from cnbudget.consistency.sums import IntervalSums, add, refuse, summed
from cnbudget.consistency.system import Equality, Proportion, System
from cnbudget.messages import say


def check_range(system: System, claim: Range) -> None:
    """Verify both ends of a tightest interval: nothing beyond, and no tighter.

    That the interval has amounts at all is for `check_ledger` to see.
    """
    RangeChecker(system).check(claim)


class RangeChecker:
    """Verifies the intervals of one system; what they share is verified once.

    Args:
        system: The system.
    """

    def __init__(self, system: System) -> None:
        self.system, self.bounds = system, IntervalSums(system)
        self._bases: list[Mapping[str, Fraction]] = []

    def check(self, claim: Range) -> None:
        """Verify both ends of an interval.

        Raises:
            EvidenceError: Something claimed does not follow from its evidence.
        """
        for end, sign in ((claim.low, -1), (claim.high, 1)):
            self._nothing_beyond(claim.cell, end, sign)
            if claim.complete:
                self._reached(claim.cell, end, sign)
        cell = self.system[claim.cell]
        count, figures = (
            (None, ())
            if not claim.complete
            else possible(cell.decimals, cell.rounding, claim.interval)
        )
        if (count, figures) != (claim.count, claim.candidates):
            refuse(say("consistency.candidates_other"), claim.cell)

    def _nothing_beyond(self, cell: str, end: End, sign: int) -> None:
        if end.value is None:
            return
        ratio = self.system.ratio_of.get(cell)
        terms, const, strict = self.bounds.combine(end.multipliers)
        if ratio is None:
            terms = add(terms, {cell: Fraction(sign)})
            const -= sign * end.value
        else:
            terms = add(terms, {ratio.num: Fraction(100 * sign)})
            terms = add(terms, {ratio.den: -sign * (end.value + ratio.offset)})
        most, attained = self.bounds.highest(terms, const)
        if most is None or most > 0:
            refuse(say("consistency.beyond_end"), cell)
        if not end.closed and most == 0 and attained and not strict:
            refuse(say("consistency.end_itself"), cell)

    def _reached(self, cell: str, end: End, sign: int) -> None:
        """The amounts reach the end: truly if it is closed, else with all open ends closed."""
        system, scale = self.system, end.scale
        if scale < 0 or (end.closed and scale != 1) or (end.base is not None and scale != 1):
            refuse(say("consistency.limit_scale"), cell)
        at: Mapping[str, Fraction] = _Still(end.limit) if scale == 0 else end.limit
        if end.base is None:
            self._obeyed(end.limit, at, scale, closed=end.closed)
        else:
            if not any(base is end.base for base in self._bases):
                self._obeyed(end.base, end.base, scale, closed=True)
                self._bases.append(end.base)
            at = ChainMap(end.limit, end.base)  # type: ignore[arg-type]  # neither is changed
            self._obeyed(end.limit, at, scale, closed=end.closed)
        ratio = system.ratio_of.get(cell)
        if ratio is None:
            _all_known((cell,), at, cell)
            reached = sign * at[cell] if end.value is None else at[cell] - end.value
            direction = scale == 0
        else:
            _all_known((ratio.num, ratio.den), at, cell)
            if end.value is None:
                reached = sign * 100 * at[ratio.num]
                direction = at[ratio.den] == 0
            else:
                reached = 100 * at[ratio.num] - (end.value + ratio.offset) * at[ratio.den]
                direction = at[ratio.den] <= 0
        if end.value is None:
            if reached <= 0 or not direction:
                refuse(say("consistency.direction"), cell)
        elif reached or direction:
            refuse(say("consistency.limit_short"), cell)

    def _obeyed(
        self,
        names: Mapping[str, Fraction],
        at: Mapping[str, Fraction],
        scale: Fraction,
        *,
        closed: bool,
    ) -> None:
        """These amounts are in their intervals and, with the others, in all equalities and ratios."""
        system, bounds = self.system, self.bounds
        touched: dict[str, Equality] = {}
        for name, x in names.items():
            if name in system.ratio_of:
                continue
            allowed = bounds.of(name)
            if not closed:
                allowed = allowed.closure
            if scale != 1:
                allowed = Interval(
                    None if allowed.low is None else allowed.low * scale,
                    None if allowed.high is None else allowed.high * scale,
                )
            if x not in allowed:
                refuse(say("consistency.limit_outside"), name)
            for equality in system.equalities_of[name]:
                touched[equality.id] = equality
        for equality in touched.values():
            try:
                off = summed(equality.terms, equality.const * scale, at)
            except KeyError:
                refuse(say("consistency.limit_lacks"), equality.id)
            if off:
                refuse(say("consistency.limit_breaks_equality"), equality.id)
        for ratio in system.ratios:
            if ratio.num in names or ratio.den in names:
                try:
                    _check_ratio_limit(system, ratio, at, closed=closed)
                except KeyError:
                    refuse(say("consistency.limit_lacks"), ratio.id)


def possible(
    decimals: int | None, rule: Rounding, within: Interval[Fraction]
) -> tuple[int | None, tuple[str, ...]]:
    """The figures that fit an interval; an exact figure fits when the interval is one point."""
    if decimals is not None:
        return printable(within, decimals, rule)
    if within.low is not None and within.low == within.high:
        return 1, (str(within.low),)
    return None, ()


class _Still(dict[str, Fraction]):
    """A direction: an amount that it does not name does not move."""

    def __missing__(self, name: str) -> Fraction:
        return Fraction(0)


def _check_ratio_limit(
    system: System, ratio: Proportion, at: Mapping[str, Fraction], *, closed: bool
) -> None:
    num, den = at[ratio.num], at[ratio.den]
    allowed = system[ratio.pct].interval
    if closed:
        if den <= 0 or 100 * num / den - ratio.offset not in allowed:
            refuse(say("consistency.limit_breaks_ratio"), ratio.id)
        return
    low = None if allowed.low is None else 100 * num - (allowed.low + ratio.offset) * den
    high = None if allowed.high is None else 100 * num - (allowed.high + ratio.offset) * den
    if den < 0 or (low is not None and low < 0) or (high is not None and high > 0):
        refuse(say("consistency.limit_breaks_ratio"), ratio.id)


def _all_known(names: Iterable[str], at: Mapping[str, Fraction], where: str) -> None:
    if any(name not in at for name in names):
        refuse(say("consistency.limit_lacks"), where)
