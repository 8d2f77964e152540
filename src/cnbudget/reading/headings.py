"""Which column of a grid is which column of the form: by the headings, in whatever order."""

from __future__ import annotations

import attrs

from cnbudget.amounts import Unit
from cnbudget.expressions import expression
from cnbudget.layouts import ColumnForm, SideForm, TableForm
from cnbudget.layouts.named import columns_named, means_one_of, rows_named, says_something
from cnbudget.numerals import YEAR_OF
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.categories import category_named
from cnbudget.reading.differences import is_difference
from cnbudget.reading.numbers import BLANK, TEXT, column_number, parse, unit_in
from cnbudget.values import Visible
from cnbudget.words import plain, plain_stem, spaceless, stem, without_brackets

#: Final accounts number their lines in a column (行次), and their columns in a row (栏次).
_LINE_NUMBER, _COLUMN_NUMBER = "行次", "栏次"
#: Forms that print codes over several columns have one for each level, under its name alone.
LEVELS = ("类", "款", "项", "目")
#: A column that says whose a row is, by a code that is none of the classifications.
_AGENCY_CODE = expression(r"(?:单位|部门|机构)(?:编码|代码|编号)$")
_CODES = ("编码", "代码", "编号")
#: Headings of labels that stand in either half of a two-sided table.
_ANY_LABELS = frozenset(("项目", "科目", "科目名称", "功能科目", "功能分类", "项目(按功能分类)"))
#: What the one column of amounts may be called, in forms of regions that no layout was written for.
_SOLE = frozenset(("预算数", "预算", "金额", "本年预算数", "本年预算", "预算金额"))
#: Some tables say their unit in a heading: 预算数（万元）.
_MONEY = expression(r"\((?:单位[:：]?)?(万元|元|千元|亿元)\)$")
_DIGITS = frozenset("0123456789")
_CODED = expression(r"([0-9]{3}(?:[0-9]{2}){0,2})\s*\D")


@attrs.define(eq=False, repr=False)
class ValueColumn(Visible):
    """A column of a grid that is a value column.

    Attributes:
        index: Its place in the grid, from 0.
        text: Its leaf heading as printed, without spaces.
        path: All headings from the top.
        form: The form's column that it is, or None.
    """

    index: int
    text: str
    path: tuple[str, ...]
    form: ColumnForm | None = None

    @property
    def unit(self) -> Unit | None:
        """The unit of money that is printed in its headings."""
        return unit_in(self.path)


@attrs.define(eq=False, repr=False)
class SideColumns(Visible):
    """The columns of a grid that belong to a side of the form.

    Attributes:
        form: The side.
        labels: The label columns: places in the grid, and the plain headings.
        agencies: Columns of the codes of agencies, which only say that a row is one's: places in the grid, and
            headings.
        values: The value columns that the form has, in the grid's order.
        extra: Value columns that the form does not have.
        remarks: Columns of words that the form does not have: places in the grid, and headings.
        derived: Columns worked out of others (增减额, 增减%).
        lacking: Columns of the form that the grid does not have and should have.
        width: How many columns the grid has.
    """

    form: SideForm
    labels: list[tuple[int, str]] = attrs.field(factory=list)
    agencies: list[tuple[int, str]] = attrs.field(factory=list)
    values: list[ValueColumn] = attrs.field(factory=list)
    extra: list[ValueColumn] = attrs.field(factory=list)
    remarks: list[tuple[int, str]] = attrs.field(factory=list)
    derived: list[ValueColumn] = attrs.field(factory=list)
    lacking: list[ColumnForm] = attrs.field(factory=list)
    width: int = 0


def split_header(rows: list[GridRow], form: TableForm) -> tuple[list[GridRow], list[GridRow]]:
    """The header's rows, and the rest: data begins with the first amount, code or total."""
    for position, row in enumerate(rows):
        if _is_data(row, form) or (position and _is_remarked_total(row, form)):
            if position:
                return rows[:position], rows[position:]
            return _late_header(rows, form)
    return rows, []


def _late_header(rows: list[GridRow], form: TableForm) -> tuple[list[GridRow], list[GridRow]]:
    """The header of a table before which a row of data has strayed."""
    headings = frozenset().union(*(side.headings for side in form.sides))
    for start, row in enumerate(rows[:6]):
        texts = {_heading_key(text) for text in row.plain_texts}
        if len(texts & headings) > 1 and not _is_data(row, form):
            end = start + 1
            while end < len(rows) and not _is_data(rows[end], form):
                end += 1
            return rows[start:end], rows[:start] + rows[end:]
    return [], rows


