"""How places are spoken of shortly: tables by their number and common name, labels by what tells them apart."""

from __future__ import annotations

from cnbudget.expressions import expression
from cnbudget.messages import Message, Said, Words, joined, say

_TABLES: dict[str, Message] = {
    "summary": say("figures.table_summary"),
    "income": say("figures.table_income"),
    "expenditure": say("figures.table_expenditure"),
    "appropriation": say("figures.table_appropriation"),
    "general": say("figures.table_general"),
    "basic": say("figures.table_basic"),
    "projects": say("figures.table_projects"),
    "fund": say("figures.table_fund"),
    "state_capital": say("figures.table_state_capital"),
    "three_public": say("figures.table_three_public"),
    "commissioned": say("figures.table_commissioned"),
    "carry_over": say("figures.table_carry_over"),
    "procurement": say("figures.table_procurement"),
    "running": say("figures.table_running"),
}
_TITLE = 16
_LABEL = 24
_COLUMN = 16
_BEFORE = expression(
    r"^(?:[0-9]{4}年度?)?(?:部门综合预算|部门预算|预算单位|部门|单位)?(?=..)"
)  # what the titles of all tables of a document begin with
_NOTED = expression(r"[(（][^()（）]*[)）]$")
#: What comes before the number of a table in the name of its sheet.
_SHEETS = ("", "0", "表", "附", "附表", "附件", "公开")
#: Headings that say nothing without the one above them.
_BARE = frozenset(
    ("合计", "小计", "总计", "金额", "预算数", "决算数", "支出", "收入", "其他", "本年", "上年")
)


def clamped(text: str, most: int) -> str:
    """A text of at most so many characters.

    >>> clamped("一般公共预算支出", 5), clamped("收入", 5)
    ('一般公共…', '收入')
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def last_name(path: str) -> str:
    """The last name of an item's path.

    >>> last_name("教育支出（类）普通教育（款）小学教育（项）")
    '小学教育'
    """
    parts = path.replace("（款）", "（类）").replace("（项）", "（类）").split("（类）")
    return next((part for part in reversed(parts) if part), path)


def short_table(key: str, title: str, number: int | None) -> Words:
    """A table as people speak of it: its number and its common name.

    Args:
        key: The package's name of the table.
        title: Its title in the document, which a table of another form is called by.
        number: Its number in the document; None if it has none.

    >>> short_table("income", "2025年部门收入预算总表", 2).text("zh")
    '表2 收入总表'
    >>> short_table("other_1", "2025年部门政府购买服务预算表（新）", None).text("zh")
    '政府购买服务预算表'
    """
    own = clamped(_NOTED.sub("", _BEFORE.sub("", title)), _TITLE) or title
    name: Words = _TABLES.get(key) or Said(own, own)
    if number is None:
        return name if own or key in _TABLES else Said(key, key)
    if not title and key not in _TABLES:
        return say("figures.table", table=number)
    return say("figures.table_and_name", table=number, name=name)


def short_label(row: str, column: str, path: tuple[str, ...] = (), *, project: str = "") -> str:
    """A row and a column as they are told apart: the last heading, with the one above it where it is bare.

    Args:
        row: The row's label.
        column: The column's last heading.
        path: All headings from the top.
        project: The project that the row is one of.

    >>> short_label("208 社会保障和就业支出", "小计", ("基本支出", "小计"))
    '208 社会保障和就业支出·基本支出小计'
    """
    above = path[-2] if len(path) > 1 and column in _BARE else ""
    name = clamped(above, _COLUMN) + clamped(column, _COLUMN) if above != column else column
    parts = [clamped(project, _LABEL), clamped(row, _LABEL) if row != project else "", name]
    return "·".join(part for part in parts if part)


def sheet_is_table(sheet: str, title: str, number: int | None) -> bool:
    """Whether the name of a sheet is that of the table in it, so that naming the table names the sheet.

    >>> sheet_is_table("收入预算总表", "2025年部门收入预算总表", None), sheet_is_table("Sheet2", "收入总表", 2)
    (True, False)
    """
    bare, whole = "".join(sheet.split()), "".join(title.split())
    if not bare or not whole:
        return False
    known = {f"{word}{number}" for word in _SHEETS} if number is not None else set()
    # Excel cuts names after 31 characters
    return bare in known or (len(bare) > 2 and (bare in whole or whole in bare))


def together(lang: str, table: str, place: str, label: str) -> str:
    """A table, a place in it and the label of a cell, as one name; any of them may be empty.

    >>> together("zh", "表2 收入总表", "第7行", "合计·本年")
    '表2 收入总表 第7行「合计·本年」'
    """
    where = joined(lang, filter(None, (table, place)), " ")
    if not label:
        return where
    return say("figures.labelled", where=where, label=label).text(lang)
