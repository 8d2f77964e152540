"""Scope (口径): the set of ledger entries that a figure totals.

A scope is a product of sets, one a dimension: which agency, function, economic use, project,
funding source, nature and flow; and, for claims and comparisons, which year and stage. A dimension left
out is the whole of it. Two figures with one scope must agree; a scope that others partition is
their sum; a scope inside another is not more. All of cnbudget's checks follow from that.

    >>> eldercare = Scope(function="20805", source=FundingSource.GENERAL)
    >>> eldercare <= Scope(function="208")
    True
    >>> eldercare.isdisjoint(Scope(function="210"))
    True
    >>> print(eldercare & Scope(nature=Nature.BASIC))
    功能 20805，一般公共预算，基本支出
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any, Protocol

import attrs

from cnbudget.codes import Code, EconomicCode, FunctionCode
from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.errors import ScopeError
from cnbudget.moulds import mould

__all__ = ["EVERYTHING", "PART", "STAGES", "Scope"]

Prefixes = tuple[str, ...]
Names = tuple[str, ...]
_ALL_CODES: Prefixes = ("",)
#: The stages of a budget that figures can be of.
STAGES = ("预算", "决算", "执行")


class _Entry(Protocol):
    """What `Scope.contains` asks of a ledger entry."""

    @property
    def agency(self) -> str: ...
    @property
    def function(self) -> Any: ...
    @property
    def economic(self) -> Any: ...
    @property
    def source(self) -> FundingSource: ...
    @property
    def nature(self) -> Nature | None: ...
    @property
    def flow(self) -> Flow: ...
    @property
    def part(self) -> str: ...


def _prefixes(value: Any, kind: type[Code]) -> Prefixes:
    """Codes as an antichain of digits, sorted; None and "" are all codes."""
    if value is None or value in ("", _ALL_CODES):
        return _ALL_CODES
    items = (
        [value] if isinstance(value, str | int | Code) else _several(value, kind.kind_zh, kind.kind)
    )
    for item in items:
        if type(item) is not str and type(item) is not kind:
            _fitting(item, kind)
    codes = sorted({item if item == "" else kind(item).digits for item in items})
    if not codes:
        raise ScopeError("no code: an empty set has no scope", zh="口径中没有科目：空集不成口径")
    return tuple(code for code in codes if not any(code != o and code.startswith(o) for o in codes))


def _fitting(item: Any, kind: type[Code]) -> None:
    """Refuse what is no code, and a code of another classification."""
    if isinstance(item, Code):
        raise ScopeError(
            f"not {kind.kind}, but {item.kind}",
            zh=f"不是{kind.kind_zh}，而是{item.kind_zh}",
            value=item.digits,
        )
    if isinstance(item, bool) or not isinstance(item, str | int):
        raise _not_of(kind.kind_zh, kind.kind, item)


def _function_prefixes(value: Any) -> Prefixes:
    return _prefixes(value, FunctionCode)


def _economic_prefixes(value: Any) -> Prefixes:
    return _prefixes(value, EconomicCode)


def _several(value: Any, zh: str, en: str) -> list[Any]:
    """The members of a dimension that is not given as one."""
    if isinstance(value, Iterable) and not isinstance(value, enum.Enum | bytes | Mapping):
        return list(value)
    raise _not_of(zh, en, value)


def _not_of(zh: str, en: str, value: Any) -> ScopeError:
    return ScopeError(f"not {en}", zh=f"不是{zh}", value=value)


def _names(value: str | Iterable[str] | None) -> Names:
    if value is None or value == ():
        return ()
    given = [value] if isinstance(value, str) else _several(value, "名称", "a name")
    for name in given:
        if not isinstance(name, str):
            raise _not_of("名称", "a name", name)
    names = tuple(sorted(set(given)))
    if not names or not all(names):
        raise ScopeError("an empty name in a scope", zh="口径中有空名称")
    return names


@attrs.frozen(repr=False, cache_hash=True)
class Scope:
    """A product of sets over the dimensions of a ledger.

    Args:
        function: Functional codes (any level), each standing for all below it; None for all.
        economic: Economic codes, likewise.
        source: A set of funding sources.
        nature: A set of natures.
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

    function: Prefixes = attrs.field(default=None, converter=_function_prefixes)
    economic: Prefixes = attrs.field(default=None, converter=_economic_prefixes)
    source: FundingSource = attrs.field(default=FundingSource.ALL, kw_only=True)
    nature: Nature = attrs.field(default=Nature.ALL, kw_only=True)
    flow: Flow = attrs.field(default=Flow.EXPENDITURE, kw_only=True)
    agency: Names = attrs.field(default=None, converter=_names, kw_only=True)
    project: Names = attrs.field(default=None, converter=_names, kw_only=True)
    year: int | None = attrs.field(default=None, kw_only=True)
    stage: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if type(self.source) is not FundingSource:
            raise _no_member(FundingSource, "资金来源", "funding source", self.source)
        if type(self.nature) is not Nature:
            raise _no_member(Nature, "支出性质", "nature", self.nature)
        if type(self.flow) is not Flow:
            raise _no_member(Flow, "资金流向", "flow", self.flow)
        if not (self.source and self.nature and self.flow):
            raise ScopeError("an empty set in a dimension", zh="口径的某一维是空集")
        if self.year is not None and type(self.year) is not int:
            raise _not_of("年度", "a year", self.year)
        if self.stage is not None and self.stage not in STAGES:
            raise ScopeError(
                "not a stage",
                zh="不是阶段",
                value=self.stage,
                hint="one of " + ", ".join(STAGES),
                hint_zh="可用：" + "、".join(STAGES),
            )

    def __le__(self, other: Scope) -> bool:
        """Contained in: every entry of this scope is one of the other's."""
        return (
            self.source in other.source
            and self.nature in other.nature
            and self.flow in other.flow
            and _within(self.function, other.function)
            and _within(self.economic, other.economic)
            and _named_within(self.agency, other.agency)
            and _named_within(self.project, other.project)
            and other.year in (None, self.year)
            and other.stage in (None, self.stage)
        )

    def __lt__(self, other: Scope) -> bool:
        return self != other and self <= other

    def __and__(self, other: Scope) -> Scope:
        """The meet: the entries that both have.

        Raises:
            ScopeError: The two have none in common.
        """
        met = self.meet(other)
        if met is None:
            raise ScopeError(
                f"disjoint scopes have no meet: {self!r} and {other!r}",
                zh=f"两个口径不相交：{self} 与 {other}",
            )
        return met

    def meet(self, other: Scope) -> Scope | None:
        """The entries that both have, or None if there are none.

        >>> Scope("208").meet(Scope("20805"))
        Scope('20805')
        """
        function = _met(self.function, other.function)
        economic = _met(self.economic, other.economic)
        # flags are singletons, and their & is slow
        source, nature, flow = self.source, self.nature, self.flow
        if source is not other.source:
            source &= other.source
        if nature is not other.nature:
            nature &= other.nature
        if flow is not other.flow:
            flow &= other.flow
        agency, project = _named(self.agency, other.agency), _named(self.project, other.project)
        if not (function and economic and source and nature and flow):
            return None
        if agency is None or project is None:
            return None
        for mine, theirs in ((self.year, other.year), (self.stage, other.stage)):
            if mine is not None and theirs is not None and mine != theirs:
                return None
        return _make(
            function,
            economic,
            source,
            nature,
            flow,
            agency,
            project,
            other.year if self.year is None else self.year,
            other.stage if self.stage is None else self.stage,
        )

    def at(
        self,
        *,
        function: Code | None = None,
        economic: Code | None = None,
        agency: str | None = None,
        project: str | None = None,
    ) -> Scope | None:
        """This scope at one code, agency or project: the meet with it, or None if it is outside.

        >>> Scope(source=FundingSource.GENERAL).at(function=FunctionCode("208"))
        Scope('208', source=GENERAL)
        """
        functions, economics = self.function, self.economic
        if function is not None:
            functions = _met(functions, (function.digits,))
        if economic is not None:
            economics = _met(economics, (economic.digits,))
        agencies = _named(self.agency, (agency,)) if agency else self.agency
        projects = _named(self.project, (project,)) if project else self.project
        if not (functions and economics) or agencies is None or projects is None:
            return None
        return _make(
            functions,
            economics,
            self.source,
            self.nature,
            self.flow,
            agencies,
            projects,
            self.year,
            self.stage,
        )

    def isdisjoint(self, other: Scope) -> bool:
        """Whether no entry is in both."""
        return self.meet(other) is None

    def contains(self, entry: _Entry) -> bool:
        """Whether a ledger entry belongs to this scope (its year and stage are the ledger's)."""
        return (
            entry.flow in self.flow
            and entry.source in self.source
            and (entry.nature is None or entry.nature in self.nature)
            and str(entry.function or "").startswith(self.function)
            and str(entry.economic or "").startswith(self.economic)
            and (not self.agency or entry.agency in self.agency)
            and (not self.project or entry.part in self.project)
        )

    def is_partition(self, parts: Iterable[Scope]) -> bool:
        """Whether ``parts`` are pairwise disjoint and together make up this scope exactly.

        Codes are exhausted only by themselves: 2080501 and 2080502 are not all of 20805, since the
        catalogue may have others. A *table* that lists its codes completely says more; see
        `cnbudget.laws`.

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

        >>> Scope("208", source=FundingSource.GENERAL).words("en")
        'function 208, general public budget'
        """
        zh = lang == "zh"
        parts = []
        if self.year is not None:
            parts.append(f"{self.year}年" if zh else str(self.year))
        if self.stage is not None:
            parts.append(self.stage)
        if self.agency:
            parts.append("、".join(self.agency))
        if self.function != _ALL_CODES:
            parts.append(("功能 " if zh else "function ") + "、".join(self.function))
        if self.economic != _ALL_CODES:
            parts.append(("经济 " if zh else "economic ") + "、".join(self.economic))
        if self.project:
            parts.append(("项目“" if zh else "project “") + "、".join(self.project) + "”")
        if self.source != FundingSource.ALL:
            parts.append(self.source.zh if zh else self.source.en)
        if self.nature not in (Nature.ALL, Nature.PLAIN):
            parts.append(self.nature.zh if zh else self.nature.en)
        if self.flow != Flow.EXPENDITURE:
            parts.append(self.flow.zh if zh else self.flow.en)
        return ("，" if zh else ", ").join(parts) or ("全部收支" if zh else "everything")

    def __str__(self) -> str:
        return self.words("zh")

    def __repr__(self) -> str:
        parts = []
        for name in ("function", "economic", "agency", "project"):
            value = getattr(self, name)
            if value not in ((), _ALL_CODES):
                shown = repr(value[0] if len(value) == 1 else value)
                parts.append(shown if name == "function" else f"{name}={shown}")
        for name, whole in _WHOLE.items():
            value = getattr(self, name)
            if value != whole:
                parts.append(f"{name}={value.name or value.value}")
        for name in ("year", "stage"):
            if getattr(self, name) is not None:
                parts.append(f"{name}={getattr(self, name)!r}")
        return f"Scope({', '.join(parts)})"


