"""Forms of regions that no layout was written for: what is read has a scope, what is not is said, nothing is wrong."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

import cnbudget
from cnbudget import Disclosure, State
from cnbudget.layouts.forms import loose_title, title_key
from tests.reading.regions import FORMS, as_html, as_markdown, as_workbook

_AMOUNT = re.compile(r"(?<![0-9.,])[0-9][0-9,]*\.[0-9]+")


def amounts(text: str) -> int:
    return len(_AMOUNT.findall(text))


def printed(read: Disclosure) -> list[tuple[str, str, str, str]]:
    return [
        (figure.row.key, figure.row.row, figure.column.column, f"{figure.value}")
        for figure in read.figures
        if figure.state is State.VALUE
    ]


@pytest.mark.parametrize("name", FORMS)
def test_every_amount_has_a_scope_or_a_reason_and_nothing_is_wrong(name: str) -> None:
    text = FORMS[name]()
    read = cnbudget.read_text(text)
    values = [figure for figure in read.figures if figure.state is State.VALUE]
    assert len(values) == amounts(text)
    unknown = [figure.row.row for figure in values if figure.scope is None]
    assert unknown == (["行政经费"] if name == "sole column" else [])  # which no scope says
    report = cnbudget.check(read)
    missing = [f.zh for f in report.wrong if "缺少表式中的" in f.zh]
    assert [f.zh for f in report.wrong] == missing  # of a form known but for one or two tables
    assert len(missing) <= 2
    assert not any("不是表式中的表" in each.why for each in report.not_checked)
    assert not any("口径不明" in problem.zh for problem in read.problems)


@pytest.mark.parametrize("name", FORMS)
def test_it_is_the_same_in_every_kind_of_file(name: str, tmp_path: Path) -> None:
    text = FORMS[name]()
    read = cnbudget.read_text(text)
    (tmp_path / "a.md").write_text(as_markdown(text), encoding="utf-8")
    (tmp_path / "a.html").write_text(as_html(text), encoding="utf-8")
    as_workbook(text, tmp_path / "a.xlsx")
    for file in ("a.md", "a.html", "a.xlsx"):
        other = cnbudget.read(tmp_path / file)
        assert printed(other) == printed(read)
        assert (other.year, other.unit, other.layout) == (read.year, read.unit, read.layout)


@pytest.mark.parametrize("name", FORMS)
def test_a_changed_amount_is_found_and_blamed(name: str) -> None:
    """A tenth more in one cell, of some cells drawn: one cause, and it is the first suspect."""
    text = FORMS[name]()
    known = {f.zh for f in cnbudget.check(cnbudget.read_text(text)).findings}
    tied = {
        (figure.place.line, figure.value)
        for figure in cnbudget.read_text(text).figures
        if figure.scope is not None and figure.value
    }
    spots = [
        match
        for match in _AMOUNT.finditer(text)
        if (text.count("\n", 0, match.start()) + 1, cnbudget.Amount(match[0].replace(",", "")).yuan)
        in tied
    ]
    for match in Random(7).sample(spots, 12):
        places = len(match[0].rpartition(".")[2])
        more = f"{float(match[0].replace(',', '')) * 1.1:.{places}f}"
        line = text.count("\n", 0, match.start()) + 1
        if name == "six places" and line > len(text.split("\n")) - 4:
            continue  # last year's row is about another year
        report = cnbudget.check(
            cnbudget.read_text(text[: match.start()] + more + text[match.end() :])
        )
        causes = [f for f in report.wrong if f.caused_by is None and f.zh not in known]
        assert causes, (line, match[0])
        assert len(causes) == 1
        assert causes[0].suspects[0].figure.place.line == line


@pytest.mark.parametrize("name", FORMS)
def test_one_changed_amount_makes_no_other_form_of_it(name: str) -> None:
    """Another form is the nearest one: its missing tables and other columns would be accused besides."""
    text = FORMS[name]()
    known = cnbudget.read_text(text)
    spots = list(_AMOUNT.finditer(text))
    drawn = [*Random(name).sample(spots, 20), *spots[-12:]]  # few forms have the last table alike
    for match in drawn:
        places = len(match[0].rpartition(".")[2])
        more = f"{float(match[0].replace(',', '')) * 1.1:.{places}f}"
        read = cnbudget.read_text(text[: match.start()] + more + text[match.end() :])
        assert read.layout == known.layout
        assert [each.key for each in read.tables] == [each.key for each in known.tables]


def test_titles_as_regions_vary_them() -> None:
    for one, other in (
        ("部门收支总体情况表", "收支预算总表"),
        ("一般公共预算财政拨款支出表", "一般公共预算支出情况表（按功能分类科目）"),
        ("政府性基金支出预算表", "部门政府性基金预算财政拨款支出表"),
        ("一般公共预算“三公”经费、会议费、培训费支出表", "一般公共预算“三公”经费支出情况表"),
    ):
        assert loose_title(title_key(one)) == loose_title(title_key(other))
    assert loose_title(title_key("收入支出决算总表")) == "收入支出决算总表"


def test_a_table_is_missing_from_a_document_that_follows_the_form() -> None:
    text = FORMS["standard"]()
    head, _, rest = text.partition("部门公开表2")
    report = cnbudget.check(cnbudget.read_text(head))  # one alone: the others may be elsewhere
    assert report.wrong == ()
    assert report.tallies["form"].undecided == 8
    third = rest.index("部门公开表3")
    report = cnbudget.check(cnbudget.read_text(head + rest[third:]))
    assert [f.zh for f in report.wrong] == ["缺少表式中的第 2 张表《部门收入总表》"]


def test_a_table_may_not_be_missing_from_a_document_with_a_form_of_its_own() -> None:
    text = FORMS["standard"]()
    other = text.replace("表\n", "表（公开）\n")
    head, _, rest = other.partition("部门公开表2")
    report = cnbudget.check(cnbudget.read_text(head + rest[rest.index("部门公开表3") :]))
    assert report.wrong == ()
    assert [f.severity for f in report.findings if "没有找到表式中的《部门收入总表" in f.zh] == [
        "note"
    ]
