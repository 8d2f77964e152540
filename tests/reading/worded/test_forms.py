"""Small documents of forms that no layout was written for: every amount has the scope that its words say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, State
from cnbudget.reading.document import disclosure_of_blocks
from cnbudget.reading.files import contents_of
from cnbudget.reading.text import blocks_of_text

SUMMARY = """2026年青山市审计局部门预算

收支总表
部门：青山市审计局 单位：万元

收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t500.00\t一、一般公共服务支出\t480.00
\t\t二、其他支出\t20.00
本年收入合计\t500.00\t本年支出合计\t500.00
收入总计\t500.00\t支出总计\t500.00

"""


def by_words(text: str) -> Disclosure:
    return disclosure_of_blocks(blocks_of_text(text), ())


def scopes(read: Disclosure, key: str) -> dict[tuple[str, str], str]:
    """The scopes of a table's amounts that are not zero: by what the row prints and the amount."""
    table = next(each for each in read.tables if each.key == key)
    return {
        (figure.row.name or figure.row.row, f"{figure.value}"): f"{figure.scope}"
        for side in table.sides
        for row in side.rows
        for figure in row.figures
        if figure.state is State.VALUE and figure.value
    }


def open_amounts(read: Disclosure) -> list[str]:
    return [f"{f.value}" for f in read.figures if f.state is State.VALUE and f.scope is None]


def test_codes_are_read_from_the_rows_above_and_one_that_stands_twice_is_open() -> None:
    read = by_words(
        SUMMARY
        + """支出总体情况表
科目编码\t\t\t科目名称\t合计\t基本支出\t项目支出
类\t款\t项\t\t\t\t
\t\t\t合 计\t500.00\t300.00\t200.00
208\t\t\t社会保障和就业支出\t120.00\t120.00\t
\t05\t\t行政事业单位养老支出\t120.00\t120.00\t
\t\t05\t机关事业单位基本养老保险缴费支出\t80.00\t80.00\t
\t\t06\t机关事业单位职业年金缴费支出\t40.00\t40.00\t
213\t\t\t农林水支出\t380.00\t180.00\t200.00
\t03\t\t水利\t350.00\t180.00\t170.00
\t\t36\t青山湖治理（地方科目）\t350.00\t180.00\t170.00
\t99\t\t其他农林水支出\t30.00\t\t30.00
\t\t99\t其他农林水支出\t30.00\t\t30.00
"""
    )
    found = scopes(read, "expenditure")
    assert found["机关事业单位职业年金缴费支出", "40.00"] == "功能 2080506，基本支出"
    assert found["青山湖治理（地方科目）", "170.00"] == "功能 2130336，项目支出"
    assert found["农林水支出", "380.00"] == "功能 213"
    assert not open_amounts(read)


def test_two_classifications_and_a_function_stand_on_one_row() -> None:
    read = by_words(
        SUMMARY
        + """支出总表
支出功能分类科目\t政府支出经济分类科目\t部门支出经济分类科目\t合计\t基本支出\t项目支出
2010801-行政运行\t50101-工资奖金津补贴\t30101-基本工资\t300.000000\t300.000000\t
2010801-行政运行\t50201-办公经费\t3021101-差旅费\t44.080000\t44.080000\t
2010804-审计业务\t50205-委托业务费\t30227-委托业务费\t155.920000\t\t155.920000
合 计\t\t\t500.000000\t344.080000\t155.920000
"""
    )
    found = scopes(read, "expenditure")
    assert found["行政运行", "44.080000"] == "功能 2010801，经济 3021101，政府经济 50201，基本支出"
    assert cnbudget.check(read).wrong == ()


