"""The words by which a document names persons: labels, offices, surnames, and what looks like a name and is none.

They stand in ``words.txt``, in simplified characters; texts are folded before they are compared.
"""

from __future__ import annotations

from pathlib import Path


def _sections() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    words: list[str] = []
    text = Path(__file__).with_name("words.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            words = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            words.extend(line.split())
    return found


_WORDS = _sections()
_KINDS = {
    "persons": "person",
    "uncertain": "uncertain",
    "offices": "office",
    "telephones": "telephone",
    "identities": "identity",
    "accounts": "account",
    "addresses": "address",
}
#: Each label with its kind; a longer one goes before one that it begins with.
LABELS: tuple[tuple[str, str], ...] = tuple(
    sorted(
        ((word, kind) for section, kind in _KINDS.items() for word in _WORDS[section]),
        key=lambda pair: -len(pair[0]),
    )
)
#: Offices: a name follows, or stands before.
OFFICES = tuple(_WORDS["offices"])
#: Offices of places, whose names are like those of persons (高台县长).
OF_PLACES = frozenset(_WORDS["of_places"])
#: Surnames of one character and of two.
SURNAMES = frozenset("".join(_WORDS["surnames"]))
COMPOUND = frozenset(_WORDS["compound"])
#: Characters of Uyghur, Kazakh, Mongolian and Tibetan names as they are written in Chinese.
TRANSCRIBING = frozenset("".join(_WORDS["transcribing"]))
#: Words of two characters that begin with a surname's character and are no names.
NO_NAMES = frozenset(_WORDS["no_names"])
#: Words that a name does not have in it; with them, a short text behind a label is no name.
NO_VALUES = tuple(_WORDS["no_values"])
#: How the names of bodies end.
BODIES = tuple(_WORDS["bodies"])
