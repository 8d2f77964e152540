"""One fault behind several findings: a table's unit, a row with one wrong amount, a shifted or negative amount."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit, exact
from cnbudget.checks.findings import Finding
from cnbudget.figures import ColumnAddress, Figure, RowAddress
from cnbudget.invariants import ADD_UP, CONTAIN, Compiled, Verdict
from cnbudget.invariants.derivation import Raw

_LEAST = 3  # laws that a unit has to settle before it is called wrong
_MOST_TABLES = 12
_MOST_FIGURES = 200
_MOST_IN_LINE = 20


@attrs.frozen(eq=False)
class UnitSlip:
    """A table that prints another unit than that of its amounts.

    Attributes:
        figures: Its figures.
        unit: The unit under which the laws come out.
        laws: The numbers of the violated laws that come out so.
    """

    figures: tuple[Figure, ...]
    unit: Unit
    laws: tuple[int, ...]


def unit_slips(system: Compiled, violated: Sequence[int]) -> list[UnitSlip]:
    """The tables whose laws with the rest of the document come out in another unit.

    Args:
        system: The laws.
        violated: The numbers of those that are violated.
    """
    laws, figures = system.laws, system.figures
    left = set(violated)
    found: list[UnitSlip] = []
    keys: dict[str, int] = {}  # of tables; how many of the laws are between one and something else
    for number in violated:
        rows = [figures[i].row for i in laws[number][1]]
        between = dict.fromkeys([(row.key, row.within) for row in rows])
        for key, within in between:
            if within == "table":
                keys[key] = keys.get(key, 0) + (len(between) > 1)
    doubted = [key for key in [*keys][:_MOST_TABLES] if keys[key] >= _LEAST]
    tables = _tables(figures) if doubted else {}
    for key in doubted:
        mine = tables[key]
        wrong = [number for number in violated if number in left and _crosses(laws[number], mine)]
        if len(wrong) < _LEAST:
            continue
        printed = figures[min(mine)].unit
        for unit in Unit:
            if unit is printed:
                continue
            settled = _settled(system, mine, unit.exponent - printed.exponent, wrong)
            telling = sum(laws[number][0] != CONTAIN for number in settled)
            if telling >= _LEAST and not _breaks(
                system, mine, unit.exponent - printed.exponent, set(wrong)
            ):
                found.append(
                    UnitSlip(tuple(figures[i] for i in sorted(mine)), unit, tuple(settled))
                )
                left.difference_update(settled)
                break
    return found


def _tables(figures: Sequence[Figure]) -> dict[str, set[int]]:
    """The figures of each table."""
    tables: dict[str, set[int]] = {}
    row, mine = None, set[int]()
    for i, figure in enumerate(figures):
        if figure.row is not row:  # mostly the figures of a row stand side by side
            row = figure.row
            mine = tables.setdefault(row.key, set()) if row.within == "table" else set()
        mine.add(i)
    return tables


def _crosses(law: Raw, mine: set[int]) -> bool:
    """Whether a law is between some figures and others."""
    return not mine.isdisjoint(law[1]) and not mine.issuperset(law[1])


def _settled(system: Compiled, mine: set[int], shift: int, wrong: Sequence[int]) -> list[int]:
    """The violated laws that come out with some figures times a power of ten; none if more than one in ten does not."""
    laws, violated = system.laws, Verdict.VIOLATED
    settled: list[int] = []
    most = len(wrong) // 10
    for count, number in enumerate(wrong):
        trial = _scaled(system, mine, shift, set(laws[number][1]))
        if trial.verdicts([number])[0] is not violated:
            settled.append(number)
        elif count - len(settled) >= most:
            return []
    return settled


def _breaks(system: Compiled, mine: set[int], shift: int, wrong: set[int]) -> bool:
    """Whether a law that is not wrong between some figures and others breaks with these times a power of ten."""
    laws = system.laws
    others = [n for n, law in enumerate(laws) if n not in wrong and _crosses(law, mine)]
    near = set[int]().union(*[laws[number][1] for number in others])
    return Verdict.VIOLATED in _scaled(system, mine, shift, near).verdicts(others)


def _scaled(system: Compiled, mine: set[int], shift: int, near: set[int]) -> Compiled:
    """The laws with some figures times a power of ten, as far as laws of the figures near are asked."""
    trial = system.spending(system.used)
    up, down = 10 ** max(shift, 0), 10 ** max(-shift, 0)  # to divide some is to multiply the rest
    values: dict[int, int | None] = {}  # these alone, as many such trials are made
    halves: dict[int, int] = {}
    for i in near:
        times, value = up if i in mine else down, system.values[i]
        values[i] = None if value is None else value * times
        halves[i] = system.halves[i] * times
    trial.values, trial.halves = values, halves  # type: ignore[assignment]
    return trial


def merged(findings: Sequence[Finding]) -> list[Finding]:
    """Findings of which those that only show a fault once more are consequences of the first that shows it.

    Two findings show one fault if their likeliest figures stand in one row and print the same amount for the same
    other amount; if what the one has too much in its row is what the other lacks there, or in its column; or if the
    first is that an amount is negative, and without its sign the other would hold.
    """
    # by row and column of the likeliest figure; their causes
    in_line: dict[RowAddress | ColumnAddress, list[tuple[Finding, str]]] = {}
    under: dict[str, str] = {}
    for finding in findings:
        if finding.verdict is not Verdict.VIOLATED or finding.caused_by is not None:
            continue
        wrong = finding.suspects[0].figure if finding.suspects else None
        lines: dict[RowAddress | ColumnAddress, None] = dict.fromkeys(
            figure.row for figure in finding.figures[:_MOST_FIGURES]
        )
        if wrong is not None:
            lines[wrong.column] = None
        known = (each for line in lines for each in in_line.get(line, ()))
        cause = next((cause for each, cause in known if _same_fault(each, finding)), None)
        if cause is not None:
            under[finding.id] = cause
        if finding.law == "negative" and finding.figures:
            wrong = finding.figures[0]
        for line in () if wrong is None else (wrong.row, wrong.column):
            if len(in_line.setdefault(line, [])) < _MOST_IN_LINE:
                in_line[line].append((finding, cause or finding.id))
    made = []
    for each in findings:
        above = under.get(each.id) or under.get(each.caused_by or "")
        made.append(each if above is None else attrs.evolve(each, caused_by=above))
    return made


def _same_fault(one: Finding, other: Finding) -> bool:
    if one.law == "negative":
        return _signed(other, one.figures[0])
    return _repeated(one, other) or _moved(one, other) or _slipped(one, other)


def _repeated(one: Finding, other: Finding) -> bool:
    if not other.suspects:
        return False
    a, b = one.suspects[0], other.suspects[0]
    return (
        a.figure.row is b.figure.row
        and a.figure.value == b.figure.value
        and a.suggestion is not None
        and a.suggestion == b.suggestion
    )


def _moved(one: Finding, other: Finding) -> bool:
    """Whether an amount stands in one column of a row and belongs in another."""
    first = one.suspects[0]
    figure, suggestion = first.figure, first.suggestion
    difference = other.difference
    if suggestion is None or figure.value is None or difference is None:
        return False
    moved = exact.subtract(figure.value, suggestion)
    if not moved:
        return False
    for i, here in enumerate(other.figures):
        if here.row is figure.row and here is not figure and here.unit is figure.unit:
            # a part that grows by what was moved settles what is too much; the whole, what is too little
            wanted = moved if i and other.law == ADD_UP else exact.minus(moved)
            same = exact.abs(difference) == exact.abs(moved)
            return difference == wanted or (other.law != ADD_UP and same)
    return False


def _slipped(one: Finding, other: Finding) -> bool:
    """Whether an amount stands in the row beside its own: one figure should have it, and another of the column not."""
    if not one.suspects or not other.suspects:
        return False
    (a, had), (b, lacks) = (
        (each.suspects[0].figure, each.suspects[0].suggestion) for each in (one, other)
    )
    if a.column is not b.column or a.row is b.row or had is None or lacks is None:
        return False
    return (a.value, had) == (lacks, b.value) and not (a.value and b.value)


def _signed(finding: Finding, negative: Figure) -> bool:
    difference = finding.difference
    if negative.value is None:
        return False
    if finding.law == "negative":
        return finding.figures[0].row is negative.row
    if difference is None:
        return False
    # without the sign the sum may still be off by what rounding explains
    room = finding.allowance or Decimal(0)
    left = exact.subtract(exact.abs(difference), exact.multiply(Decimal(-2), negative.value))
    return exact.abs(left) <= room and any(
        figure.row is negative.row and figure.value == negative.value for figure in finding.figures
    )
