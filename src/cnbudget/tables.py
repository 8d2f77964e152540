"""The standard tables (公开表) as typed classes with typed rows.

A table has one side, or two (income and expenditure); a side has columns and rows; a row has a figure
in each column. The rows of the tables that the forms share are typed, so that
``budget.expenditure["2080505"].basic`` completes in an editor; tables that only a layout of the
user's knows have plain rows, whose figures are reached by column: ``row["合计"]``.

Source: the tables of 部门预算公开 as the provinces' 预算公开 templates have them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

import attrs

from cnbudget.amounts import Unit
from cnbudget.codes import Code
from cnbudget.errors import NotInBudgetError
from cnbudget.figures import ColumnAddress, Figure, RowAddress, State
from cnbudget.words import plain, spaceless, stem, without_brackets

__all__ = [
    "ROWS",
    "AppropriationRow",
    "BasicRow",
    "CarryOverRow",
    "ExpenditureRow",
    "IncomeRow",
    "NaturesRow",
    "ProjectRow",
    "Row",
    "Side",
    "SourcesRow",
    "SummaryRow",
    "Table",
]


def _standing(address: RowAddress) -> tuple[Any, ...]:
    """What two rows must share to be the same row of the same table; spacing is the printer's."""
    return (
        address.key,
        address.side,
        address.index,
        spaceless(address.row),
        spaceless(address.name),
        tuple(map(spaceless, address.path)),
        None if address.project is None else spaceless(address.project),
        address.scope,
    )


@attrs.frozen(repr=False)
class Row:
    """A row of a table.

    Attributes:
        address: Where it stands and what it adds to the scope of its figures.
        figures: One for each column of the side.
        columns: The side's columns.
        code: Its classification code, if it has one.
        kind: "code", "total", "project", "agency" or "listed".
    """

    address: RowAddress = attrs.field(eq=_standing)
    figures: tuple[Figure, ...]
    columns: tuple[ColumnAddress, ...] = attrs.field(kw_only=True, eq=False)
    code: Code | None = attrs.field(default=None, kw_only=True)
    kind: str = attrs.field(default="code", kw_only=True)

    @property
    def label(self) -> str:
        """The name printed on the row: of its code, its project, or its label."""
        return self.address.name or self.address.row

    @property
    def project_name(self) -> str | None:
        """The name of the project that the row is, if it is one."""
        return self.address.project

    def __getitem__(self, column: str) -> Figure:
        """The figure in a column, by its key ("basic") or heading ("基本支出").

        Raises:
            NotInBudgetError: No such column.
        """
        for address, figure in zip(self.columns, self.figures, strict=True):
            if address.key == column:
                return figure
        wanted = plain(column)
        found = [
            figure
            for address, figure in zip(self.columns, self.figures, strict=True)
            if wanted in (plain(address.column), plain("/".join(address.path)))
        ]
        if len(found) == 1:
            return found[0]
        headings = ["/".join(a.path) or a.column for a in self.columns]
        raise NotInBudgetError(
            "several columns of that heading" if found else "no such column",
            zh="同名的列不止一个" if found else "没有这一列",
            value=column,
            where=self.address.title,
            hint="columns: " + ", ".join(headings),
            hint_zh="各列：" + "、".join(headings),
        )

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    def __repr__(self) -> str:
        cells = ", ".join(
            f"{a.column or a.key} {f.text or '·'}"
            for a, f in zip(self.columns, self.figures, strict=True)
            if f.state is not State.BLANK
        )
        return f"<{type(self).__name__} {self.address.row} {self.address.name}: {cells}>"


def _cell(key: str, doc: str) -> Any:
    """A read-only property that is the figure in the column of that key."""

    def get(row: Row) -> Figure:
        return row[key]

    return property(get, doc=doc)


class SummaryRow(Row):
    """A row of 部门收支总体情况表."""

    __slots__ = ()

    amount: Figure = _cell("amount", "预算数")


