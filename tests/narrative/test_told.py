"""What is said of an amount with another one (节约…万元): a kind of the vocabulary, and the row that holds it."""

from __future__ import annotations

import pytest

import cnbudget
from cnbudget import Verdict
from cnbudget.narrative.vocabulary import PREDICATE_NAMES, PREDICATES
from cnbudget.rules.rows import ROWS
from tests.narrative.test_wordings import final

#: A sentence for each kind, with a number that is right and one that is not.
PLANTED = {
    "saved": ("大楼维修年初预算100.00万元，支出决算80.00万元，{word}{}万元。", "20.00", "25.00"),
}
_CASES = [(word, *PLANTED[kind]) for word, kind in PREDICATES]


def told(line: str) -> tuple[list[str], list[str]]:
    """The kinds of claims that a line makes, and the laws that it violates."""
    budget = final("三、支出决算情况说明", line)
    found = cnbudget.check(budget).findings
    violated = [each.law for each in found if each.verdict is Verdict.VIOLATED]
    return [each.kind for each in budget.claims], violated


def test_every_kind_has_a_name_a_row_and_a_planted_sentence() -> None:
    rows = {cell.column for rule in ROWS["told"] for cell in rule.parts if hasattr(cell, "column")}
    assert set(PREDICATE_NAMES) <= rows
    assert set(PREDICATE_NAMES) == set(PLANTED)
    assert all(PREDICATE_NAMES.values())


@pytest.mark.parametrize(("word", "sentence", "right", "wrong"), _CASES)
def test_it_is_held_to_the_amount_and_its_plan(
    word: str, sentence: str, right: str, wrong: str
) -> None:
    kinds, violated = told(sentence.format(right, word=word))
    assert kinds == ["amount", "amount", dict(PREDICATES)[word]]
    assert violated == []
    assert told(sentence.format(wrong, word=word))[1] == ["add-up"]
    led = sentence.replace("{word}", "{word}了共")
    assert told(led.format(right, word=word))[1] == []


def test_each_of_several_in_a_sentence_is_held_to_its_own() -> None:
    line = (
        "大楼维修年初预算100.00万元，支出决算80.00万元，节约{}万元；"
        "道路养护年初预算50.00万元，支出决算40.00万元，节约{}万元。"
    )
    assert told(line.format("20.00", "10.00"))[1] == []
    assert told(line.format("25.00", "10.00"))[1] == ["add-up"]


@pytest.mark.parametrize(
    "line",
    [
        "大楼维修年初预算100.00万元，支出决算80.00万元，比上年节约25.00万元。",
        "大楼维修年初预算100.00万元，支出决算80.00万元，其中节约用水25.00万元。",
        "大楼维修年初预算100.00万元，物业服务支出决算80.00万元，节约25.00万元。",
        "大楼维修年初预算100.00万元，其中节约25.00万元，支出决算80.00万元。",
        "节约25.00万元。",
        "大楼维修年初预算100.00万元，支出决算80.00万元。（节约25.00万元）",
        "大楼维修年初预算100.00万元，支出决算80.00万元，节约5.00万元，结转15.00万元。",
        "大楼维修年初预算100.00万元，支出决算80.00万元，节约5.00万元，收回财政15.00万元。",
        "大楼维修年初预算100.00万元，调整预算90.00万元，支出决算80.00万元，节约20.00万元。",
    ],
)
def test_what_may_be_something_else_is_held_to_nothing(line: str) -> None:
    assert told(line)[1] == []
