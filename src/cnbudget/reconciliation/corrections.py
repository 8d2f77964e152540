"""The slips that lead from what should have been printed to what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product

from cnbudget.amounts import Unit, exact
from cnbudget.clock import Clock
from cnbudget.consistency import Cell, Consistent, Range, Slip, decide, ranges
from cnbudget.consistency.slips import SINGLE, undone
from cnbudget.consistency.system import System
from cnbudget.deduction import (
    NO_RULES,
    FigureSystem,
    Weights,
    figure_system,
    joint_system,
    ruled_by,
    with_rules,
)
from cnbudget.disclosure import Correction, Disclosure
from cnbudget.figures import Figure, State
from cnbudget.invariants import CONTAIN, derive
from cnbudget.messages import Message, say
from cnbudget.mistyped import SLIPS
from cnbudget.rules import Rule
from cnbudget.tables import Row, Table

UNIT = "unit"
_DERIVING = 20  # steps for each figure of a document whose laws are derived anew
MOST_TOGETHER = 60
"""The most combinations of slips in several figures that are tried."""

SAME_LENGTH = (Slip.TRANSPOSE_ADJACENT, Slip.SUBSTITUTE_DIGIT)
_UNIT_WRONG = say("repairs.unit_wrong")


class SlipSearch:
    """Looks for slips in a document that contradicts itself.

    Args:
        disclosure: The document.
        framed: Its system.
        weights: What it costs to declare figures wrong.
        clock: When to stop.
        rules: The rules of the caller's own that it has.
    """

    def __init__(
        self,
        disclosure: Disclosure,
        framed: FigureSystem,
        weights: Weights,
        clock: Clock,
        *,
        rules: Sequence[Rule] = (),
    ) -> None:
        self.disclosure, self.framed, self.weights, self.clock = disclosure, framed, weights, clock
        self.rules = rules

    def mends(self, changes: Sequence[tuple[Figure, Figure]]) -> bool:
        """Whether the document with these figures is consistent; its laws are derived anew.

        The text is not: what it says stays as it was understood, with other numbers.
        """
        self.clock.check(_DERIVING * len(self.framed.derived.figures))
        if any(old.row.within != "table" for old, _ in changes):
            values: dict[str, Decimal | None] = {}
            for old, new in changes:
                for cell in self.framed.cells([old]):
                    value = new.value or Decimal(0)
                    values[cell] = value.scaleb(new.unit.exponent, exact)
            return self._consistent(self.framed.system.with_figures(values))
        made = self.disclosure.corrected(Correction("", tuple(changes), zh="", en=""))
        derived = derive(made.tables)
        ruled = ruled_by(self.rules, made) if self.rules else NO_RULES
        tables = with_rules(figure_system(derived, self.weights), ruled, self.weights)
        if not self._consistent(tables.system):
            return False
        if self.framed.stated is None:
            return True
        joint = joint_system(made, self.weights, derived=derived)
        return self._consistent(with_rules(joint, ruled, self.weights).system)

    def _consistent(self, system: System) -> bool:
        return isinstance(decide(system, clock=self.clock), Consistent)

    def single(self, cell: str, within: Range) -> Iterator[Correction]:
        """Slips in one figure that is the only one wrong, cheapest kinds first.

        Args:
            cell: The figure's cell.
            within: Its range once freed; any figure that some amount of it prints as will do.
        """
        figure = self.framed.figure(cell)
        if figure is not None:
            for kind, new in _slips(figure, within):
                yield _correction(kind, [(figure, new)])

    def together(self, cells: Sequence[str], found: dict[str, Range]) -> Iterator[Correction]:
        """Slips in several figures at once, each combination tried as a whole."""
        figures = [f for f in map(self.framed.figure, cells) if f is not None]
        if len(figures) == 2 and (swapped := _swapped(*figures)) and self.mends(swapped):
            yield _correction(Slip.SWAP_CELLS, swapped)
        options = [
            list(_slips(figure, found[cell])) for cell, figure in zip(cells, figures, strict=True)
        ]
        size = 1
        for each in options:
            size *= len(each)
        if not size or size > MOST_TOGETHER:
            return
        order = list(Slip)
        for chosen in product(*options):
            changes = [(f, new) for f, (_, new) in zip(figures, chosen, strict=True)]
            if self.mends(changes):
                yield _several([k for k, _ in chosen], changes, order)

    def shifts(self, figures: Iterable[Figure]) -> Iterator[Correction]:
        """Rows of these figures that stand one column too far to the left or the right."""
        wanted = {figure.row for figure in figures}
        for table in self.disclosure.tables:
            for row in table.rows:
                if row.address in wanted and len(row.figures) > 1:
                    for changes in _shifted(row):
                        if self.mends(changes):
                            yield _correction(Slip.SHIFT_ROW, changes)

    def units(self, figures: Iterable[Figure]) -> Iterator[Correction]:
        """Tables of these figures whose unit is another than printed."""
        wanted = {(f.row.key, f.row.table) for f in figures if f.row.within == "table"}
        for table in self.disclosure.tables:
            if (table.key, table.number) not in wanted:
                continue
            old = [f for f in table.figures if f.state is State.VALUE and f.value]
            if len(old) < 3 or not self._tied_elsewhere(table):
                continue
            for unit in Unit:
                if unit is not table.unit:
                    changes = [(f, f.evolve(unit=unit)) for f in table.figures]
                    if self.mends(changes):
                        yield _unit(table, unit, changes)

    def _tied_elsewhere(self, table: Table[Row]) -> bool:
        """Whether an equality ties amounts of a table to others: a *contain* law bears any larger unit."""
        mine = {figure.address for figure in table.figures if figure.value}
        figures = self.framed.derived.figures
        for kind, indices, _ in self.framed.derived.laws:
            if kind != CONTAIN:
                amounts = [figures[i].address in mine for i in indices if figures[i].value]
                if any(amounts) and not all(amounts):
                    return True
        return False


def _slips(figure: Figure, within: Range) -> Iterator[tuple[Slip, Figure]]:
    """The figures that a slip could have turned into this one and that fit its range."""
    if figure.state is not State.VALUE or figure.value is None:
        return
    cell = Cell("f", figure.value, decimals=figure.places)
    seen: set[str] = set()
    for kind in SINGLE:
        for text in undone(cell, kind):
            new = figure.evolve(value=Decimal(text))
            if kind in SAME_LENGTH and len(text) != len(figure.text):
                continue  # a first digit put in or left out is told as that
            if text not in seen and _fits(new, within):
                seen.add(text)
                yield kind, new


def _fits(figure: Figure, within: Range) -> bool:
    value = (figure.value or Decimal(0)).scaleb(figure.unit.exponent, exact)
    shown = Cell("f", value, decimals=figure.places - figure.unit.exponent).interval
    return not (shown & within.interval).is_empty


def _swapped(one: Figure, other: Figure) -> list[tuple[Figure, Figure]] | None:
    if one.row.within != other.row.within:
        return None
    if one.value == other.value or one.places != other.places or one.unit is not other.unit:
        return None
    return [
        (one, one.evolve(value=other.value, state=other.state)),
        (other, other.evolve(value=one.value, state=one.state)),
    ]


def _shifted(row: Row) -> Iterator[list[tuple[Figure, Figure]]]:
    """A row's figures one column to the left and to the right, where nothing falls off the end."""
    figures = list(row.figures)
    states = (State.VALUE, State.BLANK)
    if any(figure.state not in states for figure in figures):
        return
    blank = (Decimal(0), State.BLANK)
    values = [(figure.value, figure.state) for figure in figures]
    for moved, lost in (
        ([*values[1:], blank], values[0]),
        ([blank, *values[:-1]], values[-1]),
    ):
        if lost[1] is State.BLANK:
            yield [
                (old, old.evolve(value=value, state=state))
                for old, (value, state) in zip(figures, moved, strict=True)
                if (old.value, old.state) != (value, state)
            ]