def _is_remarked_total(row: GridRow, form: TableForm) -> bool:
    """Whether a row is a total without amounts but with remarks behind it."""
    texts = row.plain_texts
    return any(
        texts[:1] and texts[0] in side.totals and side.headings.isdisjoint(texts[1:])
        for side in form.sides
    )


def _is_data(row: GridRow, form: TableForm) -> bool:
    texts = [cell for cell in row.cells if cell]
    if not texts:
        return False
    if len(texts) == 1:
        label = plain(texts[0])
        if any(label in side.totals for side in form.sides) or _CODED.match(texts[0]):
            return True
        if parse(texts[0])[1] >= 0:
            return True
        label = stem(texts[0])
        return any(
            label in side.listed_labels or (side.names and category_named(label) is not None)
            for side in form.sides
        ) or _is_listed([label], form)
    for cell in texts:
        parsed = parse(cell)
        if parsed is not TEXT and parsed is not BLANK:
            # digits alone in a row of words can be a heading's numbering: 1, 2, 3 …
            return not _numbering(texts)
        if cell[0] in _DIGITS and _CODED.match(cell):
            return True
    plain_texts = row.plain_texts
    for side in form.sides:
        if side.headings.isdisjoint(plain_texts):
            listed = side.listed_labels
            if listed and not listed.isdisjoint(map(plain_stem, plain_texts)):
                return True
        if side.names and any(category_named(cell) for cell in texts):
            return True
        if plain_texts[0] in side.totals and set(plain_texts).issubset(side.totals):
            return True
    return _is_listed(plain_texts, form)


def _is_listed(texts: list[str], form: TableForm) -> bool:
    """Whether some of the texts of a row mean a fixed row of the form, and none a heading."""
    return any(
        rows_named(side, plain_stem(text)) for side in form.sides if side.listed for text in texts
    ) and not any(
        text in side.headings or text in side.groups or columns_named(side, _heading_key(text))
        for side in form.sides
        for text in texts
    )


def _numbering(texts: list[str]) -> bool:
    """Whether cells only number the columns (栏次 1 2=3+4 3 4)."""
    numbers = [number for cell in texts if (number := column_number(cell)) is not None]
    said = any(plain(cell) == _COLUMN_NUMBER for cell in texts)  # 类 款 项 栏次 1 2
    return (
        len(numbers) > (not said)
        and (said or len(texts) - len(numbers) <= 1)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] < 3
    )


def _numbers_columns(row: GridRow) -> bool:
    texts = [cell for cell in row.cells if cell]
    return any(cell.isdigit() for cell in texts) and _numbering(texts)


def is_header(row: GridRow, header: dict[str, list[list[str]]]) -> bool:
    """Whether a row repeats one of the header's, as at the top of a page.

    Args:
        row: The row.
        header: The header's rows as `header_index` gives them.
    """
    for first in row.cells:
        if first:
            break
    else:
        return False
    if first.isdigit():  # a code: most rows
        return False
    same = header.get(plain(first))
    return same is not None and row.plain_texts in same


def header_index(rows: list[GridRow]) -> dict[str, list[list[str]]]:
    """The plain texts of the header's rows, by the first text of each."""
    index: dict[str, list[list[str]]] = {}
    for row in rows:
        texts = row.plain_texts
        if texts:
            index.setdefault(texts[0], []).append(texts)
    return index


def heading_key(text: str) -> str:
    """A heading as it is compared: plain, without a year in front or a unit behind.

    >>> heading_key("2026年 预算数（万元）")
    '预算数'
    """
    return _heading_key(plain(text))


def _heading_key(text: str) -> str:
    """The key of a heading that is plain already."""
    if "年" in text:
        text = YEAR_OF.sub("", text)
    return _MONEY.sub("", text) if text.endswith(")") else text


