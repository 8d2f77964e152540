"""Figures: exactly the amounts that print as one are in its interval, and states stay apart."""

from __future__ import annotations

import decimal
import pickle
from decimal import Decimal
from fractions import Fraction
from math import floor

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.amounts import Amount, Unit
from cnbudget.errors import MoneyError
from cnbudget.figures import (
    ColumnAddress,
    Figure,
    Interval,
    Place,
    RowAddress,
    State,
    figure_in_cell,
)
from cnbudget.scope import Scope


def prints_as(yuan: Fraction, unit: Unit, places: int) -> Fraction:
    """The number printed for an amount: 四舍五入 by definition."""
    shifted = abs(yuan) / 10**unit.exponent * 10**places
    number = Fraction(floor(shifted + Fraction(1, 2)), 10**places)
    return -number if yuan < 0 else number


@given(st.integers(-300, 300), st.sampled_from(list(Unit)), st.integers(0, 4))
def test_the_interval_is_the_amounts_that_print_so(number: int, unit: Unit, places: int) -> None:
    value = Decimal(number).scaleb(-places)
    figure = Figure.of(value, unit, places=places)
    interval = figure.interval()
    last = Fraction(10**unit.exponent, 10**places)
    for step in range(-40, 41):  # two last places to each side, in twentieths
        yuan = Fraction(value) * 10**unit.exponent + step * last / 20
        exact = Decimal(yuan.numerator) / Decimal(yuan.denominator)
        assert Fraction(exact) == yuan
        printed = prints_as(yuan, unit, places)
        assert (Amount(exact) in interval) == (printed == Fraction(value))
        assert Fraction(Amount(exact).round_to(unit, places).to(unit)) == printed


@given(st.integers(-(10**9), 10**9), st.sampled_from(list(Unit)), st.integers(0, 6))
def test_the_interval_holds_the_printed_amount_and_is_one_last_place_wide(
    number: int, unit: Unit, places: int
) -> None:
    figure = Figure.of(Decimal(number).scaleb(-places), unit, places=places)
    interval = figure.interval()
    assert figure.amount in interval
    assert interval.low is not None
    assert interval.high is not None
    assert Fraction(interval.high) - Fraction(interval.low) == Fraction(
        10**unit.exponent, 10**places
    )
    # the end nearer to zero belongs to it, the other does not; of a printed zero neither does
    assert (interval.low_closed, interval.high_closed) == (number > 0, number < 0)


def test_a_printed_zero_is_not_a_blank() -> None:
    zero, blank = Figure.of("0.00", "万元"), Figure.of("", "万元")
    assert zero != blank
    assert str(zero.interval()) == "(-50, 50)"
    assert str(blank.interval()) == "[0, 0]"
    assert (zero.text, blank.text) == ("0.00", "")
    assert zero.amount == blank.amount == Amount(0)


@pytest.mark.parametrize("dash", ["", " ", "-", "—", "－", "–", " — "])
def test_blanks_are_exactly_zero(dash: str) -> None:
    figure = Figure.of(dash, "万元", places=2)
    assert figure.state is State.BLANK
    assert Amount(0) in figure.interval()
    assert Amount("0.01") not in figure.interval()
    assert Amount("-0.01") not in figure.interval()


def test_of_a_missing_figure_nothing_is_known() -> None:
    figure = Figure.of(None, "万元", Scope("208"))
    assert figure.state is State.MISSING
    assert figure.text == ""
    for amount in (Amount(0), Amount(10**30), Amount(-(10**30))):
        assert amount in figure.interval()
    assert str(figure.interval()) == "(-∞, ∞)"
    with pytest.raises(MoneyError, match="missing"):
        _ = figure.amount


def test_the_four_states_make_four_figures() -> None:
    printed = Figure.of("0.00", "万元", Scope("208"))
    figures = {
        printed,
        Figure.of("", "万元", Scope("208"), places=2),
        Figure.of(None, "万元", Scope("208"), places=2),
        printed.evolve(state=State.INFERRED, basis="determined"),
    }
    assert {figure.state for figure in figures} == set(State)
    assert len({repr(figure) for figure in figures}) == 4


@pytest.mark.parametrize(
    ("text", "places"), [("67.36", 2), ("67.360", 3), ("67", 0), ("1,234.5", 1), ("-0.10", 2)]
)
def test_places_are_those_printed(text: str, places: int) -> None:
    figure = Figure.of(text, "万元")
    assert figure.places == places
    assert figure.text == text.replace(",", "")


