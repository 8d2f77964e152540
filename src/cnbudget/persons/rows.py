"""What is personal in a grid: beside a label, below it, and in a cell's own text.

A label in a cell of its own asks for the next cell of the row, or, where that holds no such value, for the column
below (列名). Cells are `folded`.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from cnbudget.expressions import expression
from cnbudget.persons.names import is_name, may_be_value
from cnbudget.persons.numbers import is_amount, number_at, telephone_alone
from cnbudget.persons.text import Hints, PersonalParts, label_of, marked
from cnbudget.persons.words import NO_VALUES
from cnbudget.values import Value

CellPlace = tuple[int, int]
_NUMBERS = ("telephone", "identity", "account", "address")
_UNSURE = ("office", "uncertain")
_CODE = expression("[0-9A-Za-z-]{1,40}")
_CODES = expression("编码|代码|编号|文号|序号|科目|项目")
_HEADS = 8  # rows at the top of a grid that may be its header
_LEAST = {"telephone": 7, "identity": 15, "account": 9, "address": 5}


@attrs.frozen(eq=False, repr=False)
class Columns(Value):
    """The columns of a grid that goes on over the next one.

    Attributes:
        width: How many columns it has.
        kinds: What the columns below labels hold.
    """

    width: int
    kinds: dict[int, tuple[str, ...]]


def grid_marks(
    rows: list[list[str]],
    hints: Hints,
    open_: tuple[str, ...] = (),
    carried: Columns | None = None,
) -> tuple[dict[CellPlace, PersonalParts], tuple[str, ...], Columns | None]:
    """What is personal in each cell, what the last label asks for, and the columns that may go on.

    Args:
        rows: The rows of folded cells.
        hints: What the document has that may be personal.
        open_: What a label before the grid asks for.
        carried: The columns of the grid before.
    """
    reader = _PersonalRows(rows, hints)
    asked = open_
    for r in range(len(rows)):
        asked = reader.row(r, asked if r == 0 else ())
    columns = reader.columns(carried)
    return reader.found, asked, columns


class _PersonalRows:
    def __init__(self, rows: list[list[str]], hints: Hints) -> None:
        self.rows = rows
        self.hints = hints
        self.found: dict[CellPlace, PersonalParts] = {}
        self.labels: dict[CellPlace, tuple[str, ...]] = {}
        self.amounts: dict[int, int] = {}  # the last row in which a column has an amount for sure
        self.valued: set[CellPlace] = set()  # labels whose value stands beside them

    def row(self, r: int, pending: tuple[str, ...]) -> tuple[str, ...]:
        """Mark what is personal in a row; what its last label asks for."""
        last: CellPlace | None = None  # the label that waits for its value
        # a label merged over several cells has empty ones between it and its value; so have forms not filled in
        form = not any(map(is_amount, self.rows[r]))
        near = True
        after: tuple[str, ...] = ()  # the kinds of the value before
        for c, cell in enumerate(self.rows[r]):
            if not cell or cell.isspace():
                near = form
                continue
            told = self.hints.in_(cell) and not is_amount(cell)
            kinds = label_of(cell) if told else ()
            if kinds:
                self.labels[r, c] = kinds
                pending, last, near, after = kinds, (r, c), True, ()
                continue
            if pending and self._value(r, c, pending, loose=near and last is not None, beside=True):
                if last is not None:
                    self.valued.add(last)
                    self._below(r, c)
                pending, after, near = (), pending, True
                continue
            if after and (is_name(cell) or self._telephone(r, c)):
                self._whole(r, c)
                continue
            pending, after, last, near = (), (), None, True
            pending = self._text(r, c) if told else ()
            if pending:
                last = (r, c)
        return pending

    def _text(self, r: int, c: int) -> tuple[str, ...]:
        """Mark what is personal in a cell's own text; what a label at its end asks for."""
        cell = self.rows[r][c]
        marks = marked(cell, code=self._coded(r, c))
        if marks.spans:
            self.found[r, c] = marks
        return marks.open

    def _coded(self, r: int, c: int) -> bool:
        """Whether a heading over a cell, or the label before it, says that codes stand there."""
        if _CODE.fullmatch(self.rows[r][c].strip()) is None:
            return False
        above = (row[c] for row in self.rows[: min(r, _HEADS)] if c < len(row))
        before = next((cell for cell in reversed(self.rows[r][:c]) if cell.strip()), "")
        return any(_CODES.search(cell) for cell in above) or (
            len(before) < 20 and _CODES.search(before) is not None
        )

    def _telephone(self, r: int, c: int) -> bool:
        return telephone_alone(self.rows[r][c])

    def _whole(self, r: int, c: int) -> None:
        cell = self.rows[r][c]
        self.found[r, c] = marks = PersonalParts()
        marks.take(0, len(cell), cell.strip() if is_name(cell) else "")

    def _value(self, r: int, c: int, kinds: tuple[str, ...], *, loose: bool, beside: bool) -> bool:
        """Mark a cell as what a label asks for, if it can be that."""
        cell = self.rows[r][c].strip()
        numbers = [kind for kind in kinds if kind in _NUMBERS]
        if is_amount(cell):
            digits = cell.strip("+-()")
            if not digits.isdigit() or not self._asked(r, c, numbers, digits, beside=beside):
                return False
            self._whole(r, c)
            return True
        for kind in numbers:
            end = number_at(cell, 0, kind)
            if end == len(cell):
                self._whole(r, c)
                return True
        told = loose and any(kind not in _NUMBERS + _UNSURE for kind in kinds)
        if is_name(cell) or (told and may_be_value(cell)) or telephone_alone(cell):
            self._whole(r, c)
            return True
        if not told and not numbers:
            return False
        marks = marked(cell, kinds=kinds, told=told)
        if marks.spans and (beside or _filled(cell, marks)):
            self.found[r, c] = marks
            return True
        return False

    def _asked(self, r: int, c: int, numbers: list[str], digits: str, *, beside: bool) -> bool:
        """Whether a whole number is what a label asks for, and not an amount."""
        if telephone_alone(digits):
            return "telephone" in numbers or (not numbers and not self._amounts(c))
        if not any(len(digits) >= _LEAST[kind] for kind in numbers):
            return False
        if beside:  # a row of amounts that is called 电话 has more than one
            others = [cell for i, cell in enumerate(self.rows[r]) if i != c and is_amount(cell)]
            return not any(not telephone_alone(cell) for cell in others)
        return True

    def _amounts(self, c: int, start: int = 0) -> bool:
        """Whether a column has a number that only an amount is."""
        if c not in self.amounts:
            self.amounts[c] = max(
                (
                    r
                    for r, row in enumerate(self.rows)
                    if c < len(row)
                    and is_amount(row[c])
                    and ("." in row[c] or "," in row[c] or len(row[c].strip()) < 5)
                ),
                default=-1,
            )
        return self.amounts[c] >= start

    def _below(self, r: int, c: int) -> None:
        """Further values below one whose label is merged over several rows."""
        for k in range(r + 1, len(self.rows)):
            row = self.rows[k]
            if c >= len(row) or any(cell.strip() for cell in row[:c]):
                return
            if not is_name(row[c]) and not telephone_alone(row[c]):
                return
            self._whole(k, c)

    # Columns -------------------------------------------------------------------------------------

    def columns(self, carried: Columns | None) -> Columns | None:
        """Mark the columns below labels; those that reach the grid's end."""
        width = max(map(len, self.rows), default=0)
        going: dict[int, tuple[str, ...]] = {}
        if carried is not None and carried.width == width:
            head = any((r, c) in self.labels for r in range(2) for c in range(width))
            if not head:
                going |= {
                    c: kinds
                    for c, kinds in carried.kinds.items()
                    if self._column(-1, c, kinds, loose=False)
                }
        for (r, c), kinds in self.labels.items():
            beside = (r, c) in self.valued
            if beside and self._sure(r, c):
                continue
            loose = not beside and kinds[0] not in _UNSURE and self._header(r, c)
            if self._column(r, c, kinds, loose=loose):
                going[c] = kinds
            for k in self._merged(r, c):
                if self._column(r, k, kinds, loose=False):
                    going[k] = kinds
        return Columns(width, going) if going else None

    def _sure(self, r: int, c: int) -> bool:
        """Whether what stands beside a label is a name or a number without any doubt."""
        beside = next((cell for cell in self.rows[r][c + 1 :] if cell.strip()), "")
        return is_name(beside) or any(mark.isdigit() for mark in beside) or len(beside) > 4

    def _header(self, r: int, c: int) -> bool:
        """Whether a row is a header: several cells, no number among them, and a row of values below."""
        row = self.rows[r]
        filled = [i for i, cell in enumerate(row) if cell.strip()]
        if len(filled) < 2 or any(is_amount(row[i]) for i in filled):
            return False
        for below in self.rows[r + 1 : r + 4]:
            here = [i for i in filled if i < len(below) and below[i].strip()]
            if c in here and len(here) > 1:
                return True
        return False

    def _merged(self, r: int, c: int) -> Iterator[int]:
        """The columns over which a heading may be merged."""
        row = self.rows[r]
        for k in range(c + 1, min(len(row), c + 4)):
            if row[k].strip():
                return
            yield k

    def _column(self, r: int, c: int, kinds: tuple[str, ...], *, loose: bool) -> bool:
        """Mark the values below a heading; whether the column goes on to the grid's end."""
        amounts = self._amounts(c, r + 1)
        numbers = any(kind in _NUMBERS for kind in kinds)
        for k in range(r + 1, len(self.rows)):
            row = self.rows[k]
            cell = row[c].strip() if c < len(row) else ""
            if not cell:
                continue
            if (k, c) in self.labels:
                return False
            if is_amount(cell.replace(" ", "")) and (
                amounts or not (numbers or telephone_alone(cell))
            ):
                if not numbers:  # no column of persons has amounts in it
                    return False
                continue
            known = (k, c) in self.found
            if (
                not self._value(k, c, kinds, loose=loose, beside=False)
                and not known
                and _stops(cell)
            ):
                return False
        return True


def _filled(cell: str, marks: PersonalParts) -> bool:
    """Whether nothing but names, numbers and what parts them stands in a cell."""
    rest = "".join(mark for i, mark in enumerate(cell) if marks.free(i, i + 1))
    return not rest.strip(" 、,/;|()和与及或:转-") or bool(label_of(rest))


def _stops(cell: str) -> bool:
    """Whether a cell is no value of a column, so that another table begins with it."""
    bare = cell.replace(" ", "")
    return any(word in bare for word in NO_VALUES)
