"""What bears each number of the prose out: the fewest others agree with the one that is wrong.

A table that prints the same, a sum that it makes up, a rate worked out from it, last year's amount by another way:
each is a witness for the number as it is printed, or for what it would have to be. Two ways to last year's total that
differ do not say which is wrong; two more ways that agree with the one, do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact, last_place, round_half_away
from cnbudget.checks.findings import Suspect
from cnbudget.figures import Address, Figure
from cnbudget.invariants import Verdict
from cnbudget.narrative import Claim, Earlier
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number, Ruling, equal
from cnbudget.ties.agreement import in_unit
from cnbudget.ties.claims import ClaimTies
from cnbudget.ties.held import ClaimBeside, ruled
from cnbudget.ties.last_year import LastYear
from cnbudget.values import Visible

_ZERO = Decimal(0)
_NOTHING = Number(_ZERO)
_MOST_TERMS = 400  # no list of a budget has more
_MOST_ROUNDED = 24
_MOST_SUSPECTS = 8


@attrs.frozen(eq=False, repr=False)
class _Sum(Visible):
    """Numbers that come to nothing, each added or taken away.

    Attributes:
        terms: The numbers, with 1 or -1.
        total: What they come to as printed, together with what no number of the prose says.
        holds: Whether that is nothing.
    """

    terms: tuple[tuple[Claim | Figure, int], ...]
    total: Number
    holds: bool

    def times(self, one: Claim) -> int:
        """How often a number is in it."""
        return sum(sign for each, sign in self.terms if each is one)

    def would_hold(self, one: Claim, value: Decimal) -> bool:
        """Whether it would come to nothing if a number were another."""
        printed = number_of(one)
        more = exact.subtract(value, _ZERO if printed is None else printed.value)
        more = exact.multiply(more, self.times(one))
        moved = attrs.evolve(self.total, value=exact.add(self.total.value, more))
        return _stands(equal(moved, _NOTHING))


@attrs.frozen(eq=False, repr=False)
class _Percentage(Visible):
    """A share or a rate beside the amounts that it is worked out from.

    Attributes:
        beside: It.
        holds: Whether it is that.
    """

    beside: ClaimBeside
    holds: bool

    @property
    def terms(self) -> tuple[tuple[Claim | Figure, int], ...]:
        """The numbers in it."""
        each = self.beside
        return tuple((one, 1) for one in (each.claim, each.by, each.of) if one is not None)

    def would_hold(self, one: Claim, value: Decimal) -> bool:
        """Whether it would be that if a number were another."""
        numbers = []
        for each in (self.beside.claim, self.beside.by, self.beside.of):
            number = None if each is None else number_of(each)
            if each is one and number is not None:
                number = attrs.evolve(number, value=value)
            numbers.append(number)
        rate, by, of = numbers
        if by is None or of is None:
            return self.holds
        return _stands(ruled(self.beside, by, of, rate=rate))


class Witnesses:
    """What bears out or denies each number of the prose of a document."""

    def __init__(
        self, ties: ClaimTies, last: LastYear | None, astray: Container[Address] = ()
    ) -> None:
        """Gather them.

        Args:
            ties: What the claims are held to.
            last: What the document says of the year before, and what that is held to; None if nothing is.
            astray: The figures of the tables that are called wrong: they bear nothing out.
        """
        self._of: dict[Claim, list[_Sum | _Percentage]] = {}
        gathered: list[_Sum | _Percentage] = [*_sums(ties, last, astray), *_rates(ties)]
        for each in gathered:
            for one in dict.fromkeys(one for one, _ in each.terms if isinstance(one, Claim)):
                self._of.setdefault(one, []).append(each)
        amounts = [each for each in ties.claims if each.unit is not None and each.value]
        self._values = Counter((each.kind, _value(each)) for each in amounts)
        self._called: dict[tuple[str, str, Unit | None], list[Claim]] = {}
        for claim in amounts:
            self._called.setdefault((claim.kind, claim.subject, claim.unit), []).append(claim)

    def ranked(self, terms: Iterable[tuple[Claim, Decimal]], count: int = 0) -> tuple[Suspect, ...]:
        """Numbers in the order in which they may be wrong: first that with which the fewest others agree.

        Of those with which as many agree, the first is one that is told otherwise elsewhere, then one of which a single
        digit or the direction is another.

        Args:
            terms: The numbers, each with what it would have to be, in 元 or per cent.
            count: How many numbers were rounded on the way to that.
        """
        found = []
        for claim, right in terms:
            if claim.value is None or (right < 0 <= claim.value and claim.kind == "amount"):
                continue
            values = [right, *self._wanted(claim)]
            ways = [self._suspect(claim, value, count) for value in dict.fromkeys(values)]
            found.append(max(ways, key=_first))
        found.sort(key=_first, reverse=True)
        return tuple(suspect for suspect, _ in found[:_MOST_SUSPECTS])

    def _suspect(self, claim: Claim, right: Decimal, count: int) -> tuple[Suspect, tuple[int, int]]:
        """A number as it may have to be, and how likely a slip of the pen makes it."""
        unit = _unit(claim)
        meant = in_unit(right, unit)
        near = _slip(claim, meant, count)
        value = meant if near is None else near
        yuan = value.scaleb(unit.exponent, exact)
        settles, breaks = self._score(claim, yuan)
        printed = claim.value or Decimal(0)
        again = self._said_again(claim, value) - self._said_again(claim, printed)
        suspect = Suspect(
            claim.figure, value, settles=settles, breaks=breaks, score=(settles - breaks, again)
        )
        turned = claim.kind == "change" and value == exact.minus(printed)
        slip = (
            0 if near is None else 1 + turned
        )  # by chance a digit fits more often than a direction
        return suspect, (slip, self._elsewhere(claim, yuan))

    def _score(self, claim: Claim, value: Decimal) -> tuple[int, int]:
        """How many witnesses there are for a value of a claim that deny the printed one, and how many the other way."""
        printed = number_of(claim)
        if printed is None:
            return 0, 0
        now, would = (_possible(claim, each) for each in (printed.value, value))
        settles, breaks = int(would and not now), int(now and not would)
        for each in self._of.get(claim, ()):
            would = each.would_hold(claim, value)
            settles += would and not each.holds
            breaks += each.holds and not would
        return settles, breaks

    def _wanted(self, claim: Claim) -> Iterator[Decimal]:
        """What a claim would have to be for the sums that deny it, in 元."""
        printed = number_of(claim)
        for each in self._of.get(claim, ()):
            if printed is not None and isinstance(each, _Sum) and not each.holds:
                times = each.times(claim)
                if abs(times) == 1:
                    yield exact.subtract(printed.value, exact.multiply(each.total.value, times))

    def _said_again(self, claim: Claim, value: Decimal) -> int:
        """How many numbers that are called the same say a value."""
        same = self._called.get((claim.kind, claim.subject, claim.unit), ())
        return sum(each.value == value for each in same if each is not claim)

    def _elsewhere(self, claim: Claim, value: Decimal) -> int:
        """How many more numbers of its kind are what a claim would have to be than are what it is."""
        mine = _value(claim)
        others = self._values[claim.kind, mine] - 1
        return 0 if mine == value else self._values[claim.kind, value] - others


def _first(ranked: tuple[Suspect, tuple[int, int]]) -> tuple[tuple[int, ...], tuple[int, int]]:
    return ranked[0].score, ranked[1]


def _unit(claim: Claim) -> Unit:
    """The unit of a number: 元 for per cent, and 万元 where what is level has none."""
    if claim.kind in ("level", "none"):
        return claim.unit_of_change or Unit.WAN
    return claim.unit or Unit.YUAN


def _possible(claim: Claim, value: Decimal) -> bool:
    """Whether a change would leave no less than nothing for last year."""
    now = claim.of if claim.kind == "change" else None
    amount = None if now is None or now.kind != "amount" else number_of(now)
    return amount is None or value <= exact.add(amount.value, amount.half)


def _apart(one: str, other: str) -> int:
    """In how many places two numbers of one length differ."""
    return sum(mine != there for mine, there in zip(one, other, strict=True))


def _slip(claim: Claim, right: Decimal, count: int) -> Decimal | None:
    """The value near what a number has to be that differs in a single digit from what is printed; None if none does.

    Args:
        claim: The number.
        right: What it has to be, if nothing else was rounded.
        count: How many numbers were rounded.
    """
    if claim.value is None or claim.kind not in ("amount", "change") or count > _MOST_ROUNDED:
        return None
    step = last_place(claim.places)
    room = exact.multiply(step, count // 2 + 1)
    if claim.kind == "change" and exact.add(right, claim.value).copy_abs() <= room:
        return exact.minus(claim.value)  # the other way
    printed_digits = f"{claim.value:f}"
    for off in range(-(count // 2 + 1), count // 2 + 2):
        value = round_half_away(exact.add(right, exact.multiply(step, off)), claim.places)
        digits = f"{value:f}"
        if len(digits) == len(printed_digits) and _apart(digits, printed_digits) == 1:
            return value
    return None


def _value(claim: Claim) -> Decimal:
    number = number_of(claim)
    return _ZERO if number is None else number.value


def _stands(ruling: Ruling) -> bool:
    return ruling.verdict is not Verdict.VIOLATED or ruling.minor


def _sums(ties: ClaimTies, last: LastYear | None, astray: Container[Address]) -> Iterator[_Sum]:
    for each in ties.agreements:
        if any(figure.address in astray for figure in each.figures):
            continue
        mine, there = number_of(each.claim), None if each.by is None else number_of(each.by)
        if each.kind == "unlisted":
            there = _NOTHING
        if mine is None or there is None or each.kind == "goals":
            continue
        held = _stands(each.ruling)
        terms = [(each.claim, 1), *([(each.by, -1)] if isinstance(each.by, Claim) else ())]
        found = _Sum(tuple(terms), mine - there, held)
        # what a table prints, its own sums bear out, too
        yield from [found] * (1 + len({figure.row.key for figure in each.figures}))
    for each in ties.relations:
        if each.kind == "change" and each.by is not None and each.of is not None:
            yield from _sum([(each.claim, 1), (each.by, -1), (each.of, 1)])
    held_lists = {each.whole for each in ties.parts}
    for parted in ties.parts:
        yield from _sum([(parted.whole, 1), *((part, -1) for part in parted.parts)])
    for told in ties.claims.lists:
        if told.whole not in held_lists and told.parts:
            # of these nobody knows whether they are all: what makes one up is a witness none the less
            yield from _sum([(told.whole, 1), *((part, -1) for part in told.parts)])
    for law in ties.earlier:
        terms = [
            (one, way * sign)
            for side, way in zip(law.sides, (1, -1), strict=True)
            for each in side
            if each.now is not None
            for one, sign in ((each.now, 1), (each.claims[-1], -1))
        ]
        yield from _sum(terms)
    for beside in () if last is None else last.beside:
        yield from _of_last_year(beside.one, beside.there)


def _of_last_year(one: Figure | Claim | Earlier, there: Number) -> Iterator[_Sum]:
    if isinstance(one, Earlier) and one.now is not None:
        yield from _sum([(one.now, 1), (one.claims[-1], -1)], there)
    elif isinstance(one, Claim):
        yield from _sum([(one, 1)], there)


def _sum(terms: Sequence[tuple[Claim | Figure, int]], there: Number = _NOTHING) -> Iterator[_Sum]:
    """Numbers that come to another, if all of them are known."""
    total = _NOTHING
    for one, sign in terms[: _MOST_TERMS + 1]:
        number = number_of(one)
        if number is None:
            return
        total = total + number if sign > 0 else total - number
    if len(terms) <= _MOST_TERMS:
        total = total - there
        yield _Sum(tuple(terms), total, _stands(equal(total, _NOTHING)))


def _rates(ties: ClaimTies) -> Iterable[_Percentage]:
    return (
        _Percentage(each, _stands(each.ruling))
        for each in ties.relations
        if each.law in ("share", "growth") and each.by is not None and each.of is not None
    )
