"""An entry of a ledger (预算明细): an exact amount at the finest grain."""

from __future__ import annotations

from typing import Any

import attrs

from cnbudget.amounts import Amount
from cnbudget.codes import EconomicCode, FunctionCode
from cnbudget.dimensions import DIMENSIONS, Codes, Flags, Flow, FundingSource, Marks, Nature
from cnbudget.errors import LedgerError
from cnbudget.messages import Said, say
from cnbudget.words import plain

#: What the forms call money that is in no project, where they list projects.
NO_PROJECT = {
    Nature.PERSONNEL: "基本支出",
    Nature.OPERATING: "基本支出",
    Nature.PROJECT: "其他项目支出",
}


_SPENT = Flow.EXPENDITURE
_KINDS = [(each, each.sets) for each in DIMENSIONS if isinstance(each.sets, Flags)]
_CODES = [each for each in DIMENSIONS if isinstance(each.sets, Codes)]
_NEEDED_CODES = [each for each in _CODES if not each.optional]
_MARKS = [field.name for field in attrs.fields(Marks)]


def _amount(value: Any) -> Amount:
    return value if isinstance(value, Amount) else Amount(value)


def _function(value: Any) -> FunctionCode | None:
    return value if value is None or isinstance(value, FunctionCode) else FunctionCode(value)


def _economic(value: Any) -> EconomicCode | None:
    return value if value is None or isinstance(value, EconomicCode) else EconomicCode(value)


@attrs.frozen(repr=False)
class Entry(Marks):
    """An exact amount for one function, one use, from one source.

    Args:
        function: The functional code: an item, or a category or section where more is not told
            (secret budgets stop there).
        economic: The economic code: a section, or a category likewise. None for movements other than
            expenditure.
        source: One funding source.
        nature: One nature: personnel, operating, project, … None for movements other than expenditure.
        amount: The amount; text, int or Decimal are taken as 元.
        agency: The agency, where a ledger has several.
        project: The project's name, if the money is in one.
        procurement: What is procured with it, if anything.
        reservation: For whom that procurement is reserved, if for anybody.
        government_economic: The code of the governments' economic classification, where it is known: it follows
            from the economic code only where the crosswalk has one counterpart.
        flow: Which movement it is: expenditure, which in a plain budget is the income too; forms with balances
            have income, opening and closing balance as entries of their own.
        counterparty: The other agency of an internal transfer; see `cnbudget.ledger.consolidate`.

    Raises:
        CodeError: A malformed code.
        MoneyError: Something that is no amount.
        LedgerError: A set where one kind is needed, a dimension that is lacking, or a name that is no text.

    >>> entry = Entry("2101501", "30101", source=FundingSource.GENERAL_OWN, nature=Nature.PERSONNEL,
    ...               amount="483600.00")
    >>> print(entry)
    2101501 30101 一般公共预算（本级） 人员经费 483600 元
    """

    function: FunctionCode | None = attrs.field(converter=_function)
    economic: EconomicCode | None = attrs.field(converter=_economic)
    source: FundingSource = attrs.field(kw_only=True)
    nature: Nature | None = attrs.field(kw_only=True)
    amount: Amount = attrs.field(kw_only=True, converter=_amount)
    agency: str = attrs.field(default="", kw_only=True)
    project: str | None = attrs.field(default=None, kw_only=True)
    flow: Flow = attrs.field(default=Flow.EXPENDITURE, kw_only=True)
    counterparty: str = attrs.field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        for name in (self.agency, self.counterparty, self.project):
            if type(name) is not str and name is not None and not isinstance(name, str):
                raise LedgerError(say("ledger.name_not_text"), value=name)  # fmt: skip
        if self.project is not None and not plain(self.project):
            object.__setattr__(self, "project", None)
        for dimension, sets in _KINDS:
            value = getattr(self, dimension.name)
            if value is None and (
                dimension.optional or (dimension.name == "nature" and self.flow is not _SPENT)
            ):
                continue
            if type(value) is not sets.kind or value.value.bit_count() != 1:
                raise LedgerError(
                    say(
                        "ledger.not_one_member",
                        what=Said(dimension.zh, dimension.en.partition(" ")[2]),
                        members=[Said(member.zh, str(member.name)) for member in sets.leaves],
                    ),
                    value=getattr(value, "name", None) or value,
                )
        if self.reservation is not None and self.procurement is None:
            raise LedgerError(
                say("ledger.reserved_without_procurement"), value=self.reservation.name
            )
        if self.flow is Flow.EXPENDITURE:
            for each in _NEEDED_CODES:
                if getattr(self, each.name) is None:
                    raise LedgerError(say("ledger.code_lacking", what=Said(each.zh, each.en)))

    @property
    def part(self) -> str:
        """The project as scopes know it; for money in none, what the forms list it under.

        >>> Entry("2080501", "30101", source=FundingSource.GENERAL_OWN, nature=Nature.PERSONNEL,
        ...       amount=1).part
        '基本支出'
        """
        if self.project is not None:
            return plain(self.project)
        if self.nature is None:
            return ""
        return NO_PROJECT.get(self.nature) or self.nature.zh

    def __str__(self) -> str:
        parts = [
            self.agency,
            *(str(getattr(self, each.name) or "") for each in _CODES),
            "" if self.flow is Flow.EXPENDITURE else self.flow.zh,
            *(
                value.zh
                for each, _ in _KINDS
                if each.name != "flow" and (value := getattr(self, each.name))
            ),
            f"“{self.project}”" if self.project else "",
            f"{self.amount.yuan:f} 元",
        ]
        return " ".join(part for part in parts if part)

    def __repr__(self) -> str:
        parts = [repr(str(code)) if code else "None" for code in (self.function, self.economic)]
        parts.append(f"source={self.source.name}")
        if self.nature is not None:
            parts.append(f"nature={self.nature.name}")
        parts.append(f"amount='{self.amount.yuan:f}'")
        for name in ("agency", "project", "counterparty"):
            if getattr(self, name):
                parts.append(f"{name}={getattr(self, name)!r}")
        for name in _MARKS:
            value = getattr(self, name)
            if value is not None:
                parts.append(f"{name}={getattr(value, 'name', None) or repr(str(value))}")
        if self.flow is not Flow.EXPENDITURE:
            parts.append(f"flow={self.flow.name}")
        return f"Entry({', '.join(parts)})"
