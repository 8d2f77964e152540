"""How much is read at the most: each limit is kept, and said with what it is and what to do."""

from __future__ import annotations

import io
import pickle
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import attrs
import docx
import openpyxl
import pytest

import cnbudget
from cnbudget import Limits
from cnbudget.cli import main
from cnbudget.examples import example_path
from cnbudget.files import SourceFile
from cnbudget.limits import LIMITS
from cnbudget.reading import read_each
from cnbudget.reading.blocks import Grid
from cnbudget.reading.files import contents_of
from cnbudget.reading.pdf.guard import guard
from cnbudget.reading.text import blocks_of_text
from tests.catalogue.readers import READERS
from tests.reading import making

_ROW = "<tr><td>甲<td>1.00"


def _page(inside: str) -> bytes:
    return f"<html><body>{inside}</body></html>".encode()


def _tables(depth: int) -> bytes:
    made = docx.Document()
    cell = made.add_table(1, 1).cell(0, 0)
    for _ in range(depth - 1):
        cell = cell.add_table(1, 1).cell(0, 0)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _unpacked(data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        return sum(each.file_size for each in parts if not each.filename.endswith(".jpeg"))


def _book(rows: int) -> bytes:
    book = openpyxl.Workbook()
    for number in range(rows):
        book.worksheets[0].append(["甲", number])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _pages(count: int) -> bytes:
    made = making.Pdf()
    for _ in range(count):
        made.page()
        made.text("收入支出", 50, 50)
    return made.data()


#: For each limit: a file that keeps to it, one that goes beyond, the limits, and what is said.
_CASES: dict[str, tuple[bytes, bytes, Limits, str]] = {
    "unpacked": (_book(2), _book(900), Limits(unpacked=30_000), "unpacks to more"),
    "unpacked_word": (
        _tables(1),
        _tables(19),
        Limits(unpacked_word=_unpacked(_tables(1))),
        "unpacks to more",
    ),
    "pages": (_pages(2), _pages(3), Limits(pages=2), "has 3 pages"),
    "letters": (_pages(2), _pages(30), Limits(letters=30), "unpacks to more"),
    "lines of a text": (b"x\ny\n", b"x\n\ny\n", Limits(lines=3), "too many lines"),
    "lines of a page": (_page("<p>x" * 3), _page("<p>x" * 4), Limits(lines=3), "too many lines"),
    "rows of a text": (b"x\t1\n" * 3, b"x\t1\n" * 4, Limits(rows=3), "too many rows"),
    "rows of pipes": (b"|x|1|\n" * 3, b"|x|1|\n" * 4, Limits(rows=3), "too many rows"),
    "rows of a page": (
        _page(f"<table>{_ROW * 3}</table>"),
        _page(f"<table>{_ROW * 2}</table>" * 2),
        Limits(rows=3),
        "too many rows",
    ),
    "rows in a text": (
        f"x<table>{_ROW * 3}</table>".encode(),
        f"x<table>{_ROW * 2}</table>y<table>{_ROW * 2}</table>".encode(),
        Limits(rows=3),
        "too many rows",
    ),
    "rows of a csv": (b"x,1\n" * 3, b"x,1\n" * 4, Limits(rows=3), "too many rows"),
    "rows of a workbook": (_book(3), _book(4), Limits(rows=3), "too many rows"),
    "cells": (_book(3), _book(4), Limits(cells=7), "too many cells"),
    "table_cells": (b"x\t1\n" * 3, b"x\t1\n" * 4, Limits(table_cells=7), "too many cells"),
    "table_cells of a page": (
        _page(f"<table>{_ROW * 3}</table>"),
        _page(f"<table>{_ROW * 2}</table>" * 2),
        Limits(table_cells=7),
        "too many cells",
    ),
    "table_cells of a csv": (b"x,1\n" * 3, b"x,1\n" * 4, Limits(table_cells=7), "too large"),
    "depth": (_tables(3), _tables(4), Limits(depth=3), "nested too deeply"),
}


@pytest.mark.parametrize("name", _CASES)
def test_each_is_kept(name: str) -> None:
    within, beyond, limits, said = _CASES[name]
    contents_of(within, limits)
    contents_of(beyond)
    with pytest.raises(cnbudget.UnreadableError, match=said):
        contents_of(beyond, limits)


def test_a_sheet_of_an_old_workbook_spans_no_more() -> None:
    with pytest.raises(cnbudget.UnreadableError, match="too many cells"):
        contents_of(READERS["xls"].original(), Limits(sheet_cells=20))


def test_the_streams_of_a_pdf_unpack_to_no_more() -> None:
    plain = _pages(1)
    start = plain.index(b"stream\n") + 7
    end = plain.index(b"\nendstream")
    packed = zlib.compress(plain[start:end])
    data = plain[:start] + packed + plain[end:]
    guard(data, end - start)
    with pytest.raises(cnbudget.UnreadableError, match="unpacks to more"):
        guard(data, end - start - 1)
    with pytest.raises(cnbudget.UnreadableError, match="unpacks to more"):
        contents_of(data, Limits(unpacked_pdf=9))


def test_a_page_that_draws_more_is_a_drawing() -> None:
    found = contents_of(_pages(2), Limits(page=500))
    assert not found.remarks
    with pytest.raises(cnbudget.UnreadableError, match="no text"):
        contents_of(_pages(2), Limits(page=50))


def test_a_line_of_more_columns_is_a_paragraph() -> None:
    text = "a\tb\tc\n"
    (within,) = blocks_of_text(text, Limits(columns=3))
    (beyond,) = blocks_of_text(text, Limits(columns=2))
    assert (type(within), type(beyond)) == (Grid, type(blocks_of_text("x")[0]))


_READERS: list[Callable[[object, Limits], object]] = [
    lambda file, limits: cnbudget.read(file, limits=limits),  # type: ignore[arg-type]
    lambda file, limits: cnbudget.read_all(file, limits=limits),  # type: ignore[arg-type]
    lambda file, limits: read_each(file, limits=limits),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("reader", _READERS)
def test_all_that_read_take_them(reader: Callable[[object, Limits], object]) -> None:
    path = example_path("artux")
    content = path.read_bytes()
    held = SourceFile("甲.md", content)
    reader(path, Limits(file=len(content)))
    reader(held, Limits(file=len(content)))
    for file, name in ((path, str(path)), (held, "甲.md")):
        with pytest.raises(cnbudget.UnreadableError, match="too large") as caught:
            reader(file, Limits(file=len(content) - 1))
        assert caught.value.where == name
        with pytest.raises(cnbudget.UnreadableError, match="too many lines") as caught:
            reader(file, Limits(lines=20))
        assert caught.value.where == name
    with pytest.raises(cnbudget.UnreadableError, match="too many rows"):
        cnbudget.read_text(content.decode(), limits=Limits(rows=20))


def test_many_files_take_them(tmp_path: Path) -> None:
    file = tmp_path / "甲.md"
    file.write_bytes(example_path("artux").read_bytes())
    for names in ([file], [tmp_path]):
        (fine,) = cnbudget.check_files(names, prose=False)
        (refused,) = cnbudget.check_files(names, prose=False, limits=Limits(file=10_000))
        assert (fine.kind, refused.kind) == ("fine", "unreadable")
        found = cnbudget.read_many(names, limits=Limits(lines=20))
        with pytest.warns(UserWarning, match="文件的行过多"):
            assert list(found) == []


def test_steps_bound_the_placing_of_cells() -> None:
    text = example_path("artux").read_text(encoding="utf-8")
    lost = text.replace(
        "210\t15\t01\t行政运行\t79.17\t79.17\t", "210\t15\t01\t行政运行\t79.17\t79.17"
    )
    lost = lost.replace("79.17\t79.17", "79.17", 1)
    placed, left = (
        sum(figure.state.value == "missing" for figure in budget.figures)
        for budget in (
            cnbudget.read_text(lost),
            cnbudget.read_text(lost, limits=Limits(steps=1)),
        )
    )
    assert placed <= left


@pytest.mark.parametrize("wrong", [0, -1, 1.5, "9", True, None])
def test_a_limit_is_a_number_above_zero(wrong: object) -> None:
    with pytest.raises(cnbudget.errors.UsageError, match="whole number above zero") as caught:
        Limits(pages=wrong)  # type: ignore[arg-type]
    assert caught.value.where == "pages"


def test_limits_as_text() -> None:
    every = {field.name: 7 for field in attrs.fields(Limits)}
    assert Limits.of(f"{name}=7" for name in every) == Limits(**every)
    assert Limits.of(()) == LIMITS == pickle.loads(pickle.dumps(LIMITS))  # noqa: S301  (our own)
    for text in (
        "pages",
        "pages=",
        "pages=x",
        "pages=0",
        "pages=-1",
        "pages=" + "9" * 30,
        "page s=1",
        "",
    ):
        with pytest.raises(cnbudget.errors.UsageError):
            Limits.of([text])


def test_at_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(example_path("artux"))
    for command in (["check"], ["check", "--no-prose"], ["show"], ["compare", path]):
        assert main([*command, path, "--lang", "en", "--limit", "rows=20"]) == 2
        assert "at most 20 are read" in capsys.readouterr().err
    assert main(["check", path, "--lang", "en", "--limit", "raws=20"]) == 2
    assert "no such limit" in capsys.readouterr().err


def test_where_a_budget_is_published_or_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Last year's document is read under them, and so is each that is drawn."""
    path, ledger = (
        str(example_path("artux")),
        str(example_path("artux").with_name("qingshan-2026.csv")),
    )
    limits = ["--lang", "en", "--limit"]
    published = [
        "publish",
        ledger,
        "-o",
        str(tmp_path / "甲.md"),
        "--tables-only",
        "--previous",
        path,
    ]
    for command in (published, ["picture", path, "-o", str(tmp_path / "甲.svg")]):
        assert main([*command, *limits, "raws=20"]) == 2
        assert "no such limit" in capsys.readouterr().err
        assert main([*command, *limits, "rows=20"]) == 2
        assert "at most 20 are read" in capsys.readouterr().err
        assert not list(tmp_path.iterdir())
    assert main([*published, *limits, "rows=2000"]) == 0
