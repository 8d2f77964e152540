"""Layouts: what ships holds together, and a wrong file is refused with its place."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import check, layouts, read
from cnbudget.amounts import Unit
from cnbudget.cli import main
from cnbudget.codes import EconomicCode, FunctionCode
from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.errors import LayoutError, NotInBudgetError, UnknownNameError
from cnbudget.layouts import Layout, SideForm, forms
from cnbudget.layouts.forms import ROW_KINDS, title_key
from cnbudget.scope import Scope
from cnbudget.tables import ROWS
from cnbudget.words import stem
from tests.learnt import parts_of, through_its_file

SHIPPED = [layouts.load(name) for name in layouts.names()]
SIDES = [
    pytest.param(side, id=f"{layout.name}-{table.key}-{side.side}")
    for layout in SHIPPED
    for table in layout.tables
    for side in table.sides
]


def test_the_two_forms_of_xinjiang_ship() -> None:
    assert [table.number for table in layouts.load("xinjiang-2026").tables] == list(range(1, 13))
    older = layouts.load("xinjiang-2024")
    assert [table.number for table in older.tables] == list(range(1, 12))
    assert "commissioned" not in older
    assert older[11].key == older["carry_over"].key == "carry_over"
    # what a layout does not change it has from the one it extends
    newer = layouts.load("xinjiang-2026")["carry_over"]
    assert older[11].sides[0].columns[3].scope == newer.sides[0].columns[3].scope


def test_what_is_kept_of_the_layouts_is_what_their_files_say() -> None:
    for name in layouts.names():
        said = tomllib.loads(layouts.file_of(name).read_text(encoding="utf-8"))
        assert layouts._base(name) == said  # tools/keep_layouts.py --update writes it anew
    assert set(layouts._kept()) == set(layouts.names())


@pytest.mark.parametrize("layout", SHIPPED, ids=lambda layout: layout.name)
def test_tables_are_found_by_title_by_key_and_by_number(layout: Layout) -> None:
    assert layout.stage == ("决算" if layout.name == "final-accounts" else "预算")
    seen: set[str] = set()
    for table in layout.tables:
        assert layout[table.key] is layout[table.number] is table
        assert title_key(table.title) in table.titles
        assert not table.titles & seen
        seen |= table.titles
        assert table.key in ROWS
        assert table.en
    with pytest.raises(NotInBudgetError, match="no such table") as caught:
        layout["nothing"]
    assert "expenditure" in str(caught.value)


@pytest.mark.parametrize("side", SIDES)
def test_a_side_can_be_read_by_its_headings(side: SideForm) -> None:
    assert side.rows in ROW_KINDS
    assert len({column.key for column in side.columns}) == len(side.columns)
    for column in side.columns:
        assert side.column(column.key) is column
        # columns of one heading are told apart by what stands above
        for other in side.columns:
            if other is not column and other.headings & column.headings:
                assert column.under != other.under or not (column.under and other.under)
    with pytest.raises(NotInBudgetError):
        side.column("没有")


@pytest.mark.parametrize("side", SIDES)
def test_every_cell_of_a_form_has_a_scope_and_no_two_columns_have_one(side: SideForm) -> None:
    rows = [side.base & row.scope for row in side.listed] or [side.coded]
    columns = [column for column in side.columns if not column.derived]
    for row in rows:
        met = [(row.meet(column.scope), column.year) for column in columns]
        cells = [each for each in met if each[0] is not None]
        assert len(set(cells)) == len(cells) > 0
        for scope, _ in cells:
            assert scope is not None
            assert scope <= side.base


@pytest.mark.parametrize("name", ["xinjiang-2024", "xinjiang-2026"])
def test_the_columns_of_a_row_add_up_where_the_form_means_them_to(name: str) -> None:
    layout = layouts.load(name)
    assert (layout.unit, layout.places, layout.nature) == (Unit.WAN, 2, Nature.PLAIN)

    def scope(table: str, key: str) -> Scope:
        side = layout[table].sides[-1]
        return side.base & side.column(key).scope

    for table, whole, parts in [
        ("income", "appropriation",
         "general general_transfer fund fund_transfer state_capital state_capital_transfer"),
        ("income", "total", "appropriation special_account unit carried carried_other"),
        ("expenditure", "total", "basic project"),
        ("appropriation", "total", "general fund state_capital"),
        ("general", "total", "basic project"),
        ("basic", "total", "personnel operating"),
        ("fund", "total", "personnel operating project"),
        ("state_capital", "total", "personnel operating project"),
        ("three_public", "total", "general fund state_capital"),
        ("carry_over", "total", "appropriation other"),
        ("carry_over", "other", "other_personnel other_operating other_project"),
    ]:  # fmt: skip
        assert scope(table, whole).is_partition(scope(table, part) for part in parts.split())


def test_the_fixed_rows_of_the_summary_make_up_all_sources() -> None:
    rows = layouts.load("xinjiang-2026")["summary"].sides[0].listed
    whole = Scope()
    for level in (1, 2):
        assert whole.is_partition(row.scope for row in rows if row.level == level)
    for row in rows:
        below = [
            other.scope
            for other in rows
            if other.path[: len(row.path)] == row.path and other.level == row.level + 1
        ]
        assert not below or row.scope.is_partition(below)
    assert [row.path for row in rows if row.label == "单位资金"] == [
        ("本年收入", "单位资金"),
        ("上年结转结余", "非财政拨款结转结余", "单位资金"),
    ]


def test_vehicles_are_purchase_and_running() -> None:
    rows = {r.key: r.scope for r in layouts.load("xinjiang-2026")["three_public"].sides[0].listed}
    assert rows["vehicles"].is_partition([rows["vehicle_purchase"], rows["vehicle_running"]])
    whole = layouts.load("xinjiang-2026")["three_public"].sides[0].base
    parts = (rows["abroad"], rows["reception"], rows["vehicles"])
    assert whole.is_partition(whole & part for part in parts)


def test_tables_of_appropriations_leave_carry_over_out() -> None:
    layout = layouts.load("xinjiang-2026")
    for number in range(4, 12):
        for side in layout[number].sides:
            assert not side.base.source & FundingSource.CARRIED
    assert layout["carry_over"].sides[0].base.source == FundingSource.CARRIED


@pytest.mark.parametrize("name", ["nowhere", "../layouts/xinjiang-2026", "", "xinjiang_2026"])
def test_an_unknown_layout_is_refused_with_those_that_are_known(name: str) -> None:
    with pytest.raises(UnknownNameError, match="xinjiang-2026"):
        layouts.load(name)


MINIMAL = """
name = "own"
[[tables]]
key = "expenditure"
number = 1
title = "支出表"
[[tables.sides]]
labels = ["科目"]
rows = "function"
columns = [{ key = "total", heading = ["合计"] }]
"""


def test_a_layout_of_the_users_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(MINIMAL, encoding="utf-8")
    for layout in (layouts.load(file), layouts.load(str(file))):
        assert layout.name == "own"
        assert layout[1].sides[0].columns[0].heading == "合计"
        assert layout.nature == Nature.ALL


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('key = "expenditure"', "", "key"),
        ("number = 1", 'number = "one"', "one"),
        ('rows = "function"', 'rows = "rows"', "kind of rows"),
        ('heading = ["合计"]', 'heading = ["合计"], source = "GENERAL|NOTHING"', "NOTHING"),
        ('heading = ["合计"]', 'heading = ["合计"], nature = "value"', "value"),
        ('heading = ["合计"]', 'heading = ["合计"], function = ["20A"]', "digits"),
        ('heading = ["合计"]', "heading = []", "wrong kind|missing"),
        ('name = "own"', 'name = "own"\nunit = "美元"', "unit"),
        ('name = "own"', 'name = "own"\nnature = 5', "wrong kind|missing"),
        ("[[tables]]", "[[tables]", "not a readable layout"),
        ('name = "own"', 'name = "own"\nextends = "nothing"', "not a readable layout"),
    ],
)
def test_a_wrong_layout_file_is_refused_and_named(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(MINIMAL.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LayoutError, match=says) as caught:
        layouts.load(file)
    assert ".toml" in caught.value.where


TYPO = """
name = "x"
extends = "xinjiang-2026"
foo = 1
[[tables]]
key = "vehicles"
number = 13
title = "公务用车"
[[tables.sides]]
labels = ["科目编码"]
rows = "economic"
columns = [
  { key = "total", heading = ["合计"] },
  { key = "general", heading = ["一般公共预算"], sourc = "GENERAL" },
]
"""


def test_a_misspelt_key_is_named_with_its_place_and_what_was_meant(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text(TYPO, encoding="utf-8")
    with pytest.raises(LayoutError) as caught:
        layouts.load(file)
    assert caught.value.where == str(file)
    assert "没有“foo”这个键（最上层）" in caught.value.zh
    assert "没有“sourc”这个键（表“vehicles”第1侧“general”列），是否应为“source”" in caught.value.zh
    assert "no key “sourc” (table “vehicles”, side 1, column “general”)" in caught.value.message
    file.write_text(TYPO.replace("sourc =", "source =").replace("foo = 1", ""), encoding="utf-8")
    assert layouts.load(file)["vehicles"].sides[0].columns[1].scope.source == FundingSource.GENERAL


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('rows = "function"', 'rows = "function"\ncomplete = "false"', "true or false"),
        ('labels = ["科目"]', 'labels = "科目"', "a list of texts"),
        ('heading = ["合计"]', 'heading = "合计"', "a list of texts"),
        ('name = "own"', 'name = "own"\nyears = 2026', "a list of whole numbers"),
        ('name = "own"', 'name = "own"\nplaces = "2"', "a whole number"),
        ('name = "own"', 'name = "own"\nplaces = true', "a whole number"),
        ('heading = ["合计"]', 'heading = ["合计"], optional = "no"', "true or false"),
        ('heading = ["合计"]', 'heading = ["合计"], economic = 302', "text or a list"),
    ],
)
def test_a_value_of_another_kind_is_refused_and_named(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(MINIMAL.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LayoutError, match=says):
        layouts.load(file)


def test_a_table_to_leave_out_that_the_layout_does_not_have_is_refused() -> None:
    data = {"name": "x", "extends": "xinjiang-2026", "drop": ["commisioned"]}
    with pytest.raises(LayoutError, match="no such table to leave out") as caught:
        layouts.build(data, "x.toml", base=layouts._base)
    assert caught.value.value == "commisioned"


def keyed(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[dict[str, Any], str]]:
    """Every table of a layout's data but the codes of natures, whose keys are natures."""
    if isinstance(data, dict):
        if path[-1:] != ("natures",):
            yield data, ".".join(path)
        for key, value in data.items():
            yield from keyed(value, (*path, key))
    elif isinstance(data, list):
        for value in data:
            yield from keyed(value, path)


