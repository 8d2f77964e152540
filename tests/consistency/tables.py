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


def overlapping(sums: int, size: int = 12, seed: int = 1) -> System:
    """As many amounts as sums of so many of them each, which overlap and are no table."""
    draw = random.Random(seed)
    amounts = [draw.randrange(10**7) for _ in range(sums)]
    parts = [draw.sample(range(sums), size) for _ in range(sums)]
    amounts += [sum(amounts[i] for i in each) for each in parts]
    return System(
        [Cell(f"c{i}", printed(amount), decimals=2) for i, amount in enumerate(amounts)],
        [
            Equality(f"e{k}", [(f"c{sums + k}", 1), *((f"c{i}", -1) for i in each)])
            for k, each in enumerate(parts)
        ],
    )


def consolidated(count: int) -> System:
    """The tables of several agencies and of all together: each cell of the whole is the sum of theirs."""
    rng = random.Random(count)
    cells: list[Cell] = []
    equalities: list[Equality] = []
    parts = [_agency(f"a{n}", rng) for n in range(count)]
    for names_, amounts, sums in parts:
        cells += [_printed(name, amounts[name]) for name in names_]
        equalities += sums
    for place, name in enumerate(parts[0][0]):
        each = [names_[place] for names_, _, _ in parts]
        whole = sum(amounts[names_[place]] for names_, amounts, _ in parts)
        cells.append(_printed(f"all{name}", whole))
        terms = [(f"all{name}", 1), *((part, -1) for part in each)]
        equalities.append(Equality(f"all{name}", terms))
    return System(cells, equalities)


def _printed(name: str, fen: int) -> Cell:
    return Cell(name, Decimal((fen + 5000) // 10_000).scaleb(-2), decimals=2)


def _agency(prefix: str, rng: random.Random) -> tuple[list[str], dict[str, int], list[Equality]]:
    """Twelve rows of basic, project and total, and a row of totals."""
    amounts: dict[str, int] = {}
    sums: list[Equality] = []
    for row in range(12):
        basic, project = (rng.randrange(10**9) for _ in range(2))
        for column, amount in (("b", basic), ("p", project), ("t", basic + project)):
            amounts[f"{prefix}.{row}{column}"] = amount
        mine = [(f"{prefix}.{row}t", 1), (f"{prefix}.{row}b", -1), (f"{prefix}.{row}p", -1)]
        sums.append(Equality(f"{prefix}.{row}", mine))
    for column in "bpt":
        name = f"{prefix}.sum{column}"
        below = [f"{prefix}.{row}{column}" for row in range(12)]
        amounts[name] = sum(amounts[each] for each in below)
        sums.append(Equality(name, [(name, 1), *((each, -1) for each in below)]))
    return list(amounts), amounts, sums


def planted(system: System, errors: int, seed: int = 1) -> tuple[System, list[str]]:
    """The system with so many figures changed by 1 to 1000, and their cells."""
    draw = random.Random(seed)
    cells = sorted(draw.sample([cell.id for cell in system.cells], errors))
    changed = {
        cell: (system[cell].value or 0) + Decimal(draw.randrange(100, 100_000)) / 100
        for cell in cells
    }
    return system.with_figures(changed), cells
