"""One file read and checked, whatever comes of it: a report for each set of tables, or the error."""

from __future__ import annotations

import time
from _thread import allocate_lock
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from cnbudget.batch.inputs import Input
from cnbudget.checks import Report
from cnbudget.checks.findings import NotChecked
from cnbudget.checks.previous import refuse_other
from cnbudget.checks.units import check_all
from cnbudget.classification import Classification, load
from cnbudget.disclosure import Disclosure
from cnbudget.errors import CnbudgetError, UnreadableError
from cnbudget.files import SourceFile, bytes_of
from cnbudget.forms.vocabulary import Vocabulary, using, vocabulary
from cnbudget.layouts import Layout, names
from cnbudget.limits import LIMITS, Limits
from cnbudget.messages import Words, few, say
from cnbudget.reading import read_each
from cnbudget.values import Value, Visible

if TYPE_CHECKING:
    from cnbudget.checks.own import OwnRule
    from cnbudget.plugins import Plugins

_Results = tuple[Report | CnbudgetError, ...]
#: What a file is that was refused as something else than a department's budget.
_NO_BUDGET = frozenset(
    (
        "reading.budget_of_a_government",
        "reading.cells_for_analysis",
        "reading.no_standard_table",
        "reading.no_table",
        "reading.notice",
        "reading.page_of_links",
        "reading.report_of_a_government",
    )
)


@attrs.frozen(eq=False, repr=False)
class Options(Value):
    """How files are checked.

    Attributes:
        layout: The form that the tables follow; detected if None.
        lists: The folder of lists of codes to lay over the shipped ones, or None.
        prose: Whether to read and check what is said outside the tables.
        steps: How much work may go into the question which figures are wrong; see `cnbudget.check`.
        previous: Last year's files, to which each budget is held that has one of its agency among them.
        paired: Whether there is one file to check, so that one budget of last year's must be of its agency.
        check: Whether they are checked, or read alone.
        words: The vocabulary that tables are read with, if it is not the one that ships.
        rules: Rules of a caller's own.
        plugins: Plug-ins that are in use; their words are those of ``words``.
        limits: How much is read of a file at the most.
    """

    layout: str | Path | Layout | None = None
    lists: str | None = attrs.field(default=None, kw_only=True)
    prose: bool = attrs.field(default=True, kw_only=True)
    steps: int | None = attrs.field(default=None, kw_only=True)
    previous: tuple[Input, ...] = attrs.field(default=(), kw_only=True)
    paired: bool = attrs.field(default=False, kw_only=True)
    check: bool = attrs.field(default=True, kw_only=True)
    words: Vocabulary | None = attrs.field(default=None, kw_only=True)
    rules: tuple[OwnRule, ...] = attrs.field(default=(), kw_only=True)
    plugins: Plugins | None = attrs.field(default=None, kw_only=True)
    limits: Limits = attrs.field(default=LIMITS, kw_only=True)

    @property
    def layouts(self) -> tuple[str | Layout, ...] | None:
        """The forms that are tried; None for those that ship."""
        own = () if self.plugins is None else self.plugins.layouts
        return (*names(), *own) if own else None


