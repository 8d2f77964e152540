"""Judging the codes and names that a document prints against the lists of its year.

"Calling a valid code invalid is the worse mistake": the lists are incomplete, provinces extend the
项, and most rows are not confirmed. So only a malformed code is called wrong. The rest is a
question where everything it rests on is confirmed, and otherwise a note.
"""

from __future__ import annotations

import enum
from typing import Protocol

import attrs

from cnbudget.characters import normalised
from cnbudget.classification.catalogue import Catalogue, check_code, kind_of
from cnbudget.classification.kinds import Confidence, Kind, Level
from cnbudget.classification.rows import CodeList, parent_of
from cnbudget.classification.subject import Subject
from cnbudget.codes import Code
from cnbudget.errors import CodeError
from cnbudget.messages import By, Message, Said, say
from cnbudget.values import Value


class Weight(enum.IntEnum):
    """How much a judgement weighs.

    >>> Weight.NOTE < Weight.QUESTION < Weight.ERROR
    True
    """

    NOTE = 1
    """提示: worth knowing; the document may well be right."""
    QUESTION = 2
    """疑问: please look; the lists are sure of what they say, but they may not say all."""
    ERROR = 3
    """错误: wrong in itself, whatever the lists say."""

    @property
    def zh(self) -> str:
        """The Chinese word for it."""
        return ("提示", "疑问", "错误")[self - 1]


class Doubt(enum.Enum):
    """What can be said about a code and its name.

    >>> from cnbudget.classification import judge
    >>> judge("2080505", "养老保险", 2026)[0].problem
    <Doubt.NAME_DIFFERS: 'name-differs'>
    """

    MALFORMED = "malformed"
    """编码格式不对: not the digits of a code of its list."""
    WRONG_LEVEL = "wrong-level"
    """级次不符: a 款 where the form has a 项, and the like."""
    UNKNOWN_CODE = "unknown-code"
    """编码未见: not in the list, in this year or any other."""
    ABOLISHED = "abolished"
    """编码已停用: in the list of earlier years only."""
    NOT_YET = "not-yet"
    """编码尚未启用: in the list of later years only."""
    NAME_MISSING = "name-missing"
    """缺名称: an empty name."""
    NAME_DIFFERS = "name-differs"
    """名称不同: not the name in the list, nor any other name in it."""
    NAME_OF_OTHER_YEAR = "name-of-other-year"
    """旧名称或新名称: the name that the code has in another year."""
    NAME_OF_OTHER_CODE = "name-of-other-code"
    """名称属于另一编码: the name of another code of the list."""


@attrs.frozen(eq=False, repr=False)
class Judgement(Value):
    """One thing to say about a code and a name in a document.

    Attributes:
        problem: What it is.
        weight: How much it weighs.
        code: The code as given.
        name: The name as given; None where none was.
        year: The year of the document.
        kind: The list it was compared with, or None where the code belongs to no list.
        expected: What the list of the year has for the code, or None.
        candidates: Other subjects that may have been meant, or that the name belongs to.
        zh: The message in Chinese.
        en: The message in English.

    >>> from cnbudget.classification import judge
    >>> found = judge("2080505", "养老保险", 2026)[0]
    >>> found.problem.name, found.weight.name, found.expected.name
    ('NAME_DIFFERS', 'NOTE', '机关事业单位基本养老保险缴费支出')
    """

    problem: Doubt
    weight: Weight
    code: str = attrs.field(kw_only=True)
    name: str | None = attrs.field(kw_only=True)
    year: int = attrs.field(kw_only=True)
    kind: Kind | None = attrs.field(kw_only=True)
    expected: Subject | None = attrs.field(kw_only=True, default=None)
    candidates: tuple[Subject, ...] = attrs.field(kw_only=True, default=())
    zh: str = attrs.field(kw_only=True)
    en: str = attrs.field(kw_only=True)

    def __repr__(self) -> str:
        return f"<Judgement {self.weight.name.lower()} {self.problem.value}: {self.code}>"

    def text(self, lang: str = "zh") -> str:
        """The message in Chinese (``"zh"``) or English (``"en"``).

        >>> from cnbudget import classification
        >>> slip = classification.judge("302", "商品服务支出", 2024)[0]
        >>> slip.text("zh")
        '302 在2024年科目表中的名称是“商品和服务支出”，此处写作“商品服务支出”。'
        """
        return self.zh if lang == "zh" else self.en


class _Lists(Protocol):
    """What judging needs of the lists of all years; `cnbudget.classification.Classification` has it."""

    def check_year(self, year: int) -> None: ...
    def catalogue(self, kind: Kind, year: int) -> Catalogue: ...
    def table(self, kind: Kind) -> CodeList: ...
    def history(self, code: str | Code, *, kind: Kind | None = None) -> tuple[Subject, ...]: ...
    def translate(
        self, code: str | Code, from_year: int, to_year: int, *, kind: Kind | None = None
    ) -> tuple[Subject, ...]: ...


