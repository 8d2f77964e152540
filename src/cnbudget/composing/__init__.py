"""Composing the narrative (情况说明) of a budget from its figures, in the order and wording of the standard form.

>>> import cnbudget
>>> budget = compose(cnbudget.example("artux"))
>>> next(p.text for p in budget.passages if "收支总预算" in p.text)
'按照全口径预算的原则，阿图什市医疗保障局2026年所有收入和支出均纳入部门预算管理。收支总预算498.73万元。'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import attrs

from cnbudget.composing import details, sections
from cnbudget.composing.draft import Draft, Statement
from cnbudget.composing.matters import matters
from cnbudget.composing.supply import (
    Blank,
    ReasonsError,
    Supply,
    read_reasons,
    save_reasons,
)
from cnbudget.composing.wording import GLOSSARY, PARTS, SECTIONS
from cnbudget.composing.years import Year
from cnbudget.disclosure import Disclosure
from cnbudget.ledger import Ledger
from cnbudget.messages import say
from cnbudget.numerals import numeral
from cnbudget.passages import Passage
from cnbudget.publishing import passages_of_goals, publish

__all__ = [
    "Blank",
    "Composition",
    "ReasonsError",
    "Statement",
    "blanks_of",
    "compose",
    "composition",
    "read_reasons",
    "save_reasons",
]

Reasons = Mapping[str, str] | str | Path


@attrs.frozen(eq=False, repr=False)
class Composition:
    """A composed narrative.

    Attributes:
        disclosure: The budget that it tells.
        passages: Its headings and paragraphs.
        statements: What its sentences state, in order: what reading them has to give back.
        blanks: What only the user can say, filled or not.
    """

    disclosure: Disclosure
    passages: tuple[Passage, ...]
    statements: tuple[Statement, ...] = attrs.field(kw_only=True)
    blanks: tuple[Blank, ...] = attrs.field(kw_only=True)

    @property
    def lacking(self) -> tuple[Blank, ...]:
        """What is still to be filled in: each stands in the text as 【待填写：…】."""
        return tuple(blank for blank in self.blanks if blank.needed and not blank.text)

    @property
    def text(self) -> str:
        """The narrative, a line for each passage."""
        return "\n".join(passage.text for passage in self.passages)

    def __repr__(self) -> str:
        return (
            f"<Composition {self.disclosure.agency} {self.disclosure.year}: "
            f"{len(self.passages)} passages, {len(self.statements)} statements, "
            f"{len(self.lacking)} lacking>"
        )

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(self))  # Hypothesis would write out all fields


def compose(
    budget: Disclosure | Ledger,
    previous: Disclosure | Ledger | None = None,
    *,
    reasons: Reasons | None = None,
    ledger: Ledger | None = None,
    secret: Iterable[str] = (),
    administrative: bool = True,
    zero_base: Literal["percent", "words"] = "percent",
) -> Disclosure:
    """The same budget with its narrative: what the standard form says in words, from the figures.

    Every number is the one that the tables print; shares and rates are worked out from printed numbers, half away
    from zero at two places. What only the user can say (主要原因, 政策依据, …) comes from ``reasons``; where it is
    lacking, 【待填写：…】 stands in the text.

    Args:
        budget: This year's budget; a ledger is published in the form of 2026 first.
        previous: Last year's, for what is 比上年预算; a ledger is published as ``budget`` was. Without it nothing
            is compared.
        reasons: Texts by key ("income/general", or "income" for the whole section), or a CSV file of them;
            `blanks_of` lists the keys.
        ledger: This year's ledger, for what no table tells: government procurement. Taken from ``budget`` if that
            is one.
        secret: Names of projects of which nothing is told but the amount (完全不予公开).
        administrative: Whether the agency has running costs (机关运行经费), as administrative agencies and those
            managed like the civil service do.
        zero_base: Of growth from nothing say "percent" (增长100.00%, as the forms do) or "words" (不计算增长率).

    Returns:
        The disclosure with the narrative as its ``passages``, in the place of those it had; its tables of
        performance goals are kept.

    Raises:
        ReasonsError: The reasons cannot be read, or nothing asks for some of them; or last year's budget is of
            another year than the last, or the budget is no budget (决算).

    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> told = compose(budget, reasons={"duties": "医疗保险经办。"})
    >>> [passage.text for passage in told.passages[:3]]
    ['第一部分 2026年部门概况', '一、主要职能', '医疗保险经办。']
    """
    made = composition(
        budget,
        previous,
        reasons=reasons,
        ledger=ledger,
        secret=secret,
        administrative=administrative,
        zero_base=zero_base,
    )
    return attrs.evolve(made.disclosure, passages=made.passages)


def blanks_of(
    budget: Disclosure | Ledger, previous: Disclosure | Ledger | None = None
) -> tuple[Blank, ...]:
    """What the narrative of a budget asks of the user, with the keys of `compose`'s ``reasons``.

    >>> import cnbudget
    >>> [blank.key for blank in blanks_of(cnbudget.example("artux"))][:2]
    ['duties', 'structure']
    """
    return composition(budget, previous).blanks


def composition(
    budget: Disclosure | Ledger,
    previous: Disclosure | Ledger | None = None,
    *,
    reasons: Reasons | None = None,
    ledger: Ledger | None = None,
    secret: Iterable[str] = (),
    administrative: bool = True,
    zero_base: Literal["percent", "words"] = "percent",
) -> Composition:
    """The narrative of a budget with what it states and what it lacks; the arguments are those of `compose`."""
    if isinstance(budget, Ledger):
        ledger = budget if ledger is None else ledger
        budget = publish(budget)
    if budget.stage != "预算":
        raise ReasonsError(say("composing.not_a_budget"), value=budget.stage)
    before = previous if isinstance(previous, Ledger) else None
    earlier = _published_like(previous, budget) if isinstance(previous, Ledger) else previous
    if earlier is not None:
        _last_year(budget, earlier)
    texts = reasons if isinstance(reasons, Mapping) else read_reasons(reasons) if reasons else {}
    supply = Supply(texts)
    last = None if earlier is None else Year(earlier)
    draft = Draft(Year(budget), last, supply, zero_base=zero_base)
    _write(
        draft,
        ledger=ledger,
        before=before if ledger is not None else None,
        administrative=administrative,
        secret=frozenset(secret),
    )
    supply.check()
    goals = [each for table in budget.performance.goals for each in passages_of_goals(table)]
    end = next(
        (n for n, each in enumerate(draft.passages) if each.text == PARTS["glossary"]),
        len(draft.passages),
    )
    return Composition(
        budget,
        (*draft.passages[:end], *goals, *draft.passages[end:]),
        statements=tuple(draft.statements),
        blanks=supply.blanks,
    )


def _published_like(ledger: Ledger, budget: Disclosure) -> Disclosure:
    rounding: Literal["independent", "additive"] = "independent"
    if budget.deviation is not None and budget.deviation.rounding == "additive":
        rounding = "additive"
    return publish(
        ledger,
        budget.layout,
        unit=budget.unit,
        places=Year(budget).places,
        rounding=rounding,
        agency=ledger.agency or budget.agency,
        level=budget.level or "部门",
    )


def _last_year(budget: Disclosure, earlier: Disclosure) -> None:
    """Last year's budget is last year's, and a budget."""
    years = (budget.year, earlier.year)
    if None not in years and earlier.year != (budget.year or 0) - 1:
        raise ReasonsError(
            say("composing.not_year_before"), value=f"{earlier.year} / {budget.year}"
        )
    if earlier.stage != "预算":
        raise ReasonsError(say("composing.last_year_final"), value=earlier.stage)


def _write(
    draft: Draft,
    *,
    ledger: Ledger | None,
    before: Ledger | None,
    administrative: bool,
    secret: frozenset[str],
) -> None:
    names = {"year": draft.year, "level": draft.level}
    draft.heading(PARTS["overview"].format(**names), "overview")
    draft.heading("一、主要职能", "duties")
    draft.text(supplied(draft, "duties", "主要职能"))
    draft.heading("二、机构设置", "structure")
    draft.text(supplied(draft, "structure", "机构设置及人员情况"))
    draft.heading(PARTS["tables"].format(**names), "tables")
    draft.heading(PARTS["narrative"].format(**names), "narrative")
    number = 0
    for key, title in SECTIONS.items():
        if key not in ("total", "other") and not draft.now.has(key):
            continue
        number += 1
        words = title.format(agency=draft.agency, year=draft.year)
        draft.heading(f"{numeral(number)}、{words}", key)
        if key in ("fund", "state_capital"):
            sections.budget(draft, key)
        elif key == "projects":
            details.projects(draft, secret)
        elif key == "other":
            matters(
                draft,
                ledger=ledger,
                before=before,
                administrative=administrative,
                secret=secret,
            )
        else:
            _WRITERS[key](draft)
    _glossary(draft)
    date = draft.supply.ask("date", "公开日期", "text", needed=False)
    if date:
        draft.paragraph(draft.agency)
        draft.paragraph(date)


_WRITERS = {
    "total": sections.total,
    "income": sections.income,
    "expenditure": sections.expenditure,
    "appropriation": sections.appropriation,
    "general": sections.general,
    "basic": sections.basic,
    "three_public": details.three_public,
    "commissioned": details.commissioned,
    "carry_over": details.carry_over,
}


def supplied(draft: Draft, key: str, what: str) -> str:
    """A text of the user's, or a placeholder."""
    said = draft.supply.said(key, what, "text")
    return draft.supply.texts.get(key) or said


def _glossary(draft: Draft) -> None:
    """Part Four: the terms that the text uses."""
    text = "\n".join(passage.text for passage in draft.passages)
    draft.heading(PARTS["glossary"], "glossary")
    terms = [term for term in GLOSSARY if any(word in text for word in term[1])]
    for number, (name, _, definition) in enumerate(terms, 1):
        draft.paragraph(f"{numeral(number)}、{name}：{definition.format(level=draft.level)}")
