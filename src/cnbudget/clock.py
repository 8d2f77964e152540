"""Budgets of work: steps, which are the same on every machine, and seconds where a caller sets them."""

from __future__ import annotations

import time


class OutOfTimeError(Exception):
    """The steps are used up, or the time limit has come; caught inside the package."""


class Clock:
    """Counts down; every loop that can be long asks it, and says how much work it is about to do.

    A step is about as much as touching one entry of a table of numbers. What is spent on a part of a budget is spent
    on the whole.

    Args:
        seconds: Seconds after which to stop; ``None`` for no such limit.
        steps: Steps after which to stop; ``None`` for no such limit.
        within: The budget that this one is a part of.

    Attributes:
        used: The steps spent so far.
        ended: Whether more was asked for than there was.

    >>> clock = Clock(steps=10)
    >>> clock.check(4)
    >>> clock.part(0.5).steps, clock.steps
    (3, 6)
    """

    def __init__(
        self,
        seconds: float | None = None,
        *,
        steps: int | None = None,
        within: Clock | None = None,
    ) -> None:
        self.end = None if seconds is None else time.monotonic() + seconds
        self.steps = steps
        self.used = 0
        self.ended = False
        self.within = within

    def check(self, work: int = 1) -> None:
        """Spend some steps, before the work that they stand for is done.

        Raises:
            OutOfTimeError: There are not so many left, or the time is over. Such work is not to be done, and
                nothing is spent on it.
        """
        budget: Clock | None = self
        while budget is not None:
            if (budget.steps is not None and budget.steps < work) or (
                budget.end is not None and time.monotonic() > budget.end
            ):
                self.ended = True
                raise OutOfTimeError
            budget = budget.within
        budget = self
        while budget is not None:
            if budget.steps is not None:
                budget.steps -= work
            budget.used += work
            budget = budget.within

    def part(self, share: float = 1.0, *, most: int | None = None) -> Clock:
        """A budget within this one: a share of what is left, as something is to be done after it.

        Args:
            share: The share.
            most: The most steps, however many are left.

        >>> Clock().part(0.5).steps
        >>> Clock().part(most=7).steps
        7
        """
        steps = None if self.steps is None else int(self.steps * share)
        if most is not None:
            steps = most if steps is None else min(steps, most)
        seconds = None if self.end is None else max(0.0, self.end - time.monotonic()) * share
        return Clock(seconds, steps=steps, within=self)
