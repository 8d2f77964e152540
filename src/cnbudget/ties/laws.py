"""What the side matters of a disclosure are held to: laws with the tables' figures, and remarks on counts and words.

Sums of money join the laws of the tables, so that one wrong number is found once, wherever it stands. Counts and
weights are exact, so they are compared here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property, partial
from typing import TYPE_CHECKING

import attrs

from cnbudget.amounts import exact
from cnbudget.disclosure import Disclosure
from cnbudget.figures import NOWHERE, Address, Figure, Place, numbered, numbers_of
from cnbudget.invariants import ADD_UP, AGREE, CONTAIN, Derived, Verdict
from cnbudget.messages import Words, say
from cnbudget.narrative.unread import Unread
from cnbudget.tables import Printing
from cnbudget.ties.untied import Untied
from cnbudget.values import Visible

if TYPE_CHECKING:
    from cnbudget.classification import Classification
    from cnbudget.rules.applying import RuleFigures
    from cnbudget.rules.cells import NamedRows
    from cnbudget.rules.project_rows import ProjectRows
    from cnbudget.rules.rule import Rule

#: What a law of the side matters gives as the reason of its parts.
STATED = "stated"


@attrs.frozen(eq=False, repr=False)
class SideRemark(Visible):
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

    def __init__(self, disclosure: Disclosure, lists: Classification | None = None) -> None:
        self.disclosure = disclosure
        self._lists = lists
        self.laws: list[tuple[str, tuple[Figure, ...]]] = []
        self.remarks: list[SideRemark] = []
        self.exact: Counter[str] = Counter()
        self.unread: list[Unread] = []
        self._seen: set[Address] = set()

    @cached_property
    def book(self) -> NamedRows:
        """The rows of the tables by their names, for the rules."""
        from cnbudget.rules.cells import NamedRows  # tables alone do not need it

        return NamedRows(self.disclosure, self._lists)

    @property
    def projects(self) -> ProjectRows:
        """The projects of the tables."""
        return self.book.projects

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

        alone = [each for each in self.alone(figures_of(self.disclosure.sides)) if each.value]
        if not alone:
            return []
        from cnbudget.performance.assets import LIMIT

        why = say("unchecked.nothing_to_hold_against")
        return [Untied(figure, why) for figure in alone if figure.column.key != LIMIT]

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

    def hold_rows(self, matters: Iterable[str] = ()) -> None:
        """Hold what the text says to the rows of rules.

        Args:
            matters: What it says, as the rows name it; all if not given.
        """
        from cnbudget.rules.rows import ROWS  # tables alone do not need them

        for matter in matters or ROWS:
            for thing in self.book.things(matter):
                self.hold(matter, thing)

    def hold(self, matter: str, thing: object) -> None:
        """Hold a thing of the text to the rows of rules about it.

        Args:
            matter: What it is, as the rows name it.
            thing: The thing.
        """
        from cnbudget.rules.applying import bound_to  # tables alone do not need them
        from cnbudget.rules.rows import ROWS

        for rule in ROWS[matter]:
            if rule.stages and self.disclosure.stage not in rule.stages:
                continue
            found, _ = bound_to(rule, partial(self.book.figures, thing=thing))
            for each in found:
                self._take(rule, each)

    def _take(self, rule: Rule, each: RuleFigures) -> None:
        from cnbudget.rules.amounts import summed  # tables alone do not need it

        whole, first = each.whole[0], each.parts[0] if each.parts else None
        if rule.counts is not None and each.relation == CONTAIN and first is not None:
            self.seen(whole)
            least = min(whole.value or Decimal(0), first.value or Decimal(0))
            self.counted(first, least, rule.counts)
        elif rule.counts is not None:
            total, printed = exact.add(summed(each.parts), each.things), whole.value or Decimal(0)
            mild = {"less": total <= printed, "first": first and whole.value == first.value}
            severity = "note" if mild.get(rule.mild) else rule.severity
            self.counted(whole, total, rule.counts, *each.parts, severity=severity)
        elif each.relation != CONTAIN and first is not None and _printed_there(each):
            self.agree(first, whole)
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


def _printed_there(each: RuleFigures) -> bool:
    """Whether a number of the text is held to one of a table, which is told first."""
    (whole, *_), (first, *others) = each.whole, each.parts
    return not others and first.row.within == "table" and whole.row.within != "table"


def joined(derived: Derived, laws: Sequence[tuple[str, tuple[Figure, ...]]]) -> Derived:
    """The laws of the tables with further ones, whose figures may stand outside the tables."""
    if not laws:
        return derived
    figures = list(derived.figures)
    index = numbers_of(figures)
    raw = list(derived.laws)
    for kind, members in laws:
        raw.append((kind, numbered(members, figures, index), STATED))
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
