"""Strategies for disclosures: published ones, and ones in which something was broken on purpose."""

from __future__ import annotations

import warnings
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
from cnbudget.strategies.ledger import ledgers as _ledgers
from cnbudget.strategies.values import pick

LAYOUTS = ("xinjiang-2026", "xinjiang-2024")
#: What a slip can be; each is drawn as often as the others where it can be.
KINDS = ("changed", "transposed", "sign", "power of ten", "dropped digit", "exchanged")


def disclosures(
    ledgers: st.SearchStrategy[Ledger] | None = None,
    *,
    layouts: Iterable[str | Path | Layout] = LAYOUTS,
    rounding: Literal["independent", "additive"] | None = None,
    sums: st.SearchStrategy[Ledger] | None = None,
) -> st.SearchStrategy[Disclosure]:
    """Disclosures that some ledger was published as, so that nothing in them is wrong.

    Args:
        ledgers: The ledgers; `cnbudget.strategies.ledgers` for the form if not given. Those that you give for a form
            that tells income from expenditure should balance.
        layouts: The forms that they may follow; any that `cnbudget.publish` takes.
        rounding: How they are rounded; either way if not given.
        sums: The older name of `ledgers`.

    >>> import cnbudget
    >>> from hypothesis import find, settings
    >>> budget = find(disclosures(), lambda budget: True, settings=settings(database=None))
    >>> cnbudget.check(budget).ok
    True
    """
    if sums is not None:
        warnings.warn("sums= is now ledgers=", DeprecationWarning, stacklevel=2)
        ledgers = sums
    ways: list[Literal["independent", "additive"]] = ["independent", "additive"]
    rounded = st.sampled_from(ways if rounding is None else [rounding])
    each = [
        st.builds(
            publish,
            _ledgers(layout=layout) if ledgers is None else ledgers,
            st.just(layout),
            rounding=rounded,
        )
        for layout in layouts
    ]
    return st.one_of(each)


_published = disclosures


