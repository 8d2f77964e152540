"""Amounts: exact, in any unit, under any decimal context; rounding half away from zero."""

from __future__ import annotations

import decimal
import pickle
import threading
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import floor

import attrs
import cattrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from polyfactory.factories.attrs_factory import AttrsFactory

from cnbudget.amounts import Amount, Ratio, Unit, round_half_away
from cnbudget.errors import MoneyError

ZERO = Amount(0)


def decimals(places: int = 6, digits: int = 15) -> st.SearchStrategy[Decimal]:
    """Signed decimals of every number of places, zero and near-zero among them."""
    return st.builds(
        lambda number, exponent: Decimal(number).scaleb(-exponent),
        st.one_of(st.integers(-20, 20), st.integers(-(10**digits), 10**digits)),
        st.integers(0, places),
    )


amounts = st.builds(Amount, decimals(), st.sampled_from(list(Unit)))
fens = st.integers(-(10**12), 10**12).map(lambda fen: Amount(Decimal(fen).scaleb(-2)))


def half_away(value: Fraction, places: int) -> Fraction:
    """四舍五入 by definition, in exact fractions."""
    shifted = abs(value) * Fraction(10) ** places
    whole = Fraction(floor(shifted + Fraction(1, 2))) / Fraction(10) ** places
    return -whole if value < 0 else whole


# Arithmetic -----------------------------------------------------------------------------------


@given(amounts, amounts, amounts)
def test_addition_is_a_commutative_group(a: Amount, b: Amount, c: Amount) -> None:
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a
    assert a + ZERO == a
    assert a + -a == ZERO
    assert a - b == a + -b
    assert Fraction((a + b).yuan) == Fraction(a.yuan) + Fraction(b.yuan)


@given(amounts, amounts, st.integers(-(10**6), 10**6), decimals())
def test_multiples_are_exact_and_distribute(a: Amount, b: Amount, n: int, d: Decimal) -> None:
    assert (a + b) * n == a * n + b * n
    assert d * a == a * d
    assert Fraction((a * d).yuan) == Fraction(a.yuan) * Fraction(d)


@given(st.lists(amounts, max_size=8))
def test_sum_begins_from_nothing(parts: list[Amount]) -> None:
    whole = sum(parts, ZERO)
    assert Fraction(whole.yuan) == sum(Fraction(part.yuan) for part in parts)
    if parts:
        assert sum(parts) == whole


@given(amounts, amounts)
def test_order_and_hash_follow_the_exact_value(a: Amount, b: Amount) -> None:
    left, right = Fraction(a.yuan), Fraction(b.yuan)
    assert (a < b, a <= b, a == b, a >= b, a > b) == (
        left < right,
        left <= right,
        left == right,
        left >= right,
        left > right,
    )
    if a == b:
        assert hash(a) == hash(b)
    assert bool(a) == (a != ZERO)
    assert abs(a) == max(a, -a)


@given(decimals(), st.integers(0, 12))
def test_one_value_has_one_spelling(value: Decimal, zeros: int) -> None:
    amount = Amount(value)
    text = f"{value:f}"
    padded = Amount(text + ("" if "." in text else ".") + "0" * zeros)
    assert padded == amount
    assert repr(padded) == repr(amount)
    assert str(padded) == str(amount)
    assert eval(repr(amount), {"Amount": Amount}) == amount  # noqa: S307
    assert int(amount.yuan.as_tuple().exponent) <= 0
    assert pickle.loads(pickle.dumps(amount)) == amount  # noqa: S301


def test_negative_zero_is_zero() -> None:
    for zero in (Amount("-0"), -ZERO, Amount("-0.00", "亿元"), Amount(5) - Amount(5), ZERO * -1):
        assert repr(zero) == "Amount('0')"
        assert not zero.yuan.is_signed()


@given(amounts, st.integers(-(10**9), 10**9))
def test_division_is_exact_or_refused(a: Amount, n: int) -> None:
    assume(n != 0)
    quotient = Fraction(a.yuan) / n
    finite = quotient.denominator
    for prime in (2, 5):
        while finite % prime == 0:
            finite //= prime
    if finite == 1:
        assert Fraction((a / n).yuan) == quotient
        assert a / n * n == a
    else:
        with pytest.raises(MoneyError, match="allocate"):
            a / n


# Units and rounding ---------------------------------------------------------------------------


