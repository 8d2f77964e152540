"""What columns and rows of differences (增减额, 增减%) are held to: the two that they are the difference of.

Their headings say which: the years and stages of the two, and what both are of (扣除基建后…, 公务接待费). Where words
leave several, the pair is taken with which the numbers come out; a column that comes out with no pair is held to none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from cnbudget.disclosure import Disclosure
from cnbudget.expressions import expression
from cnbudget.figures import ColumnAddress, Figure, RowAddress
from cnbudget.forms import Vocabulary, meant_together, vocabulary
from cnbudget.forms.meaning import meaning_of
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number, Ruling, equal, growth
from cnbudget.numerals import YEAR_DIGITS
from cnbudget.rounding import Rounding, Verdict
from cnbudget.tables import Side
from cnbudget.words import plain

#: A year and a stage; None is any.
_Time = tuple[int | None, str | None]
_Pair = tuple[int, int]
_YEARS = expression(f"{YEAR_DIGITS}年?(?:度)?")
_THAN = expression("[比较与](?!例)")
#: What of a heading says nothing of what its column is of.
_ASIDE = frozenset(("year", "stage", "neutral", "difference", "measure"))
_SURE = 2  # rows that come out, where words leave several pairs
_HELD = 3  # and so many for each that does not
_FEW = 2  # rows that may all be wrong


@attrs.frozen(eq=False)
class HeldDifference:
    """A number of a column of differences, and how it came out.

    Attributes:
        figure: The number: an amount, or per cent.
        now: The figure that it is the difference from.
        before: The figure that is compared with.
        ruling: How it came out.
    """

    figure: Figure
    now: Figure
    before: Figure
    ruling: Ruling

    @property
    def law(self) -> str:
        """The law that it comes under: "change" or "growth"."""
        return "growth" if self.figure.column.measure else "change"


@attrs.frozen(eq=False)
class Differences:
    """The columns of differences of a document.

    Attributes:
        held: Each number that is held to two others.
        loose: Of each column that is not, its first number.
    """

    held: tuple[HeldDifference, ...]
    loose: tuple[Figure, ...]


def differences(disclosure: Disclosure) -> Differences:
    """What the columns of differences of a document are held to."""
    held: list[HeldDifference] = []
    loose: list[Figure] = []
    for table in disclosure.tables:
        for side in table.sides:
            if side.differences:
                _SideWithDifferences(side, disclosure, vocabulary()).run(held, loose)
    return Differences(tuple(held), tuple(loose))


def compared_columns(
    side: Side[Any], disclosure: Disclosure, path: tuple[str, ...]
) -> tuple[int, int] | None:
    """The two columns of which a column is the difference, by its headings; None if these leave several, or none.

    Args:
        side: The side that it is a column of.
        disclosure: The side's document.
        path: Its headings from the top.
    """
    address = ColumnAddress("change", path[-1], path=path, scope=None)
    pairs = set(_SideWithDifferences(side, disclosure, vocabulary()).pairs(address))
    return pairs.pop() if len(pairs) == 1 else None


class _SideWithDifferences:
    def __init__(self, side: Side[Any], disclosure: Disclosure, words: Vocabulary) -> None:
        self.year, self.stage, self.words = disclosure.year, disclosure.stage, words
        self.side = side
        self.rows: dict[RowAddress, Sequence[Figure]] = {
            row.address: row.figures for row in side.rows
        }
        self.matters = [self._matter(column.path) for column in side.columns]
        self.times = [self._time_of_column(column) for column in side.columns]

    def run(self, held: list[HeldDifference], loose: list[Figure]) -> None:
        """Hold each column to its pair."""
        columns: dict[ColumnAddress, list[Figure]] = {}
        own = {column: number for number, column in enumerate(self.side.columns)}
        for figure in self.side.differences:
            if figure.column in own:
                self._of_rows(figure, own[figure.column], held, loose)
                continue
            columns.setdefault(figure.column, []).append(figure)
        taken: dict[tuple[str, ...], _Pair] = {}  # the pair of 增减额 is that of 增减% beside it
        for column, figures in sorted(columns.items(), key=lambda each: bool(each[0].measure)):
            pairs = list(self.pairs(column))
            if taken.get(column.path[:-1]) in pairs:
                pairs = [taken[column.path[:-1]]]
            found = self._likeliest(pairs, figures)
            if found is None:
                loose.extend(figures[:1])
                continue
            pair, judged = found
            taken[column.path[:-1]] = pair
            held.extend(judged)

    def _of_rows(
        self, figure: Figure, column: int, held: list[HeldDifference], loose: list[Figure]
    ) -> None:
        """Hold a number of a row of differences to the two rows above it, of the document's year and of another."""
        # forms of Shenzhen print the three public expenses so
        rows = self.side.rows[max(figure.row.index - 2, 0) : figure.row.index]
        scopes = [row.address.scope for row in rows]
        years = [None if scope is None else scope.year or self.year for scope in scopes]
        if len(rows) == 2 and None not in years and years.count(self.year) == 1:
            one, other = (row.figures[column] for row in rows)
            now, before = (one, other) if years[0] == self.year else (other, one)
            a, b, mine = number_of(now), number_of(before), number_of(figure)
            if a is not None and b is not None and mine is not None:
                held.append(HeldDifference(figure, now, before, equal(mine, a - b)))
                return
        if column == 0:
            loose.append(figure)

    # Words ---------------------------------------------------------------------------------------

    def _matter(self, path: tuple[str, ...]) -> str:
        """What headings are about, years, stages and words that change nothing left out."""
        left = []
        for text in path:
            bare = _THAN.sub("", _YEARS.sub("", plain(text)))
            read = self.words.words_in(bare, "column")
            left += [
                word
                for word, entries in read.known
                if not all(e.dimension in _ASIDE for e in entries)
            ]
            left.append(read.unknown)
        return "".join(left)

    def _time(self, text: str) -> _Time:
        """The year and the stage that a text names; None for what it does not."""
        said = meant_together([meaning_of(text, "column", self.words)])
        year = None
        if said.year == "last":
            year = None if self.year is None else self.year - 1
        elif said.year == "this":
            year = self.year
        elif said.year:
            year = int(said.year)
        return year, said.stage_in(self.stage)

    def _time_of_column(self, column: ColumnAddress) -> _Time:
        if column.scope is not None:
            return column.scope.year or self.year, column.scope.stage or self.stage
        year, stage = self._time("".join(column.path))
        # a column that is not understood may leave its year to a heading over others
        return (year, stage) if year or stage else (self.year, self.stage)

    def pairs(self, column: ColumnAddress) -> Iterator[_Pair]:
        """The pairs of columns that a column can be the difference of, by words."""
        if self.year is None:
            return
        named: tuple[_Time, _Time] = (None, None), (None, None)
        for text in column.path:
            parts = _THAN.split(plain(text), maxsplit=1)
            if len(parts) == 2:
                times = self._time(parts[0]), self._time(parts[1])
                named = times if times != ((None, None), (None, None)) else named
        own = self._matter(column.path)
        exactly = [n for n, matter in enumerate(self.matters) if matter == own]
        nearly = [
            n
            for n, matter in enumerate(self.matters)
            if own and matter and (own in matter or matter in own)
        ]
        for among in (exactly, nearly):
            found = [
                (now, before)
                for now in among
                for before in among
                if self.matters[now] == self.matters[before] and self._compared(now, before, named)
            ]
            if found:
                yield from found
                return

    def _compared(self, now: int, before: int, named: tuple[_Time, _Time]) -> bool:
        """Whether two columns are of the times that a heading names, or of the document's own and another."""
        known = zip(self.times[now], self.times[before], strict=True)
        if not any(one != other and None not in (one, other) for one, other in known):
            return False
        first = named[0] if named[0] != (None, None) else (self.year, self.stage)
        return _is(self.times[now], first) and _is(self.times[before], named[1])

    # Numbers -------------------------------------------------------------------------------------

    def _likeliest(
        self, pairs: list[_Pair], figures: list[Figure]
    ) -> tuple[_Pair, list[HeldDifference]] | None:
        """The pair with which most numbers come out, if that says that it is the one; with all of them judged."""
        best: tuple[int, _Pair, list[HeldDifference], int] | None = None
        for pair in pairs:
            judged = [
                each for figure in figures if (each := self._judged(pair, figure)) is not None
            ]
            counts = Counter(each.ruling.verdict for each in judged)
            held = counts[Verdict.EXACT] + counts[Verdict.ROUNDING]
            if best is None or held > best[0]:
                best = held, pair, judged, counts[Verdict.VIOLATED]
        if best is None:
            return None
        held, pair, judged, broken = best
        sure = held >= broken or broken <= _FEW
        if len(pairs) > 1:
            sure = held >= _SURE and held >= broken * _HELD
        return (pair, judged) if sure and judged else None

    def _judged(self, pair: _Pair, figure: Figure) -> HeldDifference | None:
        """A number beside the two figures of its row; None if one of these is lost."""
        row = self.rows.get(figure.row)
        if row is None:
            return None
        now, before = row[pair[0]], row[pair[1]]
        a, b = number_of(now), number_of(before)
        if a is None or b is None or figure.value is None:
            return None
        if figure.column.measure:
            printed = Number.printed(figure.value, figure.places, 0, Rounding.HALF_AWAY)
            return HeldDifference(figure, now, before, _rate(printed, a, b, figure.places))
        mine = number_of(figure)
        return None if mine is None else HeldDifference(figure, now, before, equal(mine, a - b))


def _is(time: _Time, named: _Time) -> bool:
    return all(None in (have, want) or have == want for have, want in zip(time, named, strict=True))


def _rate(printed: Number, now: Number, before: Number, places: int) -> Ruling:
    """Whether a rate is that of two amounts: rounded or cut off; on a base of zero there is none."""
    if before.value <= 0 and (before.value or now.value):
        return Ruling(Verdict.UNDECIDED, why="zero")
    ruling = growth(printed, now, before, places)
    if ruling.verdict is Verdict.VIOLATED and before.value:
        cut = Number.printed(printed.value, places, 0, Rounding.TRUNCATE)
        if growth(cut, now, before, places).verdict is not Verdict.VIOLATED:
            return Ruling(
                Verdict.ROUNDING, expected=ruling.expected, allowance=ruling.allowance, why="cut"
            )
    return ruling
