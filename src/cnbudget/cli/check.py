"""``cnbudget check FILE…``: read published budgets and report what holds."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from cnbudget import classification
from cnbudget.checks import Report, check
from cnbudget.errors import AnnotationError, CnbudgetError
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


def run(args: argparse.Namespace) -> int:
    """Check the files; the exit status is that of the worst."""
    worst = 0
    lists = classification.load(args.lists) if args.lists else None
    objects: list[dict[str, Any]] = []
    if args.annotate and len(args.files) > 1:
        print("cnbudget: --annotate 一次只处理一个文件 / takes one file", file=sys.stderr)
        return 2
    for position, name in enumerate(args.files):
        try:
            report = check(read(name, layout=args.layout), lists=lists, prose=not args.no_prose)
            if args.annotate:
                _annotate(report, name, args)
        except CnbudgetError as error:
            worst = 2
            if args.format == "json":
                from cnbudget.checks.contract import error_dict

                objects.append(error_dict(error, name, _digest(name)))
            print(f"cnbudget: {error.text(args.lang)}", file=sys.stderr)
            continue
        worst = max(worst, 0 if report.ok else 1)
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
        import json

        print(json.dumps(objects[0] if len(args.files) == 1 else objects, ensure_ascii=False))
    return worst


def _annotate(report: Report, name: str, args: argparse.Namespace) -> None:
    """Write the copy with comments."""
    from cnbudget.annotating import annotate

    if Path(name).resolve() == Path(args.annotate).resolve():
        raise AnnotationError(
            "the copy would take the place of the file itself",
            zh="不能覆盖原文件",
            where=name,
            hint="give another name",
            hint_zh="请换一个文件名",
        )
    count = annotate(report, args.annotate, lang=args.lang)
    words = f"写入 {count} 处批注" if args.lang == "zh" else f"{count} comments written"
    print(f"{args.annotate}{'：' if args.lang == 'zh' else ': '}{words}", file=sys.stderr)


def _digest(name: str) -> str | None:
    """The digest of a file that could not be read as a budget, if it can be opened."""
    from hashlib import file_digest

    try:
        with open(name, "rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
