"""Records: exact, whole, in the order of the document, and through every door the same."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given

import cnbudget
from cnbudget import Disclosure, State, classification
from cnbudget.errors import MissingExtraError, UsageError
from cnbudget.examples import example_ledger
from cnbudget.frames import KINDS
from cnbudget.frames.columns import TYPES
from cnbudget.strategies import disclosures

BUDGETS = [cnbudget.example("artux"), cnbudget.example("akto")]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_column_is_declared_once_with_a_type_and_both_meanings(kind: str) -> None:
    columns = KINDS[kind].columns
    names = [each.name for each in columns]
    assert len(set(names)) == len(names)
    for each in columns:
        assert each.name.isidentifier()
        assert each.type in TYPES
        assert each.zh
        assert each.en.isascii()


@given(disclosures())
def test_every_figure_is_a_record_as_it_is_printed(budget: Disclosure) -> None:
    found = list(cnbudget.records(budget))
    figures = budget.figures
    assert len(found) == len(figures)
    for row, figure in zip(found, figures, strict=True):
        assert row["value"] == figure.value
        assert row["state"] == figure.state.value
        assert row["unit"] == figure.unit_text
        assert row["table"] == figure.row.key
        assert row["row"] == figure.row.row
        assert row["column"] == figure.column.key
        if figure.state is State.MISSING:
            assert row["amount"] is None
        else:
            assert row["amount"] == figure.amount.yuan
        scope = figure.scope
        assert scope is not None
        assert row["source"] == scope.source.zh
        assert row["nature"] == scope.nature.zh
        codes = scope.function if len(scope.function) == 1 else ("",)
        for name, length in (("category", 3), ("section", 5), ("item", 7)):
            code = row[f"function_{name}"]
            assert code == (codes[0][:length] if len(codes[0]) >= length else None)


@given(disclosures())
def test_arrow_has_the_same_records(budget: Disclosure) -> None:
    found = cnbudget.records(budget)
    assert found.to_arrow().to_pylist() == list(found)


def test_a_blank_is_zero_and_what_is_missing_is_null() -> None:
    lost = BUDGETS[0].expenditure["2101501"].basic
    budget = BUDGETS[0].with_figures([(lost, lost.evolve(value=None, state=State.MISSING))])
    frame = cnbudget.records(budget).to_pandas()
    missing = frame[frame.state == "missing"]
    assert missing.amount.isna().tolist() == [True]
    assert missing.value.isna().tolist() == [True]
    blank = frame[frame.state == "blank"]
    assert set(blank.amount) == {Decimal(0)}


def test_laws_and_verdicts_are_those_of_the_outcomes() -> None:
    budget = BUDGETS[0]
    tied: Counter[object] = Counter()
    for outcome in cnbudget.outcomes(budget):
        tied.update(figure.address for figure in outcome.law.figures)
    rows = list(cnbudget.records(budget))
    assert [row["laws"] for row in rows] == [tied[figure.address] for figure in budget.figures]
    assert {row["verdict"] for row in rows if not row["laws"]} == {None}
    assert {row["verdict"] for row in rows if row["laws"]} == {"exact", "rounding"}


def test_a_pivot_of_leaves_comes_to_what_the_tables_print() -> None:
    frame = cnbudget.records(BUDGETS).to_pandas()
    leaves = frame[frame.leaf & (frame.table == "income")]
    pivot = leaves.pivot_table(index="agency", columns="source", values="amount", aggfunc="sum")
    polars = pl.from_arrow(cnbudget.records(BUDGETS).to_arrow())
    assert isinstance(polars, pl.DataFrame)
    sums = (
        polars.filter(pl.col("leaf") & (pl.col("table") == "income"))
        .group_by("agency")
        .agg(pl.col("amount").sum())
    )
    for budget in BUDGETS:
        total = budget.income.total
        assert total is not None
        expected = total.total.amount.yuan
        assert pivot.loc[budget.agency].sum() == expected
        assert sums.filter(pl.col("agency") == budget.agency)["amount"].item() == expected


def test_amounts_are_exact_decimals_with_the_digits_that_they_need() -> None:
    table = cnbudget.records(BUDGETS).to_arrow()
    assert table.schema.field("amount").type == pa.decimal128(18, 2)
    fine = cnbudget.read_text(cnbudget.to_text(BUDGETS[0]).replace("79.17", "79.170001", 1))
    assert cnbudget.records(fine).to_arrow().schema.field("value").type == pa.decimal128(18, 6)
    floats = cnbudget.records(BUDGETS).to_pandas(floats=True)
    assert floats.amount.dtype == pd.ArrowDtype(pa.float64())
    assert cnbudget.records(BUDGETS).to_polars(floats=True).schema["amount"] == pl.Float64


def test_an_amount_of_too_many_digits_is_refused_and_not_rounded() -> None:
    figure = BUDGETS[0].expenditure["2101501"].basic
    long = figure.evolve(value=Decimal("0." + "1" * 20), places=20)
    budget = BUDGETS[0].with_figures([(figure, long)])
    with pytest.raises(UsageError, match="more digits"):
        cnbudget.records(budget).to_arrow()
    assert long.value in {row["value"] for row in cnbudget.records(budget)}


def test_others_read_the_stream() -> None:
    found = cnbudget.records(BUDGETS)
    assert pl.DataFrame(found).height == sum(len(budget.figures) for budget in BUDGETS)
    reader = pa.RecordBatchReader.from_stream(found)
    assert reader.schema.field("amount").metadata[b"en"].startswith(b"amount in yuan")
    assert sum(batch.num_rows for batch in reader) == pl.DataFrame(found).height


def test_a_stream_makes_one_batch_after_another() -> None:
    taken: list[str] = []

    def many() -> object:
        for number in range(200):
            taken.append(str(number))
            yield BUDGETS[number % 2]

    batches = cnbudget.records(many()).batches()
    next(batches)
    assert 1 < len(taken) < 30
    assert sum(batch.num_rows for batch in batches) > 100_000
    assert len(taken) == 200


def test_an_iterator_is_gone_through_once_and_says_so() -> None:
    found = cnbudget.records(iter(BUDGETS))
    assert sum(1 for _ in found) > 1000
    with pytest.raises(UsageError, match="once"):
        next(iter(found))
    again = cnbudget.records(BUDGETS)
    assert list(again) == list(again)


@pytest.mark.parametrize("things", [3, [3], "artux", [BUDGETS[0], 3]])
def test_what_has_no_records_is_refused(things: object) -> None:
    with pytest.raises(UsageError, match="records"):
        list(cnbudget.records(things))


def test_kinds_and_their_things() -> None:
    with pytest.raises(UsageError, match="figures"):
        cnbudget.records(BUDGETS, "cells")
    with pytest.raises(UsageError, match="Report"):
        list(cnbudget.records(BUDGETS, "findings"))
    assert cnbudget.records([]).to_arrow().num_rows == 0
    assert cnbudget.records(cnbudget.read_text(cnbudget.to_text(BUDGETS[0]))).kind == "figures"


def test_statements_findings_entries_and_codes() -> None:
    budget = BUDGETS[0]
    report, ledger = cnbudget.check(budget), example_ledger("akto")
    said = list(cnbudget.records(budget, "statements"))
    assert [row["value"] for row in said] == [claim.value for claim in budget.claims]
    found = list(cnbudget.records(report, lang="en"))
    assert [row["message"] for row in found] == [each.en for each in report.findings]
    entries = cnbudget.records(ledger).to_arrow()
    assert sum(entries.column("amount").to_pylist()) == ledger.total().yuan
    codes = cnbudget.records(classification.default()).to_pandas()
    names = dict(zip(codes.kind + codes.code, codes.name, strict=True))
    assert names["functional208"] == "社会保障和就业支出"
    for kind in KINDS:
        things = {"findings": report, "entries": ledger, "codes": classification.default()}
        assert cnbudget.records(things.get(kind, budget), kind).to_arrow().num_rows > 0


def test_a_parquet_file_has_them_all(tmp_path: Path) -> None:
    found = cnbudget.records(BUDGETS)
    found.to_parquet(tmp_path / "数.parquet")
    assert pq.read_table(tmp_path / "数.parquet").to_pylist() == list(found)


_WITHOUT = """
import sys
sys.modules[{library!r}] = None
import cnbudget
try:
    cnbudget.records(cnbudget.example("artux")).to_{door}()
except cnbudget.MissingExtraError as error:
    print(error.hint)
"""


@pytest.mark.parametrize(
    ("library", "door", "extra"),
    [("pyarrow", "arrow", "arrow"), ("pandas", "pandas", "pandas"), ("polars", "polars", "polars")],
)
def test_a_missing_library_is_said_with_the_command_that_installs_it(
    library: str, door: str, extra: str
) -> None:
    code = _WITHOUT.format(library=library, door=door)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == f'pip install "cnbudget[{extra}]"'
    assert issubclass(MissingExtraError, ImportError)


def test_records_need_no_library_where_none_is_asked_for() -> None:
    code = (
        "import sys, cnbudget\nassert 'cnbudget.frames' not in sys.modules\n"
        "next(iter(cnbudget.records(cnbudget.example('artux'))))\n"
        "print(sorted({'pyarrow', 'pandas', 'polars', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_pages_have_the_columns_as_they_are_declared() -> None:
    tool = Path(__file__).parents[2] / "tools" / "list_columns.py"
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(tool), "--check"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout
