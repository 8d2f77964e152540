"""The whole agency's money by source, as goals print it, beside what the tables have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product as combinations

from cnbudget.arithmetic import exact, half_place
from cnbudget.dimensions import FundingSource
from cnbudget.figures import Figure, State
from cnbudget.performance import Goals
from cnbudget.rules.amounts import money, value
from cnbudget.rules.beside import Beside
from cnbudget.rules.book import Book
from cnbudget.rules.totals import Wholes

_S = FundingSource
_TRANSFERS = _S.GENERAL_TRANSFER | _S.FUND_TRANSFER | _S.STATE_CAPITAL_TRANSFER
_OWN = _S.GENERAL_OWN | _S.FUND_OWN | _S.STATE_CAPITAL_OWN


def sources_beside(book: Book) -> Iterator[Beside]:
    """The money of the first of the whole agency's goals beside what the tables have."""
    for goals in book.sides.performance.overall[:1]:
        yield from sources_of(goals, book.wholes)


def sources_of(goals: Goals, wholes: Wholes) -> Iterator[Beside]:
    """The whole agency's money by source beside what the tables have.

    上级安排 may hold transfers from above, carried-over money, or both; what is carried over may also stand with the
    agency's own level. The reading under which most of them agree is the one that is held to.

    Args:
        goals: The goals of the whole agency.
        wholes: The totals of the tables.
    """
    whole = wholes.whole()
    if goals.total is not None:
        yield _beside(goals, "total", whole, goals.total) or _whole(goals.total, wholes)
    parts = {
        kind: figure
        for kind, figure in goals.money
        if kind in ("upper", "own", "appropriation", "other", "carried")
    }
    if "upper" in parts or "own" in parts:
        parts.pop("appropriation", None)
    if goals.total is None and {"upper", "own", "other"} <= parts.keys():
        yield {"printed": [whole], "lines": list(parts.values())}
    for kind, cover in _likeliest(parts, wholes):
        printed = [each for each in cover if each.state is not State.BLANK] or cover[:1]
        if len(printed) > 1:
            yield {"said": [parts[kind]], "several": printed}
        else:
            rounded = _beside(goals, kind, printed[0], parts[kind])
            yield rounded or {"said": [parts[kind]], "printed": printed}


def _whole(total: Figure, wholes: Wholes) -> Beside:
    found = wholes.all_or_fiscal(total)
    return {"said": [total], "printed" if len(found) == 1 else "several": found}


def _likeliest(parts: Mapping[str, Figure], wholes: Wholes) -> list[tuple[str, list[Figure]]]:
    """The kinds of money with what the tables print of each, under the reading that most of them bear out."""
    best: list[tuple[str, list[Figure]]] = []
    most = -1
    for reading in _readings(set(parts)) if parts else ():
        tied = []
        good = 0
        for kind, figure in parts.items():
            cover = wholes.cover(reading[kind]) if reading[kind] else None
            if cover is None:
                continue
            tied.append((kind, cover))
            known = all(each.value is not None for each in cover)
            good += known and money(cover) == value(figure)
        if good > most:
            best, most = tied, good
    return best


def _beside(goals: Goals, kind: str, whole: Figure | None, mine: Figure) -> Beside | None:
    """What the tables print beside the tasks, where the money is the sum of their rounded amounts; else None."""
    there = value(whole)
    tasks = [task.figure(kind) for task in goals.tasks]
    known = [each for each in tasks if each is not None and each.value is not None]
    if there is None or money(known) != value(mine) or value(mine) == there:
        return None
    away = exact.subtract(money(known), there).copy_abs()
    if away > exact.multiply(half_place(mine.places, mine.unit.exponent), len(known)):
        return None
    return {"printed": [whole], "tasks": known}


def _readings(kinds: set[str]) -> Iterator[dict[str, FundingSource]]:
    """The ways in which the lines of money can share out all sources."""
    own = "own" if "own" in kinds else "appropriation"
    upper = "upper" if "upper" in kinds else own
    other = "other" if "other" in kinds else own
    carried = ["carried"] if "carried" in kinds else list(dict.fromkeys((upper, own)))
    left = ["carried"] if "carried" in kinds else list(dict.fromkeys((other, upper)))
    for transfers, kept, rest, special in combinations(
        dict.fromkeys((upper, own)), carried, left, dict.fromkeys((other, own))
    ):
        reading = dict.fromkeys(kinds, FundingSource(0))
        for line, source in (
            (own, _OWN),
            (transfers, _TRANSFERS),
            (kept, _S.CARRIED_APPROPRIATION),
            (rest, _S.CARRIED_OTHER),
            (special, _S.SPECIAL_ACCOUNT),
            (other, _S.UNIT),
        ):
            if line in reading:
                reading[line] |= source
        yield reading