@given(decimals(), st.sampled_from(list(Unit)), st.sampled_from(list(Unit)))
def test_units_round_trip(value: Decimal, unit: Unit, other: Unit) -> None:
    amount = Amount(value, unit)
    assert amount.to(unit) == value
    assert Amount(amount.to(other), other) == amount
    assert Fraction(amount.yuan) == Fraction(value) * 10**unit.exponent
    assert Unit.of(unit.zh) is Unit.of(unit.name) is Unit.of(unit) is unit


def test_units_have_their_factors() -> None:
    assert [int(unit.factor) for unit in Unit] == [1, 1000, 10_000, 100_000_000]
    assert Amount(1, "亿元") == Amount(10_000, "万元") == Amount(100_000, "千元")


@pytest.mark.parametrize("unit", ["美元", "", "万", None, 4])
def test_what_is_no_unit_is_refused(unit: str) -> None:
    with pytest.raises(MoneyError, match="not a unit"):
        Amount(1, unit)


@given(decimals(), st.integers(-6, 8))
def test_rounding_is_half_away_from_zero(value: Decimal, places: int) -> None:
    rounded = round_half_away(value, places)
    assert Fraction(rounded) == half_away(Fraction(value), places)
    assert -int(rounded.as_tuple().exponent) == max(places, 0)
    assert round_half_away(-value, places) == -rounded


@given(st.integers(-(10**6), 10**6), st.integers(0, 4))
def test_rounding_of_an_exact_half_goes_away_from_zero(number: int, places: int) -> None:
    half = Decimal(2 * number + (1 if number >= 0 else -1)).scaleb(-places) / 2
    wanted = Decimal(number + (1 if number >= 0 else -1)).scaleb(-places)
    assert round_half_away(half, places) == wanted


@given(amounts, st.sampled_from(list(Unit)), st.integers(-2, 4))
def test_round_to_and_printed_say_the_same(amount: Amount, unit: Unit, places: int) -> None:
    rounded = amount.round_to(unit, places)
    exact = half_away(Fraction(amount.yuan) / 10**unit.exponent, places)
    assert Fraction(rounded.yuan) == exact * 10**unit.exponent
    assert Amount(amount.printed(unit, places), unit) == rounded
    assert rounded.round_to(unit, places) == rounded
    if places > 0:
        assert len(amount.printed(unit, places).partition(".")[2]) == places


# Allocation -----------------------------------------------------------------------------------

_weights = st.lists(
    st.one_of(st.just(0), st.integers(1, 10**6), decimals(digits=6).map(abs)),
    min_size=1,
    max_size=8,
).filter(any)


@given(fens, _weights)
def test_allocation_loses_nothing_and_is_within_a_fen_of_exact(
    amount: Amount, weights: list[int | Decimal]
) -> None:
    parts = amount.allocate(weights)
    assert len(parts) == len(weights)
    assert sum(parts, ZERO) == amount
    whole = sum(map(Fraction, weights))
    for part, weight in zip(parts, weights, strict=True):
        exact = Fraction(amount.yuan) * Fraction(weight) / whole
        assert abs(Fraction(part.yuan) - exact) < Fraction(1, 100)
        assert (part.yuan * 100) % 1 == 0
        assert weight or not part


@given(fens, _weights)
def test_allocation_rounds_up_the_largest_remainders_the_earlier_first(
    amount: Amount, weights: list[int | Decimal]
) -> None:
    whole = sum(map(Fraction, weights))
    exact = [abs(Fraction(amount.yuan)) * 100 * Fraction(weight) / whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(exact[i] % 1), i))
    left = int(abs(amount.yuan) * 100) - sum(map(floor, exact))
    wanted = [floor(each) + (i in order[:left]) for i, each in enumerate(exact)]
    parts = amount.allocate(weights)
    assert [int(abs(part.yuan) * 100) for part in parts] == wanted
    assert (-amount).allocate(weights) == tuple(-part for part in parts)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_allocation_needs_weights(weights: list[int]) -> None:
    with pytest.raises(MoneyError, match="weights"):
        Amount(1).allocate(weights)


def test_allocation_refuses_parts_of_a_fen() -> None:
    with pytest.raises(MoneyError, match="not a whole number of 分"):
        Amount("0.001").allocate([1, 1])


# Ratios ---------------------------------------------------------------------------------------


