"""HTML: one page that stands by itself, with real spans, and that prints as the forms do."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from cnbudget.writing.sheet import Contents, Heading, Part, Sheet, SheetCell

# in one line, so that the page's text is nothing but the document's
_CSS = (
    "body{font-family:'Source Han Serif SC','Noto Serif CJK SC',SimSun,'宋体',serif;line-height:1.6;"
    "max-width:75rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "h1{text-align:center;margin:2.5rem 0 2rem}h2{margin-top:2.5rem}"
    ".sheet h3{text-align:center;margin:.3rem 0}.sheet{margin:2.5rem 0;overflow-x:auto}"
    ".over{display:flex;justify-content:space-between;margin:0 0 .3rem;font-size:.9rem}"
    ".over p,.number{margin:0}"
    "table{border-collapse:collapse;width:100%;font-size:.88rem;line-height:1.35}"
    "th,td{border:1px solid #333;padding:.25em .45em}th{text-align:center;font-weight:bold}"
    ".a{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".c{text-align:center;white-space:nowrap}"
    ".t td{font-weight:bold}.note{font-size:.85rem;margin:.4rem 0}.text{text-indent:2em}"
    "nav ol{list-style:none;padding:0}nav a{color:inherit}"
    "@page{size:A4;margin:18mm 15mm}@page wide{size:A4 landscape;margin:15mm 12mm}"
    "@media print{body{margin:0;padding:0;max-width:none;font-size:11pt}.sheet{break-before:page;overflow:visible}"
    "h2{break-before:page;text-align:center}nav h2{break-before:auto}h2+.sheet{break-before:auto}"
    "table{font-size:8.5pt}th,td{padding:.15em .4em}.wide{page:wide}.wide table{font-size:7.5pt}"
    "thead{display:table-header-group}"
    "tr{break-inside:avoid}nav{break-after:page}}"
)


def page(parts: list[Part]) -> str:
    """The document as a page of HTML."""
    title = next(part.text for part in parts if isinstance(part, Heading) and not part.level)
    found = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>{_CSS}</style>",
        "</head>",
        "<body>",
    ]
    targets = {name: i for i, name in enumerate(filter(None, map(_named, parts)), 1)}
    number = 0
    for part in parts:
        if isinstance(part, Heading):
            level = min(part.level + 1, 6)
            number += part.level == 1
            mark = f' id="n{number}"' if part.level == 1 else ""
            found.append(f"<h{level}{mark}>{escape(part.text)}</h{level}>")
        elif isinstance(part, Sheet):
            number += bool(part.unit)
            found.extend(_sheet(part, number))
        elif isinstance(part, Contents):
            found.extend(_contents(part, targets))
        else:
            found.append(f'<p class="text">{escape(part.text)}</p>')
    return "\n".join([*found, "</body>", "</html>", ""])


def _named(part: Part) -> str:
    """What a list of contents calls a part of the document, or ""."""
    if isinstance(part, Sheet):
        return f"{part.number} {part.title}".strip() if part.unit else ""
    return part.text if isinstance(part, Heading) and part.level == 1 else ""


def _contents(part: Contents, targets: dict[str, int]) -> list[str]:
    lines = [
        f'<li><a href="#n{targets[text]}">{escape(text)}</a></li>'
        if text in targets
        else f"<li>{escape(text)}</li>"
        for text in part.entries
    ]
    return ["<nav>", f"<h2>{escape(part.title)}</h2>", "<ol>", *lines, "</ol>", "</nav>"]


def _sheet(sheet: Sheet, number: int) -> list[str]:
    wide = " wide" if sheet.wide else ""
    mark = f' id="n{number}"' if sheet.unit else ""
    found = [f'<section class="sheet{wide}"{mark}>']
    if sheet.number:
        found.append(f'<p class="number">{escape(sheet.number)}</p>')
    if sheet.title:
        found.append(f"<h3>{escape(sheet.title)}</h3>")
    if sheet.unit:
        found += [
            '<div class="over">',
            f"<p>{escape(sheet.agency)}</p>",
            f"<p>{escape(sheet.unit)}</p>",
            "</div>",
        ]
    found += grid(sheet)
    found += [f'<p class="note">{escape(note)}</p>' for note in sheet.notes]
    return [line for line in [*found, "</section>"] if line]


def grid(sheet: Sheet, drawn: Callable[[SheetCell, str], str] | None = None) -> list[str]:
    """The table of a sheet, line by line; none if it has no rows.

    Args:
        sheet: The sheet.
        drawn: Makes the inside of a cell, of the cell and its text; the text alone if not given.
    """
    if not sheet.rows:
        return []
    # an office program, which does not heed the style of cells, rules the table by this
    opening = '<table border="1" cellspacing="0" cellpadding="2">'
    found = [opening, "<thead>"] if sheet.head else [opening]
    for i, row in enumerate(sheet.rows):
        if sheet.head and i == sheet.head:
            found += ["</thead>", "<tbody>"]
        strong = any(cell is not None and cell.strong for cell in row)
        cells = "".join(_cell(cell, drawn) for cell in row if cell is not None)
        found.append(f'<tr class="t">{cells}</tr>' if strong else f"<tr>{cells}</tr>")
    if sheet.head:
        found.append("</tbody>" if len(sheet.rows) > sheet.head else "</thead>")
    return [*found, "</table>"]


def _cell(cell: SheetCell, drawn: Callable[[SheetCell, str], str] | None) -> str:
    tag = "th" if cell.kind == "header" else "td"
    spans = f' rowspan="{cell.down}"' if cell.down > 1 else ""
    spans += f' colspan="{cell.across}"' if cell.across > 1 else ""
    name = {"amount": ' class="a"', "code": ' class="c"'}.get(cell.kind, "")
    if cell.strong and cell.align == "center":
        name = ' class="c"'
    if cell.indent:
        spans += f' style="padding-left:{0.45 + cell.indent}em"'
    text = escape(cell.text)
    return f"<{tag}{name}{spans}>{text if drawn is None else drawn(cell, text)}</{tag}>"
