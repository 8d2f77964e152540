"""A local level below the economic sections: published, read, checked and reconciled like the national ones."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget import (
    Amount,
    Entry,
    FundingSource,
    Ledger,
    Nature,
    check,
    publish,
    read_text,
    reconcile,
    write,
)
from cnbudget.writing.forms import sheet_of_table
from tests.profiles import tries

SECTIONS = {"30101": "基本工资", "30102": "津贴补贴", "30201": "办公费", "30302": "退休费"}


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Ledgers in which some sections are told below."""
    entries = []
    for section in draw(st.sets(st.sampled_from(sorted(SECTIONS)), min_size=1)):
        below = draw(st.sets(st.integers(1, 9), max_size=3))
        nature = Nature.OPERATING if section.startswith("302") else Nature.PERSONNEL
        for code in [f"{section}{item:02}" for item in sorted(below)] or [section]:
            entries.append(
                Entry(
                    "2080101",
                    code,
                    amount=Amount(draw(st.integers(1, 10**7)) * 100, "元"),
                    source=FundingSource.GENERAL_OWN,
                    nature=nature,
                )
            )
    return Ledger(entries, agency="某市某局", year=2026)


@given(ledgers())
@settings(max_examples=tries(2))
def test_laws_hold_down_to_the_local_level(ledger: Ledger) -> None:
    budget = publish(ledger)
    report = check(budget)
    assert report.ok
    assert [f.zh for f in report.findings if f.law in ("code", "name")] == []
    local = [e.economic for e in ledger if e.economic is not None and len(e.economic.digits) == 7]
    rows = {row.code for row in budget.basic.rows}
    assert set(local) <= rows
    assert {code.parent for code in local} <= rows
    assert reconcile(budget).consistent
    header = [cell.text for row in sheet_of_table(budget.basic).rows[:2] for cell in row if cell]
    assert ("项" in header) == bool(local)


def test_a_wrong_item_of_a_local_level_is_found(tmp_path: Path) -> None:
    entries = [
        Entry(
            "2080101",
            code,
            amount=Amount(value, "万元"),
            source=FundingSource.GENERAL_OWN,
            nature=Nature.PERSONNEL,
        )
        for code, value in (("3010201", "12.34"), ("3010202", "5.00"), ("30101", "80.00"))
    ]
    file = tmp_path / "budget.md"
    write(publish(Ledger(entries, agency="某市某局", year=2026)), file)
    text = file.read_text(encoding="utf-8")
    assert check(read_text(text)).ok
    wrong = check(read_text(text.replace("12.34", "12.43")))
    assert any("3010201" in finding.zh for finding in wrong.wrong)
