"""What each claim of the prose is held to: the tables' figures of its scope, other claims, last year.

This is where claims are interpreted. A `ClaimBeside` says which numbers a claim is compared with and how that came
out; `check` words it, and `cnbudget.reconcile` makes an equality or a ratio of it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import cached_property

import attrs

from cnbudget.arithmetic import exact
from cnbudget.dimensions import STAGES, Flow, FundingSource, Nature
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure
from cnbudget.forms import vocabulary
from cnbudget.invariants import Verdict
from cnbudget.messages import Words, say
from cnbudget.narrative import Claim, EarlierLaw, Narrative
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number, Ruling, equal, growth, proportion
from cnbudget.narrative.sections import Section
from cnbudget.narrative.subjects import VINTAGES
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.ties.agreement import agreement
from cnbudget.ties.parts import PartsBeside, parts_of
from cnbudget.words import plain

__all__ = ["ClaimBeside", "ClaimTies", "beside"]

#: A reason in Chinese and English.

_OF_GOALS = (
    FundingSource.ALL,
    FundingSource.CURRENT,
    FundingSource.APPROPRIATION | FundingSource.CARRIED_APPROPRIATION,
    FundingSource.APPROPRIATION,
    FundingSource.GENERAL | FundingSource.CARRIED_GENERAL,
    FundingSource.GENERAL,
)
_LEAST_CUT = 2  # percentages
_MOST_WHOLES = 20  # of a section, that a share is tried against
_LAWS = {
    "unlisted": "agree",
    "said": "agree",
    "completion": "share",
    "comparison": "change",
}


@attrs.frozen(eq=False)
class ClaimBeside:
    """A claim beside other numbers.

    Attributes:
        kind: "agree" (with a table's figure of its scope), "said" (with an earlier claim of its scope), "unlisted" (the
            table lists all codes of its level but this, so it must be zero), "share" and "completion" (``by`` is that
            many per cent of ``of``), "growth" (``by`` is that many per cent more than ``of``, or more by the change
            ``of``), "change" (``by`` less ``of`` is the claim), "comparison" (words alone: more or less).
        claim: The claim.
        by: What it is held to, or what it is said of.
        of: The other number of a share, change or growth.
        ruling: How it came out.
        figures: All figures of its scope, of which ``by`` is the nearest.
    """

    kind: str
    claim: Claim
    by: Claim | Figure | None = attrs.field(kw_only=True)
    of: Claim | Figure | None = attrs.field(default=None, kw_only=True)
    ruling: Ruling = attrs.field(kw_only=True)
    figures: tuple[Figure, ...] = attrs.field(default=(), kw_only=True)

    @property
    def law(self) -> str:
        """The law that it comes under: "agree", "share", "growth" or "change"."""
        return _LAWS.get(self.kind, self.kind)

    @property
    def others(self) -> tuple[Figure, ...]:
        """The numbers that the claim is held against, as figures."""
        return tuple(
            each.figure if isinstance(each, Claim) else each for each in (self.by, self.of) if each
        )


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
        for same in said.values():
            first = same[0]
            for other in same[1:]:
                if other.place is first.place and other.text == first.text:
                    continue
                mine, there = number_of(other), number_of(first)
                if mine is not None and there is not None:
                    ruling = agreement(other, first.figure, mine, there)
                    found.append(ClaimBeside("said", other, by=first, ruling=ruling))
        return (*found, *self._of_goals())

    def _of_goals(self) -> Iterator[ClaimBeside]:
        """Money that goals are said to be set for, where it is that of all projects, or all there is.

        The words do not say which (涉及预算资金…), so that it is held to nothing where it is none of these.
        """
        wholes = [
            figure
            for nature in (Nature.PROJECT, self.disclosure.nature)
            for source in _OF_GOALS
            for figure in self.printed.of(Scope(source=source, nature=nature))[:1]
        ]
        for claim in self.claims:
            if claim.kind != "amount" or claim.role != "stated" or claim.scope is not None:
                continue
            if not claim.value or not (
                claim.section.within("performance") or "绩效" in claim.sentence
            ):
                continue
            held = beside(claim, wholes)
            if held is not None and held.ruling.verdict is Verdict.EXACT:
                yield held

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
        staged = attrs.evolve(claim.scope, stage=claim.stage)
        return staged if self.printed.of(staged) else None

    def figures_of(self, claim: Claim, scope: Scope) -> list[Figure]:
        """The figures that the words of a claim can mean, of a scope that they name."""
        return [each for way in self._meant(claim, scope) for each in self.printed.of(way)]

    def _meant(self, claim: Claim, scope: Scope) -> tuple[Scope, ...]:
        """The scopes that the words of a claim can mean.

        收入预算 and 支出预算 can be the totals, with what is carried over, or this year's alone; and what is said
        neither to come in nor to go out (一般公共预算当年拨款, and the items under that heading) can be either.
        What the tables print of none of these is what their headings call so.
        In a form of which we have no layout, a source may count what is carried over to it: the text says so in one,
        the tables do so in silence.
        """
        found = [scope]
        dated = _dated(claim.subject)
        whole = scope.function == scope.economic == ("",) and not scope.project
        if whole and not dated:
            for narrow, wide in ((Flow.INCOME, Flow.IN), (Flow.EXPENDITURE, Flow.OUT)):
                if scope.flow is narrow:
                    found.append(attrs.evolve(scope, flow=wide))
                elif scope.flow is wide:  # 收入总计 of a text may leave out what was carried over
                    found.append(attrs.evolve(scope, flow=narrow))
                    current = scope.source & FundingSource.CURRENT
                    found.append(attrs.evolve(scope, flow=narrow, source=current))
            for narrow, wide in ((Flow.INCOME, Flow.IN), (Flow.EXPENDITURE, Flow.OUT)):
                if scope.flow is wide:
                    found.append(attrs.evolve(scope, flow=narrow))
                    current = scope.source & FundingSource.CURRENT
                    found.append(attrs.evolve(scope, flow=narrow, source=current))
            if (
                scope.source is FundingSource.CURRENT
            ):  # 本年收入, as some call all that there is this year
                found.append(attrs.evolve(scope, source=FundingSource.ALL))
            if scope.flow is Flow.INCOME and not self._known_form:
                found.append(attrs.evolve(scope, source=scope.source & FundingSource.CURRENT))
        if not dated and not self._known_form:
            over = _carried_to(scope.source)
            found += [
                attrs.evolve(each, source=each.source | over) for each in found if each.source
            ]
        untold = scope.flow is Flow.EXPENDITURE and not {"收", "支"} & {*claim.subject}
        if scope.economic == ("",) and (untold or _of_this_year(claim)):
            found.append(attrs.evolve(scope, flow=Flow.INCOME))
        found = [each for each in dict.fromkeys(found) if each.source]
        heading = self.printed.headings.get(plain(claim.subject))
        if heading is not None and scope.source in heading and not any(map(self.printed.of, found)):
            found.append(attrs.evolve(scope, source=heading))  # as the tables call it
        return tuple(found)

    def is_doubtful(self, claim: Claim, scope: Scope) -> bool:
        """Whether a claim is of this year's money alone, while what the tables print may hold what is carried over."""
        if self._known_form or not self._carried_over:
            return False  # a known form says of which money its tables are
        if _of_this_year(claim):
            apart = any(each.row.key in self._apart for each in self.printed.of(scope))
            return not apart and not self.printed.of(attrs.evolve(scope, flow=Flow.INCOME))
        # 财政拨款收支总预算, where no table prints how much of what is carried over is such money
        wide = attrs.evolve(scope, source=scope.source | _carried_to(scope.source))
        both = any(words in claim.subject for words in _BALANCES)
        if "支出" in claim.subject and not both:  # the tables print the income alone
            found = self.printed.of(scope)
            both = all("收入" in each.row.row or each.row.key == "income" for each in found)
        return both and wide != scope and not self.printed.of(wide)

    @cached_property
    def _carried_over(self) -> bool:
        return any(
            figure.value
            for scope, figures in self.printed.figures.items()
            if scope.flow is Flow.OPENING or scope.source in FundingSource.CARRIED
            for figure in figures
        )

    @cached_property
    def _apart(self) -> frozenset[str]:
        """The tables that print the money carried over in rows or columns of its own."""
        return frozenset(
            figure.row.key
            for scope, figures in self.printed.figures.items()
            if scope.source in FundingSource.CARRIED
            for figure in figures
        )

    @cached_property
    def _known_form(self) -> bool:
        return not self.disclosure.by_words

    # Shares, changes, growth -----------------------------------------------------------------------

    @cached_property
    def relations(self) -> tuple[ClaimBeside, ...]:
        """The shares, changes and rates, each with the amounts that it is worked out from."""
        found: list[ClaimBeside | None] = []
        for claim in self.claims:
            if claim.role not in ("stated", "use"):
                continue
            if claim.kind == "share":
                found.append(self._share(claim))
            elif claim.kind == "growth":
                found.append(self._growth(claim))
            elif claim.kind == "completion":
                found.append(self._completion(claim))
            elif claim.kind == "comparison":
                found.append(self._comparison(claim))
            elif claim.kind in ("change", "level"):
                found.append(self._change(claim))
        return self._as_cut([each for each in found if each is not None])

    @staticmethod
    def _as_cut(found: list[ClaimBeside]) -> tuple[ClaimBeside, ...]:
        """The percentages of a document that cuts them off, as Excel's TRUNC does, are what rounding explains.

        One that rounds any of them up does not cut, so that another that is too low is told.
        """
        cut = {each for each in found if each.ruling.minor and each.ruling.why == "cut"}
        if len(cut) < _LEAST_CUT or any(each.ruling.why == "up" for each in found):
            return tuple(found)
        return tuple(
            attrs.evolve(
                each, ruling=attrs.evolve(each.ruling, verdict=Verdict.ROUNDING, minor=False)
            )
            if each in cut
            else each
            for each in found
        )

    def _share(self, claim: Claim) -> ClaimBeside | None:
        share = number_of(claim)
        part, by = self._value(claim.of, claim.scope)
        whole, of = self._value(claim.whole, None)
        if whole is None and claim.scope is not None and claim.of is not None:
            base = _section_base(claim)
            if base is not None and claim.scope < base:
                whole, of = self._whole_of(claim, base)
        if whole is None and part is not None and share is not None:
            if not part.value and not share.value:  # nothing is no part of anything
                return ClaimBeside("share", claim, by=by, of=None, ruling=Ruling(Verdict.EXACT))
            whole, of = self._likely_whole(claim, share, part)
        if share is None or part is None or whole is None:
            if claim.scope is not None or claim.of is not None:
                self.unknown.append((claim, say("unchecked.share_unknown")))
            return None
        ruling = proportion(share, part, whole, claim.places)
        for beside in self._other_wholes(claim) if ruling.verdict is Verdict.VIOLATED else ():
            amount = number_of(beside)
            again = None if amount is None else proportion(share, part, amount, claim.places)
            if again is not None and again.verdict is not Verdict.VIOLATED:
                ruling, of = again, beside
                break
        above = claim.whole.whole if claim.whole is not None else None
        while ruling.verdict is Verdict.VIOLATED and above is not None:
            # of nested parts ("其中…，其中…") the share may be that in the outer whole
            wider = number_of(above)
            other = None if wider is None else proportion(share, part, wider, claim.places)
            if other is not None and other.verdict is not Verdict.VIOLATED:
                ruling, of = other, above
            above = above.whole
        return ClaimBeside("share", claim, by=by, of=of, ruling=ruling)

    def _likely_whole(
        self, claim: Claim, share: Number, part: Number
    ) -> tuple[Number | None, Claim | Figure | None]:
        """What a share comes out of where neither its words nor its section say of what it is."""
        for other in self._other_wholes(claim):
            amount = number_of(other)
            if amount is None or not amount.value:
                continue
            if proportion(share, part, amount, claim.places).verdict is not Verdict.VIOLATED:
                return amount, other
        return None, None

    def _whole_of(self, claim: Claim, base: Scope) -> tuple[Number | None, Claim | Figure | None]:
        """All that a section is about, as it is stated under its heading or printed in the tables."""
        under = self._wholes.get(claim.section.parent or claim.section, ())
        stated = next((each for each in under if each.scope == base), None)
        found = self._value(stated, base)
        if found[0] is None and not self._known_form:
            over = attrs.evolve(base, source=base.source | _carried_to(base.source))
            found = self._value(None, over)
        return found

    def _other_wholes(self, claim: Claim) -> Iterator[Claim | Figure]:
        """What a share may be of where its words do not say it: an amount of its section, or a total of the tables."""
        if claim.whole is not None or claim.scope is None:
            return
        wholes = self._wholes.get(claim.section.parent or claim.section, ())
        yield from (each for each in wholes if each.scope is not None and claim.scope < each.scope)
        base = _section_base(claim)
        if base is not None:
            for flow in (Flow.INCOME, Flow.EXPENDITURE, Flow.IN, Flow.OUT):
                yield from self.printed.of(attrs.evolve(base, flow=flow))[:1]

    @cached_property
    def _wholes(self) -> dict[Section, list[Claim]]:
        """The amounts of all expenditure or income stated under each heading that has others under it."""
        found: dict[Section, list[Claim]] = {}
        for claim in self.claims:
            total = claim.kind == "amount" and claim.role == "stated" and not claim.item
            if total and claim.scope is not None and claim.scope.function == ("",):
                mine = found.setdefault(claim.section.parent or claim.section, [])
                if len(mine) < _MOST_WHOLES:
                    mine.append(claim)
        return found

    def _growth(self, claim: Claim) -> ClaimBeside | None:
        rate = number_of(claim)
        change = claim.whole if claim.whole is not None and claim.whole.kind == "change" else None
        now, by = self._value(claim.of, claim.scope)
        if rate is None or now is None:
            return None
        if change is not None:
            amount = number_of(change)
            if amount is None:
                return None
            ruling = growth(rate, now, now, claim.places, change=amount)
            return ClaimBeside("growth", claim, by=by, of=change, ruling=ruling)
        before = self._before(claim)
        base = None if before is None else number_of(before)
        if before is None or base is None:
            return None
        ruling = growth(rate, now, base, claim.places)
        return ClaimBeside("growth", claim, by=by, of=before, ruling=ruling)

    def _before(self, claim: Claim) -> Claim | None:
        """The amount that a claim compares with, if it is stated."""
        if claim.against is None or (claim.scope is None and not claim.item):
            return None
        year, stage = claim.against
        return self._stated.get((claim.section, claim.scope or claim.item, year, stage))

    @cached_property
    def _stated(self) -> dict[tuple[object, ...], Claim]:
        """The stated amounts by section, scope (or names), year and stage; the first of several."""
        found: dict[tuple[object, ...], Claim] = {}
        for claim in self.claims:
            if claim.kind == "amount" and claim.role == "stated" and (claim.scope or claim.item):
                what = claim.scope or claim.item
                found.setdefault((claim.section, what, claim.year, claim.stage), claim)
        return found

    def _completion(self, claim: Claim) -> ClaimBeside | None:
        rate = number_of(claim)
        if rate is None or claim.of is None:
            return None
        now, by = self._value(claim.of, claim.scope)
        planned = self._planned(claim)
        base = None if planned is None else number_of(planned)
        if now is None or base is None or planned is None:
            return None
        if not base.value and not now.value:
            hundred = rate.value.copy_abs() in (0, 100)
            verdict = (
                Verdict.EXACT
                if not rate.value
                else Verdict.UNDECIDED
                if hundred
                else Verdict.VIOLATED
            )
            ruling = Ruling(verdict, why="zero")
        else:
            ruling = proportion(rate, now, base, claim.places)
        return ClaimBeside("completion", claim, by=by, of=planned, ruling=ruling)

    def _planned(self, claim: Claim) -> Claim | Figure | None:
        """The budget that a final account is measured by: stated, or in the tables."""
        if claim.whole is not None:
            return claim.whole
        what = claim.scope or claim.item
        stated = self._stated.get((claim.section, what, self.disclosure.year, "预算"))
        if stated is not None and what:
            return stated
        if claim.scope is None:
            return None
        return self.printed.first(attrs.evolve(claim.scope, stage="预算"))

    def _comparison(self, claim: Claim) -> ClaimBeside | None:
        planned = self._planned(claim)
        now, by = self._value(claim.of, claim.scope)
        base = None if planned is None else number_of(planned)
        if now is None or base is None or planned is None:
            return None
        difference = exact.subtract(now.value, base.value)
        sign = (difference > 0) - (difference < 0)
        good = sign == claim.sign
        ruling = Ruling(Verdict.EXACT if good else Verdict.VIOLATED)
        return ClaimBeside("comparison", claim, by=by, of=planned, ruling=ruling)

    def _change(self, claim: Claim) -> ClaimBeside | None:
        """A change is what two stated amounts leave; its words say which way."""
        before = self._before(claim)
        if before is None and claim.against == (self.disclosure.year, "预算"):
            before = claim.whole
        now, by = self._value(claim.of, claim.scope)
        change = number_of(claim)
        if before is None or now is None or change is None:
            return None
        base = number_of(before)
        if base is None:
            return None
        ruling = equal(change, now - base)
        return ClaimBeside("change", claim, by=by, of=before, ruling=ruling)

    def _value(
        self, claim: Claim | None, scope: Scope | None
    ) -> tuple[Number | None, Claim | Figure | None]:
        """A number in 元 of a stated amount, or of what the tables print."""
        if claim is not None:
            return number_of(claim), claim
        if scope is None:
            return None, None
        figure = self.printed.first(scope)
        if figure is None:
            return None, None
        return number_of(figure), figure

    @cached_property
    def parts(self) -> tuple[PartsBeside, ...]:
        """The amounts and changes whose parts are told, beside these."""
        return parts_of(self.claims.lists)

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
            if claim.role != "stated":
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


