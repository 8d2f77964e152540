"""Last year's budget, reconstructed: what this year's amounts and their changes say of it.

An amount and how much it is more than last year's give last year's amount, to within what both were rounded by. So
the laws run on last year too: what was reached by source and what was reached by function must be one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import reduce
from operator import or_

import attrs

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact, printed
from cnbudget.dimensions import DIMENSIONS
from cnbudget.errors import NotInBudgetError
from cnbudget.figures import Figure, Interval, State
from cnbudget.invariants.kinds import kind_of
from cnbudget.messages import say
from cnbudget.narrative.claims import Claim
from cnbudget.narrative.ratios import Number, Ruling, equal
from cnbudget.rounding import Rounding, Verdict, rule_named
from cnbudget.scope import Scope


@attrs.frozen(eq=False, repr=False)
class Earlier:
    """An amount of last year's budget.

    Attributes:
        scope: What it totals; its year and stage are last year's.
        number: The amount in 元, and half of what rounding leaves open.
        unit: The unit that it was printed in.
        places: The decimals printed.
        claims: The claims that it follows from; none where nothing was said to be there, then or now.
        assumed: Whether it is taken for zero because nothing is planned now and no change is stated.
        now: This year's amount, of which the last of ``claims`` is the change; None if it is taken for zero.

    >>> import attrs
    >>> import cnbudget
    >>> from cnbudget.examples import example_ledger
    >>> ledger = example_ledger("akto")
    >>> last = cnbudget.publish(attrs.evolve(ledger, year=2023), "xinjiang-2024")
    >>> said = cnbudget.compose(cnbudget.publish(ledger), last).previous_year.figures[0]
    >>> said.text, str(said.interval())
    ('653.47', '[6534650, 6534750)')
    """

    scope: Scope
    number: Number
    unit: Unit = attrs.field(default=Unit.WAN, kw_only=True)
    places: int = attrs.field(default=2, kw_only=True)
    claims: tuple[Claim, ...] = attrs.field(default=(), kw_only=True)
    assumed: bool = attrs.field(default=False, kw_only=True)
    now: Claim | Figure | None = attrs.field(default=None, kw_only=True)

    @property
    def value(self) -> Decimal:
        """The amount in its unit."""
        return self.number.value.scaleb(-self.unit.exponent, exact)

    @property
    def text(self) -> str:
        """The amount as it would be printed."""
        return printed(self.value, self.places)

    def interval(self) -> Interval[Decimal]:
        """The amounts, in 元, that it can have been."""
        return self.number.interval()

    def __repr__(self) -> str:
        return f"<Earlier {self.text} {self.unit.zh}: {self.scope.words('en')}>"


@attrs.frozen(eq=False, repr=False)
class EarlierLaw:
    """A sum or an equality between amounts of last year.

    Attributes:
        scope: The scope that both sides total.
        sides: Each side's amounts; a side of one amount is stated as such.
        ruling: How it came out.
    """

    scope: Scope
    sides: tuple[tuple[Earlier, ...], tuple[Earlier, ...]]
    ruling: Ruling = attrs.field(kw_only=True)

    @property
    def totals(self) -> tuple[Number, Number]:
        """What the sides come to, in 元."""
        return _total(self.sides[0]), _total(self.sides[1])

    @property
    def assumed(self) -> bool:
        """Whether it rests on zeros that were not stated."""
        return any(each.assumed for side in self.sides for each in side)

    @property
    def partial(self) -> bool:
        """Whether one side lists items and comes to less: items of last year alone may have been left out."""
        for side, mine, there in zip(self.sides, self.totals, self.totals[::-1], strict=True):
            listed = len(side) > 1 and any(_coded(each.scope, self.scope) for each in side)
            if listed and mine.value < there.value:
                return True
        return False

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims that it rests on."""
        return tuple(claim for side in self.sides for each in side for claim in each.claims)

    @property
    def resting_on(self) -> tuple[list[Claim | Figure], Callable[[Sequence[Number]], Ruling]]:
        """The numbers that it rests on, and how it comes out, given a number for each of them."""
        said = [[each for each in side if each.now is not None] for side in self.sides]
        numbers = [
            one
            for side in said
            for each in side
            for one in (each.now, each.claims[-1])
            if one is not None
        ]

        def rule(values: Sequence[Number]) -> Ruling:
            left, totals = iter(values), []
            for side in said:
                total = Number(Decimal(0))
                for _ in side:
                    total += next(left) - next(left)
                totals.append(total)
            return equal(*totals)

        return numbers, rule

    def __repr__(self) -> str:
        one, other = self.totals
        return f"<EarlierLaw {self.ruling.verdict.value}: {one.value} = {other.value} yuan>"


