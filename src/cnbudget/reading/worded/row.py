"""A row of a table read by its words, before its figures are made."""

from __future__ import annotations

import attrs

from cnbudget.codes import Code
from cnbudget.figures import Place
from cnbudget.forms import Meaning
from cnbudget.forms.meaning import NOTHING
from cnbudget.reading.differences import Beside
from cnbudget.reading.numbers import Parsed
from cnbudget.reading.worded.names import CODES

#: The kind of a row of differences of two others (增减变化).
COMPARED = "compared"


@attrs.define(eq=False)
class WordedRow:
    """A row before its figures are made.

    Attributes:
        kind: "code", "total", "project", "agency", "listed", "open" (understood, and nothing that scopes say) or
            "unknown".
        label: Its name as printed.
        place: Where it begins.
        cells: Its amounts, one for each column of the panel.
        texts: Their texts.
        places: Where each stands.
        beside: What it has in columns of differences.
        labels: What it prints in each of the panel's label columns.
        codes: Its codes by classification.
        said: What its words say, with those of the rows that it stands under.
        agency: The agency that it is of, and its code; ("", "") for the whole.
        named: Whether it prints its agency itself.
        project: The project that it is.
        inherits: Whether its project is that of a row above it.
        apart: What else is printed among its labels, which tells rows of one code apart.
        mixed: Whether its column names agencies, groups of projects and projects under each other.
        by_name: Whether nothing but its name says that it is an agency.
        path: The labels above it.
    """

    kind: str
    label: str
    place: Place
    cells: list[Parsed] = attrs.field(factory=list)
    texts: list[str] = attrs.field(factory=list)
    places: list[Place] = attrs.field(factory=list)
    beside: Beside = attrs.field(factory=list)
    labels: list[str] = attrs.field(factory=list)
    codes: dict[str, Code] = attrs.field(factory=dict)
    said: Meaning = NOTHING
    agency: tuple[str, str] = ("", "")
    named: bool = False
    project: str = ""
    inherits: bool = False
    apart: tuple[str, ...] = ()
    mixed: bool = False
    by_name: bool = False
    path: tuple[str, ...] = ()

    @property
    def code(self) -> Code | None:
        """The code that names it: the functional one, or else the economic one."""
        return next((self.codes[axis] for axis in CODES if axis in self.codes), None)

    @property
    def printed(self) -> bool:
        """Whether it prints an amount that is not zero."""
        return any(value and mark >= 0 for value, mark in self.cells)
