"""Markdown: pipe tables; spans are shown as empty cells, as pipe tables have none."""

from __future__ import annotations

from cnbudget.writing.sheet import Heading, Part, Sheet

__all__ = ["markdown"]

_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "\\|", "*": "&#42;", "\\": "&#92;", "`": "&#96;"}
)


def markdown(parts: list[Part], entries: list[str]) -> str:  # noqa: ARG001  (headings are enough)
    """The document as Markdown."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, Heading):
            found.append(f"{'#' * max(1, part.level)} {part.text}")
        elif isinstance(part, Sheet):
            found.extend(_sheet(part))
        else:
            found.append(_paragraph(part.text))
    return "\n\n".join(found) + "\n"


def _sheet(sheet: Sheet) -> list[str]:
    lines = [sheet.number] if sheet.number else []
    if sheet.title:
        lines.append(f"{'#' * sheet.level} {sheet.title}")
    lines += [line for line in (sheet.agency, sheet.unit) if line]
    if sheet.rows:
        rows = [
            "| "
            + " | ".join("" if cell is None else cell.text.translate(_ESCAPES) for cell in row)
            + " |"
            for row in sheet.rows
        ]
        rule = [
            "---:" if cell is not None and cell.kind == "amount" else "---"
            for cell in sheet.rows[-1]
        ]
        rows.insert(1, f"|{'|'.join(rule)}|")
        lines.append("\n".join(rows))
    return [*lines, *sheet.notes]


def _paragraph(text: str) -> str:
    """A paragraph that is read as one, and not as a row of a table."""
    return f"\\{text}" if text.startswith("|") else text
