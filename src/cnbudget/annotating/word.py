"""Comments in a copy of a .docx file, through python-docx."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from cnbudget.annotating.notes import Note
from cnbudget.packages import checked, damaged, needs, settled
from cnbudget.reading.word import positions

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_AUTHOR = "cnbudget"


def with_comments(content: bytes, notes: list[Note]) -> tuple[bytes, int]:
    """The document with comments, and how many there are.

    Raises:
        UnreadableError: python-docx is not installed, or the file is damaged.
    """
    try:
        import docx
    except ImportError as error:
        raise needs("Word", "word") from error
    checked(content)  # it was read before
    document = docx.Document(BytesIO(content))
    body = document.element.body
    known = positions(body)
    first = next(body.iter(f"{_W}p"), None)
    texts: dict[Any, list[str]] = {}  # by the paragraphs of the file
    for note in notes:
        if not note.texts:
            continue
        element = known.get(note.place.cell or note.place.line or 0, first)
        if element is None:
            raise damaged()
        texts.setdefault(element, []).append(note.text)
    for element, parts in texts.items():
        comment = document.comments.add_comment("\n".join(parts), author=_AUTHOR, initials="CN")
        comment._comment_elm.attrib.pop(f"{_W}date", None)  # the clock is no finding
        _anchor(element, str(comment.comment_id))
    file = BytesIO()
    document.save(file)
    return settled(file.getvalue(), timeless=False), len(texts)


def _anchor(paragraph: Any, number: str) -> None:
    """Mark a paragraph as what a comment is about."""

    def element(name: str, **values: str) -> Any:
        return paragraph.makeelement(
            f"{_W}{name}", {f"{_W}{key}": value for key, value in values.items()}
        )

    begin = 1 if len(paragraph) and paragraph[0].tag == f"{_W}pPr" else 0
    paragraph.insert(begin, element("commentRangeStart", id=number))
    paragraph.append(element("commentRangeEnd", id=number))
    run = element("r")
    run.append(element("commentReference", id=number))
    paragraph.append(run)
