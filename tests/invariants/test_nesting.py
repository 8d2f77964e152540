"""Which row a row lies in: as looking through all of them says, at the cost of a few look-ups."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.invariants.nesting import (
    Apart,
    Nesting,
    Where,
    codes_of,
    inside,
    narrowed,
    rests_around,
    time_of,
    uncoded,
    where_of,
)
from cnbudget.scope import PART, SOME, Scope

FUNCTIONS = ["", "208", "20805", "2080505", "2080506", "210"]
USES = ["", "301", "30101", "303"]


def _codes(among: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    several = st.lists(st.sampled_from(among[1:]), min_size=2, max_size=3, unique=True).map(tuple)
    return st.one_of(st.sampled_from(among).map(lambda code: (code,)), several)


#: Of last year, or of some of the government's codes, or neither.
RESTS = st.sampled_from(
    [
        where_of(scope)[4]
        for scope in (
            Scope(),
            Scope(year=2025),
            Scope(government_economic="501"),
            Scope(government_economic="50101"),
            Scope(government_economic=("501", "505")),
            Scope(government_economic="50101", year=2025),
        )
    ]
)
WHERES = st.tuples(
    st.sampled_from([(), ("甲",)]),
    _codes(FUNCTIONS),
    _codes(USES),
    st.sampled_from([(), ("某项目",)]),
    RESTS,
)


def plain_parent(where: Where, positions: dict[Where, int]) -> int | None:
    """The smallest around a place, by holding all against all."""
    around = [other for other in positions if other != where and inside(where, other)]
    for other in around:
        if all(inside(other, further) for further in around):
            return positions[other]
    return None


PLACES = [
    Scope(),
    Scope("208"),
    Scope("20805"),
    Scope("208", economic="301"),
    Scope(economic=("301", "302")),
    Scope(government_economic="501"),
    Scope(government_economic="50101"),
    Scope("208", government_economic=("501", "505")),
    Scope(agency="甲"),
    Scope(agency="乙"),
    Scope(project="某项目"),
    Scope("208", year=2025),
    Scope("20805", year=2025),
]


@pytest.mark.parametrize("one", PLACES)
@pytest.mark.parametrize("other", PLACES)
def test_a_place_is_inside_another_as_its_scope_is_in_the_other_s(one: Scope, other: Scope) -> None:
    """Of one year: what says none has the document's."""
    within = one <= other and one.year == other.year
    assert inside(where_of(one), where_of(other)) == within
    alone = narrowed(where_of(one), where_of(other))
    assert alone == (
        one != other
        and one.evolve(government_economic=None, year=None)
        == other.evolve(government_economic=None, year=None)
    )
    assert not narrowed(where_of(one), None)


@given(st.lists(WHERES, min_size=1, max_size=12, unique=True))
def test_the_smallest_around_is_found(wheres: list[Any]) -> None:
    wheres.append(((), ("999", "998"), ("",), (), ()))  # so that all are looked for
    positions = {where: i for i, where in enumerate(wheres)}
    nesting = Nesting(positions)
    for where in wheres:
        if len(where[1]) > 1 or len(where[2]) > 1 or codes_of(where[4]):
            assert nesting.parent(where) == plain_parent(where, positions)
        assert set(nesting._around(where)) == {
            other for other in positions if other != where and inside(where, other)
        }


def test_what_is_around_is_found_among_all_places_at_once() -> None:
    """Few places that are drawn lie in each other by more than being in everything."""
    agencies: list[tuple[str, ...]] = [(), ("甲",)]
    rests = [where_of(Scope(government_economic=code))[4] for code in (None, "501", "50101")]
    codes = [*[(each,) for each in FUNCTIONS], ("20805", "210"), ("2080505", "2080506")]
    uses = [("",), ("301",), ("30101",), ("301", "303")]
    positions: dict[Where, int] = {
        (agency, function, use, (), rest): position
        for position, (agency, function, use, rest) in enumerate(
            product(agencies, codes, uses, rests)
        )
    }
    nesting = Nesting(positions)
    for where in list(positions)[::5]:
        around = [other for other in positions if other != where and inside(where, other)]
        assert nesting._around(where) == around


@given(st.lists(WHERES, max_size=12, unique=True), st.sampled_from(FUNCTIONS))
def test_a_row_of_unknown_scope_lies_in_the_row_of_its_codes_beginning(
    wheres: list[Any], digits: str
) -> None:
    positions = {where: i for i, where in enumerate(wheres)}
    expected = None
    for length in (7, 5, 3, 0):
        if expected is not None or (length and length >= len(digits)):
            continue
        for where, position in positions.items():
            told = codes_of(where[4])
            known = told or (where[1][0], where[2][0])
            everything = where[1] == where[2] == ("",) and not told
            fits = digits[:length] in known if length else everything
            if fits and not where[3]:
                expected = position
                break
    assert Nesting(positions).above(digits) == expected


class Counting(dict[Where, int]):
    """Positions that count how often they are looked up."""

    asked = 0

    def get(self, key: Where, default: Any = None) -> Any:
        self.asked += 1
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.asked += 1
        return super().__contains__(key)


def test_the_look_ups_for_a_row_do_not_grow_with_the_table() -> None:
    def asked(rows: int) -> int:
        positions = Counting({((), (f"{2010101 + i}",), ("",), (), ()): i for i in range(rows)})
        positions[(), ("301", "303"), ("",), (), ()] = rows
        nesting = Nesting(positions)
        for where in positions:
            nesting.parent(where)
        return positions.asked

    assert asked(400) <= 4 * asked(100) + 100


