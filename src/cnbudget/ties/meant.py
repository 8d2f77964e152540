"""Which scopes of the tables the words of a claim can mean, where they leave that open."""

from __future__ import annotations

from functools import cached_property, lru_cache

from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.disclosure import Disclosure
from cnbudget.forms import vocabulary
from cnbudget.invariants import Verdict
from cnbudget.narrative import Claim
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.printed import Printed
from cnbudget.narrative.ratios import equal
from cnbudget.narrative.sections import Section
from cnbudget.narrative.subjects import VINTAGES
from cnbudget.scope import Scope
from cnbudget.scopes import THREE_PUBLIC
from cnbudget.words import plain

#: What the income and the expenditure of a source are together, as texts of Jiangsu have it: 收、支总预算.
_BALANCES = ("收支", "收、支", "总收入", "总支出")
#: Dimensions whose words say of which year money is.
_TIMES = ("vintage", "year")


class Meanings:
    """What claims can mean in a disclosure.

    Attributes:
        disclosure: The budget.
        printed: What its tables print, by scope.
    """

    def __init__(self, disclosure: Disclosure, printed: Printed) -> None:
        self.disclosure = disclosure
        self.printed = printed

    def of(self, claim: Claim, scope: Scope) -> tuple[Scope, ...]:
        """The scopes that the words of a claim can mean.

        收入预算 and 支出预算 can be the totals, with what is carried over, or this year's alone; and what is said
        neither to come in nor to go out (一般公共预算当年拨款, and the items under that heading) can be either.
        What the tables print of none of these is what their headings call so.
        In a form of which we have no layout, a source may count what is carried over to it: the text says so in one,
        the tables do so in silence.
        """
        dated = _dated(claim.subject)
        untold = scope.flow is Flow.EXPENDITURE and not {"收", "支"} & {*claim.subject}
        either = scope.economic == ("",) and (untold or _of_this_year(claim))
        found = _meant(scope, dated, self.known_form, either)
        if not any(map(self.printed.of, found)):
            found += (
                self._of_one_nature(found) + self._of_one_flow(found) + self._of_one_budget(scope)
            )
        heading = self.printed.headings.get(plain(claim.subject))
        if heading is not None and scope.source in heading and not any(map(self.printed.of, found)):
            return *found, scope.evolve(source=heading)  # as the tables call it
        return found

    def _of_one_nature(self, scopes: tuple[Scope, ...]) -> tuple[Scope, ...]:
        """The uses of 基本支出 as tables print them that have them under 人员经费 or 公用经费 alone."""
        natures = (Nature.PERSONNEL, Nature.OPERATING)
        ways = [
            tuple(
                each.evolve(nature=nature)
                for each in scopes
                if self.printed.of(each.evolve(nature=nature))
            )
            for nature in natures
            if all(each.nature is Nature.BASIC and "" not in each.economic for each in scopes)
        ]
        told = [way for way in ways if way]
        return told[0] if len(told) == 1 else ()

    def _of_one_budget(self, scope: Scope) -> tuple[Scope, ...]:
        """A part of the three public expenses as tables of the general public budget print it, if all of them are its.

        Each is no less of all appropriations, so that where the sums are equal, the parts are.
        """
        if not scope < THREE_PUBLIC or scope.economic == THREE_PUBLIC.economic:
            return ()
        if scope.source is not FundingSource.APPROPRIATION or not self._three_public_of_one:
            return ()
        return (scope.evolve(source=FundingSource.GENERAL),)

    @cached_property
    def _three_public_of_one(self) -> bool:
        """Whether the text tells of all appropriations for them what tables print of the general public budget."""
        wide = THREE_PUBLIC.evolve(source=FundingSource.APPROPRIATION)
        printed = map(number_of, self.printed.of(wide.evolve(source=FundingSource.GENERAL)))
        numbers = [number for number in printed if number is not None]
        said = (
            number_of(each)
            for each in self.disclosure.claims
            if each.scope == wide and each.kind == "amount" and each.role == "stated"
            if (each.year, each.stage) == (self.disclosure.year, self.disclosure.stage)
        )
        told = [number for number in said if number is not None]
        return bool(numbers and told) and all(
            equal(one, other).verdict is Verdict.EXACT for one in told for other in numbers
        )

    def _of_one_flow(self, scopes: tuple[Scope, ...]) -> tuple[Scope, ...]:
        """What comes in as tables of income print it that keep no flows apart: accounts without any balance."""
        if self.printed.flows:
            return ()
        ways = (each.evolve(flow=Flow.EXPENDITURE) for each in scopes if each.flow is Flow.INCOME)
        return tuple(
            way
            for way in ways
            if any(
                figure.row.key == "income" or "收入" in figure.row.row
                for figure in self.printed.of(way)
            )
        )

    def doubtful(self, claim: Claim, scope: Scope) -> bool:
        """Whether a claim is of this year's money alone, while what the tables print may hold what is carried over."""
        if self.known_form or not self._carried_over:
            return False  # a known form says of which money its tables are
        if _of_this_year(claim):
            apart = any(each.row.key in self._apart for each in self.printed.of(scope))
            return not apart and not self.printed.of(scope.evolve(flow=Flow.INCOME))
        # 财政拨款收支总预算, where no table prints how much of what is carried over is such money
        wide = scope.evolve(source=scope.source | carried_to(scope.source))
        both = any(words in claim.subject for words in _BALANCES)
        if "支出" in claim.subject and not both:  # the tables print the income alone
            found = self.printed.of(scope)
            both = bool(found) and all(
                "收入" in each.row.row or each.row.key == "income" for each in found
            )
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
    def known_form(self) -> bool:
        """Whether a layout says of which money each table is."""
        return not self.disclosure.by_words


