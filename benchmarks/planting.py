"""One number changed at a time, and what is told of it: ``python benchmarks/planting.py [TIMES [NAME…]]``.

In the prose and in the tables of each document a number gets another first digit. What is new among the violated
findings should name the changed number, by the line that it stands on, and nothing else: what is told of other places
alone is counted as collateral. A number that nothing else in the document says or adds up to cannot be found, so the
shares have no limit; the exit status says whether collateral findings are more than one in fifty.
"""

from __future__ import annotations

import copy
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs

from cnbudget import Disclosure, Finding, UnreadableError, Verdict, check
from cnbudget.figures import Place
from cnbudget.layouts.outlines import shipped_outlines
from cnbudget.reading.blocks import Block, Grid, TextLine
from cnbudget.reading.document import disclosure_of_blocks
from cnbudget.reading.files import contents_of

ROOT = Path(__file__).parents[1]
TIMES = 10  # numbers of the prose, and as many of the tables, of each document
MOST_COLLATERAL = 0.02
_SAID = re.compile(r"[1-9][0-9,]*(?:\.[0-9]+)?(?=[万亿]?元|%)")
_CELL = re.compile(r"[1-9][0-9,]*\.[0-9]+")


@attrs.frozen
class Site:
    """A number: the block that it stands in, the row and the cell if that is a grid, and where in the text."""

    block: int
    row: int | None
    cell: int
    start: int


@attrs.define
class Tally:
    """How many numbers were changed, found, and found first; and findings of other places."""

    changed: int = 0
    found: int = 0
    first: int = 0
    collateral: int = 0

    def __str__(self) -> str:
        return f"{self.found:>4} of {self.changed:<4} first suspect {self.first:<4} collateral {self.collateral}"


def documents(names: list[str]) -> list[Path]:
    """The published documents; those with one of some names in them."""
    found = (ROOT.parent / "shared" / "documents").glob("*")
    files = [each / "original.pdf" if each.is_dir() else each for each in sorted(found)]
    files = [each for each in files if each.suffix in (".pdf", ".txt")]
    return [each for each in files if not names or any(name in str(each) for name in names)]


def sites(blocks: list[Block]) -> tuple[list[Site], list[Site]]:
    """The numbers of the prose and those of the grids."""
    prose, cells = [], []
    for number, block in enumerate(blocks):
        if isinstance(block, TextLine):
            prose += [Site(number, None, 0, m.start()) for m in _SAID.finditer(block.text)]
        else:
            cells += [
                Site(number, row, at, len(cell) - len(cell.lstrip()))
                for row, each in enumerate(block.rows)
                for at, cell in enumerate(each.cells)
                if _CELL.fullmatch(cell.strip())
            ]
    return prose, cells


def changed(blocks: list[Block], site: Site) -> tuple[list[Block], Place]:
    """A document with another digit in a number, and where that stands."""
    made = copy.deepcopy(blocks)
    block = made[site.block]
    if isinstance(block, TextLine):
        block.text = _other(block.text, site.start)
        return made, block.place
    assert isinstance(block, Grid)
    assert site.row is not None
    row = block.rows[site.row]
    row.cells[site.cell] = _other(row.cells[site.cell], site.start)
    return made, row.place


def _other(text: str, at: int) -> str:
    return text[:at] + str(int(text[at]) % 9 + 1) + text[at + 1 :]


def told(budget: Disclosure) -> dict[tuple[str, str], Finding]:
    """What is violated and no consequence, by its law and its words."""
    found = check(budget).causes
    return {(f.law, f.zh): f for f in found if f.verdict is Verdict.VIOLATED}


def _at(place: Place) -> tuple[int | None, int | None]:
    return place.page, place.line


def _places(finding: Finding) -> Iterator[tuple[int | None, int | None]]:
    yield _at(finding.place)
    yield from (_at(figure.place) for figure in finding.figures)


def planted(blocks: list[Block], some: list[Site], before: dict[tuple[str, str], Finding]) -> Tally:
    """How a document's numbers are found, each changed by itself."""
    tally = Tally()
    known = {place for finding in before.values() for place in _places(finding)}
    for site in some:
        made, place = changed(blocks, site)
        new = [
            f
            for key, f in told(disclosure_of_blocks(made, shipped_outlines())).items()
            if key not in before
        ]
        here = [f for f in new if _at(place) in _places(f)]
        tally.changed += 1
        tally.found += bool(here)
        first = [f.suspects[0].figure.place if f.suspects else f.place for f in here[:1]]
        tally.first += any(_at(each) == _at(place) for each in first)
        for finding in new:
            if finding not in here and known.isdisjoint(
                _places(finding)
            ):  # else told before in other words
                tally.collateral += 1
                print(f"    {place.words('en')}: {finding.en[:150]}")
    return tally


def main(arguments: list[str]) -> int:
    """Print how many of the changed numbers are told, for each document; 1 if much else is accused."""
    times = int(arguments[0]) if arguments else TIMES
    total = Tally()
    for path in documents(arguments[1:]):
        blocks = contents_of(path.read_bytes()).blocks
        try:
            before = told(disclosure_of_blocks(copy.deepcopy(blocks), shipped_outlines()))
        except UnreadableError:  # prose alone: there is nothing to hold it to
            continue
        rng = random.Random(1)
        for what, each in zip(("prose", "tables"), sites(blocks), strict=True):
            tally = planted(blocks, rng.sample(each, min(times, len(each))), before)
            print(
                f"{path.parent.name if path.suffix == '.pdf' else path.stem:32} {what:6} {tally}",
                flush=True,
            )
            total.changed += tally.changed
            total.found += tally.found
            total.first += tally.first
            total.collateral += tally.collateral
    print(f"{'all':39} {total}")
    return total.collateral > MOST_COLLATERAL * total.changed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
