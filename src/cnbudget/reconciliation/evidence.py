"""All that a reconciliation claims, verified once more by whoever was given it.

What has evidence is substituted: the witness is published and compared, amounts are put into the figures and laws,
every refutation is added up, every set of figures is mended by its amounts and shown to be the lightest. What follows
from that, the words of the contradictions, the ranges and the corrections, is worked out again and compared. The
system itself is made again from the document, so that nothing in it can have been put there.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import zip_longest
from typing import NoReturn

from cnbudget.arithmetic import exact
from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency import Consistent, EvidenceError, decide
from cnbudget.consistency.checker import check_ledger, check_refutation, check_repair
from cnbudget.deduction import (
    NO_RULES,
    FigureSystem,
    Ruled,
    Weights,
    figure_system,
    joint_system,
    ruled_by,
    system_around,
    with_rules,
)
from cnbudget.deduction.deductions import amounts_within
from cnbudget.disclosure import Correction
from cnbudget.figures import Figure
from cnbudget.invariants import derived_of
from cnbudget.layouts import Layout, load
from cnbudget.ledger import Ledger
from cnbudget.messages import Message, say
from cnbudget.reconciliation.answer import Answer, Status
from cnbudget.reconciliation.cells import Cells
from cnbudget.reconciliation.comparison import differences
from cnbudget.reconciliation.conflicts import Conflict, conflict_of
from cnbudget.reconciliation.corrections import SlipSearch, freed_ranges
from cnbudget.reconciliation.localisation import Localisation, Located
from cnbudget.reconciliation.smallest import smallest
from cnbudget.reconciliation.verification import check_obstacle

_FEN = Decimal("0.01")


def verify(
    found: Answer,
    *,
    weights: Weights | None = None,
    layout: Layout | None = None,
    time_limit: float | None = None,
    steps: int | None = None,
) -> None:
    """Verify all that a reconciliation claims.

    Args:
        found: The reconciliation.
        weights: What it costs to declare figures wrong, as it was asked for.
        layout: The form to publish by, as it was asked for.
        time_limit: Seconds after which to give up, by an `EvidenceError` too; None for no limit.
        steps: Steps of work after which to give up; None for no limit.

    Raises:
        EvidenceError: Something in it does not hold, or is not supported by its evidence.

    >>> import cnbudget
    >>> verify(cnbudget.reconcile(cnbudget.example("akto")))
    """
    clock = Clock(time_limit, steps=steps)
    if found.framed is not None:
        _check_system(found.framed, found, weights or Weights())
    if (found.status is Status.CONSISTENT) != (found.witness is not None):
        _refuse(say("reconciliation.evidence_witness"))
    if (found.status is Status.INCONSISTENT) != bool(found.conflicts):
        _refuse(say("reconciliation.evidence_contradictions"))
    if found.status is not Status.INCONSISTENT and (found.localisation or found.tables):
        _refuse(say("reconciliation.evidence_changes"))
    if found.witness is not None:
        _check_witness(found, found.witness, layout, clock)
    if found.obstacle is not None:
        if found.status is not Status.UNWITNESSED:
            _refuse(say("reconciliation.evidence_obstacle"))
        try:
            form = layout or load(found.disclosure.layout)
            check_obstacle(found.disclosure, form, found.obstacle, clock)
        except OutOfTimeError:
            _refuse(say("reconciliation.not_verified_in_time"))
    if found.status is Status.UNWITNESSED or found.amounts:
        check_ledger(_framed(found).system, found.amounts)
    if found.status is Status.INCONSISTENT:
        try:
            search = SlipSearch(
                found.disclosure, _framed(found), weights or Weights(), clock, rules=found.rows
            )
            _check_inconsistent(found, search)
        except OutOfTimeError:
            _refuse(say("reconciliation.not_verified_in_time"))


def _check_witness(found: Answer, witness: Ledger, layout: Layout | None, clock: Clock) -> None:
    """The witness is in whole 分, publishes as the printed tables, and what is said outside them fits it."""
    if any(exact.remainder(entry.amount.yuan, _FEN) for entry in witness):
        _refuse(say("reconciliation.witness_not_whole"))
    for each in differences(found.disclosure, witness, layout):
        figure = each.printed or each.published
        where = "" if figure is None else figure.where("zh")
        _refuse(say("reconciliation.witness_publishes_otherwise"), where)
    ruled = _ruled(found)
    if found.framed is None and (found.stated is not None or ruled.held):
        prose = found.stated is not None
        around = system_around(found.disclosure, witness, ruled=ruled, prose=prose)
        decision = None if around is None else decide(around.system, clock=clock)
        if not isinstance(decision, Consistent):
            _refuse(say("reconciliation.outside_does_not_fit"))
    _check_counts(found, layout)


def _check_counts(found: Answer, layout: Layout | None) -> None:
    """The printed figures that the witness publishes as are as many as is said."""
    cells = Cells(found.disclosure, layout or load(found.disclosure.layout))
    zeros = sum(all(not figure.value for figure in figures) for figures in cells.figures)
    if found.told != sum(map(len, cells.figures)) or not 0 <= found.zeros <= zeros:
        _refuse(say("reconciliation.evidence_count"))


def _framed(found: Answer) -> FigureSystem:
    if found.framed is None:
        _refuse(say("reconciliation.no_system"))
    return found.framed


def _ruled(found: Answer) -> Ruled:
    return ruled_by(found.rows, found.disclosure) if found.rows else NO_RULES


def _check_system(framed: FigureSystem, found: Answer, weights: Weights) -> None:
    """The system has the document's figures and laws, and the rules, and nothing else."""
    disclosure = found.disclosure
    made = (
        figure_system(derived_of(disclosure), weights)
        if framed.stated is None
        else joint_system(disclosure, weights)
    )
    made = with_rules(made, _ruled(found), weights)
    one, other = framed.system, made.system
    if one.cells != other.cells:
        _refuse(say("reconciliation.evidence_cell"))
    if one.equalities != other.equalities or one.ratios != other.ratios:
        _refuse(say("reconciliation.evidence_laws"))
    for cell in other.cells:
        figure, printed = framed.figure(cell.id), made.figure(cell.id)
        if (figure is None) != (printed is None) or (
            figure is not None and printed is not None and figure.where() != printed.where()
        ):
            _refuse(say("reconciliation.evidence_figures"))


