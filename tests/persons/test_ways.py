"""What one module decides: persons are left out, however they are named; figures, codes and bodies stay."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.persons import Left, left_out, without_persons
from tests.persons.ways import HARMLESS, WAYS, Way


def said(left: Left) -> str:
    """Everything that is left, without spaces."""
    parts = [
        block if isinstance(block, str) else "\n".join(map("\t".join, block))
        for block in left.blocks
    ]
    return "\n".join(parts).replace(" ", "").replace("\u3000", "")


def blocks(way: Way) -> list[str | list[list[str]]]:
    return [*way.lines, *([list(map(list, way.rows))] if way.rows else [])]


def test_there_are_many_ways() -> None:
    assert len(WAYS) > 100
    assert len({way.name for way in WAYS}) == len(WAYS)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_a_way(way: Way) -> None:
    left = without_persons(["说明", *blocks(way), "二、收支情况"])
    for secret in way.secrets:
        assert secret not in said(left)
    assert left.count >= 1
    assert left.blocks[0] == "说明"
    assert left.blocks[-1] == "二、收支情况"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_names_nobody_stays(text: str) -> None:
    assert left_out(text) == (text, 0)
    for given_ in (
        [text, "下一段"],
        ["联系人制度", text],
        [[[text, "100.00"], ["合计", "100.00"]]],
    ):
        assert without_persons(given_).blocks == given_


@pytest.mark.parametrize("way", [way for way in WAYS if way.lines], ids=lambda way: way.name)
def test_a_row_that_names_a_person_keeps_its_label(way: Way) -> None:
    line = " ".join(way.lines)
    left = without_persons(
        [[["项目", "预算数"], [f"{line} 合计", "13855555555"], ["其他", "1.00"]]]
    )
    (grid,) = left.blocks
    assert isinstance(grid, list)
    assert grid[1][0].endswith("合计")
    assert [row[1] for row in grid] == ["预算数", "13855555555", "1.00"]
    assert all(secret not in said(left) for secret in way.secrets)


@pytest.mark.parametrize(
    "planted",
    ["联系人：陈小满 合计", "联系人陈小满 合计", "合计（联系人：陈小满）", "合计 制表人：陈小满"],
)
def test_the_label_goes_with_its_value_where_other_words_stand(planted: str) -> None:
    assert left_out(planted) == ("合计", 1)


def test_a_name_is_left_out_wherever_it_stands_by_itself() -> None:
    left = without_persons(["联系人：陈小满", [["陈小满", "1.00"]], "会上，陈小满主持了讨论"])
    assert "陈小满" not in said(left)
    assert left.count == 3


def test_a_column_of_names_beside_one_of_amounts() -> None:
    grid = [
        ["项目名称", "负责人", "金额"],
        ["渠道", "陈小满", "13900001111"],
        ["水库", "郑砚秋", "5.00"],
    ]
    left = without_persons([grid])
    assert left.blocks == [
        [["项目名称", "负责人", "金额"], ["渠道", "", "13900001111"], ["水库", "", "5.00"]]
    ]


amounts = st.one_of(
    st.integers(0, 10**12).map(str),
    st.integers(10**10, 2 * 10**10).map(str),  # as long as a mobile's number
    st.decimals(0, 10**12, places=2).map(str),
    st.decimals(0, 10**12, places=2).map(lambda number: f"{number:,}"),
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("工资福利支出", "208", "2080505", "其中：商品", "合计")),
            amounts,
            amounts,
        )
    ),
    st.lists(st.sampled_from(WAYS), max_size=3),
    st.data(),
)
def test_no_amount_is_ever_left_out(
    rows: list[tuple[str, str, str]], ways: list[Way], data: st.DataObject
) -> None:
    grid = [["科目", "预算数", "其中：财政拨款"], *map(list, rows)]
    before: list[str | list[list[str]]] = []
    for way in ways:
        before += blocks(way)
    at = data.draw(st.integers(0, len(before)))
    left = without_persons([*before[:at], grid, *before[at:]])
    assert left.blocks[at] == grid
    assert all(secret not in said(left) for way in ways for secret in way.secrets)


@given(st.lists(st.sampled_from(WAYS), min_size=1, max_size=4))
def test_nothing_is_found_in_what_is_left(ways: list[Way]) -> None:
    given_: list[str | list[list[str]]] = []
    for way in ways:
        given_ += blocks(way)
    left = without_persons(given_)
    again = without_persons(left.blocks)
    assert again.count == 0
    assert again.blocks == left.blocks


@given(st.text(alphabet="联系人负责电话：: 张三丰局长同志138-0@.元（）\n合计", max_size=60))
def test_any_text_has_an_end(text: str) -> None:
    once, count = left_out(text)
    assert len(once) <= len(text)
    assert (once == text) or count


_PIECES = (
    "联系人", "联 ", "负责人：张三 ", "负责人：张三，", "1 ", "138 ", "a", "a@", "1-", "张·", "（联系人）", "局长",
    "一", "人：", "13900001111 ", "张三同志", "由张三负责", "0900-", "联系人：陈 ", "买买提·",
)  # fmt: skip


def steps(text: str) -> int:
    """How many calls leaving persons out of a text takes."""
    count = 0

    def call(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(call)
    try:
        left_out(text)
        without_persons([text, [[text, "1.00"], *([piece, "2.00"] for piece in text.split())]])
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", _PIECES)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    left_out(piece)
    assert steps(piece * 1000) <= 5 * steps(piece * 250) + 500
