"""Marks in a copy of a PDF file: the wrong number is highlighted, and a note on it says what it is held against.

What is said of a line or row as a whole is underlined at its beginning.

Pages are as they were: a mark is an annotation that lies over the page, and any reader of PDF files can hide or
delete it.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import TYPE_CHECKING, Any

import attrs

from cnbudget.annotating.notes import Note
from cnbudget.errors import AnnotationError, MissingExtraError, UnreadableError
from cnbudget.figures import Figure, Place, State
from cnbudget.messages import say
from cnbudget.reading.pages import Box, Letter, lines_of
from cnbudget.reading.pdf import standing_in_pdf

if TYPE_CHECKING:
    import pikepdf

_AUTHOR = "cnbudget"
_COLOURS = {"error": (1, 0.68, 0.71), "minor": (1, 0.87, 0.5), "note": (1, 0.95, 0.62)}
_INKS = {"error": (0.8, 0.1, 0.2), "minor": (0.75, 0.45, 0), "note": (0.6, 0.5, 0)}
_AROUND = 1.5  # points around what is marked
_HIGH = 0.62  # from the middle of a letter to its edges, in its size
_SIGN = 18.0  # points: the sign of what is said of the whole file
_POPUP = (200.0, 120.0)
_PRINTED = 4  # a flag: the mark is printed too
_Standing = tuple[int, list[Letter]]


def with_marks(
    content: bytes, notes: list[Note], figures: Iterable[Figure], *, where: str = ""
) -> tuple[bytes, int]:
    """The document with marks, and how many of them say something.

    Args:
        content: The file's bytes.
        notes: What is said of which places.
        figures: All figures of the tables, which tell equal numbers of one row apart.
        where: What the file is called in errors.

    Raises:
        AnnotationError: The file is encrypted, or put together in a way in which it cannot be written again.
        MissingExtraError: pikepdf is not installed.
    """
    try:
        import pikepdf
    except ImportError as error:
        raise MissingExtraError(say("files.marks_need_extra"), where=where) from error
    wrong = AnnotationError(say("remarks.pdf_without_marks"), where=where)
    try:
        document = pikepdf.open(BytesIO(content))
    except pikepdf.PdfError as error:  # also where it asks for a password
        raise wrong from error
    with document:
        if document.is_encrypted:
            raise AnnotationError(say("remarks.pdf_encrypted"), where=where)
        try:
            marker = _Marker(content, document, figures)
        except UnreadableError as error:
            raise wrong from error
        count = marker.marks(notes)  # a fault of ours in it is none of the file
        file = BytesIO()
        try:
            marker.finish()
            document.save(file, deterministic_id=True, fix_metadata_version=False)
        except (pikepdf.PdfError, TypeError, ValueError, IndexError) as error:
            raise wrong from error
    return file.getvalue(), count


@attrs.frozen
class _Area:
    """A part of a page.

    Attributes:
        page: The page's number.
        box: The box in the points of the file: left, bottom, right, top.
        whole: Whether it is a line or row as a whole, and not one number.
        foot: The edge of the box at the foot of the letters: x and y where it begins, and where it ends.
    """

    page: int
    box: Box
    whole: bool
    foot: Box


class _Marker:
    """Puts marks on the pages of a document."""

    def __init__(self, content: bytes, document: pikepdf.Pdf, figures: Iterable[Figure]) -> None:
        self.document = document
        self.standing, self.frames = standing_in_pdf(content)
        self.rows: dict[Place, list[Figure]] = defaultdict(list)
        for figure in figures:
            self.rows[figure.place].append(figure)
        self.annotations: dict[int, list[Any]] = defaultdict(list)

    def marks(self, notes: Iterable[Note]) -> int:
        """Mark all places; say of how many something is said."""
        known: dict[_Area, Note] = {}  # what cannot be told apart on the page is one mark
        unplaced: dict[int, list[str]] = {}
        for note in notes:
            area = self._area(note)
            if area is None:
                page = note.place.page if note.place.page in self.frames else min(self.frames)
                unplaced.setdefault(page, []).extend(note.texts)
            elif area in known:
                known[area].add(note)
            else:
                known[area] = attrs.evolve(note, texts=[*note.texts])
        for area, note in known.items():
            self._mark(area, note.severity, note.text)
        said = [(page, texts) for page, texts in unplaced.items() if texts]
        for page, texts in said:
            self._sign(page, Note(Place(page=page), texts).text)
        return len(said) + sum(bool(note.texts) for note in known.values())

    def finish(self) -> None:
        """Hang the marks on their pages, behind the annotations that are there."""
        import pikepdf

        for number, own in self.annotations.items():
            page = self.document.pages[number - 1].obj
            known = page.get("/Annots")
            before = list(known) if isinstance(known, pikepdf.Array) else []
            page.Annots = pikepdf.Array([*before, *own])

    # Where things stand ---------------------------------------------------------------------------

    def _area(self, note: Note) -> _Area | None:
        """What is to be marked: the number itself, or the line where it cannot be told from others; None of neither."""
        parts = self.standing.get((note.place.page, note.place.line), [])
        if not parts:
            return None
        found = None if note.figure is None else self._number(note.figure, parts)
        page, letters = found or (parts[0][0], lines_of(parts[0][1])[0].letters)
        seen = _printed(letters)
        left = min(each.left for each in seen) - _AROUND
        right = max(each.right for each in seen) + _AROUND
        top = min(each.middle - _HIGH * each.size for each in seen)
        bottom = max(each.middle + _HIGH * each.size for each in seen)
        frame = self.frames[page]
        box, foot = (frame.back((left, edge, right, bottom)) for edge in (top, bottom))
        return _Area(page, box, found is None, foot)

    def _number(self, figure: Figure, parts: list[_Standing]) -> _Standing | None:
        """The letters of a number; None if it is not there, or if others are that are printed like it."""
        if figure.value is None or figure.state is not State.VALUE:
            return None
        if figure.row.within != "table":
            found = _in_lines(figure.text, parts)
            return found[0] if len(found) == 1 else None
        cells = [(page, own) for page, own in parts if _value(own) == figure.value]
        same = [
            each
            for each in self.rows.get(figure.place, ())
            if each.value == figure.value and each.state is State.VALUE
        ]
        place = next((i for i, each in enumerate(same) if each.address == figure.address), 0)
        if len(cells) == len(same) or (len(cells) == 1 and not same):
            return cells[place]
        return None

    # Marks ----------------------------------------------------------------------------------------

    def _mark(self, area: _Area, severity: str, words: str) -> None:
        left, bottom, right, top = area.box
        colour = (_INKS if area.whole else _COLOURS)[severity]
        made = self._annotation("/Underline" if area.whole else "/Highlight", area, words)
        made.QuadPoints = _numbers((left, top, right, top, left, bottom, right, bottom))
        made.C = _numbers(colour)
        made.AP = self._look(area, colour)

    def _look(self, area: _Area, colour: Iterable[float]) -> Any:
        """How a mark looks: a field through which text shines, or a line at its foot."""
        import pikepdf

        left, bottom, right, top = area.box
        ink = " ".join(f"{part:.2f}" for part in colour)
        if area.whole:
            x0, y0, x1, y1 = area.foot
            drawn = f"{ink} RG 2 w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S"
        else:
            field = f"{left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f}"
            drawn = f"{ink} rg {field} re f"
        form = self.document.make_stream(
            f"/M gs {drawn}".encode(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=_numbers(area.box),
            Resources=pikepdf.Dictionary(
                ExtGState=pikepdf.Dictionary(M=pikepdf.Dictionary(BM=pikepdf.Name.Multiply))
            ),
            Group=pikepdf.Dictionary(S=pikepdf.Name.Transparency),
        )
        return pikepdf.Dictionary(N=form)

    def _sign(self, page: int, words: str) -> None:
        """A sign at the top of a page, for what is said of no single place on it."""
        import pikepdf

        frame = self.frames[page]
        box = frame.back((_AROUND, _AROUND, _AROUND + _SIGN, _AROUND + _SIGN))
        made = self._annotation("/Text", _Area(page, box, True, box), words)
        made.Name = pikepdf.Name.Comment
        made.C = _numbers(_COLOURS["error"])

    def _annotation(self, kind: str, area: _Area, words: str) -> Any:
        """A new annotation of a page, with its popup where something is said."""
        import pikepdf

        own = self.annotations[area.page]
        made = self.document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name(kind),
                Rect=_numbers(area.box),
                P=self.document.pages[area.page - 1].obj,
                T=pikepdf.String(_AUTHOR),
                NM=pikepdf.String(f"{_AUTHOR}-{area.page}-{len(own) + 1}"),
                F=_PRINTED,
            )
        )
        own.append(made)
        if words:
            made.Contents = pikepdf.String(words.replace("\n", "\r"))
            _, _, right, top = area.box
            wide, high = _POPUP
            popup = self.document.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Popup,
                    Rect=_numbers((right, top - high, right + wide, top)),
                    Parent=made,
                    Open=False,
                )
            )
            made.Popup = popup
            own.append(popup)
        return made


def _numbers(values: Iterable[float]) -> Any:
    import pikepdf

    return pikepdf.Array([Decimal(f"{value:.2f}") for value in values])


def _printed(letters: list[Letter]) -> list[Letter]:
    """The letters that can be seen."""
    return [each for each in letters if not each.text.isspace()] or letters


def _bare(text: str) -> str:
    """Text as numbers are compared: without spaces and separators."""
    return "".join(unicodedata.normalize("NFKC", text).replace(",", "").split())


def _value(letters: list[Letter]) -> Decimal | None:
    """The number that a cell holds; None if it holds something else."""
    text = _bare("".join(line.text for line in lines_of(letters))).rstrip("%")
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _in_lines(number: str, lines: list[_Standing]) -> list[_Standing]:
    """The letters of each place in lines of text where a number stands, and no longer one."""
    found: list[_Standing] = []
    for page, own in lines:
        marks = [(mark, letter) for letter in own for mark in _bare(letter.text)]
        text = "".join(mark for mark, _ in marks)
        start = text.find(number)
        while start >= 0:
            end = start + len(number)
            if not _goes_on(text, start, end):
                found.append((page, [letter for _, letter in marks[start:end]]))
            start = text.find(number, end)
    return found


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether a number is a part of a longer one."""
    before, behind = text[:start], text[end:]
    return (
        before[-1:].isdecimal()
        or (before.endswith(".") and before[-2:-1].isdecimal())
        or behind[:1].isdecimal()
        or (behind.startswith(".") and behind[1:2].isdecimal())
    )
