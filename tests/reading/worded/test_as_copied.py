"""Forms as they come out of spreadsheets and texts: without merged cells, with notes below, headings broken in two."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, State
from cnbudget.figures import Place
from cnbudget.passages import Passage
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.worded.noted import without_notes
from tests.reading.worded.printing import Cell, Form, form, forms
from tests.reading.worded.test_forms import SUMMARY, by_words
from tests.reading.worded.test_printed import ERRORS, _disclosure, _read

NOTES = (
    "注：1.本表合计数与分项数之和如有尾差，系四舍五入所致。",
    "2.本表为空的，即无此项收支。",
    "填表人：财务科　　审核人：办公室",
    "第 1 页，共 1 页",
)


def amounts(read: Disclosure) -> list[tuple[object, ...]]:
    return [
        (figure.value, figure.scope)
        for figure in read.figures
        if figure.state is State.VALUE and figure.value
    ]


def copied(filled: Form) -> Form:
    """A form whose merged cells have come apart, with notes below its tables."""
    parts: list[str | list[list[Cell]]] = []
    for part in filled.parts:
        if isinstance(part, str):
            parts.append(part)
            continue
        rows = [
            [Cell("") if cell.covered else attrs.evolve(cell, across=1, down=1) for cell in row]
            for row in part
        ]
        parts.append([*rows, *([Cell(text)] for text in NOTES)] if len(rows) > 3 else rows)
    return attrs.evolve(filled, parts=parts)


@pytest.mark.parametrize("name", forms())
def test_a_form_is_read_alike_without_merged_cells_and_with_notes_below(name: str) -> None:
    read = _disclosure(copied(form(name)))
    assert amounts(read) == amounts(_read(name))
    assert not [each for each in cnbudget.check(read).wrong if each.severity in ERRORS]


@given(st.lists(st.sampled_from((*NOTES, "", "行政运行", "一、收入")), max_size=8))
def test_what_stands_below_tables_is_told_from_labels(texts: list[str]) -> None:
    notes: list[GridRow] = []
    rows = [GridRow([text, ""], Place(line=n)) for n, text in enumerate(texts)]
    kept = without_notes(rows, notes)
    assert [row for row in rows if row in kept or row in notes] == rows
    for row in kept:
        assert row.cells[0] not in NOTES or row.cells[0] == NOTES[1]
    assert all(row.cells[0] in NOTES for row in notes)


HEADINGS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "单位资金")


@given(
    st.sampled_from(range(3)),
    st.integers(1, 5),
    st.lists(st.integers(100, 9999), min_size=4, max_size=4),
)
def test_a_heading_that_broke_in_a_text_is_one(which: int, at: int, values: list[int]) -> None:
    words = list(HEADINGS)
    at = min(at, len(words[which]) - 1)
    words[which] = f"{words[which][:at]}\n{words[which][at:]}"
    heads = "\t".join(words)
    row = "\t".join(f"{each}.00" for each in [sum(values), *values])
    over = "科目编码\t科目名称\t合计\t资金来源\t\t\t\n\t\t\t{}"
    table = f"部门支出预算表\n{over}\n2010801\t行政运行\t{row}\n合计\t\t{row}\n"
    broken, whole = (
        by_words(SUMMARY + table.format(each)) for each in (heads, "\t".join(HEADINGS))
    )
    assert amounts(broken) == amounts(whole)
    assert not [p for p in broken.problems if p.kind == "column"]


@pytest.mark.parametrize(
    ("note", "listed"),
    [
        ("注：1.本表为2026年的支出，见表3-1。", False),
        ("注：本表按2026年3月1日的口径编制。", False),
        ("注：其中上级提前下达20.00万元。", True),
        ("注：因公出国共3个团组。", True),
        ("注：本表为12个单位的汇总。", True),
        ("500.00", True),
    ],
)
def test_a_note_below_a_table_is_listed_where_it_says_a_number(note: str, *, listed: bool) -> None:
    table = "部门支出预算表\n科目编码\t科目名称\t合计\n2010801\t行政运行\t500.00\n合计\t\t500.00\n"
    budget = attrs.evolve(
        by_words(f"{SUMMARY}{table}"),
        passages=(Passage(note, grid=True, rows=(GridRow([note], Place()),)),),
    )
    assert [note in each.what for each in cnbudget.check(budget).not_checked] == [True] * listed


IN_TWO = (
    ("一、一般公共预算拨款收入", "480.00", "一、一般公共服务支出", "300.00"),
    ("二、政府性基金预算拨款收入", "", "二、社会保障和就业支出", "180.00"),
    ("三、事业收入", "20.00", "三、其他支出", "20.00"),
    ("四、上年结转", "", "四、住房保障支出", ""),
)


@given(st.integers(0, 3), st.sampled_from((0, 2)), st.integers(3, 12))
def test_a_name_that_goes_on_in_a_row_of_its_own_is_one(which: int, side: int, at: int) -> None:
    rows = [list(row) for row in IN_TWO]
    name = rows[which][side]
    at = min(at, len(name) - 1)
    rows[which][side] = name[:at]
    rest = ["", "", "", ""]
    rest[side] = name[at:]
    rows.insert(which + 1, rest)
    head = "2026年青山市审计局部门预算\n\n收支总表\n单位：万元\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n"
    end = "收入总计\t500.00\t支出总计\t500.00\n"
    whole, broken = (
        by_words(head + "".join("\t".join(row) + "\n" for row in each) + end)
        for each in (IN_TWO, rows)
    )
    # 二、社 may be of an agency: then it is not known
    pairs = zip(amounts(broken), amounts(whole), strict=True)
    assert all(mine == own or mine == (own[0], None) for mine, own in pairs)
    if at > 4:
        assert amounts(broken) == amounts(whole)
    assert not cnbudget.check(broken).wrong
