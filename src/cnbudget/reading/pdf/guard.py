"""What is refused before anything unpacks or draws it: files and pages that would take without end."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import attrs

from cnbudget.expressions import expression
from cnbudget.limits import LIMITS, Limits
from cnbudget.reading.pdf.anatomy import Anatomy, Entries, Stream, TangledError, unpacked_size
from cnbudget.reading.pdf.refusals import damaged, tangled, too_large

#: Numberings of letters that are known.
_ORDERINGS = (b"GB1", b"CNS1", b"Japan1", b"Korea1", b"KR")
_DEEPEST = 40  # forms within forms
_MOST_NODES = 20_000  # of the tree of pages
_EACH = 100  # what it takes to draw anything
_START = expression(rb"stream\r?\n")
_TWICE = expression(rb"/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?\b")
_DRAWN = expression(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_INLINE = expression(rb"\bID\s")


def guard(data: bytes, most: int = LIMITS.unpacked_pdf) -> None:
    """Refuse a file that unpacks to more than can be read.

    Args:
        data: The file's bytes.
        most: Bytes of all its streams but pictures, unpacked, at the most.

    Raises:
        UnreadableError: It does.
    """
    if _TWICE.search(data):
        raise too_large()
    left = most
    for found in _START.finditer(data):
        start = found.end()
        if not _packed(data, start):
            continue
        if b"/Image" in data[max(0, start - 400) : start].rpartition(b"endobj")[2]:
            continue
        left -= unpacked_size(data, start, left)
        if left < 0:
            raise too_large()


def _packed(data: bytes, start: int) -> bool:
    head = data[start : start + 2]
    return len(head) == 2 and head[0] & 15 == 8 and not int.from_bytes(head, "big") % 31


@attrs.frozen
class Survey:
    """What is known of a file before its pages are drawn.

    Attributes:
        weights: How many bytes of drawing each page takes.
        unnamed: The names of fonts whose letters are numbers without a meaning.
    """

    weights: list[float]
    unnamed: frozenset[bytes]


def survey(data: bytes, count: int, limits: Limits = LIMITS) -> Survey:
    """How much each page of a file draws, and which of its fonts say what their letters are.

    Args:
        data: The file's bytes.
        count: How many pages it has.
        limits: How much is read at the most; what a page draws over and over again is counted each time.

    Raises:
        UnreadableError: It is cut short, or its pages cannot be followed.
    """
    try:
        anatomy = Anatomy(data)
        if data.rfind(b"startxref") < anatomy.last:
            raise damaged("the end is lacking")
        for root in anatomy.roots():
            pages = _pages(anatomy, anatomy.entries(root).get(b"/Pages"))
            if len(pages) == count:
                scales = _Scales(anatomy, limits)
                weights = [scales.page(page, resources) for page, resources in pages]
                return Survey(weights, frozenset(scales.unnamed - scales.named))
    except TangledError:
        pass
    raise tangled()


def _pages(anatomy: Anatomy, root: Any) -> list[tuple[Entries, Any]]:
    """The pages in their order, each with its resources, which it may have from above."""
    found: list[tuple[Entries, Any]] = []
    waiting: list[tuple[Any, Any, int]] = [(root, None, 0)]
    met = 0
    while waiting:
        item, above, depth = waiting.pop()
        met += 1
        if met > _MOST_NODES or len(waiting) > _MOST_NODES or depth > _DEEPEST:
            raise TangledError
        node = anatomy.entries(item)
        resources = node.get(b"/Resources", above)
        kids = anatomy.value(node.get(b"/Kids"))
        if isinstance(kids, list):
            waiting.extend((kid, resources, depth + 1) for kid in reversed(kids))
        elif node:
            found.append((node, resources))
    return found


class _Scales:
    """Weighs what pages draw."""

    def __init__(self, anatomy: Anatomy, limits: Limits) -> None:
        self.anatomy = anatomy
        self.limits = limits
        self.known: dict[int, float] = {}  # by where a stream begins
        self.fonts: dict[int, float] = {}
        self.named: set[bytes] = set()
        self.unnamed: set[bytes] = set()
        self.letters: dict[Entries, float] = {}  # by which resources

    def page(self, page: Entries, resources: Any) -> float:
        """What a page draws."""
        contents = self.anatomy.value(page.get(b"/Contents"))
        items = contents if isinstance(contents, list) else [page.get(b"/Contents")]
        known = self.anatomy.entries(resources)
        weight = self._letters(known, 0)
        for item in items:
            weight += _EACH + self._reference(item, known, 0)
            if weight > self.limits.page:
                return math.inf
        return weight

    def _reference(self, item: Any, resources: Entries, depth: int) -> float:
        """The heaviest of all that a file says a stream is."""
        if item is None:
            return 0.0
        number = getattr(item, "number", None)
        versions = [item] if number is None else self.anatomy.versions(number)
        found = [each for each in versions if isinstance(each, Stream)]
        return max((self._stream(each, resources, depth) for each in found), default=0.0)

    def _stream(self, stream: Stream, resources: Entries, depth: int) -> float:
        weight = self.known.get(stream.start)
        if weight is not None:
            return weight
        self.known[stream.start] = math.inf  # a form that draws itself
        weight = self._weight(stream, resources, depth)
        self.known[stream.start] = weight
        return weight

    def _weight(self, stream: Stream, resources: Entries, depth: int) -> float:
        data = self.anatomy.content(stream, self.limits.page)
        if data is None or depth > _DEEPEST:
            return math.inf
        weight = float(len(data))
        left = (
            self.limits.unpacked_pdf // 8
        )  # pictures within the page are unpacked as they are met
        for found in _INLINE.finditer(data):
            if _packed(data, found.end()):
                left -= unpacked_size(data, found.end(), left)
                if left < 0:
                    return math.inf
        if b"Do" not in data:
            return weight
        forms = self.anatomy.entries(resources.get(b"/XObject"))
        for name, times in Counter(_DRAWN.findall(data)).items():
            item = forms.get(b"/" + name)
            entries = self.anatomy.entries(item)
            if entries.get(b"/Subtype") == b"/Form":
                own = self.anatomy.entries(entries.get(b"/Resources", resources))
                within = self._reference(item, own, depth + 1) + self._letters(own, depth + 1)
                weight += times * (_EACH + within)
                if weight > self.limits.page:
                    return math.inf
        return weight

    def _letters(self, resources: Entries, depth: int) -> float:
        """What the letters of fonts draw that are drawings themselves (Type 3), each once."""
        known = self.letters.get(resources)
        if known is not None:
            return known
        weight = 0.0
        for item in self.anatomy.entries(resources.get(b"/Font")).values():
            number = getattr(item, "number", -1)
            own = self.fonts.get(number)
            if own is None or number < 0:
                self.fonts[number] = 0.0
                own = self.fonts[number] = self._font(self.anatomy.entries(item), resources, depth)
            weight += own
        self.letters[resources] = weight
        return weight

    def _font(self, font: Entries, resources: Entries, depth: int) -> float:
        below = self.anatomy.value(font.get(b"/DescendantFonts"))
        own = self.anatomy.entries(below[0]) if isinstance(below, list) and below else font
        name = self.anatomy.value(own.get(b"/BaseFont"))
        if isinstance(name, bytes):
            (self.unnamed if self._unnamed(font, own) else self.named).add(name[1:])
        if font.get(b"/Subtype") != b"/Type3":
            return 0.0
        inside = self.anatomy.entries(font.get(b"/Resources", resources))
        letters = self.anatomy.entries(font.get(b"/CharProcs")).values()
        return sum(self._reference(letter, inside, depth + 1) for letter in letters)

    def _unnamed(self, font: Entries, own: Entries) -> bool:
        """Whether a font's letters are numbers of outlines, and nothing says what these show."""
        value, entries = self.anatomy.value, self.anatomy.entries
        if font.get(b"/Subtype") != b"/Type0" or b"/ToUnicode" in font:
            return False
        if value(font.get(b"/Encoding")) not in (b"/Identity-H", b"/Identity-V"):
            return False
        ordering = value(entries(own.get(b"/CIDSystemInfo")).get(b"/Ordering"))
        return ordering not in _ORDERINGS
