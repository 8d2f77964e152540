"""PDF files into blocks: ruled tables as grids, all other text as paragraphs."""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from cnbudget.errors import UnreadableError
from cnbudget.figures import Place
from cnbudget.packages import locked, needs
from cnbudget.reading.blocks import Block, Remark
from cnbudget.reading.pages import Box, Letter, Page, Raster, blocks_of_pages

__all__ = ["MOST_PAGES", "blocks_of_pdf"]

#: A document of more pages than this is not read.
MOST_PAGES = 1000
#: Letters and drawn objects of a document, at the most.
MOST_LETTERS = 4_000_000
#: Bytes of all streams but pictures, unpacked, at the most.
MOST_BYTES = 256 * 1024 * 1024
_MOST_RULINGS = 20_000  # on a page; more is a drawing, no table
_STREAM = re.compile(rb"stream\r?\n")
_TWICE = re.compile(rb"/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?\b")
_MOST_CONTENT = 3_000_000  # bytes of drawing on a page
_DEEPEST = 40  # forms within forms
_DRAWN = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_THICK = 3.5  # a filled rectangle thicker than this is a background, not a ruling


def blocks_of_pdf(data: bytes, remarks: list[Remark] | None = None) -> list[Block]:
    """The blocks of a PDF file, with the numbers of their pages and of the lines on these.

    Args:
        data: The file's bytes.
        remarks: Where to put what is to be said of pages that could not be read.

    Raises:
        UnreadableError: The file is locked, damaged, too large, or has no text (a scan).
    """
    try:
        import pdfplumber
    except ImportError as error:
        raise needs("PDF", "pdf") from error
    _guard(data)
    remarks = [] if remarks is None else remarks
    pages: list[Page] = []
    pictures: list[int] = []
    try:
        with pdfplumber.open(BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                raise UnreadableError(
                    f"the document has {len(document.pages)} pages",
                    zh=f"文件有 {len(document.pages)} 页",
                    hint=f"at most {MOST_PAGES} are read: split it",
                    hint_zh=f"至多读 {MOST_PAGES} 页，请拆分后再读",
                )
            left = MOST_LETTERS
            columns: list[float] | None = None
            weights: dict[int, float] = {}
            for source in document.pages:
                if _weight_of(source, weights) > _MOST_CONTENT:
                    remarks.append(_drawing(source.page_number))
                    columns = None
                    continue
                page, columns = _page(source, columns, remarks)
                left -= sum(map(len, source.objects.values()))
                if left < 0:
                    raise _too_large()
                if not page.letters and not page.tables and source.images:
                    pictures.append(page.number)
                pages.append(page)
                source.close()
    except UnreadableError:
        raise
    except (MemoryError, RecursionError):
        raise _damaged("too deeply nested or too large") from None
    except Exception as error:  # the PDF library fails on damaged files in many ways
        raise _failure(error) from error
    text = "".join(letter.text for page in pages for letter in _letters_of(page))
    if not text.strip():
        if pictures:
            raise _scanned("the pages are pictures without text", "各页是图片，没有文字层")
        raise UnreadableError(
            "the file has no text", zh="文件中没有文字", hint="check the file", hint_zh="请检查文件"
        )
    unmapped = text.count("(cid:") + text.count("\ufffd")
    if unmapped * 4 > len(text) - 6 * unmapped:
        raise _scanned("its letters have no meaning to programs", "文字没有编码，无法提取")
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


def _page(
    source: Any, columns: list[float] | None, remarks: list[Remark]
) -> tuple[Page, list[float] | None]:
    """A page, and the rulings of the table at its end."""
    page = Page(source.page_number, float(source.width), float(source.height))
    boxes = [] if _crowded(source) else _tables(source)
    letters = _letters(source.chars, page.number, remarks)
    top = min((letter.middle for letter in letters if not letter.text.isspace()), default=0.0)
    for cells in boxes:
        first = cells[0][1] <= top  # nothing stands over it: it may go on with the page before
        table = Raster.of_cells(cells, columns if first else None)
        if len(table.columns) > 2 and len(table.rows) > 1:
            page.tables.append(table)
    if boxes and page.tables:
        columns = page.tables[-1].columns
    elif any(not letter.text.isspace() for letter in letters):
        columns = None
    edges = [table.box for table in page.tables]
    for letter in letters:
        for table, (left, over, right, under) in zip(page.tables, edges, strict=True):
            if (
                over <= letter.middle <= under
                and left <= letter.right
                and letter.left <= right
                and table.take(letter)
            ):
                break
        else:
            page.letters.append(letter)
    return page, columns


def _weight_of(source: Any, weights: dict[int, float]) -> float:
    """How many bytes of drawing a page takes, those that it draws over and over again counted each time."""
    from pdfminer.pdftypes import resolve1

    page = source.page_obj
    streams = (resolve1(each) for each in page.contents)
    return sum(_weight(stream, page.resources, weights, 0) for stream in streams)


def _weight(stream: Any, resources: Any, weights: dict[int, float], depth: int) -> float:
    from pdfminer.pdftypes import PDFStream, dict_value, resolve1

    if not isinstance(stream, PDFStream):
        return 0
    key = stream.objid if stream.objid is not None else id(stream)
    if key in weights:
        return weights[key]
    weights[key] = math.inf  # a form that draws itself
    data = stream.get_data()
    weight = float(len(data))
    if b" Do" in data and depth < _DEEPEST:
        known = dict_value(dict_value(resources or {}).get("XObject") or {})
        names = Counter(name.decode("latin-1") for name in _DRAWN.findall(data))
        for name, times in names.items():
            form = resolve1(known.get(name))
            if isinstance(form, PDFStream) and getattr(form.get("Subtype"), "name", "") == "Form":
                own = form.get("Resources") or resources
                weight += times * (100 + _weight(form, own, weights, depth + 1))
    elif b" Do" in data:
        weight = math.inf
    weights[key] = weight
    return weight


def _drawing(number: int) -> Remark:
    return Remark(
        f"第 {number} 页是过于复杂的图，没有读入",
        f"page {number} is a drawing that is too complex and was not read",
        Place(page=number),
    )


def _crowded(source: Any) -> bool:
    return sum(len(source.objects.get(kind, ())) for kind in ("line", "rect", "curve")) > (
        _MOST_RULINGS
    )


def _tables(source: Any) -> list[list[Box]]:
    """The cells of each ruled table, from the top."""
    backgrounds = any(_background(each) for each in source.rects)
    page = source.filter(lambda each: not _background(each)) if backgrounds else source
    found = [list(table.cells) for table in page.find_tables()]
    if not found and backgrounds:
        found = [list(table.cells) for table in source.find_tables()]
    found.sort(key=lambda cells: min(cell[1] for cell in cells))
    return [sorted(cells, key=lambda cell: (cell[1], cell[0])) for cells in found]


def _background(each: dict[str, Any]) -> bool:
    return (
        each.get("object_type") == "rect"
        and not each.get("stroke")
        and each["width"] > _THICK
        and each["height"] > _THICK
    )


def _letters(chars: list[dict[str, Any]], number: int, remarks: list[Remark]) -> list[Letter]:
    """The upright letters of a page, each once (bold is printed as the same letter twice)."""
    letters: list[Letter] = []
    slanted: list[str] = []
    seen: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for char in chars:
        text = char["text"]
        if not char["upright"]:
            slanted.append(text)
            continue
        left, top, bottom = char["x0"], char["top"], char["bottom"]
        middle, size = (top + bottom) / 2, bottom - top
        key = (text, round(middle / 8))
        near = seen.get(key)
        if near is None:
            seen[key] = [(left, middle)]
        else:
            limit = 0.15 * size
            if any(abs(left - x) < limit and abs(middle - y) < limit for x, y in near[-4:]):
                continue
            near.append((left, middle))
        letters.append(Letter(middle, left, char["x1"], size, text))
    words = "".join(slanted).strip()
    if words:
        remarks.append(
            Remark(
                f"第 {number} 页斜排或横排的文字没有读入：“{words[:40]}”",
                f"text of page {number} that is printed aslant or sideways was not read: “{words[:40]}”",
                Place(page=number),
            )
        )
    return letters


# What is refused -----------------------------------------------------------------------------------


def _guard(data: bytes) -> None:
    """Refuse files whose streams unpack to more than can be read, before anything unpacks them."""
    if _TWICE.search(data):
        raise _too_large()
    left = MOST_BYTES
    for found in _STREAM.finditer(data):
        start = found.end()
        head = data[start : start + 2]
        if len(head) < 2 or head[0] & 15 != 8 or int.from_bytes(head, "big") % 31:
            continue
        if b"/Image" in data[max(0, start - 400) : start].rpartition(b"endobj")[2]:
            continue
        left -= _unpacked(data, start, left)
        if left < 0:
            raise _too_large()


def _unpacked(data: bytes, start: int, most: int) -> int:
    """The size of a packed stream, unpacked piece by piece; at most a little more than ``most``."""
    stream = zlib.decompressobj()
    size, position = 0, start
    chunk = data[position : position + 65536]
    try:
        while chunk and size <= most and not stream.eof:
            size += len(stream.decompress(chunk, 1 << 20))
            if stream.unconsumed_tail:
                chunk = stream.unconsumed_tail
            else:
                position += 65536
                chunk = data[position : position + 65536]
    except zlib.error:
        pass
    return size


def _too_large() -> UnreadableError:
    return UnreadableError(
        "the PDF unpacks to more than is read",
        zh="PDF 展开后过大",
        hint="print the pages with the tables to a new PDF",
        hint_zh="请把有表格的页另存为新的 PDF",
    )


def _scanned(en: str, zh: str) -> UnreadableError:
    return UnreadableError(
        f"a scanned PDF: {en}",
        zh=f"扫描件：{zh}",
        hint="it needs OCR: run it through a program that recognises text, and check what it gives",
        hint_zh="需要先做 OCR（文字识别），并核对识别结果",
    )


def _damaged(en: str) -> UnreadableError:
    return UnreadableError(
        "the PDF is damaged or cut short",
        zh="PDF 已损坏或不完整",
        hint=f"get the file again ({en})",
        hint_zh=f"请重新获取文件（{en}）",
    )


def _failure(error: Exception) -> UnreadableError:
    """What the PDF library's error means."""
    names: set[str] = set()
    cause: BaseException | None = error
    while cause is not None:
        names.update(kind.__name__ for kind in type(cause).__mro__)
        names.update(type(each).__name__ for each in cause.args)
        cause = cause.__cause__ or cause.__context__
    if names & {"PDFPasswordIncorrect", "PDFEncryptionError", "PDFTextExtractionNotAllowed"}:
        return locked()
    return _damaged(type(error).__name__)
