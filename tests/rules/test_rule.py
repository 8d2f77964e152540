"""Rules as they are written: what is one, and what is none."""

from __future__ import annotations

import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import cnbudget
from cnbudget import Rule, Scope, Verdict
from cnbudget.errors import UsageError
from cnbudget.rules import RuleCells, load
from cnbudget.rules.applying import applied, figures_of
from cnbudget.strategies.rules import rules

A, B = "basic[301].total", "basic[302].total"


@given(rules())
def test_cells_are_read_as_they_are_written(rule: Rule) -> None:
    for each in (*rule.whole, *rule.parts):
        assert isinstance(each, RuleCells)
        assert RuleCells.of(str(each)) == each
    again: Any = rule.relation
    assert Rule(rule.name, again, whole=rule.whole, parts=map(str, rule.parts), least=rule.least,
                most=rule.most, severity=rule.severity, absent=rule.absent) == rule  # fmt: skip
    assert pickle.loads(pickle.dumps(rule)) == rule  # noqa: S301  (our own)


@pytest.mark.parametrize(
    ("written", "cells"),
    [
        ("expenditure[208].basic", RuleCells("expenditure", "208", column="basic")),
        ("three_public[公务接待费].合计", RuleCells("three_public", "公务接待费", column="合计")),
        ("summary/income[总计]", RuleCells("summary", "总计", side="income")),
        (" projects[*项目].total ", RuleCells("projects", "*项目", column="total")),
    ],
)
def test_cells(written: str, cells: RuleCells) -> None:
    assert RuleCells.of(written) == cells
    assert cells.several == cells.row.startswith("*")


@pytest.mark.parametrize(
    "written", ["", "basic", "basic[301", "[301].total", "Basic[301].a", "a[*级].b", "a/in[1].b"]
)
def test_what_is_no_cell(written: str) -> None:
    with pytest.raises(UsageError) as caught:
        RuleCells.of(written)
    assert caught.value.value == written
    assert caught.value.hint_zh


@pytest.mark.parametrize(
    "given",
    [
        {"name": "", "relation": "agree", "whole": A, "parts": B},
        {"name": "两\n行", "relation": "agree", "whole": A, "parts": B},
        {"name": "甲" * 61, "relation": "agree", "whole": A, "parts": B},
        {"name": "甲", "relation": "equal", "whole": A, "parts": B},
        {"name": "甲", "relation": "agree", "whole": A},
        {"name": "甲", "relation": "agree", "parts": B},
        {"name": "甲", "relation": "agree", "whole": [A, B], "parts": B},
        {"name": "甲", "relation": "agree", "whole": A, "parts": B, "most": 1},
        {"name": "甲", "relation": "ratio", "whole": A, "parts": B},
        {"name": "甲", "relation": "count", "parts": B},
        {"name": "甲", "relation": "ratio", "whole": A, "parts": B, "least": 2, "most": 1},
        {"name": "甲", "relation": "ratio", "whole": A, "parts": B, "least": "-1"},
        {"name": "甲", "relation": "agree", "whole": A, "parts": B, "severity": "minor"},
        {"name": "甲", "relation": "agree", "whole": A, "parts": B, "absent": "blank"},
        {"name": "甲", "relation": "agree", "whole": "staff.actual", "parts": "procurement.total"},
    ],
)
def test_what_is_no_rule(given: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as caught:
        Rule(**given)
    assert caught.value.zh
    assert caught.value.message


def test_a_bound_is_no_float() -> None:
    wrong: Any = 0.5
    with pytest.raises(TypeError):
        Rule("甲", "ratio", whole=A, parts=B, most=wrong)


def test_a_rule_says_what_it_is() -> None:
    rule = Rule("甲", "ratio", whole=[A, Scope("208")], parts=B, most="2.5", en="english")
    assert (rule.law, rule.words.text("zh"), rule.words.text("en")) == (
        "own:甲",
        "english",
        "english",
    )
    assert (rule.most, rule.per_row) == (Decimal("2.5"), False)
    assert Rule("甲" * 60, "agree", whole="basic[*].total", parts=B).per_row


# Files --------------------------------------------------------------------------------------------

RULE = '[[rule]]\nname = "甲"\nrelation = "ratio"\nwhole = "basic[301].total"\nparts = ["basic[302].total"]\n'


def test_rules_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "规则.toml"
    path.write_text(
        RULE + 'most = "2.5"\nzh = "不超过"\n' + RULE.replace("甲", "乙") + "least = 1\n",
        encoding="utf-8",
    )
    one, other = load(path)
    assert one == Rule("甲", "ratio", whole=A, parts=B, most="2.5", zh="不超过")
    assert (other.name, other.least) == ("乙", Decimal(1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "[[rule]]"),
        ("rule = 1\n", "[[rule]]"),
        ("[rule]\nname = 1\n", "[[rule]]"),
        (RULE + 'most = "1"\n[other]\n', "[[rule]]"),
        ("[[rule]\n", "TOML"),
        ("rule = [1]\n", "[[rule]]"),
        (RULE + 'mots = "1"\n', "keys"),
        ('[[rule]]\nname = "甲"\n', "keys"),
        (RULE + "most = 2.5\n", "wrong value"),
        (RULE.replace('"甲"', "7") + "most = 2\n", "name"),
        (RULE.replace('"basic[301].total"', "7") + "most = 2\n", "wrong value"),
        (RULE + 'most = "多"\n', "amount"),
        (RULE, "bound"),
    ],
)  # fmt: skip
def test_a_file_that_has_no_rules(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"r\.toml") as caught:
        load(path)
    assert said in str(caught.value)


