"""What stands over tables: the titles that are known, the unit, the agency, and whether a table goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Protocol

import attrs

from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.layouts.forms import loose_title, title_key
from cnbudget.layouts.named import means_one_of
from cnbudget.layouts.outlines import Outline
from cnbudget.numerals import COUNTED, YEAR_OF, integer
from cnbudget.reading.blocks import Block, Grid, GridRow
from cnbudget.reading.categories import category_named
from cnbudget.reading.numbers import TEXT, parse
from cnbudget.values import Visible
from cnbudget.words import continued, numbered, plain, plain_stem, spaceless, without_page

#: What numbers of two places or more than a thousand have, wherever they stand in a cell.
_SEPARATED = expression("[0-9][.,][0-9]{2}")
#: A number that is no ordinal, no level and no year.
_WHOLE = expression(r"-?(?!20[0-9]{2}$)[1-9][0-9]{2,14}")
#: Forms number their tables before the title: 表1, 附表一, 公开表3.
_NUMBER = expression(rf"(?:附件?|公开)?表(?:格)?([0-9]{{1,3}}|[{COUNTED}]{{1,3}})[-—.、,:)]*(.*)")
_MARKS = frozenset("-·•")
#: Lists of contents print such marks between a title and its page.
_LEADERS = ".·…-—_"
#: Some regions print the agency and the year before the title of each table.
_UP_TO_YEAR = expression(rf"^.{{0,30}}?{YEAR_OF.pattern}")
#: How the name of an agency ends (部门 and 单位 are folded into one).
_AGENCIES = expression(
    r"(?:[局委会办室心院校园厅所站处部府社馆队司团区县市镇乡州盟旗台库场厂行组道]|机关|公司|大学|中学|小学|部门)"
    r"(?:\((?:本级|部门|本部|机关|汇总)\))?$"
)
_UNIT = expression(r"单位[::]?(?:人民币)?(亿元|千元|万元|元)")
#: 预算数(单位：万元) is a heading, and no line over the table.
_HEADING_WITH_UNIT = expression(
    r"[^:()表部门单位编制]{2,20}\((?:金额|货币|计量)?单位:?(?:亿元|千元|万元|元)\)"
)
#: What is printed as a unit of money and is none of those that budgets use.
_STRANGE_UNIT = expression(
    r"单位(?:人民币)?((?:百|十|百万|十万|千万|十亿|百亿|万亿|美|港|欧|日|英)元|元角分|分)$"
)
_UNIT_LINE = expression(r"\(?(?:金额|货币|计量)?单位[::]?(?:人民币)?(?:亿元|千元|万元|元)\)?")
#: 某局　　　　单位：万元: what stands over a table ends with its unit.
_UNIT_BEHIND = expression(rf"{_UNIT_LINE.pattern}$")
#: Forms print the agency at the left end of the line over a table, often with the unit at its right end.
_AGENCY = expression(
    r"(?:编制|填报|公开)?(?:部门|单位)(?:名称)?[:：]\s*+([^\t:：]{2,60}?)(?:\s*(?:金额|货币|计量)?单位[:：].*)?$"
)
_LONGEST_TITLE = 80
#: The heading of a block that only names a table of the form.
NAMED = "\0"
#: Characters between a title and its grid: lists of contents name tables of which no grid follows.
FARTHEST = 400
_CODE = expression(r"[23][0-9]{2}(?:[0-9]{2}){0,2}(?![0-9.])")
_TOTALS = ("总计", "合计", "收入总计", "支出总计")
_UNITS = ("元", "千元", "万元", "亿元", "人民币元", "人民币万元")
_AFTER = expression(r"[（(]?单位[:：].*", re.DOTALL)
#: What says that there is nothing of something.
_NOTHING = expression(
    r"空白?表|为空|[无没]有?(?:相关)?数据|不涉及|未安排|"
    r"(?:没有|无|未)[^。；;]{0,40}(?:支出|拨款|预算|经费|收支|资金|结转|结余|项|安排|数)|"
    r"(?<![0-9.])0(?:\.0{1,6})?(?:万?元|$)"
)


@attrs.define(eq=False, repr=False)
class Found(Visible):
    """A table of the form as found among the blocks.

    Attributes:
        key: The package's name of the table.
        title: Its title as printed.
        number: Its number in the document, or None.
        place: Where it begins.
        parts: Its rows, a list for each page it runs over.
        unit: The unit of money printed over it, or "".
        agency: The agency printed over it, or "".
        said_empty: Whether the document says that it is empty.
        matched: The known title that its title is, as `cnbudget.layouts.forms.title_key` leaves it.
        goes_on: Whether its title says that it goes on from before (续表).
        strange_unit: A unit printed over it that is not known, or "".
        notes: Lines that stand under it, before anything else.
    """

    key: str
    title: str
    number: int | None
    place: Place
    parts: list[list[GridRow]] = attrs.field(factory=list)
    unit: str = ""
    agency: str = ""
    said_empty: bool = False
    matched: str = ""
    goes_on: bool = False
    strange_unit: str = ""
    notes: list[str] = attrs.field(factory=list)

    @property
    def line(self) -> int | None:
        """The line it begins on."""
        return self.place.line

    @property
    def has_amounts(self) -> bool:
        """Whether it prints amounts, read or not: numbers that are not zero, with a separator or behind a name."""
        rows = [row.cells for part in self.parts for row in part]
        return any(
            _SEPARATED.search(cell) and cell.strip("0.,- ") for cells in rows for cell in cells
        ) or any(map(_whole_amounts, rows))

    def take(self, other: Found) -> None:
        """Take over what is printed of unit and agency elsewhere over the same table."""
        self.unit = self.unit or other.unit
        self.strange_unit = self.strange_unit or other.strange_unit
        self.agency = self.agency or other.agency


def _whole_amounts(cells: Sequence[str]) -> bool:
    """Whether a row prints amounts without a separator: one number is a code, and so is one before a name.

    >>> _whole_amounts(["2010301", "行政运行", "51200"]), _whole_amounts(["行政运行", "2010301", "", "0"])
    (True, False)
    >>> _whole_amounts(["30101", "基本工资", "50101", "工资奖金津补贴", ""])
    False
    """
    printed = [cell.strip() for cell in cells if cell.strip()]
    if sum(cell[-1] in "0123456789" for cell in printed) < 2:
        return False
    numbers = [_WHOLE.fullmatch(cell) is not None for cell in printed]
    names = [not cell.strip("0123456789.-").isascii() for cell in printed]
    return sum(numbers) > 1 and any(
        number and any(names[:place]) and not any(names[place + 1 : place + 2])
        for place, number in enumerate(numbers)
    )


class _LayoutTitles:
    """The titles that the layouts know."""

    def __init__(self, outlines: tuple[Outline, ...]) -> None:
        self.keys: dict[str, str] = {}
        #: the labels of fixed rows, by the keys of their tables
        self.listed: dict[str, frozenset[str]] = {}
        #: tables with rows that are told by the names of categories
        self.named: set[str] = set()
        #: titles that regions vary, as they are compared
        self.loose: dict[str, str] = {}
        for outline in outlines:
            for title, table in outline.by_title.items():
                if title in table.titles:
                    self.keys.setdefault(title, table.key)
                self.loose.setdefault(loose_title(title), table.key)
            for table in outline.tables.values():
                known = self.listed.get(table.key, frozenset())
                self.listed[table.key] = known | table.labels
                if table.names:
                    self.named.add(table.key)
        self.longest_first = sorted(self.keys, key=len, reverse=True)

    def goes_on(self, table: Found, rows: list[GridRow]) -> bool:
        """Whether rows go on with a table whose page ended."""
        return _continues(table, rows, self)

    def match(self, text: str) -> tuple[str, int | None, str, str] | None:
        """The table's key, its number, its bare title and the title as known, if the text is a title."""
        if len(text) > _LONGEST_TITLE or "表" not in text:
            return None
        bare = plain(text)
        if bare[:1] in _MARKS:
            bare = bare.lstrip("-·•")
        if "续" in bare:
            bare = continued(bare) or bare
        for table, rest in _numbers(bare):
            if not rest:
                return "", table, "", ""
            mark, title = numbered(rest)
            number = integer(mark) if mark and table is None else table
            unit = title.find("单位:")
            if unit > 0:
                title = title[:unit].rstrip("(")
            matched = self._known(title)
            if matched is not None:
                key = self.keys.get(matched) or self.loose[matched]
                return key, number, _printed(text, title), matched
        return None

    def _known(self, title: str) -> str | None:
        """The known title that this is, a page number behind it or year and agency before it aside."""
        whole = title_key(title)
        if whole in self.keys:
            return whole
        short = title_key(without_page(title, _LEADERS))
        if short in self.keys:
            return short
        year = _UP_TO_YEAR.match(title) if "年" in title else None
        rest = title_key(without_page(title[year.end() :], _LEADERS)) if year is not None else ""
        if rest in self.keys:
            return rest
        for each in (whole, short, rest):
            if each and (varied := loose_title(each)) in self.loose:
                return varied
        if not rest:
            return None
        for each in self.longest_first:
            if rest.endswith(each):
                # what stands before a title is the agency's name: anything else makes it another table's
                return each if _AGENCIES.search(rest[: -len(each)]) else None
        return None


