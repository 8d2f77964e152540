"""Hostile Excel, Word and PDF files, web pages and CSV are read, or refused, in bounded time and memory.

Each is read in a process of its own, whose processor time and memory the system limits, and which cannot open
a connection or a file for writing.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from cnbudget import UnreadableError
from cnbudget.reading.compound import reach_of_sheets
from cnbudget.reading.files import contents_of
from tests.catalogue.readers import READERS
from tests.documents import corpus
from tests.reading import making

_SECONDS = 40
_MEMORY = 1500 * 2**20

_RUN = f"""
import json, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, ({_SECONDS}, {_SECONDS}))
resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY}, {_MEMORY}))
import cnbudget
from cnbudget.reading import excel, files, pdf, word

def watch(event, args):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "urllib.")):
        raise RuntimeError(event)
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        raise RuntimeError(f"writes {{args[0]}}")

sys.dont_write_bytecode = True
sys.addaudithook(watch)
try:
    for path in sys.argv[1:]:
        budget = cnbudget.read(path)
    outcome = dict(figures=len(budget.figures), said=[problem.zh for problem in budget.problems])
except cnbudget.UnreadableError as error:
    outcome = dict(error=error.zh, hint=error.hint_zh)
print(json.dumps(outcome))
"""


def run(data: bytes | list[bytes], folder: Path) -> dict[str, Any]:
    """What becomes of a file, or of the last of several, each of which is read."""
    contents = [data] if isinstance(data, bytes) else data
    files = [folder / f"file{number}" for number in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    done = subprocess.run(  # noqa: S603  (our own interpreter and code)
        [sys.executable, "-c", _RUN, *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one part changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for info in source.infolist():
            part = source.read(info)
            copy.writestr(info.filename, change(part) if info.filename == name else part)
    return out.getvalue()


_SHEET = "xl/worksheets/sheet3.xml"
_BODY = "word/document.xml"


def _xlsx(change: Callable[[bytes], bytes]) -> bytes:
    return with_part(making.xlsx(corpus.document("artux")), _SHEET, change)


def _docx(change: Callable[[bytes], bytes]) -> bytes:
    return with_part(making.word(corpus.document("artux")), _BODY, change)


def _before_end(more: bytes) -> Callable[[bytes], bytes]:
    return lambda part: part.replace(b"</sheetData>", more + b"</sheetData>")


def _entities(part: bytes) -> bytes:
    names = "abcdefghij"
    made = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    return f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{made}]>'.encode() + part.split(b"?>", 1)[-1]


def _pdf(content: bytes, entries: bytes = b"", *more: bytes) -> bytes:
    """A PDF of one page with this stream for its content, and further objects from number 5."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R " + entries + b" >>",
        content,
        *more,
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _stream(data: bytes, entries: bytes = b"", times: int = 0) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    if times:
        entries += b" /Filter [" + b" /FlateDecode" * times + b"]"
    return b"<< /Length %d %s >>\nstream\n" % (len(data), entries) + data + b"\nendstream"


def _forms() -> bytes:
    """A drawing that draws another ten times, and so on."""
    forms = [
        _stream(
            b"/F Do\n" * 10 if i < 12 else b"0 0 m 1 1 l S",
            b"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F %d 0 R >> >>" % (6 + i),
        )
        for i in range(13)
    ]
    return _pdf(_stream(b"/F Do"), b"/Resources << /XObject << /F 5 0 R >> >>", *forms)


def _locked() -> bytes:
    key = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >>" % (
        b"o" * 32,
        b"u" * 32,
    )
    identity = b"/Root 1 0 R /ID [(aaaaaaaaaaaaaaaa) (aaaaaaaaaaaaaaaa)] " + key
    return _pdf(_stream(b"")).replace(b"/Root 1 0 R", identity)


def _scanned() -> bytes:
    picture = _stream(
        b"\x00" * 300,
        b"/Type /XObject /Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceRGB /BitsPerComponent 8",
    )
    return _pdf(
        _stream(b"600 0 0 800 0 0 cm /I Do"), b"/Resources << /XObject << /I 5 0 R >> >>", picture
    )


def _many_pages() -> bytes:
    made = making.Pdf()
    for _ in range(5000):
        made.page()
        made.text("页", 50, 50)
    return made.data()


