"""When a table's unit is called wrong: three laws that it settles, nearly all that are violated, none that break."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Figure, Unit, Verdict
from cnbudget.checks.causes import UnitSlip, unit_slips
from cnbudget.invariants import ADD_UP, AGREE, CONTAIN
from tests.invariants.test_evaluation import system_of


def _in_table(key: str, value: int, unit: Unit) -> Figure:
    figure = Figure.of(value, unit, places=0)
    return attrs.evolve(figure, row=attrs.evolve(figure.row, key=key))


def _slips(settled: int, stubborn: int = 0, broken: int = 0, kind: str = AGREE) -> list[UnitSlip]:
    """What is told of a table in 元 beside one in 万元.

    Args:
        settled: How many laws between them come out if both are in one unit.
        stubborn: How many come out in no unit.
        broken: How many come out as printed.
        kind: Of what kind the first are.
    """
    pairs = [(7 + n, 7 + n) for n in range(settled)] + [(7, 8)] * stubborn
    figures: list[Figure] = []
    laws: list[tuple[str, tuple[int, ...], str]] = []
    for one, other in pairs:
        laws.append((kind, (len(figures), len(figures) + 1), "scopes"))
        figures += [_in_table("a", one, Unit.YUAN), _in_table("b", other, Unit.WAN)]
    for n in range(broken):
        laws.append((AGREE, (len(figures), len(figures) + 1), "scopes"))
        figures += [_in_table("a", 10_000 * n + 10_000, Unit.YUAN), _in_table("b", n + 1, Unit.WAN)]
    system = system_of(figures, laws)
    verdicts = system.verdicts()
    wrong = [number for number, verdict in enumerate(verdicts) if verdict is Verdict.VIOLATED]
    assert len(wrong) == len(pairs)
    return unit_slips(system, wrong)


@pytest.mark.parametrize("kind", [AGREE, ADD_UP])
def test_two_laws_do_not_make_a_unit_wrong_and_three_do(kind: str) -> None:
    assert [len(_slips(count, kind=kind)) for count in range(6)] == [0, 0, 0, 1, 1, 1]


def test_what_is_only_not_more_does_not_tell_a_unit() -> None:
    assert _slips(9, kind=CONTAIN) == []


@given(st.integers(0, 14), st.integers(0, 3), st.integers(0, 1))
def test_a_unit_is_wrong_if_it_settles_nearly_all_and_breaks_nothing(
    settled: int, stubborn: int, broken: int
) -> None:
    wrong = settled + stubborn
    found = _slips(settled, stubborn, broken)
    assert bool(found) == (settled >= 3 and 10 * settled >= 9 * wrong and not broken)
    for slip in found:
        assert len(slip.laws) == settled
        assert slip.unit in (Unit.WAN, Unit.YUAN)
