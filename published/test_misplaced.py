"""Rows dropped and codes changed in published documents and the examples: each is told first, and nothing else is."""

from __future__ import annotations

import copy
import random
from collections import Counter
from functools import cache
from typing import Any

import attrs
import pytest

from cnbudget import Finding, Verdict, check, classification
from cnbudget.checks.codes import judged_codes
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Place
from cnbudget.layouts.outlines import shipped_outlines
from cnbudget.reading.blocks import Block, Grid
from cnbudget.reading.document import disclosure_of_blocks
from cnbudget.reading.files import contents_of
from cnbudget.tables import Row, Table
from published import documents
from tests.documents import corpus

DROPPED, RECODED = 60, 42
LEAST = 0.95


@attrs.frozen(eq=False)
class Site:
    """A row with a code and money, alone on its line of a one-sided table."""

    name: str
    table: Table[Any]
    row: Row
    grid: int
    line: int


@cache
def blocks(name: str) -> list[Block]:
    path = corpus.path(name) if name in corpus.NAMES else documents.path(name)
    return contents_of(path.read_bytes()).blocks


def read(parts: list[Block]) -> Disclosure:
    return disclosure_of_blocks(copy.deepcopy(parts), shipped_outlines())


def told(budget: Disclosure) -> dict[tuple[str, str], Finding]:
    """What is violated and no consequence; of notes, only those on codes, names and rows."""
    return {
        (each.law, each.zh): each
        for each in check(budget, prose=False).causes
        if each.verdict is Verdict.VIOLATED
        and (each.severity != "note" or each.law in ("code", "name", "form"))
    }


@cache
def before(name: str) -> frozenset[tuple[str, str]]:
    return frozenset(told(read(blocks(name))))


def _line(place: Place) -> tuple[int | None, int | None]:
    return place.page, place.line


@cache
def sites() -> tuple[Site, ...]:
    found = []
    for name in (*corpus.NAMES, *documents.PDFS):
        at: dict[tuple[int | None, int | None], list[tuple[int, int]]] = {}
        for number, block in enumerate(blocks(name)):
            if isinstance(block, Grid):
                for position, row in enumerate(block.rows):
                    at.setdefault(_line(row.place), []).append((number, position))
        budget = read(blocks(name))
        bad = {_line(problem.place) for problem in budget.problems if problem.kind == "code"}
        # rows whose codes or names are wrong as they were published are told together, whatever else is done to them
        bad |= {
            _line(row.figures[0].place)
            for *_, rows in judged_codes(budget).said
            for row in rows
            if row.figures
        }
        for table in budget.tables:
            lines = Counter(_line(row.figures[0].place) for row in table.rows if row.figures)
            for each in table.rows if len(table.sides) == 1 else ():
                if each.code is None or not any(figure.value for figure in each.figures):
                    continue
                line = _line(each.figures[0].place)
                if line not in bad and lines[line] == 1 and len(at.get(line, ())) == 1:
                    found.append(Site(name, table, each, *at[line][0]))
    return tuple(found)


def recoded(cells: list[str], old: str, new: str) -> list[str]:
    """Cells of a row with another code, in as many cells as the code has."""
    ends = [end for end in (3, 5, 7) if end <= len(old)]
    steps = [slice(a, b) for a, b in zip([0, *ends], ends, strict=False)]
    ways = ([slice(None)], steps, [slice(end) for end in ends])
    for way in ways:
        changed, left = list(cells), list(way)
        for i, cell in enumerate(cells):
            if left and cell.strip() == old[left[0]]:
                changed[i] = new[left.pop(0)]
        if not left:
            return changed
    at = next(i for i, cell in enumerate(cells) if cell.replace(" ", "").startswith(old))
    return [*cells[:at], cells[at].replace(" ", "").replace(old, new, 1), *cells[at + 1 :]]


def planted(site: Site, new: dict[Site, str | None]) -> list[Finding]:
    """What is told of a document in which rows have other codes, or (None) are gone, and was not before."""
    parts = list(blocks(site.name))
    for each in new:
        grid = parts[each.grid]
        assert isinstance(grid, Grid)
        parts[each.grid] = Grid([copy.copy(row) for row in grid.rows])
    for each, code in sorted(new.items(), key=lambda item: -item[0].line):
        grid = parts[each.grid]
        assert isinstance(grid, Grid)
        assert each.row.code is not None
        if code is None:
            del grid.rows[each.line]
        else:
            row = grid.rows[each.line]
            row.cells = recoded(row.cells, each.row.code.digits, code)
    known = before(site.name)
    return [each for key, each in told(read(parts)).items() if key not in known]


def test_dropped_rows_are_found_first_and_nothing_else_is_accused() -> None:
    rng = random.Random(1)
    missed = []
    for site in rng.sample(sites(), DROPPED):
        assert site.row.code is not None
        found = planted(site, {site: None})
        wrong = [each.suspects[0].figure.row if each.suspects else None for each in found]
        right = [
            row is not None
            and row.key == site.table.key
            and row.row in (site.row.code.digits, "")
            and each.suspects[0].suggestion is not None
            and "缺" in each.zh
            for row, each in zip(wrong, found, strict=True)
        ]
        if not right or not all(right):
            missed.append((site.name, site.table.key, str(site.row.code)))
    assert len(missed) <= (1 - LEAST) * DROPPED, missed


@pytest.mark.parametrize("how", ["listed", "unlisted", "exchanged"])
def test_wrong_codes_are_found_first_and_nothing_else_is_accused(how: str) -> None:
    rng = random.Random(1)
    missed = []
    for _ in range(RECODED // 3):
        site, new = _recoding(rng, how)
        lines = {_line(each.row.figures[0].place) for each in new}
        found = planted(site, new)
        right = [
            _line((each.suspects[0].figure if each.suspects else each.figures[0]).place) in lines
            for each in found
        ]
        if not right or not all(right):
            missed.append((site.name, site.table.key, {str(k.row.code): v for k, v in new.items()}))
    assert len(missed) <= (1 - LEAST) * RECODED / 3, missed


def _recoding(rng: random.Random, how: str) -> tuple[Site, dict[Site, str | None]]:
    """A row, and the codes that it and perhaps another get."""
    while True:
        site = rng.choice(sites())
        code, year = site.row.code, read(blocks(site.name)).year
        assert code is not None
        assert year is not None
        lists = classification.for_year(year)
        listed = lists.functional if code.digits[0] == "2" else lists.economic
        above = code.digits[:-2] if len(code.digits) > 3 else code.digits[:1]
        alike = [f"{above}{i:02d}" for i in range(100) if f"{above}{i:02d}" != code.digits]
        if how == "exchanged":
            others = [
                each
                for each in sites()
                if each.table is site.table
                and each is not site
                and each.row.code is not None
                and len(each.row.code.digits) == len(code.digits)
                and each.row.address.name != site.row.address.name
            ]
            if others:
                other = rng.choice(others)
                assert other.row.code is not None
                return site, {site: other.row.code.digits, other: code.digits}
            continue
        codes = [each for each in alike if (each in listed) is (how == "listed")]
        if codes:
            return site, {site: rng.choice(codes)}
