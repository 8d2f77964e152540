"""The unknowns that a search for a ledger has: amounts of atoms, or of kinds and of slots where atoms are many.

Any kind of a group may stand at any of its slots. So amounts of kinds and amounts of slots that come to the same
are as good as amounts of atoms, which can then be filled in; and there are far fewer of them. The same is so of
slots of functions and slots of projects, where a group has these apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import reduce
from itertools import product

from cnbudget.dimensions import Flow
from cnbudget.invariants.balances import Balance, balances_of
from cnbudget.layouts import Layout
from cnbudget.reconciliation.allotment import fen
from cnbudget.reconciliation.atoms import Group
from cnbudget.reconciliation.cells import Cells

MANY = 2_500
"""With more atoms than this kinds and slots are apart."""

#: An atom: its group, and the place of each of its parts there, kind before slot; or one part, the others `NONE`.
Key = tuple[int, tuple[int, ...]]
NONE = -1


class Unknowns:
    """The unknowns of a search.

    Attributes:
        keys: For each unknown the atom that it is the amount of, or the part of atoms.
        cells: For each unknown the cells that it stands in.
        balances: Unknowns that come in and unknowns that go out, of which there is the same.
        rules: What the first of them are about; the others say that the parts of atoms come to the same.
    """

    def __init__(self, cells: Cells, groups: Sequence[Group], layout: Layout) -> None:
        self.groups = groups
        self.cells: list[tuple[int, ...]] = []
        self.keys: list[Key] = []
        below = {cell for cell, figures in enumerate(cells.figures) if fen(figures)[2] < 0}
        many = sum(group.size for group in groups) > MANY
        rules = balances_of(layout)
        balanced: dict[Balance, tuple[list[int], list[int]]] = {}
        links: list[tuple[list[int], list[int]]] = []
        for g, group in enumerate(groups):
            first = len(self.cells)
            if many and _better_apart(group) and not _reaches(group, below):
                links += self._apart(g, group)
            else:
                for places in product(*map(range, map(len, group.parts))):
                    self._add((g, places), tuple(group.cells(places)))
            if not rules:
                continue
            for n in range(first, len(self.cells)):
                places = self.keys[n][1]
                whole, told = rules[group.kinds[max(places[0], 0)].source]
                if places[told] == NONE:
                    continue  # the others of its group say it
                balance = Balance(whole, group.slots[places[1]].function if told else "")
                come, go = balanced.setdefault(balance, ([], []))
                flow = group.kinds[max(places[0], 0)].flow
                (come if flow in Flow.IN else go).append(n)
        self.rules = list(balanced)
        self.balances = [*balanced.values(), *links]

    def _add(self, key: Key, cells: tuple[int, ...]) -> None:
        self.keys.append(key)
        self.cells.append(cells)

    def _apart(self, g: int, group: Group) -> Iterator[tuple[list[int], list[int]]]:
        """Add the parts of a group's atoms, and give those that come to the same."""
        parts = group.parts
        before: list[int] = []
        for n in (1, 0, *range(2, len(parts))):
            first = len(self.cells)
            for place, each in enumerate(parts[n]):
                places = [NONE] * len(parts)
                places[n] = place
                self._add((g, tuple(places)), each.cells)
            these = list(range(first, len(self.cells)))
            if before:
                yield before, these
            before = before or these

    def atoms(self, amounts: Sequence[int]) -> dict[Key, int]:
        """Amounts of atoms from those of the unknowns: where they are equal at once, else in order."""
        found: dict[Key, int] = {}
        apart: dict[int, list[dict[tuple[int, ...], int]]] = {}
        for (g, places), amount in zip(self.keys, amounts, strict=True):
            if not amount:
                continue
            if NONE not in places:
                found[g, places] = amount
                continue
            parts = apart.setdefault(g, [{} for _ in places])
            n = next(n for n, place in enumerate(places) if place != NONE)
            parts[n][places[n : n + 1]] = amount
        for g, parts in apart.items():
            for places, amount in reduce(_joined, parts).items():
                found[g, places] = amount
        return found


def _better_apart(group: Group) -> bool:
    """Whether there are fewer parts of atoms than atoms, by more than it costs that they must come to the same."""
    return len(group.kinds) > 2 < len(group.slots) or bool(group.projects)


def _reaches(group: Group, below: Collection[int]) -> bool:
    """Whether some part of a group stands in one of the cells in which amounts may be negative."""
    return bool(below) and any(
        cell in below for part in group.parts for each in part for cell in each.cells
    )


def _joined(
    first: Mapping[tuple[int, ...], int], second: Mapping[tuple[int, ...], int]
) -> dict[tuple[int, ...], int]:
    """Amounts of both together from amounts of each that come to the same."""
    found = {}
    left = dict(second)
    at = {amount: place for place, amount in left.items()}
    rest = []
    for place, amount in first.items():
        other = at.pop(amount, None)
        if other is None:
            rest.append((place, amount))
        else:
            found[place + other] = left.pop(other)
    others = iter(left.items())
    other, more = next(others, ((), 0))
    for place, amount in rest:
        left_over = amount
        while left_over and more:
            part = min(left_over, more)
            found[place + other] = part
            left_over -= part
            more -= part
            if not more:
                other, more = next(others, ((), 0))
    return found
