"""What was awarded to small and medium-sized firms: its shares, by themselves and of goods, works and services."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Figure, Finding, Verdict, check, example
from cnbudget.figures import ColumnAddress
from cnbudget.performance import ProcurementPlan
from cnbudget.ties.laws import Ties
from cnbudget.ties.procurement import check_awarded
from tests.narrative.documents import accounts

_AMOUNTS = st.integers(1_000, 90_000)


def _found(text: str) -> list[Finding]:
    findings = check(accounts("（三）政府采购支出情况", text)).findings
    return [f for f in findings if f.verdict is Verdict.VIOLATED and f.law not in ("form", "slip")]


def _hundredths(number: int) -> str:
    return f"{number // 100}.{number % 100:02}"


def _rate(part: int, whole: int) -> str:
    return _hundredths((20_000 * part + whole) // (2 * whole))


def _text(goods: int, services: int, awarded: tuple[int, int], small: int, slip: str = "") -> str:
    """A paragraph of final accounts; amounts in 百元, one of its numbers wrong if one is named."""
    total, sum_ = goods + services, sum(awarded)
    said = {
        "total": _hundredths(total), "goods": _hundredths(goods), "services": _hundredths(services),
        "awarded": _hundredths(sum_), "share": _rate(sum_, total),
        "small": _hundredths(small), "share_small": _rate(small, sum_),
        "rate_goods": _rate(awarded[0], goods), "rate_services": _rate(awarded[1], services),
    }  # fmt: skip
    if slip:
        said[slip] = f"1{said[slip]}" if slip in ("total", "awarded") else f"{said[slip]}1"[1:]
    return (
        "2023年度政府采购支出总额{total}万元，其中：政府采购货物支出{goods}万元、政府采购服务支出{services}万元。"
        "授予中小企业合同金额{awarded}万元，占政府采购支出总额的{share}%，其中：授予小微企业合同金额{small}万元，"
        "占授予中小企业合同金额的{share_small}%；货物采购授予中小企业合同金额占货物支出金额的{rate_goods}%，"
        "服务采购授予中小企业合同金额占服务支出金额的{rate_services}%。"
    ).format(**said)


@given(_AMOUNTS, _AMOUNTS, st.data())
def test_true_shares_of_contracts_are_not_accused(
    goods: int, services: int, data: st.DataObject
) -> None:
    awarded = data.draw(st.integers(1, goods)), data.draw(st.integers(1, services))
    small = data.draw(st.integers(1, sum(awarded)))
    assert _found(_text(goods, services, awarded, small)) == []


def test_a_slip_in_any_of_them_is_found() -> None:
    slips = {
        "total": {"share"},
        "goods": {"agree"},
        "awarded": {"share", "agree"},
        "share": {"share"},
        "small": {"share"},
        "share_small": {"share"},
        "rate_goods": {"agree"},
        "rate_services": {"agree"},
    }
    for slip, laws in slips.items():
        found = {each.law for each in _found(_text(12_000, 8_000, (9_150, 6_320), 7_730, slip))}
        assert found == laws, slip


def test_shares_that_make_up_all_are_noted_as_those_of_another_thing() -> None:
    text = (
        "2023年度政府采购支出总额200.00万元，其中：政府采购货物支出120.00万元、政府采购服务支出80.00万元。"
        "授予中小企业合同金额150.00万元；货物采购授予中小企业合同金额占货物支出金额的40.00%，"
        "服务采购授予中小企业合同金额占服务支出金额的60.00%。"
    )
    assert [(each.law, each.severity) for each in _found(text)] == [("agree", "note")]


def test_what_was_awarded_of_each_kind_is_all_of_it() -> None:
    text = (
        "2023年度政府采购支出总额200.00万元，其中：政府采购货物支出120.00万元、政府采购服务支出80.00万元。"
        "授予中小企业合同金额150.00万元。货物采购授予中小企业合同金额100.00万元，占货物支出金额的83.33%；"
        "服务采购授予中小企业合同金额50.00万元，占服务支出金额的62.50%。"
    )
    assert _found(text) == []
    assert [f.law for f in _found(text.replace("83.33", "82.33"))] == ["share"]
    assert {f.law for f in _found(text.replace("额50.00", "额56.00"))} == {"contain", "share"}


@pytest.mark.parametrize(
    ("awarded", "found"), [("4.90", False), ("4.00", True), ("5.20", False), ("7.00", True)]
)
def test_no_share_is_less_than_nothing(awarded: str, *, found: bool) -> None:
    """None of the goods and half of the services: the last place of either share says how far that may be off."""
    rates = {"rate_goods": 0, "rate_services": 50}
    money = {"awarded": awarded, "goods": "200.00", "services": "10.00"}
    percent = ColumnAddress("", measure="%")
    figures = {kind: Figure.of(each).evolve(column=percent) for kind, each in rates.items()}
    figures |= {kind: Figure.of(each, "万元") for kind, each in money.items()}
    ties = Ties(example("akto"))
    check_awarded(ties, ProcurementPlan(tuple(figures.items())))
    assert (len(ties.remarks), ties.exact["agree"]) == (int(found), int(not found))
    assert [each.expected for each in ties.remarks] == [Decimal("5.00")] * found
