"""Two years of an agency, published from ledgers; this year's document has last year's column, filled in."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import attrs

import cnbudget
from cnbudget import Disclosure, Layout, Ledger, Scope, State
from cnbudget.narrative.printed import Printed
from cnbudget.ties.translation import Translation

__all__ = ["column_of_last_year", "form", "printed_together"]

ROOT = Path(__file__).parents[2]


@cache
def form() -> Layout:
    """A form with a column of last year's: the tables of a document, written down."""
    return cnbudget.layout_of(
        cnbudget.read(ROOT / "docs" / "assets" / "lakeside-2025.txt"), "lakeside"
    )


def column_of_last_year(this: Disclosure, last: Disclosure) -> Disclosure:
    """This year's document, its column of last year's as last year's document has it, in this year's codes."""
    printed = Printed(last.tables)
    translation = Translation(this.year, last.year)

    def amount(scope: Scope) -> Decimal:
        moved = translation.of(scope)
        total = Decimal(0)
        for each, sign in (
            *(((moved.scope, 1),) if moved.scope is not None else ()),
            *((scope, 1) for scope in moved.added),
            *((scope, -1) for scope in moved.taken),
        ):
            figure = printed.first(each)
            if figure is not None and figure.value is not None:
                total += sign * figure.value
        return total

    changes = []
    for figure in this.figures:
        scope = figure.scope
        if scope is None or scope.year is None:
            continue
        value = amount(attrs.evolve(scope, year=None))
        changes.append(
            (
                figure,
                figure.evolve(value=value, state=State.VALUE if value else State.BLANK, places=2),
            )
        )
    return this.with_figures(changes)


def printed_together(earlier: Ledger, later: Ledger) -> tuple[Disclosure, Disclosure]:
    """The documents of this year and of last year, with the same tables."""
    last, this = (cnbudget.publish(each, form()) for each in (earlier, later))
    return column_of_last_year(this, last), last
