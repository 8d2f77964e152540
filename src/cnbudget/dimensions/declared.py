"""The dimensions: one declaration each, and a field with its type in `Sets` and, if entries may lack it, in `Marks`.

A dimension of money is declared here and nowhere else. What a scope is (`cnbudget.Scope`), which columns a ledger's
file has, what a layout's pieces may say, how figures are written in JSON and which laws follow between them is worked
out from this list.
"""

from __future__ import annotations

from typing import Any

import attrs

from cnbudget.codes import EconomicCode, FunctionCode, GovernmentEconomicCode
from cnbudget.dimensions.flags import Flow, FundingSource, Nature, Procurement, Reservation
from cnbudget.dimensions.sets import Algebra, Codes, Flags, Names, Prefixes, Times
from cnbudget.values import Value

#: The stages of a budget that figures can be of; 调整预算 is that of the whole year, where 年初预算 stands beside it.
STAGES = ("预算", "决算", "执行", "调整预算")


@attrs.frozen(eq=False, repr=False)
class Dimension(Value):
    """A dimension of money.

    Attributes:
        name: The field of `cnbudget.Scope` and `cnbudget.Entry`, and the key in JSON.
        zh: What a value of it is called in Chinese.
        en: The same in English, with its article.
        sets: The kind of its sets, with their algebra.
        usual: What a scope has that says nothing; everything, if it is not given.
        said: What is put around its words, in Chinese and English: before and after.
        unsaid: The sets that go without saying, besides the usual one.
        entry: The field of an entry that is held to it; "" for what entries do not have.
        key: The key of layouts; "" if they have none.
        columns: The names of its column in a ledger's file, the first of them the one that is written.
        optional: Whether an entry may leave it out.

    >>> from cnbudget.dimensions import BY_NAME, FundingSource
    >>> source = BY_NAME["source"]
    >>> source.zh, source.words(source.of(FundingSource.GENERAL), "zh")
    ('资金来源', '一般公共预算')
    """

    name: str
    zh: str = attrs.field(kw_only=True)
    en: str = attrs.field(kw_only=True)
    sets: Algebra = attrs.field(kw_only=True)
    usual: Any = attrs.field(kw_only=True)
    said: tuple[str, str, str, str] = attrs.field(default=("", "", "", ""), kw_only=True)
    unsaid: tuple[Any, ...] = attrs.field(default=(), kw_only=True)
    entry: str = attrs.field(default="", kw_only=True)
    key: str = attrs.field(default="", kw_only=True)
    columns: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    optional: bool = attrs.field(default=True, kw_only=True)

    @usual.default
    def _everything(self) -> Any:
        return self.sets.whole

    def of(self, value: Any) -> Any:
        """What is given as a set of this dimension.

        Raises:
            ScopeError: It is none of its members, or empty.
            CodeError: A malformed code.
        """
        return self.sets.of(value, (self.zh, self.en))

    def words(self, mine: Any, lang: str) -> str:
        """A set in words; "" if it goes without saying.

        Args:
            mine: The set.
            lang: The language: ``"zh"`` or ``"en"``.
        """
        if mine == self.usual or mine in self.unsaid:
            return ""
        before, after = self.said[:2] if lang == "zh" else self.said[2:]
        return f"{before}{self.sets.words(mine, zh=lang == 'zh')}{after}"


