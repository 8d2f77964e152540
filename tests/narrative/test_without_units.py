"""Numbers whose unit or sign was left out, words of which one was to be struck out, and short names of categories."""

from __future__ import annotations

import pytest

from cnbudget import Verdict, check, read_text
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
        ("支出决算0.00万元", "支出决算减少为0.00万元", "slips.changed_as_before"),
    ],
)
def test_what_is_left_out_or_in_is_noted(true: str, wrong: str, key: str) -> None:
    lines = (
        "本年支出100.00万元，其中：教育支出40.00万元，占40.00%；卫生健康支出60.00万元，占本年支出的60.00%。",
        "教育支出（类）年初预算为60.00万元，支出决算为50.00万元，完成年初预算的83.33%。决算数小于预算数的主要原因：压减。",
        "公务接待费支出决算0.00万元，与2022年持平；会议费由2.00万元减少为1.00万元，与年初预算持平。",
        "机关运行经费较上年减少5.00万元，主要原因是人员增减变化，增减5人。",
    )
    keys = {"slips.percent", "slips.no_unit", "slips.both_words", "slips.changed_as_before"}
    assert not slips(*lines) & keys
    assert any(true in line for line in lines)
    assert key in slips(*(line.replace(true, wrong) for line in lines))


@pytest.mark.parametrize(
    "line",
    [
        "支出决算为50.00（万元）。",
        "（单位：万元）教育支出（类）年初预算为60.00，支出决算为50.00。",
        "教育支出（类）支出决算为50.00、60.00万元。",
        "教育支出（类）支出决算为50.00余万元。",
        "预算执行率为98.50。",
        "教育支出40.00万元，占本年支出的40.00（%）。",
        "教育支出40.00万元，占比0.4。",
        "教育支出40.00万元，占比3:2。",
        "教育支出40.00万元，占四成。",
        "教育支出40.00万元，占百分之四十。",
        "基本支出和项目支出分别占60.00、40.00%。",
        "教育支出40.00万元，完成年初预算的0.83。",
        "教育支出40.00万元，完成年初预算的1.20倍。",
        "人员增减增加5人。",
        "公务接待费年初预算2.00万元，支出决算减少到1.00万元，与上年持平。",
        "公务接待费由年初预算的2.00万元减少为1.00万元，与2022年决算持平。",
        "本年支出较年初预算增加至50.00万元，与2022年决算数持平。",
        "行政运行（项）：反映基本支出（包括人员情况，以及车辆购置、维修、保险等）。",
        "一般公共预算支出表（列示至项级科目）如下。",
    ],
)
def test_what_is_right_is_not_noted(line: str) -> None:
    assert not slips(_GENERAL, line) & {
        "slips.percent",
        "slips.no_unit",
        "slips.both_words",
        "slips.changed_as_before",
        "slips.placeholder",
    }


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
    "told",
    [
        "国内公务接待3次，24人。公务用车3台。参加出国培训1人。",
        "共接待来宾二十批。年末公务用车实有叁辆。全年组织出国考察团二个，共六人。",
        "接待上级检查组5次、35人。公车2台。因公出国2团5人。",
        "全年接待外地考察组共40人。单位无公务用车，均为租赁。出国（境）学习1人。",
        "本年度接待12起。公务用车两部。出访1次。",
        "国内公务接待10批，100人。车辆保有量为2辆。因公出国（境）团组1个。",
        "接待外省来访3次。共有车辆2辆。全年因公出国（境）参团1个，累计2人次。",
    ],
)
def test_counts_are_told_in_many_words(told: str) -> None:
    expenses = (*_EXPENSES[:1], _EXPENSES[1].replace("费支出决算0.00", "费支出决算1.00"))
    assert not {key for key in slips(*expenses, told) if key.endswith("_untold")}


def test_guests_are_no_travellers_and_repairs_no_number_of_vehicles() -> None:
    expenses = (*_EXPENSES[:1], _EXPENSES[1].replace("费支出决算0.00", "费支出决算1.00"))
    assert "slips.groups_untold" in slips(*expenses, _EXPENSES[2])
    assert "slips.vehicles_untold" in slips(*expenses, "主要用于车辆维修费3.00万元。")


def test_counts_may_stand_in_the_table() -> None:
    table = [
        "附表7",
        "财政拨款“三公”经费支出决算表",
        "金额单位：万元",
        "项目\t2023年决算数",
        "一、“三公”经费支出合计\t7.00",
        "1.因公出国（境）费\t",
        "2.公务接待费\t2.00",
        "3.公务用车购置及运行维护费\t5.00",
        "（2）公务用车运行维护费\t5.00",
        "3.公务用车保有量（辆）\t2",
        "4.国内公务接待批次（个）\t12",
    ]

    def keys(rows: list[str]) -> set[str]:
        lines = ["2023年度某市某某局部门决算公开", *rows, "第三部分 2023年度部门决算情况说明"]
        text = "\n".join([*lines, *_EXPENSES[:2]])
        return {f.key for f in check(read_text(text)).findings if f.key.endswith("_untold")}

    assert not keys(table)
    assert keys(table[:-2]) == {"slips.guests_untold", "slips.vehicles_untold"}


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


def test_a_former_name_is_told_where_it_is_used_as_one() -> None:
    def names(line: str) -> set[str]:
        return {str(f) for f in check(accounts(_GENERAL, line)).findings if f.law == "name"}

    assert any("207" in each for each in names("主要用于“文化体育与传媒”20.00万元。"))
    assert names("主要用于“其他国土资源事务支出”10.00万元。")
    for right in (
        "“文化体育与传媒支出”2018年改称“文化旅游体育与传媒支出”。",
        "原“医疗卫生与计划生育支出”10.00万元调整为“卫生健康支出”。",
        "设立“医疗卫生与计划生育支出”3项奖励。",
        "主要用于“卫生健康支出”10.00万元，“教育”5.00万元。",
    ):
        assert not names(right)
