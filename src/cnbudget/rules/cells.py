"""Which figures a rule is about: cells of tables, ``basic[208].total``, or figures of the text, ``staff.actual``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import attrs

from cnbudget.dimensions import FundingSource, Nature
from cnbudget.disclosure import Disclosure
from cnbudget.errors import NotInBudgetError, UsageError
from cnbudget.expressions import expression
from cnbudget.figures import Figure, State
from cnbudget.messages import Message, say
from cnbudget.rules.book import Book
from cnbudget.rules.matters import MATTERS
from cnbudget.scope import Scope
from cnbudget.tables import Row, Table
from cnbudget.values import Value
from cnbudget.words import stem

if TYPE_CHECKING:
    from cnbudget.classification import Classification

_WRITTEN = expression(r"([a-z][a-z0-9_]*)(?:/(income|expenditure))?\[([^\[\]]+)\](?:\.([^\[\]]+))?")
_OF_MATTER = expression(r"([a-z_]+)\.([a-z_]+)")
_EVERY = "*"
#: Which rows a sign stands for, beside all of them: those of codes of so many digits, and those of projects.
_LEVELS = {"*类": 3, "*款": 5, "*项": 7}
_PROJECTS = "*项目"
#: As the table of which the figures are that total everything of a source (the row) and a nature (the column).
TOTALS = "totals"
_SIGNS = (_EVERY, _PROJECTS, *_LEVELS)


@attrs.frozen(eq=False, repr=False)
class RuleCells(Value):
    """Some cells of a table: one, or one in each of several rows; or what the text says of a matter.

    Attributes:
        table: The package's name of the table ("expenditure"), or of the matter ("procurement", "staff", "goals",
            "described", "vehicles").
        row: "" of a matter; the row's code, label or project; or a sign: ``*`` for every row, ``*类``, ``*款`` and
            ``*项`` for the rows of codes of that level, ``*项目`` for those of projects.
        column: The column's key ("basic") or heading ("基本支出"); "" where the table has one column.
        side: "income" or "expenditure" in a table of two sides; "" for either.

    >>> RuleCells.of("summary/income[总计].amount")
    RuleCells(table='summary', row='总计', column='amount', side='income')
    """

    table: str
    row: str
    column: str = attrs.field(default="", kw_only=True)
    side: str = attrs.field(default="", kw_only=True)

    @classmethod
    def of(cls, written: str) -> RuleCells:
        """Cells as they are written: ``TABLE[ROW].COLUMN``, ``TABLE/SIDE[ROW].COLUMN``, ``MATTER.FIGURE``.

        Args:
            written: The text.

        Raises:
            UsageError: It is not written so, or a sign is none of those that there are.
        """
        matter = _OF_MATTER.fullmatch(written.strip())
        if matter is not None and matter[1] in MATTERS:
            return cls(matter[1], "", column=matter[2])
        found = _WRITTEN.fullmatch(written.strip())
        if found is None:
            raise UsageError(say("rules.cells_written"), value=written)
        table, side, row, column = (each or "" for each in found.groups())
        row = row.strip()
        if row.startswith(_EVERY) and row not in _SIGNS:
            raise UsageError(say("rules.no_such_sign", known=_SIGNS), value=written)
        return cls(table, row, column=column.strip(), side=side)

    @property
    def several(self) -> bool:
        """Whether they stand in several rows."""
        return self.row in _SIGNS

    @property
    def by_rows(self) -> bool:
        """Whether a rule about them is held row by row."""
        return self.several and self.table != TOTALS

    @property
    def of_matter(self) -> bool:
        """Whether they are figures of the text."""
        return not self.row

    def __str__(self) -> str:
        if self.of_matter:
            return f"{self.table}.{self.column}"
        side, column = self.side and f"/{self.side}", self.column and f".{self.column}"
        return f"{self.table}{side}[{self.row}]{column}"


class NamedRows(Book):
    """The rows of a disclosure, by what cells name them; each table is gone through once.

    Args:
        disclosure: The budget.
        lists: The lists that name the items of its text; those that ship if not given.
    """

    def __init__(self, disclosure: Disclosure, lists: Classification | None = None) -> None:
        super().__init__(disclosure, lists)
        self._tables = {table.key: table for table in reversed(disclosure.tables)}
        self._known: dict[tuple[str, str, str], dict[str, Row]] = {}

    def table(self, cells: RuleCells) -> Table[Any] | None:
        """The table of some cells; None if the document does not have it."""
        found = self._tables.get(cells.table)
        return None if found is None or found.status == "missing" else found

    def named(self, cells: RuleCells) -> dict[str, Row]:
        """The rows in which cells stand that are of several rows, each by its name."""
        asked = cells.table, cells.side, cells.row
        found = self._known.get(asked)
        if found is None:
            table = self.table(cells)
            sides = () if table is None else table.sides
            rows = (row for side in sides if cells.side in ("", side.side) for row in side.rows)
            found = self._known[asked] = {}
            for row in rows:
                name = _name_of(row, cells.row)
                if name:
                    found.setdefault(name, row)
        return found

    def things(self, matter: str) -> list[Any]:
        """What the text speaks of, of a kind of side matters."""
        return list(MATTERS[matter].things(self))

    def figures(
        self,
        which: RuleCells | Scope,
        *,
        thing: Any = None,
        name: str | None = None,
        counted: bool = False,
    ) -> list[Figure] | int | Lack:
        """What a rule names, or what of it is not there.

        Args:
            which: The cells, or a scope.
            thing: The thing of the text that the rule is held to; None if there is none.
            name: The name of the row that it is held to; None if it is held to none by itself.
            counted: Whether rows are counted.
        """
        if isinstance(which, Scope):
            return self.of_scope(which)
        if which.of_matter:
            if thing is None:
                return Lack(say("rules.not_stated", cells=str(which)))
            return stated(which, thing)
        if which.table == TOTALS:
            return self.total(which)
        if which.several and name is None:
            return self.rows(which, counted=counted)
        return self.cell(which, name or "")

    def total(self, cells: RuleCells) -> list[Figure] | Lack:
        """The figures that total everything of a source and a nature; several where no one does."""
        lack = Lack(say("rules.no_total", cells=str(cells)), row=True)
        try:
            source = None if cells.several else FundingSource(cells.row)
            nature = Nature(cells.column) if cells.column else None
        except ValueError:
            return lack
        if source is not None:
            return self.wholes.cover(source, nature) or lack
        found = self.wholes.whole(nature)
        return lack if found is None else [found]

    def cell(self, cells: RuleCells, name: str = "") -> list[Figure] | Lack:
        """The figure of a cell, or what of it is not there.

        Args:
            cells: The cell.
            name: The name of its row, of cells in several rows.
        """
        table = self.table(cells)
        if table is None:
            return Lack(say("rules.no_table", cells=str(cells)))
        try:
            if cells.several:
                row = self.named(cells).get(name)
                if row is None:
                    return Lack(say("rules.no_row", cells=str(cells), row=name), row=True)
            else:
                side = table.side(cells.side) if cells.side else table
                if not side.find(cells.row):
                    return Lack(say("rules.no_row", cells=str(cells), row=cells.row), row=True)
                row = side[cells.row]
            return [row[cells.column] if cells.column else _only(row.figures)]
        except NotInBudgetError as error:
            return Lack(say("rules.no_cell", cells=str(cells), why=_Why(error)))

    def rows(self, cells: RuleCells, *, counted: bool = False) -> list[Figure] | Lack:
        """The figures of cells in several rows, of all these rows together: no total, and no row in which others are.

        Args:
            cells: The cells.
            counted: Whether the rows are counted, and not summed: those in others are then rows of their own.
        """
        if self.table(cells) is None:
            return Lack(say("rules.no_table", cells=str(cells)))
        found: list[Figure] = []
        named = {name: row for name, row in self.named(cells).items() if row.kind != "total"}
        for name in named if counted else _outermost(named):
            here = self.cell(cells, name)
            if isinstance(here, Lack):
                return here
            found += here
        return found or Lack(say("rules.no_rows", cells=str(cells)), row=True)

    def of_scope(self, scope: Scope) -> list[Figure] | Lack:
        """The figure that is printed of a scope."""
        found = self.disclosure.find(scope)
        if not found:
            return Lack(say("rules.no_scope", scope=scope))
        return [next((each for each in found if each.state is State.VALUE), found[0])]


def stated(cells: RuleCells, thing: Any) -> list[Figure] | int | Lack:
    """The figures of a thing of the text, or how many things they are.

    Args:
        cells: What names them.
        thing: The thing.
    """
    named = MATTERS[cells.table].figures(thing, cells.column)
    if isinstance(named, int):
        return named
    return [each for each in named if each is not None] or _not_stated(cells)


@lru_cache(maxsize=512)
def _not_stated(cells: RuleCells) -> Lack:
    """What is said of a figure that the text does not state: most rules name some, for every thing of every text."""
    return Lack(say("rules.not_stated", cells=str(cells)), row=True)


@attrs.frozen(eq=False, repr=False)
class Lack(Value):
    """What a rule needs and is not there.

    Attributes:
        words: What it is.
        row: Whether it is a row of a table that is there, or something that the text does not say.
    """

    words: Message
    row: bool = False


@attrs.frozen(eq=False, repr=False)
class _Why(Value):
    """An error's words within a message."""

    error: NotInBudgetError

    def text(self, lang: str) -> str:
        return self.error.text(lang)


