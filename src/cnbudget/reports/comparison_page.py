"""A comparison as one page of HTML, which stands by itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape
from importlib.resources import files

from cnbudget._version import __version__
from cnbudget.amounts import Ratio
from cnbudget.comparison import Comparison
from cnbudget.comparison.text import ComparedTable, TextCell, grids, heading, left_out, remarks
from cnbudget.messages import tell


def comparison_page(comparison: Comparison, *, lang: str = "zh") -> str:
    """A comparison as one page of HTML.

    Args:
        comparison: What `cnbudget.compare` gave.
        lang: Chinese ("zh") or English ("en").

    Returns:
        The page, which needs nothing else.

    >>> import attrs, cnbudget
    >>> budget = cnbudget.example("artux")
    >>> page = comparison_page(cnbudget.compare(attrs.evolve(budget, year=2025), budget))
    >>> page.count("<h1"), "阿图什市医疗保障局" in page
    (1, True)
    """
    style = files("cnbudget.reports").joinpath("page.css").read_text("utf-8")
    title = escape(heading(comparison, lang))
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{"zh-CN" if lang == "zh" else "en"}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        '<main id="main">',
        f"<h1>{title}</h1>",
    ]
    for number, grid in enumerate(grids(comparison, lang)):
        lines += _grid(grid, number, lang)
    lines += [f"<p>{escape(each)}</p>" for each in remarks(comparison, lang)]
    left = left_out(comparison, lang)
    if left:
        lines.append(f"<h2>{escape(tell(lang, 'comparison.not_compared'))}</h2><ul>")
        lines += [f"<li>{escape(each)}</li>" for each in left]
        lines.append("</ul>")
    lines += [f"<p>cnbudget {escape(__version__)}</p>", "</main>", "</body>", "</html>", ""]
    return "\n".join(lines)


def _grid(grid: ComparedTable, number: int, lang: str) -> Iterator[str]:
    name = f"t{number}"
    yield f'<section class="sheet"><h2 id="{name}">{escape(grid.title)}</h2>'
    yield f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{name}">'
    yield "<table><thead><tr>"
    for head in grid.heads:
        words = head if isinstance(head, str) else head.text(lang)
        yield f'<th scope="col">{escape(words)}</th>'
    yield "</tr></thead><tbody>"
    for row in grid.rows:
        first, *cells = zip(row, grid.texts(row), strict=True)
        numbers = "".join(_cell(cell, text) for cell, text in cells)
        yield f'<tr><th scope="row">{escape(first[1])}</th>{numbers}</tr>'
    yield "</tbody></table></div></section>"


def _cell(cell: TextCell, text: str) -> str:
    kind = ' class="a"' if isinstance(cell, Decimal | Ratio) else ""
    return f"<td{kind}>{escape(text)}</td>"
