"""The prose of the published PDF files: all of it is understood, and every finding was judged by reading the page."""

from __future__ import annotations

import pytest

from cnbudget import Verdict, check
from published.documents import PDFS, budget

#: What is really wrong: law, page, words of the message, and what stands on the page. Of a fault between two tables
#: that the prose repeats, it depends on the tables whether the prose is at odds with them, so it need not be found.
FAULTS: dict[str, list[tuple[str, int, str, str, bool]]] = {
    "sh-czj-2025-budget-unit": [
        ("slip", 21, "部门预算安排", "the budget is that of a 单位", True),
    ],
    "sh-putuo-fb-2025-budget-unit": [],
    "sh-putuo-ghj-2024-final-dept": [
        ("agree", 21, "236.63", "the tables print 236.63 and 236.64 for 210", False),
        ("agree", 24, "5377.64", "basic expenditure of all money; of the general budget it is 5364.75", True),
        ("agree", 24, "4896.98", "and so the personnel part, 4884.09 in the table", False),
        ("share", 21, "99.86", "9746.50 / 9759.38 is 99.87 %: cut off", True),
        ("share", 21, "95.45", "9746.50 / 10210.34 is 95.46 %: cut off", True),
        ("name", 22, "机关事业单位退休人员活动费", "there is no such item", True),
        ("name", 24, "其他国土资源事务", "the name of years ago, told as that", False),
        ("name", 24, "住房公积金", "the section is 住房改革支出", True),
        ("name", 24, "购房补贴", "the same", True),
        ("slip", 25, "下降(增长)", "one of the two was to be struck out", True),
        ("slip", 21, "13.95", "no sign of per cent", True),
        ("slip", 26, "规划与自然资源局", "elsewhere 规划和自然资源局", True),
        ("slip", 27, "其他重要事项", "the contents say 其他重要事项说明", True),
        ("slip", 24, "奖励金", "named in the list, 0.00 in the table", False),
        ("slip", 24, "税金及附加费用", "named in the list, 0.00 in the table", False),
    ],
    "sh-putuo-shfly-2024-budget-unit": [
        ("agree", 6, "738.66", "the table prints 6,964,796; the items add up to more than their total", True),
        ("name", 6, "医疗卫生与计划生育", "the name of years ago", False),
        ("form", 6, "2080599", "the table has 7,020 for it, the items leave it out", True),
        ("slip", 16, "增加内容", "an instruction left in the heading", True),
        ("slip", 16, "主要原因", "nothing comes after 主要原因是", True),
    ],
    "sh-putuo-wanli-2025-budget-dept": [
        ("name", 7, "计划生育事务", "the section and the item are called otherwise", True),
        ("slip", 30, "保持不变", "that it did not change, because it did not change", True),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", PDFS)
def test_all_that_states_money_is_understood(name: str) -> None:
    claims = budget(name).claims
    assert [(each.place.page, each.text) for each in claims.unread] == []
    assert len(claims.of("amount")) > 20


@pytest.mark.parametrize("name", PDFS)
def test_every_finding_of_the_prose_was_judged_on_its_page(name: str) -> None:
    faults = FAULTS[name]
    tables = {finding.zh for finding in check(budget(name), prose=False).findings}
    found = [
        finding
        for finding in check(budget(name)).findings
        if finding.zh not in tables
        and finding.verdict is Verdict.VIOLATED
        and (
            finding.law == "slip"
            or any(f.row.within == "prose" for f in finding.figures)
            or finding.law == "form"
        )
    ]
    seen = set()
    for finding in found:
        mine = [
            n
            for n, each in enumerate(faults)
            if each[:2] == (finding.law, finding.place.page)
            and each[2] in finding.zh.replace(",", "")
        ]
        assert mine, finding
        seen.update(mine)
    assert [each for n, each in enumerate(faults) if each[4] and n not in seen] == []
