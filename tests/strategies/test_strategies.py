"""The strategies: valid, of every form and type, and readable when they fail."""

from __future__ import annotations

import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import cnbudget
from cnbudget import Amount, Entry, Flow, FundingSource, Ledger, Nature, layouts
from cnbudget.layouts import Layout
from cnbudget.strategies import (
    Corruption,
    corrupted,
    disclosures,
    invented_layouts,
    labels,
    ledgers,
)
from cnbudget.strategies.ledger import _form
from cnbudget.tables import ROWS, Side

TYPES = [kind for name in cnbudget.__all__ if isinstance(kind := getattr(cnbudget, name), type)]
ROOT = Path(__file__).parents[2]
FORMS: list[str | Path] = [
    *layouts.names(),
    ROOT / "docs" / "assets" / "archives.toml",
    ROOT / "docs" / "assets" / "river.toml",
]


@pytest.mark.parametrize("form", FORMS, ids=str)
@given(data=st.data())
def test_every_budget_of_every_form_holds(form: str | Path, data: st.DataObject) -> None:
    budget = data.draw(disclosures(layouts=[form]))
    report = cnbudget.check(budget)
    assert [finding.en for finding in report.wrong] == []
    assert report.ok


@pytest.mark.parametrize("form", layouts.names())
@given(data=st.data())
def test_a_budget_of_a_plain_ledger_holds_in_every_form(form: str, data: st.DataObject) -> None:
    ledger = data.draw(ledgers(max_entries=4))
    budget = cnbudget.publish(
        ledger, form, rounding=data.draw(st.sampled_from(["independent", "additive"]))
    )
    assert [finding.en for finding in cnbudget.check(budget).wrong] == []


@pytest.mark.parametrize("form", layouts.names())
@given(data=st.data())
def test_a_ledger_is_of_what_its_form_knows_and_balances(form: str, data: st.DataObject) -> None:
    ledger = data.draw(ledgers(layout=form))
    layout = layouts.load(form)
    known = _form(layout)
    accounts: dict[Any, Decimal] = {}
    for entry in ledger:
        assert entry.flow in known.flows
        assert entry.source in layout.sources
        assert entry.nature is None or entry.nature in layout.nature
        sign = 1 if entry.flow in Flow.IN else -1
        key = entry.function, entry.source, entry.agency
        accounts[key] = accounts.get(key, Decimal(0)) + sign * entry.amount.yuan
    assert not known.flows & Flow.IN or set(accounts.values()) == {0}


def test_all_flows_and_natures_of_final_accounts_are_drawn() -> None:
    flows: set[Flow] = set()
    natures: set[Nature] = set()

    @settings(max_examples=200, database=None, derandomize=True, phases=[Phase.generate])
    @given(ledgers(layout="final-accounts"))
    def draw(ledger: Ledger) -> None:
        flows.update(entry.flow for entry in ledger)
        natures.update(entry.nature for entry in ledger if entry.nature is not None)

    draw()
    assert flows == set(Flow.ALL)
    assert natures == set(Nature.ALL & ~Nature.RESERVE)  # the form has no place for it


