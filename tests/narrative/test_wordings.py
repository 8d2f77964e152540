"""What subjects mean in the wording of several regions' texts, by the vocabulary that the tables share."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Disclosure, Verdict
from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement
from cnbudget.forms import vocabulary
from cnbudget.narrative.pieces import scope_said
from cnbudget.scope import Scope
from cnbudget.scopes import (
    AGENCY_RUNNING,
    COMMISSIONED,
    MEETINGS,
    RECEPTION,
    THREE_PUBLIC,
    TRAINING,
)
from cnbudget.ties.claims import ClaimTies
from tests.narrative.documents import budget, narrative

_S = FundingSource
_GENERAL = Scope(source=_S.GENERAL)


def final(*lines: str) -> Disclosure:
    """The small budget as if it were a final account, with prose."""
    return attrs.evolve(budget("\n".join(lines) + "\n"), stage="决算")


@pytest.mark.parametrize(
    ("heading", "line", "scope"),
    [
        ("三、收入预算情况说明", "上年结转结余的一般公共预算收入1.00万元，占1%。", Scope(source=_S.CARRIED_GENERAL)),
        ("三、收入预算情况说明", "上年结转结余的财政专户管理资金1.00万元。", Scope(source=_S.CARRIED_SPECIAL_ACCOUNT)),
        ("三、收入预算情况说明", "本年财政专户管理资金1.00万元，占1%。", Scope(source=_S.SPECIAL_ACCOUNT)),
        ("八、一般公共预算“三公”经费、会议费、培训费支出预算情况说明",
         "某市某某局2026年度一般公共预算拨款安排的会议费预算支出1.00万元。", MEETINGS & _GENERAL),
        ("八、“三公”经费、会议费、培训费支出预算情况说明", "2026年培训费支出预算1.00万元。",
         TRAINING & Scope(source=_S.APPROPRIATION)),
        ("八、“三公”经费、会议费、培训费支出预算情况说明", "2026年“三公”经费、会议费和培训费支出预算1.00万元。",
         Scope(economic=(*THREE_PUBLIC.economic, "30215", "30216"), source=_S.APPROPRIATION)),
        ("二、部门收支情况", "2026年会议费、培训费1.00万元。", Scope(economic=("30215", "30216"))),
        ("五、一般公共预算支出情况说明", "（一）2101101-行政单位医疗1.00万元，主要用于医疗。",
         Scope("2101101", source=_S.GENERAL)),
        ("五、一般公共预算支出情况说明", "（1）机关工资福利支出（501）1.00万元，比上年减少0.10万元。",
         Scope(government_economic="501", source=_S.GENERAL)),
        ("五、一般公共预算支出情况说明", "对个人和家庭补助支出1.00万元。", Scope(economic="303", source=_S.GENERAL)),
        ("二、部门收支情况", "（一）政府采购情况。所属单位政府采购货物预算1.00万元。",
         Scope(procurement=Procurement.GOODS)),
        ("十、政府采购情况说明", "2026年政府采购安排9.00万元，其中：服务类采购预算1.00万元。",
         Scope(procurement=Procurement.SERVICES)),
        ("二、部门收支情况", "2026年一般公共预算财政拨款运行经费1.00万元。", AGENCY_RUNNING & _GENERAL),
        ("二、部门收支情况", "2026年委托业务费涉及财政拨款资金1.00万元。",
         COMMISSIONED & Scope(source=_S.APPROPRIATION)),
        ("一、收支预算总体情况说明", "某市某某局2026年度收入、支出预算总计1.00万元。", Scope()),
        ("一、收支预算总体情况说明", "（二）支出预算。2026年年初预算数1.00万元。", Scope()),
        ("六、一般公共预算基本支出情况说明", "2026年项目支出1.00万元。",
         Scope(source=_S.GENERAL, nature=Nature.PROJECT)),
    ],
)  # fmt: skip
def test_what_a_subject_means(heading: str, line: str, scope: Scope) -> None:
    claims = narrative(heading, line).claims
    (claim,) = [each for each in claims if each.kind == "amount" and each.text == "1.00"]
    assert claim.scope == scope


def test_a_heading_that_nobody_knows_says_what_is_told_under_it() -> None:
    claims = narrative(
        "九、“三公”经费支出情况",
        "（二）公务接待费",
        "2026年预算安排5.00万元，与上年持平，主要原因是厉行节约。",
    ).claims
    (claim,) = claims.of("amount")
    assert claim.scope == RECEPTION & Scope(source=_S.APPROPRIATION)


def test_a_change_from_the_plan_is_between_the_two_amounts_before_it() -> None:
    lines = (
        "十、其他情况说明",
        "某车队经费预算9.00万元，支出决算7.00万元，决算数较预算数减少{}万元。",
    )
    wrong = ClaimTies(made := final(lines[0], lines[1].format("3.00")), made.narrative)
    right = ClaimTies(made := final(lines[0], lines[1].format("2.00")), made.narrative)
    assert [each.ruling.verdict for each in wrong.relations] == [Verdict.VIOLATED]
    assert [each.ruling.verdict for each in right.relations] == [Verdict.EXACT]


@pytest.mark.parametrize(
    "words",
    [
        "采购金额",  # of what was awarded
        "授予中小企业合同金额",
        "年终结转结余资金",
        "在职人员经费",
        "重点工作经费",
        "上年执行数",
        "车辆",
        "转移支付",
    ],
)
def test_words_that_say_no_scope_are_left_open(words: str) -> None:
    assert scope_said(words) is None


def test_what_is_not_carried_over_holds_for_all_that_is_named() -> None:
    claims = narrative(
        "九、“三公”经费、会议费、培训费支出情况说明",
        "本部门无上年结转的“三公”经费支出和会议费支出。",
    ).claims
    sources = [each.scope.source for each in claims if each.scope is not None]
    assert len(sources) == 2
    assert all(source in _S.CARRIED for source in sources)


@pytest.mark.parametrize(
    ("change", "source"), [("增加0.30万元", _S.GENERAL), ("减少0.30万元", _S.CARRIED)]
)
def test_what_there_is_none_of_is_not_more_than_before(change: str, source: _S) -> None:
    *_, none, claim = narrative(
        "二、部门收支情况", f"一般公共预算支出5.00万元，无上年结转，比上年{change}。"
    ).claims
    assert none.kind == "none"
    assert claim.kind == "change"
    assert claim.scope == Scope(source=source)


@given(
    st.sampled_from(
        [w for p, w, e in vocabulary().all_entries() if p == "row" and e.dimension == "source"]
    )
)
def test_a_source_of_the_tables_is_that_source_in_prose(word: str) -> None:
    said = scope_said(word)
    wanted = vocabulary().says(word, "row")
    values = {each.value for each in wanted if each.dimension == "source"}
    assert said is None or any(
        getattr(_S, v.strip()) & said.source or _S.CARRIED & said.source
        for value in values
        for v in value.split("|")
    )


@given(st.text("一般公共预算政府采购货物支出的本年上结转2026、", max_size=30))
def test_any_words_are_read(words: str) -> None:
    said = scope_said(words)
    assert said is None or said.flow is Flow.EXPENDITURE
