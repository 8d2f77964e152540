"""Comments and highlights in a copy of an .xlsx file.

The parts of the package are edited as text, so that nothing else changes: a spreadsheet library would lose
what it does not know (charts, pictures, form controls, extensions) when it writes a file anew.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

import attrs

from cnbudget.annotating.notes import Note
from cnbudget.errors import AnnotationError
from cnbudget.expressions import expression
from cnbudget.messages import say
from cnbudget.packages import checked, workbook_parts
from cnbudget.reading.discretion import sheet_names
from cnbudget.writing.sheet import breadth

_AUTHOR = "cnbudget"
_ACROSS = 44  # half-width characters in a line of a comment
_LINE = 14  # points
_TALLEST = 400
_FILLS = {"error": "FFFFC7CE", "minor": "FFFFEB9C", "note": "FFFFF2CC"}
_CELL = expression(r"([A-Z]{1,3})([0-9]{1,7})")
_STYLE = expression(r'(?<![\w:])s="[^"<]*"')
_ADDRESS = expression(r'(?<![\w:])r="[^"<]*"')
_VALUE = expression(r'(?<![\w:])([\w:]++)="([^"<]*)"')
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NO_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships'
    ' xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_NO_COMMENTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{_MAIN}"><authors></authors><commentList></commentList></comments>'
)
_NO_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
#: What comes after a legacy drawing in a sheet.
_AFTER_DRAWING = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst",
)  # fmt: skip


def with_comments(content: bytes, notes: list[Note]) -> tuple[bytes, int]:
    """The workbook with comments and highlights, and how many comments there are.

    Raises:
        AnnotationError: A part of the workbook is written in a way that cannot be edited.
    """
    package = _Package(checked(content))
    sheets = workbook_parts(package.source).sheets
    shown_as = sheet_names(
        [each.name for each in sheets]
    )  # places name it without the persons in its name
    parts = {shown_as[each.name]: each.part for each in sheets}
    first = next(iter(parts), "")
    by_sheet: dict[str, dict[str, Note]] = {}
    count = 0
    for note in notes:
        sheet = note.place.sheet if note.place.sheet in parts else first
        cell = note.place.cell if note.place.sheet in parts and note.place.cell else "A1"
        known = by_sheet.setdefault(sheet or "", {}).setdefault(cell, Note(note.place))
        known.add(note)
    styles = _Styles(package)
    for sheet, cells in by_sheet.items():
        if sheet not in parts:
            continue
        spoken = {cell: note for cell, note in cells.items() if note.texts}
        count += len(spoken)
        located = {cell: note for cell, note in cells.items() if note.place.cell}
        xml = _highlighted(package.text(parts[sheet]), located, styles)
        if spoken:
            xml = _commented(package, parts[sheet], xml, spoken)
        package.set(parts[sheet], xml)
    styles.finish()
    return package.data(), count


@attrs.define(eq=False)
class _Package:
    """A package whose parts are replaced, and added to; all others stay as they are."""

    source: zipfile.ZipFile
    changed: dict[str, str] = attrs.field(factory=dict)

    def text(self, part: str) -> str:
        if part not in self.changed:
            try:
                return self.source.read(part).decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise _uneditable(part) from error
        return self.changed[part]

    def set(self, part: str, text: str) -> None:
        self.changed[part] = text

    def has(self, part: str) -> bool:
        return part in self.changed or part in self.source.NameToInfo

    def data(self) -> bytes:
        file = BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy:
            copy.comment = self.source.comment
            for info in self.source.infolist():
                new = self.changed.pop(info.filename, None)
                copy.writestr(info, self.source.read(info) if new is None else new.encode())
            for name, text in self.changed.items():
                copy.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.encode())
        return file.getvalue()


def _uneditable(part: str) -> AnnotationError:
    return AnnotationError(say("remarks.workbook_without_comments"), where=part)


# Highlights ------------------------------------------------------------------------------------------


class _Styles:
    """The formats of cells, and copies of them with a fill."""

    def __init__(self, package: _Package) -> None:
        self.package = package
        self.part = next(
            (name for name in package.source.NameToInfo if name.endswith("xl/styles.xml")), ""
        )
        self.xml = package.text(self.part) if self.part else ""
        self.fills = _element(self.xml, "fills")
        self.formats = _element(self.xml, "cellXfs")
        self.known: list[str] = []
        self.many_fills = 0
        if self.fills is not None and self.formats is not None:
            self.known = list(_elements(self.formats.inside, "xf"))
            self.many_fills = len(_tags(self.fills.inside, "fill"))
        self.new_fills: dict[str, int] = {}
        self.new: dict[tuple[int, str], int] = {}
        self.copies: list[str] = []

    def filled(self, style: int, severity: str) -> int | None:
        """The number of a format that is as another, with the fill of a severity."""
        if style >= len(self.known):
            return None
        key = style, severity
        if key not in self.new:
            fill = self.new_fills.setdefault(severity, self.many_fills + len(self.new_fills))
            head, bracket, rest = self.known[style].partition(">")
            closed = head.endswith("/")
            head = re.sub(r'\s(?:fillId|applyFill)="[^"]*"', "", head.rstrip("/").rstrip())
            head += f' fillId="{fill}" applyFill="1"' + ("/" if closed else "")
            self.copies.append(head + bracket + rest)
            self.new[key] = len(self.known) + len(self.copies) - 1
        return self.new[key]

    def finish(self) -> None:
        """Write the new formats."""
        if not self.copies or self.fills is None or self.formats is None:
            return
        prefix = self.fills.prefix
        fills = "".join(
            f'<{prefix}fill><{prefix}patternFill patternType="solid">'
            f'<{prefix}fgColor rgb="{_FILLS[severity]}"/><{prefix}bgColor indexed="64"/>'
            f"</{prefix}patternFill></{prefix}fill>"
            for severity in self.new_fills
        )
        xml = self.xml
        for found, more, number in (
            (self.fills, fills, self.many_fills + len(self.new_fills)),
            (self.formats, "".join(self.copies), len(self.known) + len(self.copies)),
        ):
            head = re.sub(r'\bcount="[^"]*"', f'count="{number}"', found.head)
            xml = xml.replace(found.whole, head + found.inside + more + found.end, 1)
        self.package.set(self.part, xml)


def _highlighted(xml: str, cells: dict[str, Note], styles: _Styles) -> str:
    """The sheet with the fills of the cells changed; their values and formulas stay as they are."""
    parts: list[str] = []
    at = 0
    for found in _tags(xml, "c"):
        tag = found[0]
        values = _values(tag)
        note = cells.get(values.get("r", ""))
        if note is None:
            continue
        style = values.get("s", "")
        new = styles.filled(
            int(style) if style.isdecimal() and len(style) < 9 else 0, note.severity
        )
        if new is not None:
            known, put = (_STYLE, "") if style else (_ADDRESS, r"\g<0> ")
            tag = known.sub(f'{put}s="{new}"', tag, count=1)
            parts += xml[at : found.start()], tag
            at = found.end()
    return "".join((*parts, xml[at:]))


# The text of a part ----------------------------------------------------------------------------------


@attrs.frozen
class _Element:
    """An element as it is written.

    Attributes:
        prefix: The prefix of its name, with its colon; empty if it has none.
        head: Its tag.
        inside: What is in it.
        end: Its end tag.
    """

    prefix: str
    head: str
    inside: str
    end: str

    @property
    def whole(self) -> str:
        """All of it."""
        return self.head + self.inside + self.end


def _tags(xml: str, name: str) -> list[re.Match[str]]:
    """The tags of a name, whatever its prefix, in order; the prefix is the first group."""
    # no "<" is inside of one, so that each is read once
    return list(re.finditer(rf"<(\w+:)?{name}(?![\w:.-])[^<>]*>", xml))


def _values(tag: str) -> dict[str, str]:
    """The attributes of a tag."""
    return {name: unescape(value) for name, value in _VALUE.findall(tag)}


def _end(xml: str, name: str, start: int = 0) -> re.Match[str] | None:
    """The next end tag of a name."""
    return re.compile(rf"</(?:\w+:)?{name}>").search(xml, start)


def _element(xml: str, name: str) -> _Element | None:
    """The first element of a name."""
    found = next(iter(_tags(xml, name)), None)
    end = _end(xml, name, found.end()) if found is not None else None
    if found is None or end is None:
        return None
    return _Element(found[1] or "", found[0], xml[found.end() : end.start()], end[0])


def _elements(xml: str, name: str) -> Iterator[str]:
    """All elements of a name, as they are written."""
    at = 0
    for found in _tags(xml, name):
        if found.start() < at:
            continue
        at = found.end()
        if not found[0].endswith("/>"):
            end = _end(xml, name, at)
            if end is None:
                return
            at = end.end()
        yield xml[found.start() : at]


# Comments --------------------------------------------------------------------------------------------


def _commented(package: _Package, part: str, xml: str, cells: dict[str, Note]) -> str:
    """The sheet with comments on cells; their texts and shapes go to parts of their own."""
    relations = posixpath.join(posixpath.dirname(part), "_rels", f"{posixpath.basename(part)}.rels")
    rels = package.text(relations) if package.has(relations) else _NO_RELATIONS
    rels, comments, _ = _related(package, part, rels, "comments", "xl/comments{}.xml")
    rels, drawing, drawing_id = _related(
        package, part, rels, "vmlDrawing", "xl/drawings/vmlDrawing{}.vml", _linked(xml)
    )
    package.set(relations, rels)
    texts = package.text(comments) if package.has(comments) else _NO_COMMENTS
    shapes = package.text(drawing) if package.has(drawing) else _NO_DRAWING
    texts, added = _with_texts(texts, cells, comments)
    package.set(comments, texts)
    package.set(drawing, _with_shapes(shapes, {cell: cells[cell] for cell in added}, drawing))
    _declare(package, comments)
    return xml if _linked(xml) else _with_drawing(xml, drawing_id, part)


def _linked(xml: str) -> str:
    """The relation of the sheet's legacy drawing, if it has one."""
    tags = _tags(xml, "legacyDrawing")
    values = _values(tags[0][0]) if tags else {}
    return next((value for name, value in values.items() if name.endswith(":id")), "")


