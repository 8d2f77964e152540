"""Data sets: the same rows however they came there, and whole after a kill at any moment."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget.batch import Input, Options
from cnbudget.datasets import DatasetRun, store
from cnbudget.datasets.columns import TABLES
from cnbudget.datasets.keys import content_of
from cnbudget.datasets.recording import Recording
from cnbudget.errors import UnwritableError, UsageError
from cnbudget.examples import example_path
from cnbudget.messages import say
from cnbudget.outputs import save
from tests.batch.test_check_files import SMALL

ARTUX, AKTO = (example_path(name).read_bytes() for name in ("artux", "akto"))
WRONG = ARTUX.replace(b"498.73", b"499.73", 1)
FINE, OTHER = (SMALL.format(agency=each, amount="5.00").encode() for each in ("一局", "二局"))
BAD = b"PK\x03\x04 no workbook"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "公开"
    folder.mkdir()
    for name, content in (("a.md", FINE), ("b.md", OTHER), ("c.md", FINE), ("d.xlsx", BAD)):
        (folder / name).write_bytes(content)
    return folder


def rows(folder: Path) -> dict[str, list[str]]:
    """All rows of all tables, in an order of their own."""
    return {
        table: sorted(
            repr(sorted(row.items(), key=lambda cell: cell[0]))
            for row in pq.read_table(folder / table).to_pylist()
        )
        for table in TABLES
    }


def written(files: Path, out: Path, **more: Any) -> dict[str, list[str]]:
    cnbudget.write_dataset(files, out, **more)
    return rows(out)


def test_the_tables_are_the_records_and_join_by_key(files: Path, tmp_path: Path) -> None:
    for name, content in (("a.md", ARTUX), ("b.md", AKTO), ("c.md", ARTUX)):
        (files / name).write_bytes(content)
    run = cnbudget.write_dataset(files, tmp_path / "集")
    assert run == DatasetRun(4, done=3, same=1, kinds={"fine": 3, "unreadable": 1})
    table = {name: pq.read_table(tmp_path / "集" / name).to_pylist() for name in TABLES}
    by_path = {Path(row["path"]).name: row for row in table["files"]}
    assert by_path["a.md"]["key"] == by_path["c.md"]["key"] != by_path["b.md"]["key"]
    assert "d.xlsx" in by_path["d.xlsx"]["error"]
    assert by_path["d.xlsx"]["error_key"] == "files.damaged"
    assert by_path["d.xlsx"]["year"] is None
    for name in ("a.md", "b.md"):
        key, budget = by_path[name]["key"], cnbudget.read(files / name)
        mine = [_plain(row, "key") for row in table["figures"] if row["key"] == key]
        records = [_plain(row, "file") for row in cnbudget.records(budget)]
        assert sorted(mine) == sorted(records)
        (told,) = (row for row in table["budgets"] if row["key"] == key)
        assert (told["agency"], told["year"]) == (budget.agency, budget.year)


def _plain(row: dict[str, Any], without: str) -> str:
    """A row, its decimals written alike, and without what there is only one of."""
    cells = {
        name: value.normalize() if isinstance(value, Decimal) else value
        for name, value in row.items()
        if name != without
    }
    return repr(sorted(cells.items()))


def test_a_second_run_reads_what_is_new_and_no_more(files: Path, tmp_path: Path) -> None:
    out = tmp_path / "集"
    once = written(files, out)
    again = cnbudget.write_dataset(files, out)
    assert (again.done, again.kept, again.same) == (0, 4, 0)
    assert rows(out) == once
    (files / "b.md").write_bytes(WRONG)
    (files / "e.md").write_bytes(OTHER)
    changed = cnbudget.write_dataset(files, out)
    assert changed.kept == 3
    assert changed.kinds == {"errors": 1, "fine": 3, "unreadable": 1}
    assert rows(out) == written(files, tmp_path / "另一")


def test_other_options_are_other_results(files: Path, tmp_path: Path) -> None:
    (files / "b.md").write_bytes(ARTUX)
    out = tmp_path / "集"
    written(files, out)
    assert pq.read_table(out / "statements").num_rows > 0
    other = cnbudget.write_dataset(files, out, prose=False)
    assert (other.done, other.kept) == (3, 0)
    assert rows(out) == written(files, tmp_path / "另一", prose=False)


def test_no_more_of_a_file_is_read_than_is_said(files: Path, tmp_path: Path) -> None:
    out = tmp_path / "集"
    cnbudget.write_dataset(files, out, limits=cnbudget.Limits(lines=3))
    few = pq.read_table(out / "files")["error_key"].to_pylist()
    assert set(few) == {"limits.lines", "files.damaged"}
    again = cnbudget.write_dataset(files, out)  # other limits are other results
    assert (again.done, again.kept) == (3, 0)
    assert set(pq.read_table(out / "files")["error_key"].to_pylist()) != set(few)


def test_what_depends_on_the_run_is_tried_again(files: Path, tmp_path: Path) -> None:
    class Lost(ThreadPoolExecutor):
        """An executor that loses one file."""

        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            if args[0][0].name.endswith("b.md"):
                failed: Future[Any] = Future()
                failed.set_exception(OSError("the worker is gone"))
                return failed
            return super().submit(fn, *args, **kwargs)

    out = tmp_path / "集"
    with Lost(1) as executor:
        run = cnbudget.write_dataset(files, out, executor=executor)
    assert run.kinds == {"fine": 2, "unreadable": 2}
    (lost,) = (
        row
        for row in pq.read_table(out / "files").to_pylist()
        if row["error_key"] == "batch.executor_lost"
    )
    assert "the worker is gone" in lost["error"]
    again = cnbudget.write_dataset(files, out)
    assert (again.done, again.kept) == (1, 3)
    assert rows(out) == written(files, tmp_path / "另一")


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_gives_the_same(
    files: Path, tmp_path: Path, kind: type[ThreadPoolExecutor | ProcessPoolExecutor]
) -> None:
    with kind(2) as executor:
        there = written(files, tmp_path / "一", executor=executor)
        checked = [each.kind for each in cnbudget.check_files([str(files)], executor=executor)]
    assert there == written(files, tmp_path / "二") == written(files, tmp_path / "三", jobs=2)
    assert checked == ["fine", "fine", "fine", "unreadable"]


def test_an_executor_that_broke_loses_no_file(files: Path, tmp_path: Path) -> None:
    executor: Executor = ThreadPoolExecutor(1)
    executor.shutdown()
    run = cnbudget.write_dataset(files, tmp_path / "集", executor=executor)
    assert run.kinds == {"unreadable": 4}
    for more in ({"jobs": 2}, {"seconds": 3.0}):
        with pytest.raises(UsageError):
            cnbudget.write_dataset(files, tmp_path / "集", executor=executor, **more)


class Killed(BaseException):
    """Nothing more happens."""


class Reaper:
    """Kills at the nth thing that is done to the disk."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.left = -1
        patch.setattr(store, "_MOST", 2)
        patch.setattr(store, "save", self.before(save))
        patch.setattr(Path, "unlink", self.before(Path.unlink))

    def before(self, do: Callable[..., None]) -> Callable[..., None]:
        def done(*args: Any, **more: Any) -> None:
            self.strike()
            do(*args, **more)

        return done

    def strike(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed


def test_a_kill_at_any_moment_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before every single writing and taking away, of a first run and of one over files that changed."""
    files, start, out = (tmp_path / name for name in ("公开", "start", "killed"))
    files.mkdir()
    contents = {"a": FINE, "b": OTHER, "c": FINE, "d": BAD, "e": FINE.replace(b"2026", b"2025")}
    reaper = Reaper(monkeypatch)
    for change in ("a", "e"):
        contents[change], right = OTHER, contents[change]
        for name, content in contents.items():
            (files / f"{name}.md").write_bytes(content)
        cnbudget.write_dataset(files, start)
        contents[change] = right
        (files / f"{change}.md").write_bytes(right)
    whole = written(files, tmp_path / "whole")
    for begun in (None, start):
        for moment in count(1):
            shutil.rmtree(out, ignore_errors=True)
            if begun is not None:
                shutil.copytree(begun, out)
            reaper.left = moment
            try:
                cnbudget.write_dataset(files, out)
            except Killed:
                reaper.left = -1
                assert written(files, out) == whole, moment
            else:
                break
        assert moment > 5


CONTENTS = (FINE, OTHER, BAD)


@settings(max_examples=10)
@example([{"b": 0}, {"a": 0}, {"a": 0, "b": 1}])
@given(
    st.lists(
        st.dictionaries(st.sampled_from("abc"), st.sampled_from(range(3)), min_size=1),
        min_size=1,
        max_size=3,
    )
)
def test_runs_one_after_another_are_one_run_over_what_is_there_last(
    states: list[dict[str, int]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        (files := home / "f").mkdir()
        now: dict[str, int] = {}
        for state in states:
            now |= state  # a file that is no longer named stays as it was
            for each, content in state.items():
                (files / f"{each}.md").write_bytes(CONTENTS[content])
            cnbudget.write_dataset([files / f"{each}.md" for each in state], home / "d")
        assert rows(home / "d") == written(files, home / "e")


def test_another_folder_is_not_written_to(files: Path, tmp_path: Path) -> None:
    other = tmp_path / "别的"
    other.mkdir()
    (other / "信.txt").write_text("不是数据集", encoding="utf-8")
    with pytest.raises(UnwritableError, match="信"):
        cnbudget.write_dataset(files, other)
    assert os.listdir(other) == ["信.txt"]
    file = tmp_path / "文件"
    file.write_bytes(b"")
    with pytest.raises(UnwritableError):
        cnbudget.write_dataset(files, file)


def test_a_file_that_hangs_is_given_up_and_tried_again(files: Path, tmp_path: Path) -> None:
    """The process that reads it is ended by `Workers`; who looks for what is new does not wait for it, either."""
    path = files / "z.md"
    os.mkfifo(path)
    one = Input("z.md", str(path), found=True)
    assert content_of(one) is None
    lost = Recording(Options(), "", "zh").lost((one,), say("batch.too_long", seconds="8"), 8.0)
    assert (lost.file["outcome"], lost.file["error_key"]) == ("unreadable", "batch.too_long")
    out = store.Store(tmp_path / "集")
    out.put(lost)
    out.close()
    assert store.Store(tmp_path / "集").known == {"z.md": ""}
