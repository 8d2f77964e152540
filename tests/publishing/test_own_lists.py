"""Codes are named by lists of one's own, where these are given."""

from __future__ import annotations

from pathlib import Path

import cnbudget
from cnbudget import Entry, FundingSource, Ledger, Nature, classification, publish
from cnbudget.cli import main


def test_a_code_has_the_name_of_ones_own_lists(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "functional.dat").write_text("2080570 =省级养老补助\n", encoding="utf-8")
    source = FundingSource.GENERAL_OWN
    entry = Entry("2080570", "30199", source=source, nature=Nature.PERSONNEL, amount=10000)
    ledger = Ledger([entry], agency="甲局", year=2026)
    lists = classification.load(tmp_path / "lists")
    plain, own = publish(ledger), publish(ledger, lists=lists)
    assert plain.expenditure["2080570"].address.name != "省级养老补助"
    assert own.expenditure["2080570"].address.name == "省级养老补助"
    assert own.expenditure["208"].address.name == plain.expenditure["208"].address.name
    assert cnbudget.check(own, lists=lists).tallies["name"].undecided == 0
    path, out = tmp_path / "l.csv", tmp_path / "o.md"
    cnbudget.save_ledger(ledger, path)
    words = [
        "publish",
        str(path),
        "-o",
        str(out),
        "--tables-only",
        "--lists",
        str(tmp_path / "lists"),
    ]
    assert main(words) == 0
    assert "省级养老补助" in out.read_text(encoding="utf-8")
