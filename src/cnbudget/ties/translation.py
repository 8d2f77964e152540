"""The scopes of one year in the codes of another, by what the lists know of renamed and moved codes.

A code stays itself while it is listed, under a new name too, and a moved one is followed. What is around a moved code
is then not the same money in both years: 20802 of 2018 holds 2080204, which is 2082804 from 2019 on. So a scope is
translated together with the codes that lie in it in one year alone; which of them have money, the documents say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from cnbudget.characters import normalised
from cnbudget.classification import Classification, Kind, default
from cnbudget.classification.history import successor
from cnbudget.disclosure import Disclosure
from cnbudget.messages import Message, few, say
from cnbudget.scope import Scope
from cnbudget.values import Value
from cnbudget.words import spaceless

#: The names that a document prints beside its codes.
ScopeNames = Mapping[tuple[Kind, str], frozenset[str]]
_KINDS = {
    "function": Kind.FUNCTIONAL,
    "economic": Kind.ECONOMIC,
    "government_economic": Kind.GOVERNMENT_ECONOMIC,
}
_BY_TYPE = {
    "FunctionCode": Kind.FUNCTIONAL,
    "EconomicCode": Kind.ECONOMIC,
    "GovernmentEconomicCode": Kind.GOVERNMENT_ECONOMIC,
}
_ALL = ("",)
_MOST = 4  # codes that a reason names


@attrs.frozen(eq=False, repr=False)
class Translated(Value):
    """A scope in the codes of another year.

    Attributes:
        scope: The scope there; None if its codes cannot be followed.
        added: What lies elsewhere there, and in the scope here: it is to be added.
        taken: What lies in the scope there, and elsewhere here: it is to be taken off.
        ended: What lies in the scope there, and in nothing that is known here.
        begun: What lies in the scope here, and in nothing that is known there; in the codes of here.
        why: Why the codes cannot be followed.
    """

    scope: Scope | None
    added: tuple[Scope, ...] = attrs.field(default=(), kw_only=True)
    taken: tuple[Scope, ...] = attrs.field(default=(), kw_only=True)
    ended: tuple[Scope, ...] = attrs.field(default=(), kw_only=True)
    begun: tuple[Scope, ...] = attrs.field(default=(), kw_only=True)
    why: Message | None = attrs.field(default=None, kw_only=True)

    @property
    def plain(self) -> bool:
        """Whether it holds the same codes in both years."""
        return not (self.added or self.taken or self.ended or self.begun)


def names_of(disclosure: Disclosure) -> ScopeNames:
    """The names that the tables of a document print beside codes, spacing and script aside."""
    found: dict[tuple[Kind, str], set[str]] = {}
    for table in disclosure.tables:
        for row in table.rows:
            kind = _BY_TYPE.get(type(row.code).__name__)
            if kind is not None and row.code is not None and row.address.name:
                name = normalised(spaceless(row.address.name))
                found.setdefault((kind, row.code.digits), set()).add(name)
    return {code: frozenset(names) for code, names in found.items()}


class Translation:
    """How scopes of one year read in the codes of another.

    Args:
        from_year: The year of the scopes.
        to_year: The year to express them in.
        lists: The lists of codes; those that ship if not given.
        names: The names of codes in the documents of the first year and of the second: a code that the lists do not
            have is itself where both print it under one name.

    >>> moved = Translation(2019, 2018).of(Scope("20406"))
    >>> moved.scope, moved.added, moved.taken
    (Scope('20406'), (Scope('2010307'),), ())
    >>> Translation(2019, 2018).of(Scope("2082804")).scope
    Scope('2080204')
    """

    def __init__(
        self,
        from_year: int | None,
        to_year: int | None,
        *,
        lists: Classification | None = None,
        names: tuple[ScopeNames, ScopeNames] = ({}, {}),
    ) -> None:
        self.from_year, self.to_year = from_year, to_year
        self.lists = default() if lists is None else lists
        self.names = names
        self._tables: dict[Kind, tuple[dict[str, str], dict[str, str]] | None] = {}
        self._leaves: dict[
            tuple[Kind, bool], tuple[list[tuple[str, str]], list[tuple[str, str]]]
        ] = {}
        self._known: dict[Scope, Translated] = {}

    def of(self, scope: Scope) -> Translated:
        """A scope in the codes of the other year."""
        found = self._known.get(scope)
        if found is None:
            found = self._known[scope] = self._of(scope)
        return found

    def _of(self, scope: Scope) -> Translated:
        told = [name for name in _KINDS if getattr(scope, name) != _ALL]
        if self.from_year == self.to_year or not told:
            return Translated(scope)
        made, lies = scope, Translated(scope)
        for name in told:
            codes = getattr(scope, name)
            there = self._codes(_KINDS[name], codes)
            if isinstance(there, Message):
                return Translated(None, why=there)
            if set(there) != set(codes):
                made = _at(made, name, there)
            apart = self._apart(_KINDS[name], codes, there)
            if any(apart.values()):
                if not lies.plain:
                    return Translated(None, why=say("years.moved_in_both", scope=scope))
                ways = {
                    way: tuple(_at(scope, name, (code,)) for code in each)
                    for way, each in apart.items()
                }
                lies = attrs.evolve(
                    lies,
                    added=ways["added"],
                    taken=ways["taken"],
                    ended=ways["ended"],
                    begun=ways["begun"],
                )
        return attrs.evolve(lies, scope=made)

    def _codes(self, kind: Kind, codes: Iterable[str]) -> tuple[str, ...] | Message:
        """The codes in the other year; the reason if one of them cannot be followed."""
        steps = self._steps(kind)
        found, lost = [], []
        for code in codes:
            heir = "" if steps is None else steps[0].get(code, "")
            listed = steps is not None and code in steps[0]
            if not listed and self._same_name(kind, code):
                heir = code
            found.append(heir)
            if not heir:
                lost.append(code)
        if not lost:
            return tuple(dict.fromkeys(found))
        if steps is None:
            years = self.lists.years
            return say(
                "years.no_lists",
                codes=few(tuple(lost), _MOST),
                first=years[0],
                last=years[-1],
            )
        return say(
            "years.no_trace",
            codes=few(tuple(lost), _MOST),
            year=self.from_year,
            other=self.to_year,
        )

    def _same_name(self, kind: Kind, code: str) -> bool:
        """Whether both documents print a code under one name."""
        one, other = (each.get((kind, code), frozenset()) for each in self.names)
        return len(one) == 1 and one == other

    def _apart(
        self, kind: Kind, here: tuple[str, ...], there: tuple[str, ...]
    ) -> dict[str, list[str]]:
        """The codes without codes below them that lie in a set of codes in one of the years alone."""
        found: dict[str, list[str]] = {"added": [], "taken": [], "ended": [], "begun": []}
        back, forth = self._leaves_of(kind, same=set(here) == set(there))
        for code, heir in forth:
            inside = code.startswith(there)
            if inside and not heir:
                found["ended"].append(code)
            elif inside != heir.startswith(here) and heir:
                found["taken" if inside else "added"].append(code)
        found["begun"] = [code for code, heir in back if code.startswith(here) and not heir]
        return found

    def _leaves_of(
        self, kind: Kind, *, same: bool
    ) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The codes that have none below them, each with what it is in the other year: both ways.

        Args:
            kind: The list.
            same: Whether those are enough that are not the same in both years.
        """
        known = self._leaves.get((kind, same))
        if known is None:
            steps = self._steps(kind) or ({}, {})
            back, forth = (
                [(code, each[code]) for code in _leaves(each) if not same or each[code] != code]
                for each in steps
            )
            known = self._leaves[kind, same] = back, forth
        return known

    def _steps(self, kind: Kind) -> tuple[dict[str, str], dict[str, str]] | None:
        """What each code of the scopes' year is in the other, and the other way; None without lists."""
        if kind not in self._tables:
            self._tables[kind] = self._made(kind)
        return self._tables[kind]

    def _made(self, kind: Kind) -> tuple[dict[str, str], dict[str, str]] | None:
        one, other = self.from_year, self.to_year
        if one is None or other is None or {one, other} - set(self.lists.years):
            return None
        table, (first, last) = self.lists.table(kind), sorted((one, other))
        forth = {
            code: successor(table, code, first, last) for code in self.lists.catalogue(kind, first)
        }
        before = {new: old for old, new in forth.items() if new}  # the way back is the same way
        back = {code: before.get(code, "") for code in self.lists.catalogue(kind, last)}
        return (forth, back) if one == first else (back, forth)


def _at(scope: Scope, name: str, codes: tuple[str, ...]) -> Scope:
    """A scope at some codes of a classification."""
    changes: dict[str, Any] = {name: codes}
    return scope.evolve(**changes)


def _leaves(codes: Mapping[str, str]) -> list[str]:
    """The codes that have none below them."""
    ordered = sorted(codes)
    following = [*ordered[1:], ""]
    return [
        code for code, after in zip(ordered, following, strict=True) if not after.startswith(code)
    ]
