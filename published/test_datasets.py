"""All published documents as a data set, twice: the same rows, and the second time nothing is read."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

import cnbudget
from cnbudget.datasets.columns import TABLES
from published.documents import FOLDER


def test_all_documents_twice(tmp_path: Path) -> None:
    once = cnbudget.write_dataset(FOLDER, tmp_path / "集")
    before = {table: pq.read_table(tmp_path / "集" / table) for table in TABLES}
    again = cnbudget.write_dataset(FOLDER, tmp_path / "集")
    assert once.done + once.same == once.files > 20
    assert (again.done, again.kept, again.kinds) == (0, once.files, once.kinds)
    for table, rows in before.items():
        assert rows.num_rows > 0, table
        assert pq.read_table(tmp_path / "集" / table).equals(rows), table
    keys = set(before["files"]["key"].to_pylist())
    for table in TABLES:
        assert set(before[table]["key"].to_pylist()) <= keys, table
    # a row a number, each once: the tables of one file and those of the other are apart
    assert before["budgets"].num_rows == sum(before["files"]["budgets"].to_pylist())
