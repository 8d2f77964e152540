"""What laws decide against what a layout says of carried-over money, and that they do not where it is right."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import cnbudget
from cnbudget import Amount, Disclosure, Entry, FundingSource, Ledger, Nature
from cnbudget.layouts import Layout, load

INCLUDING = """
extends = "xinjiang-2026"
name = "carried"

[[tables]]
key = "general"
source = "GENERAL | CARRIED_GENERAL"
"""


def entry(function: str, nature: Nature, amount: int, source: FundingSource) -> Entry:
    economic = "30101" if nature is Nature.PERSONNEL else "30227"
    return Entry(
        function, economic, amount=Amount(Decimal(amount), "元"), source=source, nature=nature,
        project=None if nature is Nature.PERSONNEL else "审计项目",
    )  # fmt: skip


def ledger(over: int) -> Ledger:
    own, carried = FundingSource.GENERAL_OWN, FundingSource.CARRIED_GENERAL
    entries = [
        entry("2010801", Nature.PERSONNEL, 1_234_500, own),
        entry("2010804", Nature.PROJECT, 765_400, own),
        entry("2080505", Nature.PERSONNEL, 345_600, own),
    ]
    if over:
        entries.append(entry("2010804", Nature.PROJECT, over, carried))
        entries.append(entry("2080505", Nature.PERSONNEL, over // 2, carried))
    return Ledger(entries)


@pytest.fixture
def including(tmp_path: Path) -> Layout:
    path = tmp_path / "carried.toml"
    path.write_text(INCLUDING, encoding="utf-8")
    return load(path)


def read(over: int, layout: Layout | str, folder: Path) -> Disclosure:
    budget = cnbudget.publish(ledger(over), layout=layout, agency="青山市审计局", year=2026)
    path = cnbudget.write(budget, folder / "budget.md", layout=layout)
    return cnbudget.read(path, layout="xinjiang-2026")


def test_laws_speak_against_a_layout_and_both_are_named(including: Layout, tmp_path: Path) -> None:
    budget = read(44_400, including, tmp_path)
    choice = next(c for c in budget.choices if c.table == "general")
    assert (choice.taken, choice.how) == ("carried", "laws")
    assert choice.cells >= 3
    (said, *_) = [p for p in budget.problems if p.kind == "choice" and p.key == "general"]
    assert "xinjiang-2026" in said.zh
    assert "只含当年资金" in said.zh
    assert "含上年结转资金" in said.zh
    assert cnbudget.check(budget).wrong == ()
    figure = budget.table("general")["2010804"]["total"]
    assert choice in budget.explain(figure).choices


@pytest.mark.parametrize("over", [0, 44_400])
def test_a_layout_that_is_right_stays(over: int, tmp_path: Path) -> None:
    budget = read(over, "xinjiang-2026", tmp_path)
    assert budget.choices == ()
    assert [p for p in budget.problems if p.kind == "choice"] == []


def test_nothing_carried_over_speaks_against_no_layout(including: Layout, tmp_path: Path) -> None:
    assert read(0, including, tmp_path).choices == ()
