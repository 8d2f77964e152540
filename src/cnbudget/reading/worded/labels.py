"""What the columns of labels of a panel hold, by their headings and by what rows print in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cnbudget.layouts import LabelForm
from cnbudget.reading.worded.codes import level_of
from cnbudget.reading.worded.columns import ColumnPanel, LabelColumn, ordinal_level
from cnbudget.reading.worded.row import WordedRow
from cnbudget.words import plain, spaceless

#: What columns of labels hold, by what reading takes them for; of all others a ledger says nothing.
_HOLDS = {
    "code": "code",
    "level": "code",
    "name": "name",
    "row": "name",
    "item": "name",
    "year": "name",
    "agency": "agency",
    "project": "project",
    "line": "line",
}
_AXES = {"FUNCTION": "function", "ECONOMIC": "economic", "GOVERNMENT": "government"}
_TOTALS = ("合计", "总计")
#: The pieces of a code: 类, 款, 项, and a place's own level.
_PIECES = (slice(0, 3), slice(3, 5), slice(5, 7), slice(7, 9))


def label_columns(
    panel: ColumnPanel, lines: Sequence[WordedRow], before: int = -1
) -> tuple[tuple[LabelForm, ...], list[tuple[str, ...]]]:
    """The columns of labels of a panel, in the order of the page, and what each row has in them.

    Columns that count or say something of the rows, and hold no money, are among them.

    Args:
        panel: The panel.
        lines: Its rows.
        before: The place of the last column of the panel before it, whose numbers of lines are not its own.
    """
    first, last = (panel.columns[0].index, panel.columns[-1].index) if panel.columns else (0, 0)
    found: list[tuple[int, LabelForm, int | None]] = []
    for number, label in enumerate(panel.labels):
        if label.role == "line" and not before < label.index <= last:
            continue
        made = _column(label, number, lines, behind=label.index > first)
        found.append((label.index, made, number))
    for column in panel.left_out:
        made = LabelForm(column.path, "other", behind=column.index > first)
        found.append((column.index, made, None))
    found.sort(key=lambda each: each[0])
    rows = [
        tuple(
            "" if number is None or number >= len(line.labels) else spaceless(line.labels[number])
            for _, _, number in found
        )
        for line in lines
    ]
    return tuple(column for _, column, _ in found), rows


def _column(
    label: LabelColumn, number: int, lines: Sequence[WordedRow], *, behind: bool
) -> LabelForm:
    holds = _HOLDS.get(label.role, "other")
    styles: Counter[tuple[str, int, str]] = Counter()
    for line in lines:
        if line.codes and number < len(line.labels):
            style = _style(line, spaceless(line.labels[number]))
            if style is not None:
                styles[style] += 1
    of, piece, coded = _AXES.get(label.axis, ""), 0, ""
    if styles and holds != "other":
        of, piece, coded = max(styles, key=lambda style: (styles[style], style))
    if holds == "code" and coded:
        holds = "name"
    if label.role == "level" and holds == "code":
        piece = level_of(label) + 1
    path = label.path
    while len(path) > 1 and plain(path[-1]) in _TOTALS:
        path = path[:-1]  # the total of a table without rows, in one cell with its headings
    return LabelForm(
        path,
        holds,
        of=of,
        piece=piece,
        coded=coded,
        numbered=holds == "name" and _numbered(lines, number),
        behind=behind,
        alone=bool(piece) and _alone(lines, number, piece),
    )


def _numbered(lines: Sequence[WordedRow], number: int) -> bool:
    """Whether most names of codes are numbered (一、一般公共服务支出)."""
    names = [
        ordinal_level(line.labels[number])
        for line in lines
        if line.codes and number < len(line.labels) and line.labels[number]
    ]
    return bool(names) and 2 * names.count(1) > len(names)


def _alone(lines: Sequence[WordedRow], number: int, piece: int) -> bool:
    """Whether rows of deeper codes leave a piece to the rows above."""
    deeper = [
        bool(line.labels[number])
        for line in lines
        if line.code is not None and number < len(line.labels) and line.code.depth > piece
    ]
    return bool(deeper) and 2 * sum(deeper) < len(deeper)


def _style(line: WordedRow, text: str) -> tuple[str, int, str] | None:
    """Of which classification the code is that a cell prints, which piece of it, and how it stands before a name."""
    for axis, code in line.codes.items():
        of, digits = _AXES[axis], code.digits
        if text == digits:
            return of, 0, ""
        head, here, rest = text.partition(digits)
        if here and not head.strip("[【(（"):
            behind = rest[: len(rest) - len(rest.lstrip("]】)）-—_.、:："))]
            return of, 0, f"{head}{{}}{behind}"
        for piece, place in enumerate(_PIECES, 1):
            if text and text == digits[place]:
                return of, piece, ""
    return None
