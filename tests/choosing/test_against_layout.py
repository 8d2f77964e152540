"""What laws decide against what a layout says, and that they do not where it is right."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import attrs
import pytest

import cnbudget
from cnbudget import Amount, Disclosure, Entry, FundingSource, Ledger, Nature
from cnbudget.choosing import Taken
from cnbudget.layouts import Layout, load
from cnbudget.reading import otherwise

INCLUDING = """
extends = "xinjiang-2026"
name = "carried"

[[tables]]
key = "general"
source = "GENERAL | CARRIED_GENERAL"
"""


def entry(function: str, nature: Nature, amount: int, source: FundingSource) -> Entry:
    economic = "30101" if nature is Nature.PERSONNEL else "30227"
    return Entry(
        function, economic, amount=Amount(Decimal(amount), "元"), source=source, nature=nature,
        project=None if nature is Nature.PERSONNEL else "审计项目",
    )  # fmt: skip


def ledger(over: int) -> Ledger:
    own, carried = FundingSource.GENERAL_OWN, FundingSource.CARRIED_GENERAL
    entries = [
        entry("2010801", Nature.PERSONNEL, 1_234_500, own),
        entry("2010804", Nature.PROJECT, 765_400, own),
        entry("2080505", Nature.PERSONNEL, 345_600, own),
    ]
    if over:
        entries.append(entry("2010804", Nature.PROJECT, over, carried))
        entries.append(entry("2080505", Nature.PERSONNEL, over // 2, carried))
    return Ledger(entries)


@pytest.fixture
def including(tmp_path: Path) -> Layout:
    path = tmp_path / "carried.toml"
    path.write_text(INCLUDING, encoding="utf-8")
    return load(path)


def read(over: int, layout: Layout | str, folder: Path) -> Disclosure:
    budget = cnbudget.publish(ledger(over), layout=layout, agency="青山市审计局", year=2026)
    path = cnbudget.write(budget, folder / "budget.md", layout=layout)
    return cnbudget.read(path, layout="xinjiang-2026")


def test_laws_speak_against_a_layout_and_both_are_named(including: Layout, tmp_path: Path) -> None:
    budget = read(44_400, including, tmp_path)
    choice = next(c for c in budget.choices if c.table == "general")
    assert (choice.taken, choice.how) == ("carried", "laws")
    assert choice.cells >= 3
    (said, *_) = [p for p in budget.problems if p.kind == "choice" and p.key == "general"]
    assert "xinjiang-2026" in said.zh
    assert "只含当年资金" in said.zh
    assert "含上年结转资金" in said.zh
    assert cnbudget.check(budget).wrong == ()
    figure = budget.table("general")["2010804"]["total"]
    assert choice in budget.explain(figure).choices


@pytest.mark.parametrize("over", [0, 44_400])
def test_a_layout_that_is_right_stays(over: int, tmp_path: Path) -> None:
    budget = read(over, "xinjiang-2026", tmp_path)
    assert budget.choices == ()
    assert [p for p in budget.problems if p.kind == "choice"] == []


def whole() -> Layout:
    """The form in which 一般公共预算 in the income table has the transfers from above in it, too."""
    form = load("xinjiang-2026")
    (side,) = form["income"].sides
    columns = tuple(
        attrs.evolve(each, scope=attrs.evolve(each.scope, source=FundingSource.GENERAL))
        if each.key == "general"
        else each
        for each in side.columns
    )
    income = attrs.evolve(form["income"], sides=(attrs.evolve(side, columns=columns),))
    tables = tuple(income if table.key == "income" else table for table in form.tables)
    return attrs.evolve(form, tables=tables)


def with_transfers(transfers: int) -> Ledger:
    more = [
        entry("2010804", Nature.PROJECT, transfers, FundingSource.GENERAL_TRANSFER),
        entry("2080505", Nature.PERSONNEL, transfers // 2, FundingSource.GENERAL_TRANSFER),
    ]
    return Ledger([*ledger(0), *more])


@pytest.mark.parametrize("transfers", [55_500, 0])
def test_that_general_money_is_of_all_levels_is_told_against_a_layout_that_says_own(
    transfers: int, tmp_path: Path
) -> None:
    made = with_transfers(transfers) if transfers else ledger(0)
    budget = cnbudget.publish(made, layout=whole(), agency="青山市审计局", year=2026)
    file = cnbudget.write(budget, tmp_path / "budget.md", layout=whole())
    again = cnbudget.read(file, layout="xinjiang-2026")
    own = [choice for choice in again.choices if choice.kind == "own"]
    assert [choice.taken for choice in own] == (["whole"] if transfers else [])
    assert [p.kind for p in again.problems if p.key == "income" and p.kind == "choice"] == (
        ["choice"] if transfers else []
    )
    assert cnbudget.check(again).wrong == ()


def test_a_layout_that_says_own_is_right_where_columns_add_up(tmp_path: Path) -> None:
    budget = cnbudget.publish(with_transfers(55_500), agency="青山市审计局", year=2026)
    file = cnbudget.write(budget, tmp_path / "budget.md")
    assert cnbudget.read(file, layout="xinjiang-2026").choices == ()


@pytest.mark.parametrize("title", ["部门“三公”经费支出表", "一般公共预算“三公”经费支出表"])
def test_of_which_money_public_expenses_are_is_open_only_where_the_title_does_not_say(
    title: str,
) -> None:
    spent = entry("2010801", Nature.PERSONNEL, 50_000, FundingSource.GENERAL_OWN)
    made = cnbudget.publish(Ledger([spent]), layout="central", agency="青山市审计局", year=2026)
    table = attrs.evolve(made.table("three_public"), title=title)
    (block,) = otherwise._blocks([table])
    said = title.startswith("一般")
    assert block.kind == ("carried" if said else "public+carried")
    assert block.alternatives[0].key == ("current" if said else "general+current")


def test_nothing_carried_over_speaks_against_no_layout(including: Layout, tmp_path: Path) -> None:
    assert read(0, including, tmp_path).choices == ()


def test_nothing_is_weighed_where_the_layout_breaks_no_law(monkeypatch: pytest.MonkeyPatch) -> None:
    budget = cnbudget.example("artux")
    assert not Taken(budget.tables).broken
    monkeypatch.setattr(otherwise, "choose", lambda *_: pytest.fail("weighed for nothing"))
    assert otherwise.against_layout("xinjiang-2026", list(budget.tables)).choices == ()
