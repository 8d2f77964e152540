"""What each claim of the prose is held to: the tables' figures of its scope, other claims, last year.

A `ClaimBeside` of `cnbudget.ties.held` says which numbers a claim is compared with and how that came
out; `check` words it, and `cnbudget.reconcile` makes an equality or a ratio of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from fractions import Fraction
from functools import cached_property

import attrs

from cnbudget.dimensions import STAGES, FundingSource, Nature
from cnbudget.disclosure import Disclosure
from cnbudget.expressions import expression
from cnbudget.figures import Figure
from cnbudget.invariants import Verdict
from cnbudget.messages import Words, say
from cnbudget.narrative import Claim, EarlierLaw, Narrative
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Ruling
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.ties.agreement import agreement
from cnbudget.ties.held import ClaimBeside, beside
from cnbudget.ties.meant import Meanings
from cnbudget.ties.parts import PartsBeside, divided, parts_of
from cnbudget.ties.relations import Relations

_OF_GOALS = (
    FundingSource.ALL,
    FundingSource.CURRENT,
    FundingSource.APPROPRIATION | FundingSource.CARRIED_APPROPRIATION,
    FundingSource.APPROPRIATION,
    FundingSource.GENERAL | FundingSource.CARRIED_GENERAL,
    FundingSource.GENERAL,
    FundingSource.FUND | FundingSource.CARRIED_FUND,
    FundingSource.FUND,
    FundingSource.STATE_CAPITAL,
    FundingSource.CURRENT & ~FundingSource.APPROPRIATION,
)
#: Goals are said to be set for all money, or all projects: 均实行绩效目标管理, and in Shenzhen 所有项目支出预算纳入….
_FOR_ALL = expression("均(?:已)?(?:实行|实施|纳入|编制|设置)|全覆盖|所有|全部|整体支出")
#: Some of them are not, the amount is of so many of them (全覆盖，项目支出绩效目标4个，涉及资金…), or what it is of is
#: named (项目均实行绩效目标管理，涉及一般公共预算当年拨款…): it need not be all that they have.
_BUT = expression(
    "除|其中|等|[0-9]个|当年|本年|拨款|财政|一般公共|基金|国有资本|结转|自有|单位资金"
)


def _for_all(claim: Claim) -> bool:
    """Whether the words before an amount say that goals are set for all, and the amount is what that comes to."""
    parts = re.split("[；;]", claim.sentence)
    told = next((part for part in parts if claim.text in part), "")
    before = told.partition(claim.text)[0]
    return bool(
        "绩效" in before
        and "涉及" in before
        and _FOR_ALL.search(before)
        and not _BUT.search(before)
    )


def _nearest(claim: Claim, figures: list[Figure]) -> Figure:
    """The figure that an amount differs least from."""

    def apart(figure: Figure) -> Fraction:
        mine, there = number_of(claim), number_of(figure)
        return Fraction(mine.value) - Fraction(there.value) if mine and there else Fraction(0)

    return min(figures, key=lambda figure: abs(apart(figure)))


class ClaimTies:
    """The claims of a disclosure, and what each is held to.

    Attributes:
        disclosure: The budget.
        narrative: Its prose.
    """

    def __init__(self, disclosure: Disclosure, narrative: Narrative) -> None:
        self.disclosure = disclosure
        self.narrative = narrative
        self.claims = narrative.claims
        self.printed = narrative.printed
        self.meanings = Meanings(disclosure, self.printed)
        #: shares of what cannot be told
        self.unknown: list[tuple[Claim, Words]] = []

    # Amounts against the tables, and against each other -------------------------------------------

    @cached_property
    def agreements(self) -> tuple[ClaimBeside, ...]:
        """Each amount is what the tables print of its scope; where they print nothing, what is said elsewhere."""
        found: list[ClaimBeside] = []
        said: dict[tuple[object, ...], list[Claim]] = {}
        for claim, scope in self._amounts():
            if claim.year == self.disclosure.year and scope is not None:
                figures = self.figures_of(claim, scope)
                if figures:
                    held = beside(claim, figures)
                    wrong = held is not None and held.ruling.verdict is Verdict.VIOLATED
                    if wrong and self.is_doubtful(claim, scope):
                        self.unknown.append((claim, say("prose.of_this_year_alone")))
                    else:
                        found.extend([] if held is None else [held])
                    continue
                total = self.printed.unlisted(scope)
                if total is not None:
                    verdict = Verdict.VIOLATED if claim.value else Verdict.EXACT
                    found.append(ClaimBeside("unlisted", claim, by=total, ruling=Ruling(verdict)))
                    continue
            if claim.kind == "amount":
                key = (claim.scope, claim.year, claim.stage)
                said.setdefault(key, []).append(claim)
        for same in (*said.values(), *self._told_again()):
            first = same[0]
            for other in same[1:]:
                if other.place is first.place and other.text == first.text:
                    continue
                mine, there = number_of(other), number_of(first)
                if mine is not None and there is not None:
                    ruling = agreement(other, first.figure, mine, there)
                    found.append(ClaimBeside("said", other, by=first, ruling=ruling))
        return (*found, *self._of_goals())

    def _told_again(self) -> Iterator[list[Claim]]:
        """Parts of one amount that are told twice, in its sentence and one by one, where no scope makes them one."""
        found: dict[tuple[Claim, str, str], list[Claim]] = {}
        for each in self.claims.lists:
            names = Counter(part.subject for part in each.parts)
            for part in each.parts:
                if part.kind == "amount" and names[part.subject] == 1 and part.subject:
                    key = (each.whole, part.kind, part.subject)
                    found.setdefault(key, []).append(part)
        for same in found.values():
            if len(same) > 1 and any(each.scope is None for each in same):
                yield same

    def _of_goals(self) -> Iterator[ClaimBeside]:
        """Money that goals are said to be set for, where it is that of all projects, or all there is.

        The words do not say which (涉及预算资金…), so that it is held to nothing where it is none of these, unless
        goals are said to be set for all (项目支出均实行绩效目标管理, 绩效目标管理全覆盖) and no money is named.
        """
        wholes = [
            figure
            for nature in (Nature.PROJECT, self.disclosure.nature)
            for source in _OF_GOALS
            for figure in self.printed.of(EVERYTHING.evolve(source=source, nature=nature))[:1]
        ]
        for claim in self.claims:
            if claim.kind != "amount" or claim.role != "stated" or claim.scope is not None:
                continue
            if not claim.value or not (
                claim.section.within("performance") or "绩效" in claim.sentence
            ):
                continue
            held = beside(claim, wholes)
            if held is None:
                continue
            if held.ruling.verdict is Verdict.EXACT:
                yield held
            elif (
                held.ruling.verdict is Verdict.VIOLATED and _for_all(claim) and self._prints(claim)
            ):
                yield attrs.evolve(held, kind="goals", by=_nearest(claim, wholes))

    def _prints(self, claim: Claim) -> bool:
        """Whether the tables print what the money of all goals may be: project expenditure, and all expenditure."""
        natures = [Nature.PROJECT, *([] if "项目" in claim.sentence else [self.disclosure.nature])]
        return all(self.printed.of(EVERYTHING.evolve(nature=nature)) for nature in natures)

    @cached_property
    def lost(self) -> tuple[tuple[Claim, Figure], ...]:
        """The amounts whose scope the tables had a figure of that was lost on the way here."""
        return tuple(
            (claim, figure)
            for claim, scope in self._amounts()
            if claim.year == self.disclosure.year and scope is not None
            for figure in self._lost(scope)[:1]
        )

    def _lost(self, scope: Scope) -> list[Figure]:
        """The lost figures of a scope, where none is left of it; another scope may total the same, and is left."""
        if scope not in self.printed.figures and scope in self.printed.lost_figures:
            return self.printed.lost_figures[scope]
        return [] if self.printed.of(scope) else self.printed.lost(scope)

    def _amounts(self) -> Iterator[tuple[Claim, Scope | None]]:
        """The stated amounts, each with its scope in the tables."""
        for claim in self.claims:
            if claim.kind not in ("amount", "none") or claim.unit is None or claim.value is None:
                continue
            if claim.scope is not None and claim.role != "aside":
                yield claim, self._scope(claim)

    def _scope(self, claim: Claim) -> Scope | None:
        """The scope of a claim in the tables, which say a stage where it is not the document's own."""
        if claim.scope is None or claim.stage not in STAGES:
            return None
        if claim.stage == self.disclosure.stage:
            return claim.scope
        staged = claim.scope.evolve(stage=claim.stage)
        return staged if self.printed.of(staged) else None

    def figures_of(self, claim: Claim, scope: Scope) -> list[Figure]:
        """The figures that the words of a claim can mean, of a scope that they name."""
        return [each for way in self.meanings.of(claim, scope) for each in self.printed.of(way)]

    def is_doubtful(self, claim: Claim, scope: Scope) -> bool:
        """Whether a claim is of this year's money alone, while what the tables print may hold what is carried over."""
        return self.meanings.doubtful(claim, scope)

    # Shares, changes, growth -----------------------------------------------------------------------

    @cached_property
    def relations(self) -> tuple[ClaimBeside, ...]:
        """The shares, changes and rates, each with the amounts that it is worked out from."""
        found = Relations(self.disclosure, self.claims, self.printed)
        held = found.all
        self.unknown.extend(found.unknown)
        return held

    @cached_property
    def parts(self) -> tuple[PartsBeside, ...]:
        """The amounts and changes whose parts are told, beside these."""
        return (*parts_of(self.claims.lists, self.printed.whole), *divided(self.claims))

    # Last year, and what is left -------------------------------------------------------------------

    @property
    def earlier(self) -> tuple[EarlierLaw, ...]:
        """The laws between last year's amounts."""
        return self.narrative.previous_year.laws

    def loose(self, tied: Container[Claim]) -> Iterator[tuple[Claim, Words]]:
        """The claims of money and percentages that nothing is held against, each with the reason.

        Args:
            tied: The claims that something is held against.
        """
        known = self.narrative.context.agencies
        grown = {each.whole for each in self.claims if each.kind == "growth"}
        for claim in self.claims:
            if claim in tied or claim.value is None:
                continue
            if claim.kind not in ("amount", "share", "change", "growth", "completion"):
                continue
            if claim.role == "aside":
                why = say("unchecked.in_brackets")
            elif claim.role != "stated":
                why = say("unchecked.only_explains")
            elif claim.kind == "change" and claim in grown:
                continue
            elif claim.scope is None:
                why = say("unchecked.no_scope_of_tables")
            elif agency := next((each for each in claim.scope.agency if each not in known), ""):
                why = say("prose.agency_of_heading", agency=agency)
            else:
                why = say("unchecked.no_other_number")
            yield claim, why
