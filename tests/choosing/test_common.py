"""What a table says of its own figures whichever way is taken what its words leave open."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

import cnbudget
from cnbudget import Disclosure, Nature, Scope, UnreadableError
from cnbudget.choosing import Alternative, Block, Chosen, common_laws
from cnbudget.figures import ColumnAddress, Figure, RowAddress
from cnbudget.invariants import ADD_UP, AGREE, laws
from cnbudget.reading.alternatives import FileReading, read_as_words
from cnbudget.tables import Row, Side, Table, TableLaw
from cnbudget.writing.records import disclosure_dict, json_text
from tests.choosing.documents import AMOUNTS, NAMES, Amounts, document, shown, silent_table, total
from tests.choosing.test_choosing import GENERAL, choice_of, read

FUND = "政府性基金预算支出表"
#: A budget of which nothing is carried over, whose table the total alone ties to others.
PAID = {"2120801": Amounts(0, 95_453), "2120899": Amounts(0, 67_708)}
SPENT = {
    "212": "城乡社区支出", "21208": "国有土地使用权出让收入安排的支出",
    "2120801": "征地和拆迁补偿支出", "2120899": "其他国有土地使用权出让收入安排的支出",
}  # fmt: skip


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> str:
    """A document with a budget of which the words do not say whether it has what is carried over."""
    for code, name in SPENT.items():
        monkeypatch.setitem(NAMES, code, name)
    both = {**AMOUNTS, **PAID}
    balance = [
        ("一、一般公共预算拨款收入", total(AMOUNTS, over=False), "一般公共服务支出", total(AMOUNTS, within="201")),
        ("二、政府性基金预算拨款收入", total(PAID), "社会保障和就业支出", total(AMOUNTS, within="208")),
        ("本年收入合计", total(both, over=False), "城乡社区支出", total(PAID)),
        ("上年结转", total(both, over=True), "", 0),
        ("收入总计", total(both), "支出总计", total(both)),
    ]  # fmt: skip
    head = ["收支总表", "单位：万元", "", "| 收入 | | 支出 | |", "|---|---|---|---|"]
    names = "| 项目 | 预算数 | 项目 | 预算数 |"
    rows = [f"| {a} | {shown(b)} | {c} | {shown(d)} |" for a, b, c, d in balance]
    parts = [
        "青山市审计局2026年部门预算",
        "\n".join([*head, names, *rows]),
        silent_table("支出总表", both, over=None),
        silent_table(GENERAL, AMOUNTS, over=None),
        silent_table(FUND, PAID, over=None),
    ]
    return "\n\n".join(parts)


def last_changed(text: str, old: str, new: str) -> str:
    """A document with another text in its last table."""
    head, title, table = text.rpartition(FUND)
    return head + title + table.replace(old, new, 1)


def own_sums(budget: Disclosure, title: str) -> int:
    """How many sums there are of the figures of a table alone."""
    return sum(
        law.kind == ADD_UP and {figure.row.title for figure in law.figures} == {title}
        for law in laws(budget)
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("| 合计 | 1,631.61 |", "| 合计 | 9,631.61 |"),
        ("| 1,631.61 |  | 1,631.61 |", "| 1,361.61 |  | 1,361.61 |"),
    ],
    ids=["a digit", "two digits the other way round, twice"],
)
def test_a_wrong_total_that_leaves_a_table_open_is_told(printed: str, old: str, new: str) -> None:
    budget = read(last_changed(printed, old, new))
    assert choice_of(budget, FUND).taken is None
    assert {figure.scope for figure in budget.tables[3].figures} == {None}
    found = cnbudget.check(budget).wrong
    suspect = found[0].suspects[0].figure
    assert (suspect.row.title, suspect.row.row, suspect.column.column) == (FUND, "合计", "合计")
    assert found[0].suspects[0].suggestion == Decimal("1631.61")
    again = cnbudget.read_text(json_text(budget))
    assert again.tables[3].common == budget.tables[3].common
    assert [each.zh for each in cnbudget.check(again).wrong] == [each.zh for each in found]


def test_what_words_leave_open_is_understood(printed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # the nearest form, which knows less of it, is not to be taken for it because of one wrong total
    seen: list[FileReading] = []

    def noted(*given: Any) -> FileReading | None:
        found = read_as_words(*given)
        assert found is not None
        seen.append(found)
        return found

    monkeypatch.setattr("cnbudget.reading.document.read_as_words", noted)
    read(printed)
    read(last_changed(printed, "| 合计 | 1,631.61 |", "| 合计 | 9,631.61 |"))
    right, wrong = seen[0], seen[-1]
    assert right.understood == right.known == wrong.understood > wrong.known


def test_where_nothing_is_open_a_table_has_no_laws_beside_those_of_its_scopes(printed: str) -> None:
    budget = read(printed)
    assert not any(table.common for table in budget.tables)
    assert not cnbudget.check(budget).wrong


def test_a_table_that_adds_up_in_itself_and_stays_open_is_not_accused() -> None:
    """Its headings are exchanged, so that it agrees with no other table; its sums hold, and are held."""
    right = silent_table(GENERAL, AMOUNTS, over=None)
    wrong = right.replace("基本支出 | 项目支出", "项目支出 | 基本支出")
    budget = read(document(AMOUNTS).replace(right, wrong))
    assert choice_of(budget, GENERAL).taken is None
    assert own_sums(budget, GENERAL) >= len(AMOUNTS)
    assert not cnbudget.check(budget).wrong


@pytest.mark.parametrize(
    "law",
    [
        {"kind": "add-up", "figures": [0, 15], "reason": "rows"},
        {"kind": "add-up", "figures": [0, -1], "reason": "rows"},
        {"kind": "agree", "figures": [3], "reason": "scopes"},
        {"kind": "balance", "figures": [0, 1], "reason": "flows"},
    ],
    ids=lambda law: str(law["figures"]),
)
def test_laws_that_a_table_cannot_have_are_refused(printed: str, law: dict[str, object]) -> None:
    found = disclosure_dict(read(printed))
    assert sum(len(row["figures"]) for row in found["tables"][3]["sides"][0]["rows"]) == 15
    found["tables"][3]["common"] = [law]
    with pytest.raises(UnreadableError):
        cnbudget.read_text(json.dumps(found, ensure_ascii=False))


def _table(scopes: tuple[Scope | None, ...]) -> Table[Row]:
    """A table of one row whose columns have some scopes."""
    columns = tuple(ColumnAddress(str(n), str(n), scope=each) for n, each in enumerate(scopes))
    row = RowAddress(1, "other", title="表", row="合计", scope=Scope())
    figures = tuple(Figure.of("1.00", "万元").evolve(row=row, column=column) for column in columns)
    side: Side[Row] = Side(None, columns, rows=(Row(row, figures, columns=columns),))
    return Table("other", 1, "表", sides=(side,))


WHOLE = Scope(nature=Nature.BASIC | Nature.PROJECT)
BASIC, PROJECT = Scope(nature=Nature.BASIC), Scope(nature=Nature.PROJECT)
WAYS = {
    "sums": ((WHOLE, BASIC, PROJECT), (WHOLE, PROJECT, BASIC)),
    "a sum in one of them": ((WHOLE, BASIC, PROJECT), (WHOLE, BASIC, None)),
    "sums of other figures": ((WHOLE, BASIC, PROJECT), (BASIC, WHOLE, PROJECT)),
    "all agree": ((BASIC, BASIC, BASIC), (PROJECT, PROJECT, PROJECT)),
    "of what agrees, what both have": ((BASIC, BASIC, BASIC), (None, BASIC, BASIC)),
}


@pytest.mark.parametrize(
    ("case", "common"),
    [
        ("sums", [(ADD_UP, (0, 1, 2), "columns")]),
        ("a sum in one of them", []),
        ("sums of other figures", []),
        ("of what agrees, what both have", [(AGREE, (1, 2), "scopes")]),
        ("all agree", [(AGREE, (0, 1, 2), "scopes")]),
    ],
)
def test_a_common_law_is_of_the_same_figures_in_every_way(
    case: str, common: list[TableLaw]
) -> None:
    ways = WAYS[case]
    alternatives = tuple(Alternative(str(n), way) for n, way in enumerate(ways))
    block = Block("twins", 0, 0, "columns", alternatives)

    def tables(taken: tuple[int | None, ...]) -> tuple[Table[Row], ...]:
        (way,) = taken
        return (_table((None,) * 3 if way is None else ways[way]),)

    assert not common_laws([Chosen(block, 0, "laws")], tables)
    assert common_laws([Chosen(block, None)], tables).get(0, ()) == tuple(common)
