"""Reading published budgets: from a file or a text to a `cnbudget.Disclosure`."""

from __future__ import annotations

from pathlib import Path

from cnbudget.disclosure import Disclosure
from cnbudget.errors import UnreadableError
from cnbudget.layouts import Layout, load, names
from cnbudget.reading.document import disclosure_of_blocks
from cnbudget.reading.text import blocks_of_text

__all__ = ["LARGEST_FILE", "read", "read_text"]

#: Files larger than this (in bytes) are not read.
LARGEST_FILE = 256 * 1024 * 1024
_MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word/Excel"),
    (b"\xd0\xcf\x11\xe0", "Word/Excel (.doc, .xls)"),
    (b"{\\rtf", "RTF"),
)


def read(path: str | Path, *, layout: str | Path | Layout | None = None) -> Disclosure:
    """The budget that a file publishes: text or Markdown with tables.

    Args:
        path: The file; UTF-8 (or GB 18030) text with tab-separated rows, pipe tables or HTML tables.
        layout: The form that its tables follow: a name, a TOML file or a `Layout`. Detected if not given.

    Returns:
        A `Disclosure`: plain data, with every table of the form and what could not be read.

    Raises:
        UnreadableError: There is no such file, it is not text, or it has no table of a published budget.
        LayoutError: The layout is not readable.

    >>> budget = read("examples/artux-2026.md")  # doctest: +SKIP
    """
    file = Path(path)
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE:
            most = LARGEST_FILE // 2**20
            raise UnreadableError(
                "the file is too large",
                zh="文件过大",
                where=str(file),
                hint=f"at most {most} MB are read",
                hint_zh=f"至多读 {most} MB",
            )
        data = file.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = getattr(error, "strerror", None) or str(error)
        known: dict[type[Exception], str] = {
            FileNotFoundError: "没有这个文件",
            IsADirectoryError: "这是文件夹，不是文件",
        }
        raise UnreadableError(
            f"the file cannot be opened: {reason}",
            zh=known.get(type(error), f"文件打不开：{reason}"),
            where=str(file),
            hint="check the path",
            hint_zh="请检查路径",
        ) from error
    text = _decoded(data, file)
    return _read(text, layout, source=file.name, content=data, where=str(file))


def read_text(text: str, *, layout: str | Path | Layout | None = None) -> Disclosure:
    """The budget that a text publishes; see `read`.

    Raises:
        UnreadableError: The text has no table of a published budget.

    >>> read_text("hello")
    Traceback (most recent call last):
    ...
    cnbudget.errors.UnreadableError: no table of a published budget was found (the tables need their titles (部门收支总体情况表, …) before them; for another region's form give a layout)
    """  # noqa: E501  (the message stands as it is printed)
    return _read(text, layout)


def _read(
    text: str,
    layout: str | Path | Layout | None,
    *,
    source: str = "",
    content: bytes = b"",
    where: str = "",
) -> Disclosure:
    if layout is None:
        layouts = [load(name) for name in names()]
    else:
        layouts = [layout if isinstance(layout, Layout) else load(layout)]
    if not text.strip():
        raise UnreadableError(
            "the file is empty" if where else "the text is empty",
            zh="文件是空的" if where else "文本是空的",
            where=where,
            hint="give the text of a published budget",
            hint_zh="请给出部门预算公开的文本",
        )
    if text[:64].lstrip("\ufeff \t\r\n")[:1] == "{":
        from cnbudget.reading.records import disclosure_of_json, is_record

        if is_record(text):
            return disclosure_of_json(text, source=source, content=content, where=where)
    try:
        return disclosure_of_blocks(blocks_of_text(text), layouts, source=source, content=content)
    except UnreadableError as error:
        error.where = where
        raise


def _decoded(data: bytes, file: Path) -> str:
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise UnreadableError(
                f"this is a {name} file; so far cnbudget reads only text",
                zh=f"这是 {name} 文件，目前只能读文本",
                where=str(file),
                hint="extract its text, with a tab between the cells of each table row",
                hint_zh="请先提取文本，表格各单元格之间用制表符隔开",
            )
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
        where=str(file),
        hint="save it as UTF-8 text",
        hint_zh="请另存为 UTF-8 文本",
    )
