"""The sums that pictures show: the leaves of a table, added up exactly by what they are told apart by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any, TypeAlias

import attrs

from cnbudget.amounts import Amount, Unit
from cnbudget.arithmetic import separated
from cnbudget.dimensions import FundingSource
from cnbudget.disclosure import Disclosure
from cnbudget.errors import NotInBudgetError, UnknownNameError
from cnbudget.figures import Figure, State
from cnbudget.frames import records
from cnbudget.invariants import derived_of
from cnbudget.messages import Words, say
from cnbudget.scope import Scope

#: What is left of a leaf beside those of its parts that are printed.
UNSAID = "…"
_Printed: TypeAlias = tuple[dict[str, Any], Figure]


@attrs.frozen
class Way:
    """By what amounts are told apart.

    Attributes:
        table: The table that tells them apart so, by its key, if no other is asked for.
        said: What is shown where amounts are told apart so.
        columns: The columns of the records that have the code or word; a row that tells no item, as budgets that are
            secret in part have it, stands by its section or category.
    """

    table: str
    said: Words
    columns: tuple[str, ...]

    def of(self, row: Mapping[str, Any]) -> tuple[str, str]:
        """The code or word of a record, and what it is called; twice "" if it tells none."""
        for column in self.columns:
            if row[column]:
                own = row["row_name"] if row["row"] == row[column] else None
                name = row.get(f"{column}_name") or own or row[column]
                return str(row[column]), str(name)
        return "", ""


#: By what amounts can be told apart.
WAYS: dict[str, Way] = {
    "function": Way("expenditure", say("pictures.by_function"), ("function_category",)),
    "section": Way(
        "expenditure", say("pictures.by_section"), ("function_section", "function_category")
    ),
    "item": Way(
        "expenditure",
        say("pictures.by_item"),
        ("function_item", "function_section", "function_category"),
    ),
    "nature": Way("expenditure", say("pictures.by_nature"), ("nature",)),
    "source": Way("income", say("pictures.by_source"), ("source",)),
    "economic": Way("basic", say("pictures.by_economic"), ("economic_category",)),
    "use": Way("basic", say("pictures.by_use"), ("economic_section", "economic_category")),
}


@attrs.frozen
class MoneyForm:
    """How amounts are printed in a picture: all of them in one unit, with as many decimals as the longest.

    Attributes:
        unit: The unit.
        places: The decimals.
    """

    unit: Unit
    places: int

    @classmethod
    def of(cls, unit: Unit, figures: Iterable[Figure], amounts: Iterable[Amount]) -> MoneyForm:
        """How amounts of a document are printed: in its 万元 or 亿元, and those in 元 in 万元, to the last digit.

        Args:
            unit: The unit of the document.
            figures: Its figures.
            amounts: The amounts.

        >>> MoneyForm.of(Unit.YUAN, (), [Amount(12345), Amount(670000)])
        MoneyForm(unit=Unit.WAN, places=4)
        """
        shown = unit if unit in (Unit.WAN, Unit.YI) else Unit.WAN
        places = max((_decimals(each, shown) for each in amounts), default=0)
        if shown is unit:
            printed = [each.places for each in figures if each.state is State.VALUE]
            places = max(places, max(set(printed), key=printed.count, default=0))
        return cls(shown, places)

    def number(self, amount: Amount) -> str:
        """An amount without its unit.

        >>> MoneyForm(Unit.WAN, 2).number(Amount("12345600"))
        '1,234.56'
        """
        return separated(amount.printed(self.unit, self.places))

    def text(self, amount: Amount, lang: str) -> str:
        """An amount with its unit.

        >>> MoneyForm(Unit.WAN, 2).text(Amount("12345600"), "zh")
        '1,234.56万元'
        """
        if lang == "zh":
            return f"{self.number(amount)}{self.unit.zh}"
        return f"{self.number(amount)} {self.unit.en}"

    def change(self, amount: Amount) -> str:
        """A difference, with its sign."""
        return f"{'+' if amount > 0 else ''}{self.number(amount)}"


def _decimals(amount: Amount, unit: Unit) -> int:
    """How many decimals an amount has in a unit."""
    digits = f"{amount.to(unit):f}".partition(".")[2].rstrip("0")
    return len(digits)


@attrs.frozen
class TableSums:
    """The leaves of a table, added up.

    Attributes:
        parts: The sums by the keys of what is told apart.
        names: What the keys are called.
        total: What the table prints as the total; None if it prints none, or its cell was lost.
        lost: How many leaves are not known.
        unscoped: How many printed amounts of the table could not be placed.
        titles: The titles of the tables.
        figures: The leaves.
    """

    parts: Mapping[tuple[str, ...], Amount]
    names: Mapping[str, str]
    total: Amount | None
    lost: int = attrs.field(kw_only=True)
    unscoped: int = attrs.field(kw_only=True)
    titles: tuple[str, ...] = attrs.field(kw_only=True)
    figures: tuple[Figure, ...] = attrs.field(kw_only=True)

    @property
    def whole(self) -> Amount:
        """What all parts come to."""
        return added(self.parts.values())

    @property
    def rest(self) -> Amount:
        """What the printed total has beyond the parts: what was lost, or rounded."""
        return Amount(0) if self.total is None else self.total - self.whole

    @property
    def rounded(self) -> bool:
        """Whether rounding alone can explain `rest`: half a last place of each printed leaf, and of the total."""
        half = [_half_place(each) for each in self.figures if each.state is State.VALUE]
        allowed = sum(half, max(half, default=Fraction(0)))
        return not self.lost and abs(Fraction(self.rest.yuan)) <= allowed

    def by(self, place: int) -> dict[str, Amount]:
        """The sums by one of the keys, in the order of the table."""
        found: dict[str, Amount] = {}
        for keys, amount in self.parts.items():
            found[keys[place]] = found.get(keys[place], Amount(0)) + amount
        return found

    def negative(self) -> dict[tuple[str, ...], Amount]:
        """The parts below zero, which have no length."""
        return {keys: amount for keys, amount in self.parts.items() if amount < 0}


def _half_place(figure: Figure) -> Fraction:
    """Half a last place of a printed number, in yuan."""
    return Fraction(10**figure.unit.exponent, 2 * 10**figure.places)


def added(amounts: Iterable[Amount]) -> Amount:
    """What amounts come to.

    >>> added([Amount(1), Amount(2)])
    Amount('3')
    """
    return sum(amounts, Amount(0))


def table_of(budget: Disclosure, key: str) -> bool:
    """Whether a budget has a table with figures."""
    return any(table.key == key and table.figures for table in budget.tables)


def sums(
    budget: Disclosure,
    ways: Iterable[str],
    *,
    lang: str,
    table: str | None = None,
    side: str | None = None,
) -> TableSums:
    """The leaves of a table, added up by what they are told apart by.

    Args:
        budget: The budget.
        ways: By what: some of `WAYS`.
        lang: The language of words.
        table: The table, by its key; the first way's own if not given.
        side: The side, of a table with two.

    Raises:
        UnknownNameError: No such way.
        NotInBudgetError: The budget has no such table, or the table does not tell its amounts apart so.
    """
    chosen = [_way(each) for each in ways]
    key = table or chosen[0].table
    if not table_of(budget, key):
        raise NotInBudgetError(say("pictures.no_table"), value=key)
    rows = [
        (row, figure)
        for row, figure in zip(
            records(budget, "figures", lang=lang), derived_of(budget).figures, strict=True
        )
        if row["table"] == key and row["measure"] == "money" and side in (None, row["side"])
    ]
    return _summed(rows, chosen, key)


def _way(name: str) -> Way:
    found = WAYS.get(name)
    if found is None:
        raise UnknownNameError(say("pictures.no_way", known=list(WAYS)), value=name)
    return found


def _summed(rows: list[_Printed], ways: list[Way], key: str) -> TableSums:
    adding = _Adding(ways, key)
    leaves = [each for each in rows if each[0]["leaf"]]
    total = _total(rows, [figure for _, figure in leaves])
    for row, figure in leaves:
        inner = _within(row, figure, rows) if _everything(row, ways) else []
        if inner:
            adding.split(row, inner)
        else:
            adding.add(row)
    return TableSums(
        adding.parts,
        _told_apart(adding.names),
        total,
        lost=adding.lost,
        unscoped=sum(1 for row, _ in rows if row["summed"] == "unknown" and row["amount"]),
        titles=tuple(dict.fromkeys(row["title"] for row, _ in rows)),
        figures=tuple(figure for _, figure in leaves),
    )


class _Adding:
    """TableSums in the making.

    Args:
        ways: By what amounts are told apart.
        table: The key of the table.
    """

    def __init__(self, ways: list[Way], table: str) -> None:
        self.ways = ways
        self.table = table
        self.parts: dict[tuple[str, ...], Amount] = {}
        self.names: dict[str, str] = {}
        self.lost = 0

    def add(self, row: dict[str, Any]) -> None:
        """Add a leaf. What it is called is kept of blank ones, too, so that all stand in the order of the table."""
        told = [way.of(row) for way in self.ways]
        keys = tuple(key for key, _ in told)
        for key, name in told:
            if key:
                self.names.setdefault(key, name)
        if row["amount"] is None:
            self.lost += 1
        elif row["amount"]:
            if "" in keys:
                raise NotInBudgetError(say("pictures.not_told_apart"), value=self.table)
            self._put(keys, Amount(row["amount"]))

    def split(self, row: dict[str, Any], inner: list[dict[str, Any]]) -> None:
        """Add a leaf by the parts of it that are printed (其中), and what they leave of it."""
        if row["amount"] is None:
            self.add(row)
            return
        left = Amount(row["amount"])
        for part in inner:
            self.add(part)
            left -= Amount(part["amount"] or 0)
        if left > 0:
            keys = tuple(UNSAID if way is WAYS["source"] else way.of(row)[0] for way in self.ways)
            self._put(keys, left)

    def _put(self, keys: tuple[str, ...], amount: Amount) -> None:
        self.parts[keys] = self.parts.get(keys, Amount(0)) + amount


def _told_apart(names: dict[str, str]) -> dict[str, str]:
    """Names, with their codes before them where several codes have one name.

    >>> _told_apart({"22999": "其他支出", "229": "其他支出", "210": "卫生健康支出"})
    {'22999': '22999 其他支出', '229': '229 其他支出', '210': '卫生健康支出'}
    """
    count = Counter(names.values())
    return {
        key: f"{key} {name}" if count[name] > 1 and key != name else name
        for key, name in names.items()
    }


def _everything(row: dict[str, Any], ways: list[Way]) -> bool:
    """Whether a leaf is of all sources, where sources are to be told apart."""
    return WAYS["source"] in ways and row["source"] in (FundingSource.ALL.zh, FundingSource.ALL.en)


def _within(row: dict[str, Any], leaf: Figure, rows: list[_Printed]) -> list[dict[str, Any]]:
    """The largest parts of a leaf that are printed beside it, if none has anything in common with another.

    Where a form prints sources that come to the total only as far as rounding goes, no law says that they are all of
    it, and the total is the leaf, as in Chongqing's.
    """
    whole = leaf.scope
    inner: dict[Scope, dict[str, Any]] = {}
    for other, figure in rows:
        scope = figure.scope
        if scope is None or whole is None or other["summed"] != "within":
            continue
        if scope < whole and other["function_item"] == row["function_item"]:
            inner.setdefault(scope, other)
    outer = [scope for scope in inner if not any(scope < other for other in inner)]
    apart = all(one.isdisjoint(other) for one, other in combinations(outer, 2))
    return [inner[scope] for scope in outer] if apart else []


def _total(rows: list[_Printed], leaves: list[Figure]) -> Amount | None:
    """What a table prints as the total: the first figure that all leaves lie within."""
    scopes = {leaf.scope for leaf in leaves}
    for row, figure in rows:
        whole = figure.scope
        if whole is None or row["summed"] not in ("leaf", "total", "repeated"):
            continue
        if all(scope is not None and scope <= whole for scope in scopes):
            return None if row["amount"] is None else Amount(row["amount"])
    return None
