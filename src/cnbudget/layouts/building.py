"""From the data of a layout to its parts; what is wrong in the data is named with its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from cnbudget.amounts import Unit
from cnbudget.dimensions import BY_NAME, DIMENSIONS, Flags
from cnbudget.errors import CnbudgetError, LayoutError, ScopeError
from cnbudget.figures import ROUNDINGS
from cnbudget.forms.vocabulary import Vocabulary, vocabulary
from cnbudget.layouts.forms import (
    LEVELS,
    OPEN,
    ROW_KINDS,
    ColumnForm,
    Layout,
    RowForm,
    SideForm,
    TableForm,
    title_key,
)
from cnbudget.layouts.keys import PIECES, check_keys
from cnbudget.layouts.printed import CODED, HOLDS, LabelForm, levels_of
from cnbudget.layouts.spoken import SpokenEntry, WordedForm, before_of, side_spoken, title_spoken
from cnbudget.messages import Said, say
from cnbudget.scope import EVERYTHING, STAGES, Scope
from cnbudget.words import plain, stem

_DEEPEST = 8  # layouts that extend one another


def extended(data: dict[str, Any], base: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """The data of a layout with those of the layouts that it extends; ``base`` gives these by name."""
    for _ in range(_DEEPEST):
        if "extends" not in data:
            break
        below = base(str(data["extends"]))
        data = _over({key: value for key, value in data.items() if key != "extends"}, below)
    return data


def build(
    data: dict[str, Any],
    where: str,
    base: Callable[[str], dict[str, Any]],
    words: Vocabulary | None = None,
) -> Layout:
    """A layout from its data.

    Args:
        data: The data, as its file has them.
        where: The file's name, for errors.
        base: Gives the data of the layout that it extends.
        words: The vocabulary by which entries are understood that state no scope; that in use if not given.

    Raises:
        LayoutError: Something is missing or wrong; the message names the place.
    """
    try:
        check_keys(data)  # those of a base are held to the list when it is built itself
        layout = _layout(extended(data, base), words or vocabulary())
    except CnbudgetError as error:
        error.where = error.where or where
        if isinstance(error, LayoutError):
            raise
        wrong = LayoutError(error.message, zh=error.zh, where=where, value=error.value)
        wrong.key, wrong.hint, wrong.hint_zh = error.key, error.hint, error.hint_zh
        raise wrong from error
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise LayoutError(say("layouts.incomplete", error=error), where=where) from error
    keys = [table.key for table in layout.tables]
    if len(set(keys)) != len(keys) or not keys:
        raise LayoutError(say("layouts.table_key"), where=where)
    return layout


def _layout(data: dict[str, Any], words: Vocabulary) -> Layout:
    whole = _scope(_pieces(data), EVERYTHING, anew=True)
    if data.get("level", LEVELS[0]) not in LEVELS:
        raise LayoutError(
            say("layouts.holds_unknown", known=", ".join(LEVELS)), value=data["level"]
        )
    stage = str(data.get("stage", "预算"))
    if stage not in ("预算", "决算"):
        raise LayoutError(say("layouts.not_budget_or_account"), value=stage)
    form = WordedForm(stage, whole, words)
    tables = tuple(_table(table, form, data) for table in data["tables"])
    return Layout(
        str(data["name"]),
        title=str(data.get("title", data["name"])),
        years=tuple(data.get("years", ())),
        unit=Unit.of(data.get("unit", "万元")),
        places=int(data.get("places", 2)),
        nature=whole.nature,
        sources=whole.source,
        flow=whole.flow,
        words=bool(data.get("words", False)),
        stage=stage,
        level=str(data.get("level", LEVELS[0])),
        tables=tables,
    )


def _over(data: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    """The base with the parts that ``data`` gives in their place; tables merge by key."""
    dropped = set(data.get("drop", ()))
    absent = dropped - {table["key"] for table in base["tables"]}
    if absent:
        raise LayoutError(
            say(
                "layouts.table_not_in_base",
                get=base.get("name"),
                tables=[table["key"] for table in base["tables"]],
            ),
            value=min(absent),
        )
    changes = {table["key"]: table for table in data.get("tables", ())}
    tables = [
        table | changes.pop(table["key"], {})
        for table in base["tables"]
        if table["key"] not in dropped
    ]
    return base | data | {"tables": tables + list(changes.values())}


def _flag(name: str, text: str) -> Any:
    """Members of a dimension's flag, written "GENERAL_OWN | OTHER"."""
    dimension = BY_NAME[name]
    try:
        return dimension.sets.back(text)
    except ScopeError as error:
        wrong = LayoutError(
            say("layouts.not_of_dimension", names=Said(dimension.zh, dimension.en)),
            value=error.value,
        )
        wrong.hint, wrong.hint_zh = error.hint, error.hint_zh
        raise wrong from error


