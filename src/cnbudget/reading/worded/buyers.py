"""Agencies that stand alone in a column of projects, over what they buy or do: told from projects by their sums."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce

from cnbudget.amounts import exact
from cnbudget.forms import Vocabulary
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.numbers import parse
from cnbudget.reading.worded.columns import SAYS_NOTHING, ColumnPanel, is_numbering
from cnbudget.reading.worded.siblings import adds_up
from cnbudget.words import plain, spaceless

_Amounts = list[Decimal]


def agencies_alone(
    panel: ColumnPanel, rows: Sequence[GridRow], agency: str, words: Vocabulary
) -> frozenset[str]:
    """The names of agencies that head projects in the projects' own column, each with the sum of what stands below it.

    A name alone tells nothing: 青少年运动会 and 改造会议室 are projects that end like agencies.

    Args:
        panel: What the columns are.
        rows: All rows of the table below its header.
        agency: The agency that publishes.
        words: The vocabulary.
    """
    labels = [each for each in panel.labels if each.role not in SAYS_NOTHING]
    roles = {each.role for each in labels}
    if "project" not in roles or "agency" in roles or not panel.columns:
        return frozenset()
    values = [column.index for column in panel.columns]
    width = 1 + max(*values, *(each.index for each in labels))
    heads: dict[str, list[_Amounts]] = {}
    total: _Amounts | None = None
    last: list[_Amounts] | None = None
    for row in rows:
        cells = [*row.cells, *[""] * width]
        texts = [(each, text) for each in labels if (text := spaceless(cells[each.index]))]
        if not texts or is_numbering(row):
            continue
        amounts = [parse(cells[index])[0] or Decimal(0) for index in values]
        (label, text), *others = texts
        if adds_up(text, words):
            total, last = total or amounts, None
        elif label.role == "project" and not others and words.ends(plain(text), "agency"):
            if text in heads:
                return frozenset()
            last = heads[text] = [amounts]
        elif last is None or (len(last) == 1 and all(e.role != "project" for e, _ in texts)):
            return frozenset()  # codes of a project
        else:
            last.append(amounts)
    if len(heads) > 1:
        heads = {
            name: sums for name, sums in heads.items() if len(sums) > 1 or plain(name) != agency
        }
    told = (total or len(labels) > 1) and _are_sums(list(heads.values()), total)
    return frozenset(heads) if told else frozenset()


def _are_sums(heads: list[list[_Amounts]], total: _Amounts | None) -> bool:
    """Whether rows are sums of those below them: alone they make up the total, not with these, or most come out."""
    if not heads or any(len(rows) == 1 for rows in heads):
        return False
    below = [_sums(rows[1:]) for rows in heads]
    if total is not None:
        alone = _sums([rows[0] for rows in heads])
        all_of_them = _sums([alone, *below])
        told = sum((a == t) - (b == t) for a, b, t in zip(alone, all_of_them, total, strict=True))
        if told:
            return told > 0
    pairs = [
        (mine, theirs)
        for (own, *_), sums in zip(heads, below, strict=True)
        for mine, theirs in zip(own, sums, strict=True)
        if mine or theirs
    ]
    return 2 * sum(mine == theirs for mine, theirs in pairs) > len(pairs)


def _sums(rows: Sequence[_Amounts]) -> _Amounts:
    return [reduce(exact.add, column) for column in zip(*rows, strict=True)]
