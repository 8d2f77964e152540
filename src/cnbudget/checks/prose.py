"""The prose against the tables, against itself and against last year: agree, share, change, growth."""

from __future__ import annotations

from collections.abc import Container

import attrs

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact
from cnbudget.checks.findings import Finding, NotChecked
from cnbudget.checks.lists import ListCheck
from cnbudget.checks.wording import EarlierWords, at, shown
from cnbudget.figures import Figure, Place
from cnbudget.invariants import Verdict
from cnbudget.messages import By, Said, framed, say
from cnbudget.narrative import Claim, EarlierLaw
from cnbudget.ties.agreement import in_unit
from cnbudget.ties.claims import ClaimBeside, beside

__all__ = ["ProseCheck"]


class ProseCheck(ListCheck):
    """The laws of the prose of a disclosure: its numbers, its lists and items, its slips."""

    def run(self) -> None:
        """Check everything."""
        for each in self.ties.agreements:
            if each.kind == "unlisted":
                self._unlisted(each)
            else:
                self._agree(each)
        self._lists()
        self._items()
        for each in self.ties.relations:
            self._relation(each)
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
