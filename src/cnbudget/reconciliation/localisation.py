"""Which figures must be wrong: the lightest sets whose change makes the document consistent (Fellegi and Holt)."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import attrs

from cnbudget.amounts import exact
from cnbudget.arithmetic import context_of, half_place, last_place, printed, round_half_away
from cnbudget.consistency import Repair
from cnbudget.disclosure import Correction
from cnbudget.figures import Address, Figure, Interval
from cnbudget.messages import Message, joined, say, tell
from cnbudget.reconciliation.independent import independent

_MOST_REPAIRS = 5  # repairs that are listed
_MOST_PARTS = 20
_INDENT = "  "


@attrs.frozen(eq=False)
class Located:
    """Figures whose change, together, makes the document consistent.

    Attributes:
        figures: The figures.
        ranges: For each of them the true amounts, in 元, that are possible once all are freed; empty if that was not
            worked out.
        corrections: The slips that, undone, make the document consistent; the cheapest kinds first.
        cells: Their names in the evidence.

    >>> from decimal import Decimal
    >>> import cnbudget
    >>> budget = cnbudget.example("akto")
    >>> cell = budget[3, "208", "合计"]
    >>> wrong = budget.with_figures([(cell, cell.evolve(value=Decimal("74.01")))])
    >>> found = cnbudget.reconcile(wrong).localisation.sets[0]
    >>> found.figures[0].text, found.offered.changes[0][1].text, "should be 70.41" in found.text("en")
    ('74.01', '70.41', True)
    """

    figures: tuple[Figure, ...]
    ranges: tuple[Interval[Decimal], ...] = attrs.field(default=(), kw_only=True)
    corrections: tuple[Correction, ...] = attrs.field(default=(), kw_only=True)
    cells: tuple[str, ...] = attrs.field(default=(), kw_only=True, repr=False)

    @property
    def offered(self) -> Correction | None:
        """The correction that is offered alone: the only one of the cheapest kind that is left."""
        first = [each for each in self.corrections if each.kind == self.corrections[0].kind]
        return first[0] if len(first) == 1 else None

    def text(self, lang: str = "zh") -> str:
        """In words, Chinese (``"zh"``) or English (``"en"``)."""
        parts = []
        for n, figure in enumerate(self.figures):
            words = _printed(figure, lang)
            if n < len(self.ranges):
                words += _within(figure, self.ranges[n]).text(lang)
            parts.append(words)
        figures = joined(lang, parts, ";")
        if self.offered is not None:
            return f"{figures} → {self.offered.text(lang)}"
        if self.corrections:
            few = [each.text(lang) for each in self.corrections[:_MOST_REPAIRS]]
            if len(self.corrections) > _MOST_REPAIRS:
                few.append(tell(lang, "repairs.more", count=len(self.corrections) - _MOST_REPAIRS))
            slips = joined(lang, few, ";")
            return tell(lang, "repairs.possible_slips", figures=figures, slips=slips)
        return figures


@attrs.frozen(eq=False)
class Localisation:
    """The lightest sets of figures whose change makes a document consistent, with proof that less would not do.

    Attributes:
        sets: The sets, all of one weight.
        weight: Their weight; None if no set does it, or none was found within the budget.
        lower: No set is lighter than this, by the conflicts of the evidence.
        complete: Whether ``sets`` has all sets of that weight.
        partial: Whether the steps or the time were used up before the least weight was proven.
        evidence: The engine's repair, verified.
        otherwise: Where the lightest sets have numbers from outside the tables, which are doubted first: sets of
            no more figures that would do as well if all such numbers are taken to be right.

    >>> from decimal import Decimal
    >>> import cnbudget
    >>> budget = cnbudget.example("akto")
    >>> cell = budget[3, "208", "合计"]
    >>> found = cnbudget.reconcile(budget.with_figures([(cell, cell.evolve(value=Decimal("74.01")))])).localisation
    >>> found.ambiguous, found.weight, found.text("en").splitlines()[0]
    (False, 2, 'changing this figure is enough, and nothing less would do:')
    """

    sets: tuple[Located, ...]
    weight: int | None = attrs.field(kw_only=True)
    lower: int = attrs.field(kw_only=True)
    complete: bool = attrs.field(kw_only=True)
    partial: bool = attrs.field(default=False, kw_only=True)
    evidence: Repair = attrs.field(kw_only=True, repr=False)
    otherwise: tuple[Located, ...] = attrs.field(default=(), kw_only=True)

    @property
    def ambiguous(self) -> bool:
        """Whether other sets would do as well, so that the figures alone cannot tell."""
        return len(self.sets) > 1 or not self.complete or bool(self.otherwise)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of all sets, each once."""
        found = {figure.address: figure for each in self.sets for figure in each.figures}
        return tuple(found.values())

    @property
    def unsearched(self) -> int:
        """For how many of the sets no slips were looked for: there are many, or the steps or the time were used up."""
        return sum(not each.ranges for each in self.sets)

    def text(self, lang: str = "zh", *, details: bool = False) -> str:
        """In words: each independent part once, with its own alternatives.

        Args:
            lang: Chinese (``"zh"``) or English (``"en"``).
            details: Whether the sets are told as they are, with the amounts that are possible and the slips.
        """
        if not self.sets:
            words = say("repairs.none_found") if self.partial else say("repairs.none_enough")
            return words.text(lang)
        lines = [self._head().text(lang)]
        if details or (len(self.sets) == 1 and len(self.sets[0].figures) <= _MOST_REPAIRS):
            lines += [_INDENT + each.text(lang) for each in self.sets[: _MOST_REPAIRS * 2]]
            rest = len(self.sets) - _MOST_REPAIRS * 2
        else:
            told = self._parts(lang)
            lines += [_INDENT + each for each in told[:_MOST_PARTS]]
            rest = len(told) - _MOST_PARTS
        if rest > 0:
            lines.append(_INDENT + tell(lang, "repairs.more", count=rest))
        if self.unsearched and details:
            lines.append(tell(lang, "repairs.not_searched", count=self.unsearched))
        if self.otherwise:
            lines.append(tell(lang, "repairs.in_tables"))
            most = _MOST_REPAIRS if details else 2
            lines += [_INDENT + each.text(lang) for each in self.otherwise[:most]]
            rest = len(self.otherwise) - most
            if rest > 0:
                lines.append(_INDENT + tell(lang, "repairs.more", count=rest))
        return "\n".join(lines)

    def _parts(self, lang: str) -> list[str]:
        """Each independent part: what must change for certain, then what may be one of several."""
        known: dict[Address, str] = {}
        for each in self.sets:
            for n, figure in enumerate(each.figures):
                within = each.ranges[n] if n < len(each.ranges) else None
                known.setdefault(figure.address, _changed(figure, within, lang))
        sets = [[figure.address for figure in each.figures] for each in self.sets]
        lines = []
        for choices in sorted(independent(sets), key=len):
            told = [
                joined(lang, [known[each] for each in known if each in one], ";") for one in choices
            ]
            if len(told) == 1:
                lines.append(told[0])
            else:
                lines.append(tell(lang, "repairs.one_of", count=len(told), choices=tuple(told)))
        return lines

    def _head(self) -> Message:
        """How many figures, and how sure that is."""
        size = len(self.sets[0].figures)
        if self.partial:
            bounds = f"{self.lower}–{self.weight}"
            return say("repairs.not_proven_least", size=size, bounds=bounds)
        if len(self.sets) > 1 or not self.complete:
            many = f"{len(self.sets)}" + ("" if self.complete else "+")
            return say("repairs.equally_light", count=many)
        if size == 1:
            return say("repairs.one_enough")
        return say("repairs.enough", size=size)


