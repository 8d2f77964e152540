"""A benchmark of this tree and of another one, in one run: what ``--against SRC`` of some of them does.

Each tree has a process of its own that does one round of one work when it is asked to; they are asked in turns, so that
both meet the same other work on the machine. Fresh processes are started in turns as well. Both are measured by the
same script, that of this tree. What is compared is processor time, of each work the fastest round.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["Works", "add_arguments", "processor_time", "run"]

#: What is measured, by its name.
Works = dict[str, Callable[[], object]]
SOURCE = Path(__file__).parents[1] / "src"
LIMIT = 1.3
LEAST = 5  # rounds of what takes long


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of a benchmark that can be compared with itself."""
    parser.add_argument(
        "--against", metavar="SRC", type=Path, help="the src folder of another tree"
    )
    parser.add_argument("--seconds", type=float, default=20, help="how long each work is measured")
    parser.add_argument("--asked", action="store_true", help=argparse.SUPPRESS)


def run(
    args: argparse.Namespace, make: Callable[[], Works], fresh: Mapping[str, str] | None = None
) -> int | None:
    """What the arguments ask for; None if they ask for nothing of it.

    The exit status says whether no work takes more than `LIMIT` times what it takes in the other tree.

    Args:
        args: The arguments.
        make: Makes what is measured.
        fresh: What is run in fresh processes, by its name.
    """
    if args.asked:
        _answer(make())
        return 0
    if args.against is None:
        return None
    count = over = 0
    trees = (SOURCE, args.against.resolve())
    _refuse_others(trees)
    for name, (ours, theirs) in (
        *_asked_in_turns(trees, args.seconds),
        *_started_in_turns(trees, fresh or {}, args.seconds),
    ):
        count += 1
        over += ours > LIMIT * theirs
        shown = f"{ours * 1e3:9.2f} ms / {theirs * 1e3:9.2f} ms = {ours / theirs:5.2f} x"
        print(f"{name:<58} {shown}{'  over' if ours > LIMIT * theirs else ''}", flush=True)
    print(f"{count} works, {over} over {LIMIT:g} x")
    return int(bool(over))


def _answer(works: Works) -> None:
    """Do a round of what is asked for, line by line, and say how long it took."""
    print(json.dumps(list(works)), flush=True)
    for line in sys.stdin:
        work = works[json.loads(line)]
        start = time.thread_time()
        work()
        print(time.thread_time() - start, flush=True)


def _refuse_others(trees: tuple[Path, Path]) -> None:
    """Stop where an environment puts another tree before the one that is asked for: one would be measured twice."""
    code = "import cnbudget; print(cnbudget.__file__)"
    for tree in trees:
        env = os.environ | {"PYTHONPATH": str(tree)}
        done = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=env
        )
        if not Path(done.stdout.strip()).is_relative_to(tree.resolve()):
            raise SystemExit(f"{tree} is not what is imported, but {done.stdout.strip()}")


def _asked_in_turns(
    trees: tuple[Path, Path], seconds: float
) -> list[tuple[str, tuple[float, float]]]:
    """The fastest round of each work in two trees."""
    asked = [
        subprocess.Popen(
            [sys.executable, sys.argv[0], "--asked"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(tree)},
        )
        for tree in trees
    ]

    def line(process: subprocess.Popen[str]) -> str:
        assert process.stdout is not None
        return process.stdout.readline()

    def one(process: subprocess.Popen[str], name: str) -> float:
        assert process.stdin is not None
        print(json.dumps(name), file=process.stdin, flush=True)
        return float(line(process))

    found = []
    names = [json.loads(line(process)) for process in asked]
    for name in names[0]:
        found.append((name, _fastest(lambda n, name=name: one(asked[n], name), seconds)))  # type: ignore[misc]
    for process in asked:
        process.communicate()
    return found


def _started_in_turns(
    trees: tuple[Path, Path], fresh: Mapping[str, str], seconds: float
) -> list[tuple[str, tuple[float, float]]]:
    """The fastest process of each code in two trees."""
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        folders = (one, other)
        return [
            (
                name,
                _fastest(
                    lambda n, code=code: processor_time(code, folders[n], trees[n]),  # type: ignore[misc]
                    seconds,
                ),
            )
            for name, code in fresh.items()
        ]


def _fastest(took: Callable[[int], float], seconds: float) -> tuple[float, float]:
    """The fastest of some rounds in turns, of the one and of the other."""
    best = [float("inf"), float("inf")]
    rounds, end = 0, time.monotonic() + seconds
    while rounds < LEAST or time.monotonic() < end:
        for number in (0, 1) if rounds % 2 else (1, 0):  # who comes first meets colder caches
            best[number] = min(best[number], took(number))
        rounds += 1
    return best[0], best[1]


def processor_time(code: str, folder: str, tree: Path = SOURCE) -> float:
    """The processor time of a fresh process, with bytecode kept in a folder as an installed package has it."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    env |= {"PYTHONPYCACHEPREFIX": folder, "PYTHONPATH": str(tree)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