def _at(
    function: str = "",
    use: str = "",
    *,
    agency: str = "",
    project: str = "",
    year: int | None = None,
) -> Where:
    return (
        (agency,) if agency else (),
        (function,),
        (use,),
        (project,) if project else (),
        where_of(Scope(year=year))[4],
    )


@pytest.mark.parametrize(
    ("where", "around", "parent"),
    [
        (_at("2080505"), [_at(), _at("208"), _at("20805")], 2),
        (_at("2080505"), [_at(), _at("208"), _at("2080506"), _at("210")], 1),
        (_at("2080505"), [_at("210"), _at()], 1),
        (_at("2080505"), [_at("210"), _at("20806")], None),
        (_at("208"), [_at(), _at("208")], 0),  # in no row of its own place
        (_at("", "30101"), [_at(), _at("", "303"), _at("", "301")], 2),
        (_at("208", "30101"), [_at(), _at("208"), _at("208", "301")], 2),
        (_at("208", "301"), [_at("208"), _at()], 0),
        (_at("208", "301"), [_at("208"), _at("", "301")], 1),  # the function is given up first
        (_at("2080505", "301"), [_at("2080505"), _at("208", "301")], 1),
        (_at("208", project="某项目"), [_at(), _at("208")], 1),
        (
            _at("20805", "301", project="某项目"),
            [_at("20805"), _at("20805", "301"), _at("208", "301")],
            1,
        ),
        (_at("20805", project="某项目"), [_at(), _at("208"), _at("20805", project="另一项目")], 1),
        (_at(agency="甲"), [_at("208"), _at()], 1),
        (_at("208", agency="甲"), [_at(), _at("208"), _at(agency="甲")], 2),
        (_at("208", agency="甲"), [_at("208"), _at()], 1),
        (_at("208", agency="甲"), [_at("208"), _at(agency="乙")], None),
        (_at("208", year=2025), [_at(), _at(year=2025), _at("208")], 1),
        (_at("208", year=2025), [_at(), _at("208")], None),
        (_at("20805", agency=f"{PART}甲"), [_at(), _at("20805"), _at("208")], 1),
        (_at("20805", agency=f"{PART}甲"), [_at(), _at("208")], 1),
        (_at("20805", agency=f"{PART}甲"), [_at("210"), _at()], 1),
        (_at("20805", agency=f"{PART}甲"), [_at("210"), _at("", "301")], None),
        (_at("", "30101", agency=f"{PART}甲"), [_at(), _at("", "301")], 1),
        (_at("", "30101", agency=f"{PART}甲"), [_at("", "301"), _at("", "30101")], 1),
        (
            _at("208", agency=f"{PART}甲", project="某项目"),
            [_at("208"), _at("208", project="某项目")],
            1,
        ),
        (_at("208", agency=f"{PART}甲", project="某项目"), [_at(), _at("208")], 1),
        (
            _at("208", agency=f"{SOME}甲", project="某项目"),
            [_at("208"), _at("208", project="某项目")],
            0,
        ),
    ],
)
def test_a_row_lies_in_the_closest_that_has_all_of_it(
    where: Where, around: list[Where], parent: int | None
) -> None:
    assert Nesting({each: n for n, each in enumerate(around)}).parent(where) == parent


def test_a_row_by_itself_lies_in_no_other_and_none_in_it() -> None:
    alone, other = ((*_at("20805")[:4], Apart(n)) for n in (3, 8))
    above, below = _at("208"), _at("2080505")
    assert inside(alone, alone)
    for one, two in ((alone, above), (below, alone), (alone, other), (other, alone)):
        assert not inside(one, two)
    assert time_of(Apart(3)) == Apart(3)
    assert codes_of(Apart(3)) == ()
    assert uncoded(Apart(3)) == Apart(3)
    assert rests_around(Apart(3)) == (Apart(3),)
    nesting = Nesting({above: 0, alone: 1, other: 2, below: 3})
    assert not nesting.wide
    assert [nesting.parent(each) for each in (alone, other, below)] == [None, None, 0]


def test_a_rest_without_its_codes_is_that_of_its_time() -> None:
    rests = {
        name: where_of(scope)[4]
        for name, scope in (
            ("code", Scope(government_economic="50101")),
            ("above", Scope(government_economic="501")),
            ("year", Scope(year=2025)),
            ("both", Scope(government_economic="50101", year=2025)),
        )
    }
    assert uncoded(rests["code"]) == uncoded(()) == ()
    assert uncoded(rests["both"]) == uncoded(rests["year"]) == rests["year"]
    assert rests_around(rests["code"]) == (rests["code"], (), rests["above"])
    assert rests_around(rests["year"]) == (rests["year"],)
    assert codes_of(rests["both"]) == ("50101",)
    assert codes_of(rests["year"]) == ()


def test_the_rows_above_are_given_from_the_closest() -> None:
    wheres: list[Where | None] = [_at(), _at("208"), None, _at("20805"), _at("2080505")]
    nesting = Nesting({where: n for n, where in enumerate(wheres) if where is not None})
    assert list(nesting.chain(wheres[4], wheres)) == [3, 1, 0]
    assert list(nesting.chain(wheres[0], wheres)) == []
    assert list(nesting.chain(None, wheres)) == []
    assert [nesting.above(code) for code in ("2080505", "20805", "20806", "210", "")] == [
        3,
        1,
        1,
        0,
        None,
    ]
