"""A cell that cannot be read is missing and said so: never blank, never a part of its row's name, never a row."""

from __future__ import annotations

import re
import tempfile
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, State, UnreadableError, check, read_text
from cnbudget.amounts import Unit
from cnbudget.cli import main
from cnbudget.reading.numbers import BLANK, broken, parse
from tests.documents import corpus
from tests.profiles import tries
from tests.properties.test_laws import Draft, drafts

some = settings(max_examples=tries(2, least=10))

# What cannot be read ----------------------------------------------------------------------------

_FIXED = [
    "1,554,22O", "l5", "1O", "13.58。", "\\0.09", "①", "79.17①", "Ⅷ", "٣", "७.५", "½",
    "#REF!", "#DIV/0!", "#N/A", "#VALUE!", "1.2.3", "12，34", "12,34", "12.", ".5",
    "--22", "22-", "1e3", "79.17%", "TRUE", "FALSE", "2026-01-15", "12:30:00", "N/A",
    "nan", "\u200f79.17", "79\u202e.17", "79.1\x077", "见附件", "待定", "涉密", "约79.17",
    "79.17左右", "?", "…", "×", "12.00 34.00", "0x1F",
]  # fmt: skip
_digits = st.from_regex(r"[1-9][0-9]{0,5}\.[0-9]{2}", fullmatch=True)
_wrong = st.sampled_from(
    ["O", "o", "l", "S", "٣", "①", "Ⅷ", "\u200f", "\x07", "。", "x", "?", "、"]
)


@st.composite
def _mistyped(draw: st.DrawFn) -> str:
    """An amount with something in it that is no digit."""
    amount = draw(_digits)
    at = draw(st.integers(0, len(amount)))
    return amount[:at] + draw(_wrong) + amount[at:]


#: No number, nor a blank, nor a mark that Markdown has a use for.
unreadable = st.one_of(st.sampled_from(_FIXED), _mistyped())


@given(unreadable)
def test_what_is_unreadable_is_no_number_and_no_blank(text: str) -> None:
    assert parse(text)[1] < 0
    assert parse(text) is not BLANK


def _names(budget: Disclosure) -> list[tuple[Any, ...]]:
    return [
        (row.kind, row.address.row, row.address.name, row.address.project, row.address.scope)
        for table in budget.tables
        for side in table.sides
        for row in side.rows
    ]


@some
@given(drafts, st.integers(0, 5000), unreadable)
def test_an_unreadable_cell_is_missing_and_reported(draft: Draft, number: int, text: str) -> None:
    """In any amount cell of any table; no other cell changes, and no row."""
    publication = draft.publication()
    places = [at for at, _ in publication.cells()]
    at = places[number % len(places)]
    before = read_text(publication.markdown())
    after = read_text(publication.with_text(at, text).markdown())
    assert _names(after) == _names(before)
    changed = [
        (old, new)
        for old, new in zip(before.figures, after.figures, strict=True)
        if (old.value, old.state, old.places) != (new.value, new.state, new.places)
        and not (old.state is new.state is State.BLANK)
    ]
    lost = [new for _, new in changed if new.state in (State.MISSING, State.INFERRED)]
    event(f"inferred {any(figure.state is State.INFERRED for figure in lost)}")
    assert changed == [(old, new) for old, new in changed if new in lost]
    assert len(lost) == 1
    (problem,) = [each for each in after.problems if each.kind == "number"]
    assert problem.place.line == lost[0].place.line
    assert problem.text == " ".join(text.split(" ")) or text in problem.zh
    (finding,) = [each for each in check(after).wrong if problem.zh in each.zh]
    assert (finding.law, finding.severity) == ("form", "error")


@pytest.mark.parametrize("words", ["待定", "见附件", "涉密（不公开）", "O", "合计数"])
@pytest.mark.parametrize("tabs", [False, True])
def test_words_before_any_amount_are_no_part_of_the_name(words: str, tabs: bool) -> None:
    text = _TABLE % ("293810000.00", "216", "商业服务业等支出", "1.00")
    text = text.replace(
        "| 221 |  |  | 住房保障支出 | 1361034.00 |", f"| 221 |  |  | 住房保障支出 | {words} |"
    )
    if tabs:
        text = text.replace("|---|---|---|---|---:|---:|---:|\n", "")
        text = re.sub(r"^\| | \|$", "", text, flags=re.MULTILINE).replace(" | ", "\t")
    row = read_text(text).expenditure["221"]
    assert (row.label, row.basic.text) == ("住房保障支出", "1361034.00")
    assert row.total.state in (State.MISSING, State.INFERRED)


