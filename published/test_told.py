"""How findings are told, over all documents: in one breath, the gravest first, on a page; and every error says all."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from statistics import median

import pytest

from cnbudget import Report, check, read
from cnbudget.checks.findings import KINDS
from cnbudget.checks.order import at_stake
from cnbudget.checks.text import finding_lines
from published.documents import FOLDER, SHARED

_TOOL = Path(__file__).parents[1] / "tools" / "count_documents.py"
FILES = sorted([*FOLDER.glob("*.txt"), *FOLDER.glob("*/*.pdf")])


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return [check(read(path)) for path in FILES]


def lines(report: Report, lang: str) -> list[list[str]]:
    return [[line.strip() for line in finding_lines(report, f, lang)] for f in report.causes]


@pytest.mark.parametrize(("lang", "short"), [("zh", 1), ("en", 2)])
def test_a_finding_is_told_in_one_breath(reports: list[Report], lang: str, short: int) -> None:
    """English takes about twice as many characters for the same."""
    told = [each for report in reports for each in lines(report, lang)]
    assert len(told) > 500
    first = [len(each[0]) for each in told]
    assert max(first) <= 220 * short
    assert median(first) <= 90 * short
    grave = [each for report in reports for each in lines(report, lang) if len(each) > 1]
    assert len(grave) >= 5
    assert median(sum(map(len, each)) for each in grave) <= 200 * short


def test_a_report_is_a_page(reports: list[Report]) -> None:
    for report in reports:
        assert len(report.text().split("\n")) <= 45
        assert len(report.text("en").split("\n")) <= 45
        assert "--details" in report.text() or not report.untied


def test_the_gravest_stands_first_and_of_a_kind_what_most_money_is_at_stake_in(
    reports: list[Report],
) -> None:
    for report in reports:
        told = [
            (KINDS.index(each.kind), -at_stake(each, report.consequences(each)))
            for each in report.causes
        ]
        assert told == sorted(told)
        assert [each.id for each in report.findings] == [
            f"F{number}" for number, _ in enumerate(report.findings, 1)
        ]


def test_every_error_says_where_what_is_printed_what_it_should_be_and_why(
    reports: list[Report],
) -> None:
    errors = [
        (report, each) for report in reports for each in report.causes if each.kind == "error"
    ]
    assert len(errors) > 20
    for report, each in errors:
        told = " ".join(line.strip() for line in finding_lines(report, each, "zh"))
        assert any(mark in told for mark in ("行", "页", "表")), told
        assert any(mark in told for mark in ("印", "为 ")), told
        assert "应" in told, told
        assert any(mark in told for mark in ("（", "按", "依据", "；", "因此不符")), told


def test_six_planted_errors_are_six_findings_that_stand_first() -> None:
    report = check(read(SHARED / "faults" / "planted.xlsx"))
    told = [lines(report, "zh")[number] for number in range(6)]
    assert [each.kind for each in report.causes[:6]] == ["error"] * 6
    for words in (
        "“三公”经费表 D6「合计·公务接待费」印 25.80，应为 28.50（相邻两位数字颠倒",
        "职业年金缴费支出」的编码印 2080505，应为 2080506",
        "印 41,640,000.00，应为 46,140,000.00（相邻两位数字颠倒，差 4,500,000.00 元）",
        "的单位印作“万元”，应为“元”",
        "应有 50,000.00 元",
        "印 9,011.68 万元，应与",
    ):
        assert sum(words in each[0] for each in told) == 1, words
    (income,) = [each for each in told if "41,640,000.00" in each[0]]
    assert "支出总表 E8" in income[1]
    assert "E8同样印错" in income[1] or "F8同样印错" in income[1]


def test_the_readme_says_what_is_found_now(capsys: pytest.CaptureFixture[str]) -> None:
    found = importlib.util.spec_from_file_location("count_documents", _TOOL)
    assert found is not None
    assert found.loader is not None
    tool = importlib.util.module_from_spec(found)
    found.loader.exec_module(tool)
    assert tool.stale(update=False) == 0, capsys.readouterr().out
