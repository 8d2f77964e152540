"""``cnbudget publish LEDGER -o OUT``: the published budget of a ledger."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path

import attrs

from cnbudget import classification
from cnbudget.cli import console
from cnbudget.cli.console import print_document
from cnbudget.cli.documents import add_limit
from cnbudget.composing import composition, save_reasons
from cnbudget.composing.template_files import file_of as template_file
from cnbudget.disclosure import Deviation, Disclosure
from cnbudget.errors import LedgerError, UnreadableError, UnwritableError
from cnbudget.layouts import file_of
from cnbudget.ledger import Ledger, read_ledger
from cnbudget.limits import Limits
from cnbudget.messages import say, tell
from cnbudget.outputs import is_standard_output, keep_apart
from cnbudget.publishing import publish
from cnbudget.reading import read
from cnbudget.writing import FORMATS, format_of, to_text, write

_LEDGERS = (".csv", ".xlsx", "")  # what is no document says what it lacks as a ledger
_TEXTS = tuple(name for name, known in FORMATS.items() if not known.binary)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("ledger", metavar="LEDGER", help="预算明细，CSV 或 .xlsx / the ledger")
    parser.add_argument(
        "-o",
        "--out",
        metavar="OUT",
        help="写入的文件，按扩展名定格式（.xlsx .docx .md .html .json .csv）；不给则以 Markdown 显示 / "
        "the file to write or replace; printed as Markdown if not given",
    )
    parser.add_argument("--format", choices=tuple(FORMATS), help="格式（不看扩展名）/ format")
    parser.add_argument(
        "--layout",
        metavar="NAME",
        default="xinjiang-2026",
        help="表式名称或 .toml 文件 / form, or its file",
    )
    parser.add_argument(
        "--previous",
        metavar="LAST_YEAR",
        help="上年的预算明细或公开文件，用于写“比上年预算”、填上年的栏目 / last year's ledger or published budget",
    )
    parser.add_argument(
        "--reasons",
        metavar="FILE",
        help="情况说明中要由人填写的内容，CSV / what only people can say in the narrative",
    )
    parser.add_argument(
        "--template",
        metavar="NAME",
        help="情况说明的模板，名称或 .toml 文件；不给则用表式自己的 / template of the narrative, or its file",
    )
    parser.add_argument(
        "--blanks",
        metavar="FILE",
        help="写出待填写的内容（可作 --reasons）/ write what is to be filled in, for --reasons",
    )
    parser.add_argument(
        "--tables-only", action="store_true", help="只要公开表，不写情况说明 / without narrative"
    )
    parser.add_argument(
        "--lists",
        metavar="DIR",
        help="自备科目表目录 / lists of codes to lay over the shipped ones",
    )
    parser.add_argument("--agency", default="", help="公开的部门 / the agency that publishes")
    parser.add_argument("--year", type=int, help="预算年度 / the fiscal year")
    parser.add_argument("--level", choices=("部门", "单位"), help="部门或单位 / 部门 or 单位")
    parser.add_argument("--unit", help="金额单位 / unit of money")
    parser.add_argument("--places", type=int, choices=range(7), help="小数位数 / decimals")
    parser.add_argument(
        "--rounding",
        choices=("independent", "additive"),
        default="independent",
        help="各自四舍五入，或使合计分毫不差 / each cell by itself, or so that all sums hold",
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
    add_limit(parser)  # of last year's document: a ledger has bounds of its own


def run(args: argparse.Namespace) -> int:
    """Read the ledger, publish it and write or print the document."""
    out = Path(args.out) if args.out else None
    limits = Limits.of(args.limit)
    name = (args.format or "markdown") if out is None else format_of(out, args.format)
    if out is None and name not in _TEXTS:
        raise UnwritableError(
            say("commands.written_to_file"),
            value=name,
        )
    read_from = [args.ledger, args.previous, args.reasons, args.layout and file_of(args.layout)]
    read_from += classification.files_of(args.lists)
    read_from += [args.template and template_file(args.template)]
    keep_apart([out, args.blanks], read_from)
    ledger = _ledger(args)
    previous = None if args.previous is None else _previous(args.previous, args, limits)
    budget = publish(
        ledger,
        args.layout,
        previous=previous,
        unit=args.unit,
        places=args.places,
        rounding=args.rounding,
        level=args.level,
        lists=None if args.lists is None else classification.load(args.lists),
    )
    for problem in budget.problems:
        console.say(f"cnbudget: {problem.words.text(args.lang)}")
    lacking = 0
    deviation = budget.deviation
    if not args.tables_only and budget.stage == "预算":
        made = composition(
            budget,
            previous,
            reasons=args.reasons,
            ledger=ledger,
            template=args.template,
        )
        for problem in made.disclosure.problems[len(budget.problems) :]:
            console.say(f"cnbudget: {problem.words.text(args.lang)}")
        budget = attrs.evolve(made.disclosure, passages=made.passages)
        lacking = len(made.lacking)
        if args.blanks is not None:
            save_reasons(made.blanks, args.blanks)
            keep_apart([out], [args.blanks])  # names that differ in case alone can be one file
    if out is None:
        print_document(to_text(budget, name, layout=args.layout), always=name in ("json", "html"))
        return 0
    write(budget, out, format=name, layout=args.layout)
    said = _said(budget, deviation, len(ledger), lacking, out, args.lang)
    console.say(said) if is_standard_output(out) else print(said)
    return 0


def _ledger(args: argparse.Namespace) -> Ledger:
    """The ledger; each of its rows that cannot be read is said."""
    try:
        return read_ledger(args.ledger, args.agency, year=args.year)
    except LedgerError as error:
        if len(error.rows) < 2:
            raise
        for row in error.rows:
            console.say(f"cnbudget: {row.text(args.lang)}")
        raise LedgerError(
            say("commands.none_loaded", count=len(error.rows)), where=str(args.ledger)
        ) from error


def _previous(path: str, args: argparse.Namespace, limits: Limits) -> Ledger | Disclosure:
    """Last year's ledger, or the document that was published of it."""
    try:
        return read_ledger(path, args.agency)
    except LedgerError as ledger_error:
        if Path(args.layout).suffix == ".toml":  # last year's document may be of that form
            with suppress(UnreadableError):
                return read(path, layout=args.layout, limits=limits)
        try:
            return read(path, limits=limits)
        except UnreadableError:
            if Path(path).suffix.lower() not in _LEDGERS:
                raise
            raise ledger_error from None


def _said(
    budget: Disclosure,
    deviation: Deviation | None,
    count: int,
    lacking: int,
    out: Path,
    lang: str,
) -> str:
    """What was written, in a line: how far it is from the ledger, and what is still to be filled in."""
    off = "" if deviation is None else f"{deviation.largest.yuan:f}"
    tables = len(budget.tables)
    text = tell(
        lang, "commands.ledger_published", file=str(out), entries=count, tables=tables, off=off
    )
    if lacking:
        text += tell(lang, "commands.narrative_to_fill_in", count=lacking)
    return text
