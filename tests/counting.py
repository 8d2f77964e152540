"""Work counted in lines of the package that are run: the same on every machine, however busy."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import cnbudget

_PACKAGE = str(Path(cnbudget.__file__).parent)

__all__ = ["grows_no_faster", "lines_run"]


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of the package are run in doing something."""
    count = 0

    def line(_: FrameType, event: str, __: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, _: str, __: Any) -> Any:
        return line if frame.f_code.co_filename.startswith(_PACKAGE) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def grows_no_faster(work: Callable[[int], object], length: int, times: int = 10) -> bool:
    """Whether so many times the length costs not much more than so many times the lines."""
    work(max(1, length // 100))  # what is prepared once
    small = lines_run(lambda: work(length))
    return lines_run(lambda: work(times * length)) <= 1.5 * times * small + 1000
