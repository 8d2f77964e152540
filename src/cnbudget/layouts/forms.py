"""The parts of a layout: plain values that say which scope each cell of a form has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

import attrs

from cnbudget.amounts import Unit
from cnbudget.codes import Code, EconomicCode
from cnbudget.dimensions import BY_NAME, Flow, FundingSource, Nature
from cnbudget.errors import NotInBudgetError
from cnbudget.expressions import expression
from cnbudget.figures import HALF_UP
from cnbudget.layouts.printed import CODED, LabelForm, Levels
from cnbudget.likeness import Valued
from cnbudget.messages import Message, Said, say
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.values import Visible
from cnbudget.words import plain, without_brackets

#: How regions vary the title of one table, and what it comes to (see `loose_title`).
_VARIED = (
    (expression(r"\([^()]{0,30}\)"), ""),
    (expression(r"(?<=三公经费)[、和及与][^表]{1,12}(?=支出)"), ""),
    (expression(r"^(?:预算)?部门(?:综合)?(?:预算)?"), ""),
    (expression(r"(?<=预算)(?:财政)?拨款(?=.{0,10}表$)"), ""),
    (expression(r"(?<=基金|经营)(?=支出)"), "预算"),
    (expression(r"总体情况表$|预算总体情况表$|预算总表$"), "总表"),
    (expression(r"情况表$"), "表"),
    (expression(r"(?<=收支|收入|支出)预算(?=总?表$)"), ""),
)

ROW_KINDS = ("function", "economic", "project", "function-project", "list", "agency")
#: What rows of each kind are told by.
_TOLD = {
    "function": frozenset(("function",)),
    "economic": frozenset(("economic",)),
    "project": frozenset(("project",)),
    "function-project": frozenset(("agency", "function", "project")),
}
#: Who publishes: a department or a unit; titles say so.
LEVELS = ("部门", "单位")
#: What stands in the cells of a row or column of which nobody knows what it totals: "printed" or "blank".
OPEN = ("printed", "blank")


@attrs.frozen(eq=False, repr=False)
class ColumnForm(Visible):
    """A column of a form.

    Attributes:
        key: The package's name of the column ("basic").
        heading: Its canonical heading ("基本支出").
        headings: All headings it is known by, plain.
        under: The headings that may stand above it, plain; they tell columns of one heading apart.
        scope: What the column adds to the scope of its cells.
        optional: Whether a document may leave it out, so that nothing is missing without it.
        year: The fiscal year it is about, from that of the document: -1 for the year before.
        derived: Whether it is worked out of other columns (增减额, 增减%), so that it totals nothing.
        open: What its cells hold if nobody knows what it totals: one of `OPEN`; "" for all others.
        path: Its headings from the top, as they are printed.

    >>> from cnbudget import layouts
    >>> column = layouts.load("xinjiang-2026")["expenditure"].sides[0].column("basic")
    >>> column.heading, str(column.scope)
    ('基本支出', '基本支出')
    """

    key: str
    heading: str
    headings: frozenset[str] = attrs.field(kw_only=True)
    under: frozenset[str] = attrs.field(default=frozenset(), kw_only=True)
    path: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    scope: Scope = attrs.field(default=EVERYTHING, kw_only=True)
    optional: bool = attrs.field(default=False, kw_only=True)
    year: int = attrs.field(default=0, kw_only=True)
    derived: bool = attrs.field(default=False, kw_only=True)
    open: str = attrs.field(default="", kw_only=True)

    @property
    def of_ledger(self) -> bool:
        """Whether a ledger says what stands in it: it is of the document's own year and stage, and of no part.

        Which of the agencies are in a part (机关, for its running costs) stands in no ledger.
        """
        return not (self.open or self.derived or self.year or self.scope.stage or self.scope.agency)

    def scope_in(self, year: int | None) -> Scope | None:
        """What the column adds in a document of a year; None if its own year cannot be told, or nobody knows it.

        >>> from cnbudget import layouts
        >>> column = layouts.load("central")["general"].sides[0].column("last_year")
        >>> column.scope_in(2025).year, column.scope_in(None)
        (2024, None)
        """
        return None if self.open else _in_year(self.scope, self.year, year)


def _in_year(scope: Scope, offset: int, year: int | None) -> Scope | None:
    if not offset:
        return scope
    return None if year is None else scope.evolve(year=year + offset)


@attrs.frozen(eq=False, repr=False)
class RowForm(Visible):
    """A fixed row of a form, or the place of the rows that a ledger brings.

    Attributes:
        key: The package's name of the row, or "".
        label: Its canonical label.
        labels: All labels it is known by, as `cnbudget.words.stem` leaves them.
        level: Its depth, from 1.
        path: The canonical labels from the top.
        beside: The label that is printed before its own, in a column of its own.
        scope: What the row adds to the scope of its cells.
        optional: Whether a document may leave it out, so that nothing is missing without it.
        total: Whether it is a total of the table.
        coded: Whether it is the row of a code (一、一般公共服务支出), and no words of the form.
        year: The fiscal year it is about, from that of the document: -1 for the year before.
        open: What its cells hold if nobody knows what it totals: one of `OPEN`; "" for all others.
        rows: What the rows are told by that a ledger brings here, level after level; empty for a fixed row.
        digits: How many digits the codes of these have, by classification; all lengths where it does not say.

    >>> from cnbudget import layouts
    >>> row = layouts.load("xinjiang-2026")["summary"].sides[0].listed[0]
    >>> row.label, str(row.scope), str(row.scope_in(2026))
    ('本年收入', '本年收入', '本年收入')
    """

    key: str
    label: str
    labels: frozenset[str] = attrs.field(kw_only=True)
    level: int = attrs.field(kw_only=True)
    path: tuple[str, ...] = attrs.field(kw_only=True)
    beside: str = attrs.field(default="", kw_only=True)
    scope: Scope = attrs.field(kw_only=True)
    optional: bool = attrs.field(default=False, kw_only=True)
    total: bool = attrs.field(default=False, kw_only=True)
    coded: bool = attrs.field(default=False, kw_only=True)
    year: int = attrs.field(default=0, kw_only=True)
    open: str = attrs.field(default="", kw_only=True)
    rows: Levels = attrs.field(default=(), kw_only=True)
    digits: dict[str, tuple[int, ...]] = attrs.field(factory=dict, kw_only=True)

    @property
    def of_ledger(self) -> bool:
        """Whether a ledger says what stands in it; see `ColumnForm.of_ledger`."""
        return not (self.open or self.year or self.scope.stage or self.scope.agency)

    def scope_in(self, year: int | None) -> Scope | None:
        """What the row adds in a document of a year; None if its own year cannot be told, or nobody knows it."""
        return None if self.open else _in_year(self.scope, self.year, year)

    @property
    def code(self) -> Code | None:
        """The code of a row that is one's."""
        for name, kind in (
            ("function", CODED["function"]),
            ("economic", CODED["economic"]),
            ("government_economic", CODED["government"]),
        ):
            digits = getattr(self.scope, name)
            if self.coded and len(digits) == 1 and digits[0]:
                return kind(digits[0])
        return None


