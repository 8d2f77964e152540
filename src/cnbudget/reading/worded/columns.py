"""The columns of a grid by the words of their headings: labels, amounts, and the panels they stand in."""

from __future__ import annotations

import re
from itertools import pairwise

import attrs

from cnbudget.classification import Kind, default
from cnbudget.dimensions import Flow
from cnbudget.expressions import expression
from cnbudget.forms import Meaning, Title, Vocabulary, meant_together
from cnbudget.forms.meaning import meaning_of
from cnbudget.numerals import COUNTED
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.headings import paths_of
from cnbudget.reading.numbers import LOST, MALFORMED, TEXT, parse
from cnbudget.reading.worded.names import joined_code
from cnbudget.reading.worded.siblings import Head, adds_up, told_by_siblings
from cnbudget.words import numbered, plain

#: A code at the head of a cell: 208, [20805], 2010801-行政运行; but no year.
_CODE = expression(r"[\[【(（]?(?:[0-9]{3}|[0-9]{5}|[0-9]{7})[\]】)）]?(?![0-9年.,，])")
#: A category or section before a name, also that of a local level below it.
_CODED = expression(
    r"[\[【(（]?([0-9]{3}(?:[0-9]{2})?)(?:[0-9]{2})?[\]】)）]?[\s\-—_]?[^0-9\s.,，年月]"
)
#: Forms that print no codes number their rows: 一、, （一）, 1.
_ORDINAL = expression(
    rf"[{COUNTED}]{{1,3}}、|[(（][{COUNTED}0-9]{{1,3}}[)）]|[0-9]{{1,2}}[、.．](?![0-9])"
)
_CIRCLED = "".join(map(chr, range(ord("①"), ord("⑳") + 1)))
#: What cells hold in rows that only number the columns, as final accounts have them.
_NUMBERS = expression(
    r"\*+|栏次|行次|[甲乙丙丁]|[0-9]{1,3}(?:[=＝][0-9+\-—\s]+)?|[类款项]+|合计|[(（][0-9]+[)）]"
)
_SAY_NUMBERS = ("栏次", "行次")
#: What a column of words holds whose heading is not known.
_WORDS = "words"
_CATEGORY = 3  # the digits of a category
_LEAST_CODES = 3  # that tell what a column holds: one or two amounts in 元 can look like codes
_LEAST_LINES = 3  # numbers that run on
#: Roles of columns of labels whose words say nothing of a scope.
SAYS_NOTHING = ("remark", "line")
#: Of a name that the departments' list has, and not the governments', or that is headed by none of theirs.
_UNHEADED = "economic!"
_KINDS = (Kind.FUNCTIONAL, Kind.ECONOMIC, Kind.GOVERNMENT_ECONOMIC)
#: What holds codes.
_OF_CODES = ("code", "agency_code", "project_code", "line")
#: What is read of columns that open a panel behind amounts: words that nobody knows may name its rows.
_OPENS = {_WORDS: "row", "class": "row"}


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
class LabelColumn:
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
class ColumnPanel:
    """Label columns with the columns of amounts that belong to them.

    Attributes:
        labels: The label columns.
        columns: The columns of amounts.
        flow: What its headings say of the flow, or None.
        left_out: Columns of no amounts of money: counts, words.
        differences: Columns of differences of two others.
    """

    labels: list[LabelColumn] = attrs.field(factory=list)
    columns: list[Column] = attrs.field(factory=list)
    flow: Flow | None = None
    left_out: list[Column] = attrs.field(factory=list)
    differences: list[Column] = attrs.field(factory=list)


