"""Tables of income beside expenditure that lost their empty cells: nothing false is told of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, State
from cnbudget.reading.blocks import Block, Grid
from cnbudget.reading.relaid import is_torn, relaid
from cnbudget.reading.text import blocks_of_text
from tests.documents import corpus

INCOME = (
    "一般公共预算拨款收入",
    "政府性基金预算拨款收入",
    "国有资本经营预算拨款收入",
    "事业收入",
    "其他收入",
)
FUNCTIONS = (
    "一般公共服务支出",
    "公共安全支出",
    "教育支出",
    "社会保障和就业支出",
    "卫生健康支出",
    "住房保障支出",
)
CODES = ("201", "204", "205", "208", "210", "221")
NUMBERS = "一二三四五六七八"
HEAD = "青山市水务局2026年部门预算\n\n部门收支总表\n\n编制单位：青山市水务局　单位：万元\n\n"


def rows_of(
    income: list[int], spent: list[int], *, numbered: bool, coded: bool = False
) -> list[list[str]]:
    """A table's rows, each with all its cells; 0 is a cell with nothing in it."""

    def side(names: tuple[str, ...], amounts: list[int]) -> list[list[str]]:
        return [
            [f"{mark}、{name}" if numbered else name, f"{amount}.00" if amount else ""]
            for mark, name, amount in zip(NUMBERS, names, amounts, strict=False)
        ]

    left, right = side(INCOME, income), side(FUNCTIONS, spent)
    longest = max(len(left), len(right))
    left += [["", ""]] * (longest - len(left))
    right += [["", ""]] * (longest - len(right))
    total = f"{sum(spent)}.00"
    right = [
        ["项目", "预算数"],
        *right,
        ["本年支出合计", total],
        ["支出总计", total],
    ]
    if coded:
        codes = ["科目编码", *CODES[: len(spent)], *[""] * (len(right) - 1 - len(spent))]
        right = [[code, *row] for code, row in zip(codes, right, strict=True)]
    left = [["项目", "预算数"], *left, ["本年收入合计", total], ["收入总计", total]]
    return [[*one, *other] for one, other in zip(left, right, strict=True)]


def read(rows: list[list[str]], layouts: tuple[str, ...] | None) -> Disclosure:
    text = HEAD + "\n".join("\t".join(row) for row in rows)
    return cnbudget.read_text(text) if layouts is None else cnbudget.read_text(text, layouts=())


def amounts(budget: Disclosure) -> dict[tuple[str | None, str], object]:
    """What each named cell holds, where that is known."""
    return {
        (figure.row.side, figure.row.name or figure.row.row): figure.value
        for figure in budget.figures
        if figure.state is State.VALUE and figure.row is not None
    }


