"""What is said outside the tables as cells, equalities and ratios beside those of the tables.

A number of the prose is a cell with its own unit and places. An amount is equal to the table's figure of its scope, a
change is a difference, a share or a rate a ratio. Two customs of those who write are allowed for, so that nobody is
accused of them: a percentage or a difference that the *printed* numbers give exactly may have been worked out from
these, and a coarser amount may have been rounded from the printed one (or cut off, where the document does that).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs

from cnbudget.arithmetic import exact
from cnbudget.consistency import Cell, Equality, Proportion, Rounding, System
from cnbudget.deduction.outside import Stated, StatedLaw
from cnbudget.deduction.ruled import Ruled, with_rules
from cnbudget.deduction.systems import FigureSystem, Weights, cell_of, figure_system
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Address, Figure, Place, State, numbers_of
from cnbudget.invariants import AGREE, Derived, Verdict, derived_of
from cnbudget.ledger import Ledger
from cnbudget.messages import Words, say
from cnbudget.narrative import Claim, Claims, EarlierLaw
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number, equal, growth, proportion
from cnbudget.performance import figures_of
from cnbudget.ties.claims import ClaimTies
from cnbudget.ties.held import ClaimBeside
from cnbudget.ties.laws import Ties, joined
from cnbudget.ties.parts import PartsBeside
from cnbudget.ties.sides import side_ties
from cnbudget.ties.untied import Untied

#: No rules of a caller's own.
NO_RULES = Ruled()

_AMOUNTS = ("amount", "none", "change", "level")
_NUMBERS = ("amount", "share", "change", "growth", "completion")
_ZERO = say("deduction.base_of_zero")
_PARTIAL = say("deduction.items_not_all")
_COUNT = say("deduction.no_amount")
_ALONE = say("deduction.compared_alone")


class Held:
    """What the numbers outside the tables of a budget are held to, worked out once.

    Attributes:
        ties: The laws of its side matters.
        claims: Its claims and their comparisons.
    """

    def __init__(self, disclosure: Disclosure) -> None:
        self.ties = side_ties(disclosure)
        self.claims = ClaimTies(disclosure, disclosure.narrative)

    @property
    def violated(self) -> bool:
        """Whether some claim fails by itself."""
        return any(
            each.ruling.verdict is Verdict.VIOLATED and each.kind != "comparison"
            for each in (*self.claims.agreements, *self.claims.relations)
        )


def joint_system(
    disclosure: Disclosure,
    weights: Weights | None = None,
    *,
    derived: Derived | None = None,
    held: Held | None = None,
    lost: bool = False,
) -> FigureSystem:
    """The system of the tables, the prose and the side matters together.

    Args:
        disclosure: The budget.
        weights: What it costs to declare a figure wrong.
        derived: The laws of its tables, if they are known.
        held: What the numbers outside them are held to, if that is known.
        lost: Whether to hold amounts of the prose to cells of the tables that were lost, too.

    >>> import cnbudget
    >>> joint_system(cnbudget.example("artux")).stated.unread
    0
    """
    held = held or Held(disclosure)
    weights = weights or Weights()
    both = joined(derived or derived_of(disclosure), held.ties.laws)
    return _Stating(figure_system(both, weights), held, weights).system(lost=lost)


def system_around(
    disclosure: Disclosure,
    ledger: Ledger,
    *,
    held: Held | None = None,
    ruled: Ruled = NO_RULES,
    prose: bool = True,
) -> FigureSystem | None:
    """The system of what is said outside the tables and of rules, the tables' amounts being those of a ledger.

    It is small; if it is consistent and the ledger publishes as the tables, so is the joint system.

    Args:
        disclosure: The budget.
        ledger: A ledger that publishes as its tables.
        held: What the numbers outside the tables are held to, if that is known.
        ruled: Rules of a caller's own.
        prose: Whether to take in what is said outside the tables.

    Returns:
        The system; None if the ledger does not tell some amount that it needs.
    """
    weights = Weights()
    tables = derived_of(disclosure)
    if prose:
        held = held or Held(disclosure)
        both = joined(tables, held.ties.laws)
        outside = Derived(both.figures, both.laws[len(tables.laws) :], both.tables)
        framed = _Stating(figure_system(outside, weights), held, weights).system(lost=False)
    else:
        framed = figure_system(Derived(tables.figures, [], tables.tables), weights)
    framed = with_rules(framed, ruled, weights)
    cells = []
    for cell in framed.system.cells:
        figure = framed.figure(cell.id)
        if figure is None or figure.row.within != "table":
            cells.append(cell)
            continue
        if figure.scope is None or not ledger.tells(figure.scope):
            return None
        yuan = ledger.total(figure.scope).yuan
        if Fraction(yuan) not in cell.interval:
            return None
        cells.append(Cell(cell.id, yuan, trusted=True))
    system = System(cells, framed.system.equalities, ratios=framed.system.ratios)
    return attrs.evolve(framed, system=system)


class _Stating:
    def __init__(self, base: FigureSystem, held: Held, weights: Weights) -> None:
        self.base, self.weights = base, weights
        ties, claims = self.ties, self.claims = held.ties, held.claims
        self.index = numbers_of(base.derived.figures)
        self.cells: dict[str, Cell] = {}
        self.equalities: list[Equality] = []
        self.ratios: list[Proportion] = []
        self.figures: dict[str, Figure] = {}
        self.laws: dict[str, StatedLaw] = {}
        self.names: dict[Claim | Address, str] = {}
        #: claims that take part, and why others do not
        self.used: dict[Claim, None] = {}
        self.skipped: dict[Claim, Words] = {}
        self.numbers = {claim: n for n, claim in enumerate(claims.claims)}
        self.twins = _twins(claims.claims, ties)
        self.cuts = any(each.ruling.why == "cut" for each in claims.agreements)

    def system(self, *, lost: bool) -> FigureSystem:
        for each in self.claims.agreements:
            self._agreement(each)
        if lost:
            for claim, figure in self.claims.lost:
                self._law(claim, AGREE, (figure,), self._equal(claim, figure), prefix="D")
        for each in self.claims.relations:
            self._relation(each)
        for number, law in enumerate(self.claims.earlier):
            self._earlier(law, number)
        for number, parted in enumerate(self.claims.parts):
            self._parted(parted, number)
        base = self.base.system
        system = System(
            [*base.cells, *self.cells.values()],
            [*base.equalities, *self.equalities],
            ratios=self.ratios,
        )
        return attrs.evolve(self.base, system=system, stated=self._stated())

    # Cells -----------------------------------------------------------------------------------------

    def _cell(self, name: str) -> Cell:
        return self.cells.get(name) or self.base.system[name]

    def _name(self, one: Claim | Figure) -> str:
        """The cell of a claim or of a table's figure, made if it is not there."""
        found = self.names.get(_known_by(one))
        if found is not None:
            return found
        if isinstance(one, Figure):
            name = f"f{self.index[one.address]}"
            if name not in self.base.system.by_id:
                self.cells[name] = cell_of(name, one, self.weights.of(one))
        elif one in self.twins:
            self.used.setdefault(one)
            return self._remember(one, self._name(self.twins[one]))
        else:
            self.used.setdefault(one)
            name = f"p{self.numbers[one]}"
            figure = self.figures[name] = one.figure
            self.cells[name] = cell_of(
                name,
                figure,
                self.weights.of(figure),
                precise=one.kind in ("none", "level"),
                nonneg=one.kind in ("amount", "none") and (one.value or 0) >= 0,
            )
        return self._remember(one, name)

    def _remember(self, one: Claim | Figure, name: str) -> str:
        self.names[_known_by(one)] = name
        return name

    def _printed(self, name: str) -> str:
        """The number as it is printed in a cell: no more than its rounding away from the true amount."""
        cell = self._cell(name)
        if cell.value is None or cell.decimals is None:
            return name
        return self._near("q", name, cell.decimals, cut=cell.rounding is Rounding.TRUNCATE)

    def _true(self, one: Claim | Figure, now: Claim | Figure) -> str:
        """The true amount of a number: of a change it may be further from what was worked out from printed numbers.

        Args:
            one: The number.
            now: This year's amount, if it is a change.
        """
        name = self._name(one)
        if isinstance(one, Figure) or one.kind not in ("change", "level"):
            return name
        cell = self._cell(name)
        decimals = cell.decimals
        if decimals is not None:
            return self._near("w", name, decimals)
        if cell.value is None or now.unit is None:
            return name
        # as much as before: as printed
        return self._near("w", name, now.places - now.unit.exponent, times=2)

    def _near(
        self, prefix: str, name: str, decimals: int, *, cut: bool = False, times: int = 1
    ) -> str:
        """A cell that is some half last places away from another at the most."""
        copy = f"{prefix}{name}"
        if copy not in self.cells:
            rest = f"e{copy}"
            self.cells[copy] = Cell(copy)
            self.cells[rest] = Cell(
                rest,
                Decimal(0),
                decimals=decimals,
                rounding=Rounding.TRUNCATE if cut else Rounding.CLOSED,
                trusted=True,
            )
            self.equalities.append(Equality(f"Q{copy}", [(copy, 1), (name, -1), (rest, -times)]))
        return copy

    def _law(
        self,
        claim: Claim,
        kind: str,
        others: tuple[Claim | Figure | None, ...],
        terms: list[tuple[str, int]] | None = None,
        const: Fraction | int = 0,
        prefix: str = "C",
    ) -> str:
        """Take note of a law; with terms it is an equality."""
        name = f"{prefix}{self.numbers[claim]}"
        figures = [*others, claim] if kind != AGREE else [claim, *others]
        self.laws[name] = StatedLaw(
            kind,
            tuple(one.figure if isinstance(one, Claim) else one for one in figures if one),
            reason="stated",
        )
        if terms is not None:
            self.equalities.append(Equality(name, terms, const=const))
        return name

    # Amounts ---------------------------------------------------------------------------------------

    def _agreement(self, each: ClaimBeside) -> None:
        claim = each.claim
        if each.by is None:
            return
        if each.kind == "unlisted":
            terms = [(self._name(claim), 1)]
            self._law(claim, "unlisted", (), terms)
        else:
            self._law(claim, AGREE, (each.by,), self._equal(claim, each.by))

    def _equal(self, claim: Claim, other: Claim | Figure) -> list[tuple[str, int]]:
        """The terms that make a claim equal to a number; a coarser one follows from the number as printed."""
        mine, there = self._name(claim), self._name(other)
        one, two = number_of(claim), number_of(other)
        if one is None or two is None or one.half <= two.half:
            return [(mine, 1), (there, -1)]
        terms = [(mine, 1), (self._printed(there), -1)]
        cell = self._cell(mine)
        if self.cuts and one.value >= 0 and cell.value is not None:
            rest = f"t{mine}"
            self.cells[rest] = Cell(
                rest,
                Decimal(0),
                decimals=cell.decimals,
                rounding=Rounding.CLOSED,
                nonneg=True,
                trusted=True,
            )
            terms.append((rest, 1))
        return terms

    # Shares, changes, growth -----------------------------------------------------------------------

    def _relation(self, each: ClaimBeside) -> None:
        claim, by, of, ruling = each.claim, each.by, each.of, each.ruling
        if each.kind == "comparison" or by is None or of is None:
            return
        if not (_amount(by) and _amount(of)):
            return
        if ruling.verdict is Verdict.UNDECIDED:
            self.skipped[claim] = _ZERO
            return
        now, base = number_of(by), number_of(of)
        if now is None or base is None:
            return
        one, two = self._name(by), self._name(of)
        if _lenient(each, now, base):
            one, two = self._printed(one), self._printed(two)
        elif ruling.verdict is Verdict.ROUNDING:
            two = self._true(of, by)
        if each.kind == "change":
            self._law(claim, "change", (by, of), [(self._name(claim), 1), (one, -1), (two, 1)])
            return
        change = each.kind == "growth" and isinstance(of, Claim) and of.kind == "change"
        before = now - base if change else base
        if not before.value:
            self._on_nothing(each, rising=base if change else now)
            return
        num, den = one, two
        kind = "rate" if change else "growth" if each.kind == "growth" else "share"
        name = self._law(claim, kind, (by, of))
        if change:
            base_cell = f"b{self.numbers[claim]}"
            self.cells[base_cell] = Cell(base_cell, nonneg=True)
            self.equalities.append(
                Equality(f"B{self.numbers[claim]}", [(base_cell, 1), (num, -1), (den, 1)])
            )
            den = base_cell
        self.ratios.append(
            Proportion(
                name,
                "share" if kind == "share" else "growth",
                num=num,
                den=den,
                pct=self._name(claim),
            )
        )

    def _on_nothing(self, each: ClaimBeside, *, rising: object) -> None:
        """A percentage on a base of zero: 0 from nothing to nothing, 100 from nothing to something, or wrong."""
        claim = each.claim
        if each.ruling.verdict is not Verdict.VIOLATED or not claim.value:
            self.skipped[claim] = _ZERO
            return
        value = getattr(rising, "value", Decimal(0))
        right = 0 if not value or each.kind != "growth" else 100 if value > 0 else -100
        kind = {0: "nothing", 100: "from-nothing"}.get(right, "below-nothing")
        self._law(claim, kind, (each.by, each.of), [(self._name(claim), 1)], const=-right)

    # Last year -------------------------------------------------------------------------------------

    def _earlier(self, law: EarlierLaw, number: int) -> None:
        """Both sides come to one amount of last year, each part being this year's less its change."""
        violated = law.ruling.verdict is Verdict.VIOLATED
        if violated and (law.assumed or law.partial):
            for claim in law.claims:
                self.skipped.setdefault(claim, _PARTIAL)
            return
        one, other = law.totals
        apart = exact.subtract(one.value, other.value).copy_abs()
        room = exact.multiply(2, exact.add(one.half, other.half))
        exactly = law.ruling.verdict is Verdict.EXACT or apart >= room
        terms: list[tuple[str, int]] = []
        figures: list[Figure] = []
        for sign, side in zip((1, -1), law.sides, strict=True):
            for each in side:
                if each.now is None:
                    continue
                change = each.claims[-1]
                for part, times in ((each.now, sign), (change, -sign)):
                    name = self._name(part)
                    if exactly:
                        name = self._printed(name)
                    elif not violated:
                        name = self._true(part, each.now)
                    terms.append((name, times))
                    figures.append(part.figure if isinstance(part, Claim) else part)
        if figures:
            self.laws[f"Y{number}"] = StatedLaw("last-year", tuple(figures), reason="stated")
            self.equalities.append(Equality(f"Y{number}", terms))

    def _parted(self, each: PartsBeside, number: int) -> None:
        """A whole is its parts: as printed where these make it up, and their true amounts where only those can."""
        members = (each.whole, *each.parts)
        if not all(_amount(member) for member in members):
            return
        names = [self._name(member) for member in members]
        if each.ruling.verdict is Verdict.EXACT:
            names = [self._printed(name) for name in names]
        terms = [(name, -1 if place else 1) for place, name in enumerate(names)]
        figures = tuple(member.figure for member in members)
        self.laws[f"S{number}"] = StatedLaw("parts", figures, reason="stated")
        self.equalities.append(Equality(f"S{number}", terms))

    # What takes part, and what does not ------------------------------------------------------------

    def _stated(self) -> Stated:
        disclosure = self.claims.disclosure
        tied = {figure.address: figure for _, members in self.ties.laws for figure in members}
        taken = [f for f in tied.values() if f.row.within != "table"]
        known = {figure.address for figure in taken}
        for claim in self.used:
            twin = self.twins.get(claim)
            if claim.text and (twin is None or twin.address not in known):
                taken.append(claim.figure)
        left = [Untied(c.figure, why) for c, why in self.skipped.items() if c not in self.used]
        left += [Untied(claim.figure, why) for claim, why in self.claims.unknown]
        gone = {*self.used, *self.skipped, *(claim for claim, _ in self.claims.unknown)}
        aside = {passage.place for passage in disclosure.sides.paragraphs}
        left += [
            Untied(claim.figure, why)
            for claim, why in self.claims.loose(gone)
            if claim.place not in aside
        ]
        said = {_key(claim.figure) for claim in self.used}
        loose = {each.figure.address: each.reason for each in self.ties.untied()}
        for figure in figures_of(disclosure.sides):
            if figure.value is None or figure.address in tied or _key(figure) in said:
                continue
            why = _COUNT if figure.column.measure else loose.get(figure.address, _ALONE)
            left.append(Untied(figure, why))
        unread = sum(each.place not in aside for each in self.claims.claims.unread)
        return Stated(
            self.figures,
            self.laws,
            taken=tuple(taken),
            left_out=tuple(left),
            unread=unread + len(disclosure.sides.unread) + len(self.ties.unread),
        )


