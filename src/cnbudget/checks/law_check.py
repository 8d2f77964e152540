"""The laws of a disclosure and how they come out: a finding for each that is not exact, under what explains it."""

from __future__ import annotations

from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING

from cnbudget.amounts import Unit
from cnbudget.checks.codes import ListedNames, coded_sides
from cnbudget.checks.displaced import Displaced
from cnbudget.checks.findings import Explained, Finding, Suspect
from cnbudget.checks.lacking import lacking_rows
from cnbudget.checks.messages import LawWords
from cnbudget.checks.misplaced import Wrong, wrong_codes
from cnbudget.checks.misplaced_words import lacking_findings, misplaced_findings
from cnbudget.checks.record import Record
from cnbudget.checks.sums import Sums
from cnbudget.classification import Classification, default
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Address, RowAddress
from cnbudget.invariants import Compiled, Verdict
from cnbudget.messages import say

if TYPE_CHECKING:
    from cnbudget.checks.shifted import Shift
    from cnbudget.checks.suspects import Blamed
    from cnbudget.ties.claims import ClaimTies

_STEPS = 700  # for each figure; so that the check of any document takes a few dozen times what a clean one takes


class LawCheck:
    """The laws of a disclosure against what it prints, and what is told of them.

    Attributes:
        system: The laws, with what the side matters add to them.
        verdicts: How each comes out.
        violated: The numbers of those that do not hold.
        righted: The laws, with amounts that stand in other rows in their own.
        wrong: The rows that stand under other rows' codes.
        shifts: The columns whose amounts stand in the rows beside their own.
        cause_of: The finding for each figure that could not be read.
        cause_of_cell: The finding for each figure of a table in a wrong unit, or that stands in another row's place.
        unit_of: The right unit of the former.
        displaced: What stands in other rows, or has none.
        explained: How far the question which figures are wrong was followed.
        steps: How much work may go into it.
    """

    def __init__(
        self,
        record: Record,
        disclosure: Disclosure,
        system: Compiled,
        lists: Classification | None,
        steps: int | None,
    ) -> None:
        self._record = record
        self._disclosure = disclosure
        self._lists = default() if lists is None else lists
        self.coded = coded_sides(disclosure, self._lists)
        self.system = self.righted = system
        self.verdicts = system.judged
        exact, violated = Verdict.EXACT, Verdict.VIOLATED
        self._inexact = [n for n, each in enumerate(self.verdicts) if each is not exact]
        self.violated = [n for n in self._inexact if self.verdicts[n] is violated]
        self.steps = _STEPS * len(system.figures) if steps is None else steps
        self.explained = Explained()
        self.cause_of: dict[Address, str] = {}
        self.cause_of_cell: dict[Address, str] = {}
        self.unit_of: dict[Address, Unit] = {}
        self.displaced = Displaced()
        self.shifts: list[Shift] = []
        self.wrong: list[Wrong] = []

    def find_wrong_codes(self) -> dict[RowAddress, str]:
        """Find the rows under other rows' codes, and tell of them; the finding of each.

        The text speaks of what stands there by its right code.
        """
        self._sums = Sums(self.coded, self.system, self.violated)
        self.wrong = wrong_codes(self._disclosure, self._lists, self._sums)
        self._misplaced = misplaced_findings(self._record, self.wrong)
        for name, wrong in zip(self._misplaced, self.wrong, strict=True):
            for figure in wrong.row.figures:
                self.cause_of_cell.setdefault(figure.address, name)
            self.displaced.recoded(wrong, name)
        return dict(zip([each.row.address for each in self.wrong], self._misplaced, strict=True))

    def find_shifts(self) -> frozenset[Address]:
        """Find the columns whose amounts stand in the rows beside their own; their figures."""
        if self.violated:
            from cnbudget.checks.shifted import shifts  # most documents have none

            self.shifts = shifts(self._disclosure, self.system, self.violated)
        return frozenset(figure.address for shift in self.shifts for figure in shift.figures)

    def tell(self, claims: ClaimTies | None) -> None:
        """Note how every law came out, and what is most likely wrong where one does not hold.

        Args:
            claims: What is said outside the tables, which may tell the wrong figure from the right one.
        """
        system, verdicts = self.system, self.verdicts
        open_ended, violated = self._inexact, self.violated
        self._count()
        groups: list[Blamed] = []
        done: set[int] = set()
        if violated:
            done = self._units(violated)
            done |= self._shifted([n for n in violated if n not in done])
        done |= self._recoded_and_lacking([n for n in violated if n not in done])
        if len(done) < len(violated):
            from cnbudget.checks.suspects import explain_violations
            from cnbudget.clock import Clock

            left = [n for n in violated if n not in done]
            found = explain_violations(*self._with_claims(left, claims), Clock(steps=self.steps))
            groups = found.groups
            self.explained = Explained(found.complete, found.least)
        for group in groups:
            cause: str | None = None
            for number in group.laws:
                if number >= len(system.laws):
                    continue  # what the prose says is told with the prose
                name = self._law(number, Verdict.VIOLATED, cause, group.suspects[number])
                cause = cause or name
        if len(groups) > 1 or (groups and any(f.law == "negative" for f in self._record.findings)):
            from cnbudget.checks.causes import merged

            self._record.findings[:] = merged(self._record.findings)
        for number in open_ended:
            verdict = verdicts[number]
            if verdict is Verdict.UNDECIDED:
                self._law(number, verdict, self._unread(number))
            elif verdict is Verdict.ROUNDING:
                self._law(number, verdict, None)

    def _unread(self, number: int) -> str | None:
        """The finding of the first figure of a law that could not be read, if one could not."""
        if not self.cause_of:
            return None
        figures = (self.system.figures[i] for i in self.system.laws[number][1])
        causes = (self.cause_of.get(figure.address) for figure in figures)
        return next((cause for cause in causes if cause), None)

    def _count(self) -> None:
        """Note how many laws of each kind came out how."""
        laws, verdicts = self.system.laws, self.verdicts
        every = Counter(map(itemgetter(0), laws))
        for number in self._inexact:
            kind = laws[number][0]
            every[kind] -= 1
            self._record.count(kind, verdicts[number].value)
        for kind, times in every.items():
            if times:
                self._record.count(kind, "exact", times)

    def _with_claims(
        self, violated: list[int], claims: ClaimTies | None
    ) -> tuple[Compiled, list[int]]:
        """The laws with what the prose says of figures in violated ones."""
        if claims is None:
            return self.righted, violated
        from cnbudget.checks.stated import with_claims

        return with_claims(self.righted, violated, claims, self.cause_of_cell)

    def _units(self, violated: list[int]) -> set[int]:
        """Tables that print a wrong unit: one finding each, with all that it breaks under it."""
        from cnbudget.checks.causes import unit_slips

        done: set[int] = set()
        for slip in unit_slips(self.system, violated):
            first = slip.figures[0]
            printed, meant = first.unit, slip.unit
            name = self._record.note(
                "form",
                say(
                    "checks.unit_of_table",
                    first=first,
                    printed=printed,
                    meant=meant,
                ),
                severity="error",
                verdict=Verdict.VIOLATED,
                place=first.place,
                figures=slip.figures[:1],
            )
            self._record.count("form", "violated")
            for figure in slip.figures:
                self.cause_of_cell.setdefault(figure.address, name)
                self.unit_of.setdefault(figure.address, meant)
            for number in slip.laws:
                if number not in done:
                    self._law(number, Verdict.VIOLATED, name)
                    done.add(number)
        return done

    def _shifted(self, violated: list[int]) -> set[int]:
        """Columns whose amounts stand in the rows beside their own: one finding a table, with all that breaks."""
        done: set[int] = set()
        for shift in self.shifts:
            finding = shift.finding(self._record)
            self._record.count(finding.law, "violated")
            self._record.findings.append(finding)
            done |= self._under(
                finding.id, [n for n in shift.laws if n in violated and n not in done]
            )
            for figure in shift.figures:
                self.cause_of_cell.setdefault(figure.address, finding.id)
            self.righted = shift.system
        return done

    def _recoded_and_lacking(self, violated: list[int]) -> set[int]:
        """Rows under other rows' codes, and rows that are lacking: one finding each, with all that it breaks."""
        done: set[int] = set()
        left = set(violated)
        for name, wrong in zip(self._misplaced, self.wrong, strict=True):
            done |= self._under(name, [n for n in wrong.laws if n in left - done])
        left_over = [n for n in violated if n not in done]
        sums = Sums(self.coded, self.system, left_over, self._sums)
        names = ListedNames(self._lists, self._disclosure.year or 0)
        lacking = lacking_rows(sums, self.wrong, names=names)
        for each, (finding, laws) in zip(
            lacking, lacking_findings(self._record, self.system, lacking), strict=True
        ):
            self.displaced.lacking(each, finding)
            if not laws:
                self._record.count(finding.law, "violated")
            self._record.findings.append(finding)
            done |= self._under(finding.id, [n for n in laws if n in left - done])
        return done

    def _under(self, name: str, laws: list[int]) -> set[int]:
        """Add the violated laws that a finding explains under it."""
        for number in laws:
            self._law(number, Verdict.VIOLATED, name)
        return set(laws)

    def _law(
        self,
        number: int,
        verdict: Verdict,
        cause: str | None,
        suspects: tuple[Suspect, ...] = (),
    ) -> str:
        """The finding of a law that did not come out exactly."""
        system = self.system
        kind, indices, _ = system.laws[number]
        figures = tuple([system.figures[i] for i in indices])
        severity = "note"
        if verdict is Verdict.VIOLATED:
            severity = "minor" if system.minor(number) else "error"
        expected, found, allowance = system.sizes(number, verdict)
        name = self._record.name()
        self._record.findings.append(
            Finding(
                name,
                kind,
                verdict=verdict,
                severity=severity,
                words=LawWords((system, number, verdict), suspects if cause is None else ()),
                unit=figures[0].unit,
                expected=expected,
                found=found,
                allowance=allowance,
                figures=figures,
                suspects=suspects,
                caused_by=cause,
                place=(suspects[0].figure if suspects else figures[0]).place,
            )
        )
        return name
