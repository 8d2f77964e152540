"""“没有不符” is said only where it is so: what nobody filled in, and what names another year."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Report, Verdict
from cnbudget.cli import main
from tests.documents import corpus

_AMOUNT = re.compile(r"-?[0-9]+\.[0-9]+")
_TABLES = re.compile(r"\n## ([^\n]*表)\n")


def _text(name: str) -> str:
    return corpus.path(name).read_text(encoding="utf-8")


@cache
def _as_it_is(name: str) -> Report:
    return _checked(_text(name))


def _checked(text: str) -> Report:
    return cnbudget.check(cnbudget.read_text(text))


@pytest.mark.parametrize("name", corpus.NAMES)
@pytest.mark.parametrize("mark", ["XX", "××", "", "…"])
def test_a_form_not_filled_in_is_nothing_to_check(name: str, mark: str) -> None:
    report = _checked(_AMOUNT.sub(mark, _text(name)))
    assert report.nothing
    assert not report.ok
    assert "没有可核对的内容" in report.text()
    assert "没有不符" not in report.text()


def test_a_form_not_filled_in_keeps_its_tables_and_is_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "空白.md"
    file.write_text(_AMOUNT.sub("XX", _text("akto")), encoding="utf-8")
    assert main(["check", str(file), "--format", "json"]) == 2
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert "没有可核对的内容" in found["error"]["message"]["zh"]
    assert found["error"]["hint_en"]
    assert len([table for table in found["tables"] if table["key"]]) == 11
    assert not any(table["figures"] for table in found["tables"])
    assert err.count("\n") == 1


@given(st.sampled_from(corpus.NAMES), st.data())
def test_one_table_of_another_year_is_an_error(name: str, data: st.DataObject) -> None:
    """Its own year is none; whichever table it is."""
    text = _text(name)
    year = corpus.budget(name).year
    assert year is not None
    titles = [each for each in _TABLES.finditer(text) if "上年" not in each[1]]
    title = data.draw(st.sampled_from(titles))
    other = data.draw(st.sampled_from([year - 1, year + 1, year - 10]))
    for printed in (year, other):
        report = _checked(f"{text[: title.start(1)]}{printed}年{text[title.start(1) :]}")
        wrong = [each for each in report.wrong if each.law == "form"]
        assert [each.severity for each in wrong] == ["error"] * (printed == other)
        assert all(f"标题写作{other}年" in each.zh for each in wrong)


def test_when_all_titles_are_of_another_year_nobody_knows_which_is_meant() -> None:
    text = _TABLES.sub(r"\n## 2031年\1\n", _text("akto"))
    report = _checked(text)
    told = [each for each in report.findings if "标题写作2031年" in each.zh]
    assert len(told) > 8
    assert {each.verdict for each in told} == {Verdict.UNDECIDED}


# Rows that are lacking, and rows under another row's code -------------------------------------------


def _rows(name: str, *tables: int) -> list[cnbudget.tables.Row]:
    """The rows with a code and money of some tables of an example, each on a line of its own."""
    return [
        row
        for number in tables
        for row in cnbudget.example(name)[number].rows
        if row.code is not None and any(figure.value for figure in row.figures)
    ]


def _edited(name: str, row: cnbudget.tables.Row, code: str | None) -> str:
    """An example without a row, or with another code on it."""
    lines = _text(name).split("\n")
    at = (row.figures[0].place.line or 0) - 1
    if code is None:
        del lines[at]
    else:
        cells = lines[at].split("|")
        parts = iter((code[:3], code[3:5], code[5:7]))
        for i in (1, 2, 3):
            if cells[i].strip().isdigit():
                cells[i] = f" {next(parts)} "
        lines[at] = "|".join(cells)
    return "\n".join(lines)


def _new(report: Report, name: str) -> list[cnbudget.Finding]:
    """What counts and was not said of the example as it is."""
    before = {each.zh for each in _as_it_is(name).findings}
    told = [each for each in report.causes if each.verdict is Verdict.VIOLATED]
    return [each for each in told if each.zh not in before]


@given(st.sampled_from(corpus.NAMES), st.data())
def test_a_row_that_is_lacking_is_said_first_and_nothing_else_is_accused(
    name: str, data: st.DataObject
) -> None:
    row = data.draw(st.sampled_from(_rows(name, 2, 3, 5, 6)))
    report = _checked(_edited(name, row, None))
    first, *rest = _new(report, name)
    wrong = first.suspects[0].figure
    assert rest == []
    assert "缺" in first.zh
    assert wrong.state is cnbudget.State.MISSING
    assert wrong.row.key == row.address.key
    assert row.code is not None
    assert wrong.row.row in ("", row.code.digits)
    for suspect in first.suspects:
        printed = row[suspect.figure.column.key].value
        assert printed is not None
        assert suspect.suggestion is not None
        assert abs(suspect.suggestion - printed) <= Decimal("0.05")  # sums are of rounded amounts


@given(st.sampled_from(corpus.NAMES), st.data())
def test_a_row_under_another_code_is_said_first_and_nothing_else_is_accused(
    name: str, data: st.DataObject
) -> None:
    rows = [row for row in _rows(name, 2, 3, 5) if row.code is not None and row.code.depth == 3]
    row = data.draw(st.sampled_from(rows))
    assert row.code is not None
    year = corpus.budget(name).year
    assert year is not None
    listed = cnbudget.classification.for_year(year).functional
    beside = [code for code in listed.children_of(row.code.digits[:5]) if code != row.code.digits]
    code = data.draw(st.sampled_from([*beside, row.code.digits[:5] + "88"]))
    report = _checked(_edited(name, row, code))
    first, *rest = _new(report, name)
    line = row.figures[0].place.line
    assert line in (first.place.line, *(figure.place.line for figure in first.figures))
    assert first.severity == "error"
    for each in rest:
        assert line in [figure.place.line for figure in each.figures]
    assert not report.ok


def test_one_code_on_two_rows_is_an_error_where_nothing_tells_them_apart() -> None:
    text = _text("akto").replace("| 302 | 06 | 电费 |", "| 302 | 05 | 电费 |")
    report = _checked(text)
    (twice,) = [each for each in report.wrong if "出现不止一行" in each.zh]
    assert (twice.law, twice.severity) == ("code", "error")
    assert twice.figures[0].row.name == "电费"


def test_a_table_that_begins_anew_for_each_agency_repeats_its_codes_and_is_right() -> None:
    """Its rows are parts of their codes, and together they are what the other tables print."""
    text = _text("akto")
    assert cnbudget.check(cnbudget.read_text(text)).ok
    start = text.index("## 单位支出总体情况表")
    lines = text[start:].split("\n")
    first = next(i for i, line in enumerate(lines) if re.match(r"\| [0-9]{3} \|", line))
    last = next(i for i in range(first, len(lines)) if not re.match(r"\| [0-9]{3} \|", lines[i]))
    rows = lines[first:last]
    halves = [[_share(line, part) for line in rows] for part in (0, 1)]
    both = [*lines[:first], *halves[0], *halves[1], *lines[last:]]
    report = _checked(text[:start] + "\n".join(both))
    assert [each.zh for each in report.wrong] == []
    assert not any("不止一行" in each.zh for each in report.findings)
    (pensions,) = [line for line in halves[1] if "| 208 | 05 | 05 |" in line]
    broken = "\n".join(both).replace(pensions, _AMOUNT.sub("99.0000", pensions))
    assert not _checked(text[:start] + broken).ok


def _share(line: str, part: int) -> str:
    """A row with a quarter of its amounts, or with the rest."""
    return _AMOUNT.sub(lambda found: f"{Decimal(found[0]) * (1 if part else 3) / 4:.4f}", line)
