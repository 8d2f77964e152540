"""Last year's amounts in this year's tables: what columns about last year (上年预算数) print, and their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

import attrs

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact, last_place
from cnbudget.dimensions import Flow
from cnbudget.disclosure import Disclosure
from cnbudget.figures import State
from cnbudget.layouts import ColumnForm, Layout, SideForm
from cnbudget.layouts.printed import CODED
from cnbudget.ledger import Entry, Ledger
from cnbudget.messages import say
from cnbudget.problems import Problem
from cnbudget.publishing.tally import Atom, FormKind
from cnbudget.scope import PART, Scope
from cnbudget.tables import Scoped, Side
from cnbudget.words import plain

_PRINTED = (State.VALUE, State.BLANK)
_DIMENSION = {each: each for each in CODED} | {"government": "government_economic"}
_Value = tuple[Decimal, State]
#: What rows of the kinds of a layout that ships are told by.
_TOLD = {
    "function": ("function",),
    "function-project": ("function", "project"),
    "economic": ("economic",),
    "project": ("project",),
}


def is_of_last_year(column: ColumnForm) -> bool:
    """Whether a column is about last year, and its amounts are of what is known.

    >>> from cnbudget import layouts
    >>> (side,) = layouts.load("central")["general"].sides
    >>> [column.heading for column in side.columns if is_of_last_year(column)]
    ['执行数', '预算数']
    """
    return column.year == -1 and not (column.open or column.derived)


def asks_of_last_year(form: Layout) -> bool:
    """Whether a form has columns or rows about last year."""
    sides = [side for table in form.tables for side in table.sides]
    return any(
        any(map(is_of_last_year, side.columns)) or any(row.year == -1 for row in side.listed)
        for side in sides
    )


def is_year_before(previous: Ledger | Disclosure, year: int | None) -> bool:
    """Whether a ledger or a budget is of the year before, as far as it says."""
    return previous.year is None or (year is not None and previous.year == year - 1)


def not_last_year(previous: Ledger | Disclosure | None, year: int | None) -> tuple[Problem, ...]:
    """That what was given as last year's is of another year; nothing if it is not."""
    if previous is None or is_year_before(previous, year):
        return ()
    words = say("publishing.previous_of_other_year", other_year=previous.year, year=year or "")
    return (Problem("year", words),)


