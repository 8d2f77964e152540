"""``cnbudget picture FILE… -o OUT``: a picture of a published budget, or of several."""

from __future__ import annotations

import argparse
from pathlib import Path

from cnbudget.cli.console import STANDARD_INPUT, standard_input
from cnbudget.cli.console import say as tell_beside
from cnbudget.cli.documents import add_limit
from cnbudget.disclosure import Disclosure
from cnbudget.errors import UsageError
from cnbudget.layouts import file_of
from cnbudget.limits import Limits
from cnbudget.messages import say, tell
from cnbudget.outputs import keep_apart
from cnbudget.pictures import FORMATS, Picture, findings, flows, shares, waterfall, years
from cnbudget.pictures.sums import WAYS
from cnbudget.reading import read

_SINGLE = ("flows", "shares", "findings")
_SEVERAL = ("years", "waterfall")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="公开文件，一份或几份 / one published budget or more",
    )
    parser.add_argument(
        "-o",
        "--out",
        metavar="OUT",
        required=True,
        help="写入的图，已有的会被替换，扩展名定格式：.svg .html .png / the file to write or replace",
    )
    parser.add_argument(
        "--kind",
        choices=(*_SINGLE, *_SEVERAL),
        help="画什么：flows 来源与去向（一份时默认）、shares 构成、findings 核对结果落在哪些格、"
        "years 各年各部门（几份时默认）、waterfall 两年之间变在哪里 / what is drawn",
    )
    parser.add_argument(
        "--by",
        choices=tuple(WAYS),
        default="function",
        help="shares、years 怎样分 / how amounts are told apart",
    )
    parser.add_argument(
        "--table", metavar="KEY", help="用哪张表，如 general / the table, by its key"
    )
    parser.add_argument("--dark", action="store_true", help="深色底 / for a dark background")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
    parser.add_argument(
        "--layout", metavar="NAME", help="表式名称或 .toml 文件 / form, or its file"
    )
    add_limit(parser)


def run(args: argparse.Namespace) -> int:
    """Draw the picture; the status is 2 if it cannot be drawn."""
    out = Path(args.out)
    files = [each for each in args.files if each != STANDARD_INPUT]
    keep_apart([out], [*files, args.layout and file_of(args.layout)])
    if out.suffix.lower() not in FORMATS:
        raise UsageError(say("pictures.no_such_format", known=list(FORMATS)), value=args.out)
    kind = args.kind or ("flows" if len(args.files) == 1 else "years")
    if (kind in _SINGLE) != (len(args.files) == 1):
        raise UsageError(say("pictures.files_for_kind"), value=kind)
    limits = Limits.of(args.limit)
    picture = _picture(kind, [_budget(name, args, limits) for name in args.files], args)
    picture.save(out, dark=args.dark)
    for note in picture.notes:
        tell_beside(note)
    tell_beside(tell(args.lang, "pictures.written", file=str(out)))
    return 0


def _budget(name: str, args: argparse.Namespace, limits: Limits) -> Disclosure:
    file = standard_input() if name == STANDARD_INPUT else name
    return read(file, layout=args.layout, limits=limits)


def _picture(kind: str, budgets: list[Disclosure], args: argparse.Namespace) -> Picture:
    table, lang = args.table, args.lang
    if kind == "flows":
        return flows(budgets[0], lang=lang)
    if kind == "shares":
        return shares(budgets[0], args.by, table=table, lang=lang)
    if kind == "years":
        return years(budgets, args.by, table=table, lang=lang)
    if kind == "waterfall":
        from cnbudget.comparison import compare  # as the check below, it is for this picture alone

        return waterfall(compare(*budgets), table or "expenditure", lang=lang)
    from cnbudget.checks.check import check

    return findings(check(budgets[0]), lang=lang)
