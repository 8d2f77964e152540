"""PDFium as the program that takes pages apart: the one module that knows it.

Its plain C functions are called, letter by letter, for wrappers would take longer than they. It may be called by one
thread at a time, so that every call stands under one lock of the process; work goes on in parallel by processes.
"""

from __future__ import annotations

import ctypes
import math
import threading
from functools import cache
from types import SimpleNamespace
from typing import Any, Self

from cnbudget.packages import locked
from cnbudget.reading.pages import MIDDLE, Box, Letter
from cnbudget.reading.pdf.printed import MOST_DRAWN, UNKNOWN, Frame, Paths, PrintedPage
from cnbudget.reading.pdf.refusals import damaged

_LOCK = threading.Lock()
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5  # kinds of objects
_PASSWORD, _SECURITY = 4, 5  # errors
_WITHOUT_PASSWORD = 3  # a way of saving
_CURVE, _MOVE = 1, 2  # pieces of a path
_DEEPEST = 40  # forms within forms
_FLAT = 0.1  # how far a letter's direction may be off, in its length
_NARROW = 0.05
_INVISIBLE = 0.1  # letters of this size
_WIDEST = 3.0  # letters, in their size
_STROKED = 1  # a mode of text: outlines
_HYPHEN = 2  # what a hyphen at the end of a line is given as

_P, _I, _D, _F = ctypes.c_void_p, ctypes.c_int, ctypes.c_double, ctypes.c_float
#: What each function gives and takes.
_CALLS: dict[str, tuple[Any, ...]] = {
    "FPDF_LoadMemDocument64": (_P, _P, ctypes.c_size_t, _P),
    "FPDF_GetLastError": (ctypes.c_ulong,),
    "FPDF_GetPageCount": (_I, _P),
    "FPDF_CloseDocument": (None, _P),
    "FPDF_GetSecurityHandlerRevision": (_I, _P),
    "FPDF_SaveAsCopy": (_I, _P, _P, ctypes.c_ulong),
    "FPDF_LoadPage": (_P, _P, _I),
    "FPDF_ClosePage": (None, _P),
    "FPDF_GetPageBoundingBox": (_I, _P, _P),
    "FPDFPage_GetRotation": (_I, _P),
    "FPDFPage_CountObjects": (_I, _P),
    "FPDFPage_GetObject": (_P, _P, _I),
    "FPDFFormObj_CountObjects": (_I, _P),
    "FPDFFormObj_GetObject": (_P, _P, ctypes.c_ulong),
    "FPDFPageObj_GetType": (_I, _P),
    "FPDFPageObj_GetBounds": (_I, _P, _P, _P, _P, _P),
    "FPDFPageObj_GetMatrix": (_I, _P, _P),
    "FPDFPageObj_SetMatrix": (_I, _P, _P),
    "FPDFPageObj_SetStrokeWidth": (_I, _P, _F),
    "FPDFPageObj_GetClipPath": (_P, _P),
    "FPDFClipPath_CountPaths": (_I, _P),
    "FPDFClipPath_CountPathSegments": (_I, _P, _I),
    "FPDFClipPath_GetPathSegment": (_P, _P, _I, _I),
    "FPDFPath_GetDrawMode": (_I, _P, _P, _P),
    "FPDFPath_CountSegments": (_I, _P),
    "FPDFPath_GetPathSegment": (_P, _P, _I),
    "FPDFPathSegment_GetType": (_I, _P),
    "FPDFPathSegment_GetPoint": (_I, _P, _P, _P),
    "FPDFPathSegment_GetClose": (_I, _P),
    "FPDFTextObj_SetTextRenderMode": (_I, _P, _I),
    "FPDFTextObj_GetFont": (_P, _P),
    "FPDFFont_GetBaseFontName": (ctypes.c_size_t, _P, _P, ctypes.c_size_t),
    "FPDFText_LoadPage": (_P, _P),
    "FPDFText_ClosePage": (None, _P),
    "FPDFText_CountChars": (_I, _P),
    "FPDFText_GetUnicode": (ctypes.c_uint, _P, _I),
    "FPDFText_IsGenerated": (_I, _P, _I),
    "FPDFText_GetTextObject": (_P, _P, _I),
    "FPDFText_GetLooseCharBox": (_I, _P, _I, _P),
    "FPDFText_GetCharOrigin": (_I, _P, _I, _P, _P),
    "FPDFText_GetMatrix": (_I, _P, _I, _P),
    "FPDFText_GetFontSize": (_D, _P, _I),
}


