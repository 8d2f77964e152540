"""The wording of other regions over one budget whose numbers all fit: nothing is told, and a changed number is.

The texts are written after what departments of these regions publish year by year; agency and numbers are made up.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Finding, Verdict, check, read_text

_FOLDER = Path(__file__).parent / "wordings"
TABLES = (_FOLDER / "tables.txt").read_text(encoding="utf-8") + "\n"
TEXTS = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted(_FOLDER.glob("*.txt"))
    if path.stem != "tables"
}
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?=万元|%)")


def told(text: str) -> list[Finding]:
    """What is said to be wrong with a text over the tables."""
    return [f for f in check(read_text(TABLES + text)).findings if f.verdict is Verdict.VIOLATED]


@pytest.mark.parametrize("region", TEXTS)
def test_nothing_is_told_of_a_text_whose_numbers_fit(region: str) -> None:
    assert [(f.place.line, f.zh) for f in told(TEXTS[region])] == []


@pytest.mark.parametrize(
    ("region", "printed", "planted"),
    [
        ("central", "2026年收入预算1000.00万元", "2026年收入预算1100.00万元"),
        ("central", "一般公共预算当年拨款900.00万元", "一般公共预算当年拨款800.00万元"),
        ("central", "行政运行（项）2026年预算数为440.00万元", "行政运行（项）2026年预算数为404.00万元"),
        ("central", "640.00万元，占71.11%", "640.00万元，占17.11%"),
        ("guangdong", "因公出国（境）费4.00万元", "因公出国（境）费40.00万元"),
        ("guangdong", "机关运行经费安排100.00万元", "机关运行经费安排1000.00万元"),
        ("hebei", "基本支出700.00万元", "基本支出770.00万元"),
        ("hubei", "较上年增加60.00万元，增长9.38%", "较上年增加60.00万元，增长9.83%"),
        ("hubei", "公务接待费5万元", "公务接待费6万元"),
        ("shandong", "其他收入20.00万元", "其他收入22.00万元"),
        ("sichuan", "住房公积金（项）2026年预算数为80.00万元", "住房公积金（项）2026年预算数为88.00万元"),
        ("sichuan", "财政拨款收支预算总数920.00万元", "财政拨款收支预算总数902.00万元"),
        ("beijing", "比2025年900.00万元增加100.00万元", "比2025年900.00万元增加120.00万元"),
        ("beijing", "预算数5.00万元减少1.00万元", "预算数6.00万元减少1.00万元"),
        ("fujian", "住房公积金（2210201）80.00万元", "住房公积金（2210201）88.00万元"),
        ("jiangsu", "行政单位医疗（项）支出60.00万元", "行政单位医疗（项）支出66.00万元"),
        ("jiangsu", "涉及财政性资金920.00万元", "涉及财政性资金902.00万元"),
        ("shaanxi", "行政运行（2010401）440.00万元", "行政运行（2010401）404.00万元"),
        ("chongqing", "2026年年初预算数1000.00万元，其中：一般公", "2026年年初预算数1001.00万元，其中：一般公"),
        ("chongqing", "一般公共服务支出740.00万元", "一般公共服务支出704.00万元"),
        ("shenzhen", "在职人员经费400.00万元、", "在职人员经费450.00万元、"),
        ("shenzhen", "1.规划业务120.00万元", "1.规划业务102.00万元"),
        ("shenzhen", "年初预算减少1.00万元。", "年初预算减少2.00万元。"),
        ("zhejiang", "公务接待费。2026年预算数5.00万元", "公务接待费。2026年预算数15.00万元"),
        ("zhejiang", "一般公共预算当年拨款900.00万元", "一般公共预算当年拨款910.00万元"),
    ],
)  # fmt: skip
def test_a_changed_number_is_told_at_its_line(region: str, printed: str, planted: str) -> None:
    text = TEXTS[region]
    assert printed in text
    line = 1 + (TABLES + text[: text.index(printed)]).count("\n")
    found = told(text.replace(printed, planted, 1))
    assert found
    assert all(f.place.line == line or any(g.place.line == line for g in f.figures) for f in found)


@pytest.mark.parametrize(
    ("money", "fits"),
    [
        ("资金300.00", True),
        ("资金310.00", False),
        ("一般公共预算当年拨款210.00", True),  # not that of all projects, whose may be carried over
        ("上年结转资金7.00", True),
    ],
)
def test_money_of_all_goals_is_that_of_all_projects_unless_it_is_named(
    money: str, fits: bool
) -> None:
    printed = "涉及一般公共预算当年拨款200.00"
    assert printed in TEXTS["zhejiang"]
    found = told(TEXTS["zhejiang"].replace(printed, f"涉及{money}", 1))
    assert [f.place.line for f in found] == ([] if fits else [207])


_OPENING = "第三部分 2026年部门预算情况说明\n\n五、一般公共预算支出情况说明\n\n"
_SHARES = (
    "2026年一般公共预算支出920.00万元。其中：一般公共服务支出660.00万元，占{}%；"
    "社会保障和就业支出120.00万元，占13.04%；卫生健康支出60.00万元，占6.52%；住房保障支出80.00万元，占{}%。\n"
)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("71.73", "8.69", 0),  # both are cut off, as all that the text has may be
        ("71.74", "8.70", 0),
        ("71.73", "8.70", 1),  # 8.70 was rounded up
        ("71.72", "8.69", 2),
    ],
)
def test_percentages_that_are_all_cut_off_are_right(first: str, last: str, count: int) -> None:
    assert len(told(_OPENING + _SHARES.format(first, last))) == count


def test_a_change_whose_word_was_left_out_is_no_amount_of_last_year() -> None:
    text = "机关运行经费安排100.00万元，比上年{}10.00万元，增长{}%，主要原因是人员增加。\n"
    heading = "第三部分 2026年部门预算情况说明\n\n三、机关运行经费安排情况\n\n2026年本部门"
    assert told(heading + text.format("", "11.11")) == []
    assert told(heading + text.format("增加", "11.11")) == []
    assert [f.law for f in told(heading + text.format("增加", "12.11"))] == ["growth"]


def test_levels_that_are_all_called_by_the_mark_of_the_next_are_one_note() -> None:
    items = (
        "社会保障和就业支出（款）行政事业单位养老支出（项）120.00万元",
        "卫生健康支出（款）行政事业单位医疗（项）60.00万元",
        "住房保障支出（款）住房改革支出（项）80.00万元",
        "一般公共服务支出（款）发展与改革事务（项）{}万元",
    )
    lines = "\n\n".join(f"{n}.{item}，主要用于日常支出。" for n, item in enumerate(items, 1))
    (note,) = told(_OPENING + lines.format("660.00") + "\n")
    assert (note.severity, note.law) == ("note", "name")
    assert "20805" in note.zh
    (_, error) = sorted(told(_OPENING + lines.format("606.00") + "\n"), key=lambda f: f.law)[::-1]
    assert (error.law, error.severity) == ("agree", "error")


@given(st.data())
def test_a_changed_number_is_told_nowhere_else(data: st.DataObject) -> None:
    text = TEXTS[data.draw(st.sampled_from(sorted(TEXTS)))]
    number = data.draw(st.sampled_from(list(_NUMBER.finditer(text))))
    digit = data.draw(st.sampled_from([each for each in "123456789" if each != number[0][0]]))
    changed = text[: number.start()] + digit + number[0][1:] + text[number.end() :]
    line = 1 + (TABLES + text[: number.start()]).count("\n")
    for finding in told(changed):
        places = (finding.place, *(figure.place for figure in finding.figures))
        assert any(place.line == line for place in places), finding.zh