def is_numbering(row: GridRow) -> bool:
    """Whether a row only numbers the columns: ** ** 1 2 3, 栏次 1 2, 甲 1 2=3+4."""
    texts = [plain(cell) or cell.strip() for cell in row.cells if cell]
    said = any(text in _SAY_NUMBERS for text in texts)
    if len(texts) < 2 or not all(
        _NUMBERS.fullmatch(text) or (said and not any(map(str.isalnum, text))) for text in texts
    ):
        return False  # beside 栏次 a mark stands for an empty cell
    counts = [int(found[0]) for text in texts if (found := re.search(r"[0-9]+", text))]
    return (
        len(counts) > 0
        and counts[0] <= 3
        and all(b - a == 1 for a, b in pairwise(counts))
        and (len(counts) > 1 or said)
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
        if (parsed[1] >= 0 and cell not in ("0", "1")) or parsed is LOST:
            return True
        if _ORDINAL.match(cell.strip()) and len(cell) < 60:
            return True
    return len(texts) == 1 and adds_up(texts[0], words)


def split_rows(rows: list[GridRow], words: Vocabulary) -> tuple[list[GridRow], list[GridRow]]:
    """The rows of headings, and the rest."""
    for position, row in enumerate(rows):
        if is_numbering(row):
            if position:
                return rows[:position], rows[position + 1 :]
            continue
        texts = [cell for cell in row.cells if cell]
        alone = len(texts) == 1 and adds_up(texts[0], words)
        if is_data(row, words) and (position or not alone):
            return rows[:position], rows[position:]
        if _is_blank_row(row, rows[:position], words) or _is_line(row, rows[:position], words):
            return rows[:position], rows[position:]
    return rows, []


def _is_line(row: GridRow, above: list[GridRow], words: Vocabulary) -> bool:
    """Whether a row has the number of a line (行次) below the heading of these: it is none of headings."""
    for index, cell in enumerate(row.cells):
        if cell.isdecimal():
            over = [each.cells[index] for each in above if index < len(each.cells)]
            if any(map(words.numbers_lines, over)):
                return True
    return False


def _are_lines(cells: list[str]) -> bool:
    """Whether cells number the lines from a first one on: 1, 2, 3."""
    numbers = [
        int(value)
        for value, places in map(parse, cells)
        if places >= 0 and value is not None and value == int(value)
    ]
    run = len(numbers) == len(cells) >= _LEAST_LINES and 0 < numbers[0] <= _LEAST_LINES
    return run and all(below - above == 1 for above, below in pairwise(numbers))


def _is_blank_row(row: GridRow, above: list[GridRow], words: Vocabulary) -> bool:
    """Whether a row is one of the body without amounts: 因公出国（境）费 under headings that all columns have.

    A heading goes on below its first line where others do too, and names no use of money by itself.
    """
    at = [index for index, cell in enumerate(row.cells) if cell]
    if at != [0] or not above or len(row.cells) < 2:
        return False
    for place in range(len(row.cells)):
        if not any(place < len(each.cells) and each.cells[place] for each in above):
            return False
    said = meaning_of(row.cells[0], "row", words)
    return said.understood and said.economic is not None


def panels_of(
    header: list[GridRow],
    data: list[GridRow],
    width: int,
    title: Title,
    words: Vocabulary,
    labels: frozenset[tuple[str, ...]] = frozenset(),
) -> list[ColumnPanel]:
    """The panels of a grid.

    Args:
        header: The rows of headings.
        data: The rows below them.
        width: How many columns there are.
        title: The table's title.
        words: The vocabulary.
        labels: The headings, from the top and plain, of columns that a form has for labels, though empty.
    """
    panels: list[ColumnPanel] = [ColumnPanel()]
    shared: list[LabelColumn] = []
    heads = _heads(header, data, width, title, words, labels)
    end = max((head.index for head in heads if not head.role), default=0)
    for head in heads:
        index, path, role = head.index, head.path, head.role
        after = bool(panels[-1].columns)
        if role == "line":
            shared.append(LabelColumn(index, path, role, ""))
        elif role == "remark" or (role == "class" and not (after and title.meaning.balance)):
            panels[-1].labels.append(LabelColumn(index, path, role, ""))
        elif role:
            if after and (index > end or role == "item"):
                panels[-1].labels.append(LabelColumn(index, path, "remark", ""))
                continue
            if after:
                panels.append(ColumnPanel())
            panels[-1].labels.append(
                LabelColumn(index, path, _OPENS.get(role, role) if after else role, _axis(path))
            )
        elif head.said.difference:
            panels[-1].differences.append(Column(index, path, head.said))
        elif head.said.measure:
            panels[-1].left_out.append(Column(index, path, head.said))
        else:
            panels[-1].columns.append(Column(index, path, head.said))
    if len(panels) > 1 and not panels[-1].columns:
        last = panels.pop()
        panels[-1].labels += [
            LabelColumn(each.index, each.path, "remark", "") for each in last.labels
        ]
    _name_rows(panels[0])
    for panel in panels:
        panel.flow = _flow(panel, title, words)
        panel.labels = shared + panel.labels
        _classify(panel, title, words)
    if title.meaning.balance and len(panels) > 1:
        for panel in panels:
            if panel.flow is None:
                panel.flow = Flow.INCOME if panel is panels[0] else Flow.EXPENDITURE
    return panels


#: Columns that say nothing of their rows.
_SILENT = ("remark", "line", "class", _WORDS)


def _name_rows(panel: ColumnPanel) -> None:
    """Of columns of words in front whose headings nobody knows, the last names the rows if no other does."""
    unheaded = [n for n, label in enumerate(panel.labels) if label.role == _WORDS]
    alone = all(label.role in _SILENT for label in panel.labels)
    for n in unheaded:
        role = "row" if alone and n == unheaded[-1] else "remark"
        panel.labels[n] = attrs.evolve(panel.labels[n], role=role)


def _heads(
    header: list[GridRow],
    data: list[GridRow],
    width: int,
    title: Title,
    words: Vocabulary,
    labels: frozenset[tuple[str, ...]],
) -> list[Head]:
    """The columns of a grid; those are left out that rulings leave empty where they do not meet."""
    found: list[Head] = []
    for index, path in enumerate(paths_of(header, width)):
        cells = [row.cells[index] for row in data if index < len(row.cells) and row.cells[index]]
        if not path and not cells:
            continue
        said = meant_together([meaning_of(text, "column", words) for text in path])
        role = _role(path, said, cells, words)
        if not role and tuple(map(plain, path)) in labels:
            role = "remark"
        if role == "project" and (_of_income(title) or _of_uses(title)):
            role = "row"  # 项目名称 over the rows of a summary, or of the three public expenses
        if found and role == "level" and found[-1].role == "code" and _names_level(found[-1].path):
            found[-1] = attrs.evolve(found[-1], role=role)  # 科目编码 类 | 款 | 项
        found.append(Head(index, path, said, role))
    found = told_by_siblings(found, title.meaning, words)
    if any(head.role == _WORDS and adds_up(head.path[-1], words) for head in found):
        # names under 合计: the headings stand beside their columns
        found = [attrs.evolve(h, said=attrs.evolve(h.said, unknown="beside!")) for h in found]
    return found


def _names_level(path: tuple[str, ...]) -> bool:
    """Whether the heading of a column of codes ends with the name of the first level: two headings in one cell."""
    return bool(path) and plain(path[-1]).endswith("类")


def _classify(panel: ColumnPanel, title: Title, words: Vocabulary) -> None:
    """Say which classification the names of uses over a panel's columns are of: all of them are of one.

    机关工资福利支出 is a name of the governments' alone, and so 对个人和家庭的补助 beside it is theirs too.
    """
    said = [column.meaning for column in panel.columns]
    theirs = title.meaning.axis == "GOVERNMENT" or (
        title.meaning.axis != "ECONOMIC"
        and any(
            len(each.government[0]) == _CATEGORY and each.economic is None
            for each in said
            if each.government is not None
        )
    )
    for number, (column, each) in enumerate(zip(panel.columns, said, strict=True)):
        if each.government is None:
            continue
        if theirs:
            pieces = [meaning_of(text, "column", words) for text in column.path]
            alone = any(piece.economic and not piece.government for piece in pieces)
            # 基本工资 under 工资奖金津补贴; and 工资福利支出 is a section of theirs, and a category of the departments'
            unknown = _UNHEADED if alone or _is_of_both(pieces) else ""
            made = attrs.evolve(each, economic=None, unknown=each.unknown + unknown)
        elif each.economic is None:
            made = attrs.evolve(each, unknown=each.unknown + "government!")
        else:
            made = attrs.evolve(each, government=None)
        panel.columns[number] = attrs.evolve(column, meaning=made)
    if theirs:
        _sum_sections(panel, words)


def _sum_sections(panel: ColumnPanel, words: Vocabulary) -> None:
    """Take a 小计 under 工资福利支出, which is no category of the governments', for that of their sections there.

    Some provinces head the sections of 机关工资福利支出 so, beside those of 对事业单位经常性补助.
    """
    for number, column in enumerate(panel.columns):
        path, said = column.path, column.meaning
        if said.unknown != _UNHEADED or len(path) < 2 or not adds_up(path[-1], words):
            continue
        beside = [e for e in panel.columns if e is not column and e.path[:-1] == path[:-1]]
        codes = {code[:_CATEGORY] for each in beside for code in each.meaning.government or ()}
        told = all(each.meaning.understood and each.meaning.government for each in beside)
        if told and len(beside) > 1 and len(codes) == 1:
            made = attrs.evolve(said, government=tuple(codes), unknown="")
            panel.columns[number] = attrs.evolve(column, meaning=made)


def _is_of_both(pieces: list[Meaning]) -> bool:
    """Whether the last name is that of a category in one list, and in the other of a section that is not headed."""
    named = [each for each in pieces if each.government is not None]
    last = named[-1]
    if last.economic is None or last.government is None:
        return False
    return len(last.economic[0]) < len(last.government[0]) and len(named) < 2


def _of_income(title: Title) -> bool:
    """Whether a table is about income, alone or beside expenditure."""
    flow = title.meaning.flow
    return title.meaning.balance or (flow is not None and flow in Flow.IN)


def _of_uses(title: Title) -> bool:
    """Whether a table is about some uses of money, of whatever projects."""
    said = title.meaning
    return said.economic is not None and "30217" in said.economic and said.subject != "PROJECT"


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
    if said.unknown and not own and not whole and role not in _OF_CODES:
        role = ""  # 部门预算追加 is no column of agencies
    inherited = bool(role) and not own and not whole and len(path) > 1
    if inherited and sum(each[1] >= 0 for each in parsed) > texts:
        said_last = meaning_of(path[-1], "column", words)
        if said_last.understood and not said_last.label and not _are_codes(cells):
            return ""  # 部门预算支出经济分类, and 金额 under it in whole 元
    role = role or _code_role(leaf)
    if role in _OF_CODES[:1] and _are_codes(cells):
        return role  # 201.08 is a code there, and no amount
    if all(map(words.numbers_lines, path[:1])) and _are_lines(cells):
        return "line"
    numbered = role == "line" and (2 * amounts <= len(cells) or _are_lines(cells))  # 1, 2, 3, 3.1
    if amounts and amounts >= texts and not numbered:
        return ""
    if role:
        return role
    if _are_codes(cells):
        return "code"
    if _are_coded(cells):
        return "name"
    words_alone = said.unknown and not said.difference and not said.measure  # A1601
    words_alone = words_alone and all(each in (TEXT, MALFORMED) for each in parsed)
    if (texts and texts >= len(parsed) - texts) or (parsed and words_alone):
        return "name" if not path else "year" if _are_years(cells, words) else _WORDS
    return ""


def _are_codes(cells: list[str]) -> bool:
    """Whether cells are codes of one classification, whatever stands over them: 2010801, or 201.08.01."""
    digits = [code for cell in cells if (code := joined_code(cell)).isdecimal()]
    if len(digits) < _LEAST_CODES or 2 * len(digits) <= len(cells):
        return False
    return any(all(code in default().table(kind).rows for code in digits) for kind in _KINDS)


def _are_coded(cells: list[str]) -> bool:
    """Whether cells are names behind codes of one classification (50101-工资奖金津补贴), whatever stands over them."""
    codes = [found[1] for cell in cells if (found := _CODED.match(cell.strip())) is not None]
    if len(codes) < _LEAST_CODES or 2 * len(codes) <= len(cells):
        return False
    return any(all(code in default().table(kind).rows for code in codes) for kind in _KINDS)


def _are_years(cells: list[str], words: Vocabulary) -> bool:
    """Whether what a column holds are years, and perhaps the difference of two: 2025年, 2026年, 增减变化."""
    said = [meaning_of(cell, "row", words) for cell in cells]
    return any(each.year for each in said) and all(
        each.understood and not each.says and (each.year or each.difference) for each in said
    )


def _code_role(leaf: str) -> str:
    """What a column of codes holds whose heading is in no vocabulary, and ends as such headings do."""
    if not leaf.endswith(("编码", "代码")):
        return ""
    if "项目" in leaf:
        return "project_code"
    return "agency_code" if "单位" in leaf or "部门代码" in leaf or "机构" in leaf else "code"


def _axis(path: tuple[str, ...]) -> str:
    text = "".join(map(plain, path))
    if "政府" in text and "经济" in text:
        return "GOVERNMENT"
    if "经济" in text:
        return "ECONOMIC"
    return "FUNCTION" if "功能" in text else ""


def _flow(panel: ColumnPanel, title: Title, words: Vocabulary) -> Flow | None:
    """What the headings over a panel's labels, or over all of its amounts, say of the flow.

    支出功能分类科目 in a table of income are what it is classified by.
    """
    comes = _of_income(title) and not title.meaning.balance
    for label in panel.labels:
        for text in label.path:
            named = words.beginning(plain(text), "flow")
            if named and not (comes and label.axis):
                return Flow[named]
    flows = {
        words.beginning(plain(text), "flow") for column in panel.columns for text in column.path
    } - {""}
    return Flow[flows.pop()] if len(flows) == 1 else None


def ordinal_level(label: str) -> int:
    """How deep a row's ordinal says it is: 一、 is 1, （一） 2, 1. 3, (1) 4; 9 without one."""
    text = label.strip().replace("（", "(").replace("）", ")").removeprefix("其中").lstrip("：:、 ")
    if re.match(rf"[{COUNTED}]{{1,3}}[、.]", text):
        return 1
    if re.match(rf"\([{COUNTED}]{{1,3}}\)", text):
        return 2
    if re.match(r"[0-9]{1,2}[、.．]", text):
        return 3
    if re.match(r"\([0-9]{1,2}\)|[①-⑳]", text):
        return 4
    return 9


def bare_label(label: str) -> str:
    """A label, plain, without ordinal and 其中."""
    text = plain(label)
    for _ in range(2):
        whole = text
        text = numbered(text.lstrip(_CIRCLED))[1].removeprefix("其中").lstrip("、,.")
        if text.startswith("(") and (found := re.match(rf"\([{COUNTED}0-9]{{1,3}}\)", text)):
            text = text[found.end() :]
        if text == whole:
            break
    return text
