"""What stands beside a heading says of what it is, where its own words are those of something wider."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_

import attrs

from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement
from cnbudget.expressions import expression
from cnbudget.forms import Meaning, Vocabulary
from cnbudget.forms.meaning import CARRIED, meaning_of
from cnbudget.words import plain

#: Some provinces print 当年预算 beside 上年结转 under one total: there it is this year's money.
_OF_THIS_YEAR = expression("本年|当年|今年")
#: Towns print 人员支出 beside 对个人和家庭的补助, which other forms have within it.
_STAFF, _FAMILIES = ("301",), ("303",)  # 工资福利支出, 对个人和家庭的补助
_OTHER, _OTHER_OF_STATE = ("399",), ("599",)  # 其他支出, in both classifications
#: The natures that are all of what is spent.
_NATURES = (Nature.BASIC, Nature.PROJECT)
#: The kinds of what is bought, one by one.
_THINGS = {Procurement.GOODS, Procurement.WORKS, Procurement.SERVICES}
_VINTAGES = (
    3  # columns of a kind of money by vintage: the sum, this year's, and what is carried over
)
#: So many kinds of money, or uses, tell what their sum is of.
_LEAST_KINDS = 2


@attrs.frozen
class Head:
    """A column by its headings and cells: where, its headings, what they say, and its role ("" for amounts)."""

    index: int
    path: tuple[str, ...]
    said: Meaning
    role: str


def told_by_siblings(heads: list[Head], title: Meaning, words: Vocabulary) -> list[Head]:
    """The columns of a grid under a title, with what those beside them under one heading say of them."""
    if title.subject != "PROCUREMENT":
        heads = _bought_apart(heads)
    heads = _beside_operating(_of_income(_of_others(heads), words), words)
    if title.nature is None:
        heads = _beside_projects(_beside_families(heads, words), words)
    return _over_vintages(
        _over_kinds(_beside_carried(_over_uses(heads, words), words), words), words
    )


def adds_up(text: str, words: Vocabulary) -> bool:
    """Whether a label or a heading is that of a sum."""
    return any(each.dimension == "role" for each in words.says(plain(text), "row"))


def _siblings(heads: list[Head]) -> Iterator[tuple[int, list[Head]]]:
    """The columns of amounts under each heading, with how many headings are over them."""
    for depth in range(max((len(head.path) for head in heads), default=0)):
        groups: dict[tuple[str, ...], list[Head]] = {}
        for head in heads:
            if not head.role and len(head.path) > depth:
                groups.setdefault(head.path[:depth], []).append(head)
        for group in groups.values():
            yield depth, group


def _beside_carried(heads: list[Head], words: Vocabulary) -> list[Head]:
    """本年预算 over several columns, or beside a total, is this year's money where 上年结转 stands beside it."""
    now: set[int] = set()
    for depth, group in _siblings(heads):
        said = [meaning_of(head.path[depth], "column", words) for head in group]
        if not any(each.vintage == "CARRIED" and each.flow is None for each in said):
            continue
        total = any(adds_up(head.path[depth], words) for head in group)
        now |= {
            head.index
            for head, each in zip(group, said, strict=True)
            if each.understood
            and not each.says
            and (total or len(head.path) > depth + 1)
            and _OF_THIS_YEAR.match(plain(head.path[depth]))
        }
    return [
        attrs.evolve(head, said=attrs.evolve(head.said, vintage=head.said.vintage or "CURRENT"))
        if head.index in now
        else head
        for head in heads
    ]


def _over_vintages(heads: list[Head], words: Vocabulary) -> list[Head]:
    """小计 over 本年 and 上年结转 of a kind of money is of both: Inner Mongolia divides each kind of income so."""
    found = {head.index: head for head in heads}
    for depth, group in _siblings(heads):
        sums = [h for h in group if len(h.path) == depth + 1 and adds_up(h.path[depth], words)]
        if not depth or len(sums) != 1 or len(group) != _VINTAGES:
            continue
        over = [h.said for h in group if h.said.vintage == "CARRIED"]
        now = [h for h in group if _OF_THIS_YEAR.match(plain(h.path[depth]))]
        own = sums[0].said
        if len(over) != 1 or len(now) != 1 or own.source not in CARRIED or own.vintage:
            continue
        if over[0].source == own.source == now[0].said.source:
            made = attrs.evolve(own, source=own.source | CARRIED[own.source])
            found[sums[0].index] = attrs.evolve(sums[0], said=made)
    return list(found.values())


