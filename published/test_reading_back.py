"""The documents written to every format and read back: the same figures with the same scopes, panels as panels."""

from __future__ import annotations

from pathlib import Path

import pytest

import cnbudget
from cnbudget.figures import Figure
from published.documents import PDFS, budget

ENDINGS = ("md", "html", "xlsx", "docx", "json")


def _facts(figure: Figure) -> tuple[object, ...]:
    return (figure.value, figure.unit, figure.places, figure.state, figure.scope)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", PDFS)
def test_what_is_converted_reads_back(name: str, ending: str, tmp_path: Path) -> None:
    first = budget(name)
    again = cnbudget.read(cnbudget.write(first, tmp_path / f"once.{ending}"))
    assert [_facts(figure) for figure in again.figures] == [_facts(f) for f in first.figures]
    assert (again.agency, again.year, again.stage, again.unit, again.layout) == (
        first.agency,
        first.year,
        first.stage,
        first.unit,
        first.layout,
    )
    panels = [[side.panels for side in table.sides] for table in first.tables]
    assert [[side.panels for side in table.sides] for table in again.tables] == panels
    assert cnbudget.read(cnbudget.write(again, tmp_path / f"twice.{ending}")) == again


def test_no_heading_of_one_panel_stands_over_the_other() -> None:
    basic = budget("sh-putuo-ghj-2024-final-dept").basic
    assert len(basic.sides[0].panels) == 2
    start = basic.sides[0].panels[1].start
    assert basic.rows[start].address.row == "302"
    text = cnbudget.to_text(budget("sh-putuo-ghj-2024-final-dept"))
    line = next(line for line in text.split("\n") if line.startswith("| 301 |"))
    assert "| 302 |" in line  # beside it, as it is printed
