"""Parts of columns and tables: not more than what they stand under, and open where no sum says what they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import State
from cnbudget.scope import SOME
from tests.reading.worded.test_forms import SUMMARY, by_words

AMOUNTS = st.integers(1000, 9_999_999)


def shown(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"


@given(st.lists(AMOUNTS, min_size=1, max_size=12), st.integers(-2000, 2000))
def test_services_are_told_by_their_sum_or_stay_open(amounts: list[int], more: int) -> None:
    total = max(sum(amounts) + more * 10, 1)
    rows = "".join(f"法律服务\t{shown(each)}\n" for each in amounts)
    read = by_words(
        f"{SUMMARY}财政拨款政府购买服务明细表\n指导性目录\t预算金额\n合 计\t{shown(total)}\n{rows}"
    )
    table = next(each for each in read.tables if each.key == "other_1")
    told = [f.scope is not None for f in table.figures if f.state is State.VALUE]
    assert all(told) or not any(told)
    assert all(told) or more  # groups inside would leave less than the total
    wrong = cnbudget.check(read).wrong
    assert len(wrong) <= (more != 0 and len(amounts) > 4)  # a total, and one digit explains it
    assert bool(wrong) == (more != 0 and all(told))


@given(st.integers(1, 49_999), st.integers(1, 99_999))
def test_a_part_is_held_not_to_be_more_than_its_whole(whole: int, part: int) -> None:
    read = by_words(
        SUMMARY
        + f"""收入总表
科目编码\t科目名称\t合计\t一般公共预算拨款\t一般公共预算拨款\t事业收入
\t\t\t金额\t其中：教育收费\t
合计\t\t500.00\t{shown(whole)}\t{shown(part)}\t{shown(50_000 - whole)}
205\t教育支出\t500.00\t{shown(whole)}\t{shown(part)}\t{shown(50_000 - whole)}
"""
    )
    some = [
        f
        for f in read.figures
        if f.scope is not None and any(a.startswith(SOME) for a in f.scope.agency)
    ]
    assert len(some) == 2
    addresses = {figure.address for figure in some}
    found = [
        each
        for each in cnbudget.check(read).wrong
        if each.law == "contain" and not addresses.isdisjoint(f.address for f in each.figures)
    ]
    assert bool(found) == (part > whole)
