"""Whether characters are the name of a person: by surname, by the way foreign names are written, by a label before.

Texts are `folded`. Nothing here looks further than a name is long, so the time is the text's length.
"""

from __future__ import annotations

import re
from functools import cache

from cnbudget.expressions import expression
from cnbudget.persons.words import (
    BODIES,
    COMPOUND,
    NO_NAMES,
    NO_VALUES,
    OFFICES,
    SURNAMES,
    TRANSCRIBING,
)

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002fa1f]"
_RUN = expression(rf"{_HAN}{{1,24}}+")
_LATIN = expression(r"[A-Z][A-Za-z'-]{1,20}+(?: [A-Z][A-Za-z'-]{1,20}+){0,3}+")
#: Characters before a name in a sentence.
BEFORE = "由请经受向与和对为是及给让原据"
#: What goes on behind a name.
AFTER = expression(
    "同志|先生|女士|小姐|老师|教授|(?:副|代)?(?:"
    + "|".join(OFFICES)
    + ")|负责|主持|分管|担任|签字|签发|签名|签章|审核|兼任|[等兼为是任系和与及、或的]"
    "|电话|联系|手机|办公|身份|主管|会计|出纳"
)
_LONGEST_SHORT = 4
_FARTHEST_DOT = 14  # characters into which the first dot of a name of several parts falls, a space before it counted
_WIDEST = 4  # spaces between characters that are set apart
#: Characters with which the names of bodies and their parts end.
_UNITS = "局委厅署处股办室科部院校所站心会队司"


def is_body(text: str) -> bool:
    """Whether a text is the name of a body, not of a person.

    >>> is_body("县财政局"), is_body("王登科")
    (True, False)
    """
    bare = text.replace(" ", "")
    if len(bare) >= 3 and bare.endswith(BODIES):
        return True
    return len(bare) >= 4 and bare[-1] in "乡镇村科县市区州旗校院所站队"


# Few documents have names with dots in them, and a range of characters is marked one by one when an expression is
# made: these are made when they are first needed.


@cache
def _in_parts() -> re.Pattern[str]:
    """A name of several parts (买买提·艾力); the dot is sometimes an ordinary one."""
    return re.compile(
        rf"{_HAN}{{1,12}}+(?: ?· ?{_HAN}{{1,12}}+){{1,4}}+|{_HAN}{{1,12}}+(?:\.{_HAN}{{1,12}}+){{1,4}}+"
    )


@cache
def _parts_before() -> re.Pattern[str]:
    """The same, up to the end of a text."""
    return re.compile(rf"{_HAN}{{1,12}}+(?:[·]{_HAN}{{1,12}}+){{1,4}}+\Z")


def _set_apart(text: str, at: int) -> list[int]:
    """The ends of four, three and two characters set apart to fill a cell (张 三, 欧 阳 明), and of no more."""
    ends: list[int] = []
    while len(ends) < 4 and _RUN.match(text, at, at + 1):
        at += 1
        ends.append(at)
        while at < len(text) and text[at] == " " and at - ends[-1] < _WIDEST:
            at += 1
        if at == ends[-1]:
            break  # the next character is not set apart
    alone = [end for end in ends[1:] if _RUN.match(text, end, end + 1) is None]
    return alone[::-1]


def _strict(bare: str) -> bool:
    """Whether two to four characters are a surname and a given name."""
    if not 2 <= len(bare) <= 4 or bare[:2] in NO_NAMES or is_body(bare):
        return False
    if bare[:2] in COMPOUND:
        return len(bare) >= 3
    return bare[0] in SURNAMES and len(bare) <= 3


def _transcribed(bare: str) -> bool:
    return 3 <= len(bare) <= 16 and all(each in TRANSCRIBING for each in bare)


def _parted(name: str) -> bool:
    """Whether parts with dots between them are a name; an ordinary dot also ends a sentence."""
    if "." in name:
        letters = name.replace(".", "")
        return sum(each in TRANSCRIBING for each in letters) * 2 > len(letters)
    return not is_body(name)


