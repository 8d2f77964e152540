"""Targets: what a cell states is read back, whatever spacing and spelling of the operator it has."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.performance.targets import Target

_SPELLINGS = {
    "=": ("=", "＝", "等于"),
    "≥": ("≥", ">=", "> =", "＞＝", "不低于", "不少于"),
    "≤": ("≤", "<=", "< =", "不高于", "不超过"),
    ">": (">", "大于"),
    "<": ("<", "小于"),
}
_UNITS = {
    "%": ("percent", 0), "次": ("count", 0), "人次": ("count", 0), "万人": ("count", 4), "个月": ("count", 0),
    "万元": ("money", 0), "元": ("money", 0), "月": ("count", 0), "万件": ("count", 4), "家": ("count", 0),
}  # fmt: skip
amounts = st.decimals(0, 10**9, places=2) | st.integers(0, 10**9).map(Decimal)
spaces = st.sampled_from(["", " ", "  ", "\u3000"])


@given(
    st.sampled_from(sorted(_SPELLINGS)), st.data(), amounts, st.sampled_from(sorted(_UNITS)), spaces
)
def test_what_is_printed_is_read(
    operator: str, data: st.DataObject, value: Decimal, unit: str, space: str
) -> None:
    spelled = data.draw(st.sampled_from(_SPELLINGS[operator]))
    target = Target.of(f"{spelled}{space}{value}{space}{unit}")
    assert (target.operator, target.value, target.unit) == (operator, value, unit)
    assert target.places == max(0, -int(value.as_tuple().exponent))
    assert (target.kind, target.scale) == _UNITS[unit]
    assert target.fault == ""
    assert target.plain == value * 10**target.scale


@given(amounts, st.sampled_from(["=", "≥", ">=", "≤"]))
def test_an_operator_behind_the_number_is_a_fault(value: Decimal, operator: str) -> None:
    target = Target.of(f"{value}{operator}")
    assert target.fault
    assert target.value == value


@given(amounts)
def test_a_target_is_read_back_from_its_text(value: Decimal) -> None:
    target = Target.of(f"> = {value} 万元")
    assert Target.of(target.text) == target


@given(st.text(max_size=60))
def test_any_text_is_a_target_of_some_kind(text: str) -> None:
    target = Target.of(text, "覆盖率（%）")
    assert target.kind in {"money", "percent", "count", "date", "bare", "wording", "empty"}
    assert (target.value is None) == (target.kind in {"date", "wording", "empty"})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("0=", "运算符在数的后面"),
        ("95%≥", "运算符在数的后面"),
        ("≥≥95%", "运算符不合规范"),
        ("=>5%", "运算符不合规范"),
        ("≥", "运算符后没有数"),
        (">=5%%", "数的后面另有数或百分号"),
        ("2026年13月", "没有这样的日期"),
    ],
)
def test_faults(text: str, fault: str) -> None:
    assert Target.of(text).fault == fault


@pytest.mark.parametrize(
    "text",
    ["有效 提高", "保障", "新增", "达到要求", "2026 年 12 月", "2026年底前", "", "95%以上", "=0"],
)
def test_what_is_well_formed(text: str) -> None:
    assert Target.of(text).fault == ""


def test_the_unit_may_stand_in_the_name() -> None:
    target = Target.of("0.96", "工作人员满意度(%)")
    assert (target.unit, target.named) == ("%", True)
    assert Target.of("96%", "工作人员满意度(%)").named is False
    assert Target.of("=5", "办公费（社区）（万元）").money is not None
    assert Target.of("=5", "办公费").unit == ""


def test_words_behind_the_number_can_be_the_operator() -> None:
    assert Target.of("95%以上").operator == "≥"
    assert Target.of("30天以内").operator == "≤"
    assert Target.of("3个以上的好建议").kind == "wording"


def test_a_host_program_s_decimal_context_changes_nothing() -> None:
    from decimal import localcontext

    with localcontext() as context:
        context.prec = 3
        assert Target.of("≥23.2456 万人").plain == 232456
