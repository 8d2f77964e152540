"""The classifications of China's budgets (政府收支分类科目), by fiscal year.

    >>> from cnbudget import classification
    >>> lists = classification.for_year(2026)
    >>> lists.functional["2080505"].name
    '机关事业单位基本养老保险缴费支出'
    >>> lists.economic.find("公务接待费").code
    '30217'

Five lists, 2018 to 2026: functional, department economic, government economic, revenue and funding
sources; and the crosswalk between the two economic ones. Every row says how well it is known; most
are not confirmed against an official yearly book, so a code that is missing is a question, not an
error.

Nothing is read before it is asked for.
"""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any

from cnbudget.classification.catalogue import Catalogue, kind_of
from cnbudget.classification.edition import Classification, Edition, files_of, shipped
from cnbudget.classification.history import Changes, Renaming
from cnbudget.classification.judgement import Doubt, Judgement, Weight
from cnbudget.classification.kinds import Budget, Confidence, Kind, Level
from cnbudget.classification.subject import Subject
from cnbudget.codes import Code

if TYPE_CHECKING:
    from cnbudget.classification.crosswalk import (
        AgencyKind,
        Correspondence,
        Crosswalk,
        OneToMany,
        OneToOne,
    )

__all__ = [
    "AgencyKind",
    "Budget",
    "Catalogue",
    "Changes",
    "Classification",
    "Confidence",
    "Correspondence",
    "Crosswalk",
    "Doubt",
    "Edition",
    "Judgement",
    "Kind",
    "Level",
    "OneToMany",
    "OneToOne",
    "Renaming",
    "Subject",
    "Weight",
    "changes",
    "default",
    "files_of",
    "for_year",
    "history",
    "judge",
    "kind_of",
    "load",
    "translate",
    "years",
]


def default() -> Classification:
    """The lists that come with cnbudget.

    >>> default()
    <Classification 2018–2026>
    """
    return shipped()


def load(overlay: str | os.PathLike[str] | None = None) -> Classification:
    """The lists, with a directory of the same text files laid over them.

    A code that a file of the directory lists is described by that file alone, in all its years; the
    other codes stay as shipped. ``years 2018-2027`` in a file lengthens the lists. In
    ``crosswalk.dat`` a government code replaces its pairs for that kind of agency. Everything is
    read and checked here.

    Args:
        overlay: A directory with any of ``functional.dat``, ``economic.dat``,
            ``government_economic.dat``, ``revenue.dat``, ``funding.dat`` and ``crosswalk.dat``.

    Raises:
        CatalogueError: If a file is broken or contradicts the lists; names the file, the line and
            the remedy.

    >>> load().for_year(2020)
    <Edition 2020>
    """
    return default() if overlay is None else Classification(overlay)


def years() -> range:
    """The years for which there are lists.

    >>> 2026 in years(), 2100 in years()
    (True, False)
    """
    return default().years


def for_year(year: int) -> Edition:
    """The lists as they stand in a year.

    Raises:
        UnknownNameError: If there are no lists for the year; the hint says for which there are.

    >>> for_year(2018).functional["207"].name
    '文化体育与传媒支出'
    """
    return default().for_year(year)


def history(code: str | Code, *, kind: Kind | None = None) -> tuple[Subject, ...]:
    """The names of a code by period, oldest first.

    Args:
        code: The code.
        kind: Which list; by default the one its first digit belongs to.

    Raises:
        CodeError: If the code is malformed.
        UnknownCodeError: If no year has the code.

    >>> [(subject.name, subject.years) for subject in history("20805")]
    [('行政事业单位离退休', '2018–2019'), ('行政事业单位养老支出', '2020–')]
    """
    return default().history(code, kind=kind)


def changes(from_year: int, to_year: int, *, kind: Kind | None = None) -> Changes:
    """What differs between the lists of two years: added, abolished, renamed and moved.

    Args:
        from_year: The first year.
        to_year: The second.
        kind: Which list; by default all of them.

    Raises:
        UnknownNameError: If there are no lists for one of the years.

    >>> [str(each) for each in changes(2019, 2020).renamed if each.after.code == "20805"]
    ['20805 行政事业单位离退休 → 20805 行政事业单位养老支出']
    """
    return default().changes(from_year, to_year, kind=kind)


def translate(
    code: str | Code, from_year: int, to_year: int, *, kind: Kind | None = None
) -> tuple[Subject, ...]:
    """What a code of one year is in another, or nothing where the lists do not know it.

    Args:
        code: The code, as used in ``from_year``.
        from_year: The year of the code.
        to_year: The year to express it in, later or earlier.
        kind: Which list; by default the one its first digit belongs to.

    Raises:
        CodeError: If the code is malformed.
        UnknownCodeError: If ``from_year`` does not have the code.
        UnknownNameError: If there are no lists for one of the years.

    >>> [subject.code for subject in translate("2080204", 2018, 2026)]
    ['2082804']
    """
    return default().translate(code, from_year, to_year, kind=kind)


def judge(
    code: str | Code,
    name: str | None,
    year: int,
    *,
    kind: Kind | None = None,
    level: Level | None = None,
) -> tuple[Judgement, ...]:
    """What there is to say about a code and a name that a document of a year prints.

    Only a malformed code is an error. A code that the list does not have is a question where the
    list is confirmed around it, and otherwise a note; a name that differs is a note.

    Args:
        code: The code, or anything whose ``str()`` is the digits.
        name: The name printed beside it; None to judge the code alone.
        year: The fiscal year of the document.
        kind: The list that the place calls for; by default the one of the code's first digit.
        level: The level that the place calls for, if it calls for one.

    Returns:
        The judgements; nothing where the document agrees with the list.

    Raises:
        UnknownNameError: If there are no lists for the year.

    >>> judge("2080505", "机关事业单位基本养老保险<br>缴费支出", 2026)
    ()
    >>> judge("20805", "行政事业单位离退休", 2026)
    (<Judgement note name-of-other-year: 20805>,)
    """
    return default().judge(code, name, year, kind=kind, level=level)


_LATER = ("AgencyKind", "Correspondence", "Crosswalk", "OneToMany", "OneToOne")


def __getattr__(name: str) -> Any:
    if name in _LATER:  # a check crosses no classifications
        from cnbudget.classification import crosswalk

        return getattr(crosswalk, name)
    if (
        name == "Problem"
    ):  # its former name; a problem is something in a file that could not be read
        warnings.warn(
            "cnbudget.classification.Problem is now Doubt", DeprecationWarning, stacklevel=2
        )
        return Doubt
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