def _pieces(data: dict[str, Any]) -> dict[str, Any]:
    """What the top of a layout says of the scope of all its tables; its stage is said by itself."""
    return {key: data[key] for key in PIECES if key in data and key != "stage"}


def _scope(data: dict[str, Any], within: Scope, *, anew: bool = False) -> Scope:
    """The piece of scope that the keys of ``data`` say, within another.

    A piece that says no flow has those of what it stands in. With ``anew`` there is nothing that it stands in.
    """
    if not PIECES.keys() & data.keys():
        return within
    stage = data.get("stage")
    if stage is not None and stage not in STAGES:
        raise LayoutError(say("layouts.not_a_stage"), value=str(stage))
    sets: dict[str, Any] = {"flow": within.flow}
    for each in DIMENSIONS:
        if each.key and each.key in data:
            value = data[each.key]
            sets[each.name] = _flag(each.name, value) if isinstance(each.sets, Flags) else value
    return Scope(**sets) if anew else within & Scope(**sets)


def _table(data: dict[str, Any], form: WordedForm, layout: dict[str, Any]) -> TableForm:
    if PIECES.keys() & data.keys():
        bases = [_scope(data, form.whole)]
    else:
        columns = [column for side in data["sides"] for column in side["columns"]]
        before = before_of(map(_printed, columns), form)
        # what columns and rows state may speak against what a title says: then it says nothing
        bases = [title_spoken(str(data["title"]), form, before=before), form.whole]
    titles = [data["title"], *data.get("titles", ())]
    rounding = str(data.get("rounding", layout.get("rounding", ROUNDINGS[0])))
    if rounding not in ROUNDINGS:
        known = ", ".join(ROUNDINGS)
        raise LayoutError(say("layouts.rounding_unknown", known=known), value=rounding)
    return TableForm(
        str(data["key"]),
        int(data.get("number", 0)),
        title=str(data["title"]),
        titles=frozenset(map(title_key, titles)),
        en=str(data.get("en", data["key"])),
        sides=tuple(_side(side, bases, form) for side in data["sides"]),
        unit=Unit.of(data.get("unit", layout.get("unit", "万元"))),
        places=int(data.get("places", layout.get("places", 2))),
        rounding=rounding,
    )


def _side(data: dict[str, Any], bases: list[Scope], form: WordedForm) -> SideForm:
    """A side of a table by the first of some scopes of its table that what is stated in it agrees with."""
    if data["rows"] not in ROW_KINDS:
        raise LayoutError(say("layouts.rows_unknown"), value=data["rows"])
    for base in bases:
        side = _side_within(data, base, form)
        outside = next((name for name, scope in _parts(side) if side.base.meet(scope) is None), "")
        if not outside:
            return side
    raise LayoutError(say("layouts.outside_table"), value=outside)


def _parts(side: SideForm) -> list[tuple[str, Scope]]:
    """The columns, rows and natures of a side with the scopes that they add."""
    found = [(column.heading, column.scope) for column in side.columns]
    found += [(listed.label, listed.scope) for listed in side.listed]
    flow = side.base.flow
    return found + [(str(n.name), Scope(nature=n, flow=flow)) for _, n in side.natures]


def _side_within(data: dict[str, Any], table: Scope, form: WordedForm) -> SideForm:
    base = (
        _scope(data, table)
        if PIECES.keys() & data.keys()
        else side_spoken(data.get("side"), table, form)
    )
    rows: list[RowForm] = []
    above: tuple[str, ...] = ()
    for row in data.get("list", ()):
        rows.append(_row(row, above, base, form))
        above = above if rows[-1].coded or rows[-1].beside else rows[-1].path
    told = tuple(map(_label_column, data.get("label_columns", ())))
    labels = data["labels"] if "labels" in data else [c.path[-1] for c in told if c.path]
    each = data.get("each", {})
    natures = tuple(
        (tuple(codes), _flag("nature", name)) for name, codes in each.get("natures", {}).items()
    )
    return SideForm(
        side=data.get("side"),
        groups=frozenset(map(plain, data.get("group", ()))),
        labels=frozenset(map(plain, labels)),
        rows=data["rows"],
        totals=tuple(map(plain, data.get("total", ("总计", "合计")))),
        complete=bool(data.get("complete", True)),
        columns=tuple(_column(column, base, form) for column in data["columns"]),
        listed=tuple(rows),
        base=base,
        coded=_scope(each, base),
        natures=natures,
        names=bool(data.get("names", False)),
        panels=bool(data.get("panels", False)),
        group=str(next(iter(data.get("group", ())), "")),
        label_headings=tuple(map(str, labels)),
        label_columns=told,
    )


