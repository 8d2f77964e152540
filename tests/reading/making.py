"""Files of all kinds made from a document in parts: the same budget as .xlsx, .docx, .html, .csv and PDF."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import docx
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.documents import corpus
from tests.documents.corpus import Document, Sheet

_FULL = ord("\u2e80")


def rows_of(sheet: Sheet) -> list[list[str]]:
    """The header and the data, all rows as wide as the header."""
    rows = [*sheet.header, *sheet.rows]
    return [row + [""] * (sheet.width - len(row)) for row in rows]


# Spreadsheets ------------------------------------------------------------------------------------


def number(text: str) -> Decimal | None:
    """The number that an amount is, its places kept."""
    return Decimal(corpus.bare(text)) if corpus.is_amount(text) else None


def xlsx(parts: Document, *, general: bool = False, one_sheet: bool = False) -> bytes:
    """A workbook: a sheet for each table, or all under each other; amounts with their formats, or General."""
    book = openpyxl.Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    _lines(first, parts.before)
    page: Worksheet = first
    for sheet in parts.sheets:
        if one_sheet:
            page.append([])
        else:
            page = book.create_sheet(f"附{sheet.number}")
        _lines(page, sheet.intro)
        top = page.max_row + 1 if page.max_row > 1 or page["A1"].value else 1
        for position, row in enumerate(rows_of(sheet)):
            for column, text in enumerate(row, 1):
                if not text:
                    continue
                cell = page.cell(top + position, column)
                value = number(text)
                if value is None or position < len(sheet.header):
                    cell.value = text
                else:
                    cell.value = float(value)
                    exponent = value.as_tuple().exponent
                    assert isinstance(exponent, int)
                    cell.number_format = "General" if general else "#,##0." + "0" * -exponent
        _merge(page, sheet, top)
        _lines(page, ["", *sheet.outro] if one_sheet else sheet.outro)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _lines(page: Worksheet, lines: Iterable[str]) -> None:
    for line in lines:
        row = page.max_row + 1 if page.max_row > 1 or page["A1"].value else 1
        if line.strip():
            page.cell(row, 1, line.strip())


def _merge(page: Worksheet, sheet: Sheet, top: int) -> None:
    for level, row in enumerate(sheet.header):
        for start, end in _spans(sheet, level, row):
            if end > start:
                page.merge_cells(
                    start_row=top + level,
                    end_row=top + level,
                    start_column=start + 1,
                    end_column=end + 1,
                )


def _spans(sheet: Sheet, level: int, row: list[str]) -> Iterator[tuple[int, int]]:
    """The columns over which each heading of a row spreads."""
    i = 0
    while i < len(row):
        end = i
        if row[i]:
            while (
                end + 1 < len(row)
                and not row[end + 1]
                and any(below[end + 1] for below in sheet.header[level + 1 :])
            ):
                end += 1
        yield i, end
        i = end + 1


def csv_text(parts: Document) -> str:
    """All tables in one CSV file."""
    file = io.StringIO()
    writer = csv.writer(file)
    for line in parts.before:
        writer.writerow([line])
    for sheet in parts.sheets:
        writer.writerow([])
        for line in sheet.intro:
            writer.writerow([line])
        writer.writerows(rows_of(sheet))
        writer.writerow([])
        for line in sheet.outro:
            writer.writerow([line])
    return file.getvalue()


# Word and the web --------------------------------------------------------------------------------


def word(parts: Document) -> bytes:
    """A Word document, headings over several columns merged."""
    document = docx.Document()
    # wide enough that no program which prints it lets the last columns fall off the page
    document.sections[0].page_width = docx.shared.Inches(22)
    for line in parts.before:
        document.add_paragraph(line)
    for sheet in parts.sheets:
        for line in sheet.intro:
            document.add_paragraph(line)
        rows = rows_of(sheet)
        table = document.add_table(len(rows), sheet.width, "Table Grid")
        grid = [list(row.cells) for row in table.rows]
        for cells, row in zip(grid, rows, strict=True):
            for cell, text in zip(cells, row, strict=True):
                if text:
                    cell.text = text
        for level, row in enumerate(sheet.header):
            for start, end in _spans(sheet, level, row):
                if end > start:
                    grid[level][start].merge(grid[level][end])
        for line in sheet.outro:
            document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def web_page(parts: Document) -> str:
    """A page as offices' sites have them: styles and scripts, and a table that lays out all the rest."""
    body = corpus.put_together(parts, "spans").split("\n")
    lines = [
        line
        if line.lstrip().startswith("<t") or line.startswith("</t")
        else f"<p>{html.escape(line)}"
        for line in body
    ]
    return (
        "<!DOCTYPE html>\n<html><head><meta charset='utf-8'><style>td{color:red}</style>"
        "<script>var a = '<table><tr><td>1.00</td></tr></table>';</script></head><body>"
        "<table><tr><td width=20%><ul><li>首页&nbsp;</li><li>公开</li></ul></td><td>\n"
        + "\n".join(lines)
        + "\n</td></tr></table></body></html>"
    )


