"""Words bind, proof chooses: whether tables that do not say so have carried-over money in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, FundingSource, Nature, State
from cnbudget.invariants import Choice
from tests.choosing.documents import (
    AMOUNTS,
    NAMES,
    Amounts,
    Ledger,
    document,
    rows_of,
    shown,
    silent_table,
    total,
)

CARRIED = FundingSource.CARRIED_GENERAL


def read(text: str) -> Disclosure:
    """A document, read by its words alone."""
    return cnbudget.read_text(text, layouts=())


def choice_of(budget: Disclosure, title: str) -> Choice:
    """What was chosen for a table."""
    return next(choice for choice in budget.choices if choice.title == title)


def sources(budget: Disclosure, title: str) -> set[FundingSource | None]:
    """The sources of the printed figures of a table."""
    table = next(table for table in budget.tables if table.title == title)
    printed = [f for f in table.figures if f.state is State.VALUE and f.value]
    return {None if f.scope is None else f.scope.source for f in printed}


GENERAL, BASIC = "一般公共预算支出表", "一般公共预算基本支出表"


@pytest.mark.parametrize(("over", "taken", "cells"), [(None, "carried", 3), (False, "current", 1)])
def test_laws_choose_whether_carried_over_money_is_in_a_table(
    over: bool | None, taken: str, cells: int
) -> None:
    budget = read(document(AMOUNTS, general=over, basic=over))
    choice = choice_of(budget, GENERAL)
    assert (choice.taken, choice.how) == (taken, "laws")
    assert choice.cells >= cells
    assert sources(budget, GENERAL) == {
        FundingSource.GENERAL | CARRIED if over is None else FundingSource.GENERAL
    }
    assert [finding.zh for finding in cnbudget.check(budget).wrong] == []


def test_what_comes_to_the_same_is_not_distinguishable_and_follows_what_it_is_tied_to() -> None:
    choice = choice_of(read(document(AMOUNTS)), BASIC)  # nothing basic is carried over
    assert (choice.taken, choice.how, choice.cells) == ("carried", "same", 0)


def test_nothing_carried_over_is_no_choice() -> None:
    nothing = {code: Amounts(each.basic, each.project) for code, each in AMOUNTS.items()}
    budget = read(document(nothing))
    assert {(each.taken, each.how) for each in budget.choices} == {("current", "same")}
    assert sources(budget, GENERAL) == {FundingSource.GENERAL}


def test_a_blank_table_is_no_choice() -> None:
    right = silent_table(GENERAL, AMOUNTS, over=None)
    blank = [*right.splitlines()[:5], "|  | 合计 |  |  |  |"]
    text = document(AMOUNTS).replace(right, "\n".join(blank))
    assert choice_of(read(text), GENERAL).how == "same"


def test_one_cell_decides_nothing_by_itself() -> None:
    """A table of a single row is tied to the others by one number: it may be a wrong one."""
    total_row = silent_table(GENERAL, AMOUNTS, over=None).splitlines()[:6]
    cells = total_row[-1].split("|")
    cells[4:6] = [" ", " "]
    single = "\n".join([*total_row[:-1], "|".join(cells)])
    text = document(AMOUNTS).replace(silent_table(GENERAL, AMOUNTS, over=None), single)
    choice = choice_of(read(text), GENERAL)
    assert choice.how != "laws" or choice.taken == "carried"


def test_rows_printed_one_too_high_stay_as_printed_and_are_accused() -> None:
    """As in an older form of Xi'an, where amounts stand one row too high from some row on."""
    right = silent_table(GENERAL, AMOUNTS, over=None)
    lines = right.splitlines()
    head, rows = lines[:7], lines[7:]
    labels = ["|".join(row.split("|")[:3]) for row in rows]
    amounts = ["|".join(row.split("|")[3:]) for row in rows]
    shifted = [f"{a}|{b}" for a, b in zip(labels, [*amounts[1:], "  |  |  |"], strict=True)]
    budget = read(document(AMOUNTS).replace(right, "\n".join([*head, *shifted])))
    table = next(table for table in budget.tables if table.title == GENERAL)
    printed = [[figure.text for figure in row.figures] for row in table.sides[0].rows[2:]]
    assert printed == [
        [c.strip().replace(",", "") for c in a.split("|")[:3]] for a in [*amounts[1:], "||"]
    ]
    assert choice_of(budget, GENERAL).taken == "carried"
    assert len(cnbudget.check(budget).wrong) >= 1


