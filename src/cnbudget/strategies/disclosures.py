"""Strategies for disclosures: published ones, and ones in which something was broken on purpose."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import attrs
from hypothesis import strategies as st

from cnbudget.arithmetic import exact, last_place
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Address, Figure, State
from cnbudget.invariants import Verdict, outcomes
from cnbudget.layouts import Layout
from cnbudget.ledger import Ledger
from cnbudget.publishing import publish
from cnbudget.strategies.ledgers import ledgers

__all__ = ["Corruption", "corrupted", "disclosures"]

LAYOUTS = ("xinjiang-2026", "xinjiang-2024")


def disclosures(
    sums: st.SearchStrategy[Ledger] | None = None,
    *,
    layouts: Iterable[str | Path | Layout] = LAYOUTS,
    rounding: Literal["independent", "additive"] | None = None,
) -> st.SearchStrategy[Disclosure]:
    """Disclosures that some ledger was published as, so that nothing in them is wrong.

    Args:
        sums: The ledgers; `ledgers` for the form if not given. Those that you give for a form that tells income from
            expenditure should balance.
        layouts: The forms that they may follow; any that `cnbudget.publish` takes.
        rounding: How they are rounded; either way if not given.
    """
    ways: list[Literal["independent", "additive"]] = ["independent", "additive"]
    rounded = st.sampled_from(ways if rounding is None else [rounding])
    each = [
        st.builds(
            publish,
            ledgers(layout=layout) if sums is None else sums,
            st.just(layout),
            rounding=rounded,
        )
        for layout in layouts
    ]
    return st.one_of(each)


@attrs.frozen(eq=False)
class Corruption:
    """A disclosure in which something was broken, and what that was.

    Attributes:
        disclosure: The broken one.
        original: The one before.
        kind: "changed", "transposed", "sign", "power of ten", "dropped digit" or "exchanged".
        before: The figures before, as they stand in the original.
        after: The same figures broken, as they stand in the broken one.
    """

    disclosure: Disclosure
    original: Disclosure
    kind: str
    before: tuple[Figure, ...] = attrs.field(kw_only=True)
    after: tuple[Figure, ...] = attrs.field(kw_only=True)

    def __repr__(self) -> str:
        told = ", ".join(
            f"{old.where('en')}: {old.text} -> {new.text}"
            for old, new in zip(self.before, self.after, strict=True)
        )
        return f"<Corruption {self.kind}: {told}>"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(self))  # Hypothesis would write out all fields


def corrupted(
    budgets: st.SearchStrategy[Disclosure] | None = None, *, errors: int = 1
) -> st.SearchStrategy[Corruption]:
    """Disclosures with figures broken by more than rounding could hide.

    Each broken figure stands in an equality that was within its allowance before and, but for the other
    broken figures, cannot be now. With one error, then, some law is violated.

    Args:
        budgets: The disclosures; `disclosures` if not given.
        errors: How many figures are broken, each by itself.
    """
    return _corrupted(disclosures() if budgets is None else budgets, errors)


@st.composite
def _corrupted(draw: st.DrawFn, budgets: st.SearchStrategy[Disclosure], errors: int) -> Corruption:
    original = draw(budgets)
    tied = _tied(original)
    count = min(errors, len(tied))
    chosen = draw(
        st.lists(st.sampled_from(range(len(tied))), min_size=count, max_size=count, unique=True)
    )
    kind = ""
    pairs = []
    for index in chosen:
        figure, hidden = tied[index]
        kind, value = draw(st.sampled_from(_slips(figure, hidden)))
        pairs.append((figure, figure.evolve(value=value)))
    if count == 1 and draw(st.booleans()):
        figure, hidden = tied[chosen[0]]
        others = [
            other
            for other, also in tied
            if other.value is not None
            and figure.value is not None
            and other.scope != figure.scope
            and other.places == figure.places
            and exact.subtract(other.value, figure.value).copy_abs() > max(hidden, also)
        ]
        if others:
            other = draw(st.sampled_from(others))
            swapped = [
                (figure, figure.evolve(value=other.value)),
                (other, other.evolve(value=figure.value)),
            ]
            trial = original.with_figures(swapped)
            # in a sum of both, exchanging them changes nothing; elsewhere it does
            if any(outcome.verdict is Verdict.VIOLATED for outcome in outcomes(trial)):
                kind, pairs = "exchanged", swapped
    return Corruption(
        original.with_figures(pairs),
        original,
        kind if len(pairs) == 1 or kind == "exchanged" else "several",
        before=tuple(old for old, _ in pairs),
        after=tuple(new for _, new in pairs),
    )


def _tied(budget: Disclosure) -> list[tuple[Figure, Decimal]]:
    """The printed figures in equalities, with the change that no rounding could hide."""
    hidden: dict[Address, Decimal] = {}
    for outcome in outcomes(budget):
        if outcome.law.kind == "contain" or outcome.allowance is None:
            continue
        for figure in outcome.law.figures:
            # before the change the figure was off by the allowance at the most
            twice = exact.multiply(2, outcome.allowance)
            hidden[figure.address] = min(hidden.get(figure.address, twice), twice)
    return [
        (figure, hidden[figure.address])
        for figure in budget.figures
        if figure.state is State.VALUE and figure.address in hidden
    ]


def _slips(figure: Figure, hidden: Decimal) -> list[tuple[str, Decimal]]:
    """What a slip could make of a printed figure, as far as rounding could not hide it."""
    value = figure.value or Decimal(0)
    last = last_place(figure.places)
    least = max(exact.add(hidden, last), exact.multiply(5, last))
    text = figure.text
    found = [("changed", exact.fma(times, least, value)) for times in (1, 3)]
    if value > least:
        found.append(("changed", exact.subtract(value, least)))
    found.append(("sign", exact.minus(value)))
    found.extend(("power of ten", value.scaleb(n, exact)) for n in (1, 4))
    digits = [i for i, mark in enumerate(text) if mark.isdigit()]
    for left, right in pairwise(digits):
        marks = list(text)
        marks[left], marks[right] = marks[right], marks[left]
        found.append(("transposed", Decimal("".join(marks))))
    whole = text.split(".", maxsplit=1)[0].lstrip("-")
    if len(whole) > 1:
        found.append(("dropped digit", Decimal(text.replace(whole, whole[1:], 1))))
    return [(kind, new) for kind, new in found if exact.subtract(new, value).copy_abs() > hidden]
