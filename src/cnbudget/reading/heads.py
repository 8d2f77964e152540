"""Whose document it is, of which year, stage, level and unit: what its head and its titles say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from cnbudget.amounts import Unit
from cnbudget.disclosure import Problem
from cnbudget.expressions import expression
from cnbudget.forms import vocabulary
from cnbudget.messages import Said, say
from cnbudget.numerals import PART, YEAR, YEAR_DIGITS
from cnbudget.reading.blocks import Block, TextLine
from cnbudget.reading.titles import Found
from cnbudget.tables import Table
from cnbudget.words import plain, spaceless

#: 301_青山县审计局, as the sheets of Hunan's system have it.
_CODED = expression("^[0-9]{3,9}[-_—]")
#: 青山县统计局 2023年度, as final accounts print it over their tables.
_DATED = expression(f"{YEAR.pattern}(?:度)?$")
_COVER = expression(r"(部门|单位)(?:预算|决算)")
_PART = expression(f"^{PART.pattern}[、.:：]?")
#: What stands in sentences, and in no title.
_TOLD = expression("[。；，]|[0-9](?:万|亿|千)?元")
#: Titles say whether a department or a unit of one publishes: 2026年部门收支总表, 单位收支总表.
_LEVEL = expression(rf"(?:.{{0,30}}{YEAR_DIGITS}年度?)?(?:预算)?(部门|单位)")
_BARE_LEVELS = frozenset(
    ("部门", "单位", "部门综合", "单位综合")
)  # 2026年部门预算公开说明 names nobody
#: How the first lines name the agency: behind the year or before it, and on covers in a line of its own.
_NAMED = (
    expression(rf"^{YEAR_DIGITS}年(?:度)?(.{{2,40}}?)(?:部门|单位)?(?:预算|决算)公开"),
    expression(rf"^{YEAR_DIGITS}年(?:度)?(.{{2,40}}?)(?:部门|单位)(?:预算|决算)"),
    expression(rf"^(.{{2,40}}?){YEAR_DIGITS}年(?:度)?(?:部门|单位)?(?:综合)?(?:预算|决算)"),
    expression(r"^(.{2,40}?)(?:部门|单位)?(?:预算|决算)公开"),
    expression(
        rf"^{YEAR_DIGITS}年(?:度)?(.{{2,40}}(?:局|委员会|办公室|中心|院|校|会|厅|所|站|处|部))$"
    ),
)


#: A cover that is a form: 单位名称：青山县审计局 in a line of its own, its colon left out as in all lines of a head.
_FILLED_IN = expression(
    r"^(?:(?:编制|填报|公开)?(?:单位|部门)名称|(?:编制|填报)(?:单位|部门))[:：]?(.{4,40})$"
)
_FORM_WORDS = ("单位", "部门", "编制", "填报", "公开")
#: The year that a document says of itself: 某局2025年度部门决算情况说明.
_OWN = ("部门预算", "部门决算", "单位预算", "单位决算")
_COMPARED = tuple("与同比较和及、至到~—-")
#: What stands before a year that is told of in passing: 收入预算100万元，2024年部门预算为90万元; 根据2024年….
_IN_PASSING = (*"0123456789，。；(", "根据", "按照", "依据")
_THROUGHOUT = 4  # lines that say it


def year_of(
    head: list[str], others: list[tuple[Block, str]], found: Iterable[Found] = ()
) -> int | None:
    """The fiscal year: at the head of the document, or in most titles of tables, or beginning most paragraphs."""
    for text in head[:6]:
        match = YEAR.search(text)
        if match is not None:
            return _left_over(int(match[1]), text, others)
    titles = (YEAR.search(plain(f"{each.title} {each.matched}")) for each in found)
    titled = Counter(int(match[1]) for match in titles if match is not None)
    if titled:
        return max(titled, key=lambda year: (titled[year], year))
    counts: dict[int, int] = {}
    for block, _ in others:
        if isinstance(block, TextLine) and "年" in block.text:
            match = YEAR.search(plain(block.text[:400]))
            if match is not None:
                counts[int(match[1])] = counts.get(int(match[1]), 0) + 1
    return max(counts, key=lambda year: counts[year]) if counts else None


def _left_over(year: int, head: str, others: list[tuple[Block, str]]) -> int:
    """The year at the head, or the one that the document says throughout: a cover may be that of the year before."""
    head = plain(head)
    said: Counter[int] = Counter()
    told: Counter[int] = (
        Counter()
    )  # of which year the lines are, by the first year that is not compared with
    for block, _ in others:
        line = plain(block.text[:200]) if isinstance(block, TextLine) else ""
        years = [each for each in YEAR.finditer(line) if line[: each.start()][-1:] not in _COMPARED]
        if not years or line == head:
            continue
        told[int(years[0][1])] += 1
        said.update(
            int(each[1])
            for each in years
            if line[each.end() :].removeprefix("度").startswith(_OWN)
            and not any(word in line[: each.start()] for word in _IN_PASSING)
        )
    other = next(iter(said), year)
    throughout = len(said) == 1 and said[other] >= _THROUGHOUT and told[other] > 2 * told[year]
    return other if throughout else year


def agency_of(head: list[str], found: list[Found]) -> str:
    """The agency that publishes: the one that most tables name, or that the head of the document does."""
    # over one table the name of another agency may stand, by a slip: most tables tell
    names: dict[str, int] = {}
    # with brackets as they are printed: the name is to be written as it was read
    printed: dict[str, str] = {}
    for each in found:
        if each.agency:
            bare = _DATED.sub("", _CODED.sub("", spaceless(each.agency)))
            name = plain(bare)
            names[name] = names.get(name, 0) + 1
            printed.setdefault(name, bare)
    if names:
        return printed[max(names, key=lambda name: names[name])]
    return agency_in(head)


def agency_in(head: list[str]) -> str:
    """The agency that the lines at the head of a document name; "" if none does.

    >>> agency_in(["青山市审计局2026年部门预算公开"]), agency_in(["2026年", "青山市气象局部门预算"])
    ('青山市审计局', '青山市气象局')
    >>> agency_in(["2026年部门预算公开表", "单位名称青山市气象局"])
    '青山市气象局'
    """
    filled = (_FILLED_IN.match(text) for text in head if text.startswith(_FORM_WORDS))
    for found in filled:
        if found is not None and vocabulary().ends(found[1], "agency"):
            return found[1]
    joined = [*head, "".join(head[:2]), "".join(head[:3])]
    matches = (pattern.match(_PART.sub("", text)) for pattern in _NAMED for text in joined)
    said = [found[1] for found in matches if found is not None and found[1] not in _BARE_LEVELS]
    # 青山县某部门 in a web page's title names nobody
    return next((name for name in said if vocabulary().ends(name, "agency")), "".join(said[:1]))


def stage_of(head: list[str], found: list[Found]) -> str:
    """Whether it is a budget or a final account: by its head, or else by the titles of its tables."""
    # a sentence may compare with the final accounts of years before, and 预决算公开 is no title of either
    titles = {text: plain(text).replace("预决算", "") for text in head[:4]}
    final = 2 * sum("决算" in each.title for each in found) > len(found)
    if not final and not any("决算" in title for title in titles.values()):
        return "预算"
    for stage in ("决算", "预算"):
        if any(stage in title and not _TOLD.search(text) for text, title in titles.items()):
            return stage
    return "决算" if final else "预算"


def level_of(found: list[Found], head: list[str]) -> str | None:
    """Whether it is a 部门 or a 单位 that publishes; None if nothing says so."""
    counts = {"部门": 0, "单位": 0}
    for each in found:
        match = _LEVEL.match(plain(each.title))
        if match is not None:
            counts[match[1]] += 1
    if not any(counts.values()):  # the titles do not say: "2024年度部门决算" on the cover does
        for text in head[:4]:
            match = _COVER.search(text)
            if match is not None:
                counts[match[1]] += 1
    best = max(counts, key=lambda level: counts[level])
    return best if counts[best] else None


def usual_unit(tables: list[Table[Any]], default: Unit) -> Unit:
    """The unit of money of most tables."""
    counts: dict[Unit, int] = {}
    for table in tables:
        if table.status in ("present", "empty"):
            counts[table.unit] = counts.get(table.unit, 0) + 1
    return max(counts, key=lambda unit: counts[unit]) if counts else default


def units_in_question(
    found: Found,
    key: str,
    unit: Unit,
    *,
    printed: bool,
    headings: Iterable[Unit | None],
    amounts: bool,
) -> Iterator[Problem]:
    """What is to be said of a table's unit of money: that it is none, that none is printed, or two are.

    Args:
        found: The table as it was found.
        key: The package's name of it.
        unit: The unit that its amounts are taken in.
        printed: Whether that is printed over it or in its headings.
        headings: The units that the headings of its columns print, each its own.
        amounts: Whether it has any.
    """
    others = dict.fromkeys(each.zh for each in headings if each not in (None, unit))
    if found.strange_unit:
        kind, text = "unit", found.strange_unit
        words = say("reading.unit_unknown", strange_unit=text)
    elif amounts and found.unit and others:
        kind, text = "units", "、".join(others)
        words = say(
            "reading.units_differ",
            title=found.title,
            unit=Said(unit.zh, unit.zh),
            others=Said(text, text),
        )
    elif amounts and not printed:
        kind, text = "no_unit", ""
        words = say("reading.unit_not_printed", title=found.title, unit=Said(unit.zh, unit.zh))
    else:
        return
    yield Problem(kind, words, place=found.place, table=found.number, key=key, text=text)
