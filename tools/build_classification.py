"""Build the classification lists that cnbudget ships from tables in CSV.

    python tools/build_classification.py CSV_DIRECTORY [--out DIRECTORY] [--check]

One text file a list: the hierarchy by indentation, the years in brackets where the row does not
hold in all of them, a mark for how well the row is known, then the name. ``--check`` writes nothing
and fails if what is shipped differs from what would be written.

The tables are not mended: overlapping years, a parent missing in a year of its child, a name with
blanks in it, or an unknown tag is listed and nothing is written.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

SHIPPED = Path(__file__).resolve().parent.parent / "src" / "cnbudget" / "classification" / "data"
FIRST, LAST = 2018, 2026
FOREVER = 9999
LEVELS = ("类", "款", "项")
GENERAL = "一般公共预算"

# Sources that are older than the lists: they show that the pair of code and name existed then.
OLD_SOURCES = (
    "2008-seed",
    "2007 classification contents page",
    "2008 state-capital revenue appendix page",
)

LISTS = {
    "functional": ("functional.csv", "支出功能分类科目：类、款、项"),
    "economic": ("economic_department.csv", "部门预算支出经济分类科目：类、款"),
    "government_economic": ("economic_government.csv", "政府预算支出经济分类科目：类、款"),
    "revenue": ("revenue.csv", "收入分类科目：类、款、项"),
    "funding": ("funding_sources.csv", "资金性质"),
}

LEGEND = """\
# Marks: = confirmed   ~ probable   ? doubtful
# Years in brackets; without brackets, every year of the list.
"""


class Row(NamedTuple):
    """One row of a table: a code, its name and the years in which it has it."""

    code: str
    name: str
    since: int
    until: int
    mark: str
    budgets: tuple[str, ...]


class TablesError(ValueError):
    """What is wrong with the tables, one line each."""


def mark_of(source: str) -> str:
    """The mark for a raw source tag.

    Doubtful years or a low recollection make a row doubtful; a name read in a public source of the
    years covered makes it confirmed; the rest (recalled, or read in an older list) is probable.
    """
    tag, _, years = source.partition(";years:")
    if years not in ("", "low"):
        raise TablesError(f"unknown tag: {source}")
    if years == "low" or tag == "recalled:low":
        return "?"
    if tag == "recalled":
        return "~"
    kind, _, where = tag.partition(":")
    if kind != "confirmed" or not where:
        raise TablesError(f"unknown tag: {source}")
    return "~" if where in OLD_SOURCES else "="


def read_list(key: str, directory: Path) -> list[Row]:
    """The rows of one list, sorted by code and year."""
    path = directory / LISTS[key][0]
    with path.open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    rows = []
    for record in records:
        code, level = record["code"], record.get("level")
        if level is not None and level != LEVELS[len(code) // 2 - 1]:
            raise TablesError(f"{path.name}: {code} is no {level}")
        rows.append(
            Row(
                code,
                record["name"],
                int(record.get("since") or FIRST),
                int(record.get("until") or FOREVER),
                mark_of(record["source"]),
                tuple(part for part in (record.get("budget") or "").split(";") if part),
            )
        )
    return sorted(rows, key=lambda row: (row.code, row.since))


def parent_of(code: str, key: str) -> str:
    """The code above, or an empty text."""
    if key == "funding":
        return code[:-1]
    return code[:-2] if len(code) > 3 else ""


def faults(rows: list[Row], key: str) -> list[str]:
    """What the rows of a list do wrong, one line each."""
    periods: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        periods[row.code].append(row)
    found = []
    for row in rows:
        if not row.name or any(character.isspace() or character == "@" for character in row.name):
            found.append(f"{key} {row.code}: the name {row.name!r} is empty or has blanks")
        if not FIRST <= row.since <= LAST or row.until < row.since:
            found.append(f"{key} {row.code}: the years {row.since}-{row.until} are out of order")
        above = parent_of(row.code, key)
        if not above:
            continue
        for year in range(row.since, min(row.until, LAST) + 1):
            parents = [other for other in periods[above] if other.since <= year <= other.until]
            if not parents:
                found.append(f"{key} {row.code}: its parent {above} is missing in {year}")
                break
            if not set(row.budgets) <= set(parents[0].budgets):
                found.append(f"{key} {row.code}: budgets {row.budgets} are not its parent's")
                break
    for code, held in periods.items():
        for one, other in itertools.pairwise(held):
            if other.since <= one.until:
                found.append(f"{key} {code}: the periods {one.since}- and {other.since}- overlap")
    return found


def years_of(row: Row) -> str:
    """The years in brackets, or nothing for a row that holds in every year."""
    since = "" if row.since == FIRST else str(row.since)
    until = "" if row.until == FOREVER else str(row.until)
    return f"[{since}-{until}]" if since or until else ""


def list_text(key: str, rows: list[Row]) -> str:
    """The text of one list."""
    lines = [f"# {LISTS[key][1]}\n", LEGEND]
    if key == "functional":
        lines.append(f"# The budgets follow @ where they are not {GENERAL} alone.\n")
    lines.append(f"years {FIRST}-{LAST}\n")
    for row in rows:
        above = parent_of(row.code, key)
        indent = len(row.code) - 1 if key == "funding" else (len(row.code) - 3) // 2
        budgets = "" if row.budgets in ((), (GENERAL,)) else " @" + ",".join(row.budgets)
        digits = row.code[len(above) :]
        lines.append(f"{' ' * indent}{digits} {years_of(row)}{row.mark}{row.name}{budgets}\n")
    return "".join(lines)


def crosswalk_text(directory: Path) -> str:
    """The text of the crosswalk between the two economic classifications."""
    with (directory / "economic_crosswalk.csv").open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    known = {
        key: {row.code for row in read_list(key, directory)}
        for key in ("economic", "government_economic")
    }
    pairs: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for record in records:
        government, department = record["government_code"], record["department_code"]
        if government not in known["government_economic"] or department not in known["economic"]:
            raise TablesError(f"crosswalk: {government} or {department} is not in its list")
        pairs[record["applies_to"], government, mark_of(record["source"])].append(department)
    lines = [
        "# 政府预算支出经济分类与部门预算支出经济分类对应关系\n",
        "# By kind of agency: the government code, then the department codes that map to it.\n",
        "# Marks: = confirmed   ~ probable   ? doubtful\n",
    ]
    for kind in ("行政和参公单位", "事业单位", "全部"):
        lines.append(f"{kind}\n")
        for (applies_to, government, mark), codes in sorted(pairs.items()):
            if applies_to == kind:
                lines.append(f" {government} {mark}{' '.join(sorted(codes))}\n")
    if {applies_to for applies_to, _, _ in pairs} - {"行政和参公单位", "事业单位", "全部"}:
        raise TablesError("crosswalk: an unknown kind of agency")
    return "".join(lines)


def build(directory: Path) -> dict[str, str]:
    """The text of every file, by file name.

    Raises:
        TablesError: If the tables contradict themselves; every fault is listed.
    """
    texts, found = {}, []
    for key in LISTS:
        rows = read_list(key, directory)
        found += faults(rows, key)
        texts[f"{key}.dat"] = list_text(key, rows)
    if found:
        raise TablesError("\n".join(found))
    texts["crosswalk.dat"] = crosswalk_text(directory)
    return texts


def main(arguments: list[str] | None = None) -> int:
    """Run the tool."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("directory", type=Path, help="where the CSV tables are")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="where the lists go")
    parser.add_argument("--check", action="store_true", help="only compare with what is there")
    options = parser.parse_args(arguments)
    try:
        texts = build(options.directory)
    except TablesError as error:
        print(error, file=sys.stderr)
        return 1
    stale = 0
    for name, text in texts.items():
        path = options.out / name
        if options.check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path} is not what the tables make", file=sys.stderr)
                stale = 1
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{name}: {len(text.encode()):,} bytes")
    return stale


if __name__ == "__main__":
    sys.exit(main())
