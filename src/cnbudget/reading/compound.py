"""How far the cells of an .xls file reach, looked at before the library for them opens it.

That makes a cell of all that lies between the first and the last: a few bytes can claim gigabytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

#: What a sheet of an .xls file has room for.
ROWS, COLUMNS = 65536, 256

_END = 0xFFFFFFFA  # from here on numbers of sectors are marks
#: The records of cells with a value: formula, several numbers, rich text, shared text, number, text, truth or error,
#: short number.
_CELLS = (
    0x0006,
    0x00BD,
    0x00D6,
    0x00FD,
    0x0203,
    0x0204,
    0x0205,
    0x027E,
)  # not those without a value
_SEVERAL = 0x00BD  # a record of several cells of a row: the last column ends it
_SIZE = 0x0200
_BEGIN, _CLOSE = (0x0009, 0x0209, 0x0409, 0x0809), 0x000A


def _joined(data: bytes, start: int, table: list[int], size: int, offset: int) -> bytes:
    """The sectors of a chain."""
    parts = []
    for _ in range(len(table)):
        if not 0 <= start < len(table):
            break
        parts.append(data[offset + start * size : offset + (start + 1) * size])
        start = table[start]
    return b"".join(parts)


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _stream(data: bytes) -> bytes:
    """The stream of the workbook in its compound file."""
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    directory, _, least, small, _, more, many = struct.unpack_from("<7I", data, 48)
    sectors = [each for each in struct.unpack_from("<109I", data, 76) if each < _END]
    for _ in range(min(many, len(data) // size)):
        further = _numbers(data[size + more * size : size + (more + 1) * size])
        sectors += [each for each in further[:-1] if each < _END]
        more = further[-1] if further else _END
    fat = [
        number
        for each in sectors
        for number in _numbers(data[size + each * size : size + (each + 1) * size])
    ]
    entries = _joined(data, directory, fat, size, size)
    root = b""
    for at in range(0, len(entries) - 127, 128):
        name = entries[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0].casefold()
        start, length = struct.unpack_from("<II", entries, at + 116)
        if entries[at + 66] == 5:
            root = _joined(data, start, fat, size, size)
        elif name in ("workbook", "book"):
            if length >= least:
                return _joined(data, start, fat, size, size)[:length]
            minor = _numbers(_joined(data, small, fat, size, size))
            return _joined(root, start, minor, 64, 0)[:length]
    return b""


def reach_of_sheets(data: bytes) -> Iterator[tuple[int, int]]:
    """How many rows and columns the cells of each part of an .xls file reach over, at the most.

    >>> list(reach_of_sheets(b"none"))
    []
    """
    try:
        stream = _stream(data)
    except struct.error:  # cut short: the library says what is wrong with it
        return
    at = rows = columns = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        record = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if kind in _CELLS and len(record) >= 6:
            row, column = struct.unpack_from("<HH", record)
            if kind == _SEVERAL:
                (column,) = struct.unpack_from("<H", record, len(record) - 2)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == _SIZE and len(record) >= 12:
            _, last, _, furthest = struct.unpack_from("<IIHH", record)
            if last > ROWS or furthest > COLUMNS:  # what is said beside that may be of empty cells
                rows, columns = max(rows, last), max(columns, furthest)
        elif kind == _CLOSE or kind in _BEGIN:
            yield rows, columns
            rows = columns = 0
    yield rows, columns
