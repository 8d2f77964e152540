"""Where no ledger fits, that is proven, and told by figures and blanks; the checker refuses what does not prove it."""

from __future__ import annotations

import ast
import json
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from cnbudget import (
    Disclosure,
    Entry,
    Flow,
    FundingSource,
    Ledger,
    Nature,
    Reconciliation,
    State,
    example,
    publish,
    reconcile,
)
from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency.errors import EvidenceError
from cnbudget.layouts import load
from cnbudget.reconciliation import Status, unknowns, verification
from cnbudget.reconciliation.obstacle import BalanceOf, Obstacle, Unlisted
from cnbudget.reconciliation.verification import check_obstacle, harmful
from cnbudget.reconciliation.witness import witness
from cnbudget.strategies import ledgers
from tests.profiles import tries
from tests.properties.test_forms import ledgers as balanced

_USES = ("30101", "30201", "30217", "30227", "30231", "31013")
_PARTS = (
    ("three_public",),
    ("basic",),
    ("projects",),
    ("commissioned",),
    ("three_public", "commissioned"),
)


@pytest.fixture(scope="module")
def found() -> Reconciliation:
    """Vehicles cost more than table 6 and the projects of table 7 leave room for; every scope agrees."""
    budget = example("akto")
    printed = [f for f in budget.table("three_public").figures if f.state is State.VALUE]
    changes = [(figure, figure.evolve(value=Decimal("100.00"))) for figure in printed]
    return reconcile(budget.with_figures(changes))


def _obstacle(found: Reconciliation) -> Obstacle:
    assert found.obstacle is not None
    return found.obstacle


def _check(found: Reconciliation, obstacle: Obstacle) -> None:
    check_obstacle(found.disclosure, load(found.disclosure.layout), obstacle)


def test_both_sides_and_what_rules_other_entries_out_are_told(found: Reconciliation) -> None:
    assert found.status is Status.UNWITNESSED
    assert found.consistent
    obstacle = _obstacle(found)
    assert [(f.row.key, f.row.row, f.text) for f, _ in obstacle.smaller] == [
        ("three_public", "合计", "100.00")
    ]
    assert [(f.row.key, f.row.row, f.text) for f, _ in obstacle.larger] == [
        ("basic", "30231", "1.80"),
        ("projects", "合计", "2.90"),
    ]
    assert [str(number) for number in obstacle.found] == ["4.70", "100.00"]
    assert (str(obstacle.difference), str(obstacle.allowance)) == ("95.30", "0.015")
    assert str(obstacle.shortage) == "95.285"
    text = found.text("zh")
    assert "已证明没有一本预算明细" in text
    assert (
        "公布数：4.70 与 100.00，少 95.30 万元；3 个数各自四舍五入，最多相差 0.015，还差 95.285。"
        in text
    )
    assert "「30231 公务用车运行维护费" in text
    assert "没有列出的行" in text
    english = found.text("en")
    assert "it is proven that no ledger publishes as the printed tables" in english
    assert "Published: 4.70 and 100.00, 95.30 (10,000 yuan) less" in english
    assert "Other entries are ruled out by the blank cells table 10" in english
    assert "Obstacle of" in repr(obstacle)
    assert str(obstacle) == obstacle.text()


def test_json_has_it_too(found: Reconciliation) -> None:
    told = json.loads(found.to_json())
    obstacle = told["obstacle"]
    assert told["status"] == "unwitnessed"
    assert obstacle["message"]["zh"] == _obstacle(found).text("zh")
    assert [each["figure"]["value"] for each in obstacle["larger"]] == ["1.80", "2.90"]
    assert (obstacle["found"], obstacle["shortage"]) == (["4.70", "100.00"], "95.285")
    assert {each["table"] for each in obstacle["unlisted"]} == {6, 8, 9}
    assert all(each["state"] == "blank" for each in obstacle["blanks"])
    assert json.loads(reconcile(example("akto")).to_json())["obstacle"] is None


def test_the_checker_accepts_what_was_found_and_refuses_less(found: Reconciliation) -> None:
    obstacle = _obstacle(found)
    _check(found, obstacle)
    for each in obstacle.unlisted:
        fewer = tuple(other for other in obstacle.unlisted if other is not each)
        with pytest.raises(EvidenceError, match="smaller side alone"):
            _check(found, attrs.evolve(obstacle, unlisted=fewer))
    for blank in obstacle.blanks:
        rest = tuple(other for other in obstacle.blanks if other is not blank)
        with pytest.raises(EvidenceError, match="smaller side alone"):
            _check(found, attrs.evolve(obstacle, blanks=rest))
    for pair in obstacle.larger:
        left = tuple(other for other in obstacle.larger if other is not pair)
        with pytest.raises(EvidenceError):
            _check(found, attrs.evolve(obstacle, larger=left))


