"""Keep what is said of documents as data, and compare what was said before with what is said now.

    python tools/snapshots.py take FOLDER [--documents DIR] [--tree DIR] [--reconcile] [--steps N] [--only WORD]
    python tools/snapshots.py compare BEFORE AFTER [--list CLASS]

``take`` writes the JSON of ``cnbudget check`` (and of ``cnbudget reconcile``) of every document of the tree, or of
every document below DIR, into FOLDER; ``--tree`` asks another checkout. ``compare`` holds two such folders together.
What is violated must be the same in law, figures, amounts, verdict and severity; every other difference falls into a
class with a name. The table counts the classes; the exit status is 1 if anything violated differs.

Reports of published documents are not kept in the tree, since they quote the documents; those of the tree's own
documents are, without their words, in ``tests/snapshots``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SUFFIXES = (".md", ".txt", ".pdf", ".html", ".xlsx", ".docx")
#: The documents of the tree: the examples, and the small damaged ones of the tests.
HERE = ("examples", "tests/checks/damaged")
#: What makes two findings say the same: the classes below are the only other ways in which they may differ.
JUDGED = ("law", "unit", "expected", "found", "difference", "allowance")
#: What tells a figure from all others, and what it says.
FIGURE = ("in", "table", "key", "row", "row_index", "side", "project", "column")
PRINTED = ("value", "unit", "places", "state")

#: Whatever stands here must not occur; it is what `violated` means to a user.
FORBIDDEN = (
    "violated finding lost",
    "violated finding new",
    "violated finding: amounts",
    "violated finding: figures",
    "violated finding: severity or verdict",
    "document no longer read",
    "reconciliation: status",
    "snapshot lost",
)


class Difference(NamedTuple):
    """One difference: its class, the document it is of, and what it is."""

    kind: str
    document: str
    words: str


# --- taking -----------------------------------------------------------------------------------------------


def documents(folder: Path | None) -> dict[str, tuple[Path, str]]:
    """The documents by name: below a folder, or those of the tree; each with its root and its path from there."""
    roots = [folder] if folder is not None else [ROOT / name for name in HERE]
    found = {}
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.suffix not in SUFFIXES or path.name == "README.md" or path.stem.isupper():
                continue
            found[f"{path.parent.name}__{path.name}"] = (root, str(path.relative_to(root)))
    return found


def said(tree: Path, arguments: list[str], place: Path) -> str:
    """What the command line of a checkout prints for these arguments."""
    paths = [str(tree / "src"), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, "-m", "cnbudget", *arguments, "--format", "json"],
        cwd=place,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if not done.stdout:
        return json.dumps({"no answer": done.stderr[-500:], "exit": done.returncode})
    return done.stdout


def take(args: argparse.Namespace) -> int:
    """Write the snapshots; what is there already is kept, so that a run can be taken up again."""
    args.folder.mkdir(parents=True, exist_ok=True)
    for name, (place, path) in documents(args.documents).items():
        asked = {f"{name}.json": ["check", path]}
        if args.reconcile:
            asked[f"{name}.reconcile.json"] = ["reconcile", path, "--steps", str(args.steps)]
        for target, arguments in asked.items():
            file = args.folder / target
            if args.only not in target or file.exists():
                continue
            text = said(args.tree, arguments, place)
            if args.digest:
                text = json.dumps(digest(json.loads(text)), ensure_ascii=False) + "\n"
            file.write_text(text, encoding="utf-8")
            print(target, len(text), flush=True)
    return 0


def without_words(value: Any) -> Any:
    """A report as figures and codes alone: what it says to people is left out, and so are empty fields."""
    left = ("message", "why", "why_en", "where", "hint", "hint_en", "what", "what_en", "sha256")
    if isinstance(value, dict):
        if value.keys() == {"zh", "en"}:
            return {}
        kept = {key: without_words(each) for key, each in value.items() if key not in left}
        return {key: each for key, each in kept.items() if each not in (None, [], {}, "")}
    return [without_words(each) for each in value] if isinstance(value, list) else value


def digest(report: Any) -> Any:
    """What must stay of a report of `check`, small enough to keep: its tallies, and what is violated."""
    findings = [
        {key: finding.get(key) for key in (*JUDGED, "verdict", "severity", "line")}
        | {"figures": [{k: f[k] for k in (*FIGURE, *PRINTED)} for f in finding["figures"]]}
        for finding in report.get("findings", ())
        if finding["verdict"] == "violated"
    ]
    kept = {key: report[key] for key in ("schema", "disclosure", "checked") if key in report}
    return without_words({**kept, "findings": findings})


# --- comparing --------------------------------------------------------------------------------------------


def identity(figure: Mapping[str, Any]) -> tuple[Any, ...]:
    """Which figure it is."""
    return tuple(figure.get(name) for name in FIGURE)


def figures(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    """The figures of a finding and what they say, in no order."""
    return tuple(
        sorted(
            repr((*identity(f), *(f.get(name) for name in PRINTED)))
            for f in finding.get("figures", ())
        )
    )


def judged(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    """All that must stay of a finding."""
    return (
        *(finding.get(name) for name in JUDGED),
        finding.get("verdict"),
        finding.get("severity"),
        figures(finding),
    )


def shown(finding: Mapping[str, Any]) -> str:
    """A finding in a line."""
    words = finding.get("message", {}).get("zh", "")
    amounts = " ".join(f"{name}={finding[name]}" for name in JUDGED[2:] if finding.get(name))
    return f"{finding.get('law')} {finding.get('verdict')}/{finding.get('severity')} {amounts} {words[:120]}"


def compare_findings(
    name: str, before: list[Any], after: list[Any], sizes: Counter[str]
) -> Iterator[Difference]:
    """Pair the findings that say the same, then those about the same figures; name what differs."""
    waiting: dict[tuple[Any, ...], list[Any]] = {}
    for finding in after:
        waiting.setdefault(judged(finding), []).append(finding)
    lost = []
    for finding in before:
        same = waiting.get(judged(finding))
        sizes["findings compared"] += 1
        sizes["of them violated"] += finding["verdict"] == "violated"
        if same:
            yield from same_judgement(name, finding, same.pop(0))
        else:
            lost.append(finding)
    new = [finding for left in waiting.values() for finding in left]
    order = [[shown_judgement(f) for f in findings] for findings in (before, after)]
    if not lost and not new and order[0] != order[1]:
        yield Difference("order of findings", name, "")
    for finding in lost:
        other = partner(finding, new)
        if other is not None:
            new.remove(other)
        yield named(name, finding, other)
    for finding in new:
        yield named(name, None, finding)


def shown_judgement(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells the order of findings."""
    return finding.get("law"), finding.get("verdict"), figures(finding)


