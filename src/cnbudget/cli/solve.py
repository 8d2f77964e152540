"""``cnbudget solve``: a JSON problem of rounded figures, solved."""

from __future__ import annotations

import argparse
import json
from decimal import Decimal

from cnbudget.cli.console import print_json, say, whole_input
from cnbudget.consistency.solution import STEPS, solve
from cnbudget.errors import CnbudgetError
from cnbudget.files import bytes_of, refusal
from cnbudget.outputs import keep_apart


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
    if args.problem != "-":
        keep_apart([], [args.problem])
    try:
        text = whole_input() if args.problem == "-" else bytes_of(args.problem).decode("utf-8-sig")
        problem = json.loads(text, parse_float=Decimal)
        result = solve(problem, time_limit=args.time_limit, steps=args.steps)
    except CnbudgetError as error:
        say(f"cnbudget: {args.problem}：{error.text('zh')} / {error.text('en')}")
        return 2
    except OSError as error:
        why = refusal(error)
        say(f"cnbudget: {args.problem}：{why.zh} / {why.en}")
        return 2
    except (ValueError, RecursionError) as error:
        say(f"cnbudget: {args.problem}：不是 JSON / not JSON: {error}")
        return 2
    print_json(result, indent=2)
    return 0
