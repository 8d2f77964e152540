"""Which findings show one fault once more, and which are faults of their own."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from cnbudget import Figure, Finding, Unit, Verdict
from cnbudget.checks.causes import merged
from cnbudget.checks.findings import Suspect
from cnbudget.figures import ColumnAddress, RowAddress
from cnbudget.messages import say

ROWS = {name: RowAddress(3, "expenditure", row=name) for name in "AB"}
COLUMNS = {name: ColumnAddress(name) for name in "xy"}


def cell(place: str, value: str, unit: Unit = Unit.WAN) -> Figure:
    """A figure by its row and its column."""
    figure = Figure.of(value, unit)
    return attrs.evolve(figure, row=ROWS[place[0]], column=COLUMNS[place[1]])


def found(
    law: str,
    *figures: Figure,
    meant: str | None = None,
    off: str | None = None,
    allowance: str | None = None,
    cause: str | None = None,
    verdict: Verdict = Verdict.VIOLATED,
) -> Finding:
    """A finding whose first figure is suspected to be ``meant`` ("" where no one value would do)."""
    suspects: tuple[Suspect, ...] = ()
    if meant is not None:
        suspects = (Suspect(figures[0], Decimal(meant) if meant else None, settles=1, breaks=0),)
    return Finding(
        "",
        law,
        verdict=verdict,
        severity="error",
        words=say("sides.money_not_known"),
        expected=None if off is None else Decimal(0),
        found=None if off is None else Decimal(off),
        allowance=None if allowance is None else Decimal(allowance),
        figures=figures,
        suspects=suspects,
        caused_by=cause,
    )


def causes(*findings: Finding) -> list[str | None]:
    """What causes each finding, by its number from 1."""
    named = [attrs.evolve(each, id=str(number)) for number, each in enumerate(findings, 1)]
    return [each.caused_by for each in merged(named)]


WRONG = found("agree", cell("Ax", "5.00"), meant="3.00")


@pytest.mark.parametrize(
    ("other", "cause"),
    [
        # the same amount of the row for the same other amount
        (found("agree", cell("Ay", "5.00"), meant="3.00"), "1"),
        (found("agree", cell("Ay", "5.00"), meant="4.00"), None),
        (found("agree", cell("Ay", "6.00"), meant="3.00"), None),
        (found("agree", cell("By", "5.00"), meant="3.00"), None),
        (found("agree", cell("Ay", "5.00"), meant=""), None),
        (found("agree", cell("Ay", "5.00")), None),
        # what is too much here is lacking there: a part grows by it, and the whole shrinks
        (found("add-up", cell("By", "9.00"), cell("Ay", "1.00"), off="2.00"), "1"),
        (found("add-up", cell("By", "9.00"), cell("Ay", "1.00"), off="-2.00"), None),
        (found("add-up", cell("By", "9.00"), cell("Ay", "1.00"), off="2.01"), None),
        (found("add-up", cell("Ay", "9.00"), cell("By", "1.00"), off="-2.00"), "1"),
        (found("add-up", cell("Ay", "9.00"), cell("By", "1.00"), off="2.00"), None),
        (found("agree", cell("Ay", "9.00"), cell("By", "1.00"), off="2.00"), "1"),
        (found("agree", cell("Ay", "9.00"), cell("By", "1.00"), off="-2.00"), "1"),
        (found("agree", cell("By", "9.00"), cell("By", "1.00"), off="-2.00"), None),
        (found("agree", cell("Ay", "9.00", Unit.YUAN), off="2.00"), None),
        (found("agree", cell("Ay", "9.00")), None),
        # only what is violated, and no consequence, is held to others
        (found("agree", cell("Ay", "5.00"), meant="3.00", verdict=Verdict.ROUNDING), None),
        (found("agree", cell("Ay", "5.00"), meant="3.00", cause="9"), "9"),
        (found("agree", cell("By", "5.00"), cause="1"), "1"),
    ],
)
def test_a_fault_that_is_shown_once_more(other: Finding, cause: str | None) -> None:
    assert causes(WRONG, other) == [None, cause]


@pytest.mark.parametrize(
    ("one", "other", "cause"),
    [
        (found("agree", cell("Ax", "5.00"), meant="0"), found("agree", cell("Bx", "0.00"), meant="5.00"), "1"),
        (found("agree", cell("Ax", "0.00"), meant="5.00"), found("agree", cell("Bx", "5.00"), meant="0"), "1"),
        (found("agree", cell("Ax", "5.00"), meant="3.00"), found("agree", cell("Bx", "3.00"), meant="5.00"), None),
        (found("agree", cell("Ax", "5.00"), meant="0"), found("agree", cell("Bx", "0.00"), meant="6.00"), None),
        (found("agree", cell("Ax", "5.00"), meant="0"), found("agree", cell("By", "0.00"), meant="5.00"), None),
        (found("agree", cell("Ax", "5.00"), meant="0"), found("agree", cell("Ay", "0.00"), meant="5.00"), None),
        (found("agree", cell("Ax", "5.00"), meant="0"), found("agree", cell("Bx", "0.00"), meant=""), None),
        (found("agree", cell("Ax", "5.00"), meant=""), found("agree", cell("Bx", "0.00"), meant="5.00"), None),
        (found("agree", cell("Ax", "5.00"), meant="5.00"), found("agree", cell("Ay", "9.00"), off="0"), None),
    ],
)  # fmt: skip
def test_an_amount_in_the_row_beside_its_own(
    one: Finding, other: Finding, cause: str | None
) -> None:
    assert causes(one, other) == [None, cause]


NEGATIVE = found("negative", cell("Ax", "-5.00"))


@pytest.mark.parametrize(
    ("other", "cause"),
    [
        (found("negative", cell("Ay", "-5.00")), "1"),
        (found("negative", cell("Bx", "-5.00")), None),
        (found("add-up", cell("By", "9.00"), cell("Ax", "-5.00"), off="10.00"), "1"),
        (found("add-up", cell("Bx", "9.00"), cell("Ay", "-5.00"), off="-10.00"), "1"),
        (found("add-up", cell("Bx", "9.00"), cell("Ay", "5.00"), off="10.00"), None),
        (found("add-up", cell("Bx", "9.00"), cell("Bx", "-5.00"), off="10.00"), None),
        (found("add-up", cell("Bx", "9.00"), cell("Ax", "-5.00"), off="10.01"), None),
        (found("add-up", cell("Bx", "9.00"), cell("Ax", "-5.00"), off="10.01", allowance="0.01"), "1"),
        (found("add-up", cell("Bx", "9.00"), cell("Ax", "-5.00"), off="9.99", allowance="0.01"), "1"),
        (found("add-up", cell("Bx", "9.00"), cell("Ax", "-5.00")), None),
    ],
)  # fmt: skip
def test_what_would_hold_without_the_sign(other: Finding, cause: str | None) -> None:
    assert causes(NEGATIVE, other) == [None, cause]


def test_a_fault_is_under_the_first_that_shows_it_and_so_is_what_it_causes() -> None:
    again = found("agree", cell("Ay", "5.00"), meant="3.00")
    third = found("agree", cell("Bx", "1.00"), cause="2")
    assert causes(WRONG, again, third, again) == [None, "1", "1", "1"]
    # a fault of its own in the line that an earlier one stands in
    own = found("agree", cell("Ay", "7.00"), meant="6.00")
    assert causes(WRONG, own, again) == [None, None, "1"]


def test_it_is_the_suspected_figure_whose_line_counts() -> None:
    here, there = cell("Ax", "5.00"), cell("By", "5.00")
    suspected = (Suspect(there, Decimal(3), settles=1, breaks=0),)
    one = attrs.evolve(found("agree", here, there), suspects=suspected)
    assert causes(one, found("agree", cell("Bx", "5.00"), meant="3.00")) == [None, "1"]


def test_as_many_are_held_to_each_other_in_a_line_as_a_bound_says() -> None:
    others = [found("agree", cell("Ay", f"{n}.00"), meant="100.00") for n in range(10, 31)]
    last = attrs.evolve(others[-2])
    assert causes(*others[:20], last)[-1] == "20"
    assert causes(*others, attrs.evolve(others[-1]))[-1] is None
