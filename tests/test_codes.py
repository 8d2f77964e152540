"""Codes: one value however it is written, and relations that follow from the digits."""

from __future__ import annotations

import pickle
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.codes import Code, EconomicCode, FunctionCode, GovernmentEconomicCode, RevenueCode
from cnbudget.errors import CnbudgetError, CodeError

KINDS: list[type[Code]] = [FunctionCode, EconomicCode, GovernmentEconomicCode, RevenueCode]
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _level_pieces(digits: str) -> list[str]:
    return [digits[:3], *(digits[i : i + 2] for i in range(3, len(digits), 2))]


@st.composite
def codes(draw: st.DrawFn, kinds: list[type[Code]] | None = None) -> Code:
    kind = draw(st.sampled_from(kinds or KINDS))
    length = draw(st.sampled_from(kind.lengths))
    # few digits, so that two codes are often related
    rest = draw(st.text("01", min_size=length - 1, max_size=length - 1))
    return kind(kind.first + rest)


@given(codes(), st.sampled_from([".", " ", "-", "_", "·", "\t", "\u3000", "\u00a0"]))
def test_every_spelling_of_a_code_is_the_same_code(code: Code, separator: str) -> None:
    kind, pieces = type(code), _level_pieces(code.digits)
    spellings = [
        separator.join(pieces),
        separator.join(code.digits),
        code.digits.translate(_WIDE),
        separator.join(pieces).translate(_WIDE),
        f"{separator}{code.digits}{separator}",
    ]
    for spelling in spellings:
        assert kind(spelling) == code
        assert hash(kind(spelling)) == hash(code)
        assert kind(spelling).digits == code.digits
    assert kind(int(code.digits)) == code
    assert kind(code) == code


@given(codes())
def test_a_code_written_over_cells_is_the_code(code: Code) -> None:
    kind, pieces = type(code), _level_pieces(code.digits)
    empty = [""] * (len(kind.lengths) - len(pieces))
    cumulative = ["".join(pieces[: i + 1]) for i in range(len(pieces))]
    assert kind.from_cells(*pieces, *empty) == code
    assert kind.from_cells(*cumulative, *empty) == code
    assert kind.from_cells(code.digits, *[""] * (len(kind.lengths) - 1)) == code


@given(codes())
def test_repr_evaluates_and_str_is_the_digits(code: Code) -> None:
    assert eval(repr(code), {type(code).__name__: type(code)}) == code  # noqa: S307
    assert str(code) == code.digits
    assert type(code)(str(code)) == code


@given(codes())
def test_parent_and_ancestors_and_depth_tell_one_story(code: Code) -> None:
    chain: list[Code] = []
    above: Code | None = code.parent
    while above is not None:
        chain.insert(0, above)
        above = above.parent
    assert code.ancestors == tuple(chain)
    assert code.depth == len(chain) + 1
    assert code.level == type(code).levels[len(chain)]
    for higher, lower in pairwise((*chain, code)):
        assert type(higher) is type(code)
        assert lower.is_within(higher)
        assert not higher.is_within(lower)
    assert (code.parent is None) == (code.depth == 1)


@given(st.data())
def test_within_is_being_the_other_or_having_it_above(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    a, b = data.draw(codes([kind])), data.draw(codes([kind]))
    assert a.is_within(b) == (a == b or b in a.ancestors)
    assert (a.is_within(b) and b.is_within(a)) == (a == b)


@given(st.lists(codes([FunctionCode]), max_size=8))
def test_codes_sort_by_their_digits_with_parents_before_children(found: list[Code]) -> None:
    assert [code.digits for code in sorted(found)] == sorted(code.digits for code in found)
    for code in found:
        assert all(above < code for above in code.ancestors)


def test_codes_of_two_kinds_are_never_equal_nor_within_each_other() -> None:
    @attrs.frozen(order=True, repr=False)
    class Local(FunctionCode):
        """The same digits, another kind."""

    assert Local("208") != FunctionCode("208")
    assert not Local("20805").is_within(FunctionCode("208"))


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        (FunctionCode, "", "digits only"),
        (FunctionCode, "20A", "digits only"),
        (FunctionCode, "２０Ａ", "digits only"),
        (FunctionCode, "٢٠٨", "digits only"),
        (FunctionCode, "2⁰8", "digits only"),
        (FunctionCode, "208/05", "digits only"),
        (FunctionCode, "-", "digits only"),
        (FunctionCode, "2", "3, 5, 7 digits, this has 1"),
        (FunctionCode, "2080", "this has 4"),
        (FunctionCode, "208050501", "this has 9"),
        (FunctionCode, "301", "begins with 2"),
        (EconomicCode, "201", "begins with 3"),
        (EconomicCode, "301080101", "3, 5, 7 digits, this has 9"),
        (GovernmentEconomicCode, "301", "begins with 5"),
        (RevenueCode, "10101010101", "3, 5, 7, 9 digits"),
        (FunctionCode, "2" * 100_000, "this has 100000"),
    ],
)
def test_malformed_codes_are_refused_with_the_reason(
    kind: type[Code], text: str, says: str
) -> None:
    with pytest.raises(CodeError, match=says) as caught:
        kind(text)
    error = caught.value
    assert isinstance(error, ValueError)
    assert isinstance(error, CnbudgetError)
    assert len(str(error)) < 300
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(again) is CodeError
    assert (str(again), again.value, again.text("zh")) == (
        str(error),
        error.value,
        error.text("zh"),
    )


@pytest.mark.parametrize("thing", [None, 2.08, True, ["208"], b"208"])
def test_what_is_neither_text_nor_digits_is_a_type_error(thing: object) -> None:
    with pytest.raises(TypeError, match="a code is written as"):
        FunctionCode(thing)


@given(st.text(max_size=12))
def test_any_text_is_a_code_or_a_code_error(text: str) -> None:
    try:
        code = FunctionCode(text)
    except CodeError:
        return
    assert code.digits.isascii()
    assert len(code.digits) in FunctionCode.lengths


def test_codes_are_frozen_and_pickle() -> None:
    code = FunctionCode("2080505")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        code.digits = "208"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(code)) == code  # noqa: S301
