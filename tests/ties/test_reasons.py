"""Why a number of the text is held to nothing: each reason is the true one."""

from __future__ import annotations

from cnbudget import check
from tests.performance.documents import beside


def test_a_number_in_brackets_is_no_reason_and_no_use() -> None:
    budget = beside(
        "（二）收入预算情况说明\n\n2026年收入预算438.73万元（本年预算收入431.27万元）。主要原因是人员增加，增加3.21万元。"
    )
    why = {each.figure.text: str(each.reason) for each in check(budget).untied}
    assert why["431.27"] == "括号里附带说明的数"
    assert why["3.21"] == "只是原因或用途中的数"


def test_what_a_list_sums_up_is_not_said_to_be_unchecked() -> None:
    # nobody knows in the tables what this is; its parts make it up all the same, or they do not
    said = "五、其他情况说明\n\n2026年信息化建设经费50.00万元，其中：机房维护20.00万元、系统开发{}万元。"
    assert not check(beside(said.format("30.00"))).not_checked
    left = check(beside(said.format("31.00"))).not_checked
    assert [str(each.reason) for each in left] == ["不知是什么的金额"] * 3


def test_the_end_of_a_longer_number_is_not_held_with_it() -> None:
    # 50.00 is the sum of a list, and 150.00 on the same line is nothing that anybody knows
    said = (
        "五、其他情况说明\n\n2026年信息化建设经费50.00万元，其中：机房维护20.00万元、系统开发30.00万元。"
        "另有某某基金150.00万元。"
    )
    left = check(beside(said)).not_checked
    assert [each.what for each in left] == ["文字“另有某某基金150.00万元”"]
