"""Amounts as they are printed in cells.

Thousands separators, full-width digits, spaces inside, minus signs of several kinds, and
parentheses for negatives are all read; what looks like a number and is none is said to be so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from cnbudget.amounts import Unit
from cnbudget.characters import DASHES, HALF_WIDTH, INVISIBLE, LINE_BREAKS, SPACES
from cnbudget.expressions import expression
from cnbudget.messages import Message, say
from cnbudget.words import INFERRED_MARK, MISSING_MARK, plain

__all__ = [
    "BLANK",
    "COVERED",
    "LOST",
    "MALFORMED",
    "TEXT",
    "Parsed",
    "broken",
    "parse",
    "unit_in",
    "why_unreadable",
    "with_unit",
]

#: (value, places): a number; or one of the five marks below.
Parsed = tuple[Decimal | None, int]
BLANK: Parsed = (Decimal(0), -1)
TEXT: Parsed = (None, -2)
MALFORMED: Parsed = (None, -3)
LOST: Parsed = (None, -4)  # said to be missing: cnbudget writes it so
COVERED: Parsed = (None, -5)  # a merged cell reaches over it: what it would have said is not known

_PLAIN = expression(r"-?[0-9]{1,40}(?:\.([0-9]{1,20}))?", re.ASCII)
_GROUPED = expression(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.([0-9]{1,20}))?", re.ASCII)
#: Spaces between thousands: printed so, or left where text was taken out of a PDF file.
_SPACED = expression(r"-?[0-9]{1,3}(?: [0-9]{3})+(?:\.([0-9]{1,20}))?", re.ASCII)
#: What a spreadsheet shows where it has no value: an error, or a formula that was not calculated.
_FAILED = expression(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|N/A|#+)|=.*", re.DOTALL)
_NUMERIC = frozenset("0123456789.,-+()%eE'")
#: What is typed or left by converters: full-width digits, dashes of several kinds, marks of Markdown, signs of money.
_FOLD: dict[int, str | None] = {
    wide: narrow for wide, narrow in HALF_WIDTH.items() if narrow in "0123456789.,()+%"
}
_FOLD |= dict.fromkeys(map(ord, DASHES), "-")
_FOLD |= dict.fromkeys(map(ord, "#*`¥￥" + INVISIBLE), None)
#: It turns the order in which digits show, so that nobody can say which number was meant.
_TURNING = "\u200f"
_FOLD |= dict.fromkeys(map(ord, SPACES + LINE_BREAKS), " ")
_INFERRED = plain(INFERRED_MARK)
#: The unit in a heading: 预算数(万元), 金额(单位:元), 增减额万元.
_PRINTED_UNIT = expression(
    r"\((?:金额)?(?:单位:?)?(?:人民币)?(亿元|千元|万元|元)\)$|(?:^|[^0-9(])(亿元|千元|万元)$"
)
_DASHES = frozenset(("", "-", "--", "---", "/", "〇", "无"))


def parse(text: str) -> Parsed:
    """The number in a cell and its places; or `BLANK`, `TEXT`, `MALFORMED` or `LOST`.

    >>> parse("13.1 2"), parse("（1,234.50）"), parse("－")
    ((Decimal('13.12'), 2), (Decimal('-1234.50'), 2), (Decimal('0'), -1))
    >>> parse("1.2.3") is MALFORMED, parse("合计") is TEXT, parse("1e9999") is MALFORMED
    (True, True, True)
    >>> parse("1,554,22O") is MALFORMED, parse("13.58。") is MALFORMED, parse("①") is MALFORMED
    (True, True, True)
    """
    if not text:
        return BLANK
    if "\u4e00" <= text < "\ua000" and text[0] not in "无缺":  # a label
        return TEXT
    match = _PLAIN.fullmatch(text)
    if match is not None:
        fraction = match[1]
        return Decimal(text), 0 if fraction is None else len(fraction)
    match = _GROUPED.fullmatch(text)
    if match is not None:
        fraction = match[1]
        return Decimal(text.replace(",", "")), 0 if fraction is None else len(fraction)
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
        if squeezed == MISSING_MARK or squeezed.endswith(_INFERRED):
            return LOST
        return MALFORMED if _garbled(squeezed) else TEXT
    if not any("0" <= mark <= "9" for mark in squeezed):
        return BLANK if not squeezed.strip("-") else TEXT
    if _TURNING in text:
        return MALFORMED
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
    if " " not in folded.lstrip("- "):
        return True  # a minus that stands apart
    if fraction is None:
        return False
    return len(fraction) == 2 or " " not in folded.replace(". ", ".").replace(" .", ".")


def _garbled(text: str) -> bool:
    """Whether a text has digits of some script and no words: a number that someone mistyped."""
    return not any(_ideograph(mark) for mark in text) and any(
        mark.isnumeric() or mark.isdigit() for mark in text
    )


def _ideograph(mark: str) -> bool:
    return "\u3400" <= mark < "\ua000" or "\uf900" <= mark < "\ufb00" or mark >= "\U00020000"


def column_number(text: str) -> int | None:
    """The number of a column in a row that numbers them, also with how it comes of others.

    >>> column_number("3=4+15"), column_number("2"), column_number("1.00")
    (3, 2, None)
    """
    found = _COUNTED.fullmatch(text)
    return None if found is None else int(found[1])


_COUNTED = expression(r"([0-9]{1,3})(?:[=＝][0-9+—\s-]+)?")


def with_unit(text: str) -> tuple[Parsed, Unit] | None:
    """The amount of a cell that prints its own unit, and the unit; None if it is no such cell.

    >>> with_unit("79.17万元"), with_unit("1,234元"), with_unit("3人")
    (((Decimal('79.17'), 2), Unit.WAN), ((Decimal('1234'), 0), Unit.YUAN), None)
    """
    match = _WITH_UNIT.fullmatch(text.strip())
    if match is None:
        return None
    parsed = parse(match[1])
    return (parsed, Unit.of(match[2] + "元")) if parsed[1] >= 0 else None


_WITH_UNIT = expression(r"([^亿万千元]{1,60})(亿(?=元|$)|万(?=元|$)|千(?=元|$)|(?=元))元?")


def broken(above: str, below: str, places: int) -> Parsed | None:
    """The number that was broken over two lines, if both pieces can only be read as one.

    The piece above has fewer decimals than the column prints, or ends in a point or a comma; both together have
    as many.

    Args:
        above: The piece in the row.
        below: The piece below it.
        places: The decimals that the column prints.

    >>> broken("2", "93810000.00", 2), broken("2.00", "93810000.00", 2)
    ((Decimal('293810000.00'), 2), None)
    """
    first, joined = parse(above), parse(above.strip() + below.strip())
    open_ended = above.strip()[-1:] in (".", ",", "．", "，")
    if not (open_ended or 0 <= first[1] < places) or joined[1] != places:
        return None
    # a whole number under a whole number is two rows of a table without decimals
    return joined if places or open_ended else None


#: What is taken for a digit when it is typed or recognised, with the digit meant.
_LETTERS = {
    "O": "0", "o": "0", "Ｏ": "0", "ｏ": "0", "l": "1", "I": "1", "|": "1", "Z": "2", "S": "5", "B": "8",
}  # fmt: skip


def why_unreadable(text: str) -> Message | None:
    """Why a cell is no number; None if nothing can be said beyond that.

    >>> print(why_unreadable("1,554,22O"))
    （有字母“O”，似应为数字 0）
    """
    reason = _reason(text)
    return say("reading.because", why=reason) if reason else None


def _reason(text: str) -> Message | None:
    bare = text.strip()
    if _FAILED.fullmatch(bare):
        if bare.startswith("="):
            return say("reading.formula_without_result")
        return say("reading.formula_failed")
    if with_unit(bare) is not None or parse(bare)[1] >= 0:
        return None
    if parse("".join(_LETTERS.get(mark, mark) for mark in bare))[1] >= 0:
        mark = next(mark for mark in bare if mark in _LETTERS)
        return say("reading.letter_for_digit", letter=mark, digit=_LETTERS[mark])
    for mark in bare:
        if not mark.isprintable():
            return say("reading.character_not_shown")
        if (
            mark.isnumeric()
            and mark not in "0123456789"
            and mark not in _WIDE
            and not _ideograph(mark)
        ):
            return say("reading.no_arabic_numeral", mark=mark)
    if bare.endswith(("。", ".", "，", ",", "、", "；", ";")) and parse(bare[:-1])[1] >= 0:
        return say("reading.mark_behind_number", mark=bare[-1])
    return None


_WIDE = "０１２３４５６７８９"


def unit_in(path: Sequence[str]) -> Unit | None:
    """The unit of money that is printed in the headings of a column, the lowest first.

    >>> unit_in(("2026年预算数（单位：万元）", "小计")), unit_in(("增减额万元",)), unit_in(("金额",))
    (Unit.WAN, Unit.WAN, None)
    """
    for text in reversed(path):
        found = _PRINTED_UNIT.search(plain(text)) if "元" in text else None
        if found is not None:
            return Unit.of(found[1] or found[2])
    return None
