"""The columns of records: each declared once, with its type and what it means in both languages.

From a declaration come the schema of Arrow, the table in the documentation and the fields of a data package.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeAlias

import attrs

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


#: For some records the place of the cells of each: whole numbers of one or of four bytes.
CellPlaces: TypeAlias = "bytes | bytearray | array[int]"


@attrs.frozen(eq=False)
class RecordPart:
    """Some columns of some records that follow each other; it is itself alone, so that several blocks can share it.

    Attributes:
        columns: The cells of each column, the cells of one place beside each other.
        which: For each record the place of its cells; None where each has cells of its own, in order.
    """

    columns: Sequence[Sequence[Any]]
    which: CellPlaces | None = None

    @classmethod
    def of(cls, cells: Sequence[Sequence[Any]], which: CellPlaces, width: int) -> RecordPart:
        """From the cells of each place.

        Args:
            cells: For each place its cells, one a column.
            which: For each record the place of its cells.
            width: How many columns there are.
        """
        return cls(tuple(zip(*cells, strict=True)) or ((),) * width, which)

    def __len__(self) -> int:
        return len(self.columns[0] if self.which is None else self.which)

    def column(self, place: int) -> Iterable[Any]:
        """The cells of a column, one a record."""
        cells = self.columns[place]
        return cells if self.which is None else map(cells.__getitem__, self.which)


@attrs.frozen(eq=False)
class RecordBlock:
    """Some records, whose columns stand in groups, so that what is the same for many stands there once.

    Attributes:
        groups: The groups in the order of the columns, each with the parts that have all its records, one after
            another.
    """

    groups: tuple[Sequence[RecordPart], ...]

    def __len__(self) -> int:
        return sum(map(len, self.groups[-1]))

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The records.

        >>> shared = RecordPart([["208"]], bytes([0, 0]))
        >>> list(RecordBlock(([shared], [RecordPart([[1]]), RecordPart([[2]])])).rows())
        [('208', 1), ('208', 2)]
        """
        every = [
            chain.from_iterable([part.column(place) for part in parts])
            for parts in self.groups
            for place in range(len(parts[0].columns) if parts else 0)
        ]
        return zip(*every, strict=True)