def _label_column(data: dict[str, Any]) -> LabelForm:
    holds, of = str(data["holds"]), str(data.get("of", ""))
    if holds not in HOLDS:
        raise LayoutError(say("layouts.holds_unknown", known=", ".join(HOLDS)), value=holds)
    if of and of not in CODED:
        raise LayoutError(say("layouts.holds_unknown", known=", ".join(CODED)), value=of)
    return LabelForm(
        tuple(map(str, data["path"])),
        holds,
        of=of,
        piece=int(data.get("piece", 0)),
        coded=str(data.get("coded", "")),
        behind=bool(data.get("behind", False)),
        numbered=bool(data.get("numbered", False)),
        alone=bool(data.get("alone", False)),
    )


def _row(data: dict[str, Any], above: tuple[str, ...], base: Scope, form: WordedForm) -> RowForm:
    """A fixed row, under the labels of the one before; or the place of rows that a ledger brings."""
    levels = levels_of(data["rows"]) if "rows" in data else ()
    if levels is None:
        raise LayoutError(say("layouts.rows_unknown"), value=data["rows"])
    level = int(data.get("level", 1))
    label = "" if levels else data["label"][0]
    coded, beside = bool(data.get("coded", False)), str(data.get("beside", ""))
    over = (beside,) if beside else () if coded else above[: level - 1]
    lengths = data.get("digits", {})
    if not lengths.keys() <= CODED.keys():
        raise LayoutError(say("layouts.rows_unknown"), value=min(lengths.keys() - CODED.keys()))
    path = above if levels else (*over, label)
    silent = bool(levels or coded or data.get("total"))
    said = _said(data, () if silent else path, "row", base, form)
    return RowForm(
        data.get("key", ""),
        label,
        labels=frozenset(map(stem, data.get("label", ()))),
        level=level,
        path=path,
        beside=beside,
        scope=said.scope,
        optional=bool(data.get("optional", False)),
        total=bool(data.get("total", False)),
        coded=coded,
        year=said.year,
        open=_open(data),
        rows=levels,
        digits={name: tuple(map(int, each)) for name, each in lengths.items()},
    )


def _said(
    data: dict[str, Any], path: tuple[str, ...], place: str, base: Scope, form: WordedForm
) -> SpokenEntry:
    """What a row or a column totals, as it is stated, or else as its words say."""
    anything = EVERYTHING if base.flow is EVERYTHING.flow else Scope(flow=base.flow)
    if PIECES.keys() & data.keys():
        said = SpokenEntry(_scope(data, anything))
    elif "open" in data or data.get("derived") or not path:
        said = SpokenEntry(anything)
    else:
        said = form.spoken(path, place, base)
    if "derived" in data:
        said = attrs.evolve(said, derived=bool(data["derived"]))
    return attrs.evolve(said, year=int(data["year"])) if "year" in data else said


def _open(data: dict[str, Any]) -> str:
    held = str(data.get("open", ""))
    if held and held not in OPEN:
        raise LayoutError(say("layouts.holds_unknown", known=", ".join(OPEN)), value=held)
    return held


def _column(data: dict[str, Any], base: Scope, form: WordedForm) -> ColumnForm:
    path = tuple(map(str, data.get("path", ())))
    headings = data["heading"] if "heading" in data else path[-1:] or [""]
    under = data.get("under", path[-2:-1])
    heading, printed = headings[0], _printed(data)
    said = _said(data, printed, "column", base, form)
    return ColumnForm(
        str(data["key"]),
        heading,
        headings=frozenset(map(plain, headings)),
        under=frozenset(map(plain, under)),
        path=printed,
        open=_open(data),
        scope=said.scope,
        optional=bool(data.get("optional", False) or said.derived),
        derived=said.derived,
        year=said.year,
    )


def _printed(data: dict[str, Any]) -> tuple[str, ...]:
    """The headings of a column from the top, as far as its data tell them."""
    if "path" in data:
        return tuple(map(str, data["path"]))
    return (*data.get("under", ())[:1], data["heading"][0] if "heading" in data else "")
