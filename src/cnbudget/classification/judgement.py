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
from cnbudget.errors import CodeError

__all__ = ["Judgement", "Problem", "Weight", "judge"]


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


class Problem(enum.Enum):
    """What can be said about a code and its name."""

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


@attrs.frozen
class Judgement:
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
    """

    problem: Problem
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


class Lists(Protocol):
    """What judging needs of the lists of all years; `cnbudget.classification.Classification` has it."""

    def check_year(self, year: int) -> None: ...
    def catalogue(self, kind: Kind, year: int) -> Catalogue: ...
    def table(self, kind: Kind) -> CodeList: ...
    def history(self, code: str, *, kind: Kind | None = None) -> tuple[Subject, ...]: ...
    def translate(
        self, code: str, from_year: int, to_year: int, *, kind: Kind | None = None
    ) -> tuple[Subject, ...]: ...


def judge(
    lists: Lists,
    code: str,
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
        return (
            Judgement(
                Problem.MALFORMED,
                Weight.ERROR,
                code=digits,
                name=name,
                year=year,
                kind=kind,
                zh=_sentence(f"“{_short(digits)}”：{error.zh}", error.hint_zh, "（{}）", "。"),
                en=_sentence(f'"{_short(digits)}": {error.message}', error.hint, " ({})", "."),
            ),
        )
    case = _Case(lists, digits, name, year, kind)
    found = case.level(level) if level is not None else []
    if digits in case.catalogue:
        found += case.name_of()
    elif not case.local():
        found += case.absence()
    return tuple(found)


def _sentence(text: str, hint: str, form: str, end: str) -> str:
    return text + (form.format(hint) if hint else "") + end


class _Case:
    """One code and name of a document, with the list to judge it by."""

    def __init__(self, lists: Lists, code: str, name: str | None, year: int, kind: Kind) -> None:
        self.lists = lists
        self.code = code
        self.name = name
        self.year = year
        self.kind = kind
        self.catalogue = lists.catalogue(kind, year)

    def say(
        self,
        problem: Problem,
        weight: Weight,
        zh: str,
        en: str,
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
            zh=zh,
            en=en,
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
            self.say(
                Problem.WRONG_LEVEL,
                Weight.QUESTION,
                f"{self.code} 是{actual.zh}级科目，此处应填{wanted.zh}级科目。",
                f"{self.code} is {_a(actual.en)} ({actual.zh}); "
                f"{_a(wanted.en)} ({wanted.zh}) belongs here.",
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
        official_zh = f"{self.code} 在{self.year}年科目表中的名称是“{subject.name}”"
        official_en = f'{self.code} is called "{subject.name}" in the list of {self.year}'
        if not given:
            return [
                self.say(
                    Problem.NAME_MISSING,
                    Weight.NOTE,
                    f"{official_zh}，此处没有名称。",
                    f"{official_en}; the name is empty here.",
                )
            ]
        printed = _short(self.name)
        for other in self.lists.history(self.code, kind=self.kind):
            if normalised(other.name) == given:
                if _may_be_named(subject, other, self.year):
                    return []
                when_zh, when_en = _when(other)
                return [
                    self.say(
                        Problem.NAME_OF_OTHER_YEAR,
                        Weight.NOTE,
                        f"{official_zh}，此处写作“{printed}”，是{when_zh}的名称{_unsure_zh(subject)}。",
                        f'{official_en}; "{printed}" is its name {when_en}{_unsure_en(subject)}.',
                        (other,),
                    )
                ]
        others = self.catalogue.named(self.name)
        # A shortened or lengthened name is more likely that than another code's name.
        if others and given not in wanted and wanted not in given:
            confirmed = subject.confidence is Confidence.CONFIRMED and all(
                other.confidence is Confidence.CONFIRMED for other in others
            )
            listed = _listed(others)
            return [
                self.say(
                    Problem.NAME_OF_OTHER_CODE,
                    Weight.QUESTION if confirmed else Weight.NOTE,
                    f"{official_zh}，此处的名称“{printed}”属于 {listed}，请核对编码与名称。",
                    f'{official_en}; the name "{printed}" belongs to {listed}: '
                    "please check which is meant.",
                    others,
                )
            ]
        return [
            self.say(
                Problem.NAME_DIFFERS,
                Weight.NOTE,
                f"{official_zh}，此处写作“{printed}”{_unsure_zh(subject)}。",
                f'{official_en}; here it is written "{printed}"{_unsure_en(subject)}.',
            )
        ]

    def absence(self) -> list[Judgement]:
        """A code that the list of the year does not have."""
        # A name that the year has under another code in the same list, if only one has it.
        namesakes = self.catalogue.named(self.name) if self.name else ()
        meant: tuple[Subject, ...] = namesakes if len(namesakes) == 1 else ()
        also_zh = f"{self.year}年此名称的编码是 {meant[0].code}。" if meant else ""
        also_en = f" In {self.year} this name has the code {meant[0].code}." if meant else ""
        rows = self.lists.table(self.kind).rows.get(self.code)
        if not rows:
            return [self._unknown(meant, also_zh, also_en)]
        held = self.lists.history(self.code, kind=self.kind)
        past = [subject for subject in held if subject.since < self.year]
        if past:
            last = past[-1]
            heirs = self.lists.translate(self.code, last.until or 0, self.year, kind=self.kind)
            if heirs and not meant:
                meant = heirs
                also_zh = f"其后为 {heirs[0].code}“{heirs[0].name}”。"
                also_en = f' It became {heirs[0].code} "{heirs[0].name}".'
            # When a row ended is mostly recollected: never more than a note, unless documents of its
            # last year were read.
            return [
                self.say(
                    Problem.ABOLISHED,
                    _weight(last.years_confidence),
                    f"{self.code}“{last.name}”自{(last.until or 0) + 1}年起不再使用"
                    f"（据科目表，年度{last.years_confidence.zh}）。{also_zh}",
                    f'{self.code} "{last.name}" is not used from {(last.until or 0) + 1} on '
                    f"(the years are {last.years_confidence.name.lower()} in the list).{also_en}",
                    (*meant, last),
                )
            ]
        first = held[0]
        return [
            self.say(
                Problem.NOT_YET,
                _weight(first.years_confidence),
                f"{self.code}“{first.name}”自{first.since}年起使用，{self.year}年尚无此科目"
                f"（据科目表，年度{first.years_confidence.zh}）。{also_zh}",
                f'{self.code} "{first.name}" is used from {first.since} on, not yet in {self.year} '
                f"(the years are {first.years_confidence.name.lower()} in the list).{also_en}",
                (*meant, first),
            )
        ]

    def _unknown(self, meant: tuple[Subject, ...], also_zh: str, also_en: str) -> Judgement:
        above = parent_of(self.code, self.kind)
        weight = _weight(list_confidence(self.catalogue, above))
        if weight is Weight.QUESTION:
            unsure_zh, unsure_en = "请核对编码", "please check the code"
        else:
            unsure_zh = "科目表此处未经全部核实，可能不全，或为各地增设的科目"
            unsure_en = "the list is not fully confirmed here, or the province may have added it"
        return self.say(
            Problem.UNKNOWN_CODE,
            weight,
            f"{self.year}年{self.kind.zh}中没有 {self.code}；{unsure_zh}。{also_zh}",
            f"The {self.kind.en} list of {self.year} does not have {self.code}; "
            f"{unsure_en}.{also_en}",
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


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _short(name: str) -> str:
    """The name as printed, in one line and not too long."""
    line = " ".join(name.split())
    return line if len(line) <= 60 else line[:59] + "…"


def _when(subject: Subject) -> tuple[str, str]:
    if subject.until is None:
        return f"{subject.since}年起", f"from {subject.since} on"
    if subject.since <= 2018:
        return f"{subject.until}年及以前", f"up to {subject.until}"
    if subject.since == subject.until:
        return f"{subject.since}年", f"in {subject.since}"
    return f"{subject.since}—{subject.until}年", f"from {subject.since} to {subject.until}"


def _listed(subjects: tuple[Subject, ...]) -> str:
    codes = [subject.code for subject in subjects]
    return ", ".join(codes[:4]) + (f" … ({len(codes)})" if len(codes) > 4 else "")


def _unsure_zh(subject: Subject) -> str:
    return (
        ""
        if subject.confidence is Confidence.CONFIRMED
        else f"（科目表此行{subject.confidence.zh}）"
    )


def _unsure_en(subject: Subject) -> str:
    if subject.confidence is Confidence.CONFIRMED:
        return ""
    return f" (the list's row is {subject.confidence.name.lower()})"
