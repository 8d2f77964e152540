"""The prose against the tables, against itself and against last year: agree, share, change, growth."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal
from functools import cached_property

import attrs

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact
from cnbudget.checks.findings import Finding, NotChecked, Suspect
from cnbudget.checks.lists import ListCheck
from cnbudget.checks.wording import EarlierWords, PartsWords, at, shown
from cnbudget.figures import Figure, Place
from cnbudget.invariants import Verdict
from cnbudget.messages import By, Said, framed, say
from cnbudget.narrative import Claim, EarlierLaw
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number
from cnbudget.ties.agreement import in_unit
from cnbudget.ties.claims import ClaimBeside, beside
from cnbudget.ties.parts import PartsBeside

__all__ = ["ProseCheck"]

ZERO = Decimal(0)
_MOST_SUSPECTS = 8


class ProseCheck(ListCheck):
    """The laws of the prose of a disclosure: its numbers, its lists and items, its slips."""

    def run(self) -> None:
        """Check everything."""
        self.right: set[Claim] = set()  # the amounts that a table or another sentence bears out
        for each in self.ties.agreements:
            if each.kind == "unlisted":
                self._unlisted(each)
            else:
                self._agree(each)
        self._lists()
        self._items()
        for each in self.ties.relations:
            self._relation(each)
        for parted in self.ties.parts:
            self._parts(parted)
        for claim, why in self.ties.unknown:
            self.untied.append((claim, why))
            self.tied.add(claim)
        for law in self.ties.earlier:
            self._earlier(law)
        self._slips()
        self.untied.extend(self.ties.loose(self.tied))

    # Amounts against the tables, and against each other -------------------------------------------

    def _agree(self, each: ClaimBeside) -> None:
        claim, ruling = each.claim, each.ruling
        self.tied.add(claim)
        if isinstance(each.by, Claim):
            self.tied.add(each.by)
        self._count("agree", ruling.verdict)
        if ruling.verdict is Verdict.EXACT:
            self.right.add(claim)
            return
        if each.kind == "said":
            self._found("agree", ruling, claim, others=each.others)
            return
        cause = None
        for figure in each.figures:
            cause = cause or self.cause_of_figure.get(figure.address)
        said = (claim.scope, claim.value, claim.unit)  # the same wrong number again
        denied = None if cause is None else self._denied(each)
        if denied is not None:
            each, ruling, cause = denied, denied.ruling, None
        if cause is not None:  # what is said is right, and so is what follows from it
            self._found("agree", ruling, claim, others=each.others, cause=cause, blamed=False)
            return
        cause = self.cause_of_number.get(said)
        self._found("agree", ruling, claim, others=each.others, cause=cause)
        if ruling.verdict is Verdict.VIOLATED:
            self.cause_of_number.setdefault(said, self.cause_of_claim[claim])

    def _denied(self, each: ClaimBeside) -> ClaimBeside | None:
        """An amount that differs, too, from figures of its scope that nothing is said against: it is wrong itself.

        Those of a table that prints a wrong unit are taken in the right one.
        """
        right = [
            attrs.evolve(figure, unit=unit) if unit is not None else figure
            for figure in each.figures
            if (unit := self.unit_of.get(figure.address)) is not None
            or figure.address not in self.cause_of_figure
        ]
        held = beside(each.claim, right)
        return held if held is not None and held.ruling.verdict is Verdict.VIOLATED else None

    def _unlisted(self, each: ClaimBeside) -> None:
        """An amount of a code that the table lists all others of but not this: it has to be zero."""
        claim = each.claim
        self.tied.add(claim)
        self._count("agree", each.ruling.verdict)
        if each.ruling.verdict is Verdict.EXACT:
            return
        code = "" if claim.scope is None else "、".join(claim.scope.function)
        (total,) = each.others
        table, table_en = at(total, "zh"), at(total, "en")
        self._note(
            "agree",
            say(
                "checks.no_row_of_item",
                claim=By(shown, claim),
                table=Said(table, table_en),
                code=code,
            ),
            claims=(claim,),
            severity="error",
        )

    # Shares, changes, growth -----------------------------------------------------------------------

    def _relation(self, each: ClaimBeside) -> None:
        """A share, change or rate beside what the amounts come to."""
        claim, law, ruling = each.claim, each.law, each.ruling
        self.tied.add(claim)
        numbers = [one for one in (each.by, each.of) if one is not None]
        for one in numbers:
            if isinstance(one, Claim):
                self.tied.add(one)
        self._count(law, ruling.verdict)
        if ruling.verdict is Verdict.EXACT:
            return
        cause = None
        for one in numbers:
            if isinstance(one, Figure):
                cause = cause or self.cause_of_figure.get(one.address)
            else:
                cause = cause or self.cause_of_claim.get(one)
        self._found(law, ruling, claim, others=each.others, cause=cause)

    def _parts(self, each: PartsBeside) -> None:
        """A whole beside the sum of the parts that are told of it."""
        whole, ruling = each.whole, each.ruling
        self._count("add-up", ruling.verdict)
        self.tied.update((whole, *each.parts))
        if ruling.verdict is Verdict.EXACT:
            return
        members = (whole, *each.parts)
        cause = next((c for m in members if (c := self.cause_of_claim.get(m)) is not None), None)
        violated = ruling.verdict is Verdict.VIOLATED
        name, unit, total = self._id(), whole.unit or Unit.WAN, each.total
        suspects = self._suspects(each) if violated and cause is None else ()
        severity = "minor" if ruling.minor else "error" if each.sure else "note"
        self.findings.append(
            Finding(
                name,
                "add-up",
                verdict=ruling.verdict,
                severity=severity if violated else "note",
                words=PartsWords(each, unit),
                unit=unit,
                expected=in_unit(total.value, unit),
                found=whole.value,
                allowance=in_unit(ruling.allowance, unit),
                figures=tuple(member.figure for member in members),
                suspects=suspects,
                caused_by=cause if violated else None,
                place=whole.place,
            )
        )
        if violated:
            for member in members if cause is None else ():
                self.cause_of_claim.setdefault(member, name)

    def _suspects(self, each: PartsBeside) -> tuple[Suspect, ...]:
        """Of a whole and its parts those that nothing else bears out, one that is told otherwise elsewhere first."""
        off = exact.subtract(each.total.value, (number_of(each.whole) or Number(ZERO)).value)
        found = []
        for member in (each.whole, *each.parts):
            if member in self.right or member.value is None or member.unit is None:
                continue
            more = off if member is each.whole else exact.minus(off)
            right = exact.add(member.value, in_unit(more, member.unit))
            if right < 0:
                continue
            again = self._said_again(member, right)
            found.append(Suspect(member.figure, right, settles=1 + again, breaks=0))
        found.sort(key=lambda suspect: -suspect.settles)
        return tuple(found[:_MOST_SUSPECTS])

    def _said_again(self, claim: Claim, value: Decimal) -> int:
        """How many amounts that are called the same say another value."""
        return sum(
            each.value == value
            for each in self._called.get((claim.subject, claim.unit), ())
            if each is not claim
        )

    @cached_property
    def _called(self) -> dict[tuple[str, Unit | None], list[Claim]]:
        """The amounts by what they are called."""
        found: dict[tuple[str, Unit | None], list[Claim]] = {}
        for claim in self.claims.of("amount"):
            found.setdefault((claim.subject, claim.unit), []).append(claim)
        return found

    # Last year -------------------------------------------------------------------------------------

    def _earlier(self, law: EarlierLaw) -> None:
        kind = "add-up" if max(map(len, law.sides)) > 1 else "change"
        self._count(kind, law.ruling.verdict)
        for claim in law.claims:
            self.tied.add(claim)
        if law.ruling.verdict is Verdict.EXACT:
            return
        cause = None
        for claim in law.claims:
            cause = cause or self.cause_of_claim.get(claim)
        violated = law.ruling.verdict is Verdict.VIOLATED
        severity = "note"
        if violated and not (law.assumed or law.partial):
            severity = "minor" if law.ruling.minor else "error"
        one, other = law.totals
        unit = next((claim.unit for claim in law.claims if claim.unit is not None), Unit.WAN)
        changes = [claim for claim in law.claims if claim.kind == "change"]
        place = (changes or list(law.claims))[0].place if law.claims else Place()
        self.findings.append(
            Finding(
                self._id(),
                kind,
                verdict=law.ruling.verdict,
                severity=severity,
                words=EarlierWords(law, self.narrative.previous_year.year, unit),
                unit=unit,
                expected=in_unit(other.value, unit),
                found=in_unit(one.value, unit),
                allowance=in_unit(exact.add(one.half, other.half), unit),
                figures=tuple(claim.figure for claim in law.claims),
                caused_by=cause if violated else None,
                place=place,
            )
        )

    # Slips -----------------------------------------------------------------------------------------

    def _slips(self) -> None:
        from cnbudget.narrative.slips import KINDS, slips_of

        found = slips_of(self.narrative)
        kinds = {slip.kind for slip in found}
        if any("。" in passage.text for passage in self.narrative.readable if not passage.grid):
            self._count("slip", Verdict.EXACT, len(KINDS) - len(kinds))
        self._count("slip", Verdict.VIOLATED, len(found))
        for slip in found:
            kind = KINDS[slip.kind]
            self._note(
                "slip",
                framed(slip.words, "slips.of_kind", kind=Said(kind, slip.kind)),
                place=slip.place,
            )

    # What is left ----------------------------------------------------------------------------------

    def not_checked(self, elsewhere: Container[Place] = ()) -> list[NotChecked]:
        """What states money or a percentage and was not understood.

        Args:
            elsewhere: The places that are accounted for elsewhere.
        """
        return [
            NotChecked(say("unchecked.text", text=each.text), each.place, reason=each.reason)
            for each in self.claims.unread
            if each.place not in elsewhere
        ]
