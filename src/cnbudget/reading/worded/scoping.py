"""From what the words of a document's tables say to the scopes of their rows and columns.

Words leave few things open, and they are the document's, not the cell's: whether money by source includes what is carried
over, and whether what comes in and what goes out are one (a plain budget) or flow apart.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from cnbudget.codes import EconomicCode, FunctionCode
from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.forms import Meaning, Title
from cnbudget.forms.meaning import CARRIED
from cnbudget.reading.worded.columns import Column, Panel
from cnbudget.reading.worded.lines import Line
from cnbudget.scope import PART, Scope
from cnbudget.words import plain

__all__ = ["Choice", "Draft", "DraftSide", "scopes_of"]

_S = FundingSource
_RUNNING = "机关"


@attrs.define(eq=False)
class DraftSide:
    """A side of a table as words read it.

    Attributes:
        panel: Its label columns and columns of amounts.
        lines: Its rows.
        flow: `Flow.INCOME` or `Flow.EXPENDITURE` if it is about one of them, else None.
        name: "income", "expenditure" or None.
    """

    panel: Panel
    lines: list[Line]
    flow: Flow | None
    name: str | None


@attrs.define(eq=False)
class Draft:
    """A table as words read it.

    Attributes:
        title: Its title.
        sides: Its sides.
    """

    title: Title
    sides: list[DraftSide]


@attrs.frozen
class Choice:
    """What the words of a document leave open.

    Attributes:
        apart: Whether flows are apart.
        carried: Whether money by source includes what is carried over, where nothing says so.
        nature: The natures that the document knows.
        year: Its fiscal year.
        stage: Its stage.
    """

    apart: bool
    carried: bool
    nature: Nature
    year: int | None
    stage: str


def _money(kind: FundingSource | None, vintage: str | None) -> FundingSource:
    """The sources of some kinds of money, of this year, carried over, or (None) both."""
    if kind is None:
        if vintage is None:
            return _S.ALL
        return _S.CARRIED if vintage == "CARRIED" else _S.CURRENT
    now = kind & _S.CURRENT
    if vintage == "CURRENT":
        return now
    over = _S(0)
    for each, carried in CARRIED.items():
        if each in now:
            over |= carried
    if vintage == "CARRIED":
        return over
    return now | over


def _time(said: Meaning, choice: Choice) -> tuple[bool, int | None, str | None]:
    """Whether year and stage of a piece can be told, and which they are, if not the document's."""
    year: int | None = None
    if said.year == "last":
        if choice.year is None:
            return False, None, None
        year = choice.year - 1
    elif said.year and said.year != "this":
        year = int(said.year)
        if choice.year is None:
            return False, None, None
        if year == choice.year:
            year = None
    stage = said.stage if said.stage != choice.stage else None
    return True, year, stage


@attrs.frozen
class _Side:
    """What holds for the whole of a side."""

    title: Meaning
    flow: Flow | None
    columns_dated: bool  # some column says carried over or this year's
    rows_dated: bool
    closing: bool  # something of it is carried on into the next year
    opening: bool
    twosided: bool
    balanced: bool  # the table's income side tells what is carried over


def scopes_of(
    draft: Draft, side: DraftSide, choice: Choice
) -> tuple[list[Scope | None], list[Scope | None]]:
    """The scopes of a side's rows, and of its columns; None where they are not known."""
    title = draft.title.meaning
    lines, columns = side.lines, side.panel.columns
    every = [column.meaning for column in columns] + [line.said for line in lines]
    facts = _Side(
        title,
        side.flow or _direction(title),
        any(column.meaning.vintage for column in columns),
        any(line.said.vintage for line in lines),
        any(each.flow == Flow.CLOSING for each in every),
        any(each.vintage == "CARRIED" or each.flow in (Flow.OPENING, Flow.SURPLUS_USED) for each in every),
        len(draft.sides) > 1,
        any(line.said.vintage == "CARRIED" for other in draft.sides for line in other.lines),
    )
    rows = [_row(line, facts, choice) for line in lines]
    found = [_column(column, facts, choice) for column in columns]
    _agencies(lines, rows)
    _apart(draft, lines, rows)
    return rows, found


def _direction(title: Meaning) -> Flow | None:
    if title.balance:
        return None
    if title.flow is not None and title.flow in Flow.IN:
        return Flow.INCOME
    return Flow.EXPENDITURE


