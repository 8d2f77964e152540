"""Text beside the tables of an example, as a document of its own."""

from __future__ import annotations

from functools import lru_cache

from cnbudget import Disclosure, read_text
from cnbudget.examples import example_path

__all__ = ["PROJECT", "beside", "table", "whole"]


@lru_cache
def _base(name: str) -> str:
    return example_path(name).read_text(encoding="utf-8")


def whole(text: str, name: str = "artux") -> str:
    """The text of an example with text after it."""
    return f"{_base(name)}\n\n## 第三部分 情况说明\n\n{text}\n"


def beside(text: str, name: str = "artux") -> Disclosure:
    """The tables of an example with text after them."""
    return read_text(whole(text, name))


def table(*rows: str) -> str:
    """Rows whose cells are written with bars between them."""
    return "\n".join(row.replace("|", "\t") for row in rows)


#: A project's goals, whose weights sum to 90.
PROJECT = table(
    "预算单位||某局||||||",
    "项目名称||某项目|||项目负责人|张三丰||",
    "项目资金(万元)||年度预算总额|50.00|其中：财政拨款|0.00|其他资金|50.00|",
    "项目总体目标||本项目安排总预算 50 万元，维修 12 次，覆盖率达到 95%。||||||",
    "一级指标|二级指标|三级指标|指标值|指标值设置依据|上年完成值|指标分值权重|指标赋分规则|佐证资料",
    "产出 指标|数量 指标|维修次数|>=12 次|计划标准|10 次|20|按照完成比例赋分|工作资料",
    "|质量 指标|覆盖率|> =95%|计划标准|95%|20|按照完成比例赋分|工作资料",
    "成本 指标|经济 成本 指标|维修经费|<=50 万元|预算支出标准|40 万元|30|按照完成比例赋分|原始凭证",
    "满意 度指 标|满意 度指 标|群众满意度|>=95%|计划标准|新增|20|满意度赋分|说明材料",
)
