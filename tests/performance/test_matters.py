"""The other matters of the text, in the wording of several regions."""

from __future__ import annotations

import pytest

from cnbudget import Report, Verdict, check, read_text
from cnbudget.narrative.sections import sections_of
from cnbudget.passages import Passage
from cnbudget.performance import read_sides
from cnbudget.performance.matters import last_of, matters
from tests.counting import grows_no_faster, lines_run
from tests.performance.documents import PROJECT, beside


def test_procurement_of_a_budget() -> None:
    budget = beside(
        "（二）政府采购情况\n\n2026年，某局政府采购预算64.50万元，其中：政府采购货物预算8.80万元，政府采购工程预算0.00\n\n"
        "万元，政府采购服务预算55.70万元。\n\n2026年，某局面向中小企业预留政府采购项目预算金额60.50万元，"
        "其中：小微企业预留政府采购项目预算金额1万元。"
    )
    bought = budget.procurement
    assert bought is not None
    assert [(key, figure.text) for key, figure in bought.lines] == [
        ("total", "64.50"),
        ("goods", "8.80"),
        ("works", "0.00"),
        ("services", "55.70"),
        ("reserved", "60.50"),
        ("reserved_small", "1.00"),
    ]
    assert bought.works is not None
    assert bought.works.where() == "第313行「工程·政府采购」"
    assert budget.sides.unread == ()


def test_procurement_of_final_accounts_and_of_traditional_text() -> None:
    budget = beside(
        "（二）政府採購支出情況\n\n某局 2024 年度政府采购金额（以合同签订为准）为 2319.21 万元，"
        "其中：货物采购金额 122.43 万元、工程采购金额 1387.72 万元、服务采购金额 809.07 万元。"
        "授予中小企業合同金額 225.10 萬元，其中：授予小微企业合同金额 164.87 万元。"
    )
    bought = budget.procurement
    assert bought is not None
    assert [key for key, _ in bought.lines] == [
        "total",
        "goods",
        "works",
        "services",
        "awarded",
        "awarded_small",
    ]


def test_assets_by_kind_and_plans() -> None:
    budget = beside(
        "五、国有资产占有使用情况\n\n截至2024年8月31日，某局共有车辆8辆，其中：机要通信用车1辆、执法执勤用车0辆、其他用车7辆；"
        "单价100万元（含）以上设备（不含车辆）1台（套）。\n\n2025年部门预算安排购置车辆1辆，其中：机要通信用车0辆、其他用车1辆；"
        "部门预算安排购置单价100万元（含）以上设备（不含车辆）0台（套）。"
    )
    assets = budget.assets
    assert assets is not None
    assert assets.vehicles is not None
    assert assets.vehicles.number is not None
    assert assets.vehicles.number.text == "8"
    assert [(kind.name, kind.number and kind.number.text) for kind in assets.vehicle_kinds] == [
        ("机要通信用车", "1"),
        ("执法执勤用车", "0"),
        ("其他用车", "7"),
    ]
    assert [(e.threshold.text, e.name, e.number.text) for e in assets.equipment] == [
        ("100.00", "设备(不含车辆)", "1")
    ]
    assert assets.planned_vehicles is not None
    assert len(assets.planned_kinds) == 2
    assert len(assets.planned_equipment) == 1
    assert budget.sides.unread == ()


def test_assets_with_values() -> None:
    budget = beside(
        "（三）国有资产占用使用情况\n\n1. 房屋20.50平方米，价值3.00万元。\n\n2. 车辆1辆，价值19.30万元；"
        "其中：一般公务用车0辆，价值0.00万元；"
        "其他车辆1辆，价值19.30万元。\n\n3. 办公家具价值28.27万元。\n\n2024年单位预算未安排购置车辆经费。"
    )
    assets = budget.assets
    assert assets is not None
    house, furniture = assets.others
    assert (house.name, house.number and house.number.text, house.value and house.value.text) == (
        "房屋",
        "20.50",
        "3.00",
    )
    assert (furniture.name, furniture.number) == ("办公家具", None)
    assert assets.no_vehicles_planned
    assert assets.planned_vehicles is None