def _dated(subject: str) -> bool:
    """Whether words say of which year their money is: 上年结转, 本年收入, 当年.

    >>> _dated("上年结转的一般公共预算"), _dated("收入预算")
    (True, False)
    """
    read = vocabulary().words_in(plain(subject), "row")
    return any(each.dimension in _TIMES for _, entries in read.known for each in entries)


def _carried_to(source: FundingSource) -> FundingSource:
    """The money carried over of each kind that some sources have."""
    over = FundingSource(0)
    for kind, carried in VINTAGES.items():
        if kind & source == kind:
            over |= carried
    return over


#: What the income and the expenditure of a source are together.
_BALANCES = ("收支", "收、支", "总收入", "总支出")
#: Dimensions whose words say of which year money is.
_TIMES = ("vintage", "year")


def _of_this_year(claim: Claim) -> bool:
    """Whether a claim, or a heading over it, speaks of this year's money alone (一般公共预算当年拨款)."""
    if "当年" in claim.subject:
        return True
    at: Section | None = claim.section
    while at is not None:
        if "当年" in at.title:
            return True
        at = at.parent
    return False


def beside(claim: Claim, figures: Sequence[Figure]) -> ClaimBeside | None:
    """A claim against the table's figures of its scope: agreeing with one of them is enough.

    Args:
        claim: The claim.
        figures: The figures.

    Returns:
        How it comes out with the nearest; None if none of them is known.
    """
    best: tuple[Figure, Ruling] | None = None
    for figure in figures:
        mine, there = number_of(claim), number_of(figure)
        if mine is None or there is None:
            continue
        ruling = agreement(claim, figure, mine, there)
        if best is None or _RANK[ruling.verdict] < _RANK[best[1].verdict]:
            best = figure, ruling
        if ruling.verdict is Verdict.EXACT:
            break
    if best is None:
        return None
    figure, ruling = best
    return ClaimBeside("agree", claim, by=figure, ruling=ruling, figures=tuple(figures))


_RANK = {Verdict.EXACT: 0, Verdict.ROUNDING: 1, Verdict.UNDECIDED: 2, Verdict.VIOLATED: 3}


def _section_base(claim: Claim) -> Scope | None:
    """What the section of a claim is about, or the one over it: 占… in 支出结构 is of what both are about."""
    from cnbudget.narrative.statements import base_of
    from cnbudget.narrative.vocabulary import WHOLE_SECTIONS

    base = base_of(claim.section)
    return base if base != EVERYTHING or claim.section.key in WHOLE_SECTIONS else None
