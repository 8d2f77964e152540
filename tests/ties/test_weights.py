"""The weights of a project's indicators come to 100, or to 90 where ten are kept for execution; to nothing else."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from cnbudget import Figure, Verdict, check, example
from cnbudget.figures import NOWHERE, RowAddress
from cnbudget.performance import Goals, Indicator, Target
from cnbudget.ties.goals import _weights
from cnbudget.ties.laws import SideRemark, Ties
from tests.performance.documents import PROJECT, beside


@pytest.mark.parametrize("total", [70, 79, 80, 85, 89, 90, 91, 95, 99, 100, 101, 110])
def test_weights_come_to_90_or_100_and_to_nothing_else(total: int) -> None:
    old = "40 万元\t30\t"
    assert PROJECT.count(old) == 1
    budget = beside(PROJECT.replace(old, f"40 万元\t{total - 60}\t"))
    found = [each for each in check(budget).findings if each.law == "weight"]
    if total in (90, 100):
        assert found == []
        return
    (told,) = found
    assert told.verdict is Verdict.VIOLATED
    assert told.found == Decimal(total)
    assert told.expected == Decimal(100 if total > 95 else 90)


ROW = RowAddress(None, "goals")


def figure(weight: str | None) -> Figure | None:
    return None if weight is None else Figure.of(weight)


def weighed(
    *weights: str | None, said: str | None = None, kept: str | None = None, name: str = ""
) -> tuple[int, list[SideRemark]]:
    """How weights come out: how often well, and what is remarked. None is one that is printed and cannot be read."""
    indicators = tuple(
        Indicator(
            "甲", target=Target.of(""), last=Target.of(""), place=NOWHERE, address=ROW,
            weight=figure(each), weight_text=each or "?",
        )
        for each in weights
    )  # fmt: skip
    goals = Goals(False, name, indicators=indicators, title="目标表", address=ROW)
    goals = attrs.evolve(goals, weights=figure(said), execution=figure(kept))
    ties = Ties(example("akto"))
    _weights(ties, goals)
    return ties.exact["weight"], ties.remarks


@pytest.mark.parametrize(
    ("weights", "said", "kept", "good"),
    [
        (("60", "40"), None, None, True),
        (("60", "30"), None, None, True),
        (("60", "30"), None, "10", True),
        (("60", "40"), None, "10", False),
        (("60", "30"), "90", None, True),
        (("60", "30"), "100", None, True),
        (("60", "30"), "80", None, False),
        (("60", "30"), "100", "10", True),
        (("60", "40"), "90", None, False),
        (("60", "30"), None, "", False),
        (("60", "39"), None, "", False),
    ],
)
def test_weights_come_to_what_is_printed_and_leave_what_is_kept(
    weights: tuple[str, ...], said: str | None, kept: str | None, *, good: bool
) -> None:
    exact, remarks = weighed(*weights, said=said, kept=kept)
    assert (exact, len(remarks)) == (int(good), int(not good))


@pytest.mark.parametrize(
    ("weights", "said", "kept", "expected"),
    [
        (("60", "35"), None, None, 90),
        (("60", "36"), None, None, 100),
        (("60", "35"), "100", None, 100),
        (("60", "36"), "90", None, 90),
        (("60", "36"), "95", None, 100),
        (("60", "36"), "100", "20", 80),
        (("60", "36"), None, "", 100),
    ],
)
def test_what_weights_should_come_to(
    weights: tuple[str, ...], said: str | None, kept: str | None, expected: int
) -> None:
    _, (told,) = weighed(*weights, said=said, kept=kept)
    assert told.expected == expected
    assert len(told.figures) == len(weights) + (said is not None)


def test_weights_that_cannot_be_read_are_counted() -> None:
    exact, (told,) = weighed("60", None, None, name="乙")
    assert (exact, told.verdict, len(told.figures)) == (0, Verdict.UNDECIDED, 1)
    words = told.words.text("en")
    assert "2" in words
    assert "“乙”" in told.words.text("zh")
    assert "“" not in weighed("60", None)[1][0].words.text("zh")
    assert weighed() == (0, [])
