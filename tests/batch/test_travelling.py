"""What comes from another process is what was found there, and is taken up when it is first looked at."""

from __future__ import annotations

import copy
import pickle
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest

import cnbudget
from cnbudget import Report, UnreadableError, check_files
from cnbudget.batch import Checked, read_many
from cnbudget.examples import example_ledger, example_path
from cnbudget.figures import ColumnAddress, Figure, RowAddress
from cnbudget.files import SourceFile
from cnbudget.invariants.spending import checking
from cnbudget.scope import Scope

_TEXT = example_path("akto").read_text("utf-8")
FINE, WRONG = _TEXT, _TEXT.replace("669.59", "696.59", 1)


@cache
def found(text: str = WRONG) -> Checked:
    (one,) = check_files([SourceFile("a.md", text.encode())])
    return one


def sent(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301


@pytest.mark.parametrize("text", [FINE, WRONG, "", "关于公开预算的通知"])
def test_what_came_of_a_file_is_known_before_anything_is_taken_up(text: str) -> None:
    here, there = found(text), sent(found(text))
    assert (there.kind, there.status, there.name) == (here.kind, here.status, here.name)
    assert (there.seconds, there.inputs) == (here.seconds, here.inputs)
    assert there._packed is not None


def test_a_report_that_came_is_the_one_that_was_made() -> None:
    here, there = found(), sent(found())
    assert type(there) is Checked
    assert there.results == here.results
    assert there._packed is None  # nothing is held twice
    assert repr(there) == repr(here)
    (one,), (other,) = here.reports, there.reports
    assert isinstance(other, Report)
    assert (other, hash(other), repr(other)) == (one, hash(one), repr(one))
    assert other.text(details=True) == one.text(details=True)
    assert other.to_json() == one.to_json()
    assert (there.kind, there.status, there.digests()) == (here.kind, here.status, here.digests())
    assert other.disclosure.sha256 == one.disclosure.sha256


def test_a_copy_shares_its_results() -> None:
    here = found()
    copied = copy.copy(here)
    assert type(copied) is Checked
    assert copied is not here
    assert all(one is other for one, other in zip(copied.results, here.results, strict=True))


class OwnChecked(Checked):
    """A kind of its own."""


class OwnScope(Scope):
    """A kind of its own."""


@attrs.frozen
class OwnFigure(Figure):
    """A figure that says more."""

    remark: str = attrs.field(default="", kw_only=True)


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, sent])
def test_kinds_of_ones_own_stay_what_they_are(way: Callable[[Any], Any]) -> None:
    figure = OwnFigure(
        Decimal(1), row=RowAddress(None, "basic"), column=ColumnAddress("basic"), remark="mine"
    )
    for one in (figure, OwnScope("208"), OwnChecked((), ())):
        assert type(way(one)) is type(one)
    assert way(figure).remark == "mine"
    assert way(OwnScope("208")) == OwnScope("208")


def test_what_a_finding_speaks_of_is_the_very_figure_of_the_budget() -> None:
    (report,) = sent(found()).reports
    every = {id(each) for each in report.disclosure.figures}
    told = [each for finding in report.findings for each in finding.figures]
    assert told
    inside = [each for each in told if each.row.within == "table"]
    assert inside
    assert all(id(each) in every for each in inside)
    assert cnbudget.check(report.disclosure) == report


def test_what_is_told_of_the_text_is_what_the_text_says_there() -> None:
    composed = cnbudget.compose(cnbudget.publish(example_ledger("akto")))
    wrong = cnbudget.to_text(composed).replace("669.59万元", "696.59万元", 1)
    (report,) = sent(found(wrong)).reports
    said = {claim.figure.address for claim in report.disclosure.claims}
    outside = [f for each in report.findings for f in each.figures if f.row.within == "prose"]
    assert outside
    assert all(each.address in said for each in outside)


def test_it_goes_on_as_it_came_looked_at_or_not() -> None:
    there = sent(found())
    again = sent(there)
    assert there._packed == again._packed is not None
    assert again.results == found().results == sent(again).results
    assert copy.deepcopy(sent(found())).results == found().results


def test_several_who_look_at_once_see_the_same() -> None:
    there, together = sent(found()), threading.Barrier(4)

    def looked(_: int) -> Any:
        together.wait()
        return there.results

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            seen = list(pool.map(looked, range(4)))
    finally:
        sys.setswitchinterval(before)
    assert all(each is seen[0] for each in seen)


def test_budgets_that_were_read_and_not_checked_come_too(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(FINE, "utf-8")
    (here,), (there,) = read_many([path]), read_many([path], jobs=2)
    assert here == there


def test_errors_come_with_their_words() -> None:
    here, there = found("").results[0], sent(found("")).results[0]
    assert isinstance(there, UnreadableError)
    assert str(here) == str(there)


def test_it_has_no_other_attributes() -> None:
    with pytest.raises(AttributeError, match="'Checked' object has no attribute 'nothing'"):
        _ = sent(found()).nothing
    assert not hasattr(found(), "nothing")


def test_laws_that_were_spent_on_what_was_lost_stay_spent() -> None:
    budget = cnbudget.example("artux")
    other = pickle.loads(pickle.dumps(budget))  # noqa: S301
    assert budget.derived is not None
    before, after = checking(budget.derived), checking(other.derived)
    assert before.used
    assert (after.used, after.verdicts()) == (before.used, before.verdicts())
