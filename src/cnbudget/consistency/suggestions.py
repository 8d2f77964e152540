"""Slips that, undone, make a system consistent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import attrs

from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency.checker import check_suggestion
from cnbudget.consistency.decision import search
from cnbudget.consistency.evidence import Consistent, Inconsistent, Range, Slip, Suggestion
from cnbudget.consistency.grid import IntegerSystem
from cnbudget.consistency.ranges import ranges
from cnbudget.consistency.slips import SINGLE, fits, undone
from cnbudget.consistency.system import System, figure

MOST_TOGETHER = 400
"""The most pairs of single slips that are tried together."""


def suggest(
    system: System,
    kinds: Iterable[Slip] = (*SINGLE, Slip.SWAP_CELLS),
    *,
    rows: Sequence[Sequence[str]] = (),
    time_limit: float | None = None,
    clock: Clock | None = None,
) -> tuple[Suggestion, ...]:
    """All single slips that, undone, make an inconsistent system consistent.

    Args:
        system: The system; of a consistent one nothing is suggested.
        kinds: The kinds of slips to think of.
        rows: For shifted rows: the cells of each row, in the order of the columns.
        time_limit: Seconds after which what was found so far is returned.
        clock: A budget to go by instead.

    Returns:
        The suggestions, cheaper kinds first, each with a ledger; verified.

    >>> from cnbudget.consistency.system import Cell, Equality
    >>> cells = [Cell("T", "12", trusted=True), Cell("A", "21")]
    >>> [found] = suggest(System(cells, [Equality("copy", [("T", 1), ("A", -1)])]))
    >>> found.kind, found.figures
    (<Slip.TRANSPOSE_ADJACENT: 'transpose_adjacent'>, (('A', '12'),))
    """
    asked = set(kinds)
    found: list[Suggestion] = []
    try:
        search_ = _Suggestions(system, clock or Clock(time_limit))
        for suggestion in search_.run(asked, rows):
            check_suggestion(system, suggestion)
            found.append(suggestion)
    except OutOfTimeError:
        pass
    order = list(Slip)
    return tuple(sorted(found, key=lambda s: order.index(s.kind)))


def corrections(
    system: System, cells: Sequence[str], kinds: Iterable[Slip] = SINGLE, *,
    time_limit: float | None = None,
) -> tuple[tuple[Suggestion, ...], ...]:  # fmt: skip
    """Slips in every cell of a repair at once: for each cell its own, fitting the others'.

    Args:
        system: The system.
        cells: The cells of the repair.
        kinds: The slips that are tried.
        time_limit: Seconds after which to stop looking; None for no limit.

    Returns:
        The combinations; each is a tuple of one suggestion a cell with one common ledger.

    >>> from cnbudget.consistency.system import Cell, Equality
    >>> system = System(
    ...     [Cell("T", "12", trusted=True), Cell("A", "21"), Cell("B", "-12")],
    ...     [Equality("a", [("T", 1), ("A", -1)]), Equality("b", [("T", 1), ("B", -1)])],
    ... )
    >>> [[s.figures for s in both] for both in corrections(system, ["A", "B"])]
    [[(('A', '12'),), (('B', '12'),)]]
    """
    asked = [kind for kind in Slip if kind in set(kinds) & set(SINGLE)]
    clock = Clock(time_limit)
    found: list[tuple[Suggestion, ...]] = []
    stack: list[tuple[tuple[Slip, str, str], ...]] = [()]
    try:
        while stack and len(found) < MOST_TOGETHER:
            chosen = stack.pop()
            edits = {cell: figure(text) for _, cell, text in chosen}
            rest = cells[len(chosen) :]
            freed = system.with_figures({**dict.fromkeys(rest), **edits})
            if not rest:
                decision = search(IntegerSystem(freed), clock)
                if isinstance(decision, Consistent):
                    ledger = decision.ledger
                    both = Suggestion(
                        chosen[0][0], tuple((c, t) for _, c, t in chosen), ledger=ledger
                    )
                    check_suggestion(system, both)
                    found.append(
                        tuple(Suggestion(k, ((c, t),), ledger=ledger) for k, c, t in chosen)
                    )
                continue
            within = ranges(freed, [rest[0]], clock=clock)
            if isinstance(within, dict):
                options = list(_fitting(system, rest[0], asked, within[rest[0]]))
                stack += [(*chosen, (kind, rest[0], text)) for kind, text in reversed(options)]
    except OutOfTimeError:
        pass
    return tuple(found)


def _fitting(
    system: System, name: str, kinds: Iterable[Slip], within: Range
) -> Iterator[tuple[Slip, str]]:
    cell = system[name]
    for kind in kinds:
        for text in undone(cell, kind):
            shown = attrs.evolve(cell, value=figure(text)).interval
            if not (shown & within.interval).is_empty:
                yield kind, text


class _Suggestions:
    def __init__(self, system: System, clock: Clock) -> None:
        self.system, self.clock = system, clock
        decision = search(IntegerSystem(system), clock)
        self.conflicts = []
        if isinstance(decision, Inconsistent):
            self.conflicts.append(set(decision.refutation.cells))

    def run(self, kinds: set[Slip], rows: Sequence[Sequence[str]]) -> Iterator[Suggestion]:
        if not self.conflicts:
            return
        suspects = [cell for cell in self.system.cells if cell.suspect]
        single = [kind for kind in SINGLE if kind in kinds]
        for cell in suspects:
            if single and self._mends([cell.id]):
                freed = self.system.with_figures({cell.id: None})
                within = ranges(freed, [cell.id], clock=self.clock)
                if isinstance(within, dict):
                    for kind, text in _fitting(self.system, cell.id, single, within[cell.id]):
                        yield from self._try(kind, {cell.id: text})
        if Slip.SWAP_CELLS in kinds:
            # one of two must be in the smallest contradiction
            near = min(self.conflicts, key=len)
            for a, b in combinations(suspects, 2):
                if (a.id not in near and b.id not in near) or a.value == b.value:
                    continue
                if a.value is None or b.value is None or not self._hits({a.id, b.id}):
                    continue
                if not (fits(a, b.value) and fits(b, a.value)):
                    continue
                if self._holds_nearby({a.id: b.value, b.id: a.value}) and self._mends([a.id, b.id]):
                    texts = {a.id: format(b.value, "f"), b.id: format(a.value, "f")}
                    yield from self._try(Slip.SWAP_CELLS, texts)
        if Slip.SHIFT_ROW in kinds:
            for row in rows:
                yield from self._shifts(row)

    def _shifts(self, row: Sequence[str]) -> Iterator[Suggestion]:
        """The row's figures one column to the left or right, the empty place printed 0."""
        cells = [self.system[name] for name in row]
        if any(cell.trusted or cell.value is None for cell in cells) or not self._hits(set(row)):
            return
        values = [cell.value for cell in cells]
        for moved in ([*values[1:], Decimal(0)], [Decimal(0), *values[:-1]]):
            texts = {}
            for cell, value in zip(cells, moved, strict=True):
                if value is None or not fits(cell, value):
                    break
                if value != cell.value:
                    texts[cell.id] = format(value, "f")
            else:
                yield from self._try(Slip.SHIFT_ROW, texts)

    def _hits(self, names: set[str]) -> bool:
        """Whether every conflict known so far has one of the cells."""
        return all(names & conflict for conflict in self.conflicts)

    def _holds_nearby(self, figures: Mapping[str, Decimal]) -> bool:
        """Whether each equality that these cells stand in may hold by itself with other figures in them."""
        system = self.system
        changed = {
            name: attrs.evolve(system[name], value=value).interval
            for name, value in figures.items()
        }
        near = {e.id: e for name in figures for e in system.equalities_of[name]}
        for equality in near.values():
            low: Fraction | None = equality.const
            high: Fraction | None = equality.const
            for name, k in equality.terms:
                bound = changed.get(name) or system.intervals[name]
                below, above = (bound.low, bound.high) if k > 0 else (bound.high, bound.low)
                low = None if low is None or below is None else low + k * below
                high = None if high is None or above is None else high + k * above
            if (low is not None and low > 0) or (high is not None and high < 0):
                return False
        return True

    def _mends(self, names: Sequence[str]) -> bool:
        """Whether some other figures in these cells make the system consistent."""
        if not self._hits(set(names)):
            return False
        decision = search(IntegerSystem(self.system.with_figures(dict.fromkeys(names))), self.clock)
        if isinstance(decision, Inconsistent):
            self.conflicts.append(set(decision.refutation.cells))
        return isinstance(decision, Consistent)

    def _try(self, kind: Slip, texts: Mapping[str, str]) -> Iterator[Suggestion]:
        figures = {name: figure(text) for name, text in texts.items()}
        decision = search(IntegerSystem(self.system.with_figures(figures)), self.clock)
        if isinstance(decision, Consistent):
            yield Suggestion(kind, tuple(texts.items()), ledger=decision.ledger)
