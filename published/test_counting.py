"""How many of the amounts that are printed on the pages with tables were placed with a scope.

They are counted from the letters of the pages alone (`published.counting`), by nothing that reads tables.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from cnbudget import State, read
from published.counting import amounts_of_pages
from published.documents import FOLDER

#: What is asked of every document; of some less, with the reason.
LEAST = 0.97
LESS = {
    "beijing-sjj-2026/tables.pdf": 0.90,  # page 11: services bought for the public; page 5: 扣除基建项目后预算数
    "jiangsu-rd-2019-tables/original.pdf": 0.90,  # pages 12, 13: rows of what is bought, which only their place tells
    "swu-2021/original.pdf": 0.95,  # 捐赠收入 within 其他收入, 教育收费 within 事业收入
    "xian-gzw-2022/original.pdf": 0.92,  # page 33: groups of projects; zeros beside empty labels
    "xian-sjj-2026/original.pdf": 0.95,  # page 35: differences of two years; 机关资本性支出, which is two codes
}
#: How many are printed on the pages on which tables were read; in Shanghai's, whole yuan are no amounts here.
PRINTED = {
    "beijing-sjj-2026/tables.pdf": 375,
    "chongqing-slj-2026/original.pdf": 590,
    "chongqing-zfb-2026/original.pdf": 360,
    "fuzhou-ybj-2026/original.pdf": 187,
    "guangzhou-qxj-2026/original.pdf": 818,
    "guangzhou-zfb-2026/original.pdf": 657,
    "jiangsu-rd-2019-tables/original.pdf": 159,
    "sh-czj-2025-budget-unit/original.pdf": 6,
    "sh-putuo-fb-2025-budget-unit/original.pdf": 216,
    "sh-putuo-ghj-2024-final-dept/original.pdf": 308,
    "sh-putuo-shfly-2024-budget-unit/original.pdf": 0,
    "sh-putuo-wanli-2025-budget-dept/original.pdf": 5,
    "shanghai-xfb-2026/original.pdf": 6,
    "shenzhen-sjj-2026/original.pdf": 987,
    "shenzhen-swj-2026/original.pdf": 10728,
    "shenzhen-zfb-2026/original.pdf": 969,
    "suzhou-yjj-2026/original.pdf": 316,
    "swu-2021/original.pdf": 164,
    "wuxi-yjj-2026/original.pdf": 365,
    "xian-gzw-2022/original.pdf": 700,
    "xian-sjj-2026/original.pdf": 417,
    "xian-wjw-2022-final/original.pdf": 641,
    "yantai-mzj-2026/original.pdf": 760,
    "yantai-sjj-2026/original.pdf": 461,
}
#: Files that have only prose.
PROSE = {"beijing-sfj-2026/original.pdf", "beijing-sjj-2026/original.pdf"}
FILES = sorted(
    name
    for path in FOLDER.glob("*/*.pdf")
    if (name := f"{path.parent.name}/{path.name}") not in PROSE
)


@cache
def counted(name: str) -> tuple[int, int]:
    """The amounts printed on the pages with figures, and those of them that have a scope."""
    path: Path = FOLDER / name
    placed: dict[int, Counter[str]] = {}
    for figure in read(path).figures:
        page = figure.place.page
        if page is not None and figure.state in (State.VALUE, State.MISSING):
            here = placed.setdefault(page, Counter())
            if figure.scope is not None:
                here["".join(figure.text.replace("，", ",").split()).replace(",", "")] += 1
    pages = amounts_of_pages(path)
    printed = sum(pages[page - 1].total() for page in placed)
    return printed, sum((pages[page - 1] & found).total() for page, found in placed.items())


@pytest.mark.parametrize("name", FILES)
def test_amounts_that_are_printed_have_a_scope(name: str) -> None:
    printed, placed = counted(name)
    assert printed >= PRINTED[name]  # no page is lost
    assert placed >= LESS.get(name, LEAST) * printed


def test_of_all_amounts_nearly_all_have_a_scope() -> None:
    printed, placed = map(sum, zip(*map(counted, FILES), strict=True))
    assert printed >= sum(PRINTED.values())
    assert placed >= LEAST * printed
