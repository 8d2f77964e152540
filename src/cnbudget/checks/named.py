"""What a report says of codes and names that are not those of the year's lists."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from cnbudget.checks.codes import Habit, Judged, first_figures, first_place, habit_of
from cnbudget.checks.messages import another
from cnbudget.checks.record import Record
from cnbudget.classification import Judgement
from cnbudget.figures import Figure, RowAddress
from cnbudget.invariants import Verdict
from cnbudget.messages import By, Words, few, framed, say
from cnbudget.tables import Row

__all__ = ["note_codes"]

_HABIT = 3  # rows of one table whose names are not their codes', at most, that are told one by one
_NAMED = 12
_PLACES = 3


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
