"""What is named first of one thing changed: ``python -m published.slips [-v] [-r] [--seed=WORD] [TIMES] [KIND…]``.

Signs, wrong codes, dropped rows, transposed digits of tables, and transposed digits of amounts that the prose states
after a table, are planted in the two examples and in the files whose every finding was judged by reading the page.
What is new among the violated findings that are no consequence should be one, and name the cell or row that was
changed; with ``-r`` `cnbudget.reconcile` is asked, too, and should name the same. Another ``--seed`` plants elsewhere.
"""

from __future__ import annotations

import copy
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any

import attrs

from cnbudget import Finding, Verdict, check, classification, reconcile
from cnbudget.amounts import round_half_away
from cnbudget.checks.codes import judged_codes
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, Place, State
from cnbudget.layouts.outlines import shipped_outlines
from cnbudget.reading.blocks import Block, Grid, TextLine
from cnbudget.reading.document import disclosure_of_blocks
from cnbudget.reading.files import contents_of
from cnbudget.tables import Row, Table
from published import documents
from tests.documents import corpus

__all__ = ["LEAST", "TIMES", "Planted", "Told", "plants", "told"]

#: How many of each kind are planted.
TIMES = {"sign": 40, "code": 40, "row": 60, "transposed": 40, "prose": 40}
#: The share of each kind that must be named first, by one finding.
LEAST = 0.9
STEPS = 20_000_000  # of a reconciliation
_CELL = re.compile(r"[0-9][0-9,]*\.[0-9]{1,6}")
_SAID = re.compile(r"(?<![0-9.])([1-9][0-9,]*\.[0-9]+)(万?元)")
_Line = tuple[int | None, int | None]


@attrs.frozen(eq=False)
class Planted:
    """A document with one thing changed.

    Attributes:
        name: The document.
        what: The change, in words.
        budget: The document with it, read.
        names: Whether a finding names what was changed before all else.
        changes: How many things were changed: two, where two rows exchange their codes.
    """

    name: str
    what: str
    budget: Disclosure
    names: Callable[[Finding], bool]
    changes: int = 1


@attrs.frozen(eq=False)
class Told:
    """What is told of a change.

    Attributes:
        new: What is violated, no consequence, and was not told before.
        first: Whether the first of it names what was changed.
        found: Whether any of it does.
        right: Whether one finding for each changed thing, and no other, names it.
    """

    new: tuple[Finding, ...]
    first: bool
    found: bool
    right: bool


# The documents -----------------------------------------------------------------------------------


@cache
def blocks(name: str) -> list[Block]:
    """The blocks of an example or a published document."""
    path = corpus.path(name) if name in corpus.NAMES else documents.path(name)
    return contents_of(path.read_bytes()).blocks


def read(parts: list[Block]) -> Disclosure:
    """Blocks, read as a document."""
    return disclosure_of_blocks(copy.deepcopy(parts), shipped_outlines())


@cache
def budget(name: str) -> Disclosure:
    """The document as it is."""
    return read(blocks(name))


def violated(disclosure: Disclosure) -> list[Finding]:
    """What is violated and no consequence; of notes, those on codes, names and rows."""
    return [
        each
        for each in check(disclosure).causes
        if each.verdict is Verdict.VIOLATED
        and (each.severity != "note" or each.law in ("code", "name", "form"))
    ]


def _keys(finding: Finding) -> Iterator[object]:
    """What a finding is known by: its words, or its figures, which may be told from the other side."""
    yield finding.law, finding.zh
    if len(finding.figures) > 1:
        yield finding.law, frozenset((each.place, each.text) for each in finding.figures)


@cache
def before(name: str) -> frozenset[object]:
    """What is violated in the document as it is."""
    return frozenset(key for each in violated(budget(name)) for key in _keys(each))


