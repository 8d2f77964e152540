"""Numbers by which persons are reached or known: telephones, identity cards, accounts, addresses of e-mail.

Some are known by their shape alone, others only where a label says what they are. An amount never is one.
Texts are `folded`.
"""

from __future__ import annotations

from collections.abc import Iterator

from cnbudget.expressions import expression
from cnbudget.numerals import YEAR_DIGITS

_SOLID = r"(?<![0-9A-Za-z.])(?<![0-9],)"
_END = r"(?![0-9]|[.,][0-9])"
_EXTENSION = r"(?: ?(?:转|-|分机) ?[0-9]{1,6}(?![0-9]))?"
#: What they begin with is looked for first: most characters of a text begin none.
_BEGIN = "(?=[0-9(+])"
_MOBILE = expression(_BEGIN + _SOLID + r"(?:\(?\+?(?:00)?86\)?[ -]?)?1[3-9][0-9]{9}" + _END)
_GROUPED = expression(
    _BEGIN + r"(?<![0-9A-Za-z.-])(?<![0-9],)(?<![0-9] )(?:\(?\+?(?:00)?86\)?[ -]?)?"
    r"1[3-9][0-9](?:-[0-9]{4}-[0-9]{4}| [0-9]{4} [0-9]{4}|[ -][0-9]{8}"
    r"|[0-9][ -][0-9]{3}[ -][0-9]{4}|[0-9]{4}[ -][0-9]{4})"
    r"(?![0-9A-Za-z-]|[.,][0-9]| [0-9])"
)
_LANDLINE = expression(
    _BEGIN
    + r"(?<![0-9A-Za-z.-])(?<![0-9],)(?:\+?86[ -]?)?(?:\(0[1-9][0-9]{1,2}\) ?-?|0[1-9][0-9]{1,2} ?- ?)"
    r"[1-9][0-9]{2,3}[ -]?[0-9]{3,4}" + _EXTENSION + _END
)
_HOTLINE = expression(_BEGIN + r"(?<![0-9A-Za-z.-])(?<![0-9],)[48]00-[0-9]{3,4}-?[0-9]{3,4}" + _END)
#: Eighteen digits with a day of birth of somebody who can be at work now; the check digit is not asked for.
_IDENTITY = expression(
    _BEGIN
    + r"(?<![0-9A-Za-z.])(?<![0-9],)[1-9][0-9]{5}[ -]?(?:19[2-9][0-9]|20(?:0[0-9]|1[0-2]))[ -]?(?:0[1-9]|1[0-2])[ -]?"
    r"(?:0[1-9]|[12][0-9]|3[01])[ -]?[0-9]{3}[0-9Xx](?![0-9A-Za-z]|[.,][0-9])"
)
_ACCOUNT = expression(
    _BEGIN + r"(?<![0-9A-Za-z.-])(?<![0-9],)[0-9]{16,19}(?![0-9A-Za-z]|[.,][0-9])"
)
_CARD = expression(
    _BEGIN
    + r"(?<![0-9A-Za-z.-])(?<![0-9],)(?<![0-9] )62[0-9]{2}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{1,3})?"
    r"(?![0-9A-Za-z]|[.,][0-9]| [0-9])"
)
_AT = expression(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}+ ?@ ?[A-Za-z0-9-]{1,63}(?:[.·][A-Za-z0-9-]{1,63}){1,4}"
)
_BY_SHAPE = (_IDENTITY, _GROUPED, _MOBILE, _LANDLINE, _HOTLINE, _CARD, _ACCOUNT)

#: An amount or a count: digits, thousands apart, decimals.
_AMOUNT = expression(
    r"[-+(]?[0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]{1,10})?\)?|[-+(]?[0-9]{1,20}+(?:\.[0-9]{1,10})?\)?"
)
#: What makes a number one of something.
_UNIT = expression(r" ?(?:元|千|万|亿|百|%|‰|个|人|户|平方|㎡|吨|亩|公里|米|台|辆|套|年|笔)")
_MONEY = expression(
    "(?:金额|资金|预算|决算|收入|支出|合计|总计|总额|拨款|经费|余额|结余|结转|共计|共|计|增加|减少|投资|原值|净值)"
    "(?:数|为|:| |约|了){0,3}$"
)
_CODE = expression(
    "(?:编码|代码|编号|文号|序号|合同号|批号|单号|证书号|信用代码|统一社会信用代码|项目号|号)[ :]{0,3}$"
)
_BACK = 16