@attrs.frozen(eq=False)
class Corruption:
    """A disclosure in which something was broken, and what that was.

    Attributes:
        disclosure: The broken one.
        original: The one before.
        kind: "changed", "transposed", "sign", "power of ten", "dropped digit" or "exchanged".
        before: The figures before, as they stand in the original.
        after: The same figures broken, as they stand in the broken one.

    >>> from hypothesis import find, settings
    >>> from cnbudget.strategies import corrupted
    >>> wrong = find(corrupted(), lambda wrong: True, settings=settings(database=None))
    >>> wrong.before[0].address == wrong.after[0].address
    True
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
    disclosures: st.SearchStrategy[Disclosure] | None = None,
    *,
    errors: int = 1,
    budgets: st.SearchStrategy[Disclosure] | None = None,
) -> st.SearchStrategy[Corruption]:
    """Disclosures with figures broken by more than rounding could hide.

    Each broken figure stands in an equality that was within its allowance before and, but for the other
    broken figures, cannot be now. With one error, then, some law is violated. Each kind of slip is as likely as the
    others, where a figure of the disclosure can have it.

    Args:
        disclosures: The disclosures; `cnbudget.strategies.disclosures` if not given.
        errors: How many figures are broken, each by itself.
        budgets: The older name of `disclosures`.

    >>> import cnbudget
    >>> from hypothesis import find, settings
    >>> wrong = find(corrupted(), lambda wrong: True, settings=settings(database=None))
    >>> len(wrong.before) == len(wrong.after), wrong.original == wrong.disclosure
    (True, False)
    """
    if budgets is not None:
        warnings.warn("budgets= is now disclosures=", DeprecationWarning, stacklevel=2)
        disclosures = budgets
    return _corrupted(_published() if disclosures is None else disclosures, errors)


@st.composite
def _corrupted(draw: st.DrawFn, budgets: st.SearchStrategy[Disclosure], errors: int) -> Corruption:
    # what is drawn first Hypothesis varies most, and of a small range it draws the ends oftener than the rest
    wanted = draw(st.integers(0, 2**32 - 1)) % len(KINDS)
    original = draw(budgets)
    tied = _tied(original)
    if errors == 1:
        return _one_slip(draw, original, tied, wanted)
    count = min(errors, len(tied))
    chosen = draw(
        st.lists(st.integers(0, len(tied) - 1), min_size=count, max_size=count, unique=True)
    )
    pairs = []
    for index in chosen:
        figure, hidden = tied[index]
        value = pick(draw, [new for news in _slips(figure, hidden).values() for new in news])
        pairs.append((figure, figure.evolve(value=value)))
    return _broken(original, "several", pairs)


def _one_slip(
    draw: st.DrawFn, original: Disclosure, tied: list[tuple[Figure, Decimal]], wanted: int
) -> Corruption:
    """A kind of slip, and a figure that can have it."""
    first = draw(st.integers(0, len(tied) - 1))
    for kind in (*KINDS[wanted:], *KINDS[:wanted]):
        for figure, hidden in (*tied[first:], *tied[:first]):
            if kind == "exchanged":
                pairs = _exchanged(draw, original, tied, figure, hidden)
                if pairs:
                    return _broken(original, kind, pairs)
            elif values := _slips(figure, hidden).get(kind):
                return _broken(original, kind, [(figure, figure.evolve(value=pick(draw, values)))])
    raise AssertionError  # any figure can be changed


def _exchanged(
    draw: st.DrawFn,
    original: Disclosure,
    tied: list[tuple[Figure, Decimal]],
    figure: Figure,
    hidden: Decimal,
) -> list[tuple[Figure, Figure]]:
    """The amounts of two figures exchanged, if that breaks anything: in a sum of both it does not."""
    others = [
        other
        for other, also in tied
        if other.value is not None
        and figure.value is not None
        and other.scope != figure.scope
        and other.places == figure.places
        and exact.subtract(other.value, figure.value).copy_abs() > max(hidden, also)
    ]
    if not others:
        return []
    other = pick(draw, others)
    pairs = [
        (figure, figure.evolve(value=other.value)),
        (other, other.evolve(value=figure.value)),
    ]
    trial = original.with_figures(pairs)
    wrong = any(outcome.verdict is Verdict.VIOLATED for outcome in outcomes(trial))
    return pairs if wrong else []


def _broken(original: Disclosure, kind: str, pairs: list[tuple[Figure, Figure]]) -> Corruption:
    return Corruption(
        original.with_figures(pairs),
        original,
        kind,
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


def _slips(figure: Figure, hidden: Decimal) -> dict[str, list[Decimal]]:
    """What slips of each kind could make of a printed figure, as far as rounding could not hide it."""
    value = figure.value or Decimal(0)
    last = last_place(figure.places)
    least = max(exact.add(hidden, last), exact.multiply(5, last))
    text = figure.text
    found: dict[str, list[Decimal]] = {
        "changed": [exact.fma(times, least, value) for times in (1, 3)],
        "sign": [exact.minus(value)],
        "power of ten": [value.scaleb(n, exact) for n in (1, 4)],
        "transposed": [],
        "dropped digit": [],
    }
    if value > least:
        found["changed"].append(exact.subtract(value, least))
    digits = [i for i, mark in enumerate(text) if mark.isdigit()]
    for left, right in pairwise(digits):
        marks = list(text)
        marks[left], marks[right] = marks[right], marks[left]
        found["transposed"].append(Decimal("".join(marks)))
    whole = text.split(".", maxsplit=1)[0].lstrip("-")
    if len(whole) > 1:
        found["dropped digit"].append(Decimal(text.replace(whole, whole[1:], 1)))
    told = {
        kind: [new for new in news if exact.subtract(new, value).copy_abs() > hidden]
        for kind, news in found.items()
    }
    return {kind: news for kind, news in told.items() if news}
