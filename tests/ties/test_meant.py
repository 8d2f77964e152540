"""Which scopes of the tables words can mean, and where they are doubtful."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

import cnbudget
from cnbudget import FundingSource, Nature, Scope, check
from cnbudget.dimensions import Flow
from cnbudget.ties.meant import Meanings, carried_to
from cnbudget.ties.meant import _meant as meant
from tests.narrative.documents import accounts

_S = FundingSource
_IN, _OUT = Flow.INCOME, Flow.EXPENDITURE


def scope(source: FundingSource = _S.ALL, flow: Flow = _OUT, **more: Any) -> Scope:
    return Scope(source=source, flow=flow, **more)


def of(
    asked: Scope, *, dated: bool = False, known_form: bool = True, either: bool = False
) -> list[tuple[FundingSource, Flow]]:
    """What words can mean, by its sources and its flow."""
    found = meant(asked, dated, known_form, either)
    assert len(set(found)) == len(found)
    return [(each.source, each.flow) for each in found]


OVER = _S.GENERAL | _S.CARRIED_GENERAL


def test_words_of_everything_leave_the_balances_open() -> None:
    current = _S.CURRENT
    for narrow, wide in ((_IN, Flow.IN), (_OUT, Flow.OUT)):
        assert of(scope(flow=narrow)) == [(_S.ALL, narrow), (_S.ALL, wide)]
        assert of(scope(flow=wide)) == [(_S.ALL, wide), (_S.ALL, narrow), (current, narrow)]
        assert of(scope(current, narrow)) == [(current, narrow), (current, wide), (_S.ALL, narrow)]
    assert of(scope(flow=Flow.OPENING)) == [(_S.ALL, Flow.OPENING)]


@pytest.mark.parametrize("flow", [_IN, _OUT])
@pytest.mark.parametrize("known_form", [True, False])
def test_words_of_a_year_or_of_a_part_leave_nothing_open(flow: Flow, *, known_form: bool) -> None:
    assert of(scope(_S.CURRENT, flow), dated=True, known_form=known_form) == [(_S.CURRENT, flow)]
    for part in ({"function": "208"}, {"economic": "302"}, {"project": "甲"}):
        assert of(scope(_S.UNIT, flow, **part), known_form=True) == [(_S.UNIT, flow)]
        found = of(scope(_S.CURRENT, flow, **part), known_form=known_form)
        assert found == [(_S.CURRENT, flow)] + [(_S.ALL, flow)] * (not known_form)


def test_in_an_unknown_form_a_source_may_count_what_is_carried_over_to_it() -> None:
    assert of(scope(_S.GENERAL), known_form=False) == [
        (_S.GENERAL, _OUT), (_S.GENERAL, Flow.OUT), (OVER, _OUT), (OVER, Flow.OUT)
    ]  # fmt: skip
    # and what comes in may be this year's alone
    assert of(scope(OVER, _IN), known_form=False) == [
        (OVER, _IN), (OVER, Flow.IN), (_S.GENERAL, _IN)
    ]  # fmt: skip
    assert (_S.GENERAL, _IN) not in of(scope(OVER, _IN))


def test_money_carried_over_is_none_of_this_years() -> None:
    for known_form in (True, False):
        assert of(scope(_S.CARRIED, Flow.IN), known_form=known_form) == [
            (_S.CARRIED, Flow.IN), (_S.CARRIED, _IN)
        ]  # fmt: skip
        assert of(scope(_S.CARRIED, _IN), known_form=known_form)[:2] == [
            (_S.CARRIED, _IN), (_S.CARRIED, Flow.IN)
        ]  # fmt: skip
    made = accounts(
        "八、年初结转和结余情况说明",
        "总收入5.00万元。",
        "八、上年结转结余情况说明",
        "总收入5.00万元。",
    )
    assert any(not each.scope.source & _S.CURRENT for each in made.claims if each.scope is not None)
    assert check(made).findings is not None


def test_what_is_said_of_neither_flow_can_be_either() -> None:
    part = scope(_S.GENERAL, function="208")
    assert of(part, either=True) == [(_S.GENERAL, _OUT), (_S.GENERAL, _IN)]
    assert of(scope(_S.GENERAL, _IN, function="208"), either=True) == [(_S.GENERAL, _IN)]


def test_each_kind_of_money_that_is_all_there_is_carried_over() -> None:
    assert carried_to(_S.GENERAL) == _S.CARRIED_GENERAL
    assert carried_to(_S.GENERAL_OWN) == carried_to(_S.CARRIED) == FundingSource(0)
    assert carried_to(_S.APPROPRIATION) == _S.CARRIED_APPROPRIATION
    assert carried_to(_S.CURRENT) == _S.CARRIED


# Claims beside what the tables print ----------------------------------------------------------------


def figure(value: int = 1, key: str = "summary", row: str = "") -> Any:
    return SimpleNamespace(value=value, row=SimpleNamespace(key=key, row=row))


def claim(subject: str, *titles: str) -> Any:
    """A claim under a heading, which is under the next, and so on."""
    section = None
    for title in reversed(titles):
        section = SimpleNamespace(title=title, parent=section)
    return SimpleNamespace(subject=subject, section=section)


def meanings(
    printed: dict[Scope, list[Any]],
    *,
    by_words: bool = True,
    flows: bool = True,
    headings: Any = None,
) -> Meanings:
    tables: Any = SimpleNamespace(
        figures=printed,
        of=lambda asked: printed.get(asked, []),
        flows=flows,
        headings=headings or {},
    )
    made: Any = SimpleNamespace(by_words=by_words)
    return Meanings(made, tables)


GENERAL, WIDE, CARRIED = scope(_S.GENERAL), scope(OVER), scope(_S.CARRIED_GENERAL)


@pytest.mark.parametrize(
    ("subject", "titles", "printed", "doubtful"),
    [
        # of this year alone, where a table that has what is carried over in a row of its own does not print it
        ("一般公共预算当年拨款", (), {GENERAL: [figure()], CARRIED: [figure(key="income")]}, True),
        ("一般公共预算拨款", ("规模", "一般公共预算当年拨款情况"),
         {GENERAL: [figure()], CARRIED: [figure(key="income")]}, True),
        ("一般公共预算当年拨款", (), {GENERAL: [figure()], CARRIED: [figure()]}, False),
        ("一般公共预算当年拨款", (), {GENERAL: [figure()], CARRIED: [figure(0, key="income")]}, False),
        ("一般公共预算当年拨款", (), {GENERAL: [figure()]}, False),
        ("一般公共预算当年拨款", (), {GENERAL: [figure()], CARRIED: [figure(key="income")],
         scope(_S.GENERAL, _IN): [figure(key="income")]}, False),
        ("一般公共预算当年拨款", (), {GENERAL: [figure()], scope(flow=Flow.OPENING): [figure(key="income")]}, True),
        # income and expenditure together
        ("一般公共预算收支总预算", (), {GENERAL: [figure()], CARRIED: [figure()]}, True),
        ("一般公共预算收支总预算", (), {GENERAL: [figure()], CARRIED: [figure()], WIDE: [figure()]}, False),
        ("一般公共预算支出", (), {GENERAL: [figure()], CARRIED: [figure()]}, False),
        ("一般公共预算支出", (), {GENERAL: [figure(key="income")], CARRIED: [figure()]}, True),
        ("一般公共预算支出", (), {GENERAL: [figure(row="收入合计")], CARRIED: [figure()]}, True),
        ("一般公共预算支出", (), {GENERAL: [figure(row="收入合计"), figure()], CARRIED: [figure()]}, False),
        ("一般公共预算", (), {GENERAL: [figure(key="income")], CARRIED: [figure()]}, False),
    ],
)  # fmt: skip
def test_a_claim_of_this_years_money_is_doubtful_where_the_tables_may_print_more(
    subject: str, titles: tuple[str, ...], printed: dict[Scope, list[Any]], *, doubtful: bool
) -> None:
    mine = claim(subject, *titles)
    assert meanings(printed).doubtful(mine, GENERAL) is doubtful
    assert not meanings(printed, by_words=False).doubtful(mine, GENERAL)


def test_a_source_without_anything_carried_over_is_not_doubtful() -> None:
    own = scope(_S.GENERAL_OWN)
    assert not meanings({own: [figure()], CARRIED: [figure()]}).doubtful(claim("收支总预算"), own)


def test_uses_of_basic_expenditure_stand_under_one_nature() -> None:
    def ways(*natures: Nature, economic: tuple[str, ...] = ("302",)) -> list[Nature]:
        printed = {scope(nature=nature, economic=economic): [figure()] for nature in natures}
        asked = scope(nature=Nature.BASIC, economic=economic)
        found = meanings(printed, by_words=False).of(claim("基本支出办公费支出"), asked)
        return [each.nature for each in found]

    basic, personnel, operating = Nature.BASIC, Nature.PERSONNEL, Nature.OPERATING
    assert ways() == ways(personnel, operating) == [basic]
    assert ways(operating) == [basic, operating]
    assert ways(personnel) == [basic, personnel]
    assert ways(basic, operating) == [basic]
    assert ways(operating, economic=("",))[-1] is not operating


def test_income_is_found_in_tables_that_keep_no_flows_apart() -> None:
    asked = scope(_S.GENERAL, _IN, function="208")
    out = asked.evolve(flow=_OUT)
    for printed, flows, held in (
        ({out: [figure(key="income")]}, False, True),
        ({out: [figure(row="收入合计")]}, False, True),
        ({out: [figure(), figure(row="收入合计")]}, False, True),
        ({out: [figure()]}, False, False),
        ({out: [figure(key="income")]}, True, False),
        ({out: [figure(key="income")], asked: [figure()]}, False, False),
    ):
        found = meanings(printed, by_words=False, flows=flows).of(claim("收入预算"), asked)
        assert (out in found) == held


def test_a_source_is_what_the_tables_call_so() -> None:
    asked = scope(_S.BUSINESS, _IN, function="208")
    headings = {"事业收入": _S.BUSINESS | _S.SPECIAL_ACCOUNT}
    wide = asked.evolve(source=headings["事业收入"])

    def found(subject: str, printed: dict[Scope, list[Any]], mine: Scope = asked) -> bool:
        held = meanings(printed, by_words=False, headings=headings)
        return wide in held.of(claim(subject), mine)

    assert found("事业收入", {})
    assert not found("经营收入", {})
    assert not found("事业收入", {asked: [figure()]})
    assert not found("事业收入", {}, asked.evolve(source=_S.UNIT))


@pytest.mark.parametrize(
    ("subject", "titles", "economic", "either"),
    [
        ("一般公共预算", (), ("",), True),
        ("一般公共预算", (), ("302",), False),
        ("一般公共预算支出", (), ("",), False),
        ("一般公共预算收入", (), ("",), False),
        ("一般公共预算当年拨款支出", (), ("",), True),
        ("一般公共预算支出", ("一般公共预算当年拨款情况",), ("",), True),
        ("一般公共预算当年拨款支出", (), ("302",), False),
    ],
)
def test_what_neither_comes_in_nor_goes_out_by_its_words_can_do_both(
    subject: str, titles: tuple[str, ...], economic: tuple[str, ...], *, either: bool
) -> None:
    asked = scope(_S.GENERAL, function="208", economic=economic)
    found = meanings({asked: [figure()]}, by_words=False).of(claim(subject, *titles), asked)
    assert (asked.evolve(flow=_IN) in found) == either


def test_where_the_tables_print_one_of_the_meanings_no_other_is_sought() -> None:
    """A total can be this year's alone or with what is carried over: one of both that is printed is enough."""
    asked = scope(_S.BUSINESS, _IN)
    out, wide = asked.evolve(flow=_OUT), asked.evolve(source=_S.BUSINESS | _S.SPECIAL_ACCOUNT)
    held = meanings(
        {asked: [figure()], out: [figure(key="income")]},
        by_words=False,
        flows=False,
        headings={"事业收入": wide.source},
    )
    found = held.of(claim("事业收入"), asked)
    assert len(found) > 1
    assert not {out, wide} & {*found}


