"""Signs, transpositions and slips of the prose, planted in published documents and the examples: each is told first."""

from __future__ import annotations

import copy
import random
import re
from decimal import Decimal
from functools import cache

import attrs
import pytest

from cnbudget import Finding, Verdict, check
from cnbudget.amounts import round_half_away
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Place
from cnbudget.layouts.outlines import shipped_outlines
from cnbudget.reading.blocks import Block, Grid, TextLine
from cnbudget.reading.document import disclosure_of_blocks
from cnbudget.reading.files import contents_of
from published import documents
from tests.documents import corpus

TIMES = 40
LEAST = 0.9
_CELL = re.compile(r"[0-9][0-9,]*\.[0-9]{1,6}")
_SAID = re.compile(r"(?<![0-9.])([1-9][0-9,]*\.[0-9]+)(万?元)")


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
def blocks(name: str) -> list[Block]:
    path = corpus.path(name) if name in corpus.NAMES else documents.path(name)
    return contents_of(path.read_bytes()).blocks


def read(parts: list[Block]) -> Disclosure:
    return disclosure_of_blocks(parts, shipped_outlines())


def told(budget: Disclosure) -> dict[tuple[str, str], Finding]:
    """What is violated and no consequence."""
    return {
        (each.law, each.zh): each
        for each in check(budget).causes
        if each.verdict is Verdict.VIOLATED
    }


@cache
def before(name: str) -> frozenset[tuple[str, str]]:
    return frozenset(told(read(copy.deepcopy(blocks(name)))))


def _line(place: Place) -> tuple[int | None, int | None]:
    return place.page, place.line


def _is(text: str, unit: str, yuan: Decimal) -> bool:
    """Whether an amount of the prose is one of the tables, in its unit and rounded to its places."""
    printed = Decimal(text.replace(",", ""))
    return (
        round_half_away(yuan / (10_000 if unit == "万元" else 1), len(text.partition(".")[2]))
        == printed
    )


@cache
def sites(prose: bool) -> tuple[Site, ...]:
    found = []
    for name in (*corpus.NAMES, *documents.PDFS):
        placed = {
            (_line(figure.place), figure.value)
            for table in read(copy.deepcopy(blocks(name))).tables
            for figure in table.figures
            if figure.scope is not None
        }
        amounts = {
            figure.amount.yuan
            for table in read(copy.deepcopy(blocks(name))).tables
            for figure in table.figures
            if figure.value
        }
        for number, block in enumerate(blocks(name)):
            if isinstance(block, TextLine):
                found += [
                    Site(name, number, None, 0, m.start(), m[1])
                    for m in (_SAID.finditer(block.text) if prose else ())
                    if any(_is(m[1], m[2], amount) for amount in amounts)
                ]
                continue
            for position, row in enumerate(block.rows if not prose else ()):
                for at, cell in enumerate(row.cells):
                    text = cell.strip()
                    if (
                        _CELL.fullmatch(text)
                        and (_line(row.place), Decimal(text.replace(",", ""))) in placed
                    ):
                        found.append(Site(name, number, position, at, 0, text))
    return tuple(found)


def planted(site: Site, text: str) -> tuple[list[Finding], Place]:
    """What is told of a document with another number at a site, and was not before; and where that stands."""
    parts = copy.deepcopy(blocks(site.name))
    block = parts[site.block]
    if isinstance(block, Grid):
        assert site.row is not None
        place = block.rows[site.row].place
        block.rows[site.row].cells[site.cell] = text
    else:
        place = block.place
        block.text = block.text[: site.start] + text + block.text[site.start + len(site.text) :]
    known = before(site.name)
    return [each for key, each in told(read(parts)).items() if key not in known], place


def negative(text: str) -> str | None:
    return f"-{text}" if text.strip("0.,") else None


def transposed(text: str) -> str | None:
    """The first two neighbouring digits that differ, exchanged."""
    for i in range(len(text) - 1):
        pair = text[i : i + 2]
        if pair.isdigit() and pair[0] != pair[1] and (i or pair[1] != "0"):
            return text[:i] + pair[::-1] + text[i + 2 :]
    return None


def first(finding: Finding) -> tuple[tuple[int | None, int | None], str]:
    figure = finding.suspects[0].figure if finding.suspects else None
    return (_line(finding.place), "") if figure is None else (_line(figure.place), figure.text)


SLIPS = {"sign": (negative, False), "transposed": (transposed, False), "prose": (transposed, True)}


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_is_told_first_and_once(kind: str) -> None:
    slip, prose = SLIPS[kind]
    rng = random.Random(kind)
    missed, count = [], 0
    pool = list(sites(prose))
    rng.shuffle(pool)
    for site in pool:
        new = slip(site.text)
        if new is None:
            continue
        count += 1
        found, place = planted(site, new)
        right = [
            first(each)[0] == _line(place) and first(each)[1] in ("", new.replace(",", ""))
            for each in found
        ]
        if right != [True]:
            missed.append(
                (
                    site.name,
                    _line(place),
                    site.text,
                    new,
                    [(first(each), each.zh[:160]) for each in found],
                )
            )
        if count == TIMES:
            break
    for each in missed:
        print(*each)
    assert len(missed) <= (1 - LEAST) * TIMES, len(missed)
