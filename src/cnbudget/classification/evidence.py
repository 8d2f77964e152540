"""What bears the rows of the lists out: in which year's documents they were read, and in how many.

The file ``evidence.dat`` has, list by list, a line for each row that was read: the code (with the first year
of the row where the code has several), then ``year:documents``, ``-`` where the year is not known.
It is read when it is first asked for.
"""

from __future__ import annotations

import os
from functools import cache

import attrs

from cnbudget.classification.kinds import Kind
from cnbudget.classification.rows import DATA, shipped, text_of_list
from cnbudget.values import Value


@attrs.frozen(eq=False, repr=False)
class Evidence(Value):
    """How many documents of a year print a code with its name.

    Attributes:
        year: The fiscal year of the documents; None where it is not known.
        documents: How many.
    """

    year: int | None
    documents: int


def readings_of(kind: Kind, code: str, since: int, name: str) -> tuple[Evidence, ...]:
    """Where a row of the lists was read, by year; an unknown year comes first.

    Args:
        kind: The list.
        code: The digits.
        since: The first year of the row.
        name: Its name. Rows of other lists, with other names, were not read.

    >>> readings_of(Kind.ECONOMIC, "30217", 2018, "公务接待费")[:2]
    (Evidence(year=None, documents=1), Evidence(year=2019, documents=2))
    >>> readings_of(Kind.ECONOMIC, "30217", 2018, "接待费")
    ()
    """
    if kind.value not in _lines():
        return ()
    return _readings(kind).get((code, since, name), ())


@cache
def _lines() -> dict[str, list[str]]:
    """The lines of each list."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text_of_list(os.path.join(DATA, "evidence.dat")).splitlines():
        if line.startswith(" "):
            lines.append(line)
        elif not line.startswith("#"):
            lines = found.setdefault(line, [])
    return found


@cache
def _readings(kind: Kind) -> dict[tuple[str, int, str], tuple[Evidence, ...]]:
    """The readings of each row of a list, by its code, first year and name."""
    table = shipped(kind)
    found: dict[tuple[str, int, str], tuple[Evidence, ...]] = {}
    for line in _lines()[kind.value]:
        which, *years = line.split()
        code, _, first = which.partition("/")
        since, _, name, *_ = next(
            row for row in table.rows[code] if not first or row[0] == int(first)
        )
        found[code, since, name] = tuple(
            Evidence(None if year == "-" else int(year), int(number))
            for year, _, number in (each.partition(":") for each in years)
        )
    return found