# The same in a workbook --------------------------------------------------------------------------


def _workbook(rows: list[list[Any]], *, formats: dict[str, str] | None = None) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    page = book.worksheets[0]
    page.title = "支出"
    for row in rows:
        page.append(row)
    for cell, code in (formats or {}).items():
        page[cell].number_format = code
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_ROWS: list[list[Any]] = [
    ["2026年甲局部门支出总体情况表"],
    ["编制部门：甲局", None, None, None, None, "单位：元"],
    ["科目编码", None, None, "科目名称", "合计", "基本支出", "项目支出"],
    ["类", "款", "项", None, None, None, None],
    ["208", None, None, "社会保障和就业支出", 30.5, 30.5, None],
    ["208", "05", None, "行政事业单位养老支出", 30.5, 30.5, None],
    ["210", None, None, "卫生健康支出", 20.25, 20.25, None],
    [None, None, None, "合计", 50.75, 50.75, None],
]


def _with(value: Any, *, formats: dict[str, str] | None = None) -> Disclosure:
    rows = [list(row) for row in _ROWS]
    rows[6][4] = value
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "表.xlsx"
        file.write_bytes(_workbook(rows, formats=formats))
        return cnbudget.read(file)


@pytest.mark.parametrize("value", [True, "1,554,22O", "2026年1月", "20.25。"])
def test_in_a_workbook_too(value: Any) -> None:
    budget = _with(value)
    row = budget.expenditure["210"]
    assert row.label == "卫生健康支出"
    assert (row.total.state, row.total.text) == (State.INFERRED, "20.25")
    assert [p.kind for p in budget.problems if p.place.cell == "E7"] == ["number"]


def test_a_date_is_no_amount() -> None:
    import datetime as dt

    budget = _with(dt.date(2026, 1, 15))
    assert budget.expenditure["210"].total.state is State.INFERRED
    assert any("2026-01-15" in problem.zh for problem in budget.problems)


@pytest.mark.parametrize(
    ("value", "code", "text", "unit"),
    [
        ("20.25万元", "General", "20.25", Unit.WAN),
        ("20.25元", "General", "20.25", Unit.YUAN),
        ("1,020.25 千元", "General", "1020.25", Unit.THOUSAND),
        (20.25, '0.00"万元"', "20.25", Unit.WAN),
        (20.25, '#,##0.00"元"', "20.25", Unit.YUAN),
        (202500, '0!.0,"万元"', "20.3", Unit.WAN),
    ],
)
def test_an_amount_with_its_unit(value: Any, code: str, text: str, unit: Unit) -> None:
    budget = _with(value, formats={"E7": code})
    figure = budget.expenditure["210"].total
    assert (figure.text, figure.unit, figure.state) == (text, unit, State.VALUE)
    for ending in ("md", "xlsx", "docx", "html", "json"):
        with tempfile.TemporaryDirectory() as folder:
            again = cnbudget.read(cnbudget.write(budget, Path(folder) / f"表.{ending}"))
        assert again.tables == budget.tables


# The units and the lines over a table ------------------------------------------------------------


@pytest.mark.parametrize("unit", list(Unit))
def test_unit_and_agency_under_a_title_that_stands_alone(unit: Unit) -> None:
    rows = [list(row) for row in _ROWS]
    rows[1][5] = f"单位：{unit.zh}"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "表.xlsx"
        file.write_bytes(_workbook(rows))
        budget = cnbudget.read(file)
    assert (budget.expenditure.unit, budget.agency) == (unit, "甲局")


