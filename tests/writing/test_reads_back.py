"""What is written reads back with its unit, places, year, agency, notes and panels, in every format."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, State, read_text
from cnbudget.amounts import Unit
from cnbudget.errors import UnknownNameError, UnreadableError
from cnbudget.tables import Panel
from cnbudget.writing import FORMATS
from tests.documents import corpus
from tests.documents.corpus import Document
from tests.profiles import tries
from tests.reading import making
from tests.writing.test_all_formats import assert_same, there_and_back
from tests.writing.test_all_formats import ledger as example_ledger

ENDINGS = ("md", "html", "json", "xlsx", "docx")
some = settings(max_examples=tries(8, least=6))
agencies = st.sampled_from(
    ["甲局", "乙市人民代表大会常务委员会办公室", "丙县第一中学", "丁区（本级）医院"]
)
notes = st.lists(
    st.sampled_from(
        [
            "注：本表金额因四舍五入，尾数可能不等。",
            "备注：不含上年结转。",
            "说明：以上各数已经核对。",
        ]
    ),
    max_size=2,
    unique=True,
)


facts_over_tables = {
    "unit": st.sampled_from(list(Unit)),
    "places": st.integers(0, 6),
    "year": st.integers(2019, 2027),
    "agency": agencies,
    "notes": notes,
}


def _published(unit: Unit, places: int, year: int, agency: str, notes: list[str]) -> str:
    """A published budget, with notes under a table."""
    ledger = cnbudget.Ledger(list(example_ledger(2026)), agency=agency, year=year)
    budget = cnbudget.publish(ledger, "xinjiang-2026", unit=unit, places=places)
    text = cnbudget.to_text(budget)
    for note in notes:
        text = text.replace("\n\n表 4", f"\n\n{note}\n\n表 4")
    return text


def _assert_kept(
    budget: Disclosure, unit: Unit, places: int, year: int, agency: str, notes: list[str]
) -> None:
    event(unit.zh)
    assert (budget.unit, budget.year, budget.agency) == (unit, year, agency)
    assert {f.places for f in budget.figures if f.state is State.VALUE} <= {places}
    assert {table.unit for table in budget.tables if table.status == "present"} == {unit}
    printed = "\n".join(passage.text for passage in budget.passages)
    assert all(note in printed for note in notes)


@pytest.mark.parametrize("ending", ENDINGS)
@some
@given(**facts_over_tables)
def test_what_stands_over_and_under_a_table(
    ending: str, unit: Unit, places: int, year: int, agency: str, notes: list[str]
) -> None:
    budget = read_text(_published(unit, places, year, agency, notes))
    _assert_kept(budget, unit, places, year, agency, notes)
    again = there_and_back(budget, ending)
    assert_same(again, budget)
    _assert_kept(again, unit, places, year, agency, notes)
    assert there_and_back(again, ending) == again


#: Files as others make them, of every kind that is read and of some that are not written.
_OTHERS: dict[str, Callable[[Document], bytes]] = {
    "csv": lambda parts: making.csv_text(parts).encode("utf-8-sig"),
    "csv gbk": lambda parts: making.csv_text(parts).encode("gb18030"),
    "txt": lambda parts: corpus.put_together(parts, "tabs").encode(),
    "txt gbk": lambda parts: corpus.put_together(parts, "tabs").encode("gb18030"),
    "html": lambda parts: making.web_page(parts).encode(),
    "xlsx": making.xlsx,
    "xlsx on one sheet": lambda parts: making.xlsx(parts, one_sheet=True),
    "docx": making.word,
    "pdf": making.pdf,
}


@pytest.mark.parametrize("kind", _OTHERS)
@some
@given(**facts_over_tables)
def test_in_files_that_others_make_too(
    kind: str, unit: Unit, places: int, year: int, agency: str, notes: list[str]
) -> None:
    text = _published(unit, places, year, agency, notes)
    budget = read_text(text)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "预算.dat"  # the name says nothing
        file.write_bytes(_OTHERS[kind](corpus.taken_apart(text)))
        again = cnbudget.read(file)
    assert making.facts(again) == making.facts(budget)
    assert [problem.zh for problem in again.problems] == [p.zh for p in budget.problems]
    _assert_kept(again, unit, places, year, agency, notes)


def test_every_format_reads_back_or_says_that_it_does_not(tmp_path: Path) -> None:
    """CSV has a line for each cell, for analysis: no prose, no empty table, and so no document."""
    budget = cnbudget.example("artux")
    for name, known in FORMATS.items():
        for ending in known.endings:
            file = cnbudget.write(budget, tmp_path / f"预算{ending}")
            if name != "csv":
                assert cnbudget.read(file) == budget
                continue
            with pytest.raises(UnreadableError) as refused:
                cnbudget.read(file)
            assert refused.value.key == "reading.cells_for_analysis"
            assert ".json" in refused.value.hint_zh
    assert {f".{ending}" for ending in ENDINGS} == {
        known.endings[0] for name, known in FORMATS.items() if name != "csv"
    }
    with pytest.raises(UnknownNameError, match="no format is known by this ending"):
        cnbudget.write(budget, tmp_path / "预算.txt")


# Panels ------------------------------------------------------------------------------------------

_PANELS = """2024年甲局部门决算公开

一般公共预算财政拨款基本支出决算表

编制部门：甲局

单位：万元