def test_the_proof_is_verified_with_all_else(found: Reconciliation) -> None:
    found.verify()
    obstacle = _obstacle(found)
    less = attrs.evolve(obstacle, larger=obstacle.smaller, smaller=obstacle.larger)
    with pytest.raises(EvidenceError):
        attrs.evolve(found, obstacle=less).verify()
    with pytest.raises(EvidenceError):
        attrs.evolve(reconcile(example("akto")), obstacle=obstacle).verify()


def test_the_checker_refuses_what_is_not_so(found: Reconciliation) -> None:
    obstacle = _obstacle(found)
    more = tuple((figure, 30 * times) for figure, times in obstacle.larger)
    with pytest.raises(EvidenceError, match="rounding explains"):
        _check(found, attrs.evolve(obstacle, larger=more))
    with pytest.raises(EvidenceError):
        _check(found, attrs.evolve(obstacle, larger=obstacle.smaller, smaller=obstacle.larger))
    (figure, _), *_ = obstacle.smaller
    with pytest.raises(EvidenceError, match="not a printed figure"):
        _check(found, attrs.evolve(obstacle, smaller=((figure.evolve(value=Decimal(200)), 1),)))
    with pytest.raises(EvidenceError, match="not a printed figure"):
        _check(found, attrs.evolve(obstacle, smaller=((figure, -1),)))
    with pytest.raises(EvidenceError, match="not a blank"):
        _check(found, attrs.evolve(obstacle, blanks=(figure,)))
    nowhere = Unlisted("three_public", None, number=10, title="")
    with pytest.raises(EvidenceError, match="completely"):
        _check(found, attrs.evolve(obstacle, unlisted=(*obstacle.unlisted, nowhere)))


def test_an_open_table_rules_nothing_out(found: Reconciliation) -> None:
    """Were table 6 one that does not list its codes completely, nothing would follow."""
    budget = found.disclosure
    tables = tuple(
        attrs.evolve(table, sides=tuple(attrs.evolve(side, complete=False) for side in table.sides))
        if table.key == "basic"
        else table
        for table in budget.tables
    )
    opened = attrs.evolve(budget, tables=tables, derived=None)
    with pytest.raises(EvidenceError, match="completely"):
        check_obstacle(opened, load(budget.layout), _obstacle(found))


def _mixed(one: Disclosure, other: Disclosure, keys: tuple[str, ...]) -> Disclosure:
    """A document with some tables of another."""
    tables = tuple(
        theirs if theirs.key in keys else mine
        for mine, theirs in zip(one.tables, other.tables, strict=True)
    )
    return attrs.evolve(one, tables=tables, derived=None)


def _with_other_uses(data: st.DataObject, ledger: Ledger) -> Ledger:
    return attrs.evolve(
        ledger,
        entries=[
            attrs.evolve(
                entry,
                economic=None if entry.economic is None else data.draw(st.sampled_from(_USES)),
                project=entry.project and data.draw(st.sampled_from([entry.project, "另一项目"])),
            )
            for entry in ledger.entries
        ],
    )


@given(st.data(), st.sampled_from(["xinjiang-2026", "xinjiang-2024", "shanghai-2025", "central"]))
def test_tables_of_two_ledgers_have_a_witness_or_a_proof(data: st.DataObject, name: str) -> None:
    """Each of the two is what some ledger publishes as, so that a proof needs tables of both."""
    if name.startswith("xinjiang"):
        ledger = data.draw(ledgers(max_entries=4, secret=False))
    else:
        ledger = data.draw(balanced(name == "central"))
    one, other = publish(ledger, name), publish(_with_other_uses(data, ledger), name)
    keys = data.draw(st.sampled_from([p for p in _PARTS if p[0] in load(name)]))
    mixed = _mixed(one, other, keys)
    found = reconcile(mixed)
    event(f"{found.status}, proof: {found.obstacle is not None}")
    if found.status is Status.UNWITNESSED:
        obstacle = _obstacle(found)
        used = {figure.row.key for figure in obstacle.figures}
        used |= {each.key for each in obstacle.unlisted}
        assert used & set(keys)
        assert used - set(keys)
        for budget in (one, other):
            assert reconcile(budget).obstacle is None
    elif found.status is Status.CONSISTENT:
        assert reconcile(mixed, witness=False).consistent


