"""Budgets to compare, and the plain sums that they are held to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import attrs

import cnbudget
from cnbudget import Amount, Disclosure, Entry, FundingSource, Ledger, Nature

__all__ = ["BY_YEAR", "CODE_NOW", "UNITS", "ledger_of", "published", "summed", "third_year"]

#: What an agency spent on each item, in 万元 and in the codes of the year.
BY_YEAR: dict[int, dict[str, str]] = {
    2018: {"2080204": "40.00", "2080299": "60.00", "2082101": "7.25", "2080501": "12.50"},
    2019: {"2082804": "45.10", "2080299": "66.00", "2082101": "8.00", "2080501": "13.75"},
    2020: {"2082804": "50.00", "2080299": "61.30", "2082101": "8.40", "2080501": "14.00"},
}
#: What an item of 2018 is in 2019 and 2020; 20805 is 行政事业单位离退休 to 2019 and 行政事业单位养老支出 from 2020 on.
CODE_NOW = {"2080204": "2082804"}
#: What three units of a department spend on each item, in 万元.
UNITS: dict[str, dict[str, str]] = {
    "甲中心": {"2080501": "10.10", "2101101": "4.00"},
    "乙中心": {"2080501": "20.20", "2130101": "300.00"},
    "丙中心": {"2130101": "70.70", "2130106": "5.00"},
}


def ledger_of(items: Mapping[str, str], agency: str, year: int) -> Ledger:
    """A ledger of some items, each spent on goods by a project."""
    return Ledger(
        [
            Entry(
                code,
                "30201",
                source=FundingSource.GENERAL_OWN,
                nature=Nature.PROJECT,
                amount=Amount(amount, "万元"),
                project=f"{agency}{code}项目",
            )
            for code, amount in items.items()
        ],
        agency,
        year=year,
    )


def published(items: Mapping[str, str], agency: str, year: int, level: str = "部门") -> Disclosure:
    """The budget of a ledger of some items."""
    return attrs.evolve(cnbudget.publish(ledger_of(items, agency, year)), level=level)


def summed(items: Iterable[tuple[str, str]], prefix: str) -> Decimal:
    """The money of the items under a code."""
    return sum((Decimal(amount) for code, amount in items if code.startswith(prefix)), Decimal(0))


def third_year() -> Disclosure:
    """The budget of 2020 as another form prints it: typed, in 元, and read by its words."""
    items = {code: f"{Decimal(amount) * 10000:.2f}" for code, amount in BY_YEAR[2020].items()}
    names = {
        "2082804": "拥军优属",
        "2080299": "其他民政管理事务支出",
        "2082101": "城市特困人员救助供养支出",
        "2080501": "行政单位离退休",
    }
    sections = {
        "20802": "民政管理事务",
        "20805": "行政事业单位养老支出",
        "20821": "特困人员救助供养",
        "20828": "退役军人管理事务",
    }
    whole = f"{sum(map(Decimal, items.values())):.2f}"
    lines = [
        "2020年某市某某局部门预算公开",
        "部门支出总表",
        "单位：元",
        "科目编码\t科目名称\t合计\t基本支出\t项目支出",
        f"208\t社会保障和就业支出\t{whole}\t\t{whole}",
    ]
    for section, name in sections.items():
        mine = {code: amount for code, amount in items.items() if code.startswith(section)}
        total = f"{sum(map(Decimal, mine.values())):.2f}"
        lines.append(f"{section}\t{name}\t{total}\t\t{total}")
        lines += [f"{code}\t{names[code]}\t{amount}\t\t{amount}" for code, amount in mine.items()]
    lines += [
        f"\t合计\t{whole}\t\t{whole}",
        "2020年部门预算情况说明",
        "支出预算总计133.70万元，比上年预算增加0.85万元，增长0.64%，主要原因是退役军人管理事务划入后标准提高。",
    ]
    return cnbudget.read_text("\n".join(lines))
