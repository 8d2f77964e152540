"""What is done with each of many files, wherever it is done: here, in processes of our own, or by an executor."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import attrs

from cnbudget.batch.examine import Checked, Options, examined
from cnbudget.batch.inputs import Input
from cnbudget.errors import UnreadableError
from cnbudget.messages import Message, say
from cnbudget.values import Value

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Task = tuple[Input, ...]
Result_co = TypeVar("Result_co", covariant=True)
Result = TypeVar("Result")
_AHEAD = 256  # files that an executor has at a time


class Work(Protocol, Generic[Result_co]):
    """What is done with each file; it can be sent to another process."""

    @property
    def options(self) -> Options:
        """How they are read and checked."""

    def done(self, task: Task, *, alone: bool = False) -> Result_co:
        """What comes of a file, or of files that are read as one.

        Args:
            task: The files.
            alone: Whether there are no others, so that a fault of this package is shown as one.
        """

    def lost(self, task: Task, why: Message, seconds: float) -> Result_co:
        """What is told of one that nothing came of.

        Args:
            task: The files.
            why: What happened.
            seconds: How long it was tried.
        """


@attrs.frozen(eq=False, repr=False)
class Checking(Value):
    """To read and check files.

    Attributes:
        options: How.
    """

    options: Options

    def done(self, task: Task, *, alone: bool = False) -> Checked:
        """What comes of a file; see `Work.done`."""
        return examined(task, self.options, alone=alone)

    def lost(self, task: Task, why: Message, seconds: float) -> Checked:
        """What is told of one that nothing came of; see `Work.lost`."""
        where = "、".join(each.name for each in task)
        return Checked(task, (UnreadableError(why, where=where),), seconds=seconds)


def by_executor(executor: Executor, work: Work[Result], tasks: Iterable[Task]) -> Iterator[Result]:
    """What comes of files that an executor works on, in their order, a few hundred begun at a time.

    What an executor loses (a process that died, a cluster that gave a file up) is an error of that file. What is not
    begun when nobody asks any more is taken back.

    Args:
        executor: Any executor of `concurrent.futures`.
        work: What is done with each file.
        tasks: The files.
    """
    waiting: deque[tuple[Task, Future[Result]]] = deque()
    try:
        for task in tasks:
            waiting.append((task, _begun(executor, work, task)))
            if len(waiting) >= _AHEAD:
                yield _come(work, *waiting.popleft())
        while waiting:
            yield _come(work, *waiting.popleft())
    finally:
        for _, future in waiting:
            future.cancel()


def _begun(executor: Executor, work: Work[Result], task: Task) -> Future[Result]:
    """A file given to an executor; one that takes no more gives nothing for it."""
    try:
        return executor.submit(work.done, task)
    except RuntimeError as error:  # it broke, or was shut down
        from concurrent.futures import Future  # one file needs no executor

        failed: Future[Result] = Future()
        failed.set_exception(error)
        return failed


def _come(work: Work[Result], task: Task, future: Future[Result]) -> Result:
    """What came of a file; what the executor says of one that it lost."""
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001  (whatever an executor raises: a file is lost, and no others)
        what = f"{type(error).__name__}: {error}"[:200]
        return work.lost(task, say("batch.executor_lost", error=what), 0.0)
