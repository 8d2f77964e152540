"""Tables of a text that lost their empty cells on the way: laid out again, as far as that can be known.

A table of income beside expenditure that was copied as text, or taken from a page by another program, often comes
without its empty cells: ``三、事业收入 | 三、教育支出 | 10.00``, where the amount is the expenditure's. Read as it
stands, the name is an amount that cannot be read, the amount is nobody's, and the sum of the other side lacks a part.
A row's names say where its sides begin, so its amounts are known wherever a side has one amount or as many as it has
columns. A row with one name continues the numbering of one side (八、 after 七、), or its name is in a classification
as the names of one side are, or says to be income as those of one side do, or it stands where it is printed if the
table keeps empty cells elsewhere. Where one heading stands over each side (收入, 支出), it is put there. Codes of one
column or of three (类, 款, 项) come before their name, and the amounts behind it.
What cannot be known is said: the row becomes one of each side, of an unknown name that is all that it prints, with
missing amounts, and no sum over it is held to anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import attrs

from cnbudget.expressions import expression
from cnbudget.numerals import COUNTED, integer
from cnbudget.reading.blocks import Block, Grid, GridRow
from cnbudget.reading.broken_heads import with_whole_heads
from cnbudget.reading.broken_names import with_whole_names
from cnbudget.reading.cells import is_printed, with_half_digits
from cnbudget.reading.numbers import TEXT, parse
from cnbudget.reading.worded.names import is_listed
from cnbudget.words import MISSING_MARK, stem

#: Forms number the rows of income and those of expenditure, each by themselves, so that a number tells the side.
_ORDINAL = expression(f"([{COUNTED}]{{1,3}})[、.．]")
_SIDES = 2  # from so many on, rows can be laid out wrongly
_SHOWN = "｜"
#: A code of either classification, which a name stands beside.
_CODE = expression(r"[23][0-9]{2}(?:[0-9]{2}){0,2}")
_LEVEL = expression(r"[0-9]{2}")
_FEW = 3  # rows that show what a table is
#: A side: the place of its names, where codes stand before them or before that, and the places of its amounts.
_Span = tuple[int, int, range]
#: A name, the code before it or "", and the amounts after it.
_Run = tuple[str, str, list[str]]


def relaid(blocks: Sequence[Block]) -> list[Block]:
    r"""The blocks, with the rows of tables of two sides that lost cells laid out again.

    Args:
        blocks: Blocks of a document.

    Returns:
        The same blocks where nothing was lost.

    >>> from cnbudget.reading.text import blocks_of_text
    >>> grid, = relaid(blocks_of_text('''
    ... 项目\t预算数\t项目\t预算数
    ... 一、拨款\t9\t一、教育支出\t4
    ... 其中：本级\t9\t二、卫生健康支出\t3
    ... 三、住房保障支出\t2
    ... 二、其他收入\t四、其他支出\t1
    ... '''))
    >>> [row.cells for row in grid.rows[3:]]
    [['', '', '三、住房保障支出', '2'], ['二、其他收入', '', '四、其他支出', '1']]
    """
    laid = [
        _grid(with_whole_heads(with_half_digits(block))) if isinstance(block, Grid) else block
        for block in blocks
    ]
    return with_whole_names(laid)


def is_torn(header: list[GridRow], width: int) -> bool:
    """Whether headings that stand under others have lost cells, so that nobody can say under which.

    Args:
        header: The rows of a header.
        width: How many columns the table has.
    """
    rows = [row for row in header if len(row.cells) > 1]
    return (
        len(rows) > 1
        and any(len(row.cells) < width for row in rows)
        and not any(row.padded or row.places is not None or "" in row.cells for row in rows)
    )


def _grid(grid: Grid) -> Grid:
    width = max(len(row.cells) for row in grid.rows)
    short = [row for row in grid.rows if len(row.cells) < width]
    if not short or len(short) == len(grid.rows):
        return grid
    whole = [row for row in grid.rows if len(row.cells) == width]
    spans = _spans(whole, width)
    if len(spans) >= _SIDES:
        return Grid(_Relaying(spans, width, _keeps_blanks(grid.rows)).rows(grid.rows))
    return grid if spans or _keeps_blanks(grid.rows) else _without_blanks(grid)


def _without_blanks(grid: Grid) -> Grid:
    """A table whose rows have names and amounts in one column: put under its headings, or said to be unknown."""
    rows = grid.rows
    runs = [_runs(row.cells, coded=True) for row in rows]
    begun = next((n for n, found in enumerate(runs) if any(each[2] for each in found)), len(rows))
    data = [found for found in runs[begun:] if any(each[2] for each in found)]
    coded = [found for found in data if any(each[1] for each in found)]
    beside = [found for found in data if sum(bool(each[2]) for each in found) > 1]
    if max(2 * len(coded), 2 * len(beside)) < max(len(data), _FEW) or not _is_mixed(rows[begun:]):
        return grid
    levels = max(each[1].count(_SHOWN) + 1 if each[1] else 0 for found in data for each in found)
    width = levels + 1 + max(len(each[2]) for found in data for each in found)
    heads = rows[:begun]
    whole = not beside and bool(heads) and len(heads[-1].cells) >= width
    found = heads[:]
    for row, names in zip(rows[begun:], runs[begun:], strict=True):
        cells = row.cells
        if any(each[2] for each in names):
            if whole and len(names) == 1:
                name, code, amounts = names[0]
                codes = code.split(_SHOWN) if code else []
                cells = [*codes, *[""] * (levels - len(codes)), name, *amounts]
            else:
                cells = [_shown(cells), *[MISSING_MARK] * (width - 1)]
        found.append(row if cells == row.cells else attrs.evolve(row, cells=cells, places=None))
    return Grid(found)


def _is_mixed(rows: list[GridRow]) -> bool:
    """Whether some column has names in some rows and amounts, that are no codes, in others."""
    width = max((len(row.cells) for row in rows), default=0)
    columns = [[row.cells[n] for row in rows if n < len(row.cells)] for n in range(width)]
    return any(
        any(map(_is_name, cells))
        and any(is_printed(cell) and not _is_part_of_code(cell) for cell in cells)
        for cells in columns
    )


def _keeps_blanks(rows: list[GridRow]) -> bool:
    """Whether a row with amounts has an empty cell before its last."""
    return any("" in row.cells[:-1] and any(map(is_printed, row.cells)) for row in rows)


def _spans(rows: list[GridRow], width: int) -> list[_Span]:
    """Where the sides stand, by what whole rows hold; none if a column is neither of names nor of amounts."""
    rows = [row for row in rows if any(map(is_printed, row.cells))]
    kinds = ""
    for column in range(width):
        cells = [row.cells[column] for row in rows]
        names, amounts = any(map(_is_name, cells)), any(map(is_printed, cells))
        if names == amounts:
            return []
        if names and kinds.endswith("a") and _are_codes([row.cells[column - 1] for row in rows]):
            kinds = kinds[:-1] + "c"
        kinds += "n" if names else "a"
    names_at = [n for n, kind in enumerate(kinds) if kind == "n"]
    starts = [n - 1 if kinds[:n].endswith("c") else n for n in names_at]
    if starts[:1] != [0]:
        return []
    ends = [*starts[1:], width]
    spans = [
        (name, start, range(name + 1, end))
        for name, start, end in zip(names_at, starts, ends, strict=True)
    ]
    return spans if all(places for *_, places in spans) else []


def _are_codes(cells: list[str]) -> bool:
    """Whether a column before names holds codes."""
    printed = [cell for cell in cells if cell]
    return bool(printed) and all(map(_is_code, printed))


@attrs.define
class _Relaying:
    """The rows of one table, one after another.

    Attributes:
        spans: Its sides.
        width: Its columns.
        keeps: Whether rows with amounts keep empty cells.
        last: The number that the last row of each side began with.
        names: The names of each side so far.
    """

    spans: list[_Span]
    width: int
    keeps: bool
    last: list[int] = attrs.field(init=False)
    names: list[list[str]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.last = [0] * len(self.spans)
        self.names = [[] for _ in self.spans]

    def rows(self, rows: list[GridRow]) -> list[GridRow]:
        """The rows, with those laid out again that lost cells."""
        found: list[GridRow] = []
        begun = False
        for row in rows:
            cells = row.cells
            begun = begun or any(map(is_printed, cells))
            if len(cells) < self.width:
                cells = self._laid(cells) if begun else self._over(cells)
            if begun:
                self._note(cells)
            changed = cells is not row.cells
            found.append(attrs.evolve(row, cells=cells, places=None) if changed else row)
        return found

    def _over(self, cells: list[str]) -> list[str]:
        """A heading for each side, where the side begins: 收入 over 项目 and 预算数, 支出 over those beside them."""
        if len(cells) != len(self.spans) or not all(map(_is_name, cells)) or any(map(_says, cells)):
            return cells
        found = [""] * self.width
        for cell, (_, start, _) in zip(cells, self.spans, strict=True):
            found[start] = cell
        return found

    def _note(self, cells: list[str]) -> None:
        """Remember the names of a row."""
        for side, (at, *_) in enumerate(self.spans):
            if at < len(cells) and cells[at]:
                self.last[side] = _ordinal(cells[at]) or self.last[side]
                self.names[side].append(cells[at])

    def _laid(self, cells: list[str]) -> list[str]:
        """The cells of a row that lost some, in their places; the same where they fit as they stand."""
        runs = _runs(cells, any(start < at for at, start, _ in self.spans))
        sides = self._sides(runs)
        if len(runs) == 1 and (not runs[0][2] or (not sides and self.keeps)):
            return cells
        if not any(map(_is_amount, cells)) and not runs:
            return cells
        if len(runs) != 1 and _fits(cells, self.spans):
            return cells
        if not runs or len(sides) != len(runs):
            return self._torn(cells)
        found = [""] * self.width
        for side, (name, code, amounts) in zip(sides, runs, strict=True):
            at, start, places = self.spans[side]
            if (amounts and len(amounts) != len(places)) or (code and start == at):
                return self._torn(cells)
            found[start], found[at] = code, name
            for place, amount in zip(places, amounts, strict=False):
                found[place] = amount
        return found

    def _sides(self, runs: list[_Run]) -> list[int]:
        """The sides that a row's names are of; none if that is not known."""
        if len(runs) == len(self.spans):
            return list(range(len(runs)))
        if len(runs) != 1:
            return []
        name, code, _ = runs[0]
        if code:
            return [side for side, (at, start, _) in enumerate(self.spans) if start < at]
        ordinal = _ordinal(name)
        after = [n for n, before in enumerate(self.last) if ordinal and ordinal == before + 1]
        if len(after) != 1 and _is_listed(name):
            after = [n for n, names in enumerate(self.names) if any(map(_is_listed, names))]
        elif len(after) != 1 and _is_income(name):
            after = [n for n, names in enumerate(self.names) if any(map(_is_income, names))]
        return after if len(after) == 1 else []

    def _torn(self, cells: list[str]) -> list[str]:
        """A row of which nobody can say what belongs to which side."""
        shown = _shown(cells)
        found = [""] * self.width
        for at, _, places in self.spans:
            found[at] = shown
            found[places.start : places.stop] = [MISSING_MARK] * len(places)
        return found


