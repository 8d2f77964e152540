"""The checker of obstacles: goes through all the entries there could be, and shares nothing with what found them.

It knows scopes, the document, its form and the shape of the evidence. An entry belongs to a class by which of the
scopes in the evidence it is in; the classes are told apart dimension by dimension, so that none is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from cnbudget.clock import Clock
from cnbudget.consistency.errors import EvidenceError
from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, State
from cnbudget.layouts import Layout, SideForm
from cnbudget.messages import Message, say
from cnbudget.reconciliation.obstacle import Obstacle, Unlisted
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.tables import Side

_APPROPRIATED = FundingSource.APPROPRIATION | FundingSource.CARRIED_APPROPRIATION
_BY_CODE = ("function", "economic", "project", "function-project")
_OFTEN = 4095


@attrs.frozen
class Possible:
    """An entry that stands for all that are in the same scopes.

    Attributes:
        function: Its functional code; "" for one that nothing names.
        economic: Its economic code, likewise.
        source: Its source.
        nature: Its nature; None for a flow other than expenditure.
        flow: Its flow.
        agency: Its agency; "" for one that nothing names.
        part: Its project, likewise.
    """

    function: str
    economic: str
    source: FundingSource
    nature: Nature | None
    flow: Flow
    agency: str
    part: str


def check_obstacle(
    disclosure: Disclosure, layout: Layout, obstacle: Obstacle, clock: Clock | None = None
) -> None:
    """Verify that no ledger publishes as a document.

    Raises:
        EvidenceError: The obstacle does not prove that.
        OutOfTimeError: The time is over.
    """
    known = {figure.address: figure for figure in disclosure.figures}
    for figure, times in (*obstacle.larger, *obstacle.smaller):
        if known.get(figure.address) is not figure or figure.state is not State.VALUE or times < 1:
            raise _refused(say("reconciliation.refused_not_printed"), figure.where())
        if not _of_ledger(layout, figure):
            raise _refused(say("reconciliation.refused_not_of_ledger"), figure.where())
    for figure in obstacle.blanks:
        if known.get(figure.address) is not figure or figure.state is not State.BLANK:
            raise _refused(say("reconciliation.refused_not_blank"), figure.where())
        if not _of_ledger(layout, figure):
            raise _refused(say("reconciliation.refused_not_of_ledger"), figure.where())
    least, reached = _highest(obstacle)
    if least > 0 or (least == 0 and reached):
        raise _refused(say("reconciliation.refused_rounding"), str(least))
    bad = next(harmful(disclosure, layout, obstacle, clock), None)
    if bad is not None:
        raise _refused(say("reconciliation.refused_smaller_side"), repr(bad))


def _refused(why: Message, value: str) -> EvidenceError:
    return EvidenceError(say("reconciliation.evidence_refused", what=why), value=value)


def _highest(obstacle: Obstacle) -> tuple[Fraction, bool]:
    """The most that the larger side can be above the smaller one, and whether it can be just that."""
    total, reached = Fraction(0), True
    for terms, sign in ((obstacle.larger, 1), (obstacle.smaller, -1)):
        for figure, times in terms:
            within = figure.interval()
            end, closed = (
                (within.high, within.high_closed) if sign > 0 else (within.low, within.low_closed)
            )
            if end is None:
                raise _refused(say("reconciliation.refused_no_end"), figure.where())
            total += sign * times * Fraction(end)
            reached = reached and closed
    return total, reached


def harmful(
    disclosure: Disclosure, layout: Layout, obstacle: Obstacle, clock: Clock | None = None
) -> Iterator[Possible]:
    """The entries, of those that no blank and no unlisted row rules out, that an obstacle does not hold for.

    Args:
        disclosure: The document.
        layout: Its form.
        obstacle: The obstacle.
        clock: When to stop; `OutOfTimeError` then.
    """
    scopes = _Scopes()
    weights: list[tuple[int, int]] = []
    for terms, sign in ((obstacle.larger, 1), (obstacle.smaller, -1)):
        weights += [(scopes.bit(_scope(figure)), sign * times) for figure, times in terms]
    for balance in obstacle.balances:
        _check_balance(layout, balance.source, balance.function)
    flows = _flows(layout)
    come = [(scopes.bit(_moved(b.source, b.function, Flow.IN)), b.times) for b in obstacle.balances]
    go = [(scopes.bit(_moved(b.source, b.function, Flow.OUT)), -b.times) for b in obstacle.balances]
    weights += come + go
    blank = 0
    for figure in obstacle.blanks:
        blank |= scopes.bit(_scope(figure))
    rules = [
        rule for each in obstacle.unlisted for rule in _rules(disclosure, layout, each, scopes)
    ]
    below = 0
    for figure in disclosure.figures:
        scope = figure.scope
        negative = figure.state is State.VALUE and (figure.value or Decimal(0)) < 0
        if negative and scope is not None and _of_ledger(layout, figure):
            below |= scopes.bit(scope)
    used = 0
    for bit, _ in weights:
        used |= bit
    count = 0
    for mask, entry in scopes.classes(layout, flows, used):
        count += 1
        if clock is not None and not count & _OFTEN:
            clock.check((_OFTEN + 1) * (len(weights) + len(rules) + 1))
        if mask & blank:
            continue
        total = sum([times for bit, times in weights if mask & bit])
        if (total > 0 and not mask & below) or total == 0:
            continue
        if not any(mask & inside and not mask & rows for inside, rows in rules):
            yield entry


def _of_ledger(layout: Layout, figure: Figure) -> bool:
    """Whether a figure totals entries of the ledger."""
    row, column = figure.row, figure.column
    if figure.scope is None or column.measure or row.key not in layout:
        return False
    for side in layout[row.key].sides:
        if side.side == row.side:
            return any(each.key == column.key and each.of_ledger for each in side.columns)
    return False


def _scope(figure: Figure) -> Scope:
    scope = figure.scope
    if scope is None:
        raise _refused(say("reconciliation.refused_no_scope"), figure.where())
    return scope


def _moved(source: FundingSource, function: str, flow: Flow) -> Scope:
    return Scope(function or None, source=source, flow=flow)


def _flows(layout: Layout) -> Flow:
    flows = Flow(0)
    for table in layout.tables:
        for side in table.sides:
            flows |= side.base.flow
    return flows


def _check_balance(layout: Layout, source: FundingSource, function: str) -> None:
    """That a form tells all flows of these sources, at each function if it is about one."""
    flows = _flows(layout)
    if not flows & Flow.IN or not flows & Flow.OUT:
        raise _refused(say("reconciliation.refused_no_flows"), layout.name)
    for each in source if function else ():
        told = Flow(0)
        for table in layout.tables:
            for side in table.sides:
                for column in side.columns:
                    met = side.coded.meet(column.scope) if column.of_ledger else None
                    here = met is not None and each in met.source
                    if here and met is not None and side.rows.startswith("function"):
                        told |= met.flow
        never = Flow.SURPLUS_USED | Flow.DISTRIBUTION if each in _APPROPRIATED else Flow(0)
        if (flows & ~never) & ~told:
            raise _refused(say("reconciliation.refused_no_balance"), function)


def _rules(
    disclosure: Disclosure, layout: Layout, unlisted: Unlisted, scopes: _Scopes
) -> Iterator[tuple[int, int]]:
    """What stands somewhere in a table, as bits, and where it has to stand then.

    In its rows with codes: on one that it does not break down. In a column of all uses: in one of some uses too, if
    there are any.
    """
    form, side = _listing(disclosure, layout, unlisted)
    inside = 0
    own = [
        column.scope
        for column in side.columns
        if column.scope is not None and form.column(column.key).of_ledger
    ]
    for column in own:
        met = form.coded.meet(column)
        if met is not None:
            inside |= scopes.bit(met)
    for column in own:
        if column.economic == EVERYTHING.economic:
            parts = [
                form.base.meet(part)
                for part in own
                if part.economic != EVERYTHING.economic
                and (part.source, part.nature, part.flow, part.function)
                == (column.source, column.nature, column.flow, column.function)
            ]
            met = form.base.meet(column)
            if met is not None and parts and Flow.EXPENDITURE is met.flow:
                uses = 0
                for part in parts:
                    uses |= 0 if part is None else scopes.bit(part)
                yield scopes.bit(met), uses
    codes = {row.code.digits for row in side.rows if row.code is not None}
    above = {code[:n] for code in codes for n in (3, 5) if n < len(code)}
    projects = {row.code.digits for row in side.rows if row.code is not None and row.project_name}
    rows = 0
    for row in side.rows:
        scope = row.address.scope
        if scope is None or row.kind not in ("code", "project"):
            continue
        digits = "" if row.code is None else row.code.digits
        if digits in above or (digits in projects and not row.project_name):
            continue
        rows |= scopes.bit(scope)
    yield inside, rows


def _listing(
    disclosure: Disclosure, layout: Layout, unlisted: Unlisted
) -> tuple[SideForm, Side[Any]]:
    """A side that lists its codes completely, and its form."""
    for table in disclosure.tables:
        if table.key != unlisted.key or table.status not in ("present", "empty"):
            continue
        for side in table.sides:
            if side.side != unlisted.side:
                continue
            form = layout[table.key].sides[0]
            for each in layout[table.key].sides:
                if each.side == side.side:
                    form = each
            whole = side.complete and not (side.rows and side.totalled and side.total is None)
            for row in side.rows:
                lost = [
                    figure
                    for figure in row.figures
                    if row.address.scope is None or figure.column.scope is None
                ]
                whole = whole and all(figure.state is State.BLANK for figure in lost)
            if whole and form.rows in _BY_CODE:
                return form, side
    raise _refused(say("reconciliation.refused_not_complete"), unlisted.title)


class _Scopes:
    """Scopes as bits, and all entries there could be by which of them they are in."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []
        self.bits: dict[Scope, int] = {}

    def bit(self, scope: Scope) -> int:
        """The bit of a scope."""
        if scope not in self.bits:
            self.bits[scope] = 1 << len(self.scopes)
            self.scopes.append(scope)
        return self.bits[scope]

    def classes(self, layout: Layout, flows: Flow, used: int) -> Iterator[tuple[int, Possible]]:
        """An entry for every class of those in some of the scopes of ``used``, with the scopes it is in."""
        kinds: dict[tuple[int, bool], tuple[FundingSource, Nature | None, Flow]] = {}
        for source in layout.sources:
            for flow in flows:
                natures: Iterable[Nature | None] = (
                    layout.natures if flow is Flow.EXPENDITURE else (None,)
                )
                for nature in natures:
                    if source in _APPROPRIATED and (
                        flow in (Flow.SURPLUS_USED, Flow.DISTRIBUTION)
                        or (nature is not None and nature not in Nature.PLAIN | Nature.RESERVE)
                    ):
                        continue
                    mask = self._mask(
                        source in scope.source
                        and flow in scope.flow
                        and (nature is None or nature in scope.nature)
                        for scope in self.scopes
                    )
                    kinds.setdefault((mask, nature is None), (source, nature, flow))
        functions = self._codes([scope.function for scope in self.scopes])
        economics = self._codes([scope.economic for scope in self.scopes])
        agencies = self._names([scope.agency for scope in self.scopes])
        parts = self._names([scope.project for scope in self.scopes])
        unnamed = {mask: code for mask, code in economics.items() if not code}
        for (kind, moved), (source, nature, flow) in kinds.items():
            if not kind & used:
                continue
            for one, function in functions.items():
                if not kind & one & used:
                    continue
                for two, economic in (unnamed if moved else economics).items():
                    here = kind & one & two
                    if not here & used:
                        continue
                    for three, agency in agencies.items():
                        for four, part in parts.items():
                            mask = here & three & four
                            if mask & used:
                                yield (
                                    mask,
                                    Possible(
                                        function, economic, source, nature, flow, agency, part
                                    ),
                                )

    def _mask(self, inside: Iterable[bool]) -> int:
        mask = 0
        for n, each in enumerate(inside):
            if each:
                mask |= 1 << n
        return mask

    def _codes(self, sets: Sequence[tuple[str, ...]]) -> dict[int, str]:
        """A code for every class: each that is named stands for what no longer one below it names."""
        named = sorted({"", *(code for each in sets for code in each)}, key=lambda c: (len(c), c))
        found: dict[int, str] = {}
        for code in named:
            found.setdefault(self._mask(code.startswith(each) for each in sets), code)
        return found

    def _names(self, sets: Sequence[tuple[str, ...]]) -> dict[int, str]:
        named = sorted({"", *(name for each in sets for name in each)})
        found: dict[int, str] = {}
        for name in named:
            found.setdefault(self._mask(not each or name in each for each in sets), name)
        return found
