"""Years in the prose of the published documents: wrong ones are found where they stand, and nothing else is."""

from __future__ import annotations

import random
import re

import attrs
import pytest

from cnbudget import Disclosure, Verdict, check
from published.documents import PDFS, TEXTS, budget

#: Documents beside those whose every finding was judged, and the years in them that are really wrong, each by its page.
OTHERS: dict[str, list[tuple[int | None, int | None, str]]] = {
    "chongqing-slj-2026": [],
    "chongqing-zfb-2026": [],
    "fuzhou-ybj-2026": [],
    "guangzhou-qxj-2026": [],  # 截至2026年1月31日, which is before publication
    "guangzhou-zfb-2026": [],
    "shanghai-xfb-2026": [],
    "shenzhen-sjj-2026": [],
    "shenzhen-swj-2026": [],
    "shenzhen-zfb-2026": [],
    "suzhou-yjj-2026": [],
    "wuxi-yjj-2026": [],
    "xian-gzw-2022": [],
    "xian-sjj-2026": [],
    "xian-wjw-2022-final": [],
    "yantai-mzj-2026": [],
    "yantai-sjj-2026": [
        (28, 19, "2026年12月31日")
    ],  # of a budget that was published in that year's January
}
_PLANTED = 40
#: A year that is said to be of a budget, of its execution, or of what is compared with it, by the words around it.
_BUDGET = re.compile(
    r"((?:20)[0-9]{2}) ?年度?(?:年初|当年|一般公共|部门|单位|收支|收入|支出|财政拨款|政府性基金|政府采购|“三公”|机关)*"
    r"(?:收支总)?(?:预算(?:数|安排|合计|执行数|持平|减少|增加|\d)|预算拨款|经费(?:预算)?数|决算数|总计|没有使用)"
)
_AGAINST = re.compile(r"[比与较]((?:20)[0-9]{2}) ?年(?:度|年初|预算)")
_REASONED = re.compile(r"原因|主要是|用于|《[^》]*$")


def _targets(disclosure: Disclosure) -> list[tuple[int, int]]:
    """Where such years stand: the passage and the offset."""
    found = set()
    for number, passage in enumerate(disclosure.passages):
        if passage.grid:
            continue
        for pattern in (_BUDGET, _AGAINST):
            for match in pattern.finditer(passage.text):
                before = passage.text[: match.start()]
                if not _REASONED.search(re.split("[。；;]", before)[-1]):
                    found.add((number, match.start(1)))
    return sorted(found)


def _with(disclosure: Disclosure, number: int, at: int, year: int) -> Disclosure:
    passages = list(disclosure.passages)
    text = passages[number].text
    passages[number] = attrs.evolve(passages[number], text=f"{text[:at]}{year}{text[at + 4 :]}")
    return attrs.evolve(disclosure, passages=tuple(passages))


def _accused(disclosure: Disclosure) -> set[tuple[int | None, int | None, str, str]]:
    """Every finding that counts and hangs under no other: place, law and words."""
    return {
        (each.place.page, each.place.line, each.law, each.zh)
        for each in check(disclosure).findings
        if each.verdict is Verdict.VIOLATED and each.caused_by is None
    }


@pytest.mark.parametrize("name", OTHERS)
def test_no_year_of_a_published_document_is_accused_that_is_right(name: str) -> None:
    found = [(each.place.page, each.place.line, each.zh) for each in budget(name).narrative.years]
    wrong = OTHERS[name]
    assert [each[:2] for each in found] == [each[:2] for each in wrong]
    assert all(each[2] in zh for each, (_, _, zh) in zip(wrong, found, strict=True))


def test_forty_wrong_years_are_found_at_their_lines_and_nothing_else_is_accused() -> None:
    dice = random.Random(13)
    names = [*TEXTS, *PDFS]
    known = {name: _accused(budget(name)) for name in names}
    targets = [(name, *each) for name in names for each in _targets(budget(name))]
    assert len(targets) > _PLANTED
    missed: list[object] = []
    beside: list[object] = []
    for name, number, at in dice.sample(targets, _PLANTED):
        passage = budget(name).passages[number]
        old = int(passage.text[at : at + 4])
        new = dice.choice([old + step for step in (-3, -2, -1, 1, 2)])
        found = _accused(_with(budget(name), number, at, new)) - known[name]
        mine = {
            each
            for each in found
            if each[:2] == (passage.place.page, passage.place.line) and str(new) in each[3]
        }
        where = (
            name,
            passage.place.page,
            passage.place.line,
            new,
            passage.text[max(0, at - 12) : at + 24],
        )
        if not mine:
            missed.append(where)
        beside.extend((where, each) for each in found - mine)
    assert len(missed) <= _PLANTED * 0.05, missed
    assert beside == []
