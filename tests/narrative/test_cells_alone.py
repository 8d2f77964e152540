"""Tables whose cells stand one a line in the text: said to be unread, and never taken for running text."""

from __future__ import annotations

import pytest

from cnbudget.narrative import Claims
from tests.narrative.documents import claims

HEAD = (
    "七、“三公”经费预算情况说明",
    "2026年“三公”经费预算表",
    "单位：万元",
    "2025年预算数",
    "2026年预算数",
)
CELLS = (
    "合计",
    "18.00",
    "22.00",
    "22.22%",
    "1.因公出国（境）费",
    "0",
    "0",
    "0%",
    "2.公务接待费",
    "18.00",
    "22.00",
)
BEHIND = ("公务接待费22.00万元，比上年预算增加4.00万元。",)


def read(found: Claims) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in found]


def test_cells_one_a_line_are_listed_as_unread_and_nothing_is_read_of_them() -> None:
    found = claims(*HEAD, *CELLS, *BEHIND)
    assert read(found) == [("amount", "22.00"), ("change", "4.00")]
    (unread,) = found.unread
    assert unread.text.startswith("18.00 22.00 22.22%")
    assert unread.place.line == 7


@pytest.mark.parametrize(
    "lines",
    [
        (
            "公务接待费",
            "22.00",
            "万元，比上年预算增加 ",
            "4.00",
            "万元。",
        ),  # numbers that lines part
        ("公务接待费22.00万元，比上年预算增加 4", ".00", "万元。"),
        ("公务接待费", "22", ".00", "万元，比上年预算增加4.00万元。"),
    ],
)
def test_what_lines_break_is_running_text(lines: tuple[str, ...]) -> None:
    found = claims(HEAD[0], *lines)
    assert read(found) == [("amount", "22.00"), ("change", "4.00")]
    assert found.unread == ()
