"""Consolidation (汇总): the ledger of an agency with its subordinate agencies, transfers eliminated.

A superior that gives its subordinate 100 元 spends them (对附属单位补助支出), and the subordinate has
them as income (上级补助收入) and spends them again. The consolidated budget counts them once: what
the subordinate spends, from the superior's source. The other way round for 上缴上级支出 and
附属单位上缴收入.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import reduce

import attrs

from cnbudget.amounts import Amount
from cnbudget.arithmetic import exact
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.errors import LedgerError
from cnbudget.ledger.entry import Entry
from cnbudget.ledger.ledger import Ledger
from cnbudget.messages import Said, say, tell

#: What the payer calls its expenditure, and the receiver its income.
_KINDS = (
    (Nature.SUBSIDY, FundingSource.SUPERIOR_SUBSIDY),
    (Nature.REMITTANCE, FundingSource.AFFILIATE_REMITTANCE),
)


@attrs.frozen
class Transfer:
    """An internal transfer.

    Attributes:
        payer: The agency that pays.
        receiver: The agency that receives.
        nature: What it is to the payer: `Nature.SUBSIDY` or `Nature.REMITTANCE`.
        paid: What the payer's entries say.
        received: What the receiver's entries say.

    >>> from cnbudget import Amount, Nature
    >>> paid, received = Amount(5, "万元"), Amount(3, "万元")
    >>> found = Transfer("某局", "某校", nature=Nature.SUBSIDY, paid=paid, received=received)
    >>> found.eliminated, found.unmatched, found.words("en")[:8]
    (Amount('30000'), Amount('20000'), '某局 to 某校')
    """

    payer: str
    receiver: str
    nature: Nature = attrs.field(kw_only=True)
    paid: Amount = attrs.field(kw_only=True)
    received: Amount = attrs.field(kw_only=True)

    @property
    def eliminated(self) -> Amount:
        """What both say, and was eliminated."""
        return min(self.paid, self.received)

    @property
    def unmatched(self) -> Amount:
        """What only one of them says, and was left."""
        return abs(self.paid - self.received)

    def words(self, lang: str = "zh") -> str:
        """The transfer in words, Chinese (``"zh"``) or English (``"en"``)."""
        left = None
        if self.unmatched:
            left = say(
                "ledger.transfer_unmatched",
                paid=self.paid.yuan,
                received=self.received.yuan,
                left=self.unmatched.yuan,
            )
        return tell(
            lang,
            "ledger.transfer",
            payer=str(self.payer),
            receiver=str(self.receiver),
            nature=Said(self.nature.zh, self.nature.en),
            eliminated=self.eliminated.yuan,
            left=left,
        )

    def __str__(self) -> str:
        return self.words()


@attrs.frozen
class Consolidation:
    """The result of `consolidate`.

    Attributes:
        ledger: The consolidated ledger.
        transfers: The internal transfers, in the order of their first entries.

    >>> wages = {"source": FundingSource.GENERAL_OWN, "nature": Nature.PERSONNEL}
    >>> bureau = Ledger([Entry("2080505", "30108", **wages, amount=5)], agency="某局", year=2026)
    >>> school = Ledger([Entry("2080505", "30108", **wages, amount=7)], agency="某校", year=2026)
    >>> whole = consolidate([bureau, school])
    >>> whole.ledger.total(), whole.transfers
    (Amount('12'), ())
    """

    ledger: Ledger
    transfers: tuple[Transfer, ...]


def consolidate(ledgers: Iterable[Ledger], agency: str = "") -> Consolidation:
    """The ledger of several agencies together, with the transfers between them eliminated and shown.

    A transfer is told by the payer's entries of nature 对附属单位补助支出 or 上缴上级支出 and the receiver's
    of source 上级补助收入 or 附属单位上缴收入, each naming the other in ``counterparty``. What the
    receiver spends then comes from the payer's sources, in proportion and to the 分. Where the two do
    not say the same amount, the smaller is eliminated and the rest is left as it stands and shown.

    Args:
        ledgers: The ledgers, each of one agency (or of several, in its entries).
        agency: The agency that publishes the whole; by default that of the first ledger.

    Raises:
        LedgerError: The ledgers are of several years or stages, or one of them is given twice.

    >>> superior = Ledger([
    ...     Entry("2050101", "39999", source=FundingSource.GENERAL_OWN, nature=Nature.SUBSIDY,
    ...           amount=100, agency="教育局", counterparty="一中")])
    >>> school = Ledger([
    ...     Entry("2050204", "30201", source=FundingSource.SUPERIOR_SUBSIDY, nature=Nature.OPERATING,
    ...           amount=100, agency="一中", counterparty="教育局")])
    >>> whole = consolidate([superior, school])
    >>> whole.ledger.total(), whole.ledger.entries[0].source
    (Amount('100'), <FundingSource.GENERAL_OWN: 1>)
    >>> print(whole.transfers[0])
    教育局付给一中（对附属单位补助支出）：抵消 100 元
    """
    books = list(ledgers)
    whole = _joined(books)
    if whole is None:
        return Consolidation(Ledger((), agency), ())
    title = agency or books[0].agency
    entries: list[Entry | None] = list(whole.entries)
    added: list[Entry] = []
    transfers: list[Transfer] = []
    for payer, receiver, nature, source in _pairs(whole):
        out = _naming(entries, payer, receiver, nature)
        come = _naming(entries, receiver, payer, source)
        paid = _sum(entries, out)
        received = _sum(entries, come)
        transfers.append(
            Transfer(payer, receiver, nature=nature, paid=Amount(paid), received=Amount(received))
        )
        both = min(paid, received)
        if both <= 0:
            continue
        given = _taken(entries, out, both)
        spent = _taken(entries, come, both)
        added.extend(_matched(given, spent))
    ledger = attrs.evolve(
        whole, entries=[e for e in [*entries, *added] if e is not None], agency=title
    )
    return Consolidation(ledger.merged() if added else ledger, tuple(transfers))


def _joined(books: Iterable[Ledger]) -> Ledger | None:
    """The entries of all ledgers, each with its agency; None if there are no ledgers.

    Raises:
        LedgerError: They are of several years or stages, or one of them is given twice.
    """
    whole: Ledger | None = None
    seen: dict[frozenset[tuple[Entry, int]], int] = {}
    for number, book in enumerate(books, 1):
        named = attrs.evolve(
            book,
            entries=[e if e.agency else attrs.evolve(e, agency=book.agency) for e in book.entries],
        )
        same = seen.setdefault(frozenset(Counter(named.entries).items()), number)
        if same != number and named.entries:
            raise LedgerError(
                say("ledger.ledger_twice", same=same, number=number),
                value=book,
            )
        whole = named if whole is None else whole + named
    return whole


def _pairs(whole: Ledger) -> list[tuple[str, str, Nature, FundingSource]]:
    """Payer and receiver of each kind of transfer that both, or one of two in the ledger, name."""
    agencies = {entry.agency for entry in whole.entries}
    found: dict[tuple[str, str, Nature, FundingSource], None] = {}
    for entry in whole.entries:
        if not entry.counterparty or entry.counterparty not in agencies:
            continue
        for nature, source in _KINDS:
            if entry.nature is nature:
                found[entry.agency, entry.counterparty, nature, source] = None
            elif entry.source is source:
                found[entry.counterparty, entry.agency, nature, source] = None
    return list(found)


def _naming(
    entries: list[Entry | None], agency: str, other: str, kind: Nature | FundingSource
) -> list[int]:
    """The places of an agency's entries of a nature, or of a source, that name another agency."""
    return [
        i
        for i, e in enumerate(entries)
        if e is not None
        and (e.agency, e.counterparty) == (agency, other)
        and (e.nature if isinstance(kind, Nature) else e.source) is kind
    ]


