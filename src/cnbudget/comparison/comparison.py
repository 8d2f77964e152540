"""A comparison as users have it: its rows, as text and in a notebook."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import attrs

from cnbudget.comparison.former import Compared, compared_before
from cnbudget.comparison.results import ComparedBudgets
from cnbudget.disclosure import Disclosure
from cnbudget.invariants import Verdict
from cnbudget.language import language
from cnbudget.narrative import Earlier

if TYPE_CHECKING:
    from cnbudget.comparison.rows import SharesRow
    from cnbudget.comparison.shares import SharedBy


@attrs.frozen(eq=False, repr=False)
class Comparison(ComparedBudgets):
    """Budgets side by side.

    Attributes:
        kind: As what they are compared: "years", "stages", "units" (a department and its units), "peers" or "sum".
        budgets: The budgets: the earlier first, the department before its units.
        rows: A row for each scope of each table, in the order of the last budget.
        not_compared: What some budget lacks or says otherwise, and why.
        units: Of a sum, the budgets that were not added, since others hold them.
        transfers: Of a sum, what may have been counted twice.

    >>> import attrs
    >>> import cnbudget
    >>> from cnbudget.examples import example_ledger
    >>> ledger = example_ledger("akto")
    >>> last = attrs.evolve(ledger, year=2023)
    >>> found = cnbudget.compare(cnbudget.publish(last, "xinjiang-2024"), cnbudget.publish(ledger))
    >>> found.kind, found.names, found.text("en").splitlines()[0]
    ('years', ('2023年预算', '2024年预算'), '阿克陶县医疗保障局: 2023年预算, 2024年预算 (10,000 yuan)')
    >>> row = found.row("expenditure", "210")
    >>> row.complete, [str(each.amount) for each in row.amounts], row.changes[0].sure
    (True, ['5435100元', '5435100元'], False)
    """

    def shares(self, by: SharedBy = "function") -> tuple[SharesRow, ...]:
        """What each budget has by function, source or nature, as shares of all that it has, and per head.

        Args:
            by: "function" (by categories), "source" or "nature".

        Returns:
            A row for all, and one for each that some budget has; what a budget does not tell is not known.

        Raises:
            UsageError: Something else.

        >>> import attrs, cnbudget
        >>> one = cnbudget.example("artux")
        >>> other = attrs.evolve(one, agency="乙局")
        >>> for row in cnbudget.compare(one, other, relation="peers").shares("nature")[1:]:
        ...     print(row.label.zh, row.amounts[0].share.percent())
        基本支出 85.56
        项目支出 14.44
        """
        from cnbudget.comparison.shares import shares_by

        return shares_by(self, by)

    def to_dict(self) -> dict[str, Any]:
        """The comparison as data, as ``cnbudget compare --format json`` prints it.

        >>> import attrs, cnbudget
        >>> budget = cnbudget.example("artux")
        >>> cnbudget.compare(attrs.evolve(budget, year=2025), budget).to_dict()["names"]
        ['2025年预算', '2026年预算']
        """
        from cnbudget.comparison.record import comparison_dict

        return comparison_dict(self)

    def text(self, lang: str | None = None, *, details: bool = False) -> str:
        """The comparison in lines of text.

        Args:
            lang: Chinese (``"zh"``) or English (``"en"``); what `cnbudget.set_language` set if not given.
            details: Whether all rows are told, and not the first of each table.
        """
        from cnbudget.comparison.text import comparison_text

        return comparison_text(self, language(lang), details=details)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from cnbudget.comparison.text import comparison_html

        return comparison_html(self, language())

    # What it was before, for one version --------------------------------------------------------------

    def _former(self, name: str) -> tuple[Disclosure, Disclosure]:
        warnings.warn(
            f"Comparison.{name} is what check(this, previous=last) finds now",
            DeprecationWarning,
            stacklevel=3,
        )
        return self.budgets[-1], self.budgets[-2]

    @property
    def this(self) -> Disclosure:
        """This year's disclosure; the last of `budgets` now."""
        return self._former("this")[0]

    @property
    def last(self) -> Disclosure:
        """Last year's; the last but one of `budgets` now."""
        return self._former("last")[1]

    @property
    def compared(self) -> tuple[Compared, ...]:
        """The amounts of last year that this year's prose and last year's tables both speak of."""
        return compared_before(*self._former("compared"))[0]

    @property
    def unmatched(self) -> tuple[Earlier, ...]:
        """What this year's prose says of last year and last year's tables do not print."""
        return compared_before(*self._former("unmatched"))[1]

    @property
    def differing(self) -> tuple[Compared, ...]:
        """Those of `compared` that differ by more than rounding explains."""
        found = compared_before(*self._former("differing"))[0]
        return tuple(each for each in found if each.ruling.verdict is Verdict.VIOLATED)

    @property
    def ok(self) -> bool:
        """Whether something was compared and nothing differs."""
        found = compared_before(*self._former("ok"))[0]
        return bool(found) and all(each.ruling.verdict is not Verdict.VIOLATED for each in found)
