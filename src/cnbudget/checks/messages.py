"""The words of findings, Chinese and English: what, where, how much, and what would explain it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from cnbudget.checks.findings import Suspect
from cnbudget.figures import Figure, Place, State
from cnbudget.invariants import ADD_UP, AGREE, BALANCE, Outcome, Verdict
from cnbudget.messages import By, Message, Said, Words, joined, say, tell
from cnbudget.rounding import rule_words

__all__ = ["LawWords", "Told", "amount", "another", "listing", "said"]

_MOST_FIGURES = 8  # figures that a finding names


def amount(figure: Figure, lang: str = "zh") -> str:
    """A figure's value as it is spoken of."""
    if figure.state is State.MISSING:
        return tell(lang, "figures.lost")
    if figure.state is State.BLANK:
        return tell(lang, "figures.blank")
    if figure.state is State.INFERRED:
        return tell(lang, "figures.inferred", value=figure.text)
    return figure.text


def said(figure: Figure, lang: str = "zh", *, unit: bool = False) -> str:
    """A figure with its place and value."""
    where, value = figure.where(lang), amount(figure, lang)
    if unit and figure.state is State.VALUE:
        value += f" {figure.unit.zh}"
    return f"{where}{value}" if where.endswith("）") else f"{where} {value}"


def listing(figures: tuple[Figure, ...], lang: str = "zh") -> str:
    """Figures with their places and values; blanks are counted, not listed."""
    shown = [figure for figure in figures if figure.state is not State.BLANK]
    units = len({figure.unit for figure in shown}) > 1
    few = shown[:_MOST_FIGURES] if len(shown) > _MOST_FIGURES + 2 else shown
    parts = [said(figure, lang, unit=units) for figure in few]
    if len(shown) > len(parts):
        rest = len(shown) - len(parts)
        parts.append(tell(lang, "figures.more", count=rest))
    blanks = len(figures) - len(shown)
    if blanks:
        parts.append(tell(lang, "figures.blank_cells", count=blanks))
    return joined(lang, parts, ";")


def another(what: str, place: Place, right: str = "") -> Words:
    """One more of many that are told together: where it stands, and what it should be if that is known.

    >>> from cnbudget.figures import Place
    >>> another("30211 旅费", Place(line=7), "差旅费").text("zh")
    '30211 旅费（第7行；按科目表应为“差旅费”）'
    """
    notes: list[Words | Place] = [place] if place.words() else []
    if right:
        notes.append(say("checks.should_be", right=right))
    return say("checks.with_notes", what=what, notes=notes) if notes else Said(what, what)


@attrs.frozen(eq=False)
class Told:
    """Something put into words when it is asked for; equal if it reads the same."""

    @property
    def message(self) -> Message:
        """The message."""
        raise NotImplementedError

    @property
    def key(self) -> str:
        """The key of the message."""
        return self.message.key

    @property
    def values(self) -> dict[str, Any]:
        """The values of the message."""
        return self.message.values

    def text(self, lang: str) -> str:
        """In Chinese (``"zh"``) or English (``"en"``)."""
        return self.message.text(lang)

    def __eq__(self, other: object) -> bool:
        return self.message == other.message if isinstance(other, Told) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.message)


@attrs.frozen
class LawWords(Told):
    """How a law came out, put into words when they are asked for.

    Attributes:
        outcome: The law and how it came out.
        suspects: The figures that may be wrong, the most likely first; it is named if no other is as likely.
    """

    outcome: Outcome
    suspects: tuple[Suspect, ...] = ()

    @property
    def message(self) -> Message:
        """The message: the outcome, and what would settle it."""
        words, suspects = _message(self.outcome), self.suspects
        if not suspects or suspects[0].suggestion is None or not suspects[0].settles:
            return words
        first = suspects[0]
        level = sum(each.score == first.score for each in suspects)
        if level > 1:
            more = say("laws.equally_suspect", count=level)
        else:
            value = str(first.suggestion)
            more = say("laws.most_likely", figure=first.figure, value=value, settles=first.settles)
        return Message(words.key, {**words.values, "likely": more})


