"""For the tests of other projects: assertions about budgets."""

from __future__ import annotations

from cnbudget.checks import Report, check
from cnbudget.disclosure import Disclosure

__all__ = ["assert_holds"]


def assert_holds(budget: Disclosure, *, allow_minor: bool = False, lang: str = "zh") -> Report:
    """Assert that nothing that must hold in a budget is violated, and that something was checked.

    Args:
        budget: The budget.
        allow_minor: Whether last-place differences (尾差) are allowed.
        lang: The language of the message, "zh" or "en".

    Returns:
        The report, for further assertions.

    Raises:
        AssertionError: Something is violated, or there was nothing to check; the message lists the findings.

    >>> import cnbudget
    >>> assert_holds(cnbudget.example("artux")).checked.violated
    0
    """
    report = check(budget)
    laws = sum(
        tally.total - tally.undecided
        for law, tally in report.tallies.items()
        if law in ("agree", "add-up", "balance")
    )
    if not laws:
        raise AssertionError(f"{budget!r}: no law between figures was there to check")
    wrong = [
        each
        for each in report.wrong
        if each.caused_by is None and not (allow_minor and each.severity == "minor")
    ]
    if wrong:
        lines = "\n".join(f"  {each.id} {each.message(lang)}" for each in wrong)
        raise AssertionError(f"{budget!r}: {len(wrong)} violated\n{lines}")
    return report
