"""Words bind, proof chooses: which of the few scopes that words leave open the document's own laws bear out.

A *block* is the rows or the columns of one side of one table; where words are silent it has a few alternatives.
Blocks whose laws meet are chosen together. What decides is how few cells would have to be other than they are printed
(the consistency engine's measure), and not how many laws hold: one wrong number breaks many laws, and is one cell.
Where that does not decide, the block is open, or, if its amounts would be the same either way, the usual scope is taken
and said to be so. Nothing here reads words, and no printed number is moved.
"""

from __future__ import annotations

from cnbudget.choosing.blocks import Alternative, Block, Chosen
from cnbudget.choosing.common import common_laws
from cnbudget.choosing.search import choose
from cnbudget.choosing.weighing import Taken, cells_to_change

__all__ = ["Alternative", "Block", "Chosen", "Taken", "cells_to_change", "choose", "common_laws"]
