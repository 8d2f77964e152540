"""Tables of performance goals on the way out and back in."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Amount, Ledger, LedgerError, State
from cnbudget.performance import Goals, read_goals
from cnbudget.publishing import goals_of, passages_of_goals, publish
from cnbudget.strategies import amounts, ledgers

TARGETS = ("≥95%", "=12个月", "≤3.50万元", "有效提高", "2026年12月", "≥300人次", "=100%")
NAMES = ("培训人次", "设备购置数量", "资金拨付及时率", "群众满意度", "维修费", "补助标准")

indicators = st.lists(
    st.fixed_dictionaries(
        {
            "一级指标": st.sampled_from(("产出指标", "效益指标", "满意度指标", "成本指标")),
            "二级指标": st.sampled_from(("数量指标", "质量指标", "经济成本指标")),
            "三级指标": st.sampled_from(NAMES),
            "指标值": st.sampled_from(TARGETS),
            "上年完成值": st.sampled_from(("", "=90%", "12个月")),
            "分值权重": st.integers(1, 40).map(str),
            "指标赋分规则": st.sampled_from(("", "按照完成比例赋分")),
            "佐证资料": st.sampled_from(("", "工作资料", "原始凭证")),
        }
    ),
    min_size=1,
    max_size=5,
)


@st.composite
def goals(draw: st.DrawFn) -> Goals:
    project = draw(st.sampled_from(("", "设备购置项目", "2026年业务培训经费（县级）")))
    total = draw(amounts(largest=Amount(900, "万元")))
    own = draw(st.sampled_from(("own", "appropriation", "other")))
    return goals_of(
        project,
        agency="甲局",
        goal=draw(st.sampled_from(("保障运转。", "目标1：购置设备12台；目标2：培训人员300人次。"))),
        money={own: total, "total": total},
        indicators=draw(indicators),
        year=draw(st.sampled_from((None, 2026))),
    )


@given(goals())
def test_what_is_printed_reads_back(table: Goals) -> None:
    read = read_goals(passages_of_goals(table))
    assert read.goals == (table,)
    assert read.unread == ()


@given(st.lists(goals(), min_size=1, max_size=3), ledgers(max_entries=3))
def test_they_stand_in_the_document_that_is_published(tables: list[Goals], ledger: Ledger) -> None:
    budget = publish(ledger, goals=tables)
    wanted = tuple(sorted(tables, key=lambda table: not table.overall))
    assert budget.performance.goals == wanted
    back = cnbudget.read_text(cnbudget.to_text(budget))
    assert back == budget
    assert back.performance.goals == wanted
    told = cnbudget.compose(back)
    assert told.performance.goals == wanted
    assert cnbudget.read_text(cnbudget.to_text(told)).performance.goals == wanted


def test_money_is_rounded_and_what_is_not_known_is_refused() -> None:
    table = goals_of("甲", agency="乙", goal="丙", money={"total": Amount("123456.78")}, indicators=[{"name": "丁", "target": "=1", "weight": "9"}])  # fmt: skip  # noqa: E501
    assert table.total is not None
    assert table.total.value == Decimal("12.35")
    with pytest.raises(LedgerError, match="kind of money"):
        goals_of("甲", agency="", goal="", money={"all": Amount(1)}, indicators=[])
    with pytest.raises(LedgerError, match="column of indicators"):
        goals_of("甲", agency="", goal="", money={}, indicators=[{"四级指标": "x"}])


def test_money_that_was_not_understood_is_not_written_as_nothing() -> None:
    made = goals_of(
        "设备购置",
        agency="甲局",
        goal="购置设备。",
        money={"total": Amount(12, "万元")},
        indicators=[{"三级指标": "购置数量", "指标值": "≥3台", "分值权重": "90"}],
    )
    (kind, figure), *_ = made.money
    lost = attrs.evolve(made, money=((kind, figure.evolve(value=None, state=State.MISSING)),))
    (row,) = (
        row.cells
        for passage in passages_of_goals(lost)
        for row in passage.rows
        if row.cells[0].startswith(figure.row.row or "?")
    )
    assert not any(row[1:])
