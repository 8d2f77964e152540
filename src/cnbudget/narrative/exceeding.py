"""Counts beside the three public expenses that are told to be more than what they are a part of.

Foreign guests are some of those that were received in the country, and the vehicles that appropriations keep are some
of those that there are: the forms of final accounts say so of the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.messages import Message, say
from cnbudget.narrative.document import Narrative
from cnbudget.narrative.text import Paragraph, sentences

_COUNT = "([0-9]{1,6})"
#: Of each count of guests: in all, and of foreign ones.
_GUESTS = tuple(
    (
        expression(f"国内(?:公务)?接待(?!费)[^。；]{{0,40}}?{_COUNT}{unit}"),
        expression(rf"(?:其中|[,，(]含)[:：]?外[事宾]接待[^。；国]{{0,24}}?{_COUNT}{unit}"),
    )
    for unit in ("个?批", "人")
)
_KEPT = expression(
    f"(?:开支|使用|由)[^。；，,0-9]{{0,10}}财政拨款[^。；，,0-9]{{0,20}}车(?:辆)?保有量[^。；，,0-9]{{0,6}}{_COUNT}辆"
)
_OWNED = expression(f"(?<![级])共有(?:公务用)?车辆?{_COUNT}[辆台]")


def exceeding(narrative: Narrative) -> Iterator[tuple[Message, Place]]:
    """What is told to be more than the whole of it, with where it stands.

    Args:
        narrative: The text.

    >>> import cnbudget
    >>> list(exceeding(cnbudget.example("akto").narrative))
    []
    """
    kept: list[tuple[int, Place]] = []
    owned: list[int] = []
    final = narrative.context.stage == "决算"
    for section in narrative.sections:
        if section.key == "contents":
            continue
        for paragraph in section.paragraphs:
            if "接待" in paragraph.text:
                yield from _guests(paragraph)
            if final and "车" in paragraph.text:
                kept += [
                    (int(each[1]), paragraph.place(each.start()))
                    for each in _KEPT.finditer(paragraph.text)
                ]
                if section.within("assets"):
                    owned += [int(each[1]) for each in _OWNED.finditer(paragraph.text)]
    if len(kept) == len(owned) == 1 and kept[0][0] > owned[0]:
        yield say("slips.more_kept", kept=kept[0][0], owned=owned[0]), kept[0][1]


def _guests(paragraph: Paragraph) -> Iterator[tuple[Message, Place]]:
    for start, end in sentences(paragraph):
        text = paragraph.text[start:end]
        if "外事接待" not in text and "外宾接待" not in text:
            continue
        for every, foreign in _GUESTS:
            whole, part = every.search(text), foreign.search(text)
            if whole is not None and part is not None and _more(part, whole):
                words = say("slips.more_foreign", foreign=part[1], every=whole[1])
                yield words, paragraph.place(start + part.start())


def _more(part: re.Match[str], whole: re.Match[str]) -> bool:
    return whole.end() <= part.start(1) and int(part[1]) > int(whole[1])
