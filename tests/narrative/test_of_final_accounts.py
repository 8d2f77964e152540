"""Final accounts in words that differ from region to region: what is true is not accused, what is changed is found."""

from __future__ import annotations

import pytest

from cnbudget import Finding, Verdict, check, read_text
from cnbudget.dimensions import FundingSource
from tests.narrative.documents import accounts, claims

_TOTAL = "一、收入支出决算总体情况说明"
_EXPENSES = "七、“三公”经费支出决算情况说明"


def found(*lines: str) -> list[Finding]:
    """What is wrong in some lines, the tables aside that the small file lacks."""
    findings = check(accounts(*lines)).findings
    return [f for f in findings if f.verdict is Verdict.VIOLATED and f.law not in ("form", "slip")]


def errors_of(text: str) -> list[Finding]:
    return [f for f in check(read_text(text)).findings if f.severity == "error"]


#: Lines that are true, what of them is changed into what, and the law that finds it.
CASES = {
    "a total and its change behind both balances": (
        (
            _TOTAL,
            "2023年度收入总计820.00万元，其中：本年收入合计815.00万元，年初结转和结余5.00万元。",
            "2023年度支出总计820.00万元，其中：本年支出合计790.00万元，年末结转和结余30.00万元。",
            "收入支出总体与上年相比，增加20.00万元，增长2.50%。",
        ),
        "2.50%", "2.90%", "growth",
    ),
    "changes from the plan of parts": (
        (
            _EXPENSES,
            "一般公共预算安排“三公”经费支出60.00万元，比年初预算增加10.00万元。其中：公务用车购置及运行维护费41.00万元（其中：公务用车购置费22.00万元，公务用车运行维护费19.00万元），比年初预算增加15.00万元；公务接待费19.00万元，比年初预算减少5.00万元。",
        ),
        "费19.00万元）", "费16.00万元）", "add-up",
    ),
    "parts of what was planned": (
        (
            _EXPENSES,
            "2023年“三公”经费预算为50.00万元，其中：因公出国（境）费20.00万元、公务用车运行维护费25.00万元、公务接待费5.00万元。“三公”经费支出为40.00万元，完成预算的80.00%，其中：因公出国（境）费支出11.00万元，完成预算的55.00%；公务用车运行维护费支出26.00万元，完成预算的104.00%；公务接待费支出3.00万元，完成预算的60.00%。",
        ),
        "104.00%", "107.00%", "share",
    ),
    "guests that are as many as before": (
        (
            _EXPENSES,
            "公务接待费为2.00万元，较上年减少3.00万元，下降60.00%，国内公务接待批次为0次，较上年减少12批次，下降100%，共计接待0人次，与上年持平。",
        ),
        "60.00%", "66.00%", "growth",
    ),
    "what an amount is, behind it": (
        (
            "二、收入决算情况说明",
            "本年度事业收入700.00万元，比上年增加70.00万元，增长11.11%。其中630.00万元为学费收入。",
        ),
        "11.11%", "17.11%", "growth",
    ),
    "expenditure of a trade that is not all of it": (
        (
            "三、支出决算情况说明",
            "2023年支出合计900.00万元，其中基本支出400.00万元，占总支出的44.44%，项目支出500.00万元，占总支出的55.56%。",
            "本年度基本支出为教育事业支出400.00万元。",
        ),
        "55.56%", "58.56%", "share",
    ),
    "last year told in a sentence of its own": (
        (
            _EXPENSES,
            "2023年“三公”经费决算数合计为90.00万元，其中：因公出国（境）费0.00万元、公务用车购置及运行维护费60.00万元、公务接待费30.00万元。2022年的“三公”经费决算数合计为70.00万元，其中：公务用车运行维护费45.00万元、公务接待费25.00万元。",
        ),
        "60.00", "66.00", "add-up",
    ),
    "a plan and what became of it": (
        (
            "五、一般公共预算财政拨款支出决算情况说明",
            "1.社会保障和就业支出（类）。年初预算为80.00万元，调整后预算为100.00万元，支出决算为90.00万元，完成年初预算的112.50%，完成调整后预算的90.00%。",
        ),
        "112.50%", "115.50%", "share",
    ),
    "what became of a plan, carried out": (
        (
            "五、一般公共预算财政拨款支出决算情况说明",
            "1.社会保障和就业支出（类）。年初预算为80.00万元，调整预算数为100.00万元，支出决算为90.00万元，完成年初预算的112.50%，完成调整预算的90.00%。",
        ),
        "的90.00%", "的91.00%", "share",
    ),
    "a plan that the words do not tell from the other": (
        (
            "五、一般公共预算财政拨款支出决算情况说明",
            "1.社会保障和就业支出（类）。年初预算为80.00万元，全年预算为100.00万元，支出决算为90.00万元，完成预算的112.50%。",
        ),
        "112.50%", "115.50%", "share",
    ),
    "a change behind a use": (
        (
            "三、支出决算情况说明",
            "2023年支出合计900.00万元。主要用于日常公用支出，较上年增加100.00万元，增长12.50%。",
        ),
        "12.50%", "11.11%", "growth",
    ),
    "last year's amount in a clause of its own": (
        (
            "三、支出决算情况说明",
            "2023年支出合计900.00万元，较2022年度800.00万元，增加100.00万元，增长12.50%。",
        ),
        "12.50%", "11.11%", "growth",
    ),
    "an amount again in another unit": (
        (
            "三、支出决算情况说明",
            "2023年支出合计0.09亿元，即900.00万元，其中：基本支出400.00万元；项目支出500.00万元。",
        ),
        "即900.00", "即970.00", "agree",
    ),
    "kinds of expenditure behind examples": (
        (
            "三、支出决算情况说明",
            "2023年基本支出400.00万元。其中：基本工资、津贴补贴等人员经费支出300.00万元，占基本支出的75.00%；办公费、印刷费等公用经费100.00万元，占基本支出的25.00%。",
        ),
        "75.00%", "77.00%", "share",
    ),
    "what was spent by then": (
        (
            _EXPENSES,
            "2023年公务用车运行维护费支出50.00万元，比上年累计支出40.00万元增加10.00万元，增长25.00%。",
        ),
        "增加10.00", "增加13.00", "change",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_true_is_not_accused_and_what_is_changed_is_found(name: str) -> None:
    lines, true, changed, law = CASES[name]
    assert found(*lines) == []
    slipped = [line.replace(true, changed, 1) for line in lines]
    assert slipped != list(lines)
    assert [each.law for each in found(*slipped)] == [law]


def test_tables_of_one_budget_alone_say_nothing_of_all_money() -> None:
    spent = "2023年本年支出合计900.00万元，其中：基本支出400.00万元；项目支出500.00万元。"
    assert found("三、支出决算情况说明", spent) == []


def test_a_plan_in_words_that_are_not_known_is_no_plan_of_the_year() -> None:
    lines = (
        "五、一般公共预算财政拨款支出决算情况说明",
        "1.社会保障和就业支出（类）。年初预算为80.00万元，追加以后预算为100.00万元，支出决算为90.00万元，完成年初预算的112.50%。",
    )
    assert found(*lines) == []
    assert [each.text[:4] for each in accounts(*lines).narrative.claims.unread] == [
        "追加以后",
        "支出决算",
    ]


#: Final accounts of 100.00万元, 60.00 of them of the general budget.
TWO_TABLES = """2023年度某市某某局部门决算公开
支出决算表
部门：某市某某局
金额单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
208\t社会保障和就业支出\t30.00\t30.00\t
210\t卫生健康支出\t70.00\t50.00\t20.00
\t合计\t100.00\t80.00\t20.00
一般公共预算财政拨款支出决算表
部门：某市某某局
金额单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
208\t社会保障和就业支出\t20.00\t20.00\t
210\t卫生健康支出\t40.00\t30.00\t10.00
\t合计\t60.00\t50.00\t10.00
第三部分 2023年度部门决算情况说明
"""


@pytest.mark.parametrize(("share", "laws"), [("60.00", []), ("66.00", ["share"])])
def test_a_share_of_all_expenditure_is_of_it_where_a_budget_is_told_of(
    share: str, laws: list[str]
) -> None:
    text = f"二、财政拨款支出决算情况说明\n一般公共预算财政拨款支出60.00万元，占本年支出合计的{share}%。\n"
    wrong = errors_of(TWO_TABLES + text)
    assert [each.law for each in wrong] == laws
    assert all(each.expected == 60 for each in wrong)


#: Accounts without any balance: all that comes in is spent.
INCOME = TWO_TABLES.replace(
    "支出决算表",
    """收入决算表
部门：某市某某局
金额单位：万元
科目代码\t科目名称\t本年收入合计\t财政拨款收入\t事业收入
208\t社会保障和就业支出\t30.00\t20.00\t10.00
210\t卫生健康支出\t70.00\t40.00\t30.00
\t合计\t100.00\t60.00\t40.00
支出决算表""",
    1,
)


@pytest.mark.parametrize(("amount", "laws"), [("100.00", []), ("700.00", ["agree"])])
def test_income_is_what_tables_print_of_it_that_keep_no_flows_apart(
    amount: str, laws: list[str]
) -> None:
    text = f"一、收入决算情况说明\n2023年度收入合计{amount}万元。\n"
    wrong = errors_of(INCOME + text)
    assert [each.law for each in wrong] == laws


def test_income_is_not_held_to_tables_of_expenditure_alone() -> None:
    text = "一、收入决算情况说明\n2023年度收入合计110.00万元，年末结转和结余10.00万元。\n"
    assert check(read_text(TWO_TABLES + text)).wrong == ()


def test_what_there_is_none_of_is_what_is_as_before() -> None:
    said = "本部门2026年未使用政府性基金预算拨款安排的支出，与2025年持平。"
    last = claims("三、一般公共预算支出情况", "项目支出9.00万元，比2025年增加1.00万元。", said)[-1]
    assert last.kind == "level"
    assert last.scope is not None
    assert last.scope.source is FundingSource.FUND


def test_an_amount_beside_its_rate_may_be_the_change() -> None:
    said = claims("九、机关运行经费", "机关运行经费210.32万元，比上年1.43万元，增加0.68%。")
    assert [each.year for each in said if each.text == "1.43"] == [2026]
    assert next(each for each in said if each.kind == "growth").of is None
