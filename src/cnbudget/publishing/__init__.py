"""Publishing: from a ledger to the tables that an agency discloses.

Every figure is the total of the entries of its scope, rounded. Rounded by itself, as most agencies do
("independent": half away from zero, or cut off if the form says so), sums of printed figures may be off by a last
place here and there; with controlled rounding ("additive") they never are, and the deviation of every figure is kept
as small as can be found. In a form that prints several last places this is so for the smallest, and the other tables
are rounded from these.

A cell in which no entry stands is blank; one whose entries round to nothing prints 0.00. Codes at which some
entry stops (secret budgets stop at 类 or 款) are not told further anywhere. In a form that tells income from
expenditure, a ledger in which nothing comes in does not tell the income: its cells are missing, and ``problems``
says so, as of money that stands in no table of the form.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import attrs

from cnbudget.amounts import Amount, Unit
from cnbudget.arithmetic import exact, last_place
from cnbudget.classification import Classification, years
from cnbudget.clock import Clock
from cnbudget.dimensions import Flow
from cnbudget.disclosure import Deviation, Disclosure
from cnbudget.errors import LedgerError
from cnbudget.figures import ColumnAddress, Figure, RowAddress, State
from cnbudget.layouts import ColumnForm, Layout, RowForm, SideForm, TableForm, load
from cnbudget.layouts.printed import dated
from cnbudget.ledger import Entry, Ledger
from cnbudget.messages import say
from cnbudget.problems import Problem
from cnbudget.publishing.additive import controlled
from cnbudget.publishing.compared import with_differences
from cnbudget.publishing.goals import goals_of, passages_of_goals
from cnbudget.publishing.last_year import (
    LastYearsAmounts,
    asks_of_last_year,
    is_year_before,
    not_last_year,
)
from cnbudget.publishing.lines import lines_of, panel_of
from cnbudget.publishing.planned import PlannedCell, PlannedRow
from cnbudget.publishing.shortfalls import lacks_income, no_income, outside, uncoded
from cnbudget.publishing.tally import LedgerSums, scope_holds, tally
from cnbudget.rounding import round_by, rule_named
from cnbudget.scope import SOME, Scope
from cnbudget.tables import ROWS, Panel, Row, Side, Table

if TYPE_CHECKING:
    from cnbudget.performance import Goals

__all__ = ["Deviation", "goals_of", "passages_of_goals", "publish"]

#: Steps of work that additive rounding may search: some seconds.
STEPS = 15_000_000
_ZERO = Decimal(0)
_MOST_PLACES = 28  # what the arithmetic holds


def publish(
    ledger: Ledger | Iterable[Entry],
    layout: str | Path | Layout = "xinjiang-2026",
    *,
    unit: Unit | str | None = None,
    places: int | None = None,
    rounding: Literal["independent", "additive"] = "independent",
    agency: str = "",
    year: int | None = None,
    level: str | None = None,
    time_limit: float | None = None,
    steps: int = STEPS,
    goals: Iterable[Goals] = (),
    previous: Ledger | Disclosure | None = None,
    lists: Classification | None = None,
) -> Disclosure:
    """The disclosure of a ledger: every table of a form, added up and rounded; see `cnbudget.publishing`.

    Args:
        ledger: The ledger, or its entries one by one: they are read once and not kept.
        layout: The form: a name, a TOML file or a `Layout`.
        unit: The unit of money of all tables; each table's own if not given.
        places: The decimals of all tables, from 0; each table's own if not given, or the form's if a unit is.
        rounding: "independent" (every figure by itself) or "additive" (every sum holds exactly as printed).
        agency: The agency that publishes, if the ledger does not say.
        year: The fiscal year, likewise. If neither says, no heading names one, and ``problems`` says so.
        level: "部门" or "单位", which the titles then say; as the form has it if not given.
        time_limit: Seconds after which the search ends, if sooner; what is printed can then depend on the machine.
        steps: Steps of work that additive rounding may search, the same on every machine.
        goals: Performance goals, of the whole agency (first) and of projects, whose tables are printed too.
        previous: Last year's ledger, or the budget published then: columns and rows about last year (上年预算数) are
            filled from it, and columns of differences (增减额, 增减%) from both years, where the form prints them; what
            was spent last year alone has a row there. What is of no year before is not taken, as ``problems`` says.
        lists: The lists of codes, as `cnbudget.classification.load` gives them; those that ship if not given.

    Returns:
        A `Disclosure`; its ``deviation`` says how far the printed figures are from the ledger.

    Raises:
        LayoutError: The layout is not readable.
        LedgerError: No such rounding, no such places, no fiscal year, or another year than the ledger's.
        MoneyError: No such unit.

    >>> from cnbudget import Entry, FundingSource, Ledger, Nature
    >>> one = Entry("2101501", "30101", source=FundingSource.GENERAL_OWN, nature=Nature.PERSONNEL, amount=483649)
    >>> other = Entry("2101550", "30201", source=FundingSource.GENERAL_OWN, nature=Nature.OPERATING, amount=20249)
    >>> ledger = Ledger([one, other], agency="某县医疗保障局", year=2026)
    >>> [publish(ledger).expenditure[code].total.text for code in ("2101501", "2101550", "21015")]
    ['48.36', '2.02', '50.39']
    >>> budget = publish(ledger, rounding="additive")
    >>> budget.expenditure["2101501"].total.text, budget.deviation.largest
    ('48.37', Amount('51'))
    """
    form = layout if isinstance(layout, Layout) else load(layout)
    _checked(rounding, year, places)
    if isinstance(ledger, Ledger):
        agency, year = agency or ledger.agency, _year_of(ledger, year)
    made = _Publication(form, rounding, Clock(time_limit, steps=steps), agency=agency, year=year)
    made.unit, made.places, made.previous, made.lists = unit, places, previous, lists
    return made.disclosure(ledger, level or form.level, goals)


@attrs.define(eq=False)
class _Publication:
    """How a ledger is published: `publish` says of each what it is."""

    form: Layout
    rounding: Literal["independent", "additive"]
    clock: Clock
    agency: str = attrs.field(kw_only=True)
    year: int | None = attrs.field(kw_only=True)
    unit: Unit | str | None = None
    places: int | None = None
    previous: Ledger | Disclosure | None = None
    lists: Classification | None = None

    def disclosure(
        self, ledger: Ledger | Iterable[Entry], level: str, goals: Iterable[Goals]
    ) -> Disclosure:
        """What is published."""
        sums = tally(ledger, self.form)
        stage = _stage_of(ledger, self.form)
        agency = self.agency or (sums.agencies[0] if len(sums.agencies) == 1 else "")
        last = self._published_before(agency)
        earlier = None if last is None else LastYearsAmounts(last, stage)
        unit = None if self.unit is None else Unit.of(self.unit)
        printer = _Printer(
            sums,
            lines_of(sums, agency, self.year, earlier, self.lists),
            unit,
            self.places,
            year=self.year,
            earlier=earlier,
        )
        deviation = printer.print(self.rounding, self.clock)
        made = printer.disclosure(agency, level, deviation, goals)
        problems = (*made.problems, *not_last_year(self.previous, self.year))
        made = attrs.evolve(made, stage=stage, problems=problems)
        return made if earlier is None else with_differences(made, self.form)

    def _published_before(self, agency: str) -> Disclosure | None:
        """What was published last year, or of last year's ledger would be in this form, where the form asks."""
        last = self.previous
        if last is None or not asks_of_last_year(self.form) or not is_year_before(last, self.year):
            return None
        if isinstance(last, Disclosure):
            return last
        return publish(
            last,
            self.form,
            unit=self.unit,
            places=self.places,
            rounding=self.rounding,
            agency=agency,
            year=last.year or (self.year and self.year - 1),
            lists=self.lists,
        )


