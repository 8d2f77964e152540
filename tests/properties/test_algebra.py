"""The algebra of scopes, against what scopes are: products of sets of entries.

The small world below has, in each dimension, what the drawn scopes can name and something that none of
them names (a code that nobody lists, a project without a name). In it two scopes are equal exactly if
they have the same entries.
"""

from __future__ import annotations

from enum import Flag
from functools import reduce
from itertools import combinations, product
from operator import or_
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.scope import Scope

S, N = FundingSource, Nature

FUNCTIONS = ("2080501", "2080502", "2080599", "2080699", "2089999", "2100101", "2290101")
ECONOMICS = ("30101", "30199", "30201", "39999")
SOURCES = (S.GENERAL_OWN, S.GENERAL_TRANSFER, S.OTHER, S.FUND_OWN)
NATURES = (N.PERSONNEL, N.OPERATING, N.PROJECT)
AGENCIES = ("甲局", "乙局", "")
PROJECTS = ("甲", "乙", None)
FLOWS = (Flow.EXPENDITURE, Flow.INCOME)
YEARS = (2025, 2026, 2027)
STAGES = ("预算", "决算")

Extent = tuple[frozenset[object], ...]


@attrs.frozen
class Entry:
    function: str
    economic: str
    source: FundingSource
    nature: Nature
    agency: str = ""
    project: str | None = None
    flow: Flow = Flow.EXPENDITURE

    @property
    def part(self) -> str:
        return self.project or ""


def extent(scope: Scope) -> Extent:
    """The members of a scope, dimension by dimension, by definition."""
    return (
        frozenset(f for f in FUNCTIONS if any(f.startswith(code) for code in scope.function)),
        frozenset(e for e in ECONOMICS if any(e.startswith(code) for code in scope.economic)),
        frozenset(s for s in SOURCES if s & scope.source),
        frozenset(n for n in NATURES if n & scope.nature),
        frozenset(a for a in AGENCIES if not scope.agency or a in scope.agency),
        frozenset(p for p in PROJECTS if not scope.project or p in scope.project),
        frozenset(f for f in FLOWS if f & scope.flow),
        frozenset(y for y in YEARS if scope.year in (None, y)),
        frozenset(s for s in STAGES if scope.stage in (None, s)),
    )


def within(a: Extent, b: Extent) -> bool:
    return all(mine <= theirs for mine, theirs in zip(a, b, strict=True))


def common(a: Extent, b: Extent) -> Extent | None:
    both = tuple(mine & theirs for mine, theirs in zip(a, b, strict=True))
    return both if all(both) else None


def some(*members: Flag) -> st.SearchStrategy[object]:
    """A union of some of the members."""
    return st.sets(st.sampled_from(members), min_size=1).map(lambda chosen: reduce(or_, chosen))


def names(*listed: str) -> st.SearchStrategy[list[str] | None]:
    return st.one_of(st.none(), st.sets(st.sampled_from(listed), min_size=1).map(sorted))


functions = names("208", "20805", "2080501", "2080502", "20806", "210")
economics = names("301", "30101", "302")
sources = st.one_of(
    st.just(S.ALL), some(S.GENERAL_OWN, S.GENERAL_TRANSFER, S.OTHER), st.just(S.GENERAL)
)
natures = st.one_of(st.just(N.ALL), some(N.PERSONNEL, N.OPERATING))
scopes = st.builds(
    Scope,
    functions,
    economics,
    source=sources,
    nature=natures,
    flow=some(*FLOWS),
    agency=names("甲局", "乙局"),
    project=names("甲", "乙"),
    year=st.sampled_from([None, 2025, 2026]),
    stage=st.sampled_from([None, "预算"]),
)
_DIMENSIONS: dict[str, st.SearchStrategy[Any]] = {
    "function": functions,
    "economic": economics,
    "source": sources,
    "nature": natures,
    "flow": some(*FLOWS),
    "agency": names("甲局", "乙局"),
    "project": names("甲", "乙"),
    "year": st.sampled_from([None, 2025, 2026]),
    "stage": st.sampled_from([None, "预算"]),
}


@st.composite
def related(draw: st.DrawFn, count: int) -> tuple[Scope, ...]:
    """Scopes that differ in a dimension or two, so that they often meet and contain each other."""
    first = draw(st.one_of(st.just(Scope()), scopes))
    varied = draw(st.lists(st.sampled_from(sorted(_DIMENSIONS)), min_size=1, max_size=2))
    return tuple(
        attrs.evolve(first, **{each: draw(_DIMENSIONS[each]) for each in varied})
        for _ in range(count)
    )


@settings(max_examples=3 * settings().max_examples)
@given(related(2))
def test_equal_contained_disjoint_and_met_as_their_entries_are(pair: tuple[Scope, ...]) -> None:
    a, b = pair
    left, right = extent(a), extent(b)
    assert (a == b) == (left == right)
    assert (a <= b) == within(left, right)
    assert (a < b) == (within(left, right) and left != right)
    both = common(left, right)
    assert a.isdisjoint(b) == (both is None)
    met = a.meet(b)
    assert (met is None) == (both is None)
    if met is not None:
        assert extent(met) == both
        assert met == a & b
        assert hash(met) == hash(attrs.evolve(met))


@given(related(3))
def test_meet_is_commutative_associative_and_idempotent(three: tuple[Scope, ...]) -> None:
    a, b, c = three
    assert a.meet(a) == a
    assert a.meet(Scope(flow=~Flow(0))) == a
    ab, bc = a.meet(b), b.meet(c)
    assert ab == b.meet(a)
    assert (ab and ab.meet(c)) == (bc and a.meet(bc))


