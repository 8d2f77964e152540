"""Tables of goals, as page breaks, merged cells and lost headings leave them."""

from __future__ import annotations

import json

import pytest

from cnbudget import State, Verdict, check
from cnbudget.performance import Goals
from tests.performance.documents import PROJECT, beside, table

_TITLE = "项目支出绩效目标表\n\n(2026 年)\n\n"
_OVERALL = table(
    "部门整体绩效目标表||||",
    "(2026 年)||||",
    "部门名称（盖章）||某局||",
    "部门联系人||李四光|联系电话：|13900001111",
    "年度绩效目标||做好 3 项工作。||",
    "年度预算（万元）||资金来源||资金总额（万元）",
    "||财政资金（万元）|上级安排|10.00",
    "|||本级安排|438.73",
    "||其他资金（万元）|其他|50.00",
    "一级指标|二级指标|三级指标|指标值|分值权重",
    "履职效能|数量指标|工作数量（项）|>=3 项|100",
)


def only(text: str) -> Goals:
    (goals,) = beside(text).performance.goals
    return goals


def shape(goals: Goals) -> list[tuple[str, str, str, str, str]]:
    return [
        (i.level1, i.level2, i.name, i.target.text, i.weight.text if i.weight else "?")
        for i in goals.indicators
    ]


WHOLE = [
    ("产出指标", "数量指标", "维修次数", "≥12次", "20"),
    ("产出指标", "质量指标", "覆盖率", "≥95%", "20"),
    ("成本指标", "经济成本指标", "维修经费", "≤50万元", "30"),
    ("满意度指标", "满意度指标", "群众满意度", "≥95%", "20"),
]


def test_a_project_s_goals() -> None:
    goals = only(_TITLE + PROJECT)
    assert (goals.overall, goals.name, goals.agency, goals.year) == (False, "某项目", "某局", 2026)
    assert {kind: figure.text for kind, figure in goals.money} == {
        "total": "50.00",
        "appropriation": "0.00",
        "other": "50.00",
    }
    assert goals.goal.startswith("本项目安排总预算")
    assert shape(goals) == WHOLE
    first = goals.indicators[0]
    assert (first.basis, first.rule, first.evidence) == ("计划标准", "按照完成比例赋分", "工作资料")
    assert first.last.text == "10次"
    assert first.is_cost is False
    assert goals.find("维修 经费")[0].is_cost is True


def test_the_whole_agency_s_goals_with_the_title_in_the_grid() -> None:
    goals = only(_OVERALL)
    assert (goals.overall, goals.title, goals.year) == (True, "部门整体绩效目标表", 2026)
    assert [(kind, figure.text) for kind, figure in goals.money] == [
        ("upper", "10.00"),
        ("own", "438.73"),
        ("other", "50.00"),
    ]


def test_persons_and_telephones_are_nowhere() -> None:
    budget = beside(f"{_OVERALL}\n\n{_TITLE}{PROJECT}\n\n联系人：王五 联系电话：0900-7654321\n")
    report = check(budget)
    everything = "\n".join(
        [
            repr(budget.sides),
            json.dumps(report.to_dict(), ensure_ascii=False),
            report.text(),
            report.text("en"),
            *(passage.text for passage in budget.passages),
            *(cell for passage in budget.passages for row in passage.rows for cell in row.cells),
        ]
    )
    for private in ("张三丰", "李四光", "13900001111", "王五", "7654321"):
        assert private not in everything


@pytest.mark.parametrize("after", range(4, 9))
def test_a_page_break_anywhere_changes_nothing(after: int) -> None:
    rows = PROJECT.split("\n")
    broken = "\n".join([*rows[:after], "", *rows[after:]])
    assert shape(only(_TITLE + broken)) == WHOLE
    if after > 4:
        repeated = "\n".join([*rows[:after], "", "12", "", rows[4], *rows[after:]])
        assert shape(only(_TITLE + repeated)) == WHOLE


def test_the_rest_of_a_row_that_a_page_cut_goes_with_it() -> None:
    rows = PROJECT.split("\n")
    rows[5] = rows[5].replace("按照完成比例赋分", "按照完成比例")
    cut = "\n".join([*rows[:6], "", "\t" * 7 + "赋分\t", *rows[6:]])
    goals = only(_TITLE + cut)
    assert shape(goals) == WHOLE
    assert goals.indicators[0].rule == "按照完成比例赋分"


