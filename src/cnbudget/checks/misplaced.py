"""Rows that a table lacks, and rows that stand under another row's code.

A sum that fails is not always the fault of a figure that is printed. Where a table that lists its codes wholly has
no row for money that its sibling tables print, the row is lacking; where the name on a row is another code's, by the
document itself or by what the sums say, its code is wrong. Both are told before any figure is suspected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import attrs

from cnbudget.amounts import exact
from cnbudget.characters import normalised
from cnbudget.checks.codes import KINDS
from cnbudget.classification import Classification
from cnbudget.classification.judgement import Problem as Judged
from cnbudget.codes import Code
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, State
from cnbudget.invariants import ADD_UP, Compiled
from cnbudget.invariants.kinds import kind_of
from cnbudget.tables import Row, Side, Table

__all__ = ["Lacking", "Wrong", "lacking_rows", "wrong_codes"]

_LEAST_COLUMNS = 2  # in which sums fail alike before a row that nothing names is called lacking
#: What is said of a code and a name that do not go together.
_UNLIKE = frozenset(
    (
        Judged.NAME_OF_OTHER_CODE,
        Judged.NAME_DIFFERS,
        Judged.UNKNOWN_CODE,
        Judged.ABOLISHED,
        Judged.NOT_YET,
    )
)


@attrs.frozen(eq=False)
class Wrong:
    """A row that stands under a code that is not its name's.

    Attributes:
        row: The row.
        code: The code that its name has.
        other: A row of the document that has the name and that code; None where the sums alone say so.
        laws: The numbers of the violated laws that this explains.
    """

    row: Row
    code: Code
    other: Row | None
    laws: tuple[int, ...]


@attrs.frozen(eq=False)
class Lacking:
    """A row that a table does not have.

    Attributes:
        table: The table.
        side: The side of it.
        above: The row that it belongs under.
        code: Its code; None where nothing says which.
        name: Its name, "" where nothing says it.
        amounts: What it should print: the place of the column, and the amount in grid steps.
        sibling: A figure of another table for the same money; None where the sums alone say that a row is lacking.
        laws: The numbers of the violated laws that this explains.
        parts: Whether its parts are there, so that all sums hold.
    """

    table: Table[Any]
    side: Side[Any]
    above: Row
    code: Code | None
    name: str
    amounts: tuple[tuple[int, int], ...]
    sibling: Figure | None
    laws: tuple[int, ...]
    parts: bool = False


class _Document:
    """The rows of a disclosure by code and name, and the sums that its rows take part in."""

    def __init__(self, disclosure: Disclosure, system: Compiled, violated: Sequence[int]) -> None:
        self.system = system
        self.violated = set(violated)
        self.index = {id(figure): i for i, figure in enumerate(system.figures)}
        self.sides = [
            (table, side)
            for table in disclosure.tables
            if table.status == "present"
            for side in table.sides
            if any(type(row.code) in KINDS for row in side.rows)
        ]
        self.coded = [
            (table, side, row)
            for table, side in self.sides
            for row in side.rows
            if type(row.code) in KINDS and row.figures
        ]
        #: of each figure: the sum of rows that it is the whole of
        self.sums: dict[int, int] = {}
        self.laws_of: dict[int, list[int]] = {}
        for number, (_, indices, reason) in enumerate(system.laws):
            if reason == "rows":
                self.sums.setdefault(indices[0], number)
            if number in self.violated:
                for i in indices:
                    self.laws_of.setdefault(i, []).append(number)

    def figure(self, row: Row, column: int) -> int:
        """The number of a row's figure."""
        return self.index[id(row.figures[column])]

    def value(self, row: Row, column: int) -> int:
        """A row's amount in grid steps; what is missing counts as nothing."""
        return self.system.values[self.figure(row, column)] or 0

    def gap(self, row: Row, column: int) -> tuple[int | None, int, int]:
        """The sum that a row is the whole of: its number, what the whole has too much, and what rounding explains."""
        number = self.sums.get(self.figure(row, column))
        if number is None:
            return None, 0, 0
        values, indices = self.system.values, self.system.laws[number][1]
        if any(values[i] is None for i in indices):
            return None, 0, 0
        amounts = [values[i] or 0 for i in indices]
        slack = sum(self.system.halves[i] for i in indices)
        return number, amounts[0] - sum(amounts[1:]), slack

    def broken(self, row: Row) -> list[int]:
        """The violated laws that a row's figures are in."""
        found = (n for f in row.figures for n in self.laws_of.get(self.index[id(f)], ()))
        return list(dict.fromkeys(found))


