"""From the tables of a disclosure to sheets, in the shape of the published forms.

The form (of a layout) says what the label columns are called and what stands over the columns. Without a
form, as in a disclosure of a layout that is not at hand, the columns' own addresses and the rows say enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from cnbudget.amounts import Unit
from cnbudget.codes import Code, EconomicCode, FunctionCode
from cnbudget.figures import ColumnAddress, Figure, State
from cnbudget.layouts import SideForm, TableForm
from cnbudget.numerals import numeral
from cnbudget.tables import Panel, Row, Side, Table
from cnbudget.words import INFERRED_MARK, MISSING_MARK, plain
from cnbudget.writing.sheet import Sheet, SheetCell, printable

_PRINTED = (State.VALUE, State.BLANK)
#: What every note that is added here begins with.
NOTE = "注："
#: The headings of columns, each from the top, and the rows under them.
_Part = tuple[list[tuple[str, ...]], list[list[SheetCell]]]


@attrs.frozen
class _Labels:
    """The label columns of a side.

    Attributes:
        headings: Their headings, from the top.
        levels: How many of them hold a piece of a code each.
        lengths: How many digits the codes have down to each of those.
        name: The place of the column of names, or of labels.
        project: The place of the column of projects' names, or None.
        joined: Whether codes stand before the name in its own cell.
    """

    headings: tuple[tuple[str, ...], ...]
    lengths: tuple[int, ...] = attrs.field(default=(), kw_only=True)
    name: int = attrs.field(kw_only=True)
    project: int | None = attrs.field(default=None, kw_only=True)
    joined: bool = attrs.field(default=False, kw_only=True)


def sheet_of_table(
    table: Table[Any],
    form: TableForm | None = None,
    *,
    agency: str = "",
    lacking: frozenset[str] = frozenset(),
) -> Sheet:
    """A table as a sheet.

    Columns and rows of the form that the document lacks altogether are left out, and a note says so; what
    is missing elsewhere is printed as missing.

    Args:
        table: The table.
        form: Its form.
        agency: The agency to print over it.
        lacking: The keys of the columns that the document lacks.

    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> sheet = sheet_of_table(budget.basic, agency=budget.agency)
    >>> [[cell.text for cell in row if cell] for row in sheet.rows[:2]]
    [['科目编码', '科目名称', '一般公共预算基本支出'], ['类', '款', '合计', '人员经费', '公用经费']]
    """
    notes: list[str] = []
    headers: list[list[tuple[str, ...]]] = []
    bodies: list[list[list[SheetCell]]] = []
    for number, side in enumerate(table.sides):
        shape = form.sides[number] if form is not None and number < len(form.sides) else None
        if _tells_all(side, shape):
            parts = [_as_printed(side, table.unit)]
        else:
            parts = _in_panels(side, shape, table.unit, _kept(side, lacking, notes))
        for heads, lines in parts:
            headers.append(heads)
            bodies.append(lines)
    grid = _header([path for heads in headers for path in heads])
    head = len(grid)
    folded = any(side.panels for side in table.sides)
    grid.extend(_beside(bodies, [len(heads) for heads in headers], folded=folded))
    notes += _on_marks(grid)
    body = "单位" if table.title.startswith("单位") else "部门"
    nothing = not any(side.columns or side.rows for side in table.sides)
    return Sheet(
        printable(table.title),
        () if nothing else tuple(map(tuple, grid)),
        head=0 if nothing else head,
        number="" if table.number is None else f"表 {table.number}",
        agency=f"编制{body}：{printable(agency)}" if agency else "",
        unit=f"单位：{table.unit.zh}",
        notes=tuple(NOTE + note for note in notes),
    )


def _in_panels(
    side: Side[Any], form: SideForm | None, unit: Unit, kept: tuple[list[int], list[Row]]
) -> list[_Part]:
    """The panels of a side: headings, and rows."""
    columns, rows = kept
    labels = _labels(side, form)
    group = _group(side, form)
    heads = [_path(side.columns[i], form, group) for i in columns]
    compared = _ComparedColumns(side)
    heads += compared.heads
    over = (group,) if side.side is not None and group else ()
    lines = [_row(row, columns, labels, side, form, unit) + compared.cells(row) for row in rows]
    panels = side.panels if len(rows) == len(side.rows) else ()
    found = []
    for place, panel in enumerate(panels or (Panel(0),)):
        end = panels[place + 1].start if place + 1 < len(panels) else len(lines)
        upon = (panel.heading,) if panel.heading else over
        header = [(*upon, *path) for path in (*labels.headings,)]
        header += [(*upon, *path) if panel.heading else path for path in heads]
        found.append((header, lines[panel.start : end]))
    return found


def _on_marks(grid: Iterable[Iterable[SheetCell | None]]) -> list[str]:
    """What the marks mean that stand in a grid."""
    texts = {cell.text for row in grid for cell in row if cell is not None}
    notes = []
    if any(text.endswith(INFERRED_MARK) for text in texts):
        notes.append(f"标“{INFERRED_MARK}”的数原文件缺失，由勾稽关系推得，不是公布的数。")
    if MISSING_MARK in texts:
        notes.append(f"标“{MISSING_MARK}”的单元格在原文件中缺失或无法辨认，不等于零。")
    return notes


def sheet_of_grid(text: str, title: str = "") -> Sheet:
    r"""A grid that is none of the form's tables, as it stands in its document.

    >>> [[cell.text for cell in row] for row in sheet_of_grid("指标\t值\n数量\t3").rows]
    [['指标', '值'], ['数量', '3']]
    """
    lines = [line.split("\t") for line in text.split("\n")]
    width = max(map(len, lines))
    rows = []
    for number, line in enumerate(lines):
        kind = "header" if number == 0 else "label"
        cells = [SheetCell(printable(cell).strip(), kind) for cell in line]
        rows.append((*cells, *[SheetCell(kind=kind)] * (width - len(cells))))
    return Sheet(printable(title), tuple(rows), head=1 if len(rows) > 1 else 0)


# As the document has it ---------------------------------------------------------------------------


def _tells_all(side: Side[Any], form: SideForm | None) -> bool:
    """Whether a side tells what stands in its label columns, and its form does not print them otherwise."""
    columns = len(side.label_columns)
    if form is not None and form.rows != "list":
        return False
    if not columns:
        return form is not None and not form.label_headings and not form.listed_labels
    return all(len(row.labels) == columns for row in side.rows)


def _as_printed(side: Side[Any], unit: Unit) -> _Part:
    """The headings of a side, and its rows, as its label columns and columns have them."""
    before = [n for n, each in enumerate(side.label_columns) if not each.behind]
    behind = [n for n, each in enumerate(side.label_columns) if each.behind]
    heads = [_printable(side.label_columns[n].path) for n in before]
    heads += [_printable(column.path or (column.column,)) for column in side.columns]
    compared = _ComparedColumns(side)
    heads += compared.heads
    heads += [_printable(side.label_columns[n].path) for n in behind]
    lines = []
    for row in side.rows:
        strong = row.kind == "total"

        def label(n: int, row: Row = row, strong: bool = strong) -> SheetCell:
            kind = "code" if side.label_columns[n].holds == "code" else "label"
            return SheetCell(printable(row.labels[n]), kind, strong=strong)

        lines.append(
            [
                *map(label, before),
                *(_amount(figure, strong, unit) for figure in row.figures),
                *compared.cells(row),
                *map(label, behind),
            ]
        )
    return heads, lines


def _printable(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(printable, path)) or ("",)


# Columns ------------------------------------------------------------------------------------------


def _kept(
    side: Side[Any], lacking: frozenset[str], notes: list[str]
) -> tuple[list[int], list[Row]]:
    """The columns and rows that are printed: not those that the document lacks altogether."""
    rows: list[Row] = list(side.rows)
    if not any(figure.state in _PRINTED for row in rows for figure in row):
        return list(range(len(side.columns))), rows
    while rows[-1].kind == "listed" and all(figure.state not in _PRINTED for figure in rows[-1]):
        if side.panels:
            break  # without its last row a panel would be none
        rows.pop()
    left = side.rows[len(rows) :]
    if not any(row.kind == "listed" for row in rows):
        rows, left = list(side.rows), ()
    if left:
        names = "".join(f"“{printable(row.address.row)}”" for row in left)
        notes.append(f"原文件没有{names}{len(left) if len(left) > 1 else '一'}行。")
    kept = []
    for i, column in enumerate(side.columns):
        if column.key in lacking and all(row.figures[i].state not in _PRINTED for row in rows):
            notes.append(f"原文件没有“{printable('/'.join(column.path) or column.column)}”一列。")
        else:
            kept.append(i)
    return kept, rows


def _group(side: Side[Any], form: SideForm | None) -> str:
    """The heading over the whole side, as the document or else the form has it."""
    if form is not None and form.panels:
        return ""  # what stands over a panel is the panel's
    if form is None:
        firsts = {column.path[0] for column in side.columns if len(column.path) > 1}
        if len(firsts) == 1 and all(len(column.path) > 1 for column in side.columns):
            return printable(firsts.pop())
        return {"income": "收入", "expenditure": "支出"}.get(side.side or "", "")
    for column in side.columns:
        if len(column.path) > 1 and plain(column.path[0]) in form.groups:
            return printable(column.path[0])
    return form.group


def _path(column: ColumnAddress, form: SideForm | None, group: str) -> tuple[str, ...]:
    """A column's headings from the top."""
    path = column.path or (column.column,)
    if form is not None and form.panels and len(path) > 1 and plain(path[0]) in form.groups:
        path = path[1:]
    if not group or column.scope is None:
        return tuple(map(printable, path))
    groups = form.groups if form is not None else {plain(group)}
    if plain(path[0]) in groups and len(path) > 1:
        path = path[1:]
    return (group, *map(printable, path))


