"""Markdown: pipe tables; spans are shown as empty cells, as pipe tables have none.

All text of the document is text: what Markdown would run or take for a mark of its own is written as an entity,
which `cnbudget.reading` takes back.
"""

from __future__ import annotations

from cnbudget.expressions import expression
from cnbudget.writing.sheet import Contents, Heading, Part, Sheet

_ESCAPES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        "*": "&#42;",
        "\\": "&#92;",
        "`": "&#96;",
        "_": "&#95;",
        "~": "&#126;",
    }
)
#: What makes a link of words in brackets; brackets alone, as in 财预[2016]143号, make none.
_LINK = expression(r"\](?=[(\[:])")
#: What makes a line a heading, an item of a list, a rule, or a row of a table.
_MARK = expression(r"[|#]|[-+=](?=[-+=\s]|$)")


def escaped(text: str, *, begins: bool = False) -> str:
    """A text that Markdown shows as it is.

    Args:
        text: The text, in one line.
        begins: Whether it begins a line.

    >>> escaped("<b>*甲*</b> [乙](javascript:x)"), escaped("# 1", begins=True)
    ('&lt;b&gt;&#42;甲&#42;&lt;/b&gt; [乙&#93;(javascript:x)', '&#35; 1')
    """
    kept = _LINK.sub("&#93;", text.translate(_ESCAPES))
    if begins and _MARK.match(kept):
        kept = f"&#{ord(kept[0])};{kept[1:]}"
    return kept


def markdown(parts: list[Part]) -> str:
    """The document as Markdown."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, Heading):
            found.append(f"{'#' * max(1, part.level)} {escaped(part.text)}")
        elif isinstance(part, Sheet):
            found.extend(_sheet(part))
        elif isinstance(part, Contents):
            if not part.made:  # headings are enough
                found.extend(escaped(line, begins=True) for line in (part.title, *part.entries))
        else:
            found.append(escaped(part.text, begins=True))
    return "\n\n".join(found) + "\n"


def _sheet(sheet: Sheet) -> list[str]:
    lines = [escaped(sheet.number, begins=True)] if sheet.number else []
    if sheet.title:
        lines.append(f"{'#' * sheet.level} {escaped(sheet.title)}")
    lines += [escaped(line, begins=True) for line in (sheet.agency, sheet.unit) if line]
    if sheet.rows:
        rows = [
            "| " + " | ".join("" if cell is None else _cell(cell.text) for cell in row) + " |"
            for row in sheet.rows
        ]
        rule = [
            "---:" if cell is not None and cell.kind == "amount" else "---"
            for cell in sheet.rows[-1]
        ]
        rows.insert(1, f"|{'|'.join(rule)}|")
        lines.append("\n".join(rows))
    return [*lines, *(escaped(note, begins=True) for note in sheet.notes)]


def _cell(text: str) -> str:
    return escaped(text).replace("|", "\\|")