def match_columns(header: list[GridRow], form: TableForm, width: int) -> list[SideColumns]:
    """The columns of the grid, by side; None of a heading is guessed."""
    columns = _columns([row for row in header if not _numbers_columns(row)], width)
    sides = [SideColumns(side, width=width) for side in form.sides]
    given: dict[int, list[ValueColumn]] = {i: [] for i in range(len(sides))}
    foreign: list[tuple[int, str]] = []  # labels of another classification
    owner: SideColumns | None = None
    at = 0
    fresh = True  # whether the present side has no value column yet
    for index, (keys, shown, path) in enumerate(columns):
        if len(sides) == 2:
            labelled = _labelled(sides, keys, path)
            if labelled:
                if at not in labelled or not fresh:
                    others = [number for number in labelled if number != at]
                    at, fresh = others[0] if others else at, True
            elif keys and not fresh and not _known(keys, sides[at].form) and at == 0:
                at, fresh = 1, True
        side = sides[at]
        slipped = _total_label(keys, path, side.form) or _of_no_year(keys, path, side.form)
        if _known(keys, side.form) and not slipped:
            given[at].append(ValueColumn(index, shown, path))
            fresh = False
        elif any(key.endswith(_CODES) and _AGENCY_CODE.search(key) for key in keys):
            side.agencies.append((index, keys[0]))
        elif keys[:1] != [_LINE_NUMBER]:  # numbers of lines say nothing
            other = any("政府" in text and "政府性" not in text for text in path)
            (foreign if other else side.labels).append((index, keys[0] if keys else ""))
            owner = side
    if foreign and owner is not None:
        # the government's economic classification may stand beside the department's, or alone
        (owner.remarks if owner.labels else owner.labels).extend(foreign)
    for number, side in enumerate(sides):
        if not given[number]:
            given[number] = _sole(side, columns)
        _assign(side, given[number], [column[0] for column in columns])
    return sides


def _sole(
    side: SideColumns, columns: list[tuple[list[str], str, tuple[str, ...]]]
) -> list[ValueColumn]:
    """The one column of amounts of a table that calls it 预算数 alone: it is the table's total."""
    found = [index for index, _ in side.labels if not _SOLE.isdisjoint(columns[index][0])]
    total = next((form for form in side.form.columns if form.key in ("total", "amount")), None)
    if len(found) != 1 or total is None:
        return []
    index = found[0]
    side.labels = [each for each in side.labels if each[0] != index]
    keys, shown, path = columns[index]
    keys.insert(0, heading_key(total.heading))
    return [ValueColumn(index, shown, path)]


def _labelled(sides: list[SideColumns], keys: list[str], path: tuple[str, ...]) -> list[int]:
    """The sides whose labels a column may be; of two, the one whose heading stands above."""
    found = [n for n, side in enumerate(sides) if any(key in side.form.labels for key in keys)]
    if not _ANY_LABELS.isdisjoint(keys):
        found = list(range(len(sides)))
    if len(found) > 1:
        above = {heading_key(text) for text in path[:-1]}
        told = [number for number in found if sides[number].form.groups & above]
        if len(told) == 1:
            return told
    return found


def paths_of(header: list[GridRow], width: int) -> list[tuple[str, ...]]:
    """For each column its headings from the top, with the merged cells above it."""
    return [path for _, _, path in _columns(header, width)]


def _columns(header: list[GridRow], width: int) -> list[tuple[list[str], str, tuple[str, ...]]]:
    """For each column what its heading may be, its lowest cell, and the path with merged cells above."""
    grid = [row.cells[:width] + [""] * (width - len(row.cells)) for row in header]
    below = [[False] * width]  # whether a cell has text further down, from the last row up
    for cells in reversed(grid[1:]):
        below.append([bool(cell) or under for cell, under in zip(cells, below[-1], strict=False)])
    below.reverse()
    paths: list[list[str]] = [[] for _ in range(width)]
    owns: list[list[str]] = [[] for _ in range(width)]  # plain
    lowest = [""] * width
    above: list[str] | None = None
    for level, cells in enumerate(grid):
        line: list[str] = []
        under = below[level]
        over = grid[level - 1]
        texts = iter(header[level].plain_texts)
        last = text = ""
        for j, cell in enumerate(cells):
            if cell:
                last, text = cell, spaceless(cell)
                owns[j].append(next(texts))
                lowest[j] = text
            elif not (
                j
                and under[j]
                # a merged cell ends where that above it ends
                and (above is None or (above[j] == above[j - 1] and not over[j]))
            ):
                last = text = ""
            line.append(last)
            if last:
                path = paths[j]
                if not path or path[-1] != text:
                    path.append(text)
        above = line
    return [
        (_keys(own), shown, tuple(path))
        for own, shown, path in zip(owns, lowest, paths, strict=True)
    ]


