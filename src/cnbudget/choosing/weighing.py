"""What speaks for and against one way to take a document's blocks, in cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from cnbudget.clock import Clock
from cnbudget.figures import Figure, State
from cnbudget.invariants import AGREE, CONTAIN, Derived, Prepared, Verdict, compiled, derive
from cnbudget.invariants.derivation import Raw
from cnbudget.scope import Scope
from cnbudget.tables import Table

#: An equality as far as it is printed: its cells that are printed and not zero, the whole first.
Tied = tuple[int, ...]
_STEPS = 400_000
_MOST_EQUAL = 12  # figures of one scope, of which each two are compared
#: What alternatives differ in, mostly: then something has to be printed between them to make a difference.
DIMENSIONS = ("source", "nature")
_HOLD = (Verdict.EXACT, Verdict.ROUNDING)


class Taken:
    """A document whose open blocks are taken one way: its laws, and how they come out.

    Attributes:
        derived: Figures and laws, ready to be evaluated; the figures are numbered alike whichever way blocks are taken.
        verdicts: The verdict on each law.
        broken: The equalities that do not hold, each with the number of its law.
    """

    def __init__(self, tables: tuple[Table[Any], ...]) -> None:
        derived = derive(tables)
        self.figures = derived.figures
        self._system = compiled(derived)
        self.derived = Prepared(derived.figures, derived.laws, derived.tables, self._system)
        self.verdicts = self._system.judged
        self._counts = [_counts(figure) for figure in self.figures]
        self.broken: dict[Tied, int] = {}
        self._held: dict[frozenset[int], dict[Tied, int]] = {}
        for number, verdict in enumerate(self.verdicts):
            if verdict is Verdict.VIOLATED:
                for each in self._equalities(number, verdict):
                    self.broken.setdefault(each, number)

    def _equalities(self, number: int, verdict: Verdict) -> Iterator[Tied]:
        """What a law says of cells that are printed and not zero, where there are two or more."""
        kind, indices, _ = self.derived.laws[number]
        printed = tuple([i for i in indices if self._counts[i]])
        if len(printed) < 2:
            return
        if kind != AGREE:
            yield printed
            return
        for pair in combinations(printed[:_MOST_EQUAL], 2):
            if verdict in _HOLD or not self._system.agree(pair):
                yield pair

    def held(self, cells: frozenset[int]) -> dict[Tied, int]:
        """The equalities that hold and have one of some cells in them, each with the number of its law."""
        found = self._held.get(cells)
        if found is None:
            found = self._held[cells] = {}
            for number, verdict in enumerate(self.verdicts):
                kind, indices, _ = self.derived.laws[number]
                if kind == CONTAIN or verdict not in _HOLD or cells.isdisjoint(indices):
                    continue
                for each in self._equalities(number, verdict):
                    if not cells.isdisjoint(each):
                        found.setdefault(each, number)
        return found

    def law(self, number: int) -> Raw:
        """A law by its number."""
        return self.derived.laws[number]


def _counts(figure: Figure) -> bool:
    """Whether a figure is evidence: a number that is printed where it stands, and not zero."""
    # forms are published with all their tables, also those of money that there is none of, all zeros or blanks
    return figure.state is State.VALUE and not figure.placed and bool(figure.value)


def cells_to_change(taken: Taken, other: Taken) -> int:
    """How many cells more would have to be other than printed for what breaks one way and not the other.

    What breaks in both of them is the document's own fault, and no evidence; but a number that is wrong anyway may be
    what breaks the rest.

    Args:
        taken: The one way.
        other: The other.
    """
    own = {number for each, number in taken.broken.items() if each not in other.broken}
    if not own:
        return 0
    laws = taken.derived.laws
    near = {i for number in own for i in laws[number][1]}
    around = [n for n, law in enumerate(laws) if n in own or not near.isdisjoint(law[1])]
    most, _ = _fewest(taken, around)
    rest = [number for number in around if number not in own]
    if all(taken.verdicts[number] is not Verdict.VIOLATED for number in rest):
        return most
    return max(0, most - _fewest(taken, rest)[1])


def _fewest(taken: Taken, numbers: list[int]) -> tuple[int, int]:
    """How many cells have to be other than printed for some laws to hold: at least, and as far as was found."""
    from cnbudget.consistency import repair  # few documents need it
    from cnbudget.deduction.systems import Weights, figure_system

    # blanks can be wrong as well as numbers; what is inferred or placed is no evidence, and may be anything
    weights = Weights(1, placed=0, blank=1)
    laws = [taken.derived.laws[number] for number in numbers]
    framed = figure_system(Derived(taken.figures, laws, ()), weights)
    found = repair(framed.system, limit=1, clock=Clock(steps=_STEPS))
    return found.lower, found.lower if found.weight is None else found.weight


def telling(
    taken: Taken, other: Taken, cells: frozenset[int], within: Iterable[Scope]
) -> dict[Tied, int]:
    """The equalities of some cells that hold one way, and would not be there the other way.

    Those that would hold either way, since what the alternatives differ in is nothing there, do not tell.

    Args:
        taken: The one way.
        other: The other.
        cells: The cells whose scopes differ.
        within: The scopes of printed amounts, not zero, that are known however the blocks are taken.
    """
    held = taken.held(cells)
    same = other.held(cells)
    known = list(within)
    real: dict[tuple[Scope | None, Scope | None], bool] = {}
    found = {}
    for each, number in held.items():
        if each in same:
            continue
        for i in each:
            if i not in cells:
                continue
            pair = taken.figures[i].scope, other.figures[i].scope
            if pair not in real:
                real[pair] = _apart(*pair, known)
            if real[pair]:
                found[each] = number
                break
    return found


def _apart(one: Scope | None, other: Scope | None, known: list[Scope]) -> bool:
    """Whether two scopes of a cell are known to total different amounts: something printed is in one of them alone."""
    if one is None or other is None:
        return True
    for name in DIMENSIONS:
        between = getattr(one, name) ^ getattr(other, name)
        if between and one.evolve(**{name: getattr(other, name)}) == other:
            rest = one.evolve(**{name: between})
            return any(each <= rest for each in known)
    return True
