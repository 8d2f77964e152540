"""Findings as marks in a copy of a PDF: on the wrong number, however its page is turned, and nothing else changed."""

from __future__ import annotations

import functools
import io
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import AnnotationError, MissingExtraError, Report, annotate, check, read
from cnbudget.annotating import annotated
from cnbudget.annotating.notes import Note
from cnbudget.annotating.pdf import with_marks
from cnbudget.cli import main
from cnbudget.figures import Place
from cnbudget.files import SourceFile
from cnbudget.reading.pdf.printed import Frame
from tests.documents import corpus
from tests.documents.corpus import Document
from tests.reading import making


def _printed(parts: Document, name: str = "预算.pdf") -> Report:
    """The report of a document that is printed as a PDF."""
    return check(read(SourceFile(name, making.pdf(parts))))


@functools.cache
def faulty() -> Report:
    """Artux's budget with one wrong amount in the second row of table 2."""
    parts = corpus.document("artux")
    row = parts.sheet(2).rows[1]
    at = next(i for i, cell in enumerate(row) if corpus.is_amount(cell))
    row[at] = str(Decimal(corpus.bare(row[at])) + 7)
    return _printed(parts)


def marks(data: bytes) -> list[tuple[int, Any]]:
    """The marks of a file, with the numbers of their pages."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return [
            (number, {str(key): value for key, value in each.items()})
            for number, page in enumerate(document.pages, 1)
            for each in page.obj.get("/Annots", [])
            if str(each.get("/T", "")) == "cnbudget"
        ]


def under(data: bytes, page: int, rect: Any) -> str:
    """The text under a mark, as another program reads it."""
    document = pypdfium2.PdfDocument(data)
    text = document[page - 1].get_textpage()
    left, bottom, right, top = map(float, rect)
    return "".join(str(text.get_text_bounded(left, bottom, right, top)).split())


def turned(data: bytes, turn: int, corner: tuple[int, int], margin: int) -> bytes:
    """The same file with its pages turned, moved and with margins that are cut away."""
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            x, y = corner
            wide, high = (float(each) for each in list(page.mediabox)[2:])
            page.mediabox = pikepdf.Array(
                [x - margin, y - margin, x + wide + margin, y + high + margin]
            )
            page.cropbox = pikepdf.Array([x, y, x + wide, y + high])
            page.contents_add(f"q 1 0 0 1 {x} {y} cm".encode(), prepend=True)
            page.contents_add(b"Q")
            page.obj.Rotate = turn * 90
        file = io.BytesIO()
        document.save(file, deterministic_id=True)
        return file.getvalue()


def changed_outside(before: bytes, after: bytes, number: int, boxes: list[Any]) -> tuple[int, int]:
    """How many points of a page are drawn otherwise: in all, and outside the boxes, in the points of the file."""
    drawn = []
    for data in (before, after):
        page = pypdfium2.PdfDocument(data)[number - 1]
        bitmap = page.render(scale=1)
        drawn.append(bitmap.to_numpy().astype(int))
    other = (drawn[0] != drawn[1]).any(axis=2)
    count = int(other.sum())
    place = bitmap.get_posconv(page)
    for box in boxes:
        left, bottom, right, top = map(float, box)
        (x0, y0), (x1, y1) = place.to_bitmap(left, bottom), place.to_bitmap(right, top)
        rows = slice(max(min(y0, y1) - 2, 0), max(y0, y1) + 3)
        other[rows, max(min(x0, x1) - 2, 0) : max(x0, x1) + 3] = False
    return count, int(other.sum())


def test_the_wrong_number_is_marked_and_the_other_side_named() -> None:
    report = faulty()
    wrong = report.wrong[0].suspects[0].figure
    found = marks(annotated(report))
    (page, mark), *others = [each for each in found if list(each[1]["/C"])[1] == Decimal("0.68")]
    assert not others  # a right number is not called wrong
    assert page == wrong.place.page
    assert mark["/Subtype"] == "/Highlight"
    assert under(annotated(report), page, mark["/Rect"]).replace(",", "") == wrong.text
    said = str(mark["/Contents"])
    assert said.startswith("【不符】印 ")
    assert "应为 " in said
    assert wrong.where() not in said  # it names the other side, not its own
    with pikepdf.open(io.BytesIO(annotated(report))) as document:
        popup = document.pages[page - 1].obj.Annots[1]
        assert (str(popup.Subtype), str(popup.Parent.Contents)) == ("/Popup", said)


def test_marks_speak_both_languages() -> None:
    said = [str(mark.get("/Contents", "")) for _, mark in marks(annotated(faulty(), lang="en"))]
    assert any("should be" in each for each in said)


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize(("corner", "margin"), [((0, 0), 0), ((-40, 70), 25)])
def test_a_turned_and_cut_page_has_its_mark_on_the_number(
    turn: int, corner: tuple[int, int], margin: int
) -> None:
    plain = faulty().disclosure.content
    data = turned(plain, turn, corner, margin)
    report = check(read(SourceFile("转.pdf", data)))
    wrong = report.wrong[0].suspects[0].figure
    copy = annotated(report)
    red = [each for each in marks(copy) if list(each[1]["/C"])[1] == Decimal("0.68")]
    ((number, mark),) = red
    read_back = under(copy, number, mark["/Rect"]).replace(",", "")
    assert wrong.text in (read_back, read_back[::-1])  # upside down it is read backwards
    boxes = [each["/Rect"] for page, each in marks(copy) if page == number]
    all_in_all, outside = changed_outside(data, copy, number, boxes)
    assert all_in_all > 100
    assert outside == 0


def test_of_equal_numbers_in_a_row_the_wrong_one_is_marked() -> None:
    parts = corpus.document("artux")
    row = next(each for each in parts.sheet(3).rows if each[0] == "210" and not each[1])
    *_, basic, project = [i for i, cell in enumerate(row) if corpus.is_amount(cell)]
    row[basic] = row[project]
    report = _printed(parts)
    wrong = report.wrong[0].suspects[0].figure
    assert wrong.column.key == "basic"
    same = [each for each in report.disclosure.figures if each.place == wrong.place]
    assert sum(each.value == wrong.value for each in same) == 2
    copy = annotated(report)
    ((page, mark),) = [each for each in marks(copy) if list(each[1]["/C"])[1] == Decimal("0.68")]
    left, bottom, right, top = map(float, mark["/Rect"])
    with pdfplumber.open(io.BytesIO(copy)) as document:  # another program's eyes
        seen = document.pages[page - 1]
        words = [each for each in seen.extract_words() if each["text"] == wrong.text]
        middles = [
            (each["x0"] + each["x1"]) / 2
            for each in words
            if bottom < seen.height - (each["top"] + each["bottom"]) / 2 < top
        ]
    assert len(middles) == 2
    assert left < min(middles) < right < max(middles)


def test_a_number_of_the_text_is_marked_in_its_line() -> None:
    parts = corpus.document("artux")
    parts.before.append("2026年财政拨款收支总预算666.15万元。")
    report = _printed(parts)
    wrong = next(each for each in report.wrong if each.law == "agree")
    copy = annotated(report)
    ((page, mark),) = [each for each in marks(copy) if list(each[1]["/C"])[1] == Decimal("0.68")]
    assert page == wrong.place.page == 1
    assert "666.15" in under(copy, page, mark["/Rect"])
    assert float(mark["/Rect"][2]) - float(mark["/Rect"][0]) < 8 * 9  # and not the whole line


@given(
    notes=st.lists(
        st.tuples(
            st.integers(1, 3), st.integers(1, 30), st.sampled_from(["error", "minor", "note"])
        ),
        max_size=12,
    )
)
def test_whatever_is_said_is_in_the_copy_once(notes: list[tuple[int, int, str]]) -> None:
    """A law: every text stands in the copy, and no page's content changes."""
    content = faulty().disclosure.content
    said = [
        Note(Place(line, page), [f"{number}号"], severity)
        for number, (page, line, severity) in enumerate(notes)
    ]
    copy, count = with_marks(content, said, ())
    texts = [str(mark["/Contents"]) for _, mark in marks(copy) if "/Contents" in mark]
    assert count == len(texts)
    assert sorted(line for text in texts for line in text.split("\r")) == sorted(
        each.text for each in said
    )
    with pikepdf.open(io.BytesIO(content)) as old, pikepdf.open(io.BytesIO(copy)) as new:
        assert [page.Contents.read_bytes() for page in old.pages] == [
            page.Contents.read_bytes() for page in new.pages
        ]


