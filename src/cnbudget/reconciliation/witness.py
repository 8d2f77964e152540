"""A ledger in whole 分 that publishes as a document's tables; published and compared before it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

import attrs

from cnbudget.amounts import Amount
from cnbudget.codes import EconomicCode, FunctionCode
from cnbudget.consistency.clock import Clock, OutOfTimeError
from cnbudget.dimensions import Flow
from cnbudget.disclosure import Disclosure
from cnbudget.errors import UnknownNameError
from cnbudget.layouts import Layout, load
from cnbudget.ledger import Entry, Ledger
from cnbudget.reconciliation.allotment import NotWhole, Shortage, allot
from cnbudget.reconciliation.atoms import Atom, Balance, atoms_of, balances_of
from cnbudget.reconciliation.cells import Cells
from cnbudget.reconciliation.comparison import differences
from cnbudget.reconciliation.obstacle import Obstacle
from cnbudget.reconciliation.obstruction import obstacle_of

__all__ = ["PROVEN", "Search", "witness"]

MOST_ATOMS = 400_000


@attrs.frozen
class Search:
    """What the search for a ledger came to.

    Attributes:
        ledger: The ledger, if one was found.
        why: If none was, why, in Chinese and English.
        told: How many printed figures it publishes as.
        zeros: In how many cells that print a zero nothing of it stands.
        proof: What makes a proof that there is none, if that may be; see `Obstacle`.
    """

    ledger: Ledger | None
    why: tuple[str, str] = ("", "")
    told: int = attrs.field(default=0, kw_only=True)
    zeros: int = attrs.field(default=0, kw_only=True)
    proof: Callable[[Clock], Obstacle | None] | None = attrs.field(default=None, kw_only=True)


NO_LAYOUT = ("表式不在手边，无法按表式公布", "the form is not at hand to publish by")
TOO_MANY = ("可能的明细过多", "there are too many possible entries")
NO_TIME = ("时限之内未找到", "none was found within the time limit")
NONE_FITS = (
    "未找到符合全部空格和公布数的明细：空白或未列的格子把能补足某些数的明细都排除了",
    "no entries fit all figures and blanks: cells that are blank or not listed rule out what some figures would need",
)
PROVEN = (
    "已证明：没有一本预算明细符合全部空格和公布数",
    "it is proven that no ledger fits all figures and blanks",
)
NOT_WHOLE = ("未找到以分为单位的明细", "none in whole 分 was found")
NO_WHOLE = ("不存在以分为单位的明细", "there is none in whole 分")
NOT_EQUAL = (
    "找到的明细按表式公布后与公布表不完全相同",
    "what was found does not publish as the same tables",
)


def witness(disclosure: Disclosure, clock: Clock, *, layout: Layout | None = None) -> Search:
    """Look for a ledger that publishes as a document's tables.

    Args:
        disclosure: The document; consistent, or the search is in vain.
        clock: When to stop.
        layout: Its form; that of its name if not given.

    Returns:
        The ledger, published and compared already; or why there is none.

    >>> import cnbudget
    >>> found = witness(cnbudget.example("artux"), Clock(None))
    >>> found.ledger.total()
    Amount('4987250')
    """
    try:
        form = layout or load(disclosure.layout)
    except UnknownNameError:
        return Search(None, NO_LAYOUT)
    try:
        cells = Cells(disclosure, form)
        atoms = []
        for atom in atoms_of(cells, disclosure, form, clock):
            atoms.append(atom)
            if len(atoms) > MOST_ATOMS:
                return Search(None, TOO_MANY)
        balances = _balances(form, atoms)
        found = allot(cells.figures, atoms, list(balances.values()), clock)
        if isinstance(found, NotWhole):
            return Search(None, NO_WHOLE if found.proven else NOT_WHOLE)
        if isinstance(found, Shortage):
            proof = partial(
                obstacle_of, disclosure, form, cells, atoms, list(balances.items()), found
            )
            return Search(None, NONE_FITS, proof=proof)
        ledger, zeros = _ledger(disclosure, cells, atoms, found)
        if next(differences(disclosure, ledger, form, clock=clock), None) is not None:
            return Search(None, NOT_EQUAL)
    except OutOfTimeError:
        return Search(None, NO_TIME)
    told = sum(len(figures) for figures in cells.figures)
    return Search(ledger, told=told, zeros=zeros)


def _balances(layout: Layout, atoms: Sequence[Atom]) -> dict[Balance, tuple[list[int], list[int]]]:
    """What must balance: the entries that come in, and those that go out."""
    found: dict[Balance, tuple[list[int], list[int]]] = {}
    rules = balances_of(layout)
    if rules:
        for number, atom in enumerate(atoms):
            whole, told = rules[atom.source]
            balance = Balance(whole, atom.function if told else "")
            come, go = found.setdefault(balance, ([], []))
            (come if atom.flow in Flow.IN else go).append(number)
    return found


def _ledger(
    disclosure: Disclosure, cells: Cells, atoms: Sequence[Atom], amounts: Sequence[int]
) -> tuple[Ledger, int]:
    """The entries; where 0.00 is printed and nothing stands, an entry of 0 if one is possible; and where none is."""
    used = [n for n, amount in enumerate(amounts) if amount]
    bare = set(range(len(cells.figures)))
    for n in used:
        bare.difference_update(atoms[n].cells)
    spare = [n for n, amount in enumerate(amounts) if not amount] if bare else []
    while bare:
        spare = [n for n in spare if not bare.isdisjoint(atoms[n].cells)]
        if not spare:
            break
        best = max(spare, key=lambda n: (len(bare.intersection(atoms[n].cells)), -n))
        used.append(best)
        bare.difference_update(atoms[best].cells)
    entries = [
        Entry(
            FunctionCode(atom.function) if atom.function else None,
            EconomicCode(atom.economic) if atom.economic else None,
            source=atom.source,
            nature=atom.nature,
            flow=atom.flow,
            amount=Amount(Decimal(amounts[n]).scaleb(-2)),
            project=atom.project,
            agency=atom.agency,
        )
        for n, atom in sorted(((n, atoms[n]) for n in used), key=lambda pair: pair[0])
    ]
    entries.sort(key=lambda e: (str(e.function or ""), str(e.economic or ""), e.project or ""))
    ledger = Ledger(entries, disclosure.agency, year=disclosure.year, stage=disclosure.stage)
    return ledger, len(bare)
