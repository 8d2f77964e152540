"""Figures that cannot all be right, as one derived equality told to people.

A refutation of the engine adds laws up to one equality between few figures that rounding cannot explain. Here it is
put back into figures and laws; the multipliers stay with the evidence and are not shown.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import lcm

import attrs

from cnbudget.amounts import Unit, exact
from cnbudget.arithmetic import half_place, last_place
from cnbudget.consistency import Refutation
from cnbudget.deduction import FigureSystem, RuleLaw, StatedLaw
from cnbudget.figures import Figure, State
from cnbudget.invariants import AGREE, BALANCE, CONTAIN, Law, law_among
from cnbudget.messages import Message, joined, say, sentences, tell
from cnbudget.reconciliation.obstacle import Terms, total_of
from cnbudget.reconciliation.rates import Rate, rate_of
from cnbudget.rounding import rule_words

_MOST_FIGURES = 12  # figures that a conflict names
_MOST_LAWS = 4
_MOST_BLANKS = 2
_MOST_TIMES = 9


@attrs.frozen(eq=False, repr=False)
class Conflict:
    """Figures that cannot all be right.

    Attributes:
        left: The figures on one side of the derived equality, each with how often it counts.
        right: Those on the other side.
        relation: What must hold between the true amounts of the sides: "=" or, where the laws only say that much, "≥".
        laws: The laws it is derived from, the largest figures first.
        found: What the sides come to as printed, in ``unit``.
        allowance: The most that rounding can explain, in ``unit``.
        shortage: By how much the difference is more than that, in ``unit``.
        unit: The unit of these numbers.
        tie: Whether it would hold if ties were rounded the other way.
        smallest: Whether it is proven that no smaller set of figures contradicts itself.
        rate: Where a percentage is in it: what it could be by the other figures. The numbers are then per cent: the
            printed one, which stands on the left, and the nearest possible one.
        refutation: The evidence.

    >>> from decimal import Decimal
    >>> import cnbudget
    >>> budget = cnbudget.example("akto")
    >>> cell = budget[3, "208", "合计"]
    >>> found = cnbudget.reconcile(budget.with_figures([(cell, cell.evolve(value=Decimal("74.01")))])).conflicts[0]
    >>> found.difference, len(found.figures), found.text("en")[:8]
    (Decimal('3.60'), 2, 'From the')
    """

    left: Terms
    right: Terms
    relation: str = attrs.field(kw_only=True)
    laws: tuple[Law, ...] = attrs.field(kw_only=True)
    found: tuple[Decimal, Decimal] = attrs.field(kw_only=True)
    allowance: Decimal = attrs.field(kw_only=True)
    shortage: Decimal = attrs.field(kw_only=True)
    unit: Unit = attrs.field(kw_only=True)
    tie: bool = attrs.field(default=False, kw_only=True)
    smallest: bool = attrs.field(default=False, kw_only=True)
    rate: Rate | None = attrs.field(default=None, kw_only=True)
    refutation: Refutation = attrs.field(kw_only=True)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of which one, at least, is wrong."""
        return tuple(figure for figure, _ in (*self.left, *self.right))

    @property
    def difference(self) -> Decimal:
        """By how much the sides differ as printed."""
        return exact.subtract(self.found[0], self.found[1]).copy_abs()

    def text(self, lang: str = "zh") -> str:
        """The conflict in words, Chinese (``"zh"``) or English (``"en"``).

        First what follows from which laws, then both numbers, what rounding allows and how much is lacking.
        """
        if self.rate is not None:
            return self._rate(self.rate, lang)
        shown = [f for f in self.figures if f.state is not State.BLANK]
        units = any(figure.unit is not shown[0].unit for figure in shown)
        left, right = (_side(each, lang, units=units) for each in (self.left, self.right))
        laws = _laws(self.laws, lang)
        if self.relation == "=":
            derived = tell(lang, "conflicts.equal", laws=laws, left=left, right=right)
        else:
            derived = tell(lang, "conflicts.not_less", laws=laws, left=left, right=right)
        one, other = self.found
        numbers = tell(
            lang,
            "conflicts.apart",
            one=one,
            other=other,
            apart=self.difference,
            unit=self.unit,
            explained=self._explained(lang),
        )
        return sentences(lang, derived, numbers, tell(lang, "conflicts.no_ledger"))

    def _explained(self, lang: str) -> str:
        """How much of the difference rounding explains."""
        if not self.allowance:
            return tell(lang, "conflicts.nothing_rounded")
        rounded = _rounded((*self.left, *self.right))
        if self.tie:
            return tell(lang, "conflicts.not_even_tie", rounded=rounded, most=self.allowance)
        return tell(
            lang,
            "conflicts.not_enough",
            rounded=rounded,
            most=self.allowance,
            lacking=self.shortage,
        )

    def _rate(self, rate: Rate, lang: str) -> str:
        """The words where a percentage is in it."""
        laws = _laws(self.laws, lang)
        (percentage, _), *_ = self.left
        text = f"{percentage.text}%"
        if not self.right:
            derived = tell(
                lang, "conflicts.rate_alone", laws=laws, figure=percentage, text=text, rate=rate
            )
        else:
            derived = tell(
                lang,
                "conflicts.rate_of_others",
                laws=laws,
                figure=percentage,
                text=text,
                others=_side(self.right, lang, mark=";"),
                rate=rate,
            )
        return sentences(lang, derived, tell(lang, "conflicts.no_ledger"))

    @property
    def unit_text(self) -> str:
        """The unit of its numbers: of money, or per cent."""
        return self.unit.zh if self.rate is None else "%"

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Conflict of {len(self.figures)} figures: {self.text('en')}>"


