"""Which atoms of a ledger balance: what comes in of a source at a function is what goes out of it.

Only forms that tell flows apart have such atoms. Their balances are printed, so controlled rounding has to keep them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import reduce

from cnbudget.arithmetic import exact
from cnbudget.dimensions import Flow
from cnbudget.figures import Figure
from cnbudget.messages import Said, say
from cnbudget.problems import Problem
from cnbudget.publishing.tally import Atom, LedgerSums

__all__ = ["balanced_groups", "lacks_income", "no_income", "outside", "uncoded"]

Group = tuple[list[int], list[int]]


def balanced_groups(atoms: list[Atom]) -> list[Group]:
    """Groups of atoms that balance, as small as can be told: what comes in, and what goes out.

    By source and function first; then what is left by source, by function, and as a whole. An atom that is printed
    nowhere, or in a group that does not balance, is in none.
    """
    left = [index for index, atom in enumerate(atoms) if atom.kind.sides]
    flows = {atoms[index].kind.entry.flow for index in left}
    if not any(flow in Flow.IN for flow in flows):
        return []
    keys: tuple[Callable[[Atom], object], ...] = (
        lambda atom: (atom.kind.entry.source, atom.function),
        lambda atom: atom.kind.entry.source,
        lambda atom: atom.function,
        lambda _: None,
    )
    found: list[Group] = []
    for key in keys:
        groups: dict[object, list[int]] = {}
        for index in left:
            groups.setdefault(key(atoms[index]), []).append(index)
        for group in groups.values():
            come = [index for index in group if atoms[index].kind.entry.flow in Flow.IN]
            go = [index for index in group if atoms[index].kind.entry.flow not in Flow.IN]
            if come and go and _total(atoms, come) == _total(atoms, go):
                found.append((come, go))
        taken = {index for group in found for index in (*group[0], *group[1])}
        left = [index for index in left if index not in taken]
    return found


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
    return Problem("outside", say("publishing.outside_tables", total=total, zh=Said(zh, en)))


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
