"""From a disclosure to the layout that it follows: last year's document is this year's form.

What a table totals by its rows and columns is written down as it was read; codes, agencies and projects stand in it as
the kind of rows that a ledger brings. What reading left open stays open, and `Layout.notes` says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

import attrs

from cnbudget.dimensions import BY_NAME, KINDS, Flow
from cnbudget.disclosure import Disclosure
from cnbudget.figures import ColumnAddress, State
from cnbudget.layouts import (
    ColumnForm,
    LabelForm,
    Layout,
    RowForm,
    SideForm,
    TableForm,
    load,
    names,
)
from cnbudget.layouts.forms import title_key
from cnbudget.layouts.printed import CODED, LEVELS, undated
from cnbudget.messages import Message, say
from cnbudget.scope import EVERYTHING, PART, Scope
from cnbudget.tables import Row, Side, Table
from cnbudget.words import plain, stem

__all__ = ["layout_of"]

#: The dimension of each thing that rows are told by.
_DIMENSION = {each: each for each in LEVELS} | {"government": "government_economic"}
_CATEGORY = 3  # the digits of a category
#: Rows of the form itself; all others are the agency's, and come of its ledger.
_OF_FORM = ("listed", "total", "unknown")
NoteTaker = Callable[[Message], None]


def layout_of(budget: Disclosure, name: str = "", *, title: str = "") -> Layout:
    """The layout that a disclosure follows.

    Of a disclosure that was read by a layout that ships it is that layout, with the titles, tables and columns that
    this document has. Of all others it is what their words said; these keep what stands in columns of labels, so that
    a ledger is published as the document looks.

    Args:
        budget: The disclosure; ``read(path, layouts=())`` reads any by its words.
        name: The layout's name; that of the agency if not given.
        title: What it is, in Chinese.

    Returns:
        A `cnbudget.layouts.Layout` to read documents with and to publish ledgers in; its ``notes`` say what of the
        document could not be written down.

    >>> import cnbudget
    >>> from cnbudget.examples import example_path
    >>> form = cnbudget.layout_of(cnbudget.read(example_path("artux"), layouts=()), "artux")
    >>> form
    <Layout artux: 按“阿图什市医疗保障局”2026年公开文件写成的表式, 12 tables>
    >>> [column.heading for column in form["basic"].sides[0].columns]
    ['合计', '人员经费', '公用经费']
    """
    made_title = title or say("layouts.learnt", agency=budget.agency, year=budget.year or "").zh
    if budget.layout in names():
        return attrs.evolve(
            _narrowed(load(budget.layout), budget), name=name or budget.layout, title=made_title
        )
    notes: list[tuple[str, Message]] = []
    flows = Flow.EXPENDITURE
    tables = []
    for table in budget.tables:
        if table.status == "missing":
            continue

        def note(words: Message, key: str = table.key) -> None:
            notes.append((key, words))

        tables.append(_table(table, budget, note))
    for form in tables:
        for side in form.sides:
            flows |= side.base.flow
    return Layout(
        name or budget.agency or "words",
        title=made_title,
        years=() if budget.year is None else (budget.year, budget.year + 1),
        unit=budget.unit,
        places=_usual((table.places for table in tables), 2),
        nature=budget.nature,
        sources=budget.sources,
        flow=flows,
        stage=budget.stage,
        level=budget.level or "部门",
        words=True,
        notes=tuple(notes),
        tables=tuple(tables),
    )


def _narrowed(layout: Layout, budget: Disclosure) -> Layout:
    """A layout with what a document that follows it has: its tables, titles and units, and what may be left out."""
    here = {table.key: table for table in budget.tables if table.status != "missing"}
    tables = []
    for form in layout.tables:
        table = here.get(form.key)
        if table is None:
            continue
        title = undated(table.title or form.title, budget.year)
        printed = (f.places for side in table.sides for f in side.figures if f.state is State.VALUE)
        tables.append(
            attrs.evolve(
                form,
                number=table.number or form.number,
                title=title,
                titles=form.titles | {title_key(title)},
                unit=table.unit,
                places=_usual(printed, form.places),
                sides=tuple(
                    _narrowed_side(own, side)
                    for own, side in zip(form.sides, table.sides, strict=True)
                ),
            )
        )
    return attrs.evolve(
        layout,
        years=() if budget.year is None else (budget.year, budget.year + 1),
        unit=budget.unit,
        level=budget.level or layout.level,
        tables=tuple(tables),
    )


def _narrowed_side(form: SideForm, side: Side[Any]) -> SideForm:
    keys = {column.key for column in side.columns}
    paths = {row.address.path for row in side.rows if row.kind == "listed"}
    derived = {figure.column.column for figure in side.differences}
    return attrs.evolve(
        form,
        columns=tuple(
            column
            for column in form.columns
            if not column.optional or column.key in keys or (column.derived and derived)
        ),
        listed=tuple(row for row in form.listed if not row.optional or row.path in paths),
    )


def _table(table: Table[Any], budget: Disclosure, note: NoteTaker) -> TableForm:
    if not any(side.columns for side in table.sides):
        note(say("layouts.only_title"))
    title = undated(table.title, budget.year)
    sides = [_Learner(side, budget, note).side() for side in table.sides if side.columns]
    printed = (f.places for side in table.sides for f in side.figures if f.state is State.VALUE)
    return TableForm(
        table.key,
        table.number or 0,
        title=title,
        titles=frozenset((title_key(title),)),
        en=table.key,
        sides=tuple(sides),
        unit=table.unit,
        places=_usual(printed, 2),
    )


def _usual(places: Iterable[int], default: int) -> int:
    counts = Counter(places)
    return max(counts, key=lambda each: (counts[each], each), default=default)


class _Learner:
    """Writes down a side of a table."""

    def __init__(self, side: Side[Any], budget: Disclosure, note: NoteTaker) -> None:
        self.from_ = side
        self.year = budget.year
        self.whole = Scope(nature=budget.nature, source=budget.sources)
        self.note = note

    def side(self) -> SideForm:
        """The side's form."""
        if not self.from_.rows:
            self.note(say("layouts.no_rows"))
        listed = tuple(self._rows())
        known = [each.scope for each in listed if not each.open]
        base = _hull(known) if known else self.whole
        listed = tuple(
            attrs.evolve(row, scope=Scope(flow=base.flow) if row.open else _less(row.scope, base))
            for row in listed
        )
        columns = tuple(
            self._column(column, n, base) for n, column in enumerate(self.from_.columns)
        )
        labels = self._label_columns()
        return SideForm(
            side=self.from_.side,
            groups=frozenset(),
            labels=frozenset(plain(each.path[-1]) for each in labels if each.path),
            rows="list",
            totals=(),
            complete=True,
            columns=(*columns, *self._derived(base)),
            listed=listed,
            base=base,
            coded=base,
            label_headings=tuple(each.path[-1] for each in labels if each.path),
            label_columns=labels,
        )

    # Rows -------------------------------------------------------------------------------------------

    def _of_form(self, row: Row) -> bool:
        """Whether a row is the form's own: what it is does not come of a ledger."""
        if row.kind == "unknown":
            scope = row.address.scope
            return (scope is None or not scope.project) and any(
                each.kind == "listed" for each in self.from_.rows
            )
        if row.kind == "listed" and self._of_one_agency(row):
            return False
        return row.kind in _OF_FORM or (row.code is not None and self._lists_categories)

    def _of_one_agency(self, row: Row) -> bool:
        """Whether a row is one of an agency's, as each has them again (2025年, 2026年 under each unit)."""
        scope = row.address.scope
        if scope is None or not scope.agency or scope.agency[0].startswith(PART):
            return False
        return any(each.agency != scope.agency for each in _scopes_of(self.from_.rows))

    @property
    def _lists_categories(self) -> bool:
        """Whether the form has rows of its own for categories, those printed of which the agency has nothing."""
        side = self.from_
        coded = [row for row in side.rows if row.code is not None]
        if any(row.kind in ("agency", "project") or row.address.project for row in side.rows):
            return False
        if any(len(row.code.digits) > _CATEGORY for row in coded if row.code is not None):
            return False
        if side.side is None and not any(row.kind == "listed" for row in side.rows):
            return False
        return len(_kinds_of(_scopes_of(coded))) > 1 or not all(
            any(f.value for f in row.figures) for row in coded
        )

    def _rows(self) -> list[RowForm]:
        """The form's own rows in their order, and the places of those that a ledger brings."""
        runs = [(own, list(rows)) for own, rows in groupby(self.from_.rows, key=self._of_form)]
        brought = [rows for own, rows in runs if not own]
        kinds = [frozenset(_kinds_of(_scopes_of(rows))) for rows in brought]
        apart = len(set(kinds)) > 1  # under each kind of procurement its own agencies
        if brought and not apart:
            brought = [[row for rows in brought for row in rows]]
        found: list[RowForm] = []
        path: tuple[str, ...] = ()
        waiting = iter(brought)
        for own, rows in runs:
            if not own:
                made = self._brought(next(waiting, []))
                found += [] if made is None else [attrs.evolve(made, path=path)]
                continue
            for row in rows:
                found.append(self._fixed(row, path))
                path = path if found[-1].coded or found[-1].beside else found[-1].path
        return found

    def _fixed(self, row: Row, above: tuple[str, ...]) -> RowForm:
        scope, offset = self._timeless(row.address.scope)
        text = self._label(row)
        coded = row.code is not None and scope is not None
        beside = undated(self._beside(row), self.year)
        level = 1 if coded or beside else max(1, min(len(row.address.path), len(above) + 1))
        held = self._held(row.figures) if scope is None else ""
        if held == "printed":
            self.note(say("layouts.row_open", label=text))
        return RowForm(
            "",
            text,
            labels=frozenset((stem(text),)),
            level=level,
            path=(beside, text) if beside else (text,) if coded else (*above[: level - 1], text),
            beside=beside,
            scope=scope or EVERYTHING,
            total=row.kind == "total",
            coded=coded,
            year=offset,
            open=held,
        )

    def _beside(self, row: Row) -> str:
        """What a row of the form prints before its label, in a column of its own."""
        names = [
            text
            for column, text in zip(self.from_.label_columns, row.labels, strict=False)
            if column.holds == "name"
        ]
        return names[0] if len(names) > 1 and names[0] and any(names[1:]) else ""

    def _label(self, row: Row) -> str:
        """What a row of the form prints as its label."""
        if row.code is not None and any(each.coded for each in self.from_.label_columns):
            return row.label
        names = [
            text
            for column, text in zip(self.from_.label_columns, row.labels, strict=False)
            if text and column.holds in ("name", "agency", "project")
        ]
        return undated(names[-1] if names else row.label, self.year)

    @staticmethod
    def _held(figures: Iterable[Any]) -> str:
        return "printed" if any(figure.value for figure in figures) else "blank"

    def _timeless(self, scope: Scope | None) -> tuple[Scope | None, int]:
        """A scope without its year, and how far that is from the document's."""
        if scope is None or scope.year is None or self.year is None:
            return scope, 0
        return scope.evolve(year=None), scope.year - self.year

    def _brought(self, rows: Sequence[Row]) -> RowForm | None:
        """What tells some rows that a ledger brings."""
        levels: list[tuple[str, ...]] = []
        unknown = [row for row in rows if row.address.scope is None]
        if unknown and len(unknown) < len(rows):
            self.note(say("layouts.rows_open", count=len(unknown), label=unknown[0].label))
        rows = [row for row in rows if row.address.scope is not None] or list(rows)
        coded = [row for row in rows if row.code is not None]
        if any(row.kind == "agency" for row in rows):
            levels.append(("agency",))
        told = self._told(coded)
        projects = any(row.address.project for row in rows)
        if coded and projects and any(row.address.project for row in coded):
            told, projects = (*told, "project"), False
        if told:
            levels.append(told)
        if projects:
            levels.append(("project",))
        scopes = _scopes_of(rows)
        if not levels or not scopes:
            if rows:
                self.note(say("layouts.rows_not_told", count=len(rows)))
            return None
        known = _kinds_of(scopes)
        if len(known) > 1:
            self.note(say("layouts.rows_of_kinds", count=len(rows)))
        base = known.most_common(1)[0][0]
        return RowForm(
            "",
            "",
            labels=frozenset(),
            level=1,
            path=(),
            scope=base & _common(scopes, told),
            rows=tuple(levels),
            digits={each: self._digits(coded, each) for each in told if each in CODED},
        )

    def _told(self, coded: Sequence[Row]) -> tuple[str, ...]:
        """The classifications that rows with codes are told by."""
        found: Counter[str] = Counter()
        for row in coded:
            scope = row.address.scope
            for each in CODED:
                if scope is not None and _digits_of(scope, each):
                    found[each] += 1
        if not found and coded:
            kind = type(coded[0].code)
            return tuple(each for each, own in CODED.items() if own is kind)
        everywhere = self._whole_codes()
        return tuple(each for each in CODED if found[each] and each not in everywhere)

    def _whole_codes(self) -> set[str]:
        """The classifications of which all rows are of one code, as a table of 委托业务费 is: that is the table's."""
        scopes = _scopes_of(self.from_.rows)
        totals = [row.address.scope for row in self.from_.rows if row.kind == "total"]
        same = totals[0] if totals and totals[0] is not None else None
        return {
            each
            for each in CODED
            if same is not None
            and _digits_of(same, each)
            and all(_digits_of(scope, each) == _digits_of(same, each) for scope in scopes)
        }

    @staticmethod
    def _digits(coded: Sequence[Row], each: str) -> tuple[int, ...]:
        """How many digits codes have; of codes none of which stands below another only the longest."""
        codes = {
            digits
            for row in coded
            if row.address.scope is not None and (digits := _digits_of(row.address.scope, each))
        }
        lengths = tuple(sorted({len(code) for code in codes}))
        nested = any(code[:length] in codes for code in codes for length in range(3, len(code), 2))
        return lengths if nested else lengths[-1:]

    # Columns ----------------------------------------------------------------------------------------

    def _column(self, column: ColumnAddress, number: int, base: Scope) -> ColumnForm:
        scope, offset = self._timeless(column.scope)
        if scope is not None and base.meet(scope) is None:
            scope = None  # of no row
        if scope is not None:
            scope = scope.evolve(flow=scope.flow & base.flow)
        path = tuple(undated(text, self.year) for text in column.path)
        held = self._held(r.figures[number] for r in self.from_.rows) if scope is None else ""
        if held == "printed":
            self.note(say("layouts.column_open", heading="/".join(path)))
        heading = path[-1] if path else undated(column.column, self.year)
        return ColumnForm(
            column.key,
            heading,
            headings=frozenset((plain(heading),)),
            under=frozenset(map(plain, path[-2:-1])),
            path=path,
            scope=scope or Scope(flow=base.flow),
            year=offset,
            open=held,
        )

    def _derived(self, base: Scope) -> list[ColumnForm]:
        """Columns of differences."""
        rows = set(self.from_.columns)  # rows of differences have the columns of the others
        paths = dict.fromkeys(
            figure.column.path for figure in self.from_.differences if figure.column not in rows
        )
        return [
            ColumnForm(
                f"difference_{number}",
                undated(path[-1], self.year) if path else "",
                headings=frozenset(plain(undated(text, self.year)) for text in path[-1:]),
                under=frozenset(plain(undated(text, self.year)) for text in path[-2:-1]),
                path=tuple(undated(text, self.year) for text in path),
                scope=Scope(flow=base.flow),
                optional=True,
                derived=True,
            )
            for number, path in enumerate(paths, 1)
        ]

    def _label_columns(self) -> tuple[LabelForm, ...]:
        if self.from_.label_columns:
            return tuple(
                attrs.evolve(each, path=tuple(undated(text, self.year) for text in each.path))
                for each in self.from_.label_columns
            )
        return ()


