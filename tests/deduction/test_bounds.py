"""What the laws leave possible: beside the exact engine, and ends that are an infinitesimal off."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from cnbudget import Figure, Verdict
from cnbudget.consistency import Inconsistent, ranges
from cnbudget.deduction.bounds import STEP, Bounds, _clean, _total
from cnbudget.deduction.systems import figure_system
from cnbudget.figures import ROUNDINGS, ColumnAddress
from cnbudget.invariants import ADD_UP, AGREE, BALANCE, CONTAIN, Compiled, Derived
from cnbudget.invariants.derivation import Raw
from cnbudget.invariants.law import Flows


@pytest.mark.parametrize("steps", [-7, 0, 7])
def test_an_end_is_one_infinitesimal_off_at_most(steps: int) -> None:
    end = steps * STEP
    for off in range(-5, 6):
        sign = (off > 0) - (off < 0)
        assert _clean(end + off) == end + sign


def test_a_sum_with_an_open_end_is_open() -> None:
    assert _total([1, 2, 3]) == 6
    assert _total([]) == 0
    assert _total([1, None, 3]) is None
    assert _total([None]) is None


# Beside the engine -------------------------------------------------------------------------------

#: A figure: its last places (None: lost; "": blank), how many decimals, and its rounding rule.
_Cell = tuple[int | str | None, int, str]
#: A law: its kind, how many of its figures are new, on the left of a balance, and which known one it has, and where.
_Law = tuple[str, int, int, int, int]


def tree(cells: list[_Cell], laws: list[_Law]) -> Derived:
    """Figures and laws of which each has one lost figure in common with those before it, so that none make a circle."""
    given_ = iter(cells)
    figures: list[Figure] = []
    raw: list[Raw] = []

    def new() -> int:
        value, places, rounding = next(given_)
        if isinstance(value, int):
            figure = Figure.of(Decimal(value).scaleb(-places), places=places)
        else:
            figure = Figure.of(value, places=places)
        figures.append(figure.evolve(column=ColumnAddress("", rounding=rounding)))
        return len(figures) - 1

    new()
    for kind, number, left, known, at in laws:
        lost = [i for i, figure in enumerate(figures) if figure.value is None] or [0]
        indices = [new() for _ in range(number)]
        indices.insert(at % (number + 1), lost[known % len(lost)])
        reason = Flows(1 + left % number) if kind == BALANCE else "rows"
        raw.append((kind, tuple(indices), reason))
    columns = [figure.column for figure in figures]
    tables: Any = (SimpleNamespace(sides=[SimpleNamespace(columns=columns)]),)
    return Derived(figures, raw, tables)


def end(amount: Fraction | None, off: bool, sign: int, exponent: int) -> int | None:
    """An end of the engine's as the bounds have it."""
    if amount is None:
        return None
    steps = amount / Fraction(10) ** exponent
    assert steps.denominator == 1
    return steps.numerator * STEP + sign * off


def drawn(seed: int) -> Derived:
    rng = random.Random(seed)
    kinds = (ADD_UP, AGREE, CONTAIN, BALANCE)
    laws = [
        (
            rng.choice(kinds),
            rng.randint(1, 3),
            rng.randint(0, 2),
            rng.randint(0, 20),
            rng.randint(0, 3),
        )
        for _ in range(rng.randint(1, 4))
    ]
    cells: list[_Cell] = [(None, rng.randint(0, 1), rng.choice(ROUNDINGS))]
    for _ in range(sum(number for _, number, *_ in laws)):
        value = rng.choice((None, None, "", 0, rng.randint(1, 9), rng.randint(1, 99)))
        cells.append((value, rng.randint(0, 1), rng.choice(("half-up", *ROUNDINGS))))
    return tree(cells, laws)