def _only(figures: tuple[Figure, ...]) -> Figure:
    if len(figures) != 1:
        raise NotInBudgetError(say("rules.which_column"))
    return figures[0]


def _outermost(named: dict[str, Row]) -> list[str]:
    """The names of the rows that lie in no other one: of 208, 20805 and 2080501 the first."""
    codes = {name for name, row in named.items() if row.code is not None}
    scopes = [row.address.scope for name, row in named.items() if name not in codes]

    def inside(name: str) -> bool:
        if name in codes:
            return any(name[:length] in codes for length in range(1, len(name)))
        mine = named[name].address.scope
        return mine is not None and any(each is not None and mine < each for each in scopes)

    return [name for name in named if not inside(name)]


def _name_of(row: Row, sign: str) -> str:
    """What a row is called among those that a sign stands for; "" if it is none of them."""
    if sign == _PROJECTS:
        return row.project_name or ""
    if row.project_name is not None:
        return ""
    if row.code is not None:
        digits = row.code.digits
        return digits if sign == _EVERY or len(digits) == _LEVELS[sign] else ""
    if sign != _EVERY:
        return ""
    return "合计" if row.kind == "total" else stem(row.address.row or row.address.name)


def names(every: Iterable[dict[str, Row]]) -> tuple[str, ...]:
    """The names of rows of several tables, each once."""
    return tuple(dict.fromkeys(name for each in every for name in each))
