"""Last year's numbers in this year's document, and what they are held to: each other, and last year's own document.

A budget speaks of last year in three ways: it prints last year's column (上年预算数), its text says what last year's
amounts were, and an amount with its change comes to last year's. All must be what last year's document printed of the
same scope and stage, in the codes of last year. A budget as it was adjusted in the year (调整预算) is another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

import attrs

from cnbudget.classification import Classification
from cnbudget.disclosure import Disclosure
from cnbudget.figures import ColumnAddress, Figure, Place, State
from cnbudget.forms import vocabulary
from cnbudget.forms.meaning import ADJUSTED, meaning_of
from cnbudget.invariants import Verdict
from cnbudget.messages import Said, Words, few, say
from cnbudget.narrative import Claim, Earlier
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.printed import Printed
from cnbudget.narrative.ratios import Number, Ruling, equal
from cnbudget.scope import PART, Scope
from cnbudget.ties.agreement import agreement
from cnbudget.ties.claims import ClaimTies
from cnbudget.ties.translation import Translated, Translation, names_of
from cnbudget.values import Value, Visible
from cnbudget.words import plain

#: A number of last year's: of a column, of a sentence, or what an amount and its change come to.
Source: TypeAlias = Figure | Claim | Earlier
#: An amount in yuan, and the figures that it is the sum of.
Amounts: TypeAlias = tuple[Number, tuple[Figure, ...]]
_ZERO = (State.BLANK, State.VALUE)
_MOST = 6


@attrs.frozen(eq=False, repr=False)
class LastYearBeside(Visible):
    """A number of last year's beside another one.

    Attributes:
        scope: What both are of, without year and stage.
        one: The number.
        others: What it is held to: figures of last year's document (several where codes have moved since), or one of
            this year's column of last year's.
        mine: The number in yuan.
        there: What ``others`` come to.
        ruling: How it came out.
        within: Whether both stand in this year's document.
    """

    scope: Scope
    one: Source
    others: tuple[Figure, ...]
    mine: Number = attrs.field(kw_only=True)
    there: Number = attrs.field(kw_only=True)
    ruling: Ruling = attrs.field(kw_only=True)
    within: bool = attrs.field(default=False, kw_only=True)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The printed numbers in it, those of this year's document first."""
        if isinstance(self.one, Earlier):
            return (*(claim.figure for claim in self.one.claims), *self.others)
        return (_figure(self.one), *self.others)


@attrs.frozen(eq=False, repr=False)
class Unheld(Value):
    """Numbers of last year's that are held to nothing.

    Attributes:
        about: What they are.
        place: Where the first stands.
        reason: Why.
    """

    about: Words
    place: Place = attrs.field(eq=False)
    reason: Words


@attrs.frozen(eq=False, repr=False)
class LastYear(Visible):
    """What a document says of the year before, and what that is held to.

    Attributes:
        year: The year before.
        beside: The numbers, each beside another.
        unheld: What is held to nothing.
    """

    year: int
    beside: tuple[LastYearBeside, ...]
    unheld: tuple[Unheld, ...]


def last_year(
    this: Disclosure,
    claims: ClaimTies | None,
    last: Disclosure | None = None,
    *,
    lists: Classification | None = None,
) -> LastYear | None:
    """What a document says of the year before; None if it is of no year.

    Args:
        this: The document.
        claims: What its prose is held to; None if it has none, or is not asked for.
        last: Last year's document, of the same agency and stage.
        lists: The lists that codes are followed by; those that ship if not given.
    """
    if this.year is None:
        return None
    return _Reader(this, claims, last, lists).found()


def amounts_of(printed: Printed, moved: Translated, *, zero: bool = False) -> list[Amounts] | Words:
    """What a document prints of a scope that was translated into its codes, put right by what has moved.

    Args:
        printed: The figures of the document.
        moved: The scope.
        zero: Whether what a table does not list that lists all others is nothing, of no figure.

    Returns:
        The amounts, the likeliest first; the reason why there is none.
    """
    if moved.scope is None:
        return say("years.no_trace_said") if moved.why is None else moved.why
    plainly: list[Amounts] = [
        (number, (figure,))
        for figure in printed.of(moved.scope)
        if (number := number_of(figure)) is not None
    ]
    if not plainly and zero and printed.unlisted(moved.scope) is not None:
        plainly = [(Number(Decimal(0)), ())]
    if not plainly:
        return say("years.not_printed")
    parts: list[tuple[Figure, bool]] = []
    for scopes, more in ((moved.added, True), (moved.taken, False)):
        for scope in scopes:
            figure = printed.first(scope)
            if figure is not None and figure.value:
                parts.append((figure, more))
            elif not _nothing(printed, scope):
                return say("years.moved_unknown", code=codes_of_scope(scope))
    for scope in moved.ended:
        figure = printed.first(scope)
        if figure is not None and figure.value:
            return say("years.ended", code=codes_of_scope(scope))
        if not _nothing(printed, scope):
            return say("years.moved_unknown", code=codes_of_scope(scope))
    if not parts:
        return plainly
    righted = []
    for number, figures in plainly:
        total = number
        for figure, more in parts:
            part = number_of(figure)
            if part is not None:
                total = total + part if more else total - part
        righted.append((total, (*figures, *(figure for figure, _ in parts))))
    return righted


