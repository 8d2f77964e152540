"""Cells and rows that are wrong: for each, the exact words of what is said, and where."""

from __future__ import annotations

import pytest

from cnbudget import Disclosure, Report, State, Verdict, check, read_text
from tests.documents import corpus
from tests.documents.corpus import Sheet


def with_row(document: str, table: int, first: str, change: dict[int, str]) -> tuple[str, int]:
    """A document with cells of a row changed (the row of the code ``first``), and the row's line."""
    parts = corpus.document(document)
    for row in parts.sheet(table).rows:
        if "".join(cell for cell in row[:3] if cell.isdigit()) == first:
            for column, cell in change.items():
                row[column] = cell
            text = corpus.put_together(parts)
            return text, text.split("\n").index("\t".join(row)) + 1
    raise AssertionError(first)


def said(read: Disclosure, kind: str) -> tuple[str, str, int | None]:
    """The one problem of a kind: its words, Chinese and English, and its line."""
    (problem,) = [each for each in read.problems if each.kind == kind and each.key == "general"]
    return problem.zh, problem.en, problem.place.line


@pytest.mark.parametrize(
    "cell", ["1.2.3", "1e9999", "22..00", "1,2,3.00", "22.00-", "--22", "2 2.0 0.1"]
)
def test_a_cell_that_looks_like_a_number_and_is_none(cell: str) -> None:
    text, line = with_row("artux", 5, "2101599", {4: cell})
    read = read_text(text)
    assert said(read, "number") == (
        f"“2101599”行“合计”列的“{cell}”不是数，按缺失处理",
        f"row “2101599”, column “合计”: “{cell}” is not a number; the cell counts as missing",
        line,
    )
    figure = read.general["2101599"].total
    # it is known all the same: it is the sum of its columns
    assert (figure.state, figure.text) == (State.INFERRED, "22.00")
    (finding,) = check(read).wrong  # such a file is not fit to publish
    assert (finding.law, finding.severity) == ("form", "error")
    assert finding.zh.startswith(f"表5 一般公共预算支出表：“2101599”行“合计”列的“{cell}”不是数")


def test_a_huge_number_is_read_in_bounded_time() -> None:
    text, line = with_row("artux", 5, "2101599", {4: "9" * 5000})
    report = check(read_text(text))
    assert any(each.place.line == line for each in report.findings)


@pytest.mark.parametrize(
    ("cells", "zh", "en"),
    [
        (
            {0: "20A"},
            "功能分类科目编码只能有数字",
            "a functional code has digits only",
        ),
        (
            {0: "2080", 1: "", 2: ""},
            "功能分类科目编码应有 3、5、7 位数字，此处有 4 位",
            "a functional code has 3, 5, 7 digits, this has 4",
        ),
    ],
    ids=["20A", "2080"],
)
def test_a_malformed_code(cells: dict[int, str], zh: str, en: str) -> None:
    text, line = with_row("artux", 5, "2101599", cells)
    read = read_text(text)
    found = said(read, "code")
    assert found[2] == line
    assert zh in found[0]
    assert en in found[1]
    report = check(read)
    (finding,) = [each for each in report.findings if each.law == "code"]
    assert (finding.severity, finding.verdict.value) == ("error", "violated")
    assert not report.ok
    # its name says which code it should be
    assert "，应为 2101599（" in found[0]
    assert ", should be 2101599 (" in found[1]
    assert read.general["2101599"].total.text == "22.00"
    assert [each.law for each in report.wrong] == ["code"]
    assert report.untied == ()


@pytest.mark.parametrize("cells", [{0: "", 1: "", 2: "99"}, {0: "", 1: "15", 2: "99"}])
def test_a_code_without_what_the_rows_above_say_of_it_is_none(cells: dict[int, str]) -> None:
    text, _ = with_row("artux", 5, "2101599", cells)
    read = read_text(text)
    assert read.general["2101599"].total.text == "22.00"
    assert not [each for each in read.problems if each.kind == "code"]
    assert check(read).ok
    # another ending than that of the name is a fault
    text, line = with_row("artux", 5, "2101599", {0: "", 1: "", 2: "98"})
    assert said(read_text(text), "code")[2] == line


def test_a_malformed_code_beside_a_name_that_is_no_codes() -> None:
    text, line = with_row("artux", 5, "2101599", {0: "20A", 3: "某某支出"})
    read = read_text(text)
    assert said(read, "code")[2] == line
    report = check(read)
    # its amounts are figures without a scope, not sums that do not add up
    assert [each.law for each in report.wrong] == ["code"]
    untied = [figure.text for figure, _ in report.untied if figure.place.line == line]
    assert untied == ["22.00", "22.00"]


def test_a_negative_amount() -> None:
    text, line = with_row("akto", 6, "30201", {3: "-2.47", 5: "-2.47"})
    report = check(read_text(text))
    first, second = [each for each in report.findings if each.law == "negative"]
    where = f"第{line}行「30201 办公费·一般公共预算基本支出合计」"
    assert first.zh == f"表6 基本支出表 {where}印 -2.47 万元，应不小于零（金额不应为负数）"
    assert first.en.startswith(f"table 6 (basic expenditure), line {line} “30201 办公费·")
    assert first.en.endswith("is -2.47 万元, should not be less than zero (no amount is negative)")
    assert second.place.line == line
    assert not report.ok