def _message(outcome: Outcome) -> Message:
    law = outcome.law
    if outcome.verdict is Verdict.UNDECIDED:
        return _undecided(outcome)
    apart = _apart(outcome)
    if law.kind == AGREE:
        figures = By(listing, law.figures)
        if law.whole.scope is None:
            return say("laws.figures_differ", figures=figures, apart=apart, likely="")
        scope = law.whole.scope
        return say("laws.one_scope_differs", scope=scope, figures=figures, apart=apart, likely="")
    units = law.whole.state is State.VALUE and any(f.unit is not law.whole.unit for f in law.parts)
    unit = f" {outcome.unit.zh}" if units else ""
    whole, parts = By(_said, law.whole, units), By(listing, law.parts)
    expected = _number(outcome.expected) + unit
    if law.kind == BALANCE:
        return say(
            "laws.not_balanced",
            come=By(listing, law.figures[: law.left]),
            found=_number(outcome.found) + unit,
            expected=expected,
            parts=parts,
            apart=apart,
            likely="",
        )
    if law.reason == "units":
        return _units_differ(law.kind, whole=whole, expected=expected, parts=parts, apart=apart)
    if law.kind == ADD_UP:
        return say(
            "laws.parts_differ", whole=whole, expected=expected, parts=parts, apart=apart, likely=""
        )
    return say(
        "laws.less_than_parts", whole=whole, expected=expected, parts=parts, apart=apart, likely=""
    )


def _units_differ(
    kind: str, *, whole: By, expected: str, parts: By, apart: Message | str
) -> Message:
    """A department's figure and those of its units."""
    if kind == ADD_UP:
        return say(
            "laws.units_differ", whole=whole, expected=expected, parts=parts, apart=apart, likely=""
        )
    return say(
        "laws.less_than_units", whole=whole, expected=expected, parts=parts, apart=apart, likely=""
    )


def _said(figure: Figure, unit: bool, lang: str) -> str:
    return said(figure, lang, unit=unit)


def _undecided(outcome: Outcome) -> Message:
    law = outcome.law
    lost = [figure for figure in law.figures if figure.state is State.MISSING]
    if lost:
        return say("laws.cannot_be_decided", law=law, lost=By(_places, tuple(lost)), likely="")
    inferred = tuple(figure for figure in law.figures if figure.state is State.INFERRED)
    return say("laws.spent_on_inferring", law=law, inferred=By(listing, inferred), likely="")


def _places(figures: tuple[Figure, ...], lang: str) -> str:
    """Where figures stand; of many the first, and how many more there are."""
    parts = [figure.where(lang) for figure in figures[:_MOST_FIGURES]]
    if len(figures) > _MOST_FIGURES:
        parts.append(tell(lang, "figures.more", count=len(figures) - _MOST_FIGURES))
    return joined(lang, parts, "@")


def _apart(outcome: Outcome) -> Message | str:
    """By how much the sides differ, and what rounding explains of it."""
    difference, unit = outcome.difference, outcome.unit.zh
    if difference is None or outcome.allowance is None:
        return ""
    size, allowance = _number(difference.copy_abs()), _number(outcome.allowance)
    if not outcome.allowance:  # nothing in it was rounded
        return say("laws.apart", size=size, unit=unit)
    rule = rule_words(figure.rule for figure in outcome.law.figures)
    if outcome.verdict is Verdict.ROUNDING:
        return say("laws.apart_by_rounding", size=size, unit=unit, rule=rule, allowance=allowance)
    if outcome.minor:
        return say("laws.apart_by_last_place", size=size, unit=unit, rule=rule, allowance=allowance)
    return say(
        "laws.apart_by_more_than_rounding", size=size, unit=unit, rule=rule, allowance=allowance
    )


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
