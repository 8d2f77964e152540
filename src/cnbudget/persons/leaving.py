"""Leaving out what is personal: from one text, and from the paragraphs and tables of a whole document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

import attrs

from cnbudget.expressions import expression
from cnbudget.persons.folded import folded, is_odd
from cnbudget.persons.names import AFTER, BEFORE, is_name
from cnbudget.persons.numbers import is_amount
from cnbudget.persons.rows import Columns, grid_marks
from cnbudget.persons.text import Hints, PersonalParts, hinted, hints_of, marked, united
from cnbudget.values import Visible

GridTexts = list[list[str]]
_PIECE = 1_000_000  # characters that are looked at together
_OVERLAP = 100  # more than the longest label with spaces in it
_WINDOW = 3  # paragraphs in which a label and its value are looked for together
_EMPTY = expression(r"[ \u3000]{0,4}[(（][ \u3000、,，;；:：/]{0,6}[)）]")
_APART = expression(r"[ \u3000]{2,20}")
_LONGEST_CELL = 60
_RUN = expression("[\u3400-\u4dbf\u4e00-\u9fff·]{2,}+")


@attrs.frozen(eq=False, repr=False)
class Left(Visible):
    """What is left of a document.

    Attributes:
        blocks: Its paragraphs and grids in their order; those that nothing was left out of are the same objects.
        count: How many names and numbers were left out.
    """

    blocks: list[str | GridTexts]
    count: int


def left_out(text: str) -> tuple[str, int]:
    """A text without what is personal in it, and how many names and numbers that was.

    >>> left_out("联系人：李四 电话：0900-1234567")
    ('联系人： 电话：', 2)
    >>> left_out("联系人：张三 合计"), left_out("2026年，共计13812345678元"), left_out("13812345678")
    (('合计', 1), ('2026年，共计13812345678元', 0), ('13812345678', 0))
    """
    fold = folded(text)
    if not hinted(fold) or is_amount(fold):
        return text, 0
    marks = marked(fold)
    if not marks.spans:
        return text, 0
    return _removed(text, fold, marks.spans, marks.mentions), len(marks.spans)


def without_persons(blocks: Sequence[str | GridTexts]) -> Left:
    """A document's paragraphs and grids without persons' names, telephones, cards, accounts and addresses of e-mail.

    Labels and values are found together wherever the one stands before, over or above the other; a name that is
    found once is left out wherever it stands by itself. Amounts, codes and bodies' names stay.

    Args:
        blocks: A text for each paragraph, rows of cells for each grid.

    >>> without_persons(["联系人", "张三", [["姓名", "金额"], ["李四", "13812345678"]]]).blocks
    ['联系人', '', [['姓名', '金额'], ['', '13812345678']]]
    """
    odd = any(map(is_odd, _pieces(blocks)))
    hints = hints_of(map(_seen, _pieces(blocks)) if odd else _pieces(blocks))
    if not hints:
        return Left(list(blocks), 0)
    hints = attrs.evolve(hints, odd=odd)
    found = list(blocks)
    count = 0
    for at, block in enumerate(found):
        if not isinstance(block, str) or len(block) <= _PIECE:
            continue
        # nobody reads a line of a million characters: where something in it may be personal it goes as a whole
        if any(map(hints.in_, map(_seen, _pieces([block])))):
            found[at] = ""
            count += 1
    names: set[str] = set()
    open_: tuple[str, ...] = ()
    carried: Columns | None = None
    at = 0
    while at < len(found):
        block = found[at]
        if isinstance(block, str):
            end = at
            while end < len(found) and isinstance(found[end], str):
                end += 1
            texts = [each for each in found[at:end] if isinstance(each, str)]
            changed, number, open_ = _paragraphs(texts, open_, names, hints)
            found[at:end] = changed
            count += number
            if end - at > _WINDOW:
                carried = None
            at = end
        else:
            made, number, open_, carried = _grid(block, open_, carried, names, hints)
            found[at] = made
            count += number
            at += 1
    if names:
        count += _again(found, names)
    return Left(found, count)


def _pieces(blocks: Sequence[str | GridTexts]) -> Iterator[str]:
    """The texts of a document, short ones together and long ones in overlapping parts.

    A line of a hundred megabytes is not copied as a whole for a look at it.
    """
    together: list[str] = []
    length = 0
    for block in blocks:
        for text in (block,) if isinstance(block, str) else map("\x00".join, block):
            if len(text) > _PIECE:
                yield from (text[i : i + _PIECE + _OVERLAP] for i in range(0, len(text), _PIECE))
                continue
            together.append(text)
            length += len(text)
            if length > _PIECE:
                yield "\x00".join(together)
                together, length = [], 0
    yield "\x00".join(together)


def _seen(text: str) -> str:
    """A text in which labels are seen: most are as they stand."""
    return folded(text) if is_odd(text) else text


class _Folds(dict[int, str]):
    """Texts by their places, each folded when it is first asked for."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self.texts = texts

    def __missing__(self, place: int) -> str:
        found = self[place] = folded(self.texts[place])
        return found