@pytest.mark.parametrize("unit", list(Unit))
def test_a_unit_in_the_headings_alone(unit: Unit) -> None:
    rows = [list(row) for row in _ROWS]
    rows[1][5] = None
    rows[2][4:] = [f"合计（{unit.zh}）", f"基本支出（{unit.zh}）", f"项目支出（{unit.zh}）"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "表.xlsx"
        file.write_bytes(_workbook(rows))
        budget = cnbudget.read(file)
    assert budget.expenditure.unit is unit
    assert {figure.unit for figure in budget.expenditure.figures if figure.text} == {unit}


def test_a_column_in_a_unit_of_its_own() -> None:
    rows = [list(row) for row in _ROWS]
    rows[2][5] = "基本支出（万元）"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "表.xlsx"
        file.write_bytes(_workbook(rows))
        budget = cnbudget.read(file)
    row = budget.expenditure["210"]
    assert (row.total.unit, row.basic.unit) == (Unit.YUAN, Unit.WAN)
    again = read_text(cnbudget.to_text(budget))
    assert again.tables == budget.tables


@pytest.mark.parametrize("unit", ["百万元", "美元"])
def test_a_unit_that_is_none_is_an_error(unit: str) -> None:
    rows = [list(row) for row in _ROWS]
    rows[1][5] = f"单位：{unit}"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "表.xlsx"
        file.write_bytes(_workbook(rows))
        report = check(cnbudget.read(file))
    assert any(f"金额单位“{unit}”不能识别" in finding.zh for finding in report.wrong)


@given(st.sampled_from(list(Unit)), st.sets(st.integers(0, 7)), st.booleans())
def test_a_table_without_a_unit_says_so_and_is_as_the_others_are(
    unit: Unit, without: set[int], one: bool
) -> None:
    """Under a layout, too: what the layout has for it is taken only where no table of the document prints a unit."""
    ledger = cnbudget.Ledger(
        list(cnbudget.read_ledger(corpus.ROOT / "examples" / "qingshan-2026.csv")),
        agency="甲局",
        year=2026,
    )
    text = cnbudget.to_text(cnbudget.publish(ledger, "xinjiang-2026", unit=unit, places=2))
    over = f"单位：{unit.zh}"
    pieces = text.split(over)
    assert len(pieces) > 9
    gone = {number % (len(pieces) - 1) for number in without} if one else {*range(len(pieces))}
    kept = "".join(
        piece + (over if number + 1 < len(pieces) and number not in gone else "")
        for number, piece in enumerate(pieces)
    )
    before, after = read_text(text), read_text(kept)
    assert after.layout == before.layout == "xinjiang-2026"
    event(f"{unit.zh}, {len(gone)} gone")
    usual = unit if one else Unit.WAN
    assert {t.unit for t in after.tables if t.status == "present"} == {usual}
    said = [each for each in after.problems if each.kind == "no_unit"]
    headed = [piece.rpartition("表 ")[2] for piece in pieces[:-1]]
    numbers = {int(headed[n].split()[0]) for n in gone if n < len(headed)}
    shown = {t.number for t in after.tables if t.status == "present"}
    assert {each.table for each in said} == numbers & shown
    assert all(usual.zh in each.zh and "请核对" in each.zh for each in said)
    findings = [each for each in check(after).findings if "没有写明金额单位" in each.zh]
    assert [each.severity for each in findings] == ["note"] * len(said)
    if one:
        assert [(f.value, f.unit) for f in after.figures] == [
            (f.value, f.unit) for f in before.figures
        ]


# Numbers in two pieces ---------------------------------------------------------------------------

_TABLE = """2025年甲局部门预算公开

部门支出总体情况表
编制部门：甲局
单位：元

| 科目编码 |  |  | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---:|---:|---:|
| 类 | 款 | 项 |  |  |  |  |
| 208 |  |  | 社会保障和就业支出 | 1410886.00 | 1410886.00 |  |
| 215 |  |  | 资源勘探工业信息等支出 | 293810000.00 | %s |  |
| %s |  |  | %s |  | %s |  |
| 221 |  |  | 住房保障支出 | 1361034.00 | 1361034.00 |  |
|  |  |  | 合计 | 296581920.00 | 296581920.00 |  |
"""


@given(st.integers(1, 11))
def test_a_number_broken_over_two_rows_is_one(at: int) -> None:
    whole = "293810000.00"
    read = read_text(_TABLE % (whole[:at], "", "", whole[at:]))
    figure = read.expenditure["215"].basic
    assert (figure.text, figure.state) == (whole, State.VALUE)
    assert [row.address.row for row in read.expenditure.rows] == ["208", "215", "221", "合计"]
    assert read.problems == read_text(_TABLE % (whole, "", "", "")).problems


@given(
    st.from_regex(r"[1-9][0-9]{0,8}[.,]?[0-9]{0,3}x?", fullmatch=True),
    st.from_regex(r"[0-9]{1,8}\.?[0-9]{0,3}", fullmatch=True),
    st.booleans(),
)
def test_pieces_of_a_number_are_one_number_or_missing_and_never_a_row(
    above: str, below: str, worded: bool
) -> None:
    text = _TABLE % (above, "", "", below)
    read = read_text(text, layouts=()) if worded else read_text(text)
    one, other = parse(above), parse(below)
    whole = broken(above, below, 2)
    figure = read.expenditure["215"].basic
    rows = [row.address.row for row in read.expenditure.rows]
    if whole is None and one[1] == other[1] == 2:
        # two whole amounts: the lower one is a row of which nobody knows what it is
        event("two amounts")
        assert (figure.text, figure.state) == (above.replace(",", ""), State.VALUE)
        assert any("没有名称" in problem.zh for problem in read.problems)
        return
    event("one number" if whole else "missing")
    assert rows == ["208", "215", "221", "合计"]
    if whole is not None:
        assert (figure.value, figure.state) == (whole[0], State.VALUE)
    else:
        assert figure.state in (State.MISSING, State.INFERRED)
        (problem,) = [each for each in read.problems if each.kind == "number"]
        assert f"{above} {below}" in problem.zh


def test_a_row_without_a_label_is_no_second_total() -> None:
    text = _TABLE % ("293810000.00", "", "", "293810000.00")
    table = read_text(text).expenditure
    assert [row.kind for row in table.rows] == ["code", "code", "unknown", "code", "total"]
    assert table.rows[2].figures[1].scope is None


def test_a_name_broken_with_its_number() -> None:
    read = read_text(_TABLE % ("2", "", "（续）", "93810000.00"))
    assert read.expenditure["215"].basic.text == "293810000.00"
    assert len(read.expenditure.rows) == 4


def test_two_numbers_are_never_made_one() -> None:
    assert broken("2.00", "93810000.00", 2) is None
    assert broken("2", "9", 0) is None


# Footnotes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["1", "[1]", "注2", "a", "（3）"])
@pytest.mark.parametrize("kind", ["html", "markdown", "word", "excel"])
def test_raised_marks_are_no_digits(kind: str, mark: str, tmp_path: Path) -> None:
    budget = cnbudget.example("artux")
    if kind in ("html", "markdown"):
        text = cnbudget.to_text(budget, kind)
        text = re.sub(r"(?<=[>| ])79\.17(?=[<| ])", f"79.17<sup>{mark}</sup>", text)
        file = tmp_path / "a.txt"
        file.write_text(text, encoding="utf-8")
    elif kind == "word":
        import docx

        file = cnbudget.write(budget, tmp_path / "a.docx")
        document = docx.Document(str(file))
        for table in document.tables[:7]:
            for cell in {id(cell): cell for cell in table._cells}.values():
                if cell.text == "79.17":
                    cell.paragraphs[0].add_run(mark).font.superscript = True
        document.save(str(file))
    else:
        import openpyxl
        from openpyxl.cell.rich_text import CellRichText, TextBlock
        from openpyxl.cell.text import InlineFont

        file = cnbudget.write(budget, tmp_path / "a.xlsx")
        book = openpyxl.load_workbook(file)
        for page in book.worksheets:
            for row in page.iter_rows():
                for each in row:
                    if str(each.value) == "79.17":
                        raised = TextBlock(InlineFont(vertAlign="superscript"), mark)
                        each.value = CellRichText("79.17", raised)
        book.save(file)
    again = cnbudget.read(file)
    assert again.tables == budget.tables


def test_a_square_metre_stays_one() -> None:
    from cnbudget.reading.files import contents_of

    (block,) = contents_of("面积 120m<sup>2</sup>".encode()).blocks
    assert block.text == "面积 120m²"


# Cells that are covered --------------------------------------------------------------------------

_HTML = """<html><body><p>2026年甲局部门预算公开</p><p>部门支出总体情况表</p><p>单位：元</p><table>
<tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td>208</td><td>社会保障和就业支出</td>%s</tr>
<tr><td>210</td><td>卫生健康支出</td>%s</tr>
<tr><td></td><td>合计</td><td>7.00</td><td>4.00</td><td>3.00</td></tr></table></body></html>"""


def _states(across: str, below: str) -> list[list[State]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "表.html"
        file.write_text(_HTML % (across, below), encoding="utf-8")
        budget = cnbudget.read(file)
    covered = [problem for problem in budget.problems if problem.kind == "covered"]
    states = [[figure.state for figure in row] for row in budget.expenditure.rows[:2]]
    assert len(covered) == sum(
        state in (State.MISSING, State.INFERRED) for row in states for state in row
    )
    return states


def test_a_cell_that_a_merged_one_covers_is_not_blank() -> None:
    value, blank = State.VALUE, State.BLANK
    lost = (State.MISSING, State.INFERRED)
    right = _states("<td>3.00</td><td colspan=2>3.00</td>", "<td>4.00</td><td></td><td>4.00</td>")
    assert right[0][:2] == [value, value]
    assert right[0][2] in lost
    assert right[1] == [value, blank, value]
    down = _states("<td>3.00</td><td rowspan=2>3.00</td><td></td>", "<td>4.00</td><td></td>")
    assert down[1][1] in lost
    # where nothing is printed, nothing is covered
    empty = _states("<td>3.00</td><td colspan=2></td>", "<td>4.00</td><td></td><td>4.00</td>")
    assert empty[0] == [value, blank, blank]


# Amounts that are in none of the cells -----------------------------------------------------------


def test_an_amount_in_a_heading_is_said() -> None:
    text = cnbudget.to_text(cnbudget.example("artux"))
    text = text.replace(
        "| 科目编码 |  |  | 科目名称 | 支出预算 |",
        "| 科目编码 |  |  | 科目名称（含上年结转6543.21万元） | 支出预算 |",
    )
    report = check(read_text(text))
    assert any("6543.21" in finding.zh for finding in report.findings)


def test_an_amount_in_a_note_under_goals_is_said() -> None:
    text = cnbudget.to_text(cnbudget.example("artux")) + (
        "\n\n项目支出绩效目标表\n\n项目名称\t\t实有资金\t\n项目资金（万元）\t年度预算总额\t50.00\t\n"
        "一级指标\t三级指标\t指标值\t权重\n产出指标\t维护次数\t>= 12 次\t100\n"
        "注：另有12345.67万元由财政安排。\t\t\t\n"
    )
    budget = read_text(text)
    assert len(budget.performance.projects[-1].indicators) == 1
    assert any("12345.67" in each.what for each in check(budget).not_checked)


# Archives ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [b"%PDF-1.4\n", b"<html>", "部门收支总体情况表".encode()])
def test_an_archive_of_several_files_is_refused(first: bytes, tmp_path: Path) -> None:
    file = tmp_path / "预算.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("一.pdf", first)
        archive.writestr("二/xl/workbook.xml", "<workbook/>")
    with pytest.raises(UnreadableError, match="zip archive"):
        cnbudget.read(file)


# The command -------------------------------------------------------------------------------------


def test_the_exit_status_says_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = cnbudget.to_text(cnbudget.example("artux")).replace(
        "| 行政单位离退休 | 3.55 | 3.55 |", "| 行政单位离退休 | 3.5S | 3.55 |", 1
    )
    file = tmp_path / "预算.md"
    file.write_text(text, encoding="utf-8")
    assert main(["check", str(file)]) == 1
    assert "“3.5S”不是数（有字母“S”，似应为数字 5），按缺失处理" in capsys.readouterr().out


@cache
def _example() -> Disclosure:
    return cnbudget.example("artux")


def test_convert_twice_is_convert_once() -> None:
    once = cnbudget.to_text(_example())
    assert cnbudget.to_text(read_text(once)) == once
