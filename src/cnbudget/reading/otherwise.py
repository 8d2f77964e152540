"""Where a document's laws speak against what its layout says, they decide, and it is said.

What a layout says that laws can speak against is what words leave open (`cnbudget.choosing`): whether money includes
what is carried over, whether 一般公共预算 beside a column of transfers is all of it or the own level's, and of which
money the three public expenses are.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import attrs

from cnbudget.choosing import Alternative, Block, Chosen, Taken, choose
from cnbudget.classification.standard import THREE_PUBLIC
from cnbudget.dimensions import FundingSource
from cnbudget.disclosure import Problem
from cnbudget.figures import Place
from cnbudget.forms import title_of
from cnbudget.forms.meaning import CARRIED
from cnbudget.invariants import Choice, Derived, either
from cnbudget.messages import say
from cnbudget.scope import Scope
from cnbudget.tables import Side, Table
from cnbudget.values import Value, Visible

_CLEAR = 3  # cells that would have to be other than printed, so that no one or two wrong numbers speak against a layout
_Ways = tuple[int | None, ...]
_ScopesOfAxis = tuple[Scope | None, ...]
#: Of each kind that is open the ways to take a scope.
_Kinds = dict[str, dict[str, Callable[[Scope | None], Scope | None]]]


@attrs.frozen(eq=False, repr=False)
class Otherwise(Value):
    """A document's tables as its laws have them.

    Attributes:
        tables: The tables.
        derived: The laws over these tables, if it took them to see that nothing is to be taken otherwise.
        choices: What is taken otherwise than the layout says.
        problems: The same, to be said.
    """

    tables: list[Table[Any]]
    derived: Derived | None = None
    choices: tuple[Choice, ...] = ()
    problems: tuple[Problem, ...] = ()


def against_layout(name: str, tables: list[Table[Any]]) -> Otherwise:
    """The tables of a document with the scopes that the laws bear out where they clearly speak against the layout's.

    Args:
        name: The layout's name.
        tables: The tables as the layout reads them.
    """
    taken = Taken(tuple(tables))
    blocks = list(_blocks(tables)) if taken.broken else []
    if not blocks:
        return Otherwise(tables, taken.derived)  # nothing speaks against the layout
    made = _Retaking(tables, blocks)
    chosen = choose(blocks, made.tables)
    against = [n for n, each in enumerate(chosen) if each.how == "laws" and each.way]
    if max((chosen[n].cells for n in against), default=0) < _CLEAR:
        return Otherwise(tables, taken.derived)
    ways = tuple([chosen[n].way if n in against else 0 for n in range(len(blocks))])
    retaken = made.tables(ways)
    choices = tuple(_choice(chosen[n], retaken) for n in against)
    return Otherwise(
        list(retaken),
        choices=choices,
        problems=tuple(
            _problem(name, blocks[n].alternatives[0].key, each, retaken[blocks[n].table])
            for n, each in zip(against, choices, strict=True)
        ),
    )


# Blocks ------------------------------------------------------------------------------------------------


def _blocks(tables: Sequence[Table[Any]]) -> Iterator[Block]:
    """The rows and the columns of which a layout says one of a few things that laws can speak against."""
    for number, table in enumerate(tables):
        for place, side in enumerate(table.sides):
            rows = tuple(row.address.scope for row in side.rows)
            columns = tuple(column.scope for column in side.columns)
            vintage: _Kinds = {}
            if not any(_is_told(scope) for scope in (*rows, *columns)):
                vintage = {"carried": {"current": _current, "carried": _carried}}
            for axis, scopes, own in (
                ("rows", rows, _public(table.title, rows, columns)),
                ("columns", columns, _level(columns)),
            ):
                yield from _block(number, place, axis, scopes, own | vintage)


def _is_told(scope: Scope | None) -> bool:
    """Whether a row or a column says that it is of carried-over money, or of this year's, alone."""
    return scope is not None and (
        not scope.source & FundingSource.CURRENT or scope.source == FundingSource.CURRENT
    )


