"""A layout says what words do not: what they say is not said again, and other words for the same are known."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import layouts, read_text
from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.forms.vocabulary import shipped_words
from cnbudget.layouts import Layout, build, file_of
from cnbudget.layouts.keys import PIECES
from cnbudget.layouts.named import columns_named, means_one_of, rows_named
from cnbudget.scope import Scope
from cnbudget.words import plain, stem, without_brackets

NAMES = layouts.names()
#: What an entry may state of its cells, and what of words; the rest is what is printed, and where.
_STATED = (*PIECES, "derived")


def data_of(name: str) -> dict[str, Any]:
    return tomllib.loads(file_of(name).read_text(encoding="utf-8"))


def built(data: dict[str, Any]) -> Layout:
    return build(data, "x.toml", layouts._base, shipped_words())


def cells_of(layout: Layout) -> list[tuple[object, ...]]:
    """What each cell of a form totals."""
    return [
        (table.key, place, n, m, scope.meet(column.scope), column.year, column.derived)
        for table in layout.tables
        for place, side in enumerate(table.sides)
        for n, scope in enumerate(
            (side.base, side.coded, *map(side.base.meet, (r.scope for r in side.listed)))
        )
        for m, column in enumerate(side.columns)
        if scope is not None
    ]


def entries(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The entries of a layout's data that can have a scope, with what each is called."""
    for table in data.get("tables", ()):
        yield table["key"], table
        for side in table.get("sides", ()):
            yield f"{table['key']} {side.get('side', '')}", side
            for each in (*side["columns"], *side.get("list", ())):
                yield f"{table['key']} {each.get('key') or each['label'][0]}", each


def superfluous(name: str) -> Iterator[str]:
    """The entries of a shipped layout that state what their words say anyway."""
    data = data_of(name)
    want = cells_of(built(data))
    for number, (called, entry) in enumerate(entries(data)):
        if not any(key in entry for key in _STATED):
            continue
        less = copy.deepcopy(data)
        own = list(entries(less))[number][1]
        for key in _STATED:
            own.pop(key, None)
        if cells_of(built(less)) == want:
            yield called


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_layout_states_no_scope_that_its_words_say(name: str) -> None:
    assert list(superfluous(name)) == []


@pytest.mark.parametrize("name", [name for name in NAMES if name != "xinjiang-2024"])
def test_what_is_stated_beside_words_that_say_it_is_noticed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = data_of(name)
    called, entry = next(
        each for each in entries(data) if each[1].get("heading", [""])[0] == "项目支出"
    )
    assert not any(key in entry for key in _STATED)
    entry["nature"] = "PROJECT"
    monkeypatch.setattr(f"{__name__}.data_of", lambda _: data)
    if layouts.load(name).flow is not Flow.EXPENDITURE:  # what is stated says all, flows too
        entry["flow"] = "EXPENDITURE"
    assert list(superfluous(name)) == [called]


