"""Claims (情况说明中的数): what the prose asserts, each a number, share, change or list with its scope."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.figures import ColumnAddress, Figure, Interval, Place, RowAddress, State, interval_of
from cnbudget.likeness import Valued
from cnbudget.narrative.sections import Section
from cnbudget.narrative.unread import Unread
from cnbudget.narrative.vocabulary import PREDICATE_NAMES
from cnbudget.rounding import HALF_UP, Rounding, rule_named
from cnbudget.scope import Scope
from cnbudget.values import Visible

#: The kinds of claims, with their Chinese names.
KINDS: dict[str, str] = {
    "amount": "金额",
    "none": "未安排",
    "share": "占比",
    "change": "增减额",
    "growth": "增长率",
    "level": "持平",
    "completion": "完成率",
    "comparison": "大小",
    "list": "列举",
    "count": "数量",
    "rate": "标准",
    "threshold": "限额",
    **PREDICATE_NAMES,
}


#: The kinds whose numbers are per cent.
_RATES = ("share", "growth", "completion")


@attrs.define(eq=False, repr=False)
class Claim(Valued):
    """One thing that the prose asserts.

    Attributes:
        kind: One of `KINDS`.
        subject: What it is said of, as printed.
        value: The number; of a change and a growth with its sign; 0 for 未安排 and 持平; None for a list.
        unit: The unit of money, or None.
        counter: "%" or what is counted, of a number that is not money.
        places: The decimals printed.
        text: The number as printed.
        sign: The direction that the words say: 1 more, -1 less, 0 neither.
        rounding: How an amount is rounded: one of `cnbudget.figures.ROUNDINGS`.
        scope: What it totals, or None if that is not known.
        item: The names of a functional item by level (类, 款, 项), where the prose gives them.
        codes: The codes printed with them.
        year: The fiscal year that it speaks of.
        misdated: The year that is printed, where it can only be a slip: an amount of last year is not said to be
            more than last year's.
        stage: 预算, 决算 or 执行.
        against: The year and stage that a change is from.
        role: "stated"; "reason" and "use" for numbers that only explain; "aside" for those in brackets.
        of: The amount that a share, change or growth belongs to, if it was stated.
        whole: The amount that this one is a part of, or a share is a share of.
        members: What a list names, as printed, each with the scope it has.
        complete: Whether a list claims to name everything ("包括" rather than "主要包括").
        section: The section.
        place: Where it stands.
        sentence: The sentence, folded.
        index: Its place among the claims of the document, from 0.

    >>> import cnbudget
    >>> from cnbudget.examples import example_ledger
    >>> claim = cnbudget.compose(cnbudget.publish(example_ledger("akto"))).claims[0]
    >>> claim.kind, claim.words("en"), str(claim.interval()), claim.money
    ('amount', '收支总预算 amount 669.59万元', '[6695850, 6695950)', True)
    """

    kind: str
    subject: str
    value: Decimal | None = attrs.field(default=None, kw_only=True)
    unit: Unit | None = attrs.field(default=None, kw_only=True)
    counter: str = attrs.field(default="", kw_only=True)
    places: int = attrs.field(default=0, kw_only=True)
    text: str = attrs.field(default="", kw_only=True)
    sign: int = attrs.field(default=0, kw_only=True)
    rounding: str = attrs.field(default=HALF_UP, kw_only=True)
    scope: Scope | None = attrs.field(default=None, kw_only=True)
    item: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    codes: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    year: int | None = attrs.field(default=None, kw_only=True)
    misdated: int | None = attrs.field(default=None, kw_only=True)
    stage: str = attrs.field(default="", kw_only=True)
    against: tuple[int | None, str] | None = attrs.field(default=None, kw_only=True)
    role: str = attrs.field(default="stated", kw_only=True)
    of: Claim | None = attrs.field(default=None, kw_only=True)
    whole: Claim | None = attrs.field(default=None, kw_only=True)
    members: tuple[tuple[str, Scope | None], ...] = attrs.field(default=(), kw_only=True)
    complete: bool = attrs.field(default=True, kw_only=True)
    section: Section = attrs.field(kw_only=True)
    place: Place = attrs.field(kw_only=True)
    sentence: str = attrs.field(default="", kw_only=True)
    index: int = attrs.field(default=0, kw_only=True)
    _figure: Figure | None = attrs.field(default=None, init=False, eq=False)

    def __hash__(self) -> int:
        # Goals of many projects, and a long row of numbers in one line, say the same word for word: only where they
        # stand among all claims tells them apart.
        return hash((self.kind, self.subject, self.index))

    @property
    def money(self) -> bool:
        """Whether it is an amount of money (未安排 is zero)."""
        return self.unit is not None

    @property
    def unit_of_change(self) -> Unit | None:
        """The unit of money that it is of: 持平 is of the amount that it is said of."""
        if self.kind == "level" and self.unit is None:
            return None if self.of is None else self.of.unit
        return self.unit

    @property
    def figure(self) -> Figure:
        """The number as a figure: its row is the subject, its column the kind of claim.

        It is made when it is first asked for, and is the same object ever after.
        """
        if self._figure is None:
            self._figure = self._made()
        return self._figure

    def _made(self) -> Figure:
        row = RowAddress(
            None,
            self.section.key,
            title=self.section.title,
            row=self.subject,
            path=tuple(filter(None, self.item)),
            scope=self.scope,
            within="prose",
            section=self.section.title,
        )
        return Figure(
            self.value,
            self.unit or Unit.YUAN,
            places=self.places,
            state=State.MISSING if self.value is None else State.VALUE,
            row=row,
            column=ColumnAddress(
                self.kind,
                KINDS[self.kind],
                rounding=self.rounding,
                measure="" if self.unit is not None else self.counter or self._measure,
            ),
            place=self.place,
        )

    @property
    def _measure(self) -> str:
        """What a number without a unit is: per cent, if it is a rate whose sign was left out; 持平 is of money."""
        return "%" if self.kind in _RATES else ""

    def interval(self) -> Interval[Decimal]:
        """The true numbers that print as this one: 元, or per cent, or what is counted."""
        exponent = 0 if self.unit is None else self.unit.exponent
        return printed_interval(self.value, self.places, exponent, rule_named(self.rounding))

    def words(self, lang: str = "zh") -> str:
        """The claim in short: subject, kind and number."""
        shown = self.text or ("、".join(name for name, _ in self.members) if self.members else "")
        unit = self.unit.zh if self.unit is not None and self.text else self.counter
        kind = KINDS[self.kind] if lang == "zh" else self.kind
        return f"{self.subject} {kind} {shown}{unit}".strip()

    def __repr__(self) -> str:
        scope = "?" if self.scope is None else self.scope.words("en")
        value = (
            ""
            if self.value is None
            else f" {self.value}{self.unit.zh if self.unit else self.counter}"
        )
        return f"<Claim {self.kind} {self.subject}{value}: {scope}>"


def printed_interval(
    value: Decimal | None, places: int, exponent: int, rule: Rounding = Rounding.HALF_AWAY
) -> Interval[Decimal]:
    """The numbers that print as ``value`` by a rule."""
    if value is None:
        return Interval(None, None)
    return interval_of(value, places, exponent, rule)


@attrs.define(eq=False, repr=False)
class Parted(Visible):
    """An amount or a change, and what is told as its parts.

    Attributes:
        whole: What has the parts.
        word: The word that leads on to them ("包括"), or "" where they only follow, numbered.
        parts: The parts.
        numbered: Whether they are numbered.
        open: Whether something in it was not plainly a part.
    """

    whole: Claim
    word: str
    parts: list[Claim] = attrs.field(factory=list)
    numbered: bool = False
    open: bool = False


@attrs.frozen(eq=False, repr=False)
class Claims:
    """All claims of a document, in its order, and what was not understood.

    Attributes:
        claims: The claims.
        unread: What states money or a percentage and was not understood.
        lists: The amounts and changes of which parts are told.

    >>> import cnbudget
    >>> from cnbudget.examples import example_ledger
    >>> claims = cnbudget.compose(cnbudget.publish(example_ledger("akto"))).claims
    >>> claims, claims.of("share")[0].text
    (<Claims: 93 read, 0 not understood>, '97.59')
    """

    claims: tuple[Claim, ...] = ()
    unread: tuple[Unread, ...] = ()
    lists: tuple[Parted, ...] = ()

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)

    def __getitem__(self, index: int) -> Claim:
        return self.claims[index]

    def of(self, kind: str) -> tuple[Claim, ...]:
        """The claims of a kind."""
        return tuple(claim for claim in self.claims if claim.kind == kind)

    def __repr__(self) -> str:
        return f"<Claims: {len(self.claims)} read, {len(self.unread)} not understood>"
