"""A column whose amounts stand a row too high or too low from some row on is one fault, told once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Figure, Finding, Verdict, check, read_text
from cnbudget.checks.shifted import _wanted
from cnbudget.invariants import ADD_UP, AGREE, CONTAIN, Compiled, Derived
from tests.documents import corpus

_PLACES = {("artux", 3): 4, ("artux", 6): 3, ("akto", 6): 3}  # of 合计 among the cells


def told(text: str) -> list[Finding]:
    """What is violated and no consequence of anything else, notes aside."""
    found = check(read_text(text), prose=False).causes
    return [f for f in found if f.verdict is Verdict.VIOLATED and f.severity != "note"]


def moved(
    name: str, sheet: int, column: int, *, first: int, last: int, by: int
) -> tuple[str, list[str]]:
    """A document with the amounts of some rows of a column in the rows beside, and what these rows print now."""
    parts = corpus.document(name)
    rows = parts.sheet(sheet).rows
    column = _PLACES[name, sheet] if column == 0 else column
    before = [row[column] for row in rows]
    for at in range(first, last):
        if 0 <= at + by < len(rows):
            rows[at + by][column] = before[at]
    return corpus.put_together(parts), [row[column] for row in rows]


@given(
    st.sampled_from(sorted(_PLACES)),
    st.sampled_from([1, -1]),
    st.data(),
)
def test_amounts_moved_by_a_row_are_one_fault(
    table: tuple[str, int], by: int, data: st.DataObject
) -> None:
    name, sheet = table
    amounts = [row[_PLACES[table]] for row in corpus.document(name).sheet(sheet).rows]
    length = data.draw(st.integers(10, len(amounts) - 2))
    first = data.draw(st.integers(1, len(amounts) - 1 - length))
    text, _ = moved(name, sheet, 0, first=first, last=first + length, by=by)
    found = told(text)
    (shifted,) = [each for each in found if each.key == "checks.column_shifted"]
    assert ("整体下移了 1 行" if by > 0 else "整体上移了 1 行") in shifted.zh
    assert shifted.zh.startswith(f"表{sheet} ")
    assert "“合计”列" in shifted.zh
    assert len(found) <= 3  # the ends may be told by themselves


def test_nothing_is_shifted_where_nothing_is() -> None:
    for name in corpus.NAMES:
        assert [f for f in told(corpus.text(name)) if f.key == "checks.column_shifted"] == []


@given(st.data())
def test_a_few_amounts_in_wrong_rows_are_no_shifted_column(data: st.DataObject) -> None:
    parts: Any = corpus.document("akto")
    rows = parts.sheet(6).rows
    first = data.draw(st.integers(1, len(rows) - 4))
    text, _ = moved("akto", 6, 0, first=first, last=first + 2, by=1)
    assert all(f.key != "checks.column_shifted" for f in told(text))


@pytest.mark.parametrize(
    ("kind", "amounts", "wanted"),
    [
        (ADD_UP, [9, 3, 4], {0: [7], 1: [5], 2: [6]}),
        (AGREE, [9, 3, 9], {0: [3], 1: [9], 2: [3]}),
        (AGREE, [9, 3, 4], {0: [3, 4], 1: [4, 9], 2: [3, 9]}),
        (CONTAIN, [3, 9], {}),
        (ADD_UP, [9, 3, None], {}),
        (AGREE, [9, None], {}),
    ],
)
def test_each_law_that_fails_wants_an_amount_in_each_of_its_cells(
    kind: str, amounts: list[int | None], wanted: dict[int, list[int]]
) -> None:
    figures = [Figure.of(each, "万元", places=2) for each in amounts]
    law = (kind, tuple(range(len(amounts))), "rows")
    system = Compiled(Derived(figures, [law, (AGREE, (0, 1), "rows")], ()))
    wan = 10 ** (4 - system.exponent)
    found = _wanted(system, [0])
    assert {i: sorted(amount for amount, _ in each) for i, each in found.items()} == {
        i: [amount * wan for amount in each] for i, each in wanted.items()
    }
    slack = sum(system.halves)
    assert {slack for each in found.values() for _, slack in each} <= {slack}
