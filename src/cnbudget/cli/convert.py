"""``cnbudget convert IN OUT``: a published budget in another format."""

from __future__ import annotations

import argparse
from pathlib import Path

from cnbudget.cli.console import say
from cnbudget.cli.documents import add_document, document_of
from cnbudget.disclosure import Disclosure
from cnbudget.figures import State
from cnbudget.layouts import file_of
from cnbudget.messages import joined, tell
from cnbudget.outputs import is_standard_output, keep_apart
from cnbudget.writing import FORMATS, format_of, write

_PACKAGE, _PARQUET = "datapackage.json", ".parquet"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("file", metavar="IN", help="要转换的文件 / the file to convert")
    parser.add_argument(
        "out",
        metavar="OUT",
        help="写入的文件，按扩展名定格式，已有的会被替换："
        ".md .html .xlsx .docx .json .csv；.parquet 和 datapackage.json 一个数一行"
        " / the file to write or replace; its ending says the format (.parquet and datapackage.json: a row a figure)",
    )
    parser.add_argument(
        "--format", choices=tuple(FORMATS), help="格式（不看扩展名）/ format, whatever the ending"
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
    add_document(parser)


def run(args: argparse.Namespace) -> int:
    """Read one file and write the other."""
    out = Path(args.out)
    tidy = args.format is None and (out.suffix == _PARQUET or out.name == _PACKAGE)
    name = None if tidy else format_of(out, args.format)
    beside = [out.with_name("figures.csv")] if tidy and out.name == _PACKAGE else []
    keep_apart([out, *beside], [args.file, args.layout and file_of(args.layout)])
    budget = document_of(args)
    if name is None:
        from cnbudget.frames import records  # most formats need none

        found = records(budget, lang=args.lang)
        found.to_package(out.parent) if beside else found.to_parquet(out)
    else:
        write(budget, out, format=name, layout=args.layout)
    said = _said(budget, out, args.lang)
    say(said) if is_standard_output(out) else print(said)
    return 0


def _said(budget: Disclosure, out: Path, lang: str) -> str:
    """What was written, in a line: with what was missing."""
    tables = sum(table.status in ("present", "empty", "extra") for table in budget.tables)
    missing = sum(figure.state is State.MISSING for figure in budget.figures)
    inferred = sum(figure.state is State.INFERRED for figure in budget.figures)
    problems = len(budget.problems)
    found = [tell(lang, "commands.tables_written", file=str(out), tables=tables)]
    if missing:
        found.append(tell(lang, "commands.cells_missing", count=missing))
    if inferred:
        found.append(tell(lang, "commands.cells_inferred", count=inferred))
    if problems:
        found.append(tell(lang, "commands.not_wholly_read", count=problems))
    return joined(lang, found, ",")