| {left} |  |  |  | {right} |  |  |  |
|---|---|---|---|---|---|---|---|
| 科目编码 |  | 科目名称 | 决算数 | 科目编码 |  | 科目名称 | 决算数 |
| 类 | 款 |  |  | 类 | 款 |  |  |
| 301 |  | 工资福利支出 | 3.00 | 302 |  | 商品和服务支出 | 2.00 |
| 301 | 01 | 基本工资 | 3.00 | 302 | 01 | 办公费 | 2.00 |
|  |  | 人员经费合计 | 3.00 | 302 | 02 | 印刷费 |  |
|  |  |  |  |  |  | 公用经费合计 | 2.00 |
"""


def _panels(budget: Disclosure) -> tuple[Panel, ...]:
    found: tuple[Panel, ...] = budget.basic.sides[0].panels
    return found


@pytest.mark.parametrize("over", [("人员经费", "公用经费"), ("", "")])
@pytest.mark.parametrize("ending", ENDINGS)
def test_two_panels_stay_two(ending: str, over: tuple[str, str]) -> None:
    budget = read_text(_PANELS.format(left=over[0], right=over[1]), layout="final-accounts")
    assert _panels(budget) == (Panel(0, over[0]), Panel(3, over[1]))
    assert [row.address.row for row in budget.basic.rows] == [
        "301", "30101", "人员经费合计", "302", "30201", "30202", "公用经费合计",
    ]  # fmt: skip
    assert not any("公用经费" in passage.text.split() for passage in budget.passages)
    again = there_and_back(budget, ending)
    assert_same(again, budget)
    assert _panels(again) == _panels(budget)
    assert there_and_back(again, ending) == again


def test_a_panel_goes_on_on_the_next_page() -> None:
    text = _PANELS.format(left="人员经费", right="公用经费")
    page, rest = text.split("| 301 | 01 |")
    header = "\n".join(line for line in page.split("\n") if line.startswith("|"))
    header = "\n".join(header.split("\n")[:4])
    budget = read_text(f"{page}\n第2页\n\n{header}\n| 301 | 01 |{rest}", layout="final-accounts")
    assert budget == read_text(text, layout="final-accounts")


@pytest.mark.parametrize("ending", ENDINGS)
def test_two_panels_of_a_table_that_is_none_of_the_form(ending: str) -> None:
    text = cnbudget.to_text(cnbudget.example("artux")) + (
        "\n\n人员情况表\n\n| 科室 | 人数 | 科室 | 人数 |\n|---|---|---|---|\n"
        "| 办公室 | 3 | 财务科 | 2 |\n| 业务科 | 4 |  |  |\n"
    )
    budget = read_text(text)
    again = there_and_back(budget, ending)
    (grid,) = [each for each in again.passages if each.grid and "财务科" in each.text]
    assert [line.split("\t")[:4] for line in grid.text.split("\n")] == [
        ["科室", "人数", "科室", "人数"],
        ["办公室", "3", "财务科", "2"],
        ["业务科", "4", "", ""],
    ]


# Tables that go on -------------------------------------------------------------------------------

_THREE = """2026年甲局部门预算公开

表 10

财政拨款“三公”经费支出情况表

单位：万元

| 项目 | 合计 | 一般公共预算 | 政府性基金预算 | 国有资本经营预算 |
|---|---|---|---|---|
| 合计 | 2.95 | 2.95 |  |  |
| 因公出国（境）费 | 1.00 | 1.00 |  |  |
{mark}
{header}| 公务接待费 | 0.95 | 0.95 |  |  |
| 公务用车购置及运行费 | 1.00 | 1.00 |  |  |
| 其中：公务用车购置 |  |  |  |  |
| 公务用车运行维护费 | 1.00 | 1.00 |  |  |
"""
_HEADER = "| 项目 | 合计 | 一般公共预算 | 政府性基金预算 | 国有资本经营预算 |\n"


@pytest.mark.parametrize("header", ["", _HEADER])
@pytest.mark.parametrize(
    "mark",
    [
        "续表",
        "续表10",
        "财政拨款“三公”经费支出情况表（续表）",
        "## 财政拨款“三公”经费支出情况表（续）",
    ],
)
def test_a_continued_table_is_one(mark: str, header: str) -> None:
    budget = read_text(_THREE.format(mark=f"\n{mark}\n\n单位：万元\n", header=header))
    assert budget == read_text(
        _THREE.format(mark="", header="").replace("\n\n| 公务接待费", "\n| 公务接待费")
    )
    assert budget.three_public["公务接待费"].total.text == "0.95"


@pytest.mark.parametrize("mark", ["续表", "项目支出绩效目标表（续表）", "(续)"])
@pytest.mark.parametrize("again", ["", "项目名称\t\t实有资金\t\n"])
def test_goals_that_go_on_are_one_table(mark: str, again: str) -> None:
    head = "一级指标\t三级指标\t指标值\t权重\n"
    text = cnbudget.to_text(cnbudget.example("artux")) + (
        "\n\n项目支出绩效目标表\n\n项目名称\t\t实有资金\t\n项目资金（万元）\t年度预算总额\t50.00\t\n"
        f"{head}产出指标\t维护次数\t>= 12 次\t40\n成本指标\t维护成本\t<=50万元\t30\n"
        f"\n{mark}\n\n{again}{head if again else ''}效益指标\t提高水平\t有效\t30\n"
    )
    goals = read_text(text).performance.projects
    (found,) = [
        each for each in goals if each.name == "实有资金" and len(each.indicators) in (2, 3)
    ][-1:]
    assert [each.weight.text for each in found.indicators if each.weight] == ["40", "30", "30"]
