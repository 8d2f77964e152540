"""How values are put into words: one way for each type and language.

==================  ==========================================================================
value               said as
==================  ==========================================================================
text, int           itself
`Decimal`           its digits, without exponent
None                nothing
a message           its words
a list              its members, with 、 or a comma between; with ；or a semicolon if the form ends with ``;``
anything else       by its ``words(lang)`` or ``text(lang)``, or its names ``zh`` and ``en``
==================  ==========================================================================

The form after the colon names a method of the value that takes the language (``{figure:where}``), or a noun to count in
English (``{laws:n law}`` is "1 law" or "2 laws"); ``!r`` is as in Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

_FEW = 6  # of a list
_Each = TypeVar("_Each")


def counted(number: int, noun: str) -> str:
    """A number of things in English.

    >>> counted(1, "law"), counted(2, "law"), counted(2, "entry")
    ('1 law', '2 laws', '2 entries')
    """
    if number == 1:
        return f"{number} {noun}"
    return f"{number} {noun.removesuffix('y')}ies" if noun.endswith("ry") else f"{number} {noun}s"


def joined(lang: str, parts: Iterable[str], mark: str = "") -> str:
    """Words one after another, as the members of a list.

    Args:
        lang: The language.
        parts: The words.
        mark: What they are: "" members of a list, ";" clauses, "," parts of a sentence, ">" names from the whole down,
            "@" places (which have commas of their own), "+" what is added up, "." sentences, " " a place from the whole
            down.

    >>> joined("zh", ("表3", "“208”"), ">"), joined("en", ("one", "two"), ";")
    ('表3“208”', 'one; two')
    """
    return _BETWEEN[mark][lang].join(parts)


def few(each: Sequence[_Each], most: int = _FEW) -> tuple[_Each | str, ...]:
    """The first of many, then "…"; all of them if there are no more than so many.

    Args:
        each: What is listed.
        most: How many are listed at most.

    >>> few(("甲", "乙"), 2), few(("甲", "乙", "丙"), 2)
    (('甲', '乙'), ('甲', '乙', '…'))
    """
    return tuple(each) if len(each) <= most else (*each[:most], "…")


def sentences(lang: str, *each: str) -> str:
    """Sentences one after another; those that are empty are left out.

    >>> sentences("en", "One.", "", "Two.")
    'One. Two.'
    """
    return joined(lang, filter(None, each), ".")


def spoken(value: Any, form: str, lang: str) -> str:
    """A value in words.

    >>> spoken(("a", "b"), "", "zh"), spoken(Decimal("1E+2"), "", "en"), spoken(2, "n law", "en")
    ('a、b', '100', '2 laws')
    """
    if form.endswith(";") or isinstance(value, (tuple, list)):
        parts = [spoken(each, form.removesuffix(";"), lang) for each in value]
        return joined(lang, parts, ";" if form.endswith(";") else "")
    if form == "!r":
        return repr(value)
    if form.startswith("n "):
        return counted(value, form[2:])
    if form.isidentifier():
        words: str = getattr(value, form)(lang)
        return words
    if form:
        return format(value, form)
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    for name in ("words", "text"):
        method = getattr(value, name, None)
        if callable(method):
            return str(method(lang))
    if hasattr(value, "zh") and hasattr(value, "en"):
        return str(value.zh if lang == "zh" else value.en)
    return str(value)


#: What stands between the members of a list, between clauses, between parts of a sentence, between names that go
#: from the whole to a part, and between places.
_BETWEEN = {
    "": {"zh": "、", "en": ", "},
    ";": {"zh": "；", "en": "; "},
    ",": {"zh": "，", "en": ", "},
    ">": {"zh": "", "en": ", "},
    "@": {"zh": "、", "en": "; "},
    "+": {"zh": " + ", "en": " + "},
    " ": {"zh": " ", "en": ", "},
    ".": {"zh": "", "en": " "},
}
