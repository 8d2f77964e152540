"""A ledger in whole 分 that publishes as a document's tables.

Amounts begin at what is printed: each possible entry in turn takes as much as all cells that it stands in have left.
Where roundings do not add up exactly, the simplex method moves amounts within the intervals of the cells, as
few of them as it can. The result is published and compared with the document before it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

from cnbudget.amounts import Amount, exact
from cnbudget.codes import EconomicCode, FunctionCode
from cnbudget.consistency.clock import Clock, OutOfTimeError
from cnbudget.consistency.simplex import Simplex
from cnbudget.disclosure import Disclosure
from cnbudget.errors import UnknownNameError
from cnbudget.figures import Figure
from cnbudget.layouts import Layout, load
from cnbudget.ledger import Entry, Ledger
from cnbudget.reconciliation.atoms import Atom, Cells, atoms_of
from cnbudget.reconciliation.comparison import differences

__all__ = ["Search", "witness"]

MOST_ATOMS = 60_000
MOST_ROUNDED = 1_500
"""With more atoms than this round amounts are not looked for."""
MOST_SPLITS = 200
"""How often an amount that is not a whole number of 分 is split off."""


@attrs.frozen
class Search:
    """What the search for a ledger came to.

    Attributes:
        ledger: The ledger, if one was found.
        why: If none was, why, in Chinese and English.
    """

    ledger: Ledger | None
    why: tuple[str, str] = ("", "")


NO_LAYOUT = ("表式不在手边，无法按表式公布", "the form is not at hand to publish by")
TOO_MANY = ("可能的明细过多", "there are too many possible entries")
NO_TIME = ("时限之内未找到", "none was found within the time limit")
NONE_FITS = (
    "未找到符合全部空格和公布数的明细：空白或未列的格子把能补足某些数的明细都排除了",
    "no entries fit all figures and blanks: cells that are blank or not listed rule out what some figures would need",
)
NOT_WHOLE = ("未找到以分为单位的明细", "none in whole 分 was found")
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
        atoms = atoms_of(cells, disclosure, form, clock)
        if len(atoms) > MOST_ATOMS:
            return Search(None, TOO_MANY)
        found = _amounts(cells, atoms, clock)
    except OutOfTimeError:
        return Search(None, NO_TIME)
    if isinstance(found, tuple):
        return Search(None, found)
    ledger = _ledger(disclosure, cells, atoms, found)
    if ledger is None:
        return Search(None, NONE_FITS)
    if next(differences(disclosure, ledger, form), None) is not None:
        return Search(None, NOT_EQUAL)
    return Search(ledger)


def _amounts(cells: Cells, atoms: Sequence[Atom], clock: Clock) -> list[int] | tuple[str, str]:
    """Amounts of the atoms, in 分, with which every cell is in its interval; or why there are none."""
    wanted: dict[tuple[int, ...], tuple[int, int]] = {}
    centres: dict[tuple[int, ...], int] = {}
    members: list[list[int]] = [[] for _ in cells.figures]
    for number, atom in enumerate(atoms):
        for cell in atom.cells:
            members[cell].append(number)
    coarsest = 1
    for cell, figures in enumerate(cells.figures):
        low, high, centre = _fen(figures)
        coarsest = max(coarsest, high - low + 1)
        key = tuple(members[cell])
        if key in wanted:
            low, high = max(low, wanted[key][0]), min(high, wanted[key][1])
        if low > high:
            return NOT_WHOLE
        if not key and not low <= 0 <= high:
            return NONE_FITS
        wanted[key] = low, high
        centres.setdefault(key, centre)
    wanted.pop((), None)
    rows = list(wanted)
    first = _filled(len(atoms), rows, [centres[row] for row in rows])
    negative = {n for row in rows if centres[row] < 0 for n in row}
    # Round amounts are tried before odd ones, and for each first the entries that the first amounts use;
    # others come in only where these are not enough.
    found: list[int] | tuple[str, str] = NONE_FITS
    used = [n for n, amount in enumerate(first) if amount]
    grains = dict.fromkeys(
        g for g in (coarsest, coarsest // 2, coarsest // 10, 1) if g and not coarsest % g
    )
    if len(atoms) > MOST_ROUNDED:
        grains = {1: None}
    for grain in grains:
        bounds = [(-(-low // grain), high // grain) for low, high in wanted.values()]
        if any(low > high for low, high in bounds):
            continue
        for support in (used, range(len(atoms))):
            place = {n: i for i, n in enumerate(support)}
            columns = [tuple(place[n] for n in row if n in place) for row in rows]
            simplex = Simplex(
                [(None if n in negative else 0, None) for n in support],
                [first[n] // grain for n in support],
                [(row, (1,) * len(row)) for row in columns],
                bounds,
                clock,
            )
            found = _whole(simplex, len(support))
            if isinstance(found, list):
                whole = dict(zip(support, found, strict=True))
                return [grain * whole.get(n, 0) for n in range(len(atoms))]
    return found


def _fen(figures: Sequence[Figure]) -> tuple[int, int, int]:
    """The least and the most 分 that print as these figures (half away from zero), and what is printed."""
    low = high = None
    centre = 0
    for figure in figures:
        # in half last places, or in 分 where these are coarser
        exponent = figure.unit.exponent + 2 - figure.places
        last = 10 ** max(0, exponent)  # in 分
        grain = 10 ** max(0, -exponent)  # of a 分
        value = int((figure.value or Decimal(0)).scaleb(figure.places, exact)) * last
        # amounts x, in 分, with 2·|x·grain - value| below the last place, or at it away from zero
        least = (2 * value - last) // (2 * grain) + 1
        most = -((-2 * value - last) // (2 * grain)) - 1
        if value > 0 and (2 * value - last) % (2 * grain) == 0:
            least -= 1
        elif value < 0 and (-2 * value - last) % (2 * grain) == 0:
            most += 1
        low = least if low is None else max(low, least)
        high = most if high is None else min(high, most)
        centre = value // grain
    return low or 0, high or 0, centre


def _filled(count: int, rows: Sequence[tuple[int, ...]], wanted: Sequence[int]) -> list[int]:
    """First amounts: each atom takes what all its cells have left, those with the least choice first."""
    of: list[list[int]] = [[] for _ in range(count)]
    for r, row in enumerate(rows):
        for n in row:
            of[n].append(r)
    left = list(wanted)
    masks = [sum(1 << n for n in row) for row in rows]
    # of each atom the cells that contain no other of its cells: by function, by use, by source
    inner = [
        [r for r in mine if not any(q != r and masks[q] & masks[r] == masks[q] for q in mine)]
        for mine in of
    ]
    amounts = [0] * count

    def take(n: int, most: int) -> None:
        amounts[n] = most
        for r in of[n]:
            left[r] -= most

    # what is one amount by function and by use is likely one entry
    for n in range(count):
        rest = {left[r] for r in inner[n]}
        most = min((left[r] for r in of[n]), default=0)
        if most > 0 and rest == {most} and len(inner[n]) > 1:
            take(n, most)
    choice = [min((len(rows[r]) for r in mine), default=0) for mine in of]
    for n in sorted(range(count), key=lambda n: (choice[n], n)):
        most = min((left[r] for r in of[n]), default=0)
        if most > 0 and not amounts[n]:
            take(n, most)
    return amounts


def _whole(simplex: Simplex, count: int) -> list[int] | tuple[str, str]:
    """Amounts within all bounds, split until all are whole."""
    if simplex.check() is not None:
        return NONE_FITS
    trail: list[tuple[int, int | None, int | None, int]] = []
    for _ in range(MOST_SPLITS):
        odd = next((n for n in range(count) if simplex.value[n] != int(simplex.value[n])), None)
        if odd is None:
            return [int(value) for value in simplex.value[:count]]
        # round down first, and if that leads nowhere up
        low, high = simplex.lo[odd], simplex.hi[odd]
        floor = int(simplex.value[odd] // 1)
        trail.append((odd, low, high, floor + 1))
        simplex.rebound(odd, low, floor)
        while simplex.check() is not None:
            if not trail:
                return NOT_WHOLE
            odd, low, high, ceiling = trail.pop()
            simplex.rebound(odd, max(ceiling, low) if low is not None else ceiling, high)
    return NOT_WHOLE


def _ledger(
    disclosure: Disclosure, cells: Cells, atoms: Sequence[Atom], amounts: Sequence[int]
) -> Ledger | None:
    """The entries; where 0.00 is printed and nothing stands, an entry of 0."""
    used = [n for n, amount in enumerate(amounts) if amount]
    bare = set(range(len(cells.figures)))
    for n in used:
        bare.difference_update(atoms[n].cells)
    spare = [n for n, amount in enumerate(amounts) if not amount and atoms[n].cells] if bare else []
    while bare:
        best = max(spare, key=lambda n: (len(bare.intersection(atoms[n].cells)), -n), default=None)
        if best is None or bare.isdisjoint(atoms[best].cells):
            return None
        used.append(best)
        bare.difference_update(atoms[best].cells)
    entries = [
        Entry(
            FunctionCode(atom.function),
            EconomicCode(atom.economic),
            source=atom.source,
            nature=atom.nature,
            amount=Amount(Decimal(amounts[n]).scaleb(-2)),
            project=atom.project,
            agency=atom.agency,
        )
        for n, atom in sorted(((n, atoms[n]) for n in used), key=lambda pair: pair[0])
    ]
    entries.sort(key=lambda e: (str(e.function), str(e.economic), e.project or ""))
    return Ledger(entries, disclosure.agency, year=disclosure.year, stage=disclosure.stage)
