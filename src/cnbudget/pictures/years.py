"""Years: what the parts of a table were in each of several budgets, one column beside the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from cnbudget.amounts import Amount
from cnbudget.disclosure import Disclosure
from cnbudget.errors import NotInBudgetError, UsageError
from cnbudget.language import language
from cnbudget.messages import say, tell
from cnbudget.pictures.drawing import WIDTH
from cnbudget.pictures.elements import (
    Bar,
    Caption,
    Content,
    Shape,
    Stroke,
    lines_of,
    pixels,
    text_width,
)
from cnbudget.pictures.picture import Picture, framed
from cnbudget.pictures.shares import MORE, folded, part_name
from cnbudget.pictures.sums import WAYS, MoneyForm, TableSums, added, sums
from cnbudget.pictures.words import below_zero, noted, scoped, sourced, times_of, titled

_HEIGHT = 380
_LEFT, _LEGEND = 40, 236
_WIDEST, _NARROWEST = 120, 44
_MOST_BUDGETS = 12
_MOST = 10
_HEAD = 26  # for the total above a column


@attrs.frozen
class _Budgeted:
    """A column of the picture.

    Attributes:
        name: What it is of.
        sums: The sums of the budget.
        parts: Those that are drawn, by their keys.
        hidden: What the printed total has beyond them because cells were lost.
    """

    name: str
    sums: TableSums
    parts: dict[str, Amount]
    hidden: Amount

    @property
    def length(self) -> Amount:
        """What the column comes to."""
        return added(self.parts.values()) + self.hidden


def years(
    budgets: Sequence[Disclosure],
    by: str = "function",
    *,
    table: str | None = None,
    lang: str | None = None,
) -> Picture:
    """What the parts of a table were in each of several budgets: of an agency in several years, or of several agencies.

    Parts are told apart by the codes of each budget's own year; `waterfall` follows codes that were moved or renamed.

    Args:
        budgets: The budgets, in the order of the columns: two at least and twelve at most.
        by: By what amounts are told apart, as in `cnbudget.pictures.shares`.
        table: The table, by its key.
        lang: Chinese (``"zh"``) or English (``"en"``); what `cnbudget.set_language` set if not given.

    Raises:
        UsageError: Fewer budgets than two, or more than twelve.
        UnknownNameError: No such way to tell amounts apart.
        NotInBudgetError: A budget has no such table, or that does not tell its amounts apart so.

    >>> import cnbudget
    >>> budgets = [cnbudget.publish(cnbudget.read_ledger(f"examples/qingshan-{y}.csv")) for y in (2025, 2026)]
    >>> picture = years(budgets, "nature")
    >>> [(bar.name, bar.amount.printed("万元")) for bar in picture.bars if bar.name.startswith("2026")]
    [('2026年预算 项目支出', '786.64'), ('2026年预算 基本支出', '455.19')]
    """
    lang = language(lang)
    budgets = tuple(budgets)
    if not 2 <= len(budgets) <= _MOST_BUDGETS:
        raise UsageError(say("pictures.how_many", most=_MOST_BUDGETS), value=len(budgets))
    found = [sums(each, (by,), lang=lang, table=table) for each in budgets]
    columns, others = _columns(budgets, found, lang)
    if not any(each.length for each in columns):
        raise NotInBudgetError(say("pictures.nothing"), value=budgets[-1].agency)
    shown = [amount for each in columns for amount in (*each.parts.values(), each.length)]
    shown += [each.total for each in found if each.total is not None]
    money = MoneyForm.of(budgets[-1].unit, found[-1].figures, shown)
    return framed(
        "years",
        _YearsDrawing(columns, others, money, lang).content(),
        title=titled(lang, WAYS[by].said, budgets),
        subtitle=scoped(lang, [title for each in found for title in each.titles], None, money),
        notes=[
            *(note for each in columns for note in noted(lang, each.sums, money, each.name)),
            *below_zero(lang, found, money),
        ],
        source=sourced(lang, budgets),
        lang=lang,
    )


def _columns(
    budgets: Sequence[Disclosure], found: list[TableSums], lang: str
) -> tuple[list[_Budgeted], int]:
    """The columns, and how many parts are drawn as one."""
    together: dict[str, Amount] = {}
    for each in found:
        for key, amount in each.by(0).items():
            together[key] = together.get(key, Amount(0)) + max(amount, Amount(0))
    kept = [key for key in folded(together, _MOST) if key != MORE]
    agencies = len({each.agency for each in budgets})
    times = len({(each.year, each.stage) for each in budgets})
    columns = []
    for budget, each in zip(budgets, found, strict=True):
        parts = {key: each.by(0).get(key, Amount(0)) for key in kept}
        rest = [amount for key, amount in each.by(0).items() if key not in parts and amount > 0]
        parts = {key: amount for key, amount in parts.items() if amount > 0}
        if rest:
            parts[MORE] = added(rest)
        name = budget.agency if times == 1 and agencies > 1 else times_of(budget, lang)
        if times > 1 and agencies > 1:
            name = f"{budget.agency} {name}"
        hidden = each.rest if each.lost and each.rest > 0 else Amount(0)
        columns.append(_Budgeted(name, each, parts, hidden))
    return columns, len(together) - len(kept)


class _YearsDrawing:
    """The drawing of years.

    Args:
        columns: The columns.
        others: How many parts are drawn as one.
        money: How amounts are printed.
        lang: The language of words.
    """

    def __init__(self, columns: list[_Budgeted], others: int, money: MoneyForm, lang: str) -> None:
        self.columns = columns
        self.others = others
        self.money = money
        self.lang = lang
        self.scale = max(each.length for each in columns)
        self.keys = list(dict.fromkeys(key for each in columns for key in each.parts))
        self.keys.sort(key=lambda key: (key == MORE, -self._most(key)))

    def _most(self, key: str) -> Fraction:
        return Fraction(added(each.parts.get(key, Amount(0)) for each in self.columns).yuan)

    def content(self) -> Content:
        """What is drawn: columns of parts, the largest part below, their totals above, and what the colours are."""
        marks: list[Shape] = []
        step = min(_WIDEST * 2, (WIDTH - _LEFT - _LEGEND - 24) // len(self.columns))
        thick = max(_NARROWEST, min(_WIDEST, step * 2 // 3))
        base = _HEAD + _HEIGHT
        lowest = 0
        for number, column in enumerate(self.columns):
            left = _LEFT + step * number + (step - thick) // 2
            marks += self._column(column, left, thick, base)
            like = Caption(0, 0, text="", align="center")
            names = lines_of(column.name, left + thick // 2, base + 18, limit=step - 6, like=like)
            marks += names
            lowest = max(lowest, len(names))
        marks.append(Stroke(_LEFT, base, x2=_LEFT + step * len(self.columns), y2=base))
        legend = list(self._legend(_LEFT + step * len(self.columns) + 24))
        marks += legend
        legend_end = max(int(each.y) + 12 for each in legend)
        return Content(tuple(marks), max(base + 18 * (lowest + 1), legend_end))

    def _column(self, column: _Budgeted, left: int, thick: int, base: int) -> Iterator[Shape]:
        at = pixels(Amount(0), self.scale, _HEIGHT) + base
        hidden = {"": column.hidden} if column.hidden else {}
        parts = {key: column.parts[key] for key in self.keys if key in column.parts}
        for key, amount in {**parts, **hidden}.items():
            height = pixels(amount, self.scale, _HEIGHT)
            at -= height
            name = self._name(key) if key else tell(self.lang, "pictures.not_read")
            yield Bar(
                left,
                at,
                width=thick,
                height=height,
                color=self._color(key) if key else "missing",
                name=f"{column.name} {name}",
                amount=amount,
                tip=f"{column.name} {name} {self.money.text(amount, self.lang)}",
                hollow=not key,
            )
            said = self.money.number(amount)
            if height >= 17 and text_width(said, 11) <= thick:
                middle = at + height / 2
                yield Caption(
                    left + thick // 2, middle, text=said, size=11, align="center", color="on"
                )
        total = column.sums.total
        said = "?" if total is None else self.money.number(total)
        yield Caption(left + thick // 2, at - 12, text=said, size=12, align="center", bold=True)

    def _name(self, key: str) -> str:
        for each in reversed(self.columns):
            if key in each.sums.names or key == MORE:
                return part_name(each.sums, key, self.lang, self.others)
        return part_name(self.columns[-1].sums, key, self.lang, self.others)

    def _color(self, key: str) -> str:
        return "rest" if key == MORE else str(self.keys.index(key))

    def _legend(self, left: int) -> Iterator[Bar | Caption]:
        """What the colours are, in the order of the columns from above."""
        at = _HEAD + 10
        for key in reversed(self.keys):
            yield Bar(left, at - 7, width=14, height=14, color=self._color(key))
            like = Caption(0, 0, text="", size=13)
            lines = lines_of(self._name(key), left + 22, at, limit=_LEGEND - 46, like=like)
            yield from lines
            at += 18 * len(lines) + 8