def _lenient(each: ClaimBeside, now: Number, base: Number) -> bool:
    """Whether a claim may be held to the numbers as printed, which leaves twice the room of the true amounts.

    Not where only true amounts explain it, nor where it is off by so little that the room would hide it.
    """
    if each.ruling.verdict is not Verdict.VIOLATED:
        return each.ruling.verdict is Verdict.EXACT
    claim, said = each.claim, number_of(each.claim)
    now, base = (each.roomier(1) for each in (now, base))
    if said is None:
        return False
    if each.kind == "change":
        ruling = equal(said, now - base)
    elif each.kind != "growth":
        ruling = proportion(said, now, base, claim.places)
    elif isinstance(each.of, Claim) and each.of.kind == "change":
        ruling = growth(said, now, now, claim.places, change=base)
    else:
        ruling = growth(said, now, base, claim.places)
    return ruling.verdict is Verdict.VIOLATED


def _amount(one: Claim | Figure) -> bool:
    """Whether a number can enter a sum: no percentage."""
    return isinstance(one, Figure) or one.kind in _AMOUNTS


def _known_by(one: Claim | Figure) -> Claim | Address:
    return one if isinstance(one, Claim) else one.address


def _key(figure: Figure) -> tuple[Place, object, str]:
    """A printed number: where it stands, and what it is."""
    return figure.place, figure.value, figure.unit_text


def _twins(claims: Claims, ties: Ties) -> dict[Claim, Figure]:
    """The claims that were also read as a side matter's figure: one number is one cell."""
    mine: dict[tuple[Place, object, str], list[Claim]] = {}
    for claim in claims:
        if claim.kind in _NUMBERS and claim.text:
            mine.setdefault(_key(claim.figure), []).append(claim)
    theirs: dict[tuple[Place, object, str], dict[Address, Figure]] = {}
    for _, members in ties.laws:
        for figure in members:
            if figure.row.within != "table" and figure.state is State.VALUE:
                theirs.setdefault(_key(figure), {})[figure.address] = figure
    found: dict[Claim, Figure] = {}
    for key, figures in theirs.items():
        same = mine.get(key, ())
        if len(same) == 1 and len(figures) == 1:
            (figure,) = figures.values()
            if same[0].kind == "amount" and same[0].places == figure.places:
                found[same[0]] = figure
    return found
