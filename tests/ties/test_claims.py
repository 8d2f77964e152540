"""What each claim is held to, before anybody judges it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

from cnbudget import (
    Amount,
    Entry,
    Figure,
    FundingSource,
    Ledger,
    Nature,
    State,
    Unit,
    Verdict,
    publish,
    read_text,
    to_text,
)
from cnbudget.narrative import Claim
from cnbudget.scope import EVERYTHING
from cnbudget.ties.claims import ClaimTies, _nearest
from tests.checks.test_prose import GOOD
from tests.narrative.documents import budget

_S = FundingSource


def ties(prose: str) -> ClaimTies:
    made = budget(prose)
    return ClaimTies(made, made.narrative)


def test_each_claim_has_its_other_side() -> None:
    found = ties(GOOD)
    kinds = Counter(each.kind for each in (*found.agreements, *found.relations))
    assert kinds == {"agree": 8, "share": 2, "growth": 6}
    every = (*found.agreements, *found.relations)
    assert {each.ruling.verdict for each in every} == {Verdict.EXACT}
    assert {each.law for each in every} == {"agree", "share", "growth"}
    share = next(each for each in found.relations if each.kind == "share")
    assert [figure.text for figure in share.others] == ["80.00", "100.00"]
    assert len(found.earlier) == 1
    assert found.unknown == []


def test_amounts_that_only_the_text_states_are_held_to_each_other() -> None:
    of_2025 = "2025年当年预算执行数为{}万元，2026年预算安排80.00万元，比2025年执行数增加10.00万元，增长{}%"
    heading = "三、关于某市某某局2026年支出预算情况说明\n基本支出"
    found = ties(heading + of_2025.format("70.00", "14.29") + "。\n")
    assert {each.kind for each in found.relations} >= {"change", "growth"}
    assert all(each.ruling.verdict is Verdict.EXACT for each in found.relations)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("委托业务费1.00万元。\n2026年委托业务费1.00万元。", [("1.00", Verdict.EXACT)]),
        ("委托业务费1.00万元。\n2026年委托业务费2.00万元。", [("2.00", Verdict.VIOLATED)]),
        # each is held to the first
        ("委托业务费1.00万元。\n2026年委托业务费2.00万元。\n2026年委托业务费1.0万元。",
         [("2.00", Verdict.VIOLATED), ("1.0", Verdict.EXACT)]),
        # parts whose words no list knows are told again, too
        ("支出预算100.00万元，其中：会议费5.00万元，年会费6.00万元。会议费7.00万元，年会费6.00万元。",
         [("7.00", Verdict.VIOLATED)]),
        ("委托业务费1.00万元。2025年委托业务费2.00万元。", []),
        ("委托业务费1.00万元。\n上年委托业务费2.00万元。", []),
    ],
)  # fmt: skip
def test_an_amount_that_is_told_again_is_the_same(
    text: str, said: list[tuple[str, Verdict]]
) -> None:
    found = ties(f"三、关于某市某某局2026年支出预算情况说明\n2026年{text}\n").agreements
    assert [(e.claim.text, e.ruling.verdict) for e in found if e.kind == "said"] == said


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("支出预算100.00万元", {"agree": 2}),
        ("国防支出（类）5.00万元", {"unlisted": 2}),
        ("委托业务费1.00万元", {"said": 1}),
    ],
)
def test_what_is_held_to_the_tables_is_not_held_to_itself_too(
    said: str, kinds: dict[str, int]
) -> None:
    found = ties(f"三、关于某市某某局2026年支出预算情况说明\n2026年{said}。\n2026年{said}。\n")
    assert Counter(each.kind for each in found.agreements) == kinds


def test_a_claim_is_held_to_the_figure_that_it_differs_least_from() -> None:
    claim = attrs.evolve(ties(GOOD).claims[0], value=Decimal(89), unit=Unit.WAN, places=2)
    figures = [Figure.of(each, Unit.WAN, places=2) for each in ("80.00", "90.00", "100.00", None)]
    assert _nearest(claim, figures[:3]) is figures[1]
    assert _nearest(claim, figures[2::-1]) is figures[1]
    # of two that are as far away the first
    far = attrs.evolve(claim, value=Decimal(95))
    assert _nearest(far, figures[:3]) is figures[1]
    assert _nearest(far, figures[2::-1]) is figures[2]


def test_a_claim_of_this_years_money_alone_is_not_accused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the tables may hold what is carried over; if it is what they print, it is held to it."""
    monkeypatch.setattr(ClaimTies, "is_doubtful", lambda *_: True)
    head = "三、关于某市某某局2026年支出预算情况说明\n2026年支出预算{}万元。\n"
    for said, held, unknown in (("100.00", 1, 0), ("90.00", 0, 1)):
        found = ties(head.format(said))
        assert (len(found.agreements), len(found.unknown)) == (held, unknown)


