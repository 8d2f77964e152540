"""What stands beside or over a heading or a row says of what it is: families, this year's money, parts, cars."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget.forms import meant_together
from cnbudget.forms.meaning import meaning_of
from cnbudget.forms.titles import title_of
from cnbudget.reading.worded.names import joined_code
from cnbudget.reading.worded.running import counts
from tests.reading.worded.test_forms import SUMMARY, by_words, open_amounts, scopes


@given(st.from_regex(r"2[0-9]{2}(?:[0-9]{2}){1,2}", fullmatch=True), st.sampled_from(".-．"))
def test_a_code_is_the_same_with_its_levels_apart(digits: str, between: str) -> None:
    levels = [digits[:3], *(digits[n : n + 2] for n in range(3, len(digits), 2))]
    assert joined_code(between.join(levels)) == digits == joined_code(digits)


@pytest.mark.parametrize("dot", ["", "."])
def test_codes_with_dots_are_no_amounts(dot: str) -> None:
    read = by_words(
        SUMMARY
        + f"""支出总表
编码\t名称\t合计\t基本支出\t项目支出
\t合计\t500.00\t300.00\t200.00
201\t一般公共服务支出\t480.00\t300.00\t180.00
201{dot}08\t审计事务\t480.00\t300.00\t180.00
201{dot}08{dot}01\t行政运行\t480.00\t300.00\t180.00
229\t其他支出\t20.00\t\t20.00
229{dot}99\t其他支出\t20.00\t\t20.00
229{dot}99{dot}99\t其他支出\t20.00\t\t20.00
"""
    )
    assert scopes(read, "expenditure")["行政运行", "180.00"] == "功能 2010801，项目支出"
    assert not open_amounts(read)
    assert cnbudget.check(read).wrong == ()


FAMILIES = """支出总表
科目编码\t科目名称\t合计\t{staff}\t公用支出\t{families}\t项目支出
\t合计\t500.00\t200.00\t70.00\t30.00\t200.00
201\t一般公共服务支出\t480.00\t200.00\t70.00\t30.00\t180.00
229\t其他支出\t20.00\t\t\t\t20.00
"""


def test_uses_beside_projects_are_no_projects() -> None:
    text = FAMILIES.replace("公用支出", "商品和服务支出").format(
        staff="工资福利支出", families="对个人和家庭的补助"
    )
    read = by_words(SUMMARY + text)
    assert cnbudget.check(read).wrong == ()
    assert (
        scopes(read, "expenditure")["一般公共服务支出", "70.00"] == "功能 201，经济 302，基本支出"
    )


@pytest.mark.parametrize("staff", ["人员支出", "人员经费", "工资福利支出"])
def test_families_beside_the_staff_are_no_part_of_it(staff: str) -> None:
    read = by_words(SUMMARY + FAMILIES.format(staff=staff, families="对个人和家庭的补助"))
    assert cnbudget.check(read).wrong == ()
    assert not open_amounts(read)
    found = scopes(read, "expenditure")
    assert "经济 301" in found["一般公共服务支出", "200.00"]
    assert "经济 303" in found["一般公共服务支出", "30.00"]


@pytest.mark.parametrize(
    ("headings", "now"),
    [
        ("合计\t本年预算\t本年预算\t上年结转", True),
        ("本年预算\t一般公共预算\t其他收入\t上年结转", False),
    ],
)
def test_this_years_budget_is_this_years_money_where_it_is_no_total(
    headings: str, now: bool
) -> None:
    below = "\t基本支出\t项目支出\t" if now else "\t\t\t"
    amounts = "530.00\t300.00\t200.00\t30.00"
    read = by_words(
        SUMMARY.replace("收入总计\t500.00\t支出总计\t500.00", "")
        + f"支出总表\n科目编码\t科目名称\t{headings}\n\t\t{below}\n"
        + f"\t合计\t{amounts}\n208\t社会保障和就业支出\t{amounts}\n"
    )
    whole = scopes(read, "expenditure")["合计", "530.00"]
    assert ("本年" in whole) is False
    if now:
        assert scopes(read, "expenditure")["合计", "300.00"] == "本年收入，基本支出"


def test_a_use_that_two_categories_have_is_of_the_one_that_it_stands_under() -> None:
    under = [meaning_of(text, "column") for text in ("资本性支出", "办公设备购置")]
    assert meant_together(under).economic == ("31002",)
    assert meant_together([*under[:1], meaning_of("公务用车购置", "column")]).economic == ("31013",)
    assert meant_together(under[1:]).unknown


def test_projects_in_a_title_are_projects_whatever_its_words_are_taken_as() -> None:
    for text in ("一般公共预算财政拨款项目支出决算明细表", "项目收入支出决算表"):
        title = title_of(text)
        assert title is not None
        assert title.meaning.nature == cnbudget.Nature.PROJECT


def test_a_part_of_another_kind_of_money_than_its_row_is_a_part_of_it() -> None:
    text = SUMMARY.replace("一、一般公共预算拨款收入\t500.00", "一、一般公共预算拨款收入\t400.00")
    text = text.replace("\t\t二、其他", "二、事业收入\t100.00\t二、其他")
    text = text.replace("本年收入合计", "其中：财政专户管理资金收入\t60.00\t\t\n本年收入合计")
    read = by_words(text)
    found = scopes(read, "summary")
    assert found["其中：财政专户管理资金收入", "60.00"].startswith("#其中：")
    assert cnbudget.check(read).wrong == ()


def test_all_income_before_what_is_carried_over_is_this_years() -> None:
    text = SUMMARY.replace("本年收入合计", "收入合计").replace("本年支出合计\t500.00", "\t")
    text = text.replace(
        "收入总计\t500.00\t支出总计\t500.00",
        "上年结转\t30.00\t\t\n收入总计\t530.00\t支出总计\t530.00",
    ).replace("480.00", "510.00")
    found = scopes(by_words(text), "summary")
    assert found["收入合计", "500.00"] == "本年收入"
    assert found["收入总计", "530.00"] == "全部收支"


ACCOUNTS = """2025年度青山市审计局部门决算
收入支出决算总表
单位：万元
项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t400.00\t一、一般公共服务支出\t500.00
二、政府性基金预算财政拨款收入\t\t二、外交支出\t
三、国有资本经营预算财政拨款收入\t\t三、国防支出\t
四、上级补助收入\t\t四、公共安全支出\t
五、事业收入\t100.00\t五、教育支出\t
六、经营收入\t\t六、科学技术支出\t
七、附属单位上缴收入\t\t七、其他支出\t
八、其他收入\t\t八、债务付息支出\t
本年收入合计\t{total}\t本年支出合计\t500.00
"""


def test_the_eight_kinds_of_income_of_final_accounts_are_all_of_it() -> None:
    assert cnbudget.check(by_words(ACCOUNTS.format(total="500.00"))).wrong == ()
    wrong = cnbudget.check(by_words(ACCOUNTS.format(total="520.00"))).wrong
    assert wrong
    assert all("520.00" in error.zh for error in wrong)


RUNNING = """2025年度青山市审计局部门决算
收入支出决算总表
单位：万元
项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t400.00\t一、一般公共服务支出\t400.00
本年收入合计\t400.00\t本年支出合计\t400.00
机构运行信息表
单位：万元
项目\t行次\t预算数\t统计数\t项目\t行次\t统计数
一、“三公”经费支出\t1\t—\t—\t四、机关运行经费\t26\t40.00
（一）支出合计\t2\t9.00\t{whole}\t（一）行政单位\t27\t40.00
1．因公出国（境）费\t3\t3.00\t2.00\t五、资产信息\t28\t—
2．公务接待费\t4\t6.00\t5.00\t（一）车辆数合计（辆）\t29\t4
（1）国内接待费\t5\t—\t5.00\t1．主要领导干部用车\t30\t1
（二）相关统计数\t6\t—\t—\t六、政府采购支出信息\t31\t—
1．国内公务接待批次（个）\t7\t—\t21\t（一）政府采购支出合计\t32\t30.00
二、会议费\t8\t—\t6.00\t1．政府采购货物支出\t33\t30.00
"""


def test_rows_of_the_running_of_an_agency_are_of_what_they_or_the_rows_over_them_say() -> None:
    read = by_words(RUNNING.format(whole="7.00"))
    found = scopes(read, "running")
    assert found["（一）支出合计", "7.00"] == "经济 30212、30217、30231、30913、31013，财政拨款"
    assert found["四、机关运行经费", "40.00"] == "机关"
    assert found["（一）政府采购支出合计", "30.00"] == "政府采购"
    assert found["二、会议费", "6.00"].startswith("经济 30215，")
    assert not {"4", "1", "21"} & {amount for _, amount in found}
    assert cnbudget.check(read).wrong == ()
    assert any(
        "6.00" in each.zh for each in cnbudget.check(by_words(RUNNING.format(whole="6.00"))).wrong
    )


@given(
    st.sampled_from(["个", "人", "辆", "台、套", "台，套"]),
    st.text("甲乙丙", min_size=1, max_size=4),
)
def test_what_is_counted_in_brackets_is_no_money(unit: str, name: str) -> None:
    assert counts(f"{name}（{unit}）")
    assert not counts(name)
