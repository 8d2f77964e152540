"""Which project of the tables one of the text is: by its name, by a name around it, or by an amount of its own."""

from __future__ import annotations

import pytest

from cnbudget import Figure, Unit, example
from cnbudget.rules import project_rows
from cnbudget.rules.project_rows import ProjectRows
from tests.invariants.documents import budget

_TABLE = (
    "2080505 | 村级组织运转补助（第一批） | 10.00 | 4.00 | 6.00",
    "2080506 | 村级组织运转补助（第二批） | 20.00 | 20.00 | ",
    "2080507 | 城乡社区环境整治 | 20.00 | 20.00 | ",
    "2080508 | 桥 | 5.00 | 5.00 | ",
    "合计 | | 55.00 | 49.00 | 6.00",
)


def wan(value: str | None) -> Figure:
    return Figure.of(value, Unit.WAN, places=2)


def found(name: str, amount: str | None, *rows: str) -> list[str]:
    """The projects of the tables that one of a name and an amount is."""
    known = ProjectRows(budget(projects=rows or _TABLE))
    return [each.name for each in known.of(name, wan(amount))]


@pytest.mark.parametrize(
    ("name", "amount", "there"),
    [
        ("2026年城乡社区环境整治项目经费", "1.00", []),
        ("城乡社区环境整治项目经费", "10.00", ["城乡社区环境整治"]),
        ("城乡社区环境整治（县级）", "1.00", ["城乡社区环境整治"]),
        ("村级组织运转补助", "1.00", []),
        ("村级组织运转补助", "5.00", ["桥"]),
        ("城乡社区环境整", "1.00", []),
        ("社区环境整治", "1.00", []),
        ("乡社区环境整治", "1.00", []),
        ("别的", "10.00", ["村级组织运转补助（第一批）"]),
        ("别的", "20.00", []),
        ("别的", "0.00", []),
        ("别的", None, []),
    ],
)
def test_which_project_it_is(name: str, amount: str | None, there: list[str]) -> None:
    rows = _TABLE if name != "2026年城乡社区环境整治项目经费" else _TABLE[:2]
    assert found(name, amount, *rows) == there


def test_a_name_is_sought_in_others_from_eight_characters_on() -> None:
    rows = ("2080507 | 某县城乡社区环境整治 | 20.00 | 20.00 | ",)
    assert found("城乡社区环境整治", "1.00", *rows) == ["某县城乡社区环境整治"]
    assert found("乡社区环境整治", "1.00", *rows) == []


def test_rows_of_one_name_are_one_project() -> None:
    rows = (*_TABLE[2:3], "2080509 | 城乡社区环境整治项目 | 3.00 | 3.00 | ")
    assert len(found("城乡社区环境整治", None, *rows)) == 2
    known = ProjectRows(budget(projects=(*rows, rows[0])))
    assert (len(known.rows), known.count(carried=False), known.count(carried=True)) == (3, 2, 0)


def test_money_carried_over_is_told_apart() -> None:
    rows = ProjectRows(example("akto")).rows
    assert [each.carried for each in rows] == [False] * 3 + [True] * 3
    assert [each.total.text for each in rows] == ["2.00", "0.90", "5.10", "1.60", "0.11", "11.41"]


@pytest.mark.parametrize("left", [-1, 0])
def test_no_more_names_are_compared_than_a_bound(
    left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = len({each.core for each in ProjectRows(budget(projects=_TABLE)).rows})
    monkeypatch.setattr(project_rows, "_MOST_COMPARED", names + left)
    known = ProjectRows(budget(projects=_TABLE))
    longer = "城乡社区环境整治（县级）"
    assert [len(known.of(longer, None)) for _ in range(2)] == [1, 0]
