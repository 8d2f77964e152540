"""What a page takes to draw is known before it is drawn, and what cannot be known is not drawn."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget.errors import UnreadableError
from cnbudget.limits import LIMITS
from cnbudget.reading.pdf.anatomy import Anatomy, TangledError
from cnbudget.reading.pdf.guard import survey
from tests.documents import corpus
from tests.profiles import tries
from tests.reading import making
from tests.reading.drawing import Drawing


def file(*objects: bytes) -> bytes:
    """A file of objects, numbered from 1; the first is where it begins."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (i, each) for i, each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def weight(*objects: bytes) -> float:
    """What the one page of a file takes, which is its third object."""
    (found,) = survey(file(ROOT, ONE, *objects), 1).weights
    return found


def test_a_page_weighs_what_it_draws() -> None:
    assert weight(b"<< /Contents 4 0 R >>", stream(b"0 0 m 9 9 l S")) == 100 + 13
    long = b"<< /Contents 4 0 R /Rotate 1%s >>" % (b"0" * 9000)  # no number that there can be
    assert weight(long, stream(b"0 0 m 9 9 l S")) == 100 + 13
    packed = zlib.compress(b"0 0 m 9 9 l S" * 50)
    assert weight(b"<< /Contents 4 0 R >>", stream(packed, b"/Filter /FlateDecode")) == 100 + 650
    hexed = b"30 20 6D 20 6c>"
    assert weight(b"<< /Contents 4 0 R >>", stream(hexed, b"/Filter [/AHx]")) == 100 + 5
    twice = b"<< /Contents [4 0 R 5 0 R 4 0 R] >>"
    assert weight(twice, stream(b"1 2 m"), stream(b"3 4 l S")) == 300 + 5 + 7 + 5


@settings(max_examples=tries(1))
@given(st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_what_is_drawn_again_is_counted_again(times: list[int]) -> None:
    made = Drawing()
    page = made.page()
    forms = [made.form(10, 10) for _ in times]
    for (number, _), canvas, many in zip(forms[1:], [c for _, c in forms], times[1:], strict=False):
        canvas.marks.extend(f"/X{number} Do" for _ in range(many))
    page.marks.extend("/X0 Do" for _ in range(times[0]))
    expected = 0.0
    for (_, canvas), many in zip(reversed(forms), reversed(times), strict=True):
        expected = many * (100 + len("\n".join(canvas.marks)) + expected)
    (found,) = survey(made.data(), 1).weights
    whole = 100 + len("\n".join(page.marks)) + expected
    assert found == (whole if whole <= LIMITS.page else float("inf"))


_FORM = b"/Type /XObject /Subtype /Form"
_ENDLESS = {
    "a form that draws itself": (
        b"<< /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>",
        stream(b"/F Do"),
        stream(b"/F Do", _FORM + b" /Resources << /XObject << /F 5 0 R >> >>"),
    ),
    "one content again and again": (
        b"<< /Contents [%s] >>" % (b"4 0 R " * 40_000),
        stream(b""),
    ),
    "more than is drawn": (b"<< /Contents 4 0 R >>", stream(b"0 0 m " * 600_000)),
    "packed in a way not known": (b"<< /Contents 4 0 R >>", stream(b"x", b"/Filter /JBIG2Decode")),
    "guessed from what stands beside": (
        b"<< /Contents 4 0 R >>",
        stream(zlib.compress(b"x"), b"/Filter /FlateDecode /DecodeParms << /Predictor 12 >>"),
    ),
    "letters that draw": (
        b"<< /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        stream(b"BT /F 9 Tf (a) Tj ET"),
        b"<< /Type /Font /Subtype /Type3 /CharProcs << /a 6 0 R >> >>",
        stream(b"0 0 m " * 600_000),
    ),
    "a picture within the page": (
        b"<< /Contents 4 0 R >>",
        stream(b"BI /W 9 /H 9 /F /Fl ID " + zlib.compress(b"\0" * 40_000_000) + b" EI"),
    ),
}


@pytest.mark.parametrize("kind", _ENDLESS)
def test_what_takes_without_end_weighs_without_end(kind: str) -> None:
    assert weight(*_ENDLESS[kind]) == float("inf")


_LOST = {
    "no pages": (b"<< /Type /Catalog >>",),
    "pages that hold themselves": (ROOT, b"<< /Kids [2 0 R 2 0 R] >>"),
    "a thousand arrays": (ROOT, b"[" * 1000),
    "a string without end": (ROOT, b"<< /Kids (" + b"(" * 2000),
    "remarks without end": (ROOT, b"%" * 50_000),
    "one object told again and again": (ROOT, *[b"<< >>\nendobj\n2 0 obj"] * 200),
}


@pytest.mark.parametrize("kind", _LOST)
def test_what_cannot_be_followed_is_said_so(kind: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        survey(file(*_LOST[kind]), 1)
    assert caught.value.text("zh").startswith("PDF 的内部结构无法辨认")


def test_objects_in_a_stream_of_objects_are_found() -> None:
    inside = b"2 0 3 42 " + b"<< /Kids [3 0 R] >>".ljust(42) + b"<< /Contents 5 0 R >>"
    entries = b"/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode"
    objects = [ROOT, zlib.compress(inside)]
    data = (
        b"%PDF-1.5\n1 0 obj\n" + objects[0] + b"\nendobj\n4 0 obj\n" + stream(objects[1], entries)
    )
    data += b"\nendobj\n5 0 obj\n" + stream(b"0 0 m") + b"\nendobj\n"
    data += b"trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    assert survey(data, 1).weights == [105]


@given(st.binary(max_size=200), st.integers(0, 3000))
@settings(max_examples=tries(1))
def test_noise_in_a_file_is_followed_or_said_not_to_be(noise: bytes, place: int) -> None:
    data = making.pdf(corpus.document("artux"))
    broken = data[:place] + noise + data[place:]
    try:
        weights = survey(broken, data.count(b"/Type /Page ")).weights
    except UnreadableError:
        return
    assert all(each >= 0 for each in weights)


def test_names_and_strings_are_read_as_they_are_written() -> None:
    anatomy = Anatomy(file(b"<< /A#42 (a\\)b(c)d) /C [<0a> 5 -3 true 7 0 R] /D << /E /F >> >>"))
    found = anatomy.versions(1)[0]
    assert found[b"/AB"] == b"a\\)b(c)d"
    assert found[b"/D"] == {b"/E": b"/F"}
    assert found[b"/C"][:2] == [b"\n", 5]
    assert found[b"/C"][-1].number == 7
    with pytest.raises(TangledError):
        Anatomy(file(b"<< /A [ >>")).versions(1)
