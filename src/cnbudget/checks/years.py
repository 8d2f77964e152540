"""Two years of an agency: what this year's prose says of last year, against what last year published."""

from __future__ import annotations

import attrs

from cnbudget.checks.messages import said
from cnbudget.disclosure import Disclosure
from cnbudget.errors import ComparisonError
from cnbudget.figures import Figure
from cnbudget.invariants import Verdict
from cnbudget.messages import Said, say, tell
from cnbudget.narrative import Earlier
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Ruling, equal
from cnbudget.words import plain

__all__ = ["Compared", "Comparison", "compare"]


_SAME = {"exact": "相符", "rounding": "舍入差", "violated": "不符"}


@attrs.frozen(eq=False)
class Compared:
    """An amount of last year: as this year's prose has it, and as it was published.

    Attributes:
        earlier: What this year's amount and change come to.
        figure: What last year's tables print.
        ruling: How the two compare.
    """

    earlier: Earlier
    figure: Figure
    ruling: Ruling = attrs.field(kw_only=True)

    def text(self, lang: str = "zh") -> str:
        """In words, Chinese (``"zh"``) or English (``"en"``)."""
        claim = self.earlier.claims[-1]
        line = claim.place.words(lang)
        mine = f"{self.earlier.text}{self.earlier.unit.zh}"
        there = said(self.figure, lang, unit=True)
        verdict = self.ruling.verdict.value
        return tell(
            lang,
            "checks.last_year",
            verdict=Said(_SAME[verdict], verdict),
            subject=claim.subject,
            line=line,
            mine=mine,
            there=there,
        )


@attrs.frozen(eq=False, repr=False)
class Comparison:
    """Last year as this year says it was, against last year's own disclosure.

    Attributes:
        this: This year's disclosure.
        last: Last year's.
        compared: The amounts that both speak of.
        unmatched: What this year's prose says of last year and last year's tables do not print.
    """

    this: Disclosure
    last: Disclosure
    compared: tuple[Compared, ...] = attrs.field(kw_only=True)
    unmatched: tuple[Earlier, ...] = attrs.field(kw_only=True)

    @property
    def differing(self) -> tuple[Compared, ...]:
        """Those that differ by more than rounding explains."""
        return tuple(each for each in self.compared if each.ruling.verdict is Verdict.VIOLATED)

    @property
    def ok(self) -> bool:
        """Whether something was compared and nothing differs."""
        return bool(self.compared) and not self.differing

    def text(self, lang: str = "zh") -> str:
        """The comparison in lines of text."""
        lines = [each.text(lang) for each in self.compared]
        if self.unmatched:
            count = len(self.unmatched)
            lines.append(tell(lang, "checks.not_published_last_year", count=count))
        return "\n".join(lines)

    def __repr__(self) -> str:
        return (
            f"<Comparison {self.this.year} with {self.last.year}: {len(self.compared)} compared, "
            f"{len(self.differing)} differ>"
        )


def compare(this: Disclosure, last: Disclosure) -> Comparison:
    """What this year's prose says of last year, against last year's own disclosure.

    Args:
        this: This year's disclosure, with its prose.
        last: Last year's, of the same agency and stage (预算 with 预算).

    Raises:
        ComparisonError: They are of other years than one and the year before (as when the order is wrong), of two
            stages, or of two agencies. What a document does not say is not held against it.

    >>> import attrs, cnbudget
    >>> budget = cnbudget.example("artux")
    >>> compare(budget, attrs.evolve(budget, year=2025))
    <Comparison 2026 with 2025: 0 compared, 0 differ>
    >>> compare(budget, budget)
    Traceback (most recent call last):
    ...
    cnbudget.errors.ComparisonError: 2026 and 2026: not a year and the year before (this year's comes first)
    """
    _comparable(this, last)
    printed = last.narrative.printed
    compared: list[Compared] = []
    unmatched: list[Earlier] = []
    for earlier in this.previous_year.figures:
        scope = earlier.scope.evolve(year=None)
        figure = printed.first(scope)
        there = None if figure is None else number_of(figure)
        if figure is None or there is None:
            unlisted = printed.unlisted(scope)
            if unlisted is None or earlier.number.value:
                unmatched.append(earlier)
            continue
        compared.append(Compared(earlier, figure, ruling=equal(earlier.number, there)))
    return Comparison(this, last, compared=tuple(compared), unmatched=tuple(unmatched))


def _comparable(this: Disclosure, last: Disclosure) -> None:
    """Refuse two documents of which the one says nothing of the other."""
    years = this.year, last.year
    if None not in years and last.year != (this.year or 0) - 1:
        raise ComparisonError(say("checks.not_year_before", year=this.year, other_year=last.year))
    if this.stage != last.stage:
        raise ComparisonError(say("checks.two_stages", stage=this.stage, other_stage=last.stage))
    if this.agency and last.agency and plain(this.agency) != plain(last.agency):
        raise ComparisonError(
            say("checks.two_agencies", agency=this.agency, other_agency=last.agency)
        )
