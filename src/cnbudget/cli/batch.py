"""``cnbudget batch DIR… --out DIR``: check many files, and put what comes of them into a data set."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from cnbudget.batch import Options, Totals, inputs_of, opened, own_rules
from cnbudget.cli.console import say
from cnbudget.cli.documents import add_reading
from cnbudget.cli.progress import Progress
from cnbudget.datasets import record_inputs
from cnbudget.limits import Limits
from cnbudget.messages import tell

_SECONDS = 600.0  # that a file may take


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="DIR",
        help="文件夹、文件、压缩包（.zip）或式样 / folders, files, archives (.zip) or patterns",
    )
    parser.add_argument(
        "--out",
        required=True,
        metavar="DIR",
        help="数据集的文件夹；再次运行只读新的和变了的文件 / "
        "folder of the data set; a second run reads only what is new or changed",
    )
    parser.add_argument(
        "--jobs", type=int, default=1, metavar="N", help="用几个进程 / how many processes"
    )
    parser.add_argument(
        "--time-limit",
        type=float,
        default=_SECONDS,
        metavar="S",
        help=f"每个文件至多几秒，超过即放弃（默认 {_SECONDS:g}） / seconds after which a file is given up",
    )
    parser.add_argument(
        "--previous",
        action="append",
        default=[],
        metavar="LAST",
        help="上年公开文件（或其文件夹、压缩包，可重复） / last year's file, folder or archive; may be repeated",
    )
    parser.add_argument(
        "--rules",
        metavar="FILE.toml",
        help="自定规则，另外核对 / rules of your own that the files are held to as well",
    )
    parser.add_argument(
        "--no-prose",
        action="store_true",
        help="只核对表，不读文字 / check the tables alone, not the text",
    )
    add_reading(parser)


def run(args: argparse.Namespace) -> int:
    """Fill the data set; the exit status is that of the worst file."""
    found, last = inputs_of(args.files), inputs_of(args.previous)
    if args.previous and not last.inputs:
        told = tell(args.lang, "years.nothing_there", names="、".join(args.previous))
        say(f"cnbudget: {told}")
        return 2
    if not found.inputs:
        say(f"cnbudget: {tell(args.lang, 'batch.none_found', count=found.passed_over)}")
        return 2
    options = Options(
        args.layout,
        lists=args.lists,
        prose=not args.no_prose,
        previous=opened(last.inputs),
        rules=own_rules(args.rules or ()),
        limits=Limits.of(args.limit),
    )
    progress, start = Progress(len(found.inputs)), time.monotonic()
    done = record_inputs(
        found.inputs,
        Path(args.out),
        options,
        jobs=args.jobs,
        seconds=args.time_limit,
        lang=args.lang,
        progress=lambda count, _, name: progress.show(count, name),
    )
    progress.clear()
    totals = Totals(found.passed_over)
    totals.kinds.update(done.kinds)
    print(totals.text(args.lang, elapsed=time.monotonic() - start))
    print(tell(args.lang, "datasets.done", done=done.done, kept=done.kept, same=done.same))
    print(tell(args.lang, "datasets.written", folder=args.out))
    unread, wrong = done.kinds.get("unreadable", 0), done.kinds.get("errors", 0)
    return 2 if unread else int(wrong > 0)