_FUNCTIONS, _ECONOMICS = Codes(FunctionCode), Codes(EconomicCode)
_GOVERNMENTS = Codes(GovernmentEconomicCode)
DIMENSIONS: tuple[Dimension, ...] = (
    Dimension(
        "function", zh="功能科目", en="a functional code", sets=_FUNCTIONS,
        said=("功能 ", "", "function ", ""), entry="function", key="function", optional=False,
        columns=("功能科目", "功能科目编码", "功能分类", "功能分类科目编码", "支出功能分类", "function"),
    ),
    Dimension(
        "economic", zh="经济科目", en="an economic code", sets=_ECONOMICS,
        said=("经济 ", "", "economic ", ""), entry="economic", key="economic", optional=False,
        columns=("经济科目", "经济科目编码", "经济分类", "部门预算支出经济分类", "部门经济分类", "economic"),
    ),
    Dimension(
        "government_economic", zh="政府经济科目", en="a government economic code",
        sets=_GOVERNMENTS, said=("政府经济 ", "", "government economic ", ""),
        entry="government_economic", key="government",
        columns=("政府经济科目", "政府经济科目编码", "政府经济分类", "政府预算支出经济分类", "government_economic"),
    ),
    Dimension(
        "agency", zh="部门", en="an agency", sets=Names(), entry="agency", key="agency",
        columns=("部门", "单位名称", "部门(单位)", "预算单位", "单位", "agency"),
    ),
    Dimension(
        "project", zh="项目", en="a project", sets=Names(), said=("项目“", "”", "project “", "”"),
        entry="part", columns=("项目", "项目名称", "project"),
    ),
    Dimension(
        "source", zh="资金来源", en="a funding source", sets=Flags(FundingSource), entry="source", key="source",
        columns=("资金来源", "资金性质", "source"), optional=False,
    ),
    Dimension(
        "nature", zh="支出性质", en="a nature", sets=Flags(Nature), unsaid=(Nature.PLAIN,),
        entry="nature", key="nature", columns=("支出性质", "支出类型", "支出类别", "nature"), optional=False,
    ),
    Dimension(
        "procurement", zh="政府采购类型", en="a kind of procurement", sets=Flags(Procurement, Procurement.NONE),
        entry="procurement", key="procurement",
        columns=("政府采购", "采购类型", "采购品目类别", "procurement"),
    ),
    Dimension(
        "reservation", zh="预留采购份额", en="a reservation", sets=Flags(Reservation, Reservation.OPEN),
        entry="reservation", key="reserve", columns=("预留采购份额", "面向中小企业", "reservation"),
    ),
    Dimension(
        "flow", zh="资金流向（收支）", en="a flow", sets=Flags(Flow), usual=Flow.EXPENDITURE, entry="flow", key="flow",
        columns=("收支", "收支类型", "flow"),
    ),
    Dimension("year", zh="年度", en="a year", sets=Times(int)),
    Dimension("stage", zh="阶段", en="a stage", sets=Times(str, STAGES), key="stage"),
)  # fmt: skip

#: Each dimension by its name.
BY_NAME: dict[str, Dimension] = {dimension.name: dimension for dimension in DIMENSIONS}
#: The dimensions that are sets of a few kinds; the others say where money is.
KINDS: frozenset[str] = frozenset(each.name for each in DIMENSIONS if isinstance(each.sets, Flags))
#: What every expenditure has one of.
NEEDED: tuple[str, ...] = tuple(
    each.name for each in DIMENSIONS if each.entry and not each.optional
)


def _functions(value: Any) -> Prefixes:
    return _FUNCTIONS.of(value)


def _economics(value: Any) -> Prefixes:
    return _ECONOMICS.of(value)


def _governments(value: Any) -> Prefixes:
    return _GOVERNMENTS.of(value)


def _names(value: Any) -> tuple[str, ...]:
    return Names().of(value)


@attrs.frozen(repr=False)
class Sets:
    """One set of each dimension: the fields of `cnbudget.Scope`."""

    function: Prefixes = attrs.field(default=None, converter=_functions)
    economic: Prefixes = attrs.field(default=None, converter=_economics)
    government_economic: Prefixes = attrs.field(default=None, converter=_governments, kw_only=True)
    agency: tuple[str, ...] = attrs.field(default=None, converter=_names, kw_only=True)
    project: tuple[str, ...] = attrs.field(default=None, converter=_names, kw_only=True)
    source: FundingSource = attrs.field(default=FundingSource.ALL, kw_only=True)
    nature: Nature = attrs.field(default=Nature.ALL, kw_only=True)
    procurement: Procurement = attrs.field(default=Procurement.ALL, kw_only=True)
    reservation: Reservation = attrs.field(default=Reservation.ALL, kw_only=True)
    flow: Flow = attrs.field(default=Flow.EXPENDITURE, kw_only=True)
    year: int | None = attrs.field(default=None, kw_only=True)
    stage: str | None = attrs.field(default=None, kw_only=True)


def _government(value: Any) -> GovernmentEconomicCode | None:
    return (
        value
        if value is None or isinstance(value, GovernmentEconomicCode)
        else GovernmentEconomicCode(value)
    )


def _procured(value: Any) -> Procurement | None:
    """What is procured; money with which nothing is procured says nothing of it."""
    return None if value is Procurement.NONE else value


def _reserved(value: Any) -> Reservation | None:
    return None if value is Reservation.OPEN else value


@attrs.frozen(repr=False)
class Marks:
    """What an entry of a ledger may say and may leave out: fields of `cnbudget.Entry`."""

    government_economic: GovernmentEconomicCode | None = attrs.field(
        default=None, kw_only=True, converter=_government
    )
    procurement: Procurement | None = attrs.field(default=None, kw_only=True, converter=_procured)
    reservation: Reservation | None = attrs.field(default=None, kw_only=True, converter=_reserved)
