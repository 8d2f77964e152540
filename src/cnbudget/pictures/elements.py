"""What pictures are drawn of: bars, ribbons, lines and labels at exact places, and how wide text is.

Places are fractions of pixels, from the upper left corner; what stands for money keeps its exact amount. Floating-point
numbers come in where a chart is made of them, and nowhere before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from cnbudget.amounts import Amount
from cnbudget.expressions import expression

Position: TypeAlias = Fraction | int


@attrs.frozen
class Bar:
    """A rectangle.

    Attributes:
        x: Its left edge.
        y: Its upper edge.
        width: How wide it is.
        height: How high it is.
        color: The name of its colour.
        name: What it stands for.
        amount: How much that is; None if it stands for no money.
        tip: What is said of it where a reader points at it.
        hollow: Whether it is an outline alone.
    """

    x: Position
    y: Position
    width: Position = attrs.field(kw_only=True)
    height: Position = attrs.field(kw_only=True)
    color: str = attrs.field(kw_only=True)
    name: str = attrs.field(default="", kw_only=True)
    amount: Amount | None = attrs.field(default=None, kw_only=True)
    tip: str = attrs.field(default="", kw_only=True)
    hollow: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Ribbon:
    """A band from one place to another, as high at its end as at its beginning.

    Attributes:
        start: The place of its upper corner where it begins.
        end: The place of its upper corner where it ends.
        height: How high it is.
        color: The name of its colour.
        source: Where it comes from.
        target: Where it goes to.
        amount: How much it stands for.
        tip: What is said of it where a reader points at it.
    """

    start: tuple[Position, Position]
    end: tuple[Position, Position]
    height: Position = attrs.field(kw_only=True)
    color: str = attrs.field(kw_only=True)
    source: str = attrs.field(kw_only=True)
    target: str = attrs.field(kw_only=True)
    amount: Amount = attrs.field(kw_only=True)
    tip: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class Stroke:
    """A straight line.

    Attributes:
        x: Where it begins.
        y: Where it begins.
        x2: Where it ends.
        y2: Where it ends.
        color: The name of its colour.
    """

    x: Position
    y: Position
    x2: Position = attrs.field(kw_only=True)
    y2: Position = attrs.field(kw_only=True)
    color: str = attrs.field(default="rule", kw_only=True)


@attrs.frozen
class Caption:
    """A line of text.

    Attributes:
        x: Where it is fastened.
        y: The middle of its height.
        text: What it says.
        align: "left", "center" or "right" of that place.
        size: How high its letters are.
        color: The name of its colour.
        bold: Whether it is strong.
        halo: Whether it stands on something, and is set off from that.
    """

    x: Position
    y: Position
    text: str = attrs.field(kw_only=True)
    align: str = attrs.field(default="left", kw_only=True)
    size: int = attrs.field(default=13, kw_only=True)
    color: str = attrs.field(default="ink", kw_only=True)
    bold: bool = attrs.field(default=False, kw_only=True)
    halo: bool = attrs.field(default=False, kw_only=True)


Shape: TypeAlias = Bar | Ribbon | Stroke | Caption


@attrs.frozen
class Content:
    """What stands in a picture between its title and its notes.

    Attributes:
        marks: What is drawn.
        height: How high that is.
    """

    marks: tuple[Shape, ...]
    height: Position


def moved(mark: Shape, down: Position) -> Shape:
    """A mark further down.

    >>> moved(Caption(1, 2, text="甲"), 10).y
    12
    """
    if isinstance(mark, Ribbon):
        (x, y), (x2, y2) = mark.start, mark.end
        return attrs.evolve(mark, start=(x, y + down), end=(x2, y2 + down))
    if isinstance(mark, Stroke):
        return attrs.evolve(mark, y=mark.y + down, y2=mark.y2 + down)
    return attrs.evolve(mark, y=mark.y + down)


def pixels(amount: Amount, whole: Amount, length: int) -> Fraction:
    """How long an amount is where a whole is so long.

    >>> pixels(Amount(1), Amount(3), 600)
    Fraction(200, 1)
    """
    if not whole:
        return Fraction(0)
    share = amount.share_of(whole)
    return Fraction(share.numerator * length, share.denominator)


# Text ---------------------------------------------------------------------------------------------

_WIDE = {"W", "F", "A"}
_LATIN = Fraction(3, 5)
_PIECE = expression(r"[!-~]+|.", re.DOTALL)
_NEVER_FIRST = "，。；：、）”》％%),.;:"


def text_width(text: str, size: int) -> Fraction:
    """How wide a line of text is, or a little less: a Chinese character is as wide as it is high.

    >>> text_width("预算2026", 10)
    Fraction(44, 1)
    """
    ems = sum(
        (Fraction(1) if unicodedata.east_asian_width(each) in _WIDE else _LATIN for each in text),
        Fraction(0),
    )
    return ems * size


def wrapped(text: str, size: int, limit: Position) -> list[str]:
    """Text in lines that are no wider than a limit, if its words are not, and about as long as one another.

    >>> wrapped("上级一般公共预算安排的转移支付", 10, 100)
    ['上级一般公共预算', '安排的转移支付']
    """
    width = text_width(text, size)
    if width <= limit:
        return [text]
    first, mark, second = text.partition("、")
    if mark and max(text_width(first + mark, size), text_width(second, size)) <= limit:
        return [first + mark, second]
    count = -(-width // Fraction(limit))
    lines = _filled(_PIECE.findall(text), size, min(width / count + size, Fraction(limit)))
    return lines if len(lines) <= count else _filled(_PIECE.findall(text), size, Fraction(limit))


def _filled(pieces: Sequence[str], size: int, limit: Fraction) -> list[str]:
    lines = [""]
    for piece in pieces:
        full = text_width(lines[-1] + piece, size) > limit
        if full and lines[-1].strip() and piece not in _NEVER_FIRST:
            lines.append("" if piece.isspace() else piece)
        else:
            lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def lines_of(
    text: str, x: Position, y: Position, *, limit: Position, like: Caption
) -> list[Caption]:
    """The labels of a text in lines, the middle of the first at a height.

    Args:
        text: The text.
        x: Where the lines are fastened.
        y: The middle of the first.
        limit: How wide they may be.
        like: How they look.
    """
    step = like.size + 5
    return [
        attrs.evolve(like, x=x, y=y + step * number, text=line)
        for number, line in enumerate(wrapped(text, like.size, limit))
    ]


def spread(heights: Iterable[Position], gap: Position) -> list[Position]:
    """Where each of some heights begins, one below the other with a gap between.

    >>> spread([10, 20, 5], 2)
    [0, 12, 34]
    """
    found: list[Position] = []
    at: Position = 0
    for height in heights:
        found.append(at)
        at += height + gap
    return found
