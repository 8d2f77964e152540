"""Rules of one's own are decided over: what they make impossible is found, and at the cell that a check names first."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

import cnbudget
from cnbudget import (
    Disclosure,
    Entry,
    FundingSource,
    Ledger,
    Nature,
    Reconciliation,
    Rule,
    check,
    reconcile,
)
from cnbudget.cli import main
from cnbudget.consistency import EvidenceError
from cnbudget.errors import UsageError

_SAME = Rule(
    "一般在全部之内", "contain", whole="expenditure[*].total", parts="general[*].total", absent="zero",
)  # fmt: skip
_STEPS = 1_500_000
_SHARE = Rule(
    "三公占比", "ratio", whole="basic[总计].operating", parts="three_public[总计].total", most=15
)


_OWN, _PAID, _RUN = FundingSource.GENERAL_OWN, Nature.PERSONNEL, Nature.OPERATING
_LEDGER = Ledger(
    [
        Entry("2010101", "30101", source=_OWN, nature=_PAID, amount=523_000),
        Entry("2010101", "30217", source=_OWN, nature=_RUN, amount=12_000),
        Entry("2010101", "30201", source=_OWN, nature=_RUN, amount=47_500),
        Entry("2101101", "30110", source=_OWN, nature=_PAID, amount=61_000),
        Entry("2101101", "30201", source=FundingSource.OTHER, nature=_RUN, amount=9_000),
    ],
    "某局",
    year=2026,
)


def budget() -> Disclosure:
    return cnbudget.publish(_LEDGER, "xinjiang-2026")


def decided(about: Disclosure, *rules: Any, prose: bool = False, limit: int = 3) -> Reconciliation:
    found = reconcile(about, rules=rules, prose=prose, steps=_STEPS, limit=limit)
    found.verify()
    return found


@pytest.mark.parametrize("prose", [False, True])
def test_what_a_budget_obeys_changes_nothing(prose: bool) -> None:
    found = decided(budget(), _SAME, prose=prose)
    assert found.status.value == "consistent"
    assert found.witness is not None
    assert (found.rules, found.not_held) == ((_SAME,), ())
    assert "自定规则 1 条：一般在全部之内" in found.text()


def test_what_no_ledger_can_obey_is_refuted_by_the_rule_itself() -> None:
    found = decided(budget(), _SHARE)
    conflict = found.conflicts[0]
    assert found.consistent is False
    assert [each.words("en") for each in conflict.laws] == ["own rule “三公占比”"]
    assert {each.text for each in conflict.figures} == {"5.95", "1.20"}
    assert "2 figures" in conflict.text("en")
    kept = attrs.evolve(_SHARE, most=21)
    assert decided(budget(), kept).consistent


@pytest.mark.parametrize(
    ("row", "column", "wrong", "rule"),
    [
        ("2101101", "basic", "0.70", _SAME),
        ("201", "total", "52.85", Rule("甲", "agree", whole="expenditure[201].total", parts="general[201].total")),
    ],
)  # fmt: skip
def test_check_and_reconcile_name_one_cell_first(
    row: str, column: str, wrong: str, rule: Rule
) -> None:
    about = budget()
    cell = about.expenditure[row][column]
    about = about.with_figures([(cell, cell.evolve(value=Decimal(wrong)))])
    found = decided(about, rule)
    first = check(about, rules=[rule], prose=False).wrong[0].suspects[0].figure
    assert found.localisation is not None
    assert found.localisation.sets[0].figures[0].address == first.address == cell.address
    assert found.likeliest[0].suspects[0].figure.address == first.address


def test_a_broken_rule_alone_names_the_figure_that_fewest_laws_bear_out() -> None:
    about = budget()
    rule = Rule("甲", "contain", whole="three_public[总计].total", parts="basic[30201].operating")
    (finding,) = check(about, rules=[rule], prose=False).wrong
    first = finding.suspects[0].figure
    found = decided(about, rule)
    assert found.localisation is not None
    assert any(each.address == first.address for each in found.localisation.sets[0].figures)


def test_rules_that_are_no_relation_of_amounts_are_said_to_be_left_out() -> None:
    def silent(_: Disclosure) -> list[cnbudget.Finding]:
        return []

    rules = [
        Rule("行数", "count", parts="expenditure[*类].total", most=1),
        attrs.evolve(_SHARE, severity="note"),
        Rule("没有", "agree", whole="expenditure[299].total", parts="expenditure[210].total"),
        silent,
    ]
    found = decided(budget(), *rules)
    assert found.consistent
    assert [each.key for each in found.not_held] == [
        "rules.counts_no_amounts", "rules.only_notes", "rules.no_row", "rules.only_checked",
    ]  # fmt: skip
    told = found.to_dict()
    assert told["rules"] == ["行数", "三公占比", "没有", "silent"]
    assert len(told["not_held"]) == len(found.not_held)
    assert all(each.why in found.text() for each in found.not_held)


def test_evidence_is_of_the_rules_too() -> None:
    found = decided(budget(), _SHARE)
    for rules in ((), (attrs.evolve(_SHARE, most=16),), (_SAME,)):
        with pytest.raises(EvidenceError):
            attrs.evolve(found, rules=rules).verify()
    held = decided(budget(), _SAME)
    with pytest.raises(EvidenceError):
        attrs.evolve(held, rules=(_SHARE,)).verify()


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(UsageError, match="two rules have one name"):
        reconcile(budget(), rules=[_SAME, _SAME])


def test_the_command_reads_the_file_that_check_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, document = tmp_path / "r.toml", tmp_path / "b.md"
    path.write_text(
        '[[rule]]\nname = "三公占比"\nrelation = "ratio"\nwhole = "basic[总计].operating"\n'
        'parts = "three_public[总计].total"\nmost = "15"\n',
        encoding="utf-8",
    )
    cnbudget.write(budget(), document)
    asked = [str(document), "--rules", str(path), "--format", "json"]
    assert main(["check", *asked]) == 1
    checked = json.loads(capsys.readouterr().out)
    assert main(["reconcile", *asked, "--no-prose", "--steps", str(_STEPS)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["rules"] == checked["rules"] == ["三公占比"]
    assert [each["message"]["zh"] for each in found["likeliest"]] == [
        each["message"]["zh"] for each in checked["findings"] if each["verdict"] == "violated"
    ]
    path.write_text("nonsense", encoding="utf-8")
    assert main(["reconcile", str(document), "--rules", str(path)]) == 2
    assert "TOML" in capsys.readouterr().err
