"""From a contradiction between cells to an obstacle: as few figures as can be, and the blanks that it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import attrs

from cnbudget.clock import Clock
from cnbudget.consistency.errors import EvidenceError
from cnbudget.consistency.simplex import Simplex
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, State
from cnbudget.layouts import Layout
from cnbudget.reconciliation.allotment import Shortage, fen, shortage_times
from cnbudget.reconciliation.cells import Cells, sides_of
from cnbudget.reconciliation.obstacle import BalanceOf, Obstacle, Unlisted
from cnbudget.reconciliation.unknowns import Unknowns
from cnbudget.reconciliation.verification import Possible, check_obstacle, harmful
from cnbudget.scope import Scope

_MOST_ROUNDS = 200
_LOOKED_AT = 60
_FEW, _MANY, _WIDE = 3, 30, 80
_BY_CODE = ("function", "economic", "project", "function-project")

#: Cells, or balances, by how often they count.
Multiples = dict[int, int]


def obstacle_of(
    disclosure: Disclosure,
    layout: Layout,
    cells: Cells,
    unknowns: Unknowns,
    shortage: Shortage,
    clock: Clock,
) -> Obstacle | None:
    """The obstacle that a contradiction is, verified; None if it proves nothing of real amounts.

    Args:
        disclosure: The document.
        layout: Its form.
        cells: Its cells.
        unknowns: All possible entries.
        shortage: The contradiction.
        clock: When to stop.

    Raises:
        OutOfTimeError: The time is over.
    """
    found = _fewest(cells, unknowns, shortage, clock)
    larger: list[tuple[Figure, int]] = []
    smaller: list[tuple[Figure, int]] = []
    for cell, times in found.cells.items():
        figures = cells.figures[cell]
        if times > 0:
            larger.append((min(figures, key=lambda f: fen([f])[1]), times))
        elif times < 0:
            smaller.append((max(figures, key=lambda f: fen([f])[0]), -times))
        else:  # printed twice, and differently
            larger.append((min(figures, key=lambda f: fen([f])[1]), 1))
            smaller.append((max(figures, key=lambda f: fen([f])[0]), 1))
    used = tuple(
        BalanceOf(unknowns.rules[n].source, unknowns.rules[n].function, times)
        for n, times in found.balances.items()
        if n < len(unknowns.rules)  # that kinds and places come to the same is so of all entries
    )
    bare = Obstacle(tuple(larger), tuple(smaller), balances=used)
    whole = _ruled_out(disclosure, layout, bare, clock)
    if whole is None:
        return None
    try:
        check_obstacle(disclosure, layout, whole, clock)
    except EvidenceError:
        return None
    return whole


def _fewest(cells: Cells, unknowns: Unknowns, shortage: Shortage, clock: Clock) -> Shortage:
    """A contradiction between fewer cells, none of which can be left out."""
    size = len(shortage.cells) + len(shortage.balances)
    if size < _FEW:
        return shortage
    found = [shortage]
    if size <= _MANY:
        found = [_leaner(cells, unknowns, shortage, (), clock)]
    if len(found[0].cells) > _FEW:
        # wide cells often say shortly what many narrow ones say together
        sizes = _sizes(cells, unknowns)
        wide = sorted(range(len(sizes)), key=lambda cell: -sizes[cell])[:_WIDE]
        found.append(_leaner(cells, unknowns, shortage, wide, clock))
    return min(found, key=lambda each: len(each.cells))


def _sizes(cells: Cells, unknowns: Unknowns) -> list[int]:
    """How many unknowns stand in each cell."""
    sizes = [0] * len(cells.figures)
    for at in unknowns.cells:
        for cell in at:
            sizes[cell] += 1
    return sizes


def _leaner(
    cells: Cells,
    unknowns: Unknowns,
    shortage: Shortage,
    more: Sequence[int],
    clock: Clock,
) -> Shortage:
    """What is left of a contradiction, and of more cells, when all that can be is left out, narrow cells first."""
    sizes = _sizes(cells, unknowns)
    chosen: list[int] = list(shortage.cells)
    if more:
        chosen = sorted({*chosen, *more}, key=lambda cell: sizes[cell])
    kept: list[tuple[bool, int]] = [(True, cell) for cell in chosen]
    kept += [(False, n) for n in (range(len(unknowns.balances)) if more else shortage.balances)]
    member: dict[int, dict[int, int]] = {}
    signed: set[int] = set()
    place = {each: r for r, each in enumerate(kept)}
    negative = {cell for cell, figures in enumerate(cells.figures) if fen(figures)[2] < 0}
    for n, at in enumerate(unknowns.cells):
        here = {place[True, cell]: 1 for cell in at if (True, cell) in place}
        if here:
            member[n] = here
        if not negative.isdisjoint(at):
            signed.add(n)
    for b, (come, go) in enumerate(unknowns.balances):
        if (False, b) in place:
            for sign, group in ((1, come), (-1, go)):
                for n in group:
                    member.setdefault(n, {})[place[False, b]] = sign
    patterns = list(
        dict.fromkeys((tuple(sorted(here.items())), n in signed) for n, here in member.items())
    )
    bounds = [fen(cells.figures[n])[:2] if cell else (0, 0) for cell, n in kept]
    best = shortage
    rows = list(range(len(kept)))
    for row in range(len(kept)):
        if row not in rows:
            continue
        clock.check(len(patterns))
        fewer = [r for r in rows if r != row]
        times = _contradiction(patterns, bounds, fewer, clock)
        if times is not None:
            rows = [r for r in fewer if r in times]
            best = Shortage(
                {kept[r][1]: k for r, k in times.items() if kept[r][0]},
                {kept[r][1]: k for r, k in times.items() if not kept[r][0]},
            )
    return best


def _contradiction(
    patterns: Sequence[tuple[tuple[tuple[int, int], ...], bool]],
    bounds: Sequence[tuple[int, int]],
    rows: Sequence[int],
    clock: Clock,
) -> Multiples | None:
    """How often each of some rows counts in a contradiction between them; None if there is none."""
    place = {r: i for i, r in enumerate(rows)}
    columns: list[list[tuple[int, int]]] = [[] for _ in rows]
    for n, (pattern, _) in enumerate(patterns):
        for r, sign in pattern:
            if r in place:
                columns[place[r]].append((n, sign))
    simplex = Simplex(
        [(None if signed else 0, None) for _, signed in patterns],
        [0] * len(patterns),
        [(tuple([n for n, _ in row]), tuple([k for _, k in row])) for row in columns],
        [bounds[r] for r in rows],
        clock,
    )
    basic = simplex.check()
    if basic is None:
        return None
    return {rows[i]: k for i, k in shortage_times(simplex, basic, len(patterns)).items()}


def _ruled_out(
    disclosure: Disclosure, layout: Layout, bare: Obstacle, clock: Clock
) -> Obstacle | None:
    """An obstacle with the blanks and unlisted rows that it needs; None if some entry is ruled out by none."""
    blanks: dict[Scope, Figure] = {}
    for form, side in sides_of(disclosure, layout):
        of_ledger = {column.key for column in form.columns if column.of_ledger}
        for row in side.rows:
            for figure in row.figures:
                if figure.state is State.BLANK and figure.column.key in of_ledger:
                    scope = figure.scope
                    if scope is not None:
                        blanks.setdefault(scope, figure)
    sides = list(_listings(disclosure, layout))
    obstacle = bare
    for _ in range(_MOST_ROUNDS):
        clock.check(len(blanks) + len(sides))
        bad = list(islice(harmful(disclosure, layout, obstacle, clock), _LOOKED_AT))
        if not bad:
            return _leanest(disclosure, layout, obstacle, clock)
        choices: list[tuple[int, Figure | Unlisted]] = [
            (sum(map(each.shuts_out, bad)), each.unlisted)
            for each in sides
            if each.unlisted not in obstacle.unlisted and each.shuts_out(bad[0])
        ]
        choices += [
            (sum(map(scope.contains, bad)), figure)
            for scope, figure in blanks.items()
            if scope.contains(bad[0])
        ]
        if not choices:
            return None
        _, chosen = max(choices, key=lambda choice: choice[0])
        if isinstance(chosen, Unlisted):
            obstacle = attrs.evolve(obstacle, unlisted=(*obstacle.unlisted, chosen))
        else:
            obstacle = attrs.evolve(obstacle, blanks=(*obstacle.blanks, chosen))
    return None


def _leanest(disclosure: Disclosure, layout: Layout, obstacle: Obstacle, clock: Clock) -> Obstacle:
    """An obstacle without the blanks and tables that others of them make up for."""
    for each in obstacle.unlisted:
        trial = attrs.evolve(
            obstacle, unlisted=tuple(u for u in obstacle.unlisted if u is not each)
        )
        if next(harmful(disclosure, layout, trial, clock), None) is None:
            obstacle = trial
    for figure in obstacle.blanks:
        trial = attrs.evolve(obstacle, blanks=tuple(b for b in obstacle.blanks if b is not figure))
        if next(harmful(disclosure, layout, trial, clock), None) is None:
            obstacle = trial
    return obstacle


@attrs.frozen
class _Listing:
    """A side that lists its codes, or projects, completely.

    Attributes:
        unlisted: What names it.
        inside: The scopes of what stands on its rows.
        rows: Those of the rows that it does not break down.
        parted: Its columns of all uses, each with those of some uses.
    """

    unlisted: Unlisted
    inside: tuple[Scope, ...]
    rows: tuple[Scope, ...]
    parted: tuple[tuple[Scope, tuple[Scope, ...]], ...]

    def shuts_out(self, entry: Possible) -> bool:
        """Whether an entry would have to stand on a row, or in a column, that is not there."""
        for whole, parts in self.parted:
            if whole.contains(entry) and not any(part.contains(entry) for part in parts):
                return True
        return any(scope.contains(entry) for scope in self.inside) and not any(
            scope.contains(entry) for scope in self.rows
        )


def _listings(disclosure: Disclosure, layout: Layout) -> Iterator[_Listing]:
    for sheet, (form, side) in zip(
        Cells(disclosure, layout).sheets, sides_of(disclosure, layout), strict=True
    ):
        if not sheet.closed or form.rows not in _BY_CODE:
            continue
        met = [form.base.meet(column.scope) for column in form.columns]
        printed = {column.key for column in side.columns}
        there = [column.key in printed for column in form.columns]
        parted = []
        for n, those in sheet.parted:
            whole = met[n]
            parts = [met[k] for k in those if there[k]]
            if there[n] and whole is not None and parts:
                parted.append((whole, tuple(part for part in parts if part is not None)))
        table = next(t for t in disclosure.tables if any(each is side for each in t.sides))
        own = {column.key for column in form.columns if column.of_ledger}
        columns = [column.scope for column in side.columns if column.key in own]
        inside = [form.coded.meet(scope) for scope in columns if scope is not None]
        rows = [row.address.scope for row in side.rows if row.kind in ("code", "project")]
        scopes = list(dict.fromkeys(scope for scope in rows if scope is not None))
        around = {
            (code[:n], scope.economic, scope.agency)
            for scope in scopes
            for code in scope.function
            for n in (3, 5, 7)
            if n < len(code) or (n == len(code) and scope.project)
        }
        uses = {code[:3] for scope in scopes for code in scope.economic if len(code) > 3}
        yield _Listing(
            Unlisted(table.key, side.side, number=table.number, title=table.title),
            tuple(scope for scope in inside if scope is not None),
            tuple(
                scope
                for scope in scopes
                if scope.economic[0] not in uses
                and (
                    scope.project or (scope.function[0], scope.economic, scope.agency) not in around
                )
            ),
            tuple(parted),
        )
