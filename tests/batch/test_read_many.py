"""Many files read: all budgets in order, and nothing left out in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

import cnbudget
from cnbudget.batch import UnreadWarning
from cnbudget.errors import UsageError
from cnbudget.examples import example_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("artux", "akto"):
        text = example_path(name).read_text(encoding="utf-8")
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "通知.md").write_text("关于公开2026年部门预算的通知", encoding="utf-8")
    (tmp_path / "照片.png").write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize("jobs", [1, 2])
def test_budgets_come_in_the_order_of_the_files_and_the_rest_is_said(
    folder: Path, jobs: int
) -> None:
    told: list[tuple[int, int, str]] = []
    budgets = cnbudget.read_many(
        folder,
        jobs=jobs,
        progress=lambda *each: told.append((each[0], each[1], Path(each[2]).name)),
    )
    assert told == []  # nothing is read before it is asked for
    found = list(budgets)
    assert [budget.agency for budget in found] == ["阿克陶县医疗保障局", "阿图什市医疗保障局"]
    assert found == [cnbudget.read(folder / f"{name}.md") for name in ("akto", "artux")]
    assert told == [(1, 3, "akto.md"), (2, 3, "artux.md"), (3, 3, "通知.md")]
    assert (budgets.passed_over, budgets.errors) == (1, ())
    assert [Path(name).name for name in budgets.not_budgets] == ["通知.md"]


def test_what_could_not_be_read_is_kept_and_warned_of(folder: Path) -> None:
    budgets = cnbudget.read_many([folder / "artux.md", folder / "没有.pdf", folder / "通知.md"])
    with pytest.warns(UnreadWarning, match="有 2 个文件"):
        assert len(list(budgets)) == 1
    assert ["没有.pdf" in str(error.where) for error in budgets.errors] == [True, False]


def test_records_of_many_files_are_streamed(folder: Path) -> None:
    table = cnbudget.records(cnbudget.read_many(folder)).to_arrow()
    assert set(table.column("year").to_pylist()) == {2024, 2026}


def test_no_process_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError):
        cnbudget.read_many(folder, jobs=0)
