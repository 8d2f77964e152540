"""Which known fault explains that another law of the prose does not hold: put right, it makes that law hold, too.

Two findings that share a number need not show one fault. What a finding calls wrong has a right value, as far as it
can be told; where a law fails with that value as well, it shows a fault of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import attrs

from cnbudget.arithmetic import exact, half_place
from cnbudget.checks.findings import Finding, Suspect
from cnbudget.figures import Address, Figure
from cnbudget.invariants import Verdict
from cnbudget.narrative import Claim
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number, Ruling
from cnbudget.values import Value

#: How a law comes out, given what its numbers are.
_Rule: TypeAlias = Callable[[Sequence[Number]], Ruling]


@attrs.frozen(eq=False, repr=False)
class _WrongNumber(Value):
    cause: str
    right: Number | None  # what it should be; None if that is not known


class Faults:
    """The numbers that findings call wrong, with what each should be.

    >>> Faults([]).of_cell
    {}
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Take the faults of the tables.

        Args:
            findings: What was found in them.
        """
        self.of_cell: dict[Address, str] = {}
        self._right: dict[Address, Number | None] = {}
        self._claims: dict[Claim, _WrongNumber] = {}
        self._instead: dict[Claim, _WrongNumber] = {}
        for finding in findings:
            suspect = _suspected(finding)
            if suspect is not None:
                self.of_cell.setdefault(suspect.figure.address, finding.caused_by or finding.id)
                self._right.setdefault(suspect.figure.address, righted(suspect))

    def blame(self, claim: Claim, cause: str, right: Number | None = None) -> None:
        """Call a number of the prose wrong, unless it is called so already.

        Args:
            claim: The number.
            cause: The finding that shows it.
            right: What it should be, in 元 or per cent; None if that is not known.
        """
        self._claims.setdefault(claim, _WrongNumber(cause, right))

    def or_else(self, claim: Claim, cause: str, right: Number) -> None:
        """Say what an amount should be if it is this that is wrong, and not what is said of it.

        Args:
            claim: The amount.
            cause: The finding that shows that one of them is.
            right: What it should be then, in 元.
        """
        self._instead.setdefault(claim, _WrongNumber(cause, right))

    def of_claim(self, claim: Claim) -> str | None:
        """The finding that calls a number of the prose wrong."""
        blame = self._claims.get(claim)
        return None if blame is None else blame.cause

    @property
    def by_claim(self) -> dict[Claim, str]:
        """The numbers of the prose that are called wrong, with the findings."""
        return {claim: blame.cause for claim, blame in self._claims.items()}

    def explaining(self, numbers: Sequence[Claim | Figure], rule: _Rule) -> str | None:
        """The finding that explains why a law fails; None if none does.

        Args:
            numbers: The numbers that the law rests on.
            rule: How it comes out, given a number for each of them.
        """
        printed = [number_of(one) for one in numbers]
        blames = [self._blame(one) for one in numbers]
        known = [(place, blame) for place, blame in enumerate(blames) if blame is not None]
        if any(each is None for each in printed):
            return known[0][1].cause if known else None
        given = [each for each in printed if each is not None]
        together, causes = list(given), set()
        for place, blame in known:
            if blame.right is None:
                return blame.cause
            if blame.cause not in causes:  # what one finding blames are alternatives
                together[place] = blame.right
                causes.add(blame.cause)
            if _holds(rule([*given[:place], blame.right, *given[place + 1 :]])):
                return blame.cause
        return known[0][1].cause if len(causes) > 1 and _holds(rule(together)) else None

    def _blame(self, one: Claim | Figure) -> _WrongNumber | None:
        if isinstance(one, Claim):
            return self._claims.get(one) or self._instead.get(one)
        cause = self.of_cell.get(one.address)
        return None if cause is None else _WrongNumber(cause, self._right.get(one.address))


def righted(suspect: Suspect) -> Number | None:
    """What a suspect should be, in 元 or per cent, to its last place; None if no one value settles the matter."""
    if suspect.suggestion is None:
        return None
    figure = suspect.figure
    exponent = figure.unit.exponent  # what is no money has that of 元
    half = half_place(figure.places, exponent)
    return Number(suspect.suggestion.scaleb(exponent, exact), half)


def _suspected(finding: Finding) -> Suspect | None:
    """The one figure that a finding of the tables calls wrong, if it is the likeliest by itself."""
    if finding.verdict is not Verdict.VIOLATED or not finding.suspects:
        return None
    first = finding.suspects[0]
    level = [each for each in finding.suspects if each.score == first.score]
    return first if len(level) == 1 and first.suggestion is not None else None


def _holds(ruling: Ruling) -> bool:
    return ruling.verdict is not Verdict.VIOLATED or ruling.minor
