"""A department's figures and its units': sums where all units are there, never less, silence where it is not sure."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import attrs
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import (
    Disclosure,
    Entry,
    FundingSource,
    Ledger,
    Nature,
    Report,
    Scope,
    Verdict,
    check,
    check_all,
    read_all,
    read_text,
    to_text,
)
from cnbudget.checks.kinship import units_among
from cnbudget.cli import main
from cnbudget.invariants.units import _Listed, between
from cnbudget.strategies import ledgers
from tests.invariants.documents import budget
from tests.profiles import tries

some = settings(max_examples=tries(6, least=8))
WHOLE = "青山市水务局"
UNITS = ("青山市水务局（本级）", "青山市水文中心", "青山市水库管理处")
LISTED = "水务局部门预算由本级预算和2个所属单位预算构成：{}。"
TRANSFERS = FundingSource.SUPERIOR_SUBSIDY | FundingSource.AFFILIATE_REMITTANCE


def document(ledger: Ledger, agency: str, units: Sequence[str] = (), said: str = LISTED) -> str:
    """A budget as a text; of a department with the units that its text lists."""
    ledger = Ledger(list(ledger), agency=agency, year=2026)
    text = to_text(cnbudget.publish(ledger, "xinjiang-2026", unit="元", places=2))
    title = f"{agency}2026年部门预算公开"
    first = ["第一部分 部门概况", "一、部门职责", "水务局主管水务。", "二、机构设置"]
    told = [*first, said.format("、".join(units))] if units else []
    return "\n\n".join([title, *told, "第二部分 2026年部门预算表", text])


def own(ledger: Ledger) -> Ledger:
    """A ledger without transfers between agencies, which add up to nothing that a department prints."""
    return Ledger(
        [each for each in ledger if not each.source & TRANSFERS and not each.counterparty]
    )


def together(books: Sequence[Ledger]) -> Ledger:
    return Ledger([entry for book in books for entry in book])


def budgets(
    books: Sequence[Ledger], names: Sequence[str] = UNITS, said: str = LISTED
) -> list[Disclosure]:
    """A department and its units, each read by itself."""
    texts = [
        document(together(books), WHOLE, names, said),
        *(document(book, name) for book, name in zip(books, names, strict=True)),
    ]
    return [read_text(text) for text in texts]


def laws_between(found: Sequence[Disclosure], department: int, units: Sequence[int]) -> set[str]:
    """How the laws between them come out."""
    laws = between(found[department].tables, [found[each].tables for each in units])
    return {verdict.value for verdict in laws.system.verdicts()}


def added(report: Report) -> list[cnbudget.Finding]:
    """The findings that are of several sets."""
    return [
        each
        for each in report.findings
        if any(figure.place.agency is not None for figure in each.figures)
    ]


@some
@given(st.lists(ledgers().map(own).filter(len), min_size=3, max_size=3))
def test_a_department_is_the_sum_of_its_units(books: list[Ledger]) -> None:
    found = budgets(books)
    assert units_among(found) == {0: (1, 2, 3)}
    laws = between(found[0].tables, [each.tables for each in found[1:]])
    assert laws.whole
    assert {verdict.value for verdict in laws.system.verdicts()} <= {"exact", "rounding"}
    reports = check_all(found)
    assert [report.wrong for report in reports] == [check(each).wrong for each in found]
    assert reports[0].checked.exact > check(found[0]).checked.exact


@some
@given(st.lists(ledgers().map(own).filter(len), min_size=3, max_size=3), st.integers(1, 3))
def test_where_a_unit_is_missing_nothing_is_less(books: list[Ledger], missing: int) -> None:
    found = budgets(books)
    left = [each for number, each in enumerate(found) if number != missing]
    laws = between(left[0].tables, [each.tables for each in left[1:]])
    assert Verdict.VIOLATED not in laws.system.verdicts()
    assert all(not added(report) or not report.wrong for report in check_all(left))


def book(*amounts: tuple[str, int]) -> Ledger:
    """A ledger of some codes, all of it personnel."""
    return Ledger(
        [
            Entry(
                code,
                "30101",
                source=FundingSource.GENERAL_OWN,
                nature=Nature.PERSONNEL,
                amount=amount,
            )
            for code, amount in amounts
        ]
    )


BOOKS = (
    book(("2130301", 523000), ("2080505", 41000), ("2210201", 36000), ("2101101", 28000)),
    book(("2130311", 312000), ("2080505", 22000), ("2210201", 17000), ("2101102", 11000)),
    book(("2130306", 204000), ("2080505", 15000), ("2210201", 12000), ("2101102", 8000)),
)  # fmt: skip


@pytest.fixture
def compiled(tmp_path: Path) -> Path:
    """A department that prints a section's money under another item than its units do."""
    moved = together(BOOKS)
    moved = Ledger(
        [
            attrs.evolve(each, function="2101101") if str(each.function) == "2101102" else each
            for each in moved
        ]
    )
    texts = [
        document(moved, WHOLE, UNITS),
        *(document(each, name) for each, name in zip(BOOKS, UNITS, strict=True)),
    ]
    path = tmp_path / "部门和单位.md"
    path.write_text("\n\n".join(texts), encoding="utf-8")
    return path


