"""Every layout that ships: what a ledger is published as is read back whole, and breaks no law.

Ledgers are drawn with all their flows. What is spent, distributed and left over at each function, from each
source, is drawn; part of it is what was there at the beginning, and the rest has come in. So every ledger
balances by construction.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, Entry, Flow, FundingSource, Ledger, Nature, State, Verdict, layouts
from cnbudget.figures import TRUNCATION
from cnbudget.layouts import Layout, build

_ITEMS = ("2080501", "2080505", "2101101", "2120899", "2210201")
_USES = {
    Nature.PERSONNEL: ("30101", "30108", "30302"),
    Nature.OPERATING: ("30201", "30217", "30231", "31002"),
    Nature.PROJECT: ("30201", "30227", "31013", "39999"),
    Nature.BUSINESS: ("30218",),
    Nature.SUBSIDY: ("39999",),
}
_APPROPRIATED = (
    FundingSource.GENERAL_OWN,
    FundingSource.GENERAL_OWN,
    FundingSource.FUND_OWN,
    FundingSource.STATE_CAPITAL_OWN,
)
_OTHER = (
    FundingSource.SPECIAL_ACCOUNT,
    FundingSource.BUSINESS,
    FundingSource.SUPERIOR_SUBSIDY,
    FundingSource.AFFILIATE_REMITTANCE,
    FundingSource.OPERATIONS,
    FundingSource.OTHER,
)
_fen = st.one_of(
    st.integers(1, 50_000_000),
    st.builds(lambda n, d: max(1, n * 10_000 + 5_000 + d), st.integers(0, 9), st.integers(-1, 1)),
)


@st.composite
def _account(draw: st.DrawFn, flows: bool) -> list[Entry]:
    """What comes in and goes out at one function from one source; it balances."""
    appropriated = draw(st.booleans())
    source = draw(st.sampled_from(_APPROPRIATED if appropriated else _OTHER))
    function = draw(st.sampled_from(_ITEMS))
    natures = [Nature.PERSONNEL, Nature.OPERATING, Nature.PROJECT]
    if flows and not appropriated:
        natures += [Nature.BUSINESS, Nature.SUBSIDY]
    left = 0
    found = []

    def move(flow: Flow, fen: int) -> None:
        if fen:
            found.append(
                Entry(function, None, source=source, nature=None, flow=flow, amount=yuan(fen))
            )

    for nature in draw(st.lists(st.sampled_from(natures), min_size=1, max_size=3)):
        fen = draw(_fen)
        left += fen
        use = draw(st.sampled_from(_USES[nature]))
        found.append(Entry(function, use, source=source, nature=nature, amount=yuan(fen)))
    if not flows:
        return found
    closing = draw(st.one_of(st.just(0), _fen))
    move(Flow.CLOSING, closing)
    left += closing
    opening = draw(st.one_of(st.just(0), st.integers(0, left)))
    move(Flow.OPENING, opening)
    used = 0 if appropriated else draw(st.one_of(st.just(0), st.integers(0, left - opening)))
    move(Flow.SURPLUS_USED, used)
    move(Flow.INCOME, left - opening - used)
    return found


def yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


def ledgers(flows: bool) -> st.SearchStrategy[Ledger]:
    accounts = st.lists(_account(flows), min_size=1, max_size=6)
    return accounts.map(
        lambda found: Ledger([e for each in found for e in each], agency="甲局", year=2025)
    )


def printed(budget: Disclosure) -> Disclosure:
    """What a document prints, without what reading inferred of cells that no ledger tells."""
    lost = [figure for figure in budget.figures if figure.state is State.INFERRED]
    return budget.with_figures(
        (f, f.evolve(value=None, state=State.MISSING, basis=None, candidates=None)) for f in lost
    )


NAMES = ("central", "final-accounts", "shanghai-2025")
#: The flows that each form tells apart; in the others income is what is spent.
FLOWS = {"central": True, "final-accounts": True, "shanghai-2025": False}


@pytest.mark.parametrize("name", NAMES)
@given(st.data())
def test_what_is_published_is_read_with_its_scopes(name: str, data: st.DataObject) -> None:
    budget = cnbudget.publish(data.draw(ledgers(FLOWS[name])), name)
    again = cnbudget.read_text(cnbudget.to_text(budget))
    assert again.layout == name
    assert again.problems == ()
    assert [table.key for table in again if table.status == "missing"] == []
    assert printed(again) == budget
    assert cnbudget.read_text(cnbudget.to_text(budget, "json")) == budget
    for mine, theirs in zip(budget.figures, again.figures, strict=True):
        assert (mine.scope, mine.unit) == (theirs.scope, theirs.unit)


@pytest.mark.parametrize("name", NAMES)
@given(st.data())
def test_a_published_ledger_breaks_no_law(name: str, data: st.DataObject) -> None:
    budget = cnbudget.publish(data.draw(ledgers(FLOWS[name])), name)
    report = cnbudget.check(budget)
    event(f"rounding: {min(report.checked.rounding, 10) // 5 * 5}+")
    assert [finding.en for finding in report.wrong] == []
    lost = {id(f) for f in budget.figures if f.state is State.MISSING}  # of another stage
    for finding in report.findings:
        if finding.verdict is Verdict.UNDECIDED and finding.law not in ("code", "name", "form"):
            assert any(id(figure) in lost for figure in finding.figures)
    if FLOWS[name]:
        assert report.tallies["balance"].total > 0
        assert report.tallies["balance"].violated == 0
    else:
        assert "balance" not in report.tallies
    assert [figure.where("en") for figure, _ in report.untied if figure.value] == []


@pytest.mark.parametrize("name", NAMES)
@given(st.data())
def test_the_true_amounts_obey_every_law(name: str, data: st.DataObject) -> None:
    """The laws themselves, without any rounding."""
    ledger = data.draw(ledgers(FLOWS[name]))
    budget = cnbudget.publish(ledger, name)
    for law in cnbudget.laws(budget):
        amounts = []
        for figure in law.figures:
            scope = figure.scope
            assert scope is not None
            amounts.append(
                sum((e.amount.yuan for e in ledger if scope.contains(e)), Decimal(0))
                if not scope.agency
                else Decimal(0)
            )
        if any(figure.state is State.MISSING for figure in law.figures):
            continue
        come, go = sum(amounts[: law.left]), sum(amounts[law.left :])
        if law.kind == "agree":
            assert len({figure.scope for figure in law.figures}) == 1
        elif law.kind == "contain":
            assert come >= go, law.words("en")
        else:
            assert come == go, law.words("en")


@given(ledgers(flows=True), st.data())
def test_money_that_is_lost_between_opening_and_closing_is_a_balance_that_is_violated(
    ledger: Ledger, data: st.DataObject
) -> None:
    """Income that is not in the totals breaks the balance of its source."""
    source = data.draw(st.sampled_from(sorted({e.source for e in ledger}, key=lambda s: s.value)))
    more = Entry("2080501", None, source=source, nature=None, flow=Flow.INCOME, amount=5000)
    budget = cnbudget.publish(Ledger([*ledger, more], agency="甲局", year=2025), "final-accounts")
    report = cnbudget.check(budget)
    assert {finding.law for finding in report.wrong if finding.caused_by is None} == {"balance"}


def truncating() -> Layout:
    """Shanghai's form, as a region would print it that cuts amounts off."""
    data = {"name": "cut-2025", "extends": "shanghai-2025", "rounding": TRUNCATION, "unit": "万元"}
    return build({**data, "places": 2}, "cut.toml", base=layouts._base)


@given(ledgers(flows=False))
def test_a_form_that_cuts_amounts_off_breaks_no_law_either(ledger: Ledger) -> None:
    form = truncating()
    budget = cnbudget.publish(ledger, form)
    again = cnbudget.read_text(cnbudget.to_text(budget, layout=form), layout=form)
    assert printed(again) == budget
    report = cnbudget.check(again)
    assert [finding.en for finding in report.wrong] == []
    for figure in again.figures:
        scope = figure.scope
        if scope is not None and figure.state is State.VALUE and not scope.agency:
            true = sum((e.amount for e in ledger if scope.contains(e)), cnbudget.Amount(0))
            assert true in figure.interval()
