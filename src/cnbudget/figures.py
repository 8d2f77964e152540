"""Figures (数): published numbers that remember how they were printed and where they stand.

67.36 printed in 万元 with two places stands for some true amount in [673 550, 673 650) 元: money is
rounded half away from zero (四舍五入) before it is printed. A figure keeps the printed value, its unit
and places, its state, its scope and its address, so that everything that follows can be said exactly
and pointed at.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from decimal import Decimal
from operator import attrgetter
from typing import Any, TypeAlias

import attrs

from cnbudget.amounts import Amount, Unit, exact_number
from cnbudget.arithmetic import printed, separated, shortest
from cnbudget.characters import DASHES
from cnbudget.errors import MoneyError
from cnbudget.messages import joined, say, tell
from cnbudget.rounding import (
    HALF_UP,
    ROUNDINGS,
    TRUNCATION,
    Interval,
    Rounding,
    interval_of,
    rule_named,
)
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.short_names import last_name, sheet_is_table, short_label, short_table, together
from cnbudget.values import Travelling, Visible
from cnbudget.words import spaceless

__all__ = [
    "HALF_UP",
    "ROUNDINGS",
    "TRUNCATION",
    "Address",
    "ColumnAddress",
    "Figure",
    "Interval",
    "Place",
    "RowAddress",
    "State",
    "figure_in_cell",
    "interval_of",
    "numbers_of",
    "row_standing",
    "standing",
]


class State(enum.Enum):
    """How a figure stands: four states that are never confused.

    * `VALUE`: printed as a number.
    * `BLANK`: printed empty or as a dash, the form's zero: exactly 0.
    * `MISSING`: lost on the way here; nothing is known of it.
    * `INFERRED`: missing in what was read, and filled from the laws; see `Figure.basis`.

    >>> import cnbudget
    >>> cnbudget.example("artux").fund.total.total.state is State.BLANK
    True
    """

    VALUE = "value"
    BLANK = "blank"
    MISSING = "missing"
    INFERRED = "inferred"


@attrs.frozen(eq=False, repr=False)
class Place(Visible):
    """Where something stands in a file; lines, pages and rows count from 1. The file is said where there are several.

    Whose tables it stands in is said where those of another agency than the report's are meant, as of a unit; of which
    year's document it is, where that is another than the report's.

    Attributes:
        line: The line of a text, or the row of a sheet.
        page: The page of a PDF file.
        sheet: The name of a worksheet.
        cell: The cell of it ("B7").
        file: The file's name.
        agency: The agency whose tables are meant.
        year: The year of the document that is meant.

    >>> print(Place(line=12))
    第12行
    """

    line: int | None = None
    page: int | None = None
    sheet: str | None = attrs.field(default=None, kw_only=True)
    cell: str | None = attrs.field(default=None, kw_only=True)
    file: str | None = attrs.field(default=None, kw_only=True)
    agency: str | None = attrs.field(default=None, kw_only=True)
    year: int | None = attrs.field(default=None, kw_only=True)

    def words(self, lang: str = "zh") -> str:
        """The place in words; empty if nothing is known.

        >>> Place(page=3, line=12).words("en")
        'page 3, line 12'
        """
        parts = []
        if self.year is not None:
            parts.append(tell(lang, "figures.year", year=self.year))
        if self.agency is not None:
            parts.append(tell(lang, "figures.agency", agency=self.agency))
        if self.file is not None:
            parts.append(tell(lang, "figures.file", file=self.file))
        if self.page is not None:
            parts.append(tell(lang, "figures.page", page=self.page))
        if self.sheet is not None:
            parts.append(tell(lang, "figures.sheet", sheet=self.sheet))
        if self.cell is not None:
            parts.append(tell(lang, "figures.cell", cell=self.cell))
        if self.line is not None:
            parts.append(tell(lang, "figures.line", line=self.line))
        return joined(lang, parts, ">")

    def __str__(self) -> str:
        return self.words()


NOWHERE = Place()
#: Columns of what stands outside the tables that go without saying.
_OF_COURSE = frozenset(("金额", "资金"))


@attrs.frozen(eq=False, repr=False)
class RowAddress(Visible):
    """The row's half of a figure's address, shared by the figures of the row.

    Attributes:
        table: The table's number in the document, or None.
        key: The package's name of the table ("expenditure").
        title: The table's title.
        row: The code's digits, or the row's label.
        path: The labels from the top.
        index: The row's place in the table, from 1.
        side: "income" or "expenditure" in two-sided tables.
        project: The project's name where the row is one.
        scope: What the row adds to the scope.
        name: The name printed beside a code.
        within: What it stands in: "table", "prose", "performance" or "other".
        section: The section of the text that it stands in; "" in a table.

    >>> import cnbudget
    >>> row = cnbudget.example("artux").expenditure["2101501"].basic.row
    >>> row.table, row.key, row.row, row.name
    (3, 'expenditure', '2101501', '行政运行')
    """

    table: int | None
    key: str
    title: str = attrs.field(default="", kw_only=True)
    row: str = attrs.field(default="", kw_only=True)
    path: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    index: int = attrs.field(default=1, kw_only=True)
    side: str | None = attrs.field(default=None, kw_only=True)
    project: str | None = attrs.field(default=None, kw_only=True)
    scope: Scope | None = attrs.field(default=EVERYTHING, kw_only=True)
    name: str = attrs.field(default="", kw_only=True)
    within: str = attrs.field(default="table", kw_only=True)
    section: str = attrs.field(default="", kw_only=True)


@attrs.frozen(eq=False, repr=False)
class ColumnAddress(Visible):
    """The column's half of a figure's address, shared by the figures of the column.

    Attributes:
        key: The package's name of the column ("basic").
        column: The leaf heading's canonical name ("基本支出").
        path: All headings from the top.
        scope: What the column adds to the scope; None for a column that the form does not have.
        rounding: How its amounts are rounded: one of `ROUNDINGS`.
        measure: What numbers that are no money count ("辆", "人", "%"); "" for money. The unit of such figures
            says nothing.

    >>> import cnbudget
    >>> column = cnbudget.example("artux").expenditure["2101501"].basic.column
    >>> column.key, column.column, column.path
    ('basic', '基本支出', ('支出预算', '基本支出'))
    """

    key: str
    column: str = ""
    path: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    scope: Scope | None = attrs.field(default=EVERYTHING, kw_only=True)
    rounding: str = attrs.field(default=HALF_UP, kw_only=True)
    measure: str = attrs.field(default="", kw_only=True)


#: The row and the column of a figure: each is itself alone, whatever another says.
Address: TypeAlias = tuple[RowAddress, ColumnAddress]


def _decimal(_: Figure, __: Any, value: Any) -> None:
    if value is not None and not isinstance(value, Decimal):
        raise TypeError(f"the value of a figure is a Decimal or None, not {type(value).__name__}")


@attrs.frozen(repr=False, eq=False)
class Figure(Travelling):
    """One published number.

    Two figures are equal if they say the same about the same: value, unit, places, state and scope.

    Attributes:
        value: The number as printed, in ``unit``; 0 if blank, None if missing.
        unit: Its unit of money.
        places: The decimals printed (or, for a blank or missing cell or a bare 0, those of its column).
        state: See `State`.
        row: The row's half of the address.
        column: The column's half.
        place: Where it stands in the file.
        basis: For an inferred figure, "determined" (only one printable value is possible) or
            "printed-precision" (only one is, if the ledger is kept at the printed places).
        candidates: For an inferred figure, all values that could have been printed.
        placed: How a cell whose column the text no longer showed was placed; "" if it stands in its column.

    >>> figure = Figure.of("67.36", "万元", Scope("208"))
    >>> figure.amount, str(figure.interval())
    (Amount('673600'), '[673550, 673650)')
    """

    value: Decimal | None = attrs.field(validator=_decimal)
    unit: Unit = Unit.YUAN
    places: int = attrs.field(default=2, kw_only=True)
    state: State = attrs.field(default=State.VALUE, kw_only=True)
    row: RowAddress = attrs.field(kw_only=True)
    column: ColumnAddress = attrs.field(kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True)
    basis: str | None = attrs.field(default=None, kw_only=True)
    candidates: tuple[Decimal, ...] | None = attrs.field(default=None, kw_only=True)
    placed: str = attrs.field(default="", kw_only=True)

    def __reduce__(self) -> tuple[Any, ...]:
        plain = self.basis is None and self.candidates is None and not self.placed
        if plain and type(self) is Figure:
            return figure_in_cell, _in_cell(self)
        return super().__reduce__()

    @property
    def address(self) -> Address:
        """Where the figure stands: in which row and column.

        No two figures of a document have one address, and what stands there keeps it when it is corrected or
        filled. So figures are known by it, while equal figures may stand in many places.

        >>> figure = Figure.of("67.36", "万元")
        >>> figure.evolve(value=Decimal("76.36")).address == figure.address
        True
        >>> Figure.of("67.36", "万元").address == figure.address
        False
        """
        return self.row, self.column

    @property
    def unit_text(self) -> str:
        """The unit as it is printed: of money, or what is counted."""
        return self.column.measure or self.unit.zh

    @classmethod
    def of(
        cls,
        value: str | int | Decimal | None,
        unit: Unit | str = Unit.YUAN,
        scope: Scope | None = None,
        *,
        places: int | None = None,
    ) -> Figure:
        """A figure apart from any table.

        Args:
            value: As printed; "" or a dash for a blank, None for a missing one.
            unit: The unit of money.
            scope: What the figure totals; None if that is not known.
            places: The decimals printed; counted from ``value`` if not given.
        """
        row = RowAddress(None, "", scope=scope)
        column = ColumnAddress("", scope=scope)
        unit = Unit.of(unit)
        if value is None or (isinstance(value, str) and value.strip() in ("", "-", *DASHES)):
            state = State.MISSING if value is None else State.BLANK
            number = None if value is None else Decimal(0)
            return cls(number, unit, places=places or 0, state=state, row=row, column=column)
        number = exact_number(value)
        if places is None:
            places = max(0, -int(number.as_tuple().exponent))
        return cls(shortest(number), unit, places=places, row=row, column=column)

    @property
    def scope(self) -> Scope | None:
        """What the figure totals; None if it has no place in the form."""
        if self.row.scope is None or self.column.scope is None:
            return None
        return self.row.scope.meet(self.column.scope)

    @property
    def amount(self) -> Amount:
        """The printed amount.

        Raises:
            MoneyError: The figure is missing.
        """
        if self.value is None:
            raise MoneyError(say("figures.no_amount"), where=self.where("en"))
        return Amount(self.value, self.unit)

    @property
    def grouped(self) -> str:
        """The value as printed, with separators of thousands; "" if blank or missing.

        >>> Figure.of("1234.50", "万元").grouped
        '1,234.50'
        """
        return separated(self.text)

    @property
    def text(self) -> str:
        """The value as printed, without separators; "" if blank or missing.

        >>> Figure.of("1,234.50", "万元").text
        '1234.50'
        """
        if self.value is None or self.state is State.BLANK:
            return ""
        return printed(self.value, self.places)

    def interval(self) -> Interval[Decimal]:
        """The true amounts, in 元, that print as this figure: half away from zero, or cut off.

        A blank is exactly zero, a count exactly itself; of a missing figure nothing is known.

        >>> cut = ColumnAddress("", rounding=TRUNCATION)
        >>> print(Figure.of("67.36", "万元").evolve(column=cut).interval())
        [673600, 673700)
        """
        if self.value is None:
            return Interval(None, None)
        if self.state is State.BLANK:
            return Interval(Decimal(0), Decimal(0))
        if self.column.measure:
            return Interval(self.value, self.value)
        return interval_of(self.value, self.places, self.unit.exponent, self.rule)

    @property
    def rule(self) -> Rounding:
        """How its amount was rounded; a blank and a count are exact."""
        if self.state is State.BLANK or self.column.measure:
            return Rounding.EXACT
        return rule_named(self.column.rounding)

    def where(self, lang: str = "zh") -> str:
        """The figure's place in words: its table, its cell or page and line, and its row and column.

        >>> import cnbudget
        >>> cnbudget.example("artux").expenditure["2101501"].basic.where("en")
        'table 3 (expenditure), line 100 “2101501 行政运行·基本支出”'
        """
        return together(lang, self._home(lang), self._spot(lang), self.label)

    def spot(self, lang: str = "zh") -> str:
        """The figure's place without its row and column, where a cell or line is known: "表3 第96行".

        >>> import cnbudget
        >>> cnbudget.example("artux").expenditure["2101501"].basic.spot("en")
        'table 3 (expenditure), line 100'
        """
        spot = self._spot(lang)
        return together(lang, self._home(lang), spot, "" if spot else self.label)

    def cell_words(self, lang: str = "zh") -> str:
        """The figure's table, row and column in words, without its line.

        >>> import cnbudget
        >>> cnbudget.example("artux").expenditure["2101501"].basic.cell_words("en")
        'table 3 (expenditure) “2101501 行政运行·基本支出”'
        """
        return together(lang, self._table(lang), "", self.label)

    def _home(self, lang: str) -> str:
        """The table, and the document where it is last year's."""
        if self.place.year is None:
            return self._table(lang)
        of_year = tell(lang, "figures.year", year=self.place.year)
        return joined(lang, filter(None, (of_year, self._table(lang))), " ")

    def _table(self, lang: str) -> str:
        row, place = self.row, self.place
        if row.within in ("prose", "other") and place.words():
            return ""  # a page or a paragraph is found without the heading above it
        if row.table is None and not row.title and not row.key:
            return ""
        return short_table(row.key, row.title, row.table).text(lang)

    def _spot(self, lang: str) -> str:
        """The place, without the sheet where the table names it."""
        place, row = attrs.evolve(self.place, year=None), self.row
        if place.sheet is not None and sheet_is_table(place.sheet, row.title, row.table):
            place = attrs.evolve(place, sheet=None)
        return place.words(lang)

    @property
    def label(self) -> str:
        """The row and the column, as they are told apart: "208 社会保障和就业支出·基本支出"."""
        row, column = self.row, self.column
        label = row.row if not row.name or row.name == row.row else f"{row.row} {row.name}"
        if row.within != "table":
            heading = "" if column.column in (*_OF_COURSE, row.row) else column.column
            return short_label(last_name(label), heading, project=row.project or "")
        return short_label(label, column.column, column.path, project=row.project or "")

    def _key(self) -> tuple[Any, ...]:
        return self.value, self.unit, self.places, self.state, self.scope

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Figure) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        if self.state is State.MISSING:
            shown = "missing"
        elif self.state is State.BLANK:
            shown = "blank"
        else:
            shown = f"{self.text} {self.unit_text}"
            if self.state is State.INFERRED:
                shown += f" inferred ({self.basis})"
        return f"<Figure {shown}: {self.scope}>"

    def evolve(self, **changes: Any) -> Figure:
        """The same figure with some fields changed.

        Raises:
            TypeError: The value is neither a Decimal nor None; it is money, and so no float.

        >>> Figure.of("67.36", "万元").evolve(value=Decimal("76.36"))
        <Figure 76.36 万元: None>
        """
        _decimal(self, None, changes.get("value"))
        made = object.__new__(Figure)  # attrs.evolve would take several times as long
        for name, put in _FIELDS.items():
            put(made, changes.pop(name) if name in changes else getattr(self, name))
        if changes:
            raise TypeError(f"a figure has no {', '.join(changes)}")
        return made


