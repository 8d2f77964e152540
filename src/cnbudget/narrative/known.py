"""What is known of a document before its prose is read: its figures by scope, and its names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from typing import Any

import attrs

from cnbudget.characters import folding
from cnbudget.classification import Classification, Kind, default
from cnbudget.codes import Code, EconomicCode, FunctionCode
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.expressions import expression
from cnbudget.narrative.pieces import bare
from cnbudget.narrative.printed import Printed
from cnbudget.narrative.vocabulary import ORGANS
from cnbudget.numerals import PART
from cnbudget.passages import folded
from cnbudget.scope import PART as NUMBERED
from cnbudget.tables import USUAL_PRINTING, Printing, Row, Table
from cnbudget.values import Visible
from cnbudget.words import plain

#: The mark of a level, with the code before it if it has one.
LEVEL = expression(r"\(([0-9]{0,7})(类|款|项)\)")
_MARKS = "类款项"
_LEVEL_ENDS = tuple(f"{mark})" for mark in _MARKS)
_CATEGORY = 4  # characters of a category's name without 支出: 教育 and 其他 may be anything
_CATEGORY_DIGITS = FunctionCode.lengths[0]
#: Texts write 社会保障与就业支出 for 社会保障和就业支出.
_AND = str.maketrans("与及", "和和")
_NAMED = 6  # letters of an agency's name, at least
_NAME_MARKS = frozenset("()\"'《》:、，,.-·[]")


@attrs.frozen(eq=False, repr=False, slots=False)
class Known(Visible):
    """What must be known of a document to understand its prose: what its tables print, and the names they have.

    Attributes:
        tables: Its tables.
        agency: The agency that publishes.
        year: The fiscal year.
        stage: 预算 or 决算.
        level: "部门" or "单位", or None if the document does not say.
        nature: The natures that its form knows.
        lists: The lists of codes.
        printing: How its tables print amounts.
    """

    tables: tuple[Table[Any], ...] = ()
    agency: str = attrs.field(default="", kw_only=True)
    year: int | None = attrs.field(default=None, kw_only=True)
    stage: str = attrs.field(default="预算", kw_only=True)
    level: str | None = attrs.field(default=None, kw_only=True)
    nature: Nature = attrs.field(default=Nature.ALL, kw_only=True)
    lists: Classification | None = attrs.field(default=None, kw_only=True)
    printing: Printing = attrs.field(default=USUAL_PRINTING, kw_only=True)

    # Figures -------------------------------------------------------------------------------------

    @cached_property
    def printed_figures(self) -> Printed:
        """What the tables print, by scope."""
        return Printed(self.tables)

    @cached_property
    def flows(self) -> bool:
        """Whether the document keeps income and expenditure apart."""
        return self.stage == "决算" or self.printed_figures.flows

    # Names ---------------------------------------------------------------------------------------

    @cached_property
    def name(self) -> str:
        """The agency's name, bare."""
        return _unparted(bare(self.agency))

    @cached_property
    def agencies(self) -> frozenset[str]:
        """The agencies that rows of the tables are of."""
        return frozenset(
            name
            for row in self._rows()
            if row.address.scope is not None
            for name in row.address.scope.agency
            if not name.startswith(NUMBERED)
        )

    def agency_of(self, title: str) -> str | None:
        """The agency whose part of the text a heading opens; None if it is that of the whole document, or no agency.

        The text of a department with many units speaks of each under its name.
        """
        name = plain(title)
        if name in self.agencies:
            return name
        other = _unparted(bare(title))
        if not other or other == self.name or not other.endswith(ORGANS) or len(other) < _NAMED:
            return None
        if not self.name or not other.startswith(self.name[:2]) or _shortened(other, self.name):
            return None
        return name

    def is_own(self, title: str) -> bool:
        """Whether a heading is the name of the agency that publishes."""
        return bool(self.name) and _unparted(bare(title)) == self.name

    @cached_property
    def own_level(self) -> bool:
        """Whether the form tells own money from transfers from above in its income."""
        return any(
            column.scope is not None and column.scope.source is FundingSource.GENERAL_TRANSFER
            for table in self.tables
            for side in table.sides
            for column in side.columns
        )

    @cached_property
    def functions(self) -> dict[str, list[str]]:
        """The functional codes of the tables by bare name."""
        return self._codes(FunctionCode)

    @cached_property
    def economics(self) -> dict[str, list[str]]:
        """The economic codes of the tables by bare name."""
        return self._codes(EconomicCode)

    def _codes(self, kind: type[Code]) -> dict[str, list[str]]:
        found: dict[str, set[str]] = {}
        for row in self._rows():
            code = row.code
            if code is not None and type(code) is kind and row.address.name:
                found.setdefault(bare(row.address.name), set()).add(code.digits)
        return {name: sorted(codes) for name, codes in found.items()}

    @cached_property
    def printed(self) -> frozenset[str]:
        """The functional codes that stand in the tables."""
        return frozenset(row.code.digits for row in self._rows() if type(row.code) is FunctionCode)

    @cached_property
    def projects(self) -> dict[str, list[Row]]:
        """The rows of the tables that are projects, by name."""
        found: dict[str, list[Row]] = {}
        for row in self._rows():
            if row.project_name:
                found.setdefault(project_name(row.project_name), []).append(row)
        return found

    def _rows(self) -> Iterable[Row]:
        return (row for table in self.tables for side in table.sides for row in side.rows)

    @cached_property
    def listed(self) -> dict[str, list[str]]:
        """The functional codes of the year's lists by bare name."""
        return self._listed("functional")

    @cached_property
    def categories(self) -> dict[str, str]:
        """Other names of the functional categories: without 支出 (公共安全), and those of years before."""
        found: dict[str, str] = {}
        names = [
            (name, codes[0])
            for names in (self.functions, self.listed)
            for name, codes in names.items()
            if len(codes) == 1 and len(codes[0]) == _CATEGORY_DIGITS
        ]
        for name, code in (*names, *_categories_before(self.lists or default(), self.year)):
            short = name.removesuffix("支出")
            if len(short) >= _CATEGORY:
                found.setdefault(name, code)
                found.setdefault(short, code)
        return found

    @cached_property
    def listed_economics(self) -> dict[str, list[str]]:
        """The economic codes of the year's lists by bare name."""
        return self._listed("economic")

    def _listed(self, kind: str) -> dict[str, list[str]]:
        lists = self.lists or default()
        if self.year is None or not lists.years:
            return {}
        return _bare_names(lists, min(max(self.year, lists.years[0]), lists.years[-1]), kind)

    def is_project(self, name: str) -> bool:
        """Whether a row of the tables is a project of that name."""
        return bool(self.projects) and project_name(name) in self.projects

    def project(self, name: str, key: str) -> Row | None:
        """The project of a table that a name means, or None if that is not plain."""
        rows = [row for row in self.projects.get(project_name(name), ()) if row.address.key == key]
        if len(rows) > 1:  # 其他支出 and 其他项目支出
            rows = [row for row in rows if folded(row.project_name or "") == folded(name)]
        return rows[0] if len(rows) == 1 else None