_LARGE = "文件解压后过大"
_CUT = "文件已损坏或不完整"
_DECLARES = "文件内的 XML 含实体声明，办公软件不会这样写"
_NO_TABLE = "没有找到部门预算公开表"
_REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "xlsx cut short": (lambda: making.xlsx(corpus.document("artux"))[:9000], _CUT),
    "xlsx bomb": (lambda: _xlsx(lambda part: part + b" " * 10**9), _LARGE),
    "xlsx entities": (lambda: _xlsx(_entities), _DECLARES),
    "docx cut short": (lambda: making.word(corpus.document("artux"))[:20000], _CUT),
    "docx entities": (lambda: _docx(_entities), _DECLARES),
    "docx of many paragraphs": (
        lambda: _docx(lambda part: part.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 10**7)),
        _LARGE,
    ),
    "docx nested": (
        lambda: _docx(
            lambda part: part.replace(b"<w:body>", b"<w:body>" + b"<w:sdt><w:sdtContent>" * 20_000)
        ),
        _CUT,
    ),
    "pdf cut short": (lambda: making.pdf(corpus.document("artux"))[:90000], "PDF 已损坏或不完整"),
    "pdf bomb": (lambda: _pdf(_stream(b" " * 10**9, times=1)), "PDF 展开后过大"),
    "pdf bomb in a bomb": (lambda: _pdf(_stream(b" " * 10**9, times=2)), "PDF 展开后过大"),
    "pdf forms": (_forms, "文件中没有文字"),
    "pdf locked": (_locked, "文件有密码保护"),
    "pdf scanned": (_scanned, "扫描件：各页是图片，没有文字层"),
    "pdf of 5000 pages": (_many_pages, "文件有 5000 页"),
    "page of tables": (lambda: b"<html><body>" + b"<table><tr><td>" * 100_000, _NO_TABLE),
    "page of attributes": (lambda: b"<html><body>" + b'<a href="' * 10**6, _NO_TABLE),
    "page of comments": (lambda: b"<html><body>" + b"<!--" * 10**6, _NO_TABLE),
    "page of spans": (
        lambda: b"<html><table>" + b"<tr><td colspan=512 rowspan=512>1" * 20_000,
        "表格的单元格过多",
    ),
    "csv of one cell": (
        lambda: b"a,b,c\n" * 5 + b'"' + b"x" * 10**7,
        "第 6 行不合 CSV 格式：field larger than field limit (131072)",
    ),
}


@pytest.mark.parametrize("kind", _REFUSED)
def test_what_is_refused(kind: str, tmp_path: Path) -> None:
    make, words = _REFUSED[kind]
    found = run(make(), tmp_path)
    assert found["error"] == words
    assert found["hint"]


_ROWS = b"".join(b'<row r="%d"/>' % row for row in range(200, 1_000_200))
_READ: dict[str, Callable[[bytes], bytes]] = {
    "a million empty rows": _before_end(_ROWS),
    "huge claims": lambda part: re.sub(
        rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', part
    ),
    "a cell at the end of the sheet": _before_end(
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    ),
}


@pytest.mark.parametrize("kind", _READ)
def test_what_is_read_all_the_same(kind: str, tmp_path: Path) -> None:
    found = run(_xlsx(_READ[kind]), tmp_path)
    assert found["figures"] >= len(corpus.budget("artux").figures)


def test_each_kind_is_read_without_touching_anything_else(tmp_path: Path) -> None:
    kinds = ("text", "markdown", "web page", "csv", "xlsx", "xls", "docx", "json", "pdf")
    found = run([READERS[kind].original() for kind in kinds], tmp_path)
    assert found["figures"] > 20


@pytest.mark.parametrize(
    "line",
    [
        "'x\\n' * 10**7",
        "'x\\t1\\n' * 10**7",
        "'<html><body>' + '<p>x' * 1_100_000",
        "'x,1\\n' * 250_000",
    ],
)
def test_a_file_of_many_short_lines(line: str, tmp_path: Path) -> None:
    found = run(eval(line).encode(), tmp_path)  # noqa: S307  (our own words)
    assert found["error"] in ("文件的行过多", "表格的行过多")


def test_an_old_workbook_that_claims_cells_far_away_takes_no_memory() -> None:
    """A few bytes of it would have the library for .xls files make a cell of all that lies between."""
    data = READERS["xls"].original()
    assert max(width for _, width in reach_of_sheets(data)) == 16
    row, column = next(
        (at, at + 2) for at in range(4, len(data)) if data[at - 4 : at] == b"\x03\x02\x0e\x00"
    )
    near, far = bytearray(data), bytearray(data)
    near[column : column + 2] = (255).to_bytes(2, "little")
    far[row : row + 4] = b"\xff\xff\x00\x01"
    assert (65536, 257) in list(reach_of_sheets(bytes(far)))
    assert 256 in [width for _, width in reach_of_sheets(bytes(near))]
    with pytest.raises(UnreadableError, match="damaged"):
        contents_of(bytes(far))
    assert contents_of(bytes(near)).blocks
    assert list(reach_of_sheets(data[:40])) == list(reach_of_sheets(b"")) == []
