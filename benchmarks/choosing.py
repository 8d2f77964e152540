"""Choosing what words leave open against reading and checking without it: ``python benchmarks/choosing.py``.

Where words leave nothing open that matters, it costs next to nothing; elsewhere reading and checking is at most twice
what it is without.
"""

from __future__ import annotations

import time
from pathlib import Path
from unittest.mock import patch

import cnbudget
from cnbudget.choosing import Chosen

ROOT = Path(__file__).parents[1]
ROUNDS = 3
LIMIT = 2.0
_CHOOSE = "cnbudget.reading.worded.tables.choose"


def usual(blocks: list[object], _: object) -> list[Chosen]:
    """Every block as it is usual."""
    return [Chosen(block, 0, "same") for block in blocks]  # type: ignore[arg-type]


def seconds(path: Path) -> float:
    """How long a document is read by its words and checked."""
    start = time.perf_counter()
    cnbudget.check(cnbudget.read(path, layouts=()))
    return time.perf_counter() - start


def main() -> int:
    """Print the ratios; the exit status says whether all are within the limit."""
    failed = False
    folder = ROOT.parent / "shared" / "documents"
    for path in sorted([*folder.glob("*/tables.pdf"), *folder.glob("*/original.pdf")]):
        try:
            with patch(_CHOOSE, usual):
                before = min(seconds(path) for _ in range(ROUNDS))
            after = min(seconds(path) for _ in range(ROUNDS))
        except cnbudget.CnbudgetError:
            continue
        ratio = after / before
        failed = failed or ratio > LIMIT
        print(f"{path.parent.name}: {ratio:.2f} times reading and checking without choosing")
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
