"""十三、其他重要事项: what the tables, the ledger or the user say of it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from cnbudget import scopes
from cnbudget.amounts import Amount
from cnbudget.arithmetic import printed
from cnbudget.composing.details import WITHHELD
from cnbudget.composing.draft import Draft
from cnbudget.composing.supply import ReasonsError
from cnbudget.composing.wording import piece, placeholder
from cnbudget.composing.years import Money, Year
from cnbudget.dimensions import FundingSource, Nature, Procurement, Reservation
from cnbudget.ledger import Ledger
from cnbudget.messages import say
from cnbudget.scope import EVERYTHING, Scope

__all__ = ["matters"]

_PURCHASES = (
    ("goods", "货物", Procurement.GOODS),
    ("works", "工程", Procurement.WORKS),
    ("services", "服务", Procurement.SERVICES),
)
_PROJECTS = (
    ("appropriation", "当年财政拨款项目", FundingSource.APPROPRIATION),
    ("others", "当年非财政拨款项目", FundingSource.CURRENT & ~FundingSource.APPROPRIATION),
)
_LONGEST = 40  # characters of a number
_VEHICLES = (
    ("official", "一般公务用车"),
    ("enforcement", "执法执勤用车"),
    ("other", "其他车辆"),
)


def matters(
    draft: Draft,
    *,
    ledger: Ledger | None,
    before: Ledger | None,
    administrative: bool,
    secret: frozenset[str],
) -> None:
    """The five parts of the section."""
    draft.heading("（一）单位运行经费情况", "running")
    _running(draft, ledger, before, administrative=administrative)
    draft.heading("（二）政府采购情况", "procurement")
    _procurement(draft, ledger)
    draft.heading("（三）国有资产占用使用情况", "assets")
    _assets(draft)
    draft.heading("（四）预算绩效情况", "performance")
    _performance(draft, ledger)
    draft.heading("（五）其他需说明的事项", "matters")
    _others(draft, secret)


_PROCURED = Scope(procurement=Procurement.PROCURED)
_RESERVED = Scope(procurement=Procurement.PROCURED, reservation=Reservation.RESERVED)

# Numbers that the user gives -----------------------------------------------------------------------


def _number(draft: Draft, key: str, what: str, places: int = 0, *, default: str = "") -> str:
    """A number that the user gives, as it is to be printed, or a placeholder."""
    value = _given(draft, key, what, needed=not default)
    if value is None:
        return default or placeholder(what)
    shown = max(places, -int(value.as_tuple().exponent))
    return printed(value, shown)


def _given(draft: Draft, key: str, what: str, *, needed: bool = True) -> Decimal | None:
    said = draft.supply.ask(key, what, "number", needed=needed)
    if not said:
        return None
    try:
        value = Decimal(said.replace(",", "").replace("，", ""))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0 or len(said) > _LONGEST or value.adjusted() > _LONGEST:
        raise ReasonsError(say("composing.not_a_number"), value=said, where=key)
    return value


def _money(draft: Draft, key: str, what: str, subject: str, scope: Scope | None = None) -> str:
    """An amount that the user gives in the document's unit, or a placeholder."""
    value = _given(draft, key, what)
    unit = draft.now.disclosure.unit
    if value is None:
        return placeholder(what) + unit.zh
    places = max(draft.now.places, -int(value.as_tuple().exponent))
    return draft.amount(subject, scope, Money(value, unit, places))


# The parts -----------------------------------------------------------------------------------------


def _running(
    draft: Draft, ledger: Ledger | None, before: Ledger | None, *, administrative: bool
) -> None:
    if not administrative:
        draft.paragraph(
            f"{draft.agency}不属于行政单位和参照公务员法管理的事业单位，不涉及机关运行经费。"
        )
        return
    subject = "机关运行经费财政拨款预算"
    scope = scopes.AGENCY_RUNNING
    now = _running_costs(draft.now, ledger)
    last = None if draft.last is None else _running_costs(draft.last, before)
    words = f"{draft.name}的{subject}"
    what = "机关运行经费情况（不填则由各表生成）"
    said = draft.supply.ask("running/text", what, "text", needed=now is None)
    draft.supply.ask("running/total", f"{subject}变化的原因", needed=False)
    if said:
        draft.text(said)
        return
    if now is None:
        draft.paragraph(f"{words}{placeholder('金额')}。")
        return
    text = f"{words}{draft.amount(subject, scope, now)}"
    draft.paragraph(text + draft.change(subject, scope, now, last, key="running/total") + "。")


