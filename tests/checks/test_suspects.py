"""The most likely culprit: on small documents with planted errors it stands first."""

from __future__ import annotations

import decimal
from decimal import Decimal

import pytest

import cnbudget
from cnbudget import Disclosure, Figure, Finding, Report
from cnbudget.figures import State
from tests.invariants.documents import budget

# Two categories, tied within tables 3 and 5 and between them and table 2: all money is appropriated.
ROWS = {
    "208": ("9.00", "6.00", "3.00"),
    "20805": ("9.00", "6.00", "3.00"),
    "2080501": ("4.00", "3.00", "1.00"),
    "2080502": ("5.00", "3.00", "2.00"),
    "210": ("20.00", "12.00", "8.00"),
    "21011": ("20.00", "12.00", "8.00"),
    "2101101": ("7.00", "5.00", "2.00"),
    "2101102": ("13.00", "7.00", "6.00"),
    "总计": ("29.00", "18.00", "11.00"),
}
Tables = dict[str, dict[str, list[str]]]


def tables() -> Tables:
    by_nature = {row: list(cells) for row, cells in ROWS.items()}
    return {
        "income": {row: [cells[0]] * 3 + [""] * 9 for row, cells in ROWS.items()},
        "expenditure": {row: list(cells) for row, cells in by_nature.items()},
        "general": {row: list(cells) for row, cells in by_nature.items()},
    }


def disclosure(of: Tables) -> Disclosure:
    return budget(
        **{
            key: [" | ".join([row, *cells]) for row, cells in rows.items()]
            for key, rows in of.items()
        }
    )


def violated(report: Report) -> list[Finding]:
    """The violated laws between figures that are not consequences of others."""
    return [f for f in report.wrong if f.caused_by is None and f.law != "form"]


def check(of: Tables) -> list[Finding]:
    return violated(cnbudget.check(disclosure(of)))


def at(figure: Figure) -> tuple[str, str, str]:
    return figure.row.key, figure.row.row, figure.column.key


def test_without_an_error_there_is_no_culprit() -> None:
    assert check(tables()) == []


@pytest.mark.parametrize("key", ["income", "expenditure", "general"])
@pytest.mark.parametrize("row", sorted(ROWS))
@pytest.mark.parametrize("change", ["0.05", "1.00", "-0.90"])
def test_one_wrong_figure_is_one_cause_and_stands_first(key: str, row: str, change: str) -> None:
    wrong = tables()
    printed = wrong[key][row][0]
    wrong[key][row][0] = str(Decimal(printed) + Decimal(change))
    causes = check(wrong)
    assert len(causes) == 1
    first, *others = causes[0].suspects
    assert at(first.figure) == (key, row, "total")
    assert first.suggestion == Decimal(printed)
    assert str(first.suggestion) == printed
    assert first.breaks == 0
    assert all(first.settles >= other.settles for other in others)
    assert first.figure in causes[0].figures
    assert f"应为 {Decimal(printed):,}（" in causes[0].zh
    assert f"should be {Decimal(printed):,} (" in causes[0].en


def test_every_single_wrong_figure_is_named_and_nearly_always_first() -> None:
    firsts = []
    for key, rows in tables().items():
        for row, cells in rows.items():
            for column, text in enumerate(cells):
                if not text:
                    continue
                wrong = tables()
                wrong[key][row][column] = str(Decimal(text) + Decimal("0.31"))
                causes = check(wrong)
                changed = disclosure(wrong).table(key)[row].figures[column]
                named = {at(figure) for cause in causes for figure in cause.figures}
                assert at(changed) in named
                firsts.append(at(causes[0].suspects[0].figure) == at(changed))
    assert len(firsts) == 81
    assert sum(firsts) >= 0.9 * len(firsts)


def test_all_violated_laws_that_a_figure_settles_are_its_consequences() -> None:
    wrong = tables()
    wrong["expenditure"]["20805"][0] = "99.00"
    report = cnbudget.check(disclosure(wrong))
    (cause,) = violated(report)
    consequences = report.consequences(cause)
    laws = [cause, *consequences]
    # as part of 208, as sum of its items, as sum of its columns, and against table 2
    assert len(laws) == cause.suspects[0].settles == 4
    assert {finding.law for finding in laws} == {"agree", "add-up"}
    for finding in laws:
        assert at(finding.suspects[0].figure) == ("expenditure", "20805", "total")


def test_two_errors_far_apart_are_two_causes() -> None:
    wrong = tables()
    wrong["expenditure"]["2080501"][1] = "3.80"
    wrong["general"]["2101102"][2] = "16.00"
    causes = check(wrong)
    assert {(at(c.suspects[0].figure), c.suspects[0].suggestion) for c in causes} == {
        (("expenditure", "2080501", "basic"), Decimal("3.00")),
        (("general", "2101102", "project"), Decimal("6.00")),
    }


