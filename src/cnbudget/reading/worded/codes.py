"""The codes that a row prints: whole, in several cells, relative to the rows above, or before a name."""

from __future__ import annotations

import re

from cnbudget.expressions import expression
from cnbudget.reading.worded.columns import LabelColumn
from cnbudget.words import plain

#: 208, [20805], 2010801-行政运行, 301 工资福利支出; the local third level of an economic code has seven digits.
_CODED = expression(
    r"[\[【(（]?([0-9]{3}(?:[0-9]{2}){0,2})[\]】)）]?[\s\-—_.、:：]*+([^0-9\s.,，%].*)?", re.DOTALL
)
_DIGITS = expression(r"[0-9]{1,9}")
#: Forms of some provinces print codes of several classifications on a row: the first digit tells of which one is.
_AXES = {"2": "FUNCTION", "3": "ECONOMIC", "5": "GOVERNMENT"}
_LEVELS = "类款项"


def is_digits(text: str) -> bool:
    """Whether a label is nothing but digits."""
    return _DIGITS.fullmatch(text) is not None


def coded_name(text: str) -> tuple[str, str] | None:
    """The code at the head of a label, and the name behind it; None if there is no code.

    >>> coded_name("[2010801]行政运行"), coded_name("2026年预算")
    (('2010801', '行政运行'), None)
    """
    found = _CODED.fullmatch(text)
    if found is None or (found[2] and found[2][0] in "年月"):
        return None
    return found[1], found[2] or ""


class CodeReader:
    """Reads the codes of row after row: what a row leaves out, the rows above it say."""

    def __init__(self) -> None:
        self._above: dict[
            str, list[str]
        ] = {}  # the last code in cells, by the columns that it stands in

    def read(self, labels: list[tuple[LabelColumn, str]]) -> dict[str, str]:
        """The codes that a row prints, by classification ("FUNCTION", "ECONOMIC", "GOVERNMENT").

        Args:
            labels: The row's labels with the columns that they stand in.
        """
        found: dict[str, str] = {}
        for group in _groups(labels):
            digits = self._digits(group)
            axis = _AXES.get(digits[:1], "")
            if axis:
                found.setdefault(axis, digits)
        return found

    def _digits(self, group: list[tuple[LabelColumn, str]]) -> str:
        """The digits of a code that stands in one cell, or in several."""
        first, text = group[0]
        if first.role != "level":
            coded = coded_name(text)
            if coded is not None:
                return coded[0]
            return text if first.role == "code" and is_digits(text) else ""
        key = f"{first.path[:-1]}{first.index - level_of(first)}"
        kept = self._above.setdefault(key, ["", "", ""])
        for each, cell in group:
            if not is_digits(cell):
                continue
            level = level_of(each)
            bare = cell
            if level and len(cell) > 2:  # all digits so far
                kept[0], bare = cell[:3], cell[3 + 2 * (level - 1) :]
                if level == 2:
                    kept[1] = cell[3:5]
            kept[level] = bare.zfill(2) if level else bare
            for deeper in range(level + 1, 3):
                kept[deeper] = ""
        return "" if not kept[0] or (kept[2] and not kept[1]) else "".join(kept)


def _groups(labels: list[tuple[LabelColumn, str]]) -> list[list[tuple[LabelColumn, str]]]:
    """The cells that may hold a code, those together that hold one: 类, 款 and 项 beside each other."""
    groups: list[list[tuple[LabelColumn, str]]] = []
    before: LabelColumn | None = None
    for each, text in labels:
        if each.role not in ("code", "level"):
            if each.role in ("name", "row"):
                groups.append([(each, text)])
            before = None
            continue
        together = (
            before is not None
            and each.index - before.index <= len(_LEVELS)
            and each.role == before.role == "level"
            and level_of(each) > level_of(before)
        )
        if together:
            groups[-1].append((each, text))
        else:
            groups.append([(each, text)])
        before = each
    # a code in a column of its own goes before one that stands before a name
    return sorted(groups, key=lambda group: group[0][0].role in ("name", "row"))


def level_of(label: LabelColumn) -> int:
    """The level of a column of 类, 款 or 项."""
    leaf = plain(label.path[-1]) if label.path else ""
    return max(_LEVELS.find(leaf[-1:]), 0) if leaf else 0
