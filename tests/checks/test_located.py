"""Which figures are wrong is asked of the laws near what is wrong: the answer is that of all laws."""

from __future__ import annotations

from typing import Any

import pytest

from cnbudget import Report, check, example
from cnbudget.checks import located
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