_LABELLED = {
    "telephone": expression(
        r"(?:\(?\+?(?:00)?86\)? ?-?)?\(?[0-9](?:[ ()-]{0,2}[0-9]){6,15}" + _EXTENSION + r"(?![0-9])"
    ),
    "identity": expression(r"[0-9](?:[ -]{0,2}[0-9]){14,17}(?:[ -]{0,2}[Xx])?(?![0-9A-Za-z])"),
    "account": expression(r"[0-9](?:[ -]{0,3}[0-9]){7,26}(?![0-9])"),
    "address": expression(r"[A-Za-z0-9][A-Za-z0-9_-]{4,30}(?![A-Za-z0-9_-])"),
}
_DATE = expression(rf"{YEAR_DIGITS}[-/. ][01]?[0-9][-/. ][0-3]?[0-9](?![0-9])")
_SHORTEST = expression(r"[0-9]")
_DECIMALS = expression("[.,][0-9]")
_SHORT = expression(r"(?!2[0-3])[2-9][0-9]{6,7}" + _EXTENSION + _END)


def is_amount(text: str) -> bool:
    """Whether a cell is a number as amounts are printed, and no longer than one can be.

    >>> is_amount("13812345678"), is_amount("1,381,234.56"), is_amount("138-1234-5678")
    (True, True, False)
    >>> is_amount("6222021234567890123")
    False
    """
    bare = text.strip(" ￥¥元")
    if _AMOUNT.fullmatch(bare) is None:
        return False
    return sum(mark.isdigit() for mark in bare.partition(".")[0]) < 16


def telephone_alone(text: str) -> bool:
    """Whether a cell is a telephone number and could be nothing else than one or a whole number.

    >>> telephone_alone("13812345678"), telephone_alone("0991-1234567"), telephone_alone("12.00")
    (True, True, False)
    """
    bare = text.strip()
    return any(each.fullmatch(bare) for each in (_MOBILE, _GROUPED, _LANDLINE, _HOTLINE))


def numbers_in(text: str, *, code: bool = False) -> Iterator[tuple[int, int]]:
    """Where numbers stand that are personal by their shape alone.

    Args:
        text: A folded text.
        code: Whether a heading says that codes stand here.
    """
    if "@" in text:
        for found in _AT.finditer(text):
            yield found.span()
    if _SHORTEST.search(text) is None:
        return
    ended = -1
    found_all = sorted(
        (found.start(), -found.end(), pattern is _ACCOUNT or pattern is _IDENTITY)
        for pattern in _BY_SHAPE
        for found in pattern.finditer(text)
    )
    for start, minus, long in found_all:
        end = -minus
        if start < ended:
            continue
        before = text[max(0, start - _BACK) : start]
        if code or _CODE.search(before) or _UNIT.match(text, end):
            continue
        if not long and "-" not in text[start:end] and _MONEY.search(before):
            continue
        ended = end
        yield start, end


def number_at(text: str, at: int, kind: str) -> int:
    """Where the number of a kind that begins at a place ends; the place itself if none does.

    Args:
        text: A folded text.
        at: Where to look.
        kind: "telephone", "identity", "account" or "address".
    """
    found = _AT.match(text, at)
    if found is not None:
        return found.end()
    found = _LABELLED[kind].match(text, at)
    if found is None or _DATE.match(text, at):
        return at
    if _UNIT.match(text, found.end()) or _DECIMALS.match(text, found.end()):
        return at
    return found.end()


def telephone_at(text: str, at: int) -> int:
    """Where the telephone number ends that begins behind a person's name; the place itself if there is none.

    Without a label of its own it has the shape of one, or seven or eight digits that are no functional code.
    """
    for pattern in (_MOBILE, _GROUPED, _LANDLINE, _HOTLINE, _SHORT):
        found = pattern.match(text, at)
        if found is not None and not _UNIT.match(text, found.end()):
            return found.end()
    return at
