"""Laws on anybody's numbers: no disclosure is needed, and rounding is reckoned with as in a check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from decimal import Decimal
from typing import TypeAlias, TypeGuard

from cnbudget.amounts import Amount, Unit
from cnbudget.dimensions import Flow, Nature
from cnbudget.errors import UsageError
from cnbudget.figures import ColumnAddress, Figure, RowAddress
from cnbudget.invariants import BALANCE, Compiled, Derived, Law, Verdict, derive
from cnbudget.invariants.law import Flows
from cnbudget.messages import say
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import proportion
from cnbudget.rules.rule import RELATIONS, Relation
from cnbudget.scope import Scope
from cnbudget.tables import Row, Side, Table

#: A number as it is printed; None where it is not known.
PlainNumber: TypeAlias = str | int | Decimal | Amount | Figure | None


def holds(
    relation: Relation | Law,
    numbers: Iterable[PlainNumber | Iterable[PlainNumber]] = (),
    places: int | None = None,
    unit: Unit | str = Unit.YUAN,
) -> bool:
    """Whether numbers stand in a relation, exactly or but for rounding.

    ========== ===============================================================
    relation   numbers
    ========== ===============================================================
    "agree"    two or more
    "add-up"   the whole, then its parts
    "contain"  the whole, then parts that are in it
    "balance"  what comes in, and what goes out: two lists
    "ratio"    a percentage, the part, the whole
    "count"    a number, and things to count or how many there are
    ========== ===============================================================

    Args:
        relation: The relation; or a law, as `laws_of` and `cnbudget.laws` give them, which has its own numbers.
        numbers: The numbers, as printed: text keeps its places. A `Figure` has its own unit and places, an `Amount` is
            exact.
        places: The decimals that the amounts are printed with; counted from each if not given.
        unit: Their unit of money.

    Returns:
        True if they are so exactly as printed, or if some true amounts that print as them are. False if none are, and
        also where a number is not known: nothing that was not checked holds.

    Raises:
        UsageError: No such relation, or other numbers than it takes.
        MoneyError: A text that is no number.
        TypeError: A float.

    >>> holds("add-up", ["10.01", "5.00", "5.00"], unit="万元"), holds("add-up", [1001, 500, 500], places=0)
    (True, True)
    >>> holds("add-up", ["10.05", "5.00", "5.00"]), holds("ratio", ["33.3", "1.00", "3.00"])
    (False, True)
    """
    return verdict(relation, numbers, places, unit) in (Verdict.EXACT, Verdict.ROUNDING)


def verdict(
    relation: Relation | Law,
    numbers: Iterable[PlainNumber | Iterable[PlainNumber]] = (),
    places: int | None = None,
    unit: Unit | str = Unit.YUAN,
) -> Verdict:
    """How numbers stand to a relation.

    Args:
        relation: The relation, or a law of `laws_of`, which has its numbers.
        numbers: The numbers, as `holds` takes them.
        places: The decimals that the amounts are printed with; counted from each if not given.
        unit: The unit of the numbers.

    Raises:
        UsageError: No such relation, or numbers that it cannot be of.

    >>> verdict("balance", [["8.00", "2.00"], ["10.00"]])
    <Verdict.EXACT: 'exact'>
    >>> verdict("contain", ["8.00", None, "9.00"])
    <Verdict.VIOLATED: 'violated'>
    """
    if isinstance(relation, Law):
        figures, left = list(relation.figures), relation.left
        return _evaluated(relation.kind, figures, left)
    if relation not in RELATIONS:
        raise UsageError(say("rules.no_such", field="relation", known=RELATIONS), value=relation)
    given, unit = list(numbers), Unit.of(unit)
    if relation == "count":
        return _counted(given)
    if relation == "ratio":
        return _proportion(given, places, unit)
    if relation == BALANCE:
        sides = [each for each in given if _is_list(each)]
        if len(sides) != 2 or len(given) != 2:
            raise UsageError(say("rules.numbers_of", relation=relation), value=len(given))
        come, go = ([_figure(one, places, unit) for one in each] for each in sides)
        return _evaluated(relation, [*come, *go], len(come))
    if any(map(_is_list, given)) or len(given) < 2:
        raise UsageError(say("rules.numbers_of", relation=relation), value=len(given))
    return _evaluated(relation, [_figure(each, places, unit) for each in given])


def laws_of(
    figures: Iterable[Figure], *, complete: bool = True, known: Scope | None = None
) -> tuple[Law, ...]:
    """The laws between figures that follow from their scopes, wherever the figures come from.

    Args:
        figures: The figures, as `Figure.of` makes them with a scope; those without one are in no law.
        complete: Whether they list their codes completely: a code is then the sum of the codes below it that are there,
            and else not less.
        known: All that there is: a scope that leaves a dimension open is of that. Not given, the natures are basic and
            project expenditure, with others that some figure tells.

    Returns:
        The laws; `holds` says of each whether it does.

    >>> from cnbudget import Nature
    >>> figures = [Figure.of("30.00", "万元", Scope("208")), Figure.of("30.00", "万元", Scope("20805"))]
    >>> figures += [Figure.of("18.00", "万元", Scope("208", nature=Nature.BASIC))]
    >>> figures += [Figure.of("12.10", "万元", Scope("208", nature=Nature.PROJECT))]
    >>> [(law.kind, len(law.parts), holds(law)) for law in laws_of(figures)]
    [('add-up', 1, True), ('add-up', 2, False)]
    """
    every = [figure for figure in figures if figure.scope is not None]
    known = _known(every) if known is None else known
    found: dict[tuple[object, ...], Law] = {}
    for axes in _CHAINS:
        mine = [figure for figure in every if _axes(figure) in axes]
        for law in _laws(mine, known, complete=complete):
            addresses = tuple(figure.address for figure in law.figures)
            found.setdefault((law.kind, addresses), law)
    return tuple(found.values())


#: The classifications by which figures are told, those that lie below one another together: what is told by function
#: and what is told by use make up one whole in two ways.
_FUNCTION, _ECONOMIC, _GOVERNMENT = "function", "economic", "government_economic"
_CHAINS = (
    ((), (_FUNCTION,), (_FUNCTION, _ECONOMIC), (_FUNCTION, _GOVERNMENT)),
    ((), (_ECONOMIC,)),
    ((), (_GOVERNMENT,)),
)
_USUAL = Nature.BASIC | Nature.PROJECT


def _axes(figure: Figure) -> tuple[str, ...]:
    scope = figure.scope
    return tuple(
        name
        for name in (_FUNCTION, _ECONOMIC, _GOVERNMENT)
        if scope is not None and getattr(scope, name) != ("",)
    )


def _known(figures: Iterable[Figure]) -> Scope:
    """All natures that there are: the usual ones, and those that some figure tells."""
    told = _USUAL
    for figure in figures:
        if figure.scope is not None and figure.scope.nature != Nature.ALL:
            told |= figure.scope.nature
    return Scope(nature=told)


def _several(scope: Scope) -> object:
    """Of which codes a scope is, if it is of several at once; or of which agencies, projects and years."""
    codes = tuple(getattr(scope, name) for name in (_FUNCTION, _ECONOMIC, _GOVERNMENT))
    apart = (scope.agency, scope.project, scope.year, scope.stage)
    if any(len(each) > 1 for each in codes):
        return apart, codes
    by_use = scope.function != ("",) and any(each != ("",) for each in codes[1:])
    return apart, codes[1:] if by_use else ()


def _laws(figures: list[Figure], known: Scope, *, complete: bool) -> Iterator[Law]:
    """The laws of figures as those of the rows of tables: one for each flow, and for what is of several codes at once.

    What is of several codes is beside the rows of some of them, and not one more row that makes up the whole.
    """
    by_side: dict[tuple[Flow, object], list[tuple[Figure, Scope]]] = {}
    for figure in figures:
        scope = figure.scope
        met = None if scope is None else scope.meet(known.evolve(flow=scope.flow))
        if met is not None:
            by_side.setdefault((met.flow, _several(met)), []).append((figure, met))
    sides = []
    for (flow, _), mine in by_side.items():
        column = ColumnAddress("", scope=Scope(flow=flow))
        rows = tuple(
            Row(RowAddress(None, "", index=number, scope=scope), (each,), columns=(column,))
            for number, (each, scope) in enumerate(mine, 1)
        )
        sides.append(Side(None, (column,), rows=rows, complete=complete, totalled=False))
    system = Compiled(derive([Table("", None, "", sides=tuple(sides))]))
    yield from map(system.law, range(len(system.laws)))


def _figure(number: PlainNumber | Iterable[PlainNumber], places: int | None, unit: Unit) -> Figure:
    if isinstance(number, Figure):
        return number
    if isinstance(number, Amount):
        return Figure.of(number.yuan).evolve(column=_EXACT)
    if number is None or isinstance(number, str | int | Decimal):
        return Figure.of(number, unit, places=places)
    raise TypeError(
        f"a number is given as text, int, Decimal, Amount or Figure, not {type(number).__name__}"
    )


_EXACT = ColumnAddress("", rounding="exact")


def _is_list(
    each: PlainNumber | Iterable[PlainNumber],
) -> TypeGuard[Iterable[PlainNumber]]:
    return isinstance(each, Iterable) and not isinstance(each, str | Figure)


def _evaluated(kind: str, figures: list[Figure], left: int = 1) -> Verdict:
    """By the evaluation of the laws of a document."""
    reason = Flows(left) if kind == BALANCE else "scopes"
    side: Side[Row] = Side(None, tuple(each.column for each in figures), rows=())
    table = Table("", None, "", sides=(side,))
    law = (kind, tuple(range(len(figures))), reason)
    return Compiled(Derived(figures, [law], (table,))).verdicts()[0]


def _proportion(
    given: list[PlainNumber | Iterable[PlainNumber]], places: int | None, unit: Unit
) -> Verdict:
    if len(given) != 3 or any(map(_is_list, given)):
        raise UsageError(say("rules.numbers_of", relation="ratio"), value=len(given))
    rate = _figure(given[0], None, Unit.YUAN)
    share, part, whole = (
        number_of(each) for each in (rate, *(_figure(one, places, unit) for one in given[1:]))
    )
    if share is None or part is None or whole is None:
        return Verdict.UNDECIDED
    return proportion(share, part, whole, rate.places).verdict


def _counted(given: list[PlainNumber | Iterable[PlainNumber]]) -> Verdict:
    if len(given) != 2:
        raise UsageError(say("rules.numbers_of", relation="count"), value=len(given))
    said, things = given
    if said is None or things is None:
        return Verdict.UNDECIDED
    there: int | Decimal | None
    if isinstance(things, Sized) and not isinstance(things, str):
        there = len(things)
    else:
        there = _figure(things, None, Unit.YUAN).value
    stated = _figure(said, None, Unit.YUAN).value
    return Verdict.EXACT if stated == there else Verdict.VIOLATED
