"""Sums over the intervals of a system's cells, as the checker forms them.

It knows the system and the shapes of the evidence, and imports no solving module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from math import gcd
from typing import NoReturn

from cnbudget.consistency.errors import EvidenceError
from cnbudget.consistency.evidence import Multiplier
from cnbudget.consistency.rounding import EVERYTHING, Interval
from cnbudget.consistency.system import ONE, Equality, Proportion, System
from cnbudget.messages import Message, say

Terms = dict[str, Fraction]

POSITIVE = Interval(Fraction(0), None, low_closed=False)


class IntervalSums:
    """The intervals of a system's cells, and sums over them."""

    def __init__(self, system: System, only: Collection[str] | None = None) -> None:
        self.system, self.only = system, only
        self.constraints: dict[str, Equality | Proportion] = {}
        self.known: dict[str, Interval[Fraction]] = {}

    def of(self, name: str) -> Interval[Fraction]:
        """The interval of a cell."""
        if name not in self.known:
            cell = self.system[name]
            free = self.only is not None and cell.suspect and name not in self.only
            bound = cell.free if free else cell.interval
            self.known[name] = bound & POSITIVE if name in self.system.denominators else bound
        return self.known[name]

    def combine(self, multipliers: Iterable[Multiplier]) -> tuple[Terms, Fraction, bool]:
        """The sum of the multiplied rows: terms, constant, and whether it must exceed 0."""
        total: Terms = {}
        const, strict = Fraction(0), False
        for m in multipliers:
            constraint = self.system.constraint(m.constraint)
            if isinstance(constraint, Equality):
                if m.part != "equality":
                    refuse(say("consistency.equality_one_part"), m.constraint)
                times = m.times
                once = times == 1
                add(total, {c: k if once else times * k for c, k in constraint.terms})
                if constraint.const:
                    const += times * constraint.const
                continue
            if m.times < 0:
                refuse(say("consistency.inequality_times_negative"), m.constraint)
            shown = self._percentage(constraint.pct, sign=m.part == "sign")
            end, closed = (
                (shown.high, shown.high_closed)
                if m.part == "upper"
                else (shown.low, shown.low_closed)
            )
            if end is None or m.part == "equality":
                refuse(say("consistency.percentage_no_end"), m.constraint)
            sign = -1 if m.part == "upper" else 1
            total = add(total, {constraint.num: 100 * sign * m.times})
            total = add(total, {constraint.den: -sign * m.times * (end + constraint.offset)})
            strict = strict or (m.times > 0 and not closed)
        return total, const, strict

    def _percentage(self, name: str, *, sign: bool) -> Interval[Fraction]:
        cell = self.system[name]
        if sign:
            return cell.free
        if self.only is not None and cell.suspect and name not in self.only:
            return EVERYTHING
        return cell.printed

    def highest(self, terms: Terms, const: Fraction) -> tuple[Fraction | None, bool]:
        """The most that the sum can be, and whether it can be that."""
        attained = True
        ends: dict[str, Fraction] = {}
        for name, k in terms.items():
            bound = self.of(name)
            end, closed = (
                (bound.high, bound.high_closed) if k > 0 else (bound.low, bound.low_closed)
            )
            if end is None:
                return None, False
            ends[name] = end
            attained = attained and closed
        return summed(terms.items(), const, ends), attained


def add(total: Terms, more: Mapping[str, Fraction]) -> Terms:
    """Add terms to others; what cancels out is gone.

    >>> add({"A": Fraction(1)}, {"A": Fraction(-1), "B": Fraction(2)})
    {'B': Fraction(2, 1)}
    """
    for name, k in more.items():
        old = total.get(name)
        new = k if old is None else old + k
        if new:
            total[name] = new
        else:
            total.pop(name, None)
    return total


def summed(
    terms: Iterable[tuple[str, Fraction]], const: Fraction, amounts: Mapping[str, Fraction]
) -> Fraction:
    """Terms in given amounts, added to a constant: integers over one denominator, which is quick.

    >>> half = {"A": Fraction(1, 2), "B": Fraction(1)}
    >>> summed([("A", Fraction(2)), ("B", Fraction(-1))], Fraction(0), half)
    Fraction(0, 1)
    """
    top, under = const.as_integer_ratio()
    for name, k in terms:
        n, d = amounts[name].as_integer_ratio()
        if k is not ONE:
            times, parts = k.as_integer_ratio()
            n, d = times * n, parts * d
        if d == under:
            top += n
        else:
            common = gcd(d, under)
            top = top * (d // common) + n * (under // common)
            under *= d // common
    return Fraction(top, under)


def refuse(message: Message, where: str = "") -> NoReturn:
    """Say that evidence does not hold.

    Raises:
        EvidenceError: Always.
    """
    raise EvidenceError(message, where=where)