def test_a_claim_about_a_lost_cell_knows_it() -> None:
    made = budget(GOOD)
    gone = [made[3, "总计", "合计"]]
    lost = made.with_figures([(f, f.evolve(value=None, state=State.MISSING)) for f in gone])
    found = ClaimTies(lost, lost.narrative)
    assert [(claim.text, figure.state) for claim, figure in found.lost] == [
        ("100.00", State.MISSING)
    ]
    assert ties(GOOD).lost == ()


def test_what_is_held_to_nothing_is_given_with_the_reason() -> None:
    found = ties("三、关于某市某某局2026年支出预算情况说明\n委托业务费1.00万元。\n")
    (claim, why), *rest = found.loose(set())
    assert rest == []
    assert claim.text == "1.00"
    assert why.text("zh")
    assert why.text("en")


@pytest.mark.parametrize(
    ("said", "verdict"), [("262.00", Verdict.EXACT), ("226.00", Verdict.VIOLATED)]
)
def test_a_source_is_what_the_tables_call_so(said: str, verdict: Verdict) -> None:
    # the column 事业收入 of Shanghai's form holds what comes from special accounts, too
    ledger = Ledger(
        [
            Entry(
                "2081005",
                "30101",
                source=_S.GENERAL_OWN,
                nature=Nature.OPERATING,
                amount=Amount("950.12", "万元"),
            ),
            Entry(
                "2081005",
                "30201",
                source=_S.BUSINESS,
                nature=Nature.PROJECT,
                project="房屋修缮",
                amount=Amount("262.00", "万元"),
            ),
        ]
    )
    made = to_text(publish(ledger, "shanghai-2025", agency="某某局", year=2026), "markdown")
    prose = (
        "2026年单位预算编制说明\n\n2026年，某某局收入预算1,212.12万元，"
        f"其中：财政拨款收入950.12万元；事业收入{said}万元。\n\n"
    )
    read = read_text(prose + made, layout="shanghai-2025")
    found = ClaimTies(read, read.narrative).agreements
    held = {each.claim.subject: each.ruling.verdict for each in found}
    assert held["事业收入"] is verdict


@pytest.mark.parametrize(
    ("basic", "project", "wrong"),
    [("80.00", "20.00", 0), ("81.00", "20.00", 1), ("80.00", "30.00", 1)],
)
def test_a_share_is_of_the_whole_of_another_by_the_same_words(
    basic: str, project: str, wrong: int
) -> None:
    made = read_text(
        "2026年某市某某局部门预算公开\n第三部分 2026年部门预算情况说明\n三、支出预算情况说明\n"
        "2026年支出预算100.00万元。\n"
        f"（一）基本支出。基本支出预算80.00万元，占本年支出预算{basic}%。\n"
        f"（二）项目支出。项目支出预算20.00万元，占本年支出预算{project}%。\n"
    )
    ties = ClaimTies(made, made.narrative)
    found = [each.ruling.verdict for each in ties.relations if each.kind == "share"]
    assert found.count(Verdict.VIOLATED) == wrong
    assert len(found) == 2


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("项目支出均实行绩效目标管理，涉及资金20.00万元", {20: "agree"}),
        ("项目支出均实行绩效目标管理，涉及资金25.00万元", {25: "goals"}),
        ("项目支出绩效目标管理，涉及资金25.00万元", {}),
        ("涉及资金25.00万元，项目支出均实行绩效目标管理", {}),
        ("项目支出均实行绩效目标管理，涉及一般公共预算当年拨款25.00万元", {}),
        ("绩效目标管理全覆盖，项目支出绩效目标4个，涉及资金25.00万元", {}),
    ],
)
def test_money_of_goals_is_accused_where_the_words_before_it_say_that_it_is_all(
    words: str, kinds: dict[int, str]
) -> None:
    found = ties(f"九、预算绩效情况说明\n2026年{words}。\n").agreements
    assert {int(each.claim.value or 0): each.kind for each in found} == kinds


def test_money_of_goals_may_be_what_an_agency_has_beside_appropriations() -> None:
    made = ties("九、预算绩效情况说明\n2026年项目绩效目标管理，涉及资金25.00万元。\n")
    own = _S.UNIT | _S.SPECIAL_ACCOUNT
    wanted = EVERYTHING.evolve(source=own, nature=Nature.PROJECT)
    figures = {wanted: [Figure.of("25.00", Unit.WAN, wanted, places=2)]}
    printed: Any = SimpleNamespace(of=lambda scope: figures.get(scope, []))
    made.printed = printed
    (found,) = made._of_goals()
    assert (found.kind, found.by) == ("agree", figures[wanted][0])


@pytest.mark.parametrize(("kind", "listed"), [("growth", 1), ("share", 2)])
def test_a_change_is_not_listed_beside_its_rate(kind: str, listed: int) -> None:
    change, rate = claims_of("change", kind)
    made = ties("")
    made.claims = [change, attrs.evolve(rate, whole=change)]  # type: ignore[assignment]
    assert len(list(made.loose(set()))) == listed
    assert list(made.loose({change, made.claims[1]})) == []


def claims_of(*kinds: str) -> list[Claim]:
    claim = ties(GOOD).claims[0]
    return [attrs.evolve(claim, kind=kind, scope=None) for kind in kinds]
