"""Which files are meant: files, folders with all that is in them, patterns, archives (.zip), the standard input.

Patterns are expanded here, since not every shell does it (that of Windows does not).
"""

from __future__ import annotations

import glob
import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

import attrs

from cnbudget.errors import UnreadableError
from cnbudget.files import SourceFile, bytes_of, limited, refusal
from cnbudget.messages import say
from cnbudget.packages import damaged, kind_of_members, locked

__all__ = ["Archives", "Input", "Inputs", "inputs_of"]

#: How the names of files end that are looked at where a folder, a pattern or an archive has them.
ENDINGS = frozenset(
    (
        ".pdf", ".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".docx", ".doc", ".wps", ".rtf",
        ".htm", ".html", ".txt", ".md", ".csv", ".json",
    )
)  # fmt: skip
#: What is packed within an archive is not unpacked again.
_PACKED = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_MOST_MEMBERS = 20_000
_MOST_UNPACKED = 4 * 1024**3  # bytes of all members together
_MOST_TIMES = 200  # as large as it is packed may a large member be
_LARGE = 16 * 1024**2
_CHUNK = 1024 * 1024


@attrs.frozen
class Input:
    """A file that is to be read.

    Attributes:
        name: What it is called in reports.
        path: The file on the disk; of a file in an archive, the archive.
        member: The place of the file in the archive, from 0; None for a file on the disk.
        content: What it holds, if that was read already.
        found: Whether it was found in a folder, by a pattern or in an archive, and is not named itself.
        refused: Why it is not read, if that is known already.
    """

    name: str
    path: str = ""
    member: int | None = attrs.field(default=None, kw_only=True)
    content: bytes | None = attrs.field(default=None, kw_only=True, repr=False)
    found: bool = attrs.field(default=False, kw_only=True)
    refused: UnreadableError | None = attrs.field(default=None, kw_only=True)

    def opened(self) -> Path | SourceFile:
        """What the readers take: the file, or its name and what it holds.

        Raises:
            UnreadableError: It is not read, or cannot be opened.
        """
        if self.refused is not None:
            raise self.refused
        if self.content is not None:
            return SourceFile(self.name, self.content)
        if not self.found:
            return Path(self.path)
        try:
            return SourceFile(self.name, bytes_of(self.path))
        except (OSError, ValueError) as error:
            raise UnreadableError(refusal(error), where=self.name) from error


@attrs.frozen
class Inputs:
    """The files that are meant.

    Attributes:
        inputs: The files, in the order in which they were named; those of a folder by their names.
        passed_over: How many files of other kinds the folders, patterns and archives have besides.
    """

    inputs: tuple[Input, ...]
    passed_over: int = 0


def inputs_of(names: Iterable[str | Path | SourceFile]) -> Inputs:
    """The files that names mean.

    Args:
        names: Files, folders, patterns (``*``, ``?``, ``[…]``, and ``**`` for folders within folders) and archives.
            A file in a folder or an archive is called by the name of that too.

    Returns:
        An `Inputs`. What is not there, an archive that cannot be opened or unpacks to too much, and what is packed
        within an archive stands among them with the reason in ``refused``.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("b.md", "a.md", "c.png"):
    ...         Path(folder, name).touch()
    ...     found = inputs_of([folder])
    >>> [Path(each.name).name for each in found.inputs], found.passed_over
    (['a.md', 'b.md'], 1)
    """
    search = _Looking()
    found = [each for name in names for each in search.named(name)]
    return Inputs(tuple(found), search.passed_over)


