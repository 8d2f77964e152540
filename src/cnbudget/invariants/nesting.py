"""In which row of a table each of its rows lies, by what they total.

Found by looking up the few places that can be around one, so that a table of any length is gone through once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import attrs

__all__ = ["Apart", "Nesting", "When", "Where", "inside"]


@attrs.frozen
class Apart:
    """Of a row by itself: what it is about is not sure, so that it is in no other row's place.

    Attributes:
        start: The number of its first figure.
    """

    start: int


#: Of which year and stage, if not those of the document, and which government economic codes; or of a row by itself.
When = tuple[int | str | tuple[str, ...] | None, ...] | Apart
#: Where figures are: agency, function, economic use, project, and when.
Where = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], When]
_ALL = ("",)


class Nesting:
    """The rows of one kind of a side, by where they are.

    Args:
        positions: The first row of each place, in the side's order.

    >>> total, category, item = [((), (code,), ("",), (), ()) for code in ("", "208", "2080505")]
    >>> nesting = Nesting({total: 0, category: 1, item: 2})
    >>> nesting.parent(item), nesting.parent(category), nesting.parent(total)
    (1, 0, None)
    """

    def __init__(self, positions: dict[Where, int]) -> None:
        self.positions = positions
        #: rows of several codes, as names of rows have them ("工资福利支出和对个人和家庭的补助")
        self.wide = [where for where in positions if len(where[1]) > 1 or len(where[2]) > 1]
        self.times = list(dict.fromkeys(where[4] for where in positions)) if self.wide else []
        self._whole: int | None = None
        self._by_digits: dict[str, int] = {}
        for (_, function, economic, project, _), position in positions.items():
            if project:
                continue
            if function == economic == _ALL and self._whole is None:
                self._whole = position
            for digits in (function[0], economic[0]):
                self._by_digits.setdefault(digits, position)

    def parent(self, where: Where) -> int | None:
        """The row whose scope is the smallest around that of a row, if the side has such a row."""
        agency, function, economic, project, when = where
        positions = self.positions
        if len(function) == 1 and len(economic) == 1:
            code, use = function[0], economic[0]
            if project:
                found = positions.get((agency, function, economic, (), when))
                if found is not None:
                    return found
            for length in (5, 3, 0):
                if length < len(code):
                    found = positions.get((agency, (code[:length],), economic, (), when))
                    if found is not None:
                        return found
            for length in (5, 3, 0):
                if length < len(use):
                    found = positions.get((agency, function, (use[:length],), (), when))
                    if found is not None:
                        return found
            if agency:
                return positions.get(((), _ALL, _ALL, (), when))
        if not self.wide:
            return None
        around = self._around(where)
        for other in around:
            if all(inside(other, further) for further in around):
                return positions[other]
        return None

    def _around(self, where: Where) -> list[Where]:
        """The places that a place is within, in the side's order."""
        agency, function, economic, project, _ = where
        narrow = product(
            dict.fromkeys((agency, ())), _prefixes(function), _prefixes(economic),
            dict.fromkeys((project, ())), self.times,
        )  # fmt: skip
        found = {other for other in narrow if other in self.positions}
        found.update(other for other in self.wide if inside(where, other))
        found.discard(where)
        return sorted(found, key=self.positions.__getitem__)

    def chain(self, where: Where | None, wheres: list[Where | None]) -> Iterator[int]:
        """The rows above a place, from the closest."""
        while where is not None and (above := self.parent(where)) is not None:
            yield above
            where = wheres[above]

    def above(self, digits: str) -> int | None:
        """The row that would be the parent of a row of a code whose own scope is not known."""
        for length in (7, 5, 3):
            if length < len(digits):
                found = self._by_digits.get(digits[:length])
                if found is not None:
                    return found
        return self._whole


def _prefixes(codes: tuple[str, ...]) -> list[tuple[str, ...]]:
    """What all of some codes begin with."""
    first, last = min(codes), max(codes)
    same = next((i for i, digit in enumerate(first) if digit != last[i : i + 1]), len(first))
    return [(first[:length],) for length in range(same + 1)]


def inside(where: Where, other: Where) -> bool:
    """Whether a place is within another."""
    return (
        all(code.startswith(other[1]) for code in where[1])
        and all(code.startswith(other[2]) for code in where[2])
        and (not other[0] or where[0] == other[0])
        and (not other[3] or where[3] == other[3])
    )