def _printed(figure: Figure, lang: str) -> str:
    text = figure.grouped or tell(lang, "figures.blank")
    return f"{figure.where(lang)} {text}{figure.column.measure}"


def _changed(figure: Figure, within: Interval[Decimal] | None, lang: str) -> str:
    """A figure, and what it should be if that is one printable number."""
    if within is None or within.low is None or within.high is None or figure.column.measure:
        return _printed(figure, lang)
    low, high = (each.scaleb(-figure.unit.exponent, exact) for each in (within.low, within.high))
    middle = round_half_away(exact.multiply(exact.add(low, high), Decimal("0.5")), figure.places)
    half = half_place(figure.places)
    if low < exact.subtract(middle, half) or high > exact.add(middle, half):
        return _printed(figure, lang)
    value = printed(middle, figure.places, grouped=True)
    found = figure.grouped or say("repairs.blank")
    return tell(lang, "repairs.should_be", figure=figure, found=found, value=value)


def _within(figure: Figure, within: Interval[Decimal]) -> Message:
    """Where the true amount or percentage lies, in words."""
    measure = figure.column.measure
    shown = _short(within, figure.places + 4 if measure else 4)
    if shown.low is not None and shown.low == shown.high:
        only = f"{shown.low.normalize(exact):f}"
        if measure:
            return say("repairs.number_is", value=only, measure=measure)
        return say("repairs.amount_is", value=only)
    if measure:
        return say("repairs.number_within", interval=shown, measure=measure)
    return say("repairs.amount_within", interval=shown)


def _short(within: Interval[Decimal], places: int) -> Interval[Decimal]:
    """An interval whose ends have no more places than people read, rounded outwards."""

    def end(value: Decimal | None, rounding: str) -> Decimal | None:
        if value is None or -int(value.as_tuple().exponent) <= places:
            return value
        wide = context_of(len(value.as_tuple().digits) + places)
        return value.quantize(last_place(places), rounding, wide)

    return attrs.evolve(
        within, low=end(within.low, ROUND_FLOOR), high=end(within.high, ROUND_CEILING)
    )
