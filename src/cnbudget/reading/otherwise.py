"""Where a document's laws speak against what its layout says of carried-over money, they decide, and it is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from cnbudget.choosing import Alternative, Block, Chosen, choose
from cnbudget.dimensions import FundingSource
from cnbudget.disclosure import Problem
from cnbudget.figures import Place
from cnbudget.forms.meaning import CARRIED
from cnbudget.invariants import Choice, either
from cnbudget.messages import say
from cnbudget.scope import Scope
from cnbudget.tables import Side, Table

__all__ = ["Otherwise", "against_layout"]

_CLEAR = 3  # cells that would have to be other than printed, so that no one or two wrong numbers speak against a layout
_Ways = tuple[int | None, ...]


@attrs.frozen
class Otherwise:
    """A document's tables as its laws have them.

    Attributes:
        tables: The tables.
        choices: What is taken otherwise than the layout says.
        problems: The same, to be said.
    """

    tables: list[Table[Any]]
    choices: tuple[Choice, ...] = ()
    problems: tuple[Problem, ...] = ()


def against_layout(name: str, tables: list[Table[Any]]) -> Otherwise:
    """The tables of a document with the scopes that the laws bear out where they clearly speak against the layout's.

    Args:
        name: The layout's name.
        tables: The tables as the layout reads them.
    """
    blocks = list(_blocks(tables))
    made = _Retaking(tables, blocks)
    chosen = choose(blocks, made.tables)
    against = [n for n, each in enumerate(chosen) if each.how == "laws" and each.way]
    if max((chosen[n].cells for n in against), default=0) < _CLEAR:
        return Otherwise(tables)
    ways = tuple([chosen[n].way if n in against else 0 for n in range(len(blocks))])
    retaken = made.tables(ways)
    choices = tuple(_choice(chosen[n], retaken) for n in against)
    return Otherwise(
        list(retaken),
        choices,
        tuple(
            _problem(name, each, retaken[blocks[n].table])
            for n, each in zip(against, choices, strict=True)
        ),
    )


# Blocks ------------------------------------------------------------------------------------------------


def _blocks(tables: Sequence[Table[Any]]) -> Iterator[Block]:
    """The rows and the columns that a layout says to be of this year's money, or of that with what is carried over."""
    for number, table in enumerate(tables):
        for place, side in enumerate(table.sides):
            rows = tuple(row.address.scope for row in side.rows)
            columns = tuple(column.scope for column in side.columns)
            if any(_is_told(scope) for scope in (*rows, *columns)):
                continue
            for axis, scopes in (("rows", rows), ("columns", columns)):
                yield from _block(number, place, axis, scopes)


def _is_told(scope: Scope | None) -> bool:
    """Whether a row or a column says that it is of carried-over money, or of this year's, alone."""
    return scope is not None and (
        not scope.source & FundingSource.CURRENT or scope.source == FundingSource.CURRENT
    )


def _block(table: int, side: int, axis: str, scopes: tuple[Scope | None, ...]) -> Iterator[Block]:
    with_it = tuple(map(_carried, scopes))
    without = tuple(map(_current, scopes))
    if with_it == without:
        return
    ways = {"current": without, "carried": with_it}
    usual = next((key for key, each in ways.items() if each == scopes), None)
    if usual is not None:  # a layout may say it of each row by itself
        keys = sorted(ways, key=lambda key: key != usual)
        yield Block(
            "carried", table, side, axis, tuple(Alternative(key, ways[key]) for key in keys)
        )


def _carried(scope: Scope | None) -> Scope | None:
    if scope is None or scope.source == FundingSource.ALL:
        return scope
    found: FundingSource = scope.source
    for now, over in CARRIED.items():
        found = found | over if now in found else found
    return attrs.evolve(scope, source=found)


def _current(scope: Scope | None) -> Scope | None:
    if scope is None or scope.source == FundingSource.ALL:
        return scope
    return attrs.evolve(scope, source=scope.source & FundingSource.CURRENT)


# Tables ------------------------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class _Retaking:
    """The tables of a document, made for ways to take some blocks."""

    read: list[Table[Any]]
    blocks: list[Block]

    def tables(self, ways: _Ways) -> tuple[Table[Any], ...]:
        """The tables as some ways take them."""
        made = list(self.read)
        for block, way in zip(self.blocks, ways, strict=True):
            if way == 0:
                continue
            scopes = block.alternatives[way or 0].scopes
            if way is None:
                scopes = tuple(
                    None if n in block.differing else each for n, each in enumerate(scopes)
                )
            table = made[block.table]
            sides = list(table.sides)
            sides[block.side] = _retaken(sides[block.side], block.axis, scopes)
            made[block.table] = attrs.evolve(table, sides=tuple(sides))
        return tuple(made)


def _retaken(side: Side[Any], axis: str, scopes: Sequence[Scope | None]) -> Side[Any]:
    """A side whose rows or columns have other scopes."""
    columns = side.columns
    if axis == "columns":
        columns = tuple(
            attrs.evolve(column, scope=scope) for column, scope in zip(columns, scopes, strict=True)
        )
    rows = []
    for number, row in enumerate(side.rows):
        address = row.address
        if axis == "rows":
            address = attrs.evolve(address, scope=scopes[number])
        figures = tuple(
            figure.evolve(row=address, column=column)
            for figure, column in zip(row.figures, columns, strict=True)
        )
        rows.append(attrs.evolve(row, address=address, figures=figures, columns=columns))
    return attrs.evolve(side, columns=columns, rows=tuple(rows))


# Words -------------------------------------------------------------------------------------------------


def _choice(chosen: Chosen, tables: Sequence[Table[Any]]) -> Choice:
    block = chosen.block
    table = tables[block.table]
    side = table.sides[block.side]
    addresses = [row.address for row in side.rows] if block.axis == "rows" else side.columns
    taken = block.alternatives[chosen.way or 0].key
    return Choice(
        block.kind,
        table=table.key,
        title=table.title,
        axis=block.axis,
        taken=taken,
        others=tuple(each.key for each in block.alternatives if each.key != taken),
        how=chosen.how,
        cells=chosen.cells,
        holds=chosen.holds,
        breaks=chosen.breaks,
        places=frozenset(addresses[place] for place in block.differing),
    )


def _problem(name: str, choice: Choice, table: Table[Any]) -> Problem:
    return Problem(
        "choice",
        say(
            "reading.against_layout",
            title=table.title,
            layout=name,
            said=either(choice.others),
            taken=either([choice.taken or ""]),
            cells=choice.cells,
        ),
        place=Place(line=table.line),
        table=table.number,
        key=table.key,
    )
