"""One thing changed in the prose of a written document, and whether it is found where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import attrs

import cnbudget
from cnbudget import Finding, Report
from tests.narrative.regions.written import Number, Written

__all__ = ["Planted", "is_found", "plants"]

_NEAR = 24  # letters between a year and the amount of it
_YEAR = re.compile("20[0-9]{2}(?=年)")


@attrs.frozen
class Planted:
    """A change of one place.

    Attributes:
        kind: "number", "word" (of a direction) or "year".
        line: In which line.
        at: Where it begins in that line.
        old: What stands there.
        new: What is put there.
    """

    kind: str
    line: int
    at: int
    old: str
    new: str


def plants(document: Written, tied: list[Number]) -> Iterator[Planted]:
    """All changes of a number that something ties, of the word for its direction, or of a year before an amount."""
    for number in tied:
        if number.value and number.kind:
            more = Decimal("36.90") if number.kind in ("amount", "change") else Decimal("7.30")
            wrong = f"{abs(number.value) + more:.2f}"
            yield Planted("number", number.line, number.at, number.text, wrong)
    places = {(number.line, number.at) for number in tied}
    for line, at, right, other in document.words:
        if (line, at + len(right)) in places:
            yield Planted("word", line, at, right, other)
    for number in (each for each in tied if each.kind):
        text = document.lines[number.line - 1]
        found = _YEAR.search(text)
        if found is not None and 0 < number.at - found.end() < _NEAR:
            yield Planted("year", number.line, found.start(), found[0], f"{int(found[0]) - 3}")


def is_found(document: Written, planted: Planted, before: Report) -> bool:
    """Whether a change is found: by a finding that was not there before, about its line."""
    text = document.changed(planted.line, planted.at, planted.old, planted.new)
    said = Counter(map(_said, before.findings))
    for finding in cnbudget.check(cnbudget.read_text(text)).findings:
        if said[_said(finding)]:
            said[_said(finding)] -= 1
        elif planted.line in _lines(finding):
            return True
    return False


def _said(finding: Finding) -> str:
    return finding.zh


def _lines(finding: Finding) -> set[int | None]:
    return {finding.place.line, *(figure.place.line for figure in finding.figures)}
