"""One wrong number in one cell at a time, over all forms: ``python benchmarks/cells.py [COUNT [NAME…]]``.

COUNT cells (300), spread evenly over the published documents and drawn with a fixed seed among the printed amounts that
have a scope and that no error of the document itself is about, get another digit each, of more weight than rounding.
What is tied to others at all, and what can be told from all others, is known from linear algebra alone (`tied`). The
exit status says whether all of this is so:

- of the wrong numbers that are tied to others 95 % are found, and of those that can be told the first suspect is the
  wrong one in 95 %;
- no figure gets another scope, and of blocks that choosing decided only those open of which fewer than three cells
  would have to be other than printed for the other way;
- nothing else is accused in more than one of fifty.
"""

from __future__ import annotations

import copy
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
from planting import Site, changed, documents, told
from tied import tied

from cnbudget import Disclosure, Figure, Finding, Scope, State, UnreadableError
from cnbudget.layouts.outlines import shipped_outlines
from cnbudget.reading.blocks import Block, Grid
from cnbudget.reading.disclosures import sets_in_blocks
from cnbudget.reading.files import contents_of

COUNT = 300
SEED = 17
LEAST = 0.95
MOST_COLLATERAL = 0.02
_DIGITS = 4  # the first, of which one is another
_CLEAR = 3  # cells that alternatives differ by, from which on no wrong number changes a scope


@attrs.frozen
class Planted:
    """A digit that can be made another: where it stands in the blocks, and its figure's number."""

    site: Site
    number: int


@attrs.define
class Tally:
    """What became of the wrong numbers."""

    planted: int = 0
    tied: int = 0
    told: int = 0
    found: int = 0  # of those that are tied
    first: int = 0  # of those that can be told
    loose: int = 0  # found although nothing of the tables ties them
    collateral: int = 0
    rescoped: int = 0
    opened: int = 0
    opened_wrongly: int = 0

    def add(self, other: Tally) -> None:
        """Add what became of others."""
        for field in attrs.fields(Tally):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

    def __str__(self) -> str:
        return (
            f"{self.planted:4} planted, {self.tied:3} tied: {self.found:3} found; {self.told:3} can be told:"
            f" {self.first:3} first suspect; of others {self.loose} found; collateral {self.collateral},"
            f" other scopes {self.rescoped}, opened {self.opened} ({self.opened_wrongly} wrongly)"
        )

    @property
    def passes(self) -> bool:
        """Whether it is as is asked."""
        return (
            self.found >= LEAST * self.tied
            and self.first >= LEAST * self.told
            and self.collateral <= MOST_COLLATERAL * self.planted
            and not self.rescoped
            and not self.opened_wrongly
        )


def read(blocks: list[Block]) -> Disclosure:
    """The first set of tables of some blocks."""
    return sets_in_blocks(copy.deepcopy(blocks), shipped_outlines()).first()


def candidates(blocks: list[Block], budget: Disclosure, rng: random.Random) -> Iterator[Planted]:
    """A digit of each cell whose amount is that of a figure with a scope, and once in its row."""
    by_place: dict[tuple[object, ...], list[int]] = {}
    for number, figure in enumerate(budget.figures):
        if figure.state is State.VALUE and figure.value and figure.scope is not None:
            by_place.setdefault(_key(figure), []).append(number)
    for number, block in enumerate(blocks):
        if not isinstance(block, Grid):
            continue
        for at, row in enumerate(block.rows):
            texts = [_bare(cell) for cell in row.cells]
            for cell, text in enumerate(texts):
                here = by_place.get((row.place.page, row.place.line, text), ())
                if len(here) != 1 or texts.count(text) > 1:
                    continue
                digits = [n for n, each in enumerate(row.cells[cell]) if each in "0123456789"]
                if len(digits) > 1:  # the last is no more than rounding
                    digit = rng.choice(digits[:-1][:_DIGITS])
                    yield Planted(Site(number, at, cell, digit), here[0])


def _bare(text: str) -> str:
    return "".join(text.split()).replace(",", "").replace("，", "")


def _key(figure: Figure) -> tuple[object, ...]:
    return figure.place.page, figure.place.line, figure.text


def scopes_of(budget: Disclosure) -> dict[tuple[object, ...], Scope | None]:
    """The scopes of all printed figures, by where they stand."""
    return {
        (f.row.key, f.row.side, f.row.index, f.column.path): f.scope
        for f in budget.figures
        if f.state is State.VALUE
    }


