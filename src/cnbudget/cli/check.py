"""``cnbudget check FILE…``: read published budgets and report what holds."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cnbudget import classification
from cnbudget.checks import Report
from cnbudget.checks.text import nothing_to_check
from cnbudget.checks.units import check_all
from cnbudget.cli.console import print_json, say
from cnbudget.disclosure import Disclosure
from cnbudget.errors import CnbudgetError, UnreadableError
from cnbudget.files import bytes_of
from cnbudget.layouts import file_of
from cnbudget.messages import tell
from cnbudget.outputs import keep_apart, save
from cnbudget.reading import read_each

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="文件 / PDF, Excel, Word, HTML, CSV or text files"
    )
    parser.add_argument(
        "--together",
        action="store_true",
        help="这些文件合成一份公开：文字和表分开发布，或一张表一个文件 / "
        "the files make up one disclosure: prose and tables apart, or a file for each table",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    parser.add_argument(
        "--checklist",
        action="store_true",
        help="公开前核对清单，按表式顺序 / a checklist in the order of the form",
    )
    parser.add_argument(
        "--no-prose",
        action="store_true",
        help="只核对表，不读文字 / check the tables alone, not the text",
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
    parser.add_argument(
        "--lists",
        metavar="DIR",
        help="自备科目表目录 / lists of codes to lay over the shipped ones",
    )
    parser.add_argument(
        "--layout", metavar="NAME", help="表式名称或 .toml 文件 / form, or its file"
    )
    parser.add_argument(
        "--annotate",
        metavar="OUT",
        help="把发现写成批注，另存为 OUT / write a copy of the .xlsx or .docx file with the findings in it",
    )
    parser.add_argument(
        "--html",
        metavar="OUT",
        help="把报告写成一个网页 OUT / write the report as a page, with the tables and their marked cells",
    )


def run(args: argparse.Namespace) -> int:
    """Check the files; the exit status is that of the worst."""
    if args.annotate and len(args.files) > 1:
        say("cnbudget: --annotate 一次只处理一个文件 / takes one file")
        return 2
    keep_apart(
        [args.annotate, args.html],
        [*args.files, *classification.files_of(args.lists), args.layout and file_of(args.layout)],
    )
    lists = classification.load(args.lists) if args.lists else None
    worst, printed = 0, False
    objects: list[dict[str, Any]] = []
    shown: list[tuple[str, Report | CnbudgetError]] = []
    for names in [args.files] if args.together else [[name] for name in args.files]:
        try:
            found: list[Disclosure | UnreadableError] = read_each(names, layout=args.layout)
            budgets = [each for each in found if isinstance(each, Disclosure)]
            reports = check_all(budgets, lists=lists, prose=not args.no_prose)
            if args.annotate:
                _annotate(reports, args)
        except CnbudgetError as error:
            results: list[Report | CnbudgetError] = [error]
        else:
            checked = iter(reports)
            results = [next(checked) if isinstance(each, Disclosure) else each for each in found]
        for result in results:
            shown += [(names[0], result)] * bool(args.html)
            if isinstance(result, CnbudgetError):
                worst = 2
                if args.format == "json":
                    from cnbudget.checks.contract import error_dict

                    objects.append(error_dict(result, [(name, _digest(name)) for name in names]))
                say(f"cnbudget: {result.text(args.lang)}")
                continue
            if result.nothing:
                say(f"cnbudget: {nothing_to_check(result).text(args.lang)}")
            worst = max(worst, 2 if result.nothing else 0 if result.ok else 1)
            if args.format == "json":
                objects.append(result.to_dict())
            else:
                _print(result, args, first=not printed)
                printed = True
    if args.format == "json":
        alone = len(objects) == 1 and (args.together or len(args.files) == 1)
        print_json(objects[0] if alone else objects)
    if args.html:
        _page(shown, args)
    return worst


def _print(report: Report, args: argparse.Namespace, *, first: bool) -> None:
    """Print a report as text."""
    if not first:
        print()
    if args.checklist:
        from cnbudget.checks.checklist import checklist_text

        print(checklist_text(report, args.lang))
    else:
        print(report.text(args.lang))


def _page(shown: list[tuple[str, Report | CnbudgetError]], args: argparse.Namespace) -> None:
    """Write the reports as a page, which leads to the files as far as it can reach them."""
    from cnbudget.reports import UnreadFile, html

    home = Path(args.html).resolve().parent
    items = [each if isinstance(each, Report) else UnreadFile(name, each) for name, each in shown]
    text = html(items, lang=args.lang, links=[_link(name, home) for name, _ in shown])
    save(args.html, text.encode())


def _link(name: str, home: Path) -> str:
    """How a page in a folder reaches a file; "" if it cannot."""
    try:
        return quote(Path(os.path.relpath(name, home)).as_posix()) if Path(name).is_file() else ""
    except (OSError, ValueError):  # another drive, or a name that no file can have
        return ""


def _annotate(reports: list[Report], args: argparse.Namespace) -> None:
    """Write the copy with comments."""
    from cnbudget.annotating import annotate

    count = annotate(reports, args.annotate, lang=args.lang)
    say(tell(args.lang, "commands.comments_written", file=str(args.annotate), count=count))


def _digest(name: str) -> str | None:
    """The digest of a file that could not be read as a budget, if it can be opened."""
    from hashlib import sha256

    try:
        if not Path(name).is_file():  # a pipe is read once
            return None
        return sha256(bytes_of(name)).hexdigest()
    except (OSError, ValueError):
        return None
