"""Excel: a worksheet for each table, set up to print as the published forms do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from io import BytesIO
from math import ceil
from pathlib import Path
from xml.sax.saxutils import escape

from cnbudget.errors import MissingExtraError
from cnbudget.expressions import expression
from cnbudget.formulas import is_formula
from cnbudget.messages import say
from cnbudget.outputs import unwritable
from cnbudget.packages import settled
from cnbudget.writing.sheet import Contents, Heading, Part, Sheet, SheetCell, Text, breadth, is_wide

try:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as Target
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties
    from openpyxl.worksheet.worksheet import Worksheet
except ImportError as error:
    raise MissingExtraError(say("files.excel_needs_extra")) from error

_LINE = Side(style="thin", color="000000")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FONT = "宋体"
_SIZE = 10
_HEIGHT = 15.0  # points of a line of that size
_FORBIDDEN = str.maketrans(dict.fromkeys(map(ord, "[]:*?/\\'"), "·"))
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_000  # Excel holds a little more in a cell
#: XML has no place for these.
_CONTROL = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKED = expression("[&<>\r]")
_RETURN = {"\r": "&#13;"}  # or it would be read as the end of a line
_TEXT = "@"  # the number format of texts
#: What the library writes of a worksheet without cells.
_REACH = expression(rb'<dimension ref="[^"]{0,40}" ?/>')
_EMPTY = expression(rb"<sheetData ?/>|<sheetData></sheetData>")
_DIGITS = 15  # beyond these a spreadsheet rounds
_PROSE_WIDTH = 78


def excel(parts: list[Part]) -> bytes:
    """The document as a workbook: a cover with the contents, then the tables and the prose in their order."""
    book = Workbook()
    book.properties.creator = None  # the library would name itself as the author
    book.remove(book.worksheets[0])
    writer = _ExcelWriter(book)
    title = next(part.text for part in parts if isinstance(part, Heading) and not part.level)
    waiting: list[Heading | Text] = []
    under: _CellText | None = None  # the table that a paragraph stands under
    cover = next((i for i, part in enumerate(parts) if isinstance(part, Sheet)), len(parts))
    if not any(isinstance(part, Contents) for part in parts[:cover]):
        writer.cover(title, [], None)
    for i, part in enumerate(parts):
        if isinstance(part, Contents):
            # one that stands before the tables is on the cover, with what stands before it
            if i < cover:
                writer.cover(title, waiting, part)
                waiting = []
            else:
                waiting.extend(map(Text, (part.title, *part.entries)))
        elif isinstance(part, Sheet):
            writer.prose(waiting)
            waiting = []
            under = writer.sheet(part)
        elif isinstance(part, Heading):
            under = None
            if part.level:
                waiting.append(part)
        elif under is not None:
            under.note(part.text)
        else:
            waiting.append(part)
    writer.prose(waiting)
    writer.link()
    return saved(book, writer.filled)


class _Looks:
    """The looks of cells: each kind is made once, and has a number."""

    def __init__(self, book: Workbook) -> None:
        self._page = book.create_sheet("looks")
        book.remove(self._page)
        self._known: dict[tuple[object, ...], int] = {}

    def text(self, size: int, bold: bool, across: str | None, wrap: bool, formula: bool) -> int:
        """The look of a text that stands in no table."""
        key = (size, bold, across, wrap, formula)
        return self._known.get(key) or self._made(
            key,
            size,
            Alignment(across, "center", wrap_text=wrap),
            _TEXT,
            bold=bold,
            formula=formula,
        )

    def cell(self, cell: SheetCell, *, number: bool) -> int:
        """The look of a cell of a table."""
        kind, strong, indent, text = cell.kind, cell.strong, cell.indent, cell.text
        formula = bool(text) and not number and is_formula(text)
        key = (kind, strong, indent, cell.places if number else bool(text), number, formula)
        found = self._known.get(key)
        if found is not None:
            return found
        code = _TEXT if text else "General"
        if number:  # the last two marks keep a little space to the right
            code = "#,##0" + ("." + "0" * cell.places if cell.places else "") + "_ "
        alignment = Alignment(
            cell.align,
            "center",
            wrap_text=kind in ("header", "label"),
            indent=indent if cell.align == "left" else 0,
        )
        bold = strong or kind == "header"
        return self._made(key, _SIZE, alignment, code, bold=bold, border=_BORDER, formula=formula)

    def border(self) -> int:
        """The look of what a cell from the left or above reaches over."""
        key = ("border",)
        return self._known.get(key) or self._made(key, 0, None, "General", border=_BORDER)

    def _made(
        self,
        key: tuple[object, ...],
        size: int,
        alignment: Alignment | None,
        code: str,
        *,
        bold: bool = False,
        border: Border | None = None,
        formula: bool = False,
    ) -> int:
        target = Target(self._page, row=1, column=1)
        if size:
            target.font = Font(name=_FONT, size=size, bold=bold)
        if alignment is not None:
            target.alignment = alignment
        if border is not None:
            target.border = border
        target.number_format = code
        target.quotePrefix = formula
        return self._known.setdefault(key, target.style_id)


class _CellText:
    """A worksheet, whose cells are the text that its file has of them: rows from the top, each from the left.

    An object of each cell and of each of its looks, as the library makes them, takes ten times as long.
    """

    def __init__(self, sheet: Worksheet, looks: _Looks) -> None:
        self.sheet = sheet
        self.row = 0
        self.width = 1
        self._looks = looks
        self._parts: list[str] = []
        self._merged: list[str] = []
        self._links: list[str] = []

    def begin(self, height: float | None = None) -> None:
        """Begin the next row."""
        end = "</row>" if self.row else ""
        self.row += 1
        high = "" if height is None else f' ht="{height:.16g}" customHeight="1"'
        self._parts.append(f'{end}<row r="{self.row}"{high}>')

    def put(self, column: int, look: int, value: str | Decimal | None = None) -> None:
        """Put a text, a number or nothing into a cell of the row."""
        if column > self.width:
            self.width = column
        head = f'<c r="{get_column_letter(column)}{self.row}" s="{look}"'
        if isinstance(value, Decimal):
            self._parts.append(f"{head}><v>{value:f}</v></c>")
        elif value:
            text = _held(value)
            kept = "" if text == text.strip() else ' xml:space="preserve"'
            if _MARKED.search(text):
                text = escape(text, _RETURN)
            self._parts.append(f'{head} t="inlineStr"><is><t{kept}>{text}</t></is></c>')
        else:
            self._parts.append(f"{head}/>")

    def text(
        self,
        text: str,
        column: int = 1,
        *,
        size: int = _SIZE,
        bold: bool = False,
        across: str | None = None,
        wrap: bool = False,
    ) -> None:
        """Put a text that belongs to no table into a cell of the row."""
        self.put(column, self._looks.text(size, bold, across, wrap, is_formula(text)), text)

    def cells(self, line: Iterable[SheetCell | None]) -> None:
        """Fill the row with those of a table; None is what another reaches over."""
        for column, cell in enumerate(line, 1):
            if cell is None:
                self.put(column, self._looks.border())
                continue
            value, text = cell.value, cell.text
            # no number has more digits than what is printed of it
            if value is None or (len(text) > _DIGITS and len(value.as_tuple().digits) > _DIGITS):
                self.put(column, self._looks.cell(cell, number=False), text)
            else:
                self.put(column, self._looks.cell(cell, number=True), value)
            if cell.down > 1 or cell.across > 1:
                self.merge(column, cell.across, cell.down)

    def merge(self, column: int, across: int, down: int = 1) -> None:
        """Let a cell of the row spread over those to the right and below."""
        first = f"{get_column_letter(column)}{self.row}"
        last = f"{get_column_letter(column + across - 1)}{self.row + down - 1}"
        self._merged.append(f'<mergeCell ref="{first}:{last}"/>')

    def link(self, row: int, name: str) -> None:
        """Let the first cell of a row lead to a worksheet."""
        place = escape(f"'{name}'!A1")
        self._links.append(f'<hyperlink ref="A{row}" location="{place}"/>')

    def note(self, text: str, width: int | None = None) -> None:
        """A line below a table, over its whole width."""
        width = width or self.width
        sizes = self.sheet.column_dimensions
        room = sum(sizes[get_column_letter(i)].width for i in range(1, width + 1))
        self.begin(min(409, _HEIGHT * ceil((breadth(text) + 2) / room) + 3))
        self.text(text, wrap=True)
        if width > 1:
            self.merge(1, width)

    def filled(self, part: bytes) -> bytes:
        """The part of the worksheet with its cells."""
        reach = f"A1:{get_column_letter(self.width)}{max(self.row, 1)}"
        cells = ["<sheetData>", *self._parts, "</row></sheetData>" if self.row else "</sheetData>"]
        if self._merged:
            cells += [f'<mergeCells count="{len(self._merged)}">', *self._merged, "</mergeCells>"]
        if self._links:
            cells += ["<hyperlinks>", *self._links, "</hyperlinks>"]
        part = _REACH.sub(f'<dimension ref="{reach}"/>'.encode(), part, count=1)
        head, tail = _EMPTY.split(part, maxsplit=1)
        return head + "".join(cells).encode() + tail


class _ExcelWriter:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.looks = _Looks(book)
        self.pages: list[_CellText] = []
        self.names: set[str] = set()
        self.targets: dict[str, str] = {}  # entries of the contents, and the worksheets they mean
        self.listed: list[tuple[int, str]] = []  # the rows of these entries

    def filled(self, name: str, part: bytes) -> bytes:
        """A part of the package, with the cells of its worksheet if it is one."""
        page = next((each for each in self.pages if each.sheet.path == f"/{name}"), None)
        return part if page is None else page.filled(part)

    def page(self, name: str, *, wide: bool = False) -> _CellText:
        """A fresh worksheet, set up for A4."""
        name = _held(name).translate(_FORBIDDEN).strip() or "表"
        short, number = name[:_LONGEST_NAME], 1
        while short.casefold() in self.names:
            number += 1
            short = f"{name[: _LONGEST_NAME - 1 - len(str(number))]}·{number}"
        self.names.add(short.casefold())
        page: Worksheet = self.book.create_sheet(short)
        page.page_setup.paperSize = 9  # A4
        page.page_setup.orientation = "landscape" if wide else "portrait"
        page.page_setup.fitToWidth = 1
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.print_options.horizontalCentered = True
        page.page_margins.left = page.page_margins.right = 0.5
        page.page_margins.top = page.page_margins.bottom = 0.7
        if page.oddFooter is not None:
            page.oddFooter.center.text = "&P"
        page.sheet_view.showGridLines = False
        self.pages.append(_CellText(page, self.looks))
        return self.pages[-1]

    def cover(self, title: str, before: list[Heading | Text], listed: Contents | None) -> None:
        """The first worksheet: the title, and the list of contents with what stands before it."""
        page = self.page("封面" if listed is None else "目录")
        page.sheet.column_dimensions["A"].width = _PROSE_WIDTH
        page.begin(66)
        page.text(title, size=20, bold=True, across="center")
        if listed is None:
            return
        for part in before:
            page.begin()
            page.text(part.text, size=12, wrap=True)
        page.begin(30)
        page.text(listed.title, size=14, bold=True, across="center")
        for entry in listed.entries:
            page.begin(22)
            page.text(entry, size=12)
            self.listed.append((page.row, entry))

    def link(self) -> None:
        """Make the contents lead to their worksheets."""
        for row, entry in self.listed:
            if entry in self.targets:
                self.pages[0].link(row, self.targets[entry])

    def prose(self, waiting: list[Heading | Text]) -> None:
        """A worksheet of paragraphs; a heading that was only made for the tables needs none."""
        while waiting and isinstance(waiting[-1], Heading) and waiting[-1].made:
            waiting = waiting[:-1]
        if not waiting:
            return
        first = next((part.text for part in waiting if isinstance(part, Heading)), "说明")
        page = self.page(first)
        page.sheet.column_dimensions["A"].width = _PROSE_WIDTH
        for part in waiting:
            lines = ceil((breadth(part.text) + 4) / (_PROSE_WIDTH * 0.8))
            page.begin(min(409, 20 * lines + 4))
            if isinstance(part, Heading):
                centred = "center" if part.level == 1 else None
                page.text(part.text, size=16 - 2 * min(part.level, 2), bold=True, across=centred)
                self.targets.setdefault(part.text, page.sheet.title)
            else:
                page.text("　　" + part.text, size=12, wrap=True)

    def sheet(self, sheet: Sheet) -> _CellText:
        """A worksheet of a table."""
        name = f"{sheet.number.replace(' ', '')} {sheet.title}".strip()
        widths = sheet.widths
        page = self.page(name, wide=is_wide(widths))
        self.targets.setdefault(f"{sheet.number} {sheet.title}".strip(), page.sheet.title)
        width = max(sheet.width, 1)
        if sheet.number:
            page.begin()
            page.text(sheet.number)
        if sheet.title:
            page.begin(30)
            page.text(sheet.title, size=16, bold=True, across="center")
            if width > 1:
                page.merge(1, width)
        if sheet.agency or sheet.unit:
            page.begin(20)
            if sheet.agency:
                page.text(sheet.agency)
            if sheet.unit:
                at = width if width > 1 or not sheet.agency else 2
                page.text(sheet.unit, at, across="right")
        for column, size in enumerate(widths, 1):
            letters = get_column_letter(column)
            page.sheet.column_dimensions[letters].width = size * _SIZE / 11 + 1
        top = page.row
        for line in sheet.rows:
            page.begin(_height(line, widths))
            page.cells(line)
        if sheet.head:
            page.sheet.print_title_rows = f"1:{top + sheet.head}"
            page.sheet.freeze_panes = f"A{top + sheet.head + 1}"
        for note in sheet.notes:
            page.note(note, width)
        return page


def _held(text: str) -> str:
    """What a cell holds of a text."""
    return (text if text.isprintable() else _CONTROL.sub("", text))[:_LONGEST_TEXT]


def saved(
    book: Workbook, change: Callable[[str, bytes], bytes] = lambda _, content: content
) -> bytes:
    """The bytes of a workbook, the same each time; ``change`` makes its parts what they shall be."""
    buffer = BytesIO()
    try:
        book.save(buffer)
    except OSError as error:  # the library writes to the system's folder for temporary files
        raise unwritable(Path("临时文件夹"), error) from error
    return settled(buffer.getvalue(), change=change)


def put_amount(target: Target, value: Decimal) -> bool:
    """A number as one, with its places, if a spreadsheet can hold it; else as a text. Whether it could."""
    if len(value.as_tuple().digits) > _DIGITS:
        put_text(target, f"{value:,f}")
        return False
    places = -int(value.as_tuple().exponent)
    target.value = value
    target.number_format = "#,##0" + ("." + "0" * places if places > 0 else "")
    return True


def put_text(target: Target, text: str) -> None:
    """A text as a text, whatever it begins with."""
    if not text:
        return
    target.value = _held(text)
    target.data_type = "s"
    target.number_format = "@"
    if is_formula(text):
        target.style = "Normal"
        target.number_format = "@"
        target.quotePrefix = True


def _height(row: tuple[SheetCell | None, ...], widths: tuple[int, ...]) -> float:
    """The height of a row: of what breaks into most lines in it."""
    lines = 1.0
    for column, cell in enumerate(row):
        if cell is not None and cell.text and cell.kind in ("header", "label"):
            room = sum(widths[column : column + cell.across]) - 2 * cell.indent
            lines = max(lines, ceil(breadth(cell.text) / max(room, 2)) / cell.down)
    return min(409.0, _HEIGHT * lines + 3)
