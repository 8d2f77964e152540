"""First amounts of a part with cycles: near the figures, with few constraints left broken.

Most constraints are sums. Put into one another they say every amount by the *free* ones, those that no sum
makes up; two sums that make up one amount from the same free ones are one constraint. So only intervals are left
to be met, and they are met one at a time, over and over: what an amount lacks is shared out among the free
amounts below it (the relaxation method of Agmon, Motzkin and Schoenberg). A sum of many needs but little of
each, so that a few sweeps are enough where there is room, however many tables are added up. It is a
start and not an answer: what is still broken the simplex method mends, or proves that it cannot be mended.
"""

from __future__ import annotations

from collections.abc import Sequence

from cnbudget.clock import Clock
from cnbudget.consistency.grid import Bound, IntegerRow, IntegerSystem, is_empty, meet

SWEEPS = 24
"""How often the intervals are gone through."""

LONGEST = 60
"""The most free amounts behind the amounts of a part, for each term of its constraints."""

LinearForm = dict[int, int]
"""Free amounts and their coefficients."""


def settled(
    grid: IntegerSystem, cells: Sequence[int], rows: Sequence[int], steps: int, clock: Clock
) -> list[int] | None:
    """Amounts of a part, in steps, in the order of its cells and within their intervals.

    Args:
        grid: The system as integers.
        cells: The cells, by their place in the grid.
        rows: The rows, by their place in the grid.
        steps: Into how many steps a grid unit is cut; an open end is one step inside.
        clock: The budget.

    Returns:
        The amounts; None if they cannot be told so, or if it is plain that there are none.

    >>> from cnbudget.consistency.system import Cell, Equality, System
    >>> cells = [Cell("T", "3", decimals=0), Cell("A", "1", decimals=0), Cell("B", "1", decimals=0)]
    >>> grid = IntegerSystem(System(cells, [Equality("sum", [("T", 1), ("A", -1), ("B", -1)])]))
    >>> total, a, b = settled(grid, [0, 1, 2], [0], 5000, Clock(None))
    >>> total == a + b
    True
    """
    clock.check(len(cells) + sum([len(grid.rows[r].cols) for r in rows]))
    work = _Settling(grid, cells, rows)
    if not work.possible:
        return None
    value = work.settle(steps, clock)
    amounts = []
    for c in cells:
        lo, lo_open, hi, hi_open = grid.tight[c]
        x = value[work.alias[c]]
        if lo is not None:
            x = max(x, lo * steps + lo_open)
        if hi is not None:
            x = min(x, hi * steps - hi_open)
        amounts.append(x)
    return amounts


class _Settling:
    """The amounts of a part by its free ones.

    Attributes:
        alias: For each cell the first of those that are equal to it.
        bounds: What is left of their intervals together.
        forms: For each amount its free ones and their coefficients, and a constant.
        possible: Whether there is anything to be settled.
    """

    def __init__(self, grid: IntegerSystem, cells: Sequence[int], rows: Sequence[int]) -> None:
        self.grid = grid
        self.alias = _aliases(grid, cells, rows)
        self.bounds: dict[int, Bound] = {}
        for c in cells:
            first = self.alias[c]
            met = self.bounds.get(first)
            self.bounds[first] = grid.tight[c] if met is None else meet(met, grid.tight[c])
        self.possible = not any(map(is_empty, self.bounds.values())) and all(
            _may_hold(grid, r) for r in rows
        )
        self.forms: dict[int, tuple[LinearForm, int]] = {}
        if self.possible:
            self.possible = self._forms(rows)

    def _forms(self, rows: Sequence[int]) -> bool:
        """Put the sums into one another; false if that grows too long."""
        sums = _sums(self.grid, self.alias, rows)
        most = LONGEST * (sum(len(terms) for terms, _ in sums.values()) + len(self.bounds))
        state: dict[int, int] = {}
        for start in self.bounds:
            stack = [start]
            while stack:
                c = stack[-1]
                if c in self.forms:
                    stack.pop()
                    continue
                found = sums.get(c)
                if found is None:
                    self.forms[c] = ({c: 1}, 0)
                    stack.pop()
                    continue
                terms, const = found
                if state.get(c):  # all below it is known, unless it stands below itself
                    form: LinearForm = {}
                    for d, k in terms:
                        inner, more = self.forms[d]
                        const += k * more
                        for free, a in inner.items():
                            form[free] = form.get(free, 0) + k * a
                    most -= len(form)
                    if most < 0:
                        return False
                    self.forms[c] = ({d: a for d, a in form.items() if a}, const)
                    stack.pop()
                    continue
                state[c] = 1
                below = [d for d, _ in terms if d not in self.forms]
                if any(state.get(d) for d in below):
                    del sums[c]  # it would be made up of itself
                    continue
                stack += below
        return True

    def settle(self, steps: int, clock: Clock) -> dict[int, int]:
        """All amounts, in steps, from free ones that have been shared out."""
        value: dict[int, int] = {}
        ends: dict[int, tuple[int | None, int | None]] = {}
        for c, (lo, lo_open, hi, hi_open) in self.bounds.items():
            low = None if lo is None else lo * steps + lo_open
            high = None if hi is None else hi * steps - hi_open
            x = self.grid.figures[c] * steps
            if low is not None and high is not None:
                spare = (high - low) // 16  # inside its interval an amount stays there
                low, high = low + spare, high - spare
            if low is not None:
                x = max(x, low)
            if high is not None:
                x = min(x, high)
            ends[c], value[c] = (low, high), x
        forms = [
            (list(form.items()), const * steps, *ends[c])
            for c, (form, const) in self.forms.items()
            if form != {c: 1} and ends[c] != (None, None)
        ]
        forms.sort(key=lambda form: len(form[0]))
        size = sum([len(terms) + 1 for terms, *_ in forms])
        for sweep in range(SWEEPS):
            clock.check(size)
            moved = False
            for terms, const, low, high in reversed(forms) if sweep % 2 else forms:
                now = const
                for d, a in terms:
                    now += a * value[d]
                if low is not None and now < low:
                    moved |= _share(terms, low - now, value, ends)
                elif high is not None and now > high:
                    moved |= _share(terms, high - now, value, ends)
            if not moved:
                break
        found = {}
        for c, (form, const) in self.forms.items():
            now = const * steps
            for d, a in form.items():
                now += a * value[d]
            found[c] = now
        return found