@lru_cache(maxsize=16)
def _titles_of(outlines: tuple[Outline, ...]) -> _LayoutTitles:
    """The titles of some outlines: a matter of the forms, and so kept."""
    return _LayoutTitles(outlines)


def _numbers(bare: str) -> Iterator[tuple[int | None, str]]:
    """The ways to read "表 3" before a title: "表一一般…" is table one, not eleven."""
    found = _NUMBER.match(bare)
    if found is None:
        yield None, bare
        return
    digits = found[1]
    for length in range(len(digits), 0, -1) if not digits.isascii() else [len(digits)]:
        rest = digits[length:] + bare[found.end(1) :]
        yield integer(digits[:length]), rest.lstrip("-—.、,:)")


def _printed(text: str, title: str) -> str:
    """The title as it is printed, without the number before it."""
    whole = spaceless(text)
    if "单位" in whole:
        whole = _AFTER.sub("", whole)
    whole = whole.strip("*#")
    for start in range(min(len(whole), 24)):
        if plain(whole[start:]) == title:
            return whole[start:]
    return title


class KnownTitles(Protocol):
    """What finding tables asks of the titles that are known."""

    def match(self, text: str) -> tuple[str, int | None, str, str] | None:
        """The table's key, its number, its bare title and the title as known, if the text is a title."""

    def goes_on(self, table: Found, rows: list[GridRow]) -> bool:
        """Whether rows go on with a table whose page ended."""