def _block(
    table: int, side: int, axis: str, scopes: _ScopesOfAxis, kinds: _Kinds
) -> Iterator[Block]:
    """A block of all that is open of some rows or columns, if the layout takes each of it one way for all of them."""
    for each in (kinds, *({kind: ways} for kind, ways in kinds.items())):
        ways: dict[_ScopesOfAxis, tuple[str, ...]] = {}
        for names in itertools.product(*each.values()):
            made = scopes
            for kind, name in zip(each, names, strict=True):
                made = tuple(map(each[kind][name], made))
            ways.setdefault(made, names)
        if scopes in ways and len(ways) > 1:  # else a layout says it of each row by itself
            told = [n for n in range(len(each)) if len({names[n] for names in ways.values()}) > 1]
            alternatives = [
                Alternative("+".join(ways[made][n] for n in told), made)
                for made in sorted(ways, key=lambda made: made != scopes)
            ]
            kind = "+".join([*each][n] for n in told)
            yield Block(kind, table, side, axis, tuple(alternatives))
            return


#: The budgets that columns of transfers from above are of, each with what is of the own level.
_LEVELS = {
    FundingSource.GENERAL_TRANSFER: FundingSource.GENERAL_OWN,
    FundingSource.FUND_TRANSFER: FundingSource.FUND_OWN,
    FundingSource.STATE_CAPITAL_TRANSFER: FundingSource.STATE_CAPITAL_OWN,
}


def _level(columns: _ScopesOfAxis) -> _Kinds:
    """Whether columns of a budget beside a column of its transfers are of all of it or of the own level."""
    known = {scope.source & FundingSource.CURRENT for scope in columns if scope is not None}
    pairs = [(own, over) for over, own in _LEVELS.items() if over in known]
    if not pairs:
        return {}
    return {
        "own": {
            "whole": partial(_at_level, pairs=pairs, transfers=True),
            "own": partial(_at_level, pairs=pairs, transfers=False),
        }
    }


def _at_level(
    scope: Scope | None, *, pairs: Sequence[tuple[FundingSource, FundingSource]], transfers: bool
) -> Scope | None:
    now = FundingSource(0) if scope is None else scope.source & FundingSource.CURRENT
    for own, over in pairs:
        if scope is not None and now in (own, own | over):
            left = scope.source & ~(own | over)
            return attrs.evolve(
                scope, source=left | own | (over if transfers else FundingSource(0))
            )
    return scope


def _public(title: str, rows: _ScopesOfAxis, columns: _ScopesOfAxis) -> _Kinds:
    """Of which money a table of the three public expenses is, where neither its title nor a column tells it."""
    said = title_of(title)
    if said is None or said.meaning.source is not None:
        return {}
    told = any(scope is not None and scope.source != FundingSource.ALL for scope in columns)
    uses = {use for s in (*rows, *columns) if s is not None for use in s.economic} - {""}
    if told or not uses or not uses <= set(THREE_PUBLIC):
        return {}
    return {"public": {name: partial(_of_money, kind=kind) for name, kind in _PUBLIC.items()}}


_PUBLIC = {
    "appropriation": FundingSource.APPROPRIATION,
    "general": FundingSource.GENERAL,
    "all": FundingSource.ALL,
}


def _of_money(scope: Scope | None, *, kind: FundingSource) -> Scope | None:
    return None if scope is None else attrs.evolve(scope, source=kind)


def _carried(scope: Scope | None) -> Scope | None:
    if scope is None or scope.source == FundingSource.ALL:
        return scope
    found: FundingSource = scope.source
    for now, over in CARRIED.items():
        found = found | over if now in found else found
    return scope if found is scope.source else scope.evolve(source=found)


def _current(scope: Scope | None) -> Scope | None:
    if scope is None or scope.source == FundingSource.ALL:
        return scope
    found = scope.source & FundingSource.CURRENT
    return scope if found is scope.source else scope.evolve(source=found)


# Tables ------------------------------------------------------------------------------------------------


@attrs.frozen(eq=False, repr=False)
class _Retaking(Visible):
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


def _problem(name: str, said: str, choice: Choice, table: Table[Any]) -> Problem:
    return Problem(
        "choice",
        say(
            "reading.against_layout",
            title=table.title,
            layout=name,
            said=either([said]),
            taken=either([choice.taken or ""]),
            cells=choice.cells,
        ),
        place=Place(line=table.line),
        table=table.number,
        key=table.key,
    )
