"""What the tables print of a scope: where the amounts of the prose find their other side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property

from cnbudget.amounts import yuan_of
from cnbudget.codes import Code, EconomicCode, FunctionCode
from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.figures import Figure, State
from cnbudget.narrative.vocabulary import FLOWS
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.tables import Row, Scoped
from cnbudget.words import plain

_ALL = FundingSource.ALL
_ZERO = Decimal(0)
#: The budgets, each with what is carried over to it: forms have a table of each, beside those of all money.
_BUDGETS = (
    FundingSource.GENERAL | FundingSource.CARRIED_GENERAL,
    FundingSource.FUND | FundingSource.CARRIED_FUND,
    FundingSource.STATE_CAPITAL | FundingSource.CARRIED_STATE_CAPITAL,
)
#: All money but appropriations.
_OTHERS = _ALL & ~(_BUDGETS[0] | _BUDGETS[1] | _BUDGETS[2])
_OF_SOURCES = frozenset(("source", "nature", "flow"))
_IN = Flow.OPENING | Flow.INCOME | Flow.SURPLUS_USED
_OUT = Flow.EXPENDITURE | Flow.DISTRIBUTION | Flow.CLOSING


class Printed(Scoped):
    """The figures of some tables by their scopes, and what else must total the same as a scope."""

    @cached_property
    def whole(self) -> Scope:
        """All sources, natures and flows that the tables know.

        Where no surplus is distributed, all that goes out is what is spent and what is left. Tables of one budget
        alone know nothing of the others: all money is not theirs. Where it is the general one, 财政拨款 is.
        """
        sources = natures = flows = 0  # as bits: there are very many scopes
        for scope in self.figures:
            sources |= scope.source._value_
            natures |= scope.nature._value_
            flows |= scope.flow._value_
        source, nature, flow = FundingSource(sources), Nature(natures), Flow(flows)
        if any(source in one for one in _BUDGETS):
            source |= _OTHERS if source and source in _BUDGETS[0] else _ALL
        return Scope(
            source=source,
            nature=nature or Nature.ALL,
            flow=flow if self.flows else _IN | _OUT,
        )

    @cached_property
    def flows(self) -> bool:
        """Whether the tables keep income and expenditure apart."""
        plain = Flow.EXPENDITURE
        return any(scope.flow is not plain for scope in self.figures)

    def idle(self, flow: Flow) -> FundingSource:
        """The sources that the tables print no money from, in a flow."""
        found = self._idle.get(flow)
        if found is None:
            found = self._idle[flow] = self._find_idle(flow)
        return found

    @cached_property
    def _idle(self) -> dict[Flow, FundingSource]:
        return {}

    def _find_idle(self, flow: Flow) -> FundingSource:
        found = lost = FundingSource(0)
        for scope in self.lost_figures:  # of what is lost nothing is known
            if flow in scope.flow and scope.is_told_by(_OF_SOURCES) and scope not in self.figures:
                lost |= scope.source
        wanted, idle = flow._value_, found._value_
        for totals in self._totals.values():
            for source, flows, others in totals:
                if wanted & ~flows:
                    continue
                if not any(others):
                    idle |= source
                if len(others) != 1:
                    continue
                for part, _, amounts in totals:  # some sources have all the money that there is
                    if part != source and not part & ~source and amounts == others:
                        idle |= source & ~part & ~lost._value_
        return FundingSource(idle)

    @cached_property
    def _totals(self) -> dict[Scope, list[tuple[int, int, frozenset[Decimal]]]]:
        """The totals of all natures that the tables know, those of other sources together.

        Each is told by its sources and flows, as bits, and its amounts.
        """
        found: dict[Scope, list[tuple[int, int, frozenset[Decimal]]]] = {}
        natures = self.whole.nature._value_
        for scope, figures in self.figures.items():
            if not natures & ~scope.nature._value_ and scope.is_told_by(_OF_SOURCES):
                amounts = frozenset(
                    yuan_of(figure.value or _ZERO, figure.unit) for figure in figures
                )
                total = scope.source._value_, scope.flow._value_, amounts
                found.setdefault(scope.evolve(source=_ALL), []).append(total)
        return found

    @cached_property
    def headings(self) -> dict[str, FundingSource]:
        """The sources that headings of columns and labels of rows stand for, by their words.

        A form may print several sources in one column, and the text call them by its heading: in Shanghai's,
        事业收入 holds what comes from special accounts too. Words that stand for several things are left out.
        """
        found: dict[str, set[FundingSource]] = {}
        for table in self.tables:
            for side in table.sides:
                named = [(column.column, column.scope) for column in side.columns]
                named += [(row.address.row, row.address.scope) for row in side.rows]
                for words, scope in named:
                    if scope is None or scope.source is _ALL:
                        continue
                    if scope.is_told_by(_OF_SOURCES):
                        found.setdefault(plain(words), set()).add(scope.source)
        return {words: one.pop() for words, one in found.items() if len(one) == 1}

    @cached_property
    def complete(self) -> dict[Scope, set[tuple[type[Code], int]]]:
        """The scopes that tables list by all their codes: the kinds of these and their lengths."""
        found: dict[Scope, set[tuple[type[Code], int]]] = {}
        for table in self.tables:
            for side in table.sides:
                if any(_by_both(row.address.scope) for row in side.rows):
                    continue
                total = side.total
                if not side.complete or total is None:
                    continue
                lengths = _listed(side.rows, total.address.scope)
                for figure in total.figures:
                    if figure.scope is not None:
                        found.setdefault(figure.scope, set()).update(lengths)
        return found

    def of(self, scope: Scope) -> list[Figure]:
        """The figures of a scope, or of one that must total the same.

        A scope that leaves sources or natures open means those that the form knows; sources without any money add
        nothing to it.
        """
        found = self._found.get(scope)
        if found is None:
            every = (self.figures.get(wanted) for wanted in self._ways(scope))
            found = self._found[scope] = next((each for each in every if each), [])
        return found

    @cached_property
    def _found(self) -> dict[Scope, list[Figure]]:
        return {}

    def lost(self, scope: Scope) -> list[Figure]:
        """The lost figures of a scope, or of one that must total the same."""
        every = (self.lost_figures.get(wanted) for wanted in self._ways(scope))
        return next((each for each in every if each), [])

    def first(self, scope: Scope) -> Figure | None:
        """The figure of a scope to compare with: a printed one if there is one."""
        found = self.of(scope)
        for figure in found:
            if figure.state is State.VALUE:
                return figure
        return found[0] if found else None

    def unlisted(self, scope: Scope) -> Figure | None:
        """The total of a table that lists all codes of a scope's level and has no row for it, or None."""
        function, economic = scope.function, scope.economic
        if len(function) != 1 or len(economic) != 1 or bool(function[0]) is bool(economic[0]):
            return None
        if self.of(scope) or self.lost(scope):  # whose cell was lost has a row
            return None
        kind: type[Code] = FunctionCode if function[0] else EconomicCode
        level = kind, len(function[0] or economic[0])
        for wanted in self._ways(scope.evolve(function=None, economic=None)):
            if level in self.complete.get(wanted, ()):
                return self.first(wanted)
        return None

    def _ways(self, scope: Scope) -> Iterator[Scope]:
        """The scopes that total the same, the given one first."""
        yield scope
        whole = self.whole
        known = scope.meet(whole)
        if known is not None and known != scope:
            yield known
        if known is not None:
            idle = self.idle(scope.flow)
            busy = known.source & ~idle
            if busy and busy is not known.source:
                yield known.evolve(source=busy)
            # the tables may print a source's money only together with sources that have none
            for each in self._wider(known.source, idle):
                yield known.evolve(source=each)

    def _wider(self, source: FundingSource, idle: FundingSource) -> tuple[FundingSource, ...]:
        """The sources that the tables print and that have the money of these, and besides such as have none."""
        found = self._widened.get((source, idle))
        if found is None:
            none = idle._value_
            wider, busy = source._value_ | none & self.whole.source._value_, source._value_ & ~none
            found = self._widened[source, idle] = tuple(
                each
                for number, each in self._sources.items()
                if not number & ~wider and number & ~none == busy and each is not source
            )
        return found

    @cached_property
    def _widened(self) -> dict[tuple[FundingSource, FundingSource], tuple[FundingSource, ...]]:
        return {}

    @cached_property
    def _sources(self) -> dict[int, FundingSource]:
        """The sources that the tables print, by their bits."""
        return {scope.source._value_: scope.source for scope in self.figures}


def _listed(rows: Iterable[Row], total: Scope | None) -> set[tuple[type[Code], int]]:
    """The kinds and lengths of the codes whose rows are of all that the total is of.

    Where 工资福利支出 stands under 基本支出, and 项目支出 is one row, uses of all expenditure are not listed.
    """
    found: set[tuple[type[Code], int]] = set()
    parts: set[tuple[type[Code], int]] = set()
    for row in rows:
        if row.code is None:
            continue
        scope, level = row.address.scope, (type(row.code), len(row.code.digits))
        whole = scope is None or total is None or scope.nature is total.nature
        (found if whole else parts).add(level)
    return found - parts


def _by_both(scope: Scope | None) -> bool:
    """Whether a row is of codes of both economic classifications: the table does not list those of one."""
    every = EVERYTHING
    return (
        scope is not None
        and scope.economic != every.economic
        and scope.government_economic != every.government_economic
    )


def flow_of(label: str) -> Flow:
    """The flow that the words of a subject name, in documents that keep flows apart."""
    return next((flow for word, flow in FLOWS if word in label), Flow.EXPENDITURE)
