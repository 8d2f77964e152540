"""The tightest interval of a figure, and the values that could have been printed in its cell."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from cnbudget.amounts import exact
from cnbudget.arithmetic import context_of, last_place
from cnbudget.clock import Clock
from cnbudget.consistency import Inconsistent, Range, System, Undecided, ranges
from cnbudget.deduction.stated import joint_system
from cnbudget.deduction.systems import FigureSystem, figure_system
from cnbudget.disclosure import Disclosure
from cnbudget.errors import NotInBudgetError
from cnbudget.figures import Figure, Interval, State, numbers_of
from cnbudget.invariants import derived_of
from cnbudget.likeness import Valued
from cnbudget.messages import say, tell

_Ranges = dict[str, Range] | Inconsistent | Undecided


@attrs.frozen(eq=False)
class Deduction(Valued):
    """What the other figures leave possible for one.

    Attributes:
        figure: The figure.
        interval: The true amounts that are possible, in 元; tight if ``complete``.
        count: How many values could have been printed; None if there is no end to them.
        candidates: These values, in the figure's unit, when at most twelve.
        conditional: The value on the assumption that the ledger is kept at the printed places, so that printed figures
            are exact; None if that says nothing, or cannot be.
        complete: Whether the interval is proven the tightest; if not, it only contains it.
        contradicted: Whether the other figures contradict one another, so that nothing follows.
        from_prose: Whether it rests on what is said outside the tables, without which less would follow.
        prose_denied: Whether what is said outside the tables was to be used, and contradicts the tables or itself, so
            that it was not.

    >>> import cnbudget
    >>> from cnbudget import State
    >>> budget = cnbudget.example("artux")
    >>> lost = next(figure for figure in budget.figures if figure.state is State.INFERRED)
    >>> found = Deduction(lost, Interval(Decimal(0), Decimal(50)), count=1, candidates=(Decimal("0.00"),))
    >>> found.value, found.text("en")[-31:]
    (Decimal('0.00'), ' can only be 0.00 (10,000 yuan)')
    """

    _TOLD: ClassVar[tuple[str, ...]] = (
        "figure",
        "interval",
    )

    figure: Figure
    interval: Interval[Decimal]
    count: int | None = attrs.field(default=None, kw_only=True)
    candidates: tuple[Decimal, ...] = attrs.field(default=(), kw_only=True)
    conditional: Decimal | None = attrs.field(default=None, kw_only=True)
    complete: bool = attrs.field(default=True, kw_only=True)
    contradicted: bool = attrs.field(default=False, kw_only=True)
    from_prose: bool = attrs.field(default=False, kw_only=True)
    prose_denied: bool = attrs.field(default=False, kw_only=True)

    @property
    def value(self) -> Decimal | None:
        """The value, if only one could have been printed."""
        return self.candidates[0] if self.count == 1 and self.candidates else None

    def text(self, lang: str = "zh") -> str:
        """The deduction in words, Chinese (``"zh"``) or English (``"en"``)."""
        words = self._text(lang)
        if self.from_prose:
            words += tell(lang, "deduction.from_outside_tables")
        if self.prose_denied:
            words += tell(lang, "deduction.outside_tables_denied")
        return words

    def _text(self, lang: str) -> str:
        figure, unit = self.figure, self.figure.unit
        if self.contradicted:
            return tell(lang, "deduction.others_contradict", figure=figure)
        if self.value is not None:
            return tell(
                lang, "deduction.one_value", figure=figure, value=str(self.value), unit=unit
            )
        words = tell(lang, "deduction.range", figure=figure, interval=self.interval)
        if self.candidates:
            listed = tuple(map(str, self.candidates))
            words += tell(lang, "deduction.candidates", values=listed, unit=unit)
        if self.conditional is not None:
            value = str(self.conditional)
            words += tell(lang, "deduction.at_printed_places", value=value, unit=unit)
        return words

    def __repr__(self) -> str:
        return f"<Deduction {self.text('en')}>"


def deduce(
    disclosure: Disclosure,
    figures: Iterable[Figure] | None = None,
    *,
    time_limit: float | None = None,
    steps: int | None = None,
    prose: bool = False,
) -> tuple[Deduction, ...]:
    """What every lost cell, or every figure asked for, can have been.

    A figure's own printed value is disregarded, as if it were lost.

    Args:
        disclosure: A budget.
        figures: Figures of its tables; if not given, those that are missing or inferred.
        time_limit: Seconds after which intervals may be wider than the tightest, and are marked so. With it the answer
            can depend on the machine.
        steps: Steps of work after which it is so, the same on every machine; None for no limit.
        prose: Whether to use what is said outside the tables, too; what rests on it is marked `Deduction.from_prose`.

    Raises:
        NotInBudgetError: A figure is not one of the budget's, or no law ties it.

    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> [found] = deduce(budget, [budget[3, "2101501", "基本支出"]])
    >>> print(found.text("en"))
    table 3 (expenditure), line 100 “2101501 行政运行·基本支出”: can only be 79.17 (10,000 yuan)
    """
    clock = Clock(time_limit, steps=steps)
    derived = derived_of(disclosure)
    framed = figure_system(derived)
    place = numbers_of(derived.figures)
    lost = (State.MISSING, State.INFERRED)
    if figures is None:
        wanted = [i for i, figure in enumerate(derived.figures) if figure.state in lost]
    else:
        wanted = []
        for figure in figures:
            if figure.address not in place:
                raise NotInBudgetError(say("deduction.not_figure_this_budget"), value=repr(figure))
            wanted.append(place[figure.address])
    work = _Deducing(framed, clock)
    found = tuple(work.deduction(i) for i in work.prepared(wanted))
    if not (prose and found):
        return found
    joint = _Deducing(
        joint_system(disclosure, derived=derived, lost=True), clock, conditional=False
    )
    both = [joint.deduction(i) for i in joint.prepared(wanted)]
    return tuple(map(_with_prose, found, both))


def _with_prose(alone: Deduction, both: Deduction) -> Deduction:
    """What follows from the tables, narrowed by what is said outside them."""
    if both.contradicted and not alone.contradicted:
        return attrs.evolve(alone, prose_denied=True)
    if alone.contradicted or not both.complete or both.interval == alone.interval:
        return alone
    kept = alone.conditional if alone.conditional in both.candidates else None
    return attrs.evolve(both, conditional=kept, from_prose=True)


class _Deducing:
    def __init__(self, framed: FigureSystem, clock: Clock, *, conditional: bool = True) -> None:
        self.framed, self.clock, self.conditional = framed, clock, conditional
        self._exactly: FigureSystem | None = None
        self._found: _Ranges = {}
        self._lost: dict[str, Range] = {}

    def prepared(self, wanted: list[int]) -> list[int]:
        """Find the ranges of all lost cells at once."""
        names = [
            name
            for i in wanted
            if (name := self.framed.cell(i)) and self.framed.system[name].value is None
        ]
        if names:
            self._found = ranges(self.framed.system, names, clock=self.clock)
            if isinstance(self._found, dict) and self.conditional:
                exactly = ranges(self.exactly.system, names, clock=self.clock)
                self._lost = exactly if isinstance(exactly, dict) else {}
        return wanted

    @property
    def exactly(self) -> FigureSystem:
        """The system in which printed figures are exact."""
        if self._exactly is None:
            self._exactly = figure_system(self.framed.derived, precise=True)
        return self._exactly

    def deduction(self, i: int) -> Deduction:
        figure, name = self.framed.derived.figures[i], self.framed.cell(i)
        if name is None:
            return Deduction(figure, Interval(None, None))
        found, precise = self._ranges(name)
        if not isinstance(found, Range):
            contradicted = isinstance(found, Inconsistent)
            return Deduction(
                figure, Interval(None, None), complete=contradicted, contradicted=contradicted
            )
        interval = amounts_within(found)
        candidates = tuple(_in_unit(Decimal(text), figure) for text in found.candidates)
        conditional = None
        if precise is not None and len(precise.candidates) == 1 and precise.complete:
            point = precise.interval
            if point.low is not None and point.low == point.high:
                value = _in_unit(Decimal(precise.candidates[0]), figure)
                if Fraction(value.scaleb(figure.unit.exponent, exact)) == point.low:
                    conditional = value
        return Deduction(
            figure,
            interval,
            count=found.count,
            candidates=candidates,
            conditional=conditional,
            complete=found.complete,
        )

    def _ranges(self, name: str) -> tuple[Range | Inconsistent | Undecided, Range | None]:
        """The range of a cell, and that with all printed figures exact."""
        if self.framed.system[name].value is None:
            if not isinstance(self._found, dict):
                return self._found, None
            return self._found[name], self._lost.get(name)
        found = ranges(_freed(self.framed.system, name), [name], clock=self.clock)
        if not isinstance(found, dict):
            return found, None
        if not self.conditional:
            return found[name], None
        precise = ranges(_freed(self.exactly.system, name), [name], clock=self.clock)
        return found[name], precise[name] if isinstance(precise, dict) else None


def amounts_within(found: Range) -> Interval[Decimal]:
    """A range of the engine as an interval of amounts in 元."""
    within = found.interval
    low, high = _yuan(within.low), _yuan(within.high)
    return Interval(
        low,
        high,
        low_closed=low is not None and within.low_closed and Fraction(low) == within.low,
        high_closed=high is not None and within.high_closed and Fraction(high) == within.high,
    )


def _freed(system: System, name: str) -> System:
    return system.with_figures({name: None})


def _yuan(end: Fraction | None) -> Decimal | None:
    """An end in 元; one that no decimal says exactly, to the last of many digits."""
    if end is None:
        return None
    number = Decimal(end.numerator)
    try:
        return exact.divide(number, Decimal(end.denominator))
    except ArithmeticError:
        return context_of(60).divide(number, Decimal(end.denominator))


def _in_unit(yuan: Decimal, figure: Figure) -> Decimal:
    scaled = yuan.scaleb(-figure.unit.exponent, exact)
    return scaled.quantize(last_place(figure.places), context=exact)
