"""A ledger (预算明细): all entries of an agency's budget, at the finest grain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import localcontext
from typing import TYPE_CHECKING, Any

import attrs

from cnbudget.amounts import Amount
from cnbudget.arithmetic import exact, separated
from cnbudget.dimensions import DIMENSIONS
from cnbudget.errors import LedgerError, NotInBudgetError
from cnbudget.ledger.entry import Entry
from cnbudget.messages import Said, say

if TYPE_CHECKING:
    from cnbudget.scope import Scope

#: What entries may be grouped by, with the Chinese word: the dimensions that they have, and the other agency.
GROUPED = {
    **{each.name: each.columns[0] for each in DIMENSIONS if each.columns},
    "counterparty": "往来部门",
}


def _entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(entries)


_SHOWN = 20  # entries in a notebook


@attrs.frozen(repr=False)
class Ledger:
    """The entries of a budget.

    Args:
        entries: The entries.
        agency: The agency that publishes; by default the one that all entries name.
        year: The fiscal year.
        stage: "预算" or "决算".

    Raises:
        LedgerError: Something that is no entry, no year or no stage.

    >>> import cnbudget
    >>> from cnbudget import Amount, Entry, FundingSource, Ledger, Nature, Scope
    >>> ledger = Ledger([
    ...     Entry("2101501", "30101", source=FundingSource.GENERAL_OWN, nature=Nature.PERSONNEL, amount="483600"),
    ...     Entry("2101501", "30201", source=FundingSource.GENERAL_OWN, nature=Nature.OPERATING, amount="20250.50"),
    ... ], agency="某县医疗保障局", year=2026)
    >>> ledger.total(Scope("210"))
    Amount('503850.5')
    >>> ledger.total(Scope("210", nature=Nature.OPERATING)).printed("万元")
    '2.03'
    """

    entries: tuple[Entry, ...] = attrs.field(converter=_entries)
    agency: str = attrs.field(default="")
    year: int | None = attrs.field(default=None, kw_only=True)
    stage: str = attrs.field(default="预算", kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.year is not None and type(self.year) is not int:
            raise LedgerError(say("ledger.year_unreadable"), value=self.year)
        if self.stage not in ("预算", "决算"):
            raise LedgerError(say("ledger.not_a_stage"), value=self.stage)
        for entry in self.entries:
            if not isinstance(entry, Entry):
                raise LedgerError(say("ledger.not_entries"), value=entry)
        if not self.agency:
            agencies = {entry.agency for entry in self.entries}
            if len(agencies) == 1:
                object.__setattr__(self, "agency", agencies.pop())

    @classmethod
    def of(cls, records: Iterable[Any], agency: str = "", *, year: int | None = None) -> Ledger:
        """A ledger from records: mappings from column names (Chinese or English) to cells.

        None, blank text, NaN, NaT and NA are empty cells. An amount is text, an integer or a Decimal, in 元 or in the
        unit that its column names. A float, as which data frames keep integers beside empty cells, is read as the
        shortest decimal that it stands for, if that has at most 15 digits (48.36, 1234567.0); what arithmetic with
        floats leaves behind (0.1 + 0.2) has more, and is an error. Whole floats are integers in codes, years and names.

        Args:
            records: The records, one for an entry; or a data frame (pandas, polars, Arrow), or a numpy array with named
                fields.
            agency: The agency that publishes.
            year: The fiscal year, if the records do not say.

        Raises:
            LedgerError: Some records cannot be read, or are of another year; ``rows`` of the error lists all of them,
                and nothing is loaded.

        >>> Ledger.of([{"功能科目": "2101501", "经济科目": "30101", "资金来源": "一般公共预算（本级）",
        ...             "支出性质": "人员经费", "金额（万元）": "48.36"}]).total()
        Amount('483600')
        """
        from cnbudget.ledger.records import (
            entries_of_records,  # reading names takes a while to import
        )

        entries, of_year = entries_of_records(records, year=year)
        return cls(entries, agency, year=of_year)

    def total(self, scope: Scope | None = None) -> Amount:
        """The sum of the entries of a scope; of all entries without one. Exact.

        Raises:
            LedgerError: The scope is of another year or stage than the ledger.
        """
        if scope is not None:
            self._asked(scope)
        with localcontext(exact):
            return Amount(
                sum(
                    entry.amount.yuan
                    for entry in self.entries
                    if scope is None or scope.contains(entry)
                )
            )

    def tells(self, scope: Scope) -> bool:
        """Whether the entries of a scope would stand here: not if it is of another year or stage.

        >>> from cnbudget import Scope
        >>> Ledger([], year=2026).tells(Scope("208")), Ledger([], year=2026).tells(Scope("208", year=2025))
        (True, False)
        """
        return scope.year in (None, self.year) and scope.stage in (None, self.stage)

    def _asked(self, scope: Scope) -> None:
        """Refuse a scope of another year or stage: its entries are in another ledger, and no zero of this one."""
        if self.tells(scope):
            return
        if scope.year in (None, self.year):
            what, asked, mine = Said("阶段", "stage"), str(scope.stage), self.stage
        else:
            what, asked, mine = Said("年度", "year"), str(scope.year), str(self.year or "")
        raise LedgerError(
            say("ledger.scope_of_another", what=what, asked=asked, mine=mine)
            if mine
            else say("ledger.says_none", what=what, asked=asked)
        )

    def select(self, scope: Scope) -> Ledger:
        """The ledger of the entries of a scope.

        Raises:
            LedgerError: The scope is of another year or stage than the ledger.

        >>> from cnbudget.examples import example_ledger
        >>> from cnbudget.scope import Scope
        >>> example_ledger("akto").select(Scope().at(function="208"))
        <Ledger 阿克陶县医疗保障局 2024 预算: 2 entries, 704100 元>
        """
        self._asked(scope)
        return attrs.evolve(self, entries=[e for e in self.entries if scope.contains(e)])

    def group(self, *dimensions: str) -> dict[tuple[Any, ...], Amount]:
        """The sums by dimensions: any of function, economic, government_economic, agency, project, source, nature,
        procurement, reservation, flow and counterparty.

        Raises:
            NotInBudgetError: No such dimension.

        >>> from cnbudget import FundingSource, Nature
        >>> ledger = Ledger([Entry("2080501", code, source=FundingSource.OTHER, nature=Nature.PERSONNEL,
        ...                        amount=10) for code in ("30101", "30102", "30101")])
        >>> [(str(code), str(amount)) for (code,), amount in ledger.group("economic").items()]
        [('30101', '20元'), ('30102', '10元')]
        """  # noqa: D205  (a list that runs on)
        for name in dimensions:
            if name not in GROUPED:
                raise NotInBudgetError(
                    say(
                        "ledger.no_such_dimension",
                        known=[Said(f"{k}（{v}）", k) for k, v in GROUPED.items()],
                    ),
                    value=name,
                )
        sums: dict[tuple[Any, ...], Any] = {}
        with localcontext(exact):
            for entry in self.entries:
                key = tuple(getattr(entry, name) for name in dimensions)
                sums[key] = sums.get(key, 0) + entry.amount.yuan
            return {key: Amount(value) for key, value in sums.items()}

    def merged(self) -> Ledger:
        """The same ledger with the entries added up that differ in nothing but their amounts.

        >>> from cnbudget.examples import example_ledger
        >>> ledger = example_ledger("akto")
        >>> ledger.merged().total() == ledger.total()
        True
        """
        sums = self.group(*GROUPED)
        entries = [
            Entry(amount=amount, **dict(zip(GROUPED, key, strict=True)))
            for key, amount in sums.items()
        ]
        return attrs.evolve(self, entries=entries)

    def records(self) -> list[dict[str, str]]:
        """The entries as records of text, by the Chinese column names that `Ledger.of` reads.

        >>> from cnbudget.examples import example_ledger
        >>> example_ledger("akto").records()[0]["功能科目"]
        '2013299'
        """
        from cnbudget.ledger.records import records_of

        return records_of(self.entries, agency=self.agency, year=self.year)

    def __add__(self, other: Ledger) -> Ledger:
        """The entries of both, transfers between them included; see `cnbudget.ledger.consolidate`."""
        if not isinstance(other, Ledger):
            return NotImplemented
        for zh, en, mine, theirs in (
            ("年度", "year", self.year, other.year),
            ("阶段", "stage", self.stage, other.stage),
        ):
            if mine is not None and theirs is not None and mine != theirs:
                raise LedgerError(
                    say("ledger.ledgers_of_two", what=Said(zh, en)),
                    value=f"{mine} + {theirs}",
                )
        return Ledger(
            self.entries + other.entries,
            self.agency if self.agency == other.agency or not other.agency else "",
            year=self.year if other.year is None else other.year,
            stage=self.stage,
        )

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        about = " ".join(str(each) for each in (self.agency, self.year, self.stage) if each)
        return f"<Ledger {about}: {len(self.entries)} entries, {self.total().yuan:f} 元>"

    def _repr_html_(self) -> str:
        from cnbudget.language import language
        from cnbudget.ledger.records import COLUMNS, records_of
        from cnbudget.notebooks import as_html

        lang = language()
        shown = records_of(self.entries[:_SHOWN], agency=self.agency, year=self.year)
        heads = list(shown[0]) if shown else []
        rows = [
            [
                separated(cell) if name == COLUMNS["amount"][0] else cell
                for name, cell in record.items()
            ]
            for record in shown
        ]
        rest = len(self.entries) - len(shown)
        about = " ".join(str(each) for each in (self.agency, self.year, self.stage) if each)
        total = separated(f"{self.total().yuan:f}")
        title = say("ledger.shown", about=about, count=f"{len(self.entries):,}", total=total)
        more = [say("ledger.more_shown", count=rest).text(lang)] * bool(rest)
        return as_html(title.text(lang), heads, rows, after=more)
