"""Tables that stand abreast on one sheet, each with its own title over it.

So some bureaus print small tables (三公经费 beside 政府性基金): they share the sheet's rows and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import attrs

from cnbudget.expressions import expression
from cnbudget.forms import title_of
from cnbudget.reading.sheets import FilledCell, SheetRow, is_numeric
from cnbudget.words import plain

#: How a title ends that is printed over a table; marks such as 公开01表 are none.
_TITLE = expression(r"[^0-9]{3}表(?:\([^()]{1,20}\))?$")
#: What is printed in the corner over a table: 公开一表, 预算公开表.
_MARK = expression("(?:附|公开|部门|单位|预算|决算|套|[省市区县]级|[第一二三四五六七八九十])+表")
_MOST = 12  # titles: more are the words of a list
_HEAD = 10  # rows with something in them among which the titles may stand


def abreast(rows: list[SheetRow]) -> list[list[SheetRow]]:
    """The rows of each table of those that stand abreast, from the left; all of them as they are where none do.

    Two stand abreast where two titles of different tables, one of them known, are printed over the first amounts, in
    different columns, and nothing reaches from one side to the other but what is alone in its row: a heading over both,
    a note below.

    Args:
        rows: The rows of a sheet that have something in them.
    """
    parts: list[list[SheetRow]] = []
    rest = rows
    for left, right in _neighbours(rows):
        cut = _cut(rest, left, right)
        if cut is None:
            continue
        before, after = _before(rest, cut), _from(rest, cut)
        if _has_amounts(before) and _has_amounts(after):
            parts.append(before)
            rest = after
    return [*parts, rest]


def _neighbours(rows: Sequence[SheetRow]) -> Iterator[tuple[FilledCell, FilledCell]]:
    """Titles of different tables next to each other, over the first amounts."""
    titles: dict[int, FilledCell] = {}
    for row in rows[:_HEAD]:
        if sum(is_numeric(entry.text) for entry in row.entries) > 1:
            break
        for entry in row.entries:
            text = plain(entry.text)
            if _TITLE.search(text) and not _MARK.fullmatch(text):
                titles.setdefault(entry.column, entry)
    ordered = [titles[column] for column in sorted(titles)]
    if len(ordered) > _MOST:
        return
    for left, right in pairwise(ordered):
        said = title_of(left.text), title_of(right.text)
        if said[0] != said[1]:
            yield left, right


def _cut(rows: list[SheetRow], left: FilledCell, right: FilledCell) -> int | None:
    """The first column of the right one: after an empty column, or where its title, over several, begins."""
    entries = {(entry.column, entry.wide) for row in rows for entry in _beside_others(row)}
    filled = {column for column, _ in entries}
    crossed = _crossed(entries)
    for column in range(right.column, left.column + 1, -1):
        if column - 1 not in filled and not crossed[column]:
            return column
    over_several = right.wide > 1 and not crossed[right.column]
    return right.column if over_several else None


def _crossed(entries: Iterable[tuple[int, int]]) -> Counter[int]:
    """How many cells reach from the left of a column into it, by the columns that some do."""
    steps: Counter[int] = Counter()
    for column, wide in entries:
        if wide > 1:
            steps[column + 1] += 1
            steps[column + wide] -= 1
    found: Counter[int] = Counter()
    reaching = 0
    for column, after in pairwise([*sorted(steps), 0]):
        reaching += steps[column]
        if reaching:
            found.update(dict.fromkeys(range(column, after), reaching))
    return found


def _beside_others(row: SheetRow) -> list[FilledCell]:
    """A row's cells, unless one text stands there alone."""
    alone = len(row.entries) == 1 and not is_numeric(row.entries[0].text)
    return [] if alone else row.entries


def _before(rows: list[SheetRow], cut: int) -> list[SheetRow]:
    return _taken([(row, [each for each in row.entries if each.column < cut]) for row in rows])


def _from(rows: list[SheetRow], cut: int) -> list[SheetRow]:
    return _taken([(row, [each for each in row.entries if each.column >= cut]) for row in rows])


def _taken(rows: list[tuple[SheetRow, list[FilledCell]]]) -> list[SheetRow]:
    return [attrs.evolve(row, entries=entries) for row, entries in rows if entries]


def _has_amounts(rows: Sequence[SheetRow]) -> bool:
    return any(is_numeric(entry.text) for row in rows for entry in row.entries)
