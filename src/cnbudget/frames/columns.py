"""The columns of records: each declared once, with its type and what it means in both languages.

From a declaration come the schema of Arrow, the table in the documentation and the fields of a data package.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

__all__ = ["TYPES", "FrameColumn", "RecordBlock", "column", "columns_of"]

#: The types that columns have.
TYPES = ("text", "integer", "decimal", "flag")


@attrs.frozen
class FrameColumn:
    """A column of records.

    Attributes:
        name: Its name.
        type: One of `TYPES`; a decimal is exact.
        zh: What stands in it, in Chinese.
        en: The same in English.
        fiscal: Its type in a Fiscal Data Package; "" if that has none for it.
    """

    name: str
    type: str
    zh: str = attrs.field(kw_only=True)
    en: str = attrs.field(kw_only=True)
    fiscal: str = attrs.field(default="", kw_only=True)


def column(line: str) -> FrameColumn:
    """A column from a line of text: name, type, Chinese, English and, if it has one, its fiscal type.

    >>> column("year | integer | 年度 | fiscal year").zh
    '年度'
    """
    name, kind, zh, en, *fiscal = (part.strip() for part in line.split("|"))
    if kind not in TYPES:
        raise ValueError(f"{name}: no such type: {kind}")
    return FrameColumn(name, kind, zh=zh, en=en, fiscal=fiscal[0] if fiscal else "")


def columns_of(text: str) -> tuple[FrameColumn, ...]:
    """The columns of a text, one a line."""
    return tuple(column(line) for line in text.strip().splitlines())


@attrs.frozen
class RecordBlock:
    """Some records, whose cells stand in a few parts, so that what is the same for many stands there once.

    Attributes:
        parts: The parts, in the order of the columns: tuples of cells, and for each record which of them it has;
            None where each record has one of its own.
    """

    parts: tuple[tuple[Sequence[tuple[Any, ...]], Sequence[int] | None], ...]

    def __len__(self) -> int:
        cells, which = self.parts[-1]
        return len(cells if which is None else which)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The records.

        >>> list(RecordBlock((([("208",)], [0, 0]), ([(1,), (2,)], None))).rows())
        [('208', 1), ('208', 2)]
        """
        every = [
            cells if which is None else [cells[i] for i in which] for cells, which in self.parts
        ]
        for pieces in zip(*every, strict=True):
            yield tuple([cell for piece in pieces for cell in piece])