def _keys(own: list[str]) -> list[str]:
    """What a column's heading may be: its lowest cell, or that with those above it (split lines)."""
    keys, joined = [], ""
    for text in reversed(own):
        joined = text + joined
        keys.append(_heading_key(joined))
    return keys


def _known(keys: list[str], side: SideForm) -> bool:
    if not keys or keys[0] in side.labels or keys[0] in LEVELS:
        return False
    if any(key in side.by_heading for key in keys) or without_brackets(keys[0]) in side.by_bare:
        return True
    return any(columns_named(side, key) for key in keys)


def _total_label(keys: list[str], path: tuple[str, ...], side: SideForm) -> bool:
    """Whether a column of labels has slipped its total row's into the header."""
    # met in final accounts
    return (
        len(keys) > 1
        and keys[0] in side.totals
        and any(plain(text) in side.labels for text in path[:-1])
    )


def _of_no_year(keys: list[str], path: tuple[str, ...], side: SideForm) -> bool:
    """Whether a heading says 预算数 and no year, where the form has that for another year alone."""
    forms = side.by_heading.get(keys[0], ()) if keys and keys[0] in _SOLE else ()
    return bool(forms) and all(form.year for form in forms) and _printed_year(path) is None


def _assign(
    side: SideColumns,
    headings: list[ValueColumn],
    columns_keys: list[list[str]],
) -> None:
    """Give each heading its column of the form; those of one name are told apart by what is above."""
    forms = side.form.columns
    taken: set[str] = set()
    options: dict[int, list[ColumnForm]] = {}
    for heading in headings:
        keys = columns_keys[heading.index]
        named = next(
            (side.form.by_heading[key] for key in keys if key in side.form.by_heading), None
        )
        named = named or side.form.by_bare.get(without_brackets(keys[0]))
        found = list(named or _meant(side.form, keys))
        if len(found) > 1:
            above = {heading_key(text) for text in heading.path[:-1]}
            told = [form for form in found if form.under & above] or [
                form
                for form in found
                if any(means_one_of(text, form.under, "column") for text in above)
            ]
            if not told:
                told = [form for form in found if not form.under] if above else []
            # 小计 under 财政拨款收入 is no column that the form has under 本年收入
            found = told or ([] if _stands_elsewhere(heading, found) else found)
        options[heading.index] = found
    if any(form.year for form in forms):
        _tell_years(headings, options)
    # those with one choice first; then what is left over has fewer choices
    waiting = list(headings)
    progress = True
    while waiting and progress:
        progress = False
        for heading in list(waiting):
            left = [form for form in options[heading.index] if form.key not in taken]
            if len(left) == 1 or (not left and options[heading.index]):
                waiting.remove(heading)
                progress = True
                if left:
                    heading.form = left[0]
                    taken.add(left[0].key)
    for heading in headings:
        if heading.form is None and not is_difference(heading.path):
            side.extra.append(heading)
        elif heading.form is None or heading.form.derived:
            side.derived.append(heading)
        else:
            side.values.append(heading)
    side.lacking = [form for form in forms if form.key not in taken and not form.optional]


def _stands_elsewhere(heading: ValueColumn, forms: list[ColumnForm]) -> bool:
    """Whether a heading that says nothing by itself stands under another than all columns of its name do."""
    if not all(form.under for form in forms) or says_something(heading_key(heading.text)):
        return False
    return any(says_something(heading_key(text)) for text in heading.path[-2:-1])


def _meant(side: SideForm, keys: list[str]) -> tuple[ColumnForm, ...]:
    """The columns that a heading means in other words than the form's."""
    return next((found for key in keys if (found := columns_named(side, key))), ())


def _tell_years(
    headings: list[ValueColumn],
    options: dict[int, list[ColumnForm]],
) -> None:
    """Leave each heading the columns that are about its year: the latest that is printed is the document's."""
    # central departments print last year beside this one, told apart by the years over the columns alone
    years = {heading.index: _printed_year(heading.path) for heading in headings}
    latest = max((year for year in years.values() if year is not None), default=None)
    for heading in headings:
        year, named = years[heading.index], options[heading.index]
        told = [
            form
            for form in named
            if form.derived or form.year == (0 if year is None else year - (latest or year))
        ]
        # 上年预算数 says by its words which year it is about
        options[heading.index] = told if told or year is not None else named


def _printed_year(path: tuple[str, ...]) -> int | None:
    """The year that the headings of a column name."""
    found = [match[0] for text in path if (match := YEAR_OF.search(plain(text)))]
    return int(found[-1][:4]) if found else None
