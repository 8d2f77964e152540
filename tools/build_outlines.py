"""Write the outlines of the layouts that ship: ``python tools/build_outlines.py [--check]``.

Reading finds tables and chooses a layout by these, so that it need not read every TOML file.
``--check`` writes nothing and fails if what is shipped differs from what would be written.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cnbudget.layouts import load, names
from cnbudget.layouts.outlines import outline_of

TARGET = Path(__file__).resolve().parent.parent / "src" / "cnbudget" / "layouts" / "shipped.py"
HEAD = '''"""The outlines of the layouts that ship, written by tools/build_outlines.py from their TOML files."""

from __future__ import annotations

from cnbudget.layouts.outlines import Data

__all__ = ["SHIPPED"]

# ruff: noqa: E501  (one line for each list, however long)
# fmt: off
#: Of each layout: its name, years and stage, and its tables.
SHIPPED: tuple[tuple[str, tuple[int, ...], str, tuple[Data, ...]], ...] = (
'''


def written() -> str:
    """The text of the module."""
    lines = [HEAD]
    for name in names():
        outline = outline_of(load(name))
        lines.append(f"    ({_text(name)}, {_tuple(outline.years)}, {_text(outline.stage)}, (\n")
        for table in outline.tables.values():
            titles = _tuple([table.title, *sorted(table.titles - {table.title})])
            labels = _tuple(sorted(table.labels))
            lines.append(f"        ({_text(table.key)}, {table.number},\n")
            lines.append(f"         {titles},\n         {labels}, {table.names}),\n")
        lines.append("    )),\n")
    return "".join(lines) + ")\n"


def _text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _tuple(values: object) -> str:
    shown = [_text(v) if isinstance(v, str) else str(v) for v in values]  # type: ignore[attr-defined]
    return f"({', '.join(shown)}{',' if len(shown) == 1 else ''})"


def main() -> int:
    """Write the module, or say whether it is up to date."""
    text = written()
    if "--check" in sys.argv[1:]:
        same = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text
        print(
            "up to date" if same else f"{TARGET.name} is out of date: run tools/build_outlines.py"
        )
        return 0 if same else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