def _runs(cells: list[str], coded: bool) -> list[_Run]:
    """The names of a row, each with its code and amounts; none if it begins with an amount or has other things.

    A code in several cells, one for each level, has a mark between them.
    """
    runs: list[_Run] = []
    printed = [*filter(None, cells), ""]
    codes: list[str] = []
    for cell, after in pairwise(printed):
        if _is_name(cell):
            runs.append((cell, _SHOWN.join(codes), []))
            codes = []
        elif coded and ((codes or _is_code(cell)) and _is_part_of_code(cell) and _goes_on(after)):
            codes.append(cell)
        elif codes or not runs or not _is_amount(cell):
            return []
        else:
            runs[-1][2].append(cell)
    return runs


def _goes_on(cell: str) -> bool:
    """Whether what stands behind a code can: a name, or the code of the level below."""
    return _is_name(cell) or _LEVEL.fullmatch(cell) is not None


def _is_part_of_code(cell: str) -> bool:
    return _is_code(cell) or _LEVEL.fullmatch(cell) is not None


def _shown(cells: list[str]) -> str:
    """All that a row prints, which is the name of no row."""
    return f"〔{_SHOWN.join(filter(None, cells))}〕"


def _fits(cells: list[str], spans: list[_Span]) -> bool:
    """Whether names stand where names do, codes where codes do, and amounts where amounts do."""
    kinds = {start: _is_code for _, start, _ in spans} | {at: _is_name for at, *_ in spans}
    return all(kinds.get(n, _is_amount)(cell) for n, cell in enumerate(cells) if cell)


def _is_code(cell: str) -> bool:
    return _CODE.fullmatch(cell) is not None


def _is_name(cell: str) -> bool:
    return bool(cell) and parse(cell) is TEXT


def _is_amount(cell: str) -> bool:
    """Whether a cell holds what stands where amounts do: one, a mark that there is none, or one that cannot be read."""
    return bool(cell) and parse(cell) is not TEXT


def _says(cell: str) -> bool:
    """Whether a cell says something of the table (编制部门：…, 单位：元) and heads nothing."""
    return "：" in cell or ":" in cell


def _is_listed(name: str) -> bool:
    """Whether a name is one of a classification, as the names of functions are and those of income are not."""
    return is_listed(stem(name))


def _is_income(name: str) -> bool:
    """Whether a name says of itself that it is income: 事业收入 stands on the side where 上级补助收入 does."""
    return "收入" in name and "支出" not in name


def _ordinal(name: str) -> int:
    """The number that a name begins with; 0 without one."""
    found = _ORDINAL.match(name)
    return (integer(found[1]) or 0) if found else 0
