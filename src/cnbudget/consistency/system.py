"""A system: rounded figures in cells, and what must hold between their true amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

import attrs

from cnbudget.consistency.errors import ConsistencyError
from cnbudget.consistency.rounding import (
    EVERYTHING,
    MOST_DIGITS,
    MOST_PLACES,
    NOT_NEGATIVE,
    Interval,
    Rounding,
    interval,
    steps,
)
from cnbudget.expressions import expression
from cnbudget.messages import Said, say

RatioKind = Literal["share", "growth"]

_PLAIN = expression(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_RATIONAL = expression(r"[+-]?(\d+/0*[1-9]\d*|\d+(\.\d*)?|\.\d+)")


def exponent(value: Decimal) -> int:
    """The power of ten of a decimal's last digit.

    >>> exponent(Decimal("1.50"))
    -2
    """
    power = value.as_tuple().exponent
    return power if isinstance(power, int) else 0


def figure(value: object, where: str = "") -> Decimal | None:
    """A printed figure as an exact decimal; ``None`` stays ``None``.

    Raises:
        ConsistencyError: Not a plain decimal number, or a binary float.

    >>> figure("12.30"), figure(5)
    (Decimal('12.30'), Decimal('5'))
    """
    if value is None:
        return None
    if isinstance(value, float):
        raise ConsistencyError(say("consistency.float"), where=where, value=value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**MOST_DIGITS:
        return Decimal(value)
    if isinstance(value, Decimal) and value.is_finite():
        _, digits, power = value.as_tuple()
        if abs(int(power)) <= MOST_PLACES and len(digits) <= MOST_DIGITS:
            return value
    elif isinstance(value, str) and len(value) <= MOST_DIGITS and _PLAIN.fullmatch(value):
        return Decimal(value)
    shown = value if not isinstance(value, int) else "an integer of too many digits"
    raise ConsistencyError(say("consistency.not_decimal"), where=where, value=shown)


def rational(value: object, where: str = "") -> Fraction:
    """An exact coefficient from an integer, a fraction or text such as ``"1/3"``, ``"0.5"``.

    Raises:
        ConsistencyError: Not a rational number, or a binary float.

    >>> rational("1/3"), rational(-1)
    (Fraction(1, 3), Fraction(-1, 1))
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str) and len(value) <= MOST_DIGITS and _RATIONAL.fullmatch(value):
        return Fraction(value)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Fraction(figure(value, where) or 0)
    raise ConsistencyError(say("consistency.not_rational"), where=where, value=value)


@attrs.frozen
class Cell:
    """A place where a figure is printed, or was before it got lost.

    Args:
        id: Its name, unlike any other cell's.
        value: The printed figure; ``None`` when it is lost.
        decimals: The printed decimals; negative when rounded to tens; ``None``: exact.
        rounding: The rounding rule.
        nonneg: Whether the true amount is known to be at least 0.
        weight: The cost of declaring the figure wrong.
        trusted: Whether the figure may not be declared wrong.

    >>> print(Cell("T", "12.30", decimals=2).interval)
    [2459/200, 2461/200)
    """

    id: str
    value: Decimal | None = attrs.field(default=None, converter=figure)
    decimals: int | None = attrs.field(default=None, kw_only=True)
    rounding: Rounding = attrs.field(default=Rounding.HALF_AWAY, kw_only=True)
    nonneg: bool = attrs.field(default=False, kw_only=True)
    weight: int = attrs.field(default=1, kw_only=True)
    trusted: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        places = self.decimals
        if not isinstance(self.id, str):
            raise ConsistencyError(say("consistency.cell_id_not_text"), value=self.id)
        if places is not None and (type(places) is not int or abs(places) > MOST_PLACES):
            raise ConsistencyError(
                say("consistency.decimals", most_places=MOST_PLACES),
                where=f"cell {self.id}",
                value=places,
            )
        if type(self.weight) is not int or self.weight < 0:
            raise ConsistencyError(
                say("consistency.weight"), where=f"cell {self.id}", value=self.weight
            )
        if not isinstance(self.rounding, Rounding):
            raise ConsistencyError(
                say("consistency.rounding_unknown"),
                where=f"cell {self.id}",
                value=self.rounding,
                hint="one of " + ", ".join(Rounding),
            )
        if self.value is not None and places is not None and -exponent(self.value) > places:
            try:
                steps(self.value, places)
            except ConsistencyError as error:
                error.where = f"cell {self.id}"
                raise

    @property
    def interval(self) -> Interval[Fraction]:
        """The amounts that print as the figure and obey the sign rule."""
        printed = self.printed
        if not self.nonneg or (printed.low is not None and printed.low > 0):
            return printed  # the sign rule says no more
        return printed & self.free

    @property
    def printed(self) -> Interval[Fraction]:
        """The amounts that print as the figure; everything when it is lost."""
        if self.value is None:
            return EVERYTHING
        return interval(self.value, self.decimals, self.rounding)

    @property
    def free(self) -> Interval[Fraction]:
        """What is left when the figure is declared wrong: the sign rule."""
        return NOT_NEGATIVE if self.nonneg else EVERYTHING

    @property
    def suspect(self) -> bool:
        """Whether the figure may be declared wrong: printed, and not trusted."""
        return self.value is not None and not self.trusted