def test_headings_exchanged_are_taken_at_their_word() -> None:
    """What could as well be the other way round is no matter of proof."""
    nothing = {code: Amounts(each.basic, each.project) for code, each in AMOUNTS.items()}
    right = silent_table(GENERAL, nothing, over=None)
    wrong = right.replace("基本支出 | 项目支出", "项目支出 | 基本支出")
    budget = read(document(nothing).replace(right, wrong))
    table = next(table for table in budget.tables if table.title == GENERAL)
    assert [column.column for column in table.sides[0].columns] == ["合计", "项目支出", "基本支出"]
    figure = table.sides[0].rows[0].figures[1]
    assert figure.text == shown(total(nothing, "basic")).replace(",", "")
    assert figure.scope is not None
    assert figure.scope.nature is Nature.PROJECT
    assert cnbudget.check(budget).wrong


def test_a_table_that_agrees_neither_way_stays_open() -> None:
    right = silent_table(GENERAL, AMOUNTS, over=None)
    wrong = right.replace("基本支出 | 项目支出", "项目支出 | 基本支出")
    budget = read(document(AMOUNTS).replace(right, wrong))
    assert choice_of(budget, GENERAL).taken is None
    assert sources(budget, GENERAL) == {None}
    said = [problem for problem in budget.problems if problem.kind == "choice"]
    assert "general" in [problem.key for problem in said]
    assert "只含当年资金或含上年结转资金" in said[0].zh


def test_a_true_error_beside_a_choice_is_found_and_changes_no_scope() -> None:
    text = document(AMOUNTS)
    table = silent_table(GENERAL, AMOUNTS, over=None)
    spent = shown(total(AMOUNTS, within="2010804"))
    budget = read(text.replace(table, table.replace(f"| {spent} |", "| 868.44 |", 1)))
    assert (choice_of(budget, GENERAL).taken, choice_of(budget, GENERAL).how) == ("carried", "laws")
    assert any("868.44" in finding.zh for finding in cnbudget.check(budget).wrong)


def test_an_explanation_says_from_which_words_and_which_laws_a_scope_comes() -> None:
    budget = read(document(AMOUNTS))
    figure = next(t for t in budget.tables if t.title == GENERAL).sides[0].rows[0].figures[0]
    explained = budget.explain(figure)
    assert explained.words[:2] == (GENERAL, "合计")
    assert [choice.title for choice in explained.choices] == [GENERAL]
    for lang, said in (("zh", "含上年结转资金"), ("en", "with money carried over")):
        assert said in explained.text(lang)
    laws = list(explained.choices[0].broken(explained.figures))
    assert laws
    assert any(each.address == figure.address for law in laws for each in law.figures)


