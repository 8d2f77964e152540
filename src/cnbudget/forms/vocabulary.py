"""The one vocabulary of titles, headings and rows, and how its words are found in a text.

    >>> [word for word, _ in vocabulary().words_in("一般公共预算财政拨款基本支出", "column").known]
    ['一般公共预算财政拨款', '基本支出']
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

import attrs

from cnbudget.errors import LayoutError
from cnbudget.words import plain

__all__ = ["Entry", "Reading", "Vocabulary", "vocabulary"]

#: Where words stand.
_PLACES = ("title", "column", "row")
_DIMENSIONS = frozenset(
    "source vintage nature flow use running year stage difference neutral balance axis subject open measure label".split()
)
_ITEM = re.compile(r"([^\s\[\]]+(?:\[\][^\s\[\]]*)?)(?:\[([a-z0-9,\-]+)\])?(?=\s|$)")
_LONGEST = 120


@attrs.frozen
class Entry:
    """What a word says of one dimension.

    Attributes:
        dimension: The dimension ("source", "nature", …).
        value: Its value, as the vocabulary writes it.
        forms: The forms that attest it.
    """

    dimension: str
    value: str
    forms: frozenset[str] = attrs.field(default=frozenset(), eq=False)


@attrs.frozen
class Reading:
    """A text as words.

    Attributes:
        known: The words found, each with what it says.
        unknown: What no word of the vocabulary covers.
    """

    known: tuple[tuple[str, tuple[Entry, ...]], ...]
    unknown: str


class Vocabulary:
    """Words, and what they say in titles, columns and rows.

    Args:
        lines: Lines as those of ``vocabulary.txt``.

    Raises:
        LayoutError: A line that is not understood.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.entries: dict[str, dict[str, tuple[Entry, ...]]] = {place: {} for place in _PLACES}
        general: dict[str, tuple[Entry, ...]] = {}
        for number, line in enumerate(lines, 1):
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            head, colon, rest = text.partition(":")
            name, _, value = head.strip().partition(" ")
            place, dot, dimension = name.partition(".")
            if not dot:
                place, dimension = "", place
            if not colon or not value or dimension not in _DIMENSIONS or place not in ("", *_PLACES):
                raise LayoutError(
                    "a line of the vocabulary that is not understood",
                    zh="词汇表中有一行看不懂",
                    value=text[:60],
                    where=str(number),
                )
            for found in _ITEM.finditer(rest):
                forms = frozenset((found[2] or "").split(",")) - {""}
                into = self.entries[place] if place else general
                word = plain(found[1])
                if word:
                    into[word] = (*into.get(word, ()), Entry(dimension, value.strip(), forms))
        for own in self.entries.values():
            for word, entries in general.items():
                said = {each.dimension for each in own.get(word, ())}
                own[word] = own.get(word, ()) + tuple(e for e in entries if e.dimension not in said)
        self._longest = {place: max(map(len, own), default=0) for place, own in self.entries.items()}
        self._read: dict[tuple[str, str], Reading] = {}

    def words_in(self, text: str, place: str) -> Reading:
        """A plain text as the fewest words that leave the least of it unknown.

        Args:
            text: The text, as `cnbudget.words.plain` leaves it.
            place: "title", "column" or "row".
        """
        found = self._read.get((text, place))
        if found is None:
            found = self._read[text, place] = self._split(text[:_LONGEST], place)
        return found

    def _split(self, text: str, place: str) -> Reading:
        own, longest = self.entries[place], self._longest[place]
        # best[i]: the least (unknown, words) for what stands before i, and where its last piece begins
        best: list[tuple[int, int, int, bool]] = [(0, 0, 0, True)]
        for end in range(1, len(text) + 1):
            before = best[end - 1]
            choice = (before[0] + 1, before[1] + 1, end - 1, False)
            for start in range(max(0, end - longest), end):
                if text[start:end] in own:
                    each = best[start]
                    if (each[0], each[1] + 1) < choice[:2]:
                        choice = (each[0], each[1] + 1, start, True)
            best.append(choice)
        known: list[tuple[str, tuple[Entry, ...]]] = []
        unknown: list[str] = []
        end = len(text)
        while end:
            _, _, start, word = best[end]
            if word:
                known.append((text[start:end], own[text[start:end]]))
            else:
                unknown.append(text[start:end])
            end = start
        return Reading(tuple(reversed(known)), "".join(reversed(unknown)))

    def says(self, text: str, place: str) -> tuple[Entry, ...]:
        """What a whole plain text says, if it is one word of the vocabulary."""
        return self.entries[place].get(text, ())

    def all_entries(self) -> Iterator[tuple[str, str, Entry]]:
        """Every place, word and entry."""
        for place, own in self.entries.items():
            for word, entries in own.items():
                for entry in entries:
                    yield place, word, entry

    def without(self, form: str, keep: Collection[str] = ()) -> Vocabulary:
        """The vocabulary without what one form alone attests."""
        smaller = Vocabulary(())
        for place, own in self.entries.items():
            smaller.entries[place] = {
                word: left
                for word, entries in own.items()
                if (left := tuple(e for e in entries if e.forms != {form} or word in keep))
            }
        smaller._longest = dict(self._longest)
        return smaller


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary that ships."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "vocabulary.txt")
    with open(path, encoding="utf-8") as file:
        return Vocabulary(file)
