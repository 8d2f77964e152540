"""Counts that final accounts must tell beside what was spent: groups that went abroad, guests, and vehicles.

The rules of publication (地方预决算公开操作规程) ask for them of every department's final accounts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from cnbudget.expressions import expression
from cnbudget.figures import State
from cnbudget.messages import Message, say
from cnbudget.narrative.claims import Claim
from cnbudget.narrative.document import Narrative
from cnbudget.narrative.subjects import Context
from cnbudget.numerals import CAPITALS, COUNTED
from cnbudget.passages import folded
from cnbudget.scopes import VEHICLES

_NUMBER = f"[0-9{COUNTED}百两{CAPITALS}](?:余|多)?"
#: Of each expense, its economic code, what counts it, and what is said where nothing does.
#: Towns tell guests by times and heads (接待5次、35人), trainees abroad by heads, and vehicles as 台.
_COUNTS: tuple[tuple[str, re.Pattern[str], Callable[[str], Message]], ...] = (
    (
        "30212",
        expression(
            r"团组|团次|(?:出国|\(境\))人[次数]|"
            f"{_NUMBER}个?(?:[^，。；、0-9]{{0,6}}团)|团{_NUMBER}个"
            rf"|赴[^。；，]{{1,16}}(?:考察|访问|学习|培训|交流)[^。；]{{0,20}}{_NUMBER}[人名]|{_NUMBER}名[^。；，]{{1,6}}赴"
            rf"|(?:出国|出境|\(境\)|出访|境外|国外)[^。；接]{{0,60}}{_NUMBER}(?:人|名|次|批)"
        ),
        lambda s: say("slips.groups_untold", subject=s),
    ),
    (
        "30217",
        expression(
            f"批次|接待人[次数]|{_NUMBER}批|(?:接待|来宾|来访)[^。；]{{0,60}}{_NUMBER}(?:人|名|次|起|场)"
        ),
        lambda s: say("slips.guests_untold", subject=s),
    ),
    (
        "30231",
        expression(
            f"保有|{_NUMBER}辆|车(?:辆)?(?:总|编制|实有|[^。；，,]{{0,12}}{_NUMBER}[台部])"
            rf"|车辆[^。；，,0-9]{{0,8}}[0-9]{{1,4}}(?![0-9.,]*[万亿]?元|[0-9.])|(?:无|没有)[^。；，,]{{0,8}}车"
        ),
        lambda s: say("slips.vehicles_untold", subject=s),
    ),
)


def counts_untold(narrative: Narrative) -> Iterator[tuple[Message, Claim]]:
    """What was spent without the counts that belong to it, where the text has a part on the three public expenses."""
    context, spent = narrative.context, _spent(narrative)
    rows: list[str] | None = None
    for code, counted, said in _COUNTS:
        told = next((each for each in spent if _of(each, code)), None)
        if told is None or any(counted.search(each.folded) for each in narrative.passages):
            continue
        rows = _named(context) if rows is None else rows
        if not any(map(counted.search, rows)):
            yield said(told.subject), told


#: That one was bought, or none, or what it cost to run them: 均为运行维护费, 未购置公务用车.
_APART = expression(
    "(?<![及和与、置])(?:运行维护|运行|运维)(?:费|支出|经费)|购置(?:费|支出|数|了?[0-9])"
    "|(?:未|没有|无|不)[^。；，,]{0,6}(?:购置|购买|新购)|(?:新购|购买|购置)[^。；，,及和与、]{0,12}车"
)


def parts_untold(narrative: Narrative) -> Iterator[tuple[Message, Claim]]:
    """What was spent on vehicles and is not told by what was for buying and what for running them.

    Args:
        narrative: The text.

    >>> import cnbudget
    >>> list(parts_untold(cnbudget.example("akto").narrative))
    []
    """
    every = set(VEHICLES.economic)
    spent = ((claim, claim.scope) for claim in _spent(narrative))
    told = next((claim for claim, scope in spent if scope and set(scope.economic) == every), None)
    if told is None:
        return
    sections = (each for each in narrative.sections if not each.within("glossary"))
    said = (line.folded for each in sections for line in each.passages)
    if not any(map(_APART.search, chain(said, _named(narrative.context)))):
        yield say("slips.vehicles_together", subject=told.subject), told


def _spent(narrative: Narrative) -> list[Claim]:
    """What the part on the three public expenses of final accounts says was spent."""
    context = narrative.context
    sections = [each for each in narrative.sections if each.within("three_public")]
    if context.stage != "决算" or not sections:
        return []
    return [
        claim
        for claim in narrative.claims
        if claim.kind == "amount"
        and claim.role == "stated"
        and claim.money
        and claim.value
        and (claim.year, claim.stage) == (context.year, context.stage)
        and claim.section.within("three_public")
    ]


def _named(context: Context) -> list[str]:
    """What rows and columns with something in them are called: counts may stand in a table, 团组数（个）."""
    found: dict[str, None] = {}
    sides = (side for table in context.tables for side in table.sides)
    for row in (row for side in sides for row in side.rows):
        filled = [each for each in row.figures if each.state is not State.BLANK]
        if filled:
            found[folded(row.address.row or "")] = None
            found.update((folded(word), None) for each in filled for word in each.column.path)
    return list(found)


def _of(claim: Claim, code: str) -> bool:
    return claim.scope is not None and claim.scope.economic == (code,)