# Every public type ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
@settings(max_examples=10, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_every_public_type_has_a_strategy(kind: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    assert isinstance(value, kind)
    assert isinstance(repr(value), str)
    assert len(pretty(value)) < 20_000


def test_there_are_types_to_ask_for() -> None:
    assert len(TYPES) > 30


@given(st.from_type(FundingSource), st.from_type(Nature), st.from_type(Flow))
def test_sets_of_a_dimension_are_not_empty(
    source: FundingSource, nature: Nature, flow: Flow
) -> None:
    assert cnbudget.Scope(source=source, nature=nature, flow=flow) <= cnbudget.Scope(flow=Flow.ALL)


@given(st.from_type(cnbudget.Interval))
def test_intervals_have_something_in_them(interval: cnbudget.Interval[Decimal]) -> None:
    ends = [end for end in (interval.low, interval.high) if end is not None]
    middle = sum(ends, Decimal(0)) / len(ends) if ends else Decimal(0)
    assert Amount(middle) in interval or len(ends) == 1


def _run(code: str) -> list[str]:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    return run.stdout.split()


def test_loading_hypothesis_loads_nothing_of_the_package_but_the_door() -> None:
    loaded = _run(
        "import sys, hypothesis; print(*sorted(name for name in sys.modules if 'cnbudget' in name))"
    )
    allowed = {"cnbudget", "cnbudget._version", "cnbudget.errors", "cnbudget.language"}
    allowed |= {"cnbudget.strategies", "cnbudget.strategies.registration"}
    assert "cnbudget.strategies.registration" in loaded
    assert not [
        name for name in loaded if name not in allowed and not name.startswith("cnbudget.messages")
    ]


@pytest.mark.parametrize("first", ["hypothesis", "cnbudget.ledger", "cnbudget.strategies"])
@pytest.mark.parametrize("door", ["from cnbudget import", "from cnbudget.ledger import"])
def test_a_type_is_known_whichever_way_it_is_imported(first: str, door: str) -> None:
    code = f"""
import importlib; importlib.import_module({first!r})
from hypothesis import settings, given, strategies as st
{door} Ledger
import inspect, cnbudget.ledger
@settings(max_examples=5, database=None)
@given(st.from_type(Ledger))
def drawn(ledger):
    assert ledger.agency == "甲局"
drawn()
inspect.getsource(cnbudget.ledger)
print(type(cnbudget.ledger.__loader__).__name__, type(cnbudget.ledger.__spec__.loader).__name__)
"""
    assert _run(code) == ["SourceFileLoader", "SourceFileLoader"]


# Failing examples -------------------------------------------------------------------------------


FAILING = """
from hypothesis import given, settings
from cnbudget.strategies import disclosures


@settings(database=None, derandomize=True)
@given(disclosures())
def test_disclosure(budget):
    assert not any(row.code and str(row.code).startswith("302") for row in budget.basic)
"""


def test_a_counterexample_is_readable_though_warnings_are_errors(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(FAILING, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "test_it.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603
    assert run.returncode == 1
    assert "HypothesisWarning" not in run.stdout
    assert "budget=publish(" in run.stdout
    assert "Ledger([" in run.stdout
    # one entry is enough; versions of Hypothesis print an example once or twice
    entries = {match.group() for match in re.finditer(r"Entry\('.*", run.stdout)}
    assert len(entries) == 1
    assert "'302" in entries.pop()
    assert len(run.stdout) < 10_000


@pytest.mark.parametrize(
    "kind", [*TYPES, *dict.fromkeys(ROWS.values()), Side], ids=lambda kind: kind.__name__
)
def test_hypothesis_prints_what_has_a_repr_of_its_own_by_it(kind: type) -> None:
    budget = cnbudget.example("artux")
    own: dict[type, Any] = {type(budget): budget, Layout: layouts.load("central")}
    own |= {type(row): row for table in budget for row in table}
    own |= {type(budget[3]): budget[3], Side: budget[3].sides[0]}
    report = cnbudget.check(budget)
    own |= {type(each): each for each in (report, report.findings[0], cnbudget.laws(budget)[0])}
    if kind in own:
        assert pretty(own[kind]) == repr(own[kind])


@given(ledgers())
def test_a_ledger_is_printed_with_its_entries_a_line_each(ledger: Ledger) -> None:
    lines = pretty(ledger).splitlines()
    assert [line.strip() for line in lines[1:-1]] == [f"{entry!r}," for entry in ledger]
    assert lines[0] == "Ledger(["
    assert lines[-1] == f"], '甲局', year={ledger.year})"
    final = attrs.evolve(ledger, entries=[], stage="决算")
    assert pretty(final) == "Ledger([], '甲局', year=2026, stage='决算')"
    assert isinstance(ledger.entries[0], Entry)


# What can be asked for ---------------------------------------------------------------------------


@given(
    ledgers(
        (2025, 2026),
        min_entries=2,
        max_entries=5,
        functions=["20805", "2010101"],
        uses=["302"],
        sources=FundingSource.FUND,
        natures=Nature.BASIC,
        agency="乙局",
        agencies=["丙站"],
        largest=Amount(500, "元"),
    )
)
def test_a_ledger_is_as_it_was_asked_for(ledger: Ledger) -> None:
    assert ledger.year in (2025, 2026)
    assert 2 <= len(ledger.entries) <= 5
    for entry in ledger:
        assert str(entry.function).startswith(("20805", "2010101"))
        assert str(entry.economic).startswith("302")
        assert entry.source in FundingSource.FUND
        assert entry.nature in (Nature.PERSONNEL, Nature.OPERATING)
        assert entry.agency in ("乙局", "丙站")
        assert Amount(0) < entry.amount <= Amount(500, "元")


@pytest.mark.parametrize(
    "asked",
    [
        {"functions": ["999"]},
        {"uses": ["999"]},
        {"layout": "xinjiang-2026", "natures": Nature.RESERVE},
    ],
)
def test_what_no_ledger_can_be_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(cnbudget.errors.LedgerError) as error:
        ledgers(**asked)
    assert error.value.hint


@settings(max_examples=20)
@given(data=st.data())
def test_what_is_published_in_an_invented_form_holds(data: st.DataObject) -> None:
    form = data.draw(invented_layouts())
    budget = cnbudget.publish(data.draw(ledgers(max_entries=4, layout=form)), form)
    assert [finding.en for finding in cnbudget.check(budget).wrong] == []
    assert budget.tables


def test_every_kind_of_slip_has_its_share() -> None:
    seen: dict[str, int] = {}

    @settings(max_examples=120, database=None, derandomize=True, phases=[Phase.generate])
    @given(corrupted(disclosures(ledgers(min_entries=3, max_entries=6))))
    def draw(broken: Corruption) -> None:
        for label in labels(broken):
            seen[label] = seen.get(label, 0) + 1

    draw()
    assert len(seen) == 6, seen


def test_older_names_are_told() -> None:
    with pytest.warns(DeprecationWarning, match="ledgers="):
        disclosures(sums=ledgers())
    with pytest.warns(DeprecationWarning, match="disclosures="):
        corrupted(budgets=disclosures())
