"""The kinds of sets that a dimension can have, and their algebra: codes, flags, names, and times.

Each answers the same questions: what a value given by a user is as a set, whether one set is within another, what two
have in common, whether something of a ledger is in one, and into what parts the sets of a question cut the whole.

    >>> from cnbudget.codes import FunctionCode
    >>> codes = Codes(FunctionCode)
    >>> codes.meet(("208",), ("20805", "210")), codes.meet(("208",), ("210",)), codes.within(("20805",), ("208",))
    (('20805',), None, True)
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import attrs

from cnbudget.codes import Code
from cnbudget.errors import ScopeError
from cnbudget.messages import Said, say
from cnbudget.values import Value

Prefixes: TypeAlias = tuple[str, ...]
_ALL_CODES: Prefixes = ("",)


class Algebra(Protocol):
    """What a kind of sets can do; a set is never empty, and nothing in common is None."""

    @property
    def whole(self) -> Any:
        """The set of everything."""

    def of(self, value: Any, called: tuple[str, str] = ("", "")) -> Any:
        """What is given as a set; ``called`` names the dimension in errors, in Chinese and English."""

    def within(self, mine: Any, others: Any) -> bool:
        """Whether one set is within another."""

    def meet(self, mine: Any, others: Any) -> Any:
        """What both have, or None."""

    def has(self, mine: Any, one: Any) -> bool:
        """Whether something of a ledger's entry is in a set."""

    def atoms(self, whole: Any, sets: Sequence[Any]) -> Sequence[Any] | None:
        """The parts of a whole that the sets tell apart; None if no sets can make up the whole."""

    def holds(self, mine: Any, atom: Any) -> bool:
        """Whether a part is in a set."""

    def words(self, mine: Any, *, zh: bool) -> str:
        """A set in words."""

    def shown(self, mine: Any) -> str:
        """A set as code."""

    def plain(self, mine: Any) -> Any:
        """A set as JSON."""

    def back(self, value: Any) -> Any:
        """A set from JSON."""

    @property
    def form(self) -> dict[str, Any]:
        """The JSON Schema of a set."""


def _not_of(zh: str, en: str, value: Any) -> ScopeError:
    return ScopeError(say("scopes.not_of_dimension", what=Said(zh, en)), value=value)


def _several(value: Any, zh: str, en: str) -> list[Any]:
    """The members of a dimension that is not given as one."""
    if type(value) in (tuple, list):
        return list(value)
    if isinstance(value, Iterable) and not isinstance(value, enum.Enum | bytes | Mapping):
        return list(value)
    raise _not_of(zh, en, value)


def _text(value: Any) -> str:
    """A text in JSON."""
    if not isinstance(value, str):
        raise ScopeError(say("scopes.not_text"), value=value)
    return value


