"""Rules of one's own in a check: silent where they hold, told under their own law where they do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import cnbudget
from cnbudget import Disclosure, Finding, Report, Rule, Scope, State, Verdict, check, publish
from cnbudget.checks.contract import schema
from cnbudget.checks.own import OwnRule
from cnbudget.cli import main
from cnbudget.errors import UsageError
from cnbudget.reports import html
from cnbudget.rules.applying import applied
from cnbudget.strategies import disclosures, ledgers
from cnbudget.strategies.rules import rules

#: What every budget of the usual form obeys.
TRUE = [
    Rule("基本与项目", "add-up", whole="expenditure[*].total",
         parts=["expenditure[*].basic", "expenditure[*].project"]),
    Rule("一般在全部之内", "contain", whole="expenditure[*].total", parts="general[*].total", absent="zero"),
    Rule("各类合计", "add-up", whole="expenditure[总计].total", parts="expenditure[*类].total"),
    Rule("收支", "agree", whole="summary/income[收入总计].amount", parts="summary/expenditure[支出总计].amount"),
    Rule("公用占比", "ratio", whole="basic[*].total", parts="basic[*].operating", least=0, most=100),
    Rule("行数", "count", parts="expenditure[*].total", most=99),
    Rule("口径", "contain", whole=Scope(), parts=Scope("208"), absent="zero"),
]  # fmt: skip


def own(report: Report) -> list[Finding]:
    return [each for each in report.findings if each.law.startswith("own:")]


def budget(name: str = "artux") -> Disclosure:
    return cnbudget.example(name)


@given(disclosures(layouts=["xinjiang-2026"]))
def test_what_every_budget_obeys_is_found_in_none(published: Disclosure) -> None:
    report = check(published, rules=TRUE)
    assert [each.en for each in own(report) if each.verdict is Verdict.VIOLATED] == []
    assert report.rules == tuple(rule.name for rule in TRUE)


@given(st.lists(rules(), unique_by=lambda rule: rule.name, max_size=4), disclosures())
def test_any_rules_leave_all_other_findings_as_they_are(
    mine: list[Rule], published: Disclosure
) -> None:
    before, after = check(published), check(published, rules=mine)
    others = [each for each in after.findings if not each.law.startswith("own:")]

    def told(found: Any) -> list[Any]:
        return sorted((each.law, each.verdict.value, each.severity, each.zh) for each in found)

    assert told(others) == told(before.findings)
    laws = {law: tally for law, tally in after.tallies.items() if not law.startswith("own:")}
    assert laws == before.tallies
    Draft202012Validator(schema(2 if mine else 1)).validate(json.loads(after.to_json()))
    for rule in mine:  # it was held to something, or says why not
        said = any(rule.name in each.what for each in after.not_checked)
        assert rule.law in after.tallies or said, rule


@given(ledgers(min_entries=1, layout="xinjiang-2026"), st.data())
def test_a_planted_number_is_found_by_the_rule_of_its_row(
    ledger: cnbudget.Ledger, data: st.DataObject
) -> None:
    published = publish(ledger)
    cells = [
        row.basic for row in published.expenditure if row.basic.state is State.VALUE and row.code
    ]
    if not cells:
        return
    figure = data.draw(st.sampled_from(cells))
    assert figure.value is not None
    more = data.draw(st.integers(3, 10**6))
    wrong = figure.evolve(value=figure.value + more)
    rule = TRUE[0]
    outcomes = applied(rule, published.with_figures([(figure, wrong)])).outcomes
    (found,) = [each for each in outcomes if each.verdict is Verdict.VIOLATED]
    assert found.law.whole.row.row == figure.row.row
    difference = found.difference
    assert difference is not None
    assert abs(difference + more) <= Decimal("0.02")


# The relations ------------------------------------------------------------------------------------

A, B = "expenditure[208].total", "expenditure[210].total"  # 67.36 and 398.93 of 498.73
TOTAL = "expenditure[总计].total"


@pytest.mark.parametrize(
    ("rule", "zh", "expected", "found"),
    [
        (
            Rule("甲", "agree", whole=A, parts=B),
            "第89行「208 社会保障和就业支出·支出预算合计」印 67.36 万元，应与表3 支出总表 第95行的 398.93 万元一致（差",
            "67.36",
            "398.93",
        ),
        (
            Rule("甲", "contain", whole=A, parts=B, zh="社保不少于卫生"),
            "自定规则“社保不少于卫生”：表3 支出总表 第89行「208 社会保障和就业支出·支出预算合计」印 67.36，",
            "398.93",
            "67.36",
        ),
        (
            Rule("甲", "add-up", whole=TOTAL, parts=[A, B]),
            "自定规则“甲”：表3 支出总表 第106行「总计·支出预算合计」印 498.73，各项相加应为 466.29",
            "466.29",
            "498.73",
        ),
        (
            Rule("甲", "balance", whole=[A, B], parts=TOTAL),
            "自定规则“甲”：",
            "498.73",
            "466.29",
        ),
        (
            Rule("甲", "ratio", whole=TOTAL, parts=A, most=10),
            "支出预算合计」为表3 支出总表 第106行「总计·支出预算合计」的 13.51%，应不超过 10%",
            "10",
            "13.51",
        ),
        (
            Rule("甲", "ratio", whole=TOTAL, parts=A, least="13.6"),
            "应不少于 13.6%",
            "13.6",
            "13.51",
        ),
        (
            Rule("甲", "count", parts="expenditure[*类].total", most=2),
            "自定规则“甲”：有数的有 3 行，应不多于 2 行",
            "2",
            "3",
        ),
        (Rule("甲", "count", parts="expenditure[*类].total", least=4), "应不少于 4 行", "4", "3"),
        (Rule("甲", "count", whole=A, parts="expenditure[*类].total"), "印 67.36，而有数的有 3 行", "3", "67.36"),
    ],
)  # fmt: skip
def test_what_a_violated_rule_says(rule: Rule, zh: str, expected: str, found: str) -> None:
    (finding,) = own(check(budget(), rules=[rule]))
    assert zh in finding.zh
    assert (finding.law, finding.severity) == ("own:甲", "error")
    assert (str(finding.expected), str(finding.found)) == (expected, found)
    assert finding.place.words()
    note = own(check(budget(), rules=[attrs.evolve(rule, severity="note")]))
    assert [each.severity for each in note] == ["note"]


def test_a_bound_that_rounding_reaches_is_not_violated() -> None:
    """67.36 of 498.73 is 13.506…% as printed; true amounts reach from 13.505 to 13.508."""
    for most, verdict in (("13.507", "exact"), ("13.506", "rounding"), ("13.505", "violated")):
        rule = Rule("甲", "ratio", whole=TOTAL, parts=A, most=most)
        (outcome,) = applied(rule, budget()).outcomes
        assert outcome.verdict.value == verdict
    rule = Rule("甲", "ratio", whole=TOTAL, parts=A, most="13.505")
    (finding,) = own(check(budget(), rules=[rule]))
    assert finding.severity == "minor"  # a last place would do


def test_of_nothing_there_is_no_share() -> None:
    rule = Rule(
        "甲", "ratio", whole="three_public[因公出国].total", parts=A, most=10, absent="zero"
    )
    rule = attrs.evolve(rule, whole="three_public[因公出国（境）费用].total")
    (finding,) = own(check(budget(), rules=[rule]))
    assert "为零，而" in finding.zh
    assert finding.found is None


# What is not there --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("which", "why"),
    [
        ("other[208].total", "没有 other[208].total 所在的表"),
        ("expenditure[299].total", "没有“299”行"),
        ("expenditure[208].totl", "没有 expenditure[208].totl"),
        ("expenditure[208]", "应写明是哪一列"),
        ("expenditure/income[208].total", "没有 expenditure/income[208].total"),
        ("projects[*款].其他", "没有"),
    ],
)
def test_what_the_document_does_not_have_is_said(which: str, why: str) -> None:
    for absent in ("unknown", "zero"):
        rule = Rule("甲", "contain", whole=which, parts=A, absent=absent)
        report = check(budget(), rules=[rule])
        assert own(report) == []
        said = [each for each in report.not_checked if "甲" in each.what]
        assert said
        assert why in said[0].why
        assert said[0].key.startswith("rules.")


def test_a_row_that_is_not_there_can_be_zero() -> None:
    kinds: tuple[Literal["unknown", "zero"], ...] = ("unknown", "zero")
    counts = []
    for absent in kinds:
        rule = Rule("甲", "add-up", whole=A, parts=[A, "expenditure[299].total"], absent=absent)
        report = check(budget(), rules=[rule])
        counts.append((report.tallies.get("own:甲"), len(report.not_checked)))
    assert counts[0][0] is None
    assert counts[1][0] is not None
    assert counts[1][0].exact == 1
    assert counts[0][1] == counts[1][1] + 1


def test_a_lost_figure_leaves_a_rule_open() -> None:
    whole = budget()
    figure = whole.expenditure["208"].total
    lost = whole.with_figures([(figure, figure.evolve(value=None, state=State.MISSING))])
    for rule in (
        Rule("甲", "agree", whole=A, parts=TOTAL),
        Rule("乙", "ratio", whole=TOTAL, parts=A, most=10),
        Rule("丙", "count", parts="expenditure[*类].total", least=3),
    ):
        (finding,) = own(check(lost, rules=[rule], prose=False))
        assert finding.verdict is Verdict.UNDECIDED
        assert finding.severity == "note"
        assert finding.zh


def test_blanks_alone_are_nothing_to_check() -> None:
    rule = Rule("甲", "agree", whole="fund[总计].total", parts="state_capital[总计].total")
    report = check(budget(), rules=[rule])
    assert "own:甲" not in report.tallies
    assert [each.key for each in report.not_checked if "甲" in each.what] == ["rules.nothing_live"]


# Causes -------------------------------------------------------------------------------------------


def test_what_follows_from_a_wrong_cell_stands_under_it() -> None:
    whole = budget()
    figure = whole.expenditure["2101501"].basic
    wrong = whole.with_figures([(figure, figure.evolve(value=Decimal("97.17")))])
    (finding,) = own(check(wrong, rules=TRUE[:1]))
    assert finding.caused_by is not None
    assert not finding.suspects  # the finding that it follows from has them
    report = check(
        wrong, rules=[Rule("甲", "agree", whole="expenditure[2101501].basic", parts=TOTAL)]
    )
    (finding,) = own(report)
    assert finding.caused_by is None  # with the right number it does not hold either
    assert finding.suspects


# Functions ----------------------------------------------------------------------------------------


def no_training(disclosure: Disclosure) -> Iterator[Finding]:
    figure = disclosure.expenditure["208"].total
    yield Finding.of(
        "没有安排培训费", "no training", figures=[figure], expected=Decimal(1), found=figure.value
    )


def silent(_: Disclosure) -> list[Finding]:
    return []


def broken(_: Disclosure) -> list[Finding]:
    raise KeyError("甲")


def halfway(_: Disclosure) -> Iterator[Any]:
    yield Finding.of("甲")
    yield "乙"


def test_a_function_is_a_rule() -> None:
    report = check(budget(), rules=[no_training, silent])
    (finding,) = own(report)
    assert (finding.law, finding.zh) == ("own:no_training", "自定规则“no_training”：没有安排培训费")
    assert (finding.expected, finding.found, finding.unit.zh) == (
        Decimal(1),
        Decimal("67.36"),
        "万元",
    )
    assert finding.id == "F1"
    assert report.tallies["own:silent"].exact == 1


@pytest.mark.parametrize("rule", [broken, halfway])
def test_an_error_in_a_function_is_its_own_and_loses_nothing(rule: OwnRule) -> None:
    before = check(budget(), rules=[no_training])
    after = check(budget(), rules=[rule, no_training])
    found = own(after)
    assert [each.law for each in found if each.verdict is Verdict.VIOLATED] == ["own:no_training"]
    (failed,) = [each for each in found if each.verdict is Verdict.UNDECIDED]
    assert failed.key == "rules.failed"
    assert len(after.findings) == len(before.findings) + 1


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(UsageError, match="two rules have one name"):
        check(budget(), rules=[silent, silent])


# What other programs get --------------------------------------------------------------------------


def test_the_contract_names_its_version() -> None:
    plain, held = check(budget()).to_dict(), check(budget(), rules=TRUE).to_dict()
    assert plain["schema"] == "cnbudget-check/1"
    assert "rules" not in plain
    assert held["schema"] == "cnbudget-check/2"
    assert held["rules"] == [rule.name for rule in TRUE]
    old, new = (Draft202012Validator(schema(version)) for version in (1, 2))
    assert old.is_valid(json.loads(json.dumps(plain)))
    assert new.is_valid(json.loads(json.dumps(held)))
    assert not old.is_valid(json.loads(json.dumps(held)))
    assert not new.is_valid(json.loads(json.dumps(plain)))
    Draft202012Validator.check_schema(schema(2))
    with pytest.raises(UsageError):
        schema(3)


def test_a_report_names_its_rules() -> None:
    report = check(budget(), rules=TRUE[:2])
    assert "自定规则 2 条：基本与项目、一般在全部之内" in report.text()
    assert "2 own rules: 基本与项目, 一般在全部之内" in report.text("en", details=True)
    page = html([report])
    assert "自定规则 2 条：基本与项目、一般在全部之内" in page
    assert "own:基本与项目" in page


def test_failures_are_plain_records() -> None:
    report = check(budget(), rules=[Rule("甲", "agree", whole=A, parts=B), no_training])
    one, other = report.failure_cases("en")
    assert one["rule"] == "own:甲"
    assert (one["table"], one["row"], one["column"]) == ("expenditure", "208", "合计")
    assert (one["expected"], one["printed"], one["unit"]) == (
        Decimal("67.36"),
        Decimal("398.93"),
        "万元",
    )
    assert one["difference"] == Decimal("331.57")
    assert one["place"] == "line 89"
    assert other["message"] == "own rule “no_training”: no training"
    assert check(budget()).failure_cases() == []


@given(st.data())
def test_failures_are_the_violated_findings(data: st.DataObject) -> None:
    report = data.draw(st.from_type(Report))
    found = [each for each in report.findings if each.verdict is Verdict.VIOLATED]
    cases = report.failure_cases()
    assert [each["id"] for each in cases] == [each.id for each in found]
    assert len({tuple(each) for each in cases}) <= 1


# Files and processes ------------------------------------------------------------------------------

TOML = """[[rule]]
name = "上限"
relation = "ratio"
whole = "basic[总计].total"
parts = "basic[302].total"
most = "1"
"""


def test_rules_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, document = tmp_path / "r.toml", tmp_path / "b.md"
    path.write_text(TOML, encoding="utf-8")
    cnbudget.write(budget(), document)
    assert main(["check", str(document), "--rules", str(path), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "cnbudget-check/2"
    assert [each["law"] for each in found["findings"] if each["verdict"] == "violated"] == [
        "own:上限"
    ]
    (checked,) = cnbudget.check_files([document], rules=path)
    assert [each.law for each in checked.reports[0].wrong] == ["own:上限"]
    path.write_text("nonsense", encoding="utf-8")
    assert main(["check", str(document), "--rules", str(path)]) == 2
    assert "TOML" in capsys.readouterr().err


def test_processes_have_the_rules(tmp_path: Path) -> None:
    document = tmp_path / "b.md"
    cnbudget.write(budget(), document)
    mine: list[OwnRule] = [Rule("甲", "agree", whole=A, parts=B)]
    (checked,) = cnbudget.check_files([document], rules=mine, jobs=2, seconds=300)
    assert [each.law for each in checked.reports[0].wrong] == ["own:甲"]
    with pytest.raises(UsageError, match="another process"):
        cnbudget.check_files([document], rules=[lambda _: []], jobs=2)
