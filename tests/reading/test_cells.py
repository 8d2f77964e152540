"""The cells of a row before its figures are made."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cnbudget.figures import Place
from cnbudget.reading.cells import RawRow, mends
from cnbudget.reading.numbers import Parsed

AT = Place(line=1)


def row(numbers: list[str], printed: list[str]) -> RawRow:
    cells: list[Parsed] = [(Decimal(number), 2) for number in numbers]
    return RawRow("code", AT, cells=cells, printed=printed)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["12345", "1"], ["67.00", ""]),  # as many texts as cells
        (["12345"], ["67.00"]),  # placed by the laws: its texts are not its cells'
    ],
)
def test_a_row_is_mended_cell_by_cell_or_not_at_all(above: list[str], below: list[str]) -> None:
    last = row(["12345", "1"], above)
    before = row(["9.00", "8.00"], ["9.00", "8.00"])
    rest = row(["67.00", "0"], below)
    last.texts = ["12345", "1"]
    if mends(rest, last, [before, last]):
        assert len(above) == 2
        assert last.cells[0][0] == Decimal("1234567.00")
    assert len(last.cells) == len(last.texts) == 2
