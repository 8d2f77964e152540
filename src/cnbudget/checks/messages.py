"""The words of findings, Chinese and English: what, where, how much, and what would explain it."""

from __future__ import annotations

from decimal import Decimal

import attrs

from cnbudget.checks.findings import Suspect
from cnbudget.figures import Figure, State
from cnbudget.invariants import ADD_UP, AGREE, BALANCE, Outcome, Verdict

__all__ = ["LawWords", "amount", "counted", "listing", "said"]

_SHOWN = 8


def amount(figure: Figure, lang: str = "zh") -> str:
    """A figure's value as it is spoken of."""
    if figure.state is State.MISSING:
        return "缺失" if lang == "zh" else "missing"
    if figure.state is State.BLANK:
        return "空白" if lang == "zh" else "blank"
    if figure.state is State.INFERRED:
        return f"{figure.text}（推定）" if lang == "zh" else f"{figure.text} (inferred)"
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
    few = shown[:_SHOWN] if len(shown) > _SHOWN + 2 else shown
    parts = [said(figure, lang, unit=units) for figure in few]
    if len(shown) > len(parts):
        rest = len(shown) - len(parts)
        parts.append(f"另 {rest} 个数" if lang == "zh" else f"{rest} more figures")
    blanks = len(figures) - len(shown)
    if blanks:
        parts.append(
            f"其余 {blanks} 格为空" if lang == "zh" else f"{counted(blanks, 'cell')} blank"
        )
    return ("；" if lang == "zh" else "; ").join(parts)


def counted(number: int, noun: str) -> str:
    """A number of things in English.

    >>> counted(1, "law"), counted(2, "law")
    ('1 law', '2 laws')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@attrs.frozen
class LawWords:
    """How a law came out, put into words when they are asked for.

    Attributes:
        outcome: The law and how it came out.
        suspects: The figures that may be wrong, the most likely first; it is named if no other is as likely.
    """

    outcome: Outcome
    suspects: tuple[Suspect, ...] = ()

    def text(self, lang: str) -> str:
        """In Chinese (``"zh"``) or English (``"en"``)."""
        words, suspects = _message(self.outcome, lang), self.suspects
        if not suspects or suspects[0].suggestion is None or not suspects[0].settles:
            return words
        first = suspects[0]
        level = sum(each.score == first.score for each in suspects)
        where, value, zh = first.figure.where(lang), first.suggestion, lang == "zh"
        if level > 1:
            return words + (
                f"。其中 {level} 个数同样可疑，须查原始资料"
                if zh
                else f". {level} of the figures are equally suspect; see the sources"
            )
        if zh:
            return f"{words}。最可能有误的是{where}：若为 {value}，{first.settles} 条不符的勾稽关系即相符"
        laws = counted(first.settles, "violated law")
        return f"{words}. Most likely wrong: {where}; if it were {value}, {laws} would hold"


def _message(outcome: Outcome, lang: str) -> str:
    zh = lang == "zh"
    law = outcome.law
    if outcome.verdict is Verdict.UNDECIDED:
        return _undecided(outcome, lang)
    tail = _tail(outcome, zh)
    if law.kind == AGREE:
        scope = law.whole.scope
        listed = listing(law.figures, lang)
        if scope is None:
            return (
                f"应当一致的数不一致：{listed}{tail}" if zh else f"figures differ: {listed}{tail}"
            )
        words = scope.words(lang)
        return (
            f"同一口径（{words}）的数不一致：{listed}{tail}"
            if zh
            else f"figures of one scope ({words}) differ: {listed}{tail}"
        )
    units = law.whole.state is State.VALUE and any(f.unit is not law.whole.unit for f in law.parts)
    whole = said(law.whole, lang, unit=units)
    parts = listing(law.parts, lang)
    expected = _number(outcome.expected) + (f" {outcome.unit.zh}" if units else "")
    if law.kind == BALANCE:
        come = listing(law.figures[: law.left], lang)
        found = _number(outcome.found) + (f" {outcome.unit.zh}" if units else "")
        return (
            f"收入各项（{come}）合计 {found}，支出各项合计 {expected}，收支不平衡{tail}：{parts}"
            if zh
            else f"what comes in ({come}) is {found}, what goes out {expected}; they do not balance{tail}: {parts}"
        )
    if law.kind == ADD_UP:
        return (
            f"{whole}，各部分之和为 {expected}{tail}：{parts}"
            if zh
            else f"{whole}, but its parts add up to {expected}{tail}: {parts}"
        )
    return (
        f"{whole}，小于口径在其之内的 {expected}{tail}：{parts}"
        if zh
        else f"{whole} is less than the {expected} that it contains{tail}: {parts}"
    )


def _undecided(outcome: Outcome, lang: str) -> str:
    zh, law = lang == "zh", outcome.law
    lost = [figure for figure in law.figures if figure.state is State.MISSING]
    if lost:
        names = ("、" if zh else "; ").join(figure.where(lang) for figure in lost)
        return (
            f"不能判定：{law.words(lang)}；缺失的是{names}"
            if zh
            else f"cannot be decided: {law.words(lang)}; missing: {names}"
        )
    inferred = tuple(figure for figure in law.figures if figure.state is State.INFERRED)
    return (
        f"已用于推定缺失的数，不再作核对：{law.words(lang)}（{listing(inferred, lang)}）"
        if zh
        else f"spent on inferring a lost figure, so that nothing is left to check: {law.words(lang)} "
        f"({listing(inferred, lang)})"
    )


def _tail(outcome: Outcome, zh: bool) -> str:
    difference, unit = outcome.difference, outcome.unit.zh
    if difference is None or outcome.allowance is None:
        return ""
    size, allowance = _number(difference.copy_abs()), _number(outcome.allowance)
    if not outcome.allowance:  # nothing in it was rounded
        return f"，相差 {size} {unit}" if zh else f", {size} {unit} apart"
    if outcome.verdict is Verdict.ROUNDING:
        return (
            f"，相差 {size} {unit}，四舍五入可以解释（小于 {allowance}）"
            if zh
            else f", {size} {unit} apart, which rounding explains (less than {allowance})"
        )
    if zh:
        words = f"，相差 {size} {unit}，四舍五入只能解释小于 {allowance} 的差"
        return f"{words}，属尾差" if outcome.minor else words
    words = f", {size} {unit} apart, of which rounding explains only less than {allowance}"
    return f"{words}: a last-place difference" if outcome.minor else words


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
