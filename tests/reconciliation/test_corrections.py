"""Contradictions told to people, the figures located, the slips behind them, and corrections."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import attrs
import pytest

from cnbudget import (
    Correction,
    Disclosure,
    NotInBudgetError,
    State,
    check,
    example,
    read_text,
    reconcile,
)
from cnbudget.amounts import Unit
from cnbudget.consistency import Range, ranges
from cnbudget.deduction import Weights
from cnbudget.reconciliation import Reconciliation, Status

Key = tuple[object, ...]


def changed(budget: Disclosure, *changes: tuple[Key, str]) -> Disclosure:
    """A budget with other figures in some cells; "" blanks one."""
    pairs = []
    for key, text in changes:
        old = budget[key]
        state = State.VALUE if text else State.BLANK
        pairs.append((old, old.evolve(value=Decimal(text or 0), state=state)))
    return budget.with_figures(pairs)


def akto(*changes: tuple[Key, str]) -> Reconciliation:
    return reconcile(changed(example("akto"), *changes))


CASES = [
    ((3, "208", "合计"), "74.01", "transpose_adjacent", "70.41"),
    ((3, "208", "合计"), "70.91", "substitute_digit", "70.41"),
    ((3, "210", "合计"), "53.51", "insert_digit", "543.51"),
    ((3, "210", "合计"), "5543.51", "delete_digit", "543.51"),
    ((3, "210", "合计"), "5435100.00", "power_of_ten", "543.51"),
    ((3, "210", "合计"), "-543.51", "sign_flip", "543.51"),
]


@pytest.mark.parametrize(("key", "wrong", "kind", "right"), CASES)
def test_a_slip_in_one_figure_is_undone(key: Key, wrong: str, kind: str, right: str) -> None:
    found = akto((key, wrong))
    assert found.status is Status.INCONSISTENT
    located = found.localisation
    assert located is not None
    assert [len(each.figures) for each in located.sets] == [1]
    assert found.offered is not None
    assert found.offered.kind == kind
    [(old, new)] = found.offered.changes
    assert (old.text, new.text) == (wrong, right)
    mended = found.disclosure.corrected(found.offered)
    assert mended[key].text == right
    assert mended.corrections == (found.offered,)
    assert found.disclosure[key].text == wrong  # never by itself
    assert found.disclosure.corrections == ()
    assert reconcile(mended).status is Status.CONSISTENT


def test_the_contradiction_is_told_with_both_numbers_the_allowance_and_the_shortage() -> None:
    found = akto(((3, "208", "合计"), "70.44"))
    [conflict] = found.conflicts
    assert conflict.smallest
    assert {figure.text for figure in conflict.figures} == {"70.44", "70.41"}
    assert conflict.difference == Decimal("0.03")
    assert conflict.allowance == Decimal("0.01")
    assert conflict.shortage == Decimal("0.02")
    assert "公布数：70.44 与 70.41，相差 0.03 万元" in conflict.text("zh")
    assert "最多相差 0.01，还差 0.02" in conflict.text("zh")
    assert "0.03 (10,000 yuan) apart" in conflict.text("en")
    assert "没有更少的数互相矛盾" in found.text("zh")
    assert "改正以下 1 个数即可，没有更简单的改法" in found.text("zh")


def test_what_each_law_lets_pass_can_still_contradict() -> None:
    """Table 3 counts all money, table 5 the general budget alone; line by line they are shown to be one."""
    wrong = changed(example("akto"), ((3, "210", "基本支出"), "521.40"))
    assert check(wrong).ok
    found = reconcile(wrong)
    assert found.status is Status.INCONSISTENT
    conflict = found.conflicts[0]
    assert sorted(f.text for f in conflict.figures if f.text) == ["521.39", "521.40"]
    assert conflict.tie
    assert conflict.shortage == 0
    assert "只能解释小于 0.01 的差，恰好等于也不行" in conflict.text("zh")
    assert "explains less than 0.01, and not just that" in conflict.text("en")
    located = found.localisation
    assert located is not None
    assert {each.figures[0].row.table for each in located.sets} == {3, 5}
    assert located.ambiguous
    assert "仅凭公布数不能确定" in located.text("zh")
    assert found.offered is None


def test_two_exchanged_figures_are_found() -> None:
    budget = example("akto")
    one, other = budget[3, "2101101", "合计"].text, budget[3, "2101550", "合计"].text
    found = akto(((3, "2101101", "合计"), other), ((3, "2101550", "合计"), one))
    assert found.localisation is not None
    kinds = {c.kind for c in found.corrections}
    assert "swap_cells" in kinds
    swap = next(c for c in found.corrections if c.kind == "swap_cells")
    assert reconcile(found.disclosure.corrected(swap)).status is Status.CONSISTENT


def test_a_row_shifted_by_a_column_is_one_correction() -> None:
    row = example("akto").general["2101501"]
    assert [f.text for f in row.figures][2] == ""
    values = ["", *[f.text for f in row.figures][:2]]
    keys = [f.column.key for f in row.figures]
    found = akto(*(((5, "2101501", key), value) for key, value in zip(keys, values, strict=True)))
    shifts = [c for c in found.corrections if c.kind == "shift_row"]
    assert shifts
    assert "整行错了一列" in shifts[0].text("zh")
    mended = found.disclosure.corrected(shifts[0])
    assert [f.text for f in mended.general["2101501"].figures] == [f.text for f in row.figures]


def test_a_table_in_another_unit_is_one_finding() -> None:
    budget = example("akto")
    table = budget.table("basic")
    wrong = budget.with_figures(
        [(f, f.evolve(value=(f.value or Decimal(0)) * 10000)) for f in table.figures]
    )
    found = reconcile(wrong)
    assert found.status is Status.INCONSISTENT
    assert found.localisation is None
    assert [c.kind for c in found.tables] == ["unit"]
    assert found.offered is not None
    assert "整张表的单位写错：各数单位应为 元，不是 万元" in found.offered.text("zh")
    mended = wrong.corrected(found.offered)
    assert mended.table("basic").unit is Unit.YUAN
    assert reconcile(mended).status is Status.CONSISTENT


def test_equally_light_ways_are_all_listed_and_the_ambiguity_said() -> None:
    budget = example("artux")
    # only table 10 tells of this amount, and once more of the whole
    found = reconcile(
        changed(budget, ((10, "总计", "合计"), "1.50"), ((10, "总计", "一般公共预算"), "1.50"))
    )
    located = found.localisation
    assert located is not None
    assert located.complete
    if len(located.sets) > 1:
        assert located.ambiguous
        assert "仅凭公布数不能确定" in located.text("zh")


def test_weights_can_be_set() -> None:
    wrong = changed(example("akto"), ((3, "208", "合计"), "74.01"))
    trusting = reconcile(wrong, weights=Weights(printed=None), witness=False)
    assert trusting.localisation is not None
    assert trusting.localisation.weight is None
    assert trusting.localisation.sets == ()
    assert "怎样改都不能使各数相符" in trusting.localisation.text("zh")
    heavy = reconcile(wrong, weights=Weights(printed=7), witness=False)
    assert heavy.localisation is not None
    assert heavy.localisation.weight == 7


def test_a_correction_of_another_budget_is_refused() -> None:
    figure = example("akto").figures[0]
    with pytest.raises(NotInBudgetError):
        example("artux").corrected(Correction("given", ((figure, figure),), zh="甲", en="a"))


def test_inferred_figures_are_missing_again_after_a_correction() -> None:
    budget = example("artux")
    inferred = [f for f in budget.figures if f.state is State.INFERRED]
    figure = budget[3, "2101501", "基本支出"]
    given = Correction("given", ((figure, figure.evolve(value=Decimal(1))),), zh="甲", en="a")
    after = budget.corrected(given)
    assert all(f.state is not State.INFERRED for f in after.figures)
    assert sum(f.state is State.MISSING for f in after.figures) >= len(inferred)


def test_the_json_says_the_same_and_no_more_numbers_than_text() -> None:
    found = akto(((3, "208", "合计"), "74.01"))
    data = json.loads(found.to_json())
    assert data["schema"] == "cnbudget-reconcile/1"
    assert data["status"] == "inconsistent"
    assert data["offered"]["changes"][0]["to"] == "70.41"
    assert data["conflicts"][0]["evidence"]
    assert "multiplier" not in found.text("en")
    consistent = json.loads(reconcile(example("akto")).to_json())
    assert consistent["witness"]["entries"] > 0
    assert "<strong" in found._repr_html_()
    assert "inconsistent" in repr(found)


def test_slips_in_several_figures_are_told_each_with_its_kind() -> None:
    found = akto(((3, "208", "合计"), "74.01"), ((3, "210", "合计"), "5435100.00"))
    assert found.offered is not None
    assert found.offered.kind == "power_of_ten"
    assert "74.01 应为 70.41（相邻两位数字颠倒）" in found.offered.text()
    assert "5435100.00 应为 543.51（小数点错位）" in found.offered.text()
    assert "70.41 (two neighbouring digits transposed); table 3" in found.offered.text("en")


def test_a_blank_cell_is_named_in_a_contradiction() -> None:
    found = akto(((3, "208", "合计"), ""))
    text = found.conflicts[0].text()
    assert "表3 支出总表 第96行「208 社会保障和就业支出·支出预算合计」 空白" in text
    assert "1 个数四舍五入，最多相差 0.005" in text
    assert "the rounding of 1 figure explains 0.005 at most" in found.conflicts[0].text("en")


def test_ranges_that_were_not_finished_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unfinished(*args: Any, **options: Any) -> dict[str, Range]:
        found = ranges(*args, **options)
        assert isinstance(found, dict)
        return {name: attrs.evolve(each, complete=False) for name, each in found.items()}

    monkeypatch.setattr("cnbudget.reconciliation.corrections.ranges", unfinished)
    found = akto(((3, "208", "合计"), "74.01"))
    assert found.localisation is not None
    [located] = found.localisation.sets
    assert (located.ranges, located.corrections, found.offered) == ((), (), None)


def test_tables_without_a_number_are_not_said_to_be_published_alike() -> None:
    text = (
        "2026年某市某局部门预算公开\n表3 部门支出总体情况表\n单位：万元\n"
        "科目代码\t科目名称\t合计\t基本支出\t项目支出\n208\t社会保障和就业支出\t\t\t\n\t总计\t\t\t\n"
    )
    found = reconcile(read_text(text))
    assert "各表没有一个公布数，没有可以判定的内容" in found.text()
    assert "there was nothing in them to decide" in found.text("en")
    assert "逐格相同" not in found.text()
