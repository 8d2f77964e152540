"""PDF files into blocks: ruled tables as grids, all other text as paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cnbudget.errors import UnreadableError
from cnbudget.figures import Place
from cnbudget.limits import LIMITS, Limits
from cnbudget.messages import few, say
from cnbudget.packages import needs
from cnbudget.reading.blocks import Block, Remark
from cnbudget.reading.pages import Box, Letter, Page, StandingLetters, blocks_of_pages
from cnbudget.reading.pdf.cells import cells_of_tables
from cnbudget.reading.pdf.guard import guard, survey
from cnbudget.reading.pdf.printed import UNKNOWN, Frame, PrintedPage, placed
from cnbudget.reading.pdf.refusals import scanned, too_large, too_many_pages
from cnbudget.reading.pdf.unruled import OpenPart, open_parts, take_open_tables
from cnbudget.reading.pdf.watermarks import without_watermarks

__all__ = ["blocks_of_pdf", "standing_in_pdf"]


def blocks_of_pdf(
    data: bytes, remarks: list[Remark] | None = None, limits: Limits = LIMITS
) -> list[Block]:
    """The blocks of a PDF file, with the numbers of their pages and of the lines on these.

    Args:
        data: The file's bytes.
        remarks: Where to put what is to be said of pages that could not be read.
        limits: How much is read at the most.

    Raises:
        UnreadableError: The file is locked, damaged, too large, or has no text (a scan).
    """
    remarks = [] if remarks is None else remarks
    pages, _, pictures = _pages(data, remarks, limits)
    text = "".join(letter.text for page in pages for letter in _letters_of(page))
    if not text.strip():
        if pictures:
            raise scanned(say("reading.pages_are_pictures"))
        raise UnreadableError(say("reading.no_text"))
    if text.count(UNKNOWN) * 4 > len(text):
        raise scanned(say("reading.letters_not_coded"))
    for number in pictures:
        remarks.append(Remark(say("reading.page_is_picture", page=number), Place(page=number)))
    return blocks_of_pages(pages)


def standing_in_pdf(data: bytes) -> tuple[StandingLetters, dict[int, Frame]]:
    """Where in a PDF file what its blocks name is printed, and how the points of each page stand in the file.

    Args:
        data: The file's bytes.

    Raises:
        UnreadableError: The file is locked, damaged, or too large.
    """
    pages, frames, _ = _pages(data, [], LIMITS)
    standing: StandingLetters = {}
    blocks_of_pages(pages, standing)
    return standing, frames


def _pages(
    data: bytes, remarks: list[Remark], limits: Limits
) -> tuple[list[Page], dict[int, Frame], list[int]]:
    """The pages, the frames of those that were drawn, and the numbers of those that are pictures alone."""
    from cnbudget.reading.pdf.pdfium import OpenDocument

    guard(data, limits.unpacked_pdf)
    pages: list[Page] = []
    frames: dict[int, Frame] = {}
    pictures: list[int] = []
    try:
        opened = OpenDocument(data)
    except ImportError as error:
        raise needs("PDF", "pdf") from error
    with opened as document:
        if document.count > limits.pages:
            raise too_many_pages(document.count, limits.pages)
        plain = document.decrypted() if document.encrypted else data
        known = survey(plain, document.count, limits)
        left = limits.letters
        drawn: list[PrintedPage | None] = []
        for number, weight in enumerate(known.weights, 1):
            if weight > limits.page:
                remarks.append(_drawing(number))
                drawn.append(None)
                continue
            printed = document.page(number, known.unnamed)
            drawn.append(printed)
            left -= printed.drawn
            if left < 0:
                raise too_large()
    without_watermarks([page for page in drawn if page is not None])
    columns: list[float] | None = None
    last: OpenPart | None = None  # the table without rulings that the page before ends with
    loose: list[tuple[Page | None, list[OpenPart]]] = []
    for each in drawn:
        if each is None:
            columns = last = None
            loose.append((None, [OpenPart(0.0)]))
            continue
        cells = _cells(each, remarks)
        page, columns = placed(each, cells or [], columns)
        parts = [OpenPart(0.0)]  # what cannot be read may be the rest of a table
        if cells is not None and (page.tables or page.letters or not each.pictures):
            parts = open_parts(page, each.across, last)
        if page.tables or page.letters:
            last = parts[-1] if parts and parts[-1].table is not None else None
        loose.append((page, parts))
        if not page.letters and not page.tables and each.pictures:
            pictures.append(each.number)
        pages.append(page)
        if each.frame is not None:
            frames[each.number] = each.frame
    doubtful, blank = take_open_tables(loose)
    remarks += _aslant(drawn)
    remarks += map(_doubt, doubtful)
    remarks += map(_without_amounts, blank)
    return pages, frames, pictures


def _cells(printed: PrintedPage, remarks: list[Remark]) -> list[list[Box]] | None:
    """The cells of the tables of a page; None, and said, if its rulings are too many to be told apart."""
    number = printed.number
    cells = None if printed.crowded else cells_of_tables(printed.across, printed.down)
    if cells is None:
        remarks.append(_tangle(number))
    unknown = sum(letter.text == UNKNOWN for letter in printed.letters)
    if unknown:
        remarks.append(_unknown(number, unknown))
    return cells


def _letters_of(page: Page) -> Iterator[Letter]:
    yield from page.letters
    for table in page.tables:
        for letters in table.letters.values():
            yield from letters


def _tangle(number: int) -> Remark:
    return Remark(say("reading.page_of_many_lines", page=number), Place(page=number))


def _doubt(number: int) -> Remark:
    return Remark(say("reading.columns_in_doubt", page=number), Place(page=number))


def _without_amounts(number: int) -> Remark:
    return Remark(say("reading.open_table_blank", page=number), Place(page=number))


def _unknown(number: int, count: int) -> Remark:
    return Remark(say("reading.letters_unknown", page=number, count=count), Place(page=number))


def _aslant(drawn: Iterable[PrintedPage | None]) -> Iterator[Remark]:
    """What is said of text that is not upright: of a watermark that all pages have once."""
    pages: dict[str, list[int]] = {}
    for page in drawn:
        if page is not None and page.aslant:
            pages.setdefault(page.aslant[:40], []).append(page.number)
    for words, numbers in pages.items():
        said = say("reading.text_aslant", page=few(numbers), text=words)
        yield Remark(said, Place(page=numbers[0]))


def _drawing(number: int) -> Remark:
    return Remark(say("reading.page_is_drawing", page=number), Place(page=number))
