"""Archives (.zip): what is in them, under names that people can read, and refused where they unpack to far too much."""

from __future__ import annotations

import os
import zipfile
from typing import Self

import attrs

from cnbudget.errors import UnreadableError
from cnbudget.files import limited, refusal
from cnbudget.messages import say
from cnbudget.packages import damaged, kind_of_members

_MOST_MEMBERS = 20_000
_MOST_UNPACKED = 4 * 1024**3  # bytes of all members together
_MOST_TIMES = 200  # as large as it is packed may a large member be
_LARGE = 16 * 1024**2
_CHUNK = 1024 * 1024


@attrs.frozen
class Member:
    """A file in an archive.

    Attributes:
        name: Its name.
        number: Its place in the archive, from 0.
        locked: Whether it has a password.
    """

    name: str
    number: int
    locked: bool


def listed(path: str) -> list[Member] | None:
    """The files in an archive; None if it is no archive but an office file by the name of one.

    Raises:
        UnreadableError: It cannot be opened, or unpacks to far more than it is.
    """
    try:
        with zipfile.ZipFile(path) as package:
            infos = package.infolist()
            names = [_name_of(info) for info in infos]
            _refuse_bombs(infos, os.path.getsize(path))
    except UnreadableError as error:
        error.where = path
        raise
    except (OSError, ValueError) as error:
        raise UnreadableError(refusal(error), where=path) from error
    except Exception as error:  # a damaged archive fails in many ways
        raise _damaged(path) from error
    if kind_of_members(names) != "zip":
        return None
    return [
        Member(name, number, bool(info.flag_bits & 1))
        for number, (info, name) in enumerate(zip(infos, names, strict=True))
        if not info.is_dir()
    ]


def _damaged(name: str) -> UnreadableError:
    error = damaged()
    error.where = name
    return error


class Archives:
    """The archives that files are read from, one after another; one is open at a time."""

    def __init__(self) -> None:
        self._path = ""
        self._open: zipfile.ZipFile | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def content(self, path: str, member: int, name: str) -> bytes:
        """What a file in an archive holds.

        Args:
            path: The archive.
            member: The file's place in it, from 0.
            name: What the file is called, for messages.

        Raises:
            UnreadableError: It cannot be unpacked.
        """
        try:
            return self._bytes(path, member)
        except (OSError, ValueError) as error:
            raise UnreadableError(refusal(error), where=name) from error
        except Exception as error:  # zlib and lzma have errors of their own
            raise _damaged(name) from error

    def _bytes(self, path: str, member: int) -> bytes:
        if self._open is None or self._path != path:
            self._close()
            self._open, self._path = zipfile.ZipFile(path), path
        info = self._open.infolist()[member]
        limited(info.file_size)
        found = bytearray()
        with self._open.open(info) as file:
            while chunk := file.read(_CHUNK):
                found += chunk
                limited(len(found))
        return bytes(found)

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name of a member: UTF-8 where it says so; else of a Chinese Windows, in whose code page it is."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for encoding in ("utf-8", "gb18030") if raw else ():
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/").lstrip("/")


def _refuse_bombs(infos: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse an archive that unpacks to far more than it is.

    Raises:
        UnreadableError: It does.
    """
    unpacked = sum(info.file_size for info in infos)
    blown = any(
        info.file_size > _LARGE and info.file_size > _MOST_TIMES * max(1, info.compress_size)
        for info in infos
    )
    # members that overlap are packed in the same bytes
    overlapping = sum(info.compress_size for info in infos) > size
    if len(infos) > _MOST_MEMBERS or unpacked > _MOST_UNPACKED or blown or overlapping:
        raise UnreadableError(say("batch.archive_too_large"))
