"""The tables of a data set, and their columns."""

from __future__ import annotations

from cnbudget.frames.columns import FrameColumn, column, columns_of
from cnbudget.frames.recording import KINDS

#: What the tables are partitioned by.
YEAR = "year"
#: What joins the tables: files of the same content, read in the same way, have one.
KEY = column(
    "key | text | 内容和读法的标识，各表以此相连 | key of content and options; it joins the tables"
)
#: The tables that `cnbudget.records` has, too.
OF_BUDGETS = ("figures", "statements", "findings")

FILE_COLUMNS = (
    KEY,
    *columns_of("""
path | text | 文件 | file
size | integer | 字节数 | bytes
outcome | text | fine、errors（有差错）、unreadable（读不出）、no-budget（不是部门预算） | how it came out
budgets | integer | 几套表 | sets of tables
violated | integer | 不成立的发现（不含提示） | findings that are violated, notes left out
error_key | text | 读不出的原因的代号 | key of why it is not read
error | text | 读不出的原因 | why it is not read
"""),
)  # fmt: skip
BUDGET_COLUMNS = (
    KEY,
    *columns_of("""
set | integer | 文件中的第几套表，只有一套为空 | which set of tables of its file; null where it is the only one
agency | text | 编制部门（单位） | agency that publishes
year | integer | 年度 | fiscal year
stage | text | 阶段：预算、决算 | stage: budget or final account
level | text | 部门或单位 | department or unit
layout | text | 表式 | form
unit | text | 单位 | unit
tables | integer | 有数的表 | tables
exact | integer | 成立的勾稽关系 | laws that hold exactly
rounding | integer | 四舍五入可解释的 | laws that hold by rounding
undecided | integer | 不能判定的 | laws that are undecided
violated | integer | 不成立的勾稽关系 | laws that are violated
errors | integer | 差错 | findings of severity error
minor | integer | 轻微差错 | findings of severity minor
not_checked | integer | 没有核对的 | what was not checked
"""),
)  # fmt: skip
_LEFT_OUT = ("file",)  # of equal files there may be several: the table of files has them all
#: Each table with its columns; the year is the partition.
TABLES: dict[str, tuple[FrameColumn, ...]] = {
    "files": FILE_COLUMNS,
    "budgets": BUDGET_COLUMNS,
    **{
        name: (KEY, *(each for each in KINDS[name].columns if each.name not in _LEFT_OUT))
        for name in OF_BUDGETS
    },
}
