"""A narrative in the making: its passages, and what each of its sentences states."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.codes import FunctionCode
from cnbudget.composing.supply import Supply
from cnbudget.composing.wording import NATURES, placeholder
from cnbudget.composing.years import Money, Year, percent
from cnbudget.dimensions import Flow, Nature
from cnbudget.narrative.printed import flow_of
from cnbudget.passages import Passage
from cnbudget.scope import Scope

__all__ = ["Draft", "Statement"]


@attrs.frozen
class Statement:
    """One thing that the composed prose states: what reading it has to give back.

    Attributes:
        kind: "amount", "none", "share", "change", "growth", "level" or "list", as claims have it.
        subject: What it is said of.
        scope: What that is.
        value: The number, with its sign; 0 for 未安排 and 持平; None for a list.
        unit: The unit of money, or None.
        section: The section that it stands in.
        members: What a list names.
    """

    kind: str
    subject: str
    scope: Scope | None
    value: Decimal | None = attrs.field(default=None, kw_only=True)
    unit: Unit | None = attrs.field(default=None, kw_only=True)
    section: str = attrs.field(default="", kw_only=True)
    members: tuple[str, ...] = attrs.field(default=(), kw_only=True)


class Draft:
    """Writes headings, paragraphs and the parts of sentences; takes note of what they state.

    Args:
        now: This year.
        last: The year before, if it is known.
        supply: What the user says.
        zero_base: What to say of growth from nothing: "percent" (增长100.00%) or "words".
    """

    def __init__(self, now: Year, last: Year | None, supply: Supply, *, zero_base: str) -> None:
        self.now = now
        self.last = last
        self.supply = supply
        self.zero_base = zero_base
        self.passages: list[Passage] = []
        self.statements: list[Statement] = []
        self.section = ""
        budget = now.disclosure
        self.agency = budget.agency
        self.year = "" if budget.year is None else f"{budget.year}年"
        self.level = budget.level or "部门"
        self.name = f"{self.agency}{self.year}"

    # Text ------------------------------------------------------------------------------------------

    def heading(self, text: str, key: str) -> None:
        """A heading; what follows is in its section."""
        self.section = key
        self.passages.append(Passage(text))

    def paragraph(self, text: str) -> None:
        """A paragraph."""
        self.passages.append(Passage(text))

    def text(self, text: str) -> None:
        """Paragraphs of the user's."""
        for line in text.splitlines():
            if line.strip():
                self.paragraph(line.strip())

    # Statements ------------------------------------------------------------------------------------

    def scope(self, words: str, scope: Scope) -> Scope:
        """A scope as the document knows it: where it keeps flows apart, that which the words name."""
        if not self.now.printed.flows:
            return scope
        flow = flow_of(words)
        return scope if flow is Flow.EXPENDITURE else scope.evolve(flow=flow)

    def state(
        self,
        kind: str,
        subject: str,
        scope: Scope | None,
        value: Decimal | None = None,
        *,
        unit: Unit | None = None,
        members: Iterable[str] = (),
    ) -> None:
        """Take note of a statement."""
        self.statements.append(
            Statement(
                kind,
                subject,
                scope,
                value=value,
                unit=unit,
                section=self.section,
                members=tuple(members),
            )
        )

    def amount(self, subject: str, scope: Scope | None, money: Money | None) -> str:
        """An amount with its unit, or a placeholder where the tables lack it."""
        if money is None:
            return placeholder(f"{subject}的金额")
        self.state("amount", subject, scope, money.value, unit=money.unit)
        return str(money)

    def nothing(self, subject: str, scope: Scope) -> None:
        """Take note that nothing is planned."""
        self.state("none", subject, scope, Decimal(0), unit=Unit.WAN)

    def share(self, subject: str, scope: Scope | None, part: Money, whole: Money | None) -> str:
        """What part of a whole it is, with the comma before it; "" if that cannot be said."""
        if whole is None or not whole.value:
            return ""
        value = percent(part.value, whole.like(part).value)
        self.state("share", subject, scope, value)
        return f"，占{value}%"

    def change(
        self,
        subject: str,
        scope: Scope | None,
        now: Money,
        last: Money | None,
        *,
        key: str = "",
        lead: str = "，比上年预算",
        level: str = "，与上年预算持平",
        short: str = "",
    ) -> str:
        """How it differs from last year, and why; "" if last year is not known.

        Args:
            subject: What it is said of.
            scope: What that is.
            now: This year's amount.
            last: Last year's.
            key: The key of the reason; "" if none is given.
            lead: What stands before the change.
            level: What is said if there is none.
            short: The subject as a placeholder names it.
        """
        if last is None:
            return ""
        base = last.like(now)
        more = now - base
        if key:
            self.supply.ask(key, _why(subject, more.value), needed=bool(more.value))
        if not more.value:
            self.state("level", subject, scope, Decimal(0))
            return level
        word, rate_word = ("增加", "增长") if more.value > 0 else ("减少", "下降")
        self.state("change", subject, scope, more.value, unit=more.unit)
        text = f"{lead}{word}{more.text}{more.unit.zh}"
        if base.value:
            rate = percent(more.value, base.value.copy_abs())
        elif self.zero_base == "percent":
            rate = Decimal("100.00").copy_sign(more.value)
        else:
            text += "，上年预算为零，不计算增长率"
            return text + self.reason(subject, more.value, key, short)
        self.state("growth", subject, scope, rate)
        text += f"，{rate_word}{rate.copy_abs()}%"
        return text + self.reason(subject, more.value, key, short)

    def reason(self, subject: str, change: Decimal, key: str, short: str = "") -> str:
        """Why it differs, with the comma before it."""
        if not key:
            return ""
        said = self.supply.said(key, _why(subject, change), shown=_why(short or subject, change))
        for opening in ("主要原因", "是", "为", "：", ":"):
            said = said.removeprefix(opening)
        return f"，主要原因是{said}"

    def spoken(self, scope: Scope) -> bool:
        """Whether there is something to say of a scope: money this year or last, or a lost figure."""
        now = self.now.of(scope)
        last = None if self.last is None else self.last.of(scope)
        return now is None or now.printed or (last is not None and bool(last.value))

    def line(
        self, subject: str, scope: Scope, key: str, *, whole: Money | None = None, words: str = ""
    ) -> str:
        """A sentence of an amount, its share, its change and the reason; or 未安排.

        Args:
            subject: What it is said of.
            scope: What that is.
            key: The key of the reason.
            whole: What it is a share of.
            words: What stands before the amount, if not the subject.
        """
        now = self.now.of(scope)
        last = None if self.last is None else self.last.of(scope)
        if now is None:
            return f"{words or subject}{placeholder(f'{subject}的金额')}。"
        if not now.printed and (last is None or not last.value):
            self.supply.ask(key, _why(subject, Decimal(0)), needed=False)
            self.nothing(subject, scope)
            return f"{words or subject}未安排。"
        text = f"{words or subject}{self.amount(subject, scope, now)}"
        text += self.share(subject, scope, now, whole)
        return text + self.change(subject, scope, now, last, key=key) + "。"

    def names(self, subject: str, scope: Scope, members: Iterable[str]) -> str:
        """The names of what has money, and note of the list."""
        names = tuple(members)
        self.state("list", subject, scope, members=names)
        return "、".join(names)

    # What several sections say -----------------------------------------------------------------------

    def natures(self, base: Scope, section: str, whole: Money | None = None) -> None:
        """A paragraph for each nature of expenditure that the form knows."""
        for key, name, nature in NATURES:
            scope = base.meet(Scope(nature=nature))
            if scope is None or nature not in self.now.disclosure.nature:
                continue
            if nature & ~Nature.PLAIN and self.now.of(scope) is None:
                continue  # the form has no such column
            self.paragraph(self.line(name, scope, f"{section}/{key}", whole=whole))

    def items(self, table: str, base: Scope, section: str) -> None:
        """A line for each functional item that has money, or had."""
        for number, (digits, words, name) in enumerate(self._items(table), 1):
            scope = base.at(function=FunctionCode(digits))
            if scope is None:
                continue
            now = self.now.of_code(table, digits, scope)
            last = None if self.last is None else self.last.of_code(table, digits, scope)
            text = f"{number}.{words}：{self.year}预算数为{self.amount(words, scope, now)}"
            if now is not None:
                key = f"{section}/{digits}"
                text += self.change(words, scope, now, last, key=key, short=name)
            self.paragraph(text + "。")

    def _items(self, table: str) -> list[tuple[str, str, str]]:
        """The items with money this year or last: code, names from the top, own name."""
        now = {c: r for c, r in self.now.leaves(table).items() if r.figures}
        codes = dict(now)
        if self.last is not None and self.last.listed(table):
            told = {code[:length] for code in now for length in (3, 5, 7)}
            # neither below a code that is told no further now, nor above one that is
            codes |= {
                code: row
                for code, row in self.last.leaves(table).items()
                if code not in told and not any(code[:length] in now for length in (3, 5))
            }
        return [(code, self._path(code, table), codes[code].address.name) for code in sorted(codes)]

    def _path(self, code: str, table: str) -> str:
        """The names of a code from the top: 卫生健康支出（类）医疗保障管理事务（款）行政运行（项）."""
        years = [self.now] if self.last is None else [self.now, self.last]
        parts: list[tuple[str, str, str]] = []
        for length, mark in ((3, "类"), (5, "款"), (7, "项")):
            if length <= len(code):
                name = ""
                for year in years:
                    row = year.codes(table).get(code[:length])
                    name = name or (row.address.name if row is not None else "")
                parts.append((name, code[:3] if length == 3 else code[length - 2 : length], mark))
        if all(name for name, _, _ in parts):
            return "".join(f"{name}（{mark}）" for name, _, mark in parts)
        return "".join(f"{name}（{digits}{mark}）" for name, digits, mark in parts)


def _why(subject: str, change: Decimal) -> str:
    if not change:
        return f"{subject}变化的原因"
    return f"{subject}{'增加' if change > 0 else '减少'}的原因"