def titles_of(outlines: Sequence[Outline]) -> KnownTitles:
    """The titles that some layouts know."""
    return _titles_of(tuple(outlines))


def says_nothing(text: str) -> bool:
    """Whether a sentence says that there is nothing of something.

    >>> says_nothing("本部门2025年没有使用政府性基金预算拨款安排的支出。"), says_nothing("本表无数据")
    (True, True)
    >>> says_nothing("政府性基金预算支出5万元")
    False
    """
    return _NOTHING.search(text) is not None


def over_a_grid(text: str) -> bool:
    """Whether a line only says the unit or the agency, and is no heading."""
    return bool(_UNIT_LINE.fullmatch(plain(text)) or _AGENCY.match(text.strip()))


def parted(blocks: list[Block], titles: KnownTitles) -> Iterator[Block]:
    """The blocks, grids with titles among their rows (as sheets have them) parted before these."""
    for block in blocks:
        if not isinstance(block, Grid) or not block.rows[0].padded:
            yield block
            continue
        rows = block.rows
        start, last = 0, -2  # where the part begins, the last row that is a title
        for i, row in enumerate(rows):
            texts = [cell for cell in row.cells if cell]
            if 0 < len(texts) < 3 and "表" in texts[0] and titles.match(texts[0]) is not None:
                if i > last + 1 and i > start:
                    yield Grid(rows[start:i])
                    start = i
                last = i
            elif (
                i > start + 1
                and (title := _heads_another(rows[i - 1], texts))
                and titles.match(title) is None
            ):
                yield Grid(rows[start : i - 1])
                start = i - 1
        yield Grid(rows[start:]) if start else block


def _heads_another(above: GridRow, texts: list[str]) -> str:
    """The title of its own that a table below others has: a text alone, above a row that says the unit; or "".

    Sheets have tables right below each other, of which some are none of the form.
    """
    title = [cell for cell in above.cells if cell]
    if len(title) != 1 or not 0 < len(texts) < 3 or len(title[0]) > _LONGEST_TITLE:
        return ""
    if title[0][-1] == "。" or _UNIT_BEHIND.search(plain(texts[-1])) is None:
        return ""
    return title[0]


