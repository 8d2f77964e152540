"""What a form asks for and a ledger does not say, and what it says and the form has no place for."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce

from cnbudget.arithmetic import exact
from cnbudget.dimensions import Flow
from cnbudget.figures import Figure
from cnbudget.messages import Said, say
from cnbudget.problems import Problem
from cnbudget.publishing.tally import Atom, LedgerSums


def lacks_income(atoms: list[Atom]) -> bool:
    """Whether a ledger that spends says nothing of what comes in, as those of plain budgets do."""
    flows = {atom.kind.entry.flow for atom in atoms}
    return bool(flows) and not any(flow in Flow.IN for flow in flows)


def no_income(figures: tuple[Figure, ...]) -> Problem:
    """That the ledger says nothing of what comes in, so that these figures of the form are missing."""
    return Problem(
        "income",
        say("publishing.no_income", figures=len(figures)),
        figures=figures,
    )


def outside(atoms: list[Atom]) -> Problem | None:
    """That some money of the ledger stands in no table of the form, or None if all of it does."""
    lost = [atom for atom in atoms if not atom.kind.sides and atom.amount]
    if not lost:
        return None
    kinds = {
        (e.source, e.nature if e.flow is Flow.EXPENDITURE and e.nature is not None else e.flow)
        for e in (atom.kind.entry for atom in lost)
    }
    total = f"{_total(lost, range(len(lost))):f}"
    zh = "、".join(sorted(f"{source.zh}的{what.zh}" for source, what in kinds))
    en = "; ".join(sorted(f"{source.en}, {what.en}" for source, what in kinds))
    return Problem("outside", say("publishing.outside_tables", total=total, what=Said(zh, en)))


def uncoded(tally: LedgerSums) -> Problem | None:
    """That some money has no government economic code in a form that prints them; None if all of it has."""
    if not tally.uncoded or not tally.layout.tells("government_economic"):
        return None
    return Problem(
        "uncoded",
        say("publishing.without_government_code", amount=tally.uncoded),
    )


def _total(atoms: list[Atom], group: Iterable[int]) -> Decimal:
    return reduce(exact.add, (atoms[index].amount for index in group), Decimal(0))
