"""What kind of file bytes are, and the blocks in them: the content decides, not the file's name."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache

import attrs

from cnbudget.errors import UnreadableError
from cnbudget.expressions import expression
from cnbudget.figures import NOWHERE, Place
from cnbudget.files import text_of
from cnbudget.limits import LIMITS, Limits, too_many_rows
from cnbudget.messages import Said, say
from cnbudget.reading.blocks import Block, Remark
from cnbudget.reading.text import blocks_of_text
from cnbudget.values import Visible


@attrs.frozen(eq=False, repr=False)
class FileContent(Visible):
    """What a file holds.

    Attributes:
        blocks: Its paragraphs and grids, in reading order.
        remarks: What is to be said of the file that its blocks do not show.
    """

    blocks: list[Block]
    remarks: list[Remark] = attrs.field(factory=list)


def is_pdf(data: bytes) -> bool:
    """Whether bytes are those of a PDF file."""
    return b"%PDF-" in data[:1024]


def contents_of(data: bytes, limits: Limits = LIMITS) -> FileContent:
    """What a file of these bytes holds.

    Args:
        data: The bytes.
        limits: How much is read at the most.

    Raises:
        UnreadableError: It is of no kind that is read, needs an extra that is not installed, or is damaged.

    >>> contents_of("部门收支总体情况表".encode()).blocks[0].text
    '部门收支总体情况表'
    """
    remarks: list[Remark] = []
    if data.startswith(b"PK\x03\x04"):  # first: a zip that stores its files shows the first of them
        return _office(data, remarks, limits)
    if is_pdf(data):
        _keep_quiet("pypdfium2")
        from cnbudget.reading.pdf import blocks_of_pdf

        return FileContent(blocks_of_pdf(data, remarks, limits), remarks)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _ole(data, remarks, limits)
    if data.startswith(b"{\\rtf"):
        return _by_office(data, "rtf", "docx", Said("RTF", "RTF"), remarks, limits)
    if data.startswith(_PICTURES):
        raise UnreadableError(say("reading.picture"))
    text = decoded(data)
    if not text.strip():
        raise UnreadableError(say("reading.file_empty"))
    if _is_page(text):
        from cnbudget.reading.markup import blocks_of_html
        from cnbudget.reading.positioned import blocks_of_positions, is_positioned

        if is_positioned(text):
            return FileContent(blocks_of_positions(text, limits))
        return FileContent(blocks_of_html(text, limits))
    if is_csv(text):
        _refuse_cells(text)
        return FileContent(blocks_of_csv(text, limits))
    return FileContent(blocks_of_text(text, limits))


@cache
def _keep_quiet(*libraries: str) -> None:
    """Keep the log lines of libraries from the standard error where the host program has no place for them."""
    import logging

    for name in libraries:
        logging.getLogger(name).addHandler(logging.NullHandler())


@contextmanager
def _hushed() -> Iterator[None]:
    """Nothing reaches the standard error of the system: the library for .xls tells of its panics there itself."""
    with _HUSHING, ExitStack() as after:
        with suppress(OSError):  # it is closed
            kept = os.dup(2)
            after.callback(os.close, kept)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            after.callback(os.close, nowhere)
            after.callback(os.dup2, kept, 2)
            os.dup2(nowhere, 2)
        yield


_HUSHING = threading.RLock()
#: The beginnings of pictures: PNG, JPEG, GIF, TIFF.
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
#: The beginning of a web page.
_PAGE = expression(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MOST_BEFORE = (
    4096  # characters before the first element of a page: comments of the program that made it
)


def _is_page(text: str) -> bool:
    """Whether a text is a web page: its first element is one of a page's, comments before it aside."""
    head = text[:_MOST_BEFORE].lstrip()
    for begin, end in (("<?xml", ">"), ("<!--", "-->")):
        while head[: len(begin)].lower() == begin:
            _, _, head = head.partition(end)
            head = head.lstrip()
            if begin == "<?xml":
                break
    return _PAGE.match(head) is not None


def _office(data: bytes, remarks: list[Remark], limits: Limits) -> FileContent:
    from cnbudget.packages import kind_of_zip  # a text needs neither zip nor XML

    _keep_quiet("openpyxl", "docx")
    kind = kind_of_zip(data)
    if kind == "excel":
        from cnbudget.reading.excel import blocks_of_xlsx

        return FileContent(blocks_of_xlsx(data, remarks, limits), remarks)
    if kind == "word":
        from cnbudget.reading.word import blocks_of_docx

        return FileContent(blocks_of_docx(data, limits), remarks)
    if kind == "excel-binary":
        name = Said("Excel（.xlsb）", "Excel (.xlsb)")
        return _by_office(data, "xlsb", "xlsx", name, remarks, limits)
    if kind == "open-document":
        raise _unsupported("OpenDocument", "OpenDocument", "xlsx, .docx")
    if kind == "presentation":
        raise _unsupported("PowerPoint", "PowerPoint", "pdf")
    raise UnreadableError(say("reading.archive"))


def _ole(data: bytes, remarks: list[Remark], limits: Limits) -> FileContent:
    from cnbudget.packages import damaged, kind_of_ole, locked

    kind = kind_of_ole(data)
    if kind == "excel":
        from cnbudget.reading.excel import blocks_of_xls

        with _hushed():
            return FileContent(blocks_of_xls(data, remarks, limits), remarks)
    if kind == "locked":
        raise locked()
    if kind == "word":  # .wps is one, too
        return _by_office(data, "doc", "docx", Said("Word（.doc）", "Word (.doc)"), remarks, limits)
    raise damaged()


def _by_office(
    data: bytes, ending: str, into: str, name: Said, remarks: list[Remark], limits: Limits
) -> FileContent:
    """What a file holds that LibreOffice reads for us."""
    from cnbudget.reading.converted import converted

    made = converted(data, ending, into, name)
    remarks.append(Remark(say("reading.by_office", name=name), NOWHERE))
    return _office(made, remarks, limits)


def _unsupported(name: str, name_zh: str, into: str) -> UnreadableError:
    return UnreadableError(say("reading.format_not_read", name=Said(name_zh, name), into=into))


def _refuse_cells(text: str) -> None:
    """Refuse the CSV that `cnbudget.write` gives: a line for each cell, without the text and the empty tables."""
    from cnbudget.writing.cells import COLUMNS

    first = text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
    if tuple(name.strip(' "') for name in re.split("[,;]", first)) == COLUMNS:
        raise UnreadableError(say("reading.cells_for_analysis"))


def is_csv(text: str) -> bool:
    r"""Whether a text is rows of cells with commas between them, and has no tables of another kind.

    >>> is_csv("科目,金额\n支出,1.00\n合计,1.00\n"), is_csv("收入1,234元，支出1,234元。")
    (True, False)
    """
    head = text[:200_000]
    if "<table" in head.lower() or "\n|" in head:
        return False
    before, alike, run, parted, tabs = 0, 0, 0, 0, 0
    for line in head.split("\n"):
        commas = len(_COMMA.findall(line.rstrip("\r")))
        alike = alike + 1 if commas and commas == before else 1
        before = commas
        run = max(run, alike)
        parted += commas > 0
        tabs += "\t" in line
    # a line above a table may hold a tab within its one cell: 部门：某局→单位：万元
    return run > 2 and tabs * 2 < parted


#: A comma that does not part the thousands of a number.
_COMMA = expression(r",(?![0-9]{3}(?![0-9]))")


def blocks_of_csv(text: str, limits: Limits = LIMITS) -> list[Block]:
    """The blocks of a CSV file, one table or several, with the numbers of their lines.

    Raises:
        UnreadableError: Its quotes do not come in pairs.
    """
    import csv
    import io

    from cnbudget.reading.abreast import abreast
    from cnbudget.reading.sheets import FilledCell, SheetRow, blocks_of_rows

    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    rows: list[SheetRow] = []
    begin = 1
    try:
        for cells in reader:
            entries = [
                FilledCell(column, " ".join(cell.split()))
                for column, cell in enumerate(cells, 1)
                if cell and not cell.isspace()
            ]
            if entries and len(cells) <= limits.columns:
                rows.append(SheetRow(begin, entries))
            elif entries:
                rows.append(SheetRow(begin, [FilledCell(1, " ".join(",".join(cells).split()))]))
            if len(rows) > limits.rows:
                raise too_many_rows(limits)
            begin = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableError(say("reading.csv_line", line=reader.line_num, error=error)) from error
    return [
        block
        for part in abreast(rows)
        for block in blocks_of_rows(part, lambda row, _: Place(row), limits, lines=True)
    ]


def decoded(data: bytes) -> str:
    """The text of a text file, though it be cut in the middle of its last character.

    Raises:
        UnreadableError: It is none.
    """
    text = text_of(data, cut=True)
    if text is None:
        raise UnreadableError(say("reading.not_text"))
    return text