def planted(
    blocks: list[Block], budget: Disclosure, before: dict[tuple[str, str], Finding], each: Planted
) -> tuple[Tally, list[str]]:
    """What becomes of one wrong number, and what to say of it."""
    figure = budget.figures[each.number]
    made, _ = changed(blocks, each.site)
    after = read(made)
    tally, said = Tally(planted=1), []
    name = f"{figure.row.title} {figure.row.row} {'/'.join(figure.column.path)} {figure.text}"
    mine, theirs = scopes_of(budget), scopes_of(after)
    for place, scope in mine.items():
        now = theirs.get(place)
        if now is None and scope is not None:
            tally.opened += 1
        elif now is not None and scope is not None and now != scope:
            tally.rescoped += 1
            said.append(f"{name}: {place} was {scope}, is {now}")
    now_chosen = {(c.title, c.axis, c.kind): c.taken for c in after.choices}
    for choice in budget.choices:
        taken = now_chosen.get((choice.title, choice.axis, choice.kind), choice.taken)
        if choice.taken is not None and taken is None and choice.cells >= _CLEAR:
            tally.opened_wrongly += 1
            said.append(f"{name}: opened {choice!r}")
    new = [f for key, f in told(after).items() if key not in before]
    here = [f for f in new if any(_at(figure, one) for one in f.figures)]
    here += [f for f in new if f not in here and any(_at(figure, s.figure) for s in f.suspects)]
    first = any(f.suspects and _at(figure, f.suspects[0].figure) for f in here)
    tally.loose = tally.found = bool(here)
    tally.first = first
    known = {_where(one) for finding in before.values() for one in finding.figures}
    for finding in new:
        if finding not in here and not any(_where(one) in known for one in finding.figures):
            tally.collateral += 1
            said.append(f"{name}: collateral {finding.zh[:160]}")
    if not here:
        said.append(f"{name}: not found; opened {tally.opened}")
    elif not first:
        said.append(f"{name}: first suspect is another: {here[0].zh[:200]}")
    return tally, said


def _where(figure: Figure) -> tuple[object, ...]:
    return figure.row.key, figure.row.side, figure.row.index, figure.column.path


def _at(one: Figure, other: Figure) -> bool:
    return _where(one) == _where(other)


def of_document(blocks: list[Block], count: int, name: str) -> tuple[Tally, list[str]]:
    """What becomes of so many wrong numbers of a document."""
    budget = read(blocks)
    before = told(budget)
    rng = random.Random(f"{SEED} {name}")
    accused = {_where(one) for finding in before.values() for one in finding.figures}
    cells = [
        each
        for each in candidates(blocks, budget, rng)
        if _where(budget.figures[each.number]) not in accused
    ]
    cells = rng.sample(cells, min(count, len(cells)))
    known = tied(budget)
    total, said = Tally(), []
    for each in cells:
        tally, words = planted(blocks, budget, before, each)
        is_tied, is_told = each.number in known.tied, each.number in known.told
        tally.tied, tally.told = is_tied, is_told
        tally.loose = tally.found and not is_tied
        tally.found = tally.found and is_tied
        tally.first = tally.first and is_told
        mark = "told" if is_told else "tied" if is_tied else "loose"
        said += [f"[{mark}] {each}" for each in words]
        total.add(tally)
    return total, said


def spread(count: int, paths: list[Path]) -> list[int]:
    """So many cells over the documents, evenly."""
    each, more = divmod(count, len(paths))
    return [each + (number < more) for number in range(len(paths))]


def main(arguments: list[str]) -> int:
    """Print what becomes of the wrong numbers in each document; 0 if it is as is asked."""
    count = int(arguments[0]) if arguments else COUNT
    paths = []
    for path in documents(arguments[1:]):
        apart = path.parent / "tables.pdf"
        paths.append(apart if apart.exists() else path)
    paths = [path for path in paths if path.parent.name != "beijing-sfj-2026"]  # prose alone
    total = Tally()
    for path, share in zip(paths, spread(count, paths), strict=True):
        name = path.parent.name if path.suffix == ".pdf" else path.stem
        try:
            tally, said = of_document(contents_of(path.read_bytes()).blocks, share, name)
        except UnreadableError as error:
            print(name, error)
            continue
        print(f"{name:32} {tally}", flush=True)
        for words in said:
            print(f"    {words}", flush=True)
        total.add(tally)
    print(f"{'all':32} {total}")
    return not total.passes


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
