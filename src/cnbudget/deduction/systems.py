"""A document's figures as a system of rounded cells, for the consistency engine.

Cells count in 元, so that tables of several units stand side by side. A blank is exactly zero; what was lost or
inferred is a cell without a figure; a *contain* law is an equality with one more cell, what the parts leave over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from cnbudget.amounts import exact
from cnbudget.consistency import Cell, Equality, System
from cnbudget.deduction.outside import RuleLaw, Stated
from cnbudget.figures import Figure, State
from cnbudget.invariants import AGREE, CONTAIN, Derived, left_of
from cnbudget.rounding import rule_named


@attrs.frozen
class Weights:
    """What it costs to declare a figure wrong, by how it was come by.

    Attributes:
        printed: A number that stands in its column.
        placed: A number whose column the text no longer showed, placed by the laws.
        blank: A cell printed empty or as a dash.
        inferred: A figure that was lost and filled from the laws; 0 for as good as lost.
        prose: A number outside the tables: of the prose, or of performance goals and other side matters.

    A weight of None: such figures are taken to be right. Heavier figures are declared wrong only where several
    lighter ones would have to be instead.

    >>> Weights(blank=None).of(Figure.of("67.36", "万元"))
    2
    """

    printed: int | None = 2
    placed: int | None = attrs.field(default=1, kw_only=True)
    blank: int | None = attrs.field(default=3, kw_only=True)
    inferred: int | None = attrs.field(default=0, kw_only=True)
    prose: int | None = attrs.field(default=1, kw_only=True)

    def of(self, figure: Figure) -> int | None:
        """The weight of a figure; 0 if nothing is known of it."""
        if figure.state is State.MISSING:
            return 0
        if figure.row.within != "table":
            return self.prose
        if figure.state is State.BLANK:
            return self.blank
        if figure.state is State.INFERRED:
            return self.inferred
        return self.placed if figure.placed else self.printed


_USUAL = Weights()


@attrs.frozen(eq=False)
class FigureSystem:
    """Figures and laws of a document, and the same as cells and equalities.

    Attributes:
        derived: The figures and the laws.
        system: The cells and equalities.
        stated: The numbers outside the tables, where they were taken in.
        rules: What rules of a caller's own hold figures to, by the constraints.
    """

    derived: Derived
    system: System
    stated: Stated | None = None
    rules: Mapping[str, RuleLaw] = attrs.field(factory=dict, kw_only=True)

    def figure(self, cell: str) -> Figure | None:
        """The figure of a cell; None for what is no figure, as what a *contain* law leaves over."""
        if cell.startswith("f"):
            return self.derived.figures[int(cell[1:])]
        return None if self.stated is None else self.stated.figures.get(cell)

    def law(self, constraint: str) -> int:
        """The number of the law that an equality comes from."""
        return int(constraint[1:].partition(".")[0])

    def cell(self, index: int) -> str | None:
        """The cell of a figure by its index; None if no law ties it."""
        name = f"f{index}"
        return name if name in self.system.by_id else None

    def cells(self, figures: Iterable[Figure]) -> tuple[str, ...]:
        """The cells of figures of the document, as far as laws tie them."""
        wanted = {figure.address for figure in figures}
        found = (self.cell(i) for i, f in enumerate(self.derived.figures) if f.address in wanted)
        stated = () if self.stated is None else self.stated.figures.items()
        return (
            *(name for name in found if name is not None),
            *(name for name, figure in stated if figure.address in wanted),
        )


def figure_system(
    derived: Derived,
    weights: Weights = _USUAL,
    *,
    precise: bool = False,
) -> FigureSystem:
    """The system of all figures that some law ties.

    Args:
        derived: The figures and the laws.
        weights: What it costs to declare a figure wrong.
        precise: Whether printed figures count as exact: the assumption that the ledger is kept at the printed places.

    >>> import cnbudget
    >>> from cnbudget.invariants import derived_of
    >>> figure_system(derived_of(cnbudget.example("artux"))).system
    System(... cells, ... equalities, 0 ratios)
    """
    figures = derived.figures
    tied = sorted(set().union(*[indices for _, indices, _ in derived.laws]))
    names = {i: f"f{i}" for i in tied}
    cells = [
        cell_of(name, figures[i], weights.of(figures[i]), precise=precise)
        for i, name in names.items()
    ]
    equalities: list[Equality] = []
    for number, (kind, indices, reason) in enumerate(derived.laws):
        if kind == AGREE:
            first, *others = indices
            equalities += [
                Equality(f"L{number}.{n}", ((names[first], 1), (names[j], -1)))
                for n, j in enumerate(others)
                if j != first
            ]
            continue
        left = left_of(reason)
        terms = [(names[j], 1 if n < left else -1) for n, j in enumerate(indices)]
        if kind == CONTAIN:
            cells.append(Cell(f"s{number}", nonneg=True))
            terms.append((f"s{number}", -1))
        equalities.append(Equality(f"L{number}", terms))
    return FigureSystem(derived, System(cells, equalities))


def cell_of(
    name: str,
    figure: Figure,
    weight: int | None,
    *,
    precise: bool = False,
    nonneg: bool | None = None,
) -> Cell:
    """A figure as a cell.

    Args:
        name: The cell's name.
        figure: The figure.
        weight: What it costs to declare it wrong; 0: nothing is known of it; None: it is right.
        precise: Whether it counts as exact.
        nonneg: Whether the amount cannot be negative; if not said, it is so where the figure is not.
    """
    value, decimals = figure.value, figure.places - figure.unit.exponent
    rounding = rule_named(figure.column.rounding)  # of a percentage, too, which as a count is exact
    if value is None or weight == 0:
        nonneg = True if nonneg is None else nonneg
        return Cell(name, decimals=decimals, rounding=rounding, nonneg=nonneg)
    return Cell(
        name,
        value.scaleb(figure.unit.exponent, exact),
        decimals=None if figure.state is State.BLANK or precise else decimals,
        rounding=rounding,
        nonneg=value >= 0 if nonneg is None else nonneg,
        weight=weight or 0,
        trusted=weight is None,
    )
