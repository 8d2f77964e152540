"""Tiny documents for tests: a table of the form from a few rows of text."""

from __future__ import annotations

from collections.abc import Sequence

import cnbudget
from cnbudget import Disclosure
from cnbudget.layouts import load

_HEADERS = {
    "expenditure": "科目编码 | 合计 | 基本支出 | 项目支出",
    "general": "科目编码 | 合计 | 基本支出 | 项目支出",
    "basic": "科目编码 | 合计 | 人员经费 | 公用经费",
    "income": "科目编码 | 总计 | 财政拨款（补助）小计 | 一般公共预算 | "
    "上级一般公共预算安排的转移支付 | 政府性基金预算 | 上级政府性基金安排的转移支付 | 国有资本经营预算 | "
    "上级国有资本经营预算安排的转移支付 | 财政专户（教育收费） | 单位资金 | 财政拨款结转 | 非财政拨款结转结余",
    "projects": "科目编码 | 项目名称 | 项目支出合计 | 工资福利支出 | 商品和服务支出",
    "three_public": "“三公”经费支出内容 | 合计 | 一般公共预算 | 政府性基金 | 国有资本经营预算",
    "commissioned": "项目名称 | 合计 | 一般公共预算 | 政府性基金 | 国有资本经营预算",
}

LAYOUT = "xinjiang-2026"


def budget(**tables: Sequence[str]) -> Disclosure:
    """The budget with these tables, each given as rows of cells between bars."""
    form = load(LAYOUT)
    lines = ["# 2026年甲局部门预算公开"]
    for key, rows in tables.items():
        header = _HEADERS[key]
        lines += ["", f"表 {form[key].number}", "", f"## {form[key].title}", "", "单位：万元", ""]
        lines += [f"| {header} |", "|" + "---|" * (header.count("|") + 1)]
        lines += [f"| {row} |" for row in rows]
    return cnbudget.read_text("\n".join(lines), layout=LAYOUT)