def row_standing(address: RowAddress) -> tuple[Any, ...]:
    """What two rows must share to be the same row of the same table; spacing is the printer's."""
    return (
        address.within,
        address.key,
        spaceless(address.section),
        address.side,
        address.index,
        spaceless(address.row),
        spaceless(address.name),
        tuple(map(spaceless, address.path)),
        None if address.project is None else spaceless(address.project),
        address.scope,
    )


def numbers_of(figures: Iterable[Figure]) -> dict[Address, int]:
    """The number of each figure, from 0: its place among all of them.

    >>> one, other = Figure.of("1.00"), Figure.of("1.00")
    >>> numbers_of([one, other])[other.address]
    1
    """
    return {figure.address: number for number, figure in enumerate(figures)}


def numbered(
    members: Iterable[Figure], figures: list[Figure], index: dict[Address, int]
) -> tuple[int, ...]:
    """The numbers of some figures among all, which those that are not yet there join.

    >>> one, other = Figure.of("1.00"), Figure.of("2.00")
    >>> among = [one]
    >>> numbered([other, one], among, numbers_of(among)), among == [one, other]
    ((1, 0), True)
    """
    numbers = []
    for figure in members:
        number = index.get(figure.address)
        if number is None:
            number = index[figure.address] = len(figures)
            figures.append(figure)
        numbers.append(number)
    return tuple(numbers)