def test_uses_of_all_expenditure_are_none_of_one_nature() -> None:
    printed = scope(nature=Nature.OPERATING, economic=("302",))
    found = meanings({printed: [figure()]}).of(claim("办公费支出"), scope(economic=("302",)))
    assert printed not in found


def _three_public(total: str, vehicles: str) -> cnbudget.Report:
    """Prose of all appropriations beside a table of the general public budget."""
    text = f"""青山市审计局2026年部门预算
表1 一般公共预算“三公”经费支出表
单位：万元
“三公”经费合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费
\t\t小计\t公务用车购置费\t公务用车运行费\t
10.00\t\t8.00\t\t8.00\t2.00
表2 财政拨款收支总表
单位：万元
收入\t\t支出\t\t\t
项目\t预算数\t项目\t合计\t一般公共预算\t政府性基金预算
一、一般公共预算拨款\t90.00\t一、一般公共服务支出\t90.00\t90.00\t
二、政府性基金预算拨款\t5.00\t二、其他支出\t5.00\t\t5.00
收入总计\t95.00\t支出总计\t95.00\t90.00\t5.00

一、“三公”经费财政拨款预算情况说明
2026年“三公”经费财政拨款预算数{total}万元，其中：公务接待费2.00万元，公务用车购置及运行维护费{vehicles}万元。
"""
    return cnbudget.check(cnbudget.read_text(text))


def test_parts_of_the_three_public_expenses_are_the_general_budget_s_where_the_sums_are() -> None:
    """Each part is no less of all appropriations: where the sums are equal, the parts are."""
    assert _three_public("10.00", "8.00").ok
    (wrong,) = _three_public("10.00", "7.00").wrong
    assert str(wrong.found) in ("7.00", "8.00")
    # more may be paid from other budgets, and nothing is said of the parts
    assert _three_public("11.00", "9.00").ok
