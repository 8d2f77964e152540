"""A comparison as text and in a notebook, and the cells that every form of it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

import attrs

from cnbudget.amounts import Ratio, Unit
from cnbudget.arithmetic import exact, separated
from cnbudget.comparison.results import ComparedBudgets
from cnbudget.comparison.rows import Change, ComparedAmount, ComparedRow, NotCompared
from cnbudget.messages import Words, few, joined, say, tell
from cnbudget.notebooks import as_html

#: A text, an amount, a share in per cent, or nothing.
TextCell: TypeAlias = str | Decimal | Ratio | None
_MOST_ROWS = 40  # of a table in a notebook
_MOST_LINES = 30  # of a table as text
_MOST_LEFT = 12
_MOST_NAMES = 3
_LEAST = 2  # decimals of amounts


@attrs.frozen
class ComparedTable:
    """A table of a comparison.

    Attributes:
        title: Its title.
        unit: The unit of its amounts.
        heads: The headings.
        rows: The cells of each row.
        signed: The columns of differences, by their places.
    """

    title: str
    unit: Unit
    heads: tuple[Words | str, ...] = attrs.field(kw_only=True)
    rows: tuple[tuple[TextCell, ...], ...] = attrs.field(kw_only=True)
    signed: frozenset[int] = attrs.field(default=frozenset(), kw_only=True)

    def texts(self, row: Sequence[TextCell]) -> list[str]:
        """The cells of a row as texts, differences with their signs."""
        return [shown(cell, plus=place in self.signed) for place, cell in enumerate(row)]


def grids(comparison: ComparedBudgets, lang: str) -> Iterator[ComparedTable]:
    """The tables of a comparison, each with its rows; those of which nothing is known are left out."""
    unit = comparison.budgets[-1].unit
    for key in dict.fromkeys(row.table for row in comparison.rows):
        rows = [
            row
            for row in comparison.table(key)
            if any(each.number is not None and each.number.value for each in row.amounts)
        ]
        if rows:
            yield ComparedTable(
                rows[0].title,
                unit,
                heads=_heads(comparison),
                rows=tuple(tuple(_cells(comparison, row, unit, lang)) for row in rows),
                signed=_signed(comparison),
            )


def _signed(comparison: ComparedBudgets) -> frozenset[int]:
    """The columns of differences."""
    count = len(comparison.names)
    if comparison.kind in ("peers", "sum"):
        return frozenset()
    if comparison.kind == "units":
        return frozenset((count + 2,))
    first = count + 1
    return frozenset(
        place for n in range(count - 1) for place in (first + 3 * n, first + 3 * n + 1)
    )


def _heads(comparison: ComparedBudgets) -> tuple[Words | str, ...]:
    names = comparison.names
    heads: list[Words | str] = [say("comparison.label")]
    if comparison.kind == "peers":
        for name in names:
            heads += [name, say("comparison.share")]
        return (*heads, say("comparison.notes"))
    heads += names
    if comparison.kind == "sum":
        return (*heads, say("comparison.total"), say("comparison.notes"))
    if comparison.kind == "units":
        return (*heads, say("comparison.sum"), say("comparison.beyond"), say("comparison.notes"))
    for name in names[1:]:
        of = say("comparison.change") if len(names) == 2 else say("comparison.change_of", name=name)
        heads += [of, say("comparison.rate"), say("comparison.contribution")]
    return (*heads, say("comparison.reasons"))


def _cells(
    comparison: ComparedBudgets, row: ComparedRow, unit: Unit, lang: str
) -> Iterator[TextCell]:
    yield row.label
    for each in row.amounts:
        yield _amount(each, unit, lang)
        if comparison.kind == "peers":
            yield each.share
    if row.total is not None:
        yield _amount(row.total, unit, lang)
    for change in row.changes:
        if change is None:
            yield from (None,) * (1 if comparison.kind == "units" else 3)
            continue
        yield _change(change, unit, lang)
        if comparison.kind != "units":
            yield change.rate
            yield change.contribution
    yield _remarks(row, lang)


def _amount(each: ComparedAmount, unit: Unit, lang: str) -> TextCell:
    if each.number is None:
        return tell(lang, "comparison.unknown")
    return _in(each.number.value, unit)


def _change(change: Change, unit: Unit, lang: str) -> TextCell:
    """A difference; where it may be rounding alone, with what it may be."""
    value = _in(change.number.value, unit)
    if change.sure or not change.number.value:
        return value
    low, high = change.interval.low, change.interval.high
    if low is None or high is None:
        return value
    return tell(
        lang,
        "comparison.may_be_rounding",
        value=signed(value),
        low=signed(_in(low, unit)),
        high=signed(_in(high, unit)),
    )


def _remarks(row: ComparedRow, lang: str) -> str:
    said = dict.fromkeys(note.text(lang) for each in row.amounts for note in each.notes)
    told = dict.fromkeys(
        reason.text for change in row.changes if change is not None for reason in change.reasons
    )
    return joined(lang, [*told, *said], ";")


def _in(yuan: Decimal, unit: Unit) -> Decimal:
    """An amount in a unit, with two decimals or as many as it has."""
    value = yuan.scaleb(-unit.exponent, exact)
    places = -int(value.as_tuple().exponent)
    if places <= _LEAST:
        return value.quantize(Decimal(1).scaleb(-_LEAST, exact), context=exact)
    rest = f"{value:f}".rstrip("0").partition(".")[2]
    return value.quantize(Decimal(1).scaleb(-max(len(rest), _LEAST), exact), context=exact)


def signed(value: Decimal) -> str:
    """A difference with its sign.

    >>> signed(Decimal("1003.00")), signed(Decimal("-3.00"))
    ('+1,003.00', '-3.00')
    """
    return f"{'+' if value > 0 else ''}{separated(f'{value:f}')}"


def shown(cell: TextCell, *, plus: bool = False) -> str:
    """A cell as text.

    Args:
        cell: The cell.
        plus: Whether a number is a difference, which has a sign.
    """
    if cell is None or isinstance(cell, str):
        return cell or ""
    number = cell.percent() if isinstance(cell, Ratio) else cell
    text = signed(number) if plus else separated(f"{number:f}")
    return f"{text}%" if isinstance(cell, Ratio) else text


def heading(comparison: ComparedBudgets, lang: str) -> str:
    """What is compared with what."""
    names = comparison.names
    unit = comparison.budgets[-1].unit
    first = comparison.budgets[0]
    if comparison.kind in ("years", "stages"):
        return tell(lang, "comparison.over_time", agency=first.agency, names=names, unit=unit)
    if comparison.kind == "units":
        return tell(
            lang,
            "comparison.of_units",
            agency=first.agency,
            units=names[1:],
            year=first.year or "?",
            stage=first.stage,
            unit=unit,
        )
    year, stage = first.year or "?", first.stage
    if comparison.kind == "sum":
        return tell(lang, "comparison.of_sum", names=names, year=year, stage=stage, unit=unit)
    return tell(lang, "comparison.of_peers", names=names, year=year, stage=stage, unit=unit)


def left_out(comparison: ComparedBudgets, lang: str) -> list[str]:
    """What was not compared, a line for each reason."""
    return [_left(comparison, each, lang) for each in comparison.not_compared]


def _left(comparison: ComparedBudgets, each: NotCompared, lang: str) -> str:
    return tell(
        lang,
        "comparison.not_compared_line",
        table=each.table,
        name=comparison.names[each.budget],
        count=len(each.labels),
        labels=few(each.labels, _MOST_NAMES),
        reason=each.reason,
    )


def remarks(comparison: ComparedBudgets, lang: str) -> list[str]:
    """Of a sum: what was not added since others hold it, and what may be counted twice, a line for each."""
    unit = comparison.budgets[-1].unit
    lines = []
    for each in comparison.units:
        names = [of.agency for of in each.units]
        lines.append(
            tell(lang, "comparison.counted_once", units=names, department=each.department.agency)
        )
        if each.beyond:
            labels = [f"{row.title} {row.label}" for row in each.beyond]
            lines.append(
                tell(
                    lang,
                    "comparison.units_beyond",
                    department=each.department.agency,
                    count=len(labels),
                    labels=few(tuple(labels), _MOST_NAMES),
                )
            )
    for transfer in comparison.transfers:
        name, kind = comparison.names[transfer.budget], transfer.kind
        amount = separated(f"{_in(transfer.amount.value, unit):f}")
        if transfer.sure:
            told = say("comparison.passed", name=name, kind=kind, amount=amount, unit=unit)
        else:
            told = say(
                "comparison.may_pass",
                name=name,
                kind=kind,
                of=transfer.of,
                amount=amount,
                unit=unit,
            )
        lines.append(told.text(lang))
    return lines


def comparison_text(comparison: ComparedBudgets, lang: str, *, details: bool = False) -> str:
    """The comparison in lines of text, a table after another; of long ones the first rows, unless all are asked for."""
    lines = [heading(comparison, lang)]
    for grid in grids(comparison, lang):
        lines += ["", grid.title, "\t".join(_head(each, lang) for each in grid.heads)]
        rows = grid.rows if details else grid.rows[:_MOST_LINES]
        lines += ["\t".join(grid.texts(row)).rstrip("\t") for row in rows]
        if len(rows) < len(grid.rows):
            lines.append(tell(lang, "comparison.more_rows", count=len(grid.rows) - len(rows)))
    said = remarks(comparison, lang)
    if said:
        lines += ["", *said]
    left = left_out(comparison, lang)
    if left:
        lines += ["", tell(lang, "comparison.not_compared"), *left]
    return "\n".join(lines)


def _head(each: Words | str, lang: str) -> str:
    return each if isinstance(each, str) else each.text(lang)


def comparison_html(comparison: ComparedBudgets, lang: str) -> str:
    """The comparison as a notebook shows it: a table after another, the longest cut."""
    parts = []
    title = heading(comparison, lang)
    for grid in grids(comparison, lang):
        rows = [grid.texts(row) for row in grid.rows[:_MOST_ROWS]]
        rest = len(grid.rows) - len(rows)
        after = [tell(lang, "comparison.more_rows", count=rest)] if rest else []
        heads: Sequence[str] = [_head(each, lang) for each in grid.heads]
        parts.append(as_html(f"{title}\n{grid.title}".strip(), heads, rows, after=after))
        title = ""
    said = remarks(comparison, lang)
    if said:
        parts.append(as_html(title, [], [], after=said[:_MOST_LEFT]))
    left = left_out(comparison, lang)
    if left:
        after = left[:_MOST_LEFT]
        parts.append(as_html(tell(lang, "comparison.not_compared"), [], [], after=after))
    elif not parts:
        parts.append(as_html(title, [], []))
    return "".join(parts)
