"""Office files as packages: what is inside a zip or an OLE file, looked at before any library opens it.

What is written goes through `settled`, so that the same input gives the same bytes.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TypeVar

import attrs

from cnbudget.errors import CnbudgetError, UnreadableError
from cnbudget.expressions import expression
from cnbudget.limits import LIMITS
from cnbudget.messages import say
from cnbudget.values import Visible

_MOST_PARTS = 20_000
_YES = ("1", "true")
_PLAIN = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".emf",
    ".wmf",
    ".bmp",
    ".tiff",
    ".bin",
    ".ttf",
    ".odttf",
)
_DECLARED = tuple(
    text.encode(encoding)
    for text in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


def kind_of_zip(data: bytes) -> str:
    """What a zip is by its members: "excel", "word", "presentation", "open-document" or "zip".

    Raises:
        UnreadableError: The zip is damaged or cut short.
    """
    return kind_of_members(info.filename for info in _open(data).infolist())


def kind_of_members(members: Iterable[str]) -> str:
    """What a zip is that has these members; see `kind_of_zip`.

    >>> kind_of_members(["预算/说明.pdf"]), kind_of_members(["xl/workbook.xml", "xl/styles.xml"])
    ('zip', 'excel')
    """
    # an archive may hold what was unpacked of several documents: only at its top is a part this file's own
    names = {name.lower().lstrip("/") for name in members}
    if "xl/workbook.xml" in names:
        return "excel"
    if "xl/workbook.bin" in names:
        return "excel-binary"
    if "word/document.xml" in names:
        return "word"
    if any(name.startswith("ppt/") for name in names):
        return "presentation"
    if "content.xml" in names and "mimetype" in names:
        return "open-document"
    return "zip"


def kind_of_ole(data: bytes) -> str:
    """What an OLE file is by its streams: "locked", "word", "excel" or "ole".

    >>> kind_of_ole("WordDocument".encode("utf-16-le"))
    'word'
    """

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage") or has("EncryptionInfo"):
        return "locked"
    if has("WordDocument"):
        return "word"
    return "excel" if has("Workbook") or has("Book\x00") else "ole"


def checked(data: bytes, most: int = LIMITS.unpacked) -> zipfile.ZipFile:
    """The package, after a look at its sizes and at what its XML declares.

    Args:
        data: The file's bytes.
        most: How many bytes its parts may unpack to.

    Raises:
        UnreadableError: It is damaged, locked, unpacks to too much, or its XML declares entities.
    """
    package = _open(data)
    left = most
    for info in package.infolist():
        if info.flag_bits & 1:
            raise locked()
        if info.filename.lower().endswith(_PLAIN):
            continue
        left -= info.file_size
        if left < 0:
            raise UnreadableError(say("files.unpacks_too_large"))
    for info in package.infolist():
        if not info.filename.lower().endswith((".xml", ".rels")):
            continue
        try:
            part = package.read(info)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise damaged() from error
        except Exception as error:  # zlib and lzma have errors of their own
            raise damaged() from error
        if any(mark in part for mark in _DECLARED):
            raise UnreadableError(say("files.xml_entities"))
    return package


#: The time of all members of a package: the earliest that it can say, whatever the clock shows.
_NEVER = (1980, 1, 1, 0, 0, 0)
#: When an office file was made; its properties hold little else.
_TIMES = expression(
    rb"<dcterms:(?:created|modified)\b[^<>]{0,400}>(?:[^<>]{0,100}</dcterms:(?:created|modified)>)?"
)


def settled(
    package: bytes,
    *,
    timeless: bool = True,
    change: Callable[[str, bytes], bytes] = lambda _, content: content,
) -> bytes:
    """A package (.xlsx, .docx) without the time of its making, so that the same input gives the same bytes.

    Args:
        package: The package.
        timeless: Whether also its properties are not to say when it was made.
        change: What is made of a part, by its name and content.
    """
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as source, zipfile.ZipFile(made, "w") as copy:
        for info in source.infolist():
            content = change(info.filename, source.read(info))
            if timeless and info.filename == "docProps/core.xml":
                content = _TIMES.sub(b"", content)
            member = zipfile.ZipInfo(info.filename, _NEVER)
            member.compress_type = info.compress_type
            member.create_system, member.external_attr = 3, 0o600 << 16  # the same on every system
            copy.writestr(member, content)
    return made.getvalue()


@attrs.frozen(eq=False, repr=False)
class SheetPart(Visible):
    """A sheet of a workbook.

    Attributes:
        name: Its name.
        part: The part of the package that it is.
        state: "visible", or how it is hidden.
    """

    name: str
    part: str
    state: str


@attrs.frozen(eq=False, repr=False)
class WorkbookParts(Visible):
    """What a workbook says of its parts.

    Attributes:
        sheets: Its sheets of cells.
        others: The parts that are no sheets, by what they are: "styles", "sharedStrings" …
        from_1904: Whether its days are counted from 1904.
    """

    sheets: list[SheetPart]
    others: dict[str, str]
    from_1904: bool


def workbook_parts(package: zipfile.ZipFile) -> WorkbookParts:
    """What a checked workbook says of its parts; those that are not there are left out.

    Raises:
        UnreadableError: Parts are lacking, or two sheets are one part.
    """
    known = set(package.namelist())
    targets: dict[str, tuple[str, str]] = {}
    found = WorkbookParts([], {}, from_1904=False)
    try:
        for each in ET.fromstring(package.read("xl/_rels/workbook.xml.rels")):  # noqa: S314  (declares nothing)
            target = each.get("Target", "")
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            )
            kind = each.get("Type", "").rpartition("/")[2]
            targets[each.get("Id", "")] = target, kind
            if target in known:
                found.others[kind] = target
        taken: set[str] = set()
        for each in ET.fromstring(package.read("xl/workbook.xml")).iter():  # noqa: S314  (declares nothing)
            name = each.tag.rpartition("}")[2]
            if name == "workbookPr" and each.get("date1904") in _YES:
                found = attrs.evolve(found, from_1904=True)
            if name != "sheet":
                continue
            key = next((v for k, v in each.items() if k.endswith("}id")), "")
            target, kind = targets.get(key, ("", ""))
            if target in taken:  # no program writes it: one part would be read again and again
                raise damaged()
            taken |= {target} - {""}
            if target in known and kind != "chartsheet":
                state = each.get("state", "visible")
                found.sheets.append(SheetPart(each.get("name", ""), target, state))
    except (KeyError, ET.ParseError) as error:
        raise damaged() from error
    return found


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        package = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise damaged() from error
    if len(package.infolist()) > _MOST_PARTS:
        raise damaged()
    return package


def locked() -> UnreadableError:
    """The error of a file with a password."""
    return UnreadableError(say("files.locked"))


def damaged() -> UnreadableError:
    """The error of a file that is damaged or cut short."""
    return UnreadableError(say("files.damaged"))


@contextmanager
def by_library() -> Iterator[None]:
    """What a library for office files does by itself: it fails on damaged files in many ways, all told as damage.

    Nothing of ours belongs inside: a fault of our own is not one of the file.

    Raises:
        UnreadableError: The library failed.
    """
    try:
        yield
    except CnbudgetError:
        raise
    except Exception as error:
        raise damaged() from error


T = TypeVar("T")


def from_library(items: Iterable[T]) -> Iterator[T]:
    """What a library for office files gives one after the other; what is done with it stays outside.

    Raises:
        UnreadableError: The library failed.
    """
    with by_library():
        yield from items


def needs(what: str, extra: str) -> UnreadableError:
    """The error of an extra that is not installed."""
    return UnreadableError(say("files.reading_needs_extra", what=what, extra=extra))
