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


def _slips(
    settled: int,
    stubborn: int = 0,
    broken: int = 0,
    *,
    kind: str = AGREE,
    elsewhere: int = 0,
    printed: Unit = Unit.YUAN,
    meant: Unit = Unit.WAN,
) -> list[UnitSlip]:
    """What is told of a table that prints another unit than the one beside it.

    Args:
        settled: How many laws between them come out if both are in one unit.
        stubborn: How many come out in no unit.
        broken: How many come out as printed.
        kind: Of what kind the first are.
        elsewhere: How many laws within other tables are violated.
        printed: The unit that the table prints.
        meant: That of the other.
    """
    figures: list[Figure] = []
    laws: list[tuple[str, tuple[int, ...], str]] = []

    def law(kind: str, one: Figure, other: Figure) -> None:
        laws.append((kind, (len(figures), len(figures) + 1), "scopes"))
        figures.extend((one, other))

    for one, other in [(7 + n, 7 + n) for n in range(settled)] + [(7, 8)] * stubborn:
        law(kind, _in_table("a", one, printed), _in_table("b", other, meant))
    for n in range(broken):
        shift = 10 ** (meant.exponent - printed.exponent) if meant.exponent else 1
        back = 10 ** (printed.exponent - meant.exponent) if printed.exponent else 1
        law(
            AGREE,
            _in_table("a", shift * (n + 1), printed),
            _in_table("b", back * (n + 1), meant),
        )
    for n in range(elsewhere):
        law(AGREE, _in_table("c", n + 2, meant), _in_table("c", n + 1, meant))
    system = system_of(figures, laws)
    verdicts = system.verdicts()
    wrong = [number for number, verdict in enumerate(verdicts) if verdict is Verdict.VIOLATED]
    if kind != CONTAIN or printed is Unit.YUAN:
        assert len(wrong) == settled + stubborn + elsewhere
    return unit_slips(system, wrong)


@pytest.mark.parametrize("kind", [AGREE, ADD_UP])
@pytest.mark.parametrize(("printed", "meant"), [(Unit.YUAN, Unit.WAN), (Unit.WAN, Unit.YUAN)])
def test_two_laws_do_not_make_a_unit_wrong_and_three_do(
    kind: str, printed: Unit, meant: Unit
) -> None:
    for count in range(6):
        found = _slips(count, kind=kind, printed=printed, meant=meant)
        assert len(found) == (count >= 3)
        for slip in found:
            assert slip.unit is meant
            assert slip.laws == tuple(range(count))
            assert [figure.row.key for figure in slip.figures] == ["a"] * count


def test_what_is_only_not_more_does_not_tell_a_unit() -> None:
    assert _slips(9, kind=CONTAIN) == []


@pytest.mark.parametrize(("telling", "count"), [(2, 0), (3, 1)])
def test_what_is_only_not_more_is_settled_and_is_none_of_the_three(
    telling: int, count: int
) -> None:
    figures: list[Figure] = []
    laws: list[tuple[str, tuple[int, ...], str]] = []
    for n, kind in enumerate([AGREE] * telling + [CONTAIN] * 4):
        laws.append((kind, (2 * n, 2 * n + 1), "scopes"))
        # printed as 元, what is the whole is less than its part
        figures += [_in_table("a", 7 + n, Unit.YUAN), _in_table("b", 7 + n, Unit.WAN)]
    system = system_of(figures, laws)
    wrong = [n for n, each in enumerate(system.verdicts()) if each is Verdict.VIOLATED]
    assert len(wrong) == len(laws)
    assert len(unit_slips(system, wrong)) == count


@pytest.mark.parametrize(("last", "count"), [(70049, 1), (70051, 0), (69950, 1), (69949, 0)])
def test_a_law_comes_out_in_another_unit_by_rounding_too(last: int, count: int) -> None:
    figures: list[Figure] = []
    for n, printed in enumerate(
        (70000, 80000, last)
    ):  # 元 in the place of 万元, beside 7.00, 8.00, 7.00
        figures += [_in_table("a", printed, Unit.WAN), Figure.of(f"{7 + n % 2}.00", Unit.WAN)]
    laws = [(AGREE, (2 * n, 2 * n + 1), "scopes") for n in range(3)]
    assert len(unit_slips(system_of(figures, laws), range(3))) == count


@pytest.mark.parametrize(("stubborn", "told"), [(0, True), (1, True), (2, False)])
def test_nine_in_ten_of_the_violated_laws_have_to_come_out(stubborn: int, *, told: bool) -> None:
    assert bool(_slips(9, stubborn)) == told
    assert bool(_slips(9, stubborn, elsewhere=5)) == told


@pytest.mark.parametrize(("settled", "broken"), [(3, 1), (9, 1), (9, 2)])
def test_a_unit_that_breaks_a_law_is_not_meant(settled: int, broken: int) -> None:
    assert _slips(settled, broken=broken) == []


@given(st.integers(0, 14), st.integers(0, 3), st.integers(0, 1), st.integers(0, 3))
def test_a_unit_is_wrong_if_it_settles_nearly_all_and_breaks_nothing(
    settled: int, stubborn: int, broken: int, elsewhere: int
) -> None:
    found = _slips(settled, stubborn, broken, elsewhere=elsewhere)
    nearly_all = 10 * settled >= 9 * (settled + stubborn)
    assert bool(found) == (settled >= 3 and nearly_all and not broken)
    assert all(len(slip.laws) == settled and slip.unit is Unit.WAN for slip in found)
