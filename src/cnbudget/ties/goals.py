"""Performance goals against themselves and against the tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cnbudget.amounts import exact
from cnbudget.expressions import expression
from cnbudget.figures import Figure
from cnbudget.invariants import Verdict
from cnbudget.messages import Said, say
from cnbudget.narrative.unread import Unread
from cnbudget.performance import Goals, Indicator, Sides, Target
from cnbudget.performance.quantities import folded, quantities
from cnbudget.rules.amounts import money, summed, value
from cnbudget.rules.beside import asked
from cnbudget.rules.costs import costs_of
from cnbudget.ties.goal_words import check_words
from cnbudget.ties.laws import SideRemark, Ties
from cnbudget.words import plain

_SHARES = expression(
    r"(?:合格|及时|覆盖|达标|知晓|合规|完成|使用|参保|满意|准确|到位|执行|办结|处理|普及|入学|就业|通过|公开)(?:率|度)"
)


def check_goals(ties: Ties, sides: Sides) -> None:
    """Hold the goals to their laws.

    Args:
        ties: Where the laws and remarks are gathered.
        sides: The side matters of the disclosure.
    """
    performance = sides.performance
    for goals in performance.goals:
        _year(ties, goals)
        _agency(ties, goals)
        _weights(ties, goals)
        _costs(ties, goals)
        for indicator in goals.indicators:
            _target(ties, indicator)
        if not goals.listed:  # there are no indicators that the words could be held to
            check_words(ties, goals)
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
    # self-evaluations in the final accounts of a health department keep ten for how the budget is executed
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
    """What is said of costs that no row says: caps that are too much together, and a slip that makes them too few."""
    costs = costs_of(goals)
    if costs is None:
        return
    total, fixed, capped = costs.money, costs.fixed, costs.capped
    if total.value is None:
        unheld = [each for each in goals.indicators if each.is_cost]
        for each in unheld[:1]:
            why = say("sides.money_not_known")
            text = f"{each.name} {each.target.text}"
            ties.unread.append(Unread(text, why, place=each.place))
        return
    for indicator in costs.of_all_years:
        why = say("sides.investment_of_all_years")
        text = f"{indicator.name} {indicator.target.text}"
        ties.unread.append(Unread(text, why, place=indicator.place))
    if len(fixed) > 1:
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


def _short(ties: Ties, total: Figure, fixed: Sequence[Figure]) -> None:
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
    # a spreadsheet keeps 100% as 1: tables of goals had such values beside targets in per cent
    if target.kind != "percent" or last.value is None or not 0 < last.value <= 1:
        return False
    return last.unit == "" or last.named


# Against the tables ------------------------------------------------------------------------------


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
