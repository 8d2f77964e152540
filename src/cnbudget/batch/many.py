"""Many files read, without being checked: their budgets one after another, and what could not be read."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator

from cnbudget.batch.examine import Checked
from cnbudget.batch.inputs import Input
from cnbudget.disclosure import Disclosure
from cnbudget.errors import CnbudgetError
from cnbudget.language import language
from cnbudget.messages import say

#: What is told after each file: how many are done, of how many, and the name of this one.
OnProgress = Callable[[int, int, str], object]


class UnreadWarning(UserWarning):
    """Some of many files could not be read; they are in ``errors`` of what was gone through.

    >>> issubclass(UnreadWarning, UserWarning)
    True
    """


class ReadMany(Iterator[Disclosure]):
    """The budgets of many files, read when they are asked for, once; see `cnbudget.read_many`.

    Attributes:
        files: How many files there are.
        passed_over: How many files of other kinds were found besides.
        errors: Why files or sets of tables could not be read, as far as they were reached.
        not_budgets: The names of files that were found and are something else than a department's budget.

    >>> from cnbudget.batch import read_many
    >>> from cnbudget.examples import example_path
    >>> found = read_many([example_path("artux")])
    >>> [budget.agency for budget in found], found.errors
    (['阿图什市医疗保障局'], ())
    """

    def __init__(
        self,
        inputs: tuple[Input, ...],
        read: Iterator[Checked],
        *,
        passed_over: int,
        progress: OnProgress | None,
    ) -> None:
        self.files = len(inputs)
        self.passed_over = passed_over
        self.errors: tuple[CnbudgetError, ...] = ()
        self.not_budgets: tuple[str, ...] = ()
        self._budgets = self._each(read, progress)

    def __next__(self) -> Disclosure:
        return next(self._budgets)

    def _each(self, read: Iterator[Checked], progress: OnProgress | None) -> Iterator[Disclosure]:
        for done, each in enumerate(read, 1):
            if each.kind == "no-budget":
                self.not_budgets += (each.name,)
            else:
                self.errors += tuple(e for e in each.results if isinstance(e, CnbudgetError))
            if progress is not None:
                progress(done, self.files, each.name)
            yield from each.budgets
        if self.errors:
            words = say("batch.not_all_read", count=len(self.errors), first=self.errors[0])
            warnings.warn(words.text(language()), UnreadWarning, stacklevel=3)

    def __repr__(self) -> str:
        return f"<ReadMany: {self.files} files, {len(self.errors)} not read>"
