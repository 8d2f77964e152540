"""What is printed of some of the agencies is within what is printed of all of them."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

import cnbudget
from cnbudget import Entry, FundingSource, Ledger, Nature, State, Verdict

LEDGER = Ledger(
    [
        Entry(
            "2080501", use, source=FundingSource.GENERAL_OWN, nature=nature, amount=amount * 10_000
        )
        for use, nature, amount in (
            ("30201", Nature.OPERATING, 10),
            ("30101", Nature.PERSONNEL, 30),
            ("30201", Nature.PROJECT, 60),
        )
    ],
    "甲局",
    year=2025,
)


@pytest.mark.parametrize(
    ("money", "verdict"),
    [("5.00", Verdict.EXACT), ("10.00", Verdict.EXACT), ("12.00", Verdict.VIOLATED)],
)
def test_running_costs_of_administrations_are_within_operating_expenditure(
    money: str, verdict: Verdict
) -> None:
    """机关运行经费 is of 公用经费, of administrations alone: not of all that is spent, which is far more."""
    budget = cnbudget.publish(LEDGER, "shanghai-2025")
    (figure,) = [each for each in budget.figures if each.scope is not None and each.scope.agency]
    told = budget.with_figures([(figure, figure.evolve(value=Decimal(money), state=State.VALUE))])
    found = [
        each
        for each in cnbudget.outcomes(told)
        if figure.address in {part.address for part in each.law.figures}
    ]
    assert [(each.law.kind, each.verdict) for each in found] == [("contain", verdict)]
    (law,) = [each.law for each in found]
    assert law.whole.scope is not None
    assert law.whole.scope.nature is Nature.OPERATING


def test_where_operating_expenditure_is_not_printed_they_are_within_what_has_it() -> None:
    budget = cnbudget.publish(LEDGER, "shanghai-2025")
    budget = attrs.evolve(
        budget, tables=tuple(each for each in budget.tables if each.key != "basic")
    )
    (figure,) = [each for each in budget.figures if each.scope is not None and each.scope.agency]
    for money, verdict in (("40.00", Verdict.EXACT), ("40.02", Verdict.VIOLATED)):
        told = figure.evolve(value=Decimal(money), state=State.VALUE)
        (found,) = [
            each
            for each in cnbudget.outcomes(budget.with_figures([(figure, told)]))
            if figure.address in {part.address for part in each.law.figures}
        ]
        assert (found.law.kind, found.verdict) == ("contain", verdict)
        assert found.law.whole.scope is not None
        assert found.law.whole.scope.nature is Nature.BASIC


def test_each_row_of_a_part_of_a_column_is_held_once_and_in_the_order_of_the_rows() -> None:
    rows = "".join(f"208{n:02}\t项目{n}\t{n}.00\t0.00\t{n}.00\t{n}.00\n" for n in range(1, 9))
    text = f"""2026年青山市学校部门预算

收入总表
单位：万元
科目编码\t科目名称\t合计\t一般公共预算拨款\t事业收入\t事业收入
\t\t\t\t金额\t其中：教育收费
合计\t\t36.00\t0.00\t36.00\t36.00
{rows}"""
    laws = [
        law
        for law in cnbudget.laws(cnbudget.read_text(text, layouts=()))
        if law.kind == "contain" and law.parts[0].scope and law.parts[0].scope.agency
    ]
    assert [law.parts[0].row.row for law in laws] == ["合计", *(f"2080{n}" for n in range(1, 9))]
