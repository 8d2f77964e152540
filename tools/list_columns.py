"""Keep the tables of columns in the pages on data frames as the declarations have them.

    python tools/list_columns.py [--check | --update]

They stand between two marks in ``docs/frames.md`` and ``docs/zh/frames.md``. ``--check`` (the default) fails where a
page differs from the declarations; ``--update`` writes it anew.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from cnbudget.frames import KINDS  # noqa: E402  (of this tree)

PAGES = {"en": ROOT / "docs" / "frames.md", "zh": ROOT / "docs" / "zh" / "frames.md"}
MARKS = re.compile(
    r"(<!-- columns of ([a-z]+): tools/list_columns.py -->\n).*?(<!-- /columns -->\n)", re.DOTALL
)
HEADS = {"en": "| column | type | meaning |", "zh": "| 列 | 类型 | 含义 |"}
TYPES = {"text": "文本", "integer": "整数", "decimal": "十进制数", "flag": "是否"}


def listed(kind: str, lang: str) -> str:
    """The table of a kind's columns in a language."""
    lines = [HEADS[lang], "|---|---|---|"]
    for each in KINDS[kind].columns:
        of_type = each.type if lang == "en" else TYPES[each.type]
        lines.append(f"| `{each.name}` | {of_type} | {each.en if lang == 'en' else each.zh} |")
    return "\n".join(lines) + "\n"


def renewed(text: str, lang: str) -> str:
    """A page with its tables anew."""
    return MARKS.sub(lambda found: found[1] + listed(found[2], lang) + found[3], text)


def main() -> int:
    """Check the pages, or write them anew."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="fail where a page differs")
    parser.add_argument("--update", action="store_true", help="write the pages anew")
    args = parser.parse_args()
    differ = []
    for lang, page in PAGES.items():
        old = page.read_text(encoding="utf-8")
        new = renewed(old, lang)
        if {each[2] for each in MARKS.finditer(old)} != set(KINDS):
            differ.append(f"{page.name}: not one table for each kind of records")
        if new != old:
            differ.append(f"{page.relative_to(ROOT)}: the columns differ from the declarations")
            if args.update:
                page.write_text(new, encoding="utf-8")
    print("\n".join(differ) or "the pages have the columns as they are declared")
    return int(bool(differ) and not args.update)


if __name__ == "__main__":
    raise SystemExit(main())
