"""“没有不符” is said only where it is so: what nobody filled in, and what names another year."""

from __future__ import annotations

import json
import re
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
