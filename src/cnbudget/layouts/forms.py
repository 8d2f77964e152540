"""The parts of a layout, and how they are made from its data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from cnbudget.amounts import Unit
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.errors import CnbudgetError, LayoutError, NotInBudgetError
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.words import plain, stem, without_brackets

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ColumnForm", "Layout", "RowForm", "SideForm", "TableForm", "build"]

_DEEPEST = 8  # layouts that extend one another
ROW_KINDS = ("function", "economic", "project", "function-project", "list")


@attrs.frozen(eq=False)
class ColumnForm:
    """A column of a form.

    Attributes:
        key: The package's name of the column ("basic").
        heading: Its canonical heading ("基本支出").
        headings: All headings it is known by, plain.
        under: The headings that may stand above it, plain; they tell columns of one heading apart.
        scope: What the column adds to the scope of its cells.
    """

    key: str
    heading: str
    headings: frozenset[str] = attrs.field(kw_only=True)
    under: frozenset[str] = attrs.field(default=frozenset(), kw_only=True)
    path: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    scope: Scope = attrs.field(default=EVERYTHING, kw_only=True)


@attrs.frozen(eq=False)
class RowForm:
    """A fixed row of a form.

    Attributes:
        key: The package's name of the row, or "".
        label: Its canonical label.
        labels: All labels it is known by, as `cnbudget.words.stem` leaves them.
        level: Its depth, from 1.
        path: The canonical labels from the top.
        scope: What the row adds to the scope of its cells.
    """

    key: str
    label: str
    labels: frozenset[str] = attrs.field(kw_only=True)
    level: int = attrs.field(kw_only=True)
    path: tuple[str, ...] = attrs.field(kw_only=True)
    scope: Scope = attrs.field(kw_only=True)


@attrs.frozen(eq=False)
class SideForm:
    """A side of a table: all of it, or its income or expenditure half.

    Attributes:
        side: "income", "expenditure" or None.
        groups: Headings over the whole side, plain.
        labels: Headings of its label columns, plain.
        rows: What its rows are: one of `ROW_KINDS`.
        totals: Labels of its total row, plain; the first is the canonical one.
        complete: Whether the table lists its codes completely, so that what is not listed is zero.
        columns: Its value columns in order.
        listed: Its fixed rows, if ``rows`` is "list".
        base: What the side adds to the scope of its cells.
        group: The heading that is printed over the whole side, or "".
        label_headings: The headings of its label columns as the layout writes them, in its order.
        by_heading: Its columns by each of their headings.
        by_bare: Its columns by their headings without what stands in brackets.
        headings: All headings of its columns, value and label.
        listed_labels: All labels of its fixed rows.
    """

    side: str | None = attrs.field(kw_only=True)
    groups: frozenset[str] = attrs.field(kw_only=True)
    labels: frozenset[str] = attrs.field(kw_only=True)
    rows: str = attrs.field(kw_only=True)
    totals: tuple[str, ...] = attrs.field(kw_only=True)
    complete: bool = attrs.field(kw_only=True)
    columns: tuple[ColumnForm, ...] = attrs.field(kw_only=True)
    listed: tuple[RowForm, ...] = attrs.field(kw_only=True)
    base: Scope = attrs.field(kw_only=True)
    group: str = attrs.field(default="", kw_only=True)
    label_headings: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    by_heading: dict[str, tuple[ColumnForm, ...]] = attrs.field(init=False, repr=False)
    by_bare: dict[str, tuple[ColumnForm, ...]] = attrs.field(init=False, repr=False)
    headings: frozenset[str] = attrs.field(init=False, repr=False)
    listed_labels: frozenset[str] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        full: dict[str, list[ColumnForm]] = {}
        bare: dict[str, list[ColumnForm]] = {}
        for column in self.columns:
            for heading in column.headings:
                full.setdefault(heading, []).append(column)
            for heading in {without_brackets(heading) for heading in column.headings}:
                bare.setdefault(heading, []).append(column)
        # a frozen class sets what it works out for itself this way
        put = object.__setattr__
        put(self, "by_heading", {key: tuple(found) for key, found in full.items()})
        put(self, "by_bare", {key: tuple(found) for key, found in bare.items()})
        put(self, "headings", frozenset(full) | self.labels)
        put(self, "listed_labels", frozenset(x for row in self.listed for x in row.labels))

    def column(self, key: str) -> ColumnForm:
        """A column by its key or one of its headings.

        Raises:
            NotInBudgetError: No such column.
        """
        wanted = plain(key)
        for column in self.columns:
            if column.key == key or wanted in column.headings:
                return column
        raise NotInBudgetError(
            "no such column in the form",
            zh="表式中没有这一列",
            value=key,
            hint="columns: " + ", ".join(column.heading for column in self.columns),
            hint_zh="各列：" + "、".join(column.heading for column in self.columns),
        )


@attrs.frozen(eq=False)
class TableForm:
    """A table of a form.

    Attributes:
        key: The package's name of the table ("expenditure").
        number: Its number in the form.
        title: Its title.
        titles: All titles it is known by, as `title_key` leaves them.
        en: Its title in English.
        sides: Its one or two sides.
    """

    key: str
    number: int
    title: str = attrs.field(kw_only=True)
    titles: frozenset[str] = attrs.field(kw_only=True)
    en: str = attrs.field(kw_only=True)
    sides: tuple[SideForm, ...] = attrs.field(kw_only=True)


@attrs.frozen(eq=False)
class Layout:
    """A region's form in a year.

    Attributes:
        name: Its name ("xinjiang-2026").
        title: What it is, in Chinese.
        years: The fiscal years it is known for.
        unit: The unit of money its tables print.
        places: The decimals they print.
        nature: The natures of expenditure that the form knows; together they are everything.
        tables: Its tables in order.
    """

    name: str
    title: str = attrs.field(kw_only=True)
    years: tuple[int, ...] = attrs.field(kw_only=True)
    unit: Unit = attrs.field(kw_only=True)
    places: int = attrs.field(kw_only=True)
    nature: Nature = attrs.field(kw_only=True)
    tables: tuple[TableForm, ...] = attrs.field(kw_only=True)

    def __getitem__(self, key: str | int) -> TableForm:
        for table in self.tables:
            if key in (table.key, table.number):
                return table
        raise NotInBudgetError(
            "no such table in the form",
            zh="表式中没有这张表",
            value=key,
            hint="tables: " + ", ".join(f"{t.number} {t.key}" for t in self.tables),
            hint_zh="各表：" + "、".join(f"{t.number} {t.title}" for t in self.tables),
        )

    def __contains__(self, key: object) -> bool:
        return any(key in (table.key, table.number) for table in self.tables)

    def __repr__(self) -> str:
        return f"<Layout {self.name}: {self.title}, {len(self.tables)} tables>"


def title_key(text: str) -> str:
    """A title as it is compared: plain, without quotation marks, 部门 and 单位 alike.

    >>> title_key("单位收支总体情况表") == title_key("部 门 收支总体情况表")
    True
    """
    title = plain(text)
    if "“" in title:
        title = title.replace("“", "")
    return title.replace("单位", "部门")


def build(data: dict[str, Any], where: str, base: Callable[[str], dict[str, Any]]) -> Layout:
    """A layout from its data; ``base`` gives the data of the layout that it extends.

    Raises:
        LayoutError: Something is missing or wrong; the message names the place.
    """
    for _ in range(_DEEPEST):
        if "extends" not in data:
            break
        below = base(str(data["extends"]))
        data = _extended({key: value for key, value in data.items() if key != "extends"}, below)
    try:
        nature = _flag(Nature, data.get("nature", "ALL"))
        whole = Scope(nature=nature)
        tables = tuple(_table(table, whole) for table in data["tables"])
        layout = Layout(
            str(data["name"]),
            title=str(data.get("title", data["name"])),
            years=tuple(data.get("years", ())),
            unit=Unit.of(data.get("unit", "万元")),
            places=int(data.get("places", 2)),
            nature=nature,
            tables=tables,
        )
    except CnbudgetError as error:
        error.where = where
        if isinstance(error, LayoutError):
            raise
        raise LayoutError(error.message, zh=error.zh, where=where, value=error.value) from error
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise LayoutError(
            f"something is missing or of the wrong kind: {error}",
            zh=f"缺少内容或类型不对：{error}",
            where=where,
            hint="see docs/layouts.md",
            hint_zh="见 docs/zh/layouts.md",
        ) from error
    keys = [table.key for table in tables]
    if len(set(keys)) != len(keys) or not keys:
        raise LayoutError(
            "a table key stands twice, or no table", zh="表键重复或没有表", where=where
        )
    return layout


def _extended(data: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    """The base with the parts that ``data`` gives in their place; tables merge by key."""
    dropped = set(data.get("drop", ()))
    changes = {table["key"]: table for table in data.get("tables", ())}
    tables = [
        table | changes.pop(table["key"], {})
        for table in base["tables"]
        if table["key"] not in dropped
    ]
    return base | data | {"tables": tables + list(changes.values())}


def _flag(kind: Any, text: str) -> Any:
    """Members of a flag, written "GENERAL_OWN | OTHER"."""
    value = kind(0)
    for name in text.split("|"):
        member = getattr(kind, name.strip(), None)
        if not isinstance(member, kind):
            names, known = _KINDS[kind.__name__], ", ".join(kind.__members__)
            raise LayoutError(
                f"not a {names[1]}",
                zh=f"不是{names[0]}",
                value=name.strip(),
                hint=f"known: {known}",
                hint_zh=f"可用：{known}",
            )
        value |= member
    return value


_KINDS = {"Nature": ("支出性质", "nature"), "FundingSource": ("资金来源", "funding source")}


def _scope(data: dict[str, Any], within: Scope) -> Scope:
    """The piece of scope that the keys source, nature, economic and function of ``data`` say."""
    if not {"source", "nature", "economic", "function"} & data.keys():
        return within
    return within & Scope(
        data.get("function"),
        data.get("economic"),
        source=_flag(FundingSource, data.get("source", "ALL")),
        nature=_flag(Nature, data.get("nature", "ALL")),
    )


def _table(data: dict[str, Any], whole: Scope) -> TableForm:
    base = _scope(data, whole)
    titles = [data["title"], *data.get("titles", ())]
    return TableForm(
        str(data["key"]),
        int(data["number"]),
        title=str(data["title"]),
        titles=frozenset(map(title_key, titles)),
        en=str(data.get("en", data["key"])),
        sides=tuple(_side(side, base) for side in data["sides"]),
    )


def _side(data: dict[str, Any], table: Scope) -> SideForm:
    base = _scope(data, table)
    if data["rows"] not in ROW_KINDS:
        raise LayoutError("not a kind of rows", zh="不是行的种类", value=data["rows"])
    rows: list[RowForm] = []
    path: list[str] = []
    for row in data.get("list", ()):
        level = int(row.get("level", 1))
        path = [*path[: level - 1], row["label"][0]]
        rows.append(
            RowForm(
                row.get("key", ""),
                row["label"][0],
                labels=frozenset(map(stem, row["label"])),
                level=level,
                path=tuple(path),
                scope=_scope(row, EVERYTHING),
            )
        )
    columns = tuple(_column(column) for column in data["columns"])
    pieces = [(column.heading, column.scope) for column in columns]
    pieces += [(listed.label, listed.scope) for listed in rows]
    for name, scope in pieces:
        if base.meet(scope) is None:
            raise LayoutError(
                "outside the scope of its table, so that nothing could stand in it",
                zh="不在本表的口径之内，不会有数",
                value=name,
            )
    return SideForm(
        side=data.get("side"),
        groups=frozenset(map(plain, data.get("group", ()))),
        labels=frozenset(map(plain, data["labels"])),
        rows=data["rows"],
        totals=tuple(map(plain, data.get("total", ("总计", "合计")))),
        complete=bool(data.get("complete", True)),
        columns=columns,
        listed=tuple(rows),
        base=base,
        group=str(next(iter(data.get("group", ())), "")),
        label_headings=tuple(map(str, data["labels"])),
    )


def _column(data: dict[str, Any]) -> ColumnForm:
    under = data.get("under", ())
    heading = data["heading"][0]
    return ColumnForm(
        str(data["key"]),
        heading,
        headings=frozenset(map(plain, data["heading"])),
        under=frozenset(map(plain, under)),
        path=(under[0], heading) if under else (heading,),
        scope=_scope(data, EVERYTHING),
    )
