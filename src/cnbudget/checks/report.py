"""The report of a check: what it found, as text, as JSON, and in a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from cnbudget.checks.findings import Results
from cnbudget.language import language


@attrs.frozen(eq=False, repr=False)
class Report(Results):
    """All that a check found, and all that it did not look at.

    Reports compare by value: two checks of one document give equal reports.

    Attributes:
        disclosure: The budget that was checked.
        tallies: For each law that was checked, how often it came out how.
        findings: All that is not exact, the causes before their consequences.
        untied: Printed figures that no law ties, each with the reason in Chinese and English.
        not_checked: What was not checked.
        explained: Whether it was finished which figures are most likely wrong.
        nothing: Whether there was nothing to check: no law on anything printed could be decided. So it is with a form
            that was not filled in, or a page that lost its figures; that its tables are there says nothing of a budget.
        lists: Of which years the lists of codes are, and what was laid over them.
        since: What became of the findings of an earlier check; None if it stands beside none.
        previous: Last year's document that it was held to, if one was given.
        rules: The names of the rules of one's own that it was held to.
        plugins: The names of the plug-ins that were in use.

    >>> import cnbudget
    >>> report = cnbudget.check(cnbudget.example("artux"))
    >>> report.ok, report.checked.violated
    (True, 0)
    """

    def text(self, lang: str | None = None, *, details: bool = False) -> str:
        """The report as lines of text for people, the gravest first.

        Args:
            lang: Chinese (``"zh"``) or English (``"en"``); what `cnbudget.set_language` set if not given.
            details: Whether all is told: every table, law, finding and figure. Otherwise it is a page.

        >>> import cnbudget
        >>> cnbudget.check(cnbudget.example("artux")).text("en").splitlines()[1]
        'Conclusion: nothing that was checked is violated'
        """
        lang = language(lang)
        if details:
            from cnbudget.checks.details import detailed

            return "\n".join(detailed(self, lang))
        from cnbudget.checks.text import report_text

        return report_text(self, lang)

    def beside(self, earlier: Mapping[str, Any]) -> Report:
        """The report beside an earlier one: it tells what is gone, what is new and what is still there.

        Args:
            earlier: The JSON of the earlier one, as `to_dict` gives it. A finding there may have a key ``accepted``:
                why it may stay as it is. It stays a finding, and the reason is told with it.

        Raises:
            UnreadableError: It is no report, or one that knew findings by no fingerprint.

        >>> import cnbudget
        >>> report = cnbudget.check(cnbudget.example("artux"))
        >>> again = report.beside(report.to_dict()).since
        >>> len(again.gone), len(again.new), len(again.still)
        (0, 0, 1)
        """
        from cnbudget.checks.baseline import since

        return attrs.evolve(self, since=since(self, earlier))

    def failure_cases(self, lang: str | None = None) -> list[dict[str, Any]]:
        """What does not hold, a plain record for each finding: for tables, tests and data frames.

        Args:
            lang: The language of words: Chinese (``"zh"``) or English (``"en"``); what `cnbudget.set_language` set if
                not given.

        Returns:
            For each violated finding, in the report's order: ``rule`` (its law; ``own:NAME`` of a rule of your own),
            ``id``, ``severity``, ``message``, ``table`` (the package's name), ``row``, ``column``, ``place`` in words,
            ``printed``, ``expected``, ``difference`` and ``allowance`` (exact decimals in ``unit``, or None), ``unit``
            and ``caused_by``, the id of the finding that it follows from, or None.

        >>> import cnbudget
        >>> budget = cnbudget.example("artux")
        >>> rule = cnbudget.Rule("上限", "ratio", whole="basic[总计].total", parts="basic[302].total", most=1)
        >>> [(each["rule"], each["printed"]) for each in cnbudget.check(budget, rules=[rule]).failure_cases()]
        [('own:上限', Decimal('1.39'))]
        """
        from cnbudget.checks.failures import failure_cases

        return failure_cases(self, language(lang))

    def to_dict(self) -> dict[str, Any]:
        """The report as the JSON contract has it (``cnbudget-check/1``; with rules of one's own ``/2``).

        >>> import cnbudget
        >>> cnbudget.check(cnbudget.example("artux")).to_dict()["schema"]
        'cnbudget-check/1'
        """
        from cnbudget.checks.contract import report_dict

        return report_dict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """The report as JSON text; see docs/json.md for its schema.

        >>> import json
        >>> import cnbudget
        >>> json.loads(cnbudget.check(cnbudget.example("artux")).to_json())["schema"]
        'cnbudget-check/1'
        """
        import json

        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        tally = self.checked
        return (
            f"<Report {self.disclosure.agency} {self.disclosure.year}: {tally.exact} exact, "
            f"{tally.rounding} rounding, {tally.violated} violated, {tally.undecided} undecided>"
        )

    def _repr_html_(self) -> str:
        from cnbudget.checks.notebook import report_html

        return report_html(self, language())
