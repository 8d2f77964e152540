"""``cnbudget show FILE``: the tables of a budget as they were read."""

from __future__ import annotations

import argparse
from typing import Any

from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, State
from cnbudget.layouts import file_of
from cnbudget.narrative import KINDS
from cnbudget.outputs import keep_apart
from cnbudget.reading import read
from cnbudget.tables import Side, Table

__all__ = ["add_arguments", "run"]


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
    parser.add_argument(
        "--layout", metavar="NAME", help="表式名称或 .toml 文件 / form, or its file"
    )


def run(args: argparse.Namespace) -> int:
    """Print the tables, tab-separated, as they were read."""
    keep_apart([], [args.file, args.layout and file_of(args.layout)])
    budget = read(args.file, layout=args.layout)
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


def _print_claims(budget: Disclosure, lang: str) -> None:
    """The claims, tab-separated: place, section, kind, subject, number, unit, scope."""
    zh = lang == "zh"
    heads = ("位置", "章节", "种类", "对象", "数", "单位", "口径")
    print(
        "\t".join(
            heads if zh else ("place", "section", "kind", "subject", "number", "unit", "scope")
        )
    )
    for claim in budget.claims:
        number = claim.text or "、".join(name for name, _ in claim.members)
        unit = claim.unit.zh if claim.unit is not None else claim.counter
        sign = "-" if claim.value is not None and claim.value < 0 and number[:1] != "-" else ""
        scope = "" if claim.scope is None else claim.scope.words(lang)
        kind = KINDS[claim.kind] if zh else claim.kind
        section = claim.section.title or claim.section.key
        print(
            "\t".join(
                [claim.place.words(lang), section, kind, claim.subject, sign + number, unit, scope]
            )
        )
    unread = budget.claims.unread
    if unread:
        print()
        print(f"未读懂的 {len(unread)} 处：" if zh else f"{len(unread)} not understood:")
        for each in unread:
            print("\t".join([each.place.words(lang), each.text, each.why[not zh]]))


def _print(table: Table[Any], lang: str) -> None:
    zh = lang == "zh"
    number = (
        "" if table.number is None else f"表{table.number} " if zh else f"table {table.number} "
    )
    words = {"empty": "空表", "missing": "缺少", "extra": "表式中没有"}
    status = words.get(table.status, "") if zh else table.status
    shown = "" if table.status == "present" else f"（{status}）" if zh else f" ({status})"
    unit = f"单位：{table.unit.zh}" if zh else f"unit: {table.unit.zh}"
    print(f"{number}{table.title} [{table.key}]{shown} {unit}")
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
        return "缺失" if lang == "zh" else "missing"
    if figure.state is State.INFERRED:
        return f"[{figure.text}]"
    return figure.text
