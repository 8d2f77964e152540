"""Composing the narrative (情况说明) of a budget from its figures, in the order and wording of its form.

What a form says is a template, a file of data beside its layout; see `cnbudget.composing.template`.

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

from cnbudget.composing import template_files as templates
from cnbudget.composing.draft import Draft, Statement
from cnbudget.composing.supply import (
    Blank,
    ReasonsError,
    Supply,
    read_reasons,
    save_reasons,
)
from cnbudget.composing.template import Template, TemplateError
from cnbudget.composing.template_files import load as load_template
from cnbudget.composing.template_files import names as template_names
from cnbudget.composing.years import Year
from cnbudget.disclosure import Disclosure
from cnbudget.ledger import Ledger
from cnbudget.messages import say
from cnbudget.passages import Passage
from cnbudget.problems import Problem
from cnbudget.publishing import passages_of_goals, publish

__all__ = [
    "Blank",
    "Composition",
    "ReasonsError",
    "Statement",
    "Template",
    "TemplateError",
    "blanks_of",
    "compose",
    "composition",
    "load_template",
    "read_reasons",
    "save_reasons",
    "template_names",
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
        template: The name of the template that it was written by.
        own: Whether that is the form's own, or the one that was asked for; a form without one gets "central".

    >>> import cnbudget
    >>> from cnbudget.composing import composition
    >>> found = composition(cnbudget.example("akto"))
    >>> found.template, found.blanks[0].key, len(found.statements) > 20, found.text[:13]
    ('xinjiang', 'duties', True, '第一部分 2024年单位概')
    """

    disclosure: Disclosure
    passages: tuple[Passage, ...]
    statements: tuple[Statement, ...] = attrs.field(kw_only=True)
    blanks: tuple[Blank, ...] = attrs.field(kw_only=True)
    template: str = attrs.field(kw_only=True)
    own: bool = attrs.field(default=True, kw_only=True)

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
    zero_base: Literal["percent", "words"] | None = None,
    template: Template | str | Path | None = None,
) -> Disclosure:
    """The same budget with its narrative: what its form says in words, from the figures.

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
        zero_base: Of growth from nothing say "percent" (增长100.00%) or "words" (不计算增长率); what the form
            says if not given: Jiangsu's that no rate can be worked out, the others' 100%.
        template: The template that says the sentences: its name ("xinjiang", "shanghai", "jiangsu", "central"), a TOML
            file of your own, or what `load_template` gives. The form's own if not given; a form without one gets
            "central", and a problem of the budget says so.

    Returns:
        The disclosure with the narrative as its ``passages``, in the place of those it had; its tables of
        performance goals are kept.

    Raises:
        TemplateError: The template cannot be read, or names what there is not.
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
        template=template,
    )
    return attrs.evolve(made.disclosure, passages=made.passages)


def blanks_of(
    budget: Disclosure | Ledger,
    previous: Disclosure | Ledger | None = None,
    *,
    template: Template | str | Path | None = None,
) -> tuple[Blank, ...]:
    """What the narrative of a budget asks of the user, with the keys of `compose`'s ``reasons``.

    Args:
        budget: This year's budget, or its ledger.
        previous: Last year's, as either.
        template: The template, its name or file; that of the budget's form if not given.

    >>> import cnbudget
    >>> [blank.key for blank in blanks_of(cnbudget.example("artux"))][:2]
    ['duties', 'structure']
    """
    return composition(budget, previous, template=template).blanks


def _year_before(budget: Disclosure, previous: Disclosure | Ledger | None) -> Disclosure | None:
    """Last year's budget, published as this one where it is a ledger.

    Raises:
        ReasonsError: One is no budget, or they are not of one year and the one before.
    """
    if budget.stage != "预算":
        raise ReasonsError(say("composing.not_a_budget"), value=budget.stage)
    earlier = _published_like(previous, budget) if isinstance(previous, Ledger) else previous
    if earlier is not None:
        _last_year(budget, earlier)
    return earlier


def _texts(reasons: Reasons | None) -> Mapping[str, str]:
    if isinstance(reasons, Mapping):
        return reasons
    return read_reasons(reasons) if reasons else {}


def _noted(budget: Disclosure, form: Template) -> Disclosure:
    """A budget with the note that its narrative is by the template of another form."""
    other = say("composing.not_own_template", layout=budget.layout, template=form.title)
    return attrs.evolve(budget, problems=(*budget.problems, Problem("narrative", other)))


def composition(
    budget: Disclosure | Ledger,
    previous: Disclosure | Ledger | None = None,
    *,
    reasons: Reasons | None = None,
    ledger: Ledger | None = None,
    secret: Iterable[str] = (),
    administrative: bool = True,
    zero_base: Literal["percent", "words"] | None = None,
    template: Template | str | Path | None = None,
) -> Composition:
    """The narrative of a budget with what it states and what it lacks; the arguments are those of `compose`.

    Args:
        budget: This year's budget, or its ledger, which is published first.
        previous: Last year's, as either.
        reasons: What the text asks of the user, by the keys of `blanks_of`.
        ledger: The ledger of a budget that was read, which knows more than its tables.
        secret: The functional codes of which nothing is told.
        administrative: Whether the agency has running costs (机关运行经费).
        zero_base: How a change from nothing is told: ``"percent"`` or ``"words"``, or as the form does.
        template: The template, its name or file; that of the budget's form if not given.

    Raises:
        ReasonsError: Reasons that nothing asks for, or a budget that is not that of the year before.

    >>> import cnbudget
    >>> found = composition(cnbudget.example("akto"))
    >>> found.template, len(found.statements) > 20, found.lacking == found.blanks
    ('xinjiang', True, False)
    """
    if isinstance(budget, Ledger):
        ledger = budget if ledger is None else ledger
        budget = publish(budget)
    earlier = _year_before(budget, previous)
    before = previous if isinstance(previous, Ledger) and ledger is not None else None
    supply = Supply(_texts(reasons))
    form, own = _template(template, budget)
    draft = Draft(
        form,
        Year(budget),
        None if earlier is None else Year(earlier),
        supply,
        ledger=ledger,
        before=before,
        administrative=administrative,
        secret=frozenset(secret),
        zero_base=zero_base,
        goals=[each for table in budget.performance.goals for each in passages_of_goals(table)],
    )
    draft.write()
    supply.check()
    return Composition(
        budget if own else _noted(budget, form),
        tuple(draft.passages),
        statements=tuple(draft.statements),
        blanks=supply.blanks,
        template=form.name,
        own=own,
    )


def _template(given: Template | str | Path | None, budget: Disclosure) -> tuple[Template, bool]:
    """The template that is asked for, or the form's; and whether it is the one that was asked for or the form's own."""
    if given is None:
        return templates.of_layout(budget.layout)
    return (given if isinstance(given, Template) else templates.load(given)), True


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
