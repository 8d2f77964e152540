"""Numbers that are told of several things in turn, and what is told below a heading in its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Verdict, check, read_text
from tests.narrative.documents import TABLES, accounts, budget, claims

_ALL = "一、收入支出决算总体情况说明"
_GENERAL = "五、一般公共预算财政拨款支出决算情况说明"
_EXPENSES = "六、财政拨款“三公”经费支出决算情况说明"


def _told(*lines: str) -> list[tuple[str, str, str]]:
    return [(c.kind, c.text, c.subject) for c in claims(*lines, year=2023, stage="决算")]


@pytest.mark.parametrize(
    "line",
    [
        "2023年度收入总计、支出总计分别为{0}万元、{1}万元，分别比上年增加{2}万元、{3}万元。",
        "2023年度收、支总计各是{0}，{1}万元。与2022年相比，收、支总计各增加{2}万元、{3}万元。",
        "2023年度收入总计{0}万元、支出总计{1}万元，较上年分别增加{2}万元和增加{3}万元。",
        "2023年度收入总计、支出总计分别为{0}万元和{1}万元，与2022年度相比，分别增加{2}万元和{3}万元。",
        "2023年度收入总计、支出总计分别为{0}万元、{1}万元，较上年增加{2}万元、{3}万元。",
    ],
)
@given(st.lists(st.integers(1, 10**8), min_size=4, max_size=4, unique=True))
def test_each_of_the_numbers_is_of_its_own(line: str, numbers: list[int]) -> None:
    said = [f"{number / 100:.2f}" for number in numbers]
    assert _told(_ALL, line.format(*said)) == [
        ("amount", said[0], "收入总计"),
        ("amount", said[1], "支出总计"),
        ("change", said[2], "收入总计"),
        ("change", said[3], "支出总计"),
    ]


def test_rates_in_turn_are_of_what_the_amounts_are_of() -> None:
    line = "基本支出60.00万元、项目支出33.00万元，较上年分别增加5.00万元、1.00万元，增幅分别为9.09%和3.13%。"
    rates = [each for each in _told(_ALL, line) if each[0] == "growth"]
    assert rates == [("growth", "9.09", "基本支出"), ("growth", "3.13", "项目支出")]


@pytest.mark.parametrize(
    "line",
    [
        "财政拨款基本支出、项目支出分别为60.00万元、33.00万元。",
        "办公费、差旅费和会议费分别为6.00万元、3.00万元。",
        "收入100.00万元，支出95.00万元，结转5.00万元，分别增加3.00万元、2.00万元。",
    ],
)
def test_where_nothing_says_which_is_which_nothing_is_taken_for_sure(line: str) -> None:
    found = claims(_ALL, line, year=2023, stage="决算")
    last = [each for each in found if each.text in line[-20:]]
    assert [each.scope for each in last] == [None] * len(last)


def test_a_number_behind_a_change_is_no_amount_of_the_whole() -> None:
    told = _told(_ALL, "收支总计100.00万元，各项收支较上年增加5.00万元、6.00万元。")
    assert ("amount", "6.00", "收支总计") not in told


def test_parts_in_turn_are_held_to_the_tables() -> None:
    line = "支出预算100.00万元，其中：基本支出、项目支出分别为80.00万元、20.00万元。\n"
    head = "三、支出预算情况说明\n"
    assert check(budget(head + line)).wrong == ()
    wrong = check(budget(head + line.replace("20.00", "27.00"))).wrong
    assert "27.00" in wrong[0].zh


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("（一）因公出国（境）费支出情况说明。", ("30212",)),
        ("（四）公务接待费支出情况说明。", ("30217",)),
        ("（三）公务用车运行维护费用支出情况。", ("30231",)),
    ],
)
def test_what_is_told_behind_a_heading_in_its_line_is_of_it(head: str, code: tuple[str]) -> None:
    text = "2023年度共1批，3人次，支出5.00万元，预算为6.00万元，支出决算为5.00万元。"
    found = claims(_EXPENSES, head + text, year=2023, stage="决算").of("amount")
    assert [each.scope.economic for each in found if each.scope is not None] == [code] * 3


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("决算数与年初预算数存在差异的主要原因是压减。", False),
        ("决算数与预算数相比有差异。", False),
        ("决算数小于年初预算数的主要原因是压减。", False),
        ("决算数与年初预算数持平。", True),
        ("决算数等于预算数。", True),
        ("决算数大于年初预算数的主要原因是压减。", True),
    ],
)
def test_a_difference_that_is_not_said_which_way_is_no_equality(line: str, *, wrong: bool) -> None:
    text = "教育支出（类）年初预算为60.00万元，支出决算为50.00万元，完成年初预算的83.33%。" + line
    found = {f.key for f in check(accounts(_GENERAL, text)).findings}
    assert ("prose.comparison_denied" in found) is wrong


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("年初预算2.00万元，支出决算1.50万元，较预算节约0.50万元，节约率25.00%。", "0.70"),
        ("年初预算2.00万元，支出决算1.50万元，比年初预算结余0.50万元。", "0.70"),
        ("年初预算数2.00万元，决算数1.50万元，预决算差异率-25.00%。", "-35.00"),
        ("年初预算数2.00万元，决算数1.50万元，预决算差异率25.00%。", "35.00"),
    ],
)
def test_what_was_spared_is_held_to_the_plan(line: str, wrong: str) -> None:
    right = {"0.70": "0.50", "-35.00": "-25.00", "35.00": "25.00"}[wrong]

    def told(text: str) -> list[Verdict]:
        found = check(accounts(_EXPENSES, "公务接待费支出" + text)).findings
        return [f.verdict for f in found if f.key == "prose.comes_to"]

    assert Verdict.VIOLATED not in told(line)
    assert Verdict.VIOLATED in told(line.replace(right, wrong))


def test_what_stands_behind_a_list_of_names_is_not_of_the_last_alone() -> None:
    line = "上缴上级支出、经营支出、对附属单位补助支出共0.00万元。"
    assert [each.scope for each in claims(_ALL, line, year=2023, stage="决算")] == [None]


def test_a_heading_may_compare_with_the_year_before() -> None:
    def told(year: int) -> bool:
        lines = (
            "四、财政拨款收支情况说明",
            f"（一）财政拨款收支与{year}年度决算对比情况",
            "本年支出5.00万元。",
        )
        return "slips.year_of_heading" in {f.key for f in check(accounts(*lines)).findings}

    assert not told(2022)
    assert told(2019)


@pytest.mark.parametrize(
    "what", ["部门支出预算", "部门收入总预算", "单位收支预算", "支出预算", "部门预算"]
)
def test_the_year_of_a_budget_is_asked_for_whosever_it_is(what: str) -> None:
    head, line = "三、支出预算情况说明\n", f"{{}}年{what}100.00万元。\n"
    right, wrong = (check(budget(head + line.format(year))).findings for year in (2026, 2023))
    assert "slips.year" not in {f.key for f in right}
    assert "slips.year" in {f.key for f in wrong}


def test_a_share_of_what_was_spent_may_be_of_the_budget_of_the_section() -> None:
    def wrong(share: str) -> bool:
        lines = (
            "三、支出决算情况说明",
            "本年支出合计200.00万元。",
            _GENERAL,
            f"一般公共预算财政拨款支出100.00万元。教育支出40.00万元，占本年支出{share}%。",
        )
        found = check(accounts(*lines)).findings
        return any(f.verdict is Verdict.VIOLATED and f.key == "prose.comes_to" for f in found)

    assert not wrong("40.00")
    assert not wrong("20.00")
    assert wrong("47.00")


def test_parts_in_brackets_are_of_the_time_of_their_amount() -> None:
    line = "公务接待费支出预算6.00万元（其中：一般公共预算支出6.00万元），支出决算5.00万元。"
    found = claims(_EXPENSES, line, year=2023, stage="决算").of("amount")
    assert [each.stage for each in found] == ["预算", "预算", "决算"]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("2025年安排预算10.00万元，2026年继续安排20.00万元。", False),
        ("2025年安排10.00万元用于一期，2026年安排20.00万元用于二期。", False),
        ("2025年安排预算10.00万元。", True),
    ],
)
def test_a_project_may_tell_what_it_had_before(line: str, *, wrong: bool) -> None:
    text = f"十、项目支出情况说明\n项目名称：信息系统建设\n项目概况：{line}\n"
    assert ("slips.year" in {f.key for f in check(budget(text)).findings}) is wrong


@pytest.mark.parametrize(
    ("heading", "wrong"),
    [
        ("第三部分 2026年部门预算情况说明及重要\n事项的说明", False),
        ("第三部分 2026年部门预算情况说明及其他\n事项的说明", True),
        ("第三部分 2026年部门预算情况说明及重要事项的说明", False),
    ],
)
def test_a_heading_over_two_lines_is_that_of_the_contents(heading: str, *, wrong: bool) -> None:
    first = "第一部分 某市某某局概况\n第二部分 2026年部门预算公开表\n"
    contents = f"目 录\n{first}第三部分 2026年部门预算情况说明及重要事项的说明\n{first}"
    title, _, tables = TABLES.rpartition("第三部分")[0].partition("\n")
    text = f"{title}\n{contents}{tables}{heading}\n一、收支说明\n2026年收入预算100.00万元。\n"
    found = {f.key for f in check(read_text(text)).findings}
    assert ("slips.contents_otherwise" in found) is wrong
