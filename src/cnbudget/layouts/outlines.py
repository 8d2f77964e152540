"""Outlines of layouts: as much of them as it takes to find a document's tables and to choose its layout.

Most documents need one layout of all that ship. Their outlines are made of the data in the files; the layouts
themselves, with the scopes of their cells, are built when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import attrs

from cnbudget.layouts import data_of, load, names
from cnbudget.layouts.forms import Layout, loose_title, title_key
from cnbudget.values import Visible
from cnbudget.words import stem


@attrs.frozen(eq=False, repr=False)
class TableOutline(Visible):
    """What a table of a form is found by.

    Attributes:
        key: The package's name of the table.
        number: Its number in the form.
        title: The form's own title of it, as `cnbudget.layouts.forms.title_key` leaves it.
        titles: All titles it is known by, as `cnbudget.layouts.forms.title_key` leaves them.
        labels: All labels of its fixed rows.
        names: Whether it has rows that are told by the names of categories.
    """

    key: str
    number: int
    title: str = attrs.field(kw_only=True)
    titles: frozenset[str] = attrs.field(kw_only=True)
    labels: frozenset[str] = attrs.field(kw_only=True)
    names: bool = attrs.field(kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Outline(Visible):
    """What a layout is chosen by.

    Attributes:
        name: The layout's name.
        years: The fiscal years it is known for.
        stage: "预算" or "决算".
        words: Whether the words of a document say more of its tables than the layout does.
        tables: Its tables by their keys.
        build: Gives the layout itself.
        by_title: Its tables by their titles, and by these as `cnbudget.layouts.forms.loose_title` leaves them.
    """

    name: str
    years: tuple[int, ...] = attrs.field(kw_only=True)
    stage: str = attrs.field(kw_only=True)
    words: bool = attrs.field(kw_only=True)
    tables: dict[str, TableOutline] = attrs.field(kw_only=True)
    build: Callable[[], Layout] = attrs.field(kw_only=True, repr=False)
    by_title: dict[str, TableOutline] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        found = {title: table for table in self.tables.values() for title in table.titles}
        loose: dict[str, set[str]] = {}
        for title, table in found.items():
            loose.setdefault(loose_title(title), set()).add(table.key)
        for title, keys in loose.items():
            if len(keys) == 1:  # a title that could be two tables' is neither's
                found.setdefault(title, self.tables[min(keys)])
        # a frozen class sets what it works out for itself this way
        object.__setattr__(self, "by_title", found)

    @property
    def layout(self) -> Layout:
        """The layout itself."""
        return self.build()

    def table_of(self, title: str) -> TableOutline | None:
        """The table of a title as it was matched, or as regions vary it; None if it is no table of the form."""
        return self.by_title.get(title) or self.by_title.get(loose_title(title))

    def __repr__(self) -> str:
        return f"<Outline {self.name}: {len(self.tables)} tables>"


@lru_cache(maxsize=16)
def outline_of(layout: Layout) -> Outline:
    """The outline of a layout: a matter of the form, and so kept."""
    tables = {}
    for table in layout.tables:
        labels = frozenset(label for side in table.sides for label in side.listed_labels)
        tables[table.key] = TableOutline(
            table.key,
            table.number,
            title=title_key(table.title),
            titles=table.titles,
            labels=labels,
            names=any(side.names for side in table.sides),
        )
    return Outline(
        layout.name,
        years=layout.years,
        stage=layout.stage,
        words=layout.words,
        tables=tables,
        build=lambda: layout,
    )


def _outline_of_data(data: dict[str, Any]) -> Outline:
    """The outline of a layout that ships, by its data; it is what `outline_of` makes of the layout."""
    tables = {}
    for table in data["tables"]:
        titles = [title_key(title) for title in (table["title"], *table.get("titles", ()))]
        listed = (row for side in table["sides"] for row in side.get("list", ()))
        tables[table["key"]] = TableOutline(
            table["key"],
            table["number"],
            title=titles[0],
            titles=frozenset(titles),
            labels=frozenset(stem(label) for row in listed for label in row["label"]),
            names=any(side.get("names", False) for side in table["sides"]),
        )
    return Outline(
        data["name"],
        years=tuple(data.get("years", ())),
        stage=data.get("stage", "预算"),
        words=data.get("words", False),
        tables=tables,
        build=partial(load, data["name"]),
    )


@lru_cache(maxsize=1)
def shipped_outlines() -> tuple[Outline, ...]:
    """The outlines of the layouts that ship; read from their files once.

    >>> [outline.name for outline in shipped_outlines()][-1]
    'xinjiang-2026'
    """
    return tuple(_outline_of_data(data_of(name)) for name in names())
