"""The columns of a grid by the words of their headings: labels, amounts, and the panels they stand in."""

from __future__ import annotations

import re
from itertools import pairwise

import attrs

from cnbudget.dimensions import Flow
from cnbudget.forms import Meaning, Title, Vocabulary, compose
from cnbudget.forms.meaning import meaning_of
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.headings import paths_of
from cnbudget.reading.numbers import TEXT, parse
from cnbudget.words import numbered, plain

__all__ = ["Column", "Label", "Panel", "is_numbering", "panels_of", "split_rows"]

#: A code at the head of a cell: 208, [20805], 2010801-行政运行; but no year.
_CODE = re.compile(r"[\[【(（]?(?:[0-9]{3}|[0-9]{5}|[0-9]{7})[\]】)）]?(?![0-9年.,，])")
_ORDINAL = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}[、.．](?![0-9])"
)
_NUMBERS = re.compile(
    r"\*+|栏次|行次|[甲乙丙丁]|[0-9]{1,3}(?:[=＝][0-9+\-—\s]+)?|[类款项]+|合计|[(（][0-9]+[)）]"
)
_LABELS = frozenset(
    (
        "code",
        "level",
        "name",
        "row",
        "agency",
        "agency_code",
        "project",
        "project_code",
        "item",
        "year",
    )
)


@attrs.frozen
class Column:
    """A column of amounts.

    Attributes:
        index: Its place in the grid.
        path: Its headings from the top.
        meaning: What they say together.
    """

    index: int
    path: tuple[str, ...]
    meaning: Meaning


@attrs.frozen
class Label:
    """A column of labels.

    Attributes:
        index: Its place in the grid.
        path: Its headings from the top.
        role: What it holds ("code", "name", "agency", …).
        axis: The classification that its codes or names are of ("FUNCTION", "ECONOMIC", "GOVERNMENT"), or "".
    """

    index: int
    path: tuple[str, ...]
    role: str
    axis: str


@attrs.define
class Panel:
    """Label columns with the columns of amounts that belong to them.

    Attributes:
        labels: The label columns.
        columns: The columns of amounts.
        flow: What its headings say of the flow, or None.
        left_out: Columns of no amounts of money: differences, counts, words.
    """

    labels: list[Label] = attrs.field(factory=list)
    columns: list[Column] = attrs.field(factory=list)
    flow: Flow | None = None
    left_out: list[Column] = attrs.field(factory=list)


def is_numbering(row: GridRow) -> bool:
    """Whether a row only numbers the columns: ** ** 1 2 3, 栏次 1 2, 甲 1 2=3+4."""
    texts = [plain(cell) or cell.strip() for cell in row.cells if cell]
    if len(texts) < 2 or not all(_NUMBERS.fullmatch(text) for text in texts):
        return False
    counts = [int(found[0]) for text in texts if (found := re.search(r"[0-9]+", text))]
    return (
        len(counts) > 0
        and counts[0] <= 3
        and all(b - a == 1 for a, b in pairwise(counts))
        and (len(counts) > 1 or "栏次" in texts or "行次" in texts)
    )


def is_data(row: GridRow, words: Vocabulary) -> bool:
    """Whether a row belongs to the body: it has an amount, a code, an ordinal, or is a total alone."""
    texts = [cell for cell in row.cells if cell]
    if not texts:
        return False
    for cell in texts:
        if _CODE.match(cell.strip()) and "年" not in cell[:8]:
            return True
        parsed = parse(cell)
        if parsed[1] >= 0 and cell not in ("0", "1"):
            return True
        if _ORDINAL.match(cell.strip()) and len(cell) < 60:
            return True
    return len(texts) == 1 and _adds_up(texts[0], words)


def _adds_up(text: str, words: Vocabulary) -> bool:
    return any(each.dimension == "role" for each in words.says(plain(text), "row"))


def split_rows(rows: list[GridRow], words: Vocabulary) -> tuple[list[GridRow], list[GridRow]]:
    """The rows of headings, and the rest."""
    for position, row in enumerate(rows):
        if is_numbering(row):
            if position:
                return rows[:position], rows[position + 1 :]
            continue
        texts = [cell for cell in row.cells if cell]
        alone = len(texts) == 1 and _adds_up(texts[0], words)
        if is_data(row, words) and (position or not alone):
            return rows[:position], rows[position:]
    return rows, []


