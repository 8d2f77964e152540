"""Bugs as small tools have them: the strategies as they are find each, and shrink it to one entry."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal

import pytest
from hypothesis import HealthCheck, given, seed, settings

from cnbudget import Amount, FundingSource, Ledger, Nature
from cnbudget.strategies import labels, ledgers

Bug = Callable[[Ledger], bool]
SEEDS = 10
ENOUGH = 9  # of the seeds


def _leaves_out_what_was_carried_over(ledger: Ledger) -> bool:
    kept = (each.amount for each in ledger if each.source in FundingSource.CURRENT)
    return sum(kept, Amount(0)) == ledger.total()


def _prints_no_more_than_a_hundred_wan(ledger: Ledger) -> bool:
    return min(ledger.total(), Amount(100, "万元")) == ledger.total()


def _takes_projects_away(ledger: Ledger) -> bool:
    total = Amount(0)
    for entry in ledger:
        total = total - entry.amount if entry.nature is Nature.PROJECT else total + entry.amount
    return total == ledger.total()


def _drops_the_last_digit(ledger: Ledger) -> bool:
    return all(
        each.amount.yuan.quantize(Decimal("0.1"), ROUND_DOWN) == each.amount.yuan for each in ledger
    )


def _groups_a_digit_too_short(ledger: Ledger) -> bool:
    return all(len(str(each.function)[:4]) in (3, 5, 7) for each in ledger)


BUGS: tuple[Bug, ...] = (
    _leaves_out_what_was_carried_over,
    _prints_no_more_than_a_hundred_wan,
    _takes_projects_away,
    _drops_the_last_digit,
    _groups_a_digit_too_short,
)


def found(holds: Bug, number: int, *, shrink: bool) -> Ledger | None:
    """The last ledger on which a bug shows, of a hundred drawn with a seed, and of its smaller ones if it is shrunk."""
    from hypothesis import Phase

    last: list[Ledger] = []
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]

    @seed(number)
    @settings(
        max_examples=100,
        database=None,
        deadline=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(ledgers())
    def holds_for_all(ledger: Ledger) -> None:
        if not holds(ledger):
            last.append(ledger)
            raise AssertionError

    try:
        holds_for_all()
    except AssertionError:
        return last[-1]
    return None


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_a_bug_is_found_by_nearly_every_seed(bug: Bug) -> None:
    hits = [number for number in range(SEEDS) if found(bug, number, shrink=False) is not None]
    assert len(hits) >= ENOUGH, hits


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_a_bug_is_shrunk_to_one_entry(bug: Bug) -> None:
    smallest = [found(bug, number, shrink=True) for number in range(5)]
    single = [each for each in smallest if each is not None and len(each.entries) == 1]
    # a sum that only two entries reached may stay so: with one fewer the other has to grow
    assert len(single) >= 3, smallest


def test_a_tool_without_a_bug_holds() -> None:
    right: Bug = lambda ledger: sum((each.amount for each in ledger), Amount(0)) == ledger.total()  # noqa: E731
    assert found(right, 0, shrink=False) is None


def test_rare_kinds_have_a_fair_share() -> None:
    seen: dict[str, int] = {}
    drawn: list[int] = []

    @seed(1)
    @settings(
        max_examples=200, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(ledgers(max_entries=100, zeros=True, negative=True))
    def draw(ledger: Ledger) -> None:
        drawn.append(len(ledger.entries))
        for label in labels(ledger):
            seen[label] = seen.get(label, 0) + 1

    draw()
    count = len(drawn)
    for label in ("carried over", "projects", "stops above the item", "below zero", "zero"):
        assert seen[label] >= 0.3 * count, (label, seen)
    assert sorted(drawn)[count // 2] >= 10
    assert (min(drawn), max(drawn)) == (1, 100)