@attrs.frozen(eq=False, repr=False)
class SideForm(Visible):
    """A side of a table: all of it, or its income or expenditure half.

    Attributes:
        side: "income", "expenditure" or None.
        groups: Headings over the whole side, plain.
        labels: Headings of its label columns, plain.
        rows: What its rows are: one of `ROW_KINDS`.
        totals: Labels of its total row, plain; the first is the canonical one; empty if it has none.
        complete: Whether the table lists its codes completely, so that what is not listed is zero.
        columns: Its value columns in order.
        listed: Its fixed rows: all of them if ``rows`` is "list", else those among its codes.
        base: What the side adds to the scope of its cells; the scope of its total row.
        coded: The base of its rows with codes, where that is less.
        natures: The nature that the form gives to codes, by their beginnings.
        names: Whether its rows are told by the official names of categories, and not by codes.
        panels: Whether its columns are printed several times side by side, and the rows go on in the next.
        group: The heading that is printed over the whole side, or "".
        label_headings: The headings of its label columns as the layout writes them, in its order.
        label_columns: Its label columns, where the layout tells all of them.
        told: What its rows are told by; see `cnbudget.layouts.printed.LEVELS`.
        by_heading: Its columns by each of their headings.
        by_bare: Its columns by their headings without what stands in brackets.
        headings: All headings of its columns, value and label, and those above them.
        listed_labels: All labels of its fixed rows.
        listed_scopes: The scope of each of its fixed rows, in their order; None if it is outside the side's.

    >>> from cnbudget import layouts
    >>> (side,) = layouts.load("xinjiang-2026")["expenditure"].sides
    >>> [column.key for column in side.columns], side.column("basic").heading, side.complete
    (['total', 'basic', 'project'], '基本支出', True)
    """

    side: str | None = attrs.field(kw_only=True)
    groups: frozenset[str] = attrs.field(kw_only=True)
    labels: frozenset[str] = attrs.field(kw_only=True)
    rows: str = attrs.field(kw_only=True)
    totals: tuple[str, ...] = attrs.field(kw_only=True)
    complete: bool = attrs.field(kw_only=True)
    columns: tuple[ColumnForm, ...] = attrs.field(kw_only=True)
    listed: tuple[RowForm, ...] = attrs.field(kw_only=True)
    base: Scope = attrs.field(kw_only=True)
    coded: Scope = attrs.field(kw_only=True)
    natures: tuple[tuple[tuple[str, ...], Nature], ...] = attrs.field(default=(), kw_only=True)
    names: bool = attrs.field(default=False, kw_only=True)
    panels: bool = attrs.field(default=False, kw_only=True)
    group: str = attrs.field(default="", kw_only=True)
    label_headings: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    label_columns: tuple[LabelForm, ...] = attrs.field(default=(), kw_only=True)
    told: frozenset[str] = attrs.field(init=False, repr=False)
    by_heading: dict[str, tuple[ColumnForm, ...]] = attrs.field(init=False, repr=False)
    by_bare: dict[str, tuple[ColumnForm, ...]] = attrs.field(init=False, repr=False)
    headings: frozenset[str] = attrs.field(init=False, repr=False)
    listed_labels: frozenset[str] = attrs.field(init=False, repr=False)
    listed_scopes: tuple[Scope | None, ...] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        full: dict[str, list[ColumnForm]] = {}
        bare: dict[str, list[ColumnForm]] = {}
        for column in self.columns:
            for heading in column.headings:
                full.setdefault(heading, []).append(column)
            for heading in {without_brackets(heading) for heading in column.headings}:
                bare.setdefault(heading, []).append(column)
        # a frozen class sets what it works out for itself this way
        put = object.__setattr__
        brought = frozenset(each for row in self.listed for level in row.rows for each in level)
        put(self, "told", _TOLD.get(self.rows, frozenset()) | brought)
        put(self, "by_heading", {key: tuple(found) for key, found in full.items()})
        put(self, "by_bare", {key: tuple(found) for key, found in bare.items()})
        above = frozenset(heading for column in self.columns for heading in column.under)
        put(self, "headings", frozenset(full) | self.labels | above)
        put(self, "listed_labels", frozenset(x for row in self.listed for x in row.labels))
        put(self, "listed_scopes", tuple(self.base.meet(row.scope) for row in self.listed))

    def of_code(
        self, code: Code | None, *, agency: str | None = None, project: str | None = None
    ) -> Scope | None:
        """The scope of a row with a code or a project; None if it is outside the side's.

        Args:
            code: The row's code, if it has one.
            agency: The agency that the row is of, if it says so.
            project: The project that it is of.

        >>> from cnbudget import FunctionCode, layouts
        >>> side = layouts.load("xinjiang-2026")["general"].sides[0]
        >>> side.of_code(FunctionCode("208"))
        Scope('208', source=GENERAL, nature=PLAIN)
        """
        base = self.coded
        if self.natures and code is not None:
            for beginnings, nature in self.natures:
                if code.digits.startswith(beginnings):
                    met = base.meet(Scope(nature=nature, flow=base.flow))
                    if met is None:
                        return None
                    base = met
                    break
        if isinstance(code, EconomicCode):
            return base.at(economic=code, agency=agency, project=project)
        return base.at(function=code, agency=agency, project=project)

    def column(self, key: str) -> ColumnForm:
        """A column by its key or one of its headings.

        Raises:
            NotInBudgetError: No such column.
        """
        wanted = plain(key)
        for column in self.columns:
            if column.key == key or wanted in column.headings:
                return column
        raise NotInBudgetError(
            say("layouts.no_such_column", headings=[column.heading for column in self.columns]),
            value=key,
        )