def _running_costs(year: Year, ledger: Ledger | None) -> Money | None:
    """The operating money of appropriations that is an agency's running costs; None if the tables do not tell."""
    if ledger is not None:
        return year.rounded(ledger.total(scopes.AGENCY_RUNNING))
    for source in (FundingSource.FUND, FundingSource.STATE_CAPITAL):
        other = year.of(Scope(source=source, nature=Nature.OPERATING))
        if other is not None and other.value:
            return None
    rows = year.codes("basic")
    found: Money | None = None
    for code in scopes.AGENCY_RUNNING.economic:
        if code in rows:
            money = year.money(rows[code]["operating"])
            if money is None:
                return None
            found = money if found is None else found + money
    if found is None and year.table("basic") is not None:
        return year.zero
    return found


def _procurement(draft: Draft, ledger: Ledger | None) -> None:
    unit, places = draft.now.disclosure.unit, draft.now.places
    bought = [] if ledger is None else [e for e in ledger if e.procurement is not None]
    given = [
        _given(draft, f"procurement/{key}", f"政府采购{name}预算", needed=not bought)
        for key, name, _ in _PURCHASES
    ]
    money: list[Money | None] = [
        None if value is None else Money(value, unit, max(places, -int(value.as_tuple().exponent)))
        for value in given
    ]
    whole: Money | None = None
    if bought and not any(money):
        for place, (_, _, kind) in enumerate(_PURCHASES):
            sums = (entry.amount for entry in bought if entry.procurement is kind)
            money[place] = draft.now.rounded(sum(sums, Amount(0)))
        whole = draft.now.rounded(sum((entry.amount for entry in bought), Amount(0)))
    elif all(part is not None for part in money):
        whole = Money(Decimal(0), unit, max(part.places for part in money if part is not None))
        for part in money:
            whole = whole if part is None else whole + part
    lead = f"{draft.year}，{draft.agency}"
    text = f"{lead}政府采购预算{draft.amount('政府采购预算', _PROCURED, whole)}，其中："
    parts = [
        f"政府采购{name}预算{draft.amount(f'政府采购{name}预算', Scope(procurement=kind), part)}"
        for (_, name, kind), part in zip(_PURCHASES, money, strict=True)
    ]
    draft.paragraph(f"{text}{'，'.join(parts)}。")
    name = "预留政府采购项目预算金额"
    for_small = f"面向中小企业{name}"
    reserved = _money(draft, "procurement/reserved", for_small, for_small, _RESERVED)
    small = _money(draft, "procurement/small", f"小微企业{name}", f"小微企业{name}")
    draft.paragraph(f"{lead}{for_small}{reserved}，其中：小微企业{name}{small}。")


def _assets(draft: Draft) -> None:
    def ask(key: str, what: str, places: int = 0) -> str:
        return _number(draft, f"assets/{key}", what, places)

    def worth(key: str, what: str) -> str:
        return _money(draft, f"assets/{key}", what, what)

    year = draft.now.disclosure.year
    when = "上年" if year is None else f"{year - 1}年"
    draft.paragraph(f"截至{when}底，{draft.agency}占用使用国有资产总体情况为：")
    area = ask("house_area", "房屋面积", 2)
    draft.paragraph(f"1.房屋{area}平方米，价值{worth('house_value', '房屋价值')}。")
    text = f"2.车辆{ask('vehicles', '车辆数')}辆，价值{worth('vehicle_value', '车辆价值')}；其中："
    kinds = [
        f"{name}{ask(f'vehicles_{key}', f'{name}数')}辆，"
        f"价值{worth(f'vehicle_value_{key}', f'{name}价值')}"
        for key, name in _VEHICLES
    ]
    draft.paragraph(f"{text}{'；'.join(kinds)}。")
    draft.paragraph(f"3.办公家具价值{worth('furniture', '办公家具价值')}。")
    draft.paragraph(f"4.其他资产价值{worth('others', '其他资产价值')}。")
    draft.paragraph(
        f"单位价值50万元以上大型设备{ask('large_50', '单价50万元以上大型设备数')}台，"
        f"单位价值100万元以上大型设备{ask('large_100', '单价100万元以上大型设备数')}台。"
    )
    scope = Scope(source=FundingSource.APPROPRIATION) & piece("公务用车购置")
    bought = draft.now.of(scope)
    text = f"{draft.year}{draft.level}预算"
    if bought is not None and bought.value:
        text += f"安排购置车辆经费{draft.amount('购置车辆经费', None, bought)}"
    elif bought is not None:
        text += "未安排购置车辆经费"
    else:
        text += f"购置车辆经费{placeholder('购置车辆经费')}"
    text += f"，安排购置单价50万元以上大型设备{ask('plan_50', '拟购单价50万元以上大型设备数')}台，"
    draft.paragraph(
        f"{text}单价100万元以上大型设备{ask('plan_100', '拟购单价100万元以上大型设备数')}台。"
    )