def test_both_places_are_told(compiled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = check_all(read_all(compiled))
    assert [report.ok for report in reports] == [False, True, True, True]
    assert all(check(report.disclosure).ok for report in reports)
    (cause,) = [each for each in reports[0].wrong if each.caused_by is None]
    assert "所属各单位相加应为 28,000.00" in cause.zh
    assert "青山市水务局（本级）的表" in reports[0].text()
    for finding in reports[0].wrong:
        assert finding.law == "add-up"
        assert {f.place.agency for f in finding.figures} == {None, UNITS[0]}
        assert {f.row.row for f in finding.figures} == {"2101101"}
    assert main(["check", str(compiled), "--format", "json"]) == 1
    objects = json.loads(capsys.readouterr().out)
    told = [f for f in objects[0]["findings"] if f["verdict"] == "violated"]
    assert {figure["agency"] for f in told for figure in f["figures"]} == {None, UNITS[0]}
    lines = {figure["line"] for f in told for figure in f["figures"]}
    assert max(lines) > min(lines) + 100  # in the file's places
    page = compiled.with_suffix(".html")
    assert main(["check", str(compiled), "--html", str(page)]) == 1
    assert "青山市水务局（本级）的表" in page.read_text(encoding="utf-8")
    assert "青山市水务局（本级）的表" in capsys.readouterr().out


def test_what_the_department_s_own_table_contradicts_is_told_once() -> None:
    found = budgets(BOOKS)
    (figure,) = [found[0].general["2080505"].basic]
    assert figure.value is not None
    wrong = found[0].with_figures([(figure, figure.evolve(value=figure.value + 5000))])
    alone, reports = check(wrong), check_all([wrong, *found[1:]])
    causes = [each for each in reports[0].wrong if each.caused_by is None]
    assert len(causes) == len([each for each in alone.wrong if each.caused_by is None])
    more = added(reports[0])
    assert more
    assert {each.caused_by for each in more if each.verdict is Verdict.VIOLATED} <= {
        each.id for each in causes
    }
    assert all(report.ok for report in reports[1:])


def test_a_unit_s_wrong_figure_is_told_with_the_unit() -> None:
    found = budgets(BOOKS)
    figure = found[2].general["2080505"].basic
    assert figure.value is not None
    wrong = found[2].with_figures([(figure, figure.evolve(value=figure.value + 5000))])
    reports = check_all([found[0], found[1], wrong, found[3]])
    assert [report.ok for report in reports] == [True, True, False, True]
    (cause,) = [each for each in reports[2].wrong if each.caused_by is None]
    assert {each.caused_by for each in added(reports[2])} == {cause.id}


@pytest.mark.parametrize(
    "said",
    [
        "水务局内设5个科室。",
        "水务局与{}合署办公。",
        "{}另行单独公开部门预算，不纳入水务局部门预算。",
    ],
)
def test_nothing_is_held_together_that_the_department_does_not_list(said: str) -> None:
    found = budgets(BOOKS, ("青山市审计局", "青山市水文中心", "青山市水库管理处"), said)
    assert units_among(found) == {}
    reports = check_all(found)
    assert [report.findings for report in reports] == [check(each).findings for each in found]


def test_the_own_level_is_a_unit_by_its_name() -> None:
    found = budgets(BOOKS, UNITS, "水务局内设5个科室。")
    assert units_among(found) == {0: (1,)}
    assert all(report.ok for report in check_all(found))


def test_a_name_within_a_longer_one_is_not_listed() -> None:
    names = ("青山市水文中心", "青山市水文中心分站", "青山市水库管理处")
    found = budgets(BOOKS, names, "水务局部门预算包括：青山市水文中心分站、青山市水库管理处。")
    assert units_among(found) == {0: (2, 3)}


def test_tables_that_do_not_comprise_the_units_are_not_accused() -> None:
    """A department that prints its own level alone, and lists its units: what it comprises is not certain."""
    texts = [
        document(BOOKS[2], WHOLE, UNITS[:2]),
        *(document(each, name) for each, name in zip(BOOKS[:2], UNITS[:2], strict=True)),
    ]
    found = [read_text(text) for text in texts]
    assert units_among(found) == {0: (1, 2)}
    reports = check_all(found)
    assert all(report.ok for report in reports)
    (note,) = [each for each in reports[0].findings if "青山市水文中心" in each.zh]
    assert (note.severity, note.verdict) == ("note", Verdict.UNDECIDED)
    assert reports[0].tallies["form"].undecided == check(found[0]).tallies["form"].undecided + 1


def test_another_year_is_another_matter() -> None:
    first, *units = budgets(BOOKS)
    units[0] = attrs.evolve(units[0], year=2025)
    assert units_among([first, *units]) == {0: (2, 3)}


def test_a_unit_of_two_departments_is_nobody_s() -> None:
    first, *units = budgets(BOOKS)
    other = attrs.evolve(first, agency="青山市水利局")
    assert units_among([first, other, *units]) == {}


@some
@given(
    st.lists(ledgers().map(own).filter(len), min_size=2, max_size=2),
    st.integers(1, 1000),
    st.data(),
)
def test_one_more_yuan_in_a_unit_is_never_overlooked(
    books: list[Ledger], more: int, data: st.DataObject
) -> None:
    """An amount that only the unit has makes its figures more than the department's."""
    found = budgets(books, UNITS[:2])
    entries = list(books[1])
    at = data.draw(st.integers(0, len(entries) - 1))
    entries[at] = attrs.evolve(entries[at], amount=entries[at].amount + cnbudget.Amount(more))
    assume(not entries[at].source & TRANSFERS)
    wrong = read_text(document(Ledger(entries), UNITS[1]))
    laws = between(found[0].tables, [found[1].tables, wrong.tables])
    verdicts = laws.system.verdicts()
    event(f"sums: {laws.whole}")
    assert Verdict.VIOLATED in verdicts


def test_one_file_with_a_department_and_its_units() -> None:
    texts = [
        document(together(BOOKS), WHOLE, UNITS),
        *(document(each, name) for each, name in zip(BOOKS, UNITS, strict=True)),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "部门.md"
        path.write_text("\n\n".join(texts), encoding="utf-8")
        found = read_all(path)
    assert units_among(found) == {0: (1, 2, 3)}
    assert laws_between(found, 0, (1, 2, 3)) == {"exact"}


@pytest.mark.parametrize(
    ("row", "lacks"),
    [
        ("210 | 5.00 | 5.00 |", [True, True, False]),
        ("某事项 | 5.00 | | ", [False] * 3),  # nobody knows of what that is
        ("某事项 | 5.00 | 5.00 | 0.00", [False] * 3),
        ("213 | | | ", [True, True, False]),
    ],
)
def test_what_a_table_that_is_understood_does_not_list_is_nothing(
    row: str, lacks: list[bool]
) -> None:
    rows = [
        "208 | 3.00 | 2.00 | 1.00",
        "20805 | 3.00 | 2.00 | 1.00",
        row,
        "总计 | 8.00 | 7.00 | 1.00",
    ]
    listed = _Listed(budget(expenditure=rows).tables)
    asked = (Scope(code, nature=Nature.PLAIN) for code in ("212", "20806", "2080501"))
    assert [listed.lacks(each) for each in asked] == lacks
