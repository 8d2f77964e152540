"""Performance goals against themselves and against the tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product as combinations

from cnbudget.amounts import exact
from cnbudget.arithmetic import half_place
from cnbudget.dimensions import FundingSource
from cnbudget.expressions import expression
from cnbudget.figures import Figure, State
from cnbudget.invariants import Verdict
from cnbudget.messages import Said, say
from cnbudget.narrative.unread import Unread
from cnbudget.numerals import YEAR_DIGITS
from cnbudget.performance import Goals, Indicator, Sides, Target
from cnbudget.performance.quantities import folded, quantities
from cnbudget.rules.amounts import money, summed, value
from cnbudget.rules.beside import asked
from cnbudget.rules.totals import Wholes
from cnbudget.tables import Printing
from cnbudget.ties.goal_words import OF_ALL_YEARS, check_words, most_money
from cnbudget.ties.laws import SideRemark, Ties
from cnbudget.words import plain

__all__ = ["check_goals"]

_S = FundingSource
_TRANSFERS = _S.GENERAL_TRANSFER | _S.FUND_TRANSFER | _S.STATE_CAPITAL_TRANSFER
_OWN = _S.GENERAL_OWN | _S.FUND_OWN | _S.STATE_CAPITAL_OWN
_SHARES = expression(
    r"(?:合格|及时|覆盖|达标|知晓|合规|完成|使用|参保|满意|准确|到位|执行|办结|处理|普及|入学|就业|通过|公开)(?:率|度)"
)

_OF_THE_YEAR = expression(f"年度|当年|本年|{YEAR_DIGITS}年")


def check_goals(ties: Ties, sides: Sides, wholes: Wholes) -> None:
    """Hold the goals to their laws.

    Args:
        ties: Where the laws and remarks are gathered.
        sides: The side matters of the disclosure.
        wholes: The totals of its tables.
    """
    performance = sides.performance
    for goals in performance.goals:
        _year(ties, goals)
        _agency(ties, goals)
        _weights(ties, goals)
        _costs(ties, goals)
        for indicator in goals.indicators:
            _target(ties, indicator)
        check_words(ties, goals)
    for goals in performance.overall[:1]:
        _sources(ties, goals, wholes)
    _budgets(ties, performance.projects)


# A table by itself -------------------------------------------------------------------------------


def _year(ties: Ties, goals: Goals) -> None:
    """The year under the title is the budget's."""
    year = ties.disclosure.year
    if goals.year is not None and year is not None and goals.year != year:
        name = f"“{goals.name}”" if goals.name else ""
        ties.slip(
            say("sides.other_year", title=goals.title, name=name, year=goals.year, other_year=year),
            goals.year_place,
        )


def _agency(ties: Ties, goals: Goals) -> None:
    """The agency in the table is the document's, or one of which the document speaks elsewhere."""
    own, here = plain(ties.disclosure.agency), plain(goals.agency)
    if len(own) < 4 or len(here) < 5 or here in own or own in here:
        return
    if any(here in plain(p.text) for p in ties.disclosure.passages if not p.grid):
        return  # a subordinate agency
    if sum(plain(each.agency) == here for each in ties.disclosure.sides.performance.goals) > 1:
        return
    ties.slip(
        say(
            "sides.other_agency",
            title=goals.title,
            name=goals.name,
            agency=goals.agency,
            other_agency=ties.disclosure.agency,
        ),
        goals.place,
    )


def _weights(ties: Ties, goals: Goals) -> None:
    """The weights sum to 100, or to 90 where ten are kept for how the budget is executed."""
    printed = [each for each in goals.indicators if each.weight_text]
    if not printed:
        return
    title = f"{goals.title}“{goals.name}”" if goals.name else goals.title
    weights = [each.weight for each in goals.indicators if each.weight is not None]
    if len(weights) < len(goals.indicators):
        lost = len(goals.indicators) - len(weights)
        ties.remarks.append(
            SideRemark(
                "weight",
                Verdict.UNDECIDED,
                words=say("sides.weights_unread", title=title, lost=lost),
                figures=tuple(weights),
                place=goals.place,
            )
        )
        return
    total = summed(weights)
    said = goals.weights
    kept = goals.execution
    whole = total if kept is None else exact.add(total, kept.value or 0)
    if kept is None and total == 90:
        whole = Decimal(100)  # the ten of execution are not printed
    good = whole == 100 and (said is None or said.value in (total, whole))
    if good:
        ties.exact["weight"] += 1
        return
    expected = said.value if said is not None and said.value in (90, 100) else None
    if kept is not None:
        expected = exact.subtract(100, kept.value or 0)
    if expected is None:
        expected = Decimal(100) if total > 95 else Decimal(90)
    ties.remarks.append(
        SideRemark(
            "weight",
            Verdict.VIOLATED,
            words=say("sides.weights_sum", title=title, total=total),
            severity="error",
            figures=tuple(weights) if said is None else (said, *weights),
            expected=expected,
            found=total,
            place=goals.place,
        )
    )