def income_table(ledger: Ledger, *, own: bool) -> str:
    """A table of income with a column of transfers from above, an eighth of each project."""
    lines = [
        "收入总表",
        "单位：万元",
        "",
        "| 科目编码 | 科目名称 | 总计 | 财政拨款小计 | 一般公共预算 | 上级一般公共预算安排的转移支付 |",
        "|---|---|---|---|---|---|",
    ]
    from_above = {code: Amounts(0, each.project // 8) for code, each in ledger.items()}
    for code in ["", *rows_of(ledger)]:
        whole = total(ledger, within=code)
        above = total(from_above, within=code)
        cells = (whole, whole, whole - above if own else whole, above)
        lines.append(
            f"| {code} | {NAMES[code] if code else '合计'} | {' | '.join(map(shown, cells))} |"
        )
    return "\n".join(lines)


@pytest.mark.parametrize(("own", "taken"), [(True, "own"), (False, "whole")])
def test_laws_choose_whether_a_column_is_of_the_own_level(own: bool, taken: str) -> None:
    nothing = {code: Amounts(each.basic, each.project) for code, each in AMOUNTS.items()}
    budget = read(document(nothing, more=income_table(nothing, own=own)))
    choice = next(choice for choice in budget.choices if "own" in choice.kind.split("+"))
    assert (taken in str(choice.taken).split("+"), choice.how) == (True, "laws")
    assert [finding.zh for finding in cnbudget.check(budget).wrong] == []


def test_the_three_public_expenses_are_of_appropriations_where_nothing_says_otherwise() -> None:
    table = "“三公”经费支出预算表\n单位：万元\n\n| 项目 | 预算数 |\n|---|---|\n| 合计 | 3.00 |\n| 公务接待费 | 3.00 |"
    budget = read(document(AMOUNTS, more=table))
    choice = choice_of(budget, "“三公“经费支出预算表")
    assert "public" in choice.kind.split("+")
    figure = next(t for t in budget.tables if t.key == "three_public").sides[0].rows[1].figures[0]
    assert figure.scope is not None
    assert figure.scope.source & FundingSource.CURRENT == FundingSource.APPROPRIATION
    assert choice.how in ("alike", "usual", "same")


def flat_table(ledger: Ledger, count: int) -> str:
    """A table whose 小计 stands under no heading, and sums so many of the columns after it."""
    lines = [
        "财政拨款支出表",
        "单位：万元",
        "",
        "| 科目编码 | 科目名称 | 合计 | 小计 | 人员经费 | 公用经费 | 项目支出 |",
        "|---|---|---|---|---|---|---|",
    ]
    for code in ["", *rows_of(ledger)]:
        basic, project = (total(ledger, n, within=code) for n in ("basic", "project"))
        parts = (basic - basic // 3, basic // 3, project)
        cells = (sum(parts), sum(parts[:count]) if count else sum(parts), *parts)
        lines.append(
            f"| {code} | {NAMES[code] if code else '合计'} | {' | '.join(map(shown, cells))} |"
        )
    return "\n".join(lines)


@pytest.mark.parametrize("count", [2, 3])
def test_laws_choose_what_a_subtotal_under_no_heading_sums(count: int) -> None:
    budget = read(document(AMOUNTS, more=flat_table(AMOUNTS, count)))
    column = budget.tables[-1].sides[0].columns[1]
    assert column.scope is not None
    wanted = Nature.BASIC if count == 2 else Nature.PLAIN
    assert column.scope.nature & Nature.PLAIN == wanted
    assert [finding.zh for finding in cnbudget.check(budget).wrong] == []
    choice = next(c for c in budget.choices if "subtotal" in c.kind and c.axis == "columns")
    assert choice.how == "laws"


def test_prose_binds() -> None:
    nothing = {code: Amounts(each.basic, each.project) for code, each in AMOUNTS.items()}
    table = income_table(nothing, own=False).replace(
        "上级一般公共预算安排的转移支付", "政府性基金预算拨款收入"
    )
    said = "结转金额已纳入相应性质的资金收入中进行反映。"
    for sentence, how in (("", "same"), (said, "prose")):
        choice = choice_of(read(document(nothing, more=f"{table}\n\n{sentence}")), "收入总表")
        assert choice.how == how
        assert choice.taken == ("carried" if sentence else "current")


# Properties ----------------------------------------------------------------------------------------

_SOME = st.integers(10_000, 9_999_999)  # so that rounding explains nothing
_MAYBE = st.one_of(st.just(0), _SOME)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Ledgers of three items, with something carried over in one of them at least."""
    made = {
        code: Amounts(draw(_MAYBE), draw(_MAYBE), draw(_MAYBE), draw(_MAYBE)) for code in AMOUNTS
    }
    made["2010801"] = made["2010801"]._replace(basic=draw(_SOME))
    first = made["2010804"]
    made["2010804"] = first._replace(project=draw(_SOME), project_over=draw(_SOME))
    return made


_OVER = st.sampled_from([None, False])


@given(ledgers(), _OVER, _OVER)
def test_a_scope_is_the_true_one_or_said_to_be_no_matter(
    ledger: Ledger, general: bool | None, basic: bool | None
) -> None:
    budget = read(document(ledger, general=general, basic=basic))
    for title, over in ((GENERAL, general), (BASIC, basic)):
        choice = choice_of(budget, title)
        true = "carried" if over is None else "current"
        assert choice.taken in (None, true) or choice.how != "laws"
        if choice.how == "same" and choice.taken != true:
            part = total(ledger, "" if title == GENERAL else "basic", over=True)
            assert not part
        if choice.taken is None:
            assert sources(budget, title) == {None}


@given(ledgers(), _OVER, st.data())
def test_one_wrong_number_changes_no_scope(
    ledger: Ledger, over: bool | None, data: st.DataObject
) -> None:
    text = document(ledger, general=over, basic=over)
    before = read(text)
    lines = text.splitlines()
    places = [
        (n, m)
        for n, line in enumerate(lines)
        for m, cell in enumerate(line.split("|"))
        if cell.strip() and cell.strip().replace(",", "").replace(".", "").isdigit() and "." in cell
    ]
    n, m = data.draw(st.sampled_from(places))
    cells = lines[n].split("|")
    cells[m] = f" {shown(data.draw(_SOME))} "
    lines[n] = "|".join(cells)
    after = read("\n".join(lines))
    for title in (GENERAL, BASIC):
        one, two = choice_of(before, title), choice_of(after, title)
        if one.how == "laws":
            assert two.taken in ((one.taken,) if one.cells >= 3 else (one.taken, None))


@pytest.mark.parametrize(
    ("note", "taken"),
    [
        ("注：本表不含上年结转资金。", "current"),
        ("备注：本表各项支出均含2025年结转。", "carried"),
        ("注：以上数据含上年结转结余资金，金额单位为万元。", "carried"),
    ],
)
@pytest.mark.parametrize("over", [None, False])
def test_a_note_under_a_table_binds(note: str, taken: str, over: bool | None) -> None:
    table = silent_table(GENERAL, AMOUNTS, over=over)
    budget = read(document(AMOUNTS, general=over).replace(table, f"{table}\n\n{note}"))
    choice = choice_of(budget, GENERAL)
    assert (choice.taken, choice.how) == (taken, "prose")
    wrong = cnbudget.check(budget).wrong
    assert bool(wrong) == ((taken == "carried") != (over is None))  # the note or the numbers


@pytest.mark.parametrize(
    "note",
    [
        "注：本表反映部门支出情况，其中项目支出含上年结转。",
        "注：本表金额不含教育收费。",
        "二、各项收入均含上年结转。",  # a heading of the text behind the tables
    ],
)
def test_a_note_on_something_else_binds_nothing(note: str) -> None:
    table = silent_table(GENERAL, AMOUNTS, over=None)
    budget = read(document(AMOUNTS).replace(table, f"{table}\n\n{note}"))
    assert choice_of(budget, GENERAL).how == "laws"


@pytest.mark.parametrize(
    ("bracket", "taken"), [("不含上年结转", "current"), ("含上年结转", "carried")]
)
def test_a_bracket_behind_a_title_binds(bracket: str, taken: str) -> None:
    over = None if taken == "carried" else False
    text = document(AMOUNTS, general=over).replace(
        f"{GENERAL}\n单位", f"{GENERAL}（{bracket}）\n单位"
    )
    choice = next(c for c in read(text).choices if c.title.startswith(GENERAL))
    assert (choice.taken, choice.how) == (taken, "prose")
    assert cnbudget.check(read(text)).wrong == ()


def guessed(reception: str, *more: str) -> Disclosure:
    """Three public expenses that no equality ties, beside a reception of 9.00 that they have to contain."""
    carried = {"2010801": Amounts(100_000, 50_000, 0, 10_000)}
    uses = (
        "一般公共预算基本支出表\n单位：万元\n\n| 科目编码 | 科目名称 | 合计 |\n|---|---|---|\n"
        "|  | 合计 | 1,000.00 |\n| 301 | 工资福利支出 | 900.00 |\n| 302 | 商品和服务支出 | 100.00 |\n"
        "| 30217 | 公务接待费 | 9.00 |\n| 30201 | 办公费 | 91.00 |\n\n注：本表含上年结转资金。"
    )
    expenses = (
        "“三公”经费支出预算表\n单位：万元\n\n| 项目 | 预算数 |\n|---|---|\n"
        f"| 公务接待费 | {reception} |" + "".join(f"\n| {each} |" for each in more)
    )
    basic = {code: Amounts(a.basic, 0, a.basic_over) for code, a in carried.items()}
    old = silent_table("一般公共预算基本支出表", basic, over=None)
    return read(document(carried, more=expenses).replace(old, uses))


PUBLIC = "“三公“经费支出预算表"


def test_a_guess_accuses_nobody() -> None:
    """Taken as other tables are, a reception of 8.00 would be less than that of basic expenditure; otherwise not."""
    budget = guessed("8.00")
    assert choice_of(budget, PUBLIC).taken is None
    assert cnbudget.check(budget).wrong == ()


def test_what_is_wrong_either_way_is_found_in_what_is_guessed() -> None:
    budget = guessed("9.00", "因公出国（境）费 | 3.00", "合计 | 12.00")
    assert choice_of(budget, PUBLIC).how == "alike"
    assert cnbudget.check(budget).wrong == ()
    wrong = guessed("9.00", "因公出国（境）费 | 3.00", "合计 | 17.00")
    assert choice_of(wrong, PUBLIC).how == "alike"
    assert [
        "17.00" in each.zh
        for each in cnbudget.check(wrong).causes
        if each in cnbudget.check(wrong).wrong
    ] == [True]


NOW = {code: Amounts(each.basic, each.project) for code, each in AMOUNTS.items()}
BEFORE = {code: Amounts(each.basic + 1_111, each.project + 2_345) for code, each in NOW.items()}


def two_years(first: Ledger, second: Ledger) -> str:
    """A table with two columns of one name."""
    lines = [
        "一般公共预算支出情况表",
        "单位：万元",
        "",
        "| 科目编码 | 科目名称 | 预算数 | 预算数 |",
        "|---|---|---|---|",
    ]
    for code in ["", *rows_of(NOW)]:
        cells = [shown(total(each, within=code)) for each in (first, second)]
        lines.append(f"| {code} | {NAMES[code] if code else '合计'} | {' | '.join(cells)} |")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("first", "second", "taken"), [(BEFORE, NOW, "first"), (NOW, BEFORE, "second")]
)
def test_laws_choose_which_of_two_columns_of_one_name_is_this_years(
    first: Ledger, second: Ledger, taken: str
) -> None:
    budget = read(document(NOW, more=two_years(first, second)))
    choice = next(c for c in budget.choices if "twins" in c.kind)
    assert (taken in str(choice.taken), choice.how) == (True, "laws")
    years = [c.scope.year for c in budget.tables[-1].sides[0].columns if c.scope is not None]
    assert years == ([2025, None] if taken == "first" else [None, 2025])
    assert cnbudget.check(budget).wrong == ()


def test_two_columns_of_one_name_that_nothing_tells_apart_are_open() -> None:
    other = {code: Amounts(each.basic + 777, each.project + 888) for code, each in NOW.items()}
    budget = read(document(NOW, more=two_years(BEFORE, other)))
    assert next(c for c in budget.choices if "twins" in c.kind).taken is None
    assert {f.scope for f in budget.tables[-1].figures} == {None}
    assert cnbudget.check(budget).wrong == ()


@pytest.mark.parametrize(("ledger", "taken"), [(NOW, "this"), (BEFORE, "titled")])
def test_laws_choose_of_which_year_a_table_is_whose_title_names_another(
    ledger: Ledger, taken: str
) -> None:
    table = silent_table(GENERAL, NOW, over=None)
    other = silent_table(f"2025年{GENERAL}", ledger, over=None)
    budget = read(document(NOW).replace(table, other))
    choice = next(c for c in budget.choices if "year" in c.kind)
    assert (taken in str(choice.taken), choice.how) == (True, "laws")
    assert [f.zh for f in cnbudget.check(budget).wrong if f.law != "form"] == []


def test_what_only_a_wrong_choice_elsewhere_would_leave_open_is_not_open() -> None:
    """The table of basic expenditure agrees with that of the general budget, which is proved to be this year's."""
    budget = read(document(AMOUNTS, general=False, basic=False))
    assert choice_of(budget, GENERAL).how == "laws"
    assert (choice_of(budget, BASIC).taken, choice_of(budget, BASIC).how) == ("current", "same")
