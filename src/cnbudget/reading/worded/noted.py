"""What notes under a table, and brackets behind its title, say of all of its amounts: these words bind."""

from __future__ import annotations

from collections.abc import Iterable

from cnbudget.expressions import expression
from cnbudget.forms import Vocabulary
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.titles import Found
from cnbudget.words import plain, spaceless

_NUMBER = r"[0-9一二三]{1,2}[.、]"
#: 注：, 备注1., （注: at the beginning; 2. is a note only behind another. Final accounts have them under each table.
_HEAD = expression(rf"[(（]?(?:备注|说明|附注|注)[0-9]?[:：、.]?(?:{_NUMBER})?")
_NEXT = expression(_NUMBER)
#: Rows of a table that goes on behind a note are numbered 一、 二、.
_GOES_ON = expression("[0-9]{1,2}[.、]")
#: A phrase stands in the first clause of a sentence: what comes behind a comma may be of one row alone.
_CLAUSES = expression("[。；;]")
_FIRST = expression(
    r"(?:(?:本|以上|上述|该)(?:各|套)?表?|表中|表内|所列|各栏|各项)?(?:所列|各项|均|数据|金额|数|收入|支出|收支|预算|为|已|都|未)*"
)
_YEAR = expression(r"20[0-9]{2}年(?:度|初)?(?=结转|结余)")
_BRACKETS = expression(r"\(([^()]{2,30})\)")
_LONGEST = 200
#: What else stands in a row of its own below a table: who filled it in, the number of the page.
_BELOW = expression(
    r"(?:填表|制表|填报|编制|审核|复核|经办|单位负责|财务负责|分管领导|联系)(?:人|单位|日期|时间|电话)?[:：]"
    r"|[-—\s]*(?:第[0-9]{1,4}页|共[0-9]{1,4}页)(?:[，,/]?共?[0-9]{1,4}页)?[-—\s]*$"
)
_LONG = 60  # characters that are no name of a row


def is_note(text: str, *, behind: bool = False) -> bool:
    """Whether a line is a note to a table.

    Args:
        text: The line.
        behind: Whether the line before it is one, which a numbered line goes on with.

    >>> is_note("注：本表不含上年结转资金。"), is_note("一、本年收入含上年结转")
    (True, False)
    >>> is_note("2.本表不含上年结转资金。", behind=True)
    True
    """
    bare = text.strip()
    return len(bare) <= _LONGEST and (bare[:2] == "本表" or bool(_head(bare, behind=behind)))


def without_notes(rows: list[GridRow], notes: list[GridRow]) -> list[GridRow]:
    """Rows without those that hold one text alone that is no label: a note, a sentence, a signature, a page's number.

    Args:
        rows: The rows below a header.
        notes: Where to put the others.
    """
    kept: list[GridRow] = []
    behind = False
    for row in rows:
        texts = [cell.strip() for cell in row.cells if cell]
        behind = len(texts) == 1 and (
            is_note(texts[0])
            or (behind and _GOES_ON.match(texts[0]) is not None)
            or len(texts[0]) > _LONG
            or texts[0].endswith("。")
            or _BELOW.match(spaceless(texts[0])) is not None
        )
        (notes if behind else kept).append(row)
    return kept


def _head(bare: str, *, behind: bool) -> str:
    """What a note begins with before it says anything; "" if nothing shows that it is one."""
    found = _HEAD.match(bare) or (_NEXT.match(bare) if behind else None)
    return "" if found is None else found[0]


def vintage_noted(found: Found, rows: Iterable[GridRow], words: Vocabulary) -> str | None:
    """Whether a table says that money carried over is in it ("CARRIED") or is not ("CURRENT"); None if it does not say.

    Args:
        found: The table.
        rows: Rows of its grids that are notes.
        words: The vocabulary.
    """
    texts = [*found.notes, *("".join(cell for cell in row.cells if cell) for row in rows)]
    said = {
        each
        for bracket in _BRACKETS.findall(plain(found.matched or found.title))
        for each in _said(bracket, words)
    }
    behind = False
    for text in texts:
        bare = text.strip()
        if not is_note(bare, behind=behind):
            behind = False
            continue
        for clause in _CLAUSES.split(plain(bare[len(_head(bare, behind=behind)) :])):
            said |= set(_said(clause, words))
        behind = True
    return said.pop() if len(said) == 1 else None


def _said(clause: str, words: Vocabulary) -> list[str]:
    bare = _YEAR.sub("上年", plain(clause))
    start = _FIRST.match(bare)
    rest = bare[start.end() :] if start is not None else bare
    return [each.value for each in words.noted(rest) if each.dimension == "vintage"]
