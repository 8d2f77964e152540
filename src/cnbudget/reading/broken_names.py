"""Names that broke over two rows of a table, put together again.

Sheets and texts whose columns are narrow hold long names in two rows: the amounts stand in the first or the second of
them. Read as they stand, half a name is a row of its own, as 收入 or 其他支出 are. Two rows are one where all that
stands in both is names whose halves mean something together and not each by itself, or are printed whole elsewhere.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import zip_longest

import attrs

from cnbudget.forms import vocabulary
from cnbudget.forms.meaning import meaning_of
from cnbudget.reading.blocks import Block, Grid, GridRow
from cnbudget.reading.numbers import TEXT, parse
from cnbudget.reading.worded.names import is_listed
from cnbudget.words import MISSING_MARK, numbered, plain, stem

_CODE = 7  # digits of the longest code
_NO_SCOPE = ("label", "open", "measure")
_COLONS = (":", "：")
_HEAD = 200  # letters of a line that may name what tables tell of
_SHORT = 5  # letters of a name that is known for one by standing elsewhere


def with_whole_names(blocks: Sequence[Block]) -> list[Block]:
    r"""The blocks of a document, with the rows of its tables whose names are broken made one.

    Args:
        blocks: The blocks.

    >>> from cnbudget.reading.text import blocks_of_text
    >>> grid, = with_whole_names(blocks_of_text('''
    ... 科目编码\t科目名称\t合计
    ... 208\t社会保障和\t
    ... \t就业支出\t9.00
    ... 210\t卫生健康支出\t1.00
    ... '''))
    >>> [row.cells for row in grid.rows[1:]]
    [['208', '社会保障和就业支出', '9.00'], ['210', '卫生健康支出', '1.00']]
    """
    made = list(blocks)
    known: set[str] = set()
    for number, block in enumerate(blocks):
        if isinstance(block, Grid) and any(
            _may_join(*pair) for pair in zip(block.rows, block.rows[1:], strict=False)
        ):
            known = known or set(_printed(blocks))
            rows = _joined(block.rows, known)
            made[number] = block if rows == block.rows else Grid(rows)
    return made


def _printed(blocks: Sequence[Block]) -> Iterator[str]:
    """What a document prints whole: the texts of cells, and what stands after a colon (部门：…)."""
    for block in blocks:
        if isinstance(block, Grid):
            yield from (text for row in block.rows for text in row.plain_texts)
        else:
            head = block.text[:_HEAD].replace("：", " ").replace(":", " ")
            yield from map(plain, head.split())


def _joined(rows: list[GridRow], known: Container[str]) -> list[GridRow]:
    """Rows, those of broken names made one; what may go on the row above and begin the one below does neither."""
    made: list[GridRow] = []
    either = False
    for row, after in zip_longest(rows, rows[1:]):
        whole = _whole(made[-1], row, known) if made and not either else None
        either = whole is not None and after is not None and _whole(row, after, known) is not None
        if whole is not None and not either:
            made[-1] = whole
        elif either or (made and _may_be_one(made[-1], row)):
            made[-1:] = _in_doubt(made[-1], row)
        else:
            made.append(row)
    return made


def _may_be_one(above: GridRow, below: GridRow) -> bool:
    """Whether two rows may be one or two: each half of their names means something, and so do both together.

    一般公共预算 over 拨款收入, 本年收入 over 小计.
    """
    if not _may_join(above, below):
        return False
    halves = _halves(above, below)
    return halves is not None and any(
        _is_word(_bare(plain(half + rest))) and not _is_grand(_bare(plain(rest)))
        for half, rest in halves
    )


def _in_doubt(above: GridRow, below: GridRow) -> list[GridRow]:
    """Two rows of which nobody knows whose the amounts are: these are missing in both."""
    width = max(len(above.cells), len(below.cells))
    rows = [[*row.cells, *[""] * (width - len(row.cells))] for row in (above, below)]
    amounts = [n for n in range(width) if any(parse(row[n])[1] >= 0 for row in rows if row[n])]
    for row in rows:
        for n in amounts:
            row[n] = MISSING_MARK
    return [attrs.evolve(a, cells=cells) for a, cells in zip((above, below), rows, strict=True)]


def _may_join(above: GridRow, below: GridRow) -> bool:
    """Whether amounts stand in one of two rows alone, and what stands in both is words."""
    if above.covered or below.covered or not _are_apart(above.cells, below.cells):
        return False
    return _has_amounts(above) is not _has_amounts(below)


def _are_apart(above: list[str], below: list[str]) -> bool:
    both = [(a, b) for a, b in zip(above, below, strict=False) if a and b]
    return bool(both) and all(parse(a) is TEXT and parse(b) is TEXT for a, b in both)


def _has_amounts(row: GridRow) -> bool:
    return any(
        parse(cell)[1] >= 0 and not (cell.isdecimal() and len(cell) <= _CODE)
        for cell in row.cells
        if cell
    )


def _whole(above: GridRow, below: GridRow, known: Container[str]) -> GridRow | None:
    """Two rows as one; None if each may be a row of its own.

    What stands in both of their cells is halves of names; where one is certain, the others are as well.
    """
    halves = _halves(above, below) if _may_join(above, below) else None
    if halves is None or not any(_is_one(half, rest, known) for half, rest in halves):
        return None
    cells = [half + rest for half, rest in zip_longest(above.cells, below.cells, fillvalue="")]
    return attrs.evolve(above if _has_amounts(above) else below, cells=cells)


def _halves(above: GridRow, below: GridRow) -> list[tuple[str, str]] | None:
    """What stands in both of two rows; None if the lower is another one's for certain."""
    pairs = list(zip_longest(above.cells, below.cells, fillvalue=""))
    if _has_amounts(above) and any(rest and not half for half, rest in pairs):
        return None
    halves = [(half, rest) for half, rest in pairs if half and rest]
    if any(numbered(plain(rest))[0] for _, rest in halves):
        return None
    if any(vocabulary().numbers_lines(half) for half, _ in halves):
        return None  # a row that numbers the columns: 栏次
    return halves


def _is_one(half: str, rest: str, known: Container[str]) -> bool:
    """Whether two halves are one name for certain."""
    if half.endswith(_COLONS) or rest.endswith(_COLONS):
        return False  # labels of a sheet that asks for values: 资金总额：
    whole = plain(half + rest)
    if len(whole) > _SHORT and whole in known:
        return True
    if is_listed(_bare(whole)):
        return not is_listed(_bare(rest))
    return _says(whole) and not (_says(half) and _says(rest))


def _is_word(name: str) -> bool:
    """Whether a name is one word of the forms, that says what its row is of."""
    return any(each.dimension not in _NO_SCOPE for each in vocabulary().says(name, "row"))


def _is_grand(name: str) -> bool:
    """Whether a name is that of a total of all rows, which stands by itself under a row without amounts."""
    said = vocabulary().says(name, "row")
    return any(each.dimension == "role" and each.value != "subtotal" for each in said)


def _says(name: str) -> bool:
    """Whether a name is that of a code, of a total, or says what its row is of."""
    bare = _bare(name)
    if is_listed(bare) or any(each.dimension == "role" for each in vocabulary().says(bare, "row")):
        return True
    said = meaning_of(bare, "row")
    return said.says and said.understood


def _bare(name: str) -> str:
    """A name without its ordinal, and without a code in the same cell."""
    return stem(stem(name).lstrip("0123456789 "))
