"""Last year's numbers in this year's document: one finding for each scope that the sources do not agree on."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import attrs

from cnbudget.arithmetic import exact, printed, separated
from cnbudget.checks.findings import Finding, NotChecked, Suspect
from cnbudget.checks.messages import LawWords, Told, likeliest, listing, said
from cnbudget.checks.record import Record
from cnbudget.checks.wording import shown
from cnbudget.disclosure.named import NAMED_STAGES
from cnbudget.figures import Address, Figure
from cnbudget.invariants import Verdict
from cnbudget.messages import By, Message, say
from cnbudget.narrative import Claim, Earlier
from cnbudget.scope import Scope
from cnbudget.ties.agreement import in_unit
from cnbudget.ties.last_year import LastYear, LastYearBeside

_DOUBTFUL = 4  # of so many scopes one differs, and
_SEVERAL = (
    3  # so many do at least: then it is in doubt that both documents speak of the same budget
)
_DECIDED = (Verdict.EXACT, Verdict.ROUNDING, Verdict.VIOLATED)


@attrs.frozen(eq=False)
class LastYearWords(Told):
    """A number of last year's beside another one, put into words when they are asked for.

    Attributes:
        beside: The two.
        year: Last year.
        stage: The stage of both.
    """

    beside: LastYearBeside
    year: int
    stage: str

    @property
    def message(self) -> Message:
        """The message: where both stand, what is printed there, and by how much they differ."""
        beside = self.beside
        unit = beside.others[0].unit
        apart = exact.subtract(beside.mine.value, beside.there.value).copy_abs()
        others: By | Message = By(_said, beside.others[0])
        if len(beside.others) > 1:
            amount = _number(in_unit(beside.there.value, unit), beside.others[0].places)
            every = By(listing, beside.others)
            others = say("years.moved", figures=every, amount=amount, unit=unit.zh)
        one, size = By(_told, beside.one), _number(in_unit(apart, unit), beside.others[0].places)
        stage = NAMED_STAGES[self.stage]
        if beside.ruling.verdict is Verdict.ROUNDING:
            return say(
                "years.rounded",
                one=one,
                others=others,
                year=self.year,
                stage=stage,
                size=size,
                unit=unit.zh,
            )
        return say(
            "years.differ",
            one=one,
            others=others,
            year=self.year,
            stage=stage,
            size=size,
            unit=unit.zh,
        )


def _said(figure: Figure, lang: str) -> str:
    return said(figure, lang, unit=True)


def _told(one: Figure | Claim | Earlier, lang: str) -> str:
    """A number of last year's, where it stands or what it comes from."""
    if isinstance(one, Figure):
        return _said(one, lang)
    if isinstance(one, Claim):
        return shown(one, lang)
    sources = tuple(By(_claim, claim) for claim in one.claims)
    amount = say("figures.amount", amount=separated(one.text), unit=one.unit.zh)
    return say("years.worked_out", claims=sources, amount=amount).text(lang)


def _claim(claim: Claim, lang: str) -> str:
    """A claim with its place and number; 持平 has none."""
    return shown(claim, lang) if claim.text else claim.figure.where(lang)


def _number(value: Decimal, places: int) -> str:
    """A number with so many places, or with more where it has them."""
    text = f"{value:f}"
    whole, _, rest = text.partition(".")
    kept = max(places, len(rest.rstrip("0")))
    return separated(printed(value, kept)) if rest else separated(whole)


def check_last_year(
    record: Record,
    found: LastYear,
    *,
    stage: str,
    claims: Mapping[Claim, str],
    cells: Mapping[Address, str],
) -> set[Address]:
    """Put into the record what does not hold, and count what does.

    Args:
        record: The record.
        found: The numbers, each beside another.
        stage: The stage of the document.
        claims: The claims that are called wrong already, with the finding.
        cells: The figures that are called wrong already, with the finding.

    Returns:
        The addresses of the numbers that are held to something.
    """
    return _LastYearCheck(record, found, stage, claims, cells).run()


def unheld(found: LastYear) -> list[NotChecked]:
    """What is said of the numbers that are held to nothing."""
    return [NotChecked(each.about, each.place, reason=each.reason) for each in found.unheld]


