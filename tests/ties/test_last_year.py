"""What last year's document prints of a scope that was moved since: put right by what has moved, or why it is not."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import cnbudget
from cnbudget import Figure, FundingSource, Nature, Scope, Unit, Verdict
from cnbudget.dimensions import Flow
from cnbudget.figures import ColumnAddress, Place, RowAddress
from cnbudget.messages import Message, say
from cnbudget.narrative.printed import Printed
from cnbudget.narrative.ratios import Number
from cnbudget.ties.last_year import _Reader, amounts_of, codes_of_scope
from cnbudget.ties.translation import Translated
from tests.invariants.documents import budget
from tests.narrative.documents import budget as narrated


@cache
def last_year() -> Printed:
    rows = [
        "208 | 30.00 | 18.00 | 12.00",
        "20805 | 30.00 | 18.00 | 12.00",
        "2080501 | 10.00 | 10.00 | ",
        "2080502 | 20.00 | 8.00 | 12.00",
        "210 | 0.00 | | ",
        "总计 | 30.00 | 18.00 | 12.00",
    ]
    return Printed(budget(expenditure=rows).tables)


def of(code: str) -> Scope:
    return Scope(code, nature=Nature.PLAIN)


ONE, TWO, NONE, UNLISTED = map(of, ("2080501", "2080502", "210", "2130101"))
LOST = Scope("2080501", "30101", nature=Nature.PLAIN)  # by economic use nothing is printed


@pytest.mark.parametrize(
    ("moved", "found"),
    [
        (Translated(ONE), ["10.00 in 1"]),
        (Translated(ONE, added=(TWO,)), ["30.00 in 2"]),
        (Translated(TWO, taken=(ONE,)), ["10.00 in 2"]),
        (Translated(of("208"), taken=(ONE,), added=(TWO,)), ["40.00 in 3"]),
        # what was nothing, or is in no table that lists all others, moves nothing
        (Translated(ONE, added=(NONE, UNLISTED), taken=(NONE,)), ["10.00 in 1"]),
        (Translated(ONE, ended=(NONE, UNLISTED)), ["10.00 in 1"]),
        (Translated(ONE, added=(Scope("2130101", "30101", nature=Nature.PLAIN),)), ["10.00 in 1"]),
        # and else it is said why not
        (Translated(ONE, added=(LOST,)), "years.moved_unknown"),
        (Translated(ONE, taken=(LOST,)), "years.moved_unknown"),
        (Translated(ONE, ended=(LOST,)), "years.moved_unknown"),
        (Translated(ONE, ended=(TWO,)), "years.ended"),
        (Translated(LOST), "years.not_printed"),
        (Translated(None), "years.no_trace_said"),
        (Translated(None, why=say("years.ended", code="1")), "years.ended"),
    ],
)
def test_what_was_moved_is_put_right(moved: Translated, found: list[str] | str) -> None:
    amounts = amounts_of(last_year(), moved)
    if isinstance(amounts, list):
        wan = [(number.value / 10_000, len(figures)) for number, figures in amounts]
        assert [f"{value:.2f} in {count}" for value, count in wan] == found
    else:
        assert isinstance(amounts, Message)
        assert amounts.key == found


def test_what_a_table_does_not_list_is_nothing_where_it_may_be() -> None:
    assert not isinstance(amounts_of(last_year(), Translated(UNLISTED)), list)
    for scope, wanted, count in ((UNLISTED, 0, 0), (ONE, 100_000, 1)):
        amounts = amounts_of(last_year(), Translated(scope), zero=True)
        assert isinstance(amounts, list)
        assert [(n.value, len(figures)) for n, figures in amounts] == [(Decimal(wanted), count)]


def test_the_codes_of_a_scope_are_named_one_after_another() -> None:
    assert codes_of_scope(Scope("20805", "30101")) == "20805、30101"
    assert codes_of_scope(Scope(("20805", "210"))) == "20805、210"
    assert codes_of_scope(Scope()) == ""


# What is not held, and why --------------------------------------------------------------------------

THIS = cnbudget.example("artux")


def wan(amount: str, name: str = "", line: int = 1) -> Figure:
    made = Figure.of(amount, Unit.WAN, places=2)
    place = Place(line)
    return made.evolve(row=RowAddress(None, name), column=ColumnAddress(name, name), place=place)


def test_what_is_held_to_nothing_is_told_once_for_each_reason() -> None:
    reader = _Reader(THIS, None, None, None)
    adjusted, empty = say("years.adjusted"), say("years.column_empty")
    for count in range(7):
        reader._not_held("said", wan("1.00", f"第{count}项", count), adjusted)
    reader._not_held("column", wan("1.00", "上年预算数", 9), empty)
    reader._not_held("column", wan("2.00", "上年预算数", 10), empty)
    numbers, column = reader._told()
    assert (numbers.reason, column.reason) == (adjusted, empty)
    assert (numbers.place.line, column.place.line) == (0, 9)
    text = numbers.about.text("zh")
    assert "7" in text
    assert [f"第{count}项" in text for count in range(7)] == [True] * 6 + [False]
    assert column.about.text("zh").count("上年预算数") == 1


GENERAL = Scope("208", source=FundingSource.GENERAL, flow=Flow.EXPENDITURE)


@pytest.mark.parametrize(
    ("scope", "amount", "by_words", "found"),
    [
        (GENERAL.evolve(source=FundingSource.ALL), "5.00", (True, False), True),
        (GENERAL.evolve(source=FundingSource.ALL), "5.00", (False, True), True),
        (GENERAL.evolve(flow=Flow.OUT), "5.00", (True, True), True),
        (GENERAL.evolve(source=FundingSource.ALL), "5.00", (False, False), False),
        (GENERAL.evolve(source=FundingSource.ALL), "6.00", (True, True), False),
        (GENERAL.evolve(source=FundingSource.ALL), None, (True, True), False),
        (GENERAL.evolve(function="210"), "5.00", (True, True), False),
        (GENERAL, "5.00", (True, True), False),
    ],
)
def test_an_amount_of_other_money_may_be_that_of_last_year(
    scope: Scope, amount: str | None, by_words: tuple[bool, bool], *, found: bool
) -> None:
    reader: Any = _Reader(THIS, None, None, None)
    reader.this, reader.last = (SimpleNamespace(by_words=each) for each in by_words)
    figures = {scope: [Figure.of(amount, Unit.WAN, places=2)]}
    reader.there = SimpleNamespace(printed=SimpleNamespace(figures=figures))
    reader.translation = SimpleNamespace(of=Translated)
    mine = Number(Decimal(50_000), Decimal(50))
    assert reader._of_other_money(GENERAL, mine) is found
    assert not reader._of_other_money(GENERAL, Number(Decimal(0)))
    reader.translation = SimpleNamespace(of=lambda _: Translated(None))
    assert not reader._of_other_money(GENERAL, mine)
    reader.there = None
    assert not reader._of_other_money(GENERAL, mine)


@pytest.mark.parametrize(
    ("moved", "amounts", "unlisted", "mine", "found"),
    [
        (Translated(TWO), ["5.00"], False, 5, True),
        (Translated(ONE, added=(TWO,)), ["5.00"], False, 5, True),
        (Translated(None), [None, "5.00"], False, 5, True),
        (Translated(ONE), ["5.00"], False, 5, False),  # nothing was moved
        (Translated(TWO), ["6.00"], False, 5, False),
        (Translated(TWO), [], True, 0, True),
        (Translated(TWO), [], True, 5, False),
        (Translated(TWO), [], False, 0, False),
        (Translated(TWO), ["5.00"], True, 0, False),
    ],
)
def test_a_number_under_last_years_code_is_not_held_to_what_was_moved(
    moved: Translated, amounts: list[str | None], unlisted: bool, mine: int, *, found: bool
) -> None:  # fmt: skip
    reader: Any = _Reader(THIS, None, None, None)
    figures = [Figure.of(each, Unit.WAN, places=2) for each in amounts]
    printed = SimpleNamespace(
        of=lambda _: figures, unlisted=lambda _: figures if unlisted else None
    )
    reader.translation = SimpleNamespace(of=lambda _: moved)
    reader.there = SimpleNamespace(printed=printed)
    assert reader._by_old_code(ONE, Number(Decimal(mine * 10_000))) is found
    reader.there = None
    assert not reader._by_old_code(ONE, Number(Decimal(mine * 10_000)))


def test_a_column_of_last_year_that_is_empty_or_adjusted_is_held_to_nothing() -> None:
    def column(heading: str, *amounts: str | None, year: int = 2025) -> list[Figure]:
        scope = Scope("208", year=year)
        address = ColumnAddress(heading, heading, path=(heading,), scope=scope)
        made = [Figure.of(each, Unit.WAN, scope, places=2) for each in amounts]
        return [each.evolve(column=address, place=Place(line)) for line, each in enumerate(made, 3)]

    columns = [
        column("上年预算数", "", "5.00", None),
        column("上年执行数", "", ""),
        column("上年调整预算数", "1.00", ""),
        column("预算数", "1.00", "", year=2026),
    ]
    rows = [SimpleNamespace(figures=figures) for figures in columns]
    reader: Any = _Reader(attrs.evolve(THIS, year=2026), None, THIS, None)
    reader.this = SimpleNamespace(tables=[SimpleNamespace(sides=[SimpleNamespace(rows=rows)])])
    assert [(scope.function, each.text) for scope, each in reader._columns()] == [
        (("208",), ""), (("208",), "5.00")
    ]  # fmt: skip
    assert [(each.place.line, each.reason) for each in reader._told()] == [
        (3, say("years.column_empty")), (3, say("years.adjusted"))
    ]  # fmt: skip
    reader.last = None
    assert list(reader._columns()) == []


@pytest.mark.parametrize(
    ("moved", "wide", "said", "verdict"),
    [
        (Translated(ONE), [], "10.00", Verdict.EXACT),
        (Translated(ONE), ["20.00"], "20.00", Verdict.EXACT),
        (Translated(ONE), ["20.00"], "30.00", Verdict.VIOLATED),
        # what was put right is not what the words may mean besides
        (Translated(ONE, added=(TWO,)), ["20.00"], "30.00", Verdict.EXACT),
        (Translated(ONE, added=(TWO,)), ["20.00"], "20.00", Verdict.VIOLATED),
        # where nothing of the scope is printed, what the words may mean is, unless it was moved
        (Translated(LOST), ["20.00"], "20.00", Verdict.EXACT),
        (Translated(LOST), [], "20.00", None),
        (Translated(LOST, added=(TWO,)), ["20.00"], "20.00", None),
        (Translated(None), ["20.00"], "20.00", None),
    ],
)
def test_an_amount_of_the_text_is_held_to_what_its_words_can_mean(
    moved: Translated, wide: list[str], said: str, verdict: Verdict | None
) -> None:
    reader: Any = _Reader(THIS, None, None, None)
    reader.last = THIS
    reader.there = SimpleNamespace(
        printed=last_year(),
        figures_of=lambda *_: [Figure.of(each, Unit.WAN, places=2) for each in wide],
        is_doubtful=lambda *_: False,
    )
    reader.translation = SimpleNamespace(of=lambda _: moved)
    one = narrated("2026年支出预算100.00万元。").claims[0]
    claim = attrs.evolve(one, value=Decimal(said), text=said)
    reader._of_text(claim, claim, ONE)
    found = [each.ruling.verdict for each in reader.beside]
    assert found == ([] if verdict is None else [verdict])
    assert len(list(reader._told())) == (verdict is None)


def told_with_column(before: str, change: str, carried: str = "10.00") -> cnbudget.Report:
    """A budget whose table of the general budget has last year's column, with what is carried over in both years."""
    total = f"{Decimal('90.00') + Decimal(carried or '0'):.2f}"
    text = f"""2026年青山市审计局部门预算
部门收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t90.00\t一、一般公共服务支出\t{total}
本年收入合计\t90.00\t本年支出合计\t{total}
上年结转\t{carried}\t\t
收入总计\t{total}\t支出总计\t{total}

财政拨款收支总表
单位：万元
收入\t\t支出\t\t
项目\t预算数\t项目\t合计\t一般公共预算
一、本年收入\t90.00\t一、本年支出\t{total}\t{total}
（一）一般公共预算拨款\t90.00\t（一）一般公共服务支出\t{total}\t{total}
二、上年结转\t{carried}\t\t\t
（一）一般公共预算拨款\t{carried}\t\t\t
收入总计\t{total}\t支出总计\t{total}\t{total}

一般公共预算支出表
单位：万元
科目编码\t科目名称\t2025年预算数\t2026年预算数\t\t
\t\t\t合计\t基本支出\t项目支出
201\t一般公共服务支出\t{before}\t{total}\t60.00\t{Decimal(total) - 60}
20108\t审计事务\t{before}\t{total}\t60.00\t{Decimal(total) - 60}
2010801\t行政运行\t{before}\t{total}\t60.00\t{Decimal(total) - 60}
\t合计\t{before}\t{total}\t60.00\t{Decimal(total) - 60}

一、2026年收支总体情况
收入预算说明。2026年收入总预算{total}万元。其中：一般公共财政预算拨款90.00万元，同比增加{change}万元。
"""
    return cnbudget.check(cnbudget.read_text(text))


def test_what_the_text_tells_of_this_year_s_money_is_not_that_of_a_column_with_what_is_carried() -> (
    None
):
    """The column of last year's holds what was carried over then: the text's amount is of other money."""
    assert not [
        each for each in told_with_column("88.00", "9.00").wrong if each.severity == "error"
    ]


def test_where_nothing_is_carried_a_wrong_change_is_told() -> None:
    assert told_with_column("81.00", "9.00", carried="").ok
    (wrong,) = told_with_column("81.00", "6.00", carried="").wrong
    assert wrong.law == "agree"
