"""Systems and problems: what is refused, and that problems read back."""

from __future__ import annotations

import argparse
import json
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cnbudget.cli import solve as command
from cnbudget.consistency import (
    Cell,
    ConsistencyError,
    Consistent,
    Equality,
    Proportion,
    Rounding,
    System,
    decide,
    problem_of,
    solve,
    standing,
    system_of,
)
from tests.consistency.systems import systems


@given(systems())
def test_a_problem_reads_back(system: System) -> None:
    problem = json.loads(json.dumps(problem_of(system)))
    again = system_of(problem)
    assert (again.cells, again.equalities, again.ratios) == (
        system.cells,
        system.equalities,
        system.ratios,
    )


CELL = {"id": "A", "value": "1", "decimals": 0}


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        ({"cells": [{**CELL, "value": "1.5"}]}, "more digits"),
        ({"cells": [CELL, CELL]}, "two cells"),
        ({"cells": [{**CELL, "value": 1.5}]}, "binary float"),
        ({"cells": [{**CELL, "value": "1e5"}]}, "not a plain decimal"),
        ({"cells": [{**CELL, "value": "NaN"}]}, "not a plain decimal"),
        ({"cells": [{**CELL, "rounding": "up"}]}, "rounding rule"),
        ({"cells": [{**CELL, "decimals": 10**9}]}, "decimals"),
        ({"cells": [{**CELL, "decimals": True}]}, "decimals"),
        ({"cells": [{**CELL, "weight": -1}]}, "weight"),
        ({"cells": [{**CELL, "nonneg": 1}]}, "true or false"),
        ({"cells": [{**CELL, "colour": 1}]}, "unknown key"),
        ({"cells": [{"value": "1"}]}, "lacks id"),
        ({"cells": {}}, "must be a list"),
        ([], "must be an object"),
        ({"rounding": "up"}, "rounding rule"),
        ({"cells": [CELL], "equalities": [{"id": "e", "terms": [["B", 1]]}]}, "no such cell"),
        ({"cells": [CELL], "equalities": [{"id": "e", "terms": [["A"]]}]}, "a term is"),
        ({"cells": [CELL], "equalities": [{"id": "e", "terms": [["A", "x"]]}]}, "not a rational"),
        ({"cells": [CELL], "equalities": [{"id": "e", "terms": [["A", "1/0"]]}]}, "not a rational"),
        ({"cells": [CELL], "equalities": [{"id": "e"}, {"id": "e"}]}, "two constraints"),
        ({"suggest_kinds": ["guess"]}, "kind of slip"),
    ],
)
def test_malformed_problems(problem: Any, message: str) -> None:
    with pytest.raises(ConsistencyError, match=message):
        solve(problem)


@pytest.mark.parametrize(
    "more",
    [
        {"equalities": [Equality("e", [("p", 1)])]},
        {"ratios": [Proportion("s", "share", num="A", den="A", pct="p")]},
        {"ratios": [Proportion("s", "share", num="p", den="A", pct="q")]},
    ],
)
def test_a_percentage_is_used_once(more: dict[str, Any]) -> None:
    cells = [Cell("A", "1"), Cell("p", "100"), Cell("q", "1")]
    ratios = [Proportion("r", "share", num="A", den="A", pct="p"), *more.get("ratios", [])]
    with pytest.raises(ConsistencyError, match="used once"):
        System(cells, more.get("equalities", []), ratios=ratios)


def test_errors_pickle_and_name_the_place() -> None:
    with pytest.raises(ConsistencyError) as caught:
        Cell("A", "1.25", decimals=1)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  made here
    assert str(again) == "cell A: '1.25': more digits than the 1 decimals declared"


def test_a_result_has_exactly_the_keys_of_the_format() -> None:
    result = solve({"cells": [{"id": "A", "value": None, "decimals": 0}]})
    assert list(result) == [
        "per_equality",
        "globally_consistent",
        "min_conflicts",
        "min_change_weight",
        "min_change_sets",
        "stretch",
        "imputations",
        "suggestions",
    ]
    assert result["imputations"]["A"] == {
        "lo": None,
        "lo_closed": False,
        "hi": None,
        "hi_closed": False,
        "count": None,
        "published": None,
        "unique": None,
    }
    assert (result["min_change_weight"], result["min_change_sets"]) == (0, [[]])


def test_the_tree_that_passes_one_sum_at_a_time() -> None:
    names = "TABabcd"
    values = ["0.03", "0.01", "0.01", "0.00", "0.00", "0.00", "0.00"]
    result = solve(
        {
            "cells": [
                {"id": n, "value": v, "decimals": 2} for n, v in zip(names, values, strict=True)
            ],
            "equalities": [
                {"id": "top", "terms": [["T", 1], ["A", -1], ["B", -1]]},
                {"id": "left", "terms": [["A", 1], ["a", -1], ["b", -1]]},
                {"id": "right", "terms": [["B", 1], ["c", -1], ["d", -1]]},
            ],
            "suggest_kinds": ["substitute_digit", "swap_cells"],
        }
    )
    assert result["per_equality"] == {"top": True, "left": True, "right": True}
    assert result["globally_consistent"] is False
    assert result["min_conflicts"] == [["top", "left"], ["top", "right"]]
    assert (result["min_change_weight"], result["min_change_sets"]) == (1, [["T"]])
    assert result["stretch"] == "6/5"
    assert {s["to"] for s in result["suggestions"]} == {"0.01", "0.02"}


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    good = tmp_path / "good.json"
    good.write_text('{"cells": [{"id": "A", "value": 1.50, "decimals": 1}]}', "utf-8")
    assert command.run(parser.parse_args([str(good)])) == 0
    assert json.loads(capsys.readouterr().out)["globally_consistent"] is True
    for text in ("{", "[]", '{"cells": [{"id": "A", "value": 1.55, "decimals": 1}]}'):
        bad = tmp_path / "bad.json"
        bad.write_text(text, "utf-8")
        assert command.run(parser.parse_args([str(bad)])) == 2
        assert "bad.json" in capsys.readouterr().err
    assert command.run(parser.parse_args([str(tmp_path / "none.json")])) == 2


def test_figures_are_exact_decimals() -> None:
    assert Cell("A", 5).value == Decimal(5)
    assert Cell("A").suspect is False


@given(
    values=st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(-9, 9)),
            st.booleans(),
            st.sampled_from(list(Rounding)),
            st.integers(-2, 2),
        ),
        min_size=1,
        max_size=4,
    ),
    const=st.integers(-2, 2),
)
def test_an_equality_holds_by_itself_just_if_a_system_of_it_alone_has_a_ledger(
    values: list[tuple[int | None, bool, Rounding, int]], const: int
) -> None:
    """Also where a cell has no amount at all: a negative figure of a cell that is known not to be negative."""
    cells = [
        Cell(f"c{i}", value, decimals=0, nonneg=nonneg, rounding=rounding)
        for i, (value, nonneg, rounding, _) in enumerate(values)
    ]
    terms = [(f"c{i}", k) for i, (*_, k) in enumerate(values) if k]
    assume(terms)
    used = {name for name, _ in terms}
    law = Equality("law", terms, const=const)
    alone = System([cell for cell in cells if cell.id in used], [law])
    assert standing(alone, "law").holds is isinstance(decide(alone), Consistent)
