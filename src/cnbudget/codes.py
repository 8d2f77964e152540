"""Classification codes (科目编码) as small frozen values.

A code is its digits. The level follows from their number, and every relation between codes (parent,
within) from their prefixes, so a code needs no catalogue to exist: whether it is *listed* in a
year is a question for `cnbudget.classification`.

Source: 政府收支分类科目 (Ministry of Finance, yearly): functional 类/款/项 of 3, 5 and 7 digits;
部门预算支出经济分类 and 政府预算支出经济分类 类/款 of 3 and 5; revenue 类/款/项/目 of 3, 5, 7 and 9. Below
the sections of the department's economic classification some places print a third level of their own (3010201).
"""

from __future__ import annotations

from typing import ClassVar, Self

import attrs

from cnbudget.characters import BLANKS, DASHES, HALF_WIDTH
from cnbudget.errors import CodeError
from cnbudget.expressions import expression
from cnbudget.messages import Said, say
from cnbudget.values import Travelling

__all__ = [
    "Code",
    "EconomicCode",
    "FunctionCode",
    "GovernmentEconomicCode",
    "RevenueCode",
    "written_digits",
]

_WIDE = {wide: narrow for wide, narrow in HALF_WIDTH.items() if narrow in "0123456789."}
_SEPARATORS = {ord(mark): None for mark in ".-_·" + DASHES + BLANKS}
#: As budgets print codes: in brackets, with the level's word behind the digits of each level.
_BRACKETS = ("[]", "()", "（）", "【】", "〔〕", "［］")
_LEVELLED = expression(r"([0-9]{3})类(?:([0-9]{2})款(?:([0-9]{2})项(?:([0-9]{2})目)?)?)?")


def _digits(text: object) -> str:
    if type(text) is str:
        if text.isascii() and text.isdigit():
            return text
        plain = text.translate(_WIDE).translate(_SEPARATORS)
        if plain[:1] + plain[-1:] in _BRACKETS:
            plain = plain[1:-1]
        levelled = _LEVELLED.fullmatch(plain)
        return "".join(part or "" for part in levelled.groups()) if levelled else plain
    if isinstance(text, Code):
        return text.digits
    if isinstance(text, str | int) and not isinstance(text, bool):
        return _digits(str(text))
    raise TypeError(f"a code is written as text or digits, not {type(text).__name__}")


def written_digits(text: object) -> str:
    """The digits of a code as budgets print it; other text as it is, without separators.

    >>> [written_digits(text) for text in ("208-05-05", "208类05款05项", "［２０８０５０５］", "208.05.05")]
    ['2080505', '2080505', '2080505', '2080505']
    >>> written_digits("办公费")
    '办公费'
    """
    return _digits(text)


@attrs.frozen(order=True, repr=False)
class Code(Travelling):
    """What the kinds of code share. Use one of the subclasses.

    Attributes:
        digits: The digits alone, without separators.

    >>> from cnbudget import FunctionCode
    >>> code = FunctionCode("2080505")
    >>> code.level, str(code.parent), code.is_within(FunctionCode("208")), isinstance(code, Code)
    ('项', '20805', True, True)
    """

    digits: str = attrs.field(converter=_digits)

    lengths: ClassVar[tuple[int, ...]] = (3, 5, 7)
    levels: ClassVar[tuple[str, ...]] = ("类", "款", "项")
    local: ClassVar[int] = 0  # how many of the last levels are in no national list
    first: ClassVar[str] = ""
    kind: ClassVar[str] = "code"
    kind_zh: ClassVar[str] = "科目编码"

    def __attrs_post_init__(self) -> None:
        digits = self.digits
        if len(digits) in self.lengths and digits.isdigit() and digits.isascii():
            if digits[0] == self.first or not self.first:
                return
            raise CodeError(
                say("codes.beginning", kind=Said(self.kind_zh, self.kind), first=self.first),
                value=digits,
            )
        if not (digits.isdigit() and digits.isascii()):
            raise CodeError(
                say("codes.digits_only", kind=Said(self.kind_zh, self.kind)),
                value=digits[:40],
            )
        allowed = [str(length) for length in self.lengths]
        raise CodeError(
            say(
                "codes.length",
                kind=Said(self.kind_zh, self.kind),
                allowed=Said("、".join(allowed), ", ".join(allowed)),
                digits=len(digits),
            ),
            value=digits[:40],
        )

    @classmethod
    def from_cells(cls, *cells: str) -> Self:
        """The code written over several cells, as the published forms do.

        Each cell holds the digits its level adds, or (in some forms) all digits so far.

        >>> FunctionCode.from_cells("208", "05", "05")
        FunctionCode('2080505')
        >>> FunctionCode.from_cells("208", "20805", "")
        FunctionCode('20805')
        """
        whole = ""
        for cell in cells:
            digits = _digits(cell)
            if len(digits) > len(whole) > 0 and digits.startswith(whole):
                whole = digits
            else:
                whole += digits
        return cls(whole)

    @property
    def depth(self) -> int:
        """1 for a 类, 2 for a 款, 3 for a 项 (4 for a 目)."""
        return self.lengths.index(len(self.digits)) + 1

    @property
    def level(self) -> str:
        """The level's official word: 类, 款, 项 or 目.

        >>> FunctionCode("2080505").level
        '项'
        """
        return self.levels[self.depth - 1]

    @property
    def parent(self) -> Self | None:
        """The code one level up, or None for a 类.

        >>> FunctionCode("2080505").parent
        FunctionCode('20805')
        """
        return None if self.depth == 1 else type(self)(self.digits[: self.lengths[self.depth - 2]])

    @property
    def ancestors(self) -> tuple[Self, ...]:
        """All codes above, from the 类 down.

        >>> FunctionCode("2080505").ancestors
        (FunctionCode('208'), FunctionCode('20805'))
        """
        return tuple(type(self)(self.digits[:n]) for n in self.lengths[: self.depth - 1])

    def is_within(self, other: Code) -> bool:
        """Whether this is ``other`` or lies below it.

        >>> FunctionCode("2080505").is_within(FunctionCode("208"))
        True
        """
        return type(self) is type(other) and self.digits.startswith(other.digits)

    def __str__(self) -> str:
        return self.digits

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.digits!r})"


