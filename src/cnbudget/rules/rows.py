"""The rules that scopes do not derive, as rows: what the text says of one matter, and how that makes up its own whole.

They are of the class that callers' rules are of, and are read by `check` and by `reconcile`.
"""

from __future__ import annotations

from cnbudget.messages import say
from cnbudget.rules.rule import Rule

_OF_BUDGETS = ("预算", "执行")

#: The rows, by the matter that they are about; in this order they are held.
ROWS: dict[str, tuple[Rule, ...]] = {
    "staff": (
        Rule(
            "staff.by-kind", "add-up", whole="staff.actual", parts="staff.by_kind", few=2,
            mild="first", counts=say("sides.staff_by_kind"),
        ),
        Rule(
            "staff.posts", "add-up", whole="staff.establishment", few=2, absent="zero",
            parts=("staff.administrative", "staff.civil", "staff.institutional", "staff.workers"),
            mild="less", counts=say("sides.posts_by_kind"),
        ),
    ),
    "procurement": (
        Rule(
            "procurement.kinds", "add-up", whole="procurement.total", absent="weaker",
            parts=("procurement.goods", "procurement.works", "procurement.services"),
        ),
        # in final accounts what was reserved is of the budget, and the total is what was bought
        Rule(
            "procurement.reserved", "contain", whole="procurement.total", parts="procurement.set_aside",
            stages=_OF_BUDGETS,
        ),
        Rule("procurement.small", "contain", whole="procurement.reserved", parts="procurement.reserved_small"),
        Rule("procurement.awarded", "contain", whole="procurement.awarded", parts="procurement.awarded_small"),
        Rule(
            "procurement.awarded-kinds", "add-up", whole="procurement.awarded", absent="weaker",
            parts=("procurement.awarded_goods", "procurement.awarded_works", "procurement.awarded_services"),
        ),
    ),
    "goals": (
        Rule(
            "goals.levels", "add-up", whole="goals.appropriation", parts=("goals.upper", "goals.own"), absent="zero",
            few=1,
        ),
        Rule("goals.sources", "add-up", whole="goals.total", parts=("goals.budgeted", "goals.others"), absent="weaker"),
        Rule(
            "goals.recipients", "add-up", whole="goals.total", parts=("goals.here", "goals.below"), absent="zero",
            few=1,
        ),
        Rule("goals.tasks", "add-up", whole="goals.total", parts="goals.tasks"),
        Rule("goals.tasks-paid", "add-up", whole="goals.appropriation", parts="goals.tasks_paid"),
        Rule("goals.tasks-other", "add-up", whole="goals.other", parts="goals.tasks_other"),
        Rule("goals.natures", "add-up", whole="goals.total", parts=("goals.basic", "goals.project"), absent="weaker"),
    ),
    "tasks": (
        Rule(
            "tasks.sources", "add-up", whole="tasks.total", parts=("tasks.appropriation", "tasks.other"), absent="zero",
            few=1,
        ),
    ),
    "described": (
        Rule("described.size", "agree", whole="described.size", parts="described.again"),
        Rule("described.sums", "agree", whole="described.size", parts="described.sums", each=True),
        Rule("described.parts", "add-up", whole="described.money", parts="described.parts"),
    ),
    "vehicles": (
        Rule(
            "vehicles.number", "add-up", whole="vehicles.number", parts="vehicles.numbers",
            counts=say("sides.vehicles_by_kind"),
        ),
        Rule("vehicles.value", "add-up", whole="vehicles.value", parts="vehicles.values"),
    ),
    "counted": (
        Rule(
            "counted.overall", "count", whole="counted.overall", parts="counted.overall_tables",
            counts=say("sides.overall_goals"),
        ),
        Rule("counted.overall-money", "add-up", whole="counted.overall_money", parts="counted.all_or_fiscal"),
        Rule(
            "counted.appropriation", "count", whole="counted.appropriation", parts="counted.projects",
            counts=say("sides.projects_of_tables"),
        ),
        Rule(
            "counted.appropriation-money", "add-up", whole="counted.appropriation_money", parts="counted.of_projects",
        ),
        Rule(
            "counted.other", "count", whole="counted.other", parts="counted.without",
            counts=say("sides.goals_without_appropriations"),
        ),
        Rule("counted.other-money", "add-up", whole="counted.other_money", parts="counted.others"),
        Rule("counted.other-some", "contain", whole="counted.other_money", parts="counted.some_others"),
        Rule(
            "counted.all", "count", whole="counted.all", parts="counted.tables",
            counts=say("sides.goals_of_projects"),
        ),
        Rule(
            "counted.all-hidden", "count", whole="counted.all", parts=("counted.shown_tables", "counted.hidden"),
            counts=say("sides.goals_and_secret_projects"),
        ),
        # in final accounts, it is money of the budget
        Rule(
            "counted.all-money", "contain", whole="totals[*].项目支出", parts="counted.all_money",
            stages=("预算", "执行", "调整预算"),
        ),
        Rule("counted.tracked-money", "contain", whole="counted.all_money", parts="counted.tracked_money"),
        Rule(
            "counted.tracked", "contain", whole="counted.all", parts="counted.tracked",
            counts=say("sides.projects_with_goals"),
        ),
        Rule("counted.evaluated-money", "contain", whole="counted.all_money", parts="counted.evaluated_money"),
        Rule(
            "counted.evaluated", "contain", whole="counted.all", parts="counted.evaluated",
            counts=say("sides.projects_with_goals"),
        ),
        Rule(
            "counted.carried", "count", whole="counted.carried", parts="counted.projects_carried",
            counts=say("sides.projects_carried"),
        ),
        Rule("counted.carried-money", "add-up", whole="counted.carried_money", parts="counted.carried_over"),
        Rule(
            "counted.secret", "count", whole="counted.secret", parts="counted.withheld",
            counts=say("sides.projects_secret"),
        ),
        Rule("counted.secret-money", "add-up", whole="counted.secret_money", parts="counted.sizes"),
        Rule("counted.secret-within", "contain", whole="totals[*].项目支出", parts="counted.untold"),
        Rule(
            "counted.grades", "add-up", whole="counted.evaluated", parts="counted.grades",
            counts=say("sides.projects_by_grade"),
        ),
    ),
    # what stands beside what there is of the same elsewhere: in another part of the text, or in the tables
    "tasked": (Rule("tasked.money", "agree", whole="tasked.project", parts="tasked.task"),),
    "asked": (Rule("asked.money", "contain", whole="asked.budget", parts="asked.money"),),
    "elsewhere": (Rule("elsewhere.money", "contain", whole="elsewhere.all", parts="elsewhere.money"),),
    "asset_tables": (Rule("asset-tables.total", "add-up", whole="asset_tables.total", parts="asset_tables.values"),),
    "asset_rows": (
        Rule("asset-rows.values", "add-up", whole="asset_rows.value", parts="asset_rows.values"),
        Rule("asset-rows.some", "contain", whole="asset_rows.value", parts="asset_rows.some"),
        Rule(
            "asset-rows.numbers", "add-up", whole="asset_rows.number", parts="asset_rows.numbers",
            counts=say("sides.kinds_of_it"),
        ),
    ),
    "spoken": (
        Rule(
            "spoken.number", "agree", whole="spoken.number", parts="spoken.table_number",
            counts=say("sides.in_the_asset_table"),
        ),
        Rule("spoken.value", "agree", whole="spoken.table_value", parts="spoken.value"),
    ),
    "bought": (Rule("bought.money", "agree", whole="bought.printed", parts="bought.told"),),
    "running": (
        Rule("running.printed", "agree", whole="running.printed", parts="running.amount"),
        Rule("running.operating", "contain", whole="running.operating", parts="running.amount"),
    ),
    "plans": (
        Rule("plans.total", "add-up", whole="plans.total", parts="plans.items"),
        Rule("plans.paid", "add-up", whole="plans.paid", parts="plans.items"),
        Rule("plans.limit", "contain", whole="plans.limit", parts="plans.items"),
    ),
    "placed": (Rule("placed.size", "agree", whole="placed.row", parts="placed.size"),),
    "aimed": (Rule("aimed.money", "contain", whole="aimed.size", parts="aimed.money"),),
    "costs": (
        Rule("costs.each", "contain", whole="costs.money", parts="costs.costs", each=True),
        Rule("costs.fixed", "contain", whole="costs.money", parts="costs.fixed", few=2),
    ),
    "sourced": (
        Rule("sourced.one", "agree", whole="sourced.printed", parts="sourced.said"),
        Rule("sourced.several", "add-up", whole="sourced.said", parts="sourced.several"),
        Rule("sourced.tasks", "add-up", whole="sourced.printed", parts="sourced.tasks"),
        Rule("sourced.lines", "add-up", whole="sourced.printed", parts="sourced.lines"),
    ),
    "allocated": (Rule("allocated.category", "add-up", whole="allocated.printed", parts="allocated.allocated"),),
    # what sentences say of amounts, by the kinds of the vocabulary (speech.predicate)
    "told": (Rule("told.saved", "add-up", whole="told.planned", parts=("told.of", "told.saved"), few=2),),
    "spent": (Rule("spent.cost", "agree", whole="spent.allocated", parts="spent.cost"),),
}  # fmt: skip
