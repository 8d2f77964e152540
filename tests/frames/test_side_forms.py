"""Forms of sides that are kept: as they would be made anew, in any order of documents, and no more than a few."""

from __future__ import annotations

from array import array
from decimal import Decimal
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, Scope
from cnbudget.frames import arrow, side_forms
from cnbudget.frames.columns import RecordBlock, RecordPart, columns_of
from cnbudget.scope import EVERYTHING
from cnbudget.strategies import disclosures

AKTO, ARTUX = cnbudget.example("akto"), cnbudget.example("artux")


@settings(max_examples=8)
@given(st.lists(disclosures(), min_size=1, max_size=2))
def test_records_of_several_budgets_are_those_of_each_made_anew(budgets: list[Disclosure]) -> None:
    mixed = [ARTUX, *budgets, AKTO, ARTUX, *budgets]
    kept = list(cnbudget.records(mixed))
    with mock.patch.object(side_forms, "_kept", side_forms._made):
        apart = [list(cnbudget.records(budget)) for budget in mixed]
    assert kept == [row for rows in apart for row in rows]
    assert cnbudget.records(mixed).to_arrow().to_pylist() == kept


def test_what_is_kept_tells_years_stages_languages_and_headings_apart() -> None:
    rows = (Scope("2080505"), None)
    heads = (("total", "合计", "money"),)
    of_year = side_forms.side_form(rows, (EVERYTHING,), heads, (2026, "预算", "zh"))
    for other_heads, time in (
        (heads, (2025, "预算", "zh")),
        (heads, (2026, "决算", "zh")),
        (heads, (2026, "预算", "en")),
        ((("basic", "合计", "money"),), (2026, "预算", "zh")),
    ):
        other = side_forms.side_form(rows, (EVERYTHING,), other_heads, time)
        assert list(zip(*other.columns.columns, strict=True)) != list(
            zip(*of_year.columns.columns, strict=True)
        )


def test_long_sides_are_not_kept_and_few_others_are() -> None:
    before = side_forms._kept.cache_info()
    rows = tuple(Scope(project=f"项目{number}") for number in range(300))
    heads = (("total", "合计", "money"),)
    made = side_forms.side_form(rows, (EVERYTHING,), heads, (2026, "预算", "zh"))
    assert len(made.row_of) == 300
    after = side_forms._kept.cache_info()
    assert (after.hits, after.misses) == (before.hits, before.misses)
    assert after.maxsize is not None
    assert after.maxsize <= 128


def test_sides_without_rows_stand_among_others_in_a_batch() -> None:
    forms = columns_of("code | text | 编码 | code\nplace | integer | 位置 | place")
    some = RecordPart((["208", "210"],), array("i", [1, 0]))
    none = RecordPart(((),), array("i"))
    blocks = [
        RecordBlock(([none, some, none, some, none], [RecordPart(([1, 2, 3, 4],))])),
        RecordBlock(([none], [RecordPart(([],))])),
        RecordBlock(([some], [RecordPart(([5, 6],))])),
    ]
    (batch,) = arrow.batches(forms, iter(blocks))
    assert batch["code"].to_pylist() == ["210", "208"] * 3
    assert batch["place"].to_pylist() == [1, 2, 3, 4, 5, 6]


def test_a_block_has_the_records_of_its_parts_one_after_another() -> None:
    cells = (["208", "210"],)
    shared = [RecordPart(cells, bytearray([1, 0])), RecordPart(cells, bytearray([1]))]
    own = [RecordPart(([Decimal(1), Decimal(2)],)), RecordPart(([Decimal(3)],))]
    block = RecordBlock((shared, own))
    assert len(block) == 3
    assert list(block.rows()) == [("210", 1), ("208", 2), ("210", 3)]
