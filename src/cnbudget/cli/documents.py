"""The document that a command is about: one file, and of several sets of tables in it one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from cnbudget.cli.console import STANDARD_INPUT, say, standard_input
from cnbudget.disclosure import Disclosure
from cnbudget.limits import Limits
from cnbudget.reading import read


def add_reading(parser: argparse.ArgumentParser) -> None:
    """The arguments of commands over several files: the language, the lists of codes and the form."""
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
    parser.add_argument(
        "--lists",
        metavar="DIR",
        help="自备科目表目录 / lists of codes to lay over the shipped ones",
    )
    _add_layout(parser)


def _add_layout(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--layout", metavar="NAME", help="表式名称或 .toml 文件 / form, or its file"
    )
    add_limit(parser)


def add_limit(parser: argparse.ArgumentParser) -> None:
    """The argument that says how much is read of a document at the most; `Limits.of` takes it."""
    parser.add_argument(
        "--limit",
        action="append",
        default=[],
        metavar="NAME=N",
        help="读文件的限度，如 pages=2000，可重复 / how much is read at the most, such as pages=2000; repeatable",
    )


def add_document(parser: argparse.ArgumentParser) -> None:
    """The arguments that say how the file is read."""
    _add_layout(parser)
    parser.add_argument(
        "--set",
        type=int,
        metavar="N",
        help="文件中有几套表时，用第几套（默认是能读的第一套） / "
        "of several sets of tables in the file, which; the first that can be read if not given",
    )


def document_of(args: argparse.Namespace, layouts: Sequence[str] | None = None) -> Disclosure:
    """The budget, read with some layouts alone if given; that the file has others is said where none was chosen."""
    file = standard_input() if args.file == STANDARD_INPUT else args.file
    limits = Limits.of(args.limit)
    budget = read(file, layout=args.layout, layouts=layouts, limits=limits, set=args.set)
    if args.set is None:
        for problem in budget.problems:
            if problem.kind == "sets":
                say(f"cnbudget: {problem.words.text(args.lang)}")
    return budget
