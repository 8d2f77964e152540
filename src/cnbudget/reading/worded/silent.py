"""What the words of a document leave open, as blocks with their alternatives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import attrs

from cnbudget.choosing import Alternative, Block, Chosen
from cnbudget.dimensions import Flow, FundingSource
from cnbudget.disclosure import Problem
from cnbudget.figures import ColumnAddress, Place, RowAddress
from cnbudget.invariants import Choice, either
from cnbudget.messages import few, say
from cnbudget.reading.worded.scoping import LeftOpen, Scopes, WordedTable, left_open, scopes_of
from cnbudget.scope import Scope
from cnbudget.tables import Table

__all__ = ["Scopes", "Silence", "settled", "silence_of", "undecided"]

_AXES = ("rows", "columns")


@attrs.frozen(eq=False)
class Silence:
    """A document with what its words leave open.

    Attributes:
        usual: The scopes of each side's rows and columns, by table and side, as forms usually have them.
        blocks: The blocks that can be taken otherwise.
    """

    usual: dict[tuple[int, int], Scopes]
    blocks: list[Block]

    def taken(self, ways: Sequence[int | None]) -> dict[tuple[int, int], Scopes]:
        """The scopes of all sides when each block is taken one way; None: what its ways differ in is not known."""
        found = dict(self.usual)
        for block, way in zip(self.blocks, ways, strict=True):
            if way == 0:
                continue
            place = block.table, block.side
            pair = list(found[place])
            if way is None:
                scopes: list[Scope | None] = list(block.alternatives[0].scopes)
                for each in block.differing:
                    scopes[each] = None
            else:
                scopes = list(block.alternatives[way].scopes)
            pair[_AXES.index(block.axis)] = scopes
            found[place] = (pair[0], pair[1])
        return found


def silence_of(
    drafts: Sequence[WordedTable], choice: LeftOpen, said: Collection[tuple[str, str]] = ()
) -> Silence:
    """What the words of some drafts leave open.

    Args:
        drafts: The tables as words read them.
        choice: What holds for the whole document.
        said: What its prose says of the tables, each a dimension and a value of the vocabulary.
    """
    usual: dict[tuple[int, int], Scopes] = {}
    blocks = []
    for table, draft in enumerate(drafts):
        for number, side in enumerate(draft.sides):
            kinds = left_open(draft, side)
            taken = _ways(kinds, choice)
            ways = list(zip(taken, scopes_of(draft, side, taken.values()), strict=True))
            usual[table, number] = ways[0][1]
            for at, axis in enumerate(_AXES):
                different: dict[tuple[Scope | None, ...], tuple[str, ...]] = {}
                for names, pair in ways:
                    different.setdefault(tuple(pair[at]), names)
                if len(different) > 1:
                    block = _block(kinds, table, number, axis, different)
                    comes = side.flow is Flow.INCOME or draft.title.meaning.flow in _INCOME
                    if comes and ("vintage", "CARRIED") in said:
                        block = _bound(block, "carried", "carried")
                    blocks.append(block)
    return Silence(usual, blocks)


_INCOME = (Flow.INCOME, Flow.IN)


def _bound(block: Block, kind: str, name: str) -> Block:
    """A block of which the prose says how to take it; the block itself where it leaves something else open, too."""
    keys = [each.key for each in block.alternatives]
    return attrs.evolve(block, bound=keys.index(name)) if block.kind == kind else block


#: What words may leave open, and the ways to take it, the usual one first.
_KINDS: dict[str, dict[str, Callable[[LeftOpen], LeftOpen]]] = {
    "carried": {
        "current": lambda choice: choice,
        "carried": lambda choice: attrs.evolve(choice, carried=True),
    },
    "own": {
        "whole": lambda choice: choice,
        "own": lambda choice: attrs.evolve(choice, own=True),
    },
    "public": {
        "appropriation": lambda choice: choice,
        "general": lambda choice: attrs.evolve(choice, public=FundingSource.GENERAL),
        "all": lambda choice: attrs.evolve(choice, public=None),
    },
    "subtotal": {
        "next2": lambda choice: choice,
        "next3": lambda choice: attrs.evolve(choice, subtotal=3),
        "next4": lambda choice: attrs.evolve(choice, subtotal=4),
        "total": lambda choice: attrs.evolve(choice, subtotal=0),
    },
}


def _ways(kinds: tuple[str, ...], choice: LeftOpen) -> dict[tuple[str, ...], LeftOpen]:
    """The ways to take what some kinds leave open, by their names, one of each kind."""
    ways: dict[tuple[str, ...], LeftOpen] = {(): choice}
    for kind in kinds:
        ways = {
            (*names, name): change(way)
            for names, way in ways.items()
            for name, change in _KINDS[kind].items()
        }
    return ways


def _block(
    kinds: tuple[str, ...],
    table: int,
    side: int,
    axis: str,
    different: dict[tuple[Scope | None, ...], tuple[str, ...]],
) -> Block:
    """A block, with the names of the kinds alone in which its alternatives differ."""
    told = [n for n in range(len(kinds)) if len({names[n] for names in different.values()}) > 1]
    return Block(
        "+".join(kinds[n] for n in told),
        table,
        side,
        axis,
        tuple(
            Alternative("+".join(names[n] for n in told), scopes)
            for scopes, names in different.items()
        ),
    )


def settled(chosen: Sequence[Chosen], tables: Sequence[Table[Any]]) -> tuple[Choice, ...]:
    """What was chosen, by the addresses of the rows and columns that it is about.

    Args:
        chosen: What was chosen for each block.
        tables: The tables, in the document's order.
    """
    found = []
    for each in chosen:
        block = each.block
        table = tables[block.table]
        keys = [alternative.key for alternative in block.alternatives]
        found.append(
            Choice(
                block.kind,
                table=table.key,
                title=table.title,
                axis=block.axis,
                taken=None if each.way is None else keys[each.way],
                others=tuple(key for way, key in enumerate(keys) if way != each.way),
                how=each.how,
                cells=each.cells,
                holds=each.holds,
                breaks=each.breaks,
                places=frozenset(_addresses(block, table)),
            )
        )
    return tuple(found)


def _addresses(block: Block, table: Table[Any]) -> Iterator[RowAddress | ColumnAddress]:
    side = table.sides[block.side]
    for place in block.differing:
        yield side.rows[place].address if block.axis == "rows" else side.columns[place]


def undecided(chosen: Sequence[Chosen], tables: Sequence[Table[Any]]) -> Iterator[Problem]:
    """The blocks that stay open, as what could not be read."""
    for each in chosen:
        if each.way is not None:
            continue
        table = tables[each.block.table]
        places = list(_addresses(each.block, table))
        shown = [name for place in places if (name := _name(place))]
        quoted = [say("reading.quoted_name", name=name) for name in shown]
        yield Problem(
            "choice",
            say(
                "reading.block_open",
                title=table.title,
                names=few(quoted, _MOST_NAMES),
                others=either([way.key for way in each.block.alternatives]),
            ),
            place=Place(line=table.line),
            table=table.number,
            key=table.key,
        )


def _name(place: RowAddress | ColumnAddress) -> str:
    return "/".join(place.path) if isinstance(place, ColumnAddress) else place.name or place.row


_MOST_NAMES = 6  # rows or columns that are named
