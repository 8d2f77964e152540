"""The list of findings in Excel: a row for each that needs a look, and the totals of every file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from cnbudget import check, read_text
from cnbudget.cli import main
from cnbudget.errors import UnreadableError
from cnbudget.examples import example_path
from cnbudget.messages import say
from cnbudget.reports import UnreadFile, xlsx
from tests.documents import corpus

_COLUMNS = (
    "序号", "程度", "单位", "表", "单元格", "原数", "应为", "差额", "说明", "依据", "处理情况",
)  # fmt: skip


def mistyped() -> str:
    """The example with one number of table 3 mistyped, as the documentation shows it."""
    return (Path(__file__).parents[2] / "docs" / "assets" / "mistyped.md").read_text("utf-8")


def test_the_mistyped_example_is_the_example_but_for_one_number() -> None:
    pairs = zip(
        mistyped().split("\n"), example_path("artux").read_text("utf-8").split("\n"), strict=True
    )
    assert [(a, b.replace("79.17", "97.17", 1)) for a, b in pairs if a != b] == [
        (mistyped().split("\n")[99],) * 2
    ]


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def test_a_finding_is_a_row_with_both_numbers() -> None:
    report = check(read_text(mistyped()))
    book = opened(xlsx(report))
    assert book.sheetnames == ["汇总", "问题清单", "公开前核对清单"]
    head, *rows = book["问题清单"].values
    assert head == _COLUMNS
    assert len(rows) == sum(each.kind != "rounding" for each in report.causes)
    number, kind, agency, table, cell, found, expected, apart, *_ = rows[0]
    assert (number, kind, agency) == (1, "不符", "阿图什市医疗保障局")
    assert (table, cell) == ("表3 支出总表", "第100行")
    assert (found, expected, apart) == (97.17, 79.17, 18.0)
    assert book["问题清单"].cell(2, 6).number_format == "#,##0.00"


def test_many_files_are_one_workbook_with_their_totals() -> None:
    report = check(read_text(mistyped()))
    unread = UnreadFile("坏.xlsx", UnreadableError(say("reading.no_table")))
    book = opened(xlsx([report, unread, report]))
    assert book.sheetnames == ["汇总", "问题清单"]
    _, first, second, third = book["汇总"].values
    assert first == third
    assert first[1:8] == ("阿图什市医疗保障局", 2026, 1, 0, 0, 1, 17)
    assert second[0] == "坏.xlsx"
    assert "没有找到" in str(second[8])
    assert book["问题清单"].max_row == 1 + 2 * 2


def test_a_text_of_the_document_is_no_formula() -> None:
    text = corpus.text("artux").replace("阿图什市医疗保障局", "=1+1局")
    report = check(read_text(text))
    book = opened(xlsx(report))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert (
        any(str(cell.value).startswith("=") for cell in cells) or report.disclosure.agency[0] != "="
    )
    assert all(cell.data_type != "f" for cell in cells)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_writes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    file, out = tmp_path / "a.txt", tmp_path / "清单.xlsx"
    file.write_text(mistyped(), encoding="utf-8")
    assert main(["check", str(file), "--xlsx", str(out), "--lang", lang]) == 1
    assert str(out) in capsys.readouterr().err
    sheet = opened(out.read_bytes()).worksheets[1]
    assert sheet.max_row == 3
    assert main(["check", str(file), "--xlsx", str(file)]) == 2  # never over what it reads
