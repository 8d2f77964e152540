"""Tables and their sides: rows that are asked for by code, label or project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Generic, TypeVar, overload

import attrs

from cnbudget.amounts import Unit
from cnbudget.errors import NotInBudgetError
from cnbudget.figures import ColumnAddress, Figure, State
from cnbudget.layouts import LabelForm, TableForm
from cnbudget.messages import say
from cnbudget.tables.rows import Row
from cnbudget.values import Value
from cnbudget.words import MISSING_MARK, plain, stem, without_brackets

T = TypeVar("T")
R = TypeVar("R", bound=Row)

#: A law of one table's figures: its kind, the places of the figures among the table's (the whole first), its reason.
TableLaw = tuple[str, tuple[int, ...], str]


def _key_of(row: Row) -> str:
    """What a row is found by: its project's name, its code's digits, or its label; "" if nothing finds it."""
    if row.project_name is not None:
        return row.project_name
    if row.code is not None:
        return row.code.digits
    label = row.address.row or row.address.name
    # digits are looked for among the codes, so that a misprinted one finds nothing
    digits = label.replace(" ", "").replace(".", "")
    return "" if not stem(label) or (digits.isascii() and digits.isdigit()) else label


class _Lookup(Generic[R]):
    """What tables and their sides share: rows are asked for by code, label or project name, as in a mapping.

    Going through them gives the rows themselves.
    """

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def rows(self) -> tuple[R, ...]: ...
        def find(self, key: object) -> tuple[R, ...]: ...
        def __getitem__(self, key: object) -> R: ...

    def __contains__(self, key: object) -> bool:
        """Whether there is a row of a code, label or project name; or that very row.

        >>> import cnbudget
        >>> table = cnbudget.example("artux").expenditure
        >>> "2101501" in table, "299" in table, table["2101501"] in table
        (True, False, True)
        """
        if isinstance(key, Row):
            return any(row is key or row == key for row in self.rows)
        return bool(self.find(key))

    @overload
    def get(self, key: object) -> R | None: ...
    @overload
    def get(self, key: object, default: T) -> R | T: ...
    def get(self, key: object, default: T | None = None) -> R | T | None:
        """The row of a code, a label or a project name, or ``default`` if there is none.

        Raises:
            NotInBudgetError: There are several.

        >>> import cnbudget
        >>> cnbudget.example("artux").expenditure.get("299") is None
        True
        """
        return self[key] if self.find(key) else default

    def keys(self) -> tuple[str, ...]:
        """What the rows are found by, in their order, each once: the codes' digits, projects' names, other labels.

        >>> import cnbudget
        >>> cnbudget.example("artux").expenditure.keys()[:3]
        ('208', '20805', '2080501')
        """
        return tuple(dict.fromkeys(key for key in map(_key_of, self.rows) if key))

    def items(self) -> tuple[tuple[str, R], ...]:
        """The keys, each with its row.

        Raises:
            NotInBudgetError: Several rows have one key; go through the rows, or `find` them.
        """
        return tuple((key, self[key]) for key in self.keys())


@attrs.frozen(eq=False, repr=False)
class Panel(Value):
    """A panel of a table whose columns are printed several times side by side, the rows going on in the next.

    Attributes:
        start: The place of its first row among the side's rows, from 0.
        heading: What is printed over it, or "".
    """

    start: int
    heading: str = ""


@attrs.frozen(eq=False, repr=False)
class Side(_Lookup[R], Value):
    """A side of a table: its columns and its rows.

    Attributes:
        side: "income" or "expenditure" in two-sided tables, else None.
        columns: The value columns.
        rows: The rows, in the document's order; those the form has and the document lacks come last,
            with missing figures.
        complete: Whether the table lists its codes completely, so that what is not listed is zero.
        totalled: Whether the form has a total row, so that a table without one breaks off.
        panels: The panels that it is printed in, if these are several.
        differences: What its columns of differences (增减额, 增减%) print, row by row: they total nothing, and are held
            to the two columns that they are the difference of.
        label_columns: Its columns of labels, where reading or the layout told all of them.

    >>> import cnbudget
    >>> side = cnbudget.example("artux").summary.expenditure
    >>> side.total.amount.text, len(side.rows), [row.amount.text for row in side.find("卫生健康支出")]
    ('498.73', 31, ['398.93'])
    """

    side: str | None
    columns: tuple[ColumnAddress, ...] = attrs.field(eq=False)
    rows: tuple[R, ...] = attrs.field(kw_only=True)
    complete: bool = attrs.field(default=True, kw_only=True)
    totalled: bool = attrs.field(default=True, kw_only=True)
    panels: tuple[Panel, ...] = attrs.field(default=(), kw_only=True, eq=False)
    differences: tuple[Figure, ...] = attrs.field(default=(), kw_only=True, eq=False)
    label_columns: tuple[LabelForm, ...] = attrs.field(default=(), kw_only=True, eq=False)

    @property
    def total(self) -> R | None:
        """The total row (总计, 合计), if there is one."""
        return next((row for row in self.rows if row.kind == "total"), None)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures, row by row."""
        return tuple(figure for row in self.rows for figure in row.figures)

    def find(self, key: object) -> tuple[R, ...]:
        """All rows of a code, label or project name; a total row also answers to "总计" and "合计"."""
        text = str(key)
        digits = text.replace(" ", "").replace(".", "")
        if digits.isascii() and digits.isdigit():
            return tuple(row for row in self.rows if row.code and row.code.digits == digits)
        wanted = stem(text)
        if not wanted:  # a row without a name is not found by that
            return ()
        if wanted in ("总计", "合计"):
            totals = tuple(row for row in self.rows if row.kind == "total")
            if totals:
                return totals
        names = [
            (row, {stem(row.address.row), stem(row.address.name), plain(row.project_name or "")})
            for row in self.rows
        ]
        found = tuple(row for row, labels in names if wanted in labels)
        if not found:  # "…运行维护费" for "…运行维护费（小计）"
            found = tuple(row for row, labels in names if wanted in map(without_brackets, labels))
        return found

    def __getitem__(self, key: object) -> R:
        """The row of a code, a label or a project name.

        Of several rows with a code (a code and its projects), the code's own comes first.

        Raises:
            NotInBudgetError: No such row, or several.
        """
        return _only(self.find(key), key, [self])

    def __iter__(self) -> Iterator[R]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<Side {self.side or 'all'}: {len(self.rows)} rows, {len(self.columns)} columns>"


