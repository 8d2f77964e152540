"""What kind of file bytes are, and the blocks in them: the content decides, not the file's name."""

from __future__ import annotations

import attrs

from cnbudget.errors import UnreadableError
from cnbudget.reading.blocks import Block, Remark
from cnbudget.reading.text import blocks_of_text

__all__ = ["Contents", "contents_of"]


@attrs.frozen(eq=False)
class Contents:
    """What a file holds.

    Attributes:
        blocks: Its paragraphs and grids, in reading order.
        remarks: What is to be said of the file that its blocks do not show.
    """

    blocks: list[Block]
    remarks: list[Remark] = attrs.field(factory=list)


def contents_of(data: bytes) -> Contents:
    """What a file of these bytes holds.

    Raises:
        UnreadableError: It is of no kind that is read, needs an extra that is not installed, or is damaged.

    >>> contents_of("部门收支总体情况表".encode()).blocks[0].text
    '部门收支总体情况表'
    """
    remarks: list[Remark] = []
    if b"%PDF-" in data[:1024]:
        from cnbudget.reading.pdf import blocks_of_pdf

        return Contents(blocks_of_pdf(data, remarks), remarks)
    _refuse(data)
    text = decoded(data)
    if not text.strip():
        raise UnreadableError(
            "the file is empty",
            zh="文件是空的",
            hint="give the text of a published budget",
            hint_zh="请给出部门预算公开的文本",
        )
    return Contents(blocks_of_text(text))


_MAGIC = (
    (b"PK\x03\x04", "Word/Excel"),
    (b"\xd0\xcf\x11\xe0", "Word/Excel (.doc, .xls)"),
    (b"{\\rtf", "RTF"),
)


def _refuse(data: bytes) -> None:
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise UnreadableError(
                f"this is a {name} file; so far cnbudget reads only text",
                zh=f"这是 {name} 文件，目前只能读文本",
                hint="extract its text, with a tab between the cells of each table row",
                hint_zh="请先提取文本，表格各单元格之间用制表符隔开",
            )


def decoded(data: bytes) -> str:
    """The text of a text file: UTF-8, UTF-16 with its mark, or GB 18030.

    Raises:
        UnreadableError: It is none of these.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            pass
    if b"\x00" not in data[:65536]:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                # a file cut in the middle of its last character is still text
                if encoding == "utf-8-sig" and error.start > len(data) - 4:
                    return data[: error.start].decode(encoding)
    raise UnreadableError(
        "not a text file (UTF-8 or GB 18030)",
        zh="不是文本文件（UTF-8 或 GB 18030）",
        hint="save it as UTF-8 text",
        hint_zh="请另存为 UTF-8 文本",
    )
