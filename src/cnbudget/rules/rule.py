"""A rule: a row that says what must hold between which figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Literal, TypeAlias, get_args

import attrs

from cnbudget.amounts import exact_number
from cnbudget.errors import UsageError
from cnbudget.messages import Said, Words, say
from cnbudget.rules.cells import RuleCells
from cnbudget.scope import Scope
from cnbudget.values import Value

Relation: TypeAlias = Literal["agree", "add-up", "contain", "balance", "ratio", "count"]
#: The relations that figures can stand in.
RELATIONS: tuple[str, ...] = get_args(Relation)
#: Figures of a rule: cells, as they are or as they are written, or those of a scope.
Which: TypeAlias = str | RuleCells | Scope
_LONGEST = 60  # characters of a name
_BOUNDED = ("ratio", "count")
#: The relations whose whole is one figure.
SINGLE = ("agree", "add-up", "contain", "count")


def _which(given: Which | Iterable[Which]) -> tuple[RuleCells | Scope, ...]:
    several = (given,) if isinstance(given, str | RuleCells | Scope) else tuple(given)
    return tuple(RuleCells.of(each) if isinstance(each, str) else each for each in several)


def _texts(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _bound(given: Any) -> Decimal | None:
    return None if given is None else exact_number(given)


def _one_of(known: tuple[str, ...]) -> Callable[..., None]:
    def check(_: Any, field: Any, value: Any) -> None:
        if value not in known:
            raise UsageError(say("rules.no_such", field=field.name, known=known), value=value)

    return check


def _name(_: Any, __: Any, value: Any) -> None:
    if (
        not isinstance(value, str)
        or not 0 < len(value.strip()) <= _LONGEST
        or not value.isprintable()
    ):
        raise UsageError(say("rules.name", longest=_LONGEST), value=value)


@attrs.frozen(eq=False, repr=False)
class Rule(Value):
    """A rule (规则): a relation between figures that scopes do not derive.

    ========== =====================================================================================
    relation   what must hold
    ========== =====================================================================================
    "agree"    whole and parts are one amount
    "add-up"   the whole is the sum of the parts
    "contain"  the whole is not less than the sum of the parts
    "balance"  the sum of the whole is the sum of the parts
    "ratio"    the parts are at least ``least`` and at most ``most`` per cent of the whole
    "count"    there is money in so many of the parts: the number that the whole is, at least ``least``,
               at most ``most``
    ========== =====================================================================================

    A rule over several rows (``expenditure[*].total``) is held row by row if its whole stands in several, parts being
    taken from the row of the same code or name; else its parts are all those rows together. Amounts stand for what
    prints as them: what rounding explains is not violated.

    Attributes:
        name: What it is known by: its findings are of the law ``own:NAME``.
        relation: One of `RELATIONS`.
        whole: The whole; of a balance and a ratio it can be a sum.
        parts: The parts.
        least: A bound: per cent of a ratio, rows of a count; None for none.
        most: Likewise.
        severity: Of what is found: "error" or "note".
        absent: What a part is in whose table there is no such row, or that the text does not state: "unknown", so that
            the rule says what it could not be held to; "zero"; or "weaker": the whole is then not less than what is
            there of what it should be the sum of.
        each: Whether each part is held to the whole by itself.
        few: How many parts it needs, at least; 0 for one, or none where what is absent is zero.
        stages: The stages of documents that it is about; all if not given.
        mild: Where what is found is a note: "less" (the parts come to less than the whole), "first" (the whole is the
            first of them); "" for nowhere.
        counts: What the parts are called together, of a row that counts persons and the like.
        zh: What it says, in Chinese; its name if not given.
        en: The same in English.

    Raises:
        UsageError: No such relation, cells that are not written so, bounds where there are none to hold or that nothing
            meets, no name.

    >>> rule = Rule("人员与公用", "add-up", whole="basic[*].total", parts=["basic[*].personnel", "basic[*].operating"])
    >>> rule.law, rule.per_row
    ('own:人员与公用', True)
    """

    name: str = attrs.field(validator=_name)
    relation: Relation = attrs.field(validator=_one_of(RELATIONS))
    whole: tuple[RuleCells | Scope, ...] = attrs.field(default=(), kw_only=True, converter=_which)
    parts: tuple[RuleCells | Scope, ...] = attrs.field(default=(), kw_only=True, converter=_which)
    least: Decimal | None = attrs.field(default=None, kw_only=True, converter=_bound)
    most: Decimal | None = attrs.field(default=None, kw_only=True, converter=_bound)
    severity: Literal["error", "note"] = attrs.field(
        default="error", kw_only=True, validator=_one_of(("error", "note"))
    )
    absent: Literal["unknown", "zero", "weaker"] = attrs.field(
        default="unknown", kw_only=True, validator=_one_of(("unknown", "zero", "weaker"))
    )
    each: bool = attrs.field(default=False, kw_only=True)
    few: int = attrs.field(default=0, kw_only=True)
    stages: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_texts)
    mild: Literal["", "less", "first"] = attrs.field(
        default="", kw_only=True, validator=_one_of(("", "less", "first"))
    )
    counts: Words | None = attrs.field(default=None, kw_only=True)
    zh: str = attrs.field(default="", kw_only=True)
    en: str = attrs.field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        bounded = self.least is not None or self.most is not None
        single = self.relation in SINGLE
        if not self.parts or (not self.whole and self.relation != "count"):
            raise UsageError(say("rules.whole_and_parts"), value=self.name)
        if single and len(self.whole) > 1:
            raise UsageError(say("rules.one_whole", relation=self.relation), value=self.name)
        if bounded and self.relation not in _BOUNDED:
            raise UsageError(say("rules.bounds_of", known=_BOUNDED), value=self.name)
        if not bounded and (self.relation == "ratio" or not self.whole):
            raise UsageError(say("rules.bounds_needed", relation=self.relation), value=self.name)
        low = self.least or Decimal(0)
        if low < 0 or (self.most is not None and self.most < low):
            raise UsageError(say("rules.bounds_crossed"), value=self.name)
        if len({each.table for each in self._cells if each.of_matter}) > 1:
            raise UsageError(say("rules.one_matter"), value=self.name)

    @property
    def _cells(self) -> tuple[RuleCells, ...]:
        return tuple(each for each in (*self.whole, *self.parts) if isinstance(each, RuleCells))

    @property
    def matter(self) -> str:
        """The side matter that it is about; "" if it is about tables alone."""
        return next((each.table for each in self._cells if each.of_matter), "")

    @property
    def law(self) -> str:
        """The law of its findings."""
        return f"own:{self.name}"

    @property
    def words(self) -> Words:
        """What it says."""
        zh = self.zh or self.en or self.name
        return Said(zh, self.en or self.zh or self.name)

    @property
    def per_row(self) -> bool:
        """Whether it is held row by row."""
        return any(isinstance(each, RuleCells) and each.by_rows for each in self.whole)
