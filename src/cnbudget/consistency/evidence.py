"""Answers and what proves them: values that the checker verifies by substitution."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Literal

import attrs

from cnbudget.consistency.rounding import Interval

Part = Literal["equality", "lower", "upper", "sign"]
"""Which row of a constraint: an equality has one; a ratio says that its percentage is at least the
figure's lower end, at most its upper end, and (where so declared) not negative."""


@attrs.frozen
class Multiplier:
    """How many times one row of a constraint enters a derived equality.

    Attributes:
        constraint: The name of the constraint.
        times: How many times.
        part: Which row of it: ``"equality"``, or one of those that a percentage stands for.

    >>> Multiplier("total", Fraction(1))
    Multiplier(constraint='total', times=Fraction(1, 1), part='equality')
    """

    constraint: str
    times: Fraction
    part: Part = attrs.field(default="equality", kw_only=True)


@attrs.frozen
class Refutation:
    """Why no true amounts fit: constraints that add up to one derived equality which fails alone.

    Args:
        multipliers: How the constraints are added up. The sum must be at least 0 (0 when only
            equalities are used), and the figures keep it below.
        cells: The cells whose figures are used; to free any of them is the only way out.
        terms: The derived equality: cells and their coefficients.
        const: Its constant.
        empty: Instead of all that: a cell whose own figure contradicts its sign.

    >>> from cnbudget.consistency import Cell, Equality, System, decide
    >>> cells = [Cell("a", "1", decimals=0), Cell("b", "3", decimals=0)]
    >>> found = decide(System(cells, [Equality("same", [("a", 1), ("b", -1)])])).refutation
    >>> found.constraints, sorted(found.cells)
    (('same',), ['a', 'b'])
    """

    multipliers: tuple[Multiplier, ...]
    cells: tuple[str, ...]
    terms: tuple[tuple[str, Fraction], ...] = attrs.field(default=(), kw_only=True)
    const: Fraction = attrs.field(default=Fraction(0), kw_only=True)
    empty: str | None = attrs.field(default=None, kw_only=True)

    @property
    def constraints(self) -> tuple[str, ...]:
        """The constraints used."""
        return tuple(dict.fromkeys(m.constraint for m in self.multipliers))


@attrs.frozen
class Consistent:
    """True amounts exist; the ledger gives one for each cell (for a percentage, its ratio).

    Attributes:
        ledger: The amounts by the cells' names.

    >>> from cnbudget.consistency import Cell, System, decide
    >>> found = decide(System([Cell("a", "1.20", decimals=2)], []))
    >>> sorted(found.ledger)
    ['a']
    """

    ledger: Mapping[str, Fraction] = attrs.field(repr=lambda ledger: f"<{len(ledger)} cells>")


@attrs.frozen
class Inconsistent:
    """No true amounts exist.

    Attributes:
        refutation: What proves it.

    >>> from cnbudget.consistency import Cell, Equality, System, decide
    >>> cells = [Cell("a", "1", decimals=0), Cell("b", "3", decimals=0)]
    >>> found = decide(System(cells, [Equality("same", [("a", 1), ("b", -1)])]))
    >>> sorted(found.refutation.cells), found.refutation.constraints
    (['a', 'b'], ('same',))
    """

    refutation: Refutation


@attrs.frozen
class Undecided:
    """The steps or the time were used up first.

    >>> from cnbudget.consistency import Cell, Equality, System, decide
    >>> cells = [Cell("a", "1", decimals=0), Cell("b", "3", decimals=0)]
    >>> isinstance(decide(System(cells, [Equality("same", [("a", 1), ("b", -1)])])), Undecided)
    False
    """


Decision = Consistent | Inconsistent | Undecided


@attrs.frozen
class End:
    """One end of a tightest interval and what proves it.

    Args:
        value: The end; ``None``: there is none.
        closed: Whether the end itself is possible.
        multipliers: The constraints that add up to a proof that no amount lies beyond.
        limit: Amounts that reach the end when open ends count as closed; with ``scale`` 0 a
            direction without end, in which amounts that it does not name stay.
        scale: By how much the limit's amounts and all constants are multiplied.
        base: Amounts that obey everything; if given, the limit names only what is different from them. Ends of
            one system share them.

    >>> from cnbudget.consistency import Cell, Equality, System, range_of
    >>> cells = [Cell("a", "5.00", decimals=2), Cell("b", decimals=2)]
    >>> low = range_of(System(cells, [Equality("same", [("a", 1), ("b", -1)])]), "b").low
    >>> low.value, low.closed
    (Fraction(999, 200), True)
    """

    value: Fraction | None
    closed: bool
    multipliers: tuple[Multiplier, ...] = attrs.field(default=(), kw_only=True, repr=False)
    limit: Mapping[str, Fraction] = attrs.field(factory=dict, kw_only=True, repr=False)
    scale: Fraction = attrs.field(default=Fraction(1), kw_only=True, repr=False)
    base: Mapping[str, Fraction] | None = attrs.field(default=None, kw_only=True, repr=False)


