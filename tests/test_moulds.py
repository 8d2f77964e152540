"""Values made in moulds are values like any other."""

from __future__ import annotations

import pickle
from decimal import Decimal

import attrs
import pytest

from cnbudget.amounts import Unit
from cnbudget.figures import (
    ColumnAddress,
    Figure,
    Place,
    RowAddress,
    State,
    address_of_row,
    figure_in_cell,
    place_on_line,
)
from cnbudget.moulds import mould
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.tables import ExpenditureRow, row_of

_ROW = RowAddress(
    3,
    "expenditure",
    title="表",
    row="208",
    path=("社保",),
    index=1,
    scope=Scope("208"),
    name="社保",
)
_COLUMN = ColumnAddress("total", "合计", scope=EVERYTHING)


def same(made: object, built: object) -> None:
    """Of one class, with the same in every field, and frozen."""
    assert type(made) is type(built)
    for field in attrs.fields(type(built)):  # type: ignore[arg-type]
        assert getattr(made, field.name) == getattr(built, field.name), field.name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(made, attrs.fields(type(built))[0].name, None)  # type: ignore[arg-type]


def test_a_made_value_has_what_the_constructor_gives_it() -> None:
    value, place = Decimal("1.00"), Place(7)
    made = figure_in_cell(value, Unit.WAN, 2, State.VALUE, _ROW, _COLUMN, place)
    same(made, Figure(value, Unit.WAN, row=_ROW, column=_COLUMN, place=place))
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301
    same(place_on_line(7), place)
    same(
        address_of_row(
            3, "expenditure", "表", "208", ("社保",), 1, None, None, Scope("208"), "社保"
        ),
        _ROW,
    )
    same(
        row_of(ExpenditureRow, _ROW, (made,), (_COLUMN,), None, "code"),
        ExpenditureRow(_ROW, (made,), columns=(_COLUMN,)),
    )
    met = Scope("208").meet(Scope("20805"))
    assert met is not None
    same(met, Scope("20805"))
    assert hash(met) == hash(Scope("20805"))


def test_there_is_one_mould_of_a_class() -> None:
    assert mould(Figure) is mould(Figure)
    assert mould(Figure)().__slots__ == ()