class _LastYearCheck:
    def __init__(
        self,
        record: Record,
        found: LastYear,
        stage: str,
        claims: Mapping[Claim, str],
        cells: Mapping[Address, str],
    ) -> None:
        self.record, self.found, self.stage = record, found, stage
        self.claims, self.cells = claims, cells
        self.by_scope: dict[Scope, list[LastYearBeside]] = {}
        for each in found.beside:
            self.by_scope.setdefault(each.scope, []).append(each)
        self.causes: dict[Scope, str] = {}

    def run(self) -> set[Address]:
        doubted = self._doubted()
        held: set[Address] = set()
        order = sorted(self.found.beside, key=lambda each: (each.within, _of_text(each)))
        for each in order:
            verdict = each.ruling.verdict
            if doubted and not each.within and verdict is Verdict.VIOLATED:
                self.record.count("agree", Verdict.UNDECIDED.value)
                continue
            self.record.count("agree", verdict.value)
            if verdict in _DECIDED:
                held.update(figure.address for figure in each.figures)
            if verdict is not Verdict.EXACT:
                self._finding(each)
        return held

    def _doubted(self) -> bool:
        """Whether so much differs that last year's numbers seem to be those of another scope (重列): a note says so."""
        decided, violated = set(), set()
        for each in self.found.beside:
            if not each.within and (each.mine.value or each.there.value):
                decided.add(each.scope)
                if each.ruling.verdict is Verdict.VIOLATED:
                    violated.add(each.scope)
        if len(violated) < _SEVERAL or len(violated) * _DOUBTFUL <= len(decided):
            return False
        words = say(
            "years.restated", year=self.found.year, violated=len(violated), decided=len(decided)
        )
        self.record.note("agree", words)
        return True

    def _finding(self, each: LastYearBeside) -> None:
        violated = each.ruling.verdict is Verdict.VIOLATED
        cause = self._cause(each) if violated else None
        suspects = self._suspects(each) if violated and cause is None else ()
        mine = each.figures[0]
        unit = each.others[0].unit
        severity = "note"
        if violated:
            severity = "minor" if each.ruling.minor else "error"
        name = self.record.name()
        self.record.findings.append(
            Finding(
                name,
                "agree",
                verdict=each.ruling.verdict,
                severity=severity,
                words=LastYearWords(each, self.found.year, self.stage),
                unit=unit,
                expected=in_unit(each.there.value, unit),
                found=in_unit(each.mine.value, unit),
                allowance=in_unit(each.ruling.allowance, unit),
                figures=each.figures,
                suspects=suspects,
                caused_by=cause,
                place=mine.place,
            )
        )
        if violated:
            self.causes.setdefault(each.scope, cause or name)

    def _cause(self, each: LastYearBeside) -> str | None:
        """The finding that already calls a number in it wrong, or the one on the same scope."""
        one = each.one
        claims = (
            one.claims if isinstance(one, Earlier) else (one,) if isinstance(one, Claim) else ()
        )
        for claim in claims:
            if claim in self.claims:
                return self.claims[claim]
        for figure in each.figures:
            if figure.place.year is None and figure.address in self.cells:
                self._decide(self.cells[figure.address], figure)
                return self.cells[figure.address]
        return self.causes.get(each.scope)

    def _decide(self, name: str, figure: Figure) -> None:
        """Of several figures that one finding may be about, take the one that last year's document denies."""
        for number, finding in enumerate(self.record.findings):
            words = finding.words
            likely = {suspect.figure.address for suspect in likeliest(finding.suspects)}
            if finding.id != name or len(likely) < 2 or figure.address not in likely:
                continue
            if not finding.suspects[0].score:
                continue
            first = [each for each in finding.suspects if each.figure.address == figure.address]
            rest = [each for each in finding.suspects if each.figure.address != figure.address]
            score = (first[0].score[0] + 1, *first[0].score[1:])
            sure = attrs.evolve(first[0], settles=first[0].settles + 1, score=score)
            suspects = (sure, *rest)
            if isinstance(words, LawWords):
                words = attrs.evolve(words, suspects=suspects)
            place = figure.place
            self.record.findings[number] = attrs.evolve(
                finding, words=words, suspects=suspects, place=place
            )

    def _suspects(self, each: LastYearBeside) -> tuple[Suspect, ...]:
        """Of three sources of which two agree, the third; nothing tells which of two is wrong."""
        others = [one for one in self.by_scope[each.scope] if one is not each]
        column = each.one if isinstance(each.one, Figure) else None
        if each.within:
            return ()
        agree = [one for one in others if one.ruling.verdict is not Verdict.VIOLATED]
        if column is not None and any(_of_text(one) and not one.within for one in agree):
            return (_suspect(column, each.there.value),)
        if column is None and any(not _of_text(one) for one in agree):
            figures = each.figures[: len(each.figures) - len(each.others)]
            if len(figures) == 1:
                return (_suspect(figures[0], each.there.value),)
        return ()


def _suspect(figure: Figure, yuan: Decimal) -> Suspect:
    return Suspect(figure, in_unit(yuan, figure.unit), settles=1, breaks=0)


def _of_text(each: LastYearBeside) -> bool:
    return not isinstance(each.one, Figure)
