"""Goals and side matters of the real documents: what they say, what is found, and what a changed number gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

import attrs
import pytest
from hypothesis import settings

from cnbudget import Disclosure, Figure, Report, Verdict, check, read_text
from cnbudget.performance import Goals, figures_of
from cnbudget.ties.sides import side_ties
from tests.documents import corpus

pytestmark = pytest.mark.skipif(
    not corpus.REAL, reason="the real documents are not here; the examples have tables alone"
)

_HEAVY = settings.get_current_profile_name() == "heavy"
_SAMPLE = 1 if _HEAVY else 7
_NUMBER = re.compile(r"(?<![0-9.])[0-9]+(?:\. ?[0-9]+)?")


@pytest.fixture(scope="module", params=corpus.NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@lru_cache
def report(name: str) -> Report:
    return check(corpus.budget(name))


def text(figure: Figure | None) -> str | None:
    return None if figure is None else figure.text


# What they say ---------------------------------------------------------------------------------


def test_artux_s_goals() -> None:
    performance = corpus.budget("artux").performance
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
    performance = corpus.budget("akto").performance
    (overall,) = performance.overall
    assert [figure.text for _, figure in overall.money] == ["13.12", "653.47", "3.00"]
    assert sum(Decimal(figure.text) for _, figure in overall.money) == Decimal("669.59")
    assert [text(goals.total) for goals in performance.projects] == ["3.00", "0.90", "5.10", "2.00"]
    assert [len(goals.indicators) for goals in performance.goals] == [10, 7, 9, 10, 14]


def test_all_weights_sum_to_ninety(name: str) -> None:
    def weight(goals: Goals) -> int:
        return sum(int(each.weight.value or 0) for each in goals.indicators if each.weight)

    goals = corpus.budget(name).performance.goals
    assert [weight(each) for each in goals] == [90] * len(goals)
    assert report(name).tallies["weight"].exact == len(goals)


def test_akto_s_described_projects_add_up() -> None:
    first = corpus.budget("akto").described_projects[0]
    assert [part.amount.text for part in first.allocations] == ["0.30", "0.30", "0.20", "1.20"]
    assert [each.text for each in (*first.sizes, *first.sums)] == ["2.00", "2.00"]


def test_staff_procurement_and_assets_of_akto() -> None:
    budget = corpus.budget("akto")
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
    budget = corpus.budget("artux")
    secret = budget.performance.summary.of("secret")
    assert secret is not None
    assert (text(secret.number), text(secret.money)) == ("1", "12.00")
    assert [(each.name, each.secret) for each in budget.described_projects] == [
        ("克财社〔2025〕110号：关于提前下达2026年中央财政医疗服务与保障能力提升补助资金", False),
        ("特定目标0910183Y", True),
    ]


def test_everything_that_states_a_number_was_understood(name: str) -> None:
    assert corpus.budget(name).sides.unread == ()
    assert side_ties(corpus.budget(name)).unread == []


def test_no_person_is_kept(name: str) -> None:
    budget = corpus.budget(name)
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
    sides = corpus.budget(name).sides
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


@attrs.frozen
class Spot:
    """A printed number that a law ties: its line, where in it, and what it is changed to."""

    line: int
    start: int
    end: int
    new: str


def tied(budget: Disclosure) -> set[tuple[int, Decimal]]:
    """The lines and values of the numbers that an equality ties, beside the tables."""
    ties = side_ties(budget)
    sides = budget.sides
    figures: list[Figure] = [
        figure for kind, members in ties.laws if kind != "contain" for figure in members
    ]
    figures += [
        each.weight
        for goals in sides.performance.goals
        for each in goals.indicators
        if each.weight is not None
    ]
    for staff in sides.staff:
        figures += [figure for kind, figure in staff.counts if kind != "establishment"]
    figures += [
        each.number for each in sides.performance.summary.counted if each.number is not None
    ]
    if sides.assets is not None and sides.assets.vehicles is not None:
        kinds = (sides.assets.vehicles, *sides.assets.vehicle_kinds)
        figures += [each.number for each in kinds if each.number is not None]
    return {
        (figure.place.line, figure.value)
        for figure in figures
        if figure.row.within != "table"
        and figure.place.line is not None
        and figure.value is not None
    }


_MARKS = re.compile(r"\s*(?:[.、]\s|年|日|号|\))")


def spots(name: str) -> Iterator[Spot]:
    """The printed numbers on those lines that have those values."""
    lines = corpus.text(name).split("\n")
    for line, value in sorted(tied(corpus.budget(name))):
        found = [
            match
            for match in _NUMBER.finditer(lines[line - 1])
            if Decimal(match[0].replace(" ", "")) == value
            and not _MARKS.match(lines[line - 1], match.end())
            and not lines[line - 1][: match.start()].rstrip().endswith(("增加", "减少"))
        ]
        for match in found:
            places = len(match[0].replace(" ", "").partition(".")[2])
            step = Decimal("0.05") if places else Decimal(1)
            yield Spot(line, match.start(), match.end(), f"{value + step:.{places}f}")


def test_every_changed_number_is_reported_at_its_line(name: str) -> None:
    lines = corpus.text(name).split("\n")
    usual = {(finding.law, finding.zh) for finding in report(name).findings}
    places = list(spots(name))
    assert len(places) > 60
    missed = []
    for spot in places[::_SAMPLE]:
        line = lines[spot.line - 1]
        changed = [*lines]
        changed[spot.line - 1] = line[: spot.start] + spot.new + line[spot.end :]
        found = [
            finding
            for finding in check(read_text("\n".join(changed))).findings
            if (finding.law, finding.zh) not in usual and finding.verdict is Verdict.VIOLATED
        ]
        if not any(
            finding.place.line == spot.line
            or any(figure.place.line == spot.line for figure in finding.figures)
            for finding in found
        ):
            missed.append((spot, line[max(0, spot.start - 20) : spot.end + 10]))
    assert missed == []