@given(
    box=st.tuples(*[st.integers(-500, 500)] * 4),
    page=st.tuples(*[st.integers(-500, 500)] * 4),
    turn=st.integers(0, 3),
)
def test_what_is_seen_leads_back_to_the_file(
    box: tuple[int, int, int, int], page: tuple[int, int, int, int], turn: int
) -> None:
    """A law: a box of the file, as it is seen and back, is the same box; and the other way round."""
    frame = Frame(page, turn)
    assert frame.back(frame.box(box)) == box
    assert frame.box(frame.back(box)) == box


def test_all_else_in_the_file_stays() -> None:
    with pikepdf.open(io.BytesIO(faulty().disclosure.content)) as document:
        page = faulty().wrong[0].place.page or 1
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[10, 10, 30, 30],
            Contents=pikepdf.String("财务科看过"),
        )
        document.pages[page - 1].obj.Annots = document.make_indirect(
            pikepdf.Array([document.make_indirect(note)])
        )
        document.docinfo["/Title"] = pikepdf.String("预算")
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("表二", page - 1))
        file = io.BytesIO()
        document.save(file)
    report = check(read(SourceFile("a.pdf", file.getvalue())))
    copy = annotated(report)
    with pikepdf.open(io.BytesIO(copy)) as document:
        first = document.pages[page - 1].obj.Annots[0]
        assert str(first.Contents) == "财务科看过"
        assert str(document.docinfo["/Title"]) == "预算"
        with document.open_outline() as outline:
            assert [each.title for each in outline.root] == ["表二"]
    assert copy == annotated(report)  # the same each time


