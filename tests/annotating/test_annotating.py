"""Findings as comments in a copy of the file: at the right cells, and nothing else changed."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cnbudget import AnnotationError, Report, annotate, check, read, read_text
from cnbudget.annotating import annotated
from cnbudget.cli import main
from tests.documents import corpus
from tests.reading import making


def faulty(kind: str, folder: Path, number: int = 0) -> tuple[Path, Report]:
    """Artux's budget with one wrong amount in a row of table 2, as a file of a kind, and its report."""
    parts = corpus.document("artux")
    row = parts.sheet(2).rows[number]
    at = next(i for i, cell in enumerate(row) if corpus.is_amount(cell))
    row[at] = str(Decimal(corpus.bare(row[at])) + 7)
    file = folder / f"budget.{kind}"
    file.write_bytes(making.xlsx(parts) if kind == "xlsx" else making.word(parts))
    return file, check(read(file))


def _told(report: Report) -> str:
    """What is said of the first error, behind where it stands."""
    return report.wrong[0].zh.partition("」")[2]


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {info.filename: package.read(info) for info in package.infolist()}


@pytest.mark.parametrize("number", [0, 1, 2, 5])
def test_a_wrong_amount_has_its_comment_and_a_fill(number: int, tmp_path: Path) -> None:
    file, report = faulty("xlsx", tmp_path, number)
    assert not report.ok
    out = tmp_path / "out.xlsx"
    count = annotate(report, out)
    book = openpyxl.load_workbook(out)
    comments = {
        (sheet.title, cell.coordinate): cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert count == len(comments) > 0
    wanted = {
        (finding.place.sheet, finding.place.cell)
        for finding in report.wrong
        if finding.caused_by is None
    }
    assert wanted <= set(comments)
    suspect = report.wrong[0].suspects[0].figure.place
    cell = comments[suspect.sheet or "", suspect.cell or ""]
    assert cell.comment is not None
    assert "，应为 " in cell.comment.text or "可能应为" in cell.comment.text
    assert cell.comment.text.startswith("【不符】印")  # it names the other side, not its own
    red = {where for where, each in comments.items() if each.fill.fgColor.rgb == "FFFFC7CE"}
    assert red == {(suspect.sheet, suspect.cell)}  # a right cell is not called wrong
    original = openpyxl.load_workbook(file)
    same = original[suspect.sheet or ""][suspect.cell or ""]
    assert (cell.number_format, cell.value) == (same.number_format, same.value)
    assert (repr(cell.font), repr(cell.border)) == (repr(same.font), repr(same.border))


def test_a_comment_is_as_tall_as_its_text(tmp_path: Path) -> None:
    _, report = faulty("xlsx", tmp_path, 0)
    annotate(report, tmp_path / "out.xlsx")
    drawing = next(
        data
        for name, data in parts_of((tmp_path / "out.xlsx").read_bytes()).items()
        if "vml" in name
    )
    heights = [int(each) for each in re.findall(rb"height:([0-9]+)pt", drawing)]
    assert heights
    assert all(40 <= each <= 400 for each in heights)


def _furnished(data: bytes) -> bytes:
    """A workbook with what libraries lose: formulas without values, a chart, a comment, a macro, an extension."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book.worksheets[2]
    page["Z1"] = "=SUM(A1:A9)"
    book.worksheets[3]["A1"].comment = Comment("看这里", "财务科")
    chart = BarChart()
    chart.add_data(Reference(page, min_col=5, min_row=5, max_row=9))
    page.add_chart(chart, "AA3")
    validation = DataValidation(type="list", formula1='"是,否"')
    page.add_data_validation(validation)
    validation.add("Y1")
    file = io.BytesIO()
    book.save(file)
    out = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w") as copy:
        for info in source.infolist():
            part = source.read(info)
            if info.filename == "xl/worksheets/sheet3.xml":
                part = part.replace(
                    b"</worksheet>",
                    b'<extLst><ext uri="{0}" xmlns:q="urn:q"><q:kept a="1"/></ext></extLst></worksheet>',
                )
            copy.writestr(info, part)
        copy.writestr("xl/vbaProject.bin", b"\x00macro")
        copy.writestr("customXml/item1.xml", "<a/>")
    return out.getvalue()


def _without_marks(sheet: bytes) -> str:
    text = sheet.decode()
    text = re.sub(r"<legacyDrawing\b[^>]*/>", "", text)
    return re.sub(r'(<c\b[^>]*?) s="[0-9]+"', r"\1", text)


def test_everything_else_is_as_it_was(tmp_path: Path) -> None:
    file, _ = faulty("xlsx", tmp_path)
    file.write_bytes(_furnished(file.read_bytes()))
    report = check(read(file))
    before, after = parts_of(file.read_bytes()), parts_of(annotated(report))
    changed = {name for name in before if before[name] != after[name]}
    assert set(before) <= set(after)
    allowed = (
        r"xl/worksheets/.*|xl/comments.*|xl/drawings/.*\.vml|xl/styles\.xml|\[Content_Types\]\.xml"
    )
    allowed += r"|xl/worksheets/_rels/.*|.*/commentsDrawing.*|xl/comments/.*"
    assert all(re.fullmatch(allowed, name) for name in changed)
    for name in changed:
        if re.fullmatch(r"xl/worksheets/[^/]*\.xml", name):
            assert _without_marks(before[name]) == _without_marks(after[name])
    sheet = after["xl/worksheets/sheet3.xml"].decode()
    assert sheet.index("legacyDrawing") < sheet.index("<extLst>")
    assert sheet.count("<legacyDrawing") == 1
    with pytest.warns(UserWarning, match="extension is not supported and will be removed"):
        book = openpyxl.load_workbook(io.BytesIO(annotated(report)))
    page = book.worksheets[2]
    assert isinstance(page, Worksheet)
    assert page["Z1"].value == "=SUM(A1:A9)"
    kept = book.worksheets[3]["A1"].comment
    assert kept is not None
    assert kept.text.startswith("看这里")
    # what is read from the copy is what was read from the file
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(annotated(report))
    assert making.facts(read(copy)) == making.facts(report.disclosure)


def test_comments_are_added_to_those_that_are_there(tmp_path: Path) -> None:
    _, report = faulty("xlsx", tmp_path)
    once = tmp_path / "once.xlsx"
    annotate(report, once)
    again = check(read(once))
    twice = openpyxl.load_workbook(io.BytesIO(annotated(again)))
    place = report.wrong[0].place
    comment = twice[place.sheet or ""][place.cell or ""].comment
    assert comment is not None
    assert comment.text.count(_told(report)) == 2


def test_a_word_document_gets_comments(tmp_path: Path) -> None:
    file, report = faulty("docx", tmp_path)
    out = tmp_path / "out.docx"
    count = annotate(report, out)
    document = docx.Document(str(out))
    comments = list(document.comments)
    assert count == len(comments) > 0
    assert any(_told(report) in comment.text for comment in comments)
    assert {comment.author for comment in comments} == {"cnbudget"}
    assert making.facts(read(out)) == making.facts(read(file))
    before, after = parts_of(file.read_bytes()), parts_of(out.read_bytes())
    marks = rb"<w:commentRange(?:Start|End)[^>]*/>|<w:r><w:commentReference[^>]*/></w:r>"
    for name, part in before.items():
        if name.endswith(".rels") or name == "[Content_Types].xml":
            continue
        if name == "word/document.xml":
            left = re.sub(marks, b"", after[name])
            assert ET.canonicalize(left) == ET.canonicalize(part)
        else:
            assert after[name] == part, name
    xml = after["word/document.xml"].decode()
    place = report.wrong[0].suspects[0].figure
    shown = f"{place.value:f}"
    assert re.search(rf"<w:commentRangeStart[^>]*/><w:r>(?:(?!</w:tc>).)*{shown}", xml)


def test_a_text_cannot_be_annotated(tmp_path: Path) -> None:
    report = check(read_text(corpus.text("artux")))
    with pytest.raises(AnnotationError) as caught:
        annotate(report, tmp_path / "out.xlsx")
    assert caught.value.text("zh").startswith("只能在 .xlsx、.docx 和 .pdf 文件的副本里写批注")
    assert list(tmp_path.iterdir()) == []


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, report = faulty("xlsx", tmp_path)
    out = tmp_path / "批注.xlsx"
    assert main(["check", str(file), "--annotate", str(out)]) == 1
    assert "处批注" in capsys.readouterr().err
    assert out.read_bytes() == annotated(report)
    assert main(["check", str(file), "--annotate", str(file)]) == 2
    assert main(["check", str(file), str(file), "--annotate", str(out)]) == 2
    assert main(["check", str(file), "--annotate", str(tmp_path / "no" / "out.xlsx")]) == 2
    assert "没有这个文件夹" in capsys.readouterr().err
    other = tmp_path / "out.docx"  # the copy is what the file is
    assert main(["check", str(file), "--annotate", str(other)]) == 2
    assert ".xlsx" in capsys.readouterr().err
    assert not other.exists()


_MARKS = st.text(st.characters(codec="utf-8"), max_size=40)


@given(_MARKS, st.sampled_from(["A1", "B7", "XFD1048576"]))
def test_any_words_can_be_a_comment(words: str, cell: str) -> None:
    from cnbudget.annotating.excel import with_comments
    from cnbudget.annotating.notes import Note
    from cnbudget.figures import Place

    file = io.BytesIO()
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page["B7"] = 1
    book.save(file)
    note = Note(Place(sheet="Sheet", cell=cell), ["甲" + words])
    data, count = with_comments(file.getvalue(), [note])
    assert count == 1
    comment = openpyxl.load_workbook(io.BytesIO(data))["Sheet"][cell].comment
    assert comment is not None
    assert comment.text.startswith("甲")
