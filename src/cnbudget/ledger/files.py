"""Ledgers in files: CSV, with tabs or commas, and Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cnbudget.dimensions import NEEDED
from cnbudget.errors import LedgerError
from cnbudget.files import bytes_of, refusal, text_of
from cnbudget.formulas import guarded, unguarded
from cnbudget.ledger.ledger import Ledger
from cnbudget.ledger.records import entries_of_records
from cnbudget.messages import Said, say
from cnbudget.outputs import encoded, save

_LARGEST = 1 << 30


def read_ledger(path: str | Path, agency: str = "", *, year: int | None = None) -> Ledger:
    """The ledger that a file lists, an entry a row.

    The first row names the columns, in Chinese or English, in any order: 功能科目 (function), 经济科目
    (economic), 资金来源 (source), 支出性质 (nature), 金额 (amount; in 元, or "金额（万元）"), and, where
    needed, 年度 (year), 部门 (agency), 项目 (project), 政府采购 (procurement), 收支 (flow), 往来部门
    (counterparty). Other columns are left alone.

    Args:
        path: A CSV file (UTF-8 or GB 18030; commas, semicolons or tabs), or an .xlsx file, whose first sheet is read (extra ``excel``).
        agency: The agency that publishes, if the file has several or none.
        year: The fiscal year, if the file does not say.

    Raises:
        LedgerError: The file cannot be read, or some of its rows; ``rows`` of the error lists every one with
            its row, column and reason, and nothing is loaded.
        MissingExtraError: It is an .xlsx file, and the extra is not installed.

    >>> from cnbudget.examples import example_ledger
    >>> from cnbudget.ledger import save_ledger
    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     name = os.path.join(folder, "ledger.csv")
    ...     save_ledger(example_ledger("akto"), name)
    ...     again = read_ledger(name)
    ...
    >>> again == example_ledger("akto")
    True
    """  # noqa: E501
    file = Path(path)
    try:
        data = bytes_of(file, _LARGEST)
    except (OSError, ValueError) as error:
        raise LedgerError(refusal(error), where=str(file)) from error
    if data.startswith(b"PK\x03\x04"):
        from cnbudget.ledger.excel import rows_of

        rows: Iterator[tuple[str, list[Any]]] = rows_of(data, str(file))
    else:
        rows = _rows(data, str(file))
    return _ledger(rows, agency, year, str(file))


def _rows(data: bytes, where: str) -> Iterator[tuple[str, list[Any]]]:
    text = text_of(data)
    if text is None:
        raise LedgerError(say("ledger.not_a_text_file"), where=where)
    head = text[:4096].split("\n", 1)[0]
    mark = max(",\t;，", key=head.count)
    if mark == "，":
        mark = ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for cells in reader:
            yield f"第{reader.line_num}行", list(map(unguarded, cells))
    except csv.Error as error:
        raise LedgerError(
            say("ledger.not_csv", error=error), where=f"{where} 第{reader.line_num}行"
        ) from error


def _ledger(
    rows: Iterator[tuple[str, list[Any]]], agency: str, year: int | None, where: str
) -> Ledger:
    filled = ((place, cells) for place, cells in rows if any(c not in (None, "") for c in cells))
    first = next(filled, None)
    if first is None:
        raise LedgerError(say("ledger.file_empty"), where=where)
    names = [str(name or "").strip() for name in first[1]]
    while names and not names[-1]:
        names.pop()
    places: list[str] = []
    records: list[dict[Any, Any]] = []
    for place, cells in filled:
        record: dict[Any, Any] = {}
        for index, cell in enumerate(cells):
            if index < len(names):
                record[names[index] or f" {index}"] = cell
            elif cell not in (None, ""):
                record[None] = cell
        records.append(record)
        places.append(place)
    _needed(names, where)
    entries, of_year = entries_of_records(records, year=year, file=where, places=places)
    return Ledger(entries, agency, year=of_year)


def _needed(names: list[str], where: str) -> None:
    """The columns without which no row could be read, said once and not for every row."""
    from cnbudget.ledger.records import COLUMNS, _column

    have = [known[0] for known in map(_column, names) if known is not None]
    lacking = [COLUMNS[key][0] for key in ("source", "amount") if key not in have]
    lacking += [
        COLUMNS[key][0] for key in NEEDED if key not in ("source", *have) and "flow" not in have
    ]
    twice = sorted({COLUMNS[key][0] for key in have if have.count(key) > 1})
    for title, en, zh in (
        ("、".join(lacking), "lacks columns", "缺少列"),
        ("、".join(twice), "has columns twice", "重复的列"),
    ):
        if title:
            known = "、".join(column[0] for column in COLUMNS.values())
            raise LedgerError(
                say("ledger.first_row", what=Said(zh, en), title=title, known=known), where=where
            )


def csv_of(ledger: Ledger) -> str:
    """The ledger as CSV, as `read_ledger` reads it; no spreadsheet takes a name in it for a formula.

    >>> from cnbudget import Entry, FundingSource, Ledger, Nature
    >>> print(csv_of(Ledger([Entry("2080501", "30101", source=FundingSource.OTHER,
    ...                            nature=Nature.PERSONNEL, amount="10.5")], year=2026)))
    年度,功能科目,经济科目,资金来源,支出性质,金额
    2026,2080501,30101,其他收入,人员经费,10.5
    <BLANKLINE>
    """
    records = ledger.records()
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    if records:
        writer.writerow(list(records[0]))
    else:
        writer.writerow(["功能科目", "经济科目", "资金来源", "支出性质", "金额"])
    for record in records:
        writer.writerow(
            [cell if name == "金额" else guarded(cell) for name, cell in record.items()]
        )
    return out.getvalue()


def save_ledger(ledger: Ledger, path: str | Path) -> None:
    """Write the ledger to a CSV file, in UTF-8 with the mark by which Excel knows it.

    Args:
        ledger: The ledger.
        path: The file.

    Raises:
        UnwritableError: The file cannot be written; what was there before is still there.

    >>> from cnbudget.examples import example_ledger
    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     name = os.path.join(folder, "ledger.csv")
    ...     save_ledger(example_ledger("akto"), name)
    ...     with open(name, encoding="utf-8-sig") as file:
    ...         first = file.readline().strip()
    ...
    >>> first
    '年度,部门,功能科目,经济科目,资金来源,支出性质,项目,金额'
    """
    save(path, encoded(csv_of(ledger), path, mark=True))
