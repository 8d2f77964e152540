"""How many projects and goals the text counts, and with how much money, against the tables and the goals."""

from __future__ import annotations

from cnbudget.dimensions import FundingSource, Nature
from cnbudget.figures import Figure
from cnbudget.messages import say
from cnbudget.performance import Counted, Sides
from cnbudget.ties.amounts import summed
from cnbudget.ties.laws import Ties, Wholes

__all__ = ["check_counts"]

_S = FundingSource


def check_counts(ties: Ties, sides: Sides, wholes: Wholes) -> None:
    """What the text counts of goals and projects is what there is."""
    summary = sides.performance.summary
    performance = sides.performance
    overall = summary.of("overall")
    if overall is not None:
        if performance.goals:
            number = len(performance.overall)
            ties.counted(overall.number, number, say("sides.overall_goals"))
        if overall.money is not None:
            wholes.hold(ties, overall.money)
    in_tables = ties.projects.count(carried=False)
    secret = summary.of("secret")
    hidden = (
        int(secret.number.value or 0) if secret is not None and secret.number is not None else 0
    )
    own = summary.of("appropriation")
    if own is not None:
        # what other budgets spend on projects may be counted too, and no table names those projects
        more = own.number is not None and (own.number.value or 0) >= in_tables
        if in_tables and not (more and _other_budgets(ties)):
            ties.counted(own.number, in_tables, say("sides.projects_of_tables"))
        cover = _project_money(wholes)
        if cover:
            ties.add_up(own.money, cover) if len(cover) > 1 else ties.agree(cover[0], own.money)
    _others(ties, sides, wholes, hidden)
    carried = summary.of("carried")
    if carried is not None:
        number = ties.projects.count(carried=True)
        if number:
            ties.counted(carried.number, number, say("sides.projects_carried"))
        printed = [each for each in wholes.cover(_S.CARRIED) or () if each.value]
        if carried.money is not None and printed:
            if len(printed) == 1:
                ties.agree(printed[0], carried.money)
            else:
                ties.add_up(carried.money, printed)
    if secret is not None:
        withheld = [each for each in sides.described if each.secret]
        if withheld and secret.number is not None:
            ties.counted(
                secret.number,
                len(withheld),
                say("sides.projects_secret"),
            )
        sizes = [each.size for each in withheld]
        if withheld and None not in sizes and len(withheld) == hidden:
            ties.add_up(secret.money, sizes)
        else:
            ties.contain(_expenditure(wholes), secret.money)
    evaluated = summary.of("evaluated")
    grades = [each.number for each in summary.counted if each.subject == "grade"]
    if evaluated is not None and grades:
        numbers = [number for number in grades if number is not None]
        total = summed(numbers)
        ties.counted(evaluated.number, total, say("sides.projects_by_grade"), *numbers)


def _other_budgets(ties: Ties) -> bool:
    """Whether money is printed in the tables of the fund or the state capital budget."""
    return any(
        figure.value
        for table in ties.disclosure.tables
        if table.key in ("fund", "state_capital")
        for figure in table.figures
    )


def _others(ties: Ties, sides: Sides, wholes: Wholes, hidden: int) -> None:
    """Projects without appropriations, and all projects together."""
    performance = sides.performance
    summary = performance.summary
    without = [
        goals
        for goals in performance.projects
        if goals.other is not None
        and goals.other.value
        and not (goals.appropriation is not None and goals.appropriation.value)
    ]
    secret_shown = sum(each.secret for each in sides.described)
    other = summary.of("other")
    if other is not None and performance.projects:
        shown = [goals.other for goals in performance.projects if goals.other is not None]
        if hidden <= secret_shown:  # what is secret is out of appropriations
            if other.number is not None:
                ties.counted(
                    other.number,
                    len(without),
                    say("sides.goals_without_appropriations"),
                )
            ties.add_up(other.money, shown)
        else:
            ties.contain(other.money, *shown)
    whole = summary.of("all")
    if whole is not None:
        if performance.projects:
            tables = len(performance.projects)
            what = say("sides.goals_of_projects")
            if hidden:
                what = say("sides.goals_and_secret_projects", tables=tables, hidden=hidden)
            ties.counted(whole.number, tables + hidden, what)
        if ties.disclosure.stage != "决算":  # there, it is money of the budget
            ties.contain(_expenditure(wholes), whole.money)
        for subject in ("tracked", "evaluated"):
            _fewer(ties, whole, summary.of(subject))


def _fewer(ties: Ties, whole: Counted, part: Counted | None) -> None:
    """The projects that are tracked or evaluated are among those that have goals."""
    if part is None:
        return
    ties.contain(whole.money, part.money)
    if part.number is None or whole.number is None:
        return
    if (part.number.value or 0) > (whole.number.value or 0):
        ties.counted(part.number, whole.number.value, say("sides.projects_with_goals"))
    else:
        ties.seen(whole.number, part.number)
        ties.exact["count"] += 1


def _project_money(wholes: Wholes) -> list[Figure]:
    """The figures of project expenditure out of this year's appropriations."""
    whole = wholes.find(_S.APPROPRIATION, Nature.PROJECT)
    if whole is not None:
        return [whole]
    parts = [
        wholes.find(source, Nature.PROJECT) for source in (_S.GENERAL, _S.FUND, _S.STATE_CAPITAL)
    ]
    if parts[0] is None:
        return []
    return [parts[0], *(part for part in parts[1:] if part is not None and part.value)]


def _expenditure(wholes: Wholes) -> Figure | None:
    """Project expenditure in all."""
    return wholes.whole(Nature.PROJECT)
