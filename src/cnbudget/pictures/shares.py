"""Shares: what the parts of a table are, each beside the others."""

from __future__ import annotations

from collections.abc import Iterator

from cnbudget.amounts import Amount
from cnbudget.disclosure import Disclosure
from cnbudget.errors import NotInBudgetError
from cnbudget.language import language
from cnbudget.messages import say, tell
from cnbudget.pictures.drawing import WIDTH
from cnbudget.pictures.elements import Bar, Caption, Content, Shape, Stroke, lines_of, pixels
from cnbudget.pictures.picture import Picture, framed
from cnbudget.pictures.sums import UNSAID, WAYS, MoneyForm, TableSums, added, sums
from cnbudget.pictures.words import noted, percent, scoped, sourced, titled

_NAMES = 236  # for the names, from the left
_SAID = 190  # for the amounts, at the right
_LENGTH = WIDTH - _NAMES - _SAID
_ROW, _THICK = 36, 20
_MOST = 20
MORE = "…more"


def shares(
    budget: Disclosure,
    by: str = "function",
    *,
    table: str | None = None,
    most: int = _MOST,
    lang: str | None = None,
) -> Picture:
    """What the parts of a table are, the largest first, and what share of the total each is.

    Args:
        budget: The budget.
        by: By what its amounts are told apart: "function" (category), "section", "item", "nature", "source", "economic"
            (category) or "use" (economic section).
        table: The table, by its key; if not given, that of expenditure, of income for sources, of basic expenditure for
            uses.
        most: How many parts are drawn by themselves; the others are drawn as one.
        lang: Chinese (``"zh"``) or English (``"en"``); what `cnbudget.set_language` set if not given.

    Raises:
        UnknownNameError: No such way to tell amounts apart.
        NotInBudgetError: The budget has no such table, or that does not tell its amounts apart so.

    >>> import cnbudget
    >>> [(bar.name, bar.amount) for bar in shares(cnbudget.example("artux"), "nature").bars]
    [('基本支出', Amount('4267300')), ('项目支出', Amount('720000'))]
    """
    lang = language(lang)
    found = sums(budget, (by,), lang=lang, table=table)
    parts = folded(found.by(0), most)
    if not parts:
        raise NotInBudgetError(say("pictures.nothing"), value=budget.agency)
    whole = found.whole if found.total is None else found.total
    money = MoneyForm.of(budget.unit, found.figures, [*parts.values(), whole])
    return framed(
        "shares",
        _content(found, parts, whole, money, lang),
        title=titled(lang, WAYS[by].said, (budget,)),
        subtitle=scoped(lang, found.titles, found.total, money),
        notes=noted(lang, found, money, say("pictures.this_table")),
        source=sourced(lang, (budget,)),
        lang=lang,
    )


def folded(parts: dict[str, Amount], most: int) -> dict[str, Amount]:
    """The largest parts, and the others as one.

    >>> folded({"甲": Amount(1), "乙": Amount(5), "丙": Amount(2)}, 2)
    {'乙': Amount('5'), '…more': Amount('3')}
    """
    ranked = sorted(parts.items(), key=lambda each: each[1], reverse=True)
    if len(ranked) <= most:
        return dict(ranked)
    return dict(ranked[: most - 1]) | {MORE: added(amount for _, amount in ranked[most - 1 :])}


def _content(
    found: TableSums, parts: dict[str, Amount], whole: Amount, money: MoneyForm, lang: str
) -> Content:
    hidden = found.rest if found.lost and found.rest > 0 else Amount(0)
    most = max([*parts.values(), hidden, Amount(0)])
    least = min([*parts.values(), Amount(0)])
    zero = _NAMES + pixels(-least, most - least, _LENGTH)
    marks: list[Shape] = []
    rows = [(*each, False) for each in parts.items()]
    if hidden:
        rows.append((tell(lang, "pictures.not_read"), hidden, True))
    for number, (key, amount, hollow) in enumerate(rows):
        length = pixels(abs(amount), most - least, _LENGTH)
        middle = _ROW * number + _ROW // 2
        name = part_name(found, key, lang, len(found.by(0)) - len(parts) + 1)
        said = (
            f"{money.number(amount)} · {percent(amount.share_of(whole))}"
            if whole
            else money.number(amount)
        )
        marks.append(
            Bar(
                zero if amount >= 0 else zero - length,
                middle - _THICK // 2,
                width=length,
                height=_THICK,
                color="missing"
                if hollow
                else "less"
                if amount < 0
                else "rest"
                if key == MORE
                else "0",
                name=name,
                amount=amount,
                tip=f"{name} {money.text(amount, lang)}",
                hollow=hollow,
            )
        )
        marks += _named(name, middle)
        beside = zero + (length if amount > 0 else 0) + 8
        marks.append(Caption(beside, middle, text=said, size=12, color="muted"))
    height = _ROW * len(rows)
    marks.append(Stroke(zero, 0, x2=zero, y2=height))
    return Content(tuple(marks), height)


def part_name(found: TableSums, key: str, lang: str, others: int) -> str:
    """What a part is called."""
    if key == MORE:
        return tell(lang, "pictures.others", count=others)
    return tell(lang, "pictures.unsaid") if key == UNSAID else found.names.get(key, key)


def _named(name: str, middle: int) -> Iterator[Caption]:
    like = Caption(0, 0, text="", align="right")
    lines = lines_of(name, _NAMES - 10, 0, limit=_NAMES - 40, like=like)
    lift = 8 * (len(lines) - 1)
    for number, line in enumerate(lines):
        yield Caption(line.x, middle - lift + 16 * number, text=line.text, align="right")