def _share(
    terms: list[tuple[int, int]],
    lacking: int,
    value: dict[int, int],
    ends: dict[int, tuple[int | None, int | None]],
) -> bool:
    """Share out what an amount lacks among the free ones it consists of, as far as these have room."""
    moved = False
    while lacking and terms:
        size = sum([a if a > 0 else -a for _, a in terms])
        share = lacking // size or (1 if lacking > 0 else -1)
        spare = []
        for term in terms:
            d, a = term
            low, high = ends[d]
            old = value[d]
            x = old + share if a > 0 else old - share
            if low is not None and x < low:
                x = low
            elif high is not None and x > high:
                x = high
            else:
                spare.append(term)
            if x != old:
                value[d] = x
                lacking -= a * (x - old)
                moved = True
                if not lacking or (lacking > 0) != (share > 0):
                    return True
        if len(spare) == len(terms):
            break
        terms = spare
    return moved


def _may_hold(grid: IntegerSystem, r: int) -> bool:
    """Whether a constraint can hold by itself."""
    row = grid.rows[r]
    low: int | None = row.const
    high: int | None = row.const
    for c, a in zip(row.cols, row.coefs, strict=True):
        lo, _, hi, _ = grid.tight[c] if a > 0 else (*grid.tight[c][2:], *grid.tight[c][:2])
        low = None if low is None or lo is None else low + a * lo
        high = None if high is None or hi is None else high + a * hi
    return (high is None or high >= 0) and (not row.is_equality or low is None or low <= 0)


def _aliases(grid: IntegerSystem, cells: Sequence[int], rows: Sequence[int]) -> dict[int, int]:
    """The first of the cells that equalities of two make equal."""
    parent = {c: c for c in cells}

    def root(c: int) -> int:
        while parent[c] != c:
            parent[c] = parent[parent[c]]
            c = parent[c]
        return c

    for r in rows:
        row = grid.rows[r]
        if _is_copy(row):
            a, b = root(row.cols[0]), root(row.cols[1])
            parent[max(a, b)] = min(a, b)
    return {c: root(c) for c in cells}


def _is_copy(row: IntegerRow) -> bool:
    return row.is_equality and not row.const and row.coefs in ((1, -1), (-1, 1))


def _sums(
    grid: IntegerSystem, alias: dict[int, int], rows: Sequence[int]
) -> dict[int, tuple[list[tuple[int, int]], int]]:
    """For each amount that a row makes up of others: these, with coefficients, and a constant."""
    lost = {c for c in alias.values() if grid.tight[c][:3:2] == (None, None)}
    lost |= {alias[c] for c in alias if grid.cells[c].value is None}
    met: dict[int, int] = {}
    put: list[tuple[LinearForm, int]] = []
    for r in rows:
        row = grid.rows[r]
        if not row.is_equality or _is_copy(row):
            continue
        form: LinearForm = {}
        for c, a in zip(row.cols, row.coefs, strict=True):
            form[alias[c]] = form.get(alias[c], 0) + a
        form = {c: a for c, a in form.items() if a}
        put.append((form, row.const))
        for c in form:
            met[c] = met.get(c, 0) + 1
    sums: dict[int, tuple[list[tuple[int, int]], int]] = {}
    for form, const in put:
        whole = _whole(form, {c for c in form if met[c] == 1}, lost, sums)
        if whole is not None:
            sign = -form[whole]
            sums[whole] = ([(c, sign * a) for c, a in form.items() if c != whole], sign * const)
    return sums


def _whole(
    form: LinearForm,
    alone: set[int],
    lost: set[int],
    sums: dict[int, tuple[list[tuple[int, int]], int]],
) -> int | None:
    """The amount that a row makes up: a lost one that no other row knows, else the only one of its sign."""
    for c in alone & lost:
        if abs(form[c]) == 1:
            return c
    for sign in (1, -1):
        same = [c for c, a in form.items() if a * sign > 0]
        if len(same) == 1 and abs(form[same[0]]) == 1 and same[0] not in sums:
            return same[0]
    return next((c for c in form if c in alone and abs(form[c]) == 1), None)
