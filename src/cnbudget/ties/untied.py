"""A printed figure that nothing is held against, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from cnbudget.figures import Figure, stands_as
from cnbudget.messages import Words
from cnbudget.values import Value


@attrs.frozen(eq=False, repr=False)
class Untied(Value):
    """A printed figure that no law ties; it unpacks into the figure and the reason.

    Attributes:
        figure: The figure.
        reason: Why no law ties it.

    >>> import cnbudget
    >>> from cnbudget.messages import say
    >>> each = Untied(cnbudget.example("artux").expenditure["2080505"].total, say("unchecked.alone"))
    >>> figure, (zh, en) = each
    >>> figure.text, en
    ('40.29', 'no other figure has its scope, makes it up or contains it')
    """

    figure: Figure = attrs.field(eq=stands_as)
    reason: Words

    @property
    def key(self) -> str:
        """The key of the reason in the catalogue; "" if it is put together otherwise."""
        return getattr(self.reason, "key", "")

    @property
    def why(self) -> tuple[str, str]:
        """Why no law ties it, in Chinese and English."""
        return self.reason.text("zh"), self.reason.text("en")

    def __iter__(self) -> Iterator[Any]:
        return iter((self.figure, self.why))
