"""What the side matters of a disclosure are held to: laws with the tables' figures, and remarks on counts and words.

Sums of money join the laws of the tables, so that one wrong number is found once, wherever it stands. Counts and
weights are exact, so they are compared here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

import attrs

from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.disclosure import Disclosure
from cnbudget.figures import NOWHERE, Address, Figure, Place, State, numbers_of
from cnbudget.invariants import ADD_UP, AGREE, CONTAIN, Derived, Verdict
from cnbudget.messages import Words, say
from cnbudget.narrative.unread import Unread
from cnbudget.rules.applying import RuleFigures, bound_to
from cnbudget.rules.cells import stated
from cnbudget.rules.rows import ROWS
from cnbudget.rules.rule import Rule
from cnbudget.scope import Scope
from cnbudget.tables import Printing, Row
from cnbudget.ties.amounts import money, summed, value
from cnbudget.ties.untied import Untied
from cnbudget.words import plain

if TYPE_CHECKING:
    import re

    from cnbudget.ties.project_rows import ProjectRows

__all__ = ["SideRemark", "Ties", "Wholes", "joined", "prints_years"]

#: What a law of the side matters gives as the reason of its parts.
STATED = "stated"


@attrs.frozen(eq=False)
class SideRemark:
    """Something about the side matters that is no law between sums of money.

    Attributes:
        law: "count", "weight", "agree", "contain" or "slip".
        verdict: How it came out.
        words: What it is: a message of the catalogue.
        severity: "error" or "note".
        figures: The figures in it.
        expected: What it should be.
        found: What is printed.
        place: Where.
    """

    law: str
    verdict: Verdict
    words: Words = attrs.field(kw_only=True)
    severity: str = attrs.field(default="note", kw_only=True)
    figures: tuple[Figure, ...] = attrs.field(default=(), kw_only=True)
    expected: Decimal | None = attrs.field(default=None, kw_only=True)
    found: Decimal | None = attrs.field(default=None, kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True)


class Ties:
    """Laws and remarks, as they are gathered.

    Attributes:
        disclosure: The budget.
        laws: Laws between sums of money, as (kind, figures), the whole first.
        remarks: What is no such law.
        exact: How many comparisons came out exactly, by law.
        unread: What was read and could be held against nothing.
    """

    def __init__(self, disclosure: Disclosure) -> None:
        self.disclosure = disclosure
        self.laws: list[tuple[str, tuple[Figure, ...]]] = []
        self.remarks: list[SideRemark] = []
        self.exact: Counter[str] = Counter()
        self.unread: list[Unread] = []
        self._seen: set[Address] = set()
        self._projects: ProjectRows | None = None

    @property
    def projects(self) -> ProjectRows:
        """The projects of the tables."""
        if self._projects is None:
            from cnbudget.ties.project_rows import ProjectRows  # tables alone do not need it

            self._projects = ProjectRows(self.disclosure)
        return self._projects

    @property
    def least(self) -> Printing:
        """How the tables print, as `stated` takes it."""
        return self.disclosure.printing

    def seen(self, *figures: Figure | None) -> None:
        """Take note that figures were held against something."""
        self._seen.update(figure.address for figure in figures if figure is not None)

    def untied(self) -> list[Untied]:
        """The numbers of the side matters that nothing was held against."""
        from cnbudget.performance import figures_of  # tables alone do not need it
        from cnbudget.performance.assets import LIMIT

        why = say("unchecked.nothing_to_hold_against")
        return [
            Untied(figure, why)
            for figure in self.alone(figures_of(self.disclosure.sides))
            if figure.value and figure.column.key != LIMIT
        ]

    def alone(self, figures: Iterable[Figure]) -> list[Figure]:
        """Those of some figures that nothing was held against."""
        for _, members in self.laws:
            self.seen(*members)
        for remark in self.remarks:
            self.seen(*remark.figures)
        return [figure for figure in figures if figure.address not in self._seen]

    def agree(self, *figures: Figure | None) -> None:
        """The figures are the same amount; the table's comes first."""
        known = [figure for figure in figures if figure is not None]
        if len(known) > 1:
            self.laws.append((AGREE, tuple(known)))

    def add_up(self, whole: Figure | None, parts: Iterable[Figure | None]) -> None:
        """The whole is the sum of its parts, as far as they are there."""
        known = [part for part in parts if part is not None]
        if whole is not None and len(known) == 1:
            self.agree(whole, known[0])
        elif whole is not None and known:
            self.laws.append((ADD_UP, (whole, *known)))

    def contain(self, whole: Figure | None, *parts: Figure | None) -> None:
        """The whole is not less than the sum of the parts."""
        known = [part for part in parts if part is not None]
        if whole is not None and known:
            self.laws.append((CONTAIN, (whole, *known)))

    def counted(
        self,
        whole: Figure | None,
        expected: int | Decimal | None,
        what: Words,
        *parts: Figure,
        severity: str = "error",
    ) -> None:
        """A count is what it is said to be.

        Args:
            whole: The count as stated.
            expected: What it should be; None if that is not known.
            what: What the other number is.
            parts: The figures that make it up.
            severity: Of a finding.
        """
        if whole is None or whole.value is None or expected is None:
            return
        self.seen(whole, *parts)
        if whole.value == expected:
            self.exact["count"] += 1
            return
        number, unit = Decimal(expected), whole.unit_text
        self.remarks.append(
            SideRemark(
                "count",
                Verdict.VIOLATED,
                words=say(
                    "sides.parts_differ",
                    whole=whole,
                    text=whole.text,
                    unit=unit,
                    what=what,
                    number=number,
                ),
                severity=severity,
                figures=(whole, *parts),
                expected=number,
                found=whole.value,
                place=whole.place,
            )
        )

    def hold(self, matter: str, thing: object) -> None:
        """Hold a thing of the text to the rows of rules about it.

        Args:
            matter: What it is, as the rows name it.
            thing: The thing.
        """
        for rule in ROWS[matter]:
            if rule.stages and self.disclosure.stage not in rule.stages:
                continue
            found, _ = bound_to(rule, lambda which: stated(which, thing))  # type: ignore[arg-type]
            for each in found:
                self._take(rule, each)

    def _take(self, rule: Rule, each: RuleFigures) -> None:
        whole = each.whole[0]
        if rule.counts is not None:
            total, printed = summed(each.parts), whole.value or Decimal(0)
            mild = {"less": total <= printed, "first": whole.value == each.parts[0].value}
            severity = "note" if mild.get(rule.mild) else rule.severity
            self.counted(whole, total, rule.counts, *each.parts, severity=severity)
        elif each.relation == AGREE:
            self.agree(whole, *each.parts)
        elif each.relation == ADD_UP:
            self.add_up(whole, each.parts)
        else:
            self.contain(whole, *each.parts)

    def slip(self, words: Words, place: Place, *figures: Figure) -> None:
        """A slip of the pen: a note."""
        self.remarks.append(
            SideRemark("slip", Verdict.VIOLATED, words=words, figures=figures, place=place)
        )


