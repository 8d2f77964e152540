"""What mypy knows of what users write; nothing here is worth running but under it, as all tests are."""

from __future__ import annotations

import importlib.util
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, assert_type

import cnbudget
from cnbudget import Amount, EconomicCode, Entry, FunctionCode, FundingSource, Nature, Scope
from cnbudget.classification import AgencyKind, Kind, Subject, for_year, judge
from cnbudget.comparison import Change
from cnbudget.figures import Figure
from cnbudget.tables import ExpenditureRow, Row, Table

ROOT = Path(__file__).resolve().parents[1]
BUDGET = cnbudget.example("artux")


def test_tables_rows_and_cells_are_known() -> None:
    assert_type(BUDGET[3], Table[Any])
    assert_type(BUDGET["expenditure"], Table[Any])
    assert_type(BUDGET[3, "208"], Row)
    assert_type(BUDGET[3, "208", "合计"], Figure)
    assert_type(BUDGET.expenditure, Table[ExpenditureRow])
    assert_type(BUDGET.expenditure["2101501"].basic, Figure)


def test_codes_are_keys_of_lists() -> None:
    year = for_year(2026)
    assert_type(year.functional[FunctionCode("2080505")], Subject)
    assert_type(year.functional["2080505"], Subject)
    assert year.functional.get(FunctionCode("2080505")) is not None
    assert year.functional.named("行政运行")
    found = year.crosswalk.to_government(EconomicCode("30108"), agency=AgencyKind.ADMINISTRATIVE)
    assert found == year.crosswalk.to_government("30108", agency=AgencyKind.ADMINISTRATIVE)
    assert judge(FunctionCode("2080505"), None, 2026, kind=Kind.FUNCTIONAL) == ()


def test_what_is_converted_is_taken_as_it_may_be_given() -> None:
    entry = Entry(
        FunctionCode("2080505"),
        "30108",
        source=FundingSource.GENERAL_OWN,
        nature=Nature.PERSONNEL,
        amount=5,
    )
    other = Entry(
        "2080505",
        EconomicCode("30108"),
        source=entry.source,
        nature=entry.nature,
        amount=Decimal(5),
    )
    assert (
        entry
        == other
        == Entry("2080505", "30108", source=entry.source, nature=entry.nature, amount=Amount("5"))
    )
    assert_type(entry.amount, Amount)
    assert_type(entry.function, FunctionCode | None)
    assert Scope(function="208") == Scope(function=FunctionCode("208")) == Scope(function=["208"])


def test_kinds_are_words_that_are_known() -> None:
    found = cnbudget.records(BUDGET, kind="figures")
    assert found.kind == "figures"
    change: Change | None = None
    assert change is None
    budget = cnbudget.publish(
        cnbudget.read_ledger(ROOT / "examples" / "akto-2024-ledger.csv"), rounding="additive"
    )
    assert cnbudget.check(budget).ok


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "type_examples", ROOT / "tools" / "type_examples.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_code_of_a_page_stands_in_its_lines() -> None:
    tool: Any = _tool()
    session = [
        ">>> a = 1",
        ">>> a",
        "1",
        ">>> f(",
        "...     a)",
        "Traceback (most recent call last):",
        "...",
    ]
    page = "\n".join(["Text", "", "```python", *session, "```", "```sh", "ls", "```"])
    lines = tool.code_of(page).split("\n")
    assert lines[3:5] == ["a = 1", "a"]
    assert [line for line in lines if line] == ["a = 1", "a"]
    assert tool.code_of("```python\nimport this\n```") == "\nimport this\n\n"
