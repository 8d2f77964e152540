"""Why no ledger publishes as a document, though amounts exist for all its scopes: figures and blanks, told to people.

Every entry stands in all the cells whose scopes it belongs to. Where the entries that one figure needs would all have
to stand in another figure too, or in a blank cell, or on a row that a complete table does not list, the one cannot
be more than the other.
"""

from __future__ import annotations

from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact, shortest
from cnbudget.dimensions import FundingSource
from cnbudget.figures import Figure

__all__ = ["BalanceOf", "Obstacle", "Unlisted"]

_SHOWN = 8
Terms = tuple[tuple[Figure, int], ...]


@attrs.frozen
class BalanceOf:
    """Money of which as much comes in as goes out.

    Attributes:
        source: Its sources.
        function: Its functional code; "" for all.
        times: How often it counts, for what comes in.
    """

    source: FundingSource
    function: str
    times: int

    def words(self, lang: str = "zh") -> str:
        """It in words."""
        whole = self.source.zh if lang == "zh" else self.source.en
        return f"{whole} {self.function}".strip()


@attrs.frozen
class Unlisted:
    """A side of a table that lists its codes (or projects) completely: nothing stands at those that it does not list.

    Attributes:
        key: The package's name of the table.
        side: The side.
        number: The table's number in the document, or None.
        title: Its title.
    """

    key: str
    side: str | None
    number: int | None = attrs.field(kw_only=True)
    title: str = attrs.field(kw_only=True)

    def words(self, lang: str = "zh") -> str:
        """The table in words."""
        if self.number is None:
            return f"“{self.title}”"
        return f"表{self.number}" if lang == "zh" else f"table {self.number}"


@attrs.frozen(eq=False, repr=False)
class Obstacle:
    """Figures and blanks that no ledger can have been published as.

    Attributes:
        larger: Figures in which every entry of the others has to stand, each with how often it counts.
        smaller: The others.
        balances: What comes in and goes out alike, if that is used.
        blanks: Blank cells, in which no entry stands, that are used.
        unlisted: Tables whose unlisted rows are used.
        found: What the two sides come to as printed, in ``unit``.
        allowance: The most that rounding can explain, in ``unit``.
        shortage: By how much the difference is more than that, in ``unit``.
        unit: The unit of these numbers.
    """

    larger: Terms
    smaller: Terms
    balances: tuple[BalanceOf, ...] = attrs.field(default=(), kw_only=True)
    blanks: tuple[Figure, ...] = attrs.field(default=(), kw_only=True)
    unlisted: tuple[Unlisted, ...] = attrs.field(default=(), kw_only=True)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The printed figures and the blank cells of which one, at least, is wrong."""
        return (*(figure for figure, _ in (*self.larger, *self.smaller)), *self.blanks)

    @property
    def unit(self) -> Unit:
        """The unit of the numbers: that of the first figure."""
        return next((f.unit for f, _ in (*self.smaller, *self.larger)), Unit.WAN)

    @property
    def found(self) -> tuple[Decimal, Decimal]:
        """What the figures on either side come to as printed."""
        return _printed(self.larger, self.unit), _printed(self.smaller, self.unit)

    @property
    def difference(self) -> Decimal:
        """By how much the larger side falls short as printed."""
        return shortest(exact.subtract(self.found[1], self.found[0]), 2)

    @property
    def allowance(self) -> Decimal:
        """The most that rounding can explain."""
        whole = Decimal(0)
        for figure, times in self.larger:
            whole = exact.add(whole, exact.multiply(times, _room(figure, up=True)))
        for figure, times in self.smaller:
            whole = exact.add(whole, exact.multiply(times, _room(figure, up=False)))
        return shortest(whole.scaleb(-self.unit.exponent, exact), 2)

    @property
    def shortage(self) -> Decimal:
        """By how much the difference is more than rounding can explain; 0 if just that is not possible."""
        return shortest(exact.subtract(self.difference, self.allowance), 2)

    def text(self, lang: str = "zh") -> str:
        """In words, Chinese (``"zh"``) or English (``"en"``)."""
        zh = lang == "zh"
        lines = [self._derived(lang), self._numbers(lang)]
        if self.blanks or self.unlisted:
            lines.append(self._ruled_out(lang))
        lines.append(
            "因此没有一本各笔都不为负的预算明细（印成负数的格子除外）公布后与全部公布数和空格相同。"
            if zh
            else "So no ledger whose entries are not negative (but where a negative figure is printed) publishes as "
            "all figures and blanks."
        )
        return "".join(lines) if zh else " ".join(lines)

    def _derived(self, lang: str) -> str:
        zh = lang == "zh"
        larger, smaller = _side(self.larger, lang), _side(self.smaller, lang)
        given = ""
        if self.balances:
            names = ("、" if zh else ", ").join(each.words(lang) for each in self.balances)
            given = (
                f"又因{names}收支平衡，" if zh else f" and since what comes in of {names} goes out,"
            )
        if not self.larger:
            return (
                f"{given}能列入 {smaller} 的明细都会列入空格或没有列出的行或列，所以应为 0。"
                if zh
                else f"Every entry that could stand in {smaller} would stand{given} in a blank cell, or on a row or "
                "in a column that is not there, so it would have to be 0."
            )
        if not self.smaller:
            return (
                f"{given}{larger} 不应小于 0。"
                if zh
                else f"{larger}{given} would have to be 0 at least."
            )
        return (
            f"{given}凡能列入 {smaller} 的明细，都要列入 {larger}，所以后者不应小于前者。"
            if zh
            else f"Every entry that could stand in {smaller} stands in {larger} too,{given} so these are not less."
        )

    def _numbers(self, lang: str) -> str:
        zh = lang == "zh"
        one, other = self.found
        unit = self.unit.zh if zh else f"({self.unit.en})"
        apart, most, lacking = f"{self.difference:f}", f"{self.allowance:f}", f"{self.shortage:f}"
        count = sum(times for _, times in (*self.larger, *self.smaller))
        if zh:
            told = f"公布数：{one:f} 与 {other:f}，少 {apart} {unit}；"
            if not self.shortage:
                return told + f"{count} 个数各自舍入，只能解释小于 {most} 的差，恰好等于也不行。"
            return told + f"{count} 个数各自舍入，最多相差 {most}，还差 {lacking}。"
        told = f"Published: {one:f} and {other:f}, {apart} {unit} less; "
        if not self.shortage:
            return (
                told
                + f"the rounding of {count} figures explains less than {most}, and not just that."
            )
        return (
            told
            + f"the rounding of {count} figures explains {most} at most, {lacking} less than that."
        )

    def _ruled_out(self, lang: str) -> str:
        zh = lang == "zh"
        parts = [figure.where(lang) for figure in self.blanks[:_SHOWN]]
        rest = len(self.blanks) - _SHOWN
        if rest > 0:
            parts.append(f"另 {rest} 个空格" if zh else f"{rest} more blank cells")
        blanks = ("、" if zh else ", ").join(parts)
        tables = ("、" if zh else ", ").join(
            dict.fromkeys(each.words(lang) for each in self.unlisted)
        )
        if zh:
            told = [f"空格 {blanks}"] if blanks else []
            told += [f"{tables} 没有列出的行或列"] if tables else []
            return f"其他明细已被排除：{'；'.join(told)}。"
        told = [f"the blank cells {blanks}"] if blanks else []
        told += [f"what {tables} does not list"] if tables else []
        return f"Other entries are ruled out by {'; and by '.join(told)}."

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Obstacle of {len(self.figures)} figures and blanks: {self.text('en')}>"


def _side(terms: Terms, lang: str) -> str:
    zh, parts = lang == "zh", []
    for figure, times in terms[:_SHOWN]:
        often = (f"（计{times}次）" if zh else f" (counted {times} times)") if times > 1 else ""
        parts.append(f"{figure.where(lang)} {figure.text}{often}")
    rest = len(terms) - _SHOWN
    if rest > 0:
        parts.append(f"另 {rest} 个数" if zh else f"{rest} more figures")
    return " + ".join(parts)


def _printed(terms: Terms, unit: Unit) -> Decimal:
    total = Decimal(0)
    for figure, times in terms:
        value = (figure.value or Decimal(0)).scaleb(figure.unit.exponent, exact)
        total = exact.add(total, exact.multiply(value, Decimal(times)))
    return shortest(total.scaleb(-unit.exponent, exact), 2)


def _room(figure: Figure, *, up: bool) -> Decimal:
    """How far the true amount can be above, or below, what is printed, in 元."""
    within = figure.interval()
    value = (figure.value or Decimal(0)).scaleb(figure.unit.exponent, exact)
    end = (within.high if up else within.low) or Decimal(0)
    return exact.subtract(end, value) if up else exact.subtract(value, end)
