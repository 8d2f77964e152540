"""Codes and names of documents, each judged by lists without the readings of its own."""

from __future__ import annotations

import csv
import re
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
    "beijing-sjj-2026": set[str](),
    "guangzhou-qxj-2026": set[str](),
    "guangzhou-zfb-2026": set[str](),
    # goods and services numbered consecutively from 30201 (eight names of other codes, the others told once), a name
    # of before 2019, a slip in two codes
    "sh-putuo-shfly-2024-budget-unit": {
        *("71102", "210", "30108", "30210"),
        *("30202", "30203", "30204", "30205", "30207", "30208", "30213", "30301"),
    },
    # a name of before 2019 in the text, and names that no list has or has elsewhere
    "sh-putuo-ghj-2024-final-dept": {"2200199", "活动费", "2210201", "2210203"},
    "sh-putuo-wanli-2025-budget-dept": {"计划生育事务（项）"},
    # names and a code of Chongqing's own; nobody else's documents bear them out
    "chongqing-slj-2026": {"2136902", "2139802", "21505"},
    "chongqing-zfb-2026": {"21505"},
    "fuzhou-ybj-2026": {"31101"},
    "jiangsu-rd-2019-tables": set[str](),
    "shenzhen-sjj-2026": set[str](),
    "shenzhen-swj-2026": set[str](),
    "shenzhen-zfb-2026": set[str](),
    "suzhou-yjj-2026": set[str](),
    "swu-2021": set[str](),
    "wuxi-yjj-2026": set[str](),
    "xian-gzw-2022": set[str](),
    "xian-sjj-2026": set[str](),
    "xian-wjw-2022-final": set[str](),
    "yantai-mzj-2026": {"303"},  # 对个人和家庭补助
    "yantai-sjj-2026": {"303"},
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
    # a code, or the words named; no code that only begins so
    about = [re.compile(rf"(?<![0-9]){re.escape(each)}(?![0-9])") for each in TRUE[name]]
    assert [zh for zh in said if not any(each.search(zh) for each in about)] == []
    assert all(any(each.search(zh) for zh in said) for each in about)