def test_the_same_code_under_two_codes_of_the_government_is_two_parts() -> None:
    read = by_words(
        SUMMARY
        + """一般公共预算基本支出表
部门预算支出经济分类科目\t\t政府预算支出经济分类科目\t\t金额
科目编码\t科目名称\t科目编码\t科目名称\t
\t合计\t\t\t300.00
301\t工资福利支出\t501\t机关工资福利支出\t100.00
30101\t基本工资\t50101\t工资奖金津补贴\t100.00
301\t工资福利支出\t505\t对事业单位经常性补助\t200.00
30101\t基本工资\t50501\t工资福利支出\t150.00
30107\t绩效工资\t50501\t工资福利支出\t50.00
"""
    )
    found = scopes(read, "basic")
    assert found["工资福利支出", "200.00"] == "经济 301，政府经济 505，一般公共预算，基本支出"
    assert found["基本工资", "150.00"] == "经济 30101，政府经济 50501，一般公共预算，基本支出"
    assert not open_amounts(read)


PROJECTS = """项目支出表
单位：万元
单位（项目）名称\t金额
合计\t{total}
青山市审计局\t{total}
通用项目\t80.00
审计培训\t30.00
购买审计服务\t50.00
专用项目\t120.00
审计业务经费\t120.00
"""


def test_groups_agencies_and_projects_of_one_column_are_told_by_their_sums() -> None:
    found = scopes(by_words(SUMMARY + PROJECTS.format(total="200.00")), "other_1")
    assert found["合计", "200.00"] == found["青山市审计局", "200.00"] == "项目支出"
    assert found["通用项目", "80.00"] == "项目“审计培训、购买审计服务、通用项目”，项目支出"
    assert found["审计培训", "30.00"] == "项目“审计培训”，项目支出"


@pytest.mark.parametrize("total", ["200.00", "210.00"])
def test_that_sums_tell_how_names_nest_is_among_the_choices(total: str) -> None:
    read = by_words(SUMMARY + PROJECTS.format(total=total))
    (choice,) = [each for each in read.choices if each.kind == "nesting"]
    told = total == "200.00"
    assert (choice.taken, choice.how) == (("nested", "sums") if told else (None, ""))
    row = next(row for row in read.table("other_1").rows if row.label == "通用项目")
    assert read.explain(row.figures[0]).choices == (choice,)
    assert ("并列" in choice.text("zh")) is not told  # where it is open both ways are named


def test_names_beside_each_other_are_no_groups() -> None:
    flat = PROJECTS.replace("通用项目\t80.00\n", "").replace("专用项目\t120.00\n", "")
    read = by_words(SUMMARY + flat.replace("青山市审计局\t{total}\n", "").format(total="200.00"))
    assert [each.taken for each in read.choices if each.kind == "nesting"] == ["list"]


def test_where_the_sums_tell_nothing_only_the_total_is_known() -> None:
    read = by_words(SUMMARY + PROJECTS.format(total="210.00"))
    found = scopes(read, "other_1")
    assert found.pop(("合计", "210.00")) == "项目支出"
    assert set(found.values()) == {"None"}
    assert sum(problem.kind == "row" for problem in read.problems) == len(found)


def test_procurement_is_told_by_kind_agency_and_project() -> None:
    read = by_words(
        SUMMARY
        + """政府采购支出表
单位：万元
采购品目大类\t专项名称\t经济科目\t采购品目名称\t资金来源\t\t总计
\t\t\t\t一般公共预算资金\t上年结转资金\t
合计\t\t\t\t90.00\t10.00\t100.00
货物\t\t\t\t60.00\t\t60.00
\t信息化经费\t办公设备购置\t台式计算机\t60.00\t\t60.00
服务\t\t\t\t30.00\t10.00\t40.00
\t信息化经费\t维修（护）费\t软件运维\t30.00\t10.00\t40.00
"""
    )
    found = scopes(read, "procurement")
    assert found["合计", "100.00"] == "政府采购"
    assert found["货物", "60.00"].endswith("货物")
    assert found["信息化经费", "40.00"] == "项目“信息化经费”，服务"
    assert cnbudget.check(read).wrong == ()


