"""Words in texts: the fewest that leave the least unknown; and lines of a vocabulary that are not understood."""

from __future__ import annotations

import gc
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement, Reservation
from cnbudget.errors import LayoutError
from cnbudget.forms import Vocabulary, vocabulary
from cnbudget.forms.meaning import meaning_of
from cnbudget.ledger import records
from cnbudget.narrative.pieces import bare
from cnbudget.words import plain

SHIPPED = sorted({word for _, word, _ in vocabulary().all_entries()})
KINDS = {
    "source": FundingSource,
    "nature": Nature,
    "flow": Flow,
    "procurement": Procurement,
    "reservation": Reservation,
}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("非财政拨款", ["非财政拨款"]),
        ("一般公共预算财政拨款基本支出", ["一般公共预算财政拨款", "基本支出"]),
        ("其中政府性基金预算", ["其中", "政府性基金预算"]),
    ],
)
def test_the_longest_words_are_taken(text: str, words: list[str]) -> None:
    reading = vocabulary().words_in(text, "column")
    assert [word for word, _ in reading.known] == words
    assert reading.unknown == ""


@given(st.lists(st.sampled_from(SHIPPED) | st.text("甲乙丙丁戊", min_size=1), max_size=6))
def test_known_and_unknown_make_up_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)[:100]
    reading = vocabulary().words_in(text, "column")
    assert sorted("".join(word for word, _ in reading.known) + reading.unknown) == sorted(text)


@given(st.sampled_from(SHIPPED), st.sampled_from(["column", "row", "title", "item"]))
def test_a_word_of_the_vocabulary_is_never_unknown(word: str, place: str) -> None:
    if vocabulary().says(word, place):
        assert vocabulary().words_in(word, place).unknown == ""


def test_every_word_is_written_as_texts_are_compared_and_says_what_there_is() -> None:
    for _, word, entry in vocabulary().all_entries():
        assert word == plain(word)
        kind = KINDS.get(entry.dimension)
        for name in entry.value.split("|") if kind is not None else ():
            assert kind is not None
            assert name.strip() in kind.__members__


@pytest.mark.parametrize(
    "line",
    [
        "source GENERAL 一般公共预算",
        "colour RED: 红",
        "margin.source GENERAL: 一般",
        "source: 一般",
    ],
)
def test_a_line_that_is_not_understood_is_named(line: str) -> None:
    with pytest.raises(LayoutError) as caught:
        Vocabulary(["# words", line])
    assert caught.value.where == "2"


def test_words_that_one_form_alone_attests_can_be_left_out() -> None:
    words = Vocabulary(["source GENERAL: 一般公共预算 一般经费[shan] 一般财力[shan,hai]"])
    smaller = words.without("shan")
    assert words.says("一般经费", "column")
    assert not smaller.says("一般经费", "column")
    assert smaller.says("一般财力", "column")
    assert smaller.says("一般公共预算", "column")


def test_names_of_agencies_are_known_by_their_ends() -> None:
    words = vocabulary()
    assert words.ends("青山市水务工程管理处", "agency")
    assert words.ends("青山市审计局(本级)", "agency")
    assert not words.ends("水务工程运行与维护", "agency")
    assert not words.ends("", "agency")


def test_long_texts_are_read_and_held_by_nothing() -> None:
    def held(text: str) -> int:
        return sys.getrefcount(text)

    long = "项目支出" * 500
    meaning_of("预热" + long, "row"), bare("预热" + long), records._shown("预热" + long)
    before = held(long)
    meaning_of(long, "row")
    bare(long)
    records._shown(long)
    vocabulary().words_in(long, "row")
    gc.collect()
    assert held(long) == before
    assert meaning_of("项目支出", "row") is meaning_of("项目支出", "row")  # short ones are


def test_a_vocabulary_remembers_so_many_texts_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[Vocabulary.__module__], "_MOST_READ", 3)
    words = Vocabulary(["source GENERAL: 一般公共预算"])
    for number in range(20):
        assert words.words_in(f"一般公共预算{number}", "column").unknown == str(number)
        assert len(words._read) <= 3