def _labels(side: Side[Any], form: SideForm | None) -> _Labels:
    """The label columns, as the published forms have them."""
    codes = {type(row.code) for row in side.rows if row.code is not None}
    if form is not None:
        rows = form.rows
    elif codes:
        projects = any(row.project_name for row in side.rows)
        rows = "function-project" if projects else "function"
    else:
        kinds = {row.kind for row in side.rows}
        rows = "project" if "project" in kinds else "list" if "listed" in kinds else "function"
    headings = form.label_headings if form is not None else ()
    if rows in ("list", "agency") or (rows == "project" and not codes):
        usual = {"project": "项目名称", "agency": "单位名称"}.get(rows, "项目")
        return _Labels(((headings[0] if headings else usual,),), name=0)
    name = _named(headings, "名称") or _named(headings, "") or "科目名称"
    if side.side is not None:
        return _Labels(((name,),), name=0, joined=True)
    usual_code = EconomicCode if rows == "economic" else FunctionCode
    kind: type[Code] = codes.pop() if len(codes) == 1 else usual_code
    code = _named(headings, "编码") or _named(headings, "代码") or "科目编码"
    # a place's own level has a column only where the table prints it
    deepest = max((row.code.depth for row in side.rows if row.code is not None), default=0)
    depth = max(deepest, len(kind.lengths) - kind.local)
    columns = [(code, level) for level in kind.levels[:depth]]
    found = [*columns, (name,)]
    if rows == "function-project":
        project = next((each for each in headings if "项目名称" in each), "项目名称")
        found.append((project,))
    width = len(columns)
    return _Labels(
        tuple(found),
        lengths=kind.lengths[:depth],
        name=width,
        project=width + 1 if rows == "function-project" else None,
    )