def test_the_copy_reads_and_checks_as_the_file_does() -> None:
    report = faulty()
    again = check(read(SourceFile("预算.pdf", annotated(report))))
    assert [each.zh for each in again.findings] == [each.zh for each in report.findings]


def test_what_is_said_of_no_place_is_a_sign_on_the_first_page() -> None:
    copy, count = with_marks(
        faulty().disclosure.content, [Note(Place(), ["缺表4"]), Note(Place(), ["缺表5"])], ()
    )
    (((page, mark)),) = marks(copy)
    assert (count, page, mark["/Subtype"]) == (1, 1, "/Text")
    assert str(mark["/Contents"]) == "缺表4\r缺表5"


def test_an_encrypted_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "锁.pdf"
    with pikepdf.open(io.BytesIO(faulty().disclosure.content)) as document:
        document.save(file, encryption=pikepdf.Encryption(owner="a", user=""))
    report = check(read(file))
    with pytest.raises(AnnotationError) as caught:
        annotate(report, tmp_path / "out.pdf")
    assert caught.value.key == "remarks.pdf_encrypted"
    assert main(["check", str(file), "--annotate", str(tmp_path / "out.pdf")]) == 2
    assert "锁.pdf：此 PDF 设有权限密码，副本里不能加标记" in capsys.readouterr().err
    assert not (tmp_path / "out.pdf").exists()


def test_a_damaged_file_is_refused() -> None:
    for data in (b"%PDF-1.7\n", faulty().disclosure.content[:900]):
        with pytest.raises(AnnotationError) as caught:
            with_marks(data, [], (), where="坏.pdf")
        assert caught.value.key == "remarks.pdf_without_marks"
        assert caught.value.where == "坏.pdf"


@pytest.mark.parametrize("fault", [IndexError, ValueError, TypeError])
def test_a_fault_of_our_own_is_none_of_the_file(
    fault: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise fault

    monkeypatch.setattr("cnbudget.annotating.pdf._printed", broken)
    report = check(faulty().disclosure)
    with pytest.raises(fault):
        with_marks(faulty().disclosure.content, [Note(report.wrong[0].place, ["错"])], ())


def test_the_original_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "预算.pdf"
    data = faulty().disclosure.content
    file.write_bytes(data)
    report = check(read(file))
    (tmp_path / "同.pdf").write_bytes(data)
    for taken in (file, tmp_path / "同.pdf"):
        with pytest.raises(AnnotationError, match="overwritten"):
            annotate(report, taken)
        assert taken.read_bytes() == data
    with pytest.raises(AnnotationError, match=r"\.pdf file"):
        annotate(report, tmp_path / "预算.xlsx")


def test_without_the_extra_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    with pytest.raises(MissingExtraError) as caught:
        annotated(faulty())
    assert 'pip install "cnbudget[marks]"' in caught.value.text("zh")
