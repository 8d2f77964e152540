"""What stages of budgets and states of tables are called, in both languages."""

from __future__ import annotations

from cnbudget.messages import say

#: What the stages of a budget are called.
NAMED_STAGES = {
    "预算": say("report.budget"),
    "决算": say("report.final_account"),
    "执行": say("report.execution"),
}
#: What the states of tables are called that are not there as the form has them.
NAMED_STATUSES = {
    "empty": say("report.table_empty"),
    "missing": say("report.table_missing"),
    "extra": say("report.table_not_in_form"),
}
