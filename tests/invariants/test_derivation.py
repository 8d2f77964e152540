"""Laws between the figures of tiny documents: exactly these, and no others."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

import cnbudget
from cnbudget import Disclosure, Figure, Law, Scope, State, Verdict
from cnbudget.codes import EconomicCode
from cnbudget.invariants import Compiled, Derived, Explanation, derive, derived_of
from cnbudget.invariants.derivation import _is_all, _sure, column_trees
from cnbudget.invariants.nesting import EVERYWHERE, Apart, where_of
from cnbudget.layouts import load
from tests.invariants.documents import LAYOUT, budget


def name(figure: Figure) -> str:
    """A figure as "table.row.column"."""
    row = figure.row.project or figure.row.row
    return f"{figure.row.table}.{row}.{figure.column.key}"


def said(law: Law) -> str:
    names = [name(figure) for figure in law.figures]
    if law.kind == "agree":
        return " = ".join(sorted(names))
    mark = "=" if law.kind == "add-up" else ">="
    return f"{names[0]} {mark} {' + '.join(sorted(names[1:]))}"


def laws_of(disclosure: Disclosure, *, only: str = "") -> set[str]:
    """The laws of a document as text, without those whose text has not ``only`` in it."""
    laws = [said(law) for law in cnbudget.laws(disclosure)]
    assert len(set(laws)) == len(laws), "a law stands twice"
    return {law for law in laws if only in law}


def test_rows_add_up_to_the_code_above_and_columns_to_their_total() -> None:
    disclosure = budget(
        expenditure=[
            "208 | 3.00 | 2.00 | 1.00",
            "20805 | 3.00 | 2.00 | 1.00",
            "2080501 | 1.00 | 1.00 |",
            "2080502 | 2.00 | 1.00 | 1.00",
            "总计 | 3.00 | 2.00 | 1.00",
        ]
    )
    rows = ["208", "20805", "2080501", "2080502", "总计"]
    wanted = {f"3.{row}.total = 3.{row}.basic + 3.{row}.project" for row in rows}
    for column in ("total", "basic", "project"):
        wanted |= {
            f"3.总计.{column} = 3.208.{column}",
            f"3.208.{column} = 3.20805.{column}",
            f"3.20805.{column} = 3.2080501.{column} + 3.2080502.{column}",
        }
    assert laws_of(disclosure) == wanted


def test_a_level_that_is_not_listed_is_skipped() -> None:
    disclosure = budget(
        expenditure=["2080501 | 1.00 | |", "20806 | 2.00 | |", "208 | 3.00 | |", "总计 | 3.00 | |"]
    )
    assert laws_of(disclosure, only="3.208.total =") == {
        "3.208.total = 3.2080501.total + 3.20806.total",
        "3.208.total = 3.208.basic + 3.208.project",
    }


def test_a_code_without_codes_below_it_is_a_leaf() -> None:
    disclosure = budget(
        expenditure=["204 | 5.00 | 5.00 |", "208 | 1.00 | 1.00 |", "总计 | 6.00 | 6.00 |"]
    )
    laws = laws_of(disclosure)
    assert "3.总计.total = 3.204.total + 3.208.total" in laws
    assert not any(law.startswith("3.204.total = 3.208") for law in laws)
    assert cnbudget.check(disclosure).tallies["add-up"].violated == 0


def test_a_row_of_no_code_leaves_sums_open_where_it_has_money() -> None:
    """It may belong under any of the others."""
    read = budget(
        expenditure=[
            "208 | 3.00 | 2.00 | 1.00",
            "20805 | 3.00 | 2.00 |",
            "某某支出 | 1.00 | 1.00 |",
            "总计 | 3.00 | 2.00 | 1.00",
        ]
    )
    (odd,) = [row for row in read.expenditure.rows if row.address.scope is None]
    assert laws_of(read, only="3.208.total =") == set()
    assert "3.208.total >= 3.20805.total" in laws_of(read)
    # a whole is told from what is blank in no law
    assert laws_of(read, only="3.208.project >=") == set()
    blank = [(each, each.evolve(value=Decimal(0), state=State.BLANK)) for each in odd.figures]
    empty = read.with_figures(blank)
    assert laws_of(empty, only="3.208.total =") == {
        "3.208.total = 3.20805.total",
        "3.208.total = 3.208.basic + 3.208.project",
    }


def test_columns_of_uses_lie_in_the_narrowest_that_holds_them() -> None:
    scopes = [Scope(), Scope(economic="301"), Scope(economic="30101"), Scope(economic="302"), None]
    columns = [None if each is None else (1, where_of(each)) for each in scopes]
    assert column_trees(tuple(columns)) == [(0, [1, 3], True), (1, [2], False)]
    # of the same uses, or of another kind
    both = (1, where_of(Scope(economic=("301", "302"))))
    assert column_trees((both, columns[1], columns[3])) == [(0, [1, 2], True)]
    assert column_trees((columns[0], (2, where_of(Scope(economic="301"))))) == []


def test_what_is_blank_everywhere_makes_no_law() -> None:
    disclosure = budget(expenditure=["208 | 1.00 | 1.00 |", "210 | | |", "总计 | 1.00 | 1.00 |"])
    assert laws_of(disclosure, only="project =") == set()
    assert laws_of(disclosure, only="3.210.total = ") == set()
    # but a blank among others is a part like any other: exactly zero
    assert "3.总计.total = 3.208.total + 3.210.total" in laws_of(disclosure)


def test_one_code_on_two_rows_leaves_the_sum_above_open() -> None:
    disclosure = budget(
        expenditure=[
            "2080501 | 1.00 | 1.00 |",
            "2080501 | 2.00 | 2.00 |",
            "2080502 | 4.00 | 4.00 |",
            "20805 | 7.00 | 7.00 |",
            "总计 | 7.00 | 7.00 |",
        ]
    )
    laws = laws_of(disclosure)
    assert "3.总计.total = 3.20805.total" in laws
    assert not any(law.startswith("3.20805.total = 3.208050") for law in laws)


def test_tables_are_tied_by_scope_alone() -> None:
    disclosure = budget(
        income=[f"208 | 9.00 | 8.00 | 5.00 | 3.00 {'| ' * 4} | | 1.00 | | ",
                f"总计 | 9.00 | 8.00 | 5.00 | 3.00 {'| ' * 4} | | 1.00 | | "],
        expenditure=["208 | 9.00 | 7.00 | 2.00", "总计 | 9.00 | 7.00 | 2.00"],
        general=["208 | 8.00 | 6.00 | 2.00", "总计 | 8.00 | 6.00 | 2.00"],
        basic=["301 | 5.00 | 5.00 |", "302 | 1.00 | | 1.00", "总计 | 6.00 | 5.00 | 1.00"],
    )  # fmt: skip
    laws = laws_of(disclosure)
    assert {
        "2.208.total = 3.208.total",
        "2.总计.total = 3.总计.total",
        "5.208.total = 2.208.general + 2.208.general_transfer",
        "5.总计.total = 2.总计.general + 2.总计.general_transfer",
        "3.208.basic >= 5.208.basic",
        "3.208.project >= 5.208.project",
        "5.总计.basic = 6.总计.total",
        "6.总计.total = 6.301.total + 6.302.total",
    } <= laws
    # what a law says already is not said again: table 3's total contains table 5's through table 2
    assert not any(law.startswith("3.208.total >=") for law in laws)
    report = cnbudget.check(disclosure)
    assert report.ok or {f.law for f in report.wrong} == {"form"}
    assert report.untied == ()


def test_income_splits_along_its_sources_by_two_levels() -> None:
    row = "9.00 | 7.00 | 1.00 | 2.00 | 4.00 | | | | | 2.00 | | "
    disclosure = budget(income=[f"208 | {row}", f"总计 | {row}"])
    laws = laws_of(disclosure)
    assert (
        "2.208.total = 2.208.appropriation + 2.208.carried + 2.208.carried_other"
        " + 2.208.special_account + 2.208.unit"
    ) in laws
    assert (
        "2.208.appropriation = 2.208.fund + 2.208.fund_transfer + 2.208.general"
        " + 2.208.general_transfer + 2.208.state_capital + 2.208.state_capital_transfer"
    ) in laws
    # the coarsest split only: the total is not also said leaf by leaf
    assert sum(law.startswith("2.208.total = ") for law in laws) == 1


PROJECTS = [
    "208 | | 6.00 | 4.00 | 2.00",
    "2080501 | | 6.00 | 4.00 | 2.00",
    "2080501 | 甲项目 | 4.00 | 3.00 | 1.00",
    "2080501 | 乙项目 | 2.00 | 1.00 | 1.00",
    "总计 | | 6.00 | 4.00 | 2.00",
]


def test_projects_make_up_their_code_and_uses_their_project() -> None:
    disclosure = budget(projects=PROJECTS)
    assert {
        "7.2080501.total = 7.乙项目.total + 7.甲项目.total",
        "7.2080501.wages = 7.乙项目.wages + 7.甲项目.wages",
        "7.208.goods = 7.2080501.goods",
        "7.总计.total = 7.208.total",
    } <= laws_of(disclosure)
    uses = [
        law
        for law in laws_of(disclosure, only="7.甲项目.total = ")
        if "7.甲项目.wages" in law and "7.甲项目.goods" in law
    ]
    assert len(uses) == 1


def test_projects_without_a_row_of_their_code_make_up_the_code_above() -> None:
    disclosure = budget(projects=[row for row in PROJECTS if not row.startswith("2080501 | |")])
    assert "7.208.total = 7.乙项目.total + 7.甲项目.total" in laws_of(disclosure)


def test_vehicles_stand_between_the_total_and_their_parts() -> None:
    disclosure = budget(
        three_public=[
            "因公出国（境）费用 | | | |",
            "公务接待费 | 1.00 | 1.00 | |",
            "公务用车购置及运行维护费（小计） | 3.00 | 3.00 | |",
            "其中：公务用车购置 | 1.00 | 1.00 | |",
            "公务用车运行维护费 | 2.00 | 2.00 | |",
            "总计 | 4.00 | 4.00 | |",
        ],
        basic=["302 | 2.00 | | 2.00", "30231 | 2.00 | | 2.00", "总计 | 2.00 | | 2.00"],
    )
    laws = laws_of(disclosure)
    running = "10.公务用车运行维护费"
    vehicles = f"10.{disclosure.three_public['公务用车购置及运行维护费'].address.row}"
    for column in ("total", "general"):
        assert f"{vehicles}.{column} = 10.公务用车购置.{column} + {running}.{column}" in laws
    assert any(
        law.startswith("10.总计.total = ") and law.count("+") == 2 and vehicles in law
        for law in laws
    )
    # what the basic table spends on running vehicles is part of all that is spent on it
    assert f"{running}.general >= 6.30231.total" in laws
    assert not any(law.startswith("10.总计.total = ") and running in law for law in laws)


def test_a_column_the_document_lacks_is_missing_and_not_zero() -> None:
    disclosure = cnbudget.read_text(
        "## 部门支出总体情况表\n\n| 科目编码 | 合计 | 基本支出 |\n|---|---|---|\n"
        "| 208 | 3.00 | 2.00 |\n| 总计 | 3.00 | 2.00 |\n",
        layout="xinjiang-2026",
    )
    states = {f.column.key: f.state.value for f in disclosure.expenditure["208"].figures}
    assert states["total"] == states["basic"] == "value"
    assert states["project"] in ("missing", "inferred")
    verdicts = {outcome.verdict for outcome in cnbudget.outcomes(disclosure)}
    assert Verdict.VIOLATED not in verdicts


def test_no_tables_no_laws() -> None:
    disclosure = budget(expenditure=["总计 | | |"])
    assert cnbudget.laws(disclosure) == ()


def test_explain_names_the_laws_of_a_figure_and_what_it_is_tied_to() -> None:
    disclosure = budget(expenditure=["208 | 3.00 | 2.00 | 1.00", "总计 | 3.00 | 2.00 | 1.00"])
    figure = disclosure.expenditure["208"].basic
    explained = disclosure.explain(figure)
    assert {said(outcome.law) for outcome in explained.laws} == {
        "3.总计.basic = 3.208.basic",
        "3.208.total = 3.208.basic + 3.208.project",
    }
    assert {name(other) for other in explained.others} == {
        "3.总计.basic",
        "3.208.total",
        "3.208.project",
    }
    for lang in ("zh", "en"):
        assert explained.text(lang).count("\n") >= 4
    assert "[19950, 20050)" in explained.text("zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_law_has_words(lang: str) -> None:
    for law in cnbudget.laws(budget(projects=PROJECTS)):
        words = law.words(lang)
        assert words
        assert ("=" in words) == (law.kind != "contain") or "：" in words


def test_laws_that_reading_derived_are_those_of_its_very_tables() -> None:
    rows = ["208 | 3.00 | 2.00 | 1.00", "总计 | 3.00 | 2.00 | 1.00"]
    one, other = (
        budget(expenditure=rows),
        budget(expenditure=[*rows[:1], "总计 | 4.00 | 3.00 | 1.00"]),
    )
    known = derive(one.tables)
    assert derived_of(attrs.evolve(one, derived=known)) is known
    changed = attrs.evolve(one, derived=known, tables=other.tables)
    assert [figure.value for figure in derived_of(changed).figures] == [
        figure.value for figure in other.figures
    ]


@pytest.mark.parametrize(
    ("heading", "cell"), [("", ""), (" | 待明确", " | "), (" | 待明确", " | 0.50")]
)
def test_columns_of_uses_make_up_their_total_unless_a_column_with_money_is_not_understood(
    heading: str, cell: str
) -> None:
    form = load(LAYOUT)["projects"]
    header = f"科目编码 | 项目名称 | 项目支出合计 | 工资福利支出 | 商品和服务支出{heading}"
    row = f"2080501 | 甲项目 | 3.00 | 1.00 | 1.50{cell}"
    lines = ["# 2026年甲局部门预算公开", "", f"表 {form.number}", "", f"## {form.title}", ""]
    lines += [
        "单位：万元",
        "",
        f"| {header} |",
        "|" + "---|" * (header.count("|") + 1),
        f"| {row} |",
    ]
    disclosure = cnbudget.read_text("\n".join(lines), layout=LAYOUT)
    kinds = {law.kind for law in cnbudget.laws(disclosure) if law.reason == "columns"}
    assert kinds == {"contain" if cell.strip(" |") else "add-up"}


@pytest.mark.parametrize("empty", [False, True])
def test_other_amounts_obey_the_laws_that_were_derived(empty: bool) -> None:
    """Only whether a cell is empty says anything of the laws."""
    disclosure = cnbudget.example("akto")
    assert disclosure.derived is not None
    figure = next(each for each in disclosure.figures if each.value)
    other = figure.evolve(
        value=Decimal(0 if empty else 7), state=State.BLANK if empty else State.VALUE
    )
    changed = disclosure.with_figures([(figure, other)])
    assert (changed.derived is None) == empty
    derived = derived_of(changed)
    assert derived == derive(changed.tables)
    assert derived.tables is changed.tables
    again = changed.with_figures([])
    assert derived_of(again) == derive(again.tables)


def test_figures_that_no_law_ties_are_those_in_none() -> None:
    figures = [Figure.of("1", "万元")] * 3
    assert Compiled(Derived(figures, [], ())).untied == (0, 1, 2)
    system = Compiled(Derived(figures, [("agree", (0, 2), "scopes")], ()))
    assert system.untied == system.untied == system.spending(frozenset([0])).untied == (1,)


@pytest.mark.parametrize(
    ("name", "apart"),
    [("办公费", False), ("机关事业单位退休人员活动费", True), ("", False)],
)
def test_a_row_under_the_name_of_another_code_is_by_itself(name: str, *, apart: bool) -> None:
    where = where_of(Scope("208", "30201"))
    found = _sure(where, EconomicCode("30201"), name, 7)
    assert found == ((*where[:4], Apart(7)) if apart else where)


def _use(code: str) -> Scope:
    return Scope(government_economic=code)


@pytest.mark.parametrize(
    ("above", "below", "every"),
    [
        (Scope(), [_use("501"), _use("502")], True),
        (_use("501"), [_use("50101")], False),  # not of everything
        (Scope(economic="301"), [Scope(economic="301", government_economic="501")], False),
        # uses: all that there are, or just the codes above them
        (Scope(), [Scope(economic="301"), Scope(economic="302")], True),
        (Scope(economic=("301", "302")), [Scope(economic="301"), Scope(economic="302")], True),
        (Scope(economic="301"), [Scope(economic="30101"), Scope(economic="30102")], False),
    ],
)
def test_columns_of_named_uses_are_all_where_they_have_just_its_codes(
    above: Scope, below: list[Scope], *, every: bool
) -> None:
    assert _is_all(where_of(above), [*map(where_of, below)]) is every


def test_columns_of_a_year_are_all_only_where_each_has_a_code() -> None:
    uncoded = (*EVERYWHERE[:4], where_of(Scope(year=2025))[4])
    assert not _is_all(EVERYWHERE, [where_of(_use("501")), uncoded])
    assert _is_all(EVERYWHERE, [where_of(_use("501"))])


def test_an_explanation_names_the_headings_or_the_column() -> None:
    cell = budget(expenditure=["208 | 3.00 | 2.00 | 1.00"]).expenditure["208"].basic
    for path, words in (((), ["基本支出"]), (("支出", "基本"), ["支出", "基本"])):
        column = attrs.evolve(cell.column, path=path, column="基本支出")
        told = Explanation(cell.evolve(column=column), (), others=())
        assert list(told.words[1 : 1 + len(words)]) == words
        assert ("基本支出" in told.words) == (not path)