@given(ledgers(max_entries=6))
@settings(max_examples=tries(2))
def test_no_entry_of_a_ledger_is_ruled_out_by_what_it_publishes(ledger: Ledger) -> None:
    """With all its blanks and all its lists, every entry is still possible: each is harmful to 'all figures are 0'."""
    budget = publish(ledger)
    form = load(budget.layout)
    total = next(f for f in budget.table("expenditure").figures if f.state is State.VALUE)
    blanks = tuple(
        figure
        for table in budget.tables
        for figure in table.figures
        if figure.state is State.BLANK and figure.scope is not None
    )
    unlisted = tuple(
        Unlisted(table.key, side.side, number=table.number, title=table.title)
        for table in budget.tables
        if table.key in ("expenditure", "general", "basic", "income")
        for side in table.sides
    )
    claim = Obstacle((), ((total, 1),), blanks=blanks, unlisted=unlisted)
    scope = total.scope
    assert scope is not None
    left = list(harmful(budget, form, claim))
    for entry in ledger:
        if not scope.contains(entry):
            continue
        function, economic = str(entry.function), str(entry.economic)
        assert any(
            function.startswith(each.function)
            and economic.startswith(each.economic)
            and each.nature is not None
            for each in left
        ), entry


@pytest.mark.parametrize(("vehicles", "status"), [("4.71", "consistent"), ("4.72", "unwitnessed")])
def test_what_rounding_explains_is_no_obstacle(vehicles: str, status: str) -> None:
    """1.80 and 2.90 can be 4.71 together, each rounded by itself, and not 4.72."""
    budget = example("akto")
    printed = [f for f in budget.table("three_public").figures if f.state is State.VALUE]
    found = reconcile(
        budget.with_figures([(f, f.evolve(value=Decimal(vehicles))) for f in printed])
    )
    assert found.status == status
    if found.obstacle is not None:
        assert found.obstacle.shortage == Decimal("0.005")


def test_the_checker_knows_what_rounding_explains() -> None:
    """The proof that 4.72 is too much, held against the document that says 4.71."""
    budget = example("akto")
    printed = [f for f in budget.table("three_public").figures if f.state is State.VALUE]
    wrong, right = (
        budget.with_figures([(f, f.evolve(value=Decimal(vehicles))) for f in printed])
        for vehicles in ("4.72", "4.71")
    )
    obstacle = _obstacle(reconcile(wrong))
    check_obstacle(wrong, load(budget.layout), obstacle)
    mine = dict(zip(map(id, wrong.figures), right.figures, strict=True))
    moved = attrs.evolve(
        obstacle,
        larger=tuple((mine[id(f)], times) for f, times in obstacle.larger),
        smaller=tuple((mine[id(f)], times) for f, times in obstacle.smaller),
        blanks=tuple(mine[id(f)] for f in obstacle.blanks),
    )
    with pytest.raises(EvidenceError, match="rounding explains"):
        check_obstacle(right, load(budget.layout), moved)


def test_the_checker_shares_nothing_with_the_search() -> None:
    tree = ast.parse(Path(verification.__file__).read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    own = {name for name in imported if name.startswith("cnbudget.")}
    assert {name for name in own if ".reconciliation." in name} == {
        "cnbudget.reconciliation.obstacle"
    }
    assert {name for name in own if ".consistency." in name} == {"cnbudget.consistency.errors"}
    assert not own & {"cnbudget.publishing", "cnbudget.invariants", "cnbudget.deduction"}


def test_a_negative_figure_lets_its_entries_be_negative() -> None:
    """What was paid back stands as a negative amount; another use of the same function makes up for it."""
    entries = [
        Entry("2080501", use, source=FundingSource.GENERAL_OWN, nature=nature, amount=amount)
        for use, nature, amount in (
            ("30101", Nature.PERSONNEL, 900_000),
            ("30201", Nature.OPERATING, -500_000),
        )
    ]
    budget = publish(Ledger(entries, "甲局", year=2026))
    found = reconcile(budget)
    assert found.status is Status.CONSISTENT, found.why
    assert found.witness is not None
    assert min(entry.amount.yuan for entry in found.witness) < 0
    # were no entry negative, the whole could not be less than a part of it
    part = next(f for f in budget.table("basic").figures if f.row.row == "30101")
    whole = budget.table("expenditure")["总计"]["total"]
    assert (part.value or 0) > (whole.value or 0)
    with pytest.raises(EvidenceError, match="smaller side alone"):
        check_obstacle(budget, load(budget.layout), Obstacle(((whole, 1),), ((part, 1),)))


def test_the_proof_is_the_same_with_kinds_and_places_apart(found: Reconciliation) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unknowns, "MANY", 0)
        apart = reconcile(found.disclosure)
    obstacle = _obstacle(apart)
    _check(found, obstacle)
    assert obstacle.shortage > 0