def test_a_wrong_rule_of_a_file_is_named_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(RULE + "most = 2\n" + RULE, encoding="utf-8")
    with pytest.raises(ValueError, match=r"r\.toml \[\[rule\]\] 2"):
        load(path)


def test_a_file_of_rules_has_four_mebibytes_at_most(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    rule = RULE + "most = 2\n#"
    path.write_text(rule.ljust((1 << 22) - 2, "-"), encoding="utf-8")
    assert len(load(path)) == 1
    path.write_text(rule.ljust((1 << 22) + 1, "-"), encoding="utf-8")
    with pytest.raises(UsageError, match="large"):
        load(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "nowhere.toml")


def test_rows_that_are_summed_count_each_amount_once() -> None:
    """`[*]` of a sum is neither the total nor what lies in another row, so that categories come to the total."""
    for name in ("artux", "akto"):
        budget = cnbudget.example(name)
        for table, column in (
            ("expenditure", "total"),
            ("basic", "personnel"),
            ("general", "basic"),
        ):
            rule = Rule(
                "甲", "add-up", whole=f"{table}[总计].{column}", parts=f"{table}[*].{column}"
            )
            (outcome,) = applied(rule, budget).outcomes
            assert outcome.verdict in (Verdict.EXACT, Verdict.ROUNDING)
            assert all(len(each.row.row) == 3 for each in outcome.law.parts)
    rows = [row for row in cnbudget.example("artux").expenditure if row.code is not None]
    money = sum(bool(row.total.value) for row in rows)
    rule = Rule("乙", "count", parts="expenditure[*].total", least=money, most=money)
    assert [each.verdict for each in applied(rule, cnbudget.example("artux")).outcomes] == [
        Verdict.EXACT
    ]


def test_totals_are_named_by_their_money() -> None:
    """Of any form: `totals[财政拨款].项目支出` needs no name of a table."""
    budget = cnbudget.example("artux")
    said = {
        "totals[*]": budget.expenditure["总计"].total,
        "totals[*].基本支出": budget.expenditure["总计"].basic,
        "totals[一般公共预算].人员经费": budget.basic["总计"].personnel,
    }
    for written, figure in said.items():
        rule = Rule("甲", "count", parts=written, least=0)
        (held,), lacking = figures_of(rule, budget)
        assert [each.value for each in held.parts] == [figure.value]
        assert lacking == ()
    for written in ("totals[没有的钱]", "totals[*].没有的性质"):
        (why,) = figures_of(Rule("甲", "count", parts=written, least=0), budget)[1]
        assert why.key == "rules.no_total"
