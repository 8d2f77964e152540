"""Which printed amounts of a document are tied to others at all, by linear algebra alone.

Every figure totals a slice of one ledger, so a figure is tied if what it totals is a combination of what others total.
That is asked of points of the ledger that are drawn from the scopes, as a matrix with a row for each figure and a
column for each point: no law that the package derives is used, and none of its search for them. A wrong amount can be
*told* from all others if no other single wrong amount would break the same combinations.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import numpy as np

from cnbudget import Disclosure, Figure, Flow, Scope, State
from cnbudget.dimensions import DIMENSIONS
from cnbudget.dimensions.sets import Codes, Flags, Names
from cnbudget.scope import PART, SOME

_DRAWN = 120  # points from each scope
_MOST_DRAWN = 60_000  # in all
_AT_ONCE = 4_000
_OTHER = "其他"
_SMALL = 1e-6
Point = tuple[Any, ...]


@attrs.frozen
class Tied:
    """What can be known of some printed amounts, that are not zero.

    Attributes:
        tied: Those which others make up or are made up with, by their places among the figures.
        told: Those of them of which a wrong one breaks what no other wrong one would.
    """

    tied: frozenset[int]
    told: frozenset[int]


class _Ledger:
    """The parts into which the scopes of a document cut each dimension, and what of them is known to be zero."""

    def __init__(self, budget: Disclosure) -> None:
        self.figures = budget.figures
        scopes = [f.scope for f in self.figures if f.scope is not None]
        self.atoms: list[list[Any]] = []
        for each in DIMENSIONS:
            sets = dict.fromkeys(getattr(scope, each.name) for scope in scopes)
            self.atoms.append(list(_atoms(each.sets, sets, each.usual)))
        self.zero = [f.scope for f in self.figures if f.scope is not None and _is_zero(f)]
        self.closed = list(_closed(budget))

    def within(self, scope: Scope) -> list[list[int]]:
        """The parts of each dimension that are in a scope."""
        return [
            [n for n, atom in enumerate(atoms) if _has(each.sets, getattr(scope, each.name), atom)]
            for each, atoms in zip(DIMENSIONS, self.atoms, strict=True)
        ]

    def masks(self, scopes: Sequence[Scope], points: Sequence[Point]) -> np.ndarray[Any, Any]:
        """Which points are in each scope."""
        found = np.ones((len(scopes), len(points)), dtype=bool)
        drawn: np.ndarray[Any, Any] = np.array(points)
        for place, (each, atoms) in enumerate(zip(DIMENSIONS, self.atoms, strict=True)):
            rows: dict[Any, np.ndarray[Any, Any]] = {}
            column = drawn[:, place]
            for number, scope in enumerate(scopes):
                part = getattr(scope, each.name)
                if part not in rows:
                    has = np.array([_has(each.sets, part, atom) for atom in atoms])
                    rows[part] = has[column]
                found[number] &= rows[part]
        return found


def _atoms(sets: Any, given: dict[Any, None], usual: Any) -> Iterator[Any]:
    if isinstance(sets, Codes):
        codes = {code for each in given for code in each} | {""}
        yield from sorted(codes)  # a code stands for what is below it, and below none of the others
    elif isinstance(sets, Flags):
        yield from usual.__class__
    elif isinstance(sets, Names):
        yield from sorted({name for each in given if each for name in each})
        yield _OTHER
    else:
        yield from given


def _has(sets: Any, part: Any, atom: Any) -> bool:
    if isinstance(sets, Codes):
        return any(atom.startswith(code) for code in part)
    if isinstance(sets, Flags):
        return atom in part
    if isinstance(sets, Names):
        return not part or atom in part
    return bool(part == atom)


def _closed(budget: Disclosure) -> Iterator[tuple[Scope, list[Scope]]]:
    """Scopes with those below them in the same column of a table that lists all: what is in none of these is zero."""
    for table in budget.tables:
        for side in table.sides:
            if not side.complete:
                continue
            for number in range(len(side.columns)):
                column = [
                    f.scope for row in side.rows for f in [row.figures[number]]
                    if f.scope is not None and f.state in (State.VALUE, State.BLANK)
                ]  # fmt: skip
                distinct = list(dict.fromkeys(column))
                for scope in distinct:
                    inside = [
                        e
                        for e in distinct
                        if e < scope and (e.agency == scope.agency or not _is_some(e))
                    ]
                    if inside:
                        yield scope, inside


def _is_zero(figure: Figure) -> bool:
    """Whether a figure says that there is nothing of what it totals."""
    return figure.state is State.BLANK or (figure.state is State.VALUE and not figure.value)


def _is_some(scope: Scope) -> bool:
    return any(name.startswith((PART, SOME, "机关")) for name in scope.agency or ())


def tied(budget: Disclosure, seed: int = 1) -> Tied:
    """What can be known of the printed amounts of a document, that are not zero, from all others of its tables.

    Args:
        budget: The document.
        seed: For drawing points.
    """
    ledger = _Ledger(budget)
    live = [
        n for n, f in enumerate(budget.figures)
        if f.scope is not None and f.state is State.VALUE and f.value
    ]  # fmt: skip
    scopes = list(dict.fromkeys(budget.figures[n].scope for n in live))
    points = _points(ledger, [each for each in scopes if each is not None], random.Random(seed))
    if not points:
        return Tied(frozenset(), frozenset())
    matrix = _told(ledger, [budget.figures[n].scope or Scope() for n in live], points, seed)
    left, sizes, _ = np.linalg.svd(matrix, full_matrices=False)
    basis = left[:, sizes > _SMALL * max(sizes[0], 1)]
    rest = np.eye(len(matrix)) - basis @ basis.T
    own = np.diag(rest)[: len(live)]
    bound = [n for n in range(len(live)) if own[n] > _SMALL]
    told = []
    for n in bound:
        across = rest[n, : len(live)] ** 2
        same = [m for m in bound if m != n and across[m] > own[n] * own[m] * (1 - _SMALL)]
        if not same:
            told.append(n)
    return Tied(frozenset(live[n] for n in bound), frozenset(live[n] for n in told))


def _told(
    ledger: _Ledger, scopes: list[Scope], points: list[Point], seed: int
) -> np.ndarray[Any, Any]:
    """What figures of some scopes total, in a few random ledgers: these tell as much as the points themselves do."""
    balances = list(_balances(ledger, points))
    count = len(scopes) + len(balances) + 8
    rng = np.random.default_rng(seed)
    found = np.zeros((len(scopes) + len(balances), count))
    for start in range(0, len(points), _AT_ONCE):
        some = points[start : start + _AT_ONCE]
        amounts = rng.standard_normal((len(some), count))
        found[: len(scopes)] += ledger.masks(scopes, some).astype(float) @ amounts
        for number, signs in enumerate(balances):
            found[len(scopes) + number] += signs[start : start + _AT_ONCE] @ amounts
    return found


def _points(ledger: _Ledger, scopes: list[Scope], rng: random.Random) -> list[Point]:
    """Points of the ledger, some in each scope, of which nothing says that they are zero."""
    drawn: list[Point] = []
    count = max(12, min(_DRAWN, _MOST_DRAWN // max(len(scopes), 1)))
    for scope in scopes:
        within = ledger.within(scope)
        if all(within):
            drawn += {tuple(map(rng.choice, within)) for _ in range(count)}
    drawn = list(dict.fromkeys(drawn))
    if not drawn:
        return []
    dead = np.zeros(len(drawn), dtype=bool)
    if ledger.zero:
        dead |= ledger.masks(list(dict.fromkeys(ledger.zero)), drawn).any(axis=0)
    every = dict.fromkeys(scope for whole, inside in ledger.closed for scope in (whole, *inside))
    masks = dict(zip(every, ledger.masks(list(every), drawn), strict=True))
    for whole, inside in ledger.closed:
        dead |= masks[whole] & ~np.logical_or.reduce([masks[each] for each in inside])
    return [point for point, gone in zip(drawn, dead, strict=True) if not gone]


def _balances(ledger: _Ledger, points: list[Point]) -> Iterator[np.ndarray[Any, Any]]:
    """Rows that are zero: of each source, what comes in is what goes out."""
    flow = [each.name for each in DIMENSIONS].index("flow")
    source = [each.name for each in DIMENSIONS].index("source")
    if len({point[flow] for point in points}) < 2:
        return
    for number in range(len(ledger.atoms[source])):
        signs = [
            0
            if point[source] != number
            else 1
            if ledger.atoms[flow][point[flow]] in Flow.IN
            else -1
            for point in points
        ]
        yield np.array(signs, dtype=float)


def names(figures: Sequence[Figure], places: frozenset[int]) -> list[str]:
    """The addresses of some figures, for reading."""
    return [str(figures[n].address) for n in sorted(places)]