# Balances ---------------------------------------------------------------------------------------


def _flow(flow: Flow, amount: int, source: FundingSource) -> Entry:
    spent = flow is Flow.EXPENDITURE
    return Entry(
        "2080501",
        "30101" if spent else None,
        source=source,
        nature=Nature.PERSONNEL if spent else None,
        flow=flow,
        amount=amount,
    )


def _unbalanced() -> tuple[Disclosure, Obstacle]:
    """All that comes in goes out, but money of the general budget is spent as that of the funds."""
    general, fund = FundingSource.GENERAL_OWN, FundingSource.FUND_OWN
    budget = publish(
        Ledger(
            [
                _flow(Flow.INCOME, 5_000_000, general),
                _flow(Flow.EXPENDITURE, 3_000_000, general),
                _flow(Flow.INCOME, 1_000_000, fund),
                _flow(Flow.EXPENDITURE, 3_000_000, fund),
            ],
            "甲局",
            year=2025,
        ),
        "final-accounts",
    )
    found = witness(budget, Clock(None))
    assert found.proof is not None
    obstacle = found.proof(Clock(None))
    assert obstacle is not None
    return budget, obstacle


def test_what_does_not_balance_is_told() -> None:
    budget, obstacle = _unbalanced()
    form = load("final-accounts")
    assert obstacle.balances
    assert "收支平衡" in obstacle.text("zh")
    assert "what comes in of" in obstacle.text("en")
    check_obstacle(budget, form, obstacle)
    with pytest.raises(EvidenceError):
        check_obstacle(budget, form, attrs.evolve(obstacle, balances=()))
    turned = tuple(attrs.evolve(each, times=-each.times) for each in obstacle.balances)
    with pytest.raises(EvidenceError):
        check_obstacle(budget, form, attrs.evolve(obstacle, balances=turned))


def test_only_what_the_form_tells_has_to_balance(found: Reconciliation) -> None:
    balance = BalanceOf(FundingSource.GENERAL, "", 1)
    with pytest.raises(EvidenceError, match="no flows"):
        _check(found, attrs.evolve(_obstacle(found), balances=(balance,)))
    budget, obstacle = _unbalanced()
    at_function = BalanceOf(FundingSource.GENERAL, "2080501", 1)
    with pytest.raises(EvidenceError, match="functions do not balance"):
        check_obstacle(
            budget, load("final-accounts"), attrs.evolve(obstacle, balances=(at_function,))
        )


def test_a_figure_that_no_entry_can_stand_in_would_be_zero() -> None:
    budget = example("artux")
    blank = next(
        f
        for f in budget.table("fund").figures
        if f.state is State.BLANK and f.column.key == "total"
    )
    wrong = budget.with_figures([(blank, blank.evolve(value=Decimal("5.00"), state=State.VALUE))])
    found = witness(wrong, Clock(None))
    assert found.proof is not None
    obstacle = found.proof(Clock(None))
    assert obstacle is not None
    assert obstacle.larger == ()
    assert "所以应为 0" in obstacle.text("zh")
    assert "would have to be 0" in obstacle.text("en")
    assert obstacle.difference == Decimal("5.00")


def test_a_figure_printed_twice_and_differently() -> None:
    budget = example("akto")
    table = budget.table("expenditure")
    side = table.sides[0]
    row = side.rows[0]
    other = attrs.evolve(
        row, figures=tuple(f.evolve(value=f.value and f.value + 7) for f in row.figures)
    )
    twice = attrs.evolve(table, sides=(attrs.evolve(side, rows=(*side.rows, other)),))
    tables = tuple(twice if each is table else each for each in budget.tables)
    wrong = attrs.evolve(budget, tables=tables, derived=None)
    found = witness(wrong, Clock(None))
    assert found.proof is not None
    obstacle = found.proof(Clock(None))
    assert obstacle is not None
    ((smaller, _),) = obstacle.smaller
    ((larger, _),) = obstacle.larger
    assert smaller.scope == larger.scope
    assert (smaller.value or 0) - (larger.value or 0) == 7


def test_the_search_for_a_proof_keeps_to_its_time(found: Reconciliation) -> None:
    search = witness(found.disclosure, Clock(None))
    assert search.proof is not None
    with pytest.raises(OutOfTimeError):
        search.proof(Clock(0))
