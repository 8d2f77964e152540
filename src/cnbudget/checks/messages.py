"""The words of findings, Chinese and English: what, where, how much, and what would explain it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from cnbudget.arithmetic import exact, printed, separated
from cnbudget.checks.findings import Suspect
from cnbudget.figures import Figure, Place, State
from cnbudget.invariants import ADD_UP, AGREE, BALANCE, CONTAIN, Compiled, Outcome, Verdict
from cnbudget.messages import By, Message, Said, Words, joined, say, tell
from cnbudget.rounding import rule_words
from cnbudget.values import Visible

_MOST_FIGURES = 8  # figures that a list names
_MOST_PLACES = 2  # figures that a finding names


def amount(figure: Figure, lang: str = "zh") -> str:
    """A figure's value as it is spoken of."""
    if figure.state is State.MISSING:
        return tell(lang, "figures.lost")
    if figure.state is State.BLANK:
        return tell(lang, "figures.blank")
    if figure.state is State.INFERRED:
        return tell(lang, "figures.inferred", value=figure.grouped)
    return figure.grouped


def money(figure: Figure, lang: str = "zh") -> str:
    """A figure's value with its unit."""
    value = amount(figure, lang)
    if figure.state in (State.MISSING, State.BLANK):
        return value
    if figure.row.within == "prose" and figure.column.key in ("change", "growth") and figure.value:
        value = f"{'+' if figure.value > 0 else '-'}{value.lstrip('-')}"
    if figure.column.measure == "%":
        return f"{value}%"
    return tell(lang, "figures.amount", amount=value, unit=figure.unit_text)


def said(figure: Figure, lang: str = "zh", *, unit: bool = False) -> str:
    """A figure with its place and value."""
    return f"{figure.where(lang)} {money(figure, lang) if unit else amount(figure, lang)}"


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


@attrs.frozen(eq=False, repr=False)
class Told(Visible):
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


def likeliest(suspects: Sequence[Suspect]) -> tuple[Suspect, ...]:
    """The suspects that no other is likelier than; none if none would settle anything."""
    if not suspects or not suspects[0].settles:
        return ()
    return tuple(each for each in suspects if each.score == suspects[0].score)


def meant(suspects: Sequence[Suspect]) -> Suspect | None:
    """The one figure that is wrong, where that and what it should be can be told as it is printed."""
    best = likeliest(suspects)
    if len(best) != 1 or best[0].suggestion is None or best[0].figure.value is None:
        return None
    finest = best[0].suggestion.normalize(exact).as_tuple().exponent
    return best[0] if -int(finest) <= best[0].figure.places else None


