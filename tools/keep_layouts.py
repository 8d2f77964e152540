"""Keep the data of the layouts that ship in one file beside them, which a program that starts reads faster.

    python tools/keep_layouts.py [--check | --update]

The TOML files are what is written by hand. ``--check`` (the default) fails where ``shipped.json`` says something else;
``--update`` writes it anew.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "src" / "cnbudget" / "layouts"
KEPT = FOLDER / "shipped.json"


def kept() -> str:
    """The data of all layouts by name, a layout a line."""
    lines = [
        f"{json.dumps(path.stem)}: {json.dumps(_data(path), ensure_ascii=False, separators=(',', ':'))}"
        for path in sorted(FOLDER.glob("*.toml"))
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _data(path: Path) -> object:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def main() -> int:
    """Check or update the file; the exit status is 1 if it was not as the layouts say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--update", action="store_true")
    args = parser.parse_args()
    if KEPT.is_file() and KEPT.read_text(encoding="utf-8") == kept():
        return 0
    if args.update:
        KEPT.write_text(kept(), encoding="utf-8", newline="\n")
        return 0
    print(f"{KEPT.name} differs from the layouts: python tools/keep_layouts.py --update")
    return 1


if __name__ == "__main__":
    sys.exit(main())