def _side(terms: Terms, lang: str, *, units: bool = False, mark: str = "+") -> str:
    parts = []
    shown = [(f, n) for f, n in terms if f.state is not State.BLANK]
    for figure, times in shown[:_MOST_FIGURES]:
        value = f" {figure.grouped}" if figure.text else ""
        if value and (units or figure.column.measure):
            value += figure.unit_text if figure.column.measure else f" {figure.unit.zh}"
        often = tell(lang, "conflicts.counted", times=times) if times > 1 else ""
        parts.append(f"{figure.where(lang)}{value}{often}")
    if len(shown) > _MOST_FIGURES:
        parts.append(tell(lang, "figures.more", count=len(shown) - _MOST_FIGURES))
    blanks = [f for f, _ in terms if f.state is State.BLANK]
    if len(blanks) <= _MOST_BLANKS:
        parts += [tell(lang, "conflicts.blank", figure=f) for f in blanks]
    else:
        tables = tuple(dict.fromkeys(_table(f, lang) for f in blanks))
        parts.append(tell(lang, "conflicts.blanks_in", tables=tables, count=len(blanks)))
    return joined(lang, parts, mark) or "0"


def _table(figure: Figure, lang: str) -> str:
    row = figure.row
    if row.table is not None:
        return tell(lang, "figures.table", table=row.table)
    return f"“{row.title or row.key}”"


def _rounded(terms: Terms) -> Message:
    printed = [(figure, times) for figure, times in terms if figure.state is not State.BLANK]
    count = sum(times for _, times in printed)
    if max((times for _, times in printed), default=0) > _MOST_TIMES:
        count = len(
            printed
        )  # a share is so many hundredths of a figure, and no figure so many times
    rule = rule_words(figure.rule for figure, _ in printed)
    if count > 1:
        return say("conflicts.rounded", rule=rule, count=count)
    return say("conflicts.one_rounded", rule=rule)


def _laws(laws: tuple[Law, ...], lang: str) -> str:
    parts = [_law(law, lang) for law in laws[:_MOST_LAWS]]
    if len(laws) > _MOST_LAWS:
        parts.append(tell(lang, "conflicts.more_laws", count=len(laws) - _MOST_LAWS))
    if len(laws) > 1:
        return tell(lang, "conflicts.laws", count=len(laws), laws=joined(lang, parts, ";"))
    return tell(lang, "conflicts.law", law=joined(lang, parts, ";"))


def _law(law: Law, lang: str) -> str:
    whole = _place(law.whole, lang)
    if isinstance(law, StatedLaw) and law.kind != AGREE:
        return law.short([_place(figure, lang) for figure in law.figures], lang)
    if isinstance(law, RuleLaw):
        return law.words(lang)
    if law.kind == AGREE:
        others = tuple(dict.fromkeys(_place(figure, lang) for figure in law.parts))
        return tell(lang, "conflicts.one_scope", whole=whole, others=others)
    if law.kind == CONTAIN:
        return tell(lang, "conflicts.contains", whole=whole)
    if law.kind == BALANCE:
        return tell(lang, "conflicts.balances", whole=whole)
    if law.reason == "rows":
        return tell(lang, "conflicts.sum_of_rows", whole=whole)
    if law.reason == "columns":
        return tell(lang, "conflicts.sum_of_columns", whole=whole)
    return tell(lang, "conflicts.sum_of_parts", whole=whole)


def _place(figure: Figure, lang: str) -> str:
    """The table, row and column of a figure, without its line."""
    return figure.cell_words(lang)