def test_running_costs() -> None:
    budget = beside(
        "（一）机关运行经费\n\n某局2026年的机关运行经费财政拨款预算5.95万元，比上年预算减少2.05万元，下降25.63%，主要原因是压减。"
    )
    costs = budget.running_costs
    assert costs is not None
    assert costs.amount is not None
    assert costs.change is not None
    assert costs.rate is not None
    assert (costs.amount.text, costs.change.text, costs.more, costs.rate.text) == (
        "5.95",
        "2.05",
        False,
        "25.63",
    )
    assert costs.rate.unit_text == "%"


def test_what_is_counted_of_goals_and_projects() -> None:
    budget = beside(
        "（四）预算绩效情况\n\n2026年，整体预算绩效目标1个，涉及金额498.73万元；当年财政拨款项目2个，涉及预算金额22.00万元；"
        "当年非财政拨款项目1个，涉及预算金额50.00万元。\n\n（五）其他需说明的事项\n\n部门有1个涉密项目，涉及预算资金12.00万元。"
        "上年结转结余资金涉及项目数3个，涉及的预算资金数为13.12万元。"
    )
    counted = budget.performance.summary.counted
    assert [
        (each.subject, each.number and each.number.text, each.money and each.money.text)
        for each in counted
    ] == [
        ("overall", "1", "498.73"),
        ("appropriation", "2", "22.00"),
        ("other", "1", "50.00"),
        ("secret", "1", "12.00"),
        ("carried", "3", "13.12"),
    ]
    assert budget.sides.unread == ()


def test_what_is_no_number_is_told_and_not_taken() -> None:
    budget = beside(
        "（二）政府采购情况\n\n2026年，某局政府采购预算64.50万元，其中：政府采购货物预算1,23万元。\n\n"
        "三、关于某局2026年收支预算情况的总体说明\n\n某局2026年收支总预算12.5.3万元。"
    )
    assert budget.procurement is not None
    assert [key for key, _ in budget.procurement.lines] == ["total"]
    (unread,) = budget.sides.unread
    assert "1,23万元" in unread.text
    assert unread.reason is not None
    assert unread.reason.key == "unchecked.number_not_understood"
    told = {each.reason.key for each in budget.claims.unread if "12.5.3" in each.text}
    assert told == {"unchecked.number_not_understood"}
    assert all(claim.text != "12.5.3" for claim in budget.claims)


@pytest.mark.parametrize("number", ["-3.00万元", "2百万元", "0.5千元", "3.25亿"])
def test_an_amount_is_the_same_in_the_prose_and_in_another_matter(number: str) -> None:
    budget = beside(
        f"（二）政府采购情况\n\n2026年，某局政府采购预算{number}。\n\n"
        f"三、关于某局2026年收支预算情况的总体说明\n\n某局2026年收支总预算{number}。"
    )
    assert budget.procurement is not None
    ((_, figure),) = budget.procurement.lines
    claim = next(claim for claim in budget.claims if "收支总预算" in claim.sentence)
    assert claim.unit is figure.unit
    assert claim.value == figure.value


def test_staff() -> None:
    budget = beside(
        "某局编制数22，其中行政编制10名、事业编制12名，实有人数30人，其中：在职28人，减少1人；退休2人，增加0人；离休0人。"
    )
    (staff,) = budget.staff
    assert [(kind, figure.text) for kind, figure in staff.counts] == [
        ("establishment", "22"),
        ("administrative", "10"),
        ("institutional", "12"),
        ("actual", "30"),
        ("serving", "28"),
        ("retired", "2"),
        ("retired_cadres", "0"),
    ]
    assert staff.changes == (("serving", -1), ("retired", 0))
    assert staff.retired_cadres is staff.figure("retired_cadres")
    assert budget.overview.staff == {
        "establishment": 22,
        "administrative": 10,
        "institutional": 12,
        "actual": 30,
        "serving": 28,
        "retired": 2,
        "retired_cadres": 0,
    }
    assert budget.overview.staff_changes == {"serving": -1, "retired": 0}
    assert staff.actual is not None
    assert staff.actual.unit_text == "人"


