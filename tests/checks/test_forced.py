"""What sums of laws force is what the engine finds and proves: the one lightest set of figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnbudget import Figure
from cnbudget.checks import forced as module
from cnbudget.checks.forced import Conflicts, forced
from cnbudget.checks.located import Lightest, Violations, _by_engine, _hold_exactly, _WeightsOf
from cnbudget.clock import Clock
from cnbudget.invariants import ADD_UP, AGREE, BALANCE, CONTAIN, Compiled, Derived, Verdict
from cnbudget.invariants.derivation import Raw
from tests.profiles import tries


def printed(amounts: list[int | None], laws: list[Raw]) -> Derived:
    """Figures that print hundredths (nothing as a blank, None as lost), and laws between them."""
    figures = [
        Figure.of(
            None if cents is None else str(Decimal(cents).scaleb(-2)) if cents else "", "万元"
        )
        for cents in amounts
    ]
    return Derived(figures, laws, ())


class _Everywhere(Violations):
    """Violations near which all laws are: roundings that contradict each other far away count too."""

    def around(self, some: Iterable[int], likely: Iterable[int]) -> set[int]:
        return super().around(some, likely).union(range(len(self.system.laws)))


def violations(derived: Derived, kind: type[Violations] = Violations) -> Violations:
    system = Compiled(derived)
    verdicts = system.verdicts()
    return kind(system, [n for n, each in enumerate(verdicts) if each is Verdict.VIOLATED])


def asked(
    of: Violations, likely: Collection[int], steps: int | None = None
) -> Collection[int] | None:
    conflicts = Conflicts(of.system, of.laws_of, _WeightsOf(of.system.figures), Clock(steps=steps))
    found = forced(conflicts, of.violated, likely)
    return found.figures if found is not None and _hold_exactly(of, found, likely) else None


@st.composite
def tables(draw: st.DrawFn) -> tuple[Derived, int]:
    """A table with totals of its rows and columns, its totals once more elsewhere, and slips in some figures.

    Some slips are within the reach of rounding, and some figures are lost.
    """
    chance = Random(draw(st.integers(0, 2**32 - 1)))
    height, width = draw(st.integers(2, 3)), draw(st.integers(2, 4))
    cells = [[chance.choice((0, 7, 150, 2000, 31415)) for _ in range(width)] for _ in range(height)]
    rows = [[sum(row), *row] for row in cells]
    rows = [[sum(column) for column in zip(*rows, strict=True)], *rows]
    amounts: list[int | None] = [amount for row in rows for amount in row]
    number = [[y * (width + 1) + x for x in range(width + 1)] for y in range(height + 1)]
    laws: list[Raw] = [(ADD_UP, tuple(row), "columns") for row in number]
    laws += [(ADD_UP, column, "rows") for column in zip(*number, strict=True)]
    for y in range(height + 1):
        if draw(st.booleans()):
            laws.append((AGREE, (number[y][0], len(amounts), len(amounts) + 1), "scopes"))
            amounts += [rows[y][0]] * 2
    if draw(st.booleans()):
        laws.append((CONTAIN, (number[0][0], len(amounts)), "scopes"))
        amounts.append(rows[1][0])
    if draw(st.booleans()):
        laws.append((BALANCE, (number[0][0], len(amounts)), "flows"))
        amounts.append(rows[0][0])
    slips = draw(st.integers(1, 4))
    for i in chance.sample(range(len(amounts)), slips):
        amounts[i] = (amounts[i] or 0) + chance.choice((-9000, -500, -1, 1, 2, 300, 10000))
        amounts[i] = max(amounts[i] or 0, 0)
    if draw(st.booleans()):
        amounts[chance.randrange(len(amounts))] = None
    return printed(amounts, laws), chance.randrange(2**32)


@settings(max_examples=tries(2, 30), deadline=None)
@given(tables())
def test_what_is_forced_is_the_one_lightest_set(drawn: tuple[Derived, int]) -> None:
    derived, seed = drawn
    of = violations(derived, _Everywhere)
    assume(of.violated)
    chance = Random(seed)
    count = len(derived.figures)
    for likely in (set(), set(chance.sample(range(count), 2)), set(range(count))):
        found = asked(of, likely)
        if found is None:
            continue
        assert _by_engine(of, {}, Clock()) == Lightest([frozenset(found)], least=True)
        return


def grid(amounts: list[int | None]) -> Derived:
    """Two sums and two agreements of three figures with the totals elsewhere."""
    laws: list[Raw] = [
        (ADD_UP, (0, 1, 2), "rows"),
        (ADD_UP, (0, 3, 4), "columns"),
        (AGREE, (1, 5), "scopes"),
    ]
    return printed(amounts, laws)


def test_two_sums_force_their_whole() -> None:
    assert asked(violations(grid([900, 100, 200, 150, 150, 100])), set()) == {0}


def test_the_part_that_agrees_with_another_is_not_changed() -> None:
    """One sum alone could be mended by any of its figures; the others hold in laws of their own."""
    of = violations(grid([300, 100, 900, 150, 150, 100]))
    assert asked(of, {1}) == {2}


def test_a_sum_that_names_a_part_twice_has_it_twice() -> None:
    """The part twice is what its other laws say, whether it is printed so or another figure is wrong."""
    laws: list[Raw] = [
        (ADD_UP, (0, 1, 1), "rows"),
        (AGREE, (0, 2), "scopes"),
        (ADD_UP, (3, 1, 4), "columns"),
    ]
    assert violations(printed([200, 100, 200, 150, 50], laws)).violated == []
    assert asked(violations(printed([200, 900, 200, 150, 50], laws)), set()) == {1}
    of = violations(printed([900, 100, 200, 150, 50], laws))
    assert asked(of, set()) == asked(of, {1}) == {0}
    assert _by_engine(of, {}, Clock()) == Lightest([frozenset({0})], least=True)


def test_where_two_are_as_light_none_is_forced() -> None:
    assert asked(violations(printed([300, 100, 900], [(ADD_UP, (0, 1, 2), "rows")])), {2}) is None
    assert asked(violations(grid([300, 900, 200, 150, 150, 100])), {1}) == {1}
    assert asked(violations(printed([1, 2], [(AGREE, (0, 1), "scopes")])), {1}) is None


def test_what_is_lost_near_by_is_what_its_laws_say() -> None:
    """The lost total can only be what its parts are: so the heavier figure is the wrong one."""
    assert asked(violations(grid([900, 100, None, 150, 150, 100])), set()) is None
    laws: list[Raw] = [(AGREE, (0, 1, 2), "scopes"), (ADD_UP, (0, 3, 4), "rows")]
    of = violations(printed([None, 7, 0, 7, 0], laws))
    assert asked(of, {1}) == {2}
    assert _by_engine(of, {}, Clock()) == Lightest([frozenset({2})], least=True)


def test_a_figure_that_is_changed_is_not_rounded_in_two_ways_at_once() -> None:
    """The second would have to be nothing in its column, and a hundredth less than that in its row."""
    laws: list[Raw] = [(ADD_UP, (0, 1, 2), "rows"), (ADD_UP, (3, 2), "columns")]
    of = violations(printed([2000, 2001, 300, 0], laws))
    assert asked(of, {2}) is None


def test_what_is_lost_is_not_changed() -> None:
    """Though it was thought likely: it may be anything as it is."""
    laws: list[Raw] = [(ADD_UP, (0, 1, 2), "rows"), (ADD_UP, (0, 3, 4), "columns")]
    of = violations(printed([900, 100, 200, 150, 150, None, 0], [*laws, (AGREE, (5, 6), "rows")]))
    assert asked(of, {0, 5}) == asked(of, {0}) == {0}


def test_roundings_of_other_figures_must_not_contradict_each_other() -> None:
    """The changed part can be between what both sums leave it; but one sum is no two amounts."""
    laws: list[Raw] = [(ADD_UP, (0, 1, 2), "rows"), (ADD_UP, (3, 1, 2), "rows")]
    laws.append((AGREE, (2, 4), "scopes"))
    assert asked(violations(printed([2300, 9000, 300, 2300, 300], laws)), {1}) == {1}
    of = violations(printed([2300, 9000, 300, 2301, 300], laws))
    assert asked(of, {1}) is None
    found = _by_engine(of, {}, Clock())
    assert found is not None
    assert {len(each) for each in found.sets} == {2}


def test_what_is_lost_is_only_what_one_law_leaves_it() -> None:
    laws: list[Raw] = [(ADD_UP, (0, 1, 2), "rows"), (ADD_UP, (0, 3, 4), "columns")]
    near: Raw = (ADD_UP, (4, 5, 7, 6), "rows")
    amounts = [900, 100, 200, 150, 150]
    assert asked(violations(printed([*amounts, 100, None, 49], [*laws, near])), {0}) == {0}
    # nothing or more only if the others are rounded
    assert asked(violations(printed([*amounts, 100, None, 51], [*laws, near])), {0}) is None
    # in one law 0.01, in the other 1.00
    laws += [near, (ADD_UP, (2, 8, 6), "rows")]
    of = violations(printed([*amounts, 100, None, 49, 100], laws))
    assert asked(of, {0}) is None
    found = _by_engine(of, {}, Clock())
    assert found is not None
    assert all(len(each) == 2 for each in found.sets)


def test_without_steps_nothing_is_said() -> None:
    of = violations(grid([900, 100, 200, 150, 150, 100]))
    assert asked(of, set(), steps=5) is None


def test_parts_that_are_too_much_already_leave_out_those_that_cannot_help() -> None:
    """A part can be nothing at least: those that do not mend the sum even then are not in doubt."""
    derived = printed([300, 5, 900, 10], [(ADD_UP, (0, 1, 2, 3), "rows")])
    of = violations(derived)
    conflicts = Conflicts(of.system, of.laws_of, _WeightsOf(of.system.figures), Clock())
    assert [*conflicts.printed(of.violated)] == [{0, 2}]
    of = violations(printed([1500, 5, 900, 10], [(ADD_UP, (0, 1, 2, 3), "rows")]))
    conflicts = Conflicts(of.system, of.laws_of, _WeightsOf(of.system.figures), Clock())
    assert [*conflicts.printed(of.violated)] == [{0, 1, 2, 3}]
    form = {0: 1, 1: -1}
    assert conflicts.of(form, equal=True) == frozenset({0, 1})
    assert conflicts.of(form, equal=False) is None  # it is not less than nothing


@pytest.mark.parametrize("most", [1, 8])
def test_a_set_that_is_not_the_lightest_leads_to_it(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_SETS", most)
    of = violations(grid([900, 100, 200, 150, 150, 100]))
    assert asked(of, {1, 3}) == ({0} if most > 1 else None)
