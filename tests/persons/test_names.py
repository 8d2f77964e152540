"""Names whose characters are set apart, or have dots between them: they end where their build says."""

from __future__ import annotations

import re

import hypothesis.strategies as st
import pytest
from hypothesis import given

from cnbudget.persons import without_persons
from cnbudget.persons.folded import folded, is_odd
from cnbudget.persons.names import _set_apart, name_at

_HAN = "[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002fa1f]"
_APART = [re.compile(rf"{_HAN}(?: {{1,4}}+{_HAN}){{{more}}}(?!{_HAN})") for more in (3, 2, 1)]


@given(st.text("张三丰局a· \U00020000", max_size=24), st.integers(0, 12))
def test_what_is_set_apart_ends_where_its_build_says(text: str, at: int) -> None:
    found = (each.match(text, at) for each in _APART)
    assert _set_apart(text, at) == [each.end() for each in found if each is not None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张 三", "张 三"),
        ("欧 阳 明", "欧 阳 明"),
        ("张    三", "张    三"),
        ("张     三", ""),
        ("买买提·艾力", "买买提·艾力"),
        ("阿不都热合曼阿不都热合 ·艾力", "阿不都热合曼阿不都热合 ·艾力"),
        ("阿不都热合曼.艾力", "阿不都热合曼.艾力"),
    ],
)
def test_a_name_ends_where_it_ends(text: str, name: str) -> None:
    assert text[: name_at(text, 0, told=False)] == name


@given(st.sampled_from("\t\x0b\x0c\x85\u2028\u2029\u202f\u205f\u1680\u200b"), st.booleans())
def test_a_label_is_seen_whatever_blank_is_in_it(blank: str, odd: bool) -> None:
    label = f"联{blank}系人：张三丰"
    assert is_odd(label)
    assert folded(label)[1] in " \n"
    blocks = ["聯合", label] if odd else ["联合", label]
    assert "张三丰" not in "".join(map(str, without_persons(blocks).blocks))


@given(st.permutations(["聯席会议", "联系人：张三丰", "电话：13812345678", "支出12.00万元"]))
def test_an_odd_paragraph_changes_nothing_of_the_others(blocks: list[str]) -> None:
    plainly = [block.replace("聯", "联") for block in blocks]
    left = without_persons(blocks)
    assert [str(each).replace("聯", "联") for each in left.blocks] == list(
        without_persons(plainly).blocks
    )
    assert left.count == 2
