"""Titles of tables, with what stands before and behind them in one region or another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.forms import title_of
from cnbudget.forms.titles import label_alone

#: One table's title as regions print it: of the budget, and of final accounts.
BUDGET = """支出总表|部门支出总表|支出预算总表|部门支出预算总表|支出预算表|部门支出预算表|单位支出总表|支出总体情况表
部门支出总体情况表|支出预算总体情况表|部门预算支出总表|部门综合预算支出总表|2026年市级部门支出预算总表
省级部门支出预算总表|区级部门支出预算总表|县级部门支出总表|2026年度支出预算总表|预算03表 支出总表
公开03表 支出预算总表|公开03表：支出预算总表|表3：支出总表|表3:支出总表|表3、支出总表|表1-2 部门支出总表
表1-2部门支出总表|附件1-3 支出总表|03 支出总表|3.支出总表|三、支出总表|支出总表（表三）|支出总表（公开表3）
支出总表（预算表3）|支出总表(预算表3)|支出总表（部门公开表3）|部门支出总表（万元）|部门支出总表(按功能分类)
支出总表（按功能科目）|青山市审计局支出总表|青山市审计局2026年部门支出总表|2026年青山市审计局支出总表
支出总表 （单位：万元）|支出总表　单位：万元|支出总表 2026年|支出总表（2026年）|附：支出总表|★支出总表
《支出总表》|支 出 总 表|支出总表(一)|支出总表续表|支出总表（续）|部门支出总体情况表（公开表3）
预算公开表3：部门支出总表|2026年部门支出总体情况表|单位预算支出总表|部门支出总表（分单位）|支出决算表
支出决算总表（公开03表）|财决公开03表 支出决算表|Z01 支出决算表|支出决算表（青山市审计局）
青山市审计局2021年度支出决算表|支出决算批复表|（三）支出决算表|附表3：支出决算表""".replace(
    "\n", "|"
).split("|")
OTHERS = [
    ("收支总表", {"balance": True, "source": None}),
    ("收支预算平衡表", {"balance": True, "source": None}),
    ("一般公共预算基本支出表（按功能和经济分类）", {"nature": Nature.BASIC}),
    ("会议费培训费预算表", {"economic": ("30215", "30216"), "source": None}),
    ("财政拨款收支总体情况表", {"balance": True, "source": FundingSource.APPROPRIATION}),
    ("一般公共预算财政拨款支出决算明细表", {"source": FundingSource.GENERAL}),
    ("一般公共预算基本支出表（按经济分类）", {"nature": Nature.BASIC, "axis": "ECONOMIC"}),
    ("一般公共预算财政拨款项目支出决算表", {"nature": Nature.PROJECT}),
    ("政府性基金预算财政拨款收入支出决算表", {"balance": True, "source": FundingSource.FUND}),
    ("国有资本经营预算支出表", {"source": FundingSource.STATE_CAPITAL}),
    ("青山大学收入预算表", {"flow": Flow.INCOME}),
    ("政府采购（资产配置、购买服务）预算表", {"subject": "PROCUREMENT"}),
    ("财政拨款政府购买服务明细表", {"subject": "SERVICES"}),
    ("一般公共预算机关运行经费支出预算表", {"running": True}),
    ("上年结转结余情况表", {"vintage": "CARRIED"}),
    ("支出预算明细表（按部门预算科目）—工资和福利支出", {"economic": ("301",), "axis": "ECONOMIC"}),
    ("政府分类支出情况表", {"flow": Flow.EXPENDITURE, "axis": "GOVERNMENT"}),
]


@pytest.mark.parametrize("text", BUDGET)
def test_what_stands_around_a_title_does_not_hide_it(text: str) -> None:
    title = title_of(text)
    assert title is not None
    said = title.meaning
    assert (said.flow, said.source, said.nature, said.balance) == (
        Flow.EXPENDITURE,
        None,
        None,
        False,
    )


@pytest.mark.parametrize(("text", "said"), OTHERS)
def test_titles_say_what_their_tables_total(text: str, said: dict[str, object]) -> None:
    title = title_of(text)
    assert title is not None
    assert {name: getattr(title.meaning, name) for name in said} == said


@pytest.mark.parametrize(
    "text",
    [
        "项目支出绩效目标表",
        "政府采购品目目录",
        "人员情况表",
        "部门整体支出绩效自评表",
        "支出总体情况表说明如下：本表反映部门全年支出情况。",
        "财务报表",
        "国有资产占有使用情况表",
        "一、关于收支总表的说明",
    ],
)
def test_other_tables_and_sentences_are_no_titles(text: str) -> None:
    assert title_of(text) is None


_BEFORE = st.sampled_from(
    [
        "",
        "表3",
        "公开03表：",
        "附件1-3 ",
        "三、",
        "（三）",
        "预算03表 ",
        "★",
        "2026年",
        "2026年度",
        "附表3：",
    ]
)
_BEHIND = st.sampled_from(
    ["", "（公开03表）", "（2026年）", "　单位：万元", "（单位：元）", "（续）", "（表三）"]
)
_LEVELS = st.sampled_from(["", "部门", "省级部门", "市级", "单位"])
_TITLES = st.sampled_from(
    ["支出总表", "收入预算总表", "财政拨款收支总表", "一般公共预算支出表", "一般公共预算基本支出表"]
)


@given(_BEFORE, _LEVELS, _TITLES, _BEHIND)
def test_whatever_is_around_it_a_title_says_the_same(
    before: str, level: str, bare: str, behind: str
) -> None:
    plain, around = title_of(bare), title_of(f"{before}{level}{bare}{behind}")
    assert plain is not None
    assert around is not None
    assert around.meaning == plain.meaning
    assert around.year in (None, 2026)
    assert around.number in (None, 1, 3)


def test_number_year_and_agency_are_taken_off() -> None:
    title = title_of("表3：青山市审计局2026年部门支出总表（单位：万元）")
    assert title is not None
    assert (title.number, title.year, title.agency, title.text) == (
        3,
        2026,
        "青山市审计局",
        "部门支出总表",
    )
    continued = title_of("支出总表（续）")
    assert continued is not None
    assert continued.goes_on


def test_a_line_that_is_nothing_but_a_number() -> None:
    assert [label_alone(text) for text in ("公开03表", "表 十二", "附表2", "支出总表")] == [
        3,
        12,
        2,
        None,
    ]


def test_the_number_of_a_table_ends_where_the_year_begins() -> None:
    found = title_of("附表1：2018年度收支预算总体情况表")
    assert found is not None
    assert (found.number, found.text) == (1, "收支预算总体情况表")
    found = title_of("表12：2018年度收支预算总表")
    assert found is not None
    assert found.number == 12


@pytest.mark.parametrize("label", ["公开07表", "预算07表", "表07", "部门公开表7", "附表7", "GK07"])
def test_a_label_behind_a_title_is_none_of_its_words(label: str) -> None:
    found = title_of(f"一般公共预算支出情况表（按功能分类）{label}　单位：万元")
    assert found is not None
    assert (found.number, found.text) == (7, "一般公共预算支出情况表(按功能分类)")