@pytest.mark.parametrize("second", ["20.00", "30.00"])
def test_services_bought_for_the_public_are_a_part_if_their_sum_says_so(second: str) -> None:
    read = by_words(
        SUMMARY
        + f"""财政拨款政府购买服务明细表
指导性目录\t预算金额
合 计\t70.00
法律服务\t50.00
法律服务\t{second}
"""
    )
    assert open_amounts(read) == ([] if second == "20.00" else ["70.00", "50.00", "30.00"])
    assert cnbudget.check(read).wrong == ()
    if second == "20.00":
        found = scopes(read, "other_1")
        assert found["合计", "70.00"] == "#其中：财政拨款政府购买服务明细表，财政拨款"


INCOME = """收入总表
科目编码\t科目名称\t合计\t一般公共预算拨款\t事业收入\t事业收入
\t\t\t\t金额\t其中：教育收费
合计\t\t500.00\t300.00\t200.00\t{fees}
205\t教育支出\t500.00\t300.00\t200.00\t{fees}
"""


def test_a_part_of_a_column_is_not_more_than_it_and_need_not_be_all_of_it() -> None:
    summary = SUMMARY.replace("一般公共预算拨款收入\t500.00", "一般公共预算拨款收入\t300.00")
    summary = summary.replace("\t\t二、", "二、事业收入\t200.00\t二、").replace(
        "一般公共服务", "教育"
    )
    read = by_words(
        summary.replace("480.00", "500.00").replace("20.00\n", "\n") + INCOME.format(fees="150.00")
    )
    assert scopes(read, "income")["教育支出", "150.00"] == "#其中：教育收费，功能 205，事业收入"
    assert cnbudget.check(read).wrong == ()
    read = by_words(
        summary.replace("480.00", "500.00").replace("20.00\n", "\n") + INCOME.format(fees="250.00")
    )
    assert any("250.00" in each.zh for each in cnbudget.check(read).wrong)


def test_things_bought_for_a_project_are_parts_of_its_row_if_they_make_it_up() -> None:
    text = """2026年政府采购预算表
采购品目大类\t专项名称\t经济科目\t采购物品名称\t总计
合计\t\t\t\t{total}
一、货物A\t\t\t\t{total}
\t办公设备购置费\t办公设备购置\t\t30.00
\t\t\t台式计算机\t20.00
\t\t\t家具用具\t{last}
\t信息化建设经费\t办公设备购置\t\t5.00
\t\t\t其他计算机设备\t5.00
"""
    found = scopes(by_words(SUMMARY + text.format(total="35.00", last="10.00")), "procurement")
    assert found["一、货物A", "35.00"].endswith("货物")
    assert found["办公设备购置费", "30.00"] == "项目“办公设备购置费”，货物"
    assert found["家具用具", "10.00"].startswith("#政府采购预算表家具用具，项目")


def test_one_wrong_amount_tells_of_no_project_that_it_is_no_sum() -> None:
    text = """2026年政府采购预算表
采购品目大类\t专项名称\t经济科目\t采购物品名称\t总计
合计\t\t\t\t80.00
一、货物A\t\t\t\t80.00
\t办公设备购置费\t办公设备购置\t\t30.00
\t\t\t台式计算机\t{first}
\t\t\t家具用具\t10.00
\t信息化建设经费\t办公设备购置\t\t{second}
\t\t\t其他计算机设备\t5.00
\t档案馆经费\t办公设备购置\t\t45.00
\t\t\t档案柜\t41.00
\t\t\t装订机\t4.00
"""
    right = by_words(SUMMARY + text.format(first="20.00", second="5.00"))
    wrong = by_words(SUMMARY + text.format(first="20.50", second="5.00"))
    known = [[f.scope for f in each.table("procurement").figures] for each in (right, wrong)]
    assert known[0] == known[1]
    assert [
        "30.50" in each.zh
        for each in cnbudget.check(wrong).causes
        if each in cnbudget.check(wrong).wrong
    ] == [True]
    several = by_words(SUMMARY + text.format(first="20.50", second="6.00"))
    assert {f.scope for f in several.table("procurement").figures if f.row.project} == {None}
    assert cnbudget.check(several).wrong == ()


