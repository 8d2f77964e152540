"""The lines of a form that says all that it prints: its own rows, and the rows that a ledger brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cnbudget.classification import Edition
from cnbudget.codes import Code
from cnbudget.layouts import LabelForm, RowForm, SideForm
from cnbudget.layouts.printed import CODED, dated
from cnbudget.numerals import numeral
from cnbudget.publishing.planned import PlannedCell, PlannedRow
from cnbudget.publishing.tally import Atom, scope_holds
from cnbudget.scope import Scope
from cnbudget.words import numbered, plain

#: What stands in a side: the place of an atom, the atom, and the columns and listed rows that it stands in.
Inside = Sequence[tuple[int, Atom, tuple[int, ...], tuple[int, ...]]]
Key = tuple[Any, ...]
_DIMENSION = {each: each for each in CODED} | {"government": "government_economic"}
_PIECES = (slice(0, 3), slice(3, 5), slice(5, 7), slice(7, 9))
_CATEGORY = 3  # the digits of a category


class FormedLines:
    """Makes the lines of a side.

    Args:
        side: The side.
        here: What of a ledger stands in it.
        names: The names of codes.
        projects: The printed names of projects.
        agency: The agency that publishes.
        year: The fiscal year.
    """

    def __init__(
        self,
        side: SideForm,
        here: Inside,
        *,
        names: Edition,
        projects: dict[str, str],
        agency: str,
        year: int | None,
    ) -> None:
        self.side = side
        self.here = here
        self.names = names
        self.projects = projects
        self.agency = agency
        self.year = year
        agencies = dict.fromkeys(atom.agency for _, atom, _, _ in here)
        self.several = len(agencies) > 1
        self.order = {name: number for number, name in enumerate(agencies)}
        self.parts = {
            part: number
            for number, part in enumerate(dict.fromkeys(atom.part for _, atom, _, _ in here))
        }
        self.lines: dict[Key, PlannedRow] = {}

    def lines_of(self) -> list[PlannedRow]:
        """The lines, in the form's order."""
        for place, row in enumerate(self.side.listed):
            if not row.rows:
                self._fixed(place, row)
        self._categories()
        for index, atom, columns, listed in self.here:
            for key in self._keys(atom, listed):
                line = self.lines[key]
                if not _holds(line.scope, atom):
                    continue
                for column in columns:
                    if _at(self.side.columns[column].scope, atom):
                        line.cells[column].atoms.append(index)
        made = [self.lines[key] for key in sorted(self.lines)]
        counted = 0
        brings = any(row.rows for row in self.side.listed)
        for number, line in enumerate(made, 1):
            brought = brings and line.code is not None and line.code.depth == 1
            counted += brought
            line.labels = self._labels(line, number, f"{numeral(counted)}、" if brought else "")
        return made

    def _keys(self, atom: Atom, listed: Sequence[int]) -> Iterator[Key]:
        for place in listed:
            row = self.side.listed[place]
            if row.rows:
                yield from self._brought(place, row, atom)
            elif (place,) in self.lines:
                yield (place,)
        category = atom.function[:_CATEGORY]
        yield from (key for key in self.lines if len(key) > 1 and key[1:] == ("+", category))

    def _cells(self) -> tuple[PlannedCell, ...]:
        return tuple(PlannedCell() for _ in self.side.columns)

    # The form's own rows ------------------------------------------------------------------------------

    def _fixed(self, place: int, row: RowForm) -> None:
        scope = self.side.base.meet(row.scope)
        label = dated(row.label, self.year)
        code = None if row.open or row.total else row.code
        if scope is None:
            return
        path = tuple(dated(text, self.year) for text in row.path)
        name = "" if code is None else numbered(plain(label))[1]
        if code is not None:
            path = (name,)
        self.lines[place,] = PlannedRow(
            "total" if row.total else "listed" if code is None else "code",
            label if code is None else code.digits,
            scope,
            self._cells(),
            code,
            name,
            path=path,
            printed=label,
            form=row,
            told=row.of_ledger and not self.side.base.agency,
        )

    def _categories(self) -> None:
        """Rows for categories that the form's own list lacks and the ledger has money in."""
        own = {
            row.code.digits: place
            for place, row in enumerate(self.side.listed)
            if row.code is not None and isinstance(row.code, CODED["function"]) and not row.open
        }
        kinds = {self.side.listed[place].scope.evolve(function=None) for place in own.values()}
        if len(own) < 2 or len(kinds) > 1 or any(row.rows for row in self.side.listed):
            return
        scope = self.side.base.meet(kinds.pop())
        wanted = sorted({atom.function[:_CATEGORY] for _, atom, _, _ in self.here} - {""})
        for digits in wanted:
            code = CODED["function"](digits)
            within = None if scope is None else scope.at(function=code)
            if digits in own or within is None:
                continue
            before = [place for each, place in own.items() if each < digits]
            name = self._name("function", digits)
            self.lines[max(before, default=min(own.values()) - 1), "+", digits] = PlannedRow(
                "code", digits, within, self._cells(), code, name, path=(name,), printed=name
            )

    # The rows that a ledger brings --------------------------------------------------------------------

    def _brought(self, place: int, row: RowForm, atom: Atom) -> Iterator[Key]:
        scope = self.side.base.meet(row.scope)
        key: Key = (place,)
        for level in row.rows:
            if scope is None:
                return
            if level == ("agency",):
                label = atom.agency or self.agency
                key = (*key, self.order[atom.agency])
                scope = scope.at(agency=plain(label)) if self.several else scope
                self._line(key, "agency", label, scope)
                yield key
            elif level == ("project",):
                shown = self.projects.get(atom.part, atom.part)
                key = (*key, self.parts[atom.part])
                scope = scope.at(project=atom.part)
                self._line(key, "project", shown, scope, project=shown)
                yield key
            else:
                found = self._codes(key, row, level, scope, atom)
                if not found:
                    return
                yield from (each for each, _ in found)
                key, scope = found[-1]

    def _digits(self, level: tuple[str, ...], row: RowForm, atom: Atom) -> list[tuple[str, ...]]:
        """The codes of the rows of one level that an atom stands on, from the top; "" where a row has none."""
        own = {
            "function": atom.function,
            "economic": atom.kind.economics,
            "government": atom.kind.governments,
        }
        main, *others = [each for each in level if each in CODED]
        lengths = {each: row.digits.get(each, CODED[each].lengths) for each in (main, *others)}
        code = own[main]
        found = []
        for above, length in enumerate(reversed(lengths[main])):  # how far above the deepest
            if length > len(code):
                continue
            codes = [code[:length]]
            for each in others:
                at = len(lengths[each]) - 1 - above
                codes.append(own[each][: lengths[each][at]] if at >= 0 else "")
            found.append(tuple(codes))
        if code and not found:  # a code that stops short stands for itself
            found.append((code, *(own[each] for each in others)))
        return found[::-1]

    def _codes(
        self, above: Key, row: RowForm, level: tuple[str, ...], scope: Scope, atom: Atom
    ) -> list[tuple[Key, Scope | None]]:
        """The rows of one level of codes, each with its key and scope."""
        found: list[tuple[Key, Scope | None]] = []
        axes = [each for each in level if each in CODED]
        every = self._digits(level, row, atom)
        for number, digits in enumerate(every):
            codes = {each: CODED[each](own) for each, own in zip(axes, digits, strict=True) if own}
            key: Key = (*above, digits)
            here: Scope | None = scope.at(
                **{_DIMENSION[each]: code for each, code in codes.items()}
            )
            shown = None
            if "project" in level and number == len(every) - 1:
                shown = self.projects.get(atom.part, atom.part)
                key = (*above, digits, self.parts[atom.part])
                here = None if here is None else here.at(project=atom.part)
            code = next(codes[each] for each in CODED if each in codes)
            name = self._shown(codes)
            self._line(key, "code", code.digits, here, code=code, name=name, project=shown)
            if key in self.lines:
                found.append((key, here))
        return found

    def _shown(self, codes: dict[str, Code]) -> str:
        """The name that a row of codes shows of the code that it is known by, or else first."""
        columns = [column.of for column in self.side.label_columns if column.holds == "name"]
        main = next(axis for axis in CODED if axis in codes)
        if not columns:
            return ""
        axis = main if main in columns else columns[0] or next(iter(codes))
        name = self._name(axis, codes[axis].digits) if axis in codes else ""
        # a name that alone says the code is read as it stands in the lists
        return name if self._prints_codes else plain(name)

    @property
    def _prints_codes(self) -> bool:
        return any(each.holds == "code" or each.coded for each in self.side.label_columns)

    def _name(self, axis: str, digits: str) -> str:
        names = {
            "function": self.names.functional,
            "economic": self.names.economic,
            "government": self.names.government_economic,
        }[axis]
        subject = names.get(digits)
        return "" if subject is None else subject.name

    def _line(
        self,
        key: Key,
        kind: str,
        label: str,
        scope: Scope | None,
        *,
        code: Code | None = None,
        name: str = "",
        project: str | None = None,
    ) -> None:
        if key not in self.lines and scope is not None:
            path = (name or "合计",) if code is not None else (label,)
            self.lines[key] = PlannedRow(
                kind,
                label,
                scope,
                self._cells(),
                code,
                name,
                project,
                path,
                printed=label,
                told=not self.side.base.agency,
            )

    # Labels -------------------------------------------------------------------------------------------

    def _labels(self, line: PlannedRow, number: int, ordinal: str) -> tuple[str, ...]:
        """What a row prints in each label column."""
        columns = self.side.label_columns
        cells = [
            (ordinal if column.numbered else "") + self._label(column, line, number)
            for column in columns
        ]
        if line.kind == "code" and line.form is None:
            return tuple(cells)
        wanted = {"agency": ("agency", "name", "project"), "project": ("project", "name", "agency")}
        order = wanted.get(line.kind, ("name", "agency", "project"))
        places = [n for holds in order for n, each in enumerate(columns) if each.holds == holds]
        if places:
            column = columns[places[0]]
            text = line.printed
            if line.code is not None and column.coded:
                text = column.coded.format(line.code.digits) + text
            cells[places[0]] = text
        elif cells and line.code is None:
            cells[0] = line.printed
        names = [n for n, each in enumerate(columns) if each.holds == "name"]
        if line.form is not None and line.form.beside and len(names) > 1:
            cells[names[0]], cells[names[1]] = line.path[0], line.printed
        return tuple(cells)

    def _label(self, column: LabelForm, line: PlannedRow, number: int) -> str:
        if column.holds == "line":
            return str(number)
        if column.holds == "project":
            return line.project or ""
        if line.code is None or column.holds not in ("code", "name"):
            return ""
        axis = column.of or next(each for each in CODED if isinstance(line.code, CODED[each]))
        codes = getattr(line.scope, _DIMENSION[axis])
        digits = codes[0] if len(codes) == 1 else ""
        if not digits:
            return ""
        if column.holds == "code":
            if not column.piece:
                return digits
            alone = column.alone and line.code.depth != column.piece
            return "" if alone else digits[_PIECES[column.piece - 1]]
        return column.coded.format(digits) + self._name(axis, digits)


def _holds(scope: Scope, atom: Atom) -> bool:
    return scope_holds(scope, atom.kind.entry) and _at(scope, atom)


def _at(scope: Scope, atom: Atom) -> bool:
    return atom.function.startswith(scope.function)
