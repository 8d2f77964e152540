"""Many files: folders, patterns and archives of them, each read and checked, in order, whatever comes of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import attrs

from cnbudget.batch.examine import Checked, Options
from cnbudget.batch.inputs import Input, Inputs, inputs_of
from cnbudget.batch.many import OnProgress, ReadMany, UnreadWarning
from cnbudget.batch.totals import Totals
from cnbudget.batch.work import Checking, Work, by_executor
from cnbudget.errors import UnreadableError, UsageError
from cnbudget.files import SourceFile
from cnbudget.forms.vocabulary import own_words
from cnbudget.layouts import Layout
from cnbudget.limits import LIMITS, Limits
from cnbudget.messages import say

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from cnbudget.batch.archives import Archives
    from cnbudget.checks.own import OwnRule
    from cnbudget.plugins import Plugins

__all__ = [
    "Checked",
    "Input",
    "Inputs",
    "Options",
    "ReadMany",
    "Totals",
    "UnreadWarning",
    "Work",
    "check_files",
    "check_inputs",
    "inputs_of",
    "opened",
    "own_rules",
    "read_many",
    "with_plugins",
    "work_on",
]

Task = tuple[Input, ...]
Result = TypeVar("Result")


def check_files(
    names: Iterable[str | Path | SourceFile],
    *,
    layout: str | Path | Layout | None = None,
    lists: str | Path | None = None,
    prose: bool = True,
    steps: int | None = None,
    jobs: int = 1,
    seconds: float | None = None,
    previous: Iterable[str | Path | SourceFile] = (),
    rules: Iterable[OwnRule] | str | Path = (),
    executor: Executor | None = None,
    plugins: Plugins | Sequence[str] = (),
    limits: Limits = LIMITS,
) -> Iterator[Checked]:
    """Read and check many files, one after another; what goes wrong with one is its result, and stops no others.

    Args:
        names: Files, folders (with all that is in them), patterns (``"2026/**/*.pdf"``) and archives (.zip).
        layout: The form that the tables follow; see `cnbudget.read`.
        lists: A folder of lists of codes to lay over the shipped ones; see `cnbudget.classification.load`.
        prose: Whether to read and check what is said outside the tables.
        steps: How much work may go into the question which figures are wrong; see `cnbudget.check`.
        jobs: In how many processes; with one they are read in this one, if there is no limit of seconds.
        seconds: How long a file may take. One that takes longer is given up as unreadable, and its process is ended and
            replaced. What was and was not read can then depend on the machine.
        previous: Last year's files, folders, patterns or archives; see `cnbudget.check`.
        rules: Rules of your own, see `cnbudget.check`; or the name of a file of them, see `cnbudget.rules.load`. With
            several processes, functions among them stand in modules that can be imported.
        executor: What the files are given to instead: any of `concurrent.futures`, or that of a cluster
            (``dask.distributed.Client.get_executor()``). It bounds no file by seconds: ``steps`` does.
        plugins: Plug-ins whose rules, forms, lists and words are used, by their names; see `cnbudget.plugins`.
        limits: How much is read of a file at the most; see `cnbudget.read`.

    Yields:
        A `Checked` for each file, in their order. Only a few wait for those before them, so that the number of files
        is no matter of memory.

    Raises:
        UsageError: No process, or no second; an executor with seconds or ``jobs``; a rule or plug-in that is none.

    >>> from cnbudget.examples import example_path
    >>> [(checked.kind, len(checked.results)) for checked in check_files([example_path("artux")])]
    [('fine', 1)]
    """
    folder = None if lists is None else str(lists)
    last = opened(inputs_of(previous).inputs)
    tasks = [(each,) for each in inputs_of(names).inputs]
    options = Options(
        layout,
        lists=folder,
        prose=prose,
        steps=steps,
        previous=last,
        paired=len(tasks) == 1,
        rules=own_rules(rules),
        limits=limits,
    )
    made = with_plugins(options, plugins)
    return check_inputs(tasks, made, jobs=jobs, seconds=seconds, executor=executor)


def with_plugins(options: Options, plugins: Plugins | Sequence[str]) -> Options:
    """How files are checked, with plug-ins.

    Args:
        options: How they are checked without.
        plugins: The plug-ins.

    >>> with_plugins(Options(), ()).plugins is None
    True
    """
    if not plugins:
        return options
    from cnbudget.plugins import load  # most checks use none

    found = load(plugins)
    return attrs.evolve(options, plugins=found, words=options.words or found.vocabulary)


def own_rules(rules: Iterable[OwnRule] | str | Path) -> tuple[OwnRule, ...]:
    """Rules of a caller's own, or those of a file.

    Args:
        rules: The rules, or the name of the file.

    Raises:
        UsageError: Two have one name; or the file is none of rules.

    >>> own_rules(())
    ()
    """
    if isinstance(rules, str | Path):
        from cnbudget.rules import load  # most checks have none

        rules = load(rules)
    found = tuple(rules)
    if found:
        from cnbudget.checks.own import told_apart

        found = told_apart(found)
    return found


def _refuse_here(rules: Iterable[OwnRule]) -> None:
    """Refuse rules that another process cannot have: it would end without a word of why."""
    import pickle

    from cnbudget.checks.own import name_of

    for rule in rules:
        try:
            pickle.dumps(rule)
            here = getattr(rule, "__module__", "") == "__main__"
        except (pickle.PicklingError, AttributeError, TypeError):
            here = True
        if here:
            raise UsageError(say("rules.not_to_processes", rule=name_of(rule)))


def opened(inputs: Iterable[Input]) -> tuple[Input, ...]:
    """Files that were looked up, those in archives with what they hold."""
    return tuple(each for task in _unpacked([(each,) for each in inputs]) for each in task)


def read_many(
    names: str | Path | SourceFile | Iterable[str | Path | SourceFile],
    *,
    layout: str | Path | Layout | None = None,
    jobs: int = 1,
    seconds: float | None = None,
    limits: Limits = LIMITS,
    progress: OnProgress | None = None,
) -> ReadMany:
    """Read the budgets of many files, one after another; what goes wrong with one stops no others.

    They are read when they are asked for, and can be gone through once; only a few are held at a time. What could not
    be read stands in ``errors``, and a warning says so at the end: it is never left out in silence.

    Args:
        names: Files, folders (with all that is in them), patterns (``"2026/**/*.pdf"``) and archives (.zip); or one.
        layout: The form that the tables follow; see `cnbudget.read`.
        jobs: In how many processes; with one they are read in this one, if there is no limit of seconds.
        seconds: How long a file may take; see `check_files`.
        limits: How much is read of a file at the most; see `cnbudget.read`.
        progress: What is called after each file: with how many are done, of how many, and the name of this one.

    Returns:
        A `ReadMany`, which gives a `Disclosure` for each set of tables, in the order of the files.

    Raises:
        UsageError: There is to be no process, or no second.

    >>> from cnbudget.examples import example_path
    >>> budgets = read_many([example_path("artux"), example_path("akto")])
    >>> [budget.agency for budget in budgets], budgets.errors
    (['阿图什市医疗保障局', '阿克陶县医疗保障局'], ())
    """
    several = (names,) if isinstance(names, str | Path | SourceFile) else names
    found = inputs_of(several)
    tasks = [(each,) for each in found.inputs]
    options = Options(layout, check=False, limits=limits)
    read = check_inputs(tasks, options, jobs=jobs, seconds=seconds)
    return ReadMany(found.inputs, read, passed_over=found.passed_over, progress=progress)


def check_inputs(
    tasks: Iterable[Task],
    options: Options,
    *,
    jobs: int = 1,
    seconds: float | None = None,
    executor: Executor | None = None,
) -> Iterator[Checked]:
    """Read and check files that were looked up already; see `check_files`.

    Args:
        tasks: The files; several that are read as one stand together.
        options: How they are checked.
        jobs: In how many processes.
        seconds: How long a file may take.
        executor: What the files are given to instead.

    Raises:
        UsageError: There is to be no process, or no second; an executor is to keep to seconds, or to ``jobs``; or a
            rule cannot be given to a process.
    """
    options = attrs.evolve(options, words=options.words or own_words())
    every = list(tasks)
    return work_on(
        every, Checking(options), count=len(every), jobs=jobs, seconds=seconds, executor=executor
    )


def work_on(
    tasks: Iterable[Task],
    work: Work[Result],
    *,
    count: int,
    jobs: int = 1,
    seconds: float | None = None,
    executor: Executor | None = None,
) -> Iterator[Result]:
    """Do something with each of many files, here, in processes of our own or by an executor.

    Args:
        tasks: The files; several that are read as one stand together.
        work: What is done with each.
        count: How many there are at most.
        jobs: In how many processes.
        seconds: How long a file may take.
        executor: What the files are given to instead.

    Returns:
        What comes of each, in their order.

    Raises:
        UsageError: There is to be no process, or no second; an executor is to keep to seconds, or to ``jobs``; or a
            rule cannot be given to a process.
    """
    if jobs < 1 or (seconds is not None and not seconds > 0):
        raise UsageError(say("batch.nothing_to_work_with"))
    if executor is not None and (jobs != 1 or seconds is not None):
        raise UsageError(say("batch.executor_has_its_own"))
    used = work.options.plugins
    rules = work.options.rules + (() if used is None else used.rules)
    if rules and (jobs > 1 or seconds is not None or executor is not None):
        _refuse_here(rules)
    return _done(_unpacked(tasks), work, count, jobs, seconds, executor)


def _done(
    tasks: Iterator[Task],
    work: Work[Result],
    count: int,
    jobs: int,
    seconds: float | None,
    executor: Executor | None,
) -> Iterator[Result]:
    if executor is not None:
        yield from by_executor(executor, work, tasks)
    elif jobs == 1 and seconds is None:
        for task in tasks:
            yield work.done(task, alone=count == 1)
    else:
        from cnbudget.batch.workers import Workers  # one file needs none

        yield from Workers(work, jobs=max(1, min(jobs, count)), seconds=seconds).run(tasks)


def _unpacked(tasks: Iterable[Task]) -> Iterator[Task]:
    """The files, those in archives with what they hold."""
    with ExitStack() as stack:
        archives: Archives | None = None
        for task in tasks:
            if archives is None and any(each.member is not None for each in task):
                archives = stack.enter_context(_archives())
            yield task if archives is None else tuple(_held(each, archives) for each in task)


def _archives() -> Archives:
    from cnbudget.batch.archives import Archives  # most files are in none

    return Archives()


def _held(each: Input, archives: Archives) -> Input:
    """A file of an archive with what it holds, or why it is refused."""
    if each.member is None or each.refused is not None:
        return each
    try:
        content = archives.content(each.path, each.member, each.name)
    except UnreadableError as error:
        return attrs.evolve(each, refused=error)
    return attrs.evolve(each, content=content)
