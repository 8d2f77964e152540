"""Numbers with units in the text of goals and other matters: 438.73万元, 97.59%, 23.24万人, 0.5元/人.

They are read as all text is (`cnbudget.narrative.quantities`); what is told here is how this text is folded.
"""

from __future__ import annotations

from cnbudget.characters import normalised
from cnbudget.narrative.quantities import Quantity, quantities, unit_after
from cnbudget.passages import Passage

__all__ = ["Quantity", "folded", "folded_passage", "numbers", "quantities", "unit_after"]


def numbers(text: str) -> list[Quantity]:
    """The quantities of a folded text that have a value; `Matter.unread` tells the others.

    >>> [(q.text, q.unit) for q in numbers("安排3万元，另1,23万元")]
    [('3', '万元')]
    """
    return [each for each in quantities(text) if each.value is not None]


def folded(text: str) -> str:
    """Text to read numbers in: normalised, with full-width commas kept apart from those inside numbers.

    >>> folded("预算 3. 00 萬元，占 ９７.59％")
    '预算3.00万元;占97.59%'
    """
    return normalised(text.replace("，", "；"))


def folded_passage(passage: Passage) -> str:
    """A passage's text, `folded`: but for markup it is what the prose reads, with its commas kept apart.

    >>> folded_passage(Passage("预算 3. 00 萬元，占 ９７.59％"))
    '预算3.00万元;占97.59%'
    """
    text = passage.text
    return folded(text) if "<" in text or "&" in text else passage.folded.replace("，", ";")
