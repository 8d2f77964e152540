"""Larger systems of known ledgers, for tests and benchmarks."""

from __future__ import annotations

import random
from decimal import Decimal

from cnbudget.consistency import Cell, Equality, System

Amounts = dict[str, int]


def printed(amount: int) -> str:
    """Ten-thousandths as a figure with two decimals, half away from zero."""
    number = (abs(amount) + 50) // 100
    return f"{'-' if amount < 0 and number else ''}{number // 100}.{number % 100:02d}"


def tree(cells: int, fan: int = 5, seed: int = 1) -> System:
    """Sums of sums: every cell but the leaves is the sum of the next level's."""
    draw = random.Random(seed)
    parts: dict[int, list[int]] = {}
    for i in range(1, cells):
        parts.setdefault((i - 1) // fan, []).append(i)
    amounts = [0] * cells
    for i in range(cells - 1, -1, -1):
        amounts[i] = sum(amounts[j] for j in parts[i]) if i in parts else draw.randrange(10**7)
    return System(
        [Cell(f"c{i}", printed(amounts[i]), decimals=2) for i in range(cells)],
        [
            Equality(f"e{i}", [(f"c{i}", 1), *((f"c{j}", -1) for j in kids)])
            for i, kids in parts.items()
        ],
    )


def linked(rows: int, columns: int, seed: int = 1) -> System:
    """Two tables with groups of rows, totals and sub-totals both ways, and one common total."""
    draw = random.Random(seed)
    amounts = [draw.randrange(10**7) for _ in range(rows * columns)]
    cells: list[Cell] = []
    equalities: list[Equality] = []
    for name in "ab":
        draw.shuffle(amounts)
        grid = [amounts[i * columns : (i + 1) * columns] for i in range(rows)]
        _table(name, grid, cells, equalities)
    equalities.append(Equality("link", [("a all T", 1), ("b all T", -1)]))
    return System(cells, equalities)


def _table(name: str, grid: list[list[int]], cells: list[Cell], equalities: list[Equality]) -> None:
    groups = [range(g, min(g + 5, len(grid))) for g in range(0, len(grid), 5)]
    lines = [(f"{i}", row) for i, row in enumerate(grid)]
    for g, group in enumerate(groups):
        lines.append(
            (f"g{g}", [sum(column) for column in zip(*(grid[i] for i in group), strict=True)])
        )
    lines.append(("all", [sum(column) for column in zip(*grid, strict=True)]))
    columns = [str(j) for j in range(len(grid[0]))]
    for label, row in lines:
        for column, amount in zip([*columns, "T"], [*row, sum(row)], strict=True):
            cells.append(Cell(f"{name} {label} {column}", printed(amount), decimals=2, nonneg=True))
        parts = [(f"{name} {label} {column}", -1) for column in columns]
        equalities.append(Equality(f"{name} row {label}", [(f"{name} {label} T", 1), *parts]))
    for column in [*columns, "T"]:
        for g, group in enumerate(groups):
            parts = [(f"{name} {i} {column}", -1) for i in group]
            whole = (f"{name} g{g} {column}", 1)
            equalities.append(Equality(f"{name} g{g} {column}", [whole, *parts]))
        parts = [(f"{name} g{g} {column}", -1) for g in range(len(groups))]
        equalities.append(Equality(f"{name} all {column}", [(f"{name} all {column}", 1), *parts]))


def planted(system: System, errors: int, seed: int = 1) -> tuple[System, list[str]]:
    """The system with so many figures changed by 1 to 1000, and their cells."""
    draw = random.Random(seed)
    cells = sorted(draw.sample([cell.id for cell in system.cells], errors))
    changed = {
        cell: (system[cell].value or 0) + Decimal(draw.randrange(100, 100_000)) / 100
        for cell in cells
    }
    return system.with_figures(changed), cells
