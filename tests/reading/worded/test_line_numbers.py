"""What numbers the rows (行次) and the columns (栏次) is no amount, and what stands beside it is still read."""

from __future__ import annotations

import pytest

import cnbudget
from cnbudget import Disclosure, State, Verdict
from tests.reading.worded.printing import form_path

HEAD = "2024年青山市水务局部门决算\n\n财政拨款“三公”经费支出决算表\n\n单位：万元\n\n"
USES = (
    "“三公”经费支出合计",
    "（一）因公出国（境）费",
    "（二）公务用车购置及运行维护费",
    "1.公务用车购置费",
    "2.公务用车运行维护费",
    "（三）公务接待费",
)


def table(
    heading: str, cells: list[str], *, numbers: str = "", form: str = "{}", words: bool = True
) -> Disclosure:
    """A table of uses whose rows are numbered, read."""
    rows = [
        f"| {use} | {form.format(number)} | {cell} |\n"
        for number, (use, cell) in enumerate(zip(USES, cells, strict=True), 1)
    ]
    layouts = () if words else None
    return cnbudget.read_text(
        f"{HEAD}| 项目 | {heading} | 决算数 |\n{numbers}{''.join(rows)}", layouts=layouts
    )


def accused(budget: Disclosure) -> list[str]:
    """What is said of its amounts."""
    return [
        each.zh
        for each in cnbudget.check(budget).findings
        if each.law in ("agree", "add-up") and each.verdict is Verdict.VIOLATED
    ]


def amounts(budget: Disclosure) -> list[str]:
    """The amounts that were printed."""
    return [str(each.value) for each in budget.figures if each.state is State.VALUE]


@pytest.mark.parametrize("heading", ["行次", "序号", "栏次", "行号"])
@pytest.mark.parametrize(
    "numbers", ["", "| 栏次 | — | 1 |\n", "| 栏次 | | 1 |\n", "| 栏次 | 栏次 | 1 |\n"]
)
@pytest.mark.parametrize("form", ["{}", "{}.00"])
@pytest.mark.parametrize("cell", ["—", "=A1", ""])
def test_numbers_of_rows_are_no_amounts(heading: str, numbers: str, form: str, cell: str) -> None:
    budget = table(heading, [cell] * 6, numbers=numbers, form=form)
    assert amounts(budget) == []
    assert accused(budget) == []
    assert accused(table(heading, [cell] * 6, numbers=numbers, form=form, words=False)) == []


def test_numbers_of_rows_under_no_heading_are_no_amounts() -> None:
    budget = table("", ["9.00", "—", "6.00", "2.00", "4.00", "3.00"])
    assert amounts(budget) == ["9.00", "6.00", "2.00", "4.00", "3.00"]


def test_amounts_beside_numbers_of_rows_are_read_and_a_wrong_one_is_found() -> None:
    right = table("行次", ["9.00", "—", "6.00", "2.00", "4.00", "3.00"])
    assert amounts(right) == ["9.00", "6.00", "2.00", "4.00", "3.00"]
    assert accused(right) == []
    wrong = table("行次", ["9.00", "—", "6.00", "2.00", "5.00", "3.00"])
    assert accused(wrong)


def test_amounts_that_run_like_numbers_of_rows_are_amounts() -> None:
    budget = cnbudget.read_text(
        "2026年青山市水务局部门预算\n\n部门收入总表\n\n单位：万元\n\n| 科目编码 | 科目名称 | 合计 |\n"
        "| 201 | 一般公共服务支出 | 1 |\n| 205 | 教育支出 | 2 |\n| 208 | 社会保障和就业支出 | 3 |\n"
    )
    assert amounts(budget) == ["1", "2", "3"]


def test_a_form_without_amounts_has_none() -> None:
    for budget in cnbudget.read_all(form_path("neimenggu_final")):
        assert [each.where() for each in budget.figures if each.value] == []
        assert accused(budget) == []
