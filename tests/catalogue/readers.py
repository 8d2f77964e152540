"""All that is read, with a small valid file of each kind: what is damaged at random, in tests and by hand."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import attrs
import openpyxl

import cnbudget
from cnbudget import classification
from cnbudget.composing.supply import read_reasons
from cnbudget.composing.template_files import load as load_template
from cnbudget.examples import example_ledger
from cnbudget.layouts import load
from cnbudget.ledger.files import csv_of
from cnbudget.rules.files import load as load_rules
from tests.documents import corpus
from tests.reading import making

__all__ = ["READERS", "Reader", "compound"]

EXAMPLES = Path(__file__).parents[2] / "examples"
SHIPPED = Path(cnbudget.__file__).parent


@attrs.frozen
class Reader:
    """Something that is read.

    Attributes:
        name: What a file of it is called.
        read: Reads one, and does with it what is done with one.
        original: Makes a small valid one.
        refused: Whether it is none of what is read, and says so.
    """

    name: str
    read: Callable[[Path], object]
    original: Callable[[], bytes]
    refused: bool = False


def _checked(path: Path) -> object:
    """Read and check a budget, and say what was found."""
    report = cnbudget.check(cnbudget.read(path), steps=200)
    return report.text("zh"), report.text("en")


@cache
def _small() -> corpus.Document:
    """The beginning of a document: two tables."""
    whole = corpus.document("akto", after=True)
    return attrs.evolve(whole, sheets=whole.sheets[1:3])


def _text(dress: str) -> Callable[[], bytes]:
    return lambda: corpus.put_together(_small(), dress).encode()


def _written(ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"b.{ending}"
        cnbudget.write(cnbudget.example("akto"), file)
        return file.read_bytes()


def _ledger_in_excel() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in csv_of(example_ledger("akto")).splitlines()[:12]:
        sheet.append(line.split(","))
    for row in range(2, 12):  # amounts as numbers
        sheet.cell(row, sheet.max_column).value = 12.5 * row
    made = BytesIO()
    book.save(made)
    return made.getvalue()


# Old Excel files -----------------------------------------------------------------------------------

_END, _FREE, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
_SECTOR = 512


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


_EOF = _record(0x0A, b"")


def _begin(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHLL", 0x600, kind, 0x1234, 0x7CC, 0, 6))


def _label(row: int, column: int, text: str) -> bytes:
    words = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
    return _record(0x204, struct.pack("<HHH", row, column, 0) + words)


def _cells(rows: list[list[str]]) -> bytes:
    made = []
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            value = making.number(text)
            if value is not None:
                made.append(_record(0x203, struct.pack("<HHHd", row, column, 0, float(value))))
            elif text:
                made.append(_label(row, column, text))
    return b"".join(made)


def xls() -> bytes:
    """An old workbook: a sheet for each table."""
    sheets = []
    for sheet in _small().sheets:
        lines = [[line] for line in sheet.intro] + making.rows_of(sheet)
        sheets.append(_begin(0x10) + _cells(lines) + _EOF)
    names = [f"附{each.number}" for each in _small().sheets]
    length = len(_begin(5)) + sum(12 + 2 * len(name) for name in names) + len(_EOF)
    about = []
    for name, cells in zip(names, sheets, strict=True):
        data = struct.pack("<LHBB", length, 0, len(name), 1) + name.encode("utf-16-le")
        about.append(_record(0x85, data))
        length += len(cells)
    return compound(_begin(5) + b"".join(about) + _EOF + b"".join(sheets))


def compound(stream: bytes) -> bytes:
    """A compound file with a workbook alone in it."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // _SECTOR)
    tables = next(n for n in range(1, 99) if n * 128 >= n + 1 + count)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9L", 0, tables, tables, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109L", *range(tables), *[_FREE] * (109 - tables))
    first = tables + 1
    chain = [0xFFFFFFFD] * tables + [_END, *range(first + 1, first + count), _END]
    chain += [_FREE] * (128 * tables - len(chain))

    def entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        about = struct.pack("<HBBLLL", len(text), kind, 1, _NONE, _NONE, child)
        return text.ljust(64, b"\0") + about + bytes(36) + struct.pack("<LQ", start, size)

    folder = entry("Root Entry", 5, _END, 0, 1)
    folder += entry("Workbook", 2, first, len(stream), _NONE) + bytes(256)
    table = struct.pack(f"<{len(chain)}L", *chain)
    return head + table + folder + stream.ljust(count * _SECTOR, b"\0")


_RULES = """\
[[rule]]
name = "三公占比"
relation = "ratio"
whole = "basic[总计].operating"
parts = ["three_public[总计].total"]
most = "15"
absent = "zero"
zh = "“三公”经费不超过公用经费的15%"

[[rule]]
name = "总计"
relation = "agree"
whole = "expenditure[总计].total"
parts = ["income[总计].total"]
"""


# All of them ---------------------------------------------------------------------------------------

READERS = {
    "text": Reader("甲.txt", _checked, _text("tabs")),
    "prose": Reader("甲.txt", _checked, (EXAMPLES / "artux-2026.md").read_bytes),
    "markdown": Reader("甲.md", cnbudget.read, _text("pipes")),
    "html in text": Reader("甲.md", cnbudget.read, _text("spans")),
    "web page": Reader("甲.html", cnbudget.read, lambda: making.web_page(_small()).encode()),
    "csv": Reader("甲.csv", cnbudget.read, lambda: making.csv_text(_small()).encode("utf-8-sig")),
    "csv of cells": Reader("甲.csv", cnbudget.read, lambda: _written("csv"), refused=True),
    "xlsx": Reader("甲.xlsx", cnbudget.read, lambda: making.xlsx(_small())),
    "xlsx written": Reader("甲.xlsx", cnbudget.read, lambda: _written("xlsx")),
    "xls": Reader("甲.xls", cnbudget.read, xls),
    "docx": Reader("甲.docx", cnbudget.read, lambda: making.word(_small())),
    "docx written": Reader("甲.docx", cnbudget.read, lambda: _written("docx")),
    "pdf": Reader("甲.pdf", cnbudget.read, lambda: making.pdf(_small())),
    "json": Reader("甲.json", _checked, lambda: _written("json")),
    "ledger xlsx": Reader("甲.xlsx", cnbudget.read_ledger, _ledger_in_excel),
    "ledger csv": Reader(
        "甲.csv",
        cnbudget.read_ledger,
        lambda: csv_of(example_ledger("akto")).encode("utf-8-sig"),
    ),
    "reasons": Reader("甲.csv", read_reasons, (EXAMPLES / "qingshan-2026-reasons.csv").read_bytes),
    "layout": Reader("甲.toml", load, (SHIPPED / "layouts" / "xinjiang-2026.toml").read_bytes),
    "template": Reader(
        "甲.toml",
        load_template,
        (SHIPPED / "layouts" / "narratives" / "jiangsu.toml").read_bytes,
    ),
    "rules": Reader("甲.toml", load_rules, _RULES.encode),
    "lists": Reader(
        "economic.dat",
        lambda path: classification.load(path.parent),
        (SHIPPED / "classification" / "data" / "economic.dat").read_bytes,
    ),
}
