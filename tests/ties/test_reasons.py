"""Why a number of the text is held to nothing: each reason is the true one."""

from __future__ import annotations

from cnbudget import check
from tests.performance.documents import beside


def test_a_number_in_brackets_is_no_reason_and_no_use() -> None:
    budget = beside(
        "（二）收入预算情况说明\n\n2026年收入预算438.73万元（本年预算收入431.27万元）。主要原因是人员增加，增加3.21万元。"
    )
    why = {each.figure.text: each.reason.zh for each in check(budget).untied}
    assert why["431.27"] == "括号里附带说明的数"
    assert why["3.21"] == "只是原因或用途中的数"