def _costs(ties: Ties, goals: Goals) -> None:
    """What is to be spent at each indicator of cost is in the money; so is the sum of what is fixed."""
    total = most_money(goals)
    if total is None:
        return
    if total.value is None:
        costs = [each for each in goals.indicators if each.is_cost]
        for each in costs[:1]:
            why = say("sides.money_not_known")
            text = f"{each.name} {each.target.text}"
            ties.unread.append(Unread(text, why, place=each.place))
        return
    fixed: list[Figure] = []
    capped: list[Figure] = []
    for indicator in goals.indicators:
        if not indicator.is_cost or indicator.target.operator in (">", "≥"):
            continue
        figure = indicator.figure(least=Printing.of(total))
        if figure is None:
            continue
        if OF_ALL_YEARS.search(indicator.name) and not _OF_THE_YEAR.search(indicator.name):
            why = say("sides.investment_of_all_years")
            text = f"{indicator.name} {indicator.target.text}"
            ties.unread.append(Unread(text, why, place=indicator.place))
            continue
        ties.contain(total, figure)
        if value(figure) != value(total):
            (fixed if indicator.target.operator in ("=", "") else capped).append(figure)
    if len(fixed) > 1:
        ties.contain(total, *fixed)
        _short(ties, total, fixed)
    elif not fixed and len(capped) > 1:
        limit, most = value(total), money(capped)
        if limit is not None and most > limit:
            shown = exact.divide(most, total.unit.factor)
            ties.remarks.append(
                SideRemark(
                    "contain",
                    Verdict.VIOLATED,
                    words=say(
                        "sides.caps_exceed_money",
                        first=capped[0],
                        count=len(capped),
                        caps=shown,
                        unit=total.unit,
                        money=total.text,
                    ),
                    figures=(total, *capped),
                    place=capped[0].place,
                )
            )
        else:
            ties.exact["contain"] += 1


def _short(ties: Ties, total: Figure, fixed: list[Figure]) -> None:
    """Costs that a transposition or a slipped point keeps from making up the money."""
    whole = value(total)
    lacking = None if whole is None else exact.subtract(whole, money(fixed))
    if not lacking or lacking < 0:
        return
    from cnbudget.consistency import Cell, Slip  # few documents need it
    from cnbudget.consistency.slips import undone

    meant: list[tuple[Figure, str]] = []
    for figure in fixed:
        mine = value(figure)
        if mine is None or figure.value is None:
            continue
        wanted = exact.add(mine, lacking).scaleb(-figure.unit.exponent, exact)
        cell = Cell("cost", figure.value, decimals=figure.places)
        slips = (Slip.TRANSPOSE_ADJACENT, Slip.POWER_OF_TEN)
        texts = (text for kind in slips for text in undone(cell, kind) if Decimal(text) == wanted)
        meant += [(figure, text) for text in texts][:1]
    if not meant:
        return
    shown = f"{exact.divide(money(fixed), total.unit.factor):f}"
    told = [
        say("sides.cost_meant", cost=each, printed=each.text, meant=text) for each, text in meant
    ]
    ties.remarks.append(
        SideRemark(
            "add-up",
            Verdict.VIOLATED,
            words=say(
                "sides.costs_differ_from_money",
                count=len(fixed),
                costs=shown,
                money=total.text,
                unit=total.unit,
                slips=told,
            ),
            figures=(*(figure for figure, _ in meant), total),
            place=meant[0][0].place,
        )
    )


def _target(ties: Ties, indicator: Indicator) -> None:
    """The operator and the number are well formed, and last year's value is of the same kind."""
    target, last = indicator.target, indicator.last
    for column, en, each in (
        ("指标值", "target", target),
        ("上年完成值", "last year's value", last),
    ):
        if each.fault:
            ties.slip(
                say(
                    "sides.indicator_fault",
                    name=indicator.name,
                    column=Said(column, en),
                    text=each.text,
                    fault=Said(each.fault, each.fault_en),
                ),
                indicator.place,
            )
    if target.kind == "empty" and indicator.weight is not None:
        ties.slip(
            say("sides.indicator_without_target", name=indicator.name),
            indicator.place,
        )
    if _fraction(target, last):
        ties.slip(
            say(
                "sides.indicator_last_year_no_percentage",
                name=indicator.name,
                text=target.text,
                other_text=last.text,
            ),
            indicator.place,
        )
    bounded = "满意度" in indicator.level1 + indicator.level2 or _SHARES.search(indicator.name)
    if bounded and "增长" not in indicator.name:
        for each in (target, last):
            if each.kind == "percent" and each.value is not None and each.value > 100:
                ties.slip(
                    say("sides.indicator_over_100", name=indicator.name, text=each.text),
                    indicator.place,
                )
    for each in (target, last):
        worded = each.kind == "wording" and each.value is None and not each.fault
        if worded and any(
            number.kind in ("money", "percent", "count") for number in quantities(folded(each.text))
        ):
            ties.unread.append(
                Unread(f"指标“{indicator.name}”：{each.text}", place=indicator.place)
            )


