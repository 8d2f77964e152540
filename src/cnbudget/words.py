"""How the words of forms are compared: spacing, widths, brackets and marks aside.

The same heading is printed "收 入 总 计", "收入总计" or "收入总计：", and brackets come in two widths.
`plain` folds all of that, so that what is left can be looked up.
"""

from __future__ import annotations

import re

from cnbudget.characters import BLANKS, INVISIBLE, SPACES
from cnbudget.expressions import expression
from cnbudget.numerals import NUMERALS

#: What is written into a cell whose number is lost, so that it is not taken for an empty one.
MISSING_MARK = "缺失"
#: What is written behind a number that no one printed: it was lost, and follows from the others.
INFERRED_MARK = "（推算）"

_DROP = BLANKS + "#*_`:：|"
_FOLD: dict[int, str | None] = dict.fromkeys(map(ord, _DROP))
_FOLD |= {
    ord(wide): narrow
    for wide, narrow in zip(
        "（）［］【】〔〕｛｝，．０１２３４５６７８９％", "()[][][]{},.0123456789%", strict=True
    )
}
_FOLD |= {ord('"'): "“", ord("＂"): "“", ord("”"): "“", ord("„"): "“", ord("'"): "“"}
_FOLDED = expression("[" + re.escape("".join(map(chr, _FOLD))) + "]")
_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))
_LONGEST_PAGE = 3  # digits


def plain(text: str) -> str:
    """``text`` without spaces and marks, brackets and digits at half width.

    >>> plain("收 入 总 计："), plain("财政拨款（补助）")
    ('收入总计', '财政拨款(补助)')
    """
    # looking first is quicker: most labels need nothing done, and many only their spaces taken out
    if _FOLDED.search(text) is None:
        return text
    if " " in text:
        text = text.replace(" ", "")
        if _FOLDED.search(text) is None:
            return text
    return text.translate(_FOLD)


def spaceless(text: str) -> str:
    """``text`` without white space, otherwise as it is.

    >>> spaceless("非财政拨 款结转结 余")
    '非财政拨款结转结余'
    """
    joined = "".join(text.split())
    return joined if joined.isascii() else joined.translate(_UNSEEN)


def without_page(text: str, leaders: str, least: int = 0) -> str:
    """``text`` without the number of a page at its end and the marks that lead to it.

    Args:
        text: A line of a list of contents.
        leaders: The marks.
        least: How many of them stand before a number at the least; a number behind fewer is kept.

    >>> without_page("一、收入预算……… 12", "…"), without_page("第1部分.2", ".", 2), without_page("目录…", "…", 2)
    ('一、收入预算', '第1部分.2', '目录')
    """
    # from the end, so that a line of nothing but marks is read once
    bare = text.rstrip("0123456789")
    digits = len(text) - len(bare)
    if digits > _LONGEST_PAGE:
        return text
    marks = bare.rstrip()
    short = marks.rstrip(leaders + SPACES) if leaders else marks
    return text if digits and len(marks) - len(short) < least else short


#: Marks of footnotes are raised: as digits, letters and brackets of their own they are never taken for others.
_RAISED = dict(
    zip(
        map(ord, "0123456789+-=()abcdefghijklmnoprstuvwxyz（）［］[]"),
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ⁽⁾⁽⁾⁽⁾",
        strict=True,
    )
)
_RAISED[ord("注")] = ""
_FOOTNOTE_MARKS = "".join(sorted(set(_RAISED.values())))


def superscript(text: str) -> str:
    """A text as it stands raised, so that m² is no m2 and the mark of a footnote no digit.

    >>> superscript("2"), superscript("[注1]")
    ('²', '⁽¹⁾')
    """
    return text.translate(_RAISED)


def without_marks(cell: str) -> str:
    """A cell without the raised marks of footnotes behind it.

    >>> without_marks("79.17¹"), without_marks("行政运行⁽²⁾")
    ('79.17', '行政运行')
    """
    return cell.rstrip(_FOOTNOTE_MARKS).rstrip() if cell and cell[-1] in _FOOTNOTE_MARKS else cell


def without_brackets(text: str) -> str:
    """Plain text without what stands in round brackets.

    >>> without_brackets("财政专户(教育收费)")
    '财政专户'
    """
    if "(" not in text:
        return text
    kept, depth = [], 0
    for mark in text:
        if mark == "(":
            depth += 1
        elif mark == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(mark)
    return "".join(kept)


_CONTINUED = expression(
    r"^(?:[(\[]续(?:表|上表|前表)?[0-9一二三四五]?[)\]]|续(?:表|上表|前表)[0-9一二三四五]?[、.]?)"
    r"|(?:[(\[]续(?:表|上表|前表)?[0-9一二三四五]?[)\]]|续表?[0-9一二三四五]?)$"
)


def continued(text: str) -> str | None:
    """What is left of a plain line that says of a table that it goes on (续表); None if it does not say so.

    >>> continued("续表"), continued("项目支出绩效目标表(续)"), continued("连续")
    ('', '项目支出绩效目标表', None)
    """
    found = _CONTINUED.search(text)
    if found is None or (
        found.start() and not found[0].startswith(("(", "[")) and "表" not in text
    ):
        return None
    return text[: found.start()] + text[found.end() :]


def numbered(text: str) -> tuple[str, str]:
    """The numbering before a label, and the label: plain text is expected.

    >>> numbered("一、本年收入"), numbered("(二)项目"), numbered("1.单位资金"), numbered("208支出")
    (('一', '本年收入'), ('二', '项目'), ('1', '单位资金'), ('', '208支出'))
    """
    i = 1 if text[:1] == "(" else 0
    start = i
    while i < len(text) and text[i] in NUMERALS:
        i += 1
    if i == start:
        while i < len(text) and text[i].isdigit() and i - start < 3:
            i += 1
    if i == start:
        return "", text
    if text[i : i + 1] in ("、", ".", ")", "．", "，", ","):
        return text[start:i], text[i + 1 :]
    return "", text


def stem(text: str) -> str:
    """A row's label, plain, without its numbering and without 其中.

    >>> stem("1. 一般公共预算拨款"), stem("其中：一般财力"), stem("二、上年 结转结余")
    ('一般公共预算拨款', '一般财力', '上年结转结余')
    """
    return plain_stem(plain(text))


def plain_stem(text: str) -> str:
    """The `stem` of a label that is plain already.

    >>> plain_stem("(一)其中、一般财力")
    '一般财力'
    """
    label = numbered(text)[1]
    return label.removeprefix("其中").lstrip("、,")