def test_a_header_that_lost_a_cell() -> None:
    rows = PROJECT.split("\n")
    rows[4] = rows[4].replace("\t指标赋分规则", "") + "\t"
    goals = only(_TITLE + "\n".join(rows))
    assert shape(goals) == WHOLE
    assert goals.indicators[0].evidence == "工作资料"
    assert goals.indicators[0].rule == "按照完成比例赋分"


def test_columns_in_another_order_and_with_other_headings() -> None:
    goals = only(
        "项目绩效目标表\n\n"
        + table(
            "项目名称|某项目|||",
            "指标名称|一级指标|权重|年度指标值|计量单位",
            "维修|产出指标|60|≥12|次",
            "支出|成本指标|40|≤5|万元",
        )
    )
    assert [(i.name, i.target.text, i.target.unit, i.is_cost) for i in goals.indicators] == [
        ("维修", "≥12", "次", False),
        ("支出", "≤5", "万元", True),
    ]


def test_two_tables_in_one_grid() -> None:
    budget = beside(_TITLE + PROJECT + "\n" + PROJECT.replace("某项目", "另一项目"))
    assert [goals.name for goals in budget.performance.projects] == ["某项目", "另一项目"]


def test_a_second_level_in_the_column_of_the_first() -> None:
    rows = PROJECT.split("\n")
    rows[6] = rows[6].replace("\t质量 指标", "质量 指标\t", 1)
    assert shape(only(_TITLE + "\n".join(rows))) == WHOLE


def test_a_table_that_cannot_be_read_is_listed() -> None:
    budget = beside(_TITLE + table("项目名称|某项目", "目标|做好工作", "金额|5.00"))
    whys = ["不知是哪一项资金", "没有认出指标的表头"]
    assert [each.why[0] for each in budget.sides.unread] == whys
    listed = [each.why for each in check(budget).not_checked if "绩效目标表" in each.what]
    assert listed == whys


def test_money_of_an_unknown_kind_is_listed() -> None:
    odd = PROJECT.replace("其他资金\t50.00", "\t50.00")
    budget = beside(_TITLE + odd)
    assert [each.text for each in budget.sides.unread] == ["50.00"]


def test_a_grid_of_goals_is_no_longer_called_unread() -> None:
    report = check(beside(_TITLE + PROJECT))
    assert not [each for each in report.not_checked if each.what.startswith("表格")]


_EVALUATION = (
    "项目绩效自评表||||||||",
    "（2026年度）||||||||",
    "项目名称||某项目||||||",
    "主管部门||某局||实施单位||某中心||",
    "项目资金（万元）|||年初预算数|全年预算数（A）|全年执行数（B）|分值|执行率（B/A）|得分",
    "||年度资金总额|0|3195.8|3195.8|10|100%|10",
    "||其中：当年财政拨款||||—||—",
    "||上年结转资金||||—||—",
    "||其他资金||3195.8|3195.8|—||—",
    "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|",
    "|产出指标（50分）|数量指标|更新车辆|100辆|100辆|25|25|",
    "||成本指标|项目成本|{cost}|3195.8万元|{weight}|25|",
    "|效益指标（30分）|社会效益指标|产生效益|缓解不足|缓解不足|30|30|",
    "|满意度指标（10分）|服务对象满意度指标|群众满意度|≥90%|95%|10|10|",
    "总分||||||{total}|100|",
)


def _evaluated(**printed: str) -> list[str]:
    values = {"cost": "3195.8万元", "weight": "25", "total": "100"} | printed
    return _accused(table(*(line.format(**values) for line in _EVALUATION)))


def _accused(text: str) -> list[str]:
    """What is said to be wrong in a table of goals by itself."""
    report = check(beside("项目绩效自评表\n\n" + text))
    found = [f for f in report.findings if f.verdict is Verdict.VIOLATED]
    said = [f.message("zh") for f in found if f.law in ("weight", "add-up", "contain")]
    return [words for words in said if "单位资金" not in words]


def test_a_self_evaluation_s_money_stands_under_its_stages() -> None:
    goals = only(
        table(*(line.format(cost="1万元", weight="25", total="100") for line in _EVALUATION))
    )
    assert {kind: figure.text for kind, figure in goals.money} == {
        "initial": "0.00",
        "total": "3195.80",
        "other": "3195.80",
    }
    assert goals.execution is not None
    assert goals.execution.text == "10"
    assert goals.weights is not None
    assert goals.weights.text == "100"
    assert [each.name for each in goals.indicators][-1] == "群众满意度"  # 总分 is no indicator


