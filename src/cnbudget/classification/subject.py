"""A subject (科目): one row of a classification, as it stands in a year."""

from __future__ import annotations

from typing import Any

import attrs

from cnbudget.classification.evidence import Evidence, readings_of
from cnbudget.classification.kinds import Budget, Confidence, Kind, Level
from cnbudget.classification.names import english_name
from cnbudget.values import Value


@attrs.frozen(eq=False, repr=False)
class Subject(Value):
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
        confidence: How well it is known that the code has this name.
        years_confidence: How well the first and the last year are known.
        path: The names from the 类 down, joined by "/".

    >>> from cnbudget.classification import for_year
    >>> subject = for_year(2026).functional["2080505"]
    >>> subject.name, subject.level.zh, subject.parent, subject.years
    ('机关事业单位基本养老保险缴费支出', '项', '20805', '2018–')
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
    years_confidence: Confidence = attrs.field(
        kw_only=True, default=attrs.Factory(lambda self: self.confidence, takes_self=True)
    )
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

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Where the pair of code and name was read: the years, and in how many documents of each.

        Nothing where no document was kept that bears the row out, or where the row is of lists of your own.

        >>> from cnbudget import classification
        >>> subject = classification.for_year(2026).functional["2080505"]
        >>> subject.evidence[-1].year, subject.evidence[-1].documents > 1
        (2026, True)
        """
        return readings_of(self.kind, self.code, self.since, self.name)

    @property
    def english(self) -> str:
        """An English name, where there is one (类, and all economic subjects); unofficial.

        >>> from cnbudget import classification
        >>> classification.for_year(2026).economic["30217"].english
        'Official hospitality'
        """
        return english_name(self.name)

    def to_dict(self) -> dict[str, Any]:
        """The subject as plain values, as it stands in JSON.

        >>> from cnbudget import classification
        >>> plain = classification.for_year(2026).economic["30217"].to_dict()
        >>> plain["level"], plain["parent"], plain["confidence"], plain["years_confidence"]
        ('section', '302', 'confirmed', 'confirmed')
        """
        return {
            "code": self.code,
            "name": self.name,
            "english": self.english or None,
            "level": self.level.en,
            "kind": self.kind.value,
            "path": self.path,
            "parent": self.parent or None,
            "children": list(self.children),
            "budgets": [budget.value for budget in self.budgets],
            "since": self.since,
            "until": self.until,
            "confidence": self.confidence.name.lower(),
            "years_confidence": self.years_confidence.name.lower(),
            "evidence": [attrs.asdict(each) for each in self.evidence],
        }
