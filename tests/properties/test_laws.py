"""Budgets that are right by construction are found right, and a planted fault is found.

A ledger is drawn: exact amounts by function, economic use, source, nature and project. A tiny publisher
adds it up over the scopes of the layout's cells, rounds every cell by itself half away from zero, and
prints the document. So every document is one that some agency could have published, and nothing in it
may be violated.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import attrs
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, Figure, Flow, FundingSource, Nature, Verdict
from cnbudget.codes import EconomicCode, FunctionCode
from cnbudget.figures import State
from cnbudget.layouts import Layout, SideForm, TableForm, load
from cnbudget.scope import Scope

# Ledgers --------------------------------------------------------------------------------------


@attrs.frozen
class Entry:
    """An exact amount, in 分, at the finest grain."""

    function: str
    economic: str
    source: FundingSource
    nature: Nature
    project: str | None
    fen: int
    agency: str = ""
    flow: Flow = Flow.EXPENDITURE

    @property
    def part(self) -> str:
        return self.project or ""


_ITEMS = ("2080501", "2080505", "2080699", "2101101", "2101102", "2101599", "2210201")
_PERSONNEL = ("30101", "30102", "30108", "30302")
_OPERATING = ("30201", "30212", "30217", "30227", "30231", "31013")
_PROJECT = ("30101", "30302", "30701", "30901", "30913", "31299", "39999", *_OPERATING)
#: Projects by the name that a scope knows them by, with the name that is printed.
_PROJECTS = {
    "甲项目": "甲项目",
    "克财社(2025)110号乙项目": "克财社（2025）110号：乙 项目",
    "丙项目2026": "丙项目２０２６",
}
#: Where a form lists projects, money that is in none of them has a line of its own.
_NO_PROJECT = "基本支出"
_USES = {Nature.PERSONNEL: _PERSONNEL, Nature.OPERATING: _OPERATING, Nature.PROJECT: _PROJECT}
# most of the money is appropriated; every source occurs
_SOURCES = [FundingSource.GENERAL_OWN] * 8 + [FundingSource.GENERAL_TRANSFER] * 3 + list(FundingSource)  # fmt: skip

#: Amounts of every size, in 分, those around a rounding edge among them: 100 元 is 0.01 万元.
_fen = st.one_of(
    st.integers(1, 100_000_000),
    st.integers(1, 30_000),
    st.builds(lambda n, d: max(1, n * 10_000 + 5_000 + d), st.integers(0, 9), st.integers(-1, 1)),
)


@st.composite
def _entry(draw: st.DrawFn) -> Entry:
    nature = draw(st.sampled_from([Nature.PERSONNEL, Nature.OPERATING, Nature.PROJECT]))
    project = draw(st.sampled_from(sorted(_PROJECTS))) if nature is Nature.PROJECT else _NO_PROJECT
    return Entry(
        draw(st.sampled_from(_ITEMS)),
        draw(st.sampled_from(_USES[nature])),
        draw(st.sampled_from(_SOURCES)),
        nature,
        project,
        draw(_fen),
    )


ledgers = st.lists(_entry(), min_size=1, max_size=14)


# The publisher --------------------------------------------------------------------------------


@attrs.frozen
class Cell:
    """A printed cell: "" is a blank."""

    text: str
    scope: Scope


@attrs.frozen
class Line:
    """A row of a side: its label cells, its values, and what its values total."""

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]


def rounded(fen: int) -> str:
    """分 as 万元 with two places: 四舍五入, in integers."""
    hundredths = (2 * fen + 10_000) // 20_000
    return f"{hundredths // 100}.{hundredths % 100:02}"


@attrs.frozen
class Publication:
    """What is printed: for each table of the form, the lines of each side."""

    layout: Layout
    sides: dict[tuple[str, int], list[Line]]

    def cells(self) -> Iterator[tuple[tuple[str, int, int, int], Cell]]:
        for (key, side), lines in self.sides.items():
            for row, line in enumerate(lines):
                for column, cell in enumerate(line.cells):
                    yield (key, side, row, column), cell

    def with_text(self, at: tuple[str, int, int, int], text: str) -> Publication:
        key, side, row, column = at
        lines = list(self.sides[key, side])
        cells = list(lines[row].cells)
        cells[column] = attrs.evolve(cells[column], text=text)
        lines[row] = attrs.evolve(lines[row], cells=tuple(cells))
        return attrs.evolve(self, sides=self.sides | {(key, side): lines})

    def markdown(self) -> str:
        year = self.layout.years[-1]
        parts = [f"# {year}年甲局部门预算公开"]
        for form in self.layout.tables:
            lines = [self.sides[form.key, n] for n in range(len(form.sides))]
            parts.append(_render(form, lines))
        return "\n\n".join(parts) + "\n"


def publish(
    ledger: list[Entry], layout: Layout, *, every_category: bool, code_rows: bool
) -> Publication:
    """The tables that a ledger is published as.

    Args:
        ledger: The entries.
        layout: The form.
        every_category: Whether the two-sided tables list categories without money too.
        code_rows: Whether the project table has a row for a code before those of its projects.
    """
    sides = {}
    for form in layout.tables:
        for number, side in enumerate(form.sides):
            inside = [entry for entry in ledger if side.base.contains(entry)]
            lines = []
            for labels, row in _rows(side, inside, every_category, code_rows):
                cells = []
                for column in side.columns:
                    scope = side.base & row & column.scope
                    here = [entry.fen for entry in ledger if scope.contains(entry)]
                    cells.append(Cell(rounded(sum(here)) if here else "", scope))
                lines.append(Line(labels, tuple(cells)))
            sides[form.key, number] = lines
    return Publication(layout, sides)


def _rows(
    side: SideForm, inside: list[Entry], every_category: bool, code_rows: bool
) -> Iterator[tuple[tuple[str, ...], Scope]]:
    """The rows of a side: label cells and scopes."""
    if side.rows == "list":
        for row in side.listed:
            yield (row.label,), row.scope
    elif side.rows == "project":
        for project in sorted({entry.project for entry in inside if entry.project}):
            yield (_PROJECTS.get(project, project),), Scope(project=project)
    elif side.rows == "function" and side.side == "expenditure":
        codes = {entry.function[:3] for entry in inside}
        if every_category:
            codes |= {"201", "208", "210", "221", "234"}
        for code in sorted(codes):
            yield (f"{code} 类支出",), Scope(code)
    elif side.rows == "economic":
        for uses in sorted({e.economic[:n] for e in inside for n in EconomicCode.lengths}):
            yield (uses[:3], uses[3:], f"经济{uses}"), Scope(economic=uses)
    else:
        projects = side.rows == "function-project"
        blank = ("",) if projects else ()
        if projects and inside:
            yield ("", "", "", "甲局", *blank), Scope()
        for code in sorted({e.function[:n] for e in inside for n in FunctionCode.lengths}):
            cells = (code[:3], code[3:5], code[5:], f"功能{code}")
            if not projects or len(code) < 7 or code_rows:
                yield (*cells, *blank), Scope(code)
            if projects and len(code) == 7:
                for project in sorted({e.project or "" for e in inside if e.function == code}):
                    name = _PROJECTS.get(project, project)
                    yield (*cells, name), Scope(code, project=project)
    width = {"economic": 3, "function-project": 5}.get(side.rows, 1)
    width = 4 if side.rows == "function" and side.side is None else width
    total = [""] * width
    total[min(3, width - 1)] = side.totals[0]
    yield tuple(total), Scope()


def _headers(side: SideForm) -> list[list[str]]:
    """Two lines of headings: those of several columns over the first of them."""
    labels = {
        "economic": [["科目编码", "", "科目名称"], ["类", "款", ""]],
        "function-project": [
            ["科目编码", "", "", "科目名称", "项目名称"],
            ["类", "款", "项", "", ""],
        ],
        "project": [["项目名称"], [""]],
        "list": [["项目"], [""]],
        "function": [["科目名称"], [""]]
        if side.side
        else [["科目编码", "", "", "科目名称"], ["类", "款", "项", ""]],
    }[side.rows]
    upper, lower = labels[0].copy(), labels[1].copy()
    above = ""
    for column in side.columns:
        if len(column.path) > 1:
            upper.append(column.path[0] if column.path[0] != above else "")
            lower.append(column.heading)
            above = column.path[0]
        else:
            upper.append(column.heading)
            lower.append("")
            above = ""
    return [upper, lower]


def _render(form: TableForm, sides: list[list[Line]]) -> str:
    headers = [_headers(side) for side in form.sides]
    widths = [len(header[0]) for header in headers]
    grid = [[cell for header in headers for cell in header[level]] for level in (0, 1)]
    if not any(grid[1]):
        del grid[1]
    bodies: list[list[list[str]]] = [
        [[*line.labels, *(cell.text for cell in line.cells)] for line in lines] for lines in sides
    ]
    height = max(map(len, bodies))
    for body, width in zip(bodies, widths, strict=True):
        # the totals of both sides stand on the last line
        body[-1:-1] = [[""] * width] * (height - len(body))
    for rows in zip(*bodies, strict=True):
        grid.append([cell for cells in rows for cell in cells])
    rule = "|" + "---|" * sum(widths)
    table = ["| " + " | ".join(cells) + " |" for cells in grid]
    table.insert(1, rule)
    return "\n".join(
        [
            f"表 {form.number}",
            "",
            f"## {form.title}",
            "",
            "编制部门：甲局",
            "",
            "单位：万元",
            "",
            *table,
        ]
    )


layouts = st.sampled_from(["xinjiang-2026", "xinjiang-2026", "xinjiang-2024"])


@attrs.frozen
class Draft:
    """What is published, and how; small, so that a failing example can be read."""

    ledger: list[Entry]
    layout: str
    every_category: bool
    code_rows: bool

    def publication(self) -> Publication:
        return publish(
            self.ledger,
            load(self.layout),
            every_category=self.every_category,
            code_rows=self.code_rows,
        )


drafts = st.builds(Draft, ledgers, layouts, st.booleans(), st.booleans())


def read(publication: Publication) -> Disclosure:
    disclosure = cnbudget.read_text(publication.markdown())
    assert disclosure.layout == publication.layout.name
    return disclosure


def figure_at(disclosure: Disclosure, at: tuple[str, int, int, int]) -> Figure:
    key, side, row, column = at
    found: Figure = disclosure.table(key).sides[side].rows[row].figures[column]
    return found


# The properties -------------------------------------------------------------------------------


@given(drafts)
def test_what_is_printed_is_read_with_its_scope(draft: Draft) -> None:
    publication = draft.publication()
    disclosure = read(publication)
    assert disclosure.problems == ()
    assert disclosure.agency == "甲局"
    assert disclosure.year == publication.layout.years[-1]
    assert [table.number for table in disclosure] == [t.number for t in publication.layout.tables]
    count = 0
    for at, cell in publication.cells():
        figure = figure_at(disclosure, at)
        assert figure.text == cell.text, at
        assert figure.state is (State.VALUE if cell.text else State.BLANK), at
        assert figure.scope == cell.scope, at
        count += 1
    assert len(disclosure.figures) == count


@given(drafts)
def test_a_published_ledger_breaks_no_law_and_leaves_nothing_open(draft: Draft) -> None:
    report = cnbudget.check(read(draft.publication()))
    event(f"rounding: {min(report.checked.rounding, 10) // 5 * 5}+")
    assert report.ok
    # the names beside the codes are made up here
    findings = [f for f in report.findings if f.law not in ("code", "name")]
    assert [f.en for f in findings if f.verdict is not Verdict.ROUNDING] == []
    tallies = [tally for law, tally in report.tallies.items() if law not in ("code", "name")]
    assert all(tally.violated == tally.undecided == 0 for tally in tallies)
    assert [figure.where("en") for figure, _ in report.untied if figure.value] == []


@given(drafts)
def test_the_true_amounts_obey_every_law(draft: Draft) -> None:
    """The laws themselves, without any rounding: what they say of sets of entries is so."""
    ledger, disclosure = draft.ledger, read(draft.publication())
    true: dict[Scope, int] = {}
    for law in cnbudget.laws(disclosure):
        amounts = []
        for figure in law.figures:
            scope = figure.scope
            assert scope is not None
            if scope not in true:
                true[scope] = sum(entry.fen for entry in ledger if scope.contains(entry))
            amounts.append(true[scope])
        if law.kind == "agree":
            assert len({figure.scope for figure in law.figures}) == 1
        elif law.kind == "add-up":
            assert amounts[0] == sum(amounts[1:]), law.words("en")
        else:
            assert law.kind == "contain"
            assert amounts[0] >= sum(amounts[1:]), law.words("en")


@given(drafts)
def test_figures_of_one_scope_are_in_one_law(draft: Draft) -> None:
    disclosure = read(draft.publication())
    agreeing = {
        law.whole.scope: {id(figure) for figure in law.figures}
        for law in cnbudget.laws(disclosure)
        if law.kind == "agree"
    }
    seen: dict[Scope | None, Figure] = {}
    for figure in disclosure.figures:
        other = seen.setdefault(figure.scope, figure)
        if other is not figure and (other.text or figure.text):
            assert {id(figure), id(other)} <= agreeing[figure.scope]


@given(drafts, st.data())
def test_a_changed_amount_is_found_and_named(draft: Draft, data: st.DataObject) -> None:
    """Any printed amount, changed by more than rounding could hide in its tightest equality."""
    publication = draft.publication()
    before = read(publication)
    allowances: dict[int, Decimal] = {}
    for outcome in cnbudget.outcomes(before):
        if outcome.law.kind != "contain":
            assert outcome.allowance is not None
            for figure in outcome.law.figures:
                least = allowances.get(id(figure), outcome.allowance)
                allowances[id(figure)] = min(least, outcome.allowance)
    tied = [
        at
        for at, cell in publication.cells()
        if cell.text and id(figure_at(before, at)) in allowances
    ]
    at = data.draw(st.sampled_from(tied))
    figure = figure_at(before, at)
    # before the change the figure was off by the allowance at the most
    hidden = 2 * allowances[id(figure)]
    change = max(Decimal("0.05"), hidden + Decimal("0.01")) * data.draw(st.integers(1, 3))
    change = change.quantize(Decimal("0.01"))
    value = Decimal(figure.text)
    lower = data.draw(st.booleans()) and value > change
    text = f"{value - change if lower else value + change:.2f}"

    report = cnbudget.check(read(publication.with_text(at, text)))
    event("lower" if lower else "higher")
    assert not report.ok
    assert report.wrong
    named = {id(each) for finding in report.wrong for each in finding.figures}
    changed = figure_at(report.disclosure, at)
    assert changed.text == text
    assert id(changed) in named
    # the errors are about the change: in each law that is violated, or a consequence of one that is
    causes = {finding.id for finding in report.wrong if finding.caused_by is None}
    assert all(f.caused_by is None or f.caused_by in causes for f in report.wrong)


@pytest.mark.parametrize("layout", ["xinjiang-2026", "xinjiang-2024"])
def test_an_agency_without_any_money_publishes_empty_tables(layout: str) -> None:
    publication = publish([], load(layout), every_category=True, code_rows=True)
    disclosure = read(publication)
    assert {table.status for table in disclosure} == {"empty"}
    report = cnbudget.check(disclosure)
    assert (report.wrong, report.nothing) == ((), True)  # nothing to check is not passed
    assert {law for law, tally in report.tallies.items() if tally.violated} <= {"name"}  # made up
    assert cnbudget.laws(disclosure) == ()


def test_amounts_below_half_a_last_place_print_as_zero_and_not_as_blank() -> None:
    entry = Entry("2080501", "30101", FundingSource.GENERAL_OWN, Nature.PERSONNEL, None, 4_999)
    half = attrs.evolve(entry, function="2080505", fen=5_000)
    layout = load("xinjiang-2026")
    disclosure = read(publish([entry, half], layout, every_category=False, code_rows=True))
    texts = {row.address.row: row.total.text for row in disclosure.expenditure}
    assert texts == {
        "208": "0.01",
        "20805": "0.01",
        "2080501": "0.00",
        "2080505": "0.01",
        "总计": "0.01",
    }
    assert cnbudget.check(disclosure).ok