def panels_of(
    header: list[GridRow], data: list[GridRow], width: int, title: Title, words: Vocabulary
) -> list[Panel]:
    """The panels of a grid.

    Args:
        header: The rows of headings.
        data: The rows below them.
        width: How many columns there are.
        title: The table's title.
        words: The vocabulary.
    """
    paths = paths_of(header, width)
    panels: list[Panel] = [Panel()]
    shared: list[Label] = []
    for index, path in enumerate(paths):
        cells = [row.cells[index] for row in data if index < len(row.cells) and row.cells[index]]
        meanings = [meaning_of(text, "column", words) for text in path]
        said = compose(meanings)
        if not path and not cells:
            continue  # an empty column, as rulings that do not meet leave them
        role = _role(path, said, cells, words)
        if role == "project" and _of_income(title):
            role = "row"  # 项目名称 over the rows of a summary
        if role in ("remark", "line", "class"):
            (shared if role == "line" else panels[-1].labels).append(Label(index, path, role, ""))
            continue
        if role:
            if panels[-1].columns:
                if role == "item" or not _opens(role, paths[index:]):
                    panels[-1].labels.append(Label(index, path, "remark", ""))
                    continue
                panels.append(Panel())
            panels[-1].labels.append(Label(index, path, role, _axis(path)))
        elif said.difference or said.measure:
            panels[-1].left_out.append(Column(index, path, said))
        else:
            panels[-1].columns.append(Column(index, path, said))
    if len(panels) > 1 and not panels[-1].columns:
        last = panels.pop()
        panels[-1].labels += [Label(each.index, each.path, "remark", "") for each in last.labels]
    for panel in panels:
        panel.labels = shared + panel.labels
        panel.flow = _flow(panel)
    if title.meaning.balance and len(panels) > 1:
        for position, panel in enumerate(panels):
            if panel.flow is None:
                panel.flow = Flow.INCOME if not position else Flow.EXPENDITURE
    return panels


def _of_income(title: Title) -> bool:
    """Whether a table is about income, alone or beside expenditure."""
    flow = title.meaning.flow
    return title.meaning.balance or (flow is not None and flow in Flow.IN)


def _opens(role: str, paths: list[tuple[str, ...]]) -> bool:
    """Whether a label column after amounts opens a panel: words stand in it, and amounts come after it."""
    return role in _LABELS and len(paths) > 1


def _role(path: tuple[str, ...], said: Meaning, cells: list[str], words: Vocabulary) -> str:
    """What a column of labels holds; "" for a column of amounts."""
    parsed = [parse(cell) for cell in cells]
    amounts = sum(each[1] > 0 for each in parsed)
    texts = sum(each is TEXT for each in parsed)
    leaf = plain(path[-1]) if path else ""
    own = [e.value for e in words.says(leaf, "column") if e.dimension == "label"]
    whole = [
        e.value for e in words.says("".join(map(plain, path)), "column") if e.dimension == "label"
    ]
    role = own[0] if own else whole[0] if whole else said.label if not said.says else ""
    if amounts and amounts >= texts:
        return ""
    if role:
        return role
    if texts and texts >= len(parsed) - texts:
        return "name" if not path else "remark"
    return ""


def _axis(path: tuple[str, ...]) -> str:
    text = "".join(map(plain, path))
    if "政府" in text and "经济" in text:
        return "GOVERNMENT"
    if "经济" in text:
        return "ECONOMIC"
    return "FUNCTION" if "功能" in text else ""


def _flow(panel: Panel) -> Flow | None:
    """What the headings over a panel's labels and amounts say of the flow."""
    for path in [label.path for label in panel.labels] + [column.path for column in panel.columns]:
        for text in path:
            bare = plain(text)
            if bare.startswith("收入") or bare == "本年收入":
                return Flow.INCOME
            if bare.startswith(("支出", "本年支出")):
                return Flow.EXPENDITURE
    return None


def ordinal_level(label: str) -> int:
    """How deep a row's ordinal says it is: 一、 is 1, （一） 2, 1. 3, (1) 4; 9 without one."""
    text = label.strip().replace("（", "(").replace("）", ")").removeprefix("其中").lstrip("：:、 ")
    if re.match(r"[一二三四五六七八九十]{1,3}[、.]", text):
        return 1
    if re.match(r"\([一二三四五六七八九十]{1,3}\)", text):
        return 2
    if re.match(r"[0-9]{1,2}[、.．]", text):
        return 3
    if re.match(r"\([0-9]{1,2}\)", text):
        return 4
    return 9


def bare_label(label: str) -> str:
    """A label, plain, without ordinal and 其中."""
    text = plain(label)
    for _ in range(2):
        text = numbered(text)[1].removeprefix("其中").lstrip("、,.")
        if text.startswith("(") and (
            found := re.match(r"\([一二三四五六七八九十0-9]{1,3}\)", text)
        ):
            text = text[found.end() :]
    return text
