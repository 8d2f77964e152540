"""Rows that lost their columns put in their places, and missing cells filled, as far as the laws settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from cnbudget.disclosure import Problem
from cnbudget.figures import NOWHERE, Figure, State
from cnbudget.invariants import Compiled, Derived, Prepared, compiled, derive, spent
from cnbudget.limits import LIMITS
from cnbudget.messages import Said, say
from cnbudget.reading.sides import LooseRow
from cnbudget.tables import Table

if TYPE_CHECKING:
    from cnbudget.deduction.bounds import Bounds
    from cnbudget.reading.placement import Loose


def settle(
    tables: tuple[Table[Any], ...],
    loose: list[LooseRow],
    problems: list[Problem],
    known: Derived | None = None,
    steps: int = LIMITS.steps,
) -> Derived | None:
    """The laws over the tables with loose rows placed and missing cells filled, as far as they go.

    Args:
        tables: The tables.
        loose: The rows.
        problems: What cannot be settled is added to these.
        known: The laws over the tables as they are, if they are known.
        steps: How much work may go into the placing of cells; see `cnbudget.Limits`.

    Returns:
        The laws; those that are known, or None, if there is nothing to place or to fill.
    """
    if not loose and not any(
        figure.value is None
        for table in tables
        for side in table.sides
        for row in side.rows
        for figure in row.figures
    ):
        return known
    from cnbudget.deduction.bounds import Bounds  # most documents lack nothing
    from cnbudget.deduction.filling import inferred

    derived = derive(tables) if known is None else known
    system = compiled(derived)
    bounds = Bounds(system)
    changes = _place(tables, system, bounds, loose, problems, steps) if loose else {}
    filled = inferred(system, bounds)
    if filled:
        system.take(_changed(system.figures, filled), filled)
        changes |= filled
    if changes:
        tables = _replaced(tables, changes)
    made = system.spending(spent(system)) if filled else system
    return Prepared(system.figures, derived.laws, tables, made)


def _place(
    tables: tuple[Table[Any], ...],
    system: Compiled,
    bounds: Bounds,
    loose: list[LooseRow],
    problems: list[Problem],
    steps: int,
) -> dict[int, Figure]:
    """The figures of loose rows that have a place, by their indices; the system goes on with them."""
    from cnbudget.reading.placement import Loose, placements  # few documents need it

    starts = _starts(tables)
    rows = []
    for each in loose:
        start = starts[each.table, each.side, each.row]
        cells = [start + column for column in each.columns]
        rows.append(Loose(cells, each.amounts))
    placed = placements(system, bounds, rows, steps)
    changes: dict[int, Figure] = {}
    for index, cell in placed.items():
        if cell.parsed[0] is not None:
            changes[index] = system.figures[index].evolve(
                value=cell.parsed[0],
                places=cell.parsed[1],
                state=State.VALUE,
                place=cell.place,
                placed="laws",
            )
    for each, row in zip(loose, rows, strict=True):
        _report(system, each, row, changes, problems)
    system.take(_changed(system.figures, changes), changes)
    return changes


def _changed(figures: list[Figure], changes: dict[int, Figure]) -> list[Figure]:
    changed = figures.copy()
    for index, figure in changes.items():
        changed[index] = figure
    return changed


def _report(
    system: Compiled,
    each: LooseRow,
    row: Loose,
    changes: dict[int, Figure],
    problems: list[Problem],
) -> None:
    """Say what was done with a row that had lost its columns."""
    first = system.figures[row.cells[0]] if row.cells else None
    if first is None:
        return
    amounts = "、".join(cell.text for cell in each.amounts)
    label = f"{first.row.row} {first.row.name}".strip()
    columns = [system.figures[i].column.column for i in row.ways[0]] if row.ways else []
    names = Said("".join(f"“{name}”" for name in columns), ", ".join(columns))
    said = Said(amounts, " and ".join(cell.text for cell in each.amounts))
    done = any(index in changes for index in row.cells)
    if done and not row.fits:
        words = say("reading.row_misfit", label=label, amounts=said, columns=names)
    elif done:
        words = say("reading.row_placed", label=label, amounts=said, columns=names)
    else:
        words = say("reading.row_not_placed", label=label, amounts=said)
    problems.append(
        Problem(
            "placement" if not done else "placed" if row.fits else "misfit",
            words,
            place=each.amounts[0].place if each.amounts else NOWHERE,
            table=first.row.table,
            key=each.table,
            text=amounts,
        )
    )


def _starts(tables: tuple[Table[Any], ...]) -> dict[tuple[str, int, int], int]:
    """The index of the first figure of every row."""
    starts: dict[tuple[str, int, int], int] = {}
    index = 0
    for table in tables:
        for number, side in enumerate(table.sides):
            for position, row in enumerate(side.rows):
                starts[table.key, number, position] = index
                index += len(row.figures)
    return starts


def _replaced(tables: tuple[Table[Any], ...], changes: dict[int, Figure]) -> tuple[Table[Any], ...]:
    """The tables with some figures, named by their indices, replaced."""
    waiting = sorted(changes, reverse=True)
    start = 0
    result: list[Table[Any]] = []
    for table in tables:
        sides = []
        touched = False
        for side in table.sides:
            end = start + len(side.rows) * len(side.columns)
            if not waiting or waiting[-1] >= end:
                sides.append(side)
                start = end
                continue
            rows = []
            for row in side.rows:
                end = start + len(row.figures)
                if waiting and waiting[-1] < end:
                    figures = list(row.figures)
                    while waiting and waiting[-1] < end:
                        index = waiting.pop()
                        figures[index - start] = changes[index]
                    rows.append(attrs.evolve(row, figures=tuple(figures)))
                    touched = True
                else:
                    rows.append(row)
                start = end
            sides.append(attrs.evolve(side, rows=tuple(rows)) if touched else side)
        result.append(attrs.evolve(table, sides=tuple(sides)) if touched else table)
    return tuple(result)
