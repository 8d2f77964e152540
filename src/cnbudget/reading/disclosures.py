"""From files to disclosures: a file may hold several sets of tables, and several files may make up one disclosure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from cnbudget.disclosure import Disclosure, Problem
from cnbudget.errors import UnreadableError, UsageError
from cnbudget.files import SourceFile, bytes_of, limited, refusal
from cnbudget.forms import title_of
from cnbudget.layouts import Layout
from cnbudget.layouts.outlines import Outline, outline_of
from cnbudget.limits import LIMITS, Limits
from cnbudget.messages import Said, few, say
from cnbudget.reading.blocks import Block, Remark, TextLine, in_file
from cnbudget.reading.broken_titles import with_whole_titles
from cnbudget.reading.discretion import discreet_error
from cnbudget.reading.document import disclosure_of_blocks
from cnbudget.reading.files import contents_of
from cnbudget.reading.sets import sets_of
from cnbudget.reading.titles import KnownTitles
from cnbudget.reading.worded.titles import titles_by_words
from cnbudget.values import Visible
from cnbudget.words import plain


@attrs.frozen(eq=False, repr=False)
class _Set(Visible):
    """A set of tables that is not read yet.

    Attributes:
        blocks: What belongs to it.
        agency: The agency that is printed over its tables or on its cover, or "".
        remarks: What the readers of its files have to say.
    """

    blocks: list[Block]
    agency: str
    remarks: list[Remark]


@attrs.frozen(eq=False, repr=False)
class FileSets(Visible):
    """What some files hold together: sets of tables, each read when it is asked for.

    Attributes:
        sets: The sets.
        outlines: The layouts that they may follow.
        files: The files.
        where: The files as they were named, for messages.
        record: A disclosure that the only file holds as such; None for all others.
        titles: The titles that are standard by their words, as far as they were met.
        steps: How much work may go into the placing of cells; see `cnbudget.Limits`.
    """

    sets: list[_Set]
    outlines: Sequence[Outline]
    files: tuple[SourceFile, ...] = ()
    where: str = ""
    record: Disclosure | None = None
    titles: KnownTitles | None = attrs.field(default=None, repr=False)
    steps: int = LIMITS.steps

    def first(self) -> Disclosure:
        """The first disclosure that can be read, which says that there are more."""
        (budget,) = (each for each in self._tried(1) if isinstance(each, Disclosure))
        return self._saying(budget)

    def one(self, number: int) -> Disclosure:
        """The disclosure of one of the sets, which says that there are more.

        Args:
            number: Which, from 1.

        Raises:
            UsageError: There are not so many.
            UnreadableError: It cannot be read.
        """
        count = max(1, len(self.sets))
        if not 1 <= number <= count:
            raise UsageError(say("reading.no_such_set", number=number, count=count))
        return self._saying(self._read(number - 1))

    def each(self) -> list[Disclosure | UnreadableError]:
        """Each of the sets: a disclosure, or why it cannot be read; the first that can be read says which cannot.

        Raises:
            UnreadableError: None can be read.
        """
        return self._tried(max(1, len(self.sets)))

    def all(self) -> list[Disclosure]:
        """All disclosures that can be read; the first says which sets could not be.

        Raises:
            UnreadableError: None can be read.
        """
        return [each for each in self.each() if isinstance(each, Disclosure)]

    def _saying(self, budget: Disclosure) -> Disclosure:
        """A disclosure with a problem that says which sets there are besides."""
        if len(self.sets) < 2:
            return budget
        others = few(
            [
                each.agency or f"（{number}）"
                for number, each in enumerate(self.sets, 1)
                if number != budget.set
            ]
        )
        words = say("reading.more_sets", count=len(self.sets), number=budget.set, others=others)
        return attrs.evolve(budget, problems=(Problem("sets", words), *budget.problems))

    def _tried(self, most: int) -> list[Disclosure | UnreadableError]:
        """The sets from the first on, until so many could be read.

        One that cannot be read, as a government's own among its departments', loses no other.

        Raises:
            UnreadableError: None can be read.
        """
        found: list[Disclosure | UnreadableError] = []
        errors: list[UnreadableError] = []
        for number in range(max(1, len(self.sets))):
            try:
                found.append(self._read(number))
                most -= 1
            except UnreadableError as error:
                errors.append(error)
                found.append(self._of_set(error, number))
            if not most:
                break
        place = next((n for n, each in enumerate(found) if isinstance(each, Disclosure)), None)
        if place is None:
            raise errors[0]
        problems = [
            Problem("sets", Said(each.zh, each.message))
            for each in found
            if isinstance(each, UnreadableError)
        ]
        budget = found[place]
        if problems and isinstance(budget, Disclosure):
            found[place] = attrs.evolve(budget, problems=(*problems, *budget.problems))
        return found

    def _of_set(self, error: UnreadableError, number: int) -> UnreadableError:
        """Why a set cannot be read, saying which it is."""
        agency = self.sets[number].agency if self.sets else ""
        why = Said(error.zh, error.message)
        words = say("reading.set_not_read", number=number + 1, agency=agency, why=why)
        made = UnreadableError(
            words, where=error.where, hint=error.hint, hint_zh=error.hint_zh, value=error.value
        )
        made.set = number + 1
        return made

    def _read(self, number: int) -> Disclosure:
        if self.record is not None:
            return self.record
        mine, several = self.sets[number], len(self.files) > 1
        try:
            budget = disclosure_of_blocks(
                mine.blocks,
                self.outlines,
                source="、".join(file.name for file in self.files),
                content=b"" if several or not self.files else self.files[0].content,
                remarks=mine.remarks,
                titles=self.titles,
                steps=self.steps,
            )
        except UnreadableError as error:
            discreet_error(error)
            error.where = self.where or error.where
            raise
        if several:
            budget = attrs.evolve(budget, files=self.files)
        return attrs.evolve(budget, set=number + 1) if len(self.sets) > 1 else budget


def sets_in_files(
    paths: Sequence[Path | SourceFile],
    layouts: Sequence[Layout | Outline],
    limits: Limits = LIMITS,
) -> FileSets:
    """What files hold together, read on in the order in which they are named.

    Args:
        paths: The files, or what they hold under their names.
        layouts: The layouts that they may follow.
        limits: How much is read at the most.

    Raises:
        UnreadableError: A file cannot be read, or is one of the package's own among others.
        UsageError: No file is named.
    """
    if not paths:
        raise UsageError(say("reading.no_file"))
    where = "、".join(map(_shown, paths))
    blocks: list[Block] = []
    remarks: list[Remark] = []
    files: list[SourceFile] = []
    for path, name in zip(paths, _names(paths), strict=True):
        data = _bytes_of(path, limits.file)
        # the package's own JSON holds no blocks but a disclosure
        if begins_as_record(data[:64].decode("utf-8-sig", "replace")):
            from cnbudget.reading.records import disclosure_of_json, is_record

            text = data.decode("utf-8-sig", "replace")
            if is_record(text):
                if len(paths) > 1:
                    raise UnreadableError(say("reading.record_among_files"), where=_shown(path))
                budget = disclosure_of_json(text, source=name, content=data, where=_shown(path))
                return FileSets([], (), record=budget)
        files.append(SourceFile(name, data))
        try:
            contents = contents_of(data, limits)
        except UnreadableError as error:
            discreet_error(error)
            error.where = _shown(path)
            raise
        held = _under_its_name(contents.blocks, path.name)
        if len(paths) == 1:
            blocks, remarks = held, contents.remarks
        else:
            blocks += (in_file(block, name) for block in held)
            remarks += (
                attrs.evolve(each, place=attrs.evolve(each.place, file=name))
                for each in contents.remarks
            )
    return sets_in_blocks(blocks, layouts, tuple(files), remarks, where, steps=limits.steps)


def _under_its_name(blocks: list[Block], name: str) -> list[Block]:
    """What a file holds; where nothing in it is titled and its name is the title of a table, under this name."""
    stem = name.rpartition("/")[2].rpartition(".")[0]
    if not blocks or title_of(stem) is None:
        return blocks
    heads = (
        [block.text]
        if isinstance(block, TextLine)
        else [c for r in block.rows[:_OVER] for c in r.cells]
        for block in blocks
    )
    if any(
        plain(text)[-1:] == "表" or title_of(text) is not None for head in heads for text in head
    ):
        return blocks
    return [TextLine(stem, blocks[0].place), *blocks]


#: Rows of a sheet that may hold its title.
_OVER = 3


def sets_in_blocks(
    blocks: list[Block],
    layouts: Sequence[Layout | Outline],
    files: tuple[SourceFile, ...] = (),
    remarks: Sequence[Remark] = (),
    where: str = "",
    *,
    steps: int = LIMITS.steps,
) -> FileSets:
    """What the blocks of a document hold; see `FileSets`."""
    outlines = [outline_of(each) if isinstance(each, Layout) else each for each in layouts]
    titles = titles_by_words()
    blocks = with_whole_titles(blocks)
    sets = [_Set(each.blocks, each.agency, []) for each in sets_of(blocks, outlines, titles)]
    for remark in remarks:
        next((each for each in sets if _around(each.blocks, remark)), sets[0]).remarks.append(
            remark
        )
    return FileSets(sets, outlines, files, where, titles=titles, steps=steps)


def begins_as_record(text: str) -> bool:
    """Whether a text may be the package's own JSON."""
    return text[:64].lstrip("\ufeff \t\r\n")[:1] == "{"


def _around(blocks: list[Block], remark: Remark) -> bool:
    """Whether a remark is about the pages, the sheets or the file that blocks come from."""
    if not blocks:  # nothing is shown of the file
        return False
    first, last, place = blocks[0].place, blocks[-1].place, remark.place
    if first.file != place.file and last.file != place.file:
        return False
    if place.page is not None and first.page is not None and last.page is not None:
        return first.page <= place.page <= last.page
    return place.sheet is None or any(each.place.sheet == place.sheet for each in blocks)


def _bytes_of(path: Path | SourceFile, most: int) -> bytes:
    try:
        if isinstance(path, SourceFile):
            limited(len(path.content), most)
            return path.content
        return bytes_of(path, most)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise UnreadableError(refusal(error), where=_shown(path)) from error


def _shown(path: Path | SourceFile) -> str:
    """What a file is called in messages."""
    return path.name if isinstance(path, SourceFile) else str(path)


def _names(paths: Sequence[Path | SourceFile]) -> list[str]:
    """What files are called among each other: their names, or their whole paths where names are alike."""
    names = [path.name for path in paths]
    return [
        _shown(path) if names.count(name) > 1 else name
        for path, name in zip(paths, names, strict=True)
    ]
