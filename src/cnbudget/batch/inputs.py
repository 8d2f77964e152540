"""Which files are meant: files, folders with all that is in them, patterns, archives (.zip), the standard input.

Patterns are expanded here, since not every shell does it (that of Windows does not).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from cnbudget.errors import UnreadableError
from cnbudget.files import LARGEST_FILE, SourceFile, bytes_of, refusal
from cnbudget.messages import say
from cnbudget.values import Value

if TYPE_CHECKING:
    from cnbudget.batch.archives import Member

#: How the names of files end that are looked at where a folder, a pattern or an archive has them.
ENDINGS = frozenset(
    (
        ".pdf", ".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".docx", ".doc", ".wps", ".rtf",
        ".htm", ".html", ".txt", ".md", ".csv", ".json",
    )
)  # fmt: skip
#: What is packed within an archive is not unpacked again.
_PACKED = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")


@attrs.frozen(eq=False, repr=False)
class Input(Value):
    """A file that is to be read.

    Attributes:
        name: What it is called in reports.
        path: The file on the disk; of a file in an archive, the archive.
        member: The place of the file in the archive, from 0; None for a file on the disk.
        content: What it holds, if that was read already.
        found: Whether it was found in a folder, by a pattern or in an archive, and is not named itself.
        refused: Why it is not read, if that is known already.

    >>> from cnbudget.examples import example_path
    >>> Input("artux-2026.md", str(example_path("artux"))).opened().name
    'artux-2026.md'
    """

    name: str
    path: str = ""
    member: int | None = attrs.field(default=None, kw_only=True)
    content: bytes | None = attrs.field(default=None, kw_only=True, repr=False)
    found: bool = attrs.field(default=False, kw_only=True)
    refused: UnreadableError | None = attrs.field(default=None, kw_only=True)

    def opened(self, most: int = LARGEST_FILE) -> Path | SourceFile:
        """What the readers take: the file, or its name and what it holds.

        Args:
            most: The largest file that is read, in bytes.

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
            return SourceFile(self.name, bytes_of(self.path, most))
        except (OSError, ValueError) as error:
            raise UnreadableError(refusal(error), where=self.name) from error


@attrs.frozen(eq=False, repr=False)
class Inputs(Value):
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
            yield from self._archive(path)
        else:
            yield Input(path, path)

    def _matching(self, pattern: str) -> Iterator[Input]:
        named = set(Path(pattern).parts)
        import glob  # few names are patterns

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
            yield from self._archive(path)
        elif ending in ENDINGS:
            yield Input(path, path, found=True)
        else:
            self.passed_over += 1

    def _archive(self, path: str) -> Iterator[Input]:
        """The files in an archive; the archive itself if it is an office file by another name, or cannot be read."""
        from cnbudget.batch.archives import listed  # few are archives

        try:
            members = listed(path)
        except UnreadableError as error:
            yield Input(path, path, refused=error)
            return
        if members is None:
            yield Input(path, path)
            return
        for member in members:
            yield from self._member(path, member)

    def _member(self, path: str, member: Member) -> Iterator[Input]:
        if any(map(_is_hidden, member.name.split("/"))):
            return
        name = f"{path}/{member.name}"
        ending = os.path.splitext(name)[1].lower()
        refused = None
        if ending in _PACKED:
            refused = UnreadableError(say("batch.archive_within"), where=name)
        elif ending not in ENDINGS:
            self.passed_over += 1
            return
        elif member.locked:
            refused = UnreadableError(say("files.locked"), where=name)
        yield Input(name, path, member=member.number, found=True, refused=refused)


def _is_archive(path: str) -> bool:
    return path.lower().endswith(".zip")


def _is_hidden(name: str) -> bool:
    """Whether a file or folder is not meant to be seen: of the system, or of an office program that has a file open."""
    return name.startswith((".", "~$")) or name == "__MACOSX"
