"""The dimensions of a ledger that are sets of a few kinds: source, nature, procurement, reservation and flow.

They are `enum.Flag`s: a leaf is one kind, ``|`` makes sets, ``&`` intersects, ``in`` asks
for containment. The members named by several leaves are the field's standard sets.

    >>> FundingSource.GENERAL == FundingSource.GENERAL_OWN | FundingSource.GENERAL_TRANSFER
    True
    >>> Nature.PERSONNEL in Nature.BASIC
    True
"""

from __future__ import annotations

import enum
import functools
import operator
from typing import Any, TypeVar

_Kind = TypeVar("_Kind", bound=type[enum.Flag])


def _looked_up(kind: _Kind) -> _Kind:
    """A flag whose sets are looked up: `enum.Flag` calls the class for each, and scopes are made of little else.

    The operators are given to the class once it is made, since its metaclass puts its own in place of inherited ones.
    """
    sets = kind._value2member_map_

    def meet(mine: Any, other: Any) -> Any:
        if type(other) is not kind:
            return NotImplemented
        value = mine._value_ & other._value_
        return sets[value] if value in sets else kind(value)

    def join(mine: Any, other: Any) -> Any:
        if type(other) is not kind:
            return NotImplemented
        value = mine._value_ | other._value_
        return sets[value] if value in sets else kind(value)

    def holds(mine: Any, other: Any) -> bool:
        if type(other) is not kind:
            raise TypeError(f"{type(other).__qualname__} is no {kind.__qualname__}")
        held: bool = mine._value_ & other._value_ == other._value_
        return held

    def code(mine: Any) -> int:
        return hash(mine._value_)

    for name, method in (
        ("__and__", meet), ("__or__", join), ("__contains__", holds), ("__hash__", code),
    ):  # fmt: skip
        setattr(kind, name, method)
    return kind


class _FoundByWords:
    """What the kinds of sets share: they are found by their Chinese words, and sorted as they are declared."""

    @classmethod
    def _missing_(cls, value: object) -> Any:
        """The set of Chinese words, as ``FundingSource("一般公共预算")``; of numbers as every flag has it."""
        if not isinstance(value, str):
            return super()._missing_(value)  # type: ignore[misc]
        members: dict[str, Any] = {each.zh: each for each in reversed(cls.__members__.values())}  # type: ignore[attr-defined]
        found = [members.get(word.strip()) for word in value.split("、")]
        if None in found:
            return super()._missing_(value)  # type: ignore[misc]
        return functools.reduce(operator.or_, found)

    def __lt__(self, other: object) -> bool:
        """Whether it comes before: by the kinds in it, in the order in which they are declared."""
        return _kinds(self) < _kinds(other) if type(other) is type(self) else NotImplemented

    def __le__(self, other: object) -> bool:
        return _kinds(self) <= _kinds(other) if type(other) is type(self) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return _kinds(self) > _kinds(other) if type(other) is type(self) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return _kinds(self) >= _kinds(other) if type(other) is type(self) else NotImplemented


def _kinds(flag: Any) -> list[int]:
    return [leaf.value for leaf in flag]