def _no_member(kind: type[enum.Flag], zh: str, en: str, value: Any) -> ScopeError:
    """The error for something that is no set of a dimension; the member of that name is pointed at."""
    known = [member for member in kind.__members__.values() if isinstance(value, str)]
    named = [m for m in known if value.strip() in (m.name, m.zh)]  # type: ignore[attr-defined]
    members = named or list(kind)
    written = [f"{kind.__name__}.{member.name}" for member in members]
    return ScopeError(
        f"not a {en}, but of type {type(value).__name__}",
        zh=f"不是{zh}（{kind.__name__}）",
        value=value,
        hint=("write " if named else "one of, or several joined by |: ") + ", ".join(written),
        hint_zh=("写作 " if named else "可用下列之一，或以 | 相连：") + "、".join(written),
    )


_WHOLE = {"source": FundingSource.ALL, "nature": Nature.ALL, "flow": Flow.EXPENDITURE}
_Mould = mould(Scope)


def _make(
    function: Prefixes,
    economic: Prefixes,
    source: FundingSource,
    nature: Nature,
    flow: Flow,
    agency: Names,
    project: Names,
    year: int | None,
    stage: str | None,
) -> Scope:
    """A scope from parts that are known to be well-formed."""
    made = _Mould()
    made.function = function
    made.economic = economic
    made.source = source
    made.nature = nature
    made.flow = flow
    made.agency = agency
    made.project = project
    made.year = year
    made.stage = stage
    made._attrs_cached_hash = None
    made.__class__ = Scope
    return made  # type: ignore[no-any-return]


