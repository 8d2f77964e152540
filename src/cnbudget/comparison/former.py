"""What `compare` was before: this year's prose against last year's tables; kept for one version."""

from __future__ import annotations

import attrs

from cnbudget.checks.messages import said
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure
from cnbudget.messages import Said, tell
from cnbudget.narrative import Earlier
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Ruling, equal

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


def compared_before(
    this: Disclosure, last: Disclosure
) -> tuple[tuple[Compared, ...], tuple[Earlier, ...]]:
    """The amounts of last year that both speak of, and those that last year's tables do not print."""
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
    return tuple(compared), tuple(unmatched)