# Rows under another row's code ---------------------------------------------------------------------


def wrong_codes(
    disclosure: Disclosure, lists: Classification, system: Compiled, violated: Sequence[int]
) -> list[Wrong]:
    """The rows whose name the document gives another code, or whose place the sums deny.

    Args:
        disclosure: The budget.
        lists: The lists of codes.
        system: Its laws.
        violated: The numbers of those that are violated.
    """
    year = disclosure.year
    if year is None or year not in lists.years:
        return []
    document = _Document(disclosure, system, violated)
    named: dict[tuple[type[Code], str], list[Row]] = {}
    for _, _, row in document.coded:
        if row.code is not None and row.address.name:
            named.setdefault((type(row.code), normalised(row.address.name)), []).append(row)
    known: dict[tuple[Code, str], list[Code] | None] = {}
    for _, _, row in document.coded:
        if row.code is not None and row.address.name and (row.code, row.address.name) not in known:
            known[row.code, row.address.name] = _meant(lists, row.code, row.address.name, year)
    found: list[Wrong] = []
    for _, side, row in document.coded:
        code, name = row.code, row.address.name
        if code is None or not name:
            continue
        meant = known[code, name]
        if meant is None:
            continue
        alike = named[type(code), normalised(name)]
        if sum(each.code == code for each in alike) > 1:
            continue  # the document calls it so throughout
        often = Counter(each.code for each in alike if each.code is not None)
        meant = meant or [each for each, times in often.items() if times > 1]
        other = next((each for each in alike if each.code in meant), None)
        if other is None:  # two rows of a table that have each other's codes
            other = next((each for each in side.rows if _exchanged(known, row, each, meant)), None)
        for right in [other.code] if other is not None and other.code is not None else meant:
            laws = _settled(document, side, row, right)
            if other is not None or laws:
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
    judged = {each.problem for each in lists.judge(code.digits, name, year, kind=kind)}
    if judged.isdisjoint(_UNLIKE):
        return None
    mine = normalised(name)
    return [
        type(code)(each.code)
        for each in lists.catalogue(kind, year).named(name)
        if normalised(each.name) == mine and each.code != code.digits
    ]


def _codes(side: Side[Any]) -> Iterator[Code]:
    """The codes that a side lists."""
    return (row.code for row in side.rows if row.code is not None)


def _settled(document: _Document, side: Side[Any], row: Row, right: Code) -> list[int]:
    """The violated laws that come out once a row has another code."""
    rows = {id(figure): each for each in side.rows for figure in each.figures}
    parted = any(code != right and code.is_within(right) for code in _codes(side))
    laws: list[int] = []
    for broken in document.broken(row):
        _, indices, reason = document.system.laws[broken]
        whole = rows.get(id(document.system.figures[indices[0]])) if reason == "rows" else None
        if whole is not None and whole is not row and row.code is not None:
            around = whole.code is None or right.is_within(whole.code)
            if around and (whole.code is None or row.code.is_within(whole.code)):
                # it is part of that under either code, if not above parts that are counted beside it now
                mine = [i for i in indices if rows.get(id(document.system.figures[i])) is row]
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


# Rows that are lacking -----------------------------------------------------------------------------


