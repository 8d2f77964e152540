"""Several files that make up one disclosure: prose and tables apart, a file for each table."""

from __future__ import annotations

import itertools
import json
import re
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import (
    AnnotationError,
    CnbudgetError,
    Disclosure,
    Ledger,
    UnreadableError,
    annotate,
    check,
    read,
    read_all,
    read_text,
    to_text,
)
from cnbudget.cli import main
from cnbudget.strategies import ledgers
from tests.profiles import tries
from tests.reading.test_sets import published

some = settings(max_examples=tries(6, least=8))
_TABLE = re.compile(r"^表 [0-9]+$", re.MULTILINE)


def pieces(text: str) -> list[str]:
    """A document's prose before its tables, and each table with what stands behind it."""
    starts = [0, *(found.start() for found in _TABLE.finditer(text)), len(text)]
    return [text[start:end] for start, end in itertools.pairwise(starts)]


def written(folder: Path, texts: list[str]) -> list[Path]:
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"{number}.md"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


@some
@given(ledgers(), st.integers(1, 13), st.integers(1, 13))
def test_a_document_in_several_files_is_read_as_in_one(
    ledger: Ledger, one: int, other: int
) -> None:
    text = published(ledger, "青山市审计局", "xinjiang-2026")
    parts = pieces(text)
    first, second = sorted((one, other))
    groups = [parts[:first], parts[first:second], parts[second:]]
    texts = ["".join(group) for group in groups if "".join(group).strip()]
    with tempfile.TemporaryDirectory() as folder:
        budget = read(written(Path(folder), texts))
    alone = read_text(text)
    assert budget == alone
    files = [f"{n}.md" for n in range(len(texts))] if len(texts) > 1 else [None]
    assert {f.place.file for f in budget.figures} <= set(files)
    assert [p.text for p in budget.passages] == [p.text for p in alone.passages]
    assert check(budget).tallies == check(alone).tallies


@pytest.fixture
def apart(tmp_path: Path) -> list[Path]:
    """An example in its parts, with a wrong figure in one of them."""
    texts = pieces(to_text(cnbudget.example("artux")))
    wrong = [text.replace("79.17", "97.17", 1) if "表 3" in text else text for text in texts]
    assert wrong != texts
    return written(tmp_path, wrong)


def test_a_finding_says_the_file(apart: list[Path]) -> None:
    report = check(read(apart))
    (finding,) = [each for each in report.wrong if each.caused_by is None]
    assert finding.suspects[0].figure.place.file == "3.md"
    assert "“3.md”第" in finding.zh
    figures = report.to_dict()["findings"][0]["figures"]
    assert {figure["file"] for figure in figures} >= {"3.md"}