def _named(headings: tuple[str, ...], ending: str) -> str:
    """The first heading of that ending which is not that of projects or, without one, of codes."""
    for heading in headings:
        if "项目" in heading or (not ending and heading.endswith(("编码", "代码"))):
            continue
        if heading.endswith(ending):
            return heading
    return ""


def _header(paths: list[tuple[str, ...]]) -> list[list[SheetCell | None]]:
    """The header's rows: headings over several columns span them, and the lowest reach down."""
    depth = max(map(len, paths), default=0)
    grid: list[list[SheetCell | None]] = [[None] * len(paths) for _ in range(depth)]
    for j, path in enumerate(paths):
        for level, text in enumerate(path):
            last = level == len(path) - 1
            if last:
                grid[level][j] = SheetCell(text, "header", down=depth - level)
                continue
            above = path[: level + 1]
            if j and _shares(paths[j - 1], above):
                continue
            across = 1
            while j + across < len(paths) and _shares(paths[j + across], above):
                across += 1
            grid[level][j] = SheetCell(text, "header", across=across)
    return grid


def _shares(path: tuple[str, ...], above: tuple[str, ...]) -> bool:
    """Whether a heading stands over a column too."""
    return len(path) > len(above) and path[: len(above)] == above


# Rows ---------------------------------------------------------------------------------------------