def lacking_rows(
    disclosure: Disclosure,
    system: Compiled,
    violated: Sequence[int],
    wrong: Sequence[Wrong] = (),
) -> list[Lacking]:
    """The rows that tables lack.

    Args:
        disclosure: The budget.
        system: Its laws.
        violated: The numbers of those that are violated and not yet explained.
        wrong: The rows under wrong codes: what they lack and have too much is known.
    """
    document = _Document(disclosure, system, violated)
    printed: dict[Code, list[tuple[Row, Table[Any]]]] = {}
    for table, _, row in document.coded:
        if row.code is not None and _plainly(row) and any(f.value for f in row.figures):
            printed.setdefault(row.code, []).append((row, table))
    moved = {id(each.row) for each in wrong}
    right = {(each.row.address.key, each.code) for each in wrong}
    found: list[Lacking] = []
    for table, side in document.sides:
        if not _whole(side) or any(id(row) in moved for row in side.rows):
            continue
        for each in _Lacks(document, table, side, printed).found():
            if (table.key, each.code) not in right:
                found.append(each)
    return found


def _plainly(row: Row) -> bool:
    """Whether a row is all that is said of a code: of no project or agency, this year."""
    scope = row.address.scope
    return scope is not None and not scope.project and not scope.agency and scope.year is None


def _whole(side: Side[Any]) -> bool:
    """Whether a side lists its codes wholly, as far as it could be read."""
    if not side.complete or (side.totalled and side.total is None):
        return False
    for row in side.rows:
        scope = row.address.scope
        if scope is None and any(figure.state is not State.BLANK for figure in row.figures):
            return False
        if scope is not None and scope.agency:
            return False
    return True


