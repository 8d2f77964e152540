"""Word: headings and paragraphs, and the tables with merged header cells, wide ones in landscape."""

from __future__ import annotations

from io import BytesIO
from xml.sax.saxutils import escape

from cnbudget.errors import MissingExtraError
from cnbudget.messages import say
from cnbudget.packages import settled
from cnbudget.writing.sheet import Contents, Heading, Part, Sheet, SheetCell

try:
    from docx import Document
    from docx.document import Document as Target
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.section import Section
    from docx.shared import Length, Mm, Pt, RGBColor
    from docx.text.paragraph import Paragraph
except ImportError as error:
    raise MissingExtraError(say("files.word_needs_extra")) from error

_SONG, _FANGSONG, _HEI = "宋体", "仿宋", "黑体"
_LONG, _SHORT, _MARGIN = Mm(297), Mm(210), Mm(18)
_LARGEST, _SMALLEST = 9.0, 5.0  # points, of what stands in tables
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def word(parts: list[Part]) -> bytes:
    """The document as a .docx."""
    writer = _WordWriter()
    for part in parts:
        if isinstance(part, Heading):
            writer.heading(part)
        elif isinstance(part, Sheet):
            writer.sheet(part)
        elif isinstance(part, Contents):
            writer.contents(part)
        else:
            writer.text(part.text)
    buffer = BytesIO()
    writer.document.save(buffer)
    return settled(buffer.getvalue())


class _WordWriter:
    def __init__(self) -> None:
        self.document: Target = Document()
        about = self.document.core_properties
        about.author = about.last_modified_by = about.comments = (
            ""  # the library's template has some
        )
        self.wide = False
        self.fresh = True  # whether the present page is still empty
        _page(self.document.sections[0], wide=False)
        _style(self.document, "Normal", _FANGSONG, 14)
        _style(self.document, "Title", _SONG, 22, bold=True)
        for line in self.document.styles["Title"].element.iter(qn("w:pBdr")):
            line.getparent().remove(line)
        for level, font, size in ((1, _HEI, 16), (2, _HEI, 15), (3, _SONG, 14), (4, _SONG, 14)):
            _style(self.document, f"Heading {level}", font, size, bold=level > 2)

    def paragraph(self, text: str, style: str | None = None) -> Paragraph:
        self.fresh = False
        return self.document.add_paragraph(text, style)

    def turn(self, *, wide: bool) -> bool:
        """A new page, lying or standing as wanted; whether a new section was needed for it."""
        if wide == self.wide:
            return False
        self.wide = wide
        _page(self.document.add_section(WD_SECTION.NEW_PAGE), wide=wide)
        self.fresh = True
        return True

    def heading(self, part: Heading) -> None:
        turned = self.turn(wide=False)
        broken = part.level == 1 and not turned and not self.fresh
        style = "Title" if part.level == 0 else f"Heading {min(part.level, 4)}"
        made = self.paragraph(part.text, style)
        made.paragraph_format.page_break_before = broken
        if part.level == 0:
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
            made.paragraph_format.space_before = Pt(60)
            made.paragraph_format.space_after = Pt(40)
        elif part.level == 1:
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self.fresh = True  # a table may follow on its page

    def contents(self, part: Contents) -> None:
        made = self.paragraph(part.title)
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        made.runs[0].bold = True
        for entry in part.entries:
            line = self.paragraph(entry)
            line.paragraph_format.space_after = Pt(2)

    def text(self, text: str) -> None:
        made = self.paragraph(text)
        made.paragraph_format.first_line_indent = Pt(28)

    def sheet(self, sheet: Sheet) -> None:
        """A table on a page of its own."""
        broken = not self.turn(wide=sheet.wide) and not self.fresh
        section = self.document.sections[-1]
        room = Length((section.page_width or _SHORT) - 2 * _MARGIN)
        lines = []
        if sheet.number:
            lines.append(_sized(self.paragraph(sheet.number), 10.5))
        if sheet.title:
            made = self.paragraph(sheet.title, "Heading 2")
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
            made.paragraph_format.space_before = Pt(4)
            made.paragraph_format.space_after = Pt(4)
            lines.append(made)
        if sheet.agency or sheet.unit:
            made = _sized(self.paragraph(f"{sheet.agency}\t{sheet.unit}"), 10.5)
            made.paragraph_format.tab_stops.add_tab_stop(room, WD_TAB_ALIGNMENT.RIGHT)
            lines.append(made)
        if lines and sheet.unit:
            lines[0].paragraph_format.page_break_before = broken
        for line in lines:
            line.paragraph_format.keep_with_next = True
        if sheet.rows:
            body = self.document.element.body
            body.insert(len(body) - 1, parse_xml(_table(sheet, room)))
        for note in sheet.notes:
            _sized(self.paragraph(note), 9)
        if not sheet.notes:
            _sized(self.paragraph(""), 2)  # two tables need something between them


def _page(section: Section, *, wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = Mm(20)


def _style(document: Target, name: str, font: str, size: float, *, bold: bool = False) -> None:
    style = document.styles[name]
    style.font.name = "Times New Roman"
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name_ in list(fonts.attrib):
        if "heme" in name_:
            del fonts.attrib[name_]
    fonts.set(qn("w:ascii"), "Times New Roman")
    fonts.set(qn("w:hAnsi"), "Times New Roman")
    fonts.set(qn("w:eastAsia"), font)


def _sized(paragraph: Paragraph, size: float) -> Paragraph:
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.space_before = Pt(0)
    for run in paragraph.runs:
        run.font.size = Pt(size)
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _SONG)
    if not paragraph.runs:
        paragraph.paragraph_format.line_spacing = Pt(size)
    return paragraph


# Tables are written as XML at once: cell by cell they would take minutes ---------------------------


def _table(sheet: Sheet, room: Length) -> str:
    widths, whole = sheet.widths, sum(sheet.widths)
    columns = [int(room.twips * width / whole) for width in widths]
    size = max(_SMALLEST, min(_LARGEST, int(4 * room.pt / whole) / 2))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES
    )
    rows = "".join(_row(sheet, i, columns, size) for i in range(len(sheet.rows)))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    margins = "".join(f'<w:{side} w:w="40" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(sheet: Sheet, row: int, columns: list[int], size: float) -> str:
    header = "<w:tblHeader/>" if row < sheet.head else ""
    cells, column = [], 0
    while column < len(columns):
        cell = sheet.rows[row][column]
        merge = ""
        if cell is None:  # a cell reaches down here: those to the right were stepped over
            cell = next(
                c for c in (sheet.rows[i][column] for i in range(row, -1, -1)) if c is not None
            )
            merge, text = "<w:vMerge/>", ""
        else:
            text = cell.text
            merge = '<w:vMerge w:val="restart"/>' if cell.down > 1 else ""
        cells.append(_cell(cell, text, merge, sum(columns[column : column + cell.across]), size))
        column += cell.across
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: SheetCell, text: str, merge: str, width: int, size: float) -> str:
    bold = "<w:b/>" if cell.strong or cell.kind == "header" else ""
    span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    indent = f'<w:ind w:left="{int(cell.indent * size * 20)}"/>' if cell.indent else ""
    style = (
        f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{_SONG}"/>{bold}'
        f'<w:sz w:val="{int(2 * size)}"/><w:szCs w:val="{int(2 * size)}"/>'
    )
    run = (
        f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        if text
        else ""
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>{indent}'
        f'<w:jc w:val="{cell.align}"/><w:rPr>{style}</w:rPr></w:pPr>{run}</w:p></w:tc>'
    )
