"""Figures that cannot be, whatever others are: negative ones, and rows whose amounts break a law in every column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cnbudget.checks.findings import Finding, Suspect
from cnbudget.checks.record import Record
from cnbudget.disclosure import Disclosure, Problem
from cnbudget.figures import Address, Figure, State
from cnbudget.invariants import Compiled, Verdict
from cnbudget.messages import Said, say


def check_misfits(record: Record, disclosure: Disclosure, figures: Sequence[Figure]) -> None:
    """Add a finding for each row that fits nowhere, under what is known to be wrong if that explains it.

    Args:
        record: What was found so far; where they are added.
        disclosure: The budget.
        figures: The figures of its tables.
    """
    for problem in disclosure.problems:
        if problem.kind != "misfit":
            continue
        mine = tuple(
            figure
            for figure in figures
            if figure.row.key == problem.key and figure.place is problem.place
        )
        known = {figure.address for figure in mine if figure.state is State.VALUE}
        table = f"表{problem.table}：" if problem.table is not None else ""
        table_en = f"table {problem.table}: " if problem.table is not None else ""
        record.count("add-up", "violated")
        record.findings.append(
            Finding(
                record.name(),
                "add-up",
                verdict=Verdict.VIOLATED,
                severity="error",
                words=Said(table + problem.zh, table_en + problem.en),
                unit=disclosure.unit,
                figures=mine,
                suspects=tuple(
                    Suspect(figure, None, settles=1, breaks=0)
                    for figure in reversed(mine)
                    if figure.state is State.VALUE
                ),
                caused_by=next(_causes(record.findings, problem, known), None),
                place=problem.place,
            )
        )


def _causes(findings: Sequence[Finding], problem: Problem, known: set[Address]) -> Iterator[str]:
    """What the row may follow from: what is wrong in it, then what is wrong elsewhere in its table."""
    violated = [each for each in findings if each.verdict is Verdict.VIOLATED]
    for each in violated:
        if any(figure.address in known for figure in each.figures):
            yield each.caused_by or each.id
    for each in violated:
        if each.suspects and each.suspects[0].suggestion is not None:
            row = each.suspects[0].figure.row
            if row.key == problem.key and row.within == "table":
                yield each.caused_by or each.id


def _is_below_zero(values: Sequence[int | None]) -> bool:
    """Whether one of some amounts is."""
    try:
        return min(values, default=0) < 0  # type: ignore[type-var,operator]
    except TypeError:  # some are lost
        return min(filter(None, values), default=0) < 0


def check_negative(record: Record, system: Compiled) -> None:
    """No amount of a budget is negative; what a figure is of that has no scope, nobody knows.

    Args:
        record: Where it is noted.
        system: The figures of the tables.
    """
    figures = system.figures
    negative = []
    if _is_below_zero(system.values):
        negative = [
            figure
            for figure, steps in zip(figures, system.values, strict=True)
            if steps and steps < 0 and figure.state is State.VALUE and figure.scope is not None
        ]
    if system.printed:
        record.count("negative", "exact", system.printed - len(negative))
    for figure in negative:
        record.count("negative", "violated")
        record.note(
            "negative",
            say("checks.negative", figure=figure, text=figure.grouped, unit=figure.unit.zh),
            severity="error",
            verdict=Verdict.VIOLATED,
            place=figure.place,
            figures=(figure,),
        )