def _unit(table: Table[Row], unit: Unit, changes: list[tuple[Figure, Figure]]) -> Correction:
    name: Message | str = say("repairs.table_titled", title=table.title)
    if table.number is not None:
        name = say("figures.table", table=table.number)
    words = say(
        "repairs.table_of_unit", table=name, slip=_UNIT_WRONG, unit=unit, printed=table.unit
    )
    return Correction(UNIT, tuple(changes), words)


def _correction(kind: Slip, changes: Sequence[tuple[Figure, Figure]]) -> Correction:
    return Correction(str(kind), tuple(changes), _told(kind, changes))


def _told(kind: Slip, changes: Sequence[tuple[Figure, Figure]]) -> Message:
    told = [_change(old, new) for old, new in changes]
    return say("repairs.slip", changes=told, slip=SLIPS[kind])


def _several(
    kinds: Sequence[Slip], changes: Sequence[tuple[Figure, Figure]], order: Sequence[Slip]
) -> Correction:
    """Slips in several figures at once, each told with its kind; together they count as the dearest of them."""
    each = [_told(kind, [change]) for kind, change in zip(kinds, changes, strict=True)]
    kind = str(max(kinds, key=order.index))
    return Correction(kind, tuple(changes), say("repairs.slips", slips=each))


def _change(old: Figure, new: Figure) -> Message:
    blank = say("repairs.blank")
    return say("repairs.change", figure=old, old=old.text or blank, new=new.text or blank)


def freed_ranges(system: System, cells: Sequence[str], clock: Clock) -> dict[str, Range] | None:
    """The range of each of some cells once all of them are freed; None if there was no time for all of them.

    A range that was not finished is wider than the true one: it would be told as what is possible, and slips that
    do not mend the document would fit it.
    """
    freed = system.with_figures(dict.fromkeys(cells))
    found = ranges(freed, cells, clock=clock)
    if isinstance(found, dict) and all(each.complete for each in found.values()):
        return found
    return None
