"""The folder of a data set: what is in it, what is put into it, and how it stays whole under a kill.

What comes of a file is put down whole as soon as it is there, as one small file among those that wait. Many of these
are merged into Parquet files, one for each table and year. A note is written before, so that a merging that was cut
off is done again; what it writes and takes away is the same each time. Rows of a file that has changed since are taken
out before new ones come in, and rows that no file stands for any more, too.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cnbudget.datasets.columns import TABLES, YEAR
from cnbudget.datasets.recording import FileRows, file_table, packed, unpacked
from cnbudget.errors import UnwritableError
from cnbudget.frames.arrow import schema
from cnbudget.messages import say
from cnbudget.outputs import save, unwritable

_WAITING, _NOTES = "_waiting", "_merging"
_KEYS = b"cnbudget.keys"
#: The year's part of a path where there is none, as Hive writes it: readers take it for null.
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
_MOST = 100  # files that wait before they are merged, all of which are in memory then
#: What a file may have failed for that it need not fail for again.
_OF_THE_RUN = frozenset(("batch.died", "batch.executor_lost", "batch.failed", "batch.too_long"))


class Store:
    """The folder of a data set.

    Args:
        folder: The folder; it is made if it is not there.

    Attributes:
        known: The key of what came of each file before, by its path.

    Raises:
        UnwritableError: It cannot be made, or holds something else.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._refuse_other()
        try:
            for name in (_WAITING, _NOTES, *TABLES):
                (folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(folder, error) from error
        self._clear()
        self._merged = {path for path, _ in self.outcomes()}
        for note in sorted((folder / _NOTES).glob("*.json")):
            self._finish(note)
        self.known: dict[str, str] = dict(self._kept())
        self._sweep()

    def put(self, rows: FileRows) -> None:
        """Put down what came of a file; from here on a kill does not lose it."""
        path = rows.file["path"]
        save(self._waiting(path), packed(rows))
        self.known[path] = rows.file["key"]
        if len(self._those_waiting()) >= _MOST:
            self.merge()

    def merge(self) -> None:
        """Put all that waits into the Parquet files."""
        names = [each.name for each in self._those_waiting()]
        if not names:
            return
        # a name of its own: no older part is replaced, which others may need
        note = self.folder / _NOTES / f"{os.urandom(8).hex()}.json"
        save(note, json.dumps(names).encode())
        self._finish(note)

    def rows_of(self, keys: Iterable[str]) -> dict[str, tuple[dict[str, Any], int | None]]:
        """The row in the table of files that stands for each of some keys, and its year."""
        wanted, found = set(keys), {}
        for each in map(_head_of, self._those_waiting()):
            if each.file["key"] in wanted:
                found[each.file["key"]] = (each.file, each.year)
        for part in self._parts("files"):
            if not wanted.isdisjoint(_keys_of(part)):
                for row in pq.read_table(part, partitioning=None).to_pylist():
                    if row["key"] in wanted:
                        found.setdefault(row["key"], (row, _year_of(part)))
        return found

    def outcomes(self) -> Iterator[tuple[str, str]]:
        """Each file, and how it came out."""
        for part in self._parts("files"):
            table = pq.read_table(part, columns=["path", "outcome"], partitioning=None)
            yield from zip(*(table[name].to_pylist() for name in table.column_names), strict=True)

    # What is there -----------------------------------------------------------------------------

    def _refuse_other(self) -> None:
        if not self.folder.is_dir():
            return
        ours = {_WAITING, _NOTES, *TABLES}
        others = [each.name for each in self.folder.iterdir() if each.name not in ours]
        if others:
            raise UnwritableError(
                say("datasets.other_folder", names=sorted(others)[:3]), where=str(self.folder)
            )

    def _waiting(self, path: str) -> Path:
        name = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self.folder / _WAITING / f"{name}.part"

    def _those_waiting(self) -> list[Path]:
        return sorted((self.folder / _WAITING).glob("*.part"))

    def _parts(self, table: str) -> list[Path]:
        return sorted((self.folder / table).glob("year=*/*.parquet"))

    def _kept(self) -> Iterator[tuple[str, str]]:
        """The files that need not be read again, with their keys; those that wait after the others."""
        for part in self._parts("files"):
            table = pq.read_table(part, columns=["path", "key", "error_key"], partitioning=None)
            for row in table.to_pylist():
                yield row["path"], "" if row["error_key"] in _OF_THE_RUN else row["key"]
        for each in map(_head_of, self._those_waiting()):
            failed = each.file["error_key"] in _OF_THE_RUN
            yield each.file["path"], "" if failed else each.file["key"]

    # What is taken away and put in -------------------------------------------------------------

    def _clear(self) -> None:
        """Take away what a kill left half written."""
        for half in self.folder.glob("**/.cnbudget-*.tmp"):
            half.unlink(missing_ok=True)

    def _finish(self, note: Path) -> None:
        """Do a merging that is noted, from the beginning or from where it was cut off."""
        waiting = [note.parent.parent / _WAITING / name for name in json.loads(note.read_bytes())]
        if all(each.exists() for each in waiting):  # else all was written, and some taken away
            rows = [_read_waiting(each) for each in waiting]
            paths = {each.file["path"] for each in rows}
            if not self._merged.isdisjoint(paths):
                self._take_out(paths)
                self._sweep()
            self._merged |= paths
            self._write(note.stem, sorted(rows, key=lambda each: str(each.file["path"])))
        for each in waiting:
            each.unlink(missing_ok=True)
        note.unlink()

    def _take_out(self, paths: set[str]) -> None:
        """Take files out of the table of files."""
        for part in self._parts("files"):
            table = pq.read_table(part, partitioning=None)
            old = pc.is_in(table["path"], value_set=pa.array(sorted(paths), pa.string()))
            if pc.any(old).as_py():
                self._rewrite(part, table.filter(pc.invert(old)))

    def _sweep(self) -> None:
        """Take out the rows that no file stands for any more."""
        live = {key for part in self._parts("files") for key in _keys_of(part)}
        live.update(_head_of(each).file["key"] for each in self._those_waiting())
        for name in TABLES:
            for part in self._parts(name):
                if name != "files" and not live.issuperset(_keys_of(part)):
                    table = pq.read_table(part, partitioning=None)
                    kept = pc.is_in(table["key"], value_set=pa.array(sorted(live), pa.string()))
                    self._rewrite(part, table.filter(kept))

    def _write(self, name: str, rows: list[FileRows]) -> None:
        """The rows of some files as Parquet files of a name."""
        parts: dict[tuple[str, int | None], list[Any]] = {}
        files: dict[int | None, list[FileRows]] = {}
        for each in rows:
            files.setdefault(each.year, []).append(each)
            for place, content in each.parts.items():
                parts.setdefault(place, []).append(pa.ipc.open_stream(content).read_all())
        for (table, year), tables in parts.items():
            self._save(self._part(table, year, name), pa.concat_tables(tables))
        # last, so that what it names is there
        for year, some in files.items():
            self._save(self._part("files", year, name), file_table(some))

    def _part(self, table: str, year: int | None, name: str) -> Path:
        folder = self.folder / table / f"year={_NO_YEAR if year is None else year}"
        folder.mkdir(exist_ok=True)
        return folder / f"{name}.parquet"

    def _rewrite(self, part: Path, table: Any) -> None:
        if table.num_rows:
            self._save(part, table)
        else:
            part.unlink()

    def _save(self, part: Path, table: Any) -> None:
        keys = sorted(set(table["key"].to_pylist()))
        told = {**(table.schema.metadata or {}), _KEYS: json.dumps(keys).encode()}
        sink = pa.BufferOutputStream()
        pq.write_table(table.replace_schema_metadata(told), sink, compression="zstd")
        save(part, sink.getvalue().to_pybytes())

    def close(self) -> None:
        """Merge what waits, and leave no folder that only this needs."""
        self.merge()
        for table in TABLES:
            if all(_year_of(each) is None for each in self._parts(table)):
                # then readers find no rows where there are none, and of what type a year is
                self._save(self._part(table, 0, "empty"), _empty(table))
        shutil.rmtree(self.folder / _WAITING, ignore_errors=True)
        shutil.rmtree(self.folder / _NOTES, ignore_errors=True)


def _empty(table: str) -> Any:
    return schema(tuple(each for each in TABLES[table] if each.name != YEAR)).empty_table()


def _read_waiting(path: Path) -> FileRows:
    return unpacked(path.read_bytes())


def _head_of(path: Path) -> FileRows:
    return unpacked(path.read_bytes(), parts=False)


def _keys_of(part: Path) -> frozenset[str]:
    """The keys that a Parquet file has rows of."""
    return frozenset(json.loads((pq.read_schema(part).metadata or {}).get(_KEYS, b"[]")))


def _year_of(part: Path) -> int | None:
    year = part.parent.name.partition("=")[2]
    return None if year == _NO_YEAR else int(year)