def _scopes_of(rows: Iterable[Row]) -> list[Scope]:
    """The scopes of rows, where they are known."""
    return [row.address.scope for row in rows if row.address.scope is not None]


def _digits_of(scope: Scope, each: str) -> str:
    """The one code of a classification that a scope is of, or ""."""
    codes = getattr(scope, _DIMENSION[each])
    return codes[0] if len(codes) == 1 else ""


def _kinds_of(scopes: Sequence[Scope]) -> Counter[Scope]:
    """The money of each scope, wherever it is."""
    return Counter(
        Scope(stage=scope.stage, **{name: getattr(scope, name) for name in KINDS})
        for scope in scopes
    )


def _common(scopes: Sequence[Scope], told: tuple[str, ...]) -> Scope:
    """What is the same in all scopes of codes and names, but for what tells them apart."""
    mine = {_DIMENSION[each] for each in (*told, "agency", "project")}
    same: dict[str, Any] = {}
    for name in ("function", "economic", "government_economic"):
        values = {getattr(scope, name) for scope in scopes}
        if name not in mine and len(values) == 1:
            same[name] = values.pop()
    agencies = {scope.agency for scope in scopes}
    if len(agencies) == 1:  # 机关 in a table of what it costs to run
        same["agency"] = agencies.pop()
    return Scope(flow=Flow.ALL, **same)


def _less(scope: Scope, base: Scope) -> Scope:
    """A scope without what its side says of few kinds anyway."""
    same = {name for name in KINDS if getattr(scope, name) == getattr(base, name)} - {"flow"}
    return scope.evolve(**{name: BY_NAME[name].sets.whole for name in same})


def _hull(scopes: Sequence[Scope]) -> Scope:
    """The smallest scope of few kinds that has all of some."""
    made: dict[str, Any] = {}
    for name in BY_NAME:
        values = [getattr(scope, name) for scope in scopes]
        if name in KINDS:
            joined = values[0]
            for value in values[1:]:
                joined |= value
            made[name] = joined
        elif len(set(values)) == 1:
            made[name] = values[0]
        elif name in ("function", "economic", "government_economic"):
            algebra = BY_NAME[name].sets
            widest = next((v for v in values if all(algebra.within(o, v) for o in values)), None)
            made[name] = widest
    return Scope(**made)