@attrs.frozen(eq=False, repr=False)
class TableForm(Visible):
    """A table of a form.

    Attributes:
        key: The package's name of the table ("expenditure").
        number: Its number in the form.
        title: Its title.
        titles: All titles it is known by, as `title_key` leaves them.
        en: Its title in English.
        sides: Its one or two sides.
        unit: The unit of money it prints, where the document does not say.
        places: The decimals it prints.
        rounding: How its amounts are rounded: `HALF_UP` (四舍五入) or `TRUNCATION` (舍去尾数).

    >>> from cnbudget import layouts
    >>> table = layouts.load("xinjiang-2026")["expenditure"]
    >>> table.number, table.title, table.places, len(table.sides)
    (3, '部门支出总体情况表', 2, 1)
    """

    key: str
    number: int
    title: str = attrs.field(kw_only=True)
    titles: frozenset[str] = attrs.field(kw_only=True)
    en: str = attrs.field(kw_only=True)
    sides: tuple[SideForm, ...] = attrs.field(kw_only=True)
    unit: Unit = attrs.field(default=Unit.WAN, kw_only=True)
    places: int = attrs.field(default=2, kw_only=True)
    rounding: str = attrs.field(default=HALF_UP, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Layout(Valued, Visible):
    """A region's form in a year.

    Attributes:
        name: Its name ("xinjiang-2026").
        title: What it is, in Chinese.
        years: The fiscal years it is known for.
        stage: "预算" or "决算".
        unit: The unit of money that most of its tables print.
        places: The decimals they print.
        nature: The natures of expenditure that the form knows; together they are everything.
        sources: The funding sources that it knows; together they are everything.
        flow: The flows that it knows; `Flow.EXPENDITURE` alone if all income is spent.
        level: Who publishes by it, as its titles say: "部门" or "单位".
        words: Whether rows and columns of a document are told by their words, of which the layout says what they
            total; a layout that was written from a document is of this kind.
        notes: What of a document could not be written down, each with the key of its table or "".
        tables: Its tables in order.

    >>> from cnbudget import layouts
    >>> form = layouts.load("xinjiang-2026")
    >>> form.name, form.unit, form.places, len(form.tables), form["expenditure"].number
    ('xinjiang-2026', Unit.WAN, 2, 12, 3)
    """

    _TOLD: ClassVar[tuple[str, ...]] = (
        "name",
        "years",
    )

    name: str
    title: str = attrs.field(kw_only=True)
    years: tuple[int, ...] = attrs.field(kw_only=True)
    unit: Unit = attrs.field(kw_only=True)
    places: int = attrs.field(kw_only=True)
    nature: Nature = attrs.field(kw_only=True)
    sources: FundingSource = attrs.field(default=FundingSource.ALL, kw_only=True)
    flow: Flow = attrs.field(default=Flow.EXPENDITURE, kw_only=True)
    stage: str = attrs.field(default="预算", kw_only=True)
    level: str = attrs.field(default=LEVELS[0], kw_only=True)
    words: bool = attrs.field(default=False, kw_only=True)
    notes: tuple[tuple[str, Message], ...] = attrs.field(default=(), kw_only=True)
    tables: tuple[TableForm, ...] = attrs.field(kw_only=True)

    @property
    def pieces(self) -> Iterator[Scope]:
        """The scopes that its tables, rows and columns add."""
        for table in self.tables:
            for side in table.sides:
                yield from (side.base, side.coded)
                yield from (column.scope for column in side.columns)
                yield from (row.scope for row in side.listed)
                yield from (Scope(nature=nature) for _, nature in side.natures)

    def tells(self, dimension: str) -> bool:
        """Whether some figures of the form are about a part of a dimension.

        >>> from cnbudget import layouts
        >>> form = layouts.load("xinjiang-2026")
        >>> form.tells("source"), form.tells("procurement")
        (True, False)
        """
        whole = BY_NAME[dimension].sets.whole
        return any(getattr(scope, dimension) != whole for scope in self.pieces)

    @property
    def natures(self) -> tuple[Nature, ...]:
        """The single natures that its money can have: in reserve (单位预留机动经费) only if some column or row says so.

        >>> from cnbudget import layouts
        >>> Nature.RESERVE in layouts.load("central").natures
        False
        """
        parts = (scope.nature for scope in self.pieces)
        told = any(Nature.RESERVE in n and n not in (Nature.ALL, self.nature) for n in parts)
        return tuple(n for n in self.nature if told or n is not Nature.RESERVE)

    def __getitem__(self, key: str | int) -> TableForm:
        for table in self.tables:
            if key in (table.key, table.number):
                return table
        raise NotInBudgetError(
            say(
                "layouts.no_such_table",
                tables=[Said(f"{t.number} {t.title}", f"{t.number} {t.key}") for t in self.tables],
            ),
            value=key,
        )

    def __contains__(self, key: object) -> bool:
        return any(key in (table.key, table.number) for table in self.tables)

    def __repr__(self) -> str:
        return f"<Layout {self.name}: {self.title}, {len(self.tables)} tables>"


def title_key(text: str) -> str:
    """A title as it is compared: plain, without quotation marks, 部门 and 单位 alike.

    >>> title_key("单位收支总体情况表") == title_key("部 门 收支总体情况表")
    True
    """
    title = plain(text)
    if "“" in title:
        title = title.replace("“", "")
    return title.replace("单位", "部门")


def loose_title(title: str) -> str:
    """A `title_key` without the words that regions add to or leave out of one title.

    >>> loose_title(title_key("部门收支总体情况表")), loose_title(title_key("收支预算总表"))
    ('收支总表', '收支总表')
    >>> loose_title("一般公共预算财政拨款支出情况表(按功能分类科目)"), loose_title("政府性基金支出预算表")
    ('一般公共预算支出表', '政府性基金预算支出表')
    """
    if "决算" in title:  # final accounts have one form
        return title
    return _loosened(title) if len(title) <= _LONGEST else _varied(title)


def _varied(title: str) -> str:
    for pattern, other in _VARIED:
        title = pattern.sub(other, title)
    return title


#: Titles stand in document after document; a text that is too long for one is no title, and is not kept.
_LONGEST = 200
_loosened = lru_cache(maxsize=1024)(_varied)
