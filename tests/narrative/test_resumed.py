"""Lists of parts whose uses tell what they contain, or that one full stop cuts in two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.narrative.test_parted import parted, told

_AMOUNTS = st.lists(st.integers(1, 900), min_size=3, max_size=6)
_USES = ("用于巡查", "包含水库、泵站和绿化养护", "主要用于值守，包含：安保、监测", "用于检测")


def _listed(amounts: list[int], marks: str) -> str:
    parts = [
        f"{'甲乙丙丁戊己'[n]}类业务{each}.00万元，{_USES[n % len(_USES)]}"
        for n, each in enumerate(amounts)
    ]
    text = "".join(part + mark for part, mark in zip(parts, marks, strict=True))
    return f"水务工程{sum(amounts)}.00万元，主要包括：{text}"


@given(_AMOUNTS)
def test_what_a_part_contains_ends_no_list(amounts: list[int]) -> None:
    text = _listed(amounts, "；" * (len(amounts) - 1) + "。")
    lists = [parts for whole, _, parts in parted(text) if whole == f"{sum(amounts)}.00"]
    assert lists == [[f"{each}.00" for each in amounts]]
    assert not told(text)


@given(_AMOUNTS)
def test_one_full_stop_ends_no_list(amounts: list[int]) -> None:
    marks = "；" + "。" + "；" * (len(amounts) - 3) + "。"
    text = _listed(amounts, marks)
    lists = [parts for whole, _, parts in parted(text) if whole == f"{sum(amounts)}.00"]
    assert lists == [[f"{each}.00" for each in amounts]]


@given(_AMOUNTS)
def test_nothing_is_accused_where_a_full_stop_may_end_a_list(amounts: list[int]) -> None:
    text = "某站工程9.00万元，包括：甲类业务5.00万元，用于巡查；乙类业务4.00万元，用于值守。"
    assert not told(text + "".join(f"丙类业务{each}.00万元，用于检测。" for each in amounts))
