"""First amounts of a part with cycles: near the figures, with few constraints left broken.

Most constraints are sums. Put into one another they say every amount by the *free* ones, those that no sum
makes up; two sums that make up one amount from the same free ones are one constraint. So only intervals are left
to be met, and they are met one at a time, over and over: what an amount lacks is shared out among the free
amounts below it (the relaxation method of Agmon, Motzkin and Schoenberg). A sum of many needs but little of
each, so that a few sweeps are enough where there is room, however many tables are added up. Constraints that do not
hold by then join the intervals. Where all hold in the end, that is an answer; else it is a start: what is still
broken the simplex method mends, or proves that it cannot be mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cnbudget.clock import Clock
from cnbudget.consistency.grid import Bound, IntegerRow, IntegerSystem, is_empty, meet

SWEEPS = 13
"""How often the intervals are gone through, forwards and backwards; the last time forwards."""

INWARDS = 8
"""The share of an interval by which an amount is moved further than to its end."""

ROUNDS = 4
"""How often all intervals are gone through so, as long as something does not hold."""

LONGEST = 60
"""The most free amounts behind the amounts of a part, for each term of its constraints."""

LinearForm = dict[int, int]
"""Free amounts and their coefficients."""

Ends = tuple[int | None, int | None]
"""The least and the most, in steps."""

Form = tuple[list[tuple[int, int]], int, int | None, int | None]
"""Free amounts and their coefficients, a constant, and the ends that their sum is kept within, in steps."""

Sum = tuple[list[tuple[int, int]], int, int]
"""The amounts that one is made up of, with coefficients; a constant; the row that says so."""


def settled(
    grid: IntegerSystem,
    cells: Sequence[int],
    rows: Sequence[int],
    steps: int,
    clock: Clock,
    bounds: Sequence[Bound] | None = None,
) -> list[int] | None:
    """Amounts of a part, in steps, in the order of its cells and within their intervals.

    Args:
        grid: The system as integers.
        cells: The cells, by their place in the grid.
        rows: The rows, by their place in the grid.
        steps: Into how many steps a grid unit is cut; an open end is one step inside.
        clock: The budget.
        bounds: The cells' intervals where some are freed.

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
    bounds = bounds or grid.tight
    work = _Settling(grid, cells, rows, bounds)
    if not work.possible:
        return None
    value = work.settle(steps, clock)
    amounts = []
    for c in cells:
        lo, lo_open, hi, hi_open = bounds[c]
        x = value[work.alias[c]]
        if lo is not None:
            x = max(x, lo * steps + lo_open)
        if hi is not None:
            x = min(x, hi * steps - hi_open)
        amounts.append(x)
    return amounts


def all_hold(
    grid: IntegerSystem, rows: Sequence[int], amounts: Mapping[int, int], steps: int
) -> bool:
    """Whether amounts, in steps, obey all of some rows.

    >>> from cnbudget.consistency.system import Cell, Equality, System
    >>> grid = IntegerSystem(System([Cell("T"), Cell("A")], [Equality("copy", [("T", 1), ("A", -1)])]))
    >>> all_hold(grid, [0], {0: 7, 1: 7}, 5000), all_hold(grid, [0], {0: 7, 1: 8}, 5000)
    (True, False)
    """
    return all(_holds(grid.rows[r], amounts, steps) for r in rows)


def _holds(row: IntegerRow, amounts: Mapping[int, int], steps: int) -> bool:
    now = row.const * steps
    for c, a in zip(row.cols, row.coefs, strict=True):
        now += a * amounts[c]
    return not now if row.is_equality else now >= row.strict


