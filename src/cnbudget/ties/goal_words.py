"""The numbers in a goal's words: those of its indicators, and of its money."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from cnbudget.amounts import exact
from cnbudget.characters import normalised
from cnbudget.expressions import expression
from cnbudget.figures import Figure
from cnbudget.invariants import Verdict
from cnbudget.messages import say
from cnbudget.narrative.unread import Unread
from cnbudget.performance import Goals, Indicator, Target
from cnbudget.performance.quantities import Quantity, folded, quantities
from cnbudget.performance.stated import stated
from cnbudget.rules.amounts import value
from cnbudget.rules.costs import OF_ALL_YEARS, all_money, most_money
from cnbudget.tables import Printing
from cnbudget.ties.laws import SideRemark, Ties

_BRACKETS = expression(r"\([^()]{0,12}\)")
_GENERAL_WORDS = ("次数", "人次", "数量", "人数", "户数", "期限", "数", "率", "情况")
_TOTAL_WORDS = (
    "总预算",
    "总金额",
    "资金总额",
    "预算总额",
    "下达资金",
    "预算资金",
    "总投入",
    "共计",
    "合计",
    "总资金",
)
_TAIL = 12  # characters behind it that may
_LEAD = 48  # characters of a goal before a number that may name its indicator
_MOST_NUMBERS = 400  # of a goal's words
_MOST_INDICATORS = 400  # of a table whose goal is held to them


class _IndicatorNames:
    """The names of a table's indicators, ready to be looked for."""

    def __init__(self, goals: Goals) -> None:
        few = goals.indicators if len(goals.indicators) <= _MOST_INDICATORS else ()
        self.pairs = [(_pairs(_said(each.name)), each) for each in few]

    def ranked(
        self, words: str, fits: Callable[[Indicator], bool]
    ) -> list[tuple[float, Indicator]]:
        """The indicators that fit, by how much of their name is in the words around a number."""
        here = _pairs(words)
        found = [
            (len(wanted & here) / len(wanted), each)
            for wanted, each in self.pairs
            if wanted and fits(each)
        ]
        return sorted(found, key=lambda pair: -pair[0])


def check_words(ties: Ties, goals: Goals) -> None:
    """The numbers of a goal's text are those of the indicators and of the money."""
    text = folded(goals.goal)
    names = _IndicatorNames(goals)
    before = held = 0
    for number in quantities(text):
        if number.kind not in ("money", "percent", "count"):
            continue
        held += 1
        if held > _MOST_NUMBERS:
            where = goals.goal_place
            ties.unread.append(Unread("绩效目标", say("unchecked.too_many_numbers"), place=where))
            break
        lead = text[max(before, number.start - _LEAD) : number.start]
        lead = lead[1 + max(lead.rfind(mark) for mark in ";。:、") :]
        around = lead + "\n" + _clause(text[number.end : number.end + _TAIL])
        before = number.end
        words = f"绩效目标：{lead[-20:]}{number.text}"
        if number.value is None:
            ties.unread.append(Unread(words, number.why, place=goals.goal_place))
            continue
        figure = stated(
            number,
            row=goals.address,
            column="目标",
            place=goals.goal_place,
            least=ties.least,
            key="goal",
        )
        if number.kind == "money":
            done = _money_in_text(ties, goals, names, number, around, figure)
        else:
            done = _number_in_text(ties, names, number, around, figure)
        if not done:
            ties.unread.append(
                Unread(words + number.unit, say("unchecked.no_indicator"), place=goals.goal_place)
            )


def _clause(text: str) -> str:
    """What follows a number, up to the next mark or number: 12次监管检查."""
    for position, mark in enumerate(text):
        if mark in ";。:、,()" or mark.isdigit():
            return text[:position]
    return text


def _money_in_text(
    ties: Ties, goals: Goals, names: _IndicatorNames, number: Quantity, lead: str, figure: Figure
) -> bool:
    total, most = all_money(goals), most_money(goals)
    if total is None or most is None or number.per:
        return False
    if OF_ALL_YEARS.search(lead):
        return False
    same = [each for each in (total, most) if value(figure) == value(each)]
    if same or any(word in lead for word in _TOTAL_WORDS):
        ties.agree((same or [most])[0], figure)
        return True
    ranked = names.ranked(lead, lambda each: each.target.money is not None)
    if ranked and ranked[0][0] >= 0.5:
        return _compare(ties, ranked, figure, value(figure))
    ties.contain(most, figure)
    return True


def _number_in_text(
    ties: Ties, names: _IndicatorNames, number: Quantity, lead: str, figure: Figure
) -> bool:
    ranked = names.ranked(lead, lambda each: _unit(each.target) == number.counted)
    if number.value is None or not ranked or ranked[0][0] < 0.5:
        return False
    return _compare(ties, ranked, figure, number.value.scaleb(number.scale, exact))


def _compare(
    ties: Ties, ranked: list[tuple[float, Indicator]], figure: Figure, amount: Decimal | None
) -> bool:
    """Hold a number of the text to the indicator whose name it comes with."""
    close = [(score, each) for score, each in ranked if score >= 0.5]
    if any(_amount(each.target) == amount for _, each in close):
        ties.exact["agree"] += 1
        return True
    score, best = close[0]
    target = best.figure(least=Printing.of(figure))
    if target is None:
        return False
    ties.remarks.append(
        SideRemark(
            "agree",
            Verdict.VIOLATED,
            words=say(
                "sides.goal_differs_from_target",
                text=figure.text,
                unit_text=figure.unit_text,
                name=best.name,
                other_text=best.target.text,
            ),
            severity="error" if score >= 0.8 and len(_said(best.name)) > 3 else "note",
            figures=(figure, target),
            place=figure.place,
        )
    )
    return True


def _amount(target: Target) -> Decimal | None:
    if target.value is None:
        return None
    unit = target.money
    return target.plain if unit is None else exact.multiply(target.value, unit.factor)


def _unit(target: Target) -> str:
    """What a target counts, without its power of ten."""
    if target.value is None or target.kind not in ("count", "percent"):
        return "-"
    for word in ("亿", "千万", "百万", "十万", "万", "千", "百"):
        if target.scale and target.unit.startswith(word):
            return target.unit[len(word) :]
    return target.unit


def _said(name: str) -> str:
    bare = _BRACKETS.sub("", normalised(name))
    for word in _GENERAL_WORDS:
        if bare.endswith(word) and len(bare) >= len(word) + 2:
            return bare[: -len(word)]
    return bare


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
