"""What is known of a document before its prose is read."""

from __future__ import annotations

import pytest

from cnbudget.classification import Classification, Kind, default
from cnbudget.narrative.known import Known
from cnbudget.narrative.pieces import bare


def _called(year: int, lists: Classification) -> dict[str, list[str]]:
    """The codes of each name in a year's list."""
    found: dict[str, list[str]] = {}
    catalogue = lists.catalogue(Kind.FUNCTIONAL, year)
    for code in catalogue:
        found.setdefault(bare(catalogue.name_of(code)), []).append(code)
    return found


@pytest.mark.parametrize("year", [None, 2017, 2018, 2019, 2023, 2026, 2030])
def test_a_category_has_the_names_of_this_year_and_of_those_before_that_are_its_own(
    year: int | None,
) -> None:
    """The latest name counts; one that some other code has as well, or a short one, names none."""
    lists = default()
    years = [each for each in reversed(lists.years) if year is None or each < year]
    if year is not None:
        years.insert(0, min(max(year, lists.years[0]), lists.years[-1]))
    expected: dict[str, str] = {}
    for each in years:
        for name, codes in _called(each, lists).items():
            short = name.removesuffix("支出")
            if len(codes) == 1 and len(codes[0]) == 3 and len(short) >= 4:
                expected.setdefault(name, codes[0])
                expected.setdefault(short, codes[0])
    assert Known(year=year).categories == expected