@given(amounts, amounts, st.integers(0, 6))
def test_shares_and_growth_are_exact_fractions(a: Amount, b: Amount, places: int) -> None:
    if not b:
        with pytest.raises(MoneyError, match="ratio to zero"):
            a.share_of(b)
        with pytest.raises(MoneyError, match="ratio to zero"):
            a.growth_from(b)
        return
    share = Fraction(a.yuan) / Fraction(b.yuan)
    for ratio, exact in ((a.share_of(b), share), (a.growth_from(b), share - 1), (a / b, share)):
        assert Fraction(ratio.numerator, ratio.denominator) == exact
        assert ratio.denominator > 0
        assert Fraction(ratio.percent(places)) == half_away(100 * exact, places)
        assert -int(ratio.percent(places).as_tuple().exponent) == places


@given(st.integers(0, 10**6), st.integers(0, 4))
def test_a_percentage_at_an_exact_half_goes_away_from_zero(number: int, places: int) -> None:
    ratio = Ratio(2 * number + 1, 2 * 100 * 10**places)
    wanted = Decimal(number + 1).scaleb(-places)
    assert ratio.percent(places) == wanted
    assert Ratio(-ratio.numerator, ratio.denominator).percent(places) == -wanted


@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(-50, 50), st.integers(-50, 50))
def test_ratios_compare_as_fractions(a: int, b: int, c: int, d: int) -> None:
    assume(b and d)
    left, right = Fraction(a, b), Fraction(c, d)
    assert (Ratio(a, b) == Ratio(c, d)) == (left == right)
    assert (Ratio(a, b) < Ratio(c, d)) == (left < right)
    assert (Ratio(a, b) <= Ratio(c, d)) == (left <= right)
    assert (Ratio(a, b) > Ratio(c, d)) == (left > right)
    assert (Ratio(a, b) >= Ratio(c, d)) == (left >= right)


# As numbers are ------------------------------------------------------------------------------


@given(amounts)
def test_nothing_is_zero_and_nothing_else_is_a_number(a: Amount) -> None:
    zeros: tuple[object, ...] = (0, 0.0, Decimal(0), Decimal("-0.00"), Fraction(0), False)
    for zero in zeros:
        assert (a == zero) == (zero == a) == (a.yuan == 0)
        assert hash(ZERO) == hash(zero)
    assert a + 0 == 0 + a == a - 0 == a
    assert 0 - a == -a
    assert (a > 0, a >= 0, a < 0, a <= 0) == (a > ZERO, a >= ZERO, a < ZERO, a <= ZERO)
    assert (0 < a) == (a > ZERO)  # noqa: SIM300  (from the other side)
    if a:
        assert all(a != number for number in (a.yuan, 1, "0", None))
        assert len({a, a.yuan, 0}) == 3


@given(amounts, amounts)
def test_equal_amounts_have_equal_hashes(a: Amount, b: Amount) -> None:
    assert (a == b) == (a.yuan == b.yuan)
    assert hash(a) == hash(Amount(a.to("万元"), "万元"))


