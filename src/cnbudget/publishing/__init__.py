"""Publishing: from a ledger to the tables that an agency discloses.

Every figure is the total of the entries of its scope, rounded. Rounded by itself, as most agencies do
("independent"), sums of printed figures may be off by a last place here and there; with controlled rounding
("additive") they never are.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Literal

from cnbudget.amounts import Amount, Unit
from cnbudget.arithmetic import exact, round_half_away
from cnbudget.disclosure import Deviation, Disclosure
from cnbudget.errors import LedgerError
from cnbudget.figures import HALF_UP, TRUNCATION, ColumnAddress, Figure, RowAddress, State
from cnbudget.layouts import Layout, SideForm, TableForm, load
from cnbudget.ledger import Entry, Ledger
from cnbudget.performance import Goals
from cnbudget.publishing.additive import controlled
from cnbudget.publishing.goals import goals_of, passages_of_goals
from cnbudget.publishing.lines import Line, lines_of
from cnbudget.publishing.tally import Tally, tally
from cnbudget.tables import ROWS, Row, Side, Table

__all__ = ["Deviation", "goals_of", "passages_of_goals", "publish"]


def publish(
    ledger: Ledger | Iterable[Entry],
    layout: str | Path | Layout = "xinjiang-2026",
    *,
    unit: Unit | str | None = None,
    places: int | None = None,
    rounding: Literal["independent", "additive"] = "independent",
    agency: str = "",
    year: int | None = None,
    level: str = "部门",
    time_limit: float = 5.0,
    goals: Iterable[Goals] = (),
) -> Disclosure:
    """The disclosure of a ledger: every table of a form, added up and rounded.

    A cell in which no entry stands is blank; one whose entries round to nothing prints 0.00. Codes at which some
    entry stops (secret budgets stop at 类 or 款) are not told further anywhere.

    Args:
        ledger: The ledger, or its entries one by one: they are read once and not kept.
        layout: The form: a name, a TOML file or a `Layout`.
        unit: The unit of money; the form's if not given.
        places: The decimals; the form's if not given.
        rounding: "independent": every figure by itself, half away from zero. "additive": so that every sum
            holds exactly as printed; the deviation of every figure is kept as small as can be found.
        agency: The agency that publishes, if the ledger does not say.
        year: The fiscal year, likewise.
        level: "部门" or "单位", which the titles then say.
        time_limit: Seconds that additive rounding may search.
        goals: Performance goals, of the whole agency (first) and of projects, whose tables are printed too.

    Returns:
        A `Disclosure`; its ``deviation`` says how far the printed figures are from the ledger.

    Raises:
        LayoutError: The layout is not readable.
        LedgerError: No such rounding.
        MoneyError: No such unit.

    >>> from cnbudget import Entry, FundingSource, Ledger, Nature
    >>> ledger = Ledger([
    ...     Entry("2101501", "30101", source=FundingSource.GENERAL_OWN, nature=Nature.PERSONNEL, amount=483649),
    ...     Entry("2101550", "30201", source=FundingSource.GENERAL_OWN, nature=Nature.OPERATING, amount=20249),
    ... ], agency="某县医疗保障局", year=2026)
    >>> budget = publish(ledger)
    >>> [budget.expenditure[code].total.text for code in ("2101501", "2101550", "21015")]
    ['48.36', '2.02', '50.39']
    >>> budget = publish(ledger, rounding="additive")
    >>> [budget.expenditure[code].total.text for code in ("2101501", "2101550", "21015")]
    ['48.37', '2.02', '50.39']
    >>> budget.deviation.largest
    Amount('51')
    """
    form = layout if isinstance(layout, Layout) else load(layout)
    if rounding not in ("independent", "additive"):
        raise LedgerError(
            "no such rounding",
            zh="没有这种取整方式",
            value=rounding,
            hint='use "independent" or "additive"',
            hint_zh='可用 "independent"（各自四舍五入）或 "additive"（勾稽取整）',
        )
    forced = None if unit is None and places is None else (unit, places)
    unit = form.unit if unit is None else Unit.of(unit)
    places = form.places if places is None else places
    stage = "预算"
    if isinstance(ledger, Ledger):
        agency, stage = agency or ledger.agency, ledger.stage
        year = ledger.year if year is None else year
    if form.stage == "决算":  # the form of final accounts says what it is
        stage = form.stage
    sums = tally(ledger, form)
    if not agency and len(sums.agencies) == 1:
        agency = sums.agencies[0]
    lines = lines_of(sums, agency, year)
    printer = _Printer(sums, lines, unit, places, own=forced is None)
    deviation = printer.print(rounding, time_limit)
    waiting = iter(lines)
    tables = tuple(
        printer.table(table, [next(waiting) for _ in table.sides], level) for table in form.tables
    )
    return Disclosure(
        agency,
        year,
        stage=stage,
        level=level,
        unit=unit,
        layout=form.name,
        nature=form.nature,
        sources=form.sources,
        tables=tables,
        order=tuple(table.key for table in form.tables),
        deviation=deviation,
        passages=tuple(
            each
            for table in sorted(goals, key=lambda table: not table.overall)
            for each in passages_of_goals(table)
        ),
    )


class _Printer:
    """Makes tables of lines."""

    def __init__(
        self, sums: Tally, lines: list[list[Line]], unit: Unit, places: int, *, own: bool = True
    ) -> None:
        self.own = own  # whether tables with a unit and places of their own keep them
        self.sums = sums
        self.lines = lines
        self.unit = unit
        self.places = places
        self.values: dict[int, Decimal] = {}

    def print(self, rounding: str, time_limit: float) -> Deviation:
        """Round every cell; how far they are off."""
        place = Decimal(1).scaleb(self.unit.exponent - self.places)
        amounts = [atom.amount for atom in self.sums.atoms]
        largest = Decimal(0)
        cells = []
        sides = [(form, side) for form in self.sums.layout.tables for side in form.sides]
        for (form, _), lines in zip(sides, self.lines, strict=True):
            here = [cell for line in lines for cell in line.cells if cell]
            if self._grid(form) == (self.unit, self.places) and form.rounding == HALF_UP:
                cells += here
            else:  # in another unit than most: each cell by itself
                self._apart(form, here, amounts)
        if rounding == "additive":
            found = controlled(amounts, place, cells, time_limit)
            with localcontext(exact):
                for cell in cells:
                    whole = sum(found.amounts[atom] for atom in cell)
                    self.values[id(cell)] = Decimal(whole).scaleb(-self.places)
                # the scale of the search divides a power of ten, so this is exact
                largest = found.largest.numerator * place / found.largest.denominator
                bound = found.bound.numerator * place / found.bound.denominator
        else:
            with localcontext(exact):
                for cell in cells:
                    true = sum((amounts[atom] for atom in cell), Decimal(0))
                    value = round_half_away(true.scaleb(-self.unit.exponent), self.places)
                    self.values[id(cell)] = value
                    largest = max(largest, abs(value.scaleb(self.unit.exponent) - true))
            bound = largest
        return Deviation(rounding, Amount(largest), bound=Amount(bound), place=Amount(place))

    def _grid(self, form: TableForm) -> tuple[Unit, int]:
        """The unit and places that a table prints."""
        return (form.unit, form.places) if self.own else (self.unit, self.places)

    def _apart(self, form: TableForm, cells: list[list[int]], amounts: list[Decimal]) -> None:
        """Round or cut off the cells of a table, each by itself."""
        unit, places = self._grid(form)
        with localcontext(exact):
            for cell in cells:
                true = sum((amounts[atom] for atom in cell), Decimal(0)).scaleb(-unit.exponent)
                if form.rounding == TRUNCATION:
                    value = Decimal(int(true.scaleb(places))).scaleb(-places)
                else:
                    value = round_half_away(true, places)
                self.values[id(cell)] = value

    def table(self, form: TableForm, sides: list[list[Line]], level: str) -> Table[Row]:
        title = form.title
        if title.startswith("部门"):
            title = level + title.removeprefix("部门")
        made = tuple(
            self._side(form, side, lines, title)
            for side, lines in zip(form.sides, sides, strict=True)
        )
        printed = any(figure.state is not State.BLANK for side in made for figure in side.figures)
        return Table(
            form.key,
            form.number,
            title,
            sides=made,
            form_number=form.number,
            unit=self._grid(form)[0],
            status="present" if printed else "empty",
        )

    def _side(self, form: TableForm, side: SideForm, lines: list[Line], title: str) -> Side[Row]:
        shown = [i for i, c in enumerate(side.columns) if c.of_ledger or not c.optional]
        columns = tuple(
            ColumnAddress(c.key, c.heading, path=c.path, scope=c.scope, rounding=form.rounding)
            for c in (side.columns[i] for i in shown)
        )
        unit, places = self._grid(form)
        rows = []
        for index, line in enumerate(lines, 1):
            address = RowAddress(
                form.number,
                form.key,
                title=title,
                row=line.label,
                path=line.path,
                index=index,
                side=side.side,
                project=line.project,
                scope=line.scope,
                name=line.name,
            )
            figures = tuple(
                # what is of another stage than the ledger is not known from it
                Figure(None, unit, places=places, state=State.MISSING, row=address, column=column)
                if not side.columns[i].of_ledger
                else Figure(
                    self.values[id(line.cells[i])] if line.cells[i] else Decimal(0),
                    unit,
                    places=places,
                    state=State.VALUE if line.cells[i] else State.BLANK,
                    row=address,
                    column=column,
                )
                for i, column in zip(shown, columns, strict=True)
            )
            rows.append(
                ROWS.get(form.key, Row)(
                    address, figures, columns=columns, code=line.code, kind=line.kind
                )
            )
        return Side(
            side.side,
            columns,
            rows=tuple(rows),
            complete=side.complete,
            totalled=bool(side.totals) and side.rows != "agency",
        )
