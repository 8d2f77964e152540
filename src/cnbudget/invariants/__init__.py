"""Invariants (勾稽关系): the laws that figures obey because of their scopes, and how they come out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import attrs

from cnbudget.figures import Figure
from cnbudget.invariants.derivation import Derived, derive
from cnbudget.invariants.evaluation import Compiled, Outcome, Prepared, Verdict, compiled
from cnbudget.invariants.law import ADD_UP, AGREE, BALANCE, CONTAIN, Law, law_among, left_of
from cnbudget.invariants.spending import spent
from cnbudget.messages import Message, say, tell
from cnbudget.tables import Table

__all__ = [
    "ADD_UP",
    "AGREE",
    "BALANCE",
    "CONTAIN",
    "Compiled",
    "Derived",
    "Explanation",
    "Law",
    "Outcome",
    "Prepared",
    "Verdict",
    "compiled",
    "derive",
    "derived_of",
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
    """

    figure: Figure
    laws: tuple[Outcome, ...]
    others: tuple[Figure, ...] = attrs.field(kw_only=True)

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
            tell(lang, "laws.true_amount", interval=figure.interval()),
        ]
        if not self.laws:
            lines.append(tell(lang, "laws.none_ties"))
        for outcome in self.laws:
            lines.append(f"  {_VERDICTS[outcome.verdict].text(lang)} {outcome.law.words(lang)}")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text("zh")

    __repr__ = __str__


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
    """All laws between the figures of a disclosure, with how they came out."""
    system = compiled(derived_of(disclosure))
    return tuple(
        system.outcome(number, verdict) for number, verdict in enumerate(system.verdicts())
    )


def explain(tables: Iterable[Table[Any]], figure: Figure) -> Explanation:
    """What a figure of some tables is, and the laws that tie it."""
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
    return Explanation(figure, found, others=tuple(others.values()))
