"""The neutral grid that stands between tables and formats.

A `Sheet` is a table as it is to be printed: its title and the lines over it, a grid of cells that may
span rows and columns, and notes. A format only has to draw it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from decimal import Decimal
from unicodedata import east_asian_width

import attrs

from cnbudget.arithmetic import printed
from cnbudget.figures import NOWHERE, Figure, Place

__all__ = [
    "Contents",
    "Heading",
    "Part",
    "Sheet",
    "SheetCell",
    "Text",
    "breadth",
    "is_wide",
    "printable",
]

_WIDE_FROM = 118  # half-width characters that a page of A4 holds upright, at the size of tables
_WIDEST = 195  # and on its side


@attrs.define  # of a large budget hundreds of thousands are made: half the time of frozen ones
class SheetCell:
    """A cell of a sheet.

    Attributes:
        text: What is printed; "" for an empty cell.
        kind: "header", "code", "label" or "amount".
        value: Of an amount that is printed, the number.
        places: The decimals printed.
        down: How many rows it spans.
        across: How many columns it spans.
        strong: Whether it belongs to a total.
        indent: How far a label is moved in.
        figure: Of an amount, the figure that stands in it.
    """

    text: str = ""
    kind: str = "label"
    value: Decimal | None = attrs.field(default=None, kw_only=True)
    places: int = attrs.field(default=0, kw_only=True)
    down: int = attrs.field(default=1, kw_only=True)
    across: int = attrs.field(default=1, kw_only=True)
    strong: bool = attrs.field(default=False, kw_only=True)
    indent: int = attrs.field(default=0, kw_only=True)
    figure: Figure | None = attrs.field(default=None, kw_only=True, eq=False)

    @property
    def align(self) -> str:
        """Where its text stands in it: "left", "center" or "right"."""
        if self.kind == "amount":
            return "right"
        return "left" if self.kind == "label" and not self.strong else "center"

    @property
    def grouped(self) -> str:
        """The text, of an amount with separators.

        >>> SheetCell("1234.50", "amount", value=Decimal("1234.50"), places=2).grouped
        '1,234.50'
        """
        return self.text if self.value is None else printed(self.value, self.places, grouped=True)


@attrs.frozen
class Sheet:
    """A table as it is to be printed.

    Attributes:
        title: Its title.
        rows: Its cells, those of the header first; None where a cell from the left or above reaches.
        head: How many of the rows are the header.
        number: "表 3", or "".
        agency: "编制部门：…", or "".
        unit: "单位：万元", or "".
        notes: What is printed below.
        level: The level of its title among the headings.
        place: Where it stood in the file that was read.
    """

    title: str
    rows: tuple[tuple[SheetCell | None, ...], ...]
    head: int = attrs.field(kw_only=True)
    number: str = attrs.field(default="", kw_only=True)
    agency: str = attrs.field(default="", kw_only=True)
    unit: str = attrs.field(default="", kw_only=True)
    notes: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    level: int = attrs.field(default=2, kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows), default=0)

    @property
    def widths(self) -> tuple[int, ...]:
        """The width of each column, in half-width characters: what its cells need, within limits.

        >>> Sheet("", ((SheetCell("科目名称"), SheetCell("1.00", "amount")),), head=0).widths
        (16, 6)
        """
        found = [self._column(column) for column in range(self.width)]
        usual, least = [max(pair) for pair in found], [pair[0] for pair in found]
        over, spare = sum(usual) - _WIDEST, sum(usual) - sum(least)
        if over <= 0 or not spare:
            return tuple(usual)
        # a very wide table gives way where its words can break
        share = min(1.0, over / spare)
        pairs = zip(least, usual, strict=True)
        return tuple(small + round((wanted - small) * (1 - share)) for small, wanted in pairs)

    def _column(self, column: int) -> tuple[int, int]:
        """The least width of a column, and the width at which few of its words break."""
        least, usual = 5, 6
        for row in self.rows:
            cell = row[column]
            if cell is None or cell.across > 1 or not cell.text:
                continue
            size = breadth(cell.grouped)
            if cell.kind == "header":
                least, usual = max(least, min(size + 1, 8)), max(usual, min(size + 2, 12))
                usual = max(usual, 10) if size > 2 else usual
            elif cell.kind == "amount":
                least = max(least, min(size + 2, 40))
            elif cell.kind == "code":
                least = max(least, min(size + 2, 12))
            else:
                size += 2 * cell.indent + 2
                least, usual = max(least, min(size, 20)), max(usual, 16, min(size, 40))
        return least, usual

    @property
    def wide(self) -> bool:
        """Whether it needs a page in landscape."""
        return is_wide(self.widths)


@attrs.frozen
class Heading:
    """A heading of the document.

    Attributes:
        text: The heading.
        level: 0 for the title of the document, 1 for a part, and so on.
        made: Whether the document does not have it: it is put there for a reader of the whole.
        place: Where it stood in the file that was read.
    """

    text: str
    level: int = 1
    made: bool = attrs.field(default=False, kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)


@attrs.frozen
class Text:
    """A paragraph of the document.

    Attributes:
        text: The paragraph.
        place: Where it stood in the file that was read.
    """

    text: str
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)


@attrs.frozen
class Contents:
    """The list of contents.

    Attributes:
        title: What stands over it.
        entries: Its lines.
        made: Whether it was made here; one that a document has stays as it is.
    """

    title: str
    entries: tuple[str, ...]
    made: bool = attrs.field(default=False, kw_only=True)


Part = Heading | Text | Sheet | Contents


def is_wide(widths: Iterable[int]) -> bool:
    """Whether columns of these widths need a page in landscape.

    >>> is_wide([20] * 5), is_wide([20] * 6)
    (False, True)
    """
    return sum(widths) > _WIDE_FROM


class _Breadths(dict[str, int]):
    """How broad each character prints."""

    def __missing__(self, mark: str) -> int:
        return self.setdefault(mark, 2 if east_asian_width(mark) in "WFA" else 1)


_BREADTHS = _Breadths()


def breadth(text: str) -> int:
    """How broad a text prints: full-width characters count twice.

    >>> breadth("208 支出")
    8
    """
    return len(text) if text.isascii() else sum(map(_BREADTHS.__getitem__, text))


def printable(text: str) -> str:
    r"""A text in one line, without the control characters that files of text and XML cannot hold.

    >>> printable("一行\n又一行\x00")
    '一行 又一行'
    """
    if text.isprintable():
        return text
    kept = (" " if mark in "\t\n\r\x0b\x0c\x85\u2028\u2029" else mark for mark in text)
    return "".join(mark for mark in kept if _holds(mark))


def _holds(mark: str) -> bool:
    code = ord(mark)
    return (
        code >= 32
        and not 0x7F <= code < 0xA0
        and not 0xD800 <= code < 0xE000
        and code & 0xFFFE != 0xFFFE
    )


def __getattr__(name: str) -> object:
    if name == "Cell":  # its former name; a cell is a place of a system of figures
        warnings.warn(
            "cnbudget.writing.sheet.Cell is now SheetCell", DeprecationWarning, stacklevel=2
        )
        return SheetCell
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
