"""Forms that nobody has seen: titles, columns, depth, codes, order and wording drawn, publishing drawn ledgers.

Where a ledger has money carried over, the form prints it in a column or a row of its own. Whether such money is in a
figure of a table without one is a choice of forms that words do not always tell, so that it may stay open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random

import attrs

from cnbudget import Entry, FundingSource, Ledger, Nature, Scope
from cnbudget.classification import Kind, default
from cnbudget.words import plain

__all__ = ["Invented", "invented"]

S, N = FundingSource, Nature
ITEMS = ("2010801", "2010804", "2050803", "2080501", "2080505", "2101101", "2210201", "2210203")
USES = ("30101", "30102", "30108", "30201", "30211", "30217", "30302", "31002")
SOURCES = (S.GENERAL_OWN, S.FUND_OWN, S.SPECIAL_ACCOUNT, S.BUSINESS, S.OTHER)
#: What columns are called, and what they add to a scope.
KINDS: dict[FundingSource, tuple[str, ...]] = {
    S.GENERAL: (
        "一般公共预算",
        "一般公共预算拨款",
        "一般公共预算财政拨款",
        "一般公共预算资金",
        "公共财政预算拨款",
    ),
    S.FUND: ("政府性基金预算", "政府性基金", "政府性基金预算拨款", "基金预算拨款"),
    S.SPECIAL_ACCOUNT: ("财政专户管理资金", "财政专户资金", "财政专户核拨"),
    S.BUSINESS: ("事业收入", "事业收入资金"),
    S.OTHER: ("其他收入", "单位其他收入"),
}
NATURES: dict[Nature, tuple[str, ...]] = {
    N.BASIC: ("基本支出", "基本支出预算"),
    N.PERSONNEL: ("人员经费", "人员支出", "人员类"),
    N.OPERATING: ("公用经费", "日常公用支出", "公用支出", "日常公用经费"),
    N.PROJECT: ("项目支出", "专项业务经费", "项目支出预算"),
}
WHOLE = ("合计", "总计", "金额", "预算数", "本年预算", "小计")
APPROPRIATION = ("财政拨款", "财政拨款资金", "预算拨款")
#: Money that is carried over, and what it is called.
CARRIED = {S.CARRIED_GENERAL: S.GENERAL_OWN, S.CARRIED_FUND: S.FUND_OWN, S.CARRIED_UNIT: S.OTHER}
LAST = ("上年结转", "上年结转结余", "上年结转资金")
AGENCIES = ("青山市审计局（本级）", "青山市审计中心", "青山市审计干部学校")
BEFORE = ("", "", "表3 ", "公开03表 ", "三、", "附表3：", "预算03表 ", "2026年", "2026年度", "《")
LEVELS = ("", "", "部门", "单位", "市级部门", "部门综合", "部门预算")
BEHIND = ("", "", "（2026年）", "（公开表3）", "　单位：万元")
#: Words that are in no vocabulary, in headings and in rows.
STRANGE = ("飞行津贴", "青山专款", "甲类经费", "湖区统筹额")
#: What nobody calls these columns, labels, titles.
SYNONYMS = {
    N.PERSONNEL: "人头用度",
    N.OPERATING: "公办用度",
    N.PROJECT: "事项用度",
    N.BASIC: "常年用度",
}
MONEY = {S.GENERAL: "财政甲款", S.FUND: "财政乙款", S.BUSINESS: "事业进账"}
HEADS = ("青山代号", "青山名目", "用度去向")
PREFIXES = ("青山版", "湖区公示样式", "县级标准", "第甲份")
TITLES: dict[str, tuple[str, ...]] = {
    "income": ("收入总表", "收入预算总表", "收入总体情况表", "收入预算表"),
    "expenditure": ("支出总表", "支出预算总表", "支出总体情况表", "支出预算表"),
    "general": ("一般公共预算支出表", "一般公共预算支出情况表", "一般公共预算财政拨款支出表"),
    "summary": ("收支总表", "收支预算总表", "收支总体情况表"),
    "projects": ("项目支出表", "项目支出预算表", "项目支出总表"),
    "agencies": ("分单位支出预算表", "各单位支出总表", "支出预算汇总表"),
    "basic": (
        "一般公共预算基本支出表",
        "一般公共预算基本支出情况表",
        "一般公共预算财政拨款基本支出表（按经济分类）",
    ),
}
PROJECTS = ("审计业务经费", "信息化建设", "审计培训", "设备更新")
ORDINALS = ("一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、")
#: What a column adds to a scope: sources and natures, of which None is all.
_Piece = tuple[FundingSource | None, Nature | None]


@attrs.frozen
class Column:
    """A column of an invented form: its headings from the top, and what it adds; no piece for a strange one."""

    path: tuple[str, ...]
    piece: _Piece | None


@attrs.frozen
class Invented:
    """A document of an invented form.

    Attributes:
        text: The document.
        ledger: What it publishes.
        strange: Whether something in it is outside the vocabulary.
        amounts: How many amounts it prints in columns and rows that are not strange.
    """

    text: str
    ledger: Ledger
    strange: bool
    amounts: int


def ledger_of(chance: Random, *, carried: bool = False, agencies: bool = False) -> Ledger:
    """A small ledger: exact in 百元, so that nothing is rounded."""
    entries = []
    money = (S.GENERAL_OWN, *SOURCES, *(CARRIED if carried else ()))
    for _ in range(chance.randrange(4, 16)):
        nature = chance.choice((N.PERSONNEL, N.OPERATING, N.PROJECT))
        entries.append(
            Entry(
                chance.choice(ITEMS),
                chance.choice(USES),
                source=chance.choice(money),
                agency=plain(chance.choice(AGENCIES)) if agencies else "",
                nature=nature,
                project=chance.choice(PROJECTS) if nature is N.PROJECT else "",
                amount=100 * chance.randrange(1, 100_000),
            )
        )
    return Ledger(entries)


@attrs.define
class _Printer:
    """Prints tables, and counts what it prints."""

    chance: Random
    ledger: Ledger
    strange: bool
    printed: int = 0
    zero: str = ""
    carried: bool = False
    hidden: str = ""

    def amount(self, scope: Scope) -> str:
        value = self.ledger.total(scope).yuan / 10_000
        if not value:
            return self.zero
        self.printed += 1
        return f"{value:,.2f}" if self.chance.random() < 0.9 else f"{value:.2f}"

    def any_amount(self) -> str:
        return f"{Decimal(self.chance.randrange(1, 10_000_000)) / 100:.2f}"

    def title(self, kind: str) -> str:
        pick = self.chance.choice
        before = pick(BEFORE)
        closing = "》" if before == "《" else ""
        if self.strange and self.chance.random() < 0.15:
            before += pick(PREFIXES)
        return f"{before}{pick(LEVELS)}{pick(TITLES[kind])}{closing}{pick(BEHIND)}"

    def columns(self, choices: Sequence[Callable[[], list[Column]]]) -> list[Column]:
        """The total and groups of columns in some order, perhaps with one that nobody knows."""
        groups = [[Column((self.chance.choice(WHOLE[:5]),), (None, None))]]
        groups += [each() for each in choices]
        first, rest = groups[0], groups[1:]
        self.chance.shuffle(rest)
        found = [column for group in [first, *rest] for column in group]
        if self.strange and self.chance.random() < 0.4:
            found = [self._renamed(column) for column in found]
        if self.strange and self.chance.random() < 0.5:
            place = self.chance.randrange(len(found) + 1)
            found.insert(place, Column((self.chance.choice(STRANGE),), None))
        return found

    def _renamed(self, column: Column) -> Column:
        """A column by a name of the form's own, perhaps."""
        source, nature = column.piece or (None, None)
        names = [SYNONYMS.get(nature or N.ALL, ""), MONEY.get(source or S.ALL, "")]
        name = next(filter(None, names), "")
        if not name or self.chance.random() < 0.5:
            return column
        return attrs.evolve(column, path=(*column.path[:-1], name))

    def by_nature(self) -> list[Column]:
        pick, some = self.chance.choice, []
        basic = pick(NATURES[N.BASIC])
        parts = [Column((pick(NATURES[n]),), (None, n)) for n in (N.PERSONNEL, N.OPERATING)]
        way = self.chance.randrange(3)
        if way == 0:
            some = [Column((basic,), (None, N.BASIC))]
        elif way == 1:
            some = [Column((basic, "小计"), (None, N.BASIC))]
            some += [Column((basic, *each.path), each.piece) for each in parts]
        else:
            some = parts
        return [*some, Column((pick(NATURES[N.PROJECT]),), (None, N.PROJECT))]

    def of_basic(self) -> list[Column]:
        natures = (N.PERSONNEL, N.OPERATING)
        return [Column((self.chance.choice(NATURES[n]),), (None, n)) for n in natures]

    def by_source(self) -> list[Column]:
        pick = self.chance.choice
        kinds = [S.GENERAL, S.FUND, S.SPECIAL_ACCOUNT, S.BUSINESS, S.OTHER]
        found = [Column((pick(KINDS[kind]),), (kind, None)) for kind in kinds]
        if self.chance.random() < 0.5:
            over = pick(APPROPRIATION)
            both = S.GENERAL | S.FUND
            inner = [Column((over, *each.path), each.piece) for each in found[:2]]
            found = [Column((over, "小计"), (both, None)), *inner, *found[2:]]
        if self.carried:
            found.append(Column((pick(LAST),), (S.CARRIED, None)))
        return found

    def table(
        self, columns: list[Column], rows: list[tuple[list[str], Scope | None]], heads: list[str]
    ) -> str:
        """A table; rows are their labels and scopes, and a row without a scope is strange."""
        depth = max(len(column.path) for column in columns)
        lines = []
        if self.strange and self.chance.random() < 0.25:
            number = self.chance.randrange(len(heads))
            heads = [*heads[:number], self.chance.choice(HEADS), *heads[number + 1 :]]
        for level in range(depth):
            cells = heads if level == 0 else [""] * len(heads)
            above: tuple[str, ...] | None = None
            for column in columns:
                text = column.path[level] if level < len(column.path) else ""
                here = column.path[: level + 1]
                last = level + 1 == len(column.path)
                cells = [*cells, "" if here == above and not last else text]
                above = here
            lines.append("\t".join(cells))
        for labels, scope in rows:
            cells = list(labels)
            for column in columns:
                if scope is None or column.piece is None:
                    cells.append(self.any_amount())
                else:
                    source, nature = column.piece
                    piece = Scope(
                        source=S.ALL if source is None else source,
                        nature=N.ALL if nature is None else nature,
                    )
                    met = scope.meet(piece)
                    cells.append(self.zero if met is None else self.amount(met))
            lines.append("\t".join(cells))
        return "\n".join(lines)

    def rows(
        self, codes: list[str], base: Scope, *, function: bool
    ) -> tuple[list[str], list[tuple[list[str], Scope | None]]]:
        """The rows of some codes with those above them, in one of the ways that forms print codes."""
        kind = Kind.FUNCTIONAL if function else Kind.ECONOMIC
        names = {code: rows[-1][2] for code, rows in default().table(kind).rows.items()}
        every = sorted(
            {code[:length] for code in codes for length in (3, 5, 7) if length <= len(code)}
        )
        if self.chance.random() < 0.2:
            every = [code for code in every if len(code) == len(codes[0])]
        style = self.chance.choice(
            ("whole", "joined", "cells", "relative", "names") if function else ("whole", "joined")
        )
        whole = all(len(code) == 3 or code[:-2] in every for code in every)
        if style in ("relative", "names") and not whole:
            style = "cells"
        heads = {
            "whole": ["科目编码", "科目名称"],
            "joined": ["科目名称"],
            "names": ["功能分类科目名称"],
            "cells": ["类", "款", "项", "科目名称"],
            "relative": ["类", "款", "项", "科目名称"],
        }[style]
        made: list[tuple[list[str], Scope | None]] = []
        for code in every:
            parts = [code[:3], code[3:5], code[5:7]]
            name = names[code]
            labels = {
                "whole": [code, name],
                "names": [name],
                "joined": [self.chance.choice((f"{code} {name}", f"[{code}]{name}"))],
                "cells": [*parts, name],
                "relative": [
                    *("" if i < len(code) // 2 - 1 else p for i, p in enumerate(parts)),
                    name,
                ],
            }[style]
            own = Scope(code) if function else Scope(economic=code)
            made.append((labels, base.meet(own)))
        if self.hidden:
            deepest = [n for n, code in enumerate(every) if len(code) == len(every[-1])]
            number = self.chance.choice(deepest)
            made[number] = ([*[""] * (len(heads) - 1), self.hidden], made[number][1])
            self.hidden = ""
        total: tuple[list[str], Scope | None] = (
            [*[""] * (len(heads) - 1), self.chance.choice(("合计", "合 计", "总计"))],
            base,
        )
        made = [total, *made] if self.chance.random() < 0.5 else [*made, total]
        if self.strange and self.chance.random() < 0.4:
            made.insert(
                len(made) - 1, ([*[""] * (len(heads) - 1), self.chance.choice(STRANGE)], None)
            )
        return heads, made


def _summary(out: _Printer, items: list[str]) -> str:
    """A summary in two sides: sources, and functional categories by name."""
    pick = out.chance.choice
    names = {code: rows[-1][2] for code, rows in default().table(Kind.FUNCTIONAL).rows.items()}
    left = [
        (f"{ordinal}{pick(KINDS[kind])}", Scope(source=kind))
        for ordinal, kind in zip(ORDINALS, KINDS, strict=False)
    ]
    right = [
        (f"{ordinal}{names[code]}", Scope(code))
        for ordinal, code in zip(ORDINALS, sorted({item[:3] for item in items}), strict=False)
    ]
    last = pick(LAST)
    lines = ["收入\t\t支出\t", "项目\t预算数\t项目\t预算数"]
    for number in range(max(len(left), len(right))):
        cells = []
        for side in (left, right):
            here = number < len(side)
            cells += [side[number][0], out.amount(side[number][1])] if here else ["", ""]
        lines.append("\t".join(cells))
    now = Scope(source=S.CURRENT) if out.carried else Scope()
    lines.append(f"本年收入合计\t{out.amount(now)}\t本年支出合计\t{out.amount(Scope())}")
    if out.carried:
        lines.append(f"{last}\t{out.amount(Scope(source=S.CARRIED))}\t\t")
    lines.append(f"收入总计\t{out.amount(Scope())}\t支出总计\t{out.amount(Scope())}")
    return "\n".join(lines)


def _agencies(out: _Printer) -> str:
    """A table of agencies, by nature."""
    columns = out.columns([out.by_nature])
    names = sorted({entry.agency for entry in out.ledger if entry.agency}, reverse=True)
    coded = out.chance.random() < 0.5
    rows: list[tuple[list[str], Scope | None]] = [(["合计"], Scope())]
    rows += [([name], Scope(agency=name)) for name in names]
    heads = [out.chance.choice(("单位名称", "预算单位", "部门名称"))]
    if coded:
        heads = ["单位编码", *heads]
        rows = [
            ([f"{'' if not number else 301000 + number}", *labels], scope)
            for number, (labels, scope) in enumerate(rows)
        ]
    return out.table(columns, rows, heads)


def _projects(out: _Printer) -> str:
    """A table of projects, by source."""
    base = Scope(nature=N.PROJECT)
    columns = out.columns([out.by_source])
    names = sorted({entry.project for entry in out.ledger if entry.project})
    rows: list[tuple[list[str], Scope | None]] = [(["合计"], base)]
    rows += [([name], Scope(project=name, nature=N.PROJECT)) for name in names]
    return out.table(columns, rows, ["项目名称"])


def invented(
    chance: Random,
    *,
    strange: bool,
    carried: bool = False,
    agencies: bool = False,
    hidden: str = "",
) -> Invented:
    """A document of a form that is drawn with it.

    Args:
        chance: What decides.
        strange: Whether words stand in it that are in no vocabulary.
        carried: Whether money is carried over.
        agencies: Whether it is of several agencies, with a table of them.
        hidden: What the first table of codes calls one of its rows, instead of its code and name.
    """
    ledger = ledger_of(chance, carried=carried, agencies=agencies)
    zero = chance.choice(("", "0.00", ""))
    out = _Printer(chance, ledger, strange, zero=zero, carried=carried, hidden=hidden)
    items = sorted({entry.function.digits for entry in ledger if entry.function})
    usual = [kind for kind in TITLES if kind != "agencies"]
    kinds = [kind for kind in usual if chance.random() < 0.7] or ["expenditure"]
    if carried and not {"income", "summary"} & set(kinds):
        kinds.append("summary")
    if agencies:
        kinds.append("agencies")
    chance.shuffle(kinds)
    parts = ["2026年青山市审计局部门预算", ""]
    for kind in kinds:
        base, codes = Scope(), items
        choice: Callable[[], list[Column]] = out.by_nature
        if kind == "income":
            choice = out.by_source
        elif kind == "general":
            base = Scope(source=S.GENERAL)
            codes = sorted({e.function.digits for e in ledger if e.function and base.contains(e)})
        elif kind == "basic":
            base, choice = Scope(source=S.GENERAL, nature=N.BASIC), out.of_basic
            codes = sorted({e.economic.digits for e in ledger if e.economic and base.contains(e)})
        elif kind == "projects":
            codes = [entry.project for entry in ledger if entry.project]
        if not codes:
            continue
        if kind == "summary":
            table = _summary(out, items)
        elif kind == "projects":
            table = _projects(out)
        elif kind == "agencies":
            table = _agencies(out)
        else:
            columns = out.columns([choice])
            heads, rows = out.rows(codes, base, function=kind != "basic")
            table = out.table(columns, rows, heads)
        parts += [out.title(kind), "部门：青山市审计局　单位：万元", table, ""]
    return Invented("\n".join(parts), ledger, strange, out.printed)
