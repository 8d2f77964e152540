"""Files checked by processes of our own: results in order, few waiting, and one that hangs is ended and replaced."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

import attrs

from cnbudget.batch.inputs import Input
from cnbudget.batch.work import Work
from cnbudget.batch.worker import receive, send
from cnbudget.messages import say

_AHEAD = 8  # files for each process that are begun before the first of them is done
_TO_STOP = 2.0  # seconds that a process has to stop by itself, and end what it started

Task = tuple[Input, ...]
Result = TypeVar("Result")


class StopWatch:
    """The time, and waiting for what comes within it."""

    def now(self) -> float:
        """Seconds from some moment on."""
        return time.monotonic()

    def wait(self, come: queue.Queue[Any], seconds: float | None) -> Any:
        """What comes next.

        Raises:
            queue.Empty: Nothing came within so many seconds.
        """
        return come.get(timeout=None if seconds is None else max(0.0, seconds))


@attrs.define(eq=False)
class _Running:
    """A process, and what it does.

    Attributes:
        process: The process.
        number: The place of its task among all; None while it has none.
        task: Its task.
        since: When it was given that.
    """

    process: subprocess.Popen[bytes]
    number: int | None = None
    task: Task = ()
    since: float = 0.0


class Workers(Generic[Result]):
    """Processes that read and check files.

    Args:
        work: What is done with each.
        jobs: How many processes.
        seconds: How long a file may take; None for no limit.
        watch: What tells the time.

    Attributes:
        running: The processes.
    """

    def __init__(
        self,
        work: Work[Result],
        *,
        jobs: int,
        seconds: float | None,
        watch: StopWatch | None = None,
    ) -> None:
        self.work = work
        self.jobs = jobs
        self.seconds = seconds
        self.watch = StopWatch() if watch is None else watch
        self.running: list[_Running] = []
        self._come: queue.Queue[tuple[_Running, Result | None]] = queue.Queue()

    def run(self, tasks: Iterable[Task]) -> Iterator[Result]:
        """What comes of tasks, in their order.

        Not many more are begun than are done with: what came of some waits until all before them are through.
        """
        left = enumerate(tasks)
        waiting: dict[int, Result] = {}
        begun = given = 0  # how many were begun, and what came of how many was given on
        following = next(left, None)
        try:
            while following is not None or given < begun:
                while (
                    following is not None
                    and begun - given < self.jobs * _AHEAD
                    and (free := self._free()) is not None
                ):
                    self._begin(free, *following)
                    begun += 1
                    following = next(left, None)
                if given not in waiting:
                    self._collect(waiting)
                while given in waiting:
                    yield waiting.pop(given)
                    given += 1
        finally:
            for each in self.running:
                _end(each.process)

    def _free(self) -> _Running | None:
        """A process that has nothing to do; a new one while there may be more."""
        idle = next((each for each in self.running if each.number is None), None)
        return self._start() if idle is None and len(self.running) < self.jobs else idle

    def _start(self) -> _Running:
        paths = os.pathsep.join(filter(None, sys.path))  # what this process can import
        started = _Running(
            subprocess.Popen(
                [sys.executable, "-m", "cnbudget.batch.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": paths},
            )
        )
        threading.Thread(target=self._listen, args=(started,), daemon=True).start()
        self.running.append(started)
        self._tell(started, self.work)
        return started

    def _begin(self, worker: _Running, number: int, task: Task) -> None:
        worker.number, worker.task, worker.since = number, task, self.watch.now()
        self._tell(worker, task)

    def _tell(self, worker: _Running, message: Any) -> None:
        assert worker.process.stdin is not None  # noqa: S101  (it was asked for)
        with contextlib.suppress(OSError):  # it is dead: that is heard, too
            send(worker.process.stdin, message)

    def _listen(self, worker: _Running) -> None:
        """Pass on what a process says; that it says nothing more, too."""
        assert worker.process.stdout is not None  # noqa: S101  (it was asked for)
        with worker.process.stdout as stream, contextlib.suppress(EOFError, OSError, ValueError):
            while True:
                self._come.put((worker, receive(stream)))
        self._come.put((worker, None))

    def _collect(self, waiting: dict[int, Result]) -> None:
        """Wait until something is done, or takes too long."""
        busy = [each for each in self.running if each.number is not None]
        first = min((each.since for each in busy), default=0.0)
        until = None if self.seconds is None else first + self.seconds - self.watch.now()
        try:
            worker, result = self.watch.wait(self._come, until)
        except queue.Empty:
            for each in busy:
                if self.seconds is not None and self.watch.now() - each.since >= self.seconds:
                    self._lose(each, "too_long", waiting)
            return
        if worker not in self.running:
            return  # ended already
        if result is None:
            self._lose(worker, "died", waiting)
        elif worker.number is not None:
            waiting[worker.number] = result
            worker.number, worker.task = None, ()

    def _lose(self, worker: _Running, why: str, waiting: dict[int, Result]) -> None:
        """End a process; its file is unreadable, and the next one has another process."""
        self.running.remove(worker)
        seconds = self.watch.now() - worker.since
        _end(worker.process)
        if worker.number is None:
            return
        limit = f"{self.seconds:g}"
        words = say("batch.died") if why == "died" else say("batch.too_long", seconds=limit)
        waiting[worker.number] = self.work.lost(worker.task, words, seconds)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process: told to stop it ends what it started; one that hears nothing is killed."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    process.terminate()
    try:
        process.wait(_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
