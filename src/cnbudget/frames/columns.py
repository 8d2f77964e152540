"""The columns of records: each declared once, with its type and what it means in both languages.

From a declaration come the schema of Arrow, the table in the documentation and the fields of a data package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

__all__ = ["TYPES", "FrameColumn", "RecordBlock", "RecordPart", "column", "columns_of"]

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

    >>> import cnbudget
    >>> column = cnbudget.records(cnbudget.example("artux")).columns[0]
    >>> column.name, column.en
    ('file', 'name of the file')
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
class RecordPart:
    """Some columns of records.

    Attributes:
        columns: The cells of each column, the cells of one place beside each other.
        which: For each record the place of its cells; None where each has cells of its own, in order.
    """

    columns: Sequence[Sequence[Any]]
    which: Sequence[int] | None = None

    @classmethod
    def of(cls, cells: Sequence[Sequence[Any]], which: Sequence[int], width: int) -> RecordPart:
        """From the cells of each place.

        Args:
            cells: For each place its cells, one a column.
            which: For each record the place of its cells.
            width: How many columns there are.
        """
        return cls(tuple(zip(*cells, strict=True)) or ((),) * width, which)


@attrs.frozen
class RecordBlock:
    """Some records, whose columns stand in a few parts, so that what is the same for many stands there once.

    Attributes:
        parts: The parts, in the order of the columns.
    """

    parts: tuple[RecordPart, ...]

    def __len__(self) -> int:
        last = self.parts[-1]
        return len(last.columns[0] if last.which is None else last.which)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The records.

        >>> list(RecordBlock((RecordPart([["208"]], [0, 0]), RecordPart([[1, 2]]))).rows())
        [('208', 1), ('208', 2)]
        """
        every: list[Iterable[Any]] = []
        for part in self.parts:
            for cells in part.columns:
                every.append(cells if part.which is None else map(cells.__getitem__, part.which))
        return zip(*every, strict=True)
