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
from cnbudget.messages import Said, joined, sentences, tell
from cnbudget.rounding import rule_words

_MOST_FIGURES = 8  # figures that an obstacle names
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
        return f"{Said(self.source.zh, self.source.en).text(lang)} {self.function}".strip()


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
        return tell(lang, "figures.table", table=self.number)


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

    >>> import cnbudget
    >>> cnbudget.reconcile(cnbudget.example("akto")).obstacle is None  # there is a ledger
    True
    >>> found = Obstacle(((Figure.of("2.00", "万元"), 1),), ((Figure.of("1.00", "万元"), 1),))
    >>> found.difference, len(found.text("en")) > 0
    (Decimal('-1.00'), True)
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
        return sentences(
            lang,
            self._derived(lang),
            self._numbers(lang),
            self._ruled_out(lang) if self.blanks or self.unlisted else "",
            tell(lang, "obstacles.no_ledger"),
        )

    def _derived(self, lang: str) -> str:
        larger, smaller = _side(self.larger, lang), _side(self.smaller, lang)
        given = tell(lang, "obstacles.balanced", what=self.balances) if self.balances else ""
        if not self.larger:
            return tell(lang, "obstacles.nowhere", given=given, smaller=smaller)
        if not self.smaller:
            return tell(lang, "obstacles.not_negative", given=given, larger=larger)
        return tell(lang, "obstacles.contained", given=given, smaller=smaller, larger=larger)

    def _numbers(self, lang: str) -> str:
        one, other = self.found
        count = sum(times for _, times in (*self.larger, *self.smaller))
        rule = rule_words(figure.rule for figure, _ in (*self.larger, *self.smaller))
        most = self.allowance
        if not self.shortage:
            explained = tell(lang, "obstacles.not_even_tie", rule=rule, count=count, most=most)
        else:
            explained = tell(
                lang,
                "obstacles.not_enough",
                rule=rule,
                count=count,
                most=most,
                lacking=self.shortage,
            )
        return tell(
            lang,
            "obstacles.apart",
            one=one,
            other=other,
            apart=self.difference,
            unit=self.unit,
            explained=explained,
        )

    def _ruled_out(self, lang: str) -> str:
        parts = [figure.where(lang) for figure in self.blanks[:_MOST_FIGURES]]
        rest = len(self.blanks) - _MOST_FIGURES
        if rest > 0:
            parts.append(tell(lang, "obstacles.more_blanks", count=rest))
        tables = tuple(dict.fromkeys(each.words(lang) for each in self.unlisted))
        told = [tell(lang, "obstacles.blanks", cells=parts)] if parts else []
        told += [tell(lang, "obstacles.unlisted", tables=tables)] if tables else []
        if len(told) > 1:
            return tell(lang, "obstacles.ruled_out_by_both", one=told[0], other=told[1])
        return tell(lang, "obstacles.ruled_out", what=told)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Obstacle of {len(self.figures)} figures and blanks: {self.text('en')}>"


def _side(terms: Terms, lang: str) -> str:
    parts = []
    for figure, times in terms[:_MOST_FIGURES]:
        often = tell(lang, "conflicts.counted", times=times) if times > 1 else ""
        parts.append(f"{figure.where(lang)} {figure.text}{often}")
    rest = len(terms) - _MOST_FIGURES
    if rest > 0:
        parts.append(tell(lang, "figures.more", count=rest))
    return joined(lang, parts, "+")


def total_of(terms: Terms) -> Decimal:
    """What figures come to as printed, in yuan, each as often as it counts."""
    total = Decimal(0)
    for figure, times in terms:
        value = (figure.value or Decimal(0)).scaleb(figure.unit.exponent, exact)
        total = exact.add(total, exact.multiply(value, Decimal(times)))
    return total


def _printed(terms: Terms, unit: Unit) -> Decimal:
    return shortest(total_of(terms).scaleb(-unit.exponent, exact), 2)


def _room(figure: Figure, *, up: bool) -> Decimal:
    """How far the true amount can be above, or below, what is printed, in 元."""
    within = figure.interval()
    value = (figure.value or Decimal(0)).scaleb(figure.unit.exponent, exact)
    end = (within.high if up else within.low) or Decimal(0)
    return exact.subtract(end, value) if up else exact.subtract(value, end)