def violated(budget: Disclosure) -> list[cnbudget.Finding]:
    return [
        each
        for each in cnbudget.check(budget).findings
        if each.verdict is cnbudget.Verdict.VIOLATED
    ]


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A table that adds up."""
    spent = draw(st.lists(st.integers(0, 99), min_size=2, max_size=len(FUNCTIONS)))
    income = draw(st.lists(st.integers(0, 99), min_size=1, max_size=len(INCOME) - 1))
    spent[0] += 1
    missing = sum(income) - sum(spent)
    spent[-1] += max(missing, 0)
    income[0] += max(-missing, 0)
    return rows_of(income, spent, numbered=draw(st.booleans()), coded=draw(st.booleans()))


@given(tables(), st.data())
def test_lost_cells_make_no_error(rows: list[list[str]], data: st.DataObject) -> None:
    """Whichever rows lose their empty cells: what is read is what was printed, and nothing is violated."""
    lost = [[cell for cell in row if cell] if data.draw(st.booleans()) else row for row in rows]
    layouts = data.draw(st.sampled_from([None, ()]))
    whole, found = read(rows, layouts), read(lost, layouts)
    before, after = amounts(whole), amounts(found)
    assert all(before.get(label) == value for label, value in after.items())
    assert not violated(found)


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("coded", [True, False])
@pytest.mark.parametrize("layouts", [None, ()])
def test_rows_of_two_names_lose_nothing(
    layouts: tuple[str, ...] | None, *, numbered: bool, coded: bool
) -> None:
    rows = rows_of([60, 0, 0], [30, 20, 10], numbered=numbered, coded=coded)
    lost = [[cell for cell in row if cell] for row in rows]
    assert amounts(read(lost, layouts)) == amounts(read(rows, layouts))


@pytest.mark.parametrize("numbered", [True, False])
def test_a_wrong_amount_is_found_all_the_same(*, numbered: bool) -> None:
    rows = rows_of([60, 0, 0], [30, 20, 10], numbered=numbered)
    rows[3][3] = "11.00"
    lost = [[cell for cell in row if cell] for row in rows]
    assert violated(read(lost, None))


@pytest.mark.parametrize(
    ("text", "laid"),
    [
        # its number follows that of one side alone
        ("一、甲\t5\t一、乙\t3\n其中：丙\t5\t二、丁\t1\n三、戊\t1\n", "||三、戊|1"),
        # the names of one side are those of functions
        ("甲收入\t5\t教育支出\t3\n卫生健康支出\t2\n", "||卫生健康支出|2"),
        ("甲收入\t5\t乙开支\t3\n丙款项\t2\n", "〔丙款项｜2〕|缺失|〔丙款项｜2〕|缺失"),
        # an amount of two columns, and nobody knows of which
        ("甲\t5\t5\t乙\t3\t3\n丙\t丁\t2\n", "〔丙｜丁｜2〕|缺失|缺失|〔丙｜丁｜2〕|缺失|缺失"),
        ("甲\t5\t5\t乙\t3\t3\n丙\t丁\t2\t2\n", "丙|||丁|2|2"),
        ("甲\t5\t201\t乙\t3\n205\t丙\t2\n", "||205|丙|2"),  # one side alone has codes
        ("201\t甲\t5\t301\t乙\t3\n205\t丙\t2\n", "|〔205｜丙｜2〕|缺失||〔205｜丙｜2〕|缺失"),
        ("甲\t5\t乙\t3\n5\t丙\t2\n", "〔5｜丙｜2〕|缺失|〔5｜丙｜2〕|缺失"),
        (
            "甲\t5\t乙\t3\n丙\t丁\t1O.00\n",
            "丙||丁|1O.00",
        ),  # that it is no number is told of its cell
        ("甲\t5\t乙\t3\n丙\t丁\t戊\n", "〔丙｜丁｜戊〕|缺失|〔丙｜丁｜戊〕|缺失"),
    ],
)
def test_a_row_is_laid_out_as_far_as_it_is_known(text: str, laid: str) -> None:
    (grid,) = relaid(blocks_of_text(text + "合计\t5\t合计\t5\n"))
    assert isinstance(grid, Grid)
    assert "|".join(grid.rows[-2].cells) == laid


@pytest.mark.parametrize(
    "text",
    [
        "项目\t预算数\t项目\t预算数\n甲\t5\t乙\t3\n丙\t\t丁\t2\n戊\t1\n",  # empty cells are kept
        "项目\t预算数\n甲\t5\n乙\t\n",  # one side
        "编码\t名称\t合计\n201\t甲\t5\n20101\t乙\t\n",  # codes are no names
        "甲\t5\t乙\t3\n二、卫生健康支出\t\n",  # words alone
        "甲\t5\t5\t乙\t3\t3\n丙\t2\t\t丁\t2\n",  # cells at the end are empty
    ],
)
def test_what_lost_nothing_is_as_it_was(text: str) -> None:
    blocks = blocks_of_text(text)
    assert [each.text for each in map(grid_of, relaid(blocks))] == [
        each.text for each in map(grid_of, blocks)
    ]


def grid_of(block: Block) -> Grid:
    assert isinstance(block, Grid)
    return block


@pytest.mark.parametrize("name", ["一般公共服务支出", "外交支出"])
def test_the_number_before_a_name_with_a_code_is_no_part_of_it(name: str) -> None:
    rows = rows_of([60], [30, 30], numbered=True, coded=True)
    rows[1][3] = f"一、{name}"
    assert [each.law for each in violated(read(rows, None))] == ["name"] * (name not in FUNCTIONS)


@pytest.mark.parametrize("name", ["artux", "akto"])
@pytest.mark.parametrize("layouts", [None, ()])
def test_a_whole_document_without_empty_cells_is_not_accused(
    name: str, layouts: tuple[str, ...] | None
) -> None:
    """Where headings have lost cells, too, nothing says which column is which."""
    parts = corpus.document(name)
    for sheet in parts.sheets:
        sheet.header[:] = [[cell for cell in row if cell] for row in sheet.header]
        sheet.rows[:] = [[cell for cell in row if cell] or [""] for row in sheet.rows]
    text = corpus.put_together(parts)
    found = cnbudget.read_text(text) if layouts is None else cnbudget.read_text(text, layouts=())
    assert [each.zh for each in violated(found) if each.figures] == []


@pytest.mark.parametrize(
    ("row", "torn"), [("科目\t支出预算", True), ("科目\t\t支出预算\t\t", False)]
)
def test_headings_under_others_that_lost_cells_are_torn(row: str, torn: bool) -> None:
    (grid,) = blocks_of_text(
        f"{row}\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n201\t甲\t5\t3\t2\n"
    )
    assert isinstance(grid, Grid)
    assert is_torn(grid.rows[:2], 5) is torn
    assert not is_torn(grid.rows[1:2], 5)  # alone it is what it says


def test_a_heading_for_each_side_stands_over_it() -> None:
    (grid,) = relaid(
        blocks_of_text("编制部门：甲\t单位：元\n收入\t支出\n甲\t5\t乙\t3\n丙\t丁\t1\n")
    )
    assert isinstance(grid, Grid)
    assert [row.cells for row in grid.rows[:2]] == [
        ["编制部门：甲", "单位：元"],
        ["收入", "", "支出", ""],
    ]
