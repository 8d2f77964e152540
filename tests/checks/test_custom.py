"""Uses against custom: personnel is 301 and 303, operating is 302 and 310, and each departure is told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from cnbudget import Disclosure, Entry, Figure, FundingSource, Ledger, Nature, Scope, publish
from cnbudget.checks.custom import _above, _by_parent, _made_up, _unusual, check_custom
from cnbudget.checks.record import Record
from cnbudget.figures import ColumnAddress, RowAddress

_USUAL = {Nature.PERSONNEL: ("301", "303"), Nature.OPERATING: ("302", "310")}


@pytest.mark.parametrize("use", ["30101", "30201", "30302", "31002", "30701", "39999"])
@pytest.mark.parametrize("nature", [Nature.PERSONNEL, Nature.OPERATING, Nature.PROJECT])
def test_each_use_is_told_of_the_nature_that_is_not_its_own(nature: Nature, use: str) -> None:
    entry = Entry("2080501", use, source=FundingSource.GENERAL_OWN, nature=nature, amount=100_000)
    budget = publish(Ledger([entry], "甲局", year=2026))
    record = Record(budget.unit)
    check_custom(record, budget, frozenset(), frozenset())
    usual = _USUAL.get(nature)
    against = usual is not None and use[:3] not in usual
    assert bool(record.findings) == against
    assert bool(record.counts) == against
    for finding in record.findings:
        assert usual is not None
        assert f"惯例为 {'、'.join(usual)}" in finding.zh
        # what is above it is only the sum of what is told
        assert {f.scope.economic for f in finding.figures if f.scope} == {(use,)}


def test_what_stands_under_a_wrong_code_or_prints_another_row_s_amount_is_not_told() -> None:
    entry = Entry(
        "2080501",
        "30201",
        source=FundingSource.GENERAL_OWN,
        nature=Nature.PERSONNEL,
        amount=100_000,
    )
    budget = publish(Ledger([entry], "甲局", year=2026))
    rows = frozenset(figure.row for figure in budget.figures)
    addresses = frozenset(figure.address for figure in budget.figures)
    told = []
    for moved, astray in (
        (frozenset(), frozenset()),
        (rows, frozenset()),
        (frozenset(), addresses),
    ):
        record = Record(budget.unit)
        check_custom(record, budget, moved, astray)
        told.append(bool(record.findings))
    assert told == [True, False, False]


COLUMN = ColumnAddress("", scope=Scope())


def of_use(text: str | None, *codes: str) -> Figure:
    figure = Figure.of(text, "万元", Scope("208", economic=codes))
    return figure.evolve(column=COLUMN)


def test_what_is_of_several_uses_or_missing_is_the_sum_of_none() -> None:
    told = _by_parent([of_use("1.00", "30201")])
    assert _made_up(of_use("1.00", "302"), told)
    assert not _made_up(of_use("1.00", "302", "303"), told)
    assert not _made_up(of_use(None, "302"), told)


def test_one_figure_is_told_without_others() -> None:
    figure = Figure.of("1.00", "万元", Scope("208", economic="30201"))
    record = Record(figure.unit)
    _unusual(record, Nature.PERSONNEL, ("30201",), [figure])
    _unusual(record, Nature.PERSONNEL, ("30202",), [figure, figure])
    assert ["同样的还有" in each.zh for each in record.findings] == [False, True]


@pytest.mark.parametrize(
    ("codes", "told"),
    [(("30101",), 0), (("30101", "303"), 0), (("30101", "30201"), 1), (("30201", "302"), 1)],
)
def test_a_row_of_several_uses_is_as_usual_if_all_are(codes: tuple[str, ...], told: int) -> None:
    scope = Scope("208", economic=codes, nature=Nature.PERSONNEL)
    figure = Figure.of("1.00", "万元", scope)
    row = SimpleNamespace(address=RowAddress(None, "basic", scope=scope), figures=[figure])
    side = SimpleNamespace(columns=[ColumnAddress("", scope=scope)], rows=[row])
    record = Record(figure.unit)
    printed = cast(Disclosure, SimpleNamespace(tables=[SimpleNamespace(sides=[side])]))
    check_custom(record, printed, frozenset(), frozenset())
    assert len(record.findings) == told


def test_what_is_above_a_use_is_above_all_below_it() -> None:
    assert _above(of_use("1.00", "3020101")) == ["302", "30201"]
    assert _above(of_use("1.00", "302")) == []
