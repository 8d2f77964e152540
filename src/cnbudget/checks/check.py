"""Checking a disclosure: the form, the codes, all laws, the side matters and the prose, into one report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from cnbudget.amounts import Unit
from cnbudget.checks.codes import (
    coded_sides,
    judged_codes,
    note_codes,
)
from cnbudget.checks.coverage import not_checked, unexplained, untied
from cnbudget.checks.custom import check_custom
from cnbudget.checks.displaced import Displaced
from cnbudget.checks.findings import Explained, Finding, NotChecked, Suspect
from cnbudget.checks.form import (
    check_form,
    check_order,
    check_problems,
    check_titles,
)
from cnbudget.checks.lacking import lacking_rows
from cnbudget.checks.messages import LawWords, likeliest
from cnbudget.checks.misfits import check_misfits, check_negative
from cnbudget.checks.misplaced import Wrong, wrong_codes
from cnbudget.checks.misplaced_words import lacking_findings, misplaced_findings
from cnbudget.checks.old_names import check_old_names
from cnbudget.checks.order import ordered
from cnbudget.checks.previous import refuse_other
from cnbudget.checks.record import Record
from cnbudget.checks.report import Report
from cnbudget.checks.sides import ON_AMOUNTS, linked, remark_finding
from cnbudget.checks.sums import Sums
from cnbudget.classification import Classification, default
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Address, State
from cnbudget.invariants import Compiled, Verdict, checking, derived_of
from cnbudget.messages import say
from cnbudget.ties.laws import Ties, joined, prints_years

if TYPE_CHECKING:
    from cnbudget.checks.own import OwnRule
    from cnbudget.checks.prose import ProseCheck
    from cnbudget.checks.shifted import Shift
    from cnbudget.checks.suspects import Blamed
    from cnbudget.plugins import Plugins
    from cnbudget.ties.claims import ClaimTies
    from cnbudget.ties.last_year import LastYear

__all__ = ["check"]


_STEPS = 700  # for each figure; so that the check of any document takes a few dozen times what a clean one takes


def check(
    disclosure: Disclosure,
    *,
    lists: Classification | None = None,
    prose: bool = True,
    steps: int | None = None,
    previous: Disclosure | None = None,
    rules: Iterable[OwnRule] = (),
    plugins: Plugins | Sequence[str] = (),
) -> Report:
    """Everything that must hold in a disclosure, and whether it does.

    Args:
        disclosure: A budget, as `cnbudget.read` gives it.
        lists: The lists to look codes up in, as `cnbudget.classification.load` gives them; those that ship
            if not given.
        prose: Whether to read and check what is said outside the tables.
        steps: How much work may go into the question which figures are most likely wrong: about as many entries of
            tables of numbers as are touched for it, 700 for each figure of the document if not given. It is no time,
            so that a report is the same on every machine; what was not finished is among what was not checked. The
            findings themselves do not depend on it.
        previous: Last year's document, of the same agency and stage: what this one says of last year, in columns, in
            sentences and in changes, is held to it. Codes are followed through renames and moves by ``lists``.
        rules: Rules of your own that it is held to as well: each a `cnbudget.Rule`, or a function from a disclosure to
            findings (`Finding.of`). What they find is of the law ``own:NAME``; an error in a function is told as its
            own, and all else is checked.
        plugins: Plug-ins whose rules and lists it is held to, by their names; see `cnbudget.plugins`.

    Returns:
        A `Report`: how many laws came out how, a finding for each that is not exact (consequences under their
        causes, the most likely wrong figure first), and what was not checked and why.

    Raises:
        ComparisonError: ``previous`` is of another agency, of another stage, or not of the year before.
        UsageError: Two rules have one name, or a plug-in cannot be used.

    >>> import cnbudget
    >>> cnbudget.check(cnbudget.example("artux"))
    <Report 阿图什市医疗保障局 2026: ... exact, 17 rounding, 0 violated, ... undecided>
    """
    if previous is not None:
        refuse_other(disclosure, previous)
    own, lists, used = _asked(tuple(rules), lists, plugins)
    made = _Check(disclosure, lists, prose=prose, steps=steps, previous=previous, rules=own)
    return attrs.evolve(made.report(), plugins=used) if used else made.report()


def _asked(
    rules: tuple[OwnRule, ...], lists: Classification | None, plugins: Plugins | Sequence[str]
) -> tuple[tuple[OwnRule, ...], Classification | None, tuple[str, ...]]:
    """The rules and the lists that are asked for, with those of plug-ins; and the names of these."""
    used: tuple[str, ...] = ()
    if plugins:
        from cnbudget.plugins import load  # most checks use none

        found = load(plugins)
        rules, used, lists = (*rules, *found.rules), found.names, found.lists_with(lists)
    if rules:
        from cnbudget.checks.own import told_apart

        rules = told_apart(rules)
    return rules, lists, used


def _ties(disclosure: Disclosure, lists: Classification | None) -> Ties:
    from cnbudget.ties.sides import side_ties  # tables alone do not need it

    return side_ties(disclosure, lists)


class _Check:
    def __init__(
        self,
        disclosure: Disclosure,
        lists: Classification | None,
        *,
        prose: bool,
        steps: int | None,
        previous: Disclosure | None,
        rules: Sequence[OwnRule] = (),
    ) -> None:
        self.disclosure = disclosure
        self.previous = previous
        self.rules = rules
        self.prose: ProseCheck | None = None
        self.with_prose = prose
        self.lists = lists
        self.coded = coded_sides(disclosure, default() if lists is None else lists)
        self.ties = _ties(disclosure, lists) if prose else Ties(disclosure)
        self.system = checking(joined(derived_of(disclosure), self.ties.laws))
        self.verdicts = self.system.verdicts()
        violated = Verdict.VIOLATED
        self.violated = [n for n, each in enumerate(self.verdicts) if each is violated]
        #: the laws, with amounts that stand in other rows in their own
        self.righted = self.system
        self.steps = _STEPS * len(self.system.figures) if steps is None else steps
        self.explained = Explained()
        self.old_names: frozenset[str] = frozenset()
        self.record = Record(disclosure.unit)
        #: the figures of tables in a wrong unit, and those that stand in another row's place, with the finding
        self.cause_of_cell: dict[Address, str] = {}
        #: the right unit of the former
        self.unit_of: dict[Address, Unit] = {}
        self.displaced = Displaced()

    def report(self) -> Report:
        check_form(self.record, self.disclosure)
        check_titles(self.record, self.disclosure)
        self.wrong = self._wrong_codes()
        self.misplaced = misplaced_findings(self.record, self.wrong)
        self._recoded()
        slips = dict(zip([each.row.address for each in self.wrong], self.misplaced, strict=True))
        self.cause_of = check_problems(self.record, self.disclosure, self.system.figures, slips)
        self._codes()
        if self.with_prose:
            self.old_names = check_old_names(self.record, self.disclosure, self.lists)
        check_negative(self.record, self.system)
        moved = frozenset(each.row.address for each in self.wrong)
        self.shifts = self._shifts()
        astray = frozenset(figure.address for shift in self.shifts for figure in shift.figures)
        check_custom(self.record, self.disclosure, moved, astray)
        told = (row for law, *_, rows in self.judged.said if law == "code" for row in rows)
        check_order(self.record, self.disclosure, moved.union(row.address for row in told))
        self._laws()
        check_misfits(self.record, self.disclosure, self.system.figures)
        unheld = self._differences()
        self._sides()
        self._prose()
        held = self._last_year(unheld)
        names = self._own(unheld)
        loose = untied(self.disclosure, self.system, self.ties, self.prose)
        return Report(
            self.disclosure,
            self.record.tallies(),
            findings=ordered(self.record.findings),
            untied=tuple(each for each in loose if each.figure.address not in held),
            not_checked=(
                *unexplained(self.explained, self.steps),
                *unheld,
                *not_checked(
                    self.disclosure, self.judged, self.ties, self.prose, asked=self.with_prose
                ),
            ),
            explained=self.explained,
            nothing=not self._decided(),
            lists=(default() if self.lists is None else self.lists).edition,
            previous=self.previous,
            rules=names,
        )

    def _own(self, unheld: list[NotChecked]) -> tuple[str, ...]:
        """Check the rules of the caller's, and say what they could not be held to; their names."""
        if not self.rules:
            return ()
        from cnbudget.checks.own import check_own, name_of

        laws, figures = zip(self.system.laws, self.verdicts, strict=True), self.system.figures
        held = Counter(
            figures[i].address
            for (_, indices, _), verdict in laws
            if verdict in (Verdict.EXACT, Verdict.ROUNDING)
            for i in indices
        )
        unheld.extend(check_own(self.record, self.disclosure, self.rules, held))
        return tuple(map(name_of, self.rules))

    def _differences(self) -> list[NotChecked]:
        """Check the columns of differences, and say which are held to nothing."""
        if not any(side.differences for table in self.disclosure.tables for side in table.sides):
            return []
        from cnbudget.checks.differences import check_differences, unheld  # few documents have any
        from cnbudget.ties.differences import differences

        found = differences(self.disclosure)
        check_differences(self.record, found)
        return unheld(found)

    def _decided(self) -> bool:
        """Whether a law on something printed was decided: blanks and what was inferred agree with themselves."""
        figures, undecided = self.system.figures, Verdict.UNDECIDED
        for (_, indices, _), verdict in zip(self.system.laws, self.verdicts, strict=True):
            if verdict is not undecided and any(figures[i].state is _VALUE for i in indices):
                return True
        told: dict[str, Counter[str]] = {}
        if self.prose is not None and any(claim.value for claim in self.prose.claims):
            told = self.prose.tallies  # "没有安排" of an empty table says nothing
        return any(
            counts[word]
            for laws, tallies in ((_TOLD, told), (_ASIDE, self.record.counts))
            for law in laws
            if (counts := tallies.get(law)) is not None
            for word in ("exact", "rounding", "violated")
        )

    # The prose -----------------------------------------------------------------------------------

    @cached_property
    def claims(self) -> ClaimTies | None:
        """What is said outside the tables; None where nothing is, or nobody asks."""
        disclosure = self.disclosure
        if not self.with_prose or all(passage.grid for passage in disclosure.passages):
            return None
        from cnbudget.ties.claims import ClaimTies  # documents without prose do not need it

        return ClaimTies(disclosure, disclosure.narrative_with(self.lists))

    def _prose(self) -> None:
        """What is said outside the tables, against them and against itself."""
        if self.claims is None:
            return
        from cnbudget.checks.prose import ProseCheck  # documents without prose do not need it

        self.prose = ProseCheck(self.claims, self.record.findings, len(self.record.findings) + 1)
        self.prose.old_names = self.old_names
        self.prose.faults.of_cell.update(self.cause_of_cell)
        self.prose.unit_of = self.unit_of
        self.prose.displaced = self.displaced
        self.prose.last_year = lambda: self.of_last_year
        self.prose.run()
        told = linked(self.prose.findings, self.record.findings, explained=ON_AMOUNTS)
        self.record.findings.extend(told)
        for law, counts in self.prose.tallies.items():
            self.record.counts.setdefault(law, Counter()).update(counts)

    @cached_property
    def of_last_year(self) -> LastYear | None:
        """What is said of last year, and what that is held to; None where nothing is."""
        if self.previous is None and (self.claims is None or not prints_years(self.disclosure)):
            return None
        from cnbudget.ties.last_year import last_year  # few documents print it

        return last_year(self.disclosure, self.claims, self.previous, lists=self.lists)

    def _last_year(self, not_held: list[NotChecked]) -> set[Address]:
        """What is said of last year, against itself and its document; the numbers that are held to something."""
        found = self.of_last_year
        if found is None:
            return set()
        from cnbudget.checks.last_year import check_last_year, unheld

        not_held.extend(unheld(found))
        blamed = dict(self.cause_of_cell)
        for finding in self.record.findings:
            if finding.verdict is Verdict.VIOLATED:
                for suspect in likeliest(finding.suspects):
                    blamed.setdefault(suspect.figure.address, finding.caused_by or finding.id)
        claims = {} if self.prose is None else self.prose.faults.by_claim
        stage = self.disclosure.stage
        return check_last_year(self.record, found, stage=stage, claims=claims, cells=blamed)

    # Codes and names -----------------------------------------------------------------------------

    def _codes(self) -> None:
        """Codes and names are those of the year's lists, as far as the lists are sure."""
        judged = self.judged = judged_codes(self.disclosure, self.lists, self.coded)
        note_codes(self.record, judged, {each.row.address for each in self.wrong})

    # The laws ------------------------------------------------------------------------------------

    def _laws(self) -> None:
        system, verdicts = self.system, self.verdicts
        exact, violated = Verdict.EXACT, self.violated
        open_ended = [n for n, verdict in enumerate(verdicts) if verdict is not exact]
        counts = Counter([law[0] for law in system.laws])
        for number in open_ended:
            kind, verdict = system.laws[number][0], verdicts[number]
            counts[kind] -= 1
            self.record.count(kind, verdict.value)
        for kind, times in counts.items():
            if times:
                self.record.count(kind, "exact", times)
        groups: list[Blamed] = []
        done: set[int] = set()
        if violated:
            done = self._units(violated)
            done |= self._shifted([n for n in violated if n not in done])
        done |= self._misplaced([n for n in violated if n not in done])
        if len(done) < len(violated):
            from cnbudget.checks.suspects import explain_violations
            from cnbudget.clock import Clock

            left = [n for n in violated if n not in done]
            found = explain_violations(*self._told(left), Clock(steps=self.steps))
            groups = found.groups
            self.explained = Explained(found.complete, found.least)
        for group in groups:
            cause: str | None = None
            for number in group.laws:
                if number >= len(system.laws):
                    continue  # what the prose says is told with the prose
                name = self._law(number, Verdict.VIOLATED, cause, group.suspects[number])
                cause = cause or name
        if len(groups) > 1 or (groups and any(f.law == "negative" for f in self.record.findings)):
            from cnbudget.checks.causes import merged

            self.record.findings[:] = merged(self.record.findings)
        for number in open_ended:
            verdict = verdicts[number]
            if verdict is Verdict.UNDECIDED:
                figures = (system.figures[i] for i in system.laws[number][1])
                causes = (self.cause_of.get(figure.address) for figure in figures)
                self._law(number, verdict, next((cause for cause in causes if cause), None))
            elif verdict is Verdict.ROUNDING:
                self._law(number, verdict, None)

    def _told(self, violated: list[int]) -> tuple[Compiled, list[int]]:
        """The laws with what the prose says of figures in violated ones."""
        if self.claims is None:
            return self.righted, violated
        from cnbudget.checks.stated import with_claims

        return with_claims(self.righted, violated, self.claims, self.cause_of_cell)

    def _units(self, violated: list[int]) -> set[int]:
        """Tables that print a wrong unit: one finding each, with all that it breaks under it."""
        from cnbudget.checks.causes import unit_slips

        done: set[int] = set()
        for slip in unit_slips(self.system, violated):
            first = slip.figures[0]
            printed, meant = first.unit, slip.unit
            name = self.record.note(
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
            self.record.count("form", "violated")
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
            finding = shift.finding(self.record)
            self.record.count(finding.law, "violated")
            self.record.findings.append(finding)
            done |= self._under(
                finding.id, [n for n in shift.laws if n in violated and n not in done]
            )
            for figure in shift.figures:
                self.cause_of_cell.setdefault(figure.address, finding.id)
            self.righted = shift.system
        return done

    def _shifts(self) -> list[Shift]:
        if not self.violated:
            return []
        from cnbudget.checks.shifted import shifts

        return shifts(self.disclosure, self.system, self.violated)

    def _wrong_codes(self) -> list[Wrong]:
        lists = default() if self.lists is None else self.lists
        self.sums = Sums(self.coded, self.system, self.violated)
        return wrong_codes(self.disclosure, lists, self.sums)

    def _recoded(self) -> None:
        """Note what stands under a wrong code: the text speaks of it by its right one."""
        for name, wrong in zip(self.misplaced, self.wrong, strict=True):
            for figure in wrong.row.figures:
                self.cause_of_cell.setdefault(figure.address, name)
            self.displaced.recoded(wrong, name)

    def _misplaced(self, violated: list[int]) -> set[int]:
        """Rows under other rows' codes, and rows that are lacking: one finding each, with all that it breaks."""
        done: set[int] = set()
        left = set(violated)
        for name, wrong in zip(self.misplaced, self.wrong, strict=True):
            done |= self._under(name, [n for n in wrong.laws if n in left - done])
        left_over = [n for n in violated if n not in done]
        lacking = lacking_rows(Sums(self.coded, self.system, left_over, self.sums), self.wrong)
        for each, (finding, laws) in zip(
            lacking, lacking_findings(self.record, self.system, lacking), strict=True
        ):
            self.displaced.lacking(each, finding)
            if not laws:
                self.record.count(finding.law, "violated")
            self.record.findings.append(finding)
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
        outcome = self.system.outcome(number, verdict)
        severity = "note"
        if verdict is Verdict.VIOLATED:
            severity = "minor" if outcome.minor else "error"
        name = self.record.name()
        self.record.findings.append(
            Finding(
                name,
                outcome.law.kind,
                verdict=verdict,
                severity=severity,
                words=LawWords(outcome, suspects if cause is None else ()),
                unit=outcome.unit,
                expected=outcome.expected,
                found=outcome.found,
                allowance=outcome.allowance,
                figures=outcome.law.figures,
                suspects=suspects,
                caused_by=cause,
                place=suspects[0].figure.place if suspects else outcome.law.whole.place,
            )
        )
        return name

    def _sides(self) -> None:
        """What the side matters are held to, beside sums of money."""
        for law, times in self.ties.exact.items():
            self.record.count(law, "exact", times)
        first = len(self.record.findings) + 1
        found = []
        for number, remark in enumerate(self.ties.remarks, first):
            self.record.count(remark.law, remark.verdict.value)
            found.append(remark_finding(remark, f"F{number}", self.disclosure))
        self.record.findings.extend(linked(found, self.record.findings))


#: Laws on the numbers of the prose, and of what stands beside it; the others are on words.
_TOLD = ("agree", "add-up", "contain", "balance", "share", "change", "growth")
_ASIDE = ("count", "weight")
_VALUE = State.VALUE