def _fraction(target: Target, last: Target) -> bool:
    """Whether last year's value is written as a fraction beside a target in per cent."""
    if target.kind != "percent" or last.value is None or not 0 < last.value <= 1:
        return False
    return last.unit == "" or last.named


# Against the tables ------------------------------------------------------------------------------


def _sources(ties: Ties, goals: Goals, wholes: Wholes) -> None:
    """The whole agency's money by source is what the tables have.

    上级安排 may hold transfers from above, carried-over money, or both; what is carried over may also stand with the
    agency's own level. The reading under which most of them agree is the one that is held to.
    """
    whole = wholes.whole()
    if goals.total is not None and not _rounded(ties, goals, "total", whole):
        all_money = wholes.all_or_fiscal(goals.total)
        if len(all_money) == 1:
            ties.agree(all_money[0], goals.total)
        else:
            ties.add_up(goals.total, all_money)
    parts = {
        kind: figure
        for kind, figure in goals.money
        if kind in ("upper", "own", "appropriation", "other", "carried")
    }
    if "upper" in parts or "own" in parts:
        parts.pop("appropriation", None)
    if not parts:
        return
    if goals.total is None and {"upper", "own", "other"} <= parts.keys():
        ties.add_up(whole, parts.values())
    best: list[tuple[str, list[Figure]]] = []
    most = -1
    for reading in _readings(set(parts)):
        tied = []
        good = 0
        for kind, figure in parts.items():
            cover = wholes.cover(reading[kind]) if reading[kind] else None
            if cover is None:
                continue
            tied.append((kind, cover))
            known = all(each.value is not None for each in cover)
            good += known and money(cover) == value(figure)
        if good > most:
            best, most = tied, good
    for kind, cover in best:
        printed = [each for each in cover if each.state is not State.BLANK] or cover[:1]
        if len(printed) > 1:
            ties.add_up(parts[kind], printed)
        elif not _rounded(ties, goals, kind, printed[0]):
            ties.agree(printed[0], parts[kind])


def _rounded(ties: Ties, goals: Goals, kind: str, whole: Figure | None) -> bool:
    """Whether the money is the sum of the tasks' rounded amounts, which then make up the table's own amount."""
    mine, there = goals.figure(kind), value(whole)
    tasks = [task.figure(kind) for task in goals.tasks]
    known = [each for each in tasks if each is not None and each.value is not None]
    if mine is None or there is None or money(known) != value(mine) or value(mine) == there:
        return False
    away = exact.subtract(money(known), there).copy_abs()
    if away > exact.multiply(half_place(mine.places, mine.unit.exponent), len(known)):
        return False
    ties.add_up(whole, known)
    return True


def _readings(kinds: set[str]) -> Iterator[dict[str, FundingSource]]:
    """The ways in which the lines of money can share out all sources."""
    own = "own" if "own" in kinds else "appropriation"
    upper = "upper" if "upper" in kinds else own
    other = "other" if "other" in kinds else own
    carried = ["carried"] if "carried" in kinds else list(dict.fromkeys((upper, own)))
    left = ["carried"] if "carried" in kinds else list(dict.fromkeys((other, upper)))
    for transfers, kept, rest, special in combinations(
        dict.fromkeys((upper, own)), carried, left, dict.fromkeys((other, own))
    ):
        reading = dict.fromkeys(kinds, FundingSource(0))
        for line, source in (
            (own, _OWN),
            (transfers, _TRANSFERS),
            (kept, _S.CARRIED_APPROPRIATION),
            (rest, _S.CARRIED_OTHER),
            (special, _S.SPECIAL_ACCOUNT),
            (other, _S.UNIT),
        ):
            if line in reading:
                reading[line] |= source
        yield reading


def _budgets(ties: Ties, projects: tuple[Goals, ...]) -> None:
    """A project's money is at most its budget in several rows; where the tables do not have it, that is said."""
    for goals in projects:
        mine = asked(goals)
        if mine is None or not mine.value:
            continue
        found = ties.projects.of(goals.name, mine)
        if not found and ties.projects.rows:
            ties.remarks.append(
                SideRemark(
                    "contain",
                    Verdict.UNDECIDED,
                    words=say(
                        "sides.goal_project_untied",
                        name=goals.name,
                        money=mine.text,
                        unit=mine.unit,
                    ),
                    figures=(mine,),
                    place=goals.place,
                )
            )
        elif len(found) > 1:
            rows_have = [each.total for each in found]
            known = all(each.value is not None for each in rows_have)
            if known and money(rows_have) < (value(mine) or 0):
                ties.remarks.append(
                    SideRemark(
                        "contain",
                        Verdict.VIOLATED,
                        words=say(
                            "sides.goal_project_exceeds_rows",
                            name=goals.name,
                            money=mine.text,
                            unit=mine.unit,
                        ),
                        severity="error",
                        figures=(mine, *rows_have),
                        place=mine.place,
                    )
                )
            else:
                ties.exact["contain"] += 1
