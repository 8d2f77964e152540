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