@attrs.frozen(eq=False, repr=False)
class LawWords(Told):
    """How a law came out, put into words when they are asked for.

    Attributes:
        given: The law and how it came out; or all laws, its number and its verdict: of most laws nobody asks more.
        suspects: The figures that may be wrong, the most likely first; it is named if no other is as likely.
    """

    _COMPARED: ClassVar[tuple[str, ...]] = ("outcome", "suspects")
    given: Outcome | tuple[Compiled, int, Verdict]
    suspects: tuple[Suspect, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The law and how it came out."""
        if isinstance(self.given, tuple):
            system, number, verdict = self.given
            return system.outcome(number, verdict)
        return self.given

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LawWords):
            return super().__eq__(other)
        return (self.outcome, self.suspects) == (other.outcome, other.suspects)

    def __hash__(self) -> int:
        return hash((self.outcome, self.suspects))

    def __repr__(self) -> str:
        return f"LawWords(outcome={self.outcome!r}, suspects={self.suspects!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return LawWords, (self.outcome, self.suspects)

    @property
    def message(self) -> Message:
        """The message: where it is, what is printed, what it should be, and why."""
        outcome = self.outcome
        wrong = meant(self.suspects)
        if outcome.verdict is not Verdict.VIOLATED or wrong is None or outcome.law.kind == CONTAIN:
            return _message(outcome)
        figure, value = wrong.figure, wrong.suggestion
        if figure.value is None or value is None:
            return _message(outcome)
        size = separated(f"{exact.abs(exact.subtract(figure.value, value)):f}")
        expected = separated(printed(value, figure.places))
        if outcome.minor:
            return say(
                "laws.one_is_off",
                figure=figure,
                found=By(amount, figure),
                expected=expected,
                size=size,
                unit=figure.unit_text,
            )
        why, unit = why_wrong(outcome, figure, value), figure.unit_text
        if figure.state is State.BLANK:
            return say(
                "laws.one_is_blank", figure=figure, expected=expected, why=why, size=size, unit=unit
            )
        return say(
            "laws.one_is_wrong",
            figure=figure,
            found=figure.grouped,
            expected=expected,
            why=why,
            size=size,
            unit=unit,
        )


def slip_of(value: Decimal, meant: Decimal, places: int) -> Message | None:
    """The slip that makes one number of another, as `cnbudget.mistyped.mistyped` has it; None if no single one does."""
    from cnbudget.mistyped import mistyped  # slips are the engine's, and most documents need none

    return mistyped(value, meant, places)


def why_wrong(outcome: Outcome, figure: Figure, value: Decimal) -> Message:
    """Why a figure is taken to be wrong: the slip that would explain it, or what it does not go with."""
    slip = None if figure.value is None else slip_of(figure.value, value, figure.places)
    if slip is not None:
        return slip
    law = outcome.law
    if law.kind == BALANCE:
        return say("laws.why_balance")
    if law.kind == AGREE:
        others = [each for each in law.figures if each.address != figure.address]
        return say("laws.why_agree", other=By(Figure.spot, others[0]) if others else "")
    if law.whole.address == figure.address:
        return say("laws.why_sum")
    return say("laws.why_part", whole=By(Figure.spot, law.whole))


def _message(outcome: Outcome) -> Message:
    law = outcome.law
    if outcome.verdict is Verdict.UNDECIDED:
        return _undecided(outcome)
    apart = _apart(outcome)
    if law.kind == AGREE:
        one, other = _two(law.figures)
        mine, there, theirs = By(money, one), By(Figure.spot, other), By(money, other)
        if law.whole.scope is None or law.reason == "rule":
            return say(
                "laws.figures_differ",
                one=one,
                found=mine,
                other=there,
                expected=theirs,
                apart=apart,
            )
        return say(
            "laws.one_scope_differs", one=one, found=mine, other=there, expected=theirs, apart=apart
        )
    violated = outcome.verdict is Verdict.VIOLATED
    found, expected = _number(outcome.found), _number(outcome.expected)
    if law.kind == BALANCE:
        return say(
            "laws.not_balanced", first=law.whole, found=found, expected=expected, apart=apart
        )
    if law.reason == "units":
        return _units_differ(law.kind, law.whole, found, expected, apart)
    if law.kind == ADD_UP:
        return say(
            "laws.parts_differ",
            whole=law.whole,
            found=found,
            should=say("laws.should_be") if violated else say("laws.comes_to"),
            expected=expected,
            apart=apart,
        )
    parts = [figure for figure in law.parts if figure.state is not State.BLANK]
    within = say("laws.all_within")
    if len(parts) == 1:
        within = say("laws.within", part=By(Figure.spot, parts[0]))
    return say(
        "laws.less_than_parts",
        whole=law.whole,
        found=found,
        should=say("laws.not_less") if violated else say("laws.a_little_less"),
        within=within,
        expected=expected,
        apart=apart,
    )


def _units_differ(
    kind: str, whole: Figure, found: str, expected: str, apart: Message | str
) -> Message:
    """A department's figure and those of its units."""
    if kind == ADD_UP:
        return say("laws.units_differ", whole=whole, found=found, expected=expected, apart=apart)
    return say("laws.less_than_units", whole=whole, found=found, expected=expected, apart=apart)


def _two(figures: Sequence[Figure]) -> tuple[Figure, Figure]:
    """Of figures that should be one: the first, and the first that says something else."""
    one = figures[0]
    amounts = [None if each.value is None else each.amount for each in figures]
    return one, next(
        (each for each, value in zip(figures, amounts, strict=True) if value != amounts[0]),
        figures[-1],
    )


def _undecided(outcome: Outcome) -> Message:
    law = outcome.law
    lost = [figure for figure in law.figures if figure.state is State.MISSING]
    if lost:
        return say("laws.cannot_be_decided", whole=law.whole, lost=By(_places, tuple(lost)))
    inferred = tuple(figure for figure in law.figures if figure.state is State.INFERRED)
    return say("laws.spent_on_inferring", whole=law.whole, inferred=By(_places, inferred))


def _places(figures: tuple[Figure, ...], lang: str) -> str:
    """Where figures stand; of many the first, and how many more there are."""
    parts = [figure.where(lang) for figure in figures[:_MOST_PLACES]]
    if len(figures) > _MOST_PLACES:
        parts.append(tell(lang, "figures.more", count=len(figures) - _MOST_PLACES))
    return joined(lang, parts, "@")


def _apart(outcome: Outcome) -> Message | str:
    """By how much the sides differ, and whether rounding explains it."""
    difference, unit = outcome.difference, outcome.unit.zh
    if difference is None or outcome.allowance is None:
        return ""
    size = separated(_number(difference.copy_abs()))
    if outcome.verdict is Verdict.ROUNDING:
        rule = rule_words(figure.rule for figure in outcome.law.figures)
        return say("laws.apart_by_rounding", size=size, unit=unit, rule=rule)
    if outcome.minor:
        return say("laws.apart_by_last_place", size=size, unit=unit)
    return say("laws.apart", size=size, unit=unit)


def _number(value: Decimal | None) -> str:
    return "" if value is None else separated(f"{value:f}")
