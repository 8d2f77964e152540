"""Amounts of entries: they meet every cell, and few entries at a time come to the same answer as all at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget import Figure
from cnbudget.clock import Clock
from cnbudget.consistency.simplex import Simplex
from cnbudget.reconciliation import allotment
from cnbudget.reconciliation.allotment import NotWhole, Shortage, allot, fen, shortage_times
from cnbudget.reconciliation.first_amounts import AllotmentRows, filled
from tests.profiles import tries

Entries = list[tuple[int, ...]]
Balances = list[tuple[list[int], list[int]]]
Answer = list[int] | Shortage | NotWhole


def _answers(figures: list[list[Figure]], entries: Entries, balances: Balances) -> list[Answer]:
    """What is found with few entries at a time, and with all at once."""
    found = []
    for many, time in ((0, 1), (10**9, 10)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(allotment, "MANY", many)
            patch.setattr(allotment, "AT_A_TIME", time)
            found.append(allot(figures, entries, balances, Clock()))
    return found


def _least(
    figures: list[list[Figure]], entries: Entries, balances: Balances, short: Shortage
) -> None:
    """A shortage is one: no entry lowers the sum, and it is below zero whatever is in the cells."""
    times = [short.cells.get(cell, 0) for cell in range(len(figures))]
    weights = [sum(times[cell] for cell in each) for each in entries]
    for number, count in short.balances.items():
        for n in balances[number][0]:
            weights[n] += count
        for n in balances[number][1]:
            weights[n] -= count
    signed = {cell for cell, printed in enumerate(figures) if fen(printed)[2] < 0}
    for weight, each in zip(weights, entries, strict=True):
        assert weight >= 0
        assert not weight or signed.isdisjoint(each)
    ends = [fen(printed)[:2] for printed in figures]
    assert sum(count * ends[cell][count > 0] for cell, count in short.cells.items()) < 0


@st.composite
def drawn(draw: st.DrawFn) -> tuple[list[list[Figure]], Entries, Balances]:
    """Cells that print what some entries come to, perhaps one of them otherwise; and two sides that balance."""
    cells = draw(st.integers(2, 6))
    of = st.sets(st.integers(0, cells - 1), min_size=1, max_size=3).map(
        lambda each: tuple(sorted(each))
    )
    entries = draw(st.lists(of, min_size=4, max_size=10))
    amounts = draw(st.lists(st.integers(0, 60), min_size=len(entries), max_size=len(entries)))
    balances: Balances = []
    if draw(st.booleans()):
        balances = [([0, 1], [2, 3])]
        amounts[:4] = [amounts[0], amounts[1], amounts[1], amounts[0]]
    sums = [0] * cells
    for each, amount in zip(entries, amounts, strict=True):
        for cell in each:
            sums[cell] += amount
    if draw(st.booleans()):
        sums[draw(st.integers(0, cells - 1))] += draw(st.sampled_from([-40, -3, 1, 40]))
    places = draw(st.sampled_from([0, 1]))  # 元 in whole numbers, or tenths of them
    figures = [
        [Figure.of(f"{amount // 10}.{amount % 10}" if places else str((amount + 5) // 10), "元")]
        for amount in sums
    ]
    return figures, entries, balances


@given(drawn())
@settings(max_examples=tries(1))
def test_few_at_a_time_or_all_at_once(system: tuple[list[list[Figure]], Entries, Balances]) -> None:
    """Amounts are whole, meet every cell and balance, and are not negative unless a figure is."""
    figures, entries, balances = system
    found, other = _answers(figures, entries, balances)
    assert type(found) is type(other)
    if isinstance(found, Shortage):
        _least(figures, entries, balances, found)
        return
    if isinstance(found, NotWhole):
        return
    sums = [0] * len(figures)
    below = {cell for cell, printed in enumerate(figures) if fen(printed)[2] < 0}
    for each, amount in zip(entries, found, strict=True):
        assert type(amount) is int
        assert amount >= 0 or not below.isdisjoint(each)
        for cell in each:
            sums[cell] += amount
    for total, printed in zip(sums, figures, strict=True):
        low, high, _ = fen(printed)
        assert low <= total <= high
    for come, go in balances:
        assert sum(found[n] for n in come) == sum(found[n] for n in go)


@given(drawn(), st.integers(1, 4))
@settings(max_examples=tries(1))
def test_variables_taken_in_late_are_as_good_as_from_the_start(
    system: tuple[list[list[Figure]], Entries, Balances], early: int
) -> None:
    """A tableau of some entries to which the others are added is decided as one of all, with a proof of its own."""
    figures, entries, _ = system
    rows = [
        tuple(n for n, each in enumerate(entries) if cell in each) for cell in range(len(figures))
    ]
    ends = [fen(printed)[:2] for printed in figures]
    answers = []
    for size in (early, len(entries)):
        first = [tuple(n for n in row if n < size) for row in rows]
        tableau = Simplex(
            [(0, None)] * size, [0] * size, [(row, (1,) * len(row)) for row in first], ends, Clock()
        )
        basic = tableau.check()
        late = range(size, len(entries))
        columns = [[(cell, 1) for cell in entries[n]] for n in late]
        tableau.enlarge([(0, None)] * len(late), columns)
        basic = tableau.check()
        answers.append(basic is None)
        if basic is None:
            amounts = [tableau.value[n] for n in tableau.variables]
            sums = [sum(amounts[n] for n in row) for row in rows]
            assert all(low <= total <= high for total, (low, high) in zip(sums, ends, strict=True))
            assert all(amount >= 0 for amount in amounts)
        else:
            times = shortage_times(tableau, basic, size)
            assert all(sum(times.get(cell, 0) for cell in each) >= 0 for each in entries)
            assert sum(k * ends[cell][k > 0] for cell, k in times.items()) < 0
    assert answers[0] is answers[1]


def test_what_balances_is_filled_in_together() -> None:
    """Where the money of two kinds is that of two places, kind and place take the same."""
    rows = AllotmentRows([(0,), (1,), (2, 3), (0, 1, 2, 3)], [(1,), (1,), (1, 1), (1, 1, -1, -1)],
                         [(5, 5), (7, 7), (9, 9), (0, 0)], [(0, 0), (1, 1), (2, 2), None], [5, 7, 9, 0])  # fmt: skip
    assert filled(4, rows, Clock(), many=True) == [5, 4, 9, 0]
    assert filled(4, rows, Clock()) == [5, 7, 9, 0]


def test_three_sides_that_balance_are_filled_in_together() -> None:
    """What is of a place has to be of a kind and of a project as well, or it stays empty."""
    # two places, two kinds, two projects
    columns = [*((n,) for n in range(6)), (0, 1, 2, 3), (0, 1, 4, 5)]
    signs = [*[(1,)] * 6, *[(1, 1, -1, -1)] * 2]
    centres = [5, 7, 9, 3, 4, 7]
    rows = AllotmentRows(columns, signs, [(n, n) for n in (*centres, 0, 0)],
                         [*((n, n) for n in range(6)), None, None], [*centres, 0, 0])  # fmt: skip
    assert filled(6, rows, Clock(), many=True) == [5, 6, 9, 2, 4, 7]


@pytest.mark.parametrize(
    ("printed", "found"), [("0.00", None), ("", None), ("-1.00", [300, 200, -300])]
)
def test_only_what_stands_in_a_negative_cell_may_be_negative(
    printed: str, found: list[int] | None
) -> None:
    figures = [[Figure.of(text, "元")] for text in ("5.00", "3.00", printed)]
    entries: Entries = [(0, 1), (0, 2), (2,)]  # the second is 2.00, so that the third is below zero
    for answer in _answers(figures, entries, []):
        if found is None:
            assert isinstance(answer, Shortage)
            _least(figures, entries, [], answer)
        else:
            assert answer == found