def test_described_projects() -> None:
    budget = beside(
        "七、关于某局2026年一般公共预算项目支出情况说明\n\n1、项目名称：第一个项目\n\n设立的政策依据：某发〔2024〕1号\n\n预算安排规模：5.10万元\n\n"
        "资金分配情况：办公费2.45万元、购置\n\n设备3台2.65万元，共计5.10万元\n\n资金执行时间：2026年1月1日-2026年12月31日\n\n补贴人数：102000人\n\n"
        "补贴标准：0.5元/人\n\n（二）项目名称：第二个项目\n\n设立的政策依据：完全不予公开。\n\n预算安排规模：12万元\n\n资金分配情况：完全不予公开。"
    )
    first, second = budget.described_projects
    assert first.name == "第一个项目"
    assert first.size is not None
    assert first.size.text == "5.10"
    assert [(part.name, part.amount.text) for part in first.allocations] == [
        ("办公费", "2.45"),
        ("购置设备3台", "2.65"),
    ]
    assert [figure.text for figure in first.sums] == ["5.10"]
    assert first.heads is not None
    assert (first.heads.text, first.standard_per) == ("102000", "人")
    assert first.periods == ((2026, 1), (2026, 12))
    assert (second.secret, second.size and second.size.text) == (True, "12.00")


@pytest.mark.parametrize(
    ("heading", "text", "what"),
    [
        ("（二）政府采购情况", "另有集中支付额度7.00万元。", "7.00万元"),
        ("（三）国有资产占用使用情况", "出租收入3.20万元。", "3.20万元"),
        ("（一）机关运行经费情况", "其中会议费1.20万元。", "1.20万元"),
        ("（四）预算绩效情况", "绩效奖励9.90万元。", "9.90万元"),
    ],
)
def test_a_number_that_is_not_understood_is_listed(heading: str, text: str, what: str) -> None:
    budget = beside(f"{heading}\n\n{text}")
    (unread,) = budget.sides.unread
    assert what in unread.text
    assert unread.place.line is not None
    assert any(what in each.what for each in check(budget).not_checked)


def test_nothing_said_is_nothing_found() -> None:
    budget = beside("本部门认真做好各项工作。")
    assert budget.procurement is None
    assert budget.assets is None
    assert budget.running_costs is None
    assert not budget.performance
    assert budget.staff == ()
    assert budget.described_projects == ()


def test_the_contents_list_is_no_matter() -> None:
    budget = beside(
        "一、政府采购情况\n\n二、国有资产占用使用情况\n\n三、预算绩效情况\n\n四、名词解释"
    )
    assert budget.procurement is None
    assert budget.assets is None


def test_of_words_that_end_together_the_longer_is_meant() -> None:
    assert last_of("非财政拨款项目", ("财政拨款项目", "非财政拨款项目")) == "非财政拨款项目"
    assert last_of("财政拨款", ("项目",)) == ""


_HOSTILE = {
    "no full stop": "政府采购货物预算" * 3000,
    "numbers": "价值1.00万元" * 3000,
    "brackets": "（" * 10000 + "1万元",
    "labels": "预算安排规模：" * 3000,
    "counts": "资金分配情况：" + "3台" * 6000,
    "vehicles": "某车1辆、" * 4000,
    "sentences": "价值1.00万元。" * 3000,
}