def _of_income(heads: list[Head], words: Vocabulary) -> list[Head]:
    """基本支出 under 本年收入 is what came in for it, where 本年支出 stands beside: 基本支出 is the same under both."""
    found = {head.index: head for head in heads}
    for depth, group in _siblings(heads):
        flows = [words.beginning(plain(head.path[depth]), "flow") for head in group]
        if not {"INCOME", "EXPENDITURE"} <= set(flows):
            continue
        for head, flow in zip(group, flows, strict=True):
            own = head.said
            if flow == "INCOME" and len(head.path) > depth + 1 and own.nature and not own.flow:
                made = attrs.evolve(own, flow=Flow.INCOME)
                found[head.index] = attrs.evolve(head, said=made)
    return list(found.values())


def _bought_apart(heads: list[Head]) -> list[Head]:
    """货物, 工程 and 服务 are kinds of what is bought beside each other: 服务 among uses is another word."""
    kinds = {head.said.procurement for head in heads} & _THINGS
    if len(kinds) != 1:
        return heads
    return [
        attrs.evolve(
            head, said=attrs.evolve(head.said, procurement=None, unknown=plain(head.path[-1]))
        )
        if head.said.procurement in _THINGS
        else head
        for head in heads
    ]


def _over_kinds(heads: list[Head], words: Vocabulary) -> list[Head]:
    """A 小计 over columns of some kinds of money is of those alone, whatever more its heading may be of.

    Some provinces print 财政专户管理资金 and 单位资金 beside 本年拨款, under which the kinds of appropriations stand;
    where nothing of other kinds stands beside it, 本年收入 is of all of the year's money.
    """
    found = {head.index: head for head in heads}
    for depth, group in _siblings(heads):
        under: dict[str, list[Head]] = {}
        for head in group:
            under.setdefault(head.path[depth], []).append(head)
        for heading, inside in under.items():
            sums = [h for h in inside if _of_money_alone(h.said) and adds_up(h.path[-1], words)]
            kinds = [h.said for h in inside if h not in sums]
            if len(sums) != 1 or len(sums[0].path) != depth + 2 or len(kinds) < _LEAST_KINDS:
                continue
            if not all(said.source and _of_money_alone(said) for said in kinds):
                continue
            within = reduce(or_, (said.source for said in kinds if said.source), FundingSource(0))
            beside = (meaning_of(other, "column", words) for other in under if other != heading)
            whole = sums[0].said.source
            less = whole is not None and within & whole == within != whole
            if less or (whole is None and any(_of_other_money(said, within) for said in beside)):
                made = attrs.evolve(sums[0].said, source=within)
                found[sums[0].index] = attrs.evolve(sums[0], said=made)
    return list(found.values())


def _of_money_alone(said: Meaning) -> bool:
    """Whether a heading is of this year's money, of some kinds or all, and says nothing else."""
    alone = not said.part and said.economic is None and said.nature is None
    return said.understood and alone and (said.source is not None or said.vintage == "CURRENT")


def _of_other_money(said: Meaning, within: FundingSource) -> bool:
    return said.source is not None and said.vintage is None and not said.source & within


def _over_uses(heads: list[Head], words: Vocabulary) -> list[Head]:
    """A 小计 under a heading that says nothing, over columns of uses, is of these uses together.

    Some provinces put 基本工资, 津贴补贴 and 奖金 under 工资奖金津补贴, which is no use of departments.
    """
    found = {head.index: head for head in heads}
    for depth, group in _siblings(heads):
        sums = [h for h in group if len(h.path) == depth + 1 and adds_up(h.path[depth], words)]
        uses = [h.said for h in group if h not in sums]
        if not depth or len(sums) != 1 or len(uses) < _LEAST_KINDS:
            continue
        own = sums[0].said
        if own.economic or (own.understood and not own.government):
            continue
        codes = sorted({code for said in uses for code in said.economic or ()})
        if not all(_only(said, None, said.economic) and said.economic for said in uses):
            continue
        made = attrs.evolve(uses[0], economic=tuple(codes), government=None)
        found[sums[0].index] = attrs.evolve(sums[0], said=made)
    return list(found.values())


