"""Both sides of a finding in one unit: what is printed, and what it should be or is held against."""

from __future__ import annotations

from decimal import Decimal

import attrs

from cnbudget.arithmetic import exact
from cnbudget.checks.findings import Finding
from cnbudget.checks.messages import meant
from cnbudget.figures import Figure


@attrs.frozen
class BothSides:
    """Both sides of a finding.

    Attributes:
        found: What is printed.
        expected: What it should be; where nothing tells which side is wrong, the other side.
        unit: The unit of both, as it is printed.
        figure: The figure that is wrong; None where nothing tells which it is.
    """

    found: Decimal
    expected: Decimal
    unit: str
    figure: Figure | None = attrs.field(default=None, eq=False)

    @property
    def difference(self) -> Decimal:
        """What is printed, less what it should be."""
        return exact.subtract(self.found, self.expected)


def compared(finding: Finding) -> BothSides | None:
    """Both sides of a finding; None where it is no matter of numbers.

    >>> from cnbudget.invariants import Verdict
    >>> from cnbudget.messages import Said
    >>> said = {"verdict": Verdict.VIOLATED, "severity": "error", "words": Said("不符", "wrong")}
    >>> sides = compared(Finding("F1", "add-up", found=Decimal("97.17"), expected=Decimal("79.17"), **said))
    >>> sides.difference, sides.unit
    (Decimal('18.00'), '万元')
    """
    wrong = meant(finding.suspects)
    if wrong is not None and wrong.suggestion is not None and wrong.figure.value is not None:
        figure = wrong.figure
        return BothSides(wrong.figure.value, wrong.suggestion, figure.unit_text, figure)
    lacking = bool(finding.suspects) and finding.suspects[0].figure.value is None
    if lacking or finding.expected is None or finding.found is None:
        return None  # of a row that is lacking nothing is printed
    rate = finding.law in ("share", "growth")
    return BothSides(
        finding.found, finding.expected, "%" if rate else finding.measure or finding.unit.zh
    )


def concerned(finding: Finding) -> Figure | None:
    """The figure to point at: the one that is wrong, or the first."""
    sides = compared(finding)
    if sides is not None and sides.figure is not None:
        return sides.figure
    return next(iter(finding.figures), None)
