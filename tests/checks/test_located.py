"""Which figures are wrong is asked of the laws near what is wrong: the answer is that of all laws."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from cnbudget import Figure, Report, check, example
from cnbudget.checks import located
from cnbudget.invariants import Compiled
from tests.checks.slipped import slipped


def told(report: Report) -> list[tuple[Any, ...]]:
    """The findings with their suspects, and what is proven."""
    found: list[tuple[Any, ...]] = [
        (f.law, f.zh, f.caused_by, [s.figure.address for s in f.suspects]) for f in report.findings
    ]
    return [*found, (report.explained.complete, report.explained.least)]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", ["akto", "artux"])
def test_the_laws_near_what_is_wrong_say_what_all_laws_say(
    name: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = slipped(example(name), 6, seed)
    near = told(check(budget, prose=False))
    assert near[-1] == (True, True)
    monkeypatch.setattr(located, "_singled_out", lambda *_: None)
    assert told(check(budget, prose=False)) == near
    monkeypatch.setattr(located, "_NEAR", ())
    assert told(check(budget, prose=False)) == near


def test_a_figure_that_a_law_which_holds_bears_out_is_not_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without the laws of the figures that a set would change, sets that break other laws would be taken."""
    asked: list[int] = []
    frame = located.Violations.with_laws_of

    def noted(of: Any, some: set[int], changed: Any) -> set[int]:
        asked.append(len(some))
        return frame(of, some, changed)

    monkeypatch.setattr(located, "_singled_out", lambda *_: None)
    monkeypatch.setattr(located.Violations, "around", lambda *args: set(args[1]))
    monkeypatch.setattr(located.Violations, "with_laws_of", noted)
    budget = slipped(example("akto"), 6, 1)
    found = told(check(budget, prose=False))
    assert len(asked) > 1
    monkeypatch.undo()
    assert told(check(budget, prose=False)) == found


def test_two_laws_that_share_no_other_figure_single_one_out() -> None:
    printed = Figure.of("1.00", "万元")
    placed, lost = printed.evolve(placed="laws"), Figure.of(None, "万元")
    figures = [*[printed] * 4, placed, placed, lost, Figure.of("", "万元")]
    members = ((0, 1), (0, 2), (0, 1, 2), (0, 3), (0, 4), (0, 5), (0, 6), (0, 7))
    laws = [("agree", indices, "") for indices in members]
    of = located.Violations(cast(Compiled, SimpleNamespace(laws=laws, figures=figures)), [])

    def apart(*numbers: int, used: set[int] | None = None) -> bool:
        return located._apart(of, 0, numbers, set() if used is None else used)

    used: set[int] = set()
    assert apart(0, 1, used=used)
    assert used == {0, 1, 2}
    assert not apart(0)
    assert not apart(0, 2)  # the other figure would mend both
    assert not apart(0, 1, used={2})  # what mends it may mend something else, too
    assert apart(0, 4)  # 2 and 1 for the others
    assert not apart(4, 5)  # as heavy as the one
    assert not apart(7, 6)  # what is lost may be anything