@given(related(3))
def test_containment_is_a_partial_order_whose_greatest_lower_bound_is_the_meet(
    three: tuple[Scope, ...],
) -> None:
    a, b, c = three
    assert a <= a
    assert not a < a
    assert not (a <= b and b <= a) or a == b
    assert not (a <= b and b <= c) or a <= c
    met = a.meet(b)
    assert (c <= a and c <= b) == (met is not None and c <= met)
    if met is not None:
        assert met <= a
        assert met <= b
        assert (a <= b) == (met == a)


@given(scopes, st.data())
def test_a_scope_evolves_into_what_would_be_made_anew(scope: Scope, data: st.DataObject) -> None:
    varied = data.draw(st.sets(st.sampled_from(sorted(_DIMENSIONS))))
    changes = {each: data.draw(_DIMENSIONS[each]) for each in sorted(varied)}
    made = scope.evolve(**changes)
    assert made == attrs.evolve(scope, **changes)
    assert hash(made) == hash(attrs.evolve(made))


@given(scopes, st.sets(st.sampled_from(sorted(_DIMENSIONS))))
def test_by_what_a_scope_is_told(scope: Scope, dimensions: set[str]) -> None:
    assert scope.is_told_by(dimensions) == (scope.told <= dimensions)
    untold = scope.evolve(**{each: getattr(Scope(), each) for each in scope.told - dimensions})
    assert untold.is_told_by(dimensions)


@given(scopes, st.sampled_from(FUNCTIONS), st.sampled_from(ECONOMICS), st.data())
def test_contains_is_membership(
    scope: Scope, function: str, economic: str, data: st.DataObject
) -> None:
    entry = Entry(
        function,
        economic,
        data.draw(st.sampled_from(SOURCES)),
        data.draw(st.sampled_from(NATURES)),
        data.draw(st.sampled_from(AGENCIES)),
        data.draw(st.sampled_from(PROJECTS)),
        data.draw(st.sampled_from(FLOWS)),
    )
    members = extent(scope)
    inside = entry.flow in scope.flow
    values = (
        entry.function,
        entry.economic,
        entry.source,
        entry.nature,
        entry.agency,
        entry.project,
    )
    assert scope.contains(entry) == (
        inside
        and all(value in dimension for value, dimension in zip(values, members, strict=False))
    )


# Partitions -----------------------------------------------------------------------------------


def entries(scope: Scope) -> frozenset[object]:
    """All entries of a scope, one by one, over the dimensions that partitions are drawn in."""
    members = extent(scope)
    return frozenset(product(*(members[i] for i in (0, 1, 2, 3, 5))))


def exact_cover(whole: Scope, parts: tuple[Scope, ...]) -> bool:
    extents = [entries(part) for part in parts]
    joined = frozenset().union(*extents)
    return bool(parts) and joined == entries(whole) and len(joined) == sum(map(len, extents))


part_scopes = st.builds(
    Scope, functions, economics, source=sources, nature=natures, project=names("甲", "乙")
)
_COMPLEMENTS = [
    Scope(source=S.GENERAL_OWN),
    Scope(source=S.ALL & ~S.GENERAL_OWN),
    Scope(source=S.GENERAL),
    Scope(source=S.ALL & ~S.GENERAL),
    Scope(nature=N.PERSONNEL),
    Scope(nature=N.ALL & ~N.PERSONNEL),
    Scope("20805"),
    Scope("20806"),
    Scope(economic="301"),
    Scope(project="甲"),
    Scope(project="乙"),
]


@st.composite
def covers(draw: st.DrawFn) -> tuple[Scope, list[Scope]]:
    """A scope and parts made by cutting it again and again, then perhaps spoilt."""
    whole = draw(part_scopes)
    parts = [whole]
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(parts) - 1))
        part = parts[at]
        knife = draw(st.sampled_from(range(0, 6, 2)))
        cut = [part.meet(_COMPLEMENTS[knife]), part.meet(_COMPLEMENTS[knife + 1])]
        if len(part.function) > 1 and draw(st.booleans()):
            cut = [attrs.evolve(part, function=[code]) for code in part.function]
        elif len(part.project) > 1 and draw(st.booleans()):
            cut = [attrs.evolve(part, project=[name]) for name in part.project]
        parts[at : at + 1] = [piece for piece in cut if piece is not None]
    match draw(st.sampled_from(["whole", "whole", "less", "more", "other"])):
        case "less":
            parts.pop()
        case "more":
            parts.append(draw(part_scopes))
        case "other":
            parts[-1:] = draw(st.lists(part_scopes, max_size=2))
        case _:
            pass
    return whole, draw(st.permutations(parts))


@given(covers())
def test_a_partition_is_an_exact_cover_by_entries(drawn: tuple[Scope, list[Scope]]) -> None:
    whole, parts = drawn
    assert whole.is_partition(parts) == exact_cover(whole, tuple(parts))


@given(covers(), st.lists(st.one_of(part_scopes, st.sampled_from(_COMPLEMENTS)), max_size=3))
def test_partition_finds_a_coarsest_choice_if_there_is_any(
    drawn: tuple[Scope, list[Scope]], more: list[Scope]
) -> None:
    whole, parts = drawn
    of = [*parts, *more]
    inside = [scope for scope in dict.fromkeys(of) if scope < whole]
    choices = [
        chosen
        for size in range(2, len(inside) + 1)
        for chosen in combinations(inside, size)
        if exact_cover(whole, chosen)
    ]
    found = whole.partition(of=of)
    assert (found is None) == (not choices)
    if found is not None:
        assert set(found) in list(map(set, choices))
        for other in choices:
            coarser = set(other) != set(found) and all(
                any(part <= larger for larger in other) for part in found
            )
            assert not coarser