def test_a_wrong_amount_does_not_part_a_department_from_its_only_unit_of_one_name() -> None:
    text = """收入总表
部门代码\t部门名称\t合计\t财政拨款\t一般公共预算
\t合计\t500.00\t500.00\t500.00
021\t青山市审计局\t500.00\t500.00\t500.00
021001\t青山市审计局\t500.00\t500.00\t{}
"""
    right, wrong = (by_words(SUMMARY + text.format(each)) for each in ("500.00", "540.00"))
    known = [[f.scope for f in each.table("income").figures] for each in (right, wrong)]
    assert known[0] == known[1]
    (error,) = [each for each in cnbudget.check(wrong).wrong if each.caused_by is None]
    assert error.suspects[0].figure.text == "540.00"


def test_a_department_and_its_own_unit_of_one_name_are_told_by_their_codes() -> None:
    read = by_words(
        SUMMARY
        + """收入总表
部门代码\t部门名称\t合计\t一般公共预算\t其他收入
\t合计\t500.00\t420.00\t80.00
021\t青山市审计局\t500.00\t420.00\t80.00
021001\t青山市审计局\t300.00\t300.00\t
021002\t青山市审计中心\t200.00\t120.00\t80.00
"""
    )
    table = next(each for each in read.tables if each.key == "income")
    agencies = [row.address.scope.agency for row in table.sides[0].rows if row.address.scope]
    assert agencies == [(), (), ("青山市审计局（021001）",), ("青山市审计中心",)]


def test_a_total_of_agencies_without_codes_is_the_one_that_is_their_sum() -> None:
    rows = "青山市水务局\t{}\n青山市水务局（本级）\t300.00\n青山市水文中心\t200.00\n"
    text = SUMMARY + "收入总表\n预算单位\t收入总计\n"
    cases = (("500.00", ()), ("731.00", ("青山市水务局",)), ("510.00", None))  # 510 may be a slip
    for total, agency in cases:
        assert _first_agency(text + rows.format(total)) == agency


UNITS = [["500.00", "300.00", "200.00"], ["300.00", "180.00", "120.00"], ["200.00", "120.00", "80.00"]]  # fmt: skip


def _of_units(amounts: list[list[str]]) -> str:
    names = ("青山市水务局", "青山市水务局（本级）", "青山市水文中心")
    lines = ["\t".join((name, *row)) for name, row in zip(names, amounts, strict=True)]
    return SUMMARY + "\n".join(("支出总表", "预算单位\t支出总计\t基本支出\t项目支出", *lines, ""))


@given(st.integers(0, 2), st.integers(0, 2), st.integers(0, 1), st.sampled_from("123456789"))
def test_one_wrong_amount_makes_no_agency_of_the_whole(
    row: int, column: int, place: int, digit: str
) -> None:
    amounts = [list(each) for each in UNITS]
    printed = amounts[row][column]
    amounts[row][column] = printed[:place] + digit + printed[place + 1 :]
    assert _first_agency(_of_units(amounts), "expenditure") == ()


def test_one_wrong_amount_among_rounded_ones_makes_no_agency_of_the_whole() -> None:
    amounts = [["500.01", *UNITS[0][1:]], UNITS[1], ["250.00", *UNITS[2][1:]]]
    assert _first_agency(_of_units(amounts), "expenditure") == ()


def test_an_agency_that_is_not_the_sum_of_the_others_is_one_of_them() -> None:
    amounts = [["731.00", "500.00", "231.00"], *UNITS[1:]]
    assert _first_agency(_of_units(amounts), "expenditure") == ("青山市水务局",)


