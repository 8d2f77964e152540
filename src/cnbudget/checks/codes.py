"""Codes and names against the classifications of the year.

The lists are incomplete, so nothing here is an error: an unknown code is a question, a name that differs a note, and
what rests on rows that no official book confirms is left undecided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import attrs

from cnbudget.checks.messages import another
from cnbudget.checks.record import Record
from cnbudget.classification import (
    Classification,
    Confidence,
    Judgement,
    Kind,
    Level,
    Weight,
    default,
)
from cnbudget.codes import Code, EconomicCode, FunctionCode
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, Place, RowAddress
from cnbudget.invariants import Verdict
from cnbudget.messages import By, Message, Words, few, framed, say
from cnbudget.tables import Row, Side, Table
from cnbudget.values import Visible
from cnbudget.words import numbered, plain

_TOP = 3  # digits of a 类
#: A unit had numbered its goods and services one after the other, so that many names stood under others' codes.
_HABIT = 3  # rows of one table whose names are not their codes', at most, that are told one by one
_NAMED = 12
_PLACES = 3
_PROJECTS = 2  # rows of a table of projects that tell that its labels are theirs
_NAMES = ("name-missing", "name-differs", "name-of-other-year", "name-of-other-code")


@attrs.frozen(eq=False, repr=False)
class Judged(Visible):
    """What the classifications say to the codes and names of a disclosure.

    Attributes:
        codes: How many codes were looked up.
        names: How many names were compared.
        said: What there is to say: the law ("code" or "name"), the verdict, the judgement, and the rows.
        unnamed: The rows whose labels are no names of their codes, so that nothing is said of them.
    unchecked: Why nothing could be looked up; None if it could.
    """

    codes: int
    names: int
    said: tuple[tuple[str, Verdict, Judgement, tuple[Row, ...]], ...] = attrs.field(kw_only=True)
    unnamed: tuple[Row, ...] = attrs.field(default=(), kw_only=True)
    unchecked: Message | None = attrs.field(default=None, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class CodedSide(Visible):
    """A side of a table that has rows with codes of the lists.

    Attributes:
        number: The place of the table among the budget's, from 0.
        table: The table.
        side: The side.
        rows: The rows that have such codes.
        odd: Those that are not as the lists of the year have them, and whether their place calls for a 类.
    """

    number: int
    table: Table[Any]
    side: Side[Any] = attrs.field(kw_only=True)
    rows: tuple[Row, ...] = attrs.field(kw_only=True)
    odd: tuple[tuple[Row, bool], ...] = attrs.field(kw_only=True)


def coded_sides(disclosure: Disclosure, lists: Classification) -> tuple[CodedSide, ...]:
    """The sides of a disclosure that have rows with codes of the lists, with what is odd in them.

    Two-sided tables mostly list nothing below a 类; some list 款 and 项 too, each under the one that it is of.

    Args:
        disclosure: The budget.
        lists: The lists. In a year that they do not have, nothing is odd.

    >>> import cnbudget
    >>> sides = coded_sides(cnbudget.example("artux"), default())
    >>> sides[0].table.key, len(sides[0].rows), sides[0].odd
    ('summary', 30, ())
    """
    year = disclosure.year or 0
    known = year in lists.years
    names = ListedNames(lists, year)
    found = []
    for number, table in enumerate(disclosure.tables):
        for side in table.sides:
            rows = [row for row in side.rows if type(row.code) in KINDS]
            if rows:
                odd = _odd(side, rows, names) if known else ()
                found.append(CodedSide(number, table, side=side, rows=tuple(rows), odd=odd))
    return tuple(found)


class ListedNames(dict[type[Code], Mapping[str, str]]):
    """The names of the codes of each kind in a year's lists, taken up where a document has such codes."""

    def __init__(self, lists: Classification, year: int) -> None:
        self.lists, self.year = lists, year

    def __missing__(self, kind: type[Code]) -> Mapping[str, str]:
        known = self.year in self.lists.years
        found = self[kind] = self.lists.catalogue(KINDS[kind], self.year).names if known else {}
        return found


