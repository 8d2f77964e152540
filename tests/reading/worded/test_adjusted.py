"""年初预算数, 全年预算数 and 决算数 beside each other are of three stages, and each column adds up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Disclosure, check, read_text

HEAD = """青山市审计局2024年部门决算

表7

财政拨款“三公”经费支出决算表

单位：万元

项目\t年初预算数\t全年预算数\t决算数
"""
ROWS = ("因公出国（境）费", "公务用车购置及运行维护费", "公务接待费", "合计")


def table(columns: list[list[int]]) -> str:
    rows = zip(ROWS, *([*each, sum(each)] for each in columns), strict=True)
    return HEAD + "".join(
        "\t".join([row, *(f"{x}.00" for x in cells)]) + "\n" for row, *cells in rows
    )


def read(columns: list[list[int]]) -> Disclosure:
    return read_text(table(columns), layouts=())


_COLUMN = st.lists(st.integers(1, 99), min_size=3, max_size=3)


@given(st.lists(_COLUMN, min_size=3, max_size=3))
def test_three_stages_are_read_and_none_is_left_open(columns: list[list[int]]) -> None:
    budget = read(columns)
    (side,) = budget.tables[0].sides
    scopes = [column.scope for column in side.columns]
    assert [scope and scope.stage for scope in scopes] == ["预算", "调整预算", None]
    assert check(budget).checked.violated == 0


def test_a_wrong_number_of_the_adjusted_budget_is_found() -> None:
    text = table([[1, 5, 1], [2, 6, 2], [2, 5, 1]]).replace("\t10.00\t", "\t19.00\t")
    (wrong,) = [x for x in check(read_text(text, layouts=())).wrong if x.caused_by is None]
    assert "全年预算数" in wrong.zh


def test_alone_beside_the_final_amounts_it_is_the_budget() -> None:
    lines = [line.split("\t") for line in table([[1, 5, 1], [2, 6, 2], [2, 5, 1]]).split("\n")]
    text = "\n".join(
        "\t".join(line[:1] + line[2:]) if len(line) == 4 else line[0] for line in lines
    )
    (side,) = read_text(text, layouts=()).tables[0].sides
    assert [column.scope and column.scope.stage for column in side.columns] == ["预算", None]