@lru_cache(maxsize=4096)
def _meant(scope: Scope, dated: bool, known_form: bool, either: bool) -> tuple[Scope, ...]:
    """The scopes that words can mean which name a scope; documents name the same ones again and again.

    Args:
        scope: The scope.
        dated: Whether the words say of which year the money is.
        known_form: Whether a layout says of which money each table is.
        either: Whether they can mean what comes in as well as what goes out.
    """
    found = [scope]
    whole = scope.function == scope.economic == ("",) and not scope.project
    if whole and not dated:
        for narrow, wide in ((Flow.INCOME, Flow.IN), (Flow.EXPENDITURE, Flow.OUT)):
            if scope.flow is narrow:
                found.append(scope.evolve(flow=wide))
            elif scope.flow is wide:  # 收入总计 of a text may leave out what was carried over
                found += [scope.evolve(flow=narrow), *_of_current(scope, narrow)]
        # 本年收入, as some call all that there is this year
        if scope.source is FundingSource.CURRENT:
            found.append(scope.evolve(source=FundingSource.ALL))
        if scope.flow is Flow.INCOME and not known_form:
            found += _of_current(scope, scope.flow)
    if not dated and not known_form:
        over = carried_to(scope.source)
        found += [each.evolve(source=each.source | over) for each in found]
    if either:
        found.append(scope.evolve(flow=Flow.INCOME))
    return tuple(dict.fromkeys(found))


def _of_current(scope: Scope, flow: Flow) -> list[Scope]:
    """A scope without what was carried over; none of what is carried over itself."""
    current = scope.source & FundingSource.CURRENT
    return [scope.evolve(flow=flow, source=current)] if current else []


def _dated(subject: str) -> bool:
    """Whether words say of which year their money is: 上年结转, 本年收入, 当年.

    >>> _dated("上年结转的一般公共预算"), _dated("收入预算")
    (True, False)
    """
    read = vocabulary().words_in(plain(subject), "row")
    return any(each.dimension in _TIMES for _, entries in read.known for each in entries)


def carried_to(source: FundingSource) -> FundingSource:
    """The money carried over of each kind that some sources have."""
    over = FundingSource(0)
    for kind, carried in VINTAGES.items():
        if kind & source == kind:
            over |= carried
    return over


def _of_this_year(claim: Claim) -> bool:
    """Whether a claim, or a heading over it, speaks of this year's money alone (一般公共预算当年拨款)."""
    if "当年" in claim.subject:
        return True
    # a heading of Xinjiang's, 一般公共预算当年拨款情况说明, stands over amounts that do not say so
    at: Section | None = claim.section
    while at is not None:
        if "当年" in at.title:
            return True
        at = at.parent
    return False
