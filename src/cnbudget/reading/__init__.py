"""Reading published budgets: from a file or a text to a `cnbudget.Disclosure`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cnbudget.disclosure import Disclosure
from cnbudget.errors import UnreadableError
from cnbudget.files import LARGEST_FILE, bytes_of, refusal
from cnbudget.layouts import Layout, load
from cnbudget.layouts.outlines import Outline, shipped_outlines
from cnbudget.messages import say
from cnbudget.reading.discretion import discreet_error
from cnbudget.reading.document import disclosure_of_blocks
from cnbudget.reading.files import contents_of
from cnbudget.reading.text import blocks_of_text, whole

__all__ = ["LARGEST_FILE", "read", "read_text"]


def read(
    path: str | Path,
    *,
    layout: str | Path | Layout | None = None,
    layouts: Sequence[str | Path | Layout] | None = None,
) -> Disclosure:
    """The budget that a file publishes: PDF, Excel, Word, a web page, CSV, or text with tables.

    What kind of file it is, its content says, not its name. A pipe is read to its end; devices are refused.

    Args:
        path: The file.
        layout: The form that its tables follow: a name, a TOML file or a `Layout`. Detected if not given.
        layouts: The forms that are tried, if not all that ship; ``()`` for none, so that all tables are read by
            their words.

    Returns:
        A `Disclosure`: plain data, with every table of the form and what could not be read.

    Raises:
        UnreadableError: There is no such file, it is of no kind that is read, or it has no table of a
            published budget.
        LayoutError: The layout is not readable.

    >>> budget = read("examples/artux-2026.md")  # doctest: +SKIP
    """
    file = Path(path)
    try:
        data = bytes_of(file)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise UnreadableError(refusal(error), where=str(file)) from error
    # the package's own JSON holds no blocks but a disclosure
    if _begins_as_record(data[:64].decode("utf-8-sig", "replace")):
        from cnbudget.reading.records import disclosure_of_json, is_record

        text = data.decode("utf-8-sig", "replace")
        if is_record(text):
            return disclosure_of_json(text, source=file.name, content=data, where=str(file))
    try:
        contents = contents_of(data)
        return disclosure_of_blocks(
            contents.blocks,
            _layouts(layout, layouts),
            source=file.name,
            content=data,
            remarks=contents.remarks,
        )
    except UnreadableError as error:
        discreet_error(error)
        error.where = str(file)
        raise


def read_text(
    text: str,
    *,
    layout: str | Path | Layout | None = None,
    layouts: Sequence[str | Path | Layout] | None = None,
) -> Disclosure:
    """The budget that a text publishes; see `read`.

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
    if _begins_as_record(text):
        from cnbudget.reading.records import disclosure_of_json, is_record

        if is_record(text):
            return disclosure_of_json(text)
    return disclosure_of_blocks(blocks_of_text(text), _layouts(layout, layouts))


def _begins_as_record(text: str) -> bool:
    return text[:64].lstrip("\ufeff \t\r\n")[:1] == "{"


def _layouts(
    layout: str | Path | Layout | None, layouts: Sequence[str | Path | Layout] | None
) -> Sequence[Layout | Outline]:
    if layout is not None:
        layouts = [layout]
    if layouts is None:
        return shipped_outlines()
    return [each if isinstance(each, Layout) else load(each) for each in layouts]