def _stage_of(ledger: Ledger | Iterable[Entry], form: Layout) -> str:
    """The form of final accounts says what it is; else the ledger does."""
    if form.stage == "决算":
        return form.stage
    return ledger.stage if isinstance(ledger, Ledger) else "预算"


def _year_of(ledger: Ledger, year: int | None) -> int | None:
    """The year of a disclosure of a ledger; both may say it, but not two years."""
    if None not in (year, ledger.year) and year != ledger.year:
        raise LedgerError(say("publishing.ledger_of_other_year", year=ledger.year, other_year=year))
    return ledger.year if year is None else year


def _checked(rounding: str, year: int | None, places: int | None) -> None:
    """Refuse a rounding that there is not, and a year and places that no budget has."""
    if rounding not in ("independent", "additive"):
        raise LedgerError(say("publishing.rounding_unknown"), value=rounding)
    if places is not None and (type(places) is not int or not 0 <= places <= _MOST_PLACES):
        raise LedgerError(say("publishing.places", most_places=_MOST_PLACES), value=places)
    if year is not None and (type(year) is not int or not 1900 <= year <= 2099):
        raise LedgerError(say("publishing.not_a_year"), value=year)


def _no_year() -> Problem:
    """What is said where neither the ledger nor the caller names a year."""
    latest = years()[-1]
    return Problem("year", say("publishing.year_not_given", latest=latest))