@given(amounts, amounts.filter(bool))
def test_division_with_a_rest_loses_nothing(a: Amount, b: Amount) -> None:
    times, left = divmod(a, b)
    assert (a // b, a % b) == (times, left)
    assert b * times + left == a
    assert type(times) is int
    assert abs(left) < abs(b)
    assert not left or (left > 0) == (b > 0)
    assert times == Fraction(a.yuan) // Fraction(b.yuan)


@given(amounts, st.integers(-1000, 1000).filter(bool))
def test_a_share_in_whole_yuan_and_what_is_left(a: Amount, n: int) -> None:
    share, left = divmod(a, n)
    assert (a // n, a % n) == (share, left)
    assert share * n + left == a
    assert abs(left.yuan) < abs(n)
    assert int(share) == share.yuan


@pytest.mark.parametrize("zero", [0, Amount(0), Decimal(0)])
def test_nothing_is_divided_by_nothing(zero: object) -> None:
    with pytest.raises(MoneyError):
        Amount(1) // zero  # type: ignore[operator]
    with pytest.raises(MoneyError):
        Amount(1) % zero  # type: ignore[operator]


@given(amounts, st.integers(-4, 8))
def test_round_is_half_away_from_zero(a: Amount, places: int) -> None:
    assert Fraction(round(a, places).yuan) == half_away(Fraction(a.yuan), places)
    assert round(a) == round(a, 0)


@given(amounts)
def test_an_integer_only_of_whole_yuan(a: Amount) -> None:
    if a.yuan == a.yuan.to_integral_value():
        assert int(a) == a.yuan
    else:
        with pytest.raises(MoneyError):
            int(a)


@given(amounts, st.integers(0, 6), st.sampled_from(["", ","]), st.sampled_from(["", "+", " "]))
def test_a_format_rounds_half_away_from_zero(a: Amount, places: int, mark: str, sign: str) -> None:
    spec = f"{sign}{mark}.{places}f"
    expected = round_half_away(a.yuan, places)
    written = format(expected, spec)
    assert format(a, spec) == format(a, f"{sign}{mark}.{places}") == written
    assert Decimal(f"{a:{spec}}".replace(mark or ",", "").strip()) == expected
    assert f"{a:*>40{mark}.{places}f}" == f"{expected:{mark}.{places}f}".rjust(40, "*")
    assert f"{a:>50}" == str(a).rjust(50)
    with decimal.localcontext(decimal.Context(prec=1, rounding=decimal.ROUND_DOWN)):
        assert format(a, spec) == written


@pytest.mark.parametrize("spec", ["e", ".2e", "%", ".1%", "g", "n", "d", "_", ".2fx"])
def test_no_amount_is_written_with_an_exponent_or_for_per_cent(spec: str) -> None:
    with pytest.raises(ValueError, match=r"[Ff]ormat|specify"):
        format(Amount("1234.5"), spec)


@given(amounts, st.sampled_from(list(Unit)), st.booleans(), st.sampled_from(["", " ", "　"]))
def test_what_is_written_with_its_unit_reads_back(
    a: Amount, unit: Unit, wide: bool, blank: str
) -> None:
    assert Amount(str(a)) == Amount(str(a), "元") == a
    text = f"{a.to(unit):,f}{blank}{unit.zh}"
    if wide:
        text = text.translate(str.maketrans("0123456789.,-", "０１２３４５６７８９．，－"))
    assert Amount(text) == Amount(text, unit) == a
    for other in set(Unit) - {unit}:
        with pytest.raises(MoneyError, match="another unit"):
            Amount(text, other)


def test_others_can_make_one() -> None:
    a = Amount("67.36", "万元")
    assert attrs.evolve(a) == a
    assert attrs.evolve(a, yuan=Decimal(5)) == Amount(5)
    with pytest.raises(TypeError):
        Amount(1, yuan=Decimal(1))
    with pytest.raises(TypeError):
        Amount()
    converter = cattrs.Converter()
    converter.register_structure_hook(Decimal, lambda value, _: Decimal(value))
    assert converter.structure(converter.unstructure(a), Amount) == a
    made = AttrsFactory.create_factory(Amount).build()
    assert isinstance(made, Amount)
    assert made == Amount(made.yuan)


# The doors ------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [1.0, float("nan"), None, True, b"1", [1], Fraction(1, 2), 1j])
def test_what_is_no_exact_number_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError):
        Amount(value)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Amount(1) * value  # type: ignore[operator]
    with pytest.raises(TypeError):
        Amount(1) + value  # type: ignore[operator]
    with pytest.raises(TypeError):
        Amount(1).allocate([value])  # type: ignore[list-item]


def test_money_mixes_with_no_number() -> None:
    one = Amount(1)
    for number in (1, Decimal(1), Decimal(0), 0.0, False):
        with pytest.raises(TypeError):
            one + number  # type: ignore[operator]
        with pytest.raises(TypeError):
            one < number  # type: ignore[operator]  # noqa: B015
        assert one != number
    with pytest.raises(TypeError):
        1 + one
    with pytest.raises(TypeError):
        1 - one
    with pytest.raises(TypeError):
        one * one  # type: ignore[operator]


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "+", ".", "-.", "1.2.3", "1e5", "1e9999", "0x1", "1_000", "NaN", "inf"),
        *("١٢", "12元元", "元", "12美元", "1 2", "--5", "+-5", "-+5", "5-", "万"),
    ],
)
def test_text_that_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(MoneyError, match="not an amount") as caught:
        Amount(text)
    assert caught.value.value == text


