"""What comes of a file as rows for a data set, made where the file is read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import pyarrow as pa

from cnbudget.batch import Checked, Input, Options
from cnbudget.batch.examine import examined
from cnbudget.checks import Report
from cnbudget.datasets.columns import BUDGET_COLUMNS, FILE_COLUMNS, KEY, OF_BUDGETS, YEAR
from cnbudget.datasets.keys import content_of, key_of
from cnbudget.errors import CnbudgetError, UnreadableError
from cnbudget.frames import records
from cnbudget.frames.arrow import schema
from cnbudget.messages import Message

Task = tuple[Input, ...]
_FILE = "file.json"


@attrs.frozen(eq=False)
class FileRows:
    """The rows that a file has in the tables of a data set.

    Attributes:
        file: Its row in the table of files.
        year: The year of its first budget; None if it has none.
        parts: Its rows in each other table and year, as an Arrow stream.
        seconds: How long it took.
    """

    file: dict[str, Any]
    year: int | None
    parts: dict[tuple[str, int | None], bytes] = attrs.field(factory=dict)
    seconds: float = 0.0


@attrs.frozen
class Recording:
    """To read and check files, and to make the rows of a data set of what comes of it.

    Attributes:
        options: How they are read and checked.
        settings: What decides, beside the file, what comes of it; see `cnbudget.datasets.keys.settings_of`.
        lang: The language of words.
    """

    options: Options
    settings: str
    lang: str

    def done(self, task: Task, *, alone: bool = False) -> FileRows:
        """What comes of a file; see `cnbudget.batch.Work`."""
        (one,) = task
        content = content_of(one)
        key = "" if content is None else key_of(self.settings, one, content)
        if content is not None:
            one = attrs.evolve(one, content=content)  # what the key is of
        return self._rows(examined((one,), self.options, alone=alone), key, content)

    def lost(self, task: Task, why: Message, seconds: float) -> FileRows:
        """What is told of a file that nothing came of; see `cnbudget.batch.Work`."""
        error = UnreadableError(why, where=task[0].name)
        return self._rows(Checked(task, (error,), seconds=seconds), "", None)

    def _rows(self, checked: Checked, key: str, content: bytes | None) -> FileRows:
        errors = [each for each in checked.results if isinstance(each, CnbudgetError)]
        years = [each.disclosure.year for each in checked.reports]
        file = {
            "key": key,
            "path": checked.name,
            "size": None if content is None else len(content),
            "outcome": checked.kind,
            "budgets": len(checked.reports),
            "violated": sum(len(each.wrong) for each in checked.reports),
            "error_key": errors[0].key if errors else None,
            "error": errors[0].text(self.lang) if errors else None,
        }
        parts = _parts(checked.reports, key, self.lang)
        return FileRows(file, years[0] if years else None, parts, seconds=checked.seconds)


def _parts(reports: Iterable[Report], key: str, lang: str) -> dict[tuple[str, int | None], bytes]:
    """The rows of reports, by table and year."""
    by_year: dict[int | None, list[Report]] = {}
    for report in reports:
        by_year.setdefault(report.disclosure.year, []).append(report)
    found: dict[tuple[str, int | None], bytes] = {}
    for year, several in by_year.items():
        rows = [_budget_row(each, key) for each in several]
        found["budgets", year] = _stream(pa.Table.from_pylist(rows, schema=schema(BUDGET_COLUMNS)))
        for kind in OF_BUDGETS:
            things = several if kind == "findings" else [each.disclosure for each in several]
            batches = list(records(things, kind, lang=lang).batches())
            if batches:
                table = pa.Table.from_batches(batches).drop_columns(["file"])
                keys = pa.array([key] * table.num_rows, pa.string())
                (field,) = schema((KEY,))
                found[kind, year] = _stream(table.add_column(0, field, keys))
    return found


def _budget_row(report: Report, key: str) -> dict[str, Any]:
    budget, tally = report.disclosure, report.checked
    wrong = [each.severity for each in report.wrong]
    return {
        "key": key,
        "set": budget.set or None,
        "agency": budget.agency,
        "year": budget.year,
        "stage": budget.stage,
        "level": budget.level,
        "layout": budget.layout,
        "unit": budget.unit.zh,
        "tables": sum(bool(each.figures) for each in budget.tables),
        "exact": tally.exact,
        "rounding": tally.rounding,
        "undecided": tally.undecided,
        "violated": tally.violated,
        "errors": wrong.count("error"),
        "minor": wrong.count("minor"),
        "not_checked": len(report.not_checked),
    }


def _stream(table: Any) -> bytes:
    """A table as an Arrow stream; the year is its partition."""
    plain = table.drop_columns([YEAR]).combine_chunks()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, plain.schema) as writer:
        writer.write_table(plain)
    return bytes(sink.getvalue().to_pybytes())


def packed(rows: FileRows) -> bytes:
    """The rows of a file as one file, which is written whole or not at all."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as package:
        head = {"file": rows.file, "year": rows.year, "seconds": rows.seconds}
        package.writestr(_FILE, json.dumps(head, ensure_ascii=False))
        for (table, year), content in rows.parts.items():
            package.writestr(f"{table}/{'' if year is None else year}", content)
    return sink.getvalue()


def unpacked(content: bytes, *, parts: bool = True) -> FileRows:
    """The rows of a file again.

    Args:
        content: What `packed` gave.
        parts: Whether to unpack those of the other tables, too.

    >>> rows = FileRows({"path": "预算.md"}, 2026, {("figures", None): b"..."})
    >>> again = unpacked(packed(rows))
    >>> again.file, again.year, again.parts
    ({'path': '预算.md'}, 2026, {('figures', None): b'...'})
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        head = json.loads(package.read(_FILE))
        others = dict(_members(package)) if parts else {}
    return FileRows(head["file"], head["year"], others, seconds=head["seconds"])


def _members(package: zipfile.ZipFile) -> Iterator[tuple[tuple[str, int | None], bytes]]:
    for name in package.namelist():
        if name != _FILE:
            table, _, year = name.partition("/")
            yield (table, int(year) if year else None), package.read(name)


def file_table(rows: Iterable[FileRows]) -> Any:
    """Rows of the table of files."""
    return pa.Table.from_pylist([each.file for each in rows], schema=schema(FILE_COLUMNS))
