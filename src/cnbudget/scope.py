"""Scope (口径): the set of ledger entries that a figure totals.

A scope is a product of sets, one a dimension: which agency, function, economic use (by either classification),
project, funding source, nature, procurement and flow; and, for claims and comparisons, which year and stage. A
dimension left out is the whole of it. Two figures with one scope must agree; a scope that others partition is their
sum; a scope inside another is not more. All of cnbudget's checks follow from that.

    >>> from cnbudget import FundingSource, Nature
    >>> eldercare = Scope(function="20805", source=FundingSource.GENERAL)
    >>> eldercare <= Scope(function="208")
    True
    >>> eldercare.isdisjoint(Scope(function="210"))
    True
    >>> print(eldercare & Scope(nature=Nature.BASIC))
    功能 20805，一般公共预算，基本支出
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from functools import lru_cache
from itertools import combinations
from operator import attrgetter
from typing import Any

import attrs

from cnbudget.codes import Code
from cnbudget.dimensions import DIMENSIONS, STAGES, Dimension, Sets
from cnbudget.dimensions.sets import Codes, Names
from cnbudget.errors import ScopeError
from cnbudget.messages import joined, say, tell
from cnbudget.values import Travelling

__all__ = ["EVERYTHING", "PART", "SOME", "STAGES", "Scope"]

_ALGEBRAS = tuple(dimension.sets for dimension in DIMENSIONS)
_MEET = tuple(algebra.meet for algebra in _ALGEBRAS)
_WITHIN = tuple(algebra.within for algebra in _ALGEBRAS)
#: What each dimension is called, and what a scope has that says nothing of it.
_USUAL = tuple((dimension.name, dimension.usual) for dimension in DIMENSIONS)
#: The sets of a scope, in the order of the dimensions.
_sets = attrgetter(*(dimension.name for dimension in DIMENSIONS))
#: The dimensions whose sets a scope keeps as they are given; the fields of the others convert and check them.
_AS_GIVEN = tuple(
    each for each in DIMENSIONS if attrs.fields_dict(Sets)[each.name].converter is None
)
_given = attrgetter(*(dimension.name for dimension in _AS_GIVEN))
#: Those dimensions that entries have: place, algebra, what holds everything, and the entry's field.
_HELD = tuple(
    (place, each.sets, each.sets.whole, attrgetter(each.entry))
    for place, each in enumerate(DIMENSIONS)
    if each.entry
)


def _before(dimension: Dimension) -> int:
    return ("year", "stage", "agency", dimension.name).index(dimension.name)


#: In the order in which they are said: of which year, stage and agency, and then what.
_SAID = tuple(sorted(DIMENSIONS, key=_before))


@attrs.frozen(repr=False, cache_hash=True)
class Scope(Sets, Travelling):
    """A product of sets over the dimensions of a ledger.

    Args:
        function: Functional codes (any level), each standing for all below it; None for all.
        economic: Economic codes, likewise.
        government_economic: Codes of the governments' economic classification, likewise.
        source: A set of funding sources.
        nature: A set of natures.
        procurement: A set of kinds of procurement; all money, procured or not, if it is left out.
        reservation: For whom procurement is reserved, likewise.
        flow: A set of flows; plain budgets use `Flow.EXPENDITURE` alone.
        agency: Names of agencies; None for the whole of the publishing agency.
        project: Names of projects; None for all money, within projects or not.
        year: The fiscal year, where figures of several are compared.
        stage: 预算 or 决算, likewise.

    Raises:
        CodeError: A malformed code.
        ScopeError: An empty set in a dimension, or something that is none of its members: a word for a
            `FundingSource`, a code of another classification, text for a year.

    >>> Scope(source="一般公共预算")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    cnbudget.errors.ScopeError: not a funding source (write FundingSource.GENERAL)
    """

    def __attrs_post_init__(self) -> None:
        for dimension, mine in zip(_AS_GIVEN, _given(self), strict=True):
            if mine is not dimension.usual:
                dimension.of(mine)

    def __le__(self, other: Scope) -> bool:
        """Contained in: every entry of this scope is one of the other's."""
        for within, mine, theirs in zip(_WITHIN, _sets(self), _sets(other), strict=False):
            if mine is not theirs and not within(mine, theirs):
                return False
        return True

    def __lt__(self, other: Scope) -> bool:
        return self is not other and self <= other and self != other

    def __and__(self, other: Scope) -> Scope:
        """The meet: the entries that both have.

        Raises:
            ScopeError: The two have none in common.
        """
        met = self.meet(other)
        if met is None:
            raise ScopeError(say("scopes.disjoint", value=self, other=other))
        return met

    def meet(self, other: Scope) -> Scope | None:
        """The entries that both have, or None if there are none.

        >>> Scope("208").meet(Scope("20805"))
        Scope('20805')
        """
        return self if self is other else _met(self, other)

    def at(self, **ones: Code | str | None) -> Scope | None:
        """This scope at one code, agency or project: the meet with it, or None if it is outside.

        Args:
            ones: For dimensions of codes one code, for those of names one name; None leaves a dimension as it is.

        Raises:
            TypeError: No such dimension, or one of neither codes nor names.

        >>> from cnbudget import FunctionCode, FundingSource
        >>> Scope(source=FundingSource.GENERAL).at(function=FunctionCode("208"))
        Scope('208', source=GENERAL)
        """
        return _at(self, tuple(ones.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, _sets(self)) if type(self) is Scope else super().__reduce__()

    def evolve(self, **changes: Any) -> Scope:
        """The same scope with some sets changed; what is not changed is not looked at again.

        Args:
            changes: The sets by their dimensions, as they are given to a scope.

        Raises:
            ScopeError: An empty set in a dimension, or something that is none of its members.
            TypeError: No such dimension.

        >>> from cnbudget import FundingSource
        >>> Scope("208", source=FundingSource.GENERAL).evolve(function=None, year=2025)
        Scope(source=GENERAL, year=2025)
        """
        sets = list(_sets(self))
        for name, value in changes.items():
            place = _PLACES.get(name)
            if place is None:
                raise TypeError(f"a scope has no {name}")
            sets[place] = DIMENSIONS[place].of(value)
        return _make(sets)

    def isdisjoint(self, other: Scope) -> bool:
        """Whether no entry is in both.

        >>> Scope().at(function="208").isdisjoint(Scope().at(function="210"))
        True
        """
        for meet, mine, theirs in zip(_MEET, _sets(self), _sets(other), strict=False):
            if mine is not theirs and meet(mine, theirs) is None:
                return True
        return False

    @property
    def told(self) -> frozenset[str]:
        """The dimensions by which it is told from everything.

        >>> sorted(Scope("208", year=2025).told)
        ['function', 'year']
        """
        return frozenset(
            [
                name
                for (name, usual), mine in zip(_USUAL, _sets(self), strict=False)
                if mine is not usual and mine != usual
            ]
        )

    def is_told_by(self, dimensions: Container[str]) -> bool:
        """Whether no other dimension tells it from everything.

        Args:
            dimensions: The names of dimensions.

        >>> Scope("208", year=2025).is_told_by({"function"}), Scope("208").is_told_by({"function"})
        (False, True)
        """
        if type(dimensions) is not frozenset:
            dimensions = frozenset([name for name, _ in _USUAL if name in dimensions])
        others, usual = _beside(dimensions)
        return bool(others(self) == usual)

    def contains(self, entry: Any) -> bool:
        """Whether a ledger entry belongs to this scope (its year and stage are the ledger's).

        >>> from cnbudget.examples import example_ledger
        >>> entry = example_ledger("akto").entries[0]
        >>> Scope(function=entry.function).contains(entry), Scope(function="299").contains(entry)
        (True, False)
        """
        sets = _sets(self)
        for place, algebra, whole, field in _HELD:
            mine = sets[place]
            if mine is not whole and not algebra.has(mine, field(entry)):
                return False
        return True

    def is_partition(self, parts: Iterable[Scope]) -> bool:
        """Whether ``parts`` are pairwise disjoint and together make up this scope exactly.

        Codes are exhausted only by themselves: 2080501 and 2080502 are not all of 20805, since the
        catalogue may have others. A *table* that lists its codes completely says more; see
        `cnbudget.laws`.

        >>> from cnbudget import Nature
        >>> Scope("208").is_partition([Scope("208", nature=Nature.BASIC),
        ...                            Scope("208", nature=Nature.ALL & ~Nature.BASIC)])
        True
        """
        scopes = list(parts)
        if not scopes or not all(part <= self for part in scopes):
            return False
        if any(not a.isdisjoint(b) for a, b in combinations(scopes, 2)):
            return False
        return _covered(self, scopes)

    def partition(self, of: Iterable[Scope]) -> tuple[Scope, ...] | None:
        """A choice among the scopes ``of`` that partitions this one, or None if there is none.

        The coarsest such choice is given (the largest parts first).

        >>> from cnbudget import FundingSource
        >>> general, own = FundingSource.GENERAL, FundingSource.GENERAL_OWN
        >>> whole = Scope(source=general)
        >>> whole.partition(of=[Scope(source=own), Scope(source=general & ~own), Scope("208")])
        (Scope(source=GENERAL_OWN), Scope(source=GENERAL_TRANSFER))
        """
        inside = [scope for scope in dict.fromkeys(of) if scope < self]
        outer = [s for s in inside if not any(s < other for other in inside)]
        for size in range(2, len(outer) + 1):
            for chosen in combinations(outer, size):
                if self.is_partition(chosen):
                    return chosen
        for size in range(2, min(len(inside), 12) + 1):
            for chosen in combinations(inside, size):
                if self.is_partition(chosen):
                    return chosen
        return None

    def words(self, lang: str = "zh") -> str:
        """The scope in words, Chinese (``"zh"``) or English (``"en"``).

        >>> from cnbudget import FundingSource
        >>> Scope("208", source=FundingSource.GENERAL).words("en")
        'function 208, general public budget'
        """
        parts = [each.words(getattr(self, each.name), lang) for each in _SAID]
        said = [part for part in parts if part]
        return joined(lang, said, ",") or tell(lang, "scopes.everything")

    def __str__(self) -> str:
        return self.words("zh")

    def __repr__(self) -> str:
        parts = []
        for dimension, mine in zip(DIMENSIONS, _sets(self), strict=True):
            if mine != dimension.usual:
                shown = dimension.sets.shown(mine)
                parts.append(shown if dimension is DIMENSIONS[0] else f"{dimension.name}={shown}")
        return f"Scope({', '.join(parts)})"


_PLACES = {dimension.name: place for place, dimension in enumerate(DIMENSIONS)}


#: What sets the fields of a scope past the guard of a frozen class, and the hash that it keeps once it is asked for.
_FIELDS = tuple(getattr(Scope, dimension.name).__set__ for dimension in DIMENSIONS)
_unhashed = Scope._attrs_cached_hash.__set__  # type: ignore[attr-defined]


def _make(sets: Iterable[Any]) -> Scope:
    """A scope from sets that are known to be well-formed, past the checks: a document has very many."""
    made = object.__new__(Scope)
    for put, mine in zip(_FIELDS, sets, strict=False):
        put(made, mine)
    _unhashed(made, None)
    return made


def _again(*sets: Any) -> Scope:
    """A scope that travelled."""
    return _make(sets)


@lru_cache(maxsize=64)
def _beside(dimensions: frozenset[str]) -> tuple[Callable[[Scope], Any], Any]:
    """What takes a scope's sets of all other dimensions, and what these are of everything."""
    usual = {name: usual for name, usual in _USUAL if name not in dimensions}
    if not usual:
        return _nothing, None
    take = attrgetter(*usual)
    return take, take(EVERYTHING)


def _nothing(scope: Scope) -> None:
    """What is left of a scope where nothing is looked at."""


@lru_cache(maxsize=8192)
def _at(scope: Scope, ones: tuple[tuple[str, Code | str | None], ...]) -> Scope | None:
    """A scope at one code, agency or project: the same codes stand in table after table, in document after document."""
    met = list(_sets(scope))
    for name, one in ones:
        place = _PLACES.get(name)
        if place is None or not isinstance(_ALGEBRAS[place], Codes | Names):
            raise TypeError(f"{name} is no dimension of codes or names")
        if one:
            there = (one.digits if isinstance(one, Code) else one,)
            met[place] = _ALGEBRAS[place].meet(met[place], there)
            if met[place] is None:
                return None
    return _make(met)


@lru_cache(maxsize=8192)
def _met(one: Scope, other: Scope) -> Scope | None:
    """The meet of two scopes; the same rows and columns meet in table after table, in index after index."""
    met: list[Any] = []
    for meet, mine, theirs in zip(_MEET, _sets(one), _sets(other), strict=False):
        if mine is theirs:
            met.append(mine)
            continue
        both = meet(mine, theirs)
        if both is None:
            return None
        met.append(both)
    return _make(met)


def _covered(whole: Scope, parts: list[Scope]) -> bool:
    """Whether disjoint parts inside ``whole`` leave nothing of it out.

    Every dimension is cut into the atoms that the parts tell apart; each combination of atoms
    must lie in some part.
    """
    pieces = [_sets(part) for part in parts]
    wanted = 1
    counts = [1] * len(parts)
    for place, (algebra, mine) in enumerate(zip(_ALGEBRAS, _sets(whole), strict=True)):
        if all(piece[place] == mine for piece in pieces):
            continue  # it cuts nothing
        atoms = algebra.atoms(mine, [piece[place] for piece in pieces])
        if atoms is None:
            return False
        wanted *= len(atoms)
        for number, piece in enumerate(pieces):
            counts[number] *= sum(algebra.holds(piece[place], atom) for atom in atoms)
    return sum(counts) == wanted


#: The scope of everything: all entries of the ledger.
EVERYTHING = Scope()
#: How the name of an agency begins that nobody printed: a table begins anew for each, and so they are numbered.
PART = "#"
#: How such a name begins where its figures are only a part of what they stand under (其中：教育收费).
SOME = "#其中："