def judge(
    lists: _Lists,
    code: str | Code,
    name: str | None,
    year: int,
    *,
    kind: Kind | None = None,
    level: Level | None = None,
) -> tuple[Judgement, ...]:
    """What there is to say about a code and a name that a document of a year prints.

    Args:
        lists: The lists to judge by.
        code: The code, or anything whose ``str()`` is the digits.
        name: The name printed beside it; None to judge the code alone.
        year: The fiscal year of the document.
        kind: The list that the place calls for; by default the one of the code's first digit.
        level: The level that the place calls for, if it calls for one.

    Returns:
        The judgements; nothing where the document agrees with the list.

    Raises:
        UnknownNameError: If there are no lists for the year.

    >>> from cnbudget import classification
    >>> judge(classification.default(), "20805", "行政事业单位离退休", 2026)
    (<Judgement note name-of-other-year: 20805>,)
    """
    digits = str(code)
    lists.check_year(year)
    try:
        if kind is None:
            kind = kind_of(digits)
        else:
            check_code(digits, kind)
    except CodeError as error:
        said = say("judgement.malformed", digits=_short(digits), wrong=By(CodeError.reason, error))
        return (
            Judgement(
                Doubt.MALFORMED,
                Weight.ERROR,
                code=digits,
                name=name,
                year=year,
                kind=kind,
                zh=said.zh,
                en=said.en,
            ),
        )
    case = _Case(lists, digits, name, year, kind)
    found = case.level(level) if level is not None else []
    if digits in case.catalogue:
        found += case.name_of()
    elif not case.local():
        found += case.absence()
    return tuple(found)


class _Case:
    """One code and name of a document, with the list to judge it by."""

    def __init__(self, lists: _Lists, code: str, name: str | None, year: int, kind: Kind) -> None:
        self.lists = lists
        self.code = code
        self.name = name
        self.year = year
        self.kind = kind
        self.catalogue = lists.catalogue(kind, year)

    def judged(
        self,
        problem: Doubt,
        weight: Weight,
        said: Message,
        candidates: tuple[Subject, ...] = (),
    ) -> Judgement:
        return Judgement(
            problem,
            weight,
            code=self.code,
            name=self.name,
            year=self.year,
            kind=self.kind,
            expected=self.catalogue.get(self.code),
            candidates=candidates,
            zh=said.zh,
            en=said.en,
        )

    def local(self) -> bool:
        """Whether the code is a place's own refinement below a listed section: the name is the document's."""
        return (
            self.kind is Kind.ECONOMIC
            and len(self.code) == self.kind.lengths[Level.ITEM - 1]
            and self.code not in self.lists.table(self.kind).rows
            and parent_of(self.code, self.kind) in self.catalogue
        )

    def level(self, wanted: Level) -> list[Judgement]:
        actual = Level(self.kind.lengths.index(len(self.code)) + 1)
        if actual == wanted:
            return []
        return [
            self.judged(
                Doubt.WRONG_LEVEL,
                Weight.QUESTION,
                say(
                    "judgement.wrong_level",
                    code=self.code,
                    actual=_level(actual),
                    wanted=_level(wanted),
                ),
            )
        ]

    def name_of(self) -> list[Judgement]:
        """The name of a code that is listed in the year."""
        if self.name is None:
            return []
        subject = self.catalogue[self.code]
        wanted, given = normalised(subject.name), normalised(self.name)
        if wanted == given:
            return []
        official = say("judgement.official", code=self.code, year=self.year, name=subject.name)
        if not given:
            return [
                self.judged(
                    Doubt.NAME_MISSING,
                    Weight.NOTE,
                    say("judgement.name_missing", official=official),
                )
            ]
        printed = _short(self.name)
        for other in self.lists.history(self.code, kind=self.kind):
            if normalised(other.name) == given:
                if _may_be_named(subject, other, self.year):
                    return []
                return [
                    self.judged(
                        Doubt.NAME_OF_OTHER_YEAR,
                        Weight.NOTE,
                        say(
                            "judgement.name_of_other_year",
                            official=official,
                            printed=printed,
                            when=_when(other),
                            unsure=_unsure(subject),
                        ),
                        (other,),
                    )
                ]
        return [self._other_name(subject, official, printed)]

    def _other_name(self, subject: Subject, official: Message, printed: str) -> Judgement:
        """A name that is none of the code's, in this year or another."""
        name = self.name or ""
        wanted, given = normalised(subject.name), normalised(name)
        others = self.catalogue.named(name)
        # A shortened or lengthened name is more likely that than another code's name.
        if others and given not in wanted and wanted not in given:
            confirmed = subject.confidence is Confidence.CONFIRMED and all(
                other.confidence is Confidence.CONFIRMED for other in others
            )
            return self.judged(
                Doubt.NAME_OF_OTHER_CODE,
                Weight.QUESTION if confirmed else Weight.NOTE,
                say(
                    "judgement.name_of_other_code",
                    official=official,
                    printed=printed,
                    listed=_listed(others),
                ),
                others,
            )
        return self.judged(
            Doubt.NAME_DIFFERS,
            Weight.NOTE,
            say(
                "judgement.name_differs",
                official=official,
                printed=printed,
                unsure=_unsure(subject),
            ),
        )

    def absence(self) -> list[Judgement]:
        """A code that the list of the year does not have."""
        # A name that the year has under another code in the same list, if only one has it.
        namesakes = self.catalogue.named(self.name) if self.name else ()
        meant: tuple[Subject, ...] = namesakes if len(namesakes) == 1 else ()
        also = None
        if meant:
            also = say("judgement.code_of_name", year=self.year, code=meant[0].code)
        rows = self.lists.table(self.kind).rows.get(self.code)
        if not rows:
            return [self._unknown(meant, also)]
        held = self.lists.history(self.code, kind=self.kind)
        past = [subject for subject in held if subject.since < self.year]
        if past:
            last = past[-1]
            heirs = self.lists.translate(self.code, last.until or 0, self.year, kind=self.kind)
            if heirs and not meant:
                meant = heirs
                also = say("judgement.became", code=heirs[0].code, name=heirs[0].name)
            # When a row ended is mostly recollected: never more than a note, unless documents of its
            # last year were read.
            return [
                self.judged(
                    Doubt.ABOLISHED,
                    _weight(last.years_confidence),
                    say(
                        "judgement.abolished",
                        code=self.code,
                        name=last.name,
                        since=(last.until or 0) + 1,
                        sure=_sure(last.years_confidence),
                        also=also,
                    ),
                    (*meant, last),
                )
            ]
        first = held[0]
        return [
            self.judged(
                Doubt.NOT_YET,
                _weight(first.years_confidence),
                say(
                    "judgement.not_yet",
                    code=self.code,
                    name=first.name,
                    since=first.since,
                    year=self.year,
                    sure=_sure(first.years_confidence),
                    also=also,
                ),
                (*meant, first),
            )
        ]

    def _unknown(self, meant: tuple[Subject, ...], also: Message | None) -> Judgement:
        above = parent_of(self.code, self.kind)
        weight = _weight(list_confidence(self.catalogue, above))
        sure = weight is Weight.QUESTION
        remedy = say("judgement.check_code") if sure else say("judgement.list_incomplete")
        return self.judged(
            Doubt.UNKNOWN_CODE,
            weight,
            say(
                "judgement.unknown_code",
                year=self.year,
                kind=Said(self.kind.zh, self.kind.en),
                code=self.code,
                remedy=remedy,
                also=also,
            ),
            meant,
        )