def _texts(value: Any) -> list[str]:
    """The texts of a list in JSON."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ScopeError(say("scopes.not_list_of_texts"), value=value)
    return value


@attrs.frozen(eq=False, repr=False)
class Codes(Value):
    """Codes of a classification, each standing for all below it: an antichain of digits, sorted.

    Attributes:
        kind: The class of the codes.
    """

    kind: type[Code]

    @property
    def whole(self) -> Prefixes:
        """All codes."""
        return _ALL_CODES

    def of(self, value: Any, called: tuple[str, str] = ("", "")) -> Prefixes:
        """Codes however they are given; None and "" are all of them."""
        if value is None or value in ("", _ALL_CODES):
            return _ALL_CODES
        kind = self.kind
        if type(value) is kind:
            return (value.digits,)
        if type(value) is str:
            return (kind(value).digits,)
        items = (
            [value]
            if isinstance(value, str | int | Code)
            else _several(value, kind.kind_zh, kind.kind)
        )
        for item in items:
            if type(item) is not str and type(item) is not kind:
                self._fitting(item)
        codes = sorted({item if item == "" else kind(item).digits for item in items})
        if not codes:
            raise ScopeError(say("scopes.no_code"))
        return tuple(c for c in codes if not any(c != o and c.startswith(o) for o in codes))

    def _fitting(self, item: Any) -> None:
        """Refuse what is no code, and a code of another classification."""
        kind = self.kind
        if isinstance(item, Code):
            raise ScopeError(
                say(
                    "scopes.other_classification",
                    kind=Said(kind.kind_zh, kind.kind),
                    other_kind=Said(item.kind_zh, item.kind),
                ),
                value=item.digits,
            )
        if isinstance(item, bool) or not isinstance(item, str | int):
            raise _not_of(kind.kind_zh, kind.kind, item)

    def within(self, mine: Prefixes, others: Prefixes) -> bool:
        """Whether all codes lie below others."""
        return mine == others or all(code.startswith(others) for code in mine)

    def meet(self, mine: Prefixes, others: Prefixes) -> Prefixes | None:
        """The codes below both, or None."""
        if mine == others or others == _ALL_CODES:
            return mine
        if mine == _ALL_CODES:
            return others
        both = {code for code in mine if code.startswith(others)}
        both |= {code for code in others if code.startswith(mine)}
        return tuple(sorted(both)) or None

    def has(self, mine: Prefixes, one: Code | None) -> bool:
        """Whether a code is below one of these; no code is below those alone that stand for all."""
        return str(one or "").startswith(mine)

    def atoms(self, whole: Prefixes, sets: Sequence[Prefixes]) -> list[str]:
        """The codes named anywhere; each stands for what is below it and named by nobody."""
        return sorted({c for each in (whole, *sets) for c in each if c.startswith(whole)})

    def holds(self, mine: Prefixes, atom: str) -> bool:
        """Whether a code is below one of these."""
        return atom.startswith(mine)

    def words(self, mine: Prefixes, *, zh: bool) -> str:
        """The codes, listed."""
        return "、".join(mine)

    def shown(self, mine: Prefixes) -> str:
        """The code, or the tuple of them."""
        return repr(mine[0] if len(mine) == 1 else mine)

    def plain(self, mine: Prefixes) -> list[str]:
        """The codes as a list."""
        return list(mine)

    def back(self, value: Any) -> Prefixes:
        """The codes of a list."""
        return self.of(_texts(value))

    @property
    def form(self) -> dict[str, Any]:
        """The JSON Schema of a list of texts."""
        return {"type": "array", "items": {"type": "string"}, "minItems": 1}


@attrs.frozen(eq=False, repr=False)
class Flags(Value):
    """Sets of a few kinds that have names.

    Attributes:
        kind: The flag.
        absent: What an entry is that says nothing; None if it belongs to all sets.
    """

    kind: Any
    absent: Any = None

    @property
    def whole(self) -> Any:
        """All kinds."""
        return ~self.kind(0)

    @property
    def leaves(self) -> list[Any]:
        """The single kinds, in order."""
        return list(self.kind)

    def of(self, value: Any, called: tuple[str, str] = ("", "")) -> Any:
        """A set as it is; anything else is refused, and the member of that name pointed at."""
        if type(value) is self.kind:
            if not value:
                raise ScopeError(say("scopes.empty_set"))
            return value
        (zh, en), name = called, self.kind.__name__
        known = [m for m in self.kind.__members__.values() if isinstance(value, str)]
        named = [m for m in known if value.strip() in (m.name, m.zh)]
        written = [f"{name}.{member.name}" for member in named or self.leaves]
        what, given = Said(zh, en), Said(name, type(value).__name__)
        raise ScopeError(
            say("scopes.member_by_name", what=what, name=given, written=written)
            if named
            else say("scopes.not_a_member", what=what, name=given, written=written),
            value=value,
        )

    def within(self, mine: Any, others: Any) -> bool:
        """Whether all of these are among others."""
        return mine in others

    def meet(self, mine: Any, others: Any) -> Any:
        """The kinds that are in both, or None."""
        both = mine & others
        return both if both._value_ else None

    def has(self, mine: Any, one: Any) -> bool:
        """Whether one kind is among these."""
        if one is None:
            one = self.absent
        return one is None or one in mine

    def atoms(self, whole: Any, sets: Sequence[Any]) -> list[Any]:
        """One kind for each class of kinds that no set tells apart; classes count once."""
        seen: dict[tuple[bool, ...], Any] = {}
        for leaf in whole:
            seen.setdefault(tuple(leaf in each for each in sets), leaf)
        return list(seen.values())

    def holds(self, mine: Any, atom: Any) -> bool:
        """Whether a kind is among these."""
        return atom in mine

    def words(self, mine: Any, *, zh: bool) -> str:
        """The set's own words."""
        return str(mine.zh if zh else mine.en)

    def shown(self, mine: Any) -> str:
        """The set's name."""
        return str(mine.name or mine.value)

    def plain(self, mine: Any) -> str:
        """A set as layouts write it: its name, or those of its leaves.

        >>> from cnbudget.dimensions import Nature
        >>> Flags(Nature).plain(Nature.BASIC), Flags(Nature).plain(Nature.OPERATING | Nature.PROJECT)
        ('BASIC', 'OPERATING | PROJECT')
        """
        for name, member in self.kind.__members__.items():
            if member is mine:
                return str(name)
        return " | ".join(leaf.name for leaf in mine)

    def back(self, value: Any) -> Any:
        """The set of some names joined by ``|``."""
        found = self.kind(0)
        for name in _text(value).split("|"):
            member = self.kind.__members__.get(name.strip())
            if member is None:
                raise ScopeError(
                    say("scopes.no_such_set", known=", ".join(self.kind.__members__)), value=value
                )
            found |= member
        return found

    @property
    def form(self) -> dict[str, Any]:
        """The JSON Schema of a set that is written as layouts write it."""
        return {"$ref": "#/$defs/flag"}


