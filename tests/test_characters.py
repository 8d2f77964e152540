"""Names are compared in one writing, however the document wrote them."""

from __future__ import annotations

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import characters, classification
from cnbudget import passages as prose
from cnbudget.characters import BLANKS, DASHES, INVISIBLE, LINE_BREAKS, normalised, simplified
from cnbudget.codes import FunctionCode
from cnbudget.figures import Figure, State
from cnbudget.persons.folded import folded
from cnbudget.reading.numbers import BLANK, MALFORMED, parse
from cnbudget.words import plain, spaceless
from tests.counting import grows_no_faster


@pytest.mark.parametrize(
    "written",
    [
        "因公出国（境）费用",
        "因公出国(境)费用",
        "因公出国﹙境﹚费用",
        "因公出國（境）費用",
        " 因 公\n出国　（境）\r\n费用\u200b",
        "<b>因公出国（境）费用</b>",
        '<span style="x">因公出国</span><br/>（境）费用',
        "**因公出国（境）费用**",
        "因公出国（境）费⽤",
        "因公出国&#xff08;境）费用&nbsp;",
    ],
)
def test_one_name_in_many_writings(written: str) -> None:
    assert normalised(written) == "因公出国(境)费用"


@pytest.mark.parametrize(
    ("one", "other"),
    [("基本工资", "津贴补贴"), ("1<2", "12"), ("一、办公费", "办公费"), ("医疗费", "医疗费补助")],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_a_reference_that_is_no_character_is_left() -> None:
    assert normalised("&#" + "9" * 5000 + ";").startswith("&#999")
    assert normalised("办公费&nosuch;") == "办公费&nosuch;"


def test_widths_quotes_and_dashes_are_folded() -> None:
    assert normalised("“三公”经费－ＡＢＣ１２３％") == '"三公"经费-ABC123%'
    assert normalised("大中型水库移民后期扶持基金收入—基建") == normalised(
        "大中型水库移民后期扶持基金收入-基建"
    )


@given(st.text(max_size=60))
def test_normalising_drops_blanks_and_is_stable(text: str) -> None:
    once = normalised(text)
    assert not any(character.isspace() for character in once if ord(character) > 0x20)
    if "&" not in once and "<" not in once:
        assert normalised(once) == once


@given(st.text(max_size=60))
def test_simplifying_keeps_the_length_and_is_stable(text: str) -> None:
    once = simplified(text)
    assert len(once) == len(text)
    assert simplified(once) == once


@pytest.mark.parametrize("part", ["<", "<a", "&", "国"])
def test_work_is_linear(part: str) -> None:
    """Expressions are linear by the proof of `tests/regexes`; here are the lines between them."""
    assert grows_no_faster(lambda length: normalised(part * length), 2_000)


def test_no_variant_is_listed_twice() -> None:
    variants = [v for group in characters._VARIANTS.split() for v in group[1:]]
    assert len(variants) == len(set(variants))
    assert not {group[0] for group in characters._VARIANTS.split()} & set(variants)


# Japanese and Hong Kong forms that OpenCC's table does not have.
BEYOND_OPENCC = set("衞粧戸汚砲疎")


def test_the_table_agrees_with_opencc() -> None:
    converter = opencc.OpenCC("t2s")
    wrong = [
        (variant, group[0], converter.convert(variant))
        for group in characters._VARIANTS.split()
        for variant in group[1:]
        if converter.convert(variant) != (variant if variant in BEYOND_OPENCC else group[0])
    ]
    assert wrong == []


@pytest.mark.parametrize("config", ["s2t", "s2hk"])
def test_every_name_of_the_classification_is_read_back_from_traditional(config: str) -> None:
    converter = opencc.OpenCC(config)
    names = {
        subject.name
        for kind in classification.Kind
        for code in classification.default().codes(kind)
        for subject in classification.history(code, kind=kind)
    }
    assert len(names) > 2000
    assert {name for name in names if simplified(converter.convert(name)) != name} == set()


@pytest.mark.parametrize("blank", BLANKS, ids=lambda mark: f"U+{ord(mark):04X}")
def test_a_blank_is_a_blank_to_all(blank: str) -> None:
    """A thin space of a PDF file parts the letters of a heading, the levels of a code, the digits of a number."""
    for fold in (normalised, plain, spaceless, prose.folded):
        assert fold(f"收{blank}入") == "收入"
    assert FunctionCode(f"208{blank}05{blank}05") == FunctionCode("2080505")
    turning = blank == "\u200f"  # among digits it turns their order, so that no number is told
    assert parse(f"13.1{blank}2") == (MALFORMED if turning else parse("13.12"))
    assert parse(blank) is BLANK
    assert folded(f"联{blank}系") == ("联\n系" if blank in "\n\u2028\u2029" else "联 系")


@pytest.mark.parametrize("dash", "-" + DASHES, ids=lambda mark: f"U+{ord(mark):04X}")
def test_a_dash_is_a_dash_to_all(dash: str) -> None:
    assert normalised(f"收入{dash}支出") == "收入-支出"
    assert FunctionCode(f"208{dash}05{dash}05") == FunctionCode("2080505")
    assert parse(f"{dash}13.12") == parse("-13.12")
    assert parse(dash) is BLANK
    assert Figure.of(dash, "万元").state is State.BLANK
    assert folded(f"0991{dash}123") == "0991-123"


def test_blanks_are_all_that_is_white_or_not_seen() -> None:
    from unicodedata import category

    white = {chr(point) for point in range(0x20, 0x10000) if chr(point).isspace()}
    unseen = {chr(point) for point in range(0x80, 0x10000) if category(chr(point)) == "Cf"}
    assert white <= set(BLANKS)
    assert set(INVISIBLE) <= unseen
    assert set("\n\u2028\u2029") <= set(LINE_BREAKS)
