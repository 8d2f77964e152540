"""Goals by themselves: whose they are, and of which year."""

from __future__ import annotations

import attrs
import pytest

from cnbudget import Disclosure, example
from cnbudget.figures import Place, RowAddress
from cnbudget.passages import Passage
from cnbudget.performance import Goals, Performance
from cnbudget.performance.sides import Sides
from cnbudget.ties.goals import _agency, _year
from cnbudget.ties.laws import Ties

BARE = attrs.evolve(example("akto"), agency="青山县医疗保障局", year=2024, passages=())
ROW: RowAddress = example("akto").figures[0].row


def goals(name: str = "甲", *, agency: str = "", year: int | None = None) -> Goals:
    return Goals(False, name, agency=agency, year=year, title="项目支出绩效目标表", address=ROW)


def slips(budget: Disclosure, *every: Goals) -> list[str]:
    """What is said of the first of some goals."""
    made = attrs.evolve(budget)
    made._known["sides"] = Sides(Performance(projects=every))
    ties = Ties(made)
    _agency(ties, every[0])
    _year(ties, every[0])
    return [each.words.text("zh") for each in ties.remarks]


@pytest.mark.parametrize(
    ("agency", "told"),
    [
        ("", False),
        ("青山县医疗保障局", False),
        ("医疗保障局", False),
        ("青山县医疗保障局本级", False),
        ("水利局", False),  # too short to be told from a word
        ("青山县水利局", True),
        ("县水利局机", True),
    ],
)
def test_goals_are_the_agencys(agency: str, *, told: bool) -> None:
    assert bool(slips(BARE, goals(agency=agency))) is told


def test_an_agency_that_the_document_speaks_of_may_have_goals() -> None:
    passage = Passage("青山县水利局是所属单位。", Place(line=1))
    other = goals(agency="青山县水利局")
    assert slips(attrs.evolve(BARE, passages=(passage,)), other) == []
    assert slips(BARE, other, goals("乙", agency="青山县水利局")) == []
    assert len(slips(BARE, other, goals("乙", agency="青山县医疗保障局"))) == 1


@pytest.mark.parametrize(("year", "told"), [(None, False), (2024, False), (2023, True)])
def test_goals_are_of_the_budgets_year(year: int | None, *, told: bool) -> None:
    assert bool(slips(BARE, goals(year=year))) is told
    assert slips(attrs.evolve(BARE, year=None), goals(year=year)) == []
    for name, words in (("甲", "“甲”"), ("", "“”")):
        assert any(words in each for each in slips(BARE, goals(name, year=year))) is (
            told and bool(name)
        )


@pytest.mark.parametrize(("own", "told"), [("水利局", False), ("县水利局", True)])
def test_names_of_three_letters_tell_no_agency(own: str, *, told: bool) -> None:
    other = goals(agency="青山县医疗保障局")
    assert bool(slips(attrs.evolve(BARE, agency=own), other)) is told
