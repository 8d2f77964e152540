"""Parts told in paragraphs of their own, below the one that leads on to them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cnbudget import Nature, Verdict, read_text
from cnbudget.narrative import Claims
from cnbudget.scope import EVERYTHING
from cnbudget.ties.claims import ClaimTies
from tests.narrative.documents import claims

HEAD = "2026年某某局部门预算\n第二部分 2026年部门预算情况说明\n"
EXPENDITURE = (
    "三、部门支出预算总体情况说明\n"
    "2026年部门支出总预算1000元，其中：基本支出预算400元，占支出总预算的40.00%；"
    "项目支出预算600元，占支出总预算的60.00%。\n"
)
GENERAL = "五、一般公共预算支出情况说明\n2026年一般公共预算支出900元，其中：基本支出400元，项目支出500元。\n"
BASIC = "1.基本支出预算400元，占一般公共预算支出的44.44%，同比减少100元，下降20.00%。其中：\n"
PROJECTS = "2.项目支出500元，占一般公共预算支出的55.56%。其中：\n"


def wrong(*text: str) -> list[tuple[str, str]]:
    """The shares of a text that do not come out, each with its subject."""
    made = read_text("".join((HEAD, EXPENDITURE, GENERAL, *text)))
    found = ClaimTies(made, made.narrative).relations
    return [
        (each.claim.subject, each.claim.text)
        for each in found
        if each.ruling.verdict is Verdict.VIOLATED
    ]


def of(found: Claims, subject: str) -> list[Nature | None]:
    return [
        None if each.scope is None else each.scope.nature
        for each in found.of("amount")
        if each.subject.startswith(subject)
    ]


def test_what_stands_below_is_of_what_leads_on_to_it() -> None:
    found = claims(
        "五、一般公共预算支出情况说明",
        "1.基本支出预算400元。其中：",
        "工资福利支出预算300元，占基本支出预算75.00%。",
        "对个人和家庭补助支出预算100元，占基本支出预算25.00%。",
        "2.项目支出500元。其中：",
        "商品和服务支出500元，占项目支出预算100%。",
        "公务接待费20元。",
        "商品和服务支出520元。",
    )
    assert of(found, "工资福利支出") == [Nature.BASIC]
    assert of(found, "对个人和家庭补助支出") == [Nature.BASIC]
    # what is no kind of expenditure ends the list, and what stands below that is of the section
    assert of(found, "公务接待费") == [Nature.ALL]
    assert of(found, "商品和服务支出") == [Nature.PROJECT, Nature.ALL]


@pytest.mark.parametrize(
    ("share", "told"), [("80.00", []), ("83.33", [("商品和服务支出预算", "83.33")])]
)
def test_a_share_is_of_the_total_of_its_own_section(
    share: str, told: list[tuple[str, str]]
) -> None:
    # 项目支出 is 600 of all money and 500 of this budget
    part = f"商品和服务支出预算400元，占项目支出预算{share}%。\n资本性支出100元，占项目支出预算20.00%。\n"
    assert wrong(PROJECTS, part) == told


@pytest.mark.parametrize(
    ("share", "told"), [("75.00", []), ("57.00", [("工资福利支出预算", "57.00")])]
)
def test_a_kind_of_expenditure_is_named_with_the_word_for_a_budget(
    share: str, told: list[tuple[str, str]]
) -> None:
    assert wrong(BASIC, f"工资福利支出预算300元，占基本支出预算{share}%。\n") == told


def test_a_line_that_compares_is_of_the_whole_that_was_told_above_it() -> None:
    found = claims(
        "二、关于2026年收入预算情况说明",
        "2026年部门财务总收入300元，其中：一般公共预算280元，其他收入20元。",
        "与上年对比增加30元，增长11.11%，主要原因分析：新增项目。",
    )
    (growth,), (change,) = found.of("growth"), found.of("change")
    assert growth.of is change.of is found.of("amount")[0]
    # several told one by one: of which of them, nothing says
    found = claims(
        "二、关于2026年收入预算情况说明",
        "一般公共预算280元，其他收入20元。",
        "与上年对比增加30元，增长11.11%。",
    )
    assert [each.of for each in (*found.of("growth"), *found.of("change"))] == [None, None]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("减少20%", []),
        ("20%", []),
        ("减少25%", [("公务接待费", "25")]),
        ("增加20%", [("公务接待费", "20")]),
    ],
)
def test_brackets_behind_a_change_tell_its_rate(said: str, told: list[tuple[str, str]]) -> None:
    text = f"七、“三公”经费情况说明\n公务接待费80元，较上年减少20元（{said}），减少的主要原因是厉行节约。\n"
    assert wrong(text) == told


def test_a_heading_says_by_which_codes_the_money_it_names_is_told() -> None:
    found = claims(
        "三、2026年支出预算情况",
        "2026年部门预算总支出300元。财政拨款安排支出280元。",
        "（一）财政拨款安排支出按功能科目分类的明细情况",
        "1.201一般公共服务支出270元，主要用于机关运转。",
    )
    last = found.of("amount")[-1]
    assert last.value == Decimal(270)
    assert last.scope is not None
    assert last.scope.function == ("201",)
    assert last.scope.is_told_by(("function", "source"))


@pytest.mark.parametrize(
    "text",
    [
        "2026年财政预算拨款“三公”经费支出合计50.00万元。",
        "2026年区本级一般公共预算中“三公”经费支出预算为50.00万元。",
        "2026年“三公”经费预算安排80.00万元，与2025年预算持平：一、2026年公务接待费预算50.00万元，与2025年预算相比增加1.00万元。",
    ],
)
def test_subjects_of_the_three_expenses(text: str) -> None:
    found = claims("七、“三公”经费情况说明", text)
    assert [each.scope is None for each in found.of("amount")] == [False] * len(found.of("amount"))
    assert found.of("amount")[-1].value == 50
    assert found.unread == ()


@pytest.mark.parametrize("joined", ["及三公经费", "及“三公”经费", "和“三公”经费"])
def test_a_heading_of_the_budget_and_the_three_public_expenses_is_of_neither_alone(
    joined: str,
) -> None:
    found = claims(
        f"二、2026年部门预算安排{joined}预算情况",
        "（一）2026年部门收支总体情况",
        "1.收入预算：2026年收入预算总额100.00万元。",
    )
    (claim,) = found.of("amount")
    assert claim.scope is not None
    assert claim.scope == EVERYTHING


def test_a_part_told_for_two_years_is_one_part_whose_change_is_its_own() -> None:
    """公务接待费3.70万元，上年预算0.75万元，增加2.95万元, among the parts of what was told before."""
    found = claims(
        "一、“三公”经费情况说明",
        "2026年“三公”经费预算为6.00万元，比2025年预算数5.00万元增加1.00万元。其中，公务接待费2.00万元，上年预算1.50万元，"
        "增加0.50万元；公务用车运行维护费4.00万元，上年预算3.50万元，增加0.50万元。",
    )
    said = [(each.subject, each.scope) for each in found.of("change")]
    assert [subject for subject, _ in said] == ["三公经费", "公务接待费", "公务用车运行维护费"]
    assert len(set(said)) == 3