def test_figures_of_different_places_are_different_though_the_amounts_agree() -> None:
    short, long = Figure.of("1.0", "万元"), Figure.of("1.00", "万元")
    assert short.amount == long.amount
    assert short != long
    assert short.interval() != long.interval()
    assert long == Figure.of("1.00", "万元")
    assert hash(long) == hash(Figure.of("1.00", "万元"))


def test_equal_figures_may_stand_in_different_places() -> None:
    here, there = Figure.of("1.00", "万元", Scope("208")), Figure.of("1.00", "万元", Scope("208"))
    assert here.evolve(place=Place(3)) == there.evolve(place=Place(4))
    assert here != Figure.of("1.00", "万元", Scope("210"))


def test_the_scope_is_the_meet_of_row_and_column() -> None:
    def figure(row: Scope | None, column: Scope | None) -> Figure:
        return Figure(
            Decimal(1), row=RowAddress(3, "x", scope=row), column=ColumnAddress("y", scope=column)
        )

    assert figure(Scope("208"), Scope(economic="301")).scope == Scope("208", "301")
    assert figure(Scope("208"), None).scope is None
    assert figure(None, Scope("208")).scope is None
    assert figure(Scope("208"), Scope("210")).scope is None


@pytest.mark.parametrize("value", ["1.2.3", "x", "1e5"])
def test_a_figure_of_no_number_is_refused(value: str) -> None:
    with pytest.raises(MoneyError):
        Figure.of(value, "万元")


def test_a_float_is_no_figure() -> None:
    with pytest.raises(TypeError):
        Figure.of(67.36, "万元")  # type: ignore[arg-type]


def test_a_host_programs_context_changes_no_figure() -> None:
    def said() -> list[str]:
        figure = Figure.of("123456789012.34", "万元", Scope("208"))
        negative = Figure.of("-123456789012.34", "亿元")
        return [
            *(figure.text, str(figure.amount), str(figure.interval()), repr(figure)),
            *(negative.text, str(negative.amount), str(negative.interval()), negative.where("en")),
        ]

    usual = said()
    with decimal.localcontext(decimal.Context(prec=6, traps=[decimal.Inexact])):
        assert said() == usual


def test_the_address_in_words() -> None:
    figure = Figure(
        Decimal("1.20"),
        Unit.WAN,
        row=RowAddress(7, "projects", row="2101599", name="其他支出", project="甲"),
        column=ColumnAddress("wages", "工资福利支出", path=("工资福利支出",)),
        place=Place(12, page=3),
    )
    assert figure.where() == "表7 项目支出表 第3页第12行「甲·2101599 其他支出·工资福利支出」"
    assert figure.where("en") == (
        "table 7 (projects), page 3, line 12 “甲·2101599 其他支出·工资福利支出”"
    )
    assert figure.spot() == "表7 项目支出表 第3页第12行"
    assert (
        figure.evolve(place=Place()).spot() == "表7 项目支出表「甲·2101599 其他支出·工资福利支出」"
    )


def test_figures_and_intervals_pickle() -> None:
    figure = Figure.of("67.36", "万元", Scope("208"))
    assert pickle.loads(pickle.dumps(figure)) == figure  # noqa: S301
    interval = figure.interval()
    assert pickle.loads(pickle.dumps(interval)) == interval  # noqa: S301
    assert Interval(None, Decimal(5), high_closed=False) != Interval(None, Decimal(5))


@pytest.mark.parametrize("value", [1.5, "1.5", 1, True])
def test_the_value_of_a_figure_is_a_decimal_or_none(value: object) -> None:
    figure = Figure.of("67.36", "万元")
    with pytest.raises(TypeError, match="a Decimal or None"):
        figure.evolve(value=value)
    with pytest.raises(TypeError, match="a Decimal or None"):
        Figure(value, row=figure.row, column=figure.column)  # type: ignore[arg-type]
    assert figure.evolve(value=Decimal("1.5")).text == "1.50"


def test_a_figure_in_a_cell_is_one_like_any_other() -> None:
    row, column = RowAddress(3, "expenditure", row="208"), ColumnAddress("total", "合计")
    value, place = Decimal("1.00"), Place(7)
    made = figure_in_cell(value, Unit.WAN, 2, State.VALUE, row, column, place)
    built = Figure(value, Unit.WAN, row=row, column=column, place=place)
    for figure in (made, built.evolve(), built.evolve(value=Decimal(2)).evolve(value=value)):
        for field in attrs.fields(Figure):
            assert getattr(figure, field.name) == getattr(built, field.name), field.name
        assert pickle.loads(pickle.dumps(figure)) == built  # noqa: S301
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            figure.value = None  # type: ignore[misc]
    with pytest.raises(TypeError, match="wert"):
        built.evolve(wert=Decimal(2))