def _odd(side: Side[Any], rows: Sequence[Any], names: ListedNames) -> tuple[tuple[Row, bool], ...]:
    """The rows with codes that are not as the lists have them, and whether their place calls for a 类."""
    strange = [
        row for row in rows if names[type(row.code)].get(row.code.digits) != row.address.name
    ]
    if side.side != "expenditure":
        return tuple(
            [
                (row, False)
                for row in strange
                if row.address.name or row.code.digits not in names[type(row.code)]
            ]
        )
    here = {row.code.digits for row in side.rows if row.code is not None}
    odd = []
    for row in rows if strange or max(map(len, here)) > _TOP else ():
        digits, name = row.code.digits, row.address.name
        own = names[type(row.code)].get(digits)
        category = digits[:-2] not in here
        if own is None or (name and name != own) or (category and len(digits) > _TOP):
            odd.append((row, category))
    return tuple(odd)


def _unnumbered(name: str) -> str:
    """A name without the number that some forms print before names with codes: 一、一般公共服务支出 at 201."""
    number, rest = numbered(plain(name))
    return rest if number else name


def judged_codes(
    disclosure: Disclosure,
    lists: Classification | None = None,
    sides: Sequence[CodedSide] | None = None,
) -> Judged:
    """Look up every code and name of a disclosure in the lists of its year.

    Args:
        disclosure: The budget.
        lists: The lists; those that ship if not given.
        sides: Its sides with codes, if they are known.

    >>> import cnbudget
    >>> judged = judged_codes(cnbudget.example("artux"))
    >>> judged.codes > 100, judged.said
    (True, ())
    """
    lists = default() if lists is None else lists
    year = disclosure.year
    if year is None or year not in lists.years:
        first, last = lists.years[0], lists.years[-1]
        why = say("unchecked.year_unlisted", first=first, last=last, year=year)
        if year is None:
            why = say("unchecked.year_unknown")
        return Judged(0, 0, said=(), unchecked=why)
    sides = coded_sides(disclosure, lists) if sides is None else sides
    labels = tuple({row.address: row for row in _unnamed(sides, lists, year)}.values())
    unnamed = {row.address for row in labels}
    rows: dict[tuple[type[Code], str, str, bool], list[Row]] = {}
    for row, category in (each for side in sides for each in side.odd):
        if row.code is not None:
            name = "" if row.address in unnamed else _unnumbered(row.address.name)
            rows.setdefault((type(row.code), row.code.digits, name, category), []).append(row)
    said = []
    for (kind, digits, name, category), found in rows.items():
        catalogue = lists.catalogue(KINDS[kind], year)
        level = Level.CATEGORY if category else None
        if digits in catalogue and level in (None, catalogue.level_of(digits)):
            listed = catalogue.name_of(digits)
            if name in ("", listed) or _cut_off(name, listed, found, disclosure, lists):
                continue
        for judgement in lists.judge(digits, name or None, year, kind=KINDS[kind], level=level):
            law = "name" if judgement.problem.value in _NAMES else "code"
            said.append((law, verdict_of(judgement), judgement, tuple(found)))
    codes = sum([len(side.rows) for side in sides])
    nameless = [row.address.name for side in sides for row in side.rows].count("")
    names = codes - nameless - len(labels)
    return Judged(codes, names, said=tuple(said), unnamed=labels)


