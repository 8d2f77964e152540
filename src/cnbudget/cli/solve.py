"""``cnbudget solve``: a JSON problem of rounded figures, solved."""

from __future__ import annotations

import argparse
import json
import sys
from decimal import Decimal
from pathlib import Path

from cnbudget.consistency.solution import STEPS, solve
from cnbudget.errors import CnbudgetError

_CLOSED: dict[type[OSError], tuple[str, str]] = {
    FileNotFoundError: ("没有这个文件", "there is no such file"),
    IsADirectoryError: ("这是文件夹，不是文件", "this is a folder, not a file"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``cnbudget solve``."""
    parser.add_argument(
        "problem",
        metavar="PROBLEM.json",
        help="问题，- 为标准输入 / the problem; - reads standard input",
    )
    parser.add_argument(
        "--time-limit",
        type=float,
        metavar="S",
        help="秒数，到时给出已知的结果，结果因此可能因机器而异 / "
        "seconds after which what is known is printed; the result can then depend on the machine",
    )
    parser.add_argument(
        "--steps",
        type=int,
        default=STEPS,
        metavar="N",
        help=f"计算步数，用完即给出已知的结果，与机器快慢无关（默认 {STEPS}） / "
        f"steps of work after which what is known is printed, the same on every machine ({STEPS})",
    )


def run(args: argparse.Namespace) -> int:
    """Solve the problem and print its result.

    Returns:
        0 when solved, 2 when the file cannot be read as a problem.
    """
    try:
        text = sys.stdin.read() if args.problem == "-" else Path(args.problem).read_text("utf-8")
        problem = json.loads(text, parse_float=Decimal)
        result = solve(problem, time_limit=args.time_limit, steps=args.steps)
    except CnbudgetError as error:
        sys.stderr.write(f"cnbudget: {args.problem}：{error.text('zh')} / {error.text('en')}\n")
        return 2
    except OSError as error:
        zh, en = _CLOSED.get(type(error), ("文件打不开", "the file cannot be opened"))
        sys.stderr.write(f"cnbudget: {args.problem}：{zh} / {en}\n")
        return 2
    except (ValueError, RecursionError) as error:
        sys.stderr.write(f"cnbudget: {args.problem}：不是 JSON / not JSON: {error}\n")
        return 2
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    return 0