@attrs.frozen(eq=False, repr=False)
class Table(_Lookup[R], Value):
    """A table of a disclosure.

    Attributes:
        key: The package's name of the table ("expenditure").
        number: Its number in the document, or None.
        title: Its title as printed.
        form_number: Its number in the form, or None for a table that the form does not have.
        unit: The unit of money it prints.
        sides: One, or two.
        status: "present", "empty" (a table without any amount), "missing" (the form has it, the document
            does not) or "extra" (the other way round).
        line: Where it begins.
        common: Laws of its own figures that hold whichever way is taken what its words leave open, where it stays
            open; each with its kind, the places of its figures among the table's, and its reason, as in `Law`.

    >>> import cnbudget
    >>> table = cnbudget.example("artux").expenditure
    >>> table.title, table["2101501"].total.text, table.total.total.text, len(table.figures)
    ('部门支出总体情况表', '79.17', '498.73', 54)
    >>> [row.total.text for row in table.find("行政运行")], table.side().total is table.total
    (['79.17'], True)
    """

    key: str
    number: int | None
    title: str
    sides: tuple[Side[R], ...] = attrs.field(kw_only=True)
    form_number: int | None = attrs.field(default=None, kw_only=True)
    unit: Unit = attrs.field(default=Unit.WAN, kw_only=True)
    status: str = attrs.field(default="present", kw_only=True)
    line: int | None = attrs.field(default=None, kw_only=True, eq=False)
    common: tuple[TableLaw, ...] = attrs.field(default=(), kw_only=True, eq=False)

    @property
    def income(self) -> Side[R]:
        """The income side of a two-sided table."""
        return self.side("income")

    @property
    def expenditure(self) -> Side[R]:
        """The expenditure side of a two-sided table."""
        return self.side("expenditure")

    def side(self, name: str | None = None) -> Side[R]:
        """A side by its name; without one, the only side.

        Raises:
            NotInBudgetError: No such side, or two of them and no name.
        """
        for side in self.sides:
            if side.side == name:
                return side
        raise NotInBudgetError(
            say("documents.no_such_side"), value=name, where=self.title or self.key
        )

    @property
    def rows(self) -> tuple[R, ...]:
        """The rows of all sides."""
        return tuple(row for side in self.sides for row in side.rows)

    @property
    def total(self) -> R | None:
        """The total row of a one-sided table."""
        return self.sides[0].total if len(self.sides) == 1 else None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures."""
        return tuple(figure for side in self.sides for figure in side.figures)

    def find(self, key: object) -> tuple[R, ...]:
        """All rows of a code, label or project name, on any side."""
        return tuple(row for side in self.sides for row in side.find(key))

    def __getitem__(self, key: object) -> R:
        """The row of a code, a label or a project name.

        Raises:
            NotInBudgetError: No such row, or several.
        """
        return _only(self.find(key), key, list(self.sides), self.title)

    def __iter__(self) -> Iterator[R]:
        return iter(self.rows)

    def __len__(self) -> int:
        return sum(len(side) for side in self.sides)

    def __repr__(self) -> str:
        number = "" if self.number is None else f"{self.number} "
        return f"<Table {number}{self.key} {self.title}: {self.status}, {len(self)} rows>"

    def _repr_html_(self) -> str:
        from cnbudget.notebooks import as_html

        parts: list[str] = []
        for side in self.sides:
            heads = ["", *("/".join(each.path) or each.column for each in side.columns)]
            rows = [
                [
                    f"{row.address.row} {row.address.name}".strip(),
                    *(
                        MISSING_MARK if figure.state is State.MISSING else figure.grouped
                        for figure in row.figures
                    ),
                ]
                for row in side.rows
            ]
            title = "" if parts else f"{self.title}（{self.unit.zh}）"
            totals = {i for i, row in enumerate(side.rows) if row.kind == "total"}
            parts.append(as_html(title, heads, rows, totals=totals))
        return "".join(parts)


def missing_table(form: TableForm) -> Table[Row]:
    """A table of a form that a document does not have.

    >>> from cnbudget import layouts
    >>> missing_table(layouts.load("xinjiang-2026")["fund"]).status
    'missing'
    """
    empty = tuple(
        Side[Row](s.side, (), rows=(), complete=s.complete, totalled=bool(s.totals))
        for s in form.sides
    )
    return Table(
        form.key,
        None,
        form.title,
        sides=empty,
        form_number=form.number,
        unit=form.unit,
        status="missing",
    )


def _only(found: tuple[R, ...], key: object, sides: list[Side[R]], where: str = "") -> R:
    if len(found) == 1:
        return found[0]
    own = [row for row in found if row.project_name is None]
    if len(own) == 1:
        return own[0]
    labels = dict.fromkeys(row.address.row for side in sides for row in side.rows)
    shown = ", ".join(list(labels)[:12]) + (", …" if len(labels) > 12 else "")
    if found:
        names = "、".join(dict.fromkeys(row.project_name or row.label for row in found))
        raise NotInBudgetError(
            say("documents.several_rows"),
            value=str(key),
            where=where,
            hint=names,
        )
    raise NotInBudgetError(say("documents.no_such_row", shown=shown), value=str(key), where=where)
