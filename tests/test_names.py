"""Names: what a name was called before still works for one version, and says what it is called now."""

from __future__ import annotations

import importlib

import attrs
import pytest

import cnbudget
from cnbudget import Verdict
from cnbudget.messages import say
from cnbudget.problems import Problem
from cnbudget.writing import FORMATS


@pytest.mark.parametrize(
    ("module", "former", "now"),
    [
        ("cnbudget.classification", "Problem", "Doubt"),
        ("cnbudget.consistency", "Ratio", "Proportion"),
        ("cnbudget.consistency", "Verdict", "Fit"),
        ("cnbudget.performance", "Procurement", "ProcurementPlan"),
        ("cnbudget.reports", "Unread", "UnreadFile"),
        ("cnbudget.writing.sheet", "Cell", "SheetCell"),
    ],
)
def test_a_former_name_says_the_one_of_now(module: str, former: str, now: str) -> None:
    here = importlib.import_module(module)
    with pytest.warns(DeprecationWarning, match=rf"{former} is now {now}$"):
        assert getattr(here, former) is getattr(here, now)
    assert former not in here.__all__
    with pytest.raises(AttributeError):
        here.no_such_name  # noqa: B018


def test_retired_cadres_are_found_by_their_former_name() -> None:
    from cnbudget.performance import Staff

    staff = Staff(())
    with pytest.warns(DeprecationWarning, match="now retired_cadres"):
        assert staff.resting is None
    with pytest.warns(DeprecationWarning, match="now retired_cadres"):
        assert staff.figure("resting") is None


def test_the_clock_is_found_where_it_stood() -> None:
    module = importlib.import_module("cnbudget.consistency.clock")
    with pytest.warns(DeprecationWarning, match=r"now in cnbudget\.clock"):
        assert module.Clock is cnbudget.clock.Clock
    with pytest.raises(AttributeError):
        module.no_such_name  # noqa: B018


def test_words_of_a_problem_can_still_be_given_alone() -> None:
    with pytest.warns(DeprecationWarning, match="words of a Problem"):
        problem = Problem("number", zh="不是数", en="no number")
    assert (problem.zh, problem.en) == ("不是数", "no number")


def test_words_of_a_problem_can_still_be_replaced() -> None:
    problem = Problem("file", say("reading.file_empty"))
    with pytest.warns(DeprecationWarning, match="words of a Problem"):
        changed = attrs.evolve(problem, zh="别的")
    assert (changed.zh, changed.en) == ("别的", problem.en)


def test_formats_can_still_be_taken_apart() -> None:
    with pytest.warns(DeprecationWarning, match="no pair"):
        home, function = FORMATS["html"]
    with pytest.warns(DeprecationWarning, match="no pair"):
        assert (FORMATS["html"][0], FORMATS["html"][1]) == (home, function) == ("page", "page")


def test_verdicts_have_their_words() -> None:
    words = importlib.import_module("cnbudget.invariants").VERDICT_WORDS
    assert words[Verdict.EXACT] == ("相符", "exact")


def test_a_scope_is_taken_at_codes_and_names_alone() -> None:
    for wrong in ({"bogus": 1}, {"source": cnbudget.FundingSource.GENERAL}):
        with pytest.raises(TypeError, match="no dimension of codes or names"):
            cnbudget.Scope().at(**wrong)