@attrs.frozen
class Range:
    """The tightest interval of one cell, and the figures that print inside it.

    Args:
        cell: The cell.
        low: The lower end and its proof.
        high: The upper end and its proof.
        count: How many figures fit; ``None``: no end to them.
        candidates: The figures when at most 12.
        complete: Whether both ends are proven tight; if not (the time limit came first, or that was not
            asked for), the interval contains the tightest one.

    >>> from cnbudget.consistency import Cell, Equality, System, range_of
    >>> cells = [Cell("a", "5.00"), Cell("b", decimals=2)]
    >>> found = range_of(System(cells, [Equality("same", [("a", 1), ("b", -1)])]), "b")
    >>> str(found.interval), found.candidates, found.unique
    ('[5, 5]', ('5.00',), '5.00')
    """

    cell: str
    low: End
    high: End
    count: int | None = attrs.field(default=None, kw_only=True)
    candidates: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    complete: bool = attrs.field(default=True, kw_only=True)

    @property
    def interval(self) -> Interval[Fraction]:
        """The amounts that the cell can have."""
        return Interval(
            self.low.value,
            self.high.value,
            low_closed=self.low.closed,
            high_closed=self.high.closed,
        )

    @property
    def unique(self) -> str | None:
        """The figure, when only one fits."""
        return self.candidates[0] if self.count == 1 and self.candidates else None


@attrs.frozen
class Branching:
    """Branchings that go through all sets up to a weight which have a cell of each conflict of a group.

    Args:
        weight: The weight.
        branches: Each a conflict, by its place among the conflicts, that what was chosen so far does not hit, and
            the cells of it that may be chosen next, in the order in which they are; what comes below a cell stands
            before what comes below the next. With any other cell of the conflict the set would be too heavy, by
            the shares of the conflicts that are left. Nothing stands below a cell when all conflicts are hit.
    """

    weight: int
    branches: tuple[tuple[int, tuple[str, ...]], ...] = attrs.field(repr=False)


@attrs.frozen
class Repair:
    """The cheapest sets of figures whose change makes the system consistent.

    Args:
        weight: The least weight; ``None``: no set does it, or (partial) none was found in time.
        sets: The sets of that weight.
        lower: No set is cheaper than this, by the conflicts.
        conflicts: Refutations; every set that mends the system has a cell of each.
        shares: How much of ``lower`` each conflict proves; the conflicts of a cell prove no more
            together than its weight.
        ledgers: For each set true amounts that obey all that is left.
        complete: Whether ``sets`` has all sets of the least weight.
        partial: Whether the steps or the time were used up before the least weight was proven.
        trees: For groups of conflicts that share no cell with others, branchings that prove their least weight where
            the shares do not, and (complete) which sets have it.
        cut: Whether the steps or the time were used up before all sets were listed that were asked for.

    >>> from cnbudget.consistency import Cell, Equality, System, repair
    >>> cells = [Cell("a", "1", decimals=0), Cell("b", "3", decimals=0)]
    >>> found = repair(System(cells, [Equality("same", [("a", 1), ("b", -1)])]))
    >>> found.weight, sorted(found.sets), found.impossible
    (1, [('a',), ('b',)], False)
    """

    weight: int | None
    sets: tuple[tuple[str, ...], ...]
    lower: int = attrs.field(kw_only=True)
    conflicts: tuple[Refutation, ...] = attrs.field(kw_only=True, repr=False)
    shares: tuple[Fraction, ...] = attrs.field(kw_only=True, repr=False)
    ledgers: tuple[Mapping[str, Fraction], ...] = attrs.field(kw_only=True, repr=False)
    complete: bool = attrs.field(kw_only=True)
    partial: bool = attrs.field(default=False, kw_only=True)
    trees: tuple[Branching, ...] = attrs.field(default=(), kw_only=True, repr=False)
    cut: bool = attrs.field(default=False, kw_only=True)

    @property
    def impossible(self) -> bool:
        """Whether what may not be changed contradicts itself already."""
        return any(not conflict.cells for conflict in self.conflicts)