def list_confidence(catalogue: Catalogue, above: str) -> Confidence:
    """How far the list can be trusted to have every code under one code.

    It is no better than the least known of the subjects listed there, and of the code itself.

    Args:
        catalogue: The list.
        above: The code above, or an empty text for the 类.

    >>> from cnbudget import classification
    >>> list_confidence(classification.for_year(2026).functional, "")
    <Confidence.CONFIRMED: 3>
    """
    below = catalogue.children_of(above)
    if not below or (above and above not in catalogue):
        return Confidence.DOUBTFUL
    codes = (above, *below) if above else below
    return min(catalogue.confidence_of(code) for code in codes)


def _weight(confidence: Confidence) -> Weight:
    return Weight.QUESTION if confidence is Confidence.CONFIRMED else Weight.NOTE


def _may_be_named(subject: Subject, other: Subject, year: int) -> bool:
    """Whether a code may have had its other name in a year, as the year in which names changed is doubtful.

    It lies between the last year in which the earlier name was read and the first in which the later one was; where
    the name of the list was not read, a year beside that of the list.
    """
    if Confidence.DOUBTFUL not in (subject.years_confidence, other.years_confidence):
        return False
    read = [each.year for each in subject.evidence if each.year is not None]
    if other.since < subject.since:
        return year < min(read, default=subject.since + 1)
    return year > max(read, default=other.since - 2)


def _level(level: Level) -> Said:
    article = "an" if level.en[0] in "aeiou" else "a"
    return Said(level.zh, f"{article} {level.en} ({level.zh})")


def _short(name: str) -> str:
    """The name as printed, in one line and not too long."""
    line = " ".join(name.split())
    return line if len(line) <= 60 else line[:59] + "…"


def _when(subject: Subject) -> Message:
    if subject.until is None:
        return say("judgement.from_year", since=subject.since)
    if subject.since <= 2018:
        return say("judgement.up_to_year", until=subject.until)
    if subject.since == subject.until:
        return say("judgement.in_year", year=subject.since)
    return say("judgement.in_years", since=subject.since, until=subject.until)


def _listed(subjects: tuple[Subject, ...]) -> str:
    codes = [subject.code for subject in subjects]
    return ", ".join(codes[:4]) + (f" … ({len(codes)})" if len(codes) > 4 else "")


def _sure(confidence: Confidence) -> Said:
    return Said(confidence.zh, confidence.name.lower())


def _unsure(subject: Subject) -> Message | None:
    if subject.confidence is Confidence.CONFIRMED:
        return None
    return say("judgement.row_unsure", sure=_sure(subject.confidence))