def _paragraphs(
    texts: list[str], open_: tuple[str, ...], names: set[str], hints: Hints
) -> tuple[list[str], int, tuple[str, ...]]:
    """Paragraphs that follow each other; what a label before them asks for, and the last of them."""
    folds = list(map(_seen, texts)) if hints.odd else texts
    once = _Folds(texts)  # windows overlap: each text of them is folded once
    spans: list[list[tuple[int, int]]] = [[] for _ in texts]
    mentions: list[list[tuple[int, int]]] = [[] for _ in texts]
    asked: tuple[str, ...] = ()
    for i in sorted(_concerned(folds, hints) | ({0} if open_ else set())):
        window = [once[n] for n in range(i, min(i + _WINDOW, len(texts)))]
        starts = [0, *accumulate(len(each) + 1 for each in window)]
        marks = marked("\n".join(window), kinds=open_ if i == 0 else (), first=len(window[0]))
        names.update(_kept_names(marks))
        for start, end in marks.spans:
            _shared(start, end, starts, i, spans)
        for start, end in marks.mentions:
            if end <= len(window[0]):
                mentions[i].append((start, end))
        if i == len(texts) - 1:
            asked = marks.open
    count = 0
    changed = list(texts)
    for i, pieces in enumerate(spans):
        if pieces:
            own = united(pieces)
            count += len(own)
            changed[i] = _removed(texts[i], once[i], own, mentions[i])
    return changed, count, asked


def _concerned(folds: list[str], hints: Hints) -> set[int]:
    """The paragraphs in which something may be personal, or a label may begin that the next one ends."""
    found = {i for i, each in enumerate(hints.in_each(folds)) if each}
    if hints.words:
        edges = [one[-4:] + other[:4] if other else "" for one, other in pairwise(folds)]
        found.update(i for i, each in enumerate(hints.in_each(edges)) if each)
    return found


def _shared(
    start: int, end: int, starts: list[int], first: int, spans: list[list[tuple[int, int]]]
) -> None:
    """Give a span of a window to the paragraphs that it is in."""
    while start < end:
        k = bisect_right(starts, start) - 1
        here = min(end, starts[k + 1] - 1)
        if start < here:
            spans[first + k].append((start - starts[k], here - starts[k]))
        start = starts[k + 1]


def _kept_names(marks: PersonalParts) -> list[str]:
    """The names by which a person is known elsewhere in the document."""
    return [name.replace(" ", "") for name in marks.names if is_name(name)]


def _grid(
    rows: GridTexts,
    open_: tuple[str, ...],
    carried: Columns | None,
    names: set[str],
    hints: Hints,
) -> tuple[GridTexts, int, tuple[str, ...], Columns | None]:
    whole = "\x01".join(map("\x00".join, rows))
    if hints.odd:
        whole = _seen(whole)
    if not open_ and carried is None and not hints.in_(whole):
        return rows, 0, (), None
    whole = folded(whole)
    folds = [row.split("\x00") for row in whole.split("\x01")]
    if list(map(len, folds)) != list(map(len, rows)):  # cells with control characters in them
        folds = [[folded(cell) for cell in row] for row in rows]
    found, asked, columns = grid_marks(folds, hints, open_, carried)
    count = 0
    made = list(rows)
    for (r, c), marks in found.items():
        if not marks.spans:
            continue
        names.update(_kept_names(marks))
        own = united(marks.spans)
        count += len(own)
        if made[r] is rows[r]:
            made[r] = list(rows[r])
        made[r][c] = _removed(rows[r][c], folds[r][c], own, marks.mentions)
    return (made if count else rows), count, asked, columns


def _again(blocks: list[str | GridTexts], names: set[str]) -> int:
    """Leave out the names that are known by now where they stand by themselves; how many there were."""
    lengths = sorted({len(name) for name in names}, reverse=True)

    def known(run: str) -> tuple[int, int] | None:
        for at in (0, 1) if run[0] in BEFORE else (0,):
            for length in lengths:
                end = at + length
                if run[at:end] in names and (end == len(run) or AFTER.match(run, end)):
                    return at, end
        return None

    count = 0

    def once(text: str) -> str:
        nonlocal count
        fold = folded(text)
        spans = []
        for each in _RUN.finditer(fold):
            found = known(each[0])
            if found is not None:
                spans.append((each.start() + found[0], each.start() + found[1]))
        if not spans:
            return text
        count += len(spans)
        return _removed(text, fold, spans, spans)

    for i, block in enumerate(blocks):
        if isinstance(block, str):
            blocks[i] = once(block)
        else:
            rows = [[once(cell) if cell else cell for cell in row] for row in block]
            if rows != block:
                blocks[i] = rows
    return count


def _removed(
    text: str, fold: str, spans: Sequence[tuple[int, int]], mentions: Sequence[tuple[int, int]]
) -> str:
    """The text without the spans; a label that stands by itself in a text of other matter goes with its value."""
    begins = [start for start, _ in spans]
    whole = []
    for start, end in mentions:
        first = bisect_left(begins, start)
        if first < len(begins) and begins[first] < end and _alone(fold, start, end):
            whole.append((start, end))
    rest = _cut(fold, united([*spans, *mentions])).strip(" \n,;:、。.()|/")
    cut = united([*spans, *whole]) if rest else list(spans)
    made = _EMPTY.sub("", _cut(text, cut))
    if made == text:
        return text
    made = _APART.sub(" ", made).strip()
    return made.strip(",，;；、") if whole and rest and len(text) <= _LONGEST_CELL else made


def _alone(fold: str, start: int, end: int) -> bool:
    """Whether a label and its value are parted from the rest of a text."""
    short = len(fold) <= _LONGEST_CELL
    marks = " \n()|,;、" if short else " \n()|"
    return (not start or fold[start - 1] in marks) and (end >= len(fold) or fold[end] in marks)


def _cut(text: str, spans: Iterable[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    kept.append(text[at:])
    return "".join(kept)
