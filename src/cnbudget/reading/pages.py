"""Pages of letters at their positions, into lines, paragraphs and cells: the geometry of a page.

Nothing here knows the PDF library, and nothing of budgets. Lengths are in points from the page's top left.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

import attrs

from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.numerals import COUNTED, PART, YEAR, YEAR_DIGITS
from cnbudget.reading.blocks import Block, Grid, GridRow, TextLine
from cnbudget.words import superscript

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

#: How far over the baseline the middle of a letter stands, in its size.
MIDDLE = 0.38
#: PDF files print the marks of footnotes small and raised behind amounts, where they would be read as digits of these.
_SMALL = 0.75  # of a line's largest letter: so small are raised marks
#: In PDF files the words of a narrow column may be set too small to be read, and reach into the cell beside it.
_LEGIBLE = 3.0  # a letter that is smaller cannot be read on paper
_TINY = 0.6  # of a cell's largest letter
_SNAP = 2.5  # rulings nearer than this are one
_ASCII_WORD = expression(r"[A-Za-z]$")
_NUMBER = expression(r"[-+(（]?[0-9][0-9,，]*(?:[.．][0-9]*)?[)）%％]?")
_AMOUNT = expression(r"-?[0-9][0-9,]*\.[0-9]+")
#: Numbered lines begin anew: rows at the top of a page (十九、), lists of contents (7.2025年…), headings.
_NUMBERED = expression(
    rf"(?:[{COUNTED}]{{1,3}}[、.．]|[（(][{COUNTED}0-9]{{1,3}}[）)]|[0-9]{{1,2}}[.．、](?:(?![0-9])|(?={YEAR_DIGITS}年))"
    rf"|第[{COUNTED}]{{1,3}}[部章节条])"
)
_PAGE_NUMBER = expression(
    r"[-—–·\s]*+(?:第\s*+)?[0-9]{1,4}+\s*+页?\s*+(?:[/／,，]?\s*+共?\s*+[0-9]{1,4}+\s*+页?)?[-—–·\s]*+"
)
#: A page number between dashes is one however far from the edge it stands, if nothing stands beyond it.
_DASHED = expression(r"[-—–]\s*[0-9]{1,4}\s*[-—–]")
_DIGITS = expression(r"[0-9]+")
#: How titles end: headings of PDF files, set in the middle and too long for a line, go on until one of these.
_TITLE_END = expression(
    r"(?:表|书|说明|报告|预算|决算|概况|目标|公开)(?:[（(][^（）()]*[）)])?$|[。；：:，]$"
)
#: What is not broken at the end of a line: a number, with what belongs to it. The line before it ends early.
_UNBROKEN = expression(
    r"[(（“《]?[-+]?[0-9][0-9,，]*(?:[.．][0-9]+)?[%％]?(?:[亿千万]?元)?[，。、；]?"
)
#: A row of its own, and not the rest of one that a page break has parted: its code, and a name behind it.
_CODED = expression(r"[0-9]{3,7}\s*[\u4e00-\u9fff]")
#: What stands over a table and is no running head, on however many pages it stands.
_OVER_A_TABLE = expression(
    rf"(?:附件?|公开)?(?:表\s*(?:[0-9]{{1,3}}|[{COUNTED}]{{1,3}})|[0-9]{{1,3}}\s*表)(?:[-—][0-9]{{1,2}})?"
)
_UNIT = expression(r"单位\s*+[:：]\s*+(?:人民币)?[亿千万]?元")


class Letter(NamedTuple):
    """A letter on a page.

    Attributes:
        baseline: The height of the line that it stands on. The box that a font declares says less: in fonts of
            official typesetting it reaches far below the line.
        left: Where it begins.
        right: Where it ends.
        size: Its height.
        text: It; more than one character for a ligature.
    """

    baseline: float
    left: float
    right: float
    size: float
    text: str

    @property
    def middle(self) -> float:
        """The height of its middle, as that of a Chinese letter, which reaches a little below its baseline."""
        return self.baseline - MIDDLE * self.size


@attrs.define(eq=False)
class Line:
    """Letters that stand on one line, from left to right.

    Attributes:
        middle: The height of its middle.
        left: Where it begins.
        right: Where it ends.
        size: The height of its largest letter.
        text: The text, with a space where there is a gap.
        letters: The letters.
    """

    middle: float
    left: float
    right: float
    size: float
    text: str
    letters: list[Letter]


@attrs.define(eq=False)
class Raster:
    """A ruled table: its columns' and rows' rulings, its cells, and what was put into them."""

    columns: list[float]
    rows: list[float]
    owner: dict[tuple[int, int], tuple[int, int]]
    right: dict[tuple[int, int], float]
    letters: dict[tuple[int, int], list[Letter]] = attrs.field(factory=dict)

    @classmethod
    def of_cells(cls, cells: Iterable[Box], columns: list[float] | None = None) -> Raster:
        """The table that cells make up; ``columns`` are rulings of the page before, if it has them all."""
        boxes = sorted(cells, key=lambda box: (box[1], box[0]))
        own = _snapped([x for box in boxes for x in (box[0], box[2])])
        if columns is None or not all(_near(x, columns) for x in own):
            columns = own
        rows = _snapped([y for box in boxes for y in (box[1], box[3])])
        owner: dict[tuple[int, int], tuple[int, int]] = {}
        right: dict[tuple[int, int], float] = {}
        for left, top, edge, bottom in boxes:
            first = (_slot(rows, top), _slot(columns, left))
            right[first] = edge - left
            for i in range(first[0], _slot(rows, bottom)):
                for j in range(first[1], _slot(columns, edge)):
                    owner.setdefault((i, j), first)
        return cls(columns, rows, owner, right)

    @property
    def box(self) -> Box:
        """The table's box."""
        return self.columns[0], self.rows[0], self.columns[-1], self.rows[-1]

    def take(self, letter: Letter, middle: float) -> bool:
        """Put a letter, whose middle stands so high, into its cell; say whether there is one."""
        i = bisect_right(self.rows, middle) - 1
        j = bisect_right(self.columns, (letter.left + letter.right) / 2) - 1
        cell = self.owner.get((i, j))
        if cell is None:
            return False
        own = self.letters.get(cell)
        if own is None:
            self.letters[cell] = [letter]
        else:
            own.append(letter)
        return True

    def room(self) -> list[float | None]:
        """How much room, in letters, the last line of each cell of the last row leaves; None of empty cells."""
        found: list[float | None] = [None] * (len(self.columns) - 1)
        for (i, j), letters in self.letters.items():
            if i == len(self.rows) - 2:
                lines = [line for line in lines_of(letters) if line.text]
                if lines:
                    line = lines[-1]
                    found[j] = (self.right[i, j] - (line.right - line.left)) / line.size
        return found

    def covered(self, row: int) -> frozenset[int]:
        """The places in a row that a merged cell with something in it reaches over."""
        found = ((j, self.owner.get((row, j))) for j in range(len(self.columns) - 1))
        return frozenset(j for j, own in found if own != (row, j) and own in self.letters)

    def cells(self) -> list[list[str]]:
        """The cells' texts, row by row; of merged cells the first has the text."""
        table = [[""] * (len(self.columns) - 1) for _ in range(len(self.rows) - 1)]
        for (i, j), letters in self.letters.items():
            table[i][j] = text_of_cell(letters, self.right[i, j])
        return table