def _unnamed(sides: Sequence[CodedSide], lists: Classification, year: int) -> Iterator[Row]:
    """The rows whose labels are no names of their codes: agencies, items that are bought, each under one code.

    They are known by this: in one table one code has several labels, none of which is its name. A label that the list
    has for another code, or that is nearly the code's name, is a wrong name all the same.
    """
    odd: dict[tuple[int, type[Code], str], None] = {}
    for side in sides:
        if side.table.key == "projects":
            yield from _projects(side, lists, year)
        for row, _ in side.odd:
            if row.code is not None and row.address.name:
                odd[side.number, type(row.code), row.code.digits] = None
    for number, code, digits in odd:
        rows = [
            row
            for side in sides
            if side.number == number
            for row in side.rows
            if type(row.code) is code and row.code.digits == digits and row.address.name
        ]
        names = {row.address.name for row in rows}
        kind = KINDS[code]
        listed = lists.catalogue(kind, year).get(digits) if len(names) > 1 else None
        if listed is None or listed.name in names:
            continue
        wrong = {name for name in names if lists.named(name, kind=kind) or _near(name, listed.name)}
        yield from (row for row in rows if row.address.name not in wrong)


def _projects(side: CodedSide, lists: Classification, year: int) -> Iterator[Row]:
    """The rows of a table of projects whose labels are the projects' names, under the codes of their items.

    Sichuan prints them in the column of names: no row has the name of its code there, and one none like it.
    """
    named = [
        (row.address.name, row.code, KINDS[type(row.code)])
        for row in side.rows
        if row.code is not None and row.address.name
    ]
    listed = [lists.catalogue(kind, year).get(code.digits) for _, code, kind in named]
    pairs = [(name, own.name) for (name, *_), own in zip(named, listed, strict=True) if own]
    if len(pairs) < len(named) or len(named) < _PROJECTS or any(name == own for name, own in pairs):
        return
    if any(lists.named(name, kind=kind) for name, _, kind in named):
        return
    if not all(_near(name, own) for name, own in pairs):
        yield from (row for row in side.rows if row.address.name)


def _near(name: str, listed: str) -> bool:
    """Whether a label is most likely meant as a name of the lists.

    >>> _near("其他医疗保障管理支出", "其他医疗保障管理事务支出"), _near("青山市医疗保障局", "其他医疗保障管理事务支出")
    (True, False)
    """
    from difflib import SequenceMatcher

    return SequenceMatcher(None, name, listed, autojunk=False).ratio() >= _LEAST_LIKE


KINDS: dict[type[Code], Kind] = {FunctionCode: Kind.FUNCTIONAL, EconomicCode: Kind.ECONOMIC}


#: A cell that is too small cuts off no more of a name than this, and only of one that is long.
_MOST_CUT = 2
_LEAST_LEFT = 10
#: Cities' names lack a letter of the lists' (对个人和家庭补助); they are wrong names, and no labels.
_LEAST_LIKE = 0.6


def _cut_off(
    name: str, listed: str, rows: list[Row], disclosure: Disclosure, lists: Classification
) -> bool:
    """Whether a name is one of the lists whose end its cell has cut off, as cells of fixed height do.

    Such a name is itself no name of any list, and none of its table is longer: the cells are of one size.
    """
    left = len(name)
    if not (
        left >= _LEAST_LEFT and left < len(listed) <= left + _MOST_CUT and listed.startswith(name)
    ):
        return False
    if any(lists.named(name, kind=kind) for kind in Kind):
        return False
    keys = {row.address.key for row in rows}
    return all(
        len(row.address.name) <= left
        for table in disclosure.tables
        if table.key in keys
        for row in table.rows
    )


def coded_rows(disclosure: Disclosure) -> Iterator[tuple[Kind, Row]]:
    """The rows of a disclosure that have a code of a list, with the list.

    >>> import cnbudget
    >>> kind, row = next(coded_rows(cnbudget.example("artux")))
    >>> kind.value, row.code.level
    ('functional', '类')
    """
    for table in disclosure.tables:
        for row in table.rows:
            if row.code is not None and type(row.code) in KINDS:
                yield KINDS[type(row.code)], row


def verdict_of(judgement: Judgement) -> Verdict:
    """How a judgement counts: violated only where what the list says is confirmed.

    Args:
        judgement: The judgement.
    """
    sure = judgement.expected is not None and judgement.expected.confidence is Confidence.CONFIRMED
    return Verdict.VIOLATED if sure or judgement.weight is Weight.QUESTION else Verdict.UNDECIDED