@pytest.mark.parametrize("name", sorted(_HOSTILE))
@pytest.mark.parametrize(
    "heading", ["（二）政府采购情况", "（三）国有资产占用使用情况", "七、项目支出情况说明"]
)
def test_hostile_text_ends_in_linear_time(name: str, heading: str) -> None:
    text = _HOSTILE[name]

    def read_some(length: int) -> None:
        passages = [Passage(heading), Passage("（一）项目名称：某项目"), Passage(text[:length])]
        read_sides(passages)

    assert grows_no_faster(read_some, len(text) // 10)


def test_very_many_projects_and_goals_are_checked_in_linear_time() -> None:
    def check_some(times: int) -> None:
        described = "".join(
            f"\n\n项目名称：第{n}个做好各项工作的项目\n\n预算安排规模：{n}.00万元"
            for n in range(times)
        )
        goals = "".join(
            "\n\n项目支出绩效目标表\n\n项目名称\t第{n}个开展若干工作的项目\n项目资金(万元)\t年度预算总额\t{n}.00\n"
            "项目总体目标\t工作12次，工作12次，工作12次。\n一级指标\t三级指标\t指标值\t权重\n产出指标\t工作次数\t≥12次\t90".replace(
                "{n}", str(n)
            )
            for n in range(times)
        )
        budget = beside(f"七、项目支出情况说明{described}{goals}")
        check(budget)

    assert grows_no_faster(check_some, 20)


def test_a_goal_of_very_many_numbers_ends() -> None:
    rows = "\n".join(f"产出指标\t第{n}项工作次数\t≥{n}次\t1" for n in range(300))
    budget = beside(
        "项目支出绩效目标表\n\n项目名称\t某项目\n项目总体目标\t"
        + "工作3次，" * 6000
        + f"\n一级指标\t三级指标\t指标值\t权重\n{rows}"
    )
    reports: list[Report] = []
    assert lines_run(lambda: reports.append(check(budget))) < 20_000_000
    (report,) = reports
    assert any("数过多" in each.why for each in report.not_checked)


def test_very_many_lines_end_in_linear_time() -> None:
    def read_some(lines: int) -> None:
        passages = [
            Passage("七、项目支出情况说明"),
            Passage("项目名称：某项目"),
            Passage("资金分配情况："),
        ]
        passages += [Passage(f"另有{n}万元") for n in range(lines)]
        read_sides(passages)

    assert grows_no_faster(read_some, 400)


_RUNNING = """2026年某市某某局部门预算公开
一般公共预算支出表
编制部门：某市某某局
单位：万元
科目编码\t科目名称\t合计\t{label}\t项目支出
201\t一般公共服务支出\t95.95\t5.95\t90.00
20101\t人大事务\t95.95\t5.95\t90.00
2010101\t行政运行\t95.95\t5.95\t90.00
合计\t\t95.95\t5.95\t90.00
第三部分 2026年部门预算情况说明
（一）机关运行经费情况
某局2026年机关运行经费财政拨款预算{amount}万元。
"""


@pytest.mark.parametrize(
    ("label", "held"),
    [
        ("机关运行经费", True),
        ("单位运行经费", True),
        ("行政运行经费", True),
        ("运行经费", True),
        ("其他运行经费", False),
    ],
)
def test_running_costs_are_held_to_the_column_of_their_name(label: str, held: bool) -> None:
    for amount, wrong in (("5.95", False), ("6.95", held)):
        made = read_text(_RUNNING.format(label=label, amount=amount), layouts=())
        found = [f for f in check(made).findings if f.verdict is Verdict.VIOLATED]
        assert [f.law for f in found] == ["agree"] * wrong


def test_a_project_called_running_costs_is_none() -> None:
    rows = "运行经费\t80.00\n设备\t10.00\n合计\t90.00\n"
    table = f"项目支出表\n单位：万元\n项目名称\t合计\n{rows}第三部分"
    text = _RUNNING.format(label="基本支出", amount="5.00").replace("第三部分", table, 1)
    made = read_text(text, layouts=())
    assert [row.project_name for row in made.tables[-1].rows][:1] == ["运行经费"]
    assert [f for f in check(made).findings if f.verdict is Verdict.VIOLATED] == []


def test_a_matter_is_a_section_of_the_text() -> None:
    # one with a full stop behind it, one that is numbered otherwise, and one whose words a glossary only explains
    passages = [
        Passage("第三部分 名词解释"),
        Passage("（一）机关运行经费"),
        Passage("指为保障单位运行的经费，如9万元。"),
        Passage("第四部分 部门预算情况说明"),
        Passage("三、其他情况说明"),
        Passage("（一）机关运行经费。"),
        Passage("2026年机关运行经费预算5万元。"),
        Passage("四、关于政府采购情况说明"),
        Passage("2026年政府采购预算3万元，其中货物3万元。"),
    ]
    found = read_sides(passages)
    assert found.running_costs is not None
    assert found.running_costs.amount is not None
    assert found.running_costs.amount.text == "5.00"
    assert found.procurement is not None
    assert [each.heading for each in matters(sections_of(passages))] == [
        "（一）机关运行经费",
        "四、关于政府采购情况说明",
    ]


def test_no_goals_of_the_whole_agency_have_no_money() -> None:
    said = (
        "四、预算绩效情况说明\n\n2026年，本部门编报整体支出绩效目标{}个，涉及预算资金{}万元；"
        "项目绩效目标{}个，涉及预算资金50.00万元。\n\n项目支出绩效目标表\n\n"
    )

    def wrong(overall: int, money: str, projects: int) -> list[str]:
        report = check(beside(said.format(overall, money, projects) + PROJECT))
        assert not report.not_checked
        found = [each for each in report.findings if each.verdict is Verdict.VIOLATED]
        return [each.figures[0].text for each in found if each.law != "weights"]

    assert wrong(0, "0.00", 1) == []
    assert wrong(0, "0.00", 2) == ["2"]
    assert "498.73" in wrong(1, "0.00", 1)  # one has the money of the agency
