"""The sections of Part Three that list projects and kinds of expenses: 七, 十, 十一 and 十二."""

from __future__ import annotations

from collections.abc import Iterable

from cnbudget.composing.draft import Draft
from cnbudget.composing.wording import CATEGORIES, EMPTY, PROJECT_LINES, THREE, piece, placeholder
from cnbudget.composing.years import Money
from cnbudget.dimensions import FundingSource
from cnbudget.narrative.vocabulary import SECTION_SCOPES
from cnbudget.numerals import numeral
from cnbudget.scope import Scope
from cnbudget.tables import Row

__all__ = ["WITHHELD", "carry_over", "commissioned", "projects", "three_public"]

WITHHELD = "完全不予公开"
_CARRIED = (
    ("财政拨款", FundingSource.CARRIED_APPROPRIATION),
    ("非财政拨款", FundingSource.CARRIED_OTHER),
)


def _empty(draft: Draft, key: str) -> None:
    draft.nothing(key, SECTION_SCOPES[key])
    draft.paragraph(EMPTY[key].format(name=draft.name))


def _sum(draft: Draft, rows: Iterable[Row], column: str = "total") -> Money | None:
    """The sum of a column over the rows of a project, as printed; None if one is lost."""
    found: Money | None = None
    for row in rows:
        money = draft.now.money(row[column])
        if money is None:
            return None
        found = money if found is None else found + money.like(found)
    return found


def projects(draft: Draft, secret: frozenset[str]) -> None:
    """七、一般公共预算项目支出: each project under the labels of the form."""
    if draft.now.empty("projects"):
        _empty(draft, "projects")
        return
    for number, (name, rows) in enumerate(draft.now.projects("projects"), 1):
        draft.paragraph(f"（{numeral(number)}）项目名称：{name}")
        for key, label, needed in PROJECT_LINES:
            text = _said_of(draft, name, rows, key, label, hidden=name in secret, needed=needed)
            if text:
                draft.paragraph(f"{label}：{text}")


def _said_of(
    draft: Draft, name: str, rows: list[Row], key: str, label: str, *, hidden: bool, needed: bool
) -> str:
    """What stands behind a label: the figures', the user's words, or a placeholder; "" for nothing."""
    if key == "size":
        scope = rows[0]["total"].scope if len(rows) == 1 else None
        return draft.amount(label, scope, _sum(draft, rows))
    full, what = f"projects/{name}/{key}", f"项目“{name}”的{label}"
    text = draft.supply.ask(full, what, "text", needed=False)
    if text:
        return text.replace("\n", " ")
    if hidden:
        return WITHHELD
    if key == "unit" and draft.agency:
        return draft.agency
    if key == "allocation":
        text = _allocation(draft, rows)
    return text or (draft.supply.said(full, what, "text", shown=label) if needed else "")


def _allocation(draft: Draft, rows: list[Row]) -> str:
    """What a project spends on which economic category, as the project table has it."""
    known = {column.key for row in rows for column in row.columns}
    sums = [(key, name, _sum(draft, rows, key)) for key, name in CATEGORIES if key in known]
    if any(money is None for _, _, money in sums):
        return ""
    parts = []
    for key, name, money in sums:
        if money is not None and money.value:
            scope = rows[0][key].scope if len(rows) == 1 else None
            parts.append(f"{name}{draft.amount(name, scope, money)}")
    return "、".join(parts)


def three_public(draft: Draft) -> None:
    """十、“三公”经费."""
    base = SECTION_SCOPES["three_public"]
    subject = "财政拨款“三公”经费"
    now = draft.now.of(base)
    last = None if draft.last is None else draft.last.of(base)
    if draft.now.empty("three_public"):
        _empty(draft, "three_public")
    else:
        text = f"{draft.name}{subject}数为{draft.amount('“三公”经费', base, now)}，其中："
        parts = []
        for _, name in THREE:
            money = draft.now.of(_one(name))
            parts.append(f"{name}{draft.amount(name, _one(name), money)}")
        draft.paragraph(f"{text}{'，'.join(parts)}。")
    if now is None or last is None or (draft.now.empty("three_public") and not last.value):
        return
    text = f"{draft.year}{subject}预算"
    change = draft.change(subject, base, now, last, lead="比上年预算", level="与上年预算持平")
    parts = [_compared(draft, key, name) for key, name in THREE]
    draft.paragraph(f"{text}{change}，其中：{'；'.join(part for part in parts if part)}。")


def _one(name: str) -> Scope:
    """The scope of one of the three public expenses."""
    return SECTION_SCOPES["three_public"] & piece(name)


def _compared(draft: Draft, key: str, name: str) -> str:
    scope = _one(name)
    now = draft.now.of(scope)
    last = None if draft.last is None else draft.last.of(scope)
    if now is None or last is None:
        return ""
    text = name + draft.change(
        name, scope, now, last, key=f"three_public/{key}", lead="", level="与上年预算持平"
    )
    if not now.printed and not last.printed and draft.last is not None:
        years = (draft.last.disclosure.year, draft.now.disclosure.year)
        if None not in years:
            text += f"，主要原因是{years[0]}年与{years[1]}年均未安排{name}"
    return text


def commissioned(draft: Draft) -> None:
    """十一、委托业务费."""
    base = SECTION_SCOPES["commissioned"]
    subject = "财政拨款委托业务费"
    now = draft.now.of(base)
    last = None if draft.last is None else draft.last.of(base)
    if draft.now.empty("commissioned"):
        _empty(draft, "commissioned")
        if last is not None and last.value:
            change = draft.change(
                subject, base, draft.now.zero, last, key="commissioned/total", lead="比上年预算"
            )
            draft.paragraph(f"{subject}{change}。")
        return
    text = f"{draft.name}{subject}支出{draft.amount(subject, base, now)}"
    if now is not None:
        text += draft.change(subject, base, now, last, key="commissioned/total")
    draft.paragraph(f"{text}。其中：")
    for number, (name, rows) in enumerate(draft.now.projects("commissioned"), 1):
        scope = rows[0]["total"].scope if len(rows) == 1 else None
        draft.paragraph(f"{number}.{name}{draft.amount(name, scope, _sum(draft, rows))}。")


def carry_over(draft: Draft) -> None:
    """十二、上年结转结余."""
    base = SECTION_SCOPES["carry_over"]
    now = draft.now.of(base)
    if draft.now.empty("carry_over"):
        _empty(draft, "carry_over")
        return
    text = f"{draft.name}上年结转结余{draft.amount('上年结转结余', base, now)}，包括："
    parts = []
    known = [(name, Scope(source=source)) for name, source in _CARRIED]
    sums = [(name, scope, draft.now.of(scope)) for name, scope in known]
    have = [name for name, _, money in sums if money is not None and money.value]
    draft.names("上年结转结余", base, have)
    for name, scope, money in sums:
        parts.append(f"{name}{draft.amount(name, scope, money)}")
    draft.paragraph(f"{text}{'，'.join(parts)}，其中：")
    for number, (name, rows) in enumerate(draft.now.projects("carry_over"), 1):
        scope_of = rows[0]["total"].scope if len(rows) == 1 else None
        use = draft.supply.ask(f"carry_over/{name}", f"结转资金“{name}”的用途", "use")
        use = use.rstrip("。").removeprefix("主要用于").lstrip("：")
        shown = use or placeholder("用途")
        worth = draft.amount(name, scope_of, _sum(draft, rows))
        draft.paragraph(f"{number}.{name}{worth}，主要用于：{shown}。")
