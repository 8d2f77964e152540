"""Layouts written as the TOML files that they are loaded from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cnbudget.dimensions import DIMENSIONS, Flags, Flow, FundingSource, Nature
from cnbudget.figures import HALF_UP
from cnbudget.forms.vocabulary import vocabulary
from cnbudget.layouts.forms import (
    LEVELS,
    ColumnForm,
    Layout,
    RowForm,
    SideForm,
    TableForm,
    title_key,
)
from cnbudget.layouts.keys import PIECES
from cnbudget.layouts.printed import LabelForm
from cnbudget.layouts.spoken import SpokenEntry, WordedForm, before_of, side_spoken, title_spoken
from cnbudget.messages import Message
from cnbudget.outputs import encoded
from cnbudget.outputs import save as save_bytes
from cnbudget.scope import Scope
from cnbudget.words import plain, stem

_TOTALS = ("总计", "合计")
#: What says that an entry narrows nothing, whatever its words say.
_ALL = {"source": "ALL"}


def toml_of(layout: Layout) -> str:
    """A layout as the text of a file that `cnbudget.layouts.load` reads; its notes are comments.

    >>> from cnbudget import layouts
    >>> print(*toml_of(layouts.load("xinjiang-2026")).splitlines()[:3], sep=chr(10))
    name = "xinjiang-2026"
    title = "新疆部门预算公开表（2026年，十二张）"
    years = [2026, 2027]
    """
    return "\n".join(_lines(layout)) + "\n"


def save(layout: Layout, path: str | Path) -> Path:
    """Write a layout to a file; a file of that name is replaced, whole or not at all.

    Args:
        layout: The layout.
        path: The file; its name ends in .toml.

    Returns:
        The path.

    Raises:
        UnwritableError: The file cannot be written.

    >>> import os, tempfile
    >>> from cnbudget import layouts
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     name = os.path.join(folder, "form.toml")
    ...     _ = layouts.save(layouts.load("central"), name)
    ...     again = layouts.load(name)
    ...
    >>> again.tables[0].title == layouts.load("central").tables[0].title
    True
    """
    file = Path(path)
    save_bytes(file, encoded(toml_of(layout), file))
    return file


def _lines(layout: Layout) -> Iterator[str]:
    yield from _comments(words for key, words in layout.notes if not key)
    top: dict[str, Any] = {"name": layout.name}
    if layout.title != layout.name:
        top["title"] = layout.title
    if layout.years:
        top["years"] = layout.years
    if layout.stage != "预算":
        top["stage"] = layout.stage
    if layout.level != LEVELS[0]:
        top["level"] = layout.level
    top |= {"unit": layout.unit.zh, "places": layout.places}
    told = {
        "source": (layout.sources, FundingSource.ALL),
        "nature": (layout.nature, Nature.ALL),
        "flow": (layout.flow, Flow.EXPENDITURE),
    }
    for key, (mine, usual) in told.items():
        if mine != usual:
            top[key] = _named(mine)
    whole = Scope(source=layout.sources, nature=layout.nature, flow=layout.flow)
    form = WordedForm(layout.stage, whole, vocabulary())
    if layout.words:
        top["words"] = True
    yield from (f"{key} = {_value(value)}" for key, value in top.items())
    for table in layout.tables:
        notes = (words for key, words in layout.notes if key == table.key)
        yield from _table(table, layout, form, notes)


def _comments(notes: Iterable[Message]) -> Iterator[str]:
    for words in notes:
        for line in (words.zh, words.en):
            yield "# " + " ".join(line.split())


def _table(
    table: TableForm, layout: Layout, form: WordedForm, notes: Iterable[Message]
) -> Iterator[str]:
    yield ""
    yield "[[tables]]"
    yield from _comments(notes)
    found: dict[str, Any] = {"key": table.key}
    if table.number:
        found["number"] = table.number
    found["title"] = table.title
    others = sorted(table.titles - {title_key(table.title)})
    if others:
        found["titles"] = others
    if table.en != table.key:
        found["en"] = table.en
    if table.unit is not layout.unit:
        found["unit"] = table.unit.zh
    if table.places != layout.places:
        found["places"] = table.places
    if table.rounding != HALF_UP:
        found["rounding"] = table.rounding
    before = before_of((column.path for side in table.sides for column in side.columns), form)
    told = title_spoken(table.title, form, before=before)
    bases = {side.base for side in table.sides} or {told}
    base = next(iter(bases)) if len(bases) == 1 else told
    if not all(each <= base for each in bases):
        base = form.whole
    if base != told:
        found |= _piece(base, form.whole) or _ALL
    if not table.sides:
        found["sides"] = ()
    yield from (f"{key} = {_value(value)}" for key, value in found.items())
    for side in table.sides:
        yield ""
        yield "[[tables.sides]]"
        yield from _side(side, base, form, words=layout.words)


def _side(side: SideForm, within: Scope, form: WordedForm, *, words: bool) -> Iterator[str]:
    found: dict[str, Any] = {}
    if side.side is not None:
        found["side"] = side.side
    if side.groups:
        found["group"] = _spelt(side.group, side.groups, plain)
    if not side.label_columns:
        found["labels"] = side.label_headings
    found["rows"] = side.rows
    for key in ("names", "panels"):
        if getattr(side, key):
            found[key] = True
    if not side.complete:
        found["complete"] = False
    if side.totals != _TOTALS:
        found["total"] = side.totals
    if side.base != side_spoken(side.side, within, form):
        found |= _piece(side.base, within) or _ALL
    each = _piece(side.coded, side.base)
    if side.natures:
        each["natures"] = {str(nature.name): codes for codes, nature in side.natures}
    if each:
        found["each"] = each
    yield from (f"{key} = {_value(value)}" for key, value in found.items())
    for key, items in (
        ("label_columns", [_label_column(label) for label in side.label_columns]),
        ("columns", [_column(column, side.base, form, words=words) for column in side.columns]),
        ("list", [_row(row, side.base, form) for row in side.listed]),
    ):
        if items or key == "columns":
            yield f"{key} = ["
            yield from (f"  {_value(item)}," for item in items)
            yield "]"


def _label_column(label: LabelForm) -> dict[str, Any]:
    found: dict[str, Any] = {"path": label.path, "holds": label.holds}
    for key in ("of", "piece", "coded", "numbered", "behind", "alone"):
        if getattr(label, key):
            found[key] = getattr(label, key)
    return found


def _column(column: ColumnForm, base: Scope, form: WordedForm, *, words: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"key": column.key}
    if words:
        found["path"] = column.path
    if not words or column.headings != {plain(column.heading)} or not column.path:
        found["heading"] = _spelt(column.heading, column.headings, plain)
    if not words and column.under:
        found["under"] = _spelt(column.path[0], column.under, plain)
    elif words and column.under != frozenset(map(plain, column.path[-2:-1])):
        found["under"] = sorted(column.under)
    said = None if column.open else form.spoken(column.path, "column", base)
    if said is not None and column.derived and not said.derived:
        found["derived"], said = True, None
    found |= _unsaid(column.scope, column.year, said, base)
    if (
        said is not None
        and said.derived
        and not column.derived
        and not PIECES.keys() & found.keys()
    ):
        found["derived"] = False
    if column.optional and not column.derived:
        found["optional"] = True
    if column.open:
        found["open"] = column.open
    return found


def _row(row: RowForm, base: Scope, form: WordedForm) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if row.rows:
        found["rows"] = "-".join("+".join(level) for level in row.rows)
        if row.digits:
            found["digits"] = row.digits
    else:
        if row.level != 1:
            found["level"] = row.level
        if row.key:
            found["key"] = row.key
        if row.beside:
            found["beside"] = row.beside
        found["label"] = _spelt(row.label, row.labels, stem)
    silent = row.rows or row.coded or row.total or row.open
    said = None if silent else form.spoken(row.path, "row", base)
    found |= _unsaid(row.scope, row.year, said, base)
    for key in ("total", "coded", "optional"):
        if getattr(row, key):
            found[key] = True
    if row.open:
        found["open"] = row.open
    return found


def _spelt(first: str, all_: frozenset[str], folded: Any) -> list[str]:
    """Spellings, the usual one first."""
    return [first, *sorted(all_ - {folded(first)})]


def _piece(scope: Scope, within: Scope) -> dict[str, Any]:
    """What a scope adds to another, in the keys of layouts."""
    found: dict[str, Any] = {}
    for each in DIMENSIONS:
        mine = getattr(scope, each.name)
        if each.key and mine != getattr(within, each.name) and mine is not None:
            found[each.key] = (
                _named(mine) if isinstance(each.sets, Flags) else each.sets.plain(mine)
            )
    return found


def _unsaid(scope: Scope, year: int, said: SpokenEntry | None, base: Scope) -> dict[str, Any]:
    """What of the scope and year of a row or column its words do not say, in the keys of layouts."""
    anything = Scope(flow=base.flow)
    said = said or SpokenEntry(anything)
    found: dict[str, Any] = {}
    if scope != said.scope:
        found = _piece(scope, anything) or dict(_ALL)
    if year != (0 if found else said.year):
        found["year"] = year
    return found


def _named(mine: Any) -> str:
    """A set of few kinds as the fewest names that make it up."""
    members = type(mine).__members__
    left, names = mine, []
    for name, member in sorted(members.items(), key=lambda pair: -pair[1].value.bit_count()):
        if member and member & mine == member and member & left:
            names.append(name)
            left &= ~member
    return " | ".join(sorted(names, key=lambda name: members[name].value))


def _value(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        import json  # few programs write layouts

        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(value)