class _Settling:
    """The amounts of a part by its free ones.

    Attributes:
        alias: For each cell the first of those that are equal to it.
        bounds: What is left of their intervals together.
        forms: For each amount its free ones and their coefficients, and a constant.
        possible: Whether there is anything to be settled.
    """

    def __init__(
        self,
        grid: IntegerSystem,
        cells: Sequence[int],
        rows: Sequence[int],
        bounds: Sequence[Bound],
    ) -> None:
        self.grid = grid
        self.alias = _aliases(grid, cells, rows)
        self.bounds: dict[int, Bound] = {}
        for c in cells:
            first = self.alias[c]
            met = self.bounds.get(first)
            self.bounds[first] = bounds[c] if met is None else meet(met, bounds[c])
        self.possible = not any(map(is_empty, self.bounds.values())) and all(
            _may_hold(grid, r, bounds) for r in rows
        )
        self.forms: dict[int, tuple[LinearForm, int]] = {}
        self.rest: list[int] = []
        if self.possible:
            self.possible = self._forms(rows)

    def _forms(self, rows: Sequence[int]) -> bool:
        """Put the sums into one another; false if that grows too long."""
        sums = _sums(self.grid, self.alias, rows, self.bounds)
        most = LONGEST * (sum([len(terms) for terms, *_ in sums.values()]) + len(self.bounds))
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
                if state.get(c):  # all below it is known, unless it stands below itself
                    form, const = self._put_in(found[0], found[1])
                    most -= len(form)
                    if most < 0:
                        return False
                    self.forms[c] = form, const
                    stack.pop()
                    continue
                state[c] = 1
                below = [d for d, _ in found[0] if d not in self.forms]
                if any(state.get(d) for d in below):
                    del sums[c]  # it would be made up of itself
                    continue
                stack += below
        made = {r for _, _, r in sums.values()}
        self.rest = [r for r in rows if r not in made]
        return True

    def _put_in(self, terms: Iterable[tuple[int, int]], const: int) -> tuple[LinearForm, int]:
        """A sum of amounts by their free ones."""
        form: LinearForm = {}
        for d, k in terms:
            inner, more = self.forms[d]
            const += k * more
            for free, a in inner.items():
                form[free] = form.get(free, 0) + k * a
        return {d: a for d, a in form.items() if a}, const

    def settle(self, steps: int, clock: Clock) -> dict[int, int]:
        """All amounts, in steps, from free ones that have been shared out."""
        value, ends = self._begun(steps)
        forms: list[Form] = [
            (list(form.items()), const * steps, *ends[c])
            for c, (form, const) in self.forms.items()
            if form != {c: 1} and ends[c] != (None, None)
        ]
        rest = self.rest
        for _ in range(ROUNDS):
            # what must be met exactly comes last: the others have some room beyond the ends they are kept within
            forms.sort(key=lambda form: (form[2] == form[3], len(form[0])))
            _swept(forms, value, ends, clock)
            found = self._all(value, steps, clock)
            broken = [r for r in rest if not self._stands(r, found, steps)]
            if not broken and self._within(found, steps):
                break
            joined = [r for r in broken if self._joins(r, forms, steps, clock)]
            rest = [r for r in rest if r not in joined]
        return found

    def _begun(self, steps: int) -> tuple[dict[int, int], dict[int, Ends]]:
        """The figures, a little inside their intervals; and the ends that they are kept within."""
        value: dict[int, int] = {}
        ends: dict[int, Ends] = {}
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
        return value, ends

    def _all(self, value: dict[int, int], steps: int, clock: Clock) -> dict[int, int]:
        clock.check(len(self.forms))
        found = {}
        for c, (form, const) in self.forms.items():
            now = const * steps
            for d, a in form.items():
                now += a * value[d]
            found[c] = now
        return found

    def _stands(self, r: int, found: dict[int, int], steps: int) -> bool:
        """Whether a constraint holds for all amounts."""
        row = self.grid.rows[r]
        now = row.const * steps
        for c, a in zip(row.cols, row.coefs, strict=True):
            now += a * found[self.alias[c]]
        return not now if row.is_equality else now >= row.strict

    def _joins(self, r: int, forms: list[Form], steps: int, clock: Clock) -> bool:
        """Put a constraint by its free amounts to the intervals; false if it has no free amounts."""
        row = self.grid.rows[r]
        terms = [(self.alias[c], a) for c, a in zip(row.cols, row.coefs, strict=True)]
        clock.check(sum([len(self.forms[c][0]) for c, _ in terms]))
        form, const = self._put_in(terms, row.const)
        low = int(row.strict)
        made: Form = (list(form.items()), const * steps, low, low if row.is_equality else None)
        if form and made not in forms:
            forms.append(made)
        return bool(form)

    def _within(self, found: dict[int, int], steps: int) -> bool:
        """Whether all amounts are within their intervals."""
        for c, (lo, lo_open, hi, hi_open) in self.bounds.items():
            x = found[c]
            if lo is not None and x < lo * steps + lo_open:
                return False
            if hi is not None and x > hi * steps - hi_open:
                return False
        return True


