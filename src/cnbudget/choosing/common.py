"""Laws of a table that hold whichever way is taken what its words leave open.

Where a block stays open, the figures of its rows or columns have no scope, and no law of scopes ties them. But rows add
up to their total whether their money includes what is carried over or not: what every alternative derives of the
table's own figures is a law of the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product
from math import prod
from typing import Any

from cnbudget.choosing.blocks import Chosen
from cnbudget.invariants import AGREE, derive
from cnbudget.invariants.derivation import Raw
from cnbudget.tables import Table, TableLaw

_MOST_WAYS = 16  # ways to take the open blocks of one table


def common_laws(
    chosen: Sequence[Chosen], tables: Callable[[tuple[int | None, ...]], tuple[Table[Any], ...]]
) -> dict[int, tuple[TableLaw, ...]]:
    """Of each table with open blocks the laws of its own figures that all ways to take these have in common.

    Args:
        chosen: What was chosen for each block of a document.
        tables: The tables of the document when each block is taken as the alternative of that place, or is open (None).
    """
    taken = [each.way for each in chosen]
    open_blocks: dict[int, list[int]] = {}
    for number, each in enumerate(chosen):
        if each.way is None:
            open_blocks.setdefault(each.block.table, []).append(number)
    turns: dict[int, list[tuple[int, ...]]] = {}
    for table, numbers in open_blocks.items():
        ways = [range(len(chosen[n].block.alternatives)) for n in numbers]
        if prod(map(len, ways)) <= _MOST_WAYS:
            turns[table] = list(product(*ways))
    if not turns:
        return {}
    plain = tables(tuple(taken))
    spans = _spans(plain)
    known = derive(plain).laws
    common: dict[int, set[TableLaw]] = {}
    # the tables of a document take their turns together
    for turn in range(max(map(len, turns.values()))):
        for table, every in turns.items():
            for number, way in zip(open_blocks[table], every[turn % len(every)], strict=True):
                taken[number] = way
        laws = derive(tables(tuple(taken))).laws
        for table in turns:
            own = _own(laws, spans[table])
            common[table] = common[table] & own if table in common else own
    found = {}
    for table, laws_of in common.items():
        more = laws_of - _own(known, spans[table])
        if more:
            found[table] = tuple(_grouped(more))
    return found


def _spans(tables: Iterable[Table[Any]]) -> list[range]:
    """The numbers of the figures of each table."""
    spans = []
    start = 0
    for table in tables:
        count = len(table.figures)
        spans.append(range(start, start + count))
        start += count
    return spans


def _own(laws: Iterable[Raw], span: range) -> set[TableLaw]:
    """The laws of one table's figures alone, these counted from its first; of what agrees, each two."""
    found: set[TableLaw] = set()
    for kind, indices, reason in laws:
        if not isinstance(reason, str):
            continue  # a balance
        mine = [i - span.start for i in indices if i in span]
        if kind == AGREE:
            found.update((kind, pair, reason) for pair in combinations(sorted(mine), 2))
        elif len(mine) == len(indices):
            found.add((kind, (mine[0], *sorted(mine[1:])), reason))
    return found


def _grouped(laws: Iterable[TableLaw]) -> Iterator[TableLaw]:
    """The same laws, with what agrees two by two as one."""
    agreeing: dict[tuple[int, str], list[int]] = {}
    later: set[int] = set()
    for kind, places, reason in sorted(laws):
        if kind == AGREE:
            agreeing.setdefault((places[0], reason), []).append(places[1])
            later.add(places[1])
        else:
            yield kind, places, reason
    for (first, reason), others in agreeing.items():
        if first not in later:
            yield AGREE, (first, *others), reason