_Write = ctypes.CFUNCTYPE(_I, _P, _P, ctypes.c_ulong)


class _FileWriter(ctypes.Structure):
    """To what PDFium writes a file."""

    _fields_ = (("version", _I), ("write", _Write))


def _pdfium() -> Any:
    """PDFium's functions, typed for plain addresses.

    Raises:
        ImportError: The library is not installed.
    """
    from pypdfium2 import raw

    return _typed(raw)


@cache
def _typed(raw: Any) -> Any:
    made = {}
    for name, (result, *arguments) in _CALLS.items():
        found = getattr(raw, name)
        call = type(found)(ctypes.cast(found, _P).value)  # called as this system calls it
        call.argtypes, call.restype = arguments, result
        made[name] = call
    return SimpleNamespace(**made)


class OpenDocument:
    """A PDF file, opened; a context manager.

    Args:
        data: The file's bytes.

    Raises:
        ImportError: The library is not installed.
        UnreadableError: The file is locked or damaged.
    """

    def __init__(self, data: bytes) -> None:
        self._calls = _pdfium()
        self._data = data  # read as long as the document is open
        with _LOCK:
            self._document = self._calls.FPDF_LoadMemDocument64(data, len(data), None)
            if not self._document:
                error = self._calls.FPDF_GetLastError()
                raise locked() if error in (_PASSWORD, _SECURITY) else damaged("no document")
            #: How many pages it has.
            self.count: int = self._calls.FPDF_GetPageCount(self._document)
            #: Whether it is encrypted, though everybody may open it (it must not be printed, or changed).
            self.encrypted = self._calls.FPDF_GetSecurityHandlerRevision(self._document) >= 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with _LOCK:
            self._calls.FPDF_CloseDocument(self._document)
            self._document = None

    def decrypted(self) -> bytes:
        """The file as it would be without encryption."""
        pieces: list[bytes] = []

        def write(_: int, start: int, size: int) -> int:
            pieces.append(ctypes.string_at(start, size))
            return 1

        writer = _FileWriter(1, _Write(write))
        with _LOCK:
            done = self._calls.FPDF_SaveAsCopy(
                self._document, ctypes.byref(writer), _WITHOUT_PASSWORD
            )
        if not done:
            raise damaged("encryption")
        return b"".join(pieces)

    def page(self, number: int, unnamed: frozenset[bytes] = frozenset()) -> PrintedPage:
        """What stands on a page.

        Args:
            number: Its number, from 1.
            unnamed: The fonts whose letters have no meaning; the library gives their numbers for letters.

        Raises:
            UnreadableError: The page is damaged.
        """
        with _LOCK:
            page = self._calls.FPDF_LoadPage(self._document, number - 1)
            if not page:
                raise damaged(f"page {number}")
            try:
                return _PageReader(self._calls, page, number, unnamed).printed()
            finally:
                self._calls.FPDF_ClosePage(page)


