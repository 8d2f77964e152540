"""A ledger in whole 分 that publishes as a document's tables; published and compared before it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from heapq import heapify, heapreplace

import attrs

from cnbudget.amounts import Amount
from cnbudget.arithmetic import exact
from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.codes import EconomicCode, FunctionCode
from cnbudget.dimensions import DIMENSIONS, Dimension
from cnbudget.disclosure import Disclosure
from cnbudget.errors import UnknownNameError
from cnbudget.layouts import Layout, load
from cnbudget.ledger import Entry, Ledger
from cnbudget.messages import Message, Said, say
from cnbudget.reconciliation.allotment import NotWhole, Shortage, allot
from cnbudget.reconciliation.atoms import Group, groups_of
from cnbudget.reconciliation.cells import Cells
from cnbudget.reconciliation.comparison import differences
from cnbudget.reconciliation.obstacle import Obstacle
from cnbudget.reconciliation.obstruction import obstacle_of
from cnbudget.reconciliation.unknowns import Key, Unknowns

MOST_UNKNOWNS = 400_000


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
    why: Message | None = None
    told: int = attrs.field(default=0, kw_only=True)
    zeros: int = attrs.field(default=0, kw_only=True)
    proof: Callable[[Clock], Obstacle | None] | None = attrs.field(default=None, kw_only=True)


NO_LAYOUT = say("reconciliation.no_layout")
#: Dimensions in which entries are not tried: what a form that tells them apart leaves possible is not worked out.
_TRIED = frozenset(("function", "economic", "agency", "project", "source", "nature", "flow"))
UNTRIED = tuple(each for each in DIMENSIONS if each.entry and each.name not in _TRIED)
TOO_MANY = say("reconciliation.too_many_entries")
NO_TIME = say("reconciliation.not_found_in_time")
NONE_FITS = say("reconciliation.none_fits")
PROVEN = say("reconciliation.proven_that_none_fits")
NOT_WHOLE = say("reconciliation.none_in_fen_found")
NO_WHOLE = say("reconciliation.none_in_fen")
NOT_EQUAL = say("reconciliation.publishes_otherwise")


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
    if form.words:  # rows that words tell are not searched for
        return Search(None, NO_LAYOUT)
    untried = [each for each in UNTRIED if form.tells(each.name)]
    if untried:
        return Search(None, _not_tried(untried))
    try:
        cells = Cells(disclosure, form)
        groups = groups_of(cells, disclosure, form, clock)
        unknowns = Unknowns(cells, groups, form)
        if len(unknowns.cells) > MOST_UNKNOWNS:
            return Search(None, TOO_MANY)
        found = allot(cells.figures, unknowns.cells, unknowns.balances, clock)
        if isinstance(found, NotWhole):
            return Search(None, NO_WHOLE if found.proven else NOT_WHOLE)
        if isinstance(found, Shortage):
            proof = partial(obstacle_of, disclosure, form, cells, unknowns, found)
            return Search(None, NONE_FITS, proof=proof)
        ledger, zeros = _ledger(disclosure, cells, groups, unknowns.atoms(found))
        if next(differences(disclosure, ledger, form, clock=clock), None) is not None:
            return Search(None, NOT_EQUAL)
    except OutOfTimeError:
        return Search(None, NO_TIME)
    told = sum(len(figures) for figures in cells.figures)
    return Search(ledger, told=told, zeros=zeros)


def _not_tried(dimensions: list[Dimension]) -> Message:
    """What is said of a form that tells dimensions apart in which entries are not tried."""
    names = [Said(each.zh, each.name) for each in dimensions]
    return say("reconciliation.dimensions_not_tried", dimensions=names)


def _ledger(
    disclosure: Disclosure, cells: Cells, groups: Sequence[Group], amounts: dict[Key, int]
) -> tuple[Ledger, int]:
    """The entries; where 0.00 is printed and nothing stands, an entry of 0 if one is possible; and where none is."""
    used = dict(amounts)
    bare = set(range(len(cells.figures)))
    for g, places in used:
        bare.difference_update(groups[g].cells(places))
    if bare:
        for g, places in _of_zeros(groups, bare):
            used[g, places] = 0
            bare.difference_update(groups[g].cells(places))
    entries = []
    for (g, places), amount in sorted(used.items()):
        kind, slot = groups[g].kinds[places[0]], groups[g].slot(places)
        entries.append(
            Entry(
                FunctionCode(slot.function) if slot.function else None,
                EconomicCode(kind.economic) if kind.economic else None,
                source=kind.source,
                nature=kind.nature,
                flow=kind.flow,
                amount=Amount(Decimal(amount).scaleb(-2, exact)),
                project=kind.project(slot),
                agency=slot.agency,
            )
        )
    entries.sort(key=lambda e: (str(e.function or ""), str(e.economic or ""), e.project or ""))
    ledger = Ledger(entries, disclosure.agency, year=disclosure.year, stage=disclosure.stage)
    return ledger, len(bare)


def _of_zeros(groups: Sequence[Group], bare: Iterable[int]) -> Iterator[Key]:
    """Atoms that stand in cells in which nothing stands yet, each in as many as can be."""
    of: dict[int, list[tuple[list[int], int]]] = {cell: [] for cell in bare}
    ranked: list[list[tuple[list[int], list[tuple[int, int]]]]] = []
    for group in groups:
        ranked.append([])
        for part in group.parts:
            counts = [0] * len(part)
            for place, each in enumerate(part):
                for cell in each.cells:
                    if cell in of:
                        of[cell].append((counts, place))
                        counts[place] += 1
            heap = [(-count, place) for place, count in enumerate(counts)]
            heapify(heap)
            ranked[-1].append((counts, heap))
    while True:
        most, which = 0, None
        for g, parts in enumerate(ranked):
            for counts, heap in parts:
                while -heap[0][0] != counts[heap[0][1]]:  # counts only fall
                    heapreplace(heap, (-counts[heap[0][1]], heap[0][1]))
            count = -sum(heap[0][0] for _, heap in parts)
            if count > most:
                most, which = count, g
        if which is None:
            return
        places = tuple(heap[0][1] for _, heap in ranked[which])
        yield which, places
        for cell in groups[which].cells(places):
            for counts, place in of.pop(cell, ()):
                counts[place] -= 1
