"""Akto's narrative, its published figures in words of our own: all is read, and no number in it changes unseen."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget import FundingSource, Reconciliation, Report, Scope, Verdict, check, reconcile
from cnbudget.performance import read_goals
from cnbudget.publishing import passages_of_goals
from cnbudget.ties.sides import side_ties
from tests.documents import corpus, numbers, reconciling
from tests.profiles import tries

_SAMPLE = 1 if settings.get_current_profile_name() == "heavy" else 7

#: What is really in it: law, and words of the message.
JUDGED = (
    ("growth", "基数"),  # from nothing to 2.00
    ("growth", "基数"),  # from nothing to 2.82
    ("slip", "“1”"),  # a fraction beside a percentage, as a spreadsheet stores it
    ("slip", "“0.96”"),  # likewise
    ("slip", "“0=”"),  # the operator stands behind its number
)


@cache
def report() -> Report:
    return check(corpus.budget("akto"))


@cache
def reconciled() -> Reconciliation:
    return reconcile(corpus.budget("akto"), time_limit=None)


@cache
def spots() -> list[numbers.Spot]:
    return numbers.of_claims(corpus.budget("akto"), corpus.text("akto"))


def test_what_is_found_is_really_there() -> None:
    budget = corpus.budget("akto")
    tables = {finding.zh for finding in check(budget, prose=False).findings}
    found = sorted(
        (finding for finding in report().findings if finding.zh not in tables),
        key=lambda finding: finding.place.line or 0,
    )
    assert [finding.law for finding in found] == [law for law, _ in JUDGED]
    for finding, (_, words) in zip(found, JUDGED, strict=True):
        assert words in finding.zh
        assert finding.severity == "note"


def test_all_that_states_a_number_is_understood() -> None:
    budget = corpus.budget("akto")
    assert budget.claims.unread == ()
    assert budget.sides.unread == ()
    assert side_ties(budget).unread == []
    assert not any("文字" in each.what for each in report().not_checked)


def test_shares_and_growths_are_exact() -> None:
    share, growth = report().tallies["share"], report().tallies["growth"]
    assert share.exact == share.total >= 9
    assert growth.exact >= 21
    assert growth.violated == growth.rounding == 0


def test_last_year_comes_to_the_same_three_ways() -> None:
    year = corpus.budget("akto").previous_year
    laws = [law for law in year.laws if law.scope == Scope(source=FundingSource.GENERAL)]
    assert {number.value for law in laws for number in law.totals} == {Decimal(12034300)}
    assert {len(side) for law in laws for side in law.sides} == {2, 13}
    assert all(law.ruling.verdict is Verdict.EXACT for law in laws)


def test_its_goals_add_up_and_read_back() -> None:
    performance = corpus.budget("akto").performance
    (overall,) = performance.overall
    assert [figure.text for _, figure in overall.money] == ["13.12", "653.47", "3.00"]
    totals = [goals.total.text for goals in performance.projects if goals.total is not None]
    assert totals == ["3.00", "0.90", "5.10", "2.00"]
    assert report().tallies["weight"].exact == len(performance.goals) == 5
    for goals in performance.goals:
        weights = [each.weight.value or 0 for each in goals.indicators if each.weight is not None]
        assert sum(weights) == 90
        assert read_goals(passages_of_goals(goals)).goals == (goals,)


def test_a_changed_number_of_the_other_matters_is_reported_at_its_line() -> None:
    document = corpus.text("akto")
    found = list(numbers.of_sides(corpus.budget("akto"), document))
    assert len(found) > 60
    usual = numbers.violated(report())
    assert [
        spot
        for spot in found[::_SAMPLE]
        if not numbers.reported(document, spot, numbers.stepped(spot), usual)
    ] == []


def _drawn(data: st.DataObject, found: list[numbers.Spot]) -> tuple[numbers.Spot, str]:
    spot = data.draw(st.sampled_from(found))
    digit = data.draw(st.sampled_from("123456789".replace(spot.text[0], "")))
    return spot, digit + spot.text[1:]


@settings(max_examples=tries(2, least=10))
@given(data=st.data())
def test_a_changed_number_of_the_prose_is_reported_at_its_line(data: st.DataObject) -> None:
    assert len(spots()) > 80
    spot, new = _drawn(data, spots())
    assert numbers.reported(corpus.text("akto"), spot, new, numbers.violated(report()))


# In one system with the tables -------------------------------------------------------------------


def test_one_ledger_explains_the_tables_and_the_prose() -> None:
    assert reconciled().consistent
    assert reconciling.left_out_in_silence(corpus.budget("akto"), reconciled()) == []


def test_a_changed_part_of_last_year_is_found() -> None:
    reconciling.assert_last_year_is_one_amount(corpus.budget("akto"), corpus.text("akto"), 13)


@settings(max_examples=tries(10, least=4))
@given(data=st.data())
def test_a_changed_number_is_among_the_lightest(data: st.DataObject) -> None:
    found = reconciling.taken(spots(), reconciled())
    assert len(found) > 60
    reconciling.assert_among_the_lightest(corpus.text("akto"), *_drawn(data, found))
