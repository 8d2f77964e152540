"""Writing a disclosure to files: Markdown, HTML, Excel, Word, JSON, CSV.

`write` chooses by the file's ending; `to_text` gives the formats that are text as strings. Between the tables
and the formats stands one neutral grid, `cnbudget.writing.sheet.Sheet`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from cnbudget.disclosure import Disclosure
from cnbudget.errors import UnknownNameError
from cnbudget.messages import say
from cnbudget.outputs import encoded, save, unwritable

if TYPE_CHECKING:
    from cnbudget.layouts import Layout

__all__ = ["ENDINGS", "FORMATS", "Format", "format_of", "to_text", "write"]


@attrs.frozen
class Format:
    """A format that disclosures are written in.

    Attributes:
        home: Its module in this package, which is loaded when it is first used.
        function: What there makes the file's content: of the parts of a document or, of data,
            of the disclosure.
        endings: The endings of files that mean it.
        data: Whether it is data and no document.
        binary: Whether it is no text.
    """

    home: str
    function: str
    endings: tuple[str, ...] = attrs.field(kw_only=True)
    data: bool = attrs.field(default=False, kw_only=True)
    binary: bool = attrs.field(default=False, kw_only=True)

    def __iter__(self) -> Iterator[str]:
        """Its module and its function, as one version ago formats were pairs."""
        warnings.warn(
            "a format is no pair any more: use home and function", DeprecationWarning, stacklevel=2
        )
        return iter((self.home, self.function))

    def __getitem__(self, index: int) -> str:
        return tuple(self)[index]


#: The formats. One more is a module, and a row here.
FORMATS = {
    "markdown": Format("markdown", "markdown", endings=(".md", ".markdown")),
    "html": Format("page", "page", endings=(".html", ".htm")),
    "excel": Format("excel", "excel", endings=(".xlsx",), binary=True),
    "word": Format("word", "word", endings=(".docx",), binary=True),
    "json": Format("records", "json_text", endings=(".json",), data=True),
    "csv": Format("cells", "csv_text", endings=(".csv",), data=True),
}
#: The format that each ending of a file's name means.
ENDINGS = {ending: name for name, known in FORMATS.items() for ending in known.endings}


def format_of(path: str | Path, format: str | None = None) -> str:  # noqa: A002  (what users call it)
    """The format that a file is written in: by its name, or as asked for.

    Args:
        path: The file, which need not be there.
        format: One of `FORMATS`; by the file's ending if not given.

    Raises:
        UnknownNameError: No such format, or no format of that ending.
        UnwritableError: The path is that of a folder.

    >>> format_of("预算.xlsx"), format_of("预算.txt", "md")
    ('excel', 'markdown')
    """
    if format is None and str(path) and Path(path).is_dir():
        raise unwritable(Path(path), IsADirectoryError())
    wanted = Path(path).suffix if format is None else format
    key = wanted.lower()
    if format is not None and key in FORMATS:
        return key
    found = ENDINGS.get(key if format is None else f".{key.removeprefix('.')}")
    if found is None:
        known = ", ".join(FORMATS if format is not None else ENDINGS)
        raise UnknownNameError(
            say("files.no_such_format", known=known)
            if format is not None
            else say("files.no_such_ending", known=known),
            where="" if format is not None else str(path),
            value=wanted,
        )
    return found


def to_text(
    budget: Disclosure,
    format: str = "markdown",  # noqa: A002
    *,
    layout: str | Path | Layout | None = None,
) -> str:
    """A disclosure as text: Markdown, HTML, JSON or CSV.

    Args:
        budget: The disclosure.
        format: "markdown", "html", "json" or "csv".
        layout: The form that its tables follow, if it is not one that ships: a TOML file or a `Layout`.

    Raises:
        UnknownNameError: No such format, or not one of text.

    >>> import cnbudget
    >>> text = cnbudget.to_text(cnbudget.example("artux"))
    >>> cnbudget.read_text(text) == cnbudget.example("artux")
    True
    """
    name = format_of("", format)
    if FORMATS[name].binary:
        raise UnknownNameError(say("files.not_a_text_format"), value=format)
    made = _made(budget, name, layout)
    return made if isinstance(made, str) else made.decode()


def write(
    budget: Disclosure,
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002
    layout: str | Path | Layout | None = None,
) -> Path:
    """Write a disclosure to a file, as the published forms look; a file of that name is replaced.

    It is replaced whole or not at all, and keeps its permissions. The same disclosure gives the same bytes.

    Args:
        budget: The disclosure.
        path: The file; its ending says the format: .md, .html, .xlsx, .docx, .json or .csv.
        format: The format, whatever the ending: "markdown", "html", "excel", "word", "json" or "csv".
        layout: The form that its tables follow, if it is not one that ships: a TOML file or a `Layout`.

    Returns:
        The path.

    Raises:
        UnknownNameError: No format of that name or ending.
        MissingExtraError: The library that writes the format is not installed.
        UnwritableError: The file cannot be written; what was there before is still there.

    >>> write(budget, "预算.xlsx")  # doctest: +SKIP
    """
    file = Path(path)
    name = format_of(file, format)
    made = _made(budget, name, layout)
    save(file, encoded(made, file, mark=name == "csv") if isinstance(made, str) else made)
    return file


def _made(budget: Disclosure, name: str, layout: str | Path | Layout | None) -> str | bytes:
    """The file's content in a format; the module of each is loaded when it is first used."""
    known = FORMATS[name]
    maker = getattr(import_module(f"cnbudget.writing.{known.home}"), known.function)
    if known.data:
        made: str | bytes = maker(budget)
        return made
    from cnbudget.layouts import Layout, load
    from cnbudget.writing.document import parts

    form = layout if layout is None or isinstance(layout, Layout) else load(layout)
    written: str | bytes = maker(parts(budget, form))
    return written