@attrs.define(eq=False)
class Page:
    """What stands on a page.

    Attributes:
        number: Its number, from 1.
        width: Its width.
        height: Its height.
        tables: The ruled tables, from the top.
        letters: The letters outside them.
    """

    number: int
    width: float
    height: float
    tables: list[Raster] = attrs.field(factory=list)
    letters: list[Letter] = attrs.field(factory=list)


StandingLetters = dict[tuple[int | None, int | None], list[tuple[int, list[Letter]]]]
"""Where what stands at a place is printed, by page and line: the letters of each line of a paragraph, or of each cell
of a row from the left, with the page that they are on."""


def _snapped(values: list[float]) -> list[float]:
    """Rulings in their order, those that are nearly the same made one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _near(value: float, rulings: list[float]) -> bool:
    return any(abs(value - ruling) <= _SNAP for ruling in rulings)


def _slot(rulings: list[float], value: float) -> int:
    return bisect_right(rulings, value + _SNAP) - 1


_LEFT, _SIZE = attrgetter("left"), attrgetter("size")


# Letters into lines -------------------------------------------------------------------------------


def lines_of(letters: list[Letter]) -> list[Line]:
    """The lines that letters make up, from the top; digits may stand a little off the words' baseline.

    >>> [line.text for line in lines_of([Letter(10, 0, 12, 12, "共"), Letter(13, 14, 20, 12, "2")])]
    ['共2']
    """
    lines: list[list[Letter]] = []
    baseline = size = 0.0
    for letter in sorted(letters):
        if lines and abs(letter.baseline - baseline) <= 0.45 * min(size, letter.size):
            line = lines[-1]
            line.append(letter)
            if letter.size > size:
                baseline, size = letter.baseline, letter.size
        elif letter.text.isspace():
            continue
        else:
            lines.append([letter])
            baseline, size = letter.baseline, letter.size
    return [_line(line) for line in lines]


def _line(letters: list[Letter]) -> Line:
    letters.sort(key=_LEFT)
    parts: list[str] = []
    end = left = letters[0].left
    largest = max(letters, key=_SIZE)
    size = largest.size
    small = _SMALL * size
    below = 0.0
    for letter in letters:
        baseline, begin, right, own, text = letter
        if begin - end > 0.45 * own:
            parts.append(" ")
        parts.append(text if own > small else _raised(letter, largest))
        if right > end and not text.isspace():
            end = right
        below += baseline - MIDDLE * own
    return Line(below / len(letters), left, end, size, " ".join("".join(parts).split()), letters)


def _raised(letter: Letter, largest: Letter) -> str:
    """The text of a small letter; the mark of a footnote is no digit of the number that it stands behind."""
    if largest.baseline - letter.baseline > 0.2 * largest.size:
        return superscript(letter.text)
    return letter.text


def text_of_cell(letters: list[Letter], width: float) -> str:
    """The text of a cell: its lines joined, without a break inside words and numbers.

    Two numbers under each other are kept apart: the first line of a broken number fills the cell.
    """
    largest = max(map(_SIZE, letters))
    if largest > _LEGIBLE:  # what is left of the words of a narrow column beside it
        letters = [each for each in letters if each.size > _LEGIBLE or each.size > _TINY * largest]
    first = letters[0].baseline
    if all(abs(letter.baseline - first) < 1 for letter in letters):
        return _line(letters).text
    text = ""
    room = 0.0
    for line in lines_of(letters):
        if not line.text:
            continue
        if text and _apart(text, line.text, room > 2 * line.size):
            text += " "
        text += line.text
        room = width - (line.right - line.left)
    return text


def _apart(before: str, after: str, short: bool) -> bool:
    """Whether a space belongs between the lines of a cell."""
    if _ASCII_WORD.search(before) and after[0].isascii() and after[0].isalpha():
        return True
    return short and bool(_NUMBER.fullmatch(before) and _NUMBER.match(after))


# Lines into paragraphs ----------------------------------------------------------------------------


def blocks_of_pages(pages: list[Page], standing: StandingLetters | None = None) -> list[Block]:
    """The blocks of a document in reading order, with the numbers of their pages and lines.

    Page numbers, and headers and footers after their first page, are left out. Where each line and row is printed is
    put into ``standing``, if that is given.
    """
    standing = {} if standing is None else standing
    lines = [lines_of(page.letters) for page in pages]
    _without_margins(pages, lines)
    margins_of = _margins(pages, lines)
    blocks: list[Block] = []
    paragraph: TextLine | None = None
    last: Line | None = None
    gap = 0.0  # between the lines of the present paragraph
    ended: tuple[Grid, Raster] | None = None  # the table that a page ended with
    for page, own, margins in zip(pages, lines, margins_of, strict=True):
        items: list[Line | Raster] = [*own, *page.tables]
        items.sort(key=lambda item: item.middle if isinstance(item, Line) else item.rows[0])
        number = 0
        fresh = True  # whether nothing of this page was met yet
        for item in items:
            if isinstance(item, Raster):
                grid = _grid(item, page.number, number, standing)
                number += len(item.rows) - 1
                if grid is not None and ended is not None and fresh:
                    if _headed(*ended, grid, item):
                        ended = ended[0], item
                        paragraph = last = None
                        fresh = False
                        continue
                    grid = _rejoined(*ended, grid)
                if grid is not None:
                    blocks.append(grid)
                    ended = grid, item
                    paragraph = last = None
                    fresh = False
                continue
            number += 1
            ended = None
            step = item.middle - last.middle if last is not None and not fresh else 0.0
            if paragraph is None or last is None:
                joined = None
            elif _runs_on(last, item, margins, step, gap):
                joined = " " if _latin(last.text) and _latin(item.text[:1]) else ""
            elif paragraph.text == last.text:
                joined = _heading_goes_on(last, item, page.width, step)
            else:
                joined = None
            if paragraph is not None and joined is not None:
                paragraph.text += joined + item.text
                gap = gap or step
            else:
                paragraph = TextLine(item.text, Place(number, page.number))
                blocks.append(paragraph)
                gap = 0.0
            place = paragraph.place.page, paragraph.place.line
            standing.setdefault(place, []).append((page.number, item.letters))
            last = item
            fresh = False
    return blocks


def _grid(table: Raster, page: int, number: int, standing: StandingLetters) -> Grid | None:
    for i, j in sorted(table.letters):
        standing.setdefault((page, number + 1 + i), []).append((page, table.letters[i, j]))
    rows = [
        GridRow(
            cells, Place(number + 1 + position, page), padded=True, covered=table.covered(position)
        )
        for position, cells in enumerate(table.cells())
        if any(cells)
    ]
    return Grid(rows) if rows else None


def _headed(before: Grid, raster: Raster, grid: Grid, item: Raster) -> bool:
    """Put a table under its header, if the page before ended with that alone; say whether it did."""
    cells = [cell for row in before.rows for cell in row.cells if cell]
    if len(before.rows) > 4 or any(_NUMBER.fullmatch(cell) for cell in cells):
        return False
    if not all(_near(x, item.columns) for x in raster.columns):
        return False
    places = [_slot(item.columns, x) for x in raster.columns[:-1]]
    for row in before.rows:
        moved = [""] * (len(item.columns) - 1)
        for place, cell in zip(places, row.cells, strict=True):
            moved[place] = cell
        row.cells = moved
    before.rows.extend(grid.rows)
    return True


def _rejoined(before: Grid, raster: Raster, grid: Grid) -> Grid | None:
    """The table of a page, without the rest of a row that the page break has parted; that row is made whole.

    A row was parted if each cell that both parts have is full on the page before, and no number in it was
    complete; one number at least is seen to have been cut (12. and 34, or 39 and 8.93 among numbers with two places).
    The rest stands below the header where the page repeats that.
    """
    repeated = 0
    for old_row, new_row in zip(before.rows[:-1], grid.rows, strict=False):
        if old_row.cells != new_row.cells:
            break
        repeated += 1
    if repeated == len(grid.rows):
        return grid
    head, rest = before.rows[-1].cells, grid.rows[repeated].cells
    room = raster.room()
    if len(head) != len(rest) or len(room) != len(head):
        return grid
    both = [i for i, (old, new) in enumerate(zip(head, rest, strict=True)) if old and new]
    if not both or any(room[i] is None or (room[i] or 0) > 2.2 for i in both):
        return grid
    # what begins with a code or a number of its own (十九、) is a row of its own
    if any(_CODED.match(rest[i]) or _NUMBERED.match(rest[i]) for i in both) or any(
        _AMOUNT.fullmatch(head[i])
        and _AMOUNT.fullmatch(rest[i])
        and not _NUMBER.fullmatch(head[i] + rest[i])
        for i in both
    ):
        return grid
    numbers = [i for i in both if _NUMBER.fullmatch(head[i] + rest[i])]
    if numbers:
        usual = [
            len(cell.rpartition(".")[2])
            for row in before.rows
            for cell in row.cells[1:]
            if _AMOUNT.fullmatch(cell)
        ]
        places = max(set(usual), key=usual.count, default=0)
        whole = [_has_places(head[i] + rest[i], places) for i in numbers]
        cut = [not _has_places(head[i], places) for i in numbers]
        if not places or not any(w and c for w, c in zip(whole, cut, strict=True)):
            return grid
        if any(_has_places(head[i], places) and _has_places(rest[i], places) for i in numbers):
            return grid
    row = before.rows[-1]
    row.cells = [old + new for old, new in zip(head, rest, strict=True)]
    rows = [*grid.rows[:repeated], *grid.rows[repeated + 1 :]]
    return Grid(rows) if len(rows) > repeated else None


def _has_places(text: str, places: int) -> bool:
    return len(text.rpartition(".")[2]) == places if "." in text else not places


def _latin(text: str) -> bool:
    return bool(text) and text[-1].isascii() and text[-1].isalpha()


def _margins(pages: list[Page], lines: list[list[Line]]) -> list[tuple[float, float]]:
    """Between which margins the text of each page stands.

    A page's own long lines tell, for contents and tables reach further than the text; where a page has few, all
    pages of its width do.
    """
    found: list[tuple[float, float] | None] = []
    by_width: dict[int, list[tuple[float, float]]] = {}
    for page, own in zip(pages, lines, strict=True):
        long = [line for line in own if len(line.text) > 20]
        edges = [(line.left, line.right) for line in long]
        by_width.setdefault(round(page.width), []).extend(edges)
        found.append(_around(edges) if len(edges) > 2 else None)
    whole = {
        width: _around(edges) if edges else (0.0, float(width)) for width, edges in by_width.items()
    }
    return [own or whole[round(page.width)] for page, own in zip(pages, found, strict=True)]


def _around(edges: list[tuple[float, float]]) -> tuple[float, float]:
    return min(left for left, _ in edges), max(right for _, right in edges)


def _runs_on(last: Line, line: Line, margins: tuple[float, float], step: float, gap: float) -> bool:
    """Whether a line goes on with the paragraph of the line before."""
    size = line.size
    if abs(size - last.size) > 0.15 * size:
        return False
    word = _UNBROKEN.match(line.text)  # a long number has gone to the next line whole
    room = max(2.2, 0.3 + 0.55 * len(word[0])) if word else 2.2
    if last.right < margins[1] - room * size:
        return False
    if line.left > margins[0] + 0.8 * size or line.left > last.left + 0.8 * size:
        return False
    if step > 2.6 * size or (gap and step > 1.4 * gap):
        return False
    return not _NUMBERED.match(line.text)


def _heading_goes_on(last: Line, line: Line, width: float, step: float) -> str | None:
    """What stands between the two lines of a heading that is set in the middle; None if they are two."""
    size = line.size
    if abs(size - last.size) > 0.15 * size or not 0 < step <= 2.2 * size:
        return None
    if any(abs((each.left + each.right) / 2 - width / 2) > size for each in (last, line)):
        return None
    if _NUMBERED.match(line.text):
        return None
    if PART.fullmatch(last.text):
        return " "
    whole = (
        _TITLE_END.search(last.text)
        or YEAR.match(line.text)  # below the name of the office on a cover
        or last.right - last.left < 0.3 * width
    )
    return None if whole or not _TITLE_END.search(line.text) else ""


def _without_margins(pages: list[Page], lines: list[list[Line]]) -> None:
    """Take page numbers, and running heads and feet after their first page, out of the lines."""
    seen: dict[tuple[str, int], list[tuple[int, Line]]] = {}
    for index, (page, own) in enumerate(zip(pages, lines, strict=True)):
        heights = [line.middle for line in own]
        for line in [each for each in own if each.middle in (min(heights), max(heights))]:
            if _DASHED.fullmatch(line.text.strip()):
                own.remove(line)
        edges = [line for line in own if not 0.1 < line.middle / page.height < 0.9]
        for line in edges:
            if _PAGE_NUMBER.fullmatch(line.text):
                own.remove(line)
            elif not (_OVER_A_TABLE.fullmatch(line.text) or _UNIT.search(line.text)):
                key = (_DIGITS.sub("#", line.text), round(line.middle / 4))
                seen.setdefault(key, []).append((index, line))
    most = max(3, 0.6 * len(pages))
    for found in seen.values():
        if len(found) >= most:
            for index, line in found[1:]:
                lines[index].remove(line)
