"""Amounts and the parts that the text tells of them: in one sentence (包括…、…), or numbered one below the other.

Nothing is added up here: whether parts make up their whole is for those who hold the claims to something. A list that
is not plainly one, as where parts have parts of their own between them, is closed to further ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from cnbudget.expressions import expression
from cnbudget.narrative.claims import Claim, Parted
from cnbudget.numerals import integer
from cnbudget.values import Visible

#: The number of an item: (一), (1), 1., 一、 or ①; a number with decimals is none.
MARK = expression(
    r"\((?P<bracket>[一二三四五六七八九十]{1,3}|[0-9]{1,2})\)"
    r"|(?P<digits>[0-9]{1,2})[.、．](?![0-9])|(?P<numeral>[一二三四五六七八九十]{1,3})、"
)
_MARKED = frozenset("(0123456789一二三四五六七八九十")  # what it begins with
_BEFORE = 5  # characters of a mark, at most
_MOST = 400  # parts of one list


@attrs.define(eq=False, repr=False)
class _Run(Visible):
    """Numbered items of one style: what they are of, and the number of the last."""

    style: str
    last: int
    list: Parted | None
    fresh: bool = True  # the item has told no amount of its own yet


class PartedReader:
    """What the reader of the text keeps in mind of lists.

    Attributes:
        lists: The lists that were read so far.
    """

    def __init__(self) -> None:
        self.lists: list[Parted] = []
        self._recent: Claim | None = None  # the last amount that was stated
        self._line: Parted | None = None  # the list that the sentence is telling
        self._told: Parted | None = None  # the list that the sentence before told
        self._semicolons: Parted | None = None  # a list whose parts semicolons part
        self._outer: tuple[Parted, bool] | None = (
            None  # what a list opened in, and whether that was open
        )
        self._aside: Parted | None = None  # the list that brackets tell
        self._changes: Parted | None = None
        self._of_changes = False  # whether further changes are parts of the last one
        self._runs: list[_Run] = []
        self._lasts: dict[str, int] = {}  # the last number of each style
        self._lead = ""  # the word that ended the last sentence or clause, as 包括：

    @property
    def listing(self) -> bool:
        """Whether a sentence is telling the parts of an amount."""
        return self._line is not None

    def begin_section(self) -> None:
        """Nothing goes on from another section."""
        self._recent = self._line = self._told = self._changes = None
        self._runs, self._lead, self._lasts = [], "", {}

    def begin_sentence(self) -> None:
        """What a sentence lists ends with it."""
        self._close()
        if self._line is not None and self._line.parts:
            self._told = self._line
        self._line, self._of_changes = None, False

    def item(self, text: str, at: int) -> None:
        """Take note of a number that an item begins with.

        Args:
            text: The paragraph.
            at: Where the item's words begin, or its number.
        """
        found = MARK.match(text, at) if text[at : at + 1] in _MARKED else None
        if found is None and text[at - 1 : at] == ")":
            found = _mark_before(text, at)
        if found is None or found.lastgroup is None:
            return
        style, number = found.lastgroup, integer(found[found.lastgroup])
        if style == "bracket" and found[style].isascii():
            style = "bracket-digits"
        if number is None:
            return
        at_depth = next((n for n, run in enumerate(self._runs) if run.style == style), None)
        goes_on = at_depth is None and number == self._lasts.get(style, 0) + 1
        self._lasts[style] = number
        if number == 1 or goes_on:  # (一)…1.…3.…(二)…4.…: numbered through
            if at_depth is not None:
                del self._runs[at_depth:]
            told = None if self._lead else self._told  # its parts are told again, one by one
            whole = self._recent if told is None else told.whole
            word = self._lead if told is None else told.word
            listed = None if whole is None else Parted(whole, word, numbered=True)
            if listed is not None:
                self.lists.append(listed)
            self._runs.append(_Run(style, number, listed))
        elif at_depth is not None:
            del self._runs[at_depth + 1 :]
            run = self._runs[at_depth]
            if (run.fresh or number != run.last + 1) and run.list is not None:
                run.list.open = True  # an item without an amount, or one that was lost
            run.last, run.fresh = number, True
        self._line, self._lead = None, ""

    def leads_on(self, word: str, *, named: bool = False) -> None:
        """Parts of the last amount follow a word.

        Args:
            word: The word.
            named: Whether other words before it say of what the parts are: 收入包括…；支出包括… of one amount.
        """
        self._lead, self._of_changes = word, self._changes is not None
        run = self._runs[-1] if self._runs else None
        whole = self._recent
        if (
            run is not None and run.fresh
        ):  # 1.按支出功能分类，包括…: the item has no amount of its own
            run.fresh, named = False, True
            if run.list is not None:
                run.list.open, whole = True, run.list.whole
        before = self._line
        self._outer = None if before is None or named else (before, before.open)
        if before is not None and before.parts and not named:
            before.open = True  # parts of a part
        whole = before.whole if named and before is not None else whole
        self._line = None
        if whole is not None:
            self._line = Parted(whole, word, open=named)
            self.lists.append(self._line)

    def ended(self, mark: str) -> None:
        """A clause ended: parts that commas part end with a semicolon.

        Args:
            mark: The mark that ends it.
        """
        line = self._line
        if line is None or mark not in ("；", ";"):
            return
        line = self._close() or line
        if not line.parts:
            return
        if len(line.parts) == 1:
            self._semicolons = line
        elif self._semicolons is not line:
            self.begin_sentence()

    def _close(self) -> Parted | None:
        """Go back to the list in which another opened that told no amounts: 甲类业务3万元，包含巡查；乙类业务…."""
        if self._line is None or self._line.parts or self._outer is None:
            return None
        self._line, was_open = self._outer
        self._line.open, self._outer = was_open, None
        return self._line

    def resume(self) -> None:
        """Go on with a list whose parts semicolons part, where one full stop ended it: nothing rests on it."""
        if self._told is not None and self._told is self._semicolons:
            self._line, self._told.open = self._told, True

    def stated(self, claim: Claim, *, same_time: bool) -> None:
        """An amount was stated.

        Args:
            claim: The amount.
            same_time: Whether it is of the year and stage that the document is of.
        """
        if not same_time:
            return
        if not self._of_changes:
            self._changes = None
        run = self._runs[-1] if self._runs else None
        if run is not None and run.fresh:
            run.fresh = False
            if run.list is not None and len(run.list.parts) < _MOST:
                run.list.parts.append(claim)
        elif self._line is not None and claim is not self._line.whole:
            if len(self._line.parts) < _MOST:
                self._line.parts.append(claim)
            else:
                self._line.open = True
        else:
            self._told = None
        self._recent, self._lead = claim, ""

    def aside(self, whole: Claim, parts: Sequence[Claim]) -> None:
        """Parts of an amount were told in brackets behind it.

        Args:
            whole: The amount.
            parts: Its parts.
        """
        told = [each for each in parts if (each.year, each.stage) == (whole.year, whole.stage)]
        if not told or len(told) < len(parts):
            return
        if self._aside is None or self._aside.whole is not whole:  # brackets hold several clauses
            self._aside = Parted(whole, "其中")
            self.lists.append(self._aside)
        self._aside.parts += told[: _MOST - len(self._aside.parts)]

    def changed(self, claim: Claim, *, reason: bool) -> None:
        """A change was stated: what follows as its reason can be the parts of it.

        Args:
            claim: The change.
            reason: Whether it stands in a reason.
        """
        into = self._changes
        if into is not None and (reason or self._of_changes):
            if len(into.parts) < _MOST:
                into.parts.append(claim)
        elif not reason:
            self._changes = Parted(claim, "", open=True)
            self.lists.append(self._changes)

    def found(self) -> tuple[Parted, ...]:
        """The lists that have parts."""
        return tuple(each for each in self.lists if each.parts)


def _mark_before(text: str, at: int) -> re.Match[str] | None:
    """The number that stands right before some words."""
    start = text.rfind("(", max(0, at - _BEFORE), at)
    found = None if start < 0 else MARK.match(text, start)
    return found if found is not None and found.end() == at else None
