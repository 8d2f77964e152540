"""Which ledgers could have been published as this document?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from cnbudget.checks.findings import Finding, NotChecked
from cnbudget.checks.own import OwnRule, name_of, told_apart
from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency import (
    Consistent,
    Inconsistent,
    Range,
    Refutation,
    Repair,
    Slip,
    System,
    decide,
    repair,
)
from cnbudget.consistency.checker import check_refutation
from cnbudget.deduction import (
    NO_RULES,
    FigureSystem,
    Held,
    Ruled,
    Weights,
    figure_system,
    joint_system,
    ruled_by,
    system_around,
    with_rules,
)
from cnbudget.deduction.deductions import amounts_within
from cnbudget.disclosure import Correction, Disclosure
from cnbudget.figures import Figure
from cnbudget.invariants import Compiled, Derived, Verdict, derived_of
from cnbudget.layouts import Layout
from cnbudget.ledger import Ledger
from cnbudget.messages import Said, say
from cnbudget.reconciliation.conflicts import Conflict, conflict_of
from cnbudget.reconciliation.corrections import UNIT, SlipSearch, freed_ranges
from cnbudget.reconciliation.localisation import Localisation, Located
from cnbudget.reconciliation.obstacle import Obstacle
from cnbudget.reconciliation.outcome import Reconciliation, Status
from cnbudget.reconciliation.rates import plainest
from cnbudget.reconciliation.smallest import nearest, smallest
from cnbudget.reconciliation.witness import PROVEN, Search
from cnbudget.reconciliation.witness import witness as find_witness
from cnbudget.rules import Rule

STEPS = 100_000_000
"""Steps of work unless said otherwise: half a minute or so."""

NOT_ASKED = Search(None, say("reconciliation.not_looked_for"))
BREAKS_RULES = say("reconciliation.witness_breaks_rules")
TABLES_HOLD = say("reconciliation.tables_hold")
NOT_IN_TIME = say("reconciliation.outside_not_in_time")
_MOST_CORRECTED = 12
"""The most sets whose slips are looked for."""
_MOST_OTHERWISE = 20
_MOST_SMALLEST = 10_000_000
"""The most steps for proving a contradiction the smallest."""


def reconcile(
    disclosure: Disclosure,
    *,
    time_limit: float | None = None,
    steps: int | None = STEPS,
    weights: Weights | None = None,
    limit: int = 100,
    witness: bool = True,
    layout: Layout | None = None,
    prose: bool = True,
    rules: Iterable[OwnRule] = (),
) -> Reconciliation:
    """Decide whether one unrounded ledger explains all printed figures of a budget at once.

    The figures are those of the tables, the amounts, shares and changes that the prose states, and the money of
    performance goals and other side matters.

    Args:
        disclosure: A budget, as `cnbudget.read` gives it.
        time_limit: Seconds after which what is known so far is given, and called partial; None for no limit. With
            it the answer can depend on the machine.
        steps: Steps of work after which it is so; None for no limit. They are the same on every machine.
        weights: What it costs to declare figures wrong, by how they were come by.
        limit: The most sets of figures to list that would, changed, make the budget consistent.
        witness: Whether to look for a ledger that publishes as the printed tables.
        layout: The form to publish by, if it is not one that ships.
        prose: Whether to take in what is said outside the tables.
        rules: Rules of your own, as `cnbudget.check` takes them: what they say of amounts is decided over as well.
            Those that count rows, that are functions, or that find notes alone are not, and `not_held` says so.

    Returns:
        A `Reconciliation`; its evidence has been verified.

    Raises:
        UsageError: Two rules have one name.

    >>> import cnbudget
    >>> found = reconcile(cnbudget.example("artux"))
    >>> found
    <Reconciliation 阿图什市医疗保障局 2026: consistent>
    >>> found.witness
    <Ledger 阿图什市医疗保障局 2026 预算: 20 entries, 4987250 元>
    """
    weights, clock = weights or Weights(), Clock(time_limit, steps=steps)
    own = told_apart(rules)
    derived = derived_of(disclosure)
    held = Held(disclosure) if prose else None
    rows = tuple(rule for rule in own if isinstance(rule, Rule))
    ruled = ruled_by(rows, disclosure) if rows else NO_RULES
    made = _decided(
        disclosure, derived, held, ruled, weights, clock, layout=layout, witness=witness
    )
    if isinstance(made, _Refuted):
        search = SlipSearch(disclosure, made.framed, weights, clock, rules=rows)
        found = _inconsistent(search, made.refutation, made.found, limit=limit, rules=own)
    else:
        found = made
    return attrs.evolve(found, rules=own, not_held=_not_held(own, ruled)) if own else found


@attrs.frozen(eq=False)
class _Refuted:
    """That no amounts fit: the system, why, and the ledger of the tables alone."""

    framed: FigureSystem
    refutation: Refutation
    found: Search


def _decided(
    disclosure: Disclosure,
    derived: Derived,
    held: Held | None,
    ruled: Ruled,
    weights: Weights,
    clock: Clock,
    *,
    layout: Layout | None,
    witness: bool,
) -> Reconciliation | _Refuted:
    """Whether amounts fit all figures, and whether those of a ledger do."""
    found = NOT_ASKED
    # A ledger that publishes as the tables settles it. It is looked for first, unless some law fails by itself.
    if witness and Verdict.VIOLATED not in Compiled(derived).verdicts():
        found = find_witness(disclosure, clock.part(0.7), layout=layout)
        settled = _witnessed(disclosure, found, held, ruled, clock)
        if settled is not None:
            return settled
        if (
            found.ledger is not None
            and ruled.held
            and not _obeys(disclosure, found.ledger, ruled, clock)
        ):
            found = Search(None, BREAKS_RULES)
    if held is None:
        framed = figure_system(derived, weights)
    else:
        framed = joint_system(disclosure, weights, derived=derived, held=held)
    framed = with_rules(framed, ruled, weights)
    decision = decide(framed.system, clock=clock)
    if isinstance(decision, Consistent):
        return _consistent(disclosure, found, framed, decision, clock)
    if isinstance(decision, Inconsistent):
        return _Refuted(framed, decision.refutation, found)
    why, stated = ("", "") if found.ledger is None else NOT_IN_TIME.both, framed.stated
    return Reconciliation(disclosure, Status.UNDECIDED, why=why, framed=framed, stated=stated)


def _not_held(own: Sequence[OwnRule], ruled: Ruled) -> tuple[NotChecked, ...]:
    """The rules that were not decided over, and why."""
    left = [(rule.words, why) for rule, why in ruled.left_out]
    why = say("rules.only_checked")
    left += [
        (Said(name_of(each), name_of(each)), why) for each in own if not isinstance(each, Rule)
    ]
    return tuple(NotChecked(say("rules.not_held", rule=words), reason=why) for words, why in left)


def _witnessed(
    disclosure: Disclosure, found: Search, held: Held | None, ruled: Ruled, clock: Clock
) -> Reconciliation | None:
    """What is answered where a ledger was found, and all else that was asked for fits it."""
    if found.ledger is None:
        return None
    stated = None
    if held is not None or ruled.held:
        around = None if held is not None and held.violated else system_around(
            disclosure, found.ledger, held=held, ruled=ruled, prose=held is not None
        )  # fmt: skip
        if around is None or not isinstance(decide(around.system, clock=clock), Consistent):
            return None
        stated = around.stated
    return Reconciliation(
        disclosure,
        Status.CONSISTENT,
        witness=found.ledger,
        told=found.told,
        zeros=found.zeros,
        stated=stated,
    )


def _obeys(disclosure: Disclosure, ledger: Ledger, ruled: Ruled, clock: Clock) -> bool:
    """Whether a ledger obeys the rules."""
    around = system_around(disclosure, ledger, ruled=ruled, prose=False)
    return around is not None and isinstance(decide(around.system, clock=clock), Consistent)


def _consistent(
    disclosure: Disclosure, found: Search, framed: FigureSystem, decision: Consistent, clock: Clock
) -> Reconciliation:
    """What is answered where some amounts fit all figures, whether or not a ledger was found that has them."""
    alone = found.ledger is not None
    obstacle = None if alone else _obstacle(found, clock)
    why = found.why if obstacle is None else PROVEN
    return Reconciliation(
        disclosure,
        Status.CONSISTENT if alone else Status.UNWITNESSED,
        witness=found.ledger,
        told=found.told,
        zeros=found.zeros,
        why=("", "") if why is None else why.both,
        obstacle=obstacle,
        amounts=decision.ledger,
        framed=framed,
        stated=framed.stated,
    )


def _inconsistent(
    search: SlipSearch,
    refutation: Refutation,
    found: Search,
    *,
    limit: int,
    rules: Sequence[OwnRule],
) -> Reconciliation:
    """What is answered where no amounts fit: what contradicts what, and what would mend it."""
    framed, clock = search.framed, search.clock
    tables = _units(search, framed, refutation)
    likeliest = _likeliest(search.disclosure, rules, prose=framed.stated is not None)
    localisation = None
    if not tables:
        first = [_named(each) for each in likeliest if each.figures]
        localisation = localise(framed, clock.part(0.75), limit=limit, first=first)
    conflicts = _conflicts(framed, refutation, localisation, clock)
    if localisation is not None:
        localisation = _corrected(localisation, search, clock)
    return Reconciliation(
        search.disclosure,
        Status.INCONSISTENT,
        why=("", "") if found.ledger is None else TABLES_HOLD.both,
        framed=framed,
        stated=framed.stated,
        conflicts=conflicts,
        localisation=localisation,
        tables=tables,
        likeliest=likeliest,
    )


def _likeliest(
    disclosure: Disclosure, rules: Sequence[OwnRule], *, prose: bool
) -> tuple[Finding, ...]:
    """What a check calls wrong, for itself and not as a consequence: cells, rows under wrong codes, rows that lack."""
    from cnbudget.checks import check  # a document that is consistent does not need it

    report = check(disclosure, prose=prose, rules=rules)
    return tuple(each for each in report.wrong if each.caused_by is None)


def _named(finding: Finding) -> Figure:
    """The figure that a finding names first."""
    return finding.suspects[0].figure if finding.suspects else finding.figures[0]


def localise(
    framed: FigureSystem, clock: Clock, *, limit: int = 100, first: Sequence[Figure] = ()
) -> Localisation:
    """The lightest sets of figures whose change makes a system consistent.

    Args:
        framed: The figures and their system.
        clock: When to stop; the best bounds so far are then given, and called partial.
        limit: The most sets to list.
        first: Figures that are suspected for other reasons, the likeliest first: sets that have them are listed first.

    >>> from decimal import Decimal
    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> cell = budget.expenditure["2101501"].total
    >>> found = cnbudget.reconcile(budget.with_figures([(cell, cell.evolve(value=Decimal("97.17")))])).localisation
    >>> [each.figures[0].text for each in found.sets]
    ['97.17']
    """
    found = repair(framed.system, limit=limit, clock=clock.part(0.7))
    sets = _located(framed, found, first)
    otherwise: tuple[Located, ...] = ()
    if found.weight is not None and not found.partial and _outside(sets):
        otherwise = _inside(framed, clock, most=len(sets[0].figures))
    return Localisation(
        sets,
        weight=found.weight,
        lower=found.lower,
        complete=found.complete,
        partial=found.partial,
        evidence=found,
        otherwise=otherwise,
    )


def _located(
    framed: FigureSystem, found: Repair, first: Sequence[Figure] = ()
) -> tuple[Located, ...]:
    """The sets of a repair in the document's order, those with some figures before the others."""
    order = {cell.id: n for n, cell in enumerate(framed.system.cells)}
    sets = sorted(sorted(names, key=order.__getitem__) for names in found.sets)
    likely = [set(framed.cells([figure])) for figure in first]
    sets.sort(
        key=lambda names: (
            [each.isdisjoint(names) for each in likely],
            [order[name] for name in names],
        )
    )
    return tuple(
        Located(tuple(f for f in map(framed.figure, names) if f is not None), cells=tuple(names))
        for names in sets
    )