def _flow_of(said: Meaning, facts: _Side, choice: Choice, *, total: bool, row: bool) -> Flow:
    """The flow of a row or a column."""
    if not choice.apart:
        return Flow.EXPENDITURE
    if said.flow in (Flow.CLOSING, Flow.SURPLUS_USED, Flow.OPENING, Flow.DISTRIBUTION):
        return said.flow
    if not row and (facts.twosided or (facts.flow is not Flow.INCOME and said.nature is None)):
        return Flow.ALL  # the rows say it
    if facts.flow is Flow.INCOME:
        if said.vintage == "CARRIED":
            return Flow.OPENING
        if said.vintage == "CURRENT" or said.source is not None:
            return Flow.INCOME
        if total or not row:
            return Flow.IN if facts.opening or total or said.flow is Flow.IN else Flow.INCOME
        return Flow.IN
    if said.flow is Flow.EXPENDITURE and not total:
        return Flow.EXPENDITURE
    if total or not row:
        return Flow.OUT if facts.closing and said.nature is None else Flow.EXPENDITURE
    if facts.twosided:
        return Flow.EXPENDITURE
    return Flow.OUT if facts.closing else Flow.EXPENDITURE


def _row(line: Line, facts: _Side, choice: Choice) -> Scope | None:
    said, title = line.said, facts.title
    if line.kind in ("unknown", "open") or not said.understood:
        return None
    kind = said.source
    if kind is not None and title.source is not None:
        kind &= title.source
        if not kind:
            return None
    kind = kind or title.source
    vintage = said.vintage or title.vintage
    total = line.kind == "total"
    if vintage is None and kind is not None and not facts.columns_dated:
        if facts.rows_dated:
            if said.source is not None:
                vintage = "CURRENT"
        elif facts.balanced or choice.carried:
            vintage = None if choice.carried or facts.flow is not Flow.INCOME or said.source is None else "CURRENT"
        else:
            vintage = "CURRENT"
    if said.flow in (Flow.CLOSING, Flow.SURPLUS_USED, Flow.DISTRIBUTION) and not choice.apart:
        return None  # nothing is printed of it
    told, year, stage = _time(said, choice)
    if not told:
        return None
    nature = said.nature if title.nature is None or said.nature is None else said.nature & title.nature
    nature = nature if nature is not None else title.nature
    if nature is not None and not nature:
        return None
    economic = said.economic or (title.economic if not title.open else None)
    if title.economic and title.open and line.kind == "total":
        return None
    flow = _flow_of(said, facts, choice, total=total, row=True)
    scope = Scope(
        line.code if isinstance(line.code, FunctionCode) else None,
        line.code if isinstance(line.code, EconomicCode) else economic,
        source=_money(kind, vintage),
        nature=(nature or choice.nature),
        flow=flow,
        agency=_RUNNING if title.running or said.running else None,
        project=plain(line.project) or None,
        year=year,
        stage=stage,
    )
    if title.economic and isinstance(line.code, EconomicCode):
        return scope if scope.meet(Scope(economic=title.economic, source=_S.ALL, nature=Nature.ALL, flow=Flow.ALL)) else None
    return scope


def _column(column: Column, facts: _Side, choice: Choice) -> Scope | None:
    said, title = column.meaning, facts.title
    if not said.understood:
        return None
    if said.source is not None and title.source is not None and not said.source & title.source:
        return None
    if said.nature is not None and title.nature is not None and not said.nature & title.nature:
        return None
    if said.flow in (Flow.CLOSING, Flow.SURPLUS_USED, Flow.DISTRIBUTION) and not choice.apart:
        return None  # nothing is printed of it
    if said.flow is not None and not title.balance and facts.flow is Flow.EXPENDITURE and said.flow == Flow.INCOME and said.source is None and not said.vintage:
        return None
    vintage = said.vintage
    if vintage is None and said.source is not None:
        if facts.columns_dated:
            vintage = "CURRENT"
        elif facts.rows_dated or facts.balanced or choice.carried:
            vintage = None
        else:
            vintage = "CURRENT"
        if facts.flow is Flow.INCOME and not facts.rows_dated and not facts.twosided:
            vintage = "CURRENT" if facts.columns_dated or not choice.carried else None
    told, year, stage = _time(said, choice)
    if not told:
        return None
    economic = said.economic
    if economic is None and title.economic is not None and not title.open:
        economic = None
    return Scope(
        economic=economic,
        source=_money(said.source, vintage),
        nature=said.nature or Nature.ALL,
        flow=_flow_of(said, facts, choice, total=not said.says, row=False),
        agency=_RUNNING if said.running and not title.running else None,
        year=year,
        stage=stage,
    )


