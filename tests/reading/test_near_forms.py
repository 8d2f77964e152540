"""The ministry's nine tables, as departments print them with rows of their units and with a table more."""

from __future__ import annotations

from cnbudget import Disclosure, check, read_text

_FUNDS = """| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
|  | 合计 |  |  |  |

注：本部门2026年没有此项支出，本表为空表。
"""
_SPENT = """| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
|  | 合计 | 80.00 | 72.30 | 7.70 |
| 201 | 一般公共服务支出 | 80.00 | 72.30 | 7.70 |
| 20108 | 审计事务 | 80.00 | 72.30 | 7.70 |
| 2010801 | 行政运行 | 52.30 | 52.30 |  |
| 2010804 | 审计业务 | 7.70 |  | 7.70 |
| 2010850 | 事业运行 | 20.00 | 20.00 |  |
"""
#: Its tables in their order, each under its title.
_TABLES = {
    "收支总表": """| 收入 |  | 支出 |  |
|---|---|---|---|
| 项目 | 预算数 | 项目 | 预算数 |
| 一、一般公共预算拨款收入 | 80.00 | 一、一般公共服务支出 | 80.00 |
| 本年收入合计 | 80.00 | 本年支出合计 | 80.00 |
| 收入总计 | 80.00 | 支出总计 | 80.00 |
""",
    "收入总表": """| 部门（单位）代码 | 部门（单位）名称 | 合计 | 一般公共预算 | 政府性基金预算 | 国有资本经营预算 \
| 事业收入 | 其他收入 |
|---|---|---|---|---|---|---|---|
|  | 合计 | 80.00 | 80.00 |  |  |  |  |
| 036001 | 青山市审计局 | 60.00 | 60.00 |  |  |  |  |
| 036002 | 青山市审计中心 | 20.00 | 20.00 |  |  |  |  |
""",
    "支出总表": _SPENT,
    "财政拨款收支总表": """| 收入 |  | 支出 |  |  |  |  |
|---|---|---|---|---|---|---|
| 项目 | 预算数 | 项目 | 合计 | 一般公共预算 | 政府性基金预算 | 国有资本经营预算 |
| 一、本年收入 | 80.00 | 一、本年支出 | 80.00 | 80.00 |  |  |
| （一）一般公共预算拨款 | 80.00 | （一）一般公共服务支出 | 80.00 | 80.00 |  |  |
| 收入总计 | 80.00 | 支出总计 | 80.00 | 80.00 |  |  |
""",
    "一般公共预算支出表": _SPENT,
    "一般公共预算基本支出表": """| 科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |
|---|---|---|---|---|
|  | 合计 | 72.30 | 72.30 |  |
| 301 | 工资福利支出 | 72.30 | 72.30 |  |
| 30101 | 基本工资 | 72.30 | 72.30 |  |
""",
    "一般公共预算“三公”经费支出表": """| “三公”经费合计 | 因公出国（境）费 | 公务用车购置及运行费 |  |  | 公务接待费 |
|---|---|---|---|---|---|
|  |  | 小计 | 公务用车购置费 | 公务用车运行费 |  |
|  |  |  |  |  |  |
""",
    "政府性基金预算支出表": _FUNDS,
    "国有资本经营预算支出表": _FUNDS,
}
#: Its second table by functions, as the ministries' own have it.
_INCOME = """| 科目编码 | 科目名称 | 合计 | 一般公共预算拨款收入 | 政府性基金预算拨款收入 | 国有资本经营预算拨款收入 \
| 事业收入 | 其他收入 |
|---|---|---|---|---|---|---|---|
|  | 合计 | 80.00 | 80.00 |  |  |  |  |
| 201 | 一般公共服务支出 | 80.00 | 80.00 |  |  |  |  |
"""
_PROJECTS = """| 类型 | 项目名称 | 项目单位 | 合计 | 一般公共预算 |
|---|---|---|---|---|
| 合计 |  |  | 7.70 | 7.70 |
| 311-特定目标类 | 审计业务经费 | 青山市审计局 | 7.70 | 7.70 |
"""


def read(**more: str) -> Disclosure:
    """The document with what more it has, by the titles."""
    parts = [
        f"表 {number}\n\n## {title}\n\n单位：万元\n\n{rows}"
        for number, (title, rows) in enumerate({**_TABLES, **more}.items(), 1)
    ]
    return read_text("\n".join(["# 2026年青山市审计局部门预算公开", *parts]))


def test_agencies_with_codes_are_no_functions() -> None:
    budget = read()
    assert not [each for each in budget.problems if each.kind == "code"]
    told = [str(f.scope) for f in budget.table(2).figures if f.text == "20.00"]
    assert told == ["青山市审计中心", "青山市审计中心，一般公共预算"]
    assert check(budget).ok


def test_a_table_more_is_read() -> None:
    budget = read(收入总表=_INCOME, 项目支出表=_PROJECTS)
    told = {str(f.scope) for f in budget.table(10).figures if f.text == "7.70"}
    assert told >= {"项目“审计业务经费”，项目支出", "项目“审计业务经费”，一般公共预算，项目支出"}
    assert check(budget).ok


def test_a_form_without_a_table_more_is_taken_for_it() -> None:
    assert read(收入总表=_INCOME).layout == "central"
