"""``cnbudget.testing``: what other projects' tests assert with."""

from __future__ import annotations

import attrs
import pytest

from cnbudget import example, read_text
from cnbudget.testing import assert_holds
from tests.documents import corpus


@pytest.mark.parametrize("name", corpus.NAMES)
def test_a_budget_that_holds(name: str) -> None:
    report = assert_holds(corpus.budget(name))
    assert report.ok
    assert report.disclosure is corpus.budget(name)
    assert assert_holds(example(name)).checked.violated == 0


def test_a_budget_that_does_not_hold_names_the_cell() -> None:
    text = corpus.text("artux")
    cell = corpus.printed(text)[0]
    budget = read_text(corpus.with_cell(text, cell, "400.00"))
    with pytest.raises(AssertionError, match=r"1 violated\n  F\d+ .*400\.00"):
        assert_holds(budget)
    with pytest.raises(AssertionError, match=r"table 1 \(summary\), .*, should be "):
        assert_holds(budget, lang="en")
    with pytest.raises(AssertionError):
        assert_holds(budget, allow_minor=True)


def test_last_place_differences_are_allowed_only_if_asked_for() -> None:
    """21011 at 23.23 against 7.05 + 16.20: more than rounding explains, less than a forced last place."""
    parts = corpus.document("artux")
    for sheet in parts.sheets:
        for row in sheet.rows:
            if row[:2] == ["210", "11"]:
                row[:] = ["16.21" if cell == "16.20" else cell for cell in row]
    budget = read_text(corpus.put_together(parts))
    with pytest.raises(AssertionError, match="尾差"):
        assert_holds(budget)
    report = assert_holds(budget, allow_minor=True)
    assert {finding.severity for finding in report.wrong} == {"minor"}
    assert not report.ok


def test_nothing_to_check_does_not_hold() -> None:
    budget = read_text(
        "表 10\n\n财政拨款“三公”经费支出情况表\n\n“三公”经费支出内容\t合计\n总计\t1.20\n"
    )
    with pytest.raises(AssertionError):
        assert_holds(budget)
    sole = attrs.evolve(budget, tables=budget.tables[:0])
    with pytest.raises(AssertionError, match="no law between figures was there to check"):
        assert_holds(sole)