@pytest.mark.parametrize(
    "text", ["12,34", "1,2", "1234,567", "1,234,56", ",123", "1,,234", "1.234,5"]
)
def test_commas_that_group_no_thousands_are_refused(text: str) -> None:
    with pytest.raises(MoneyError, match=r"group thousands|not an amount") as caught:
        Amount(text)
    assert caught.value.value == text


@given(st.integers(-(10**15), 10**15), st.integers(0, 4), st.lists(st.integers(0, 20), max_size=3))
def test_commas_stand_between_thousands_or_the_text_is_no_amount(
    number: int, places: int, wrong: list[int]
) -> None:
    value = Decimal(number).scaleb(-places)
    grouped = f"{value:,.{places}f}"
    assert Amount(grouped) == Amount(f"{value:.{places}f}") == Amount(value)
    moved = grouped.replace(",", "")
    for place in wrong:
        moved = moved[:place] + "," + moved[place:]
    if wrong and moved != grouped:
        with pytest.raises(MoneyError):
            Amount(moved)


class Whole:
    """An integer of another library, as numpy's are."""

    def __index__(self) -> int:
        return 3


def test_integers_of_other_libraries_are_integers() -> None:
    assert Amount(Whole(), "万元") == Amount(3, "万元")  # type: ignore[arg-type]


@given(st.text(alphabet="0123456789.,+-eE ", max_size=8))
def test_any_text_is_an_amount_or_a_money_error(text: str) -> None:
    try:
        amount = Amount(text)
    except MoneyError:
        return
    assert amount == Amount(Decimal(text.strip().replace(",", "")))


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity")])
def test_what_is_not_finite_is_refused(value: Decimal) -> None:
    with pytest.raises(MoneyError, match="not a finite amount"):
        Amount(value)


@pytest.mark.parametrize("value", ["9" * 500, 10**200, Decimal("1e999999"), Decimal("1e-999999")])
def test_amounts_of_absurd_length_are_refused(value: str | int | Decimal) -> None:
    with pytest.raises(MoneyError, match="too many digits"):
        Amount(value)


# The host's decimal context -------------------------------------------------------------------

_LONG = "123456789012.34"


def _everything() -> list[object]:
    """What every operation makes of an amount of more digits than six, or than 28."""
    a, b = Amount(_LONG), Amount("9" * 40 + ".99")
    return [
        *(a + b, a - b, a * 3, 3 * a, a * Decimal("1.0000001"), -a, abs(-a), a / 4, sum([a, b, a])),
        *(a.yuan, a.to("亿元"), a.to("万元"), Amount(_LONG, "亿元"), a < b, hash(a), bool(a)),
        *(a.round_to("万元", 2), a.printed("元", 1), a.printed("万元"), str(a), repr(b)),
        *(a.allocate([1, 2, Decimal("3.5")]), a.share_of(b), b.share_of(a), b.growth_from(a)),
        *(b.share_of(a).percent(4), str(b.share_of(a)), b.growth_from(a).percent(0)),
        *(a.in_words(), Amount.from_words(a.in_words()), Amount("-" + _LONG).in_words()),
        *(round_half_away(a.yuan, 1), round_half_away(b.yuan, -3)),
    ]


_NARROW = decimal.Context(prec=6, Emax=20, Emin=-20)
_TRAPPING = decimal.Context(prec=6, traps=[decimal.Inexact, decimal.Rounded])
_ROUNDING = decimal.Context(prec=28, rounding=decimal.ROUND_CEILING)


@pytest.mark.parametrize("context", [_NARROW, _TRAPPING, _ROUNDING])
def test_a_host_programs_context_changes_nothing(context: decimal.Context) -> None:
    with decimal.localcontext(decimal.Context(prec=200)):
        usual = _everything()
    with decimal.localcontext(context):
        here = _everything()
    assert here == usual
    assert list(map(str, here)) == list(map(str, usual))


def test_a_new_thread_changes_nothing() -> None:
    with decimal.localcontext(decimal.Context(prec=200)):
        usual = _everything()
    found: list[object] = []

    def work(target: Callable[[list[object]], None]) -> None:
        target(_everything())

    thread = threading.Thread(target=work, args=(found.extend,))
    thread.start()
    thread.join()
    assert found == usual


def test_the_host_programs_context_is_left_as_it_was() -> None:
    with decimal.localcontext(decimal.Context(prec=6)) as context:
        _everything()
        assert context.prec == 6
        assert not any(context.flags.values())
