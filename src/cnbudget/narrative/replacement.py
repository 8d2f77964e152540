"""One number of the text, or of a grid beside the tables, put in another's place; all else is left as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from cnbudget.arithmetic import printed
from cnbudget.figures import Figure, Place
from cnbudget.passages import Passage, folded

_MOST = 20  # occurrences of a number in a passage that are tried


@attrs.frozen
class _ShownRow:
    """A row of a grid."""

    cells: tuple[str, ...]
    place: Place


def replacements(
    passages: Sequence[Passage], old: Figure, new: Figure
) -> Iterator[tuple[Passage, ...]]:
    """The passages with the text of one number replaced, once for each place where it can stand.

    The number may be printed with separators, in full-width digits or over a line break. Those that run over
    two passages are not found.

    Args:
        passages: The passages.
        old: The number as it stands; it stands at the place of its passage.
        new: What is to stand there.

    >>> passage = Passage("本年 1，234.50 万元，上年 34.50 万元")
    >>> number = Figure.of("1234.50", "万元").evolve(place=passage.place)
    >>> [[each.text for each in made] for made in replacements([passage], number, Figure.of("1243.50", "万元"))]
    [['本年 1243.50 万元，上年 34.50 万元']]
    """
    if new.value is None or not old.text:
        return
    digits = old.text.lstrip("-")
    pattern = re.compile(
        "(?<![0-9.,，])0*"
        + "[,，]?".join(map(re.escape, digits))
        + "(?![0-9]|[.][0-9]|[,，][0-9]{3})"
    )
    text = printed(new.value.copy_abs(), new.places)
    for number, passage in enumerate(passages):
        for changed in _changed(passage, old, pattern, text):
            yield (*passages[:number], changed, *passages[number + 1 :])


def _changed(
    passage: Passage, old: Figure, pattern: re.Pattern[str], text: str
) -> Iterator[Passage]:
    if not passage.grid:
        if passage.place is old.place:
            for words in _with(passage.text, pattern, text):
                yield attrs.evolve(passage, text=words)
        return
    for n, row in enumerate(passage.rows):
        if row.place is not old.place:
            continue
        for c, cell in enumerate(row.cells):
            for words in _with(cell, pattern, text):
                other = _ShownRow((*row.cells[:c], words, *row.cells[c + 1 :]), row.place)
                rows = (*passage.rows[:n], other, *passage.rows[n + 1 :])
                lines = ["\t".join(each.cells) for each in rows]
                yield attrs.evolve(passage, rows=rows, text="\n".join(lines))


def _with(text: str, pattern: re.Pattern[str], number: str) -> Iterator[str]:
    """A text with one occurrence of a number replaced, for each of them."""
    places = [i for i, char in enumerate(text) for _ in folded(char)]
    plain = "".join(map(folded, text))
    for count, match in enumerate(pattern.finditer(plain)):
        if count == _MOST:
            return
        start, end = places[match.start()], places[match.end() - 1] + 1
        yield text[:start] + number + text[end:]
