"""A row that is lacking under cells that print fewer places than the rest is told, with all its places."""

from __future__ import annotations

import pytest

from cnbudget import check, read_text
from tests.documents import corpus


@pytest.mark.parametrize("number", [3, 5, 6])
@pytest.mark.parametrize("places", [0, 1])
def test_rows_above_may_print_fewer_places(number: int, places: int) -> None:
    for gone in range(len(corpus.document("artux").sheet(number).rows)):
        parts = corpus.document("artux")
        rows = parts.sheet(number).rows
        del rows[gone]
        for row in rows[:gone]:
            row[:] = [
                f"{round(float(cell), places):.{places}f}" if corpus.is_amount(cell) else cell
                for cell in row
            ]
        report = check(read_text(corpus.put_together(parts)))
        assert all(f.expected is None or f.expected.is_finite() for f in report.findings)