ONE = Fraction(1)
"""The coefficient of most cells."""

_ONES = {1: ONE, -1: Fraction(-1)}


def _terms(terms: Iterable[tuple[str, object]]) -> tuple[tuple[str, Fraction], ...]:
    merged: dict[str, Fraction] = {}
    for cell, coefficient in terms:
        # most coefficients are 1 and -1, and most cells stand in a sum once
        k = _ONES.get(coefficient) if type(coefficient) is int else None
        if k is None:
            k = rational(coefficient, f"term {cell}")
        merged[cell] = merged[cell] + k if cell in merged else k
    return tuple([(cell, c) for cell, c in merged.items() if c])


@attrs.frozen
class Equality:
    """The true amounts times their coefficients, and the constant, add up to 0.

    Attributes:
        id: Its name.
        terms: The cells in it, each with its coefficient.
        const: The constant.

    >>> Equality("total", [("T", 1), ("A", -1), ("B", -1)]).terms[1]
    ('A', Fraction(-1, 1))
    """

    id: str
    terms: tuple[tuple[str, Fraction], ...] = attrs.field(converter=_terms)
    const: Fraction = attrs.field(default=Fraction(0), converter=rational, kw_only=True)


@attrs.frozen
class Proportion:
    """A percentage of two amounts: 100·num/den, or for growth 100·(num - den)/den; den is positive.

    Attributes:
        id: Its name.
        kind: ``"share"`` or ``"growth"``.
        num: The cell of the part, or of the later amount.
        den: The cell of the whole, or of the earlier amount.
        pct: The cell of the percentage.

    >>> Proportion("rate", "growth", num="new", den="old", pct="g").offset
    100
    """

    id: str
    kind: RatioKind
    num: str = attrs.field(kw_only=True)
    den: str = attrs.field(kw_only=True)
    pct: str = attrs.field(kw_only=True)

    @property
    def offset(self) -> int:
        """What is added to the percentage to get 100·num/den."""
        return 100 if self.kind == "growth" else 0


Constraint = Equality | Proportion


