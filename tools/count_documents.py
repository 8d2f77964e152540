"""Write into the README what cnbudget finds in the documents as they were published.

    python tools/count_documents.py [--check | --update]

The documents stand beside the checkout, in ``../shared/documents``; the sentence stands between two marks. A test of
``published`` runs ``--check``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

from cnbudget import State, check, read

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT.parent / "shared" / "documents"
_MARKED = re.compile(r"(<!-- counted -->\n).*?(\n<!-- /counted -->)", re.DOTALL)
_SENTENCES = {
    "README.zh.md": (
        "在 {files} 份已公开的预算、决算文件上（其中 {worded} 份的表全凭文字认出），它读出 {figures} 个数，"
        "作了 {compared} 次比较，找出 {errors} 处不符和 {minors} 处尾差；"
        "另有 {rounded} 处差额四舍五入即可解释，只用一行带过。"
    ),
    "README.md": (
        "In {files} budgets and final accounts as they were published (in {worded} of them the tables are known by "
        "their words alone) it reads {figures} numbers, makes {compared} comparisons, and finds {errors} errors "
        "and {minors} last-place differences; {rounded} differences that rounding explains are passed over in one line."
    ),
}


def counted() -> dict[str, str]:
    """What is found in all documents."""
    total: Counter[str] = Counter()
    for path in sorted([*FOLDER.glob("*.txt"), *FOLDER.glob("*/*.pdf")]):
        report = check(read(path))
        total["files"] += 1
        total["worded"] += report.disclosure.by_words
        total["figures"] += sum(each.state is State.VALUE for each in report.disclosure.figures)
        total["compared"] += report.checked.total
        kinds = Counter(each.kind for each in report.causes)
        total["errors"] += kinds["error"]
        total["minors"] += kinds["minor"]
        total["rounded"] += kinds["rounding"]
    return {name: f"{count:,}" for name, count in total.items()}


def stale(*, update: bool) -> int:
    """How many pages say something else; none after they are updated."""
    numbers, left = counted(), 0
    for name, sentence in _SENTENCES.items():
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        told = _MARKED.sub(rf"\g<1>{sentence.format(**numbers)}\g<2>", text)
        if told == text:
            continue
        if update:
            path.write_text(told, encoding="utf-8")
        else:
            left += 1
            print(f"{name}: what it says of the documents is not what is found now")
    return left


def main() -> int:
    """Check or update the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="the default")
    parser.add_argument("--update", action="store_true")
    return 1 if stale(update=parser.parse_args().update) else 0


if __name__ == "__main__":
    sys.exit(main())