class FunctionCode(Code):
    """A functional code (功能分类科目): what the money is for; 类 208, 款 20805, 项 2080505.

    Args:
        digits: The code: text, also with dots, spaces or digits of full width, or its parts.

    >>> FunctionCode("208.05.05") == FunctionCode("208 05 05") == FunctionCode("２０８０５０５")
    True
    >>> FunctionCode("208-05-05") == FunctionCode("208类05款05项") == FunctionCode("[2080505]")
    True
    >>> FunctionCode("20A")
    Traceback (most recent call last):
    ...
    cnbudget.errors.CodeError: '20A': a functional code has digits only (write 208, 20805 or 2080505, with or without separators)
    """  # noqa: E501  (the message stands as it is printed)

    __slots__ = ()

    first: ClassVar[str] = "2"
    kind: ClassVar[str] = "a functional code"
    kind_zh: ClassVar[str] = "功能分类科目编码"


class EconomicCode(Code):
    """A code of the departments' economic classification (部门预算支出经济分类): 类 301, 款 30108.

    The national list ends at the 款. Seven digits are a local refinement (Shenzhen and Chongqing print 3010201), which
    lies within its section.

    Args:
        digits: The code: text, also with dots, spaces or digits of full width, or its parts.

    >>> EconomicCode("301.08").is_within(EconomicCode("301"))
    True
    >>> EconomicCode("3010201").parent, EconomicCode("3010201").level
    (EconomicCode('30102'), '项')
    """

    __slots__ = ()

    lengths: ClassVar[tuple[int, ...]] = (3, 5, 7)
    levels: ClassVar[tuple[str, ...]] = ("类", "款", "项")
    local: ClassVar[int] = 1
    first: ClassVar[str] = "3"
    kind: ClassVar[str] = "an economic code"
    kind_zh: ClassVar[str] = "部门预算支出经济分类科目编码"


class GovernmentEconomicCode(Code):
    """A code of the governments' economic classification (政府预算支出经济分类): 501, 50101.

    Args:
        digits: The code: text, also with dots, spaces or digits of full width, or its parts.

    >>> GovernmentEconomicCode("50101").parent
    GovernmentEconomicCode('501')
    """

    __slots__ = ()

    lengths: ClassVar[tuple[int, ...]] = (3, 5)
    levels: ClassVar[tuple[str, ...]] = ("类", "款")
    first: ClassVar[str] = "5"
    kind: ClassVar[str] = "a government economic code"
    kind_zh: ClassVar[str] = "政府预算支出经济分类科目编码"


class RevenueCode(Code):
    """A revenue code (收入分类科目): 类 101, 款 10101, 项 1010101, 目 101010101.

    Args:
        digits: The code: text, also with dots, spaces or digits of full width, or its parts.

    >>> RevenueCode("1010101").level
    '项'
    """

    __slots__ = ()

    lengths: ClassVar[tuple[int, ...]] = (3, 5, 7, 9)
    levels: ClassVar[tuple[str, ...]] = ("类", "款", "项", "目")
    first: ClassVar[str] = "1"
    kind: ClassVar[str] = "a revenue code"
    kind_zh: ClassVar[str] = "收入分类科目编码"