def _shortened(name: str, whole: str) -> bool:
    """Whether a name is another with some of its letters left out: 青山市发改局 of 青山市发展和改革局.

    >>> _shortened("青山市发改局", "青山市发展和改革局"), _shortened("青山市价格认证中心", "青山市发展和改革局")
    (True, False)
    """
    left = iter(whole)
    return name[-1:] == whole[-1:] and all(letter in left for letter in name)


def _unparted(name: str) -> str:
    """A name without the part of the document that it heads (第二部分)."""
    part = PART.match(name)
    return name if part is None else name[part.end() :]


@lru_cache(maxsize=8)
def _bare_names(lists: Classification, year: int, kind: str) -> dict[str, list[str]]:
    catalogue = getattr(lists.for_year(year), kind)
    found: dict[str, list[str]] = {}
    for code in catalogue:
        found.setdefault(bare(catalogue.name_of(code)), []).append(code)
    return found


@lru_cache(maxsize=8)
def _categories_before(lists: Classification, year: int | None) -> list[tuple[str, str]]:
    """The bare names of functional categories that nothing else was called by, in each year before, and their codes."""
    rows = lists.table(Kind.FUNCTIONAL).rows
    categories = [
        (bare(row[2]), code, row[0], row[1])
        for code in rows
        if len(code) == _CATEGORY_DIGITS
        for row in rows[code]
    ]
    called: dict[str, list[tuple[str, int, int]]] = {name: [] for name, *_ in categories}
    for code, listed in rows.items():
        for row in listed:
            name = bare(row[2])
            if name in called:
                called[name].append((code, row[0], row[1]))
    return [
        (name, code)
        for before in reversed(lists.years)
        if year is None or before < year
        for name, code, since, until in categories
        if since <= before <= until
        and [each for each, first, last in called[name] if first <= before <= last] == [code]
    ]


