"""Small narratives, read."""

from __future__ import annotations

from cnbudget import Disclosure, read_text
from cnbudget.figures import Place
from cnbudget.narrative import Claims, Context, Narrative
from cnbudget.passages import Passage

#: A budget with three tables, to hold sentences against.
TABLES = """2026年某市某某局部门预算公开
表3 部门支出总体情况表
编制部门：某市某某局
单位：万元
科目代码\t\t\t科目名称\t支出预算\t\t
类\t款\t项\t\t合计\t基本支出\t项目支出
208\t\t\t社会保障和就业支出\t30.00\t30.00\t
208\t05\t\t行政事业单位养老支出\t30.00\t30.00\t
208\t05\t05\t机关事业单位基本养老保险缴费支出\t30.00\t30.00\t
210\t\t\t卫生健康支出\t70.00\t50.00\t20.00
210\t11\t\t行政事业单位医疗\t70.00\t50.00\t20.00
210\t11\t01\t行政单位医疗\t70.00\t50.00\t20.00
\t\t\t总计\t100.00\t80.00\t20.00
表5 一般公共预算支出情况表
编制部门：某市某某局
单位：万元
科目代码\t\t\t科目名称\t一般公共预算支出\t\t
类\t款\t项\t\t合计\t基本支出\t项目支出
208\t\t\t社会保障和就业支出\t30.00\t30.00\t
208\t05\t\t行政事业单位养老支出\t30.00\t30.00\t
208\t05\t05\t机关事业单位基本养老保险缴费支出\t30.00\t30.00\t
210\t\t\t卫生健康支出\t70.00\t50.00\t20.00
210\t11\t\t行政事业单位医疗\t70.00\t50.00\t20.00
210\t11\t01\t行政单位医疗\t70.00\t50.00\t20.00
\t\t\t总计\t100.00\t80.00\t20.00
第三部分 2026年部门预算情况说明
"""


def budget(prose: str) -> Disclosure:
    """The budget with a narrative."""
    return read_text(TABLES + prose, layout="xinjiang-2026")


def narrative(*lines: str, year: int = 2026, stage: str = "预算") -> Narrative:
    """A narrative without tables, a passage a line."""
    passages = [Passage(text, Place(number)) for number, text in enumerate(lines, 1)]
    return Narrative(passages, Context((), agency="某市某某局", year=year, stage=stage))


def claims(*lines: str, year: int = 2026, stage: str = "预算") -> Claims:
    """The claims of a narrative without tables."""
    return narrative(*lines, year=year, stage=stage).claims


#: Final accounts of which one table is in the file, and that is of one budget alone.
ACCOUNTS = """2023年度某市某某局部门决算公开
附表9
国有资本经营预算财政拨款支出决算表
部门：某市某某局
金额单位：万元
项目\t\t本年支出\t\t
科目代码\t科目名称\t合计\t基本支出\t项目支出
栏次\t\t1\t2\t3
合计\t\t\t\t
第三部分 2023年度部门决算情况说明
本部门无国有资本经营预算财政拨款收入，故国有资本经营预算财政拨款支出决算表为空表。
"""


def accounts(*lines: str) -> Disclosure:
    """Final accounts with a narrative, and no table that its amounts stand in."""
    return read_text(ACCOUNTS + "\n".join(lines) + "\n")
