"""Keep the list of all that findings say, in the page on findings, as the catalogue has it.

    python tools/list_findings.py [--check | --update]

The list stands between two marks in ``docs/findings.md`` and ``docs/zh/findings.md``: each key with its words and,
where a document of the tree has such a finding, what was found there. ``--check`` (the default) fails where a page
differs from the catalogue and the documents; ``--update`` writes it anew.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

import cnbudget  # noqa: E402  (of this tree)
from cnbudget.checks.findings import Finding  # noqa: E402
from cnbudget.messages import entry, keys  # noqa: E402

PAGES = {"en": ROOT / "docs" / "findings.md", "zh": ROOT / "docs" / "zh" / "findings.md"}
OPEN, CLOSE = "<!-- messages: tools/list_findings.py -->\n", "<!-- /messages -->\n"
#: The topics of findings: laws, the tables as such, what could not be read, the text, and what stands beside it.
TOPICS = ("laws", "checks", "reading", "publishing", "prose", "slips", "sides", "rules")
#: The documents whose findings are examples: small ones, and published ones that are retyped in the tree.
EXAMPLES = ("examples", "tests/checks/damaged")
HEADS = {
    "en": "| key | words | for example |\n|---|---|---|\n",
    "zh": "| 键 | 文字 | 例如 |\n|---|---|---|\n",
}
LONGEST = 160


def found() -> dict[str, Finding]:
    """The first finding of each key in the documents of the tree."""
    first: dict[str, Finding] = {}
    for folder in EXAMPLES:
        for path in sorted((ROOT / folder).glob("*.md")):
            for finding in cnbudget.check(cnbudget.read(path)).findings:
                first.setdefault(finding.key, finding)
    return first


def cell(text: str) -> str:
    """A text as it can stand in a cell of a table."""
    shown = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return shown.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;").replace("*", "\\*")


def listed(lang: str, examples: dict[str, Finding]) -> str:
    """The list in a language."""
    lines = []
    for topic in TOPICS:
        for key in keys():
            if key.partition(".")[0] == topic:
                example = cell(examples[key].message(lang)) if key in examples else ""
                lines.append(f"| `{key}` | {cell(entry(key).words(lang))} | {example} |\n")
    return HEADS[lang] + "".join(lines)


def main() -> int:
    """Check or update the pages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="fail where a page differs (default)")
    parser.add_argument("--update", action="store_true", help="write the list anew")
    update, examples, stale = parser.parse_args().update, found(), []
    for lang, path in PAGES.items():
        text = path.read_text(encoding="utf-8")
        before, opened, rest = text.partition(OPEN)
        _, closed, after = rest.partition(CLOSE)
        if not (opened and closed):
            raise SystemExit(f"{path}: no place for the list")
        now = f"{before}{OPEN}\n{listed(lang, examples)}\n{CLOSE}{after}"
        if now != text:
            stale.append(path)
            if update:
                path.write_text(now, encoding="utf-8")
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'updated' if update else 'not as the catalogue has it'}")
    return int(bool(stale) and not update)


if __name__ == "__main__":
    raise SystemExit(main())
