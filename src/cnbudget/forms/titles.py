"""Titles of tables: what stands around them is taken off, and what is left says what the table totals.

    >>> title_of("公开03表：2026年市级部门支出预算总表（单位：万元）").text
    '市级部门支出预算总表'
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from cnbudget.forms.meaning import Meaning, meaning_of
from cnbudget.forms.vocabulary import Vocabulary
from cnbudget.words import continued, plain

__all__ = ["Title", "label_alone", "title_of"]

_LONGEST = 90
_NUMERALS = "一二三四五六七八九十"
_NUMBER = rf"(?:[0-9]{{1,3}}|[{_NUMERALS}]{{1,3}})(?:[-—–.][0-9]{{1,2}})?"
#: 表3, 公开03表, 部门公开表7, 预算01表, 财决公开03表, 附件1-3, Z01.
_LABEL = re.compile(
    rf"(?:(?:财决|部门|单位|预算|决算|财政|公开)*(?:附表|附件|表格|表|附)({_NUMBER})"
    rf"|(?:财决|批复|部门|单位|预算|决算)*(?:公开|预算|决算)({_NUMBER})表|Z([0-9]{{2}})|附)(?:表)?[、.,)\]-]*"
)
#: 三、 （三） 3. 03
_ORDINAL = re.compile(rf"(?:\(({_NUMBER})\)|({_NUMBER})[、.,)]|([0-9]{{1,2}})(?![0-9年]))")
_MARKS = "《》★●■◆※☆▲*·•-"
#: What stands behind a title on its line: the agency, the unit.
_BEHIND = re.compile(
    r"\(?(?:(?:编制|填报|公开|预算|金额)?(?:单位|部门)(?:名称)?[:：]|金额单位|货币单位|[:：]?(?:单位)(?=万?元|千元|亿元)).*$", re.DOTALL
)
_YEAR = re.compile(r"\(?(?:19|20)[0-9]{2}年?(?:度)?\)?")
_UNIT_BRACKET = re.compile(r"\((?:单位)?(?:人民币)?(?:亿|千|万)?元\)$")
_LABEL_BRACKET = re.compile(
    rf"\((?:财决|部门|单位|预算|决算)*(?:公开|预算|决算)?(?:附)?(?:表)?({_NUMBER})(?:表)?\)$"
)
_AGENCY_END = re.compile(
    r"(?:[局委会办室心院校园厅所站处部府社馆队司团区县市镇乡州盟旗台库场厂行组道]|机关|公司|大学|中学|小学|部门|单位|高等学校)"
    r"(?:\((?:本级|部门|本部|机关|汇总)\))?$"
)
_DIGIT = re.compile("[0-9]")
_AGENCY_BRACKET = re.compile(r"\(([^()]{2,40})\)$")
#: Tables that are no tables of money, and lines that only speak of one.
_NEVER = re.compile("绩效|目标|自评|指标体系|资产(?!配置)|目录|清单|名单|说明|人员情况|机构|编制表|评价|一览|封面|附注|情况如下|详见|见表|附件表")


@attrs.frozen
class Title:
    """A title of a standard table.

    Attributes:
        text: The title without what stands around it.
        number: Its number in the document, or None.
        year: The year it names, or None.
        agency: The agency that stands before or behind it, or "".
        meaning: What it says.
        goes_on: Whether it says that the table goes on from before (续表).
    """

    text: str
    number: int | None
    year: int | None
    agency: str
    meaning: Meaning
    goes_on: bool = False


def label_alone(text: str) -> int | None:
    """The number of a line that is nothing but the number of a table ("公开03表", "表 3")."""
    bare = plain(text).strip(_MARKS)
    found = _LABEL.fullmatch(bare)
    return _integer(found[1] or found[2] or found[3] or "") if found is not None else None


def title_of(text: str, words: Vocabulary | None = None) -> Title | None:
    """The title that a line is; None if it is no title of a standard table.

    >>> title_of("收支总表（预算表1）").number, title_of("表一一般公共预算支出表").number
    (1, 1)
    >>> title_of("西南大学收入预算表").agency, title_of("项目支出绩效目标表") is None
    ('西南大学', True)
    """
    if len(text) > _LONGEST or "表" not in text or "。" in text or "；" in text:
        return None
    behind = _BEHIND.search(_spaced(text))
    if behind is not None and behind.start():
        text = _spaced(text)[: behind.start()]
    bare = plain(text).strip(_MARKS)
    goes_on = False
    if "续" in bare:
        rest = continued(bare)
        goes_on, bare = rest is not None, rest if rest else bare
    number: int | None = None
    agency, year = "", None
    for _ in range(4):  # brackets behind
        bare = bare.strip(_MARKS)
        unit = _UNIT_BRACKET.search(bare)
        label = _LABEL_BRACKET.search(bare)
        dated = re.search(r"\((?:19|20)[0-9]{2}年?(?:度)?\)$", bare)
        named = _AGENCY_BRACKET.search(bare)
        if unit is not None:
            bare = bare[: unit.start()]
        elif label is not None:
            number, bare = _integer(label[1]), bare[: label.start()]
        elif dated is not None:
            year, bare = int(re.sub(r"\D", "", dated[0])[:4]), bare[: dated.start()]
        elif named is not None and bare[: named.start()].endswith("表") and _AGENCY_END.search(named[1]) and "按" not in named[1]:
            if meaning_of(named[1], "title", words).unknown:
                agency = named[1]
            bare = bare[: named.start()]
        else:
            break
    bare = re.sub(r"(?<=表)(?:19|20)[0-9]{2}年(?:度)?$", "", bare)
    if not bare or _NEVER.search(bare) or not re.search(r"表(?:\([^()]{0,40}(?:\([^()]*\))?[^()]*\))?(?:\(不含[^()]*\))?$", bare):
        return None
    for here, rest in _labels(bare):
        found = _named(rest, words)
        if found is not None:
            said, own, when, title = found
            return Title(
                title,
                number if number is not None else here,
                year or when,
                agency or own,
                said,
                goes_on,
            )
    return None


def _spaced(text: str) -> str:
    return text.replace("（", "(").replace("）", ")")


def _labels(bare: str) -> Iterator[tuple[int | None, str]]:
    """The ways to take the number off the head of a title: "表一一般…" is table one, not eleven."""
    yield None, bare
    for pattern in (_LABEL, _ORDINAL):
        found = pattern.match(bare)
        if found is None:
            continue
        digits = next((group for group in found.groups() if group), "")
        rest = bare[found.end() :]
        yield _integer(digits), rest
        if pattern is _LABEL:
            second = _ORDINAL.match(rest) or _LABEL.match(rest)
            if second is not None:
                yield _integer(digits), rest[second.end() :]
        at = found.start(0) + bare.find(digits)
        for length in range(len(digits) - 1, 0, -1):
            if not digits.isascii():
                yield _integer(digits[:length]), bare[at + length :].lstrip("、.,)-")


def _integer(text: str) -> int | None:
    text = re.split(r"[-—–.]", text)[0]
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(mark not in _NUMERALS for mark in text):
        return None
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_NUMERALS.index(tens) + 1 if tens else 1) * 10 + (_NUMERALS.index(ones) + 1 if ones else 0)
    return _NUMERALS.index(text) + 1


def _named(text: str, words: Vocabulary | None) -> tuple[Meaning, str, int | None, str] | None:
    """What a title without its number says, with agency, year and bare title; None if it is none."""
    year: int | None = None
    found = _YEAR.search(text)
    front = ""
    if found is not None:
        year = int(re.sub(r"\D", "", found[0])[:4])
        front, text = text[: found.start()], text[found.end() :]
        if front and not _AGENCY_END.search(front):
            return None
    said = meaning_of(text, "title", words)
    if not said.unknown:
        return (said, front, year, text) if _core(said) else None
    for split in range(2, min(len(text) - 2, 40)):
        head, rest = text[:split], text[split:]
        if _AGENCY_END.search(head) and not _DIGIT.search(head):
            said = meaning_of(rest, "title", words)
            if not said.unknown and _core(said):
                return said, front or head, year, rest
    return None


def _core(said: Meaning) -> bool:
    """Whether a title says of what its table is."""
    return bool(
        said.balance
        or said.flow is not None
        or said.nature is not None
        or (said.economic is not None and (said.source is not None or "30217" in said.economic))
        or said.running
        or said.subject
        or said.vintage == "CARRIED"
        or (said.source is not None)
    )