def _first_agency(text: str, key: str = "income") -> tuple[str, ...] | None:
    """The agency of which the first row of a table is, or None if that is not known."""
    table = next(each for each in by_words(text).tables if each.key == key)
    scope = table.sides[0].rows[0].address.scope
    return None if scope is None else scope.agency


def test_a_heading_that_is_not_known_leaves_its_column_open_and_nothing_is_inferred() -> None:
    text = (
        SUMMARY
        + """支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t飞行津贴
\t合计\t500.00\t300.00\t170.00
201\t一般公共服务支出\t480.00\t290.00\t160.00
229\t其他支出\t20.00\t10.00\t10.00
"""
    )
    read = by_words(text)
    assert open_amounts(read) == ["170.00", "160.00", "10.00"]
    assert [p.kind for p in read.problems] == ["column"]
    assert "飞行津贴" in read.problems[0].zh
    report = cnbudget.check(read)
    assert report.wrong == ()
    assert not any(f.state is State.INFERRED for f in read.figures)


def test_money_beside_all_money_carried_over_is_not_guessed() -> None:
    """上年实户资金余额 beside 上年结转 is no part of it: what the latter is of, nothing says."""
    text = SUMMARY.replace(
        "收入总计\t500.00",
        "上年实户资金余额\t7.00\t\t\n上年结转\t3.00\t\t\n收入总计\t510.00",
    )
    read = by_words(text)
    found = scopes(read, "summary")
    assert found["上年实户资金余额", "7.00"] == "单位资金结转结余"
    assert found["上年结转", "3.00"] == "None"


def test_one_label_over_two_panels_belongs_to_the_last_of_them() -> None:
    text = """<html><body><p>2019年青山省档案馆部门预算</p><p>收支预算总表</p><p>单位：万元</p><table>
    <tr><td colspan=2>收入</td><td colspan=4>支出</td></tr>
    <tr><td rowspan=2>项目名称</td><td rowspan=2>金额</td><td colspan=2>功能分类</td><td colspan=2>支出用途</td></tr>
    <tr><td>功能科目名称</td><td>金额</td><td>项目名称</td><td>金额</td></tr>
    <tr><td>一、财政拨款</td><td>900.00</td><td>一、一般公共服务支出</td><td>700.00</td><td>一、基本支出</td><td>600.00</td></tr>
    <tr><td>二、其他资金</td><td>80.00</td><td>二、外交支出</td><td>280.00</td><td>二、单位预留机动经费</td><td>380.00</td></tr>
    <tr><td>当年收入小计</td><td>980.00</td><td colspan=3>当年支出小计</td><td>980.00</td></tr>
    <tr><td>收入合计</td><td>980.00</td><td colspan=3>支出合计</td><td>980.00</td></tr></table></body></html>"""
    read = disclosure_of_blocks(contents_of(text.encode()).blocks, ())
    found = scopes(read, "summary")
    whole = "基本支出和项目支出、单位预留机动经费"
    assert found["当年支出小计", "980.00"] == found["收入合计", "980.00"] == whole
    assert found["二、单位预留机动经费", "380.00"] == "单位预留机动经费"
    assert not open_amounts(read)
    assert all(figure.value for figure in read.figures if figure.row.row == "当年支出小计")


@pytest.mark.parametrize("name", ["支出总表", "表3 部门支出总表（单位：万元）"])
def test_words_are_tried_where_a_layout_does_not_see_a_table(name: str) -> None:
    """A layout that explains all it sees of a document does not settle it, if a title is left over."""
    table = f"""{name}
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t500.00\t400.00\t100.00
201\t一般公共服务支出\t480.00\t400.00\t80.00
229\t其他支出\t20.00\t\t20.00
"""
    read = cnbudget.read_text(SUMMARY + table)
    assert scopes(read, "expenditure")["其他支出", "20.00"] == "功能 229，本年收入，项目支出"


