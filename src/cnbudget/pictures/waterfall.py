"""What changed from one budget to another: from the one's total to the other's, a step for each functional category."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from cnbudget.amounts import Amount
from cnbudget.comparison import Comparison
from cnbudget.comparison.rows import ComparedRow
from cnbudget.errors import NotInBudgetError, UsageError
from cnbudget.language import language
from cnbudget.messages import few, say, tell
from cnbudget.pictures.drawing import WIDTH
from cnbudget.pictures.elements import Bar, Caption, Content, Position, Shape, Stroke, lines_of
from cnbudget.pictures.picture import Picture, framed
from cnbudget.pictures.sums import MoneyForm, added
from cnbudget.pictures.words import percent, scoped, sourced, titled

_NAMES = 236
_SAID = 200
_LENGTH = WIDTH - _NAMES - _SAID
_ROW, _THICK = 36, 20
_CUT = 4  # a whole that is so many times as long as all that moves is cut
_CATEGORY = 3  # digits of a functional category


@attrs.frozen
class Step:
    """A bar of a waterfall.

    Attributes:
        name: What it is.
        kind: "total", "change", or "rest": what the totals changed by beyond the changes that are known.
        start: Where it begins, as an amount; the total begins at nothing.
        end: Where it ends.
    """

    name: str
    kind: str
    start: Amount
    end: Amount

    @property
    def amount(self) -> Amount:
        """How much it is."""
        return self.end - self.start


def waterfall(
    comparison: Comparison, table: str = "expenditure", *, lang: str | None = None
) -> Picture:
    """What changed from a budget to the next: the totals as printed, and a step for each functional category.

    What is not known of one of the two budgets, or cannot be compared, is no step; what the totals changed by beyond
    the steps is drawn as the rest, and said.

    Args:
        comparison: What `cnbudget.compare` gave of years or stages; of more than two budgets the last two are shown.
        table: The table, by its key.
        lang: Chinese (``"zh"``) or English (``"en"``); what `cnbudget.set_language` set if not given.

    Raises:
        UsageError: It compares no years or stages.
        NotInBudgetError: The totals of that table are not known in both budgets.

    >>> import cnbudget
    >>> last, this = (cnbudget.publish(cnbudget.read_ledger(f"examples/qingshan-{y}.csv")) for y in (2025, 2026))
    >>> waterfall(cnbudget.compare(last, this)).title
    '青山县农业农村局 2025年预算、2026年预算：从上一份到下一份，变在哪里'
    """
    lang = language(lang)
    if comparison.kind not in ("years", "stages"):
        raise UsageError(say("pictures.not_over_time"), value=comparison.kind)
    budgets = comparison.budgets[-2:]
    steps, unknown = steps_of(comparison, table, lang)
    money = MoneyForm.of(
        budgets[-1].unit,
        [*budgets[0].figures, *budgets[1].figures],
        [amount for each in steps for amount in (each.end, each.amount)],
    )
    rows = comparison.table(table)
    drawing = _WaterfallDrawing(steps, money, lang)
    return framed(
        "waterfall",
        drawing.content(),
        title=titled(lang, say("pictures.changed"), budgets),
        subtitle=scoped(lang, (rows[0].title,), None, money),
        notes=[*drawing.notes(), *_unknown(unknown, lang)],
        source=sourced(lang, budgets),
        lang=lang,
    )


def _unknown(rows: list[ComparedRow], lang: str) -> Iterator[str]:
    if rows:
        names = tuple(row.label.partition("·")[0] for row in rows)
        yield tell(lang, "pictures.change_unknown", names=few(names))


def steps_of(comparison: Comparison, table: str, lang: str) -> tuple[list[Step], list[ComparedRow]]:
    """The steps from the total of the last budget but one to that of the last, and what of is not known what became.

    Args:
        comparison: The comparison.
        table: The table.
        lang: The language of words.
    """
    whole = next((row for row in comparison.table(table) if row.whole and row.complete), None)
    if whole is None:
        raise NotInBudgetError(say("pictures.no_totals"), value=table)
    before, after = (each.amount or Amount(0) for each in whole.amounts[-2:])
    steps = [Step(comparison.names[-2], "total", Amount(0), before)]
    unknown = []
    for row in _categories(comparison, table, whole):
        change = row.changes[-1]
        if change is None:
            unknown.append(row)
        elif change.amount:
            at = steps[-1].end
            steps.append(Step(row.label.partition("·")[0], "change", at, at + change.amount))
    if steps[-1].end != after:
        steps.append(Step(tell(lang, "pictures.other_changes"), "rest", steps[-1].end, after))
    steps.append(Step(comparison.names[-1], "total", Amount(0), after))
    return steps, unknown


def _categories(comparison: Comparison, table: str, whole: ComparedRow) -> Iterator[ComparedRow]:
    """The rows of functional categories in the column of a total."""
    for row in comparison.table(table):
        codes = row.scope.function
        if len(codes) != 1 or len(codes[0]) != _CATEGORY:
            continue
        if row.scope.evolve(function=None) == whole.scope:
            yield row


class _WaterfallDrawing:
    """The drawing of a waterfall.

    Args:
        steps: Its bars.
        money: How amounts are printed.
        lang: The language of words.
    """

    def __init__(self, steps: list[Step], money: MoneyForm, lang: str) -> None:
        self.steps = steps
        self.money = money
        self.lang = lang
        levels = [each.end for each in steps]
        low, high = min(levels), max(levels)
        span = high - low
        self.cut = low > span * _CUT and bool(span)
        self.least = low - span if self.cut else min(low, Amount(0))
        self.most = max(high, Amount(0))

    def notes(self) -> Iterator[str]:
        """What is said below: where the scale begins, and what the rest is."""
        if self.cut:
            yield tell(self.lang, "pictures.cut", start=self.money.text(self.least, self.lang))
        rest = added(each.amount for each in self.steps if each.kind == "rest")
        if rest:
            yield tell(self.lang, "pictures.rest_of_change", amount=self.money.change(rest))

    def at(self, amount: Amount) -> Fraction:
        """Where an amount is on the scale."""
        share = (amount - self.least).share_of(self.most - self.least)
        return _NAMES + Fraction(share.numerator * _LENGTH, share.denominator)

    def content(self) -> Content:
        """What is drawn: the steps, one below the other, each beginning where the one before ends."""
        marks: list[Shape] = []
        before = self.steps[0].end
        for number, step in enumerate(self.steps):
            middle = _ROW * number + _ROW // 2
            start = max(step.start, self.least) if step.kind == "total" else step.start
            left, right = sorted((self.at(start), self.at(step.end)))
            marks.append(self._bar(step, left, right, middle))
            if step.kind == "total" and self.cut:
                marks += _broken(left, middle)
            if number + 1 < len(self.steps):
                x, below = self.at(step.end), middle + _ROW
                marks.append(Stroke(x, middle + _THICK // 2, x2=x, y2=below - _THICK // 2))
            marks += _name(step, middle)
            said = self._said(step, before)
            marks.append(Caption(right + 8, middle, text=said, size=12, color="muted"))
        return Content(tuple(marks), _ROW * len(self.steps))

    def _bar(self, step: Step, left: Position, right: Position, middle: int) -> Bar:
        sign = "more" if step.amount > 0 else "less"
        color = {"total": "total", "rest": "rest"}.get(step.kind, sign)
        said = self.money.text(step.amount, self.lang)
        return Bar(
            left,
            middle - _THICK // 2,
            width=right - left,
            height=_THICK,
            color=color,
            name=step.name,
            amount=step.amount,
            tip=f"{step.name} {said}",
            hollow=step.kind == "rest",
        )

    def _said(self, step: Step, before: Amount) -> str:
        if step.kind != "total":
            return self.money.change(step.amount)
        moved = step.end - before
        said = self.money.number(step.end)
        if not moved or not before:
            return said
        sign = "+" if moved > 0 else ""
        return f"{said} · {sign}{percent(moved.share_of(before))}"


def _name(step: Step, middle: int) -> Iterator[Caption]:
    like = Caption(0, 0, text="", align="right", bold=step.kind == "total")
    lines = lines_of(step.name, _NAMES - 10, 0, limit=_NAMES - 40, like=like)
    lift = 8 * (len(lines) - 1)
    for number, line in enumerate(lines):
        yield attrs.evolve(line, y=middle - lift + 16 * number)


def _broken(left: Position, middle: int) -> Iterator[Shape]:
    """The mark of a bar that is cut: two slanted lines of paper through it."""
    for shift in (14, 20):
        x = left + shift
        yield Stroke(
            x, middle + _THICK // 2 + 2, x2=x + 5, y2=middle - _THICK // 2 - 2, color="paper"
        )
