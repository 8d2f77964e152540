"""Blocks of rows or columns whose scopes words leave open, and what was chosen for each."""

from __future__ import annotations

import attrs

from cnbudget.invariants.derivation import Raw
from cnbudget.scope import Scope
from cnbudget.values import Value, Visible


@attrs.frozen(eq=False, repr=False)
class Alternative(Value):
    """One way to take what words leave open.

    Attributes:
        key: Its name ("current", "carried", …).
        scopes: The scopes of the block's rows or columns, in order.
    """

    key: str
    scopes: tuple[Scope | None, ...]


@attrs.frozen(eq=False, repr=False)
class Block(Visible):
    """The rows or the columns of one side of a table, of which words leave open what they total.

    Attributes:
        kind: What is open ("carried", …).
        table: The table's place in the document.
        side: The side's place in the table.
        axis: "rows" or "columns".
        alternatives: The ways to take them, the usual one first.
        bound: The place of the alternative that the document's prose says it is; None if it says nothing.
    """

    kind: str
    table: int
    side: int
    axis: str
    alternatives: tuple[Alternative, ...]
    bound: int | None = None

    @property
    def differing(self) -> tuple[int, ...]:
        """The places of the rows or columns that are not the same in all alternatives."""
        every = zip(*(each.scopes for each in self.alternatives), strict=True)
        return tuple(place for place, scopes in enumerate(every) if len(set(scopes)) > 1)


@attrs.frozen(eq=False, repr=False)
class Chosen(Visible):
    """What was chosen for a block, and why.

    Attributes:
        block: The block.
        way: The place of the alternative taken; None if the block stays open.
        how: "prose" where the document's prose says it; "laws" where they decided; "same" where the alternatives come
            to the same in this document, and the usual one is taken; "alike" where no law ties the block, and it is
            taken as such words are wherever laws tell; "usual" where laws tell of none; "" if it stays open.
        holds: Laws that hold as it is taken, and would not be there otherwise.
        breaks: Laws that would break if it were taken otherwise.
        cells: How many cells, at least, would have to be other than printed if it were taken otherwise.
    """

    block: Block
    way: int | None
    how: str = ""
    holds: tuple[Raw, ...] = attrs.field(default=(), kw_only=True)
    breaks: tuple[Raw, ...] = attrs.field(default=(), kw_only=True)
    cells: int = attrs.field(default=0, kw_only=True)
