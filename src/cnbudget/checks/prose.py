"""The prose against the tables, against itself and against last year: agree, share, change, growth."""

from __future__ import annotations

from collections.abc import Container, Sequence
from decimal import Decimal
from functools import cached_property

import attrs

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact
from cnbudget.checks.faults import righted
from cnbudget.checks.findings import Finding, NotChecked, Suspect
from cnbudget.checks.lists import ListCheck
from cnbudget.checks.messages import likeliest
from cnbudget.checks.witnesses import Witnesses
from cnbudget.checks.wording import EarlierWords, PartsWords, at, shown
from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.invariants import Verdict
from cnbudget.messages import By, Said, framed, say
from cnbudget.narrative import Claim, EarlierLaw
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number, equal
from cnbudget.ties.agreement import in_unit
from cnbudget.ties.held import ClaimBeside, amount_of_share, beside, rights, ruled
from cnbudget.ties.parts import PartsBeside, total_of

_ZERO = Decimal(0)
_OF_NUMBERS = tuple("0123456789.,")
_NUMBERS = expression("[0-9][0-9.,]*")


class ProseCheck(ListCheck):
    """The laws of the prose of a disclosure: its numbers, its lists and items, its slips."""

    def run(self) -> None:
        """Check everything."""
        for each in self.ties.agreements:
            if each.kind == "unlisted":
                self._unlisted(each)
            elif each.kind == "goals":
                self._goals(each)
            elif each.kind != "said":
                self._agree(each)
        self._lists()
        self._items()
        for each in self.ties.relations:
            self._relation(each)
        for parted in self.ties.parts:
            self._parts(parted)
        for each in self.ties.agreements:
            if each.kind == "said":  # of two that differ, sums may tell which is wrong
                self._agree(each)
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
            numbers = [claim] if each.by is None else [claim, each.by]
            cause = self.faults.explaining(numbers, lambda values: equal(values[0], values[-1]))
            self._told("agree", each, cause)
            return
        cause = None
        for figure in each.figures:
            cause = cause or self.faults.of_cell.get(figure.address)
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
            blamed = self.faults.of_claim(claim)
            if blamed is not None:
                self.cause_of_number.setdefault(said, blamed)

    def _denied(self, each: ClaimBeside) -> ClaimBeside | None:
        """An amount that differs, too, from figures of its scope that nothing is said against: it is wrong itself.

        Those of a table that prints a wrong unit are taken in the right one.
        """
        right = [
            attrs.evolve(figure, unit=unit) if unit is not None else figure
            for figure in each.figures
            if (unit := self.unit_of.get(figure.address)) is not None
            or figure.address not in self.faults.of_cell
        ]
        held = beside(each.claim, right)
        return held if held is not None and held.ruling.verdict is Verdict.VIOLATED else None

    def _goals(self, each: ClaimBeside) -> None:
        """Money of all goals that is neither that of all projects nor all there is; which of them, nobody said."""
        claim, (nearest, *_) = each.claim, each.others
        self.tied.add(claim)
        self._count("agree", each.ruling.verdict)
        self._note(
            "agree",
            say(
                "checks.money_of_goals",
                claim=By(shown, claim),
                nearest=nearest,
                text=nearest.grouped,
                unit=nearest.unit,
            ),
            claims=(claim,),
            figures=(nearest,),
        )

    def _unlisted(self, each: ClaimBeside) -> None:
        """An amount of a code that the table lists all others of but not this: it has to be zero."""
        claim = each.claim
        self.tied.add(claim)
        self._count("agree", each.ruling.verdict)
        if each.ruling.verdict is Verdict.EXACT:
            return
        codes = () if claim.scope is None else claim.scope.function
        code = "、".join(codes)
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
            cause=self.displaced.cause(claim, codes),
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
        cause = self.faults.explaining(numbers, lambda values: ruled(each, *values))
        name = cause or self._id()
        self._told(law, each, cause)
        if ruling.why == "negative" and isinstance(each.of, Claim) and each.of.kind == "change":
            self.faults.blame(each.of, name)  # whatever the rate should be, this cannot be
        if ruling.verdict is Verdict.VIOLATED and cause is None and isinstance(each.by, Claim):
            right = amount_of_share(each)  # or else it is the amount that is wrong
            if right is not None:
                self.faults.or_else(each.by, name, right)

    def _parts(self, each: PartsBeside) -> None:
        """A whole beside the sum of the parts that are told of it."""
        whole, ruling = each.whole, each.ruling
        self._count("add-up", ruling.verdict)
        self.tied.update((whole, *each.parts))
        if ruling.verdict is Verdict.EXACT:
            return
        members = (whole, *each.parts)
        cause = self.faults.explaining(
            members, lambda values: equal(values[0], total_of(values[1:]))
        )
        violated = ruling.verdict is Verdict.VIOLATED
        name, unit, total = self._id(), whole.unit or Unit.WAN, each.total
        suspects = self._accuse(name, self._terms(each)) if violated and cause is None else ()
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

    @staticmethod
    def _terms(each: PartsBeside) -> list[tuple[Claim, Decimal]]:
        """A whole and its parts, with what each would have to be more, in 元, if it alone were wrong."""
        off = exact.subtract(each.total.value, (number_of(each.whole) or Number(_ZERO)).value)
        return [(each.whole, off), *((part, exact.minus(off)) for part in each.parts)]

    @cached_property
    def _witnesses(self) -> Witnesses:
        """What bears each number out; it is asked for only where something does not hold."""
        return Witnesses(self.ties, self.last_year(), self.faults.of_cell)

    def _accuse(self, name: str, terms: Sequence[tuple[Claim, Decimal]]) -> tuple[Suspect, ...]:
        """The numbers of a law that may be wrong, the likeliest first; these are called wrong by a finding.

        Args:
            name: The finding.
            terms: The numbers, each with what it would have to be more, in 元, if it alone were wrong.
        """
        rights = []
        for claim, more in terms:
            number = number_of(claim) or Number(_ZERO)
            rights.append((claim, Number(exact.add(number.value, more), number.half)))
        found = self._witnesses.ranked(
            [(claim, right.value) for claim, right in rights], len(rights)
        )
        likely = [each.figure for each in found if each.score[0] == found[0].score[0]]
        for claim, right in rights:
            if any(each is claim.figure for each in likely):
                self.faults.blame(claim, name, right)
        return found

    def _told(self, law: str, each: ClaimBeside, cause: str | None) -> None:
        """Tell of a number beside others of the prose: of these one may be wrong, where more others deny it."""
        wrong = each.ruling.verdict is Verdict.VIOLATED and cause is None
        terms = rights(each) if wrong else []
        found = self._witnesses.ranked(terms) if terms else ()
        mine = next((one.score for one in found if one.figure is each.claim.figure), None)
        if mine is None or found[0].score <= mine:
            self._found(law, each.ruling, each.claim, others=each.others, cause=cause)
            return
        for claim, _ in terms:
            if claim.figure is found[0].figure:
                self.faults.blame(claim, self._id(), righted(found[0]))
        self._found(law, each.ruling, each.claim, others=each.others, blamed=False, suspects=found)

    # Last year -------------------------------------------------------------------------------------

    def _earlier(self, law: EarlierLaw) -> None:
        kind = "add-up" if max(map(len, law.sides)) > 1 else "change"
        self._count(kind, law.ruling.verdict)
        for claim in law.claims:
            self.tied.add(claim)
        if law.ruling.verdict is Verdict.EXACT:
            return
        numbers, rule = law.resting_on
        cause = self.faults.explaining(numbers, rule)
        violated = law.ruling.verdict is Verdict.VIOLATED
        severity = "note"
        if violated and not (law.assumed or law.partial):
            severity = "minor" if law.ruling.minor else "error"
        one, other = law.totals
        unit = next((claim.unit for claim in law.claims if claim.unit is not None), Unit.WAN)
        changes = [claim for claim in law.claims if claim.kind == "change"]
        place = (changes or list(law.claims))[0].place if law.claims else Place()
        name = self._id()
        terms = self._terms_of_last_year(law) if violated and cause is None else []
        suspects = self._accuse(name, terms)
        likely = likeliest(suspects)
        place = likely[0].figure.place if len(likely) == 1 else place
        self.findings.append(
            Finding(
                name,
                kind,
                verdict=law.ruling.verdict,
                severity=severity,
                words=EarlierWords(law, self.narrative.previous_year.year, unit),
                unit=unit,
                expected=in_unit(other.value, unit),
                found=in_unit(one.value, unit),
                allowance=in_unit(exact.add(one.half, other.half), unit),
                figures=tuple(claim.figure for claim in law.claims),
                suspects=suspects,
                caused_by=cause if violated else None,
                place=place,
            )
        )

    def _terms_of_last_year(self, law: EarlierLaw) -> list[tuple[Claim, Decimal]]:
        """The amounts and changes that two ways to last year's rest on, with what each would have to be more, in 元.

        What others of its scope agree with is right, and so is a change whose rate fits it.
        """
        one, other = law.totals
        apart = exact.subtract(one.value, other.value)
        others = [each for each in self.ties.earlier if each.scope == law.scope and each is not law]
        agreed = any(each.ruling.verdict is not Verdict.VIOLATED for each in others)
        terms = []
        for place, side in (
            reversed(tuple(enumerate(law.sides))) if agreed else enumerate(law.sides)
        ):
            more = exact.minus(apart) if place else apart
            changes = [(each.claims[-1], more) for each in side if each.claims]
            amounts = [(c, exact.minus(more)) for each in side for c in each.claims[:-1]]
            terms += changes + amounts
        return terms

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
        held = self._held()
        return [
            NotChecked(say("unchecked.text", text=each.text), each.place, reason=each.reason)
            for each in self.claims.unread
            if each.place not in elsewhere
            and not any(_ends_with(each.text, number) for number in held.get(each.place, ()))
        ]

    def _held(self) -> dict[Place, set[str]]:
        """The numbers of unknown subject that something is held against all the same, as the sum of a list is."""
        left = {claim for claim, _ in self.untied}
        held: dict[Place, set[str]] = {}
        loose: dict[Place, set[str]] = {}
        for claim in self.claims:
            if claim.scope is None and claim.kind == "amount":
                checked = claim in self.tied and claim not in left
                numbers = (held if checked else loose).setdefault(claim.place, set())
                numbers.add(claim.text + claim.figure.unit_text)
        return {place: found - loose.get(place, set()) for place, found in held.items()}

    def accounts_for(self, text: str, place: Place) -> bool:
        """Whether every number in a text is one that a statement at its place says, and that is held to something.

        Args:
            text: What another reader did not understand.
            place: Where it stands.
        """
        numbers = {each.rstrip(".,") for each in _NUMBERS.findall(text)}
        left = {claim for claim, _ in self.untied}
        said = {
            claim.text
            for claim in self._said_at.get(place, ())
            if claim in self.tied and claim not in left
        }
        return bool(numbers) and said.issuperset(numbers)

    @cached_property
    def _said_at(self) -> dict[Place, list[Claim]]:
        found: dict[Place, list[Claim]] = {}
        for claim in self.claims:
            found.setdefault(claim.place, []).append(claim)
        return found


def _ends_with(text: str, number: str) -> bool:
    """Whether a text ends with a number, rather than with the end of a longer one: 150.00万元 is not 50.00万元."""
    before = text[: -len(number)]
    return text.endswith(number) and not before.endswith(_OF_NUMBERS)
