"""Rows that stand under another row's code.

A sum that fails is not always the fault of a figure that is printed. Where the name on a row is another code's, by the
document itself or by what the sums say, its code is wrong; that is told before any figure is suspected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs

from cnbudget.characters import normalised
from cnbudget.checks.codes import KINDS
from cnbudget.checks.sums import Sums
from cnbudget.classification import Classification, Doubt
from cnbudget.codes import Code
from cnbudget.disclosure import Disclosure
from cnbudget.tables import Row, Side
from cnbudget.values import Visible

#: What is said of a code and a name that do not go together.
_UNLIKE = frozenset(
    (
        Doubt.NAME_OF_OTHER_CODE,
        Doubt.NAME_DIFFERS,
        Doubt.UNKNOWN_CODE,
        Doubt.ABOLISHED,
        Doubt.NOT_YET,
    )
)


@attrs.frozen(eq=False, repr=False)
class Wrong(Visible):
    """A row that stands under a code that is not its name's.

    Attributes:
        row: The row.
        code: The code that its name has.
        other: A row of the document that has the name and that code; None where the sums alone say so, or the lists of
            a row whose code another row of the table has too.
        laws: The numbers of the violated laws that this explains.
    """

    row: Row
    code: Code
    other: Row | None
    laws: tuple[int, ...]


def wrong_codes(disclosure: Disclosure, lists: Classification, document: Sums) -> list[Wrong]:
    """The rows whose name the document gives another code, or whose place the sums deny.

    Args:
        disclosure: The budget.
        lists: The lists of codes.
        document: Its rows and their sums.
    """
    year = disclosure.year
    if year is None or year not in lists.years:
        return []
    known: dict[tuple[Code, str], list[Code] | None] = {}
    for row, _ in (each for side in document.sides for each in side.odd):
        code, name = row.code, row.address.name
        if code is not None and name and row.figures and (code, name) not in known:
            known[code, name] = _meant(lists, code, name, year)
    if all(meant is None for meant in known.values()):
        return []  # each name is that of its code
    twice = {(each.key, each.text) for each in disclosure.problems if each.kind == "twice"}
    named: dict[tuple[type[Code | None], str], list[Row]] = {
        (type(code), normalised(name)): []
        for (code, name), meant in known.items()
        if meant is not None
    }
    for _, _, row in document.coded:
        key = type(row.code), normalised(row.address.name)
        if row.address.name and key in named:
            named[key].append(row)
    often = {
        each: Counter(row.code for row in rows if row.code is not None)
        for each, rows in named.items()
    }
    found: list[Wrong] = []
    for _, side, row in document.coded:
        code, name = row.code, row.address.name
        if code is None or not name:
            continue
        meant = known.get((code, name))
        if meant is None:
            continue
        key = type(code), normalised(name)
        alike = named[key]
        if often[key][code] > 1:
            continue  # the document calls it so throughout
        meant = meant or [each for each, times in often[key].items() if times > 1]
        other = next((each for each in alike if each.code in meant), None)
        if other is None:  # two rows of a table that have each other's codes
            other = next((each for each in side.rows if _exchanged(known, row, each, meant)), None)
        for right in [other.code] if other is not None and other.code is not None else meant:
            laws = _settled(document, side, row, right)
            free = (row.address.key, code.digits) in twice and right not in _codes(side)
            if other is not None or laws or free:
                found.append(Wrong(row, right, other, tuple(laws)))
                break
    return found


def _exchanged(
    known: dict[tuple[Code, str], list[Code] | None], row: Row, other: Row, meant: list[Code]
) -> bool:
    """Whether another row has the code that a row's name means, and the row the code that the other's name means."""
    if row.code is None or other.code is None or other.code not in meant:
        return False
    return row.code in (known.get((other.code, other.address.name)) or ())


def _meant(lists: Classification, code: Code, name: str, year: int) -> list[Code] | None:
    """The codes that a name belongs to; None where it is the name of its own, now or once."""
    kind = KINDS[type(code)]
    catalogue = lists.catalogue(kind, year)
    if code.digits in catalogue and catalogue.name_of(code) == name:
        return None
    judged = {each.problem for each in lists.judge(code.digits, name, year, kind=kind)}
    if judged.isdisjoint(_UNLIKE):
        return None
    mine = normalised(name)
    return [
        type(code)(each.code)
        for each in catalogue.named(name)
        if normalised(each.name) == mine and each.code != code.digits
    ]


def _codes(side: Side[Any]) -> Iterator[Code]:
    """The codes that a side lists."""
    return (row.code for row in side.rows if row.code is not None)


def _settled(document: Sums, side: Side[Any], row: Row, right: Code) -> list[int]:
    """The violated laws that come out once a row has another code."""
    rows = {figure.address: each for each in side.rows for figure in each.figures}
    parted = any(code != right and code.is_within(right) for code in _codes(side))
    laws: list[int] = []
    for broken in document.broken(row):
        _, indices, reason = document.system.laws[broken]
        whole = rows.get(document.system.figures[indices[0]].address) if reason == "rows" else None
        if whole is not None and whole is not row and row.code is not None:
            around = whole.code is None or right.is_within(whole.code)
            if around and (whole.code is None or row.code.is_within(whole.code)):
                # it is part of that under either code, if not above parts that are counted beside it now
                mine = [i for i in indices if rows.get(document.system.figures[i].address) is row]
                _, gap, slack = document.gap(
                    whole, whole.figures.index(document.system.figures[indices[0]])
                )
                moved = sum(document.system.values[i] or 0 for i in mine)
                if not parted or abs(gap + moved) > slack:
                    continue
        laws.append(broken)
    for above in side.rows:
        if above.code is None or not right.is_within(above.code):
            continue
        if row.code is not None and row.code.is_within(above.code):
            continue
        for column in range(len(row.figures)):
            number, gap, slack = document.gap(above, column)
            if number is not None and number in document.violated and number not in laws:
                moved = document.value(row, column)
                if abs(gap - moved) <= slack and moved:
                    laws.append(number)
    return laws
