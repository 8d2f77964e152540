"""A reconciliation names what a check names, and first the same."""

from __future__ import annotations

from functools import cache

import pytest

from cnbudget import Finding, Reconciliation, Report, check, read_text, reconcile
from cnbudget.figures import Figure
from cnbudget.reconciliation import Status
from tests.documents import corpus

PLANTED = {
    "a transposition": ("500.77\t494.77", "500.77\t449.77"),
    "a sign": ("福利费\t5.04\t\t5.04", "福利费\t-5.04\t\t-5.04"),
    "a row gone": ("302\t06\t电费\t0.50\t\t0.50\n", ""),
    "a wrong code": (
        "210\t15\t01\t行政运行\t254.72\t254.72\t254.72",
        "208\t05\t05\t行政运行\t254.72\t254.72\t254.72",
    ),
    "an amount of the text": ("2024年预算数为67.59", "2024年预算数为76.59"),
}


@cache
def both(what: str) -> tuple[Report, Reconciliation]:
    old, new = PLANTED[what]
    text = corpus.text("akto")
    assert old in text
    budget = read_text(text.replace(old, new, 1))
    return check(budget), reconcile(budget, witness=False)


def causes(report: Report) -> list[Finding]:
    return [each for each in report.wrong if each.caused_by is None]


@pytest.mark.parametrize("what", PLANTED)
def test_what_a_check_finds_is_told_first(what: str) -> None:
    report, found = both(what)
    assert found.status is Status.INCONSISTENT
    assert [each.zh for each in found.likeliest] == [each.zh for each in causes(report)]
    first = found.likeliest[0].message("zh")
    text = found.text("zh")
    assert first[:100] in text
    assert text.index(first[:100]) < text.index("如何改正")
    likeliest = found.to_dict()["likeliest"][0]
    assert likeliest["message"] == {"zh": found.likeliest[0].zh, "en": found.likeliest[0].en}
    assert likeliest["figure"]["row"] == _named(found.likeliest[0]).row.row


@pytest.mark.parametrize("what", ["a transposition", "a sign", "an amount of the text"])
def test_the_cell_that_a_check_names_first_is_in_the_first_set(what: str) -> None:
    report, found = both(what)
    assert found.localisation is not None
    assert _named(causes(report)[0]).address in {
        each.address for each in found.localisation.sets[0].figures
    }


def _named(finding: Finding) -> Figure:
    return finding.suspects[0].figure if finding.suspects else finding.figures[0]


def test_a_consistent_budget_has_none() -> None:
    found = reconcile(read_text(corpus.text("akto")), witness=False)
    assert found.likeliest == ()
    assert found.to_dict()["likeliest"] == []
    assert "最可能" not in found.text("zh")
