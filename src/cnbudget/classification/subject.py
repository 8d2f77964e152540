"""A subject (科目): one row of a classification, as it stands in a year."""

from __future__ import annotations

import enum

import attrs

__all__ = ["Budget", "Confidence", "Kind", "Level", "Subject"]


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
# Revenue has a fourth level (目, 9 digits) which the lists do not go down to.
_LENGTHS = {
    "functional": (3, 5, 7),
    "economic": (3, 5),
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
    """How well a row (this code, this name, these years) is known.

    No row was compared with the official book of every year; see the page on completeness.

    >>> Confidence.DOUBTFUL < Confidence.CONFIRMED
    True
    """

    DOUBTFUL = 1
    """Recalled with doubt, or the years are in doubt."""
    PROBABLE = 2
    """Recalled, or read only in a list older than 2018."""
    CONFIRMED = 3
    """The pair of code and name was read in a public source of 2018 or later."""

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


@attrs.frozen
class Subject:
    """One subject of a classification, as it stands in a year.

    Attributes:
        code: The digits.
        name: The official name, in Chinese.
        kind: The list it belongs to.
        level: 类, 款 or 项.
        parent: The code above it, or an empty text for a 类.
        children: The codes listed directly under it in the year.
        budgets: The budgets it belongs to; empty outside the functional list, which alone says so.
        since: The first year of this name. The lists begin in 2018, so 2018 means "2018 or before".
        until: The last year of this name, or None while it is in use.
        confidence: How well the row is known.
        path: The names from the 类 down, joined by "/".
    """

    code: str
    name: str
    kind: Kind = attrs.field(kw_only=True)
    level: Level = attrs.field(kw_only=True)
    parent: str = attrs.field(kw_only=True)
    children: tuple[str, ...] = attrs.field(kw_only=True)
    budgets: tuple[Budget, ...] = attrs.field(kw_only=True)
    since: int = attrs.field(kw_only=True)
    until: int | None = attrs.field(kw_only=True)
    confidence: Confidence = attrs.field(kw_only=True)
    path: str = attrs.field(kw_only=True)

    def __repr__(self) -> str:
        years = "" if self.until is None and self.since <= 2018 else f" {self.years}"
        return f"<Subject {self.code} {self.name}{years} {self.confidence.name.lower()}>"

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def years(self) -> str:
        """The years of this name as text: ``2020–``, ``2018–2019``."""
        return f"{self.since}–{'' if self.until is None else self.until}"