def conflict_of(
    framed: FigureSystem, refutation: Refutation, *, smallest: bool = False
) -> Conflict:
    """A refutation in terms of figures and laws.

    Args:
        framed: The system that it refutes.
        refutation: A verified refutation.
        smallest: Whether no smaller set of figures contradicts itself.
    """
    # the sum of the terms is at least 0, and the figures keep it below
    terms = refutation.terms or ((refutation.empty or "", Fraction(1)),)
    size = lcm(*(k.denominator for _, k in terms))
    known: list[tuple[Figure, int]] = []
    loose = False  # whether amounts that are not known, and not negative, stand on the smaller side
    value = most = Fraction(0)
    for name, k in terms:
        figure, cell, times = framed.figure(name), framed.system[name], int(k * size)
        unused = cell.suspect and name not in refutation.cells and refutation.empty is None
        if figure is None and cell.trusted:  # what rounding a printed number once more allows
            most += times * ((cell.interval.high if times > 0 else cell.interval.low) or 0)
            continue
        if figure is None or cell.value is None or unused:
            loose = True  # only that it is not negative was used
            continue
        known.append((figure, times))
        within = cell.interval
        value += times * Fraction(cell.value)
        most += times * ((within.high if times > 0 else within.low) or 0)
    rate = rate_of(framed, refutation)
    if rate is not None:
        figures = [figure for figure, _ in known]
        figures += [f for f in map(framed.figure, refutation.cells) if f is not None]
        return _of_rate(framed, refutation, rate, _once(figures), smallest)
    left = tuple((figure, k) for figure, k in known if k > 0)
    right = tuple((figure, -k) for figure, k in known if k < 0)
    if not loose and not _first(left, right):
        left, right = right, left
    unit = next((f.unit for f, _ in (*left, *right) if f.state is not State.BLANK), Unit.WAN)
    return Conflict(
        left,
        right,
        relation="≥" if loose else "=",
        laws=_ordered(framed, refutation),
        found=(_shown(total_of(left), unit), _shown(total_of(right), unit)),
        allowance=_shown(_decimal(most - value), unit),
        shortage=_shown(_decimal(-most), unit),
        unit=unit,
        tie=not most,
        smallest=smallest,
        refutation=refutation,
    )


def _of_rate(
    framed: FigureSystem, refutation: Refutation, rate: Rate, known: list[Figure], smallest: bool
) -> Conflict:
    half = half_place(rate.figure.places)
    printed = rate.figure.value or Decimal(0)
    difference = exact.subtract(printed, rate.nearest).copy_abs()
    others = [f for f in known if f is not rate.figure and f.state is not State.BLANK]
    return Conflict(
        ((rate.figure, 1),),
        tuple((figure, 1) for figure in others),
        relation="=",
        laws=_ordered(framed, refutation),
        found=(printed, rate.nearest),
        allowance=half,
        shortage=max(exact.subtract(difference, half), Decimal(0)),
        unit=rate.figure.unit,
        smallest=smallest,
        rate=rate,
        refutation=refutation,
    )


def _once(figures: list[Figure]) -> list[Figure]:
    return list({figure.address: figure for figure in figures}.values())


def _decimal(number: Fraction) -> Decimal:
    """A number of 元 that is a finite decimal."""
    return exact.divide(Decimal(number.numerator), Decimal(number.denominator))


def _first(left: Terms, right: Terms) -> bool:
    """Whether the left side is to be named first: it has fewer figures, or the larger one."""
    if len(left) != len(right):
        return 0 < len(left) < len(right) or not right
    return max(_size(f) for f, _ in left) >= max(_size(f) for f, _ in right)


def _size(figure: Figure) -> Decimal:
    return (figure.value or Decimal(0)).scaleb(figure.unit.exponent, exact).copy_abs()


def _shown(yuan: Decimal, unit: Unit) -> Decimal:
    """An amount in the unit, with two places at least and no more zeros than needed."""
    value = yuan.scaleb(-unit.exponent, exact).normalize(exact)
    places = max(2, -int(value.as_tuple().exponent))
    return value.quantize(last_place(places), context=exact)


def _ordered(framed: FigureSystem, refutation: Refutation) -> tuple[Law, ...]:
    """The laws used, from the largest figure down."""
    tables = [name for name in refutation.constraints if name.startswith("L")]
    numbers = dict.fromkeys(framed.law(name) for name in tables)
    figures = framed.derived.figures
    stated = {} if framed.stated is None else framed.stated.laws
    known: dict[str, Law] = {**stated, **framed.rules}
    laws = [known[name] for name in refutation.constraints if name in known]
    for number in numbers:
        kind, indices, reason = framed.derived.laws[number]
        if kind == AGREE:  # only those of the figures that it is used for
            used = {int(m.constraint.partition(".")[2]) for m in refutation.multipliers
                    if m.constraint in tables and framed.law(m.constraint) == number}  # fmt: skip
            indices = (indices[0], *(j for n, j in enumerate(indices[1:]) if n in used))
        laws.append(law_among(figures, kind, indices, reason))
    return tuple(sorted(laws, key=lambda law: _size(law.whole), reverse=True))