@attrs.frozen
class Stretch:
    """By what factor all roundings must be widened (or may be narrowed) for a ledger to exist.

    Args:
        factor: The factor; ``None``: no factor is enough. With a lower one beside it, the best that was found.
        ledger: Amounts at that factor.
        multipliers: The constraints whose sum needs it, or needs the lower one.
        lower: What is proven to be needed, where the steps or the time were used up before that was the factor.

    >>> from cnbudget.consistency import Cell, Equality, System, stretch
    >>> cells = [Cell("a", "1", decimals=0), Cell("b", "3", decimals=0)]
    >>> stretch(System(cells, [Equality("same", [("a", 1), ("b", -1)])])).factor
    Fraction(2, 1)
    """

    factor: Fraction | None
    ledger: Mapping[str, Fraction] = attrs.field(repr=False)
    multipliers: tuple[Multiplier, ...] = attrs.field(repr=False, kw_only=True)
    lower: Fraction | None = attrs.field(default=None, kw_only=True)

    @property
    def proven(self) -> bool:
        """Whether no smaller factor is enough."""
        return self.lower is None


class Slip(StrEnum):
    """A typing slip, cheapest first.

    >>> Slip("sign_flip")
    <Slip.SIGN_FLIP: 'sign_flip'>
    """

    TRANSPOSE_ADJACENT = "transpose_adjacent"
    SUBSTITUTE_DIGIT = "substitute_digit"
    INSERT_DIGIT = "insert_digit"
    DELETE_DIGIT = "delete_digit"
    SIGN_FLIP = "sign_flip"
    POWER_OF_TEN = "power_of_ten"
    SWAP_CELLS = "swap_cells"
    SHIFT_ROW = "shift_row"


@attrs.frozen
class Suggestion:
    """A slip that, undone, makes the system consistent.

    Args:
        kind: The kind of slip.
        figures: The cells and the figures they should have.
        ledger: True amounts of the system with these figures.

    >>> from cnbudget.consistency import Cell, Equality, System, suggest
    >>> cells = [Cell("a", "79.17", decimals=2), Cell("b", "97.17", decimals=2, trusted=True)]
    >>> found = suggest(System(cells, [Equality("same", [("a", 1), ("b", -1)])]))
    >>> found[0].kind.value, found[0].figures
    ('transpose_adjacent', (('a', '97.17'),))
    """

    kind: Slip
    figures: tuple[tuple[str, str], ...]
    ledger: Mapping[str, Fraction] = attrs.field(kw_only=True, repr=False)


class Fit(StrEnum):
    """How one constraint fares by itself.

    >>> Fit("exact") is Fit.EXACT
    True
    """

    EXACT = "exact"
    """It holds for the figures as printed."""
    ROUNDING = "rounding"
    """It holds for some amounts that print so."""
    TIE = "tie"
    """It would hold only if ties were rounded the other way."""
    BROKEN = "broken"
    """It holds for no amounts."""
    UNDECIDED = "undecided"
    """A figure is lost, and with some figure it holds."""


@attrs.frozen
class Standing:
    """One constraint by itself.

    Args:
        constraint: Its name.
        verdict: How it fares.
        residual: What the printed figures add up to instead of 0; ``None`` where one is lost.
        slack: How much of that rounding can explain; ``None`` for ratios or where one is lost.

    >>> from cnbudget.consistency import Cell, Equality, System, standing
    >>> cells = [Cell("a", "1", decimals=0), Cell("b", "3", decimals=0)]
    >>> found = standing(System(cells, [Equality("same", [("a", 1), ("b", -1)])]), "same")
    >>> found.holds, found.residual, found.slack
    (False, Fraction(-2, 1), Fraction(1, 1))
    """

    constraint: str
    verdict: Fit
    residual: Fraction | None = attrs.field(default=None, kw_only=True)
    slack: Fraction | None = attrs.field(default=None, kw_only=True)

    @property
    def holds(self) -> bool:
        """Whether some amounts in the cells' intervals obey it."""
        return self.verdict not in (Fit.TIE, Fit.BROKEN)
