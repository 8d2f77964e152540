"""A whole list, or what changed between two years, as CSV, JSON, Markdown or SDMX-JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from cnbudget.classification.catalogue import Catalogue
from cnbudget.classification.history import Changes
from cnbudget.classification.kinds import Kind
from cnbudget.classification.subject import Subject

#: The formats of a list; a comparison of years has all of them but the last.
FORMATS = ("csv", "json", "markdown", "sdmx")

#: What can become of a subject, with the Chinese words.
CHANGE_WORDS = {"added": "新增", "abolished": "停用", "renamed": "更名", "moved": "换码"}

_COLUMNS = (
    "code",
    "name",
    "english",
    "level",
    "parent",
    "budgets",
    "since",
    "until",
    "confidence",
    "years_confidence",
    "documents",
)
_SCHEMA = "https://json.sdmx.org/2.0.0/sdmx-json-structure-schema.json"


def list_as(catalogue: Catalogue, format: str) -> str:  # noqa: A002  (the word of the command line)
    """A list of a year as text.

    Args:
        catalogue: The list.
        format: "csv", "json", "markdown", or "sdmx" for an SDMX-JSON 2.0 structure message: one code list for each
            classification and year, since codes are used again (30311).

    >>> from cnbudget import classification
    >>> print(list_as(classification.for_year(2026).funding, "csv").splitlines()[1])
    1,政府预算资金,,category,,,2018,,confirmed,confirmed,0
    """
    if format == "sdmx":
        return _json(_sdmx(catalogue))
    if format == "json":
        return _json([subject.to_dict() for subject in catalogue.values()])
    rows = (_row(subject) for subject in catalogue.values())
    return table_as(format, _COLUMNS, rows)


def changes_as(changes: Changes, format: str) -> str:  # noqa: A002
    """What changed between two years as text.

    Args:
        changes: The changes.
        format: "csv", "json" or "markdown".

    >>> from cnbudget import classification
    >>> changed = classification.changes(2019, 2020, kind=classification.Kind.ECONOMIC)
    >>> print(changes_as(changed, "csv").splitlines()[1])
    added,economic,,,30311,代缴社会保险费
    """
    found: list[tuple[str, Subject, Subject | None, Subject | None]] = [
        *(("added", each, None, each) for each in changes.added),
        *(("abolished", each, each, None) for each in changes.abolished),
        *(("renamed", each.after, each.before, each.after) for each in changes.renamed),
        *(("moved", each.after, each.before, each.after) for each in changes.moved),
    ]
    if format == "json":
        return _json(
            [
                subject.to_dict()
                | {"change": change}
                | ({"before": before.to_dict()} if before and after else {})
                for change, subject, before, after in found
            ]
        )
    columns = ("change", "list", "old_code", "old_name", "new_code", "new_name")
    rows = (
        (
            change,
            subject.kind.value,
            *(("", "") if before is None else (before.code, before.name)),
            *(("", "") if after is None else (after.code, after.name)),
        )
        for change, subject, before, after in found
    )
    return table_as(format, columns, rows)


def _row(subject: Subject) -> tuple[object, ...]:
    return (
        subject.code,
        subject.name,
        subject.english,
        subject.level.en,
        subject.parent,
        ";".join(budget.value for budget in subject.budgets),
        subject.since,
        "" if subject.until is None else subject.until,
        subject.confidence.name.lower(),
        subject.years_confidence.name.lower(),
        sum(each.documents for each in subject.evidence),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def table_as(format: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:  # noqa: A002
    r"""Rows as CSV or Markdown.

    >>> print(table_as("markdown", ("a", "b"), [(1, "x|y")]), end="")
    | a | b |
    |---|---|
    | 1 | x\|y |
    """
    if format == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        return text.getvalue()
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    for row in rows:
        cells = (str(cell).replace("\\", "\\\\").replace("|", "\\|") for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _sdmx(catalogue: Catalogue) -> dict[str, Any]:
    """An SDMX-JSON 2.0 structure message with one code list.

    Source: SDMX-JSON 2.0 structure message (sdmx.org). Funding sources may have codes of one digit; all are
    identifiers as the standard has them.
    """
    kind, year = catalogue.kind, catalogue.year
    codes = []
    for subject in catalogue.values():
        code: dict[str, Any] = {"id": subject.code, "name": subject.name}
        names = {"zh": subject.name}
        if subject.english:
            names["en"] = subject.english
        code["names"] = names
        if subject.parent:
            code["parent"] = subject.parent
        codes.append(code)
    return {
        "meta": {
            "schema": _SCHEMA,
            "id": f"{_identifier(kind)}_{year}",
            "test": False,
            "prepared": f"{year}-01-01T00:00:00Z",  # the same list gives the same bytes
            "contentLanguages": ["zh", "en"],
            "sender": {"id": "CNBUDGET"},
        },
        "data": {
            "codelists": [
                {
                    "id": f"{_identifier(kind)}_{year}",
                    "agencyID": "CNBUDGET",
                    "version": "1.0",
                    "name": f"{kind.zh}（{year}年）",
                    "names": {"zh": f"{kind.zh}（{year}年）", "en": f"{kind.en} codes of {year}"},
                    "isPartial": False,
                    "codes": codes,
                }
            ]
        },
    }


def _identifier(kind: Kind) -> str:
    return f"CL_{kind.value.upper()}"
