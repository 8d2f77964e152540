"""The amounts printed on the pages of a PDF file, counted from its letters alone: nothing of ours reads them.

An amount is a number with decimals that stands by itself: no letter touches it. Codes, ordinals and page numbers have
no decimals; in documents in whole yuan an amount is a number with separators of thousands. Shares and rates (%) are no
amounts. A number broken in a narrow cell is put together: its first piece
lacks decimals that the others of the page have, and the rest stands right below.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

__all__ = ["amounts_of_pages"]

_AMOUNT = re.compile(r"-?[0-9][0-9,]*\.[0-9]{2,6}")
_WHOLE = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{2,6})?")
_MARKS = frozenset("0123456789,.-")
_WIDE = str.maketrans("０１２３４５６７８９．，－−", "0123456789.,--")
_GAP = 0.45  # letters nearer than this, in their size, touch


class _Mark(NamedTuple):
    """A printed letter; heights count upwards."""

    baseline: float
    left: float
    right: float
    size: float
    text: str


class _Word(NamedTuple):
    """Marks of numbers that touch one another."""

    baseline: float
    left: float
    right: float
    size: float
    text: str


def amounts_of_pages(file: Path, *, whole: bool = False) -> list[Counter[str]]:
    """The amounts of each page, without separators of thousands.

    Args:
        file: The document.
        whole: Whether it is in whole yuan.
    """
    with pypdfium2.PdfDocument(file) as document:
        numbers = [_numbers(_marks(page)) for page in document]
    if whole:
        return [
            Counter(w.text.replace(",", "") for w in page if _WHOLE.fullmatch(w.text))
            for page in numbers
        ]
    return [_amounts(page) for page in numbers]


def _marks(page: pypdfium2.PdfPage) -> list[_Mark]:
    text = page.get_textpage()
    edge = page.get_bbox()
    found = []
    turns: Counter[int] = Counter()
    for i in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, i)
        if code <= 32 or raw.FPDFText_IsGenerated(text, i) == 1:
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text, i, x, y)
        box = text.get_charbox(i, loose=True)
        if not (edge[0] <= x.value <= edge[2] and edge[1] <= y.value <= edge[3]):
            continue
        own = round(raw.FPDFText_GetCharAngle(text, i) / (math.pi / 2)) % 4
        turns[own] += 1
        found.append((own, x.value, y.value, box, chr(code).translate(_WIDE)))
    text.close()
    if not found:
        return []
    usual = max(turns, key=lambda own: turns[own])
    marks = []
    for own, across, up, (left, bottom, right, top), mark in found:
        if own != usual:
            continue
        if usual == 0:
            marks.append(_Mark(up, left, right, top - bottom, mark))
        elif usual == 3:
            marks.append(_Mark(-across, bottom, top, right - left, mark))
        elif usual == 2:
            marks.append(_Mark(-up, -right, -left, top - bottom, mark))
        else:
            marks.append(_Mark(across, -top, -bottom, right - left, mark))
    return marks


def _numbers(marks: list[_Mark]) -> list[_Word]:
    """The numbers that stand by themselves, from the top."""
    lines: list[list[_Mark]] = []
    for mark in sorted(marks, key=lambda mark: -mark.baseline):
        if lines and lines[-1][0].baseline - mark.baseline < 0.45 * mark.size:
            lines[-1].append(mark)
        else:
            lines.append([mark])
    found = []
    for line in lines:
        run: list[_Mark] = []
        printed: set[tuple[str, int]] = set()
        for mark in sorted(line, key=lambda mark: mark.left):
            spot = mark.text, round(mark.left)
            if spot in printed:
                continue  # bold: the same letter twice
            printed.add(spot)
            if run and mark.left - run[-1].right > _GAP * min(mark.size, run[-1].size):
                found.append(run)
                run = []
            run.append(mark)
        found.append(run)
    words = []
    for run in found:
        text = "".join(mark.text for mark in run)
        if _MARKS.issuperset(text):
            size = max(mark.size for mark in run)
            words.append(_Word(run[0].baseline, run[0].left, run[-1].right, size, text))
    return words


def _amounts(words: list[_Word]) -> Counter[str]:
    """The amounts among numbers, broken ones put together."""
    places = Counter(len(word.text.rpartition(".")[2]) for word in words if _whole(word.text))
    usual = max(places, key=lambda number: places[number], default=2)
    found: Counter[str] = Counter()
    taken: set[int] = set()
    for i, word in enumerate(words):
        if i in taken:
            continue
        text = word.text
        if "." in text or "," in text:
            last = word
            for k in range(i + 1, len(words)):
                if _whole(text) and len(text.rpartition(".")[2]) >= usual:
                    break
                below = words[k]
                step = last.baseline - below.baseline
                if step > 2 * last.size:
                    break
                if (
                    k not in taken
                    and step > 0.6 * last.size
                    and min(word.right, below.right) > max(word.left, below.left)
                    and _whole(text + below.text)
                ):
                    text, last = text + below.text, below
                    taken.add(k)
        if _whole(text):
            found[text.replace(",", "")] += 1
    return found


def _whole(text: str) -> bool:
    return _AMOUNT.fullmatch(text) is not None
