"""The laws of every declared dimension, by going through the declaration; and a form that uses the newest of them."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Entry, FundingSource, Ledger, Nature, Procurement, Reservation, Scope
from cnbudget import strategies as cs
from cnbudget.classification.crosswalk import shipped_pairs
from cnbudget.codes import EconomicCode, FunctionCode, GovernmentEconomicCode
from cnbudget.dimensions import DIMENSIONS, STAGES, Codes, Dimension, Flags, Names, Sets, Times
from cnbudget.errors import LedgerError
from cnbudget.invariants.crosswalk import categories_for
from cnbudget.layouts import Layout
from cnbudget.layouts.building import build
from cnbudget.ledger import csv_of, read_ledger
from cnbudget.reading.records import _scope
from cnbudget.scope import EVERYTHING
from cnbudget.writing import records
from cnbudget.writing.records import scope_dict

_CODES: dict[type, list[str]] = {
    FunctionCode: ["208", "20805", "2080501", "210"],
    EconomicCode: ["301", "30101", "302", "30201"],
    GovernmentEconomicCode: ["501", "50101", "50102", "502"],
}


def sets(dimension: Dimension) -> st.SearchStrategy[Any]:
    """Sets of a dimension."""
    kind = dimension.sets
    if isinstance(kind, Codes):
        some: st.SearchStrategy[Any] = st.lists(
            st.sampled_from(_CODES[kind.kind]), min_size=1, max_size=3
        )
        return (st.none() | some).map(dimension.of)
    if isinstance(kind, Flags):
        leaves = st.lists(st.sampled_from(kind.leaves), min_size=1)
        return leaves.map(lambda found: kind.back(" | ".join(leaf.name for leaf in found)))
    if isinstance(kind, Names):
        return (st.none() | st.lists(st.sampled_from("甲乙丙"), min_size=1)).map(dimension.of)
    assert isinstance(kind, Times)
    return st.sampled_from([None, *(STAGES if kind.known else (2025, 2026))])


every = pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda each: each.name)


def test_each_dimension_is_a_field_of_scopes_with_what_is_usual_as_its_default() -> None:
    assert [field.name for field in attrs.fields(Sets)] == [each.name for each in DIMENSIONS]
    assert all(getattr(EVERYTHING, each.name) == each.usual for each in DIMENSIONS)
    entry = [field.name for field in attrs.fields(Entry)]
    assert all(each.name in entry for each in DIMENSIONS if each.entry)


@every
@given(st.data())
def test_the_algebra_of_each_dimension(dimension: Dimension, data: st.DataObject) -> None:
    a, b, c = (data.draw(sets(dimension)) for _ in range(3))
    sa, sb, sc = (Scope(**{dimension.name: each}) for each in (a, b, c))
    both = sa.meet(sb)
    assert both == sb.meet(sa)
    assert (sa <= sb) == (both == sa)
    assert sa.isdisjoint(sb) == (both is None)
    assert sa.meet(sa) == sa
    if both is not None:
        assert both <= sa
        assert both <= sb
        further = sb.meet(sc)
        assert both.meet(sc) == (None if further is None else sa.meet(further))
    if sa <= sb and sb <= sc:
        assert sa <= sc
    assert (sa <= sb and sb <= sa) == (sa == sb)


@every
@given(st.data())
def test_a_set_and_what_is_beside_it_partition_the_whole(
    dimension: Dimension, data: st.DataObject
) -> None:
    a, b = data.draw(sets(dimension)), data.draw(sets(dimension))
    whole, part = Scope(**{dimension.name: a}), Scope(**{dimension.name: b})
    assert whole.is_partition([whole])
    assert not whole.is_partition([whole, whole])
    if isinstance(dimension.sets, Flags) and part < whole:
        rest = Scope(**{dimension.name: a & ~b})
        assert whole.is_partition([part, rest])
        assert not whole.is_partition([part])


@every
@given(st.data())
def test_what_is_said_and_written_of_a_set_tells_it_from_others(
    dimension: Dimension, data: st.DataObject
) -> None:
    a, b = (Scope(**{dimension.name: data.draw(sets(dimension))}) for _ in range(2))
    assert (scope_dict(a) == scope_dict(b)) == (a == b)
    assert _scope(json.loads(json.dumps(scope_dict(a)))) == a
    unsaid = (dimension.usual, *dimension.unsaid)
    for lang in ("zh", "en"):
        if getattr(a, dimension.name) not in unsaid and getattr(b, dimension.name) not in unsaid:
            assert (a.words(lang) == b.words(lang)) == (a == b)


def test_plain_money_contains_what_is_procured_of_it() -> None:
    plain = Scope("208", source=FundingSource.GENERAL)
    goods = attrs.evolve(plain, procurement=Procurement.GOODS)
    assert goods < plain
    assert attrs.evolve(goods, reservation=Reservation.RESERVED) < goods
    none = attrs.evolve(plain, procurement=Procurement.NONE)
    bought = attrs.evolve(plain, procurement=Procurement.PROCURED)
    assert plain.is_partition([none, bought])
    assert Scope(nature=Nature.ALL) > Scope(nature=Nature.PLAIN)
    assert Scope(nature=Nature.RESERVE).isdisjoint(Scope(nature=Nature.PLAIN))


def test_only_what_is_procured_is_reserved() -> None:
    with pytest.raises(LedgerError, match="only procurement is reserved"):
        Entry("2080501", "30201", source=FundingSource.OTHER, nature=Nature.PROJECT, amount=1,
              reservation=Reservation.SMALL)  # fmt: skip


def _columns(*columns: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": "total", "heading": ["合计"]}, *columns]


def _column(key: str, heading: str, **piece: str) -> dict[str, Any]:
    return {"key": key, "heading": [heading], **piece}


def _table(number: int, key: str, title: str, columns: list[dict[str, Any]], **more: Any) -> Any:
    side = {"labels": ["科目编码", "科目名称"], "rows": "function", "columns": columns}
    return {"key": key, "number": number, "title": title, "sides": [side], **more}


def form(*, reserve: bool = True) -> Layout:
    """A form that prints uses by the governments' classification, procurement, and money in reserve."""
    natures = [
        _column("basic", "基本支出", nature="BASIC"),
        _column("project", "项目支出", nature="PROJECT"),
    ]
    if reserve:
        natures.append(_column("reserve", "单位预留机动经费", nature="RESERVE"))
    bought = [
        _column("goods", "货物", procurement="GOODS"),
        _column("works", "工程", procurement="WORKS"),
        _column("services", "服务", procurement="SERVICES"),
        _column("reserved", "其中：面向中小企业预留", reserve="RESERVED"),
        _column("small", "其中：面向小微企业预留", reserve="SMALL"),
    ]
    categories = [f"{code}" for code in (*range(501, 515), 599)]
    uses = [
        _column(f"g{code}", f"政府经济{code}", government=code) for code in [*categories, "50101"]
    ]
    departments = ("301", "302", "303", "307", "309", "310", "311", "312", "313", "399")
    own = [_column(f"e{code}", f"部门经济{code}", economic=code) for code in departments]
    nature = "PLAIN | RESERVE" if reserve else "ALL"
    return build(
        {
            "name": "try",
            "nature": nature,
            "source": "ALL" if reserve else "GENERAL",
            "tables": [
                _table(1, "expenditure", "部门支出总表", _columns(*natures)),
                _table(2, "bought", "政府采购预算表", _columns(*bought), procurement="PROCURED"),
                _table(3, "uses", "支出预算表（按政府预算支出经济分类）", _columns(*uses)),
                _table(4, "own", "支出预算表（按部门预算支出经济分类）", _columns(*own)),
            ],
        },
        "try.toml",
        base=lambda _: {},
    )


