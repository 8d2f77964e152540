"""What a drawn value is like, for `hypothesis.event`: whether a property saw the rare kinds shows in its statistics."""

from __future__ import annotations

from cnbudget.amounts import Amount
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.disclosure import Disclosure
from cnbudget.ledger import Ledger
from cnbudget.strategies.disclosure import Corruption

_FEW, _SOME = 3, 14
_LARGE = Amount(100, "万元")
_ITEM = 7


def labels(value: Ledger | Disclosure | Corruption) -> tuple[str, ...]:
    """What a drawn value is like, a few words each.

    Args:
        value: A ledger, a disclosure or a corruption.

    >>> import cnbudget
    >>> from cnbudget.strategies import labels
    >>> ledger = cnbudget.Ledger([cnbudget.Entry("2080505", "30201", source=cnbudget.FundingSource.CARRIED_GENERAL,
    ...                           nature=cnbudget.Nature.OPERATING, amount="1.00")], "甲局", year=2026)
    >>> labels(ledger)
    ('entries: 1 to 3', 'carried over')
    """
    if isinstance(value, Corruption):
        return (f"broken: {value.kind}",)
    if isinstance(value, Disclosure):
        return (f"layout: {value.layout}", f"unit: {value.unit.en}")
    entries = value.entries
    size = len(entries)
    count = "1 to 3" if size <= _FEW else "4 to 14" if size <= _SOME else "15 and more"
    marks = {
        "carried over": any(each.source in FundingSource.CARRIED for each in entries),
        "government funds": any(each.source in FundingSource.FUND for each in entries),
        "projects": any(each.nature is Nature.PROJECT for each in entries),
        "stops above the item": any(len(str(each.function or "")) < _ITEM for each in entries),
        "several agencies": len({each.agency for each in entries}) > 1,
        "below zero": any(each.amount < Amount(0) for each in entries),
        "zero": any(each.amount == Amount(0) for each in entries),
        "over 100 万元": sum((each.amount for each in entries), Amount(0)) > _LARGE,
    }
    return (f"entries: {count}", *(word for word, told in marks.items() if told))
