"""``cnbudget layout FILE -o OUT.toml``: the form of a published budget, to publish ledgers in and read others with."""

from __future__ import annotations

import argparse
from pathlib import Path

from cnbudget.cli import console
from cnbudget.cli.console import STANDARD_INPUT, print_document
from cnbudget.cli.documents import add_document, document_of
from cnbudget.errors import UnwritableError
from cnbudget.layouts import file_of, save, toml_of
from cnbudget.learning import layout_of
from cnbudget.messages import say, tell
from cnbudget.outputs import is_standard_output, keep_apart

_ENDING = ".toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="公开文件，如上年的；- 为标准输入 / a published budget; - for standard input",
    )
    parser.add_argument(
        "-o",
        "--out",
        metavar="OUT",
        help="写入的表式文件（.toml），已有的会被替换；不给则直接显示 / "
        "the layout file to write or replace; printed if not given",
    )
    add_document(parser)
    parser.add_argument(
        "--words",
        action="store_true",
        help="不用已有的表式，只按文字读取，样子更近原文件 / "
        "read by words alone, which keeps more of how the document looks",
    )
    parser.add_argument("--name", default="", help="表式名称；不给则取文件名 / the layout's name")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")


def run(args: argparse.Namespace) -> int:
    """Read the document, and write or print its form."""
    out = Path(args.out) if args.out else None
    keep_apart([out], [args.file, args.layout and file_of(args.layout)])
    if out is not None and not is_standard_output(out) and out.suffix != _ENDING:
        raise UnwritableError(say("commands.layout_ending"), where=str(out))
    budget = document_of(args, layouts=() if args.words else None)
    named = args.file if out is None or is_standard_output(out) else out
    form = layout_of(budget, args.name or ("" if named == STANDARD_INPUT else Path(named).stem))
    for key, words in form.notes:
        title = form[key].title if key in form else ""
        console.say(f"cnbudget: {title}: {words.text(args.lang)}".replace(": : ", ": "))
    if out is None:
        print_document(toml_of(form), always=True)
        return 0
    save(form, out)
    said = tell(
        args.lang,
        "commands.layout_written",
        file=str(out),
        tables=len(form.tables),
        notes=len(form.notes),
    )
    console.say(said) if is_standard_output(out) else print(said)
    return 0
