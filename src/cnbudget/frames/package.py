"""Records as open data: a Fiscal Data Package, a table in CSV with a description that programs read.

Source: Fiscal Data Package 1.0rc1 (https://specs.frictionlessdata.io/fiscal-data-package/) and the fiscal types of
OpenSpending; what a column is follows from its declaration.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from cnbudget._version import __version__
from cnbudget.formulas import guarded
from cnbudget.frames.columns import FrameColumn

#: The name of the file that describes a package.
DESCRIPTION = "datapackage.json"
_TYPES = {"text": "string", "integer": "integer", "decimal": "number", "flag": "boolean"}


def files_of_package(
    kind: str, columns: tuple[FrameColumn, ...], rows: Iterable[tuple[Any, ...]]
) -> dict[str, bytes]:
    """The files of a package by their names, the description last.

    Args:
        kind: What the records are of.
        columns: Their columns.
        rows: The records.
    """
    years: set[int] = set()
    table = _csv(columns, _noting(rows, columns, years))
    path = f"{kind}.csv"
    description = _description(kind, columns, path, table, years)
    text = json.dumps(description, ensure_ascii=False, indent=2) + "\n"
    return {path: table, DESCRIPTION: text.encode()}


def _noting(
    rows: Iterable[tuple[Any, ...]], columns: tuple[FrameColumn, ...], years: set[int]
) -> Iterator[tuple[Any, ...]]:
    """The records, the years in them noted."""
    place = next((i for i, each in enumerate(columns) if each.name in ("of_year", "year")), None)
    for row in rows:
        if place is not None and row[place] is not None:
            years.add(row[place])
        yield row


def _csv(columns: tuple[FrameColumn, ...], rows: Iterable[tuple[Any, ...]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(each.name for each in columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    """A value as text; what a spreadsheet would take for a formula has an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return (
        f"{value:f}"
        if isinstance(value, Decimal)
        else guarded(str(value))
        if isinstance(value, str)
        else str(value)
    )


def _description(
    kind: str, columns: tuple[FrameColumn, ...], path: str, table: bytes, years: set[int]
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": f"cnbudget-{kind}",
        "profile": "fiscal-data-package",
        "countryCode": "CN",
        "created_by": f"cnbudget {__version__}",
        "resources": [
            {
                "name": kind,
                "path": path,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(table),
                "hash": f"sha256:{hashlib.sha256(table).hexdigest()}",
                "schema": {
                    "fields": [_field(each) for each in columns],
                    "missingValues": [""],
                },
            }
        ],
    }
    if years:
        found["fiscalPeriod"] = {"start": f"{min(years)}-01-01", "end": f"{max(years)}-12-31"}
    return found


def _field(each: FrameColumn) -> dict[str, str]:
    field = {"name": each.name, "type": _TYPES[each.type], "title": each.zh, "description": each.en}
    if each.fiscal:
        field["columnType"] = each.fiscal
    if each.fiscal == "value":
        field["currency"] = "CNY"
    return field
