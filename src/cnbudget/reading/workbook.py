"""What an .xlsx file says beside its sheets: which there are, the shared texts, and the formats of its numbers.

Each part is read as a stream, so that of what is not asked for nothing is kept, whatever size it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

from cnbudget.errors import UnreadableError
from cnbudget.messages import say
from cnbudget.packages import by_library, damaged
from cnbudget.words import superscript

_CHUNK = 1 << 16
#: The encodings that the parser knows; beside these it takes those of a byte a character.
_ENCODINGS = ("UTF-8", "UTF-16", "UTF-16BE", "UTF-16LE", "ISO-8859-1", "US-ASCII")
_BYTES = bytes(range(256))
#: How a program escapes an underscore that would begin an escape.
_UNDERSCORE = "x005F_"

Start = Callable[[str, dict[str, str]], None]


def parsed(source: IO[bytes], parser: expat.XMLParserType) -> Iterator[None]:
    """Parse a part, chunk by chunk.

    Raises:
        UnreadableError: It is no XML, declares something, or its package is damaged.
    """
    parser.buffer_text = True
    parser.XmlDeclHandler = _declared
    parser.StartDoctypeDeclHandler = _refuse
    more = True
    while more:
        with by_library():  # parts without .xml in their names were not looked at before
            chunk = source.read(_CHUNK)
        more = bool(chunk)
        try:
            parser.Parse(chunk, not more)
        except expat.ExpatError as error:
            raise damaged() from error
        yield


def _declared(_: str, encoding: str | None, __: int) -> None:
    """Refuse an encoding that the parser cannot take."""
    try:
        if encoding is None or encoding.upper() in _ENCODINGS:
            return
        if len(_BYTES.decode(encoding, "replace")) == len(_BYTES):
            return
    except LookupError:
        pass
    raise damaged()


def _refuse(*_: object) -> None:
    raise UnreadableError(say("files.xml_entities"))


def integer(text: str | None) -> int:
    """A number that an attribute holds.

    Raises:
        UnreadableError: It holds none.

    >>> integer("12")
    12
    """
    try:
        return int(text or "")
    except ValueError as error:
        raise damaged() from error


class Texts:
    """Takes the texts of cells from an XML parser: how they are read aloud left out, what is raised kept raised.

    Attributes:
        words: What was taken so far of the text that is open.
    """

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.words: list[str] = []
        self._parser = parser
        self._raised = False  # whether the run that is open is a superscript
        self._aside = 0  # depth in what says how a text is read aloud

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element of a text begins."""
        if name == "t":
            if not self._aside:
                self.take()
        elif name == "r":
            self._raised = False
        elif name == "vertAlign":
            self._raised = attributes.get("val") == "superscript"
        elif name == "rPh":
            self._aside += 1

    def end(self, name: str) -> None:
        """An element of a text ends."""
        if name == "t":
            self._parser.CharacterDataHandler = None
        elif name == "r":
            self._raised = False
        elif name == "rPh":
            self._aside -= 1

    def take(self) -> None:
        """Take the characters from here on."""
        self._parser.CharacterDataHandler = self._raise if self._raised else self.words.append

    def _raise(self, text: str) -> None:
        self.words.append(superscript(text))

    def taken(self) -> str:
        """The text; the next one begins."""
        text = self.words[0] if len(self.words) == 1 else "".join(self.words)
        self.words.clear()
        return text


def shared_texts(source: IO[bytes]) -> list[str]:
    """The texts that cells share, in their order.

    Raises:
        UnreadableError: It is no XML.
    """
    parser = expat.ParserCreate()
    texts = Texts(parser)
    found: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        texts.start(tag.rpartition(":")[2], attributes)

    def end(tag: str) -> None:
        name = tag.rpartition(":")[2]
        texts.end(name)
        if name == "si":
            found.append(texts.taken().replace(_UNDERSCORE, ""))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    for _ in parsed(source, parser):
        pass
    return found


def number_formats(source: IO[bytes], known: dict[int, str]) -> list[str]:
    """The number format of each style.

    Args:
        source: The part that holds the styles.
        known: The formats that have a number in all workbooks.

    Raises:
        UnreadableError: It is no XML, or the number of a format is none.
    """
    parser = expat.ParserCreate()
    codes = dict(known)
    numbers: list[int] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        name = tag.rpartition(":")[2]
        if name == "numFmt":
            codes[integer(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            numbers.append(integer(attributes.get("numFmtId", "0")))

    def end(tag: str) -> None:
        nonlocal inside
        if tag.rpartition(":")[2] == "cellXfs":
            inside = False

    parser.StartElementHandler, parser.EndElementHandler = start, end
    for _ in parsed(source, parser):
        pass
    return [codes.get(number, "General") for number in numbers]