@pytest.mark.parametrize("name", layouts.names())
@given(data=st.data())
def test_no_key_of_any_layout_can_be_misspelt_in_silence(name: str, data: st.DataObject) -> None:
    """A letter of any key dropped, doubled or exchanged: the layout is refused, and the key is named."""
    whole = copy.deepcopy(layouts._base(name))
    table, _ = data.draw(st.sampled_from([each for each in keyed(whole) if each[0]]))
    key = data.draw(st.sampled_from(sorted(table)))
    place = data.draw(st.integers(0, len(key) - 1))
    wrong = data.draw(
        st.sampled_from(
            [key[:place] + key[place + 1 :], key[:place] + key[place] + key[place:], key + "s"]
        )
    )
    if wrong in table:
        return
    table[wrong] = table.pop(key)
    with pytest.raises(LayoutError) as caught:
        layouts.build(whole, "x.toml", base=layouts._base)
    assert f"“{wrong}”" in caught.value.zh


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match="not a readable layout"):
        layouts.load(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LayoutError, match="not a readable layout"):
        layouts.load(tmp_path / "bytes.toml")


# The vocabulary of forms with flows -----------------------------------------------------------

RIVER = Path(__file__).parents[1] / "docs" / "assets" / "river.toml"
ARCHIVES = RIVER.with_name("archives.toml")


