"""What libraries say to themselves does not reach the standard error."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

from tests.documents import corpus
from tests.reading import making


def xls(*records: tuple[int, bytes]) -> bytes:
    """An .xls with these records of a workbook, right or wrong."""
    begin = struct.pack("<HHHHHHLL", 0x809, 16, 0x600, 5, 0x1234, 0x7CC, 0, 0)
    stream = begin + b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
    stream = (stream + struct.pack("<HH", 0x0A, 0)).ljust(4096, b"\0")
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    )
    head += bytes(6) + struct.pack("<9L", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<L", 0) + b"\xff" * 432
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    table = struct.pack("<128L", *chain, *[0xFFFFFFFF] * (128 - len(chain)))

    def entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        about = struct.pack("<HBBLLL", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return text.ljust(64, b"\0") + about + bytes(36) + struct.pack("<LQ", start, size)

    folder = entry("Root Entry", 5, 0xFFFFFFFE, 0, 1)
    folder += entry("Workbook", 2, 2, len(stream), 0xFFFFFFFF) + bytes(256)
    return head + table + folder + stream


def _said(file: Path, data: bytes) -> tuple[int, list[str]]:
    file.write_bytes(data)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "cnbudget", "check", "--no-prose", str(file)],
        capture_output=True, check=False, env={**os.environ, "RUST_BACKTRACE": "1"},
    )  # fmt: skip
    return done.returncode, done.stderr.decode().splitlines()


def test_a_panic_in_a_library(tmp_path: Path) -> None:
    status, said = _said(tmp_path / "甲.xls", xls((0x85, b"\1")))
    assert status == 2
    assert said == [
        f"cnbudget: {tmp_path}/甲.xls：文件已损坏或不完整（请重新获取文件，或用办公软件打开后另存）"
    ]


def test_warnings_of_the_pdf_library(tmp_path: Path) -> None:
    data = making.pdf(corpus.document("artux"))
    status, said = _said(tmp_path / "甲.pdf", data)
    assert (status in (0, 1), said) == (True, [])