@attrs.frozen(eq=False, repr=False)
class Checked(Visible):
    """What came of a file, or of files that are read as one.

    One that comes from another process has its kind and status at hand, and takes its results up when they are first
    looked at.

    Attributes:
        inputs: The files.
        results: A report for each set of tables in it, or the error; one error if nothing of it could be read.
        read: The budgets, where they are read and not checked.
        seconds: How long that took.

    >>> from cnbudget.batch import check_files
    >>> from cnbudget.examples import example_path
    >>> (found,) = check_files([example_path("artux")], jobs=1)
    >>> found.kind, found.status, len(found.reports), found.budgets[0].agency
    ('fine', 0, 1, '阿图什市医疗保障局')
    >>> [digest is not None for _, digest in found.digests()]
    [True]
    """

    inputs: tuple[Input, ...]
    results: tuple[Report | CnbudgetError, ...]
    read: tuple[Disclosure, ...] = attrs.field(default=(), kw_only=True)
    seconds: float = attrs.field(default=0.0, kw_only=True)
    _told: tuple[str, int] | None = attrs.field(default=None, init=False, repr=False)
    _packed: bytes | None = attrs.field(default=None, init=False, repr=False)

    def __copy__(self) -> Checked:
        return attrs.evolve(self)  # which shares its results

    def __reduce__(self) -> tuple[Any, ...]:
        if type(self) is not Checked:  # it may hold more
            return super().__reduce__()
        packed = self._packed
        if packed is None:
            import pickle  # one file is sent nowhere

            packed = pickle.dumps((self.results, self.read))
        return _arrived, (self.inputs, self.seconds, (self.kind, self.status), packed)

    if not TYPE_CHECKING:  # else any name would be one of it

        def __getattr__(self, name: str) -> Any:
            if name not in ("results", "read"):
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            _take_up(self)
            return object.__getattribute__(self, name)

    @property
    def name(self) -> str:
        """What it is called: the first of its files."""
        return self.inputs[0].name

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports."""
        return tuple(each for each in self.results if isinstance(each, Report))

    @property
    def budgets(self) -> tuple[Disclosure, ...]:
        """The budgets, checked or not."""
        return self.read or tuple(each.disclosure for each in self.reports)

    @property
    def kind(self) -> str:
        """What came of it.

        "errors" (something is violated), "unreadable" (it, or a set of its tables, could not be read, or nothing in it
        could be checked), "no-budget" (it is something else, and was only found, not named), or "fine".
        """
        if self._told is not None:
            return self._told[0]
        errors = [each for each in self.results if isinstance(each, CnbudgetError)]
        if any(each.wrong for each in self.reports):
            return "errors"
        if any(each.nothing for each in self.reports):
            return "unreadable"
        if not errors:
            return "fine"
        found = all(each.found for each in self.inputs)
        other = found and not self.budgets and all(each.key in _NO_BUDGET for each in errors)
        return "no-budget" if other else "unreadable"

    @property
    def status(self) -> int:
        """The exit status that it comes to: 0, 1 if something is violated, 2 if something could not be read."""
        if self._told is not None:
            return self._told[1]
        unread = any(isinstance(each, CnbudgetError) for each in self.results)
        if (unread and self.kind != "no-budget") or any(each.nothing for each in self.reports):
            return 2
        return int(self.kind == "errors")

    def digests(self) -> list[tuple[str, str | None]]:
        """The names of its files with their digests, as far as they can be opened."""
        return [(each.name, _digest(each)) for each in self.inputs]


_TAKING_UP = allocate_lock()
_FIELDS = {each.name: getattr(Checked, each.name).__set__ for each in attrs.fields(Checked)}


def _arrived(
    inputs: tuple[Input, ...], seconds: float, told: tuple[str, int], packed: bytes
) -> Checked:
    """What came from another process, its results still packed."""
    made = object.__new__(Checked)
    held = {"inputs": inputs, "seconds": seconds, "_told": told, "_packed": packed}
    for name, value in held.items():
        _FIELDS[name](made, value)
    return made


def _take_up(checked: Checked) -> None:
    """Take up what is packed: once, whoever asks at the same time."""
    import pickle  # it is loaded where something came

    with _TAKING_UP:
        packed = checked._packed
        if packed is not None:
            held = pickle.loads(packed)  # noqa: S301  (a part of what was being taken up)
            for name, value in zip(("results", "read"), held, strict=True):
                _FIELDS[name](checked, value)
            _FIELDS["_packed"](checked, None)


def examined(inputs: Sequence[Input], options: Options, *, alone: bool = False) -> Checked:
    """What comes of a file, or of files that are read as one; an error of one is a result, and stops no others.

    Args:
        inputs: The files, with what they hold where that stands in an archive.
        options: How they are checked.
        alone: Whether there are no others, so that a fault of this package is shown as one.
    """
    start = time.monotonic()
    read: tuple[Disclosure, ...] = ()
    try:
        with using(options.words or vocabulary()):
            results, read = _results(inputs, options)
    except CnbudgetError as error:
        results = (error,)
    except Exception as error:  # a fault of ours is no reason to lose the other files
        if alone:
            raise
        what = f"{type(error).__name__}: {error}"[:200]
        where = "、".join(each.name for each in inputs)
        failed = UnreadableError(say("batch.failed", error=what), where=where)
        results = (failed,)
    return Checked(tuple(inputs), results, read=read, seconds=time.monotonic() - start)


def _results(inputs: Sequence[Input], options: Options) -> tuple[_Results, tuple[Disclosure, ...]]:
    """The reports and errors; and the budgets, where they are not checked."""
    limits = options.limits
    found = read_each(
        [each.opened(limits.file) for each in inputs],
        layout=options.layout,
        layouts=options.layouts,
        limits=limits,
    )
    budgets = [each for each in found if isinstance(each, Disclosure)]
    if not options.check:
        return tuple(each for each in found if not isinstance(each, Disclosure)), tuple(budgets)
    lists = None if options.lists is None else _lists(options.lists)
    last = _last_year(options.previous)
    if options.paired and len(budgets) == len(last.budgets) == 1:
        refuse_other(budgets[0], last.budgets[0])
    reports = iter(
        check_all(
            budgets,
            lists=lists,
            prose=options.prose,
            steps=options.steps,
            previous=last.budgets,
            rules=options.rules,
            plugins=options.plugins or (),
        )
    )
    every = tuple(
        _with_reason(next(reports), last) if isinstance(each, Disclosure) else each
        for each in found
    )
    return every, ()


@attrs.frozen(eq=False, repr=False)
class _LastFiles(Value):
    """Last year's budgets, and the names of the files that were found beside them and cannot be read."""

    budgets: tuple[Disclosure, ...]
    unread: tuple[str, ...]