@_looked_up
class FundingSource(_FoundByWords, enum.Flag):
    """Where money comes from (资金来源): a kind of money and a vintage, this year's or carried over.

    Source: the columns of 部门收入总体情况表 and the rows of 部门收支总体情况表; the codes of 资金性质
    (`code`) are those of the budget management platforms' data standard.

    >>> FundingSource("财政拨款") is FundingSource.APPROPRIATION, FundingSource.GENERAL_OWN < FundingSource.FUND
    (True, True)
    """

    GENERAL_OWN = enum.auto()
    GENERAL_TRANSFER = enum.auto()
    FUND_OWN = enum.auto()
    FUND_TRANSFER = enum.auto()
    STATE_CAPITAL_OWN = enum.auto()
    STATE_CAPITAL_TRANSFER = enum.auto()
    SPECIAL_ACCOUNT = enum.auto()
    BUSINESS = enum.auto()
    SUPERIOR_SUBSIDY = enum.auto()
    AFFILIATE_REMITTANCE = enum.auto()
    OPERATIONS = enum.auto()
    OTHER = enum.auto()
    CARRIED_GENERAL = enum.auto()
    CARRIED_FUND = enum.auto()
    CARRIED_STATE_CAPITAL = enum.auto()
    CARRIED_SPECIAL_ACCOUNT = enum.auto()
    CARRIED_UNIT = enum.auto()

    GENERAL = GENERAL_OWN | GENERAL_TRANSFER
    FUND = FUND_OWN | FUND_TRANSFER
    STATE_CAPITAL = STATE_CAPITAL_OWN | STATE_CAPITAL_TRANSFER
    APPROPRIATION = GENERAL | FUND | STATE_CAPITAL
    UNIT = BUSINESS | SUPERIOR_SUBSIDY | AFFILIATE_REMITTANCE | OPERATIONS | OTHER
    CURRENT = APPROPRIATION | SPECIAL_ACCOUNT | UNIT
    CARRIED_APPROPRIATION = CARRIED_GENERAL | CARRIED_FUND | CARRIED_STATE_CAPITAL
    CARRIED_OTHER = CARRIED_SPECIAL_ACCOUNT | CARRIED_UNIT
    CARRIED = CARRIED_APPROPRIATION | CARRIED_OTHER
    ALL = CURRENT | CARRIED

    @property
    def zh(self) -> str:
        """The set in Chinese.

        >>> FundingSource.GENERAL.zh, (FundingSource.GENERAL_OWN | FundingSource.OTHER).zh
        ('一般公共预算', '一般公共预算（本级）、其他收入')
        """
        return _words(self, _SOURCE_ZH)

    @property
    def en(self) -> str:
        """The set in English."""
        return _words(self, _SOURCE_EN, ", ")

    @property
    def natures(self) -> Nature:
        """What its money can be spent as: appropriations as basic or project expenditure, or kept in reserve.

        >>> Nature.RESERVE in FundingSource.GENERAL.natures, Nature.BUSINESS in FundingSource.GENERAL.natures
        (True, False)
        """
        other = self & ~(FundingSource.APPROPRIATION | FundingSource.CARRIED_APPROPRIATION)
        return Nature.ALL if other else Nature.PLAIN | Nature.RESERVE

    @property
    def flows(self) -> Flow:
        """Which flows its money has: those of appropriations are never distributed or 非财政拨款结余.

        >>> Flow.CLOSING in FundingSource.GENERAL.flows, Flow.DISTRIBUTION in FundingSource.GENERAL.flows
        (True, False)
        """
        other = self & ~(FundingSource.APPROPRIATION | FundingSource.CARRIED_APPROPRIATION)
        return Flow.ALL if other else Flow.ALL & ~(Flow.SURPLUS_USED | Flow.DISTRIBUTION)

    @property
    def code(self) -> str:
        """The official 资金性质 code: of a leaf, or the shortest that covers the whole set; "" if none.

        >>> FundingSource.GENERAL_OWN.code, FundingSource.UNIT.code, FundingSource.CARRIED_UNIT.code
        ('111', '3', '3')
        """
        codes = {_SOURCE_CODES[leaf] for leaf in self}
        if len(codes) == 1:
            return codes.pop()
        heads = {code[0] for code in codes}
        if len(heads) > 1:
            return ""
        seconds = {code[:2] for code in codes}
        return seconds.pop() if len(seconds) == 1 else heads.pop()


