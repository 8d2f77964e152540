"""The order of findings: the gravest first, and of one kind those first at which most money is at stake."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cnbudget.arithmetic import exact
from cnbudget.checks.findings import KINDS, Finding, renamed
from cnbudget.checks.messages import meant
from cnbudget.invariants import Verdict

_GRAVITY = {kind: place for place, kind in enumerate(KINDS)}
_NOTHING = Decimal(0)
_NO_MONEY = ("share", "growth", "count", "weight")


def at_stake(finding: Finding, below: Sequence[Finding] = ()) -> Decimal:
    """How much money a finding is about, in 元: by how much what is printed is off.

    Args:
        finding: The finding.
        below: Its consequences, which say it where the finding itself does not.

    Returns:
        The sum; 0 where there is none.
    """
    wrong = meant(finding.suspects) if finding.suspects else None
    if wrong is not None and wrong.suggestion is not None and not wrong.figure.column.measure:
        value = wrong.figure.value or Decimal(0)
        return _yuan(exact.subtract(value, wrong.suggestion), wrong.figure.unit.exponent)
    off = finding.difference
    if off is not None and not finding.measure and finding.law not in _NO_MONEY:
        return _yuan(off, finding.unit.exponent)
    sums = [at_stake(each) for each in below if each.verdict is Verdict.VIOLATED]
    return max(sums, default=_NOTHING)


def _yuan(value: Decimal, exponent: int) -> Decimal:
    return value.scaleb(exponent, exact).copy_abs()


def ordered(findings: Sequence[Finding], *, fresh: bool = False) -> tuple[Finding, ...]:
    """Findings in the order of a report, named anew by it; the causes stand before their consequences.

    Args:
        findings: The findings.
        fresh: Whether nobody else has them yet: then they themselves get their names, and no others are made.
    """
    below: dict[str, list[Finding]] = {}
    for each in findings:
        if each.caused_by is not None:
            below.setdefault(each.caused_by, []).append(each)
    causes = sorted(
        [each for each in findings if each.caused_by is None],
        key=lambda each: (-_GRAVITY[each.kind], at_stake(each, below.get(each.id, ()))),
        reverse=True,  # equal ones stay in their order all the same
    )
    order, left = list(causes), list(causes)
    while left:  # what a consequence causes stands after it
        left = [each for cause in left for each in below.get(cause.id, ())]
        order += left
    names = {each.id: f"F{number}" for number, each in enumerate(order, 1)}
    named = renamed if fresh else Finding.named
    return tuple(
        [
            named(each, names[each.id], None if each.caused_by is None else names[each.caused_by])
            for each in order
        ]
    )
