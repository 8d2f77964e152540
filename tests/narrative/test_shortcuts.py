"""What is passed over in the prose is nothing that would have been found: each quick look beside the whole search."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget.dimensions import BY_NAME
from cnbudget.invariants.kinds import kind_of
from cnbudget.narrative.known import levels_of
from cnbudget.narrative.quantities import direction, ending, odd, unit_after
from cnbudget.narrative.text import Clause, clauses
from cnbudget.narrative.vocabulary import COPULAS, DIRECTIONS
from cnbudget.scope import Scope
from cnbudget.strategies import scopes

_MODULES = ("counted", "leftovers", "slips", "years")
_GUARDED = {
    f"{module}.{name}.{number}": each
    for module in _MODULES
    for name, value in vars(import_module(f"cnbudget.narrative.{module}")).items()
    for number, each in enumerate(value if isinstance(value, tuple) else (value,))
    if getattr(each, "needs", None) is not None
}
_WORDS = (
    "2026年", "2025年度", "12", "3", "0.5", "三", "两", "个", "家", "万元", "元", "%", "一般公共预算",
    "基本支出", "项目", "单位", "部门", "局", "中心", "收入", "支出", "没有", "未", "无", "即", "包括",
    "为", "是", "、", "，", "。", "：", ":", "；", ",", "科室", "方面", "平方米", "人", "辆", "-", "×",
    "X", "_", "〇", "填写", "内容", "增加", "减少", "(", ")", "的", "和", "与", "预算",
)  # fmt: skip


def texts(*more: str) -> st.SearchStrategy[str]:
    """Texts of the words that prose is made of, and of some more."""
    return st.lists(st.sampled_from((*_WORDS, *more)), max_size=14).map("".join)


def test_expressions_are_guarded() -> None:
    assert len(_GUARDED) >= 8


@pytest.mark.parametrize("name", _GUARDED)
@settings(max_examples=50)
@given(st.data())
def test_what_an_expression_needs_is_wherever_it_is_found(name: str, data: st.DataObject) -> None:
    guarded = _GUARDED[name]
    letters = "".join(sorted({*re.findall(r"[\u4e00-\u9fff0-9×╳_○〇(),，。；]", guarded.pattern)}))
    plain = re.compile(guarded.pattern.replace("{0,1200}", "{0,12}"))
    text = data.draw(st.from_regex(plain, alphabet=letters + "2026Xx三:") | texts())
    assert [each.span() for each in guarded.finditer(text)] == [
        each.span() for each in re.finditer(guarded.pattern, text)
    ]
    found, there = guarded.search(text), re.search(guarded.pattern, text)
    assert (found and found.span()) == (there and there.span())


def _samples(tree: Iterable[tuple[Any, Any]]) -> list[str]:
    """Texts that an expression is found in, with each of its alternatives in one of them."""
    pieces = [_sampled(operation, value) for operation, value in tree]
    first = [each[0] for each in pieces]
    return [
        "".join([*first[:place], other, *first[place + 1 :]])
        for place, each in enumerate(pieces)
        for other in each
    ] or [""]


def _sampled(operation: Any, value: Any) -> list[str]:
    match str(operation):
        case "LITERAL":
            return [chr(value)]
        case "NOT_LITERAL" | "ANY":
            return ["甲"]
        case "IN" if str(value[0][0]) == "NEGATE":
            return ["甲"]
        case "IN":
            return [
                chr(each if str(kind) == "LITERAL" else each[0])
                for kind, each in value
                if str(kind) != "CATEGORY"
            ]
        case "BRANCH":
            return [text for branch in value[1] for text in _samples(branch)]
        case "SUBPATTERN":
            return _samples(value[3])
        case "ASSERT":
            return _samples(value[1])
        case "MAX_REPEAT" | "MIN_REPEAT":
            least, most, tree = value
            counts = {least, max(least, 1), min(most, least + 1)}
            return [text * count for count in sorted(counts) for text in _samples(tree)]
    return [""]


@pytest.mark.parametrize("name", _GUARDED)
def test_every_alternative_of_an_expression_has_what_it_needs(name: str) -> None:
    guarded = _GUARDED[name]
    texts = _samples(re._parser.parse(guarded.pattern))
    known = [text for text in texts if re.search(guarded.pattern, text)]
    assert len(known) * 2 > len(texts)
    assert [text for text in known if guarded.search(text) is None] == []


@given(texts("基本工资", "1,234.50"), st.integers(0, 40))
def test_clauses_are_the_same_where_something_is_enclosed_behind_them(
    text: str, start: int
) -> None:
    text = text.replace("(", "").replace(")", "")

    def told(each: Clause) -> object:
        places = [each.at(index) for index in range(len(each.text))]
        return each.text, each.end, each.first, each.end and each.last, each.aside, places

    alone, beside = clauses(text, start), clauses(f"{text}()", start)
    assert [told(each) for each in alone] == [told(each) for each in beside]


@given(texts("亿", "百", "千", "几", "十", "单元", "百分之", "个百分点"))
def test_an_odd_number_is_odd_whatever_stands_behind_it(text: str) -> None:
    assert odd(f"{text}，") == odd(f"{text}，，万元")  # which is looked at closely


@given(texts("千万", "亿", "个工作日", "台(套)", "左右", "用于", "以内"), texts())
def test_a_unit_is_known_by_what_stands_at_its_place(text: str, before: str) -> None:
    assert unit_after(before + text, len(before)) == unit_after(text, 0)
    unit = unit_after(text, 0)[0]
    assert text.startswith(unit)


@given(texts("较上年增", "减", "增长了", "约"))
def test_a_direction_is_what_a_text_ends_with(text: str) -> None:
    sign, word = direction(text)
    assert text.endswith(word)
    assert bool(sign) is bool(word)
    assert direction(f"{text}增加为") == (1, "增加为")


@given(texts("(类)", "(款)", "(项)", "(01款)"))
def test_levels_are_those_of_words_that_end_with_one(text: str) -> None:
    if not text.endswith(("类)", "款)", "项)")):
        assert levels_of(text) == ()


@given(scopes(), scopes())
def test_what_is_within_a_scope_has_no_bits_beside_it(one: Scope, other: Scope) -> None:
    met = one.meet(other) or one
    assert all(not kind_of(met) & ~kind_of(each) for each in (one, other) if met <= each)


@given(scopes(), st.sets(st.sampled_from(list(BY_NAME))))
def test_a_scope_is_told_by_what_it_is_told_by(scope: Scope, names: set[str]) -> None:
    assert scope.is_told_by(names) == scope.is_told_by(frozenset(names)) == (scope.told <= names)


@pytest.mark.parametrize("words", [COPULAS, DIRECTIONS])
@given(st.data())
def test_the_longest_of_some_words_is_the_first_of_them(
    words: tuple[tuple[str, object], ...], data: st.DataObject
) -> None:
    known = dict(words)
    text = "".join(data.draw(st.lists(st.sampled_from([*known, "，", "支出"]), max_size=3)))
    assert ending(text, known) == next((word for word in known if text.endswith(word)), "")


@given(st.sampled_from([Scope(), Scope("208"), Scope("20805")]), st.lists(scopes(), max_size=4))
def test_some_of_what_is_below_a_code_is_not_all_of_it(whole: Scope, others: list[Scope]) -> None:
    parts = [part for other in others if (part := whole.meet(other)) is not None]
    if whole.is_partition(parts):
        assert {part.function for part in parts} == {whole.function}