def test_a_self_evaluation_s_weights_leave_room_for_execution() -> None:
    assert _evaluated() == []
    assert len(_evaluated(weight="21")) == 1
    assert len(_evaluated(cost="3295.8万元")) == 1


def test_weights_with_what_execution_has_are_100_and_not_90() -> None:
    short = _evaluated(weight="15", total="90")
    assert len(short) == 1
    assert "权重合计印 80" in short[0]


def _unread(text: str) -> list[str]:
    return [each.text for each in beside(text).sides.unread]


@pytest.mark.parametrize("amount", ["3195.8x", "三千万"])
@pytest.mark.parametrize("lost", ["年初预算数", "全年预算数"])
def test_money_that_is_not_understood_is_listed_and_accuses_nobody(amount: str, lost: str) -> None:
    cells = ["0", "3195.8"]
    cells[lost == "全年预算数"] = amount
    rows = [
        line.replace("|0|3195.8|3195.8|10|", f"|{cells[0]}|{cells[1]}|3195.8|10|")
        for line in _EVALUATION
    ]
    text = table(*rows).format(cost="3295.8万元", weight="25", total="100")
    assert _accused(text) == []
    assert f"年度资金总额：{amount}" in _unread(text)
    assert "—" not in "".join(_unread(text))
    kept = next(
        f for kind, f in only(text).money if kind == ("total" if cells[1] == amount else "initial")
    )
    assert (kept.value, kept.state) == (None, State.MISSING)


def test_targets_set_for_money_that_is_not_filled_in_accuse_nobody() -> None:
    cut = [line.replace("|0|3195.8|3195.8|10|", "||3195.8|3195.8|10|") for line in _EVALUATION]
    text = table(*cut).format(cost="3295.8万元", weight="25", total="100")
    assert _accused(text) == []
    listed = [each for each in check(beside(text)).not_checked if "年初预算数" in each.why]
    assert ["项目成本 3295.8万元" in each.what for each in listed] == [True]


@pytest.mark.parametrize(
    ("goal", "count"),
    [
        ("总投资500万元，本年安排50万元", 0),
        ("本年安排60万元", 1),
        ("预算资金60万元", 1),
        ("预算资金50万元", 0),
    ],
)
def test_the_money_in_a_goal_s_words_is_this_year_s_unless_it_is_all_that_a_project_costs(
    goal: str, count: int
) -> None:
    before, after = "项目总体目标\t", PROJECT.partition("项目总体目标\t")[2]
    assert after
    text = PROJECT.replace(before + after.splitlines()[0], before + goal)
    found = [f for f in check(beside(_TITLE + text)).findings if f.verdict is Verdict.VIOLATED]
    assert len([f for f in found if f.law in ("contain", "agree")]) == count


def test_a_part_that_is_not_understood_accuses_nobody_of_its_sum() -> None:
    text = PROJECT.replace("其中：财政拨款\t0.00", "其中：财政拨款\t10万元").replace(
        "其他资金\t50.00", "其他资金\t40.00"
    )
    assert _accused(text) == []
    assert "财政拨款：10万元" in _unread(_TITLE + text)


def test_labels_of_stages_with_their_amounts_in_one_row_are_no_header() -> None:
    money = "年初预算|40.00|全年预算|50.00|其中：财政拨款|0.00|其他资金|50.00".replace("|", "\t")
    text = PROJECT.replace("年度预算总额\t50.00\t其中：财政拨款\t0.00\t其他资金\t50.00\t", money)
    assert text != PROJECT
    goals = only(_TITLE + text)
    assert {kind: figure.text for kind, figure in goals.money} == {
        "initial": "40.00",
        "total": "50.00",
        "appropriation": "0.00",
        "other": "50.00",
    }
    assert _accused(text) == []


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("维修投资", True),
        ("2026年维修投资成本", True),
        ("项目总投资", False),
        ("项目概算总额", False),
        ("2026年度总投资", True),
    ],
)
def test_only_what_a_project_costs_in_all_years_is_not_held_to_the_year(
    name: str, held: bool
) -> None:
    text = PROJECT.replace("维修经费\t<=50 万元", f"{name}\t<=80 万元")
    assert bool(_accused(text)) is held
    listed = [each for each in check(beside(text)).not_checked if "各年" in each.why]
    assert [name in each.what for each in listed] == [True] * (not held)
