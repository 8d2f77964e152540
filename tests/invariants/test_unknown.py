"""What the laws do not take for known: amounts in odd columns and rows, tables that stand apart, some of a row."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cnbudget import FundingSource, Scope
from cnbudget.codes import FunctionCode
from cnbudget.invariants.derivation import _Derivation, _some_of, _stands_apart
from cnbudget.invariants.nesting import Where, where_of
from cnbudget.scope import PART, SOME

ALL = Scope()
GENERAL, OTHER = (Scope(source=each) for each in (FundingSource.GENERAL_OWN, FundingSource.OTHER))


def side(columns: list[Scope | None], *rows: str, complete: bool = True) -> Any:
    """A side with rows of some codes ("" for none)."""
    code = [FunctionCode(each) if each else None for each in rows]
    return SimpleNamespace(
        columns=[SimpleNamespace(scope=each) for each in columns],
        rows=[SimpleNamespace(code=each, figures=[None] * len(columns)) for each in code],
        complete=complete,
    )


@pytest.mark.parametrize(
    ("columns", "rows", "live", "unknown"),
    [
        ([ALL, ALL], ["208", "210"], "11 11", False),
        ([ALL, None], ["208", "210"], "10 10", False),  # an odd column without an amount
        ([ALL, None], ["208", "210"], "10 01", True),
        ([None, ALL], ["208", "210"], "01 01", False),
        ([None, ALL, None], ["208"], "001", True),
        ([ALL, ALL], ["208", "?"], "11 00", False),  # an odd row without one
        ([ALL, ALL], ["208", "?"], "11 01", True),
        ([ALL, ALL], ["?", "208"], "10 00", True),
        ([ALL, ALL], ["208", "?210"], "11 11", False),  # of a code that is known
        ([ALL, None], ["208", "?"], "10 00", False),
    ],
)
def test_amounts_of_unknown_scope_are_met_where_they_are_printed(
    columns: list[Scope | None], rows: list[str], live: str, unknown: bool
) -> None:
    made = _Derivation([])
    made.live = [each == "1" for each in live.replace(" ", "")]
    wheres: list[Where | None] = [
        None if row.startswith("?") else where_of(Scope(row)) for row in rows
    ]
    starts = [n * len(columns) for n in range(len(rows))]
    given = side(columns, *[row.removeprefix("?") for row in rows])
    assert made._unknown(given, starts, wheres) is unknown


def test_places_of_a_side_that_does_not_list_all_are_kept() -> None:
    here: dict[Where, Any] = {where_of(Scope(code)): ((1,), [0]) for code in ("208", "210")}
    for complete in (True, False):
        made = _Derivation([])
        made._join_groups(here, side([ALL], complete=complete), unknown=False)
        made._join_groups(here, side([ALL]), unknown=True)
        assert made.partial == (set() if complete else {*here})
        assert [[each[2] for each in group] for group in made.groups.values()] == [
            [False, True]
        ] * 2


def test_a_side_stands_apart_from_others_that_are_of_other_money() -> None:
    one, other, more = side([GENERAL]), side([OTHER]), side([GENERAL, OTHER])
    assert _stands_apart(one, [one])
    assert _stands_apart(more, [more])
    assert _stands_apart(one, [one, other])
    assert not _stands_apart(one, [one, more])
    assert not _stands_apart(one, [one, other, side([ALL])])
    assert not _stands_apart(one, [one, side([None])])
    assert not _stands_apart(side([None]), [other])


def test_some_of_a_row_is_told_by_its_name_and_not_in_its_own_row() -> None:
    total, (some, other), part = (
        where_of(ALL),
        [where_of(Scope(agency=f"{SOME}{name}")) for name in ("捐赠", "教育收费")],
        where_of(Scope(agency=f"{PART}1")),
    )
    assert _some_of(some, total)
    assert _some_of(some, None)
    assert _some_of(some, other)
    assert not _some_of(some, (*some[:1], ("208",), *some[2:]))
    assert not _some_of(part, total)
    assert not _some_of(total, None)
