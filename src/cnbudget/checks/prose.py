"""The prose against the tables, against itself and against last year: agree, share, change, growth."""

from __future__ import annotations

from collections.abc import Container
from functools import cached_property

import attrs

from cnbudget.amounts import Unit
from cnbudget.checks.findings import Finding, NotChecked
from cnbudget.checks.lists import ListCheck
from cnbudget.checks.wording import EarlierWords, at, shown
from cnbudget.figures import Figure, Place
from cnbudget.invariants import Verdict
from cnbudget.narrative import Claim, EarlierLaw
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number, Ruling, equal, growth, proportion
from cnbudget.scope import Scope
from cnbudget.ties.agreement import agreement, in_unit

__all__ = ["ProseCheck"]


class ProseCheck(ListCheck):
    """The laws of the prose of a disclosure: its numbers, its lists and items, its slips."""

    def run(self) -> None:
        """Check everything."""
        self._agree()
        self._lists()
        self._items()
        for claim in self.claims:
            if claim.role not in ("stated", "use"):
                continue
            if claim.kind == "share":
                self._share(claim)
            elif claim.kind == "growth":
                self._growth(claim)
            elif claim.kind == "completion":
                self._completion(claim)
            elif claim.kind == "comparison":
                self._comparison(claim)
            elif claim.kind in ("change", "level"):
                self._change(claim)
        for law in self.narrative.previous_year.laws:
            self._earlier(law)
        self._slips()
        self._loose()

    # Amounts against the tables, and against each other -------------------------------------------

    def _agree(self) -> None:
        """Each amount is what the tables print of its scope; where they print nothing, what is said elsewhere."""
        said: dict[tuple[object, ...], list[Claim]] = {}
        for claim in self.claims:
            if claim.kind not in ("amount", "none") or claim.unit is None or claim.value is None:
                continue
            if claim.scope is None or claim.role == "aside":
                continue
            scope = self._scope(claim)
            if claim.year == self.disclosure.year and scope is not None:
                figures = self.printed.of(scope)
                if figures:
                    self._against(claim, figures)
                    continue
                total = self.printed.unlisted(scope)
                if total is not None:
                    self._unlisted(claim, total)
                    continue
            if claim.kind == "amount":
                key = (claim.scope, claim.year, claim.stage)
                said.setdefault(key, []).append(claim)
        for same in said.values():
            first = same[0]
            for other in same[1:]:
                if other.place is first.place and other.text == first.text:
                    continue
                self._compare(other, first.figure, number_of(first), by=first)

    def _scope(self, claim: Claim) -> Scope | None:
        """The scope of a claim in the tables, which say a stage where it is not the document's own."""
        if claim.scope is None:
            return None
        if claim.stage == self.disclosure.stage:
            return claim.scope
        staged = attrs.evolve(claim.scope, stage=claim.stage)
        return staged if self.printed.of(staged) else None

    def _against(self, claim: Claim, figures: list[Figure]) -> None:
        """A claim against the table's figures of its scope: agreeing with one of them is enough."""
        best: tuple[Figure, Ruling] | None = None
        for figure in figures:
            mine, there = number_of(claim), number_of(figure)
            if mine is None or there is None:
                continue
            ruling = agreement(claim, figure, mine, there)
            if best is None or _rank(ruling) < _rank(best[1]):
                best = figure, ruling
            if ruling.verdict is Verdict.EXACT:
                break
        if best is None:
            return
        figure, ruling = best
        self.tied.add(id(claim))
        self._count("agree", ruling.verdict)
        if ruling.verdict is Verdict.EXACT:
            return
        cause = None
        for each in figures:
            cause = cause or self.cause_of_figure.get(id(each))
        said = (claim.scope, claim.value, claim.unit)  # the same wrong number again
        cause = cause or self.cause_of_number.get(said)
        self._found("agree", ruling, claim, others=(figure,), cause=cause)
        if ruling.verdict is Verdict.VIOLATED:
            self.cause_of_number.setdefault(said, self.cause_of_claim[id(claim)])

    def _compare(
        self, claim: Claim, figure: Figure, there: Number | None, *, by: Claim | None = None
    ) -> None:
        mine = number_of(claim)
        if mine is None or there is None:
            return
        self.tied.add(id(claim))
        if by is not None:
            self.tied.add(id(by))
        ruling = agreement(claim, figure, mine, there)
        self._count("agree", ruling.verdict)
        if ruling.verdict is not Verdict.EXACT:
            self._found("agree", ruling, claim, others=(figure,))

    def _unlisted(self, claim: Claim, total: Figure) -> None:
        """An amount of a code that the table lists all others of but not this: it has to be zero."""
        self.tied.add(id(claim))
        if not claim.value:
            self._count("agree", Verdict.EXACT)
            return
        self._count("agree", Verdict.VIOLATED)
        code = "" if claim.scope is None else "、".join(claim.scope.function)
        table, table_en = at(total, "zh"), at(total, "en")
        self._note(
            "agree",
            f"{shown(claim, 'zh')}，但{table}没有 {code} 一行",
            f"{shown(claim, 'en')}, but {table_en} has no row {code}",
            claims=(claim,),
            severity="error",
        )

    # Shares, changes, growth -----------------------------------------------------------------------

    def _share(self, claim: Claim) -> None:
        share = number_of(claim)
        part, by = self._value(claim.of, claim.scope)
        whole, of = self._value(claim.whole, None)
        if whole is None and claim.scope is not None and claim.of is not None:
            base = _section_base(claim)
            if base is not None and claim.scope < base:
                whole, of = self._value(None, base)
        if share is None or part is None or whole is None:
            if claim.scope is not None or claim.of is not None:
                self.untied.append(
                    (claim, ("不知是占什么的比例", "what it is a share of cannot be told"))
                )
                self.tied.add(id(claim))
            return
        ruling = proportion(share, part, whole, claim.places)
        above = claim.whole.whole if claim.whole is not None else None
        while ruling.verdict is Verdict.VIOLATED and above is not None:
            # of nested parts ("其中…，其中…") the share may be that in the outer whole
            wider = number_of(above)
            other = None if wider is None else proportion(share, part, wider, claim.places)
            if other is not None and other.verdict is not Verdict.VIOLATED:
                ruling, of = other, above
            above = above.whole
        self._judge("share", ruling, claim, by, of)

    def _growth(self, claim: Claim) -> None:
        rate = number_of(claim)
        change = claim.whole if claim.whole is not None and claim.whole.kind == "change" else None
        now, by = self._value(claim.of, claim.scope)
        if rate is None or now is None:
            return
        if change is not None:
            amount = number_of(change)
            if amount is None:
                return
            ruling = growth(rate, now, now, claim.places, change=amount)
            self._judge("growth", ruling, claim, by, change)
            return
        before = self._before(claim)
        if before is None:
            return
        base = number_of(before)
        if base is not None:
            self._judge("growth", growth(rate, now, base, claim.places), claim, by, before)

    def _before(self, claim: Claim) -> Claim | None:
        """The amount that a claim compares with, if it is stated."""
        if claim.against is None or (claim.scope is None and not claim.item):
            return None
        year, stage = claim.against
        return self._stated.get((id(claim.section), claim.scope or claim.item, year, stage))

    @cached_property
    def _stated(self) -> dict[tuple[object, ...], Claim]:
        """The stated amounts by section, scope (or names), year and stage; the first of several."""
        found: dict[tuple[object, ...], Claim] = {}
        for claim in self.claims:
            if claim.kind == "amount" and claim.role == "stated" and (claim.scope or claim.item):
                what = claim.scope or claim.item
                found.setdefault((id(claim.section), what, claim.year, claim.stage), claim)
        return found

    def _completion(self, claim: Claim) -> None:
        rate = number_of(claim)
        if rate is None or claim.of is None:
            return
        now, by = self._value(claim.of, claim.scope)
        planned = self._planned(claim)
        base = None if planned is None else number_of(planned)
        if now is None or base is None or planned is None:
            return
        if not base.value and not now.value:
            hundred = abs(rate.value) in (0, 100)
            verdict = (
                Verdict.EXACT
                if not rate.value
                else Verdict.UNDECIDED
                if hundred
                else Verdict.VIOLATED
            )
            ruling = Ruling(verdict, why="zero")
        else:
            ruling = proportion(rate, now, base, claim.places)
        self._judge("share", ruling, claim, by, planned)

    def _planned(self, claim: Claim) -> Claim | Figure | None:
        """The budget that a final account is measured by: stated, or in the tables."""
        what = claim.scope or claim.item
        stated = self._stated.get((id(claim.section), what, self.disclosure.year, "预算"))
        if stated is not None and what:
            return stated
        if claim.scope is None:
            return None
        return self.printed.first(attrs.evolve(claim.scope, stage="预算"))

    def _comparison(self, claim: Claim) -> None:
        planned = self._planned(claim)
        now, by = self._value(claim.of, claim.scope)
        base = None if planned is None else number_of(planned)
        if now is None or base is None or planned is None:
            return
        difference = now.value - base.value
        sign = (difference > 0) - (difference < 0)
        good = sign == claim.sign
        ruling = Ruling(Verdict.EXACT if good else Verdict.VIOLATED)
        self._judge("change", ruling, claim, by, planned)

    def _change(self, claim: Claim) -> None:
        """A change is what two stated amounts leave; its words say which way."""
        before = self._before(claim)
        now, by = self._value(claim.of, claim.scope)
        change = number_of(claim)
        if before is None or now is None or change is None:
            return
        base = number_of(before)
        if base is None:
            return
        ruling = equal(change, now - base)
        self._judge("change", ruling, claim, by, before)

    def _value(
        self, claim: Claim | None, scope: Scope | None
    ) -> tuple[Number | None, Claim | Figure | None]:
        """A number in 元 of a stated amount, or of what the tables print."""
        if claim is not None:
            return number_of(claim), claim
        if scope is None:
            return None, None
        figure = self.printed.first(scope)
        if figure is None:
            return None, None
        return number_of(figure), figure

    def _judge(
        self,
        law: str,
        ruling: Ruling,
        claim: Claim,
        by: Claim | Figure | None,
        of: Claim | Figure | None,
    ) -> None:
        self.tied.add(id(claim))
        for each in (by, of):
            if isinstance(each, Claim):
                self.tied.add(id(each))
        self._count(law, ruling.verdict)
        if ruling.verdict is Verdict.EXACT:
            return
        cause = None
        for each in (by, of):
            cause = cause or self.cause_of_claim.get(id(each))
            if isinstance(each, Figure):
                cause = cause or self.cause_of_figure.get(id(each))
        others = tuple(
            each.figure if isinstance(each, Claim) else each for each in (by, of) if each
        )
        self._found(law, ruling, claim, others=others, cause=cause)

    # Last year -------------------------------------------------------------------------------------

    def _earlier(self, law: EarlierLaw) -> None:
        kind = "add-up" if max(map(len, law.sides)) > 1 else "change"
        self._count(kind, law.ruling.verdict)
        for claim in law.claims:
            self.tied.add(id(claim))
        if law.ruling.verdict is Verdict.EXACT:
            return
        cause = None
        for claim in law.claims:
            cause = cause or self.cause_of_claim.get(id(claim))
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
                allowance=in_unit(one.half + other.half, unit),
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
            self._note("slip", f"{kind}：{slip.zh}", f"{slip.kind}: {slip.en}", place=slip.place)

    # What is left ----------------------------------------------------------------------------------

    def _loose(self) -> None:
        grown = {id(each.whole) for each in self.claims if each.kind == "growth"}
        for claim in self.claims:
            if id(claim) in self.tied or claim.value is None:
                continue
            if claim.kind not in ("amount", "share", "change", "growth", "completion"):
                continue
            if claim.role != "stated":
                why = ("只是原因或用途中的数", "it only explains")
            elif claim.kind == "change" and id(claim) in grown:
                continue
            elif claim.scope is None:
                why = ("不是公开表中的口径", "no scope of the tables")
            else:
                why = (
                    "没有与它口径相同或有关的其他数",
                    "no other number has its scope or makes it up",
                )
            self.untied.append((claim, why))

    def not_checked(self, elsewhere: Container[int] = ()) -> list[NotChecked]:
        """What states money or a percentage and was not understood.

        Args:
            elsewhere: The ids of places that are accounted for elsewhere.
        """
        return [
            NotChecked(
                f"文字“{each.text}”",
                each.place.words("zh"),
                why=each.why[0],
                en=(f"the text “{each.text}” ({each.place.words('en')})", each.why[1]),
            )
            for each in self.claims.unread
            if id(each.place) not in elsewhere
        ]


def _rank(ruling: Ruling) -> int:
    order = {Verdict.EXACT: 0, Verdict.ROUNDING: 1, Verdict.UNDECIDED: 2, Verdict.VIOLATED: 3}
    return order[ruling.verdict]


def _section_base(claim: Claim) -> Scope | None:
    from cnbudget.narrative.vocabulary import SECTION_SCOPES

    return SECTION_SCOPES.get(claim.section.key)
