"""Compare two years of an agency: what was added, cut and moved, by function and by use, and what the tables say of it.

    python examples/compare_years.py [LAST.csv THIS.csv]

The entries of both years are compared to the 分, which the printed tables cannot be; then both are published, and their
tables compared as a reader of them would: what is printed is known only to its last place, and so is its change.

The functions below take and give plain values, so that they can be tested: `tests/test_audit_tools.py` does.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

import cnbudget
from cnbudget import Amount, Comparison, Ledger, Ratio, read_ledger

HERE = Path(__file__).resolve().parent


@attrs.frozen
class Moved:
    """What became of the money of a code.

    Attributes:
        code: The code's digits.
        before: The amount of the year before.
        after: The amount of this year.
    """

    code: str
    before: Amount
    after: Amount

    @property
    def change(self) -> Amount:
        """By how much it went up; down is below zero."""
        return self.after - self.before

    @property
    def rate(self) -> Ratio | None:
        """The same in terms of the year before; None if nothing was there."""
        return None if self.before == 0 else self.after.growth_from(self.before)


def by_function(ledger: Ledger, digits: int = 7) -> dict[str, Amount]:
    """The amounts by functional code, cut to so many digits."""
    found: dict[str, Amount] = {}
    for entry in ledger:
        code = "" if entry.function is None else entry.function.digits[:digits]
        found[code] = found.get(code, Amount(0)) + entry.amount
    return found


def by_use(ledger: Ledger) -> dict[str, Amount]:
    """The amounts by economic category (类), as 301 and 302."""
    found: dict[str, Amount] = {}
    for entry in ledger:
        code = "" if entry.economic is None else entry.economic.digits[:3]
        found[code] = found.get(code, Amount(0)) + entry.amount
    return found


def moved(before: Mapping[str, Amount], after: Mapping[str, Amount]) -> list[Moved]:
    """All codes of either year whose amount changed, in the order of the codes."""
    codes = sorted({*before, *after})
    pairs = (Moved(code, before.get(code, Amount(0)), after.get(code, Amount(0))) for code in codes)
    return [each for each in pairs if each.before != each.after]


def net(changes: list[Moved]) -> Amount:
    """By how much all of them together went up."""
    return sum((each.change for each in changes), Amount(0))


def added_and_cut(changes: list[Moved]) -> tuple[Amount, Amount]:
    """What was added where money went up, and what was cut where it went down; both are above zero."""
    added, cut = Amount(0), Amount(0)
    for each in changes:
        if each.after > each.before:
            added = added + each.change
        else:
            cut = cut - each.change
    return added, cut


def largest(changes: list[Moved], most: int) -> list[Moved]:
    """The largest changes, whichever way they went."""
    return sorted(changes, key=lambda each: (-abs(each.change.yuan), each.code))[:most]


def new_and_gone(changes: list[Moved]) -> tuple[list[str], list[str]]:
    """The codes that had no money the year before, and those that have none now."""
    new = [each.code for each in changes if each.before == 0]
    gone = [each.code for each in changes if each.after == 0]
    return new, gone


def printed_changes(
    comparison: Comparison, table: str = "expenditure"
) -> Iterator[tuple[str, str]]:
    """What the printed tables leave of each change: the row and the interval that the true change is in."""
    for row in comparison.table(table):
        for change in row.changes:
            if change is not None and change.sure:
                yield row.label, str(change.interval)


def lines_of(last: Ledger, this: Ledger) -> Iterator[str]:
    """What the comparison says, line by line."""
    yield f"{this.agency}: {last.year} {last.total().printed('万元')}, {this.year} {this.total().printed('万元')} 万元"
    changes = moved(by_function(last), by_function(this))
    added, cut = added_and_cut(changes)
    yield f"  added {added.printed('万元')}, cut {cut.printed('万元')}, net {net(changes).printed('万元')} 万元"
    new, gone = new_and_gone(changes)
    yield f"  new: {', '.join(new) or 'none'}; gone: {', '.join(gone) or 'none'}"
    for each in largest(changes, 5):
        rate = "new" if each.rate is None else f"{each.rate.percent()} %"
        yield f"  {each.code}: {each.change.printed('万元')} 万元 ({rate})"
    for each in moved(by_use(last), by_use(this)):
        yield f"  use {each.code}: {each.change.printed('万元')} 万元"
    comparison = cnbudget.compare(cnbudget.publish(last), cnbudget.publish(this))
    sure = list(printed_changes(comparison))
    yield f"  the printed tables are sure of {len(sure)} changes, and compare not {len(comparison.not_compared)}"


def main() -> int:
    """Compare two files of entries."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("last", nargs="?", type=Path, default=HERE / "qingshan-2025.csv")
    parser.add_argument("this", nargs="?", type=Path, default=HERE / "qingshan-2026.csv")
    given = parser.parse_args()
    print(*lines_of(read_ledger(given.last), read_ledger(given.this)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
