"""Findings in the user's own file (批注): comments in a copy of the Excel, Word or PDF file that was checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cnbudget.annotating.notes import notes_of
from cnbudget.checks import Report
from cnbudget.errors import AnnotationError, CnbudgetError, UnwritableError
from cnbudget.messages import say
from cnbudget.outputs import save
from cnbudget.packages import kind_of_zip
from cnbudget.reading.files import is_pdf

__all__ = ["annotate", "annotated"]


def annotate(report: Report | Sequence[Report], out: str | Path, *, lang: str = "zh") -> int:
    """Write a copy of the checked file with the report's findings in it as comments.

    In Excel the cells are highlighted too, in a PDF the numbers on its pages. Everything else in the copy is as it
    was: formulas, formats, charts, pictures, macros; a page's own content. What rounding explains gets no comment.

    Args:
        report: What `check` gave for a budget that was read from an .xlsx, .docx or .pdf file; of a file with
            several sets of tables, the reports of all.
        out: The file to write, whole or not at all; not the file that was read, nor an unchanged copy of it.
        lang: The comments' language: "zh" or "en".

    Returns:
        How many cells or paragraphs have a comment now.

    Raises:
        AnnotationError: The budget does not come from such a file, the PDF is encrypted, or the copy cannot be written.
        MissingExtraError: For a PDF, the extra ``marks`` is not installed.

    >>> annotate(report, "budget-checked.xlsx")  # doctest: +SKIP
    3
    """
    reports = [report] if isinstance(report, Report) else list(report)
    content, count = _annotated(reports, lang)
    file, ending = Path(out), Path(reports[0].disclosure.source).suffix
    if ending and not file.is_dir() and file.suffix.lower() != ending.lower():
        raise AnnotationError(say("remarks.copy_of_other_format", ending=ending), where=str(out))
    read = reports[0].disclosure.content
    if content != read and _holds(file, read):
        raise AnnotationError(say("remarks.overwrites_checked"), where=str(out))
    try:
        save(file, content)
    except UnwritableError as said:
        raise AnnotationError(
            said.message, zh=said.zh, where=said.where, hint=said.hint, hint_zh=said.hint_zh
        ) from said
    return count


def _holds(file: Path, content: bytes) -> bool:
    """Whether a file is there that holds just this, as the one that was read does, by whatever name."""
    try:
        regular = file.is_file() and file.stat().st_size == len(content)
        return regular and file.read_bytes() == content
    except (OSError, ValueError):  # it cannot be read, or no file can have this name
        return False


def annotated(report: Report, *, lang: str = "zh") -> bytes:
    """The bytes that `annotate` writes.

    Args:
        report: The report; its budget was read from the file that is copied.
        lang: The language of the comments: ``"zh"`` or ``"en"``.

    Raises:
        AnnotationError: The budget does not come from an .xlsx, .docx or .pdf file.

    >>> import os, tempfile
    >>> import cnbudget
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     name = os.path.join(folder, "budget.xlsx")
    ...     _ = cnbudget.write(cnbudget.example("artux"), name)
    ...     copy = annotated(cnbudget.check(cnbudget.read(name)))
    ...
    >>> copy[:2]
    b'PK'
    """
    return _annotated([report], lang)[0]


def _annotated(reports: Sequence[Report], lang: str) -> tuple[bytes, int]:
    first = reports[0].disclosure
    content = first.content
    if first.files:
        raise AnnotationError(say("remarks.several_files"), where=first.source)
    try:
        kind = kind_of_zip(content) if content.startswith(b"PK\x03\x04") else ""
    except CnbudgetError:
        kind = ""
    notes = [note for report in reports for note in notes_of(report, lang)]
    if kind == "excel":
        from cnbudget.annotating.excel import with_comments

        return with_comments(content, notes)
    if kind == "word":
        from cnbudget.annotating.word import with_comments as with_word_comments

        return with_word_comments(content, notes)
    if is_pdf(content):
        from cnbudget.annotating.pdf import with_marks

        figures = [each for report in reports for each in report.disclosure.figures]
        return with_marks(content, notes, figures, where=first.source)
    raise AnnotationError(say("remarks.format_without_comments"), where=first.source)
