"""Names of subjects in the text: those that the lists have in other years only.

The text says subjects with their level behind them: 医疗卫生与计划生育支出（210类）行政事业单位医疗（11款）. A name of
another year is left over from an older document. What stands before the level and is in no list is somebody's own
wording, and nothing is said of it.
"""

from __future__ import annotations

import re

import attrs

from cnbudget.characters import normalised
from cnbudget.checks.codes import verdict_of
from cnbudget.checks.record import Record
from cnbudget.classification import Classification, Kind, Subject, default
from cnbudget.disclosure import Disclosure
from cnbudget.expressions import expression
from cnbudget.invariants import Verdict
from cnbudget.messages import say

#: Texts of districts (Shanghai) had names of years before: 其他国土资源事务支出, 医疗卫生与计划生育支出.
#: Behind them their level stands, or, where they are quoted in a list, an amount.
_LEVEL = expression(
    r"[（(][0-9]{0,7}[类款项]级?(?:科目)?[)）]|[”\"](?= ?[0-9][0-9.,]{0,20}[亿万千]?元)"
)
_QUOTES = '”"'
_BEFORE = ("原", "原来的", "原有的")
_CATEGORY = 3  # digits
_LONGEST = 40
_SHORTEST = 3


def check_old_names(
    record: Record, disclosure: Disclosure, lists: Classification | None
) -> frozenset[str]:
    """Note each name of a functional subject in the text that only other years have, once.

    Args:
        record: Where it is noted.
        disclosure: The budget. Without a year, or beyond the lists' years, nothing is compared.
        lists: The lists; those that ship if not given.

    Returns:
        The names that were noted.
    """
    lists = default() if lists is None else lists
    year = disclosure.year
    if year is None or year not in lists.years:
        return frozenset()
    told: dict[str, bool] = {}
    tables = _of_tables(record)
    for passage in disclosure.passages:
        if passage.grid:
            continue
        for level in _LEVEL.finditer(passage.text):
            name = _named(lists, passage.text[max(0, level.start() - _LONGEST) : level.start()])
            if not name or name in told or not _whole(passage.text, level, name):
                continue
            if level[0] in _QUOTES:
                name = _category(lists, name)
            subjects = lists.named(name, kind=Kind.FUNCTIONAL)
            old = told[name] = not any(_holds(subject, year) for subject in subjects)
            if not old:
                record.count("name", "exact")
                continue
            for judgement in lists.judge(subjects[-1].code, name, year, kind=Kind.FUNCTIONAL)[:1]:
                verdict = verdict_of(judgement)
                record.count("name", verdict.value)
                words = say("checks.in_text", place=passage.place, judgement=judgement)
                record.note("name", words, verdict=verdict, place=passage.place)
                if name in tables:
                    record.findings[-1] = attrs.evolve(record.findings[-1], caused_by=tables[name])
    return frozenset(name for name, old in told.items() if old)


def _of_tables(record: Record) -> dict[str, str]:
    """The findings on names in the tables, by the name: the text says again what they say."""
    return {
        figure.row.name: each.id
        for each in record.findings
        if each.law == "name" and each.verdict is Verdict.VIOLATED
        for figure in each.figures
    }


def _named(lists: Classification, before: str) -> str:
    """The longest name of a functional subject, of any year, that a text ends with; "" if it ends with none."""
    kind, last = Kind.FUNCTIONAL, len(before) - _SHORTEST
    if not {"<", "&"}.isdisjoint(before):  # letters are not normalised each for itself
        for start in range(last + 1):
            end = normalised(before[start:])
            if end and lists.name_at_end(end, kind=kind) == end:
                return before[start:]
        return ""
    name, found = lists.name_at_end(normalised(before), kind=kind), ""
    for start in range(len(before) - len(name), -1, -1) if name else ():
        if normalised(before[start:]) == name:
            found = before[start:]
        elif found:
            break
    return found if len(found) >= _SHORTEST else ""


def _whole(text: str, level: re.Match[str], name: str) -> bool:
    """Whether a name that is quoted is all that is quoted, and not told of as that of before: 原“医疗卫生支出”."""
    if level[0] not in _QUOTES:
        return True
    before = text[: level.start() - len(name)]
    return before.endswith(("“", '"')) and not before[:-1].endswith(_BEFORE)


def _category(lists: Classification, name: str) -> str:
    """The category that a name in a list of uses is short for: 文化体育与传媒 is also what a transfer is for."""
    longer = name + "支出"
    subjects = lists.named(longer, kind=Kind.FUNCTIONAL)
    return longer if any(len(each.code) == _CATEGORY for each in subjects) else name


def _holds(subject: Subject, year: int) -> bool:
    return subject.since <= year <= (subject.until or year)
