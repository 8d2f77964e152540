"""The five lists (分类), the levels of their codes, how well a row is known, and the four budgets."""

from __future__ import annotations

import enum


class Kind(enum.Enum):
    """The five lists of codes.

    >>> Kind.ECONOMIC.zh
    '部门预算支出经济分类'
    """

    FUNCTIONAL = "functional"
    ECONOMIC = "economic"
    GOVERNMENT_ECONOMIC = "government_economic"
    REVENUE = "revenue"
    FUNDING = "funding"

    @property
    def zh(self) -> str:
        """The official Chinese name of the list."""
        return _KIND_ZH[self.value]

    @property
    def en(self) -> str:
        """The English name of the list."""
        return self.value.replace("_", " ")

    @property
    def lengths(self) -> tuple[int, ...]:
        """How many digits the codes of this list have, level by level."""
        return _LENGTHS[self.value]

    @property
    def first(self) -> str:
        """The digits with which the codes of this list may begin."""
        return _FIRST[self.value]


_KIND_ZH = {
    "functional": "支出功能分类",
    "economic": "部门预算支出经济分类",
    "government_economic": "政府预算支出经济分类",
    "revenue": "收入分类",
    "funding": "资金性质",
}
# Revenue has a fourth level (目, 9 digits) which the lists do not go down to; below the economic sections some
# places print a third level of their own (项, 7 digits), which no national list has.
_LENGTHS = {
    "functional": (3, 5, 7),
    "economic": (3, 5, 7),
    "government_economic": (3, 5),
    "revenue": (3, 5, 7, 9),
    "funding": (1, 2, 3),
}
_FIRST = {
    "functional": "2",
    "economic": "3",
    "government_economic": "5",
    "revenue": "1",
    "funding": "123",
}


class Level(enum.IntEnum):
    """How deep a code stands: 类, 款, 项 or (in revenue) 目.

    >>> Level.SECTION.zh, Level.SECTION > Level.CATEGORY
    ('款', True)
    """

    CATEGORY = 1
    SECTION = 2
    ITEM = 3
    DETAIL = 4

    @property
    def zh(self) -> str:
        """The Chinese name of the level."""
        return "类款项目"[self - 1]

    @property
    def en(self) -> str:
        """The English name of the level."""
        return self.name.lower()


class Confidence(enum.IntEnum):
    """How well a row is known: that the code has this name, or in which years it has it.

    The two are known apart: a name read in a hundred budgets of one year does not say since when it is used. No row
    was compared with the official book of every year; see the page on completeness.

    >>> Confidence.DOUBTFUL < Confidence.CONFIRMED
    True
    """

    DOUBTFUL = 1
    """Recalled with doubt."""
    PROBABLE = 2
    """Recalled, or read only in a list older than 2018, or (of years) not read in the first and the last of them."""
    CONFIRMED = 3
    """Read in public sources of 2018 or later; of years, in the first and the last of them."""

    @property
    def zh(self) -> str:
        """The Chinese word for it."""
        return ("存疑", "待核", "已核")[self - 1]


class Budget(enum.Enum):
    """The four budgets (四本预算) that a functional subject can belong to.

    >>> Budget("政府性基金预算").name
    'FUND'
    """

    GENERAL = "一般公共预算"
    FUND = "政府性基金预算"
    STATE_CAPITAL = "国有资本经营预算"
    SOCIAL_INSURANCE = "社会保险基金预算"
