"""What the findings of a report say of each place in the document: which cells and which lines they are about."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from cnbudget.checks import Report
from cnbudget.checks.findings import Finding
from cnbudget.figures import Address, Figure, Place
from cnbudget.invariants import Verdict


@attrs.frozen
class Mark:
    """That a place belongs to a finding.

    Attributes:
        finding: The finding.
        wrong: Whether this is the place that is likely wrong, and not one that it is held against.
    """

    finding: Finding
    wrong: bool


@attrs.frozen
class FindingMarks:
    """The marks of a document.

    Attributes:
        figures: Those of each figure that has some, by its address.
        places: Those of each line or cell that a finding without figures is about.
    """

    figures: dict[Address, list[Mark]] = attrs.field(factory=dict)
    places: dict[tuple[object, ...], list[Mark]] = attrs.field(factory=dict)

    def of_figure(self, figure: Figure) -> list[Mark]:
        """What is said of a figure."""
        return self.figures.get(figure.address, [])

    def of_place(self, place: Place) -> list[Mark]:
        """What is said of a place in the file."""
        return self.places.get(standing(place), [])


def accused(finding: Finding) -> tuple[Figure, ...]:
    """The figures that a finding takes to be wrong: the suspects that no other is likelier than."""
    suspects = finding.suspects
    if finding.verdict is not Verdict.VIOLATED or not suspects or not suspects[0].settles:
        return ()
    best = suspects[0].score
    return tuple(each.figure for each in suspects if each.score == best)


def marks_of(report: Report) -> FindingMarks:
    """The marks of all findings that are no consequence of others; what rounding explains gets none."""
    marks = FindingMarks()
    for finding in report.causes:
        if finding.verdict is Verdict.ROUNDING:
            continue
        wrong = accused(finding)
        _mark(marks, finding, wrong, wrong=True)
        known = {figure.address for figure in wrong}
        others = [each for each in finding.figures if each.address not in known]
        _mark(marks, finding, others, wrong=not wrong and len(others) == 1)
        if finding.place.words():
            key = standing(finding.place)
            marks.places.setdefault(key, []).append(Mark(finding, wrong=True))
    return marks


def _mark(marks: FindingMarks, finding: Finding, figures: Iterable[Figure], *, wrong: bool) -> None:
    for figure in figures:
        marks.figures.setdefault(figure.address, []).append(Mark(finding, wrong))
        if figure.row.within != "table" and figure.place.words():
            key = standing(figure.place)
            marks.places.setdefault(key, []).append(Mark(finding, wrong))


def standing(place: Place, *, cell: bool = True) -> tuple[object, ...]:
    """A place in what is compared of it.

    Args:
        place: The place.
        cell: Whether the cell counts, or its line alone.
    """
    return place.year, place.file, place.sheet, place.page, place.cell if cell else None, place.line
