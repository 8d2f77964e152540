"""What stands around a picture: its title, its scope, its source, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from cnbudget.amounts import Amount, Ratio
from cnbudget.disclosure import Disclosure
from cnbudget.messages import Words, few, say, tell
from cnbudget.pictures.sums import MoneyForm, TableSums, added


def percent(share: Ratio) -> str:
    """A share in per cent with one decimal, or two where that would be nothing.

    >>> percent(Ratio(1, 3)), percent(Ratio(1, 5000))
    ('33.3%', '0.02%')
    """
    return f"{share.percent(1) or share.percent(2)}%"


def titled(lang: str, shown: Words, budgets: Sequence[Disclosure]) -> str:
    """The title: whose budgets, of which years and stages, and what is shown.

    Args:
        lang: The language.
        shown: What is shown.
        budgets: The budgets.
    """
    agencies = tuple(dict.fromkeys(each.agency for each in budgets))
    times = tuple(dict.fromkeys(times_of(each, lang) for each in budgets))
    return tell(lang, "pictures.title", agencies=few(agencies, 3), times=few(times, 6), shown=shown)


def times_of(budget: Disclosure, lang: str) -> str:
    """The year and the stage of a budget.

    >>> import cnbudget
    >>> times_of(cnbudget.example("artux"), "en")
    '2026 budget'
    """
    stage = say("pictures.final") if budget.stage == "决算" else say("pictures.budget")
    if budget.year is None:
        return stage.text(lang)
    return tell(lang, "pictures.year", year=budget.year, stage=stage)


def scoped(lang: str, titles: Iterable[str], total: Amount | None, money: MoneyForm) -> str:
    """The subtitle: from which tables, in which unit, and what they come to.

    Args:
        lang: The language.
        titles: The titles of the tables.
        total: What they print as their total.
        money: How amounts are printed.
    """
    names = tuple(dict.fromkeys(titles))
    if total is None:
        return tell(lang, "pictures.scope", titles=names, unit=money.unit)
    return tell(
        lang,
        "pictures.scope_and_total",
        titles=names,
        unit=money.unit,
        total=money.number(total),
    )


def sourced(lang: str, budgets: Iterable[Disclosure]) -> str:
    """From which files a picture is."""
    files = dict.fromkeys(PurePath(each.source).name for each in budgets if each.source)
    return (
        tell(lang, "pictures.source", files=few(tuple(files), 4))
        if files
        else tell(lang, "pictures.made")
    )


def noted(lang: str, found: TableSums, money: MoneyForm, about: Words | str) -> Iterator[str]:
    """What is not known of some sums, or does not come to the printed total.

    Args:
        lang: The language.
        found: The sums.
        money: How amounts are printed.
        about: Of what they are.
    """
    if found.lost:
        yield tell(lang, "pictures.lost", about=about, count=found.lost)
    if found.unscoped:
        yield tell(lang, "pictures.unscoped", about=about, count=found.unscoped)
    if found.total is None:
        yield tell(lang, "pictures.no_total", about=about)
    elif found.rest:
        parts, total = money.number(found.whole), money.number(found.total)
        difference = money.change(found.rest)
        if found.rounded:
            said = say(
                "pictures.rest_rounded",
                about=about,
                parts=parts,
                total=total,
                difference=difference,
            )
        else:
            said = say(
                "pictures.rest", about=about, parts=parts, total=total, difference=difference
            )
        yield said.text(lang)


def below_zero(lang: str, each: Iterable[TableSums], money: MoneyForm) -> Iterator[str]:
    """What is below zero and has no place in a picture of parts."""
    for found in each:
        negative = found.negative()
        if negative:
            names = tuple(
                dict.fromkeys(
                    "·".join(found.names.get(key, key) for key in keys) for keys in negative
                )
            )
            yield tell(
                lang,
                "pictures.negative",
                names=few(names),
                total=money.number(added(negative.values())),
            )
