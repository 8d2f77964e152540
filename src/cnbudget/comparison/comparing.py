"""Comparing budgets: their figures aligned by scope, their changes, and the reasons that the texts give."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import attrs

from cnbudget.amounts import Amount
from cnbudget.classification import Classification
from cnbudget.comparison.aligning import Alignment, difference
from cnbudget.comparison.comparison import Comparison
from cnbudget.comparison.kinds import Relation, Relationship, in_order
from cnbudget.comparison.reasons import reasons_by_scope
from cnbudget.comparison.rows import (
    Change,
    ComparedAmount,
    ComparedRow,
    NotCompared,
    Reason,
    UnitsWithin,
)
from cnbudget.comparison.summing import passing, within
from cnbudget.disclosure import Disclosure
from cnbudget.messages import Words, say
from cnbudget.narrative.ratios import Number
from cnbudget.scope import Scope


def compare(
    *budgets: Disclosure,
    relation: Relation | None = None,
    lists: Classification | None = None,
    this: Disclosure | None = None,
    last: Disclosure | None = None,
) -> Comparison:
    """Budgets side by side, table by table and scope by scope.

    Budgets of one agency are compared over years, or over stages (预算 with 决算) of one year; those of several as a
    department and its units, if the department's text or their names say so. Their order is found: the earlier first,
    the department before its units. Codes of other years are followed through renames and moves.

    Args:
        budgets: Two budgets or more.
        relation: "units" if the first is a department and the others are its units, whatever the texts say; "peers" to
            set several agencies beside each other, by their shares; "sum" to add several agencies up (汇总), units
            into a department or departments into a region. Of a sum, units whose department is among them are counted
            once, in the department, which must have at least what they have.
        lists: The lists that codes are followed by; those that ship if not given.
        this: This year's budget, as the former `compare` called it; with a warning.
        last: Last year's, likewise.

    Returns:
        A `Comparison`: a row for each scope with the amounts, their changes and shares, and what was not compared.

    Raises:
        ComparisonError: They cannot be compared: two agencies that have nothing to do with each other, one year and
            stage twice, years and stages mixed. It says which and why.

    >>> import cnbudget
    >>> last = cnbudget.publish(cnbudget.read_ledger("examples/qingshan-2025.csv"))
    >>> this = cnbudget.publish(cnbudget.read_ledger("examples/qingshan-2026.csv"))
    >>> row = compare(last, this).row("expenditure", "2130106")
    >>> [str(each.amount) for each in row.amounts], str(row.changes[0].amount), row.changes[0].rate.percent()
    (['320000元', '350000元'], '30000元', Decimal('9.38'))
    """
    if this is not None or last is not None:
        warnings.warn(
            "compare(this=, last=) is now compare(last, this), or check(this, previous=last)",
            DeprecationWarning,
            stacklevel=2,
        )
        budgets = (*budgets, *(each for each in (this, last) if each is not None))
    kind, ordered = in_order(budgets, relation)
    if kind == "sum":
        return _added_up(ordered, lists)
    return _Comparing(kind, ordered, lists).made()


def _added_up(budgets: Sequence[Disclosure], lists: Classification | None) -> Comparison:
    """Budgets of one year and stage added up, those of units in that of their department."""
    inner = within(budgets)
    added = [each for number, each in enumerate(budgets) if number not in inner]
    units = []
    for number in dict.fromkeys(inner.values()):
        mine = tuple(budgets[unit] for unit, department in inner.items() if department == number)
        rows = _Comparing("units", (budgets[number], *mine), lists).made().rows
        units.append(UnitsWithin(budgets[number], units=mine, beyond=tuple(filter(_beyond, rows))))
    return attrs.evolve(
        _Comparing("sum", added, lists).made(),
        units=tuple(units),
        transfers=tuple(each for n, one in enumerate(added) for each in passing(one, n)),
    )


def _beyond(row: ComparedRow) -> bool:
    """Whether the units have more than their department, whatever was rounded."""
    change = row.changes[0]
    return change is not None and change.sure and change.number.value < 0


class _Comparing:
    def __init__(
        self, kind: Relationship, budgets: Sequence[Disclosure], lists: Classification | None
    ) -> None:
        self.kind, self.budgets = kind, tuple(budgets)
        #: of a sum, the rows of one agency alone, by their tables and budgets
        self.own: dict[tuple[str, int], list[str]] = {}
        over_time = kind in ("years", "stages")
        self.alignment = Alignment(self.budgets, lists, len(budgets) - 1 if over_time else 0)
        self.reasons: list[dict[Scope, tuple[Reason, ...]]] = [
            reasons_by_scope(each) if over_time and number else {}
            for number, each in enumerate(self.budgets)
        ]

    def made(self) -> Comparison:
        """The comparison."""
        rows: list[ComparedRow] = []
        for key in self.alignment.tables():
            rows += self._rows(key)
        return Comparison(
            self.kind, self.budgets, rows=tuple(rows), not_compared=tuple(self._not_compared(rows))
        )

    def _rows(self, key: str) -> list[ComparedRow]:
        places = range(len(self.budgets))
        found = []
        for entry in self.alignment.entries(key):
            whole = entry.whole
            wholes = [
                None if whole is None else self.alignment.of_scope(each, whole, key).number
                for each in places
            ]
            amounts = tuple(
                _shared(self.alignment.amount(each, entry), wholes[each]) for each in places
            )
            scope = entry.own if entry.scope is None else entry.scope
            if self.kind == "sum" and (scope.project or scope.agency):
                self.own.setdefault((key, entry.owner), []).append(entry.figure.label)
                continue
            total: ComparedAmount | None = None
            changes: tuple[Change | None, ...] = ()
            if self.kind == "units":
                total = _sum(amounts[1:])
                changes = (difference(amounts[0], total, None),)
            elif self.kind == "sum":
                total = _sum(amounts)
            elif self.kind != "peers":
                changes = self._changes(scope, amounts, wholes)
            found.append(
                ComparedRow(
                    key,
                    title=self._title(key),
                    label=entry.figure.label,
                    scope=scope,
                    amounts=amounts,
                    changes=changes,
                    total=total,
                    whole=entry.whole is None,
                )
            )
        return found

    def _changes(
        self, scope: Scope, amounts: Sequence[ComparedAmount], wholes: Sequence[Number | None]
    ) -> tuple[Change | None, ...]:
        """From each budget to the next."""
        found = []
        for number in range(1, len(amounts)):
            one, other = wholes[number - 1], wholes[number]
            whole = None if one is None or other is None else other - one
            own = self.alignment.into[number].of(scope).scope
            reasons = () if own is None else self.reasons[number].get(own, ())
            found.append(difference(amounts[number], amounts[number - 1], whole, reasons))
        return tuple(found)

    def _title(self, key: str) -> str:
        for place in self.alignment.order:
            for table in self.budgets[place].tables:
                if table.key == key and table.title:
                    return table.title
        return key

    def _not_compared(self, rows: Sequence[ComparedRow]) -> list[NotCompared]:
        """What some budget lacks, together where table, budget and reason are the same."""
        groups: dict[tuple[str, int, Words], list[str]] = {}
        for row in rows:
            if not any(each.number is not None and each.number.value for each in row.amounts):
                continue  # nobody has money there
            for number, each in enumerate(row.amounts):
                if each.number is None and each.why is not None:
                    groups.setdefault((row.title, number, each.why), []).append(row.label)
        for (key, number), labels in self.own.items():
            groups[self._title(key), number, say("comparison.own_rows")] = labels
        return [
            NotCompared(table, labels=tuple(labels), budget=number, reason=why)
            for (table, number, why), labels in groups.items()
        ]


def _shared(each: ComparedAmount, whole: Number | None) -> ComparedAmount:
    """An amount with its share of the whole."""
    if each.number is None or whole is None or not whole.value:
        return each
    return attrs.evolve(each, share=Amount(each.number.value).share_of(Amount(whole.value)))


def _sum(units: Sequence[ComparedAmount]) -> ComparedAmount:
    """What units have together; not known where one's is not."""
    total: Number | None = None
    for each in units:
        if each.number is None:
            return ComparedAmount(None, why=each.why)
        total = each.number if total is None else total + each.number
    return ComparedAmount(total, tuple(figure for each in units for figure in each.figures))
