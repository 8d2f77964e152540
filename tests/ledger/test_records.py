"""Ledgers from records and files: what is read, and every way in which a row can be bad."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import (
    Amount,
    Entry,
    Flow,
    FundingSource,
    Ledger,
    LedgerError,
    MissingExtraError,
    Nature,
    Procurement,
)
from cnbudget.ledger import csv_of, read_ledger, save_ledger
from cnbudget.strategies import ledgers

HEAD = "功能科目,经济科目,资金来源,支出性质,项目,金额（万元）\n"
GOOD = "2080501,30101,一般公共预算（本级）,人员经费,,12.34\n"


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "明细.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_files_of_all_kinds_are_read(tmp_path: Path, encoding: str, mark: str) -> None:
    text = (HEAD + GOOD + "\n" + GOOD).replace(",", mark)
    ledger = read_ledger(written(tmp_path, text, encoding), "甲局", year=2026)
    assert len(ledger) == 2
    assert ledger.total() == Amount("24.68", "万元")
    assert (ledger.agency, ledger.year) == ("甲局", 2026)


def test_english_names_full_width_digits_and_names_beside_codes(tmp_path: Path) -> None:
    text = (
        "Function,Economic,Source,Nature,Project,Procurement,Amount,remark\n"
        '208 05 01 事业单位离退休,３０２０１ 办公费,GENERAL_OWN,project,"甲，乙",goods,"1,234.50",x\n'
    )
    (entry,) = read_ledger(written(tmp_path, text))
    assert entry == Entry(
        "2080501",
        "30201",
        source=FundingSource.GENERAL_OWN,
        nature=Nature.PROJECT,
        project="甲，乙",
        procurement=Procurement.GOODS,
        amount="1234.50",
    )


def test_all_bad_rows_are_reported_at_once_and_nothing_is_loaded(tmp_path: Path) -> None:
    rows = [
        "20805011,30101,一般公共预算（本级）,人员经费,,1",
        "2080501,30101,一般公共预算,人员经费,,1",
        "2080501,30101,一般公共预算（本级）,人员经费,,1.2.3",
        "2080501,30101,一般公共预算（本级）,,,",
        "2080501,30101,一般公共预算（本级）,人员经费,,1,2",
    ]
    path = written(tmp_path, HEAD + GOOD + "\n".join(rows) + "\n")
    with pytest.raises(LedgerError) as caught:
        read_ledger(path)
    error = caught.value
    assert len(error.rows) == 6
    lines = [each.text("zh").removeprefix(str(path)).strip() for each in error.rows]
    assert [line.split("：")[0] for line in lines] == [
        "第3行 “功能科目”",
        "第4行 “资金来源”",
        "第5行 “金额（万元）”",
        "第6行 “支出性质”",
        "第6行 “金额（万元）”",
        "第7行",
    ]
    assert "一般公共预算（本级）、上级一般公共预算安排的转移支付" in error.rows[1].hint_zh
    assert all(each.key for each in error.rows), "each keeps the key of its message"
    assert "全部没有载入" in error.text("zh")
    assert len(pickle.loads(pickle.dumps(error)).rows) == 6  # noqa: S301


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "文件是空的"),
        ("\n\n", "文件是空的"),
        ("功能科目,金额\n2080501,1\n", "缺少列：资金来源、经济科目、支出性质"),
        (HEAD.strip() + ",金额\n" + GOOD, "重复的列：金额"),
        ("年度," + HEAD + "2026," + GOOD + "2025," + GOOD, "一本明细只有一个年度"),
        ("年度," + HEAD + "今年," + GOOD, "不是年度"),
        ("\x00\x01", "不是文本文件"),
        ("PK\x03\x04", "文件已损坏或不完整"),
    ],
)
def test_files_that_cannot_be_ledgers(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(LedgerError) as caught:
        read_ledger(path)
    assert words in caught.value.text("zh")
    assert str(path) in caught.value.text("zh")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="cannot be opened"):
        read_ledger(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"source": FundingSource.GENERAL}, "资金来源"),
        ({"nature": Nature.BASIC}, "支出性质"),
        ({"nature": None}, "支出性质"),
        ({"flow": Flow.OPENING | Flow.CLOSING}, "收支"),
    ],
)
def test_an_entry_is_of_one_kind(changes: dict[str, object], words: str) -> None:
    values: dict[str, object] = {
        "source": FundingSource.GENERAL_OWN,
        "nature": Nature.PERSONNEL,
        "amount": 1,
    }
    with pytest.raises(LedgerError) as caught:
        Entry("2080501", "30101", **(values | changes))  # type: ignore[arg-type]
    assert words in caught.value.text("zh")


def test_floats_are_not_money_but_a_spreadsheets_numbers_are_as_they_are_shown(
    tmp_path: Path,
) -> None:
    with pytest.raises(TypeError):
        Entry("208", "301", source=FundingSource.OTHER, nature=Nature.PERSONNEL, amount=0.1)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["年度", "功能科目", "经济科目", "资金来源", "支出性质", "金额"])
    sheet.append([2026, 2080501, "30101", "其他收入", "人员经费", 0.1])
    sheet.append([2026, "2080501", 30101, "其他收入", "人员经费", 0.2])
    path = tmp_path / "明细.xlsx"
    book.save(path)
    ledger = read_ledger(path)
    assert ledger.total() == Amount("0.3")
    assert ledger.year == 2026


@given(ledgers(subordinates=1))
def test_what_is_saved_is_read(ledger: Ledger) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "l.csv"
        save_ledger(ledger, path)
        assert (
            read_ledger(path, ledger.agency).merged()
            == cnbudget.Ledger.of(ledger.records(), ledger.agency).merged()
        )


@given(st.sampled_from("=+-@'\t"), st.text(alphabet="甲A1'=", max_size=4))
def test_no_spreadsheet_takes_a_name_for_a_formula(first: str, rest: str) -> None:
    name = (first + rest).strip() or "甲"
    entry = Entry(
        "2080501",
        "30201",
        source=FundingSource.OTHER,
        nature=Nature.PROJECT,
        amount="-1",
        project=name,
    )
    line = csv_of(Ledger([entry])).splitlines()[1]
    cells = line.split(",")
    assert not cells[4].startswith(("=", "+", "-", "@"))
    assert cells[5] == "-1"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "l.csv"
        save_ledger(Ledger([entry], year=2026), path)
        assert [each.project for each in read_ledger(path)] == [name]


def test_without_the_extra_its_command_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "明细.xlsx"
    openpyxl.Workbook().save(path)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r'pip install "cnbudget\[excel\]"') as caught:
        read_ledger(path)
    assert "明细.xlsx" in caught.value.where
