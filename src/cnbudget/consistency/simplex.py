"""The general simplex method (Dutertre and de Moura) in exact arithmetic.

Variables have closed bounds in integers; rows are integer combinations of variables whose sum is a
further variable, the row's slack. An open end is a closed one moved inwards by one step of a fine
enough grid: answers are verified against the open ends, and a finer grid is taken if need be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd

from cnbudget.clock import Clock, OutOfTimeError

Exact = int | Fraction

PATIENCE = 20
"""Pivots per row (and variable) after which the lowest index decides, which always terminates."""

GOAL = -1
"""The variable that stands for the form being maximised."""


def divide(n: Exact, d: int) -> Exact:
    """An exact quotient, an integer where it is one.

    >>> divide(6, 3), divide(1, 2)
    (2, Fraction(1, 2))
    """
    if d == 1:
        return n
    q = Fraction(n, d) if isinstance(n, int) else n / d
    return q.numerator if q.denominator == 1 else q


def distance(a: Exact, b: Exact) -> Exact:
    """How far two numbers are apart.

    >>> distance(2, 5)
    3
    """
    return a - b if a > b else b - a


class Simplex:
    """A tableau: every basic variable is a combination of the non-basic ones.

    Args:
        bounds: Low and high bound of each variable, ``None`` for none.
        start: A first value of each variable, within its bounds.
        rows: For each row the variables and coefficients.
        targets: Low and high bound of each row's sum; where equal, the row is an equality.
        clock: The budget.

    Attributes:
        variables: What the variables are called that are no slacks.

    >>> tableau = Simplex([(0, 2), (0, 2)], [0, 0], [((0, 1), (1, 1))], [(3, 3)], Clock(None))
    >>> tableau.check(), tableau.value
    (None, [2, 1, 3])
    """

    def __init__(
        self,
        bounds: Iterable[tuple[int | None, int | None]],
        start: Iterable[int],
        rows: Iterable[tuple[Sequence[int], Sequence[int]]],
        targets: Iterable[tuple[int | None, int | None]],
        clock: Clock,
    ) -> None:
        self.clock = clock
        self.value: list[Exact] = list(start)
        self.lo: list[int | None] = []
        self.hi: list[int | None] = []
        for lo, hi in bounds:
            self.lo.append(lo)
            self.hi.append(hi)
        n = self.n = len(self.value)
        value = self.value
        self.rows: dict[int, dict[int, int]] = {}
        self.den: dict[int, int] = {}
        # Slacks of equalities never come back into the basis: they are kept apart, and serve only
        # to tell how the row arose from the equalities.
        self.track: dict[int, dict[int, int]] = {}
        self.cols: list[set[int]] = [set() for _ in range(n)]
        self.fixed: list[bool] = [False] * n
        for r, ((cols, coefs), (lo, hi)) in enumerate(zip(rows, targets, strict=True)):
            basic = n + r
            self.rows[basic] = dict(zip(cols, coefs, strict=True))
            self.den[basic] = 1
            self.track[basic] = {}
            self.lo.append(lo)
            self.hi.append(hi)
            self.fixed.append(lo is not None and lo == hi)
            self.cols.append(set())
            total: Exact = 0
            for c, a in zip(cols, coefs, strict=True):
                self.cols[c].add(basic)
                total += a * value[c]
            value.append(total)
        self.m = len(self.rows)
        self.variables = list(range(n))
        self.bad: list[tuple[int, int]] = []
        for basic in self.rows:
            self._watch(basic)

    def enlarge(
        self,
        bounds: Sequence[tuple[int | None, int | None]],
        columns: Sequence[Iterable[tuple[int, int]]],
    ) -> range:
        """Take in further variables, which are 0 at first, at whatever exchanges the tableau has come to.

        Args:
            bounds: Their low and high bounds, which 0 is within.
            columns: For each of them the rows that it stands in, by their place, and its coefficients there.

        Returns:
            What they are called: the numbers after those of the rows' slacks.

        >>> tableau = Simplex([(0, 2)], [0], [((0,), (1,))], [(3, 3)], Clock())
        >>> tableau.check(), tableau.enlarge([(0, 2)], [[(0, 1)]]), tableau.check()
        (0, range(2, 3), None)
        """
        first = len(self.value)
        added: dict[int, list[tuple[int, int]]] = {}
        for k, (column, (lo, hi)) in enumerate(zip(columns, bounds, strict=True)):
            self.value.append(0)
            self.lo.append(lo)
            self.hi.append(hi)
            self.fixed.append(False)
            self.cols.append(set())
            for r, a in column:
                added.setdefault(r, []).append((first + k, a))
        for basic, times in self._standing_for(added).items():
            self.clock.check(sum([len(added[r]) for r, _ in times]))
            more: dict[int, int] = {}
            for r, k in times:
                for j, a in added[r]:
                    more[j] = more.get(j, 0) + k * a
            row = self.rows[basic]
            for j, a in more.items():
                if a:
                    row[j] = a
                    self.cols[j].add(basic)
            self._watch(basic)
        self.variables += range(first, len(self.value))
        return range(first, len(self.value))

    def _standing_for(self, added: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
        """For each basic variable whose row was made from some of the first rows which ones, and how often."""
        n, found = self.n, defaultdict[int, list[tuple[int, int]]](list)
        equalities = set()
        for r in added:
            if n + r in self.rows:
                found[n + r].append((r, self.den[n + r]))
            elif self.fixed[n + r]:
                equalities.add(r)
            for basic in self.cols[n + r]:
                # the slack of a row that it was made from lacks what the new ones add to it
                found[basic].append((r, -self.rows[basic][n + r]))
        if equalities:
            for basic, marks in self.track.items():
                if not equalities.isdisjoint(marks):
                    found[basic] += [(r, -a) for r, a in marks.items() if r in equalities]
        return found

    def _watch(self, basic: int) -> None:
        v, lo, hi = self.value[basic], self.lo[basic], self.hi[basic]
        if (lo is not None and v < lo) or (hi is not None and v > hi):
            heappush(self.bad, (len(self.rows[basic]), basic))

    def rebound(self, var: int, lo: int | None, hi: int | None) -> None:
        """Give a variable other bounds; a non-basic one moves inside them."""
        self.lo[var], self.hi[var] = lo, hi
        if var in self.rows:
            self._watch(var)
            return
        v = self.value[var]
        if lo is not None and v < lo:
            self._move(var, lo - v)
        elif hi is not None and v > hi:
            self._move(var, hi - v)

    def _move(self, var: int, by: Exact) -> None:
        value, rows, den = self.value, self.rows, self.den
        value[var] += by
        for b in self.cols[var]:
            d = den[b]
            step = rows[b][var] * by
            value[b] += step if d == 1 and type(step) is int else divide(step, d)
            self._watch(b)

    def check(self, *, eager: bool = False) -> int | None:
        """Look for values within all bounds.

        Args:
            eager: Whether to end as soon as the variables of a row, all together, cannot move it far enough. That
                takes fewer exchanges; to go on until none can be moved gives rows of wider sums.

        Returns:
            ``None`` when found; else a basic variable whose row proves that there are none.
        """
        clock, pivots, limit = self.clock, 0, PATIENCE * (self.m + 10)
        lo_, hi_, value, rows = self.lo, self.hi, self.value, self.rows
        while self.bad:
            if pivots == limit:
                self.bad = [(b, b) for _, b in self.bad]
                heapify(self.bad)
            _, basic = heappop(self.bad)
            if basic not in rows:
                continue
            v, lo, hi = value[basic], lo_[basic], hi_[basic]
            if lo is not None and v < lo:
                need = lo - v
            elif hi is not None and v > hi:
                need = hi - v
            else:
                continue
            best, enough = self._entering(basic, need, lowest=pivots >= limit)
            if best < 0 or (eager and not enough):
                heappush(self.bad, (len(rows[basic]), basic))
                return basic
            try:
                clock.check(self.work(basic, best))
            except OutOfTimeError:
                heappush(self.bad, (len(rows[basic]), basic))  # the tableau may be asked again
                raise
            theta = divide(need * self.den[basic], rows[basic][best])
            self._move(best, theta)
            self.pivot(basic, best)
            pivots += 1
            self._watch(best)
            if pivots >= limit:
                self.bad = [(b, b) for b in {b for _, b in self.bad}]
                heapify(self.bad)
        return None

    def _entering(self, basic: int, need: Exact, *, lowest: bool) -> tuple[int, bool]:
        """The variable of a row to move so that the basic one moves as needed, or -1 if none can move.

        Args:
            basic: The basic variable.
            need: How far it has to move.
            lowest: Whether the lowest index decides.

        Returns:
            The variable, and whether all variables of the row together can move it far enough.
        """
        lo_, hi_, value, cols = self.lo, self.hi, self.value, self.cols
        up = need > 0
        best = -1
        cost: tuple[int, int, int] = (2, 0, 0)
        size = (need if up else -need) * self.den[basic]
        reach: Exact | None = 0
        for j, a in self.rows[basic].items():
            vj = value[j]
            if (a > 0) is up:
                end = hi_[j]
                if end is None:
                    room = None
                elif vj < end:
                    room = (end - vj) * abs(a)
                else:
                    continue
            else:
                end = lo_[j]
                if end is None:
                    room = None
                elif vj > end:
                    room = (vj - end) * abs(a)
                else:
                    continue
            if room is None:
                reach = None
            elif reach is not None:
                reach += room
            short = int(room is not None and room < size)
            key = (0, 0, j) if lowest else (short, len(cols[j]), j)
            if best < 0 or key < cost:
                best, cost = j, key
        return best, reach is None or reach >= size

    def work(self, leaving: int, entering: int) -> int:
        """How many entries of the table an exchange touches, about."""
        size = len(self.rows[leaving]) + len(self.track[leaving])
        return size * (len(self.cols[entering]) + 1) + 10

    def pivot(self, leaving: int, entering: int) -> None:
        """Exchange a basic and a non-basic variable; the values stay."""
        column = self._turn(leaving, entering)
        pairs = list(self.rows[entering].items())
        marked = list(self.track[entering].items())
        for b in column:
            self._substitute(b, entering, pairs, marked)

    def _turn(self, leaving: int, entering: int) -> set[int]:
        """Solve the leaving variable's row for the entering one; the other rows that this one stands in."""
        rows, track, den, cols = self.rows, self.track, self.den, self.cols
        row, marks, d = rows.pop(leaving), track.pop(leaving), den.pop(leaving)
        p = row.pop(entering)
        for j in row:
            cols[j].discard(leaving)
        column = cols[entering]
        column.discard(leaving)
        if p > 0:
            new = {j: -a for j, a in row.items()}
            kept = {r: -a for r, a in marks.items()}
        else:
            new, kept, p, d = row, marks, -p, -d
        if self.fixed[leaving]:
            kept[leaving - self.n] = d
        else:
            new[leaving] = d
        if p != 1:
            g = gcd(p, *new.values(), *kept.values())
            if g != 1:
                p //= g
                new = {j: a // g for j, a in new.items()}
                kept = {r: a // g for r, a in kept.items()}
        cols[entering] = set()
        for j in new:
            cols[j].add(entering)
        rows[entering], track[entering], den[entering] = new, kept, p
        return column

    def _substitute(
        self, b: int, entering: int, pairs: list[tuple[int, int]], marked: list[tuple[int, int]]
    ) -> None:
        """Put a variable's row in its place in another row.

        Args:
            b: The basic variable of the other row.
            entering: The variable.
            pairs: Its row: variables and coefficients.
            marked: And the multiples of equality rows.
        """
        target, marks, den, cols, p = (
            self.rows[b],
            self.track[b],
            self.den,
            self.cols,
            self.den[entering],
        )
        c = target.pop(entering)
        if p != 1:
            g = gcd(c, p)
            c, scale = c // g, p // g
            if scale != 1:
                den[b] *= scale
                for j in target:
                    target[j] *= scale
                for r in marks:
                    marks[r] *= scale
        for j, a in pairs:
            old = target.get(j)
            if old is None:
                target[j] = c * a
                cols[j].add(b)
            else:
                old += c * a
                if old:
                    target[j] = old
                else:
                    del target[j]
                    cols[j].discard(b)
        for r, a in marked:
            total = marks.get(r, 0) + c * a
            if total:
                marks[r] = total
            else:
                del marks[r]
        if den[b] != 1:
            g = gcd(den[b], *target.values(), *marks.values())
            if g != 1:
                den[b] //= g
                for j in target:
                    target[j] //= g
                for r in marks:
                    marks[r] //= g

    def identity(self, basic: int) -> tuple[dict[int, int], dict[int, int], int]:
        """A row: variables and coefficients, multiples of equality rows, and its denominator."""
        return self.rows[basic], self.track[basic], self.den[basic]

    def maximise(self, form: Mapping[int, int]) -> int | None:
        """Move from feasible values to those with the highest sum of the form.

        The form's row stays as that of the variable `GOAL` until `forget`.

        Returns:
            ``None`` when a highest value is reached, else a variable that can move without end.
        """
        self._add_goal(form)
        pivots, limit = 0, PATIENCE * (self.m + 10)
        while True:
            goal = self.rows[GOAL]
            self.clock.check(len(goal) + 1)
            entering, rising, fewest = -1, True, 0
            for j, a in goal.items():
                lo, hi, v = self.lo[j], self.hi[j], self.value[j]
                if (a > 0 and (hi is None or v < hi)) or (a < 0 and (lo is None or v > lo)):
                    key = j if pivots >= limit else len(self.cols[j])
                    if entering < 0 or key < fewest:
                        entering, rising, fewest = j, a > 0, key
            if entering < 0:
                return None
            self.clock.check(len(self.cols[entering]))
            step, leaving = self._room(entering, rising=rising)
            if step is None:
                return entering
            if step:
                self._move(entering, step if rising else -step)
            if leaving is not None:
                self.clock.check(self.work(leaving, entering))
                self.pivot(leaving, entering)
            pivots += 1

    def _add_goal(self, form: Mapping[int, int]) -> None:
        total: dict[int, Fraction] = {}
        marks: dict[int, Fraction] = {}
        value: Exact = 0
        for var, a in form.items():
            value += a * self.value[var]
            if var in self.rows:
                d = self.den[var]
                for j, k in self.rows[var].items():
                    total[j] = total.get(j, Fraction(0)) + Fraction(a * k, d)
                for r, k in self.track[var].items():
                    marks[r] = marks.get(r, Fraction(0)) + Fraction(a * k, d)
            else:
                total[var] = total.get(var, Fraction(0)) + a
        size = 1
        for q in (*total.values(), *marks.values()):
            size = size * q.denominator // gcd(size, q.denominator)
        self.rows[GOAL] = {j: int(q * size) for j, q in total.items() if q}
        self.track[GOAL] = {r: int(q * size) for r, q in marks.items() if q}
        self.den[GOAL] = size
        for j in self.rows[GOAL]:
            self.cols[j].add(GOAL)
        # The goal is read as value[-1]; while it stands it is the last entry of the lists.
        self.value.append(value)
        self.lo.append(None)
        self.hi.append(None)

    def forget(self) -> None:
        """Take the form's row out again."""
        for j in self.rows.pop(GOAL):
            self.cols[j].discard(GOAL)
        del self.track[GOAL], self.den[GOAL]
        self.value.pop()
        self.lo.pop()
        self.hi.pop()

    def _room(self, entering: int, *, rising: bool) -> tuple[Exact | None, int | None]:
        """How far a non-basic variable can move, and which basic one stops it first."""
        end = self.hi[entering] if rising else self.lo[entering]
        step: Exact | None = None if end is None else distance(end, self.value[entering])
        leaving: int | None = None
        for b in self.cols[entering]:
            a = self.rows[b][entering]
            limit = self.hi[b] if (a > 0) is rising else self.lo[b]
            if limit is None:
                continue
            room = divide(distance(limit, self.value[b]) * self.den[b], abs(a))
            if (
                step is None
                or room < step
                or (room == step and leaving is not None and b < leaving)
            ):
                step, leaving = room, b
        return step, leaving

    def rates(self, entering: int) -> dict[int, Fraction]:
        """How fast the basic variables move with a non-basic one."""
        return {
            b: Fraction(self.rows[b][entering], self.den[b])
            for b in self.cols[entering]
            if b != GOAL
        }
