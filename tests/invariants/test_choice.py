"""What was chosen where words leave something open, in words: one sentence for each way to decide."""

from __future__ import annotations

import pytest

from cnbudget.invariants.choice import WAYS, Choice

OPEN = "the words leave it open, and "


def choice(taken: str | None, how: str, cells: int = 0, *others: str) -> Choice:
    return Choice(
        "carried",
        table="income",
        title="收入总表",
        axis="columns",
        taken=taken,
        others=others or ("carried",),
        how=how,
        cells=cells,
        places=frozenset(),
    )


@pytest.mark.parametrize(
    ("how", "cells", "words"),
    [
        ("prose", 0, "the document's prose says it: "),
        ("sums", 0, f"{OPEN}the sums of the rows decide: "),
        ("same", 0, f"{OPEN}it is not distinguishable here, "),
        ("alike", 0, "it is taken as the same words are elsewhere in the document: "),
        ("usual", 0, "no law distinguishes it here; the usual is taken: "),
        ("laws", 0, "what follows would not hold"),
        ("laws", 3, "at least 3 numbers would have to be other than printed"),
    ],
)
def test_each_way_to_decide_is_told_in_its_own_words(how: str, cells: int, words: str) -> None:
    told = choice("current", how, cells).text("en")
    assert words in told
    assert WAYS["current"].text("en") in told
    assert (WAYS["carried"].text("en") in told) == (how != "sums")


def test_what_stays_open_is_told_with_all_that_it_may_be() -> None:
    told = choice(None, "", 0, "current", "carried+own").text("en")
    one, other, third = (WAYS[each].text("en") for each in ("current", "carried", "own"))
    assert told == f"{OPEN}the laws do not decide: it may be {one} or {other}, {third}"


@pytest.mark.parametrize("columns", [2, 3, 4])
def test_a_subtotal_says_of_how_many_columns_it_is(columns: int) -> None:
    assert str(columns) in WAYS[f"next{columns}"].text("en")