def _agencies(lines: list[Line], rows: list[Scope | None]) -> None:
    """Give rows of one of several agencies its name; the only one, or the one that is all others', is the whole."""
    named: dict[tuple[str, str], None] = {}
    for line in lines:
        if line.agency and line.kind != "total":
            named.setdefault((line.agency, line.agency_code), None)
    keys = list(named)
    codes = [code for _, code in keys if code]
    roots = {code for code in codes if any(o != code and o.startswith(code) for o in codes)}
    leaves = [key for key in keys if key[1] not in roots]
    if len(leaves) <= 1:
        return
    same = {name for name, _ in leaves if sum(other == name for other, _ in keys) > 1}
    total = any(line.kind == "total" for line in lines)
    top = [key for key in keys if key[1] in roots]
    for position, (line, scope) in enumerate(zip(lines, rows, strict=True)):
        if scope is None or not line.agency or line.kind == "total":
            continue
        key = (line.agency, line.agency_code)
        if key in top and (len([k for k in top if len(k[1]) == len(key[1])]) == 1):
            continue  # the department itself
        name = plain(line.agency)
        if line.agency in same:
            name = f"{name}（{line.agency_code}）"
        if key in top:
            rows[position] = None
            continue
        rows[position] = attrs.evolve(scope, agency=name) if not scope.agency else None
    _ = total


def _apart(draft: Draft, lines: list[Line], rows: list[Scope | None]) -> None:
    """Rows of one scope are parts of it, if something printed tells them apart; else their scopes are not known."""
    government = [line for line in lines if line.government]
    categories = [line for line in government if isinstance(line.code, EconomicCode) and len(line.code.digits) == 3]
    begins = len({line.code for line in categories}) < len(categories)
    where = f"{PART}{draft.title.text}"
    for position, (line, scope) in enumerate(zip(lines, rows, strict=True)):
        if begins and scope is not None and line.government and not scope.agency:
            rows[position] = attrs.evolve(scope, agency=f"{where}{line.government[:3]}")
    places: dict[Scope, list[int]] = {}
    for position, scope in enumerate(rows):
        if scope is not None and lines[position].kind in ("code", "project"):
            places.setdefault(scope, []).append(position)
    for scope, same in places.items():
        if len(same) < 2:
            continue
        marks = [(lines[i].government, lines[i].apart) for i in same]
        if scope.project and len({lines[i].label for i in same}) == 1:
            for number, i in enumerate(same[1:], 2):
                rows[i] = attrs.evolve(scope, project=f"{scope.project[0]}#{number}")
        elif len(set(marks)) == len(marks) and not scope.agency:
            for i, mark in zip(same, marks, strict=True):
                rows[i] = attrs.evolve(scope, agency=f"{where}{mark[0]}{''.join(mark[1])}")
        else:
            for i in same:
                rows[i] = None


def natures_of(drafts: Iterable[Draft]) -> Nature:
    """The natures that a document knows."""
    own = Nature.BUSINESS | Nature.REMITTANCE | Nature.SUBSIDY
    for draft in drafts:
        for side in draft.sides:
            for said in [c.meaning for c in side.panel.columns] + [line.said for line in side.lines]:
                if said.nature is not None and said.nature & own:
                    return Nature.ALL
    return Nature.PLAIN


def flows_apart(drafts: Iterable[Draft]) -> bool:
    """Whether something is printed of closing balances, or of other flows than income and expenditure."""
    other = (Flow.CLOSING, Flow.SURPLUS_USED, Flow.DISTRIBUTION)
    for draft in drafts:
        for side in draft.sides:
            at = [n for n, c in enumerate(side.panel.columns) if c.meaning.flow in other]
            for line in side.lines:
                if any(line.cells[n][1] >= 0 and line.cells[n][0] for n in at):
                    return True
                if line.said.flow in other and any(value and mark >= 0 for value, mark in line.cells):
                    return True
    return False


def carries(drafts: Iterable[Draft]) -> bool:
    """Whether some money is printed as carried over."""
    for draft in drafts:
        for side in draft.sides:
            at = [n for n, c in enumerate(side.panel.columns) if c.meaning.vintage == "CARRIED"]
            for line in side.lines:
                if line.said.vintage == "CARRIED" and any(v and m >= 0 for v, m in line.cells):
                    return True
                if any(line.cells[n][1] >= 0 and line.cells[n][0] for n in at):
                    return True
    return False
