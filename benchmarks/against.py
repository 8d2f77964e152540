"""A benchmark of this tree and of another one, in turns and in one run: what ``--against SRC`` of some of them does.

Each turn is a process of its own that measures one tree, so that neither has what the other left; both are measured by
the same script, that of this tree. What is compared is processor time, of each measure the fastest turn.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["Measures", "add_arguments", "processor_time", "run"]

#: Seconds by the names of what took them.
Measures = dict[str, float]
SOURCE = Path(__file__).parents[1] / "src"
LIMIT = 1.3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of a benchmark that can be compared with itself."""
    parser.add_argument(
        "--against", metavar="SRC", type=Path, help="the src folder of another tree"
    )
    parser.add_argument("--turns", type=int, default=5, help="how often each tree is measured")
    parser.add_argument("--measure", action="store_true", help="print seconds as JSON, and no more")


def run(args: argparse.Namespace, measure: Callable[[], Measures]) -> int | None:
    """What the arguments ask for; None if they ask for nothing of it.

    The exit status says whether no measure takes more than `LIMIT` times what it takes in the other tree.
    """
    if args.measure:
        print(json.dumps(measure()))
        return 0
    if args.against is None:
        return None
    ours, theirs = _in_turns(Path(sys.argv[0]), args.against.resolve(), args.turns)
    over = [name for name, seconds in ours.items() if seconds > LIMIT * theirs[name]]
    for name, seconds in ours.items():
        ratio = seconds / theirs[name]
        shown = f"{seconds * 1e3:9.2f} ms / {theirs[name] * 1e3:9.2f} ms = {ratio:5.2f} x"
        print(f"{name:<58} {shown}{'  over' if name in over else ''}")
    print(f"{len(ours)} measures, {len(over)} over {LIMIT:g} x")
    return int(bool(over))


def _in_turns(script: Path, other: Path, turns: int) -> tuple[Measures, Measures]:
    """What two trees take, the fastest of some turns for each measure."""
    fastest: tuple[Measures, Measures] = {}, {}
    for _ in range(turns):
        for source, known in zip((SOURCE, other), fastest, strict=True):
            done = subprocess.run(
                [sys.executable, str(script), "--measure"],
                check=True,
                stdout=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": str(source)},
            )
            for name, seconds in json.loads(done.stdout).items():
                known[name] = min(known.get(name, seconds), seconds)
    return fastest


def processor_time(code: str, times: int) -> float:
    """The processor time of the fastest of several fresh processes, with bytecode kept as if it were installed."""
    best = float("inf")
    with TemporaryDirectory() as folder:
        env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPYCACHEPREFIX"] = folder
        for _ in range(times):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=env)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
            best = min(best, used)
    return best
