"""The figures of this year and of the year before, as the narrative sets them side by side."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce
from operator import or_
from typing import Any

import attrs

from cnbudget import scopes
from cnbudget.amounts import Amount, Unit, exact, round_half_away
from cnbudget.arithmetic import printed
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, State
from cnbudget.narrative.printed import Printed
from cnbudget.scope import Scope
from cnbudget.tables import Row, Table


@attrs.frozen
class Money:
    """An amount as the prose prints it.

    Attributes:
        value: The number, in ``unit``.
        unit: The unit of money.
        places: The decimals.
        printed: Whether the tables print it as a number, rather than leave it blank or out.
        grouped: Whether thousands are separated.
        short: Whether zeros at the end of the decimals are left out.
        bare: Whether they are left out of nothing alone: "0".
    """

    value: Decimal
    unit: Unit
    places: int
    printed: bool = True
    grouped: bool = attrs.field(default=False, kw_only=True)
    short: bool = attrs.field(default=False, kw_only=True)
    bare: bool = attrs.field(default=False, kw_only=True)

    @property
    def text(self) -> str:
        """The number, without a sign: "438.73"."""
        text = printed(self.value.copy_abs(), self.places, grouped=self.grouped)
        return shortened(text) if self.short or (self.bare and not self.value) else text

    def __str__(self) -> str:
        sign = "-" if self.value < 0 else ""
        return f"{sign}{self.text}{self.unit.zh}"

    def __sub__(self, other: Money) -> Money:
        return attrs.evolve(self, value=exact.subtract(self.value, other.value))

    def __add__(self, other: Money) -> Money:
        return attrs.evolve(
            self,
            value=exact.add(self.value, other.value),
            printed=self.printed or other.printed,
        )

    def like(self, other: Money) -> Money:
        """The same amount in the unit and places of another."""
        if (self.unit, self.places) == (other.unit, other.places):
            return self
        yuan = self.value.scaleb(self.unit.exponent, exact)
        value = round_half_away(yuan.scaleb(-other.unit.exponent, exact), other.places)
        return attrs.evolve(self, value=value, unit=other.unit, places=other.places)


def shortened(number: str) -> str:
    """A number without the zeros at the end of its decimals.

    >>> shortened("7,062.80"), shortened("770.00"), shortened("100")
    ('7,062.8', '770', '100')
    """
    return number.rstrip("0").removesuffix(".") if "." in number else number


def percent(part: Decimal, whole: Decimal, places: int = 2) -> Decimal:
    """A ratio in per cent, half away from zero; ``whole`` is not 0.

    >>> percent(Decimal("2.05"), Decimal("8.00"))
    Decimal('25.63')
    """
    scaled = abs(100 * Fraction(part) / Fraction(whole)) * 10**places
    digits = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    negative = (part < 0) != (whole < 0)
    return Decimal(-digits if negative else digits).scaleb(-places, exact)


@attrs.frozen(eq=False, slots=False)
class Year:
    """A disclosure's figures by what they total.

    Attributes:
        disclosure: The disclosure.
    """

    disclosure: Disclosure

    @cached_property
    def printed(self) -> Printed:
        """What the tables print, by scope."""
        return Printed(self.disclosure.tables)

    @cached_property
    def places(self) -> int:
        """The decimals of the tables."""
        figures = (f for t in self.disclosure.tables for f in t.figures)
        return next((f.places for f in figures if f.state is State.VALUE), 2)

    @property
    def zero(self) -> Money:
        """Nothing, as the document would print it."""
        return Money(Decimal(0), self.disclosure.unit, self.places, printed=False)

    def money(self, figure: Figure | None) -> Money | None:
        """A figure as the prose prints it; None if it is not known."""
        if figure is None or figure.value is None:
            return None
        return Money(figure.value, figure.unit, figure.places, figure.state is not State.BLANK)

    def rounded(self, amount: Amount) -> Money:
        """An exact amount as the document would print it."""
        unit = self.disclosure.unit
        value = round_half_away(amount.yuan.scaleb(-unit.exponent, exact), self.places)
        return Money(value, unit, self.places, bool(amount))

    def of(self, scope: Scope) -> Money | None:
        """The amount of a scope; None if the tables do not say.

        A code that a complete table does not list is zero.
        """
        figure = self.printed.first(scope)
        if figure is not None:
            return self.money(figure)
        if self.printed.unlisted(scope) is not None:
            return self.zero
        return None

    def loses(self, scope: Scope) -> bool:
        """Whether a figure of the scope is among those that the document has lost."""
        known = scope.meet(Scope(nature=self.disclosure.nature))
        return scope in self.printed.lost_figures or known in self.printed.lost_figures

    def of_code(self, key: str, digits: str, scope: Scope) -> Money | None:
        """The amount of a functional code in a table; zero if the table lists all codes and not this one.

        None where the table stops above the code, so that its amount is not told.
        """
        rows = self.codes(key)
        if digits in rows:
            return self.of(scope)
        if not self.listed(key) or any(digits[:length] in self.leaves(key) for length in (3, 5)):
            return None
        return self.zero

    def table(self, key: str) -> Table[Any] | None:
        """A table of the document, or None if it lacks it."""
        found = (t for t in self.disclosure.tables if t.key == key and t.status != "missing")
        return next(found, None)

    def has(self, key: str) -> bool:
        """Whether the form has a table."""
        return any(table.key == key for table in self.disclosure.tables)

    def empty(self, key: str) -> bool:
        """Whether a table has no amount."""
        table = self.table(key)
        return table is not None and not any(
            figure.state is not State.BLANK for figure in table.figures
        )

    def source(self, key: str) -> FundingSource:
        """The money that the figures of a table are of; all money of one without figures."""
        table = self.table(key)
        known = () if table is None else (figure.scope for figure in table.figures)
        sources = (scope.source for scope in known if scope is not None)
        return reduce(or_, sources, FundingSource(0)) or FundingSource.ALL

    def codes(self, key: str) -> dict[str, Row]:
        """The rows of a table by their codes."""
        found = self._codes.get(key)
        if found is None:
            table = self.table(key)
            rows = () if table is None else table.rows
            found = {
                row.code.digits: row
                for row in rows
                if row.code is not None and row.project_name is None
            }
            self._codes[key] = found
        return found

    @cached_property
    def _codes(self) -> dict[str, dict[str, Row]]:
        return {}

    def leaves(self, key: str) -> dict[str, Row]:
        """The rows of the codes that the table tells no further."""
        found = self._leaves.get(key)
        if found is None:
            rows = self.codes(key)
            above = {code[:length] for code in rows for length in (3, 5) if length < len(code)}
            found = {code: row for code, row in rows.items() if code not in above}
            self._leaves[key] = found
        return found

    @cached_property
    def _leaves(self) -> dict[str, dict[str, Row]]:
        return {}

    def listed(self, key: str) -> bool:
        """Whether a table lists its codes completely."""
        table = self.table(key)
        return table is not None and all(side.complete for side in table.sides)

    @cached_property
    def own_level(self) -> bool:
        """Whether the form tells own money from transfers from above in its income."""
        return any(
            column.scope is not None and column.scope.source is FundingSource.GENERAL_TRANSFER
            for table in self.disclosure.tables
            for side in table.sides
            for column in side.columns
        )

    def projects(self, key: str) -> list[tuple[str, list[Row]]]:
        """The projects of a table in order, each with its rows."""
        table = self.table(key)
        found: dict[str, list[Row]] = {}
        for row in () if table is None else table.rows:
            if row.project_name:
                found.setdefault(row.project_name, []).append(row)
        return list(found.items())

    @cached_property
    def running(self) -> Money | None:
        """The operating money of appropriations that is an agency's running costs; None if the tables do not tell."""
        for table in self.disclosure.tables:  # forms with a column of their own for it
            for side in table.sides:
                if side.total is not None and any(c.key == "agency_running" for c in side.columns):
                    return self.money(side.total["agency_running"])
        for source in (FundingSource.FUND, FundingSource.STATE_CAPITAL):
            other = self.of(Scope(source=source, nature=Nature.OPERATING))
            if other is not None and other.value:
                return None
        rows = self.codes("basic")
        found: Money | None = None
        for code in scopes.AGENCY_RUNNING.economic:
            if code in rows:
                money = self.money(rows[code]["operating"])
                if money is None:
                    return None
                found = money if found is None else found + money
        if found is None and self.table("basic") is not None:
            return self.zero
        return found
