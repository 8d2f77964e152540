"""Consolidate a department with its units: the transfers between them taken out, the whole published and checked.

    python examples/consolidate_agencies.py

A department's budget (部门预算) has its units' money in it once: what the bureau gives a unit is expenditure of the
bureau and income of the unit, and neither of the whole. This holds the whole to its parts, tells each transfer of which
payer and receiver do not say the same, and checks the tables of the whole.

The functions below take and give plain values, so that they can be tested: `tests/test_audit_tools.py` does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

import cnbudget
from cnbudget import Amount, Entry, FundingSource, Ledger, Nature, consolidate, read_ledger
from cnbudget.ledger import Consolidation, Transfer

HERE = Path(__file__).resolve().parent
STATION, SCHOOL = "青山县农技推广站", "青山县农机学校"


def bureau() -> Ledger:
    """The bureau's own ledger: that of the example, and what it gives the station."""
    own = read_ledger(HERE / "qingshan-2026.csv")
    subsidy = Entry(
        "2130199",
        "30999",
        source=FundingSource.GENERAL_OWN,
        nature=Nature.SUBSIDY,
        amount="200000",
        counterparty=STATION,
    )
    return attrs.evolve(own, entries=(*own, subsidy))


def unit(name: str, year: int | None, *uses: tuple[str, str, Nature, FundingSource, str]) -> Ledger:
    """The ledger of a unit, from its uses: function, economic code, nature, source and amount in 元."""
    entries = [
        Entry(function, economic, source=source, nature=nature, amount=amount)
        for function, economic, nature, source, amount in uses
    ]
    return Ledger(entries, name, year=year)


def station(of: Ledger) -> Ledger:
    """The station: money of its own, and what the bureau gives it, of which it says less than the bureau does."""
    own = unit(
        STATION,
        of.year,
        ("2130106", "30101", Nature.PERSONNEL, FundingSource.GENERAL_OWN, "812345.60"),
        ("2130106", "30201", Nature.OPERATING, FundingSource.GENERAL_OWN, "56000"),
    )
    given = Entry(
        "2130106",
        "30201",
        source=FundingSource.SUPERIOR_SUBSIDY,
        nature=Nature.OPERATING,
        amount="180000",
        counterparty=of.agency,
    )
    return attrs.evolve(own, entries=(*own, given))


def school(of: Ledger) -> Ledger:
    """The school, which gets nothing from the bureau."""
    return unit(
        SCHOOL,
        of.year,
        ("2050302", "30101", Nature.PERSONNEL, FundingSource.GENERAL_OWN, "1203400"),
        ("2050302", "30201", Nature.OPERATING, FundingSource.GENERAL_OWN, "98700.50"),
    )


def sum_of(ledgers: Sequence[Ledger]) -> Amount:
    """What the ledgers come to, transfers counted twice."""
    return sum((ledger.total() for ledger in ledgers), Amount(0))


def eliminated(transfers: Sequence[Transfer]) -> Amount:
    """What was taken out of the whole."""
    return sum((each.eliminated for each in transfers), Amount(0))


def open_transfers(transfers: Sequence[Transfer]) -> list[Transfer]:
    """The transfers of which payer and receiver do not say the same."""
    return [each for each in transfers if each.paid != each.received]


def by_agency(ledger: Ledger) -> dict[str, Amount]:
    """What each agency has in the whole, in the order of the entries."""
    found: dict[str, Amount] = {}
    for entry in ledger:
        name = entry.agency or ledger.agency
        found[name] = found.get(name, Amount(0)) + entry.amount
    return found


def adds_up(parts: Sequence[Ledger], whole: Consolidation) -> bool:
    """Whether the whole is its parts without what was taken out."""
    left = sum_of(parts) - eliminated(whole.transfers)
    return whole.ledger.total() == left == sum(by_agency(whole.ledger).values(), Amount(0))


def share_of(ledger: Ledger, total: Amount) -> str:
    """What a ledger is of a total, in per cent to two places; "" of nothing."""
    return "" if total == 0 else f"{ledger.total().share_of(total).percent()} %"


def lines_of(parts: Sequence[Ledger]) -> Iterator[str]:
    """What the consolidation says, line by line."""
    whole = consolidate(parts)
    total = whole.ledger.total()
    yield f"{whole.ledger.agency} with {len(parts) - 1} units: {total.printed('万元')} 万元"
    for part in parts:
        yield f"  {part.agency}: {part.total().printed('万元')} 万元 ({share_of(part, sum_of(parts))})"
    yield f"  eliminated: {eliminated(whole.transfers).printed('万元')} 万元"
    for transfer in open_transfers(whole.transfers):
        yield f"  not the same: {transfer.words('en')}"
    yield f"  the whole is its parts: {'yes' if adds_up(parts, whole) else 'NO'}"
    report = cnbudget.check(cnbudget.publish(whole.ledger))
    yield f"  {sum(tally.total for tally in report.tallies.values())} comparisons, {len(report.wrong)} violated"
    for finding in report.wrong:
        yield f"  {finding.law}: {finding.message('en')}"


def main() -> int:
    """Consolidate the three; 1 if the whole is not its parts."""
    head = bureau()
    parts = [head, station(head), school(head)]
    print(*lines_of(parts), sep="\n")
    return 0 if adds_up(parts, consolidate(parts)) else 1


if __name__ == "__main__":
    sys.exit(main())
