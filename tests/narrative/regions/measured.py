"""How the numbers of a written document come out: read as what they were written down to be, tied, or left."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal

import attrs

import cnbudget
from cnbudget import Disclosure, Figure, Finding, FundingSource, Report
from cnbudget.narrative import Claim
from cnbudget.scope import Scope
from cnbudget.ties.claims import ClaimTies
from cnbudget.ties.held import ClaimBeside
from tests.narrative.regions.written import Number, Written

__all__ = ["Outcome", "measured"]

_APPROPRIATED = FundingSource.APPROPRIATION | FundingSource.CARRIED_APPROPRIATION


@attrs.frozen
class Outcome:
    """What became of a document's numbers.

    Attributes:
        read: The document as read.
        report: What check says of it.
        right: The numbers that were read as what they are.
        wrong: Those that were read as something else, with what.
        open: Those that were read without a scope, or as no claim.
        unread: Those that were said not to be understood.
        tied: Those that something is held against.
        sharp: Those of them that are held to another number alone, so that a change of them shows.
        reasons: Why the others are not tied.
        false: Findings on the document that are none of its tables alone.
    """

    read: Disclosure
    report: Report
    right: list[Number] = attrs.field(factory=list)
    wrong: list[tuple[Number, Claim]] = attrs.field(factory=list)
    open: list[Number] = attrs.field(factory=list)
    unread: list[Number] = attrs.field(factory=list)
    tied: list[Number] = attrs.field(factory=list)
    sharp: list[Number] = attrs.field(factory=list)
    reasons: list[tuple[Number, str]] = attrs.field(factory=list)
    false: list[Finding] = attrs.field(factory=list)


def measured(written: Written) -> Outcome:
    """What becomes of a document's numbers."""
    read = cnbudget.read_text(written.text)
    found = Outcome(read, cnbudget.check(read))
    ties = ClaimTies(read, read.narrative)
    relations = {each.claim: each for each in ties.relations}
    held = _held(ties)
    loose = {(f.place.line, f"{f.value}"): why[0] for f, why in found.report.untied}
    claims: dict[tuple[int | None, str], list[Claim]] = defaultdict(list)
    for claim in read.narrative.claims:
        claims[claim.place.line, claim.text].append(claim)
    unread = [(each.place.line, each.text) for each in read.narrative.claims.unread]
    for number in written.numbers:
        mine = claims[number.line, number.text]
        read_as = mine.pop(0) if mine else None
        why = loose.get((number.line, f"{number.value}"))
        if any(line == number.line and number.text in text for line, text in unread):
            found.unread.append(number)
        elif read_as is None or _open(read_as, number):
            beside = _bought(number) and why is None
            (found.right if beside else found.open).append(number)
        elif _right(read_as, number, written, relations):
            found.right.append(number)
        else:
            found.wrong.append((number, read_as))
        if read_as in held or (why is None and _bought(number)):
            found.sharp.append(number)
        if read_as in held or (why is None and read_as is not None and _beside(read_as, number)):
            found.tied.append(number)
        elif read_as is not None:
            found.reasons.append((number, "nothing ties it" if why is None else why))
    found.false.extend(_false(written, found.report))
    return found


def _held(ties: ClaimTies) -> set[Claim | Figure | None]:
    """The claims that something is held against, and what they are held to."""
    found: set[Claim | Figure | None] = set()
    for each in (*ties.agreements, *ties.relations):
        found |= {each.claim, each.by, each.of}
    for law in ties.earlier:
        found |= set(law.claims)
    return found - {None}


def _false(written: Written, report: Report) -> list[Finding]:
    """The findings on a true document that are none on its tables alone."""
    before = Counter(f.zh for f in cnbudget.check(cnbudget.read_text(written.tables)).findings)
    found = []
    for finding in report.findings:
        if before[finding.zh]:
            before[finding.zh] -= 1
        elif finding.law != "form":
            found.append(finding)
    return found


def _open(claim: Claim, number: Number) -> bool:
    if not number.kind:
        return False
    return claim.scope is None and (claim.of is None or _bought(number))


def _beside(claim: Claim, number: Number) -> bool:
    """Whether the side matters hold an amount: of procurement, or one of a scope in their lines."""
    return claim.kind == "amount" and (claim.scope is not None or _bought(number))


def _bought(number: Number) -> bool:
    """Whether it is of procurement, which is no scope of the prose: the side matters hold it to their table."""
    return number.scope is not None and "procurement" in number.scope.told


def _right(
    claim: Claim, number: Number, written: Written, relations: Mapping[Claim, ClaimBeside]
) -> bool:
    if not number.kind:
        return True
    if claim.kind != number.kind or claim.value != number.value:
        return False
    when = claim.year, claim.stage
    if number.kind == "amount":
        return _same(written, claim.scope, when, number.scope)
    if number.kind in ("change", "growth"):
        now = _same(written, claim.scope, when, number.scope)
        return now and _same(written, claim.scope, claim.against or (None, ""), number.other)
    tie = relations.get(claim)
    if tie is None:
        return False
    amounts = [_amount(each) for each in (tie.by, tie.of)]
    return amounts == [written.total(number.scope), written.total(number.other)]


def _amount(each: Claim | Figure | None) -> Decimal | None:
    figure = each.figure if isinstance(each, Claim) else each
    amount = None if figure is None else figure.amount
    return None if amount is None else amount.yuan / 10_000


def _same(
    written: Written, scope: Scope | None, when: tuple[int | None, str], meant: Scope | None
) -> bool:
    """Whether a scope at a time totals what was meant, in the ledger of that time."""
    if scope is None or meant is None:
        return False
    if when != (meant.year or written.form.year, meant.stage or written.stage):
        return False
    here = attrs.evolve(scope, year=meant.year, stage=meant.stage)
    if meant.economic != ("",) and meant.source in _APPROPRIATED and scope.source in _APPROPRIATED:
        # which appropriations the “三公” table of a form is of, its tables say; the prose does not
        here = attrs.evolve(here, source=meant.source)
    return written.total(meant) in written.form.totals(here)
