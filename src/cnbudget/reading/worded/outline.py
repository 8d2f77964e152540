"""Which rows are sums of the rows below them, where nothing but their amounts tells.

Tables of projects print agencies, groups of projects and projects under each other in one column, in forms without
any code or indentation. Their amounts say which is which: a row is a group if the rows after it make it up in every
column.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

__all__ = ["UNTOLD", "outline"]

#: Of a row of zeros: it may be a part of any.
UNTOLD = -1
_MOST_ROWS = 300
_MOST_STEPS = 20_000
_Amounts = Sequence[int]


def outline(rows: Sequence[_Amounts]) -> list[int | None] | None:
    """For each row the row that it is a part of; None if no outline fits, or several do.

    The first row with an amount is made up of all others, and has None. What is off by no more than rounding fits.

    Args:
        rows: The amounts of each row, in last places, one for each column.

    >>> outline([[10], [6], [4], [2], [4]])
    [None, 0, 1, 1, 0]
    >>> outline([[100], [60], [30]]) is None  # something is lacking
    True
    >>> outline([[100], [50], [50], [50], [50]]) is None  # several fit
    True
    """
    live = [number for number, row in enumerate(rows) if any(row)]
    if not 1 < len(live) <= _MOST_ROWS or any(amount < 0 for row in rows for amount in row):
        return None
    search = _GroupSearch([rows[number] for number in live])
    first = search.rows[0]
    search.go(1, [_OpenGroup(0, [0] * len(first), 0)])
    if len(search.found) != 1 or search.steps > _MOST_STEPS:
        return None
    found: list[int | None] = [UNTOLD] * len(rows)
    for number, parent in zip(live, search.found[0], strict=True):
        found[number] = None if parent is None else live[parent]
    return found


@attrs.frozen
class _OpenGroup:
    """A group that more rows may belong to.

    Attributes:
        row: Its number.
        sums: The sums of its parts so far.
        parts: How many these are.
    """

    row: int
    sums: list[int]
    parts: int


class _GroupSearch:
    """All ways to read rows as groups with their parts, until two are found.

    Args:
        rows: The amounts of each row.
    """

    def __init__(self, rows: Sequence[_Amounts]) -> None:
        self.rows = rows
        self.parents: list[int | None] = [None] * len(rows)
        self.found: list[list[int | None]] = []
        self.steps = 0

    def go(self, row: int, groups: list[_OpenGroup]) -> None:
        """Read the rows from one on, below the groups that are open, the innermost last."""
        self.steps += 1
        if self.steps > _MOST_STEPS or len(self.found) > 1:
            return
        if row == len(self.rows):
            if all(self._full(each) for each in groups):
                self.found.append(self.parents.copy())
            return
        groups = groups.copy()
        while groups:
            group = groups.pop()
            sums = [old + new for old, new in zip(group.sums, self.rows[row], strict=True)]
            grown = _OpenGroup(group.row, sums, group.parts + 1)
            if not self._over(grown):
                self.parents[row] = group.row
                self.go(row + 1, [*groups, grown])
                self.go(row + 1, [*groups, grown, _OpenGroup(row, [0] * len(sums), 0)])
            if not self._full(group):
                return

    def _over(self, group: _OpenGroup) -> bool:
        """Whether the parts of a group are more than it."""
        room = group.parts + 1
        return any(
            2 * (part - whole) > room
            for part, whole in zip(group.sums, self.rows[group.row], strict=True)
        )

    def _full(self, group: _OpenGroup) -> bool:
        """Whether the parts of a group make it up."""
        room = group.parts + 1
        return group.parts > 0 and all(
            2 * abs(part - whole) <= room
            for part, whole in zip(group.sums, self.rows[group.row], strict=True)
        )