@_looked_up
class Nature(_FoundByWords, enum.Flag):
    """How money is managed (支出性质): basic (personnel, operating), project, and what else some forms tell apart.

    Institutions add business, remittances and subsidies. Some provinces' forms (Jiangsu) print 单位预留机动经费 in a
    column beside 基本支出 and 项目支出: `RESERVE`, which is neither. In a form that has no place for it there is
    no such money, so that its 合计 is 基本支出 and 项目支出 (and what else it prints) all the same.

    >>> Nature.PERSONNEL in Nature.BASIC, Nature.BASIC.zh, Nature("项目支出") is Nature.PROJECT
    (True, '基本支出', True)
    """

    PERSONNEL = enum.auto()
    OPERATING = enum.auto()
    PROJECT = enum.auto()
    BUSINESS = enum.auto()
    REMITTANCE = enum.auto()
    SUBSIDY = enum.auto()
    RESERVE = enum.auto()

    BASIC = PERSONNEL | OPERATING
    PLAIN = BASIC | PROJECT
    ALL = PLAIN | BUSINESS | REMITTANCE | SUBSIDY | RESERVE

    @property
    def zh(self) -> str:
        """The set in Chinese.

        >>> Nature.BASIC.zh
        '基本支出'
        """
        return _words(self, _NATURE_ZH)

    @property
    def en(self) -> str:
        """The set in English."""
        return _words(self, _NATURE_EN, ", ")


@_looked_up
class Flow(_FoundByWords, enum.Flag):
    """Which movement of money a figure counts.

    In a plain budget all income is spent, so its layout lets income and expenditure share one
    scope, that of `EXPENDITURE`. Forms with closing balances, and final accounts, need them apart: there
    `IN` (what there is to spend) balances `OUT` (what becomes of it).

    >>> Flow.INCOME in Flow.IN, Flow.INCOME.zh
    (True, '收入')
    """

    OPENING = enum.auto()
    INCOME = enum.auto()
    SURPLUS_USED = enum.auto()
    EXPENDITURE = enum.auto()
    DISTRIBUTION = enum.auto()
    CLOSING = enum.auto()

    IN = OPENING | INCOME | SURPLUS_USED
    OUT = EXPENDITURE | DISTRIBUTION | CLOSING
    ALL = IN | OUT

    @property
    def zh(self) -> str:
        """The set in Chinese."""
        return _words(self, _FLOW_ZH)

    @property
    def en(self) -> str:
        """The set in English."""
        return _words(self, _FLOW_EN, ", ")


@_looked_up
class Procurement(_FoundByWords, enum.Flag):
    """What is procured (政府采购): goods, works or services; or nothing is.

    What is left out of a scope is any money, whether procured or not, so that a plain figure contains what is procured
    of it.

    Source: 《中华人民共和国政府采购法》第二条.

    >>> Procurement.GOODS.zh, Procurement.PROCURED.zh
    ('货物', '政府采购')
    """

    NONE = enum.auto()
    GOODS = enum.auto()
    WORKS = enum.auto()
    SERVICES = enum.auto()

    PROCURED = GOODS | WORKS | SERVICES
    ALL = PROCURED | NONE

    @property
    def zh(self) -> str:
        """The set in Chinese."""
        return _words(self, _PROCUREMENT_ZH)

    @property
    def en(self) -> str:
        """The set in English."""
        return _words(self, _PROCUREMENT_EN, ", ")


@_looked_up
class Reservation(_FoundByWords, enum.Flag):
    """For whom procurement is reserved (预留采购份额): small and medium-sized firms, or small and micro firms alone.

    Money that is not procured is reserved for nobody.

    Source: 《政府采购促进中小企业发展管理办法》（财库〔2020〕46号）.

    >>> Reservation.RESERVED.zh, Reservation.SMALL in Reservation.RESERVED
    ('面向中小企业预留', True)
    """

    OPEN = enum.auto()
    MEDIUM = enum.auto()
    SMALL = enum.auto()

    RESERVED = MEDIUM | SMALL
    ALL = RESERVED | OPEN

    @property
    def zh(self) -> str:
        """The set in Chinese."""
        return _words(self, _RESERVATION_ZH)

    @property
    def en(self) -> str:
        """The set in English."""
        return _words(self, _RESERVATION_EN, ", ")


def _words(flag: enum.Flag, names: dict[enum.Flag, str], mark: str = "、") -> str:
    """The name of a set: its own, or those of the fewest named sets that make it up."""
    if flag in names and flag.value:
        return names[flag]
    left, parts = flag, []
    for member, name in sorted(names.items(), key=lambda item: -item[0].value.bit_count()):
        if member.value and member in left:
            parts.append((member.value, name))
            left &= ~member
    return mark.join(name for _, name in sorted(parts))


