"""Values as notebooks show them: plain tables that need no style sheet and read well in light and dark."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from html import escape

_LINE = "border:1px solid color-mix(in srgb,currentColor 30%,transparent);padding:2px 6px"


def as_html(
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    after: Sequence[str] = (),
    totals: Container[int] = (),
) -> str:
    """A title and a table.

    Args:
        title: What stands above it, in lines of their own; the first is strong.
        heads: The headings.
        rows: The texts of the cells; what looks like a number stands to the right.
        after: Lines below it.
        totals: Which rows, from 0, are strong: totals, and what is looked at first.

    >>> as_html("甲<", ["数"], [["1,234.50"]])[:22]
    '<strong>甲&lt;</strong>'
    """
    first, *others = title.split("\n")
    lines = [f"<strong>{escape(first)}</strong>"]
    lines += [f"<div>{escape(each)}</div>" for each in others]
    head = "".join(f'<th style="{_LINE};text-align:left">{escape(each)}</th>' for each in heads)
    strong = ' style="font-weight:bold"'
    body = "".join(
        f"<tr{strong if number in totals else ''}>{''.join(map(_cell, row))}</tr>"
        for number, row in enumerate(rows)
    )
    if body:
        lines.append(
            f'<table style="border-collapse:collapse"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        )
    lines += [f"<div>{escape(each)}</div>" for each in after]
    return "".join(lines)


def _cell(text: str) -> str:
    number = bool(text) and all(mark in "0123456789,.+-%" for mark in text)
    align = "right" if number else "left"
    return f'<td style="{_LINE};text-align:{align};vertical-align:top">{escape(text)}</td>'