def _related(
    package: _Package, part: str, rels: str, kind: str, name: str, wanted: str = ""
) -> tuple[str, str, str]:
    """The relations with one of a kind among them, its part and its id."""
    for found in _tags(rels, "Relationship"):
        values = _values(found[0])
        if values.get("Type", "").rpartition("/")[2] == kind and wanted in ("", values.get("Id")):
            target = values.get("Target", "")
            if not target.startswith("/"):
                target = posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
            return rels, target.lstrip("/"), values.get("Id", "")
    number = 1
    while package.has(name.format(number)):
        number += 1
    target = name.format(number)
    taken = set(re.findall(r'\bId="([^"]*)"', rels))
    key = next(
        f"rIdCnbudget{i}" for i in range(1, len(taken) + 2) if f"rIdCnbudget{i}" not in taken
    )
    tag = f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="/{target}"/>'
    prefixed = re.search(r"<(\w+):Relationships\b", rels)
    if prefixed:
        tag = tag.replace("<R", f"<{prefixed[1]}:R")
    closed = rels
    for found in _tags(rels, "Relationships")[:1]:
        if found[0].endswith("/>"):  # it has none yet
            open_tag = f"{found[0][:-2]}></{found[1] or ''}Relationships>"
            closed = rels[: found.start()] + open_tag + rels[found.end() :]
    end = closed.rfind("</")
    return closed[:end] + tag + closed[end:], target, key


