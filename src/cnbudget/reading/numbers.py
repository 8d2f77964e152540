"""Amounts as they are printed in cells.

Thousands separators, full-width digits, spaces inside, minus signs of several kinds, and
parentheses for negatives are all read; what looks like a number and is none is said to be so.
"""

from __future__ import annotations

import re
from decimal import Decimal

from cnbudget.words import INFERRED_MARK, MISSING_MARK, plain

__all__ = ["BLANK", "LOST", "MALFORMED", "TEXT", "Parsed", "parse"]

#: (value, places): a number; or one of the four marks below.
Parsed = tuple[Decimal | None, int]
BLANK: Parsed = (Decimal(0), -1)
TEXT: Parsed = (None, -2)
MALFORMED: Parsed = (None, -3)
LOST: Parsed = (None, -4)  # said to be missing: cnbudget writes it so

_PLAIN = re.compile(r"-?[0-9]{1,40}(?:\.([0-9]{1,20}))?", re.ASCII)
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.([0-9]{1,20}))?", re.ASCII)
_SPACED = re.compile(r"-?[0-9]{1,3}(?: [0-9]{3})+(?:\.([0-9]{1,20}))?", re.ASCII)
#: What a spreadsheet shows where it has no value: an error, or a formula that was not calculated.
_FAILED = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|N/A|#+)|=.*", re.DOTALL)
_NUMERIC = frozenset("0123456789.,-+()%eE'")
_FOLD: dict[int, str | None] = {
    ord(wide): narrow
    for wide, narrow in zip("０１２３４５６７８９．，（）＋％", "0123456789.,()+%", strict=True)
}
_FOLD |= dict.fromkeys(map(ord, "−－﹣—–‐‑‒―─"), "-")
_FOLD |= dict.fromkeys(map(ord, "#*`¥￥\u200b\ufeff"), None)
_FOLD |= dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\t\r\n"), " ")
_INFERRED = plain(INFERRED_MARK)
_DASHES = frozenset(("", "-", "--", "---", "/", "〇", "无"))


def parse(text: str) -> Parsed:
    """The number in a cell and its places; or `BLANK`, `TEXT`, `MALFORMED` or `LOST`.

    >>> parse("13.1 2"), parse("（1,234.50）"), parse("－")
    ((Decimal('13.12'), 2), (Decimal('-1234.50'), 2), (Decimal('0'), -1))
    >>> parse("1.2.3") is MALFORMED, parse("合计") is TEXT, parse("1e9999") is MALFORMED
    (True, True, True)
    """
    if not text:
        return BLANK
    match = _PLAIN.fullmatch(text)
    if match is not None:
        fraction = match[1]
        return Decimal(text), 0 if fraction is None else len(fraction)
    return _parse(text)


def _parse(text: str) -> Parsed:
    if len(text) > 120:
        return TEXT
    if text[0] in "=#" and _FAILED.fullmatch(text):
        return MALFORMED
    folded = text.translate(_FOLD).strip()
    if folded in _DASHES:
        return BLANK
    squeezed = folded.replace(" ", "")
    if not _NUMERIC.issuperset(squeezed):
        lost = squeezed == MISSING_MARK or squeezed.endswith(_INFERRED)
        return LOST if lost else TEXT
    if not any("0" <= mark <= "9" for mark in squeezed):
        return BLANK if not squeezed.strip("-") else TEXT
    if squeezed[0] == "(" and squeezed[-1] == ")" and squeezed.count("(") == 1:
        inner = _parse(folded.strip()[1:-1].strip())
        if inner[0] is None or inner[1] < 0 or inner[0] < 0:
            return MALFORMED
        return inner[0].copy_negate(), inner[1]
    if squeezed[0] == "+":
        folded, squeezed = folded[1:].strip(), squeezed[1:]
    for pattern in (_PLAIN, _GROUPED):
        match = pattern.fullmatch(squeezed)
        if match is not None and (" " not in folded or _may_join(folded, match[1])):
            fraction = match[1]
            return Decimal(squeezed.replace(",", "")), 0 if fraction is None else len(fraction)
    return MALFORMED


def _may_join(folded: str, fraction: str | None) -> bool:
    """Whether spaces inside a number are only the extraction's: two numbers are never made one."""
    if _SPACED.fullmatch(folded):
        return True
    head, _, _ = folded.lstrip("- ").partition(".")
    if fraction is None:
        return folded.startswith("- ") and " " not in head.strip()
    return len(fraction) == 2 or " " not in folded.replace(". ", ".").replace(" .", ".")
