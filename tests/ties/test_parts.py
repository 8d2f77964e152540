"""Which lists of parts are held to their wholes: where words, scopes or the document's habit say that they are all."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import attrs
import pytest

from cnbudget import FundingSource, Nature, Scope, Unit, example
from cnbudget.narrative import Claim
from cnbudget.narrative.claims import Parted
from cnbudget.scope import EVERYTHING
from cnbudget.ties.parts import PartsBeside, divided, parts_of


@cache
def _claim() -> Claim:
    return attrs.evolve(example("artux").narrative.claims[0], kind="amount", scope=None)


def amount(value: str, scope: Scope | None = None, **more: Any) -> Claim:
    """An amount in 万元, of as many places as it is written with."""
    places = len(value.partition(".")[2])
    unit = more.pop("unit", Unit.WAN)
    return attrs.evolve(
        _claim(), value=Decimal(value), places=places, unit=unit, scope=scope, **more
    )


def plain(*values: str) -> list[Claim]:
    return [amount(each) for each in values]


def brief(found: tuple[PartsBeside, ...]) -> list[str]:
    return [
        f"{len(each.parts)} {each.ruling.verdict.value}{' sure' if each.sure else ''}"
        for each in found
    ]


def held(
    word: str, whole: Claim, parts: list[Claim], form: Scope = EVERYTHING, **more: bool
) -> list[str]:
    """How a list comes out: how many of its parts are held, to what end, and whether they are surely all."""
    return brief(parts_of([Parted(whole, word, parts, **more)], form))


@pytest.mark.parametrize(
    ("word", "whole", "parts", "found"),
    [
        ("包括", "10.00", ("4.00", "6.00"), ["2 exact sure"]),
        ("包括", "10.00", ("4.00", "7.00"), ["2 violated sure"]),
        ("包括", "10.00", ("4.00", "6.00", "7.00"), ["3 violated sure"]),
        ("包括", "10.00", ("7.00",), []),  # one alone is part of it
        ("其中", "10.00", ("4.00", "7.00"), []),
        ("", "10.00", ("4.00", "6.00"), ["2 exact"]),
        # as many of the first as make it up, where the words do not say that these are all
        ("其中", "10.00", ("4.00", "6.00", "7.00"), ["2 exact"]),
        ("其中", "10.00", ("10.00", "7.00"), ["1 exact"]),
        ("其中", "10.04", ("4.0", "6.0", "7.00"), ["2 rounding"]),
        ("其中", "10.04", ("10.0", "7.00"), []),  # about as much as one is not that one
        ("", "10.00", ("4.00", "6.00", "7.00"), []),
    ],
)
def test_parts_make_up_their_whole(
    word: str, whole: str, parts: tuple[str, ...], found: list[str]
) -> None:
    assert held(word, amount(whole), plain(*parts)) == found


def test_a_list_with_something_else_in_it_is_not_accused() -> None:
    assert held("包括", amount("10.00"), plain("4.00", "7.00"), open=True) == []
    assert held("包括", amount("10.00"), plain("4.00", "6.00"), open=True) == ["2 exact sure"]
    no_money = [amount("4.00"), amount("7.00", unit=None)]
    assert held("包括", amount("10.00"), no_money) == []
    assert held("包括", attrs.evolve(amount("10.00"), value=None), plain("4.00", "7.00")) == []
    assert held("包括", amount("10.00"), []) == []


@pytest.mark.parametrize(
    ("scopes", "told"),
    [
        ((None, None), True),
        ((Scope("208"), Scope("210")), True),
        ((None, Scope(nature=Nature.BASIC)), True),
        ((None, Scope("208")), False),
        ((None, Scope(economic="301")), False),
        ((None, Scope("208"), Scope(nature=Nature.BASIC)), False),
    ],
)
def test_entries_of_a_list_beside_what_no_list_names_need_not_be_all(
    scopes: tuple[Scope | None, ...], *, told: bool
) -> None:
    parts = [amount("7.00", each) for each in scopes]
    assert bool(held("包括", amount("10.00"), parts)) == told


@pytest.mark.parametrize(
    ("word", "good", "bad", "told"),
    [("主要包括", 5, 1, 1), ("主要包括", 4, 1, 0), ("主要包括", 6, 2, 0), ("其中", 6, 1, 0)],
)
def test_what_a_document_does_each_time_is_a_habit(
    word: str, good: int, bad: int, told: int
) -> None:
    lists = [Parted(amount("10.00"), word, plain("4.00", "6.00")) for _ in range(good)]
    lists += [Parted(amount("10.00"), word, plain("4.00", "7.00")) for _ in range(bad)]
    other = Parted(amount("10.00"), "主要用于", plain("4.00", "7.00"))
    assert brief(parts_of([*lists, other])) == ["2 exact"] * good + ["2 violated"] * told


BASIC, PROJECT = Scope(nature=Nature.BASIC), Scope(nature=Nature.PROJECT)
ALL = Scope(nature=Nature.BASIC | Nature.PROJECT)


def test_parts_that_are_all_there_can_be_are_surely_all() -> None:
    whole, parts = amount("10.00", ALL), [amount("4.00", BASIC), amount("7.00", PROJECT)]
    assert held("其中", whole, parts) == ["2 violated sure"]
    assert held("其中", amount("10.00"), parts) == []
    assert held("其中", whole, [parts[0], amount("7.00")]) == []
    assert held("其中", whole, [amount("7.00", ALL)]) == []
    assert held("其中", whole, [parts[0], amount("7.00", BASIC)]) == []
    # of this year and the stage of the whole, each of them
    assert held("其中", whole, [parts[0], attrs.evolve(parts[1], year=2001)]) == []
    assert held("其中", whole, [parts[0], attrs.evolve(parts[1], stage="决算")]) == []
    # of what is bought the kinds are held elsewhere
    bought = attrs.evolve(whole.section, key="procurement")
    assert held("其中", attrs.evolve(whole, section=bought), parts) == []
    # and of what the form knows
    assert held("其中", whole, parts, BASIC) == []
    wider = amount("10.00", Scope(nature=ALL.nature, source=FundingSource.GENERAL))
    inside = [amount("4.00", each.scope and each.scope.meet(wider.scope or ALL)) for each in parts]
    assert held("其中", wider, inside) == ["2 violated sure"]


def test_what_cannot_be_in_the_whole_ends_the_list() -> None:
    parts = [amount("4.00", PROJECT), amount("6.00"), amount("5.00", BASIC), amount("1.00")]
    assert held("包括", amount("10.00", PROJECT), parts) == ["2 exact sure"]
    assert held("包括", amount("10.00", PROJECT), parts[2:]) == []


FIRST = "污水费9万元，分别从一般预算与基金列支，其中：一般预算6万元"
SECOND = "污水费9万元，分别从一般预算与基金列支，其中：基金3万元"


def told(
    first: str = FIRST,
    second: str = SECOND,
    *,
    whole: str = "9.00",
    between: tuple[Claim, ...] = (),
    names: tuple[str, str] = ("一般预算", "基金"),
) -> list[str]:
    claims = []
    for sentence, name, part in ((first, names[0], "6.00"), (second, names[1], "3.00")):
        claims += [
            amount(whole, sentence=sentence, subject="污水费"),
            *between,
            amount(part, sentence=sentence, subject=name),
        ]
    return brief(divided(claims))


def test_wholes_that_are_told_once_for_each_budget() -> None:
    assert told() == ["2 exact sure"] * 2
    assert told(whole="9.50") == ["2 violated sure"] * 2
    assert told(names=("一般预算", "一般预算")) == []
    assert told(names=("一般预算", "")) == []
    assert told(FIRST.replace("分别从", "从")) == []
    assert told(FIRST.replace("列支", "开支"), SECOND.replace("列支", "开支")) == []
    both = [
        each.replace("污水费9万元，分别从一般预算与基金", "一般预算与基金9万元，分别从两处")
        for each in (FIRST, SECOND)
    ]
    assert told(*both) == []
    # each is told in each sentence, and again with its amount
    assert told(FIRST.replace("一般预算与基金", "一般预算"), SECOND) == []
    assert told(FIRST.replace("与基金", "与债券"), SECOND) == []


def test_only_an_amount_between_parts_a_whole_from_its_part() -> None:
    assert told(between=(attrs.evolve(_claim(), kind="share"),)) == ["2 exact sure"] * 2
    assert told(between=(amount("1.00", BASIC),)) == []
    assert told(between=(amount("1.00", role="reason"),)) == []