@attrs.frozen(eq=False, repr=False)
class PreviousYear:
    """Last year's budget, as far as the prose says it.

    Attributes:
        year: Last year.
        figures: Its amounts, in the order of the document.
        laws: What must hold between them, and how it came out.

    >>> import attrs
    >>> import cnbudget
    >>> from cnbudget.examples import example_ledger
    >>> ledger = example_ledger("akto")
    >>> last = cnbudget.publish(attrs.evolve(ledger, year=2023), "xinjiang-2024")
    >>> said = cnbudget.compose(cnbudget.publish(ledger), last).previous_year
    >>> first = said.figures[0]
    >>> len(said.figures) > 10, said.figure(first.scope).value == first.value
    (True, True)
    """

    year: int | None
    figures: tuple[Earlier, ...] = ()
    laws: tuple[EarlierLaw, ...] = attrs.field(default=(), kw_only=True)

    def figure(self, scope: Scope) -> Earlier:
        """The amount of a scope.

        Raises:
            NotInBudgetError: The prose says nothing of it.
        """
        wanted = scope.evolve(year=self.year)
        for each in self.figures:
            if each.scope in (wanted, scope):
                return each
        raise NotInBudgetError(say("narrative.last_year_not_said", scope=scope))

    def __repr__(self) -> str:
        return f"<PreviousYear {self.year}: {len(self.figures)} figures, {len(self.laws)} laws>"


def number_of(one: Claim | Figure) -> Number | None:
    """A claim's or figure's amount in 元, or its percentage, with half its last place."""
    if one.value is None:
        return None
    if isinstance(one, Figure):
        rule = Rounding.EXACT if one.state is State.BLANK else one.rule
        return Number.printed(one.value, one.places, one.unit.exponent, rule)
    exponent = 0 if one.unit is None else one.unit.exponent
    rule = Rounding.EXACT if one.kind in ("none", "level") else rule_named(one.rounding)
    return Number.printed(one.value, one.places, exponent, rule)


def _total(side: Iterable[Earlier]) -> Number:
    total = Number(Decimal(0))
    for each in side:
        total += each.number
    return total


def previous_year(
    claims: Iterable[Claim], year: int | None, current: Callable[[Scope], Figure | None]
) -> PreviousYear:
    """Last year's budget from the claims about changes.

    Args:
        claims: The claims of the prose.
        year: This year.
        current: This year's printed figure of a scope, where a change is stated without the amount.
    """
    last = None if year is None else year - 1
    known: dict[Scope, Earlier] = {}
    figures: list[Earlier] = []
    groups: dict[tuple[object, ...], dict[Scope, Earlier | None]] = {}
    wholes: dict[tuple[object, ...], Scope] = {}
    said: list[Claim] = list(claims)
    for claim in said:
        if claim.kind not in ("change", "level") or claim.role != "stated" or claim.scope is None:
            continue
        if claim.against is None or claim.against[0] != last or claim.against[1] == "执行":
            continue
        now: Claim | Figure | None = claim.of if claim.of is not None else current(claim.scope)
        if isinstance(now, Claim) and (now.year != year or now.unit is None):
            continue
        amount = None if now is None else number_of(now)
        change = number_of(claim)
        if now is None or amount is None or change is None:
            continue
        unit = claim.unit or now.unit or Unit.WAN
        places = max(claim.places, now.places)
        source = (now, claim) if isinstance(now, Claim) else (claim,)
        each = Earlier(
            claim.scope.evolve(year=last), amount - change,
            unit=unit, places=places, claims=source, now=now,
        )  # fmt: skip
        figures.append(each)
        known.setdefault(claim.scope, each)
    for claim in said:
        if claim.whole is None or claim.whole.scope is None or claim.scope is None:
            continue
        if claim.role != "stated" or claim.kind not in ("amount", "none", "change", "level"):
            continue
        if claim.kind == "amount" and (claim.year != year or claim.stage != claim.whole.stage):
            continue
        key = (claim.whole.scope, claim.section.key, _kind(claim.scope, claim.whole.scope))
        group = groups.setdefault(key, {})
        wholes[key] = claim.whole.scope
        if claim.scope in group and group[claim.scope] is not None:
            continue
        mine = known.get(claim.scope)
        nothing = claim.kind == "none" or (claim.kind == "amount" and not claim.item)
        if mine is None and claim.value == 0 and nothing:
            zero = Number(Decimal(0))
            mine = Earlier(claim.scope.evolve(year=last), zero, claims=(claim,), assumed=True)
        group[claim.scope] = mine
    _told_by_parts(groups, wholes)
    return PreviousYear(last, tuple(figures), laws=tuple(_laws(figures, groups, wholes)))


