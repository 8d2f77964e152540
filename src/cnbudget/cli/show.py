"""``cnbudget show FILE``: the tables of a budget as they were read."""

from __future__ import annotations

import argparse
from typing import Any

from cnbudget.cli.documents import add_document, document_of
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, State
from cnbudget.layouts import file_of
from cnbudget.messages import Said, say, tell
from cnbudget.narrative import KINDS
from cnbudget.outputs import keep_apart
from cnbudget.tables import Side, Table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("file", metavar="FILE", help="文件 / a text or Markdown file")
    parser.add_argument(
        "--table", metavar="N", help="只显示这张表（表号或键）/ one table, by number or key"
    )
    parser.add_argument(
        "--claims",
        action="store_true",
        help="显示文字中的各项说法 / what the text asserts, and what was not understood",
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
    add_document(parser)


def run(args: argparse.Namespace) -> int:
    """Print the tables, tab-separated, as they were read."""
    keep_apart([], [args.file, args.layout and file_of(args.layout)])
    budget = document_of(args)
    if args.claims:
        _print_claims(budget, args.lang)
        return 0
    if args.table is None:
        tables = list(budget.tables)
        print(f"{budget.agency} {budget.year}年{budget.stage}（{budget.layout}）")
    else:
        key = int(args.table) if args.table.isdecimal() else args.table
        tables = [budget.table(key)]
    for table in tables:
        print()
        _print(table, args.lang)
    return 0


_STATUS = {
    "empty": say("commands.table_empty"),
    "missing": say("commands.table_missing"),
    "extra": say("commands.table_extra"),
}


def _print_claims(budget: Disclosure, lang: str) -> None:
    """The claims, tab-separated: place, section, kind, subject, number, unit, scope."""
    print(
        tell(lang, "commands.claim_place"),
        tell(lang, "commands.claim_section"),
        tell(lang, "commands.claim_kind"),
        tell(lang, "commands.claim_subject"),
        tell(lang, "commands.claim_number"),
        tell(lang, "commands.claim_unit"),
        tell(lang, "commands.claim_scope"),
        sep="\t",
    )
    for claim in budget.claims:
        number = claim.text or "、".join(name for name, _ in claim.members)
        unit = claim.unit.zh if claim.unit is not None else claim.counter
        sign = "-" if claim.value is not None and claim.value < 0 and number[:1] != "-" else ""
        scope = "" if claim.scope is None else claim.scope.words(lang)
        kind = Said(KINDS[claim.kind], claim.kind).text(lang)
        section = claim.section.title or claim.section.key
        print(
            "\t".join(
                [claim.place.words(lang), section, kind, claim.subject, sign + number, unit, scope]
            )
        )
    unread = budget.claims.unread
    if unread:
        print()
        print(tell(lang, "commands.not_understood", count=len(unread)))
        for each in unread:
            print("\t".join([each.place.words(lang), each.text, Said(*each.why).text(lang)]))


def _print(table: Table[Any], lang: str) -> None:
    status = _STATUS[table.status].text(lang) if table.status in _STATUS else ""
    unit = tell(lang, "commands.unit", unit=table.unit.zh)
    title = f"{table.title} [{table.key}]{status} {unit}"
    if table.number is not None:
        title = tell(lang, "report.table_by_number", number=table.number, title=title)
    print(title)
    for side in table.sides:
        if side.rows:
            _print_side(side, lang)


def _print_side(side: Side[Any], lang: str) -> None:
    heads = ["/".join(column.path) or column.column for column in side.columns]
    print("\t".join(["", "", *heads]))
    for row in side.rows:
        name = row.address.name if row.code is not None else ""
        if row.project_name and row.project_name != row.address.row:
            name = f"{name} {row.project_name}".strip()
        print("\t".join([row.address.row, name, *(_cell(figure, lang) for figure in row)]))


def _cell(figure: Figure, lang: str) -> str:
    if figure.state is State.MISSING:
        return tell(lang, "figures.lost")
    if figure.state is State.INFERRED:
        return f"[{figure.text}]"
    return figure.text
