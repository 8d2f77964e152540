"""Names: what a name was called before still works for one version, and says what it is called now."""

from __future__ import annotations

import importlib

import pytest


@pytest.mark.parametrize(
    ("module", "former", "now"),
    [
        ("cnbudget.consistency", "Verdict", "Fit"),
        ("cnbudget.performance", "Procurement", "ProcurementPlan"),
    ],
)
def test_a_former_name_says_the_one_of_now(module: str, former: str, now: str) -> None:
    here = importlib.import_module(module)
    with pytest.warns(DeprecationWarning, match=rf"{former} is now {now}$"):
        assert getattr(here, former) is getattr(here, now)
    assert former not in here.__all__
    with pytest.raises(AttributeError):
        here.no_such_name  # noqa: B018
