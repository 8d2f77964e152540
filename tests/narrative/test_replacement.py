"""One number of the text in another's place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cnbudget.figures import Figure, Place
from cnbudget.narrative.replacement import replacements
from cnbudget.passages import Passage


def replaced(text: str, old: str, new: str) -> list[str]:
    passage = Passage(text, Place(line=1))
    number = Figure.of(old, "万元").evolve(place=passage.place)
    found = replacements([Passage("前"), passage, Passage("后")], number, Figure.of(new, "万元"))
    return [passages[1].text for passages in found]


@pytest.mark.parametrize(
    ("text", "old", "new", "found"),
    [
        ("共1,203.43万元", "1203.43", "1230.43", ["共1230.43万元"]),
        ("共１２.３万元", "12.3", "13.2", ["共13.2万元"]),
        ("共12\n.3万元", "12.3", "13.2", ["共13.2万元"]),
        ("共07.00万元", "7.00", "70.00", ["共70.00万元"]),
        ("5.00与5.00", "5.00", "6.00", ["6.00与5.00", "5.00与6.00"]),
        ("15.00与5.001与1,005.00", "5.00", "6.00", []),
        ("减少10.00万元", "-10.00", "-1.00", ["减少1.00万元"]),
    ],
)
def test_numbers_are_found_as_they_are_printed(
    text: str, old: str, new: str, found: list[str]
) -> None:
    assert replaced(text, old, new) == found


def test_what_is_lost_has_no_text() -> None:
    passage = Passage("5.00")
    number = Figure.of("5.00").evolve(place=passage.place)
    assert list(replacements([passage], number, Figure.of(None))) == []
    assert Decimal(number.text) == 5