FORM = form()


@given(cs.ledgers(layout=FORM))
def test_what_is_published_by_the_dimensions_is_checked_and_exact_or_rounding(
    ledger: Ledger,
) -> None:
    budget = cnbudget.publish(ledger, layout=FORM, unit="元", places=2)
    for outcome in cnbudget.outcomes(budget):
        assert outcome.verdict is cnbudget.Verdict.EXACT
    for figure in budget.figures:
        assert figure.scope is not None
        value = figure.value if figure.value is not None else 0
        assert ledger.total(figure.scope).yuan == value


@given(cs.ledgers(layout=FORM), st.data())
def test_a_wrong_figure_of_goods_is_violated(ledger: Ledger, data: st.DataObject) -> None:
    bought = Entry("2080501", "30201", source=FundingSource.GENERAL_OWN, nature=Nature.PROJECT,
                   procurement=Procurement.GOODS, amount=100, government_economic="50201")  # fmt: skip
    ledger = attrs.evolve(ledger, entries=[*ledger.entries, bought])
    budget = cnbudget.publish(ledger, layout=FORM, unit="元", places=2)
    table = next(table for table in budget.tables if table.key == "bought")
    row = next(row for row in table.sides[0].rows if str(row.code) == "2080501")
    column = data.draw(st.sampled_from([0, 1]))
    wrong = row.figures[column]
    more = attrs.evolve(wrong, value=(wrong.value or 0) + 7)
    figures = tuple(more if figure is wrong else figure for figure in row.figures)
    changed = attrs.evolve(row, figures=figures)
    rows = tuple(changed if each is row else each for each in table.sides[0].rows)
    side = attrs.evolve(table.sides[0], rows=rows)
    other = attrs.evolve(table, sides=(side,))
    tables = tuple(other if each is table else each for each in budget.tables)
    outcomes = cnbudget.outcomes(attrs.evolve(budget, tables=tables))
    assert any(each.verdict is cnbudget.Verdict.VIOLATED for each in outcomes)


