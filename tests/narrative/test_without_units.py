"""Numbers whose unit or sign was left out, words of which one was to be struck out, and short names of categories."""

from __future__ import annotations

import pytest

from cnbudget import Verdict, check
from tests.narrative.documents import accounts, budget, claims

_GENERAL = "五、一般公共预算财政拨款支出决算情况说明"


def slips(*lines: str) -> set[str]:
    return {f.key for f in check(accounts(_GENERAL, *lines)).findings if f.law == "slip"}


def test_a_plan_of_zero_needs_no_unit() -> None:
    line = "抚恤（款）死亡抚恤（项）：年初预算为0，支出决算为33.16万元，完成年初预算的95.89%。"
    read = [(c.kind, c.text, c.stage) for c in claims(_GENERAL, line, year=2023, stage="决算")]
    assert read[:2] == [("amount", "0", "预算"), ("amount", "33.16", "决算")]
    found = check(accounts(_GENERAL, line)).findings
    assert "prose.percentage_on_zero" in {f.key for f in found if f.verdict is Verdict.VIOLATED}


@pytest.mark.parametrize(
    ("true", "wrong", "key"),
    [
        ("占40.00%；", "占40.00；", "slips.percent"),
        ("占本年支出的60.00%。", "占本年支出的60.00。", "slips.percent"),
        ("完成年初预算的83.33%。", "完成年初预算的83.33。", "slips.percent"),
        ("支出决算为50.00万元，", "支出决算为50.00，", "slips.no_unit"),
        ("决算数小于预算数", "决算数大小于预算数", "slips.both_words"),
        ("较上年减少5.00万元", "较上年减增加5.00万元", "slips.both_words"),
    ],
)
def test_what_is_left_out_or_in_is_noted(true: str, wrong: str, key: str) -> None:
    lines = (
        "本年支出100.00万元，其中：教育支出40.00万元，占40.00%；卫生健康支出60.00万元，占本年支出的60.00%。",
        "教育支出（类）年初预算为60.00万元，支出决算为50.00万元，完成年初预算的83.33%。决算数小于预算数的主要原因：压减。",
        "机关运行经费较上年减少5.00万元，主要原因是人员增减变化，增减5人。",
    )
    assert not slips(*lines) & {"slips.percent", "slips.no_unit", "slips.both_words"}
    assert any(true in line for line in lines)
    assert key in slips(*(line.replace(true, wrong) for line in lines))


@pytest.mark.parametrize(
    ("name", "code"),
    [("社会保障和就业", "208"), ("医疗卫生与计划生育支出", "210"), ("卫生健康", "210")],
)
def test_a_list_may_call_a_category_by_a_short_or_a_former_name(name: str, code: str) -> None:
    other = "卫生健康支出" if code == "208" else "社会保障和就业支出"
    first, second = ("30.00", "70.00") if code == "208" else ("70.00", "30.00")
    uses = f"“{name}”{first}万元，占{first}%；“{other}”{second}万元，占{second}%"
    text = f"一般公共预算支出100.00万元，主要用于：{uses}。\n"
    found = check(budget(text)).findings
    assert "checks.items_left_out" not in {f.key for f in found}
    said = {c.subject: c.scope for c in budget(text).claims if c.kind == "amount"}
    assert said[name] is not None
    assert said[name].function == (code,)  # type: ignore[union-attr]
    wrong = check(budget(text.replace(f"{first}万元", "37.00万元"))).findings
    assert "agree" in {f.law for f in wrong if f.verdict is Verdict.VIOLATED}