@attrs.frozen(eq=False, repr=False)
class Names(Value):
    """Names, sorted; none is all of them."""

    @property
    def whole(self) -> tuple[str, ...]:
        """All names, and what has none."""
        return ()

    def of(self, value: Any, called: tuple[str, str] = ("", "")) -> tuple[str, ...]:
        """One name or several; None is all."""
        if value is None or value == ():
            return ()
        given = [value] if isinstance(value, str) else _several(value, "名称", "a name")
        for name in given:
            if not isinstance(name, str):
                raise _not_of("名称", "a name", name)
        names = tuple(sorted(set(given)))
        if not names or not all(names):
            raise ScopeError(say("scopes.empty_name"))
        return names

    def within(self, mine: tuple[str, ...], others: tuple[str, ...]) -> bool:
        """Whether all of these are among others."""
        return not others or (bool(mine) and set(mine) <= set(others))

    def meet(self, mine: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...] | None:
        """The names in both, or None."""
        if not mine or not others:
            return mine or others
        return tuple(name for name in mine if name in others) or None

    def has(self, mine: tuple[str, ...], one: str) -> bool:
        """Whether a name is among these."""
        return not mine or one in mine

    def atoms(self, whole: tuple[str, ...], sets: Sequence[tuple[str, ...]]) -> list[str]:
        """The names; of all of them those that are named, and the rest."""
        return sorted(whole) if whole else [*sorted({n for each in sets for n in each}), ""]

    def holds(self, mine: tuple[str, ...], atom: str) -> bool:
        """Whether a name is among these."""
        return not mine or atom in mine

    def words(self, mine: tuple[str, ...], *, zh: bool) -> str:
        """The names, listed."""
        return "、".join(mine)

    def shown(self, mine: tuple[str, ...]) -> str:
        """The name, or the tuple of them."""
        return repr(mine[0] if len(mine) == 1 else mine)

    def plain(self, mine: tuple[str, ...]) -> list[str]:
        """The names as a list."""
        return list(mine)

    def back(self, value: Any) -> tuple[str, ...]:
        """The names of a list."""
        return self.of(_texts(value))

    @property
    def form(self) -> dict[str, Any]:
        """The JSON Schema of a list of texts."""
        return {"type": "array", "items": {"type": "string"}, "minItems": 1}


@attrs.frozen(eq=False, repr=False)
class Times(Value):
    """One year or stage, or whichever it is: there is no end of years, so none make up the whole.

    Attributes:
        kind: The type of a value.
        known: The values there are, if these are few.
    """

    kind: type
    known: tuple[Any, ...] = ()

    @property
    def whole(self) -> None:
        """Whichever it is."""

    def of(self, value: Any, called: tuple[str, str] = ("", "")) -> Any:
        """A year or stage; None is any."""
        if value is None:
            return None
        if type(value) is not self.kind or (self.known and value not in self.known):
            if not self.known:
                raise _not_of(*called, value)
            known = [str(each) for each in self.known]
            raise ScopeError(
                say("scopes.none_of_those_known", what=Said(*called), known=known), value=value
            )
        return value

    def within(self, mine: Any, others: Any) -> bool:
        """Whether it is the same, or others are any."""
        return others is None or mine == others

    def meet(self, mine: Any, others: Any) -> Any:
        """The one that is said; None if two different ones are."""
        return mine if others is None or mine == others else others if mine is None else None

    def has(self, mine: Any, one: Any) -> bool:
        """Always: the year and stage of entries are those of their ledger."""
        return True

    def atoms(self, whole: Any, sets: Sequence[Any]) -> tuple[Any] | None:
        """The one that all have."""
        return (whole,) if all(each == whole for each in sets) else None

    def holds(self, mine: Any, atom: Any) -> bool:
        """Whether it is the one."""
        return bool(mine == atom)

    def words(self, mine: Any, *, zh: bool) -> str:
        """The year or stage."""
        return f"{mine}年" if self.kind is int and zh else str(mine)

    def shown(self, mine: Any) -> str:
        """The value."""
        return repr(mine)

    def plain(self, mine: Any) -> Any:
        """The value."""
        return mine

    def back(self, value: Any) -> Any:
        """The value."""
        return self.of(value, ("年度或阶段", "a year or stage"))

    @property
    def form(self) -> dict[str, Any]:
        """The JSON Schema of the value."""
        return {"type": "integer" if self.kind is int else "string"}
