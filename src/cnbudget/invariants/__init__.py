"""Invariants (勾稽关系): the laws that figures obey because of their scopes, and how they come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Protocol

import attrs

from cnbudget.figures import Figure
from cnbudget.invariants.choice import Choice, either
from cnbudget.invariants.derivation import Derived, derive
from cnbudget.invariants.evaluation import Compiled, Outcome, Prepared, Verdict, compiled
from cnbudget.invariants.law import ADD_UP, AGREE, BALANCE, CONTAIN, Law, law_among, left_of
from cnbudget.invariants.spending import checking, spent
from cnbudget.messages import Message, Said, joined, say, tell
from cnbudget.tables import Table

__all__ = [
    "ADD_UP",
    "AGREE",
    "BALANCE",
    "CONTAIN",
    "Choice",
    "Compiled",
    "Derived",
    "Explanation",
    "Law",
    "Outcome",
    "Prepared",
    "Verdict",
    "checking",
    "compiled",
    "derive",
    "derived_of",
    "either",
    "explain",
    "law_among",
    "laws",
    "left_of",
    "outcomes",
    "spent",
]


class _HasTables(Protocol):
    @property
    def tables(self) -> tuple[Table[Any], ...]: ...
    @property
    def derived(self) -> Derived | None: ...


def derived_of(disclosure: _HasTables) -> Derived:
    """The laws of a disclosure: those that reading derived, if they are of its very tables."""
    known = disclosure.derived
    return (
        known
        if known is not None and known.tables is disclosure.tables
        else derive(disclosure.tables)
    )


@attrs.frozen(repr=False, eq=False)
class Explanation:
    """What a figure is and what it is tied to.

    Attributes:
        figure: The figure.
        laws: The laws it takes part in, as they came out.
        others: The figures that those laws tie it to.
        choices: What was chosen where the words leave the scope of its row or column open.
        figures: All figures of the document's tables, in order, of which the laws of `choices` are.

    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> found = budget.explain(budget.expenditure["2101501"].basic)
    >>> found.words[:3], "79.17" in found.text("en")
    (('部门支出总体情况表', '支出预算', '基本支出'), True)
    """

    figure: Figure
    laws: tuple[Outcome, ...]
    others: tuple[Figure, ...] = attrs.field(kw_only=True)
    choices: tuple[Choice, ...] = attrs.field(default=(), kw_only=True)
    figures: tuple[Figure, ...] = attrs.field(default=(), kw_only=True)

    @property
    def words(self) -> tuple[str, ...]:
        """The printed words that the scope comes from: the table's title, the headings, the row's labels."""
        row, column = self.figure.row, self.figure.column
        code = "" if row.name == row.row or row.row in row.path else row.row
        labels = [each for each in (*row.path, code, row.name) if each]
        headings = column.path or (column.column,)
        return tuple(dict.fromkeys([row.title, *filter(None, headings), *labels]))

    @property
    def scope_words(self) -> str:
        """The figure's scope in Chinese."""
        scope = self.figure.scope
        return tell("zh", "scopes.unknown") if scope is None else scope.words("zh")

    def text(self, lang: str = "zh") -> str:
        """The explanation in lines of text, Chinese (``"zh"``) or English (``"en"``)."""
        figure = self.figure
        scope = self.scope_words if figure.scope is None else figure.scope
        value = figure.text or tell(lang, "figures.blank")
        lines = [
            tell(lang, "laws.figure_said", figure=figure, value=value, unit=figure.unit),
            tell(lang, "laws.scope_said", scope=scope),
            tell(lang, "laws.from_words", words=joined(lang, [f"“{each}”" for each in self.words])),
            *self._chosen(lang),
            tell(lang, "laws.true_amount", interval=figure.interval()),
        ]
        if not self.laws:
            lines.append(tell(lang, "laws.none_ties"))
        for outcome in self.laws:
            lines.append(f"  {_VERDICTS[outcome.verdict].text(lang)} {outcome.law.words(lang)}")
        return "\n".join(lines)

    def _chosen(self, lang: str) -> Iterator[str]:
        """What was chosen where words were silent, with the laws that say so."""
        for choice in self.choices:
            yield choice.text(lang)
            for law in islice(choice.laws(self.figures), _MOST_LAWS):
                yield "  " + tell(lang, "laws.chosen_holds", law=_words(law))
            for law in islice(choice.broken(self.figures), _MOST_LAWS):
                yield "  " + tell(lang, "laws.chosen_breaks", law=_words(law))

    def __str__(self) -> str:
        return self.text("zh")

    __repr__ = __str__


def _words(law: Law) -> Said:
    return Said(law.words("zh"), law.words("en"))


_MOST_LAWS = 3  # laws shown of what decided a choice
_VERDICTS: dict[Verdict, Message] = {
    Verdict.EXACT: say("laws.exact"),
    Verdict.ROUNDING: say("laws.rounding"),
    Verdict.VIOLATED: say("laws.violated"),
    Verdict.UNDECIDED: say("laws.undecided"),
}


def __getattr__(name: str) -> object:
    if name == "VERDICT_WORDS":  # the verdicts in Chinese and English
        return {verdict: words.both for verdict, words in _VERDICTS.items()}
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def laws(disclosure: _HasTables) -> tuple[Law, ...]:
    """All laws between the figures of a disclosure, as values.

    >>> import cnbudget
    >>> sorted({law.kind for law in laws(cnbudget.example("artux"))})
    ['add-up', 'agree', 'contain']
    """
    system = compiled(derived_of(disclosure))
    return tuple(system.law(number) for number in range(len(system.laws)))


def outcomes(disclosure: _HasTables) -> tuple[Outcome, ...]:
    """All laws between the figures of a disclosure, with how they came out.

    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> sorted({each.verdict.value for each in outcomes(budget)}), len(outcomes(budget)) == len(laws(budget))
    (['exact', 'rounding'], True)
    """
    system = compiled(derived_of(disclosure))
    return tuple(
        system.outcome(number, verdict) for number, verdict in enumerate(system.verdicts())
    )


def explain(
    tables: Iterable[Table[Any]], figure: Figure, choices: Iterable[Choice] = ()
) -> Explanation:
    """What a figure of some tables is, the laws that tie it, and what was chosen of its scope.

    Args:
        tables: The tables whose laws are looked through.
        figure: The figure.
        choices: What of their scopes was left open, and chosen; see `Choice`.

    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> cell = budget.expenditure["2101501"].basic
    >>> explain(budget.tables, cell).laws[0].verdict.value
    'exact'
    """
    system = compiled(derive(tables))
    mine = [
        number
        for number, (_, indices, _) in enumerate(system.laws)
        if any(system.figures[i] is figure for i in indices)
    ]
    verdicts = system.verdicts() if mine else []
    found = tuple(system.outcome(number, verdicts[number]) for number in mine)
    others = {each.address: each for outcome in found for each in outcome.law.figures}
    others.pop(figure.address, None)
    return Explanation(
        figure,
        found,
        others=tuple(others.values()),
        choices=tuple(choice for choice in choices if choice.of(figure)),
        figures=tuple(system.figures),
    )
