"""Persons planted into published budgets of every format, and everything that cnbudget then says."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.comments import Comment

import cnbudget
from cnbudget import Disclosure, Ledger, State, check
from cnbudget.annotating import annotated
from cnbudget.checks.checklist import checklist_text
from cnbudget.writing import write
from tests.persons.ways import Way

__all__ = ["FORMATS", "outputs", "planted", "small", "tokens"]

FORMATS = ("md", "html", "csv", "json", "xlsx", "docx")


def small() -> Disclosure:
    """A published budget of few entries."""
    records = [
        ("2080501", "30101", "一般公共预算", "人员经费", "", 1200000),
        ("2080501", "30201", "一般公共预算", "公用经费", "", 340050),
        ("2080599", "30227", "一般公共预算", "项目支出", "渠道清淤", 560000),
    ]
    names = ("功能科目", "经济科目", "资金来源", "支出性质", "项目", "金额")
    sources = {"一般公共预算": "GENERAL_OWN"}
    ledger = Ledger.of(
        [
            dict(zip(names, (f, e, sources[s], n, p, a), strict=True))
            for f, e, s, n, p, a in records
        ],
        agency="青山县教育局",
        year=2026,
    )
    return cnbudget.publish(ledger)


def planted(budget: Disclosure, way: Way, kind: str, folder: Path, *, last: bool) -> Path:
    """A file of the budget with a person named in it: at its end, or else at its beginning."""
    file = folder / f"budget.{kind}"
    write(budget, file if kind != "csv" else file.with_suffix(".xlsx"))
    globals()[f"_{kind}"](file, way, last)
    return file


def _md(file: Path, way: Way, last: bool) -> None:
    lines = [*way.lines]
    if way.rows:
        rows = ["| " + " | ".join(row) + " |" for row in way.rows]
        lines += ["", *rows, ""]
    extra = "\n\n".join(lines) if not way.rows else "\n".join(lines)
    text = file.read_text(encoding="utf-8")
    title, _, rest = text.partition("\n")
    file.write_text(
        f"{text}\n\n{extra}\n" if last else f"{title}\n\n{extra}\n\n{rest}", encoding="utf-8"
    )


def _html(file: Path, way: Way, last: bool) -> None:
    extra = "".join(f"<p>{html.escape(line)}</p>" for line in way.lines)
    if way.rows:
        cells = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
            for row in way.rows
        )
        extra += f"<table>{cells}</table>"
    text = file.read_text(encoding="utf-8")
    head, mark, rest = text.partition("</h1>") if not last else text.rpartition("</body>")
    if not mark:
        head, mark, rest = text, "", ""
    file.write_text(
        f"{head}{extra}{mark}{rest}" if last else f"{head}{mark}{extra}{rest}", encoding="utf-8"
    )


def _csv(file: Path, way: Way, last: bool) -> None:
    book = openpyxl.load_workbook(file.with_suffix(".xlsx"))
    extra = [[line] for line in way.lines] + [list(row) for row in way.rows] + [[""]]
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        if not last:
            writer.writerows(extra)
        for page in book.worksheets:
            for cells in page.iter_rows():
                writer.writerow(
                    [
                        f"{cell.value:.2f}" if isinstance(cell.value, float) else cell.value or ""
                        for cell in cells
                    ]
                )
            writer.writerow([""])
        if last:
            writer.writerows(extra)


def _json(file: Path, way: Way, last: bool) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    extra: list[dict[str, Any]] = [{"text": line} for line in way.lines]
    if way.rows:
        extra.append({"text": "\n".join(map("\t".join, way.rows)), "grid": True})
    passages = data["passages"]
    data["passages"] = [*passages, *extra] if last else [*extra, *passages]
    data["problems"] = [
        {"kind": "file", "zh": line, "en": line, "text": line} for line in way.lines[:1]
    ]
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _xlsx(file: Path, way: Way, last: bool) -> None:
    book = openpyxl.load_workbook(file)
    page = book.worksheets[-1 if last else 1]  # the first is the contents
    below = page.max_row + 2
    for i, line in enumerate(way.lines):
        page.cell(below + i, 1, line)
    below += len(way.lines)
    for i, row in enumerate(way.rows):
        for k, cell in enumerate(row, 1):
            if cell:
                page.cell(below + i, k, cell)
    told = "\n".join((*way.lines, *(" ".join(row) for row in way.rows)))
    page.cell(90, 30).comment = Comment(told, way.secrets[0])
    assert page.oddHeader is not None
    assert page.oddFooter is not None
    page.oddHeader.left.text = told.replace("&", "")[:200]
    page.oddFooter.left.text = told.replace("&", "")[:200]
    book.create_sheet(re.sub(r"[\\/*?:\[\]]", "", way.secrets[0])[:28])
    book.properties.creator = book.properties.lastModifiedBy = way.secrets[0]
    book.properties.description = book.properties.title = told
    book.save(file)


def _docx(file: Path, way: Way, last: bool) -> None:
    document = docx.Document(str(file))
    made = [document.add_paragraph(line)._p for line in way.lines]
    if way.rows:
        table = document.add_table(len(way.rows), len(way.rows[0]))
        for i, row in enumerate(way.rows):
            for k, cell in enumerate(row):
                table.cell(i, k).text = cell
        made.append(table._tbl)
    told = "\n".join((*way.lines, *(" ".join(row) for row in way.rows)))
    box = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in way.lines)
    holder = document.add_paragraph()
    holder._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
            f"<w:txbxContent>{box or '<w:p/>'}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    )
    if not last:
        first = document.element.body[0]
        for element in made:
            first.addnext(element)
            first = element
    section = document.sections[0]
    section.header.paragraphs[0].text = told
    section.footer.paragraphs[0].text = told
    about = document.core_properties
    about.author = about.last_modified_by = way.secrets[0]
    about.comments = about.title = told[:200]
    document.add_comment(holder.runs[:1] or holder.add_run("注"), told, author=way.secrets[0])
    document.save(str(file))


def outputs(budget: Disclosure, folder: Path) -> Iterator[tuple[str, str]]:
    """Everything that is said and written of a budget, each with its name."""
    report = check(budget)
    yield "report, Chinese", report.text("zh")
    yield "report, English", report.text("en")
    yield "report, JSON", report.to_json()
    yield "report, notebook", report._repr_html_()
    yield "checklist", checklist_text(report, "zh") + checklist_text(report, "en")
    yield "repr", repr(budget) + repr(report) + budget._repr_html_() + repr(budget.passages)
    yield "problems", repr(budget.problems) + "".join(each.zh + each.en for each in budget.problems)
    yield "labels", repr([[row.address for row in table.rows] for table in budget.tables])
    yield "claims", repr(list(budget.claims)) + repr(budget.claims.unread)
    yield "sides", repr(budget.sides) + repr(budget.sections)
    for name in ("markdown", "html", "json", "csv"):
        yield name, cnbudget.to_text(budget, name)
    for name in ("xlsx", "docx"):
        file = folder / f"written.{name}"
        write(budget, file)
        with zipfile.ZipFile(file) as package:
            for part in package.namelist():
                yield f"{name} {part}", html.unescape(package.read(part).decode("utf-8", "replace"))
    if budget.source.endswith((".xlsx", ".docx")):
        yield "comments", "".join(_comments(budget.content, annotated(report)))


def _comments(before: bytes, after: bytes) -> Iterator[str]:
    """What an annotated copy says more than the user's file."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        for part in new.namelist():
            if "comments" not in part:
                continue
            text = new.read(part).decode()
            known = old.read(part).decode() if part in old.namelist() else ""
            for comment in re.findall(
                r"<(?:\w+:)?comment\b.*?</(?:\w+:)?comment>", text, re.DOTALL
            ):
                said = re.sub(r"<[^>]*>", "", comment)
                if said not in re.sub(r"<[^>]*>", "", known):
                    yield html.unescape(said)


def tokens(budget: Disclosure) -> list[tuple[Any, ...]]:
    """The agency and every figure of a budget that is printed, for comparing.

    Words that stand directly under a table are a row of it, with no amount in it, persons or not.
    """
    return [
        (budget.agency, budget.year, budget.unit),
        *(
            (figure.row.key, figure.row.row, figure.column.key, figure.value, figure.state)
            for figure in budget.figures
            if figure.state is State.VALUE
        ),
    ]
