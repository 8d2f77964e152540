"""A report beside an earlier one: what is gone, new and still there, whatever the order, the words and the lines."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Report, check, read_text
from cnbudget.checks.baseline import earlier_of, since_lines
from cnbudget.checks.findings import Since
from cnbudget.checks.fingerprints import fingerprints
from cnbudget.cli import main
from cnbudget.errors import UnreadableError
from cnbudget.messages import Said
from tests.documents import corpus

_ROWS = (("2101501", "行政运行", 3, "97.17"), ("2101550", "事业运行", 3, "242.52"))


def _text(*wrong: int, above: int = 0) -> str:
    """The example with some rows of table 3 mistyped, and so many lines of text above the tables."""
    parts = corpus.document("artux")
    for number in wrong:
        code, _, column, printed = _ROWS[number]
        for row in parts.sheet(3).rows:
            if "".join(row[:3]) == code:
                row[column + 1] = printed
    return "\n".join(["说明"] * above + [corpus.put_together(parts)])


def _report(*wrong: int, above: int = 0) -> Report:
    return check(read_text(_text(*wrong, above=above)))


def test_what_was_mended_is_gone_and_what_was_broken_is_new() -> None:
    before, after = _report(0).to_dict(), _report(1)
    assert [each["severity"] for each in before["findings"]].count("error") >= 1
    since = after.beside(before).since
    assert since is not None
    assert [each.text("zh") for each in since.gone] == [before["findings"][0]["message"]["zh"]]
    assert since.new == ("F1",)
    assert len(since.still) == 1  # the column that is lacking
    text = after.beside(before).text()
    assert "与上次相比：已消除 1 条，新出现 1 条，仍在 1 条" in text
    assert "新出现的是 [1]" in text


@given(st.permutations(range(4)), st.integers(0, 3))
def test_neither_order_nor_words_nor_lines_count(order: list[int], above: int) -> None:
    report = _known(above)
    first = fingerprints(report.findings)
    assert len(set(first.values())) == len(first)
    head = [report.findings[i] for i in order]
    other = [attrs.evolve(each, words=Said("别的话", "other words")) for each in head]
    figures = {each.id for each in report.findings if each.figures}
    told = fingerprints([*other, *report.findings[4:]])
    assert {name: told[name] for name in figures} == {
        name: mark for name, mark in fingerprints(_known(0).findings).items() if name in figures
    }


_KNOWN: dict[int, Report] = {}


def _known(above: int) -> Report:
    if above not in _KNOWN:
        _KNOWN[above] = _report(0, 1, above=above)
    return _KNOWN[above]


def test_an_accepted_finding_stays_visible_with_its_reason() -> None:
    report = _report(0)
    kept = report.to_dict()
    kept["findings"][0]["accepted"] = "以财政批复为准"
    again = report.beside(kept)
    assert "（已认可：以财政批复为准）" in again.text()
    assert again.to_dict()["findings"][0]["accepted"] == "以财政批复为准"
    assert not again.ok  # it is wrong all the same
    assert again.since is not None
    assert (again.since.new, again.since.gone) == ((), ())


def test_what_is_no_report_is_refused() -> None:
    report = _report()
    for kept in ({}, {"findings": [{"id": "F1"}]}):
        with pytest.raises(UnreadableError) as caught:
            report.beside(kept)
        assert caught.value.key == "baseline.no_report"


def test_the_command_compares(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new, kept = tmp_path / "旧.txt", tmp_path / "新.txt", tmp_path / "旧.json"
    old.write_text(_text(0), encoding="utf-8")
    new.write_text(_text(), encoding="utf-8")
    assert main(["check", str(old), "--format", "json"]) == 1
    kept.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["check", str(new), "--baseline", str(kept)]) == 0
    out = capsys.readouterr().out
    assert "已消除 1 条，新出现 0 条，仍在 1 条" in out
    assert "科目表 2018–" in out
    assert main(["check", str(new), "--baseline", str(kept), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["since"]["gone"]) == 1
    assert found["made_by"]["version"]
    kept.write_text("{", encoding="utf-8")
    assert main(["check", str(new), "--baseline", str(kept)]) == 2
    assert "不是 JSON" in capsys.readouterr().err


def test_every_finding_of_an_earlier_report_has_a_fingerprint() -> None:
    earlier = _report(0, 1).to_dict()
    del earlier["findings"][0]["fingerprint"]
    assert len(earlier["findings"]) > 1
    with pytest.raises(UnreadableError):
        _report(0).beside(earlier)


def test_the_earlier_report_is_that_of_the_file_or_else_of_the_budget() -> None:
    budget = SimpleNamespace(source="甲.xlsx", set="", agency="甲局", year=2026, stage="预算")
    report: Any = SimpleNamespace(disclosure=budget)
    words = {"agency": "甲局", "year": 2026, "stage": "预算"}
    same = {"file": {"name": "甲.xlsx"}, "disclosure": {"set": None}}
    part = {"file": {"name": "甲.xlsx"}, "disclosure": {"set": "1"}}
    moved = {"file": {"name": "乙.xlsx"}, "disclosure": words}
    other = {"file": {"name": "乙.xlsx"}, "disclosure": {**words, "year": 2025}}
    assert earlier_of([other, moved, part, same], report) is same
    assert earlier_of([other, moved, part], report) is moved
    assert earlier_of([other, part], report) is earlier_of(other, report) is None
    assert earlier_of(other, report, alone=True) is other
    assert earlier_of([other, moved], report, alone=True) is moved
    budget.set = "1"
    assert earlier_of([same, part], report) is part


@pytest.mark.parametrize(("gone", "more"), [(5, 0), (6, 1), (9, 4)])
def test_five_of_what_is_gone_are_told(gone: int, more: int) -> None:
    found = Since(gone=(Said("没了", "gone"),) * gone, new=(), still=())
    lines = since_lines(found, "zh")
    assert len([line for line in lines if "没了" in line]) == 5
    assert [str(more) in line for line in lines[6:]] == [True] * (more > 0)
