"""The prose and the side matters in the system: what is composed is consistent, and a changed number is named."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, NotInBudgetError, State
from cnbudget.composing import Composition
from cnbudget.consistency import Consistent, decide
from cnbudget.deduction import Weights, joint_system, system_around
from cnbudget.disclosure import Correction
from cnbudget.narrative import Claim
from cnbudget.reconciliation import Reconciliation, Status
from tests.checks.test_prose import FIRST, GOOD
from tests.composing.test_properties import compositions, hidden, told
from tests.narrative.documents import budget as small
from tests.profiles import tries

HEADING = "三、关于某市某某局2026年支出预算情况说明\n"


def reconciled(text: str, **options: object) -> Reconciliation:
    return cnbudget.reconcile(small(text), **options)  # type: ignore[arg-type]


def made_up(found: Reconciliation) -> bool:
    """Whether numbers of the other matters are in it, which composing takes from the ledger and not from the tables."""
    return any(
        figure.row.within == "other" for conflict in found.conflicts for figure in conflict.figures
    )


# What is composed --------------------------------------------------------------------------------


@given(compositions(filled=False))
def test_what_is_composed_is_consistent(made: Composition) -> None:
    found = cnbudget.reconcile(told(made))
    assert found.status is Status.CONSISTENT or made_up(found), found.text("en")
    assert found.stated is not None
    assert found.stated.taken


@given(compositions(filled=False))
@settings(max_examples=tries(2))
def test_the_joint_system_and_the_ledger_of_the_tables_agree(made: Composition) -> None:
    budget = told(made)
    witness = cnbudget.reconcile(budget, prose=False).witness
    assert witness is not None
    around = system_around(budget, witness)
    if around is not None and isinstance(decide(around.system), Consistent):
        assert isinstance(decide(joint_system(budget).system), Consistent)


@given(st.data(), compositions(filled=False))
@settings(max_examples=tries(2))
def test_a_changed_number_is_named(data: st.DataObject, made: Composition) -> None:
    budget = told(made)
    before = cnbudget.reconcile(budget)
    assert before.stated is not None
    taken = {id(figure) for figure in before.stated.taken}
    claims = list(budget.claims)
    tied = [
        claim
        for claim in claims
        if claim.kind in ("amount", "share", "change", "growth")
        and claim.value
        and id(claim.figure) in taken
        and made.passages[(claim.place.line or 0) - 1].text.count(claim.text) == 1
    ]
    if before.status is not Status.CONSISTENT or not tied:
        return
    claim = data.draw(st.sampled_from(tied))
    wrong = abs(claim.value or Decimal(0)) + data.draw(
        st.sampled_from([Decimal("0.9"), Decimal(10)])
    )
    if hidden(claim, wrong, claims):
        return
    found = cnbudget.reconcile(changed(budget, claim, wrong), witness=False)
    assert found.status is Status.INCONSISTENT
    assert found.localisation is not None
    assert not found.localisation.partial
    named = {(f.place.line, abs(f.value or 0)) for f in found.localisation.figures}
    assert (claim.place.line, wrong) in named, found.text("en")


def changed(budget: Disclosure, claim: Claim, wrong: Decimal) -> Disclosure:
    line = claim.place.line or 0
    passage = budget.passages[line - 1]
    other = attrs.evolve(passage, text=passage.text.replace(claim.text, f"{wrong:.2f}"))
    return attrs.evolve(
        budget, passages=(*budget.passages[: line - 1], other, *budget.passages[line:])
    )


# One document ------------------------------------------------------------------------------------


def test_a_sound_narrative_is_taken_in() -> None:
    found = reconciled(GOOD)
    assert found.consistent
    assert found.stated is not None
    assert len(found.stated.taken) == 22
    assert found.stated.left_out == ()
    assert "22 numbers outside the tables were decided over" in found.text("en")
    assert found.to_dict()["prose"] == {"taken": 22, "left_out": [], "unread": 0}


def test_it_can_be_left_out() -> None:
    found = reconciled(GOOD.replace("支出预算100.00", "支出预算110.00"), prose=False)
    assert found.consistent
    assert found.stated is None
    assert "没有要求判定表外的数" in found.text()
    assert found.to_dict()["prose"] is None


FAULTS = [
    ("支出预算100.00", "支出预算110.00", 1, "110.00"),
    ("基本支出80.00万元，占80.00%", "基本支出80.00万元，占81.00%", 2, "81.00"),
    ("增长14.29%，主要", "增长15.29%，主要", 2, "15.29"),
    ("下降33.33%，主要", "增长33.33%，主要", 3, "33.33"),
    ("30.00万元，比上年", "31.00万元，比上年", 10, "31.00"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "text"), FAULTS)
def test_a_planted_fault_is_named_first(old: str, new: str, line: int, text: str) -> None:
    assert GOOD.count(old) == 1
    found = reconciled(GOOD.replace(old, new))
    assert found.status is Status.INCONSISTENT
    assert found.localisation is not None
    firsts = [
        (figure.place.line, figure.text)
        for each in found.localisation.sets
        for figure in each.figures
    ]
    assert (FIRST + line, text) in firsts
    assert all(len(each.figures) == 1 for each in found.localisation.sets)
    for lang in ("zh", "en"):
        assert text in found.conflicts[0].text(lang)
    figure = found.to_dict()["conflicts"][0]["left"][0]["figure"]
    assert (figure["in"], figure["line"]) == ("prose", FIRST + line)


def test_a_contradiction_tells_what_a_percentage_could_be() -> None:
    found = reconciled(GOOD.replace("基本支出80.00万元，占80.00%", "基本支出80.00万元，占81.00%"))
    (conflict,) = found.conflicts
    assert conflict.rate is not None
    assert (str(conflict.rate.low), str(conflict.rate.high)) == ("79.982001", "80.018002")
    assert conflict.found == (Decimal("81.00"), Decimal("80.018002"))
    assert conflict.allowance == Decimal("0.005")
    assert conflict.shortage == Decimal("0.976998")
    assert conflict.unit_text == "%"
    assert "在 79.982001% 与 80.018002% 之间" in conflict.text()
    assert found.localisation is not None
    assert "%" in found.localisation.sets[0].text("en")


def test_a_wrong_number_of_the_text_is_put_right_where_it_stands() -> None:
    budget = small(GOOD.replace("（项）：2026年预算数为70.00", "（项）：2026年预算数为07.00"))
    found = cnbudget.reconcile(budget)
    assert found.offered is not None
    mended = budget.corrected(found.offered)
    assert mended.corrections == (found.offered,)
    assert cnbudget.reconcile(mended).consistent
    assert any("（项）：2026年预算数为70.00" in passage.text for passage in mended.passages)


def test_what_cannot_be_replaced_by_itself_is_refused() -> None:
    budget = small(GOOD)
    change = next(c for c in budget.claims if c.kind == "change" and c.text == "10.00").figure
    turned = Correction("given", ((change, change.evolve(value=Decimal("-10.00"))),), zh="", en="")
    with pytest.raises(NotInBudgetError, match="cannot be replaced by itself"):
        budget.corrected(turned)


def test_where_nothing_else_decides_the_ambiguity_is_said() -> None:
    budget = small(f"{HEADING}某市某某局2026年支出预算110.00万元。\n")
    total = budget[3, "总计", "合计"]
    others = [
        (f, f.evolve(value=None, state=State.MISSING)) for f in budget.figures if f is not total
    ]
    found = cnbudget.reconcile(budget.with_figures(others))
    located = found.localisation
    assert located is not None
    assert [[f.text for f in each.figures] for each in located.sets] == [["110.00"]]
    assert [[f.text for f in each.figures] for each in located.otherwise] == [["100.00"]]
    assert located.ambiguous
    assert found.offered is None
    assert "如果表外的数无误" in located.text()
    assert "are right, changing these in the tables" in located.text("en")
    (set_,) = found.to_dict()["localisation"]["otherwise"]
    assert set_["figures"][0]["value"] == "100.00"


def test_where_the_tables_decide_it_is_not() -> None:
    found = reconciled(f"{HEADING}某市某某局2026年支出预算110.00万元。\n")
    assert found.localisation is not None
    assert found.localisation.otherwise == ()
    assert not found.localisation.ambiguous


def test_weights_can_be_set() -> None:
    prose = GOOD.replace("支出预算100.00", "支出预算110.00")
    trusted = cnbudget.reconcile(small(prose), weights=Weights(prose=None))
    assert trusted.localisation is not None
    assert all(figure.row.within == "table" for figure in trusted.localisation.figures)
    unknown = cnbudget.reconcile(small(prose), weights=Weights(prose=0))
    assert unknown.consistent


def test_an_amount_may_be_cut_off_from_a_finer_table() -> None:
    assert reconciled(GOOD.replace("支出预算100.00万元", "支出预算100万元")).consistent
    assert not reconciled(GOOD.replace("支出预算100.00万元", "支出预算101万元")).consistent
    assert not reconciled(GOOD.replace("支出预算100.00万元", "支出预算99万元")).consistent


def test_an_amount_without_a_row_is_refuted_alone() -> None:
    prose = GOOD.replace("2. 卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）：2026年预算数为70.00",
                         "2. 教育支出（类）普通教育（款）小学教育（项）：2026年预算数为70.00")  # fmt: skip
    found = reconciled(prose)
    assert not found.consistent
    assert any("没有对应的行" in conflict.text() for conflict in found.conflicts)


def test_last_years_amounts_are_one_system() -> None:
    prose = GOOD.replace(
        "（项）：2026年预算数为70.00万元，比上年预算减少5.00万元，下降6.67%",
        "（项）：2026年预算数为70.00万元，比上年预算减少15.00万元，下降17.65%",
    )
    found = reconciled(prose)
    assert not found.consistent
    assert any("上年数" in law.words() for law in found.conflicts[0].laws)
    # where items of last year alone may have been left out, nobody is accused
    fewer = GOOD.replace("减少5.00万元，下降6.67%", "增加5.00万元，增长7.69%")
    assert reconciled(fewer).consistent
    untold = reconciled(GOOD.replace("减少5.00万元，下降6.67%", "增加5.00万元"))
    assert untold.consistent
    assert untold.stated is not None
    ((figure, why),) = untold.stated.left_out  # nothing else is said of the change
    assert (figure.text, why[0]) == ("5.00", "推算上年数的各项可能没有列全")


@pytest.mark.parametrize(
    ("text", "consistent"),
    [
        ("比上年预算增加80.00万元，增长100.00%", True),
        ("比上年预算增加80.00万元，增长90.00%", False),
    ],
)
def test_a_rate_on_a_base_of_zero(text: str, consistent: bool) -> None:
    prose = (
        "三、关于某市某某局2026年支出预算情况说明\n某市某某局2026年支出预算100.00万元，其中：\n"
        f"基本支出80.00万元，{text}。\n"
    )
    found = reconciled(prose)
    assert found.consistent is consistent
    assert found.stated is not None
    left = {figure.text: why[1] for figure, why in found.stated.left_out}
    assert ("100.00" in left) is consistent


def test_a_text_that_contradicts_itself_everywhere_ends() -> None:
    lines = "".join(
        f"基本支出8{n % 10}.00万元，占81.00%，比上年预算增加10.00万元，增长14.29%。\n"
        for n in range(150)
    )
    found = cnbudget.reconcile(
        small(HEADING + "支出预算100.00万元，其中：\n" + lines), time_limit=2
    )
    assert found.status is not Status.CONSISTENT
    assert found.stated is not None
    assert len(found.stated.taken) == 601


def test_a_rate_on_a_base_of_zero_is_told_as_a_percentage() -> None:
    prose = (
        "三、关于某市某某局2026年支出预算情况说明\n某市某某局2026年支出预算100.00万元，其中：\n"
        "基本支出80.00万元，比上年预算增加80.00万元，增长90.00%。\n"
    )
    found = reconciled(prose)
    (conflict,) = found.conflicts
    assert conflict.unit_text == "%"
    assert conflict.found == (Decimal("90.00"), Decimal(100))
    assert "从零增加，应为 100%" in conflict.text()
    assert "90.00% 只能是 100%。" in conflict.text()
    assert "can be 100% only" in conflict.text("en")
    assert found.localisation is not None
    assert "（若其他数无误，应为 100%）" in found.localisation.text()
    assert "(the others being right, it is 100%)" in found.localisation.text("en")
    found.verify()


def test_out_of_time_nothing_is_said_to_be_decided() -> None:
    found = reconciled(GOOD, time_limit=0)
    assert found.status is Status.UNDECIDED
    assert "22 个应一并判定" in found.text()
    assert "22 numbers outside the tables are to be decided over" in found.text("en")
