"""The words of findings, Chinese and English: what, where, how much, and what would explain it."""

from __future__ import annotations

from decimal import Decimal

from cnbudget.figures import Figure, State
from cnbudget.invariants import ADD_UP, AGREE, Outcome, Verdict

__all__ = ["amount", "law_message", "listing"]

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


def listing(figures: tuple[Figure, ...], lang: str = "zh") -> str:
    """Figures with their places and values; blanks are counted, not listed."""
    shown = [figure for figure in figures if figure.state is not State.BLANK]
    parts = [
        f"{figure.where(lang)} {amount(figure, lang)}"
        for figure in (shown[:_SHOWN] if len(shown) > _SHOWN + 2 else shown)
    ]
    if len(shown) > len(parts):
        rest = len(shown) - len(parts)
        parts.append(f"另 {rest} 个数" if lang == "zh" else f"{rest} more figures")
    blanks = len(figures) - len(shown)
    if blanks:
        parts.append(f"其余 {blanks} 格为空" if lang == "zh" else f"{blanks} cells blank")
    return ("；" if lang == "zh" else "; ").join(parts)


def law_message(outcome: Outcome) -> tuple[str, str]:
    """How a law came out, in Chinese and in English."""
    return _message(outcome, "zh"), _message(outcome, "en")


def _message(outcome: Outcome, lang: str) -> str:
    zh = lang == "zh"
    law, unit = outcome.law, outcome.unit.zh if lang == "zh" else outcome.unit.en
    if outcome.verdict is Verdict.UNDECIDED:
        lost = tuple(f for f in law.figures if f.state in (State.MISSING, State.INFERRED))
        why = listing(lost or law.figures, lang)
        if any(figure.state is State.MISSING for figure in lost):
            return (
                f"不能判定：{law.words(lang)}；缺 {why}"
                if zh
                else f"cannot be decided: {law.words(lang)}; lost: {why}"
            )
        return (
            f"已用于推定缺失的数，不作核对：{law.words(lang)}（{why}）"
            if zh
            else f"spent on inferring a lost figure, so nothing is left to check: {law.words(lang)} ({why})"
        )
    tail = _tail(outcome, unit, zh)
    if law.kind == AGREE:
        scope = law.whole.scope
        words = scope.words(lang) if scope is not None else ""
        listed = listing(law.figures, lang)
        return (
            f"同一口径（{words}）的数不一致：{listed}{tail}"
            if zh
            else f"figures of one scope ({words}) differ: {listed}{tail}"
        )
    whole = f"{law.whole.where(lang)} {amount(law.whole, lang)}"
    parts = listing(law.parts, lang)
    expected = _number(outcome.expected)
    if law.kind == ADD_UP:
        return (
            f"{whole}，各部分之和为 {expected}{tail}：{parts}"
            if zh
            else f"{whole}, but its parts add up to {expected}{tail}: {parts}"
        )
    return (
        f"{whole}，小于其所包含的 {expected}{tail}：{parts}"
        if zh
        else f"{whole} is less than the {expected} that it contains{tail}: {parts}"
    )


def _tail(outcome: Outcome, unit: str, zh: bool) -> str:
    difference = outcome.difference
    if difference is None or outcome.allowance is None:
        return ""
    size, allowance = _number(abs(difference)), _number(outcome.allowance)
    if outcome.verdict is Verdict.ROUNDING:
        return (
            f"，相差 {size} {unit}，四舍五入可以解释（小于 {allowance}）"
            if zh
            else f", {size} {unit} apart, which rounding explains (less than {allowance})"
        )
    if outcome.minor:
        return (
            f"，相差 {size} {unit}，四舍五入至多可解释 {allowance}，属尾差"
            if zh
            else f", {size} {unit} apart, rounding explains at most {allowance}: a last-place difference"
        )
    return (
        f"，相差 {size} {unit}，四舍五入至多可解释 {allowance}"
        if zh
        else f", {size} {unit} apart, rounding explains at most {allowance}"
    )


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
