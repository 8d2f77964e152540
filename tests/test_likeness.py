"""Values that say the same are equal: pickled, copied, or made twice; and those that do not are not."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import CnbudgetError, layouts
from cnbudget.likeness import Valued, alike

TYPES = [kind for name in cnbudget.__all__ if isinstance(kind := getattr(cnbudget, name), type)]
VALUES = [kind for kind in TYPES if not issubclass(kind, Exception)]
ERRORS = [kind for kind in TYPES if issubclass(kind, Exception)]
MISTYPED = Path(__file__).parents[1] / "docs" / "assets" / "mistyped.md"


def copies(value: Any) -> tuple[Any, Any]:
    return pickle.loads(pickle.dumps(value)), copy.deepcopy(value)  # noqa: S301


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
@settings(max_examples=10, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_values_of_every_public_class_stay_equal(kind: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    for other in copies(value):
        assert other == value
        assert hash(other) == hash(value)
        assert repr(other) == repr(value)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
@settings(max_examples=5, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_errors_say_the_same(kind: type[CnbudgetError], data: st.DataObject) -> None:
    error = data.draw(st.from_type(kind))
    for other in copies(error):
        assert type(other) is type(error)
        assert (other.args, vars(other)) == (error.args, vars(error))
        assert (other.text("zh"), other.text("en")) == (error.text("zh"), error.text("en"))


def test_what_comes_of_a_wrong_budget_stays_equal() -> None:
    budget = cnbudget.read(MISTYPED)
    found = cnbudget.reconcile(budget)
    assert found.corrections
    assert budget.claims
    for value in (found, *found.corrections, *cnbudget.deduce(budget), *budget.claims):
        for other in copies(value):
            assert other == value


def test_what_was_made_twice_is_equal() -> None:
    one, other = (cnbudget.read(MISTYPED) for _ in range(2))
    assert list(one.claims) == list(other.claims)
    assert cnbudget.reconcile(one) == cnbudget.reconcile(other)


def test_two_claims_of_one_paragraph_are_two() -> None:
    told = "三、关于收入预算情况说明\n\n收入预算5万元；收入预算5万元。\n"
    claims = cnbudget.read_text(MISTYPED.read_text(encoding="utf-8") + told).claims
    last = [claim for claim in claims if claim.value == 5]
    assert len(last) == len({*last}) == 2


def changed(value: Any) -> Any:
    """Another value of the kind of a field."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value + "x"
    return object()


@pytest.mark.parametrize(
    "kind", [kind for kind in VALUES if issubclass(kind, Valued)], ids=lambda kind: kind.__name__
)
@settings(max_examples=3, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_a_value_with_another_field_is_another(kind: Any, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    for field in attrs.fields(kind):
        if field.eq:
            other = copy.copy(value)
            object.__setattr__(other, field.name, changed(getattr(value, field.name)))
            assert other != value, field.name


def test_what_differs_deep_inside_differs() -> None:
    form = layouts.load("central")
    table = form.tables[0]
    other = attrs.evolve(
        form, tables=(attrs.evolve(table, places=table.places + 1), *form.tables[1:])
    )
    assert (form == other, form != other, form == attrs.evolve(form)) == (False, True, True)
    assert form != "central"
    assert not alike({"a": [1]}, {"a": [2]})
    assert not alike({"a": 1}, {"b": 1})
    assert not alike((1,), [1])
    assert not alike((1,), (1, 2))
