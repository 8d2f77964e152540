"""Which figures cells name: of rows of a level, of totals, of scopes; and what is not there."""

from __future__ import annotations

import pytest

from cnbudget import FundingSource, Scope, State, example
from cnbudget.rules.cells import Lack, NamedRows, RuleCells

AKTO = example("akto")


def named(written: str, name: str | None = None) -> list[str] | bool:
    """The rows of the figures that cells name; or whether what is not there is but a row."""
    found = NamedRows(AKTO).figures(RuleCells.of(written), name=name)
    assert not isinstance(found, int)
    return found.row if isinstance(found, Lack) else [each.row.row for each in found]


@pytest.mark.parametrize(
    ("written", "rows"),
    [
        ("general[*类].total", ["201", "208", "210", "221"]),
        ("general[*款].total", ["20132", "20805", "21011", "21015", "22102"]),
        ("basic[*].total", ["301", "302", "303"]),
        ("projects[*].total", ["201", "210"]),
        ("projects[*项目].total", ["2013299", "2101504", "2101599"]),
        ("three_public[*].total", ["因公出国（境）费用", "公务接待费", "公务用车购置及运行维护费（小计）"]),
        ("summary/income[*].amount", ["本年收入", "上年结转结余"]),
        ("totals[财政拨款].项目支出", ["合计"] * 3),
        ("totals[*].项目支出", ["合计"]),
        ("totals[*]", ["收入总计"]),
        ("general[208].total", ["208"]),
        ("summary/income[本年收入]", ["本年收入"]),
        ("totals[一般公共预算].项目支出", ["合计"]),
        ("totals[*].上缴上级支出", True),
        ("fund[*].total", True),
        ("totals[财政拨款].基本支出", True),
        ("totals[甲].项目支出", True),
        ("general[999].total", True),
        ("commissioned[*].total", False),
        ("general[208].甲", False),
        ("general[208]", False),
    ],
)  # fmt: skip
def test_what_cells_name(written: str, rows: list[str] | bool) -> None:
    assert named(written) == rows


def test_a_row_of_several_by_its_name() -> None:
    assert named("general[*项].total", "2080501") == ["2080501"]
    assert named("general[*项].total", "208") is True
    levels = NamedRows(AKTO).named(RuleCells.of("general[*项].total"))
    assert {len(name) for name in levels} == {7}


def test_a_scope_is_the_printed_figure_of_it() -> None:
    scope = Scope("210", source=FundingSource.GENERAL)
    first, second = AKTO.find(scope)
    book = NamedRows(AKTO)
    assert book.figures(scope) == [first]
    lost = NamedRows(AKTO.with_figures([(first, first.evolve(value=None, state=State.MISSING))]))
    assert lost.figures(scope) == [second]
    nothing = [(each, each.evolve(value=None, state=State.MISSING)) for each in (first, second)]
    found = NamedRows(AKTO.with_figures(nothing)).of_scope(scope)
    assert isinstance(found, list)
    assert [each.address for each in found] == [first.address]
    lack = book.figures(Scope("20599"))
    assert isinstance(lack, Lack)
    assert not lack.row
