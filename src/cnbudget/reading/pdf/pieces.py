"""What stands together on the lines of a page: pieces, and the headings that they make up."""

from __future__ import annotations

from itertools import pairwise
from typing import Self

import attrs

from cnbudget.expressions import expression
from cnbudget.reading.pages import Letter, Line

#: An amount, and no number of a row, a page or a year.
_AMOUNT = expression(
    r"[-−－+]?(?:[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?:[.．][0-9０-９]+)?|[0-9０-９]+[.．][0-9０-９]+)"
)
#: What else stands in columns of numbers: codes, numbers of rows, shares, dashes.
_NUMERIC = expression(r"[-−－+]?[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?[%％]?|[-—–－]{1,3}")
#: What stands over a table, below which its headings begin.
_OVER = expression(r"单位\s*[:：]|[亿千万]元\s*[)）]?$")
#: What is no row of a table: sentences, notes below it, and titles.
_PROSE = expression(r"[。；！]|^\s*(?:备?注|说明)\s*[:：0-9]|^第[一二三四五六七八九十]{1,3}部分")
#: The number of a page, between dashes or not.
_NUMBERED = expression(
    r"[-—–·\s]*+第?\s*+[0-9]{1,3}+\s*+页?\s*+(?:[/／,，共]\s*+共?\s*+[0-9]{1,3}+\s*+页?)?[-—–·\s]*+"
)
#: What an amount is counted in, within a sentence.
_MEASURE = expression(r"[亿千万]?元|[%％]")
_CLOSE = 0.27  # between an amount and words of the next cell there is more; between those of a sentence 0.25
_GAP = 0.45  # between two cells there is more, in the size of letters
_WIDE = 6.0  # between the letters of a word that is set wide there is no more
_LONGEST = 40  # letters of one cell's line, at the most


@attrs.define(eq=False)
class LinePiece:
    """What stands together on a line, with a gap before and behind.

    Attributes:
        letters: Its letters, from the left.
        middle: The height of its middle.
        text: It, without spaces.
        left: Where it begins.
        right: Where it ends.
        first: The first column that it stands in.
        last: The last one.
    """

    letters: list[Letter]
    middle: float
    text: str
    left: float
    right: float
    first: int = 0
    last: int = 0

    @classmethod
    def of(cls, letters: list[Letter], middle: float) -> Self:
        """The piece that letters make up."""
        text = "".join(letter.text for letter in letters if not letter.text.isspace())
        return cls(letters, middle, text, letters[0].left, letters[-1].right)

    @property
    def numeric(self) -> bool:
        """Whether it is a number, or the dash of one."""
        return _NUMERIC.fullmatch(self.text) is not None

    @property
    def amount(self) -> bool:
        """Whether it is an amount."""
        return _AMOUNT.fullmatch(self.text) is not None


@attrs.define(eq=False)
class PieceHeading:
    """A heading of a column or of several: the pieces of its lines.

    Attributes:
        pieces: They, from the top.
        first: The first column that it stands over.
        last: The last one.
    """

    pieces: list[LinePiece]
    first: int = 0
    last: int = 0

    @property
    def size(self) -> float:
        """The size of its letters."""
        return self.pieces[0].letters[0].size

    @property
    def top(self) -> float:
        """The middle of its first line."""
        return self.pieces[0].middle

    @property
    def bottom(self) -> float:
        """The middle of its last line."""
        return self.pieces[-1].middle

    @property
    def middle(self) -> float:
        """The middle of its height."""
        return (self.top + self.bottom) / 2

    @property
    def columns(self) -> range:
        """The columns that it stands over."""
        return range(self.first, self.last + 1)

    def meets(self, other: PieceHeading) -> bool:
        """Whether another heading stands over one of its columns."""
        return other.first <= self.last and self.first <= other.last

    @property
    def left(self) -> float:
        """Where it begins."""
        return min(piece.left for piece in self.pieces)

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(piece.right for piece in self.pieces)


@attrs.define(eq=False)
class PieceLine:
    """A line and the pieces that it is made of."""

    line: Line
    pieces: list[LinePiece]
    amounts: int

    @classmethod
    def of(cls, line: Line) -> Self:
        """The line, parted at its gaps."""
        parts: list[list[Letter]] = []
        end = 0.0
        spaced = False  # whether spaces are printed before it
        for letter in line.letters:
            if letter.text.isspace():
                spaced = True
                continue
            wide = _WIDE if spaced and parts and _set_wide(parts[-1], letter) else _GAP
            if parts and letter.left - end <= wide * letter.size:
                parts[-1].append(letter)
            else:
                parts.append([letter])
            end = max(end, letter.right) if len(parts[-1]) > 1 else letter.right
            spaced = False
        pieces = [LinePiece.of(own, line.middle) for part in parts for own in _unglued(part)]
        return cls(line, pieces, sum(piece.amount for piece in pieces))

    @property
    def numbered(self) -> bool:
        """Whether it is the number of a page."""
        return _NUMBERED.fullmatch(self.line.text) is not None

    @property
    def over(self) -> bool:
        """Whether it stands over a table, and headings begin below."""
        return _OVER.search(self.line.text) is not None

    @property
    def ends(self) -> bool:
        """Whether no table reaches over it."""
        text = self.line.text
        return (
            self.over
            or _PROSE.search(text) is not None
            or any(
                len(piece.text) > _LONGEST or ("，" in piece.text and not piece.numeric)
                for piece in self.pieces
            )
        )


def _unglued(part: list[Letter]) -> list[list[Letter]]:
    """Letters, an amount parted from the words that are set close to it; further than any letters are apart."""
    gaps = [b.left - a.right for a, b in pairwise(part)]
    if not gaps:
        return [part]
    n = max(range(len(gaps)), key=gaps.__getitem__)
    if gaps[n] < _CLOSE * part[0].size or any(
        gap > gaps[n] / 2 for k, gap in enumerate(gaps) if k != n
    ):
        return [part]
    parted = [part[: n + 1], part[n + 1 :]]
    texts = ["".join(letter.text for letter in own) for own in parted]
    amounts = [_AMOUNT.fullmatch(text) is not None for text in texts]
    if amounts[0] and _MEASURE.match(texts[1]):
        return [part]
    beside = texts[amounts[0]]  # words
    close = beside[0 if amounts[0] else -1].isalpha()
    return parted if amounts[0] != amounts[1] and close else [part]


def _set_wide(part: list[Letter], letter: Letter) -> bool:
    """Whether a letter goes on with a word that is set wide (收　　入)."""
    return len(part) < 4 and all("\u4e00" <= each.text <= "\u9fff" for each in (*part, letter))


def overlap(piece: LinePiece | PieceHeading, span: tuple[float, float]) -> bool:
    """Whether a piece stands over or under a span."""
    return min(piece.right, span[1]) - max(piece.left, span[0]) > 1


def merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans, those that overlap made one."""
    found: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if found and left < found[-1][1] - 1:
            found[-1] = found[-1][0], max(found[-1][1], right)
        else:
            found.append((left, right))
    return found


def size_of(row: list[LinePiece]) -> float:
    """The size of the letters of a row."""
    return max(piece.letters[0].size for piece in row)
