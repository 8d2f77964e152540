"""Numbers as the formats of a spreadsheet show them.

A format is taken apart once, and then shows any number of numbers.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Self

import attrs

from cnbudget.arithmetic import context_of, exact, printed, round_half_away
from cnbudget.expressions import expression

_LITERAL = expression(r'"[^"]*"|\\.|!.|_.|\*.|\[[^\[\]]*\]')
_PLACEHOLDERS = expression(r"[0#?]")
_TRAILING = expression(r"[0#?](,++)[^0#?]*$")
_SHIFTED = expression(r"[!\\]\.([0#?]+)")  # a point that is only printed: 0!.0, shows 万 of 元
_MONEY = expression(r"[亿万千]?元|[亿万]")  # a unit that a format prints behind its number
_QUOTED = expression(r'"([^"]*)"')
_GENERAL = ("general", "@")
_DIGITS = 15  # that a spreadsheet keeps
_LARGEST = 40  # the exponent of what is shown as it is
_KEPT = context_of(_DIGITS)


@attrs.frozen
class _FormatSection:
    """What one section of a number format does: that for positive numbers, for negative ones, or for zero.

    Attributes:
        general: Whether a number shows as it is.
        empty: Whether there is no place for a digit.
        zero: Whether zero shows as a digit.
        dash: Whether a dash is printed.
        scale: The power of ten that the number is taken by: of percent, of thousands.
        percent: Whether a percent sign is printed.
        shifted: The places behind a point that is only printed, if there is one.
        places: The places behind the point.
        least: How many of them are printed though they are zero.
        zeros: The digits that are printed before the point though they are zero.
    """

    general: bool
    empty: bool
    zero: bool
    dash: bool
    scale: int
    percent: bool
    shifted: int | None
    places: int
    least: int
    zeros: int

    @classmethod
    def of(cls, section: str) -> Self:
        """What a section does."""
        bare = _LITERAL.sub("", section)
        thousands = _TRAILING.search(bare)
        shifted = _SHIFTED.search(section)
        whole, _, fraction = bare.partition(".")
        fraction = "".join(_PLACEHOLDERS.findall(fraction))
        return cls(
            general=bare.strip().lower() in _GENERAL or "/" in bare or "E" in bare.upper(),
            empty=not _PLACEHOLDERS.search(bare),
            zero="0" in bare,
            dash="-" in section,
            scale=2 * ("%" in bare) - 3 * (0 if thousands is None else len(thousands[1])),
            percent="%" in bare,
            shifted=None if shifted is None else len(shifted[1]),
            places=len(fraction),
            least=fraction.rfind("0") + 1,
            zeros=whole.count("0"),
        )

    def shown(self, number: Decimal) -> tuple[str, bool]:
        """A number, and whether zeros at its end may have been dropped."""
        if self.general:
            return _written(number), True
        if self.empty or (not number and not self.zero):
            # the section for zero shows a dash or nothing
            return ("-" if self.dash else "") if not number else _written(number), bool(number)
        if self.scale:
            number = number.scaleb(self.scale, exact)
        if self.shifted is not None:
            number = round_half_away(number, 0).scaleb(-self.shifted, exact)
            return printed(number, self.shifted), False
        text = printed(number, self.places)
        if self.least < self.places:
            kept = text.rstrip("0")
            zeros = max(0, self.least - len(kept.partition(".")[2]))
            text = (kept + "0" * zeros).rstrip(".")
        if not self.places and self.zeros > 1:
            text = text.zfill(self.zeros + text.startswith("-"))
        if text.startswith("-") and not text.strip("-0."):
            text = text.lstrip("-")
        return text + "%" * self.percent, self.least < self.places


class NumberFormat:
    """A number format, taken apart: how numbers show in it.

    >>> NumberFormat("#,##0.00").shown(67.5), NumberFormat('0.00"元"').shown(0)
    (('67.50', False), ('0.00元', False))
    """

    def __init__(self, code: str) -> None:
        self._sections = [_FormatSection.of(each) for each in _sections(code)]
        self._unit = ""
        if "元" in code or "万" in code or "亿" in code:
            found = _MONEY.search("".join(_QUOTED.findall(code)) or code)
            self._unit = "" if found is None else found[0]

    def shown(self, value: float | Decimal) -> tuple[str, bool]:
        """What a number shows, and whether zeros at its end may have been dropped."""
        text, loose = self._number(value)
        return (text + self._unit if self._unit and text[-1:].isdigit() else text), loose

    def _number(self, value: float | Decimal) -> tuple[str, bool]:
        text = str(value) if isinstance(value, Decimal) else repr(value)
        number = Decimal(text)
        if not number.is_finite():
            return str(value), False
        if len(text) > _DIGITS and len(number.as_tuple().digits) > _DIGITS:
            number = _KEPT.create_decimal(number)
        if abs(number.adjusted()) > _LARGEST:
            return str(value), False
        sections = self._sections
        section = sections[0]
        if len(sections) > 1 and number < 0:
            section = sections[1]
        elif len(sections) > 2 and not number:
            section = sections[2]
        return section.shown(number)


def shown(value: Any, form: NumberFormat | None = None) -> tuple[str, bool]:
    """What a cell shows, and whether zeros at the end of its number may have been dropped.

    Args:
        value: What is in the cell.
        form: Its number format; "General" if not given.

    >>> shown(67.5), shown(0, NumberFormat('0.00;-0.00;"-"')), shown(0.125, NumberFormat("0.0%"))
    (('67.5', True), ('-', False), ('12.5%', False))
    """
    if value is None:
        return "", False
    if isinstance(value, str):
        return " ".join(value.split()), False
    if isinstance(value, bool):
        return str(value).upper(), False
    if isinstance(value, int | float | Decimal):
        return (form or _AS_IT_IS).shown(value)
    if isinstance(value, dt.datetime):
        return str(value if value.time() != dt.time() else value.date()), False
    return str(value), False


def _written(number: Decimal) -> str:
    """A number without an exponent and without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sections(code: str) -> list[str]:
    """The sections of a number format: for positive and negative numbers, zero, text."""
    parts = [""]
    quoted = False
    for mark in code or "General":
        if mark == '"':
            quoted = not quoted
        if mark == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += mark
    return parts


_AS_IT_IS = NumberFormat("General")