class IncomeRow(Row):
    """A row of 部门收入总体情况表: what each source gives for a function."""

    __slots__ = ()
    total: Figure = _cell("total", "总计")
    appropriation: Figure = _cell("appropriation", "财政拨款（补助）小计")
    general: Figure = _cell("general", "一般公共预算")
    general_transfer: Figure = _cell("general_transfer", "上级一般公共预算安排的转移支付")
    fund: Figure = _cell("fund", "政府性基金预算")
    fund_transfer: Figure = _cell("fund_transfer", "上级政府性基金安排的转移支付")
    state_capital: Figure = _cell("state_capital", "国有资本经营预算")
    state_capital_transfer: Figure = _cell(
        "state_capital_transfer", "上级国有资本经营预算安排的转移支付"
    )
    special_account: Figure = _cell("special_account", "财政专户（教育收费）")
    unit: Figure = _cell("unit", "单位资金")
    carried: Figure = _cell("carried", "财政拨款结转")
    carried_other: Figure = _cell("carried_other", "非财政拨款结转结余")


class ExpenditureRow(Row):
    """A row of 部门支出总体情况表 or 一般公共预算支出情况表."""

    __slots__ = ()
    total: Figure = _cell("total", "合计")
    basic: Figure = _cell("basic", "基本支出")
    project: Figure = _cell("project", "项目支出")


class AppropriationRow(Row):
    """A row of 财政拨款收支预算总体情况表; ``amount`` on the income side, the others on the other."""

    __slots__ = ()

    amount: Figure = _cell("amount", "合计")
    total: Figure = _cell("total", "合计")
    general: Figure = _cell("general", "一般公共预算")
    fund: Figure = _cell("fund", "政府性基金预算")
    state_capital: Figure = _cell("state_capital", "国有资本经营预算")


class BasicRow(Row):
    """A row of 一般公共预算基本支出情况表."""

    __slots__ = ()
    total: Figure = _cell("total", "合计")
    personnel: Figure = _cell("personnel", "人员经费")
    operating: Figure = _cell("operating", "公用经费")


class ProjectRow(Row):
    """A row of 一般公共预算项目支出情况表: what a project spends on each economic category."""

    __slots__ = ()
    total: Figure = _cell("total", "项目支出合计")
    wages: Figure = _cell("wages", "工资福利支出 (301)")
    goods: Figure = _cell("goods", "商品和服务支出 (302)")
    families: Figure = _cell("families", "对个人和家庭的补助 (303)")
    interest: Figure = _cell("interest", "债务利息及费用支出 (307)")
    construction: Figure = _cell("construction", "资本性支出（基本建设） (309)")
    capital: Figure = _cell("capital", "资本性支出 (310)")
    enterprise_construction: Figure = _cell(
        "enterprise_construction", "对企业补助（基本建设） (311)"
    )
    enterprises: Figure = _cell("enterprises", "对企业补助 (312)")
    social_security: Figure = _cell("social_security", "对社会保障基金补助 (313)")
    other: Figure = _cell("other", "其他支出 (399)")


class NaturesRow(Row):
    """A row of 政府性基金预算支出情况表 or 国有资本经营预算支出情况表."""

    __slots__ = ()
    total: Figure = _cell("total", "合计")
    personnel: Figure = _cell("personnel", "人员经费")
    operating: Figure = _cell("operating", "公用经费")
    project: Figure = _cell("project", "项目支出")


class SourcesRow(Row):
    """A row of 财政拨款“三公”经费支出情况表 or 财政拨款委托业务费支出情况表."""

    __slots__ = ()
    total: Figure = _cell("total", "合计")
    general: Figure = _cell("general", "一般公共预算")
    fund: Figure = _cell("fund", "政府性基金")
    state_capital: Figure = _cell("state_capital", "国有资本经营预算")


