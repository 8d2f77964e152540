"""Whole numbers in Chinese numerals, everyday ones (十二) and capital ones (壹拾贰); and how texts write a year.

>>> numeral(12), integer("十二"), integer("12")
('十二', 12, 12)
"""

from __future__ import annotations

from cnbudget.expressions import expression

#: The digits from 0, and then ten, hundred and thousand.
EVERYDAY = "零一二三四五六七八九十百千"
CAPITALS = "零壹贰叁肆伍陆柒捌玖拾佰仟"
#: What everyday numbers are written with.
NUMERALS = "〇" + EVERYDAY
#: What headings, tables and parts are counted with, up to 99: for patterns.
COUNTED = "一二三四五六七八九十"
#: A fiscal year in digits, for patterns. What stands before may be a digit: "表1 2026年" is folded to "表12026年".
YEAR_DIGITS = "(?:19|20)[0-9]{2}"
YEAR = expression(f"({YEAR_DIGITS})年")
#: A year with what may belong to its word (年度).
YEAR_OF = expression(f"({YEAR_DIGITS})年(?:度)?")

#: How a document counts its parts.
PART = expression(f"第[{COUNTED}]{{1,3}}部分")

_MOST_DIGITS = 28  # what the arithmetic holds


def numeral(number: int) -> str:
    """A whole number from 0 in everyday numerals, as headings count.

    >>> [numeral(n) for n in (0, 3, 10, 13, 20, 101, 110, 10_010)]
    ['零', '三', '十', '十三', '二十', '一百零一', '一百一十', '一万零一十']
    """
    words = whole_in_words(number, EVERYDAY) if number else EVERYDAY[0]
    return words[1:] if words.startswith("一十") else words


def integer(text: str) -> int | None:
    """The number that a text of digits, or of everyday numerals, is; None if it is none.

    What is not written as numbers are ("二三", "一百二") says none.

    >>> [integer(text) for text in ("12", "十二", "一十二", "二〇", "两", "二三", "十十", "")]
    [12, 12, 12, None, 2, None, None, None]
    """
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= _MOST_DIGITS else None
    if text == "两":
        return 2
    words = text.replace("〇", "零")
    if words.startswith("十"):
        words = "一" + words
    number = whole_of_words(words, EVERYDAY)
    if number is None or words != (whole_in_words(number, EVERYDAY) or EVERYDAY[0]):
        return None
    return number


def whole_in_words(number: int, marks: str) -> str:
    """A whole number below 10^20 in numerals, each ten with its digit before it; nothing for 0.

    Args:
        number: The number, from 0.
        marks: `EVERYDAY` or `CAPITALS`.

    >>> whole_in_words(1409, CAPITALS), whole_in_words(10, EVERYDAY)
    ('壹仟肆佰零玖', '一十')
    """
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        if number >= scale:
            high, low = divmod(number, scale)
            gap = marks[0] if low and low < scale // 10 else ""
            return whole_in_words(high, marks) + name + gap + whole_in_words(low, marks)
    words, zero = "", False
    for place, unit in ((3, marks[12]), (2, marks[11]), (1, marks[10]), (0, "")):
        digit = number // 10**place % 10
        if digit:
            words += (marks[0] if zero and words else "") + marks[digit] + unit
            zero = False
        else:
            zero = True
    return words


def whole_of_words(words: str, marks: str) -> int | None:
    """The number that numerals say, whether or not each zero between them is written; None if they say none.

    Args:
        words: Digits and places below 万; then 万 and 亿 as multipliers of what stands before.
        marks: `EVERYDAY` or `CAPITALS`.

    >>> whole_of_words("壹仟肆佰零玖", CAPITALS), whole_of_words("壹佰玖", CAPITALS), whole_of_words("拾", CAPITALS)
    (1409, 109, None)
    """
    total = section = 0
    digit, place, some = -1, 10_000, False
    for mark in words:
        if mark in "万亿":
            if not some:
                return None
            section += max(digit, 0)
            digit, place = -1, 10_000
            if mark == "亿":
                total = (total + section) * 10**8
            else:
                total += section * 10**4
            section = 0
            continue
        value = marks.find(mark)
        if value < 0:
            return None
        if value < 10:
            if digit > 0:
                return None
            digit, some = value, True
        else:
            scale = 10 ** (value - 9)
            if digit < 1 or scale >= place:
                return None
            place = scale
            section += digit * place
            digit = -1
    return total + section + max(digit, 0) if some else None