#: A transformation: x becomes ax + cy + e, and y becomes bx + dy + f.
_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _PageReader:
    """Takes a page apart; whoever calls it holds the lock."""

    def __init__(self, calls: Any, page: int, number: int, unnamed: frozenset[bytes]) -> None:
        self.calls = calls
        self.unnamed = unnamed
        self.page = page
        self.number = number
        self.rect = (_F * 4)()
        self.matrix = (_F * 6)()
        self.edges = [_F() for _ in range(4)]
        self.refs = [ctypes.byref(edge) for edge in self.edges]
        self.modes = _I(), _I()
        self.clips: dict[int, Box] = {}  # of the text that is clipped
        self.boxes: dict[int, Box] = {}  # of the paths that clip
        self.paths = Paths()
        self.pictures = 0
        self.drawn = 0

    def printed(self) -> PrintedPage:
        """What can be seen on the page."""
        calls = self.calls
        calls.FPDF_GetPageBoundingBox(self.page, self.rect)
        left, top, right, bottom = self.rect
        count = calls.FPDFPage_CountObjects(self.page)
        self._objects(calls.FPDFPage_GetObject, self.page, count, _SAME, None, 0)
        frame = Frame((left, top, right, bottom), calls.FPDFPage_GetRotation(self.page) % 4)
        text = calls.FPDFText_LoadPage(self.page)
        if not text:
            raise damaged(f"page {self.number}")
        try:
            letters, turned, aslant = self._letters(text, frame)
            most = max(range(4), key=lambda turn: turned[turn])
            if turned[most] > len(letters):  # a page set sideways, and not said to be turned
                frame = Frame((left, top, right, bottom), most)
                letters, _, aslant = self._letters(text, frame)
        finally:
            calls.FPDFText_ClosePage(text)
        page = PrintedPage(self.number, frame.width, frame.height, letters)
        self.paths.into(page, frame)
        page.aslant = aslant
        page.pictures = self.pictures
        page.frame = frame
        page.drawn = self.drawn
        return page

    # Objects -------------------------------------------------------------------------------------

    def _objects(
        self, get: Any, holder: int, count: int, matrix: _Matrix, clip: Box | None, depth: int
    ) -> None:
        """Go through the objects of the page or of a form on it.

        Args:
            get: What gives an object of the holder.
            holder: The page or the form.
            count: How many objects it has.
            matrix: From the holder's points to the page's.
            clip: To what the holder is clipped, in the page's points.
            depth: How many forms the holder is in.
        """
        calls = self.calls
        kind_of, clip_of = calls.FPDFPageObj_GetType, calls.FPDFPageObj_GetClipPath
        clips_in, bounds_of = calls.FPDFClipPath_CountPaths, calls.FPDFPageObj_GetBounds
        x0, y0, x1, y1 = self.refs
        left, _, right, _ = self.edges
        self.drawn += count
        for i in range(count):
            each = get(holder, i)
            kind = kind_of(each)
            own = clip
            path = clip_of(each)
            paths = clips_in(path)
            if paths > 0:
                own = self._clip(path, paths, matrix, clip)
            if kind == _TEXT:
                if own is not None:
                    self.clips[each] = own
                bounds_of(each, x0, y0, x1, y1)
                if right.value - left.value < _NARROW:
                    self._widen(each)
            elif kind == _PATH:
                self._path(each, matrix, own)
            elif kind == _IMAGE:
                self.pictures += 1
            elif kind == _FORM and depth < _DEEPEST:
                calls.FPDFPageObj_GetMatrix(each, self.matrix)
                inside = _after(tuple(self.matrix), matrix)
                number = calls.FPDFFormObj_CountObjects(each)
                self._objects(calls.FPDFFormObj_GetObject, each, number, inside, own, depth + 1)

    def _widen(self, text: int) -> None:
        """Give text a width that has none, for such text is left out.

        PDFium takes the width from the letters' outlines. Where a font is not in the file and not on the
        machine (on servers no Chinese font is), there are none; an outline of a hair's width makes one.
        """
        calls = self.calls
        calls.FPDFTextObj_SetTextRenderMode(text, _STROKED)
        calls.FPDFPageObj_SetStrokeWidth(text, _NARROW)
        calls.FPDFPageObj_GetMatrix(text, self.matrix)
        calls.FPDFPageObj_SetMatrix(text, self.matrix)  # works the width out again

    def _clip(self, path: int, paths: int, matrix: _Matrix, clip: Box | None) -> Box | None:
        """The box to which paths clip: that which lies in the boxes of all of them."""
        calls = self.calls
        piece_of, point_of = calls.FPDFClipPath_GetPathSegment, calls.FPDFPathSegment_GetPoint
        x, y = self.edges[:2]
        to_x, to_y = self.refs[:2]
        for i in range(paths):
            first = piece_of(path, i, 0)  # one for all that is clipped by one path
            own = self.boxes.get(first)
            if own is None:
                points = []
                for j in range(calls.FPDFClipPath_CountPathSegments(path, i)):
                    point_of(piece_of(path, i, j), to_x, to_y)
                    points.append((x.value, y.value))
                self.drawn += len(points)
                own = self.boxes[first] = _around(points, matrix)
            clip = own if clip is None else _within(own, clip)
        return clip

    def _path(self, path: int, matrix: _Matrix, clip: Box | None) -> None:
        """Rulings and areas of a path; most paths are one ruling, told by their bounds."""
        calls, paths = self.calls, self.paths
        if paths.full:
            return
        filled, stroked = self.modes
        calls.FPDFPath_GetDrawMode(path, ctypes.byref(filled), ctypes.byref(stroked))
        if not filled.value and not stroked.value:
            return
        x0, y0, x1, y1 = self.refs
        calls.FPDFPageObj_GetBounds(path, x0, y0, x1, y1)
        left, bottom, right, top = (edge.value for edge in self.edges)
        box = (left, bottom, right, top)
        if matrix is not _SAME:
            box = _around([(left, bottom), (right, bottom), (left, top), (right, top)], matrix)
        if paths.take(box, clip, line=False):
            return
        count = calls.FPDFPath_CountSegments(path)
        if count <= 5 and not stroked.value:
            paths.area(box, clip)
            return
        self.drawn += count
        calls.FPDFPageObj_GetMatrix(path, self.matrix)
        own = _after(tuple(self.matrix), matrix)
        for points, straight in self._pieces(path, min(count, 4 * MOST_DRAWN)):
            moved = [_moved(x, y, own) for x, y in points]
            if stroked.value:
                for i, (end, line) in enumerate(zip(moved[1:], straight[1:], strict=True)):
                    if line:
                        paths.take(_around([moved[i], end], _SAME), clip, line=True)
            else:
                box = _around(moved, _SAME)
                if not paths.take(box, clip, line=False):
                    paths.area(box, clip)

    def _pieces(self, path: int, count: int) -> list[tuple[list[tuple[float, float]], list[bool]]]:
        """The pieces of a path: their points, and whether a straight line leads to each."""
        calls = self.calls
        x, y = self.edges[:2]
        to_x, to_y = self.refs[:2]
        found: list[tuple[list[tuple[float, float]], list[bool]]] = []
        for i in range(count):
            segment = calls.FPDFPath_GetPathSegment(path, i)
            kind = calls.FPDFPathSegment_GetType(segment)
            calls.FPDFPathSegment_GetPoint(segment, to_x, to_y)
            if kind == _MOVE or not found:
                found.append(([], []))
            points, straight = found[-1]
            points.append((x.value, y.value))
            straight.append(kind != _CURVE)
            if calls.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
                straight.append(True)
        return found

    # Letters -------------------------------------------------------------------------------------

    def _letters(self, text: int, frame: Frame) -> tuple[list[Letter], list[int], str]:
        """The upright letters that can be seen; how many stand in each direction; the text of the others."""
        calls = self.calls
        code_of, object_of = calls.FPDFText_GetUnicode, calls.FPDFText_GetTextObject
        box_of, generated = calls.FPDFText_GetLooseCharBox, calls.FPDFText_IsGenerated
        rect, clips = self.rect, self.clips
        origin = _D(), _D()
        to_x, to_y = ctypes.byref(origin[0]), ctypes.byref(origin[1])
        (begin, sign, add), end, (under, down, base) = frame.start, frame.end, frame.under
        axis = origin[0] if frame.turn % 2 else origin[1]
        seen: dict[tuple[str, int], list[tuple[float, float]]] = {}
        letters: list[Letter] = []
        aslant: list[str] = []
        turned = [0, 0, 0, 0]
        parts: dict[Box | None, Box] = {}  # of the page, where text can be seen
        self.drawn += (count := calls.FPDFText_CountChars(text))
        last, first, offset, size, wide, turn, high = 0, False, 0.0, 0.0, 0.0, 0, 0
        (x0, y0, x1, y1), meant = frame.seen(None), True
        for i in range(count):
            its = object_of(text, i)
            if not its:
                continue  # a space or the end of a line that nobody printed
            code = code_of(text, i)
            if code < 33:
                if code and code != _HYPHEN and generated(text, i):
                    continue
                code = 45 if code == _HYPHEN else code and 32
            elif 0xD800 <= code < 0xE000:  # half a letter
                if code < 0xDC00:
                    high = code
                    continue
                code = 0x10000 + ((high & 0x3FF) << 10) + (code & 0x3FF)
            if its != last:
                last, first = its, True
                meant, size, wide, turn = self._style(text, i, its)
                clip = clips.get(its)
                if clip not in parts:
                    parts[clip] = frame.seen(clip)
                x0, y0, x1, y1 = parts[clip]
            mark = chr(code) if code and meant else UNKNOWN
            if turn != frame.turn:
                if turn >= 0 and code != 32:
                    turned[turn] += 1
                aslant.append(mark)
                continue
            box_of(text, i, rect)
            if first:
                first = False
                calls.FPDFText_GetCharOrigin(text, i, to_x, to_y)
                offset = axis.value - rect[under]
            left, right = sign * rect[begin] + add, sign * rect[end] + add
            if right - left > _WIDEST * wide:  # of fonts that write downwards: not scaled
                right = left + wide
            baseline = down * (rect[under] + offset) + base
            middle = baseline - MIDDLE * size
            if not (x0 <= (left + right) / 2 <= x1 and y0 <= middle <= y1 and size > _INVISIBLE):
                continue
            if not _again(seen, mark, left, middle, 0.15 * size):
                letters.append(Letter(baseline, left, right, size, mark))
        return letters, turned, "".join(aslant).strip()

    def _style(self, text: int, i: int, its: int) -> tuple[bool, float, float, int]:
        """Whether the letters of a piece of text say which they are, and how it is set: see `_set`."""
        self.calls.FPDFText_GetMatrix(text, i, self.matrix)
        size = self.calls.FPDFText_GetFontSize(text, i)
        return (
            not self.unnamed or self._font(its) not in self.unnamed,
            *_set(self.matrix, size),
        )

    def _font(self, text: int) -> bytes:
        """The name of the font of text."""
        name = ctypes.create_string_buffer(256)
        font = self.calls.FPDFTextObj_GetFont(text)
        self.calls.FPDFFont_GetBaseFontName(font, name, len(name))
        return name.value