class CarryOverRow(Row):
    """A row of 上年结转结余情况表."""

    __slots__ = ()
    total: Figure = _cell("total", "合计")
    appropriation: Figure = _cell("appropriation", "财政拨款小计")
    appropriation_personnel: Figure = _cell("appropriation_personnel", "财政拨款人员经费")
    appropriation_operating: Figure = _cell("appropriation_operating", "财政拨款公用经费")
    appropriation_project: Figure = _cell("appropriation_project", "财政拨款项目支出")
    other: Figure = _cell("other", "非财政拨款小计")
    other_personnel: Figure = _cell("other_personnel", "非财政拨款人员经费")
    other_operating: Figure = _cell("other_operating", "非财政拨款公用经费")
    other_project: Figure = _cell("other_project", "非财政拨款项目支出")


#: The class of the rows of each standard table.
ROWS: dict[str, type[Row]] = {
    "summary": SummaryRow,
    "income": IncomeRow,
    "expenditure": ExpenditureRow,
    "appropriation": AppropriationRow,
    "general": ExpenditureRow,
    "basic": BasicRow,
    "projects": ProjectRow,
    "fund": NaturesRow,
    "state_capital": NaturesRow,
    "three_public": SourcesRow,
    "commissioned": SourcesRow,
    "carry_over": CarryOverRow,
}


R = TypeVar("R", bound=Row)


