r"""The catalogue: entries by key, read from the text files of this folder.

An entry is a key on a line of its own and its words below, a line for each, with an empty line between entries::

    form.table-missing
    zh: 缺少{table}
    en: {table} is missing

``hint zh`` and ``hint en`` say what to do about it. A key begins with the name of its file. What stands in braces is a
value, and after a colon how it is said (see `cnbudget.messages.values`); both languages name the same values. Lines
that begin with ``#`` are remarks. Words end where their line ends: ``\n`` stands for a new line.
"""

from __future__ import annotations

from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_PARTS = {"zh", "en", "hint zh", "hint en"}


class Piece(NamedTuple):
    """Words as they stand, and the value after them.

    Attributes:
        words: The words.
        name: The value's name; None at the end.
        form: How it is said.
    """

    words: str
    name: str | None
    form: str


Pieces = tuple[Piece, ...]


class Wording(NamedTuple):
    """What one key says.

    Attributes:
        zh: In Chinese.
        en: In English.
        hint_zh: What to do about it, in Chinese; "" if nothing is said.
        hint_en: The same in English.
    """

    zh: str
    en: str
    hint_zh: str = ""
    hint_en: str = ""

    def words(self, lang: str) -> str:
        """The words in a language, values in braces."""
        return self.zh if lang == "zh" else self.en

    def hint(self, lang: str) -> str:
        """The hint in a language."""
        return self.hint_zh if lang == "zh" else self.hint_en

    @property
    def names(self) -> frozenset[str]:
        """The values that it names.

        >>> sorted(entry("amounts.ratio_to_zero").names)
        []
        """
        pieces = (piece for text in self for piece in template(text))
        return frozenset(piece.name for piece in pieces if piece.name is not None)


@cache
def template(text: str) -> Pieces:
    """Words taken apart at their values."""
    return tuple(
        Piece(words, name, f"!{conversion}" if conversion else form or "")
        for words, name, form, conversion in Formatter().parse(text)
    )


def _folder() -> Path:
    from pathlib import (
        Path,  # only where something is said: importing it takes longer than all else here
    )

    return Path(__file__).parent


def topics() -> tuple[str, ...]:
    """The topics: the names of the files."""
    return tuple(sorted(path.stem for path in _folder().glob("*.txt")))


def keys() -> tuple[str, ...]:
    """All keys, in order."""
    return tuple(key for topic in topics() for key in _topic(topic))


def entry(key: str) -> Wording:
    """The entry of a key.

    Raises:
        KeyError: There is none.

    >>> entry("amounts.ratio_to_zero").en
    'a ratio to zero'
    """
    return _topic(key.partition(".")[0])[key]


@cache
def _topic(topic: str) -> dict[str, Wording]:
    path = _folder() / f"{topic}.txt"
    return parsed(path.read_text(encoding="utf-8")) if path.is_file() else {}


def parsed(text: str) -> dict[str, Wording]:
    """The entries of a file.

    Raises:
        ValueError: A key stands twice, or a line is neither a key nor words.
    """
    found: dict[str, Wording] = {}
    for block in text.split("\n\n"):
        key, *lines = [line for line in block.split("\n") if line and line[0] != "#"] or [""]
        if not key:
            continue
        words: dict[str, str] = {}
        for line in lines:
            part, _, said = line.partition(": ")
            if part not in _PARTS or part in words:
                raise ValueError(f"{key}: no line of an entry: {line}")
            words[part.replace("hint ", "hint_")] = said.replace("\\n", "\n")
        if key in found:
            raise ValueError(f"{key} stands twice")
        found[key] = Wording(**words)
    return found