def _sum(entries: list[Entry | None], where: list[int]) -> Decimal:
    total = Decimal(0)
    for index in where:
        entry = entries[index]
        if entry is not None:
            total = exact.add(total, entry.amount.yuan)
    return total


def _taken(entries: list[Entry | None], where: list[int], amount: Decimal) -> list[Entry]:
    """Take an amount out of some entries, in their order; what was taken."""
    taken: list[Entry] = []
    left = amount
    for index in where:
        entry = entries[index]
        if entry is None or left == 0:
            continue
        have = entry.amount.yuan
        part = min(have, left)
        left = exact.subtract(left, part)
        taken.append(attrs.evolve(entry, amount=Amount(part)))
        rest = exact.subtract(have, part)
        entries[index] = attrs.evolve(entry, amount=Amount(rest)) if rest else None
    return taken


def _matched(given: list[Entry], spent: list[Entry]) -> list[Entry]:
    """What was spent, from the sources of what was given: in proportion, exact in both sums."""
    weights: dict[FundingSource, Decimal] = {}
    for entry in given:
        have = weights.get(entry.source, Decimal(0))
        weights[entry.source] = exact.add(have, entry.amount.yuan)
    left = dict(weights)
    matched = []
    for number, entry in enumerate(spent):
        last = number == len(spent) - 1
        rest = entry.amount.yuan
        whole = reduce(exact.add, left.values(), Decimal(0))
        shares = entry.amount.allocate(list(left.values())) if not last and whole else None
        for position, source in enumerate(list(left)):
            part = left[source] if last else (shares[position].yuan if shares else Decimal(0))
            part = min(part, left[source], rest)
            left[source] = exact.subtract(left[source], part)
            rest = exact.subtract(rest, part)
            if part:
                matched.append(
                    attrs.evolve(entry, source=source, amount=Amount(part), counterparty="")
                )
        for source, have in list(left.items()):
            if rest and have:
                part = min(rest, have)
                left[source] = exact.subtract(left[source], part)
                rest = exact.subtract(rest, part)
                matched.append(
                    attrs.evolve(entry, source=source, amount=Amount(part), counterparty="")
                )
    return matched
