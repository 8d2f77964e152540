"""Which of two readings is the better: broken laws are counted by the cells in them, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget.reading import alternatives
from cnbudget.reading.alternatives import least_cells

LAWS = st.lists(st.frozensets(st.integers(0, 7), min_size=1, max_size=4), max_size=8)


def _fewest(broken: list[frozenset[int]]) -> int:
    """The fewest cells of which each law has one, by trying all."""
    cells = set().union(*broken)
    return next(
        size
        for size in range(len(cells) + 1)
        if any(all(law & set(some) for law in broken) for some in combinations(cells, size))
    )


@given(LAWS)
def test_each_law_that_breaks_has_one_of_the_cells_in_it(broken: list[frozenset[int]]) -> None:
    assert _fewest(broken) <= least_cells(broken) <= len(set(broken))


@given(LAWS, st.integers(8, 9))
def test_laws_with_one_cell_in_all_of_them_are_one_wrong_cell(
    broken: list[frozenset[int]], cell: int
) -> None:
    assert least_cells([law | {cell} for law in broken]) == min(len(broken), 1)


class _Counted(frozenset[int]):
    """A law whose cells are counted as they are looked at."""

    looked = 0

    def __iter__(self) -> Iterator[int]:
        for cell in super().__iter__():
            _Counted.looked += 1
            yield cell

    def __contains__(self, cell: object) -> bool:
        _Counted.looked += 1
        return super().__contains__(cell)


def test_thousands_of_broken_laws_are_looked_at_so_often_as_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tables of many rows, none of which adds up; of a form that no layout wholly understands."""
    head = "| 科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 | 项目支出 |\n"
    asked: list[tuple[int, int]] = []

    def counted(broken: Any) -> int:
        _Counted.looked = 0
        found = least_cells([_Counted(law) for law in broken])
        asked.append((len(broken), _Counted.looked))
        return found

    monkeypatch.setattr(alternatives, "least_cells", counted)
    for rows in (25, 2500):
        body = "".join(
            f"| {2010101 + n} | 审计业务 | 9.00 | 3.00 | 2.00 | 3.00 |\n" for n in range(rows)
        )
        parts = (
            f"{title}\n\n单位：万元\n\n{head}{body}"
            for title in ("部门支出总表", "一般公共预算拨款支出明细表")
        )
        cnbudget.read_text("2026年青山市审计局部门预算\n\n" + "\n".join(parts))
    (few, looked_few), (many, looked_many) = (max(asked[:2]), max(asked[2:]))
    assert many >= 5000 <= 100 * few
    assert looked_many * few <= 2 * looked_few * many