def describe(table: Found | None, text: str, *, fresh: bool) -> bool:
    """Take note of the unit and the agency printed over a table; say whether that was all."""
    if table is None or ("单位" not in text and "部门" not in text):
        return False
    if ":" not in text and "：" not in text and "元" not in text:
        return False  # neither an agency nor a unit
    squeezed = plain(text)
    taken = len(squeezed) < 60 and take_unit(table, squeezed)
    agency = _AGENCY.match(text.strip())
    if agency is not None and plain(agency[1]).strip("()") not in _UNITS:
        table.agency = table.agency or agency[1].strip()
        taken = True
    return taken and (fresh or len(squeezed) < 60)


def says_on(text: str) -> bool:
    """Whether a line says that a table goes on (续表)."""
    return "续" in text and len(text) < _LONGEST_TITLE and continued(plain(text)) is not None


def take_unit(table: Found, squeezed: str) -> bool:
    """Take note of a unit of money in a plain text; say whether there is one."""
    unit = _UNIT.search(squeezed)
    if unit is not None:
        table.unit = table.unit or unit[1]
        return True
    strange = _STRANGE_UNIT.search(squeezed)
    if strange is not None:
        table.strange_unit = table.strange_unit or strange[1]
    return strange is not None


def preamble(
    rows: list[GridRow], titles: KnownTitles, over: Found
) -> tuple[list[GridRow], Found | None]:
    """The rows without a title, agency and unit that stand in the grid itself; ``over`` takes note of these.

    In a workbook the title stands in a row by itself, and the agency and the unit in the ends of the next.
    """
    inner: Found | None = None
    number: int | None = None
    start = 0
    for row in rows[:6]:
        texts = [cell for cell in row.cells if cell]
        if not texts or len(texts) > 3:
            break
        found = titles.match(texts[0]) if len(texts) < 3 else None
        if found is not None:
            key, here, bare, matched = found
            if key:
                inner = Found(
                    key, bare, here if number is None else number, row.place, matched=matched
                )
                inner.goes_on = says_on(texts[0])
                take_unit(inner, plain(texts[0]))
                if len(texts) > 1:
                    describe(inner, texts[1], fresh=True)
            else:
                number = here
                describe(over, texts[-1], fresh=True)  # 表1 at the left end, the unit at the right
        elif any(_HEADING_WITH_UNIT.fullmatch(plain(text)) for text in texts) or not sum(
            describe(over, text, fresh=True) for text in texts
        ):
            break
        start += 1
    return rows[start:], inner


def _signature(row: GridRow) -> tuple[str, ...]:
    return tuple(text for text in row.plain_texts if text)


def _continues(table: Found, rows: list[GridRow], titles: _LayoutTitles) -> bool:
    """Whether rows go on with a table whose page ended."""
    if not table.parts:
        return False
    first = _signature(rows[0])
    head = table.parts[0]
    if first and any(first == _signature(row) for row in head[:4]):
        return True
    width = max(len(row.cells) for row in head)
    if max(len(row.cells) for row in rows) > width:
        return False
    listed = titles.listed.get(table.key, frozenset())
    if len(rows[0].cells) == width and any(
        _CODE.match(cell)
        or numbered(cell)[1] in _TOTALS
        or plain_stem(cell) in listed
        or (table.key in titles.named and category_named(cell))
        for cell in rows[0].plain_texts
    ):
        return True
    alone = len(rows[0].cells) == width and len(first) == 1
    if alone and means_one_of(plain_stem(first[0]), listed, "row"):
        return True  # 因公出国（境）费 without amounts, where the form has 因公出国（境）费用
    # without a header: rows of the same build, with numbers where the table has numbers
    columns = {
        i
        for part in table.parts
        for row in part
        for i, cell in enumerate(row.cells)
        if cell and parse(cell)[1] >= 0
    }
    numeric = [i for i, cell in enumerate(rows[0].cells) if cell and parse(cell)[1] >= 0]
    words = [cell for cell in rows[0].cells if cell and parse(cell) is TEXT]
    return bool(numeric) and set(numeric) <= columns and len(words) <= 3