def test_pieces_have_the_flows_of_what_they_stand_in() -> None:
    layout = layouts.load(RIVER)
    income, expenditure = layout["summary"].sides
    assert income.base.flow == Flow.OPENING | Flow.INCOME
    assert expenditure.base.flow == Flow.EXPENDITURE | Flow.CLOSING
    assert income.listed[1].scope == Scope(source=FundingSource.APPROPRIATION, flow=Flow.INCOME)
    # a row with a code is expenditure, the total has what is left over too
    row = expenditure.of_code(FunctionCode("207"))
    assert row is not None
    assert row.flow is Flow.EXPENDITURE
    assert layout["expenditure"].sides[0].base.flow is Flow.EXPENDITURE


def test_a_table_has_its_own_unit_places_and_rounding() -> None:
    layout = layouts.load("shanghai-2025")
    assert (layout["general"].unit, layout["general"].places) == (Unit.YUAN, 0)
    assert (layout["three_public"].unit, layout["three_public"].places) == (Unit.WAN, 2)
    data = {"name": "cut", "extends": "shanghai-2025", "rounding": "truncation"}
    cut = layouts.build(data, "cut.toml", base=layouts._base)
    assert {table.rounding for table in cut.tables} == {"truncation"}
    assert layout["general"].rounding == "half-up"


