"""A picture: what is drawn, and the files it can be written to."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs

from cnbudget.errors import MissingExtraError, UsageError
from cnbudget.messages import say
from cnbudget.outputs import save
from cnbudget.pictures.drawing import WIDTH, Drawing
from cnbudget.pictures.elements import Caption, Content, Shape, Stroke, lines_of, moved

__all__ = ["FORMATS", "WIDTH", "Picture", "framed"]

#: The endings of the files that a picture can be written to.
FORMATS = (".svg", ".html", ".png")
_MARGIN = 24
_TITLE = Caption(_MARGIN, 0, text="", size=22, bold=True)
_SUBTITLE = Caption(_MARGIN, 0, text="", size=13, color="muted")
_NOTE = Caption(_MARGIN, 0, text="", size=12)
_SOURCE = Caption(_MARGIN, 0, text="", size=12, color="muted")


@attrs.frozen(eq=False, repr=False)
class Picture(Drawing):
    """A picture of a budget, exact until it is drawn.

    Attributes:
        kind: What it shows: "flows", "shares", "years", "waterfall" or "findings".
        title: Its title: whose budget, of which year, and what is shown.
        subtitle: The scope and the unit of the amounts.
        notes: What is not known or not drawn.
        source: From which document and tables it is.
        lang: The language of its words.
        marks: What is drawn; see `bars` and `ribbons`.
        height: How high it is, in pixels.
        width: How wide it is, in pixels.
    """

    def chart(self, *, dark: bool = False) -> Any:
        """The picture as a chart of altair (``altair.LayerChart``), to be changed or put beside others.

        Args:
            dark: Whether it is for a dark background.

        Raises:
            MissingExtraError: The extra ``plot`` is not installed.
        """
        return _charting().chart_of(self, dark=dark)

    def to_svg(self, *, dark: bool = False) -> str:
        """The picture as SVG, which needs nothing else.

        Args:
            dark: Whether it is for a dark background.

        Raises:
            MissingExtraError: The extra ``plot`` is not installed.

        >>> import cnbudget
        >>> from cnbudget import pictures
        >>> pictures.shares(cnbudget.example("artux")).to_svg().startswith("<svg")
        True
        """
        found: str = _charting().svg_of(self, dark=dark)
        return found

    def to_html(self, *, dark: bool = False) -> str:
        """The picture as a page of HTML that tells each amount where a reader points at it.

        The page has all it needs in it and loads nothing.

        Args:
            dark: Whether it is for a dark background.

        Raises:
            MissingExtraError: The extra ``plot`` is not installed.
        """
        found: str = _charting().html_of(self, dark=dark)
        return found

    def to_png(self, *, dark: bool = False, scale: int = 2) -> bytes:
        """The picture as PNG, its text in a font of this machine.

        Args:
            dark: Whether it is for a dark background.
            scale: How many dots a pixel has along each side.

        Raises:
            MissingExtraError: The extra ``plot`` is not installed.
            UsageError: No font of this machine has Chinese characters.
        """
        found: bytes = _charting().png_of(self, dark=dark, scale=scale)
        return found

    def save(self, path: str | os.PathLike[str], *, dark: bool = False) -> None:
        """Write the picture to a file, or replace one.

        Args:
            path: The file; its ending says the format, one of `FORMATS`.
            dark: Whether it is for a dark background.

        Raises:
            UsageError: No such format; or PNG, and no font of this machine has Chinese characters.
            MissingExtraError: The extra ``plot`` is not installed.
            UnwritableError: The file cannot be written.
        """
        ending = Path(path).suffix.lower()
        if ending not in FORMATS:
            raise UsageError(
                say("pictures.no_such_format", known=list(FORMATS)), value=ending or str(path)
            )
        if ending == ".png":
            data = self.to_png(dark=dark)
        else:
            text = self.to_svg(dark=dark) if ending == ".svg" else self.to_html(dark=dark)
            data = text.encode()
        save(path, data)

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def __repr__(self) -> str:
        return f"<Picture {self.kind} {self.width}×{self.height}: {self.title}>"


def framed(
    kind: str,
    content: Content,
    *,
    title: str,
    subtitle: str,
    notes: Iterable[str],
    source: str,
    lang: str,
) -> Picture:
    """A picture with its title above its content, and its notes and its source below.

    Args:
        kind: What it shows.
        content: What is drawn.
        title: Its title.
        subtitle: The scope and the unit of the amounts.
        notes: What is not known or not drawn.
        source: From which document and tables it is.
        lang: The language of its words.
    """
    notes = tuple(notes)
    width = WIDTH - 2 * _MARGIN
    head = lines_of(title, _MARGIN, 36, limit=width, like=_TITLE)
    head += lines_of(subtitle, _MARGIN, head[-1].y + 30, limit=width, like=_SUBTITLE)
    top = head[-1].y + 30
    marks: list[Shape] = [*head, *(moved(each, top) for each in content.marks)]
    at = top + content.height + 28
    for note in notes:
        lines = lines_of(note, _MARGIN, at, limit=width, like=_NOTE)
        marks += lines
        at = lines[-1].y + 19
    rule = Stroke(_MARGIN, at - 6, x2=WIDTH - _MARGIN, y2=at - 6)
    foot = lines_of(source, _MARGIN, at + 10, limit=width, like=_SOURCE)
    return Picture(
        kind,
        title=title,
        subtitle=subtitle,
        notes=notes,
        source=source,
        lang=lang,
        marks=(*marks, rule, *foot),
        height=int(foot[-1].y) + 24,
    )


def _charting() -> Any:
    """The module that draws.

    Raises:
        MissingExtraError: altair or vl-convert-python is not installed.
    """
    try:
        from cnbudget.pictures import charting
    except ImportError as error:
        raise MissingExtraError(
            say("frames.needs_extra", library="altair, vl-convert-python", extra="plot")
        ) from error
    return charting
