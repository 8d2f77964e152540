"""Checking a disclosure: the form, the codes, all laws, the side matters and the prose, into one report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

import attrs

from cnbudget.checks.codes import (
    judged_codes,
    note_codes,
)
from cnbudget.checks.coverage import not_checked, unexplained, untied
from cnbudget.checks.custom import check_custom
from cnbudget.checks.findings import NotChecked
from cnbudget.checks.form import (
    check_form,
    check_order,
    check_problems,
    check_titles,
)
from cnbudget.checks.law_check import LawCheck
from cnbudget.checks.messages import likeliest
from cnbudget.checks.misfits import check_misfits, check_negative
from cnbudget.checks.old_names import check_old_names
from cnbudget.checks.order import ordered
from cnbudget.checks.previous import refuse_other
from cnbudget.checks.record import Record
from cnbudget.checks.report import Report
from cnbudget.checks.sides import ON_AMOUNTS, linked, remark_finding
from cnbudget.checks.withheld import drop_slips, withhold
from cnbudget.classification import Classification, default
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Address, State
from cnbudget.invariants import Verdict, checking, derived_of
from cnbudget.ties.laws import Ties, joined, prints_years

if TYPE_CHECKING:
    from cnbudget.checks.own import OwnRule
    from cnbudget.checks.prose import ProseCheck
    from cnbudget.plugins import Plugins
    from cnbudget.ties.claims import ClaimTies
    from cnbudget.ties.last_year import LastYear


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
        self.ties = _ties(disclosure, lists) if prose else Ties(disclosure)
        self.old_names: frozenset[str] = frozenset()
        self.record = Record(disclosure.unit)
        system = checking(joined(derived_of(disclosure), self.ties.laws))
        self.laws = LawCheck(self.record, disclosure, system, lists, steps)

    def report(self) -> Report:
        laws = self.laws
        check_form(self.record, self.disclosure)
        check_titles(self.record, self.disclosure)
        slips = laws.find_wrong_codes()
        lost = [laws.system.figures[i] for i in laws.system.lost]
        laws.cause_of = check_problems(self.record, self.disclosure, lost, slips)
        self._codes()
        if self.with_prose:
            self.old_names = check_old_names(self.record, self.disclosure, self.lists)
        check_negative(self.record, laws.system)
        moved = frozenset(each.row.address for each in laws.wrong)
        astray = laws.find_shifts()
        check_custom(self.record, self.disclosure, moved, astray)
        told = (row for law, *_, rows in self.judged.said if law == "code" for row in rows)
        check_order(self.record, self.disclosure, moved.union(row.address for row in told))
        laws.tell(self.claims)
        check_misfits(self.record, self.disclosure, laws.system.figures)
        unheld = self._differences()
        self._sides()
        self._prose()
        held = self._last_year(unheld)
        withhold(self.record, self.disclosure)
        names = self._own(unheld)
        drop_slips(self.record, self.disclosure)
        loose = untied(self.disclosure, laws.system, self.ties, self.prose)
        return Report(
            self.disclosure,
            self.record.tallies(),
            findings=ordered(self.record.findings, fresh=True),
            untied=tuple(each for each in loose if each.figure.address not in held),
            not_checked=(
                *unexplained(laws.explained, laws.steps),
                *unheld,
                *not_checked(
                    self.disclosure, self.judged, self.ties, self.prose, asked=self.with_prose
                ),
            ),
            explained=laws.explained,
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

        laws, figures = (
            zip(self.laws.system.laws, self.laws.verdicts, strict=True),
            self.laws.system.figures,
        )
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
        figures, undecided = self.laws.system.figures, Verdict.UNDECIDED
        for (_, indices, _), verdict in zip(self.laws.system.laws, self.laws.verdicts, strict=True):
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
        self.prose.faults.of_cell.update(self.laws.cause_of_cell)
        self.prose.unit_of = self.laws.unit_of
        self.prose.displaced = self.laws.displaced
        self.prose.last_year = self.of_last_year
        self.prose.run()
        told = linked(self.prose.findings, self.record.findings, explained=ON_AMOUNTS)
        self.record.findings.extend(told)
        for law, counts in self.prose.tallies.items():
            for way, times in counts.items():
                self.record.count(law, way, times)

    @cached_property
    def of_last_year(self) -> Callable[[], LastYear | None]:
        """Asks for what is said of last year, and what that is held to; it holds nothing that holds it."""
        ask = partial(_of_last_year, self.disclosure, self.claims, self.previous, self.lists)
        return cache(ask)

    def _last_year(self, not_held: list[NotChecked]) -> set[Address]:
        """What is said of last year, against itself and its document; the numbers that are held to something."""
        if self.previous is None and self.claims is None:
            return set()
        found = self.of_last_year()
        if found is None:
            return set()
        from cnbudget.checks.last_year import check_last_year, unheld

        not_held.extend(unheld(found))
        blamed = dict(self.laws.cause_of_cell)
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
        judged = self.judged = judged_codes(self.disclosure, self.lists, self.laws.coded)
        note_codes(self.record, judged, {each.row.address for each in self.laws.wrong})

    def _sides(self) -> None:
        """What the side matters are held to, beside sums of money."""
        for law, times in self.ties.exact.items():
            self.record.count(law, "exact", times)
        if not self.ties.remarks:
            return
        first = len(self.record.findings) + 1
        found = []
        for number, remark in enumerate(self.ties.remarks, first):
            self.record.count(remark.law, remark.verdict.value)
            found.append(remark_finding(remark, f"F{number}", self.disclosure))
        self.record.findings.extend(linked(found, self.record.findings))


def _of_last_year(
    disclosure: Disclosure,
    claims: ClaimTies | None,
    previous: Disclosure | None,
    lists: Classification | None,
) -> LastYear | None:
    """What is said of last year, and what that is held to; None where nothing is."""
    if previous is None and (claims is None or not prints_years(disclosure)):
        return None
    from cnbudget.ties.last_year import last_year  # few documents print it

    return last_year(disclosure, claims, previous, lists=lists)


#: Laws on the numbers of the prose, and of what stands beside it; the others are on words.
_TOLD = ("agree", "add-up", "contain", "balance", "share", "change", "growth")
_ASIDE = ("count", "weight")
_VALUE = State.VALUE
