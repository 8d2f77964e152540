"""The check of a damaged document: bounded by steps, the same on every machine, and what was not finished is said."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget import Disclosure, Report, State, check, example, read
from cnbudget.checks import suspects
from cnbudget.clock import Clock
from tests.profiles import tries

DAMAGED = sorted((Path(__file__).parent / "damaged").glob("*.md"))
"""Examples damaged at random: so much is wrong in them that to prove which figures are the fewest takes very long."""


def wrong(name: str, times: int, chance: Random) -> Disclosure:
    """An example in which some figures are others."""
    budget = example(name)
    figures = [figure for figure in budget.figures if figure.state is State.VALUE]
    chosen = chance.sample(figures, times)
    return budget.with_figures(
        [(f, f.evolve(value=Decimal(chance.randrange(1, 10**6)).scaleb(-2))) for f in chosen]
    )


DOCUMENTS = st.builds(
    wrong,
    st.sampled_from(["akto", "artux"]),
    st.integers(2, 12),
    st.integers(0, 2**32 - 1).map(Random),
)


def bare(report: Report) -> list[tuple[str, str, str, list[str]]]:
    """All that is found, but for which figures are likely wrong and which findings are put under which."""
    return sorted(
        (
            each.law,
            str(each.verdict),
            each.severity,
            sorted(figure.where() for figure in each.figures),
        )
        for each in report.findings
    )


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch) -> list[Clock]:
    """The budgets that explanations are given."""
    met: list[Clock] = []
    explain = suspects.explain_violations

    def noted(system: object, violated: object, clock: Clock) -> object:
        met.append(clock)
        return explain(system, violated, clock)  # type: ignore[arg-type]

    monkeypatch.setattr(suspects, "explain_violations", noted)
    return met


@pytest.mark.parametrize("path", DAMAGED, ids=lambda path: path.stem)
def test_very_damaged_documents_are_explained_within_their_steps(
    path: Path, spent: list[Clock]
) -> None:
    budget = read(path)
    report = check(budget)
    [clock] = spent
    assert clock.used <= 700 * len(budget.figures) + 100_000
    assert not report.ok
    assert report.explained.complete
    # that nothing lighter would do takes longer to prove, and is not said
    assert report.explained.least is False


@pytest.mark.parametrize("steps", [0, 1_000, 20_000, 100_000])
@pytest.mark.parametrize("path", DAMAGED, ids=lambda path: path.stem)
def test_with_few_steps_all_is_found_and_what_is_lacking_is_said(
    path: Path, steps: int, spent: list[Clock]
) -> None:
    budget = read(path)
    whole, report = check(budget), check(budget, steps=steps)
    assert spent[1].used <= steps
    assert bare(report) == bare(whole)
    assert report.tallies == whole.tallies
    if steps == 0:
        assert not report.explained.complete
        assert not any(
            each.suspects for each in report.findings if each.law in ("add-up", "agree", "contain")
        )
    if not report.explained.complete:
        assert f"哪些数最可能有误：不符之处互相牵涉太多，算了 {steps} 步仍没有算完" in report.text(
            "zh"
        )
        assert f"which figures are most likely wrong: not finished within {steps} steps" in (
            report.text("en")
        )
        said = json.loads(report.to_json())
        assert said["explained"] == {"complete": False, "least": False}
        assert said["not_checked"][0]["what_en"] == "which figures are most likely wrong"


@settings(max_examples=tries(10, least=5))
@given(DOCUMENTS, st.integers(0, 200_000))
def test_the_steps_change_no_finding(budget: Disclosure, steps: int) -> None:
    whole, report = check(budget, steps=10**7), check(budget, steps=steps)
    assert bare(report) == bare(whole)
    assert report.tallies == whole.tallies
    assert whole.explained.complete
    # what is proven is so with any steps
    if report.explained.complete and report.explained.least:
        assert whole.explained.least


@settings(max_examples=tries(10, least=5))
@given(DOCUMENTS)
def test_steps_that_suffice_give_one_report(budget: Disclosure) -> None:
    reports = [check(budget, steps=steps) for steps in (2 * 10**7, 4 * 10**7)]
    if all(each.explained.least is not False for each in reports):
        one, other = (each.to_json() for each in reports)
        assert one == other


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which an hour goes by whenever the clock is looked at."""
    hours = count(0, 3600)
    monkeypatch.setattr("cnbudget.clock.time.monotonic", lambda: float(next(hours)))


def test_a_slow_machine_gives_the_same_report(request: pytest.FixtureRequest) -> None:
    budgets = [read(DAMAGED[0]), wrong("akto", 5, Random(1)), wrong("artux", 15, Random(2))]
    quick = [check(budget).to_json() for budget in budgets]
    request.getfixturevalue("slow")
    assert [check(budget).to_json() for budget in budgets] == quick


def test_a_clean_document_needs_no_steps() -> None:
    report = check(example("akto"), steps=0)
    assert report.ok
    assert report.explained.complete
    assert report.explained.least is None
