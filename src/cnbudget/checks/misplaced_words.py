"""Findings of rows that a table lacks, and of rows under another row's code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from cnbudget.arithmetic import exact, last_place
from cnbudget.checks.findings import Finding, Suspect
from cnbudget.checks.lacking import Lacking
from cnbudget.checks.messages import said
from cnbudget.checks.misplaced import Wrong
from cnbudget.checks.record import Record
from cnbudget.figures import Figure, Place, RowAddress, State, figure_in_cell
from cnbudget.invariants import Compiled, Verdict
from cnbudget.messages import Said
from cnbudget.tables import Row

__all__ = ["lacking_findings", "misplaced_findings"]


def misplaced_findings(
    record: Record, wrong: Sequence[Wrong]
) -> Iterator[tuple[Finding, tuple[int, ...]]]:
    """A finding for each row under a wrong code, with the laws that it explains.

    Args:
        record: Where findings get their names.
        wrong: The rows.
    """
    for each in wrong:
        row, other = each.row, each.other
        shown = _first(row)
        name, printed = row.address.name, row.address.row
        zh = f"{_where(shown, 'zh')}：“{name}”的编码写作 {printed}，应为 {each.code}"
        en = f"{_where(shown, 'en')}: “{name}” has the code {printed} and should have {each.code}"
        figures: tuple[Figure, ...] = (shown,)
        if other is not None:
            there = _first(other)
            figures = (shown, there)
            zh += (
                f"（本文件{_where(there, 'zh')}“{other.address.name}”的编码是 {other.address.row}）"
            )
            en += (
                f" (in this document “{other.address.name}” of {_where(there, 'en')} "
                f"has the code {other.address.row})"
            )
        if each.laws:
            zh += f"；按此 {len(each.laws)} 条不符的勾稽关系即相符"
            en += f"; so {len(each.laws)} violated laws would hold"
        finding = Finding(
            record.name(),
            "name",
            verdict=Verdict.VIOLATED,
            severity="error",
            words=Said(zh, en),
            unit=record.unit,
            figures=figures,
            suspects=(Suspect(shown, None, settles=len(each.laws), breaks=0),),
            place=shown.place,
        )
        yield finding, each.laws


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
        first, amount = cells[0]
        name = " ".join(filter(None, (str(each.code or ""), each.name)))
        table_zh, table_en = _table(above, "zh"), _table(above, "en")
        row_zh, row_en = _row(each.above)
        listed = "、".join(f"“{figure.column.column}”{value:f}" for figure, value in cells)
        listed_en = ", ".join(f"“{figure.column.column}” {value:f}" for figure, value in cells)
        if name:
            zh, en = f"{table_zh}缺“{name}”一行", f"{table_en}: the row “{name}” is lacking"
        else:
            zh = f"{table_zh}“{row_zh}”之下缺一行"
            en = f"{table_en}: a row is lacking under “{row_en}”"
        zh += f"：{amount:f} {first.unit.zh}"
        en += f": {amount:f} {first.unit.en}"
        if len(cells) > 1:
            zh, en = f"{zh}（{listed}）", f"{en} ({listed_en})"
        if each.parts:
            zh += "；它的下级各行都在，同级的其他行也都在"
            en += "; the rows below it are there, and so are the others of its level"
        elif each.laws:
            zh += f"；“{row_zh}”各列都比所列各部分之和多这么多"
            en += f"; “{row_en}” has so much more than the listed parts in each column"
        if each.sibling is not None:
            zh += f"；同口径或在其之内的数见{said(each.sibling, 'zh', unit=True)}"
            en += f"; for the same money see {said(each.sibling, 'en', unit=True)}"
        outcome = system.outcome(each.laws[0], Verdict.VIOLATED) if each.laws else None
        yield (
            Finding(
                record.name(),
                "form" if each.parts else "add-up" if each.laws else "agree",
                verdict=Verdict.VIOLATED,
                severity="note" if each.parts else "error",
                words=Said(zh, en),
                unit=first.unit if outcome is None else outcome.unit,
                expected=amount if outcome is None else outcome.expected,
                found=Decimal(0) if outcome is None else outcome.found,
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


def _figures(each: Lacking, cells: Iterable[tuple[Figure, Decimal]]) -> tuple[Figure, ...]:
    """The cells that a lacking row would have, those of the row above, and the one with the same money."""
    found = [figure for figure, _ in cells]
    found += [each.above.figures[i] for i, _ in each.amounts]
    return (*found,) if each.sibling is None else (*found, each.sibling)


def _cells(each: Lacking, system: Compiled) -> list[tuple[Figure, Decimal]]:
    """The cells that a lacking row would have, and what they would print; they stand nowhere in the file."""
    above, code = each.above.address, each.code
    address = RowAddress(
        above.table,
        above.key,
        title=above.title,
        row="" if code is None else code.digits,
        path=(*above.path, each.name) if each.name else above.path,
        index=1 + sum(row.code is not None and code is not None and row.code < code for row in each.side.rows),
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


def _row(row: Row) -> tuple[str, str]:
    """A row by its code and name."""
    words = " ".join(filter(None, (row.address.row, row.address.name)))
    return words, words


def _where(figure: Figure, lang: str) -> str:
    place = figure.place.words(lang)
    table = _table(figure, lang)
    return (
        f"{table}（{place}）"
        if lang == "zh" and place
        else f"{table} ({place})"
        if place
        else table
    )


def _table(figure: Figure, lang: str) -> str:
    row = figure.row
    if lang == "zh":
        return f"表{row.table}" if row.table is not None else f"《{row.title}》"
    return f"table {row.table}" if row.table is not None else row.title
