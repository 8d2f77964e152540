"""The prose of the two real documents: everything is read, and every finding of it is judged here."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget import Disclosure, FundingSource, Report, Scope, Verdict, check
from cnbudget.checks.checklist import checklist
from published import documents
from tests.documents import numbers

DOCUMENTS = ("artux", "akto")

#: Each finding of the prose: law, verdict, line, words that it must have, and why it is true.
JUDGED: dict[str, list[tuple[str, str, int, str, str]]] = {
    "artux": [
        ("slip", "violated", 412, "漏了有金额的210", "the list breaks off at a leftover; 210 and 221 are missing"),
        ("slip", "violated", 412, "去掉多余的符号", "an instruction of the form was left in the text"),
        ("slip", "violated", 382, "。。", "the sentence ends with two full stops"),
        ("slip", "violated", 518, ";;", "two semicolons before 公务接待费"),
        ("slip", "violated", 472, "预算安排规模", "资金分配情况 is followed by another label"),
        ("slip", "violated", 474, "项目承担单位", "the line of 470 stands again"),
        ("slip", "violated", 476, "资金分配情况", "the line of 472 stands again"),
        ("slip", "violated", 368, "目录", "the contents say 情况的总体说明, the heading 情况总体说明"),
        ("slip", "violated", 518, "重说", "the reason for 0.00 repeats that it is 0.00"),
        ("slip", "violated", 442, "繁体", "lines 442 to 452 are in traditional characters"),
        ("growth", "undecided", 382, "基数", "from nothing to 10.00 there is no rate; 100.00 % is printed"),
        ("growth", "undecided", 440, "基数", "from nothing to 20.15"),
        ("growth", "undecided", 452, "基数", "from nothing to 22.00"),
        ("add-up", "rounding", 380, "1,134.92 万元", "last year by source and by nature: 0.01 apart, six numbers"),
    ],
    "akto": [
        ("slip", "violated", 579, "下属各预算单位", "line 85 says that there are none"),
        ("growth", "undecided", 455, "基数", "from nothing to 2.00"),
        ("growth", "undecided", 457, "基数", "from nothing to 2.82"),
        ("slip", "violated", 629, "“1”", "a fraction beside a percentage, in a table of goals"),
        ("slip", "violated", 630, "“1”", "likewise"),
        ("slip", "violated", 634, "“0.96”", "likewise"),
        ("slip", "violated", 695, "“0=”", "the operator stands behind its number"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module", params=DOCUMENTS)
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture(scope="module")
def budget(name: str) -> Disclosure:
    return documents.budget(name)


@pytest.fixture(scope="module")
def report(budget: Disclosure) -> Report:
    return check(budget)


def test_every_finding_of_the_prose_is_judged(
    name: str, budget: Disclosure, report: Report
) -> None:
    tables = {finding.zh for finding in check(budget, prose=False).findings}
    waiting = list(JUDGED[name])
    for finding in report.findings:
        if finding.zh in tables:
            continue
        found = [
            judged
            for judged in waiting
            if judged[:3] == (finding.law, finding.verdict.value, finding.place.line)
            and judged[3] in finding.zh
        ]
        assert found, finding
        assert finding.severity == "note"
        assert finding.en
        waiting.remove(found[0])
    assert waiting == []


def test_what_is_violated_is_counted(report: Report) -> None:
    violated = [each for each in report.findings if each.verdict is Verdict.VIOLATED]
    assert report.checked.violated == len(violated)


def test_all_that_states_money_is_understood(budget: Disclosure, report: Report) -> None:
    assert budget.claims.unread == ()
    assert not any("文字" in each.what for each in report.not_checked)
    read = {claim.place.line for claim in budget.claims}
    money = re.compile(r"[0-9]\s*(?:万|萬|亿)?元|[0-9]\s*%|[0-9]\s*万[，。]")
    for section in budget.sections:
        for passage in section.passages:
            if not passage.grid and money.search(passage.text):
                assert passage.place.line in read, passage.text


def test_every_share_and_every_growth_on_a_base_is_exact(report: Report) -> None:
    share, growth = report.tallies["share"], report.tallies["growth"]
    assert share.exact == share.total >= 9
    assert growth.exact >= 21
    assert growth.violated == growth.rounding == 0
    assert report.tallies["agree"].violated == 0


def test_the_running_costs_of_artux_recompute() -> None:
    budget = documents.budget("artux")
    change, growth = (
        next(c for c in budget.claims if c.section.key == "running" and c.kind == kind)
        for kind in ("change", "growth")
    )
    assert (change.value, growth.value) == (Decimal("-2.05"), Decimal("-25.63"))
    earlier = next(e for e in budget.previous_year.figures if change in e.claims)
    assert earlier.text == "8.00"


def test_last_years_general_budget_of_akto_comes_to_the_same_three_ways() -> None:
    year = documents.budget("akto").previous_year
    general = Scope(source=FundingSource.GENERAL)
    laws = [law for law in year.laws if law.scope == general]
    totals = {number.value for law in laws for number in law.totals}
    assert totals == {Decimal(12034300)}
    assert {len(side) for law in laws for side in law.sides} == {2, 13}
    assert all(law.ruling.verdict is Verdict.EXACT for law in laws)


def test_last_year_of_artux_is_off_by_rounding_alone() -> None:
    year = documents.budget("artux").previous_year
    (law,) = [law for law in year.laws if law.ruling.verdict is not Verdict.EXACT]
    assert law.ruling.verdict is Verdict.ROUNDING
    assert [number.value for number in law.totals] == [Decimal(11349200), Decimal(11349100)]


def test_part_one_and_the_glossary_are_read() -> None:
    akto, artux = documents.budget("akto"), documents.budget("artux")
    assert akto.overview.staff == {
        "establishment": 22, "actual": 30, "serving": 28, "retired": 2, "retired_cadres": 0,
    }  # fmt: skip
    assert akto.overview.staff_changes["serving"] == -1
    assert (akto.overview.units, akto.overview.offices) == (0, 6)
    assert (len(akto.overview.duties), len(artux.overview.duties)) == (11, 5)
    assert [term.name for term in akto.glossary][:2] == ["财政拨款", "一般公共预算"]
    assert len(artux.glossary) == 9
    for budget, date in ((akto, "2024年1月26日"), (artux, "2026年3月30日")):
        assert budget.narrative.signature is not None
        assert budget.narrative.signature.date == date


def test_the_sections_are_those_of_the_form(name: str, budget: Disclosure) -> None:
    keys = [section.key for section in budget.sections if section.level == 2]
    wanted = ["duties", "structure", "total", "income", "expenditure", "appropriation", "general",
              "basic", "projects", "fund", "state_capital", "three_public", "commissioned",
              "carry_over", "other"]  # fmt: skip
    if name == "akto":
        wanted.remove("commissioned")
    assert keys == wanted


def test_the_checklist_goes_through_the_form(budget: Disclosure, report: Report) -> None:
    entries = checklist(report)
    words = [entry.what[0] for entry in entries]
    assert [each for each in words if each.startswith("表") and each[1:2].isdigit()] == [
        f"表{table.number} {table.title}" for table in budget.tables
    ]
    assert not any(entry.verdict in ("wrong", "missing") for entry in entries)
    assert all(entry.why[0] for entry in entries if entry.verdict == "unchecked")


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(max_examples=max(10, settings().max_examples // 2))
@given(data=st.data())
def test_a_changed_number_is_reported_at_its_line(name: str, data: st.DataObject) -> None:
    document = documents.text(name)
    spots = _spots(name)
    assert len(spots) > 80
    spot = data.draw(st.sampled_from(spots))
    digit = data.draw(st.sampled_from("123456789".replace(spot.text[0], "")))
    assert numbers.reported(document, spot, digit + spot.text[1:], _known(name)), (spot, digit)


@cache
def _spots(name: str) -> list[numbers.Spot]:
    return numbers.of_claims(documents.budget(name), documents.text(name))


@cache
def _known(name: str) -> frozenset[tuple[str, str]]:
    return numbers.violated(check(documents.budget(name)))