def told(planted: Planted) -> Told:
    """What is told of a change."""
    known = before(planted.name)
    new = [each for each in violated(planted.budget) if known.isdisjoint(_keys(each))]
    names = [planted.names(each) for each in new]
    right = names[:1] == [True] and all(names) and len(new) <= planted.changes
    return Told(tuple(new), names[:1] == [True], any(names), right)


def suspect(finding: Finding) -> Figure | None:
    """The figure that a finding names first."""
    return finding.suspects[0].figure if finding.suspects else None


def _line(place: Place) -> _Line:
    return place.page, place.line


# Numbers -----------------------------------------------------------------------------------------


@attrs.frozen
class Site:
    """A printed number: the document, the block, the row and the cell (None in prose), and where its text begins."""

    name: str
    block: int
    row: int | None
    cell: int
    start: int
    text: str


@cache
def cells() -> tuple[Site, ...]:
    """The cells of the tables' figures that have a scope."""
    found = []
    for name in (*corpus.NAMES, *documents.PDFS):
        placed = {
            (_line(figure.place), figure.value)
            for figure in _figures(name)
            if figure.scope is not None
        }
        for number, block in enumerate(blocks(name)):
            for position, row in enumerate(block.rows if isinstance(block, Grid) else ()):
                for at, cell in enumerate(row.cells):
                    text = cell.strip()
                    value = _CELL.fullmatch(text) and Decimal(text.replace(",", ""))
                    if value is not None and (_line(row.place), value) in placed:
                        found.append(Site(name, number, position, at, 0, text))
    return tuple(found)


@cache
def sentences() -> tuple[Site, ...]:
    """The amounts of the prose that some table prints, too."""
    found = []
    for name in (*corpus.NAMES, *documents.PDFS):
        amounts = {figure.amount.yuan for figure in _figures(name) if figure.value}
        for number, block in enumerate(blocks(name)):
            for m in _SAID.finditer(block.text) if isinstance(block, TextLine) else ():
                if any(_is(m[1], m[2], amount) for amount in amounts):
                    found.append(Site(name, number, None, 0, m.start(), m[1]))
    return tuple(found)


def _figures(name: str) -> Iterator[Figure]:
    return (figure for table in budget(name).tables for figure in table.figures)


def _is(text: str, unit: str, yuan: Decimal) -> bool:
    """Whether an amount of the prose is one of the tables, in its unit and rounded to its places."""
    exact = yuan / (10_000 if unit == "万元" else 1)
    value = Decimal(text.replace(",", ""))
    return round_half_away(exact, len(text.partition(".")[2])) == value


def negative(text: str) -> str | None:
    """A number with a sign; None of zero."""
    return f"-{text}" if text.strip("0.,") else None


def transposed(text: str) -> str | None:
    """The first two neighbouring digits that differ, exchanged."""
    for i in range(len(text) - 1):
        pair = text[i : i + 2]
        if pair.isdigit() and pair[0] != pair[1] and (i or pair[1] != "0"):
            return text[:i] + pair[::-1] + text[i + 2 :]
    return None


def _slips(kind: str, seed: str) -> Iterator[Planted]:
    pool = list(sentences() if kind == "prose" else cells())
    random.Random(kind + seed).shuffle(pool)
    for site in pool:
        new = negative(site.text) if kind == "sign" else transposed(site.text)
        if new is not None:
            yield _slip(site, new)


def _slip(site: Site, new: str) -> Planted:
    """A document with another number at a site."""
    parts = copy.deepcopy(blocks(site.name))
    block = parts[site.block]
    if isinstance(block, Grid):
        assert site.row is not None
        place = block.rows[site.row].place
        block.rows[site.row].cells[site.cell] = new
    else:
        place = block.place
        block.text = block.text[: site.start] + new + block.text[site.start + len(site.text) :]

    def names(finding: Finding) -> bool:
        figure = suspect(finding)
        if figure is None:
            return _line(finding.place) == _line(place)
        return _line(figure.place) == _line(place) and figure.text == new.replace(",", "")

    what = f"{site.text} -> {new} {place.words('zh')}"
    return Planted(site.name, what, disclosure_of_blocks(parts, shipped_outlines()), names)


