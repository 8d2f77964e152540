"""Which columns and rows of a form other words name: those that mean the same as its own.

Regions write 一般公共预算财政拨款 for 一般公共预算, 因公出国（境）费用 for 因公出国（境）费. What the vocabulary knows
to be the same a layout need not list.
"""

from __future__ import annotations

from functools import lru_cache

from cnbudget.forms.meaning import Meaning, meaning_of
from cnbudget.forms.vocabulary import Vocabulary, vocabulary
from cnbudget.layouts.forms import ColumnForm, RowForm, SideForm
from cnbudget.layouts.spoken import alike
from cnbudget.words import plain

_Columns = dict[Meaning, tuple[ColumnForm, ...]]
_Rows = dict[Meaning, tuple[RowForm, ...]]


@lru_cache(maxsize=128)
def _by_meaning(side: SideForm, words: Vocabulary) -> tuple[_Columns, _Rows]:
    columns: _Columns = {}
    rows: _Rows = {}
    for column in side.columns:
        said = alike(meaning_of(column.heading, "column", words))
        if said is not None:
            columns[said] = (*columns.get(said, ()), column)
    for row in side.listed:
        said = None if row.rows or row.coded else alike(meaning_of(row.label, "row", words))
        if said is not None:
            rows[said] = (*rows.get(said, ()), row)
    return columns, rows


def columns_named(side: SideForm, text: str) -> tuple[ColumnForm, ...]:
    """The columns of a side whose headings mean what a heading does.

    Args:
        side: The side.
        text: The heading, plain, without what stands above it.

    >>> from cnbudget import layouts
    >>> side = layouts.load("central")["general"].sides[0]
    >>> [column.key for column in columns_named(side, "人员支出")], columns_named(side, "合计")
    (['personnel'], ())
    """
    if not text:
        return ()
    words = vocabulary()
    said = alike(meaning_of(text, "column", words))
    return () if said is None else _by_meaning(side, words)[0].get(said, ())


def rows_named(side: SideForm, text: str) -> tuple[RowForm, ...]:
    """The fixed rows of a side whose labels mean what a label does.

    Args:
        side: The side.
        text: The label, as `cnbudget.words.stem` leaves it.
    """
    if not text or not side.listed:
        return ()
    words = vocabulary()
    said = alike(meaning_of(text, "row", words))
    return () if said is None else _by_meaning(side, words)[1].get(said, ())


def means_one_of(text: str, others: frozenset[str], place: str) -> bool:
    """Whether a heading or a label means the same as one of some others.

    Args:
        text: The heading or label.
        others: The others.
        place: "row" or "column".

    >>> means_one_of("因公出国（境）费", frozenset(("因公出国（境）费用", "公务接待费")), "row")
    True
    """
    words = vocabulary()
    said = alike(meaning_of(text, place, words))
    return said is not None and any(
        alike(meaning_of(plain(other), place, words)) == said for other in others
    )


def says_something(heading: str) -> bool:
    """Whether a heading tells its column from others by its own words.

    >>> says_something("人员经费"), says_something("小计")
    (True, False)
    """
    return alike(meaning_of(heading, "column", vocabulary())) is not None