def found_by(layout: Layout, spelling: str) -> list[list[object]]:
    """What a spelling finds on each side of a form: its columns by their keys, and its rows by their labels."""
    key, label = plain(spelling), stem(spelling)
    return [
        [
            [
                column.key
                for column in side.by_heading.get(key)
                or side.by_bare.get(without_brackets(key))
                or columns_named(side, key)
            ],
            [row.path for row in side.listed if label in row.labels]
            or [row.path for row in rows_named(side, label)],
            [
                means_one_of(key, column.under, "column") or key in column.under
                for column in side.columns
            ],
        ]
        for table in layout.tables
        for side in table.sides
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_layout_lists_no_spelling_that_means_what_the_first_does(name: str) -> None:
    data = data_of(name)
    layout = built(data)
    found = []
    for number, (called, entry) in enumerate(entries(data)):
        for key in ("heading", "label", "under"):
            for spelling in entry.get(key, ())[1:]:
                less = copy.deepcopy(data)
                list(entries(less))[number][1][key].remove(spelling)
                smaller = built(less)
                same = cells_of(smaller) == cells_of(layout)
                if same and found_by(smaller, spelling) == found_by(layout, spelling):
                    found.append((called, spelling))
    assert found == []


def test_other_words_for_a_column_and_a_row_are_known_by_what_they_say() -> None:
    side = layouts.load("xinjiang-2026")["appropriation"].sides[1]
    assert [column.key for column in columns_named(side, "一般公共预算财政拨款")] == ["general"]
    rows = layouts.load("xinjiang-2026")["three_public"].sides[0]
    assert [row.key for row in rows_named(rows, "公务用车购置和运行维护费")] == ["vehicles"]
    assert columns_named(side, "合计") == ()  # it says nothing
    assert rows_named(rows, "小计") == ()
    assert (
        columns_named(side, "一般公共预算中湖区统筹") == ()
    )  # what is not understood means nothing


OWN = """
name = "own"
years = [2026]
unit = "万元"
nature = "PLAIN"

[[tables]]
key = "general"
number = 1
title = "一般公共预算支出表"

[[tables.sides]]
labels = ["科目编码", "科目名称"]
rows = "function"
columns = [
  { key = "total", heading = ["合计"] },
  { key = "basic", heading = ["基本支出"] },
  { key = "personnel", heading = ["人员经费"], under = ["基本支出"] },
  { key = "project", heading = ["项目支出"]%s },
  { key = "last", heading = ["{last_year}年预算数"], optional = true },
  { key = "change", heading = ["增减额"] },
]
"""


def test_a_layout_of_the_users_need_not_say_what_words_say() -> None:
    side = built(tomllib.loads(OWN % ""))["general"].sides[0]
    assert side.base == Scope(source=FundingSource.GENERAL, nature=Nature.PLAIN)
    assert [(c.key, c.scope, c.year, c.derived) for c in side.columns] == [
        ("total", Scope(), 0, False),
        ("basic", Scope(nature=Nature.BASIC), 0, False),
        ("personnel", Scope(nature=Nature.PERSONNEL), 0, False),
        ("project", Scope(nature=Nature.PROJECT), 0, False),
        ("last", Scope(), -1, False),
        ("change", Scope(), 0, True),
    ]


def test_what_is_stated_is_taken_whatever_words_say() -> None:
    side = built(tomllib.loads(OWN % ', source = "ALL"'))["general"].sides[0]
    assert side.column("project").scope == Scope()
    wide = OWN.replace("number = 1\n", 'number = 1\nsource = "GENERAL | CARRIED_GENERAL"\n') % ""
    base = built(tomllib.loads(wide))["general"].sides[0].base
    assert base.source == FundingSource.GENERAL | FundingSource.CARRIED_GENERAL


def test_a_title_says_nothing_that_a_stated_column_speaks_against() -> None:
    text = OWN % ', source = "FUND", nature = "PROJECT"'
    side = built(tomllib.loads(text))["general"].sides[0]
    assert side.base == Scope(nature=Nature.PLAIN)
    assert side.base.meet(side.column("project").scope) == Scope(
        source=FundingSource.FUND, nature=Nature.PROJECT
    )


TEXT = """青山市审计局2026年部门预算

表1

一般公共预算支出表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t基本支出\t项目经费
\t\t\t小计\t人员支出\t
\t合计\t12.00\t9.00\t6.00\t3.00
201\t一般公共服务支出\t12.00\t9.00\t6.00\t3.00
20108\t审计事务\t12.00\t9.00\t6.00\t3.00
"""


def test_a_document_is_read_by_a_layout_whose_words_it_has_only_by_their_meaning() -> None:
    text = (
        OWN.replace(
            'heading = ["基本支出"] }', 'heading = ["基本支出", "小计"], under = ["基本支出"] }'
        )
        % ""
    )
    budget = read_text(TEXT, layout=built(tomllib.loads(text)))
    row = budget.table("general")["20108"]
    assert [(figure.column.key, figure.text) for figure in row] == [
        ("total", "12.00"), ("basic", "9.00"), ("personnel", "6.00"), ("project", "3.00"),
    ]  # fmt: skip


@given(st.sampled_from([name for name in NAMES if name != "xinjiang-2024"]), st.data())
def test_stating_what_words_say_changes_nothing(name: str, data: st.DataObject) -> None:
    form = data_of(name)
    want = cells_of(built(form))
    layout = built(form)
    table = data.draw(st.sampled_from(form["tables"]))
    place = data.draw(st.integers(0, len(table["sides"]) - 1))
    side = layout[table["key"]].sides[place]
    number = data.draw(st.integers(0, len(side.columns) - 1))
    column = side.columns[number]
    entry = table["sides"][place]["columns"][number]
    if not column.derived and not any(key in entry for key in PIECES):
        stated = side.base & column.scope
        entry["source"] = stated.source.name or " | ".join(str(each.name) for each in stated.source)
        entry["nature"] = stated.nature.name or " | ".join(str(each.name) for each in stated.nature)
        entry["flow"] = stated.flow.name or " | ".join(str(each.name) for each in stated.flow)
        entry["economic"] = list(stated.economic) if stated.economic != ("",) else [""]
        if stated.stage:
            entry["stage"] = stated.stage
        entry["year"] = column.year
    assert cells_of(built(form)) == want


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_layout_is_written_as_lean_as_it_is(name: str) -> None:
    layout = layouts.load(name)
    written = tomllib.loads(layouts.toml_of(layout))
    assert cells_of(built(written)) == cells_of(layout)

    def stated(data: dict[str, Any]) -> list[str]:
        return [called for called, each in entries(data) if any(key in each for key in PIECES)]

    assert len(stated(written)) <= len(stated(layouts.data_of(name)))


def test_few_entries_state_what_their_cells_total() -> None:
    every = [entry for name in NAMES for _, entry in entries(data_of(name))]
    stated = [entry for entry in every if any(key in entry for key in _STATED)]
    assert (len(every), len(stated)) == (399, 20)  # as docs/layouts.md says
