"""The example that is published here from beginning to end: ledger, tables, narrative, check."""

from __future__ import annotations

from pathlib import Path

import pytest

import cnbudget
from cnbudget import Verdict
from cnbudget.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
WORDS = [
    "publish",
    str(EXAMPLES / "qingshan-2026.csv"),
    "--previous",
    str(EXAMPLES / "qingshan-2025.csv"),
]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("qingshan") / "预算.md"
    words = [*WORDS, "--reasons", str(EXAMPLES / "qingshan-2026-reasons.csv"), "-o", str(out)]
    assert main(words) == 0
    return out.read_text(encoding="utf-8")


def test_nothing_is_wrong_in_it_and_everything_in_it_is_understood(published: str) -> None:
    budget = cnbudget.read_text(published)
    assert len(budget.claims) > 100
    report = cnbudget.check(budget)
    assert report.ok
    assert [f.zh for f in report.findings if f.verdict is Verdict.VIOLATED] == []
    assert [each.what for each in report.not_checked] == []
    assert "【待填写" not in published


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("购置车辆经费22.80万元", "购置车辆经费32.80万元"),
        ("财政拨款项目6个", "财政拨款项目3个"),
        ("其中：一般公务用车2辆", "其中：一般公务用车3辆"),
    ],
)
def test_a_wrong_number_in_the_other_matters_is_found(
    published: str, right: str, wrong: str
) -> None:
    assert published.count(right) == 1
    line = published[: published.index(right)].count("\n") + 1
    report = cnbudget.check(cnbudget.read_text(published.replace(right, wrong)))
    assert any(
        figure.place.line == line for finding in report.wrong for figure in finding.figures
    ), [f.zh for f in report.findings if f.verdict is Verdict.VIOLATED]


def test_what_is_lacking_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, blanks = tmp_path / "预算.md", tmp_path / "待填.csv"
    assert main([*WORDS, "-o", str(out), "--blanks", str(blanks)]) == 0
    said = capsys.readouterr().out
    assert "处【待填写】" in said
    text = out.read_text(encoding="utf-8")
    assert "【待填写：" in text
    assert "比上年预算" in text
    # the file that was written can be given back as it is
    again = tmp_path / "又.md"
    assert main([*WORDS, "-o", str(again), "--reasons", str(blanks)]) == 0
    assert again.read_text(encoding="utf-8") == text


def test_last_year_may_be_a_published_document(tmp_path: Path) -> None:
    last, out, same = (tmp_path / name for name in ("上年.md", "今年.md", "同.md"))
    assert main(["publish", WORDS[3], "-o", str(last)]) == 0
    assert main(["publish", WORDS[1], "--previous", str(last), "-o", str(out)]) == 0
    assert main([*WORDS, "-o", str(same)]) == 0
    assert out.read_text(encoding="utf-8") == same.read_text(encoding="utf-8")


def test_tables_alone(tmp_path: Path) -> None:
    out = tmp_path / "表.json"
    assert main([*WORDS[:2], "--tables-only", "-o", str(out)]) == 0
    assert cnbudget.read(out).passages == ()