def _cells(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(cells)


def _equalities(equalities: Iterable[Equality]) -> tuple[Equality, ...]:
    return tuple(equalities)


def _ratios(ratios: Iterable[Proportion]) -> tuple[Proportion, ...]:
    return tuple(ratios)


@attrs.frozen(slots=False, eq=False)
class System:
    """Cells, and the equalities and ratios between their true amounts.

    Attributes:
        cells: The cells.
        equalities: The equalities between them.
        ratios: The percentages of two of them.

    Raises:
        ConsistencyError: Unknown or repeated names, a percentage used twice.

    >>> system = System(
    ...     [Cell("T", "3", decimals=0), Cell("A", "1", decimals=0), Cell("B", "1", decimals=0)],
    ...     [Equality("sum", [("T", 1), ("A", -1), ("B", -1)])],
    ... )
    >>> system
    System(3 cells, 1 equalities, 0 ratios)
    """

    cells: tuple[Cell, ...] = attrs.field(converter=_cells)
    equalities: tuple[Equality, ...] = attrs.field(default=(), converter=_equalities)
    ratios: tuple[Proportion, ...] = attrs.field(default=(), converter=_ratios, kw_only=True)

    def __repr__(self) -> str:
        return (
            f"System({len(self.cells)} cells, {len(self.equalities)} equalities, "
            f"{len(self.ratios)} ratios)"
        )

    def __attrs_post_init__(self) -> None:
        _unique((cell.id for cell in self.cells), "cell", "单元格")
        _unique((c.id for c in self.constraints), "constraint", "关系")
        percentages: dict[str, str] = {}
        for ratio in self.ratios:
            if ratio.kind not in ("share", "growth"):
                raise ConsistencyError(
                    say("consistency.ratio_unknown"),
                    where=f"ratio {ratio.id}",
                    value=ratio.kind,
                )
            for cell in (ratio.num, ratio.den, ratio.pct):
                self._known(cell, f"ratio {ratio.id}")
            if ratio.pct in percentages:
                raise _used_twice(ratio.pct, ratio.id)
            percentages[ratio.pct] = ratio.id
        for ratio in self.ratios:
            for cell in (ratio.num, ratio.den):
                if cell in percentages:
                    raise _used_twice(cell, ratio.id)
        for equality in self.equalities:
            for cell, _ in equality.terms:
                self._known(cell, f"equality {equality.id}")
                if cell in percentages:
                    raise _used_twice(cell, equality.id)

    def _known(self, cell: str, where: str) -> None:
        if cell not in self.by_id:
            raise ConsistencyError(say("consistency.no_such_cell"), where=where, value=cell)

    def __getitem__(self, cell: str) -> Cell:
        self._known(cell, "")
        return self.by_id[cell]

    @cached_property
    def by_id(self) -> Mapping[str, Cell]:
        """The cells by name."""
        return {cell.id: cell for cell in self.cells}

    @cached_property
    def intervals(self) -> Mapping[str, Interval[Fraction]]:
        """The interval of each cell: the amounts that print as its figure and obey the sign rule.

        >>> print(System([Cell("A", "1", decimals=0)]).intervals["A"])
        [1/2, 3/2)
        """
        return {cell.id: cell.interval for cell in self.cells}

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """The equalities, then the ratios."""
        return (*self.equalities, *self.ratios)

    @cached_property
    def _constraint(self) -> Mapping[str, Constraint]:
        return {c.id: c for c in self.constraints}

    def constraint(self, name: str) -> Constraint:
        """A constraint by name.

        Raises:
            ConsistencyError: There is none of that name.

        >>> System([Cell("A")], [Equality("e", [("A", 1)])]).constraint("e").id
        'e'
        """
        if name not in self._constraint:
            raise ConsistencyError(say("consistency.no_such_constraint"), value=name)
        return self._constraint[name]

    @cached_property
    def equalities_of(self) -> Mapping[str, Sequence[Equality]]:
        """The equalities that each cell stands in.

        >>> System([Cell("A")], [Equality("e", [("A", 1)])]).equalities_of["A"][0].id
        'e'
        """
        found: dict[str, list[Equality]] = {cell.id: [] for cell in self.cells}
        for equality in self.equalities:
            for cell, _ in equality.terms:
                found[cell].append(equality)
        return found

    @cached_property
    def ratio_of(self) -> Mapping[str, Proportion]:
        """The ratio of each percentage cell."""
        return {ratio.pct: ratio for ratio in self.ratios}

    @cached_property
    def denominators(self) -> frozenset[str]:
        """The cells that some ratio requires to be positive."""
        return frozenset(ratio.den for ratio in self.ratios)

    def only(self, constraints: Iterable[str]) -> System:
        """The same cells with some of the constraints.

        >>> System([Cell("A")], [Equality("e", [("A", 1)])]).only([])
        System(1 cells, 0 equalities, 0 ratios)
        """
        kept = set(constraints)
        return System(
            self.cells,
            [e for e in self.equalities if e.id in kept],
            ratios=[r for r in self.ratios if r.id in kept],
        )

    def with_figures(self, figures: Mapping[str, Decimal | None]) -> System:
        """The same system with other figures in some cells.

        >>> System([Cell("A", "1")]).with_figures({"A": Decimal(2)})["A"].value
        Decimal('2')
        """
        return System(
            [
                attrs.evolve(cell, value=figures[cell.id]) if cell.id in figures else cell
                for cell in self.cells
            ],
            self.equalities,
            ratios=self.ratios,
        )


def _unique(names: Iterator[str], what: str, zh: str) -> None:
    seen: set[str] = set()
    for name in names:
        if not isinstance(name, str):
            raise ConsistencyError(say("consistency.id_not_text", what=Said(zh, what)), value=name)
        if name in seen:
            raise ConsistencyError(say("consistency.id_twice", what=Said(zh, what)), value=name)
        seen.add(name)


def _used_twice(cell: str, where: str) -> ConsistencyError:
    return ConsistencyError(say("consistency.percentage_used_twice"), where=where, value=cell)
