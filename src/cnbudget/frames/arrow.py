"""Records as Arrow: in batches, as a table, as a file, and from there to data frames."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from cnbudget.errors import MissingExtraError, UsageError
from cnbudget.frames.columns import CellPlaces, FrameColumn, RecordBlock, RecordPart
from cnbudget.messages import say
from cnbudget.outputs import save

try:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
except ImportError as error:
    raise MissingExtraError(say("frames.needs_extra", library="pyarrow", extra="arrow")) from error

FrameColumns = tuple[FrameColumn, ...]
Blocks = Iterator[RecordBlock]

_ROWS = 8192  # in a batch
_SCALE = 12  # decimals of a stream, whose amounts are not known before
_DIGITS = 38
_USUAL = (18, 2)
_PLACES: dict[type, Any] = {bytes: pa.uint8(), bytearray: pa.uint8(), array: pa.int32()}
_TYPES: dict[str, Any] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.decimal128(_DIGITS, _SCALE),
    "flag": pa.bool_(),
}


def schema(columns: FrameColumns) -> Any:
    """The schema of a stream; each column with its meaning in Chinese and English."""
    return pa.schema(
        [
            pa.field(each.name, _TYPES[each.type], metadata={"zh": each.zh, "en": each.en})
            for each in columns
        ]
    )


def batches(columns: FrameColumns, blocks: Blocks) -> Iterator[Any]:
    """The records in batches, made one after another.

    Raises:
        UsageError: An amount has more digits than a decimal of Arrow.
    """
    fields = schema(columns)
    waiting: list[RecordBlock] = []
    count = 0
    for block in blocks:
        waiting.append(block)
        count += len(block)
        if count >= _ROWS:
            yield _batch(waiting, fields)
            waiting, count = [], 0
    if count:
        yield _batch(waiting, fields)


def _batch(blocks: list[RecordBlock], fields: Any) -> Any:
    """Some blocks as one batch: what they share is built once, and its cells put where they are wanted."""
    arrays: list[Any] = []
    for groups in zip(*(block.groups for block in blocks), strict=True):
        columns, taken = _joined([part for parts in groups for part in parts if len(part)])
        for column in columns:
            arrays.append(_array(column, fields.field(len(arrays)), taken))
    return pa.RecordBatch.from_arrays(arrays, schema=fields)


def _joined(parts: list[RecordPart]) -> tuple[Sequence[Sequence[Any]], Any]:
    """The cells of each column of some parts, and for each record the place of its cells; None if each has its own."""
    if len(parts) == 1 and parts[0].which is None:
        return parts[0].columns, None
    columns: list[list[Any]] = [[] for _ in parts[0].columns]
    starts: list[int] = []
    known: dict[RecordPart, int] = {}
    for part in parts:
        start = None if part.which is None else known.get(part)
        if start is None:
            start = known[part] = len(columns[0])
            for column, cells in zip(columns, part.columns, strict=True):
                column.extend(cells)
        starts.append(start)
    which = [part.which for part in parts if part.which is not None]
    return columns, _index(which, starts) if which else None


def _index(which: list[CellPlaces], starts: list[int]) -> Any:
    """The places of the cells of all records, from those of each part, and where the cells of each begin."""
    counts = list(accumulate(map(len, which)))
    of_type = _PLACES[type(which[0])]
    held = pa.Array.from_buffers(of_type, counts[-1], [None, pa.py_buffer(b"".join(which))])
    if not any(starts):
        return held
    runs = pa.RunEndEncodedArray.from_arrays(
        pa.array(counts, pa.int32()), pa.array(starts, pa.int32())
    )
    return pc.add(held, pc.run_end_decode(runs))


def _array(cells: Sequence[Any], field: Any, taken: Any) -> Any:
    """A column of some cells; of those at some places if they are given."""
    try:
        made = pa.array(cells, field.type)
    except pa.ArrowInvalid as error:
        raise UsageError(say("frames.too_many_digits", column=field.name, digits=_SCALE)) from error
    if taken is None:
        return made
    return pa.nulls(len(taken), field.type) if made.null_count == len(made) else made.take(taken)


def reader(columns: FrameColumns, blocks: Blocks) -> Any:
    """The records as a stream."""
    return pa.RecordBatchReader.from_batches(schema(columns), batches(columns, blocks))


def table_of(columns: FrameColumns, blocks: Blocks, *, floats: bool = False) -> Any:
    """The records as a table, each column of decimals with the digits that it needs."""
    table = pa.Table.from_batches(batches(columns, blocks), schema(columns))
    for place, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            column = table.column(place)
            made = column.cast(pa.float64()) if floats else _fitted(column)
            table = table.set_column(place, field.with_type(made.type), made)
    return table


def _fitted(column: Any) -> Any:
    """A column of decimals with as many digits as it needs, and no fewer than is usual."""
    digits, scale = _USUAL
    for places in range(scale, _SCALE + 1):
        try:
            made = column.cast(pa.decimal128(_DIGITS, places))
        except pa.ArrowInvalid:  # an amount has more decimals
            continue
        ends = pc.min_max(made).as_py().values()
        longest = max((len(str(abs(int(end)))) for end in ends if end is not None), default=1)
        return made.cast(pa.decimal128(min(_DIGITS, max(digits, longest + places)), places))
    return column


def to_pandas(columns: FrameColumns, blocks: Blocks, *, floats: bool) -> Any:
    """The records as a data frame of pandas.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtraError(
            say("frames.needs_extra", library="pandas", extra="pandas")
        ) from error
    return table_of(columns, blocks, floats=floats).to_pandas(types_mapper=pd.ArrowDtype)


def to_polars(columns: FrameColumns, blocks: Blocks, *, floats: bool) -> Any:
    """The records as a data frame of polars.

    Raises:
        MissingExtraError: polars is not installed.
    """
    try:
        import polars as pl
    except ImportError as error:
        raise MissingExtraError(
            say("frames.needs_extra", library="polars", extra="polars")
        ) from error
    return pl.from_arrow(table_of(columns, blocks, floats=floats))


def to_parquet(columns: FrameColumns, blocks: Blocks, path: str | os.PathLike[str]) -> None:
    """Write the records as a Parquet file, made whole in memory and put in its place at once."""
    table = table_of(columns, blocks)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    save(path, sink.getvalue().to_pybytes())
