"""What words of the prose say by the vocabulary that the tables share (`cnbudget.forms`)."""

from __future__ import annotations

from cnbudget.dimensions import Flow, FundingSource, Procurement
from cnbudget.forms.meaning import CARRIED, Meaning, meaning_of
from cnbudget.scope import Scope
from cnbudget.scopes import AGENCY_RUNNING

__all__ = ["scope_of", "scope_said"]

_S = FundingSource
_OTHER_FLOWS = (Flow.CLOSING, Flow.SURPLUS_USED, Flow.DISTRIBUTION, Flow.OPENING)
_MOST = 40  # characters of a subject


def scope_said(words: str, *, bought: bool = False) -> Scope | None:
    """The scope that words mean as a row of a table would; None if they are not all understood, or say nothing.

    Args:
        words: The words, folded.
        bought: Whether they speak of government procurement.

    >>> print(scope_said("政府采购货物预算"))
    货物
    >>> scope_said("本年度重点工作经费") is None
    True
    """
    if not words or len(words) > _MOST:
        return None
    named = "政府采购" in words
    said = meaning_of(words, "item" if bought or named else "row")
    if "采购" in words and not named and said.procurement in (None, Procurement.PROCURED):
        return None  # 采购金额, of what was awarded
    apart = said.difference or said.measure or said.year not in (None, "this")
    apart = apart or said.flow in _OTHER_FLOWS  # 年终结转结余
    if not said.understood or not (said.says or said.reservation is not None) or apart:
        return None
    return scope_of(said)


def scope_of(said: Meaning) -> Scope | None:
    """The scope that words say; None if they contradict themselves.

    Args:
        said: What they say.
    """
    scope = Scope(
        economic=said.economic,
        government_economic=None if said.economic is not None else said.government,
        source=_money(said.source, said.vintage),
    )
    for name in ("nature", "procurement", "reservation"):
        value = getattr(said, name)
        if value is not None:
            scope = scope.evolve(**{name: value})
    return AGENCY_RUNNING.meet(scope) if said.running else scope


def _money(kind: FundingSource | None, vintage: str | None) -> FundingSource:
    """The money that words name: of a kind, carried over, or this year's."""
    if vintage == "CARRIED":
        over = _S.CARRIED
        if kind is not None:
            over = _S(0)
            for each, carried in CARRIED.items():
                over |= carried if each in kind else _S(0)
        return over or _S.CARRIED
    if kind is not None:
        return kind
    return _S.CURRENT if vintage == "CURRENT" else _S.ALL
