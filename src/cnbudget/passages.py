"""Passages: what a document says outside the tables of its form, as it stands in the file.

Names and telephone numbers of persons (联系人, 负责人, 电话), which forms of goals ask for, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import attrs

from cnbudget.figures import NOWHERE, Place
from cnbudget.words import plain

__all__ = ["Passage", "PassageRow", "names_persons", "without_persons"]

_PERSON = re.compile(
    r"[^,;。、]{0,8}(?:联系人|负责人|经办人|填表人|填报人|联系电话|联系方式|电话|手机)"
    r"(?:姓名|号码)?(?:\([^()]{0,12}\))?"
)
_NO_PERSON = re.compile(
    r"项目|资金|预算|单位|部门|金额|总额|合计|其中|目标|指标|年度|[0-9]+\.[0-9]+"
)
_LABELLED = re.compile(
    r"((?:联系人|负责人|经办人|填表人|填报人|联系电话|联系方式|电话|手机)(?:姓名|号码)?)"
    r"[ \u3000]{0,8}[:：][ \u3000]{0,8}[^\s,，;；。、:：（(]{1,24}"
)


class PassageRow(Protocol):
    """A row of a grid: its cells' texts and where it begins."""

    @property
    def cells(self) -> Sequence[str]:
        """The cells' texts; of merged cells the first has the text."""
        ...

    @property
    def place(self) -> Place:
        """Where the row begins."""
        ...


@attrs.frozen(eq=False)
class Passage:
    """A paragraph or a heading, or a grid that is none of the form's tables, as it stands in the file.

    Attributes:
        text: The text; of a grid, its rows with tabs between the cells.
        place: Where it begins.
        grid: Whether it is a grid.
        title: The title over a grid.
        rows: Of a grid, its rows.
    """

    text: str
    place: Place = NOWHERE
    grid: bool = attrs.field(default=False, kw_only=True)
    title: str = attrs.field(default="", kw_only=True)
    rows: tuple[PassageRow, ...] = attrs.field(default=(), kw_only=True)


def names_persons(text: str) -> bool:
    """Whether a text may name persons: a quick look before `without_persons`."""
    # spelled out: it is asked of every paragraph
    return (
        "联系" in text
        or "负责人" in text
        or "电话" in text
        or "手机" in text
        or "经办人" in text
        or "填表人" in text
        or "填报人" in text
    )


def without_persons(cells: Sequence[str]) -> list[str]:
    """The cells of a row without what follows the label of a person or a telephone; a line is a row of one cell.

    >>> without_persons(["项目名称", "某项目", "项目负责人", "", "张三", "联系电话", "0900-1234567"])
    ['项目名称', '某项目', '项目负责人', '', '', '联系电话', '']
    >>> without_persons(["联系人：李四 电话：0900-1234567"])
    ['联系人： 电话：']
    """
    kept: list[str] = []
    hidden = False  # whether the next cell with words is a person's
    for cell in cells:
        if not cell:
            kept.append(cell)
        elif len(cell) <= 40 and _PERSON.fullmatch(plain(cell)):
            hidden = True
            kept.append(cell)
        elif hidden:
            hidden = False
            kept.append(cell if _NO_PERSON.match(plain(cell)) else "")
        elif names_persons(cell):
            kept.append(_LABELLED.sub(r"\1：", cell))
        else:
            kept.append(cell)
    return kept
