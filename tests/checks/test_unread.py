"""Why a row has no scope, and which figures a problem leaves open."""

from __future__ import annotations

import pytest

from cnbudget import Figure
from cnbudget.checks.unread import by_problem, matter, why_unplaced
from cnbudget.disclosure import Problem
from cnbudget.figures import ColumnAddress, Place, RowAddress
from cnbudget.messages import say

WORDS = say("years.adjusted")


FIRST, SECOND = Place(1), Place(2)


def problem(kind: str, text: str = "", place: Place = FIRST) -> Problem:
    return Problem(kind, WORDS, place=place, key="basic", text=text)


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [
        (None, "", "unchecked.row_unknown"),
        ("code", "30101", "unchecked.code_wrong"),
        ("code", "甲", "unchecked.code_wrong"),
        ("row", "30101", "unchecked.code_twice"),
        ("twice", "30101", "unchecked.code_twice"),
        ("row", "甲", "unchecked.row_unknown"),
        ("twice", "甲", "unchecked.row_unknown"),
        ("number", "30101", "unchecked.row_unknown"),
    ],
)
def test_why_a_row_has_no_scope(kind: str | None, text: str, key: str) -> None:
    assert why_unplaced(None if kind is None else problem(kind, text)).key == key


def test_figures_are_filed_by_what_problems_speak_of() -> None:
    row = RowAddress(6, "basic", row="30101")
    one = Figure.of("1.00", "万元").evolve(row=row, column=ColumnAddress("total"), place=FIRST)
    two = Figure.of("2.00", "万元").evolve(row=row, column=ColumnAddress(""), place=SECOND)
    column, twice, number = (
        problem("column", "total"),
        problem("twice", "30101"),
        problem("number", place=SECOND),
    )
    assert by_problem([one, two], [problem("empty")]) == {}
    assert by_problem([], [column]) == {}
    assert by_problem([one, two], [column]) == {matter(column): [one]}
    assert by_problem([one, two], [twice]) == {matter(twice): [one, two]}
    assert by_problem([one, two], [number])[matter(number)] == [two]