def stands_as(figure: Figure) -> tuple[Any, ...]:
    """What a figure says, and in which row and column: by this figures are compared wherever the file has them."""
    return standing((figure,))


def standing(figures: Iterable[Figure]) -> tuple[Any, ...]:
    """What figures say, and in which rows and columns: where the file has these is not compared."""
    return tuple(
        (figure, row_standing(figure.row), figure.column.key or spaceless(figure.column.column))
        for figure in figures
    )


#: What sets the fields of a figure: its constructor, which goes past the guard of a frozen class by name and validates,
#: takes twice as long, and a document has very many figures.
_FIELDS = {each.name: getattr(Figure, each.name).__set__ for each in attrs.fields(Figure)}
_value, _unit, _places, _state, _row, _column, _place, _basis, _candidates, _placed = (
    _FIELDS.values()
)

#: What `figure_in_cell` makes a figure of.
_in_cell = attrgetter(*list(_FIELDS)[:7])


def figure_in_cell(
    value: Decimal | None,
    unit: Unit,
    places: int,
    state: State,
    row: RowAddress,
    column: ColumnAddress,
    place: Place,
) -> Figure:
    """A figure from parts that are known to be well-formed; a document has very many."""
    made = object.__new__(Figure)
    _value(made, value)
    _unit(made, unit)
    _places(made, places)
    _state(made, state)
    _row(made, row)
    _column(made, column)
    _place(made, place)
    _basis(made, None)
    _candidates(made, None)
    _placed(made, "")
    return made
