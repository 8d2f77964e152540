"""``cnbudget solve``: a JSON problem of rounded figures, solved."""

from __future__ import annotations

import argparse
import json
import sys
from decimal import Decimal
from pathlib import Path

from cnbudget.consistency.solution import solve
from cnbudget.errors import CnbudgetError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``cnbudget solve``."""
    parser.add_argument(
        "problem", metavar="PROBLEM.json", help="the problem; - reads standard input"
    )
    parser.add_argument(
        "--time-limit", type=float, metavar="S", help="seconds after which what is known is printed"
    )


def run(args: argparse.Namespace) -> int:
    """Solve the problem and print its result.

    Returns:
        0 when solved, 2 when the file cannot be read as a problem.
    """
    try:
        text = sys.stdin.read() if args.problem == "-" else Path(args.problem).read_text("utf-8")
        problem = json.loads(text, parse_float=Decimal)
        result = solve(problem, time_limit=args.time_limit)
    except CnbudgetError as error:
        sys.stderr.write(f"{args.problem}: {error}\n")
        return 2
    except (OSError, ValueError, RecursionError) as error:
        sys.stderr.write(f"{args.problem}: not a JSON problem: {error}\n")
        return 2
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    return 0
