"""Records of budgets, one after another, and the doors to data frames."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

import attrs

from cnbudget.checks import Report
from cnbudget.classification import Classification
from cnbudget.disclosure import Disclosure
from cnbudget.errors import MissingExtraError, UsageError
from cnbudget.frames.columns import FrameColumn, RecordBlock, RecordPart
from cnbudget.frames.figures import FIGURE_COLUMNS, figure_block
from cnbudget.frames.others import (
    CODE_COLUMNS,
    ENTRY_COLUMNS,
    FINDING_COLUMNS,
    STATEMENT_COLUMNS,
    code_rows,
    entry_rows,
    finding_rows,
    statement_rows,
)
from cnbudget.language import language
from cnbudget.ledger import Ledger
from cnbudget.likeness import alike
from cnbudget.messages import say
from cnbudget.outputs import save

RecordValues = tuple[Any, ...]


@attrs.frozen
class _RecordKind:
    """A kind of records.

    Attributes:
        columns: Its columns.
        of: What has records of this kind.
        block: What gives them, in a language.
    """

    columns: tuple[FrameColumn, ...]
    of: type
    block: Callable[[Any, str], RecordBlock]


def _plain(
    rows: Callable[[Any, str], Iterable[RecordValues]], width: int
) -> Callable[[Any, str], RecordBlock]:
    """Records that share nothing, as a block."""

    def block(thing: Any, lang: str) -> RecordBlock:
        columns = tuple(zip(*rows(thing, lang), strict=True)) or ((),) * width
        return RecordBlock(([RecordPart(columns)],))

    return block


def _kind(
    columns: tuple[FrameColumn, ...], of: type, rows: Callable[[Any, str], Iterable[RecordValues]]
) -> _RecordKind:
    return _RecordKind(columns, of, _plain(rows, len(columns)))


#: The kinds of records, by their names.
KINDS: dict[str, _RecordKind] = {
    "figures": _RecordKind(FIGURE_COLUMNS, Disclosure, figure_block),
    "statements": _kind(STATEMENT_COLUMNS, Disclosure, statement_rows),
    "findings": _kind(FINDING_COLUMNS, Report, finding_rows),
    "entries": _kind(ENTRY_COLUMNS, Ledger, entry_rows),
    "codes": _kind(CODE_COLUMNS, Classification, code_rows),
}


def records(things: Any, kind: str | None = None, *, lang: str | None = None) -> Records:
    """Budgets as records: one tidy row for each figure, statement, finding, entry or code.

    Nothing is read before it is asked for, and only a few thousand rows are held at a time, so that any number of
    budgets can be streamed. An iterator (as a generator gives, or `cnbudget.read_many`) can be gone through once.

    Args:
        things: A `Disclosure`, `Report`, `Ledger` or `Classification`, or several of one kind.
        kind: What the records are of: "figures" (of tables), "statements" (of the prose), "findings", "entries" or
            "codes". If not given, figures of disclosures, findings of reports, entries of ledgers, codes of lists.
        lang: The language of words such as those of sources: Chinese (``"zh"``) or English (``"en"``).

    Raises:
        UsageError: No such kind, or things that have no such records.

    >>> import cnbudget
    >>> found = records(cnbudget.example("artux"))
    >>> row = next(row for row in found if row["leaf"] and row["function_item"] == "2101501")
    >>> row["table"], row["amount"], row["unit"], row["state"]
    ('income', Decimal('791700.00'), '万元', 'value')
    """
    single = isinstance(things, tuple(each.of for each in KINDS.values()))
    if not single and not isinstance(things, Iterable):
        raise UsageError(say("frames.no_records", name=type(things).__name__))
    several: Iterable[Any] = (things,) if single else things
    if kind is None:
        kind, several = _kind_of_first(several)
    if kind not in KINDS:
        raise UsageError(say("frames.no_such_kind", known=list(KINDS)), value=kind)
    return Records(several, kind, language(lang))


def _kind_of_first(things: Iterable[Any]) -> tuple[str, Iterable[Any]]:
    """The kind of records that the first of some things has, and the things."""
    if isinstance(things, Iterator):
        first = next(things, None)
        # gone through once: a chain is an iterator, too
        things = things if first is None else chain((first,), things)
    else:
        first = next(iter(things), None)
    for name, each in KINDS.items():
        if isinstance(first, each.of):
            return name, things
    if first is None:
        return "figures", things
    raise UsageError(say("frames.no_records", name=type(first).__name__))


class Records:
    """Records of one kind, made when they are gone through; see `cnbudget.records`.

    Going through them gives a dictionary for each, with exact decimals. They are also an Arrow stream
    (``__arrow_c_stream__``), which pyarrow, polars, DuckDB and others read directly.

    Args:
        things: What has the records.
        kind: One of `KINDS`.
        lang: The language of words.

    Attributes:
        kind: What they are of.
        columns: Their columns, each with its type and meaning.

    >>> import cnbudget
    >>> found = cnbudget.records(cnbudget.example("artux"))
    >>> found.kind, [each.name for each in found.columns][:3]
    ('figures', ['file', 'set', 'agency'])
    >>> first = next(iter(found))
    >>> first["agency"], first["table"]
    ('阿图什市医疗保障局', 'summary')
    """

    def __init__(self, things: Iterable[Any], kind: str, lang: str) -> None:
        self.kind = kind
        self.columns = KINDS[kind].columns
        self._things = things
        self._lang = lang
        self._begun = False

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Records):
            return NotImplemented
        same = (self.kind, self._lang) == (other.kind, other._lang)
        return same and alike(self._things, other._things)

    def __hash__(self) -> int:
        return hash((self.kind, self._lang))

    def blocks(self) -> Iterator[RecordBlock]:
        """The records of one thing after another.

        Raises:
            UsageError: They can be gone through once only, and were; or something has no such records.

        >>> import cnbudget
        >>> len(list(cnbudget.records(cnbudget.example("artux")).blocks()))
        1
        """
        if isinstance(self._things, Iterator):
            if self._begun:
                raise UsageError(say("frames.used_up"))
            self._begun = True
        kind = KINDS[self.kind]
        for thing in self._things:
            if not isinstance(thing, kind.of):
                name, wanted = type(thing).__name__, kind.of.__name__
                raise UsageError(say("frames.other_kind", name=name, kind=self.kind, wanted=wanted))
            yield kind.block(thing, self._lang)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        names = [each.name for each in self.columns]
        for block in self.blocks():
            for row in block.rows():
                yield dict(zip(names, row, strict=True))

    def to_arrow(self, *, floats: bool = False) -> Any:
        """An Arrow table (``pyarrow.Table``).

        Amounts are ``decimal128``, with as many digits as they need.

        Args:
            floats: Whether amounts are floating-point numbers instead, which are not exact.

        Raises:
            MissingExtraError: pyarrow is not installed.

        >>> import cnbudget
        >>> table = cnbudget.records(cnbudget.example("artux")).to_arrow()
        >>> table.num_rows, table.schema.field("amount").type
        (669, Decimal128Type(decimal128(18, 2)))
        """
        return _arrow().table_of(self.columns, self.blocks(), floats=floats)

    def to_pandas(self, *, floats: bool = False) -> Any:
        """A data frame of pandas, its columns kept in Arrow, so that amounts stay exact.

        Args:
            floats: Whether amounts are floating-point numbers instead, which are not exact.

        Raises:
            MissingExtraError: pandas or pyarrow is not installed.

        >>> import cnbudget
        >>> frame = cnbudget.records(cnbudget.example("artux")).to_pandas()
        >>> frame[frame.leaf & (frame.table == "income")].amount.sum()
        Decimal('4987300.00')
        """
        return _arrow().to_pandas(self.columns, self.blocks(), floats=floats)

    def to_polars(self, *, floats: bool = False) -> Any:
        """A data frame of polars.

        Args:
            floats: Whether amounts are floating-point numbers instead, which are not exact.

        Raises:
            MissingExtraError: polars or pyarrow is not installed.

        >>> import cnbudget
        >>> frame = cnbudget.records(cnbudget.example("artux")).to_polars()
        >>> frame.schema["amount"]
        Decimal(precision=18, scale=2)
        """
        return _arrow().to_polars(self.columns, self.blocks(), floats=floats)

    def batches(self) -> Iterator[Any]:
        """The records in batches of Arrow (``pyarrow.RecordBatch``), made one after another.

        Raises:
            MissingExtraError: pyarrow is not installed.

        >>> import cnbudget
        >>> next(iter(cnbudget.records(cnbudget.example("artux")).batches())).num_rows > 100
        True
        """
        found: Iterator[Any] = _arrow().batches(self.columns, self.blocks())
        return found

    def to_parquet(self, path: str | os.PathLike[str]) -> None:
        """Write the records as a Parquet file, or replace one.

        Raises:
            MissingExtraError: pyarrow is not installed.
            UnwritableError: The file cannot be written.

        >>> import os, tempfile
        >>> import cnbudget
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     name = os.path.join(folder, "figures.parquet")
        ...     cnbudget.records(cnbudget.example("artux")).to_parquet(name)
        ...     size = os.path.getsize(name)
        ...
        >>> size > 1000
        True
        """
        _arrow().to_parquet(self.columns, self.blocks(), path)

    def to_package(self, folder: str | os.PathLike[str]) -> tuple[str, ...]:
        """Write the records as a Fiscal Data Package: a CSV file, and ``datapackage.json``, which says what is in it.

        It needs no other library. Text that a spreadsheet would take for a formula has an apostrophe before it.

        Args:
            folder: Where; files of these names there are replaced.

        Returns:
            The names of the files.

        Raises:
            UnwritableError: The folder is not there, or a file cannot be written.

        >>> import tempfile, cnbudget
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     cnbudget.records(cnbudget.example("artux")).to_package(folder)
        ('figures.csv', 'datapackage.json')
        """
        from cnbudget.frames.package import files_of_package  # few write one

        rows = (row for block in self.blocks() for row in block.rows())
        files = files_of_package(self.kind, self.columns, rows)
        for name, content in files.items():
            save(os.path.join(folder, name), content)
        return tuple(files)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The stream that other libraries read (the Arrow PyCapsule interface)."""
        found: object = (
            _arrow().reader(self.columns, self.blocks()).__arrow_c_stream__(requested_schema)
        )
        return found

    def __repr__(self) -> str:
        return f"<Records of {self.kind}: {len(self.columns)} columns>"


def _arrow() -> Any:
    """The module that speaks Arrow.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    try:
        from cnbudget.frames import arrow
    except ImportError as error:
        if isinstance(error, MissingExtraError):
            raise
        raise MissingExtraError(
            say("frames.needs_extra", library="pyarrow", extra="arrow")
        ) from error
    return arrow
