"""Each thing that goals and side matters are held to: silent on what is right, and pointing at its planted fault."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Finding, Report, Verdict, check
from cnbudget.performance import figures_of
from tests.performance.documents import PROJECT, beside, table, whole

_GOALS = "项目支出绩效目标表\n\n(2026 年)\n\n" + PROJECT
_OVERALL = "部门整体绩效目标表\n\n" + table(
    "部门名称||某局||",
    "年度绩效目标||做好 3 项工作。||",
    "年度预算（万元）||资金来源||资金总额（万元）",
    "||财政资金（万元）|上级安排|10.00",
    "|||本级安排|438.73",
    "||其他资金（万元）|其他|50.00",
    "||合计：||498.73",
    "一级指标|二级指标|三级指标|指标值|分值权重",
    "履职效能|数量指标|工作数量（项）|>=3 项|60",
    "运行成本|成本指标|预算控制数（万元）|≤498.73 万元|30",
)
_PROCUREMENT = (
    "（二）政府采购情况\n\n2026年，某局政府采购预算64.50万元，其中：政府采购货物预算8.80万元，政府采购工程预算0.00万元，"
    "政府采购服务预算55.70万元。\n\n面向中小企业预留政府采购项目预算金额60.00万元，其中：小微企业预留政府采购项目预算金额50.00万元。"
)
_ASSETS = (
    "（三）国有资产占用使用情况\n\n2. 车辆3辆，价值19.30万元；其中：一般公务用车1辆，价值9.30万元；"
    "其他车辆2辆，价值10.00万元。\n\n"
    "单价50万元以上大型设备2台，单价100万元以上大型设备1台。\n\n2026年部门预算未安排购置车辆经费。"
)
_RUNNING = "（一）机关运行经费情况\n\n某局2026年的机关运行经费财政拨款预算5.90万元。"
_STAFF = "某局编制数22，实有人数30人，其中：在职25人；退休4人；离休1人。"
_COUNTS = (
    "（四）预算绩效情况\n\n2026 年，本部门整体预算绩效目标 1 个，涉及预算金额 498.73 万元；当年预算安排项目共 2 个，"
    "其中：财政拨款项目涉及预算金额 22.00 万元；非财政拨款项目涉及预算金额 50.00 万元。\n\n"
    f"{_OVERALL}\n\n{_GOALS}\n\n（五）其他需说明的事项\n\n部门有 1 个涉密项目，涉及预算资金 12.00 万元。"
)
_PROJECTS = (
    "七、关于某局2026年一般公共预算项目支出情况说明\n\n"
    "（一）项目名称：克财社〔2025〕110号：关于提前下达2026年中央财政医疗服务与保障能力提升补助资金"
    "\n\n预算安排规模：10.00万元\n\n资金分配情况：办公费3万、印刷费3万、差旅费4万，共计10.00万元。\n\n"
    "资金执行时间：2026年1月-2026年12月\n\n"
    "补贴人数：200人\n\n补贴标准：500元/人\n\n（二）项目名称：特定目标0910183Y\n\n"
    "设立的政策依据：完全不予公开。\n\n预算安排规模：12.00 万元"
)
_RIGHT = {
    "goals": _GOALS,
    "overall": _OVERALL,
    "procurement": _PROCUREMENT,
    "assets": _ASSETS,
    "running": _RUNNING,
    "staff": _STAFF,
    "counts": _COUNTS,
    "projects": f"{_PROJECTS}\n\n（五）其他需说明的事项\n\n部门有 1 个涉密项目，涉及预算资金 12.00 万元。",
}


def report_of(text: str) -> Report:
    return check(beside(text))


def sided(report: Report) -> list[Finding]:
    """The findings that speak of the side matters."""
    return [
        finding
        for finding in report.findings
        if any(figure.row.within in ("performance", "other") for figure in finding.figures)
        or finding.law in ("weight", "slip", "count")
    ]


@pytest.mark.parametrize("name", sorted(_RIGHT))
def test_what_is_right_is_silent(name: str) -> None:
    report = report_of(_RIGHT[name])
    assert [finding.zh for finding in sided(report) if finding.verdict is Verdict.VIOLATED] == []
    assert [each.text for each in report.disclosure.sides.unread] == []


_FAULTS = [
    # what, the right text, the wrong text, the law, the severity
    ("goals", "\t20\t满意度赋分", "\t21\t满意度赋分", "weight", "error"),
    ("goals", "年度预算总额\t50.00", "年度预算总额\t50.50", "add-up", "error"),
    ("goals", "其他资金\t50.00", "其他资金\t49.00", "add-up", "error"),
    ("goals", "<=50 万元", "<=60 万元", "contain", "error"),
    ("goals", "总预算 50 万元", "总预算 55 万元", "agree", "error"),
    ("goals", "维修 12 次", "维修 13 次", "agree", "note"),
    ("goals", "覆盖率达到 95%", "覆盖率达到 90%", "agree", "note"),
    ("goals", "计划标准\t95%\t", "计划标准\t0.95\t", "slip", "note"),
    ("goals", "> =95%", "95%>=", "slip", "note"),
    ("goals", "> =95%", ">>=95%", "slip", "note"),
    ("goals", "\t>=95%\t计划标准\t新增", "\t>=950%\t计划标准\t新增", "slip", "note"),
    ("goals", "(2026 年)", "(2025 年)", "slip", "note"),
    ("overall", "上级安排\t10.00", "上级安排\t10.50", "add-up", "error"),
    ("overall", "本级安排\t438.73", "本级安排\t483.73", "agree", "error"),
    ("overall", "合计：\t\t498.73", "合计：\t\t489.73", "agree", "error"),
    ("overall", "≤498.73", "≤598.73", "contain", "error"),
    ("overall", "做好 3 项", "做好 4 项", "agree", "note"),
    ("procurement", "工程预算0.00", "工程预算0.50", "add-up", "error"),
    ("procurement", "预留政府采购项目预算金额60.00", "预留政府采购项目预算金额66.00", "contain", "error"),
    ("procurement", "金额50.00", "金额61.00", "contain", "error"),
    ("assets", "车辆3辆", "车辆4辆", "count", "error"),
    ("assets", "价值10.00", "价值11.00", "add-up", "error"),
    ("assets", "大型设备1台", "大型设备3台", "count", "error"),
    ("assets", "未安排购置车辆经费", "安排购置车辆1辆", "count", "note"),
    ("running", "5.90", "6.90", "contain", "error"),
    ("staff", "退休4人", "退休5人", "count", "error"),
    ("counts", "共 2 个", "共 3 个", "count", "error"),
    ("counts", "目标 1 个", "目标 2 个", "count", "error"),
    ("counts", "涉及预算金额 22.00", "涉及预算金额 20.00", "agree", "error"),
    ("counts", "非财政拨款项目涉及预算金额 50.00", "非财政拨款项目涉及预算金额 45.00", "contain", "error"),
    ("counts", "涉及预算金额 498.73", "涉及预算金额 498.37", "agree", "error"),
    ("projects", "办公费3万", "办公费4万", "add-up", "error"),
    ("projects", "印刷费3万", "房屋建筑物购建3万", "agree", "error"),
    ("projects", "共计10.00", "共计10.10", "agree", "error"),
    ("projects", "规模：10.00", "规模：11.00", "agree", "error"),
    ("projects", "规模：12.00", "规模：12.50", "agree", "error"),
    ("projects", "500元/人", "600元/人", "agree", "error"),
    ("projects", "2026年12月", "2025年12月", "slip", "note"),
    ("projects", "1 个涉密", "2 个涉密", "count", "error"),
    ("projects", "预算资金 12.00", "预算资金 13.00", "agree", "error"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "right", "wrong", "law", "severity"), _FAULTS)
def test_a_planted_fault_is_found_where_it_stands(
    name: str, right: str, wrong: str, law: str, severity: str
) -> None:
    text = _RIGHT[name]
    assert right in text
    changed = text.replace(right, wrong, 1)
    report = check(beside(changed))
    lines = [n for n, line in enumerate(whole(changed).split("\n"), 1) if wrong in line]
    found = [
        finding
        for finding in sided(report)
        if finding.verdict is Verdict.VIOLATED
        and (finding.law, finding.severity) == (law, severity)
        and (
            finding.place.line in lines
            or any(figure.place.line in lines for figure in finding.figures)
        )
    ]
    assert found, [repr(finding) for finding in sided(report)]


def test_one_wrong_number_is_one_finding_with_the_others_under_it() -> None:
    report = report_of(_RIGHT["projects"].replace("规模：12.00", "规模：12.50"))
    assert len([each for each in report.wrong if each.caused_by is None]) == 1
    assert len(report.wrong) > 1


def test_an_unreadable_weight_leaves_the_sum_undecided() -> None:
    report = report_of(_GOALS.replace("\t20\t满意度赋分", "\t二十\t满意度赋分"))
    (finding,) = [each for each in report.findings if each.law == "weight"]
    assert finding.verdict is Verdict.UNDECIDED
    assert report.tallies["weight"].exact == 0


def test_a_goal_s_number_without_an_indicator_is_listed() -> None:
    report = report_of(_GOALS.replace("维修 12 次", "走访 12 户"))
    assert any("走访12户" in each.what for each in report.not_checked)


def test_what_nothing_ties_is_listed() -> None:
    report = report_of(_ASSETS.replace("2. 车辆", "1. 房屋30.00平方米，价值99.00万元。\n\n2. 车辆"))
    untied = [figure.text for figure, _ in report.untied if figure.row.within == "other"]
    assert {"30.00", "99.00"} <= set(untied)


def test_upper_money_may_be_carried_over_transferred_or_both() -> None:
    # Akto has carried-over money and no transfers: its 上级安排 is what is carried over
    text = _OVERALL.replace("10.00", "13.12").replace("438.73", "653.47").replace("50.00", "3.00")
    text = text.replace("498.73", "669.59")
    report = check(beside(text, "akto"))
    assert [each.zh for each in sided(report) if each.verdict is Verdict.VIOLATED] == []
    wrong = check(beside(text.replace("13.12", "13.21"), "akto"))
    assert [each for each in sided(wrong) if each.severity == "error"]


def test_figures_say_where_they_stand() -> None:
    budget = beside(_COUNTS)
    known = {figure.row.within for figure in figures_of(budget.sides)}
    assert known == {"performance", "other"}
    report = check(beside(_GOALS.replace("\t20\t满意度赋分", "\t21\t满意度赋分")))
    (finding,) = [each for each in report.to_dict()["findings"] if each["law"] == "weight"]
    assert finding["unit"] == "分"
    assert {figure["in"] for figure in finding["figures"]} == {"performance"}
    assert {figure["section"] for figure in finding["figures"]} == {"项目支出绩效目标表"}
    assert [figure["line"] for figure in finding["figures"]]


_cents = st.integers(0, 10**7)


@given(st.tuples(_cents, _cents, _cents), st.integers(-3, 3))
def test_goods_works_and_services_make_up_procurement(
    parts: tuple[int, int, int], off: int
) -> None:
    goods, works, services = (Decimal(part) / 100 for part in parts)
    total = goods + works + services + Decimal(off) * Decimal("0.05")
    if total < 0:
        total, off = goods + works + services, 0
    report = report_of(
        f"（二）政府采购情况\n\n政府采购预算{total:.2f}万元，其中：货物{goods:.2f}万元、工程{works:.2f}万元、服务{services:.2f}万元。"
    )
    found = [each for each in sided(report) if each.verdict is Verdict.VIOLATED]
    assert bool(found) == bool(off)


@given(
    st.sampled_from((80, 85, 89, 90, 91, 95, 96, 99, 100, 101, 110)) | st.integers(1, 120),
    st.lists(st.integers(1, 30), max_size=4),
)
def test_weights_sum_to_ninety_or_a_hundred(total: int, parts: list[int]) -> None:
    while sum(parts) >= total:
        parts = parts[:-1]
    weights = [*parts, total - sum(parts)]
    rows = [f"产出指标|指标{n}|有效|{weight}" for n, weight in enumerate(weights)]
    report = report_of("项目支出绩效目标表\n\n" + table("一级指标|三级指标|指标值|权重", *rows))
    found = [each for each in report.findings if each.law == "weight"]
    assert (not found) == (total in (90, 100))
    for each in found:
        assert each.found == total
        assert each.expected == (100 if total > 95 else 90)