def test_codes_have_the_nature_that_the_form_gives_them() -> None:
    side = layouts.load("final-accounts")["basic"].sides[0]
    for digits, nature in (
        ("30101", Nature.PERSONNEL),
        ("303", Nature.PERSONNEL),
        ("302", Nature.OPERATING),
        ("31002", Nature.OPERATING),
    ):
        scope = side.of_code(EconomicCode(digits))
        assert scope is not None
        assert (scope.nature, scope.economic) == (nature, (digits,))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"flow": "SIDEWAYS"}, "“SIDEWAYS”：不是资金流向"),
        ({"stage": "草案"}, "“草案”：不是预算或决算"),
        ({"rounding": "up"}, "“up”：不是取整方法"),
    ],
)
def test_what_a_layout_cannot_say(change: dict[str, str], said: str) -> None:
    data = {"name": "x", "extends": "central", **change}
    with pytest.raises(LayoutError) as caught:
        layouts.build(data, "x.toml", base=layouts._base)
    assert said in caught.value.text("zh")


def test_a_column_of_another_stage_is_one_that_there_is() -> None:
    form = {
        "key": "t", "number": 1, "title": "甲表",
        "sides": [{"labels": [], "rows": "agency",
                   "columns": [{"key": "a", "heading": ["数"], "stage": "梦"}]}],
    }  # fmt: skip
    with pytest.raises(LayoutError, match="none of 预算"):
        layouts.build({"name": "x", "tables": [form]}, "x.toml", base=layouts._base)


def test_a_province_that_is_not_built_in_is_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    text = RIVER.with_suffix(".txt")
    assert main(["check", str(text), "--layout", str(RIVER)]) == 0
    said = capsys.readouterr().out
    assert "比较 79 次，79 次相符" in said
    assert "不符" not in said.replace("没有不符", "")


def test_a_fault_in_the_provinces_document_is_found(tmp_path: Path) -> None:
    text = RIVER.with_suffix(".txt").read_text(encoding="utf-8")
    changed = text.replace("上年结转\t50,000.00", "上年结转\t60,000.00")
    changed = changed.replace("收入总计\t8,356,421.50", "收入总计\t8,366,421.50")
    file = tmp_path / "budget.txt"
    file.write_text(changed, encoding="utf-8")
    report = check(read(file, layout=RIVER))
    (finding,) = report.wrong
    assert finding.law == "balance"
    assert (finding.found, finding.expected) == (Decimal("8366421.50"), Decimal("8356421.50"))
    assert finding.zh.startswith("收支总表 第12行「收入总计·收入预算数」等收入方合计 8,366,421.50")
    assert "应当相等（差 10,000.00 元）" in finding.zh
    assert "they should balance" in finding.en


# Written ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "layout", [*SHIPPED, *map(layouts.load, (RIVER, ARCHIVES))], ids=lambda layout: layout.name
)
def test_a_layout_that_is_written_is_loaded_as_it_was(layout: Layout, tmp_path: Path) -> None:
    file = layouts.save(layout, tmp_path / "a.toml")
    assert parts_of(layouts.load(file)) == parts_of(layout)


@given(st.text(), st.integers(0, 3), st.sampled_from(list(FundingSource.APPROPRIATION)))
def test_whatever_a_row_is_called_it_is_loaded_by_that_name(
    label: str, offset: int, source: FundingSource
) -> None:
    shipped = layouts.load("xinjiang-2026")
    table = shipped["three_public"]
    (side,) = table.sides
    first, *others = side.listed
    row = attrs.evolve(
        first,
        label=label,
        labels=frozenset((stem(label),)),
        path=(label,),
        year=-offset,
        scope=Scope(source=source),
    )
    side = attrs.evolve(side, listed=(row, *others))
    layout = attrs.evolve(shipped, tables=(attrs.evolve(table, sides=(side,)),))
    back = through_its_file(layout)
    assert back["three_public"].sides[0].listed[0].label == label
    assert parts_of(back["three_public"].sides[0].listed[0]) == parts_of(row)


def test_brackets_without_end_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.toml"
    path.write_text("name = " + "[" * 100_000, encoding="utf-8")
    with pytest.raises(LayoutError, match="TOML"):
        layouts.load(path)


def test_no_text_that_is_too_long_for_a_title_is_kept() -> None:
    before = forms._loosened.cache_info().currsize
    long = "收支预算总表" + "乙" * 300
    assert forms.loose_title(long) == forms.loose_title(long) != ""
    assert forms._loosened.cache_info().currsize == before
