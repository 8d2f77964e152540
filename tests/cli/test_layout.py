"""``cnbudget layout``: the form of a document, written, named, and used by the other commands."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest

import cnbudget
from cnbudget import layouts
from cnbudget.cli import main
from cnbudget.examples import example_path
from tests.test_learning import TEXT

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "上年.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_last_year_s_file_and_this_year_s_ledger_give_this_year_s_disclosure(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, out = tmp_path / "本市.toml", tmp_path / "本年.docx"
    assert main(["layout", str(document), "-o", str(form)]) == 0
    said = capsys.readouterr()
    assert said.out.strip().endswith("本市.toml：2 张表；2 处看不出，见文件中的说明")
    assert said.err.count("湖区") == 2
    assert layouts.load(form).name == "本市"
    ledger = EXAMPLES / "qingshan-2026.csv"
    words = ["publish", str(ledger), "--layout", str(form), "-o", str(out), "--tables-only"]
    assert main(words) == 0
    capsys.readouterr()
    assert main(["check", str(out), "--layout", str(form)]) == 0
    budget = cnbudget.read(out, layout=form)
    assert [table.title for table in budget.tables] == ["收支总表", "支出总表"]
    assert budget.layout == "本市"


def test_without_a_file_it_is_printed(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layout", str(document), "--name", "本市", "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith('name = "本市"\n')
    assert "row “二、湖区统筹额” prints amounts" in said.err


def test_a_shipped_layout_is_kept_and_words_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(example_path("akto"))
    kept, told = tmp_path / "a.toml", tmp_path / "b.toml"
    assert main(["layout", file, "-o", str(kept)]) == 0
    assert main(["layout", file, "--words", "-o", str(told)]) == 0
    assert not layouts.load(kept).words
    assert layouts.load(told).words
    assert main(["layout", file, "-o", str(tmp_path / "a.txt")]) == 2
    assert ".toml" in capsys.readouterr().err


def test_of_several_sets_of_tables_one_is_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = tmp_path / "汇编.txt"
    more = (
        "表3 政府性基金预算支出表\n\n单位：万元\n\n科目编码\t科目名称\t合计\n229\t其他支出\t1.00\n"
    )
    text = f"{TEXT}\n{more}"
    both.write_text(f"{text}\n\n{text.replace('审计局', '财政局')}", encoding="utf-8")
    out = tmp_path / "b.toml"
    assert main(["layout", str(both), "-o", str(out)]) == 0
    assert "2" in capsys.readouterr().err.splitlines()[0]  # that there are two is said
    assert "青山市审计局" in layouts.load(out).title
    assert main(["layout", str(both), "--set", "2", "-o", str(out)]) == 0
    assert "青山市财政局" in layouts.load(out).title


def test_the_document_may_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert main(["layout", "-"]) == 0
    assert capsys.readouterr().out.startswith('name = "青山市审计局"\n')


def test_last_year_s_document_fills_the_columns_about_last_year(
    document: Path, tmp_path: Path
) -> None:
    form, out = tmp_path / "本市.toml", tmp_path / "本年.xlsx"
    assert main(["layout", str(document), "-o", str(form)]) == 0
    ledger = tmp_path / "2027.csv"
    ledger.write_text(
        (EXAMPLES / "qingshan-2026.csv").read_text(encoding="utf-8-sig").replace("2026", "2027"),
        encoding="utf-8",
    )
    words = ["publish", str(ledger), "--layout", str(form), "--previous", str(document)]
    assert main([*words, "-o", str(out), "--tables-only"]) == 0
    made = cnbudget.read(out, layout=form)
    cell = made.table("expenditure")["2010801"]["2026年预算数"]
    assert (cell.value, cell.state) == (Decimal("90.00"), cnbudget.State.VALUE)