def _performance(draft: Draft, ledger: Ledger | None) -> None:
    said = draft.supply.ask("performance", "预算绩效情况（不填则由各表生成）", "text", needed=False)
    whole = draft.now.of(draft.scope("支出", EVERYTHING))
    counted = [(key, what, *_projects(draft, ledger, source)) for key, what, source in _PROJECTS]
    for key, what, number, money in counted:
        needed = not said
        draft.supply.ask(f"performance/{key}", f"{what}数", "number", needed=needed and not number)
        draft.supply.ask(
            f"performance/{key}_value", f"{what}金额", "number", needed=needed and money is None
        )
    if said:
        draft.text(said)
        return
    text = f"{draft.year}，本{draft.level}预算绩效管理整体预算绩效目标1个"
    text += f"，涉及预算金额{draft.amount('整体预算绩效目标', None, whole)}"
    for key, what, number, money in counted:
        shown = _number(draft, f"performance/{key}", f"{what}数", default=number)
        if money is not None and not draft.supply.texts.get(f"performance/{key}_value"):
            worth = draft.amount(what, None, money)
        else:
            worth = _money(draft, f"performance/{key}_value", f"{what}金额", what)
        text += f"；{what}{shown}个，涉及预算金额{worth}"
    draft.paragraph(f"{text}。")


def _projects(
    draft: Draft, ledger: Ledger | None, source: FundingSource
) -> tuple[str, Money | None]:
    """How many projects some sources pay for, and with how much; "" and None where that cannot be told."""
    scope = Scope(source=source, nature=Nature.PROJECT)
    if ledger is not None:
        names = {entry.part for entry in ledger if scope.contains(entry)}
        return str(len(names)), draft.now.rounded(ledger.total(scope))
    if source is FundingSource.APPROPRIATION and all(
        draft.now.empty(key) for key in ("fund", "state_capital")
    ):
        names = {name for name, _ in draft.now.projects("projects")}
        return str(len(names)), draft.now.of(scope & Scope(source=FundingSource.GENERAL))
    return "", None


def _others(draft: Draft, secret: frozenset[str]) -> None:
    before = len(draft.passages)
    listed = [(n, rows) for n, rows in draft.now.projects("projects") if n in secret]
    if listed:
        total: Money | None = draft.now.zero
        for _, rows in listed:
            for row in rows:
                money = draft.now.money(row["total"])
                total = None if total is None or money is None else total + money
        worth = draft.amount("涉密项目", None, total)
        draft.paragraph(
            f"{draft.level}有{len(listed)}个涉密项目，涉及预算资金{worth}，项目绩效目标表{WITHHELD}。"
        )
    carried = draft.now.projects("carry_over")
    if carried:
        money = draft.now.of(Scope(source=FundingSource.CARRIED))
        worth = draft.amount("上年结转结余资金", None, money)
        draft.paragraph(f"上年结转结余资金涉及项目数{len(carried)}个，涉及的预算资金数为{worth}。")
    said = draft.supply.ask("matters", "其他需说明的事项", "text", needed=False)
    draft.text(said)
    if len(draft.passages) == before:
        draft.paragraph("本年度没有其他需说明的事项。")
