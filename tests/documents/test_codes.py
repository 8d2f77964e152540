"""Every code and name of the documents, looked up in the lists of its year.

Nothing is complained of: the one slip of the published files was put right when they were retyped.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import cnbudget
from cnbudget import classification
from cnbudget.checks.codes import judged_codes
from cnbudget.cli import main
from tests.documents import corpus


@pytest.mark.parametrize("name", corpus.NAMES)
def test_every_code_and_name_is_looked_up_and_nothing_is_said(name: str) -> None:
    budget = cnbudget.read_text(corpus.text(name))
    judged = judged_codes(budget)
    coded = [row for table in budget.tables for row in table.rows if row.code is not None]
    assert judged.unchecked is None
    assert judged.codes == len(coded) > 100
    assert judged.names == sum(bool(row.address.name) for row in coded)
    assert judged.said == ()


@pytest.mark.parametrize(
    ("code", "name", "law", "verdict"),
    [
        ("2080505", "机关事业单位养老保险缴费支出", "name", "violated"),
        ("2080595", "某项支出", "code", "undecided"),
        ("208", "社会保障与就业支出", "name", "violated"),
    ],
)
def test_what_is_said_of_a_code_is_a_note_at_its_place(
    code: str, name: str, law: str, verdict: str
) -> None:
    text = (
        "2026年某某局部门预算公开\n\n表5\n\n一般公共预算支出情况表\n\n单位：万元\n\n"
        "科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
        f"{code}\t{name}\t1.00\t1.00\t\n\t总计\t1.00\t1.00\t\n"
    )
    report = cnbudget.check(cnbudget.read_text(text))
    found = [each for each in report.findings if each.law in ("code", "name")]
    assert [(each.law, each.severity) for each in found] == [(law, "note")]
    assert found[0].place.line == 10
    assert found[0].verdict.value == verdict
    assert code in found[0].zh
    assert code in found[0].en


def test_a_year_without_lists_is_said_to_be_unchecked() -> None:
    text = corpus.text("artux").replace("2026", "2035")
    report = cnbudget.check(cnbudget.read_text(text, layout="xinjiang-2026"), prose=False)
    assert [each.what for each in report.not_checked if "科目" in each.what] == ["科目编码和名称"]
    assert "name" not in report.tallies


def test_a_section_where_the_form_has_categories_is_a_question() -> None:
    text = (
        "2026年某某局部门预算公开\n\n表1\n\n部门收支总体情况表\n\n单位：万元\n\n"
        "收入\t\t支出\t\n项目\t预算数\t科目名称\t预算数\n"
        "一、本年收入\t1.00\t20805 行政事业单位养老支出\t1.00\n收入总计\t1.00\t支出总计\t1.00\n"
    )
    report = cnbudget.check(cnbudget.read_text(text))
    (found,) = [each for each in report.findings if each.law == "code"]
    assert found.zh == "表1 收支总表 第11行：20805 是款级科目，此处应填类级科目。"
    assert (found.severity, found.place.line) == ("note", 11)


def test_lists_of_ones_own_are_looked_up_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "2026年某某局部门预算公开\n\n表5\n\n一般公共预算支出情况表\n\n单位：万元\n\n"
        "科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
        "2080595\t边疆补贴\t1.00\t1.00\t\n\t总计\t1.00\t1.00\t\n"
    )
    budget = cnbudget.read_text(text)

    def said(report: cnbudget.Report) -> list[str]:
        return [each.law for each in report.findings if each.law in ("code", "name")]

    assert said(cnbudget.check(budget)) == ["code"]
    own = "years 2018-2026\n208 =社会保障和就业支出\n 05 =行政事业单位养老支出\n  95 =边疆补贴\n"
    (tmp_path / "functional.dat").write_text(own, encoding="utf-8")
    assert said(cnbudget.check(budget, lists=classification.load(tmp_path))) == []
    document = tmp_path / "budget.txt"
    document.write_text(text, encoding="utf-8")
    main(["check", str(document), "--lists", str(tmp_path)])
    assert "2080595 " not in capsys.readouterr().out
