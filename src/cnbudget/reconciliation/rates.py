"""Percentages in a contradiction: what one could be by the figures that it is worked out from."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs

from cnbudget.arithmetic import exact
from cnbudget.clock import Clock
from cnbudget.consistency import Inconsistent, Refutation, decide, ranges
from cnbudget.deduction import FigureSystem
from cnbudget.figures import Figure
from cnbudget.messages import tell

_MORE = 4  # places shown beyond those printed
_STEPS = 2_000_000  # a contradiction has few figures


@attrs.frozen(eq=False)
class Rate:
    """What a percentage could be by the other figures of a contradiction.

    Attributes:
        figure: The percentage as printed.
        low: The least, in per cent; None: there is none, or it is not known.
        high: The most.
    """

    figure: Figure
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def nearest(self) -> Decimal:
        """The possible percentage that is nearest to the printed one."""
        value = self.figure.value or Decimal(0)
        if self.low is not None and value < self.low:
            return self.low
        if self.high is not None and value > self.high:
            return self.high
        return value

    def words(self, lang: str = "zh") -> str:
        """Where it lies, in words."""
        low, high = self.low, self.high
        if low is None and high is None:
            return tell(lang, "conflicts.rate_another")
        if high is None:
            return tell(lang, "conflicts.rate_at_least", low=str(low))
        if low is None:
            return tell(lang, "conflicts.rate_at_most", high=str(high))
        if low == high:
            plain = str(low).rstrip("0").rstrip(".") if "." in str(low) else str(low)
            return tell(lang, "conflicts.rate_only", value=plain)
        return tell(lang, "conflicts.rate_between", low=str(low), high=str(high))


def plainest(framed: FigureSystem, refutation: Refutation) -> Refutation:
    """The refutation of a percentage by its own law, where that fails by itself: fewer figures would tell less.

    Args:
        framed: The system that it refutes.
        refutation: A verified refutation; given back where there is no plainer one.
    """
    system = framed.system
    for ratio in [system.ratio_of[name] for name in refutation.cells if name in system.ratio_of]:
        near = {ratio.num, ratio.den}
        own = [e for e in system.equalities if e.id.startswith(("Q", "B"))]
        for _ in range(2):  # the base of a rate by a change, then the numbers as printed
            for e in own:
                if e.terms[0][0] in near:
                    near.update(name for name, _ in e.terms)
        alone = system.only([ratio.id, *(e.id for e in own if e.terms[0][0] in near)])
        decision = decide(alone, clock=Clock(steps=_STEPS))
        if isinstance(decision, Inconsistent):
            return decision.refutation
    return refutation


def rate_of(framed: FigureSystem, refutation: Refutation) -> Rate | None:
    """The percentage in a refutation with what it could be; None if there is none in it.

    Args:
        framed: The system that it refutes.
        refutation: A verified refutation.
    """
    cell = next((name for name in refutation.cells if _percentage(framed, name)), None)
    figure = None if cell is None else framed.figure(cell)
    if cell is None or figure is None:
        return None
    part = framed.system.only(refutation.constraints)
    unused = [c.id for c in part.cells if c.suspect and c.id not in refutation.cells]
    found = ranges(
        part.with_figures(dict.fromkeys([cell, *unused])), [cell], clock=Clock(steps=_STEPS)
    )
    if not isinstance(found, dict):
        return Rate(figure)
    within, places = found[cell].interval, figure.places + _MORE
    return Rate(
        figure,
        None if within.low is None else percent(within.low, places, up=False),
        None if within.high is None else percent(within.high, places, up=True),
    )


def _percentage(framed: FigureSystem, name: str) -> bool:
    """Whether a cell is a percentage: of two others, or one that must be a certain number."""
    figure = framed.figure(name)
    return name in framed.system.ratio_of or (figure is not None and figure.column.measure == "%")


def percent(end: Fraction, places: int, *, up: bool) -> Decimal:
    """An end of an interval of percentages, rounded outwards.

    >>> percent(Fraction(200, 3), 4, up=True)
    Decimal('66.6667')
    """
    scaled = end * 10**places
    whole = (
        -(-scaled.numerator // scaled.denominator) if up else scaled.numerator // scaled.denominator
    )
    return Decimal(whole).scaleb(-places, exact)
