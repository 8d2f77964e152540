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
        ("支出决算0.00万元", "支出决算减少为0.00万元", "slips.both_words"),
    ],
)
def test_what_is_left_out_or_in_is_noted(true: str, wrong: str, key: str) -> None:
    lines = (
        "本年支出100.00万元，其中：教育支出40.00万元，占40.00%；卫生健康支出60.00万元，占本年支出的60.00%。",
        "教育支出（类）年初预算为60.00万元，支出决算为50.00万元，完成年初预算的83.33%。决算数小于预算数的主要原因：压减。",
        "公务接待费支出决算0.00万元，与2022年持平；会议费由2.00万元减少为1.00万元，与年初预算持平。",
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


_EXPENSES = (
    "七、“三公”经费支出决算情况说明",
    "“三公”经费支出决算7.00万元，其中：公务接待费支出决算2.00万元，公务用车运行维护费支出决算5.00万元，因公出国（境）费支出决算0.00万元。",
    "国内公务接待3批次、24人次。公务用车保有量为2辆。",
)


def test_guests_and_vehicles_are_told_beside_what_was_spent() -> None:
    assert not {key for key in slips(*_EXPENSES) if key.endswith("_untold")}
    found = slips(*_EXPENSES[:2], "公务用车保有量为2辆。")
    assert "slips.guests_untold" in found
    assert not found & {"slips.vehicles_untold", "slips.groups_untold"}
    assert "slips.vehicles_untold" in slips(*_EXPENSES[:2])


@pytest.mark.parametrize(
    "left",
    [
        "编报绩效目标的项目9个。（绩效目标管理工作情况，以及编报绩效目标的项目数量、预算金额等）",
        "具体包括（列示至基层预算单位）：本部。",
    ],
)
def test_what_a_form_says_in_brackets_to_whoever_fills_it_in_is_left_over(left: str) -> None:
    assert "slips.placeholder" in slips(left)
    assert "slips.placeholder" not in slips("具体包括（列示从略）：本部（绩效目标管理情况等）。")


def test_the_contents_need_not_name_the_project_that_the_heading_does() -> None:
    listed = "目录\n一、机关运行经费情况\n二、项目经费情况说明\n第一部分 概况\n"
    text = "一、机关运行经费情况\n机关运行经费0.00万元。\n二、南山路立交工程项目经费情况说明\n立项实施。\n"

    def keys(prose: str) -> set[str]:
        return {f.key for f in check(budget(listed + prose)).findings}

    assert not keys(text) & {"slips.contents_otherwise", "slips.contents_not_in_text"}
    assert "slips.contents_otherwise" in keys(text.replace("情况说明", "预算说明"))
