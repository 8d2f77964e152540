"""Rows of the standard tables, typed so that their figures are reached by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, overload

import attrs

from cnbudget.codes import Code
from cnbudget.errors import NotInBudgetError
from cnbudget.figures import ColumnAddress, Figure, RowAddress, State, row_standing
from cnbudget.messages import say
from cnbudget.values import Value
from cnbudget.words import plain

T = TypeVar("T")


@attrs.frozen(eq=False, repr=False)
class Row(Value):
    """A row of a table.

    Attributes:
        address: Where it stands and what it adds to the scope of its figures.
        figures: One for each column of the side.
        columns: The side's columns.
        code: Its classification code, if it has one.
        kind: "code", "total", "project", "agency" or "listed".
        labels: What stands in the side's label columns, where these are told.

    >>> import cnbudget
    >>> row = cnbudget.example("artux").expenditure["2101501"]
    >>> row.label, row.keys(), row["基本支出"].text, row.get("no such column")
    ('行政运行', ('total', 'basic', 'project'), '79.17', None)
    """

    address: RowAddress = attrs.field(eq=row_standing)
    figures: tuple[Figure, ...]
    columns: tuple[ColumnAddress, ...] = attrs.field(kw_only=True, eq=False)
    code: Code | None = attrs.field(default=None, kw_only=True)
    kind: str = attrs.field(default="code", kw_only=True)
    labels: tuple[str, ...] = attrs.field(default=(), kw_only=True, eq=False)

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
            say("documents.columns_of_one_name", headings=headings)
            if found
            else say("documents.no_such_column", headings=headings),
            value=column,
            where=self.address.title,
        )

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    def __contains__(self, column: object) -> bool:
        """Whether there is a column of a key or heading; or whether a figure stands in the row."""
        if isinstance(column, Figure):
            return column in self.figures
        try:
            return isinstance(column, str) and self[column] is not None
        except NotInBudgetError:
            return False

    @overload
    def get(self, column: str) -> Figure | None: ...
    @overload
    def get(self, column: str, default: T) -> Figure | T: ...
    def get(self, column: str, default: T | None = None) -> Figure | T | None:
        """The figure in a column, by its key or heading, or ``default`` if there is no such column.

        Args:
            column: The column's key or heading.
            default: What is given where there is none.
        """
        return self[column] if column in self else default  # noqa: SIM401  (this is that method)

    def keys(self) -> tuple[str, ...]:
        """The keys of the columns, in their order."""
        return tuple(address.key for address in self.columns)

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
    """A row of 部门收支总体情况表.

    >>> import cnbudget
    >>> cnbudget.example("artux").summary.income.total.amount
    <Figure 498.73 万元: 全部收支>
    """

    __slots__ = ()

    amount: Figure = _cell("amount", "预算数")


class IncomeRow(Row):
    """A row of 部门收入总体情况表: what each source gives for a function.

    >>> import cnbudget
    >>> row = cnbudget.example("artux").income.total
    >>> row.total.text, row.appropriation.text, row.general.text
    ('498.73', '448.73', '438.73')
    """

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
    """A row of 部门支出总体情况表 or 一般公共预算支出情况表.

    >>> import cnbudget
    >>> row = cnbudget.example("artux").expenditure["2101501"]
    >>> row.total.text, row.basic.text, row.project.text
    ('79.17', '79.17', '')
    """

    __slots__ = ()
    total: Figure = _cell("total", "合计")
    basic: Figure = _cell("basic", "基本支出")
    project: Figure = _cell("project", "项目支出")


class AppropriationRow(Row):
    """A row of 财政拨款收支预算总体情况表; ``amount`` on the income side, the others on the other.

    >>> import cnbudget
    >>> row = cnbudget.example("artux").appropriation.expenditure.total
    >>> row.total.text, row.general.text, row.fund.state.value
    ('448.73', '448.73', 'blank')
    """

    __slots__ = ()

    amount: Figure = _cell("amount", "合计")
    total: Figure = _cell("total", "合计")
    general: Figure = _cell("general", "一般公共预算")
    fund: Figure = _cell("fund", "政府性基金预算")
    state_capital: Figure = _cell("state_capital", "国有资本经营预算")


class BasicRow(Row):
    """A row of 一般公共预算基本支出情况表.

    >>> import cnbudget
    >>> row = cnbudget.example("artux").basic.total
    >>> row.total.text, row.personnel.text, row.operating.text
    ('426.73', '420.78', '5.95')
    """

    __slots__ = ()
    total: Figure = _cell("total", "合计")
    personnel: Figure = _cell("personnel", "人员经费")
    operating: Figure = _cell("operating", "公用经费")


class ProjectRow(Row):
    """A row of 一般公共预算项目支出情况表: what a project spends on each economic category.

    >>> import cnbudget
    >>> row = cnbudget.example("artux").projects.total
    >>> row.total.text, row.goods.text
    ('22.00', '10.00')
    """

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
    """A row of 政府性基金预算支出情况表 or 国有资本经营预算支出情况表.

    >>> import cnbudget
    >>> row = cnbudget.example("artux").fund.total
    >>> row.total.state.value, row.project.state.value
    ('blank', 'blank')
    """

    __slots__ = ()
    total: Figure = _cell("total", "合计")
    personnel: Figure = _cell("personnel", "人员经费")
    operating: Figure = _cell("operating", "公用经费")
    project: Figure = _cell("project", "项目支出")


class SourcesRow(Row):
    """A row of 财政拨款“三公”经费支出情况表 or 财政拨款委托业务费支出情况表.

    >>> import cnbudget
    >>> row = cnbudget.example("artux").three_public.rows[0]
    >>> row.label, row.total.text, row.general.text
    ('因公出国（境）费用', '', '')
    """

    __slots__ = ()
    total: Figure = _cell("total", "合计")
    general: Figure = _cell("general", "一般公共预算")
    fund: Figure = _cell("fund", "政府性基金")
    state_capital: Figure = _cell("state_capital", "国有资本经营预算")


class CarryOverRow(Row):
    """A row of 上年结转结余情况表.

    >>> import cnbudget
    >>> row = cnbudget.example("akto").carry_over.total
    >>> row.total.text, row.appropriation_project.text, row.other.state.value
    ('13.12', '13.12', 'blank')
    """

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
