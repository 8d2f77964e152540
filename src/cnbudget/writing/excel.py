"""Excel: a worksheet for each table, set up to print as the published forms do."""

from __future__ import annotations

from io import BytesIO
from math import ceil
from pathlib import Path

from cnbudget.errors import MissingExtraError
from cnbudget.expressions import expression
from cnbudget.formulas import is_formula
from cnbudget.messages import say
from cnbudget.outputs import unwritable
from cnbudget.packages import settled
from cnbudget.writing.sheet import Contents, Heading, Part, Sheet, SheetCell, Text, breadth

try:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as Target
    from openpyxl.cell.cell import MergedCell
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.hyperlink import Hyperlink
    from openpyxl.worksheet.properties import PageSetupProperties
    from openpyxl.worksheet.worksheet import Worksheet
except ImportError as error:
    raise MissingExtraError(say("files.excel_needs_extra")) from error

__all__ = ["excel", "put_text"]

_LINE = Side(style="thin", color="000000")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FONT = "宋体"
_SIZE = 10
_HEIGHT = 15.0  # points of a line of that size
_FORBIDDEN = str.maketrans(dict.fromkeys(map(ord, "[]:*?/\\'"), "·"))
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_000  # Excel holds a little more in a cell
_CONTROL = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")  # XML has no place for them
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
    under: Worksheet | None = None  # the table that a paragraph stands under
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
            writer.note(under, part.text)
        else:
            waiting.append(part)
    writer.prose(waiting)
    writer.link()
    buffer = BytesIO()
    try:
        book.save(buffer)
    except OSError as error:  # the library writes to the system's folder for temporary files
        raise unwritable(Path("临时文件夹"), error) from error
    return settled(buffer.getvalue())


class _ExcelWriter:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.names: set[str] = set()
        self.targets: dict[str, str] = {}  # entries of the contents, and the worksheets they mean
        self.listed: list[tuple[int, str]] = []  # the rows of these entries

    def page(self, name: str, *, wide: bool = False) -> Worksheet:
        """A fresh worksheet, set up for A4."""
        name = name.translate(_FORBIDDEN).strip() or "表"
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
        return page

    def cover(self, title: str, before: list[Heading | Text], listed: Contents | None) -> None:
        """The first worksheet: the title, and the list of contents with what stands before it."""
        page = self.page("封面" if listed is None else "目录")
        page.column_dimensions["A"].width = _PROSE_WIDTH
        _text(page, 1, 1, title, size=20, bold=True, across="center")
        page.row_dimensions[1].height = 66
        if listed is None:
            return
        for row, part in enumerate(before, 2):
            _text(page, row, 1, part.text, size=12, wrap=True)
        row = len(before) + 2
        _text(page, row, 1, listed.title, size=14, bold=True, across="center")
        page.row_dimensions[row].height = 30
        for entry in listed.entries:
            row += 1
            _text(page, row, 1, entry, size=12)
            page.row_dimensions[row].height = 22
            self.listed.append((row, entry))

    def link(self) -> None:
        """Make the contents lead to their worksheets."""
        page = self.book.worksheets[0]
        for row, entry in self.listed:
            if entry in self.targets:
                cell = _at(page, row, 1)
                cell.hyperlink = Hyperlink(cell.coordinate, location=f"'{self.targets[entry]}'!A1")

    def prose(self, waiting: list[Heading | Text]) -> None:
        """A worksheet of paragraphs; a heading that was only made for the tables needs none."""
        while waiting and isinstance(waiting[-1], Heading) and waiting[-1].made:
            waiting = waiting[:-1]
        if not waiting:
            return
        first = next((part.text for part in waiting if isinstance(part, Heading)), "说明")
        page = self.page(first)
        page.column_dimensions["A"].width = _PROSE_WIDTH
        for row, part in enumerate(waiting, 1):
            if isinstance(part, Heading):
                centred = "center" if part.level == 1 else None
                _text(
                    page,
                    row,
                    1,
                    part.text,
                    size=16 - 2 * min(part.level, 2),
                    bold=True,
                    across=centred,
                )
                self.targets.setdefault(part.text, page.title)
            else:
                _text(page, row, 1, "　　" + part.text, size=12, wrap=True)
            lines = ceil((breadth(part.text) + 4) / (_PROSE_WIDTH * 0.8))
            page.row_dimensions[row].height = min(409, 20 * lines + 4)

    def sheet(self, sheet: Sheet) -> Worksheet:
        """A worksheet of a table."""
        name = f"{sheet.number.replace(' ', '')} {sheet.title}".strip()
        page = self.page(name, wide=sheet.wide)
        self.targets.setdefault(f"{sheet.number} {sheet.title}".strip(), page.title)
        width = max(sheet.width, 1)
        row = 0
        if sheet.number:
            row += 1
            _text(page, row, 1, sheet.number)
        if sheet.title:
            row += 1
            _text(page, row, 1, sheet.title, size=16, bold=True, across="center")
            if width > 1:
                page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
            page.row_dimensions[row].height = 30
        if sheet.agency or sheet.unit:
            row += 1
            if sheet.agency:
                _text(page, row, 1, sheet.agency)
            if sheet.unit:
                at = width if width > 1 or not sheet.agency else 2
                _text(page, row, at, sheet.unit, across="right")
            page.row_dimensions[row].height = 20
        widths = sheet.widths
        for column, size in enumerate(widths, 1):
            page.column_dimensions[get_column_letter(column)].width = size * _SIZE / 11 + 1
        top = row
        for i, line in enumerate(sheet.rows):
            row += 1
            for column, cell in enumerate(line, 1):
                if cell is None:
                    page.cell(row, column).border = _BORDER
                else:
                    _cell(_at(page, row, column), cell)
                    if cell.down > 1 or cell.across > 1:
                        page.merge_cells(
                            start_row=row,
                            end_row=row + cell.down - 1,
                            start_column=column,
                            end_column=column + cell.across - 1,
                        )
            page.row_dimensions[row].height = _height(sheet, i, widths)
        if sheet.head:
            page.print_title_rows = f"1:{top + sheet.head}"
            page.freeze_panes = f"A{top + sheet.head + 1}"
        for note in sheet.notes:
            self.note(page, note, width)
        return page

    def note(self, page: Worksheet, text: str, width: int | None = None) -> None:
        """A line below a table, over its whole width."""
        row = page.max_row + 1
        width = width or page.max_column
        _text(page, row, 1, text, wrap=True)
        room = sum(page.column_dimensions[get_column_letter(i)].width for i in range(1, width + 1))
        if width > 1:
            page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
        page.row_dimensions[row].height = min(409, _HEIGHT * ceil((breadth(text) + 2) / room) + 3)