def test_the_same_row_twice() -> None:
    parts = corpus.document("artux")
    rows = parts.sheet(5).rows
    rows.insert(14, list(rows[13]))
    text = corpus.put_together(parts)
    line = text.split("\n").index("\t".join(rows[13])) + 2
    code, name = "".join(rows[13][:3]), corpus.bare(rows[13][3])
    read = read_text(text)
    zh, en, place = said(read, "repeated")
    assert zh == f"{code} {name} 一行重复：与前一行各数相同"
    assert en == f"the row of {code} stands twice, with the same amounts"
    assert place == line
    report = check(read)
    assert [f.zh for f in report.wrong] == [f"表5 一般公共预算支出表：{zh}"]
    assert {figure.place.line for figure, _ in report.untied} >= {place}


def test_the_same_code_twice() -> None:
    parts = corpus.document("artux")
    rows = parts.sheet(5).rows
    rows.insert(14, [*rows[13][:4], *("1.23" if cell else "" for cell in rows[13][4:])])
    text = corpus.put_together(parts)
    line = text.split("\n").index("\t".join(rows[14])) + 1
    code = "".join(rows[13][:3])
    read = read_text(text)
    zh, en, place = said(read, "twice")
    assert zh == f"同一科目 {code} 出现不止一行，没有什么可以区分各行"
    assert en == f"code {code} stands on more than one row, and nothing tells the rows apart"
    assert place == line
    report = check(read)
    assert [(finding.law, finding.severity) for finding in report.wrong] == [("code", "error")]
    assert {figure.place.line for figure, _ in report.untied} >= {place}


def test_an_unknown_row() -> None:
    parts = corpus.document("artux")
    parts.sheet(10).rows.insert(1, ["无人机购置费", "3.30", "3.30", "", ""])
    read = read_text(corpus.put_together(parts))
    (problem,) = [each for each in read.problems if each.key == "three_public"]
    assert problem.zh == "不认识的行“无人机购置费”，其中各数口径不明"
    assert (
        problem.en == "a row that is not known, “无人机购置费”; the scope of its figures is unknown"
    )
    report = check(read)
    assert [figure.text for figure, _ in report.untied] == ["3.30", "3.30"]
    (why,) = {why for _, why in report.untied}
    assert why[0] == "不能确定是表式中的哪一行，口径不明"
    assert [(each.figure.text, each.key, each.why) for each in report.untied] == [
        ("3.30", "unchecked.row_unknown", why)
    ] * 2
    assert report.ok


def test_an_extra_column() -> None:
    parts = corpus.document("artux")
    corpus.insert_column(parts.sheet(3), 7, "上年执行数", lambda i: "1.00" if i == 0 else "")
    read = read_text(corpus.put_together(parts))
    (problem,) = [each for each in read.problems if each.key == "expenditure"]
    assert problem.zh == "表式中没有的列：上年执行数，其中各数口径不明"
    assert problem.en == "columns that the form does not have: 上年执行数; their scope is unknown"
    assert problem.place.line == read.expenditure.line


def test_a_column_left_out() -> None:
    parts = corpus.document("artux")
    corpus.drop_column(parts.sheet(5), 5)
    read = read_text(corpus.put_together(parts))
    (problem,) = [each for each in read.problems if each.key == "general"]
    assert problem.zh == "缺少“基本支出”一列，其中各格按缺失处理"
    assert problem.en == "the column “基本支出” is lacking; its cells count as missing"
    report = check(read)
    (finding,) = [f for f in report.causes if f.zh.startswith("表5 一般公共预算支出表：")]
    assert finding.zh.startswith(
        "表5 一般公共预算支出表：缺少“基本支出”一列，其中各格按缺失处理；18 格均已推算出来"
    )
    below = [f for f in report.consequences(finding) if f.verdict is Verdict.UNDECIDED]
    assert all(any(x.column.key == "basic" for x in f.figures) for f in below)
    assert below


def test_a_table_left_out() -> None:
    parts = corpus.document("artux")
    parts.sheets = [sheet for sheet in parts.sheets if sheet.number != 6]
    read = read_text(corpus.put_together(parts))
    assert [table.key for table in read.tables if table.status == "missing"] == ["basic"]
    (finding,) = check(read).wrong
    assert finding.zh == "缺少表式中的第 6 张表《一般公共预算基本支出情况表》"
    assert finding.en == "table 6 of the form, 一般公共预算基本支出情况表, is missing"
    assert (finding.law, finding.severity) == ("form", "error")


# A table cut in the middle -----------------------------------------------------------------------


def cut(document: str, number: int, row: int) -> tuple[Report, Disclosure]:
    parts = corpus.document(document)
    sheet: Sheet = parts.sheet(number)
    del sheet.rows[row:]
    read = read_text(corpus.put_together(parts))
    return check(read), read


@pytest.mark.parametrize("name", corpus.NAMES)
def test_a_table_cut_at_any_row_is_said_to_be_cut_and_nothing_else_is_wrong(name: str) -> None:
    unsaid = []
    for sheet in corpus.document(name).sheets:
        for row in range(len(sheet.rows)):
            report, read = cut(name, sheet.number, row)
            key = corpus.budget(name).table(sheet.number).key
            said = [each for each in read.problems if each.key == key]
            if corpus.budget(name).table(sheet.number).status == "empty":
                continue  # the document says that it is
            split_total = name == "akto" and sheet.number == 3 and row == len(sheet.rows) - 1
            if not any("断" in p.zh or "一行" in p.zh for p in said) and not split_total:
                unsaid.append((sheet.number, row))
            assert [finding.zh for finding in report.wrong] == []
    assert unsaid == []


def test_the_words_for_a_table_that_is_cut() -> None:
    _, read = cut("artux", 5, 9)
    assert said(read, "form")[:2] == (
        "没有合计行（表在中途断开，或漏了合计）",
        "no total row (the table breaks off, or the total was left out)",
    )
