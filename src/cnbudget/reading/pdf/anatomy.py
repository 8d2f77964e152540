"""The skeleton of a PDF file: its objects, read as far as is needed to weigh its pages before anything draws them.

No more than this is read here; what stands on the pages is the affair of the library that takes them apart.
"""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from typing import Any, NamedTuple

from cnbudget.expressions import expression

_DEEPEST = 40
_MOST_TOKENS = 200_000  # of one object
_MOST_INSIDE = 20_000_000  # bytes of a stream of objects
_MOST_VERSIONS = 100  # of one object
_LONGEST = 1_000_000  # of strings
_LONG_NUMBER = 20  # digits
_SPACE = rb"[ \t\r\n\f\0]"
_HEAD = expression(rb"(?<![0-9])([0-9]{1,9})" + _SPACE + rb"+[0-9]{1,5}" + _SPACE + rb"+obj")
_ROOT = expression(
    rb"/Root" + _SPACE + rb"*([0-9]{1,9})" + _SPACE + rb"+[0-9]{1,5}" + _SPACE + rb"+R"
)
#: White space and comments; nothing of it is given back, or lines of "%" would be read in every way there is.
_GAP = expression(rb"(?:[ \t\r\n\f\0]|%[^\r\n]*+)*")
_STREAM = expression(rb"stream\r?\n")
_TOKEN = expression(
    rb"<<|>>|\[|\]|/[^ \t\r\n\f\0()<>\[\]{}/%]*|\(|<[^<>]*>|[^ \t\r\n\f\0()<>\[\]{}/%]+"
)
_FLATE = (b"/FlateDecode", b"/Fl")
_IN_STRING = expression(rb"[()\\]")
_GENERATION = expression(rb"[0-9]{1,5}(?![0-9])")
_R = expression(rb"R(?![A-Za-z])")
_ESCAPED = expression(rb"#([0-9A-Fa-f]{2})")


class TangledError(Exception):
    """The skeleton cannot be followed."""


class Entries(dict[bytes, Any]):
    """A dictionary of a file: it is itself alone, whatever another says, so that what is known of it is found again."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__  # type: ignore[assignment]


class Reference(NamedTuple):
    """What stands for another object.

    Attributes:
        number: The object's number.
    """

    number: int


class Stream(NamedTuple):
    """An object with data.

    Attributes:
        entries: Its dictionary.
        start: Where its data begins in the file.
    """

    entries: Entries
    start: int


def unpacked_size(data: bytes, start: int, most: int) -> int:
    """The size of a packed stream, unpacked piece by piece; at most a little more than ``most``."""
    return sum(map(len, _pieces(data, start, most)))


def _pieces(data: bytes, start: int, most: int) -> list[bytes]:
    stream = zlib.decompressobj()
    size, position = 0, start
    pieces: list[bytes] = []
    chunk = data[position : position + 65536]
    try:
        while chunk and size <= most and not stream.eof:
            pieces.append(stream.decompress(chunk, 1 << 20))
            size += len(pieces[-1])
            if stream.unconsumed_tail:
                chunk = stream.unconsumed_tail
            else:
                position += 65536
                chunk = data[position : position + 65536]
    except zlib.error:
        pass  # what there is before the damage
    return pieces


class Anatomy:
    """The objects of a file, by their numbers.

    Args:
        data: The file's bytes.

    Attributes:
        data: The same.
        last: Where the last object begins.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._places: dict[int, list[tuple[bytes, int]]] = {}
        self._known: dict[int, list[Any]] = {}
        self.last = -1
        streams: list[int] = []
        for found in _HEAD.finditer(data):
            self.last = found.start()
            number = int(found[1])
            if data.find(b"/ObjStm", found.end(), found.end() + 400) >= 0:
                streams.append(number)
            self._places.setdefault(number, []).append((data, found.end()))
        for number in streams:
            for each in self.versions(number):
                if isinstance(each, Stream) and each.entries.get(b"/Type") == b"/ObjStm":
                    self._inside(each)

    def _inside(self, stream: Stream) -> None:
        """Take in the objects of a stream of objects."""
        count, first = (
            self.value(stream.entries.get(b"/N")),
            self.value(stream.entries.get(b"/First")),
        )
        content = self.content(stream, _MOST_INSIDE)
        if not isinstance(count, int) or not isinstance(first, int) or content is None:
            raise TangledError
        numbers = [
            int(each)
            for each in content[:first].split()
            if each.isdigit() and len(each) < _LONG_NUMBER
        ]
        for number, place in zip(numbers[::2], numbers[1::2], strict=False):
            self._places.setdefault(number, []).append((content, first + place))

    def versions(self, number: int) -> list[Any]:
        """All that a file says an object is, the last last."""
        found = self._known.get(number)
        if found is None:
            places = self._places.get(number, ())
            if len(places) > _MOST_VERSIONS:
                raise TangledError
            found = self._known[number] = [self._object(*place) for place in places]
        return found

    def value(self, item: Any) -> Any:
        """What a value is, or what it refers to."""
        for _ in range(_DEEPEST):
            if not isinstance(item, Reference):
                return item
            versions = self.versions(item.number)
            item = versions[-1] if versions else None
        raise TangledError

    def entries(self, item: Any) -> Entries:
        """The dictionary that a value is, or that of its stream; empty if it is none."""
        found = self.value(item)
        if isinstance(found, Stream):
            return found.entries
        return found if isinstance(found, Entries) else Entries()

    def roots(self) -> list[Reference]:
        """Where the file begins, the last named first."""
        return [Reference(int(each)) for each in dict.fromkeys(_ROOT.findall(self.data)[::-1])]

    def content(self, stream: Stream, most: int) -> bytes | None:
        """The data of a stream, unpacked; None if it is more than ``most`` or packed in a way not known."""
        filters = self.value(stream.entries.get(b"/Filter", stream.entries.get(b"/F")))
        names = filters if isinstance(filters, list) else [] if filters is None else [filters]
        parameters = self.value(stream.entries.get(b"/DecodeParms", stream.entries.get(b"/DP")))
        for each in parameters if isinstance(parameters, list) else [parameters]:
            predictor = self.value(self.entries(each).get(b"/Predictor", 1))
            if predictor != 1:
                return None
        data, start = self.data, stream.start
        end = start
        if not names or self.value(names[0]) not in _FLATE:
            end = data.find(b"endstream", start, start + most + 10)
            length = self.value(stream.entries.get(b"/Length"))
            if end < 0 or (isinstance(length, int) and length > most):
                return None
            if isinstance(length, int) and start + length >= end - 2:  # without the end of its line
                end = min(start + length, len(data))
        for name in (self.value(each) for each in names):
            if name in _FLATE:
                data = b"".join(_pieces(data, start, most))
            elif name in (b"/ASCIIHexDecode", b"/AHx"):
                marks = re.sub(rb"[^0-9A-Fa-f]", b"", data[start:end].partition(b">")[0])
                data = bytes.fromhex((marks + b"0" * (len(marks) % 2)).decode())
            elif name in (b"/ASCII85Decode", b"/A85"):
                marks = data[start:end].partition(b"~>")[0]
                try:
                    data = a85decode(marks)
                except ValueError:
                    return None
            else:
                return None
            start, end = 0, len(data)
        return None if end - start > most else data[start:end]

    # Reading objects -----------------------------------------------------------------------------

    def _object(self, data: bytes, position: int) -> Any:
        item, position = _value(data, position)
        if isinstance(item, Entries) and data is self.data:
            found = _STREAM.match(data, _after_gap(data, position))
            if found:
                return Stream(item, found.end())
        return item


def _value(data: bytes, position: int) -> tuple[Any, int]:
    """A value, and where it ends."""
    holders: list[list[Any]] = [[]]
    kinds: list[bytes] = [b""]
    for _ in range(_MOST_TOKENS):
        found = _TOKEN.match(data, _after_gap(data, position))
        if found is None:
            raise TangledError
        token, position = found[0], found.end()
        if token in (b"<<", b"["):
            holders.append([])
            kinds.append(token)
        elif token in (b">>", b"]"):
            own, kind = holders.pop(), kinds.pop()
            if kind != (b"<<" if token == b">>" else b"["):
                raise TangledError
            made: Any = own
            if kind == b"<<":
                pairs = zip(own[::2], own[1::2], strict=False)
                made = Entries((key, value) for key, value in pairs if isinstance(key, bytes))
            holders[-1].append(made)
        elif token == b"(":
            start, position = position, _after_string(data, position)
            holders[-1].append(data[start : position - 1])
        elif token[:1] == b"<" and token != b"<<":
            digits = re.sub(rb"[^0-9A-Fa-f]", b"", token)
            holders[-1].append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        elif token[:1] == b"/":
            if b"#" in token:
                token = _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), token)
            holders[-1].append(token)
        elif token.isdigit() and len(token) < _LONG_NUMBER:
            end = _after_indirect(data, position)
            if end is not None:
                position = end
                holders[-1].append(Reference(int(token)))
            else:
                holders[-1].append(int(token))
        elif token == b"endobj":
            return (holders[0][0] if len(holders) == 1 and holders[0] else None), position
        else:
            holders[-1].append(None)
        if len(holders) == 1 and holders[0]:
            return holders[0][0], position
        if len(holders) > _DEEPEST:
            raise TangledError
    raise TangledError


def _after_gap(data: bytes, position: int) -> int:
    """Where what means nothing ends."""
    found = _GAP.match(data, position)
    return position if found is None else found.end()


def _after_indirect(data: bytes, position: int) -> int | None:
    """Where the rest of a reference ends, behind its number; None if it is none."""
    start = _after_gap(data, position)
    generation = _GENERATION.match(data, start)
    if generation is None or start == position:
        return None
    end = _after_gap(data, generation.end())
    found = _R.match(data, end) if end > generation.end() else None
    return None if found is None else found.end()


def _after_string(data: bytes, position: int) -> int:
    """Where a string ends."""
    depth, last = 1, position + _LONGEST
    while depth:
        found = _IN_STRING.search(data, position, last)
        if found is None:
            raise TangledError
        position = found.end()
        mark = found[0]
        if mark == b"\\":
            position += 1
        else:
            depth += 1 if mark == b"(" else -1
    return position
