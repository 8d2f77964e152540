"""Reading published budgets: from files or a text to a `cnbudget.Disclosure`, or several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cnbudget.disclosure import Disclosure
from cnbudget.errors import UnreadableError
from cnbudget.files import LARGEST_FILE, SourceFile
from cnbudget.layouts import Layout, load
from cnbudget.layouts.outlines import Outline, shipped_outlines
from cnbudget.limits import LIMITS, Limits
from cnbudget.messages import say
from cnbudget.reading.disclosures import begins_as_record, sets_in_blocks, sets_in_files
from cnbudget.reading.text import blocks_of_text, whole

_AFile = str | Path | SourceFile

__all__ = ["LARGEST_FILE", "read", "read_all", "read_each", "read_text"]


def read(
    path: _AFile | Sequence[_AFile],
    *,
    layout: str | Path | Layout | None = None,
    layouts: Sequence[str | Path | Layout] | None = None,
    limits: Limits = LIMITS,
    set: int | None = None,  # noqa: A002  (the word of `Disclosure.set`)
) -> Disclosure:
    """The budget that a file publishes, or several files together: PDF, Excel, Word, a web page, CSV, or text.

    What kind of file it is, its content says, not its name. A pipe is read to its end; devices are refused. Of a
    file with several sets of tables the first is read, and a problem says that there are more: see `read_all`.

    Args:
        path: The file, or the files of one disclosure: prose and tables that are published apart, a workbook for
            each table. They are read on in the order given, and places say the file. What a file holds that is not
            on the disk is a `cnbudget.files.SourceFile`, its name and its bytes.
        layout: The form that its tables follow: a name, a TOML file or a `Layout`. Detected if not given.
        layouts: The forms that are tried, if not all that ship; ``()`` for none, so that all tables are read by
            their words.
        limits: How much is read at the most, if not what is safe by itself.
        set: Which of the file's sets of tables, from 1; the first that can be read if not given.

    Returns:
        A `Disclosure`: plain data, with every table of the form and what could not be read.

    Raises:
        UnreadableError: There is no such file, it is of no kind that is read, or it has no table of a
            published budget.
        LayoutError: The layout is not readable.
        UsageError: No file is given, or it has no such set.

    >>> budget = read("examples/artux-2026.md")  # doctest: +SKIP
    """
    found = sets_in_files(_paths(path), _layouts(layout, layouts), limits)
    return found.first() if set is None else found.one(set)


def read_all(
    path: _AFile | Sequence[_AFile],
    *,
    layout: str | Path | Layout | None = None,
    layouts: Sequence[str | Path | Layout] | None = None,
    limits: Limits = LIMITS,
) -> list[Disclosure]:
    """All budgets that a file publishes: a department's and its units', or those of a county's departments (汇编).

    Args:
        path: The file, or files that are read as one; see `read`.
        layout: The form that the tables follow; see `read`.
        layouts: The forms that are tried; see `read`.
        limits: How much is read at the most; see `read`.

    Returns:
        A `Disclosure` for each set of tables, in the file's order, with its number in ``set``; one, as `read` gives
        it, where the file has one set. A set that cannot be read is none of them; the first says so (`problems`).

    Raises:
        UnreadableError: As `read` raises it, if none of them can be read.
        LayoutError: The layout is not readable.
        UsageError: No file is given.

    >>> from cnbudget.examples import example_path
    >>> [budget.agency for budget in read_all(example_path("artux"))]
    ['阿图什市医疗保障局']
    """
    return sets_in_files(_paths(path), _layouts(layout, layouts), limits).all()


def read_each(
    path: _AFile | Sequence[_AFile],
    *,
    layout: str | Path | Layout | None = None,
    layouts: Sequence[str | Path | Layout] | None = None,
    limits: Limits = LIMITS,
) -> list[Disclosure | UnreadableError]:
    """All that a file publishes, set by set: a disclosure, or why that set cannot be read.

    Args:
        path: The file, or files that are read as one; see `read`.
        layout: The form that the tables follow; see `read`.
        layouts: The forms that are tried; see `read`.
        limits: How much is read at the most; see `read`.

    Returns:
        What `read_all` gives, and between them an error (with its number in ``set``) for each set that cannot be read.

    Raises:
        UnreadableError: As `read` raises it, if none of them can be read.
        LayoutError: The layout is not readable.
        UsageError: No file is given.

    >>> from cnbudget.examples import example_path
    >>> read_each(example_path("artux"))
    [<Disclosure 阿图什市医疗保障局 2026年预算: 12 tables, xinjiang-2026, 万元>]
    """
    return sets_in_files(_paths(path), _layouts(layout, layouts), limits).each()


def read_text(
    text: str,
    *,
    layout: str | Path | Layout | None = None,
    layouts: Sequence[str | Path | Layout] | None = None,
    limits: Limits = LIMITS,
) -> Disclosure:
    """The budget that a text publishes; see `read`.

    Args:
        text: The text.
        layout: The form, by name, file or itself; found by the tables' titles if not given.
        layouts: The forms to choose from; those that ship if not given.
        limits: How much is read at the most; see `read`.

    Raises:
        UnreadableError: The text has no table of a published budget.

    >>> read_text("hello")
    Traceback (most recent call last):
    ...
    cnbudget.errors.UnreadableError: no table of a published budget was found (the tables need their titles (部门收支总体情况表, …) before them; for another region's form give a layout)
    """  # noqa: E501  (the message stands as it is printed)
    if not text.strip():
        raise UnreadableError(say("reading.text_empty"))
    whole(text)
    if begins_as_record(text):
        from cnbudget.reading.records import disclosure_of_json, is_record

        if is_record(text):
            return disclosure_of_json(text)
    blocks = blocks_of_text(text, limits)
    return sets_in_blocks(blocks, _layouts(layout, layouts), steps=limits.steps).first()


def _paths(path: _AFile | Sequence[_AFile]) -> list[Path | SourceFile]:
    files = [path] if isinstance(path, str | Path | SourceFile) else path
    return [each if isinstance(each, SourceFile) else Path(each) for each in files]


def _layouts(
    layout: str | Path | Layout | None, layouts: Sequence[str | Path | Layout] | None
) -> Sequence[Layout | Outline]:
    if layout is not None:
        layouts = [layout]
    if layouts is None:
        return shipped_outlines()
    return [each if isinstance(each, Layout) else load(each) for each in layouts]
