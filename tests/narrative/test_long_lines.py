"""A paragraph of thousands of lines is gone through once: what is asked of its lines grows with their number."""

from __future__ import annotations

from typing import Any

from cnbudget.narrative.slips import _marks
from cnbudget.narrative.text import Paragraph
from cnbudget.passages import Passage


class Counting(tuple[int, ...]):
    """The beginnings of lines, counting how often they are asked for."""

    __slots__ = ()
    asked = 0

    def __getitem__(self, index: Any) -> Any:
        Counting.asked += 1
        return super().__getitem__(index)

    def __iter__(self) -> Any:
        for each in super().__iter__():
            Counting.asked += 1
            yield each


def asked(lines: int) -> int:
    Counting.asked = 0
    line = "有关工作有关工作。"
    text = line * lines
    starts = Counting(range(0, len(text), len(line)))
    slips = list(_marks(Paragraph(text, starts, (Passage(line),) * lines)))
    assert len(slips) == lines
    return Counting.asked


def test_repeated_words_in_a_paragraph_of_many_lines() -> None:
    assert asked(800) <= 6 * asked(200)


def test_a_word_repeated_over_the_end_of_a_line_is_none() -> None:
    text = "本有关工作有关工作。"
    passages = (Passage("本有关工作"), Passage("有关工作"))
    assert not list(_marks(Paragraph(text, (0, 5), passages)))
    assert [each.kind for each in _marks(Paragraph(text, (0,), passages[:1]))] == ["repeated"]
