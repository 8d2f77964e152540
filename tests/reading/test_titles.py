"""Titles: what is one, whose it is, and what only looks like one."""

from __future__ import annotations

import attrs
import pytest

import cnbudget
from cnbudget import UnreadableError, layouts
from cnbudget.layouts.outlines import outline_of, shipped_outlines
from cnbudget.reading.blocks import TextLine
from cnbudget.reading.finding import find_tables
from cnbudget.reading.text import blocks_of_text
from cnbudget.reading.titles import titles_of

GRID = "科目编码\t科目名称\t合计\n208\t社会保障和就业支出\t1.00\n\t合计\t1.00\n"


def found(text: str) -> list[tuple[str, str]]:
    tables, _ = find_tables(blocks_of_text(text), titles_of(shipped_outlines()))
    return [(table.key, table.title) for table in tables if table.parts]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("2025年预算单位收入预算总表", "income"),
        ("2025年部门收入预算总表", "income"),
        ("2024年度某市财政局收支总表", "summary"),
        ("财政拨款收入支出决算总表", "appropriation"),
        ("收入支出决算总表", "summary"),
        ("2025年某某区教育局（本级）财政拨款收支总表", "appropriation"),
        ("表五 一般公共预算支出表", "general"),
    ],
)
def test_titles_of_the_forms(title: str, key: str) -> None:
    assert [each for each, _ in found(f"{title}\n单位：万元\n{GRID}")] == [key]


@pytest.mark.parametrize(
    "title",
    [
        "2025年部门项目支出预算总表",
        "2025年政府采购支出总表",
        "2025年国有资产收支总表",
        "2024年度机关运行经费支出决算表",
    ],
)
def test_a_title_that_ends_like_one_is_another_tables(title: str) -> None:
    assert found(f"{title}\n单位：万元\n{GRID}") == []


def test_titles_in_a_list_of_contents_wait_for_no_grid_far_below() -> None:
    prose = "本单位的主要职责是执行有关的法律、法规和方针政策，组织实施各项工作。" * 12
    text = f"目录\n收入决算表\n支出决算表\n\n{prose}\n\n序号\t单位名称\n1\t某局本级\n2\t某中心\n"
    assert found(text) == []


def test_titles_in_a_list_of_contents_wait_for_no_grid_of_the_next_part() -> None:
    lines = "目录\n收入决算表\n支出决算表\n第三部分 情况说明\n第一部分 某局概况\n"
    assert found(f"{lines}序号\t单位名称\n1\t某局本级\n2\t某中心\n") == []


def test_a_title_has_one_key_in_all_forms() -> None:
    keys: dict[str, set[str]] = {}
    for outline in shipped_outlines():
        for title, table in outline.by_title.items():
            keys.setdefault(title, set()).add(table.key)
    assert {title: each for title, each in keys.items() if len(each) > 1} == {}


def test_the_outlines_are_those_of_the_layouts() -> None:
    assert [outline.name for outline in shipped_outlines()] == list(layouts.names())
    for outline in shipped_outlines():
        assert outline.layout is layouts.load(outline.name)
        built = outline_of(outline.layout)
        assert (outline.name, outline.years, outline.stage) == (
            built.name,
            built.years,
            built.stage,
        )
        assert list(outline.tables) == list(built.tables)
        for key, table in outline.tables.items():
            assert attrs.asdict(table) == attrs.asdict(built.tables[key])


def test_a_layout_that_is_asked_for_is_taken() -> None:
    text = cnbudget.to_text(cnbudget.example("artux"))
    assert cnbudget.read_text(text).layout == "xinjiang-2026"
    assert cnbudget.read_text(text, layout="xinjiang-2024").layout == "xinjiang-2024"
    with pytest.raises(UnreadableError):
        cnbudget.read_text(text, layout="shanghai-2025")


def test_paragraphs_stay_where_they_are() -> None:
    blocks = blocks_of_text(f"收入总表\n单位：万元\n{GRID}\n注：说明。\n")
    _, others = find_tables(blocks, titles_of(shipped_outlines()))
    assert [block.text for block, _ in others if isinstance(block, TextLine)] == ["注：说明。"]


def test_a_cover_of_the_year_before_is_wrong_and_not_all_the_rest() -> None:
    title = "某市某某局2025年度部门决算"
    lines = (f"{title}表", f"{title}情况说明", f"纳入{title}编制范围的单位", f"{title}公开说明")
    text = "某市某某局\n2024年度部门决算\n" + "\n".join(lines) + f"\n收入决算表\n单位：万元\n{GRID}"
    budget = cnbudget.read_text(text)
    assert budget.year == 2025
    assert [f.key for f in cnbudget.check(budget).findings if "2024" in str(f)]
    assert cnbudget.read_text(text.replace(lines[0], "2024年度部门决算公开的表")).year == 2024


@pytest.mark.parametrize(
    "lines",
    [
        [
            f"{matter}100万元，2024年部门预算为90万元。"
            for matter in ("收入", "支出", "采购", "会议费")
        ],
        [
            f"{matter}9万元，上年（2024年部门预算）9万元。"
            for matter in ("收入", "支出", "采购", "会议费")
        ],
        [f"2023年部门决算{matter}情况" for matter in ("收入", "支出", "采购", "会议费")]
        + [f"2025年{matter}预算" for matter in ("收入", "支出", "采购", "会议费")],
        [
            f"根据2024年部门预算编制要求，{matter}从紧。"
            for matter in ("收入", "支出", "采购", "会议费")
        ],
        [f"与2024年部门预算相比，{matter}减少。" for matter in ("收入", "支出", "采购", "会议费")],
        [f"{number}、2024年部门预算执行情况" for number in "一二三"],
    ],
)
def test_a_right_cover_is_believed(lines: list[str]) -> None:
    text = "\n".join(["某市某某局", "2025年部门预算", *lines, "收入预算表", "单位：万元", GRID])
    assert cnbudget.read_text(text).year == 2025