# Rows --------------------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class Line:
    """A row with a code and money, alone on its line of a one-sided table."""

    name: str
    table: Table[Any]
    row: Row
    grid: int
    at: int

    @property
    def code(self) -> str:
        """Its code."""
        assert self.row.code is not None
        return self.row.code.digits


@cache
def lines() -> tuple[Line, ...]:
    """The rows that can be dropped or get another code."""
    found = []
    for name in (*corpus.NAMES, *documents.PDFS):
        at: dict[_Line, list[tuple[int, int]]] = {}
        for number, block in enumerate(blocks(name)):
            for position, row in enumerate(block.rows if isinstance(block, Grid) else ()):
                at.setdefault(_line(row.place), []).append((number, position))
        bad = {_line(each.place) for each in budget(name).problems if each.kind == "code"}
        # rows whose codes or names are wrong as they were published are told together, whatever else is done to them
        bad |= {
            _line(row.figures[0].place)
            for *_, rows in judged_codes(budget(name)).said
            for row in rows
            if row.figures
        }
        for table in budget(name).tables:
            often = Counter(_line(row.figures[0].place) for row in table.rows if row.figures)
            for each in table.rows if len(table.sides) == 1 else ():
                if each.code is None or not any(figure.value for figure in each.figures):
                    continue
                line = _line(each.figures[0].place)
                if line not in bad and often[line] == 1 and len(at.get(line, ())) == 1:
                    found.append(Line(name, table, each, *at[line][0]))
    return tuple(found)


def _recoded(row: list[str], old: str, new: str) -> list[str]:
    """Cells of a row with another code, in as many cells as the code has."""
    ends = [end for end in (3, 5, 7) if end <= len(old)]
    steps = [slice(a, b) for a, b in zip([0, *ends], ends, strict=False)]
    for way in ([slice(None)], steps, [slice(end) for end in ends]):
        changed, left = list(row), list(way)
        for i, cell in enumerate(row):
            if left and cell.strip() == old[left[0]]:
                changed[i] = new[left.pop(0)]
        if not left:
            return changed
    at = next(i for i, cell in enumerate(row) if cell.replace(" ", "").startswith(old))
    return [*row[:at], row[at].replace(" ", "").replace(old, new, 1), *row[at + 1 :]]


def _with(new: dict[Line, str | None]) -> Disclosure:
    """A document in which rows have other codes, or (None) are gone."""
    parts = list(blocks(next(iter(new)).name))
    for each in new:
        grid = parts[each.grid]
        assert isinstance(grid, Grid)
        parts[each.grid] = Grid([copy.copy(row) for row in grid.rows])
    for each, code in sorted(new.items(), key=lambda item: -item[0].at):
        grid = parts[each.grid]
        assert isinstance(grid, Grid)
        if code is None:
            del grid.rows[each.at]
        else:
            row = grid.rows[each.at]
            row.cells = _recoded(row.cells, each.code, code)
    return read(parts)


def _rows(kind: str, seed: str) -> Iterator[Planted]:
    pool = list(lines())
    random.Random(kind + seed).shuffle(pool)
    for line in pool:
        yield _dropped(line)


def _dropped(line: Line) -> Planted:
    def names(finding: Finding) -> bool:
        figure = suspect(finding)
        return (
            figure is not None
            and figure.row.key == line.table.key
            and figure.row.row in (line.code, "")
            and finding.suspects[0].suggestion is not None
            and "缺" in finding.zh
        )

    what = f"{line.table.key} without {line.code} {line.row.address.name}"
    return Planted(line.name, what, _with({line: None}), names)


def _codes(kind: str, seed: str) -> Iterator[Planted]:
    rng = random.Random(kind + seed)
    while True:
        for way in ("listed", "unlisted", "exchanged"):
            yield _recoding(rng, way)


