"""What subjects mean in the wording of several regions' texts, by the vocabulary that the tables share."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Disclosure, Verdict, check, read_text
from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement
from cnbudget.forms import vocabulary
from cnbudget.narrative.pieces import scope_said
from cnbudget.narrative.printed import Printed
from cnbudget.narrative.slips import slips_of
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
from tests.narrative.documents import accounts, budget, narrative

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


def test_what_begins_a_paragraph_without_a_name_is_not_the_last_of_several() -> None:
    """Else 预算数 of the whole would be held against the balance that was told before it."""
    found = narrative(
        "二、支出决算情况说明",
        "2026年度财政拨款支出9.00万元，其中：基本支出5.00万元，项目支出4.00万元。财政拨款结转结余0.50万元。",
        "2026年预算数8.00万元，决算数9.00万元。",
        stage="决算",
    ).claims
    assert [each.scope for each in found.of("amount")][-2:] == [None, None]
    one = narrative(
        "二、支出预算情况说明", "2026年项目支出4.00万元。", "年初预算数4.00万元。"
    ).claims
    assert [each.scope for each in one.of("amount")] == [Scope(nature=Nature.PROJECT)] * 2


@pytest.mark.parametrize(
    ("words", "told"),
    [("财政拨款结转结余", False), ("上年结转结余", True), ("年初结转和结余", True)],
)
def test_a_balance_of_final_accounts_is_of_one_end_of_the_year(words: str, told: bool) -> None:
    said = narrative("一、收入支出决算总体情况", f"2026年{words}1.00万元。", stage="决算").claims
    (claim,) = said.of("amount")
    assert (claim.scope is not None) is told


def test_a_heading_alone_says_what_the_headings_under_it_are_of() -> None:
    (claim,) = narrative(
        "三、一般公共预算拨款支出预算", "（一）项目支出", "2026年年初预算数为4.00万元。"
    ).claims.of("amount")
    assert claim.scope == _GENERAL & Scope(nature=Nature.PROJECT)


@pytest.mark.parametrize(
    "line", ["人均接待费85.00元，车均维护费3.50万元。", "公务用车运行费9.00万元，户均补贴80.00元。"]
)
def test_what_each_one_has_is_no_amount(line: str) -> None:
    found = narrative("三、“三公”经费情况说明", f"2026年本单位{line}")
    assert found.claims.of("rate") != ()
    assert [slip.kind for slip in slips_of(found) if slip.kind == "units"] == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("较上年支出数减少1.00万元", "-1.00"),
        ("按同口径同比减少1.00万元", "-1.00"),
        ("同口径比2025年减少1.00万元", "-1.00"),
        ("比去年6.00万元少1.00万元", "-1.00"),
        ("同比去年6.00万元减少1.00万元", "-1.00"),
        ("费用支出较上年增支1.00万元", "1.00"),
    ],
)
def test_a_change_is_of_what_was_told_before_it(words: str, value: str) -> None:
    found = narrative("三、“三公”经费情况说明", f"2026年公务接待费支出5.00万元，{words}。").claims
    (change,) = found.of("change")
    assert str(change.value) == value
    assert change.against == (2025, "预算")
    assert change.scope == RECEPTION & Scope(source=_S.APPROPRIATION)
    assert found.unread == ()


@pytest.mark.parametrize("way", ["大于", "高于"])
def test_an_account_exceeds_its_budget_by_so_much(way: str) -> None:
    (change,) = narrative(
        "二、支出决算情况说明",
        f"2026年项目支出年初预算4.00万元，支出决算5.00万元，决算数{way}预算数1.00万元。",
        stage="决算",
    ).claims.of("change")
    assert (str(change.value), change.against) == ("1.00", (2026, "预算"))
    assert (change.of and change.of.text, change.whole and change.whole.text) == ("5.00", "4.00")


def test_a_plan_and_how_far_it_was_carried_out_in_one() -> None:
    (rate,) = narrative(
        "二、支出决算情况说明",
        "2026年项目支出3.00万元，主要用于修缮，完成年初预算4.00万元的75%。",
        stage="决算",
    ).claims.of("completion")
    assert (rate.of and rate.of.text, rate.whole and rate.whole.text) == ("3.00", "4.00")


def test_an_account_is_so_much_of_its_plan_and_a_part_so_much_of_the_whole() -> None:
    found = narrative(
        "二、支出决算情况说明",
        "2026年项目支出年初预算4.00万元，支出决算3.00万元，为年初预算的75%。其中：商品和服务支出1.50万元，所占比例为50%。",
        stage="决算",
    ).claims
    ((rate,), (share,)) = found.of("completion"), found.of("share")
    assert (rate.of and rate.of.text, rate.whole and rate.whole.text) == ("3.00", "4.00")
    assert (share.of and share.of.text, found.unread) == ("1.50", ())


def test_uses_under_one_nature_are_not_all_that_a_table_lists() -> None:
    """A row of 工资福利支出 under 基本支出 lists no uses of all expenditure."""
    found = read_text(_BY_NATURE + "二、支出预算情况说明\n2026年工资福利支出60.00万元。\n")
    (claim,) = found.narrative.claims.of("amount")
    assert claim.scope is not None
    assert Printed(found.tables).unlisted(claim.scope) is None


_BY_NATURE = """2026年某市某某局部门预算公开
表1 部门支出总表
单位：万元
项目（按部门预算经济分类）\t本年预算
一、基本支出\t80.00
工资福利支出\t50.00
商品和服务支出\t30.00
二、项目支出\t20.00
支出总计\t100.00
第三部分 2026年部门预算情况说明
"""


@pytest.mark.parametrize(
    "of", ["上年决算的70%", "上年预算的70%", "2022年决算的70%", "上年的70%", "本年支出的70%"]
)
def test_a_part_of_another_amount_than_the_plan_carries_out_no_plan(of: str) -> None:
    first = "五、一般公共预算财政拨款支出决算情况说明"
    text = f"年初预算100.00万元，支出决算98.00万元，为{of}。"
    assert not [
        each
        for each in check(accounts(first, text)).findings
        if each.law in ("share", "slip") and each.verdict is Verdict.VIOLATED
    ]
    planned = text.replace(of, "年初预算的70%")
    assert "share" in {each.law for each in check(accounts(first, planned)).findings}


@pytest.mark.parametrize(
    "parts",
    [
        "其中财政拨款结转结余8.00万元。",
        "其中：财政拨款结转和结余8.00万元，非财政拨款结转和结余2.00万元。",
        "其中一般公共预算财政拨款结转和结余8.00万元。",
        "其中：项目支出结转和结余6.00万元，基本支出结转和结余4.00万元。",
        "其中上年结转3.00万元。",
        "（其中：政府性基金预算财政拨款结转和结余1.00万元）。",
    ],
)
@pytest.mark.parametrize(
    "title", ["一、收入支出决算总体情况说明", "五、一般公共预算财政拨款支出决算情况说明"]
)
def test_parts_of_what_is_left_are_of_the_money_they_name(title: str, parts: str) -> None:
    found = check(accounts(title, f"年末结转和结余10.00万元，{parts}")).findings
    assert "agree" not in {each.law for each in found if each.verdict is Verdict.VIOLATED}


def test_money_that_is_left_is_the_same_told_twice() -> None:
    text = "年末结转和结余10.00万元，其中财政拨款结转结余8.00万元。年末财政拨款结转和结余7.00万元。"
    found = check(accounts("一、收入支出决算总体情况说明", text)).findings
    assert "agree" in {each.law for each in found if each.verdict is Verdict.VIOLATED}
