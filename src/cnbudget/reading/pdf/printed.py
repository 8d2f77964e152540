"""What stands on a page of a PDF, whatever program took it apart: letters, rulings, fills and pictures.

This is all that the rest of the package knows of PDF files. Lengths are in points from the top left of the page as
it is seen: cut to its box, turned upright. Only here are they turned from those of the file, which count from the
bottom left; boxes of the file are left, bottom, right, top.
"""

from __future__ import annotations

from typing import NamedTuple

import attrs

from cnbudget.reading.pages import Box, Letter, Page, Raster

#: Rulings on a page, at the most; more is a drawing, no table.
MOST_DRAWN = 20_000
#: Dots on a page, at the most, of which dotted rulings are made.
_MOST_DOTS = 100_000
#: A letter of which nothing says what it is.
UNKNOWN = "\ufffd"
#: Rulings may be drawn as thin filled boxes or as dots, and areas behind text are filled boxes too.
_THICK = 3.5  # what is thicker is an area and no ruling
_FLAT = 0.5  # a stroke that rises more than this is no ruling
_EDGE = 1.0  # what stands so little outside can be seen


class RuledLine(NamedTuple):
    """A line from left to right, or from top to bottom.

    Attributes:
        at: Its height, or how far to the right it stands.
        start: Where it begins.
        end: Where it ends.
    """

    at: float
    start: float
    end: float


@attrs.define(eq=False)
class PrintedPage:
    """What can be seen on a page.

    Attributes:
        number: Its number, from 1.
        width: Its width.
        height: Its height.
        letters: The upright letters, each once; none that lies outside the page or is clipped away.
        across: The rulings from left to right.
        down: The rulings from top to bottom.
        fills: Filled areas: what stands behind text.
        aslant: The text that is not printed upright.
        pictures: How many pictures it has.
        drawn: How many letters and drawn things were met on it, seen or not.
        crowded: Whether more was drawn than a table has, so that the rulings are not all here.
        frame: Where the points of the file stand on it; None if it does not come from a file's points.
    """

    number: int
    width: float
    height: float
    letters: list[Letter] = attrs.field(factory=list)
    across: list[RuledLine] = attrs.field(factory=list)
    down: list[RuledLine] = attrs.field(factory=list)
    fills: list[Box] = attrs.field(factory=list)
    aslant: str = ""
    pictures: int = 0
    drawn: int = 0
    crowded: bool = False
    frame: Frame | None = None


class Frame:
    """Where the points of a file stand on the page as it is seen.

    Args:
        box: The page's box in the file: left, top, right, bottom.
        turn: By how many quarters it is turned, clockwise.

    Attributes:
        width: The width of the page as it is seen.
        height: Its height.
        turn: As given.
        start: Where things begin, seen from the left: which number of a box in the file (left, top, right,
            bottom), its sign, and what is added.
        end: Which number says where they end.
        under: The same as ``start`` for their lower edge, seen from the top.
    """

    def __init__(self, box: Box, turn: int) -> None:
        left, top, right, bottom = box
        wide, high = max(right - left, 1.0), max(top - bottom, 1.0)
        self.turn = turn
        self.width, self.height = (high, wide) if turn % 2 else (wide, high)
        self.start = ((0, 1, -left), (3, 1, -bottom), (2, -1, right), (1, -1, top))[turn]
        self.end = (2, 1, 0, 3)[turn]
        self.under = ((3, -1, top), (2, 1, -left), (1, 1, -bottom), (0, -1, right))[turn]

    def box(self, box: Box) -> Box:
        """A box of the file on the page: left, top, right, bottom.

        >>> Frame((0, 100, 50, 0), 1).box((10, 20, 15, 60))
        (20, 10, 60, 15)
        """
        left, bottom, right, top = box
        own = (left, top, right, bottom)
        i, sign, add = self.start
        k, down, base = self.under
        return (
            sign * own[i] + add,
            down * own[(k + 2) % 4] + base,
            sign * own[self.end] + add,
            down * own[k] + base,
        )

    def back(self, box: Box) -> Box:
        """A box of the page, in the file: left, bottom, right, top; the way back from ``box``.

        >>> Frame((0, 100, 50, 0), 1).back((20, 10, 60, 15))
        (10, 20, 15, 60)
        """
        (i, sign, add), (k, down, base) = self.start, self.under
        own = [0.0, 0.0, 0.0, 0.0]  # left, top, right, bottom in the file
        own[i], own[self.end] = sign * (box[0] - add), sign * (box[2] - add)
        own[(k + 2) % 4], own[k] = down * (box[1] - base), down * (box[3] - base)
        return own[0], own[3], own[2], own[1]

    def seen(self, clip: Box | None) -> Box:
        """The part of the page where what is clipped to a box of the file can be seen."""
        page = (-_EDGE, -_EDGE, self.width + _EDGE, self.height + _EDGE)
        if clip is None:
            return page
        left, top, right, bottom = self.box(clip)
        return (
            max(left, page[0]),
            max(top, page[1]),
            min(right, page[2]),
            min(bottom, page[3]),
        )


