"""Damage small files of each kind at random, for as long as you like, and say what is neither read nor refused.

    python tools/fuzz.py [READER…] [--seconds N] [--keep FOLDER] [--list]
    python tools/fuzz.py READER --atheris [--seconds N] [--keep FOLDER]

Each reader of the package (`--list` names them) is given a small valid file of its kind with bytes, parts of a package,
lines and words of it changed, as `tests/catalogue/test_damaged_files.py` does a few times in each run. What is wrong:
any exception that is none of the package's, an error that does not name the file, and what takes more than 20 seconds
of the processor or 2 GB of memory. It is kept in the folder, and named; the exit status says whether there was any.

With `--atheris` the coverage of the package's code leads the damage; atheris (https://pypi.org/project/atheris) is
installed by hand: `python -m pip install atheris`. One reader to a run, which ends at the first thing that is wrong.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

sys.path.insert(0, str(Path(__file__).parents[1]))

_MEMORY = 2 * 2**30
_LONG = 20.0  # seconds of the processor
_SEEDS, _LONGEST = 20, 4096  # inputs that coverage begins with, and their bytes at the most
_AT_ONCE = 50  # examples between two looks at the clock


class _Target:
    """One reader, its file, and what was wrong so far."""

    def __init__(self, name: str, keep: Path) -> None:
        self.reader = import_module("tests.catalogue.readers").READERS[name]
        self.errors = import_module("cnbudget.errors")
        self.name, self.keep = name, keep
        self.original = self.reader.original()
        self.file = Path(tempfile.mkdtemp()) / self.reader.name
        self.wrong: dict[str, Path] = {}
        self.tried = self.read = 0
        self.longest = 0.0

    def fault(self, data: bytes) -> str:
        """What is wrong with how this file is taken; "" if nothing is."""
        self.file.write_bytes(data)
        self.tried += 1
        start = time.process_time()
        try:
            self.reader.read(self.file)
            self.read += 1
        except self.errors.CnbudgetError as error:
            if self.file.name not in error.text("zh"):
                return f"does not name the file: {error.key}"
        except Exception as error:  # noqa: BLE001  (that is what is looked for)
            at = traceback.extract_tb(error.__traceback__)[-1]
            return f"{type(error).__name__} at {Path(at.filename).name}:{at.lineno}: {error}"[:200]
        took = time.process_time() - start
        self.longest = max(self.longest, took)
        return f"takes more than {_LONG:g} s" if took > _LONG else ""

    def take(self, data: bytes) -> str:
        """Try a file, and keep it if there is a new fault; what that is."""
        fault = self.fault(data)
        if fault and fault not in self.wrong:
            self.keep.mkdir(parents=True, exist_ok=True)
            name = f"{self.name.replace(' ', '-')}-{len(self.wrong) + 1}"
            self.wrong[fault] = self.keep / f"{name}{self.file.suffix}"
            self.wrong[fault].write_bytes(data)
            print(f"  {fault}\n    {self.wrong[fault]}", flush=True)
        return fault


def _property(target: _Target) -> Callable[[], None]:
    """Damage as the tests do it, some at a time."""
    damaged = import_module("tests.catalogue.damaging").damaged

    @settings(
        max_examples=_AT_ONCE,
        deadline=None,
        database=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=damaged(target.original))
    def tried(data: bytes) -> None:
        target.take(data)

    return tried


def _by_coverage(name: str, keep: Path, seconds: int) -> None:
    """Let atheris lead the damage; it ends the process."""
    atheris: Any = import_module("atheris")
    with atheris.instrument_imports(include=["cnbudget"]):
        import_module("cnbudget.reading.document")
        import_module("cnbudget.reading.files")
        target = _Target(name, keep)
        target.file.write_bytes(target.original)
        with suppress(target.errors.CnbudgetError):  # some files are none of what is read
            target.reader.read(target.file)
    damage = _property(target).hypothesis.fuzz_one_input  # type: ignore[attr-defined]

    def one(data: bytes) -> None:
        damage(data)
        if target.wrong:
            raise SystemExit(1)

    seeds = Path(tempfile.mkdtemp())  # from nothing it would try files of a few bytes alone
    for number in range(_SEEDS):
        (seeds / str(number)).write_bytes(Random(number).randbytes(_LONGEST >> number % 5))
    limits = [f"-max_total_time={seconds}", f"-max_len={_LONGEST}", "-len_control=0"]
    atheris.Setup([sys.argv[0], *limits, str(seeds)], one)
    atheris.Fuzz()


def main() -> int:
    """Damage, and say what is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("readers", nargs="*", metavar="READER")
    parser.add_argument("--seconds", type=int, default=30, help="for each reader")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzzed")
    parser.add_argument("--list", action="store_true", help="name the readers")
    parser.add_argument("--atheris", action="store_true", help="led by coverage")
    args = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.RLIM_INFINITY))
    known = list(import_module("tests.catalogue.readers").READERS) if not args.atheris else []
    if args.list:
        print("\n".join(known))
        return 0
    if args.atheris:
        _by_coverage(args.readers[0], args.keep, args.seconds)
    wrong = 0
    for name in args.readers or known:
        target = _Target(name, args.keep)
        damage, end = _property(target), time.monotonic() + args.seconds
        while time.monotonic() < end:
            damage()
        print(
            f"{name}: {target.tried} tried, {target.read} read, {len(target.wrong)} wrong, "
            f"longest {target.longest:.1f} s",
            flush=True,
        )
        wrong += len(target.wrong)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