def _nothing(printed: Printed, scope: Scope) -> bool:
    """Whether there is no money of a scope: it is zero or not listed, or what it lies in is."""
    for wide in (
        scope,
        attrs.evolve(scope, economic=None, government_economic=None),
        Scope(scope.function, source=scope.source, flow=scope.flow),
        Scope(scope.function, flow=scope.flow),
    ):
        figure = printed.first(wide)
        if figure is not None and figure.value is not None:
            return not figure.value
        if printed.unlisted(wide) is not None:
            return True
    return False


class _Reader:
    """Reads what a document says of the year before."""

    def __init__(
        self,
        this: Disclosure,
        claims: ClaimTies | None,
        last: Disclosure | None,
        lists: Classification | None,
    ) -> None:
        self.this, self.claims, self.last = this, claims, last
        self.year = (this.year or 0) - 1
        self.here = Printed(this.tables) if claims is None else claims.printed
        self.beside: list[LastYearBeside] = []
        self._unheld: dict[tuple[str, Words], list[tuple[str, Place]]] = {}
        self.there: ClaimTies | None = None
        if last is not None:
            self.there = ClaimTies(last, last.narrative_with(lists))
            names = names_of(this), names_of(last)
            self.translation = Translation(this.year, last.year, lists=lists, names=names)

    def found(self) -> LastYear:
        """All that it says."""
        columns = list(self._columns())
        for scope, figure in columns:
            self._of_column(scope, figure)
        if self.claims is not None:
            printed = any(scope.year is not None for scope in self.here.figures)
            for one, claim, scope in self._said():
                if self.there is not None:
                    self._of_text(one, claim, scope)
                if printed:
                    self._within(one, claim, scope)
        return LastYear(self.year, tuple(self.beside), tuple(self._told()))

    # Its columns -----------------------------------------------------------------------------------

    def _columns(self) -> Iterator[tuple[Scope, Figure]]:
        """The amounts of last year's columns, each with its scope."""
        if self.last is None:
            return
        for table in self.this.tables:
            for side in table.sides:
                columns: dict[ColumnAddress, list[tuple[Scope, Figure]]] = {}
                for row in side.rows:
                    for figure in row.figures:
                        scope = figure.scope
                        if scope is not None and scope.year == self.year and figure.state in _ZERO:
                            columns.setdefault(figure.column, []).append((scope, figure))
                for column, found in columns.items():
                    if all(figure.state is State.BLANK for _, figure in found):
                        self._not_held("column", found[0][1], say("years.column_empty"))
                    elif _adjusted(column):
                        self._not_held("column", found[0][1], say("years.adjusted"))
                    else:
                        yield from found

    def _of_column(self, scope: Scope, figure: Figure) -> None:
        """Hold a number of a column of last year's to last year's document."""
        mine = number_of(figure)
        if self.there is None or mine is None or figure.column.measure:
            return
        if scope.stage not in (None, self.this.stage):
            self._not_held("column", figure, say("years.other_stage", stage=scope.stage))
            return
        bare = scope.evolve(year=None, stage=None)
        if any(name.startswith(PART) for name in scope.agency):
            self._not_held("number", figure, say("years.part"))
            return
        moved = self.translation.of(bare)
        for begun in moved.begun:
            now = self.here.first(begun.evolve(year=scope.year, stage=scope.stage))
            if now is not None and now.value:
                self._not_held("number", figure, say("years.begun", code=codes_of_scope(begun)))
                return
        found = amounts_of(self.there.printed, moved)
        if not isinstance(found, list):
            if figure.value or moved.scope is None:
                self._not_held("number", figure, found)
            return
        rulings = [(equal(mine, there), there, others) for there, others in found]
        self._hold(bare, figure, mine, rulings)

    # Its text --------------------------------------------------------------------------------------

    def _said(self) -> Iterator[tuple[Claim | Earlier, Claim, Scope]]:
        """The amounts that the text gives last year, each with the claim whose words say of what."""
        assert self.claims is not None  # noqa: S101  (the caller asks only then)
        stage = self.this.stage
        for claim in self.claims.claims:
            money = claim.kind in ("amount", "none") and claim.unit is not None
            if not money or claim.value is None or claim.role != "stated":
                continue
            if claim.scope is not None and (claim.year, claim.stage) == (self.year, stage):
                yield claim, claim, claim.scope
        for earlier in self.claims.narrative.previous_year.figures:
            change = earlier.claims[-1] if earlier.claims else None
            if change is not None and change.against == (self.year, stage):
                yield earlier, earlier.claims[0], earlier.scope.evolve(year=None)

    def _of_text(self, one: Claim | Earlier, claim: Claim, scope: Scope) -> None:
        """Hold an amount of the text to last year's document."""
        there = self.there
        assert there is not None  # noqa: S101
        mine = number_of(one) if isinstance(one, Claim) else one.number
        if mine is None:
            return
        if _says_adjusted(claim.sentence):
            self._not_held("said", claim.figure, say("years.adjusted"))
            return
        moved = self.translation.of(scope)
        found = amounts_of(there.printed, moved)
        if moved.scope is not None and not (isinstance(found, list) and _righted(found)):
            wide: list[Amounts] = [
                (number, (each,))
                for each in there.figures_of(claim, moved.scope)
                if (number := number_of(each)) is not None
            ]
            if isinstance(found, list):
                found = [*found, *wide]
            elif moved.plain and wide:
                found = wide
        if not isinstance(found, list):
            if mine.value or moved.scope is None:
                self._not_held("said", claim.figure, found)
            return
        rulings = [(_ruled(one, mine, number, each), number, each) for number, each in found]
        if there.is_doubtful(claim, moved.scope or scope) and _best(rulings).verdict is _VIOLATED:
            self._not_held("said", claim.figure, say("prose.of_this_year_alone"))
            return
        self._hold(scope, one, mine, rulings)

    def _within(self, one: Claim | Earlier, claim: Claim, scope: Scope) -> None:
        """Hold an amount of the text to this year's column of last year's."""
        assert self.claims is not None  # noqa: S101
        mine = number_of(one) if isinstance(one, Claim) else one.number
        wanted = scope.evolve(year=self.year)
        figures = [
            each
            for each in self.claims.figures_of(claim, wanted)
            if each.state in _ZERO and not _adjusted(each.column)
        ]
        if mine is None or not any(figure.value for figure in figures):
            return  # a column that nobody filled in says nothing
        if _says_adjusted(claim.sentence) or self.claims.is_doubtful(claim, wanted):
            return
        rulings = [
            (_ruled(one, mine, number, (figure,)), number, (figure,))
            for figure in figures
            if (number := number_of(figure)) is not None
        ]
        if self._is_of_less(claim, figures):
            return
        self._hold(scope, one, mine, rulings, within=True)

    def _is_of_less(self, claim: Claim, figures: Sequence[Figure]) -> bool:
        """Whether this year's amount of a claim is none that stands beside figures of last year's: of other money."""
        # a column of last year's may hold what is carried over, of which the text tells in another part
        now = number_of(claim)
        if claim.year != self.this.year or now is None:
            return False
        scopes = (each.scope.evolve(year=None, stage=None) for each in figures if each.scope)
        beside = [number_of(each) for scope in scopes for each in self.here.of(scope)]
        numbers = [number for number in beside if number is not None]
        same = (equal(now, number).verdict is not _VIOLATED for number in numbers)
        return bool(numbers) and not any(same)

    # What comes of it ------------------------------------------------------------------------------

    def _hold(
        self,
        scope: Scope,
        one: Source,
        mine: Number,
        rulings: Sequence[tuple[Ruling, Number, tuple[Figure, ...]]],
        *,
        within: bool = False,
    ) -> None:
        """Take the amount that a number is nearest to."""
        ruling, there, others = min(rulings, key=lambda each: _RANK[each[0].verdict])
        if ruling.verdict is _VIOLATED and not within and self._of_other_money(scope, mine):
            first = one.claims[-1].figure if isinstance(one, Earlier) else _figure(one)
            self._not_held("number", first, say("years.of_other_money"))
            return
        if ruling.verdict is _VIOLATED and not within and self._by_old_code(scope, mine):
            first = one.claims[-1].figure if isinstance(one, Earlier) else _figure(one)
            self._not_held("number", first, say("years.by_old_code"))
            return
        if not within:
            others = tuple(self._placed(figure) for figure in others)
        self.beside.append(
            LastYearBeside(scope, one, others, mine=mine, there=there, ruling=ruling, within=within)
        )

    def _of_other_money(self, scope: Scope, mine: Number) -> bool:
        """Whether last year's document prints the amount of other money: with what is carried over, or without.

        In forms that are read by words alone each year's laws chose whether that is in.
        """
        last, there = self.last, self.there
        if last is None or there is None or not mine.value:
            return False
        if not (last.by_words or self.this.by_words):
            return False
        moved = self.translation.of(scope).scope
        if moved is None:
            return False
        for other, figures in there.printed.figures.items():
            if other == moved or other.evolve(source=moved.source, flow=moved.flow) != moved:
                continue
            for figure in figures:
                number = number_of(figure)
                if number is not None and equal(mine, number).verdict is not _VIOLATED:
                    return True
        return False

    def _by_old_code(self, scope: Scope, mine: Number) -> bool:
        """Whether a number of what was moved is that of the same code last year, as if nothing had been moved."""
        there, moved = self.there, self.translation.of(scope)
        if there is None or (moved.scope == scope and moved.plain):
            return False
        numbers = [number_of(figure) for figure in there.printed.of(scope)]
        if not numbers and there.printed.unlisted(scope) is not None:
            numbers = [Number(Decimal(0))]
        return any(
            number is not None and equal(mine, number).verdict is not _VIOLATED
            for number in numbers
        )

    def _placed(self, figure: Figure) -> Figure:
        """A figure of last year's document, which says that it stands there."""
        assert self.last is not None  # noqa: S101
        file = figure.place.file or self.last.source or None
        return figure.evolve(place=attrs.evolve(figure.place, year=self.year, file=file))

    def _not_held(self, what: str, figure: Figure, reason: Words) -> None:
        name = figure.column.column if what == "column" else figure.label
        self._unheld.setdefault((what, reason), []).append((name, figure.place))

    def _told(self) -> Iterable[Unheld]:
        for (what, reason), found in self._unheld.items():
            names = tuple(dict.fromkeys(name for name, _ in found))
            some = few(tuple(Said(name, name) for name in names), _MOST)
            if what == "column":
                about = say("years.column", year=self.year, names=some)
            else:
                about = say("years.numbers", year=self.year, count=len(found), names=some)
            yield Unheld(about, found[0][1], reason)