_MOST_USES = 12
_EVERY = ("",)
_MOST_PARTS = 400  # no section of a budget has more
_OTHERS = tuple(
    each.name
    for each in DIMENSIONS
    if each.entry
    and each.name not in ("source", "nature", "economic", "function", "agency", "flow")
)


def _told_by_parts(
    groups: dict[tuple[object, ...], dict[Scope, Earlier | None]],
    wholes: dict[tuple[object, ...], Scope],
) -> None:
    """A part of 0 whose own parts changed was not nothing last year: they stand for it, or it is not known.

    公务用车购置及运行维护费0万元，其中运行维护费0万元，比上年减少1万元: it was 1, though no change of it is told.
    """
    below: dict[Scope, list[dict[Scope, Earlier | None]]] = {}
    for key, whole in wholes.items():
        changed = {*groups[key].values()} - {None}
        if any(each is not None and each.number.value for each in changed):
            below.setdefault(whole, []).append(groups[key])
    for key, group in groups.items():
        for part in [scope for scope, each in group.items() if each is not None and each.assumed]:
            for inner in below.get(part, ()) if part != wholes[key] else ():
                del group[part]
                known = None not in inner.values() and part.is_partition([*inner])
                group.update(inner if known else {part: None})
                break


def _kind(scope: Scope, whole: Scope) -> tuple[object, ...]:
    """In which dimension a part is a part, so that parts of one cut are kept together."""
    return (
        scope.source != whole.source,
        scope.nature != whole.nature,
        scope.economic != whole.economic and len(scope.economic[0]),
        scope.function != whole.function,
        *(getattr(scope, name) != getattr(whole, name) for name in _OTHERS),
    )


def _laws(
    figures: list[Earlier],
    groups: dict[tuple[object, ...], dict[Scope, Earlier | None]],
    wholes: dict[tuple[object, ...], Scope],
) -> list[EarlierLaw]:
    found: list[EarlierLaw] = []
    direct: dict[Scope, list[Earlier]] = {}
    for each in figures:
        direct.setdefault(each.scope.evolve(year=None), []).append(each)
    for scope, same in direct.items():
        for other in same[1:]:
            if other.claims[-1] is not same[0].claims[-1]:
                found.append(_law(scope, (same[0],), (other,)))
    told = [
        (wholes[key], group, [(kind_of(part), part) for part in group])
        for key, group in groups.items()
        if len(group) <= _MOST_PARTS
    ]
    for scope in dict.fromkeys([*wholes.values(), *direct]):
        sides: list[tuple[Earlier, ...]] = [(direct[scope][0],)] if scope in direct else []
        mine = kind_of(scope)
        for whole, group, kinds in told:
            few = [each for each in kinds if not each[0] & ~mine]
            if whole is scope or whole == scope:
                inside = list(group)
            elif len(few) < 2 or reduce(or_, [kind for kind, _ in few]) != mine:
                continue  # not even all of them together have every kind of it
            else:
                inside = [part for _, part in few if _below(part, scope)]
            side = _side(scope, whole, group, inside)
            if side and not any(_same(side, old) for old in sides):
                sides.append(side)
        cut = _by_use(scope, direct) if scope in direct else None
        if cut and not any(_same(cut, old) for old in sides):
            sides.append(cut)
        found.extend(_law(scope, sides[0], side) for side in sides[1:] if _whole(sides[0], side))
    return found