def test_an_agency_or_a_project_beside_a_code_is_not_its_name() -> None:
    read = by_words(
        SUMMARY
        + """政府采购（资产配置、购买服务）预算表
科目编码\t\t\t单位编码\t采购项目\t采购目录\t数量\t预算金额\t说明
类\t款\t项\t\t\t\t\t\t
合计\t\t\t\t\t\t2\t500.00\t
201\t08\t01\t1\t全额\t\t2\t500.00\t
201\t08\t01\t117001\t青山市审计局\t\t2\t500.00\t
201\t08\t01\t\t日常公用经费\tC04070100体检服务\t2\t500.00\t
"""
    )
    report = cnbudget.check(read)
    assert [f.law for f in report.findings if f.law in ("code", "name")] == []


def test_a_row_without_amounts_is_no_rest_of_a_name_that_is_whole() -> None:
    read = by_words(
        SUMMARY
        + """政府性基金收支表
收入\t\t支出\t
项目\t预算数\t部门预算支出经济分类科目（按大类）\t预算数
一、政府性基金拨款\t5.00\t一、人员经费和公用经费支出\t5.00
\t\t工资福利支出\t5.00
\t\t对个人和家庭的补助\t
\t\t其他资本性支出\t
\t\t二、专项业务经费支出\t
本年收入合计\t5.00\t本年支出合计\t5.00
"""
    )
    names = [row.address.name for table in read.tables for side in table.sides for row in side.rows]
    assert "对个人和家庭的补助" in names
    assert not any("补助其他" in name for name in names)


def test_an_error_names_the_titles_that_were_seen() -> None:
    with pytest.raises(cnbudget.UnreadableError) as caught:
        cnbudget.read_text("青山市地方政府债券发行情况表\n\n项目\t金额\n甲\t1.00\n")
    assert "青山市地方政府债券发行情况表" in caught.value.zh
    assert "青山市地方政府债券发行情况表" in str(caught.value)


def test_a_unit_that_is_not_printed_or_not_known_is_said() -> None:
    table = "收入总表\n{}\n项目\t合计\n一、一般公共预算拨款收入\t5.00\n合计\t5.00\n"
    known = by_words(SUMMARY + table.format("单位：元"))
    assert [p.kind for p in known.problems if "unit" in p.kind] == []
    assert known.tables[1].unit.zh == "元"
    strange = by_words(SUMMARY + table.format("单位：百元"))
    assert [p.kind for p in strange.problems if "unit" in p.kind] == ["unit"]
    assert not cnbudget.check(strange).ok
    silent = by_words(SUMMARY.replace("万元", "千元") + table.format(""))
    (said,) = [p for p in silent.problems if "unit" in p.kind]
    assert silent.tables[1].unit.zh == "千元"  # as the other tables have it
    assert "按千元读取" in said.zh


def test_what_a_merged_cell_covers_is_missing() -> None:
    html = """<p>2026年青山市审计局部门预算</p><p>支出总表</p><p>单位：万元</p><table>
    <tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>基本支出</td></tr>
    <tr><td></td><td>合计</td><td>7.00</td><td>7.00</td></tr>
    <tr><td>201</td><td>一般公共服务支出</td><td rowspan="2">7.00</td><td>5.00</td></tr>
    <tr><td>229</td><td>其他支出</td><td>2.00</td></tr></table>"""
    read = disclosure_of_blocks(contents_of(html.encode()).blocks, ())
    row = read.tables[0].sides[0].rows[2]
    assert [figure.state for figure in row.figures] == [State.MISSING, State.VALUE]
    assert [p.kind for p in read.problems] == ["covered"]


