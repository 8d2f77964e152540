"""Data sets: what comes of any number of files as Parquet tables in a folder, which a second run only adds to.

The tables are ``files`` (a row for each, also for those that cannot be read, with the reason), ``budgets``,
``figures``, ``statements`` and ``findings``, each partitioned by year (null where none is known), joined by ``key``.
Rows are there once for files of equal content, and the table of files has each of these.

A run that is repeated reads only what is new: a file whose content, ending, version of cnbudget, layout, lists and
other options are the same is done. What is finished is not lost under a kill, and the next run ends what was cut off;
until then rows may be in the folder twice. Files that took too long or whose process died are tried again. One run at
a time may write into a folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from cnbudget.batch import Input, Options, inputs_of, opened, own_rules, work_on
from cnbudget.batch.many import OnProgress
from cnbudget.datasets.keys import content_of, key_of, settings_of
from cnbudget.errors import MissingExtraError
from cnbudget.files import SourceFile
from cnbudget.forms.vocabulary import own_words
from cnbudget.language import language
from cnbudget.layouts import Layout
from cnbudget.limits import LIMITS, Limits
from cnbudget.messages import say

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from cnbudget.checks.own import OwnRule
    from cnbudget.datasets.recording import FileRows, Recording
    from cnbudget.datasets.store import Store

__all__ = ["DatasetRun", "record_inputs", "write_dataset"]


@attrs.frozen
class DatasetRun:
    """What a run did.

    Attributes:
        files: How many files were named.
        passed_over: How many files of other kinds were found besides.
        done: How many were read in this run.
        kept: How many had come out in the same way in an earlier run, and were not read again.
        same: How many have the content of another.
        kinds: How many of all that were named came out how: "fine", "errors", "unreadable", "no-budget".

    >>> DatasetRun(3, done=2, kept=1, kinds={"fine": 3}).kinds
    {'fine': 3}
    """

    files: int
    passed_over: int = attrs.field(default=0, kw_only=True)
    done: int = attrs.field(default=0, kw_only=True)
    kept: int = attrs.field(default=0, kw_only=True)
    same: int = attrs.field(default=0, kw_only=True)
    kinds: dict[str, int] = attrs.field(factory=dict, kw_only=True, hash=False)


def write_dataset(
    names: str | Path | SourceFile | Iterable[str | Path | SourceFile],
    folder: str | Path,
    *,
    layout: str | Path | Layout | None = None,
    lists: str | Path | None = None,
    prose: bool = True,
    steps: int | None = None,
    previous: Iterable[str | Path | SourceFile] = (),
    rules: Iterable[OwnRule] | str | Path = (),
    jobs: int = 1,
    seconds: float | None = None,
    executor: Executor | None = None,
    lang: str | None = None,
    progress: OnProgress | None = None,
    limits: Limits = LIMITS,
) -> DatasetRun:
    """Read and check many files, and put what comes of them into a folder of Parquet tables; see this module.

    Args:
        names: Files, folders, patterns and archives, or one of them; see `cnbudget.check_files`.
        folder: The folder of the data set; it is made if it is not there.
        layout: The form that the tables follow; see `cnbudget.read`.
        lists: A folder of lists of codes to lay over the shipped ones; see `cnbudget.classification.load`.
        prose: Whether to read and check what is said outside the tables.
        steps: How much work may go into the question which figures are wrong; see `cnbudget.check`.
        previous: Last year's files; see `cnbudget.check_files`.
        rules: Rules of your own, or the name of a file of them; see `cnbudget.check_files`.
        jobs: In how many processes.
        seconds: How long a file may take; see `cnbudget.check_files`.
        executor: What the files are given to instead; see `cnbudget.check_files`.
        lang: The language of words in the tables: Chinese (``"zh"``) or English (``"en"``).
        progress: What is called after each file: with how many are done, of how many, and the name of this one.
        limits: How much is read of a file at the most; see `cnbudget.read`.

    Returns:
        What the run did.

    Raises:
        MissingExtraError: pyarrow is not installed.
        UnwritableError: The folder cannot be written, or holds something else.
        UsageError: There is to be no process, or no second; or an executor is to keep to seconds, or to ``jobs``.

    >>> import tempfile, cnbudget
    >>> from cnbudget.examples import example_path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [cnbudget.write_dataset([example_path("artux")], folder).done for turn in (1, 2)]
    [1, 0]
    """
    found = inputs_of((names,) if isinstance(names, str | Path | SourceFile) else names)
    made = partial(Options, layout, prose=prose, steps=steps, limits=limits, words=own_words())
    before = opened(inputs_of(previous).inputs)
    named = None if lists is None else str(lists)
    options = made(lists=named, previous=before, rules=own_rules(rules))
    fill = partial(record_inputs, jobs=jobs, seconds=seconds, executor=executor, progress=progress)
    run = fill(found.inputs, Path(folder), options, lang=language(lang))
    return attrs.evolve(run, passed_over=found.passed_over)


def record_inputs(
    inputs: tuple[Input, ...],
    folder: Path,
    options: Options,
    *,
    jobs: int = 1,
    seconds: float | None = None,
    executor: Executor | None = None,
    lang: str = "zh",
    progress: OnProgress | None = None,
) -> DatasetRun:
    """Put files that were looked up already into a data set; see `write_dataset`.

    Args:
        inputs: The files.
        folder: The folder of the data set.
        options: How they are read and checked.
        jobs: In how many processes.
        seconds: How long a file may take.
        executor: What the files are given to instead.
        lang: The language of words in the tables.
        progress: What is called after each file.

    Raises:
        MissingExtraError: pyarrow is not installed.
        UnwritableError: The folder cannot be written, or holds something else.
        UsageError: There is to be no process, or no second; or an executor is to keep to seconds, or to ``jobs``.
    """
    try:
        import pyarrow as pa  # noqa: F401  (an extra)
    except ImportError as error:
        raise MissingExtraError(
            say("frames.needs_extra", library="pyarrow", extra="arrow")
        ) from error
    from cnbudget.datasets.recording import Recording
    from cnbudget.datasets.store import Store

    work = Recording(options, settings_of(options, lang), lang)
    run = _Filling(inputs, Store(folder), work, progress)
    tasks = run.new()
    while True:
        come = work_on(
            tasks, work, count=len(inputs), jobs=jobs, seconds=seconds, executor=executor
        )
        for rows in come:
            run.put(rows)
        if not run.equal:
            return run.end()
        tasks = run.again()


class _Filling:
    """A run, from the files that were named to the tables.

    Args:
        inputs: The files.
        store: The folder.
        work: What is done with each.
        progress: What is called after each file.
    """

    def __init__(
        self, inputs: tuple[Input, ...], store: Store, work: Recording, progress: OnProgress | None
    ) -> None:
        self.inputs = inputs
        self.store = store
        self.work = work
        self.progress = progress
        self.keys = set(store.known.values()) - {""}
        self.equal: list[tuple[Input, str]] = []
        self.done = self.kept = self.same = 0

    def new(self) -> Iterator[tuple[Input, ...]]:
        """The files to be read, with those aside whose content stands for another, too."""
        for one in self.inputs:
            content = content_of(one)
            key = "" if content is None else key_of(self.work.settings, one, content)
            if key and self.store.known.get(one.name) == key:
                self.kept += 1
                self._told(one.name)
            elif key in self.keys:
                self.equal.append((one, key))
            else:
                if key:
                    self.keys.add(key)
                yield (one,)

    def again(self) -> Iterator[tuple[Input, ...]]:
        """The files with the content of others, as far as nothing stands for these any more."""
        equal, self.equal = self.equal, []
        found = self.store.rows_of(key for _, key in equal)
        begun: set[str] = set()
        for one, key in equal:
            if key in found:
                self.same += 1
                self._put(_like(one, *found[key]))
            elif key in begun:
                self.equal.append((one, key))
            else:
                begun.add(key)
                yield (one,)

    def put(self, rows: FileRows) -> None:
        """Put down what came of a file that was read."""
        self.done += 1
        self._put(rows)

    def _put(self, rows: FileRows) -> None:
        self.store.put(rows)
        self._told(rows.file["path"])

    def _told(self, name: str) -> None:
        if self.progress is not None:
            self.progress(self.done + self.kept + self.same, len(self.inputs), name)

    def end(self) -> DatasetRun:
        """Merge what waits, and say what was done."""
        self.store.close()
        named = {each.name for each in self.inputs}
        kinds = Counter(kind for path, kind in self.store.outcomes() if path in named)
        return DatasetRun(
            len(self.inputs),
            done=self.done,
            kept=self.kept,
            same=self.same,
            kinds=dict(sorted(kinds.items())),
        )


def _like(one: Input, row: dict[str, object], year: int | None) -> FileRows:
    """The row of a file with the content of another."""
    from cnbudget.datasets.recording import FileRows

    first, error = str(row["path"]), row["error"]
    told = error.replace(first, one.name) if isinstance(error, str) else None
    return FileRows({**row, "path": one.name, "error": told}, year)
