"""Rules of a caller's own as equalities beside those of the tables and of the text.

A share of at most so many per cent is an equality with one more cell, what is left below the bound. How many of some
figures have money is no equality of amounts, and what a function finds nobody else knows: such rules are not decided
over, and that is said. Neither are those that say themselves that nothing need be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from cnbudget.consistency import Cell, Equality, System
from cnbudget.deduction.outside import RuleLaw
from cnbudget.deduction.systems import FigureSystem, Weights, cell_of
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure
from cnbudget.invariants import AGREE, CONTAIN, Derived
from cnbudget.messages import Message, say
from cnbudget.rules import Rule
from cnbudget.rules.applying import RuleFigures, figures_of
from cnbudget.rules.cells import NamedRows


@attrs.frozen(eq=False)
class Ruled:
    """Rules with the figures that they are about, and what of them cannot be decided over.

    Attributes:
        held: The rules, each with figures, of a rule held row by row once for each row.
        left_out: The rules that are not, or not everywhere, decided over, each with a reason.
    """

    held: tuple[tuple[Rule, RuleFigures], ...] = ()
    left_out: tuple[tuple[Rule, Message], ...] = ()


def ruled_by(rules: Sequence[Rule], disclosure: Disclosure) -> Ruled:
    """What rules say of a disclosure, as far as it can be decided over.

    Args:
        rules: The rules.
        disclosure: The budget.
    """
    rows = NamedRows(disclosure)
    held: list[tuple[Rule, RuleFigures]] = []
    left: list[tuple[Rule, Message]] = []
    for rule in rules:
        if rule.relation == "count":
            left.append((rule, say("rules.counts_no_amounts")))
        elif rule.severity == "note":
            left.append((rule, say("rules.only_notes")))
        else:
            found, lacking = figures_of(rule, disclosure, rows)
            held += [(rule, each) for each in found]
            left += [(rule, why) for why in lacking]
            if not found and not lacking:
                left.append((rule, say("rules.nothing_live")))
    return Ruled(tuple(held), tuple(left))


def with_rules(framed: FigureSystem, ruled: Ruled, weights: Weights | None = None) -> FigureSystem:
    """A system with what rules say beside what it has.

    Args:
        framed: The system.
        ruled: The rules, with their figures.
        weights: What it costs to declare a figure wrong.
    """
    if not ruled.held:
        return framed
    return _RuledSystem(framed, weights or Weights()).system(ruled)


class _RuledSystem:
    def __init__(self, framed: FigureSystem, weights: Weights) -> None:
        self.framed, self.weights = framed, weights
        self.figures = list(framed.derived.figures)
        self.numbers = {figure.address: n for n, figure in enumerate(self.figures)}
        self.names = {} if framed.stated is None else {
            figure.address: name for name, figure in framed.stated.figures.items()
        }  # fmt: skip
        self.cells: dict[str, Cell] = {}
        self.equalities: list[Equality] = []
        self.laws: dict[str, RuleLaw] = {}

    def system(self, ruled: Ruled) -> FigureSystem:
        for number, (rule, each) in enumerate(ruled.held):
            self._held(rule, each, f"R{number}")
        derived, base = self.framed.derived, self.framed.system
        return attrs.evolve(
            self.framed,
            derived=Derived(self.figures, derived.laws, derived.tables),
            system=System(
                [*base.cells, *self.cells.values()],
                [*base.equalities, *self.equalities],
                ratios=base.ratios,
            ),
            rules={**self.framed.rules, **self.laws},
        )

    def _held(self, rule: Rule, each: RuleFigures, name: str) -> None:
        whole, parts = self._terms(each.whole, 1), self._terms(each.parts, -1)
        if each.relation == "ratio":
            for bound, sign in ((rule.least, 1), (rule.most, -1)):
                if bound is not None:  # in hundredths of the whole
                    below = [(cell, times * Fraction(bound)) for cell, times in whole]
                    above = [(cell, times * 100) for cell, times in parts]
                    self._equal(rule, each, f"{name}.{sign}", [*below, *above], over=sign)
        elif each.relation == AGREE:
            for n, part in enumerate(parts):
                self._equal(rule, each, f"{name}.{n}", [*whole, part])
        else:
            over = -1 if each.relation == CONTAIN else 0
            self._equal(rule, each, name, [*whole, *parts], over=over)

    def _equal(
        self,
        rule: Rule,
        each: RuleFigures,
        name: str,
        terms: Iterable[tuple[str, Fraction]],
        *,
        over: int = 0,
    ) -> None:
        """An equality, with what is left over on its larger side, if one may be larger."""
        made = list(terms)
        if over:
            rest = Cell(f"r{name[1:]}", nonneg=True)
            self.cells[rest.id] = rest
            made.append((rest.id, Fraction(over)))
        self.equalities.append(Equality(name, made))
        figures = (*each.whole, *each.parts)
        self.laws[name] = RuleLaw(rule.relation, figures, reason="own", rule=rule.words)

    def _terms(self, figures: Iterable[Figure], times: int) -> list[tuple[str, Fraction]]:
        return [(self._cell(figure), Fraction(times)) for figure in figures]

    def _cell(self, figure: Figure) -> str:
        """The cell of a figure, made if no law ties it yet."""
        known = self.names.get(figure.address)
        if known is not None:
            return known
        number = self.numbers.get(figure.address)
        if number is None:
            number = self.numbers[figure.address] = len(self.figures)
            self.figures.append(figure)
        name = f"f{number}"
        if name not in self.framed.system.by_id and name not in self.cells:
            counted = bool(figure.column.measure)  # a count is exactly itself
            weight = self.weights.of(figure)
            self.cells[name] = cell_of(name, figure, weight, precise=counted)
        return name
