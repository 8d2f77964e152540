"""Several files of one disclosure, and several disclosures of one file: the documents as they were published."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from cnbudget import Disclosure, Verdict, check, outcomes, read, read_all, units_of
from cnbudget.figures import standing
from cnbudget.invariants.units import between
from cnbudget.reading.blocks import Grid, TextLine
from cnbudget.reading.files import contents_of
from published.documents import FOLDER, SHARED, budget

FORMS = SHARED / "faults" / "forms"
#: Five documents of five forms; one has its tables behind its prose, one between, one is a final account.
FIVE = (
    "sh-putuo-fb-2025-budget-unit",
    "xian-sjj-2026",
    "fuzhou-ybj-2026",
    "sh-putuo-ghj-2024-final-dept",
    "yantai-sjj-2026",
)


def told(found: Disclosure) -> list[tuple[str, str, str]]:
    """What a check finds wrong, and the words that places have no part in."""
    return [(each.law, each.severity, each.verdict.value) for each in check(found).wrong]


def test_beijing_s_prose_is_held_to_its_tables() -> None:
    folder = FOLDER / "beijing-sjj-2026"
    together = read([folder / "original.pdf", folder / "tables.pdf"])
    report = check(together)
    assert standing(together.figures) == standing(budget("beijing-sjj-2026").figures)
    assert {figure.place.file for figure in together.figures} == {"tables.pdf"}
    assert {claim.place.file for claim in together.claims} == {"original.pdf"}
    assert report.ok
    (difference,) = [each for each in report.findings if each.verdict.value == "rounding"]
    assert {figure.place.file for figure in difference.figures} == {"original.pdf", "tables.pdf"}
    alone = check(read(folder / "original.pdf"))
    assert alone.ok
    assert report.tallies["agree"].exact > alone.tallies["agree"].exact


def test_a_workbook_for_each_table() -> None:
    report = check(read(sorted((FORMS / "one-file-a-table").iterdir())))
    assert report.disclosure.stage == "决算"
    assert report.wrong
    for finding in report.wrong:
        assert {figure.text for figure in finding.figures} == {"100", "110"}
        assert len({figure.place.file for figure in finding.figures}) == 2


def test_a_page_and_a_workbook_for_each_of_its_tables(tmp_path: Path) -> None:
    page = FORMS / "fujian-county-page.html"
    blocks = contents_of(page.read_bytes()).blocks
    prose: list[str] = []
    paths: list[Path] = []
    for block in blocks:
        if isinstance(block, TextLine):
            prose.append(block.text)
            continue
        assert isinstance(block, Grid)
        unit, title = prose.pop(), prose.pop()
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in ([title], [unit], *(row.cells for row in block.rows)):
            sheet.append(row)
        paths.append(tmp_path / f"附件{len(paths) + 1}.xlsx")
        book.save(paths[-1])
    text = tmp_path / "说明.html"
    text.write_text(
        "<html><body>" + "".join(f"<p>{each}</p>" for each in prose) + "</body></html>",
        encoding="utf-8",
    )
    assert len(paths) == 9
    together, whole = read([text, *paths]), read(page)
    assert [f.text for f in together.figures] == [f.text for f in whole.figures]
    assert [f.scope for f in together.figures] == [f.scope for f in whole.figures]
    (finding,) = [each for each in check(together).wrong if each.caused_by is None]
    assert {figure.text for figure in finding.figures} == {"45.00", "40.00"}
    assert {figure.place.file for figure in finding.figures} == {"说明.html", "附件5.xlsx"}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of five documents in one file."""
    made = pypdfium2.PdfDocument.new()
    for name in FIVE:
        pages = pypdfium2.PdfDocument(FOLDER / name / "original.pdf")
        made.import_pages(pages)
        pages.close()
    path = tmp_path_factory.mktemp("compiled") / "汇编.pdf"
    made.save(str(path))
    made.close()
    return path


def test_five_documents_in_one_file_are_read_as_each_alone(compiled: Path) -> None:
    found = read_all(compiled)
    assert [each.set for each in found] == [1, 2, 3, 4, 5]
    for name, mine in zip(FIVE, found, strict=True):
        alone = budget(name)
        assert (mine.agency, mine.year, mine.stage) == (alone.agency, alone.year, alone.stage)
        assert standing(mine.figures) == standing(alone.figures), name
        assert [each.text for each in mine.claims] == [each.text for each in alone.claims], name
        assert told(mine) == told(alone), name


def test_every_document_is_one_set() -> None:
    for path in sorted(FOLDER.glob("*/*.pdf")):
        assert len(read_all(path)) == 1, path


def test_the_units_of_a_department_make_up_its_figures() -> None:
    """Shenzhen prints one set of tables, in which each unit has its rows: the whole is their sum."""
    whole = budget("shenzhen-swj-2026")
    sums = [
        outcome
        for outcome in outcomes(whole)
        if outcome.law.kind == "add-up"
        and outcome.law.whole.scope is not None
        and not outcome.law.whole.scope.agency
        and all(part.scope is not None and part.scope.agency for part in outcome.law.figures[1:])
    ]
    assert len(sums) > 20
    assert {len(outcome.law.figures) for outcome in sums} == {14}
    assert {outcome.verdict for outcome in sums} <= {Verdict.EXACT, Verdict.ROUNDING}
    units = units_of(whole)
    assert len(units) == 13
    assert all(check(unit).ok and check(unit).checked.exact > 500 for unit in units)
    rows = sum(len(table) for unit in units for table in unit.tables)
    of_units = [
        row
        for table in whole.tables
        for row in table
        if row.address.scope is not None and row.address.scope.agency
    ]
    # one table names the department itself on a row
    assert rows == len(of_units) - 1
    laws = between(whole.tables, [unit.tables for unit in units]).system
    assert len(laws.laws) > 90
    assert {kind for kind, _, _ in laws.laws} == {"add-up"}
    assert set(laws.verdicts()) <= {Verdict.EXACT, Verdict.ROUNDING}
