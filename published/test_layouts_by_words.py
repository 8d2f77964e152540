"""What the layouts that ship say of the documents that follow them, and what their words say: the same, cell by cell.

Where they differ a layout says what words do not: that is what it is for. Money carried over is told by its kind in
words and by its flow in some layouts, and compared as the money that it is of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

import attrs
import pytest

from cnbudget import Disclosure, Figure, FundingSource, Scope, State, layouts, read
from cnbudget.forms.meaning import CARRIED
from published.documents import path
from published.forms import FORMS, whole

FOLLOWING = [d for form in FORMS for d in form.documents if whole(d).layout in layouts.names()]
#: In which tables, and in which dimensions, words say something else than each layout.
SAID_BY_LAYOUT = {
    # 一般公共预算 beside 上级一般公共预算安排的转移支付 is of the own level alone
    ("xinjiang-2024", "income", "source"): 20,
    # 事业收入 there has what goes through the special account; running costs are of operating costs
    ("shanghai-2025", "summary", "source"): 1,
    ("shanghai-2025", "income", "source"): 4,
    ("shanghai-2025", "three_public", "agency source nature"): 4,
    # personnel and operating costs are told by economic codes
    ("final-accounts", "basic", "nature"): 31,
}


def _now(scope: Scope, budget: Disclosure) -> Scope:
    source = scope.source
    for kind, carried in CARRIED.items():
        if source & carried:
            source = source & ~carried | kind
    nature = scope.nature & budget.nature
    return attrs.evolve(scope, source=source & FundingSource.CURRENT, nature=nature or scope.nature)


def _printed(budget: Disclosure) -> dict[tuple[object, ...], list[Figure]]:
    found: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in budget.figures:
        if figure.state is State.VALUE and figure.value:
            found[figure.place.page, figure.place.line, figure.text].append(figure)
    return found


@cache
def _compared(document: str) -> tuple[Counter[str], Counter[tuple[str, str, str]]]:
    """How many amounts are the same and are not told by words; and in what others differ."""
    by_layout, by_words = whole(document), read(path(document), layouts=())
    words = _printed(by_words)
    counts: Counter[str] = Counter()
    other: Counter[tuple[str, str, str]] = Counter()
    for place, figures in _printed(by_layout).items():
        for figure, same in zip(figures, words[place], strict=True):
            if figure.scope is None or same.scope is None:
                counts["untold"] += 1
                continue
            one, two = _now(figure.scope, by_layout), _now(same.scope, by_layout)
            if one == two:
                counts["same"] += 1
            else:
                names = (each.name for each in attrs.fields(type(one)))
                differing = [name for name in names if getattr(one, name) != getattr(two, name)]
                other[by_layout.layout, figure.row.key, " ".join(differing)] += 1
    return counts, other


@pytest.mark.parametrize("document", FOLLOWING)
def test_words_say_of_most_cells_what_the_layout_says(document: str) -> None:
    counts, other = _compared(document)
    assert counts["same"] > 1.2 * (counts["untold"] + sum(other.values()))


def test_where_they_differ_the_layout_says_what_words_do_not() -> None:
    found: Counter[tuple[str, str, str]] = Counter()
    for document in FOLLOWING:
        found.update(_compared(document)[1])
    assert found == SAID_BY_LAYOUT
