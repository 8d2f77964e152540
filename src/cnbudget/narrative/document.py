"""The narrative of a document: its sections, claims and last year's figures, each worked out when first asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

import attrs

from cnbudget.expressions import expression
from cnbudget.figures import NOWHERE, Figure, Place, State
from cnbudget.messages import say
from cnbudget.narrative.claims import Claim, Claims
from cnbudget.narrative.earlier import PreviousYear, number_of, previous_year
from cnbudget.narrative.grammar import claims_of
from cnbudget.narrative.printed import Printed
from cnbudget.narrative.sections import Section, opened, sections_of
from cnbudget.narrative.subjects import Context
from cnbudget.narrative.unread import Unread
from cnbudget.narrative.years import Misdated, years_of
from cnbudget.numerals import COUNTED, YEAR_DIGITS
from cnbudget.passages import Passage, folded
from cnbudget.scope import Scope
from cnbudget.values import Value, Visible

_TERM = expression(
    rf"(?:[{COUNTED}]{{1,3}}[、.]|\([{COUNTED}]{{1,3}}\)[、.]?|[0-9]{{1,2}}[.、])?([^:]{{2,40}}?):(.+)",
    re.DOTALL,
)
#: The most characters of prose that are read of one document; a narrative has some ten thousand.
LONGEST = 1_500_000
_MOST_CHARACTERS = 40  # of a passage that is quoted
_AFTER_DATE = 4  # characters after the date at the end: 印发
_MOST_LONG = 100
_DATE = expression(rf"{YEAR_DIGITS}年[0-9]{{1,2}}月[0-9]{{1,2}}日")
_UNITS = expression(r"(?:下属|所属)(?:各)?(?:预算单位|单位)?([0-9]{1,4})(?:个|家)(?:预算)?单位")
_NO_UNITS = expression(r"无下属(?:预算)?单位|没有下属(?:预算)?单位|无所属(?:预算)?单位")
_OFFICES = expression(
    r"(?:下设|内设|设)(?:有)?([0-9]{1,3})个(?:内设|职能)?(?:机构|科室|处室|股室|部门|科|处)"
)


def _redate(claims: Claims, this: int | None, years: Sequence[Misdated]) -> None:
    """Take amounts of a year that cannot be right, or "of last year" and compared with last year's, for this year's."""
    if this is None:
        return
    wrong = {(each.place, each.year) for each in years}
    for claim in claims:
        told = claim.kind == "amount" and claim.year is not None and claim.against is None
        if told and (claim.place, claim.year) in wrong:
            claim.misdated, claim.year = claim.year, this
    for change in claims:
        amount, year = change.of, this - 1
        if (
            change.kind == "change"
            and amount is not None
            and (amount.kind, amount.role, amount.stage) == ("amount", "stated", "预算")
            and amount.year == year
            and change.against is not None
            and change.against[0] == year
        ):
            amount.misdated, amount.year = year, this


@attrs.frozen(eq=False, repr=False)
class Term(Value):
    """An entry of the glossary (名词解释).

    Attributes:
        name: The term.
        definition: What it means.

    >>> Term("财政拨款", "财政当年拨付的资金").name
    '财政拨款'
    """

    name: str
    definition: str


@attrs.frozen(eq=False, repr=False)
class Signature(Visible):
    """Who signs, and when (落款).

    Attributes:
        agency: The agency at the end; "" if only a date stands there.
        date: The date as printed.
        place: Where it stands.

    >>> Signature("某局", "2026年2月1日").agency
    '某局'
    """

    agency: str
    date: str
    place: Place = attrs.field(default=NOWHERE, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Overview(Visible):
    """What Part One says of the agency.

    Attributes:
        duties: The duties, a text each.
        structure: What is said of its structure.
        units: How many subordinate units it says there are; None if it does not say.
        offices: How many offices within.
        staff: Posts and people, by the kinds of `cnbudget.performance.Staff`, as `Disclosure.overview` has them.
        staff_changes: How many more than before, of those that say so.

    >>> Overview(units=3, staff={"实有": 12}).units
    3
    """

    duties: tuple[str, ...] = ()
    structure: str = ""
    units: int | None = attrs.field(default=None, kw_only=True)
    offices: int | None = attrs.field(default=None, kw_only=True)
    staff: dict[str, int] = attrs.field(factory=dict, kw_only=True)
    staff_changes: dict[str, int] = attrs.field(factory=dict, kw_only=True)


@attrs.frozen(eq=False, slots=False, repr=False)
class Narrative:
    """The narrative of a document.

    Attributes:
        passages: Everything outside the tables of the form.
        context: What is known of the document.

    >>> import cnbudget
    >>> from cnbudget.examples import example_ledger
    >>> text = cnbudget.compose(cnbudget.publish(example_ledger("akto"))).narrative
    >>> len(text.sections) > 10, len(text.claims) > 20, text.find("share")[0].text
    (True, True, '97.59')
    """

    passages: Sequence[Passage]
    context: Context

    @cached_property
    def readable(self) -> tuple[Passage, ...]:
        """The passages that are read: not what is longer than any narrative."""
        left = LONGEST
        kept = []
        for passage in self.passages:
            length = 0 if passage.grid else len(passage.text)
            if length <= left:
                kept.append(passage)
                left -= length
        return tuple(kept)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections, in the document's order."""
        return sections_of(tuple(opened(self.readable)))

    @cached_property
    def years(self) -> tuple[Misdated, ...]:
        """The years in the prose that cannot be right."""
        signed = self.signature
        date = None if signed is None else (signed.date, signed.place)
        return tuple(years_of(self.sections, self.context, date))

    @cached_property
    def claims(self) -> Claims:
        """What the prose asserts."""
        found = claims_of(self.sections, self.context)
        _redate(found, self.context.year, self.years)
        if len(self.readable) == len(self.passages):
            return found
        kept = set(self.readable)
        here = Section("", "")
        long = tuple(
            Unread(
                passage.text[:_MOST_CHARACTERS],
                say("unchecked.too_long"),
                place=passage.place,
                section=here,
            )
            for passage in self.passages
            if passage not in kept
        )
        return Claims(found.claims, found.unread + long[:_MOST_LONG], found.lists)

    @cached_property
    def printed(self) -> Printed:
        """What the tables print, by scope."""
        return self.context.printed_figures

    @cached_property
    def previous_year(self) -> PreviousYear:
        """Last year's budget, reconstructed."""
        return previous_year(self.claims, self.context.year, self._current)

    def _current(self, scope: Scope) -> Figure | None:
        """This year's printed figure of a scope, unless the text calls another amount by the same words."""
        figure = self.printed.first(scope)
        if figure is None:  # 农林水支出减少1206万元, where the table has none of it any more
            whole = self.printed.unlisted(scope) if scope not in self._stated else None
            return (
                None if whole is None else attrs.evolve(whole, value=Decimal(0), state=State.BLANK)
            )
        stated = self._stated.get(scope)
        said, there = (None if each is None else number_of(each) for each in (stated, figure))
        return figure if said is None or there is None or said.meets(there) else None

    @cached_property
    def _stated(self) -> dict[Scope, Figure]:
        """The first amount of this year's that is stated of each scope."""
        found: dict[Scope, Figure] = {}
        for claim in self.claims:
            mine = claim.year == self.context.year and claim.stage == self.context.stage
            stated = claim.kind == "amount" and claim.role == "stated" and claim.money
            if stated and mine and claim.scope is not None:
                found.setdefault(claim.scope, claim.figure)
        return found

    @cached_property
    def glossary(self) -> tuple[Term, ...]:
        """The terms and their definitions."""
        found = []
        for section in self.sections:
            if section.key == "glossary":
                for paragraph in section.paragraphs:
                    match = _TERM.fullmatch(paragraph.text)
                    if match is not None:
                        found.append(Term(match[1].strip('"'), match[2]))
        return tuple(found)

    @cached_property
    def signature(self) -> Signature | None:
        """Who signs and when, at the end of the document; None if no date stands there."""
        last = [passage for passage in self.readable[-6:] if not passage.grid]
        for position in range(len(last) - 1, -1, -1):
            date = _DATE.search(last[position].folded)
            if date is None or len(last[position].folded) > 60:
                continue
            if len(date.string) - date.end() > _AFTER_DATE or "截" in date.string:
                continue  # a sentence that ends the document: 截至2025年12月31日，本部门共有车辆5辆。
            before = last[position - 1].folded if position else ""
            agency = last[position].folded[: date.start()]
            if not agency and self.context.name and self.context.name in before:
                agency = before
            return Signature(agency, date[0], place=last[position].place)
        return None

    @cached_property
    def overview(self) -> Overview:
        """What Part One says of the agency."""
        duties: list[str] = []
        structure: list[str] = []
        for section in self.sections:
            if section.key == "duties":
                duties += [paragraph.text for paragraph in section.paragraphs]
            elif section.key == "structure":
                structure += [passage.text for passage in section.passages if not passage.grid]
        text = folded("".join(structure))[:100_000]
        units, offices = _UNITS.search(text), _OFFICES.search(text)
        return Overview(
            tuple(duties),
            "\n".join(structure),
            units=int(units[1]) if units else 0 if _NO_UNITS.search(text) else None,
            offices=int(offices[1]) if offices else None,
        )

    def find(self, kind: str) -> tuple[Claim, ...]:
        """The claims of a kind."""
        return self.claims.of(kind)

    def __repr__(self) -> str:
        return f"<Narrative: {len(self.sections)} sections, {len(self.claims)} claims>"