def is_name(text: str) -> bool:
    """Whether a text, all of it, looks like a person's name without any label.

    >>> is_name("张三"), is_name("张 三"), is_name("买买提·艾力"), is_name("安全"), is_name("合计")
    (True, True, True, False, False)
    """
    bare = text.replace(" ", "")
    if "·" in bare or "." in bare:
        return _in_parts().fullmatch(bare) is not None and _parted(bare)
    return _strict(bare) or _transcribed(bare)


def may_be_value(text: str) -> bool:
    """Whether a short text can be a name where a label says that one stands there.

    >>> may_be_value("仝多多"), may_be_value("项目名称"), may_be_value("县财政局")
    (True, False, False)
    """
    bare = text.replace(" ", "")
    if is_name(text) or _LATIN.fullmatch(text.strip()) is not None:
        return True
    if not 2 <= len(bare) <= _LONGEST_SHORT or _RUN.fullmatch(bare) is None or is_body(bare):
        return False
    return bare[:2] not in NO_NAMES and not any(word in bare for word in NO_VALUES)


def name_at(text: str, at: int, *, told: bool) -> int:
    """Where the name that begins at a place ends; the place itself if no name does.

    Args:
        text: A folded text.
        at: Where to look.
        told: Whether a label with a colon, or a cell of its own, says that a name stands here.
    """
    near = text[at : at + _FARTHEST_DOT]
    found = _in_parts().match(text, at) if "·" in near or "." in near else None
    if found is not None and _parted(found[0]):
        return _without_office(text, at, found.end())
    for end in _set_apart(text, at) if near[1:2] == " " else ():
        apart = text[at:end]
        if is_name(apart) or (told and may_be_value(apart)):
            return end
    found = _LATIN.match(text, at)
    if found is not None:
        return found.end() if told else at
    found = _RUN.match(text, at)
    if found is None:
        return at
    run = found[0]
    if is_name(run) or (told and may_be_value(run)):
        return _without_office(text, at, found.end())
    if len(run) > _LONGEST_SHORT and _transcribed(run):
        return found.end()
    # a name, and what is said of it: the longer word behind it decides (张三联系, not 张三联 系)
    best = at, 0
    for length in (4, 3, 2):
        after = AFTER.match(text, at + length, found.end())
        if after is not None and length < len(run) and _strict(run[:length]):
            best = max(best, (at + length, len(after[0])), key=lambda pair: pair[1])
    if best[1]:
        return best[0]
    if told:
        for length in (3, 2):
            if 1 < length < len(run) and may_be_value(run[:length]):
                after = AFTER.match(text, at + length, found.end())
                if after is not None and len(after[0]) > 1:
                    return at + length
    return at


def _without_office(text: str, at: int, end: int) -> int:
    """The end of a name without the office behind it (王局长)."""
    for office in OFFICES:
        if text.endswith(office, at, end) and end - len(office) - at >= 1:
            return end - len(office)
    return end


def body_end(text: str, at: int) -> int:
    """Where the body ends that stands before a name (办公室张三, 财务科 张三); the place itself if there is none."""
    found = _RUN.match(text, at)
    if found is None:
        return at
    run = found[0]
    if run[-1] in _UNITS and len(run) > 2 and text[found.end() : found.end() + 1] == " ":
        return found.end() + 1
    for length in (4, 3, 2):
        if length < len(run) - 1 and run[-length - 1] in _UNITS and _strict(run[-length:]):
            return found.end() - length
    return at


def name_before(text: str, end: int) -> int:
    """Where the name that ends at a place begins; the place itself if none does.

    >>> name_before("请张三同志", 3), name_before("全体同志", 2)
    (1, 2)
    """
    start = max(0, end - 30)
    found = _parts_before().search(text, start, end) if "·" in text[start:end] else None
    if found is not None:
        return found.start()
    for length in (4, 3, 2):
        at = end - length
        if at < 0 or _RUN.fullmatch(text, at, end) is None or not _strict(text[at:end]):
            continue
        before = text[at - 1] if at else " "
        if _RUN.match(before) is None or before in BEFORE:
            return at
    return end