def test_check_together(apart: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    names = list(map(str, apart))
    assert main(["check", "--together", *names, "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in found["files"]] == [path.name for path in apart]
    assert found["file"] == found["files"][0]
    assert len({each["sha256"] for each in found["files"]}) == len(apart)
    assert found["checked"]["violated"] > 0
    assert not [each for each in found["tables"] if each["status"] == "missing"]


def test_what_another_file_may_hold_is_not_missing(apart: list[Path]) -> None:
    report = check(read(apart[3]))
    (finding,) = [each for each in report.findings if "可能在别的文件里" in each.zh]
    assert finding.severity == "note"
    assert "--together" in finding.zh
    assert not [each for each in report.wrong if each.law == "form"]
    most = check(read(apart[:-1]))  # all tables but one: that one is missing
    assert [each.severity for each in most.wrong if each.law == "form"] == ["error"]


def test_files_of_one_name_are_told_by_their_folders(tmp_path: Path) -> None:
    paths = []
    for number, text in enumerate(pieces(to_text(cnbudget.example("artux")))[:3]):
        (tmp_path / str(number)).mkdir()
        paths.append(tmp_path / str(number) / "附件.md")
        paths[-1].write_text(text, encoding="utf-8")
    budget = read(paths)
    assert {figure.place.file for figure in budget.figures} <= set(map(str, paths))


def test_a_workbook_beside_a_text(tmp_path: Path, apart: list[Path]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in apart[1].read_text(encoding="utf-8").splitlines():
        if line.strip("|- "):
            sheet.append([each.strip() for each in line.strip("|").split("|")])
    book.save(tmp_path / "收支.xlsx")
    budget = read([apart[0], tmp_path / "收支.xlsx", *apart[2:]])
    assert budget.summary.figures[0].place.file == "收支.xlsx"
    assert budget.summary.figures[0].place.cell is not None
    with pytest.raises(AnnotationError, match="several files"):
        annotate(check(budget), tmp_path / "out.xlsx")


def test_json_keeps_the_files(apart: list[Path]) -> None:
    budget = read(apart)
    again = read_text(to_text(budget, format="json"))
    assert again == budget
    assert [f.place.file for f in again.figures] == [f.place.file for f in budget.figures]


def test_what_is_written_has_the_order_of_the_files(apart: list[Path]) -> None:
    budget = read(apart)
    again = read_text(to_text(budget))
    assert again == budget
    assert [p.text for p in again.passages] == [p.text for p in budget.passages]


@pytest.mark.parametrize("name", ["read", "read_all"])
def test_no_file(name: str) -> None:
    with pytest.raises(CnbudgetError, match="no file was given"):
        getattr(cnbudget, name)([])


def test_one_of_the_files_cannot_be_read(apart: list[Path], tmp_path: Path) -> None:
    empty = tmp_path / "空.md"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"空\.md: the file is empty"):
        read([*apart, empty])
    whole = tmp_path / "全.json"
    whole.write_text(to_text(cnbudget.example("artux"), format="json"), encoding="utf-8")
    with pytest.raises(UnreadableError, match="JSON that cnbudget wrote"):
        read([apart[0], whole])


def test_one_file_in_a_list_is_that_file(apart: list[Path]) -> None:
    alone: Disclosure = read(apart[3])
    (listed,) = read_all([apart[3]])
    assert listed == alone
    assert listed.files == ()
    assert listed.figures[0].place.file is None


def test_final_accounts_by_the_titles_of_their_tables() -> None:
    tables = pieces(to_text(cnbudget.example("artux")))[1:]
    assert read_text(tables[2]).stage == "预算"
    assert read_text("支出决算表\n\n单位：万元\n\n项目\t合计\n支出合计\t5.00\n").stage == "决算"


ROWS: dict[str, list[tuple[str, ...]]] = {
    "2026年部门收支总表": [
        ("收入", "", "支出", ""),
        ("项目", "预算数", "项目", "预算数"),
        ("一、一般公共预算拨款收入", "5.00", "一、一般公共服务支出", "5.00"),
        ("收入总计", "5.00", "支出总计", "5.00"),
    ],
    "附件3：2026年部门支出总表": [
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("201", "一般公共服务支出", "5.00", "5.00", ""),
        ("", "合计", "5.00", "5.00", ""),
    ],
}


def test_the_name_of_a_file_without_a_title_is_its_title(tmp_path: Path) -> None:
    files = []
    for name, rows in ROWS.items():
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["部门：青山市审计局", "单位：万元"])
        for row in rows:
            sheet.append([text or None for text in row])
        files.append(tmp_path / f"{name}.xlsx")
        book.save(files[-1])
    budget = cnbudget.read(files)
    assert (budget.year, budget.agency) == (2026, "青山市审计局")
    there = [table.key for table in budget.tables if table.status == "present"]
    assert there == ["summary", "expenditure"]
    assert all(each.law == "form" for each in cnbudget.check(budget).wrong)  # no other tables
    files[0].rename(tmp_path / "收支.xlsx")
    with pytest.raises(UnreadableError):
        cnbudget.read(tmp_path / "收支.xlsx")


def test_the_year_is_that_of_most_titles_where_no_line_before_them_says_it() -> None:
    tables = [
        "\t".join(row)
        for name in ROWS
        for row in [(name[-11:],), ("单位：万元",), *ROWS[name], ("",)]
    ]
    assert cnbudget.read_text("\n".join(tables)).year == 2026


@pytest.mark.parametrize("over", [("某局      单位：万元",), ("部门：某局", "单位：万元")])
def test_a_table_under_a_title_of_its_own_ends_the_one_above_it(
    tmp_path: Path, over: tuple[str, ...]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for name, rows in ROWS.items():
        for row in ((name,), ("单位：万元",), *rows):
            sheet.append([text or None for text in row])
    for row in (("办公设备采购预算",), over, ("物品", "目录", "金额"), ("电脑", "A02", "3.00")):
        sheet.append(list(row))
    file = tmp_path / "2026年青山市审计局部门预算.xlsx"
    book.save(file)
    budget = cnbudget.read(file)
    last = next(table for table in budget.tables if table.key == "expenditure")
    assert len(last.rows) == 2
    assert all(each.law == "form" for each in cnbudget.check(budget).wrong)
    listed = [each.place.cell for each in cnbudget.check(budget).not_checked]
    assert any(cell is not None and cell.endswith(("11", "12", "13", "14")) for cell in listed)
