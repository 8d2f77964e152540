"""A composed budget in a file: what was composed is read from it, and its placeholders are found at their lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings

import cnbudget
from cnbudget import Entry, FundingSource, Ledger, Nature
from cnbudget.composing import compose, composition
from cnbudget.narrative import Context, Narrative
from cnbudget.narrative.subjects import bare
from cnbudget.strategies import ledgers
from cnbudget.writing import to_text, write
from tests.composing.test_compose import example_ledgers
from tests.profiles import tries

KINDS = ("amount", "none", "share", "change", "growth", "level", "list")
Said = list[tuple[object, ...]]


def stated(now: cnbudget.Ledger, last: cnbudget.Ledger | None) -> Said:
    return [
        (
            each.kind,
            each.section,
            each.value,
            each.scope if each.kind != "list" else [*map(bare, each.members)],
        )
        for each in composition(now, last).statements
    ]


def read(budget: cnbudget.Disclosure) -> Said:
    context = Context(
        budget.tables,
        agency=budget.agency,
        year=budget.year,
        stage=budget.stage,
        nature=budget.nature,
    )
    return [
        (
            claim.kind,
            claim.section.key,
            claim.value,
            claim.scope if claim.kind != "list" else [bare(name) for name, _ in claim.members],
        )
        for claim in Narrative(budget.passages, context).claims
        if claim.kind in KINDS and claim.role == "stated"
    ]


def ledger(use: str, nature: Nature, year: int) -> Ledger:
    """One entry of 甲局."""
    source = FundingSource.GENERAL_OWN
    entry = Entry("2010101", use, source=source, nature=nature, amount="10000", agency="甲局")
    return Ledger([entry], "甲局", year=year)


@settings(max_examples=tries(2))
@given(ledgers(2026), ledgers(2025))
@example(  # the project 其他项目支出 is used for 其他支出, which is no project
    ledger("39907", Nature.PROJECT, 2026), ledger("30101", Nature.PERSONNEL, 2025)
)
def test_markdown(now: cnbudget.Ledger, last: cnbudget.Ledger) -> None:
    budget = cnbudget.read_text(to_text(compose(now, last), "markdown"))
    assert read(budget) == stated(now, last)


@pytest.mark.parametrize("ending", ["md", "html", "docx", "json"])
def test_formats(tmp_path: Path, ending: str) -> None:
    now, last = example_ledgers()
    path = tmp_path / f"budget.{ending}"
    write(compose(now, last), path)
    budget = cnbudget.read(path)
    assert read(budget) == stated(now, last)
    report = cnbudget.check(budget)
    assert report.ok
    slips = [f for f in report.findings if "待填写" in f.words.text("zh")]
    assert slips
    if ending == "md":
        lines = path.read_text(encoding="utf-8").splitlines()
        assert all(f.place.line and "【待填写：" in lines[f.place.line - 1] for f in slips)


def test_the_example_is_filled_in() -> None:
    folder = Path(__file__).parents[2] / "examples"
    now, last = (cnbudget.read_ledger(folder / f"qingshan-{year}.csv") for year in (2026, 2025))
    reasons = folder / "qingshan-2026-reasons.csv"
    assert composition(now, last, reasons=reasons).lacking == ()
    report = cnbudget.check(compose(now, last, reasons=reasons))
    assert report.ok
    assert [f for f in report.findings if f.verdict is cnbudget.Verdict.VIOLATED] == []