@attrs.frozen(repr=False)
class Side(Generic[R]):
    """A side of a table: its columns and its rows.

    Attributes:
        side: "income" or "expenditure" in two-sided tables, else None.
        columns: The value columns.
        rows: The rows, in the document's order; those the form has and the document lacks come last,
            with missing figures.
        complete: Whether the table lists its codes completely, so that what is not listed is zero.
        totalled: Whether the form has a total row, so that a table without one breaks off.
    """

    side: str | None
    columns: tuple[ColumnAddress, ...] = attrs.field(eq=False)
    rows: tuple[R, ...] = attrs.field(kw_only=True)
    complete: bool = attrs.field(default=True, kw_only=True)
    totalled: bool = attrs.field(default=True, kw_only=True)

    @property
    def total(self) -> R | None:
        """The total row (总计, 合计), if there is one."""
        return next((row for row in self.rows if row.kind == "total"), None)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures, row by row."""
        return tuple(figure for row in self.rows for figure in row.figures)

    def find(self, key: object) -> tuple[R, ...]:
        """All rows of a code, label or project name; a total row also answers to "总计" and "合计"."""
        text = str(key)
        digits = text.replace(" ", "").replace(".", "")
        if digits.isascii() and digits.isdigit():
            return tuple(row for row in self.rows if row.code and row.code.digits == digits)
        wanted = stem(text)
        if wanted in ("总计", "合计"):
            totals = tuple(row for row in self.rows if row.kind == "total")
            if totals:
                return totals
        names = [
            (row, {stem(row.address.row), stem(row.address.name), plain(row.project_name or "")})
            for row in self.rows
        ]
        found = tuple(row for row, labels in names if wanted in labels)
        if not found and wanted:  # "…运行维护费" for "…运行维护费（小计）"
            found = tuple(row for row, labels in names if wanted in map(without_brackets, labels))
        return found

    def __getitem__(self, key: object) -> R:
        """The row of a code, a label or a project name.

        Of several rows with a code (a code and its projects), the code's own comes first.

        Raises:
            NotInBudgetError: No such row, or several.
        """
        return _only(self.find(key), key, [self])

    def __iter__(self) -> Iterator[R]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<Side {self.side or 'all'}: {len(self.rows)} rows, {len(self.columns)} columns>"


@attrs.frozen(repr=False)
class Table(Generic[R]):
    """A table of a disclosure.

    Attributes:
        key: The package's name of the table ("expenditure").
        number: Its number in the document, or None.
        title: Its title as printed.
        form_number: Its number in the form, or None for a table that the form does not have.
        unit: The unit of money it prints.
        sides: One, or two.
        status: "present", "empty" (a table without any amount), "missing" (the form has it, the document
            does not) or "extra" (the other way round).
        line: Where it begins.
    """

    key: str
    number: int | None
    title: str
    sides: tuple[Side[R], ...] = attrs.field(kw_only=True)
    form_number: int | None = attrs.field(default=None, kw_only=True)
    unit: Unit = attrs.field(default=Unit.WAN, kw_only=True)
    status: str = attrs.field(default="present", kw_only=True)
    line: int | None = attrs.field(default=None, kw_only=True, eq=False)

    @property
    def income(self) -> Side[R]:
        """The income side of a two-sided table."""
        return self.side("income")

    @property
    def expenditure(self) -> Side[R]:
        """The expenditure side of a two-sided table."""
        return self.side("expenditure")

    def side(self, name: str | None = None) -> Side[R]:
        """A side by its name; without one, the only side.

        Raises:
            NotInBudgetError: No such side, or two of them and no name.
        """
        for side in self.sides:
            if side.side == name:
                return side
        raise NotInBudgetError(
            "no such side", zh="没有这一侧", value=name, where=self.title or self.key
        )

    @property
    def rows(self) -> tuple[R, ...]:
        """The rows of all sides."""
        return tuple(row for side in self.sides for row in side.rows)

    @property
    def total(self) -> R | None:
        """The total row of a one-sided table."""
        return self.sides[0].total if len(self.sides) == 1 else None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures."""
        return tuple(figure for side in self.sides for figure in side.figures)

    def find(self, key: object) -> tuple[R, ...]:
        """All rows of a code, label or project name, on any side."""
        return tuple(row for side in self.sides for row in side.find(key))

    def __getitem__(self, key: object) -> R:
        """The row of a code, a label or a project name.

        Raises:
            NotInBudgetError: No such row, or several.
        """
        return _only(self.find(key), key, list(self.sides), self.title)

    def __iter__(self) -> Iterator[R]:
        return iter(self.rows)

    def __len__(self) -> int:
        return sum(len(side) for side in self.sides)

    def __repr__(self) -> str:
        number = "" if self.number is None else f"{self.number} "
        return f"<Table {number}{self.key} {self.title}: {self.status}, {len(self)} rows>"

    def _repr_html_(self) -> str:
        from html import escape

        style = "border:1px solid color-mix(in srgb,currentColor 30%,transparent);padding:2px 6px"
        parts = [f"<strong>{escape(self.title)}</strong>（{escape(self.unit.zh)}）"]
        for side in self.sides:
            heads = "".join(
                f'<th style="{style}">{escape("/".join(c.path) or c.column)}</th>'
                for c in side.columns
            )
            body = "".join(
                f'<tr><td style="{style}">{escape(r.address.row)} {escape(r.address.name)}</td>'
                + "".join(
                    f'<td style="{style};text-align:right">'
                    + escape("缺失" if f.state is State.MISSING else f.text)
                    + "</td>"
                    for f in r.figures
                )
                + "</tr>"
                for r in side.rows
            )
            parts.append(
                f'<table style="border-collapse:collapse"><tr><th style="{style}"></th>'
                f"{heads}</tr>{body}</table>"
            )
        return "".join(parts)


def _only(found: tuple[R, ...], key: object, sides: list[Side[R]], where: str = "") -> R:
    if len(found) == 1:
        return found[0]
    own = [row for row in found if row.project_name is None]
    if len(own) == 1:
        return own[0]
    labels = dict.fromkeys(row.address.row for side in sides for row in side.rows)
    shown = ", ".join(list(labels)[:12]) + (", …" if len(labels) > 12 else "")
    if found:
        names = "、".join(dict.fromkeys(row.project_name or row.label for row in found))
        raise NotInBudgetError(
            "several rows of that name; give the project's",
            zh="同名的行不止一个，请给出项目名称",
            value=str(key),
            where=where,
            hint=names,
        )
    raise NotInBudgetError(
        "no such row",
        zh="没有这一行",
        value=str(key),
        where=where,
        hint=f"rows: {shown}",
        hint_zh=f"各行：{shown}",
    )
