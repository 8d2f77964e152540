"""How far long work is, on a terminal; nothing where nobody looks."""

from __future__ import annotations

import sys


class Progress:
    """A line on the standard error that is written over, and gone at the end.

    Args:
        total: How many files there are.
    """

    def __init__(self, total: int) -> None:
        stream = sys.stderr
        #: whether somebody looks
        self.shown = total > 1 and stream is not None and stream.isatty()
        self._total = total
        self._width = 0

    def show(self, done: int, name: str) -> None:
        """Say how many files are done, and the last one's name."""
        if self.shown:
            import shutil  # few look

            self.clear()
            text = f"[{done}/{self._total}] "
            room = shutil.get_terminal_size().columns - len(text) - 1
            while sum(map(_columns, name)) > room and name:
                name = name[1:]  # the end tells files apart
            text += name
            print(text, end="", file=sys.stderr, flush=True)
            self._width = sum(map(_columns, text))

    def clear(self) -> None:
        """Take the line away, so that something else can be printed."""
        if self._width:
            print(f"\r{' ' * self._width}\r", end="", file=sys.stderr, flush=True)
            self._width = 0


def _columns(sign: str) -> int:
    """How many columns a character takes on a terminal."""
    from unicodedata import east_asian_width

    return 2 if east_asian_width(sign) in "WF" else 1
