"""The decimal context of the program around us changes nothing: not a figure, not a finding, not a word."""

from __future__ import annotations

import decimal
import threading
from collections.abc import Callable
from decimal import Context, Decimal, localcontext
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget.checks.checklist import checklist_text
from cnbudget.composing import blanks_of, compose
from cnbudget.composing.years import percent
from cnbudget.examples import example_path
from cnbudget.narrative.ratios import Number, equal, growth, proportion

EXAMPLES = Path(__file__).parents[2] / "examples"
SIGNALS = [
    decimal.Clamped, decimal.InvalidOperation, decimal.DivisionByZero, decimal.Inexact, decimal.Rounded,
    decimal.Subnormal, decimal.Overflow, decimal.Underflow, decimal.FloatOperation,
]  # fmt: skip
ROUNDINGS = [
    decimal.ROUND_UP, decimal.ROUND_DOWN, decimal.ROUND_CEILING, decimal.ROUND_FLOOR, decimal.ROUND_05UP,
    decimal.ROUND_HALF_EVEN, decimal.ROUND_HALF_UP, decimal.ROUND_HALF_DOWN,
]  # fmt: skip
#: What a host may have set: what loses a digit without a word, either way, and what tells of everything that it does.
HOSTS = {
    "one digit up": Context(prec=1, rounding=decimal.ROUND_UP, capitals=0, traps=[]),
    "all traps": Context(prec=1, traps=SIGNALS),
    "small exponents": Context(
        prec=3, rounding=decimal.ROUND_FLOOR, Emax=1, Emin=-1, clamp=1, traps=[]
    ),
}
contexts = st.builds(
    Context, prec=st.integers(1, 40), rounding=st.sampled_from(ROUNDINGS), Emin=st.integers(-9, 0),
    Emax=st.integers(0, 9), capitals=st.integers(0, 1), clamp=st.integers(0, 1),
    traps=st.lists(st.sampled_from(SIGNALS), unique=True),
)  # fmt: skip


@cache
def _texts() -> dict[str, str]:
    """The examples as text, and with wrong amounts in tables and prose."""
    found = {name: example_path(name).read_text(encoding="utf-8") for name in ("akto", "artux")}
    found["wrong"] = found["artux"].replace("79.17", "97.17", 2).replace("增加", "减少", 3)
    return found


def _read(name: str) -> Any:
    return cnbudget.read_text(_texts()[name])


def _checked(name: str) -> object:
    budget = _read(name)
    report = cnbudget.check(budget)
    claims = [(repr(claim), claim.figure.interval()) for claim in budget.claims]
    earlier = [(each.text, each.interval()) for each in budget.previous_year.figures]
    return (
        cnbudget.to_text(budget, "json"), report.to_json(), report.text(), report.text("en"),
        checklist_text(report, "zh"), claims, earlier, repr(budget.sides),
        [repr(outcome) for outcome in cnbudget.outcomes(budget)],
    )  # fmt: skip


def _reconciled(name: str) -> object:
    found = cnbudget.reconcile(_read(name), time_limit=600)
    ledger = None if found.witness is None else [repr(entry) for entry in found.witness.entries]
    return found.to_json(), found.text(), found.text("en"), ledger


def _published(rounding: str) -> object:
    ledger, earlier = (
        cnbudget.read_ledger(EXAMPLES / f"qingshan-{year}.csv") for year in (2026, 2025)
    )
    budget = cnbudget.publish(ledger, "xinjiang-2026", rounding=rounding)  # type: ignore[arg-type]
    prose = compose(budget, earlier)
    written = [cnbudget.to_text(budget, each) for each in ("markdown", "html", "json", "csv")]
    return (
        written,
        [passage.text for passage in prose.passages],
        repr(blanks_of(budget)),
        budget.deviation,
    )


def _last_year() -> Any:
    """A budget of the year before, of the same agency."""
    text = _texts()["akto"].replace("2024", "2023")
    return cnbudget.read_text(text)


def _deduced(name: str) -> object:
    budget = _read(name)
    figure = budget.expenditure.figures[0]
    missing = budget.with_figures(
        [(figure, figure.evolve(state=cnbudget.State.MISSING, value=None))]
    )
    return repr(cnbudget.deduce(missing)), cnbudget.compare(budget, _last_year()).text()


def _written(ending: str, tmp_path: Path) -> object:
    file = tmp_path / f"a.{ending}"
    cnbudget.write(_read("wrong"), file)
    data = file.read_bytes()
    report = cnbudget.check(cnbudget.read(file))
    cnbudget.annotate(report, tmp_path / f"b.{ending}")
    return data, report.to_json(), (tmp_path / f"b.{ending}").read_bytes()


DONE: dict[str, Callable[[], object]] = {
    "check akto": lambda: _checked("akto"),
    "check artux": lambda: _checked("artux"),
    "check wrong": lambda: _checked("wrong"),
    "reconcile akto": lambda: _reconciled("akto"),
    "reconcile wrong": lambda: _reconciled("wrong"),
    "publish": lambda: _published("independent"),
    "publish additive": lambda: _published("additive"),
    "deduce": lambda: _deduced("akto"),
}


@cache
def _usual(name: str) -> object:
    with localcontext(Context()):
        return DONE[name]()


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("name", DONE)
def test_whatever_the_host_has_set_nothing_changes(name: str, host: str) -> None:
    usual = _usual(name)
    with localcontext(HOSTS[host]):
        assert DONE[name]() == usual


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_office_files_too(ending: str, tmp_path: Path) -> None:
    usual = _written(ending, tmp_path)
    for host in HOSTS.values():
        with localcontext(host):
            assert _written(ending, tmp_path) == usual


def test_a_new_thread_too() -> None:
    usual = _usual("check wrong")
    found: list[object] = []

    def work() -> None:
        decimal.setcontext(HOSTS["all traps"])
        found.append(DONE["check wrong"]())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [usual]


decimals = st.decimals(-(10**12), 10**12, places=4)
numbers = st.builds(Number, decimals, st.sampled_from([Decimal(0), Decimal("0.005"), Decimal(50)]))


@given(host=contexts, one=numbers, other=numbers, rate=numbers, places=st.integers(0, 4))
def test_rates_and_sums_of_the_prose(
    host: Context, one: Number, other: Number, rate: Number, places: int
) -> None:
    def all_of_it() -> object:
        return (
            one + other, one - other, one.wider(), one.low, equal(one, other),
            proportion(rate, one, other, places), growth(rate, one, other, places),
            percent(one.value, other.value, places) if other.value else None,
        )  # fmt: skip

    with localcontext(Context(prec=100)):
        usual = all_of_it()
    with localcontext(host):
        assert all_of_it() == usual


@given(host=contexts, value=decimals, unit=st.sampled_from(cnbudget.Unit), places=st.integers(0, 6))
def test_amounts_and_figures(
    host: Context, value: Decimal, unit: cnbudget.Unit, places: int
) -> None:
    def all_of_it() -> object:
        amount = cnbudget.Amount(value, unit)
        figure = cnbudget.Figure.of(value, unit, places=places)
        return (
            amount, -amount, amount + amount, amount * 3, str(amount), repr(figure), figure.text,
            figure.interval(), amount.round_to(unit, places),
        )  # fmt: skip

    with localcontext(Context(prec=100)):
        usual = all_of_it()
    with localcontext(host):
        assert all_of_it() == usual
