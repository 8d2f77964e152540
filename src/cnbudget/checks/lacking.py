"""Rows that a table lacks.

A sum that fails is not always the fault of a figure that is printed. Where a table that lists its codes wholly has no
row for money that its sibling tables print, or sums fail alike in several columns, a row is lacking; that is told
before any figure is suspected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any

import attrs

from cnbudget.arithmetic import exact, printed
from cnbudget.checks.codes import CodedSide
from cnbudget.checks.misplaced import Wrong
from cnbudget.checks.sums import Sums
from cnbudget.codes import Code
from cnbudget.dimensions import KINDS
from cnbudget.figures import Figure, RowAddress, State
from cnbudget.invariants import ADD_UP
from cnbudget.invariants.kinds import kind_of
from cnbudget.tables import Row, Side, Table
from cnbudget.values import Visible

_TELLING = 3  # digits of an amount that a slip is known by
#: The names of the codes of each list.
_Names = Mapping[type[Code], Mapping[str, str]]
_LEAST_COLUMNS = 2  # in which sums fail alike before a row that nothing names is called lacking


@attrs.frozen(eq=False, repr=False)
class Lacking(Visible):
    """A row that a table does not have.

    Attributes:
        table: The table.
        side: The side of it.
        above: The row that it belongs under.
        code: Its code; None where nothing says which.
        name: Its name, "" where nothing says it.
        amounts: What it should print: the place of the column, and the amount in grid steps; none where its parts are
            there, but what is wrong above them leaves open what it has.
        sibling: A figure of another table that prints the same money; None where none does.
        laws: The numbers of the violated laws that this explains.
        parts: Whether parts of it are there, so that no sum needs it.
        whole: Whether all of them are.
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
    whole: bool = True


def lacking_rows(
    document: Sums,
    wrong: Sequence[Wrong] = (),
    *,
    names: _Names,
) -> list[Lacking]:
    """The rows that tables lack.

    Args:
        document: The rows of the budget and their sums, with those that are violated and not yet explained.
        wrong: The rows under wrong codes: what they lack and have too much is known.
        names: The names of the lists of the year, for rows that no other table names.
    """
    moved = {each.row.address for each in wrong}
    right = {(each.row.address.key, each.code) for each in wrong}
    found: list[Lacking] = []
    unlike, wanting = _unlike(document.sides), _wanting_tables(document)
    for number, each in enumerate(document.sides):
        if number not in unlike and each.table.key not in wanting:
            continue
        if not _whole(each.side) or any(row.address in moved for row in each.side.rows):
            continue
        for lacking in _Lacks(document, each.table, each.side, names).found():
            if (each.table.key, lacking.code) not in right:
                found.append(lacking)
    return found


def _wanting_tables(document: Sums) -> set[str]:
    """The keys of the tables in which the parts of a sum of rows come to less than the whole."""
    system, found = document.system, set[str]()
    for number in document.violated:
        _, indices, reason = system.laws[number]
        if reason == "rows":
            amounts = [system.values[i] or 0 for i in indices]
            if 2 * amounts[0] > sum(amounts):
                found.add(system.figures[indices[0]].row.key)
    return found