def _panels(side: SideForm, lines: list[PlannedRow]) -> tuple[Panel, ...]:
    """The panels that a form prints beside each other, each under the name of its nature."""
    places = [panel_of(side, line.scope) for line in lines]
    if len(set(places)) < 2:
        return ()
    return tuple(
        Panel(places.index(number), nature.zh)
        for number, (_, nature) in enumerate(side.natures)
        if number in places
    )


def _at_level(title: str, own: str, level: str) -> str:
    """A form's title as a department or a unit publishes by it."""
    front, here, behind = title.partition(own)
    leads = not front or front.endswith(("年", "年度"))
    return f"{front}{level}{behind}" if here and leads else title


def _timed(scope: Scope, row: RowForm, year: int | None) -> Scope | None:
    """What a row of the form totals in a document of a year; None where nobody knows it."""
    return attrs.evolve(row, scope=scope).scope_in(year)


class _Printer:
    """Makes tables of lines.

    Args:
        sums: The ledger, added up.
        lines: The lines of each side.
        unit: The unit of money that all tables print; None if each prints its own.
        places: The decimals that all tables print; None if each prints its own.
        earlier: What last year's budget says, if that is known.
    """

    def __init__(
        self,
        sums: LedgerSums,
        lines: list[list[PlannedRow]],
        unit: Unit | None,
        places: int | None,
        *,
        year: int | None = None,
        earlier: LastYearsAmounts | None = None,
    ) -> None:
        self.sums = sums
        self.lines = lines
        self.unit = unit
        self.places = places
        self.year = year
        self.no_income = lacks_income(sums.atoms)
        self.earlier = earlier
        #: The cells that count what comes in, where the ledger says nothing of that.
        self.untold: list[Figure] = []

    def print(self, rounding: str, clock: Clock) -> Deviation:
        """Round every cell; how far those with the smallest last place are off."""
        forms = [form for form in self.sums.layout.tables for _ in form.sides]
        cells: list[tuple[TableForm, list[PlannedCell]]] = [
            (form, [cell for line in lines for cell in line.cells if cell.atoms])
            for form, lines in zip(forms, self.lines, strict=True)
        ]
        finest = min(self._last(form) for form in forms)
        place = last_place(-finest)
        true = amounts = [atom.amount for atom in self.sums.atoms]
        bound = None
        with localcontext(exact):
            if rounding == "additive":
                fine = [
                    cell.atoms
                    for form, here in cells
                    for cell in here
                    if self._last(form) == finest
                ]
                balances = self.sums.balances
                found = controlled(true, place, fine, clock, balances)
                # all tables are then those of one ledger in whole last places
                amounts = [amount * place for amount in found.amounts]
                # the scale of the search divides a power of ten, so this is exact
                bound = found.bound.numerator * place / found.bound.denominator
            largest = Decimal(0)
            for form, here in cells:
                unit, places = self._grid(form)
                rule, measured = rule_named(form.rounding), self._last(form) == finest
                for cell in here:
                    total = sum([amounts[atom] for atom in cell.atoms], _ZERO)
                    value = round_by(total.scaleb(-unit.exponent), places, rule)
                    cell.value = value
                    if measured:
                        if bound is not None:
                            total = sum([true[atom] for atom in cell.atoms], _ZERO)
                        largest = max(largest, abs(value.scaleb(unit.exponent) - total))
        return Deviation(
            rounding,
            Amount(largest),
            bound=Amount(largest if bound is None else bound),
            place=Amount(place),
        )

    def _grid(self, form: TableForm) -> tuple[Unit, int]:
        """The unit and places that a table prints."""
        if self.unit is None:
            return form.unit, form.places if self.places is None else self.places
        return self.unit, self.sums.layout.places if self.places is None else self.places

    def _last(self, form: TableForm) -> int:
        """The last place of a table, as a power of ten in 元."""
        unit, places = self._grid(form)
        return unit.exponent - places

    def disclosure(
        self, agency: str, level: str, deviation: Deviation, goals: Iterable[Goals]
    ) -> Disclosure:
        """Everything, rounded before."""
        form, waiting = self.sums.layout, iter(self.lines)
        tables = tuple(
            self.table(table, [next(waiting) for _ in table.sides], level) for table in form.tables
        )
        said = (
            outside(self.sums.atoms),
            uncoded(self.sums),
            self.lacking,
            None if self.year else _no_year(),
        )
        return Disclosure(
            agency,
            self.year,
            problems=tuple(each for each in said if each is not None),
            level=level,
            unit=form.unit if self.unit is None else self.unit,
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

    def table(self, form: TableForm, sides: list[list[PlannedRow]], level: str) -> Table[Row]:
        words = self.sums.layout.words
        title = _at_level(dated(form.title, self.year), self.sums.layout.level, level)
        made = tuple(
            self._side(form, side, lines, title)
            for side, lines in zip(form.sides, sides, strict=True)
        )
        states = {figure.state for side in made for figure in side.figures}
        printed = State.VALUE in states or (State.MISSING in states and not words)
        return Table(
            form.key,
            form.number or None,
            title,
            sides=made or (Side(None, (), rows=()),),
            form_number=form.number,
            unit=self._grid(form)[0],
            status="present" if printed else "empty",
        )

    def _side(
        self, form: TableForm, side: SideForm, lines: list[PlannedRow], title: str
    ) -> Side[Row]:
        shown = self._shown(form, side, lines)
        columns = tuple(
            ColumnAddress(
                c.key,
                dated(c.heading, self.year),
                path=tuple(dated(text, self.year) for text in c.path),
                scope=c.scope_in(self.year),
                rounding=form.rounding,
            )
            for c in (side.columns[i] for i in shown)
        )
        rows = []
        for index, line in enumerate(lines, 1):
            own = line.form
            address = RowAddress(
                form.number or None,
                form.key,
                title=title,
                row=line.label,
                path=line.path,
                index=index,
                side=side.side,
                project=line.project,
                scope=line.scope if own is None else _timed(line.scope, own, self.year),
                name=line.name,
            )
            figures = tuple(
                self._figure(form, line, i, column=side.columns[i], row=address, head=head)
                for i, head in zip(shown, columns, strict=True)
            )
            rows.append(
                ROWS.get(form.key, Row)(
                    address,
                    figures,
                    columns=columns,
                    code=line.code,
                    kind=line.kind,
                    labels=line.labels,
                )
            )
        return Side(
            side.side,
            columns,
            rows=tuple(rows),
            complete=side.complete,
            totalled=bool(side.totals) and side.rows != "agency",
            panels=_panels(side, lines),
            label_columns=tuple(
                attrs.evolve(each, path=tuple(dated(text, self.year) for text in each.path))
                for each in side.label_columns
            ),
        )

    @property
    def lacking(self) -> Problem | None:
        """That the ledger says nothing of what comes in, where that was asked for."""
        return no_income(tuple(self.untold)) if self.untold else None

    def _last_year(
        self, form: TableForm, line: PlannedRow, column: ColumnForm
    ) -> tuple[Decimal, State] | None:
        """What a cell about last year prints, as far as that is known."""
        own = line.form
        offset = column.year + (0 if own is None else own.year)
        unknown = column.open or column.derived or (own is not None and own.open)
        if self.earlier is None or offset != -1 or unknown:
            return None
        unit, places = self._grid(form)
        return self.earlier.value(form.key, line.scope, column.scope, unit=unit, places=places)

    def _shown(self, form: TableForm, side: SideForm, lines: list[PlannedRow]) -> list[int]:
        """The columns that are printed: of those that a form may leave out, what is known of this year or the last."""
        return [
            i
            for i, column in enumerate(side.columns)
            if column.of_ledger
            or not column.optional
            or any(self._last_year(form, line, column) for line in lines)
        ]

    def _is_nothing(self, line: PlannedRow, column: ColumnForm) -> bool:
        """Whether a cell is a part (其中：教育收费) of what the ledger has nothing of."""
        scope = line.scope.meet(column.scope)
        if scope is None or scope.stage or column.year or (line.form and line.form.year):
            return False
        if not scope.agency or not scope.agency[0].startswith(SOME):
            return False
        whole = scope.evolve(agency=None)
        return not any(
            atom.function.startswith(whole.function) and scope_holds(whole, atom.kind.entry)
            for atom in self.sums.atoms
        )

    def _figure(
        self,
        form: TableForm,
        line: PlannedRow,
        index: int,
        *,
        column: ColumnForm,
        row: RowAddress,
        head: ColumnAddress,
    ) -> Figure:
        """The figure of a line in one of its columns."""
        unit, places = self._grid(form)
        # what is of another year or stage, or of a part, is not known from the ledger
        own = line.form
        told = known = column.of_ledger and line.told
        blank = "blank" in (column.open, "" if own is None else own.open)
        if told and self.no_income:
            scope = line.scope.meet(column.scope)
            told = scope is None or not scope.flow & Flow.IN
        last = None if told or blank else self._last_year(form, line, column)
        if last is not None:
            return Figure(last[0], unit, places=places, state=last[1], row=row, column=head)
        blank = blank or (not told and self._is_nothing(line, column))
        if not told and not blank:
            made = Figure(None, unit, places=places, state=State.MISSING, row=row, column=head)
            if known:
                self.untold.append(made)
            return made
        cell = line.cells[index]
        value = bool(cell.atoms) and not blank
        return Figure(
            cell.value if value else _ZERO,
            unit,
            places=places,
            state=State.VALUE if value else State.BLANK,
            row=row,
            column=head,
        )
