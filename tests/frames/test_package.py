"""Open data: packages whose description is true of their table, and whose fiscal types exist."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given

import cnbudget
from cnbudget import Disclosure, classification
from cnbudget.cli import main
from cnbudget.examples import example_ledger, example_path
from cnbudget.formulas import unguarded
from cnbudget.frames import KINDS
from cnbudget.frames.package import files_of_package
from cnbudget.strategies import disclosures

#: The fiscal types that there are, of those that budgets have a use for (OpenSpending's list; no validator holds
#: packages to it).
FISCAL = {
    "value", "direction", "phase", "date:fiscal-year", "budget-line-id",
    "administrator:generic:id", "administrator:generic:name", "activity:generic:project:code",
    "activity:generic:project:label", "activity:generic:program:code", "activity:generic:program:label",
    "administrative-classification:generic:code:full", "administrative-classification:generic:label",
    *(
        f"{kind}-classification:generic:level{level}:{what}"
        for kind in ("administrative", "economic", "functional")
        for level in (1, 2, 3, 4)
        for what in ("code:full", "code:part", "label", "description")
    ),
}  # fmt: skip
#: What fiscal types are in a table.
TYPES = {"value": "number", "date:fiscal-year": "integer"}


def read_back(content: bytes, fields: list[dict[str, str]]) -> list[dict[str, Any]]:
    """A table as its description says it is read."""
    reader = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    names = next(reader)
    assert names == [field["name"] for field in fields]
    types: dict[str, Callable[[str], object]] = {
        "string": unguarded,
        "integer": int,
        "number": Decimal,
        "boolean": lambda text: {"true": True, "false": False}[text],
    }
    return [
        {
            field["name"]: None if cell == "" else types[field["type"]](cell)
            for field, cell in zip(fields, row, strict=True)
        }
        for row in reader
    ]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_fiscal_types_exist_and_stand_once(kind: str) -> None:
    columns = [each for each in KINDS[kind].columns if each.fiscal]
    names = [each.fiscal for each in columns]
    assert set(names) <= FISCAL
    assert len(set(names)) == len(names)
    plain = {"text": "string", "integer": "integer", "decimal": "number"}
    for each in columns:
        assert plain[each.type] == TYPES.get(each.fiscal, "string")
    if kind in ("figures", "entries"):
        assert {"value", "functional-classification:generic:level1:code:full"} <= set(names)


@given(disclosures())
def test_a_package_reads_back_as_the_records(budget: Disclosure) -> None:
    found = cnbudget.records(budget)
    rows = (row for block in found.blocks() for row in block.rows())
    files = files_of_package(found.kind, found.columns, rows)
    resource = json.loads(files["datapackage.json"])["resources"][0]
    back = read_back(files[resource["path"]], resource["schema"]["fields"])
    expected = [{name: None if cell == "" else cell for name, cell in row.items()} for row in found]
    assert back == expected


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_description_is_true_of_the_table(kind: str, tmp_path: Path) -> None:
    budget = cnbudget.example("artux")
    things: dict[str, Any] = {
        "findings": cnbudget.check(budget),
        "entries": example_ledger("akto"),
        "codes": classification.default(),
    }
    found = cnbudget.records(things.get(kind, budget), kind)
    assert found.to_package(tmp_path) == (f"{kind}.csv", "datapackage.json")
    description = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    table = (tmp_path / f"{kind}.csv").read_bytes()
    (resource,) = description["resources"]
    assert description["profile"] == "fiscal-data-package"
    assert resource["bytes"] == len(table)
    assert resource["hash"] == f"sha256:{hashlib.sha256(table).hexdigest()}"
    assert table.count(b"\r\n") == 1 + sum(1 for _ in found)
    for field, column in zip(resource["schema"]["fields"], found.columns, strict=True):
        assert (field["title"], field["description"]) == (column.zh, column.en)
    if kind == "figures":
        assert description["fiscalPeriod"] == {"start": "2026-01-01", "end": "2026-12-31"}


def test_a_package_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    files = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        names = cnbudget.records(cnbudget.example("akto")).to_package(tmp_path / name)
        files.append([(tmp_path / name / each).read_bytes() for each in names])
    assert files[0] == files[1]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(cnbudget.UnwritableError):
        cnbudget.records(cnbudget.example("akto")).to_package(tmp_path / "没有")


def test_convert_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = str(example_path("artux"))
    assert main(["convert", source, str(tmp_path / "a.parquet")]) == 0
    expected = list(cnbudget.records(cnbudget.example("artux")))
    assert pq.read_table(tmp_path / "a.parquet").to_pylist() == expected
    assert main(["convert", source, str(tmp_path / "datapackage.json")]) == 0
    assert (tmp_path / "figures.csv").is_file()
    assert "a.parquet" in capsys.readouterr().out
    assert main(["convert", source, str(tmp_path / "datapackage.json"), "--format", "json"]) == 0
    assert cnbudget.read(tmp_path / "datapackage.json") == cnbudget.example("artux")