@lru_cache(maxsize=4)
def _last_year(inputs: tuple[Input, ...]) -> _LastFiles:
    """Last year's budgets, each in the form that it is read in: it need not be this year's.

    Raises:
        UnreadableError: A file that was named cannot be read; those that were only found are named beside the rest.
    """
    found: list[Disclosure] = []
    unread: list[str] = []
    for one in inputs:
        try:
            every = read_each([one.opened()])
        except UnreadableError as error:
            if not one.found:
                raise
            every = [error]
        found += [each for each in every if isinstance(each, Disclosure)]
        if any(isinstance(each, CnbudgetError) and each.key not in _NO_BUDGET for each in every):
            unread.append(one.name)
    return _LastFiles(tuple(found), tuple(unread))


def _with_reason(report: Report, last: _LastFiles) -> Report:
    """The report; if it lacks last year's document, with the files in which that may stand and that cannot be read."""
    if report.previous is not None or not last.unread:
        return report
    names = few(last.unread)
    if not last.budgets:  # then no word is said of it yet
        why: Words = say("years.none_readable", names=names)
        lacking = NotChecked(say("years.previous"), reason=why)
        return attrs.evolve(report, not_checked=(lacking, *report.not_checked))
    why = say("years.none_of_what_is_readable", names=names)
    return attrs.evolve(
        report,
        not_checked=tuple(
            attrs.evolve(each, reason=why) if each.key == "years.none_of_it" else each
            for each in report.not_checked
        ),
    )


@lru_cache(maxsize=4)
def _lists(folder: str) -> Classification:
    return load(folder)


def _digest(each: Input) -> str | None:
    try:
        if each.content is None and not Path(each.path).is_file():  # a pipe is read once
            return None
        content = bytes_of(each.path) if each.content is None else each.content
        return SourceFile(each.name, content).sha256
    except (OSError, ValueError):
        return None
