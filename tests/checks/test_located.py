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
    monkeypatch.setattr(located, "forced", lambda *_: None)
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

    monkeypatch.setattr(located, "forced", lambda *_: None)
    monkeypatch.setattr(located.Violations, "around", lambda *args: set(args[1]))
    monkeypatch.setattr(located.Violations, "with_laws_of", noted)
    budget = slipped(example("akto"), 6, 1)
    found = told(check(budget, prose=False))
    assert len(asked) > 1
    monkeypatch.undo()
    assert told(check(budget, prose=False)) == found


def among(*laws: tuple[int, ...], lost: tuple[int, ...] = ()) -> located.Violations:
    """Laws of which the first is violated; the reasons are the longer the shorter a law."""
    figures = [Figure.of(None if n in lost else "1.00", "万元") for n in range(12)]
    raw = [("agree", indices, "x" * (9 - len(indices))) for indices in laws]
    system = cast(Compiled, SimpleNamespace(laws=raw, figures=figures))
    return located.Violations(system, [0])


def test_near_what_is_wrong_is_the_shortest_law_that_bears_each_figure_out() -> None:
    of = among((0, 1), (0, 3, 4), (0, 2), (1, 3), (2, 5))
    assert of.around([0], []) == {0, 2, 3}
    assert of.around([0], [0]) == {0, 1, 2, 3}  # all laws of what is likely wrong
    # one law may bear out both
    assert among((0, 1), (0, 1, 8), (1, 9)).around([0], []) == {0, 1}
    assert among((0, 1)).around([0], []) == {0}


def test_what_is_lost_may_be_anything_in_all_of_its_laws() -> None:
    laws = ((0, 1), (1, 2), (2, 3), (3, 4), (5, 6))
    assert among(*laws).with_laws_of({1}, ()) == {1}
    assert among(*laws).with_laws_of(set(), [1]) == {0, 1}
    assert among(*laws, lost=(2,)).with_laws_of({1}, ()) == {1, 2}
    assert among(*laws, lost=(2, 3, 6)).with_laws_of({1}, ()) == {1, 2, 3}
    assert among(*laws, lost=(2,)).around([0], []) == {0, 1, 2}


@pytest.mark.parametrize("seed", [1, 3])
def test_slips_in_an_example_need_no_engine(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("the engine was asked")

    monkeypatch.setattr(located, "_by_engine", refused)
    report = check(slipped(example("akto"), 20, seed), prose=False)
    assert (report.explained.complete, report.explained.least) == (True, True)


def test_where_amounts_differ_by_rounding_the_engine_is_asked_of_what_is_forced_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[set[int], Any]] = []
    ask = located._by_engine

    def noted(of: Any, likely: Any, clock: Any) -> Any:
        asked.append((set(likely), found := ask(of, likely, clock)))
        return found

    monkeypatch.setattr(located, "_by_engine", noted)
    check(slipped(example("artux"), 12, 3), prose=False)
    [(first, found)] = asked
    assert (found.sets, found.least) == ([first], True)
