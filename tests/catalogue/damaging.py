"""Files damaged at random: bytes flipped, cut, members of a package dropped, XML broken, lines and words moved."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from hypothesis import strategies as st

_BITS = (
    b"", b"\x00", b"\xff", b"<", b">", b"&", b"/>", b'"', b"0", b"-1", b"999999999999", b"1e400", b"NaN",
    b"true", b"A1048577", b"XFE1", b"<c/>", b"</row>", b"<v>", b't="s"', b't="d"', b't="e"', b'r="A0"',
    b"&#0;", b"&#xD800;", b"\xed\xa0\x80", b"_xD800_", "万".encode(), b",", b"\n", b"[", b"{", b"\\ud800",
)  # fmt: skip


@st.composite
def _bytes_broken(draw: st.DrawFn, data: bytes) -> bytes:
    """Some bytes of it replaced, some taken out, some put in."""
    broken = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(broken)))
        long = draw(st.sampled_from((0, 1, 1, 2, 8, 64)))
        broken[at : at + long] = draw(st.sampled_from(_BITS) | st.binary(max_size=4))
    if draw(st.integers(0, 9)) == 0:
        del broken[draw(st.integers(0, len(broken))) :]
    return bytes(broken)


@st.composite
def _bytes_exchanged(draw: st.DrawFn, data: bytes) -> bytes:
    """Some bytes of it are others; all else stands where it stood."""
    broken = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        other = draw(st.sampled_from(_BITS) | st.binary(min_size=1, max_size=4))
        at = draw(st.integers(0, len(broken) - len(other)))
        broken[at : at + len(other)] = other
    return bytes(broken)


@st.composite
def _members_broken(draw: st.DrawFn, data: bytes) -> bytes:
    """A package that opens, with members dropped, emptied, exchanged or broken inside."""
    with zipfile.ZipFile(BytesIO(data)) as source:
        members = {info.filename: source.read(info) for info in source.infolist()}
    names = sorted(members)
    for _ in range(draw(st.integers(1, 2))):
        name = draw(st.sampled_from(names))
        kind = draw(
            st.sampled_from(("drop", "empty", "exchange", "break", "break", "break", "break"))
        )
        if kind == "drop":
            members.pop(name, None)
        elif kind == "empty":
            members[name] = b""
        elif kind == "exchange":
            members[name] = members.get(draw(st.sampled_from(names)), b"")
        else:
            members[name] = draw(_bytes_broken(members.get(name, b"")))
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in members.items():
            copy.writestr(name, content)
    return made.getvalue()


#: What may stand in the place of a word, a number, a mark.
_WORDS = (
    "", "0", "-0", "-1", "9" * 41, "9" * 400, "0." + "3" * 30, "1e999", "1,2,3", "（1.00）", "٣", "①", "％", "\u202e",
    "\u200f", "NaN", "Infinity", "true", "null", "[]", "{}", "''", '"', "\\", "[" * 2000, "{a=" * 2000, "<table>",
    "</td>", "<td rowspan=9 colspan=9>", "|", "\t", ",", "\n", "\r", "\x0c", "\x1f", "合计", "其中：", "总计", "小计",
    "2080501", "301", "万元", "单位：亿元", "部门收支总体情况表", "表3", "2026年", "0000年", "比上年增长", "三公", "。",
)  # fmt: skip
_TOKEN = re.compile(r"[0-9][0-9.,]*|[^\W\d_]+|[^\w\s]|\s")


@st.composite
def _lines_broken(draw: st.DrawFn, data: bytes) -> bytes:
    """A text with lines dropped, doubled or exchanged, and words of them exchanged for others."""
    lines = data.decode().splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 4))):
        place = st.integers(0, len(lines) - 1)
        at, other = draw(place), draw(place)
        kind = draw(st.sampled_from(("drop", "double", "exchange", "word", "word", "word", "word")))
        if kind == "drop":
            lines[at] = ""
        elif kind == "double":
            lines[at] *= 2
        elif kind == "exchange":
            lines[at], lines[other] = lines[other], lines[at]
        elif tokens := list(_TOKEN.finditer(lines[at])):
            token = draw(st.sampled_from(tokens))
            word = draw(st.sampled_from(_WORDS) | st.just(lines[other].strip()))
            lines[at] = lines[at][: token.start()] + word + lines[at][token.end() :]
    return "".join(lines).encode()


def damaged(data: bytes) -> st.SearchStrategy[bytes]:
    """A file of these bytes, damaged; a package outside and inside, a text in its bytes and in its lines."""
    if data.startswith(b"PK\x03\x04"):
        return _bytes_broken(data) | _members_broken(data) | _members_broken(data)
    try:
        data.decode()
    except UnicodeDecodeError:
        return _bytes_broken(data) | _bytes_exchanged(data)
    return _bytes_broken(data) | _lines_broken(data) | _lines_broken(data)