def joined(derived: Derived, laws: Sequence[tuple[str, tuple[Figure, ...]]]) -> Derived:
    """The laws of the tables with further ones, whose figures may stand outside the tables."""
    if not laws:
        return derived
    figures = list(derived.figures)
    index = numbers_of(figures)
    raw = list(derived.laws)
    for kind, members in laws:
        numbers = []
        for figure in members:
            number = index.get(figure.address)
            if number is None:
                number = index[figure.address] = len(figures)
                figures.append(figure)
            numbers.append(number)
        raw.append((kind, tuple(numbers), STATED))
    return Derived(figures, raw, derived.tables)


def prints_years(disclosure: Disclosure) -> bool:
    """Whether some column or row of a document is of another year.

    >>> import cnbudget
    >>> prints_years(cnbudget.example("artux"))
    False
    """
    return any(
        scope is not None and scope.year is not None
        for table in disclosure.tables
        for side in table.sides
        for scope in (
            *(column.scope for column in side.columns),
            *(row.address.scope for row in side.rows),
        )
    )


#: By what the totals of a source and a nature may be told from everything.
_OF_WHOLES = frozenset(("source", "nature", "flow"))


class Wholes:
    """The figures of a document that total everything of a source and a nature.

    Attributes:
        disclosure: The budget.
        tables: Its tables.
    """

    def __init__(self, disclosure: Disclosure) -> None:
        self.disclosure = disclosure
        self._by_kind: dict[tuple[FundingSource, Nature], Figure] = {}
        self._covers: dict[tuple[FundingSource, Nature], list[Figure] | None] = {}
        self.tables = disclosure.tables
        for table in disclosure.tables:
            for row in table.rows:
                scope = row.address.scope
                if scope is not None and scope.is_told_by(_OF_WHOLES):
                    self._take(row)

    def _take(self, row: Row) -> None:
        for figure in row.figures:
            scope = figure.scope
            if scope is None or not scope.is_told_by(_OF_WHOLES):
                continue
            if not scope.flow & Flow.EXPENDITURE:
                continue
            kind = (scope.source, scope.nature)
            known = self._by_kind.get(kind)
            if known is None or (known.state is not State.VALUE and figure.state is State.VALUE):
                self._by_kind[kind] = figure

    def spent_on(self, economic: tuple[str, ...]) -> list[Figure]:
        """The figures of all money spent on some economic codes, as a row or a column of a table has them."""
        found = []
        for table in self.tables:
            for side in table.sides:
                columns = [
                    column.scope is not None and column.scope.economic == economic
                    for column in side.columns
                ]
                for row in side.rows:
                    scope = row.address.scope
                    if scope is None or scope.function != ("",):
                        continue
                    here = scope.economic == economic
                    for figure, there in zip(row.figures, columns, strict=True):
                        mine = figure.scope
                        if (here or there) and mine is not None and _of_now(mine):
                            found.append(figure)
        return found

    def headed(self, words: re.Pattern[str]) -> list[Figure]:
        """The printed figures of rows (of no project) or columns whose label has some words, those of totals first."""
        found = []
        for table in self.tables:
            for side in table.sides:
                columns = [bool(words.search(plain(column.column))) for column in side.columns]
                for row in side.rows:
                    here = not row.project_name and words.search(plain(row.address.row))
                    found += [
                        (row.kind != "total", figure)
                        for figure, there in zip(row.figures, columns, strict=True)
                        if (here or there) and figure.state is State.VALUE
                    ]
        return [figure for _, figure in sorted(found, key=lambda pair: pair[0])]

    def find(self, source: FundingSource, nature: Nature | None = None) -> Figure | None:
        """The figure of a source and a nature (all natures if not given)."""
        return self._by_kind.get((source, nature or self.disclosure.nature))

    def whole(self, nature: Nature | None = None) -> Figure | None:
        """The figure of all sources that the form knows: it may have no money carried over."""
        found = self.find(FundingSource.ALL, nature)
        return found if found is not None else self.find(FundingSource.CURRENT, nature)

    def cover(self, source: FundingSource, nature: Nature | None = None) -> list[Figure] | None:
        """Figures that together total a source, as far as the form knows it; None if there are none.

        The largest are taken first.
        """
        natures = nature or self.disclosure.nature
        asked = (source, natures)
        if asked not in self._covers:
            self._covers[asked] = self._cover(source, natures)
        return self._covers[asked]

    def hold(self, ties: Ties, figure: Figure) -> None:
        """The money of the whole is all of it, or the appropriations if these have the amount.

        Some provinces' texts give the 财政性资金 of the whole department, and many forms set goals for nothing else.
        """
        whole = self.whole()
        for source in _FISCAL if value(figure) != value(whole) else ():
            cover = self.cover(source)
            if cover and money(cover) == value(figure):
                ties.agree(cover[0], figure) if len(cover) == 1 else ties.add_up(figure, cover)
                return
        ties.agree(whole, figure)

    def _cover(self, source: FundingSource, natures: Nature) -> list[Figure] | None:
        known = [kind for kind in self._by_kind if kind[1] == natures]
        left = source & reduce(or_, (kind[0] for kind in known), FundingSource(0))
        found = []
        for kind in sorted(known, key=lambda kind: -len(kind[0])):
            if kind[0] in left:
                found.append(self._by_kind[kind])
                left &= ~kind[0]
        return found if found and not left else None


_S = FundingSource
_FISCAL = (
    _S.APPROPRIATION | _S.CARRIED_APPROPRIATION,
    _S.APPROPRIATION,
    _S.GENERAL | _S.CARRIED_GENERAL,
    _S.GENERAL,
)


def _of_now(scope: Scope) -> bool:
    """Whether a scope is of the document's own year and stage."""
    return scope.year is None and scope.stage is None