def _beside_families(heads: list[Head], words: Vocabulary) -> list[Head]:
    """人员支出 beside 对个人和家庭的补助 is what is paid to the staff alone: of the two, each is a part of 人员经费."""
    found = {head.index: head for head in heads}
    for depth, group in _siblings(heads):
        said = [meaning_of(head.path[depth], "column", words) for head in group]
        staff = [h for h, m in zip(group, said, strict=True) if _only(m, Nature.PERSONNEL, None)]
        families = [h for h, m in zip(group, said, strict=True) if _only(m, None, _FAMILIES)]
        if not staff or not families:
            continue
        for head in staff:
            if head.said.economic is None:
                made = attrs.evolve(head.said, economic=_STAFF)
                found[head.index] = attrs.evolve(head, said=made)
        for head in families:
            if head.said.nature is None:
                made = attrs.evolve(head.said, nature=Nature.PERSONNEL)
                found[head.index] = attrs.evolve(head, said=made)
    return list(found.values())


def _beside_operating(heads: list[Head], words: Vocabulary) -> list[Head]:
    """工资福利支出 and 对个人和家庭的补助 beside 公用经费 are paid to people: the three are all of 基本支出."""
    found = {head.index: head for head in heads}
    for depth, group in _siblings(heads):
        said = [meaning_of(head.path[depth], "column", words) for head in group]
        operating = any(_only(m, Nature.OPERATING, None) for m in said)
        paid = [
            head
            for head, m in zip(group, said, strict=True)
            if any(_only(m, None, use) for use in (_STAFF, _FAMILIES))
        ]
        others = [m for m in said if m.nature == Nature.PERSONNEL or (m.economic or ()) > _FAMILIES]
        if not operating or len(paid) < _LEAST_KINDS or others:
            continue
        for head in paid:
            if head.said.nature in (None, Nature.BASIC):
                made = attrs.evolve(head.said, nature=Nature.PERSONNEL)
                found[head.index] = attrs.evolve(head, said=made)
    return list(found.values())


def _beside_projects(heads: list[Head], words: Vocabulary) -> list[Head]:
    """Uses beside 项目支出 are of another nature: of that before them, or of those that all others leave.

    工资福利支出 between 基本支出合计 and 项目支出合计 is a part of the former; beside 公用支出 and 项目支出 it is of
    人员经费.
    """
    found = {head.index: head for head in heads}
    for depth, group in _siblings(heads):
        said = [meaning_of(head.path[depth], "column", words) for head in group]
        told = [m.nature if _only(m, m.nature, None) else None for m in said]
        natures = reduce(or_, (nature for nature in told if nature is not None), Nature(0))
        total = any(adds_up(head.path[depth], words) for head in group)
        left = Nature.BASIC & ~natures if total else Nature(0)
        if Nature.PROJECT not in natures:
            continue
        for number, (head, own) in enumerate(zip(group, said, strict=True)):
            if not own.economic or not _only(own, None, own.economic) or head.said.nature:
                continue
            before = next((each for each in reversed(told[:number]) if each), None)
            between = before == Nature.BASIC and Nature.PROJECT in told[number:]
            nature = before if between else left
            if nature:
                made = attrs.evolve(head.said, nature=nature)
                found[head.index] = attrs.evolve(head, said=made)
    return list(found.values())


def _of_others(heads: list[Head]) -> list[Head]:
    """其他支出 among columns that say no uses is of what these leave, not of the use of that name.

    Some provinces divide 单位资金 into 事业支出, 事业单位经营支出, 上级补助支出 and 其他支出: there it is a part of
    that money. Counties print it beside 基本支出 and 项目支出, as if these were not all: then nothing is known of it.
    """
    found = {head.index: head for head in heads}
    for depth, group in _siblings(heads):
        rest = [h for h in group if _is_rest(h.said) and len(h.path) == depth + 1]
        others = [h.said for h in group if h not in rest]
        if len(rest) != 1 or not others or any(m.economic or m.government for m in others):
            continue
        (head,) = rest
        made = attrs.evolve(head.said, economic=None, government=None)
        if depth and not any(said.nature in _NATURES for said in others):
            made = attrs.evolve(made, open=(head.path[depth],), some=True)
        else:
            made = attrs.evolve(made, unknown=head.path[depth])
        found[head.index] = attrs.evolve(head, said=made)
    return list(found.values())


def _is_rest(said: Meaning) -> bool:
    return said.economic == _OTHER or (said.economic is None and said.government == _OTHER_OF_STATE)


def _only(said: Meaning, nature: Nature | None, economic: tuple[str, ...] | None) -> bool:
    """Whether a heading says a nature or uses, and nothing else."""
    return (
        said.understood
        and said.nature == nature
        and said.economic == economic
        and said.source is None
        and said.vintage is None
        and not said.part
    )
