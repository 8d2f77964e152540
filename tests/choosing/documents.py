"""Small documents of which the amounts are known, with tables that do not say whether carried-over money is in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Amounts(NamedTuple):
    """Amounts of one functional item, in 万元 with two places as integers: of this year and carried over."""

    basic: int
    project: int
    basic_over: int = 0
    project_over: int = 0

    def of(self, nature: str, *, over: bool | None) -> int:
        """The amount of a nature ("" for all), of this year (False), carried over (True), or both (None)."""
        found = 0
        for each, now, before in (
            ("basic", self.basic, self.basic_over),
            ("project", self.project, self.project_over),
        ):
            if nature in ("", each):
                found += now * (over is not True) + before * (over is not False)
        return found


Ledger = Mapping[str, Amounts]
NAMES = {
    "201": "一般公共服务支出", "20108": "审计事务", "2010801": "行政运行", "2010804": "审计业务",
    "208": "社会保障和就业支出", "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
}  # fmt: skip
AMOUNTS: dict[str, Amounts] = {
    "2010801": Amounts(123_456, 0, 0, 0),
    "2010804": Amounts(0, 76_543, 0, 10_101),
    "2080505": Amounts(20_020, 0, 0, 0),
}


def total(ledger: Ledger, nature: str = "", *, over: bool | None = None, within: str = "") -> int:
    """What a ledger has of a nature and a vintage under a code."""
    return sum(a.of(nature, over=over) for code, a in ledger.items() if code.startswith(within))


def shown(amount: int) -> str:
    """An amount as it is printed; blank for zero."""
    return f"{amount // 100:,}.{amount % 100:02d}" if amount else ""


def rows_of(ledger: Ledger) -> list[str]:
    """The codes of the rows of a table, with those above them."""
    return sorted({code[:n] for code in ledger for n in (3, 5, 7)})


def silent_table(title: str, ledger: Ledger, *, over: bool | None) -> str:
    """A table by function whose words do not say whether carried-over money is in it."""
    lines = [
        title,
        "单位：万元",
        "",
        "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |",
        "|---|---|---|---|---|",
    ]
    for code in ["", *rows_of(ledger)]:
        cells = [shown(total(ledger, n, over=over, within=code)) for n in ("", "basic", "project")]
        if any(cells):
            lines.append(f"| {code} | {NAMES[code] if code else '合计'} | {' | '.join(cells)} |")
    return "\n".join(lines)


def balance_table(title: str, income: str, ledger: Ledger, *, told: bool = False) -> str:
    """A table of income, which tells what is carried over, and of expenditure with all of it.

    Args:
        title: Its title.
        income: The row of this year's money.
        ledger: The amounts.
        told: Whether it tells of which budget the money is that is carried over.
    """
    left = [
        (income, total(ledger, over=False)),
        ("本年收入合计", total(ledger, over=False)),
        ("上年结转", total(ledger, over=True)),
        *([("（一）一般公共预算拨款", total(ledger, over=True))] if told else []),
        ("收入总计", total(ledger)),
    ]
    codes = [code for code in rows_of(ledger) if len(code) == 3]
    right = [(NAMES[code], total(ledger, within=code)) for code in codes]
    right += [("", 0)] * (len(left) - 1 - len(right)) + [("支出总计", total(ledger))]
    left = [*left[:-1], *[("", 0)] * (len(right) - len(left)), left[-1]]
    lines = [
        title,
        "单位：万元",
        "",
        "| 收入 | | 支出 | |",
        "|---|---|---|---|",
        "| 项目 | 预算数 | 项目 | 预算数 |",
    ]
    for (name, amount), (use, spent) in zip(left, right, strict=True):
        lines.append(f"| {name} | {shown(amount)} | {use} | {shown(spent)} |")
    return "\n".join(lines)


def document(
    ledger: Ledger, *, general: bool | None = None, basic: bool | None = None, more: str = ""
) -> str:
    """A document of five tables, of which the last two say nothing of carried-over money.

    Args:
        ledger: The amounts.
        general: Whether the table of the general public budget has what is carried over alone, not (False), or both.
        basic: The same of the table of basic expenditure.
        more: Further tables.
    """
    parts = [
        "青山市审计局2026年部门预算",
        balance_table("收支总表", "一、一般公共预算拨款收入", ledger),
        silent_table("支出总表", ledger, over=None),
        balance_table("财政拨款收支总表", "一、一般公共预算拨款", ledger, told=True),
        silent_table("一般公共预算支出表", ledger, over=general),
        silent_table(
            "一般公共预算基本支出表",
            {code: Amounts(a.basic, 0, a.basic_over) for code, a in ledger.items()},
            over=basic,
        ),
        more,
    ]
    return "\n\n".join(parts)
