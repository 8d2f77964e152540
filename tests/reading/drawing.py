"""A small writer of PDF files that draw what published files draw: clips, forms, page boxes, turned pages, deep fonts.

Points count from the top left of the page as it is seen, whatever its box and rotation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager


class Canvas:
    """What a page or a form draws.

    Args:
        height: The height from which heights are counted down.
    """

    def __init__(self, height: float) -> None:
        self.height = height
        self.marks: list[str] = []

    def text(self, words: str, x: float, y: float, size: float = 9, turn: int = 0) -> None:
        """Words from their left end on; ``y`` is the baseline; turned by quarters against the clock."""
        a, b, c, d = ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0))[turn]
        code = words.encode("utf-16-be").hex()
        place = f"{a} {b} {c} {d} {x:.3f} {self.height - y:.3f} Tm"
        self.marks.append(f"BT /F1 {size} Tf {place} <{code}> Tj ET")

    def column(self, words: str, x: float, y: float, size: float = 9) -> None:
        """Words one below the other, from the top of the first on; ``x`` is their middle."""
        code = words.encode("utf-16-be").hex()
        place = f".1 0 0 .1 {x:.3f} {self.height - y:.3f} Tm"
        self.marks.append(f"BT /F2 {10 * size} Tf {place} <{code}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A stroke."""
        self.marks.append(f"{x0:.3f} {self.height - y0:.3f} m {x1:.3f} {self.height - y1:.3f} l S")

    def box(self, left: float, top: float, right: float, bottom: float, paint: str = "f") -> None:
        """A rectangle: filled (f), stroked (S), both (B), or the next to which all is clipped (W n)."""
        self.marks.append(
            f"{left:.3f} {self.height - bottom:.3f} {right - left:.3f} {bottom - top:.3f} re {paint}"
        )

    @contextmanager
    def clipped(self, left: float, top: float, right: float, bottom: float) -> Iterator[None]:
        """What is drawn meanwhile is clipped to a box."""
        self.marks.append("q")
        self.box(left, top, right, bottom, "W n")
        yield
        self.marks.append("Q")

    def draw(self, form: int, matrix: str = "1 0 0 1 0 0") -> None:
        """A form of the document."""
        self.marks.append(f"q {matrix} cm /X{form} Do Q")

    def table(
        self, rows: list[list[str]], x: float, y: float, wide: float = 90, high: float = 20
    ) -> None:
        """A ruled table."""
        across, down = len(rows[0]), len(rows)
        for i in range(down + 1):
            self.line(x, y + i * high, x + across * wide, y + i * high)
        for j in range(across + 1):
            self.line(x + j * wide, y, x + j * wide, y + down * high)
        for i, row in enumerate(rows):
            for j, words in enumerate(row):
                if words:
                    self.text(words, x + j * wide + 4, y + i * high + 14)


class Sheet(Canvas):
    """A page.

    Args:
        width: Its width as it is seen.
        height: Its height.
        turn: By how many quarters it is turned when it is seen.
        corner: Where its lower left corner stands in the file.
        margin: How much wider than what is seen the sheet is on each side.
    """

    def __init__(
        self,
        width: float,
        height: float,
        turn: int = 0,
        corner: tuple[float, float] = (0, 0),
        margin: float = 0,
    ) -> None:
        super().__init__(height)
        x, y = corner
        wide, high = (height, width) if turn % 2 else (width, height)
        seen = f"{x} {y} {x + wide} {y + high}"
        whole = f"{x - margin} {y - margin} {x + wide + margin} {y + high + margin}"
        self.attributes = f"/MediaBox [{whole}] /CropBox [{seen}] /Rotate {90 * turn}"
        self.marks.append(
            (
                f"1 0 0 1 {x} {y} cm",
                f"0 1 -1 0 {x + wide} {y} cm",
                f"-1 0 0 -1 {x + wide} {y + high} cm",
                f"0 -1 1 0 {x} {y + high} cm",
            )[turn]
        )