def _at(page: Worksheet, row: int, column: int) -> Target:
    cell = page.cell(row, column)
    if isinstance(
        cell, MergedCell
    ):  # cells are written before those to their right are merged into them
        raise TypeError(cell.coordinate)
    return cell


def _text(
    page: Worksheet,
    row: int,
    column: int,
    text: str,
    *,
    size: int = _SIZE,
    bold: bool = False,
    across: str | None = None,
    wrap: bool = False,
) -> None:
    cell = _at(page, row, column)
    put_text(cell, text)
    cell.font = Font(name=_FONT, size=size, bold=bold)
    cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=wrap)


def _cell(target: Target, cell: SheetCell) -> None:
    value = cell.value
    target.border = _BORDER
    target.font = Font(name=_FONT, size=_SIZE, bold=cell.strong or cell.kind == "header")
    target.alignment = Alignment(
        horizontal=cell.align,
        vertical="center",
        wrap_text=cell.kind in ("header", "label"),
        indent=cell.indent if cell.align == "left" else 0,
    )
    if value is None or len(value.as_tuple().digits) > _DIGITS:
        put_text(target, cell.text)
        return
    target.value = value
    # the last two marks keep a little space to the right
    target.number_format = "#,##0" + ("." + "0" * cell.places if cell.places else "") + "_ "


def put_text(target: Target, text: str) -> None:
    """A text as a text, whatever it begins with."""
    if not text:
        return
    target.value = _CONTROL.sub("", text)[:_LONGEST_TEXT]
    target.data_type = "s"
    target.number_format = "@"
    if is_formula(text):
        target.style = "Normal"
        target.number_format = "@"
        target.quotePrefix = True


def _height(sheet: Sheet, row: int, widths: tuple[int, ...]) -> float:
    """The height of a row: of what breaks into most lines in it."""
    lines = 1.0
    for column, cell in enumerate(sheet.rows[row]):
        if cell is not None and cell.kind in ("header", "label") and cell.text:
            room = sum(widths[column : column + cell.across]) - 2 * cell.indent
            lines = max(lines, ceil(breadth(cell.text) / max(room, 2)) / cell.down)
    return min(409.0, _HEIGHT * lines + 3)