def first_figures(rows: tuple[Row, ...]) -> tuple[Figure, ...]:
    """A figure of each row, to point at the rows with."""
    return tuple(row.figures[0] for row in rows if row.figures)


def first_place(rows: tuple[Row, ...]) -> Place:
    """Where the first of the rows stands."""
    return rows[0].figures[0].place if rows and rows[0].figures else Place()


#: A law, a verdict, and the table and the kind of problem that rows of one habit are of; the last tells others apart.
Habit = tuple[str, Verdict, str, str, str]


def habit_of(law: str, verdict: Verdict, judgement: Judgement, rows: tuple[Row, ...]) -> Habit:
    """What wrong names of rows have in common, if the table lists economic uses by another list than the year's.

    One that numbers its rows one after the other gives many of them names of other codes.

    Args:
        law: "code" or "name".
        verdict: How they count.
        judgement: What the lists say to them.
        rows: The rows of one code.
    """
    titles = {row.address.title for row in rows}
    problem = judgement.problem.value
    if law == "name" and len(titles) == 1 and isinstance(rows[0].code, EconomicCode):
        return law, verdict, titles.pop(), problem, ""
    return law, verdict, "", problem, repr(rows[0].address)


# What a report says of them ----------------------------------------------------------------------


def note_codes(record: Record, judged: Judged, told: AbstractSet[RowAddress]) -> None:
    """Put into a record what the lists say to the codes and names of a document, and count what they bear out.

    Args:
        record: The record.
        judged: What the lists say.
        told: The rows whose codes are called wrong already.
    """
    wrong = {"code": 0, "name": 0}
    habits: dict[Habit, list[tuple[Judgement, tuple[Row, ...]]]] = {}
    for law, verdict, judgement, all_rows in judged.said:
        rows = tuple(row for row in all_rows if row.address not in told)
        if not rows:
            continue
        wrong[law] += len(rows)
        record.count(law, verdict.value, len(rows))
        habits.setdefault(habit_of(law, verdict, judgement, rows), []).append((judgement, rows))
    for (law, verdict, *_), found in habits.items():
        _note(record, law, verdict, found)
    for law, looked_up in (("code", judged.codes), ("name", judged.names)):
        if looked_up > wrong[law]:
            record.count(law, "exact", looked_up - wrong[law])


def _note(
    record: Record, law: str, verdict: Verdict, found: list[tuple[Judgement, tuple[Row, ...]]]
) -> None:
    """What there is to say of codes and names; a table that uses another list than the year's is one habit."""
    if len(found) > _HABIT:
        rows = tuple(row for _, each in found for row in each)
        each = [(row, judgement) for judgement, mine in found for row in mine][1:]
        others = [_named_at(row, judgement) for row, judgement in each]
        words = framed(
            _judged_at(found[0][0], found[0][1]),
            "checks.and_so_others",
            count=len(others),
            names=few(others, _NAMED),
        )
        _told(record, law, verdict, words, rows)
        return
    for judgement, rows in found:
        _told(record, law, verdict, _judged_at(judgement, rows), rows)


def _told(record: Record, law: str, verdict: Verdict, words: Words, rows: tuple[Row, ...]) -> None:
    figures = first_figures(rows)
    record.note(law, words, verdict=verdict, place=first_place(rows), figures=figures)


def _judged_at(judgement: Judgement, rows: tuple[Row, ...]) -> Words:
    """What the lists say to a code or a name, and where it stands."""
    figures = first_figures(rows)
    places = few(tuple(dict.fromkeys(By(Figure.spot, each) for each in figures)), _PLACES)
    return say("checks.at_place", places=places, judgement=judgement)


def _named_at(row: Row, judgement: Judgement) -> Words:
    """A row whose name is not its code's, where it stands, and the name that the list has."""
    right = "" if judgement.expected is None else judgement.expected.name
    return another(f"{row.code} {row.address.name}".strip(), first_place((row,)), right)