@attrs.define(eq=False)
class Paths:
    """The rulings and areas that were drawn, in the points of the file.

    Attributes:
        boxes: Thin boxes: rulings.
        dots: Those of which a dotted line is made.
        areas: The others, where they are filled.
    """

    boxes: list[Box] = attrs.field(factory=list)
    dots: list[Box] = attrs.field(factory=list)
    areas: list[Box] = attrs.field(factory=list)

    @property
    def full(self) -> bool:
        """Whether more was drawn than a table has."""
        return len(self.boxes) > MOST_DRAWN or len(self.dots) > _MOST_DOTS

    def take(self, box: Box, clip: Box | None, *, line: bool) -> bool:
        """Take a box in if it is thin enough for a ruling; say whether it is.

        Args:
            box: The box.
            clip: To what it is clipped.
            line: Whether it is the box of a line, which is no ruling if it is aslant.
        """
        left, bottom, right, top = box
        thick = _FLAT if line else _THICK
        if right - left > thick and top - bottom > thick:
            return False
        if clip is not None:
            box = left, bottom, right, top = (
                max(left, clip[0] - _EDGE),
                max(bottom, clip[1] - _EDGE),
                min(right, clip[2] + _EDGE),
                min(top, clip[3] + _EDGE),
            )
        if left <= right and bottom <= top:
            dot = right - left <= _THICK and top - bottom <= _THICK
            (self.dots if dot else self.boxes).append(box)
        return True

    def area(self, box: Box, clip: Box | None) -> None:
        """Take in a filled area."""
        left, bottom, right, top = box
        if clip is not None:
            left, bottom = max(left, clip[0]), max(bottom, clip[1])
            right, top = min(right, clip[2]), min(top, clip[3])
        if left <= right and bottom <= top and len(self.areas) <= MOST_DRAWN:
            self.areas.append((left, bottom, right, top))

    def into(self, page: PrintedPage, frame: Frame) -> None:
        """Put all into a page, as it is seen."""
        page.crowded = self.full
        x0, y0, x1, y1 = frame.seen(None)
        dots: tuple[list[RuledLine], list[RuledLine]] = ([], [])
        for own in (*self.boxes, *self.dots):
            left, top, right, bottom = frame.box(own)
            if not (right >= x0 and left <= x1 and bottom >= y0 and top <= y1):
                continue
            left, top = max(left, x0), max(top, y0)
            right, bottom = min(right, x1), min(bottom, y1)
            across = RuledLine((top + bottom) / 2, left, right)
            down = RuledLine((left + right) / 2, top, bottom)
            if right - left > _THICK:
                page.across.append(across)
            elif bottom - top > _THICK:
                page.down.append(down)
            else:
                dots[0].append(across)
                dots[1].append(down)
        page.across += _dotted(dots[0])
        page.down += _dotted(dots[1])
        page.fills = [frame.box(area) for area in self.areas]


def _dotted(dots: list[RuledLine]) -> list[RuledLine]:
    """The lines that dots make up: at least three, with gaps no longer than what is a ruling's thickness."""
    found: list[RuledLine] = []
    at = start = end = 0.0
    many = 0
    for dot in sorted((round(each.at), each.start, each.end, each.at) for each in dots):
        if many and dot[0] == round(at) and dot[1] - end <= _THICK:
            many, end = many + 1, max(end, dot[2])
            continue
        if many > 2 and end - start > _THICK:
            found.append(RuledLine(at, start, end))
        at, start, end, many = dot[3], dot[1], dot[2], 1
    if many > 2 and end - start > _THICK:
        found.append(RuledLine(at, start, end))
    return found


def placed(
    printed: PrintedPage, tables: list[list[Box]], columns: list[float] | None
) -> tuple[Page, list[float] | None]:
    """A page whose letters are in the cells of its tables or outside, and the rulings of the table at its end.

    Args:
        printed: What stands on the page.
        tables: The cells of its tables.
        columns: The rulings of the table at the end of the page before.
    """
    letters = printed.letters
    page = Page(printed.number, printed.width, printed.height)
    middles = [letter.middle for letter in letters]
    marked = zip(letters, middles, strict=True)
    top = min((at for letter, at in marked if not letter.text.isspace()), default=0.0)
    for cells in tables:
        first = cells[0][1] <= top  # nothing stands over it: it may go on with the page before
        table = Raster.of_cells(cells, columns if first else None)
        if len(table.columns) > 2 and len(table.rows) > 1:
            page.tables.append(table)
    if page.tables:
        columns = page.tables[-1].columns
    elif any(not letter.text.isspace() for letter in letters):
        columns = None
    edged = [(table, table.box) for table in page.tables]
    for letter, middle in zip(letters, middles, strict=True):
        for table, (left, over, right, under) in edged:
            if (
                over <= middle <= under
                and left <= letter.right
                and letter.left <= right
                and table.take(letter, middle)
            ):
                break
        else:
            page.letters.append(letter)
    return page, columns
