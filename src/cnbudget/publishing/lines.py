"""The lines of every side of a form: which atoms of a ledger stand on which, and in which columns."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from cnbudget.classification import Classification, Edition, default
from cnbudget.codes import Code, EconomicCode, FunctionCode
from cnbudget.layouts import SideForm
from cnbudget.layouts.standing import rows_of_function, rows_of_use
from cnbudget.publishing.formed import FormedLines
from cnbudget.publishing.last_year import LastYearsAmounts
from cnbudget.publishing.planned import PlannedCell, PlannedRow
from cnbudget.publishing.tally import Atom, LedgerSums, scope_holds
from cnbudget.scope import EVERYTHING, Scope

Key = tuple[str, ...]
_ALL = EVERYTHING.function
_Inside = list[tuple[int, Atom, tuple[int, ...], tuple[int, ...]]]


def lines_of(
    tally: LedgerSums,
    agency: str,
    year: int | None,
    earlier: LastYearsAmounts | None = None,
    lists: Classification | None = None,
) -> list[list[PlannedRow]]:
    """The lines of each side, in the order of the form's sides; with those that only last year's columns need."""
    lists = default() if lists is None else lists
    names = lists.for_year(year if year is not None and year in lists.years else lists.years[-1])
    stops = _stops([atom.function for atom in tally.atoms], FunctionCode.lengths)
    uses = _stops([atom.kind.economics for atom in tally.atoms], EconomicCode.lengths)
    sides, inside = [side for _, side in tally.sides], _inside(tally, earlier)
    made = []
    for side, here in zip(sides, inside, strict=True):
        if tally.layout.words:
            own = [(n, _stopping(atom, stops, uses), columns, at) for n, atom, columns, at in here]
            formed = FormedLines(
                side, own, names=names, projects=tally.projects, agency=agency, year=year
            )
            made.append(formed.lines_of())
            continue
        lines: dict[Key, PlannedRow] = {}
        builder = _Builder(side, tally, agency, names, lines)
        builder.frame([atom for _, atom, _, _ in here])
        narrow = bool(side.natures) or side.coded is not side.base
        for index, atom, columns, listed in here:
            function = _stopped(atom.function, stops)
            if side.rows == "economic":
                keys = list(builder.economic(_stopped(atom.kind.economics, uses)))
            elif side.rows == "list":
                keys = [("list", f"{n:03}") for n in listed if _at(side.listed[n].scope, atom)]
            elif side.rows == "project":
                keys = [builder.project(atom)]
            elif side.rows == "agency" or not function:
                keys = []
            elif side.rows == "function-project":
                keys = list(builder.function_project(function, atom))
            else:
                keys = [builder.function(code) for code in rows_of_function(side, function)]
            if side.rows != "list":
                keys += [("list", f"{n:03}") for n in listed if _at(side.listed[n].scope, atom)]
            if side.totals:
                keys.append(("~",))
            for key in keys:
                if key not in lines or (
                    narrow and not scope_holds(lines[key].scope, atom.kind.entry)
                ):
                    continue  # the form has no such row, or it is about other flows or natures
                cells = lines[key].cells
                for column in columns:
                    if _at(side.columns[column].scope, atom):
                        cells[column].atoms.append(index)
        ordered = [lines[key] for key in sorted(lines)] if side.rows != "list" else list(lines.values())  # fmt: skip
        ordered.sort(key=lambda line: panel_of(side, line.scope))
        _paths(ordered)
        made.append(ordered)
    return made


def _inside(tally: LedgerSums, earlier: LastYearsAmounts | None) -> list[_Inside]:
    """What stands in each side: the place of an atom, the atom, its columns and its listed rows."""
    sides = [side for _, side in tally.sides]
    inside: list[_Inside] = [[] for _ in sides]
    for index, atom in enumerate(tally.atoms):
        for number, columns, listed in atom.kind.sides:
            side = sides[number]
            if atom.function.startswith(side.base.function):
                inside[number].append((index, atom, columns, listed))
    if earlier is not None:
        for (key, side), here in zip(tally.sides, inside, strict=True):
            atoms = [atom for _, atom, _, _ in here]
            stood = earlier.places(key, side, atoms, tally.projects)
            here += [(len(tally.atoms), atom, (), listed) for atom, listed in stood]
    return inside


def _stopping(atom: Atom, stops: frozenset[str], uses: frozenset[str]) -> Atom:
    """An atom whose codes stop where some entry's do, so that nothing below is told."""
    function, economic = _stopped(atom.function, stops), _stopped(atom.kind.economics, uses)
    if (function, economic) == (atom.function, atom.kind.economics):
        return atom
    kind = attrs.evolve(atom.kind, economics=economic)
    return attrs.evolve(atom, function=function, kind=kind)