def test_a_part_with_other_columns_is_said_to_be_unread() -> None:
    read = by_words(
        SUMMARY
        + """支出总表
单位：万元

科目编码\t科目名称\t合计\t基本支出
\t合计\t7.00\t7.00
201\t一般公共服务支出\t7.00\t7.00

支出总表（续表）

科目编码\t科目名称\t合计\t基本支出\t项目支出
229\t其他支出\t2.00\t2.00\t0.00
"""
    )
    assert "part" in [p.kind for p in read.problems]


def test_years_and_stages_of_columns_are_told_from_the_documents() -> None:
    read = by_words(
        SUMMARY
        + """支出总表
单位：万元

科目编码\t科目名称\t2024年执行数\t上年预算数\t2026年预算数\t增减额
\t合计\t6.00\t5.00\t7.00\t2.00
208\t社会保障和就业支出\t6.00\t5.00\t7.00\t2.00
20805\t行政事业单位养老支出\t6.00\t5.00\t7.00\t2.00
2080505\t机关事业单位基本养老保险缴费支出\t6.00\t5.00\t7.00\t2.00
"""
    )
    columns = [column.scope for column in read.tables[1].sides[0].columns]
    told = [(scope.year, scope.stage) for scope in columns if scope is not None]
    assert told == [(2024, "执行"), (2025, None), (None, None)]
    assert [f"{figure.value}" for figure in read.tables[1].sides[0].rows[3].figures] == [
        "6.00",
        "5.00",
        "7.00",
    ]


@pytest.mark.parametrize(
    ("others", "known"), [(("9.00", "4.00", "2.00"), False), (("7.00", "5.00", "1.00"), True)]
)
def test_columns_that_words_do_not_tell_apart_are_open_if_they_differ(
    others: tuple[str, str, str], known: bool
) -> None:
    """预算数 beside 金额 is the same once, or something else: one difference is an error, not another column."""
    text = "支出总表\n单位：万元\n科目编码\t科目名称\t预算数\t金额\n"
    for code, amount, other in zip(
        ("", "201", "229"), ("7.00", "5.00", "2.00"), others, strict=True
    ):
        text += f"{code}\t{'合计' if not code else '支出'}\t{amount}\t{other}\n"
    read = by_words(SUMMARY + text)
    table = next(each for each in read.tables if each.key == "expenditure")
    assert all((column.scope is not None) is known for column in table.sides[0].columns)


def test_rows_that_are_called_after_stages_total_the_whole_of_their_stage() -> None:
    text = """2026年青山市审计局部门决算

收支决算总表
部门：青山市审计局 单位：万元

收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、一般公共预算拨款收入\t500.00\t一、一般公共服务支出\t500.00
本年收入合计\t500.00\t本年支出合计\t500.00
收入总计\t500.00\t支出总计\t500.00

财政拨款“三公”经费支出决算表
部门：青山市审计局 单位：万元

项目\t合计\t因公出国（境）费\t公务接待费
预算数\t5.00\t3.00\t2.00
决算数\t4.00\t3.00\t1.00
"""
    read = by_words(text)
    found = scopes(read, "three_public")
    assert found["预算数", "2.00"] == "预算，经济 30217，财政拨款、财政拨款结转"
    assert found["决算数", "1.00"] == "经济 30217，财政拨款、财政拨款结转"
    assert cnbudget.check(read).wrong == ()


def test_the_label_of_a_sum_may_stand_a_panel_before_its_amount() -> None:
    text = """一般公共预算基本支出表
单位：万元
人员经费\t\t\t公用经费\t\t\t公用经费\t\t
科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额
301\t工资福利支出\t70.00\t302\t商品和服务支出\t25.00\t310\t资本性支出\t5.00
人员经费合计\t\t70.00\t公用经费合计\t\t\t\t\t30.00
"""
    read = by_words(SUMMARY + text)
    found = scopes(read, "basic")
    assert found["公用经费合计", "30.00"] == "一般公共预算，公用经费"
    assert [figure.row.row for figure in read.figures].count("公用经费合计") == 1
