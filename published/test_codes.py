"""Codes and names of documents whose tables are read rightly, each judged by lists without the readings of its own.

Documents whose codes are not read rightly yet (relative codes, levels shifted in the text) are left to the reading.
"""

from __future__ import annotations

import csv
from pathlib import Path
from types import ModuleType

import pytest

from cnbudget import Disclosure, check, classification
from cnbudget.characters import normalised
from cnbudget.checks.pairs import code_pairs, pairs_as
from cnbudget.classification import Classification
from published.documents import SHARED, budget
from tests.classification import test_build

TABLES = SHARED / "classification"
tool = test_build.tool  # the fixture

#: What is said of codes and names, by the code it begins with or the words it names: each is so on the page.
TRUE = {
    "artux": set[str](),
    "akto": {"234"},
    "sh-czj-2025-budget-unit": set[str](),
    "sh-putuo-fb-2025-budget-unit": set[str](),
    "shanghai-xfb-2026": set[str](),
    "guangzhou-qxj-2026": set[str](),
    "guangzhou-zfb-2026": set[str](),
    # goods and services numbered consecutively from 30201, a name of before 2019, a slip in two codes
    "sh-putuo-shfly-2024-budget-unit": {
        "71102", "210", "30108", "30202", "30203", "30204", "30205", "30206", "30207", "30208",
        "30210", "30211", "30212", "30213", "303", "30301",
    },
}  # fmt: skip


def without(disclosure: Disclosure, directory: Path, tool: ModuleType) -> Classification:
    """The lists without one document among those that each reading counts."""
    own = {
        (row["classification"], row["code"], normalised(row["name"]), row["year"])
        for row in csv.DictReader(pairs_as(code_pairs([disclosure]), "csv").splitlines())
    }
    tables, lists = directory / "tables", directory / "lists"
    tables.mkdir()
    lists.mkdir()
    for path in TABLES.glob("*.csv"):
        (tables / path.name).write_bytes(path.read_bytes())
    with (TABLES / "evidence.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    left = []
    for row in rows:
        key = (row["classification"], row["code"], normalised(row["name"]), row["year"])
        number = int(row["documents"] or 1)
        if key in own:
            own.remove(key)
            number -= 1
        if number:
            left.append(row | {"documents": str(number)})
    with (tables / "evidence.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(left)
    for name, text in tool.build(tables).items():
        if name != "evidence.dat":
            (lists / name).write_text(text, encoding="utf-8")
    return classification.load(lists)


@pytest.mark.parametrize("name", TRUE)
def test_no_false_note_on_a_code_or_name(name: str, tmp_path: Path, tool: ModuleType) -> None:
    disclosure = budget(name)
    report = check(disclosure, lists=without(disclosure, tmp_path, tool))
    said = [finding.zh for finding in report.findings if finding.law in ("code", "name")]
    unknown = [zh for zh in said if not any(code in zh for code in TRUE[name])]
    assert unknown == []
    assert all(any(code in zh for zh in said) for code in TRUE[name])
