"""A disclosure as notebooks show it: its tables, and how many rows and figures each has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cnbudget.amounts import Unit
from cnbudget.disclosure.named import NAMED_STAGES, NAMED_STATUSES
from cnbudget.figures import State
from cnbudget.language import language
from cnbudget.messages import Said, say
from cnbudget.notebooks import as_html
from cnbudget.tables import Table


def as_table(
    tables: Sequence[Table[Any]], *, agency: str, year: int | None, stage: str, unit: Unit
) -> str:
    """The tables of a budget as a table of HTML, under its title."""
    lang = language()
    rows = [
        [
            "" if table.number is None else str(table.number),
            table.title,
            NAMED_STATUSES[table.status].text(lang) if table.status in NAMED_STATUSES else "",
            str(len(table)),
            f"{sum(each.state is State.VALUE for each in table.figures):,}",
        ]
        for table in tables
    ]
    lines = sum(len(table) for table in tables)
    values = sum(figure.state is State.VALUE for table in tables for figure in table.figures)
    rows.append(["", say("page.all_tables").text(lang), "", f"{lines:,}", f"{values:,}"])
    title = say(
        "report.title",
        agency=agency,
        year="" if year is None else say("report.year", year=year),
        stage=NAMED_STAGES.get(stage, Said(stage, stage)),
        unit=Said(unit.zh, unit.en),
    )
    heads = (
        say("list.number"),
        say("page.table"),
        say("page.status"),
        say("page.rows"),
        say("page.figures"),
    )
    named = [each.text(lang) for each in heads]
    return as_html(title.text(lang), named, rows, totals=[len(rows) - 1])