def _unlike(sides: Sequence[CodedSide]) -> set[int]:
    """The numbers of the sides that may lack a row though no sum in them wants more.

    They have none above rows that they have, or none under a row whose parts another side lists.
    """
    found: set[int] = set()
    alone: dict[int, set[str]] = {}  # rows of upper levels that have none below them
    every: list[set[str]] = []  # of which list a code is, its first digit says
    for number, each in enumerate(sides):
        here = {
            row.code.digits  # type: ignore[union-attr]
            for row in each.rows
            if row.address.scope is not None
        }
        every.append(here)
        *lengths, lowest = sorted(set(map(len, here))) or (0,)
        above = {digits[:n] for n in lengths for digits in here if n < len(digits)}
        if not above <= here:
            found.add(number)
        elif lengths and (over := {digits for digits in here - above if len(digits) < lowest}):
            alone[number] = over
    for number, over in alone.items():
        if any(
            digits[:n] in over
            for digits in set[str]().union(*every) - every[number]
            for n in set(map(len, over))
            if n < len(digits)
        ):
            found.add(number)
    return found


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
        document: Sums,
        table: Table[Any],
        side: Side[Any],
        names: _Names,
    ) -> None:
        self.document, self.table, self.side, self.names = document, table, side, names
        self.printed = document.printed
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
            if column.scope is not None and column.scope.is_told_by(KINDS)
        }
        self.total = side.total

    def found(self) -> Iterator[Lacking]:
        if not self.kinds:
            return
        under: dict[RowAddress, tuple[Row, list[Code]]] = {}
        here = {(type(code), code.digits) for code in self.rows}
        above_rows = {
            (kind, digits[:length])
            for kind, digits in here
            for length in kind.lengths
            if length < len(digits)
        }
        uppers = {kind(digits) for kind, digits in above_rows - here}  # mostly none
        levels = {each.depth for each in self.rows}
        others = (each for each in self.printed if type(each) is self.of)
        for code in sorted({*uppers, *others}, key=attrgetter("digits")):
            if code in self.rows or code.depth not in levels:
                continue
            if code in uppers:
                continue
            above = self._above(code)
            if above is not None:
                under.setdefault(above.address, (above, []))[1].append(code)
        explained: set[RowAddress] = set()
        lower: list[Lacking] = []
        for above, codes in under.values():
            lower += self._under(above, codes)
        explained.update([each.above.address for each in lower])
        for code in sorted(uppers, key=attrgetter("digits")):
            if code.depth in levels and self._every(code):
                yield from self._upper(code, lower)
        yield from lower
        if not self.document.violated:
            return
        off = self.document.off
        for above in self.side.rows:
            if (
                above.figures
                and above.figures[0].row in off
                and above.address not in explained
                and above.address.scope is not None
            ):
                yield from self._unnamed(above)

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
        """What other tables print for a code: of the column's own kind, at least of it, and the figure of the first."""
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
                if other == kind and same is None:
                    same, figure = amount, row.figures[i]
                elif other != kind and amount > least:
                    least, figure = amount, figure if same else row.figures[i]
        return same, max(least, same or 0), figure

    def _name(self, code: Code) -> str:
        rows = self.printed.get(code, ())
        listed = self.names[type(code)].get(code.digits, "")
        return next((row.address.name for row, _ in rows if row.address.name), listed)

    def _upper(self, code: Code, lower: Sequence[Lacking]) -> Iterator[Lacking]:
        """A row of which parts are there; all of them, but for those that are lacking themselves."""
        above = self._above(code)
        if above is None:
            return
        parts = [each for each in self.rows if each.is_within(code)]
        there = [self.rows[each] for each in parts if not _is_below(each, parts)]
        gone = [
            each
            for each in lower
            if (part := each.code) is not None
            and part.is_within(code)
            and not _is_below(part, parts)
        ]
        said = {i: self._sibling(code, i) for i in self.kinds if code in self.printed}
        amounts: dict[int, int] = {}
        some, whole = False, not gone
        for i in self.kinds:
            number, gap, slack = self.document.gap(above, i)
            amount = sum([self.document.value(row, i) for row in there])
            amount += sum([dict(each.amounts).get(i, 0) for each in gone])
            some = some or amount != 0
            gap -= sum([dict(each.amounts).get(i, 0) for each in lower if each.above is above])
            if number in self.document.violated and abs(gap) > slack:
                whole = False  # who knows which of its parts are there
                amount = said[i][0] or 0 if i in said else 0
                if not amount and not amounts:
                    break  # a part of it alone is not what it should have
            if amount:
                amounts[i] = amount
        if some:
            told = self._lacking(
                above, code, amounts, {i: said[i] for i in said if i in amounts}, ()
            )
            yield attrs.evolve(told, parts=True, whole=whole)

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
                return [
                    self._lacking(above, some[0], self._as_told(above, wanting, each), each, laws)
                ]
        sums = {i: sum(said[code][i][0] or 0 for code in codes) for i in wanting}
        told = [i for i in wanting if any(said[code][i][0] is not None for code in codes)]
        if len(codes) > 1 and told and all(abs(sums[i] - wanting[i]) <= gaps[i][2] for i in told):
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
            amounts = self._as_told(above, wanting, said[alike[0]])
            return [self._lacking(above, alike[0], amounts, said[alike[0]], laws)]
        return []

    def _as_told(
        self,
        above: Row,
        wanting: dict[int, int],
        said: dict[int, tuple[int | None, int, Figure | None]],
    ) -> dict[int, int]:
        """What a row should print: what another table prints for it, where the sums miss that but for rounding."""
        found = dict(wanting)
        known: list[int] = []
        for i, gap in wanting.items():
            same, least, _ = said[i]
            near = self.document.gap(above, i)[2] + self._half(above, i)
            others = [least, *known] if same is None else [same]
            for amount in others:
                if abs(amount - gap) <= near:
                    found[i] = amount
                    known.append(amount)
                    break
        return found

    def _wanting(self, above: Row) -> Iterator[int]:
        """The violated sums of a row, in columns of some uses too."""
        for i in range(len(above.figures)):
            number, gap, slack = self.document.gap(above, i)
            if number is not None and number in self.document.violated and gap > slack:
                yield number

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
        told = (
            (i, least if same is None else same, each) for i, (same, least, each) in said.items()
        )
        sibling = next(
            (
                each
                for i, amount, each in told
                if abs(amount - amounts[i]) <= 2 * self._half(above, i)
            ),
            None,
        )
        if laws:
            laws = (*laws, *(n for n in self._wanting(above) if n not in laws))
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
            if document.sums.get(document.figure(above, i)) not in document.violated:
                continue
            number, gap, slack = document.gap(above, i)
            if number is None:
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


def _is_below(code: Code, others: Sequence[Code]) -> bool:
    return any(code.depth > each.depth and code.is_within(each) for each in others)


def _slipped(document: Sums, number: int) -> bool:
    """Whether one part of a sum would settle it by a slip: digits exchanged, or a point moved."""
    system = document.system
    indices = system.laws[number][1]
    gap = (system.values[indices[0]] or 0) - sum(system.values[i] or 0 for i in indices[1:])
    for i in indices[1:]:
        figure = system.figures[i]
        if not figure.value or figure.state is not State.VALUE:
            continue
        more = Decimal(gap).scaleb(system.exponent - figure.unit.exponent, exact)
        meant = exact.add(figure.value, more)
        if _like(printed(figure.value, figure.places), printed(meant, figure.places)):
            return True
    return False


def _like(one: str, other: str) -> bool:
    """Whether two numbers print the same digits in another order, or with the point elsewhere.

    >>> _like("449.77", "494.77"), _like("50.00", "500.00"), _like("20.00", "50.00")
    (True, True, False)
    >>> _like("160.00", "106.00")
    True
    """
    a, b = (text.replace(".", "") for text in (one, other))
    told = a.strip("0"), b.strip("0")
    return told[0] == told[1] or (max(map(len, told)) >= _TELLING and sorted(a) == sorted(b))