class _Looking:
    """A search for files; counts what it passes over."""

    def __init__(self) -> None:
        self.passed_over = 0

    def named(self, name: str | Path | SourceFile) -> Iterator[Input]:
        """What a name means."""
        if isinstance(name, SourceFile):
            yield Input(name.name, content=name.content)
            return
        path = os.fspath(name)
        try:
            there = os.path.lexists(path)
        except ValueError:  # no file can have this name
            there = True
        if not there and any(sign in path for sign in "*?["):
            yield from self._matching(path)
        elif os.path.isdir(path) if "\0" not in path else False:
            yield from self._folder(path)
        elif _is_archive(path):
            yield from self._archive(path, path)
        else:
            yield Input(path, path)

    def _matching(self, pattern: str) -> Iterator[Input]:
        named = set(Path(pattern).parts)
        matches = [
            path
            for path in sorted(glob.glob(pattern, recursive=True))
            if not any(map(_is_hidden, set(Path(path).parts) - named))
        ]
        if not matches:
            refused = UnreadableError(say("batch.no_match"), where=pattern)
            yield Input(pattern, refused=refused)
        for path in matches:
            if not os.path.isdir(path):
                yield from self._on_disk(path)
            elif "**" not in pattern:  # else what is in it matches too
                yield from self._folder(path)

    def _folder(self, folder: str) -> Iterator[Input]:
        failed: list[OSError] = []
        for here, folders, files in os.walk(folder, onerror=failed.append):
            folders[:] = sorted(each for each in folders if not _is_hidden(each))
            for name in sorted(files):
                if not _is_hidden(name):
                    yield from self._on_disk(os.path.join(here, name))
        for error in failed:
            where = str(error.filename or folder)
            refused = UnreadableError(refusal(error), where=where)
            yield Input(where, found=True, refused=refused)

    def _on_disk(self, path: str) -> Iterator[Input]:
        ending = os.path.splitext(path)[1].lower()
        if ending == ".zip":
            yield from self._archive(path, path)
        elif ending in ENDINGS:
            yield Input(path, path, found=True)
        else:
            self.passed_over += 1

    def _archive(self, path: str, name: str) -> Iterator[Input]:
        """The files in an archive; the archive itself if it is an office file by another name, or cannot be read."""
        try:
            with zipfile.ZipFile(path) as package:
                infos = package.infolist()
                names = [_name_of(info) for info in infos]
                kind = kind_of_members(names)
                _refuse_bombs(infos, os.path.getsize(path))
        except UnreadableError as error:
            error.where = name
            yield Input(name, path, refused=error)
            return
        except (OSError, ValueError) as error:
            yield Input(name, refused=UnreadableError(refusal(error), where=name))
            return
        except Exception as error:  # noqa: BLE001  (a damaged archive fails in many ways)
            refused = damaged()
            refused.where, refused.__cause__ = name, error
            yield Input(name, refused=refused)
            return
        if kind != "zip":
            yield Input(name, path)
            return
        for number, (info, inner) in enumerate(zip(infos, names, strict=True)):
            yield from self._member(f"{name}/{inner}", path, number, info)

    def _member(self, name: str, path: str, number: int, info: zipfile.ZipInfo) -> Iterator[Input]:
        parts = name[len(path) :].split("/")
        if info.is_dir() or any(map(_is_hidden, parts)):
            return
        ending = os.path.splitext(name)[1].lower()
        refused = None
        if ending in _PACKED:
            refused = UnreadableError(say("batch.archive_within"), where=name)
        elif ending not in ENDINGS:
            self.passed_over += 1
            return
        elif info.flag_bits & 1:
            refused = locked()
            refused.where = name
        yield Input(name, path, member=number, found=True, refused=refused)


class Archives:
    """The archives that files are read from, one after another; one is open at a time."""

    def __init__(self) -> None:
        self._path = ""
        self._open: zipfile.ZipFile | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def unpacked(self, each: Input) -> Input:
        """A file with what it holds, if it is in an archive; or with the reason why it cannot be read."""
        if each.member is None or each.refused is not None:
            return each
        try:
            return attrs.evolve(each, content=self._bytes(each.path, each.member))
        except (OSError, ValueError) as error:
            refused = UnreadableError(refusal(error), where=each.name)
        except Exception as error:  # noqa: BLE001  (zlib and lzma have errors of their own)
            refused = damaged()
            refused.where, refused.__cause__ = each.name, error
        return attrs.evolve(each, refused=refused)

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


def _is_archive(path: str) -> bool:
    return path.lower().endswith(".zip")


def _is_hidden(name: str) -> bool:
    """Whether a file or folder is not meant to be seen: of the system, or of an office program that has a file open."""
    return name.startswith((".", "~$")) or name == "__MACOSX"


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
