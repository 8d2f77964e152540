"""Adding a ledger up, in one pass, by what the form can tell apart.

Two entries that stand in the same columns of every table, at one function, in one project, are never told apart by
what is published, so they are one *atom*: the memory that a pass needs grows with the scopes of the form
and not with the entries.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext
from functools import partial
from operator import attrgetter
from typing import Any

import attrs

from cnbudget.arithmetic import exact
from cnbudget.dimensions import DIMENSIONS, Flow
from cnbudget.invariants.balances import Moved, balanced
from cnbudget.layouts import Layout, SideForm
from cnbudget.layouts.standing import standing
from cnbudget.ledger import Entry
from cnbudget.scope import Scope

__all__ = ["Atom", "LedgerSums", "scope_holds", "tally"]

#: What the kind of an entry says; where it is (function, project, agency) is asked of each by itself.
_ASKED = tuple(
    each for each in DIMENSIONS if each.entry and each.name not in ("function", "agency", "project")
)
_asked = attrgetter(*(each.entry for each in _ASKED))
_SPENT = Flow.EXPENDITURE


@attrs.define(eq=False)
class FormKind:
    """Entries of one use, source, nature and flow, as the form sees them.

    Attributes:
        entry: One of them.
        sides: The sides it stands in, with the columns, and the listed rows that it stands on.
        projects: Whether any of the sides lists projects.
        agencies: Whether any of the sides lists agencies.
        economics: The economic code, if a side lists economic codes, or "".
        governments: The government economic code, likewise.
    """

    entry: Entry
    sides: tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...]
    projects: bool
    agencies: bool
    economics: str
    governments: str = ""


@attrs.frozen(eq=False)
class Atom:
    """A sum of entries that nothing published tells apart.

    Attributes:
        kind: What they have in common.
        function: Their functional code's digits.
        part: Their project, or what stands for none; "" where no table asks.
        agency: Their agency; "" where no table asks.
        amount: The sum, in 元.
    """

    kind: FormKind
    function: str
    part: str
    agency: str
    amount: Decimal


@attrs.frozen(eq=False)
class LedgerSums:
    """A ledger, added up.

    Attributes:
        layout: The form.
        atoms: The sums.
        projects: The printed name of each project, by the name that scopes know.
        agencies: The agencies, in the order of their first entries.
        count: How many entries were added up.
        uncoded: What is spent without a government economic code, in 元.
    """

    layout: Layout
    atoms: list[Atom]
    projects: dict[str, str]
    agencies: tuple[str, ...]
    count: int
    uncoded: Decimal = Decimal(0)

    @property
    def sides(self) -> list[tuple[str, SideForm]]:
        """All sides of the form with the keys of their tables."""
        return sides_of(self.layout)

    @property
    def balances(self) -> list[tuple[list[int], list[int]]]:
        """The atoms that balance, by their places, of those that are printed anywhere; plain budgets have none."""
        return balanced(
            [
                Moved(atom.kind.entry.source, atom.function, atom.kind.entry.flow, atom.amount)
                if atom.kind.sides
                else None
                for atom in self.atoms
            ]
        )


def sides_of(layout: Layout) -> list[tuple[str, SideForm]]:
    """All sides of a form with the keys of their tables."""
    return [(table.key, side) for table in layout.tables for side in table.sides]


def tally(entries: Iterable[Entry], layout: Layout) -> LedgerSums:
    """Add entries up over the scopes of a layout."""
    sides = [side for _, side in sides_of(layout)]
    kinds: dict[tuple[Any, ...], FormKind] = {}
    same: dict[tuple[Any, ...], FormKind] = {}
    sums: dict[tuple[Any, ...], Decimal] = {}
    shown: dict[str, str] = {}
    agencies: dict[str, None] = {}
    count = 0
    uncoded = Decimal(0)
    with localcontext(exact):
        for entry in entries:
            count += 1
            if entry.government_economic is None and entry.flow is _SPENT:
                uncoded += entry.amount.yuan
            key = _asked(entry)
            kind = kinds.get(key)
            if kind is None:
                made = _kind(entry, sides)
                # uses that the form does not tell apart are one kind
                kind = kinds[key] = same.setdefault(
                    (made.sides, made.economics, made.governments), made
                )
            function = entry.function
            digits = function.digits if function is not None else ""
            if kind.projects:
                where = (kind, digits, entry.project or entry.part, entry.agency)
            else:
                where = (kind, digits, "", "")
                if entry.agency not in agencies:
                    agencies[entry.agency] = None
            if where in sums:
                sums[where] += entry.amount.yuan
            else:
                sums[where] = entry.amount.yuan
    atoms: dict[tuple[Any, ...], Decimal] = {}
    with localcontext(exact):
        for (kind, digits, project, agency), amount in sums.items():
            part = project
            if kind.projects:
                part = _part(project, shown)
                agencies.setdefault(agency, None)
            where = (kind, digits, part, agency if kind.agencies else "")
            atoms[where] = atoms.get(where, Decimal(0)) + amount
    named = tuple(agency for agency in agencies if agency)
    return LedgerSums(
        layout,
        [
            Atom(kind, digits, part, agency, amount)
            for (kind, digits, part, agency), amount in atoms.items()
        ],
        shown,
        named,
        count,
        uncoded,
    )


def _part(project: str, shown: dict[str, str]) -> str:
    from cnbudget.words import plain

    part = plain(project)
    shown.setdefault(part, project)
    return part


def _kind(entry: Entry, sides: list[SideForm]) -> FormKind:
    found = []
    projects = agencies = False
    economics = governments = ""
    belongs = partial(scope_holds, entry=entry)
    for number, side in enumerate(sides):
        at = standing(side, belongs)
        if at is None or (side.rows == "list" and not at.listed and not side.totals):
            continue
        found.append((number, at.columns, at.listed))
        projects |= "project" in side.told
        agencies |= "agency" in side.told
        if "economic" in side.told and entry.economic is not None:
            economics = entry.economic.digits
        if "government" in side.told and entry.government_economic is not None:
            governments = entry.government_economic.digits
    return FormKind(entry, tuple(found), projects, agencies, economics, governments)


def scope_holds(scope: Scope, entry: Entry) -> bool:
    """Whether an entry of this use, source, nature and flow can belong to the scope."""
    return all(
        each.sets.has(getattr(scope, each.name), getattr(entry, each.entry)) for each in _ASKED
    )