class Drawing:
    """A document.

    Args:
        descent: How far the font says that it reaches below the baseline, in thousandths.
    """

    def __init__(self, descent: int = -120) -> None:
        self.descent = descent
        self.pages: list[Sheet] = []
        self.forms: list[tuple[str, Canvas]] = []

    def page(
        self,
        width: float = 595,
        height: float = 842,
        turn: int = 0,
        corner: tuple[float, float] = (0, 0),
        margin: float = 0,
    ) -> Sheet:
        """A new page."""
        self.pages.append(Sheet(width, height, turn, corner, margin))
        return self.pages[-1]

    def form(self, width: float, height: float, matrix: str = "1 0 0 1 0 0") -> tuple[int, Canvas]:
        """A new form: its number, and what it draws."""
        made = Canvas(height)
        self.forms.append((f"/BBox [0 0 {width} {height}] /Matrix [{matrix}]", made))
        return len(self.forms) - 1, made

    def data(self, *, encrypted: bool = False) -> bytes:
        """The file; encrypted so that everybody may open it, and nobody may print it, if wanted."""
        first = 7
        names = " ".join(f"/X{i} {first + i} 0 R" for i in range(len(self.forms)))
        resources = f"/Resources << /Font << /F1 3 0 R /F2 5 0 R >> /XObject << {names} >> >>"
        base = first + len(self.forms)
        kids = " ".join(f"{base + 2 * i} 0 R" for i in range(len(self.pages)))
        objects: list[tuple[str, bytes | None]] = [
            ("<< /Type /Catalog /Pages 2 0 R >>", None),
            (f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>", None),
            (
                (
                    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
                    " /DescendantFonts [4 0 R] >>"
                ),
                None,
            ),
            (
                (
                    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
                    " /CIDSystemInfo << /Registry <41646F6265> /Ordering <474231> /Supplement 2 >>"
                    " /DW 1000 /W [1 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light"
                    f" /Flags 4 /FontBBox [-25 {self.descent} 1000 880] /ItalicAngle 0 /Ascent 880"
                    f" /Descent {self.descent} /CapHeight 880 /StemV 93 >> >>"
                ),
                None,
            ),
        ]
        column = objects[2][0].replace("UCS2-H", "UCS2-V").replace("4 0 R", "6 0 R")
        objects.append((column, None))
        objects.append((objects[3][0].replace("STSong", "STFang"), None))
        for entries, form in self.forms:
            head = f"/Type /XObject /Subtype /Form {entries} {resources}"
            objects.append((head, "\n".join(form.marks).encode()))
        for i, page in enumerate(self.pages):
            objects.append(
                (
                    (
                        f"<< /Type /Page /Parent 2 0 R {page.attributes} {resources}"
                        f" /Contents {base + 2 * i + 1} 0 R >>"
                    ),
                    None,
                )
            )
            objects.append(("", "\n".join(page.marks).encode()))
        return _file(objects, encrypted=encrypted)


def _file(objects: list[tuple[str, bytes | None]], *, encrypted: bool) -> bytes:
    key = b""
    trailer = "/Root 1 0 R"
    if encrypted:
        key, entry = _standard()
        trailer += f" /ID [<{_ID.hex()}> <{_ID.hex()}>] /Encrypt << {entry} >>"
        # strings would have to be encrypted too
        words = {"<41646F6265>": b"Adobe", "<474231>": b"GB1"}
        for at in (3, 5):
            text = objects[at][0]
            for old, plain in words.items():
                text = text.replace(old, f"<{_rc4(_own_key(key, at + 1), plain).hex()}>")
            objects[at] = (text, None)
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, (head, stream) in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode()
        if stream is None:
            out += head.encode()
        else:
            content = _rc4(_own_key(key, number), stream) if encrypted else stream
            out += f"<< {head} /Length {len(content)} >>\nstream\n".encode()
            out += content + b"\nendstream"
        out += b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    out += (
        f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return bytes(out)


# Encryption with a password that is empty: the oldest kind, of 40 bits -----------------------------

_ID = b"0123456789abcdef"
_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_PERMISSIONS = -60


def _standard() -> tuple[bytes, str]:
    owner = _rc4(_md5(_PAD)[:5], _PAD)
    key = _md5(_PAD + owner + _PERMISSIONS.to_bytes(4, "little", signed=True) + _ID)[:5]
    user = _rc4(key, _PAD)
    entry = f"/Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P {_PERMISSIONS}"
    return key, entry


def _own_key(key: bytes, number: int) -> bytes:
    return _md5(key + number.to_bytes(3, "little") + b"\0\0")[:10]


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    made = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        made.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(made)