def _recoding(rng: random.Random, way: str) -> Planted:
    """A row with another code: one that is listed, or none that is, or that of another row that gets its."""
    new: dict[Line, str | None] = {}
    while not new:
        line = rng.choice(lines())
        old, year = line.code, budget(line.name).year
        assert year is not None
        if way == "exchanged":
            others = [
                each
                for each in lines()
                if each.table is line.table
                and each is not line
                and len(each.code) == len(old)
                and each.row.address.name != line.row.address.name
            ]
            if others:
                other = rng.choice(others)
                new = {line: other.code, other: old}
            continue
        known = classification.for_year(year)
        listed = known.functional if old[0] == "2" else known.economic
        above = old[:-2] if len(old) > 3 else old[:1]
        alike = [f"{above}{i:02d}" for i in range(100) if f"{above}{i:02d}" != old]
        codes = [each for each in alike if (each in listed) is (way == "listed")]
        if codes:
            new = {line: rng.choice(codes)}
    places = {_line(each.row.figures[0].place) for each in new}

    def names(finding: Finding) -> bool:
        figure = suspect(finding) or (finding.figures[0] if finding.figures else None)
        return _line(finding.place if figure is None else figure.place) in places

    changes = ", ".join(f"{each.code} -> {code}" for each, code in new.items())
    return Planted(line.name, f"{line.table.key} {changes}", _with(new), names, len(new))


# All of it ---------------------------------------------------------------------------------------


def plants(kind: str, seed: str = "") -> Iterator[Planted]:
    """The changes of a kind that are tried, always the same.

    Args:
        kind: One of `TIMES`.
        seed: What chooses them; "" for those of the test.
    """
    ways = {"row": _rows, "code": _codes}
    found = ways.get(kind, _slips)(kind, seed)
    yield from (each for each, _ in zip(found, range(TIMES[kind]), strict=False))


def _same(planted: Planted, first: Finding) -> bool | None:
    """Whether a reconciliation names first what a check does; None if it finds nothing that contradicts."""
    found = reconcile(planted.budget, steps=STEPS, witness=False)
    if found.consistent is not False:
        return None
    known = before(planted.name)
    new = [each for each in found.likeliest if known.isdisjoint(_keys(each))]
    if not new or new[0].zh != first.zh:
        return False
    figure = suspect(first)
    if figure is None or figure.state is State.MISSING or found.localisation is None:
        return True
    sets = found.localisation.sets
    return bool(sets) and figure.address in {each.address for each in sets[0].figures}


def main(arguments: list[str]) -> int:
    """Print how many of each kind are named first, and once; 1 if too few are."""
    verbose, asked = "-v" in arguments, "-r" in arguments
    seed = next((each[7:] for each in arguments if each.startswith("--seed=")), "")
    kinds = [each for each in arguments if each in TIMES] or [*TIMES]
    most = next((int(each) for each in arguments if each.isdigit()), max(TIMES.values()))
    few = False
    for kind in kinds:
        tally: Counter[str] = Counter()
        for each in islice(plants(kind, seed), most):
            found = told(each)
            tally.update(planted=1, found=found.found, first=found.first, right=found.right)
            tally["findings"] += len(found.new)
            same = _same(each, found.new[0]) if asked and found.new else None
            tally["same"] += same is True
            tally["asked"] += same is not None
            if verbose and (not found.right or same is False):
                what = "" if same is None else "the same" if same else "not the same"
                print(f"  {each.name}: {each.what} {what}")
                for finding in found.new:
                    print(f"      {finding.zh[:160]}")
        n = tally["planted"]
        line = f"{kind:10} planted {n:3} found {tally['found']:3} first {tally['first']:3} "
        line += f"first and alone {tally['right']:3} findings {tally['findings']:3}"
        print(
            line + (f" reconcile the same {tally['same']} of {tally['asked']}" if asked else ""),
            flush=True,
        )
        few = few or tally["right"] < LEAST * n
    return int(few)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
