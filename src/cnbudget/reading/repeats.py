"""Codes that stand on several rows of a table: what tells the rows apart, if anything does.

Some cities print a table for one agency after the other, without saying so in a column: the codes begin anew. Rows may
also be told apart by a remark, or be projects. Where nothing does that, one of the rows has a wrong code.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from cnbudget.characters import normalised
from cnbudget.classification import Kind, default
from cnbudget.codes import Code, EconomicCode
from cnbudget.reading.cells import RawRow

_LEAST_AGAIN = 2  # codes that come again before a table is said to begin anew


def runs_of(rows: Sequence[RawRow]) -> list[int] | None:
    """In which part of a table each row stands, where its codes begin anew; None if they do not.

    A part that begins anew has several codes of the parts before it: one code that comes again is a mistake rather.
    """
    run, last = 0, ""
    seen: set[str] = set()
    mine: dict[str, int] = {}  # of this part: its codes, and whether they stood before
    places: list[int] = []
    again = False
    for row in rows:
        digits = "" if row.code is None or row.kind != "code" else row.code.digits
        if digits and digits <= last:
            if digits in mine or digits in seen:
                again = True
            if not _begins_anew(run, mine):
                return None
            seen.update(mine)
            run, mine = run + 1, {}
        if digits:
            mine[digits] = digits in seen
            last = digits
        places.append(run)
    return places if again and run and _begins_anew(run, mine) else None


def _begins_anew(run: int, mine: dict[str, int]) -> bool:
    return not run or sum(mine.values()) >= _LEAST_AGAIN


def told_apart(rows: Sequence[RawRow]) -> bool:
    """Whether each of some rows of one code has something in other columns that no other has."""
    return len({row.apart for row in rows}) == len(rows)


def unclear(rows: Sequence[RawRow]) -> bool:
    """Whether it is not known what some rows of one code are: a code that was mended, or names of nothing listed."""
    names = {normalised(row.label) for row in rows}
    if any(row.bad_code for row in rows):
        return True
    if len(names) == 1:
        return False
    return not all(
        not row.label or normalised(row.label) in _listed(_kind(row.code)) for row in rows
    )


def _kind(code: Code | None) -> Kind:
    return Kind.ECONOMIC if isinstance(code, EconomicCode) else Kind.FUNCTIONAL


@lru_cache(maxsize=2)
def _listed(kind: Kind) -> frozenset[str]:
    """All names of a list, in whatever year."""
    rows = default().table(kind).rows.values()
    return frozenset(normalised(row[2]) for same in rows for row in same)
