"""Consolidating subordinate agencies: what passes between them is counted once."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Amount, Entry, FundingSource, Ledger, LedgerError, Nature, consolidate
from cnbudget.strategies import ledgers


def paid(amount: int, payer: str, receiver: str, source: FundingSource) -> Entry:
    return Entry(
        "2050101",
        "39999",
        source=source,
        nature=Nature.SUBSIDY,
        amount=amount,
        agency=payer,
        counterparty=receiver,
    )


def spent(amount: int, receiver: str, payer: str) -> Entry:
    return Entry(
        "2050204",
        "30201",
        source=FundingSource.SUPERIOR_SUBSIDY,
        nature=Nature.OPERATING,
        amount=amount,
        agency=receiver,
        counterparty=payer,
    )


whole = st.integers(1, 10**6)


GIVEN = sorted(FundingSource.CURRENT & ~FundingSource.UNIT, key=lambda source: source.value)


@given(
    st.lists(st.tuples(whole, st.sampled_from(GIVEN)), min_size=1, max_size=4),
    st.lists(whole, min_size=1, max_size=4),
    ledgers(),
)
def test_a_transfer_is_counted_once_and_what_does_not_match_is_left_and_shown(
    given_: list[tuple[int, FundingSource]], used: list[int], other: Ledger
) -> None:
    superior = Ledger([paid(n, "局", "校", source) for n, source in given_], "局", year=2026)
    school = Ledger([spent(n, "校", "局") for n in used], "校", year=2026)
    result = consolidate([superior, school, other])
    (transfer,) = result.transfers
    a, b = sum(n for n, _ in given_), sum(used)
    assert (transfer.paid, transfer.received) == (Amount(a), Amount(b))
    assert transfer.eliminated == Amount(min(a, b))
    assert result.ledger.total() == Amount(a + b - min(a, b)) + other.total()
    # by use: what the school spends stays; by source: what the superior gave stays
    left = {nature: amount for (nature,), amount in result.ledger.group("nature").items()}
    assert left.get(Nature.SUBSIDY, Amount(0)) == Amount(a - min(a, b))
    sources = result.ledger.group("source")
    unmatched = sources.get((FundingSource.SUPERIOR_SUBSIDY,), Amount(0))
    inside = other.group("source").get((FundingSource.SUPERIOR_SUBSIDY,), Amount(0))
    assert unmatched - inside == Amount(b - min(a, b))
    assert ("未抵消" in transfer.words()) is (a != b)
    assert transfer.words("en").startswith("局 to 校")


def test_transfers_to_agencies_outside_stay() -> None:
    ledger = Ledger([paid(100, "局", "外单位", FundingSource.GENERAL_OWN)])
    result = consolidate([ledger])
    assert result.transfers == ()
    assert result.ledger.total() == Amount(100)


def test_remittances_go_the_other_way() -> None:
    school = Entry(
        "2050204",
        "39999",
        source=FundingSource.BUSINESS,
        nature=Nature.REMITTANCE,
        amount=30,
        agency="校",
        counterparty="局",
    )
    superior = Entry(
        "2050101",
        "30201",
        source=FundingSource.AFFILIATE_REMITTANCE,
        nature=Nature.OPERATING,
        amount=30,
        agency="局",
        counterparty="校",
    )
    result = consolidate([Ledger([superior], "局"), Ledger([school], "校")])
    (entry,) = result.ledger
    assert (entry.source, entry.nature, entry.amount) == (
        FundingSource.BUSINESS,
        Nature.OPERATING,
        Amount(30),
    )
    assert result.ledger.agency == "局"


def test_nothing_to_consolidate() -> None:
    assert len(consolidate([]).ledger) == 0


@given(st.lists(ledgers(), min_size=1, max_size=3), st.data())
def test_a_ledger_given_twice_is_refused_in_whatever_order_its_entries_are(
    books: list[Ledger], data: st.DataObject
) -> None:
    named = [
        attrs.evolve(book, agency=f"{n}局", entries=[attrs.evolve(e, agency="") for e in book])
        for n, book in enumerate(books)
    ]
    assert consolidate(named).ledger.total() == sum((book.total() for book in books), Amount(0))
    again = data.draw(st.sampled_from(named))
    turned = attrs.evolve(again, entries=data.draw(st.permutations(again.entries)))
    with pytest.raises(LedgerError, match="would be counted twice"):
        consolidate([*named, turned])