def test_the_crosswalk_says_what_is_within_what() -> None:
    entries = [
        Entry("2080501", use, source=FundingSource.GENERAL_OWN, nature=nature, amount=amount,
              government_economic=code)
        for use, code, nature, amount in (
            ("30101", "50101", Nature.PERSONNEL, 70), ("30102", "50501", Nature.PERSONNEL, 30),
            ("30201", "50201", Nature.OPERATING, 20), ("30301", "50905", Nature.PERSONNEL, 9),
        )
    ]  # fmt: skip
    budget = cnbudget.publish(entries, layout=FORM, year=2026, unit="元", places=0)
    assert {each.verdict for each in cnbudget.outcomes(budget)} == {cnbudget.Verdict.EXACT}
    contained = [law for law in cnbudget.laws(budget) if law.kind == "contain"]
    held = {
        (law.whole.column.column, *(part.column.column for part in law.parts)) for law in contained
    }
    assert held == {
        ("政府经济501", "政府经济50101"),
        ("部门经济301", "政府经济501"),
        ("部门经济302", "政府经济502"),
        ("部门经济303", "政府经济509"),
        ("政府经济509", "部门经济303"),
    }


@pytest.mark.parametrize(("wrong", "found"), [(109, "violated"), (100, "exact")])
def test_a_figure_by_one_classification_beyond_the_other_is_violated(
    wrong: int, found: str
) -> None:
    side = {
        "labels": ["科目编码"],
        "rows": "list",
        "columns": [{"key": "total", "heading": ["预算数"]}],
    }
    rows: list[dict[str, Any]] = [
        {"label": ["工资福利支出"], "economic": "301"},
        {"label": ["机关工资福利支出"], "government": "501"},
        {"label": ["对事业单位工资福利补助"], "government": "50501"},
    ]
    uses = {"key": "uses", "number": 1, "title": "支出表", "sides": [{**side, "list": rows}]}
    form = build({"name": "try", "tables": [uses]}, "try.toml", base=lambda _: {})
    entries = [
        Entry("2080501", "30101", source=FundingSource.OTHER, nature=Nature.PERSONNEL, amount=amount,
              government_economic=code)
        for code, amount in (("50101", 70), ("50501", 30))
    ]  # fmt: skip
    budget = cnbudget.publish(entries, layout=form, year=2026, unit="元", places=0)
    (table,) = budget.tables
    *first, last, total = table.sides[0].rows
    more = attrs.evolve(last.figures[0], value=Decimal(wrong - 70))
    changed = (*first, attrs.evolve(last, figures=(more,)), total)
    table = attrs.evolve(table, sides=(attrs.evolve(table.sides[0], rows=changed),))
    outcomes = cnbudget.outcomes(attrs.evolve(budget, tables=(table,)))
    # the total is made up in two ways, by each classification
    assert sorted(
        (each.law.kind, len(each.law.parts), each.verdict.value) for each in outcomes
    ) == [
        ("add-up", 1, "exact"),
        ("add-up", 2, found),
        ("contain", 2, found),
    ]


