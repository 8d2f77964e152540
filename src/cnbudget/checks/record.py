"""The record of a check while it is made: what was found, and how often each law came out how."""

from __future__ import annotations

from cnbudget.amounts import Unit
from cnbudget.checks.findings import Finding, Tally
from cnbudget.figures import Figure, Place
from cnbudget.invariants import Verdict
from cnbudget.messages import Words

_WAYS = ("exact", "rounding", "violated", "undecided")


class Record:
    """What has been found so far.

    Attributes:
        unit: The unit of money of most findings.
        findings: What is not exact, in the order in which it was found.
        counts: For each law, how often it came out how.
    """

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.findings: list[Finding] = []
        self.counts: dict[str, dict[str, int]] = {}

    def count(self, law: str, verdict: str, times: int = 1) -> None:
        """Count a law that came out one way, once or more often."""
        counts = self.counts.get(law)
        if counts is None:
            counts = self.counts[law] = dict.fromkeys(_WAYS, 0)
        counts[verdict] += times

    def name(self) -> str:
        """The name of the next finding."""
        return f"F{len(self.findings) + 1}"

    def note(
        self,
        law: str,
        words: Words,
        *,
        severity: str = "note",
        verdict: Verdict = Verdict.UNDECIDED,
        place: Place | None = None,
        figures: tuple[Figure, ...] = (),
        cause: str | None = None,
    ) -> str:
        """Add a finding; its name."""
        name = self.name()
        self.findings.append(
            Finding(
                name,
                law,
                verdict=verdict,
                severity=severity,
                words=words,
                figures=figures,
                caused_by=cause,
                place=place or Place(),
                unit=self.unit,
            )
        )
        return name

    def tallies(self) -> dict[str, Tally]:
        """The counts, a tally for each law."""
        return {
            law: Tally(
                counts["exact"],
                counts["rounding"],
                violated=counts["violated"],
                undecided=counts["undecided"],
            )
            for law, counts in sorted(self.counts.items())
        }