def _outside(sets: Iterable[Located]) -> bool:
    """Whether some figure of some set stands outside the tables."""
    return any(figure.row.within != "table" for each in sets for figure in each.figures)


def _inside(framed: FigureSystem, clock: Clock, *, most: int) -> tuple[Located, ...]:
    """The lightest sets if all numbers outside the tables are right, where these have no more figures."""
    cells = [
        attrs.evolve(cell, trusted=True)
        if (figure := framed.figure(cell.id)) is not None and figure.row.within != "table"
        else cell
        for cell in framed.system.cells
    ]
    system = System(cells, framed.system.equalities, ratios=framed.system.ratios)
    found = repair(system, limit=_MOST_OTHERWISE, clock=clock)
    if found.weight is None or found.partial:
        return ()
    return tuple(each for each in _located(framed, found) if len(each.figures) <= most)


def _obstacle(found: Search, clock: Clock) -> Obstacle | None:
    """The proof that there is no witness, if there is one."""
    if found.proof is None:
        return None
    try:
        return found.proof(clock)
    except OutOfTimeError:
        return None


def _units(
    search: SlipSearch, framed: FigureSystem, refutation: Refutation
) -> tuple[Correction, ...]:
    """Whole tables whose unit is wrong: one finding instead of one for every figure."""
    figures = _figures(framed, refutation)
    try:
        return tuple(search.units(figures))
    except OutOfTimeError:
        return ()


