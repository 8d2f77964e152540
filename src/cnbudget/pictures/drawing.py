"""What a picture consists of, before anything is drawn: its words and its marks."""

from __future__ import annotations

import attrs

from cnbudget.pictures.elements import Bar, Caption, Ribbon, Shape

WIDTH = 960


@attrs.frozen(eq=False, repr=False)
class Drawing:
    """What is drawn, exact; `Picture` makes files of it.

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

    kind: str
    title: str = attrs.field(kw_only=True)
    subtitle: str = attrs.field(kw_only=True)
    notes: tuple[str, ...] = attrs.field(kw_only=True)
    source: str = attrs.field(kw_only=True)
    lang: str = attrs.field(kw_only=True)
    marks: tuple[Shape, ...] = attrs.field(kw_only=True)
    height: int = attrs.field(kw_only=True)
    width: int = attrs.field(default=WIDTH, kw_only=True)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars, each with its exact amount."""
        return tuple(each for each in self.marks if isinstance(each, Bar))

    @property
    def ribbons(self) -> tuple[Ribbon, ...]:
        """The ribbons of flows, each with its exact amount."""
        return tuple(each for each in self.marks if isinstance(each, Ribbon))

    @property
    def labels(self) -> tuple[Caption, ...]:
        """The lines of text."""
        return tuple(each for each in self.marks if isinstance(each, Caption))