# PDF ---------------------------------------------------------------------------------------------


class Pdf:
    """A small writer of PDF files: text in a Chinese font that readers have, and lines.

    Heights are from the top of the page, as in what is read.
    """

    def __init__(self, width: float = 842, height: float = 595) -> None:
        self.width, self.height = width, height
        self.pages: list[list[str]] = []

    def page(self) -> None:
        """Begin a page."""
        self.pages.append([])

    def text(self, words: str, x: float, y: float, size: float = 9) -> None:
        """Words, from their left end; ``y`` is the baseline. Digits stand a little lower."""
        for mark in words:
            wide = size if ord(mark) >= _FULL else size / 2
            lower = 0 if ord(mark) >= _FULL else 0.15 * size
            code = mark.encode("utf-16-be").hex()
            if mark != " ":
                self.pages[-1].append(
                    f"BT /F1 {size} Tf {x:.2f} {self.height - y - lower:.2f} Td <{code}> Tj ET"
                )
            x += wide

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A ruling."""
        self.pages[-1].append(
            f"{x0:.2f} {self.height - y0:.2f} m {x1:.2f} {self.height - y1:.2f} l S"
        )

    def data(self) -> bytes:
        """The file."""
        kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(self.pages)))
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>",
            (
                "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
                " /DescendantFonts [4 0 R] >>"
            ),
            (
                "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
                " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
                " /DW 1000 /W [1 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light"
                " /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120"
                " /CapHeight 880 /StemV 93 >> >>"
            ),
        ]
        for i, marks in enumerate(self.pages):
            stream = "\n".join(marks)
            objects += [
                (
                    f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {self.width} {self.height}]"
                    f" /Resources << /Font << /F1 3 0 R >> >> /Contents {6 + 2 * i} 0 R >>"
                ),
                f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
            ]
        out = bytearray(b"%PDF-1.4\n")
        offsets = []
        for at, each in enumerate(objects, 1):
            offsets.append(len(out))
            out += f"{at} 0 obj\n{each}\nendobj\n".encode("ascii")
        start = len(out)
        out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
        out += "".join(f"{offset:010} 00000 n \n" for offset in offsets).encode()
        out += (
            f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
        ).encode()
        return bytes(out)


def pdf(parts: Document, *, repeat: bool = True) -> bytes:
    """A PDF with ruled tables that run over pages, their headers repeated or not."""
    made = Pdf()
    made.page()
    for i, line in enumerate(parts.before):
        made.text(line[:60], 60, 70 + 16 * i)
    for sheet in parts.sheets:
        made.page()
        y = 70.0
        for line in sheet.intro:
            made.text(line, 60, y)
            y += 16
        rows = rows_of(sheet)
        width = (made.width - 80) / sheet.width
        heights = [_height(row, width) for row in rows]
        level = 0
        while level < len(rows):
            if y + heights[level] > made.height - 60:
                made.text(f"- {len(made.pages)} -", made.width / 2, made.height - 20)
                made.page()
                y = 60.0
                if repeat:
                    for head in range(len(sheet.header)):
                        _row(made, sheet, head, rows[head], (y, heights[head], width))
                        y += heights[head]
            _row(made, sheet, level, rows[level], (y, heights[level], width))
            y += heights[level]
            level += 1
        for line in sheet.outro:
            y += 16
            made.text(line[:60], 60, y)
    return made.data()


_LINE = 11.0


def _wrapped(text: str, width: float, size: float = 9) -> list[str]:
    lines, used = [""], 0.0
    for mark in text:
        wide = size if ord(mark) >= _FULL else size / 2
        if used + wide > width - 6:
            lines.append("")
            used = 0.0
        lines[-1] += mark
        used += wide
    return lines


def _height(row: list[str], width: float) -> float:
    return 6 + _LINE * max(len(_wrapped(text, width)) for text in row)


def _row(
    made: Pdf, sheet: Sheet, level: int, row: list[str], at: tuple[float, float, float]
) -> None:
    y, height, width = at
    spans: Iterable[tuple[int, int]] = ((i, i) for i in range(len(row)))
    if level < len(sheet.header):
        spans = _spans(sheet, level, row)
    for start, end in spans:
        left, right = 40 + start * width, 40 + (end + 1) * width
        for edge in ((left, y, right, y), (left, y + height, right, y + height)):
            made.line(*edge)
        made.line(left, y, left, y + height)
        made.line(right, y, right, y + height)
        for i, line in enumerate(_wrapped(row[start], width * (end - start + 1))):
            made.text(line, left + 3, y + _LINE * (i + 1))


def facts(budget: Any, *, places: bool = True) -> list[tuple[Any, ...]]:
    """What a budget's figures say, and not where they stand in the file."""
    return [
        (
            figure.row.key,
            figure.row.row,
            figure.row.index,
            figure.row.side,
            figure.row.project,
            figure.column.column,
            figure.value,
            figure.places if places else None,
            figure.unit,
            figure.state,
            figure.row.scope,
            figure.column.scope,
        )
        for figure in budget.figures
    ]