def _with_texts(xml: str, cells: dict[str, Note], part: str) -> tuple[str, list[str]]:
    """The comments with more of them, and the cells that had none before."""
    xml = re.sub(r"<((?:\w+:)?)(authors|commentList)\s*/>", r"<\1\2></\1\2>", xml)
    authors = _element(xml, "authors")
    if authors is None or _end(xml, "commentList") is None:
        raise _uneditable(part)
    prefix = authors.prefix
    number = len(_tags(authors.inside, "author"))
    commented = _commented_cells(xml)
    before: dict[int, str] = {}  # what goes before the end of a text that is there
    new: list[str] = []
    added: list[str] = []
    for cell, note in cells.items():
        run = f'<{prefix}r><{prefix}t xml:space="preserve">{escape(_clean(note.text))}</{prefix}t></{prefix}r>'
        if cell in commented:
            before[commented[cell]] = run.replace('"preserve">', '"preserve">\n', 1)
            continue
        added.append(cell)
        new.append(
            f'<{prefix}comment ref={quoteattr(cell)} authorId="{number}"><{prefix}text>{run}</{prefix}text>'
            f"</{prefix}comment>"
        )
    xml = _with(xml, before)
    close = _end(xml, "commentList")
    assert close is not None  # noqa: S101  (it was there above)
    xml = xml[: close.start()] + "".join(new) + xml[close.start() :]
    if new:
        close = _end(xml, "authors")
        assert close is not None  # noqa: S101
        author = f"<{prefix}author>{_AUTHOR}</{prefix}author>"
        xml = xml[: close.start()] + author + xml[close.start() :]
    return xml, added