def partner(finding: Mapping[str, Any], new: list[Any]) -> Any | None:
    """The new finding that stands for one that is lost: of its law, with most of its figures."""
    mine = {identity(figure) for figure in finding.get("figures", ())}
    best, most = None, 0
    for other in new:
        if other["law"] != finding["law"]:
            continue
        shared = len(mine & {identity(figure) for figure in other.get("figures", ())})
        if not mine and not other.get("figures") and other.get("line") == finding.get("line"):
            shared = 1
        if shared > most:
            best, most = other, shared
    return best


def named(
    name: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> Difference:
    """The class of a finding that is lost, new, or another than it was."""
    present: Mapping[str, Any] = before or after or {}
    violated = any(one is not None and one["verdict"] == "violated" for one in (before, after))
    kind = "violated finding" if violated else f"{present['verdict']} finding"
    if violated and all(one is None or one["severity"] == "note" for one in (before, after)):
        kind = "violated note"
    if before is None or after is None:
        return Difference(f"{kind} {'new' if before is None else 'lost'}", name, shown(present))
    words = f"{shown(before)}\n        -> {shown(after)}"
    if any(before.get(key) != after.get(key) for key in ("verdict", "severity")):
        return Difference(f"{kind}: severity or verdict", name, words)
    if figures(before) != figures(after):
        return Difference(f"{kind}: figures", name, words)
    return Difference(f"{kind}: amounts", name, words)


def same_judgement(name: str, before: Any, after: Any) -> Iterator[Difference]:
    """What else differs between findings that judge alike."""
    if before.get("message") != after.get("message"):
        words = [f.get("message", {}).get("zh", "") for f in (before, after)]
        yield Difference("wording", name, f"{words[0]}\n        -> {words[1]}")
    if before.get("caused_by") != after.get("caused_by") or before.get("id") != after.get("id"):
        yield Difference("numbering and causes", name, f"{before.get('id')}, {after.get('id')}")
    for key, kind in (("suspects", "suspects"), ("figures", "addresses and scopes")):
        if before.get(key) != after.get(key):
            yield Difference(
                kind, name, f"{shown(before)}: {first(before.get(key), after.get(key))}"
            )
    known = {*JUDGED, "verdict", "severity", "message", "id", "caused_by", "suspects", "figures"}
    for key in sorted((before.keys() | after.keys()) - known):
        if before.get(key) != after.get(key):
            kind = (
                "key added"
                if key not in before
                else "key lost"
                if key not in after
                else f"finding: {key}"
            )
            yield Difference(kind, name, f"{before.get(key)} -> {after.get(key)}")


def first(before: Any, after: Any, at: str = "") -> str:
    """The first place at which two values differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            if before.get(key) != after.get(key):
                return first(before.get(key), after.get(key), f"{at}.{key}")
    if isinstance(before, list) and isinstance(after, list):
        if len(before) != len(after):
            return f"{at}: {len(before)} -> {len(after)}"
        for i, (one, other) in enumerate(zip(before, after, strict=True)):
            if one != other:
                return first(one, other, f"{at}[{i}]")
    return f"{at}: {str(before)[:90]} -> {str(after)[:90]}"


def compare_reports(
    name: str, before: Any, after: Any, sizes: Counter[str]
) -> Iterator[Difference]:
    """Compare what `check` says of a file: one report, or one for each of its sets of tables."""
    sides = [value if isinstance(value, list) else [value] for value in (before, after)]
    if len(sides[0]) != len(sides[1]):
        yield Difference("sets of tables", name, f"{len(sides[0])} -> {len(sides[1])}")
    for one, other in zip(*sides, strict=False):
        sizes["reports compared"] += 1
        read = ["disclosure" in report for report in (one, other)]
        if read[0] and not read[1]:
            yield Difference("document no longer read", name, str(other.get("error")))
        elif read[1] and not read[0]:
            yield Difference(
                "document now read", name, f"{len(other.get('findings', ()))} findings"
            )
        elif not read[0]:
            yield from rest(name, one, other, ())
        else:
            yield from compare_findings(
                name, one.get("findings", []), other.get("findings", []), sizes
            )
            yield from rest(name, one, other, ("findings",))


def rest(name: str, one: Any, other: Any, known: tuple[str, ...]) -> Iterator[Difference]:
    """What differs in the other parts of a report, each part a class of its own."""
    for key in sorted((one.keys() | other.keys()) - {*known, "file"}):
        before, after = one.get(key), other.get(key)
        if before == after:
            continue
        if key not in one or key not in other:
            yield Difference("key added" if key not in one else "key lost", name, key)
        elif without_words(before) == without_words(after):
            yield Difference("wording", name, f"{key}{first(before, after)}")
        else:
            yield Difference(f"report: {key}", name, first(before, after))


def compare_reconciliations(
    name: str, before: Any, after: Any, sizes: Counter[str]
) -> Iterator[Difference]:
    """Compare what `reconcile` says: its answer must be the same, its evidence is a class of its own."""
    sizes["reconciliations compared"] += 1
    one, other = before, after
    for key in ("status", "consistent", "partial"):
        if one.get(key) != other.get(key):
            kind = "partial" if key == "partial" else "status"
            yield Difference(f"reconciliation: {kind}", name, f"{one.get(key)} -> {other.get(key)}")
    answered = ("status", "consistent", "partial")
    for difference in rest(name, one, other, answered):
        kind = difference.kind.replace("report:", "reconciliation:")
        yield difference._replace(kind=kind)


def compare_folders(before: Path, after: Path) -> tuple[list[Difference], Counter[str]]:
    """All differences between two folders of snapshots, and how much was compared."""
    found: list[Difference] = []
    sizes: Counter[str] = Counter()
    names = [
        {path.name for path in folder.glob("*.json") if path.stat().st_size}
        for folder in (before, after)
    ]
    for name in sorted(names[0] | names[1]):
        if name not in names[1] or name not in names[0]:
            kind = "snapshot lost" if name in names[0] else "snapshot new"
            found.append(Difference(kind, name, ""))
            continue
        sides = [
            json.loads((folder / name).read_text(encoding="utf-8")) for folder in (before, after)
        ]
        several = name.endswith(".reconcile.json")
        compared = compare_reconciliations if several else compare_reports
        found.extend(compared(name.removesuffix(".json"), sides[0], sides[1], sizes))
    return found, sizes


def table(found: list[Difference], sizes: Counter[str]) -> str:
    """The classes with their counts, the forbidden ones first; then what was compared."""
    counts = Counter(each.kind for each in found)
    documents: dict[str, set[str]] = {}
    for each in found:
        documents.setdefault(each.kind, set()).add(each.document)
    lines = ["| difference | count | documents |", "|---|---|---|"]
    for kind in [*FORBIDDEN, *sorted(set(counts) - set(FORBIDDEN))]:
        lines.append(f"| {kind} | {counts[kind]} | {len(documents.get(kind, ()))} |")
    lines += ["", *(f"{what}: {count}" for what, count in sorted(sizes.items()))]
    return "\n".join(lines)


def compare(args: argparse.Namespace) -> int:
    """Print the table, and the differences of the classes that are asked for or must not occur."""
    found, sizes = compare_folders(args.before, args.after)
    print(table(found, sizes))
    for each in found:
        if each.kind in FORBIDDEN or each.kind in args.list or "all" in args.list:
            print(f"\n{each.kind}: {each.document}\n    {each.words}")
    return int(any(each.kind in FORBIDDEN for each in found))


def main(argv: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    taking = commands.add_parser("take")
    taking.add_argument("folder", type=Path)
    taking.add_argument(
        "--documents", type=Path, help="a folder of documents; else those of the tree"
    )
    taking.add_argument("--tree", type=Path, default=ROOT, help="the checkout to ask")
    taking.add_argument("--reconcile", action="store_true", help="keep what `reconcile` says, too")
    taking.add_argument(
        "--steps", type=int, default=20_000_000, help="steps of each reconciliation"
    )
    taking.add_argument("--only", default="", help="only snapshots with this in their name")
    taking.add_argument("--digest", action="store_true", help="keep tallies and what is violated")
    taking.set_defaults(run=take)
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--list", action="append", default=[], help="a class to list, or all")
    comparing.set_defaults(run=compare)
    args = parser.parse_args(argv)
    status: int = args.run(args)
    return status


if __name__ == "__main__":
    sys.exit(main())
