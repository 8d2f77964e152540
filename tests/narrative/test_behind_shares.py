"""Amounts that stand behind a share with a name of its own are of that name."""

from __future__ import annotations

import pytest

from cnbudget import check, read_text
from cnbudget.invariants import Verdict
from tests.reading.worded.test_misprinted_units import TEXT

HEAD = TEXT.format("万元", "万元", "万元") + "\n第三部分 情况说明\n\n二、支出预算情况说明\n\n"
SENTENCES = [
    "2018年支出总计1039.27万元，其中：一般公共服务支出占{share}%，为{amount}万元。",
    "2018年支出总计1039.27万元，一般公共服务支出占{share}%，为{amount}万元。",
    "2018年支出总计1039.27万元，其中：一般公共服务支出占{share}%，{amount}万元；住房保障支出占2.15%，22.32万元。",
    "社会保障和就业支出108.42万元，占10.43%；一般公共服务支出占{share}%，为{amount}万元。",
    "社会保障和就业支出108.42万元，占10.43%；一般公共服务支出占{share}%。",
]


def told(sentence: str, share: str = "87.42", amount: str = "908.53") -> list[str]:
    report = check(read_text(HEAD + sentence.format(share=share, amount=amount) + "\n"))
    return [
        each.zh
        for each in report.findings
        if each.verdict is Verdict.VIOLATED and each.severity == "error"
    ]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_it_is_the_amount_of_what_the_share_is_of(sentence: str) -> None:
    assert told(sentence) == []
    if "{amount}" in sentence:
        assert any(
            "一般公共服务支出」印 980.53" in each for each in told(sentence, amount="980.53")
        )


@pytest.mark.parametrize("sentence", SENTENCES[:3])
def test_a_wrong_share_is_found_beside_it(sentence: str) -> None:
    (only,) = told(sentence, share="78.42")
    assert "一般公共服务支出·占比」印 78.42%" in only
