"""The verdicts that reading found are those that the laws have, whatever was filled or placed since."""

from __future__ import annotations

from random import Random

import pytest

import cnbudget
from cnbudget.figures import State
from cnbudget.invariants import checking, derived_of
from tests.documents import corpus


def _with_cells_lost(name: str, seed: int) -> cnbudget.Disclosure:
    """An example in some rows of which a cell was lost on the way."""
    parts = corpus.document(name)
    rows = [row for sheet in parts.sheets for row in sheet.rows if any(map(corpus.is_amount, row))]
    for row in Random(seed).sample(rows, 2 + seed):
        del row[max(at for at, cell in enumerate(row) if corpus.is_amount(cell))]
    return cnbudget.read_text(corpus.put_together(parts))


@pytest.mark.parametrize("name", ["artux", "akto"])
def test_what_reading_judged_is_what_the_laws_come_to(name: str) -> None:
    tried = 0
    for seed in range(4):
        system = checking(derived_of(_with_cells_lost(name, seed)))
        states = [figure.state for figure in system.figures]
        lost = [n for n, each in enumerate(states) if each in (State.MISSING, State.INFERRED)]
        assert system.judged == system.verdicts()
        assert system.printed == states.count(State.VALUE)
        assert system.lost == lost
        tried += bool(lost)
    assert tried > 1


def test_other_amounts_are_judged_anew() -> None:
    system = checking(derived_of(cnbudget.example("akto")))
    assert cnbudget.Verdict.VIOLATED not in system.judged
    whole = system.laws[0][1][0]
    other = system.with_amounts({whole: (system.values[whole] or 0) + 10**6})
    assert other.judged == other.verdicts()
    assert cnbudget.Verdict.VIOLATED in other.judged
    assert cnbudget.Verdict.VIOLATED not in system.judged
