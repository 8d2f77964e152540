"""``cnbudget reconcile FILE``: which ledgers could have been published as this document?"""

from __future__ import annotations

import argparse

from cnbudget.cli.console import print_json, say
from cnbudget.cli.documents import add_document, document_of
from cnbudget.layouts import file_of
from cnbudget.messages import tell
from cnbudget.outputs import keep_apart
from cnbudget.reconciliation import STEPS, Reconciliation, Status, reconcile
from cnbudget.rules import load as rules_of

_STATUS = {
    Status.CONSISTENT: 0,
    Status.UNWITNESSED: 0,
    Status.INCONSISTENT: 1,
    Status.UNDECIDED: 3,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("file", metavar="FILE", help="文件 / a file")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
    parser.add_argument(
        "--witness",
        metavar="OUT.csv",
        help="把找到的预算明细写入文件 / write the ledger that was found to a file",
    )
    parser.add_argument(
        "--time-limit",
        type=_seconds,
        metavar="S",
        help="秒数，到时给出已知的结果，结果因此可能因机器而异 / "
        "seconds after which what is known is given; the answer can then depend on the machine",
    )
    parser.add_argument(
        "--steps",
        type=_steps,
        default=STEPS,
        metavar="N",
        help=f"计算步数，用完即给出已知的结果，与机器快慢无关（默认 {STEPS}，约半分钟） / "
        f"steps of work after which what is known is given, the same on every machine ({STEPS}: half a minute or so)",
    )
    add_document(parser)
    parser.add_argument(
        "--details",
        action="store_true",
        help="全部列出：各处矛盾、各种改法 / tell everything, not a screen of it",
    )
    parser.add_argument(
        "--no-prose",
        action="store_true",
        help="只判定公开表 / decide over the tables alone",
    )
    parser.add_argument(
        "--rules",
        metavar="FILE.toml",
        help="自定规则，一并判定 / rules of your own that are decided over as well",
    )


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError("须为非负秒数 / seconds from 0")
    return value


def _steps(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError("须为非负整数 / a whole number from 0")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Reconcile the file.

    Returns:
        0 consistent, 1 inconsistent, 3 undecided within the steps or the time allowed (2: a file that cannot be read).
    """
    from cnbudget.layouts import load

    given = [args.file, args.layout and file_of(args.layout), args.rules]
    keep_apart([args.witness], given)
    rules = rules_of(args.rules) if args.rules else ()
    budget = document_of(args)
    layout = load(args.layout) if args.layout else None
    found = reconcile(
        budget,
        time_limit=args.time_limit,
        steps=args.steps,
        layout=layout,
        prose=not args.no_prose,
        rules=rules,
    )
    if args.format == "json":
        print_json(found.to_dict())
    else:
        print(found.text(args.lang, details=args.details))
    if args.witness:
        say(_witness(found, args))
    return _STATUS[found.status]


def _witness(found: Reconciliation, args: argparse.Namespace) -> str:
    """Write the ledger that was found, if there is one, and say so."""
    lang = args.lang
    if found.witness is None:
        return tell(lang, "commands.no_witness", file=str(args.witness))
    from cnbudget.ledger import save_ledger

    save_ledger(found.witness, args.witness)
    count = len(found.witness)
    return tell(lang, "commands.witness_written", file=str(args.witness), count=count)