def _coded(part: Scope, whole: Scope) -> bool:
    """Whether a part is one of the codes that a whole has, of which a text names those that have money this year."""
    uses = whole.economic == whole.government_economic == _EVERY
    apart = (part.economic, part.government_economic) != (_EVERY, _EVERY)
    return part.function != whole.function or (uses and apart)


def _by_use(scope: Scope, direct: dict[Scope, list[Earlier]]) -> tuple[Earlier, ...] | None:
    """The amounts of the uses that make up the use that a scope is of, however the text sets them apart."""
    if scope.economic == ("",):
        return None
    wanted = scope.evolve(economic=None)
    inside = [p for p in direct if _below(p, scope) and p.evolve(economic=None) == wanted]
    outer = [part for part in inside if not any(_below(part, other) for other in inside)]
    if len(outer) < 2 or len(outer) > _MOST_USES or not scope.is_partition(outer):
        return None
    return tuple(direct[part][0] for part in outer)


def _below(part: Scope, whole: Scope) -> bool:
    """Whether a scope is in another and not the same; its codes alone mostly say that it is not."""
    return (
        part.function[0].startswith(whole.function)
        and part.economic[0].startswith(whole.economic)
        and part < whole
    )


def _whole(one: tuple[Earlier, ...], other: tuple[Earlier, ...]) -> bool:
    """Whether this year's amounts of two sides are the same, so that neither leaves out a part.

    "一般公共预算支出…万元，其中：" is followed by the main items as often as by all of them.
    """
    mine, there = _now(one), _now(other)
    return mine is None or there is None or equal(mine, there).verdict is not Verdict.VIOLATED


def _now(side: tuple[Earlier, ...]) -> Number | None:
    """This year's amounts of a side together, as far as they are known."""
    total = Number(Decimal(0))
    for each in side:
        number = Number(Decimal(0)) if each.now is None else number_of(each.now)
        if number is None or (each.now is None and not each.assumed):
            return None
        total += number
    return total


def _same(one: tuple[Earlier, ...], other: tuple[Earlier, ...]) -> bool:
    return {each.scope for each in one} == {each.scope for each in other}


def _side(
    scope: Scope, whole: Scope, group: dict[Scope, Earlier | None], inside: list[Scope]
) -> tuple[Earlier, ...] | None:
    """The amounts of a group that make a scope up, or None if they do not, or one of them is not known.

    Args:
        scope: The scope.
        whole: What the group tells the parts of.
        group: The amounts of the parts.
        inside: The parts that are in the scope.
    """
    if len(inside) < 2 or (scope != whole and not _made_up(scope, inside)):
        return None
    # a part of a part is not a part: vehicles, then what they cost to buy and to run
    outer = [part for part in inside if not any(_below(part, other) for other in inside)]
    amounts = [group[part] for part in outer]
    known = [each for each in amounts if each is not None]
    if len(known) < len(amounts) or len(known) < 2:
        return None
    if all(each.assumed for each in known):
        return None
    return tuple(known)


def _made_up(scope: Scope, parts: list[Scope]) -> bool:
    """Whether parts inside a scope partition it; some of what is below one code never do."""
    if len(scope.function) == 1 and any(part.function != scope.function for part in parts):
        return False
    return scope.is_partition(parts)


def _law(scope: Scope, one: tuple[Earlier, ...], other: tuple[Earlier, ...]) -> EarlierLaw:
    ruling = equal(_total(one), _total(other))
    return EarlierLaw(scope, (one, other), ruling=ruling)
