"""What ends a name is not its subject: items, projects and what was counted are of themselves, not of the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure
from cnbudget.narrative.quantities import direction
from cnbudget.narrative.vocabulary import COMPARED_WITH, SHORT_DIRECTIONS

TABLES = """2026年青山市审计局部门预算

支出总表
单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t500.00\t300.00\t200.00
201\t一般公共服务支出\t480.00\t280.00\t200.00
20108\t审计事务\t480.00\t280.00\t200.00
2010801\t行政运行\t280.00\t280.00\t
2010804\t审计业务\t200.00\t\t200.00
205\t教育支出\t20.00\t20.00\t
20508\t进修及培训\t20.00\t20.00\t
2050803\t培训支出\t20.00\t20.00\t

项目支出表
单位：万元

项目名称\t合计
合计\t200.00
干部培训经费\t50.00
审计业务经费\t150.00

财政拨款“三公”经费支出表
单位：万元

项目\t预算数
合计\t9.00
因公出国（境）费\t3.00
公务接待费\t6.00

"""


def read(*lines: str) -> Disclosure:
    return cnbudget.read_text(TABLES + "\n\n".join(("二、支出预算情况说明", *lines)))


def told(budget: Disclosure) -> dict[str, str]:
    return {
        f"{claim.value}": f"{claim.scope}"
        for claim in budget.narrative.claims
        if claim.kind == "amount" and claim.scope is not None
    }


@pytest.mark.parametrize("name", ["行政运行支出", "行政运行"])
def test_an_item_is_not_the_whole_whatever_its_name_ends_with(name: str) -> None:
    """行政运行 ends like a bank's name."""
    budget = read(f"{name}280.00万元，其中：基本支出280.00万元，项目支出0万元。")
    assert told(budget)["280.00"].startswith("功能 2010801")
    assert cnbudget.check(budget).wrong == ()
    assert cnbudget.check(read(f"{name}270.00万元，主要用于日常公用经费支出。")).wrong != ()


def test_a_project_is_not_the_use_that_its_name_ends_with() -> None:
    budget = read("主要项目：审计业务经费150.00万元，干部培训经费50.00万元。")
    assert told(budget)["50.00"] == "项目“干部培训经费”，项目支出"
    assert cnbudget.check(budget).wrong == ()


def test_what_was_spent_on_what_is_counted_is_not_the_sections_total() -> None:
    text = "三、“三公”经费预算情况说明"
    counted = "国内公务接待21批次，156人次，共计支出5.00万元。"
    budget = read(text, "“三公”经费预算9.00万元。", counted)
    assert told(budget) == {"9.00": "经济 30212、30217、30231、30913、31013，财政拨款"}
    assert cnbudget.check(budget).wrong == ()


def test_an_amount_before_a_colon_is_told() -> None:
    budget = read("1.一般公共服务支出480.00万元：主要用于机关运行方面的支出。")
    assert told(budget)["480.00"] == "功能 201"
    wrong = cnbudget.check(read("1.一般公共服务支出460.00万元：主要用于机关运行方面的支出。")).wrong
    assert any("460.00" in each.zh for each in wrong)


def test_a_section_with_an_arabic_number_ends_with_the_one_over_it() -> None:
    budget = read(
        "5、“三公”经费预算情况",
        "“三公”经费预算9.00万元。",
        "三、支出增减情况",
        "基本支出300.00万元。",
    )
    assert told(budget)["300.00"] == "基本支出"


@given(
    st.sampled_from(SHORT_DIRECTIONS),
    st.sampled_from(COMPARED_WITH),
    st.text("较比同上去", max_size=4),
)
def test_one_letter_is_a_direction_behind_what_is_compared(
    short: tuple[str, int], compared: str, before: str
) -> None:
    word, sign = short
    assert direction(before + compared + word) == (sign, word)
    assert direction(before + compared + "新" + word) == (0, "")


FINAL = """2026年度青山市审计局部门决算

收入支出决算总表
单位：万元

项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t400.00\t一、一般公共服务支出\t380.00
本年收入合计\t400.00\t本年支出合计\t380.00
年初结转和结余\t10.00\t年末结转和结余\t30.00
总计\t410.00\t总计\t410.00

一、收入支出决算总体情况说明

"""


def test_two_amounts_in_turn_are_of_two() -> None:
    text = "2026年度收、支总计各是410.00，410.00万元。"
    change = "与上年相比，收、支总计各减少60.00，70.00万元，各下降12.77%、14.58%。"
    budget = cnbudget.read_text(FINAL + text + change)
    amounts = budget.narrative.claims.of("amount")
    assert [each.subject for each in amounts] == ["收入总计", "支出总计"]
    changes = budget.narrative.claims.of("change")
    assert [f"{each.value}" for each in changes] == ["-60.00", "-70.00"]
    assert cnbudget.check(budget).wrong == ()


def test_what_is_left_of_projects_at_the_end_is_no_expenditure_of_what_was_carried_over() -> None:
    budget = cnbudget.read_text(
        FINAL + "年末结转和结余30.00万元（其中：项目支出结转和结余20.00万元）。"
    )
    (left,) = [each for each in budget.narrative.claims if f"{each.value}" == "20.00"]
    assert left.scope is not None
    assert left.scope.flow is cnbudget.Flow.CLOSING
    assert cnbudget.check(budget).wrong == ()


@pytest.mark.parametrize(
    ("title", "free"), [("2026年审计局预算编制说明", False), ("2、“三公”经费预算情况说明", True)]
)
def test_a_year_is_no_number_of_a_heading(title: str, free: bool) -> None:
    text = f"一、名词解释\n\n机关运行经费：指保障运行的经费。\n\n{title}\n\n预算500.00万元，比2024年预算减少20.00万元。"
    narrative = cnbudget.read_text(TABLES + text).narrative
    (section,) = [each for each in narrative.sections if each.title.endswith(title[-6:])]
    assert section.within("glossary") is free
