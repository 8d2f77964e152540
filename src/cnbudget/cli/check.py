"""``cnbudget check FILE…``: read published budgets and report what holds."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cnbudget import classification
from cnbudget.checks import Report, check
from cnbudget.checks.text import nothing_to_check
from cnbudget.cli.console import print_json, say
from cnbudget.errors import CnbudgetError
from cnbudget.files import bytes_of
from cnbudget.layouts import file_of
from cnbudget.outputs import keep_apart, save
from cnbudget.reading import read

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="文件 / PDF, Excel, Word, HTML, CSV or text files"
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
    worst = 0
    objects: list[dict[str, Any]] = []
    shown: list[Report | tuple[str, CnbudgetError]] = []
    if args.annotate and len(args.files) > 1:
        say("cnbudget: --annotate 一次只处理一个文件 / takes one file")
        return 2
    keep_apart(
        [args.annotate, args.html],
        [*args.files, *classification.files_of(args.lists), args.layout and file_of(args.layout)],
    )
    lists = classification.load(args.lists) if args.lists else None
    for position, name in enumerate(args.files):
        try:
            report = check(read(name, layout=args.layout), lists=lists, prose=not args.no_prose)
            if args.annotate:
                _annotate(report, args)
        except CnbudgetError as error:
            worst = 2
            if args.format == "json":
                from cnbudget.checks.contract import error_dict

                objects.append(error_dict(error, name, _digest(name)))
            say(f"cnbudget: {error.text(args.lang)}")
            shown += [(name, error)] * bool(args.html)
            continue
        shown += [report] * bool(args.html)
        if report.nothing:
            say(f"cnbudget: {nothing_to_check(report).text(args.lang)}")
        worst = max(worst, 2 if report.nothing else 0 if report.ok else 1)
        if args.format == "json":
            objects.append(report.to_dict())
        else:
            if position:
                print()
            if args.checklist:
                from cnbudget.checks.checklist import checklist_text

                print(checklist_text(report, args.lang))
            else:
                print(report.text(args.lang))
    if args.format == "json":
        print_json(objects[0] if len(args.files) == 1 else objects)
    if args.html:
        _page(shown, args)
    return worst


def _page(shown: list[Report | tuple[str, CnbudgetError]], args: argparse.Namespace) -> None:
    """Write the reports as a page, which leads to the files as far as it can reach them."""
    from cnbudget.reports import Unread, html

    home = Path(args.html).resolve().parent
    items = [each if isinstance(each, Report) else Unread(*each) for each in shown]
    text = html(items, lang=args.lang, links=[_link(name, home) for name in args.files])
    save(args.html, text.encode())


def _link(name: str, home: Path) -> str:
    """How a page in a folder reaches a file; "" if it cannot."""
    try:
        return quote(Path(os.path.relpath(name, home)).as_posix()) if Path(name).is_file() else ""
    except (OSError, ValueError):  # another drive, or a name that no file can have
        return ""


def _annotate(report: Report, args: argparse.Namespace) -> None:
    """Write the copy with comments."""
    from cnbudget.annotating import annotate

    count = annotate(report, args.annotate, lang=args.lang)
    words = f"写入 {count} 处批注" if args.lang == "zh" else f"{count} comments written"
    say(f"{args.annotate}{'：' if args.lang == 'zh' else ': '}{words}")


def _digest(name: str) -> str | None:
    """The digest of a file that could not be read as a budget, if it can be opened."""
    from hashlib import sha256

    try:
        if not Path(name).is_file():  # a pipe is read once
            return None
        return sha256(bytes_of(name)).hexdigest()
    except (OSError, ValueError):
        return None
