"""Findings of rows that a table lacks, and of rows under another row's code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from cnbudget.arithmetic import exact, last_place, separated
from cnbudget.checks.findings import Finding, Suspect
from cnbudget.checks.lacking import Lacking
from cnbudget.checks.messages import said
from cnbudget.checks.misplaced import Wrong
from cnbudget.checks.record import Record
from cnbudget.figures import Figure, Place, RowAddress, State, figure_in_cell
from cnbudget.invariants import Compiled, Verdict
from cnbudget.messages import By, Message, say
from cnbudget.tables import Row


def misplaced_findings(record: Record, wrong: Sequence[Wrong]) -> list[str]:
    """Add a finding for each row under a wrong code; their names.

    Args:
        record: Where they are added.
        wrong: The rows.
    """
    names = []
    for each in wrong:
        row, other = each.row, each.other
        shown = _first(row)
        name, printed = row.address.name, row.address.row
        figures: tuple[Figure, ...] = (shown,)
        elsewhere: Message | str = ""
        if other is not None:
            there = _first(other)
            figures = (shown, there)
            elsewhere = say(
                "checks.code_elsewhere",
                cell=By(Figure.spot, there),
            )
        words = say(
            "checks.code_of_another_name",
            cell=By(Figure.spot, shown),
            name=name,
            printed=printed,
            code=str(each.code),
            elsewhere=elsewhere,
        )
        finding = Finding(
            record.name(),
            "name",
            verdict=Verdict.VIOLATED,
            severity="error",
            words=words,
            unit=record.unit,
            figures=figures,
            suspects=(Suspect(shown, None, settles=len(each.laws), breaks=0),),
            place=shown.place,
        )
        record.findings.append(finding)
        record.count(finding.law, "violated")
        names.append(finding.id)
    return names


def lacking_findings(
    record: Record, system: Compiled, lacking: Sequence[Lacking]
) -> Iterator[tuple[Finding, tuple[int, ...]]]:
    """A finding for each row that is lacking, with the laws that it explains.

    Args:
        record: Where findings get their names.
        system: The laws.
        lacking: The rows.
    """
    for each in lacking:
        above = _first(each.above)
        cells = _cells(each, system)
        name = " ".join(filter(None, (str(each.code or ""), each.name)))
        words = _lacking(each, above, name, cells)
        outcome = system.outcome(each.laws[0], Verdict.VIOLATED) if each.laws else None
        yield (
            Finding(
                record.name(),
                "form" if each.parts else "add-up" if each.laws else "agree",
                verdict=Verdict.VIOLATED,
                severity="note" if each.parts else "error",
                words=words,
                unit=above.unit if outcome is None else outcome.unit,
                expected=(cells[0][1] if cells else None) if outcome is None else outcome.expected,
                found=(Decimal(0) if cells else None) if outcome is None else outcome.found,
                allowance=None if outcome is None else outcome.allowance,
                figures=_figures(each, cells),
                suspects=tuple(
                    Suspect(figure, value, settles=len(each.laws), breaks=0)
                    for figure, value in cells
                ),
                place=above.place,
            ),
            each.laws,
        )


def _lacking(
    each: Lacking, above: Figure, name: str, cells: Sequence[tuple[Figure, Decimal]]
) -> Message:
    """That a row is lacking: which, with how much in which columns, and what speaks for it."""
    columns: Message | str = ""
    if len(cells) > 1:
        listed = [
            say(
                "checks.amount_in_column",
                column=figure.column.column,
                amount=separated(f"{value:f}"),
            )
            for figure, value in cells
        ]
        columns = say("checks.in_columns", columns=listed)
    parent = _row(each.above)
    why: Message | str = ""
    if each.parts:
        why = say("checks.parts_are_there") if each.whole else say("checks.some_parts_are_there")
    elif each.laws:
        why = say("checks.more_than_parts", row=parent)
    same: Message | str = ""
    if each.sibling is not None:
        same = say("checks.same_money", figure=By(_told, each.sibling))
    table = By(Figure.spot, above)
    if not cells:
        return say("checks.row_is_not_there", table=table, name=name, why=why)
    first, amount = cells[0]
    grouped, unit = separated(f"{amount:f}"), first.unit.zh
    if name:
        return say(
            "checks.row_is_lacking",
            table=table,
            name=name,
            amount=grouped,
            unit=unit,
            columns=columns,
            why=why,
            same=same,
        )
    return say(
        "checks.row_is_lacking_under",
        table=table,
        row=parent,
        amount=grouped,
        unit=unit,
        columns=columns,
        why=why,
        same=same,
    )


def _told(figure: Figure, lang: str) -> str:
    return said(figure, lang, unit=True)


def _figures(each: Lacking, cells: Iterable[tuple[Figure, Decimal]]) -> tuple[Figure, ...]:
    """The cells that a lacking row would have, those of the row above, and the one with the same money."""
    found = [figure for figure, _ in cells]
    found += [each.above.figures[i] for i, _ in each.amounts]
    found = found or [_first(each.above)]
    return (*found,) if each.sibling is None else (*found, each.sibling)


def _cells(each: Lacking, system: Compiled) -> list[tuple[Figure, Decimal]]:
    """The cells that a lacking row would have, and what they would print; they stand nowhere in the file."""
    above, code = each.above.address, each.code
    codes = [row.code.digits for row in each.side.rows if row.code is not None]
    address = RowAddress(
        above.table,
        above.key,
        title=above.title,
        row="" if code is None else code.digits,
        path=(*above.path, each.name) if each.name else above.path,
        index=1 + sum(code is not None and digits < code.digits for digits in codes),
        side=above.side,
        project=None,
        scope=None,
        name=each.name,
    )  # fmt: skip
    found = []
    for column, steps in each.amounts:
        beside = each.above.figures[column]
        place = Place(page=beside.place.page, sheet=beside.place.sheet)
        value = Decimal(steps).scaleb(system.exponent - beside.unit.exponent, exact)
        # the cell beside may print fewer places than the others do: what is lacking is told whole
        finest = value.normalize(exact).as_tuple().exponent
        places = max(beside.places, -finest if isinstance(finest, int) else 0)
        shown = value.quantize(last_place(places), context=exact)
        figure = figure_in_cell(
            None, beside.unit, places, State.MISSING, address, beside.column, place
        )
        found.append((figure, shown))
    return found


def _first(row: Row) -> Figure:
    """The figure to point at a row with: one that prints something, if there is one."""
    return next((f for f in row.figures if f.state is State.VALUE), row.figures[0])


def _row(row: Row) -> str:
    """A row by its code and name."""
    return " ".join(filter(None, (row.address.row, row.address.name)))
