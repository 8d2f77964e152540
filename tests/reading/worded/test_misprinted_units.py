"""A table whose unit is misprinted bears nothing out, and is asked as though it had that of the others."""

from __future__ import annotations

import pytest

from cnbudget import check, read_text
from cnbudget.invariants import Verdict

TEXT = """青山市公共资源交易中心2018年部门预算

财政拨款收支总表

单位：{0}

| 收入 |  | 支出 |  |  |
|---|---|---|---|---|
| 项目 | 预算数 | 项目 | 合计 | 一般公共预算 |
| 一、本年收入 | 928.04 | 一、本年支出 | 1039.27 | 1039.27 |
| （一）一般公共预算拨款 | 928.04 | （一）一般公共服务支出 | 908.53 | 908.53 |
| 二、上年结转 | 111.23 | （二）社会保障和就业支出 | 108.42 | 108.42 |
| （一）一般公共预算拨款 | 111.23 | （三）住房保障支出 | 22.32 | 22.32 |
|  |  | 二、结转下年 |  |  |
| 收入总计 | 1039.27 | 支出总计 | 1039.27 | 1039.27 |

一般公共预算支出表

单位：{1}

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 201 | 一般公共服务支出 | 908.53 | 459.02 | 449.51 |
| 208 | 社会保障和就业支出 | 108.42 | 108.42 |  |
| 221 | 住房保障支出 | 22.32 | 22.32 |  |
|  | 合计 | 1039.27 | 589.76 | 449.51 |

部门收支总表

单位：{2}

| 收入 |  | 支出 |  |
|---|---|---|---|
| 项目 | 预算数 | 项目 | 预算数 |
| 一、一般公共预算拨款收入 | 928.04 | 一、一般公共服务支出 | 908.53 |
|  |  | 二、社会保障和就业支出 | 108.42 |
|  |  | 三、住房保障支出 | 22.32 |
| 本年收入合计 | 928.04 | 本年支出合计 | 1039.27 |
| 上年结转 | 111.23 | 结转下年 |  |
| 收入总计 | 1039.27 | 支出总计 | 1039.27 |
"""


def scopes(text: str) -> list[str]:
    return [
        str(figure.scope)
        for table in read_text(text).tables
        for row in table.rows
        for figure in row.figures
    ]


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_a_misprinted_unit_is_told_and_changes_no_scope(wrong: int) -> None:
    units = ["万元"] * 3
    right = TEXT.format(*units)
    assert check(read_text(right)).ok
    units[wrong] = "元"
    text = TEXT.format(*units)
    assert scopes(text) == scopes(right)
    told = [
        each.zh
        for each in check(read_text(text)).findings
        if each.verdict is Verdict.VIOLATED and each.caused_by is None
    ]
    assert told
    if wrong == 1:
        assert any("单位印作“元”，应为“万元”" in each for each in told)


def test_no_unit_is_wrong_where_half_of_the_tables_have_it() -> None:
    report = check(read_text(TEXT.format("万元", "元", "")))
    assert not any("单位印作" in each.zh for each in report.findings)