def panel_of(side: SideForm, scope: Scope) -> int:
    """In which panel of a side a row stands: each nature of a form that prints panels has its own.

    Args:
        side: The side.
        scope: What the row totals.

    >>> from cnbudget import layouts
    >>> (side,) = layouts.load("final-accounts")["basic"].sides
    >>> [panel_of(side, row.scope) for row in side.listed]
    [0, 1]
    """
    natures = [nature for _, nature in side.natures] if side.panels else []
    return next((n for n, nature in enumerate(natures) if scope.nature == nature), 0)


def _at(scope: Scope, atom: Atom) -> bool:
    function = scope.function
    return function is _ALL or atom.function.startswith(function)


def _stops(codes: list[str], lengths: tuple[int, ...]) -> frozenset[str]:
    """The codes at which some entry stops before the last level: nothing below them is told."""
    return frozenset(code for code in codes if code and len(code) < lengths[-1])


def _stopped(code: str, stops: frozenset[str]) -> str:
    for length in EconomicCode.lengths[:-1]:
        if code[:length] in stops:
            return code[:length]
    return code


class _Builder:
    """Makes the lines of a side as atoms ask for them; keys sort as the form orders its rows."""

    def __init__(
        self,
        side: SideForm,
        tally: LedgerSums,
        agency: str,
        names: Edition,
        lines: dict[Key, PlannedRow],
    ) -> None:
        self.side = side
        self.tally = tally
        self.names = names
        self.lines = lines
        self.agency = agency
        self.several = False

    def frame(self, atoms: list[Atom]) -> None:
        """The lines that the form has whatever the ledger: fixed rows, categories, the total."""
        side = self.side
        for number, row in enumerate(side.listed):
            scope = side.base.meet(row.scope)
            if scope is not None:
                self._line(("list", f"{number:03}"), "listed", row.label, scope, path=row.path)
        if side.rows == "function" and side.side is not None:
            for code in self.names.functional:
                if len(code) == 3 and code.startswith("2"):
                    self.function(code)
        if side.rows == "function-project" and atoms:
            agencies = {atom.agency for atom in atoms}
            self.several = len(agencies) > 1
            if not self.several and (self.agency or agencies != {""}):
                label = next(iter(agencies)) or self.agency
                self._line(("", ""), "agency", label, side.base)
        if side.totals:
            self._line(("~",), "total", side.totals[0], side.base)

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
        path: tuple[str, ...] = (),
    ) -> Key:
        if key not in self.lines and scope is not None:
            cells = tuple(PlannedCell() for _ in self.side.columns)
            self.lines[key] = PlannedRow(kind, label, scope, cells, code, name, project, path)
        return key

    def function(self, digits: str, agency: str = "") -> Key:
        key = (agency, digits)
        if key not in self.lines:
            code = FunctionCode(digits)
            scope = self.side.of_code(code, agency=agency or None)
            self._line(key, "code", digits, scope, code=code, name=self._name(digits))
        return key

    def economic(self, digits: str) -> Iterator[Key]:
        for each in rows_of_use(self.side, digits):
            key = ("", each)
            if key not in self.lines:
                code = EconomicCode(each)
                subject = self.names.economic.get(code.digits)
                self._line(
                    key,
                    "code",
                    code.digits,
                    self.side.of_code(code),
                    code=code,
                    name="" if subject is None else subject.name,
                )
            yield key

    def project(self, atom: Atom) -> Key:
        key = ("", atom.part)
        if key not in self.lines:
            shown = self.tally.projects.get(atom.part, atom.part)
            scope = self.side.of_code(None, project=atom.part)
            self._line(key, "project", shown, scope, project=shown, path=(shown,))
        return key

    def function_project(self, digits: str, atom: Atom) -> Iterator[Key]:
        agency = atom.agency if self.several else ""
        if self.several:
            label = agency or self.agency
            agency = agency or self.agency
            yield self._line((agency,), "agency", label, self.side.base.at(agency=agency))
        elif ("", "") in self.lines:
            yield ("", "")
        for each in rows_of_function(self.side, digits):
            yield self.function(each, agency)
        key = (agency, digits, atom.part)
        if key not in self.lines:
            code = FunctionCode(digits)
            shown = self.tally.projects.get(atom.part, atom.part)
            self._line(
                key,
                "code",
                digits,
                self.side.of_code(code, agency=agency or None, project=atom.part),
                code=code,
                name=self._name(digits),
                project=shown,
            )
        yield key

    def _name(self, digits: str) -> str:
        subject = self.names.functional.get(digits)
        return "" if subject is None else subject.name


def _paths(lines: list[PlannedRow]) -> None:
    """Give each line the labels from the top: of codes those of the codes above."""
    codes: list[str] = []
    for line in lines:
        if line.code is None:
            line.path = line.path or (line.label,)
            continue
        depth = line.code.depth
        del codes[depth - 1 :]
        while len(codes) < depth - 1:
            codes.append("")
        codes.append(line.name or line.code.digits)
        path = [label for label in codes if label]
        line.path = (*path, line.project) if line.project else tuple(path)
