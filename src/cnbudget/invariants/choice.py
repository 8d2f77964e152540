"""What words leave open of a scope, and what decided it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from cnbudget.figures import ColumnAddress, Figure, RowAddress
from cnbudget.invariants.derivation import Raw
from cnbudget.invariants.law import Law, law_among
from cnbudget.messages import Message, Said, say

#: The ways to take what words leave open, in words.
WAYS: dict[str, Message] = {
    "current": say("laws.way_current"),
    "carried": say("laws.way_carried"),
    "whole": say("laws.way_whole"),
    "own": say("laws.way_own"),
    "level": say("laws.way_level"),
    "appropriation": say("laws.way_appropriation"),
    "general": say("laws.way_general"),
    "all": say("laws.way_all"),
    "next2": say("laws.way_next", count=2),
    "next3": say("laws.way_next", count=3),
    "next4": say("laws.way_next", count=4),
    "now": say("laws.way_now"),
    "total": say("laws.way_total"),
    "this": say("laws.way_this"),
    "titled": say("laws.way_titled"),
    "untold": say("laws.way_untold"),
    "first": say("laws.way_first"),
    "second": say("laws.way_second"),
    "nested": say("laws.way_nested"),
    "list": say("laws.way_list"),
}


def _way(name: str) -> Said:
    """One way in words; of several kinds of what is open, all of them."""
    each = [WAYS[one] for one in name.split("+")]
    return Said(
        "、".join(words.text("zh") for words in each),
        ", ".join(words.text("en") for words in each),
    )


def either(ways: Iterable[str]) -> Said:
    """Several ways, of which it may be one, in words."""
    each = [_way(way) for way in ways]
    return Said(
        "或".join(words.text("zh") for words in each),
        " or ".join(words.text("en") for words in each),
    )


@attrs.frozen(eq=False, repr=False)
class Choice:
    """What was chosen where the words of a table say of some rows or columns less than a scope needs.

    The rows or columns of one side of a table that words leave open are one block, and taken alike.

    Attributes:
        kind: What the words leave open: "carried" (whether money by source includes what is carried over), "own"
            (whether it is that of the own level alone, beside a column of transfers from above), "public" (of which
            money the three public expenses are), "subtotal" (what a 小计 sums that stands under no heading), "year"
            (of which year columns are that name none, under a title of another year than the document's), "twins"
            (which of two columns of one name is this year's and which last year's); several of them with + between; or
            "nesting" (which names in one column are parts of others).
        table: The key of the table.
        title: Its title.
        axis: "rows" or "columns".
        taken: The alternative taken ("current" or "carried"; "whole", "own" or "level"; "appropriation", "general" or
            "all"; "next2" to "next4", the columns after it, "now" or "total"; "this" or "titled"; "first" or "second",
            the column of last year; "nested" or "list"); None if the block stays open: its figures have no scope.
        others: The other alternatives.
        how: What decided: "prose" (the document's own); "laws"; "sums" of rows that nothing else tells apart; "same"
            where the alternatives come to the same in this document, and the usual one is taken; "alike" where no law
            ties the block, and it is taken as such words are wherever laws tell; "usual" where laws tell of none; ""
            where it stays open.
        cells: How many cells, at least, would have to be other than printed if it were taken otherwise.
        holds: Laws that hold as it is taken and would not be there otherwise, by the numbers of their figures.
        breaks: Laws that would break if it were taken otherwise.
        places: The addresses of the rows or columns.

    >>> choice = Choice("nesting", table="income", title="收入总表", axis="row", taken=None, places=frozenset(),
    ...                 others=())
    >>> choice.text("en")[:18]
    'the words leave it'
    >>> list(choice.laws([])), list(choice.broken([]))
    ([], [])
    >>> from cnbudget.figures import Figure
    >>> choice.of(Figure.of("1.00", "万元"))
    False
    """

    kind: str
    table: str = attrs.field(kw_only=True)
    title: str = attrs.field(kw_only=True)
    axis: str = attrs.field(kw_only=True)
    taken: str | None = attrs.field(kw_only=True)
    others: tuple[str, ...] = attrs.field(kw_only=True)
    how: str = attrs.field(default="", kw_only=True)
    cells: int = attrs.field(default=0, kw_only=True)
    holds: tuple[Raw, ...] = attrs.field(default=(), kw_only=True)
    breaks: tuple[Raw, ...] = attrs.field(default=(), kw_only=True)
    places: frozenset[RowAddress | ColumnAddress] = attrs.field(kw_only=True)

    def of(self, figure: Figure) -> bool:
        """Whether a figure stands in one of its rows or columns."""
        return figure.row in self.places or figure.column in self.places

    def laws(self, figures: Sequence[Figure]) -> Iterator[Law]:
        """The laws that hold as it is taken.

        Args:
            figures: All figures of the tables of the document, in order.
        """
        return (law_among(figures, *each) for each in self.holds)

    def broken(self, figures: Sequence[Figure]) -> Iterator[Law]:
        """The laws that would break if it were taken otherwise.

        Args:
            figures: All figures of the tables of the document, in order.
        """
        return (law_among(figures, *each) for each in self.breaks)

    def text(self, lang: str = "zh") -> str:
        """What was chosen and why, Chinese (``"zh"``) or English (``"en"``)."""
        return self._said().text(lang)

    def _said(self) -> Message:
        others = either(self.others)
        if self.taken is None:
            return say("laws.chosen_open", others=others)
        taken = _way(self.taken)
        if self.how == "prose":
            return say("laws.chosen_prose", taken=taken, others=others)
        if self.how == "sums":
            return say("laws.chosen_sums", taken=taken)
        if self.how == "same":
            return say("laws.chosen_same", taken=taken, others=others)
        if self.how == "alike":
            return say("laws.chosen_alike", taken=taken, others=others)
        if self.how == "usual":
            return say("laws.chosen_usual", taken=taken, others=others)
        if not self.cells:
            return say("laws.chosen_held", taken=taken, others=others)
        return say("laws.chosen_laws", taken=taken, others=others, cells=self.cells)

    def __str__(self) -> str:
        return self.text("zh")

    def __repr__(self) -> str:
        return (
            f"<Choice {self.kind} of {self.title}: {self.taken or 'open'} ({self.how or 'open'})>"
        )
