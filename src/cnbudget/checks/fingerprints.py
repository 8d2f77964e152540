"""What a finding is known by from one check to the next: neither its place in the report nor its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any

from cnbudget.checks.findings import Finding
from cnbudget.figures import Figure
from cnbudget.words import plain

_LENGTH = 12  # characters


def fingerprints(findings: Iterable[Finding]) -> dict[str, str]:
    """The fingerprint of each finding, by its name.

    It is made of the law and of the figures in it by their tables, rows and columns; and for what is no matter of
    figures, of what the message quotes from the document. Neither what is printed counts (a wrong number that became
    another wrong number is the same finding) nor pages, lines and cells (a row put in above moves them).

    Args:
        findings: The findings of one report.

    Returns:
        The fingerprints, of which no two are one.
    """
    seen: Counter[str] = Counter()
    found = {}
    for each in findings:
        parts = sorted(_figure(figure) for figure in each.figures)
        if not parts:
            parts = [each.key, *sorted(set(_quoted(getattr(each.words, "values", {}).values())))]
        text = "\n".join((each.law, *parts))
        seen[text] += 1
        if seen[text] > 1:
            text += f"\n{seen[text]}"
        found[each.id] = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
    return found


def _figure(figure: Figure) -> str:
    row, column = figure.row, figure.column
    parts = (
        row.within, row.key if row.within == "table" else plain(row.section), row.side or "", plain(row.row),
        plain(row.name), "/".join(map(plain, row.path)), plain(row.project or ""), column.key or plain(column.column),
    )  # fmt: skip
    return "\t".join(parts)


def _quoted(values: Iterable[Any]) -> Iterator[str]:
    """What stands in a message that is the document's own."""
    for value in values:
        if isinstance(value, str):
            yield plain(value)
        elif isinstance(value, int | Decimal):
            yield str(value)
        elif isinstance(value, tuple | list):
            yield from _quoted(value)
        elif isinstance(inner := getattr(value, "values", None), dict):
            yield from _quoted(inner.values())