def _check_inconsistent(found: Answer, search: SlipSearch) -> None:
    framed, clock = search.framed, search.clock
    for conflict in found.conflicts:
        _check_conflict(framed, conflict, clock)
    if found.localisation is not None:
        _check_localisation(framed, found.localisation, clock)
        for located in found.localisation.otherwise:
            freed = framed.system.with_figures(dict.fromkeys(located.cells))
            if not isinstance(decide(freed, clock=clock), Consistent):
                clock.check()
                _refuse(say("reconciliation.evidence_otherwise"))
        for located in (*found.localisation.sets, *found.localisation.otherwise):
            _check_located(framed, located, clock)
            _check_corrections(search, located.corrections)
    _check_corrections(search, found.tables)


def _check_conflict(framed: FigureSystem, conflict: Conflict, clock: Clock) -> None:
    refutation = conflict.refutation
    check_refutation(framed.system, refutation)
    again = conflict_of(framed, refutation, smallest=conflict.smallest)
    # the figures are compared as they are, all else by what is told of it
    if _told(conflict) != _told(again) or _unlike(conflict.figures, again.figures):
        _refuse(say("reconciliation.evidence_contradiction"))
    if conflict.smallest:
        fewest = smallest(framed.system, [refutation], clock)
        if fewest is None or len(fewest[0].cells) < len(refutation.cells):
            _refuse(say("reconciliation.evidence_not_smallest"))


def _told(conflict: Conflict) -> tuple[object, ...]:
    numbers = conflict.found, conflict.allowance, conflict.shortage, conflict.unit, conflict.tie
    return conflict.text("zh"), conflict.text("en"), numbers


def _unlike(one: Iterable[Figure], other: Iterable[Figure]) -> bool:
    pairs = zip_longest(one, other)
    return any(figure is not twin for figure, twin in pairs)


def _check_localisation(framed: FigureSystem, claim: Localisation, clock: Clock) -> None:
    evidence = claim.evidence
    check_repair(framed.system, evidence, clock)
    if (claim.weight, claim.lower, claim.complete, claim.partial) != (
        evidence.weight, evidence.lower, evidence.complete, evidence.partial,
    ):  # fmt: skip
        _refuse(say("reconciliation.evidence_weights"))
    named = sorted(tuple(sorted(located.cells)) for located in claim.sets)
    if named != sorted(tuple(sorted(cells)) for cells in evidence.sets):
        _refuse(say("reconciliation.evidence_sets"))


def _check_located(framed: FigureSystem, located: Located, clock: Clock) -> None:
    figures = [f for f in map(framed.figure, located.cells) if f is not None]
    if _unlike(located.figures, figures):
        _refuse(say("reconciliation.evidence_named"))
    if located.ranges:
        again = freed_ranges(framed.system, located.cells, clock)
        if again is None:
            raise OutOfTimeError
        if located.ranges != tuple(amounts_within(again[cell]) for cell in located.cells):
            _refuse(say("reconciliation.evidence_ranges"))


def _check_corrections(search: SlipSearch, corrections: Iterable[Correction]) -> None:
    for correction in corrections:
        if not search.mends(correction.changes):
            search.clock.check()
            _refuse(say("reconciliation.evidence_correction"), correction.zh)


def _refuse(message: Message, where: str = "") -> NoReturn:
    raise EvidenceError(message, where=where)
