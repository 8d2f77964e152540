"""Labels of money in the tables of performance goals, and the columns of its stages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from cnbudget.characters import normalised
from cnbudget.expressions import expression
from cnbudget.forms.vocabulary import vocabulary

AMOUNT = expression(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]{1,20}+)(?:\.[0-9]{1,10}+)?")
_BRACKETS = expression(r"\([^()]{0,20}\)")
_LABEL = 40  # characters of a label, at most


def money_kinds() -> dict[str, str]:
    """What a line of money is, by its label: "total", "own", "carried", ..."""
    return vocabulary().labels("goal", "money")


def period() -> dict[str, str]:
    """The labels of the money of all years of a project, beside which that of the year may stand."""
    return vocabulary().labels("goal", "period")


def _stages() -> dict[str, str]:
    """The columns of money in self-evaluations (自评表), and of its score."""
    return vocabulary().labels("goal", "stage")


def folded_cell(cell: str) -> str:
    """A cell without spaces, and without the colon behind a label."""
    return _folded(cell) if len(cell) <= _LABEL else normalised(cell).strip(":;")


@lru_cache(maxsize=2048)
def _folded(cell: str) -> str:
    """The same of what is short: labels, which are the same in goals after goals."""
    return normalised(cell).strip(":;")


def label_of(cell: str) -> str:
    """A head cell's label, without brackets and 其中."""
    return _label(cell) if len(cell) <= _LABEL else _unbracketed(folded_cell(cell))


@lru_cache(maxsize=2048)
def _label(cell: str) -> str:
    return _unbracketed(folded_cell(cell))


def _unbracketed(text: str) -> str:
    return _BRACKETS.sub("", text).strip(":").removeprefix("其中").lstrip(":,;")


def stages_of(cells: Sequence[str]) -> dict[int, str]:
    """The columns of the stages of money by their headings, or none if the row is no header of them."""
    stages = _stages()
    found = {
        position: stage
        for position, cell in enumerate(cells)
        if cell and (stage := stages.get(label_of(cell))) is not None
    }
    if not {"budget", "initial"} & {*found.values()} or len(found) < 2:
        return {}
    if any(AMOUNT.fullmatch(folded_cell(cell)) for cell in cells[min(found) :] if cell):
        return {}  # 年初预算|40.00|全年预算|50.00: labels, each with its amount
    return found


def kinds_of(cells: Sequence[str]) -> dict[str, str]:
    """What the labels of a row mean; beside the year's budget, that of its beginning is no total."""
    known = _stages()
    stages = {label: known[label] for cell in cells if cell and (label := label_of(cell)) in known}
    if not {"budget", "initial"} <= {*stages.values()}:
        return money_kinds()
    money = {"budget": "total", "initial": "initial"}
    return money_kinds() | {
        label: money[stage] for label, stage in stages.items() if stage in money
    }
