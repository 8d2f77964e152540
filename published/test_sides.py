"""Goals and side matters of the real documents: what they say, what is found, and what a changed number gives."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import pytest
from hypothesis import settings

from cnbudget import Figure, Report, Verdict, check
from cnbudget.performance import Goals, figures_of
from cnbudget.ties.sides import side_ties
from published import documents
from tests.documents import numbers

_HEAVY = settings.get_current_profile_name() == "heavy"
_SAMPLE = 1 if _HEAVY else 7


@pytest.fixture(scope="module", params=documents.TEXTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@lru_cache
def report(name: str) -> Report:
    return check(documents.budget(name))


def text(figure: Figure | None) -> str | None:
    return None if figure is None else figure.text


# What they say ---------------------------------------------------------------------------------


def test_artux_s_goals() -> None:
    performance = documents.budget("artux").performance
    (overall,) = performance.overall
    assert [(kind, figure.text) for kind, figure in overall.money] == [
        ("upper", "10.00"),
        ("own", "438.73"),
        ("other", "50.00"),
        ("total", "498.73"),
    ]
    assert len(overall.indicators) == 7
    assert [(goals.name, text(goals.total)) for goals in performance.projects] == [
        ("2026年中央财政医疗服务与保障能力提升补助项目", "10.00"),
        ("实有资金", "50.00"),
    ]
    assert [len(goals.indicators) for goals in performance.projects] == [10, 8]
    first = performance.projects[0].find("参保群众满意度")[0]
    assert (first.target.text, first.rule, first.evidence) == ("≥95%", "满意度赋分", "说明材料")


def test_akto_s_goals() -> None:
    performance = documents.budget("akto").performance
    (overall,) = performance.overall
    assert [figure.text for _, figure in overall.money] == ["13.12", "653.47", "3.00"]
    assert sum(Decimal(figure.text) for _, figure in overall.money) == Decimal("669.59")
    assert [text(goals.total) for goals in performance.projects] == ["3.00", "0.90", "5.10", "2.00"]
    assert [len(goals.indicators) for goals in performance.goals] == [10, 7, 9, 10, 14]


def test_all_weights_sum_to_ninety(name: str) -> None:
    def weight(goals: Goals) -> int:
        return sum(int(each.weight.value or 0) for each in goals.indicators if each.weight)

    goals = documents.budget(name).performance.goals
    assert [weight(each) for each in goals] == [90] * len(goals)
    assert report(name).tallies["weight"].exact == len(goals)


def test_akto_s_described_projects_add_up() -> None:
    first = documents.budget("akto").described_projects[0]
    assert [part.amount.text for part in first.allocations] == ["0.30", "0.30", "0.20", "1.20"]
    assert [each.text for each in (*first.sizes, *first.sums)] == ["2.00", "2.00"]


def test_staff_procurement_and_assets_of_akto() -> None:
    budget = documents.budget("akto")
    (staff,) = budget.staff
    assert [figure.text for _, figure in staff.counts] == ["22", "30", "28", "2", "0"]
    assert budget.procurement is not None
    assert [figure.text for _, figure in budget.procurement.lines] == [
        "8.92", "3.77", "0.00", "5.15", "8.02", "8.02",
    ]  # fmt: skip
    assert budget.assets is not None
    assert budget.assets.vehicles is not None
    assert text(budget.assets.vehicles.value) == "19.30"
    assert [each.name for each in budget.assets.vehicle_kinds] == [
        "一般公务用车",
        "执法执勤用车",
        "其他车辆",
    ]


def test_a_secret_project_is_counted_and_described_but_not_shown() -> None:
    budget = documents.budget("artux")
    secret = budget.performance.summary.of("secret")
    assert secret is not None
    assert (text(secret.number), text(secret.money)) == ("1", "12.00")
    assert [(each.name, each.secret) for each in budget.described_projects] == [
        ("克财社〔2025〕110号：关于提前下达2026年中央财政医疗服务与保障能力提升补助资金", False),
        ("特定目标0910183Y", True),
    ]


def test_everything_that_states_a_number_was_understood(name: str) -> None:
    assert documents.budget(name).sides.unread == ()
    assert side_ties(documents.budget(name)).unread == []


def test_no_person_is_kept(name: str) -> None:
    budget = documents.budget(name)
    assert "某某" not in repr(budget.sides)
    assert all("00000000000" not in passage.text for passage in budget.passages)


# What is found, each judged by reading the document ---------------------------------------------

_JUDGED = {
    "artux": [],
    "akto": [
        # a percentage kept as a fraction, as a spreadsheet stores it
        ("slip", "资金使用合规率", "“1”"),
        ("slip", "资金拨付及时率", "“1”"),
        ("slip", "工作人员满意度", "“0.96”"),
        # a sign typed behind its number
        ("slip", "维修（护）费", "“0=”"),
    ],
}


def test_the_findings_are_those_that_are_really_there(name: str) -> None:
    sides = documents.budget(name).sides
    mine = {id(figure) for figure in figures_of(sides)}
    lines = {each.place.line for goals in sides.performance.goals for each in goals.indicators}
    found = [
        finding
        for finding in report(name).findings
        if finding.verdict is Verdict.VIOLATED
        and (
            any(id(figure) in mine for figure in finding.figures)
            or finding.law in ("weight", "count")
            or (finding.law == "slip" and finding.place.line in lines)
        )
    ]
    judged = _JUDGED[name]
    assert len(found) == len(judged)
    for finding, (law, what, value) in zip(found, judged, strict=True):
        assert finding.law == law
        assert what in finding.zh
        assert value in finding.zh


# No tied number can be changed unseen --------------------------------------------------------------


def test_every_changed_number_is_reported_at_its_line(name: str) -> None:
    document = documents.text(name)
    spots = list(numbers.of_sides(documents.budget(name), document))
    assert len(spots) > 60
    usual = numbers.violated(report(name))
    assert [
        spot
        for spot in spots[::_SAMPLE]
        if not numbers.reported(document, spot, numbers.stepped(spot), usual)
    ] == []
