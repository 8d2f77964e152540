"""Scope by scope what each of several budgets prints, in the codes of one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import attrs

from cnbudget.amounts import Amount
from cnbudget.classification import Classification
from cnbudget.comparison.rows import Change, ComparedAmount, Reason
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure
from cnbudget.messages import Words, say
from cnbudget.narrative.printed import Printed
from cnbudget.narrative.ratios import Number
from cnbudget.scope import PART, Scope
from cnbudget.tables import Side, Table
from cnbudget.ties.last_year import amounts_of, codes_of_scope
from cnbudget.ties.translation import Translated, Translation, names_of


@attrs.frozen(eq=False)
class _Aligned:
    """A scope of a table.

    Attributes:
        figure: A figure of it.
        scope: The scope in the codes of reference; None if its codes cannot be followed.
        whole: All that the table prints in its column, in the codes of reference.
        owner: The budget whose figure it is.
        own: The scope in the codes of that budget.
        why: Why its codes cannot be followed.
    """

    figure: Figure
    scope: Scope | None
    whole: Scope | None
    owner: int
    own: Scope
    why: Words | None = None


class Alignment:
    """Budgets whose figures are looked up by scopes in the codes of one of them.

    Args:
        budgets: The budgets.
        lists: The lists that codes are followed by; those that ship if not given.
        reference: The budget whose codes and order of rows are taken, by its place.
    """

    def __init__(
        self, budgets: Sequence[Disclosure], lists: Classification | None, reference: int
    ) -> None:
        self.budgets = budgets
        self.reference = reference
        self._known: dict[tuple[int, Scope, str], ComparedAmount] = {}
        self.order = [reference, *(n for n in range(len(budgets)) if n != reference)]
        self.printed = [Printed(each.tables) for each in budgets]
        names = [names_of(each) for each in budgets]
        year, mine = budgets[reference].year, names[reference]
        self.into = [
            Translation(year, each.year, lists=lists, names=(mine, theirs))
            for each, theirs in zip(budgets, names, strict=True)
        ]
        self.back = [
            Translation(each.year, year, lists=lists, names=(theirs, mine))
            for each, theirs in zip(budgets, names, strict=True)
        ]

    def tables(self) -> list[str]:
        """The tables by their keys, in the order of the budget of reference, then of the others."""
        keys = (
            table.key for each in self.order for table in self.budgets[each].tables if table.figures
        )
        return list(dict.fromkeys(keys))

    def entries(self, key: str) -> list[_Aligned]:
        """The scopes of a table, those of the budget of reference first and each once."""
        found: dict[tuple[object, ...], _Aligned] = {}
        for owner in self.order:
            for table in self.budgets[owner].tables:
                if table.key == key:
                    for each in self._of_table(table, owner):
                        named = (each.scope,) if each.scope is not None else (owner, each.own)
                        found.setdefault(named, each)
        return list(found.values())

    def _of_table(self, table: Table[Any], owner: int) -> Iterator[_Aligned]:
        back = self.back[owner]
        for side in table.sides:
            wholes = [_scope_of(figure) for figure in _totals(side)]
            for row in side.rows:
                for place, figure in enumerate(row.figures):
                    own = _scope_of(figure)
                    if own is None:
                        continue
                    moved = back.of(own)
                    whole = wholes[place] if place < len(wholes) else None
                    if whole is not None:
                        whole = back.of(whole).scope
                    yield _Aligned(
                        figure,
                        moved.scope,
                        whole=whole if whole != moved.scope else None,
                        owner=owner,
                        own=own,
                        why=moved.why,
                    )

    def amount(self, budget: int, entry: _Aligned) -> ComparedAmount:
        """What a budget prints of a scope."""
        key = entry.figure.row.key
        if entry.scope is not None:
            return self.of_scope(budget, entry.scope, key)
        if budget != entry.owner:
            return ComparedAmount(None, why=entry.why)
        return self._amount(budget, Translated(entry.own), key)

    def of_scope(self, budget: int, scope: Scope, key: str) -> ComparedAmount:
        """What a budget prints of a scope in the codes of reference, in a table if it stands there."""
        found = self._known.get((budget, scope, key))
        if found is None:
            found = self._amount(budget, self.into[budget].of(scope), key)
            self._known[budget, scope, key] = found
        return found

    def _amount(self, budget: int, moved: Translated, key: str) -> ComparedAmount:
        printed = self.printed[budget]
        found = amounts_of(printed, attrs.evolve(moved, ended=()), zero=True)
        if not isinstance(found, list):
            if moved.scope is not None and printed.lost(moved.scope):
                found = say("comparison.lost")
            elif getattr(found, "key", "") == "years.not_printed":
                found = say("comparison.not_printed")
            return ComparedAmount(None, why=found)
        number, figures = next(
            (each for each in found if each[1] and each[1][0].row.key == key), found[0]
        )
        return ComparedAmount(number, figures, notes=tuple(self._notes(budget, moved)))

    def _notes(self, budget: int, moved: Translated) -> Iterator[Words]:
        """The codes in a scope that have money, and that the other year's lists know nothing of."""
        for scopes, printed, key in (
            (moved.ended, self.printed[budget], "ended"),
            (moved.begun, self.printed[self.reference], "begun"),
        ):
            codes = [
                codes_of_scope(scope)
                for scope in scopes
                if (figure := printed.first(scope)) is not None and figure.value
            ]
            if codes and key == "ended":
                yield say("comparison.ended", codes=tuple(codes))
            elif codes:
                yield say("comparison.begun", codes=tuple(codes))


def _totals(side: Side[Any]) -> tuple[Figure, ...]:
    """The figures of a side's total; none if it has no total row."""
    return () if side.total is None else side.total.figures


def _scope_of(figure: Figure) -> Scope | None:
    """What a figure is compared by: money of the document's own year and stage, of no part without a name."""
    scope = figure.scope
    if scope is None or figure.column.measure or scope.year is not None or scope.stage is not None:
        return None
    return None if any(name.startswith(PART) for name in scope.agency) else scope


def difference(
    now: ComparedAmount,
    before: ComparedAmount,
    whole: Number | None,
    reasons: tuple[Reason, ...] = (),
) -> Change | None:
    """What became of an amount; None if one of the two is not known.

    Args:
        now: The amount.
        before: The amount before.
        whole: What became of the whole; None if it is the whole, or that is not known.
        reasons: What the text gives as reasons.
    """
    if now.number is None or before.number is None:
        return None
    number = now.number - before.number
    moved = Amount(number.value)
    rate = moved.share_of(Amount(before.number.value)) if before.number.value > 0 else None
    contribution = None
    if whole is not None and not whole.meets(Number(Decimal(0))):
        contribution = moved.share_of(Amount(whole.value))
    return Change(number, rate, contribution=contribution, reasons=reasons)