@pytest.mark.parametrize("precise", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_laws_without_circles_leave_what_the_engine_leaves(seed: int, *, precise: bool) -> None:
    for number in range(20 * seed, 20 * seed + (5 if precise else 20)):
        assert_as_the_engine(drawn(number), precise=precise)


def assert_as_the_engine(derived: Derived, *, precise: bool) -> None:
    system = Compiled(derived)
    bounds = Bounds(system, precise=precise)
    broken = bounds.narrow(bounds.laws)
    names = {i: f"f{i}" for i in bounds.lost if bounds.laws_of[i]}
    found = ranges(figure_system(derived, precise=precise).system, names.values())
    if isinstance(found, Inconsistent):
        whole = [
            each for each in derived.laws if bounds.lost.isdisjoint(each[1])
        ]  # judged elsewhere
        judged = Compiled(Derived(derived.figures, whole, derived.tables)).verdicts()
        good = {Verdict.EXACT} if precise else {Verdict.EXACT, Verdict.ROUNDING}
        assert broken or not good.issuperset(judged)
        return
    assert isinstance(found, dict)
    assert not broken
    for i, name in names.items():
        low, high = bounds.low[i], bounds.high[i]
        within = found[name].interval
        assert low == end(within.low, not within.low_closed, 1, system.exponent)
        assert high == end(within.high, not within.high_closed, -1, system.exponent)
        if not precise:
            figure = derived.figures[i]
            half = 5 * 10 ** (-figure.places - system.exponent - 1)
            listed, count = bounds.printable(i, half), found[name].count
            assert count is None or len(listed or ()) == count
            if found[name].candidates:
                amounts = [Decimal(each).scaleb(system.exponent) for each in listed or ()]
                assert amounts == [Decimal(each) for each in found[name].candidates]


def lost_part() -> tuple[Bounds, int]:
    """A lost part beside a printed one of a printed whole, and what is as much as it; with half a last place."""
    figures = [Figure.of(each, places=0) for each in ("10", "4", None, None)]
    raw: list[Raw] = [(ADD_UP, (0, 1, 2), "rows"), (AGREE, (2, 3), "scopes")]
    system = Compiled(Derived(figures, raw, ()))
    return Bounds(system), max(system.halves)


def test_a_figure_that_is_put_in_its_place_narrows_what_was_settled() -> None:
    bounds, half = lost_part()
    assert bounds.narrow(bounds.laws) == {}
    assert bounds.printable(3, half) == [each * 2 * half for each in (5, 6, 7)]
    bounds.set(2, 5 * 2 * half, half)
    assert bounds.narrow(bounds.laws_of[2]) == {}
    assert bounds.printable(3, half) == [5 * 2 * half]


@pytest.mark.parametrize(("value", "laws"), [(6, []), (7, []), (8, [0]), (4, [0])])
def test_what_would_break_is_told_and_nothing_changed(value: int, laws: list[int]) -> None:
    bounds, half = lost_part()
    before = list(bounds.low), list(bounds.high)
    wanted = [(2, value * 2 * half, half)]
    assert list(bounds.attempt(wanted, bounds.laws, 99)) == laws
    assert (bounds.low, bounds.high) == before
    assert bounds.broken == {}
    # and what was tried in vain is no part of what is known
    assert bounds.narrow(bounds.laws) == {}
    assert bounds.printable(3, half) == [each * 2 * half for each in (5, 6, 7)]


def test_an_attempt_stays_within_its_laws_and_its_limit() -> None:
    figures = [Figure.of(each, places=0) for each in (None, "4", None, "10")]
    raw: list[Raw] = [(ADD_UP, (0, 1, 2), "rows"), (AGREE, (0, 3), "scopes")]
    system = Compiled(Derived(figures, raw, ()))
    bounds, last = Bounds(system), 2 * max(system.halves)
    low = [(2, 3 * last, last // 2)]  # 4 and 3 are not 10
    assert list(bounds.attempt(low, [0], 99)) == list(bounds.attempt(low, [0], 2)) == [1]
    assert bounds.attempt(low, [0], 1) == bounds.attempt(low, [0], 99, near=True) == {}
    neither = [(0, 12 * last, last // 2), *low]
    assert list(bounds.attempt(neither, [0, 1], 99)) == [0, 1]
    assert list(bounds.attempt(neither, [0, 1], 99, first=True)) == [0]


@pytest.mark.parametrize(
    ("kind", "printed", "gap"),
    [
        (ADD_UP, "20", 85), (ADD_UP, "12", 5), (ADD_UP, "11", None), (ADD_UP, "9", None), (ADD_UP, "8", 5),
        (CONTAIN, "20", None), (CONTAIN, "5", 35), (AGREE, "4", 10), (AGREE, "5", 0), (AGREE, "6", None),
        (AGREE, "9", 20),
    ],
)  # fmt: skip
def test_a_law_that_breaks_says_by_how_much(kind: str, printed: str, gap: int | None) -> None:
    """A lost figure would be 6, and 9 to 11 with 4; the gap to what is printed is in tenths of a last place."""
    figures = [Figure.of(each, places=0) for each in (printed, "4", None)]
    indices = (0, 2) if kind == AGREE else (0, 1, 2)
    system = Compiled(Derived(figures, [(kind, indices, "rows")], ()))
    last = 2 * max(system.halves)
    broken = Bounds(system).attempt([(2, 6 * last, last // 2)], [0], 9)
    assert broken == ({} if gap is None else {0: gap * last // 10})
