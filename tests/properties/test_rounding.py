"""What printed numbers stand for, under every rule: against brute force, and one judgement everywhere."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import (
    Amount,
    Entry,
    FundingSource,
    Ledger,
    Nature,
    Verdict,
    check,
    publish,
    read_text,
    reconcile,
    write,
)
from cnbudget.consistency import Cell, Consistent, Equality, System, decide
from cnbudget.consistency.rounding import interval
from cnbudget.figures import TRUNCATION, ColumnAddress, Figure, interval_of
from cnbudget.narrative.ratios import Number, equal
from cnbudget.rounding import (
    ROUNDINGS,
    Rounding,
    ends,
    reaches_zero,
    round_by,
    rule_named,
    rule_words,
)

rules = st.sampled_from(Rounding)
places = st.integers(0, 4)
steps = st.integers(-40, 40)


def prints(fen: int, decimals: int, rule: Rounding) -> Decimal | None:
    """What an amount of 分 prints as in 万元; None where the rule does not say, or cannot print it."""
    amount = Decimal(fen).scaleb(-6)
    place = Decimal(1).scaleb(-decimals)
    if rule is Rounding.HALF_AWAY:
        return amount.quantize(place, ROUND_HALF_UP)
    if rule is Rounding.HALF_EVEN:
        return amount.quantize(place, ROUND_HALF_EVEN)
    if rule is Rounding.TRUNCATE:
        return amount.quantize(place, ROUND_DOWN)
    if rule is Rounding.HALF_UP:
        return (amount + place / 2).quantize(place, ROUND_FLOOR)
    if rule is Rounding.EXACT:
        return amount if amount == amount.quantize(place, ROUND_DOWN) else None
    tie = abs(amount - amount.quantize(place, ROUND_DOWN)) * 2 == place
    return None if tie else amount.quantize(place, ROUND_HALF_UP)


@given(rules, places, steps, st.integers(-3 * 10**6, 3 * 10**6))
def test_an_interval_is_the_amounts_that_print_so(
    rule: Rounding, decimals: int, count: int, apart: int
) -> None:
    value = Decimal(count).scaleb(-decimals)
    within = interval_of(value, decimals, 4, rule)
    assert within.low is not None
    assert within.high is not None
    near = {int(end * 100) + more for end in (within.low, within.high) for more in (-1, 0, 1)}
    for fen in (*near, int(value.scaleb(6)), int(value.scaleb(6)) + apart):
        printed = prints(fen, decimals, rule)
        inside = Amount(Decimal(fen).scaleb(-2)) in within
        if (
            rule is Rounding.CLOSED and printed is None
        ):  # a tie, which nearest rules print either way
            assert inside == (fen in (within.low * 100, within.high * 100))
        else:
            assert inside == (printed == value)


@given(rules, places, st.integers(-(10**9), 10**9))
def test_what_a_rule_prints_is_what_the_amount_prints_as(
    rule: Rounding, decimals: int, fen: int
) -> None:
    printed = prints(fen, decimals, rule)
    if printed is not None:
        assert round_by(Decimal(fen).scaleb(-6), decimals, rule) == printed


def test_forms_can_name_every_rule() -> None:
    assert {rule_named(name) for name in ROUNDINGS} == set(Rounding)


@given(rules, places, steps)
def test_engine_figures_and_prose_know_the_same_ends(
    rule: Rounding, decimals: int, count: int
) -> None:
    value = Decimal(count).scaleb(-decimals)
    figure, cell = interval_of(value, decimals, 0, rule), interval(value, decimals, rule)
    number = Number.printed(value, decimals, 0, rule)
    assert (figure.low, figure.high) == (cell.low, cell.high) == (number.low, number.high)
    assert (figure.low_closed, figure.high_closed) == (cell.low_closed, cell.high_closed)
    assert (not number.low_open, not number.high_open) == (cell.low_closed, cell.high_closed)


@given(st.lists(rules, max_size=4))
def test_the_rule_that_is_named_is_that_of_all_figures(used: list[Rounding]) -> None:
    named = rule_words(used)
    rounded = set(used) - {Rounding.EXACT, Rounding.CLOSED}
    if Rounding.CLOSED in used or len(rounded) != 1:
        assert named.key == "rounding.several"
    else:
        assert [named.key] == [f"rounding.{rule.value}" for rule in rounded]


terms = st.lists(
    st.tuples(st.sampled_from((1, -1)), st.integers(-12, 12), st.integers(0, 1), rules),
    min_size=1,
    max_size=5,
)


@given(terms)
def test_one_relation_is_judged_as_the_engine_judges_it(
    drawn: list[tuple[int, int, int, Rounding]],
) -> None:
    cells = [
        Cell(f"c{i}", Decimal(count).scaleb(-decimals), decimals=decimals, rounding=rule)
        for i, (_, count, decimals, rule) in enumerate(drawn)
    ]
    relation = Equality("all", [(f"c{i}", sign) for i, (sign, *_) in enumerate(drawn)])
    on_grid = [  # in twentieths
        (sign, count * 20 // 10**decimals, 10 // 10**decimals, rule)
        for sign, count, decimals, rule in drawn
    ]
    engine = isinstance(decide(System(cells, [relation])), Consistent)
    assert reaches_zero(on_grid) == engine


@given(st.lists(st.tuples(st.integers(-30, 30), st.integers(0, 1), rules), min_size=2, max_size=2))
def test_the_prose_judges_two_numbers_as_the_engine_does(
    drawn: list[tuple[int, int, Rounding]],
) -> None:
    values = [Decimal(count).scaleb(-decimals) for count, decimals, _ in drawn]
    cells = [
        Cell(name, value, decimals=decimals, rounding=rule)
        for name, value, (_, decimals, rule) in zip("ab", values, drawn, strict=True)
    ]
    system = System(cells, [Equality("same", [("a", 1), ("b", -1)])])
    numbers = [Number.printed(v, d, 0, rule) for v, (_, d, rule) in zip(values, drawn, strict=True)]
    verdict = equal(*numbers).verdict
    if values[0] == values[1]:
        assert verdict is Verdict.EXACT
    else:
        engine = isinstance(decide(system), Consistent)
        assert (verdict is Verdict.ROUNDING) == engine


def test_a_figure_cut_off_is_the_same_to_tables_and_prose() -> None:
    figure = Figure.of("67.36", "万元").evolve(column=ColumnAddress("", rounding=TRUNCATION))
    number = Number.printed(Decimal("67.36"), 2, 4, figure.rule)
    assert (number.low, number.high) == (Fraction(673600), Fraction(673700))
    assert str(figure.interval()) == "[673600, 673700)"
    assert ends(67, 1, figure.rule, even=False) == (67, False, 69, True)


CUT = 'extends = "xinjiang-2026"\nname = "cut-2026"\nrounding = "truncation"\n'
SAID = "第三部分 情况说明\n一、关于某县医疗保障局2026年收支预算情况的总体说明\n收支总预算{}元。\n"


@pytest.mark.parametrize(("amount", "agrees"), [(503899, True), (503901, False), (503799, False)])
def test_check_and_reconcile_agree_on_what_a_form_cut_off(
    tmp_path: Path, amount: int, agrees: bool
) -> None:
    """Cut off at two places of 万元, 503,898 元 prints as 50.38, which half away from zero would print as 50.39."""
    form = tmp_path / "cut.toml"
    form.write_text(CUT, encoding="utf-8")
    money = ("30101", 483649), ("30102", 20249)
    own, nature = FundingSource.GENERAL_OWN, Nature.PERSONNEL
    entries = [
        Entry("2101501", code, source=own, nature=nature, amount=yuan) for code, yuan in money
    ]
    budget = publish(Ledger(entries, agency="某县医疗保障局", year=2026), str(form))
    write(budget, tmp_path / "budget.md")
    assert budget[3, "2101501", "合计"].text == "50.38"
    text = (tmp_path / "budget.md").read_text(encoding="utf-8") + "\n" + SAID.format(amount)
    budget = read_text(text, layout=str(form))
    wrong = [f for f in check(budget).wrong if str(amount) in f.zh]
    assert [f.verdict for f in wrong] == [] if agrees else [Verdict.VIOLATED]
    assert reconcile(budget).consistent is agrees


def test_words_name_the_rule_of_the_form(tmp_path: Path) -> None:
    form = tmp_path / "cut.toml"
    form.write_text(CUT, encoding="utf-8")
    own = FundingSource.GENERAL_OWN
    entries = [
        Entry("2101501", "30101", source=own, nature=nature, amount="503898")
        for nature in (Nature.PERSONNEL, Nature.PROJECT)
    ]
    budget = publish(Ledger(entries, agency="某县医疗保障局", year=2026), str(form))
    sums = [f for f in check(budget).findings if f.law == "add-up"]
    assert sums
    for found in sums:
        assert "舍去尾数可以解释" in found.zh
        assert "which cutting off explains" in found.en
    assert "四舍五入" not in "".join(found.zh for found in sums)
