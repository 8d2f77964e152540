"""How many of the amounts that are printed on the pages with tables were placed with a scope, or are said to be open.

They are counted from the letters of the pages alone (`published.counting`), by nothing that reads tables. An amount is
open if the reading has it and gives it no scope, which the report says; all others have to be accounted for.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from cnbudget import State, check, read
from cnbudget.invariants import derived_of
from cnbudget.ties.differences import differences
from published.counting import amounts_of_pages
from published.documents import FOLDER

#: What is asked of every document: amounts that are placed or open, and amounts that are open and not zero.
LEAST = 0.995
MOST_OPEN = 0.02
#: Documents in whole yuan, of which amounts are told by their separators.
WHOLE = {
    "sh-czj-2025-budget-unit", "sh-putuo-fb-2025-budget-unit", "sh-putuo-shfly-2024-budget-unit",
    "sh-putuo-wanli-2025-budget-dept", "shanghai-xfb-2026",
}  # fmt: skip
#: How many are printed on the pages on which tables were read.
PRINTED = {
    "beijing-sjj-2026/tables.pdf": 375,
    "chongqing-slj-2026/original.pdf": 590,
    "chongqing-zfb-2026/original.pdf": 360,
    "fuzhou-ybj-2026/original.pdf": 187,
    "guangzhou-qxj-2026/original.pdf": 818,
    "guangzhou-zfb-2026/original.pdf": 657,
    "jiangsu-rd-2019-tables/original.pdf": 159,
    "sh-czj-2025-budget-unit/original.pdf": 255,
    "sh-putuo-fb-2025-budget-unit/original.pdf": 212,
    "sh-putuo-ghj-2024-final-dept/original.pdf": 308,
    "sh-putuo-shfly-2024-budget-unit/original.pdf": 179,
    "sh-putuo-wanli-2025-budget-dept/original.pdf": 520,
    "shanghai-xfb-2026/original.pdf": 247,
    "shenzhen-sjj-2026/original.pdf": 987,
    "shenzhen-swj-2026/original.pdf": 10728,
    "shenzhen-zfb-2026/original.pdf": 969,
    "suzhou-yjj-2026/original.pdf": 316,
    "swu-2021/original.pdf": 162,
    "wuxi-yjj-2026/original.pdf": 365,
    "xian-gzw-2022/original.pdf": 700,
    "xian-sjj-2026/original.pdf": 417,
    "xian-wjw-2022-final/original.pdf": 655,
    "yantai-mzj-2026/original.pdf": 760,
    "yantai-sjj-2026/original.pdf": 461,
}
#: What is printed and has no scope, by the page's number: amounts that are not zero, and why.
OPEN = {
    "xian-sjj-2026/original.pdf": {
        22: 1,
        25: 1,
    },  # 机关资本性支出, which is two codes of the government's list
    "swu-2021/original.pdf": {9: 2},  # amounts of the text on a page with a table
}
#: Amounts of the text on a page with a table, which are no table's: the two of the sentence over it.
IN_TEXT = {"swu-2021/original.pdf": {9: Counter({"390140.45": 1, "18953.73": 1})}}
#: A page without a table has fewer amounts than this, but for self-evaluations of projects, which are goals.
FEW = 10
EVALUATED = {"xian-wjw-2022-final/original.pdf": {30, 62, 64, 65, 67, 72}}
#: Files that have only prose.
PROSE = {"beijing-sfj-2026/original.pdf", "beijing-sjj-2026/original.pdf"}
FILES = sorted(
    name
    for path in FOLDER.glob("*/*.pdf")
    if (name := f"{path.parent.name}/{path.name}") not in PROSE
)


@cache
def pages_of(
    name: str,
) -> tuple[list[Counter[str]], dict[int, Counter[str]], dict[int, Counter[str]]]:
    """The amounts that each page prints, on pages with figures those that are placed, and those that are open.

    Placed are those that have a scope or, as differences, are held to two that have.
    """
    path: Path = FOLDER / name
    placed: dict[int, Counter[str]] = {}
    opened: dict[int, Counter[str]] = {}
    document = read(path)
    held = {each.figure.address for each in differences(document).held}
    sides = [side for table in document.tables for side in table.sides]
    for figure in (*document.figures, *(each for side in sides for each in side.differences)):
        page = figure.place.page
        if page is not None and figure.state in (State.VALUE, State.MISSING):
            here = placed.setdefault(page, Counter()), opened.setdefault(page, Counter())
            text = "".join(figure.text.replace("，", ",").split()).replace(",", "")
            here[figure.scope is None and figure.address not in held][text] += 1
    return amounts_of_pages(path, whole=path.parent.name in WHOLE), placed, opened


def counted(name: str) -> tuple[int, int, int]:
    """The amounts printed on the pages with figures, those of them that are accounted for, and those open, not zero."""
    pages, placed, opened = pages_of(name)
    printed = known = left = 0
    for page, found in placed.items():
        here = pages[page - 1] - IN_TEXT.get(name, {}).get(page, Counter())
        printed += here.total()
        rest = (here - found) & opened[page]
        known += (here & found).total() + rest.total()
        left += sum(count for text, count in rest.items() if float(text))
    return printed, known, left


@pytest.mark.parametrize("name", FILES)
def test_amounts_that_are_printed_have_a_scope(name: str) -> None:
    printed, known, opened = counted(name)
    print(
        f"{name}: {printed} printed, {known} placed or open, {opened} open"
    )  # pytest -s shows the table
    assert printed >= PRINTED[name]  # no page is lost
    assert known >= LEAST * printed
    assert opened <= MOST_OPEN * printed


@pytest.mark.parametrize("name", FILES)
def test_what_is_open_is_said_with_its_reason(name: str) -> None:
    """Each amount without a scope is a part that a law holds to its whole, or is listed with why it has none."""
    budget = read(FOLDER / name)
    opened = {
        number
        for number, figure in enumerate(budget.figures)
        if figure.state is State.VALUE and figure.value and figure.scope is None
    }
    if opened:
        opened -= {number for _, numbers, _ in derived_of(budget).laws for number in numbers}
        said = {each.figure.address: each.why for each in check(budget).untied}
        reasons = [said[budget.figures[number].address] for number in opened]
        assert all("口径不明" in zh and "cannot be told" in en for zh, en in reasons)


@pytest.mark.parametrize("name", FILES)
def test_no_page_with_a_table_is_left_unread(name: str) -> None:
    pages, placed, _ = pages_of(name)
    unread = {
        number
        for number, page in enumerate(pages, 1)
        if number not in placed and page.total() >= FEW
    }
    assert unread == EVALUATED.get(name, set())


@pytest.mark.parametrize("name", sorted(OPEN))
def test_what_is_open_is_known(name: str) -> None:
    pages, placed, _ = pages_of(name)
    left = {number: pages[number - 1] - found for number, found in placed.items()}
    live = {
        number: sum(count for text, count in found.items() if float(text))
        for number, found in left.items()
    }
    assert {number: count for number, count in live.items() if count} == OPEN[name]


def test_of_all_amounts_nearly_all_have_a_scope() -> None:
    printed, known, opened = map(sum, zip(*map(counted, FILES), strict=True))
    assert printed >= sum(PRINTED.values())
    assert known - opened >= LEAST * printed
