"""What a comparison consists of: plain rows, each a scope with what every budget prints of it."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import attrs

from cnbudget.amounts import Amount, Ratio
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, Interval, Place
from cnbudget.likeness import Valued
from cnbudget.messages import Words
from cnbudget.narrative.ratios import Number
from cnbudget.scope import Scope


@attrs.frozen(eq=False)
class ComparedAmount(Valued):
    """What one budget prints of a scope.

    Attributes:
        number: The amount in yuan, with what rounding leaves open; None if it is not known.
        figures: The printed figures that it is, or the sum of where codes have moved; none where the budget lists all
            codes but this, so that there is nothing.
        share: What it is of the whole: of all that the table prints in its column.
        why: Why it is not known, or cannot be compared.
        notes: What should be known beside it: codes in it that are new, or gone.

    >>> amount = ComparedAmount(Number(Decimal(673600), Decimal(50)))
    >>> amount.amount, str(amount.interval), ComparedAmount(None).amount
    (Amount('673600'), '[673550, 673650)', None)
    """

    _TOLD: ClassVar[tuple[str, ...]] = (
        "number",
        "why",
    )

    number: Number | None
    figures: tuple[Figure, ...] = ()
    share: Ratio | None = attrs.field(default=None, kw_only=True)
    why: Words | None = attrs.field(default=None, kw_only=True)
    notes: tuple[Words, ...] = attrs.field(default=(), kw_only=True)

    @property
    def amount(self) -> Amount | None:
        """The amount as it is printed; None if it is not known."""
        return None if self.number is None else Amount(self.number.value)

    @property
    def interval(self) -> Interval[Decimal]:
        """The true amounts in yuan that it can stand for."""
        if self.number is None:
            return Interval(None, None)
        return self.number.interval()


@attrs.frozen(eq=False)
class Reason(Valued):
    """What the text of a budget gives as the reason for a change.

    Attributes:
        text: The reason, in its own words.
        place: Where it stands.

    >>> Reason("人员增加", Place(line=12)).text
    '人员增加'
    """

    _TOLD: ClassVar[tuple[str, ...]] = ("text",)

    text: str
    place: Place


@attrs.frozen(eq=False)
class Change(Valued):
    """What became of an amount from one budget to the next; of a department, what it has beyond its units' sum.

    Attributes:
        number: The difference in yuan, with what rounding leaves open.
        rate: The difference in terms of the amount before; None if that is zero.
        contribution: The difference in terms of the whole's; None for the whole, or if the whole may not have changed.
        reasons: What the later budget's text gives as reasons.

    >>> change = Change(Number(Decimal(300), Decimal(100)), Ratio(3, 60))
    >>> change.amount, str(change.interval), change.sure, change.rate.percent()
    (Amount('300'), '[200, 400)', True, Decimal('5.00'))
    """

    _TOLD: ClassVar[tuple[str, ...]] = (
        "number",
        "rate",
    )

    number: Number
    rate: Ratio | None = None
    contribution: Ratio | None = attrs.field(default=None, kw_only=True)
    reasons: tuple[Reason, ...] = attrs.field(default=(), kw_only=True)

    @property
    def amount(self) -> Amount:
        """The difference as it follows from the printed amounts."""
        return Amount(self.number.value)

    @property
    def interval(self) -> Interval[Decimal]:
        """The true differences in yuan that the printed amounts leave open."""
        return self.number.interval()

    @property
    def sure(self) -> bool:
        """Whether there is a difference whatever was rounded.

        >>> Change(Number(Decimal(100), Decimal(100))).sure, Change(Number(Decimal(300), Decimal(100))).sure
        (False, True)
        """
        return Decimal(0) not in self.interval


@attrs.frozen(eq=False)
class ComparedRow(Valued):
    """A scope and what each budget prints of it.

    Attributes:
        table: The package's name of the table ("expenditure").
        title: The table's title.
        label: The row and the column.
        scope: The scope, in the codes of the last budget.
        amounts: What each budget prints of it, in the order of the budgets.
        changes: Each from one budget to the next; of a department and its units one, what the department has beyond
            their sum; of peers none. None where an amount is not known.
        total: Of a department and its units, what the units have together; of a sum, what all have.
        whole: Whether it is all that the table prints in its column.

    >>> from cnbudget import Amount
    >>> wan = ComparedAmount(Number(Decimal(100_000), Decimal(50)))
    >>> both = wan, ComparedAmount(None)
    >>> row = ComparedRow("income", title="收入总表", label="总计", scope=Scope(), amounts=both)
    >>> row.complete, row.amounts[0].amount
    (False, Amount('100000'))
    """

    _TOLD: ClassVar[tuple[str, ...]] = (
        "table",
        "label",
        "scope",
    )

    table: str
    title: str = attrs.field(kw_only=True)
    label: str = attrs.field(kw_only=True)
    scope: Scope = attrs.field(kw_only=True)
    amounts: tuple[ComparedAmount, ...] = attrs.field(kw_only=True)
    changes: tuple[Change | None, ...] = attrs.field(default=(), kw_only=True)
    total: ComparedAmount | None = attrs.field(default=None, kw_only=True)
    whole: bool = attrs.field(default=False, kw_only=True)

    @property
    def complete(self) -> bool:
        """Whether all amounts are known."""
        return all(each.number is not None for each in self.amounts)


@attrs.frozen(eq=False)
class SharesRow(Valued):
    """What each of several budgets has of something, as a share of all that it has; see `Comparison.shares`.

    Attributes:
        label: What it is, in both languages.
        scope: The same as a scope.
        amounts: What each budget has of it, with its share of all.
        per_head: The same for each person that the agency says it has, to the 分; None where it does not say.
    """

    _TOLD: ClassVar[tuple[str, ...]] = ("scope",)

    label: Words
    scope: Scope = attrs.field(kw_only=True)
    amounts: tuple[ComparedAmount, ...] = attrs.field(kw_only=True)
    per_head: tuple[Amount | None, ...] = attrs.field(kw_only=True)


@attrs.frozen(eq=False)
class UnitsWithin(Valued):
    """Budgets of units that were not added up, since that of their department holds them already.

    Attributes:
        department: The department's budget.
        units: Those of the units.
        beyond: The rows in which the units together have more than the department, whatever was rounded.
    """

    _TOLD: ClassVar[tuple[str, ...]] = ("beyond",)

    department: Disclosure
    units: tuple[Disclosure, ...] = attrs.field(kw_only=True)
    beyond: tuple[ComparedRow, ...] = attrs.field(kw_only=True)


@attrs.frozen(eq=False)
class InnerTransfer(Valued):
    """Money that passes between agencies, so that a sum of their budgets may count it twice.

    Attributes:
        budget: In which budget it is: its place among them, from 0.
        kind: What it is: 上级补助收入, 附属单位上缴收入, 对附属单位补助支出 or 上缴上级支出.
        of: What the tables print: the same, or what it is a part of.
        amount: The printed amount.
        sure: Whether it is that alone, and no more.
    """

    _TOLD: ClassVar[tuple[str, ...]] = ("budget", "sure")

    budget: int
    kind: Words = attrs.field(kw_only=True)
    of: Words = attrs.field(kw_only=True)
    amount: Number = attrs.field(kw_only=True)
    sure: bool = attrs.field(kw_only=True)


@attrs.frozen(eq=False)
class NotCompared(Valued):
    """Scopes that were not compared, or not in every budget, and why.

    Attributes:
        table: The title of the table.
        labels: Their rows and columns.
        budget: In which budget the amount is lacking: its place among the budgets, from 0.
        reason: Why.

    >>> from cnbudget.messages import Said
    >>> why = Said("去年没有", "not there last year")
    >>> NotCompared("项目支出表", labels=("某项目·合计",), budget=0, reason=why).reason.text("en")
    'not there last year'
    """

    _TOLD: ClassVar[tuple[str, ...]] = (
        "table",
        "labels",
        "budget",
    )

    table: str
    labels: tuple[str, ...] = attrs.field(kw_only=True)
    budget: int = attrs.field(kw_only=True)
    reason: Words = attrs.field(kw_only=True)
