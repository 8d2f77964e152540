"""Files damaged at random: bytes flipped, cut, members of a package dropped, XML and text broken."""

from __future__ import annotations

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


def damaged(data: bytes) -> st.SearchStrategy[bytes]:
    """A file of these bytes, damaged; a package outside and inside."""
    if data.startswith(b"PK\x03\x04"):
        return _bytes_broken(data) | _members_broken(data) | _members_broken(data)
    return _bytes_broken(data)
