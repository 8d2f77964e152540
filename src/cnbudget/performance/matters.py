"""The other matters (其他重要事项) in a document's text: which paragraphs speak of what, number by number.

A matter begins with its heading and ends with the next one. Its paragraphs are put together, and every number in them
comes with the words that lead up to it; what the number is, those words say.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

import attrs

from cnbudget.expressions import expression
from cnbudget.figures import NOWHERE, Figure, Place, RowAddress
from cnbudget.narrative.sections import Section
from cnbudget.narrative.text import STOP
from cnbudget.numerals import COUNTED, PART
from cnbudget.passages import Passage
from cnbudget.performance.quantities import Quantity, folded, folded_passage, quantities
from cnbudget.performance.stated import stated
from cnbudget.tables import Printing
from cnbudget.values import Value

#: The sections that are matters of their own.
MATTERS = (
    "running",
    "procurement",
    "assets",
    "performance",
    "matters",
    "projects",
    "project_notes",
)
#: What stands in these explains words and names duties (牵头编制国有资产管理情况报告), and states nothing of the year.
_NAMING = ("glossary", "duties")
_NUMBERED = expression(
    PART.pattern + rf"|\([{COUNTED}0-9]{{1,3}}\)|[{COUNTED}]{{1,3}}[、.)]|[0-9]{{1,2}}[、.)]"
)
_LISTED = expression(r"[-•·\s]*(?:[0-9]{1,2}|[０-９]{1,2})(?:[.．]\s|[、)）])\s*")
_ENDS = "。;!?:"
_LEAD = 80  # characters before a number that may say what it is


@attrs.frozen(eq=False, repr=False)
class Spoken(Value):
    """A number of the text and the words before it.

    Attributes:
        quantity: The number.
        lead: The words since the number before it, or since the sentence began.
        tail: The words that follow, up to the next number.
        sentence: The number of its sentence in the matter, from 0.
        place: The paragraph that it stands in.
    """

    quantity: Quantity
    lead: str
    tail: str = attrs.field(kw_only=True)
    sentence: int = attrs.field(kw_only=True)
    place: Place = attrs.field(kw_only=True, eq=False)

    @property
    def clause(self) -> str:
        """The words right before the number, since the last punctuation."""
        start = max(self.lead.rfind(mark) for mark in "。;,:、()")
        return self.lead[start + 1 :]


@attrs.frozen(eq=False, repr=False, slots=False)
class Matter(Value):
    """A stretch of the text about one thing.

    Attributes:
        key: Which of `MATTERS`; "staff" for the staff of the first part.
        heading: The heading.
        paragraphs: The paragraphs.
        place: Where the heading stands.
    """

    key: str
    heading: str
    paragraphs: tuple[Passage, ...]
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)

    @cached_property
    def text(self) -> tuple[str, list[int], list[Place]]:
        """The paragraphs as one folded text, and where in it each of them begins."""
        parts: list[str] = []
        starts: list[int] = []
        places: list[Place] = []
        length = 0
        for passage in self.paragraphs:
            mark = _LISTED.match(passage.text)  # "1. 2026年" is no number 1.2026
            bare = folded_passage(passage) if mark is None else folded(passage.text[mark.end() :])
            if not bare:
                continue
            # a sentence may end here; a line that ends in the middle of one goes on
            ended = mark is not None or _NUMBERED.match(bare) is not None
            if parts and parts[-1][-1] != STOP and (ended or parts[-1][-1] in _ENDS):
                parts.append(STOP)
                length += 1
            starts.append(length)
            places.append(passage.place)
            parts.append(bare)
            length += len(bare)
        return "".join(parts), starts, places

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The quantities of the text, those that are no numbers among them."""
        return quantities(self.text[0])

    def spoken(self) -> tuple[Spoken, ...]:
        """The numbers with the words before them; dates and numbers without a unit are left out."""
        text, starts, places = self.text
        known = [each for each in self.quantities if each.value is not None]
        found = [each for each in known if each.kind not in ("date", "bare")]
        made = []
        sentence, seen, before = 0, 0, 0
        for number, each in enumerate(found):
            stops = text.count(STOP, seen, each.start)
            seen = each.start
            sentence += stops
            start = before
            if stops:
                start = max(before, text.rfind(STOP, before, each.start) + 1)
            after = found[number + 1].start if number + 1 < len(found) else len(text)
            made.append(
                Spoken(
                    each,
                    text[max(start, each.start - _LEAD) : each.start],
                    tail=text[each.end : min(after, each.end + 24)],
                    sentence=sentence,
                    place=places[max(0, bisect_right(starts, each.start) - 1)],
                )
            )
            before = each.end
        return tuple(made)

    def unread(self) -> tuple[Spoken, ...]:
        """What stands for numbers and is none (1,23万元), with the words around it."""
        text, starts, places = self.text
        return tuple(
            Spoken(
                each,
                text[max(0, each.start - _LEAD) : each.start],
                tail=text[each.end : each.end + 24],
                sentence=0,
                place=places[max(0, bisect_right(starts, each.start) - 1)],
            )
            for each in self.quantities
            if each.value is None and each.kind not in ("date", "bare")
        )

    def address(self, key: str, row: str) -> RowAddress:
        """The address of what is said of something in this matter."""
        return RowAddress(
            None,
            key,
            title=self.heading,
            row=row,
            scope=None,
            within="other",
            section=self.heading,
        )

    def figure(
        self,
        said: Spoken,
        key: str,
        row: str,
        column: str,
        least: Printing,
        *,
        measure: str = "",
    ) -> Figure:
        """A number of the text as a figure; see `stated`."""
        return stated(
            said.quantity,
            row=self.address(key, row),
            column=column,
            place=said.place,
            least=least,
            measure=measure,
        )


def last_of(lead: str, words: Iterable[str]) -> str:
    """The word that comes last in a lead; of two that end together, the longer; "" if there is none.

    >>> last_of("其中:政府采购货物预算", ["政府采购", "货物", "工程"])
    '货物'
    """
    best, at = "", -1
    for word in words:
        found = lead.rfind(word)
        if found >= 0 and (found + len(word), len(word)) > (at, len(best)):
            best, at = word, found + len(word)
    return best


def matters(sections: Iterable[Section]) -> tuple[Matter, ...]:
    """The matters of a text, in its order; headings without a paragraph are left out.

    Args:
        sections: The sections of the document.
    """
    found = []
    for section in sections:
        body = tuple(passage for passage in section.passages if not passage.grid)
        if section.key in MATTERS and body and not any(map(section.within, _NAMING)):
            found.append(Matter(section.key, section.line, body, place=section.place))
    return tuple(found)