def test_two_errors_that_make_up_for_each_other_in_the_sum_are_still_found() -> None:
    wrong = tables()
    wrong["expenditure"]["2080501"][0] = "4.50"
    wrong["expenditure"]["2080502"][0] = "4.50"
    assert {at(cause.suspects[0].figure) for cause in check(wrong)} == {
        ("expenditure", "2080501", "total"),
        ("expenditure", "2080502", "total"),
    }


def test_an_error_that_ties_only_a_pair_names_both() -> None:
    report = cnbudget.check(
        budget(expenditure=["208 | 9.00 | 9.00 |", "总计 | 9.00 | 9.00 |"],
               basic=["301 | 10.00 | 10.00 |", "总计 | 10.00 | 10.00 |"])
    )  # fmt: skip
    causes = violated(report)
    suspects = {at(suspect.figure) for cause in causes for suspect in cause.suspects}
    assert ("expenditure", "总计", "basic") in suspects
    assert any(key == "basic" for key, _, _ in suspects)


def test_blanks_and_missing_cells_are_suspected_only_where_nothing_else_is() -> None:
    report = cnbudget.check(
        budget(expenditure=["208 | 9.00 | 8.00 | ", "210 | 1.00 | x | 1.00", "总计 | 10.00 | |"])
    )
    for finding in report.wrong:
        suspects = [suspect.figure.state for suspect in finding.suspects]
        assert State.MISSING not in suspects
        if finding.law in ("add-up", "agree") and suspects:
            assert State.VALUE in suspects


def test_no_negative_amount_is_ever_suggested() -> None:
    wrong = tables()
    wrong["expenditure"]["2080501"] = ["4.00", "30.00", "1.00"]
    wrong["expenditure"]["208"] = ["1.00", "6.00", "3.00"]
    causes = check(wrong)
    assert causes
    for cause in causes:
        for suspect in cause.suspects:
            assert suspect.suggestion is None or suspect.suggestion >= 0


def test_a_negative_figure_is_an_error_by_itself() -> None:
    wrong = tables()
    wrong["expenditure"]["2080502"][2] = "-2.00"
    findings = cnbudget.check(disclosure(wrong)).wrong
    assert [at(f.figures[0]) for f in findings if f.law == "negative"] == [
        ("expenditure", "2080502", "project")
    ]


@pytest.mark.parametrize("key", ["2210201", "21015", "总计"])
def test_a_sign_is_one_error_in_a_document_that_has_others(key: str) -> None:
    right = cnbudget.example("artux")
    known = {f.zh for f in cnbudget.check(right).causes}
    figure = right["general", key].figures[0]
    assert figure.value
    wrong = right.with_figures([(figure, figure.evolve(value=-figure.value))])
    new = [
        f
        for f in cnbudget.check(wrong).causes
        if f.verdict.value == "violated" and f.zh not in known
    ]
    assert [(f.law, f.figures[0].address) for f in new] == [("negative", figure.address)]


def test_why_says_how_much_it_would_settle() -> None:
    wrong = tables()
    wrong["expenditure"]["20805"][0] = "99.00"
    suspect = check(wrong)[0].suspects[0]
    assert suspect.why("en") == "changing it alone would settle 4 violated laws"
    assert "4 处" in suspect.why("zh")


def test_many_errors_end_in_bounded_time_and_every_law_is_reported() -> None:
    wrong = tables()
    for number, rows in enumerate(wrong.values()):
        for place, cells in enumerate(rows.values()):
            cells[0] = str(Decimal(cells[0]) + Decimal((7 * place + 3 * number) % 11))
    report = cnbudget.check(disclosure(wrong))
    between = [f for f in report.wrong if f.law in ("agree", "add-up", "contain")]
    counted = sum(report.tallies[law].violated for law in ("agree", "add-up", "contain"))
    assert len(between) == counted
    ids = {finding.id for finding in report.findings}
    assert all(finding.caused_by in {None, *ids} for finding in report.findings)


def test_a_host_programs_context_changes_no_report() -> None:
    """Amounts of more digits than the host keeps: read, checked and suggested alike."""
    of = {
        "expenditure": {
            "208": ["1,234,567,890.12", "1,234,567,890.11", "0.01"],
            "210": ["(98,765,432.10)", "", "98,765,432.10"],
            "总计": ["1,333,333,322.22", "1,234,567,890.12", "98,765,432.11"],
        }
    }
    usual = cnbudget.check(disclosure(of)).to_json()
    assert "1234567890.12" in usual
    for context in (decimal.Context(prec=6), decimal.Context(traps=[decimal.Inexact], prec=6)):
        with decimal.localcontext(context):
            assert cnbudget.check(disclosure(of)).to_json() == usual