_VIOLATED = Verdict.VIOLATED
_RANK = {Verdict.EXACT: 0, Verdict.ROUNDING: 1, Verdict.UNDECIDED: 2, Verdict.VIOLATED: 3}


def _righted(amounts: Sequence[Amounts]) -> bool:
    """Whether amounts were put right by what has moved."""
    return any(len(figures) > 1 for _, figures in amounts)


def _best(rulings: Sequence[tuple[Ruling, Number, tuple[Figure, ...]]]) -> Ruling:
    return min((each[0] for each in rulings), key=lambda ruling: _RANK[ruling.verdict])


def _ruled(
    one: Claim | Earlier, mine: Number, there: Number, figures: tuple[Figure, ...]
) -> Ruling:
    """How an amount of the text comes out beside figures; one that is stated may be rounded or cut off."""
    if isinstance(one, Claim) and len(figures) == 1:
        return agreement(one, figures[0], mine, there)
    return equal(mine, there)


def _figure(one: Figure | Claim) -> Figure:
    return one if isinstance(one, Figure) else one.figure


def codes_of_scope(scope: Scope) -> str:
    """The codes of a scope, one after another."""
    codes = (scope.function, scope.economic, scope.government_economic)
    return "、".join(code for each in codes for code in each if code)


def _adjusted(column: ColumnAddress) -> bool:
    """Whether a column is of the budget as it was adjusted in the year."""
    headings = (*column.path, column.column)
    return any(meaning_of(plain(each), "column").stage == ADJUSTED for each in headings)


def _says_adjusted(sentence: str) -> bool:
    """Whether a sentence speaks of the budget as it was adjusted in the year."""
    said = plain(sentence)
    return any(
        word in said
        for word, entries in vocabulary().entries["column"].items()
        if any(each.dimension == "stage" and each.value == ADJUSTED for each in entries)
    )
