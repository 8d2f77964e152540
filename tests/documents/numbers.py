"""The numbers of a document outside its tables that a law ties, and the document with one of them changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import attrs

from cnbudget import Disclosure, Figure, Report, Verdict, check, read_text
from cnbudget.ties.sides import side_ties

_NUMBER = re.compile(r"(?<![0-9.])[0-9]+(?:\. ?[0-9]+)?")
_MARKS = re.compile(r"\s*(?:[.、]\s|年|日|号|\))")


@attrs.frozen
class Spot:
    """A printed number: its line (from 1), where in it, and as it is printed."""

    line: int
    start: int
    end: int
    text: str

    def changed(self, document: str, new: str) -> str:
        """The document with another number in this place."""
        lines = document.split("\n")
        old = lines[self.line - 1]
        lines[self.line - 1] = old[: self.start] + new + old[self.end :]
        return "\n".join(lines)


def of_claims(budget: Disclosure, document: str) -> list[Spot]:
    """The numbers of the prose's claims that a law ties."""
    loose = {
        (figure.place.line, figure.row.row, figure.text)
        for figure, _ in check(budget).untied
        if figure.row.within == "prose"
    }
    beside = {id(passage.place) for passage in budget.sides.paragraphs}
    lines = document.split("\n")
    seen: dict[tuple[int, str], int] = {}
    found = []
    for claim in budget.claims:
        line = claim.place.line
        if line is None or not claim.text or (claim.unit is None and claim.counter != "%"):
            continue
        if claim.kind in ("threshold", "rate", "count", "none"):
            continue
        if id(claim.place) in beside:  # `of_sides` has those
            continue
        order = seen.setdefault((line, claim.text), 0)
        seen[line, claim.text] += 1
        if (line, claim.subject, claim.text) not in loose:
            pattern = rf"(?<![0-9.]){re.escape(claim.text)}(?![0-9])"
            place = list(re.finditer(pattern, lines[line - 1]))[order]
            found.append(Spot(line, place.start(), place.end(), claim.text))
    return found


def _tied(budget: Disclosure) -> set[tuple[int, Decimal]]:
    """The lines and values of the numbers of goals and other matters that an equality ties."""
    ties = side_ties(budget)
    sides = budget.sides
    figures: list[Figure] = [
        figure for kind, members in ties.laws if kind != "contain" for figure in members
    ]
    figures += [
        each.weight
        for goals in sides.performance.goals
        for each in goals.indicators
        if each.weight is not None
    ]
    for staff in sides.staff:
        figures += [figure for kind, figure in staff.counts if kind != "establishment"]
    figures += [
        each.number for each in sides.performance.summary.counted if each.number is not None
    ]
    if sides.assets is not None and sides.assets.vehicles is not None:
        kinds = (sides.assets.vehicles, *sides.assets.vehicle_kinds)
        figures += [each.number for each in kinds if each.number is not None]
    return {
        (figure.place.line, figure.value)
        for figure in figures
        if figure.row.within != "table"
        and figure.place.line is not None
        and figure.value is not None
    }


def of_sides(budget: Disclosure, document: str) -> Iterator[Spot]:
    """The numbers of goals and other matters that an equality ties."""
    lines = document.split("\n")
    for line, value in sorted(_tied(budget)):
        for match in _NUMBER.finditer(lines[line - 1]):
            if (
                Decimal(match[0].replace(" ", "")) == value
                and not _MARKS.match(lines[line - 1], match.end())
                and not lines[line - 1][: match.start()].rstrip().endswith(("增加", "减少"))
            ):
                yield Spot(line, match.start(), match.end(), match[0])


def stepped(spot: Spot) -> str:
    """A number a step away: 0.05 where it has places, else one."""
    places = len(spot.text.replace(" ", "").partition(".")[2])
    step = Decimal("0.05") if places else Decimal(1)
    return f"{Decimal(spot.text.replace(' ', '')) + step:.{places}f}"


def violated(report: Report) -> frozenset[tuple[str, str]]:
    """What is found violated: the laws and the words."""
    found = (each for each in report.findings if each.verdict is Verdict.VIOLATED)
    return frozenset((each.law, each.zh) for each in found)


def reported(document: str, spot: Spot, new: str, usual: frozenset[tuple[str, str]]) -> bool:
    """Whether the document with another number there has something violated on its line that is not usual."""
    report = check(read_text(spot.changed(document, new)))
    return any(
        finding.verdict is Verdict.VIOLATED
        and (finding.law, finding.zh) not in usual
        and spot.line in {finding.place.line, *(figure.place.line for figure in finding.figures)}
        for finding in report.findings
    )
