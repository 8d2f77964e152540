"""A time limit that the caller sets."""

from __future__ import annotations

import time


class OutOfTimeError(Exception):
    """The time limit has come; caught inside the package."""


class Clock:
    """Counts down; every loop that can be long asks it.

    >>> Clock(None).check()
    """

    def __init__(self, seconds: float | None) -> None:
        self.end = None if seconds is None else time.monotonic() + seconds

    def check(self) -> None:
        """Raise `OutOfTimeError` when the time is over."""
        if self.end is not None and time.monotonic() > self.end:
            raise OutOfTimeError

    def left(self) -> float | None:
        """The seconds that are left; ``None`` without a limit."""
        return None if self.end is None else max(0.0, self.end - time.monotonic())

    def part(self, share: float) -> Clock:
        """A clock for a share of the time that is left: something is to be done after it.

        >>> Clock(None).part(0.5).left()
        """
        left = self.left()
        return self if left is None else Clock(left * share)


class Steps(Clock):
    """Counts steps of work instead of seconds: the same on every machine.

    >>> steps = Steps(1)
    >>> steps.check()
    """

    def __init__(self, steps: int) -> None:
        super().__init__(None)
        self.steps = steps

    def check(self) -> None:
        """Raise `OutOfTimeError` when the steps are used up."""
        self.steps -= 1
        if self.steps < 0:
            raise OutOfTimeError
