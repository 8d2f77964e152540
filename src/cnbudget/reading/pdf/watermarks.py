"""Watermarks: large words that are printed over or under what stands on pages, on each at the same place."""

from __future__ import annotations

from statistics import median

from cnbudget.reading.pages import Letter, Line, lines_of
from cnbudget.reading.pdf.printed import PrintedPage

_LARGE = 1.8  # in the size of the letters that are usual on a page
_LEAST = 2  # pages that have the same one


def without_watermarks(pages: list[PrintedPage]) -> None:
    """Take the letters of watermarks from pages: of these no cell has one, and no sentence.

    They are large, they stand on several pages at one place, and what is read stands over them. A title does not.
    """
    seen: dict[tuple[str, int, int], list[tuple[PrintedPage, Line]]] = {}
    under: set[tuple[str, int, int]] = set()
    for page in pages:
        sizes = [letter.size for letter in page.letters if not letter.text.isspace()]
        if not sizes:
            continue
        least = _LARGE * median(sizes)
        large = [letter for letter in page.letters if letter.size > least]
        small = [letter for letter in page.letters if letter.size <= least]
        for line in lines_of(large):
            at = (line.text, round(line.left / 4), round(line.middle / 4))
            seen.setdefault(at, []).append((page, line))
            if any(_crossed(letter, small) for letter in line.letters):
                under.add(at)
    for at in under:
        if len(seen[at]) < min(_LEAST, len(pages)):
            continue
        for page, line in seen[at]:
            gone = set(line.letters)
            page.letters = [letter for letter in page.letters if letter not in gone]


def _crossed(large: Letter, letters: list[Letter]) -> bool:
    """Whether the middle of a letter stands in the box of a large one."""
    top = large.baseline - 0.8 * large.size
    return any(
        top < letter.middle < large.baseline
        and large.left < (letter.left + letter.right) / 2 < large.right
        for letter in letters
    )
