"""What is chosen in published documents, and by what, as a table: ``python tools/list_choices.py [FOLDER [NAME…]]``.

Of each document in FOLDER (``../shared/documents``), read by its words alone, it lists the blocks of rows or columns
whose scope words leave open: what is taken, what it may have been otherwise, what decided it, how many cells would have
to be other than printed if it were taken otherwise, and one law that says so. Blocks that come to the same either way
are counted, and not listed.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import cnbudget
from cnbudget import Disclosure, UnreadableError

ROOT = Path(__file__).parents[1]
FOLDER = ROOT.parent / "shared" / "documents"
HEAD = "| document | table | axis | taken | otherwise | by | cells | evidence |\n|---|---|---|---|---|---|---|---|"


def files(folder: Path, names: list[str]) -> Iterator[tuple[str, Path]]:
    """The documents of a folder, with their names."""
    for each in sorted(folder.iterdir()):
        found = [each] if each.suffix == ".txt" else [each / "tables.pdf", each / "original.pdf"]
        path = next((one for one in found if one.is_file()), None)
        if path is not None and (not names or any(name in each.name for name in names)):
            yield each.stem, path


def rows(name: str, budget: Disclosure) -> Iterator[str]:
    """The rows of the table that a document makes."""
    same = Counter(choice.how for choice in budget.choices)["same"]
    for choice in budget.choices:
        if choice.how == "same":
            continue
        laws = next(iter(choice.broken(budget.figures)), None) or next(
            iter(choice.laws(budget.figures)), None
        )
        cells = (
            name, choice.title, choice.axis, choice.taken or "open", " / ".join(choice.others),
            choice.how or "open", f"{choice.cells or ''}", "" if laws is None else str(laws).strip("<>")[:200],
        )  # fmt: skip
        yield "| " + " | ".join(each.replace("|", "/").replace("\n", " ") for each in cells) + " |"
    if same:
        yield f"| {name} | {same} blocks | | as is usual | | same | | |"


def main(arguments: list[str]) -> int:
    """Print the table."""
    folder = Path(arguments[0]) if arguments else FOLDER
    print(HEAD)
    for name, path in files(folder, arguments[1:]):
        try:
            budget = cnbudget.read(path, layouts=())
        except UnreadableError as error:
            print(f"{name}: {error}", file=sys.stderr)
            continue
        for row in rows(name, budget):
            print(row, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
