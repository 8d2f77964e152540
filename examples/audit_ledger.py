"""Audit one agency's budget: from a frame of entries to its codes, its totals, its tables and a rule of our own.

    python examples/audit_ledger.py [ENTRIES.csv] [--limit PERCENT]

What an auditor's own program looks like. It reads the entries (预算明细) from a CSV file, whose rows are a frame like
any other: `Ledger.of` takes one of pandas or polars in the same way. It holds each code to the official list of the
year, laid under a list of the county's own, adds up what is asked for, publishes the ledger as the tables of the form,
and checks these, with a rule that no form has: “三公” is at most so many per cent of operating costs.

The functions below take and give plain values, so that they can be tested: `tests/test_audit_tools.py` does.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import cnbudget
from cnbudget import Amount, Entry, FundingSource, Ledger, Nature, Report, Rule
from cnbudget.classification import Classification, Judgement, Kind, load

HERE = Path(__file__).resolve().parent
#: What the county adds to the national list: codes of its own, as text of a list.
OWN_LIST = "2130199 [2018-]=其他农业农村支出\n2080570 [2025-]=县级养老补助\n"
#: The levels of functional codes by their digits: 类、款、项.
LEVELS = (3, 5, 7)

Row = Mapping[str, str]


def frame_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, as a frame has them: each with its columns' names."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def ledger_of(frame: Iterable[Row]) -> Ledger:
    """A ledger of the rows of a frame."""
    return Ledger.of(frame)


def own_lists(text: str = OWN_LIST) -> Classification:
    """The official lists of all years, with a list of the county's own laid over them."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "functional.dat").write_text(text, encoding="utf-8")
        return load(folder)


def code_faults(ledger: Ledger, lists: Classification) -> Iterator[tuple[Entry, Judgement]]:
    """The entries whose codes the lists do not have in the ledger's year, and what there is to say of each."""
    if ledger.year is None or ledger.year not in lists.years:
        return
    for entry in ledger:
        codes = ((entry.function, Kind.FUNCTIONAL), (entry.economic, Kind.ECONOMIC))
        for code, kind in codes:
            if code is not None:
                for judgement in lists.judge(code, None, ledger.year, kind=kind):
                    yield entry, judgement


def level_totals(ledger: Ledger, level: int) -> dict[str, Amount]:
    """What is spent on each functional code of a level (0 类, 1 款, 2 项), or on one that stops above it."""
    found: dict[str, Amount] = {}
    for entry in ledger:
        if entry.function is not None:
            code = entry.function.digits[: LEVELS[level]]
            found[code] = found.get(code, Amount(0)) + entry.amount
    return found


def nature_totals(ledger: Ledger) -> tuple[Amount, Amount]:
    """What is basic expenditure (基本支出), and what is for projects (项目支出)."""
    basic, project = Amount(0), Amount(0)
    for entry in ledger:
        if entry.nature is not None and entry.nature in Nature.BASIC:
            basic = basic + entry.amount
        elif entry.nature is Nature.PROJECT:
            project = project + entry.amount
    return basic, project


def carried_over(ledger: Ledger) -> Amount:
    """The money that was carried over from last year (上年结转结余)."""
    amounts = (entry.amount for entry in ledger if entry.source in FundingSource.CARRIED)
    return sum(amounts, Amount(0))


def largest(totals: Mapping[str, Amount], most: int) -> list[tuple[str, Amount]]:
    """The largest totals, the largest first; of equal ones the smaller code first."""
    return sorted(totals.items(), key=lambda each: (-each[1].yuan, each[0]))[:most]


def limit_rule(percent: int) -> Rule:
    """A rule of our own: the three public expenses are at most so many per cent of operating costs."""
    return Rule(
        "三公占比",
        "ratio",
        whole="basic[总计].operating",
        parts="three_public[总计].total",
        most=percent,
        zh=f"“三公”经费不超过公用经费的{percent}%",
        en=f"the three public expenses are at most {percent} % of operating costs",
    )


def audited(ledger: Ledger, lists: Classification, rules: Iterable[Rule] = ()) -> Report:
    """The report on the tables that a ledger is published as."""
    budget = cnbudget.publish(ledger, lists=lists)
    return cnbudget.check(budget, lists=lists, rules=list(rules))


def lines_of(ledger: Ledger, lists: Classification, percent: int) -> Iterator[str]:
    """What the audit says, line by line."""
    yield f"{ledger.agency} {ledger.year}: {len(ledger)} entries, {ledger.total().printed('万元')} 万元"
    for entry, judgement in code_faults(ledger, lists):
        yield f"  code: {entry}: {judgement.text('en')}"
    for code, amount in largest(level_totals(ledger, 0), 5):
        yield f"  {code}: {amount.printed('万元')} 万元"
    basic, project = nature_totals(ledger)
    yield f"  basic {basic.printed('万元')}, projects {project.printed('万元')} 万元"
    yield f"  carried over {carried_over(ledger).printed('万元')} 万元"
    report = audited(ledger, lists, [limit_rule(percent)])
    yield f"  {sum(tally.total for tally in report.tallies.values())} comparisons, {len(report.wrong)} violated"
    for finding in report.wrong:
        yield f"  {finding.law}: {finding.message('en')}"


def main() -> int:
    """Audit a file of entries; 1 if something is violated."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("entries", nargs="?", type=Path, default=HERE / "qingshan-2026.csv")
    parser.add_argument("--limit", type=int, default=65, help="per cent of operating costs")
    given = parser.parse_args()
    ledger, lists = ledger_of(frame_of(given.entries)), own_lists()
    print(*lines_of(ledger, lists, given.limit), sep="\n")
    return 0 if audited(ledger, lists, [limit_rule(given.limit)]).ok else 1


if __name__ == "__main__":
    sys.exit(main())
