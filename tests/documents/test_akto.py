"""Akto 2024: eleven tables, of which one has lost its empty cells and one its names."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from cnbudget import Disclosure, Report, State, Verdict, check, laws
from tests.documents import corpus

_LOST = 21  # the rows of table 3 that no longer show their columns


@pytest.fixture(scope="module")
def budget() -> Disclosure:
    return corpus.budget("akto")


@pytest.fixture(scope="module")
def text() -> str:
    return corpus.text("akto")


@pytest.fixture(scope="module")
def slips() -> dict[str, int]:
    """The laws of which something is really violated, and how often."""
    return {}


@pytest.fixture(scope="module")
def report(budget: Disclosure) -> Report:
    return check(budget, prose=False)


def test_whose_it_is(budget: Disclosure) -> None:
    assert budget.agency == "阿克陶县医疗保障局"
    assert (budget.year, budget.stage, budget.level) == (2024, "预算", "单位")
    assert (budget.layout, budget.unit.zh) == ("xinjiang-2024", "万元")


def test_all_eleven_tables_are_there_in_order(budget: Disclosure) -> None:
    assert [(table.number, table.key) for table in budget.tables] == [
        (1, "summary"),
        (2, "income"),
        (3, "expenditure"),
        (4, "appropriation"),
        (5, "general"),
        (6, "basic"),
        (7, "projects"),
        (8, "fund"),
        (9, "state_capital"),
        (10, "three_public"),
        (11, "carry_over"),
    ]
    empty = {table.key for table in budget.tables if table.status == "empty"}
    assert empty == {"fund", "state_capital"}


def test_every_amount_in_the_tables_is_a_figure_of_its_line(budget: Disclosure, text: str) -> None:
    printed = Counter((each.line, each.value) for each in corpus.printed(text))
    figures = Counter(
        (figure.place.line, figure.value)
        for figure in budget.figures
        if figure.state is State.VALUE
    )
    assert figures == printed
    assert printed.total() > 250


def test_every_figure_has_a_scope_and_a_value(budget: Disclosure) -> None:
    assert [figure.where() for figure in budget.figures if figure.scope is None] == []
    assert [figure.where() for figure in budget.figures if figure.value is None] == []


def test_every_printed_figure_that_is_not_zero_is_tied_by_a_law(
    budget: Disclosure, report: Report
) -> None:
    tied = {id(figure) for law in laws(budget) for figure in law.figures}
    loose = [
        figure.where()
        for figure in budget.figures
        if figure.state is State.VALUE and figure.value and id(figure) not in tied
    ]
    assert loose == []
    assert report.untied == ()


def test_nothing_is_violated_or_off(report: Report, slips: dict[str, int]) -> None:
    assert report.ok
    violated = {law: tally.violated for law, tally in report.tallies.items() if tally.violated}
    assert violated == slips
    assert report.checked.rounding == 0
    assert [finding.zh for finding in report.findings if finding.severity != "note"] == []
    assert report.checked.exact > 400


def test_undecided_is_only_what_the_lost_cells_of_table_3_used_up(report: Report) -> None:
    undecided = [each for each in report.findings if each.verdict is Verdict.UNDECIDED]
    (cause,) = [each for each in undecided if each.caused_by is None]
    assert f"有 {_LOST} 行缺了单元格" in cause.zh
    assert f"所缺的 {_LOST} 格均已推算出来" in cause.zh
    assert all(each is cause or each.caused_by == cause.id for each in undecided)


def test_table_3_has_its_columns_back_in_every_row(budget: Disclosure) -> None:
    rows = list(budget.expenditure)
    assert len(rows) == _LOST + 1
    for row in rows:
        total, basic, project = row.total.value, row.basic.value, row.project.value
        assert total is not None
        assert basic is not None
        assert project is not None
        assert total == basic + project
        assert row.total.state is State.VALUE
        assert [row.basic.state, row.project.state].count(State.VALUE) >= 1


@pytest.mark.parametrize(
    ("code", "basic", "project"),
    [
        ("201", "0.00", "2.00"),
        ("2080501", "2.82", "0.00"),
        ("210", "521.39", "22.12"),
        ("21015", "494.77", "22.12"),
        ("2101501", "254.72", "0.00"),
        ("2101504", "0.00", "0.90"),
        ("2101505", "0.00", "3.00"),
        ("2101506", "0.00", "0.11"),
        ("2101550", "240.05", "0.00"),
        ("2101599", "0.00", "18.11"),
        ("2210201", "53.67", "0.00"),
    ],
)
def test_table_3_says_basic_or_project_as_table_5_settles_it(
    budget: Disclosure, code: str, basic: str, project: str
) -> None:
    row = budget.expenditure[code]
    assert (row.basic.text, row.project.text) == (basic, project)
    printed = [figure for figure in (row.basic, row.project) if figure.state is State.VALUE]
    assert [figure.placed for figure in printed] == ["laws"]


@pytest.mark.parametrize("code", ["210", "21015"])
def test_the_project_column_at_210_is_inferred_at_printed_precision(
    budget: Disclosure, code: str
) -> None:
    figure = budget[3, code, "项目支出"]
    assert figure.text == "22.12"
    assert figure.state is State.INFERRED
    assert figure.basis == "printed-precision"
    assert figure.candidates == (Decimal("22.11"), Decimal("22.12"), Decimal("22.13"))


def test_the_grand_total_of_projects_is_read_from_the_line_it_was_split_onto(
    budget: Disclosure, text: str
) -> None:
    total = budget.expenditure["合计"]
    assert (total.total.text, total.basic.text, total.project.text) == (
        "669.59",
        "645.47",
        "24.12",
    )
    assert total.project.state is State.VALUE
    line = text.split("\n").index("\t\t\t\t\t24.12") + 1
    # the place of a row's figures is that of their own line
    assert total.project.place.line == line
    assert total.total.place.line == line - 1


def test_table_5_is_read_by_its_codes_alone(budget: Disclosure) -> None:
    assert [row.label for row in budget.general][:3] == ["201", "20132", "2013299"]
    assert budget.general["2101599"].project.text == "5.10"
    assert budget.general["2101599"].basic.state is State.BLANK
    assert budget.general["合计"].total.text == "653.47"


def test_an_amount_with_a_space_inside_is_one_amount(budget: Disclosure) -> None:
    assert budget.income["合计"].carried.text == "13.12"


def test_the_carry_over_table_is_the_eleventh(budget: Disclosure) -> None:
    rows = list(budget.table(11))
    assert [row.total.text for row in rows] == ["1.60", "0.11", "11.41", "13.12"]
    assert rows[0].project_name == "2023中央财政医疗服务与保障能力提升补助项目（第二批）"
    assert rows[0].appropriation_project.text == "1.60"
    assert rows[0].other.state is State.BLANK