@pytest.mark.parametrize(("complete", "law"), [(True, "add-up"), (False, "contain")])
def test_rows_of_both_codes_make_up_the_row_of_one_and_none_counts_twice(
    complete: bool, law: str
) -> None:
    def table(number: int, *rows: tuple[str, str | None]) -> dict[str, Any]:
        listed = [
            {"label": [f"第{n}行"], "economic": use, **({"government": code} if code else {})}
            for n, (use, code) in enumerate(rows, 1)
        ]
        columns = [{"key": "total", "heading": ["预算数"]}]
        side = {"labels": ["项目"], "rows": "list", "columns": columns, "list": listed}
        title = {"key": f"t{number}", "number": number, "title": f"支出表{number}"}
        return {**title, "sides": [{**side, "complete": complete}]}

    both = [("301", "501"), ("301", "50101"), ("301", "505")]
    tables = [table(1, *both), table(2, ("301", None))]
    form = build({"name": "try", "tables": tables}, "try.toml", base=lambda _: {})
    entries = [
        Entry("2080501", "30101", source=FundingSource.OTHER, nature=Nature.PERSONNEL, amount=amount,
              government_economic=code)
        for code, amount in (("50101", 70), ("50501", 30))
    ]  # fmt: skip
    budget = cnbudget.publish(entries, layout=form, year=2026, unit="元", places=0)
    across = [
        each
        for each in cnbudget.outcomes(budget)
        if (each.law.whole.row.table, each.law.parts[0].row.table) == (2, 1)
        and each.law.whole.row.index == 1
    ]
    (outcome,) = across
    shown = [figure.text for figure in (outcome.law.whole, *outcome.law.parts)]
    assert (outcome.law.kind, shown) == (law, ["100", "70", "30"])
    assert {each.verdict.value for each in cnbudget.outcomes(budget)} == {"exact"}


@given(st.sampled_from(sorted({(up, down) for up, down, _, _ in shipped_pairs()})))
def test_what_the_crosswalk_pairs_is_within_each_others_categories(pair: tuple[str, str]) -> None:
    for one, other in (pair, pair[::-1]):
        for code in (one, one[:3]):
            found = categories_for(code)
            assert not found or other[:3] in found


@pytest.mark.parametrize("reserve", [True, False])
def test_a_total_is_basic_and_project_and_the_reserve_where_there_is_a_column_of_it(
    reserve: bool,
) -> None:
    layout = form(reserve=reserve)
    assert (Nature.RESERVE in layout.natures) == reserve
    kinds = [Nature.OPERATING, Nature.PROJECT, *([Nature.RESERVE] if reserve else [])]
    entries = [
        Entry("2080501", "30201", source=FundingSource.GENERAL_OWN, nature=nature, amount=10,
              government_economic="50201")
        for nature in kinds
    ]  # fmt: skip
    budget = cnbudget.publish(entries, layout=layout, year=2026, unit="元", places=0)
    row = budget.tables[0].sides[0].rows[0]
    sums = [
        law for law in cnbudget.laws(budget) if law.kind == "add-up" and law.whole is row.figures[0]
    ]
    across = [law for law in sums if law.reason == "columns"]
    assert [len(law.parts) for law in across] == [3 if reserve else 2]


@given(cs.ledgers(layout=FORM))
def test_ledgers_go_into_files_and_come_back(ledger: Ledger) -> None:
    assert Ledger.of(ledger.records()).merged() == ledger.merged()


def test_ledgers_without_the_newer_columns_are_read(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text(
        "功能科目,经济科目,资金来源,支出性质,政府采购,金额\n2080501,30201,其他收入,公用经费,货物,5\n"
    )
    ledger = read_ledger(path)
    assert ledger.entries[0].procurement is Procurement.GOODS is Procurement("货物")
    assert ledger.entries[0].reservation is None
    assert ledger.entries[0].government_economic is None
    assert csv_of(ledger).splitlines()[0] == "功能科目,经济科目,资金来源,支出性质,政府采购,金额"


def test_money_without_a_government_code_is_said_where_the_form_prints_them() -> None:
    entry = Entry("2080501", "30201", source=FundingSource.OTHER, nature=Nature.PROJECT, amount=5)
    budget = cnbudget.publish([entry], layout=FORM, year=2026)
    assert [each.kind for each in budget.problems] == ["uncoded"]
    coded = attrs.evolve(entry, government_economic="50201")
    assert not cnbudget.publish([coded], layout=FORM, year=2026).problems


def test_a_dimension_that_is_declared_is_known_everywhere() -> None:
    script = Path(__file__).with_name("toy_dimension.py")
    done = subprocess.run(  # noqa: S603  (this interpreter, a file of the tests)
        [sys.executable, script], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "declared once, and known everywhere", done.stderr[-2000:]


def test_the_schema_that_ships_has_every_dimension() -> None:
    path = Path(records.__file__).with_name("disclosure-1.schema.json")
    assert json.loads(path.read_text(encoding="utf-8")) == records.schema()
