"""Values as JSON has them: nothing that is written is anything but JSON, and nothing unknown is written as a guess."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.amounts import Unit
from cnbudget.dimensions import Nature
from cnbudget.figures import Figure, State
from cnbudget.rounding import Rounding
from cnbudget.strategies import figures
from cnbudget.writing.values import fields, figure_dict, plain

_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.sampled_from([*Unit, *State, *Rounding, Nature.BASIC, Nature.PLAIN | Nature.RESERVE]),
    lambda parts: st.lists(parts, max_size=4).map(tuple),
    max_leaves=8,
)


@given(_values)
def test_what_is_plain_is_json_and_stays_so(value: object) -> None:
    made = plain(value)
    assert json.loads(json.dumps(made)) == made
    assert plain(made) == made


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_an_amount_loses_nothing_and_has_no_exponent(amount: Decimal) -> None:
    assert "E" not in plain(amount)
    assert Decimal(plain(amount)) == amount


@given(figures())
def test_a_figure_says_its_value_only_if_it_has_one(figure: Figure) -> None:
    said = figure_dict(figure)
    assert (said["value"] is not None) == (figure.state in (State.VALUE, State.INFERRED))
    assert said["state"] == figure.state.value


@pytest.mark.parametrize("value", [1.5, b"1", {1}, object()])
def test_what_is_not_known_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        plain(value)


def test_a_field_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AttributeError):
        fields(Figure.of("1", "元"), "value valeu")
