"""Change any single amount in any table of either document: the report says so, and points at the cell first.

Every cell is tried, twice: off by 0.05, and as a slip of the hand would have it. The `heavy` profile tries both
directions and both slips on every cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

import attrs
import pytest
from hypothesis import settings

from cnbudget import Report, check, read_text
from tests.documents import corpus
from tests.documents.corpus import Printed

_STEP = Decimal("0.05")
_HEAVY = settings.get_current_profile_name() == "heavy"


@attrs.frozen
class Trial:
    """A changed cell and what became of it."""

    cell: Printed
    new: str
    violated: bool
    named: bool
    first: bool


def transposed(text: str) -> str | None:
    """The first two neighbouring digits that differ by 0.05 or more when they change places."""
    for i in range(len(text) - 1):
        a, b = text[i], text[i + 1]
        if "." not in (a, b) and a != b:
            new = text[:i] + b + a + text[i + 2 :]
            if abs(Decimal(new) - Decimal(text)) >= _STEP:
                return new
    return None


def changes(value: Decimal) -> tuple[list[str], list[str]]:
    """What a cell is changed to: by 0.05 up and down, and by slips."""
    steps = [f"{value + _STEP:.2f}", *([f"{value - _STEP:.2f}"] if value >= _STEP else [])]
    slips = [f"{value * 10:.2f}", *filter(None, [transposed(f"{value:.2f}")])]
    return steps, slips


def trial(document: str, cell: Printed, new: str) -> Trial:
    """Change a cell, read, check, and see whether the report names it."""
    report = check(read_text(corpus.with_cell(document, cell, new)))
    wrong = [finding for finding in report.wrong if finding.severity == "error"]
    value = Decimal(new)

    def is_it(line: int | None, found: Decimal | None) -> bool:
        return line == cell.line and found == value

    return Trial(
        cell,
        new,
        not report.ok,
        any(is_it(f.place.line, f.value) for finding in wrong for f in finding.figures),
        any(
            is_it(finding.suspects[0].figure.place.line, finding.suspects[0].figure.value)
            for finding in wrong
            if finding.caused_by is None and finding.suspects
        ),
    )


@pytest.fixture(scope="module", params=corpus.NAMES)
def document(request: pytest.FixtureRequest) -> str:
    return corpus.text(request.param)


@lru_cache
def trials(document: str) -> tuple[Trial, ...]:
    """All cells of a document, changed."""

    def run() -> Iterator[Trial]:
        for number, cell in enumerate(corpus.printed(document)):
            for kind in changes(cell.value):
                for new in kind if _HEAVY else [kind[number % len(kind)]]:
                    yield trial(document, cell, new)

    return tuple(run())


def test_every_changed_amount_is_found_violated_and_named(document: str) -> None:
    untied = {(figure.place.line, figure.value) for figure, _ in check(read_text(document)).untied}
    missed = [
        each
        for each in trials(document)
        if not (each.violated and each.named) and (each.cell.line, each.cell.value) not in untied
    ]
    assert missed == []
    assert len({each.cell for each in trials(document)}) == len(corpus.printed(document))


def test_the_changed_cell_is_the_first_suspect_for_nine_cells_in_ten(document: str) -> None:
    outcome: dict[Printed, bool] = {}
    for each in trials(document):
        outcome[each.cell] = outcome.get(each.cell, True) and each.first
    assert sum(outcome.values()) >= 0.9 * len(outcome), [
        cell for cell, first in outcome.items() if not first
    ]


def test_one_wrong_cell_is_one_finding_with_its_consequences_under_it(document: str) -> None:
    cells = corpus.printed(document)
    one = 0
    sample = cells[::8]
    for cell in sample:
        report = check(read_text(corpus.with_cell(document, cell, changes(cell.value)[0][0])))
        assert all(each.caused_by in _ids(report) for each in report.findings if each.caused_by)
        one += sum(each.caused_by is None for each in report.wrong) == 1
    assert one >= 0.9 * len(sample)


def _ids(report: Report) -> set[str]:
    return {finding.id for finding in report.findings}


def test_the_first_suspect_is_said_to_be_right_with_its_old_value(document: str) -> None:
    right = total = 0
    for cell in corpus.printed(document)[::8]:
        report = check(read_text(corpus.with_cell(document, cell, f"{cell.value * 10 + 1:.2f}")))
        suggestion = report.wrong[0].suspects[0].suggestion
        total += 1
        # the old value, or one that rounds as well
        right += suggestion is not None and abs(suggestion - cell.value) <= Decimal("0.02")
    assert right >= 0.9 * total
