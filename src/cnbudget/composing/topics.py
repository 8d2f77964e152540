"""What the sentences of a narrative speak of: subjects with their amounts this year and last, one or many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs

from cnbudget import scopes
from cnbudget.amounts import Amount, Unit
from cnbudget.codes import FunctionCode
from cnbudget.composing.template import MemberList, Style, Template
from cnbudget.composing.template_files import piece_of
from cnbudget.composing.years import Money, Year
from cnbudget.dimensions import FundingSource, Nature, Procurement, Reservation
from cnbudget.ledger import Ledger
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.tables import Row

#: The tables that name functional categories, the fullest first.
_NAMING = ("expenditure", "income", "summary", "general", "fund", "state_capital")
_LEVELS = (3, 5, 7)


@attrs.define(eq=False, kw_only=True)
class Theme:
    """What a sentence speaks of.

    Attributes:
        name: What it is called.
        short: What its reasons call it.
        spec: What the template says of it.
        scope: What it totals, as the document knows it; None if that has no name.
        now: Its amount this year; None if the tables do not tell.
        last: Last year's.
        whole: What it is a share of.
        code: Its functional code, or "".
        number: Its place in its list.
        rows: The rows of a project.
        hidden: Whether nothing but its amount is told.
        around: What the sentence around speaks of.
        said: What it is for or means, where the figures or the template say so.
        told: Whether the form tells it.
    """

    name: str
    short: str = ""
    spec: Mapping[str, Any] = attrs.field(factory=dict)
    scope: Scope | None = None
    now: Money | None = None
    last: Money | None = None
    whole: Money | None = None
    code: str = ""
    number: int = 1
    rows: tuple[Row, ...] = ()
    hidden: bool = False
    around: Theme | None = None
    said: str = ""
    told: bool = True

    @property
    def more(self) -> Decimal | None:
        """How much more than last year; None if one of the years is not known."""
        if self.now is None or self.last is None:
            return None
        return (self.now - self.last.like(self.now)).value

    def key(self, which: str) -> str:
        """The key of what the user says of it: its reason, its use."""
        pattern = self.spec.get(which, "")
        if not pattern:
            return ""
        above = "" if self.around is None else self.around.spec.get("key", "")
        own = self.spec.get("key", "")
        return str(pattern).format(code=self.code, name=self.name, key=own, above=above)


class Figures:
    """Finds the amounts of subjects, and the members of lists.

    Args:
        template: The template that names them.
        now: This year.
        last: The year before, if it is known.
        ledger: This year's ledger, for what no table tells.
        before: Last year's.
        secret: Projects of which nothing is told but the amount.
        given: The number that the user gives under a key, if any.
    """

    def __init__(
        self,
        template: Template,
        now: Year,
        last: Year | None,
        *,
        ledger: Ledger | None,
        before: Ledger | None,
        secret: frozenset[str],
        given: Callable[[str], Decimal | None],
    ) -> None:
        self.template = template
        self.now = now
        self.last = last
        self.ledger = ledger
        self.before = before
        self.secret = secret
        self.given = given
        self.style = Style()

    # Amounts ----------------------------------------------------------------------------------------

    def shown(self, money: Money | None) -> Money | None:
        """An amount in the section's unit and places."""
        if money is None:
            return None
        style = self.style
        unit = style.unit or money.unit
        places = money.places if style.places is None else style.places
        if (unit, places) != (money.unit, money.places):
            money = money.like(attrs.evolve(money, unit=unit, places=places))
        return attrs.evolve(money, grouped=style.grouped, short=style.short, bare=style.bare)

    @property
    def unit(self) -> Unit:
        """The unit in which the section says amounts, and the user gives them."""
        return self.style.unit or self.now.disclosure.unit

    def user(self, number: Decimal) -> Money:
        """An amount that the user gives."""
        places = self.now.places if self.style.places is None else self.style.places
        return Money(number, self.unit, max(places, -int(number.as_tuple().exponent)))

    def scope(self, spec: Mapping[str, Any]) -> Scope:
        """What a subject totals: without a flow where the document does not keep income and expenditure apart."""
        scope = piece_of(spec)
        usual = EVERYTHING.flow
        return scope if self.now.printed.flows else attrs.evolve(scope, flow=usual)

    def subject(self, name: str, around: Theme | None = None) -> Theme:
        """The subject that the template has under a name."""
        return self.topic({"name": name, **self.template.subjects[name]}, around)

    def topic(self, spec: Mapping[str, Any], around: Theme | None = None, **more: Any) -> Theme:
        """A subject as the template describes it, with its amounts."""
        scope = self.scope(spec)
        found = Theme(name=spec["name"], spec=spec, around=around, **more)
        found.short = spec.get("short", found.name)
        found.scope = None if spec.get("loose") else scope
        found.now = self.shown(self._amount(spec, scope))
        if self.last is not None:
            found.last = self._of(self.last, scope, self.before)
        found.told = found.now is not None or self.now.loses(scope)
        if spec.get("whole"):
            found.whole = self.subject(spec["whole"]).now
        return found

    def _amount(self, spec: Mapping[str, Any], scope: Scope) -> Money | None:
        """This year's amount: what the user gives, or the tables, or the ledger tell."""
        given = self.given(spec["ask"]) if "ask" in spec else None
        if given is not None:
            return self.user(given)
        parts = [self.template.subjects[name] for name in spec.get("sum", ())]
        if any("ask" in part and self.given(part["ask"]) is not None for part in parts):
            return sum_of(self._amount(part, self.scope(part)) for part in parts)
        if spec.get("projects"):
            return self.projects(scope)[1]
        return self._of(self.now, scope, self.ledger)

    def _of(self, year: Year, scope: Scope, ledger: Ledger | None) -> Money | None:
        if scope.procurement is not Procurement.ALL:
            bought = [] if ledger is None else [e for e in ledger if e.procurement is not None]
            if (
                scope.reservation is not Reservation.ALL
            ):  # not every ledger says for whom it is reserved
                bought = [e for e in bought if e.reservation is not None]
            if not bought:
                return None
            amounts = (entry.amount for entry in bought if scope.contains(entry))
            return year.rounded(sum(amounts, Amount(0)))
        running = scopes.AGENCY_RUNNING
        if scope.economic == running.economic and scope <= running:
            return year.running if ledger is None else year.rounded(ledger.total(scope))
        return year.of(scope)

    def projects(self, scope: Scope) -> tuple[str, Money | None]:
        """How many projects a scope has, and with how much; "" and None where that cannot be told."""
        if self.ledger is not None:
            names = {entry.part for entry in self.ledger if scope.contains(entry)}
            return str(len(names)), self.now.rounded(self.ledger.total(scope))
        general = scope.meet(Scope(source=FundingSource.GENERAL))
        if (
            general is not None
            and self.now.table("projects") is not None
            and scope.source in FundingSource.APPROPRIATION
            and all(self.now.empty(key) for key in ("fund", "state_capital"))
        ):
            listed = {name for name, _ in self.now.projects("projects")}
            return str(len(listed)), self.now.of(general)
        return "", None

    # Lists ------------------------------------------------------------------------------------------

    def members(self, each: MemberList, around: Theme) -> list[Theme]:
        """What a list names, before its condition."""
        makers = {
            "members": self._named,
            "categories": self._categories,
            "items": self._items,
            "leaves": self._leaves,
            "projects": self._projects,
            "columns": self._columns,
        }
        return list(makers[each.kind](each, around))

    def _base(self, each: MemberList, around: Theme) -> Scope:
        """What the members of a list of codes are part of: what the list says, or what is spoken of."""
        own = piece_of(each.spec)
        if own == EVERYTHING and around.scope is not None:
            return attrs.evolve(around.scope, function=None, flow=own.flow)
        return self.scope(each.spec)

    def _named(self, each: MemberList, around: Theme) -> Iterator[Theme]:
        common = {key: value for key, value in each.spec.items() if key != "name"}
        for one in each.members:
            yield self.topic({**common, **one}, around)

    def _categories(self, each: MemberList, around: Theme) -> Iterator[Theme]:
        base = self._base(each, around)
        names: dict[str, str] = {}
        for year in (self.now,) if self.last is None else (self.now, self.last):
            for key in _NAMING:
                for code, row in year.codes(key).items():
                    if len(code) == 3 and row.address.name:
                        names.setdefault(code, row.address.name)
        whole = self.subject(each.spec["whole"]).now if each.spec.get("whole") else None
        for code in sorted(names):
            scope = attrs.evolve(base, function=(code,))
            now = self.shown(self.now.of(scope))
            last = None if self.last is None else self.last.of(scope)
            if now is None or not (now.value or now.printed or (last is not None and last.value)):
                continue
            leaves = [
                row.address.name
                for digits, row in self.now.leaves(around.spec.get("key", "general")).items()
                if digits.startswith(code) and len(digits) > 3
            ]
            yield Theme(
                name=names[code], short=names[code], spec=each.spec, scope=scope, now=now, last=last, whole=whole,
                code=code, around=around, said="、".join(dict.fromkeys(name for name in leaves if name)),
            )  # fmt: skip

    def _items(self, each: MemberList, around: Theme) -> Iterator[Theme]:
        base = self._base(each, around)
        tables = each.table.split()
        codes: dict[str, Row] = {}
        for key in tables:
            codes = self._listed(key) | codes
        above = {code[:length] for code in codes for length in (3, 5) if length < len(code)}
        for code in sorted(set(codes) - above):
            scope = base.at(function=FunctionCode(code))
            if scope is None or not code.startswith(around.code):
                continue
            path = self.path(code, tables)
            below = "".join(path[1:])
            last = None if self.last is None else _of_code(self.last, tables, code, scope)
            yield Theme(
                name="".join(path), short=codes[code].address.name, spec=each.spec, scope=scope, last=last,
                now=self.shown(_of_code(self.now, tables, code, scope)), code=code, around=around,
                said="".join(path) if not below or below.startswith("（") else below,
            )  # fmt: skip

    def _listed(self, key: str) -> dict[str, Row]:
        """The rows of the codes that a table tells no further this year, and of those that it told last year."""
        now = {c: r for c, r in self.now.leaves(key).items() if r.figures}
        codes = dict(now)
        if self.last is not None and self.last.listed(key):
            told = {code[:length] for code in now for length in _LEVELS}
            # neither below a code that is told no further now, nor above one that is
            codes |= {
                code: row
                for code, row in self.last.leaves(key).items()
                if code not in told and not any(code[:length] in now for length in (3, 5))
            }
        return codes

    def path(self, code: str, tables: Sequence[str]) -> list[str]:
        """The names of a code from the top: 卫生健康支出（类）, 医疗保障管理事务（款）, 行政运行（项）."""
        years = [self.now] if self.last is None else [self.now, self.last]
        names: list[tuple[str, str]] = []
        for length in _LEVELS:
            if length <= len(code):
                rows = (year.codes(key).get(code[:length]) for year in years for key in tables)
                found = (row.address.name for row in rows if row is not None and row.address.name)
                names.append((next(found, ""), code[max(0, length - 2) : length]))
        names = [(name, code[:3] if n == 0 else digits) for n, (name, digits) in enumerate(names)]
        plain = all(name for name, _ in names)
        marks = self.template.words["levels"]
        return [
            f"{name}（{mark}）" if plain else f"{name}（{digits}{mark}）"
            for (name, digits), mark in zip(names, marks, strict=False)
        ]

    def _leaves(self, each: MemberList, around: Theme) -> Iterator[Theme]:
        column = around.spec.get("column", "total")
        names = [
            row.label
            for row in self.now.leaves(each.table).values()
            if row.address.name and row[column].value
        ]
        for name in dict.fromkeys(names):
            yield Theme(name=name, around=around, now=self.now.zero)

    def _projects(self, each: MemberList, around: Theme) -> Iterator[Theme]:
        for name, rows in self.now.projects(each.table):
            scope = rows[0]["total"].scope if len(rows) == 1 else None
            yield Theme(
                name=name, short=name, spec=each.spec, scope=scope, now=self.shown(self._printed(rows, "total")),
                rows=tuple(rows), hidden=name in self.secret, around=around,
            )  # fmt: skip

    def _columns(self, each: MemberList, around: Theme) -> Iterator[Theme]:
        """What a project spends on which columns of its table; nothing if one is lost."""
        rows = around.rows
        known = {column.key for row in rows for column in row.columns}
        found = []
        for one in each.members:
            if one["key"] in known:
                money = self._printed(rows, one["key"])
                if money is None:
                    return
                scope = rows[0][one["key"]].scope if len(rows) == 1 else None
                found.append(
                    Theme(name=one["name"], spec=one, scope=scope, now=self.shown(money), around=around)
                )  # fmt: skip
        yield from found

    def _printed(self, rows: Iterable[Row], column: str) -> Money | None:
        """The sum of a column over the rows of a project, as printed; None if one is lost."""
        return sum_of(self.now.money(row[column]) for row in rows)

    def formed(self, topic: Theme) -> bool:
        """Whether the form knows the nature of a subject; natures that few forms know need a figure."""
        scope = topic.scope
        if scope is None or not scope.nature & self.now.disclosure.nature:
            return False
        if scope.nature not in self.now.disclosure.nature:
            return False
        return not scope.nature & ~Nature.PLAIN or topic.now is not None


def _of_code(year: Year, tables: Sequence[str], code: str, scope: Scope) -> Money | None:
    """The amount of a functional code in one table, or in several of which each has its own money."""
    if len(tables) == 1:
        return year.of_code(tables[0], code, scope)
    parts = (scope.meet(Scope(source=year.source(key))) for key in tables)
    return sum_of(
        None if part is None else year.of_code(key, code, part)
        for key, part in zip(tables, parts, strict=True)
    )


def sum_of(parts: Iterable[Money | None]) -> Money | None:
    """The sum of some amounts; None if one is not known, or there are none."""
    known = list(parts)
    found = [money for money in known if money is not None]
    if not found or len(found) < len(known):
        return None
    places = max(money.places for money in found)
    whole = attrs.evolve(found[0], places=places)
    for money in found[1:]:
        whole = whole + money.like(whole)
    return whole
