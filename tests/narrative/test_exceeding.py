"""Guests and vehicles that are more than what they are a part of, and vehicles that are not told apart."""

from __future__ import annotations

import pytest

from cnbudget import check
from tests.narrative.documents import accounts

_HEAD = "七、“三公”经费支出决算情况说明"
_SPENT = "“三公”经费支出决算7.00万元，其中：公务接待费支出决算2.00万元，公务用车购置及运行维护费支出决算5.00万元。"
_COUNTS = "国内公务接待21批次，156人次。公务用车保有量2辆。"
_RAN = "公务用车运行维护费支出5.00万元。"


def _keys(*lines: str) -> set[str]:
    return {f.key for f in check(accounts(_HEAD, _SPENT, *lines)).findings if f.law == "slip"}


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("", True),
        ("公务用车购置支出0万元，公务用车运行维护费支出5.00万元。", False),
        ("其中：公务用车运行费5.00万元。", False),
        ("本年度未购置公务用车。", False),
        ("无新购车辆，均为公车维护。", False),
        ("主要用于公务用车运行维护费。", False),
    ],
)
def test_what_is_for_buying_and_what_for_running_is_told(told: str, *, found: bool) -> None:
    assert ("slips.vehicles_together" in _keys(_COUNTS + told)) is found


def test_what_a_word_means_tells_no_amount() -> None:
    glossary = "公务用车购置及运行维护费：反映公务用车购置支出及燃料费、运行维护费等支出。"
    assert "slips.vehicles_together" in _keys(_COUNTS, "第四部分 名词解释", glossary)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("国内公务接待21批次，156人次，其中外事接待30批次，20人次。", True),
        ("国内公务接待21批次（其中：外事接待3批次），国内公务接待人次156人（其中：外事接待人次200人）。", True),
        ("国内接待156人次，其中：外宾接待200人次。", True),
        ("全年国内公务接待12批，累计接待98人次，其中外事接待30批。", True),
        ("国内公务接待21批次，156人次，其中外事接待1批次，20人次。", False),
        ("国内公务接待支出1.00万元，接待1批次，6人次；外事接待支出1.00万元，接待2批次，12人次。", False),
        ("国内公务接待1批次，6人次。外事接待2批次，12人次。", False),
        ("国（境）外公务接待30批次；国内公务接待2批次，5人次。", False),
        ("国内公务接待21批次（其中：外事接待0批次），接待人次156人（其中：外事接待人次0人）。", False),
    ],
)  # fmt: skip
def test_foreign_guests_are_some_of_all(told: str, *, found: bool) -> None:
    assert ("slips.more_foreign" in _keys(_RAN, "公务用车保有量2辆。" + told)) is found


@pytest.mark.parametrize(
    ("kept", "owned", "found"),
    [
        ("开支财政拨款的公务用车保有量为12辆", 2, True),
        ("使用财政拨款开支运行维护费的公务用车保有量为3辆", 2, True),
        ("开支一般公共预算财政拨款的公务用车保有量2辆", 2, False),
        ("公务用车保有量为3辆", 2, False),
    ],
)
def test_no_more_vehicles_are_kept_than_there_are(kept: str, owned: int, *, found: bool) -> None:
    lines = (
        f"{_RAN}国内公务接待21批次，156人次。{kept}。",
        "八、其他重要事项情况说明",
        "（三）国有资产占用情况",
        f"截至2023年12月31日，本部门共有车辆{owned}辆，其中：其他用车{owned}辆。",
    )
    assert ("slips.more_kept" in _keys(*lines)) is found
