"""The crosswalk between the two economic classifications."""

from __future__ import annotations

import pytest

from cnbudget import classification
from cnbudget.classification import AgencyKind, Confidence, Crosswalk, OneToMany, OneToOne
from cnbudget.classification.crosswalk import parse_pairs
from cnbudget.errors import CatalogueError, CodeError, UnknownCodeError

ADMINISTRATIVE, INSTITUTION = AgencyKind.ADMINISTRATIVE, AgencyKind.INSTITUTION
CROSSWALK = classification.for_year(2026).crosswalk


def test_by_kind_of_agency() -> None:
    assert CROSSWALK.to_government("30101", agency=ADMINISTRATIVE) == OneToOne(
        "30101", "50101", agency=ADMINISTRATIVE, confidence=Confidence.CONFIRMED
    )
    assert CROSSWALK.to_government("30101", agency=INSTITUTION) == OneToOne(
        "30101", "50501", agency=INSTITUTION, confidence=Confidence.PROBABLE
    )


def test_one_to_many() -> None:
    found = CROSSWALK.to_department("50102", agency=ADMINISTRATIVE)
    assert isinstance(found, OneToMany)
    assert found.targets == ("30108", "30109", "30110", "30111", "30112")
    assert CROSSWALK.to_department("50103", agency=ADMINISTRATIVE).targets == ("30113",)


def test_what_holds_for_all_agencies() -> None:
    for agency in AgencyKind:
        assert CROSSWALK.to_government("30302", agency=agency).targets == ("50905",)


def test_the_year_matters() -> None:
    before = classification.for_year(2020).crosswalk
    assert before.to_government("31101", agency=INSTITUTION).targets == ("50802",)
    assert CROSSWALK.to_government("31101", agency=INSTITUTION).targets == ("50804",)


@pytest.mark.parametrize("year", classification.years())
@pytest.mark.parametrize("agency", AgencyKind)
def test_both_directions_agree(year: int, agency: AgencyKind) -> None:
    lists = classification.for_year(year)
    up, down = set(), set()
    for code in lists.economic:
        try:
            found = lists.crosswalk.to_government(code, agency=agency)
        except UnknownCodeError:
            continue
        up |= {(target, code) for target in found.targets}
        assert (isinstance(found, OneToOne)) == (len(found.targets) == 1)
    for code in lists.government_economic:
        try:
            found = lists.crosswalk.to_department(code, agency=agency)
        except UnknownCodeError:
            continue
        down |= {(code, target) for target in found.targets}
        assert all(target in lists.economic for target in found.targets)
    assert up == down
    assert len(up) > 90


def test_no_counterpart() -> None:
    with pytest.raises(UnknownCodeError, match="under 302 it has 30201, 30202"):
        CROSSWALK.to_government("302", agency=INSTITUTION)
    with pytest.raises(UnknownCodeError, match="行政和参公单位"):
        CROSSWALK.to_department("50501", agency=ADMINISTRATIVE)
    with pytest.raises(CodeError, match="3, 5 or 7 digits, this has 4"):
        CROSSWALK.to_government("3020", agency=INSTITUTION)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" 50101 =30101\n", 1),
        ("事业单位\n 50501 30101\n", 2),
        ("事业单位\n 50501 =3010\n", 2),
        ("事业单位\n 50501\n", 2),
        ("# x\n企业\n", 2),
        ("事业单位\n 30101 =50501\n", 2),
    ],
)
def test_broken_lines(text: str, line: int) -> None:
    with pytest.raises(CatalogueError, match=f"mine.dat, line {line}:.*50101 =30101 30102"):
        parse_pairs(text, path="mine.dat")


def test_confidence_is_that_of_the_least_known_pair() -> None:
    crosswalk = Crosswalk(
        [("50501", "30101", INSTITUTION, "="), ("50501", "30102", INSTITUTION, "?")],
        economic=frozenset({"30101", "30102"}),
        government=frozenset({"50501"}),
        year=2026,
    )
    found = crosswalk.to_department("50501", agency=INSTITUTION)
    assert found.confidence is Confidence.DOUBTFUL
    assert crosswalk.to_government("30101", agency=INSTITUTION).confidence is Confidence.CONFIRMED
