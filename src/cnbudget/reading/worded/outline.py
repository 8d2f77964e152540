"""Which rows are sums of the rows below them, where nothing but their amounts tells.

Tables of projects print agencies, groups of projects and projects under each other in one column, in forms without
any code or indentation. Their amounts say which is which: a row is a group if the rows after it make it up in every
column.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

#: Of a row of zeros: it may be a part of any.
UNTOLD = -1
_MOST_ROWS = 300
_MOST_STEPS = 20_000
_MOST_CELLS = 240  # of which one may be wrong
_MOST_STEPS_WRONG = 150_000
_Amounts = Sequence[int]
_Cell = tuple[int, int]
_NONE: _Cell = (-1, -1)


def outline(rows: Sequence[_Amounts], *, slips: bool = False) -> list[int | None] | None:
    """For each row the row that it is a part of; None if no outline fits, or several do.

    The first row with an amount is made up of all others, and has None. What is off by no more than rounding fits.

    Args:
        rows: The amounts of each row, in last places, one for each column.
        slips: Whether one amount may be a slip of the pen: then the outline has to be the only one that fits once any
            one amount is taken for wrong, and another digit has to be all that is wrong with it.

    >>> outline([[10], [6], [4], [2], [4]])
    [None, 0, 1, 1, 0]
    >>> outline([[100], [60], [30]]) is None  # something is lacking
    True
    >>> outline([[100], [50], [50], [50], [50]]) is None  # several fit
    True
    >>> rows = [[1000], [300], [214], [136], [172], [128]]
    >>> outline(rows), outline(rows, slips=True)  # 1000 is printed, and 950 is their sum
    (None, [None, 0, 0, 0, 0, 0])
    """
    live = [number for number, row in enumerate(rows) if any(row)]
    if not 1 < len(live) <= _MOST_ROWS or any(amount < 0 for row in rows for amount in row):
        return None
    search = _GroupSearch([rows[number] for number in live])
    search.run()
    if search.steps > _MOST_STEPS:
        return None
    parents = search.found
    if slips and not parents:
        parents = _with_a_slip(search.rows)
    if len(parents) != 1:
        return None
    found: list[int | None] = [UNTOLD] * len(rows)
    for number, parent in zip(live, parents[0], strict=True):
        found[number] = None if parent is None else live[parent]
    return found


def _with_a_slip(rows: Sequence[_Amounts]) -> list[list[int | None]]:
    """The outlines that fit with one amount taken for a slip of another; none if the search is too long."""
    cells = [(row, column) for row, amounts in enumerate(rows) for column in range(len(amounts))]
    if len(cells) > _MOST_CELLS or len(rows) < _LEAST_ROWS:
        return []
    outlines: list[list[int | None]] = []
    left = _MOST_STEPS_WRONG
    for row, column in cells:
        search = _GroupSearch(rows, (row, column), most=left)
        search.run()
        left -= search.steps
        if left <= 0:
            return []
        outlines += [each for each in search.found if each not in outlines]
        if len(outlines) > 1:
            break
    return outlines


#: So many rows at least tell that they are an outline in which one amount is wrong.
_LEAST_ROWS = 6


def is_slip(printed: int, meant: int) -> bool:
    """Whether an amount is another with one digit wrong, or with two neighbours exchanged.

    >>> is_slip(214, 264), is_slip(214, 124), is_slip(214, 98)
    (True, True, False)
    """
    one, other = str(printed), str(meant)
    if len(one) != len(other) or meant < 0:
        return False
    wrong = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(wrong) == 2:
        first, second = wrong
        exchanged = one[first] == other[second] and one[second] == other[first]
        return second == first + 1 and exchanged
    return len(wrong) == 1


@attrs.frozen
class _OpenGroup:
    """A group that more rows may belong to.

    Attributes:
        row: Its number.
        sums: The sums of its parts so far.
        parts: How many these are.
        wrong: The column in which one of its parts is taken for wrong, so that its sum is not known; else -1.
    """

    row: int
    sums: list[int]
    parts: int
    wrong: int = -1


class _GroupSearch:
    """All ways to read rows as groups with their parts, until two are found.

    Args:
        rows: The amounts of each row.
        wrong: The row and the column of an amount that is taken for wrong, if one is.
        most: The most steps.

    Attributes:
        found: The ways, each as the row that each row is a part of; the wrong amount is a slip of what it would be.
        steps: How many steps it took.
    """

    def __init__(
        self, rows: Sequence[_Amounts], wrong: _Cell = _NONE, *, most: int = _MOST_STEPS
    ) -> None:
        self.rows, self.wrong, self.most = rows, wrong, most
        self.parents: list[int | None] = [None] * len(rows)
        self.found: list[list[int | None]] = []
        self.steps = 0

    def run(self) -> None:
        """Look for all ways."""
        self._go(1, [_OpenGroup(0, [0] * len(self.rows[0]), 0)])

    def _go(self, row: int, groups: list[_OpenGroup]) -> None:
        """Read the rows from one on, below the groups that are open, the innermost last."""
        self.steps += 1
        if self.steps > self.most or len(self.found) > 1:
            return
        if row == len(self.rows):
            self._end(groups)
            return
        groups = groups.copy()
        while groups:
            group = groups.pop()
            grown = self._grown(group, row, leaf=True)
            if not self._over(grown):
                self.parents[row] = group.row
                self._go(row + 1, [*groups, grown])
                over = self._grown(group, row, leaf=False)
                self._go(row + 1, [*groups, over, _OpenGroup(row, [0] * len(over.sums), 0)])
            if not self._full(group):
                return
            if groups and self._is_wrong(group.row):
                groups[-1] = self._closed(groups[-1], group)

    def _is_wrong(self, row: int) -> bool:
        return self.wrong[0] == row

    def _grown(self, group: _OpenGroup, row: int, *, leaf: bool) -> _OpenGroup:
        """A group with a row more; a row taken for wrong adds nothing until it is known what it is."""
        amounts = list(self.rows[row])
        wrong = group.wrong
        if self._is_wrong(row):
            amounts[self.wrong[1]] = 0
            wrong = self.wrong[1] if leaf else wrong
        sums = [old + new for old, new in zip(group.sums, amounts, strict=True)]
        return _OpenGroup(group.row, sums, group.parts + 1, wrong)

    def _closed(self, parent: _OpenGroup, group: _OpenGroup) -> _OpenGroup:
        """The group above one that was taken for wrong, which is what its parts make it."""
        sums = list(parent.sums)
        sums[self.wrong[1]] += group.sums[self.wrong[1]]
        return attrs.evolve(parent, sums=sums)

    def _checked(self, group: _OpenGroup) -> list[tuple[int, int]]:
        """The sums of a group and what it is itself, but for the amount that is taken for wrong."""
        skip = self.wrong[1] if self._is_wrong(group.row) else -1
        pairs = zip(group.sums, self.rows[group.row], strict=True)
        return [pair for column, pair in enumerate(pairs) if column != skip]

    def _over(self, group: _OpenGroup) -> bool:
        """Whether the parts of a group are more than it."""
        room = group.parts + 1
        return any(2 * (part - whole) > room for part, whole in self._checked(group))

    def _full(self, group: _OpenGroup) -> bool:
        """Whether the parts of a group make it up."""
        room = group.parts + 1
        if group.parts == 0 or self._over(group):
            return False
        pairs = enumerate(zip(group.sums, self.rows[group.row], strict=True))
        skipped = {group.wrong}
        if self._is_wrong(group.row):
            skipped.add(self.wrong[1])
        return all(
            2 * abs(part - whole) <= room
            for column, (part, whole) in pairs
            if column not in skipped
        )

    def _end(self, groups: list[_OpenGroup]) -> None:
        """Note a way if all groups that are still open are full, and a slip explains what is wrong."""
        groups = groups.copy()
        while groups:
            group = groups.pop()
            if not self._full(group):
                return
            if groups and self._is_wrong(group.row):
                groups[-1] = self._closed(groups[-1], group)
        row, column = self.wrong
        if row >= 0:
            meant = self._meant(row, column)
            if meant is None or not is_slip(self.rows[row][column], meant):
                return
        self.found.append(self.parents.copy())

    def _meant(self, row: int, column: int) -> int | None:
        """What an amount would have to be for its parts, or for what it is a part of; None if there is neither."""
        below = [number for number, above in enumerate(self.parents) if above == row]
        if below:
            return sum(self.rows[number][column] for number in below)
        parent = self.parents[row]
        if parent is None:
            return None
        beside = [n for n, above in enumerate(self.parents) if above == parent and n != row]
        return self.rows[parent][column] - sum(self.rows[n][column] for n in beside)