def _commented_cells(xml: str) -> dict[str, int]:
    """The cells that have a comment, and where its text ends."""
    found: dict[str, int] = {}
    at = 0
    for tag in _tags(xml, "comment"):
        if tag.start() < at:
            continue
        end = _end(xml, "text", tag.end())
        if end is None:
            break
        at = end.start()
        found.setdefault(_values(tag[0]).get("ref", ""), at)
    return found


def _with(xml: str, before: dict[int, str]) -> str:
    """A text with more in it, at some places."""
    parts: list[str] = []
    at = 0
    for place, more in sorted(before.items()):
        parts += xml[at:place], more
        at = place
    return "".join((*parts, xml[at:]))


def _clean(text: str) -> str:
    """Text without what XML cannot hold."""
    return "".join(mark for mark in text if mark >= " " or mark in "\n\t")


def _with_shapes(xml: str, cells: dict[str, Note], part: str) -> str:
    """The drawing with a box for each comment."""
    end = xml.rfind("</")
    if end < 0:
        raise _uneditable(part)
    last = max((int(n) for n in re.findall(r'id="_x0000_s([0-9]{1,9})"', xml)), default=1024)
    new = [] if "_x0000_t202" in xml else [_SHAPE_TYPE]
    for number, cell in enumerate(cells, last + 1):
        column, row = _position(cell)
        lines = sum(-(-breadth(line) // _ACROSS) or 1 for line in cells[cell].text.split("\n"))
        height = min(_LINE * lines + 2 * _LINE, _TALLEST)
        new.append(
            f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
            "margin-left:80pt;margin-top:5pt;width:240pt;"
            f'height:{height}pt;z-index:1;visibility:hidden"'
            ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
            '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
            '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
            '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
            f"<x:Anchor>{column + 1}, 15, {row}, 10, {column + 5}, 15, {row + 1 + height // 15}, 4</x:Anchor>"
            f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
            "</x:ClientData></v:shape>"
        )
    return xml[:end] + "".join(new) + xml[end:]


def _position(cell: str) -> tuple[int, int]:
    """Column and row of a cell, from 0."""
    found = _CELL.fullmatch(cell)
    if found is None:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(found[2]) - 1


def _with_drawing(xml: str, key: str, part: str) -> str:
    """The sheet with a link to its drawing, where the order of its elements has it."""
    roots = _tags(xml, "worksheet")
    if not roots:
        raise _uneditable(part)
    root = roots[0]
    place = xml.rfind("</")
    for name in _AFTER_DRAWING:
        for found in _tags(xml, name)[:1]:
            place = min(place, found.start())
    namespace = _STRICT if _STRICT in root[0] else _RELATIONS
    tag = f'<{root[1] or ""}legacyDrawing xmlns:cnb="{namespace}" cnb:id="{key}"/>'
    return xml[:place] + tag + xml[place:]


def _declare(package: _Package, comments: str) -> None:
    """Say what the new parts are."""
    part = "[Content_Types].xml"
    xml = package.text(part)
    new = ""
    if not any(
        _values(tag[0]).get("Extension", "").lower() == "vml" for tag in _tags(xml, "Default")
    ):
        new += f'<Default Extension="vml" ContentType="{_VML_TYPE}"/>'
    if f'"/{comments}"'.lower() not in xml.lower():
        new += f'<Override PartName="/{comments}" ContentType="{_COMMENTS_TYPE}"/>'
    prefixed = re.search(r"<(\w+):Types\b", xml)
    if prefixed:
        new = re.sub(r"<(?=[DO])", f"<{prefixed[1]}:", new)
    end = xml.rfind("</")
    package.set(part, xml[:end] + new + xml[end:])