@attrs.frozen(eq=False, slots=False)
class LastYearsAmounts:
    """Last year's amounts.

    Attributes:
        budget: Last year's budget, as it was published or as its ledger is published in the same form.
        stage: The stage of what is published now: 上年预算数 of a budget is of last year's budget.
    """

    budget: Disclosure
    stage: str

    @cached_property
    def _index(self) -> Scoped:
        return Scoped(self.budget.tables)

    # Values -------------------------------------------------------------------------------------------

    def _staged(self, scope: Scope) -> Scope:
        """A scope of last year as last year's budget says it."""
        wanted = scope.stage or self.stage
        return attrs.evolve(scope, stage=None if wanted == self.budget.stage else wanted)

    def value(
        self, key: str, row: Scope, column: Scope, *, unit: Unit, places: int
    ) -> _Value | None:
        """What a cell about last year prints; None if that is not known.

        Args:
            key: The package's name of the table.
            row: What the row totals, whatever the year.
            column: What the column adds, likewise.
            unit: The unit of money that the table prints.
            places: Its decimals.
        """
        scope = row.meet(column)
        if scope is None:
            return None
        figures = self._index.figures.get(self._staged(scope), ())
        figures = [figure for figure in figures if figure.state in _PRINTED]
        if not figures:
            return self._absent(key, row, self._staged(column))
        found = {f.value.scaleb(f.unit.exponent, exact) for f in figures if f.value is not None}
        if len(found) > 1:  # last year's tables do not agree
            return None
        if not any(figure.state is State.VALUE for figure in figures):
            return Decimal(0), State.BLANK
        value = found.pop().scaleb(-unit.exponent, exact).normalize(exact)
        if -int(value.as_tuple().exponent) > places:
            return None  # it was printed finer, and would have to be rounded again
        return value.quantize(last_place(places), context=exact), State.VALUE

    def _absent(self, key: str, row: Scope, column: Scope) -> _Value | None:
        """Blank, if last year's table lists all that there was, and has no such row."""
        if any(_lists_all(side, row, column) for side in self._sides(key)):
            return Decimal(0), State.BLANK
        return None

    def _sides(self, key: str) -> list[Side[Any]]:
        return [side for table in self.budget.tables if table.key == key for side in table.sides]

    # Rows ---------------------------------------------------------------------------------------------

    def places(
        self, key: str, form: SideForm, atoms: Sequence[Atom], projects: dict[str, str]
    ) -> Iterator[tuple[Atom, tuple[int, ...]]]:
        """Where money stood last year that a side tells: for each, nothing of this year, and its rows of the form.

        What was spent last year and is not any more has a row too, or the total of last year's column would be
        more than its parts.

        Args:
            key: The package's name of the table.
            form: The side of the form.
            atoms: What of this year's ledger stands in it.
            projects: The printed names of projects, to which last year's are added.
        """
        columns = [self._staged(c.scope) for c in form.columns if is_of_last_year(c)]
        if not columns:
            return
        agencies = {plain(atom.agency): atom.agency for atom in atoms}
        for side in self._sides(key):
            if side.side != form.side:
                continue
            at = [
                n
                for n, column in enumerate(side.columns)
                if column.scope is not None and column.scope in columns
            ]
            for row in side.rows:
                scope = row.address.scope
                if scope is None or not any(row.figures[n].value for n in at):
                    continue
                if row.project and scope.project:
                    projects.setdefault(scope.project[0], row.project)
                yield from _stood(form, scope, agencies)


def _stood(
    form: SideForm, scope: Scope, agencies: dict[str, str]
) -> Iterator[tuple[Atom, tuple[int, ...]]]:
    """What stood on a row, with its rows of the form."""
    listed = tuple(
        n
        for n, each in enumerate(form.listed)
        if each.rows and _is_within(scope, form.base.meet(each.scope))
    )
    kinds = [
        tuple(axis for level in form.listed[n].rows for axis in level if axis != "agency")
        for n in listed
    ] or [_TOLD.get(form.rows, ("function",))]
    told = {each: _one(scope, _DIMENSION.get(each, each)) for each in (*CODED, "project", "agency")}
    if not all(told[kind[0]] and (told["project"] or "project" not in kind) for kind in kinds):
        return  # a row over others, or one of the form
    own = next(iter(agencies.values()), "")
    agency = agencies.get(told["agency"], told["agency"]) if len(agencies) > 1 else own
    entry = Entry(
        told["function"] or None,
        None,
        source=next(iter(scope.source)),
        nature=None,
        flow=Flow.INCOME,
        amount=0,
    )
    kind = FormKind(entry, (), bool(told["project"]), bool(agency), told["economic"], told["government"])  # fmt: skip
    yield Atom(kind, told["function"], told["project"], agency, Decimal(0)), listed


def _is_within(scope: Scope, whole: Scope | None) -> bool:
    return whole is not None and attrs.evolve(scope, flow=whole.flow) <= whole


def _one(scope: Scope, dimension: str) -> str:
    """The one code or name that a scope is of in a dimension, or ""."""
    values = getattr(scope, dimension)
    return values[0] if len(values) == 1 and not values[0].startswith(PART) else ""


def _lists_all(side: Side[Any], row: Scope, column: Scope) -> bool:
    """Whether a side lists its codes completely, has the column, and has no row of a code."""
    coded = [each.address.scope for each in side.rows if each.code is not None]
    return (
        side.complete
        and bool(coded)
        and not row.told.isdisjoint(_DIMENSION.values())
        and row not in coded
        and None not in coded
        and any(each.scope == column for each in side.columns)
    )