def project_name(name: str) -> str:
    """A project's name as it is compared: folded, brackets and marks aside, but with what they hold."""
    return name.translate(_unmarked()).replace("项目", "")


@cache
def _unmarked() -> dict[int, str | None]:
    """What folds a name and leaves its marks out."""
    table = {
        point: plain and "".join(letter for letter in plain if letter not in _NAME_MARKS)
        for point, plain in folding().items()
    }
    return {**table, **{ord(mark): None for mark in _NAME_MARKS}}


# The levels of functional items as the prose writes them --------------------------------------------


def name_of(text: str) -> str:
    """A name in an item's path, without the numbering before it."""
    return text.lstrip("0123456789.、．-:，,")


def joined_codes(codes: tuple[str, ...]) -> str:
    """The digits of a path of codes: "204", "06", "01" is 2040601."""
    if not codes or not all(codes):
        return ""
    digits = codes[0]
    for code in codes[1:]:
        digits = code if code.startswith(digits) else digits + code
    return digits if len(digits) in (3, 5, 7) and digits[0] == "2" else ""


def levels_of(words: str) -> tuple[str, ...]:
    """The names of an item's levels in words that end with the mark of one; "" for those that stand above them.

    >>> levels_of("社会保障和就业支出(类)"), levels_of("行政事业单位养老支出(款)"), levels_of("收入预算情况说明")
    (('社会保障和就业支出',), ('', '行政事业单位养老支出'), ())
    """
    if not words.endswith(_LEVEL_ENDS):
        return ()
    marked = LEVEL.split(words)
    if len(marked) == 1:
        return ()
    return below((), tuple(name_of(name) for name in marked[0:-1:3]), marked[2])


def below(above: tuple[str, ...], names: tuple[str, ...], mark: str) -> tuple[str, ...]:
    """Names whose first has a mark, and before them those of the levels above it as a heading gives them.

    Some forms' headings name the 类, and the items below the 款 and the 项.
    """
    depth = _MARKS.index(mark)
    known = above[:depth]
    return (*known, *[""] * (depth - len(known)), *names)


def codes_called(name: str, index: dict[str, list[str]]) -> list[str]:
    """The codes of a name, or of it with another word for 和 where none is called so.

    >>> codes_called("社会保障与就业支出", {"社会保障和就业支出": ["208"]})
    ['208']
    """
    found = index.get(name)
    if found is None:
        other = name.translate(_AND)
        found = index.get(other) if other != name else None
    return found or index.get(name.replace("和", "与"), [])


def codes_of_names(names: tuple[str, ...], index: dict[str, list[str]]) -> list[str]:
    """The codes whose names from the top are these, where they are told."""
    if not 1 <= len(names) <= 3:
        return []
    above: list[str] | None = None
    for depth, name in enumerate(names, 1):
        size = 1 + 2 * depth
        if name:
            above = [
                code
                # 一般公共服务（类） is what the official lists call 一般公共服务支出
                for code in (*codes_called(name, index), *codes_called(f"{name}支出", index))
                if len(code) == size
                and (above is None or any(code.startswith(parent) for parent in above))
            ]
    return above or []
