"""Excel and Word: what stands in the files, read with the libraries that write them."""

from __future__ import annotations

import builtins
import json
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT

import cnbudget
from cnbudget import Disclosure, MissingExtraError, UnknownNameError, UnwritableError
from cnbudget.figures import State
from cnbudget.writing.excel import excel
from cnbudget.writing.sheet import Heading, Sheet, SheetCell, Text
from tests.writing.test_all_formats import composed


def book_of(budget: Disclosure, tmp_path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(cnbudget.write(budget, tmp_path / "甲.xlsx"))


def word_of(budget: Disclosure, tmp_path: Path) -> Any:
    return docx.Document(str(cnbudget.write(budget, tmp_path / "甲.docx")))


def test_a_worksheet_for_each_table_set_up_to_print(tmp_path: Path) -> None:
    book = book_of(cnbudget.example("artux"), tmp_path)
    assert book.sheetnames[:2] == ["封面", "第二部分 2026 年部门预算公开表"]
    assert book.sheetnames[2:4] == ["表1 部门收支总体情况表", "表2 部门收入总体情况表"]
    assert len(book.sheetnames) == 14
    page = book["表2 部门收入总体情况表"]
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.paperSize == 9
    assert page.page_setup.fitToWidth == 1
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$5"
    assert {str(each) for each in page.merged_cells.ranges} >= {"A2:O2", "A4:C4", "D4:D5", "F4:K4"}
    assert page["A1"].value == "表 2"
    assert page["A2"].value == "部门收入总体情况表"
    assert (page["A3"].value, page["O3"].value) == ("编制部门：阿图什市医疗保障局", "单位：万元")
    assert (page["B7"].value, page["B7"].data_type) == ("05", "s")
    assert (page["E6"].value, page["E6"].number_format) == (67.36, "#,##0.00_ ")
    assert book["表3 部门支出总体情况表"].page_setup.orientation == "portrait"
    cover = book_of(composed(), tmp_path)["目录"]
    led = {cell.value: cell.hyperlink.location for (cell,) in cover["A3:A20"] if cell.hyperlink}
    assert led["表 1 部门收支总体情况表"] == "'表1 部门收支总体情况表'!A1"


def test_zero_blank_and_missing_in_excel(tmp_path: Path) -> None:
    text = cnbudget.to_text(cnbudget.example("artux"))
    text = text.replace("| 72.00 | 22.00 | 12.00 |", "| 72.00 | 缺失 | 0.00 |")
    budget = cnbudget.read_text(text)
    row = budget.income["2101599"]
    assert row.appropriation.state in (State.MISSING, State.INFERRED)
    page = book_of(budget, tmp_path)["表2 部门收入总体情况表"]
    line = next(
        r for r in page.iter_rows(min_row=6) if [c.value for c in r[:3]] == ["210", "15", "99"]
    )
    assert str(line[5].value).endswith(("缺失", "（推算）"))
    assert line[6].value == 0
    assert line[6].number_format == "#,##0.00_ "
    assert line[8].value is None


HOSTILE = ["=1+1", "+1", "-1+cmd", "@SUM(A1)", '=HYPERLINK("x")']


def hostile(name: str) -> Disclosure:
    """The Artux example with a project of that name."""
    source = json.loads(cnbudget.to_text(cnbudget.example("artux"), "json"))
    row = next(r for r in source["tables"][6]["sides"][0]["rows"] if "project" in r)
    row["project"] = name
    source["agency"] = name
    source["passages"].append({"text": name})
    return cnbudget.read_text(json.dumps(source))


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_becomes_a_formula(name: str, tmp_path: Path) -> None:
    budget = hostile(name)
    book = book_of(budget, tmp_path)
    found = [
        cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in found} <= {"s", "n"}
    named = [cell for cell in found if cell.value == name]
    assert named
    assert all(cell.quotePrefix and cell.number_format == "@" for cell in named)
    bordered = [cell for cell in named if cell.border.left.style == "thin"]
    assert [cell.font.name for cell in bordered] == ["宋体"]  # it looks as its row does
    assert budget.projects.rows[3].project_name == name


@pytest.mark.parametrize("name", HOSTILE)
def test_csv_guards_formulas_and_can_be_undone(name: str) -> None:
    import csv

    from cnbudget.writing.cells import unguarded

    text = cnbudget.to_text(hostile(name), "csv")
    rows = list(csv.DictReader(text.splitlines()))
    for row in rows:
        for column, cell in row.items():
            assert column == "value" or cell[:1] not in ("=", "+", "-", "@")
    assert {unguarded(row["project"]) for row in rows} >= {name}


def test_csv_has_a_line_for_each_figure() -> None:
    import csv

    budget = cnbudget.example("akto")
    rows = list(csv.DictReader(cnbudget.to_text(budget, "csv").splitlines()))
    assert len(rows) == len(budget.figures)
    for row, figure in zip(rows, budget.figures, strict=True):
        assert row["value"] == figure.text
        assert row["state"] == figure.state.value
        assert row["places"] == str(figure.places)
        assert row["column_key"] == figure.column.key


def test_word_has_headings_tables_and_sections(tmp_path: Path) -> None:
    document = word_of(cnbudget.example("artux"), tmp_path)
    assert len(document.tables) == 12
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles["2026 年阿图什市医疗保障局部门预算公开"] == "Title"
    assert styles["第二部分 2026 年部门预算公开表"] == "Heading 1"
    assert styles["部门收支总体情况表"] == "Heading 2"
    turns = [section.orientation for section in document.sections]
    assert WD_ORIENT.LANDSCAPE in turns
    assert WD_ORIENT.PORTRAIT in turns
    table = document.tables[1]
    assert [cell.text for cell in table.rows[0].cells][:5] == ["科目编码"] * 3 + [
        "科目名称",
        "总计",
    ]
    assert [cell.text for cell in table.rows[1].cells][:5] == ["类", "款", "项", "科目名称", "总计"]
    assert [cell.text for cell in table.rows[3].cells][:5] == [
        "208", "05", "", "行政事业单位养老支出", "67.36",
    ]  # fmt: skip


def test_prose_is_written_where_it_belongs(tmp_path: Path) -> None:
    import attrs

    from cnbudget.passages import Passage

    budget = cnbudget.example("artux")
    prose = (
        Passage("第一部分 2026年部门概况"),
        Passage("一、主要职能"),
        Passage("负责医疗保险。"),
        Passage("第二部分 2026年部门预算公开表"),
        Passage("第三部分 2026年部门预算情况说明"),
        Passage("一、关于收支预算情况的总体说明"),
        Passage("2026年收支总预算498.73万元。"),
        Passage("指标\t值\n数量\t3", grid=True, title="项目绩效目标表"),
    )
    composed = attrs.evolve(budget, passages=prose, problems=())
    text = cnbudget.to_text(composed)
    order = [
        text.index(each)
        for each in (
            "# 2026年阿图什市医疗保障局部门预算公开",
            "# 第一部分",
            "## 一、主要职能",
            "负责医疗保险。",
            "# 第二部分",
            "## 部门收支总体情况表",
            "## 上年结转结余情况表",
            "# 第三部分",
            "2026年收支总预算",
            "## 项目绩效目标表",
            "| 指标 | 值 |",
        )
    ]
    assert order == sorted(order)
    for kind in ("markdown", "html", "json"):
        assert cnbudget.read_text(cnbudget.to_text(composed, kind)) == composed
    book = book_of(composed, tmp_path)
    assert book.sheetnames[1] == "第一部分 2026年部门概况"
    assert book.sheetnames[-2:] == ["第三部分 2026年部门预算情况说明", "项目绩效目标表"]
    document = word_of(composed, tmp_path)
    assert len(document.tables) == 13
    assert "2026年收支总预算498.73万元。" in [p.text for p in document.paragraphs]


_LISTED = (
    "目 录", "第一部分 概况 ……… 1", "一、主要职能…………………… 2", "第二部分 2026年部门预算公开表 ……… 3",
    "表1 部门收支总体情况表 ……… 3", "表12 上年结转结余情况表 ……… 14",
)  # fmt: skip


@pytest.mark.parametrize("ending", ["md", "html", "xlsx", "docx"])
@pytest.mark.parametrize("before", [(), ("2026年1月30日",)])
def test_the_list_of_contents_of_the_file_stays_as_it_is(
    ending: str, before: tuple[str, ...], tmp_path: Path
) -> None:
    body = cnbudget.to_text(cnbudget.example("artux"))
    title, _, rest = body.partition("\n")
    lead = [title, *before, *_LISTED, "第一部分 概况", "一、主要职能", "职能。", rest.strip()]
    source = tmp_path / "原.md"
    source.write_text("\n\n".join(lead), "utf-8")
    budget = cnbudget.read(source)
    found = [passage.text for passage in budget.passages]
    assert found[found.index("目 录") :][: len(_LISTED)] == list(_LISTED)
    again = cnbudget.read(cnbudget.write(budget, tmp_path / f"甲.{ending}"))
    assert again == budget
    found = [passage.text for passage in again.passages]
    assert found[found.index("目 录") :][: len(_LISTED)] == list(_LISTED)
    assert [text for text in found if "部门收支总体情况表" in text] == [_LISTED[4]]
    assert findings(again) == findings(budget)
    last = cnbudget.read(cnbudget.write(again, tmp_path / f"乙.{ending}"))
    assert [passage.text for passage in last.passages] == found


@pytest.mark.parametrize("ending", ["md", "html", "xlsx", "docx"])
def test_what_has_no_list_of_contents_gets_none(ending: str, tmp_path: Path) -> None:
    source = tmp_path / "原.md"
    source.write_text(cnbudget.to_text(cnbudget.example("artux")), "utf-8")
    budget = cnbudget.read(source)
    again = cnbudget.read(cnbudget.write(budget, tmp_path / f"甲.{ending}"))
    assert not any("目" in each.text and "录" in each.text for each in again.passages)
    assert findings(again) == findings(budget)


@pytest.mark.parametrize("ending", ["md", "html", "xlsx", "docx"])
def test_a_list_of_contents_that_is_made_brings_no_findings(ending: str, tmp_path: Path) -> None:
    budget = composed()
    again = cnbudget.read(cnbudget.write(budget, tmp_path / f"甲.{ending}"))
    assert ending == "md" or any("".join(each.text.split()) == "目录" for each in again.passages)
    assert findings(again) == findings(budget)
    last = cnbudget.read(cnbudget.write(again, tmp_path / f"乙.{ending}"))
    assert [each.text for each in last.passages] == [each.text for each in again.passages]


def findings(budget: Disclosure) -> list[tuple[str, str, int]]:
    """What is found in a document, wherever it stands."""
    found = cnbudget.check(budget).findings
    return sorted((each.law, each.severity, len(each.figures)) for each in found)


def test_an_empty_table_without_rows_is_said_to_be_empty() -> None:
    text = cnbudget.to_text(cnbudget.example("artux"))
    start = text.index("表 11")
    cut = text[:start] + "表 11\n\n## 财政拨款委托业务费支出情况表\n\n本表为空表。\n"
    budget = cnbudget.read_text(cut)
    assert budget.commissioned.status == "empty"
    for kind in ("markdown", "html", "json"):
        assert cnbudget.read_text(cnbudget.to_text(budget, kind)) == budget


@pytest.mark.parametrize(
    ("name", "module", "extra"), [("甲.xlsx", "openpyxl", "excel"), ("甲.docx", "docx", "word")]
)
def test_without_the_extra_its_command_is_named(
    name: str, module: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.delitem(sys.modules, f"cnbudget.writing.{extra}", raising=False)
    real = builtins.__import__

    def refuse(wanted: str, *args: Any, **kwargs: Any) -> Any:
        if wanted.partition(".")[0] == module:
            raise ImportError(wanted)
        return real(wanted, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtraError, match=rf'pip install "cnbudget\[{extra}\]"'):
        cnbudget.write(cnbudget.example("artux"), tmp_path / name)
    assert not (tmp_path / name).exists()


def test_what_cannot_be_written(tmp_path: Path) -> None:
    budget = cnbudget.example("artux")
    with pytest.raises(UnwritableError, match="no such folder"):
        cnbudget.write(budget, tmp_path / "nowhere" / "甲.md")
    with pytest.raises(UnwritableError):
        cnbudget.write(budget, tmp_path, format="md")
    with pytest.raises(UnwritableError):
        cnbudget.write(budget, "\0.md")
    with pytest.raises(UnknownNameError, match="no format is known by this ending"):
        cnbudget.write(budget, tmp_path / "甲.pdf")
    with pytest.raises(UnknownNameError, match="not a format of text"):
        cnbudget.to_text(budget, "xlsx")
    assert cnbudget.write(budget, tmp_path / "甲.txt", format="md").read_text("utf-8")[:1] == "#"


def test_a_workbook_is_whole_with_names_too_long_or_alike(tmp_path: Path) -> None:
    budget = cnbudget.example("artux")
    source = json.loads(cnbudget.to_text(budget, "json"))
    for number in (0, 1):
        source["tables"][number]["title"] = "部门/单位[总体]收支情况*表" + "长" * 40
    changed = cnbudget.read_text(json.dumps(source))
    names = book_of(changed, tmp_path).sheetnames
    assert len({name.casefold() for name in names}) == 14
    assert all(len(name) <= 31 for name in names)


def test_the_files_are_the_same_bytes_in_memory_and_on_disk(tmp_path: Path) -> None:
    budget = cnbudget.example("artux")
    path = cnbudget.write(budget, tmp_path / "甲.docx")
    assert len(docx.Document(BytesIO(path.read_bytes())).tables) == 12


@pytest.mark.parametrize("text", ["a<b>&\"c'", " 前后 ", "一\r二", "甲]]>乙", "\ufffe\ud800空"])
def test_what_xml_would_take_for_its_own(text: str) -> None:
    sheet = Sheet(
        text,
        ((SheetCell(text), SheetCell("1.50", "amount", value=Decimal("1.50"), places=2)),),
        head=0,
    )
    made = excel([Heading("题", 0), sheet, Text(text)])
    page = openpyxl.load_workbook(BytesIO(made)).worksheets[1]
    kept = text.replace("\ufffe", "").replace("\ud800", "")
    assert [[cell.value for cell in row] for row in page] == [
        [kept, None],
        [kept, 1.5],
        [kept, None],
    ]
    assert (page["B2"].number_format, page.dimensions) == ("#,##0.00_ ", "A1:B3")


def test_a_number_that_a_spreadsheet_would_round_is_a_text() -> None:
    values = [
        Decimal("123456789012345.6"),
        Decimal("-12345678901234.5"),
        Decimal("1E+3"),
        Decimal(0),
    ]
    line = tuple(SheetCell(f"{each:f}", "amount", value=each, places=1) for each in values)
    page = openpyxl.load_workbook(
        BytesIO(excel([Heading("题", 0), Sheet("表", (line,), head=0)]))
    ).worksheets[1]
    assert [cell.value for cell in page[2]] == ["123456789012345.6", -12345678901234.5, 1000, 0]
