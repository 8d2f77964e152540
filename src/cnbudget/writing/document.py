"""From a disclosure to the parts of a document, in their order: headings, paragraphs and sheets.

The order is that of the file the disclosure was read from, where that is known. Passages without a place, as
composed ones are, go by their headings: what stands before 第三部分 (or the 情况说明) goes before the tables,
the rest behind them. A list of contents stays as it is; one is made only where nothing was read from a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from cnbudget.disclosure import Disclosure, Passage
from cnbudget.errors import CnbudgetError
from cnbudget.expressions import expression
from cnbudget.figures import NOWHERE, Place
from cnbudget.layouts import Layout, load, names
from cnbudget.narrative.sections import heading_of, sections_of
from cnbudget.numerals import COUNTED, PART
from cnbudget.tables import Table
from cnbudget.words import plain, without_page
from cnbudget.writing.forms import NOTE, sheet_of_grid, sheet_of_table
from cnbudget.writing.sheet import Contents, Heading, Part, Sheet, Text, printable

_SECTION = expression(rf"[{COUNTED}]{{1,3}}、")
_SUBSECTION = expression(rf"[（(][{COUNTED}]{{1,3}}[）)]")
_LEADERS = ".·…-—_"
_LEADS = 6  # marks in a row that lead to a page
_OVER = "目录"  # over a list of contents
_MADE = "目　录"  # over one that is made here
_MARKED = expression(r"(#{1,6})\s*(.*)")
_EMPTY = ("空表", "空白表", "为空", "无数据", "没有数据")
_OWN_NOTES = (f"{NOTE}原文件没有“", f"{NOTE}标“")
_LONGEST_HEADING = 60


def title_of(budget: Disclosure) -> str:
    """The title of the document.

    >>> import cnbudget
    >>> title_of(cnbudget.example("artux"))
    '2026年阿图什市医疗保障局部门预算公开'
    """
    year = "" if budget.year is None else f"{budget.year}年"
    if not budget.agency:  # with 公开 behind it the year would read as the agency's name
        return f"{year}{budget.stage}表"
    return printable(f"{year}{budget.agency}{budget.level or '部门'}{budget.stage}公开")


def parts(budget: Disclosure, layout: Layout | None = None) -> list[Part]:
    """The document, part by part: the title first.

    Args:
        budget: The disclosure.
        layout: Its form; the shipped one of its name if not given. Without one the columns' addresses are
            enough.
    """
    layout = layout or _layout(budget)
    tables = _ordered(budget)
    slots = _slots(budget, tables)
    found: list[Part] = list(_prose(slots[0], budget))
    titles = [part for part in found if isinstance(part, Heading) and not part.level]
    title = titles[0] if titles else Heading(title_of(budget), 0)
    # a web page says its title twice
    found = [title, *(part for part in found if part not in titles)]
    # what was read from a file gets nothing that it does not have
    if (
        tables
        and not (budget.content or budget.files)
        and not any(isinstance(p, Heading) and PART.match(p.text) for p in found)
    ):
        year = "" if budget.year is None else f"{budget.year}年"
        found.append(Heading(f"{year}{budget.level or '部门'}{budget.stage}公开表", made=True))
    for table, after in zip(tables, slots[1:], strict=True):
        form = layout[table.key] if layout is not None and table.key in layout else None
        sheet = sheet_of_table(table, form, agency=budget.agency, lacking=lacking(budget, table))
        found.append(sheet)
        if not sheet.rows and not any(_says_empty(each) for each in after[:3]):
            found.append(Text("本表为空表。"))
        found.extend(_prose(after, budget))
    entries = [] if budget.content or budget.files else _entries(found)
    if entries and not any(isinstance(part, Contents) for part in found):
        found.insert(1, Contents(_MADE, tuple(entries), made=True))
    return found


def _entries(found: list[Part]) -> list[str]:
    """The lines of a list of contents: parts and tables; none where nothing is to be listed.

    A grid before the first table would be sought under the last title of the list, so then there is no list.
    """
    entries: list[str] = []
    tables = 0
    for part in found:
        if isinstance(part, Heading):
            if part.level == 1:
                entries.append(part.text)
        elif isinstance(part, Sheet):
            if part.unit:
                tables += 1
                entries.append(f"{part.number} {part.title}".strip())
            elif not tables:
                return []
    return entries


def lacking(budget: Disclosure, table: Table[Any]) -> frozenset[str]:
    """The keys of the columns of a table that the file was found to lack."""
    found = (p for p in budget.problems if p.kind == "column" and p.key == table.key)
    return frozenset(problem.text for problem in found if problem.text)


def _layout(budget: Disclosure) -> Layout | None:
    if budget.layout not in names():
        return None
    try:
        return load(budget.layout)
    except CnbudgetError:  # a file of the package that someone has changed
        return None


def _ordered(budget: Disclosure) -> list[Table[Any]]:
    """The tables that the document has, in its order."""
    have = [table for table in budget.tables if table.status != "missing"]
    place = {key: number for number, key in enumerate(budget.order)}
    return sorted(have, key=lambda table: place.get(table.key, len(place)))


# Where the passages go ----------------------------------------------------------------------------


def _slots(budget: Disclosure, tables: list[Table[Any]]) -> list[list[Passage | Contents]]:
    """The passages before the first table, and behind each."""
    slots: list[list[Passage | Contents]] = [[] for _ in range(len(tables) + 1)]
    starts = [_start(table) for table in tables]
    listed = _listed(budget.passages)
    passages = [*budget.passages[: listed.start], *budget.passages[listed.stop :]]
    behind = not any(PART.match(_bare(passage.text)) for passage in passages)
    announced = False
    for at, passage in enumerate(budget.passages):
        slot = _slot(passage.place, starts)
        if at in listed:  # what it names is not there yet
            if at == listed.start:
                lines = [printable(each.text) for each in budget.passages[at : listed.stop]]
                slots[slot or 0].append(Contents(lines[0], tuple(lines[1:])))
            continue
        if slot is None:
            text = _bare(passage.text)
            heading = len(text) <= _LONGEST_HEADING and PART.match(text) is not None
            if announced or (heading and "情况说明" in text):
                behind = True
            announced = announced or (heading and "表" in text)
            slot = len(tables) if behind else 0
        slots[slot].append(passage)
    return slots


def _start(table: Table[Any]) -> Place:
    """Where a table begins, as far as that is known."""
    figures = table.figures
    first = figures[0].place if figures else NOWHERE
    line = first.line if table.line is None else table.line
    return Place(line, first.page, sheet=first.sheet, file=first.file)


def _slot(place: Place, starts: list[Place]) -> int | None:
    """How many tables begin before a place; None if that cannot be told."""
    if place.line is None and place.page is None:
        return None
    here = (place.file, place.sheet)
    known = [i for i, start in enumerate(starts) if (start.file, start.sheet) == here]
    known = [i for i in known if (starts[i].page is None) == (place.page is None)]
    known = [i for i in known if place.page is not None or starts[i].line is not None]
    if not known or (place.sheet is None and len(known) < len(starts)):
        return None
    at = (place.page or 0, place.line or 0)
    passed = [i for i in known if (starts[i].page or 0, starts[i].line or 0) <= at]
    return max(passed) + 1 if passed else min(known)


def _listed(passages: tuple[Passage, ...]) -> range:
    """Where the list of contents stands among the passages, its heading first; empty if there is none."""
    for section in sections_of(passages):
        if section.key == "contents" and section.title == _OVER:
            start = next(i for i, each in enumerate(passages) if _over_contents(each))
            return range(start, start + 1 + len(section.passages))
    return range(0)


def _over_contents(passage: Passage) -> bool:
    found = None if passage.grid else heading_of(passage)
    return found is not None and found.title == _OVER


def _leads_to_a_page(text: str) -> bool:
    """Whether a line ends with a row of marks and the number of a page."""
    marks = without_page(text, "")[-_LEADS:]
    return len(marks) == _LEADS and all(mark in _LEADERS for mark in marks)


# What they become ---------------------------------------------------------------------------------


def _prose(passages: list[Passage | Contents], budget: Disclosure) -> Iterator[Part]:
    last = ""
    for passage in passages:
        if isinstance(passage, Contents):
            yield passage
            continue
        if passage.grid and "\n" in passage.text:
            title = "" if plain(passage.title) == last else _bare(passage.title)
            last = plain(passage.title)  # the next grid under it is under it still
            yield attrs.evolve(sheet_of_grid(passage.text, title), place=passage.place)
            continue
        text = printable(passage.text)
        if passage.grid:
            yield Text("　".join(text.split(" ")), place=passage.place)
        elif not text.startswith(_OWN_NOTES):
            part = _paragraph(text, budget)
            if part is not None:
                yield attrs.evolve(part, place=passage.place)
                last = plain(part.text)


def _paragraph(text: str, budget: Disclosure) -> Heading | Text | None:
    """A heading, by its marks or its numbering, or a paragraph; None if nothing is left."""
    bare = _bare(text)
    if not bare:
        return None
    if len(bare) > _LONGEST_HEADING:
        return Text(bare)
    if _is_title(bare, budget):
        return Heading(bare, 0)
    if _leads_to_a_page(text):
        return Text(bare)
    marked = _MARKED.match(text)
    if marked is not None:
        return Heading(bare, len(marked[1]))
    for level, pattern in enumerate((PART, _SECTION, _SUBSECTION), 1):
        if pattern.match(bare) and not bare.endswith(("。", "；", "：")):
            return Heading(bare, level)
    return Text(bare)


def _is_title(text: str, budget: Disclosure) -> bool:
    """Whether a text names the year, the agency and what is published."""
    words = plain(text)
    year = "" if budget.year is None else str(budget.year)
    published = f"{budget.stage}公开" in words and not words.startswith("第")
    return published and year in words and plain(budget.agency) in words and "表" not in words


def _bare(text: str) -> str:
    """A paragraph without the marks of Markdown."""
    marked = _MARKED.match(text)
    return (marked[2] if marked is not None else text).replace("**", "").strip()


def _says_empty(passage: Passage | Contents) -> bool:
    if isinstance(passage, Contents):
        return False
    return not passage.grid and any(word in passage.text for word in _EMPTY)
