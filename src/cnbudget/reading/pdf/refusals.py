"""What is said of PDF files that are not read."""

from __future__ import annotations

from cnbudget.errors import UnreadableError

__all__ = ["damaged", "scanned", "tangled", "too_large", "too_many_pages"]


def damaged(en: str) -> UnreadableError:
    """The file is damaged; ``en`` says what of it."""
    return UnreadableError(
        "the PDF is damaged or cut short",
        zh="PDF 已损坏或不完整",
        hint=f"get the file again ({en})",
        hint_zh=f"请重新获取文件（{en}）",
    )


def tangled() -> UnreadableError:
    """How it is put together cannot be followed, so that its size is not known."""
    return UnreadableError(
        "how the PDF is put together cannot be followed",
        zh="PDF 的内部结构无法辨认",
        hint="open it in a PDF reader and print it to a new PDF",
        hint_zh="请用 PDF 阅读器打开，另行打印为新的 PDF",
    )


def too_large() -> UnreadableError:
    """It holds more than can be read."""
    return UnreadableError(
        "the PDF unpacks to more than is read",
        zh="PDF 展开后过大",
        hint="print the pages with the tables to a new PDF",
        hint_zh="请把有表格的页另存为新的 PDF",
    )


def too_many_pages(count: int, most: int) -> UnreadableError:
    """It has more pages than are read."""
    return UnreadableError(
        f"the document has {count} pages",
        zh=f"文件有 {count} 页",
        hint=f"at most {most} are read: split it",
        hint_zh=f"至多读 {most} 页，请拆分后再读",
    )


def scanned(en: str, zh: str) -> UnreadableError:
    """It has no text."""
    return UnreadableError(
        f"a scanned PDF: {en}",
        zh=f"扫描件：{zh}",
        hint="it needs OCR: run it through a program that recognises text, and check what it gives",
        hint_zh="需要先做 OCR（文字识别），并核对识别结果",
    )
