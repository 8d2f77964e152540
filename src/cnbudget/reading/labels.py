"""The label cells of a row: digits of its code, words of its name, its project, and amounts that strayed among them."""

from __future__ import annotations

import re

from cnbudget.expressions import expression
from cnbudget.layouts import SideForm
from cnbudget.reading.cells import is_amount
from cnbudget.reading.headings import LEVELS
from cnbudget.words import plain, spaceless

#: Some forms print a code and its name in one cell: [2010301]行政运行, 2010301 行政运行.
_BRACKETED = expression(r"[\[【]([0-9]{3}(?:[0-9]{2}){0,2})[\]】](.+)", re.DOTALL)
_CODED = expression(r"([0-9]{3}(?:[0-9]{2}){0,2})[\s.、:：-]*([^0-9\s.].*)", re.DOTALL)
_DIGITS = expression(r"[0-9]+(?:[ .\-][0-9]+)*")
#: A misprinted code may have letters in it; it is still no name.
_CODE_LIKE = expression(r"[0-9][0-9A-Za-z .\-]*", re.ASCII)
_CODES = ("function", "economic", "function-project")
#: Kinds of rows whose labels begin with no code.
UNCODED = ("project", "list")


class LabelCells:
    """The label cells of a row, told apart one by one into digits of a code, words of a name and a project.

    Attributes:
        digits: The digits, cell by cell.
        words: The words.
        strays: Amounts among them, which are no part of a name.
        project: The name of a project.
    """

    def __init__(self, form: SideForm) -> None:
        self.form = form
        self.digits: list[str] = []
        self.words: list[str] = []
        self.strays: list[str] = []
        self.project = ""

    def take(self, text: str, *, project: bool) -> None:
        """Take a cell.

        Args:
            text: What it holds.
            project: Whether it stands where projects are named.
        """
        if text[-1].isdigit() and is_amount(text, self.digits, self.words):
            self.strays.append(text)
        elif project:
            self.project = spaceless(text)
        elif text[0].isdigit():
            self._number(text)
        else:
            self._word(text)

    def _word(self, text: str) -> None:
        """A cell that begins with no digit: a name, with its code in brackets before it or not."""
        marked = None
        if text[0] in "[【" and self.form.rows in _CODES and not self.digits:
            marked = _BRACKETED.fullmatch(text)
        if marked is not None and not self.words:
            self.digits.append(marked[1])
        self.words.append(marked[2] if marked is not None and self.digits else text)

    def _number(self, text: str) -> None:
        """A cell that begins with a digit: a code, a code with its name, or a name."""
        rows, digits, words = self.form.rows, self.digits, self.words
        if not words and (text.isdigit() or _DIGITS.fullmatch(text)):
            digits.append(text)
            return
        coded = _CODED.match(text) if rows != "project" else None
        if coded is not None and not digits:
            digits.append(coded[1])
            words.append(coded[2])
        elif _CODE_LIKE.fullmatch(text) and not words and rows not in UNCODED:
            digits.append(text)
        else:
            words.append(text)

    @property
    def name(self) -> str:
        """The name: without 类, 款, 项 in cells that reach down into the total's row."""
        words = self.words
        if len(words) > 1 and _levels_alone(words[:-1]) and plain(words[-1]) in self.form.totals:
            words = words[-1:]
        return spaceless("".join(words))


def _levels_alone(words: list[str]) -> bool:
    """Whether words are nothing but the names of levels, each in its cell or all in one."""
    return all(set(spaceless(word)) <= set(LEVELS) for word in words)