def _within(mine: Prefixes, others: Prefixes) -> bool:
    return mine == others or all(code.startswith(others) for code in mine)


def _named_within(mine: Names, others: Names) -> bool:
    return not others or (bool(mine) and set(mine) <= set(others))


def _met(mine: Prefixes, others: Prefixes) -> Prefixes:
    if mine == others or others == _ALL_CODES:
        return mine
    if mine == _ALL_CODES:
        return others
    both = {code for code in mine if code.startswith(others)}
    both |= {code for code in others if code.startswith(mine)}
    return tuple(sorted(both))


def _named(mine: Names, others: Names) -> Names | None:
    """The names in both; () is all of them, None is none."""
    if not mine or not others:
        return mine or others
    return tuple(name for name in mine if name in others) or None


def _covered(whole: Scope, parts: list[Scope]) -> bool:
    """Whether disjoint parts inside ``whole`` leave nothing of it out.

    Every dimension is cut into the atoms that the parts tell apart; each combination of atoms
    must lie in some part.
    """
    sources = list(whole.source)
    natures = list(whole.nature)
    functions = _atoms(whole.function, [part.function for part in parts])
    economics = _atoms(whole.economic, [part.economic for part in parts])
    agencies = _name_atoms(whole.agency, [part.agency for part in parts])
    projects = _name_atoms(whole.project, [part.project for part in parts])
    sources = _flag_atoms(sources, [part.source for part in parts])
    natures = _flag_atoms(natures, [part.nature for part in parts])
    flows = _flag_atoms(list(whole.flow), [part.flow for part in parts])
    if any(
        part.year != whole.year or part.stage != whole.stage for part in parts
    ):  # years and stages have no finite whole
        return False
    wanted = (
        len(sources)
        * len(natures)
        * len(flows)
        * len(functions)
        * len(economics)
        * len(agencies)
        * len(projects)
    )
    have = sum(
        sum(atom in part.source for atom in sources)
        * sum(atom in part.nature for atom in natures)
        * sum(atom in part.flow for atom in flows)
        * sum(_atom_in(atom, part.function) for atom in functions)
        * sum(_atom_in(atom, part.economic) for atom in economics)
        * sum(not part.agency or atom in part.agency for atom in agencies)
        * sum(not part.project or atom in part.project for atom in projects)
        for part in parts
    )
    return have == wanted


def _flag_atoms(leaves: list[Any], sets: list[Any]) -> list[Any]:
    """One leaf for each class of leaves that no set tells apart; classes count once."""
    seen: dict[tuple[bool, ...], Any] = {}
    for leaf in leaves:
        seen.setdefault(tuple(leaf in each for each in sets), leaf)
    return list(seen.values())


def _atoms(whole: Prefixes, sets: list[Prefixes]) -> list[tuple[str, bool]]:
    """The codes named anywhere, and under each the rest that nobody names."""
    named = sorted({code for each in (whole, *sets) for code in each if code.startswith(whole)})
    atoms = []
    for code in named:
        below = any(other != code and other.startswith(code) for other in named)
        atoms.append((code, below))
    return atoms


def _atom_in(atom: tuple[str, bool], prefixes: Prefixes) -> bool:
    return atom[0].startswith(prefixes)


def _name_atoms(whole: Names, sets: list[Names]) -> list[str]:
    named = {name for each in sets for name in each}
    return sorted(whole) if whole else [*sorted(named), ""]


#: The scope of everything: all entries of the ledger.
EVERYTHING = Scope()
#: How the name of an agency begins that nobody printed: a table begins anew for each, and so they are numbered.
PART = "#"
