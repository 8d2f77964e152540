"""Build the classification lists that cnbudget ships from tables in CSV.

    python tools/build_classification.py CSV_DIRECTORY [--out DIRECTORY] [--check] [--doubts]
    python tools/build_classification.py --counts [--check]

One text file a list: the hierarchy by indentation, the years in brackets where the row does not
hold in all of them, a mark for how well the row is known, then the name. Beside them the readings
that bear the rows out: in which year's documents, and in how many. ``--check`` writes nothing
and fails if what is shipped differs from what would be written.

The tables are not mended: overlapping years, a parent missing in a year of its child, a name with
blanks in it, or an unknown tag is listed and nothing is written. ``--doubts`` lists what needs no source
to look wrong (lists that should mirror each other and do not, sections without items), and the readings that
contradict the lists; these confirm nothing. ``--counts`` writes the counts of the shipped lists into the
documentation, or with ``--check`` fails if they are others.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from cnbudget import classification
from cnbudget.characters import normalised
from cnbudget.classification import Confidence, Kind, Level

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "src" / "cnbudget" / "classification" / "data"
PAGES = {
    "en": ROOT / "docs" / "classification.md",
    "zh": ROOT / "docs" / "zh" / "classification.md",
}
COUNTS = re.compile("(?<=<!-- counts -->\n).*?(?=<!-- end of counts -->)", re.DOTALL)
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

ORDER = (Confidence.CONFIRMED, Confidence.PROBABLE, Confidence.DOUBTFUL)

#: The names that the table of readings has for the lists.
READINGS = {
    "functional": "functional",
    "economic_department": "economic",
    "economic_government": "government_economic",
    "revenue": "revenue",
}

LEGEND = """\
# Marks: = confirmed   ~ probable   ? doubtful
# Years in brackets, with a mark of their own where they are known otherwise than the name; without brackets,
# every year of the list.
"""


class Row(NamedTuple):
    """One row of a table: a code, its name and the years in which it has it.

    ``mark`` says how well the pair of code and name is known, ``years_mark`` how well its years.
    """

    code: str
    name: str
    since: int
    until: int
    mark: str
    years_mark: str
    budgets: tuple[str, ...]


class Reading(NamedTuple):
    """A pair of code and name that documents of a year print; the year may be unknown (0)."""

    list: str
    code: str
    name: str
    year: int
    documents: int
    source: str


class TablesError(ValueError):
    """What is wrong with the tables, one line each."""


def mark_of(source: str) -> str:
    """The mark of a pair of code and name, for a raw source tag.

    A low recollection makes it doubtful; a name read in a public source of the years covered makes it
    confirmed; the rest (recalled, or read in an older list) is probable.
    """
    tag, _, years = source.partition(";years:")
    if years not in ("", "low"):
        raise TablesError(f"unknown tag: {source}")
    if tag == "recalled:low":
        return "?"
    if tag == "recalled":
        return "~"
    kind, _, where = tag.partition(":")
    if kind != "confirmed" or not where:
        raise TablesError(f"unknown tag: {source}")
    return "~" if where in OLD_SOURCES else "="


def years_mark_of(source: str, mark: str, years: tuple[int, int], read: set[int]) -> str:
    """The mark of a row's years: confirmed where documents of its first and last year print it.

    Rows that begin with the lists began "then or before", and those in use have no last year: these ends need
    no document.
    """
    if source.endswith(";years:low"):
        return "?"
    since, until = years
    if mark == "=" and since in (FIRST, *read) and until in (FOREVER, *read):
        return "="
    return min(mark, "~", key="?~=".index)


def read_evidence(directory: Path) -> list[Reading]:
    """The readings, sorted; nothing where the table is not there."""
    path = directory / "evidence.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    unknown = {record["classification"] for record in records} - READINGS.keys()
    if unknown:
        raise TablesError(f"{path.name}: there is no list {min(unknown)}")
    return sorted(
        Reading(
            READINGS[record["classification"]],
            record["code"],
            record["name"],
            int(record["year"] or 0),
            int(record["documents"] or 1),
            record["source"],
        )
        for record in records
    )


def contradiction(reading: Reading, rows: list[Row]) -> str:
    """Why a reading bears no row out; an empty text if it does."""
    if not rows:
        return "the list does not have the code"
    same = [row for row in rows if normalised(row.name) == normalised(reading.name)]
    if not same:
        return f"the list has {rows[-1].name}"
    if reading.year and row_of(reading, same) is None:
        spans = ", ".join(
            f"{row.since}-{'' if row.until == FOREVER else row.until}" for row in same
        )
        return f"the list has the name in {spans}"
    return ""


def row_of(reading: Reading, rows: list[Row]) -> Row | None:
    """The row that a reading bears out. Documents from before the lists speak for what they begin with."""
    for row in rows:
        held = row.since <= max(reading.year, FIRST) <= row.until or not reading.year
        if held and normalised(row.name) == normalised(reading.name):
            return row
    return None


def read_list(key: str, directory: Path) -> list[Row]:
    """The rows of one list, sorted by code and year."""
    path = directory / LISTS[key][0]
    with path.open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    read: dict[tuple[str, str], set[int]] = defaultdict(set)
    for reading in read_evidence(directory):
        if reading.list == key:
            read[reading.code, normalised(reading.name)].add(
                max(reading.year, FIRST) if reading.year else 0
            )
    kept = bool(read)
    rows = []
    for record in records:
        code, level = record["code"], record.get("level")
        if level is not None and level != LEVELS[len(code) // 2 - 1]:
            raise TablesError(f"{path.name}: {code} is no {level}")
        since, until = int(record.get("since") or FIRST), int(record.get("until") or FOREVER)
        years = {
            year
            for year in read[code, normalised(record["name"])]
            if not year or since <= year <= until
        }
        # where readings are kept at all, a row that none of them bears out is not confirmed
        mark = mark_of(record["source"])
        mark = "~" if mark == "=" and kept and not years else mark
        rows.append(
            Row(
                code,
                record["name"],
                since,
                until,
                mark,
                years_mark_of(record["source"], mark, (since, until), years),
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
    """The years in brackets, or nothing for a row that holds in every year and is known to."""
    since = "" if row.since == FIRST else str(row.since)
    until = "" if row.until == FOREVER else str(row.until)
    mark = "" if row.years_mark == row.mark else row.years_mark
    return f"[{since}-{until}{mark}]" if since or until or mark else ""


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


def evidence_text(directory: Path, lists: dict[str, list[Row]]) -> str:
    """The readings that bear rows out: for each row the years, and in how many documents of each."""
    lines = [
        "# 各行在公开文件中的印证：年度:份数（- 为年度不明）\n",
        "# By list: the code (with the first year of the row where it has several), then year:documents.\n",
    ]
    for key in LISTS:
        periods: dict[str, list[Row]] = defaultdict(list)
        for row in lists[key]:
            periods[row.code].append(row)
        counts: dict[tuple[str, int], dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for reading in read_evidence(directory):
            if reading.list != key:
                continue
            borne = row_of(reading, periods[reading.code])
            if borne is not None:
                counts[borne.code, borne.since][reading.year] += reading.documents
        if counts:
            lines.append(f"{key}\n")
        for (code, since), years in sorted(counts.items()):
            which = f"{code}/{since}" if len(periods[code]) > 1 else code
            said = " ".join(f"{year or '-'}:{number}" for year, number in sorted(years.items()))
            lines.append(f" {which} {said}\n")
    return "".join(lines)


#: Lists whose codes mirror each other: one side's beginning, the other's, and the words that differ between them.
MIRRORS = (
    ("revenue", ("11002", "11003", "11004", "11005"), "functional", "110", "230", ("收入", "支出")),
    ("functional", ("231",), "functional", "231", "232", ("还本", "付息")),
    ("functional", ("231",), "functional", "231", "233", ("还本", "发行费用")),
)


def doubts(lists: dict[str, list[Row]]) -> list[str]:
    """What looks wrong by the lists alone, without any source, one line each."""
    found = []
    for one, beginnings, other, head, mirrored, words in MIRRORS:
        found += _not_mirrored(lists, one, beginnings, (other, head, mirrored), words)
    found += _incomplete(lists["functional"])
    return found


def _not_mirrored(
    lists: dict[str, list[Row]],
    one: str,
    beginnings: tuple[str, ...],
    image: tuple[str, str, str],
    words: tuple[str, str],
) -> list[str]:
    """Items of which the mirror has no image, or one of another name, with the years."""
    other, head, mirrored = image
    seen: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    sides = (
        (one, beginnings, head, mirrored, other),
        (other, tuple(mirrored + start[len(head) :] for start in beginnings), mirrored, head, one),
    )
    for year in range(FIRST, LAST + 1):
        names = {
            key: {row.code: row.name for row in lists[key] if row.since <= year <= row.until}
            for key in {one, other}
        }
        for side, (here, starts, mine, theirs, there) in enumerate(sides):
            for code, name in names[here].items():
                if len(code) != 7 or not code.startswith(starts):
                    continue
                twin = theirs + code[len(mine) :]
                if not any(each[:5] == twin[:5] and len(each) == 7 for each in names[there]):
                    continue  # a section without items is a doubt of its own
                if twin not in names[there]:
                    seen[here, code, name, f"{there} {twin} is not listed"].append(year)
                elif not side and _core(name, words) != _core(names[there][twin], words):
                    seen[here, code, name, f"{there} {twin} is {names[there][twin]}"].append(year)
    return [
        f"{here} {code} {name} ({years[0]}-{years[-1]}): {said}"
        for (here, code, name, said), years in sorted(seen.items())
    ]


def _core(name: str, words: tuple[str, str]) -> str:
    """A name without the words in which mirrored names differ."""
    for word in (*words, "支出", "收入"):
        name = name.replace(word, "") if word not in ("支出", "收入") else name.removesuffix(word)
    return name


def _incomplete(rows: list[Row]) -> list[str]:
    """Sections without items, and sections whose items lack the 99 that takes in the rest."""
    found = []
    for section in (row for row in rows if len(row.code) == 5):
        until = min(section.until, LAST)
        items = [
            row
            for row in rows
            if len(row.code) == 7
            and row.code.startswith(section.code)
            and row.since <= until <= row.until
        ]
        said = "has no items" if not items else "has no item 99"
        if not items or not any(row.code.endswith("99") for row in items):
            found.append(f"functional {section.code} {section.name} ({until}): {said}")
    return found


def build(directory: Path) -> dict[str, str]:
    """The text of every file, by file name.

    Raises:
        TablesError: If the tables contradict themselves; every fault is listed.
    """
    lists = {key: read_list(key, directory) for key in LISTS}
    found = [fault for key, rows in lists.items() for fault in faults(rows, key)]
    if found:
        raise TablesError("\n".join(found))
    texts = {f"{key}.dat": list_text(key, rows) for key, rows in lists.items()}
    texts["evidence.dat"] = evidence_text(directory, lists)
    texts["crosswalk.dat"] = crosswalk_text(directory)
    return texts


def listed_doubts(directory: Path) -> list[str]:
    """The doubts of the lists, and the readings that contradict them, one line each."""
    lists = {key: read_list(key, directory) for key in LISTS}
    found = doubts(lists)
    for reading in read_evidence(directory):
        rows = [row for row in lists[reading.list] if row.code == reading.code]
        said = contradiction(reading, rows)
        if said:
            found.append(
                f"{reading.list} {reading.code} {reading.name} "
                f"({reading.year or 'year unknown'}, read {reading.documents} times): {said}"
            )
    return found


def counts_table(lang: str) -> str:
    """The shipped lists by level and by how well rows and their years are known, as a table in Markdown."""
    zh = lang == "zh"
    lists = classification.default()
    heads = (
        ("科目表", "级次", "行数", "名称已核", "待核", "存疑", "年度已核", "待核", "存疑")
        if zh
        else (
            "list",
            "level",
            "rows",
            "name confirmed",
            "probable",
            "doubtful",
            "years confirmed",
            "probable",
            "doubtful",
        )
    )
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for kind in Kind:
        rows = [row for code in lists.codes(kind) for row in lists.history(code, kind=kind)]
        for level in Level:
            held = [row for row in rows if row.level is level]
            if not held:
                continue
            pairs = Counter(row.confidence for row in held)
            years = Counter(row.years_confidence for row in held)
            numbers = [len(held), *(pairs[c] for c in ORDER), *(years[c] for c in ORDER)]
            words = (kind.zh, level.zh) if zh else (kind.en, f"{level.zh} {level.en}")
            lines.append("| " + " | ".join([*words, *(f"{n:,}" for n in numbers)]) + " |")
    marks = Counter(mark for *_, mark in lists.pairs)
    words = ("对应关系（按单位类别计）", "") if zh else ("crosswalk (pairs, by kind of agency)", "")
    numbers = [sum(marks.values()), marks["="], marks["~"], marks["?"]]
    lines.append("| " + " | ".join([*words, *(f"{n:,}" for n in numbers), "", "", ""]) + " |")
    return "\n".join(lines) + "\n"


def write_counts(*, check: bool) -> int:
    """Bring the counts in the documentation up to date, or say that they are not."""
    stale = 0
    for lang, path in PAGES.items():
        text = path.read_text(encoding="utf-8")
        new, times = COUNTS.subn(counts_table(lang), text)
        if times != 1 or (check and new != text):
            print(f"{path.name} does not have the counts of the lists", file=sys.stderr)
            stale = 1
        elif not check:
            path.write_text(new, encoding="utf-8", newline="\n")
    return stale


def main(arguments: list[str] | None = None) -> int:
    """Run the tool."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("directory", type=Path, nargs="?", help="where the CSV tables are")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="where the lists go")
    parser.add_argument("--check", action="store_true", help="only compare with what is there")
    parser.add_argument(
        "--doubts", action="store_true", help="list what looks wrong, and write nothing"
    )
    parser.add_argument(
        "--counts", action="store_true", help="write the counts into the documentation"
    )
    options = parser.parse_args(arguments)
    if options.counts:
        return write_counts(check=options.check)
    if options.directory is None:
        parser.error("where are the CSV tables?")
    try:
        if options.doubts:
            print("\n".join(listed_doubts(options.directory)))
            return 0
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
