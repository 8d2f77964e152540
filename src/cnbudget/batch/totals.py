"""How many files came out how."""

from __future__ import annotations

from collections import Counter

from cnbudget.batch.examine import Checked
from cnbudget.messages import say


class Totals:
    """How many of the files that were checked came out how, and how long that took.

    Args:
        passed_over: How many files of other kinds were found besides.

    Attributes:
        kinds: How many files came out how; see `Checked.kind`.
        seconds: The time that they took, all together.
        status: The exit status of the worst.

    >>> from cnbudget.batch import check_files
    >>> from cnbudget.examples import example_path
    >>> totals = Totals()
    >>> for checked in check_files([example_path("artux")], jobs=1):
    ...     totals.add(checked)
    ...
    >>> totals.files, totals.text("en").splitlines()[0]
    (1, 'files          1')
    """

    def __init__(self, passed_over: int = 0) -> None:
        self.passed_over = passed_over
        self.kinds: Counter[str] = Counter()
        self.seconds = 0.0
        self.status = 0

    @property
    def files(self) -> int:
        """How many there were."""
        return self.kinds.total()

    def add(self, checked: Checked) -> None:
        """Count what came of a file."""
        self.kinds[checked.kind] += 1
        self.seconds += checked.seconds
        self.status = max(self.status, checked.status)

    def text(self, lang: str = "zh", *, elapsed: float | None = None) -> str:
        """The totals as a table of text.

        Args:
            lang: Chinese (``"zh"``) or English (``"en"``).
            elapsed: How long the user waited; the time that all took if not given.
        """
        seconds = self.seconds if elapsed is None else elapsed
        lines = [
            say("batch.total_files", count=self.files),
            say("batch.total_fine", count=self.kinds["fine"]),
            say("batch.total_errors", count=self.kinds["errors"]),
            say("batch.total_unreadable", count=self.kinds["unreadable"]),
            say("batch.total_no_budget", count=self.kinds["no-budget"]),
        ]
        if self.passed_over:
            lines.append(say("batch.total_passed_over", count=self.passed_over))
        lines.append(say("batch.total_seconds", seconds=f"{seconds:.1f}"))
        return "\n".join(each.text(lang) for each in lines)
