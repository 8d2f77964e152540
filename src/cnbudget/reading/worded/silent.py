"""What the words of a document leave open, as blocks with their alternatives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import attrs

from cnbudget.choosing import Alternative, Block, Chosen
from cnbudget.dimensions import STAGES, Flow, FundingSource
from cnbudget.disclosure import Problem
from cnbudget.figures import ColumnAddress, Place, RowAddress
from cnbudget.invariants import Choice, either
from cnbudget.messages import few, say
from cnbudget.reading.worded.drafts import WordedTable
from cnbudget.reading.worded.open_words import LeftOpen, left_open
from cnbudget.reading.worded.scoping import Scopes, scopes_of
from cnbudget.reading.worded.subtotals import OF_YEAR
from cnbudget.reading.worded.unmarked import TITLED
from cnbudget.scope import Scope
from cnbudget.tables import Table

__all__ = ["Scopes", "Silence", "nestings", "settled", "silence_of", "undecided"]

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
            kinds = left_open(draft, side, choice)
            comes = side.flow is Flow.INCOME or draft.title.meaning.flow in _INCOME
            bound = _bound(draft, comes=comes, said=said)
            base = choice
            if draft.title.meaning.vintage == "CARRIED":  # 上年结转结余情况表
                base = attrs.evolve(choice, carried=True)
            first = bound or (
                {"carried": "carried"} if choice.stage == _FINAL and not comes else {}
            )
            taken = _ways(kinds, base, first)
            ways = list(zip(taken, scopes_of(draft, side, taken.values()), strict=True))
            usual[table, number] = ways[0][1]
            for at, axis in enumerate(_AXES):
                different: dict[tuple[Scope | None, ...], tuple[str, ...]] = {}
                for names, pair in ways:
                    different.setdefault(tuple(pair[at]), names)
                if len(different) > 1:
                    blocks.append(_block(kinds, table, number, axis, different, bound))
    return Silence(usual, blocks)


_INCOME = (Flow.INCOME, Flow.IN)


#: In final accounts, what is spent is spent of this year's money and of what was carried over alike.
_FINAL = STAGES[1]


def _bound(draft: WordedTable, *, comes: bool, said: Collection[tuple[str, str]]) -> dict[str, str]:
    """The ways that notes to a table, its title or the document's prose say, by what they are about."""
    if draft.noted is not None:
        return {"carried": _NOTED[draft.noted]}
    return {"carried": "carried"} if comes and ("vintage", "CARRIED") in said else {}


_NOTED = {"CARRIED": "carried", "CURRENT": "current"}

#: What words may leave open, and the ways to take it, the usual one first.
_KINDS: dict[str, dict[str, Callable[[LeftOpen], LeftOpen]]] = {
    # money by source, where neither words nor notes say whether it includes what was carried over
    "carried": {
        "current": lambda choice: attrs.evolve(choice, carried=False),
        "carried": lambda choice: attrs.evolve(choice, carried=True),
    },
    # 一般公共预算 beside a column of transfers from above
    "own": {
        "whole": lambda choice: choice,
        "own": lambda choice: attrs.evolve(choice, own=True),
        "level": lambda choice: attrs.evolve(choice, own=True, level=True),
    },
    # “三公”经费 of which neither title nor headings tell of which money they are
    "public": {
        "appropriation": lambda choice: choice,
        "general": lambda choice: attrs.evolve(choice, public=FundingSource.GENERAL),
        "all": lambda choice: attrs.evolve(choice, public=None),
    },
    # a 小计 that stands under no heading
    "subtotal": {
        "next2": lambda choice: choice,
        "next3": lambda choice: attrs.evolve(choice, subtotal=3),
        "next4": lambda choice: attrs.evolve(choice, subtotal=4),
        "now": lambda choice: attrs.evolve(choice, subtotal=OF_YEAR),
        "total": lambda choice: attrs.evolve(choice, subtotal=0),
    },
    # a table whose title names another year than the document, by a slip or because it is last year's
    "year": {
        "this": lambda choice: choice,
        "titled": lambda choice: attrs.evolve(choice, unmarked=TITLED),
    },
    # two columns of one name, over which 上年 and 本年 may have been left out
    "twins": {
        "untold": lambda choice: choice,
        "first": lambda choice: attrs.evolve(choice, unmarked="first"),
        "second": lambda choice: attrs.evolve(choice, unmarked="second"),
    },
}


def _ways(
    kinds: tuple[str, ...], choice: LeftOpen, first: Mapping[str, str]
) -> dict[tuple[str, ...], LeftOpen]:
    """The ways to take what some kinds leave open, by their names, one of each kind.

    Args:
        kinds: The kinds.
        choice: What holds for the document.
        first: Of some kinds, the way that is the usual one here.
    """
    ways: dict[tuple[str, ...], LeftOpen] = {(): choice}
    for kind in kinds:
        ways = {
            (*names, name): change(way)
            for names, way in ways.items()
            for name, change in sorted(
                _KINDS[kind].items(), key=lambda item: item[0] != first.get(kind, item[0])
            )
        }
    return ways


def _block(
    kinds: tuple[str, ...],
    table: int,
    side: int,
    axis: str,
    different: dict[tuple[Scope | None, ...], tuple[str, ...]],
    bound: Mapping[str, str],
) -> Block:
    """A block, with the names of the kinds alone in which its alternatives differ."""
    fitting = {
        scopes: names
        for scopes, names in different.items()
        if all(bound.get(kind, name) == name for kind, name in zip(kinds, names, strict=True))
    }
    settled = len(fitting) == 1 < len(different) and bool(bound)
    if len(fitting) > 1:  # of these, what words bind is no alternative any more
        different = fitting
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
        bound=0 if settled else None,
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


def nestings(drafts: Sequence[WordedTable], tables: Sequence[Table[Any]]) -> Iterator[Choice]:
    """How names of agencies, groups and projects in one column nest, which nothing but their sums says.

    Args:
        drafts: The tables as words read them.
        tables: The tables as they were made.
    """
    for draft, table in zip(drafts, tables, strict=True):
        for own, side in zip(draft.sides, table.sides, strict=False):
            rows = [
                row.address for row, line in zip(side.rows, own.lines, strict=True) if line.mixed
            ]
            told = [address.scope for address in rows if address.scope is not None]
            nested = any(
                len(scope.project) > 1 or (scope.agency and not scope.project) for scope in told
            )
            ways = ("nested", "list") if nested else ("list", "nested")
            if len(rows) > 1:
                yield Choice(
                    "nesting",
                    table=table.key,
                    title=table.title,
                    axis="rows",
                    taken=ways[0] if told else None,
                    others=ways[1:] if told else ways,
                    how="sums" if told else "",
                    places=frozenset(rows),
                )


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
