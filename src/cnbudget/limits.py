"""How much is read of a file at the most: what goes beyond is refused with the reason, before it takes time or memory.

The defaults are far above what departments publish, and safe for what strangers send. They are given to reading, and to
all that reads:

>>> import cnbudget
>>> from cnbudget.examples import example_path
>>> cnbudget.read(example_path("artux"), limits=cnbudget.Limits(file=10_000))
Traceback (most recent call last):
...
cnbudget.errors.UnreadableError: ...: the file is too large (at most 10000 B are read)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import attrs

from cnbudget.errors import UnreadableError, UsageError
from cnbudget.messages import say
from cnbudget.values import Value

__all__ = ["LIMITS", "Limits", "too_many_rows"]

_MB = 1024 * 1024


def _positive(_: object, field: attrs.Attribute[int], value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise UsageError(say("limits.not_positive"), where=field.name, value=value)


def _most(default: int) -> int:
    found: int = attrs.field(default=default, validator=_positive)
    return found


@attrs.frozen(eq=False, repr=False, kw_only=True)
class Limits(Value):
    """How much is read at the most; each is a whole number above zero.

    What one file may take is bounded by these together. The digits of a number are bounded without them: one with more
    than 40 before the point or 20 behind it is no amount, and is named as a problem.

    Attributes:
        file: Bytes of a file.
        unpacked: Bytes that the parts of an .xlsx unpack to, pictures aside.
        unpacked_word: The same of a .docx, all of which is held at once.
        unpacked_pdf: Bytes that the streams of a PDF unpack to, pictures aside.
        pages: Pages of a PDF.
        page: Bytes of drawing on one of them; a page with more is a drawing, which is not read and said to be one.
        letters: Letters and drawn things of a PDF.
        lines: Lines of a text, and paragraphs of a web page.
        rows: Rows with something in them of the tables of a workbook, a CSV, a text or a web page.
        columns: Cells of a line of text that may be a row of a table; of more it is a paragraph.
        cells: Cells with something in them of a workbook, and all cells of the tables of a .docx.
        table_cells: Cells, empty ones too, of one table of a workbook or CSV, and of all tables of a text or web page.
        sheet_cells: Cells, empty ones too, that the sheets of an .xls span.
        depth: Tables within tables.
        steps: Figures looked at to place cells of rows that have lost some; what is not placed by then stays missing.

    Raises:
        UsageError: A limit is no whole number, or below one.

    >>> Limits(pages=20).pages, Limits().pages
    (20, 1000)
    """

    file: int = _most(256 * _MB)
    unpacked: int = _most(64 * _MB)
    unpacked_word: int = _most(24 * _MB)
    unpacked_pdf: int = _most(256 * _MB)
    pages: int = _most(1000)
    page: int = _most(3_000_000)
    letters: int = _most(4_000_000)
    lines: int = _most(1_000_000)
    rows: int = _most(200_000)
    columns: int = _most(4096)
    cells: int = _most(2_000_000)
    table_cells: int = _most(4_000_000)
    sheet_cells: int = _most(40_000_000)
    depth: int = _most(20)
    steps: int = _most(500_000)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Limits as a command line gives them: ``NAME=NUMBER`` each, the others as they are.

        Args:
            texts: The texts.

        Raises:
            UsageError: There is no such limit, or it is no number.

        >>> Limits.of(["pages=2000", "rows=1000"]) == Limits(pages=2000, rows=1000)
        True
        """
        names = {field.name for field in attrs.fields(cls)}
        given: dict[str, int] = {}
        for text in texts:
            name, _, number = text.partition("=")
            if name not in names:
                raise UsageError(say("limits.unknown", names=tuple(sorted(names))), value=name)
            if not (number.isascii() and number.isdigit() and len(number) < 19):
                raise UsageError(say("limits.not_positive"), where=name, value=number)
            given[name] = int(number)
        return cls(**given)


def too_many_rows(limits: Limits) -> UnreadableError:
    """The error of a file whose tables have too many rows.

    >>> too_many_rows(LIMITS).key
    'limits.rows'
    """
    return UnreadableError(say("limits.rows", most=limits.rows))


#: Those that hold where none are given.
LIMITS = Limits()