class _Lacks:
    """What one side lacks."""

    def __init__(
        self,
        document: _Document,
        table: Table[Any],
        side: Side[Any],
        printed: dict[Code, list[tuple[Row, Table[Any]]]],
    ) -> None:
        self.document, self.table, self.side, self.printed = document, table, side, printed
        self.rows: dict[Code, Row] = {}
        for row in side.rows:
            if row.code is not None and row.address.scope is not None:
                self.rows.setdefault(row.code, row)
        first = next(iter(self.rows.values()))
        self.of = type(first.code)
        scope = first.address.scope
        base = 0 if scope is None else kind_of(scope)
        #: the kinds of the columns that total all uses
        self.kinds = {
            i: base & kind_of(column.scope)
            for i, column in enumerate(side.columns)
            if column.scope is not None
            and column.scope.year is None
            and column.scope.stage is None
            and column.scope.economic == column.scope.function == ("",)
        }
        self.total = side.total

    def found(self) -> Iterator[Lacking]:
        if not self.kinds:
            return
        under: dict[int, tuple[Row, list[Code]]] = {}
        uppers = {upper for code in self.rows for upper in code.ancestors}
        for code in sorted({*uppers, *(each for each in self.printed if type(each) is self.of)}):
            if code in self.rows or not self._level(code):
                continue
            if any(each.is_within(code) for each in self.rows):
                if self._every(code):
                    yield from self._upper(code)
                continue
            above = self._above(code)
            if above is not None:
                under.setdefault(id(above), (above, []))[1].append(code)
        explained = set()
        for above, codes in under.values():
            for each in self._under(above, codes):
                explained.add(id(above))
                yield each
        for above in self.side.rows:
            if id(above) not in explained and above.address.scope is not None:
                yield from self._unnamed(above)

    def _level(self, code: Code) -> bool:
        """Whether the side lists codes of a code's level at all."""
        return any(each.depth == code.depth for each in self.rows)

    def _every(self, code: Code) -> bool:
        """Whether the side has a row of a code's level above each of its other rows below that level."""
        below = [each for each in self.rows if each.depth > code.depth and not each.is_within(code)]
        return bool(below) and all(
            any(each.is_within(other) for other in self.rows if other.depth == code.depth)
            for each in below
        )

    def _above(self, code: Code) -> Row | None:
        """The row that a code's row would be part of."""
        around = [each for each in self.rows if code.is_within(each)]
        return self.rows[max(around, key=lambda each: each.depth)] if around else self.total

    def _sibling(self, code: Code, column: int) -> tuple[int | None, int, Figure | None]:
        """What other tables print for a code: of the column's own kind, at least of it, and a figure that says so."""
        values = self.document.system.values
        kind, same, least, figure = self.kinds[column], None, 0, None
        for row, table in self.printed[code]:
            if table is self.table:
                continue
            scope = row.address.scope
            for i, address in enumerate(row.columns):
                each = address.scope
                if scope is None or each is None or each.year is not None or each.stage is not None:
                    continue
                if each.economic != ("",) or each.function != ("",):
                    continue
                other = kind_of(scope) & kind_of(each)
                amount = values[self.document.figure(row, i)]
                if not amount or other & kind != other:
                    continue
                if other == kind:
                    same = amount if same is None else same
                    figure = row.figures[i]
                elif amount > least:
                    least = amount
                    figure = figure or row.figures[i]
        return same, max(least, same or 0), figure

    def _name(self, code: Code) -> str:
        rows = self.printed.get(code, ())
        return next((row.address.name for row, _ in rows if row.address.name), "")

    def _upper(self, code: Code) -> Iterator[Lacking]:
        """A row of which the parts are there."""
        above = self._above(code)
        parts = [each for each in self.rows if each.is_within(code)]
        least = min(each.depth for each in parts)
        amounts = [
            (
                i,
                sum(
                    self.document.value(self.rows[each], i) for each in parts if each.depth == least
                ),
            )
            for i in self.kinds
        ]
        if above is not None and any(amount for _, amount in amounts):
            others = (f for row, _ in self.printed.get(code, ()) for f in row.figures if f.value)
            amounts = [each for each in amounts if each[1]]
            name = self._name(code)
            yield Lacking(
                self.table,
                self.side,
                above,
                code,
                name,
                tuple(amounts),
                next(others, None),
                (),
                parts=True,
            )

    def _under(self, above: Row, codes: list[Code]) -> list[Lacking]:
        """The rows that are lacking under a row, of some that other tables have."""
        document = self.document
        gaps = {i: document.gap(above, i) for i in self.kinds}
        if all(number is None for number, _, _ in gaps.values()):
            return self._leaf(above, codes)
        wanting = {
            i: gap
            for i, (number, gap, slack) in gaps.items()
            if number in document.violated and gap > slack
        }
        if not wanting:
            return []  # without them the sums hold: it is the other tables that have too much
        laws = tuple(n for i, (n, _, _) in gaps.items() if i in wanting and n is not None)
        said = {code: {i: self._sibling(code, i) for i in wanting} for code in codes}
        for some in ([code] for code in codes):
            each = said[some[0]]
            if any(
                same is not None and abs(same - wanting[i]) <= gaps[i][2] + self._half(above, i)
                for i, (same, _, _) in each.items()
            ):
                return [self._lacking(above, some[0], wanting, each, laws)]
        sums = {i: sum(said[code][i][0] or 0 for code in codes) for i in wanting}
        if len(codes) > 1 and all(abs(sums[i] - wanting[i]) <= gaps[i][2] for i in wanting):
            return [
                self._lacking(
                    above,
                    code,
                    {i: said[code][i][0] or 0 for i in wanting},
                    said[code],
                    laws if not position else (),
                )
                for position, code in enumerate(codes)
            ]
        alike = [code for code in codes if all(said[code][i][1] <= wanting[i] for i in wanting)]
        if len(alike) == 1 and len(wanting) >= _LEAST_COLUMNS:
            return [self._lacking(above, alike[0], wanting, said[alike[0]], laws)]
        return []

    def _half(self, above: Row, column: int) -> int:
        return self.document.system.halves[self.document.figure(above, column)]

    def _leaf(self, above: Row, codes: list[Code]) -> list[Lacking]:
        """The one row under a row that has no other, though all others of its level have some."""
        if above.code is None or len(codes) != 1 or not self._split(above.code, codes[0]):
            return []
        amounts = {i: self.document.value(above, i) for i in self.kinds}
        if not any(amounts.values()):
            return []
        said = {i: self._sibling(codes[0], i) for i in self.kinds}
        return [self._lacking(above, codes[0], amounts, said, ())]

    def _split(self, above: Code, code: Code) -> bool:
        """Whether all other rows of a level have rows below them, of a code's level."""
        others = [
            each
            for each, row in self.rows.items()
            if each.depth == above.depth and each != above and any(f.value for f in row.figures)
        ]
        return (
            code.depth == above.depth + 1
            and bool(others)
            and all(
                any(below.depth == code.depth and below.is_within(each) for below in self.rows)
                for each in others
            )
        )

    def _lacking(
        self,
        above: Row,
        code: Code,
        amounts: dict[int, int],
        said: dict[int, tuple[int | None, int, Figure | None]],
        laws: tuple[int, ...],
    ) -> Lacking:
        sibling = next((figure for _, _, figure in said.values() if figure is not None), None)
        listed = tuple((i, amount) for i, amount in amounts.items() if amount)
        return Lacking(self.table, self.side, above, code, self._name(code), listed, sibling, laws)

    def _unnamed(self, above: Row) -> Iterator[Lacking]:
        """A row that only the sums miss: they fail alike in several columns, and nothing else is against the figures.

        What a negative amount, or a slip in one that is typed twice, explains as well is left to the suspects.
        """
        document = self.document
        found: dict[int, int] = {}
        laws: list[int] = []
        for i in self.kinds:
            number, gap, slack = document.gap(above, i)
            if number is None or number not in document.violated:
                continue
            if gap <= slack or document.system.laws[number][0] != ADD_UP:
                return
            found[i] = gap
            laws.append(number)
        if len(found) < _LEAST_COLUMNS:
            return
        mine = set(laws)
        indices = {i for number in laws for i in document.system.laws[number][1]}
        if any(n not in mine for i in indices for n in document.laws_of.get(i, ())):
            return  # the figures themselves are in doubt
        if any((document.system.values[i] or 0) < 0 for i in indices):
            return
        if any(_slipped(document, number) for number in laws):
            return
        yield Lacking(
            self.table, self.side, above, None, "", tuple(found.items()), None, tuple(laws)
        )


def _slipped(document: _Document, number: int) -> bool:
    """Whether one part of a sum would settle it by a slip: digits lost, doubled or exchanged, or a point moved."""
    system = document.system
    indices = system.laws[number][1]
    gap = (system.values[indices[0]] or 0) - sum(system.values[i] or 0 for i in indices[1:])
    for i in indices[1:]:
        figure = system.figures[i]
        if not figure.value or figure.state is not State.VALUE:
            continue
        meant = figure.value + Decimal(gap).scaleb(system.exponent - figure.unit.exponent, exact)
        if _like(f"{figure.value:.{figure.places}f}", f"{meant:.{figure.places}f}"):
            return True
    return False


def _like(one: str, other: str) -> bool:
    """Whether two numbers print the same digits in another order, or one of them some digits fewer of the other.

    >>> _like("449.77", "494.77"), _like("50.77", "500.77"), _like("20.00", "50.00")
    (True, True, False)
    """
    a, b = (text.replace(".", "").strip("0") for text in (one, other))
    if a == b or (len(a) == len(b) and sorted(a) == sorted(b)):
        return True
    less, more = sorted((one.replace(".", ""), other.replace(".", "")), key=len)
    rest = iter(more)
    return len(less) < len(more) and all(digit in rest for digit in less)
