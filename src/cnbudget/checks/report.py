"""The report of a check: what it found, as text, as JSON, and in a notebook."""

from __future__ import annotations

from typing import Any

import attrs

from cnbudget.checks.findings import Results

__all__ = ["Report"]


@attrs.frozen(repr=False)
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

    >>> import cnbudget
    >>> report = cnbudget.check(cnbudget.example("artux"))
    >>> report.ok, report.checked.violated
    (True, 0)
    """

    def text(self, lang: str = "zh") -> str:
        """The report as lines of text for people."""
        from cnbudget.checks.text import report_text

        return report_text(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """The report as the JSON contract has it (``cnbudget-check/1``)."""
        from cnbudget.checks.contract import report_dict

        return report_dict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """The report as JSON text; see docs/json.md for its schema."""
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
        from html import escape

        return f'<pre style="white-space:pre-wrap">{escape(self.text())}</pre>'