def _figures(framed: FigureSystem, refutation: Refutation) -> list[Figure]:
    return [f for name, _ in refutation.terms if (f := framed.figure(name)) is not None]


def _conflicts(
    framed: FigureSystem,
    first: Refutation,
    localisation: Localisation | None,
    clock: Clock,
) -> tuple[Conflict, ...]:
    """The smallest contradiction, then others that share no figure with those before."""
    known = [first]
    if localisation is not None:
        known += localisation.evidence.conflicts
    found = smallest(framed.system, known, clock.part(1 / 3, most=_MOST_SMALLEST))
    least, proven = found if found is not None else (first, False)
    conflicts: list[Conflict] = []
    used: set[str] = set()
    for refutation in (least, *sorted(known, key=lambda r: len(r.cells))):
        if conflicts and not used.isdisjoint(refutation.cells):
            continue
        near = nearest(framed.system, refutation)
        plain = plainest(framed, near)
        told = next((r for r in (plain, near) if used.isdisjoint(r.cells)), refutation)
        used.update(told.cells)
        check_refutation(framed.system, told)
        smallest_ = proven and not conflicts and len(told.cells) == len(least.cells)
        conflicts.append(conflict_of(framed, told, smallest=smallest_))
    return tuple(conflicts)


def _corrected(localisation: Localisation, search: SlipSearch, clock: Clock) -> Localisation:
    """The sets with the ranges of their figures and the slips that explain them."""
    sets = list(localisation.sets)
    order = {str(kind): n for n, kind in enumerate((*Slip, UNIT))}
    system = search.framed.system
    try:
        shifts = tuple(search.shifts(localisation.figures)) if sets else ()
        for n, each in enumerate(sets[:_MOST_CORRECTED]):
            found = freed_ranges(system, each.cells, clock)
            if found is None:
                break
            corrections = list(_slips(each, found, search))
            mine = {figure.row for figure in each.figures}
            corrections += [c for c in shifts if any(old.row in mine for old, _ in c.changes)]
            corrections.sort(key=lambda c: order[c.kind])
            sets[n] = attrs.evolve(
                each,
                ranges=tuple(amounts_within(found[name]) for name in each.cells),
                corrections=tuple(corrections),
            )
    except OutOfTimeError:
        pass
    return attrs.evolve(localisation, sets=tuple(sets))


def _slips(each: Located, found: dict[str, Range], search: SlipSearch) -> list[Correction]:
    if len(each.cells) == 1:
        return list(search.single(each.cells[0], found[each.cells[0]]))
    return list(search.together(each.cells, found))