def _swept(forms: list[Form], value: dict[int, int], ends: dict[int, Ends], clock: Clock) -> None:
    """Meet the intervals one at a time, over and over."""
    size = sum([len(terms) + 1 for terms, *_ in forms])
    for sweep in range(SWEEPS):
        clock.check(size)
        moved = False
        for terms, const, low, high in reversed(forms) if sweep % 2 else forms:
            now = const
            for d, a in terms:
                now += a * value[d]
            # somewhat further in than to the end, so that the next one does not move it out again
            more = 0 if low is None or high is None else (high - low) // INWARDS
            if low is not None and now < low:
                moved |= _share(terms, low + more - now, value, ends)
            elif high is not None and now > high:
                moved |= _share(terms, high - more - now, value, ends)
        if not moved:
            break


def _share(
    terms: list[tuple[int, int]],
    lacking: int,
    value: dict[int, int],
    ends: dict[int, Ends],
) -> bool:
    """Share out what an amount lacks among the free ones it consists of, as far as these have room.

    What is more than all of them have room for is left to one without an end.
    """
    loose = [(d, a) for d, a in terms if a in (1, -1) and ends[d][int(a * lacking > 0)] is None]
    if loose and abs(lacking) > _room(terms, ends):
        d, a = loose[0]
        value[d] += a * lacking
        return True
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


def _room(terms: list[tuple[int, int]], ends: dict[int, Ends]) -> int:
    """By how much free amounts with two ends can move what they make up."""
    room = 0
    for d, a in terms:
        low, high = ends[d]
        if low is not None and high is not None:
            room += abs(a) * (high - low)
    return room


def _may_hold(grid: IntegerSystem, r: int, bounds: Sequence[Bound]) -> bool:
    """Whether a constraint can hold by itself."""
    row = grid.rows[r]
    low: int | None = row.const
    high: int | None = row.const
    for c, a in zip(row.cols, row.coefs, strict=True):
        lo, _, hi, _ = bounds[c] if a > 0 else (*bounds[c][2:], *bounds[c][:2])
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
    grid: IntegerSystem, alias: dict[int, int], rows: Sequence[int], bounds: Mapping[int, Bound]
) -> dict[int, Sum]:
    """For each amount that a row makes up of others: these, with coefficients, a constant, and the row."""
    lost = {c for c, (lo, _, hi, _) in bounds.items() if lo is None or hi is None}
    met: dict[int, int] = {}
    put: list[tuple[LinearForm, int, int]] = []
    for r in rows:
        row = grid.rows[r]
        if not row.is_equality or _is_copy(row):
            continue
        form: LinearForm = {}
        for c, a in zip(row.cols, row.coefs, strict=True):
            form[alias[c]] = form.get(alias[c], 0) + a
        form = {c: a for c, a in form.items() if a}
        put.append((form, row.const, r))
        for c in form:
            met[c] = met.get(c, 0) + 1
    sums: dict[int, Sum] = {}
    for form, const, r in put:
        whole = _whole(form, {c for c in form if met[c] == 1}, lost, sums)
        if whole is not None:
            sign = -form[whole]
            sums[whole] = ([(c, sign * a) for c, a in form.items() if c != whole], sign * const, r)
    return sums


def _whole(
    form: LinearForm,
    alone: set[int],
    lost: set[int],
    sums: Mapping[int, Sum],
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