def _row(
    row: Row,
    columns: list[int],
    labels: _Labels,
    side: Side[Any],
    form: SideForm | None,
    unit: Unit,
) -> list[SheetCell]:
    """The cells of a row: labels, then amounts."""
    strong = row.kind == "total"
    cells = [SheetCell(kind="code", strong=strong)] * len(labels.lengths)
    cells += [SheetCell(strong=strong)] * (len(labels.headings) - len(labels.lengths))
    address = row.address
    indent = 0
    if row.code is not None:
        digits, name = row.code.digits, address.name
        indent = row.code.depth - 1
        if labels.joined or not labels.lengths:
            name = f"{digits} {name}".strip()
        else:
            start = 0
            for i, end in enumerate(labels.lengths):
                cells[i] = SheetCell(digits[start:end], "code", strong=strong)
                start = end
        if address.project is not None and labels.project is not None:
            cells[labels.project] = SheetCell(printable(address.project), strong=strong)
    elif row.kind == "listed":
        name, indent = _listed(row, side)
    elif row.kind == "total":
        name = address.row
        known = form is None or side.side is None or plain(name) in form.totals
        name = name if known else ""
    else:
        name = address.project or address.row
    cells[labels.name] = SheetCell(printable(name), strong=strong, indent=indent)
    return cells + [_amount(row.figures[i], strong, unit) for i in columns]


def _listed(row: Row, side: Side[Any]) -> tuple[str, int]:
    """The label of a fixed row with its numbering (一、 1. 其中：), and how far it is moved in."""
    path, label = row.address.path, row.address.row
    listed = [each.address.path for each in side.rows if each.kind == "listed"]
    level, deepest = len(path), max(map(len, listed))
    siblings = [each for each in listed if each[:-1] == path[:-1] and len(each) == level]
    place = siblings.index(path)
    if side.side is None:
        within = level > 1 and place == 0
        return ("其中：" if within else "") + label, level - 1
    if level == 1:
        return f"{numeral(place + 1)}、{label}", 0
    if level < deepest:
        return f"{place + 1}.{label}", level - 1
    return ("其中：" if place == 0 and level > 2 else "") + label, level - 1


def _amount(figure: Figure, strong: bool, unit: Unit) -> SheetCell:
    text, value = figure.text, figure.value
    if text and figure.unit is not unit:  # a cell in another unit than its table says so itself
        text, value = text + figure.unit.zh, None
    if figure.state is State.MISSING:
        text, value = MISSING_MARK, None
    elif figure.state is State.INFERRED:
        text, value = text + INFERRED_MARK, None
    elif figure.state is State.BLANK:
        value = None
    return SheetCell(
        text, "amount", value=value, places=figure.places, strong=strong, figure=figure
    )


class _ComparedColumns:
    """The columns of differences (增减额, 增减%) of a side, which stand behind its amounts."""

    def __init__(self, side: Side[Any]) -> None:
        own = set(side.columns)
        self.columns = dict.fromkeys(f.column for f in side.differences if f.column not in own)
        self.figures = {(f.row, f.column): f for f in side.differences}
        self.heads = [_printable(column.path or (column.column,)) for column in self.columns]

    def cells(self, row: Row) -> list[SheetCell]:
        """What a row has in them."""
        found = (self.figures.get((row.address, column)) for column in self.columns)
        strong = row.kind == "total"
        return [
            SheetCell("", "amount", strong=strong)
            if figure is None
            else SheetCell(
                figure.text, "amount", value=figure.value, places=figure.places, strong=strong
            )
            for figure in found
        ]


def _beside(
    bodies: list[list[list[SheetCell]]], widths: list[int], *, folded: bool
) -> list[list[SheetCell | None]]:
    """The rows of the sides, or of panels, beside each other; totals stand on the last line."""
    height = max(map(len, bodies), default=0)
    grid: list[list[SheetCell | None]] = [[] for _ in range(height)]
    for body, width in zip(bodies, widths, strict=True):
        gap = height - len(body)
        # a panel ends in its own total, a row without a code
        last = body and (body[-1][0].strong or (folded and not body[-1][0].text))
        at = len(body) - 1 if last else len(body)
        lines = [*body[:at], *[[SheetCell()] * width for _ in range(gap)], *body[at:]]
        for line, cells in zip(grid, lines, strict=True):
            line.extend(cells)
    return grid