def _again(
    seen: dict[tuple[str, int], list[tuple[float, float]]],
    mark: str,
    left: float,
    middle: float,
    limit: float,
) -> bool:
    """Whether a letter was seen in its place before: bold is printed as the same letter twice."""
    key = (mark, round(middle / 8))
    near = seen.get(key)
    if near is None:
        seen[key] = [(left, middle)]
        return False
    if any(abs(left - x) < limit and abs(middle - y) < limit for x, y in near[-4:]):
        return True
    near.append((left, middle))
    return False


def _set(matrix: Any, size: float) -> tuple[float, float, int]:
    """How high and wide letters are set, and in which direction: so many quarters, or -1 of none of the four."""
    a, b, c, d = matrix[:4]
    if size < 0:
        a, b = -a, -b
    height, wide = abs(size) * math.hypot(c, d), abs(size) * math.hypot(a, b)
    turn = -1
    if (a * d - b * c) * size <= 0:
        pass  # a mirrored letter
    elif abs(b) <= _FLAT * abs(a):
        turn = 0 if a > 0 else 2
    elif abs(a) <= _FLAT * abs(b):
        turn = 1 if b > 0 else 3
    return height, wide, turn


def _after(first: Any, then: _Matrix) -> _Matrix:
    """Two transformations, one after the other."""
    a, b, c, d, e, f = first
    if then is _SAME:
        return a, b, c, d, e, f
    x, y = _moved(e, f, then)
    return (
        a * then[0] + b * then[2],
        a * then[1] + b * then[3],
        c * then[0] + d * then[2],
        c * then[1] + d * then[3],
        x,
        y,
    )


def _moved(x: float, y: float, matrix: _Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _around(points: list[tuple[float, float]], matrix: _Matrix) -> Box:
    """The least box that has points in it: left, bottom, right, top."""
    if matrix is not _SAME:
        points = [_moved(x, y, matrix) for x, y in points]
    if not points:
        return (0.0, 0.0, 0.0, 0.0)
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _within(one: Box, other: Box) -> Box:
    """What lies in both boxes; of negative width or height if nothing does."""
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )
