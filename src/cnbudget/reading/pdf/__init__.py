"""PDF files into blocks: ruled tables as grids, all other text as paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from cnbudget.errors import UnreadableError
from cnbudget.figures import Place
from cnbudget.messages import say
from cnbudget.packages import needs
from cnbudget.reading.blocks import Block, Remark
from cnbudget.reading.pages import Letter, Page, blocks_of_pages
from cnbudget.reading.pdf.cells import cells_of_tables
from cnbudget.reading.pdf.guard import MOST_CONTENT, guard, survey
from cnbudget.reading.pdf.printed import UNKNOWN, placed
from cnbudget.reading.pdf.refusals import scanned, too_large, too_many_pages

__all__ = ["MOST_PAGES", "blocks_of_pdf"]

#: A document of more pages than this is not read.
MOST_PAGES = 1000
#: Letters and drawn objects of a document, at the most.
MOST_LETTERS = 4_000_000


def blocks_of_pdf(data: bytes, remarks: list[Remark] | None = None) -> list[Block]:
    """The blocks of a PDF file, with the numbers of their pages and of the lines on these.

    Args:
        data: The file's bytes.
        remarks: Where to put what is to be said of pages that could not be read.

    Raises:
        UnreadableError: The file is locked, damaged, too large, or has no text (a scan).
    """
    from cnbudget.reading.pdf.pdfium import OpenDocument

    guard(data)
    remarks = [] if remarks is None else remarks
    pages: list[Page] = []
    pictures: list[int] = []
    try:
        opened = OpenDocument(data)
    except ImportError as error:
        raise needs("PDF", "pdf") from error
    with opened as document:
        if document.count > MOST_PAGES:
            raise too_many_pages(document.count, MOST_PAGES)
        plain = document.decrypted() if document.encrypted else data
        known = survey(plain, document.count)
        left = MOST_LETTERS
        columns: list[float] | None = None
        for number, weight in enumerate(known.weights, 1):
            if weight > MOST_CONTENT:
                remarks.append(_drawing(number))
                columns = None
                continue
            printed = document.page(number, known.unnamed)
            left -= printed.drawn
            if left < 0:
                raise too_large()
            cells = None if printed.crowded else cells_of_tables(printed.across, printed.down)
            if cells is None:
                remarks.append(_tangle(number))
            unknown = sum(letter.text == UNKNOWN for letter in printed.letters)
            if unknown:
                remarks.append(_unknown(number, unknown))
            if printed.aslant:
                remarks.append(_aslant(number, printed.aslant[:40]))
            page, columns = placed(printed, cells or [], columns)
            if not page.letters and not page.tables and printed.pictures:
                pictures.append(number)
            pages.append(page)
    text = "".join(letter.text for page in pages for letter in _letters_of(page))
    if not text.strip():
        if pictures:
            raise scanned("the pages are pictures without text", "各页是图片，没有文字层")
        raise UnreadableError(say("reading.no_text"))
    if text.count(UNKNOWN) * 4 > len(text):
        raise scanned("its letters have no meaning to programs", "文字没有编码，无法提取")
    for number in pictures:
        remarks.append(
            Remark(
                f"第 {number} 页是图片，没有文字，没有读入（需要 OCR）",
                f"page {number} is a picture without text and was not read (it needs OCR)",
                Place(page=number),
            )
        )
    return blocks_of_pages(pages)


def _letters_of(page: Page) -> Iterator[Letter]:
    yield from page.letters
    for table in page.tables:
        for letters in table.letters.values():
            yield from letters


def _tangle(number: int) -> Remark:
    return Remark(
        f"第 {number} 页的线条过多，其中的表格没有按表格读入",
        f"page {number} has too many lines; tables on it were not read as tables",
        Place(page=number),
    )


def _unknown(number: int, count: int) -> Remark:
    return Remark(
        f"第 {number} 页有 {count} 个字没有编码，读不出是什么字",
        f"{count} letters of page {number} have no meaning to programs and were not read",
        Place(page=number),
    )


def _aslant(number: int, words: str) -> Remark:
    return Remark(
        f"第 {number} 页斜排或横排的文字没有读入：“{words}”",
        f"text of page {number} that is printed aslant or sideways was not read: “{words}”",
        Place(page=number),
    )


def _drawing(number: int) -> Remark:
    return Remark(
        f"第 {number} 页是过于复杂的图，没有读入",
        f"page {number} is a drawing that is too complex and was not read",
        Place(page=number),
    )