_S, _N, _F = FundingSource, Nature, Flow
_SOURCE_ZH: dict[enum.Flag, str] = {
    _S.GENERAL_OWN: "一般公共预算（本级）",
    _S.GENERAL_TRANSFER: "上级一般公共预算安排的转移支付",
    _S.FUND_OWN: "政府性基金预算（本级）",
    _S.FUND_TRANSFER: "上级政府性基金安排的转移支付",
    _S.STATE_CAPITAL_OWN: "国有资本经营预算（本级）",
    _S.STATE_CAPITAL_TRANSFER: "上级国有资本经营预算安排的转移支付",
    _S.SPECIAL_ACCOUNT: "财政专户管理资金",
    _S.BUSINESS: "事业收入",
    _S.SUPERIOR_SUBSIDY: "上级补助收入",
    _S.AFFILIATE_REMITTANCE: "附属单位上缴收入",
    _S.OPERATIONS: "事业单位经营收入",
    _S.OTHER: "其他收入",
    _S.CARRIED_GENERAL: "一般公共预算拨款结转",
    _S.CARRIED_FUND: "政府性基金预算拨款结转",
    _S.CARRIED_STATE_CAPITAL: "国有资本经营预算拨款结转",
    _S.CARRIED_SPECIAL_ACCOUNT: "财政专户资金结转结余",
    _S.CARRIED_UNIT: "单位资金结转结余",
    _S.GENERAL: "一般公共预算",
    _S.FUND: "政府性基金预算",
    _S.STATE_CAPITAL: "国有资本经营预算",
    _S.APPROPRIATION: "财政拨款",
    _S.UNIT: "单位资金",
    _S.CURRENT: "本年收入",
    _S.CARRIED_APPROPRIATION: "财政拨款结转",
    _S.CARRIED_OTHER: "非财政拨款结转结余",
    _S.CARRIED: "上年结转结余",
    _S.ALL: "全部资金",
}
_SOURCE_EN: dict[enum.Flag, str] = {
    _S.GENERAL_OWN: "general public budget, own level",
    _S.GENERAL_TRANSFER: "general public budget, transfers from above",
    _S.FUND_OWN: "government fund budget, own level",
    _S.FUND_TRANSFER: "government fund budget, transfers from above",
    _S.STATE_CAPITAL_OWN: "state capital budget, own level",
    _S.STATE_CAPITAL_TRANSFER: "state capital budget, transfers from above",
    _S.SPECIAL_ACCOUNT: "special fiscal account",
    _S.BUSINESS: "income from services",
    _S.SUPERIOR_SUBSIDY: "subsidies from the superior unit",
    _S.AFFILIATE_REMITTANCE: "remittances of affiliated units",
    _S.OPERATIONS: "income from business operations",
    _S.OTHER: "other income",
    _S.CARRIED_GENERAL: "general public budget, carried over",
    _S.CARRIED_FUND: "government fund budget, carried over",
    _S.CARRIED_STATE_CAPITAL: "state capital budget, carried over",
    _S.CARRIED_SPECIAL_ACCOUNT: "special fiscal account, carried over",
    _S.CARRIED_UNIT: "unit funds, carried over",
    _S.GENERAL: "general public budget",
    _S.FUND: "government fund budget",
    _S.STATE_CAPITAL: "state capital budget",
    _S.APPROPRIATION: "appropriations",
    _S.UNIT: "unit funds",
    _S.CURRENT: "this year's income",
    _S.CARRIED_APPROPRIATION: "appropriations carried over",
    _S.CARRIED_OTHER: "other funds carried over",
    _S.CARRIED: "carry-over",
    _S.ALL: "all funds",
}
_SOURCE_CODES: dict[FundingSource, str] = {
    _S.GENERAL_OWN: "111",
    _S.GENERAL_TRANSFER: "111",
    _S.FUND_OWN: "121",
    _S.FUND_TRANSFER: "121",
    _S.STATE_CAPITAL_OWN: "13",
    _S.STATE_CAPITAL_TRANSFER: "13",
    _S.SPECIAL_ACCOUNT: "2",
    _S.BUSINESS: "31",
    _S.SUPERIOR_SUBSIDY: "32",
    _S.AFFILIATE_REMITTANCE: "33",
    _S.OPERATIONS: "34",
    _S.OTHER: "39",
    _S.CARRIED_GENERAL: "11",
    _S.CARRIED_FUND: "12",
    _S.CARRIED_STATE_CAPITAL: "13",
    _S.CARRIED_SPECIAL_ACCOUNT: "2",
    _S.CARRIED_UNIT: "3",
}
_NATURE_ZH: dict[enum.Flag, str] = {
    _N.PERSONNEL: "人员经费",
    _N.OPERATING: "公用经费",
    _N.PROJECT: "项目支出",
    _N.BUSINESS: "事业单位经营支出",
    _N.REMITTANCE: "上缴上级支出",
    _N.SUBSIDY: "对附属单位补助支出",
    _N.RESERVE: "单位预留机动经费",
    _N.BASIC: "基本支出",
    _N.PLAIN: "基本支出和项目支出",
    _N.ALL: "全部支出",
}
_NATURE_EN: dict[enum.Flag, str] = {
    _N.PERSONNEL: "personnel",
    _N.OPERATING: "operating",
    _N.PROJECT: "project",
    _N.BUSINESS: "business operations",
    _N.REMITTANCE: "remitted to the superior unit",
    _N.SUBSIDY: "subsidies to affiliated units",
    _N.RESERVE: "unit reserve",
    _N.BASIC: "basic",
    _N.PLAIN: "basic and project",
    _N.ALL: "all expenditure",
}
_P, _R = Procurement, Reservation
_PROCUREMENT_ZH: dict[enum.Flag, str] = {
    _P.NONE: "非政府采购",
    _P.GOODS: "货物",
    _P.WORKS: "工程",
    _P.SERVICES: "服务",
    _P.PROCURED: "政府采购",
    _P.ALL: "不论是否采购",
}
_PROCUREMENT_EN: dict[enum.Flag, str] = {
    _P.NONE: "not procured",
    _P.GOODS: "goods",
    _P.WORKS: "works",
    _P.SERVICES: "services",
    _P.PROCURED: "government procurement",
    _P.ALL: "procured or not",
}
_RESERVATION_ZH: dict[enum.Flag, str] = {
    _R.OPEN: "未预留",
    _R.MEDIUM: "面向中小企业预留（小微企业除外）",
    _R.SMALL: "面向小微企业预留",
    _R.RESERVED: "面向中小企业预留",
    _R.ALL: "不论是否预留",
}
_RESERVATION_EN: dict[enum.Flag, str] = {
    _R.OPEN: "not reserved",
    _R.MEDIUM: "reserved for small and medium-sized firms (small and micro firms apart)",
    _R.SMALL: "reserved for small and micro firms",
    _R.RESERVED: "reserved for small and medium-sized firms",
    _R.ALL: "reserved or not",
}
_FLOW_ZH: dict[enum.Flag, str] = {
    _F.OPENING: "年初结转结余",
    _F.INCOME: "收入",
    _F.SURPLUS_USED: "使用非财政拨款结余",
    _F.EXPENDITURE: "支出",
    _F.DISTRIBUTION: "结余分配",
    _F.CLOSING: "年末结转结余",
    _F.IN: "收入总计",
    _F.OUT: "支出总计",
    _F.ALL: "收支各项",
}
_FLOW_EN: dict[enum.Flag, str] = {
    _F.OPENING: "opening balance",
    _F.INCOME: "income",
    _F.SURPLUS_USED: "surplus used",
    _F.EXPENDITURE: "expenditure",
    _F.DISTRIBUTION: "distribution of surplus",
    _F.CLOSING: "closing balance",
    _F.IN: "all that comes in",
    _F.OUT: "all that goes out",
    _F.ALL: "all flows",
}
