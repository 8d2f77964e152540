"""The unknowns that a search for a ledger has: amounts of atoms, or of kinds and of slots where atoms are many.

Any kind of a group may stand at any of its slots. So amounts of kinds and amounts of slots that come to the same
are as good as amounts of atoms, which can then be filled in; and there are far fewer of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from cnbudget.dimensions import Flow
from cnbudget.invariants.balances import Balance, balances_of
from cnbudget.layouts import Layout
from cnbudget.reconciliation.allotment import fen
from cnbudget.reconciliation.atoms import Group
from cnbudget.reconciliation.cells import Cells

__all__ = ["Key", "Unknowns"]

MANY = 2_500
"""With more atoms than this kinds and slots are apart."""

#: An atom: its group, kind and slot.
Key = tuple[int, int, int]
NONE = -1


class Unknowns:
    """The unknowns of a search.

    Attributes:
        cells: For each unknown the cells that it stands in.
        balances: Unknowns that come in and unknowns that go out, of which there is the same.
        rules: What the first of them are about; the others say that kinds and slots come to the same.
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
            apart = many and len(group.kinds) > 2 and len(group.slots) > 2
            if apart and below:
                at = [*(kind.cells for kind in group.kinds), *(p.cells for p in group.slots)]
                apart = below.isdisjoint(cell for cells_of in at for cell in cells_of)
            first = len(self.cells)
            if apart:
                for p, slot in enumerate(group.slots):
                    self._add((g, NONE, p), slot.cells)
                middle = len(self.cells)
                for k, kind in enumerate(group.kinds):
                    self._add((g, k, NONE), kind.cells)
                links.append((list(range(first, middle)), list(range(middle, len(self.cells)))))
            else:
                for k, kind in enumerate(group.kinds):
                    for p, slot in enumerate(group.slots):
                        self._add((g, k, p), (*kind.cells, *slot.cells))
            if not rules:
                continue
            for n in range(first, len(self.cells)):
                _, k, p = self.keys[n]
                whole, told = rules[group.kinds[k].source if k != NONE else group.kinds[0].source]
                if (p if told else k) == NONE:
                    continue  # the others of its group say it
                balance = Balance(whole, group.slots[p].function if told else "")
                come, go = balanced.setdefault(balance, ([], []))
                flow = group.kinds[max(k, 0)].flow
                (come if flow in Flow.IN else go).append(n)
        self.rules = list(balanced)
        self.balances = [*balanced.values(), *links]

    def _add(self, key: Key, cells: tuple[int, ...]) -> None:
        self.keys.append(key)
        self.cells.append(cells)

    def atoms(self, amounts: Sequence[int]) -> dict[Key, int]:
        """Amounts of atoms from those of the unknowns: where they are equal at once, else in order."""
        found: dict[Key, int] = {}
        apart: dict[int, tuple[list[list[int]], list[list[int]]]] = {}
        for (g, k, p), amount in zip(self.keys, amounts, strict=True):
            if not amount:
                continue
            if k != NONE and p != NONE:
                found[g, k, p] = amount
            else:
                kinds, slots = apart.setdefault(g, ([], []))
                (slots if k == NONE else kinds).append([max(k, p), amount])
        for g, (kinds, slots) in apart.items():
            at = {amount: i for i, (_, amount) in enumerate(slots)}
            for kind in kinds:
                i = at.pop(kind[1], None)
                if i is not None:
                    found[g, kind[0], slots[i][0]] = kind[1]
                    kind[1] = slots[i][1] = 0
            rest = iter([slot for slot in slots if slot[1]])
            slot = next(rest, None)
            for kind in kinds:
                while kind[1] and slot is not None:
                    amount = min(kind[1], slot[1])
                    found[g, kind[0], slot[0]] = amount
                    kind[1] -= amount
                    slot[1] -= amount
                    if not slot[1]:
                        slot = next(rest, None)
        return found
