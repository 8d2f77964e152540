"""Checking several budgets together: each by itself, and departments against their units (部门 ⊇ 单位)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import attrs

from cnbudget.checks.check import check
from cnbudget.checks.findings import Finding, NotChecked, Tally
from cnbudget.checks.kinship import units_among
from cnbudget.checks.messages import LawWords
from cnbudget.checks.order import ordered
from cnbudget.checks.previous import previous_of
from cnbudget.checks.report import Report
from cnbudget.classification import Classification
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Address, Figure
from cnbudget.invariants import Outcome, Verdict
from cnbudget.invariants.nesting import inside, where_of
from cnbudget.invariants.units import Between, between
from cnbudget.messages import few, say

if TYPE_CHECKING:
    from cnbudget.checks.own import OwnRule
    from cnbudget.plugins import Plugins

__all__ = ["check_all"]

_DOUBTFUL = 4  # of so many laws one is violated: then it is the kinship that is in doubt, and not the figures
_DECIDED = (Verdict.EXACT, Verdict.ROUNDING, Verdict.VIOLATED)


def check_all(
    disclosures: Iterable[Disclosure],
    *,
    lists: Classification | None = None,
    prose: bool = True,
    steps: int | None = None,
    previous: Iterable[Disclosure] = (),
    rules: Iterable[OwnRule] = (),
    plugins: Plugins | Sequence[str] = (),
) -> list[Report]:
    """Budgets that belong together, as `cnbudget.read_all` gives them: each checked, and departments held to their units.

    A figure of a department is the sum of its units' where the totals prove that none is missing, and nowhere less than
    it. Whose units they are is believed of what the department itself says: of its own level (本级), and of those that
    its text lists as what its budget is made up of. Where most figures speak against it, none is accused, and a note
    says so.

    Args:
        disclosures: The budgets, of one file or of several.
        lists: The lists to look codes up in; see `cnbudget.check`.
        prose: Whether to read and check what is said outside the tables.
        steps: How much work may go into the question which figures are most likely wrong; see `cnbudget.check`.
        previous: Last year's documents: each budget is held to the one of its agency and stage; where there is
            none, that is among what was not checked.
        rules: Rules of your own that each is held to as well; see `cnbudget.check`.
        plugins: Plug-ins whose rules and lists each is held to; see `cnbudget.check`.

    Returns:
        A `Report` for each, in their order. What does not hold between a department and its units stands in the report
        of the one whose figure is blamed already, and else in the department's, with the places of both.

    >>> import cnbudget
    >>> [report.ok for report in check_all([cnbudget.example("artux"), cnbudget.example("akto")])]
    [True, True]
    """  # noqa: E501  (what it does, in a line)
    budgets, earlier, own = list(disclosures), list(previous), tuple(rules)
    if plugins:
        from cnbudget.plugins import load  # most checks use none

        plugins = load(plugins)
    reports = []
    for budget in budgets:
        last = previous_of(budget, earlier)
        report = check(
            budget, lists=lists, prose=prose, steps=steps, previous=last, rules=own, plugins=plugins
        )
        if earlier and last is None:
            lacking = NotChecked(say("years.previous"), reason=say("years.none_of_it"))
            report = attrs.evolve(report, not_checked=(lacking, *report.not_checked))
        reports.append(report)
    for department, units in units_among(budgets).items():
        _Kin(reports, (department, *units)).note()
    return reports


class _Kin:
    """A department's figures, held to those of its units."""

    def __init__(self, reports: list[Report], members: Sequence[int]) -> None:
        self.reports = reports
        self.members = members
        budgets = [reports[each].disclosure for each in members]
        self.names = _names(budgets)
        self.found: Between = between(budgets[0].tables, [each.tables for each in budgets[1:]])
        self.verdicts = self.found.system.verdicts()
        self.added: dict[int, list[Finding]] = {each: [] for each in members}
        self.counts: dict[int, Counter[tuple[str, str]]] = {each: Counter() for each in members}

    def note(self) -> None:
        """Put into the reports what does not hold, and count what does."""
        laws = self.found.system.laws
        if not laws:
            return
        violated = [n for n, verdict in enumerate(self.verdicts) if verdict is Verdict.VIOLATED]
        decided = sum(verdict in _DECIDED for verdict in self.verdicts)
        if len(violated) * _DOUBTFUL > decided:
            self._doubt(len(violated), decided)
        else:
            self._accuse(violated)
        for number in self.members:
            self._put(number)

    def _doubt(self, violated: int, decided: int) -> None:
        """Most figures speak against the kinship: nothing is accused."""
        department = self.members[0]
        self.counts[department]["form", "undecided"] += 1
        self.added[department].append(
            Finding(
                self._id(department),
                "form",
                verdict=Verdict.UNDECIDED,
                severity="note",
                words=say(
                    "checks.units_do_not_make_up",
                    units=few(self.names[1:]),
                    violated=violated,
                    decided=decided,
                ),
                unit=self.reports[department].disclosure.unit,
            )
        )

    def _accuse(self, violated: list[int]) -> None:
        system, blamed = self.found.system, self._blamed()
        for number, verdict in enumerate(self.verdicts):
            if verdict is not Verdict.VIOLATED:
                self.counts[self.members[0]][system.laws[number][0], verdict.value] += 1
        done: list[tuple[Outcome, str]] = []
        # the finest first: what it is the sum of is wrong by as much
        for number in sorted(violated, key=self._width):
            outcome = system.outcome(number, Verdict.VIOLATED)
            at = self._blamed_in(number, blamed)
            mine = 0 if at is None else at[0]
            below = (name for each, name in done if _is_below(each, outcome))
            cause = next(below, None) if at is None else at[1]
            name = self._finding(number, outcome, self.members[mine], cause)
            if at is None and cause is None:
                done.append((outcome, name))
        open_ended: str | None = None
        for number, verdict in enumerate(self.verdicts):
            if verdict in (Verdict.UNDECIDED, Verdict.ROUNDING):
                outcome, lost = system.outcome(number, verdict), verdict is Verdict.UNDECIDED
                above = open_ended if lost else None
                name = self._finding(number, outcome, self.members[0], above)
                open_ended = open_ended or (name if lost else None)

    def _width(self, number: int) -> int:
        """How many of the other laws a law is around."""
        laws, figures = self.found.system.laws, self.found.system.figures
        mine = figures[laws[number][1][0]].scope
        return sum(
            mine is not None and scope is not None and scope < mine
            for n, verdict in enumerate(self.verdicts)
            if verdict is Verdict.VIOLATED
            for scope in [figures[laws[n][1][0]].scope]
        )

    def _blamed(self) -> list[dict[Address, str]]:
        """For each member the figures that its own report blames, with the finding."""
        found: list[dict[Address, str]] = []
        for member in self.members:
            mine: dict[Address, str] = {}
            for finding in self.reports[member].wrong:
                best = finding.suspects[:1]
                likely = [each for each in finding.suspects if each.score == best[0].score]
                for suspect in likely:
                    mine.setdefault(suspect.figure.address, finding.caused_by or finding.id)
            found.append(mine)
        return found

    def _blamed_in(self, number: int, blamed: list[dict[Address, str]]) -> tuple[int, str] | None:
        """The member whose report blames a figure of a law already, and the finding."""
        for index in self.found.system.laws[number][1]:
            owner = self.found.owners[index]
            name = blamed[owner].get(self.found.system.figures[index].address)
            if name is not None:
                return owner, name
        return None

    def _finding(self, number: int, outcome: Outcome, member: int, cause: str | None) -> str:
        """Add the finding of a law to a member's report; its name."""
        verdict, law = outcome.verdict, outcome.law
        figures = tuple(self._placed(index, member) for index in self.found.system.laws[number][1])
        outcome = attrs.evolve(outcome, law=attrs.evolve(law, figures=figures))
        severity = "note"
        if verdict is Verdict.VIOLATED:
            severity = "minor" if outcome.minor else "error"
            self.counts[member][law.kind, verdict.value] += 1
        name = self._id(member)
        mine = next((each for each in figures if each.place.agency is None), figures[0])
        self.added[member].append(
            Finding(
                name,
                law.kind,
                verdict=verdict,
                severity=severity,
                words=LawWords(outcome),
                unit=outcome.unit,
                expected=outcome.expected,
                found=outcome.found,
                allowance=outcome.allowance,
                figures=figures,
                caused_by=cause,
                place=mine.place,
            )
        )
        return name

    def _placed(self, index: int, member: int) -> Figure:
        """A figure, which says whose it is if it is not the member's."""
        figure, owner = self.found.system.figures[index], self.found.owners[index]
        if self.members[owner] == member:
            return figure
        return figure.evolve(place=attrs.evolve(figure.place, agency=self.names[owner]))

    def _id(self, member: int) -> str:
        return f"F{len(self.reports[member].findings) + len(self.added[member]) + 1}"

    def _put(self, member: int) -> None:
        """A member's report with what was added to it; what a decided law holds is tied."""
        report, counts = self.reports[member], self.counts[member]
        tallies = dict(report.tallies)
        for (law, verdict), times in counts.items():
            tallies[law] = tallies.get(law, Tally()) + Tally(**{verdict: times})
        tied = {
            self.found.system.figures[index].address
            for (_, indices, _), verdict in zip(self.found.system.laws, self.verdicts, strict=True)
            if verdict in _DECIDED
            for index in indices
            if self.members[self.found.owners[index]] == member
        }
        self.reports[member] = attrs.evolve(
            report,
            tallies=dict(sorted(tallies.items())),
            findings=ordered([*report.findings, *self.added[member]]),
            untied=tuple(each for each in report.untied if each.figure.address not in tied),
            nothing=report.nothing,
        )


def _names(budgets: Sequence[Disclosure]) -> list[str]:
    """What budgets are called among each other: by their agencies, and their sets where these are of one name."""
    names = [each.agency for each in budgets]
    return [
        f"{name}（{each.set or number}）" if names.count(name) > 1 or not name else name
        for number, (name, each) in enumerate(zip(names, budgets, strict=True), 1)
    ]


def _is_below(cause: Outcome, outcome: Outcome) -> bool:
    """Whether what one law is off by is what another, of the same code or one above it, is off by."""
    mine, other = outcome.law.whole.scope, cause.law.whole.scope
    return (
        mine is not None
        and other is not None
        and inside(where_of(other), where_of(mine))
        and cause.unit is outcome.unit
        and cause.difference == outcome.difference
    )
